package aws_test

import (
	"testing"

	"github.com/tfreach/tfreach/reach"
)

// TestReasons: what people read of what is not known, where one of several reasons holds.
func TestReasons(t *testing.T) {
	workload := func(n *reach.Network) *reach.Unknown { return n.Workloads[0].Interfaces.Why }
	order := func(n *reach.Network) *reach.Unknown { return n.ACLEntries[0].Order }
	rule := func(number string) string {
		return `+ aws_network_acl_rule.r {"network_acl_id": "acl-1", "rule_number": ` + number + `, "egress": false, "rule_action": "allow", "protocol": "-1", "cidr_block": "0.0.0.0/0"}`
	}
	for _, tt := range []struct {
		name, plan string
		of         func(*reach.Network) *reach.Unknown
		want       string
	}{
		{"a fleet that launches nothing that the plan shows", `+ aws_ec2_fleet.x {"launch_template_config": []}`, workload,
			"UNKNOWN_VALUE aws_ec2_fleet.x.launch_template_config what its instances are launched from is not known"},
		{"a fleet that launches what is known after apply", `+ aws_ec2_fleet.x {"launch_template_config": "?"}`, workload,
			"UNKNOWN_VALUE aws_ec2_fleet.x.launch_template_config known after apply; the configuration decides it (--source)"},
		{"a number of an ACL's rule that is known after apply", rule(`"?"`), order, "UNKNOWN_VALUE aws_network_acl_rule.r.rule_number known after apply"},
		{"a number of an ACL's rule that is none", rule(`"first"`), order, `UNKNOWN_VALUE aws_network_acl_rule.r.rule_number "first" is not a rule number`},
		{"which of the rules of a text", `= aws_networkfirewall_rule_group.g {"id": "arn:g", "arn": "arn:g", "type": "STATEFUL", "rules": "pass udp any any -> any 53 (sid:1;)\npass tcp any any -> any 443 (flow:established; sid:2;)"}`,
			func(n *reach.Network) *reach.Unknown { return n.FirewallRuleGroups[0].Rules[1].Why }, "UNMODELLED_RESOURCE aws_networkfirewall_rule_group.g.rules rule 2: more than addresses, protocol and ports decides what the rule matches"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.of(after(t, tt.plan, "")); got == nil || why(got) != tt.want {
				t.Errorf("got %+v, want %s", got, tt.want)
			}
		})
	}
}
