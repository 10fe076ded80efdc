package reach_test

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/reachtest"
)

// TestRegionalNATGateways: the zones that one serves, and what is not known of NAT
// gateways (NAT-5, NAT-13).
func TestRegionalNATGateways(t *testing.T) {
	const https = "a > tcp internet:443"
	const regional = reachtest.BaselineNAT + "table r of v\n  0.0.0.0/0 > i\nregional nat n of v with r, zones a+b\n"
	nothing := func(*reachtest.Scene) {}
	testChanged(t, []changed{
		{"NAT-13 a zone that it serves", regional, "", nothing, [][]string{{https, "delivered"}}},
		{"NAT-13 another one that it serves", regional, "subnet S 10.0.2.0/24 of v, table private, zone b", nothing, [][]string{{https, "delivered"}}},
		{"NAT-13 a zone that it does not serve", regional, "subnet S 10.0.2.0/24 of v, table private, zone c", nothing, [][]string{{https, "forward REGIONAL_NGW_ROUTE_AZ_RESTRICTION nat.n"}}},
		{"NAT-13 a zone that nobody knows", regional, "subnet S 10.0.2.0/24 of v, table private", nothing, [][]string{{https, "undecided UNKNOWN_VALUE subnet.S.availability_zone"}}},
		{"NAT-13 of another VPC", regional, "vpc w 10.9.0.0/16\nregional nat n of w with r", nothing, [][]string{{https, "forward NGW_REQUIRES_SOURCE_IN_VPC table.private.0.0.0.0/0"}}},
		{"its subnet has a block that nobody knows", reachtest.BaselineNAT, "", func(s *reachtest.Scene) {
			s.Subnet("N").CIDR = reach.Missing[netip.Prefix](later("subnet.N", "cidr_block"))
		}, [][]string{{https, "undecided UNKNOWN_VALUE subnet.N.cidr_block"}}},
		{"its subnet has no block that the plan shows", reachtest.BaselineNAT, "", func(s *reachtest.Scene) {
			s.Subnet("N").CIDR = reach.Known(netip.Prefix{})
		}, [][]string{{https, "undecided UNKNOWN_BEYOND_PLAN subnet.N"}}},
	})
}

