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
		{"TGW-4 a blackhole", transit, "transit table spokes of t\n  0.0.0.0/0 > egress\n  8.8.8.0/24 > blackhole", [][]string{
			{"a > tcp 8.8.8.0/23:443", "delivered: tcp 8.8.9.0/24:443", "forward TGW_RTB_BAD_STATE_ROUTE transit_table.spokes.8.8.8.0/24: tcp 8.8.8.0/24:443"}}},
	})
}
