package reachtest

import (
	"net/netip"

	"github.com/tfreach/tfreach/reach"
)

// listed is the blocks that a list has of which one may be about the destination
// of the packet, and the reason for which it may have more. A list of a service
// has the packet's own destination, if it is sent to the service.
func (w *walk) listed(r reach.Ref[*reach.PrefixList]) ([]netip.Prefix, *reach.Unknown) {
	l, ok := r.Exact()
	if !ok {
		return nil, r.Why
	}
	if l.Service != "" {
		if w.isService(l) {
			return []netip.Prefix{netip.PrefixFrom(w.shot.Packet.Dst, w.shot.Packet.Dst.BitLen())}, nil
		}
		return nil, nil
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

// isService: the packet is sent to the service that a list has the ranges of.
func (w *walk) isService(l *reach.PrefixList) bool {
	return l.Service == w.shot.Service && l.Six == w.shot.Packet.Dst.Is6()
}

// inList: an address is in one of the blocks of a list (SG-13).
func (w *walk) inList(r reach.Ref[*reach.PrefixList], a netip.Addr) ruling {
	if r.Open {
		return undecided(r.Why)
	}
	var rulings []ruling
	for _, l := range r.To {
		prefixes, why := w.listed(reach.To(l))
		in := ruling{answer: No}
		if why != nil {
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
