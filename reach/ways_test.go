package reach_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/reach/reachtest"
)

// transit is a spoke without a gateway of its own, and a VPC with the way out that it
// uses through a transit gateway (walk W6).
const transit = `
vpc s 10.1.0.0/16
subnet S 10.1.1.0/24 of s, table spoke, zone a
subnet T 10.1.0.0/28 of s, zone a
table spoke of s
  0.0.0.0/0 > t
group app of s
  out all to 0.0.0.0/0
host a 10.1.1.10 in S, groups app
tgw t
attachment spoke of t to s in T, table spokes, propagates back
transit table spokes of t
  0.0.0.0/0 > egress
transit table back of t
attachment egress of t to e in U, table back
vpc e 10.0.0.0/16
igw i of e
subnet U 10.0.0.0/28 of e, table u, zone a
subnet N 10.0.1.0/24 of e, table n, zone a
table u of e
  0.0.0.0/0 > nat
table n of e
  0.0.0.0/0 > i
  10.1.0.0/16 > t
nat nat in N
`

// TestTransit: walk W6 and what breaks it, there and back.
func TestTransit(t *testing.T) {
	const https = "a > tcp internet:443"
	testRules(t, []rule{
		{"BL-T", transit, "", [][]string{{https, "delivered"}}},
		{"TGW-5 M47 no subnet in the sender's zone", transit, "subnet T 10.1.0.0/28 of s, zone b", [][]string{{https, "forward TGW_ROUTE_AZ_RESTRICTION attachment.spoke.subnet_ids"}}},
		{"TGW-5 two subnets in one zone", transit, "subnet Q 10.1.0.16/28 of s, zone a\nattachment spoke of t to s in T+Q, table spokes, propagates back", [][]string{
			{https, "undecided UNMODELLED_RESOURCE attachment.spoke.subnet_ids"}}},
		{"TGW-5 two subnets in the zone that they arrive in", transit, "subnet Q 10.0.0.16/28 of e, table u, zone a\nattachment egress of t to e in U+Q, table back", [][]string{
			{https, "undecided UNMODELLED_RESOURCE attachment.egress.subnet_ids"}}},
		{"TGW-1 attached twice", transit, "attachment again of t to s in T, table spokes", [][]string{{https, "undecided UNMODELLED_RESOURCE attachment.again"}}},
		{"TGW-6 M48 the attachment's subnet routes on", transit, "table u of e", [][]string{{https, "forward NO_ROUTE_TO_DESTINATION table.u"}}},
		{"TGW-7 M49 no route back from the NAT gateway's subnet", transit, "table n of e\n  0.0.0.0/0 > i", [][]string{{https, "reply IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS table.n.0.0.0.0/0"}}},
		{"TGW-7 M50 no route back at the gateway", transit, "attachment spoke of t to s in T, table spokes", [][]string{{https, "reply TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT transit_table.back"}}},
		{"TGW-1 no association", transit, "attachment spoke of t to s in T, propagates back", [][]string{{https, "forward TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION attachment.spoke"}}},
		{"TGW-13 groups that nobody knows take no sender by name", transit, "host d 10.0.1.10 in N, groups ?", [][]string{{"a > tcp d:443", "undecided UNKNOWN_VALUE host.d.vpc_security_group_ids"}}},
		{"TGW-4 a blackhole", transit, "transit table spokes of t\n  0.0.0.0/0 > egress\n  8.8.8.0/24 > blackhole", [][]string{
			{"a > tcp 8.8.8.0/23:443", "delivered: tcp 8.8.9.0/24:443", "forward TGW_RTB_BAD_STATE_ROUTE transit_table.spokes.8.8.8.0/24: tcp 8.8.8.0/24:443"}}},
	})
}

