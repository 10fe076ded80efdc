package policies

import (
	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// AWS picks the address of an interface that is given none, and a plan does not
// show which. The walk asks for every address of the subnet: where some of them
// fare well and others do not, nobody knows which of them it will be.

// luck is the packets whose violation hangs on an address that AWS picks.
type luck struct {
	// from has them by the source whose address it is.
	from map[reach.Source]packet.Set
	// to is those of a destination, by its interface.
	to  packet.Set
	who *reach.Interface
	// somewhere is those to something of which no plan lists the addresses: name.
	somewhere packet.Set
	name      string
}

// lucky finds the packets that violate a claim from or to one address of a subnet,
// and would not from or to another one of it.
func (e *evaluator) lucky(q query, parts []*reach.Part) luck {
	out := luck{from: map[reach.Source]packet.Set{}}
	known := true
	for _, m := range q.From.Members {
		known = known && !picks(m.Interface, m.Addrs)
	}
	if known && !picks(q.To.Interface, packet.AnyAddr()) && q.unlisted == "" {
		return out
	}
	var ill, well []packet.Set
	for _, p := range parts {
		if e.violates(q, p) {
			ill = append(ill, p.Packets)
		} else {
			well = append(well, p.Packets)
		}
	}
	if len(ill) == 0 || len(well) == 0 {
		return out
	}
	bad, good := packet.UnionSets(ill...), packet.UnionSets(well...)
	if q.unlisted != "" {
		out.name, out.somewhere = q.unlisted, hangsOnDestination(bad, good)
	}
	for _, m := range q.From.Members {
		if !picks(m.Interface, m.Addrs) {
			continue
		}
		spared := good.From(m.Addrs).ForgetSource()
		if hit := bad.From(m.Addrs).Intersect(spared); !hit.IsEmpty() {
			out.from[m.Source] = hit
		}
	}
	if to := q.To.Interface; picks(to, bad.Union(good).Destinations()) {
		// Seen from the answers, destinations are sources.
		out.who, out.to = to, bad.Intersect(good.Reply().ForgetSource().Reply())
	}
	return out
}

// picks reports whether AWS picks the address of an interface among some.
func picks(i *reach.Interface, among packet.Addrs) bool {
	return i != nil && (len(i.Private) == 0 && among.Overlaps(packet.IPv4()) || len(i.Six) == 0 && among.Overlaps(packet.IPv6()))
}

// hangsOnDestination is those of bad packets that would not be bad to another of
// the addresses that were asked.
func hangsOnDestination(bad, good packet.Set) packet.Set {
	return bad.Intersect(good.Minus(bad).ToAnywhere())
}

// hangs is why it is luck whether packets of a part violate a claim for a source;
// nil when they do for certain.
func (l luck) hangs(m reach.Member, p *reach.Part) *reach.Unknown {
	if len(p.Steps) == 1 {
		return nil // they never left
	}
	mine := p.Packets.From(m.Addrs)
	unknown := func(address string) *reach.Unknown {
		return &reach.Unknown{Code: reach.UnknownValue, Address: address, Attribute: "private_ip", Reason: "AWS picks the address, and what becomes of the packets hangs on it"}
	}
	if at, ok := l.from[m.Source]; ok && at.Covers(mine) {
		return unknown(m.Interface.Address)
	}
	if !l.somewhere.IsEmpty() && l.somewhere.Covers(mine) {
		return &reach.Unknown{Code: reach.UnknownValue, Address: l.name, Reason: "which addresses it has is not in the plan, and what becomes of the packets hangs on that; ask for a CIDR that holds them"}
	}
	if !l.to.IsEmpty() && l.to.Covers(mine) {
		return unknown(l.who.Address)
	}
	return nil
}

// violates reports whether a part violates what is claimed.
func (e *evaluator) violates(q query, p *reach.Part) bool {
	switch q.claim {
	case reached, resolved:
		return p.Arrives == reach.No || p.Answered == reach.No || p.Arrives == reach.Yes && p.Answered == reach.Yes && !e.passes(p, q.via)
	case notReached:
		return p.Arrives == reach.Yes && e.passes(p, q.via)
	case onTheWay:
		return p.Arrives == reach.Yes && !e.passes(p, q.via)
	}
	return false
}
