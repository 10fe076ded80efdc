package reach

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/tfreach/tfreach/reach/packet"
)

// compiledPolicy is a policy as sets, compiled once.
func (e *Engine) compiledPolicy(p *FirewallPolicy) *compiledPolicy {
	c := e.policies[p]
	if c == nil {
		c = compilePolicy(p)
		e.policies[p] = c
	}
	return c
}

func compilePolicy(p *FirewallPolicy) *compiledPolicy {
	if p.Beyond {
		why := beyond(p, "its rules are unknown")
		all := []firewallPart{{set: packet.All(), why: why}}
		return &compiledPolicy{stateless: all, answers: all, stateful: all, statefulAnswers: all}
	}
	c := &compiledPolicy{}
	none := &firewallRule{p.At().part("stateless_default_actions"), "what no stateless rule matches is " + fate(p.StatelessDefault.Value)}
	c.stateless = layers(ordered(p, p.Stateless), fallback(p.StatelessDefault, none))
	for _, part := range c.stateless {
		part.set = part.set.Reply()
		c.answers = append(c.answers, part)
	}
	c.stateful = stateful(p)
	for _, part := range c.stateful {
		part.set = part.set.Reply()
		c.statefulAnswers = append(c.statefulAnswers, part)
	}
	return c
}

// fate is what an action means for packets, in words.
func fate(a FirewallAction) string {
	switch a {
	case FirewallDrop:
		return "dropped"
	case FirewallDropEstablished:
		return "dropped once the connection is made"
	case FirewallForward:
		return "handed to the stateful rules"
	}
	return "passed"
}

// firewallLayer is one rule with the packets that it matches, or may match.
type firewallLayer struct {
	set  packet.Set
	rule *FirewallRule
	why  *Unknown
	name *firewallRule
}

// ordered is the rules of some groups in their order.
func ordered(p *FirewallPolicy, uses []RuleGroupUse) []firewallLayer {
	uses = slices.Clone(uses)
	slices.SortStableFunc(uses, func(a, b RuleGroupUse) int { return cmp.Compare(a.Priority.Value, b.Priority.Value) })
	var out []firewallLayer
	for i := range uses {
		u := &uses[i]
		if u.Priority.Why != nil {
			out = append(out, firewallLayer{set: packet.All(), why: u.Priority.Why})
		}
		g, ok := u.Group.Exact()
		switch {
		case !ok:
			out = append(out, firewallLayer{set: packet.All(), why: missing(u.Group, u, "resource_arn")})
			continue
		case g.Beyond:
			out = append(out, firewallLayer{set: packet.All(), why: beyond(g, "its rules are unknown")})
			continue
		}
		for n, r := range g.Rules {
			at := r.At()
			if at.Address == "" {
				at = g.At()
			}
			out = append(out, firewallLayer{set: r.set(), rule: r, why: r.Why, name: &firewallRule{at, fmt.Sprintf("rule %d of %s", n+1, g.Address)}})
		}
		if g.Why != nil {
			out = append(out, firewallLayer{set: packet.All(), why: g.Why})
		}
	}
	return out
}

// set is the packets that a rule matches, or may match at most.
func (r *FirewallRule) set() packet.Set {
	b := packet.AnyBox()
	b.Protocols, b.DstPorts = r.Protocols, r.DstPorts
	if len(r.Dst) > 0 {
		b.Dst = packet.Prefixes(r.Dst...)
	}
	if len(r.Src) > 0 {
		b.Src = packet.Prefixes(r.Src...)
	}
	b.SrcPorts = r.SrcPorts
	out := b.Set()
	if r.BothWays {
		b.Dst, b.Src = b.Src, b.Dst
		// Types of ICMP stand where they are; ports change their places.
		types := b
		types.Protocols = b.Protocols.Intersect(packet.ProtocolsOf(packet.ICMP, packet.ICMPv6))
		b.Protocols = b.Protocols.Minus(types.Protocols)
		b.DstPorts, b.SrcPorts = b.SrcPorts, b.DstPorts
		out = out.Union(types.Set()).Union(b.Set())
	}
	return out
}

