package aws_test

import (
	"strings"
	"testing"
)

// peered is two VPCs, and nothing changes.
const peered = `
	= aws_vpc.a {"id": "vpc-a", "cidr_block": "10.1.0.0/16"}
	= aws_vpc.b {"id": "vpc-b", "cidr_block": "10.2.0.0/16"}
`

// TestPeering: which VPCs a peering connection connects, and whether it works
// (PCX-1).
func TestPeering(t *testing.T) {
	const (
		ours     = `resource "aws_vpc_peering_connection" "p" {` + "\n  vpc_id = \"vpc-a\"\n  peer_vpc_id = \"vpc-b\"\n"
		accepter = `resource "aws_vpc_peering_connection_accepter" "p" {` + "\n  vpc_peering_connection_id = aws_vpc_peering_connection.p.id\n"
	)
	const accepter9 = `
		resource "aws_vpc_peering_connection_accepter" "p" {
			vpc_peering_connection_id = "pcx-9"
		}
		resource "aws_vpc_peering_connection_options" "p" {
			vpc_peering_connection_id = aws_vpc_peering_connection_accepter.p.id
		}`
	for _, tt := range []struct{ name, plan, tf, want string }{
		{"new, accepts itself",
			`+ aws_vpc_peering_connection.p {"vpc_id": "vpc-a", "peer_vpc_id": "vpc-b", "auto_accept": true, "peer_region": "?", "accept_status": "?"}`,
			ours + "  auto_accept = true\n}",
			`peering aws_vpc_peering_connection.p: aws_vpc.a with aws_vpc.b, active true, one region true`},
		{"new, nobody accepts",
			`+ aws_vpc_peering_connection.p {"vpc_id": "vpc-a", "peer_vpc_id": "vpc-b", "auto_accept": null, "peer_region": "?", "accept_status": "?"}`,
			ours + "}",
			`peering aws_vpc_peering_connection.p: aws_vpc.a with aws_vpc.b, active false, one region true`},
		{"new, with an accepter that does not accept",
			`+ aws_vpc_peering_connection.p {"vpc_id": "vpc-a", "peer_vpc_id": "vpc-b", "auto_accept": null, "peer_region": "?", "accept_status": "?"}
			+ aws_vpc_peering_connection_accepter.p {"auto_accept": null, "vpc_peering_connection_id": "?"}`,
			ours + "}\n" + accepter + "}",
			`peering aws_vpc_peering_connection.p: aws_vpc.a with aws_vpc.b, active false, one region true`},
		{"new, with an accepter",
			`+ aws_vpc_peering_connection.p {"vpc_id": "vpc-a", "peer_vpc_id": "vpc-b", "auto_accept": null, "peer_region": "?", "accept_status": "?"}
			+ aws_vpc_peering_connection_accepter.p {"auto_accept": true, "vpc_peering_connection_id": "?"}`,
			ours + "}\n" + accepter + "  auto_accept = true\n}",
			`peering aws_vpc_peering_connection.p: aws_vpc.a with aws_vpc.b, active true, one region true`},
		{"new, with an accepter of which it is not known what it accepts",
			`+ aws_vpc_peering_connection.p {"vpc_id": "vpc-a", "peer_vpc_id": "vpc-b", "auto_accept": null, "peer_region": null}
			+ aws_vpc_peering_connection_accepter.p {"auto_accept": true, "vpc_peering_connection_id": "?"}`,
			"",
			`peering aws_vpc_peering_connection.p: aws_vpc.a with aws_vpc.b, active [UNKNOWN_VALUE aws_vpc_peering_connection_accepter.p.vpc_peering_connection_id known after apply; the configuration decides it (--source)], one region true`},
		{"new, to another region",
			`+ aws_vpc_peering_connection.p {"vpc_id": "vpc-a", "peer_vpc_id": "vpc-x", "peer_owner_id": "123456789012", "auto_accept": false, "peer_region": "us-east-1"}`,
			"",
			`peering aws_vpc_peering_connection.p: aws_vpc.a with vpc-x (beyond), active false, one region false`},
		{"new, to another region, which cannot accept for itself",
			`+ aws_vpc_peering_connection.p {"vpc_id": "vpc-a", "peer_vpc_id": "vpc-x", "auto_accept": true, "peer_region": "us-east-1"}`,
			"",
			`peering aws_vpc_peering_connection.p: aws_vpc.a with vpc-x (beyond), active [UNKNOWN_VALUE aws_vpc_peering_connection.p.auto_accept AWS lets only the account and the region of the other VPC accept the connection], one region false`},
		{"whether it is accepted is not known",
			`+ aws_vpc_peering_connection.p {"vpc_id": "vpc-a", "peer_vpc_id": "vpc-b", "auto_accept": "?", "peer_region": null}`,
			"",
			`peering aws_vpc_peering_connection.p: aws_vpc.a with aws_vpc.b, active [UNKNOWN_VALUE aws_vpc_peering_connection.p.auto_accept known after apply], one region true`},
		{"there, and active",
			`= aws_vpc_peering_connection.p {"id": "pcx-1", "vpc_id": "vpc-a", "peer_vpc_id": "vpc-b", "accept_status": "active", "peer_region": "eu-west-1"}`,
			"",
			`peering aws_vpc_peering_connection.p: aws_vpc.a with aws_vpc.b, active true, one region true`},
		{"there, and active, with its accepter, and both have one id",
			`= aws_vpc_peering_connection.p {"id": "pcx-1", "vpc_id": "vpc-a", "peer_vpc_id": "vpc-b", "accept_status": "active", "peer_region": "eu-west-1"}
			= aws_vpc_peering_connection_accepter.p {"id": "pcx-1", "vpc_peering_connection_id": "pcx-1", "auto_accept": true}
			= aws_route_table.t {"id": "rtb-1", "vpc_id": "vpc-a", "route": [{"cidr_block": "10.2.0.0/16", "vpc_peering_connection_id": "pcx-1"}], "propagating_vgws": []}`,
			"",
			`peering aws_vpc_peering_connection.p: aws_vpc.a with aws_vpc.b, active true, one region true
			route aws_route_table.t.route[0] to aws_vpc_peering_connection.p`},
		{"there, and pending: nothing changes",
			`= aws_vpc_peering_connection.p {"id": "pcx-1", "vpc_id": "vpc-a", "peer_vpc_id": "vpc-b", "auto_accept": true, "accept_status": "pending-acceptance", "peer_region": "eu-west-1"}`,
			"",
			`peering aws_vpc_peering_connection.p: aws_vpc.a with aws_vpc.b, active false, one region true`},
		{"there, and pending: this plan accepts it",
			`= aws_vpc_peering_connection.p {"id": "pcx-1", "vpc_id": "vpc-a", "peer_vpc_id": "vpc-b", "accept_status": "pending-acceptance", "peer_region": "eu-west-1"}
			+ aws_vpc_peering_connection_accepter.p {"vpc_peering_connection_id": "pcx-1", "auto_accept": true}`,
			"",
			`peering aws_vpc_peering_connection.p: aws_vpc.a with aws_vpc.b, active true, one region true`},
		{"there, and rejected",
			`= aws_vpc_peering_connection.p {"id": "pcx-1", "vpc_id": "vpc-a", "peer_vpc_id": "vpc-b", "accept_status": "rejected", "peer_region": "eu-west-1"}`,
			"",
			`peering aws_vpc_peering_connection.p: aws_vpc.a with aws_vpc.b, active false, one region true`},
		{"there, and its status is not shown",
			`= aws_vpc_peering_connection.p {"id": "pcx-1", "vpc_id": "vpc-a", "peer_vpc_id": "vpc-b", "peer_region": "eu-west-1"}`,
			"",
			`peering aws_vpc_peering_connection.p: aws_vpc.a with aws_vpc.b, active [UNKNOWN_VALUE aws_vpc_peering_connection.p.accept_status whether the connection is accepted is not shown], one region true`},
		{"somebody else's, which the plan accepts",
			`+ aws_vpc_peering_connection_accepter.p {"vpc_peering_connection_id": "pcx-9", "auto_accept": true, "vpc_id": "?", "peer_vpc_id": "?", "peer_region": "?"}
			= aws_route_table.t {"id": "rtb-1", "vpc_id": "vpc-a", "route": [{"cidr_block": "10.2.0.0/16", "vpc_peering_connection_id": "pcx-9"}], "propagating_vgws": []}`,
			"",
			`peering aws_vpc_peering_connection_accepter.p: [...: UNKNOWN_VALUE aws_vpc_peering_connection_accepter.p.vpc_id known after apply; the configuration decides it (--source)] with [...: UNKNOWN_VALUE aws_vpc_peering_connection_accepter.p.peer_vpc_id known after apply; the configuration decides it (--source)], active true, one region [UNKNOWN_VALUE aws_vpc_peering_connection_accepter.p.peer_region whether both VPCs are in one region is not known]
			route aws_route_table.t.route[0] to aws_vpc_peering_connection_accepter.p`},
		{"somebody else's, which the plan accepts, and a route by the accepter",
			`+ aws_vpc_peering_connection_accepter.p {"vpc_peering_connection_id": "pcx-9", "auto_accept": false, "vpc_id": "vpc-b", "peer_vpc_id": "vpc-x", "peer_region": "us-east-1"}
			+ aws_vpc_peering_connection_options.p {"vpc_peering_connection_id": "?"}
			+ aws_route_table.t {"vpc_id": "vpc-b", "route": []}
			+ aws_route.r {"route_table_id": "?", "destination_cidr_block": "10.3.0.0/16", "vpc_peering_connection_id": "?"}
			+ aws_route.s {"route_table_id": "?", "destination_cidr_block": "10.4.0.0/16", "vpc_peering_connection_id": "?"}`,
			accepter9 + `
			resource "aws_route_table" "t" {
				vpc_id = "vpc-b"
			}
			resource "aws_route" "r" {
				route_table_id            = aws_route_table.t.id
				destination_cidr_block    = "10.3.0.0/16"
				vpc_peering_connection_id = aws_vpc_peering_connection_accepter.p.id
			}
			resource "aws_route" "s" {
				route_table_id            = aws_route_table.t.id
				destination_cidr_block    = "10.4.0.0/16"
				vpc_peering_connection_id = aws_vpc_peering_connection_options.p.id
			}`,
			`peering aws_vpc_peering_connection_accepter.p: aws_vpc.b with vpc-x (beyond), active false, one region false
			route aws_route.r to aws_vpc_peering_connection_accepter.p
			route aws_route.s to aws_vpc_peering_connection_accepter.p`},
		{"somebody else's, which the plan has accepted",
			`= aws_vpc_peering_connection_accepter.p {"id": "pcx-9", "vpc_peering_connection_id": "pcx-9", "auto_accept": true, "accept_status": "active", "vpc_id": "vpc-b", "peer_vpc_id": "vpc-x", "peer_region": "us-east-1"}`,
			"",
			`peering aws_vpc_peering_connection_accepter.p: aws_vpc.b with vpc-x (beyond), active true, one region false`},
		{"a data source",
			`< data.aws_vpc_peering_connection.p {"id": "pcx-7", "status": "active", "vpc_id": "vpc-a", "peer_vpc_id": "vpc-x", "peer_region": "eu-west-1"}`,
			"",
			`peering data.aws_vpc_peering_connection.p: aws_vpc.a with vpc-x (beyond), active true, one region true`},
		{"a data source that finds one of the plan",
			`= aws_vpc_peering_connection.p {"id": "pcx-1", "vpc_id": "vpc-a", "peer_vpc_id": "vpc-b", "accept_status": "active", "peer_region": "eu-west-1"}
			< data.aws_vpc_peering_connection.p {"id": "pcx-1", "status": "active", "vpc_id": "vpc-a", "peer_vpc_id": "vpc-b", "peer_region": "eu-west-1"}`,
			"",
			`peering aws_vpc_peering_connection.p: aws_vpc.a with aws_vpc.b, active true, one region true`},
		{"deleted, with a route that stays",
			`- aws_vpc_peering_connection.p {"id": "pcx-1", "vpc_id": "vpc-a", "peer_vpc_id": "vpc-b", "accept_status": "active", "peer_region": "eu-west-1"}
			= aws_route_table.t {"id": "rtb-1", "vpc_id": "vpc-a", "route": [{"cidr_block": "10.2.0.0/16", "vpc_peering_connection_id": "pcx-1"}], "propagating_vgws": []}`,
			"",
			`route aws_route_table.t.route[0] to aws_vpc_peering_connection.p`},
		{"one for each of several, and its route",
			`+ aws_vpc_peering_connection.p["b"] {"vpc_id": "vpc-a", "peer_vpc_id": "vpc-b", "auto_accept": true, "peer_region": null}
			+ aws_vpc_peering_connection.p["c"] {"vpc_id": "vpc-a", "peer_vpc_id": "vpc-c", "auto_accept": true, "peer_region": null}
			+ aws_vpc_peering_connection_accepter.p["b"] {"auto_accept": true, "vpc_peering_connection_id": "?"}
			+ aws_vpc_peering_connection_accepter.p["c"] {"auto_accept": true, "vpc_peering_connection_id": "?"}
			+ aws_route_table.t {"vpc_id": "vpc-a", "route": []}
			+ aws_route.r["c"] {"route_table_id": "?", "destination_cidr_block": "10.3.0.0/16", "vpc_peering_connection_id": "?"}`,
			`resource "aws_vpc_peering_connection" "p" {
				for_each    = { b = "vpc-b", c = "vpc-c" }
				vpc_id      = "vpc-a"
				peer_vpc_id = each.value
				auto_accept = true
			}
			resource "aws_vpc_peering_connection_accepter" "p" {
				for_each                  = aws_vpc_peering_connection.p
				vpc_peering_connection_id = each.value.id
				auto_accept               = true
			}
			resource "aws_route_table" "t" {
				vpc_id = "vpc-a"
			}
			resource "aws_route" "r" {
				for_each                  = { c = "10.3.0.0/16" }
				route_table_id            = aws_route_table.t.id
				destination_cidr_block    = each.value
				vpc_peering_connection_id = aws_vpc_peering_connection_accepter.p[each.key].id
			}`,
			`peering aws_vpc_peering_connection.p["b"]: aws_vpc.a with aws_vpc.b, active true, one region true
			peering aws_vpc_peering_connection.p["c"]: aws_vpc.a with vpc-c (beyond), active true, one region true
			route aws_route.r["c"] to aws_vpc_peering_connection.p["c"]`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			after, _ := build(t, peered+tt.plan, withVPCs(tt.tf))
			compare(t, exits(after)+"\n"+routes(after), tt.want)
		})
	}
}

