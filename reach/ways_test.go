package reach_test

import "testing"

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
		{"TGW-6 M48 the attachment's subnet routes on", transit, "table u of e", [][]string{{https, "forward NO_ROUTE_TO_DESTINATION table.u"}}},
		{"TGW-7 M49 no route back from the NAT gateway's subnet", transit, "table n of e\n  0.0.0.0/0 > i", [][]string{{https, "reply IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS table.n.0.0.0.0/0"}}},
		{"TGW-7 M50 no route back at the gateway", transit, "attachment spoke of t to s in T, table spokes", [][]string{{https, "reply TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT transit_table.back"}}},
		{"TGW-1 no association", transit, "attachment spoke of t to s in T, propagates back", [][]string{{https, "forward TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION attachment.spoke"}}},
		{"TGW-13 groups that nobody knows take no sender by name", transit, "host d 10.0.1.10 in N, groups ?", [][]string{{"a > tcp d:443", "undecided UNKNOWN_VALUE host.d.vpc_security_group_ids"}}},
		{"TGW-4 a blackhole", transit, "transit table spokes of t\n  0.0.0.0/0 > egress\n  8.8.8.0/24 > blackhole", [][]string{
			{"a > tcp 8.8.8.0/23:443", "delivered: tcp 8.8.9.0/24:443", "forward TGW_RTB_BAD_STATE_ROUTE transit_table.spokes.8.8.8.0/24: tcp 8.8.8.0/24:443"}}},
	})
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
	testRules(t, []rule{
		{"W7", net, "", [][]string{{"a > tcp d:443", "delivered"}, {"a > tcp 10.9.1.10:443", "delivered"}}},
		{"SG-11 groups of a peer in the same region", net, "", [][]string{{"a > tcp d:22", "delivered"}}},
		{"SG-11 groups of a peer in another region", net, "peering p of v with w, other-region", [][]string{{"a > tcp d:22", "forward SG_REFERENCES_NOT_PRESERVED group.app.egress, then forward SG_REFERENCES_NOT_PRESERVED group.db.ingress"}}},
		{"PCX-1 nobody accepts", net, "peering p of v with w, pending", [][]string{{"a > tcp d:443", "forward BAD_STATE_ROUTE table.s.10.9.0.0/16, then reply BAD_STATE_ROUTE table.d.10.0.0.0/16"}}},
		{"PCX-2 no route back", net, "table d of w", [][]string{{"a > tcp d:443", "reply NO_ROUTE_TO_DESTINATION table.d"}}},
		{"PCX-3 M53 not the peer's way out", net, "group app of v\n  out all to 0.0.0.0/0\ntable s of v\n  0.0.0.0/0 > p", [][]string{{"a > tcp internet:443", "forward PCX_REQUIRES_ADDRESS_IN_VPC_CIDR table.s.0.0.0.0/0"}}},
		{"NAT-9 answers return to the NAT gateway", net, `
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
	testRules(t, []rule{
		{"NATI-1", net, "", [][]string{
			{"a > tcp internet:443", "delivered"},
			{"a > tcp internet:80", "forward ENI_SG_RULES_MISMATCH group.box.ingress"},
		}},
		{"NI-1 M45 the check is on", net, "host box 10.0.2.9 in N, groups box, public-ip", [][]string{{"a > tcp internet:443", "forward ENI_SOURCE_DEST_CHECK_RESTRICTION host.box.source_dest_check"}}},
		{"IGW-2 no public address", net, "host box 10.0.2.9 in N, groups box, no-source-dest-check", [][]string{{"a > tcp internet:443", "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS host.box"}}},
		{"T8 its own table leads to it", net, "subnet N 10.0.2.0/24 of v, table s", [][]string{{"a > tcp internet:443", "forward NAT_SELF_LOOP table.s.0.0.0.0/0"}}},
		{"W3", net, "", [][]string{{"a > tcp [2a00::/16]:443", "delivered"}}},
		{"EIGW-1 of another VPC", net, "vpc w 10.9.0.0/16\neigw e of w", [][]string{{"a > tcp [2a00::/16]:443", "forward BAD_STATE_ROUTE table.s.::/0"}}},
	})
}
