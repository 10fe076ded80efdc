package reachtest

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// inspections is where a flow is inspected, and how.
type inspections struct {
	// there and again are the endpoints whose stateful engine sees each direction.
	// Behind one of a Gateway Load Balancer, every packet is seen.
	there, again []seen
	// skipped are those at which the stateless rules let the packet pass by it.
	skipped []seen
	// redirect is the route of an edge table that the answer comes by (RT-13).
	redirect *reach.Route
}

type seen struct {
	endpoint *reach.FirewallEndpoint
	// nats is how many translations the packet is behind: before and behind one it
	// is of different flows.
	nats int
	ruling
}

// inspect takes the packet through an endpoint: W8.
func (w *walk) inspect(f *reach.FirewallEndpoint, r *reach.Route) *stop {
	s, ok := f.Subnet.Exact()
	if !ok {
		return lost(f.Subnet.Why)
	}
	if !s.VPC.Is(w.vpc) {
		if s.VPC.Why != nil {
			return lost(s.VPC.Why)
		}
		return dropped(reach.BadStateRoute, r)
	}
	// GWLB-3: from within the subnet, too.
	if end := w.acl(s, false, w.p); end != nil {
		return end
	}
	w.pass(f)
	if end := w.loseReferences(reach.Known(true), reach.Known(true)); end != nil {
		return end
	}
	if end := w.firewall(f); end != nil {
		return end
	}
	w.at = spot{subnet: s}
	return nil
}

// firewall asks the rules: the stateless ones, then the stateful ones (NFW-2).
func (w *walk) firewall(f *reach.FirewallEndpoint) *stop {
	if f.Firewall.IsNone() {
		// GWLB-4: what the appliance lets pass is taken to be everything.
		return w.see(f, ruling{answer: Yes})
	}
	wall, ok := f.Firewall.Exact()
	if !ok {
		return w.filter(undecided(f.Firewall.Why), nil)
	}
	policy, ok := wall.Policy.Exact()
	if !ok {
		if end := w.see(f, undecided(wall.Policy.Why)); end != nil {
			return end
		}
		return w.filter(undecided(wall.Policy.Why), nil)
	}
	drop := dropped(reach.FirewallRestriction, policy)
	passes, forwards, end := w.stateless(policy)
	if end {
		return drop
	}
	if end := w.see(f, forwards); end != nil {
		return end
	}
	rules := ruling{answer: Yes}
	if forwards.answer != No {
		rules = w.stateful(policy)
	}
	return w.filter(allOf(passes, rules.unless(forwards)), drop)
}

// unless: where it is not certain that the rules are asked, they certainly allow
// only what they allow.
func (r ruling) unless(asked ruling) ruling {
	if asked.answer == Undecided && r.answer == No {
		return asked
	}
	return r
}

// see notes whether the stateful engine behind an endpoint sees the packet. An answer
// to what it has not seen it drops (NFW-8). Where stateless rules make the difference
// they are to blame: each direction needs its own (NFW-2).
func (w *walk) see(f *reach.FirewallEndpoint, sees ruling) *stop {
	here := seen{f, len(w.nats), sees}
	switch {
	case w.leg == Forward && sees.answer == No:
		w.skipped = append(w.skipped, here)
		return nil
	case w.leg == Forward:
		w.there = append(w.there, here)
		return nil
	}
	before := at(w.there, here)
	if sees.answer == No {
		switch before.answer {
		case Yes:
			return dropped(reach.FirewallRestriction, f)
		case Undecided:
			w.open = append(w.open, before.why)
		}
		return nil
	}
	w.again = append(w.again, here)
	if sees.answer == Undecided && before.answer == No {
		before = sees
	}
	drop := dropped(reach.AsymmetricFirewall, f)
	switch {
	case slices.ContainsFunc(w.skipped, here.same):
		drop = dropped(reach.FirewallRestriction, f)
	case w.redirect != nil:
		drop = dropped(reach.IngressRedirected, w.redirect)
	}
	return w.filter(before, drop)
}

// same reports whether two are of one flow at one endpoint.
func (x seen) same(y seen) bool { return x.endpoint == y.endpoint && x.nats == y.nats }

// at is whether a flow was seen at an endpoint.
func at(all []seen, here seen) ruling {
	out := ruling{answer: No}
	for _, x := range all {
		if x.same(here) {
			out = x.ruling
		}
	}
	return out
}

// symmetric: what saw the packet has to see the answer (NFW-8), each flow by
// itself: before a translation and behind it.
func (w *walk) symmetric() *stop {
	for _, x := range w.there {
		if x.nats != len(w.nats) {
			continue
		}
		also := at(w.again, x)
		if x.answer == Undecided && also.answer == No {
			also = x.ruling
		}
		if end := w.filter(also, dropped(reach.AsymmetricFirewall, x.endpoint)); end != nil {
			return end
		}
	}
	return nil
}

// inOrder is the groups of a policy by their priorities, or the reason for which
// their order is not known.
func inOrder(uses []reach.RuleGroupUse) (groups []*reach.FirewallRuleGroup, why *reach.Unknown) {
	sorted := slices.Clone(uses)
	slices.SortStableFunc(sorted, func(a, b reach.RuleGroupUse) int { return cmp.Compare(a.Priority.Value, b.Priority.Value) })
	for _, u := range sorted {
		g, ok := u.Group.Exact()
		switch {
		case !ok:
			return nil, u.Group.Why
		case u.Priority.Why != nil && len(uses) > 1:
			return nil, u.Priority.Why
		}
		groups = append(groups, g)
	}
	return groups, nil
}

