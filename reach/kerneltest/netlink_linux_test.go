package kerneltest

import (
	"encoding/binary"
	"fmt"
	"net/netip"

	"golang.org/x/sys/unix"
)

// netlink is a socket to the kernel. It speaks of the namespace that it was made
// in, wherever it is used.
type netlink struct{ fd int }

func dialNetlink(family int) (netlink, error) {
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, family)
	if err != nil {
		return netlink{}, err
	}
	return netlink{fd}, unix.Bind(fd, &unix.SockaddrNetlink{Family: unix.AF_NETLINK})
}

func (n netlink) close() { unix.Close(n.fd) }

// message is a request of netlink under way.
type message struct{ b []byte }

var native = binary.NativeEndian

func request(kind, flags uint16, header []byte) *message {
	b := make([]byte, unix.NLMSG_HDRLEN, 256)
	native.PutUint16(b[4:], kind)
	native.PutUint16(b[6:], flags|unix.NLM_F_REQUEST|unix.NLM_F_ACK)
	return &message{append(b, header...)}
}

func (m *message) attr(kind uint16, data []byte) *message {
	m.b = native.AppendUint16(m.b, uint16(unix.SizeofRtAttr+len(data)))
	m.b = native.AppendUint16(m.b, kind)
	m.b = append(m.b, data...)
	for len(m.b)%unix.RTA_ALIGNTO != 0 {
		m.b = append(m.b, 0)
	}
	return m
}

func (m *message) word(kind uint16, n uint32) *message {
	return m.attr(kind, native.AppendUint32(nil, n))
}

func (m *message) text(kind uint16, s string) *message { return m.attr(kind, append([]byte(s), 0)) }

// nest is an attribute that holds others, with a header before them.
func (m *message) nest(kind uint16, header []byte, fill func(*message)) *message {
	at := len(m.b)
	m.attr(kind, nil)
	m.b = append(m.b, header...)
	fill(m)
	native.PutUint16(m.b[at:], uint16(len(m.b)-at))
	return m
}

