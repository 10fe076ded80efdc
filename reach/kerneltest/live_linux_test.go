package kerneltest

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// live is a lab that runs.
type live struct {
	*lab
	spaces []*liveSpace
	poll   int
	// raw are the sockets that ends send from, by device and family.
	raw map[rawKey]int
	// used is the connections that the namespaces may remember.
	used map[connection]bool
	echo uint16
}

type rawKey struct {
	*device
	six bool
}

// liveSpace is a namespace.
type liveSpace struct {
	*space
	ns      int
	routing netlink
	reports netlink
	tracked netlink
}

// enter moves the thread into a namespace.
func enter(ns int) error { return unix.Setns(ns, unix.CLONE_NEWNET) }

// leaveMachine puts the goroutine on a thread of its own that has left the machine's
// network for good: the thread ends with the goroutine.
func leaveMachine() error {
	runtime.LockOSThread()
	return unix.Unshare(unix.CLONE_NEWNET)
}

// run starts a lab. The thread has left the machine's network; it ends up in one of
// the lab's namespaces.
func (l *lab) run() (_ *live, err error) {
	x := &live{lab: l, raw: map[rawKey]int{}, used: map[connection]bool{}}
	defer func() {
		if err != nil {
			x.close()
		}
	}()
	if x.poll, err = unix.EpollCreate1(unix.EPOLL_CLOEXEC); err != nil {
		return nil, err
	}
	of := map[*space]*liveSpace{}
	for i, s := range l.spaces {
		ls, err := newSpace(s)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.name, err)
		}
		x.spaces = append(x.spaces, ls)
		of[s] = ls
		event := unix.EpollEvent{Events: unix.EPOLLIN, Fd: int32(i)}
		if err := unix.EpollCtl(x.poll, unix.EPOLL_CTL_ADD, ls.reports.fd, &event); err != nil {
			return nil, err
		}
	}
	for _, d := range l.wires {
		a, b := of[d.space], of[d.peer.space]
		if err := a.routing.pair(d.name, d.index, b.ns, d.peer.name, d.peer.index); err != nil {
			return nil, fmt.Errorf("wire of %s and %s: %w", a.name, b.name, err)
		}
	}
	for _, s := range x.spaces {
		if err := s.furnish(); err != nil {
			return nil, fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return x, x.apart()
}

// settings are the kernel's, for what it would drop or say by itself.
var settings = []struct{ path, value string }{
	{"ipv4/ip_forward", "1"},
	{"ipv4/conf/all/rp_filter", "0"},
	{"ipv4/conf/default/rp_filter", "0"},
	{"ipv4/conf/all/accept_local", "1"},
	{"ipv4/conf/all/send_redirects", "0"},
	{"ipv4/conf/default/send_redirects", "0"},
	{"ipv6/conf/all/forwarding", "1"},
	{"ipv6/conf/default/forwarding", "1"},
	{"ipv6/conf/default/accept_ra", "0"},
	{"ipv6/conf/default/addr_gen_mode", "1"},
	{"ipv6/conf/default/dad_transmits", "0"},
	{"ipv6/conf/default/router_solicitations", "0"},
}

// newSpace makes a namespace without any link but its own loopback.
func newSpace(s *space) (*liveSpace, error) {
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		return nil, err
	}
	out := &liveSpace{space: s, ns: -1}
	ns, err := unix.Open(fmt.Sprintf("/proc/self/task/%d/ns/net", unix.Gettid()), unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	out.ns = ns
	for _, x := range settings {
		if err := set(x.path, x.value); err != nil {
			return nil, err
		}
	}
	for _, x := range []struct {
		to     *netlink
		family int
	}{{&out.routing, unix.NETLINK_ROUTE}, {&out.reports, unix.NETLINK_NETFILTER}, {&out.tracked, unix.NETLINK_NETFILTER}} {
		if *x.to, err = dialNetlink(x.family); err != nil {
			return nil, err
		}
	}
	if err := out.reports.listen(); err != nil {
		return nil, fmt.Errorf("nflog: %w", err)
	}
	return out, out.routing.up(loopback)
}

// set changes a setting of the namespace that the thread is in.
func set(path, value string) error {
	fd, err := unix.Open("/proc/sys/net/"+path, unix.O_WRONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	defer unix.Close(fd)
	_, err = unix.Write(fd, []byte(value))
	return err
}

// furnish gives a namespace its rules, routes and filters.
func (s *liveSpace) furnish() error {
	for _, d := range s.devices {
		if err := s.routing.up(d.index); err != nil {
			return fmt.Errorf("%s: %w", d.name, err)
		}
	}
	for _, r := range s.rules {
		for _, p := range anywhere {
			if r.to.IsValid() && r.to.Addr().Is6() != p.Addr().Is6() {
				continue
			}
			if err := s.routing.addRule(r, familyOf(p.Addr())); err != nil {
				return fmt.Errorf("rule %v: %w", r, err)
			}
		}
	}
	for _, r := range s.routes {
		if err := s.routing.addRoute(r); err != nil {
			return fmt.Errorf("route to %v: %w", r.prefix, err)
		}
	}
	if err := enter(s.ns); err != nil {
		return err
	}
	cmd := exec.Command("nft", "-f", "-")
	cmd.Stdin = strings.NewReader(s.nft.String())
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("nft: %w\n%s\n%s", err, bytes.TrimSpace(out), s.nft.String())
	}
	return nil
}

// apart asserts that the namespaces have no links but the wires between them, and
// waits until all of these carry packets.
func (x *live) apart() error {
	for _, s := range x.spaces {
		if err := enter(s.ns); err != nil {
			return err
		}
		want := []string{"lo"}
		for _, d := range s.devices {
			want = append(want, d.name)
		}
		slices.Sort(want)
		for start := time.Now(); ; time.Sleep(time.Millisecond) {
			links, err := links()
			if err != nil {
				return err
			}
			have := slices.Sorted(maps.Keys(links))
			if !slices.Equal(want, have) {
				return fmt.Errorf("%s has the links %v, and should have %v", s.name, have, want)
			}
			delete(links, "lo")
			if !slices.Contains(slices.Collect(maps.Values(links)), false) {
				break
			}
			if time.Since(start) > patience {
				return fmt.Errorf("%s: not all of its links carry packets: %v", s.name, links)
			}
		}
		// Whoever has the devices in hand has done with them when this is done.
		if err := s.routing.up(loopback); err != nil {
			return err
		}
	}
	return nil
}

// links are those of the namespace that the thread is in, and whether they carry
// packets.
func links() (map[string]bool, error) {
	dump, err := syscall.NetlinkRIB(unix.RTM_GETLINK, unix.AF_UNSPEC)
	if err != nil {
		return nil, err
	}
	messages, err := syscall.ParseNetlinkMessage(dump)
	if err != nil {
		return nil, err
	}
	out := map[string]bool{}
	for _, m := range messages {
		if m.Header.Type != unix.RTM_NEWLINK {
			continue
		}
		attrs, err := syscall.ParseNetlinkRouteAttr(&m)
		if err != nil {
			return nil, err
		}
		name, up := "", false
		for _, a := range attrs {
			const operational = 6 // IF_OPER_UP
			switch a.Attr.Type {
			case unix.IFLA_IFNAME:
				name = strings.TrimRight(string(a.Value), "\x00")
			case unix.IFLA_OPERSTATE:
				up = len(a.Value) == 1 && a.Value[0] == operational
			}
		}
		out[name] = up
	}
	return out, nil
}

func (x *live) close() {
	for _, fd := range x.raw {
		unix.Close(fd)
	}
	for _, s := range x.spaces {
		s.routing.close()
		s.reports.close()
		s.tracked.close()
		unix.Close(s.ns)
	}
	unix.Close(x.poll)
}

// socket is the socket that an end sends from.
func (x *live) socket(d *device, six bool) (int, error) {
	key := rawKey{d, six}
	if fd, ok := x.raw[key]; ok {
		return fd, nil
	}
	i := slices.IndexFunc(x.spaces, func(s *liveSpace) bool { return s.space == d.space })
	if err := enter(x.spaces[i].ns); err != nil {
		return -1, err
	}
	family := unix.AF_INET
	if six {
		family = unix.AF_INET6
	}
	// Of this protocol a socket sends packets with the headers that they have.
	fd, err := unix.Socket(family, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.IPPROTO_RAW)
	if err != nil {
		return -1, err
	}
	x.raw[key] = fd
	if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_MARK, sentMark); err != nil {
		return -1, err
	}
	return fd, unix.BindToDevice(fd, d.name)
}

