package aws_test

import (
	"fmt"
	"testing"
)

// aclEntry is an entry as an ACL shows it, and aclRule the same as a resource.
func aclEntry(number, action, protocol, cidr, more string) string {
	six, four := `""`, `"`+cidr+`"`
	for _, c := range cidr {
		if c == ':' {
			six, four = four, six
			break
		}
	}
	return fmt.Sprintf(`{"rule_no": %s, "action": %q, "protocol": %q, "cidr_block": %s, "ipv6_cidr_block": %s%s}`, number, action, protocol, four, six, more)
}

const (
	ports80    = `, "from_port": 80, "to_port": 80, "icmp_type": 0, "icmp_code": 0`
	allPorts   = `, "from_port": 0, "to_port": 0, "icmp_type": 0, "icmp_code": 0`
	anEntry    = "aws_network_acl.a.ingress[0]: ACL=aws_network_acl.a Number=100 Allow Traffic=tcp 80 Remote=10.0.0.0/8"
	aRule      = "aws_network_acl_rule.r: ACL=aws_network_acl.a Number=100 Allow Traffic=tcp 443 Remote=10.0.0.0/8"
	aRuleShown = `"id": "nacl-1", "network_acl_id": "acl-1", "rule_number": 100, "egress": false, "rule_action": "allow", "protocol": "6", "cidr_block": "10.0.0.0/8", "from_port": 443, "to_port": 443`
)

// anACL is an ACL with entries.
func anACL(ingress, egress string) string {
	return `= aws_network_acl.a {"id": "acl-1", "ingress": [` + ingress + `], "egress": [` + egress + `]}` + "\n"
}