// TestNATInstances: one after the other, in circles, and with more than one interface
// (NATI-1).
func TestNATInstances(t *testing.T) {
	const https = "a > tcp internet:443"
	const net = wide + `
subnet M 10.0.4.0/24 of v, table m
table private of v
  0.0.0.0/0 > host.box
table public of v
  0.0.0.0/0 > i
table m of v
  0.0.0.0/0 > i
host box 10.0.1.20 in N, groups open, no-source-dest-check
host bag 10.0.4.20 in M, groups open, no-source-dest-check, public-ip
`
	nothing := func(*reachtest.Scene) {}
	instance := func(s *reachtest.Scene, name string) *reach.Workload {
		return s.Network.Workloads[slices.IndexFunc(s.Network.Workloads, func(w *reach.Workload) bool { return w.Address == "host."+name })]
	}
	testChanged(t, []changed{
		{"one", net, "", nothing, [][]string{{https, "delivered"}}},
		{"two", net, "table public of v\n  0.0.0.0/0 > host.bag", nothing, [][]string{{https, "delivered"}}},
		{"in a circle", net, "table public of v\n  0.0.0.0/0 > host.bag\ntable m of v\n  0.0.0.0/0 > host.box", nothing, [][]string{{https, "forward NAT_SELF_LOOP table.m.0.0.0.0/0"}}},
		{"in the sender's subnet", net, "host box 10.0.2.20 in S, groups open, no-source-dest-check", nothing, [][]string{{https, "forward NAT_SELF_LOOP table.private.0.0.0.0/0"}}},
		{"in the sender's subnet, with another interface", net, "host box 10.0.2.20 in S, groups open, no-source-dest-check", func(s *reachtest.Scene) {
			w := instance(s, "box")
			w.Interfaces.Items = append(w.Interfaces.Items, reach.To(s.Host("bag")))
		}, [][]string{{https, "undecided UNMODELLED_RESOURCE host.box"}}},
		{"with another interface", net, "", func(s *reachtest.Scene) {
			w := instance(s, "box")
			w.Interfaces.Items = append(w.Interfaces.Items, reach.To(s.Host("bag")))
		}, [][]string{{https, "undecided UNMODELLED_RESOURCE host.box"}}},
		{"perhaps with another interface", net, "", func(s *reachtest.Scene) {
			instance(s, "box").Interfaces.Why = later("host.box", "network_interface")
		}, [][]string{{https, "undecided UNKNOWN_VALUE host.box.network_interface"}}},
		{"an interface that no instance has", net, "", func(s *reachtest.Scene) {
			s.Host("box").Loose = later("host.box", "attachment")
		}, [][]string{{https, "undecided UNKNOWN_VALUE host.box.attachment"}}},
		{"with several addresses, of which the primary one is public", net, "host box 10.0.1.20 10.0.1.21 in N, groups open, no-source-dest-check, public-ip", func(s *reachtest.Scene) {
			s.Host("box").Primary = netip.MustParseAddr("10.0.1.20")
		}, [][]string{{https, "delivered"}}},
		{"with several addresses, and nobody knows which is public", net, "host box 10.0.1.20 10.0.1.21 in N, groups open, no-source-dest-check, public-ip", nothing, [][]string{{https, "undecided UNKNOWN_VALUE host.box"}}},
		{"of a function", net, "lambda f 10.0.1.30 in N, groups open\ntable private of v\n  0.0.0.0/0 > lambda.f", nothing, [][]string{{https, "forward BAD_STATE_ROUTE table.private.0.0.0.0/0"}}},
		{"of another VPC", net, "vpc w 10.9.0.0/16\nsubnet W 10.9.1.0/24 of w\nhost box 10.9.1.20 in W, groups open, no-source-dest-check", nothing, [][]string{{https, "forward BAD_STATE_ROUTE table.private.0.0.0.0/0"}}},
		{"SG-11 let out by a reference for certain, and perhaps by another rule", net, `
group app of v
  out tcp 443 to group open
  out tcp 443 to ?
  out tcp 80 to group open
host a 10.0.2.10 in S, groups app
table private of v
  0.0.0.0/0 > host.box
  10.0.3.0/24 > host.box`, nothing, [][]string{
			{"a > tcp d:443", "undecided UNKNOWN_VALUE group.app.out[1].cidr_blocks"},
			{"a > tcp d:80", "forward SG_REFERENCES_NOT_PRESERVED group.app.egress"},
		}},
	})
}

// TestOpenPeerings: the ends of a peering connection and what they keep of a sender
// (PCX-3, SG-11).
func TestOpenPeerings(t *testing.T) {
	const net = `
vpc v 10.0.0.0/16
vpc w 10.9.0.0/16
vpc x 10.8.0.0/16
subnet S 10.0.1.0/24 of v, table s
subnet D 10.9.1.0/24 of w, table d
table s of v
  10.9.0.0/16 > p
table d of w
  10.0.0.0/16 > p
group app of v
  out tcp 443 to 10.9.0.0/16
  out tcp 22 to group db
group db of w
  in tcp 443 from 10.0.0.0/16
  in tcp 22 from group app
host a 10.0.1.10 in S, groups app
host d 10.9.1.10 in D, groups db
`
	// through leads from a third VPC over a transit gateway, and then a peering.
	const through = net + `
peering p of v with w
tgw t
transit table r of t
  10.9.0.0/16 > ofv
attachment ofx of t to x in X, table r, propagates r
attachment ofv of t to v in S, table r, propagates r
subnet X 10.8.1.0/24 of x, table x
table x of x
  0.0.0.0/0 > t
group far of x
  out all to 0.0.0.0/0
host far 10.8.1.10 in X, groups far
`
	testRules(t, []rule{
		{"PCX-3 from a VPC that may be the requester", net, "peering p of v|x with w", [][]string{{"a > tcp d:443", "undecided UNKNOWN_VALUE peering.p.vpc_id"}}},
		{"PCX-3 between other VPCs", net, "peering p of x with w", [][]string{{"a > tcp d:443", "forward BAD_STATE_ROUTE table.s.10.9.0.0/16"}}},
		{"SG-11 whether groups are known there", net, "peering p of v with w, other-region ?", [][]string{
			{"a > tcp d:443", "delivered"}, {"a > tcp d:22", "undecided UNKNOWN_VALUE peering.p.peer_region"}}},
		{"PCX-3 not from a third network", through, "", [][]string{{"far > tcp d:443", "forward PCX_REQUIRES_ADDRESS_IN_VPC_CIDR table.s.10.9.0.0/16"}}},
	})
}

