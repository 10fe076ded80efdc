package aws_test

import (
	"strings"
	"testing"
)

// TestPolicySettings: what a policy makes of packets (NFW-2, NFW-3), and of the drops of
// its groups.
func TestPolicySettings(t *testing.T) {
	const group = `= aws_networkfirewall_rule_group.g {"id": "arn:g", "arn": "arn:g", "type": "STATEFUL", "rule_group": [{"rules_source": [{"rules_string": "drop tcp any any -> any 80 (sid:1;)\npass tcp any any -> any 443 (sid:2;)"}]}]}` + "\n"
	policy := func(values string) string {
		return group + `= aws_networkfirewall_firewall_policy.p {"id": "arn:p", "arn": "arn:p", "firewall_policy": [{` + values + `}]}`
	}
	fresh := func(values string) string {
		return group + `+ aws_networkfirewall_firewall_policy.p {"firewall_policy": [{` + values + `}]}`
	}
	const forward = `"stateless_default_actions": ["aws:forward_to_sfe"], `
	plans := []saying{
		{"passes", policy(`"stateless_default_actions": ["aws:pass"]`), "", "aws_networkfirewall_firewall_policy.p: StatelessDefault=pass StatefulDefault=pass"},
		{"drops, and publishes", policy(`"stateless_default_actions": ["mine", "aws:drop"]`), "", "aws_networkfirewall_firewall_policy.p: StatelessDefault=drop StatefulDefault=pass"},
		{"no standard action", policy(`"stateless_default_actions": ["mine"]`), "", "aws_networkfirewall_firewall_policy.p: StatelessDefault=?aws_networkfirewall_firewall_policy.p.firewall_policy[0].stateless_default_actions StatefulDefault=pass"},
		{"an action that is known after apply", fresh(`"stateless_default_actions": ["?"]`), "", "aws_networkfirewall_firewall_policy.p: StatelessDefault=?aws_networkfirewall_firewall_policy.p.firewall_policy[0].stateless_default_actions[0] StatefulDefault=pass"},
		{"actions that are known after apply", fresh(`"stateless_default_actions": "?"`), "", "aws_networkfirewall_firewall_policy.p: StatelessDefault=?aws_networkfirewall_firewall_policy.p.firewall_policy[0].stateless_default_actions StatefulDefault=pass"},
		{"NFW-3 strict order", policy(forward + `"stateful_engine_options": [{"rule_order": "STRICT_ORDER"}], "stateful_default_actions": ["aws:drop_strict"]`), "", "aws_networkfirewall_firewall_policy.p: StatelessDefault=forward Strict StatefulDefault=drop"},
		{"NFW-3 the order by default", policy(forward + `"stateful_engine_options": [{"rule_order": "DEFAULT_ACTION_ORDER"}]`), "", "aws_networkfirewall_firewall_policy.p: StatelessDefault=forward StatefulDefault=pass"},
		{"NFW-3 the order that nobody writes", policy(forward + `"stateful_engine_options": [{"rule_order": null}]`), "", "aws_networkfirewall_firewall_policy.p: StatelessDefault=forward StatefulDefault=pass"},
		{"NFW-3 an order that is none", policy(forward + `"stateful_engine_options": [{"rule_order": "BEST"}]`), "", "aws_networkfirewall_firewall_policy.p: StatelessDefault=forward Strict=?aws_networkfirewall_firewall_policy.p.firewall_policy[0].stateful_engine_options[0].rule_order StatefulDefault=pass"},
		{"NFW-3 an order that is known after apply", fresh(forward + `"stateful_engine_options": "?"`), "", "aws_networkfirewall_firewall_policy.p: StatelessDefault=forward Strict=?aws_networkfirewall_firewall_policy.p.firewall_policy[0].stateful_engine_options StatefulDefault=pass"},
		{"NFW-4 drops established", policy(forward + `"stateful_engine_options": [{"rule_order": "STRICT_ORDER"}], "stateful_default_actions": ["aws:alert_strict", "aws:drop_established"]`), "", "aws_networkfirewall_firewall_policy.p: StatelessDefault=forward Strict StatefulDefault=drop established"},
		{"NFW-4 drops strictly goes before", policy(forward + `"stateful_engine_options": [{"rule_order": "STRICT_ORDER"}], "stateful_default_actions": ["aws:drop_established", "aws:drop_strict"]`), "", "aws_networkfirewall_firewall_policy.p: StatelessDefault=forward Strict StatefulDefault=drop"},
		{"NFW-4 alerts alone let pass", policy(forward + `"stateful_engine_options": [{"rule_order": "STRICT_ORDER"}], "stateful_default_actions": ["aws:alert_established", "aws:alert_established_app_layer"]`), "", "aws_networkfirewall_firewall_policy.p: StatelessDefault=forward Strict StatefulDefault=pass"},
		{"NFW-4 what looks at more than headers", policy(forward + `"stateful_engine_options": [{"rule_order": "STRICT_ORDER"}], "stateful_default_actions": ["aws:drop_established_app_layer", "aws:drop_established"]`), "", "aws_networkfirewall_firewall_policy.p: StatelessDefault=forward Strict StatefulDefault=?aws_networkfirewall_firewall_policy.p.firewall_policy[0].stateful_default_actions[0]"},
		{"NFW-4 what is known after apply", fresh(forward + `"stateful_default_actions": ["?", "aws:drop_established"]`), "", "aws_networkfirewall_firewall_policy.p: StatelessDefault=forward StatefulDefault=?aws_networkfirewall_firewall_policy.p.firewall_policy[0].stateful_default_actions[0]"},
		{"NFW-4 defaults that are known after apply", fresh(forward + `"stateful_default_actions": "?"`), "", "aws_networkfirewall_firewall_policy.p: StatelessDefault=forward StatefulDefault=?aws_networkfirewall_firewall_policy.p.firewall_policy[0].stateful_default_actions"},
		{"groups by their priorities", policy(forward + `"stateful_rule_group_reference": [{"resource_arn": "arn:z", "priority": 20}, {"resource_arn": "arn:g", "priority": 10}]`), "", "aws_networkfirewall_firewall_policy.p: StatelessDefault=forward Stateful={(Priority=10 Group=aws_networkfirewall_rule_group.g) (Priority=20 Group=arn:z (beyond))} StatefulDefault=pass"},
		{"stateless groups by their priorities", policy(forward + `"stateless_rule_group_reference": [{"resource_arn": "arn:z", "priority": 20}, {"resource_arn": "arn:y", "priority": 10}]`), "", "aws_networkfirewall_firewall_policy.p: Stateless={(Priority=10 Group=arn:y (beyond)) (Priority=20 Group=arn:z (beyond))} StatelessDefault=forward StatefulDefault=pass"},
		{"a priority that is known after apply", fresh(forward + `"stateful_rule_group_reference": [{"resource_arn": "arn:g", "priority": "?"}]`), "", "aws_networkfirewall_firewall_policy.p: StatelessDefault=forward Stateful={(Priority=?aws_networkfirewall_firewall_policy.p.firewall_policy[0].stateful_rule_group_reference[0].priority Group=aws_networkfirewall_rule_group.g)} StatefulDefault=pass"},
		{"groups that are known after apply", fresh(forward + `"stateful_rule_group_reference": "?"`), "", "aws_networkfirewall_firewall_policy.p: StatelessDefault=forward Stateful={(Priority=?aws_networkfirewall_firewall_policy.p.firewall_policy[0].stateful_rule_group_reference Group=[?aws_networkfirewall_firewall_policy.p.firewall_policy[0].stateful_rule_group_reference])} StatefulDefault=pass"},
		{"a group of AWS's own", policy(forward + `"stateful_rule_group_reference": [{"resource_arn": "arn:aws:network-firewall:eu-west-1:aws-managed:stateful-rulegroup/x"}]`), "", "aws_networkfirewall_firewall_policy.p: StatelessDefault=forward Stateful={(Priority=0 Group=arn:aws:network-firewall:eu-west-1:aws-managed:stateful-rulegroup/x (beyond))} StatefulDefault=pass"},
		{"drops that are turned into alerts", policy(forward + `"stateful_rule_group_reference": [{"resource_arn": "arn:g", "override": [{"action": "DROP_TO_ALERT"}]}]`), "", "aws_networkfirewall_firewall_policy.p: StatelessDefault=forward Stateful={(Priority=0 Group=aws_networkfirewall_rule_group.g)} StatefulDefault=pass"},
		{"drops that stay", policy(forward + `"stateful_rule_group_reference": [{"resource_arn": "arn:g", "override": []}]`), "", "aws_networkfirewall_firewall_policy.p: StatelessDefault=forward Stateful={(Priority=0 Group=aws_networkfirewall_rule_group.g)} StatefulDefault=pass"},
		{"drops that something unknown becomes of", fresh(forward + `"stateful_rule_group_reference": [{"resource_arn": "arn:g", "override": [{"action": "?"}]}]`), "", "aws_networkfirewall_firewall_policy.p: StatelessDefault=forward Stateful={(Priority=0 Group=[aws_networkfirewall_rule_group.g | ?aws_networkfirewall_firewall_policy.p.firewall_policy[0].stateful_rule_group_reference[0].override[0].action])} StatefulDefault=pass"},
		{"drops that may be turned into alerts", fresh(forward + `"stateful_rule_group_reference": [{"resource_arn": "arn:g", "override": "?"}]`), "", "aws_networkfirewall_firewall_policy.p: StatelessDefault=forward Stateful={(Priority=0 Group=[aws_networkfirewall_rule_group.g | ?aws_networkfirewall_firewall_policy.p.firewall_policy[0].stateful_rule_group_reference[0].override])} StatefulDefault=pass"},
		{"drops of a group that is not known", fresh(forward + `"stateful_rule_group_reference": [{"resource_arn": "?", "override": [{"action": "DROP_TO_ALERT"}]}]`), "", "aws_networkfirewall_firewall_policy.p: StatelessDefault=forward Stateful={(Priority=0 Group=[?aws_networkfirewall_firewall_policy.p.firewall_policy[0].stateful_rule_group_reference[0].override[0].action])} StatefulDefault=pass"},
		{"NFW TLS inspection", policy(forward + `"tls_inspection_configuration_arn": "arn:t"`), "", "aws_networkfirewall_firewall_policy.p: StatelessDefault=forward Stateful={(Priority=0 Group=aws_networkfirewall_firewall_policy.p.firewall_policy[0].tls_inspection_configuration_arn)} StatefulDefault=pass"},
		{"a policy that the plan does not show", group + `= aws_networkfirewall_firewall_policy.p {"id": "arn:p", "arn": "arn:p"}`, "", "aws_networkfirewall_firewall_policy.p: StatelessDefault=?aws_networkfirewall_firewall_policy.p.firewall_policy Strict=?aws_networkfirewall_firewall_policy.p.firewall_policy StatefulDefault=?aws_networkfirewall_firewall_policy.p.firewall_policy"},
		{"a policy that is known after apply", group + `+ aws_networkfirewall_firewall_policy.p {"firewall_policy": "?"}`, "", "aws_networkfirewall_firewall_policy.p: StatelessDefault=?aws_networkfirewall_firewall_policy.p.firewall_policy Strict=?aws_networkfirewall_firewall_policy.p.firewall_policy StatefulDefault=?aws_networkfirewall_firewall_policy.p.firewall_policy"},
		{"a policy of the plan that a data source reads", policy(`"stateless_default_actions": ["aws:pass"]`) + `
			< data.aws_networkfirewall_firewall_policy.p {"id": "arn:p", "arn": "arn:p"}`, "", "aws_networkfirewall_firewall_policy.p: StatelessDefault=pass StatefulDefault=pass"},
	}
	for i := range plans {
		plans[i].plan = firewallPlan(t, plans[i].plan)
	}
	say(t, "", plans, "FirewallPolicies")
}