// TestACLEntries: what an entry matches (NACL-2, NACL-5, NACL-6, NACL-12), and which of
// those that a plan shows there are (NACL-9, PLAN-2, PLAN-3).
func TestACLEntries(t *testing.T) {
	entry := func(protocol, cidr, more string) string {
		return anACL(aclEntry("100", "allow", protocol, cidr, more), "")
	}
	rule := func(values string) string {
		return anACL("", "") + `= aws_network_acl_rule.r {"id": "nacl-1", "network_acl_id": "acl-1", ` + values + `}`
	}
	stale := anACL(aclEntry("100", "allow", "6", "10.0.0.0/8", ports80), "")
	say(t, "", []saying{
		{"both directions, IPv4 and IPv6", anACL(aclEntry("100", "allow", "6", "10.0.0.0/8", ports80), aclEntry("110", "Deny", "-1", "::/0", allPorts)), "", `
			aws_network_acl.a.ingress[0]: ACL=aws_network_acl.a Number=100 Allow Traffic=tcp 80 Remote=10.0.0.0/8
			aws_network_acl.a.egress[0]: ACL=aws_network_acl.a Egress Number=110 Traffic=all Remote=::/0`},
		{"NACL-5 host bits do not count", entry("tcp", "100.68.0.18/18", ports80), "", "aws_network_acl.a.ingress[0]: ACL=aws_network_acl.a Number=100 Allow Traffic=tcp 80 Remote=100.68.0.0/18"},
		{"NACL-6 ports of udp", entry("17", "0.0.0.0/0", `, "from_port": 1024, "to_port": 65535`), "", "aws_network_acl.a.ingress[0]: ACL=aws_network_acl.a Number=100 Allow Traffic=udp 1024-65535 Remote=0.0.0.0/0"},
		{"NACL-6 a protocol without ports has all, whatever is written", entry("50", "0.0.0.0/0", ports80), "", "aws_network_acl.a.ingress[0]: ACL=aws_network_acl.a Number=100 Allow Traffic=protocol 50 Remote=0.0.0.0/0"},
		{"NACL-6 icmp has types", entry("1", "0.0.0.0/0", `, "from_port": 5, "to_port": 6, "icmp_type": 8, "icmp_code": -1`), "", "aws_network_acl.a.ingress[0]: ACL=aws_network_acl.a Number=100 Allow Traffic=icmp type 8 Remote=0.0.0.0/0"},
		{"NACL-6 icmpv6 with an IPv6 block has types", entry("58", "::/0", `, "icmp_type": 128, "icmp_code": 0`), "", "aws_network_acl.a.ingress[0]: ACL=aws_network_acl.a Number=100 Allow Traffic=icmpv6 type 128 code 0 Remote=::/0"},
		{"NACL-6 icmpv6 with an IPv4 block has all types", entry("58", "0.0.0.0/0", `, "icmp_type": 128, "icmp_code": 0`), "", "aws_network_acl.a.ingress[0]: ACL=aws_network_acl.a Number=100 Allow Traffic=icmpv6 Remote=0.0.0.0/0"},
		{"NACL-12 icmp without type is echo reply", entry("icmp", "0.0.0.0/0", `, "icmp_type": null, "icmp_code": null`), "", "aws_network_acl.a.ingress[0]: ACL=aws_network_acl.a Number=100 Allow Traffic=icmp type 0 code 0 Remote=0.0.0.0/0"},
		{"NACL-12 tcp without ports is port 0", rule(`"rule_number": 7, "egress": null, "rule_action": "allow", "protocol": "tcp", "cidr_block": "0.0.0.0/0", "from_port": null, "to_port": null`), "", "aws_network_acl_rule.r: ACL=aws_network_acl.a Number=7 Allow Traffic=tcp 0 Remote=0.0.0.0/0"},
		{"a rule for what goes out", rule(`"rule_number": 7, "egress": true, "rule_action": "deny", "protocol": "all", "cidr_block": null, "ipv6_cidr_block": "::/0"`), "", "aws_network_acl_rule.r: ACL=aws_network_acl.a Egress Number=7 Traffic=all Remote=::/0"},
		{"NACL-9 a new ACL that nobody gives entries", `+ aws_network_acl.a {"ingress": "?", "egress": "?"}`, `resource "aws_network_acl" "a" {}`, ""},
		{"entries that no sources show", `+ aws_network_acl.a {"ingress": "?", "egress": []}`, "", `
			aws_network_acl.a.ingress: ACL=aws_network_acl.a Number=0 Allow Traffic=all Why=?aws_network_acl.a.ingress Order=?aws_network_acl.a.ingress
			aws_network_acl.a.ingress: ACL=aws_network_acl.a Number=0 Traffic=all Why=?aws_network_acl.a.ingress Order=?aws_network_acl.a.ingress`},
		{"entries that a plan does not show", `= aws_network_acl.a {"id": "acl-1", "egress": []}`, "", `
			aws_network_acl.a.ingress: ACL=aws_network_acl.a Number=0 Allow Traffic=all Why=?aws_network_acl.a.ingress Order=?aws_network_acl.a.ingress
			aws_network_acl.a.ingress: ACL=aws_network_acl.a Number=0 Traffic=all Why=?aws_network_acl.a.ingress Order=?aws_network_acl.a.ingress`},
		{"entries of an ACL that exists stay unless the plan shows them", `~ aws_network_acl.a {"id": "acl-1"} {"id": "acl-1", "ingress": "?", "egress": []}`, `resource "aws_network_acl" "a" {}`, `
			aws_network_acl.a.ingress: ACL=aws_network_acl.a Number=0 Allow Traffic=all Why=?aws_network_acl.a.ingress Order=?aws_network_acl.a.ingress
			aws_network_acl.a.ingress: ACL=aws_network_acl.a Number=0 Traffic=all Why=?aws_network_acl.a.ingress Order=?aws_network_acl.a.ingress`},
		{"PLAN-3 a rule goes before what its ACL shows under its number", stale + `= aws_network_acl_rule.r {` + aRuleShown + `}`, "", aRule},
		{"PLAN-3 another direction is another number", anACL("", aclEntry("100", "allow", "6", "10.0.0.0/8", ports80)) + `= aws_network_acl_rule.r {` + aRuleShown + `}`, "", `
			aws_network_acl.a.egress[0]: ACL=aws_network_acl.a Egress Number=100 Allow Traffic=tcp 80 Remote=10.0.0.0/8
			aws_network_acl_rule.r: ACL=aws_network_acl.a Number=100 Allow Traffic=tcp 443 Remote=10.0.0.0/8`},
		{"PLAN-3 what a deleted rule leaves in its ACL is gone", stale + `- aws_network_acl_rule.r {` + aRuleShown + `}`, "", ""},
		{"PLAN-3 a deleted rule of the other direction", anACL("", aclEntry("100", "allow", "6", "10.0.0.0/8", ports80)) + `- aws_network_acl_rule.r {` + aRuleShown + `}`, "", "aws_network_acl.a.egress[0]: ACL=aws_network_acl.a Egress Number=100 Allow Traffic=tcp 80 Remote=10.0.0.0/8"},
		{"PLAN-3 a deleted rule of another number", anACL(aclEntry("101", "allow", "6", "10.0.0.0/8", ports80), "") + `- aws_network_acl_rule.r {` + aRuleShown + `}`, "", "aws_network_acl.a.ingress[0]: ACL=aws_network_acl.a Number=101 Allow Traffic=tcp 80 Remote=10.0.0.0/8"},
		{"PLAN-3 a deleted rule whose entry the ACL gets in this plan",
			`~ aws_network_acl.a {"id": "acl-1", "ingress": [], "egress": []} {"id": "acl-1", "ingress": [` + aclEntry("100", "allow", "6", "10.0.0.0/8", ports80) + `], "egress": []}
			- aws_network_acl_rule.r {` + aRuleShown + `}`, "", anEntry},
		{"PLAN-3 a rule that gets another number", stale + `/ aws_network_acl_rule.r {` + aRuleShown + `} {"network_acl_id": "acl-1", "rule_number": 200, "egress": false, "rule_action": "deny", "protocol": "-1", "cidr_block": "0.0.0.0/0"}`, "", "aws_network_acl_rule.r: ACL=aws_network_acl.a Number=200 Traffic=all Remote=0.0.0.0/0"},
		{"PLAN-3 what an ACL takes away is gone, though a rule holds it", `~ aws_network_acl.a {"id": "acl-1", "egress": [], "ingress": [` + aclEntry("100", "allow", "6", "10.0.0.0/8", ports80) + `]} {"id": "acl-1", "egress": [], "ingress": []}
			= aws_network_acl_rule.r {` + aRuleShown + `}`, "", ""},
		{"PLAN-3 what an ACL writes anew is what it says, though a rule holds another", `~ aws_network_acl.a {"id": "acl-1", "ingress": [], "egress": [` + aclEntry("100", "allow", "6", "10.0.0.0/8", ports80) + `]} {"id": "acl-1", "ingress": [], "egress": [` + aclEntry("100", "deny", "6", "10.0.0.0/8", ports80) + `]}
			= aws_network_acl_rule.r {"id": "nacl-1", "network_acl_id": "acl-1", "rule_number": 100, "egress": true, "rule_action": "allow", "protocol": "6", "cidr_block": "10.0.0.0/8", "from_port": 80, "to_port": 80}`, "", "aws_network_acl.a.egress[0]: ACL=aws_network_acl.a Egress Number=100 Traffic=tcp 80 Remote=10.0.0.0/8"},
		{"PLAN-3 what an ACL takes away for what goes out", `~ aws_network_acl.a {"id": "acl-1", "ingress": [], "egress": [` + aclEntry("100", "allow", "6", "10.0.0.0/8", ports80) + `]} {"id": "acl-1", "egress": [], "ingress": []}
			= aws_network_acl_rule.r {` + aRuleShown + `}`, "", aRule},
		{"PLAN-3 an ACL that changes and keeps its entries", `~ aws_network_acl.a {"id": "acl-1", "egress": [], "ingress": [` + aclEntry("100", "allow", "6", "10.0.0.0/8", ports80) + `]} {"id": "acl-1", "egress": [], "ingress": [` + aclEntry("100", "allow", "6", "10.0.0.0/8", ports80) + `]}
			= aws_network_acl_rule.r {` + aRuleShown + `}`, "", aRule},
		{"PLAN-3 a rule that this plan makes comes after what its ACL takes away", `~ aws_network_acl.a {"id": "acl-1", "egress": [], "ingress": [` + aclEntry("100", "allow", "6", "10.0.0.0/8", ports80) + `]} {"id": "acl-1", "egress": [], "ingress": []}
			+ aws_network_acl_rule.r {"network_acl_id": "acl-1", "rule_number": 100, "egress": false, "rule_action": "allow", "protocol": "6", "cidr_block": "10.0.0.0/8", "from_port": 443, "to_port": 443}`, "", aRule},
		{"PLAN-3 an ACL whose entries are known after apply may have any", `~ aws_network_acl.a {"id": "acl-1", "egress": [], "ingress": [` + aclEntry("100", "allow", "6", "10.0.0.0/8", ports80) + `]} {"id": "acl-1", "egress": [], "ingress": "?"}
			= aws_network_acl_rule.r {` + aRuleShown + `}`, "", `
			aws_network_acl.a.ingress: ACL=aws_network_acl.a Number=0 Allow Traffic=all Why=?aws_network_acl.a.ingress Order=?aws_network_acl.a.ingress
			aws_network_acl.a.ingress: ACL=aws_network_acl.a Number=0 Traffic=all Why=?aws_network_acl.a.ingress Order=?aws_network_acl.a.ingress
			aws_network_acl_rule.r: ACL=aws_network_acl.a Number=100 Allow Traffic=tcp 443 Remote=10.0.0.0/8`},
		{"a direction that is not known: either", rule(`"rule_number": 7, "egress": "x", "rule_action": "allow", "protocol": "-1", "cidr_block": "0.0.0.0/0"`), "", `
			aws_network_acl_rule.r: ACL=aws_network_acl.a Number=7 Allow Traffic=all Remote=0.0.0.0/0 Why=?aws_network_acl_rule.r.egress
			aws_network_acl_rule.r: ACL=aws_network_acl.a Egress Number=7 Allow Traffic=all Remote=0.0.0.0/0 Why=?aws_network_acl_rule.r.egress`},
		{"a rule whose direction is not known hides no entry of the ACL", stale + `+ aws_network_acl_rule.r {"network_acl_id": "acl-1", "rule_number": 100, "egress": "?", "rule_action": "allow", "protocol": "-1", "cidr_block": "0.0.0.0/0"}`, "", `
			aws_network_acl.a.ingress[0]: ACL=aws_network_acl.a Number=100 Allow Traffic=tcp 80 Remote=10.0.0.0/8
			aws_network_acl_rule.r: ACL=aws_network_acl.a Number=100 Allow Traffic=all Remote=0.0.0.0/0 Why=?aws_network_acl_rule.r.egress
			aws_network_acl_rule.r: ACL=aws_network_acl.a Egress Number=100 Allow Traffic=all Remote=0.0.0.0/0 Why=?aws_network_acl_rule.r.egress`},
		{"a number that is not known", stale + `+ aws_network_acl_rule.r {"network_acl_id": "acl-1", "rule_number": "?", "egress": false, "rule_action": "allow", "protocol": "-1", "cidr_block": "0.0.0.0/0"}`, "", `
			aws_network_acl.a.ingress[0]: ACL=aws_network_acl.a Number=100 Allow Traffic=tcp 80 Remote=10.0.0.0/8
			aws_network_acl_rule.r: ACL=aws_network_acl.a Number=0 Allow Traffic=all Remote=0.0.0.0/0 Order=?aws_network_acl_rule.r.rule_number`},
		{"a number that is none", rule(`"rule_number": "first", "egress": false, "rule_action": "allow", "protocol": "-1", "cidr_block": "0.0.0.0/0"`), "", "aws_network_acl_rule.r: ACL=aws_network_acl.a Number=0 Allow Traffic=all Remote=0.0.0.0/0 Order=?aws_network_acl_rule.r.rule_number"},
		{"an action that is not known: either", `= aws_network_acl.x {"id": "acl-1", "ingress": [], "egress": []}
			+ aws_network_acl_rule.r {"network_acl_id": "acl-1", "rule_number": 5, "egress": false, "rule_action": "?", "protocol": "-1", "cidr_block": "0.0.0.0/0"}`, "", `
			aws_network_acl_rule.r: ACL=aws_network_acl.x Number=5 Traffic=all Remote=0.0.0.0/0 Why=?aws_network_acl_rule.r.rule_action
			aws_network_acl_rule.r: ACL=aws_network_acl.x Number=5 Allow Traffic=all Remote=0.0.0.0/0 Why=?aws_network_acl_rule.r.rule_action`},
		{"an action that is none: either", anACL(aclEntry("100", "permit", "-1", "0.0.0.0/0", allPorts), ""), "", `
			aws_network_acl.a.ingress[0]: ACL=aws_network_acl.a Number=100 Traffic=all Remote=0.0.0.0/0 Why=?aws_network_acl.a.ingress[0].action
			aws_network_acl.a.ingress[0]: ACL=aws_network_acl.a Number=100 Allow Traffic=all Remote=0.0.0.0/0 Why=?aws_network_acl.a.ingress[0].action`},
		{"a block that is not known", `= aws_network_acl.x {"id": "acl-1", "ingress": [], "egress": []}
			+ aws_network_acl_rule.r {"network_acl_id": "acl-1", "rule_number": 5, "egress": false, "rule_action": "deny", "protocol": "-1", "cidr_block": "?"}`, "", "aws_network_acl_rule.r: ACL=aws_network_acl.x Number=5 Traffic=all Why=?aws_network_acl_rule.r.cidr_block"},
		{"a block that is none", entry("-1", "10.0.0.0/40", allPorts), "", "aws_network_acl.a.ingress[0]: ACL=aws_network_acl.a Number=100 Allow Traffic=all Why=?aws_network_acl.a.ingress[0].cidr_block"},
		{"no block", rule(`"rule_number": 7, "egress": false, "rule_action": "allow", "protocol": "-1", "cidr_block": "", "ipv6_cidr_block": ""`), "", "aws_network_acl_rule.r: ACL=aws_network_acl.a Number=7 Allow Traffic=all Why=?aws_network_acl_rule.r"},
		{"a protocol that is not known", `= aws_network_acl.x {"id": "acl-1", "ingress": [], "egress": []}
			+ aws_network_acl_rule.r {"network_acl_id": "acl-1", "rule_number": 5, "egress": false, "rule_action": "deny", "protocol": "?", "cidr_block": "0.0.0.0/0", "from_port": 5, "to_port": 5}`, "", "aws_network_acl_rule.r: ACL=aws_network_acl.x Number=5 Traffic=all Remote=0.0.0.0/0 Why=?aws_network_acl_rule.r.protocol"},
		{"a protocol that is none", entry("quic", "0.0.0.0/0", ports80), "", "aws_network_acl.a.ingress[0]: ACL=aws_network_acl.a Number=100 Allow Traffic=all Remote=0.0.0.0/0 Why=?aws_network_acl.a.ingress[0].protocol"},
		{"a port that is not known", `= aws_network_acl.x {"id": "acl-1", "ingress": [], "egress": []}
			+ aws_network_acl_rule.r {"network_acl_id": "acl-1", "rule_number": 5, "egress": false, "rule_action": "deny", "protocol": "tcp", "cidr_block": "0.0.0.0/0", "from_port": 5, "to_port": "?"}`, "", "aws_network_acl_rule.r: ACL=aws_network_acl.x Number=5 Traffic=tcp Remote=0.0.0.0/0 Why=?aws_network_acl_rule.r.to_port"},
		{"ports that are no range", entry("6", "0.0.0.0/0", `, "from_port": 90, "to_port": 80`), "", "aws_network_acl.a.ingress[0]: ACL=aws_network_acl.a Number=100 Allow Traffic=tcp Remote=0.0.0.0/0 Why=?aws_network_acl.a.ingress[0].from_port"},
		{"icmpv6 with a block that is not known has types", `= aws_network_acl.x {"id": "acl-1", "ingress": [], "egress": []}
			+ aws_network_acl_rule.r {"network_acl_id": "acl-1", "rule_number": 5, "egress": false, "rule_action": "deny", "protocol": "58", "ipv6_cidr_block": "?", "icmp_type": 128, "icmp_code": 0}`, "", "aws_network_acl_rule.r: ACL=aws_network_acl.x Number=5 Traffic=icmpv6 type 128 code 0 Why=?aws_network_acl_rule.r.ipv6_cidr_block"},
		{"two reasons: the first one is told", `= aws_network_acl.x {"id": "acl-1", "ingress": [], "egress": []}
			+ aws_network_acl_rule.r {"network_acl_id": "acl-1", "rule_number": 5, "egress": false, "rule_action": "deny", "protocol": "?", "cidr_block": "?"}`, "", "aws_network_acl_rule.r: ACL=aws_network_acl.x Number=5 Traffic=all Why=?aws_network_acl_rule.r.cidr_block"},
		{"an ACL that is not in the plan", `= aws_network_acl_rule.r {` + aRuleShown + `}`, "", "aws_network_acl_rule.r: ACL=acl-1 (beyond) Number=100 Allow Traffic=tcp 443 Remote=10.0.0.0/8"},
	}, "ACLEntries")
}

