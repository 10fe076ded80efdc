package policies_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/planparse"
	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/policies/builtin"
)

// told is what the built-in policies say of a plan: a line for each finding.
func told(p *planparse.Plan) []string {
	var out []string
	for _, r := range policies.Evaluate(p, builtin.Intents(builtin.Policies), policies.DefaultSettings()).Intents {
		name := strings.TrimPrefix(r.Name, policies.BuiltinPrefix)
		for _, f := range r.Findings {
			at := f.Address
			if f.Attribute != "" {
				at += "." + f.Attribute
			}
			out = append(out, fmt.Sprintf("%s %s: %s %s %s for %s", name, f.Verdict, f.Leg, f.Code, at, strings.Join(f.Sources, ", ")))
		}
	}
	return out
}

// TestBuiltin: what each of the built-in policies finds, and what it leaves alone.
func TestBuiltin(t *testing.T) {
	const (
		open   = `{"ingress": [` + allIn + `], "egress": [` + allIn + `]}`
		opened = `
			= aws_network_acl.private ` + open + `
			= aws_network_acl.public ` + open + `
			`
		// a second private subnet that shares the table of the first
		sibling = `
			= aws_subnet.NAME {"id": "subnet-NAME", "vpc_id": "vpc-eec8932f", "cidr_block": "10.142.14.0/24", "map_public_ip_on_launch": false, "tags": {}}
			= aws_route_table_association.NAME {"id": "rtbassoc-NAME", "subnet_id": "subnet-NAME", "route_table_id": "rtb-d7bc275d", "gateway_id": ""}
			= aws_network_acl.NAME {"id": "acl-NAME", "vpc_id": "vpc-eec8932f", "subnet_ids": ["subnet-NAME"], "ingress": [INGRESS], "egress": [EGRESS]}
			`
		inVPC  = `{"rule_no": 1, "action": "allow", "protocol": "-1", "cidr_block": "10.142.0.0/16", "from_port": 0, "to_port": 0}`
		sixAll = `{"rule_no": 2, "action": "allow", "protocol": "-1", "ipv6_cidr_block": "::/0", "from_port": 0, "to_port": 0}`
		dual   = `
			= aws_vpc.main {"ipv6_cidr_block": "2600:1f13::/56"}
			= aws_network_acl.private {"ingress": [` + allIn + `, ` + sixAll + `], "egress": [` + allIn + `, ` + sixAll + `]}
			= aws_subnet.private {"ipv6_cidr_block": "2600:1f13:0:1::/64", "assign_ipv6_address_on_creation": true}
			`
		noNAT = `
			! aws_route.private_default
			= aws_route_table.private {"route": []}
			`
		endpointSG = `= aws_security_group.vpce {"id": "sg-vpce", "vpc_id": "vpc-eec8932f", "name": "vpce", "ingress": [RULES], "egress": []}
			= aws_vpc_endpoint.ssm {"id": "vpce-1", "vpc_id": "vpc-eec8932f", "service_name": "com.amazonaws.eu-central-1.SERVICE", "vpc_endpoint_type": "Interface", "private_dns_enabled": true, "subnet_ids": ["subnet-21c4b064"], "security_group_ids": ["sg-vpce"]}
			`
		gateway = `= aws_vpc_endpoint.s3 {"id": "vpce-s3", "vpc_id": "vpc-eec8932f", "service_name": "com.amazonaws.eu-central-1.s3", "vpc_endpoint_type": "Gateway", "route_table_ids": ["rtb-d7bc275d"], "prefix_list_id": "pl-s3"}
			`
		zones = opened + `
			= aws_subnet.app[0] {"id": "subnet-0", "vpc_id": "vpc-eec8932f", "cidr_block": "10.142.20.0/24", "availability_zone": "eu-central-1a", "map_public_ip_on_launch": false, "tags": {}}
			= aws_subnet.app[1] {"id": "subnet-1", "vpc_id": "vpc-eec8932f", "cidr_block": "10.142.21.0/24", "availability_zone": "eu-central-1b", "map_public_ip_on_launch": false, "tags": {}}
			= aws_route_table.app[0] {"id": "rtb-0", "vpc_id": "vpc-eec8932f", "route": [{"cidr_block": "0.0.0.0/0", "nat_gateway_id": "nat-000949800dab32d56"}]}
			= aws_route_table.app[1] {"id": "rtb-1", "vpc_id": "vpc-eec8932f", "route": []}
			= aws_route_table_association.app0 {"id": "x0", "subnet_id": "subnet-0", "route_table_id": "rtb-0", "gateway_id": ""}
			= aws_route_table_association.app1 {"id": "x1", "subnet_id": "subnet-1", "route_table_id": "rtb-1", "gateway_id": ""}
			= aws_network_acl.apps {"id": "acl-a", "vpc_id": "vpc-eec8932f", "subnet_ids": ["subnet-0", "subnet-1"], "ingress": [` + allIn + `], "egress": [` + allIn + `]}
			`
		unrouted = `= aws_vpc_endpoint.s3 {"id": "vpce-s3", "vpc_id": "vpc-eec8932f", "service_name": "com.amazonaws.eu-central-1.s3", "vpc_endpoint_type": "Gateway", "route_table_ids": [], "prefix_list_id": "pl-s3"}
			`
		// a second VPC that gets out through the first
		spoke = opened + `
			= aws_vpc.two {"id": "vpc-2", "cidr_block": "10.9.0.0/16", "default_network_acl_id": "acl-2", "default_route_table_id": "rtb-22", "main_route_table_id": "rtb-22", "default_security_group_id": "sg-22"}
			= aws_subnet.two {"id": "subnet-2", "vpc_id": "vpc-2", "cidr_block": "10.9.1.0/24", "availability_zone": "eu-central-1a", "map_public_ip_on_launch": false, "tags": {}}
			= aws_route_table.two {"id": "rtb-2", "vpc_id": "vpc-2", "route": [{"cidr_block": "0.0.0.0/0", "transit_gateway_id": "tgw-1"}]}
			= aws_route_table_association.two {"id": "rtbassoc-2", "subnet_id": "subnet-2", "route_table_id": "rtb-2", "gateway_id": ""}
			= aws_ec2_transit_gateway.t {"id": "tgw-1", "default_route_table_association": "disable", "default_route_table_propagation": "disable"}
			= aws_ec2_transit_gateway_vpc_attachment.one {"id": "tgw-attach-1", "transit_gateway_id": "tgw-1", "vpc_id": "vpc-eec8932f", "subnet_ids": ["subnet-21c4b064"]}
			= aws_ec2_transit_gateway_vpc_attachment.two {"id": "tgw-attach-2", "transit_gateway_id": "tgw-1", "vpc_id": "vpc-2", "subnet_ids": ["subnet-2"]}
			= aws_ec2_transit_gateway_route_table.t {"id": "tgw-rtb-1", "transit_gateway_id": "tgw-1"}
			= aws_ec2_transit_gateway_route_table_association.one {"id": "a1", "transit_gateway_attachment_id": "tgw-attach-1", "transit_gateway_route_table_id": "tgw-rtb-1"}
			= aws_ec2_transit_gateway_route_table_association.two {"id": "a2", "transit_gateway_attachment_id": "tgw-attach-2", "transit_gateway_route_table_id": "tgw-rtb-1"}
			= aws_ec2_transit_gateway_route.inner {"id": "r1", "transit_gateway_route_table_id": "tgw-rtb-1", "destination_cidr_block": "10.142.0.0/16", "transit_gateway_attachment_id": "tgw-attach-1"}
			= aws_ec2_transit_gateway_route.back {"id": "r2", "transit_gateway_route_table_id": "tgw-rtb-1", "destination_cidr_block": "10.9.0.0/16", "transit_gateway_attachment_id": "tgw-attach-2"}
			= aws_route.inside {"id": "r3", "route_table_id": "rtb-d7bc275d", "destination_cidr_block": "10.9.0.0/16", "transit_gateway_id": "tgw-1"}
			`
		onward = `= aws_ec2_transit_gateway_route.out {"id": "r4", "transit_gateway_route_table_id": "tgw-rtb-1", "destination_cidr_block": "0.0.0.0/0", "transit_gateway_attachment_id": "tgw-attach-1"}
			`
		wayBack = `= aws_route.back {"id": "r5", "route_table_id": "rtb-e2ebf7b4", "destination_cidr_block": "10.9.0.0/16", "transit_gateway_id": "tgw-1"}
			`
	)
	share := func(name, ingress, egress string) string {
		return strings.NewReplacer("NAME", name, "INGRESS", ingress, "EGRESS", egress).Replace(sibling)
	}
	for _, c := range []struct {
		name, edits string
		want        []string
	}{
		{"nothing wrong", ``, nil},
		{"nothing wrong without ACLs", opened, nil},

		{"default-route: the ACL lets no answers in", `= aws_network_acl.private {"ingress": []}`, []string{
			"default-route violated: reply SUBNET_ACL_RESTRICTION aws_network_acl.private.ingress for aws_subnet.private"}},
		{"default-route: the NAT gateway is deleted", `- aws_nat_gateway.main`, []string{
			"default-route violated: forward BAD_STATE_ROUTE aws_route.private_default for aws_subnet.private"}},
		{"default-route: the gateway loses its VPC", `~ aws_internet_gateway.main {"vpc_id": null}
			c aws_internet_gateway.main {}`, []string{
			"default-route violated: forward BAD_STATE_ATTACHMENT aws_internet_gateway.main for aws_subnet.private, aws_subnet.public"}},
		{"default-route: a private NAT gateway is asked for anything, and gets out by nothing", `= aws_nat_gateway.main {"connectivity_type": "private", "allocation_id": ""}`, []string{
			"default-route violated: forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS aws_nat_gateway.main for aws_subnet.private"}},
		{"default-route: another VPC's gateway", `
			= aws_vpc.two {"id": "vpc-2", "cidr_block": "10.9.0.0/16", "default_network_acl_id": "acl-2", "default_route_table_id": "rtb-22", "main_route_table_id": "rtb-22", "default_security_group_id": "sg-22"}
			= aws_internet_gateway.main {"vpc_id": "vpc-2"}`, []string{
			"default-route violated: forward BAD_STATE_ROUTE aws_route.public_default for aws_subnet.private, aws_subnet.public"}},
		{"default-route: what the ACL lets out is enough", `= aws_network_acl.private {"ingress": [` + allIn + `], "egress": [{"rule_no": 1, "action": "allow", "protocol": "6", "cidr_block": "8.8.8.8/32", "from_port": 443, "to_port": 443}]}`, nil},
		{"default-route: IPv6 by itself", dual + `= aws_network_acl.private ` + open + `
			= aws_egress_only_internet_gateway.e {"id": "eigw-1", "vpc_id": "vpc-eec8932f"}
			= aws_route.six {"id": "r-six", "route_table_id": "rtb-d7bc275d", "destination_ipv6_cidr_block": "::/0", "egress_only_gateway_id": "eigw-1"}`, []string{
			"default-route violated: forward SUBNET_ACL_RESTRICTION aws_network_acl.private.egress for aws_subnet.private"}},
		{"default-route: a subnet without IPv6 in a table with ::/0", `
			= aws_egress_only_internet_gateway.e {"id": "eigw-1", "vpc_id": "vpc-eec8932f"}
			= aws_route.six {"id": "r-six", "route_table_id": "rtb-d7bc275d", "destination_ipv6_cidr_block": "::/0", "egress_only_gateway_id": "eigw-1"}`, nil},

		{"default-route: a database that its ACL closes shares the table", share("db", inVPC, inVPC), nil},
		{"default-route: a database whose ACL lets anything out and nothing back in", share("db", inVPC, allIn), nil},
		{"default-route: an application whose ACL lets nothing out", share("app", inVPC, inVPC), nil},
		{"default-route: an application whose ACL lets no answers in", share("app", inVPC, allIn), []string{
			"default-route violated: reply SUBNET_ACL_RESTRICTION aws_network_acl.app.ingress for aws_subnet.app"}},
		{"default-route: closed, and nobody else on the route", `= aws_network_acl.private {"ingress": [` + inVPC + `], "egress": [` + inVPC + `]}`, []string{
			"default-route violated: forward SUBNET_ACL_RESTRICTION aws_network_acl.private.egress for aws_subnet.private"}},

		{"default-route: to a transit gateway elsewhere", `= aws_route.private_default {"nat_gateway_id": "", "transit_gateway_id": "tgw-0abc"}
			! aws_nat_gateway.main`, nil},
		{"default-route: answers from a transit gateway elsewhere", `= aws_route.private_default {"nat_gateway_id": "", "transit_gateway_id": "tgw-0abc"}
			! aws_nat_gateway.main
			= aws_ec2_transit_gateway_vpc_attachment.a {"id": "tgw-attach-1", "transit_gateway_id": "tgw-0abc", "vpc_id": "vpc-eec8932f", "subnet_ids": ["subnet-21c4b064"]}
			= aws_network_acl.private {"ingress": []}`, []string{
			"default-route violated: reply SUBNET_ACL_RESTRICTION aws_network_acl.private.ingress for aws_subnet.private"}},
		{"default-route: out through another VPC", spoke + onward + wayBack, nil},
		{"default-route: out through another VPC, and no way back", spoke + onward, []string{
			"default-route violated: reply IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS aws_route.public_default for aws_subnet.two"}},
		{"default-route: a transit gateway that leads to other networks only", spoke, nil},
		{"default-route: a transit gateway that drops all else", spoke + `= aws_ec2_transit_gateway_route.out {"id": "r4", "transit_gateway_route_table_id": "tgw-rtb-1", "destination_cidr_block": "0.0.0.0/0", "blackhole": true}`, nil},
		{"default-route: to a peering connection elsewhere", `= aws_route.private_default {"nat_gateway_id": "", "vpc_peering_connection_id": "pcx-0abc"}
			! aws_nat_gateway.main`, nil},
		{"default-route: to a VPN gateway", `= aws_route.private_default {"nat_gateway_id": "", "gateway_id": "vgw-0abc"}
			! aws_nat_gateway.main
			= aws_network_acl.private {"ingress": []}`, []string{
			"default-route violated: reply SUBNET_ACL_RESTRICTION aws_network_acl.private.ingress for aws_subnet.private"}},
		{"default-route: to a NAT instance that checks addresses", natInstance + `= aws_instance.box {"source_dest_check": true}`, []string{
			"default-route violated: forward ENI_SOURCE_DEST_CHECK_RESTRICTION aws_instance.box.source_dest_check for aws_subnet.private",
			"nat-gateway-used violated: forward NO_ROUTE_TO_DESTINATION aws_nat_gateway.main for aws_nat_gateway.main"}},
		{"default-route: to a NAT instance", natInstance + "! aws_nat_gateway.main", nil},
		{"default-route: to a firewall that has another interface elsewhere", `
			= aws_network_interface.inner {"id": "eni-in", "subnet_id": "subnet-21c4b064", "private_ip": "10.142.13.60", "private_ips": ["10.142.13.60"], "security_groups": [], "source_dest_check": false, "ipv6_addresses": [], "attachment": []}
			= aws_network_interface.outer {"id": "eni-out", "subnet_id": "subnet-5e791e5c", "private_ip": "10.142.0.60", "private_ips": ["10.142.0.60"], "security_groups": [], "source_dest_check": false, "ipv6_addresses": [], "attachment": []}
			= aws_instance.fw {"id": "i-fw", "network_interface": [{"device_index": 0, "network_interface_id": "eni-out"}, {"device_index": 1, "network_interface_id": "eni-in"}]}
			= aws_route.private_default {"nat_gateway_id": "", "network_interface_id": "eni-in"}
			! aws_nat_gateway.main
			` + opened, nil},
		{"default-route: a stack may make routes", `+ aws_cloudformation_stack.x {"name": "x"}`, nil},
		{"default-route: in doubt until apply", `~ aws_route_table_association.private {"route_table_id": "?"}`, []string{
			"default-route undecided: forward UNKNOWN_VALUE aws_route_table_association.private.route_table_id for aws_subnet.private"}},
		{"an application whose network is elsewhere", appOnly, nil},
		{"a partial plan", `plan {"complete": false}
			= aws_network_acl.private {"ingress": []}`, []string{
			"default-route undecided: forward PARTIAL_PLAN  for aws_subnet.private, aws_subnet.public",
			"nat-gateway-used undecided: forward PARTIAL_PLAN  for aws_nat_gateway.main",
			"workload-egress undecided: forward PARTIAL_PLAN  for aws_instance.app",
			"rules-as-written undecided: forward PARTIAL_PLAN  for aws_security_group.app"}},

		{"nat-gateway-used: no route", noNAT, []string{
			"nat-gateway-used violated: forward NO_ROUTE_TO_DESTINATION aws_route_table.private for aws_nat_gateway.main"}},
		{"nat-gateway-used: the last route is deleted", `- aws_route.private_default`, []string{
			"nat-gateway-used violated: forward NO_ROUTE_TO_DESTINATION aws_route.private_default for aws_nat_gateway.main"}},
		{"nat-gateway-used: the tables are elsewhere", noNAT + `! aws_route_table.private`, nil},
		{"nat-gateway-used: no private subnet here", noNAT + `! aws_subnet.private
			! aws_route_table_association.private
			! aws_route_table.private
			! aws_network_acl.private
			! aws_instance.app`, nil},
		{"nat-gateway: in a subnet without a way out, and unused", noNAT + `! aws_route.public_default
			= aws_route_table.public {"route": []}`, []string{
			"nat-gateway violated: forward NO_ROUTE_TO_DESTINATION aws_route_table.public for aws_nat_gateway.main",
			"nat-gateway-used violated: forward NO_ROUTE_TO_DESTINATION aws_route_table.private for aws_nat_gateway.main"}},

		{"zones-alike: a table of the same resource without the route", zones, []string{
			"zones-alike violated: forward NO_ROUTE_TO_DESTINATION aws_route_table.app[1] for aws_subnet.app[1]"}},
		{"zones-alike: no association", zones + "! aws_route_table_association.app1", []string{
			"zones-alike violated: forward NO_ROUTE_TO_DESTINATION aws_vpc.main.main_route_table for aws_subnet.app[1]"}},
		{"zones-alike: the route is deleted", zones + `= aws_route.app1 {"id": "r-1", "route_table_id": "rtb-1", "destination_cidr_block": "0.0.0.0/0", "nat_gateway_id": "nat-000949800dab32d56"}
			- aws_route.app1`, []string{
			"zones-alike violated: forward NO_ROUTE_TO_DESTINATION aws_route.app1 for aws_subnet.app[1]"}},
		{"zones-alike: a table of its own", strings.ReplaceAll(zones, "aws_route_table.app[1]", "aws_route_table.quiet"), nil},
		{"zones-alike: in the same zone", strings.ReplaceAll(zones, "eu-central-1b", "eu-central-1a"), nil},
		{"zones-alike: called otherwise", strings.NewReplacer("app[0]", `app["front"]`, "app[1]", `app["back"]`).Replace(zones), nil},
		{"zones-alike: databases", strings.ReplaceAll(zones, `aws_subnet.app[`, `aws_subnet.db[`), nil},
		{"zones-alike: public addresses in one", zones + `= aws_subnet.app[0] {"map_public_ip_on_launch": true}`, nil},
		{"zones-alike: called by the zone", strings.NewReplacer("app[0]", `app["app-a"]`, "app[1]", `app["app-b"]`).Replace(zones), []string{
			"zones-alike violated: forward NO_ROUTE_TO_DESTINATION aws_route_table.app[\"app-b\"] for aws_subnet.app[\"app-b\"]"}},

		{"endpoint: nobody is let in", strings.NewReplacer("RULES", "", "SERVICE", "ssm").Replace(endpointSG), []string{
			"endpoint violated: forward ENDPOINT_SG aws_security_group.vpce.ingress for aws_vpc_endpoint.ssm"}},
		{"endpoint: the wrong port", strings.NewReplacer("RULES", `{"protocol": "tcp", "from_port": 80, "to_port": 80, "cidr_blocks": ["10.142.0.0/16"]}`, "SERVICE", "ssm").Replace(endpointSG), []string{
			"endpoint violated: forward ENDPOINT_SG aws_security_group.vpce.ingress for aws_vpc_endpoint.ssm"}},
		{"endpoint: a service with other ports", strings.NewReplacer("RULES", `{"protocol": "tcp", "from_port": 587, "to_port": 587, "cidr_blocks": ["10.142.0.0/16"]}`, "SERVICE", "email-smtp").Replace(endpointSG), nil},
		{"endpoint: a group is let in", strings.NewReplacer("RULES", `{"protocol": "tcp", "from_port": 443, "to_port": 443, "security_groups": ["sg-elsewhere"]}`, "SERVICE", "ssm").Replace(endpointSG), nil},
		{"endpoint: others are let in", strings.NewReplacer("RULES", `{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.99.0.0/16"]}`, "SERVICE", "ssm").Replace(endpointSG), nil},
		{"endpoint: a gateway endpoint", gateway, nil},
		{"endpoint: a gateway endpoint in no table", unrouted, []string{
			"endpoint violated: forward NO_ROUTE_TO_DESTINATION aws_vpc_endpoint.s3.route_table_ids for aws_vpc_endpoint.s3"}},
		{"endpoint: a gateway endpoint that is new, and in no table", strings.Replace(strings.Replace(unrouted, "= ", "+ ", 1), `"id": "vpce-s3", `, "", 1), []string{
			"endpoint violated: forward NO_ROUTE_TO_DESTINATION aws_vpc_endpoint.s3.route_table_ids for aws_vpc_endpoint.s3"}},
		{"endpoint: a table is associated", unrouted + `+ aws_vpc_endpoint_route_table_association.a {"vpc_endpoint_id": "vpce-s3", "route_table_id": "rtb-d7bc275d"}`, nil},
		{"endpoint: some table is associated", unrouted + `+ aws_vpc_endpoint_route_table_association.a {"vpc_endpoint_id": "vpce-s3", "route_table_id": "?"}`, nil},
		{"endpoint: the last association is deleted", gateway + `= aws_vpc_endpoint_route_table_association.a {"id": "a", "vpc_endpoint_id": "vpce-s3", "route_table_id": "rtb-d7bc275d"}
			- aws_vpc_endpoint_route_table_association.a`, []string{
			"endpoint violated: forward NO_ROUTE_TO_DESTINATION aws_vpc_endpoint.s3.route_table_ids for aws_vpc_endpoint.s3"}},
		{"endpoint: the tables are elsewhere", opened + unrouted + `! aws_route_table.private
			! aws_route_table.public`, nil},
		{"endpoint: a gateway endpoint and an ACL that lets no answers in", noNAT + gateway + `= aws_network_acl.private {"ingress": []}`, []string{
			"nat-gateway-used violated: forward NO_ROUTE_TO_DESTINATION aws_route_table.private for aws_nat_gateway.main",
			"endpoint violated: reply SUBNET_ACL_RESTRICTION aws_network_acl.private.ingress for aws_subnet.private"}},

		{"public-address: a subnet gives them and has no way out", `! aws_nat_gateway.main
			` + noNAT + `! aws_route.public_default
			= aws_route_table.public {"route": []}`, []string{
			"public-address violated: forward NO_ROUTE_TO_DESTINATION aws_route_table.public for aws_subnet.public"}},
		{"public-address: an Elastic IP behind a NAT gateway", `= aws_eip.app {"id": "eipalloc-app", "instance": "i-8c82f3aba102aedbe", "network_interface": "", "public_ip": "3.3.3.3"}`, []string{
			"public-address violated: forward BYPASS aws_route.private_default for aws_instance.app"}},

		{"workload-egress: no outbound rule", `= aws_security_group.app {"egress": []}`, []string{
			"workload-egress violated: forward SG_HAS_NO_RULES aws_security_group.app.egress for aws_instance.app"}},
		{"workload-egress: another group has one", `= aws_security_group.app {"egress": []}
			= aws_vpc_security_group_egress_rule.o {"id": "sgr-1", "security_group_id": "` + appSG + `", ` + https + `}`, nil},
		{"workload-egress: no way out is wanted", noNAT + `! aws_nat_gateway.main
			= aws_security_group.app {"egress": []}`, nil},

		{"isolated-egress: by its tag", `= aws_subnet.private {"tags": {"Tier": "isolated"}}`, []string{
			"isolated-egress violated: forward REACHABLE aws_route.private_default for aws_subnet.private"}},
		{"isolated-egress: by its name", opened + share("data_intra", allIn, allIn), []string{
			"isolated-egress violated: forward REACHABLE aws_route.private_default for aws_subnet.data_intra"}},
		{"isolated-egress: an intranet has a way out", opened + share("intranet", allIn, allIn), nil},

		{"database-public: called so, in a public table", `
			= aws_subnet.db {"id": "subnet-db", "vpc_id": "vpc-eec8932f", "cidr_block": "10.142.15.0/24", "map_public_ip_on_launch": false, "tags": {}}
			= aws_route_table_association.db {"id": "rtbassoc-db", "subnet_id": "subnet-db", "route_table_id": "rtb-e2ebf7b4", "gateway_id": ""}`, []string{
			"database-public violated: forward REACHABLE aws_route.public_default for aws_subnet.db"}},

		{"private-ipv6: to an internet gateway", dual + `
			= aws_route.six {"id": "r-six", "route_table_id": "rtb-d7bc275d", "destination_ipv6_cidr_block": "::/0", "gateway_id": "igw-ab621a84"}`, []string{
			"private-ipv6 violated: forward INBOUND_OPEN aws_route.six for aws_subnet.private"}},

		{"rules-as-written: ports with protocol -1", `= aws_vpc_security_group_egress_rule.o {"id": "sgr-1", "security_group_id": "` + appSG + `", "ip_protocol": "-1", "from_port": 443, "to_port": 443, "cidr_ipv4": "0.0.0.0/0"}`, []string{
			"rules-as-written violated: forward WIDER_THAN_WRITTEN aws_vpc_security_group_egress_rule.o for aws_security_group.app"}},
		{"rules-as-written: all ports with protocol -1", `= aws_vpc_security_group_egress_rule.o {"id": "sgr-1", "security_group_id": "` + appSG + `", "ip_protocol": "-1", "from_port": 0, "to_port": 65535, "cidr_ipv4": "0.0.0.0/0"}`, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := told(read(t, c.edits, "")); !slices.Equal(got, c.want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(c.want, "\n  "))
			}
		})
	}
}
