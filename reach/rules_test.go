package reach_test

import "testing"

// wide is a baseline with everything open: two private subnets, hosts in both.
const wide = `
vpc v 10.0.0.0/16
igw i of v
subnet N 10.0.1.0/24 of v, table public, public-ips
subnet S 10.0.2.0/24 of v, table private
subnet D 10.0.3.0/24 of v, table private
table public of v
  0.0.0.0/0 > i
table private of v
  0.0.0.0/0 > n
nat n 10.0.1.7 in N
group open of v
  out all to 0.0.0.0/0
  in all from 0.0.0.0/0
host a 10.0.2.10 in S, groups open
host b 10.0.2.20 in S, groups open
host d 10.0.3.10 in D, groups open
host p 10.0.1.10 in N, groups open
`

func TestSecurityGroups(t *testing.T) {
	testRules(t, []rule{
		{"SG-1 rules of all groups together, in no order", wide, `
group web of v
  out tcp 443 to 0.0.0.0/0
group dns of v
  out udp 53 to 8.8.8.8/32
host a 10.0.2.10 in S, groups web+dns`, [][]string{
			{"a > tcp internet:443", "delivered"},
			{"a > udp 8.8.8.8/31:53", "delivered: udp 8.8.8.8:53", "forward ENI_SG_RULES_MISMATCH group.web.egress: udp 8.8.8.9:53"},
		}},
		{"SG-1 per interface", wide, "group none of v\nhost b 10.0.2.20 in S, groups none", [][]string{
			{"a > tcp internet:443", "delivered"},
			{"b > tcp internet:443", "forward SG_HAS_NO_RULES group.none.egress"},
		}},
		{"SG-2 no rule in a direction denies it", wide, `
group in of v
  in all from 0.0.0.0/0
group out of v
  out all to 0.0.0.0/0
host a 10.0.2.10 in S, groups in
host b 10.0.2.20 in S, groups out`, [][]string{
			{"a > tcp internet:443", "forward SG_HAS_NO_RULES group.in.egress"},
			{"d > tcp b:443", "forward SG_HAS_NO_RULES group.out.ingress"},
			{"d > tcp a:443", "delivered"},
		}},
		{"SG-3 answers need no rule", wide, `
group client of v
  out tcp 443 to 0.0.0.0/0
group server of v
  in tcp 443 from 0.0.0.0/0
host a 10.0.2.10 in S, groups client
host d 10.0.3.10 in D, groups server`, [][]string{
			{"a > tcp d:443", "delivered"},
			{"d > tcp a:443", "forward SG_HAS_NO_RULES group.server.egress, then forward SG_HAS_NO_RULES group.client.ingress"},
		}},
		{"SG-4 answers of other protocols, too", wide, "table private of v\n  0.0.0.0/0 > i\neip for a\ngroup gre of v\n  out 47 to 0.0.0.0/0\nhost a 10.0.2.10 in S, groups gre", [][]string{
			{"a > 47 8.8.8.8", "delivered"},
		}},
		{"SG-5 an answer that is not tracked passes by the rule that makes it so", wide, `
group loose of v
  out tcp 443 to 0.0.0.0/0
  in all from 0.0.0.0/0
group strict of v
  out tcp 443 to 0.0.0.0/0
host a 10.0.2.10 in S, groups loose
host b 10.0.2.11 in S, groups strict
host d 10.0.3.10 in D, groups open`, [][]string{
			{"a > tcp d:443", "delivered"},
			{"b > tcp d:443", "delivered"},
		}},
		{"SG-6 ports of a protocol without ports are not looked at", wide, "group esp of v\n  out 50 443 to 0.0.0.0/0\nhost a 10.0.2.10 in S, groups esp\nhost d 10.0.3.10 in D, groups open", [][]string{
			{"a > 50 d", "delivered"},
		}},
		{"SG-7 ranges are inclusive, and of destination ports", wide, "group web of v\n  out tcp 80-443 to 0.0.0.0/0\nhost a 10.0.2.10 in S, groups web", [][]string{
			{"a > tcp 8.8.8.8:79-444", "delivered: tcp 8.8.8.8:80-443", "forward ENI_SG_RULES_MISMATCH group.web.egress: tcp 8.8.8.8:79,444"},
			{"a > tcp 8.8.8.8:22 from 443", "forward ENI_SG_RULES_MISMATCH group.web.egress"},
		}},
		{"SG-8 ICMP by type and code", wide, "group ping of v\n  out icmp 8/0 to 0.0.0.0/0\nhost a 10.0.2.10 in S, groups ping", [][]string{
			{"a > icmp 8 8.8.8.8", "delivered"},
			{"a > icmp 13 8.8.8.8", "forward ENI_SG_RULES_MISMATCH group.ping.egress"},
		}},
		{"SG-9 IPv4 rules say nothing on IPv6", wide, `
vpc v 10.0.0.0/16 2600:1f00::/56
subnet S 10.0.2.0/24 2600:1f00:0:2::/64 of v, table six
table six of v
  ::/0 > i
group four of v
  out all to 0.0.0.0/0
group six of v
  out all to ::/0
host a 2600:1f00:0:2::a in S, groups four
host b 2600:1f00:0:2::b in S, groups six`, [][]string{
			{"a > tcp [2a00::/16]:443", "forward ENI_SG_RULES_MISMATCH group.four.egress"},
			{"b > tcp [2a00::/16]:443", "delivered"},
		}},
		{"SG-10 a reference matches the interfaces that bear the group", wide, `
group client of v
  out tcp 5432 to group db
group db of v
  in tcp 5432 from group client
host a 10.0.2.10 in S, groups client
host d 10.0.3.10 in D, groups db`, [][]string{
			{"a > tcp d:5432", "delivered"},
			{"a > tcp 10.0.3.10:5432", "delivered"},
			{"a > tcp 10.0.3.11:5432", "undecided UNKNOWN_VALUE group.db"},
			{"a > tcp 8.8.8.8:5432", "forward ENI_SG_RULES_MISMATCH group.client.egress"},
			{"place S > tcp d:5432", "undecided UNKNOWN_VALUE group.client"},
			{"b > tcp d:5432", "forward ENI_SG_RULES_MISMATCH group.db.ingress"},
		}},
		{"SG-10 a group that nothing bears matches nothing", wide, "group none of v\ngroup client of v\n  out all to group none\nhost a 10.0.2.10 in S, groups client", [][]string{
			{"a > tcp d:443", "forward ENI_SG_RULES_MISMATCH group.client.egress"},
		}},
		{"SG-11 behind a NAT gateway nobody sees the sender's groups", wide, `
table private of v
  10.0.3.0/24 > n
  0.0.0.0/0 > n
group db of v
  in all from group open
host d 10.0.3.10 in D, groups db`, [][]string{
			{"a > tcp d:443", "forward ENI_SG_RULES_MISMATCH group.db.ingress"},
		}},
		{"SG-12 self is the group's own members", wide, "group club of v\n  out all to self\n  in all from self\nhost a 10.0.2.10 in S, groups club\nhost b 10.0.2.20 in S, groups club", [][]string{
			{"a > tcp b:22", "delivered"},
			{"a > tcp d:22", "forward ENI_SG_RULES_MISMATCH group.club.egress"},
		}},
		{"SG-14, SG-15 without a group, the VPC's default one", wide, "host a 10.0.2.10 in S\nhost b 10.0.2.20 in S", [][]string{
			{"a > tcp internet:443", "delivered"},
			{"a > tcp b:22", "delivered"},
			{"d > tcp a:22", "forward ENI_SG_RULES_MISMATCH vpc.v.default_security_group"},
		}},
		{"SG-15 adopted without rules, it lets nothing through", wide, "default group of v\nhost a 10.0.2.10 in S", [][]string{
			{"a > tcp internet:443", "forward SG_HAS_NO_RULES default_group.v.egress"},
		}},
	})
}