// TestDefaultACL: the default ACL allows everything as AWS makes it; a resource that
// adopts it has what it says itself and nothing else (NACL-8, PLAN-7, PLAN-8).
func TestDefaultACL(t *testing.T) {
	const (
		vpc     = `= aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16", "default_network_acl_id": "acl-0", "ipv6_cidr_block": ""}` + "\n"
		adopted = `= aws_default_network_acl.d {"id": "acl-0", "default_network_acl_id": "acl-0", "vpc_id": "vpc-1", "egress": [], "ingress": [`
	)
	say(t, "", []saying{
		{"as AWS makes it", vpc, "", `
			aws_vpc.v: DefaultACL=aws_vpc.v.default_network_acl
			aws_vpc.v.default_network_acl: ACL=aws_vpc.v.default_network_acl Number=100 Allow Traffic=all Remote=0.0.0.0/0
			aws_vpc.v.default_network_acl: ACL=aws_vpc.v.default_network_acl Egress Number=100 Allow Traffic=all Remote=0.0.0.0/0`},
		{"with IPv6 where the VPC has it", `= aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16", "ipv6_cidr_block": "2600:1f18::/56"}`, "", `
			aws_vpc.v: DefaultACL=aws_vpc.v.default_network_acl
			aws_vpc.v.default_network_acl: ACL=aws_vpc.v.default_network_acl Number=100 Allow Traffic=all Remote=0.0.0.0/0
			aws_vpc.v.default_network_acl: ACL=aws_vpc.v.default_network_acl Egress Number=100 Allow Traffic=all Remote=0.0.0.0/0
			aws_vpc.v.default_network_acl: ACL=aws_vpc.v.default_network_acl Number=101 Allow Traffic=all Remote=::/0
			aws_vpc.v.default_network_acl: ACL=aws_vpc.v.default_network_acl Egress Number=101 Allow Traffic=all Remote=::/0`},
		{"with IPv6 where another resource brings it", `= aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16", "ipv6_cidr_block": ""}
			= aws_vpc_ipv6_cidr_block_association.x {"id": "a", "vpc_id": "vpc-1", "ipv6_cidr_block": "2600:1f18::/56"}`, "", `
			aws_vpc.v: DefaultACL=aws_vpc.v.default_network_acl
			aws_vpc.v.default_network_acl: ACL=aws_vpc.v.default_network_acl Number=100 Allow Traffic=all Remote=0.0.0.0/0
			aws_vpc.v.default_network_acl: ACL=aws_vpc.v.default_network_acl Egress Number=100 Allow Traffic=all Remote=0.0.0.0/0
			aws_vpc.v.default_network_acl: ACL=aws_vpc.v.default_network_acl Number=101 Allow Traffic=all Remote=::/0
			aws_vpc.v.default_network_acl: ACL=aws_vpc.v.default_network_acl Egress Number=101 Allow Traffic=all Remote=::/0`},
		{"with IPv6 where another resource may bring it", `= aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16", "ipv6_cidr_block": ""}
			+ aws_vpc_ipv6_cidr_block_association.x {"vpc_id": "?", "ipv6_cidr_block": "?"}`, "", `
			aws_vpc.v: DefaultACL=aws_vpc.v.default_network_acl
			aws_vpc.v.default_network_acl: ACL=aws_vpc.v.default_network_acl Number=100 Allow Traffic=all Remote=0.0.0.0/0
			aws_vpc.v.default_network_acl: ACL=aws_vpc.v.default_network_acl Egress Number=100 Allow Traffic=all Remote=0.0.0.0/0
			aws_vpc.v.default_network_acl: ACL=aws_vpc.v.default_network_acl Number=101 Allow Traffic=all Remote=::/0
			aws_vpc.v.default_network_acl: ACL=aws_vpc.v.default_network_acl Egress Number=101 Allow Traffic=all Remote=::/0`},
		{"adopted without entries", vpc + adopted + `]}`, "", "aws_vpc.v: DefaultACL=aws_default_network_acl.d"},
		{"adopted with an entry", vpc + adopted + aclEntry("100", "allow", "-1", "10.0.0.0/8", allPorts) + `]}`, "", `
			aws_vpc.v: DefaultACL=aws_default_network_acl.d
			aws_default_network_acl.d.ingress[0]: ACL=aws_default_network_acl.d Number=100 Allow Traffic=all Remote=10.0.0.0/8`},
		{"adopted by a resource that is new", vpc + `+ aws_default_network_acl.d {"default_network_acl_id": "acl-0", "vpc_id": "?", "egress": [], "ingress": []}`, "", "aws_vpc.v: DefaultACL=aws_default_network_acl.d"},
		{"one of another VPC", vpc + `= aws_default_network_acl.d {"id": "acl-9", "default_network_acl_id": "acl-9", "vpc_id": "vpc-9", "egress": [], "ingress": []}`, "", `
			aws_vpc.v: DefaultACL=aws_vpc.v.default_network_acl
			aws_vpc.v.default_network_acl: ACL=aws_vpc.v.default_network_acl Number=100 Allow Traffic=all Remote=0.0.0.0/0
			aws_vpc.v.default_network_acl: ACL=aws_vpc.v.default_network_acl Egress Number=100 Allow Traffic=all Remote=0.0.0.0/0`},
		{"together with its VPC", `+ aws_vpc.v {"cidr_block": "10.0.0.0/16", "default_network_acl_id": "?"}
			+ aws_default_network_acl.d {"default_network_acl_id": "?", "vpc_id": "?", "egress": [], "ingress": []}`,
			`resource "aws_vpc" "v" { cidr_block = "10.0.0.0/16" }
			resource "aws_default_network_acl" "d" { default_network_acl_id = aws_vpc.v.default_network_acl_id }`, "aws_vpc.v: DefaultACL=aws_default_network_acl.d"},
		{"perhaps adopted", `+ aws_vpc.v {"cidr_block": "10.0.0.0/16", "default_network_acl_id": "?"}
			+ aws_default_network_acl.d {"default_network_acl_id": "?", "vpc_id": "?", "egress": [], "ingress": []}`, "", `
			aws_vpc.v: DefaultACL=[aws_vpc.v.default_network_acl | aws_default_network_acl.d | ?aws_default_network_acl.d.default_network_acl_id]
			aws_vpc.v.default_network_acl: ACL=aws_vpc.v.default_network_acl Number=100 Allow Traffic=all Remote=0.0.0.0/0
			aws_vpc.v.default_network_acl: ACL=aws_vpc.v.default_network_acl Egress Number=100 Allow Traffic=all Remote=0.0.0.0/0`},
		{"perhaps adopted, of a VPC that does not show its own", `= aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16"}
			= aws_default_network_acl.d {"id": "acl-0", "default_network_acl_id": "acl-0", "vpc_id": "vpc-1", "egress": [], "ingress": []}`, "", `
			aws_vpc.v: DefaultACL=[aws_vpc.v.default_network_acl | aws_default_network_acl.d | ?aws_vpc.v.default_network_acl_id]
			aws_vpc.v.default_network_acl: ACL=aws_vpc.v.default_network_acl Number=100 Allow Traffic=all Remote=0.0.0.0/0
			aws_vpc.v.default_network_acl: ACL=aws_vpc.v.default_network_acl Egress Number=100 Allow Traffic=all Remote=0.0.0.0/0`},
		{"of a VPC that a data source reads", `< data.aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16"}
			= aws_default_network_acl.d {"id": "acl-0", "default_network_acl_id": "acl-0", "vpc_id": "vpc-1", "egress": [], "ingress": []}`, "", "data.aws_vpc.v: DefaultACL=aws_default_network_acl.d"},
	}, "VPCs:DefaultACL", "ACLEntries")
}

