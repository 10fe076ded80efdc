package reach

import "github.com/tfreach/tfreach/reach/packet"

// listening is the packets that what has an interface takes: a load balancer those for
// its listeners, anything else all of them (CMP-5).
func (w *walk) listening(f flight, i *Interface) []flight {
	b := w.balancers[i]
	if b == nil {
		return []flight{f}
	}
	if f.now.IsEmpty() {
		return nil
	}
	var takes packet.Set
	var perhaps []doubt
	for _, l := range w.Listeners {
		switch {
		case !l.Balancer.May(b):
		case !l.Balancer.Is(b):
			perhaps = append(perhaps, doubt{packet.All(), l.Balancer.Why})
		case l.Fact.Why != nil:
			perhaps = append(perhaps, doubt{packet.All(), l.Fact.Why})
		default:
			takes = takes.Union(l.Value.set(packet.AnyAddr(), true))
		}
	}
	if b.Why != nil {
		perhaps = append(perhaps, doubt{packet.All(), b.Why})
	}
	f = f.assume(b.Assumed)
	out := []flight{f.with(f.now.Intersect(takes))}
	rest := f.but(out[0])
	for _, d := range perhaps {
		hit := rest.with(rest.now.Intersect(d.set))
		rest = rest.but(hit)
		if !hit.now.IsEmpty() {
			out = append(out, hit.doubt(d.why))
		}
	}
	w.drop(rest.at(Step{Kind: AtDestination, Object: i}), ListenersMismatch, b.At(), "no listener takes the packets", nil)
	return out
}
