package policies_test

import "testing"

// The parts of the plan in testdata/steady that tests change most.
const (
	app = "aws_instance.app reaches internet:443"
	// sub is the private subnet as a place.
	sub = "private subnets reach internet:443"
)

// TestMicro is micro-tests of the semantics, section 10.1, on a real plan: the
// parser is in the loop.
func TestMicro(t *testing.T) {
	testPlans(t, []planCase{
		{"BL-N", ``, [][2]string{{app, "holds"}, {sub, "holds"}, {app + " via nat", "holds"}}},
		{"M1 no egress block, no rule: SG-16", `= aws_security_group.app {"egress": []}`, [][2]string{
			{app, "violated: forward SG_HAS_NO_RULES aws_security_group.app.egress"},
			{sub, "holds"},
		}},
		{"M2 a rule resource counts like a block: SG-16", `
			! aws_security_group.app
			+ aws_security_group.app {"vpc_id": "vpc-eec8932f", "name": "app", "egress": "?", "ingress": "?"}
			+ aws_vpc_security_group_egress_rule.https {"security_group_id": "? aws_security_group.app.id", "ip_protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_ipv4": "0.0.0.0/0"}
			~ aws_instance.app {"vpc_security_group_ids": ["? aws_security_group.app.id"]}`, [][2]string{
			// Which group it is, only the configuration proves: see TestSources.
			{app, "undecided: UNKNOWN_VALUE aws_instance.app.vpc_security_group_ids[0]"},
		}},
		{"M2 on a group that exists", `
			= aws_security_group.app {"egress": []}
			+ aws_vpc_security_group_egress_rule.https {"security_group_id": "sg-b8111b9a35554e45e", "ip_protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_ipv4": "0.0.0.0/0"}`, [][2]string{
			{app, "holds"},
			{"aws_instance.app reaches internet:80", "violated: forward ENI_SG_RULES_MISMATCH aws_security_group.app.egress"},
		}},
		{"M3 two groups, one empty: SG-1", `
			= aws_security_group.none {"id": "sg-2", "vpc_id": "vpc-eec8932f", "egress": [], "ingress": []}
			= aws_instance.app {"vpc_security_group_ids": ["sg-2", "sg-b8111b9a35554e45e"]}`, [][2]string{
			{app, "holds"},
			{"aws_instance.app reaches internet:80", "violated: forward ENI_SG_RULES_MISMATCH aws_security_group.app.egress"},
		}},
		{"M4 tcp 0-0 is port 0: SG-7", `= aws_security_group.app {"egress": [{"protocol": "tcp", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}]}`, [][2]string{
			{app, "violated: forward ENI_SG_RULES_MISMATCH aws_security_group.app.egress"},
		}},
		{"M5 all protocols open all ports: SG-6", `
			= aws_security_group.app {"egress": []}
			+ aws_security_group_rule.x {"type": "egress", "security_group_id": "sg-b8111b9a35554e45e", "protocol": "-1", "from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"]}
			= aws_network_acl.private {"egress": [{"rule_no": 1, "action": "allow", "protocol": "-1", "cidr_block": "0.0.0.0/0", "from_port": 0, "to_port": 0}]}
			= aws_network_acl.public {"egress": [{"rule_no": 1, "action": "allow", "protocol": "-1", "cidr_block": "0.0.0.0/0", "from_port": 0, "to_port": 0}], "ingress": [{"rule_no": 1, "action": "allow", "protocol": "-1", "cidr_block": "0.0.0.0/0", "from_port": 0, "to_port": 0}]}`, [][2]string{
			{"aws_instance.app reaches internet:25", "holds"},
		}},
		{"M6 ESP passes the group and not the NAT gateway: SG-6, NAT-2", `
			= aws_security_group.app {"egress": [{"protocol": "50", "from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"]}]}
			= aws_network_acl.private {"egress": [{"rule_no": 1, "action": "allow", "protocol": "50", "cidr_block": "0.0.0.0/0", "from_port": 0, "to_port": 0}]}
			= aws_network_acl.public {"ingress": [{"rule_no": 1, "action": "allow", "protocol": "-1", "cidr_block": "0.0.0.0/0", "from_port": 0, "to_port": 0}]}`, [][2]string{
			{"aws_instance.app reaches internet:proto/50", "violated: forward PROTOCOL_RESTRICTION aws_nat_gateway.main"},
		}},
		{"M8, M9 a deny with a lower number, listed last: NACL-2", `= aws_network_acl.private {"egress": [
			{"rule_no": 100, "action": "allow", "protocol": "6", "cidr_block": "0.0.0.0/0", "from_port": 443, "to_port": 443},
			{"rule_no": 90, "action": "deny", "protocol": "tcp", "cidr_block": "0.0.0.0/0", "from_port": 443, "to_port": 443}]}`, [][2]string{
			{app, "violated: forward SUBNET_ACL_RESTRICTION aws_network_acl.private.egress[1]"},
			{sub, "violated: forward SUBNET_ACL_RESTRICTION aws_network_acl.private.egress[1]"},
		}},
		{"M10 answers come from the destination, not from the gateway: NAT-3", `= aws_network_acl.private {"ingress": [{"rule_no": 100, "action": "allow", "protocol": "-1", "cidr_block": "10.142.0.0/24", "from_port": 0, "to_port": 0}]}`, [][2]string{
			{app, "violated: reply SUBNET_ACL_RESTRICTION aws_network_acl.private.ingress"},
		}},
		{"M12 client ports do not do for a NAT gateway: NAT-7", `= aws_network_acl.public {"ingress": [
			{"rule_no": 90, "action": "allow", "protocol": "6", "cidr_block": "10.142.0.0/16", "from_port": 443, "to_port": 443},
			{"rule_no": 100, "action": "allow", "protocol": "6", "cidr_block": "0.0.0.0/0", "from_port": 32768, "to_port": 60999}]}`, [][2]string{
			{app, "violated: reply SUBNET_ACL_RESTRICTION aws_network_acl.public.ingress"},
		}},
		{"M13 the gateway's ACL lets requests in: NAT-6", `= aws_network_acl.public {"ingress": [{"rule_no": 110, "action": "allow", "protocol": "6", "cidr_block": "0.0.0.0/0", "from_port": 1024, "to_port": 65535}]}`, [][2]string{
			{app, "violated: forward SUBNET_ACL_RESTRICTION aws_network_acl.public.ingress"},
		}},
		{"M14 and answers out to the client: NAT-6", `= aws_network_acl.public {"egress": [{"rule_no": 100, "action": "allow", "protocol": "6", "cidr_block": "0.0.0.0/0", "from_port": 443, "to_port": 443}]}`, [][2]string{
			{app, "violated: reply SUBNET_ACL_RESTRICTION aws_network_acl.public.egress"},
		}},
		{"M15 a custom ACL without rules: NACL-9", `= aws_network_acl.private {"ingress": [], "egress": []}`, [][2]string{
			{app, "violated: forward SUBNET_ACL_RESTRICTION aws_network_acl.private.egress"},
		}},
		{"M16 an adopted default ACL without rules: NACL-8", `
			! aws_network_acl.private
			+ aws_default_network_acl.this {"default_network_acl_id": "acl-c11f8396", "ingress": [], "egress": [], "subnet_ids": [], "vpc_id": "?"}`, [][2]string{
			{app, "violated: forward SUBNET_ACL_RESTRICTION aws_default_network_acl.this.egress"},
		}},
		{"M17 a rule for GRE is no rule for TCP: NACL-6", `= aws_network_acl.private {"egress": [
			{"rule_no": 90, "action": "deny", "protocol": "47", "cidr_block": "0.0.0.0/0", "from_port": 443, "to_port": 443},
			{"rule_no": 100, "action": "allow", "protocol": "-1", "cidr_block": "0.0.0.0/0", "from_port": 0, "to_port": 0}]}`, [][2]string{{app, "holds"}}},
		{"M18 ICMP without a type is echo reply: NACL-12", `
			= aws_security_group.app {"egress": [{"protocol": "icmp", "from_port": -1, "to_port": -1, "cidr_blocks": ["0.0.0.0/0"]}]}
			= aws_network_acl.private {"egress": [{"rule_no": 1, "action": "allow", "protocol": "icmp", "cidr_block": "0.0.0.0/0", "from_port": 0, "to_port": 0, "icmp_type": 0, "icmp_code": 0}]}`, [][2]string{
			{"aws_instance.app reaches internet:icmp", "violated: forward SUBNET_ACL_RESTRICTION aws_network_acl.private.egress"},
		}},
		{"M19 no association, main table: RT-1, PLAN-4", `- aws_route_table_association.private`, [][2]string{
			{app, "violated: forward NO_ROUTE_TO_DESTINATION aws_vpc.main.main_route_table"},
		}},
		{"M20 a blackhole wins by its length: RT-2, RT-10", `
			= aws_route.private_default {"id": "r-1"}
			+ aws_route.gone {"route_table_id": "rtb-d7bc275d", "destination_cidr_block": "8.8.8.0/24", "nat_gateway_id": "nat-gone"}
			+ aws_nat_gateway.gone {"subnet_id": "subnet-5e791e5c"}
			- aws_eip.nat`, [][2]string{
			{"aws_instance.app reaches 8.8.4.4:443", "holds"},
			{"aws_instance.app reaches 8.8.8.8:443", "undecided: UNKNOWN_BEYOND_PLAN nat-gone"},
		}},
		{"M21 a NAT gateway without a way out: NAT-5", `- aws_route.public_default`, [][2]string{
			{app, "violated: forward NO_ROUTE_TO_DESTINATION aws_route.public_default"},
		}},
		{"M22 a NAT gateway that routes to itself: NAT-5", `
			= aws_route.public_default {"gateway_id": "", "nat_gateway_id": "nat-000949800dab32d56"}
			= aws_route_table.public {"route": []}`, [][2]string{
			{app, "violated: forward NAT_SELF_LOOP aws_route.public_default"},
		}},
		{"M23 a gateway that is attached to nothing: IGW-1", `~ aws_internet_gateway.main {"vpc_id": ""}`, [][2]string{
			{app, "violated: forward BAD_STATE_ATTACHMENT aws_internet_gateway.main"},
		}},
		{"a regional NAT gateway has no subnet and no ACL: NAT-13", `
			= aws_nat_gateway.main {"availability_mode": "regional", "subnet_id": "", "vpc_id": "vpc-eec8932f"}
			- aws_route.public_default
			= aws_network_acl.public {"ingress": [], "egress": []}`, [][2]string{
			{"aws_subnet.private reaches internet:443 via nat gateway", "holds"},
			{"aws_subnet.private reaches internet:80", "violated: forward SUBNET_ACL_RESTRICTION aws_network_acl.private.egress"},
		}},
		{"M24 a private NAT gateway: NAT-11", `= aws_nat_gateway.main {"connectivity_type": "private", "allocation_id": ""}`, [][2]string{
			{app, "violated: forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS aws_nat_gateway.main"},
		}},
		{"M25 a private destination: IGW-3", ``, [][2]string{
			{"aws_instance.app reaches 10.99.0.1:443", "violated: forward IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS aws_route.public_default"},
			{"aws_instance.app reaches 100.64.0.1:443", "violated: forward IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS aws_route.public_default"},
		}},
		{"M26 in the VPC, in no subnet: RT-6", ``, [][2]string{
			{"aws_instance.app reaches 10.142.77.1:443", "violated: forward VPC_CIDR_UNUSED aws_vpc.main"},
		}},
		{"M28 no IPv6 address: RT-3", ``, [][2]string{
			{"aws_instance.app reaches [::/0]:443", "violated: forward NO_ADDRESS_IN_FAMILY aws_instance.app"},
		}},
		{"M31 no public address: IGW-2", `= aws_instance.app {"subnet_id": "subnet-5e791e5c", "private_ip": "10.142.0.50", "associate_public_ip_address": false, "public_ip": ""}`, [][2]string{
			{app, "violated: forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS aws_instance.app"},
		}},
		{"M32 an Elastic IP: PUB-3", `
			= aws_instance.app {"subnet_id": "subnet-5e791e5c", "private_ip": "10.142.0.50", "associate_public_ip_address": false, "public_ip": ""}
			+ aws_eip.app {"instance": "i-8c82f3aba102aedbe", "domain": "vpc"}`, [][2]string{{app, "holds"}}},
		{"M33 launched without: PUB-1", `
			! aws_instance.app
			+ aws_instance.app {"subnet_id": "subnet-5e791e5c", "vpc_security_group_ids": ["sg-b8111b9a35554e45e"], "associate_public_ip_address": false, "private_ip": "?"}`, [][2]string{
			{app, "violated: forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS aws_instance.app"},
		}},
		{"M35 Lambda never has one: CMP-1", `+ aws_lambda_function.f {"vpc_config": [{"subnet_ids": ["subnet-5e791e5c"], "security_group_ids": ["sg-b8111b9a35554e45e"]}]}`, [][2]string{
			{"aws_lambda_function.f reaches internet:443", "violated: forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS aws_lambda_function.f"},
		}},
		{"M58 the resolver is reached whatever a group says: SG-20", ``, [][2]string{
			{"aws_instance.app reaches 10.142.0.2:53/udp", "holds"},
			{"aws_instance.app cannot reach 169.254.169.253:53/udp", "violated: forward REACHABLE aws_instance.app"},
		}},
	})
}
