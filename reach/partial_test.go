package reach_test

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/reachtest"
)

// later is why something in the tests below is not known.
func later(address, attribute string) *reach.Unknown {
	return &reach.Unknown{Code: reach.UnknownValue, Address: address, Attribute: attribute, Reason: "known after apply"}
}

// TestUnknownBlockOfASubnet: what stays in a subnet whose block nobody knows is told by
// what is known of the two ends; nobody knows where an address is that no other subnet
// of the VPC has (NACL-4). Answers that are routed to it may be for another subnet.
func TestUnknownBlockOfASubnet(t *testing.T) {
	const shut = "acl none of v\nsubnet S 10.0.2.0/24 of v, table private, acl none\n"
	const open = "undecided UNKNOWN_VALUE subnet.S.cidr_block"
	const openBack = "one-way, " + open
	unknown := func(names ...string) func(*reachtest.Scene) {
		return func(s *reachtest.Scene) {
			for _, n := range names {
				s.Subnet(n).CIDR = reach.Missing[netip.Prefix](later("subnet."+n, "cidr_block"))
			}
		}
	}
	testChanged(t, []changed{
		{"an interface in it, past its ACL", wide, shut, unknown("S"), [][]string{{"a > tcp b:443", "delivered"}}},
		{"an interface in another one", wide, "", unknown("S"), [][]string{{"a > tcp d:443", openBack}}},
		{"an interface in another one, not past its ACL", wide, shut, unknown("S"), [][]string{{"a > tcp d:443", "forward SUBNET_ACL_RESTRICTION acl.none.egress"}}},
		{"the internet", wide, "", unknown("S"), [][]string{{"a > tcp internet:443", openBack}}},
		{"the internet, through a NAT gateway in such a subnet", wide, "nat n 10.0.1.7 in N", unknown("N"), [][]string{
			{"a > tcp internet:443", "delivered"}}},
		{"the internet, from a public subnet", wide, "", unknown("N"), [][]string{{"p > tcp internet:443", "delivered"}}},
		{"an address that another subnet has", wide, "", unknown("S"), [][]string{{"a > tcp 10.0.3.99:443", openBack}}},
		{"an address that no subnet has", wide, "", unknown("S"), [][]string{{"a > tcp 10.0.99.9:443", open}}},
		{"an address on the internet, and blocks of the VPC that nobody knows", wide, "", func(s *reachtest.Scene) {
			unknown("S")(s)
			s.VPC("v").Beyond = true
		}, [][]string{{"a > tcp 8.8.8.8:443", open}}},
		{"from another subnet", wide, "", unknown("S"), [][]string{{"d > tcp a:443", open}, {"d > tcp 10.0.99.9:443", open}}},
		{"back past a gateway in the destination's subnet", wide, `
table private of v
  0.0.0.0/0 > n
  10.0.1.0/24 > n
acl requests of v
  in 1 allow tcp 443 from 10.0.2.0/24
  out 1 allow tcp 1024-65535 to 10.0.2.0/24
nat n 10.0.1.7 in N
host p 10.0.1.10 in N, groups open
subnet N 10.0.1.0/24 of v, table public, public-ips, acl requests`, unknown("N"), [][]string{{"a > tcp p:443", "delivered"}}},
	})
}

