package aws_test

import (
	"slices"
	"testing"
)

const (
	// aVPC is a VPC with all that plans show of one that exists, and anIGW its gateway.
	aVPC  = `= aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16", "ipv6_cidr_block": "", "main_route_table_id": "rtb-0", "default_route_table_id": "rtb-0", "default_network_acl_id": "acl-0", "default_security_group_id": "sg-0"}` + "\n"
	anIGW = `= aws_internet_gateway.i {"id": "igw-1", "vpc_id": "vpc-1"}` + "\n"
)

// TestRoutes: which routes tables have (RT-2, RT-11, RT-12, PLAN-2, PLAN-3).
func TestRoutes(t *testing.T) {
	const (
		out   = `{"cidr_block": "0.0.0.0/0", "ipv6_cidr_block": "", "gateway_id": "igw-1"}`
		inner = `{"cidr_block": "172.16.0.0/12", "ipv6_cidr_block": "", "gateway_id": "igw-1"}`
		route = `"id": "r-1", "route_table_id": "rtb-1", "destination_cidr_block": "0.0.0.0/0", "destination_ipv6_cidr_block": "", "gateway_id": "igw-1"`
	)
	table := func(routes string) string {
		return anIGW + `= aws_route_table.t {"id": "rtb-1", "vpc_id": "vpc-1", "route": [` + routes + `]}` + "\n"
	}
	becomes := func(before, after string) string {
		return anIGW + `~ aws_route_table.t {"id": "rtb-1", "vpc_id": "vpc-1", "route": [` + before + `]} {"id": "rtb-1", "vpc_id": "vpc-1", "route": ` + after + "}\n"
	}
	say(t, "", []saying{
		{"blocks", table(out + "," + `{"cidr_block": "", "ipv6_cidr_block": "::/0", "gateway_id": "igw-1"}`), "", `
			aws_route_table.t.route[0]: Table=aws_route_table.t Destination=0.0.0.0/0 Target=aws_internet_gateway.i
			aws_route_table.t.route[1]: Table=aws_route_table.t Destination=::/0 Target=aws_internet_gateway.i`},
		{"a list", table(`{"cidr_block": "", "ipv6_cidr_block": "", "destination_prefix_list_id": "pl-1", "gateway_id": "igw-1"}`), "", "aws_route_table.t.route[0]: Table=aws_route_table.t List=pl-1 (beyond) Target=aws_internet_gateway.i"},
		{"RT-11 local", table(`{"cidr_block": "10.0.0.0/16", "gateway_id": "local"}`), "", "aws_route_table.t.route[0]: Table=aws_route_table.t Destination=10.0.0.0/16 Target=local"},
		{"RT-11 what is named decides, not the attribute", anIGW + `= aws_nat_gateway.n {"id": "nat-1", "subnet_id": "subnet-1", "connectivity_type": "public", "allocation_id": "eipalloc-1"}
			= aws_route_table.t {"id": "rtb-1", "route": [{"cidr_block": "0.0.0.0/0", "gateway_id": "nat-1"}]}`, "", "aws_route_table.t.route[0]: Table=aws_route_table.t Destination=0.0.0.0/0 Target=aws_nat_gateway.n"},
		{"RT-11 an empty attribute names nothing", table(`{"cidr_block": "0.0.0.0/0", "gateway_id": "", "nat_gateway_id": "", "vpc_peering_connection_id": "pcx-1"}`), "", "aws_route_table.t.route[0]: Table=aws_route_table.t Destination=0.0.0.0/0 Target=pcx-1 (beyond)"},
		{"no target", table(`{"cidr_block": "0.0.0.0/0", "gateway_id": "", "nat_gateway_id": null}`), "", "aws_route_table.t.route[0]: Table=aws_route_table.t Destination=0.0.0.0/0 Target=[?aws_route_table.t.route[0]]"},
		{"no destination", table(`{"cidr_block": "", "ipv6_cidr_block": "", "gateway_id": "igw-1"}`), "", "aws_route_table.t.route[0]: Table=aws_route_table.t Destination=?aws_route_table.t.route[0] Target=aws_internet_gateway.i"},
		{"PLAN-2 a new table that nobody gives routes", `+ aws_route_table.t {"vpc_id": "vpc-1", "route": "?"}`, `resource "aws_route_table" "t" {}`, ""},
		{"a new table whose routes no sources show", `+ aws_route_table.t {"vpc_id": "vpc-1", "route": "?"}`, "", "aws_route_table.t.route: Table=aws_route_table.t Destination=?aws_route_table.t.route Target=[?aws_route_table.t.route]"},
		{"a table whose routes the plan does not show", `= aws_route_table.t {"id": "rtb-1", "vpc_id": "vpc-1"}`, "", "aws_route_table.t.route: Table=aws_route_table.t Destination=?aws_route_table.t.route Target=[?aws_route_table.t.route]"},
		{"routes that are no blocks", `= aws_route_table.t {"id": "rtb-1", "vpc_id": "vpc-1", "route": ["igw-1"]}`, "", "aws_route_table.t.route: Table=aws_route_table.t Destination=?aws_route_table.t.route Target=[?aws_route_table.t.route]"},
		{"a target that is known after apply", `+ aws_route_table.t {"vpc_id": "vpc-1", "route": [{"cidr_block": "0.0.0.0/0", "nat_gateway_id": "?"}]}`, "", "aws_route_table.t.route[0]: Table=aws_route_table.t Destination=0.0.0.0/0 Target=[?aws_route_table.t.route[0].nat_gateway_id]"},
		{"targets that are known after apply", `+ aws_route_table.t {"vpc_id": "vpc-1", "route": [{"cidr_block": "0.0.0.0/0", "nat_gateway_id": "?", "gateway_id": "?"}]}`, "", "aws_route_table.t.route[0]: Table=aws_route_table.t Destination=0.0.0.0/0 Target=[?aws_route_table.t.route[0].gateway_id]"},
		{"a destination that is known after apply", `+ aws_route_table.t {"vpc_id": "vpc-1", "route": [{"cidr_block": "?", "ipv6_cidr_block": "", "gateway_id": "igw-9"}]}`, "", "aws_route_table.t.route[0]: Table=aws_route_table.t Destination=?aws_route_table.t.route[0].cidr_block Target=igw-9 (beyond)"},
		{"a list that is known after apply", `+ aws_route_table.t {"vpc_id": "vpc-1", "route": [{"cidr_block": "", "ipv6_cidr_block": "", "destination_prefix_list_id": "?", "gateway_id": "igw-9"}]}`, "", "aws_route_table.t.route[0]: Table=aws_route_table.t Destination=?aws_route_table.t.route[0].destination_prefix_list_id List=[?aws_route_table.t.route[0].destination_prefix_list_id] Target=igw-9 (beyond)"},
		{"a block and a list that are known after apply", `+ aws_route_table.t {"vpc_id": "vpc-1", "route": [{"cidr_block": "?", "ipv6_cidr_block": "", "destination_prefix_list_id": "?", "gateway_id": "igw-9"}]}`, "", "aws_route_table.t.route[0]: Table=aws_route_table.t Destination=?aws_route_table.t.route[0].cidr_block Target=igw-9 (beyond)"},
		{"a block that is not known and a list that is", `+ aws_route_table.t {"vpc_id": "vpc-1", "route": [{"cidr_block": "?", "ipv6_cidr_block": "", "destination_prefix_list_id": "pl-1", "gateway_id": "igw-9"}]}`, "", "aws_route_table.t.route[0]: Table=aws_route_table.t List=pl-1 (beyond) Target=igw-9 (beyond)"},
		{"a block that is none", table(`{"cidr_block": "everywhere", "gateway_id": "igw-1"}`), "", "aws_route_table.t.route[0]: Table=aws_route_table.t Destination=?aws_route_table.t.route[0].cidr_block Target=aws_internet_gateway.i"},
		{"RT-10 a target that this plan deletes", `- aws_internet_gateway.i {"id": "igw-1", "vpc_id": "vpc-1"}
			= aws_route_table.t {"id": "rtb-1", "route": [` + out + `]}`, "", "aws_route_table.t.route[0]: Table=aws_route_table.t Destination=0.0.0.0/0 Target=gone aws_internet_gateway.i"},
		{"RT-10 a target that this plan replaces", `/ aws_internet_gateway.i {"id": "igw-1", "vpc_id": "vpc-1"} {"vpc_id": "vpc-1"}
			= aws_route_table.t {"id": "rtb-1", "route": [` + out + `]}`, "", "aws_route_table.t.route[0]: Table=aws_route_table.t Destination=0.0.0.0/0 Target=gone aws_internet_gateway.i"},

		{"a resource of its own", table("") + `= aws_route.r {` + route + `}`, "", "aws_route.r: Table=aws_route_table.t Destination=0.0.0.0/0 Target=aws_internet_gateway.i"},
		{"a resource of its own to a list", table("") + `= aws_route.r {"id": "r-1", "route_table_id": "rtb-1", "destination_cidr_block": "", "destination_prefix_list_id": "pl-1", "gateway_id": "igw-1"}`, "", "aws_route.r: Table=aws_route_table.t List=pl-1 (beyond) Target=aws_internet_gateway.i"},
		{"attributes that AWS computes and nobody sets", table("") + `+ aws_route.r {"route_table_id": "rtb-1", "destination_cidr_block": "0.0.0.0/0", "destination_ipv6_cidr_block": "?", "destination_prefix_list_id": "?", "gateway_id": "igw-1", "instance_id": "?", "network_interface_id": "?"}`,
			`resource "aws_route" "r" {
				route_table_id         = "rtb-1"
				destination_cidr_block = "0.0.0.0/0"
				gateway_id             = "igw-1"
			}`, "aws_route.r: Table=aws_route_table.t Destination=0.0.0.0/0 Target=aws_internet_gateway.i"},
		{"a target that nobody sets is none of two", table("") + `+ aws_route.r {"route_table_id": "rtb-1", "destination_cidr_block": "0.0.0.0/0", "gateway_id": "?", "instance_id": "?"}`,
			`resource "aws_route" "r" {
				destination_cidr_block = "0.0.0.0/0"
				gateway_id             = terraform_data.x.output
			}`, "aws_route.r: Table=aws_route_table.t Destination=0.0.0.0/0 Target=[?aws_route.r.gateway_id]"},
		{"a destination of the other family that is known after apply", table("") + `+ aws_route.r {"route_table_id": "rtb-1", "destination_cidr_block": "?", "destination_ipv6_cidr_block": "?", "destination_prefix_list_id": "?", "gateway_id": "igw-1"}`,
			`resource "aws_route" "r" {
				destination_ipv6_cidr_block = terraform_data.x.output
				gateway_id                  = "igw-1"
			}`, "aws_route.r: Table=aws_route_table.t Destination=?aws_route.r.destination_ipv6_cidr_block Target=aws_internet_gateway.i"},
		{"a list that is known after apply, as a resource", table("") + `+ aws_route.r {"route_table_id": "rtb-1", "destination_cidr_block": "?", "destination_ipv6_cidr_block": "?", "destination_prefix_list_id": "?", "gateway_id": "igw-1"}`,
			`resource "aws_route" "r" {
				destination_prefix_list_id = terraform_data.x.output
				gateway_id                 = "igw-1"
			}`, "aws_route.r: Table=aws_route_table.t Destination=?aws_route.r.destination_prefix_list_id List=[?aws_route.r.destination_prefix_list_id] Target=aws_internet_gateway.i"},
		{"a target that nobody sets before the one that is set", table("") + `+ aws_nat_gateway.n {"subnet_id": "subnet-1", "connectivity_type": "private"}
			+ aws_route.r {"route_table_id": "rtb-1", "destination_cidr_block": "0.0.0.0/0", "gateway_id": "?", "instance_id": "?", "nat_gateway_id": "?", "network_interface_id": "?"}`,
			`resource "aws_nat_gateway" "n" {
				subnet_id         = "subnet-1"
				connectivity_type = "private"
			}
			resource "aws_route" "r" {
				route_table_id         = "rtb-1"
				destination_cidr_block = "0.0.0.0/0"
				nat_gateway_id         = aws_nat_gateway.n.id
			}`, "aws_route.r: Table=aws_route_table.t Destination=0.0.0.0/0 Target=aws_nat_gateway.n"},
		{"a list that this plan makes", anIGW + `+ aws_ec2_managed_prefix_list.l {"address_family": "IPv4", "max_entries": 1, "entry": []}
			+ aws_route_table.t {"vpc_id": "vpc-1", "route": [{"cidr_block": "", "ipv6_cidr_block": "", "destination_prefix_list_id": "?", "gateway_id": "igw-1"}]}`,
			`resource "aws_ec2_managed_prefix_list" "l" {
				address_family = "IPv4"
				max_entries    = 1
			}
			resource "aws_route_table" "t" {
				vpc_id = "vpc-1"
				route {
					destination_prefix_list_id = aws_ec2_managed_prefix_list.l.id
					gateway_id                 = "igw-1"
				}
			}`, "aws_route_table.t.route[0]: Table=aws_route_table.t List=aws_ec2_managed_prefix_list.l Target=aws_internet_gateway.i"},
		{"in a table that is known after apply", `+ aws_route.r {"route_table_id": "?", "destination_cidr_block": "0.0.0.0/0", "gateway_id": "igw-1"}`, "", "aws_route.r: Table=[?aws_route.r.route_table_id] Destination=0.0.0.0/0 Target=igw-1 (beyond)"},
		{"PLAN-3 what the table shows is a copy", table(out) + `= aws_route.r {"id": "r-1", "route_table_id": "rtb-1", "destination_cidr_block": "0.0.0.0/0", "nat_gateway_id": "nat-1"}`, "", "aws_route.r: Table=aws_route_table.t Destination=0.0.0.0/0 Target=nat-1 (beyond)"},
		{"PLAN-3 what the table shows of a list is a copy", table(`{"cidr_block": "", "ipv6_cidr_block": "", "destination_prefix_list_id": "pl-1", "gateway_id": "igw-1"}`) +
			`= aws_route.r {"id": "r-1", "route_table_id": "rtb-1", "destination_cidr_block": "", "destination_prefix_list_id": "pl-1", "nat_gateway_id": "nat-1"}`, "", "aws_route.r: Table=aws_route_table.t List=pl-1 (beyond) Target=nat-1 (beyond)"},
		{"PLAN-3 a deleted route leaves a copy", table(out) + `- aws_route.r {` + route + `}`, "", "no more aws_route.r: Table=aws_route_table.t Destination=0.0.0.0/0"},
		{"PLAN-3 a deleted route to a list", table(`{"cidr_block": "", "ipv6_cidr_block": "", "destination_prefix_list_id": "pl-1", "gateway_id": "igw-1"}`) +
			`- aws_route.r {"id": "r-1", "route_table_id": "rtb-1", "destination_cidr_block": "", "destination_prefix_list_id": "pl-1", "gateway_id": "igw-1"}`, "", "no more aws_route.r: Table=aws_route_table.t List=pl-1 (beyond)"},
		{"PLAN-3 a deleted route that the table did not show", table(inner) + `- aws_route.r {` + route + `}`, "", `
			aws_route_table.t.route[0]: Table=aws_route_table.t Destination=172.16.0.0/12 Target=aws_internet_gateway.i
			no more aws_route.r: Table=aws_route_table.t Destination=0.0.0.0/0`},
		{"PLAN-3 a deleted route that the table gets in this plan", becomes("", "["+out+"]") + `- aws_route.r {` + route + `}`, "", "aws_route_table.t.route[0]: Table=aws_route_table.t Destination=0.0.0.0/0 Target=aws_internet_gateway.i"},
		{"PLAN-3 a deleted route that another one makes anew", table("") + `- aws_route.r {` + route + `}
			+ aws_route.s {"route_table_id": "rtb-1", "destination_cidr_block": "0.0.0.0/0", "nat_gateway_id": "nat-1"}`, "", "aws_route.s: Table=aws_route_table.t Destination=0.0.0.0/0 Target=nat-1 (beyond)"},
		{"PLAN-3 a route that moves to another table", table(out) + `/ aws_route.r {` + route + `} {"route_table_id": "rtb-9", "destination_cidr_block": "0.0.0.0/0", "gateway_id": "igw-1"}`, "", "aws_route.r: Table=rtb-9 (beyond) Destination=0.0.0.0/0 Target=aws_internet_gateway.i"},
		{"PLAN-3 a deleted route of another table", table(out) + `- aws_route.r {"id": "r-1", "route_table_id": "rtb-9", "destination_cidr_block": "0.0.0.0/0", "gateway_id": "igw-1"}`, "", `
			aws_route_table.t.route[0]: Table=aws_route_table.t Destination=0.0.0.0/0 Target=aws_internet_gateway.i
			no more aws_route.r: Table=rtb-9 (beyond) Destination=0.0.0.0/0`},
		{"RT-12 a table takes away the route that a resource holds", becomes(out, "["+inner+"]") + `= aws_route.r {` + route + `}`, "", `
			aws_route_table.t.route[0]: Table=aws_route_table.t Destination=172.16.0.0/12 Target=aws_internet_gateway.i
			no more aws_route.r: Table=aws_route_table.t Destination=0.0.0.0/0 Target=aws_internet_gateway.i`},
		{"RT-12 a table keeps the route that a resource holds", becomes(out, "["+out+","+inner+"]") + `= aws_route.r {` + route + `}`, "", `
			aws_route.r: Table=aws_route_table.t Destination=0.0.0.0/0 Target=aws_internet_gateway.i
			aws_route_table.t.route[1]: Table=aws_route_table.t Destination=172.16.0.0/12 Target=aws_internet_gateway.i`},
		{"RT-12 a route that this plan makes comes after what its table takes away", becomes(out, "["+inner+"]") + `+ aws_route.r {"route_table_id": "rtb-1", "destination_cidr_block": "0.0.0.0/0", "gateway_id": "igw-1"}`, "", `
			aws_route.r: Table=aws_route_table.t Destination=0.0.0.0/0 Target=aws_internet_gateway.i
			aws_route_table.t.route[0]: Table=aws_route_table.t Destination=172.16.0.0/12 Target=aws_internet_gateway.i`},
		{"RT-12 a table whose routes are known after apply may take any away", becomes(out, `"?"`) + `= aws_route.r {` + route + `}`, "", `
			aws_route.r: Table=aws_route_table.t Destination=0.0.0.0/0 Target=aws_internet_gateway.i
			aws_route_table.t.route: Table=aws_route_table.t Destination=?aws_route_table.t.route Target=[?aws_route_table.t.route]`},
		{"RT-12 a table writes the route that a resource holds anew", becomes(out, `[{"cidr_block": "0.0.0.0/0", "ipv6_cidr_block": "", "gateway_id": "", "nat_gateway_id": "nat-1"}]`) + `= aws_route.r {` + route + `}`, "", "aws_route_table.t.route[0]: Table=aws_route_table.t Destination=0.0.0.0/0 Target=nat-1 (beyond)"},
		{"RT-12 a table writes it anew, to what is known after apply", becomes(out, `[{"cidr_block": "0.0.0.0/0", "ipv6_cidr_block": "", "gateway_id": "?"}]`) + `= aws_route.r {` + route + `}`, "", "aws_route_table.t.route[0]: Table=aws_route_table.t Destination=0.0.0.0/0 Target=[?aws_route_table.t.route[0].gateway_id]"},
		{"RT-12 a table writes it anew, and the resource after it", becomes(out, `[{"cidr_block": "0.0.0.0/0", "ipv6_cidr_block": "", "nat_gateway_id": "nat-1"}]`) + `~ aws_route.r {` + route + `} {` + route + `}`, "", "aws_route.r: Table=aws_route_table.t Destination=0.0.0.0/0 Target=aws_internet_gateway.i"},
		{"RT-12 a route that the table never showed", becomes(inner, `[]`) + `= aws_route.r {` + route + `}`, "", "aws_route.r: Table=aws_route_table.t Destination=0.0.0.0/0 Target=aws_internet_gateway.i"},
		{"RT-17 what a route server propagates", table("") + `= aws_vpc_route_server_propagation.p {"id": "x", "route_table_id": "rtb-1"}`, "", "aws_vpc_route_server_propagation.p.id: Table=aws_route_table.t Destination=?aws_vpc_route_server_propagation.p.id Target=[?aws_vpc_route_server_propagation.p.id]"},
		{"a table that a data source reads", anIGW + `< data.aws_route_table.t {"id": "rtb-1", "route_table_id": "rtb-1", "vpc_id": "vpc-1", "routes": [` + out + `], "associations": []}`, "", "data.aws_route_table.t.routes[0]: Table=data.aws_route_table.t Destination=0.0.0.0/0 Target=aws_internet_gateway.i"},
		{"a table that a data source reads, of the plan", table(out) + `< data.aws_route_table.t {"id": "rtb-1", "route_table_id": "rtb-1", "routes": [` + inner + `], "associations": []}`, "", "aws_route_table.t.route[0]: Table=aws_route_table.t Destination=0.0.0.0/0 Target=aws_internet_gateway.i"},
		{"PLAN-3 a deleted route of a table that a data source reads", anIGW + `< data.aws_route_table.t {"id": "rtb-1", "route_table_id": "rtb-1", "vpc_id": "vpc-1", "routes": [` + out + `], "associations": []}
			- aws_route.r {` + route + `}`, "", "no more aws_route.r: Table=data.aws_route_table.t Destination=0.0.0.0/0"},
	}, "Routes", "DeletedRoutes")
}

