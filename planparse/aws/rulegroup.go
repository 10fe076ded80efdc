package aws

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

var statelessPorts = planjson.Attrs{"from_port": whole, "to_port": whole}

var ruleGroupAttrs = planjson.Attrs{
	"rule_variables":        block(ruleVariables),
	"stateful_rule_options": block(planjson.Attrs{"rule_order": whole}),
	"rules_source": block(planjson.Attrs{
		"rules_string":      whole,
		"rules_source_list": block(planjson.Attrs{"generated_rules_type": whole}),
		"stateful_rule": block(planjson.Attrs{
			"action": whole, "rule_option": block(planjson.Attrs{"keyword": whole}),
			"header": block(planjson.Attrs{
				"protocol": whole, "source": whole, "source_port": whole, "direction": whole, "destination": whole, "destination_port": whole,
			}),
		}),
		"stateless_rules_and_custom_actions": block(planjson.Attrs{"stateless_rule": block(planjson.Attrs{
			"priority": whole, "rule_definition": block(planjson.Attrs{"actions": whole, "match_attributes": block(planjson.Attrs{
				"protocols": whole, "source": block(planjson.Attrs{"address_definition": whole}), "destination": block(planjson.Attrs{"address_definition": whole}),
				"source_port": block(statelessPorts), "destination_port": block(statelessPorts), "tcp_flag": block(planjson.Attrs{"flags": whole}),
			})}),
		})}),
	}),
}

// anyRule is a rule that matches everything.
func anyRule(o reach.Origin, action reach.FirewallAction) *reach.FirewallRule {
	return &reach.FirewallRule{Origin: o, Action: action, Protocols: packet.AnyProtocol(), SrcPorts: packet.AnyPort(), DstPorts: packet.AnyPort()}
}

// ruleReader reads the rules of a group.
type ruleReader struct {
	resource
	group *reach.FirewallRuleGroup
	vars  variables
}

// ruleGroup reads a rule group. h is what HOME_NET is for it.
func (b *builder) ruleGroup(r resource, g *reach.FirewallRuleGroup, h home) {
	text, _ := r.Get("type").Text()
	g.Stateful = text != "STATELESS"
	p := ruleReader{resource: r, group: g}
	if flat := r.Get("rules"); b.mayHold(r, flat) {
		p.vars = variables{home: h}
		p.text(flat)
		return
	}
	if typ := r.Get("type"); !typ.IsKnown() {
		fail(&g.Why, r, typ, "")
		return
	}
	groups := p.blocks(r.Get("rule_group"))
	if len(groups) != 1 {
		fail(&g.Why, r, r.Get("rule_group"), "the plan shows no rules")
		return
	}
	p.vars = readVariables(groups[0].Get("rule_variables"), h)
	sources := p.blocks(groups[0].Get("rules_source"))
	if len(sources) == 0 {
		fail(&g.Why, r, groups[0].Get("rules_source"), "the plan shows no rules")
	}
	for _, s := range sources {
		for _, rules := range p.blocks(s.Get("stateless_rules_and_custom_actions")) {
			p.stateless(rules.Get("stateless_rule"))
		}
		for _, rule := range p.blocks(s.Get("stateful_rule")) {
			p.stateful(rule)
		}
		for _, list := range p.blocks(s.Get("rules_source_list")) {
			p.domains(list, ruleOrder(r, groups[0].Get("stateful_rule_options")))
		}
		if a := s.Get("rules_string"); !a.IsEmpty() {
			p.text(a)
		}
	}
}

// blocks are the nested blocks of a group. Where they are not known, the group may have
// other rules.
func (p *ruleReader) blocks(a resolve.Attr) []resolve.Attr {
	items, reason := a.Items()
	if reason != "" {
		fail(&p.group.Why, p.resource, a, reason)
	}
	for _, i := range items {
		if k := i.Value().Kind; k != planjson.Object {
			fail(&p.group.Why, p.resource, i, "")
			return nil
		}
	}
	return items
}

