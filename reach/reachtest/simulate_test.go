package reachtest

import (
	"testing"

	"github.com/tfreach/tfreach/reach"
)

// wide is a network in which everything can talk to everything, with both
// families. The tests narrow it.
const wide = `
vpc v 10.0.0.0/16 100.64.0.0/16 2600:1f00::/56
igw i of v
subnet N 10.0.1.0/24 2600:1f00:0:1::/64 of v, table public, public-ips
subnet S 10.0.2.0/24 2600:1f00:0:2::/64 of v, table private
subnet D 100.64.3.0/24 of v, table private
table public of v
  0.0.0.0/0 > i
  ::/0 > i
table private of v
  0.0.0.0/0 > n
  ::/0 > i
nat n 10.0.1.7 in N
group open of v
  out all to 0.0.0.0/0, ::/0
  in all from 0.0.0.0/0, ::/0
host a 10.0.2.10 2600:1f00:0:2::a in S, groups open
host b 10.0.2.20 in S, groups open
host d 100.64.3.10 in D, groups open
host p 10.0.1.20 in N, groups open
host x in D, groups open
`

// behaviour is a change of wide and what becomes of shots in it.
type behaviour struct {
	name, delta string
	shots       [][2]string
}

func checkBehaviours(t *testing.T, base string, all []behaviour) {
	t.Helper()
	for _, tt := range all {
		t.Run(tt.name, func(t *testing.T) {
			s := MustParse(base, tt.delta)
			for _, x := range tt.shots {
				check(t, s, x[0], x[1])
			}
		})
	}
}

const (
	delivered = "delivered"
	noRule    = "SUBNET_ACL_RESTRICTION acl.x"
)

func TestInsideTheVPC(t *testing.T) {
	checkBehaviours(t, wide, []behaviour{
		{"everything is open", "", [][2]string{
			{"a: tcp 10.0.2.20:22", delivered},
			{"a: tcp 100.64.3.10:22", delivered},
			{"a: tcp [2600:1f00:0:2::99]:22", delivered},
			{"place S: tcp 100.64.3.99:22", delivered},
		}},
		{"NACL-4: no ACL and no route within a subnet", `
acl x of v
subnet S 10.0.2.0/24 of v, table nothing, acl x
table nothing of v
`, [][2]string{
			{"a: tcp 10.0.2.20:22", delivered},
			{"a: tcp 10.0.2.99:22", delivered},
			{"a: tcp 100.64.3.10:22", "forward " + noRule},
			{"d: tcp 10.0.2.10:22", "forward " + noRule},
		}},
		{"the ACLs of both subnets see the answer (NACL-3)", `
subnet D 100.64.3.0/24 of v, table private, acl x
acl x of v
  in 1 allow tcp 22 from 10.0.2.0/24
  out 1 allow tcp 33996 to 10.0.2.10/32
`, [][2]string{
			{"a: tcp 100.64.3.10:22", delivered},
			{"a: tcp 100.64.3.10:22, port 33997", "reply " + noRule},
			{"b: tcp 100.64.3.10:22", "reply " + noRule},
			{"a: tcp 100.64.3.10:23", "forward " + noRule},
		}},
		{"the answer enters the sender's subnet from the destination", `
subnet S 10.0.2.0/24 of v, table private, acl x
acl x of v
  in 5 deny all from 100.64.3.10/32
  in 6 allow all from 0.0.0.0/0
  out 1 allow all to 0.0.0.0/0
`, [][2]string{
			{"a: tcp 100.64.3.10:22", "reply SUBNET_ACL_RESTRICTION acl.x.in 5"},
			{"a: tcp 100.64.3.11:22", delivered},
		}},
		{"the destination's groups decide, replies pass them (SG-3)", `
group web of v
  in tcp 443 from 10.0.2.0/24
host d 100.64.3.10 in D, groups web
`, [][2]string{
			{"a: tcp 100.64.3.10:443", delivered},
			{"p: tcp 100.64.3.10:443", "forward ENI_SG_RULES_MISMATCH group.web"},
			{"d: tcp 10.0.2.10:443", "forward SG_HAS_NO_RULES group.web"},
			{"a: tcp 100.64.3.77:22", delivered},
		}},
		{"who has an address that nobody is known to have, the shot says", `
group web of v
  in tcp 443 from 10.0.2.0/24
host x in D, groups web
`, [][2]string{
			{"a: tcp 100.64.3.50:22 at x", "forward ENI_SG_RULES_MISMATCH group.web"},
			{"a: tcp 100.64.3.50:22", delivered},
			{"a: tcp 100.64.3.10:22 at x", "delivered"},
			{"a: tcp 10.0.2.50:22 at x", "delivered"},
		}},
		{"addresses that AWS keeps", "", [][2]string{
			{"a: tcp 100.64.3.0:1", "forward NO_POSSIBLE_DESTINATION subnet.D"},
			{"a: tcp 100.64.3.1:1", "forward NO_POSSIBLE_DESTINATION subnet.D"},
			{"a: tcp 100.64.3.3:1", "forward NO_POSSIBLE_DESTINATION subnet.D"},
			{"a: tcp 100.64.3.4:1", delivered},
			{"a: tcp 100.64.3.254:1", delivered},
			{"a: tcp 100.64.3.255:1", "forward NO_POSSIBLE_DESTINATION subnet.D"},
			{"a: tcp 10.0.2.3:1", "forward NO_POSSIBLE_DESTINATION subnet.S"},
			{"a: tcp [2600:1f00:0:2::3]:1", "forward NO_POSSIBLE_DESTINATION subnet.S"},
			{"a: tcp [2600:1f00:0:2:ffff:ffff:ffff:ffff]:1", "forward NO_POSSIBLE_DESTINATION subnet.S"},
			{"a: tcp 10.0.2.1:1", delivered},
			{"a: tcp [2600:1f00:0:2::1]:1", delivered},
			{"a: tcp 100.64.0.2:1", "forward VPC_CIDR_UNUSED vpc.v"},
			{"a: tcp 10.0.0.2:1", delivered},
		}},
		{"NAT-4: a NAT gateway takes nothing", "", [][2]string{
			{"a: tcp 10.0.1.7:1", "forward NO_POSSIBLE_DESTINATION nat.n"},
			{"p: tcp 10.0.1.7:1", "forward NO_POSSIBLE_DESTINATION nat.n"},
		}},
		{"RT-6: an unused part of the VPC, behind the ACL", `
default acl of v
  out 1 deny all to 10.0.77.0/24
  out 2 allow all to 0.0.0.0/0
  in 2 allow all from 0.0.0.0/0
`, [][2]string{
			{"a: tcp 10.0.77.1:1", "forward SUBNET_ACL_RESTRICTION default_acl.v.out 1"},
			{"a: tcp 10.0.78.1:1", "forward VPC_CIDR_UNUSED vpc.v"},
			{"a: tcp [2600:1f00:0:9::1]:1", "forward SUBNET_ACL_RESTRICTION default_acl.v"},
		}},
	})
}

