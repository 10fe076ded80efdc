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
			{"a: tcp [2600:1f00:0:2::77]:22 at x", "delivered"},
		}},
		{"but not of a host that has another address", `
group shut of v
host d 100.64.3.10 in D, groups shut
host s 10.0.2.30 2600:1f00:0:2::30 in S, groups shut
host b 10.0.2.20 in S, groups shut
`, [][2]string{
			{"a: tcp 100.64.3.10:22 at d", "forward SG_HAS_NO_RULES group.shut"},
			{"a: tcp 100.64.3.50:22 at d", delivered},
			{"a: tcp [2600:1f00:0:2::99]:22 at s", "forward SG_HAS_NO_RULES group.shut"},
			{"a: tcp [2600:1f00:0:2::99]:22 at b", delivered},
		}},
		{"the resolver is in the first IPv4 block", "vpc v 2600:1f00::/56 100.64.0.0/16 10.0.0.0/16", [][2]string{
			{"a: tcp 100.64.0.2:1", delivered},
			{"a: tcp 10.0.0.2:1", "forward VPC_CIDR_UNUSED vpc.v"},
			{"a: tcp [2600:1f00::2]:1", "forward VPC_CIDR_UNUSED vpc.v"},
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
			{"a: tcp [2600:1f00:0:2::1]:1", "forward NO_POSSIBLE_DESTINATION subnet.S"},
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
			{"a: tcp 100.64.3.99:5432", "undecided"},
			{"a: tcp 10.0.2.20:5432", "forward ENI_SG_RULES_MISMATCH group.client"},
			{"b: tcp 100.64.3.10:5432", "forward ENI_SG_RULES_MISMATCH group.db"},
			{"place S: tcp 100.64.3.10:5432", "undecided"},
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
			{"public place N: tcp [2607::1]:443", "forward " + noRule},
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
		w := &walk{network: s.Network, shot: x, picks: &picks{}}
		if end := w.forward(); end != nil {
			t.Fatal(end)
		}
		if got := w.p.Src.String(); got != tt.seen || w.p.SrcPort != 1024 {
			t.Errorf("%s with %q: the destination sees %v:%d, want %v:1024", tt.nat, tt.chosen, got, w.p.SrcPort, tt.seen)
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

// TestHyperplane: CMP-1 holds whatever a plan says about public addresses.
