package kerneltest

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/tfreach/tfreach/reach"
)

// lab is what a network looks like in the kernel: namespaces, the wires between
// them, and what is in each.
type lab struct {
	spaces []*space
	wires  []*device
	// reasons are what rules report, by number.
	reasons []reason
	devices int
}

// space is a network namespace to be.
type space struct {
	lab     *lab
	name    string
	devices []*device
	rules   []rule
	routes  []route
	// nft is its rules for nftables.
	nft strings.Builder
}

// device is one end of a wire.
type device struct {
	space *space
	name  string
	index int
	peer  *device
}

// reason is what a rule reports of a packet. One of code, end, beyond and six is set.
type reason struct {
	code reach.Code
	// culprit is what is to blame, nil where the rule cannot tell.
	culprit *reach.Origin
	// end is who takes the packet.
	end *end
	// beyond is what the kernel does not play, but for what its network outside takes.
	beyond  string
	outside *outside
	// six is what translates it.
	six *sixToFour
	// circle: the packet goes in circles.
	circle bool
}

// end is something that sends and takes packets: an interface, a place in a subnet,
// the internet behind a gateway.
type end struct {
	object reach.Object
	subnet *reach.Subnet
	device *device
	// filtered: it has a namespace of its own, with rules on what it sends.
	filtered bool
}

func (l *lab) space(format string, args ...any) *space {
	s := &space{lab: l, name: fmt.Sprintf(format, args...)}
	l.spaces = append(l.spaces, s)
	return s
}

// device makes a device. No two have the same index: the kernel brings up wires
// whose ends differ in it at once, and others when it finds the time.
func (s *space) device(prefix string) *device {
	s.lab.devices++
	d := &device{space: s, name: prefix + strconv.Itoa(len(s.devices)), index: loopback + s.lab.devices}
	s.devices = append(s.devices, d)
	return d
}

// wire joins two spaces. The devices are called by what is on their other side.
func (l *lab) wire(a *space, nameAtA string, b *space, nameAtB string) (atA, atB *device) {
	atA, atB = a.device(nameAtA), b.device(nameAtB)
	atA.peer, atB.peer = atB, atA
	l.wires = append(l.wires, atA)
	return atA, atB
}

var anywhere = []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0"), netip.MustParsePrefix("::/0")}

// send routes what is sent to prefixes out of a device, by a table.
func (s *space) send(table uint32, d *device, to ...netip.Prefix) {
	for _, p := range to {
		s.routes = append(s.routes, route{table: table, prefix: p, device: d})
	}
}

// otherwise is where a table sends what it has no route for.
func (s *space) otherwise(table uint32, d *device) {
	for _, p := range anywhere {
		s.routes = append(s.routes, route{table: table, prefix: p, device: d, priority: lastPriority + uint32(d.index)})
	}
}

// lastPriority is that of routes that count after others to the same prefix.
const lastPriority = 1000

// mainTable is the kernel's table for what no rule sends elsewhere.
const mainTable = 254

// from has what comes in by a device routed by a table.
func (s *space) from(d *device, table uint32) {
	s.rules = append(s.rules, rule{priority: 20, table: table, from: d})
}

// marked has packets with a mark routed by a table, whatever other rules say.
func (s *space) marked(mark, table uint32) {
	s.rules = append(s.rules, rule{priority: 4, table: table, mark: mark})
}

// number is the number that rules report a reason by.
func (l *lab) number(r reason) int {
	l.reasons = append(l.reasons, r)
	return len(l.reasons) - 1
}

// tell is a statement of nftables that reports a packet.
func (l *lab) tell(r reason) string {
	return fmt.Sprintf(`log prefix "%d" group %d snaplen %d queue-threshold 1`, l.number(r), logGroup, snap)
}

// drop is a statement that drops a packet and reports it.
func (l *lab) drop(code reach.Code, culprit reach.Object) string {
	r := reason{code: code}
	if culprit != nil {
		r.culprit = culprit.At()
	}
	return l.tell(r) + " drop"
}

func (l *lab) circle(code reach.Code) string {
	return l.tell(reason{code: code, circle: true}) + " drop"
}