// TestDeletedRoutesInOrder: lists by their names before blocks, so that one plan is always
// told in the same way.
func TestDeletedRoutesInOrder(t *testing.T) {
	plan := `= aws_route_table.t {"id": "rtb-1", "vpc_id": "vpc-1", "route": []}` + "\n"
	var want []string
	for _, name := range []string{"f", "e", "d", "c", "b", "a"} {
		plan += `- aws_route.` + name + ` {"id": "r-1", "route_table_id": "rtb-1", "destination_prefix_list_id": "pl-` + name + `", "gateway_id": "igw-1"}` + "\n"
		want = slices.Insert(want, 0, "aws_route."+name)
	}
	plan += `- aws_route.block {"id": "r-1", "route_table_id": "rtb-1", "destination_cidr_block": "0.0.0.0/0", "gateway_id": "igw-1"}` + "\n"
	want = append(want, "aws_route.block")
	var got []string
	for _, r := range after(t, plan, "").DeletedRoutes {
		got = append(got, r.Address)
	}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestMainTables: which table a subnet without one has (RT-1, PLAN-7).
func TestMainTables(t *testing.T) {
	const (
		tables = `= aws_route_table.t {"id": "rtb-1", "vpc_id": "vpc-1", "route": []}
			= aws_route_table.u {"id": "rtb-2", "vpc_id": "vpc-1", "route": []}
			`
		main = `"id": "x", "vpc_id": "vpc-1", "route_table_id": "rtb-1", "original_route_table_id": "rtb-2"`
	)
	shows := func(main string) string {
		return `= aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16", "ipv6_cidr_block": "", "main_route_table_id": "` + main + `", "default_route_table_id": "rtb-0"}` + "\n"
	}
	say(t, "", []saying{
		{"that of AWS", aVPC, "", `
			aws_vpc.v.main_route_table: VPC=aws_vpc.v Assumed
			aws_vpc.v: Main=aws_vpc.v.main_route_table`},
		{"one that somebody made the main one", shows("rtb-1") + tables, "", `
			aws_route_table.t: VPC=aws_vpc.v
			aws_route_table.u: VPC=aws_vpc.v
			aws_vpc.v.main_route_table: VPC=aws_vpc.v Assumed
			aws_vpc.v: Main=aws_route_table.t`},
		{"one that is not in the plan", shows("rtb-9"), "", `
			aws_vpc.v.main_route_table: VPC=aws_vpc.v Assumed
			aws_vpc.v: Main=rtb-9 (beyond)`},
		{"a VPC that does not show it", `= aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16", "main_route_table_id": "", "default_route_table_id": "rtb-0"}`, "", `
			aws_vpc.v.main_route_table: VPC=aws_vpc.v Assumed
			aws_vpc.v: Main=aws_vpc.v.main_route_table`},
		{"an association", aVPC + tables + `= aws_main_route_table_association.m {` + main + `}`, "", `
			aws_main_route_table_association.m: VPC=aws_vpc.v Table=aws_route_table.t
			aws_route_table.t: VPC=aws_vpc.v
			aws_route_table.u: VPC=aws_vpc.v
			aws_vpc.v.main_route_table: VPC=aws_vpc.v Assumed
			aws_vpc.v: Main=aws_vpc.v.main_route_table`},
		{"a deleted association: the table that it had replaced", shows("rtb-1") + tables + `- aws_main_route_table_association.m {` + main + `}`, "", `
			aws_route_table.t: VPC=aws_vpc.v
			aws_route_table.u: VPC=aws_vpc.v
			aws_vpc.v.main_route_table: VPC=aws_vpc.v Assumed
			aws_vpc.v: Main=aws_route_table.u`},
		{"a deleted association that does not show what it had replaced", shows("rtb-1") + tables + `- aws_main_route_table_association.m {"id": "x", "vpc_id": "vpc-1", "route_table_id": "rtb-1", "original_route_table_id": ""}`, "", `
			aws_route_table.t: VPC=aws_vpc.v
			aws_route_table.u: VPC=aws_vpc.v
			aws_vpc.v.main_route_table: VPC=aws_vpc.v Assumed
			aws_vpc.v: Main=[?aws_main_route_table_association.m.original_route_table_id]`},
		{"a deleted association of another VPC", shows("rtb-1") + tables + `- aws_main_route_table_association.m {"id": "x", "vpc_id": "vpc-9", "route_table_id": "rtb-1", "original_route_table_id": "rtb-2"}`, "", `
			aws_route_table.t: VPC=aws_vpc.v
			aws_route_table.u: VPC=aws_vpc.v
			aws_vpc.v.main_route_table: VPC=aws_vpc.v Assumed
			aws_vpc.v: Main=aws_route_table.t`},
		{"the default one, adopted", aVPC + `= aws_default_route_table.d {"id": "rtb-0", "default_route_table_id": "rtb-0", "vpc_id": "vpc-1", "route": []}`, "", `
			aws_default_route_table.d: VPC=aws_vpc.v
			aws_vpc.v.main_route_table: VPC=aws_vpc.v Assumed
			aws_vpc.v: Main=aws_default_route_table.d`},
		{"the default one, adopted, is not the main one", shows("rtb-1") + tables + `= aws_default_route_table.d {"id": "rtb-0", "default_route_table_id": "rtb-0", "vpc_id": "vpc-1", "route": []}`, "", `
			aws_default_route_table.d: VPC=aws_vpc.v
			aws_route_table.t: VPC=aws_vpc.v
			aws_route_table.u: VPC=aws_vpc.v
			aws_vpc.v.main_route_table: VPC=aws_vpc.v Assumed
			aws_vpc.v: Main=aws_route_table.t`},
		{"the default one of a VPC that a data source reads need not be the main one", `< data.aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16"}
			= aws_default_route_table.d {"id": "rtb-0", "default_route_table_id": "rtb-0", "vpc_id": "vpc-1", "route": []}`, "", `
			aws_default_route_table.d: VPC=data.aws_vpc.v
			data.aws_vpc.v:`},
	}, "VPCs:Main", "RouteTables", "MainTables")
}

// TestTableAssociations: which table a subnet, or the edge of a gateway, has (RT-1,
// RT-13).
func TestTableAssociations(t *testing.T) {
	const (
		things = anIGW + `= aws_subnet.a {"id": "subnet-a", "cidr_block": "10.0.0.0/24"}
			= aws_subnet.b {"id": "subnet-b", "cidr_block": "10.0.1.0/24"}
			= aws_route_table.t {"id": "rtb-1", "vpc_id": "vpc-1", "route": []}
			`
		read = `< data.aws_route_table.r {"id": "rtb-2", "route_table_id": "rtb-2", "vpc_id": "vpc-1", "routes": [], "associations": [{"subnet_id": "subnet-a"}, {"subnet_id": ""}, {"subnet_id": "subnet-b"}]}` + "\n"
	)
	say(t, things, []saying{
		{"of a subnet", `= aws_route_table_association.x {"id": "x", "subnet_id": "subnet-a", "gateway_id": "", "route_table_id": "rtb-1"}`, "", "aws_route_table_association.x: Subnet=aws_subnet.a Table=aws_route_table.t"},
		{"RT-13 of a gateway", `= aws_route_table_association.x {"id": "x", "subnet_id": "", "gateway_id": "igw-1", "route_table_id": "rtb-1"}`, "", "aws_route_table_association.x: Gateway=aws_internet_gateway.i Table=aws_route_table.t"},
		{"of a provider without gateways", `= aws_route_table_association.x {"id": "x", "subnet_id": "subnet-a", "route_table_id": "rtb-1"}`, "", "aws_route_table_association.x: Subnet=aws_subnet.a Table=aws_route_table.t"},
		{"RT-13 of a gateway, with a subnet that nobody sets", `+ aws_route_table_association.x {"subnet_id": "?", "gateway_id": "igw-1", "route_table_id": "rtb-1"}`, `
			resource "aws_route_table_association" "x" {
				gateway_id     = "igw-1"
				route_table_id = "rtb-1"
			}`, "aws_route_table_association.x: Gateway=aws_internet_gateway.i Table=aws_route_table.t"},
		{"of a subnet that is known after apply", `+ aws_route_table_association.x {"subnet_id": "?", "gateway_id": null, "route_table_id": "rtb-1"}`, "", "aws_route_table_association.x: Subnet=[?aws_route_table_association.x.subnet_id] Table=aws_route_table.t"},
		{"those that a data source shows", read, "", `
			data.aws_route_table.r.associations[0]: Subnet=aws_subnet.a Table=data.aws_route_table.r
			data.aws_route_table.r.associations[2]: Subnet=aws_subnet.b Table=data.aws_route_table.r`},
		{"those that a data source shows and this plan deletes", read + `- aws_route_table_association.x {"id": "x", "subnet_id": "subnet-a", "route_table_id": "rtb-2"}`, "", "data.aws_route_table.r.associations[2]: Subnet=aws_subnet.b Table=data.aws_route_table.r"},
		{"one that this plan deletes, of another table", read + `- aws_route_table_association.x {"id": "x", "subnet_id": "subnet-a", "route_table_id": "rtb-1"}`, "", `
			data.aws_route_table.r.associations[0]: Subnet=aws_subnet.a Table=data.aws_route_table.r
			data.aws_route_table.r.associations[2]: Subnet=aws_subnet.b Table=data.aws_route_table.r`},
		{"those that a data source shows and this plan has as resources", read + `= aws_route_table_association.x {"id": "x", "subnet_id": "subnet-a", "route_table_id": "rtb-1"}`, "", `
			aws_route_table_association.x: Subnet=aws_subnet.a Table=aws_route_table.t
			data.aws_route_table.r.associations[2]: Subnet=aws_subnet.b Table=data.aws_route_table.r`},
		{"those that a data source shows and a resource may have moved", read + `+ aws_route_table_association.x {"subnet_id": "?", "route_table_id": "rtb-1"}`, "", `
			aws_route_table_association.x: Subnet=[?aws_route_table_association.x.subnet_id] Table=aws_route_table.t
			data.aws_route_table.r.associations[0]: Subnet=[aws_subnet.a | ?aws_route_table_association.x.subnet_id] Table=data.aws_route_table.r
			data.aws_route_table.r.associations[2]: Subnet=[aws_subnet.b | ?aws_route_table_association.x.subnet_id] Table=data.aws_route_table.r`},
	}, "TableAssociations")
}

// TestBlocks: the address blocks of VPCs (RT-6, RT-16).
func TestBlocks(t *testing.T) {
	say(t, "", []saying{
		{"IPv4 and IPv6", `= aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16", "ipv6_cidr_block": "2600:1f18::/56"}`, "", `
			aws_vpc.v.cidr_block: VPC=aws_vpc.v Prefix=10.0.0.0/16
			aws_vpc.v.ipv6_cidr_block: VPC=aws_vpc.v Prefix=2600:1f18::/56 Six`},
		{"more of them", aVPC + `= aws_vpc_ipv4_cidr_block_association.x {"id": "x", "vpc_id": "vpc-1", "cidr_block": "10.1.0.0/16"}
			= aws_vpc_ipv6_cidr_block_association.y {"id": "y", "vpc_id": "vpc-1", "ipv6_cidr_block": "2600:1f18::/56"}`, "", `
			aws_vpc.v.cidr_block: VPC=aws_vpc.v Prefix=10.0.0.0/16
			aws_vpc_ipv4_cidr_block_association.x.cidr_block: VPC=aws_vpc.v Prefix=10.1.0.0/16
			aws_vpc_ipv6_cidr_block_association.y.ipv6_cidr_block: VPC=aws_vpc.v Prefix=2600:1f18::/56 Six`},
		{"one that two show is one", `= aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16", "ipv6_cidr_block": "2600:1f18::/56"}
			= aws_vpc_ipv6_cidr_block_association.y {"id": "y", "vpc_id": "vpc-1", "ipv6_cidr_block": "2600:1f18::/56"}`, "", `
			aws_vpc.v.cidr_block: VPC=aws_vpc.v Prefix=10.0.0.0/16
			aws_vpc.v.ipv6_cidr_block: VPC=aws_vpc.v Prefix=2600:1f18::/56 Six`},
		{"of a VPC beyond the plan", `= aws_vpc_ipv4_cidr_block_association.x {"id": "x", "vpc_id": "vpc-9", "cidr_block": "10.1.0.0/16"}`, "", "aws_vpc_ipv4_cidr_block_association.x.cidr_block: VPC=vpc-9 (beyond) Prefix=10.1.0.0/16"},
		{"not shown", `= aws_vpc.v {"id": "vpc-1", "cidr_block": ""}`, "", "aws_vpc.v.cidr_block: VPC=aws_vpc.v Prefix=?aws_vpc.v.cidr_block"},
		{"known after apply", `+ aws_vpc.v {"cidr_block": "?"}`, "", "aws_vpc.v.cidr_block: VPC=aws_vpc.v Prefix=?aws_vpc.v.cidr_block"},
		{"IPv6 from a pool", `+ aws_vpc.v {"cidr_block": "10.0.0.0/16", "ipv6_cidr_block": "?", "ipv6_ipam_pool_id": "ipam-1"}`, `resource "aws_vpc" "v" { ipv6_ipam_pool_id = "ipam-1" }`, `
			aws_vpc.v.cidr_block: VPC=aws_vpc.v Prefix=10.0.0.0/16
			aws_vpc.v.ipv6_cidr_block: VPC=aws_vpc.v Prefix=?aws_vpc.v.ipv6_cidr_block Six`},
		{"IPv6 that nobody asks for", `+ aws_vpc.v {"cidr_block": "10.0.0.0/16", "ipv6_cidr_block": "?"}`, `resource "aws_vpc" "v" { cidr_block = "10.0.0.0/16" }`, `
			aws_vpc.v.cidr_block: VPC=aws_vpc.v Prefix=10.0.0.0/16
			aws_vpc.v.ipv6_cidr_block: VPC=aws_vpc.v Prefix=?aws_vpc.v.ipv6_cidr_block Six`},
		{"IPv6 that nobody asks for in words", `+ aws_vpc.v {"cidr_block": "10.0.0.0/16", "ipv6_cidr_block": "?", "assign_generated_ipv6_cidr_block": false, "ipv6_ipam_pool_id": null}`, `resource "aws_vpc" "v" { cidr_block = "10.0.0.0/16" }`, "aws_vpc.v.cidr_block: VPC=aws_vpc.v Prefix=10.0.0.0/16"},
		{"IPv6 that somebody may ask for", `+ aws_vpc.v {"cidr_block": "10.0.0.0/16", "ipv6_cidr_block": "?"}`, "", `
			aws_vpc.v.cidr_block: VPC=aws_vpc.v Prefix=10.0.0.0/16
			aws_vpc.v.ipv6_cidr_block: VPC=aws_vpc.v Prefix=?aws_vpc.v.ipv6_cidr_block Six`},
		{"of a VPC that a data source reads", `< data.aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16", "ipv6_cidr_block": "", "cidr_block_associations": [{"cidr_block": "10.0.0.0/16"}, {"cidr_block": "10.1.0.0/16"}]}`, "", `
			data.aws_vpc.v.cidr_block: VPC=data.aws_vpc.v Prefix=10.0.0.0/16
			data.aws_vpc.v.cidr_block_associations[1].cidr_block: VPC=data.aws_vpc.v Prefix=10.1.0.0/16`},
		{"of a VPC that a data source reads and that does not list them", `< data.aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16", "ipv6_cidr_block": ""}`, "", `
			data.aws_vpc.v.cidr_block: VPC=data.aws_vpc.v Prefix=10.0.0.0/16
			data.aws_vpc.v: VPC=data.aws_vpc.v Prefix=?data.aws_vpc.v.cidr_block_associations`},
	}, "Blocks")
}

// TestGateways: which VPC an internet gateway serves (IGW-1), and what NAT gateways are
// like (NAT-1, NAT-11).
func TestGateways(t *testing.T) {
	const nat = `"id": "nat-1", "subnet_id": "subnet-1", "private_ip": "10.0.0.9"`
	say(t, "", []saying{
		{"a gateway that is attached", aVPC + anIGW, "", "aws_internet_gateway.i: Gateway=aws_internet_gateway.i VPC=aws_vpc.v"},
		{"one that is attached to nothing", aVPC + `= aws_internet_gateway.i {"id": "igw-1", "vpc_id": ""}`, "", ""},
		{"one that is attached by a resource", aVPC + `= aws_internet_gateway.i {"id": "igw-1", "vpc_id": "vpc-9"}
			= aws_internet_gateway_attachment.a {"id": "x", "internet_gateway_id": "igw-1", "vpc_id": "vpc-1"}`, `resource "aws_internet_gateway" "i" {}`, "aws_internet_gateway_attachment.a: Gateway=aws_internet_gateway.i VPC=aws_vpc.v"},
		{"one whose attachment is deleted", aVPC + anIGW + `- aws_internet_gateway_attachment.a {"id": "x", "internet_gateway_id": "igw-1", "vpc_id": "vpc-1"}`, "", "aws_internet_gateway.i: Gateway=aws_internet_gateway.i VPC=[aws_vpc.v | ?aws_internet_gateway.i.vpc_id]"},
		{"one whose attachment may be deleted", aVPC + anIGW + `+ aws_internet_gateway_attachment.a {"internet_gateway_id": "?", "vpc_id": "vpc-9"}`, "", `
			aws_internet_gateway.i: Gateway=aws_internet_gateway.i VPC=[aws_vpc.v | ?aws_internet_gateway.i.vpc_id]
			aws_internet_gateway_attachment.a: Gateway=[?aws_internet_gateway_attachment.a.internet_gateway_id] VPC=vpc-9 (beyond)`},
		{"a new one that nobody attaches", `+ aws_internet_gateway.i {"vpc_id": "?"}`, `resource "aws_internet_gateway" "i" {}`, ""},
		{"a new one that is attached to what is known after apply", `+ aws_internet_gateway.i {"vpc_id": "?"}`, `resource "aws_internet_gateway" "i" { vpc_id = terraform_data.x.output }`, "aws_internet_gateway.i: Gateway=aws_internet_gateway.i VPC=[?aws_internet_gateway.i.vpc_id]"},
		{"a new one of which no sources tell", `+ aws_internet_gateway.i {"vpc_id": "?"}`, "", "aws_internet_gateway.i: Gateway=aws_internet_gateway.i VPC=[?aws_internet_gateway.i.vpc_id]"},
		{"one that a data source reads", aVPC + `< data.aws_internet_gateway.i {"id": "igw-1", "internet_gateway_id": "igw-1", "attachments": [{"vpc_id": "vpc-1"}]}`, "", "data.aws_internet_gateway.i: Gateway=data.aws_internet_gateway.i VPC=aws_vpc.v"},
		{"one that a data source reads, which may get another", aVPC + `< data.aws_internet_gateway.i {"id": "igw-1", "internet_gateway_id": "igw-1", "attachments": [{"vpc_id": "vpc-1"}]}
			+ aws_internet_gateway_attachment.a {"internet_gateway_id": "?", "vpc_id": "vpc-9"}`, "", `
			aws_internet_gateway_attachment.a: Gateway=[?aws_internet_gateway_attachment.a.internet_gateway_id] VPC=vpc-9 (beyond)
			data.aws_internet_gateway.i: Gateway=data.aws_internet_gateway.i VPC=[aws_vpc.v | ?data.aws_internet_gateway.i.attachments[0].vpc_id]`},
		{"one that a data source reads and does not show", `< data.aws_internet_gateway.i {"id": "igw-1", "internet_gateway_id": "igw-1"}`, "", "data.aws_internet_gateway.i: Gateway=data.aws_internet_gateway.i VPC=[?data.aws_internet_gateway.i.attachments]"},
		{"one of the plan that a data source reads", aVPC + anIGW + `< data.aws_internet_gateway.i {"id": "igw-1", "internet_gateway_id": "igw-1", "attachments": [{"vpc_id": "vpc-9"}]}`, "", "aws_internet_gateway.i: Gateway=aws_internet_gateway.i VPC=aws_vpc.v"},
		{"a public NAT gateway", `= aws_nat_gateway.n {` + nat + `, "connectivity_type": "public", "allocation_id": "eipalloc-1"}`, "", "aws_nat_gateway.n: Subnet=subnet-1 (beyond) Address=10.0.0.9"},
		{"NAT-11 a private one", `= aws_nat_gateway.n {` + nat + `, "connectivity_type": "private", "allocation_id": ""}`, "", "aws_nat_gateway.n: Subnet=subnet-1 (beyond) Private Address=10.0.0.9"},
		{"NAT-11 public by default", `= aws_nat_gateway.n {` + nat + `, "allocation_id": "eipalloc-1"}`, "", "aws_nat_gateway.n: Subnet=subnet-1 (beyond) Address=10.0.0.9"},
		{"NAT-11 a public one without an Elastic IP", `= aws_nat_gateway.n {` + nat + `, "connectivity_type": "public", "allocation_id": ""}`, "", "aws_nat_gateway.n: Subnet=subnet-1 (beyond) Private=?aws_nat_gateway.n.allocation_id Address=10.0.0.9"},
		{"NAT-11 a kind that is known after apply", `+ aws_nat_gateway.n {"subnet_id": "subnet-1", "private_ip": "?", "connectivity_type": "?", "allocation_id": "eipalloc-1"}`, "", "aws_nat_gateway.n: Subnet=subnet-1 (beyond) Private=?aws_nat_gateway.n.connectivity_type"},
		{"NAT-11 more than one private address", `= aws_nat_gateway.n {` + nat + `, "connectivity_type": "private", "secondary_private_ip_addresses": ["10.0.0.10"]}`, "", "aws_nat_gateway.n: Subnet=subnet-1 (beyond) Private"},
		{"NAT-11 a number of private addresses", `= aws_nat_gateway.n {` + nat + `, "connectivity_type": "private", "secondary_private_ip_address_count": 1}`, "", "aws_nat_gateway.n: Subnet=subnet-1 (beyond) Private"},
		{"NAT-11 no more private addresses", `= aws_nat_gateway.n {` + nat + `, "connectivity_type": "private", "secondary_private_ip_address_count": 0, "secondary_private_ip_addresses": [], "secondary_allocation_ids": []}`, "", "aws_nat_gateway.n: Subnet=subnet-1 (beyond) Private Address=10.0.0.9"},
		{"NAT-11 perhaps more than one", `+ aws_nat_gateway.n {"subnet_id": "subnet-1", "private_ip": "10.0.0.9", "connectivity_type": "private", "secondary_private_ip_addresses": "?"}`, "", "aws_nat_gateway.n: Subnet=subnet-1 (beyond) Private"},
		{"one that a data source reads", `< data.aws_nat_gateway.n {` + nat + `, "connectivity_type": "public"}`, "", "data.aws_nat_gateway.n: Subnet=subnet-1 (beyond) Address=10.0.0.9"},
		{"one of the plan that a data source reads", `= aws_nat_gateway.n {` + nat + `, "connectivity_type": "public", "allocation_id": "eipalloc-1"}
			< data.aws_nat_gateway.n {"id": "nat-1", "subnet_id": "subnet-9", "connectivity_type": "public"}`, "", "aws_nat_gateway.n: Subnet=subnet-1 (beyond) Address=10.0.0.9"},
		{"an address that is none", `= aws_nat_gateway.n {"id": "nat-1", "subnet_id": "subnet-1", "private_ip": "ten", "connectivity_type": "private"}`, "", "aws_nat_gateway.n: Subnet=subnet-1 (beyond) Private"},
	}, "Attachments", "NATGateways")
}
