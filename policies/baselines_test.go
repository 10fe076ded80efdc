package policies_test

import (
	"strings"
	"testing"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/reach/packet"
)

// transitPlan is BL-T: the plan of testdata/cases/tgw-good after apply. What it needs
// and no plan shows before is made up.
func transitPlan(t *testing.T, edits string) map[string]any {
	t.Helper()
	return edited(t, settled(t, "tgw-good"), `
		= aws_instance.spoke {"private_ip": "10.1.1.10", "public_ip": "", "ipv6_addresses": [], "ipv6_address_count": 0}
		= aws_security_group.spoke {"egress": [{`+httpsA+`}], "ingress": []}
		= aws_nat_gateway.nat["a"] {"private_ip": "10.0.1.5"}
		= aws_nat_gateway.nat["b"] {"private_ip": "10.0.2.5"}
		`+edits)
}

// TestMicroTransit is the micro-tests of the way out through a transit gateway.
func TestMicroTransit(t *testing.T) {
	const (
		spoke = "aws_instance.spoke reaches internet:443"
		// apart gives the attachment of the spoke a subnet of its own in zone a.
		apart = `
			= aws_subnet.hub {"id": "subnet-hub", "vpc_id": "vpc-spoke", "cidr_block": "10.1.9.0/28", "availability_zone": "eu-central-1a", "map_public_ip_on_launch": false, "ipv6_cidr_block": ""}
			= aws_ec2_transit_gateway_vpc_attachment.spoke {"subnet_ids": ["subnet-hub", "subnet-spoke.b"]}
			`
		filtered = `= aws_network_acl.spoke {"id": "acl-1", "vpc_id": "vpc-spoke", "subnet_ids": ["subnet-spoke.a"], "egress": [` + allIn + `], "ingress": [{"rule_no": 1, "action": "allow", "protocol": "tcp", "cidr_block": "10.1.1.0/24", "from_port": 443, "to_port": 443}]}
			`
	)
	testPlansOn(t, transitPlan, []planCase{
		{"BL-T", ``, [][2]string{{spoke, "holds"}, {spoke + " via transit gateway then nat", "holds"}}},
		{"M47 an attachment without the sender's zone: TGW-5", `= aws_ec2_transit_gateway_vpc_attachment.spoke {"subnet_ids": ["subnet-spoke.b"]}`, [][2]string{
			{spoke, "violated: forward TGW_ROUTE_AZ_RESTRICTION aws_ec2_transit_gateway_vpc_attachment.spoke.subnet_ids"},
			{`aws_subnet.spoke["b"] reaches internet:443`, "holds"},
		}},
		{"M48 the attachment's subnet leads nowhere: TGW-6", `= aws_route_table.transit["a"] {"route": []}`, [][2]string{
			{spoke, `violated: forward NO_ROUTE_TO_DESTINATION aws_route_table.transit["a"]`},
		}},
		{"M49 the NAT gateway's subnet does not lead back: TGW-7", `! aws_route.nat_back`, [][2]string{
			{spoke, "violated: reply IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS aws_route.nat_out"},
		}},
		{"M50 nor does the transit gateway: TGW-7", `! aws_ec2_transit_gateway_route_table_propagation.spoke`, [][2]string{
			{spoke, "violated: reply TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT aws_ec2_transit_gateway_route_table.egress"},
		}},
		{"M51 an attachment in the sender's subnet asks no ACL on the way back: TGW-9", filtered, [][2]string{{spoke, "holds"}}},
		{"M51 but on the way there: TGW-9", filtered + `= aws_network_acl.spoke {"ingress": []}`, [][2]string{
			{spoke, "violated: forward SUBNET_ACL_RESTRICTION aws_network_acl.spoke.ingress"},
		}},
		{"M51 in another subnet it asks: TGW-9", filtered + apart, [][2]string{
			{spoke, "violated: reply SUBNET_ACL_RESTRICTION aws_network_acl.spoke.ingress"},
		}},
		{"M52, T42 a group of another VPC: SG-11", `
			= aws_security_group.db {"id": "sg-db", "vpc_id": "vpc-egress", "ingress": [{` + httpsA + `}], "egress": []}
			= aws_instance.db {"id": "i-db", "subnet_id": "subnet-transit.a", "vpc_security_group_ids": ["sg-db"], "private_ip": "10.0.0.9", "public_ip": "", "ipv6_addresses": [], "ipv6_address_count": 0}
			= aws_route_table.transit["a"] {"route": [{"cidr_block": "0.0.0.0/0", "nat_gateway_id": "nat-nat.a"}, {"cidr_block": "10.1.0.0/16", "transit_gateway_id": "tgw-hub"}]}
			= aws_security_group.spoke {"egress": [{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": [], "security_groups": ["sg-db"]}]}`, [][2]string{
			{"aws_instance.spoke reaches aws_instance.db:443", "violated: forward SG_REFERENCES_NOT_PRESERVED aws_security_group.spoke.egress"},
			{spoke, "violated: forward ENI_SG_RULES_MISMATCH aws_security_group.spoke.egress"},
		}},
		{"M60 a name server beyond the transit gateway: DNS-3", `
			= aws_vpc_dhcp_options.o {"id": "dopt-1", "domain_name_servers": ["10.9.0.2"]}
			= aws_vpc_dhcp_options_association.o {"id": "x", "vpc_id": "vpc-spoke", "dhcp_options_id": "dopt-1"}`, [][2]string{
			{"aws_instance.spoke reaches api.example.com:443", "violated: forward DNS_BLOCKED aws_security_group.spoke.egress"},
			{spoke, "holds"},
		}},
		{"T32 a zone that the attachment leaves out: TGW-5", `= aws_ec2_transit_gateway_vpc_attachment.spoke {"subnet_ids": ["subnet-spoke.a"]}`, [][2]string{
			{spoke, "holds"},
			{`aws_subnet.spoke["b"] reaches internet:443`, "violated: forward TGW_ROUTE_AZ_RESTRICTION aws_ec2_transit_gateway_vpc_attachment.spoke.subnet_ids"},
			{"subnets in aws_vpc.spoke reach internet:443", "violated: forward TGW_ROUTE_AZ_RESTRICTION aws_ec2_transit_gateway_vpc_attachment.spoke.subnet_ids"},
		}},
		{"T33 no way on, and no way back: TGW-6, TGW-7", `
			= aws_route_table.transit["a"] {"route": []}
			! aws_route.nat_back`, [][2]string{
			{spoke, `violated: forward NO_ROUTE_TO_DESTINATION aws_route_table.transit["a"]`},
		}},
		{"T34 spokes reach each other by the VPC with the way out: TGW-8", otherSpoke, [][2]string{
			{"aws_instance.spoke cannot reach aws_instance.other:443", "violated: forward REACHABLE aws_route_table.spoke.route[0]"},
			{"aws_instance.spoke cannot reach 10.2.0.0/16", "violated: forward REACHABLE aws_route_table.spoke.route[0]"},
		}},
		{"T34 unless a blackhole keeps them apart: TGW-8", otherSpoke + `
			= aws_ec2_transit_gateway_route.hole {"id": "hole", "destination_cidr_block": "10.0.0.0/8", "blackhole": true, "transit_gateway_route_table_id": "tgw-rtb-spokes", "transit_gateway_attachment_id": ""}`, [][2]string{
			{"aws_instance.spoke cannot reach aws_instance.other", "holds"},
			{"aws_instance.spoke reaches aws_instance.other:443", "violated: forward TGW_RTB_BAD_STATE_ROUTE aws_ec2_transit_gateway_route.hole"},
			{spoke, "holds"},
		}},
		{"T35 no association, by default or by a resource: TGW-1, TGW-3", `! aws_ec2_transit_gateway_route_table_association.spoke`, [][2]string{
			{spoke, "violated: forward TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION aws_ec2_transit_gateway_vpc_attachment.spoke"},
		}},
	})
}

