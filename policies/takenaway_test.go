package policies_test

import "testing"

// TestTakenAway: what apply deletes, moves or replaces leaves copies of it in the
// attributes of others, and they are not believed (PLAN-3, PLAN-4).
func TestTakenAway(t *testing.T) {
	const (
		noRoute = "violated: forward NO_ROUTE_TO_DESTINATION "
		open    = `{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}`
		// The instance in the public subnet, in the open, with a public address.
		outside = `= aws_instance.app {"subnet_id": "subnet-5e791e5c", "public_ip": "3.64.1.1"}
			= aws_network_acl.public {"ingress": [` + allIn + `], "egress": [` + allIn + `]}
			`
		// Two instances whose group lets them talk with each other.
		talk = `= aws_instance.two {"id": "i-2", "subnet_id": "subnet-5e791e5c", "vpc_security_group_ids": ["` + appSG + `"], "private_ip": "10.142.0.20", "public_ip": ""}
			= aws_security_group.app {"ingress": [{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["10.0.0.0/8"]}], "egress": [{"protocol": "tcp", "from_port": 443, "to_port": 443, "self": true}]}
			= aws_network_acl.public {"ingress": [` + allIn + `], "egress": [` + allIn + `]}
			= aws_network_acl.private {"ingress": [` + allIn + `], "egress": [` + allIn + `]}
			`
		// The private subnet under the main table, which has the route out.
		main = `! aws_route_table_association.private
			= aws_vpc.main {"main_route_table_id": "rtb-d7bc275d"}
			= aws_main_route_table_association.m {"id": "x", "vpc_id": "vpc-eec8932f", "route_table_id": "rtb-d7bc275d", "original_route_table_id": "rtb-d28878e4"}
			`
	)
	testPlans(t, []planCase{
		{"a route that moves to another table", `
			= aws_route_table.other {"id": "rtb-2", "vpc_id": "vpc-eec8932f", "route": []}
			/ aws_route.private_default {"route_table_id": "rtb-2"}`, [][2]string{{sub, noRoute + "aws_route_table.private"}}},
		{"a route of a table that a data source reads", `
			! aws_route_table.private
			< data.aws_route_table.private {"id": "rtb-d7bc275d", "route_table_id": "rtb-d7bc275d", "vpc_id": "vpc-eec8932f", "associations": [],
				"routes": [{"cidr_block": "0.0.0.0/0", "nat_gateway_id": "nat-000949800dab32d56"}]}
			- aws_route.private_default`, [][2]string{{sub, noRoute + "aws_route.private_default"}}},
		{"an association that a data source reads", `
			! aws_route_table.private
			< data.aws_route_table.private {"id": "rtb-d7bc275d", "route_table_id": "rtb-d7bc275d", "vpc_id": "vpc-eec8932f",
				"associations": [{"subnet_id": "subnet-21c4b064", "gateway_id": ""}], "routes": [{"cidr_block": "0.0.0.0/0", "nat_gateway_id": "nat-000949800dab32d56"}]}
			- aws_route_table_association.private`, [][2]string{{"aws_subnet.private reaches internet:443", noRoute + "aws_vpc.main.main_route_table"}}},
		{"RT-1 a main table gives way to the one before", main + `- aws_main_route_table_association.m`, [][2]string{
			{"aws_subnet.private reaches internet:443", noRoute + "aws_vpc.main.main_route_table"},
		}},
		{"an entry that gets another number", `
			= aws_network_acl.private {"egress": [{"rule_no": 100, "action": "allow", "protocol": "6", "cidr_block": "0.0.0.0/0", "from_port": 443, "to_port": 443}]}
			= aws_network_acl_rule.out {"id": "n", "network_acl_id": "acl-127b104f", "rule_number": 100, "egress": true, "protocol": "6", "rule_action": "allow", "cidr_block": "0.0.0.0/0", "from_port": 443, "to_port": 443}
			/ aws_network_acl_rule.out {"rule_number": 110, "cidr_block": "8.0.0.0/8"}`, [][2]string{
			{"private subnets reach 9.9.9.9:443", "violated: forward SUBNET_ACL_RESTRICTION aws_network_acl.private.egress"},
			{"private subnets reach 8.8.8.8:443", "holds"},
		}},
		{"an entry that moves to another ACL", `
			= aws_network_acl_rule.out {"id": "n", "network_acl_id": "acl-127b104f", "rule_number": 100, "egress": true, "protocol": "6", "rule_action": "allow", "cidr_block": "0.0.0.0/0", "from_port": 443, "to_port": 443}
			/ aws_network_acl_rule.out {"network_acl_id": "acl-0341ff82"}`, [][2]string{{sub, "violated: forward SUBNET_ACL_RESTRICTION aws_network_acl.private.egress"}}},
		{"an entry that its ACL takes away", `
			= aws_network_acl.private {"egress": [{"rule_no": 100, "action": "allow", "protocol": "6", "cidr_block": "0.0.0.0/0", "from_port": 443, "to_port": 443}]}
			= aws_network_acl_rule.out {"id": "n", "network_acl_id": "acl-127b104f", "rule_number": 100, "egress": true, "protocol": "6", "rule_action": "allow", "cidr_block": "0.0.0.0/0", "from_port": 443, "to_port": 443}
			~ aws_network_acl.private {"egress": [{"rule_no": 110, "action": "allow", "protocol": "6", "cidr_block": "8.0.0.0/8", "from_port": 443, "to_port": 443}]}`, [][2]string{
			{"private subnets reach 9.9.9.9:443", "violated: forward SUBNET_ACL_RESTRICTION aws_network_acl.private.egress"},
			{"private subnets reach 8.8.8.8:443", "holds"},
		}},
		{"a subnet that its ACL takes out", `
			= aws_default_network_acl.d {"id": "acl-c11f8396", "default_network_acl_id": "acl-c11f8396", "vpc_id": "vpc-eec8932f", "subnet_ids": [], "ingress": [], "egress": []}
			= aws_network_acl.private {"subnet_ids": ["subnet-21c4b064"]}
			= aws_network_acl_association.private {"id": "a-1", "network_acl_id": "acl-127b104f", "subnet_id": "subnet-21c4b064"}
			~ aws_network_acl.private {"subnet_ids": []}`, [][2]string{
			{"aws_subnet.private reaches internet:443", "violated: forward SUBNET_ACL_RESTRICTION aws_default_network_acl.d.egress"},
		}},
		{"an association with an ACL that moves", `
			= aws_default_network_acl.d {"id": "acl-c11f8396", "default_network_acl_id": "acl-c11f8396", "vpc_id": "vpc-eec8932f", "subnet_ids": [], "ingress": [], "egress": []}
			= aws_network_acl_association.private {"id": "a-1", "network_acl_id": "acl-127b104f", "subnet_id": "subnet-21c4b064"}
			/ aws_network_acl_association.private {"subnet_id": "subnet-5e791e5c"}`, [][2]string{
			{"aws_subnet.private reaches internet:443", "violated: forward SUBNET_ACL_RESTRICTION aws_default_network_acl.d.egress"},
		}},
		{"a group that an attachment gave", `
			= aws_security_group.more {"id": "sg-2", "vpc_id": "vpc-eec8932f", "name": "more", "egress": [` + open + `], "ingress": []}
			= aws_instance.app {"vpc_security_group_ids": ["` + appSG + `", "sg-2"]}
			= aws_network_interface_sg_attachment.more {"id": "x", "network_interface_id": "eni-f619cc20", "security_group_id": "sg-2"}
			- aws_network_interface_sg_attachment.more`, [][2]string{
			{"aws_instance.app reaches internet:80", "violated: forward ENI_SG_RULES_MISMATCH aws_security_group.app.egress"},
			{"aws_instance.app cannot reach 9.9.9.9:80", "holds"},
			{app, "holds"},
		}},
		{"a group that an attachment gave to what changes", `
			= aws_security_group.more {"id": "sg-2", "vpc_id": "vpc-eec8932f", "name": "more", "egress": [` + open + `], "ingress": []}
			= aws_instance.app {"vpc_security_group_ids": ["` + appSG + `", "sg-2"]}
			~ aws_instance.app {"tags": {"a": "b"}}
			= aws_network_interface_sg_attachment.more {"id": "x", "network_interface_id": "eni-f619cc20", "security_group_id": "sg-2"}
			- aws_network_interface_sg_attachment.more
			= aws_security_group.app {"egress": []}`, [][2]string{
			{"aws_instance.app cannot reach 9.9.9.9:443", "undecided: UNKNOWN_VALUE aws_instance.app.vpc_security_group_ids"},
		}},
		{"PUB-3 the address of an Elastic IP beyond the plan", outside + `
			= aws_eip_association.e {"id": "x", "allocation_id": "eipalloc-2", "instance_id": "i-8c82f3aba102aedbe", "public_ip": "3.64.1.1"}
			- aws_eip_association.e`, [][2]string{{app, "undecided: UNKNOWN_VALUE aws_instance.app.public_ip"}}},
		{"PUB-3 an Elastic IP whose attributes disagree", outside + `
			= aws_instance.app {"public_ip": ""}
			= aws_instance.b {"id": "i-2", "subnet_id": "subnet-5e791e5c", "vpc_security_group_ids": ["` + appSG + `"], "private_ip": "10.142.0.30", "public_ip": ""}
			= aws_eip.e {"id": "eipalloc-2", "allocation_id": "eipalloc-2", "instance": "i-8c82f3aba102aedbe", "network_interface": "eni-f619cc20", "public_ip": "3.64.1.2"}
			~ aws_eip.e {"instance": "i-2"}`, [][2]string{
			{app, "undecided: UNKNOWN_VALUE aws_eip.e.network_interface"},
			{"aws_instance.b reaches internet:443", "undecided: UNKNOWN_VALUE aws_eip.e.network_interface"},
		}},
		{"IGW-1 an attachment that a data source reads", outside + `
			! aws_internet_gateway.main
			< data.aws_internet_gateway.main {"id": "igw-ab621a84", "internet_gateway_id": "igw-ab621a84", "attachments": [{"vpc_id": "vpc-eec8932f", "state": "available"}]}
			= aws_internet_gateway_attachment.a {"id": "x", "internet_gateway_id": "igw-ab621a84", "vpc_id": "vpc-eec8932f"}
			- aws_internet_gateway_attachment.a`, [][2]string{{app, "violated: forward BAD_STATE_ATTACHMENT data.aws_internet_gateway.main"}}},
		{"SG-12 a rule that names its own group", talk + `
			= aws_vpc_security_group_egress_rule.self {"id": "r", "security_group_id": "` + appSG + `", "ip_protocol": "tcp", "from_port": 443, "to_port": 443, "referenced_security_group_id": "` + appSG + `"}
			- aws_vpc_security_group_egress_rule.self`, [][2]string{
			{"aws_instance.app reaches aws_instance.two:443", "violated: forward SG_HAS_NO_RULES aws_security_group.app.egress"},
		}},
		{"what AWS made by itself stays when Terraform forgets it", `
			= aws_default_network_acl.d {"id": "acl-c11f8396", "default_network_acl_id": "acl-c11f8396", "vpc_id": "vpc-eec8932f", "subnet_ids": ["subnet-21c4b064"], "ingress": [], "egress": []}
			= aws_network_acl.private {"subnet_ids": []}
			- aws_default_network_acl.d`, [][2]string{{sub, "violated: forward SUBNET_ACL_RESTRICTION aws_default_network_acl.d.egress"}}},
	})
}