// TestHomeNet: HOME_NET is what the policy says, else the block of the firewall's VPC,
// where all who use a group agree (NFW-6).
func TestHomeNet(t *testing.T) {
	const (
		vpc   = `= aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16", "ipv6_cidr_block": ""}` + "\n"
		group = `= aws_networkfirewall_rule_group.g {"id": "arn:g", "arn": "arn:g", "type": "STATEFUL", "rule_group": [{"rules_source": [{"rules_string": "pass tcp $HOME_NET any -> any 443 (sid:2;)"}]}]}` + "\n"
	)
	firewall := func(name, vpc, policy string) string {
		return `= aws_networkfirewall_firewall.` + name + ` {"id": "arn:` + name + `", "arn": "arn:` + name + `", "vpc_id": "` + vpc + `", "firewall_policy_arn": "` + policy + `", "subnet_mapping": []}` + "\n"
	}
	policy := func(name, values string) string {
		return `= aws_networkfirewall_firewall_policy.` + name + ` {"id": "arn:` + name + `", "arn": "arn:` + name + `", "firewall_policy": [{"stateless_default_actions": ["aws:forward_to_sfe"],
			"stateful_rule_group_reference": [{"resource_arn": "arn:g"}], "policy_variables": [` + values + `]}]}` + "\n"
	}
	home := func(definition string) string {
		return `{"rule_variables": [{"ip_sets": [{"key": "HOME_NET", "ip_set": [{"definition": ` + definition + `}]}], "port_sets": []}]}`
	}
	plans := []saying{
		{"the block of the VPC", vpc + group + firewall("f", "vpc-1", "arn:p") + policy("p", ""), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string Action=pass Protocols=tcp Src={10.0.0.0/16} SrcPorts=0-65535 DstPorts=443)}"},
		{"what the policy says", vpc + group + firewall("f", "vpc-1", "arn:p") + policy("p", home(`["192.168.0.0/16", "10.9.0.0/16"]`)), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string Action=pass Protocols=tcp Src={10.9.0.0/16 192.168.0.0/16} SrcPorts=0-65535 DstPorts=443)}"},
		{"another variable of the policy", vpc + group + firewall("f", "vpc-1", "arn:p") + policy("p", `{"rule_variables": [{"ip_sets": [{"key": "OTHER", "ip_set": [{"definition": ["192.168.0.0/16"]}]}], "port_sets": []}]}`), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string Action=pass Protocols=tcp Src={10.0.0.0/16} SrcPorts=0-65535 DstPorts=443)}"},
		{"what the policy says in terms of itself", vpc + group + firewall("f", "vpc-1", "arn:p") + policy("p", home(`["$HOME_NET"]`)), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string Action=pass Protocols=tcp SrcPorts=0-65535 DstPorts=443 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string)}"},
		{"variables that are known after apply", vpc + group + firewall("f", "vpc-1", "arn:p") + `+ aws_networkfirewall_firewall_policy.p {"firewall_policy": [{"stateless_default_actions": ["aws:forward_to_sfe"],
			"stateful_rule_group_reference": [{"resource_arn": "arn:g"}], "policy_variables": "?"}]}`, `
			resource "aws_networkfirewall_firewall_policy" "p" {}
			resource "aws_networkfirewall_firewall" "f" { firewall_policy_arn = "arn:p" }`, "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string Action=pass Protocols=tcp SrcPorts=0-65535 DstPorts=443 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string)}"},
		{"a variable whose name is known after apply", vpc + group + firewall("f", "vpc-1", "arn:p") + becomesLine(policy("p", ""), policy("p", `{"rule_variables": [{"ip_sets": [{"key": "?", "ip_set": [{"definition": []}]}], "port_sets": []}]}`)), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string Action=pass Protocols=tcp SrcPorts=0-65535 DstPorts=443 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string)}"},
		{"no firewall has the group", vpc + group + policy("p", ""), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string Action=pass Protocols=tcp SrcPorts=0-65535 DstPorts=443 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string)}"},
		{"two firewalls that agree", vpc + group + firewall("e", "vpc-1", "arn:p") + firewall("f", "vpc-1", "arn:p") + policy("p", ""), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string Action=pass Protocols=tcp Src={10.0.0.0/16} SrcPorts=0-65535 DstPorts=443)}"},
		{"two policies that do not agree", vpc + group + firewall("e", "vpc-1", "arn:p") + firewall("f", "vpc-1", "arn:q") + policy("p", "") + policy("q", home(`["10.9.0.0/16"]`)), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string Action=pass Protocols=tcp SrcPorts=0-65535 DstPorts=443 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string)}"},
		{"two policies of which one does not say", vpc + group + firewall("e", "vpc-1", "arn:p") + firewall("f", "vpc-9", "arn:q") + policy("p", "") + policy("q", ""), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string Action=pass Protocols=tcp SrcPorts=0-65535 DstPorts=443 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string)}"},
		{"a VPC of two blocks", vpc + group + `= aws_vpc_ipv4_cidr_block_association.x {"id": "x", "vpc_id": "vpc-1", "cidr_block": "10.1.0.0/16"}
			` + firewall("f", "vpc-1", "arn:p") + policy("p", ""), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string Action=pass Protocols=tcp SrcPorts=0-65535 DstPorts=443 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string)}"},
		{"a block of another VPC", vpc + group + `= aws_vpc_ipv4_cidr_block_association.x {"id": "x", "vpc_id": "vpc-9", "cidr_block": "10.1.0.0/16"}
			` + firewall("f", "vpc-1", "arn:p") + policy("p", ""), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string Action=pass Protocols=tcp Src={10.0.0.0/16} SrcPorts=0-65535 DstPorts=443)}"},
		{"a block that may be of the VPC", vpc + group + `+ aws_vpc_ipv4_cidr_block_association.x {"vpc_id": "?", "cidr_block": "10.1.0.0/16"}
			` + firewall("f", "vpc-1", "arn:p") + policy("p", ""), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string Action=pass Protocols=tcp SrcPorts=0-65535 DstPorts=443 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string)}"},
		{"a block that is not known", `= aws_vpc.v {"id": "vpc-1", "cidr_block": ""}
			` + group + firewall("f", "vpc-1", "arn:p") + policy("p", ""), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string Action=pass Protocols=tcp SrcPorts=0-65535 DstPorts=443 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string)}"},
		{"a VPC that a data source reads", `< data.aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16", "cidr_block_associations": []}
			` + group + firewall("f", "vpc-1", "arn:p") + policy("p", ""), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string Action=pass Protocols=tcp SrcPorts=0-65535 DstPorts=443 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string)}"},
	}
	for i := range plans {
		plans[i].plan = firewallPlan(t, plans[i].plan)
	}
	say(t, "", plans, "FirewallRuleGroups")
}

