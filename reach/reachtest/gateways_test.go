package reachtest

import (
	"testing"

	"github.com/tfreach/tfreach/reach"
)

func TestInternetGateway(t *testing.T) {
	const igwRoute = "table.public.0.0.0.0/0"
	checkBehaviours(t, wide, []behaviour{
		{"public addresses", `
host q in N, groups open, no-public-ip
host r in N, groups open, no-public-ip
eip for r
host u in S, groups open, public-ip
subnet S 10.0.2.0/24 2600:1f00:0:2::/64 of v, table public
lambda f in N, groups open
`, [][2]string{
			{"p: tcp 8.8.8.8:53", delivered},
			{"q: tcp 8.8.8.8:53", "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS host.q"},
			{"r: tcp 8.8.8.8:53", delivered},
			{"u: tcp 8.8.8.8:53", delivered},
			{"a: tcp 8.8.8.8:53", "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS host.a"},
			{"f: tcp 8.8.8.8:53", "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS lambda.f"},
			{"place N: tcp 8.8.8.8:53", delivered},
			{"place S: tcp 8.8.8.8:53", "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS subnet.S"},
			{"public place S: tcp 8.8.8.8:53", delivered},
			{"place N: tcp [2607::1]:53", "forward NO_ADDRESS_IN_FAMILY subnet.N"},
			{"public place N: tcp [2607::1]:53", delivered},
		}},
		{"destinations (IGW-3)", "", [][2]string{
			{"p: tcp 10.1.0.1:1", "forward IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS " + igwRoute},
			{"p: tcp 172.15.255.255:1", delivered},
			{"p: tcp 172.16.0.0:1", "forward IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS " + igwRoute},
			{"p: tcp 172.31.255.255:1", "forward IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS " + igwRoute},
			{"p: tcp 172.32.0.0:1", delivered},
			{"p: tcp 192.168.0.1:1", "forward IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS " + igwRoute},
			{"p: tcp 192.169.0.1:1", delivered},
			{"p: tcp 100.65.0.1:1", "forward IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS " + igwRoute},
			{"p: tcp 100.127.255.255:1", "forward IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS " + igwRoute},
			{"p: tcp 100.128.0.0:1", delivered},
			{"p: tcp 0.1.2.3:1", "forward NO_POSSIBLE_DESTINATION " + igwRoute},
			{"p: tcp 127.0.0.1:1", "forward NO_POSSIBLE_DESTINATION " + igwRoute},
			{"p: tcp 169.254.1.1:1", "forward NO_POSSIBLE_DESTINATION " + igwRoute},
			{"p: tcp 223.255.255.255:1", delivered},
			{"p: tcp 224.0.0.0:1", "forward NO_POSSIBLE_DESTINATION " + igwRoute},
			{"p: tcp 255.255.255.255:1", "forward NO_POSSIBLE_DESTINATION " + igwRoute},
			{"a: tcp [1fff:ffff::1]:1", "forward NO_POSSIBLE_DESTINATION table.private.::/0"},
			{"a: tcp [2000::]:1", delivered},
			{"a: tcp [3fff:ffff::1]:1", delivered},
			{"a: tcp [4000::]:1", "forward NO_POSSIBLE_DESTINATION table.private.::/0"},
			{"a: tcp 127.0.0.1:1", "forward NO_POSSIBLE_DESTINATION " + igwRoute},
		}},
		{"the gateway before the destination", "igw i\nhost p 10.0.1.20 in N, groups open, no-public-ip", [][2]string{
			{"p: tcp 10.1.0.1:1", "forward BAD_STATE_ATTACHMENT igw.i"},
		}},
		{"the destination before the address", "host p 10.0.1.20 in N, groups open, no-public-ip", [][2]string{
			{"p: tcp 10.1.0.1:1", "forward IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS table.public.0.0.0.0/0"},
		}},
		{"IGW-1: attached to another VPC", "vpc w 10.9.0.0/16\nigw i of w", [][2]string{
			{"p: tcp 8.8.8.8:53", "forward BAD_STATE_ROUTE " + igwRoute},
		}},
		{"IGW-4: a private IPv6 source", `
subnet S 10.0.2.0/24 fd00:1::/64 of v, table private
host a fd00:1::a in S, groups open
`, [][2]string{
			{"a: tcp [2607::1]:1", "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS host.a"},
		}},
	})
}

