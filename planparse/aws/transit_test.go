package aws_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestTransitDefaults: what an attachment joins by default, in all combinations of
// what the gateway and the attachment say (TGW-3).
func TestTransitDefaults(t *testing.T) {
	const (
		table  = "aws_ec2_transit_gateway.g.association_default_route_table"
		joined = "association aws_ec2_transit_gateway_vpc_attachment.a.transit_gateway_default_route_table_association: aws_ec2_transit_gateway_vpc_attachment.a with "
	)
	known := func(what string) string { return "[" + table + " | ...: UNKNOWN_VALUE " + what + "]" }
	for _, tt := range []struct{ gateway, own, written, want string }{
		{`"enable"`, `true`, "true", table},
		{`"enable"`, `false`, "false", ""},
		{`"enable"`, `"?"`, "", table},
		{`"enable"`, `"?"`, "aws_vpc.a.enable_dns_support", known("aws_ec2_transit_gateway_vpc_attachment.a.transit_gateway_default_route_table_association known after apply")},
		{`null`, `null`, "", table},
		{`"disable"`, `true`, "true", ""},
		{`"disable"`, `false`, "false", ""},
		{`"disable"`, `"?"`, "", ""},
		{`"?"`, `"?"`, "", known("aws_ec2_transit_gateway.g.default_route_table_association known after apply")},
		{`"?"`, `false`, "false", ""},
	} {
		t.Run(tt.gateway+" "+tt.own+" "+tt.written, func(t *testing.T) {
			written := ""
			if tt.written != "" {
				written = "  transit_gateway_default_route_table_association = " + tt.written
			}
			ofGateway := ""
			if tt.gateway == `"?"` {
				ofGateway = "  default_route_table_association = aws_vpc.a.tags.Joins"
			}
			after, _ := build(t, peered+fmt.Sprintf(`
				+ aws_ec2_transit_gateway.g {"default_route_table_association": %s, "default_route_table_propagation": "disable", "association_default_route_table_id": "?", "propagation_default_route_table_id": "?"}
				+ aws_ec2_transit_gateway_vpc_attachment.a {"transit_gateway_id": "?", "vpc_id": "vpc-a", "subnet_ids": ["subnet-1"],
					"transit_gateway_default_route_table_association": %s, "transit_gateway_default_route_table_propagation": "?"}`, tt.gateway, tt.own), withVPCs(`
				resource "aws_ec2_transit_gateway" "g" {
				`+ofGateway+`
				}
				resource "aws_ec2_transit_gateway_vpc_attachment" "a" {
				  transit_gateway_id = aws_ec2_transit_gateway.g.id
				  vpc_id             = "vpc-a"
				  subnet_ids         = ["subnet-1"]
				`+written+`
				}`))
			var got []string
			for _, l := range strings.Split(exits(after), "\n") {
				if strings.HasPrefix(l, "association") || strings.HasPrefix(l, "transit propagation") {
					got = append(got, l)
				}
			}
			want := ""
			if tt.want != "" {
				want = joined + tt.want
			}
			compare(t, strings.Join(got, "\n"), want)
		})
	}
}

// hub is a transit gateway with its default table, and nothing changes.
const hub = `
	= aws_ec2_transit_gateway.g {"id": "tgw-1", "default_route_table_association": "enable", "default_route_table_propagation": "enable",
		"auto_accept_shared_attachments": "disable", "security_group_referencing_support": "disable",
		"association_default_route_table_id": "tgw-rtb-1", "propagation_default_route_table_id": "tgw-rtb-1"}
`

const hubLines = `
	transit gateway aws_ec2_transit_gateway.g: group references false
	transit table aws_ec2_transit_gateway.g.association_default_route_table: of aws_ec2_transit_gateway.g; assumed: the transit gateway route table aws_ec2_transit_gateway.g.association_default_route_table has no routes and no associations but those of this plan
`

