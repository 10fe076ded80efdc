package aws_test

import "testing"

// TestGroupRules: what the rules of security groups allow (SG-6 to SG-13), and which of
// those that a plan shows there are (SG-16 to SG-18, PLAN-2, PLAN-3).
func TestGroupRules(t *testing.T) {
	const none = `"cidr_blocks": [], "ipv6_cidr_blocks": [], "prefix_list_ids": [], "security_groups": [], "self": false`
	group := func(egress string) string {
		return `= aws_security_group.g {"id": "sg-1", "ingress": [], "egress": [` + egress + `]}` + "\n"
	}
	block := func(protocol, from, to string) string {
		return `{"protocol": "` + protocol + `", "from_port": ` + from + `, "to_port": ` + to + `, "cidr_blocks": ["0.0.0.0/0"], "ipv6_cidr_blocks": [], "prefix_list_ids": [], "security_groups": [], "self": false}`
	}
	with := func(peers string) string {
		return group(`{"protocol": "tcp", "from_port": 443, "to_port": 443, ` + peers + `}`)
	}
	rule := func(values string) string {
		return group("") + `= aws_security_group_rule.r {"id": "sgrule-1", "security_group_id": "sg-1", ` + values + `}`
	}
	one := func(typ, values string) string {
		return group("") + `= ` + typ + `.r {"id": "sgr-1", "security_group_id": "sg-1", ` + values + `}`
	}
	const (
		https    = `"id": "sgrule-1", "security_group_id": "sg-1", "type": "egress", "protocol": "tcp", "from_port": 443, "to_port": 443`
		toTen    = https + `, "cidr_blocks": ["10.0.0.0/8"], "self": false`
		shown    = `{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.0.0.0/8", "192.168.0.0/16"], "ipv6_cidr_blocks": [], "prefix_list_ids": [], "security_groups": [], "self": false}`
		shownTen = `{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.0.0.0/8"], "ipv6_cidr_blocks": [], "prefix_list_ids": [], "security_groups": [], "self": false}`
	)
	say(t, "", []saying{
		{"SG-7 ports", group(block("tcp", "80", "443")), "", "aws_security_group.g.egress[0]: Group=aws_security_group.g Egress Traffic=tcp 80-443 Prefixes={0.0.0.0/0}"},
		{"SG-7 port 0 is a port", group(block("udp", "0", "0")), "", "aws_security_group.g.egress[0]: Group=aws_security_group.g Egress Traffic=udp 0 Prefixes={0.0.0.0/0}"},
		{"SG-6 all", group(block("-1", "0", "0")), "", "aws_security_group.g.egress[0]: Group=aws_security_group.g Egress Traffic=all Prefixes={0.0.0.0/0}"},
		{"SG-6 all, with ports that say nothing", rule(`"type": "egress", "protocol": "-1", "from_port": 0, "to_port": 65535, "cidr_blocks": ["0.0.0.0/0"]`), "", "aws_security_group_rule.r: Group=aws_security_group.g Egress Traffic=all Prefixes={0.0.0.0/0}"},
		{"SG-6 all, with ports that seem to say something", rule(`"type": "egress", "protocol": "all", "from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"]`), "", "aws_security_group_rule.r: Group=aws_security_group.g Egress Traffic=all Prefixes={0.0.0.0/0} Wider=ports 443-443 are written, but protocol all has all of them open"},
		{"SG-6 a protocol without ports, with a first port", rule(`"type": "ingress", "protocol": "50", "from_port": 443, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]`), "", "aws_security_group_rule.r: Group=aws_security_group.g Traffic=protocol 50 Prefixes={0.0.0.0/0} Wider=ports 443-0 are written, but protocol 50 has all of them open"},
		{"SG-6 a protocol without ports, with a last port", rule(`"type": "ingress", "protocol": "esp", "from_port": 0, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"]`), "", "aws_security_group_rule.r: Group=aws_security_group.g Traffic=protocol 50 Prefixes={0.0.0.0/0} Wider=ports 0-443 are written, but protocol esp has all of them open"},
		{"SG-6 a protocol without ports, without any", rule(`"type": "ingress", "protocol": "esp", "from_port": -1, "to_port": -1, "cidr_blocks": ["0.0.0.0/0"]`), "", "aws_security_group_rule.r: Group=aws_security_group.g Traffic=protocol 50 Prefixes={0.0.0.0/0}"},
		{"SG-6 numbers and case of protocols", group(block("TCP", "80", "80") + "," + block("17", "53", "53")), "", `
			aws_security_group.g.egress[0]: Group=aws_security_group.g Egress Traffic=tcp 80 Prefixes={0.0.0.0/0}
			aws_security_group.g.egress[1]: Group=aws_security_group.g Egress Traffic=udp 53 Prefixes={0.0.0.0/0}`},
		{"SG-8 a type of icmp", group(block("icmp", "8", "-1")), "", "aws_security_group.g.egress[0]: Group=aws_security_group.g Egress Traffic=icmp type 8 Prefixes={0.0.0.0/0}"},
		{"SG-8 a code of icmp", group(block("icmp", "3", "4")), "", "aws_security_group.g.egress[0]: Group=aws_security_group.g Egress Traffic=icmp type 3 code 4 Prefixes={0.0.0.0/0}"},
		{"SG-8 a type without a code has all", one("aws_vpc_security_group_egress_rule", `"ip_protocol": "icmp", "from_port": 3, "to_port": null, "cidr_ipv4": "0.0.0.0/0"`), "", "aws_vpc_security_group_egress_rule.r: Group=aws_security_group.g Egress Traffic=icmp type 3 Prefixes={0.0.0.0/0}"},
		{"SG-8 a code without a type", group(block("icmp", "-1", "3")), "", "aws_security_group.g.egress[0]: Group=aws_security_group.g Egress Traffic=icmp Prefixes={0.0.0.0/0} TrafficWhy=?aws_security_group.g.egress[0].from_port"},
		{"SG-8 icmpv6 without a range", one("aws_vpc_security_group_egress_rule", `"ip_protocol": "icmpv6", "from_port": null, "to_port": null, "cidr_ipv6": "::/0"`), "", "aws_vpc_security_group_egress_rule.r: Group=aws_security_group.g Egress Traffic=icmpv6 Prefixes={::/0}"},
		{"SG-9 both families", with(`"cidr_blocks": ["10.0.0.0/8"], "ipv6_cidr_blocks": ["2600::/16"], "prefix_list_ids": [], "security_groups": [], "self": false`), "", "aws_security_group.g.egress[0]: Group=aws_security_group.g Egress Traffic=tcp 443 Prefixes={10.0.0.0/8 2600::/16}"},
		{"SG-10 groups", with(`"cidr_blocks": [], "ipv6_cidr_blocks": [], "prefix_list_ids": [], "security_groups": ["sg-1", "sg-9"], "self": false`), "", "aws_security_group.g.egress[0]: Group=aws_security_group.g Egress Traffic=tcp 443 Peers={aws_security_group.g sg-9 (beyond)}"},
		{"SG-11 a group of another account", with(`"cidr_blocks": [], "ipv6_cidr_blocks": [], "prefix_list_ids": [], "security_groups": ["123456789012/sg-9"], "self": false`), "", "aws_security_group.g.egress[0]: Group=aws_security_group.g Egress Traffic=tcp 443 Peers={sg-9 (beyond)}"},
		{"SG-11 a group of the plan with its account", with(`"cidr_blocks": [], "ipv6_cidr_blocks": [], "prefix_list_ids": [], "security_groups": ["123456789012/sg-1"], "self": false`), "", "aws_security_group.g.egress[0]: Group=aws_security_group.g Egress Traffic=tcp 443 Peers={aws_security_group.g}"},
		{"SG-11 what is written as a group and is none", `= aws_vpc.v {"id": "vpc-1"}
			` + one("aws_vpc_security_group_egress_rule", `"ip_protocol": "-1", "referenced_security_group_id": "123456789012/vpc-1"`), "", `
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Traffic=all Peers={aws_vpc.v.default_security_group}
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Egress Traffic=all Prefixes={0.0.0.0/0}
			aws_vpc_security_group_egress_rule.r: Group=aws_security_group.g Egress Traffic=all Peers={vpc-1 (beyond)}`},
		{"SG-12 self", with(`"cidr_blocks": [], "ipv6_cidr_blocks": [], "prefix_list_ids": [], "security_groups": [], "self": true`), "", "aws_security_group.g.egress[0]: Group=aws_security_group.g Egress Traffic=tcp 443 Peers={aws_security_group.g}"},
		{"SG-12 self of a group that is not known", `+ aws_security_group_rule.r {"security_group_id": "?", "type": "ingress", "protocol": "-1", "from_port": 0, "to_port": 0, "self": true}`, "", "aws_security_group_rule.r: Group=[?aws_security_group_rule.r.security_group_id] Traffic=all Peers={[?aws_security_group_rule.r.security_group_id]}"},
		{"SG-12 self that is not known", group("") + `+ aws_security_group_rule.r {"security_group_id": "sg-1", "type": "ingress", "protocol": "-1", "from_port": 0, "to_port": 0, "self": "?"}`, "", "aws_security_group_rule.r: Group=aws_security_group.g Traffic=all Why=?aws_security_group_rule.r.self"},
		{"SG-13 prefix lists", with(`"cidr_blocks": [], "ipv6_cidr_blocks": [], "prefix_list_ids": ["pl-1"], "security_groups": [], "self": false`), "", "aws_security_group.g.egress[0]: Group=aws_security_group.g Egress Traffic=tcp 443 Lists={pl-1 (beyond)}"},
		{"rules of their own, with one peer each: a block", one("aws_vpc_security_group_egress_rule", `"ip_protocol": "tcp", "from_port": 5, "to_port": 6, "cidr_ipv4": "10.0.0.0/8", "cidr_ipv6": null, "prefix_list_id": null, "referenced_security_group_id": null`), "", "aws_vpc_security_group_egress_rule.r: Group=aws_security_group.g Egress Traffic=tcp 5-6 Prefixes={10.0.0.0/8}"},
		{"rules of their own: a group", one("aws_vpc_security_group_ingress_rule", `"ip_protocol": "-1", "cidr_ipv4": null, "referenced_security_group_id": "sg-1"`), "", "aws_vpc_security_group_ingress_rule.r: Group=aws_security_group.g Traffic=all Peers={aws_security_group.g}"},
		{"rules of their own: a list", one("aws_vpc_security_group_ingress_rule", `"ip_protocol": "-1", "prefix_list_id": "pl-1"`), "", "aws_vpc_security_group_ingress_rule.r: Group=aws_security_group.g Traffic=all Lists={pl-1 (beyond)}"},
		{"rules of their own: a group, the old way", rule(`"type": "ingress", "protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": null, "source_security_group_id": "sg-1"`), "", "aws_security_group_rule.r: Group=aws_security_group.g Traffic=all Peers={aws_security_group.g}"},
		{"a group that AWS computes for a rule that names none", group("") + `+ aws_security_group_rule.r {"security_group_id": "sg-1", "type": "ingress", "protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["10.0.0.0/8"], "source_security_group_id": "?"}`,
			`resource "aws_security_group" "g" {}
			resource "aws_security_group_rule" "r" { cidr_blocks = ["10.0.0.0/8"] }`, "aws_security_group_rule.r: Group=aws_security_group.g Traffic=all Prefixes={10.0.0.0/8}"},
		{"a group that is known after apply", group("") + `+ aws_security_group_rule.r {"security_group_id": "sg-1", "type": "ingress", "protocol": "-1", "from_port": 0, "to_port": 0, "source_security_group_id": "?"}`, "", "aws_security_group_rule.r: Group=aws_security_group.g Traffic=all Peers={[?aws_security_group_rule.r.source_security_group_id]}"},
		{"a list that nobody sets", group("") + `+ aws_vpc_security_group_egress_rule.r {"security_group_id": "sg-1", "ip_protocol": "-1", "cidr_ipv4": "10.0.0.0/8", "prefix_list_id": "?"}`,
			`resource "aws_security_group" "g" {}
			resource "aws_vpc_security_group_egress_rule" "r" { cidr_ipv4 = "10.0.0.0/8" }`, "aws_vpc_security_group_egress_rule.r: Group=aws_security_group.g Egress Traffic=all Prefixes={10.0.0.0/8}"},
		{"no other side", rule(`"type": "ingress", "protocol": "-1", "from_port": 0, "to_port": 0`), "", "aws_security_group_rule.r: Group=aws_security_group.g Traffic=all Why=?aws_security_group_rule.r"},
		{"PLAN-5 blocks that are not known", group("") + `+ aws_security_group_rule.r {"security_group_id": "sg-1", "type": "ingress", "protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": "?"}`, "", "aws_security_group_rule.r: Group=aws_security_group.g Traffic=all Why=?aws_security_group_rule.r.cidr_blocks"},
		{"PLAN-5 a block that is not known", group("") + `+ aws_security_group_rule.r {"security_group_id": "sg-1", "type": "ingress", "protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["10.0.0.0/8", "?"]}`, "", "aws_security_group_rule.r: Group=aws_security_group.g Traffic=all Prefixes={10.0.0.0/8} Why=?aws_security_group_rule.r.cidr_blocks[1]"},
		{"an empty element", with(`"cidr_blocks": ["10.0.0.0/8", null], "self": false`), "", "aws_security_group.g.egress[0]: Group=aws_security_group.g Egress Traffic=tcp 443 Prefixes={10.0.0.0/8} Why=?aws_security_group.g.egress[0].cidr_blocks[1]"},
		{"a block that is none", with(`"cidr_blocks": ["anywhere"], "self": false`), "", "aws_security_group.g.egress[0]: Group=aws_security_group.g Egress Traffic=tcp 443 Why=?aws_security_group.g.egress[0].cidr_blocks[0]"},
		{"a type that is not known: either direction", group("") + `+ aws_security_group_rule.r {"security_group_id": "sg-1", "type": "?", "protocol": "tcp", "from_port": 1, "to_port": 1, "cidr_blocks": ["10.0.0.0/8"]}`, "", `
			aws_security_group_rule.r: Group=aws_security_group.g Traffic=tcp 1 Prefixes={10.0.0.0/8} TrafficWhy=?aws_security_group_rule.r.type
			aws_security_group_rule.r: Group=aws_security_group.g Egress Traffic=tcp 1 Prefixes={10.0.0.0/8} TrafficWhy=?aws_security_group_rule.r.type`},
		{"a protocol that is not known", group("") + `+ aws_security_group_rule.r {"security_group_id": "sg-1", "type": "ingress", "protocol": "?", "from_port": 1, "to_port": 1, "cidr_blocks": ["10.0.0.0/8"]}`, "", "aws_security_group_rule.r: Group=aws_security_group.g Traffic=all Prefixes={10.0.0.0/8} TrafficWhy=?aws_security_group_rule.r.protocol"},
		{"a protocol that is none", group(block("quic", "1", "1")), "", "aws_security_group.g.egress[0]: Group=aws_security_group.g Egress Traffic=all Prefixes={0.0.0.0/0} TrafficWhy=?aws_security_group.g.egress[0].protocol"},
		{"a port that is not known", group("") + `+ aws_vpc_security_group_egress_rule.r {"security_group_id": "sg-1", "ip_protocol": "tcp", "from_port": 1, "to_port": "?", "cidr_ipv4": "10.0.0.0/8"}`, "", "aws_vpc_security_group_egress_rule.r: Group=aws_security_group.g Egress Traffic=tcp Prefixes={10.0.0.0/8} TrafficWhy=?aws_vpc_security_group_egress_rule.r.to_port"},
		{"ports that are no range", group(block("tcp", "6", "5")), "", "aws_security_group.g.egress[0]: Group=aws_security_group.g Egress Traffic=tcp Prefixes={0.0.0.0/0} TrafficWhy=?aws_security_group.g.egress[0].from_port"},
		{"SG-16 a new group that nobody gives rules", `+ aws_security_group.g {"ingress": "?", "egress": "?"}`, `resource "aws_security_group" "g" {}`, ""},
		{"SG-16 a new group whose rules no sources show", `+ aws_security_group.g {"ingress": [], "egress": "?"}`, "", "aws_security_group.g.egress: Group=aws_security_group.g Egress Traffic=all Why=?aws_security_group.g.egress"},
		{"SG-17 an old group keeps those it has", `~ aws_security_group.g {"id": "sg-1", "ingress": [], "egress": [` + block("tcp", "80", "443") + `]} {"id": "sg-1", "ingress": [], "egress": [` + block("tcp", "80", "443") + `]}`, `resource "aws_security_group" "g" {}`, "aws_security_group.g.egress[0]: Group=aws_security_group.g Egress Traffic=tcp 80-443 Prefixes={0.0.0.0/0}"},
		{"SG-18 rules of both", group(shownTen) + `= aws_security_group_rule.r {` + https + `, "cidr_blocks": ["172.16.0.0/12"], "self": false}`, "", `
			aws_security_group.g.egress[0]: Group=aws_security_group.g Egress Traffic=tcp 443 Prefixes={10.0.0.0/8}
			aws_security_group_rule.r: Group=aws_security_group.g Egress Traffic=tcp 443 Prefixes={172.16.0.0/12}`},
		{"PLAN-3 what a deleted rule had is gone", group(shownTen) + `- aws_security_group_rule.r {` + toTen + `}`, "", ""},
		{"PLAN-3 what a deleted rule had is gone, and not the rest", group(shown) + `- aws_security_group_rule.r {` + toTen + `}`, "", "aws_security_group.g.egress[0]: Group=aws_security_group.g Egress Traffic=tcp 443 Prefixes={192.168.0.0/16}"},
		{"PLAN-3 a protocol has a name and a number", group(shownTen) + `- aws_vpc_security_group_egress_rule.r {"id": "sgr-1", "security_group_id": "sg-1", "ip_protocol": "6", "from_port": 443, "to_port": 443, "cidr_ipv4": "10.0.0.0/8"}`, "", ""},
		{"PLAN-3 all protocols have no ports", group(`{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["10.0.0.0/8"], "self": false}`) +
			`- aws_vpc_security_group_egress_rule.r {"id": "sgr-1", "security_group_id": "sg-1", "ip_protocol": "-1", "from_port": -1, "to_port": -1, "cidr_ipv4": "10.0.0.0/8"}`, "", ""},
		{"PLAN-3 a deleted rule of the other direction", group(shownTen) + `- aws_vpc_security_group_ingress_rule.r {"id": "sgr-1", "security_group_id": "sg-1", "ip_protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_ipv4": "10.0.0.0/8"}`, "", "aws_security_group.g.egress[0]: Group=aws_security_group.g Egress Traffic=tcp 443 Prefixes={10.0.0.0/8}"},
		{"PLAN-3 a deleted rule for what comes in", group(shownTen) + `- aws_security_group_rule.r {"id": "x", "security_group_id": "sg-1", "type": "ingress", "protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.0.0.0/8"], "self": false}`, "", "aws_security_group.g.egress[0]: Group=aws_security_group.g Egress Traffic=tcp 443 Prefixes={10.0.0.0/8}"},
		{"PLAN-3 a deleted rule for other ports", group(shownTen) + `- aws_security_group_rule.r {"id": "x", "security_group_id": "sg-1", "type": "egress", "protocol": "tcp", "from_port": 443, "to_port": 444, "cidr_blocks": ["10.0.0.0/8"], "self": false}`, "", "aws_security_group.g.egress[0]: Group=aws_security_group.g Egress Traffic=tcp 443 Prefixes={10.0.0.0/8}"},
		{"PLAN-3 a deleted rule with self", group(`{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": [], "security_groups": [], "self": true}`) + `- aws_security_group_rule.r {` + https + `, "self": true}`, "", ""},
		{"PLAN-3 a deleted rule that names its own group", group(`{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": [], "security_groups": ["sg-9"], "self": true}`) +
			`- aws_security_group_rule.r {` + https + `, "source_security_group_id": "sg-1"}`, "", "aws_security_group.g.egress[0]: Group=aws_security_group.g Egress Traffic=tcp 443 Peers={sg-9 (beyond)}"},
		{"PLAN-3 a deleted rule that names a group", group(`{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": [], "security_groups": ["sg-9"], "self": false}`) +
			`- aws_security_group_rule.r {` + https + `, "source_security_group_id": "sg-9"}`, "", ""},
		{"PLAN-3 a deleted rule that names a list", group(`{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.0.0.0/8"], "prefix_list_ids": ["pl-1"], "self": false}`) +
			`- aws_security_group_rule.r {` + https + `, "prefix_list_ids": ["pl-1"]}`, "", "aws_security_group.g.egress[0]: Group=aws_security_group.g Egress Traffic=tcp 443 Prefixes={10.0.0.0/8}"},
		{"PLAN-3 what is left beside a deleted rule: a block and a group", group(`{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.0.0.0/8", "192.168.0.0/16"], "security_groups": ["sg-9"], "self": false}`) +
			`- aws_security_group_rule.r {` + toTen + `}`, "", "aws_security_group.g.egress[0]: Group=aws_security_group.g Egress Traffic=tcp 443 Prefixes={192.168.0.0/16} Peers={sg-9 (beyond)}"},
		{"PLAN-3 what is left beside a deleted rule: a block and a list", group(`{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.0.0.0/8", "192.168.0.0/16"], "prefix_list_ids": ["pl-1"], "self": false}`) +
			`- aws_security_group_rule.r {` + toTen + `}`, "", "aws_security_group.g.egress[0]: Group=aws_security_group.g Egress Traffic=tcp 443 Prefixes={192.168.0.0/16} Lists={pl-1 (beyond)}"},
		{"PLAN-3 a rule that changes", group(shownTen) + `~ aws_security_group_rule.r {` + toTen + `} {` + https + `, "cidr_blocks": ["10.1.0.0/16"], "self": false}`, "", "aws_security_group_rule.r: Group=aws_security_group.g Egress Traffic=tcp 443 Prefixes={10.1.0.0/16}"},
		{"SG-18 what the group takes away is gone, though a rule holds it", `~ aws_security_group.g {"id": "sg-1", "ingress": [], "egress": [` + shown + `]} {"id": "sg-1", "ingress": [], "egress": []}
			= aws_security_group_rule.r {` + toTen + `}`, "", ""},
		{"SG-18 what the group takes away for what comes in", `~ aws_security_group.g {"id": "sg-1", "ingress": [` + shown + `], "egress": []} {"id": "sg-1", "ingress": [], "egress": []}
			= aws_security_group_rule.r {` + toTen + `}`, "", "aws_security_group_rule.r: Group=aws_security_group.g Egress Traffic=tcp 443 Prefixes={10.0.0.0/8}"},
		{"SG-18 what the group keeps", `~ aws_security_group.g {"id": "sg-1", "ingress": [], "egress": [` + shown + `]} {"id": "sg-1", "ingress": [], "egress": [` + shownTen + `]}
			= aws_security_group_rule.r {` + https + `, "cidr_blocks": ["10.0.0.0/8", "192.168.0.0/16"], "self": false}`, "", `
			aws_security_group.g.egress[0]: Group=aws_security_group.g Egress Traffic=tcp 443 Prefixes={10.0.0.0/8}
			aws_security_group_rule.r: Group=aws_security_group.g Egress Traffic=tcp 443 Prefixes={10.0.0.0/8}`},
		{"SG-18 a rule that this plan makes comes after", `~ aws_security_group.g {"id": "sg-1", "ingress": [], "egress": [` + shown + `]} {"id": "sg-1", "ingress": [], "egress": []}
			+ aws_security_group_rule.r {"security_group_id": "sg-1", "type": "egress", "protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.0.0.0/8"], "self": false}`, "", "aws_security_group_rule.r: Group=aws_security_group.g Egress Traffic=tcp 443 Prefixes={10.0.0.0/8}"},
		{"SG-18 a group whose rules are known after apply may take any away", `~ aws_security_group.g {"id": "sg-1", "ingress": [], "egress": [` + shown + `]} {"id": "sg-1", "ingress": [], "egress": "?"}
			= aws_security_group_rule.r {` + toTen + `}`, "", `
			aws_security_group.g.egress: Group=aws_security_group.g Egress Traffic=all Why=?aws_security_group.g.egress
			aws_security_group_rule.r: Group=aws_security_group.g Egress Traffic=tcp 443 Prefixes={10.0.0.0/8} TrafficWhy=?aws_security_group.g.egress`},
		{"SG-18 it does so in one direction", `~ aws_security_group.g {"id": "sg-1", "ingress": [` + shown + `], "egress": []} {"id": "sg-1", "ingress": "?", "egress": []}
			= aws_security_group_rule.r {` + toTen + `}`, "", `
			aws_security_group.g.ingress: Group=aws_security_group.g Traffic=all Why=?aws_security_group.g.ingress
			aws_security_group_rule.r: Group=aws_security_group.g Egress Traffic=tcp 443 Prefixes={10.0.0.0/8}`},
		{"SG-18 a rule for self that the group takes away", `~ aws_security_group.g {"id": "sg-1", "ingress": [], "egress": [{"protocol": "tcp", "from_port": 443, "to_port": 443, "self": true}]} {"id": "sg-1", "ingress": [], "egress": []}
			= aws_security_group_rule.r {` + https + `, "self": true}`, "", ""},
		{"a group that a data source reads does not show its rules", `< data.aws_security_group.g {"id": "sg-1", "vpc_id": "vpc-1"}`, "", ""},
		{"a group that is no resource", `= aws_security_group_rule.r {` + toTen + `}`, "", "aws_security_group_rule.r: Group=sg-1 (beyond) Egress Traffic=tcp 443 Prefixes={10.0.0.0/8}"},
		{"a rule without a word on the other side that another one takes away", group(`{"protocol": "tcp", "from_port": 443, "to_port": 443, `+none+`}`) + `- aws_security_group_rule.r {` + toTen + `}`, "", ""},
		{"a rule with none on the other side", group(`{"protocol": "tcp", "from_port": 443, "to_port": 443, ` + none + `}`), "", "aws_security_group.g.egress[0]: Group=aws_security_group.g Egress Traffic=tcp 443"},
	}, "SecurityGroupRules")
}