// becomesLine is a line of a plan that changes from one to another.
func becomesLine(before, after string) string {
	values := after[strings.IndexByte(after, '{'):]
	return "~ " + before[2:len(before)-1] + " " + values
}

// TestRuleGroups: rules of groups of which a part is not known (NFW-5, NFW-10).
func TestRuleGroups(t *testing.T) {
	group := func(typ, rules string) string {
		return `+ aws_networkfirewall_rule_group.g {"type": "` + typ + `", "rules": null, "rule_group": [{` + rules + `}]}`
	}
	stateless := func(rule string) string {
		return group("STATELESS", `"rules_source": [{"stateless_rules_and_custom_actions": [{"stateless_rule": [`+rule+`]}]}]`)
	}
	match := func(attributes string) string {
		return stateless(`{"priority": 1, "rule_definition": [{"actions": ["aws:drop"], "match_attributes": [{` + attributes + `}]}]}`)
	}
	stateful := func(rule string) string { return group("STATEFUL", `"rules_source": [{"stateful_rule": [`+rule+`]}]`) }
	header := func(protocol, more string) string {
		return `{"action": "PASS", "header": [{"protocol": "` + protocol + `", "source": "10.0.0.0/8", "source_port": "ANY", "direction": "FORWARD", "destination": "ANY", "destination_port": "80"` + more + `}], "rule_option": []}`
	}
	list := func(typ, options string) string {
		return group("STATEFUL", `"stateful_rule_options": [`+options+`], "rules_source": [{"rules_source_list": [{"generated_rules_type": "`+typ+`"}]}]`)
	}
	text := func(rules string) string { return group("STATEFUL", `"rules_source": [{"rules_string": "`+rules+`"}]`) }
	plans := []saying{
		{"a group whose kind is known after apply", `+ aws_networkfirewall_rule_group.g {"type": "?", "rules": null, "rule_group": "?"}`, "", "aws_networkfirewall_rule_group.g: Stateful Why=?aws_networkfirewall_rule_group.g.type"},
		{"a group that is known after apply", `+ aws_networkfirewall_rule_group.g {"type": "STATEFUL", "rules": null, "rule_group": "?"}`, "", "aws_networkfirewall_rule_group.g: Stateful Why=?aws_networkfirewall_rule_group.g.rule_group"},
		{"rules that are known after apply", group("STATEFUL", `"rules_source": "?"`), "", "aws_networkfirewall_rule_group.g: Stateful Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source"},
		{"rules that are no block", `= aws_networkfirewall_rule_group.g {"id": "arn:g", "arn": "arn:g", "type": "STATEFUL", "rule_group": ["x"]}`, "", "aws_networkfirewall_rule_group.g: Stateful Why=?aws_networkfirewall_rule_group.g.rule_group[0]"},
		{"rules in one text", `= aws_networkfirewall_rule_group.g {"id": "arn:g", "arn": "arn:g", "type": "STATEFUL", "rules": "pass udp any any -> any 53 (sid:1;)"}`, "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rules Action=pass Protocols=udp SrcPorts=0-65535 DstPorts=53)}"},
		{"rules in one text that is known after apply", `+ aws_networkfirewall_rule_group.g {"type": "STATEFUL", "rules": "?"}`, "", "aws_networkfirewall_rule_group.g: Stateful Why=?aws_networkfirewall_rule_group.g.rules"},
		{"stateless rules by their priorities", stateless(`{"priority": 2, "rule_definition": [{"actions": ["aws:drop"], "match_attributes": [{}]}]}, {"priority": 1, "rule_definition": [{"actions": ["aws:pass"], "match_attributes": [{}]}]}`), "", "aws_networkfirewall_rule_group.g: Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateless_rules_and_custom_actions[0].stateless_rule[1] Action=pass Protocols=any protocol SrcPorts=0-65535 DstPorts=0-65535) (aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateless_rules_and_custom_actions[0].stateless_rule[0] Action=drop Protocols=any protocol SrcPorts=0-65535 DstPorts=0-65535)}"},
		{"a priority that is known after apply", stateless(`{"priority": "?", "rule_definition": [{"actions": ["aws:drop"], "match_attributes": [{}]}]}`), "", "aws_networkfirewall_rule_group.g: Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateless_rules_and_custom_actions[0].stateless_rule[0].priority"},
		{"a rule that does not say what it matches", stateless(`{"priority": 1, "rule_definition": []}, {"priority": 2, "rule_definition": [{"actions": ["aws:drop"], "match_attributes": []}]}`), "", "aws_networkfirewall_rule_group.g: Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateless_rules_and_custom_actions[0].stateless_rule[1] Action=drop Protocols=any protocol SrcPorts=0-65535 DstPorts=0-65535 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateless_rules_and_custom_actions[0].stateless_rule[1].rule_definition[0].match_attributes)} Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateless_rules_and_custom_actions[0].stateless_rule[0]"},
		{"an action that is known after apply: any of them", stateless(`{"priority": 1, "rule_definition": [{"actions": ["?"], "match_attributes": [{}]}]}`), "", "aws_networkfirewall_rule_group.g: Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateless_rules_and_custom_actions[0].stateless_rule[0] Action=pass Protocols=any protocol SrcPorts=0-65535 DstPorts=0-65535 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateless_rules_and_custom_actions[0].stateless_rule[0].rule_definition[0].actions[0]) (aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateless_rules_and_custom_actions[0].stateless_rule[0] Action=drop Protocols=any protocol SrcPorts=0-65535 DstPorts=0-65535 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateless_rules_and_custom_actions[0].stateless_rule[0].rule_definition[0].actions[0]) (aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateless_rules_and_custom_actions[0].stateless_rule[0] Action=forward Protocols=any protocol SrcPorts=0-65535 DstPorts=0-65535 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateless_rules_and_custom_actions[0].stateless_rule[0].rule_definition[0].actions[0])}"},
		{"addresses, ports and protocols", match(`"source": [{"address_definition": "10.0.0.0/8"}], "destination": [{"address_definition": "10.1.0.0/16"}, {"address_definition": "10.2.0.0/16"}], "protocols": [6, 17],
			"source_port": [{"from_port": 1024, "to_port": 65535}], "destination_port": [{"from_port": 80, "to_port": 0}, {"from_port": 443, "to_port": null}, {"from_port": 8000, "to_port": 8080}]`), "", "aws_networkfirewall_rule_group.g: Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateless_rules_and_custom_actions[0].stateless_rule[0] Action=drop Protocols=tcp,udp Src={10.0.0.0/8} Dst={10.1.0.0/16 10.2.0.0/16} SrcPorts=1024-65535 DstPorts=80,443,8000-8080)}"},
		{"an address that is known after apply", match(`"source": [{"address_definition": "10.0.0.0/8"}, {"address_definition": "?"}]`), "", "aws_networkfirewall_rule_group.g: Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateless_rules_and_custom_actions[0].stateless_rule[0] Action=drop Protocols=any protocol SrcPorts=0-65535 DstPorts=0-65535 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateless_rules_and_custom_actions[0].stateless_rule[0].rule_definition[0].match_attributes[0].source[1].address_definition)}"},
		{"addresses that are known after apply", match(`"destination": "?"`), "", "aws_networkfirewall_rule_group.g: Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateless_rules_and_custom_actions[0].stateless_rule[0] Action=drop Protocols=any protocol SrcPorts=0-65535 DstPorts=0-65535 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateless_rules_and_custom_actions[0].stateless_rule[0].rule_definition[0].match_attributes[0].destination)}"},
		{"a port that is known after apply", match(`"protocols": [6], "destination_port": [{"from_port": 80, "to_port": 80}, {"from_port": "?", "to_port": "?"}]`), "", "aws_networkfirewall_rule_group.g: Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateless_rules_and_custom_actions[0].stateless_rule[0] Action=drop Protocols=tcp SrcPorts=0-65535 DstPorts=0-65535 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateless_rules_and_custom_actions[0].stateless_rule[0].rule_definition[0].match_attributes[0].destination_port[1])}"},
		{"a protocol that is known after apply", match(`"protocols": [6, "?"]`), "", "aws_networkfirewall_rule_group.g: Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateless_rules_and_custom_actions[0].stateless_rule[0] Action=drop Protocols=any protocol SrcPorts=0-65535 DstPorts=0-65535 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateless_rules_and_custom_actions[0].stateless_rule[0].rule_definition[0].match_attributes[0].protocols[1])}"},
		{"ports, and protocols without", match(`"protocols": [6, 1], "destination_port": [{"from_port": 80, "to_port": 80}]`), "", "aws_networkfirewall_rule_group.g: Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateless_rules_and_custom_actions[0].stateless_rule[0] Action=drop Protocols=icmp,tcp SrcPorts=0-65535 DstPorts=0-65535 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateless_rules_and_custom_actions[0].stateless_rule[0].rule_definition[0].match_attributes[0])}"},
		{"ports, and any protocol", match(`"destination_port": [{"from_port": 80, "to_port": 80}]`), "", "aws_networkfirewall_rule_group.g: Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateless_rules_and_custom_actions[0].stateless_rule[0] Action=drop Protocols=any protocol SrcPorts=0-65535 DstPorts=0-65535 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateless_rules_and_custom_actions[0].stateless_rule[0].rule_definition[0].match_attributes[0])}"},
		{"flags", match(`"protocols": [6], "tcp_flag": [{"flags": ["SYN"]}]`), "", "aws_networkfirewall_rule_group.g: Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateless_rules_and_custom_actions[0].stateless_rule[0] Action=drop Protocols=tcp SrcPorts=0-65535 DstPorts=0-65535 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateless_rules_and_custom_actions[0].stateless_rule[0].rule_definition[0].match_attributes[0].tcp_flag)}"},
		{"a stateful rule", stateful(header("TCP", "")), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateful_rule[0] Action=pass Protocols=tcp Src={10.0.0.0/8} SrcPorts=0-65535 DstPorts=80)}"},
		{"a stateful rule without a header", stateful(`{"action": "PASS", "header": [], "rule_option": []}`), "", "aws_networkfirewall_rule_group.g: Stateful Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateful_rule[0]"},
		{"options that are known after apply", stateful(`{"action": "PASS", "header": [{"protocol": "TCP", "source": "ANY", "source_port": "ANY", "direction": "FORWARD", "destination": "ANY", "destination_port": "80"}], "rule_option": "?"}`), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateful_rule[0] Action=pass Protocols=tcp SrcPorts=0-65535 DstPorts=80 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateful_rule[0].rule_option)}"},
		{"a header of which a part is known after apply", stateful(`{"action": "PASS", "header": [{"protocol": "TCP", "source": "?", "source_port": "ANY", "direction": "FORWARD", "destination": "ANY", "destination_port": "80"}], "rule_option": []}`), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateful_rule[0] Action=pass Protocols=tcp SrcPorts=0-65535 DstPorts=80 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateful_rule[0].header[0].source)}"},
		{"a stateful action that is known after apply: any of them", stateful(`{"action": "?", "header": [{"protocol": "TCP", "source": "ANY", "source_port": "ANY", "direction": "FORWARD", "destination": "ANY", "destination_port": "80"}], "rule_option": []}`), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateful_rule[0] Action=pass Protocols=tcp SrcPorts=0-65535 DstPorts=80 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateful_rule[0].action) (aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateful_rule[0] Action=drop Protocols=tcp SrcPorts=0-65535 DstPorts=80 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateful_rule[0].action)}"},
		{"a stateful action that is none", stateful(`{"action": "SHRUG", "header": [{"protocol": "TCP", "source": "ANY", "source_port": "ANY", "direction": "ANY", "destination": "ANY", "destination_port": "80"}], "rule_option": []}`), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateful_rule[0] Action=pass Protocols=tcp SrcPorts=0-65535 DstPorts=80 BothWays Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateful_rule[0].action) (aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateful_rule[0] Action=drop Protocols=tcp SrcPorts=0-65535 DstPorts=80 BothWays Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateful_rule[0].action)}"},
		{"a direction that is none", stateful(`{"action": "DROP", "header": [{"protocol": "TCP", "source": "ANY", "source_port": "ANY", "direction": "BACK", "destination": "ANY", "destination_port": "80"}], "rule_option": []}`), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateful_rule[0] Action=drop Protocols=tcp SrcPorts=0-65535 DstPorts=80 BothWays Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateful_rule[0])}"},
		{"ports that are none", stateful(`{"action": "DROP", "header": [{"protocol": "TCP", "source": "ANY", "source_port": "ANY", "direction": "FORWARD", "destination": "ANY", "destination_port": "http"}], "rule_option": []}`), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateful_rule[0] Action=drop Protocols=tcp SrcPorts=0-65535 DstPorts=0-65535 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateful_rule[0])}"},
		{"sctp has ports that are not looked at", stateful(header("SCTP", "")), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateful_rule[0] Action=pass Protocols=protocol 132 Src={10.0.0.0/8} SrcPorts=0-65535 DstPorts=0-65535 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateful_rule[0])}"},
		{"ip with ports: of what has any", stateful(header("IP", "")), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateful_rule[0] Action=pass Protocols=tcp,udp Src={10.0.0.0/8} SrcPorts=0-65535 DstPorts=80) (aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateful_rule[0] Action=pass Protocols=protocol 132 Src={10.0.0.0/8} SrcPorts=0-65535 DstPorts=0-65535 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateful_rule[0])}"},
		{"icmp has no ports", stateful(header("ICMP", "")), "", "aws_networkfirewall_rule_group.g: Stateful"},
		{"a protocol of a higher layer", stateful(header("TLS", "")), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateful_rule[0] Action=pass Protocols=tcp Src={10.0.0.0/8} SrcPorts=0-65535 DstPorts=80 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].stateful_rule[0])}"},
		{"a protocol that is none", text("drop carrier-pigeon any any -> any any (sid:1;)"), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string Action=drop Protocols=any protocol SrcPorts=0-65535 DstPorts=0-65535 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string)}"},
		{"names of protocols", text("drop tcp-stream any any -> any any (sid:1;)\\ndrop icmpv4 any any -> any any (sid:2;)\\ndrop icmpv6 any any -> any any (sid:3;)\\ndrop sctp any any -> any any (sid:4;)"), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string Action=drop Protocols=tcp SrcPorts=0-65535 DstPorts=0-65535 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string) (aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string Action=drop Protocols=icmp SrcPorts=0-65535 DstPorts=0-65535) (aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string Action=drop Protocols=icmpv6 SrcPorts=0-65535 DstPorts=0-65535) (aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string Action=drop Protocols=protocol 132 SrcPorts=0-65535 DstPorts=0-65535)}"},
		{"text that cannot be read", text("drop tcp any any -> any (sid:1;)\\nshrug tcp any any -> any any (sid:2;)\\ndrop tcp any any -> any 25 (sid:3;)"), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string Action=drop Protocols=tcp SrcPorts=0-65535 DstPorts=25)} Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string"},
		{"text with more than a header", text("pass tls any any -> any 443 (tls.sni; content:\\\"example.com\\\"; sid:1;)"), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string Action=pass Protocols=tcp SrcPorts=0-65535 DstPorts=443 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string)}"},
		{"variables", group("STATEFUL", `"rule_variables": [{"ip_sets": [{"key": "SERVERS", "ip_set": [{"definition": ["10.1.0.0/16", "10.2.0.0/16"]}]}], "port_sets": [{"key": "WEB", "port_set": [{"definition": ["80", "443"]}]}]}],
			"rules_source": [{"rules_string": "drop tcp any any -> $SERVERS $WEB (sid:1;)"}]`), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string Action=drop Protocols=tcp Dst={10.1.0.0/16 10.2.0.0/16} SrcPorts=0-65535 DstPorts=80,443)}"},
		{"a variable of which a part is known after apply", group("STATEFUL", `"rule_variables": [{"ip_sets": [{"key": "SERVERS", "ip_set": [{"definition": ["10.1.0.0/16", "?"]}]}], "port_sets": [{"key": "WEB", "port_set": [{"definition": ["80", "?"]}]}]}],
			"rules_source": [{"rules_string": "drop tcp any any -> $SERVERS $WEB (sid:1;)"}]`), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string Action=drop Protocols=tcp SrcPorts=0-65535 DstPorts=0-65535 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string)}"},
		{"a variable that nobody defines", text("drop tcp any any -> $NOBODY $NOTHING (sid:1;)"), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string Action=drop Protocols=tcp SrcPorts=0-65535 DstPorts=0-65535 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_string)}"},
		{"NFW-5 names that are allowed: others are denied", list("ALLOWLIST", ""), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_source_list[0] Action=pass Protocols=tcp SrcPorts=0-65535 DstPorts=0-65535 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_source_list[0]) (aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_source_list[0] Action=drop Protocols=tcp SrcPorts=0-65535 DstPorts=0-65535 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_source_list[0])}"},
		{"NFW-5 names that are allowed, in strict order", list("ALLOWLIST", `{"rule_order": "STRICT_ORDER"}`), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_source_list[0] Action=pass Protocols=tcp SrcPorts=0-65535 DstPorts=0-65535 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_source_list[0])}"},
		{"NFW-5 names that are denied", list("DENYLIST", ""), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_source_list[0] Action=drop Protocols=tcp SrcPorts=0-65535 DstPorts=0-65535 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_source_list[0])}"},
		{"NFW-5 names that are rejected", list("REJECTLIST", ""), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_source_list[0] Action=drop Protocols=tcp SrcPorts=0-65535 DstPorts=0-65535 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_source_list[0])}"},
		{"NFW-5 names that are noted", list("ALERTLIST", ""), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_source_list[0] Action=alert Protocols=tcp SrcPorts=0-65535 DstPorts=0-65535 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_source_list[0])}"},
		{"NFW-5 names of which something becomes", list("?", ""), "", "aws_networkfirewall_rule_group.g: Stateful Rules={(aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_source_list[0] Action=pass Protocols=tcp SrcPorts=0-65535 DstPorts=0-65535 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_source_list[0]) (aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_source_list[0] Action=drop Protocols=tcp SrcPorts=0-65535 DstPorts=0-65535 Why=?aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_source_list[0])}"},
	}
	for i := range plans {
		plans[i].plan = firewallPlan(t, plans[i].plan)
	}
	say(t, "", plans, "FirewallRuleGroups")
}