// errVanished: no rule has reported what became of a packet.
var errVanished = errors.New("the packet vanished")

// patience is how long a report may take. Nothing is decided by it: a packet of
// which nothing is reported is a mistake of the harness.
const patience = 2 * time.Second

// send sends a packet from an end, and says where it ended.
func (x *live) send(from *end, s segment) (*reason, segment, error) {
	port := s.id
	why, seen, err := x.sendBy(from.device, s)
	for hops := 0; err == nil && why.six != nil; hops++ {
		if hops == maxTranslations {
			return nil, segment{}, fmt.Errorf("%v is translated again and again", seen.Packet)
		}
		if s, err = why.six.translate(seen, port); err == nil {
			s.id = port
			why, seen, err = x.sendBy(why.six.device, s)
		}
	}
	if err == nil && why.outside != nil && why.outside.takes(seen.Packet) {
		why = &reason{end: why.outside.end}
	}
	return why, seen, err
}

// maxTranslations is how many gateways a packet may pass that change its family, of
// which there is one on any way.
const maxTranslations = 4

// sendBy sends a packet by a device.
func (x *live) sendBy(d *device, s segment) (*reason, segment, error) {
	fd, err := x.socket(d, s.Dst.Is6())
	if err != nil {
		return nil, segment{}, err
	}
	switch late, err := x.collect(0); {
	case err != nil:
		return nil, segment{}, err
	case len(late) > 0:
		return nil, segment{}, fmt.Errorf("a late report %q", late[0].tag)
	}
	// A packet that the sender's own rules drop is an error to the sender; that it
	// is dropped, and why, they report.
	err = unix.Sendto(fd, s.bytes(), 0, sockaddr(s.Dst))
	if err != nil && err != unix.EPERM {
		return nil, segment{}, fmt.Errorf("%v: %w", s.Packet, err)
	}
	said, err := x.collect(patience)
	switch {
	case err != nil:
		return nil, segment{}, err
	case len(said) == 0:
		return nil, segment{}, errVanished
	}
	n, err := strconv.Atoi(said[0].tag)
	if err != nil || n < 0 || n >= len(x.reasons) || len(said) > 1 {
		return nil, segment{}, fmt.Errorf("%d reports, the first %q", len(said), said[0].tag)
	}
	seen, err := parse(said[0].payload)
	return &x.reasons[n], seen, err
}