// TestDefaultGroup: as AWS makes it (SG-15), and adopted by a resource (PLAN-7).
func TestDefaultGroup(t *testing.T) {
	const (
		vpc     = `= aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16", "ipv6_cidr_block": ""}` + "\n"
		adopted = `= aws_default_security_group.d {"id": "sg-0", "vpc_id": "vpc-1", "ingress": [], "egress": []}`
	)
	say(t, "", []saying{
		{"as AWS makes it", vpc, "", `
			aws_vpc.v: DefaultGroup=aws_vpc.v.default_security_group
			aws_vpc.v.default_security_group: VPC=aws_vpc.v Assumed
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Traffic=all Peers={aws_vpc.v.default_security_group}
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Egress Traffic=all Prefixes={0.0.0.0/0}`},
		{"SG-15 with IPv6 where the VPC has it", `= aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16", "ipv6_cidr_block": "2600:1f18::/56"}`, "", `
			aws_vpc.v: DefaultGroup=aws_vpc.v.default_security_group
			aws_vpc.v.default_security_group: VPC=aws_vpc.v Assumed
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Traffic=all Peers={aws_vpc.v.default_security_group}
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Egress Traffic=all Prefixes={0.0.0.0/0 ::/0}`},
		{"SG-15 adopted without rules", vpc + adopted, "", `
			aws_vpc.v: DefaultGroup=aws_default_security_group.d
			aws_vpc.v.default_security_group: VPC=aws_vpc.v Assumed
			aws_default_security_group.d: VPC=aws_vpc.v`},
		{"of another VPC", vpc + `= aws_default_security_group.d {"id": "sg-0", "vpc_id": "vpc-9", "ingress": [], "egress": []}`, "", `
			aws_vpc.v: DefaultGroup=aws_vpc.v.default_security_group
			aws_vpc.v.default_security_group: VPC=aws_vpc.v Assumed
			aws_default_security_group.d: VPC=vpc-9 (beyond)
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Traffic=all Peers={aws_vpc.v.default_security_group}
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Egress Traffic=all Prefixes={0.0.0.0/0}`},
		{"of a VPC that is not known", vpc + `+ aws_default_security_group.d {"vpc_id": "?", "ingress": [], "egress": []}`, "", `
			aws_vpc.v: DefaultGroup=[aws_vpc.v.default_security_group | aws_default_security_group.d | ?aws_default_security_group.d.vpc_id]
			aws_vpc.v.default_security_group: VPC=aws_vpc.v Assumed
			aws_default_security_group.d: VPC=[?aws_default_security_group.d.vpc_id]
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Traffic=all Peers={aws_vpc.v.default_security_group}
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Egress Traffic=all Prefixes={0.0.0.0/0}`},
		{"of a VPC that a data source reads", `< data.aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16"}
			` + adopted, "", `
			data.aws_vpc.v: DefaultGroup=aws_default_security_group.d
			aws_default_security_group.d: VPC=data.aws_vpc.v`},
		{"of a VPC that a data source reads, which is another", `< data.aws_vpc.v {"id": "vpc-2", "cidr_block": "10.0.0.0/16"}
			` + adopted, "", `
			data.aws_vpc.v:
			aws_default_security_group.d: VPC=vpc-1 (beyond)`},
		{"an interface names it by its VPC", vpc + adopted + `
			= aws_network_interface.n {"id": "eni-1", "subnet_id": "subnet-1", "security_groups": ["sg-0"]}`, "", `
			aws_vpc.v: DefaultGroup=aws_default_security_group.d
			aws_vpc.v.default_security_group: VPC=aws_vpc.v Assumed
			aws_default_security_group.d: VPC=aws_vpc.v`},
	}, "VPCs:DefaultGroup", "SecurityGroups", "SecurityGroupRules")
}
