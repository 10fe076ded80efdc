package reachtest

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

var firewallKind = kind{
	forms:   []string{"firewall NAME"},
	address: "firewall",
	declare: func(b *builder, s *statement) {
		f := &reach.Firewall{Origin: s.origin()}
		b.network.Firewalls = append(b.network.Firewalls, f)
		b.declare(s, f)
	},
	link: func(b *builder, s *statement) {
		f := b.objects[s.address()].(*reach.Firewall)
		f.VPC = b.of(s)
		s.words.expect("with")
		f.Policy = ref[*reach.FirewallPolicy](b, s.words, unknown(s.address(), "firewall_policy_arn"), "firewall_policy")
		s.words.end()
	},
	print: func(p *printer) {
		for _, f := range p.network.Firewalls {
			p.begin("firewall", name(f), "of", refText(f.VPC), "with", refText(f.Policy))
			p.end()
		}
	},
}

const gwlbEndpoint = "gwlb endpoint NAME in"

// firewallEndpointKind is an endpoint of a Network Firewall, or of a Gateway Load
// Balancer.
var firewallEndpointKind = kind{
	forms:   []string{"firewall endpoint NAME in", gwlbEndpoint},
	address: "endpoint",
	declare: func(b *builder, s *statement) {
		e := &reach.FirewallEndpoint{Origin: s.origin()}
		b.network.FirewallEndpoints = append(b.network.FirewallEndpoints, e)
		b.declare(s, e)
	},
	link: func(b *builder, s *statement) {
		e := b.objects[s.address()].(*reach.FirewallEndpoint)
		e.Subnet = ref[*reach.Subnet](b, s.words, unknown(s.address(), "subnet_id"), "subnet")
		if s.form != gwlbEndpoint {
			s.words.expect("of")
			e.Firewall = ref[*reach.Firewall](b, s.words, unknown(s.address(), "firewall_arn"), "firewall")
		}
		s.words.end()
	},
	print: func(p *printer) {
		for _, e := range p.network.FirewallEndpoints {
			if e.Firewall.IsNone() {
				p.begin("gwlb", "endpoint", name(e), "in", refText(e.Subnet))
			} else {
				p.begin("firewall", "endpoint", name(e), "in", refText(e.Subnet), "of", refText(e.Firewall))
			}
			p.end()
		}
	},
}

// firewallPolicyKind is a policy. What no stateless rule matches goes to the
// stateful ones, and what none of these matches passes, unless it says otherwise.
var firewallPolicyKind = kind{
	forms:   []string{"firewall policy NAME"},
	address: "firewall_policy",
	rules:   true,
	declare: func(b *builder, s *statement) {
		f := &reach.FirewallPolicy{
			Origin:           s.origin(),
			StatelessDefault: reach.Known(reach.FirewallForward),
			Strict:           reach.Known(false),
			StatefulDefault:  reach.Known(reach.FirewallPass),
		}
		b.network.FirewallPolicies = append(b.network.FirewallPolicies, f)
		b.declare(s, f)
	},
	link: func(b *builder, s *statement) {
		f := b.objects[s.address()].(*reach.FirewallPolicy)
		b.linkRules(s, func(w *words) { b.linkPolicyLine(s, f, w) })
	},
	print: func(p *printer) {
		for _, f := range p.network.FirewallPolicies {
			p.begin("firewall", "policy", name(f))
			p.end()
			p.policyLines(f)
		}
	},
}

// otherwiseWord begins what a policy does with what no rule matches.
const otherwiseWord = "otherwise"

func (b *builder) linkPolicyLine(s *statement, f *reach.FirewallPolicy, w *words) {
	if w.accept("strict") {
		f.Strict = reach.Known(true)
		if w.accept(unknownWord) {
			f.Strict = reach.Missing[bool](unknown(s.address(), "rule_order"))
		}
		return
	}
	stateful := w.accept("stateful")
	uses, otherwise, attribute := &f.Stateful, &f.StatefulDefault, "stateful"
	if !stateful {
		w.expect("stateless")
		uses, otherwise, attribute = &f.Stateless, &f.StatelessDefault, "stateless"
	}
	if w.accept(otherwiseWord) {
		if w.accept(unknownWord) {
			*otherwise = reach.Missing[reach.FirewallAction](unknown(s.address(), attribute+"_default_actions"))
		} else {
			*otherwise = reach.Known(w.firewallAction())
		}
		return
	}
	use := reach.RuleGroupUse{Origin: created(s.address(), fmt.Sprintf("%s[%d]", attribute, len(*uses)))}
	if w.accept(unknownWord) {
		use.Priority.Why = unknown(s.address(), use.Attribute+".priority")
	} else {
		word := w.next("a priority")
		n, err := strconv.Atoi(word)
		if err != nil {
			w.reject(strconv.Quote(word), "a priority")
		}
		use.Priority = reach.Known(n)
	}
	use.Group = ref[*reach.FirewallRuleGroup](b, w, unknown(s.address(), use.Attribute+".resource_arn"), "rules")
	*uses = append(*uses, use)
}

