package kerneltest

import (
	"encoding/binary"
	"fmt"
	"net/netip"

	"github.com/tfreach/tfreach/reach/packet"
)

// segment is a packet as it is on the wire.
type segment struct {
	packet.Packet
	// id is the identification of an IPv4 packet. NAT gateways of the kernel send
	// from the port of this number, so that a flow says which they pick.
	id uint16
	// echo is the identifier of an ICMP query.
	echo uint16
	// turn is which packet of its flow it is, and class what it carries of its way.
	turn  turn
	class byte
	// Of TCP:
	flags    byte
	seq, ack uint32
	data     []byte
}

// turn is which packet of a flow one is: those of the sender are even, and what
// answers them is the next odd one. It is in the bits for congestion, so that what
// looks at flows can tell an answer from a question without ports or flags.
type turn byte

const (
	firstQuestion turn = iota
	firstAnswer
	secondQuestion
	secondAnswer
)

const (
	syn = 1 << 1
	psh = 1 << 3
	ack = 1 << 4
)

// hops is how many routers a packet may pass. A way that is longer goes in circles.
const hops = 32

// bytes is the packet with its header and its sums.
func (s segment) bytes() []byte {
	body := s.body()
	if s.Dst.Is6() {
		b := make([]byte, 40, 40+len(body))
		class := s.class | byte(s.turn)
		b[0], b[1] = 6<<4|class>>4, class<<4
		binary.BigEndian.PutUint16(b[4:], uint16(len(body)))
		b[6], b[7] = byte(s.Protocol), hops
		copy(b[8:], s.Src.AsSlice())
		copy(b[24:], s.Dst.AsSlice())
		return append(b, body...)
	}
	b := make([]byte, 20, 20+len(body))
	b[0], b[1] = 4<<4|5, s.class|byte(s.turn)
	binary.BigEndian.PutUint16(b[2:], uint16(20+len(body)))
	binary.BigEndian.PutUint16(b[4:], s.id)
	b[8], b[9] = hops, byte(s.Protocol)
	copy(b[12:], s.Src.AsSlice())
	copy(b[16:], s.Dst.AsSlice())
	binary.BigEndian.PutUint16(b[10:], fold(sum(b)))
	return append(b, body...)
}

func (s segment) body() []byte {
	var b []byte
	at := -1
	switch {
	case s.Protocol == packet.TCP:
		b = make([]byte, 20, 20+len(s.data))
		binary.BigEndian.PutUint32(b[4:], s.seq)
		binary.BigEndian.PutUint32(b[8:], s.ack)
		b[12], b[13] = 5<<4, s.flags
		binary.BigEndian.PutUint16(b[14:], 64240)
		b, at = append(b, s.data...), 16
	case s.Protocol == packet.UDP:
		b = append(make([]byte, 8), 'x')
		binary.BigEndian.PutUint16(b[4:], uint16(len(b)))
		at = 6
	case s.Protocol.IsICMP():
		b = make([]byte, 16)
		binary.BigEndian.PutUint16(b[4:], s.echo)
		binary.BigEndian.PutUint16(b[6:], 1)
		at = 2
	default:
		b = make([]byte, 16)
	}
	switch {
	case s.Protocol.HasPorts():
		binary.BigEndian.PutUint16(b, s.SrcPort)
		binary.BigEndian.PutUint16(b[2:], s.DstPort)
	case s.Protocol.IsICMP():
		binary.BigEndian.PutUint16(b, s.DstPort)
	}
	switch {
	case at < 0:
	case s.Protocol == packet.ICMP:
		binary.BigEndian.PutUint16(b[at:], fold(sum(b)))
	default:
		pseudo := uint32(len(b)) + uint32(s.Protocol)
		binary.BigEndian.PutUint16(b[at:], fold(sum(b)+sum(s.Src.AsSlice())+sum(s.Dst.AsSlice())+pseudo))
	}
	return b
}

// sum is the sum of the internet's checksum.
func sum(b []byte) uint32 {
	var total uint32
	for i, x := range b {
		if i%2 == 0 {
			total += uint32(x) << 8
		} else {
			total += uint32(x)
		}
	}
	return total
}

func fold(total uint32) uint16 {
	for total>>16 != 0 {
		total = total&0xffff + total>>16
	}
	return ^uint16(total)
}

// parse reads a packet as a report has it.
func parse(b []byte) (segment, error) {
	var s segment
	var body []byte
	switch {
	case len(b) >= 20 && b[0]>>4 == 4 && len(b) >= int(b[0]&15)*4:
		s.Protocol, s.turn, s.class = packet.Protocol(b[9]), turn(b[1]&3), b[1]&^3
		s.id = binary.BigEndian.Uint16(b[4:])
		s.Src, _ = netip.AddrFromSlice(b[12:16])
		s.Dst, _ = netip.AddrFromSlice(b[16:20])
		body = b[int(b[0]&15)*4:]
	case len(b) >= 40 && b[0]>>4 == 6:
		class := b[0]<<4 | b[1]>>4
		s.Protocol, s.turn, s.class = packet.Protocol(b[6]), turn(class&3), class&^3
		s.Src, _ = netip.AddrFromSlice(b[8:24])
		s.Dst, _ = netip.AddrFromSlice(b[24:40])
		body = b[40:]
	default:
		return s, fmt.Errorf("no packet in %d bytes", len(b))
	}
	switch {
	case s.Protocol.HasPorts() && len(body) >= 8:
		s.SrcPort, s.DstPort = binary.BigEndian.Uint16(body), binary.BigEndian.Uint16(body[2:])
	case s.Protocol.IsICMP() && len(body) >= 8:
		s.DstPort = binary.BigEndian.Uint16(body)
		s.echo = binary.BigEndian.Uint16(body[4:])
	case s.Protocol.HasPorts() || s.Protocol.IsICMP():
		return s, fmt.Errorf("%v: cut off", s.Packet)
	}
	if s.Protocol == packet.TCP && len(body) >= 20 {
		s.seq, s.ack, s.flags = binary.BigEndian.Uint32(body[4:]), binary.BigEndian.Uint32(body[8:]), body[13]
		s.data = body[min(int(body[12]>>4)*4, len(body)):]
	}
	return s, nil
}

// queries is the ICMP messages that are answered, with the types of their answers.
var queries = map[packet.Protocol]map[uint16]uint16{
	packet.ICMP:   {8: 0, 13: 14, 15: 16, 17: 18},
	packet.ICMPv6: {128: 129},
}

// answered is false for the ICMP messages that nobody answers.
func answered(p packet.Packet) bool {
	if !p.Protocol.IsICMP() {
		return true
	}
	_, is := queries[p.Protocol][p.DstPort>>8]
	return is
}

// answer is what whoever takes a packet sends back.
func (s segment) answer() segment {
	out := segment{Packet: s.Packet, echo: s.echo, turn: s.turn + 1, id: 1024}
	out.Src, out.Dst = s.Dst, s.Src
	switch {
	case s.Protocol.HasPorts():
		out.SrcPort, out.DstPort = s.DstPort, s.SrcPort
	case s.Protocol.IsICMP():
		out.DstPort = queries[s.Protocol][s.DstPort>>8]<<8 | s.DstPort&0xff
	}
	return out
}