// otherSpoke is a second VPC at the transit gateway of BL-T, with a host that takes
// HTTPS. The first one's table has only the default route.
const otherSpoke = `
	= aws_vpc.other {"id": "vpc-other", "cidr_block": "10.2.0.0/16", "ipv6_cidr_block": "", "main_route_table_id": "rtb-other", "default_route_table_id": "rtb-other", "default_network_acl_id": "acl-other", "default_security_group_id": "sg-def-other"}
	= aws_subnet.other {"id": "subnet-other", "vpc_id": "vpc-other", "cidr_block": "10.2.1.0/24", "availability_zone": "eu-central-1a", "map_public_ip_on_launch": false, "ipv6_cidr_block": ""}
	= aws_default_route_table.other {"id": "rtb-other", "default_route_table_id": "rtb-other", "vpc_id": "vpc-other", "route": [{"cidr_block": "0.0.0.0/0", "transit_gateway_id": "tgw-hub"}]}
	= aws_security_group.other {"id": "sg-other", "vpc_id": "vpc-other", "ingress": [{` + httpsA + `}], "egress": []}
	= aws_instance.other {"id": "i-other", "subnet_id": "subnet-other", "vpc_security_group_ids": ["sg-other"], "private_ip": "10.2.1.10", "public_ip": "", "ipv6_addresses": [], "ipv6_address_count": 0}
	= aws_ec2_transit_gateway_vpc_attachment.other {"id": "tgw-attach-other", "transit_gateway_id": "tgw-hub", "vpc_id": "vpc-other", "subnet_ids": ["subnet-other"], "appliance_mode_support": "disable", "ipv6_support": "disable",
		"transit_gateway_default_route_table_association": false, "transit_gateway_default_route_table_propagation": false}
	= aws_ec2_transit_gateway_route_table_association.other {"id": "x", "transit_gateway_attachment_id": "tgw-attach-other", "transit_gateway_route_table_id": "tgw-rtb-spokes"}
	= aws_ec2_transit_gateway_route_table_propagation.other {"id": "y", "transit_gateway_attachment_id": "tgw-attach-other", "transit_gateway_route_table_id": "tgw-rtb-egress"}
	`