// withVPCs is a configuration with the VPCs of peered; empty for none.
func withVPCs(tf string) string {
	if tf == "" {
		return ""
	}
	return strings.Join([]string{`
resource "aws_vpc" "a" {
  cidr_block = "10.1.0.0/16"
}
resource "aws_vpc" "b" {
  cidr_block = "10.2.0.0/16"
}`, tf}, "\n")
}

// TestPeeringBefore: the side before apply has what the state shows.
func TestPeeringBefore(t *testing.T) {
	_, before := build(t, peered+`
		/ aws_vpc_peering_connection.p {"id": "pcx-1", "vpc_id": "vpc-a", "peer_vpc_id": "vpc-b", "accept_status": "active", "peer_region": "eu-west-1"} {"vpc_id": "vpc-b", "peer_vpc_id": "vpc-a", "peer_region": "eu-west-1"}
		+ aws_vpc_peering_connection.new {"vpc_id": "vpc-a", "peer_vpc_id": "vpc-b", "auto_accept": true}
		= aws_vpc_peering_connection.pending {"id": "pcx-2", "vpc_id": "vpc-a", "peer_vpc_id": "vpc-b", "accept_status": "pending-acceptance", "peer_region": "eu-west-1"}
		+ aws_vpc_peering_connection_accepter.pending {"vpc_peering_connection_id": "pcx-2", "auto_accept": true}`, "")
	compare(t, exits(before), `
		peering aws_vpc_peering_connection.p: aws_vpc.a with aws_vpc.b, active true, one region true
		peering aws_vpc_peering_connection.pending: aws_vpc.a with aws_vpc.b, active false, one region true`)
}