func sockaddr(a netip.Addr) unix.Sockaddr {
	if a.Is6() {
		return &unix.SockaddrInet6{Addr: a.As16()}
	}
	return &unix.SockaddrInet4{Addr: a.As4()}
}

// collect is what the rules report, waiting so long for the first of it. What the
// kernel says to neighbours by itself does not count.
func (x *live) collect(wait time.Duration) ([]report, error) {
	var out []report
	for end := time.Now().Add(wait); ; {
		var events [16]unix.EpollEvent
		n, err := unix.EpollWait(x.poll, events[:], int(wait.Milliseconds()))
		if err != nil && err != unix.EINTR {
			return nil, err
		}
		for _, e := range events[:max(n, 0)] {
			said, err := x.spaces[e.Fd].reports.reports()
			if err != nil {
				return nil, err
			}
			for _, r := range said {
				if seen, err := parse(r.payload); err == nil && seen.Dst.IsMulticast() {
					continue
				}
				out = append(out, r)
			}
		}
		if wait = time.Until(end); len(out) > 0 || wait <= 0 {
			return out, nil
		}
	}
}

// connection is what a namespace remembers one by.
type connection struct{ a, b netip.AddrPort }

// forget has all namespaces forget the connections, if one of these may be
// remembered.
func (x *live) forget(cs ...connection) error {
	known := slices.ContainsFunc(cs, func(c connection) bool {
		return x.used[c] || x.used[connection{c.b, c.a}]
	})
	if known {
		clear(x.used)
		for _, s := range x.spaces {
			if err := s.tracked.forgetConnections(); err != nil {
				return fmt.Errorf("%s: forgetting connections: %w", s.name, err)
			}
		}
	}
	for _, c := range cs {
		x.used[c] = true
	}
	return nil
}

// script is the lab in words, for whoever looks into a disagreement.
func (l *lab) script() string {
	var out strings.Builder
	for _, s := range l.spaces {
		fmt.Fprintf(&out, "# %s\n", s.name)
		for _, d := range s.devices {
			fmt.Fprintf(&out, "link %s to %s\n", d.name, d.peer.space.name)
		}
		for _, r := range s.rules {
			from := ""
			if r.from != nil {
				from = r.from.name
			}
			fmt.Fprintf(&out, "rule %d from %q to %v with mark %d: table %d\n", r.priority, from, r.to, r.mark, r.table)
		}
		for _, r := range s.routes {
			to := "here"
			if r.device != nil {
				to = r.device.name
			}
			fmt.Fprintf(&out, "table %d: %v > %s\n", r.table, r.prefix, to)
		}
		out.WriteString(s.nft.String())
	}
	for i, r := range l.reasons {
		fmt.Fprintf(&out, "%d: %v\n", i, r)
	}
	return out.String()
}