func TestNetworkACLs(t *testing.T) {
	testRules(t, []rule{
		{"NACL-1 one ACL a subnet, the default one without an association", wide, "acl x of v\n  out 1 allow all to 0.0.0.0/0\n  in 1 allow all from 0.0.0.0/0\ndefault acl of v\nsubnet D 10.0.3.0/24 of v, table private, acl x", [][]string{
			{"place D > tcp 10.0.3.99:1", "delivered"},
			{"place D > tcp 10.0.2.99:1", "forward SUBNET_ACL_RESTRICTION default_acl.v.ingress, then reply SUBNET_ACL_RESTRICTION default_acl.v.egress"},
		}},
		{"NACL-2 the lowest number that matches decides", wide, `
acl x of v
  in 1 allow all from 0.0.0.0/0
  out 300 deny all to 8.8.0.0/16
  out 100 allow tcp 443 to 8.0.0.0/8
  out 50 deny tcp 443 to 8.8.8.0/24
  out 40 allow tcp 443 to 8.8.8.8/32
subnet S 10.0.2.0/24 of v, table private, acl x`, [][]string{
			{"a > tcp 8.8.8.8:443", "delivered"},
			{"a > tcp 8.8.8.9:443", "forward SUBNET_ACL_RESTRICTION acl.x.out 50"},
			{"a > tcp 8.8.9.9:443", "delivered"},
			{"a > tcp 8.8.9.9:80", "forward SUBNET_ACL_RESTRICTION acl.x.out 300"},
			{"a > tcp 9.9.9.9:443", "forward SUBNET_ACL_RESTRICTION acl.x.egress"},
		}},
		{"NACL-3 answers are asked about on their own", wide, "acl x of v\n  out 1 allow tcp 443 to 0.0.0.0/0\n  in 1 allow tcp 443 from 0.0.0.0/0\nsubnet S 10.0.2.0/24 of v, table private, acl x", [][]string{
			{"a > tcp internet:443", "reply SUBNET_ACL_RESTRICTION acl.x.ingress"},
			{"a > tcp internet:443 from 443", "delivered"},
		}},
		{"NACL-4 nothing is filtered inside a subnet", wide, "acl x of v\nsubnet S 10.0.2.0/24 of v, table private, acl x", [][]string{
			{"a > tcp b:22", "delivered"},
			{"a > tcp d:22", "forward SUBNET_ACL_RESTRICTION acl.x.egress, then reply SUBNET_ACL_RESTRICTION acl.x.ingress"},
			{"d > tcp a:22", "forward SUBNET_ACL_RESTRICTION acl.x.ingress, then reply SUBNET_ACL_RESTRICTION acl.x.egress"},
		}},
		{"NACL-5 remote address and destination port, never the source port", wide, "acl x of v\n  in 1 allow all from 0.0.0.0/0\n  out 1 allow tcp 443 to 8.8.8.0/24\nsubnet S 10.0.2.0/24 of v, table private, acl x", [][]string{
			{"a > tcp 8.8.8.8:443 from 1-65535", "delivered"},
			{"a > tcp 8.8.9.8:443", "forward SUBNET_ACL_RESTRICTION acl.x.egress"},
			{"a > tcp 8.8.8.8:80 from 443", "forward SUBNET_ACL_RESTRICTION acl.x.egress"},
			{"a > udp 8.8.8.8:443", "forward SUBNET_ACL_RESTRICTION acl.x.egress"},
		}},
		{"NACL-6 ports of a protocol without ports are not looked at", wide, "acl x of v\n  in 1 allow all from 0.0.0.0/0\n  out 1 allow 50 443 to 0.0.0.0/0\nsubnet S 10.0.2.0/24 of v, table private, acl x", [][]string{
			{"a > 50 d", "delivered"},
		}},
		{"NACL-6 ICMPv6 in an IPv4 block has all types", wide, "acl x of v\n  in 1 allow all from 0.0.0.0/0\n  out 1 allow icmpv6 1/1 to 0.0.0.0/0\nsubnet S 10.0.2.0/24 of v, table private, acl x", [][]string{
			{"a > icmpv6 128 d", "delivered"},
		}},
		{"NACL-7 answers go to the port that the client chose", wide, "acl x of v\n  out 1 allow all to 0.0.0.0/0\n  in 90 deny tcp 50000 from 0.0.0.0/0\n  in 100 allow tcp 1024-65535 from 0.0.0.0/0\nsubnet S 10.0.2.0/24 of v, table private, acl x", [][]string{
			{
				"a > tcp 8.8.8.8:443",
				"delivered: tcp 8.8.8.8:443, client ports 32768-49999,50001-65535",
				"reply SUBNET_ACL_RESTRICTION acl.x.in 90: tcp 8.8.8.8:443, client ports 50000",
			},
		}},
		{"NACL-8 the default ACL allows everything", wide, "", [][]string{{"a > tcp 10.0.3.99:1-65535", "delivered"}}},
		{"NACL-8 and has a rule for IPv6 where the VPC has a block", wide, `
vpc v 10.0.0.0/16 2600:1f00::/56
subnet S 10.0.2.0/24 2600:1f00:0:2::/64 of v, table six
table six of v
  ::/0 > i`, [][]string{{"public place S > tcp [2a00::/16]:443", "delivered"}}},
		{"NACL-9 a custom ACL begins with nothing", wide, "acl x of v\nsubnet S 10.0.2.0/24 of v, table private, acl x", [][]string{
			{"place S > tcp internet:443", "forward SUBNET_ACL_RESTRICTION acl.x.egress, then reply SUBNET_ACL_RESTRICTION acl.x.ingress"},
		}},
		{"NACL-10 families apart", wide, `
vpc v 10.0.0.0/16 2600:1f00::/56
subnet S 10.0.2.0/24 2600:1f00:0:2::/64 of v, table six, acl x
table six of v
  ::/0 > i
acl x of v
  in 1 allow all from 0.0.0.0/0
  out 1 allow all to 0.0.0.0/0`, [][]string{
			{"public place S > tcp [2a00::/16]:443", "forward SUBNET_ACL_RESTRICTION acl.x.egress, then reply SUBNET_ACL_RESTRICTION acl.x.ingress"},
		}},
		{"NACL-11 what cannot be filtered", wide, "acl x of v\ngroup none of v\nsubnet S 10.0.2.0/24 of v, table private, acl x\nhost a 10.0.2.10 in S, groups none", [][]string{
			{"a > udp 10.0.0.2:53", "delivered"},
			{"a > tcp 169.254.169.254:80", "delivered"},
			{"a > all 10.0.2.1", "delivered"},
			{"place S > udp 169.254.169.123:123", "delivered"},
		}},
	})
}

