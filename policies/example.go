package policies

import (
	"net/netip"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// taste says which packets of a part make good examples. Of ICMP it is echo: the
// numbers that are ports elsewhere are types and codes there.
func taste(p *reach.Part) packet.Taste {
	t := packet.Taste{
		Protocols: []packet.Protocol{packet.TCP, packet.UDP, packet.ICMP, packet.ICMPv6},
		Dst:       addrs("142.250.74.46", "8.8.8.8", "2001:4860:4860::8888"),
		DstPorts:  []uint16{443, 80, 53},
		Src:       addrs("10.142.13.13"),
		SrcPorts:  []uint16{33996, 50000, 1024},
	}
	if telling(p) > 1 {
		t.DstPorts = []uint16{8 << 8, 128 << 8}
	}
	return t
}

// telling is how little an example from a part tells: packets of TCP are what
// readers know best, what is neither TCP, UDP nor ICMP they know least.
func telling(p *reach.Part) int {
	ps := p.Packets.Protocols()
	switch {
	case ps.Contains(packet.TCP):
		return 0
	case ps.Contains(packet.UDP):
		return 1
	case ps.Contains(packet.ICMP), ps.Contains(packet.ICMPv6):
		return 2
	}
	return 3
}

// journey is the way of an example of a part. A hop that is undecided names what
// is unknown there. Where nothing is known of the source's addresses
// the example has none: any that it had would be made up.
func (e *evaluator) journey(p *reach.Part) []reach.Hop {
	hops := e.engine.Journey(p, taste(p))
	if len(hops) == 0 {
		return nil
	}
	// A journey has a hop for each step.
	for i, s := range p.Steps {
		for _, d := range p.Doubts {
			if same := s.Kind == d.At.Kind && s.Leg == d.At.Leg && s.Egress == d.At.Egress && s.Object == d.At.Object; same && hops[i].Verdict == reach.Undecided && hops[i].Detail == d.Reason {
				hops[i].Detail = unknownText(d.Unknown)
				break
			}
		}
	}
	made := hops[0].Packet.Src
	family := packet.IPv4()
	if made.Is6() {
		family = packet.IPv6()
	}
	if !p.Packets.Sources().Covers(family) {
		return hops
	}
	for i := range hops {
		at := &hops[i].Packet.Src
		if hops[i].Leg == reach.Reply {
			at = &hops[i].Packet.Dst
		}
		if *at == made {
			*at = netip.Addr{}
		}
	}
	return hops
}

// example is the packet of a journey, with words for what is not known of its
// addresses. called names what it is for, where no plan lists the addresses of that.
func (e *evaluator) example(hops []reach.Hop, called string) Example {
	if len(hops) == 0 {
		return Example{}
	}
	x := Example{Packet: hops[0].Packet}
	if reach.StandIns.Contains(x.Src) {
		x.From, x.Src = e.addressText(x.Src), netip.Addr{}
	}
	switch {
	case called != "":
		x.To, x.Dst = called, netip.Addr{}
	case reach.StandIns.Contains(x.Dst):
		x.To, x.Dst = e.addressText(x.Dst), netip.Addr{}
	}
	return x
}

// unknownText is an unknown as "aws_instance.app.subnet_id: known after apply".
func unknownText(u *reach.Unknown) string {
	if u.Address == "" {
		return u.Reason
	}
	at := reach.Origin{Address: u.Address, Attribute: u.Attribute}
	return at.String() + ": " + u.Reason
}