// TestUnknownBlocksOfAVPC: subnets lie in one of the blocks, which is no larger than
// /16, or /44 for IPv6; other addresses may (RT-6).
func TestUnknownBlocksOfAVPC(t *testing.T) {
	const six = wide + `
vpc v 10.0.0.0/16 2600:1f00::/56
eigw e of v
subnet S 10.0.2.0/24 2600:1f00:0:2::/64 of v, table private
subnet D 2600:1f00:0:3::/64 of v, table private
group open of v
  out all to ::/0
  in all from ::/0
host a 10.0.2.10 2600:1f00:0:2::a in S, groups open
host d 2600:1f00:0:3::d in D, groups open
table private of v
`
	beyond := func(s *reachtest.Scene) {
		s.VPC("v").Beyond = true
		s.Network.Blocks = nil
	}
	const vpc = "undecided UNKNOWN_BEYOND_PLAN vpc.v"
	testChanged(t, []changed{
		{"a subnet", wide, "", beyond, [][]string{{"a > tcp d:443", "delivered"}, {"a > tcp 10.0.3.99:443", "delivered"}}},
		{"what a block may have", wide, "", beyond, [][]string{{"a > tcp 10.0.99.9:443", vpc}, {"a > tcp 8.8.8.8:443", vpc}}},
		{"a subnet, and a route that a block is longer than", wide, "table private of v\n  10.0.0.0/15 > blackhole", beyond, [][]string{{"a > tcp d:443", "delivered"}}},
		{"a subnet, and a route that may be longer", wide, "table private of v\n  10.0.0.0/16 > blackhole", beyond, [][]string{
			{"a > tcp d:443", vpc}}},
		{"IPv6, and a route that a block is longer than", six, "table private of v\n  2600:1f00::/43 > e", beyond, [][]string{{"a > tcp d:443", "delivered"}}},
		{"IPv6, and a route that may be longer", six, "table private of v\n  2600:1f00::/44 > e", beyond, [][]string{{"a > tcp d:443", vpc}}},
		{"a block of which only the length is known", wide, "", func(s *reachtest.Scene) {
			s.Network.Blocks[0].Prefix = reach.Missing[netip.Prefix](later("vpc.v", "cidr_block"))
		}, [][]string{{"a > tcp d:443", "delivered"}, {"a > tcp 8.8.8.8:443", "undecided UNKNOWN_VALUE vpc.v.cidr_block"}}},
		{"an IPv6 block that nobody knows says nothing of IPv4", wide, "", func(s *reachtest.Scene) {
			b := *s.Network.Blocks[0]
			b.Six, b.Prefix = true, reach.Missing[netip.Prefix](later("vpc.v", "ipv6_cidr_block"))
			s.Network.Blocks = append(s.Network.Blocks, &b)
		}, [][]string{{"a > tcp d:443", "delivered"}, {"a > tcp 8.8.8.8:443", "delivered"}}},
		{"a block that may be another VPC's", wide, "vpc w 10.9.0.0/16 8.8.8.0/24", func(s *reachtest.Scene) {
			s.Network.Blocks[2].VPC = reach.OneOf(later("block", "vpc_id"), s.VPC("v"), s.VPC("w"))
		}, [][]string{{"a > tcp 8.8.8.8:443", "undecided UNKNOWN_VALUE block.vpc_id"}, {"a > tcp 8.8.9.9:443", "delivered"}, {"a > tcp 10.9.0.9:443", "forward IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS table.public.0.0.0.0/0"}}},
	})
}

// TestWhatAVPCHasByItself: the main table, the default ACL and the default group of a
// VPC that the plan does not show.
func TestWhatAVPCHasByItself(t *testing.T) {
	const plain = wide + "subnet S 10.0.2.0/24 of v\nsubnet D 10.0.3.0/24 of v\n"
	testChanged(t, []changed{
		{"which table is the main one", plain, "", func(s *reachtest.Scene) {
			s.VPC("v").Main = reach.Perhaps[*reach.RouteTable](later("vpc.v", "main_route_table_id"))
		}, [][]string{{"a > tcp internet:443", "undecided UNKNOWN_VALUE vpc.v.main_route_table_id"}}},
		{"no main table", plain, "", func(s *reachtest.Scene) { s.VPC("v").Main = reach.Ref[*reach.RouteTable]{} }, [][]string{
			{"a > tcp internet:443", "undecided UNKNOWN_BEYOND_PLAN vpc.v"}}},
		{"a table that is not in the plan", wide, "", func(s *reachtest.Scene) { s.Object("table", "private").At().Beyond = true }, [][]string{
			{"a > tcp internet:443", "undecided UNKNOWN_BEYOND_PLAN table.private"}, {"a > tcp d:443", "undecided UNKNOWN_BEYOND_PLAN table.private"}, {"a > tcp b:443", "delivered"}}},
		{"which ACL is the default one", plain, "", func(s *reachtest.Scene) {
			s.VPC("v").DefaultACL = reach.Perhaps[*reach.ACL](later("vpc.v", "default_network_acl_id"))
		}, [][]string{{"a > tcp d:443", "undecided UNKNOWN_VALUE vpc.v.default_network_acl_id"}}},
		{"no default ACL", plain, "", func(s *reachtest.Scene) { s.VPC("v").DefaultACL = reach.Ref[*reach.ACL]{} }, [][]string{
			{"a > tcp d:443", "undecided UNKNOWN_BEYOND_PLAN vpc.v"}}},
		{"a default group that nobody knows", plain + "host a 10.0.2.10 in S\n", "", func(s *reachtest.Scene) {
			s.VPC("v").DefaultGroup = reach.Ref[*reach.SecurityGroup]{}
		}, [][]string{{"a > tcp d:443", "undecided UNKNOWN_BEYOND_PLAN vpc.v"}}},
		{"a subnet that the plan only reads", plain, "", func(s *reachtest.Scene) { s.Subnet("S").Change = reach.Read }, [][]string{
			{"a > tcp d:443", "undecided UNKNOWN_BEYOND_PLAN subnet.S"}}},
		{"a subnet that the plan only reads, with a table and an ACL", wide, "subnet S 10.0.2.0/24 of v, table private, acl x\nacl x of v\n  in 1 allow all from 0.0.0.0/0\n  out 1 allow all to 0.0.0.0/0", func(s *reachtest.Scene) {
			s.Subnet("S").Change = reach.Read
		}, [][]string{{"a > tcp internet:443", "delivered"}}},
		{"a default group in a subnet that nobody knows", wide, "host a 10.0.2.10 in ?", func(*reachtest.Scene) {}, [][]string{{"a > tcp d:443", "undecided UNKNOWN_VALUE host.a.subnet_id"}}},
		{"a subnet of another plan and its default group", wide, "host a 10.0.2.10 in S", func(s *reachtest.Scene) { s.Subnet("S").Beyond = true }, [][]string{
			{"a > tcp d:443", "undecided UNKNOWN_BEYOND_PLAN subnet.S"}}},
		{"a VPC with more subnets than the plan's", wide, "", func(s *reachtest.Scene) { s.VPC("v").Partial = true }, [][]string{
			{"a > tcp 10.0.99.9:443", "undecided UNKNOWN_BEYOND_PLAN vpc.v"}, {"a > tcp 10.0.3.99:443", "delivered"}, {"a > tcp internet:443", "delivered"}}},
	})
}