func TestRoutes(t *testing.T) {
	testRules(t, []rule{
		{"RT-1 an association, else the main table", wide, "subnet D 10.0.3.0/24 of v\nmain of v\n  8.8.8.0/24 > n", [][]string{
			{"d > tcp 8.8.8.8:443", "delivered"},
			{"d > tcp 8.8.9.8:443", "forward NO_ROUTE_TO_DESTINATION main.v"},
		}},
		{"RT-1 another table made the main one", wide, "subnet D 10.0.3.0/24 of v\nmain of v is private", [][]string{{"d > tcp internet:443", "delivered"}}},
		{"RT-2 the longest prefix wins", wide, "table private of v\n  0.0.0.0/0 > blackhole\n  8.0.0.0/8 > n\n  8.8.0.0/16 > blackhole\n  8.8.8.0/24 > n\n  8.8.8.8/32 > blackhole", [][]string{
			{"a > tcp 9.9.9.9:443", "forward BAD_STATE_ROUTE table.private.0.0.0.0/0"},
			{"a > tcp 8.9.9.9:443", "delivered"},
			{"a > tcp 8.8.9.9:443", "forward BAD_STATE_ROUTE table.private.8.8.0.0/16"},
			{"a > tcp 8.8.8.9:443", "delivered"},
			{"a > tcp 8.8.8.8:443", "forward BAD_STATE_ROUTE table.private.8.8.8.8/32"},
		}},
		{"RT-3 families apart", wide, `
vpc v 10.0.0.0/16 2600:1f00::/56
subnet S 10.0.2.0/24 2600:1f00:0:2::/64 of v, table private`, [][]string{
			{"public place S > tcp [2a00::/16]:443", "forward NO_ROUTE_TO_DESTINATION table.private"},
		}},
		{"RT-6 every block of the VPC is local, and stays in it", wide, "vpc v 10.0.0.0/16 100.64.0.0/16\nsubnet E 100.64.1.0/24 of v, table private\nhost e 100.64.1.10 in E, groups open", [][]string{
			{"a > tcp e:22", "delivered"},
			{"e > tcp a:22", "delivered"},
			{"a > tcp 100.64.2.1:22", "forward VPC_CIDR_UNUSED vpc.v"},
			{"a > tcp 10.0.99.1:22", "forward VPC_CIDR_UNUSED vpc.v"},
		}},
		{"RT-7 a whole block may lead elsewhere", wide, "table private of v\n  10.0.0.0/16 > blackhole", [][]string{
			{"a > tcp d:22", "forward BAD_STATE_ROUTE table.private.10.0.0.0/16"},
			{"a > tcp b:22", "delivered"},
		}},
		{"RT-10 a blackhole gives way to nothing", wide, "table private of v\n  0.0.0.0/0 > n\n  8.8.8.8/32 > blackhole", [][]string{
			{"a > tcp 8.8.8.8:443", "forward BAD_STATE_ROUTE table.private.8.8.8.8/32"},
			{"a > tcp 8.8.8.9:443", "delivered"},
		}},
		{"RT-14 answers follow the table of who answers", wide, "table private of v\n  0.0.0.0/0 > n\ntable far of v\n  10.0.0.0/16 > blackhole\nsubnet D 10.0.3.0/24 of v, table far", [][]string{
			{"a > tcp d:22", "reply BAD_STATE_ROUTE table.far.10.0.0.0/16"},
		}},
		{"a deleted route is why there is none", wide, "table private of v\n  deleted 0.0.0.0/0 > n", [][]string{
			{"a > tcp internet:443", "forward NO_ROUTE_TO_DESTINATION table.private.0.0.0.0/0"},
		}},
		{"a target outside the plan", wide, "table private of v\n  0.0.0.0/0 > n\n  172.16.0.0/12 > beyond pcx-1", [][]string{
			{"a > tcp 172.16.1.1:22", "undecided UNKNOWN_BEYOND_PLAN pcx-1"},
			{"a > tcp internet:443", "delivered"},
		}},
	})
}

