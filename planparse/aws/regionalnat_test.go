package aws_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/reach"
)

// TestRegionalNAT: a regional NAT gateway is in a VPC, with a route table of its own
// that leads to the internet and that the plan may add to (NAT-13).
func TestRegionalNAT(t *testing.T) {
	const (
		base = `
			+ aws_vpc.v {"cidr_block": "10.0.0.0/16"}
			+ aws_internet_gateway.g {"vpc_id": "?"}
			`
		sources = `
			resource "aws_vpc" "v" { cidr_block = "10.0.0.0/16" }
			resource "aws_internet_gateway" "g" { vpc_id = aws_vpc.v.id }
			resource "aws_nat_gateway" "n" {
			  availability_mode = "regional"
			  vpc_id            = aws_vpc.v.id
			}
			resource "aws_route" "r" {
			  route_table_id     = aws_nat_gateway.n.route_table_id
			  transit_gateway_id = "tgw-1"
			}`
		nat = `+ aws_nat_gateway.n {"availability_mode": "regional", "connectivity_type": "public", "allocation_id": null`
	)
	for _, tt := range []struct {
		name    string
		plan    string
		sources string
		want    string
	}{
		{"by itself", base + nat + `, "vpc_id": "?", "route_table_id": "?", "availability_zone_address": "?", "auto_provision_zones": "?"}`, sources,
			"in aws_vpc.v, all zones, 0.0.0.0/0 to aws_internet_gateway.g"},
		{"in named zones", base + nat + `, "availability_zone_address": [{"availability_zone": "eu-1b"}, {"availability_zone": "eu-1a"}], "vpc_id": "?", "route_table_id": "?"}`, sources,
			"in aws_vpc.v, eu-1b eu-1a, 0.0.0.0/0 to aws_internet_gateway.g"},
		{"in zones by their ids", base + nat + `, "availability_zone_address": [{"availability_zone_id": "euc1-az1"}], "vpc_id": "?", "route_table_id": "?"}`, sources, "not modelled"},
		{"in zones that AWS provided", base + `= aws_nat_gateway.n {"id": "nat-1", "availability_mode": "regional", "vpc_id": "vpc-9", "route_table_id": "rtb-9", "auto_provision_zones": "enabled", "availability_zone_address": [{"availability_zone": "eu-1b"}]}`, "",
			"in vpc-9, all zones, 0.0.0.0/0 to unknown, the route table of aws_nat_gateway.n has only the routes of this plan, and the one to the internet gateway that AWS made"},
		{"with a route of the plan", base + nat + `, "vpc_id": "?", "route_table_id": "?", "availability_zone_address": "?"}
			+ aws_route.r {"destination_cidr_block": "10.8.0.0/16", "transit_gateway_id": "tgw-1", "route_table_id": "?"}`, sources,
			"in aws_vpc.v, all zones, 0.0.0.0/0 to aws_internet_gateway.g, 10.8.0.0/16 to tgw-1"},
		{"with another default", base + nat + `, "vpc_id": "?", "route_table_id": "?", "availability_zone_address": "?"}
			+ aws_route.r {"destination_cidr_block": "0.0.0.0/0", "transit_gateway_id": "tgw-1", "route_table_id": "?"}`, sources,
			"in aws_vpc.v, all zones, 0.0.0.0/0 to tgw-1"},
		{"with a route to its id", base + `
			= aws_nat_gateway.n {"id": "nat-1", "availability_mode": "regional", "vpc_id": "vpc-9", "route_table_id": "rtb-9"}
			= aws_route.r {"id": "r", "route_table_id": "rtb-9", "destination_cidr_block": "0.0.0.0/0", "transit_gateway_id": "tgw-1"}`, "",
			"in vpc-9, all zones, 0.0.0.0/0 to tgw-1, the route table of aws_nat_gateway.n has only the routes of this plan, and the one to the internet gateway that AWS made"},
		{"in a mode that is not known", base + `+ aws_nat_gateway.n {"allocation_id": null, "vpc_id": "?", "availability_mode": "?"}`, strings.Replace(sources, `"regional"`, "terraform_data.x.output", 1), "not modelled"},
		{"in a mode that nobody sets", base + `+ aws_nat_gateway.n {"allocation_id": "eipalloc-1", "subnet_id": "subnet-1", "vpc_id": "?", "availability_mode": "?", "route_table_id": "?"}`,
			strings.Replace(sources, `availability_mode = "regional"`, "", 1), "in subnet-1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := after(t, tt.plan, tt.sources)
			if got := natText(n); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func natText(n *reach.Network) string {
	if len(n.NATGateways) == 0 && len(n.Others) == 1 {
		return "not modelled"
	}
	g := n.NATGateways[0]
	if !g.Subnet.IsNone() {
		return "in " + named(g.Subnet)
	}
	zones := strings.Join(g.Zones, " ")
	if zones == "" {
		zones = "all zones"
	}
	text := fmt.Sprintf("in %s, %s", named(g.VPC), zones)
	table, ok := g.Table.Exact()
	if !ok || g.Private != reach.Known(false) || table.Attribute != "route_table" {
		return text + ", which is none"
	}
	var routes []string
	for _, r := range n.Routes {
		if r.Table.Is(table) {
			routes = append(routes, ", "+r.Destination.Value.String()+" to "+named(r.Target))
		}
	}
	slices.Sort(routes)
	text += strings.Join(routes, "")
	if table.Assumed != "" {
		text += ", " + table.Assumed
	}
	return text
}
