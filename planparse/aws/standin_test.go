package aws_test

import (
	"fmt"
	"net"
	"strings"
	"testing"

	"github.com/apparentlymart/go-cidr/cidr"
	"pgregory.net/rapid"

	"github.com/tfreach/tfreach/reach"
)

// TestStandIns: subnets are cut from the IPv6 block that AWS will pick as they would
// be from one that is known (PLAN-10), as long as nothing but that is done with it.
func TestStandIns(t *testing.T) {
	const plan = `
		+ aws_vpc.other {"cidr_block": "10.1.0.0/16", "assign_generated_ipv6_cidr_block": true, "ipv6_cidr_block": "?"}
		+ aws_vpc.v {"cidr_block": "10.0.0.0/16", "assign_generated_ipv6_cidr_block": true, "ipv6_cidr_block": "?"}
		+ aws_vpc.four {"cidr_block": "10.2.0.0/16", "assign_generated_ipv6_cidr_block": null, "ipv6_cidr_block": "?"}
		+ aws_subnet.s {"cidr_block": "10.0.0.0/24", "vpc_id": "?", "ipv6_cidr_block": "?"}`
	const main = `
		variable "n" { default = 3 }
		variable "block" { default = null }
		locals {
		  block   = aws_vpc.v.ipv6_cidr_block
		  blocks  = { a = cidrsubnet(local.block, 8, 1), b = cidrsubnet(local.block, 8, 2) }
		  parts   = cidrsubnets(aws_vpc.v.ipv6_cidr_block, 4, 8, 8)
		}
		resource "aws_vpc" "other" {
		  cidr_block = "10.1.0.0/16"
		  assign_generated_ipv6_cidr_block = true
		}
		resource "aws_vpc" "v" {
		  cidr_block = "10.0.0.0/16"
		  assign_generated_ipv6_cidr_block = true
		}
		resource "aws_vpc" "four" { cidr_block = "10.2.0.0/16" }
		resource "aws_subnet" "s" {
		  vpc_id          = aws_vpc.v.id
		  ipv6_cidr_block = EXPRESSION
		}`
	for _, tt := range []struct{ name, expr, want string }{
		{"cut", `cidrsubnet(aws_vpc.v.ipv6_cidr_block, 8, 0)`, "2001:10:0:200::/64"},
		{"by a variable", `cidrsubnet(aws_vpc.v.ipv6_cidr_block, 8, var.n)`, "2001:10:0:203::/64"},
		{"the whole", `aws_vpc.v.ipv6_cidr_block`, "2001:10:0:200::/56"},
		{"twice", `cidrsubnet(cidrsubnet(local.block, 4, 1), 4, 15)`, "2001:10:0:21f::/64"},
		{"out of a map", `local.blocks["b"]`, "2001:10:0:202::/64"},
		{"out of a list", `values(local.blocks)[1]`, "2001:10:0:202::/64"},
		{"out of a list of lists", `flatten([[local.blocks.a], [local.blocks.b]])[1]`, "2001:10:0:202::/64"},
		{"one after another", `local.parts[2]`, "2001:10:0:211::/64"},
		{"in a loop", `[for i in range(4) : cidrsubnet(local.block, 8, i)][2]`, "2001:10:0:202::/64"},
		{"where it is set", `local.block != null ? cidrsubnet(local.block, 8, 1) : null`, "2001:10:0:201::/64"},
		{"where it is there", `try(cidrsubnet(local.block, 8, 1), null)`, "2001:10:0:201::/64"},
		{"else another", `coalesce(var.block, cidrsubnet(local.block, 8, 1))`, "2001:10:0:201::/64"},
		{"in a template alone", `"${cidrsubnet(local.block, 8, 1)}"`, "2001:10:0:201::/64"},

		{"of another VPC", `cidrsubnet(aws_vpc.other.ipv6_cidr_block, 8, 0)`, "unknown"},
		{"of a VPC without one", `cidrsubnet(aws_vpc.four.ipv6_cidr_block, 8, 0)`, "unknown"},
		{"an address is no block", `cidrhost(aws_vpc.v.ipv6_cidr_block, 1)`, "unknown"},
		{"its text", `"${split("/", local.block)[0]}/64"`, "unknown"},
		{"its text joined", `join("/", [split("/", local.block)[0], "64"])`, "unknown"},
		{"its text replaced", `replace(local.block, "/56", "/64")`, "unknown"},
		{"an address with a length", `"${cidrhost(local.block, 0)}/64"`, "unknown"},
		{"formatted", `format("%s/64", cidrhost(local.block, 0))`, "unknown"},
		{"encoded", `jsondecode(jsonencode({ a = cidrsubnet(local.block, 8, 1) })).a`, "unknown"},
		{"by its text", `startswith(local.block, "26") ? cidrsubnet(local.block, 8, 0) : cidrsubnet(local.block, 8, 1)`, "unknown"},
		{"by its length", `cidrsubnet(local.block, 8, length(local.block))`, "unknown"},
		{"by comparison", `local.block == aws_vpc.other.ipv6_cidr_block ? cidrsubnet(local.block, 8, 0) : cidrsubnet(local.block, 8, 1)`, "unknown"},
		{"by an id", `cidrsubnet(local.block, 8, length(aws_vpc.v.id))`, "unknown"},
		{"one of several", `aws_vpc.v.id < "x" ? local.blocks.a : local.blocks.b`, "unknown"},
		{"in the order of texts", `sort(values(local.blocks))[0]`, "unknown"},
		{"in the order of a set", `tolist(toset(values(local.blocks)))[0]`, "unknown"},
		{"in the order of a set of objects", `[for o in toset([for b in values(local.blocks) : { block = b }]) : o.block][0]`, "unknown"},
		{"one that does not exist", `cidrsubnet(local.block, 8, 256)`, "unknown"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := after(t, plan, strings.Replace(main, "EXPRESSION", tt.expr, 1))
			got := n.Subnets[0].CIDR6.Value.String()
			if n.Subnets[0].CIDR6.Why != nil {
				got = "unknown"
			}
			if got != tt.want {
				t.Errorf("%s (%v), want %s", got, n.Subnets[0].CIDR6.Why, tt.want)
			}
			var blocks []string
			for _, block := range n.Blocks {
				if block.Six && block.StandIn && block.Prefix.Why == nil {
					blocks = append(blocks, named(block.VPC)+" "+block.Prefix.Value.String())
				}
			}
			if got := strings.Join(blocks, ", "); got != "aws_vpc.other 2001:10:0:100::/56, aws_vpc.v 2001:10:0:200::/56" {
				t.Errorf("blocks %s", got)
			}
		})
	}
}

