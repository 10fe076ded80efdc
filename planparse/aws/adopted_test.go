package aws_test

import "testing"

// TestAdoptedPeers: what adopts a default group takes away rules of other groups, too
// (SG-15): those that name it, in groups that its own rules name by then.
func TestAdoptedPeers(t *testing.T) {
	const (
		vpc = `= aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16", "default_security_group_id": "sg-1"}
			= aws_security_group.g {"id": "sg-2", "vpc_id": "vpc-1", "ingress": [], "egress": []}
			`
		adopted = `+ aws_default_security_group.d {"vpc_id": "vpc-1", "ingress": [], "egress": []}
			`
		values  = `"ip_protocol": "tcp", "from_port": 443, "to_port": 443, "referenced_security_group_id": "sg-1"`
		perhaps = "aws_vpc_security_group_egress_rule.r: Group=aws_security_group.g Egress Traffic=tcp 443 Peers={[aws_default_security_group.d | ?aws_vpc_security_group_egress_rule.r.referenced_security_group_id]}"
		surely  = "aws_vpc_security_group_egress_rule.r: Group=aws_security_group.g Egress Traffic=tcp 443 Peers={aws_default_security_group.d}"
	)
	rule := `aws_vpc_security_group_egress_rule.r {"security_group_id": "sg-2", ` + values
	say(t, vpc, []saying{
		{"a rule that is there", adopted + `= ` + rule + `, "id": "sgr-1"}`, "", perhaps},
		{"one that a block makes", `~ aws_security_group.h {"id": "sg-3", "vpc_id": "vpc-1", "ingress": [], "egress": []} {"id": "sg-3", "vpc_id": "vpc-1", "ingress": [], "egress": [{"protocol": "tcp", "from_port": 443, "to_port": 443, "security_groups": ["sg-1"]}]}
			` + adopted, "", "aws_security_group.h.egress[0]: Group=aws_security_group.h Egress Traffic=tcp 443 Peers={[aws_default_security_group.d | ?aws_security_group.h.egress[0].security_groups[0]]}"},
		{"a new one, in no fixed order", adopted + `+ ` + rule + `}`, "", perhaps},
		{"a new one that comes after", adopted + `+ ` + rule + `}
			> aws_vpc_security_group_egress_rule.r aws_default_security_group.d`, "", surely},
		{"one that is there and changes after: what it had may be gone", adopted + `~ ` + rule + `, "id": "sgr-1"} {"security_group_id": "sg-2", "id": "sgr-1", "tags": {}, ` + values + `}
			> aws_vpc_security_group_egress_rule.r aws_default_security_group.d`, "", perhaps},
		{"of a new group, which nothing names yet", adopted + `+ aws_security_group.n {"vpc_id": "vpc-1", "ingress": [], "egress": [{"protocol": "tcp", "from_port": 443, "to_port": 443, "security_groups": ["sg-1"]}]}`, "", "aws_security_group.n.egress[0]: Group=aws_security_group.n Egress Traffic=tcp 443 Peers={aws_default_security_group.d}"},
		{"of a new group, and a rule of the default group that may come first", adopted + `+ aws_security_group.n {"vpc_id": "vpc-1", "ingress": [], "egress": [{"protocol": "tcp", "from_port": 443, "to_port": 443, "security_groups": ["sg-1"]}]}
			+ aws_vpc_security_group_ingress_rule.i {"security_group_id": "sg-1", ` + values + `}`, "", `
			aws_security_group.n.egress[0]: Group=aws_security_group.n Egress Traffic=tcp 443 Peers={[aws_default_security_group.d | ?aws_security_group.n.egress[0].security_groups[0]]}
			aws_vpc_security_group_ingress_rule.i: Group=[aws_default_security_group.d | ?aws_vpc_security_group_ingress_rule.i.security_group_id] Traffic=tcp 443 Peers={aws_default_security_group.d}`},
		{"of its own", `+ aws_default_security_group.d {"vpc_id": "vpc-1", "ingress": [], "egress": [{"protocol": "tcp", "from_port": 443, "to_port": 443, "security_groups": ["sg-1"]}]}`, "", "aws_default_security_group.d.egress[0]: Group=aws_default_security_group.d Egress Traffic=tcp 443 Peers={aws_default_security_group.d}"},
		{"one that was adopted before", `= aws_default_security_group.d {"id": "sg-1", "vpc_id": "vpc-1", "ingress": [], "egress": []}
			= ` + rule + `, "id": "sgr-1"}`, "", surely},
	}, "SecurityGroupRules")
	say(t, "", []saying{
		{"in a new VPC, whose default group names no other", `+ aws_vpc.new {"cidr_block": "10.1.0.0/16", "default_security_group_id": "?", "default_network_acl_id": "?"}
			= aws_security_group.far {"id": "sg-2", "vpc_id": "vpc-9", "ingress": [], "egress": []}
			+ aws_default_security_group.n {"vpc_id": "?", "ingress": [], "egress": []}
			+ aws_vpc_security_group_egress_rule.r {"security_group_id": "sg-2", "ip_protocol": "tcp", "from_port": 443, "to_port": 443, "referenced_security_group_id": "?"}`, `
			resource "aws_vpc" "new" { cidr_block = "10.1.0.0/16" }
			resource "aws_security_group" "far" { vpc_id = "vpc-9" }
			resource "aws_default_security_group" "n" { vpc_id = aws_vpc.new.id }
			resource "aws_vpc_security_group_egress_rule" "r" {
				security_group_id            = "sg-2"
				ip_protocol                  = "tcp"
				from_port                    = 443
				to_port                      = 443
				referenced_security_group_id = aws_vpc.new.default_security_group_id
			}`, "aws_vpc_security_group_egress_rule.r: Group=aws_security_group.far Egress Traffic=tcp 443 Peers={aws_default_security_group.n}"},
	}, "SecurityGroupRules")
}