func TestNATGateways(t *testing.T) {
	// strict has an ACL on the gateway's subnet, to be replaced one rule at a time
	// (B6).
	const strict = wide + `
subnet N 10.0.1.0/24 of v, table public, acl n
acl n of v
  in 100 allow tcp 443 from 10.0.2.0/24
  in 110 allow tcp 1024-65535 from 0.0.0.0/0
  out 100 allow tcp 443 to 0.0.0.0/0
  out 110 allow tcp 1024-65535 to 10.0.2.0/24
`
	const https = "a > tcp internet:443"
	testRules(t, []rule{
		{"NAT-1, NAT-11 public and private", wide, "private nat n in N", [][]string{{https, "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS nat.n"}}},
		{"NAT-2 TCP, UDP and ICMP", wide, "", [][]string{
			{"a > tcp internet:1", "delivered"},
			{"a > udp internet:1", "delivered"},
			{"a > icmp 8 internet", "delivered"},
			{"a > 132 internet", "forward PROTOCOL_RESTRICTION nat.n"},
		}},
		{"NAT-3 the destination stays, the source is the gateway's", strict, "acl n of v\n  in 100 allow all from 10.0.2.0/24\n  in 110 allow all from 8.8.8.8/32\n  out 100 allow all to 0.0.0.0/0", [][]string{
			{"a > tcp 8.8.8.8:443", "delivered"},
			{"a > tcp 8.8.8.9:443", "reply SUBNET_ACL_RESTRICTION acl.n.ingress"},
		}},
		{"NAT-4 it takes nothing of its own", wide, "", [][]string{{"a > tcp 10.0.1.7:443", "forward NO_POSSIBLE_DESTINATION nat.n"}}},
		{"NAT-5 its own subnet's table decides", wide, "table public of v\n  8.8.8.0/24 > i", [][]string{
			{"a > tcp 8.8.8.8:443", "delivered"},
			{"a > tcp 9.9.9.9:443", "forward NO_ROUTE_TO_DESTINATION table.public"},
		}},
		{"NAT-6 the ACL of its subnet, four times", strict, "", [][]string{{https, "delivered"}}},
		{"NAT-6 in, from the client", strict, "acl n of v\n  in 110 allow tcp 1024-65535 from 0.0.0.0/0\n  out 1 allow all to 0.0.0.0/0", [][]string{{https, "forward SUBNET_ACL_RESTRICTION acl.n.ingress"}}},
		{"NAT-6 out, to the destination", strict, "acl n of v\n  in 1 allow all from 0.0.0.0/0\n  out 110 allow tcp 1024-65535 to 10.0.2.0/24", [][]string{{https, "forward SUBNET_ACL_RESTRICTION acl.n.egress"}}},
		{"NAT-6 in, from the destination", strict, "acl n of v\n  in 1 allow all from 10.0.2.0/24\n  out 1 allow all to 0.0.0.0/0", [][]string{{https, "reply SUBNET_ACL_RESTRICTION acl.n.ingress"}}},
		{"NAT-6 out, to the client", strict, "acl n of v\n  in 1 allow all from 0.0.0.0/0\n  out 1 allow tcp 443 to 0.0.0.0/0", [][]string{{https, "reply SUBNET_ACL_RESTRICTION acl.n.egress"}}},
		{"NAT-7 its ports are 1024-65535", strict, "acl n of v\n  in 100 allow tcp 443 from 10.0.2.0/24\n  in 110 allow tcp 1025-65535 from 0.0.0.0/0\n  out 1 allow all to 0.0.0.0/0", [][]string{
			{
				"a > tcp 8.8.8.8:443",
				"delivered: tcp 8.8.8.8:443",
				"reply SUBNET_ACL_RESTRICTION acl.n.ingress: tcp 8.8.8.8:443, client ports 1024",
			},
		}},
		{"NAT-8 not from another VPC", wide, "vpc w 10.9.0.0/16\nsubnet W 10.9.1.0/24 of w, table wt\ntable wt of w\n  0.0.0.0/0 > n", [][]string{
			{"place W > tcp internet:443", "forward NGW_REQUIRES_SOURCE_IN_VPC table.wt.0.0.0.0/0"},
		}},
		{"NAT-10 it does not serve its own subnet", wide, "table public of v\n  0.0.0.0/0 > n", [][]string{
			{"p > tcp internet:443", "forward NAT_SELF_LOOP table.public.0.0.0.0/0"},
		}},
		{"NAT-14 another zone is no matter", wide, "subnet S 10.0.2.0/24 of v, table private, zone b\nsubnet N 10.0.1.0/24 of v, table public, zone a", [][]string{{https, "delivered"}}},
		{"two in a row", wide, "subnet M 10.0.4.0/24 of v, table middle\ntable middle of v\n  0.0.0.0/0 > n\nprivate nat m in M\ntable private of v\n  0.0.0.0/0 > m", [][]string{{https, "delivered"}}},
		{"two in a circle", wide, "subnet M 10.0.4.0/24 of v, table middle\ntable middle of v\n  0.0.0.0/0 > n\nnat m in M\ntable public of v\n  0.0.0.0/0 > m", [][]string{{https, "forward NAT_SELF_LOOP table.middle.0.0.0.0/0"}}},
	})
}

