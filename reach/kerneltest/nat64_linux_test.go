package kerneltest

import (
	"fmt"
	"net/netip"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// embedded is where IPv4 hosts are for what has only IPv6.
var embedded = netip.MustParsePrefix("64:ff9b::/96")

// inFour is the IPv4 host that an address of IPv6 stands for, if it is such an address.
func inFour(a netip.Addr) (netip.Addr, bool) {
	if !embedded.Contains(a) {
		return netip.Addr{}, false
	}
	b := a.As16()
	return netip.AddrFrom4([4]byte(b[12:])), true
}

// sixToFour is what a NAT gateway does for packets to [embedded] (NAT-15). This kernel
// has nothing for it: the gateway hands such packets out, and its answers, and the
// harness sends them on from there in the other family.
type sixToFour struct {
	gateway *reach.NATGateway
	// device leads from the gateway to its subnet.
	device *device
	// flows are the packets that were translated, by what answers them.
	flows map[answerKey]packet.Packet
}

// answerKey tells the answers of one flow from those of others.
type answerKey struct {
	protocol packet.Protocol
	from     netip.Addr
	// port is that of the gateway, or the identifier of an ICMP query.
	port uint16
}

// translatedMark is on the connections that the harness has translated.
const translatedMark = 64

// handsOut are the rules of a gateway for what is translated for it: TCP, UDP and pings.
func (r *reading) handsOut(g *reach.NATGateway, six *sixToFour) (answers string, questions []string) {
	to := fmt.Sprintf("ip6 daddr %v ", embedded)
	for _, match := range []string{"meta l4proto { 6, 17 }", "meta l4proto 58 @th,0,8 { 128, 129 }"} {
		questions = append(questions, to+match+" jump six")
	}
	answers = fmt.Sprintf("ct mark %d %s drop", translatedMark, r.tell(reason{six: six}))
	return answers, append(questions, to+r.drop(reach.ProtocolRefused, g))
}

// translate is a packet that a gateway has handed out as the gateway sends it on.
func (x *sixToFour) translate(s segment, port uint16) (segment, error) {
	out := s
	if s.Dst.Is6() {
		out.Dst, _ = inFour(s.Dst)
		out.Src = x.gateway.Address
		key := answerKey{s.Protocol, out.Dst, port}
		switch {
		case s.Protocol.IsICMP():
			out.Protocol, out.DstPort = packet.ICMP, (s.DstPort>>8-120)<<8|s.DstPort&0xff
			key.protocol, key.port = packet.ICMP, s.echo
		default:
			out.SrcPort = port
		}
		x.flows[key] = s.Packet
		return out, nil
	}
	key := answerKey{s.Protocol, s.Src, s.DstPort}
	if s.Protocol.IsICMP() {
		key.port = s.echo
	}
	asked, known := x.flows[key]
	if !known {
		return out, fmt.Errorf("%v answers nothing that was translated", s.Packet)
	}
	out.Packet = segment{Packet: asked}.answer().Packet
	return out, nil
}