// TestAnswersOverPeering: what a NAT gateway has translated back comes from the remote
// again, and a peering connection takes nothing from other networks (NAT-3, PCX-3).
func TestAnswersOverPeering(t *testing.T) {
	testRules(t, []rule{{"from the internet", `
vpc s 10.1.0.0/16
vpc d 10.2.0.0/16
igw j of s
peering p of s with d
tgw t
transit table all of t
  0.0.0.0/0 > spoke
attachment spoke of t to s in T, table all
attachment peer of t to d in D, table all
subnet T 10.1.2.0/24 of s, table t, zone a
subnet M 10.1.4.0/24 of s, table m, zone a
subnet D 10.2.1.0/24 of d, table d, zone a
table t of s
  0.0.0.0/0 > m
table m of s
  0.0.0.0/0 > j
  10.2.0.0/16 > p
table d of d
  0.0.0.0/0 > tgw.t
nat m in M
group app of d
  out all to 0.0.0.0/0
host a 10.2.1.10 in D, groups app
`, "", [][]string{{"a > tcp internet:443", "reply PCX_REQUIRES_ADDRESS_IN_VPC_CIDR table.m.10.2.0.0/16"}}}})
}

// TestOverlappingAttachments: of VPCs with common addresses a transit gateway propagates
// those of the one that was attached first (TGW-4).
func TestOverlappingAttachments(t *testing.T) {
	const https, other = "a > tcp internet:443", "vpc o 10.1.1.0/24\nsubnet O 10.1.1.0/24 of o, zone a\n"
	testRules(t, []rule{
		{"a part of the other", transit, other + "attachment other of t to o in O, table spokes, propagates back", [][]string{
			{https, "one-way, undecided UNKNOWN_VALUE attachment.spoke.propagates"}}},
		{"another table", transit, other + "attachment other of t to o in O, table spokes, propagates spokes", [][]string{{https, "delivered"}}},
		{"a static route decides", transit, other + `
attachment other of t to o in O, table spokes, propagates back
transit table back of t
  10.1.1.0/24 > spoke`, [][]string{{https, "delivered"}}},
	})
}

// TestWaitingAttachment: an attachment that nobody accepts propagates nothing, and is to
// blame where no other route leads.
func TestWaitingAttachment(t *testing.T) {
	const other = "vpc o 8.8.8.0/24\nsubnet O 8.8.8.0/24 of o, zone a\nattachment other of t to o in O, table spokes, propagates spokes, pending"
	const ask = "a > tcp 8.8.8.8:443"
	testRules(t, []rule{
		{"a shorter route takes the packets", transit, other, [][]string{{ask, "delivered"}}},
		{"no other route", transit, other + "\ntransit table spokes of t", [][]string{{ask, "forward TGW_RTB_BAD_STATE_ROUTE attachment.other, then reply NO_ROUTE_TO_DESTINATION vpc.o.main_route_table"}}},
		{"nobody knows", transit, other + " ?", [][]string{{ask, "undecided UNKNOWN_VALUE attachment.other.state"}}},
	})
}