// sixPlan is BL-6: the plan of testdata/cases/ipv6-good after apply.
func sixPlan(t *testing.T, edits string) map[string]any {
	t.Helper()
	return edited(t, settled(t, "ipv6-good"), `
		= aws_vpc.main {"ipv6_cidr_block": "2600:1f13::/56"}
		= aws_subnet.public {"ipv6_cidr_block": "2600:1f13::/64"}
		= aws_subnet.private {"ipv6_cidr_block": "2600:1f13:0:1::/64"}
		= aws_nat_gateway.main {"private_ip": "10.60.0.5"}
		= aws_instance.app {"private_ip": "10.60.1.10", "public_ip": "", "ipv6_addresses": ["2600:1f13:0:1::10"]}
		`+edits)
}

// TestMicroSix is the micro-tests of IPv6.
func TestMicroSix(t *testing.T) {
	const (
		six = "aws_instance.app reaches [::/0]:443"
		// only is a private subnet with IPv6 alone, NAT64 and DNS64.
		only = `
			= aws_subnet.private {"cidr_block": "", "ipv6_native": true, "enable_dns64": true}
			= aws_instance.app {"private_ip": ""}
			= aws_security_group.app {"egress": [{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": [], "ipv6_cidr_blocks": ["::/0"]}]}
			= aws_route_table.private {"route": [{"ipv6_cidr_block": "::/0", "egress_only_gateway_id": "eigw-main"}]}
			= aws_route.nat64 {"id": "r-64", "route_table_id": "rtb-private", "destination_ipv6_cidr_block": "64:ff9b::/96", "nat_gateway_id": "nat-main"}
			`
		byName = "aws_instance.app reaches api.example.com:443"
	)
	testPlansOn(t, sixPlan, []planCase{
		{"BL-6", ``, [][2]string{{six, "holds"}, {app, "holds"}, {six + " via egress-only gateway", "holds"}}},
		{"M41, T12 an ACL for IPv4 alone: NACL-10", `= aws_network_acl.private {"id": "acl-1", "vpc_id": "vpc-main", "subnet_ids": ["subnet-private"], "ingress": [` + allIn + `], "egress": [` + allIn + `]}`, [][2]string{
			{six, "violated: forward SUBNET_ACL_RESTRICTION aws_network_acl.private.egress"},
			{"aws_instance.app reaches 8.8.8.8:443", "holds"},
		}},
		{"M42, T12 a group for IPv4 alone: SG-9", `= aws_security_group.app {"egress": [{` + httpsA + `}]}`, [][2]string{
			{six, "violated: forward ENI_SG_RULES_MISMATCH aws_security_group.app.egress"},
			{"aws_instance.app reaches 8.8.8.8:443", "holds"},
		}},
		{"T12 a route for IPv4 alone: RT-3", `= aws_route_table.private {"route": [{"cidr_block": "0.0.0.0/0", "nat_gateway_id": "nat-main"}]}`, [][2]string{
			{six, "violated: forward NO_ROUTE_TO_DESTINATION aws_route_table.private"},
			{"aws_instance.app reaches 8.8.8.8:443", "holds"},
		}},
		{"M43, T11 an internet gateway for IPv6: EIGW-1", `= aws_route_table.private {"route": [{"cidr_block": "0.0.0.0/0", "nat_gateway_id": "nat-main"}, {"ipv6_cidr_block": "::/0", "gateway_id": "igw-main"}]}`, [][2]string{{six, "holds"}}},
		{"M44 NAT64: NAT-15", only, [][2]string{{byName, "holds"}, {"aws_instance.app reaches [64:ff9b::808:808]:443 via nat", "holds"}}},
		{"M44 without a route: NAT-15", only + `
			! aws_route.nat64
			= aws_route_table.private {"route": []}`, [][2]string{{byName, "violated: forward NO_ROUTE_TO_DESTINATION aws_route_table.private"}}},
		{"M44 without DNS64: NAT-15", only + `
			= aws_subnet.private {"enable_dns64": false}
			= aws_route_table.private {"route": []}`, [][2]string{{byName, "violated: forward NO_ROUTE_TO_DESTINATION aws_route_table.private"}}},
		{"NAT64 to private hosts is no way to the internet", only + `
			= aws_route_table.private {"route": []}
			= aws_route_table.public {"route": [{"cidr_block": "10.9.0.0/16", "transit_gateway_id": "tgw-9"}]}`, [][2]string{
			{"aws_instance.app cannot reach internet", "holds"},
			{"aws_instance.app reaches only internet", "undecided: UNKNOWN_BEYOND_PLAN tgw-9"},
		}},
	})
}