// TestTwoOfOne: where AWS accepts one and a plan has two, nobody knows which it is;
// two that say the same are one.
func TestTwoOfOne(t *testing.T) {
	testRules(t, []rule{
		{"RT-1 two tables for a subnet", wide, "association x of S with public", [][]string{{"a > tcp internet:443", "undecided UNKNOWN_VALUE association.x"}}},
		{"RT-1 one table twice", wide, "association x of S with private", [][]string{{"a > tcp internet:443", "delivered"}}},
		{"RT-1 a table that may be another subnet's gives way", wide, "association x of S|D with public", [][]string{{"a > tcp internet:443", "delivered"}}},
		{"RT-5 two routes to one destination", wide, "route r in private 0.0.0.0/0 > blackhole", [][]string{{"a > tcp internet:443", "undecided UNKNOWN_VALUE route.r"}}},
		{"RT-5 one route twice", wide, "route r in private 0.0.0.0/0 > n", [][]string{{"a > tcp internet:443", "delivered"}}},
		{"RT-5 three routes to one destination", wide, "route r in private 0.0.0.0/0 > blackhole\nroute q in private 0.0.0.0/0 > n", [][]string{{"a > tcp internet:443", "undecided UNKNOWN_VALUE route.r"}}},
		{"RT-4 a static route before one of a list", wide, "list l 8.8.8.0/24\ntable private of v\n  0.0.0.0/0 > n\n  list l > blackhole\n  8.8.8.0/24 > n", [][]string{{"a > tcp 8.8.8.8:443", "delivered"}}},
		{"RT-4 whichever comes first", wide, "list l 8.8.8.0/24\ntable private of v\n  0.0.0.0/0 > n\n  8.8.8.0/24 > n\n  list l > blackhole", [][]string{{"a > tcp 8.8.8.8:443", "delivered"}}},
		{"RT-5 two lists with one block", wide, "list l 8.8.8.0/24\nlist m 8.8.8.0/24\ntable private of v\n  0.0.0.0/0 > n\n  list l > blackhole\n  list m > n", [][]string{
			{"a > tcp 8.8.8.8:443", "undecided PREFIX_LIST_NONDETERMINISTIC table.private.list l"}, {"a > tcp 8.8.9.9:443", "delivered"}}},
		{"RT-5 two lists with one block and one target", wide, "list l 8.8.8.0/24\nlist m 8.8.8.0/24\ntable private of v\n  0.0.0.0/0 > blackhole\n  list l > n\n  list m > n", [][]string{{"a > tcp 8.8.8.8:443", "delivered"}}},
		{"RT-2 no route takes what no route is for", wide, "table private of v\n  8.8.8.0/24 > n", [][]string{
			{"a > tcp 8.8.0.0/20:443", "delivered: tcp 8.8.8.0/24:443", "forward NO_ROUTE_TO_DESTINATION table.private: tcp {8.8.0.0/21, 8.8.9.0/24, 8.8.10.0/23, 8.8.12.0/22}:443"}}},
	})
}

