package reach

import (
	"net/netip"

	"github.com/tfreach/tfreach/reach/packet"
)

// residents is interfaces with known addresses that are alike as destinations:
// in one subnet, with the same security groups. Packets to any of them meet the
// same fate.
type residents struct {
	// to is one of them.
	to    Destination
	addrs packet.Addrs
	of    map[*Interface]packet.Addrs
}

// residentsAround is the interfaces whose addresses are known in the VPC of a
// subnet, or in each VPC that it may be in.
func (e *Engine) residentsAround(home *Subnet) []*residents {
	if home == nil {
		return nil
	}
	known, ok := e.residents[home]
	if ok {
		return known
	}
	v, exact := home.VPC.Exact()
	if exact {
		if known, ok = e.residentsIn[v]; !ok {
			known = e.gatherResidents(home, e.byAddr[v])
			e.residentsIn[v] = known
		}
	} else {
		var owners []owner
		for _, v := range e.VPCs {
			if !home.VPC.May(v) {
				continue
			}
			for _, o := range e.byAddr[v] {
				o.why, o.inside = home.VPC.Why, false
				owners = append(owners, o)
			}
		}
		known = e.gatherResidents(home, owners)
	}
	e.residents[home] = known
	return known
}

func (e *Engine) gatherResidents(home *Subnet, owners []owner) []*residents {
	type alike struct {
		to     Destination // without an interface where groups are all that counts
		groups groupsKey
	}
	var out []*residents
	seen := map[alike]*residents{}
	taken := map[netip.Addr]bool{}
	for _, o := range owners {
		// An address belongs to one interface; two that claim it are one that is
		// told of twice.
		if taken[o.addr] {
			continue
		}
		taken[o.addr] = true
		to := Destination{Interface: o.iface, Subnet: o.subnet}
		if o.why != nil && o.subnet != home {
			to.Subnet, to.Why = nil, o.why
			if !o.inside {
				// In the VPC, something else may have the address.
				to.Interface = nil
			}
		}
		k := alike{to: to}
		if l := e.groupsOf(o.iface, to.Subnet); to.Subnet != nil && !l.isOpen() && !e.single(o.iface) && !o.iface.Hyperplane {
			k.to.Interface, k.groups = nil, e.keyOf(&l)
		}
		r := seen[k]
		if r == nil {
			r = &residents{to: to, of: map[*Interface]packet.Addrs{}}
			seen[k] = r
			out = append(out, r)
		}
		r.of[o.iface] = r.of[o.iface].Union(packet.Addr(o.addr))
	}
	for _, r := range out {
		var addrs []packet.Addrs
		for _, a := range r.of {
			addrs = append(addrs, a)
		}
		r.addrs = packet.UnionAddrs(addrs...)
	}
	return out
}

// meant is the one, of interfaces that are walked as one with i, that has an
// address.
func (e *Engine) meant(i *Interface, s *Subnet, at netip.Addr) *Interface {
	for _, r := range e.residentsAround(s) {
		if own, alike := r.of[i]; !alike || own.Contains(at) {
			continue
		}
		for other, own := range r.of {
			if own.Contains(at) {
				return other
			}
		}
	}
	return i
}
