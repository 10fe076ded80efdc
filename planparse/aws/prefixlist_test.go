package aws_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/reach"
)

// listText is the prefix lists of a network with their entries.
func listText(n *reach.Network) string {
	var out []string
	for _, l := range n.PrefixLists {
		text := l.String()
		if l.Service != "" {
			text += " service " + l.Service
		}
		if l.Six {
			text += " six"
		}
		if l.Beyond && l.Service == "" {
			text += " beyond"
		}
		var entries []string
		for _, e := range n.PrefixListEntries {
			switch {
			case !e.List.May(l):
			case e.Prefix.Why != nil || e.List.Why != nil:
				entries = append(entries, "?")
			default:
				entries = append(entries, e.Prefix.Value.String())
			}
		}
		slices.Sort(entries)
		if l.Why != nil {
			entries = append(entries, "and others")
		}
		out = append(out, text+": "+strings.Join(entries, " "))
	}
	return strings.Join(out, "; ")
}

func TestPrefixLists(t *testing.T) {
	const old = `= aws_ec2_managed_prefix_list.l {"id": "pl-1", "name": "l", "address_family": "IPv4", "entry": [{"cidr": "10.1.0.0/16"}, {"cidr": "10.2.0.0/16"}]}`
	for _, tt := range []struct {
		name    string
		plan    string
		sources string
		want    string
	}{
		{"blocks", `+ aws_ec2_managed_prefix_list.l {"name": "l", "address_family": "IPv6", "entry": [{"cidr": "2001:db8::/32"}, {"cidr": "2001:db9::/32"}]}`, "",
			"aws_ec2_managed_prefix_list.l six: 2001:db8::/32 2001:db9::/32"},
		{"host bits", `+ aws_ec2_managed_prefix_list.l {"name": "l", "address_family": "IPv4", "entry": [{"cidr": "10.1.2.3/16"}]}`, "",
			"aws_ec2_managed_prefix_list.l: 10.1.0.0/16"},
		{"entries of their own", `
			+ aws_ec2_managed_prefix_list.l {"name": "l", "address_family": "IPv4", "entry": "?"}
			+ aws_ec2_managed_prefix_list_entry.e {"cidr": "10.3.0.0/16", "prefix_list_id": "?"}`, `
			resource "aws_ec2_managed_prefix_list" "l" {}
			resource "aws_ec2_managed_prefix_list_entry" "e" { prefix_list_id = aws_ec2_managed_prefix_list.l.id }`,
			"aws_ec2_managed_prefix_list.l: 10.3.0.0/16"},
		{"entries of their own, from the JSON alone", `
			+ aws_ec2_managed_prefix_list.l {"name": "l", "address_family": "IPv4", "entry": "?"}
			+ aws_ec2_managed_prefix_list_entry.e {"cidr": "10.3.0.0/16", "prefix_list_id": "?"}`, "",
			"aws_ec2_managed_prefix_list.l: ? and others"},
		{"an entry that is not known", `
			+ aws_ec2_managed_prefix_list.l {"name": "l", "address_family": "IPv4", "entry": [{"cidr": "10.1.0.0/16"}, {}]}`, "",
			"aws_ec2_managed_prefix_list.l: 10.1.0.0/16 ?"},
		{"a copy of an entry", old + `
			= aws_ec2_managed_prefix_list_entry.e {"id": "e", "prefix_list_id": "pl-1", "cidr": "10.2.0.0/16"}`, "",
			"aws_ec2_managed_prefix_list.l: 10.1.0.0/16 10.2.0.0/16"},
		{"PLAN-3 a copy of an entry that is deleted", old + `
			- aws_ec2_managed_prefix_list_entry.e {"id": "e", "prefix_list_id": "pl-1", "cidr": "10.2.0.0/16"}`, "",
			"aws_ec2_managed_prefix_list.l: 10.1.0.0/16"},
		{"PLAN-3 the list takes over what is deleted", `
			~ aws_ec2_managed_prefix_list.l {"id": "pl-1", "address_family": "IPv4", "entry": []} {"id": "pl-1", "address_family": "IPv4", "entry": [{"cidr": "10.2.0.0/16"}]}
			- aws_ec2_managed_prefix_list_entry.e {"id": "e", "prefix_list_id": "pl-1", "cidr": "10.2.0.0/16"}`, "",
			"aws_ec2_managed_prefix_list.l: 10.2.0.0/16"},
		{"the list takes away what an entry has", `
			~ aws_ec2_managed_prefix_list.l {"id": "pl-1", "address_family": "IPv4", "entry": [{"cidr": "10.1.0.0/16"}, {"cidr": "10.2.0.0/16"}]} {"id": "pl-1", "address_family": "IPv4", "entry": [{"cidr": "10.1.0.0/16"}]}
			= aws_ec2_managed_prefix_list_entry.e {"id": "e", "prefix_list_id": "pl-1", "cidr": "10.2.0.0/16"}`, "",
			"aws_ec2_managed_prefix_list.l: 10.1.0.0/16"},
		{"a customer's list that is read", `< data.aws_ec2_managed_prefix_list.l {"id": "pl-1", "name": "l", "address_family": "IPv4", "entries": [{"cidr": "10.1.0.0/16"}]}`, "",
			"data.aws_ec2_managed_prefix_list.l: 10.1.0.0/16"},
		{"a list of the plan that is read", old + `
			< data.aws_ec2_managed_prefix_list.l {"id": "pl-1", "name": "l", "address_family": "IPv4", "entries": [{"cidr": "10.9.0.0/16"}]}`, "",
			"aws_ec2_managed_prefix_list.l: 10.1.0.0/16 10.2.0.0/16"},
		{"AWS's own, under several names", `
			< data.aws_prefix_list.s3 {"id": "pl-2", "prefix_list_id": "pl-2", "name": "com.amazonaws.eu-west-1.s3", "cidr_blocks": ["3.5.0.0/19"]}
			< data.aws_ec2_managed_prefix_list.s3 {"id": "pl-2", "name": "com.amazonaws.eu-west-1.s3", "address_family": "IPv4", "entries": [{"cidr": "3.5.0.0/19"}]}
			< data.aws_ec2_managed_prefix_list.six {"id": "pl-3", "name": "com.amazonaws.global.ipv6.cloudfront.origin-facing", "address_family": "IPv6"}`, "",
			"com.amazonaws.eu-west-1.s3 service com.amazonaws.eu-west-1.s3: ; com.amazonaws.global.cloudfront.origin-facing.ipv6 service com.amazonaws.global.cloudfront.origin-facing six: "},
		{"a list that is read during apply", `+ data.aws_prefix_list.l {"prefix_list_id": "?", "name": "?"}`, "", "data.aws_prefix_list.l beyond: and others"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := listText(after(t, tt.plan, tt.sources)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestListsNamed: routes and rules of security groups name prefix lists, those that
// AWS makes, those of the plan, and those beyond it.
func TestListsNamed(t *testing.T) {
	n := after(t, `
		+ aws_ec2_managed_prefix_list.l {"name": "l", "address_family": "IPv4", "entry": [{"cidr": "10.1.0.0/16"}]}
		< data.aws_prefix_list.s3 {"id": "pl-2", "prefix_list_id": "pl-2", "name": "com.amazonaws.eu-west-1.s3"}
		= aws_route_table.t {"id": "rtb-1", "route": [{"cidr_block": "", "ipv6_cidr_block": "", "destination_prefix_list_id": "pl-9", "transit_gateway_id": "tgw-1"}, {"cidr_block": "", "ipv6_cidr_block": "", "destination_prefix_list_id": "pl-8", "transit_gateway_id": "tgw-1"}, {"cidr_block": "", "ipv6_cidr_block": "", "destination_prefix_list_id": "pl-7", "transit_gateway_id": "tgw-1"}]}
		= aws_route.copied {"id": "r", "route_table_id": "rtb-1", "destination_prefix_list_id": "pl-9", "transit_gateway_id": "tgw-2"}
		- aws_route.deleted {"id": "d", "route_table_id": "rtb-1", "destination_prefix_list_id": "pl-8", "transit_gateway_id": "tgw-1"}
		+ aws_route.new {"route_table_id": "rtb-1", "destination_cidr_block": null, "destination_ipv6_cidr_block": null, "transit_gateway_id": "tgw-1", "destination_prefix_list_id": "?"}
		= aws_security_group.g {"id": "sg-1", "ingress": [], "egress": [{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": [], "prefix_list_ids": ["pl-2", "pl-9"]}]}
		+ aws_vpc_security_group_egress_rule.r {"security_group_id": "sg-1", "ip_protocol": "-1", "cidr_ipv4": null, "cidr_ipv6": null, "prefix_list_id": "?"}
		+ aws_security_group_rule.both {"type": "egress", "security_group_id": "sg-1", "protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["10.9.0.0/16"], "prefix_list_ids": "?"}`, `
		resource "aws_ec2_managed_prefix_list" "l" {
		  entry { cidr = "10.1.0.0/16" }
		}
		data "aws_prefix_list" "s3" { name = "com.amazonaws.eu-west-1.s3" }
		resource "aws_route" "new" {
		  route_table_id             = "rtb-1"
		  destination_prefix_list_id = aws_ec2_managed_prefix_list.l.id
		  transit_gateway_id         = "tgw-1"
		}
		resource "aws_vpc_security_group_egress_rule" "r" {
		  security_group_id = "sg-1"
		  ip_protocol       = "-1"
		  prefix_list_id    = aws_ec2_managed_prefix_list.l.id
		}
		resource "aws_security_group_rule" "both" {
		  cidr_blocks     = ["10.9.0.0/16"]
		  prefix_list_ids = [data.aws_prefix_list.s3.id, aws_ec2_managed_prefix_list.l.id]
		}`)
	var got []string
	for _, r := range n.Routes {
		got = append(got, r.At().String()+" to "+named(r.List))
		if r.Destination.Why != nil {
			t.Errorf("%s: %v", r, r.Destination.Why)
		}
	}
	for _, r := range n.DeletedRoutes {
		got = append(got, r.At().String()+" deleted to "+named(r.List))
	}
	for _, r := range n.SecurityGroupRules {
		text := r.At().String() + " with"
		for _, l := range r.Lists.Items {
			text += " " + named(l)
		}
		for _, p := range r.Prefixes {
			text += " " + p.String()
		}
		if r.Why != nil {
			t.Errorf("%s: %v", r, r.Why)
		}
		got = append(got, text)
	}
	want := []string{
		"aws_route_table.t.route[2] to pl-7",
		"aws_route.copied to pl-9",
		"aws_route.new to aws_ec2_managed_prefix_list.l",
		"aws_route.deleted deleted to pl-8",
		"aws_security_group.g.egress[0] with com.amazonaws.eu-west-1.s3 pl-9",
		"aws_security_group_rule.both with com.amazonaws.eu-west-1.s3 aws_ec2_managed_prefix_list.l 10.9.0.0/16",
		"aws_vpc_security_group_egress_rule.r with aws_ec2_managed_prefix_list.l",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
	if text := listText(n); !strings.Contains(text, "pl-9 beyond: and others") {
		t.Errorf("lists %s", text)
	}
}

// TestMixedEntries: a list with blocks and with entries of their own has both, and a
// remark says that they undo each other.
func TestMixedEntries(t *testing.T) {
	const plan = `
		+ aws_ec2_managed_prefix_list.l {"name": "l", "address_family": "IPv4", "entry": [{"cidr": "10.1.0.0/16"}]}
		+ aws_ec2_managed_prefix_list_entry.e {"cidr": "10.3.0.0/16", "prefix_list_id": "?"}`
	n := after(t, plan, `
		resource "aws_ec2_managed_prefix_list" "l" {
		  entry { cidr = "10.1.0.0/16" }
		}
		resource "aws_ec2_managed_prefix_list_entry" "e" { prefix_list_id = aws_ec2_managed_prefix_list.l.id }`)
	if got, want := listText(n), "aws_ec2_managed_prefix_list.l: 10.1.0.0/16 10.3.0.0/16"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if len(n.Remarks) != 1 || n.Remarks[0].About != reach.Object(n.PrefixLists[0]) || n.Remarks[0].Code != reach.MixedRules {
		t.Errorf("remarks %v", n.Remarks)
	}
}

func TestEgressOnlyGateways(t *testing.T) {
	n := after(t, `
		+ aws_vpc.v {"cidr_block": "10.0.0.0/16"}
		+ aws_egress_only_internet_gateway.g {"vpc_id": "?"}
		+ aws_route_table.t {"vpc_id": "?", "route": "?"}
		+ aws_route.r {"destination_ipv6_cidr_block": "::/0", "route_table_id": "?", "egress_only_gateway_id": "?"}`, `
		resource "aws_vpc" "v" { cidr_block = "10.0.0.0/16" }
		resource "aws_egress_only_internet_gateway" "g" { vpc_id = aws_vpc.v.id }
		resource "aws_route_table" "t" { vpc_id = aws_vpc.v.id }
		resource "aws_route" "r" {
		  route_table_id              = aws_route_table.t.id
		  destination_ipv6_cidr_block = "::/0"
		  egress_only_gateway_id      = aws_egress_only_internet_gateway.g.id
		}`)
	if len(n.EgressOnlyGateways) != 1 || len(n.Routes) != 1 {
		t.Fatalf("%d gateways, %d routes", len(n.EgressOnlyGateways), len(n.Routes))
	}
	g := n.EgressOnlyGateways[0]
	if named(g.VPC) != "aws_vpc.v" || !n.Routes[0].Target.Is(g) {
		t.Errorf("gateway of %s, route to %s", named(g.VPC), named(n.Routes[0].Target))
	}
}