func TestInternetGateways(t *testing.T) {
	testRules(t, []rule{
		{"IGW-1 attached to this VPC", wide, "igw i", [][]string{
			{"p > tcp internet:443", "forward BAD_STATE_ATTACHMENT igw.i"},
			{"a > tcp internet:443", "forward BAD_STATE_ATTACHMENT igw.i"},
		}},
		{"IGW-1 to another, the route is to blame", wide, "vpc w 10.9.0.0/16\nigw i of w", [][]string{{"p > tcp internet:443", "forward BAD_STATE_ROUTE table.public.0.0.0.0/0"}}},
		{"IGW-2 a public address", wide, "table private of v\n  0.0.0.0/0 > i", [][]string{
			{"a > tcp internet:443", "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS host.a"},
			{"p > tcp internet:443", "delivered"},
			{"place S > tcp internet:443", "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS subnet.S"},
			{"public place S > tcp internet:443", "delivered"},
			{"place N > tcp internet:443", "delivered"},
		}},
		{"IGW-3 not to private addresses", wide, "", [][]string{
			{
				"p > tcp 172.0.0.0/8:443",
				"delivered: tcp {172.0.0.0/12, 172.32.0.0/11, 172.64.0.0/10, 172.128.0.0/9}:443",
				"forward IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS table.public.0.0.0.0/0: tcp 172.16.0.0/12:443",
			},
			{"p > tcp 100.127.0.1:443", "forward IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS table.public.0.0.0.0/0"},
			{"p > tcp 127.0.0.1:443", "forward NO_POSSIBLE_DESTINATION table.public.0.0.0.0/0"},
		}},
		{"IGW-4 a private IPv6 address is none", wide, `
vpc v 10.0.0.0/16 fd00:1::/56
subnet S 10.0.2.0/24 fd00:1:0:2::/64 of v, table six
table six of v
  ::/0 > i`, [][]string{{"public place S > tcp [2a00::/16]:443", "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS subnet.S"}}},
		{"PUB-1 the launch, else the subnet", wide, "table private of v\n  0.0.0.0/0 > i\nhost a in S, groups open, public-ip\nhost p in N, groups open, no-public-ip\nhost q in N, groups open", [][]string{
			{"a > tcp internet:443", "delivered"},
			{"p > tcp internet:443", "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS host.p"},
			{"q > tcp internet:443", "delivered"},
		}},
		{"PUB-3 an Elastic IP overrules the launch", wide, "host p in N, groups open, no-public-ip\neip for p", [][]string{{"p > tcp internet:443", "delivered"}}},
		{"ICMP messages that nobody answers are delivered when they arrive", wide, "acl x of v\n  out 1 allow all to 0.0.0.0/0\nsubnet S 10.0.2.0/24 of v, table private, acl x", [][]string{
			{"a > icmp 3 internet", "delivered"},
			{"a > icmp 8 internet", "reply SUBNET_ACL_RESTRICTION acl.x.ingress"},
		}},
	})
}

