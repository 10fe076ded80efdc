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
//	              └─ route ─┬─ enter ─ arrive ─┬─ reply ─ leave …
//	                        ├─ translate ─ leave …   └─ received
//	                        └─ exit (internet gateway) ─ reply
type walk struct {
	*Engine
	from Source
	to   Destination
	// groups are the security groups of the source and of the destination, nil
	// where there is no interface.
	groups, peers *groupList
	parts         []*Part
}

// send is the source's own part: its security groups (W1 F1).
func (w *walk) send(asked packet.Set) {
	f := flight{}.with(asked)
	f = f.at(Step{Kind: AtSource, Object: w.from.object(), Subnet: w.from.Subnet})

	var home *VPC
	if s := w.from.Subnet; s != nil {
		home, _ = s.VPC.Exact()
	}
	f = w.gaps(f, Everywhere, home)

	// What AWS answers by itself is reached whatever the filters say (SG-20,
	// NACL-11).
	// No interface of the network has such an address.
	if w.to.Interface == nil {
		served := f.heading(w.Unfiltered(w.from.Subnet))
		f = f.with(f.now.Minus(served.now))
		served.arrived = Yes
		w.finish(served.at(Step{Kind: AtService, Subnet: w.from.Subnet}), nil)
	}
	if perhaps := f.heading(w.perhapsUnfiltered(w.from.Subnet)); !perhaps.now.IsEmpty() && !w.to.Outside && w.to.Interface == nil {
		f = f.with(f.now.Minus(perhaps.now))
		w.undecided(perhaps, w.from.Subnet.VPC.Why)
	}

	next := func(f flight) {
		switch {
		case w.from.Subnet == nil:
			w.undecided(f, w.from.Why)
		case w.to.Interface != nil && w.to.Subnet == nil:
			w.undecided(f, w.to.Why)
		default:
			w.leave(f, w.from.Subnet)
		}
	}
	if w.from.Interface == nil {
		next(f)
		return
	}
	for _, g := range w.groups.groups {
		f = f.assume(g.Assumed)
	}
	at := Step{Kind: AtGroups, Object: w.from.Interface, Subnet: w.from.Subnet, Egress: true}
	out := func(f flight, peers *groupList) {
		w.through(f, w.compiledGroups(w.groups, true, peers), at, w.groupStop(w.groups, true), next)
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
	w.acl(f, s, true, func(f flight) { w.route(f, s) })
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

// route sends packets where the subnet's route table says (W1 F4, F8, R4).
func (w *walk) route(f flight, s *Subnet) {
	if f.now.IsEmpty() {
		return
	}
	at := Step{Kind: AtTable, Object: s, Subnet: s}
	t, assumed, why := w.tableOf(s)
	v, ok := s.VPC.Exact()
	switch {
	case why != nil:
		w.undecided(f.at(at), why)
		return
	case !ok:
		w.undecided(f.at(at), missing(s.VPC, s, "vpc_id"))
		return
	}
	at.Object = t
	f = f.assume(assumed).assume(t.Assumed)
	for _, g := range w.regions(t, v) {
		f, at := f.heading(g.addrs), at
		if f.now.IsEmpty() {
			continue
		}
		at.Route = g.route
		f = f.at(at)
		switch {
		case g.doubt != nil && !(g.mayBeLocal && w.to.Outside && f.leg == Forward):
			w.undecided(f, g.doubt)
		case g.local:
			w.local(f, s, v)
		case g.route == nil:
			w.noRoute(f, t)
		default:
			target, ok := g.route.Target.Exact()
			if !ok {
				w.undecided(f, missing(g.route.Target, g.route, ""))
				continue
			}
			w.follow(f, s, v, g.route, target)
		}
	}
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
func (w *walk) follow(f flight, s *Subnet, v *VPC, r *Route, target Object) {
	switch t := target.(type) {
	case *InternetGateway:
		w.exit(f, s, v, r, t)
	case *NATGateway:
		w.translate(f, s, v, r, t)
	case *Gone:
		w.drop(f, BadStateRoute, r.At(), "leads to "+t.Address+", which this plan deletes", nil)
	case *Unmodelled:
		w.undecided(f, &Unknown{Code: UnmodelledResource, Address: t.Address, Reason: t.Type + " is not modelled yet"})
	case *Interface:
		w.undecided(f, &Unknown{Code: UnmodelledResource, Address: t.Address, Reason: "what an interface forwards is not modelled yet"})
	default:
		w.undecided(f, beyond(target, "where it leads is unknown"))
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
	if i := w.to.Interface; i != nil && i.Hyperplane {
		// It takes no packets of its own, whatever its groups say (CMP-1).
		w.drop(f, NoDestination, i.At(), "the network interfaces of a function take only answers", nil)
		return
	}
	if w.to.Interface != nil {
		at := Step{Kind: AtGroups, Object: w.to.Interface, Subnet: s}
		for _, g := range w.peers.groups {
			f = f.assume(g.Assumed)
		}
		peer := w.groups
		switch {
		case f.nat != nil:
			peer = nil // the address is the gateway's (SG-11)
		case w.from.Interface == nil:
			peer = anyone
		}
		w.through(f, w.compiledGroups(w.peers, false, peer), at, w.groupStop(w.peers, false), func(f flight) {
			w.reply(f.at(Step{Kind: AtDestination, Object: w.to.Interface, Subnet: s}), s)
		})
		return
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

// translate takes packets through a NAT gateway (W1 F5 to F7).
func (w *walk) translate(f flight, from *Subnet, v *VPC, r *Route, gw *NATGateway) {
	if f.leg == Reply {
		w.undecided(f, &Unknown{Code: UnmodelledResource, Address: r.Address, Attribute: r.Attribute, Reason: "an answer that is routed to a NAT gateway is not modelled"})
		return
	}
	s, ok := gw.Subnet.Exact()
	if !ok {
		w.undecided(f, missing(gw.Subnet, gw, "subnet_id"))
		return
	}
	if s == from {
		// A NAT gateway does not serve its own subnet (NAT-10).
		w.drop(f, NATSelfLoop, r.At(), "leads to the NAT gateway of the same subnet", nil)
		return
	}
	for t := f.nat; t != nil; t = t.outer {
		if t.gateway == gw {
			w.drop(f, NATSelfLoop, r.At(), "leads back to the NAT gateway that the packets come from", nil)
			return
		}
	}
	if home, ok := s.VPC.Exact(); ok && home != v {
		w.drop(f, NATWantsSourceHere, r.At(), "leads to a NAT gateway of another VPC", nil)
		return
	}
	addrs := usable(s.CIDR.Value)
	if gw.Address.IsValid() {
		addrs = packet.Addr(gw.Address)
	}
	if addrs.IsEmpty() {
		why := s.CIDR.Why
		if why == nil {
			why = beyond(s, "its address block is unknown")
		}
		w.undecided(f, why)
		return
	}
	w.acl(f, s, false, func(f flight) {
		// NAT64 (NAT-15).
		six := f.heading(natSix)
		w.undecided(six, &Unknown{Code: UnmodelledResource, Address: gw.At().Address, Reason: "NAT64 is not modelled yet"})
		f = f.with(f.now.Minus(six.now))
		// TCP, UDP and ICMP over IPv4 (NAT-2).
		ok := f.with(f.now.Intersect(natTraffic))
		w.drop(f.with(f.now.Minus(ok.now)), ProtocolRefused, gw.At(), "a NAT gateway passes TCP, UDP and ICMP over IPv4", nil)
		if ok.now.IsEmpty() {
			return
		}
		ok = ok.translated(gw, addrs)
		w.leave(ok.at(Step{Kind: AtNAT, Object: gw, Subnet: s}), s)
	})
}

// natSix is the addresses under which IPv4 hosts are reached through NAT64.
var natSix = parsePrefixes("64:ff9b::/96")

var natTraffic = packet.Box{
	Protocols: packet.ProtocolsOf(packet.TCP, packet.UDP, packet.ICMP),
	Dst:       packet.IPv4(), DstPorts: packet.AnyPort(), Src: packet.IPv4(), SrcPorts: packet.AnyPort(),
}.Set()

// reply begins the way back from what has arrived in a subnet.
func (w *walk) reply(f flight, s *Subnet) {
	f, ok := w.arrived(f)
	if ok {
		w.leave(f, s)
	}
}

// arrived closes the forward leg. It reports false when nothing has an answer.
func (w *walk) arrived(f flight) (flight, bool) {
	f.arrived = Yes
	if f.doubts != nil {
		f.arrived = Open
	}
	quiet := f.with(f.now.Intersect(packet.Unanswered()))
	w.finish(quiet, nil)
	f = f.with(f.now.Minus(quiet.now))
	f.leg = Reply
	return f, !f.now.IsEmpty()
}

// received is where answers come to what asked: the NAT gateway of the subnet,
// which sends them on (W1 R3 to R5), or the source, whose security groups take
// every answer (SG-3).
func (w *walk) received(f flight, s *Subnet) {
	if f.nat != nil {
		gw := f.nat.gateway
		if !gw.Subnet.Is(s) {
			w.astray(f, s)
			return
		}
		f = f.restored()
		w.leave(f.at(Step{Kind: AtNAT, Object: gw, Subnet: s}), s)
		return
	}
	if s != w.from.Subnet {
		w.astray(f, s)
		return
	}
	w.finish(f.at(Step{Kind: AtSource, Object: w.from.object(), Subnet: s}), nil)
}

// astray are answers that come to another subnet than the client's. Address
// blocks of subnets do not overlap, so this is a plan that cannot be applied.
func (w *walk) astray(f flight, s *Subnet) {
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
	stop := &Stop{Leg: f.leg, Code: code, Culprit: culprit, Here: f.now, NAT: f.gateway(), Rule: rule, At: f.steps.last}
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
	p := &Part{Packets: f.asked(), Doubts: f.doubts.slice(), Assumptions: distinct(f.assumed.slice()), Steps: f.steps.slice()}
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

// groupStop is what a drop at security groups is called: by the group when
// there is one, else by the first that has a rule in the direction.
func (w *walk) groupStop(l *groupList, egress bool) func(*ACLEntry) (Code, *Origin, string) {
	return func(*ACLEntry) (Code, *Origin, string) {
		groups := l.groups
		for _, c := range l.choices {
			groups = append(groups, c.To...)
		}
		for _, g := range groups {
			if len(w.rulesOf(g, egress)) > 0 {
				return SGRulesMismatch, g.At().direction(egress), ""
			}
		}
		if len(groups) == 0 {
			panic(fmt.Sprintf("reach: an interface without groups drops: %v", w.from.object().At()))
		}
		return SGHasNoRules, groups[0].At().direction(egress), ""
	}
}
