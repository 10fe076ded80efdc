package reach

import "github.com/tfreach/tfreach/reach/packet"

// inspect takes packets through a firewall endpoint (W8): into its subnet, through
// the rules, and on by the table of that subnet.
func (w *walk) inspect(f flight, p point, v *VPC, r *Route, e *FirewallEndpoint) {
	s, ok := e.Subnet.Exact()
	if !ok {
		w.undecided(f, missing(e.Subnet, e, "subnet_id"))
		return
	}
	switch home, known := s.VPC.Exact(); {
	case !known:
		w.undecided(f, missing(s.VPC, s, "vpc_id"))
		return
	case home != v:
		w.drop(f, BadStateRoute, r.At(), "leads to a firewall endpoint of another VPC", nil)
		return
	}
	at := Step{Kind: AtFirewall, Object: e, Subnet: s}
	out := func(f flight) { w.leave(f, s) }
	// Its ACL is asked even where the sender is in the same subnet (GWLB-3).
	w.acl(f, s, false, func(f flight) {
		f = w.rename(f)
		if e.Firewall.IsNone() {
			f = f.assume("what stands behind " + e.Address + " lets the packets pass").at(at)
			w.keep(f, e, r, out)
			return
		}
		fw, ok := e.Firewall.Exact()
		if !ok {
			w.undecided(f.at(at), missing(e.Firewall, e, ""))
			return
		}
		policy, ok := fw.Policy.Exact()
		if !ok {
			w.undecided(f.at(at), missing(fw.Policy, fw, "firewall_policy_arn"))
			return
		}
		w.judge(f, e, r, w.compiledPolicy(policy), at, out)
	})
}

// judge asks the rules of a policy: the stateless ones about each packet, the stateful
// ones about each connection (NFW-2).
func (w *walk) judge(f flight, e *FirewallEndpoint, r *Route, c *compiledPolicy, at Step, next func(flight)) {
	drop := func(d *firewallRule) (Code, *Origin, string) {
		return FirewallRestriction, d.culprit, d.text + " drops"
	}
	stateful := func(f flight) {
		if f.leg == Reply {
			// Rules decide on a connection; its answers belong to it. Where no rule passed
			// the request, one may match the answers by themselves.
			f = f.at(at)
			if has(f.unruled, inspection{e, f.nat}) {
				for _, part := range c.statefulAnswers {
					hit := f.with(f.now.Intersect(part.set))
					if part.otherwise || part.why == nil && part.action != FirewallDrop || hit.now.IsEmpty() {
						continue
					}
					f = f.but(hit)
					w.keep(hit.doubt(part.mayHitAnswers()), e, r, next)
				}
			}
			w.keep(f, e, r, next)
			return
		}
		w.sift(f, c.stateful, at, drop, func(f flight, otherwise bool) {
			if otherwise {
				f.unruled = f.unruled.add(inspection{e, f.nat})
			}
			w.keep(f, e, r, next)
		})
	}
	stateless := c.stateless
	if f.leg == Reply {
		stateless = c.answers
	}
	left := f
	for _, part := range stateless {
		g := f.with(left.now.Intersect(part.set))
		if g.now.IsEmpty() {
			continue
		}
		left = left.but(g)
		switch {
		case part.why != nil:
			// Whether the stateful rules are asked is open, too, and with it whether the
			// firewall knows the connection.
			g = g.at(at).doubt(part.why)
			if f.leg == Forward {
				g.maybe = g.maybe.add(perhapsKnown{inspection{e, f.nat}, part.why})
			} else {
				g.returned = g.returned.add(inspection{e, f.nat})
			}
			next(g)
		case part.action == FirewallDrop:
			code, culprit, rule := drop(part.rule)
			w.drop(g.at(at), code, culprit, rule, stateful)
		case part.action == FirewallPass:
			here := inspection{e, f.nat}
			switch {
			case f.leg == Forward:
				g.skipped = g.skipped.add(here)
				next(g.at(at))
			case has(f.inspected, here):
				g.returned = g.returned.add(here)
				w.drop(g.at(at), FirewallRestriction, e.At(), "the stateless rules hand the requests to the stateful ones, and let the answers pass by them", next)
			default:
				next(g.at(at))
			}
		default:
			stateful(g)
		}
	}
}

// keep passes packets of connections that the firewall knows. Its answers must come
// back through it, and it takes no answers to what it did not see (NFW-8, GWLB-1).
func (w *walk) keep(f flight, e *FirewallEndpoint, r *Route, next func(flight)) {
	here := inspection{e, f.nat}
	for l := f.maybe; l != nil && f.leg == Reply; l = l.rest {
		if l.last.inspection == here {
			next(f.doubt(l.last.why))
			return
		}
	}
	if f.leg == Reply && has(f.skipped, here) {
		w.drop(f, FirewallRestriction, e.At(), "the stateless rules hand the answers to the stateful ones, and let the requests pass by them", next)
		return
	}
	if f.leg == Forward {
		f.inspected = f.inspected.add(here)
		next(f)
		return
	}
	if !has(f.inspected, here) {
		code := AsymmetricFirewall
		if t, ok := r.Table.Exact(); ok && f.edge == t {
			code = IngressRedirected
		}
		w.drop(f, code, r.At(), "leads answers to a firewall that the requests did not pass", nil)
		return
	}
	f.returned = f.returned.add(here)
	next(f)
}

// symmetric passes answers that have been through every firewall endpoint that the
// requests passed since the last translation, and drops others.
func (w *walk) symmetric(f flight) (flight, bool) {
	for l := f.inspected; l != nil; l = l.rest {
		if l.last.nat != f.nat || has(f.returned, l.last) {
			continue
		}
		culprit := f.entrance
		if culprit == nil {
			culprit = l.last.endpoint.At()
		}
		w.drop(f, AsymmetricFirewall, culprit, "leads the answers past "+l.last.endpoint.Address+", which the requests pass", nil)
		return f, f.stopped != nil
	}
	return f, true
}

// compiledPolicy is the rules of a policy as sets. The parts of each list are disjoint
// and leave no packet out.
type compiledPolicy struct {
	stateless, stateful []firewallPart
	// answers and statefulAnswers are the same for answers, as the packets see it that
	// they answer.
	answers, statefulAnswers []firewallPart
}

// firewallPart is packets that a policy treats alike.
type firewallPart struct {
	set    packet.Set
	action FirewallAction
	why    *Unknown
	rule   *firewallRule
	// otherwise: no rule matches.
	otherwise bool
}

// mayHitAnswers is why it is open whether answers pass of a connection that no rule
// let pass: the pages do not say whether rules look at answers, too.
func (p *firewallPart) mayHitAnswers() *Unknown {
	if p.why != nil {
		return p.why
	}
	return &Unknown{Code: UnknownValue, Address: p.rule.culprit.Address, Attribute: p.rule.culprit.Attribute,
		Reason: "would drop the answers by themselves, and whether the firewall asks its rules about answers is not documented"}
}

// firewallRule is what decides about packets, in words, and where it stands.
type firewallRule struct {
	culprit *Origin
	text    string
}