func TestGroupReferences(t *testing.T) {
	checkBehaviours(t, wide, []behaviour{
		{"SG-10: in both directions, by members", `
group client of v
  out tcp 5432 to group db
group db of v
  in tcp 5432 from group client
host a 10.0.2.10 2600:1f00:0:2::a in S, groups client
host d 100.64.3.10 in D, groups db
host x in D, groups db
`, [][2]string{
			{"a: tcp 100.64.3.10:5432", delivered},
			{"a: tcp 100.64.3.99:5432 at x", delivered},
			{"a: tcp 100.64.3.99:5432", "forward ENI_SG_RULES_MISMATCH group.client"},
			{"a: tcp 10.0.2.20:5432", "forward ENI_SG_RULES_MISMATCH group.client"},
			{"b: tcp 100.64.3.10:5432", "forward ENI_SG_RULES_MISMATCH group.db"},
			{"place S: tcp 100.64.3.10:5432", "forward ENI_SG_RULES_MISMATCH group.db"},
			{"a: tcp 142.250.74.46:5432", "forward ENI_SG_RULES_MISMATCH group.client"},
		}},
		{"SG-15: members of the default group talk among themselves", `
host a 10.0.2.10 in S
host d 100.64.3.10 in D
`, [][2]string{
			{"a: tcp 100.64.3.10:1", delivered},
			{"b: tcp 100.64.3.10:1", "forward ENI_SG_RULES_MISMATCH vpc.v.default_security_group"},
			{"a: tcp 142.250.74.46:1", delivered},
		}},
		{"SG-14: an adopted default group without rules", "default group of v\nhost a 10.0.2.10 in S", [][2]string{
			{"a: tcp 142.250.74.46:1", "forward SG_HAS_NO_RULES default_group.v"},
		}},
		{"the culprit is the first group with rules", `
group e1 of v
group e2 of v
  in all from 0.0.0.0/0
group r of v
  out tcp 80 to 0.0.0.0/0
host a 10.0.2.10 in S, groups e1+e2+r
host b 10.0.2.20 in S, groups e1+e2
`, [][2]string{
			{"a: tcp 142.250.74.46:1", "forward ENI_SG_RULES_MISMATCH group.r"},
			{"b: tcp 142.250.74.46:1", "forward SG_HAS_NO_RULES group.e1"},
		}},
	})
}