// TestInspection: a VPC of firewalls in two zones, between two others.
func TestInspection(t *testing.T) {
	const net = `
vpc s 10.1.0.0/16
subnet S 10.1.1.0/24 of s, table s, zone a
subnet Sb 10.1.2.0/24 of s, table s, zone b
table s of s
  0.0.0.0/0 > t
vpc d 10.2.0.0/16
subnet D 10.2.1.0/24 of d, table d, zone b
subnet Da 10.2.2.0/24 of d, table d, zone a
table d of d
  0.0.0.0/0 > t
group app of s
  out all to 0.0.0.0/0
group db of d
  in all from 0.0.0.0/0
host a 10.1.1.10 in S, groups app
host d 10.2.1.10 in D, groups db
tgw t
transit table before of t
  0.0.0.0/0 > fire
transit table after of t
attachment s of t to s in S+Sb, table before, propagates after
attachment d of t to d in D+Da, table before, propagates after
attachment fire of t to f in Ia+Ib, table after, appliance
vpc f 10.0.0.0/16
subnet Ia 10.0.0.0/28 of f, table ia, zone a
subnet Ib 10.0.0.16/28 of f, table ib, zone b
subnet Fa 10.0.1.0/28 of f, table f, zone a
subnet Fb 10.0.1.16/28 of f, table f, zone b
table ia of f
  0.0.0.0/0 > fa
table ib of f
  0.0.0.0/0 > fb
table f of f
  0.0.0.0/0 > t
firewall w of f with p
firewall endpoint fa in Fa of w
firewall endpoint fb in Fb of w
firewall policy p
`
	const anyZone, ways = "attachment fire of t to f in Ia+Ib, table after", "a > tcp d:443"
	testRules(t, []rule{
		{"TGW-10 appliance mode keeps the zone of a flow", net, "", [][]string{{ways, "delivered: tcp 10.2.1.10:443", "delivered: tcp 10.2.1.10:443"}}},
		{"TGW-10 T36 without it, answers have their own", net, anyZone, [][]string{{ways, "reply ASYMMETRIC_FIREWALL table.ib.0.0.0.0/0"}}},
		{"TGW-10 both are in one zone", net, anyZone + "\nhost d 10.2.2.10 in Da, groups db", [][]string{{ways, "delivered"}}},
		{"TGW-10 nobody knows", net, anyZone + ", appliance ?", [][]string{{ways, "undecided UNKNOWN_VALUE attachment.fire.appliance_mode_support"}}},
	})
}

// TestManyZones: in a circle of attachments each one multiplies the ways, which are
// more than anybody could follow.
func TestManyZones(t *testing.T) {
	const circle, zones = 20, 6
	var b strings.Builder
	b.WriteString("tgw t\ngroup app of v0\n  out all to 0.0.0.0/0\nhost a 10.0.1.10 in S0x1, groups app\n")
	for i := range circle {
		var subnets []string
		fmt.Fprintf(&b, "vpc v%d 10.%d.0.0/16\ntable r%d of v%d\n  0.0.0.0/0 > t\n", i, i, i, i)
		for z := range zones {
			subnets = append(subnets, fmt.Sprintf("S%dx%d", i, z))
			fmt.Fprintf(&b, "subnet S%dx%d 10.%d.%d.0/24 of v%d, table r%d, zone z%d\n", i, z, i, z, i, i, z)
		}
		fmt.Fprintf(&b, "attachment a%d of t to v%d in %s, table t%d, appliance\n", i, i, strings.Join(subnets, "+"), i)
		fmt.Fprintf(&b, "transit table t%d of t\n  0.0.0.0/0 > a%d\n", i, (i+1)%circle)
	}
	got := ask(t, reachtest.MustParse(b.String()), "a > tcp internet:443")
	for _, want := range []string{"forward TGW_RTB_BAD_STATE_ROUTE transit_table.t0", "undecided UNMODELLED_RESOURCE attachment.a19.subnet_ids"} {
		if !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, want) }) {
			t.Errorf("no part is %q", want)
		}
	}
}