// TestACLAssociations: a subnet is under the ACL that it got last (NACL-1, NACL-14).
func TestACLAssociations(t *testing.T) {
	const (
		subnets = `
			= aws_subnet.a {"id": "subnet-a", "cidr_block": "10.0.0.0/24"}
			= aws_subnet.b {"id": "subnet-b", "cidr_block": "10.0.1.0/24"}
			`
		old   = `= aws_network_acl.old {"id": "acl-1", "subnet_ids": ["subnet-a", "subnet-b"]}` + "\n"
		other = `= aws_network_acl.other {"id": "acl-2", "subnet_ids": []}` + "\n"
		moved = `~ aws_network_acl.old {"id": "acl-1", "subnet_ids": ["subnet-a", "subnet-b"]} {"id": "acl-1", "subnet_ids": ["subnet-b"]}
			~ aws_network_acl.other {"id": "acl-2", "subnet_ids": []} {"id": "acl-2", "subnet_ids": ["subnet-a"]}` + "\n"
	)
	say(t, subnets, []saying{
		{"shown by the ACL", old, "", `
			aws_network_acl.old.subnet_ids: Subnet=aws_subnet.a ACL=aws_network_acl.old
			aws_network_acl.old.subnet_ids: Subnet=aws_subnet.b ACL=aws_network_acl.old`},
		{"by a resource of its own", other + `= aws_network_acl_association.x {"id": "x", "subnet_id": "subnet-a", "network_acl_id": "acl-2"}`, "", "aws_network_acl_association.x: Subnet=aws_subnet.a ACL=aws_network_acl.other"},
		{"a resource of its own goes before what an ACL has shown", old + other + `+ aws_network_acl_association.x {"subnet_id": "subnet-a", "network_acl_id": "acl-2"}`, "", `
			aws_network_acl_association.x: Subnet=aws_subnet.a ACL=aws_network_acl.other
			aws_network_acl.old.subnet_ids: Subnet=aws_subnet.b ACL=aws_network_acl.old`},
		{"a new one of another ACL goes before what an ACL has shown", old + `~ aws_network_acl.other {"id": "acl-2", "subnet_ids": []} {"id": "acl-2", "subnet_ids": ["subnet-a"]}`, "", `
			aws_network_acl.other.subnet_ids: Subnet=aws_subnet.a ACL=aws_network_acl.other
			aws_network_acl.old.subnet_ids: Subnet=aws_subnet.b ACL=aws_network_acl.old`},
		{"a new one that may be of the subnet", old + `~ aws_network_acl.other {"id": "acl-2", "subnet_ids": []} {"id": "acl-2", "subnet_ids": ["?"]}`, "", `
			aws_network_acl.other.subnet_ids: Subnet=[?aws_network_acl.other.subnet_ids[0]] ACL=aws_network_acl.other
			aws_network_acl.old.subnet_ids: Subnet=[aws_subnet.a | ?aws_network_acl.other.subnet_ids[0]] ACL=aws_network_acl.old
			aws_network_acl.old.subnet_ids: Subnet=[aws_subnet.b | ?aws_network_acl.other.subnet_ids[0]] ACL=aws_network_acl.old`},
		{"new ones that may be of any subnet", old + `~ aws_network_acl.other {"id": "acl-2", "subnet_ids": []} {"id": "acl-2", "subnet_ids": "?"}`, "", `
			aws_network_acl.other.subnet_ids: Subnet=[?aws_network_acl.other.subnet_ids] ACL=aws_network_acl.other
			aws_network_acl.old.subnet_ids: Subnet=[aws_subnet.a | ?aws_network_acl.other.subnet_ids] ACL=aws_network_acl.old
			aws_network_acl.old.subnet_ids: Subnet=[aws_subnet.b | ?aws_network_acl.other.subnet_ids] ACL=aws_network_acl.old`},
		{"a new ACL that nobody gives subnets", `+ aws_network_acl.a {"subnet_ids": "?"}`, `resource "aws_network_acl" "a" {}`, ""},
		{"an ACL of a provider that shows none", `= aws_network_acl.a {"id": "acl-1"}`, "", "aws_network_acl.a.subnet_ids: Subnet=[?aws_network_acl.a.subnet_ids] ACL=aws_network_acl.a"},
		{"a deleted one: the ACL shows a copy of it", old + `- aws_network_acl_association.x {"id": "x", "subnet_id": "subnet-a", "network_acl_id": "acl-1"}`, "", "aws_network_acl.old.subnet_ids: Subnet=aws_subnet.b ACL=aws_network_acl.old"},
		{"a deleted one of another ACL", old + other + `- aws_network_acl_association.x {"id": "x", "subnet_id": "subnet-a", "network_acl_id": "acl-2"}`, "", `
			aws_network_acl.old.subnet_ids: Subnet=aws_subnet.a ACL=aws_network_acl.old
			aws_network_acl.old.subnet_ids: Subnet=aws_subnet.b ACL=aws_network_acl.old`},
		{"one that moves to another ACL", old + other + `~ aws_network_acl_association.x {"id": "x", "subnet_id": "subnet-a", "network_acl_id": "acl-1"} {"id": "x", "subnet_id": "subnet-a", "network_acl_id": "acl-2"}`, "", `
			aws_network_acl_association.x: Subnet=aws_subnet.a ACL=aws_network_acl.other
			aws_network_acl.old.subnet_ids: Subnet=aws_subnet.b ACL=aws_network_acl.old`},
		{"one that moves back to the ACL that it was taken from", old + other + `/ aws_network_acl_association.x {"id": "x", "subnet_id": "subnet-a", "network_acl_id": "acl-2"} {"subnet_id": "subnet-a", "network_acl_id": "acl-1"}`, "", `
			aws_network_acl_association.x: Subnet=aws_subnet.a ACL=aws_network_acl.old
			aws_network_acl.old.subnet_ids: Subnet=aws_subnet.b ACL=aws_network_acl.old`},
		{"a subnet that an ACL takes out is under none, though a resource holds it", `~ aws_network_acl.a {"id": "acl-1", "subnet_ids": ["subnet-a", "subnet-b"]} {"id": "acl-1", "subnet_ids": ["subnet-b"]}
			= aws_network_acl_association.x {"id": "x", "subnet_id": "subnet-a", "network_acl_id": "acl-1"}
			= aws_network_acl_association.y {"id": "y", "subnet_id": "subnet-b", "network_acl_id": "acl-1"}`, "", "aws_network_acl_association.y: Subnet=aws_subnet.b ACL=aws_network_acl.a"},
		{"a subnet that an ACL takes out and an association of this plan puts back", `~ aws_network_acl.a {"id": "acl-1", "subnet_ids": ["subnet-a"]} {"id": "acl-1", "subnet_ids": []}
			+ aws_network_acl_association.x {"subnet_id": "subnet-a", "network_acl_id": "acl-1"}
			> aws_network_acl_association.x aws_network_acl.a`, "", "aws_network_acl_association.x: Subnet=aws_subnet.a ACL=aws_network_acl.a"},
		{"NACL-1 or that it puts back before", `~ aws_network_acl.a {"id": "acl-1", "subnet_ids": ["subnet-a"]} {"id": "acl-1", "subnet_ids": []}
			+ aws_network_acl_association.x {"subnet_id": "subnet-a", "network_acl_id": "acl-1"}`, "", "aws_network_acl_association.x: Subnet=aws_subnet.a ACL=[aws_network_acl.a | ?aws_network_acl_association.x.network_acl_id]"},
		{"NACL-1 a subnet that goes from one ACL to another, which takes it first or last", moved, "", `
			aws_network_acl.other.subnet_ids: Subnet=aws_subnet.a ACL=[aws_network_acl.other | ?aws_network_acl.other.subnet_ids]
			aws_network_acl.old.subnet_ids: Subnet=aws_subnet.b ACL=aws_network_acl.old`},
		{"and last where it depends on the one", moved + "> aws_network_acl.other aws_network_acl.old", "", `
			aws_network_acl.other.subnet_ids: Subnet=aws_subnet.a ACL=aws_network_acl.other
			aws_network_acl.old.subnet_ids: Subnet=aws_subnet.b ACL=aws_network_acl.old`},
		{"NACL-1 the default ACL is the other one that it may end under", `= aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16", "default_network_acl_id": "acl-0"}
			= aws_subnet.c {"id": "subnet-c", "vpc_id": "vpc-1", "cidr_block": "10.0.2.0/24"}
			= aws_network_acl.other {"id": "acl-2", "subnet_ids": []}
			~ aws_network_acl.old {"id": "acl-1", "subnet_ids": ["subnet-c"]} {"id": "acl-1", "subnet_ids": []}
			+ aws_network_acl_association.x {"subnet_id": "subnet-c", "network_acl_id": "acl-2"}`, "",
			"aws_network_acl_association.x: Subnet=aws_subnet.c ACL=[aws_network_acl.other | aws_vpc.v.default_network_acl | ?aws_network_acl_association.x.network_acl_id | no other]"},
		{"a subnet that goes to the default ACL, by itself and by what adopts it", `~ aws_network_acl.old {"id": "acl-1", "subnet_ids": ["subnet-a", "subnet-b"]} {"id": "acl-1", "subnet_ids": []}
			~ aws_default_network_acl.d {"id": "acl-0", "default_network_acl_id": "acl-0", "subnet_ids": []} {"id": "acl-0", "default_network_acl_id": "acl-0", "subnet_ids": ["subnet-a"]}`, "",
			"aws_default_network_acl.d.subnet_ids: Subnet=aws_subnet.a ACL=aws_default_network_acl.d"},
		{"or by an association", `= aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16", "default_network_acl_id": "acl-0"}
			= aws_subnet.c {"id": "subnet-c", "vpc_id": "vpc-1", "cidr_block": "10.0.2.0/24"}
			~ aws_network_acl.old {"id": "acl-1", "subnet_ids": ["subnet-c"]} {"id": "acl-1", "subnet_ids": []}
			+ aws_network_acl_association.x {"subnet_id": "subnet-c", "network_acl_id": "acl-0"}`, "",
			"aws_network_acl_association.x: Subnet=aws_subnet.c ACL=aws_vpc.v.default_network_acl"},
		{"a subnet that goes from the default ACL to another", `= aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16", "default_network_acl_id": "acl-0"}
			~ aws_default_network_acl.d {"id": "acl-0", "default_network_acl_id": "acl-0", "subnet_ids": ["subnet-a"]} {"id": "acl-0", "default_network_acl_id": "acl-0", "subnet_ids": []}
			~ aws_network_acl.other {"id": "acl-2", "subnet_ids": []} {"id": "acl-2", "subnet_ids": ["subnet-a"]}`, "", "aws_network_acl.other.subnet_ids: Subnet=aws_subnet.a ACL=aws_network_acl.other"},
		{"a subnet that was not under the ACL", `~ aws_network_acl.a {"id": "acl-1", "subnet_ids": ["subnet-a"]} {"id": "acl-1", "subnet_ids": []}
			` + other + `= aws_network_acl_association.x {"id": "x", "subnet_id": "subnet-a", "network_acl_id": "acl-2"}`, "", "aws_network_acl_association.x: Subnet=aws_subnet.a ACL=aws_network_acl.other"},
		{"an ACL that may take a subnet out", `~ aws_network_acl.a {"id": "acl-1", "subnet_ids": ["subnet-a"]} {"id": "acl-1", "subnet_ids": ["?"]}
			= aws_network_acl_association.x {"id": "x", "subnet_id": "subnet-a", "network_acl_id": "acl-1"}`, "", `
			aws_network_acl.a.subnet_ids: Subnet=[?aws_network_acl.a.subnet_ids[0]] ACL=aws_network_acl.a
			aws_network_acl_association.x: Subnet=[aws_subnet.a | ?aws_network_acl.a.subnet_ids[0]] ACL=aws_network_acl.a`},
		{"an ACL that this plan replaces", `/ aws_network_acl.a {"id": "acl-1", "subnet_ids": ["subnet-a"]} {"subnet_ids": ["subnet-a"]}`, "", "aws_network_acl.a.subnet_ids: Subnet=aws_subnet.a ACL=aws_network_acl.a"},
		{"a subnet that is not in the plan", `= aws_network_acl.old {"id": "acl-1", "subnet_ids": ["subnet-z", "subnet-a"]}`, "", `
			aws_network_acl.old.subnet_ids: Subnet=subnet-z (beyond) ACL=aws_network_acl.old
			aws_network_acl.old.subnet_ids: Subnet=aws_subnet.a ACL=aws_network_acl.old`},
	}, "ACLAssociations")
}