// leave is a statement that takes a packet out of what is played.
func (l *lab) leave(what string) string { return l.tell(reason{beyond: what}) + " drop" }

func (s *space) write(format string, args ...any) { fmt.Fprintf(&s.nft, format+"\n", args...) }

// chain writes a chain.
func (s *space) chain(name, hook string, lines ...string) {
	s.write("chain %s {", name)
	if hook != "" {
		s.write("type %s; policy accept;", hook)
	}
	for _, line := range lines {
		if line != "" {
			s.write("%s", line)
		}
	}
	s.write("}")
}

// The hooks, with the priorities at which connections are not yet looked up (raw)
// and after they are.
const (
	before  = "filter hook prerouting priority raw"
	through = "filter hook forward priority filter"
	inward  = "filter hook input priority filter"
	outward = "filter hook output priority filter"
	// first is before connections are looked up in what is sent from here.
	first = "filter hook output priority raw"
	after = "filter hook postrouting priority filter"
	// looked is when connections are looked up, and nothing is routed yet.
	looked = "filter hook prerouting priority mangle"
)

// sentMark is on what the harness sends. All else that a namespace would say by
// itself (errors, resets) is kept silent.
const sentMark = 1

// silent keeps a router from saying anything by itself.
func (s *space) silent() { s.chain("silent", first, "drop") }

// circles drops what has passed too many routers.
func (l *lab) circles() []string {
	drop := l.circle(reach.BadStateRoute)
	return []string{"ip ttl 1 " + drop, "ip6 hoplimit 1 " + drop}
}

// devices is a set of nftables of the names of devices.
func devices(of []*device) string {
	var names []string
	for _, d := range of {
		names = append(names, strconv.Quote(d.name))
	}
	return "{ " + strings.Join(names, ", ") + " }"
}

// matchRemote matches one side of a packet.
func matchRemote(side string, p netip.Prefix) string {
	switch {
	case p.Bits() > 0 && p.Addr().Is6():
		return fmt.Sprintf("ip6 %s %v", side, p.Masked())
	case p.Bits() > 0:
		return fmt.Sprintf("ip %s %v", side, p.Masked())
	case p.Addr().Is6():
		return "meta nfproto ipv6"
	}
	return "meta nfproto ipv4"
}

// matchAddrs matches one side of a packet with any of some addresses, one match for
// each family.
func matchAddrs(side string, addrs []netip.Addr) []string {
	var four, six []string
	for _, a := range addrs {
		if a.Is6() {
			six = append(six, a.String())
		} else {
			four = append(four, a.String())
		}
	}
	var out []string
	if len(four) > 0 {
		out = append(out, fmt.Sprintf("ip %s { %s }", side, strings.Join(four, ", ")))
	}
	if len(six) > 0 {
		out = append(out, fmt.Sprintf("ip6 %s { %s }", side, strings.Join(six, ", ")))
	}
	return out
}

// matchTraffic matches protocols with their destination ports, or ICMP types and
// codes; other protocols have nothing more to look at (SG-6 to SG-8, NACL-6). Each
// match is for one protocol.
func matchTraffic(t reach.Traffic) []string {
	if t.Protocols.IsAny() {
		return []string{""}
	}
	var out []string
	for p := range t.Protocols.All() {
		match := fmt.Sprintf("meta l4proto %d", p)
		switch {
		case t.Ports.IsAny():
		case p.HasPorts():
			match += " th dport " + ranges(t)
		case p.IsICMP():
			match += " @th,0,16 " + ranges(t)
		}
		out = append(out, match)
	}
	return out
}

func ranges(t reach.Traffic) string {
	var out []string
	for lo, hi := range t.Ports.Ranges {
		if lo == hi {
			out = append(out, strconv.Itoa(int(lo)))
		} else {
			out = append(out, fmt.Sprintf("%d-%d", lo, hi))
		}
	}
	return "{ " + strings.Join(out, ", ") + " }"
}

// all has every line with a statement behind it.
func all(lines []string, statement string) []string {
	var out []string
	for _, line := range lines {
		out = append(out, strings.TrimSpace(line+" "+statement))
	}
	return out
}
