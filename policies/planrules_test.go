package policies_test

import "testing"

// all are rules of an ACL that let everything through.
const (
	allIn  = `{"rule_no": 1, "action": "allow", "protocol": "-1", "cidr_block": "0.0.0.0/0", "from_port": 0, "to_port": 0}`
	appSG  = `sg-b8111b9a35554e45e`
	https  = `"ip_protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_ipv4": "0.0.0.0/0"`
	httpsA = `"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"]`
)

// TestCopies: what AWS shows on one resource and another one manages (PLAN-3,
// SG-17, SG-18, RT-12).
func TestCopies(t *testing.T) {
	rule := `= aws_vpc_security_group_egress_rule.https {"id": "sgr-1", "security_group_id": "` + appSG + `", ` + https + `}
		`
	entry := `= aws_network_acl_rule.out {"id": "nacl-1", "network_acl_id": "acl-127b104f", "rule_number": 100, "egress": true, "protocol": "6", "rule_action": "allow", "cidr_block": "0.0.0.0/0", "from_port": 443, "to_port": 443}
		`
	testPlans(t, []planCase{
		{"SG-17, T2 blocks that the configuration drops stay", `~ aws_security_group.app {"description": "changed"}`, [][2]string{{app, "holds"}}},
		{"SG-17 an empty list takes them away", `~ aws_security_group.app {"egress": []}`, [][2]string{{app, "violated: forward SG_HAS_NO_RULES aws_security_group.app.egress"}}},
		{"SG-18 a rule of its own that the group shows", rule, [][2]string{{app, "holds"}}},
		{"SG-18 the group takes it away", rule + `~ aws_security_group.app {"egress": []}`, [][2]string{{app, "violated: forward SG_HAS_NO_RULES aws_security_group.app.egress"}}},
		{"PLAN-3 a deleted rule that the group still shows", rule + `- aws_vpc_security_group_egress_rule.https`, [][2]string{{app, "violated: forward SG_HAS_NO_RULES aws_security_group.app.egress"}}},
		{"PLAN-3 a rule that changes", rule + `~ aws_vpc_security_group_egress_rule.https {"from_port": 80, "to_port": 80}`, [][2]string{
			{app, "violated: forward ENI_SG_RULES_MISMATCH aws_security_group.app.egress"},
		}},
		{"PLAN-3 a deleted entry that the ACL still shows", entry + `- aws_network_acl_rule.out`, [][2]string{{sub, "violated: forward SUBNET_ACL_RESTRICTION aws_network_acl.private.egress"}}},
		{"PLAN-3 an entry that changes", entry + `~ aws_network_acl_rule.out {"rule_action": "deny"}`, [][2]string{{sub, "violated: forward SUBNET_ACL_RESTRICTION aws_network_acl_rule.out"}}},
		{"PLAN-3 a deleted route that the table still shows", `- aws_route.private_default`, [][2]string{{sub, "violated: forward NO_ROUTE_TO_DESTINATION aws_route.private_default"}}},
		{"PLAN-3 a route that moves", `~ aws_route.private_default {"destination_cidr_block": "8.0.0.0/8"}`, [][2]string{
			{"private subnets reach 8.8.8.8:443", "holds"},
			{"private subnets reach 9.9.9.9:443", "violated: forward NO_ROUTE_TO_DESTINATION aws_route_table.private"},
		}},
		{"PLAN-3 a deleted association that the ACL still shows", `
			= aws_network_acl_association.private {"id": "a-1", "network_acl_id": "acl-127b104f", "subnet_id": "subnet-21c4b064"}
			- aws_network_acl_association.private`, [][2]string{{"private subnets reach internet:80", "violated: forward SUBNET_ACL_RESTRICTION aws_network_acl.public.ingress"}}},
		{"RT-12 a table takes the route of an aws_route away", `~ aws_route_table.private {"route": []}`, [][2]string{{sub, "violated: forward NO_ROUTE_TO_DESTINATION aws_route.private_default"}}},
		{"RT-12, T47 an inline route that nobody writes any more", `! aws_route.private_default`, [][2]string{{sub, "holds"}}},
	})
}

