package reach

import (
	"fmt"

	"github.com/tfreach/tfreach/reach/packet"
)

// walk follows packets from one source, there and back, and gathers what
// becomes of them. Its methods are the hops; each takes the packets that come
// to it and hands on what passes, so that the call tree is the tree of ways:
//
//	send ─ leave ─┬─ arrive (same subnet: no filter, no route)
//	              └─ route ─┬─ local ─ enter ─ arrive ─┬─ reply ─ leave …
//	                        │                          └─ received
//	                        ├─ translate, forward, inspect ─ leave …   (NAT gateway, instance, firewall)
//	                        ├─ cross ─ local …                         (peering connection)
//	                        ├─ transit ─ throughTransit ─ leave …      (transit gateway)
//	                        └─ exit, exitSix, serve ─ arrived ─ backHome ─ enter …
type walk struct {
	*Engine
	from Source
	to   Destination
	// groups are the security groups of the source and of the destination, nil
	// where there is no interface.
	groups, peers *groupList
	parts         []*Part
	// forks counts the zones that the walk followed beside another.
	forks int
}

// send is the source's own part: its security groups (W1 F1).
func (w *walk) send(asked packet.Set) {
	f := flight{}.with(asked)
	f = f.at(Step{Kind: AtSource, Object: w.from.object(), Subnet: w.from.Subnet})

	if s := w.from.Subnet; s != nil {
		f.origin, _ = s.VPC.Exact()
	}
	f = w.gaps(f, f.origin)

	// What AWS answers by itself is reached whatever the filters say (SG-20,
	// NACL-11).
	// No interface of the network has such an address.
	if w.to.Interface == nil {
		served := f.heading(w.Unfiltered(w.from.Subnet))
		f = f.with(f.now.Minus(served.now))
		served.arrived = Yes
		w.finish(served.at(Step{Kind: AtService, Subnet: w.from.Subnet}), nil)
	}
	unsure := []flight{}
	if w.to.Interface == nil && !w.to.Outside {
		for _, p := range w.perhapsUnfiltered(w.from, f.now.Destinations()) {
			perhaps := f.heading(p.addrs)
			f = f.but(perhaps)
			if w.to.Filtered {
				unsure = append(unsure, perhaps.doubt(p.why))
			} else {
				w.undecided(perhaps, p.why)
			}
		}
	}

	next := func(f flight) {
		switch {
		case w.from.Subnet == nil:
			w.undecided(f, w.from.Why)
		case w.to.Why != nil:
			w.undecided(f, w.to.Why)
		default:
			w.leave(f, w.from.Subnet)
		}
	}
	for _, f := range append(unsure, f) {
		if w.from.Interface == nil {
			next(f)
		} else {
			w.outbound(f, next)
		}
	}
}

// leave takes packets out of a subnet. What stays in it meets neither its ACL
// nor its router (NACL-4, RT-7); the rest meets the outbound ACL, then the route
// table (W1 F3, F4).
func (w *walk) leave(f flight, s *Subnet) {
	inside, why := addrsOf(s)
	if why != nil {
		inside = inside.Union(w.surelyInside(f, s))
	}
	w.arrive(f.heading(inside), s)
	f = f.heading(packet.AnyAddr().Minus(inside))
	if why != nil {
		perhaps := f.heading(w.perhapsInside(f, s))
		f = f.with(f.now.Minus(perhaps.now))
		w.undecided(perhaps, why)
	}
	w.acl(f, s, true, func(f flight) { w.route(f, point{subnet: s}) })
}

// acl asks one direction of the subnet's network ACL. On the reply leg it is
// asked about the answers, from scratch (NACL-3).
func (w *walk) acl(f flight, s *Subnet, egress bool, next func(flight)) {
	if f.now.IsEmpty() {
		return
	}
	a, assumed, why := w.aclOf(s)
	at := Step{Kind: AtACL, Subnet: s, Egress: egress}
	if why != nil {
		at.Object = s
		w.through(f, undecided(why), at, nil, next)
		return
	}
	at.Object = a
	f = f.assume(assumed).assume(a.Assumed)
	w.through(f, w.compiledACL(a, egress, f.leg), at, func(d *ACLEntry) (Code, *Origin, string) {
		if d == nil {
			return ACLRestriction, a.At().direction(egress), ""
		}
		return ACLRestriction, d.At(), d.String()
	}, next)
}