// TestPeering: walk W7.
func TestPeering(t *testing.T) {
	const net = `
vpc v 10.0.0.0/16
vpc w 10.9.0.0/16
subnet S 10.0.1.0/24 of v, table s
subnet D 10.9.1.0/24 of w, table d
table s of v
  10.9.0.0/16 > p
table d of w
  10.0.0.0/16 > p
peering p of v with w
group app of v
  out tcp 443 to 10.9.0.0/16
  out tcp 22 to group db
group db of w
  in tcp 443 from 10.0.0.0/16
  in tcp 22 from group app
host a 10.0.1.10 in S, groups app
host d 10.9.1.10 in D, groups db
`
	const box = `
subnet N 10.0.2.0/24 of v, table n
host box 10.0.2.9 in N, groups box, no-source-dest-check
group box of v
  in all from 0.0.0.0/0
  out all to 0.0.0.0/0
table s of v
  10.9.0.0/16 > host.box
table n of v
  10.9.0.0/16 > p
table d of w
group db of w
  in tcp 443 from 10.0.2.9/32`
	testRules(t, []rule{
		{"NAT-9 but not to a NAT instance", net, box, [][]string{{"a > tcp d:443", "reply NO_ROUTE_TO_DESTINATION table.d"}}},
		{"W7", net, "", [][]string{{"a > tcp d:443", "delivered"}, {"a > tcp 10.9.1.10:443", "delivered"}}},
		{"SG-11 groups of a peer in the same region", net, "", [][]string{{"a > tcp d:22", "delivered"}}},
		{"SG-11 groups of a peer in another region", net, "peering p of v with w, other-region", [][]string{{"a > tcp d:22", "forward SG_REFERENCES_NOT_PRESERVED group.app.egress, then forward SG_REFERENCES_NOT_PRESERVED group.db.ingress"}}},
		{"PCX-1 nobody accepts", net, "peering p of v with w, pending", [][]string{{"a > tcp d:443", "forward BAD_STATE_ROUTE table.s.10.9.0.0/16, then reply BAD_STATE_ROUTE table.d.10.0.0.0/16"}}},
		{"PCX-2 no route back", net, "table d of w", [][]string{{"a > tcp d:443", "reply NO_ROUTE_TO_DESTINATION table.d"}}},
		{"PCX-3 M53 not the peer's way out", net, "group app of v\n  out all to 0.0.0.0/0\ntable s of v\n  0.0.0.0/0 > p", [][]string{{"a > tcp internet:443", "forward PCX_REQUIRES_ADDRESS_IN_VPC_CIDR table.s.0.0.0.0/0"}}},
		{"NAT-9, T40 answers return to the NAT gateway", net, `
subnet N 10.0.2.0/24 of v, table n
nat n 10.0.2.5 in N
table s of v
  10.9.0.0/16 > n
table n of v
  10.9.0.0/16 > p
table d of w
group db of w
  in tcp 443 from 10.0.2.5/32`, [][]string{{"a > tcp d:443", "delivered"}}},
	})
}