// TestRoutesThatMayBeHere: a route that may be in another table decides nothing that a
// route of this table decides for certain.
func TestRoutesThatMayBeHere(t *testing.T) {
	const net = wide + "table other of v\nlist l 8.8.8.0/24\n"
	const open = "undecided UNKNOWN_VALUE route.r.route_table_id"
	testRules(t, []rule{
		{"a longer one", net, "route r in private|other 8.8.8.0/24 > blackhole", [][]string{
			{"a > tcp 8.8.8.8:443", open}, {"a > tcp 8.8.9.9:443", "delivered"}}},
		{"a shorter one", net, "table private of v\n  0.0.0.0/0 > n\n  8.8.8.0/24 > n\nroute r in private|other 8.8.0.0/16 > blackhole", [][]string{
			{"a > tcp 8.8.8.8:443", "delivered"}, {"a > tcp 8.8.9.9:443", open}}},
		{"one to the same block", net, "table private of v\n  0.0.0.0/0 > n\n  8.8.8.0/24 > n\nroute r in private|other 8.8.8.0/24 > blackhole", [][]string{{"a > tcp 8.8.8.8:443", "delivered"}}},
		{"one to the same block as a list's", net, "table private of v\n  0.0.0.0/0 > blackhole\n  list l > n\nroute r in private|other 8.8.8.0/24 > blackhole", [][]string{{"a > tcp 8.8.8.8:443", open}}},
		{"one to the VPC's own block, to a gateway", net, "route r in private|other 10.0.0.0/16 > i", [][]string{{"a > tcp d:443", "delivered"}}},
		{"one to the VPC's own block, to an interface", net, "route r in private|other 10.0.0.0/16 > host.b", [][]string{{"a > tcp d:443", open}}},
		{"one to all, and no other default route", net, "table private of v\n  9.9.9.0/24 > n\nroute r in private|other 0.0.0.0/0 > n", [][]string{
			{"a > tcp 8.8.8.8:443", open}, {"a > tcp 9.9.9.9:443", "delivered"}}},
		{"one of a list", net, "route r in private|other list l > blackhole", [][]string{
			{"a > tcp 8.8.8.8:443", open}, {"a > tcp 8.8.9.9:443", "delivered"}}},
	})
}

// TestWhereAnAddressIs: an address means the interface that has it, also where nobody
// knows the subnet that it is in, or the VPC that the subnet is in.
func TestWhereAnAddressIs(t *testing.T) {
	const net = wide + "group shut of v\n  out all to 0.0.0.0/0\n"
	const two = net + "vpc w 10.0.0.0/16\nsubnet X 10.0.7.0/24 of v|w\ntable x of v\n"
	const named = two + `
group app of ?
  out tcp 22 to group db
group db of ?
  in all from 0.0.0.0/0
`
	testRules(t, []rule{
		{"in a known subnet", net, "host d 10.0.3.10 in D, groups shut", [][]string{{"place S > tcp 10.0.3.10:22", "forward SG_HAS_NO_RULES group.shut.ingress"}}},
		{"those that are alike together", net, "host e 10.0.3.11 in D, groups open", [][]string{{"place S > tcp 10.0.3.10/31:22", "delivered"}}},
		{"those that are not apart", net, "host e 10.0.3.11 in D, groups shut", [][]string{{"place S > tcp 10.0.3.10/31:22", "delivered: tcp 10.0.3.10:22", "forward SG_HAS_NO_RULES group.shut.ingress: tcp 10.0.3.11:22"}}},
		{"in one of two", net, "host d 10.0.3.10 in S|D, groups shut", [][]string{{"place S > tcp 10.0.3.10:22", "undecided UNKNOWN_VALUE host.d.subnet_id"}}},
		{"anywhere", net, "host d 10.0.3.10 in ?, groups shut", [][]string{{"place S > tcp 10.0.3.10:22", "undecided UNKNOWN_VALUE host.d.subnet_id"}}},
		{"in another VPC", net, "vpc w 10.9.0.0/16\nsubnet W 10.9.3.0/24 of w\nhost d 10.0.3.10 in W, groups shut", [][]string{{"place S > tcp 10.0.3.10:22", "delivered"}}},
		{"in a subnet of either VPC", two, "host d 10.0.7.10 in X, groups shut", [][]string{
			{"place S > tcp 10.0.7.10:22", "undecided UNKNOWN_VALUE subnet.X.vpc_id"}, {"place X > tcp 10.0.7.10:22", "forward SG_HAS_NO_RULES group.shut.ingress"}}},
		{"from a subnet of either VPC", two, "host d 10.0.3.10 in D, groups shut", [][]string{{"place X > tcp 10.0.3.10:22", "undecided UNKNOWN_VALUE subnet.X.vpc_id"}}},
		{"SG-10 who else has it, where the sender may be in another VPC", named, "host a 10.0.7.10 in X, groups app\nhost d 10.0.3.10 in D, groups shut", [][]string{
			{"a > tcp 10.0.3.10:22", "undecided UNKNOWN_VALUE subnet.X.vpc_id"}}},
		{"SG-10 who else has it, where its owner may be in another VPC", named, "host a 10.0.2.10 in S, groups app\nhost d 10.0.3.10 in ?, groups shut", [][]string{
			{"a > tcp 10.0.3.10:22", "undecided UNKNOWN_VALUE host.d.subnet_id"}}},
		{"SG-10 nobody else has it, where its owner is in either subnet of the VPC", named, "host a 10.0.2.10 in S, groups app\nhost d 10.0.3.10 in S|D, groups shut", [][]string{
			{"a > tcp 10.0.3.10:22", "forward ENI_SG_RULES_MISMATCH group.app.egress"}}},
		{"a function takes nothing", net, "lambda f 10.0.3.30 in D, groups open", [][]string{{"place S > tcp 10.0.3.30:22", "forward NO_POSSIBLE_DESTINATION lambda.f"}}},
	})
}