// through passes packets through a filter. stop says, of a rule that denies or
// of none at all, which code and culprit a drop has.
func (w *walk) through(f flight, s *sieve, at Step, stop func(*ACLEntry) (Code, *Origin, string), next func(flight)) {
	if f.now.IsEmpty() {
		return
	}
	left := f.now
	take := func(set packet.Set) flight {
		hit := left.Intersect(set)
		left = left.Minus(hit)
		return f.with(hit)
	}
	pass := take(s.pass)
	var stopped []flight
	for _, d := range s.denied {
		if g := take(d.set); !g.now.IsEmpty() {
			g = g.at(at)
			code, culprit, rule := stop(d.rule)
			stopped = append(stopped, w.stopped(g, code, culprit, rule))
		}
	}
	var doubtful []flight
	for _, d := range s.doubts {
		if g := take(d.set); !g.now.IsEmpty() {
			g = g.at(at)
			g.doubts = g.doubts.add(Doubt{g.leg, d.why, g.steps.last})
			doubtful = append(doubtful, g)
		}
	}
	if !left.IsEmpty() {
		g := f.with(left).at(at)
		code, culprit, rule := stop(nil)
		stopped = append(stopped, w.stopped(g, code, culprit, rule))
	}
	if f.stopped != nil {
		// Already dropped: all of it goes on together, the stops are on record.
		next(f.at(at))
		return
	}
	for _, g := range append(append([]flight{pass.at(at)}, doubtful...), stopped...) {
		if !g.now.IsEmpty() {
			next(g)
		}
	}
}

// route sends packets where the route table says, of a subnet or of a regional NAT
// gateway (W1 F4, F8, R4).
func (w *walk) route(f flight, p point) {
	if f.now.IsEmpty() {
		return
	}
	t, v, at, assumed, why := w.tableAt(p)
	if why != nil {
		w.undecided(f.at(at), why)
		return
	}
	f = f.assume(assumed).assume(t.Assumed)
	if f.leg == Reply && f.entrance == nil {
		f.entrance = t.At()
	}
	for _, p := range w.propagations[t] {
		if gw, ok := p.Gateway.Exact(); ok {
			f = f.assume(gw.noOthers())
		}
	}
	if f.leg == Forward && w.to.Service == "" {
		f = w.besideServices(f, t)
	}
	// One table sends packets of one form the same way each time.
	here := visit{point: p, leg: f.leg, nat: f.nat}
	again := has(f.visited, here)
	f.visited = f.visited.add(here)
	for _, g := range w.regions(t, v, w.to.Service) {
		f, at := f.heading(g.addrs), at
		if f.now.IsEmpty() {
			continue
		}
		at.Route = g.route
		f = f.at(at)
		if w.standIns[v] && f.now.Overlaps(overSix) {
			f = f.assume("AWS gives " + v.Address + " an IPv6 block that holds no address which the plan or an intent names")
		}
		switch {
		case g.doubt != nil && !(g.mayBeLocal && w.to.Outside && f.leg == Forward):
			w.undecided(f, g.doubt)
		case g.local:
			w.local(f, p.subnet, v)
		case g.route == nil:
			w.noRoute(f, t)
		case again:
			w.drop(f, BadStateRoute, g.route.At(), "leads the packets in a circle", nil)
		default:
			target, ok := g.route.Target.Exact()
			if !ok {
				w.undecided(f, missing(g.route.Target, g.route, ""))
				continue
			}
			w.follow(f, p, v, g.route, target)
		}
	}
}

// overSix is every packet over IPv6.
var overSix = packet.All().To(packet.IPv6())

