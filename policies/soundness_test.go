package policies_test

import (
	"slices"
	"testing"
)

// TestBadValues: no attribute is trusted unvalidated. What cannot be read is
// unknown, and named.
func TestBadValues(t *testing.T) {
	egress := func(rule string) string { return `= aws_security_group.app {"egress": [` + rule + `]}` }
	out := func(entry string) string {
		return `= aws_network_acl.private {"ingress": [` + allIn + `], "egress": [` + entry + `]}`
	}
	const sgAt, aclAt = "undecided: UNKNOWN_VALUE aws_security_group.app.egress[0].", "undecided: UNKNOWN_VALUE aws_network_acl.private.egress[0]."
	testPlans(t, []planCase{
		{"a block that is none", egress(`{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.0.0.0/33"]}`), [][2]string{{app, sgAt + "cidr_blocks[0]"}}},
		{"a block with host bits", egress(`{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.0.0.1/8"]}`), [][2]string{
			{"aws_instance.app reaches 10.142.0.99:443", "holds"},
		}},
		{"a block that is no text", egress(`{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": [7]}`), [][2]string{{app, sgAt + "cidr_blocks[0]"}}},
		{"a port too large", egress(`{"protocol": "tcp", "from_port": 443, "to_port": 70000, "cidr_blocks": ["0.0.0.0/0"]}`), [][2]string{{app, sgAt + "from_port"}}},
		{"a port that is a list", egress(`{"protocol": "tcp", "from_port": [], "to_port": 443, "cidr_blocks": ["0.0.0.0/0"]}`), [][2]string{{app, sgAt + "from_port"}}},
		{"ports the wrong way round", egress(`{"protocol": "tcp", "from_port": 444, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"]}`), [][2]string{{app, sgAt + "from_port"}}},
		{"a port that is no number", egress(`{"protocol": "tcp", "from_port": "https", "to_port": 443, "cidr_blocks": ["0.0.0.0/0"]}`), [][2]string{{app, sgAt + "from_port"}}},
		{"a negative port", egress(`{"protocol": "tcp", "from_port": -5, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"]}`), [][2]string{{app, sgAt + "from_port"}}},
		{"a protocol that is none", egress(`{"protocol": "https", "from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"]}`), [][2]string{{app, sgAt + "protocol"}}},
		{"a protocol too large", egress(`{"protocol": "256", "from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"]}`), [][2]string{{app, sgAt + "protocol"}}},
		{"a rule that is no block", `= aws_security_group.app {"egress": ["all"]}`, [][2]string{{app, "undecided: UNKNOWN_VALUE aws_security_group.app.egress"}}},
		{"rules that are no list", `= aws_security_group.app {"egress": "all"}`, [][2]string{{app, "undecided: UNKNOWN_VALUE aws_security_group.app.egress"}}},
		{"SG-13 a prefix list", egress(`{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": [], "prefix_list_ids": ["pl-1"]}`), [][2]string{
			{app, "undecided: UNKNOWN_BEYOND_PLAN pl-1"},
			{"aws_instance.app reaches internet:80", "violated: forward ENI_SG_RULES_MISMATCH aws_security_group.app.egress"},
		}},

		{"an action that is none", out(`{"rule_no": 1, "action": "reject", "protocol": "6", "cidr_block": "0.0.0.0/0", "from_port": 443, "to_port": 443}`), [][2]string{{sub, aclAt + "action"}}},
		{"a number that is none", out(`{"rule_no": "first", "action": "allow", "protocol": "6", "cidr_block": "0.0.0.0/0", "from_port": 443, "to_port": 443}`), [][2]string{{sub, "holds"}}},
		{"a number that is none, of a denial", out(`{"rule_no": "first", "action": "deny", "protocol": "6", "cidr_block": "0.0.0.0/0", "from_port": 443, "to_port": 443}, {"rule_no": 2, "action": "allow", "protocol": "6", "cidr_block": "0.0.0.0/0", "from_port": 443, "to_port": 443}`), [][2]string{{sub, aclAt + "rule_no"}}},
		{"an entry without a block", out(`{"rule_no": 1, "action": "allow", "protocol": "6", "cidr_block": "", "ipv6_cidr_block": "", "from_port": 443, "to_port": 443}`), [][2]string{{sub, "undecided: UNKNOWN_VALUE aws_network_acl.private.egress[0]"}}},
		{"an entry with a wrong block", out(`{"rule_no": 1, "action": "allow", "protocol": "6", "cidr_block": "anywhere", "from_port": 443, "to_port": 443}`), [][2]string{{sub, aclAt + "cidr_block"}}},
		{"an entry with a wrong protocol", out(`{"rule_no": 1, "action": "allow", "protocol": "https", "cidr_block": "0.0.0.0/0", "from_port": 443, "to_port": 443}`), [][2]string{{sub, aclAt + "protocol"}}},
		{"an entry with wrong ports", out(`{"rule_no": 1, "action": "allow", "protocol": "6", "cidr_block": "0.0.0.0/0", "from_port": 443, "to_port": 99999}`), [][2]string{{sub, aclAt + "from_port"}}},
		{"NACL-12 ports that nobody sets are 0", out(`{"rule_no": 1, "action": "allow", "protocol": "6", "cidr_block": "0.0.0.0/0", "from_port": null, "to_port": null}`), [][2]string{{sub, "violated: forward SUBNET_ACL_RESTRICTION aws_network_acl.private.egress"}}},

		{"a subnet's block that is a list", `= aws_subnet.private {"cidr_block": []}`, [][2]string{{sub, "undecided: UNKNOWN_VALUE aws_subnet.private.cidr_block"}}},
		{"a subnet's block", `= aws_subnet.private {"cidr_block": "10.142.13.0"}`, [][2]string{{sub, "undecided: UNKNOWN_VALUE aws_subnet.private.cidr_block"}}},
		{"a VPC's block", `= aws_vpc.main {"cidr_block": "large"}`, [][2]string{{sub, "holds"}, {"aws_subnet.private reaches 10.99.0.1:443", "undecided: UNKNOWN_VALUE aws_vpc.main.cidr_block"}}},
		{"a route's destination", `
			= aws_route_table.private {"route": []}
			= aws_route.private_default {"destination_cidr_block": "default"}`, [][2]string{{"aws_subnet.private reaches internet:443", "undecided: UNKNOWN_VALUE aws_route.private_default.destination_cidr_block"}}},
		{"a flag that is a list", `= aws_subnet.public {"map_public_ip_on_launch": []}`, [][2]string{{"aws_subnet.public reaches internet:443", "undecided: UNKNOWN_VALUE aws_subnet.public.map_public_ip_on_launch"}}},
		{"a flag that is none", `= aws_subnet.public {"map_public_ip_on_launch": "perhaps"}`, [][2]string{{"aws_subnet.public reaches internet:443", "undecided: UNKNOWN_VALUE aws_subnet.public.map_public_ip_on_launch"}}},
		{"a kind of NAT gateway that is none", `= aws_nat_gateway.main {"connectivity_type": "shared"}`, [][2]string{{sub, "undecided: UNKNOWN_VALUE aws_nat_gateway.main.connectivity_type"}}},
		{"an address that is none", `= aws_instance.app {"private_ip": "10.142.13"}`, [][2]string{{app, "holds"}}},
		{"a tag that is unknown", `~ aws_subnet.private {"tags": {"Tier": "?"}, "tags_all": {"Tier": "?"}}`, [][2]string{
			{"subnets tagged Tier=app reach internet:443", "undecided: UNKNOWN_VALUE aws_subnet.private.tags_all.Tier"},
			{"subnets tagged Tier reach internet:443", "holds"},
		}},
	})
}

