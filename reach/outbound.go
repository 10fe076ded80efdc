package reach

import "github.com/tfreach/tfreach/reach/packet"

// outbound takes packets out through the security groups of the source.
func (w *walk) outbound(f flight, next func(flight)) {
	for _, g := range w.groups.groups {
		f = f.assume(g.Assumed)
	}
	f = f.assume(w.from.Interface.Assumed)
	if w.from.Interface.Passive {
		w.drop(f, NoDestination, w.from.Interface.At(), "an endpoint sends nothing but answers", nil)
		return
	}
	at := Step{Kind: AtGroups, Object: w.from.Interface, Subnet: w.from.Subnet, Egress: true}
	if w.from.Interface.Unfiltered {
		next(f.at(at))
		return
	}
	stop := w.groupStop(w.groups, true, w.from.Interface)
	out := func(f flight, peers *groupList) {
		s := w.compiledGroups(w.groups, true, peers, w.to.Service)
		if peers != nil && !peers.anyone && w.refer(w.groups) {
			// Some ways lose the groups of the other side (SG-11): what only a reference
			// lets out is told apart.
			plain := w.compiledGroups(w.groups, true, nil, w.to.Service)
			for _, d := range plain.doubts {
				// What a reference lets out for certain, and other rules perhaps.
				named := f.with(f.now.Intersect(s.pass).Intersect(d.set))
				f = f.but(named)
				if !named.now.IsEmpty() {
					named.perhapsNamed = d.why
					w.through(named, s, at, stop, next)
				}
			}
			named := f.with(f.now.Intersect(s.pass.Union(s.doubtful())).Minus(plain.pass).Minus(plain.doubtful()))
			f = f.but(named)
			if !named.now.IsEmpty() {
				named.named = w.groups.culprit(w.from.Interface, true)
				w.through(named, s, at, stop, next)
			}
		}
		w.through(f, s, at, stop, next)
	}
	if w.to.Interface != nil || !w.refer(w.groups) {
		out(f, w.peers)
		return
	}
	// A group reference matches the private addresses of what bears the group
	// (SG-10). Who has an address that is not on the internet is not known.
	private := w.offInternet(w.from.Subnet, w.to.Outside)
	out(f.heading(private), anyone)
	out(f.heading(packet.AnyAddr().Minus(private)), nil)
}