// tableAt is the route table that decides at a point, with the VPC whose it is.
func (w *walk) tableAt(p point) (t *RouteTable, v *VPC, at Step, assumed string, why *Unknown) {
	if gw := p.regional; gw != nil {
		at = Step{Kind: AtTable, Object: gw}
		v, _ = gw.VPC.Exact()
		t, ok := gw.Table.Exact()
		if !ok {
			return nil, nil, at, "", missing(gw.Table, gw, "route_table_id")
		}
		at.Object = t
		return t, v, at, "", nil
	}
	s := p.subnet
	at = Step{Kind: AtTable, Object: s, Subnet: s}
	t, assumed, why = w.tableOf(s)
	v, ok := s.VPC.Exact()
	switch {
	case why != nil:
	case !ok:
		why = missing(s.VPC, s, "vpc_id")
	default:
		at.Object = t
	}
	return t, v, at, assumed, why
}

// noRoute drops packets that no route takes. Where this plan deletes the route
// that took them, that is the culprit.
func (w *walk) noRoute(f flight, t *RouteTable) {
	for _, r := range w.deleted[t] {
		hit := f.heading(packet.Prefix(r.Destination.Value))
		w.drop(hit, NoRoute, r.At(), "", nil)
		f = f.with(f.now.Minus(hit.now))
	}
	w.drop(f, NoRoute, t.At(), "", nil)
}

// follow goes where a route leads.
func (w *walk) follow(f flight, p point, v *VPC, r *Route, target Object) {
	switch t := target.(type) {
	case *InternetGateway:
		w.exit(f, p, v, r, t)
	case *EgressOnlyGateway:
		w.exitSix(f, p, v, r, t)
	case *NATGateway:
		w.translate(f, p, v, r, t)
	case *Interface:
		w.forward(f, p, v, r, t)
	case *FirewallEndpoint:
		w.inspect(f, p, v, r, t)
	case *GatewayEndpoint:
		w.serve(f, p, v, r, t)
	case *Peering:
		w.cross(f, p, v, r, t)
	case *TransitGateway:
		w.transit(f, p, v, r, t)
	case *VPNGateway:
		w.uplink(f, p, v, r, t)
	case *Uplink:
		w.leavesPlan(f, t, &Unknown{Code: UnknownBeyondPlan, Address: t.Address, Reason: "is " + t.What + ", and where it leads is not in this plan"}, w.backTo(v))
	case *Gone:
		w.drop(f, BadStateRoute, r.At(), "leads to "+t.Address+", which this plan deletes", nil)
	case *Unmodelled:
		w.undecided(f, &Unknown{Code: UnmodelledResource, Address: t.Address, Reason: t.Type + " is not modelled yet"})
	default:
		w.leavesPlan(f, target, beyond(target, "where it leads is unknown"), w.backTo(v))
	}
}

// local delivers inside the VPC, from the router's side (RT-6).
func (w *walk) local(f flight, from *Subnet, v *VPC) {
	var open *Unknown
	if v.Beyond || v.Partial {
		open = beyond(v, "its other subnets are unknown")
	}
	for _, t := range append(w.subnets[v], w.openSubnets...) {
		if !t.VPC.May(v) {
			continue
		}
		addrs, why := addrsOf(t)
		hit := f.heading(addrs)
		f = f.with(f.now.Minus(hit.now))
		switch {
		case why != nil:
			open = why
		case t.VPC.Why != nil && !hit.now.IsEmpty():
			w.undecided(hit, t.VPC.Why)
			continue
		}
		if t != from {
			w.enter(hit, t)
		}
	}
	if open != nil {
		w.undecided(f, open)
		return
	}
	f = f.assume(v.Assumed)
	w.drop(f, VPCCIDRUnused, v.At(), "", nil)
}

// enter takes packets into a subnet through its inbound ACL.
func (w *walk) enter(f flight, s *Subnet) {
	w.acl(f, s, false, func(f flight) { w.arrive(f, s) })
}