// TestTransitTables: which route of a table wins (TGW-4).
func TestTransitTables(t *testing.T) {
	const table = transit + "attachment other of t to o in O, table spokes\nvpc o 10.7.0.0/16\nsubnet O 10.7.1.0/24 of o, zone a\n"
	const eights = "a > tcp 8.8.8.0/24:443"
	route := func(prefix string, att string) func(*reachtest.Scene) {
		return func(s *reachtest.Scene) {
			s.Network.TransitRoutes = append(s.Network.TransitRoutes, &reach.TransitRoute{
				Origin: reach.Origin{Address: "route.r"}, Destination: reach.Known(netip.MustParsePrefix(prefix)), Attachment: reach.To(s.Object("attachment", att).(*reach.TransitAttachment)),
				Table: reach.OneOf(later("route.r", "table"), s.Object("transit_table", "spokes").(*reach.TransitTable), s.Object("transit_table", "back").(*reach.TransitTable)),
			})
		}
	}
	nothing := func(*reachtest.Scene) {}
	const two, open = "undecided UNKNOWN_VALUE transit_table.spokes", "undecided UNKNOWN_VALUE route.r.table"
	testChanged(t, []changed{
		{"one route", table, "", nothing, [][]string{{eights, "delivered"}}},
		{"two to one block, to one attachment", table, "transit table spokes of t\n  0.0.0.0/0 > egress\n  0.0.0.0/0 > egress", nothing, [][]string{{eights, "delivered"}}},
		{"two to one block", table, "transit table spokes of t\n  0.0.0.0/0 > egress\n  0.0.0.0/0 > other", nothing, [][]string{{eights, two}}},
		{"two to one block, one of them a blackhole", table, "transit table spokes of t\n  0.0.0.0/0 > egress\n  0.0.0.0/0 > blackhole", nothing, [][]string{{eights, two}}},
		{"three to one block", table, "transit table spokes of t\n  0.0.0.0/0 > egress\n  0.0.0.0/0 > other\n  0.0.0.0/0 > egress", nothing, [][]string{{eights, two}}},
		{"two to a block that longer ones cover", table, "transit table spokes of t\n  8.8.8.0/25 > egress\n  8.8.8.128/25 > egress\n  8.8.8.0/24 > other\n  8.8.8.0/24 > blackhole", nothing, [][]string{
			{eights, "delivered: tcp 8.8.8.0/25:443", "delivered: tcp 8.8.8.128/25:443"}}},
		{"a static one before one of a list", table, "list l 8.8.8.0/24\ntransit table spokes of t\n  list l > blackhole\n  8.8.8.0/24 > egress", nothing, [][]string{{eights, "delivered"}}},
		{"a longer one that may be here", table, "", route("8.8.8.0/25", "other"), [][]string{{eights,
			"delivered: tcp 8.8.8.128/25:443", open + ": tcp 8.8.8.0/25:443"}}},
		{"a shorter one that may be here", table, "", route("8.0.0.0/6", "other"), [][]string{{eights, open}}},
		{"a shorter one than the one that is here", table, "transit table spokes of t\n  8.8.0.0/16 > egress", route("8.0.0.0/8", "other"), [][]string{{eights, "delivered"}, {"a > tcp 8.9.9.9:443", open}}},
		{"one that may be here, to what is propagated", table, "transit table spokes of t\nattachment other of t to o in O, table spokes, propagates spokes", route("10.7.0.0/16", "egress"), [][]string{{"a > tcp 10.7.9.9:443", open}}},
		{"one that may be here, to all", table, "transit table spokes of t\n  8.8.0.0/16 > egress", route("0.0.0.0/0", "other"), [][]string{{eights, "delivered"}, {"a > tcp 9.9.9.9:443", open}}},
	})
}

