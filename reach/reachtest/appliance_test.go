package reachtest

import "testing"

// TestApplianceMode: both directions of a flow are delivered in one zone (TGW-10), so
// that a firewall in each zone sees the whole of it; without the mode, one may see
// the packet and the other the answer.
func TestApplianceMode(t *testing.T) {
	const inspected = `
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
vpc x 10.3.0.0/16
subnet A 10.3.1.0/24 of x, table a, zone a
subnet B 10.3.2.0/24 of x, table b, zone b
subnet FA 10.3.3.0/24 of x, table f, zone a
subnet FB 10.3.4.0/24 of x, table f, zone b
table a of x
  0.0.0.0/0 > fa
table b of x
  0.0.0.0/0 > fb
table f of x
  0.0.0.0/0 > t
firewall wall of x with fp
firewall policy fp
firewall endpoint fa in FA of wall
firewall endpoint fb in FB of wall
transit table spokes of t
  0.0.0.0/0 > look
transit table look of t
  0.0.0.0/0 > egress
  10.1.0.0/16 > spoke
transit table back of t
  10.1.0.0/16 > look
`
	for _, tt := range []struct{ attachment, want string }{
		{"attachment look of t to x in A+B, table look, appliance", delivered},
		{"attachment look of t to x in A+B, table look", delivered},
		{"attachment look of t to x in A+B, table look\nattachment egress of t to e in U, table back\nsubnet N 10.0.1.0/24 of e, table n, zone b\nsubnet U 10.0.0.0/28 of e, table u, zone b", "reply ASYMMETRIC_FIREWALL endpoint.fb"},
	} {
		s := MustParse(inspected, tt.attachment)
		check(t, s, "a: tcp 8.8.8.8:443", tt.want)
	}
}
