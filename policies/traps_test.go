package policies_test

import "testing"

// TestTraps is the traps of the semantics, section 13, that no micro-test is.
func TestTraps(t *testing.T) {
	const (
		open = `{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}`
		// all lets the ACLs of both subnets pass everything.
		all = `
			= aws_network_acl.private {"ingress": [` + allIn + `], "egress": [` + allIn + `]}
			= aws_network_acl.public {"ingress": [` + allIn + `], "egress": [` + allIn + `]}
			`
		// peered is a peer that takes HTTPS and has no route back; the public subnet has
		// one to it.
		peered = all + `
			= aws_vpc.two {"id": "vpc-2", "cidr_block": "10.9.0.0/16", "ipv6_cidr_block": "", "main_route_table_id": "rtb-2", "default_network_acl_id": "acl-2", "default_security_group_id": "sg-2"}
			= aws_default_route_table.two {"id": "rtb-2", "default_route_table_id": "rtb-2", "vpc_id": "vpc-2", "route": []}
			= aws_subnet.two {"id": "subnet-2", "vpc_id": "vpc-2", "cidr_block": "10.9.1.0/24", "map_public_ip_on_launch": false, "ipv6_cidr_block": ""}
			= aws_security_group.two {"id": "sg-two", "vpc_id": "vpc-2", "ingress": [{` + httpsA + `}], "egress": []}
			= aws_instance.two {"id": "i-2", "subnet_id": "subnet-2", "vpc_security_group_ids": ["sg-two"], "private_ip": "10.9.1.10", "public_ip": "", "ipv6_addresses": [], "ipv6_address_count": 0}
			= aws_vpc_peering_connection.p {"id": "pcx-1", "vpc_id": "vpc-eec8932f", "peer_vpc_id": "vpc-2", "auto_accept": true, "accept_status": "active"}
			= aws_route.partner {"id": "r-2", "route_table_id": "rtb-e2ebf7b4", "destination_cidr_block": "10.9.0.0/16", "vpc_peering_connection_id": "pcx-1"}
			`
		// strict drops, once a connection is there, what no rule passes.
		strict = inspected + all + `
			= aws_security_group.app {"egress": [` + open + `]}
			= aws_networkfirewall_firewall_policy.p {"firewall_policy": [{"stateless_default_actions": ["aws:forward_to_sfe"], "stateless_rule_group_reference": [],
				"stateful_rule_group_reference": [{"resource_arn": "arn:g", "priority": 1}], "stateful_default_actions": ["aws:drop_established"], "stateful_engine_options": [{"rule_order": "STRICT_ORDER"}]}]}
			= aws_networkfirewall_rule_group.g {"id": "arn:g", "arn": "arn:g", "type": "STATEFUL", "rule_group": [{"rule_variables": [], "stateful_rule_options": [{"rule_order": "STRICT_ORDER"}], "rules_source": [{"rules_source_list": [], "rules_string": "", "stateless_rules_and_custom_actions": [], "stateful_rule": [
				{"action": "PASS", "header": [{"protocol": "TCP", "source": "ANY", "source_port": "ANY", "direction": "FORWARD", "destination": "ANY", "destination_port": "443"}], "rule_option": [{"keyword": "sid", "settings": ["1"]}]}]}]}]}
			`
	)
	// listed lets a firewall pass names of a list only, for senders in homeNet; empty is
	// AWS's default.
	listed := func(homeNet string) string {
		variables := `[]`
		if homeNet != "" {
			variables = `[{"ip_sets": [{"key": "HOME_NET", "ip_set": [{"definition": ["` + homeNet + `"]}]}], "port_sets": []}]`
		}
		return inspected + `
			= aws_networkfirewall_firewall_policy.p {"firewall_policy": [{"stateless_default_actions": ["aws:forward_to_sfe"], "stateless_rule_group_reference": [],
				"stateful_rule_group_reference": [{"resource_arn": "arn:g"}], "stateful_default_actions": [], "stateful_engine_options": []}]}
			= aws_networkfirewall_rule_group.g {"id": "arn:g", "arn": "arn:g", "type": "STATEFUL", "rule_group": [{"rule_variables": ` + variables + `, "stateful_rule_options": [], "rules_source": [{"rules_string": "", "stateless_rules_and_custom_actions": [], "stateful_rule": [],
				"rules_source_list": [{"generated_rules_type": "ALLOWLIST", "target_types": ["TLS_SNI"], "targets": [".example.com"]}]}]}]}
			`
	}
	testPlans(t, []planCase{
		{"T7 a NAT gateway in a private subnet: NAT-5", `
			= aws_subnet.other {"id": "subnet-o", "vpc_id": "vpc-eec8932f", "cidr_block": "10.142.20.0/24", "map_public_ip_on_launch": false, "ipv6_cidr_block": ""}
			= aws_route_table.other {"id": "rtb-o", "vpc_id": "vpc-eec8932f", "route": []}
			= aws_route_table_association.other {"id": "x", "subnet_id": "subnet-o", "route_table_id": "rtb-o", "gateway_id": ""}
			= aws_nat_gateway.main {"subnet_id": "subnet-o", "private_ip": "10.142.20.7"}`, [][2]string{
			{app, "violated: forward NO_ROUTE_TO_DESTINATION aws_route_table.other"},
		}},
		{"T10 a database subnet falls back to a table that leads out: RT-1", `
			= aws_vpc.main {"main_route_table_id": "rtb-d7bc275d"}
			= aws_main_route_table_association.m {"id": "x", "vpc_id": "vpc-eec8932f", "route_table_id": "rtb-d7bc275d", "original_route_table_id": "rtb-d28878e4"}
			= aws_subnet.db {"id": "subnet-db", "vpc_id": "vpc-eec8932f", "cidr_block": "10.142.20.0/24", "map_public_ip_on_launch": false, "ipv6_cidr_block": "", "tags": {"Tier": "db"}}`, [][2]string{
			{"subnets tagged Tier=db cannot reach internet:443", "violated: forward REACHABLE aws_route.private_default"},
		}},
		{"T13 an ACL without the ports that answers go to: NACL-3, NACL-7", `
			= aws_network_acl.private {"ingress": [{"rule_no": 100, "action": "allow", "protocol": "6", "cidr_block": "0.0.0.0/0", "from_port": 443, "to_port": 443}]}
			= aws_security_group.app {"egress": [` + open + `], "ingress": [` + open + `]}
			= aws_instance.near {"id": "i-near", "subnet_id": "subnet-21c4b064", "vpc_security_group_ids": ["` + appSG + `"], "private_ip": "10.142.13.77", "public_ip": "", "ipv6_addresses": [], "ipv6_address_count": 0}`, [][2]string{
			{app, "violated: reply SUBNET_ACL_RESTRICTION aws_network_acl.private.ingress"},
			{"aws_instance.app reaches aws_instance.near:22", "holds"},
		}},
		{"T13 a deny before it: NACL-2", `= aws_network_acl.private {"ingress": [
			{"rule_no": 1, "action": "deny", "protocol": "-1", "cidr_block": "0.0.0.0/0", "from_port": 0, "to_port": 0},
			{"rule_no": 100, "action": "allow", "protocol": "6", "cidr_block": "0.0.0.0/0", "from_port": 1024, "to_port": 65535}]}`, [][2]string{
			{app, "violated: reply SUBNET_ACL_RESTRICTION aws_network_acl.private.ingress[0]"},
		}},
		{"T16 a denied port that the NAT gateway may choose: NACL-7", `= aws_network_acl.public {"ingress": [
			{"rule_no": 80, "action": "allow", "protocol": "6", "cidr_block": "10.142.0.0/16", "from_port": 443, "to_port": 443},
			{"rule_no": 90, "action": "deny", "protocol": "6", "cidr_block": "0.0.0.0/0", "from_port": 3389, "to_port": 3389},
			{"rule_no": 100, "action": "allow", "protocol": "6", "cidr_block": "0.0.0.0/0", "from_port": 1024, "to_port": 65535}]}`, [][2]string{
			{app, "violated: reply SUBNET_ACL_RESTRICTION aws_network_acl.public.ingress[1]"},
		}},
		{"T19 an entry without ports has port 0: NACL-12", `
			= aws_network_acl.private {"egress": []}
			+ aws_network_acl_rule.out {"network_acl_id": "acl-127b104f", "rule_number": 100, "egress": true, "protocol": "tcp", "rule_action": "allow", "cidr_block": "0.0.0.0/0", "from_port": null, "to_port": null}`, [][2]string{
			{app, "violated: forward SUBNET_ACL_RESTRICTION aws_network_acl.private.egress"},
		}},
		{"T20 packets that are too big: NACL-13", `= aws_security_group.app {"egress": [` + open + `]}`, [][2]string{
			{app, "holds"},
			{"aws_instance.app reaches internet:icmp/3", "violated: forward SUBNET_ACL_RESTRICTION aws_network_acl.private.egress"},
		}},
		{"T24 nodes in a public subnet that gives no addresses: CMP-3", `
			= aws_subnet.public {"map_public_ip_on_launch": false}
			= aws_eks_cluster.k {"id": "k", "name": "k", "vpc_config": [{"subnet_ids": ["subnet-21c4b064"], "security_group_ids": ["` + appSG + `"], "cluster_security_group_id": "` + appSG + `"}]}
			= aws_eks_node_group.n {"id": "k:n", "cluster_name": "k", "subnet_ids": ["subnet-5e791e5c"], "launch_template": [], "remote_access": []}`, [][2]string{
			{"aws_eks_node_group.n reaches internet:443", "violated: forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS aws_eks_node_group.n"},
		}},
		{"T27 a group for the VPC alone, and a gateway endpoint: GWE-3", bucket + `= aws_security_group.app {"egress": [{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.142.0.0/16"]}]}`, [][2]string{
			{"aws_instance.app reaches s3:443", "violated: forward ENI_SG_RULES_MISMATCH aws_security_group.app.egress"},
		}},
		{"T30 a check that is switched off on the instance and not on its interface: NI-1", natInstance + `
			= aws_network_interface.box {"id": "eni-box", "subnet_id": "subnet-5e791e5c", "private_ip": "10.142.0.9", "private_ips": ["10.142.0.9"], "security_groups": ["sg-box"], "source_dest_check": true, "ipv6_addresses": [], "attachment": []}
			= aws_instance.box {"source_dest_check": false, "network_interface": [{"device_index": 0, "network_interface_id": "eni-box"}]}`, [][2]string{
			{app, "violated: forward ENI_SOURCE_DEST_CHECK_RESTRICTION aws_network_interface.box.source_dest_check"},
		}},
		{"T36 back through the firewall of another zone: NFW-8, NFW-9", inspected + `
			= aws_subnet.inspect_b {"id": "subnet-wb", "vpc_id": "vpc-eec8932f", "cidr_block": "10.142.21.0/24", "availability_zone": "eu-central-1b", "map_public_ip_on_launch": false, "ipv6_cidr_block": ""}
			= aws_networkfirewall_firewall.f {"subnet_mapping": [{"subnet_id": "subnet-w"}, {"subnet_id": "subnet-wb"}], "firewall_status": [{"sync_states": [
				{"availability_zone": "eu-central-1a", "attachment": [{"endpoint_id": "vpce-f", "subnet_id": "subnet-w"}]}, {"availability_zone": "eu-central-1b", "attachment": [{"endpoint_id": "vpce-g", "subnet_id": "subnet-wb"}]}]}]}
			= aws_route.back {"vpc_endpoint_id": "vpce-g"}`, [][2]string{
			{app, "violated: reply ASYMMETRIC_FIREWALL aws_route.back"},
		}},
		{"T37 a list of names for the senders of its own VPC: NFW-6, NFW-10", listed(""), [][2]string{
			{app, "undecided: UNMODELLED_RESOURCE aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_source_list[0]"},
			{"aws_instance.app cannot reach internet:443", "undecided: UNMODELLED_RESOURCE aws_networkfirewall_rule_group.g.rule_group[0].rules_source[0].rules_source_list[0]"},
		}},
		{"T37 filters no others: NFW-6", listed("10.99.0.0/16"), [][2]string{
			{app, "holds"},
			{"aws_instance.app cannot reach internet:443", "violated: forward REACHABLE aws_route.private_default"},
		}},
		{"T38 what is no connection is dropped at once: NFW-4", strict, [][2]string{
			{"aws_instance.app reaches internet:443", "holds"},
			{"aws_instance.app reaches internet:123/udp", "violated: forward FIREWALL_RULES_RESTRICTION aws_networkfirewall_firewall_policy.p.stateful_default_actions"},
		}},
		{"T40 a peer without a route back answers the NAT gateway: NAT-9", peered, [][2]string{
			{"aws_instance.app reaches aws_instance.two:443", "holds"},
			{"aws_instance.app cannot reach aws_instance.two:443", "violated: forward REACHABLE aws_route.private_default"},
		}},
		{"T41 a route on one side only: PCX-2", peered + `= aws_route.partner {"route_table_id": "rtb-d7bc275d"}`, [][2]string{
			{"aws_instance.app reaches aws_instance.two:443", "violated: reply NO_ROUTE_TO_DESTINATION aws_default_route_table.two"},
		}},
		{"T43 a group named, and its public address dialled: SG-10", natInstance + `= aws_security_group.app {"egress": [{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": [], "security_groups": ["sg-box"]}]}`, [][2]string{
			{"aws_instance.app reaches internet:443", "violated: forward ENI_SG_RULES_MISMATCH aws_security_group.app.egress"},
			{"aws_instance.app reaches 3.64.1.9:443", "undecided: UNMODELLED_RESOURCE aws_instance.box"},
		}},
		{"T45 an exclusion that this mode ignores: BPA-3", blockIngress + excluded("allow-egress") + `= aws_instance.app {"subnet_id": "subnet-5e791e5c", "private_ip": "10.142.0.50", "public_ip": "3.64.1.1"}`, [][2]string{
			{app, "violated: forward VPC_BLOCK_PUBLIC_ACCESS_ENABLED aws_vpc_block_public_access_options.o.internet_gateway_block_mode"},
		}},
	})
}
