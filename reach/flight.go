package reach

import (
	"slices"

	"github.com/tfreach/tfreach/reach/packet"
)

// flight is a set of packets that have come the same way so far. It is passed
// by value: every split makes a new one.
type flight struct {
	// now is the packets as they are here. On the reply leg they are still
	// written as the forward packets that are being answered: sources are the
	// client's, destinations the server's.
	now packet.Set
	leg Leg
	// nat is the translation that the packets are under, nil for none.
	nat *translation
	// arrived is what of the forward leg is known, once the reply leg begins.
	arrived Fate

	// origin is the VPC that the sender of the packets is in: of the source, of the
	// gateway that translated them last, of what answers. It is nil when they come
	// from outside, or when it is not known.
	origin *VPC
	// peered is the peering connection that translated packets left by (NAT-9).
	peered *Peering
	// nameless: on the way here AWS lost whose packets these are, so that rules that
	// name a group do not match (SG-11).
	nameless bool
	// perhapsNameless is why they may have lost it.
	perhapsNameless *Unknown
	// named is set when only outbound rules that name a group let the packets out: the
	// direction of that group.
	named *Origin
	// perhapsNamed is why other rules may have let them out, too.
	perhapsNamed *Unknown
	// inspected are the firewall endpoints that the requests passed, returned those
	// that the answers did.
	inspected, returned *list[inspection]
	// skipped are the endpoints whose stateless rules let the requests pass.
	skipped *list[inspection]
	// maybe are the endpoints of which it is open whether they know the connection.
	maybe *list[perhapsKnown]
	// unruled are the endpoints whose stateful rules let the requests pass because none
	// matched.
	unruled *list[inspection]
	// later is what drops the connection once it is made (NFW-4).
	later *pending
	// edge is the table of a gateway that the answers came in by (RT-13).
	edge *RouteTable
	// entrance is what led the answers first since the last translation: a table, or the
	// internet gateway that has none.
	entrance *Origin
	// landings are the subnets that transit gateways delivered the packets in.
	landings *list[landing]
	// visited are the routers that have sent the packets on.
	visited *list[visit]

	steps   *list[Step]
	doubts  *list[Doubt]
	assumed *list[string]

	// stopped is the part that these packets already make, once they have been
	// dropped. From then on the walk only looks for what would drop them next.
	stopped *Part
}

// translation is a source translation that answers undo (NAT-3).
type translation struct {
	// by is a *NATGateway, or the *Interface of an instance.
	by Object
	// at is where answers come to it.
	at point
	// before is the packets as they came to it.
	before packet.Set
	// origin is the VPC that their sender is in.
	origin *VPC
	// six: they came as IPv6 and went on as IPv4 (NAT-15).
	six   bool
	outer *translation
}

// point is where packets stand when a route table decides: in a subnet, or at a
// regional NAT gateway, which has a table and no subnet (NAT-13).
type point struct {
	subnet   *Subnet
	regional *NATGateway
}

// visit is a route table that was asked about packets in one form.
type visit struct {
	point
	table *TransitTable
	leg   Leg
	nat   *translation
}

// pending is a drop that packets meet when they have arrived.
type pending struct {
	code    Code
	culprit *Origin
	rule    string
	at      Step
}

// inspection is a firewall endpoint that packets passed in one form.
type inspection struct {
	endpoint *FirewallEndpoint
	nat      *translation
}

// landing is the subnet in which an attachment delivered packets in one form.
type landing struct {
	by     *TransitAttachment
	nat    *translation
	subnet *Subnet
}

// list is a persistent list, last element first.
type list[T any] struct {
	last T
	rest *list[T]
}

// perhapsKnown is an inspection whose stateful rules were asked or not.
type perhapsKnown struct {
	inspection
	why *Unknown
}

func (l *list[T]) add(t T) *list[T] { return &list[T]{t, l} }

func (l *list[T]) slice() []T {
	var out []T
	for ; l != nil; l = l.rest {
		out = append(out, l.last)
	}
	slices.Reverse(out)
	return out
}

func has[T comparable](l *list[T], t T) bool {
	for ; l != nil; l = l.rest {
		if l.last == t {
			return true
		}
	}
	return false
}

// with is the flight with only some of its packets.
func (f flight) with(s packet.Set) flight {
	f.now = s
	return f
}

// at records a hop.
func (f flight) at(s Step) flight {
	s.Leg, s.Here, s.NAT, s.extracted = f.leg, f.now, f.translator(), f.isExtracted()
	f.steps = f.steps.add(s)
	return f
}

// translator is what translated the packets last, nil for nothing.
func (f flight) translator() Object {
	if f.nat == nil {
		return nil
	}
	return f.nat.by
}

func (f flight) isExtracted() bool {
	for t := f.nat; t != nil; t = t.outer {
		if t.six {
			return true
		}
	}
	return false
}

// assume notes what the fate of the packets rests on; nothing for "".
func (f flight) assume(what string) flight {
	if what != "" {
		f.assumed = f.assumed.add(what)
	}
	return f
}

// doubt puts the fate of the packets in doubt; nothing for nil.
func (f flight) doubt(why *Unknown) flight {
	if why != nil {
		f.doubts = f.doubts.add(Doubt{f.leg, why, f.steps.last})
	}
	return f
}

// heading is the packets on their way to one of the addresses: on the reply leg
// these are the client's.
func (f flight) heading(to packet.Addrs) flight {
	if f.leg == Reply {
		return f.with(f.now.From(to))
	}
	return f.with(f.now.To(to))
}

// but is the flight without some of its packets.
func (f flight) but(g flight) flight { return f.with(f.now.Minus(g.now)) }

// asked is the packets as they left the source.
func (f flight) asked() packet.Set {
	s := f.now
	for t := f.nat; t != nil; t = t.outer {
		s = t.undo(s)
	}
	return s
}

// undo is the packets as they came to the translation that made them to s.
func (t *translation) undo(s packet.Set) packet.Set {
	if t.six {
		return t.before.Intersect(s.Embed())
	}
	return t.before.Intersect(s.FromAnywhere())
}

// translated is the flight behind a translation of its source.
func (f flight) translated(by Object, at point, v *VPC, src packet.Addrs, ports packet.Ports) flight {
	f.nat = &translation{by: by, at: at, before: f.now, origin: f.origin, outer: f.nat}
	f.now = f.now.WithSource(src, ports)
	f.origin = v
	return f
}

// extracted is the flight behind NAT64.
func (f flight) extracted(by Object, at point, v *VPC, src packet.Addrs) flight {
	f.nat = &translation{by: by, at: at, before: f.now, origin: f.origin, six: true, outer: f.nat}
	f.now = f.now.Extract(src, natPorts)
	f.origin = v
	return f
}

// restored is the flight of answers back on the inner side of its translation. They
// are sent by the gateway, which stands in its VPC.
func (f flight) restored() flight {
	f.now = f.nat.undo(f.now)
	f.nat = f.nat.outer
	f.entrance, f.edge, f.peered = nil, nil, nil
	return f
}

// natPorts are the source ports that a NAT gateway picks (NAT-7).
var natPorts = packet.PortRange(1024, 65535)
