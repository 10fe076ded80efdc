package reach

import "github.com/tfreach/tfreach/reach/packet"

// What stays in a subnet meets neither its ACL nor its router (NACL-4), and
// addresses tell what that is. Where the subnet's own block is unknown, what is
// known of the two ends may still tell.

// surelyInside is every address when the packets are known to be for the subnet: for
// an interface in it, or, as answers, for the client in it.
func (w *walk) surelyInside(f flight, s *Subnet) packet.Addrs {
	if w.goal(f) == s {
		return packet.AnyAddr()
	}
	return packet.Addrs{}
}

// goal is the subnet that packets are for, nil when only their address tells.
func (w *walk) goal(f flight) *Subnet {
	if f.leg == Forward {
		return w.to.Subnet
	}
	if f.nat != nil {
		return f.nat.at.subnet
	}
	return w.from.Subnet
}

// perhapsInside is the addresses that a subnet with an unknown block may have: those
// of its VPC that no other subnet has.
func (w *walk) perhapsInside(f flight, s *Subnet) packet.Addrs {
	if w.goal(f) != nil || f.leg == Forward && w.to.Outside {
		return packet.Addrs{}
	}
	own, why := w.Blocks(s)
	if why != nil {
		return packet.AnyAddr()
	}
	v, _ := s.VPC.Exact()
	for _, t := range w.subnets[v] {
		if t != s {
			own = own.Minus(packet.Prefixes(t.CIDR.Value, t.CIDR6.Value))
		}
	}
	return own
}