// ofVPC is the values of an attachment that exists.
func ofVPC(id, association, propagation string) string {
	return `{"id": "` + id + `", "transit_gateway_id": "tgw-1", "vpc_id": "vpc-a", "subnet_ids": ["subnet-1"], "appliance_mode_support": "disable", "ipv6_support": "disable",
		"security_group_referencing_support": "enable", "transit_gateway_default_route_table_association": ` + association + `, "transit_gateway_default_route_table_propagation": ` + propagation + `}`
}

const attached = `
	attachment aws_ec2_transit_gateway_vpc_attachment.a: aws_ec2_transit_gateway.g to aws_vpc.a in subnet-1 (beyond), active true, appliance false, ipv6 false, group references true
`

// TestTransit: the tables and the attachments of transit gateways, on both sides of
// apply.
func TestTransit(t *testing.T) {
	const (
		own       = "aws_ec2_transit_gateway.g.association_default_route_table"
		byDefault = "association aws_ec2_transit_gateway_vpc_attachment.a.transit_gateway_default_route_table_association: aws_ec2_transit_gateway_vpc_attachment.a with " + own + "\n"
		spreads   = "transit propagation aws_ec2_transit_gateway_vpc_attachment.a.transit_gateway_default_route_table_propagation: aws_ec2_transit_gateway_vpc_attachment.a into " + own + "\n"
		other     = "= aws_ec2_transit_gateway_route_table.t {\"id\": \"tgw-rtb-2\", \"transit_gateway_id\": \"tgw-1\"}\n"
		otherLine = "transit table aws_ec2_transit_gateway_route_table.t: of aws_ec2_transit_gateway.g; assumed: the transit gateway route table aws_ec2_transit_gateway_route_table.t has no routes and no associations but those of this plan\n"
		notShown  = " | ...: UNKNOWN_VALUE %s which route table the attachment joins is not shown]"
	)
	there := "= aws_ec2_transit_gateway_vpc_attachment.a " + ofVPC("tgw-attach-1", "true", "true") + "\n"
	alone := "= aws_ec2_transit_gateway_vpc_attachment.a " + ofVPC("tgw-attach-1", "false", "false") + "\n"
	hubSomewhere := strings.Replace(hub, "= aws_ec2_transit_gateway.g {", "~ aws_ec2_transit_gateway.g {} {\"region\": \"?\", ", 1)
	perhapsActive := strings.Replace(attached, "active true", "active [UNKNOWN_VALUE aws_ec2_transit_gateway_vpc_attachment.a.transit_gateway_id whether the transit gateway's account has to accept the attachment, and does, is not known]", 1)
	for _, tt := range []struct{ name, plan, want, before string }{
		{"an attachment of the default table", hub + there, hubLines + attached + byDefault + spreads, hubLines + attached + byDefault + spreads},
		{"a gateway that does not show its table for propagations", strings.Replace(hub, `"propagation_default_route_table_id": "tgw-rtb-1"`, `"tags": {}`, 1) + there,
			strings.Replace(hubLines, "of this plan", "of this plan, and is the default one for both associations and propagations", 1) + attached + byDefault + spreads, ""},
		{"an attachment of none", hub + alone, hubLines + attached, hubLines + attached},
		{"an attachment leaves the default table", hub + "~ aws_ec2_transit_gateway_vpc_attachment.a " + ofVPC("tgw-attach-1", "true", "true") + ofVPC("tgw-attach-1", "false", "true"),
			hubLines + attached + spreads, hubLines + attached + byDefault + spreads},
		{"an attachment joins the default table", hub + "~ aws_ec2_transit_gateway_vpc_attachment.a " + ofVPC("tgw-attach-1", "false", "false") + ofVPC("tgw-attach-1", "true", "false"),
			hubLines + attached + byDefault, hubLines + attached},
		{"an association, a propagation, routes", hub + other + alone + `
			= aws_ec2_transit_gateway_route_table_association.a {"id": "x", "transit_gateway_attachment_id": "tgw-attach-1", "transit_gateway_route_table_id": "tgw-rtb-2"}
			= aws_ec2_transit_gateway_route_table_propagation.a {"id": "x", "transit_gateway_attachment_id": "tgw-attach-1", "transit_gateway_route_table_id": "tgw-rtb-1"}
			= aws_ec2_transit_gateway_route.a {"id": "x", "destination_cidr_block": "0.0.0.0/0", "blackhole": false, "transit_gateway_attachment_id": "tgw-attach-1", "transit_gateway_route_table_id": "tgw-rtb-1"}
			= aws_ec2_transit_gateway_route.hole {"id": "y", "destination_cidr_block": "10.0.0.0/8", "blackhole": true, "transit_gateway_attachment_id": "", "transit_gateway_route_table_id": "tgw-rtb-2"}
			= aws_ec2_transit_gateway_prefix_list_reference.p {"id": "z", "prefix_list_id": "pl-1", "blackhole": false, "transit_gateway_attachment_id": "tgw-attach-1", "transit_gateway_route_table_id": "tgw-rtb-2"}
			+ aws_ec2_transit_gateway_route.open {"destination_cidr_block": "?", "blackhole": "?", "transit_gateway_attachment_id": null, "transit_gateway_route_table_id": "tgw-rtb-2"}`,
			hubLines + otherLine + attached + `
			association aws_ec2_transit_gateway_route_table_association.a: aws_ec2_transit_gateway_vpc_attachment.a with aws_ec2_transit_gateway_route_table.t
			transit propagation aws_ec2_transit_gateway_route_table_propagation.a: aws_ec2_transit_gateway_vpc_attachment.a into ` + own + `
			transit route aws_ec2_transit_gateway_route.a: 0.0.0.0/0 in ` + own + ` to aws_ec2_transit_gateway_vpc_attachment.a
			transit route aws_ec2_transit_gateway_route.hole: 10.0.0.0/8 in aws_ec2_transit_gateway_route_table.t to none
			transit route aws_ec2_transit_gateway_prefix_list_reference.p: pl-1 (beyond) in aws_ec2_transit_gateway_route_table.t to aws_ec2_transit_gateway_vpc_attachment.a
			transit route aws_ec2_transit_gateway_route.open: [UNKNOWN_VALUE aws_ec2_transit_gateway_route.open.destination_cidr_block known after apply] in aws_ec2_transit_gateway_route_table.t to [...: UNKNOWN_VALUE aws_ec2_transit_gateway_route.open.blackhole known after apply]`, ""},
		{"an attachment that is deleted takes its associations with it; its routes are blackholes", hub + other + `
			- aws_ec2_transit_gateway_vpc_attachment.a ` + ofVPC("tgw-attach-1", "false", "false") + `
			= aws_ec2_transit_gateway_route_table_association.a {"id": "x", "transit_gateway_attachment_id": "tgw-attach-1", "transit_gateway_route_table_id": "tgw-rtb-2"}
			= aws_ec2_transit_gateway_route_table_propagation.a {"id": "x", "transit_gateway_attachment_id": "tgw-attach-1", "transit_gateway_route_table_id": "tgw-rtb-1"}
			= aws_ec2_transit_gateway_route.a {"id": "x", "destination_cidr_block": "0.0.0.0/0", "blackhole": false, "transit_gateway_attachment_id": "tgw-attach-1", "transit_gateway_route_table_id": "tgw-rtb-1"}`,
			hubLines + otherLine + `
			transit route aws_ec2_transit_gateway_route.a: 0.0.0.0/0 in ` + own + ` to none`, ""},
		{"another association takes the place of the default one", hub + other + there + `
			+ aws_ec2_transit_gateway_route_table_association.a {"transit_gateway_attachment_id": "tgw-attach-1", "transit_gateway_route_table_id": "tgw-rtb-2", "replace_existing_association": true}`,
			hubLines + otherLine + attached + spreads + `
			association aws_ec2_transit_gateway_route_table_association.a: aws_ec2_transit_gateway_vpc_attachment.a with aws_ec2_transit_gateway_route_table.t`,
			hubLines + otherLine + attached + byDefault + spreads},
		{"another association that AWS refuses", hub + other + there + `
			+ aws_ec2_transit_gateway_route_table_association.a {"transit_gateway_attachment_id": "tgw-attach-1", "transit_gateway_route_table_id": "tgw-rtb-2", "replace_existing_association": false}`,
			hubLines + otherLine + attached + spreads + `
			association aws_ec2_transit_gateway_route_table_association.a: aws_ec2_transit_gateway_vpc_attachment.a with [aws_ec2_transit_gateway_route_table.t | ` + own + ` | ...: UNKNOWN_VALUE aws_ec2_transit_gateway_route_table_association.a.replace_existing_association AWS refuses a second route table for aws_ec2_transit_gateway_vpc_attachment.a, which joins the default one]`, ""},
		{"the default association, written out", hub + there + `
			= aws_ec2_transit_gateway_route_table_association.a {"id": "x", "transit_gateway_attachment_id": "tgw-attach-1", "transit_gateway_route_table_id": "tgw-rtb-1"}`,
			hubLines + attached + spreads + `
			association aws_ec2_transit_gateway_route_table_association.a: aws_ec2_transit_gateway_vpc_attachment.a with ` + own, ""},
		{"a policy table", hub + alone + `
			= aws_ec2_transit_gateway_policy_table_association.a {"id": "x", "transit_gateway_attachment_id": "tgw-attach-1", "transit_gateway_policy_table_id": "tgw-ptb-1"}`,
			hubLines + attached + `
			association aws_ec2_transit_gateway_policy_table_association.a: aws_ec2_transit_gateway_vpc_attachment.a with [...: UNMODELLED_RESOURCE aws_ec2_transit_gateway_policy_table_association.a what a policy table routes is not modelled]`, ""},
		{"a gateway whose default table is one of the plan", strings.ReplaceAll(hub, "tgw-rtb-1", "tgw-rtb-2") + other + there, `
			transit gateway aws_ec2_transit_gateway.g: group references false
			` + otherLine + attached + `
			association aws_ec2_transit_gateway_vpc_attachment.a.transit_gateway_default_route_table_association: aws_ec2_transit_gateway_vpc_attachment.a with aws_ec2_transit_gateway_route_table.t
			transit propagation aws_ec2_transit_gateway_vpc_attachment.a.transit_gateway_default_route_table_propagation: aws_ec2_transit_gateway_vpc_attachment.a into aws_ec2_transit_gateway_route_table.t`, ""},
		{"this plan makes another table the default: what is there stays where it is", hub + other + there + `
			+ aws_ec2_transit_gateway_default_route_table_association.d {"transit_gateway_id": "tgw-1", "transit_gateway_route_table_id": "tgw-rtb-2"}
			+ aws_ec2_transit_gateway_vpc_attachment.new {"transit_gateway_id": "tgw-1", "vpc_id": "vpc-b", "subnet_ids": ["subnet-1"], "appliance_mode_support": "disable", "ipv6_support": "enable",
				"security_group_referencing_support": "enable", "transit_gateway_default_route_table_association": true, "transit_gateway_default_route_table_propagation": false}`,
			hubLines + otherLine + attached + byDefault + spreads + `
			attachment aws_ec2_transit_gateway_vpc_attachment.new: aws_ec2_transit_gateway.g to aws_vpc.b in subnet-1 (beyond), active true, appliance false, ipv6 true, group references true
			association aws_ec2_transit_gateway_vpc_attachment.new.transit_gateway_default_route_table_association: aws_ec2_transit_gateway_vpc_attachment.new with [` + own + ` | aws_ec2_transit_gateway_route_table.t: UNKNOWN_VALUE aws_ec2_transit_gateway_default_route_table_association.d.transit_gateway_route_table_id whether the table becomes the default one before attachments are made or after is not decided]`, ""},
		{"this plan takes back what made another table the default", hub + other + there + `
			- aws_ec2_transit_gateway_default_route_table_association.d {"id": "tgw-1", "transit_gateway_id": "tgw-1", "transit_gateway_route_table_id": "tgw-rtb-2"}
			+ aws_ec2_transit_gateway_vpc_attachment.new {"transit_gateway_id": "tgw-1", "vpc_id": "vpc-b", "subnet_ids": ["subnet-1"], "appliance_mode_support": "disable", "ipv6_support": "enable",
				"security_group_referencing_support": "enable", "transit_gateway_default_route_table_association": true, "transit_gateway_default_route_table_propagation": false}`,
			hubLines + otherLine + attached + byDefault + spreads + `
			association aws_ec2_transit_gateway_vpc_attachment.new.transit_gateway_default_route_table_association: aws_ec2_transit_gateway_vpc_attachment.new with [aws_ec2_transit_gateway.g.association_default_route_table | ...: UNKNOWN_VALUE aws_ec2_transit_gateway_default_route_table_association.d.id which table is the default one when it is deleted is not known]
			attachment aws_ec2_transit_gateway_vpc_attachment.new: aws_ec2_transit_gateway.g to aws_vpc.b in subnet-1 (beyond), active true, appliance false, ipv6 true, group references true`, ""},
		{"an attachment that the plan lets join, of a gateway without a default table", strings.Replace(hub, `"default_route_table_association": "enable"`, `"default_route_table_association": "disable"`, 1) +
			"~ aws_ec2_transit_gateway_vpc_attachment.a " + ofVPC("tgw-attach-1", "false", "false") + ofVPC("tgw-attach-1", "true", "false"), hubLines + attached + `
			association aws_ec2_transit_gateway_vpc_attachment.a.transit_gateway_default_route_table_association: aws_ec2_transit_gateway_vpc_attachment.a with [aws_ec2_transit_gateway.g.association_default_route_table | ...: UNKNOWN_VALUE aws_ec2_transit_gateway.g.default_route_table_association the gateway takes no attachments into its default table and has one all the same]`, ""},
		{"an attachment of a gateway that may be another account's", hubSomewhere + there, hubLines + perhapsActive + `
			association aws_ec2_transit_gateway_vpc_attachment.a.transit_gateway_default_route_table_association: aws_ec2_transit_gateway_vpc_attachment.a with [aws_ec2_transit_gateway.g.association_default_route_table | ...: UNKNOWN_VALUE aws_ec2_transit_gateway_vpc_attachment.a.transit_gateway_default_route_table_association which route table the attachment joins is not shown]
			transit route aws_ec2_transit_gateway_vpc_attachment.a.transit_gateway_default_route_table_propagation: [UNKNOWN_VALUE aws_ec2_transit_gateway_vpc_attachment.a.transit_gateway_default_route_table_propagation which route table the attachment joins is not shown] in aws_ec2_transit_gateway.g.association_default_route_table to aws_ec2_transit_gateway_vpc_attachment.a`, ""},
		{"an attachment of a gateway that may be another account's, accepted", hubSomewhere + there + `
			= aws_ec2_transit_gateway_vpc_attachment_accepter.a {"id": "tgw-attach-1", "transit_gateway_attachment_id": "tgw-attach-1", "transit_gateway_id": "tgw-1", "transit_gateway_default_route_table_association": true, "transit_gateway_default_route_table_propagation": true}`, hubLines + attached + `
			association aws_ec2_transit_gateway_vpc_attachment.a.transit_gateway_default_route_table_association: aws_ec2_transit_gateway_vpc_attachment.a with aws_ec2_transit_gateway.g.association_default_route_table
			transit propagation aws_ec2_transit_gateway_vpc_attachment.a.transit_gateway_default_route_table_propagation: aws_ec2_transit_gateway_vpc_attachment.a into aws_ec2_transit_gateway.g.association_default_route_table`, ""},
		{"a new attachment of a gateway that may be another account's", hubSomewhere +
			"+ aws_ec2_transit_gateway_vpc_attachment.a " + ofVPC("?", "false", "false"), hubLines + perhapsActive + `
			association aws_ec2_transit_gateway_vpc_attachment.a.transit_gateway_default_route_table_association: aws_ec2_transit_gateway_vpc_attachment.a with [aws_ec2_transit_gateway.g.association_default_route_table | ...: UNKNOWN_VALUE aws_ec2_transit_gateway_vpc_attachment.a.transit_gateway_default_route_table_association counts only where the transit gateway is of the same account, which is not known]
			transit route aws_ec2_transit_gateway_vpc_attachment.a.transit_gateway_default_route_table_propagation: [UNKNOWN_VALUE aws_ec2_transit_gateway_vpc_attachment.a.transit_gateway_default_route_table_propagation counts only where the transit gateway is of the same account, which is not known] in aws_ec2_transit_gateway.g.association_default_route_table to aws_ec2_transit_gateway_vpc_attachment.a`, ""},
		{"a new attachment of a gateway that may be another account's, accepted", hubSomewhere +
			"= aws_ec2_transit_gateway_vpc_attachment.a " + ofVPC("tgw-attach-1", "false", "false") + `
			+ aws_ec2_transit_gateway_vpc_attachment_accepter.a {"transit_gateway_attachment_id": "tgw-attach-1", "transit_gateway_id": "tgw-1", "transit_gateway_default_route_table_association": false, "transit_gateway_default_route_table_propagation": false}`, hubLines + attached, ""},
		{"VPN, Connect and Direct Connect, which do not show what they join", hub + `
			= aws_vpn_connection.c {"id": "vpn-1", "vpn_gateway_id": "", "transit_gateway_id": "tgw-1", "transit_gateway_attachment_id": "tgw-attach-7", "static_routes_only": true, "tunnel_inside_ip_version": "ipv4"}
			< data.aws_ec2_transit_gateway_vpn_attachment.c {"id": "tgw-attach-7", "vpn_connection_id": "vpn-1", "transit_gateway_id": "tgw-1"}
			= aws_ec2_transit_gateway_route.c {"id": "x", "destination_cidr_block": "172.16.0.0/16", "transit_gateway_attachment_id": "tgw-attach-7", "transit_gateway_route_table_id": "tgw-rtb-1"}
			= aws_ec2_transit_gateway_connect.k {"id": "tgw-attach-8", "transit_gateway_id": "tgw-1", "transit_gateway_default_route_table_association": false, "transit_gateway_default_route_table_propagation": false}
			+ aws_dx_gateway_association.d {"dx_gateway_id": "dx-1", "associated_gateway_id": "tgw-1"}
			< data.aws_ec2_transit_gateway_dx_gateway_attachment.d {"id": "tgw-attach-9", "dx_gateway_id": "dx-1", "transit_gateway_id": "tgw-1"}`,
			hubLines + `
			vpn aws_vpn_connection.c: of aws_ec2_transit_gateway.g, static true
			attachment aws_vpn_connection.c: aws_ec2_transit_gateway.g to aws_vpn_connection.c, active true, appliance false, ipv6 false, group references false
			attachment aws_ec2_transit_gateway_connect.k: aws_ec2_transit_gateway.g to a Connect attachment, active true, appliance false, ipv6 true, group references false
			attachment aws_dx_gateway_association.d: aws_ec2_transit_gateway.g to a Direct Connect gateway, active true, appliance false, ipv6 true, group references false
			association aws_vpn_connection.c.transit_gateway_default_route_table_association: aws_vpn_connection.c with [` + own + fmt.Sprintf(notShown, "aws_vpn_connection.c.transit_gateway_default_route_table_association") + `
			association aws_dx_gateway_association.d.transit_gateway_default_route_table_association: aws_dx_gateway_association.d with ` + own + `
			transit propagation aws_dx_gateway_association.d.transit_gateway_default_route_table_propagation: aws_dx_gateway_association.d into ` + own + `
			transit route aws_ec2_transit_gateway_route.c: 172.16.0.0/16 in ` + own + ` to aws_vpn_connection.c
			transit route aws_vpn_connection.c.transit_gateway_default_route_table_propagation: [UNKNOWN_VALUE aws_vpn_connection.c.transit_gateway_default_route_table_propagation which route table the attachment joins is not shown] in ` + own + ` to aws_vpn_connection.c`, ""},
		{"peering attachments, which only an accepter accepts", strings.ReplaceAll(hub, `"enable"`, `"disable"`) + `
			+ aws_ec2_transit_gateway_peering_attachment.new {"transit_gateway_id": "tgw-1", "peer_transit_gateway_id": "tgw-9", "peer_region": "us-east-1", "state": "?"}
			+ aws_ec2_transit_gateway_peering_attachment.taken {"transit_gateway_id": "tgw-1", "peer_transit_gateway_id": "tgw-9", "peer_region": "us-east-1", "state": "?"}
			= aws_ec2_transit_gateway_peering_attachment.available {"id": "tgw-attach-3", "transit_gateway_id": "tgw-1", "peer_transit_gateway_id": "tgw-9", "peer_region": "us-east-1", "state": "available"}
			= aws_ec2_transit_gateway_peering_attachment.pending {"id": "tgw-attach-4", "transit_gateway_id": "tgw-1", "peer_transit_gateway_id": "tgw-9", "peer_region": "us-east-1", "state": "pendingAcceptance"}
			= aws_ec2_transit_gateway_peering_attachment.accepted {"id": "tgw-attach-5", "transit_gateway_id": "tgw-1", "peer_transit_gateway_id": "tgw-9", "peer_region": "us-east-1"}
			= aws_ec2_transit_gateway_peering_attachment_accepter.accepted {"id": "tgw-attach-5", "transit_gateway_attachment_id": "tgw-attach-5"}
			= aws_ec2_transit_gateway_peering_attachment.lost {"id": "tgw-attach-6", "transit_gateway_id": "tgw-1", "peer_transit_gateway_id": "tgw-9", "peer_region": "us-east-1"}
			- aws_ec2_transit_gateway_peering_attachment_accepter.lost {"id": "tgw-attach-6", "transit_gateway_attachment_id": "tgw-attach-6"}
			= aws_ec2_transit_gateway_peering_attachment_accepter.theirs {"id": "tgw-attach-7", "transit_gateway_attachment_id": "tgw-attach-7", "transit_gateway_id": "tgw-1", "peer_transit_gateway_id": "tgw-8"}
			= aws_ec2_transit_gateway_route.r {"id": "x", "destination_cidr_block": "10.9.0.0/16", "transit_gateway_attachment_id": "tgw-attach-7", "transit_gateway_route_table_id": "tgw-rtb-1"}
			= aws_ec2_transit_gateway_route.s {"id": "x", "destination_cidr_block": "10.8.0.0/16", "transit_gateway_attachment_id": "tgw-attach-5", "transit_gateway_route_table_id": "tgw-rtb-1"}`,
			hubLines + peers("new", "false") + peers("taken", "false") + peers("available", "true") + peers("pending", "false") + peers("accepted", "true") + peers("lost", "false") + `
			attachment aws_ec2_transit_gateway_peering_attachment_accepter.theirs: tgw-8 (beyond) to aws_ec2_transit_gateway.g, active true, appliance false, ipv6 true, group references false
			` + notJoined("aws_ec2_transit_gateway_peering_attachment.available", "aws_ec2_transit_gateway_peering_attachment.pending", "aws_ec2_transit_gateway_peering_attachment.accepted",
				"aws_ec2_transit_gateway_peering_attachment.lost", "aws_ec2_transit_gateway_peering_attachment_accepter.theirs") + `
			transit route aws_ec2_transit_gateway_route.r: 10.9.0.0/16 in ` + own + ` to aws_ec2_transit_gateway_peering_attachment_accepter.theirs
			transit route aws_ec2_transit_gateway_route.s: 10.8.0.0/16 in ` + own + ` to aws_ec2_transit_gateway_peering_attachment.accepted`, ""},
		{"a gateway that a data source finds: what its tables hold is not the plan's to say", `
			< data.aws_ec2_transit_gateway.g {"id": "tgw-1", "default_route_table_association": "enable", "default_route_table_propagation": "enable", "auto_accept_shared_attachments": "enable",
				"security_group_referencing_support": "disable", "association_default_route_table_id": "tgw-rtb-1", "propagation_default_route_table_id": "tgw-rtb-1"}
			` + there, `
			transit gateway data.aws_ec2_transit_gateway.g: group references false
			transit table data.aws_ec2_transit_gateway.g.association_default_route_table: of data.aws_ec2_transit_gateway.g
			` + strings.ReplaceAll(attached, "aws_ec2_transit_gateway.g", "data.aws_ec2_transit_gateway.g") + `
			association aws_ec2_transit_gateway_vpc_attachment.a.transit_gateway_default_route_table_association: aws_ec2_transit_gateway_vpc_attachment.a with [data.` + own + ` | ...: UNKNOWN_BEYOND_PLAN data.aws_ec2_transit_gateway.g not in this plan: which of its route tables an attachment joins is unknown]
			transit route aws_ec2_transit_gateway_vpc_attachment.a.transit_gateway_default_route_table_propagation: [UNKNOWN_BEYOND_PLAN data.aws_ec2_transit_gateway.g not in this plan: which of its route tables an attachment joins is unknown] in data.` + own + ` to aws_ec2_transit_gateway_vpc_attachment.a
			transit route data.` + own + `: [UNKNOWN_BEYOND_PLAN data.` + own + ` not in this plan: its routes are unknown] in data.` + own + ` to [...: UNKNOWN_BEYOND_PLAN data.` + own + ` not in this plan: its routes are unknown]`, ""},
		{"a gateway of which the plan has the id", there,
			strings.NewReplacer("aws_ec2_transit_gateway.g", "tgw-1 (beyond)", "active true", "active [UNKNOWN_BEYOND_PLAN tgw-1 not in this plan: whether it accepts the attachment is unknown]").Replace(attached), ""},
		{"data sources that find what the plan has", hub + other + there + `
			< data.aws_ec2_transit_gateway.g {"id": "tgw-1", "association_default_route_table_id": "tgw-rtb-1", "propagation_default_route_table_id": "tgw-rtb-1"}
			< data.aws_ec2_transit_gateway_route_table.t {"id": "tgw-rtb-2", "transit_gateway_id": "tgw-1"}
			< data.aws_ec2_transit_gateway_route_table.default {"id": "tgw-rtb-1", "transit_gateway_id": "tgw-1"}
			< data.aws_ec2_transit_gateway_attachment.a {"id": "tgw-attach-1", "transit_gateway_attachment_id": "tgw-attach-1", "resource_type": "vpc", "resource_id": "vpc-a", "state": "available", "transit_gateway_id": "tgw-1"}`,
			hubLines + otherLine + attached + byDefault + spreads, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			after, before := build(t, peered+tt.plan, "")
			compare(t, exits(after), tt.want)
			if tt.before != "" {
				compare(t, exits(before), tt.before)
			}
		})
	}
}

// peers is a peering attachment to a gateway beyond the plan.
func peers(name, active string) string {
	return "attachment aws_ec2_transit_gateway_peering_attachment." + name + ": aws_ec2_transit_gateway.g to tgw-9 (beyond), active " + active +
		", appliance false, ipv6 true, group references false\n"
}

// notJoined is the associations of attachments that exist and show none.
func notJoined(names ...string) string {
	var out []string
	for _, n := range names {
		out = append(out, "association "+n+".transit_gateway_default_route_table_association: "+n+
			" with [aws_ec2_transit_gateway.g.association_default_route_table | ...: UNKNOWN_VALUE "+n+".transit_gateway_default_route_table_association which route table the attachment joins is not shown]")
	}
	return strings.Join(out, "\n")
}
