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

	steps   *list[Step]
	doubts  *list[Doubt]
	assumed *list[string]

	// stopped is the part that these packets already make, once they have been
	// dropped. From then on the walk only looks for what would drop them next.
	stopped *Part
}

// translation is a source translation that answers undo (NAT-3).
type translation struct {
	gateway *NATGateway
	// before is the packets as they came to the gateway.
	before packet.Set
	outer  *translation
}

// list is a persistent list, last element first.
type list[T any] struct {
	last T
	rest *list[T]
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

// with is the flight with only some of its packets.
func (f flight) with(s packet.Set) flight {
	f.now = s
	return f
}

// at records a hop.
func (f flight) at(s Step) flight {
	s.Leg, s.Here, s.NAT = f.leg, f.now, f.gateway()
	f.steps = f.steps.add(s)
	return f
}

// gateway is the NAT gateway that the packets are behind, nil for none.
func (f flight) gateway() *NATGateway {
	if f.nat == nil {
		return nil
	}
	return f.nat.gateway
}

// assume notes what the fate of the packets rests on; nothing for "".
func (f flight) assume(what string) flight {
	if what != "" {
		f.assumed = f.assumed.add(what)
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

// asked is the packets as they left the source.
func (f flight) asked() packet.Set {
	s := f.now
	for t := f.nat; t != nil; t = t.outer {
		s = t.before.Intersect(s.FromAnywhere())
	}
	return s
}

// translated is the flight behind a NAT gateway.
func (f flight) translated(gw *NATGateway, src packet.Addrs) flight {
	f.nat = &translation{gw, f.now, f.nat}
	f.now = f.now.WithSource(src, natPorts)
	return f
}

// restored is the flight of answers back on the inner side of its gateway.
func (f flight) restored() flight {
	f.now = f.nat.before.Intersect(f.now.FromAnywhere())
	f.nat = f.nat.outer
	return f
}

// natPorts are the source ports that a NAT gateway picks (NAT-7).
var natPorts = packet.PortRange(1024, 65535)