// TestUnknownEntriesAndRules: what may belong to this ACL or this group, or stand
// anywhere in it, counts in its own direction only.
func TestUnknownEntriesAndRules(t *testing.T) {
	const filtered = wide + `
acl x of v
  in 1 allow all from 0.0.0.0/0
  out 50 deny tcp 443 to 8.8.8.0/24
  out 100 allow all to 0.0.0.0/0
acl y of v
subnet S 10.0.2.0/24 of v, table private, acl x
group web of v
  out tcp 443 to 0.0.0.0/0
group ssh of v
  out tcp 22 to 0.0.0.0/0
host a 10.0.2.10 in S, groups web
`
	either := func(s *reachtest.Scene) {
		s.Network.ACLEntries[slices.IndexFunc(s.Network.ACLEntries, func(e *reach.ACLEntry) bool { return e.Number == 50 })].ACL =
			reach.OneOf(later("entry", "network_acl_id"), s.Object("acl", "x").(*reach.ACL), s.Object("acl", "y").(*reach.ACL))
	}
	rule := func(egress bool) func(*reachtest.Scene) {
		return func(s *reachtest.Scene) {
			r := *s.Network.SecurityGroupRules[slices.IndexFunc(s.Network.SecurityGroupRules, func(r *reach.SecurityGroupRule) bool { return r.Address == "group.ssh" })]
			r.Egress = egress
			r.Group = reach.OneOf(later("rule", "security_group_id"), s.Object("group", "web").(*reach.SecurityGroup), s.Object("group", "ssh").(*reach.SecurityGroup))
			s.Network.SecurityGroupRules = append(s.Network.SecurityGroupRules, &r)
		}
	}
	nothing := func(*reachtest.Scene) {}
	testChanged(t, []changed{
		{"NACL-2 an entry of this ACL", filtered, "", nothing, [][]string{{"a > tcp 8.8.8.8:443", "forward SUBNET_ACL_RESTRICTION acl.x.out 50"}}},
		{"NACL-2 an entry that may be another ACL's", filtered, "", either, [][]string{{"a > tcp 8.8.8.8:443", "undecided UNKNOWN_VALUE entry.network_acl_id"}, {"a > tcp 8.8.9.9:443", "delivered"}}},
		{"NACL-2 an entry at an unknown place that nothing else is for", filtered, "acl x of v\n  in 1 allow all from 0.0.0.0/0\n  out ? allow tcp 443 to 8.8.8.8/32", nothing, [][]string{
			{"a > tcp 8.8.8.8:443", "delivered"}, {"a > tcp 8.8.8.9:443", "forward SUBNET_ACL_RESTRICTION acl.x.egress"}}},
		{"SG-1 a rule that may be another group's", filtered, "", rule(true), [][]string{{"a > tcp 8.8.8.8:22", "undecided UNKNOWN_VALUE rule.security_group_id"}, {"a > tcp 8.8.9.9:443", "delivered"}}},
		{"SG-1 for the other direction", filtered, "", rule(false), [][]string{{"a > tcp 8.8.8.8:22", "forward ENI_SG_RULES_MISMATCH group.web.egress"}}},
		{"SG-10 a reference to no group", filtered, "group web of v\n  out tcp 443 to group ssh", func(s *reachtest.Scene) {
			for _, r := range s.Network.SecurityGroupRules {
				if len(r.Peers.Items) > 0 {
					r.Peers.Items[0] = reach.Ref[*reach.SecurityGroup]{}
				}
			}
		}, [][]string{{"a > tcp d:443", "forward ENI_SG_RULES_MISMATCH group.web.egress"}}},
		{"SG-10 references that nobody knows", filtered, "group web of v\n  out tcp 443 to 7.7.7.0/24", func(s *reachtest.Scene) {
			for _, r := range s.Network.SecurityGroupRules {
				if r.Address == "group.web" {
					r.Peers.Why = later("group.web", "security_groups")
				}
			}
		}, [][]string{{"a > tcp 10.0.3.99:443", "undecided UNKNOWN_VALUE group.web.security_groups"}, {"a > tcp 7.7.7.7:443", "delivered"}, {"a > tcp 7.7.8.8:443", "forward ENI_SG_RULES_MISMATCH group.web.egress"}}},
		{"SG-1 one mismatch, wherever the packets go", filtered, "", nothing, [][]string{{"a > tcp 6.0.0.0/7:80", "forward ENI_SG_RULES_MISMATCH group.web.egress"}}},
		{"SG-10 a reference to one of two, and the peer bears one", filtered, "group web of v\n  out tcp 443 to group open|ssh", nothing, [][]string{{"a > tcp d:443", "undecided UNKNOWN_VALUE group.web.out[0].security_groups"}}},
		{"SG-10 a reference to one of two, and the peer bears another", filtered, "group web of v\n  out tcp 443 to group web|ssh", nothing, [][]string{{"a > tcp d:443", "forward ENI_SG_RULES_MISMATCH group.web.egress"}}},
		{"SG-10 a reference to one of two, and the peer may bear one", filtered, "group web of v\n  out tcp 443 to group web|ssh\nhost d 10.0.3.10 in D, groups open+...", nothing, [][]string{{"a > tcp d:443", "undecided UNKNOWN_VALUE group.web.out[0].security_groups"}}},
		{"SG-13 an entry that may be another list's", filtered, "list l 9.9.9.0/24 7.7.7.0/24\nlist m 1.1.1.0/24\ngroup web of v\n  out tcp 443 to list m", func(s *reachtest.Scene) {
			s.Network.PrefixListEntries[1].List = reach.OneOf(later("list_entry", "prefix_list_id"), s.Object("list", "l").(*reach.PrefixList), s.Object("list", "m").(*reach.PrefixList))
		}, [][]string{{"a > tcp 7.7.7.9:443", "undecided UNKNOWN_VALUE list_entry.prefix_list_id"}, {"a > tcp 9.9.9.9:443", "forward ENI_SG_RULES_MISMATCH group.web.egress"}}},
	})
}

