package kerneltest

import "github.com/tfreach/tfreach/reach/reachtest"

// published is what AWS has run (BPA-3): an instance in a public subnet, one in another,
// one behind a NAT gateway in the latter, one behind an egress-only gateway.
const published = `
vpc v 10.0.0.0/16 2600:1f13::/56
igw i of v
eigw e of v
subnet A 10.0.1.0/24 of v, table public, public-ips, zone a
subnet B 10.0.2.0/24 of v, table public, public-ips, zone a
subnet C 10.0.3.0/24 of v, table private, zone a
subnet D 10.0.4.0/24 2600:1f13:0:4::/64 of v, table six, assign-six, zone a
table public of v
  0.0.0.0/0 > i
table private of v
  0.0.0.0/0 > n
table six of v
  ::/0 > e
nat n in B
group app of v
  out all to 0.0.0.0/0, ::/0
host a 10.0.1.10 in A, groups app
host b 10.0.2.10 in B, groups app
host c 10.0.3.10 in C, groups app
host d 10.0.4.10 2600:1f13:0:4::a in D, groups app
`

// publicAccessScenes are AWS's published run (BPA-1, BPA-2, BPA-3), and the micro-tests
// about the block of public access.
var publicAccessScenes = func() []scene {
	const (
		https, https6 = "tcp 93.184.216.34:443", "tcp 2a00::1:443"
		blocked       = "dropped: forward leg, VPC_BLOCK_PUBLIC_ACCESS_ENABLED, public_access.internet_gateway_block_mode"
		ok            = "delivered"
	)
	one := func(flow, want string) [][2]string { return [][2]string{{flow, want}} }
	var out []scene
	for _, x := range []struct{ name, delta, a, b, c, d string }{
		{"1", "block public access off", ok, ok, ok, ok},
		{"2", "block public access bidirectional", blocked, blocked, blocked, blocked},
		{"3", "block public access ingress", blocked, blocked, ok, ok},
		{"4", "block public access ingress\nexclusion x of subnet A", ok, blocked, ok, ok},
		{"5", "block public access ingress\nexclusion x of subnet A, egress-only", blocked, blocked, ok, ok},
		{"6", "block public access bidirectional\nexclusion x of subnet A, egress-only", blocked, blocked, blocked, blocked},
	} {
		out = append(out, scene{"BPA-3 scenario " + x.name, published, x.delta, [][2]string{
			{https, x.a}, {"b: " + https, x.b}, {"c: " + https, x.c}, {"d: " + https6, x.d},
		}})
	}
	nat, public := reachtest.BaselineNAT, reachtest.BaselinePublic
	return append(out,
		scene{"M29 a NAT gateway under a block of ingress", nat, "block public access ingress", one(https, ok)},
		scene{"M30 a NAT gateway under a block of both directions", nat, "block public access bidirectional", one(https, blocked)},
		scene{"M30 the VPC excluded for egress", nat, "block public access bidirectional\nexclusion x of v, egress-only", one(https, ok)},
		scene{"M38 a public address under a block of ingress", public, "block public access ingress", one(https, blocked)},
		scene{"M39 an exclusion for egress of a public subnet", public, "block public access bidirectional\nexclusion x of subnet P, egress-only", one(https, blocked)},
		scene{"M30 only the NAT gateway's subnet excluded: not documented", nat, "block public access bidirectional\nexclusion x of subnet N", one(https, "undecided")},
		scene{"BPA-4 the sender's subnet excluded", nat, "block public access bidirectional\nexclusion x of subnet S", one(https, blocked)},
		scene{"BPA-4 a firewall endpoint in an excluded subnet", redirected, "table public of v\n  0.0.0.0/0 > f\nblock public access ingress\nexclusion x of subnet W", one(https, blocked)},
		scene{"BPA-4 an endpoint of a Gateway Load Balancer in an excluded subnet", redirected, "table public of v\n  0.0.0.0/0 > f\ngwlb endpoint f in W\nblock public access ingress\nexclusion x of subnet W", one(https, ok)},
		scene{"BPA-5 a peering is not affected", peered, "block public access bidirectional", one("tcp 10.9.1.10:443", ok)},
	)
}()
