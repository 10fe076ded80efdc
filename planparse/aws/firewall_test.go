package aws_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/reach"
)

// firewallText is the firewalls of a network, an object a line.
func firewallText(n *reach.Network) string {
	var out []string
	line := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	words := map[reach.FirewallAction]string{
		reach.FirewallPass: "pass", reach.FirewallDrop: "drop", reach.FirewallForward: "forward", reach.FirewallAlert: "alert", reach.FirewallDropEstablished: "drop established",
	}
	action := func(f reach.Fact[reach.FirewallAction]) string {
		if f.Why != nil {
			return fact(f)
		}
		return words[f.Value]
	}
	rules := func(of *reach.Origin, g *reach.FirewallRuleGroup) {
		if g.Why != nil {
			line("group %s may have others: %s", of, why(g.Why))
		}
		for i, r := range g.Rules {
			text := fmt.Sprintf("rule %d of %s: %s %v from %v %v to %v %v", i, of, words[r.Action], r.Protocols, r.Src, r.SrcPorts, r.Dst, r.DstPorts)
			if r.BothWays {
				text += ", both ways"
			}
			if r.Why != nil {
				text += ", perhaps: " + r.Why.Reason
			}
			out = append(out, text)
		}
	}
	for _, e := range n.FirewallEndpoints {
		line("endpoint %s in %s of %s", e, one(e.Subnet), one(e.Firewall))
	}
	for _, f := range n.Firewalls {
		line("firewall %s in %s with %s", f, one(f.VPC), one(f.Policy))
	}
	for _, p := range n.FirewallPolicies {
		line("policy %s: %s; strict %s, %s", p, action(p.StatelessDefault), fact(p.Strict), action(p.StatefulDefault))
		for _, u := range append(p.Stateless, p.Stateful...) {
			line("group of %s: %s, %s", p, fact(u.Priority), one(u.Group))
		}
	}
	for _, g := range n.FirewallRuleGroups {
		rules(g.At(), g)
	}
	return strings.Join(out, "\n")
}

// shown is what plans show of blocks, also where it is empty.
var shown = map[string][]string{
	"firewall_policy":  {"stateless_rule_group_reference", "stateful_rule_group_reference", "stateful_default_actions", "stateful_engine_options"},
	"rule_group":       {"rule_variables", "stateful_rule_options"},
	"rule_variables":   {"ip_sets", "port_sets"},
	"rules_source":     {"rules_source_list", "rules_string", "stateful_rule", "stateless_rules_and_custom_actions"},
	"match_attributes": {"source", "source_port", "destination", "destination_port", "protocols", "tcp_flag"},
}

// fill puts what is left out into blocks of a name.
func fill(name string, v any) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			fill(name, e)
		}
	case map[string]any:
		for _, key := range shown[name] {
			if _, has := v[key]; !has {
				v[key] = []any{}
			}
		}
		for key, inner := range v {
			fill(key, inner)
		}
	}
}

// firewallPlan is a small plan, whose lines may go on in the next, with all that plans
// show of firewalls.
func firewallPlan(t *testing.T, text string) string {
	t.Helper()
	var lines []string
	for _, l := range strings.Split(text, "\n") {
		if l = strings.TrimSpace(l); len(lines) > 0 && !strings.ContainsAny(l[:min(1, len(l))], "=+~/-<") {
			lines[len(lines)-1] += l
		} else {
			lines = append(lines, l)
		}
	}
	for i, l := range lines {
		at := strings.Index(l, " {")
		d := json.NewDecoder(strings.NewReader(l[at:]))
		out := l[:at]
		for d.More() {
			var v any
			if err := d.Decode(&v); err != nil {
				t.Fatalf("%s: %v", l, err)
			}
			fill("", v)
			raw, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			out += " " + string(raw)
		}
		lines[i] = out
	}
	return strings.Join(lines, "\n")
}

// statefulGroup is a stateful group with its rules as they are in a plan.
func statefulGroup(rules string) string {
	return `= aws_networkfirewall_rule_group.g {"id": "arn:g", "arn": "arn:g", "type": "STATEFUL", "rule_group": [{` + rules + `}]}`
}