// TestNotGuessed: what used to be taken for granted.
func TestNotGuessed(t *testing.T) {
	const (
		refs = `= aws_security_group.db {"id": "sg-db", "vpc_id": "vpc-eec8932f", "name": "db", "ingress": [` + `{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["10.0.0.0/8"]}` + `], "egress": []}
			= aws_security_group.app {"egress": [{"protocol": "tcp", "from_port": 443, "to_port": 443, "security_groups": ["sg-db"]}]}
			= aws_network_acl.public {"ingress": [` + allIn + `], "egress": [` + allIn + `]}
			= aws_network_acl.private {"ingress": [` + allIn + `], "egress": [` + allIn + `]}
			`
		twoSubnets = `= aws_launch_template.t {"id": "lt-1", "name": "t", "vpc_security_group_ids": ["` + appSG + `"], "network_interfaces": [], "latest_version": 1, "default_version": 1}
			= aws_autoscaling_group.g {"id": "g", "vpc_zone_identifier": ["subnet-21c4b064", "subnet-5e791e5c"], "launch_template": [{"id": "lt-1", "version": "1"}], "tag": []}
			! aws_route.private_default
			= aws_route_table.private {"route": []}
			= aws_subnet.public {"map_public_ip_on_launch": true}
			= aws_network_acl.public {"ingress": [` + allIn + `], "egress": [` + allIn + `]}
			`
		reachable = "violated: forward REACHABLE aws_route.public_default"
		six       = `= aws_vpc.main {"ipv6_cidr_block": "2600:1f13::/56"}
			= aws_subnet.private {"ipv6_cidr_block": "2600:1f13:0:1::/64", "cidr_block": "", "ipv6_native": true, "assign_ipv6_address_on_creation": true}
			= aws_network_acl.private {"ingress": [{"rule_no": 1, "action": "allow", "protocol": "-1", "ipv6_cidr_block": "::/0", "from_port": 0, "to_port": 0}],
				"egress": [{"rule_no": 1, "action": "allow", "protocol": "-1", "ipv6_cidr_block": "::/0", "from_port": 0, "to_port": 0}]}
			= aws_network_acl.public {"ingress": [{"rule_no": 2, "action": "allow", "protocol": "-1", "ipv6_cidr_block": "::/0", "from_port": 0, "to_port": 0}, ` + allIn + `],
				"egress": [{"rule_no": 2, "action": "allow", "protocol": "-1", "ipv6_cidr_block": "::/0", "from_port": 0, "to_port": 0}, ` + allIn + `]}
			= aws_route.six {"id": "r6", "route_table_id": "rtb-d7bc275d", "destination_ipv6_cidr_block": "64:ff9b::/96", "nat_gateway_id": "nat-000949800dab32d56"}
			! aws_instance.app
			`
		maybeFour = six + `= aws_subnet.private {"cidr_block": "10.142.13.0/24", "ipv6_native": false}
			= aws_route.all_six {"id": "r7", "route_table_id": "rtb-d7bc275d", "destination_ipv6_cidr_block": "::/0", "egress_only_gateway_id": "eigw-1"}
			= aws_egress_only_internet_gateway.e {"id": "eigw-1", "vpc_id": "vpc-eec8932f"}
			`
	)
	testPlans(t, []planCase{
		{"the internet of a source that may have an IPv4 address", maybeFour + `~ aws_subnet.private {"cidr_block": "?"}`, [][2]string{
			{sub, "undecided: UNKNOWN_VALUE aws_subnet.private.cidr_block"},
			{"aws_subnet.private reaches [::/0]:443", "holds"},
			{"aws_subnet.private reaches api.example.com:443", "undecided: UNKNOWN_VALUE aws_subnet.private.cidr_block"},
		}},
		{"a name of a source that may have an IPv4 address and has DNS64", maybeFour + `~ aws_subnet.private {"cidr_block": "?", "enable_dns64": true}`, [][2]string{
			{"aws_subnet.private reaches api.example.com:443", "undecided: UNKNOWN_VALUE aws_subnet.private.cidr_block"},
		}},
		{"the internet of a source that may have an IPv4 address, without a way for it", maybeFour + `! aws_route.private_default
			~ aws_subnet.private {"cidr_block": "?"}`, [][2]string{
			{sub, "undecided: UNKNOWN_VALUE aws_subnet.private.cidr_block"},
		}},
		{"the internet of a source that may have an IPv4 address, beside one that has none", maybeFour + `! aws_route.private_default
			~ aws_subnet.private {"cidr_block": "?"}
			= aws_subnet.six {"id": "subnet-6", "vpc_id": "vpc-eec8932f", "cidr_block": "", "ipv6_cidr_block": "2600:1f13:0:6::/64", "ipv6_native": true, "assign_ipv6_address_on_creation": true}
			= aws_route_table_association.six {"id": "as-6", "subnet_id": "subnet-6", "route_table_id": "rtb-d7bc275d", "gateway_id": ""}
			= aws_network_acl_association.six {"id": "aa-6", "subnet_id": "subnet-6", "network_acl_id": "acl-127b104f"}
			`, [][2]string{
			{"aws_subnet.six reaches internet", "holds"},
			{"aws_subnet.six and aws_subnet.private reach internet", "undecided: UNKNOWN_VALUE aws_subnet.private.cidr_block"},
			{"aws_subnet.private and aws_subnet.six reach internet", "undecided: UNKNOWN_VALUE aws_subnet.private.cidr_block"},
		}},
		{"the internet of a source with both families", maybeFour + `! aws_route.private_default`, [][2]string{
			{sub, "violated: forward SUBNET_ACL_RESTRICTION aws_network_acl.private.egress"},
			{"aws_subnet.private reaches [::/0]:443", "holds"},
		}},
		{"SG-10 who has an address may bear the group", refs, [][2]string{
			{"aws_instance.app cannot reach aws_subnet.public", "undecided: UNKNOWN_VALUE aws_security_group.db"},
			{"aws_instance.app cannot reach 10.142.0.0/24", "undecided: UNKNOWN_VALUE aws_security_group.db"},
			{"aws_instance.app cannot reach 9.9.9.9", "holds"},
		}},
		{"SG-20 the router of a subnet whose block is unknown", `~ aws_subnet.private {"cidr_block": "?"}`, [][2]string{
			{"aws_instance.app cannot reach 10.142.99.1", "undecided: UNKNOWN_VALUE aws_subnet.private.cidr_block"},
			{"aws_instance.app cannot reach 10.142.99.2:22", "holds"},
			{"aws_instance.app cannot reach 10.142.0.17:22", "holds"},
			{"aws_instance.app cannot reach 10.99.0.1:22", "holds"},
			{"aws_instance.app cannot reach 10.142.99.0/24:22", "holds"},
		}},
		{"SG-20 the router of a subnet that is not in the plan", `= aws_instance.app {"subnet_id": "subnet-9"}`, [][2]string{
			{"aws_instance.app cannot reach 10.142.99.1:22", "undecided: UNKNOWN_BEYOND_PLAN subnet-9"},
			{"aws_instance.app cannot reach 10.142.99.3:22", "holds"},
		}},
		{"SG-20 the resolver of a VPC whose block is unknown", `~ aws_vpc.main {"cidr_block": "?"}`, [][2]string{
			{"aws_instance.app reaches 10.142.0.2:53/udp", "undecided: UNKNOWN_VALUE aws_vpc.main.cidr_block"},
			{"aws_instance.app cannot reach 10.142.0.2", "undecided: UNKNOWN_VALUE aws_vpc.main.cidr_block"},
			{"aws_instance.app cannot reach 10.99.0.2", "undecided: UNKNOWN_VALUE aws_vpc.main.cidr_block"},
			{"aws_instance.app cannot reach 10.142.0.3:22", "holds"},
			{"aws_instance.app cannot reach 10.142.13.66:22", "holds"},
			{"aws_instance.app cannot reach 10.0.0.0/8:22", "holds"},
		}},
		{"placements of one workload add up", twoSubnets, [][2]string{
			{"workloads in private subnets and workloads in public subnets cannot reach internet", reachable},
			{"workloads in public subnets and workloads in private subnets cannot reach internet", reachable},
			{"workloads in private subnets and aws_autoscaling_group.g cannot reach internet", reachable},
			{"workloads except workloads in private subnets cannot reach internet", reachable},
			{"workloads except workloads in public subnets cannot reach internet", "holds"},
			{"workloads in aws_subnet.private cannot reach internet", "holds"},
			{"workloads in aws_vpc.main except workloads in aws_subnet.private cannot reach internet", reachable},
			{"aws_autoscaling_group.g except workloads in public subnets and aws_autoscaling_group.g cannot reach internet", "violated: forward EMPTY_SELECTION the exceptions leave no source"},
		}},
		{"NAT-15 NAT64", six, [][2]string{
			{"aws_subnet.private cannot reach [64:ff9b::/96]:443", "violated: forward REACHABLE aws_route.six"},
			{"aws_subnet.private reaches [64:ff9b::808:808]:443", "holds"},
			{"aws_subnet.private reaches [64:ff9b::/96]:443 via nat", "holds"},
			{"aws_subnet.private cannot reach internet", "violated: forward REACHABLE aws_route.six"},
		}},
		{"NAT-11 a public NAT gateway without an Elastic IP", `= aws_nat_gateway.main {"allocation_id": ""}`, [][2]string{
			{app, "undecided: UNKNOWN_VALUE aws_nat_gateway.main.allocation_id"},
		}},
		{"VGW-4 propagation that the state shows", `= aws_route_table.private {"propagating_vgws": ["vgw-1"]}`, [][2]string{
			{sub, "undecided: UNKNOWN_BEYOND_PLAN vgw-1"},
		}},
		{"IGW-5 a public address of the plan's own", `= aws_eip.other {"id": "eipalloc-2", "allocation_id": "eipalloc-2", "instance": "", "network_interface": "", "public_ip": "18.9.9.9"}`, [][2]string{
			{"private subnets reach 18.9.9.9:443", "undecided: UNMODELLED_RESOURCE aws_eip.other"},
			{"private subnets reach 18.9.9.8:443", "holds"},
			{"private subnets cannot reach 18.9.9.9:443", "undecided: UNMODELLED_RESOURCE aws_eip.other"},
			{"private subnets cannot reach 18.9.9.9:80", "holds"},
			{"private subnets reach 18.9.9.9:80", "violated: forward SUBNET_ACL_RESTRICTION aws_network_acl.private.egress"},
			{"private subnets reach 18.9.9.8/31:443", "undecided: UNMODELLED_RESOURCE aws_eip.other"},
			{"private subnets reach only 18.9.9.9:443", "violated: forward REACHABLE aws_route.private_default"},
		}},
		{"SG-8 a code without a type", `= aws_security_group.app {"egress": [{"protocol": "icmp", "from_port": -1, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}]}
			= aws_network_acl.private {"ingress": [` + allIn + `], "egress": [` + allIn + `]}
			= aws_network_acl.public {"ingress": [` + allIn + `], "egress": [` + allIn + `]}`, [][2]string{
			{"aws_instance.app cannot reach 9.9.9.9:icmp", "undecided: UNKNOWN_VALUE aws_security_group.app.egress[0].from_port"},
		}},
		{"an association of an old provider", `= aws_route_table_association.more {"id": "x", "subnet_id": "subnet-9", "route_table_id": "rtb-d7bc275d"}`, [][2]string{{app, "holds"}}},
		{"what leaves nothing to ask", "", [][2]string{
			{"aws_instance.app reaches aws_instance.app:22", `violated: forward EMPTY_SELECTION "aws_instance.app:22" leaves nothing to ask: no workload can have its addresses, or it is the source itself`},
			{"aws_instance.app cannot reach aws_instance.app", `violated: forward EMPTY_SELECTION "aws_instance.app" leaves nothing to ask: no workload can have its addresses, or it is the source itself`},
			{"private subnets cannot reach 10.142.13.0/30", `violated: forward EMPTY_SELECTION "10.142.13.0/30" leaves nothing to ask: no workload can have its addresses, or it is the source itself`},
		}},
		{"NACL-7 functions and instances of one group have their own client ports", `
			= aws_lambda_function.f {"id": "f", "vpc_config": [{"subnet_ids": ["subnet-21c4b064"], "security_group_ids": ["` + appSG + `"]}]}
			= aws_network_acl.private {"egress": [` + allIn + `], "ingress": [{"rule_no": 1, "action": "allow", "protocol": "6", "cidr_block": "0.0.0.0/0", "from_port": 32768, "to_port": 65535}]}`, [][2]string{
			{"aws_instance.app reaches internet:443", "holds"},
			{"aws_lambda_function.f reaches internet:443", "violated: reply SUBNET_ACL_RESTRICTION aws_network_acl.private.ingress"},
			{"workloads reach internet:443", "violated: reply SUBNET_ACL_RESTRICTION aws_network_acl.private.ingress"},
			{"private subnets reach aws_lambda_function.f:443", "violated: forward NO_POSSIBLE_DESTINATION aws_lambda_function.f"},
		}},
		{"CMP-6 further interfaces of a template", `
			= aws_launch_template.t {"id": "lt-1", "name": "t", "network_interfaces": [{"device_index": 0, "network_interface_id": "", "security_groups": ["` + appSG + `"]}, {"device_index": 1, "network_interface_id": "", "security_groups": []}], "latest_version": 1, "default_version": 1}
			= aws_autoscaling_group.g {"id": "g", "vpc_zone_identifier": ["subnet-21c4b064"], "launch_template": [{"id": "lt-1", "version": "1"}], "tag": []}
			~ aws_security_group.app {"egress": []}`, [][2]string{
			{"aws_autoscaling_group.g cannot reach 9.9.9.9:443", "violated: forward REACHABLE aws_route.private_default"},
			{"aws_autoscaling_group.g reaches internet:443", "violated: forward SG_HAS_NO_RULES aws_security_group.app.egress"},
		}},
		{"M34 a template with two interfaces gives no public address", `
			= aws_launch_template.t {"id": "lt-1", "name": "t", "network_interfaces": [{"device_index": 0, "network_interface_id": "", "associate_public_ip_address": "", "security_groups": ["` + appSG + `"]}, {"device_index": 1, "network_interface_id": "", "security_groups": []}], "latest_version": 1, "default_version": 1}
			= aws_autoscaling_group.g {"id": "g", "vpc_zone_identifier": ["subnet-5e791e5c"], "launch_template": [{"id": "lt-1", "version": "1"}], "tag": []}
			= aws_network_acl.public {"egress": [` + allIn + `], "ingress": [` + allIn + `]}`, [][2]string{
			{"aws_autoscaling_group.g reaches internet:443", "violated: forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS aws_launch_template.t"},
			{"aws_autoscaling_group.g cannot reach internet", "holds"},
		}},
	})
}
