package policies_test

import "testing"

// TestObjects: less common ways to make the parts of a network.
func TestObjects(t *testing.T) {
	// moved is a network outside the plan that data sources read.
	const moved = appOnly + `
		< data.aws_vpc.main {"id": "vpc-eec8932f", "cidr_block": "10.142.0.0/16", "cidr_block_associations": [{"cidr_block": "10.142.0.0/16", "state": "associated"}], "ipv6_cidr_block": "", "main_route_table_id": "rtb-d28878e4", "tags": {}}
		< data.aws_subnet.private {"id": "subnet-21c4b064", "vpc_id": "vpc-eec8932f", "cidr_block": "10.142.13.0/24", "ipv6_cidr_block": "", "map_public_ip_on_launch": false, "assign_ipv6_address_on_creation": false, "tags": {"Tier": "app"}}
		< data.aws_subnet.public {"id": "subnet-5e791e5c", "vpc_id": "vpc-eec8932f", "cidr_block": "10.142.0.0/24", "ipv6_cidr_block": "", "map_public_ip_on_launch": true, "assign_ipv6_address_on_creation": false, "tags": {}}
		`
	const tables = `
		< data.aws_route_table.private {"id": "rtb-d7bc275d", "route_table_id": "rtb-d7bc275d", "vpc_id": "vpc-eec8932f", "routes": [{"cidr_block": "0.0.0.0/0", "nat_gateway_id": "nat-000949800dab32d56", "gateway_id": ""}], "associations": [{"subnet_id": "subnet-21c4b064", "gateway_id": "", "main": false}]}
		< data.aws_route_table.public {"id": "rtb-e2ebf7b4", "route_table_id": "rtb-e2ebf7b4", "vpc_id": "vpc-eec8932f", "routes": [{"cidr_block": "0.0.0.0/0", "nat_gateway_id": "", "gateway_id": "igw-ab621a84"}], "associations": [{"subnet_id": "subnet-5e791e5c", "gateway_id": "", "main": false}]}
		< data.aws_internet_gateway.main {"id": "igw-ab621a84", "internet_gateway_id": "igw-ab621a84", "attachments": [{"vpc_id": "vpc-eec8932f", "state": "available"}]}
		< data.aws_nat_gateway.main {"id": "nat-000949800dab32d56", "subnet_id": "subnet-5e791e5c", "connectivity_type": "public", "private_ip": "10.142.0.7"}
		`
	const acl = `= aws_network_acl_association.private {"id": "a-1", "network_acl_id": "acl-mine", "subnet_id": "subnet-21c4b064"}
		= aws_network_acl_association.public {"id": "a-2", "network_acl_id": "acl-mine", "subnet_id": "subnet-5e791e5c"}
		= aws_network_acl.mine {"id": "acl-mine", "vpc_id": "vpc-eec8932f", "subnet_ids": ["subnet-21c4b064"], "ingress": [` + allIn + `], "egress": [` + allIn + `]}
		`
	testPlans(t, []planCase{
		{"data sources: the ACL is not shown", moved + tables, [][2]string{
			{"data.aws_subnet.private reaches internet:443", "undecided: UNKNOWN_BEYOND_PLAN data.aws_subnet.private; UNKNOWN_BEYOND_PLAN data.aws_subnet.public"},
			{"aws_instance.app reaches internet:80", "violated: forward ENI_SG_RULES_MISMATCH aws_security_group.app.egress"},
		}},
		{"data sources: with an ACL of the plan", moved + tables + acl, [][2]string{
			{"data.aws_subnet.private reaches internet:443", "holds"},
			{app, "holds"},
			{"subnets tagged Tier=app reach internet:443 via data.aws_nat_gateway.main", "holds"},
			{"data.aws_subnet.private reaches 10.142.99.1:443", "undecided: UNKNOWN_BEYOND_PLAN data.aws_vpc.main"},
			{"private subnets cannot reach internet:22", "violated: forward REACHABLE data.aws_route_table.private.routes[0]"},
		}},
		{"data sources: the table is not shown", moved + acl, [][2]string{{"data.aws_subnet.private reaches internet:443", "undecided: UNKNOWN_BEYOND_PLAN data.aws_subnet.private"}}},
		{"data sources: a group", `! aws_security_group.app
			< data.aws_security_group.app {"id": "sg-b8111b9a35554e45e", "vpc_id": "vpc-eec8932f", "name": "app"}`, [][2]string{{app, "undecided: UNKNOWN_BEYOND_PLAN data.aws_security_group.app"}}},
		{"a data source of what the plan has", `< data.aws_subnet.same {"id": "subnet-21c4b064", "vpc_id": "vpc-eec8932f", "cidr_block": "10.142.13.0/24"}`, [][2]string{
			{"private subnets reach internet:443", "holds"},
		}},
		{"PLAN-7 what adopts the defaults of a VPC that a data source reads", `
			! aws_vpc.main
			< data.aws_vpc.main {"id": "vpc-eec8932f", "cidr_block": "10.142.0.0/16", "cidr_block_associations": []}
			= aws_network_acl.private {"subnet_ids": []}
			= aws_default_network_acl.d {"id": "acl-c11f8396", "default_network_acl_id": "acl-c11f8396", "vpc_id": "vpc-eec8932f", "subnet_ids": ["subnet-21c4b064"], "ingress": [], "egress": []}
			= aws_instance.app {"vpc_security_group_ids": []}
			= aws_default_security_group.d {"id": "sg-75ae467519c5f86cd", "vpc_id": "vpc-eec8932f", "ingress": [], "egress": []}`, [][2]string{
			{sub, "violated: forward SUBNET_ACL_RESTRICTION aws_default_network_acl.d.egress"},
			{app, "violated: forward SG_HAS_NO_RULES aws_default_security_group.d.egress"},
		}},
		{"a second block", `
			= aws_vpc_ipv4_cidr_block_association.more {"id": "b-1", "vpc_id": "vpc-eec8932f", "cidr_block": "100.64.0.0/16"}
			= aws_subnet.more {"id": "subnet-more", "vpc_id": "vpc-eec8932f", "cidr_block": "100.64.1.0/24", "map_public_ip_on_launch": false, "assign_ipv6_address_on_creation": false, "ipv6_cidr_block": ""}
			= aws_network_acl.private {"ingress": [` + allIn + `], "egress": [` + allIn + `]}`, [][2]string{
			{"private subnets reach 100.64.1.0/24:443", "holds"},
			{"aws_subnet.private reaches 100.64.2.0/24:443", "violated: forward VPC_CIDR_UNUSED aws_vpc.main"},
		}},
		{"a second block that is unknown", `
			~ aws_route.private_default {"id": "r-1"}
			+ aws_vpc_ipv4_cidr_block_association.more {"vpc_id": "vpc-eec8932f", "cidr_block": "?"}`, [][2]string{
			{"private subnets reach internet:443", "holds"},
			{"private subnets reach 8.8.8.8:443", "undecided: UNKNOWN_VALUE aws_vpc_ipv4_cidr_block_association.more.cidr_block"},
		}},
		{"a main table made of another", `
			- aws_route_table_association.private
			+ aws_main_route_table_association.m {"vpc_id": "vpc-eec8932f", "route_table_id": "rtb-d7bc275d"}`, [][2]string{{sub, "holds"}}},
		{"a main table that is another already", `
			- aws_route_table_association.private
			= aws_vpc.main {"main_route_table_id": "rtb-d7bc275d"}`, [][2]string{{sub, "holds"}}},
		{"a main table that nobody knows", `
			- aws_route_table_association.private
			= aws_vpc.main {"main_route_table_id": "rtb-else"}`, [][2]string{{"aws_subnet.private reaches internet:443", "undecided: UNKNOWN_BEYOND_PLAN rtb-else"}}},
		{"the default VPC and its subnets", `
			= aws_default_vpc.d {"id": "vpc-d", "cidr_block": "172.31.0.0/16", "ipv6_cidr_block": "", "main_route_table_id": "rtb-d", "default_route_table_id": "rtb-d", "default_network_acl_id": "acl-d", "default_security_group_id": "sg-d"}
			= aws_default_subnet.d {"id": "subnet-d", "vpc_id": "vpc-d", "cidr_block": "172.31.0.0/20", "map_public_ip_on_launch": true, "assign_ipv6_address_on_creation": false, "ipv6_cidr_block": ""}
			= aws_default_route_table.d {"id": "rtb-d", "default_route_table_id": "rtb-d", "vpc_id": "vpc-d", "route": [{"cidr_block": "0.0.0.0/0", "gateway_id": "igw-d"}]}
			= aws_internet_gateway.d {"id": "igw-d", "vpc_id": "vpc-d"}
			= aws_instance.d {"id": "i-d", "subnet_id": "subnet-d", "vpc_security_group_ids": ["sg-d"], "private_ip": "172.31.0.9", "public_ip": "3.3.3.3", "ipv6_addresses": [], "source_dest_check": true}`, [][2]string{
			{"aws_default_subnet.d reaches internet:443", "holds"},
			{"aws_instance.d reaches internet", "holds"},
		}},
		{"a gateway attached by a resource of its own", `
			= aws_internet_gateway.main {"vpc_id": ""}
			= aws_internet_gateway_attachment.a {"id": "igw-ab621a84:vpc-eec8932f", "internet_gateway_id": "igw-ab621a84", "vpc_id": "vpc-eec8932f"}`, [][2]string{{sub, "holds"}}},
		{"and detached again: the gateway still shows the VPC", `
			= aws_internet_gateway_attachment.a {"id": "igw-ab621a84:vpc-eec8932f", "internet_gateway_id": "igw-ab621a84", "vpc_id": "vpc-eec8932f"}
			c aws_internet_gateway.main {}
			- aws_internet_gateway_attachment.a`, [][2]string{{sub, "violated: forward BAD_STATE_ATTACHMENT aws_internet_gateway.main"}}},
		{"a gateway of another VPC", `= aws_internet_gateway.main {"vpc_id": "vpc-other"}`, [][2]string{{sub, "violated: forward BAD_STATE_ROUTE aws_route.public_default"}}},
		{"PLAN-4 the internet gateway is deleted", `- aws_internet_gateway.main`, [][2]string{{sub, "violated: forward BAD_STATE_ROUTE aws_route.public_default"}}},
		{"RT-13 an association of a gateway is not one of a subnet", `= aws_route_table_association.private {"gateway_id": null}`, [][2]string{{sub, "holds"}}},
		{"an ACL that takes a subnet from another", `
			+ aws_network_acl.new {"vpc_id": "vpc-eec8932f", "subnet_ids": ["subnet-21c4b064"], "ingress": [], "egress": []}`, [][2]string{{sub, "violated: forward SUBNET_ACL_RESTRICTION aws_network_acl.new.egress"}}},
		{"a forgotten resource stays", `= aws_nat_gateway.main {"tags": {}}`, [][2]string{{sub, "holds"}}},
	})
}