// TestFirewallRules: what the rules of a group match (NFW-5, NFW-6, NFW-10).
func TestFirewallRules(t *testing.T) {
	const uses = `= aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16"}
		= aws_networkfirewall_firewall.f {"id": "arn:f", "arn": "arn:f", "vpc_id": "vpc-1", "firewall_policy_arn": "arn:p", "subnet_mapping": []}
		= aws_networkfirewall_firewall_policy.p {"id": "arn:p", "arn": "arn:p", "firewall_policy": [{"stateless_default_actions": ["aws:forward_to_sfe"],
			"stateful_rule_group_reference": [{"resource_arn": "arn:g"}]}]}
		`
	const more = ", perhaps: more than addresses, protocol and ports decides what the rule matches"
	header := func(values, options string) string {
		return statefulGroup(`"rules_source": [{"stateful_rule": [{"action": "DROP", "header": [{` + values + `}], "rule_option": [` + options + `]}]}]`)
	}
	text := func(rules string) string {
		return statefulGroup(`"rules_source": [{"rules_string": ` + fmt.Sprintf("%q", rules) + `}]`)
	}
	for _, tt := range []struct{ name, plan, want string }{
		{"a header", header(`"protocol": "UDP", "source": "10.1.0.0/16", "source_port": "ANY", "direction": "ANY", "destination": "[10.2.0.0/16,!10.2.0.0/17]", "destination_port": "[53,100:110]"`, `{"keyword": "sid:1"}`),
			"rule 0 of aws_networkfirewall_rule_group.g: drop udp from [10.1.0.0/16] 0-65535 to [10.2.128.0/17] 53,100-110, both ways"},
		{"an option that looks further", header(`"protocol": "TCP", "source": "ANY", "source_port": "ANY", "direction": "FORWARD", "destination": "ANY", "destination_port": "443"`, `{"keyword": "sid", "settings": ["1"]}, {"keyword": "flow", "settings": ["established"]}`),
			"rule 0 of aws_networkfirewall_rule_group.g: drop tcp from [] 0-65535 to [] 443" + more},
		{"what a connection carries", header(`"protocol": "TLS", "source": "ANY", "source_port": "ANY", "direction": "FORWARD", "destination": "ANY", "destination_port": "ANY"`, `{"keyword": "sid"}`),
			"rule 0 of aws_networkfirewall_rule_group.g: drop tcp from [] 0-65535 to [] 0-65535" + more},
		{"what is not known", header(`"protocol": "TCP", "source": "ANY", "source_port": "ANY", "direction": "FORWARD", "destination": "$NONE", "destination_port": "443"`, `{"keyword": "sid"}`),
			"rule 0 of aws_networkfirewall_rule_group.g: drop tcp from [] 0-65535 to [] 443, perhaps: its addresses are not an address, a block or a variable that is known"},
		{"ICMP, and any protocol with a port", text("pass icmp any any -> any any (sid:1;)\ndrop ip any any -> any 22 (sid:2;)"),
			`rule 0 of aws_networkfirewall_rule_group.g: pass icmp,icmpv6 from [] 0-65535 to [] 0-65535
			rule 1 of aws_networkfirewall_rule_group.g: drop tcp,udp from [] 0-65535 to [] 22
			rule 2 of aws_networkfirewall_rule_group.g: drop protocol 132 from [] 0-65535 to [] 0-65535, perhaps: ports of SCTP are more than tfreach looks at`},
		{"HOME_NET is the firewall's VPC", text("drop tcp $HOME_NET any -> any 25 (sid:1;)"),
			"rule 0 of aws_networkfirewall_rule_group.g: drop tcp from [10.0.0.0/16] 0-65535 to [] 25"},
		{"HOME_NET of the group", statefulGroup(`"rule_variables": [{"ip_sets": [{"key": "HOME_NET", "ip_set": [{"definition": ["10.7.0.0/16"]}]}], "port_sets": [{"key": "P", "port_set": [{"definition": ["1", "3"]}]}]}],
				"rules_source": [{"rules_string": "drop tcp $HOME_NET any -> any $P (sid:1;)"}]`),
			"rule 0 of aws_networkfirewall_rule_group.g: drop tcp from [10.7.0.0/16] 0-65535 to [] 1,3"},
		{"a line that is none", text("pass tcp any any\npass tcp any any -> any 443 (sid:1;)"),
			`group aws_networkfirewall_rule_group.g may have others: UNKNOWN_VALUE aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string rule 1 is none that tfreach can read
			rule 0 of aws_networkfirewall_rule_group.g: pass tcp from [] 0-65535 to [] 443`},
		{"a text of its own attribute", `= aws_networkfirewall_rule_group.g {"id": "arn:g", "arn": "arn:g", "type": "STATEFUL", "rules": "reject tcp any any -> any 25 (sid:1;)"}`,
			"rule 0 of aws_networkfirewall_rule_group.g: drop tcp from [] 0-65535 to [] 25"},
		{"a text that is not known", `~ aws_networkfirewall_rule_group.g {"id": "arn:g", "arn": "arn:g", "type": "STATEFUL"} {"id": "arn:g", "arn": "arn:g", "type": "STATEFUL", "rules": "?"}`,
			"group aws_networkfirewall_rule_group.g may have others: UNKNOWN_VALUE aws_networkfirewall_rule_group.g.rules known after apply"},
		{"domains that are allowed", statefulGroup(`"rules_source": [{"rules_source_list": [{"generated_rules_type": "ALLOWLIST", "target_types": ["TLS_SNI"], "targets": [".example.com"]}]}]`),
			`rule 0 of aws_networkfirewall_rule_group.g: pass tcp from [10.0.0.0/16] 0-65535 to [] 0-65535, perhaps: the names that clients ask for decide what the rule matches
			rule 1 of aws_networkfirewall_rule_group.g: drop tcp from [10.0.0.0/16] 0-65535 to [] 0-65535, perhaps: the names that clients ask for decide what the rule matches`},
		{"T37 domains for senders of HOME_NET: NFW-6", statefulGroup(`"rule_variables": [{"ip_sets": [{"key": "HOME_NET", "ip_set": [{"definition": ["10.7.0.0/16"]}]}], "port_sets": []}], "rules_source": [{"rules_source_list": [{"generated_rules_type": "DENYLIST"}]}]`),
			"rule 0 of aws_networkfirewall_rule_group.g: drop tcp from [10.7.0.0/16] 0-65535 to [] 0-65535, perhaps: the names that clients ask for decide what the rule matches"},
		{"domains for senders that are not known", statefulGroup(`"rule_variables": [{"ip_sets": [{"key": "HOME_NET", "ip_set": [{"definition": ["?"]}]}], "port_sets": []}], "rules_source": [{"rules_source_list": [{"generated_rules_type": "DENYLIST"}]}]`),
			"rule 0 of aws_networkfirewall_rule_group.g: drop tcp from [] 0-65535 to [] 0-65535, perhaps: the names that clients ask for decide what the rule matches"},
		{"domains that are allowed, in strict order", statefulGroup(`"stateful_rule_options": [{"rule_order": "STRICT_ORDER"}], "rules_source": [{"rules_source_list": [{"generated_rules_type": "ALLOWLIST"}]}]`),
			"rule 0 of aws_networkfirewall_rule_group.g: pass tcp from [10.0.0.0/16] 0-65535 to [] 0-65535, perhaps: the names that clients ask for decide what the rule matches"},
		{"stateless rules, by their priorities", `= aws_networkfirewall_rule_group.g {"id": "arn:g", "arn": "arn:g", "type": "STATELESS", "rule_group": [{"rules_source": [{"stateless_rules_and_custom_actions": [{"stateless_rule": [
				{"priority": 9, "rule_definition": [{"actions": ["aws:drop"], "match_attributes": [{"protocols": [6], "source": [], "destination": [{"address_definition": "192.0.2.0/24"}], "tcp_flag": [{"flags": ["SYN"]}]}]}]},
				{"priority": 2, "rule_definition": [{"actions": ["Count", "aws:forward_to_sfe"], "match_attributes": [{"protocols": [], "source": [{"address_definition": "10.0.0.0/8"}], "destination": []}]}]},
				{"priority": 3, "rule_definition": [{"actions": ["aws:pass"], "match_attributes": [{"protocols": [17], "destination_port": [{"from_port": 53, "to_port": 54}, {"from_port": 99}]}]}]}]}]}]}]}`,
			`rule 0 of aws_networkfirewall_rule_group.g: forward any protocol from [10.0.0.0/8] 0-65535 to [] 0-65535
			rule 1 of aws_networkfirewall_rule_group.g: pass udp from [] 0-65535 to [] 53-54,99
			rule 2 of aws_networkfirewall_rule_group.g: drop tcp from [] 0-65535 to [192.0.2.0/24] 0-65535, perhaps: flags are more than tfreach looks at`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			after, _ := build(t, firewallPlan(t, uses+tt.plan), "")
			var got []string
			for _, l := range strings.Split(firewallText(after), "\n") {
				if strings.HasPrefix(l, "rule ") || strings.Contains(l, "may have others") {
					got = append(got, l)
				}
			}
			compare(t, strings.Join(got, "\n"), tt.want)
		})
	}
}