// TestCutsOfStandIns: a cut of a cut is the one that Terraform makes, whichever block
// the cuts are made from.
func TestCutsOfStandIns(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		expr := "aws_vpc.v.ipv6_cidr_block"
		_, want, err := net.ParseCIDR("2001:10:0:100::/56")
		if err != nil {
			rt.Fatal(err)
		}
		for range rapid.IntRange(1, 3).Draw(rt, "cuts") {
			bits := rapid.IntRange(1, 12).Draw(rt, "bits")
			n := rapid.IntRange(0, 1<<bits-1).Draw(rt, "number")
			expr = fmt.Sprintf("cidrsubnet(%s, %d, %d)", expr, bits, n)
			if want, err = cidr.Subnet(want, bits, n); err != nil {
				rt.Fatal(err)
			}
		}
		n := after(t, `
			+ aws_vpc.v {"cidr_block": "10.0.0.0/16", "assign_generated_ipv6_cidr_block": true, "ipv6_cidr_block": "?"}
			+ aws_subnet.s {"cidr_block": "10.0.0.0/24", "vpc_id": "?", "ipv6_cidr_block": "?"}`, `
			resource "aws_vpc" "v" { assign_generated_ipv6_cidr_block = true }
			resource "aws_subnet" "s" {
			  vpc_id          = aws_vpc.v.id
			  ipv6_cidr_block = `+expr+`
			}`)
		if got := n.Subnets[0].CIDR6; got.Why != nil || got.Value.String() != want.String() {
			rt.Errorf("%s: %v, want %s", expr, got, want)
		}
	})
}