func (p *printer) policyLines(f *reach.FirewallPolicy) {
	for _, part := range []struct {
		word      string
		uses      []reach.RuleGroupUse
		otherwise reach.Fact[reach.FirewallAction]
		usual     reach.FirewallAction
	}{
		{"stateless", f.Stateless, f.StatelessDefault, reach.FirewallForward},
		{"stateful", f.Stateful, f.StatefulDefault, reach.FirewallPass},
	} {
		for _, use := range part.uses {
			priority := unknownWord
			if use.Priority.Why == nil {
				priority = strconv.Itoa(use.Priority.Value)
			}
			p.rule(part.word + " " + priority + " " + refText(use.Group))
		}
		switch {
		case part.otherwise.Why != nil:
			p.rule(part.word + " " + otherwiseWord + " " + unknownWord)
		case part.otherwise.Value != part.usual:
			p.rule(part.word + " " + otherwiseWord + " " + firewallActions[part.otherwise.Value])
		}
	}
	switch {
	case f.Strict.Why != nil:
		p.rule("strict " + unknownWord)
	case f.Strict.Value:
		p.rule("strict")
	}
}

var firewallActions = map[reach.FirewallAction]string{
	reach.FirewallPass:            "pass",
	reach.FirewallDrop:            "drop",
	reach.FirewallForward:         "forward",
	reach.FirewallAlert:           "alert",
	reach.FirewallDropEstablished: "drop-established",
}

func (w *words) firewallAction() reach.FirewallAction {
	word := w.next("an action")
	for action, name := range firewallActions {
		if name == word {
			return action
		}
	}
	w.reject(strconv.Quote(word), "pass, drop, forward, alert or drop-established")
	return 0
}

const statefulRules = "stateful rules NAME"

// ruleGroupKind is a rule group of a firewall. Its rules are asked in their order.
var ruleGroupKind = kind{
	forms:   []string{statefulRules, "stateless rules NAME"},
	address: "rules",
	rules:   true,
	declare: func(b *builder, s *statement) {
		g := &reach.FirewallRuleGroup{Origin: s.origin(), Stateful: s.form == statefulRules}
		b.network.FirewallRuleGroups = append(b.network.FirewallRuleGroups, g)
		b.declare(s, g)
	},
	link: func(b *builder, s *statement) {
		g := b.objects[s.address()].(*reach.FirewallRuleGroup)
		b.linkRules(s, func(w *words) {
			if w.accept(moreWord) {
				g.Why = unknown(s.address(), "rules")
				return
			}
			g.Rules = append(g.Rules, firewallRule(s, len(g.Rules), w))
		})
	},
	print: func(p *printer) {
		for _, g := range p.network.FirewallRuleGroups {
			kind := "stateless"
			if g.Stateful {
				kind = "stateful"
			}
			p.begin(kind, "rules", name(g))
			p.end()
			for _, r := range g.Rules {
				p.rule(firewallRuleText(r))
			}
			if g.Why != nil {
				p.rule(moreWord)
			}
		}
	},
}

// firewallRule reads "pass tcp 443 from 10.0.0.0/8 to any".
func firewallRule(s *statement, index int, w *words) *reach.FirewallRule {
	r := &reach.FirewallRule{Origin: created(s.address(), fmt.Sprintf("rule[%d]", index)), SrcPorts: packet.AnyPort()}
	r.Action = w.firewallAction()
	t := w.traffic()
	r.Protocols, r.DstPorts = t.Protocols, t.Ports
	w.expect("from")
	r.Src = w.prefixes()
	w.expect("to")
	r.Dst = w.prefixes()
	w.options("source-ports, both-ways or ?", func(word string) bool {
		switch word {
		case "source-ports":
			var ok bool
			text := w.next("ports")
			if r.SrcPorts, ok = parsePorts(text); !ok {
				w.reject(strconv.Quote(text), "ports such as 443 or 80-443")
			}
		case "both-ways":
			r.BothWays = true
		case unknownWord:
			r.Why = unknown(s.address(), r.Attribute)
		default:
			return false
		}
		return true
	})
	return r
}

func firewallRuleText(r *reach.FirewallRule) string {
	out := fmt.Sprintf("%s %s from %s to %s", firewallActions[r.Action],
		trafficText(reach.Traffic{Protocols: r.Protocols, Ports: r.DstPorts}), prefixesText(r.Src), prefixesText(r.Dst))
	if !r.SrcPorts.IsAny() {
		out += ", source-ports " + r.SrcPorts.String()
	}
	if r.BothWays {
		out += ", both-ways"
	}
	if r.Why != nil {
		out += ", " + unknownWord
	}
	return out
}

// anyWord is every address of both families.
const anyWord = "any"

var anyPrefixes = []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0"), netip.MustParsePrefix("::/0")}

// prefixes reads blocks that are joined by "+", or "any".
func (w *words) prefixes() []netip.Prefix {
	if w.accept(anyWord) {
		return append([]netip.Prefix(nil), anyPrefixes...)
	}
	var out []netip.Prefix
	for part := range strings.SplitSeq(w.next("CIDRs"), "+") {
		one := words{line: w.line, rest: []string{part}}
		out = append(out, one.prefix())
		if one.err != nil && w.err == nil {
			w.reject(strconv.Quote(part), one.err.Expected)
		}
	}
	return out
}

func prefixesText(ps []netip.Prefix) string {
	var parts []string
	for _, p := range ps {
		parts = append(parts, p.String())
	}
	if text := strings.Join(parts, "+"); text != "0.0.0.0/0+::/0" {
		return text
	}
	return anyWord
}