// TestFirewallPolicies: the defaults, the order and the groups of a policy (NFW-2,
// NFW-3).
func TestFirewallPolicies(t *testing.T) {
	for _, tt := range []struct{ name, policy, want string }{
		{"strict", `"stateless_default_actions": ["aws:pass"], "stateful_default_actions": ["aws:alert_strict", "aws:drop_established"], "stateful_engine_options": [{"rule_order": "STRICT_ORDER"}],
			"stateful_rule_group_reference": [{"resource_arn": "arn:b", "priority": 20}, {"resource_arn": "arn:a", "priority": 10}]`,
			`policy aws_networkfirewall_firewall_policy.p: pass; strict true, drop established
			group of aws_networkfirewall_firewall_policy.p: 10, arn:a (beyond)
			group of aws_networkfirewall_firewall_policy.p: 20, arn:b (beyond)`},
		{"by actions", `"stateless_default_actions": ["aws:drop"]`, "policy aws_networkfirewall_firewall_policy.p: drop; strict false, pass"},
		{"what looks further", `"stateless_default_actions": ["aws:forward_to_sfe"], "stateful_default_actions": ["aws:drop_established_app_layer"], "stateful_engine_options": [{"rule_order": "STRICT_ORDER"}]`,
			"policy aws_networkfirewall_firewall_policy.p: forward; strict true, [UNMODELLED_RESOURCE aws_networkfirewall_firewall_policy.p.firewall_policy[0].stateful_default_actions[0] what this default action drops is not modelled]"},
		{"TLS inspection", `"stateless_default_actions": ["aws:forward_to_sfe"], "tls_inspection_configuration_arn": "arn:tls"`,
			`policy aws_networkfirewall_firewall_policy.p: forward; strict false, pass
			group of aws_networkfirewall_firewall_policy.p: 0, aws_networkfirewall_firewall_policy.p.firewall_policy[0].tls_inspection_configuration_arn`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			after, _ := build(t, firewallPlan(t, `= aws_networkfirewall_firewall_policy.p {"id": "arn:p", "arn": "arn:p", "firewall_policy": [{`+tt.policy+`}]}`), "")
			compare(t, firewallText(after), tt.want)
		})
	}
}

