package reach

import "github.com/tfreach/tfreach/reach/packet"

// forward takes packets through an instance that forwards what is routed to its
// interface, as a NAT instance does (NATI-1). What its system does no plan shows.
func (w *walk) forward(f flight, p point, v *VPC, r *Route, i *Interface) {
	if f.leg == Reply {
		w.undecided(f, &Unknown{Code: UnmodelledResource, Address: r.Address, Attribute: r.Attribute, Reason: "what an instance does with answers that are routed to it is not modelled"})
		return
	}
	for t := f.nat; t != nil; t = t.outer {
		if t.by == Object(i) {
			w.drop(f, NATSelfLoop, r.At(), "leads back to the instance that the packets come from", nil)
			return
		}
	}
	s, why := w.soleSubnet(i)
	switch {
	case why != nil:
		w.undecided(f, why)
		return
	case i.Hyperplane || i.Passive || i.HighPorts:
		w.drop(f, BadStateRoute, r.At(), "leads to an interface that forwards nothing", nil)
		return
	case s == p.subnet && w.forwardsAlone(i) == nil:
		w.drop(f, NATSelfLoop, r.At(), "leads to an instance of the same subnet, whose own packets take this route, too", nil)
		return
	}
	if home, ok := s.VPC.Exact(); ok && home != v {
		w.drop(f, BadStateRoute, r.At(), "leads to an interface of another VPC", nil)
		return
	}
	if why := w.forwardsAlone(i); why != nil {
		w.undecided(f, why)
		return
	}
	own := w.addresses(Source{Interface: i, Subnet: s})
	if own.why != nil {
		w.undecided(f, own.why)
		return
	}
	groups := w.groupsOf(i, s)
	at := Step{Kind: AtGroups, Object: i, Subnet: s}
	w.acl(f, s, false, func(f flight) {
		w.inbound(f, at, i, &groups, func(f flight) {
			switch check := i.SourceDestCheck; {
			case check.Why != nil:
				f = f.doubt(check.Why)
			case check.Value:
				f = w.stopped(f, SourceDestCheck, i.At().part("source_dest_check"), "takes only packets addressed to itself")
			}
			f = w.rename(f)
			f = f.assume("the instance behind " + i.Address + " forwards what is routed to it, from its own address")
			f = f.translated(i, point{subnet: s}, v, own.addrs, natPorts)
			f.nameless, f.perhapsNameless = false, &Unknown{Code: UnmodelledResource, Address: i.Address,
				Reason: "whether rules that name a group count what it forwards as its own is not documented"}
			f = f.at(Step{Kind: AtNATInstance, Object: i, Subnet: s})
			at := at
			at.Egress = true
			w.resend(f, at, i, &groups, func(f flight) { w.leave(f, s) })
		})
	})
}

// resend takes packets out through the groups of the instance that forwards them.
func (w *walk) resend(f flight, at Step, i *Interface, groups *groupList, next func(flight)) {
	out := func(f flight, peers *groupList) {
		w.perhapsNamed(f, at, groups, peers, w.groupStop(groups, true, i), next)
	}
	if w.to.Interface != nil {
		out(f, w.peers)
		return
	}
	private := w.offInternet(at.Subnet, w.to.Outside)
	out(f.heading(private), anyone)
	out(f.heading(packet.AnyAddr().Minus(private)), nil)
}

// perhapsNamed takes packets through security groups where it is open whether AWS
// knows whose packets these are: what only a rule that names a group lets through is
// in doubt.
func (w *walk) perhapsNamed(f flight, at Step, groups, peers *groupList, stop func(*ACLEntry) (Code, *Origin, string), next func(flight)) {
	with := w.compiledGroups(groups, at.Egress, peers, w.to.Service)
	without := w.compiledGroups(groups, at.Egress, nil, w.to.Service)
	named := f.with(f.now.Intersect(with.pass.Union(with.doubtful())).Minus(without.pass).Minus(without.doubtful()))
	if !named.now.IsEmpty() {
		w.through(named.doubt(f.perhapsNameless), with, at, stop, next)
	}
	w.through(f.but(named), without, at, stop, next)
}

// forwarderOf is the groups of the instance that translates packets, nil for a gateway,
// which has none.
func (w *walk) forwarderOf(t *translation) *groupList {
	i, ok := t.by.(*Interface)
	if !ok {
		return nil
	}
	groups := w.groupsOf(i, t.at.subnet)
	return &groups
}

// part is the origin of an attribute of the object, where it is not one already.
func (o *Origin) part(attribute string) *Origin {
	if o.Attribute != "" {
		return o
	}
	at := *o
	at.Attribute = attribute
	return &at
}

// soleSubnet is the one subnet of an interface.
func (w *walk) soleSubnet(i *Interface) (*Subnet, *Unknown) {
	if i.Subnets.Why != nil {
		return nil, i.Subnets.Why
	}
	if len(i.Subnets.Items) == 1 {
		if s, ok := i.Subnets.Items[0].Exact(); ok {
			return s, nil
		}
		return nil, missing(i.Subnets.Items[0], i, "subnet_id")
	}
	return nil, &Unknown{Code: UnknownValue, Address: i.Address, Reason: "in which subnet it is is not known"}
}

// forwardsAlone is why it is open where an instance sends what it forwards: it has
// several interfaces, or the plan has no instance with the interface.
func (w *walk) forwardsAlone(i *Interface) *Unknown {
	if i.Loose != nil {
		return i.Loose
	}
	for _, work := range w.Workloads {
		of := work.Interfaces
		for _, r := range of.Items {
			if !r.Is(i) {
				continue
			}
			if of.Why != nil {
				return of.Why
			}
			if len(of.Items) > 1 {
				return &Unknown{Code: UnmodelledResource, Address: work.Address, Reason: "has several interfaces, and by which of them it forwards its system decides"}
			}
		}
	}
	return nil
}

// rename takes packets past something that hides whose they are (SG-11). It drops
// those that only a rule with a group let out.
func (w *walk) rename(f flight) flight {
	if f.leg == Forward {
		f.nameless = true
		f = w.unnamed(f, "names a group, and on this way AWS does not know whose packets these are")
	}
	return f
}

// perhapsRenamed is rename where it is open whether the groups are known; nothing for
// nil.
func (w *walk) perhapsRenamed(f flight, why *Unknown) flight {
	if f.leg == Reply || why == nil {
		return f
	}
	f.perhapsNameless = why
	if f.named != nil {
		f = f.doubt(why)
	}
	return f
}

// unnamed drops packets that only an outbound rule with a group let out.
func (w *walk) unnamed(f flight, why string) flight {
	if f.perhapsNamed != nil {
		f = f.doubt(f.perhapsNamed)
		f.perhapsNamed = nil
	}
	if f.named == nil || f.now.IsEmpty() {
		return f
	}
	culprit := f.named
	f.named = nil
	return w.stopped(f, SGReferencesLost, culprit, why)
}