// TestSeveralAddresses: of several private addresses one is the primary one, which
// packets come from and a public address goes with (PUB-1, PUB-3).
func TestSeveralAddresses(t *testing.T) {
	const net = wide + "host p 10.0.1.10 10.0.1.11 in N, groups open\n"
	const mismatch = "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS host.p"
	primary := func(s *reachtest.Scene) { s.Host("p").Primary = netip.MustParseAddr("10.0.1.10") }
	second := func(s *reachtest.Scene) {
		primary(s)
		s.Network.PublicAddresses[0].Private = netip.MustParseAddr("10.0.1.11")
	}
	nobody := func(*reachtest.Scene) {}
	testChanged(t, []changed{
		{"from the primary one", net, "", primary, [][]string{{"p > tcp 8.8.8.8:443", "delivered"}}},
		{"from every one", net, "", primary, [][]string{{"every p > tcp 8.8.8.8:443",
			"delivered: tcp 8.8.8.8:443", mismatch + ": tcp 8.8.8.8:443"}}},
		{"none public", net, "host p 10.0.1.10 10.0.1.11 in N, groups open, no-public-ip", primary, [][]string{{"every p > tcp 8.8.8.8:443", mismatch}}},
		{"an Elastic IP for the other one", net, "host p 10.0.1.10 10.0.1.11 in N, groups open, no-public-ip\neip for p", second, [][]string{
			{"p > tcp 8.8.8.8:443", mismatch}, {"every p > tcp 8.8.8.8:443", "delivered: tcp 8.8.8.8:443", mismatch + ": tcp 8.8.8.8:443"}}},
		{"an Elastic IP for the other one, and a public address by launch", net, "eip for p", second, [][]string{{"every p > tcp 8.8.8.8:443", "delivered"}}},
		{"nobody knows the primary one", net, "", nobody, [][]string{{"p > tcp 8.8.8.8:443", "undecided UNKNOWN_VALUE host.p"}}},
		{"nobody knows whether it is public", net, "host p 10.0.1.10 10.0.1.11 in N, groups open, public-ip ?", primary, [][]string{{"p > tcp 8.8.8.8:443", "undecided UNKNOWN_VALUE host.p.associate_public_ip_address"}}},
		{"public by launch, and perhaps by an Elastic IP", wide, "host p 10.0.1.10 in N, groups open, public-ip\neip for p|a", nobody, [][]string{{"p > tcp 8.8.8.8:443", "delivered"}}},
		{"not by launch, and perhaps by an Elastic IP", wide, "host p 10.0.1.10 in N, groups open, no-public-ip\neip for p|a", nobody, [][]string{{"p > tcp 8.8.8.8:443", "undecided UNKNOWN_VALUE eip.p|a.instance"}}},
		{"PUB-2 where its subnet maps public addresses", wide, "", func(s *reachtest.Scene) { s.Host("p").Public = reach.Known(reach.SubnetMay) }, [][]string{{"p > tcp 8.8.8.8:443", "undecided UNKNOWN_VALUE host.p"}}},
		{"PUB-2 where its subnet maps none", wide, "subnet N 10.0.1.0/24 of v, table public", func(s *reachtest.Scene) { s.Host("p").Public = reach.Known(reach.SubnetMay) }, [][]string{{"p > tcp 8.8.8.8:443", mismatch}}},
	})
}