func fallback(d Fact[FirewallAction], name *firewallRule) firewallPart {
	return firewallPart{set: packet.All(), action: d.Value, why: d.Why, rule: name}
}

// layers asks rules in their order; the first that matches decides, and last what none
// matches. A rule that may match puts in doubt what would be decided otherwise below it.
func layers(rules []firewallLayer, last firewallPart) []firewallPart {
	left := packet.All()
	var out []firewallPart
	doubted := packet.Set{}
	var why *Unknown
	take := func(set packet.Set, p firewallPart) {
		hit := left.Intersect(set)
		left = left.Minus(hit)
		// What an earlier rule may have decided is open.
		if open := hit.Intersect(doubted); !open.IsEmpty() {
			out = append(out, firewallPart{set: open, why: why})
			hit = hit.Minus(open)
		}
		if !hit.IsEmpty() {
			p.set = hit
			out = append(out, p)
		}
	}
	for _, r := range rules {
		switch {
		case r.why != nil:
			if why == nil {
				why = r.why
			}
			doubted = doubted.Union(r.set.Intersect(left))
		case r.rule.Action == FirewallAlert:
		default:
			take(r.set, firewallPart{action: r.rule.Action, rule: r.name})
		}
	}
	last.otherwise = true
	take(packet.All(), last)
	return out
}

// stateful is the stateful rules: in strict order as they stand, else what passes
// before what drops, and what no rule matches passes (NFW-3).
func stateful(p *FirewallPolicy) []firewallPart {
	rules := ordered(p, p.Stateful)
	if p.Strict.Why != nil {
		return []firewallPart{{set: packet.All(), why: p.Strict.Why}}
	}
	if p.Strict.Value {
		name := &firewallRule{p.At().part("stateful_default_actions"), "what no rule matches is " + fate(p.StatefulDefault.Value)}
		return layers(rules, fallback(p.StatefulDefault, name))
	}
	order := map[FirewallAction]int{FirewallPass: 1, FirewallDrop: 2}
	slices.SortStableFunc(rules, func(a, b firewallLayer) int {
		rank := func(l firewallLayer) int {
			if l.why != nil || l.rule == nil {
				return 0 // it may be of either kind
			}
			return cmp.Or(order[l.rule.Action], 3)
		}
		return cmp.Compare(rank(a), rank(b))
	})
	none := &firewallRule{p.At(), "what no rule matches is " + fate(FirewallPass)}
	return layers(rules, firewallPart{set: packet.All(), action: FirewallPass, rule: none})
}

// sift passes connections through the stateful rules.
func (w *walk) sift(f flight, parts []firewallPart, at Step, stop func(*firewallRule) (Code, *Origin, string), next func(f flight, otherwise bool)) {
	left := f
	for _, p := range parts {
		g := f.with(left.now.Intersect(p.set))
		if g.now.IsEmpty() {
			continue
		}
		left = left.but(g)
		g = g.at(at)
		switch {
		case p.why != nil:
			next(g.doubt(p.why), false)
		case p.action == FirewallDrop:
			code, culprit, rule := stop(p.rule)
			w.drop(g, code, culprit, rule, func(f flight) { next(f, false) })
		case p.action == FirewallDropEstablished:
			// The handshake gets through, and no data does; what makes no connection is
			// dropped at once (NFW-4).
			code, culprit, rule := stop(p.rule)
			shakes := g.with(g.now.Intersect(overTCP))
			w.drop(g.but(shakes), code, culprit, rule, func(f flight) { next(f, false) })
			if !shakes.now.IsEmpty() {
				shakes.later = &pending{code, culprit, rule, at}
				next(shakes, p.otherwise)
			}
		default:
			next(g, p.otherwise)
		}
	}
}

// overTCP is every packet of TCP.
var overTCP = func() packet.Set {
	b := packet.AnyBox()
	b.Protocols = packet.ProtocolsOf(packet.TCP)
	return b.Set()
}()