func TestAddressFamilies(t *testing.T) {
	checkBehaviours(t, wide, []behaviour{
		{"what has no address sends nothing, not even to a service", `
subnet E 2600:1f00:0:5::/64 of v, table public
host e in E, groups open, six
host s in S, groups open, six
`, [][2]string{
			{"b: tcp [2607::1]:1", "forward NO_ADDRESS_IN_FAMILY host.b"},
			{"b: tcp [fd00:ec2::254]:80", "forward NO_ADDRESS_IN_FAMILY host.b"},
			{"a: tcp [fd00:ec2::254]:80", delivered},
			{"s: tcp [2607::1]:1", delivered},
			{"e: tcp [2607::1]:1", delivered},
			{"e: tcp 8.8.8.8:1", "forward NO_ADDRESS_IN_FAMILY host.e"},
			{"place D: tcp [2607::1]:1", "forward NO_ADDRESS_IN_FAMILY subnet.D"},
			{"place E: tcp 8.8.8.8:1", "forward NO_ADDRESS_IN_FAMILY subnet.E"},
			{"public place S: tcp [2607::1]:1", delivered},
		}},
	})
}

func TestRouting(t *testing.T) {
	checkBehaviours(t, wide, []behaviour{
		{"RT-2: the longest prefix, whatever its target", `
table private of v
  0.0.0.0/0 > i
  8.0.0.0/8 > n
  8.8.0.0/16 > blackhole
  8.8.8.0/24 > n
  8.8.8.8/32 > i
`, [][2]string{
			{"b: tcp 9.0.0.0:1", "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS host.b"},
			{"b: tcp 8.9.0.0:1", delivered},
			{"b: tcp 8.8.7.255:1", "forward BAD_STATE_ROUTE table.private.8.8.0.0/16"},
			{"b: tcp 8.8.8.7:1", delivered},
			{"b: tcp 8.8.8.8:1", "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS host.b"},
		}},
		{"RT-6: local beats shorter prefixes", "table private of v\n  10.0.0.0/8 > blackhole\n  0.0.0.0/0 > n", [][2]string{
			{"a: tcp 10.0.1.20:1", delivered},
			{"a: tcp 10.1.1.20:1", "forward BAD_STATE_ROUTE table.private.10.0.0.0/8"},
		}},
		{"RT-7: a route of a whole block takes the place of the local one", "table private of v\n  10.0.0.0/16 > blackhole\n  100.64.0.0/16 > local", [][2]string{
			{"a: tcp 10.0.1.20:1", "forward BAD_STATE_ROUTE table.private.10.0.0.0/16"},
			{"p: tcp 10.0.2.10:1", "reply BAD_STATE_ROUTE table.private.10.0.0.0/16"},
			{"a: tcp 100.64.3.10:1", "reply BAD_STATE_ROUTE table.private.10.0.0.0/16"},
		}},
		{"RT-3: families apart", "table private of v\n  ::/0 > i", [][2]string{
			{"a: tcp 8.8.8.8:1", "forward NO_ROUTE_TO_DESTINATION table.private"},
		}},
		{"RT-1: main table, its routes, and its replacement", `
subnet S 10.0.2.0/24 of v
subnet D 100.64.3.0/24 of v, table private
main of v
  0.0.0.0/0 > n
`, [][2]string{{"a: tcp 8.8.8.8:1", delivered}}},
		{"RT-1: another main table", "subnet S 10.0.2.0/24 of v\nmain of v\n  0.0.0.0/0 > n\nmain of v is none\ntable none of v", [][2]string{
			{"a: tcp 8.8.8.8:1", "forward NO_ROUTE_TO_DESTINATION table.none"},
		}},
		{"a route that this plan deletes", "table private of v\n  deleted 0.0.0.0/0 > n\n  deleted 8.0.0.0/8 > n", [][2]string{
			{"a: tcp 8.8.8.8:1", "forward NO_ROUTE_TO_DESTINATION table.private.8.0.0.0/8"},
			{"a: tcp 9.8.8.8:1", "forward NO_ROUTE_TO_DESTINATION table.private.0.0.0.0/0"},
		}},
		{"beyond the plan", "table private of v\n  0.0.0.0/0 > beyond tgw-1", [][2]string{{"a: tcp 8.8.8.8:1", "undecided"}}},
		{"an interface that does not forward", "table private of v\n  0.0.0.0/0 > p", [][2]string{{"a: tcp 8.8.8.8:1", "forward ENI_SOURCE_DEST_CHECK_RESTRICTION host.p"}}},
		{"an interface that forwards", "table private of v\n  0.0.0.0/0 > p\nhost p 10.0.1.20 in N, groups open, no-source-dest-check", [][2]string{{"a: tcp 8.8.8.8:1", delivered}}},
	})
}

