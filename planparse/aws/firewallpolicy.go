package aws

import (
	"cmp"
	"slices"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

var groupReference = planjson.Attrs{"resource_arn": id, "priority": whole, "override": block(planjson.Attrs{"action": whole})}

var ruleVariables = planjson.Attrs{
	"ip_sets":   block(planjson.Attrs{"key": whole, "ip_set": block(planjson.Attrs{"definition": whole})}),
	"port_sets": block(planjson.Attrs{"key": whole, "port_set": block(planjson.Attrs{"definition": whole})}),
}

var firewallPolicyAttrs = planjson.Attrs{
	"stateless_default_actions": whole, "stateless_rule_group_reference": block(groupReference),
	"stateful_default_actions": whole, "stateful_rule_group_reference": block(groupReference),
	"stateful_engine_options":          block(planjson.Attrs{"rule_order": whole}),
	"policy_variables":                 block(planjson.Attrs{"rule_variables": block(ruleVariables)}),
	"tls_inspection_configuration_arn": id,
}

// undecidedPolicy is a policy of which nothing is known.
func undecidedPolicy(o reach.Origin, why *reach.Unknown) *reach.FirewallPolicy {
	return &reach.FirewallPolicy{
		Origin: o, StatelessDefault: reach.Missing[reach.FirewallAction](why), Strict: reach.Missing[bool](why), StatefulDefault: reach.Missing[reach.FirewallAction](why),
	}
}

// firewallPolicy reads what a policy makes of packets (NFW-2, NFW-3).
func (b *builder) firewallPolicy(r resource, p *reach.FirewallPolicy) {
	settings, reason := r.Get("firewall_policy").Items()
	if reason != "" || len(settings) != 1 {
		*p = *undecidedPolicy(p.Origin, r.unknown(r.Get("firewall_policy"), cmp.Or(reason, "the plan does not show it")))
		return
	}
	s := settings[0]
	p.StatelessDefault = statelessAction(r, s.Get("stateless_default_actions"))
	p.Stateless = b.groupUses(r, s.Get("stateless_rule_group_reference"), false)
	p.Strict = ruleOrder(r, s.Get("stateful_engine_options"))
	p.StatefulDefault = statefulDefault(r, s.Get("stateful_default_actions"))
	p.Stateful = b.groupUses(r, s.Get("stateful_rule_group_reference"), true)
	if tls := s.Get("tls_inspection_configuration_arn"); tls.Value().Kind != planjson.Absent && !tls.IsEmpty() {
		why := r.unknown(tls, "what TLS inspection does to connections is not modelled")
		why.Code = reach.UnmodelledResource
		rule := anyRule(r.part(tls), reach.FirewallDrop)
		rule.Protocols, rule.Why = packet.ProtocolsOf(packet.TCP), why
		g := &reach.FirewallRuleGroup{Origin: r.part(tls), Stateful: true, Rules: []*reach.FirewallRule{rule}}
		p.Stateful = append([]reach.RuleGroupUse{{Origin: r.part(tls), Group: reach.To(g)}}, p.Stateful...)
	}
}

// ruleOrder reads whether rules decide in their order; by default they do not.
func ruleOrder(r resource, options resolve.Attr) reach.Fact[bool] {
	items, reason := options.Items()
	switch {
	case reason != "":
		return reach.Missing[bool](r.unknown(options, reason))
	case len(items) == 0:
		return reach.Known(false)
	}
	order := items[0].Get("rule_order")
	text, ok := order.Text()
	switch {
	case order.IsEmpty() || order.Value().Kind == planjson.Absent || text == "DEFAULT_ACTION_ORDER":
		return reach.Known(false)
	case ok && text == "STRICT_ORDER":
		return reach.Known(true)
	}
	return reach.Missing[bool](r.unknown(order, "which order it is is not known"))
}

// statelessAction is the standard action among the actions of a stateless rule or
// default. The others are of the customer's own and publish metrics.
func statelessAction(r resource, a resolve.Attr) reach.Fact[reach.FirewallAction] {
	items, reason := a.Items()
	if reason != "" {
		return reach.Missing[reach.FirewallAction](r.unknown(a, reason))
	}
	for _, i := range items {
		text, known := i.Text()
		switch text {
		case "aws:pass":
			return reach.Known(reach.FirewallPass)
		case "aws:drop":
			return reach.Known(reach.FirewallDrop)
		case "aws:forward_to_sfe":
			return reach.Known(reach.FirewallForward)
		}
		if !known {
			return reach.Missing[reach.FirewallAction](r.unknown(i, ""))
		}
	}
	return reach.Missing[reach.FirewallAction](r.unknown(a, "no standard action is among them"))
}

// statefulDefault is what happens under strict order to what no rule matches
// (NFW-3, NFW-4). Without an action that drops, it passes.
func statefulDefault(r resource, a resolve.Attr) reach.Fact[reach.FirewallAction] {
	items, reason := a.Items()
	if reason != "" {
		return reach.Missing[reach.FirewallAction](r.unknown(a, reason))
	}
	out := reach.Known(reach.FirewallPass)
	for _, i := range items {
		text, known := i.Text()
		switch {
		case text == "aws:drop_strict":
			return reach.Known(reach.FirewallDrop)
		case text == "aws:drop_established" && out.Why == nil:
			out = reach.Known(reach.FirewallDropEstablished)
		case text == "aws:alert_strict", text == "aws:alert_established", text == "aws:alert_established_app_layer":
		case !known:
			out = reach.Missing[reach.FirewallAction](r.unknown(i, ""))
		case text != "aws:drop_established":
			// "aws:drop_established_app_layer" looks at more than headers.
			out = reach.Missing[reach.FirewallAction](r.unknown(i, "what this default action drops is not modelled"))
			out.Why.Code = reach.UnmodelledResource
		}
	}
	return out
}

// groupUses reads the rule groups of a policy, by their priorities where they have
// any: the references are a set.
func (b *builder) groupUses(r resource, a resolve.Attr, stateful bool) []reach.RuleGroupUse {
	items, reason := a.Items()
	if reason != "" {
		why := r.unknown(a, reason)
		return []reach.RuleGroupUse{{Origin: r.part(a), Priority: reach.Missing[int](why), Group: reach.Perhaps[*reach.FirewallRuleGroup](why)}}
	}
	var out []reach.RuleGroupUse
	for _, i := range items {
		use := reach.RuleGroupUse{Origin: r.part(i), Group: needed(b, r, i.Get("resource_arn"), ruleGroupKind)}
		switch n, ok := i.Get("priority").Value().Int(); {
		case ok:
			use.Priority = reach.Known(n)
		case !i.Get("priority").IsEmpty() && i.Get("priority").Value().Kind != planjson.Absent:
			use.Priority = reach.Missing[int](r.unknown(i.Get("priority"), ""))
		}
		if g, ok := use.Group.Exact(); ok && g.Beyond {
			g.Stateful = stateful
		}
		out = append(out, use)
	}
	slices.SortStableFunc(out, func(x, y reach.RuleGroupUse) int { return cmp.Compare(x.Priority.Value, y.Priority.Value) })
	return out
}

// overrideDrops gives a policy a copy of each rule group of which it turns the drops
// into alerts.
func (b *builder) overrideDrops(r resource, p *reach.FirewallPolicy) {
	settings, _ := r.Get("firewall_policy").Items()
	if len(settings) != 1 {
		return
	}
	references, _ := settings[0].Get("stateful_rule_group_reference").Items()
	for _, i := range references {
		overrides, reason := i.Get("override").Items()
		if i.Get("override").Value().Kind == planjson.Absent || reason == "" && len(overrides) == 0 {
			continue
		}
		at := slices.IndexFunc(p.Stateful, func(u reach.RuleGroupUse) bool { return u.Attribute == i.Path() })
		if at < 0 {
			continue
		}
		use := &p.Stateful[at]
		action := i.Get("override")
		if len(overrides) == 1 {
			action = overrides[0].Get("action")
		}
		group, exact := use.Group.Exact()
		if text, _ := action.Text(); text != "DROP_TO_ALERT" || !exact {
			use.Group = reach.Perhaps(r.unknown(action, "what the policy makes of the drops of this rule group is not known"), use.Group.To...)
			continue
		}
		alerts := *group
		alerts.Rules = nil
		for _, rule := range group.Rules {
			if rule.Action == reach.FirewallDrop {
				copied := *rule
				copied.Action = reach.FirewallAlert
				rule = &copied
			}
			alerts.Rules = append(alerts.Rules, rule)
		}
		use.Group = reach.To(&alerts)
	}
}

// homeNetworks is what HOME_NET stands for in a rule group, one entry for each use of
// it: what the policy says, else the block of the firewall's VPC (NFW-6).
type homeNetworks map[*reach.FirewallRuleGroup][]home

type home struct {
	packet.Addrs
	why string
}

// of is HOME_NET in a group, where all who use it agree.
func (h homeNetworks) of(g *reach.FirewallRuleGroup) home {
	uses := h[g]
	if len(uses) == 0 {
		return home{why: "HOME_NET is not known: no firewall of the plan has this rule group"}
	}
	for _, u := range uses {
		if u.why != "" {
			return u
		}
		if !u.Equal(uses[0].Addrs) {
			return home{why: "HOME_NET is not the same for all firewalls that have this rule group"}
		}
	}
	return uses[0]
}

// noteHome notes what a policy has for HOME_NET in the groups that it uses.
func (b *builder) noteHome(r resource, p *reach.FirewallPolicy, homes homeNetworks) {
	var found []home
	if own := policyHome(r); own != nil {
		found = append(found, *own)
	} else {
		for _, f := range b.net.Firewalls {
			if f.Policy.May(p) {
				found = append(found, b.vpcHome(f))
			}
		}
	}
	for _, use := range p.Stateful {
		for _, g := range use.Group.To {
			homes[g] = append(homes[g], found...)
		}
	}
}

// policyHome is HOME_NET as a policy sets it, nil where it does not.
func policyHome(r resource) *home {
	settings, _ := r.Get("firewall_policy").Items()
	if len(settings) != 1 {
		return nil
	}
	a := settings[0].Get("policy_variables")
	if a.Value().Kind == planjson.Absent {
		return nil
	}
	variables, reason := a.Items()
	for _, v := range variables {
		vars := readVariables(v.Get("rule_variables"), home{why: "HOME_NET is defined by itself"})
		if vars.why != "" {
			reason = vars.why
		}
		if _, set := vars.sets["HOME_NET"]; set {
			addrs, err := vars.addrs("$HOME_NET")
			if err != nil {
				return &home{why: err.Error()}
			}
			return &home{Addrs: addrs}
		}
	}
	if reason != "" {
		return &home{why: "policy_variables: " + reason}
	}
	return nil
}

// vpcHome is the block of a firewall's VPC.
func (b *builder) vpcHome(f *reach.Firewall) home {
	v, ok := f.VPC.Exact()
	if !ok || v.Beyond || v.Partial {
		return home{why: "HOME_NET is the block of the firewall's VPC, which is not known"}
	}
	var only *reach.CIDRBlock
	for _, block := range b.net.Blocks {
		if !block.VPC.May(v) {
			continue
		}
		if only != nil || block.Prefix.Why != nil || !block.VPC.Is(v) || block.StandIn {
			return home{why: "which blocks of the firewall's VPC HOME_NET has is not known"}
		}
		only = block
	}
	if only == nil {
		return home{why: "HOME_NET is the block of the firewall's VPC, which is not known"}
	}
	return home{Addrs: packet.Prefix(only.Prefix.Value)}
}