// arrive hands packets to what they are addressed to in the subnet.
func (w *walk) arrive(f flight, s *Subnet) {
	if f.now.IsEmpty() {
		return
	}
	if f.leg == Reply {
		w.received(f, s)
		return
	}
	if w.to.Subnet != nil && w.to.Subnet != s {
		w.elsewhere(f, s)
		return
	}
	if i := w.to.Interface; i != nil {
		w.deliver(f, s, i, w.peers)
		return
	}
	// Of other VPCs, whose addresses may be anybody's until here, an address means the
	// interface that has it.
	if !w.to.Place && f.origin != nil && !s.VPC.Is(f.origin) || f.nat != nil && !w.to.Place {
		for _, r := range w.residentsAround(s) {
			if r.to.Subnet != s {
				continue
			}
			hit := f.heading(r.addrs)
			if !hit.now.IsEmpty() {
				f = f.but(hit)
				l := w.groupsOf(r.to.Interface, s)
				w.deliver(hit, s, r.to.Interface, &l)
			}
		}
	}
	// The addresses that no workload has.
	kept := f.heading(reserved(s.CIDR.Value).Union(reserved(s.CIDR6.Value)))
	w.drop(kept, NoDestination, s.At(), "AWS keeps the address for itself", nil)
	f = f.with(f.now.Minus(kept.now))
	for _, gw := range w.NATGateways {
		if !gw.Subnet.May(s) {
			continue
		}
		// A NAT gateway takes no packets of its own (NAT-4).
		own := f.heading(packet.Addr(gw.Address))
		f = f.with(f.now.Minus(own.now))
		if gw.Subnet.Is(s) {
			w.drop(own, NoDestination, gw.At(), "a NAT gateway takes only answers", nil)
		} else {
			w.undecided(own, gw.Subnet.Why)
		}
	}
	if f.now.IsEmpty() {
		return
	}
	f = f.assume("something at the asked addresses of " + s.Address + " takes the packets; a security group there is not in this plan")
	w.reply(f.at(Step{Kind: AtDestination, Object: s, Subnet: s}), s)
}

// deliver hands packets to an interface, through its security groups.
func (w *walk) deliver(f flight, s *Subnet, i *Interface, groups *groupList) {
	if i.Hyperplane {
		// It takes no packets of its own, whatever its groups say (CMP-1).
		w.drop(f, NoDestination, i.At(), "the network interfaces of a function take only answers", nil)
		return
	}
	at := Step{Kind: AtGroups, Object: i, Subnet: s}
	in := func(f flight) {
		for _, f := range w.listening(f, i) {
			w.reply(f.at(Step{Kind: AtDestination, Object: i, Subnet: s}), s)
		}
	}
	if i.Unfiltered {
		in(f.at(at))
		return
	}
	if home, ok := s.VPC.Exact(); i.Passive && ok && home != f.origin {
		// No reference holds for an endpoint of another VPC (SG-11).
		f.nameless = true
	}
	w.inbound(f, at, i, groups, in)
}

// inbound takes packets in through the security groups of an interface.
func (w *walk) inbound(f flight, at Step, i *Interface, groups *groupList, in func(flight)) {
	for _, g := range groups.groups {
		f = f.assume(g.Assumed)
	}
	peer := w.groups
	switch {
	case f.nat != nil:
		peer = w.forwarderOf(f.nat) // the address is not the sender's (SG-11)
	case w.from.Interface == nil:
		peer = anyone
	}
	stop := w.groupStop(groups, false, i)
	switch {
	case peer == nil:
	case f.nameless:
		with, without := w.compiledGroups(groups, false, peer, w.to.Service), w.compiledGroups(groups, false, nil, w.to.Service)
		lost := f.with(f.now.Intersect(with.pass).Minus(without.pass.Union(without.doubtful())))
		f = f.but(lost)
		if !lost.now.IsEmpty() {
			w.drop(lost.at(at), SGReferencesLost, groups.culprit(i, false), "names a group, and on this way AWS does not know whose packets these are", in)
		}
		peer = nil
	case f.perhapsNameless != nil:
		w.perhapsNamed(f, at, groups, peer, stop, in)
		return
	}
	w.through(f, w.compiledGroups(groups, false, peer, w.to.Service), at, stop, in)
}