func TestNATGateways(t *testing.T) {
	checkBehaviours(t, wide, []behaviour{
		{"NAT-5: one behind the other", `
subnet M 10.0.4.0/24 of v, table middle
table middle of v
  0.0.0.0/0 > n
nat m in M
table private of v
  0.0.0.0/0 > m
`, [][2]string{{"a: tcp 8.8.8.8:1", delivered}}},
		{"NAT-5: in a circle", `
subnet M 10.0.4.0/24 of v, table middle
table middle of v
  0.0.0.0/0 > n
nat m in M
table private of v
  0.0.0.0/0 > m
table public of v
  0.0.0.0/0 > m
`, [][2]string{{"a: tcp 8.8.8.8:1", "forward NAT_SELF_LOOP table.public.0.0.0.0/0"}}},
		{"NAT-10: of the own subnet, which asks neither ACL nor protocol", `
table public of v
  0.0.0.0/0 > n
subnet N 10.0.1.0/24 of v, table public, acl x
acl x of v
  out 1 allow all to 0.0.0.0/0
`, [][2]string{
			{"p: tcp 8.8.8.8:1", "forward NAT_SELF_LOOP table.public.0.0.0.0/0"},
			{"p: 50 8.8.8.8", "forward NAT_SELF_LOOP table.public.0.0.0.0/0"},
			{"a: tcp 8.8.8.8:1", "forward " + noRule},
		}},
		{"NAT-8: of another VPC", `
vpc w 10.9.0.0/16
subnet W 10.9.1.0/24 of w
nat k in W
table private of v
  0.0.0.0/0 > k
`, [][2]string{{"a: tcp 8.8.8.8:1", "forward NGW_REQUIRES_SOURCE_IN_VPC table.private.0.0.0.0/0"}}},
		{"NAT-6: each ACL sees its own header", `
subnet S 10.0.2.0/24 of v, table private, acl s
acl s of v
  out 1 allow tcp 443 to 8.8.8.8/32
  in 1 allow tcp 33996 from 8.8.8.8/32
subnet N 10.0.1.0/24 of v, table public, acl n
acl n of v
  in 1 allow tcp 443 from 10.0.2.10/32
  out 1 allow tcp 443 to 8.8.8.8/32
  in 2 allow tcp 40000 from 8.8.8.8/32
  out 2 allow tcp 33996 to 10.0.2.10/32
`, [][2]string{
			{"a: tcp 8.8.8.8:443", delivered},
			{"b: tcp 8.8.8.8:443", "forward SUBNET_ACL_RESTRICTION acl.n"},
			{"a: tcp 8.8.8.8:443, nat 40001", "reply SUBNET_ACL_RESTRICTION acl.n"},
			{"a: tcp 8.8.8.8:443, port 33997", "reply SUBNET_ACL_RESTRICTION acl.n"},
		}},
		{"RT-7: a subnet behind a NAT gateway sees its address and no groups", `
table private of v
  10.0.4.0/24 > n
subnet E 10.0.4.0/24 of v, table public
group ee of v
  in tcp 1 from 10.0.1.7/32
  in tcp 2 from group open
host e 10.0.4.9 in E, groups ee
`, [][2]string{
			{"a: tcp 10.0.4.9:1", delivered},
			{"a: tcp 10.0.4.9:2", "forward ENI_SG_RULES_MISMATCH group.ee"},
			{"p: tcp 10.0.4.9:2", delivered},
		}},
		{"RT-7: an answer that goes to a gateway is lost", `
table lost of v
  10.0.2.0/24 > n
subnet E 10.0.4.0/24 of v, table lost
table gone of v
  10.0.2.0/24 > blackhole
subnet F 10.0.5.0/24 of v, table gone
`, [][2]string{
			{"a: tcp 10.0.4.9:1", "reply NO_POSSIBLE_DESTINATION table.lost.10.0.2.0/24"},
			{"a: tcp 10.0.5.9:1", "reply BAD_STATE_ROUTE table.gone.10.0.2.0/24"},
		}},
	})
}

func TestHyperplane(t *testing.T) {
	s := MustParse(wide, "lambda f in N, groups open")
	for _, public := range []reach.Fact[reach.Grant]{reach.Known(reach.Granted), reach.Known(reach.SubnetDecides), reach.Missing[reach.Grant](unknown("lambda.f", "x"))} {
		s.Lambda("f").Public = public
		check(t, s, "f: tcp 8.8.8.8:53", "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS lambda.f")
	}
}