// TestUnknown: what the network does not hold is undecided, unless another hop
// decides anyway.
func TestUnknown(t *testing.T) {
	testRules(t, []rule{
		{"groups unknown", wide, "host a 10.0.2.10 in S, groups ?", [][]string{{"a > tcp internet:443", "undecided UNKNOWN_VALUE host.a.vpc_security_group_ids"}}},
		{"groups unknown, and no way out", wide, "host a 10.0.2.10 in S, groups ?\ntable private of v", [][]string{{"a > tcp internet:443", "forward NO_ROUTE_TO_DESTINATION table.private"}}},
		{"one group known to allow", wide, "host a 10.0.2.10 in S, groups open+?", [][]string{{"a > tcp internet:443", "delivered"}}},
		{"either group allows", wide, "group web of v\n  out tcp 443 to 0.0.0.0/0\nhost a 10.0.2.10 in S, groups open|web", [][]string{
			{"a > tcp internet:443", "delivered"},
			{"a > tcp internet:80", "undecided UNKNOWN_VALUE host.a.vpc_security_group_ids"},
		}},
		{"a rule to unknown addresses", wide, "group some of v\n  out tcp 443 to ?\n  out udp 53 to 8.8.8.8/32\nhost a 10.0.2.10 in S, groups some", [][]string{
			{"a > tcp internet:443", "undecided UNKNOWN_VALUE group.some.out[0].cidr_blocks"},
			{"a > tcp internet:80", "forward ENI_SG_RULES_MISMATCH group.some.egress"},
			{"a > udp 8.8.8.8:53", "delivered"},
		}},
		{"an association that may be another's", wide, "subnet S 10.0.2.0/24 of v, table private|public\nsubnet D 10.0.3.0/24 of v, table ?", [][]string{
			{"a > tcp internet:443", "undecided UNKNOWN_VALUE subnet.S.route_table_id"},
			{"d > tcp internet:443", "undecided UNKNOWN_VALUE subnet.D.route_table_id"},
			{"a > tcp b:22", "delivered"},
		}},
		{"an unknown ACL", wide, "subnet S 10.0.2.0/24 of v, table private, acl ?", [][]string{
			{"a > tcp internet:443", "undecided UNKNOWN_VALUE subnet.S.network_acl_id"},
			{"a > tcp 10.0.99.9:443", "forward VPC_CIDR_UNUSED vpc.v"},
		}},
		{"an entry to an unknown block", wide, "acl x of v\n  in 1 allow all from 0.0.0.0/0\n  out 50 deny tcp 443 to ?\n  out 100 allow tcp 443 to 0.0.0.0/0\nsubnet S 10.0.2.0/24 of v, table private, acl x", [][]string{
			{"a > tcp internet:443", "undecided UNKNOWN_VALUE acl.x.out 50.cidr_block"},
			{"a > tcp internet:80", "forward SUBNET_ACL_RESTRICTION acl.x.egress"},
		}},
		{"an entry that cannot matter", wide, "acl x of v\n  in 1 allow all from 0.0.0.0/0\n  out 50 allow tcp 443 to ?\n  out 100 allow tcp 443 to 0.0.0.0/0\nsubnet S 10.0.2.0/24 of v, table private, acl x", [][]string{
			{"a > tcp internet:443", "delivered"},
		}},
		{"an entry at an unknown place", wide, "acl x of v\n  in 1 allow all from 0.0.0.0/0\n  out ? deny tcp 443 to 8.8.8.8/32\n  out 100 allow tcp 443 to 0.0.0.0/0\nsubnet S 10.0.2.0/24 of v, table private, acl x", [][]string{
			{"a > tcp 8.8.8.8:443", "undecided UNKNOWN_VALUE acl.x.out ?.rule_number"},
			{"a > tcp 8.8.8.9:443", "delivered"},
			{"a > udp 8.8.8.8:443", "forward SUBNET_ACL_RESTRICTION acl.x.egress"},
		}},
		{"a target that is not known", wide, "table private of v\n  0.0.0.0/0 > ?\n  8.8.8.8/32 > n", [][]string{
			{"a > tcp 9.9.9.9:443", "undecided UNKNOWN_VALUE table.private.0.0.0.0/0.target"},
			{"a > tcp 8.8.8.8:443", "delivered"},
		}},
		{"a destination that is not known", wide, "table private of v\n  0.0.0.0/0 > n\n  ? > i", [][]string{
			{"a > tcp internet:443", "undecided UNKNOWN_VALUE table.private.?.destination"},
			{"a > tcp d:22", "delivered"},
		}},
		{"whether the NAT gateway is private", wide, "nat n in N, private ?", [][]string{{"a > tcp internet:443", "undecided UNKNOWN_VALUE nat.n.connectivity_type"}}},
		{"which subnet the NAT gateway is in", wide, "nat n in ?", [][]string{{"a > tcp internet:443", "undecided UNKNOWN_VALUE nat.n.subnet_id"}}},
		{"which VPC the gateway is attached to", wide, "igw i of ?", [][]string{{"a > tcp internet:443", "undecided UNKNOWN_VALUE igw.i.vpc_id"}}},
		{"whose Elastic IP it is", wide, "table private of v\n  0.0.0.0/0 > i\neip for a|b", [][]string{{"a > tcp internet:443", "undecided UNKNOWN_VALUE eip.a|b.instance"}}},
		{"where the source is", wide, "host a in S|D, groups open", [][]string{{"a > tcp internet:443", "undecided UNKNOWN_VALUE host.a.subnet_id"}}},
		{"where the source is, and its groups stop it", wide, "group none of v\nhost a in S|D, groups none", [][]string{{"a > tcp internet:443", "forward SG_HAS_NO_RULES group.none.egress"}}},
		{"an answer dropped for certain, whether or not there is a request", wide, "acl x of v\n  out 1 allow tcp to ?\nsubnet S 10.0.2.0/24 of v, table private, acl x", [][]string{
			{"a > tcp internet:443", "reply SUBNET_ACL_RESTRICTION acl.x.ingress (if it arrives)"},
		}},
		{"an answer in doubt", wide, "acl x of v\n  out 1 allow all to 0.0.0.0/0\n  in 1 allow all from ?\nsubnet S 10.0.2.0/24 of v, table private, acl x", [][]string{
			{"a > tcp internet:443", "one-way, undecided UNKNOWN_VALUE acl.x.in 1.cidr_block"},
		}},
	})
}

