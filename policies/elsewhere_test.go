package policies_test

import "testing"

// TestEnds: where packets are meant for and where they come to are not the same
// because the addresses are.
func TestEnds(t *testing.T) {
	const open = `{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}`
	const acls = `= aws_network_acl.private {"ingress": [` + allIn + `], "egress": [` + allIn + `]}
		= aws_network_acl.public {"ingress": [` + allIn + `], "egress": [` + allIn + `]}
		`
	testPlans(t, []planCase{
		{"RT-6 another VPC with the same block", acls + `
			= aws_vpc.two {"id": "vpc-2", "cidr_block": "10.142.0.0/16", "default_network_acl_id": "acl-2", "default_route_table_id": "rtb-22", "main_route_table_id": "rtb-22", "default_security_group_id": "sg-22"}
			= aws_subnet.two {"id": "subnet-2", "vpc_id": "vpc-2", "cidr_block": "10.142.13.0/24", "map_public_ip_on_launch": false, "assign_ipv6_address_on_creation": false, "ipv6_cidr_block": ""}
			= aws_security_group.two {"id": "sg-2", "vpc_id": "vpc-2", "name": "two", "ingress": [` + open + `], "egress": []}
			= aws_instance.two {"id": "i-2", "subnet_id": "subnet-2", "vpc_security_group_ids": ["sg-2"], "private_ip": "10.142.13.77", "public_ip": ""}`, [][2]string{
			{"aws_instance.app reaches aws_instance.two:443", "violated: forward NO_POSSIBLE_DESTINATION aws_subnet.private"},
			{"aws_instance.app cannot reach aws_instance.two", "holds"},
			{"aws_instance.app reaches aws_subnet.two:443", "violated: forward NO_POSSIBLE_DESTINATION aws_subnet.private"},
			{"aws_subnet.private reaches aws_vpc.two:443", "violated: forward NO_POSSIBLE_DESTINATION aws_subnet.private"},
		}},
		{"NACL-4 a subnet whose block is unknown", `
			= aws_network_acl.private {"ingress": [], "egress": []}
			= aws_security_group.app {"ingress": [` + open + `], "egress": [` + open + `]}
			= aws_instance.two {"id": "i-2", "subnet_id": "subnet-21c4b064", "vpc_security_group_ids": ["` + appSG + `"], "private_ip": "10.142.13.77", "public_ip": ""}
			~ aws_subnet.private {"cidr_block": "?"}`, [][2]string{
			{"aws_instance.app reaches aws_instance.two:443", "holds"},
			{"aws_instance.app cannot reach 10.142.13.99:443", "undecided: UNKNOWN_VALUE aws_subnet.private.cidr_block"},
			{"aws_instance.app cannot reach 10.142.0.99:443", "holds"},
			{"aws_instance.app reaches 10.142.0.99:443", "violated: forward SUBNET_ACL_RESTRICTION aws_network_acl.private.egress"},
			{"aws_instance.app cannot reach internet", "holds"},
		}},
		{"a place whose IPv6 block is unknown", `
			= aws_vpc.main {"ipv6_cidr_block": "2600:1f13::/56"}
			= aws_subnet.private {"ipv6_cidr_block": "2600:1f13:0:1::/64", "assign_ipv6_address_on_creation": true}
			= aws_network_acl.private {"egress": [{"rule_no": 2, "action": "allow", "protocol": "-1", "ipv6_cidr_block": "::/0", "from_port": 0, "to_port": 0}], "ingress": []}
			~ aws_subnet.public {"ipv6_cidr_block": "?"}
			c aws_subnet.public {"ipv6_cidr_block": "?"}`, [][2]string{
			{"aws_subnet.private cannot reach aws_subnet.public", "undecided: UNKNOWN_VALUE aws_subnet.public.ipv6_cidr_block"},
			{"aws_instance.app cannot reach aws_subnet.public", "holds"},
		}},
		{"a direction that is unknown", `
			= aws_security_group.app {"egress": []}
			+ aws_security_group_rule.r {"security_group_id": "` + appSG + `", "type": "?", "protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"]}`, [][2]string{
			{"aws_instance.app cannot reach internet:443", "undecided: UNKNOWN_VALUE aws_security_group_rule.r.type"},
			{app, "undecided: UNKNOWN_VALUE aws_security_group_rule.r.type"},
		}},
		{"an ACL entry whose direction is unknown", `
			= aws_network_acl.private {"ingress": [` + allIn + `], "egress": []}
			= aws_network_acl.public {"ingress": [` + allIn + `], "egress": [` + allIn + `]}
			+ aws_network_acl_rule.out {"network_acl_id": "acl-127b104f", "rule_number": 100, "egress": "?", "protocol": "6", "rule_action": "allow", "cidr_block": "0.0.0.0/0", "from_port": 443, "to_port": 443}`, [][2]string{
			{sub, "undecided: UNKNOWN_VALUE aws_network_acl_rule.out.egress"},
			{"private subnets cannot reach 9.9.9.9:443", "undecided: UNKNOWN_VALUE aws_network_acl_rule.out.egress"},
			{"private subnets cannot reach 9.9.9.9:22", "holds"},
		}},
		{"the own block is never outside the VPC", acls + `~ aws_subnet.private {"vpc_id": "?"}`, [][2]string{
			{"aws_instance.app reaches only internet:443", "undecided: UNKNOWN_VALUE aws_subnet.private.vpc_id"},
		}},
		{"interfaces of which the first is not known", `
			= aws_network_interface.a {"id": "eni-1", "subnet_id": "subnet-21c4b064", "private_ip": "10.142.13.20", "private_ips": ["10.142.13.20"], "security_groups": ["` + appSG + `"], "source_dest_check": true, "ipv6_addresses": [], "attachment": []}
			+ aws_instance.new {"network_interface": [{"device_index": "?", "network_interface_id": "eni-1"}]}`, [][2]string{
			{"aws_instance.new reaches internet:443", "undecided: UNKNOWN_VALUE aws_instance.new.network_interface"},
			{"aws_instance.new cannot reach internet:22", "undecided: UNKNOWN_VALUE aws_instance.new.network_interface"},
		}},
		{"an address that AWS picks", `
			= aws_network_acl.private {"ingress": [` + allIn + `], "egress": [` + allIn + `]}
			= aws_network_acl.public {"ingress": [{"rule_no": 1, "action": "allow", "protocol": "-1", "cidr_block": "10.142.13.0/25", "from_port": 0, "to_port": 0}], "egress": [` + allIn + `]}
			= aws_security_group.app {"egress": [{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.142.0.0/25"]}], "ingress": [` + open + `]}
			= aws_instance.low {"id": "i-2", "subnet_id": "subnet-5e791e5c", "vpc_security_group_ids": ["` + appSG + `"], "private_ip": "10.142.0.20", "public_ip": ""}
			= aws_instance.high {"id": "i-3", "subnet_id": "subnet-5e791e5c", "vpc_security_group_ids": ["` + appSG + `"], "private_ip": "10.142.0.200", "public_ip": ""}
			+ aws_instance.from {"ipv6_addresses": [], "ipv6_address_count": 0, "subnet_id": "subnet-21c4b064", "vpc_security_group_ids": ["` + appSG + `"], "private_ip": "?"}
			+ aws_instance.to {"ipv6_addresses": [], "ipv6_address_count": 0, "subnet_id": "subnet-5e791e5c", "vpc_security_group_ids": ["` + appSG + `"], "private_ip": "?"}`, [][2]string{
			{"aws_instance.app reaches aws_instance.low:443", "holds"},
			{"aws_instance.app reaches aws_instance.high:443", "violated: forward ENI_SG_RULES_MISMATCH aws_security_group.app.egress"},
			{"aws_instance.app reaches aws_instance.to:443", "undecided: UNKNOWN_VALUE aws_instance.to.private_ip"},
			{"aws_instance.app cannot reach aws_instance.to:443", "undecided: UNKNOWN_VALUE aws_instance.to.private_ip"},
			{"aws_instance.app reaches aws_instance.to:22", "violated: forward ENI_SG_RULES_MISMATCH aws_security_group.app.egress"},
			{"aws_instance.from reaches aws_instance.low:443", "undecided: UNKNOWN_VALUE aws_instance.from.private_ip"},
			{"aws_instance.from cannot reach aws_instance.low:443", "undecided: UNKNOWN_VALUE aws_instance.from.private_ip"},
			{"aws_instance.from cannot reach aws_instance.high", "holds"},
			{"aws_subnet.private reaches aws_instance.low:443", "violated: forward SUBNET_ACL_RESTRICTION aws_network_acl.public.ingress"},
		}},
		{"CMP-6 IPv6 addresses that a template gives, or may give", acls + `
			= aws_vpc.main {"ipv6_cidr_block": "2600:1f13::/56"}
			= aws_subnet.public {"ipv6_cidr_block": "2600:1f13:0:1::/64"}
			= aws_network_acl.public {"ingress": [{"rule_no": 2, "action": "allow", "protocol": "-1", "ipv6_cidr_block": "::/0", "from_port": 0, "to_port": 0}], "egress": [{"rule_no": 2, "action": "allow", "protocol": "-1", "ipv6_cidr_block": "::/0", "from_port": 0, "to_port": 0}]}
			= aws_route.six {"id": "r6", "route_table_id": "rtb-e2ebf7b4", "destination_cidr_block": "", "destination_ipv6_cidr_block": "::/0", "gateway_id": "igw-ab621a84"}
			= aws_security_group.app {"egress": [{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": [], "ipv6_cidr_blocks": ["::/0"]}]}
			+ aws_launch_template.t {"name": "t", "network_interfaces": [{"device_index": 0, "network_interface_id": "", "ipv6_address_count": 1, "security_groups": ["` + appSG + `"]}], "latest_version": 1, "default_version": 1}
			+ aws_launch_template.u {"name": "u", "vpc_security_group_ids": ["` + appSG + `"], "network_interfaces": "?", "latest_version": 1, "default_version": 1}
			+ aws_autoscaling_group.g {"vpc_zone_identifier": ["subnet-5e791e5c"], "launch_template": [{"id": "unknown", "name": "t", "version": "$Latest"}], "tag": []}
			+ aws_autoscaling_group.u {"vpc_zone_identifier": ["subnet-5e791e5c"], "launch_template": [{"id": "unknown", "name": "u", "version": "$Latest"}], "tag": []}
			+ aws_instance.t {"subnet_id": "subnet-5e791e5c", "ipv6_addresses": "??", "ipv6_address_count": "??", "vpc_security_group_ids": ["` + appSG + `"], "launch_template": [{"id": "unknown", "name": "t", "version": "$Latest"}]}`, [][2]string{
			{"aws_autoscaling_group.g cannot reach [::/0]:443", "violated: forward REACHABLE aws_route.six"},
			{"aws_autoscaling_group.u cannot reach [::/0]:443", "undecided: UNKNOWN_VALUE aws_launch_template.u.network_interfaces"},
			{"aws_instance.t cannot reach [::/0]:443", "violated: forward REACHABLE aws_route.six"},
		}},
		{"RT-5 a route to a list in a table that is not known", acls + `
			= aws_ec2_managed_prefix_list.l {"id": "pl-9", "name": "l", "address_family": "IPv4", "max_entries": 2, "entry": [{"cidr": "9.9.9.0/24", "description": ""}]}
			+ aws_route.l {"route_table_id": "?", "destination_prefix_list_id": "pl-9", "destination_cidr_block": "", "destination_ipv6_cidr_block": "", "gateway_id": "igw-ab621a84"}`, [][2]string{
			{"aws_subnet.private reaches 9.9.9.9:443", "undecided: UNKNOWN_VALUE aws_route.l.route_table_id"},
			{"aws_subnet.private reaches 8.8.8.8:443", "holds"},
		}},
		{"RT-7 a route in the place of the local one, in a table that is not known", acls + `
			+ aws_route.in {"route_table_id": "?", "destination_cidr_block": "10.142.0.0/16", "destination_ipv6_cidr_block": "", "network_interface_id": "eni-9"}`, [][2]string{
			{"aws_subnet.private reaches aws_subnet.public:443", "undecided: UNKNOWN_VALUE aws_route.in.route_table_id"},
		}},
		{"GWE-1 an endpoint of a table that is not known", acls + `
			= aws_vpc_endpoint.s3 {"id": "vpce-1", "vpc_id": "vpc-eec8932f", "service_name": "com.amazonaws.eu-central-1.s3", "vpc_endpoint_type": "Gateway", "route_table_ids": [], "ip_address_type": "ipv4"}
			+ aws_vpc_endpoint_route_table_association.s3 {"vpc_endpoint_id": "vpce-1", "route_table_id": "?"}`, [][2]string{
			{"aws_subnet.private reaches s3:443 via nat", "undecided: UNKNOWN_VALUE aws_vpc_endpoint_route_table_association.s3.route_table_id"},
			{"aws_subnet.private cannot reach s3:443 via endpoint", "undecided: UNKNOWN_VALUE aws_vpc_endpoint_route_table_association.s3.route_table_id"},
			{"aws_subnet.private reaches 8.8.8.8:443", "holds"},
		}},
		{"DNS-1 names in a VPC that is not in the plan", "! aws_vpc.main", [][2]string{
			{"aws_subnet.private reaches api.example.com:443", "undecided: UNKNOWN_BEYOND_PLAN vpc-eec8932f"},
		}},
		{"CMP-6 a template that is given by name", `
			+ aws_launch_template.t {"name": "t", "vpc_security_group_ids": ["` + appSG + `"], "network_interfaces": [], "latest_version": 1, "default_version": 1}
			+ aws_autoscaling_group.g {"vpc_zone_identifier": ["subnet-21c4b064"], "launch_template": [{"id": "unknown", "name": "t", "version": "$Latest"}], "tag": []}`, [][2]string{
			{"aws_autoscaling_group.g reaches internet:443", "holds"},
		}},
	})
}