// TestEndpointsOfFirewalls: which endpoints a firewall has (NFW-1), and which of them a route
// leads to.
func TestEndpointsOfFirewalls(t *testing.T) {
	const (
		subnets = `= aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16"}
			= aws_subnet.a {"id": "subnet-a", "vpc_id": "vpc-1", "cidr_block": "10.0.0.0/24"}
			= aws_subnet.b {"id": "subnet-b", "vpc_id": "vpc-1", "cidr_block": "10.0.1.0/24"}
			`
		firewall = `= aws_networkfirewall_firewall.f {"id": "arn:f", "arn": "arn:f", "vpc_id": "vpc-1", "firewall_policy_arn": "arn:p", "subnet_mapping": [{"subnet_id": "subnet-a"}, {"subnet_id": "subnet-b"}],
				"firewall_status": [{"sync_states": [{"availability_zone": "a", "attachment": [{"endpoint_id": "vpce-a", "subnet_id": "subnet-a"}]}, {"availability_zone": "b", "attachment": [{"endpoint_id": "vpce-b", "subnet_id": "subnet-b"}]}]}]}` + "\n"
		route = `= aws_route_table.t {"id": "rtb-1", "route": [{"cidr_block": "0.0.0.0/0", "vpc_endpoint_id": `
	)
	say(t, subnets, []saying{
		{"one in each subnet", firewall, "", `
			aws_networkfirewall_firewall.f.subnet_mapping[0]: Subnet=aws_subnet.a Firewall=aws_networkfirewall_firewall.f
			aws_networkfirewall_firewall.f.subnet_mapping[1]: Subnet=aws_subnet.b Firewall=aws_networkfirewall_firewall.f
			aws_networkfirewall_firewall.f: VPC=aws_vpc.v Policy=arn:p (beyond)`},
		{"a route to one of them", firewall + route + `"vpce-b"}]}`, "", `
			aws_networkfirewall_firewall.f.subnet_mapping[0]: Subnet=aws_subnet.a Firewall=aws_networkfirewall_firewall.f
			aws_networkfirewall_firewall.f.subnet_mapping[1]: Subnet=aws_subnet.b Firewall=aws_networkfirewall_firewall.f
			aws_networkfirewall_firewall.f: VPC=aws_vpc.v Policy=arn:p (beyond)
			aws_route_table.t.route[0]: Target=aws_networkfirewall_firewall.f.subnet_mapping[1]`},
		{"a route to the firewall itself", firewall + route + `"arn:f"}]}`, "", `
			aws_networkfirewall_firewall.f.subnet_mapping[0]: Subnet=aws_subnet.a Firewall=aws_networkfirewall_firewall.f
			aws_networkfirewall_firewall.f.subnet_mapping[1]: Subnet=aws_subnet.b Firewall=aws_networkfirewall_firewall.f
			aws_networkfirewall_firewall.f: VPC=aws_vpc.v Policy=arn:p (beyond)
			aws_route_table.t.route[0]: Target=[aws_networkfirewall_firewall.f.subnet_mapping[0] | aws_networkfirewall_firewall.f.subnet_mapping[1] | ?aws_networkfirewall_firewall.f.firewall_status]`},
		{"a firewall that is attached to a transit gateway", `= aws_networkfirewall_firewall.f {"id": "arn:f", "arn": "arn:f", "transit_gateway_id": "tgw-1", "firewall_policy_arn": "arn:p", "subnet_mapping": []}`, "", "aws_networkfirewall_firewall.f: Type=an aws_networkfirewall_firewall that is attached to a transit gateway"},
		{"an endpoint in another VPC", firewall + `= aws_networkfirewall_vpc_endpoint_association.a {"id": "arn:a", "vpc_endpoint_association_arn": "arn:a", "firewall_arn": "arn:f", "vpc_id": "vpc-2", "subnet_mapping": [{"subnet_id": "subnet-z"}],
			"vpc_endpoint_association_status": [{"association_sync_states": [{"availability_zone": "a", "attachment": [{"endpoint_id": "vpce-z", "subnet_id": "subnet-z"}]}]}]}
			` + route + `"vpce-z"}]}`, "", `
			aws_networkfirewall_firewall.f.subnet_mapping[0]: Subnet=aws_subnet.a Firewall=aws_networkfirewall_firewall.f
			aws_networkfirewall_firewall.f.subnet_mapping[1]: Subnet=aws_subnet.b Firewall=aws_networkfirewall_firewall.f
			aws_networkfirewall_firewall.f: VPC=aws_vpc.v Policy=arn:p (beyond)
			aws_networkfirewall_vpc_endpoint_association.a.subnet_mapping[0]: Subnet=subnet-z (beyond) Firewall=aws_networkfirewall_firewall.f
			aws_route_table.t.route[0]: Target=aws_networkfirewall_vpc_endpoint_association.a.subnet_mapping[0]`},
		{"an endpoint of a firewall beyond the plan", `= aws_networkfirewall_vpc_endpoint_association.a {"id": "arn:a", "vpc_endpoint_association_arn": "arn:a", "firewall_arn": "arn:z", "vpc_id": "vpc-1", "subnet_mapping": [{"subnet_id": "subnet-a"}]}`, "", "aws_networkfirewall_vpc_endpoint_association.a.subnet_mapping[0]: Subnet=aws_subnet.a Firewall=arn:z (beyond)"},
		{"a firewall whose subnet is known after apply", `+ aws_networkfirewall_firewall.f {"vpc_id": "vpc-1", "firewall_policy_arn": "arn:p", "subnet_mapping": [{"subnet_id": "?"}]}`, "", `
			aws_networkfirewall_firewall.f.subnet_mapping[0]: Subnet=[?aws_networkfirewall_firewall.f.subnet_mapping[0].subnet_id] Firewall=aws_networkfirewall_firewall.f
			aws_networkfirewall_firewall.f: VPC=aws_vpc.v Policy=arn:p (beyond)`},
		{"a firewall of the plan that a data source reads", firewall + `< data.aws_networkfirewall_firewall.f {"id": "arn:f", "arn": "arn:f", "vpc_id": "vpc-1"}`, "", `
			aws_networkfirewall_firewall.f.subnet_mapping[0]: Subnet=aws_subnet.a Firewall=aws_networkfirewall_firewall.f
			aws_networkfirewall_firewall.f.subnet_mapping[1]: Subnet=aws_subnet.b Firewall=aws_networkfirewall_firewall.f
			aws_networkfirewall_firewall.f: VPC=aws_vpc.v Policy=arn:p (beyond)`},
	}, "Firewalls", "FirewallEndpoints", "Routes:Target", "Others")
}