// TestOutside: what goes to no address of the sender's VPC, whatever blocks it has, is
// not kept by blocks that nobody knows.
func TestOutside(t *testing.T) {
	const https = "a > tcp 8.8.8.8:443"
	beyond := func(s *reachtest.Scene) { s.VPC("v").Beyond = true }
	testChanged(t, []changed{
		{"blocks of the VPC", wide, "", beyond, [][]string{{https, "undecided UNKNOWN_BEYOND_PLAN vpc.v"}, {https + " outside", "delivered"}}},
		{"the block of the subnet", wide, "", func(s *reachtest.Scene) {
			beyond(s)
			s.Subnet("N").CIDR = reach.Missing[netip.Prefix](later("subnet.N", "cidr_block"))
		}, [][]string{{"p > tcp 8.8.8.8:443", "undecided UNKNOWN_VALUE subnet.N.cidr_block"}, {"p > tcp 8.8.8.8:443 outside", "delivered"}}},
		{"the resolver of a VPC that nobody knows", wide, `
vpc v 8.8.8.0/24
vpc w 10.9.0.0/16
subnet X 10.9.1.0/24 of v|w, table public
group none of v
host a 10.9.1.10 in X, groups none`, func(*reachtest.Scene) {}, [][]string{
			{"a > udp 8.8.8.2:53", "undecided UNKNOWN_VALUE subnet.X.vpc_id"},
			{"a > udp 8.8.8.3:53", "forward SG_HAS_NO_RULES group.none.egress"},
			{"a > udp 8.8.8.2:53 outside", "forward SG_HAS_NO_RULES group.none.egress"},
		}},
	})
}