// readVariables reads the variables of a group or a policy.
func readVariables(a resolve.Attr, h home) variables {
	v := variables{sets: map[string]string{}, home: h}
	list := func(a resolve.Attr) []resolve.Attr {
		items, reason := a.Items()
		if reason != "" {
			v.why = "a variable: " + reason
		}
		return items
	}
	for _, all := range list(a) {
		for _, kind := range []string{"ip_set", "port_set"} {
			for _, set := range list(all.Get(kind + "s")) {
				key, known := set.Get("key").Text()
				if !known {
					v.why = "the name of a variable is not known"
					continue
				}
				for _, s := range list(set.Get(kind)) {
					var parts []string
					for _, i := range list(s.Get("definition")) {
						// An element that is not known is no element.
						text, known := i.Text()
						if !known {
							text = "?"
						}
						parts = append(parts, text)
					}
					v.sets[key] = "[" + strings.Join(parts, ",") + "]"
				}
			}
		}
	}
	return v
}

// add adds a rule for each action that it may have.
func (p *ruleReader) add(rule *reach.FirewallRule, action reach.Fact[reach.FirewallAction], may ...reach.FirewallAction) {
	if action.Why == nil {
		may = []reach.FirewallAction{action.Value}
	} else if rule.Why == nil {
		rule.Why = action.Why
	}
	for _, a := range may {
		one := *rule
		one.Action = a
		p.group.Rules = append(p.group.Rules, &one)
	}
}

// stateless reads stateless rules, which are a set, in the order of their
// priorities.
func (p *ruleReader) stateless(a resolve.Attr) {
	items := p.blocks(a)
	for _, i := range items {
		if _, ok := i.Get("priority").Value().Int(); !ok {
			fail(&p.group.Why, p.resource, i.Get("priority"), i.Get("priority").Reason())
			return
		}
	}
	slices.SortStableFunc(items, func(x, y resolve.Attr) int {
		m, _ := x.Get("priority").Value().Int()
		n, _ := y.Get("priority").Value().Int()
		return cmp.Compare(m, n)
	})
	for _, i := range items {
		definitions := p.blocks(i.Get("rule_definition"))
		if len(definitions) != 1 {
			fail(&p.group.Why, p.resource, i, "the plan does not show what it matches")
			continue
		}
		d := definitions[0]
		rule := anyRule(p.part(i), 0)
		p.matches(rule, d.Get("match_attributes"))
		p.add(rule, statelessAction(p.resource, d.Get("actions")), reach.FirewallPass, reach.FirewallDrop, reach.FirewallForward)
	}
}

// matches reads what a stateless rule matches: any of each list, and anything where
// a list is empty.
func (p *ruleReader) matches(rule *reach.FirewallRule, a resolve.Attr) {
	all, reason := a.Items()
	if reason != "" || len(all) != 1 {
		fail(&rule.Why, p.resource, a, cmp.Or(reason, "the plan does not show what it matches"))
		return
	}
	m := all[0]
	ports := false
	for _, side := range []struct {
		name  string
		addrs *[]netip.Prefix
		ports *packet.Ports
	}{{"source", &rule.Src, &rule.SrcPorts}, {"destination", &rule.Dst, &rule.DstPorts}} {
		known := true
		var in packet.Ports
		ranges := p.each(rule, m.Get(side.name+"_port"))
		for _, i := range ranges {
			to := i.Get("to_port")
			if to.IsEmpty() || to.Value().Kind == planjson.Absent {
				to = i.Get("from_port")
			}
			// The provider writes a single port as one with the end 0.
			if n, ok := to.Value().Int(); ok && n == 0 {
				to = i.Get("from_port")
			}
			one, err := portRange(i.Get("from_port").Value(), to.Value())
			if err != nil {
				fail(&rule.Why, p.resource, i, err.Error())
				known = false
			}
			in = in.Union(one)
		}
		if known && len(ranges) > 0 {
			*side.ports, ports = in, true
		}
		for _, i := range p.each(rule, m.Get(side.name)) {
			at := i.Get("address_definition")
			one := p.prefix(at)
			if one.Why != nil || !one.Value.IsValid() {
				fail(&rule.Why, p.resource, at, "not a block that is known")
				*side.addrs = nil
				break
			}
			*side.addrs = append(*side.addrs, one.Value)
		}
	}
	var of packet.Protocols
	numbers := p.each(rule, m.Get("protocols"))
	for _, i := range numbers {
		one, err := protocols(i.Value())
		if err != nil {
			fail(&rule.Why, p.resource, i, cmp.Or(i.Reason(), "not a protocol"))
			one = packet.AnyProtocol()
		}
		of = of.Union(one)
	}
	if len(numbers) > 0 {
		rule.Protocols = of
	}
	if withPorts := packet.ProtocolsOf(packet.TCP, packet.UDP); ports && !withPorts.Covers(rule.Protocols) {
		fail(&rule.Why, p.resource, m, "it has ports, and protocols without")
		rule.SrcPorts, rule.DstPorts = packet.AnyPort(), packet.AnyPort()
	}
	if flags := p.each(rule, m.Get("tcp_flag")); len(flags) > 0 {
		fail(&rule.Why, p.resource, m.Get("tcp_flag"), "flags are more than tfreach looks at")
		rule.Why.Code = reach.UnmodelledResource
	}
}