func TestProtocols(t *testing.T) {
	checkBehaviours(t, wide, []behaviour{
		{"an answer has the answer's type (NACL-3)", `
subnet S 10.0.2.0/24 2600:1f00:0:2::/64 of v, table private, acl x
acl x of v
  out 1 allow all to 0.0.0.0/0
  out 2 allow all to ::/0
  in 1 allow icmp 0/5 from 0.0.0.0/0
  in 2 allow icmp 14 from 0.0.0.0/0
  in 3 allow icmpv6 129/0 from ::/0
`, [][2]string{
			{"a: icmp 8/5 142.250.74.46", delivered},
			{"a: icmp 8/0 142.250.74.46", "reply " + noRule},
			{"a: icmp 13/9 142.250.74.46", delivered},
			{"a: icmp 15/0 142.250.74.46", "reply " + noRule},
			{"a: icmp 17/0 142.250.74.46", "reply " + noRule},
			{"a: icmp 3/4 142.250.74.46", delivered},
			{"a: icmpv6 128/0 2607::1", delivered},
			{"a: icmpv6 2/0 2607::1", delivered},
			{"a: 50 10.0.1.20", "reply " + noRule},
		}},
		{"NACL-6: ICMPv6 in IPv4 has no types", `
subnet S 10.0.2.0/24 2600:1f00:0:2::/64 of v, table private, acl x
acl x of v
  out 1 allow icmpv6 1/1 to 0.0.0.0/0
  out 2 allow icmpv6 1/1 to ::/0
  in 1 allow all from 0.0.0.0/0
`, [][2]string{
			{"a: icmpv6 2/0 10.0.1.20", delivered},
			{"a: icmpv6 2/0 2607::1", "forward " + noRule},
			{"a: icmpv6 1/1 2607::1", delivered},
		}},
		{"NAT-2: what a NAT gateway takes, behind its ACL", `
subnet N 10.0.1.0/24 of v, table public, acl x
acl x of v
  in 1 deny 47 from 0.0.0.0/0
  in 2 allow all from 0.0.0.0/0
  in 3 allow all from ::/0
  out 2 allow all to 0.0.0.0/0
table private of v
  0.0.0.0/0 > n
  ::/0 > n
`, [][2]string{
			{"a: udp 142.250.74.46:53", delivered},
			{"a: icmp 8/0 142.250.74.46", delivered},
			{"a: icmp 3/4 142.250.74.46", delivered},
			{"a: 50 142.250.74.46", "forward PROTOCOL_RESTRICTION nat.n"},
			{"a: 47 142.250.74.46", "forward SUBNET_ACL_RESTRICTION acl.x.in 1"},
			{"a: icmpv6 128/0 142.250.74.46", "forward PROTOCOL_RESTRICTION nat.n"},
			{"a: tcp [2607::1]:443", "forward PROTOCOL_RESTRICTION nat.n"},
		}},
		{"SG-9, NACL-10: families apart", `
group four of v
  out all to 0.0.0.0/0
host a 10.0.2.10 2600:1f00:0:2::a in S, groups four
subnet N 10.0.1.0/24 2600:1f00:0:1::/64 of v, table public, acl x
acl x of v
  in 1 allow all from 0.0.0.0/0
  out 1 allow all to 0.0.0.0/0
`, [][2]string{
			{"a: tcp 142.250.74.46:443", delivered},
			{"a: tcp [2607::1]:443", "forward ENI_SG_RULES_MISMATCH group.four"},
			{"place N: tcp [2607::1]:443", "forward " + noRule},
		}},
	})
}

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
			{"place N: tcp 8.8.8.8:53", "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS subnet.N"},
			{"public place N: tcp 8.8.8.8:53", delivered},
			{"place N: tcp [2607::1]:53", delivered},
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
		{"the gateway before the address before the destination", "igw i\nhost p 10.0.1.20 in N, groups open, no-public-ip", [][2]string{
			{"p: tcp 10.1.0.1:1", "forward BAD_STATE_ATTACHMENT igw.i"},
		}},
		{"the address before the destination", "host p 10.0.1.20 in N, groups open, no-public-ip", [][2]string{
			{"p: tcp 10.1.0.1:1", "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS host.p"},
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
			{"place S: tcp [2607::1]:1", delivered},
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
		{"an interface is not simulated", "table private of v\n  0.0.0.0/0 > p", [][2]string{{"a: tcp 8.8.8.8:1", "undecided"}}},
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

// TestPath: the objects that a packet and its answer pass, in order.
func TestPath(t *testing.T) {
	s := MustParse(wide, "subnet S 10.0.2.0/24 of v, table private, acl s\nacl s of v\n  out 1 allow all to 0.0.0.0/0\n  in 1 allow all from 0.0.0.0/0")
	for _, tt := range []struct{ shot, there, back string }{
		{"a: tcp 8.8.8.8:443",
			"host.a acl.s table.private.0.0.0.0/0 vpc.v.default_network_acl nat.n vpc.v.default_network_acl table.public.0.0.0.0/0 igw.i",
			"vpc.v.default_network_acl vpc.v.default_network_acl acl.s host.a"},
		{"place S: tcp 100.64.3.10:443",
			"subnet.S acl.s vpc.v.default_network_acl host.d",
			"vpc.v.default_network_acl acl.s subnet.S"},
		{"a: tcp 10.0.2.20:443", "host.a host.b", "host.a"},
		{"a: tcp 10.0.2.99:443", "host.a subnet.S", "host.a"},
		{"a: udp 10.0.0.2:53", "host.a", ""},
	} {
		f := Simulate(s.Network, shot(t, s, tt.shot))
		if got := path(f.There); got != tt.there {
			t.Errorf("%s: there\ngot  %s\nwant %s", tt.shot, got, tt.there)
		}
		if got := path(f.Back); got != tt.back {
			t.Errorf("%s: back\ngot  %s\nwant %s", tt.shot, got, tt.back)
		}
	}
}

// TestAnotherVPC: an address counts in the sender's VPC only.
func TestAnotherVPC(t *testing.T) {
	s := MustParse(wide, `
vpc w 10.0.0.0/16
subnet W 10.0.9.0/24 of w
host w 10.0.9.9 in W
`)
	check(t, s, "a: tcp 10.0.9.9:1", "forward VPC_CIDR_UNUSED vpc.v")
	check(t, s, "w: tcp 10.0.2.10:1", "forward VPC_CIDR_UNUSED vpc.w")
	check(t, s, "w: tcp 8.8.8.8:1", "forward NO_ROUTE_TO_DESTINATION vpc.w.main_route_table")
}

// TestNATAddress: which address the destination sees, and comes back to.
func TestNATAddress(t *testing.T) {
	for _, tt := range []struct{ nat, chosen, seen string }{
		{"nat n 10.0.1.7 in N", "10.0.1.99", "10.0.1.7"},
		{"nat n in N", "10.0.1.99", "10.0.1.99"},
		{"nat n in N", "10.0.2.99", "10.0.1.4"},
		{"nat n in N", "", "10.0.1.4"},
	} {
		s := MustParse(wide, tt.nat)
		x := shot(t, s, "a: tcp 8.8.8.8:443, nat 0")
		if tt.chosen != "" {
			x.NATAddress = nth(s.Subnet("N").CIDR.Value, 99)
			if tt.chosen == "10.0.2.99" {
				x.NATAddress = nth(s.Subnet("S").CIDR.Value, 99)
			}
		}
		w := &walk{network: s.Network, shot: x}
		if end := w.forward(); end != nil {
			t.Fatal(end)
		}
		if got := w.last.Src.String(); got != tt.seen || w.last.SrcPort != 1024 {
			t.Errorf("%s with %q: the destination sees %v:%d, want %v:1024", tt.nat, tt.chosen, got, w.last.SrcPort, tt.seen)
		}
	}
}

// TestGroupAddition is about a part of the model that text has no form for.
func TestGroupAddition(t *testing.T) {
	s := MustParse(wide, "group none of v\nhost a 10.0.2.10 in S, groups none")
	check(t, s, "a: tcp 8.8.8.8:443", "forward SG_HAS_NO_RULES group.none")
	s.Network.GroupAdditions = []*reach.GroupAddition{{
		Interface: reach.To(s.Host("a")),
		Group:     reach.To(s.Object("group", "open").(*reach.SecurityGroup)),
	}}
	check(t, s, "a: tcp 8.8.8.8:443", delivered)
	s.Network.GroupAdditions[0].Interface = reach.OneOf(unknown("x", "y"), s.Host("a"), s.Host("b"))
	check(t, s, "a: tcp 8.8.8.8:443", "undecided")
}
