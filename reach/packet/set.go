package packet

import (
	"fmt"
	"net/netip"
)

// Packet is the header of one IP packet.
type Packet struct {
	Protocol Protocol
	// Src and Dst are of one family.
	Src, Dst netip.Addr
	// SrcPort and DstPort are the ports of TCP and UDP. For ICMP and ICMPv6
	// DstPort is type<<8 | code and SrcPort is not looked at; for any other
	// protocol neither is.
	SrcPort, DstPort uint16
}

// String is the packet as "tcp 10.0.0.1:33996 > 192.0.2.1:443".
func (p Packet) String() string {
	switch {
	case p.Protocol.HasPorts():
		return fmt.Sprintf("%v %v > %v", p.Protocol, netip.AddrPortFrom(p.Src, p.SrcPort), netip.AddrPortFrom(p.Dst, p.DstPort))
	case p.Protocol.IsICMP():
		return fmt.Sprintf("%v type %d code %d %v > %v", p.Protocol, p.DstPort>>8, p.DstPort&0xff, p.Src, p.Dst)
	}
	return fmt.Sprintf("%v %v > %v", p.Protocol, p.Src, p.Dst)
}

// Set is a set of packets. The zero value is the empty set. Sets are immutable
// and safe for concurrent use.
type Set struct{ p byProtocol }

// The nesting of the dimensions. Filters look at protocol, destination and
// destination port, so these come first.
type (
	bySrc      = product[Addrs, Ports]
	byDstPort  = product[Ports, bySrc]
	byDst      = product[Addrs, byDstPort]
	byProtocol = product[Protocols, byDst]
)

// Box is the product of one set per dimension: all packets whose protocol is in
// Protocols, whose destination is in Dst, and so on. A dimension that is left
// empty makes the box empty; start from [AnyBox] to name only some of them.
type Box struct {
	Protocols Protocols
	Dst       Addrs
	DstPorts  Ports
	Src       Addrs
	SrcPorts  Ports
}

// AnyBox holds every packet.
func AnyBox() Box { return Box{AnyProtocol(), AnyAddr(), AnyPort(), AnyAddr(), AnyPort()} }

// Set is the packets of the box. Pairs of addresses of two families are no
// packets and are left out; numbers that say nothing for a protocol are not
// looked at, so a box of all protocols and port 443 has TCP and UDP to port 443,
// ICMP of type 1 and code 187, and everything of every other protocol.
func (b Box) Set() Set {
	if b.DstPorts.IsEmpty() || b.SrcPorts.IsEmpty() {
		return Set{}
	}
	var kinds []edge[Protocols, byDst]
	for _, kind := range [...]Box{
		{Protocols: portful, DstPorts: b.DstPorts, SrcPorts: b.SrcPorts},
		{Protocols: icmpful, DstPorts: b.DstPorts, SrcPorts: anyPort},
		{Protocols: portless, DstPorts: anyPort, SrcPorts: anyPort},
	} {
		protocols := b.Protocols.Intersect(kind.Protocols)
		if protocols.IsEmpty() {
			continue
		}
		var families []edge[Addrs, byDstPort]
		for _, family := range [...]Addrs{ipv4, ipv6} {
			src := cross(b.Src.Intersect(family), kind.SrcPorts)
			if dst := b.Dst.Intersect(family); !dst.IsEmpty() {
				families = append(families, edge[Addrs, byDstPort]{dst, cross(kind.DstPorts, src)})
			}
		}
		kinds = append(kinds, edge[Protocols, byDst]{protocols, gather(families)})
	}
	return Set{gather(kinds)}
}

var universe = AnyBox().Set()

// All is the set of every packet.
func All() Set { return universe }

// Of is the set of one packet; empty when its addresses are not of one family.
func Of(p Packet) Set {
	return Box{ProtocolsOf(p.Protocol), Addr(p.Dst), Port(p.DstPort), Addr(p.Src), Port(p.SrcPort)}.Set()
}

// UnionSets is the packets of any of the sets. It is faster than a Union for each
// of many.
func UnionSets(sets ...Set) Set {
	switch n := len(sets); n {
	case 0:
		return Set{}
	case 1:
		return sets[0]
	default:
		return UnionSets(sets[:n/2]...).Union(UnionSets(sets[n/2:]...))
	}
}

// Union is the packets of s, of t, or of both.
func (s Set) Union(t Set) Set { return Set{s.p.Union(t.p)} }

// Intersect is the packets of both.
func (s Set) Intersect(t Set) Set { return Set{s.p.Intersect(t.p)} }

// Minus is the packets of s that t lacks.
func (s Set) Minus(t Set) Set { return Set{s.p.Minus(t.p)} }

// IsEmpty reports whether there is no packet in the set.
func (s Set) IsEmpty() bool { return s.p.IsEmpty() }

// Equal reports whether both hold the same packets.
func (s Set) Equal(t Set) bool { return s.p.Equal(t.p) }

// Overlaps reports whether s and t have a packet in common. It is faster than
// asking whether their intersection is empty.
func (s Set) Overlaps(t Set) bool { return s.p.Overlaps(t.p) }

// Covers reports whether every packet of t is in s.
func (s Set) Covers(t Set) bool { return s.p.Covers(t.p) }

// Contains reports whether p is in the set.
func (s Set) Contains(p Packet) bool {
	return s.p.Covers(Of(p).p) && p.Src.Is4() == p.Dst.Is4() && p.Src.IsValid() && p.Dst.IsValid()
}

// To is the packets of s whose destination is in dst.
func (s Set) To(dst Addrs) Set {
	return Set{s.p.mapChildren(func(d byDst) byDst { return d.within(dst) })}
}

// From is the packets of s whose source is in src.
func (s Set) From(src Addrs) Set {
	return s.mapSources(func(c bySrc) bySrc { return c.within(src) })
}

// mapSources replaces, for every protocol, destination and destination port,
// the pairs of source and source port.
func (s Set) mapSources(f func(bySrc) bySrc) Set {
	return Set{s.p.mapChildren(func(d byDst) byDst {
		return d.mapChildren(func(p byDstPort) byDstPort { return p.mapChildren(f) })
	})}
}

// Destinations is the destination addresses that occur.
func (s Set) Destinations() Addrs {
	var a Addrs
	for _, p := range s.p.edges {
		for _, d := range p.child.edges {
			a = a.Union(d.key)
		}
	}
	return a
}

// Sources is the source addresses that occur.
func (s Set) Sources() Addrs {
	var a Addrs
	for b := range s.Boxes {
		a = a.Union(b.Src)
	}
	return a
}

// SourcePorts is the source ports of the TCP and UDP packets.
func (s Set) SourcePorts() Ports {
	var p Ports
	for b := range s.Boxes {
		if b.Protocols.Overlaps(portful) {
			p = p.Union(b.SrcPorts)
		}
	}
	return p
}

// Protocols is the protocols that occur.
func (s Set) Protocols() Protocols {
	var p Protocols
	for _, e := range s.p.edges {
		p = p.Union(e.key)
	}
	return p
}

// Boxes calls yield with disjoint boxes that make up the set, in a fixed order
// for equal sets.
func (s Set) Boxes(yield func(Box) bool) {
	for _, p := range s.p.edges {
		for _, d := range p.child.edges {
			for _, dp := range d.child.edges {
				for _, src := range dp.child.edges {
					if !yield(Box{p.key, d.key, dp.key, src.key, src.child}) {
						return
					}
				}
			}
		}
	}
}
