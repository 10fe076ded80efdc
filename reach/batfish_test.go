package reach_test

import "testing"

// TestBatfish is the scenarios of section 12.3 of the semantics, which Batfish is
// tested with; where Batfish and AWS differ, what is wanted is what AWS does. B3,
// B9 and B10 begin on the internet and are left out, but for their answers.
func TestBatfish(t *testing.T) {
	const natted = `
vpc v 10.1.0.0/16
igw i of v
subnet N 10.1.250.0/24 of v, table n, acl n
subnet S 10.1.1.0/24 of v, table s
subnet T 10.1.20.0/24 of v
table n of v
  0.0.0.0/0 > i
table s of v
  0.0.0.0/0 > nat
nat nat 10.1.250.210 in N
acl n of v
  in 100 allow icmp from 10.1.1.0/24
  in 200 allow all from 0.0.0.0/0
  out 100 allow all to 0.0.0.0/0
group app of v
  in tcp 22 from 0.0.0.0/0
  in icmp 8/0 from 0.0.0.0/0
  out all to 0.0.0.0/0
host a 10.1.1.98 in S, groups app
host n 10.1.250.116 in N, groups app
host t 10.1.20.173 in T, groups app
`
	const fourWay = natted + `
acl n of v
  in 100 allow tcp 443 from 10.1.1.0/24
  in 200 allow tcp 1024-65535 from 0.0.0.0/0
  out 100 allow tcp 443 to 0.0.0.0/0
  out 200 allow tcp 1024-65535 to 10.1.1.0/24
`
	const exposed = `
vpc v 10.0.0.0/16
igw i of v
subnet P 10.0.0.0/24 of v, table p
table p of v
  0.0.0.0/0 > i
group app of v
  in tcp 22 from 0.0.0.0/0
  out all to 0.0.0.0/0
host p 10.0.0.91 in P, groups app, public-ip
host q 10.0.0.92 in P, groups app
`
	const site = `
vpc v 10.0.0.0/16
igw i of v
vgw g of v
vpn x of g to 19.168.0.0/16, static
subnet P 10.0.0.0/24 of v, table p
subnet S 10.0.1.0/24 of v
table p of v
  0.0.0.0/0 > i
main of v
  0.0.0.0/0 > g
propagation m of g in main.v
group app of v
  in tcp 22 from 0.0.0.0/0
  out all to 0.0.0.0/0
host p 10.0.0.47 in P, groups app, public-ip
host s 10.0.1.204 in S, groups app
`
	const denied = `
vpc v 10.10.0.0/16
subnet S 10.10.1.0/24 of v, table s, acl none
table s of v
acl none of v
group app of v
  in tcp 22 from 0.0.0.0/0
  out all to 0.0.0.0/0
host a 10.10.1.228 in S, groups app
host b 10.10.1.44 in S, groups app
`
	const https = "a > tcp 8.8.8.8:443"
	testRules(t, []rule{
		{"B1", natted, "", [][]string{{"a > tcp 8.8.8.8:80", "delivered"}}},
		{"B2", natted, "", [][]string{{"a > 50 8.8.8.8", "forward PROTOCOL_RESTRICTION nat.nat"}, {"a > 61 8.8.8.8", "forward PROTOCOL_RESTRICTION nat.nat"}}},
		{"B4", natted, "", [][]string{{"n > tcp 10.1.250.210:80", "forward NO_POSSIBLE_DESTINATION nat.nat"}}},
		{"B5", natted, "", [][]string{{"t > tcp 8.8.8.8:80", "forward NO_ROUTE_TO_DESTINATION vpc.v.main_route_table"}}},
		{"B6", fourWay, "", [][]string{{https, "delivered"}}},
		{"B6 in from the client", fourWay, "acl n of v\n  in 200 allow tcp 1024-65535 from 0.0.0.0/0\n  out 100 allow all to 0.0.0.0/0", [][]string{{https, "forward SUBNET_ACL_RESTRICTION acl.n.ingress"}}},
		{"B6 out to the destination", fourWay, "acl n of v\n  in 100 allow all from 0.0.0.0/0\n  out 200 allow tcp 1024-65535 to 10.1.1.0/24", [][]string{{https, "forward SUBNET_ACL_RESTRICTION acl.n.egress"}}},
		{"B6 in from the destination", fourWay, "acl n of v\n  in 100 allow tcp 443 from 10.1.1.0/24\n  out 100 allow all to 0.0.0.0/0", [][]string{{https, "reply SUBNET_ACL_RESTRICTION acl.n.ingress"}}},
		{"B6 out to the client", fourWay, "acl n of v\n  in 100 allow all from 0.0.0.0/0\n  out 100 allow tcp 443 to 0.0.0.0/0", [][]string{{https, "reply SUBNET_ACL_RESTRICTION acl.n.egress"}}},
		{"B7", exposed, "", [][]string{{"p > tcp 8.8.8.8:443", "delivered"}}},
		{"B8", exposed, "", [][]string{{"q > tcp 8.8.8.8:443", "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS host.q"}}},
		{"B11", site, "", [][]string{{"s > tcp 8.8.8.8:443", "forward NO_ROUTE_TO_DESTINATION vgw.g"}}},
		{"B12 a public address is not in the VPC", site, "", [][]string{
			{"s > tcp 13.58.55.60:22", "forward NO_ROUTE_TO_DESTINATION vgw.g"},
			{"s > tcp p:22", "delivered"},
		}},
		{"B13 the site, from where nothing is propagated", site, "", [][]string{
			{"p > tcp 19.168.0.1:22", "delivered"},
			{"s > tcp 19.168.0.1:22", "undecided UNKNOWN_BEYOND_PLAN vpn.x"},
		}},
		{"B14 no ACL within a subnet", denied, "", [][]string{
			{"a > tcp b:22", "delivered"},
			{"a > tcp b:23", "forward ENI_SG_RULES_MISMATCH group.app.ingress"},
			{"a > tcp 10.10.0.1:22", "forward SUBNET_ACL_RESTRICTION acl.none.egress, then forward VPC_CIDR_UNUSED vpc.v"},
		}},
		{"B15 a hole in the VPC is no way out", denied, "igw i of v\ntable s of v\n  0.0.0.0/0 > i\nacl none of v\n  in 1 allow all from 0.0.0.0/0\n  out 1 allow all to 0.0.0.0/0", [][]string{
			{"a > tcp 10.10.0.1:22", "forward VPC_CIDR_UNUSED vpc.v"},
		}},
	})
}