// TestForwarders: NAT instances, NAT64, egress-only gateways.
func TestForwarders(t *testing.T) {
	const net = `
vpc v 10.0.0.0/16 2600:1f13::/56
igw i of v
eigw e of v
subnet S 10.0.1.0/24 2600:1f13:0:1::/64 of v, table s, assign-six
subnet N 10.0.2.0/24 of v, table n
table s of v
  0.0.0.0/0 > box
  ::/0 > e
table n of v
  0.0.0.0/0 > i
group app of v
  out all to 0.0.0.0/0
  out all to ::/0
group box of v
  in tcp 443 from 10.0.1.0/24
  out all to 0.0.0.0/0
host a 10.0.1.10 2600:1f13:0:1::10 in S, groups app
host box 10.0.2.9 in N, groups box, public-ip, no-source-dest-check
`
	const peer = `
vpc w 10.9.0.0/16
peering p of v with w
subnet D 10.9.1.0/24 of w, table d
table n of v
  0.0.0.0/0 > i
  10.9.0.0/16 > p
table d of w
  10.0.0.0/16 > p
host d 10.9.1.10 in D, groups db
`
	testRules(t, []rule{
		{"NATI-1", net, "", [][]string{
			{"a > tcp internet:443", "delivered"},
			{"a > tcp internet:80", "forward ENI_SG_RULES_MISMATCH group.box.ingress"},
		}},
		{"NI-1 M45 the check is on", net, "host box 10.0.2.9 in N, groups box, public-ip", [][]string{{"a > tcp internet:443", "forward ENI_SOURCE_DEST_CHECK_RESTRICTION host.box.source_dest_check"}}},
		{"IGW-2 no public address", net, "host box 10.0.2.9 in N, groups box, no-source-dest-check", [][]string{{"a > tcp internet:443", "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS host.box"}}},
		{"T8 its own table leads to it", net, "subnet N 10.0.2.0/24 of v, table s", [][]string{{"a > tcp internet:443", "forward NAT_SELF_LOOP table.s.0.0.0.0/0"}}},
		{"SG-10 SG-11 a rule that names the instance's group", net + peer, "group db of w\n  in tcp 443 from group box", [][]string{
			{"a > tcp d:443", "undecided UNMODELLED_RESOURCE host.box"}, {"a > tcp d:80", "forward ENI_SG_RULES_MISMATCH group.box.ingress, then forward ENI_SG_RULES_MISMATCH group.db.ingress"}}},
		{"SG-10 SG-11 a rule of the instance's group that names one", net + peer, "group db of w\n  in all from 10.0.0.0/16\ngroup box of v\n  in all from 10.0.0.0/16\n  out all to group db", [][]string{
			{"a > tcp d:443", "undecided UNMODELLED_RESOURCE host.box"}, {"a > tcp internet:443", "forward ENI_SG_RULES_MISMATCH group.box.egress"}}},
		{"SG-11 a rule that names the group behind the instance", net + peer, "group db of w\n  in tcp 443 from group app", [][]string{{"a > tcp d:443", "forward ENI_SG_RULES_MISMATCH group.db.ingress"}}},
		{"SG-11 a rule of the group behind the instance that names one", net + peer, "group db of w\n  in all from 10.0.0.0/16\ngroup app of v\n  out all to group db", [][]string{{"a > tcp d:443", "forward SG_REFERENCES_NOT_PRESERVED group.app.egress"}}},
		{"W3", net, "", [][]string{{"a > tcp [2a00::/16]:443", "delivered"}}},
		{"EIGW-1 of another VPC", net, "vpc w 10.9.0.0/16\neigw e of w", [][]string{{"a > tcp [2a00::/16]:443", "forward BAD_STATE_ROUTE table.s.::/0"}}},
	})
}