// TestUnmodelled: what tfreach recognises and does not model is named where it
// touches a path.
func TestUnmodelled(t *testing.T) {
	testPlans(t, []planCase{
		{"a route to a transit gateway", `
			= aws_ec2_transit_gateway.hub {"id": "tgw-1"}
			= aws_route.corp {"id": "r-2", "route_table_id": "rtb-d7bc275d", "destination_cidr_block": "10.0.0.0/8", "transit_gateway_id": "tgw-1"}
			= aws_network_acl.private {"ingress": [` + allIn + `], "egress": [` + allIn + `]}`, [][2]string{
			{"private subnets reach 10.1.0.0/16:443", "undecided: UNKNOWN_BEYOND_PLAN aws_ec2_transit_gateway.hub"},
			{sub, "holds"},
			{"private subnets reach internet:80", "violated: forward SUBNET_ACL_RESTRICTION aws_network_acl.public.ingress"},
		}},
		{"a route to a prefix list", `= aws_route.lists {"id": "r-2", "route_table_id": "rtb-d7bc275d", "destination_cidr_block": "", "destination_ipv6_cidr_block": "", "destination_prefix_list_id": "pl-1", "transit_gateway_id": "tgw-1"}`, [][2]string{
			{"aws_subnet.private reaches internet:443", "undecided: UNKNOWN_BEYOND_PLAN pl-1"},
		}},
		{"a route to an interface", `
			= aws_network_interface.fw {"id": "eni-1", "subnet_id": "subnet-5e791e5c", "private_ip": "10.142.0.60", "private_ips": ["10.142.0.60"], "security_groups": [], "source_dest_check": false, "ipv6_addresses": [], "attachment": []}
			= aws_route.private_default {"nat_gateway_id": "", "network_interface_id": "eni-1"}
			= aws_route_table.private {"route": []}`, [][2]string{{sub, "undecided: UNKNOWN_BEYOND_PLAN aws_network_interface.fw"}}},
		{"routes that a gateway propagates", `= aws_vpn_gateway_route_propagation.x {"id": "p-1", "route_table_id": "rtb-d7bc275d", "vpn_gateway_id": "vgw-1"}`, [][2]string{
			{"aws_subnet.private reaches internet:443", "undecided: UNKNOWN_BEYOND_PLAN vgw-1"},
		}},
		{"RT-13 an edge route table of which nothing is known", `= aws_route_table_association.edge {"id": "rtbassoc-9", "subnet_id": "", "gateway_id": "igw-ab621a84", "route_table_id": "rtb-other"}`, [][2]string{
			{sub, "undecided: UNKNOWN_BEYOND_PLAN rtb-other"},
		}},
		{"BPA-1 public access that is blocked", `+ aws_vpc_block_public_access_options.x {"internet_gateway_block_mode": "block-bidirectional"}`, [][2]string{
			{sub, "violated: forward VPC_BLOCK_PUBLIC_ACCESS_ENABLED aws_vpc_block_public_access_options.x.internet_gateway_block_mode"},
			{"private subnets cannot reach internet:443", "holds"},
			{"private subnets cannot reach internet:80", "holds"},
		}},
		{"BPA-1 public access that may be blocked", `+ aws_vpc_block_public_access_options.x {"internet_gateway_block_mode": "?"}`, [][2]string{
			{sub, "undecided: UNKNOWN_VALUE aws_vpc_block_public_access_options.x.internet_gateway_block_mode"},
			{"private subnets cannot reach internet:443", "undecided: UNKNOWN_VALUE aws_vpc_block_public_access_options.x.internet_gateway_block_mode"},
			{"private subnets cannot reach internet:80", "holds"},
		}},
		{"a type of the network that nobody knows", `+ aws_vpc_quantum_link.x {"a": "b"}`, [][2]string{{sub, "undecided: UNMODELLED_RESOURCE aws_vpc_quantum_link.x"}}},
		{"a workload that is not modelled", `! aws_instance.app
			= aws_emr_cluster.p {"id": "p"}`, [][2]string{{"workloads cannot reach internet", "undecided: UNMODELLED_RESOURCE aws_emr_cluster.p"}}},
		{"an empty element of a list", `= aws_security_group.app {"egress": [{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": [""]}]}`, [][2]string{
			{"aws_instance.app cannot reach 9.9.9.9:443", "undecided: UNKNOWN_VALUE aws_security_group.app.egress[0].cidr_blocks[0]"},
		}},
		{"a type that is no network", `+ aws_s3_bucket.x {"bucket": "b"}`, [][2]string{{sub, "holds"}}},
		{"NAT-13 a NAT gateway of unknown mode", `~ aws_nat_gateway.main {"availability_mode": "?", "subnet_id": ""}
			c aws_nat_gateway.main {"availability_mode": "?"}`, [][2]string{{sub, "undecided: UNMODELLED_RESOURCE aws_nat_gateway.main"}}},
	})
}