// elsewhere is where packets end that are meant for a subnet and come to another
// one that has their address. A VPC keeps what is for its own blocks (RT-6): where
// two have the same block, nothing gets from the one to the other.
func (w *walk) elsewhere(f flight, s *Subnet) {
	here, ok := s.VPC.Exact()
	there, known := w.to.Subnet.VPC.Exact()
	if !ok || !known || here == there {
		w.astray(f, s)
		return
	}
	w.drop(f, NoDestination, s.At(), "has the address, and the destination is in another VPC", nil)
}

// reply begins the way back from what has arrived in a subnet.
func (w *walk) reply(f flight, s *Subnet) {
	f, ok := w.arrived(f, s)
	switch {
	case !ok:
	case f.peered != nil && f.nat != nil:
		w.sendBack(f, s)
	default:
		w.leave(f, s)
	}
}

// arrived closes the forward leg, in a subnet or, for nil, outside. It reports false
// when nothing has an answer.
func (w *walk) arrived(f flight, s *Subnet) (flight, bool) {
	f.arrived = Yes
	if f.doubts != nil {
		f.arrived = Open
	}
	quiet := f.with(f.now.Intersect(packet.Unanswered()))
	w.finish(quiet, nil)
	f = f.but(quiet)
	f.leg = Reply
	f.origin = nil
	if s != nil {
		f.origin, _ = s.VPC.Exact()
	}
	if l := f.later; l != nil && !f.now.IsEmpty() {
		f.later = nil
		f = w.stopped(f.at(l.at), l.code, l.culprit, l.rule)
	}
	return f, !f.now.IsEmpty()
}

// received is where answers come to what asked: what translated the packets, which
// sends them on (W1 R3 to R5), or the source, whose security groups take every answer
// (SG-3). s is nil at a regional NAT gateway.
func (w *walk) received(f flight, s *Subnet) {
	if f.nat != nil {
		at := f.nat.at
		if at.subnet != s {
			w.astray(f, s)
			return
		}
		f, ok := w.symmetric(f)
		if !ok {
			return
		}
		step := Step{Kind: AtNAT, Object: f.nat.by, Subnet: s}
		if _, is := f.nat.by.(*Interface); is {
			step.Kind = AtNATInstance
		}
		// Its sender is still who answered (NAT-3), and no VPC's own here.
		f = f.restored().at(step)
		if s == nil {
			w.route(f, at)
		} else {
			w.leave(f, s)
		}
		return
	}
	if s != w.from.Subnet {
		w.astray(f, s)
		return
	}
	f, ok := w.symmetric(f)
	if ok {
		w.finish(f.at(Step{Kind: AtSource, Object: w.from.object(), Subnet: s}), nil)
	}
}

// vpcAt is the VPC of a point.
func (w *walk) vpcAt(p point) (*VPC, bool) {
	if p.regional != nil {
		return p.regional.VPC.Exact()
	}
	return p.subnet.VPC.Exact()
}

// astray are answers that come to another subnet than the client's. Address
// blocks of subnets do not overlap, so this is a plan that cannot be applied.
func (w *walk) astray(f flight, s *Subnet) {
	if goal := w.goal(f); goal != nil && s != nil {
		here, ok := s.VPC.Exact()
		there, known := goal.VPC.Exact()
		if ok && known && here != there {
			// Two VPCs have the block, and the routes lead to the wrong one (PCX-5).
			w.drop(f, NoDestination, s.At(), "has the address, and the client is in another VPC", nil)
			return
		}
	}
	at := w.from.Subnet
	if s != nil {
		at = s
	}
	if at == nil {
		w.undecided(f, w.from.Why)
		return
	}
	s = at
	w.undecided(f, &Unknown{Code: UnknownValue, Address: s.Address, Attribute: "cidr_block", Reason: "overlaps the block of another subnet"})
}