// TestStandInsElsewhere: what else names a block that AWS will pick, or a part of it,
// has the one that stands for it.
func TestStandInsElsewhere(t *testing.T) {
	n := after(t, `
		+ aws_vpc.v {"cidr_block": "10.0.0.0/16", "ipv6_cidr_block": "?"}
		+ aws_vpc_ipv6_cidr_block_association.six {"assign_generated_ipv6_cidr_block": true, "vpc_id": "?", "ipv6_cidr_block": "?"}
		+ aws_subnet.s {"cidr_block": "10.0.0.0/24", "vpc_id": "?", "ipv6_cidr_block": "?"}
		+ aws_security_group.g {"ingress": [], "vpc_id": "?", "egress": "?"}
		+ aws_security_group_rule.r {"type": "egress", "protocol": "-1", "from_port": 0, "to_port": 0, "security_group_id": "?", "ipv6_cidr_blocks": "?"}
		+ aws_network_acl.a {"vpc_id": "?", "ingress": "?", "egress": "?"}
		+ aws_network_acl_rule.r {"rule_number": 100, "egress": true, "protocol": "-1", "rule_action": "allow", "network_acl_id": "?", "ipv6_cidr_block": "?"}
		+ aws_route.r {"route_table_id": "rtb-1", "destination_cidr_block": null, "transit_gateway_id": "tgw-1", "destination_ipv6_cidr_block": "?"}
		+ aws_network_interface.i {"subnet_id": "?", "ipv6_addresses": "?"}`, `
		resource "aws_vpc" "v" { cidr_block = "10.0.0.0/16" }
		resource "aws_vpc_ipv6_cidr_block_association" "six" {
		  vpc_id                           = aws_vpc.v.id
		  assign_generated_ipv6_cidr_block = true
		}
		locals { block = aws_vpc_ipv6_cidr_block_association.six.ipv6_cidr_block }
		resource "aws_subnet" "s" {
		  vpc_id          = aws_vpc_ipv6_cidr_block_association.six.vpc_id
		  ipv6_cidr_block = cidrsubnet(local.block, 8, 1)
		}
		resource "aws_security_group" "g" { vpc_id = aws_vpc.v.id }
		resource "aws_security_group_rule" "r" {
		  security_group_id = aws_security_group.g.id
		  ipv6_cidr_blocks  = [local.block, aws_subnet.s.ipv6_cidr_block, "2001:db8::/32"]
		}
		resource "aws_network_acl" "a" { vpc_id = aws_vpc.v.id }
		resource "aws_network_acl_rule" "r" {
		  network_acl_id  = aws_network_acl.a.id
		  ipv6_cidr_block = aws_subnet.s.ipv6_cidr_block
		}
		resource "aws_route" "r" {
		  route_table_id              = "rtb-1"
		  destination_ipv6_cidr_block = local.block
		  transit_gateway_id          = "tgw-1"
		}
		resource "aws_network_interface" "i" {
		  subnet_id      = aws_subnet.s.id
		  ipv6_addresses = [cidrhost(aws_subnet.s.ipv6_cidr_block, 10)]
		}`)
	const block, subnet = "2001:10:0:100::/56", "2001:10:0:101::/64"
	if got := n.Subnets[0].CIDR6.Value.String(); got != subnet {
		t.Errorf("subnet %s (%v)", got, n.Subnets[0].CIDR6.Why)
	}
	for _, r := range n.SecurityGroupRules {
		if r.Address != "aws_security_group_rule.r" {
			continue
		}
		if len(r.Prefixes) != 3 || r.Why != nil || r.Prefixes[0].String() != block || r.Prefixes[1].String() != subnet {
			t.Errorf("rule of the group with %v (%v)", r.Prefixes, r.Why)
		}
	}
	for _, e := range n.ACLEntries {
		if e.Address == "aws_network_acl_rule.r" && (e.Remote.String() != subnet || e.Why != nil) {
			t.Errorf("entry of the ACL with %v (%v)", e.Remote, e.Why)
		}
	}
	if r := n.Routes[0]; r.Destination.Value.String() != block {
		t.Errorf("route to %v", r.Destination)
	}
	if i := n.Interfaces[0]; len(i.Six) != 1 || i.Six[0].String() != "2001:10:0:101::a" || i.IPv6 != reach.Known(reach.Granted) {
		t.Errorf("interface with %v, %v", i.Six, i.IPv6)
	}
}