// TestOpenWays: whatever is not known of a way out ends in undecided, with its name.
func TestOpenWays(t *testing.T) {
	const (
		https = "a > tcp internet:443"
		peers = `
vpc v 10.0.0.0/16
vpc w 10.9.0.0/16
subnet S 10.0.1.0/24 of v, table s
subnet D 10.9.1.0/24 of w, table d
table s of v
  10.9.0.0/16 > p
table d of w
  10.0.0.0/16 > p
group app of v
  out all to 0.0.0.0/0
group db of w
  in all from 10.0.0.0/16
host a 10.0.1.10 in S, groups app
host d 10.9.1.10 in D, groups db
`
		guarded = `
vpc v 10.0.0.0/16
igw i of v
subnet S 10.0.1.0/24 of v, table s, public-ips
subnet W 10.0.2.0/24 of v, table w
table s of v
  0.0.0.0/0 > f
table w of v
  0.0.0.0/0 > i
group app of v
  out all to 0.0.0.0/0
host a 10.0.1.10 in S, groups app
firewall fw of v with fp
firewall policy fp
firewall endpoint f in W of fw
`
		site = `
vpc v 10.0.0.0/16
subnet S 10.0.1.0/24 of v, table s
table s of v
  172.31.0.0/16 > g
group app of v
  out all to 0.0.0.0/0
host a 10.0.1.10 in S, groups app
vgw g of v
vpn office of g to 172.31.0.0/24, static
`
	)
	testRules(t, []rule{
		{"PCX-1 whether it is accepted", peers, "peering p of v with w, pending ?", [][]string{{"a > tcp d:443", "undecided UNKNOWN_VALUE peering.p.accept_status"}}},
		{"the other VPC of a peering", peers, "peering p of v with ?", [][]string{{"a > tcp d:443", "undecided UNKNOWN_VALUE peering.p.peer_vpc_id"}}},
		{"TGW-5 the zone of the sender", transit, "subnet S 10.1.1.0/24 of s, table spoke", [][]string{{https, "undecided UNKNOWN_VALUE subnet.S.availability_zone"}}},
		{"TGW-5 the subnets of an attachment", transit, "attachment spoke of t to s in ?, table spokes, propagates back", [][]string{{https, "undecided UNKNOWN_VALUE attachment.spoke.subnet_ids"}}},
		{"TGW-1 the table of an attachment", transit, "attachment spoke of t to s in T, table ?, propagates back", [][]string{{https, "undecided UNKNOWN_VALUE attachment.spoke.association"}}},
		{"TGW-4 where a route leads", transit, "transit table spokes of t\n  0.0.0.0/0 > ?", [][]string{{https, "undecided UNKNOWN_VALUE transit_table.spokes.0.0.0.0/0.attachment"}}},
		{"the VPC of an attachment", transit, "attachment spoke of t to ? in T, table spokes, propagates back", [][]string{{https, "undecided UNKNOWN_VALUE attachment.spoke.vpc_id"}}},
		{"NFW-1 the subnet of an endpoint", guarded, "firewall endpoint f in ? of fw", [][]string{{https, "undecided UNKNOWN_VALUE endpoint.f.subnet_id"}}},
		{"the firewall of an endpoint", guarded, "firewall endpoint f in W of ?", [][]string{{https, "undecided UNKNOWN_VALUE endpoint.f.firewall_arn"}}},
		{"the policy of a firewall", guarded, "firewall fw of v with ?", [][]string{{https, "undecided UNKNOWN_VALUE firewall.fw.firewall_policy_arn"}}},
		{"VGW-1 beyond a connection", site, "", [][]string{{"a > tcp 172.31.0.9:443", "undecided UNKNOWN_BEYOND_PLAN vpn.office"}, {"a > tcp 172.31.9.9:443", "forward NO_ROUTE_TO_DESTINATION vgw.g"}}},
		{"VGW-4 what BGP learns", site, "vpn office of g to 172.31.0.0/24", [][]string{{"a > tcp 172.31.9.9:443", "undecided UNKNOWN_BEYOND_PLAN vpn.office"}}},
		{"the VPC of a virtual private gateway", site, "vgw g of ?", [][]string{{"a > tcp 172.31.0.9:443", "undecided UNKNOWN_BEYOND_PLAN vpn.office"}}},
		{"a virtual private gateway of no VPC", site, "vgw g", [][]string{{"a > tcp 172.31.0.9:443", "forward BAD_STATE_ATTACHMENT vgw.g"}}},
	})
}

// TestReread: what a second reading of the walk found.
func TestReread(t *testing.T) {
	const guarded = `
vpc v 10.0.0.0/16
igw i of v
subnet S 10.0.1.0/24 of v, table s, public-ips
subnet W 10.0.2.0/24 of v, table w
table s of v
  0.0.0.0/0 > f
table w of v
  0.0.0.0/0 > n
subnet N 10.0.3.0/24 of v, table n
nat n in N
table n of v
  0.0.0.0/0 > i
  10.0.1.0/24 > f
group app of v
  out all to 0.0.0.0/0
host a 10.0.1.10 in S, groups app
firewall fw of v with fp
firewall endpoint f in W of fw
`
	testRules(t, []rule{
		{"NFW-4 a default that drops established connections lets them begin", guarded, `
firewall policy fp
  stateful otherwise drop-established
  strict`, [][]string{
			{"a > tcp internet:443", "reply FIREWALL_RULES_RESTRICTION firewall_policy.fp.stateful_default_actions"},
			{"a > udp internet:53", "forward FIREWALL_RULES_RESTRICTION firewall_policy.fp.stateful_default_actions"},
		}},
	})
}
