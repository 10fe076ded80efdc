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
		{"M1, T1 no egress block, no rule: SG-16", `= aws_security_group.app {"egress": []}`, [][2]string{
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
		{"M4, T5 tcp 0-0 is port 0: SG-7", `= aws_security_group.app {"egress": [{"protocol": "tcp", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}]}`, [][2]string{
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
		{"M7 a prefix list: SG-13", `
			= aws_ec2_managed_prefix_list.l {"id": "pl-1", "name": "l", "address_family": "IPv4", "max_entries": 4, "entry": [{"cidr": "203.0.113.0/24"}]}
			= aws_security_group.app {"egress": [{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": [], "prefix_list_ids": ["pl-1"]}]}`, [][2]string{
			{"aws_instance.app reaches 203.0.113.5:443", "holds"},
			{"aws_instance.app reaches 198.51.100.1:443", "violated: forward ENI_SG_RULES_MISMATCH aws_security_group.app.egress"},
		}},
		{"M8, M9 a deny with a lower number, listed last: NACL-2", `= aws_network_acl.private {"egress": [
			{"rule_no": 100, "action": "allow", "protocol": "6", "cidr_block": "0.0.0.0/0", "from_port": 443, "to_port": 443},
			{"rule_no": 90, "action": "deny", "protocol": "tcp", "cidr_block": "0.0.0.0/0", "from_port": 443, "to_port": 443}]}`, [][2]string{
			{app, "violated: forward SUBNET_ACL_RESTRICTION aws_network_acl.private.egress[1]"},
			{sub, "violated: forward SUBNET_ACL_RESTRICTION aws_network_acl.private.egress[1]"},
		}},
		{"M10, T15 answers come from the destination, not from the gateway: NAT-3", `= aws_network_acl.private {"ingress": [{"rule_no": 100, "action": "allow", "protocol": "-1", "cidr_block": "10.142.0.0/24", "from_port": 0, "to_port": 0}]}`, [][2]string{
			{app, "violated: reply SUBNET_ACL_RESTRICTION aws_network_acl.private.ingress"},
		}},
		{"M12, T14 client ports do not do for a NAT gateway: NAT-7", `= aws_network_acl.public {"ingress": [
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
		{"M16, T17 an adopted default ACL without rules: NACL-8", `
			! aws_network_acl.private
			+ aws_default_network_acl.this {"default_network_acl_id": "acl-c11f8396", "ingress": [], "egress": [], "subnet_ids": [], "vpc_id": "?"}`, [][2]string{
			{app, "violated: forward SUBNET_ACL_RESTRICTION aws_default_network_acl.this.egress"},
		}},
		{"M17 a rule for GRE is no rule for TCP: NACL-6", `= aws_network_acl.private {"egress": [
			{"rule_no": 90, "action": "deny", "protocol": "47", "cidr_block": "0.0.0.0/0", "from_port": 443, "to_port": 443},
			{"rule_no": 100, "action": "allow", "protocol": "-1", "cidr_block": "0.0.0.0/0", "from_port": 0, "to_port": 0}]}`, [][2]string{{app, "holds"}}},
		{"M18, T18 ICMP without a type is echo reply: NACL-12", `
			= aws_security_group.app {"egress": [{"protocol": "icmp", "from_port": -1, "to_port": -1, "cidr_blocks": ["0.0.0.0/0"]}]}
			= aws_network_acl.private {"egress": [{"rule_no": 1, "action": "allow", "protocol": "icmp", "cidr_block": "0.0.0.0/0", "from_port": 0, "to_port": 0, "icmp_type": 0, "icmp_code": 0}]}`, [][2]string{
			{"aws_instance.app reaches internet:icmp", "violated: forward SUBNET_ACL_RESTRICTION aws_network_acl.private.egress"},
		}},
		{"M19, T9 no association, main table: RT-1, PLAN-4", `- aws_route_table_association.private`, [][2]string{
			{app, "violated: forward NO_ROUTE_TO_DESTINATION aws_vpc.main.main_route_table"},
		}},
		{"M20, T41 a blackhole wins by its length: RT-2, RT-10", `
			= aws_vpc_peering_connection.p {"id": "pcx-1", "vpc_id": "vpc-eec8932f", "peer_vpc_id": "vpc-2", "auto_accept": false, "accept_status": "pending-acceptance"}
			= aws_route.partner {"id": "r-2", "route_table_id": "rtb-d7bc275d", "destination_cidr_block": "8.8.8.0/24", "vpc_peering_connection_id": "pcx-1"}`, [][2]string{
			{"aws_instance.app reaches 8.8.4.4:443", "holds"},
			{"aws_instance.app reaches 8.8.8.8:443", "violated: forward BAD_STATE_ROUTE aws_route.partner"},
			{app, "violated: forward BAD_STATE_ROUTE aws_route.partner"},
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
		{"M63 a regional NAT gateway has no subnet and no ACL: NAT-13", `
			= aws_nat_gateway.main {"availability_mode": "regional", "subnet_id": "", "vpc_id": "vpc-eec8932f"}
			- aws_route.public_default
			= aws_network_acl.public {"ingress": [], "egress": []}`, [][2]string{
			{"aws_subnet.private reaches internet:443 via nat gateway", "holds"},
			{"aws_subnet.private reaches internet:80", "violated: forward SUBNET_ACL_RESTRICTION aws_network_acl.private.egress"},
		}},
		{"M24 a private NAT gateway: NAT-11", `= aws_nat_gateway.main {"connectivity_type": "private", "allocation_id": ""}`, [][2]string{
			{app, "violated: forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS aws_nat_gateway.main"},
		}},
		{"M25, T50 a private destination: IGW-3", ``, [][2]string{
			{"aws_instance.app reaches 10.99.0.1:443", "violated: forward IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS aws_route.public_default"},
			{"aws_instance.app reaches 100.64.0.1:443", "violated: forward IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS aws_route.public_default"},
		}},
		{"M26 in the VPC, in no subnet: RT-6", ``, [][2]string{
			{"aws_instance.app reaches 10.142.77.1:443", "violated: forward VPC_CIDR_UNUSED aws_vpc.main"},
		}},
		{"M27, T8 a source in the gateway's own subnet: NAT-10", `
			= aws_instance.app {"subnet_id": "subnet-5e791e5c", "private_ip": "10.142.0.50"}
			= aws_route.public_default {"gateway_id": "", "nat_gateway_id": "nat-000949800dab32d56"}
			= aws_route_table.public {"route": []}`, [][2]string{
			{app, "violated: forward NAT_SELF_LOOP aws_route.public_default"},
		}},
		{"M28 no IPv6 address: RT-3", ``, [][2]string{
			{"aws_instance.app reaches [::/0]:443", "violated: forward NO_ADDRESS_IN_FAMILY aws_instance.app"},
		}},
		{"M29 public access blocked for what comes in: BPA-1", blockIngress, [][2]string{{app, "holds"}, {sub, "holds"}}},
		{"M30 and for what goes out: BPA-1", blockBoth, [][2]string{
			{app, "violated: forward VPC_BLOCK_PUBLIC_ACCESS_ENABLED aws_vpc_block_public_access_options.o.internet_gateway_block_mode"},
		}},
		{"M30 but not for the VPC: BPA-3", blockBoth + `
			= aws_vpc_block_public_access_exclusion.x {"id": "x", "vpc_id": "vpc-eec8932f", "subnet_id": "", "internet_gateway_exclusion_mode": "allow-egress"}`, [][2]string{{app, "holds"}}},
		{"M30 but not for the gateway's subnet: BPA-4", blockBoth + excluded("allow-egress"), [][2]string{
			{app, "undecided: UNKNOWN_VALUE aws_subnet.public"},
		}},
		{"M45 a NAT instance with its check: NI-1", natInstance + `= aws_instance.box {"source_dest_check": true}`, [][2]string{
			{app, "violated: forward ENI_SOURCE_DEST_CHECK_RESTRICTION aws_instance.box.source_dest_check"},
		}},
		{"M45 and without it: NATI-1", natInstance, [][2]string{{app, "holds"}, {app + " via aws_instance.box", "holds"}}},
		{"M46, T31 whose group lets nothing in: NATI-1", natInstance + `= aws_security_group.box {"ingress": []}`, [][2]string{
			{app, "violated: forward SG_HAS_NO_RULES aws_security_group.box.ingress"},
		}},
		{"M53, T39 the peer's way out: PCX-3", `
			= aws_vpc.two {"id": "vpc-2", "cidr_block": "10.9.0.0/16", "main_route_table_id": "rtb-2", "default_network_acl_id": "acl-2", "default_security_group_id": "sg-2"}
			= aws_vpc_peering_connection.p {"id": "pcx-1", "vpc_id": "vpc-eec8932f", "peer_vpc_id": "vpc-2", "auto_accept": true, "accept_status": "active"}
			= aws_route.private_default {"nat_gateway_id": "", "vpc_peering_connection_id": "pcx-1"}
			= aws_route_table.private {"route": []}`, [][2]string{
			{app, "violated: forward PCX_REQUIRES_ADDRESS_IN_VPC_CIDR aws_route.private_default"},
		}},
		{"M54, T57 a gateway endpoint: GWE-1, GWE-4", bucket, [][2]string{
			{"aws_instance.app reaches s3:443", "holds"},
			{"aws_instance.app reaches s3:443/udp", "violated: forward VPCE_GATEWAY_PROTOCOL_RESTRICTION aws_vpc_endpoint.s3"},
		}},
		{"M55, T26 of another table: GWE-1", bucket + `= aws_vpc_endpoint.s3 {"route_table_ids": []}`, [][2]string{
			{"aws_instance.app reaches s3:443", "violated: forward NO_ROUTE_TO_DESTINATION aws_route_table.private"},
		}},
		{"M56 an interface endpoint under the default group: IFE-1", endpointSSM + `= aws_vpc_endpoint.ssm {"private_dns_enabled": false}`, [][2]string{
			{"aws_instance.app reaches aws_vpc_endpoint.ssm:443", "violated: forward ENDPOINT_SG aws_vpc.main.default_security_group"},
			{"aws_instance.app reaches ssm:443", "holds"},
		}},
		{"M57, T28 whose private DNS takes the service from the NAT gateway: IFE-2", endpointSSM, [][2]string{
			{"aws_instance.app reaches ssm:443", "violated: forward ENDPOINT_SG aws_vpc.main.default_security_group"},
			{"aws_instance.app reaches ssm.eu-central-1.amazonaws.com:443", "violated: forward ENDPOINT_SG aws_vpc.main.default_security_group"},
			{"aws_instance.app reaches logs:443", "holds"},
		}},
		{"M58, T53 the resolver is reached whatever a group says: SG-20", `= aws_security_group.app {"egress": []}`, [][2]string{
			{"aws_instance.app reaches 10.142.0.2:53/udp", "holds"},
			{"aws_instance.app cannot reach 169.254.169.253:53/udp", "violated: forward REACHABLE aws_instance.app"},
			{app, "violated: forward SG_HAS_NO_RULES aws_security_group.app.egress"},
		}},
		{"M59 no resolver: DNS-1", `= aws_vpc.main {"enable_dns_support": false}`, [][2]string{
			{"aws_instance.app reaches api.example.com:443", "violated: forward DNS_DISABLED aws_vpc.main.enable_dns_support"},
		}},
		{"M61, T49 a propagated route inside the VPC: RT-8", `
			= aws_vpn_gateway.g {"id": "vgw-1", "vpc_id": "vpc-eec8932f"}
			= aws_vpn_connection.c {"id": "vpn-1", "vpn_gateway_id": "vgw-1", "transit_gateway_id": "", "static_routes_only": true, "routes": []}
			= aws_vpn_connection_route.r {"id": "x", "vpn_connection_id": "vpn-1", "destination_cidr_block": "10.142.0.0/24"}
			= aws_vpn_connection_route.office {"id": "y", "vpn_connection_id": "vpn-1", "destination_cidr_block": "10.9.0.0/24"}
			= aws_route_table.private {"propagating_vgws": ["vgw-1"]}`, [][2]string{
			{"aws_instance.app reaches 10.142.0.50:443", "holds"},
			{"aws_instance.app reaches 10.142.0.50:443 via vpn", "violated: forward BYPASS aws_instance.app"},
			{"aws_instance.app reaches 10.9.0.50:443", "undecided: UNKNOWN_BEYOND_PLAN aws_vpn_connection.c"},
		}},
		{"M62 a firewall in line: NFW-8", inspected, [][2]string{{app, "holds"}, {app + " via firewall then nat", "holds"}}},
		{"M62 that sees no answers: NFW-8", inspected + `! aws_route.back`, [][2]string{
			{app, "violated: reply ASYMMETRIC_FIREWALL aws_route_table.public"},
		}},
		{"M64, T55 two lists that overlap: RT-5", `
			= aws_ec2_managed_prefix_list.a {"id": "pl-a", "address_family": "IPv4", "max_entries": 4, "entry": [{"cidr": "8.8.0.0/16"}]}
			= aws_ec2_managed_prefix_list.b {"id": "pl-b", "address_family": "IPv4", "max_entries": 4, "entry": [{"cidr": "8.8.8.0/24"}, {"cidr": "9.0.0.0/8"}]}
			= aws_ec2_transit_gateway.t {"id": "tgw-1", "default_route_table_association": "disable", "default_route_table_propagation": "disable"}
			= aws_route.a {"id": "r-a", "route_table_id": "rtb-d7bc275d", "destination_prefix_list_id": "pl-a", "nat_gateway_id": "nat-000949800dab32d56"}
			= aws_route.b {"id": "r-b", "route_table_id": "rtb-d7bc275d", "destination_prefix_list_id": "pl-b", "transit_gateway_id": "tgw-1"}`, [][2]string{
			{"aws_instance.app reaches 8.8.8.8:443", "undecided: PREFIX_LIST_NONDETERMINISTIC aws_route.b"},
			{"aws_instance.app reaches 8.8.4.4:443", "holds"},
			{"aws_instance.app reaches 7.7.7.7:443", "holds"},
		}},
	})
}

// TestMicroPublic is the micro-tests of the instance in the public subnet.
func TestMicroPublic(t *testing.T) {
	const (
		service = `= aws_ecs_service.s {"id": "s", "launch_type": "FARGATE", "capacity_provider_strategy": [], "network_configuration": [{"subnets": ["subnet-5e791e5c"], "security_groups": ["` + appSG + `"], "assign_public_ip": false}]}
			`
		task    = "aws_ecs_service.s reaches internet:443"
		noIP    = "violated: forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS "
		blocked = "violated: forward VPC_BLOCK_PUBLIC_ACCESS_ENABLED aws_vpc_block_public_access_options.o.internet_gateway_block_mode"
	)
	testPlansOn(t, publicPlan, []planCase{
		{"BL-P", ``, [][2]string{{app, "holds"}, {app + " via internet gateway", "holds"}}},
		{"M31, T25 no public address: IGW-2", `= aws_instance.app {"associate_public_ip_address": false, "public_ip": ""}`, [][2]string{
			{app, noIP + "aws_instance.app"},
		}},
		{"M32 an Elastic IP: PUB-3", `
			= aws_instance.app {"associate_public_ip_address": false, "public_ip": ""}
			+ aws_eip.app {"domain": "vpc", "instance": "", "network_interface": "", "allocation_id": "eipalloc-2", "public_ip": "3.64.1.2"}
			+ aws_eip_association.app {"allocation_id": "eipalloc-2", "instance_id": "i-8c82f3aba102aedbe"}`, [][2]string{{app, "holds"}}},
		{"M33 launched without: PUB-1", `
			! aws_instance.app
			+ aws_instance.app {"subnet_id": "subnet-5e791e5c", "vpc_security_group_ids": ["` + appSG + `"], "associate_public_ip_address": false, "private_ip": "?"}`, [][2]string{
			{app, noIP + "aws_instance.app"},
		}},
		{"M34, T24 two interfaces: PUB-2", `
			= aws_launch_template.t {"id": "lt-1", "name": "t", "default_version": 1, "latest_version": 1, "vpc_security_group_ids": [], "network_interfaces": [
				{"device_index": 0, "network_interface_id": "", "associate_public_ip_address": "", "security_groups": ["` + appSG + `"]}, {"device_index": 1, "network_interface_id": "", "security_groups": []}]}
			= aws_autoscaling_group.g {"id": "g", "vpc_zone_identifier": ["subnet-5e791e5c"], "launch_template": [{"id": "lt-1", "version": "1"}], "tag": []}`, [][2]string{
			{"aws_autoscaling_group.g reaches internet:443", noIP + "aws_launch_template.t"},
		}},
		{"M35, T21 Lambda never has one: CMP-1", `+ aws_lambda_function.f {"vpc_config": [{"subnet_ids": ["subnet-5e791e5c"], "security_group_ids": ["` + appSG + `"]}]}`, [][2]string{
			{"aws_lambda_function.f reaches internet:443", noIP + "aws_lambda_function.f"},
		}},
		{"M36, T23 nor tasks on instances: CMP-2", service + `= aws_ecs_service.s {"launch_type": "EC2"}`, [][2]string{{task, noIP + "aws_ecs_service.s"}}},
		{"M37, T22 tasks of Fargate that do not ask: CMP-2", service, [][2]string{{task, noIP + "aws_ecs_service.s"}}},
		{"M37 and that do: CMP-2", service + `= aws_ecs_service.s {"network_configuration": [{"subnets": ["subnet-5e791e5c"], "security_groups": ["` + appSG + `"], "assign_public_ip": true}]}`, [][2]string{{task, "holds"}}},
		{"M38, T44 public access blocked for what comes in: BPA-2", blockIngress, [][2]string{{app, blocked}}},
		{"M39, T45 an exclusion for what goes out does not do: BPA-3", blockBoth + excluded("allow-egress"), [][2]string{{app, blocked}}},
		{"M40, T54 what comes back goes to a firewall: RT-13", inspected + `
			= aws_route_table.edge {"id": "rtb-edge", "vpc_id": "vpc-eec8932f", "route": [{"cidr_block": "10.142.0.0/24", "vpc_endpoint_id": "vpce-f"}]}
			= aws_route_table_association.edge {"id": "x", "gateway_id": "igw-ab621a84", "subnet_id": "", "route_table_id": "rtb-edge"}`, [][2]string{
			{app, "violated: reply INGRESS_RTB_TRAFFIC_REDIRECTION aws_route_table.edge.route[0]"},
		}},
	})
}

// publicPlan is BL-P: the instance of testdata/steady in the public subnet.
func publicPlan(t *testing.T, edits string) map[string]any {
	t.Helper()
	return planOf(t, `= aws_instance.app {"subnet_id": "subnet-5e791e5c", "private_ip": "10.142.0.50", "associate_public_ip_address": true, "public_ip": "3.64.1.1"}
		`+edits)
}

// Changes of the plan in testdata/steady that several tests make.
const (
	blockIngress = `= aws_vpc_block_public_access_options.o {"id": "o", "internet_gateway_block_mode": "block-ingress"}
		`
	blockBoth = `= aws_vpc_block_public_access_options.o {"id": "o", "internet_gateway_block_mode": "block-bidirectional"}
		`
	// natInstance is a NAT instance in the place of the NAT gateway.
	natInstance = `
		= aws_instance.box {"id": "i-box", "subnet_id": "subnet-5e791e5c", "private_ip": "10.142.0.9", "associate_public_ip_address": true, "public_ip": "3.64.1.9", "source_dest_check": false, "primary_network_interface_id": "eni-box", "vpc_security_group_ids": ["sg-box"], "network_interface": [], "ipv6_addresses": [], "ipv6_address_count": 0}
		= aws_security_group.box {"id": "sg-box", "vpc_id": "vpc-eec8932f", "ingress": [{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.142.13.0/24"]}], "egress": [{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}]}
		= aws_route.private_default {"nat_gateway_id": "", "network_interface_id": "eni-box"}
		= aws_route_table.private {"route": []}
		`
	// bucket is a gateway endpoint for S3, and no other way out.
	bucket = `
		! aws_route.private_default
		= aws_route_table.private {"route": []}
		= aws_network_acl.private {"ingress": [` + allIn + `], "egress": [` + allIn + `]}
		= aws_security_group.app {"egress": [{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": [], "prefix_list_ids": ["pl-s3"]}]}
		= aws_vpc_endpoint.s3 {"id": "vpce-s3", "vpc_id": "vpc-eec8932f", "vpc_endpoint_type": "Gateway", "service_name": "com.amazonaws.eu-central-1.s3", "prefix_list_id": "pl-s3", "route_table_ids": ["rtb-d7bc275d"]}
		`
	// endpointSSM is an interface endpoint that nobody gave a group.
	endpointSSM = `
		= aws_vpc_endpoint.ssm {"id": "vpce-ssm", "vpc_id": "vpc-eec8932f", "vpc_endpoint_type": "Interface", "service_name": "com.amazonaws.eu-central-1.ssm", "private_dns_enabled": true, "subnet_ids": ["subnet-21c4b064"], "security_group_ids": ["sg-75ae467519c5f86cd"]}
		`
	// inspected leads from the private subnet through a firewall to the NAT gateway and
	// back (walk W8).
	inspected = `
		= aws_subnet.inspect {"id": "subnet-w", "vpc_id": "vpc-eec8932f", "cidr_block": "10.142.20.0/24", "availability_zone": "eu-central-1a", "map_public_ip_on_launch": false, "ipv6_cidr_block": ""}
		= aws_route_table.inspect {"id": "rtb-w", "vpc_id": "vpc-eec8932f", "route": [{"cidr_block": "0.0.0.0/0", "nat_gateway_id": "nat-000949800dab32d56"}]}
		= aws_route_table_association.inspect {"id": "x-w", "subnet_id": "subnet-w", "route_table_id": "rtb-w", "gateway_id": ""}
		= aws_networkfirewall_firewall_policy.p {"id": "arn:p", "arn": "arn:p", "firewall_policy": [{"stateless_default_actions": ["aws:forward_to_sfe"], "stateless_rule_group_reference": [], "stateful_rule_group_reference": [], "stateful_default_actions": [], "stateful_engine_options": []}]}
		= aws_networkfirewall_firewall.f {"id": "arn:f", "arn": "arn:f", "vpc_id": "vpc-eec8932f", "firewall_policy_arn": "arn:p", "subnet_mapping": [{"subnet_id": "subnet-w"}],
			"firewall_status": [{"sync_states": [{"availability_zone": "eu-central-1a", "attachment": [{"endpoint_id": "vpce-f", "subnet_id": "subnet-w"}]}]}]}
		= aws_route.private_default {"nat_gateway_id": "", "vpc_endpoint_id": "vpce-f"}
		= aws_route_table.private {"route": []}
		= aws_route.back {"id": "r-back", "route_table_id": "rtb-e2ebf7b4", "destination_cidr_block": "10.142.13.0/24", "vpc_endpoint_id": "vpce-f"}
		`
)

// excluded is an exclusion of the public subnet from what is blocked.
func excluded(mode string) string {
	return `= aws_vpc_block_public_access_exclusion.x {"id": "x", "vpc_id": "", "subnet_id": "subnet-5e791e5c", "internet_gateway_exclusion_mode": "` + mode + `"}
		`
}