// TestTransitAttachments: what comes in and goes out through them (TGW-1, TGW-5,
// TGW-12, TGW-13).
func TestTransitAttachments(t *testing.T) {
	const https = "a > tcp internet:443"
	const six = transit + `
vpc s 10.1.0.0/16 2600:1f00::/56
subnet S 10.1.1.0/24 2600:1f00:0:1::/64 of s, table spoke, zone a
vpc e 10.0.0.0/16 2600:1f01::/56
subnet U 10.0.0.0/28 2600:1f01::/64 of e, table u, zone a
subnet W 2600:1f01:0:1::/64 of e, table w, zone a
table spoke of s
  0.0.0.0/0 > t
  ::/0 > t
table w of e
  ::/0 > t
group app of s
  out all to 0.0.0.0/0
  out all to ::/0
group open of e
  in all from ::/0
host a 10.1.1.10 2600:1f00:0:1::a in S, groups app
host d 2600:1f01:0:1::d in W, groups open
transit table spokes of t
  0.0.0.0/0 > egress
attachment spoke of t to s in T, table spokes, propagates back, six
attachment egress of t to e in U, table back, propagates spokes, six
`
	const groups = transit + `
tgw t, group-references
attachment spoke of t to s in T, table spokes, propagates back, group-references
attachment egress of t to e in U, table back, propagates spokes, group-references
table u of e
  0.0.0.0/0 > nat
  10.1.0.0/16 > t
group db of e
  in tcp 22 from group app
  in tcp 443 from 10.0.0.0/8
host d 10.0.1.10 in N, groups db
`
	news := func(gateway, vpc reach.Change) func(*reachtest.Scene) {
		return func(s *reachtest.Scene) {
			s.Object("tgw", "t").At().Change, s.VPC("s").Change = gateway, vpc
			s.Network.TransitAttachments = slices.DeleteFunc(s.Network.TransitAttachments, func(a *reach.TransitAttachment) bool { return a.VPC.Is(s.VPC("s")) })
		}
	}
	nothing := func(*reachtest.Scene) {}
	const unattached, perhaps = "forward BAD_STATE_ATTACHMENT tgw.t", "undecided UNKNOWN_BEYOND_PLAN tgw.t"
	testChanged(t, []changed{
		{"none, between what exists", transit, "", news(reach.NoChange, reach.Update), [][]string{{https, perhaps}}},
		{"none, of a new gateway", transit, "", news(reach.Create, reach.NoChange), [][]string{{https, unattached}}},
		{"none, of a new VPC", transit, "", news(reach.NoChange, reach.Create), [][]string{{https, unattached}}},
		{"none, of a VPC that is replaced", transit, "", news(reach.NoChange, reach.Replace), [][]string{{https, unattached}}},
		{"TGW-12 IPv6", six, "", nothing, [][]string{{"a > tcp d:443", "delivered"}}},
		{"TGW-12 no IPv6 where it comes in", six, "attachment spoke of t to s in T, table spokes, propagates back", nothing, [][]string{
			{"a > tcp d:443", "forward BAD_STATE_ATTACHMENT attachment.spoke.ipv6_support"}, {https, "delivered"}}},
		{"TGW-12 perhaps no IPv6", six, "attachment spoke of t to s in T, table spokes, propagates back, six ?", nothing, [][]string{
			{"a > tcp d:443", "undecided UNKNOWN_VALUE attachment.spoke.ipv6_support"}, {https, "delivered"}}},
		{"TGW-2 blocks of IPv6 are propagated with IPv6 only", six, "attachment egress of t to e in U, table back, propagates spokes", nothing, [][]string{
			{"a > tcp d:443", "forward TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT transit_table.spokes"}}},
		{"TGW-1 two tables", transit, "transit association x of spoke with back", nothing, [][]string{{https, "undecided UNKNOWN_VALUE transit_association.x"}}},
		{"TGW-1 one table twice", transit, "transit association x of spoke with spokes", nothing, [][]string{{https, "delivered"}}},
		{"TGW-1 the table of an attachment of another plan", transit, "attachment spoke of t to s in T, propagates back", func(s *reachtest.Scene) {
			s.Object("attachment", "spoke").At().Beyond = true
		}, [][]string{{https, "undecided UNKNOWN_BEYOND_PLAN tgw.t"}}},
		{"TGW-5 an attachment without a subnet", transit, "", func(s *reachtest.Scene) {
			s.Object("attachment", "egress").(*reach.TransitAttachment).Subnets = reach.Refs[*reach.Subnet]{}
		}, [][]string{{https, "undecided UNKNOWN_VALUE attachment.egress.subnet_ids"}}},
		{"TGW-13 inbound rules that name a group", groups, "", nothing, [][]string{{"a > tcp d:22", "delivered"}, {"a > tcp d:443", "delivered"}}},
		{"TGW-13 where the gateway keeps no groups", groups, "tgw t", nothing, [][]string{{"a > tcp d:22", "forward SG_REFERENCES_NOT_PRESERVED group.db.ingress"}, {"a > tcp d:443", "delivered"}}},
		{"TGW-13 where an attachment may keep none", groups, "attachment egress of t to e in U, table back, propagates spokes, group-references ?", nothing, [][]string{
			{"a > tcp d:22", "undecided UNKNOWN_VALUE attachment.egress.security_group_referencing_support"}, {"a > tcp d:443", "delivered"}}},
		{"TGW-4 a VPC with the same block that nobody accepts", transit, "vpc o 10.1.0.0/16\nsubnet O 10.1.9.0/24 of o, zone a\nattachment other of t to o in O, table spokes, propagates back, pending", nothing, [][]string{{https, "delivered"}}},
		{"TGW-4 a VPC with the same block that perhaps nobody accepts", transit, "vpc o 10.1.0.0/16\nsubnet O 10.1.9.0/24 of o, zone a\nattachment other of t to o in O, table spokes, propagates back, pending ?", nothing, [][]string{
			{https, "one-way, undecided UNKNOWN_VALUE attachment.other.propagates"}}},
		{"TGW-11 to a gateway of another plan", transit, "tgw far\npeering attachment peer of t with far, table back\ntransit table spokes of t\n  0.0.0.0/0 > peer", func(s *reachtest.Scene) {
			s.Object("tgw", "far").At().Beyond = true
		}, [][]string{{https, "undecided UNKNOWN_BEYOND_PLAN tgw.far"}}},
		{"what is propagated from beyond the plan", transit, "other attachment dx of t to a Direct Connect gateway, propagates spokes", nothing, [][]string{{https, "undecided UNKNOWN_BEYOND_PLAN attachment.dx"}}},
		{"what an attachment of nobody knows which VPC propagates", transit, "attachment other of t to ? in T, propagates spokes", nothing, [][]string{{https, "undecided UNKNOWN_VALUE attachment.other.vpc_id"}}},
		{"SG-11 behind a NAT gateway of the other VPC an address means its interface all the same", transit, `
table u of e
  0.0.0.0/0 > nat
  10.0.5.0/24 > nat
subnet D 10.0.5.0/24 of e, zone a
group shut of e
host d 10.0.5.10 in D, groups shut`, nothing, [][]string{{"a > tcp 10.0.5.10:443", "forward SG_HAS_NO_RULES group.shut.ingress"}}},
		{"beyond the plan", transit, "other attachment dx of t to a Direct Connect gateway\ntransit table spokes of t\n  0.0.0.0/0 > dx", nothing, [][]string{{https, "undecided UNKNOWN_BEYOND_PLAN attachment.dx"}}},
	})
}