// TestServiceLists: the ranges of a service are destinations of their own where its
// endpoint serves it, and else somewhere on the internet (GWE-2, SG-13).
func TestServiceLists(t *testing.T) {
	const s3, toS3, https = "com.amazonaws.eu-west-1.s3", "a > tcp com.amazonaws.eu-west-1.s3:443", "a > tcp 8.8.8.8:443"
	const there = "a > tcp com.amazonaws.eu-west-1.s3@52.0.0.0/8:443"
	const net = wide + `
service list s3 com.amazonaws.eu-west-1.s3
gateway endpoint e of v for com.amazonaws.eu-west-1.s3
table private of v
  0.0.0.0/0 > n
  list s3 > e
table other of v
`
	const ranges, perhaps = "undecided UNKNOWN_VALUE list.s3", "undecided UNKNOWN_VALUE route.r.route_table_id"
	testRules(t, []rule{
		{"GWE-2 to the service, and to the internet", net, "", [][]string{{toS3, "delivered"}, {https, "delivered"}}},
		{"GWE-2 a route that is no longer than the ranges", net, "table private of v\n  0.0.0.0/0 > blackhole\n  52.0.0.0/8 > blackhole\n  list s3 > e", [][]string{{there, "delivered"}}},
		{"GWE-2 a route that may be longer", net, "table private of v\n  0.0.0.0/0 > n\n  52.0.0.0/9 > n\n  list s3 > e", [][]string{{there,
			"delivered: tcp 52.128.0.0/9:443", ranges + ": tcp 52.0.0.0/9:443"}}},
		{"GWE-2 a route that may be longer, if it is there", net, "table private of v\n  0.0.0.0/0 > n\n  list s3 > e\nroute r in private|other 52.0.0.0/9 > n", [][]string{{there,
			"delivered: tcp 52.128.0.0/9:443", perhaps + ": tcp 52.0.0.0/9:443"}}},
		{"GWE-2 a route of an endpoint that may be another table's", net, "table private of v\n  0.0.0.0/0 > n\nroute r in private|other list s3 > e", [][]string{{toS3, perhaps}, {https, "delivered"}}},
		{"a route of a service's list to a gateway", net, "table private of v\n  0.0.0.0/0 > n\n  list s3 > i", [][]string{{https, ranges}}},
		{"SG-13 a rule to a service that an endpoint serves", net, "group web of v\n  out tcp 443 to list s3\nhost a 10.0.2.10 in S, groups web", [][]string{
			{toS3, "delivered"}, {https, "forward ENI_SG_RULES_MISMATCH group.web.egress"}}},
		{"SG-13 a rule to a service that none serves", net, "gateway endpoint e of v for com.amazonaws.eu-west-1.dynamodb\ntable private of v\n  0.0.0.0/0 > n\ngroup web of v\n  out tcp 443 to list s3\nhost a 10.0.2.10 in S, groups web", [][]string{
			{https, ranges}, {"a > tcp 10.0.3.99:443", "forward ENI_SG_RULES_MISMATCH group.web.egress"}}},
		{"SG-13 a rule to a service that another VPC's serves", net, "vpc w 10.9.0.0/16\ngateway endpoint e of w for " + s3 + "\ntable private of v\n  0.0.0.0/0 > n\ngroup web of v\n  out tcp 443 to list s3\nhost a 10.0.2.10 in S, groups web", [][]string{{https, ranges}}},
	})
}

// TestOverlappingBlocks: what is for an address that two subnets have does not get from
// one VPC to the other (RT-6, PCX-5), and in one VPC nobody knows.
func TestOverlappingBlocks(t *testing.T) {
	const net = `
vpc v 10.0.0.0/16
vpc w 10.9.0.0/16
vpc x 10.9.0.0/16
subnet S 10.9.1.0/24 of w, table s
subnet X 10.9.1.0/24 of x, table x
subnet D 10.0.1.0/24 of v, table d
peering p of v with w
peering q of v with x
table s of w
  10.0.0.0/16 > p
table x of x
  10.0.0.0/16 > q
table d of v
  10.9.0.0/16 > p
group app of w
  out all to 0.0.0.0/0
group db of v
  in all from 0.0.0.0/0
group far of x
  in all from 0.0.0.0/0
host a 10.9.1.10 in S, groups app
host d 10.0.1.10 in D, groups db
host x 10.9.1.20 in X, groups far
`
	testRules(t, []rule{
		{"PCX-5 the right one", net, "", [][]string{{"a > tcp d:443", "delivered"}}},
		{"PCX-5 answers to the wrong one", net, "table d of v\n  10.9.0.0/16 > q", [][]string{{"a > tcp d:443", "reply NO_POSSIBLE_DESTINATION subnet.X"}}},
		{"RT-6 the own subnet has the address", net, "", [][]string{{"a > tcp x:443", "forward NO_POSSIBLE_DESTINATION subnet.S"}}},
		{"RT-6 another subnet of the own VPC has the address", net, "host x 10.9.7.20 in Y, groups far\nsubnet Y 10.9.7.0/24 of x, table x\nsubnet Z 10.9.7.0/24 of w", [][]string{{"a > tcp x:443", "forward NO_POSSIBLE_DESTINATION subnet.Z"}}},
		{"two subnets of one VPC", net, "subnet E 10.0.1.0/24 of v, table d\nhost e 10.0.1.20 in E, groups db", [][]string{{"a > tcp e:443", "undecided UNKNOWN_VALUE subnet.D.cidr_block"}}},
		{"answers to two subnets of one VPC", net, "subnet T 10.9.1.0/24 of w, table s\nhost a 10.9.1.10 in T, groups app", [][]string{{"a > tcp d:443", "one-way, undecided UNKNOWN_VALUE subnet.S.cidr_block"}}},
	})
}