// do sends a request and waits until the kernel has done it.
func (n netlink) do(m *message) error {
	native.PutUint32(m.b, uint32(len(m.b)))
	if err := unix.Sendto(n.fd, m.b, 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != nil {
		return err
	}
	var buf [4096]byte
	for {
		got, _, err := unix.Recvfrom(n.fd, buf[:], 0)
		switch {
		case err == unix.EINTR:
			continue
		case err != nil:
			return err
		case got < unix.NLMSG_HDRLEN+4:
			return fmt.Errorf("netlink: an answer of %d bytes", got)
		}
		if native.Uint16(buf[4:]) != unix.NLMSG_ERROR {
			continue
		}
		if errno := -int32(native.Uint32(buf[unix.NLMSG_HDRLEN:])); errno != 0 {
			return unix.Errno(errno)
		}
		return nil
	}
}

func linkHeader(index int, flags uint32) []byte {
	b := make([]byte, unix.SizeofIfInfomsg)
	native.PutUint32(b[4:], uint32(index))
	native.PutUint32(b[8:], flags)
	native.PutUint32(b[12:], flags) // and only these are meant
	return b
}

// ethernet is the address of both ends of every pair. Without ARP a device sends to
// its own address, and so meets the other end's.
var ethernet = []byte{2, 0, 0, 0, 0, 1}

// pair makes two devices, one in the socket's namespace and one in another, that
// are the ends of one wire.
func (n netlink) pair(name string, index int, other int, otherName string, otherIndex int) error {
	m := request(unix.RTM_NEWLINK, unix.NLM_F_CREATE|unix.NLM_F_EXCL, linkHeader(index, unix.IFF_NOARP))
	m.text(unix.IFLA_IFNAME, name).attr(unix.IFLA_ADDRESS, ethernet)
	m.nest(unix.IFLA_LINKINFO, nil, func(m *message) {
		m.text(unix.IFLA_INFO_KIND, "veth")
		m.nest(unix.IFLA_INFO_DATA, nil, func(m *message) {
			const peer = 1 // VETH_INFO_PEER
			m.nest(peer, linkHeader(otherIndex, unix.IFF_NOARP), func(m *message) {
				m.text(unix.IFLA_IFNAME, otherName).attr(unix.IFLA_ADDRESS, ethernet).word(unix.IFLA_NET_NS_FD, uint32(other))
			})
		})
	})
	return n.do(m)
}

// loopback is the index of a namespace's own device.
const loopback = 1

func (n netlink) up(index int) error {
	return n.do(request(unix.RTM_NEWLINK, 0, linkHeader(index, unix.IFF_UP)))
}

// route is an entry of one of the kernel's tables.
type route struct {
	table  uint32
	prefix netip.Prefix
	device *device
	// local: packets have arrived.
	local bool
	// priority orders routes to the same prefix, the lower first.
	priority uint32
}

func familyOf(a netip.Addr) byte {
	if a.Is6() {
		return unix.AF_INET6
	}
	return unix.AF_INET
}

func (n netlink) addRoute(r route) error {
	kind, scope, index := byte(unix.RTN_UNICAST), byte(unix.RT_SCOPE_LINK), 1
	if r.local {
		kind, scope = unix.RTN_LOCAL, unix.RT_SCOPE_HOST
	} else {
		index = r.device.index
	}
	header := []byte{familyOf(r.prefix.Addr()), byte(r.prefix.Bits()), 0, 0, 0, unix.RTPROT_STATIC, scope, kind, 0, 0, 0, 0}
	m := request(unix.RTM_NEWROUTE, unix.NLM_F_CREATE|unix.NLM_F_EXCL, header)
	m.attr(unix.RTA_DST, r.prefix.Addr().AsSlice()).word(unix.RTA_TABLE, r.table)
	m.word(unix.RTA_OIF, uint32(index)).word(unix.RTA_PRIORITY, r.priority+1)
	return n.do(m)
}

// rule says which table packets are routed by: those that come in by a device, or
// those to a prefix, or with a mark, or all.
type rule struct {
	priority, table uint32
	mark            uint32
	from            *device
	to              netip.Prefix
}

func (n netlink) addRule(r rule, family byte) error {
	header := []byte{family, 0, 0, 0, 0, 0, 0, unix.FR_ACT_TO_TBL, 0, 0, 0, 0}
	if r.to.IsValid() {
		header[1] = byte(r.to.Bits())
	}
	m := request(unix.RTM_NEWRULE, unix.NLM_F_CREATE|unix.NLM_F_EXCL, header)
	m.word(unix.FRA_PRIORITY, r.priority).word(unix.FRA_TABLE, r.table)
	if r.from != nil {
		m.text(unix.FRA_IIFNAME, r.from.name)
	}
	if r.mark != 0 {
		m.word(unix.FRA_FWMARK, r.mark)
	}
	if r.to.IsValid() {
		m.attr(unix.FRA_DST, r.to.Addr().AsSlice())
	}
	return n.do(m)
}

// forgetConnections empties the table of connections of the namespace.
func (n netlink) forgetConnections() error {
	const ctnetlink, remove = 1, 2
	return n.do(request(ctnetlink<<8|remove, 0, []byte{unix.AF_UNSPEC, 0, 0, 0}))
}

// The words of nfnetlink_log.
const (
	nflog                              = 4
	logPacket, logConfig               = 0, 1
	configCommand, configMode          = 1, 2
	configQueue                        = 5
	commandBind                        = 1
	copyPacket                         = 2
	attrInDevice, attrPayload, attrTag = 4, 9, 10
	logGroup                           = 1
	snap                               = 200
)

// listen has the reports of the namespace's rules sent to the socket.
func (n netlink) listen() error {
	config := func() *message {
		return request(nflog<<8|logConfig, 0, []byte{unix.AF_UNSPEC, 0, 0, logGroup})
	}
	if err := n.do(config().attr(configCommand, []byte{commandBind})); err != nil {
		return err
	}
	mode := config().attr(configMode, []byte{0, 0, 0, snap, copyPacket, 0})
	return n.do(mode.attr(configQueue, []byte{0, 0, 0, 1}))
}

// report is what a rule says of a packet: its number and the packet.
type report struct {
	tag     string
	payload []byte
}

// reports is those that have come, without waiting.
func (n netlink) reports() ([]report, error) {
	var out []report
	var buf [16384]byte
	for {
		got, _, err := unix.Recvfrom(n.fd, buf[:], unix.MSG_DONTWAIT)
		switch {
		case err == unix.EAGAIN:
			return out, nil
		case err == unix.EINTR:
			continue
		case err != nil:
			return out, err
		}
		for b := buf[:got]; len(b) >= unix.NLMSG_HDRLEN; {
			size := int(native.Uint32(b))
			if size < unix.NLMSG_HDRLEN || size > len(b) {
				return out, fmt.Errorf("nflog: a message of %d bytes in %d", size, len(b))
			}
			if native.Uint16(b[4:]) == nflog<<8|logPacket {
				out = append(out, readReport(b[unix.NLMSG_HDRLEN+4:size]))
			}
			b = b[min(aligned(size), len(b)):]
		}
	}
}

func aligned(n int) int { return (n + 3) &^ 3 }

func readReport(b []byte) report {
	var r report
	for len(b) >= unix.SizeofRtAttr {
		size := int(native.Uint16(b))
		if size < unix.SizeofRtAttr || size > len(b) {
			break
		}
		value := b[unix.SizeofRtAttr:size]
		switch native.Uint16(b[2:]) {
		case attrTag:
			r.tag = string(value[:max(len(value)-1, 0)])
		case attrPayload:
			r.payload = append([]byte(nil), value...)
		}
		b = b[min(aligned(size), len(b)):]
	}
	return r
}