// undecided ends a way that nobody can follow further.
func (w *walk) undecided(f flight, why *Unknown) {
	if f.now.IsEmpty() {
		return
	}
	w.finish(f, why)
}

// drop records packets that a hop drops. next, if there is one, looks for what
// would drop them next.
func (w *walk) drop(f flight, code Code, culprit *Origin, rule string, next func(flight)) {
	if f.now.IsEmpty() {
		return
	}
	f = w.stopped(f, code, culprit, rule)
	if next != nil {
		next(f)
	}
}

// stopped makes the part of packets that are dropped here, or adds the stop to
// the part they make already.
func (w *walk) stopped(f flight, code Code, culprit *Origin, rule string) flight {
	stop := &Stop{Leg: f.leg, Code: code, Culprit: culprit, Here: f.now, NAT: f.translator(), Rule: rule, At: f.steps.last}
	if f.stopped != nil {
		f.stopped.also(stop)
		return f
	}
	p := w.part(f)
	p.Stop = stop
	p.Arrives, p.Answered = No, No
	if f.leg == Reply {
		p.Arrives = f.arrived
	}
	f.stopped = p
	return f
}

// also adds a stop unless the part has it.
func (p *Part) also(s *Stop) {
	same := func(t *Stop) bool { return t.Leg == s.Leg && t.Code == s.Code && *t.Culprit == *s.Culprit }
	if same(p.Stop) {
		return
	}
	for _, t := range p.Also {
		if same(t) {
			return
		}
	}
	p.Also = append(p.Also, s)
}

// finish ends a way. With a reason it ends in doubt.
func (w *walk) finish(f flight, why *Unknown) {
	if f.now.IsEmpty() || f.stopped != nil {
		return
	}
	if why != nil {
		f.doubts = f.doubts.add(Doubt{f.leg, why, f.steps.last})
	}
	p := w.part(f)
	// What may not arrive may not be answered either.
	p.Arrives, p.Answered = f.arrived, f.arrived
	for _, d := range p.Doubts {
		if d.Leg == Reply {
			p.Answered = Open
		}
	}
	if why != nil && f.leg == Forward {
		p.Arrives, p.Answered = Open, Open
	}
}

func (w *walk) part(f flight) *Part {
	p := &Part{Packets: f.asked(), Doubts: f.doubts.slice(), Assumptions: distinct(f.assumed.slice()), Steps: f.steps.slice(), service: w.to.Service}
	if w.to.Interface != nil {
		p.to = &Source{Interface: w.to.Interface, Subnet: w.to.Subnet}
	}
	w.parts = append(w.parts, p)
	return p
}

func distinct(in []string) []string {
	var out []string
next:
	for _, s := range in {
		for _, t := range out {
			if s == t {
				continue next
			}
		}
		out = append(out, s)
	}
	return out
}

// culprit is the first group of an interface in one direction, or the interface where
// none is known.
func (l *groupList) culprit(i *Interface, egress bool) *Origin {
	for _, g := range l.groups {
		return g.At().direction(egress)
	}
	for _, c := range l.choices {
		return c.To[0].At().direction(egress)
	}
	return i.At()
}

// groupStop is what a drop at the security groups of an interface is called: by the
// group when there is one, else by the first that has a rule in the direction.
func (w *walk) groupStop(l *groupList, egress bool, i *Interface) func(*ACLEntry) (Code, *Origin, string) {
	return func(*ACLEntry) (Code, *Origin, string) {
		groups := l.groups
		for _, c := range l.choices {
			groups = append(groups, c.To...)
		}
		mismatch, empty := SGRulesMismatch, SGHasNoRules
		if i.Passive {
			mismatch, empty = EndpointGroups, EndpointGroups
		}
		for _, g := range groups {
			if len(w.rulesOf(g, egress)) > 0 {
				return mismatch, g.At().direction(egress), ""
			}
		}
		if len(groups) == 0 {
			panic(fmt.Sprintf("reach: an interface without groups drops: %v", i.At()))
		}
		return empty, groups[0].At().direction(egress), ""
	}
}