// TestFamilies: the ends need one family in common; what may have the other one, too,
// leaves that open.
func TestFamilies(t *testing.T) {
	const net = wide + `
vpc v 10.0.0.0/16 2600:1f00::/56
subnet S 10.0.2.0/24 2600:1f00:0:2::/64 of v, table private
subnet D 10.0.3.0/24 2600:1f00:0:3::/64 of v, table private
group open of v
  out all to 0.0.0.0/0
  in all from 0.0.0.0/0
  out all to ::/0
  in all from ::/0
`
	const four, six = "delivered: tcp 10.0.3.10:22", "delivered: tcp [2600:1f00:0:3::d]:22"
	testRules(t, []rule{
		{"both have both", net, "host a 10.0.2.10 2600:1f00:0:2::a in S, groups open\nhost d 10.0.3.10 2600:1f00:0:3::d in D, groups open", [][]string{{"a > tcp d:22", four, six}}},
		{"the sender has one", net, "host d 10.0.3.10 2600:1f00:0:3::d in D, groups open", [][]string{{"a > tcp d:22", "delivered"}}},
		{"the destination has one", net, "host a 10.0.2.10 2600:1f00:0:2::a in S, groups open", [][]string{{"a > tcp d:22", "delivered"}}},
		{"the sender may have both", net, "host a 10.0.2.10 in S, groups open, six ?\nhost d 10.0.3.10 2600:1f00:0:3::d in D, groups open", [][]string{
			{"a > tcp d:22", four, "undecided UNKNOWN_VALUE host.a.ipv6_address_count: tcp [::/0]:22"}}},
		{"the sender may have both, the destination one", net, "host a 10.0.2.10 in S, groups open, six ?", [][]string{{"a > tcp d:22", "delivered"}}},
		{"the destination may have both", net, "host a 10.0.2.10 2600:1f00:0:2::a in S, groups open\nhost d 10.0.3.10 in D, groups open, six ?", [][]string{
			{"a > tcp d:22", four, "undecided UNKNOWN_VALUE host.d.ipv6_address_count: tcp [::/0]:22"}}},
		{"the sender has one, the destination may have both", net, "host d 10.0.3.10 in D, groups open, six ?", [][]string{{"a > tcp d:22", "delivered"}}},
		{"both may", net, "host a 10.0.2.10 in S, groups open, six ?\nhost d 10.0.3.10 in D, groups open, six ?", [][]string{
			{"a > tcp d:22", four, "undecided UNKNOWN_VALUE host.a.ipv6_address_count: tcp [::/0]:22"}}},
		{"none in common", net, "host a 10.0.2.10 in S, groups open\nhost d 2600:1f00:0:3::d in E, groups open\nsubnet E 2600:1f00:0:3::/64 of v, table private\nsubnet D 10.0.3.0/24 of v", [][]string{
			{"a > tcp d:22", "forward NO_ADDRESS_IN_FAMILY host.a"}}},
	})
}

// TestReferencesToElsewhere: whether an address bears a group is known where no
// interface can have it, which is on the internet; addresses that a route leads to
// another network may be anybody's (SG-10).
func TestReferencesToElsewhere(t *testing.T) {
	const net = wide + `
vpc w 8.8.8.0/24
peering pcx of v with w
subnet W 8.8.8.0/28 of w, table back
table back of w
  10.0.0.0/16 > pcx
group client of v
  out tcp 443 to group db
group db of v
host a 10.0.2.10 in S, groups client
table private of v
  0.0.0.0/0 > n
  8.8.8.0/24 > pcx
`
	testRules(t, []rule{
		{"SG-10 by a peering connection", net, "", [][]string{
			{"a > tcp 8.8.8.9:443", "undecided UNKNOWN_VALUE group.db"},
			{"a > tcp 9.9.9.9:443", "forward ENI_SG_RULES_MISMATCH group.client.egress"},
		}},
		{"SG-10 by a gateway to the internet", net, "table private of v\n  0.0.0.0/0 > n\n  8.8.8.0/24 > i", [][]string{
			{"a > tcp 8.8.8.9:443", "forward ENI_SG_RULES_MISMATCH group.client.egress, then forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS host.a"},
		}},
	})
}
