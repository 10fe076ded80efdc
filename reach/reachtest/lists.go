package reachtest

import (
	"net/netip"

	"github.com/tfreach/tfreach/reach"
)

// listed is the blocks of a list, and the reason for which it may have more. Of a
// list of a service nothing is known.
func (w *walk) listed(r reach.Ref[*reach.PrefixList]) ([]netip.Prefix, *reach.Unknown) {
	l, ok := r.Exact()
	if !ok {
		return nil, r.Why
	}
	if l.Service != "" {
		return nil, &reach.Unknown{Code: reach.UnknownValue, Address: l.Address, Reason: "has blocks that no plan shows"}
	}
	var out []netip.Prefix
	why := l.Why
	for _, e := range w.network.PrefixListEntries {
		switch {
		case !e.List.May(l):
		case !e.List.Is(l):
			why = e.List.Why
		case e.Prefix.Why != nil:
			why = e.Prefix.Why
		default:
			out = append(out, e.Prefix.Value)
		}
	}
	return out, why
}

// ofService is the list of a service that a reference names for certain.
func ofService(r reach.Ref[*reach.PrefixList]) (*reach.PrefixList, bool) {
	l, ok := r.Exact()
	return l, ok && l.Service != ""
}

// isService: the packet is sent to the service that a list has the ranges of.
func (w *walk) isService(l *reach.PrefixList) bool {
	return l.Service == w.shot.Service && l.Six == w.p.Dst.Is6() && w.p.Dst == w.shot.Packet.Dst
}

// mayBeService: the packet may be sent to the service, for all that is known. What
// is not sent to one that a gateway endpoint of the VPC serves is in none of its
// ranges; these are the internet's.
func (w *walk) mayBeService(l *reach.PrefixList, v reach.Ref[*reach.VPC], a netip.Addr) bool {
	for _, e := range w.network.GatewayEndpoints {
		if home, ok := v.Exact(); ok && e.Service == l.Service && e.VPC.Is(home) {
			return false
		}
	}
	return isGlobal(a) && l.Six == a.Is6()
}

// inList: an address is in one of the blocks of a list (SG-13).
func (w *walk) inList(r reach.Ref[*reach.PrefixList], v reach.Ref[*reach.VPC], a netip.Addr) ruling {
	if r.Open {
		return undecided(r.Why)
	}
	var rulings []ruling
	for _, l := range r.To {
		prefixes, why := w.listed(reach.To(l))
		in := ruling{answer: No}
		switch {
		case l.Service != "" && a == w.p.Dst && w.isService(l):
			in = ruling{answer: Yes}
		case l.Service != "" && !w.mayBeService(l, v, a):
		case why != nil:
			in = undecided(why)
		}
		for _, p := range prefixes {
			if p.Contains(a) {
				in = ruling{answer: Yes}
			}
		}
		rulings = append(rulings, in)
	}
	if len(rulings) == 0 {
		return ruling{answer: No}
	}
	return allSame(r.Why, rulings...)
}