// TestFirewallCutDown: what somebody cut out of a plan is not taken to be nothing.
func TestFirewallCutDown(t *testing.T) {
	after, _ := build(t, `= aws_networkfirewall_firewall_policy.p {"id": "arn:p", "arn": "arn:p", "firewall_policy": [{"stateless_default_actions": ["aws:forward_to_sfe"]}]}
		= aws_networkfirewall_rule_group.g {"id": "arn:g", "arn": "arn:g", "type": "STATEFUL", "rule_group": [{"rules_source": [{}]}]}
		= aws_networkfirewall_firewall.f {"id": "arn:f", "arn": "arn:f"}`, "")
	p, g, f := after.FirewallPolicies[0], after.FirewallRuleGroups[0], after.Firewalls[0]
	if p.Strict.Why == nil || p.StatefulDefault.Why == nil || len(p.Stateful) != 1 || len(p.Stateless) != 1 || g.Why == nil || f.Policy.Why == nil || f.VPC.Why == nil {
		t.Errorf("%+v\n%+v\n%+v", p, g, f)
	}
}

// TestDropToAlert: a policy may turn the drops of a group into alerts, for itself.
func TestDropToAlert(t *testing.T) {
	after, _ := build(t, firewallPlan(t, `= aws_networkfirewall_firewall_policy.p {"id": "arn:p", "arn": "arn:p", "firewall_policy": [{"stateless_default_actions": ["aws:forward_to_sfe"],
			"stateful_rule_group_reference": [{"resource_arn": "arn:g", "override": [{"action": "DROP_TO_ALERT"}]}]}]}
		= aws_networkfirewall_rule_group.g {"id": "arn:g", "arn": "arn:g", "type": "STATEFUL", "rules": "drop tcp any any -> any 25 (sid:1;)"}`), "")
	group, _ := after.FirewallPolicies[0].Stateful[0].Group.Exact()
	if got := group.Rules[0].Action; got != reach.FirewallAlert {
		t.Errorf("the policy's rule has the action %v", got)
	}
	if got := after.FirewallRuleGroups[0].Rules[0].Action; got != reach.FirewallDrop {
		t.Errorf("the group's rule has the action %v", got)
	}
}