// TestGates: DESIGN 3.4.
func TestGates(t *testing.T) {
	none := read(t, `plan {"complete": false}`, "")
	if got, want := verdict(judge(t, none, sub)), "undecided: PARTIAL_PLAN "; got != want {
		t.Errorf("complete: false: got %s, want %s", got, want)
	}
	if got, want := verdict(judge(t, none, "private subnets reach internet:80")), "violated: forward SUBNET_ACL_RESTRICTION aws_network_acl.private.egress; undecided PARTIAL_PLAN "; got != want {
		t.Errorf("complete: false: got %s, want %s", got, want)
	}
	put := read(t, `plan {"complete": null, "deferred_changes": [{"reason": "unknown_config", "resource_change": {}}]}`, "")
	if got, want := verdict(judge(t, put, sub)), "undecided: PARTIAL_PLAN "; got != want {
		t.Errorf("deferred changes: got %s, want %s", got, want)
	}
	old := judge(t, read(t, `plan {"complete": null}`, ""), sub)
	if old.Verdict != "holds" || !slices.Contains(old.Assumptions, "the plan is complete: Terraform before 1.8 does not say") {
		t.Errorf("no complete: %s %q", old.Verdict, old.Assumptions)
	}
}

// TestWithoutIDs: a plan that somebody cut down to fewer attributes does not prove
// that an id names something else.
func TestWithoutIDs(t *testing.T) {
	for address, sentences := range map[string][2]string{
		"aws_network_acl.private": {"aws_instance.app reaches internet:443", "undecided: UNKNOWN_VALUE aws_network_acl_rule.no.network_acl_id"},
		"aws_subnet.private":      {"aws_subnet.private reaches internet:443", "undecided: UNKNOWN_VALUE aws_network_acl.private.subnet_ids[0]; UNKNOWN_VALUE aws_route_table_association.private.subnet_id"},
	} {
		plan := planOf(t, `= aws_network_acl_rule.no {"id": "n", "network_acl_id": "acl-127b104f", "rule_number": 10, "egress": true, "protocol": "6", "rule_action": "deny", "cidr_block": "0.0.0.0/0", "from_port": 443, "to_port": 443}`)
		for _, c := range plan["resource_changes"].([]any) {
			if r := c.(map[string]any); r["address"] == address {
				change := r["change"].(map[string]any)
				delete(change["after"].(map[string]any), "id")
				delete(change["before"].(map[string]any), "id")
			}
		}
		if got := verdict(judge(t, readPlan(t, plan, ""), sentences[0])); got != sentences[1] {
			t.Errorf("%s without its id: %s\ngot  %s\nwant %s", address, sentences[0], got, sentences[1])
		}
	}
}