// TestMicroWords are the micro-tests whose expectation is a remark or an assumption,
// or that need a setting.
func TestMicroWords(t *testing.T) {
	const open = "INBOUND_OPEN aws_route_table.private"
	for _, c := range []struct {
		name string
		plan map[string]any
		ask  string
		want string // part of a note, an assumption or a message
	}{
		{"M5 wider than written: SG-6", planOf(t, `= aws_security_group.app {"egress": []}
			+ aws_security_group_rule.x {"type": "egress", "security_group_id": "`+appSG+`", "protocol": "-1", "from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"]}`),
			app, "WIDER_THAN_WRITTEN aws_security_group_rule.x: ports 443-443 are written, but protocol -1 has all of them open"},
		{"M39 what the documentation says both of: BPA-3", publicPlan(t, blockBoth+excluded("allow-egress")), app, "AWS's pages contradict each other"},
		{"M43 open to what comes in: EIGW-1", sixPlan(t, `= aws_route_table.private {"route": [{"cidr_block": "0.0.0.0/0", "nat_gateway_id": "nat-main"}, {"ipv6_cidr_block": "::/0", "gateway_id": "igw-main"}]}`),
			"aws_instance.app reaches [::/0]:443", open},
		{"M44 without DNS64, a name of IPv6: NAT-15", sixPlan(t, `
			= aws_subnet.private {"cidr_block": "", "ipv6_native": true, "enable_dns64": false}
			= aws_instance.app {"private_ip": ""}`),
			"aws_instance.app reaches api.example.com:443", "api.example.com has IPv6 addresses, since aws_subnet.private has no DNS64 to make some"},
		{"M63 no ACL at a regional NAT gateway: NAT-13", planOf(t, `
			= aws_nat_gateway.main {"availability_mode": "regional", "subnet_id": "", "vpc_id": "vpc-eec8932f"}
			= aws_network_acl.public {"ingress": [], "egress": []}`), app, "no network ACL filters at the regional NAT gateway aws_nat_gateway.main"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := judge(t, readPlan(t, c.plan, ""), c.ask)
			said := append(notes(r), r.Assumptions...)
			for _, f := range r.Findings {
				said = append(said, f.Message)
			}
			if !strings.Contains(strings.Join(said, "\n"), c.want) {
				t.Errorf("%s, and it says\n%s", verdict(r), strings.Join(said, "\n"))
			}
		})
	}
	t.Run("M11, T56 the ports that clients use: NACL-7", func(t *testing.T) {
		p := read(t, `= aws_network_acl.private {"ingress": [{"rule_no": 100, "action": "allow", "protocol": "6", "cidr_block": "0.0.0.0/0", "from_port": 32768, "to_port": 60999}]}`, "")
		in, err := policies.Parse(app)
		if err != nil {
			t.Fatal(err)
		}
		for high, want := range map[uint16]string{
			60999: "holds",
			65535: "violated: reply SUBNET_ACL_RESTRICTION aws_network_acl.private.ingress", // as EKS may choose them
		} {
			s := policies.DefaultSettings()
			s.ClientPorts = packet.PortRange(32768, high)
			if got := verdict(policies.Evaluate(p, []policies.Intent{in}, s).Intents[0]); got != want {
				t.Errorf("to port %d: got %s, want %s", high, got, want)
			}
		}
	})
}