// TestPlanRules: PLAN-1 to PLAN-12 where no other test has them.
func TestPlanRules(t *testing.T) {
	testPlans(t, []planCase{
		{"PLAN-1 an unknown group is not dropped", `~ aws_instance.app {"vpc_security_group_ids": "?"}`, [][2]string{
			{app, "undecided: UNKNOWN_VALUE aws_instance.app.vpc_security_group_ids"},
		}},
		{"PLAN-1 an unknown route target", `
			! aws_route.private_default
			= aws_route_table.private {"route": []}
			+ aws_route.nat {"route_table_id": "rtb-d7bc275d", "destination_cidr_block": "0.0.0.0/0", "nat_gateway_id": "? aws_nat_gateway.main.id"}`, [][2]string{
			{sub, "undecided: UNKNOWN_VALUE aws_route.nat.nat_gateway_id"},
			{"aws_subnet.private reaches internet:80", "violated: forward SUBNET_ACL_RESTRICTION aws_network_acl.private.egress"},
		}},
		{"PLAN-1 an unknown association", `~ aws_route_table_association.private {"route_table_id": "?"}`, [][2]string{
			{sub, "undecided: UNKNOWN_VALUE aws_route_table_association.private.route_table_id"},
		}},
		{"PLAN-2 a new table without routes has the local ones", `
			! aws_route_table_association.private
			+ aws_route_table.new {"vpc_id": "vpc-eec8932f", "route": []}
			+ aws_route_table_association.new {"subnet_id": "subnet-21c4b064", "route_table_id": "? aws_route_table.new.id"}`, [][2]string{
			{sub, "undecided: UNKNOWN_VALUE aws_route_table_association.new.route_table_id"},
		}},
		{"PLAN-4 the target of a route is deleted", `- aws_nat_gateway.main`, [][2]string{{sub, "violated: forward BAD_STATE_ROUTE aws_route.private_default"}}},
		{"PLAN-4 the target of a route is deleted, and a data source read it before", `- aws_nat_gateway.main
			< data.aws_nat_gateway.found {"id": "nat-000949800dab32d56", "vpc_id": "vpc-eec8932f", "subnet_id": "subnet-5e791e5c", "connectivity_type": "public", "state": "available", "allocation_id": "eipalloc-1"}`, [][2]string{{sub, "violated: forward BAD_STATE_ROUTE aws_route.private_default"}}},
		{"PLAN-4 the ACL is deleted, the default one steps in", `- aws_network_acl.private`, [][2]string{{"private subnets reach internet:443", "holds"}}},
		{"PLAN-4 the group is deleted", `- aws_security_group.app`, [][2]string{{app, "undecided: UNKNOWN_VALUE aws_instance.app.vpc_security_group_ids[0]"}}},
		{"PLAN-5 an unknown block of a rule", `~ aws_security_group.app {"egress": [{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["?"]}]}`, [][2]string{
			{app, "undecided: UNKNOWN_VALUE aws_security_group.app.egress[0].cidr_blocks[0]"},
			{"aws_instance.app reaches internet:80", "violated: forward ENI_SG_RULES_MISMATCH aws_security_group.app.egress"},
		}},
		{"PLAN-5 an unknown block of a subnet", `~ aws_subnet.private {"cidr_block": "?"}`, [][2]string{{sub, "undecided: UNKNOWN_VALUE aws_subnet.private.cidr_block"}}},
		{"PLAN-6 an application alone", appOnly, [][2]string{
			{app, "undecided: UNKNOWN_BEYOND_PLAN subnet-21c4b064"},
			{"aws_instance.app reaches internet:80", "violated: forward ENI_SG_RULES_MISMATCH aws_security_group.app.egress"},
			{"workloads cannot reach internet:22", "holds"},
			{"private subnets reach internet:443", "undecided: UNKNOWN_BEYOND_PLAN subnet-21c4b064"},
		}},
		{"PLAN-6 a table known by its id", `! aws_route_table.private
			! aws_route.private_default`, [][2]string{{sub, "undecided: UNKNOWN_BEYOND_PLAN rtb-d7bc275d"}}},
		{"PLAN-6 a gateway known by its id", `! aws_nat_gateway.main`, [][2]string{{sub, "undecided: UNKNOWN_BEYOND_PLAN nat-000949800dab32d56"}}},
		{"PLAN-6 a group known by its id", `! aws_security_group.app`, [][2]string{{app, "undecided: UNKNOWN_BEYOND_PLAN sg-b8111b9a35554e45e"}}},
		{"PLAN-6 an ACL known by its id", `
			! aws_network_acl.private
			= aws_network_acl_association.private {"id": "a-1", "network_acl_id": "acl-127b104f", "subnet_id": "subnet-21c4b064"}`, [][2]string{{sub, "undecided: UNKNOWN_BEYOND_PLAN acl-127b104f"}}},
		{"PLAN-6 a VPC known by its id", `! aws_vpc.main`, [][2]string{
			{"aws_subnet.private reaches internet:443", "holds"},
			{"private subnets reach 10.142.0.50:443", "holds"},
			{"private subnets reach 10.99.0.1:443", "undecided: UNKNOWN_BEYOND_PLAN vpc-eec8932f"},
		}},
		{"PLAN-7, T46 a default table that is adopted has no other routes", `
			! aws_route_table_association.private
			= aws_default_route_table.main {"id": "rtb-d28878e4", "default_route_table_id": "rtb-d28878e4", "vpc_id": "vpc-eec8932f", "route": []}`, [][2]string{
			{sub, "violated: forward NO_ROUTE_TO_DESTINATION aws_default_route_table.main"},
		}},
		{"PLAN-7, T46 a default table that this plan adopts has no routes of others", `
			! aws_route_table.private
			= aws_vpc.main {"default_route_table_id": "rtb-d7bc275d", "main_route_table_id": "rtb-d7bc275d"}
			+ aws_default_route_table.main {"default_route_table_id": "rtb-d7bc275d", "vpc_id": "?", "route": []}`, [][2]string{
			{sub, "violated: forward NO_ROUTE_TO_DESTINATION aws_route.private_default"},
		}},
		{"RT-12, T48 a table that writes the route of a resource anew", `
			~ aws_route_table.private {"route": [{"cidr_block": "0.0.0.0/0", "nat_gateway_id": "nat-9"}]}`, [][2]string{
			{sub, "undecided: UNKNOWN_BEYOND_PLAN nat-9"},
		}},
		{"PLAN-7, T6 a default group that is adopted has no other rules", `
			+ aws_default_security_group.this {"vpc_id": "vpc-eec8932f", "ingress": [], "egress": []}
			= aws_instance.app {"vpc_security_group_ids": ["sg-75ae467519c5f86cd"]}`, [][2]string{{app, "violated: forward SG_HAS_NO_RULES aws_default_security_group.this.egress"}}},
		{"PLAN-8 the default group of a VPC", `= aws_instance.app {"vpc_security_group_ids": ["sg-75ae467519c5f86cd"]}`, [][2]string{{app, "holds"}}},
		{"PLAN-8 the main table", `- aws_route_table_association.private`, [][2]string{{sub, "violated: forward NO_ROUTE_TO_DESTINATION aws_vpc.main.main_route_table"}}},
		{"PLAN-9 ports times blocks", `= aws_security_group.app {"egress": [
			{"protocol": "tcp", "from_port": 443, "to_port": 444, "cidr_blocks": ["0.0.0.0/1", "128.0.0.0/1"]}, {"protocol": "6", "from_port": 442, "to_port": 442, "cidr_blocks": ["8.8.8.8/32"]}]}
			= aws_network_acl.private {"egress": [` + allIn + `], "ingress": [` + allIn + `]}
			= aws_network_acl.public {"egress": [` + allIn + `], "ingress": [` + allIn + `]}`, [][2]string{
			{"aws_instance.app reaches internet:443-444", "holds"},
			{"aws_instance.app reaches 8.8.8.8:442", "holds"},
			{"aws_instance.app reaches 8.8.4.4:442", "violated: forward ENI_SG_RULES_MISMATCH aws_security_group.app.egress"},
		}},
		{"PLAN-10 an unknown IPv6 block is no matter for IPv4", `~ aws_vpc.main {"assign_generated_ipv6_cidr_block": true, "ipv6_cidr_block": "?"}`, [][2]string{{sub, "holds"}}},
		{"PLAN-11 the internet is what is globally reachable", ``, [][2]string{
			{"aws_instance.app reaches 0.0.0.0/0:443", "holds"},
			{"aws_instance.app reaches 172.0.0.0/8:443", "violated: forward IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS aws_route.public_default"},
		}},
		{"PLAN-12 every subnet of a function", `
			! aws_route_table_association.private
			= aws_route_table_association.none {"id": "rtbassoc-2", "subnet_id": "subnet-21c4b064", "route_table_id": "rtb-d7bc275d", "gateway_id": ""}
			= aws_subnet.more {"id": "subnet-more", "vpc_id": "vpc-eec8932f", "cidr_block": "10.142.14.0/24", "map_public_ip_on_launch": false, "tags": {"Tier": "app"}}
			+ aws_lambda_function.f {"vpc_config": [{"subnet_ids": ["subnet-21c4b064", "subnet-more"], "security_group_ids": ["` + appSG + `"]}]}`, [][2]string{
			{"aws_lambda_function.f reaches internet:443", "violated: forward NO_ROUTE_TO_DESTINATION aws_vpc.main.main_route_table"},
			{"workloads in subnets tagged Tier=app reach internet:443", "violated: forward NO_ROUTE_TO_DESTINATION aws_vpc.main.main_route_table"},
			{"aws_instance.app reaches internet:443", "holds"},
		}},
	})
}

// appOnly is a plan of an application whose network is elsewhere.
const appOnly = `
	! aws_vpc.main
	! aws_subnet.private
	! aws_subnet.public
	! aws_route_table.private
	! aws_route_table.public
	! aws_route_table_association.private
	! aws_route_table_association.public
	! aws_route.private_default
	! aws_route.public_default
	! aws_network_acl.private
	! aws_network_acl.public
	! aws_nat_gateway.main
	! aws_internet_gateway.main
	! aws_eip.nat`