// each are the elements of a list of a rule. Where they are not known, the rule may match
// anything there.
func (p *ruleReader) each(rule *reach.FirewallRule, a resolve.Attr) []resolve.Attr {
	items, reason := a.Items()
	if reason != "" {
		fail(&rule.Why, p.resource, a, reason)
		return nil
	}
	return items
}

// stateful reads a rule that is written as a block.
func (p *ruleReader) stateful(i resolve.Attr) {
	headers := p.blocks(i.Get("header"))
	if len(headers) != 1 {
		fail(&p.group.Why, p.resource, i, "the plan does not show what it matches")
		return
	}
	var why *reach.Unknown
	options, reason := i.Get("rule_option").Items()
	if reason != "" {
		fail(&why, p.resource, i.Get("rule_option"), reason)
	}
	for _, o := range options {
		keyword := o.Get("keyword")
		if text, _ := keyword.Text(); !isHarmless(text) {
			p.beyondHeader(&why, keyword)
		}
	}
	h := headers[0]
	text := func(name string) string {
		a := h.Get(name)
		t, known := a.Text()
		if !known {
			fail(&why, p.resource, a, "")
		}
		return t
	}
	p.header(p.part(i), i, suricataHeader{
		"", text("protocol"), text("source"), text("source_port"), text("direction"), text("destination"), text("destination_port"),
	}, statefulAction(p.resource, i.Get("action")), why)
}

// beyondHeader notes that more than the header of a packet decides.
func (p *ruleReader) beyondHeader(why **reach.Unknown, a resolve.Attr) {
	if *why == nil {
		*why = p.unknown(a, "more than addresses, protocol and ports decides what the rule matches")
		(*why).Code = reach.UnmodelledResource
	}
}

// statefulAction reads the action of a stateful rule.
func statefulAction(r resource, a resolve.Attr) reach.Fact[reach.FirewallAction] {
	text, known := a.Text()
	if !known {
		return reach.Missing[reach.FirewallAction](r.unknown(a, ""))
	}
	if action, ok := suricataActions[strings.ToLower(text)]; ok {
		return reach.Known(action)
	}
	return reach.Missing[reach.FirewallAction](r.unknown(a, "not an action"))
}

var suricataActions = map[string]reach.FirewallAction{
	"pass": reach.FirewallPass, "drop": reach.FirewallDrop, "reject": reach.FirewallDrop, "rejectsrc": reach.FirewallDrop,
	"rejectdst": reach.FirewallDrop, "rejectboth": reach.FirewallDrop, "alert": reach.FirewallAlert,
}