// TestBeyondThePlan: what leads out of the plan is undecided, but for what an
// assumption says is delivered; answers come in where the packets left, for what the
// VPC itself sent.
func TestBeyondThePlan(t *testing.T) {
	const net = wide + `
table private of v
  0.0.0.0/0 > n
  10.98.0.0/16 > beyond pcx-1
  10.99.0.0/16 > beyond pcx-2
assume pcx-1 delivers tcp 443 to 10.98.0.0/16
`
	const site = wide + `
table private of v
  0.0.0.0/0 > n
  172.31.0.0/16 > g
vgw g of v
vpn office of g to 172.31.0.0/24, static
`
	const open = "undecided UNKNOWN_BEYOND_PLAN pcx-1"
	exists := func(s *reachtest.Scene) { s.Object("vgw", "g").At().Change = reach.NoChange }
	nothing := func(*reachtest.Scene) {}
	testChanged(t, []changed{
		{"what is assumed", net, "", nothing, [][]string{{"a > tcp 10.98.1.1:443", "delivered"}}},
		{"other packets", net, "", nothing, [][]string{{"a > tcp 10.98.1.1:80", open}, {"a > udp 10.98.1.1:443", open}}},
		{"another way", net, "", nothing, [][]string{{"a > tcp 10.99.1.1:443", "undecided UNKNOWN_BEYOND_PLAN pcx-2"}}},
		{"what a NAT gateway sent there", net, "table private of v\n  0.0.0.0/0 > n\ntable public of v\n  0.0.0.0/0 > i\n  10.98.0.0/16 > beyond pcx-1", nothing, [][]string{{"a > tcp 10.98.1.1:443", "delivered"}}},
		{"what is dropped before", net, "group web of v\n  out tcp 80 to 0.0.0.0/0\nhost a 10.0.2.10 in S, groups web", nothing, [][]string{{"a > tcp 10.98.1.1:443", "forward ENI_SG_RULES_MISMATCH group.web.egress"}}},
		{"VGW-1 a connection", site, "assume vpn.office delivers tcp 443 to 172.31.0.0/24", nothing, [][]string{
			{"a > tcp 172.31.0.9:443", "delivered"}, {"a > tcp 172.31.0.9:80", "undecided UNKNOWN_BEYOND_PLAN vpn.office"}, {"a > tcp 172.31.9.9:443", "forward NO_ROUTE_TO_DESTINATION vgw.g"}}},
		{"VGW-4 what is propagated", site, "table private of v\n  0.0.0.0/0 > n\npropagation x of g in private", nothing, [][]string{
			{"a > tcp 172.31.0.9:443", "undecided UNKNOWN_BEYOND_PLAN vpn.office"}, {"a > tcp 8.8.8.8:443", "delivered"}}},
		{"VGW-4 what BGP brings", site, "table private of v\n  0.0.0.0/0 > n\npropagation x of g in private\nvpn office of g to 172.31.0.0/24", nothing, [][]string{
			{"a > tcp 8.8.8.8:443", "undecided UNKNOWN_BEYOND_PLAN vpn.office"}}},
		{"VGW-4 of a new gateway without a connection", site, "table private of v\n  0.0.0.0/0 > n\npropagation x of g in private\nvgw h of v\nvpn office of h to 172.31.0.0/24", nothing, [][]string{{"a > tcp 8.8.8.8:443", "delivered"}}},
		{"VGW-4 of one that exists", site, "table private of v\n  0.0.0.0/0 > n\npropagation x of g in private\nvgw h of v\nvpn office of h to 172.31.0.0/24", exists, [][]string{{"a > tcp 8.8.8.8:443", "undecided UNKNOWN_BEYOND_PLAN vgw.g"}}},
		{"VGW-4 of one of another plan", site, "table private of v\n  0.0.0.0/0 > n\npropagation x of g in private", func(s *reachtest.Scene) { s.Object("vgw", "g").At().Beyond = true }, [][]string{{"a > tcp 8.8.8.8:443", "undecided UNKNOWN_BEYOND_PLAN vgw.g"}}},
		{"VGW-2 not what a peer sends", site, `
vpc w 10.9.0.0/16
subnet W 10.9.1.0/24 of w, table w
table w of w
  0.0.0.0/0 > t
group far of w
  out all to 0.0.0.0/0
host far 10.9.1.10 in W, groups far
tgw t
transit table r of t
  0.0.0.0/0 > ofv
attachment ofv of t to v in S, table r, propagates r
attachment ofw of t to w in W, table r, propagates r`, nothing, [][]string{{"far > tcp 172.31.0.9:443", "forward BAD_STATE_ROUTE table.private.172.31.0.0/16"}}},
	})
}