// TestKnownFirewallEndpoints: a route to the id that a firewall's status shows leads to
// the endpoint in that subnet, also where this plan changes the firewall, and not to
// one that it takes away.
func TestKnownFirewallEndpoints(t *testing.T) {
	const (
		rest = `= aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16"}
		= aws_subnet.a {"id": "subnet-a", "vpc_id": "vpc-1", "cidr_block": "10.0.1.0/24"}
		= aws_subnet.b {"id": "subnet-b", "vpc_id": "vpc-1", "cidr_block": "10.0.2.0/24"}
		= aws_route_table.t {"id": "rtb-1", "vpc_id": "vpc-1", "route": [{"cidr_block": "0.0.0.0/0", "vpc_endpoint_id": "vpce-a"}, {"cidr_block": "10.9.0.0/16", "vpc_endpoint_id": "vpce-b"}]}
		`
		was = `{"id": "arn:f", "arn": "arn:f", "vpc_id": "vpc-1", "firewall_policy_arn": "arn:p", "subnet_mapping": [{"subnet_id": "subnet-a"}, {"subnet_id": "subnet-b"}],
			"firewall_status": [{"sync_states": [{"availability_zone": "eu-west-1a", "attachment": [{"endpoint_id": "vpce-a", "subnet_id": "subnet-a"}]},
				{"availability_zone": "eu-west-1b", "attachment": [{"endpoint_id": "vpce-b", "subnet_id": "subnet-b"}]}]}]}`
	)
	targets := func(n *reach.Network) string {
		var out []string
		for _, r := range n.Routes {
			to := one(r.Target)
			if o, ok := r.Target.Exact(); ok {
				if e, ok := o.(*reach.FirewallEndpoint); ok {
					to = one(e.Subnet)
				}
				if _, ok := o.(*reach.Gone); ok {
					to = "gone"
				}
			}
			out = append(out, fmt.Sprintf("%s to %s", r.Destination.Value, to))
		}
		return strings.Join(out, "\n")
	}
	for _, tt := range []struct{ name, plan, want string }{
		{"as it was", "= aws_networkfirewall_firewall.f " + was, "0.0.0.0/0 to aws_subnet.a\n10.9.0.0/16 to aws_subnet.b"},
		{"one subnet less", "~ aws_networkfirewall_firewall.f " + was + ` {"id": "arn:f", "arn": "arn:f", "vpc_id": "vpc-1", "firewall_policy_arn": "arn:p", "subnet_mapping": [{"subnet_id": "subnet-a"}], "firewall_status": "?"}`,
			"0.0.0.0/0 to aws_subnet.a\n10.9.0.0/16 to gone"},
		{"deleted", "- aws_networkfirewall_firewall.f " + was, "0.0.0.0/0 to gone\n10.9.0.0/16 to gone"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			after, _ := build(t, firewallPlan(t, rest+tt.plan), "")
			compare(t, targets(after), tt.want)
		})
	}
}