// header adds the rule that a header stands for. why is why it may match less than
// its header says, or is not known.
func (p *ruleReader) header(o reach.Origin, a resolve.Attr, h suricataHeader, action reach.Fact[reach.FirewallAction], why *reach.Unknown) {
	rule := anyRule(o, 0)
	rule.Why = why
	var exact bool
	rule.Protocols, exact = headerProtocols(h.protocol)
	if !exact {
		p.beyondHeader(&rule.Why, a)
	}
	for _, side := range []struct {
		addrs, ports string
		in           *[]netip.Prefix
		at           *packet.Ports
	}{{h.source, h.sourcePort, &rule.Src, &rule.SrcPorts}, {h.destination, h.destinationPort, &rule.Dst, &rule.DstPorts}} {
		if addrs, err := p.vars.addrs(side.addrs); err != nil {
			fail(&rule.Why, p.resource, a, "its addresses are "+err.Error())
		} else if !addrs.Equal(packet.AnyAddr()) {
			*side.in = addrs.Prefixes()
		}
		if ports, err := p.vars.ports(side.ports); err != nil {
			fail(&rule.Why, p.resource, a, "its ports are "+err.Error())
		} else {
			*side.at = ports
		}
	}
	switch strings.ToUpper(h.direction) {
	case "FORWARD", "->":
	case "ANY", "<>":
		rule.BothWays = true
	default:
		rule.BothWays = true
		fail(&rule.Why, p.resource, a, "its direction is not known")
	}
	may := []reach.FirewallAction{reach.FirewallPass, reach.FirewallDrop}
	withPorts := packet.ProtocolsOf(packet.TCP, packet.UDP)
	if anyPorts := rule.SrcPorts.IsAny() && rule.DstPorts.IsAny(); anyPorts || withPorts.Covers(rule.Protocols) {
		p.add(rule, action, may...)
		return
	}
	// Packets without ports have none to match; those of SCTP, which tfreach does not
	// look at, do.
	other := *rule
	other.Protocols = rule.Protocols.Intersect(packet.ProtocolsOf(sctp))
	other.SrcPorts, other.DstPorts = packet.AnyPort(), packet.AnyPort()
	if rule.Protocols = rule.Protocols.Intersect(withPorts); !rule.Protocols.IsEmpty() {
		p.add(rule, action, may...)
	}
	if !other.Protocols.IsEmpty() {
		fail(&other.Why, p.resource, a, "ports of SCTP are more than tfreach looks at")
		p.add(&other, action, may...)
	}
}

// text reads rules that are written in the language of Suricata (NFW-10).
func (p *ruleReader) text(a resolve.Attr) {
	text, known := a.Text()
	if !known {
		fail(&p.group.Why, p.resource, a, "")
		return
	}
	lines := suricataLines(text)
	if len(lines) > maxSuricataRules {
		fail(&p.group.Why, p.resource, a, "more rules than tfreach reads")
		lines = lines[:maxSuricataRules]
	}
	for n, line := range lines {
		h, plain, err := suricataRule(line)
		action, ok := suricataActions[strings.ToLower(h.action)]
		if err != nil || !ok {
			fail(&p.group.Why, p.resource, a, fmt.Sprintf("rule %d is none that tfreach can read", n+1))
			continue
		}
		var why *reach.Unknown
		if !plain {
			p.beyondHeader(&why, a)
			why.Reason = fmt.Sprintf("rule %d: ", n+1) + why.Reason
		}
		p.header(p.part(a), a, h, reach.Known(action), why)
	}
}

// domains reads a list of domains. It matches what the clients of HTTP and TLS name, on
// any port, once there is a connection (NFW-5). One that allows denies all others, but
// under strict order.
func (p *ruleReader) domains(a resolve.Attr, strict reach.Fact[bool]) {
	rule := anyRule(p.part(a), 0)
	rule.Protocols = packet.ProtocolsOf(packet.TCP)
	// Names are looked at for senders in HOME_NET only (NFW-6).
	if home, err := p.vars.addrs("$HOME_NET"); err == nil && !home.IsEmpty() {
		rule.Src = home.Prefixes()
	}
	rule.Why = p.unknown(a, "the names that clients ask for decide what the rule matches")
	rule.Why.Code = reach.UnmodelledResource
	typ := a.Get("generated_rules_type")
	actions := []reach.FirewallAction{reach.FirewallPass, reach.FirewallDrop}
	switch text, _ := typ.Text(); {
	case text == "ALLOWLIST" && strict.Why == nil && strict.Value:
		actions = actions[:1]
	case text == "DENYLIST" || text == "REJECTLIST":
		actions = actions[1:]
	case text == "ALERTLIST":
		actions = []reach.FirewallAction{reach.FirewallAlert}
	}
	p.add(rule, reach.Missing[reach.FirewallAction](rule.Why), actions...)
}