// stateless is what the stateless rules say: whether they let the packet pass,
// whether they hand it on, and whether it ends here for certain (NFW-2).
func (w *walk) stateless(policy *reach.FirewallPolicy) (passes, forwards ruling, ends bool) {
	groups, why := inOrder(policy.Stateless)
	if why != nil {
		return undecided(why), undecided(why), false
	}
	var actions []reach.FirewallAction
	decided := false
	for _, g := range groups {
		if g.Why != nil && !decided {
			return undecided(g.Why), undecided(g.Why), false
		}
		for _, r := range g.Rules {
			if decided {
				break
			}
			match := ruleOf(r, w.p, false)
			if match.answer != No && r.Action != reach.FirewallAlert {
				actions = append(actions, r.Action)
				decided = match.answer == Yes
			}
			if match.answer == Undecided {
				why = match.why
			}
		}
	}
	if !decided {
		if policy.StatelessDefault.Why != nil {
			return undecided(policy.StatelessDefault.Why), undecided(policy.StatelessDefault.Why), false
		}
		actions = append(actions, policy.StatelessDefault.Value)
	}
	var goOn, handOn []ruling
	for _, a := range actions {
		goOn = append(goOn, certain(a != reach.FirewallDrop))
		handOn = append(handOn, certain(a == reach.FirewallForward))
	}
	passes, forwards = allSame(why, goOn...), allSame(why, handOn...)
	return passes, forwards, passes.answer == No
}

// stateful is what the stateful rules say (NFW-3).
func (w *walk) stateful(policy *reach.FirewallPolicy) ruling {
	if w.leg == Reply {
		// What it let pass it knows.
		return ruling{answer: Yes}
	}
	switch {
	case policy.Strict.Why != nil:
		return allSame(policy.Strict.Why, w.strictly(policy), w.loosely(policy))
	case policy.Strict.Value:
		return w.strictly(policy)
	}
	return w.loosely(policy)
}

// loosely: pass rules come first, then those that drop, and what none matches
// passes.
func (w *walk) loosely(policy *reach.FirewallPolicy) ruling {
	pass, drop := ruling{answer: No}, ruling{answer: No}
	for _, u := range policy.Stateful {
		g, ok := u.Group.Exact()
		if !ok {
			pass, drop = anyOf(pass, undecided(u.Group.Why)), anyOf(drop, undecided(u.Group.Why))
			continue
		}
		if g.Why != nil {
			pass, drop = anyOf(pass, undecided(g.Why)), anyOf(drop, undecided(g.Why))
		}
		for _, r := range g.Rules {
			switch r.Action {
			case reach.FirewallPass:
				pass = anyOf(pass, ruleOf(r, w.p, true))
			case reach.FirewallDrop:
				drop = anyOf(drop, ruleOf(r, w.p, true))
			}
		}
	}
	switch {
	case pass.answer == Yes || drop.answer == No:
		return ruling{answer: Yes}
	case pass.answer == Undecided:
		return pass
	case drop.answer == Undecided:
		return drop
	}
	return ruling{answer: No}
}

// strictly: the first rule that matches decides.
func (w *walk) strictly(policy *reach.FirewallPolicy) ruling {
	groups, why := inOrder(policy.Stateful)
	if why != nil {
		return undecided(why)
	}
	var outcomes []ruling
	for _, g := range groups {
		if g.Why != nil {
			return undecided(g.Why)
		}
		for _, r := range g.Rules {
			if r.Action != reach.FirewallPass && r.Action != reach.FirewallDrop {
				continue
			}
			match := ruleOf(r, w.p, true)
			if match.answer == No {
				continue
			}
			outcomes = append(outcomes, certain(r.Action == reach.FirewallPass))
			if match.answer == Yes {
				return allSame(why, outcomes...)
			}
			why = match.why
		}
	}
	if policy.StatefulDefault.Why != nil {
		return undecided(policy.StatefulDefault.Why)
	}
	passes := policy.StatefulDefault.Value == reach.FirewallPass
	if policy.StatefulDefault.Value == reach.FirewallDropEstablished && w.p.Protocol == packet.TCP {
		// NFW-4: the handshake gets through, and no data does.
		passes = true
		if w.leg == Forward {
			w.handshake, w.handshakeOpen = policy, why
		}
	}
	outcomes = append(outcomes, certain(passes))
	return allSame(why, outcomes...)
}

// ruleOf: a rule matches a packet by its header. A stateful one may match both
// ways.
func ruleOf(r *reach.FirewallRule, p packet.Packet, stateful bool) ruling {
	turned := p
	turned.Src, turned.Dst = p.Dst, p.Src
	if p.Protocol.HasPorts() {
		turned.SrcPort, turned.DstPort = p.DstPort, p.SrcPort
	}
	if !headerOf(r, p) && (!stateful || !r.BothWays || !headerOf(r, turned)) {
		return ruling{answer: No}
	}
	return ruling{answer: Yes}.doubt(r.Why)
}

func headerOf(r *reach.FirewallRule, p packet.Packet) bool {
	t := reach.Traffic{Protocols: r.Protocols, Ports: r.DstPorts}
	if !inTraffic(t, p) || p.Protocol.HasPorts() && !hasPort(reach.Traffic{Ports: r.SrcPorts}, p.SrcPort) {
		return false
	}
	return among(r, r.Src, p.Src) && among(r, r.Dst, p.Dst)
}

// among: of a rule that is not wholly known, no addresses are any.
func among(r *reach.FirewallRule, prefixes []netip.Prefix, a netip.Addr) bool {
	return len(prefixes) == 0 && r.Why != nil || slices.ContainsFunc(prefixes, func(p netip.Prefix) bool { return p.Contains(a) })
}
