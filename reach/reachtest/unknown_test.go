package reachtest

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tfreach/tfreach/reach"
)

const (
	dns  = "a: udp 8.8.8.8:53"
	open = "undecided"
)

// TestUnknownFilters: a filter of which something is unknown leaves the fate
// open, unless all that it may be agrees, or something later drops for certain.
func TestUnknownFilters(t *testing.T) {
	const (
		under = "subnet S 10.0.2.0/24 of v, table private, acl x\n"
		all   = "acl x of v\n  in 9 allow all from 0.0.0.0/0\n  out 9 allow all to 0.0.0.0/0\n"
	)
	checkBehaviours(t, wide, []behaviour{
		{"a rule for unknown addresses", "group g of v\n  out udp 53 to ?\nhost a in S, groups g", [][2]string{
			{dns, open},
			{"a: tcp 8.8.8.8:53", "forward ENI_SG_RULES_MISMATCH group.g"},
		}},
		{"which another rule makes irrelevant", "group g of v\n  out udp 53 to ?\n  out all to 8.8.8.8/32\nhost a in S, groups g", [][2]string{
			{dns, delivered},
			{"a: udp 8.8.4.4:53", open},
		}},
		{"a later drop is certain", "group g of v\n  out udp 53 to ?\nhost a in S, groups g\nigw i", [][2]string{
			{dns, "forward BAD_STATE_ATTACHMENT igw.i"},
		}},
		{"one of two groups", "group g of v\n  out udp 53 to 0.0.0.0/0\ngroup h of v\n  out udp 53-54 to 0.0.0.0/0\nhost a in S, groups g|h", [][2]string{
			{dns, delivered},
			{"a: udp 8.8.8.8:54", open},
			{"a: udp 8.8.8.8:55", "forward ENI_SG_RULES_MISMATCH group.g"},
		}},
		{"further groups", "group g of v\n  out udp 53 to 0.0.0.0/0\nhost a in S, groups g+...\nhost b in S, groups g+?", [][2]string{
			{dns, delivered},
			{"a: udp 8.8.8.8:54", open},
			{"b: udp 8.8.8.8:53", delivered},
			{"b: udp 8.8.8.8:54", open},
		}},
		{"one of two peers", `
group l of v
group m of v
group g of v
  out all to group l|m
host a 10.0.2.10 in S, groups g
host d 100.64.3.10 in D, groups l+m+open
host b 10.0.2.20 in S, groups l+open
host p 10.0.1.20 in N, groups l|m+open
`, [][2]string{
			{"a: tcp 100.64.3.10:1", delivered},
			{"a: tcp 10.0.2.20:1", open},
			{"a: tcp 10.0.1.20:1", open},
			{"a: tcp 8.8.8.8:1", "forward ENI_SG_RULES_MISMATCH group.g"},
			{"a: tcp 10.0.2.99:1", "undecided"},
		}},
		{"any peer", "group g of v\n  out all to group ?\nhost a in S, groups g", [][2]string{{dns, open}}},

		{"an entry that perhaps denies", under + "acl x of v\n  in 9 allow all from 0.0.0.0/0\n  out 5 deny udp 53 to ?\n  out 9 allow all to 0.0.0.0/0", [][2]string{
			{dns, open},
			{"a: udp 8.8.8.8:54", delivered},
		}},
		{"an entry that perhaps does what the next one does", under + "acl x of v\n  in 9 allow all from 0.0.0.0/0\n  out 5 allow udp 53 to ?\n  out 9 allow all to 0.0.0.0/0", [][2]string{{dns, delivered}}},
		{"an entry that perhaps allows what nothing else does", under + "acl x of v\n  in 9 allow all from 0.0.0.0/0\n  out 5 allow udp 53 to ?", [][2]string{
			{dns, open},
			{"a: udp 8.8.8.8:54", "forward SUBNET_ACL_RESTRICTION acl.x"},
		}},
		{"an entry behind the one that decides", under + "acl x of v\n  in 9 allow all from 0.0.0.0/0\n  out 5 allow all to 0.0.0.0/0\n  out 9 deny udp 53 to ?", [][2]string{{dns, delivered}}},
		{"on the way back", under + "acl x of v\n  in 5 deny udp from ?\n  in 9 allow all from 0.0.0.0/0\n  out 9 allow all to 0.0.0.0/0", [][2]string{
			{dns, "one way, reply undecided"},
			{"a: tcp 8.8.8.8:53", delivered},
		}},
		{"there, and certainly not back", under + "acl x of v\n  out 5 allow all to ?", [][2]string{
			{dns, "open reply SUBNET_ACL_RESTRICTION acl.x"},
		}},
		{"an entry without a number", under + "acl x of v\n  in 9 allow all from 0.0.0.0/0\n  out ? deny udp 53 to 0.0.0.0/0\n  out 9 allow all to 0.0.0.0/0", [][2]string{
			{dns, open},
			{"a: udp 8.8.8.8:54", delivered},
		}},
		{"nobody gets past it, wherever it is", under + "acl x of v\n  in 9 allow all from 0.0.0.0/0\n  out ? allow all to 0.0.0.0/0\n  out 9 allow udp 53 to 0.0.0.0/0", [][2]string{
			{dns, delivered},
			{"a: udp 8.8.8.8:54", delivered},
		}},
		{"a denying one decides too", under + "acl x of v\n  out ? deny all to 0.0.0.0/0", [][2]string{
			{dns, "forward SUBNET_ACL_RESTRICTION acl.x.out ?"},
		}},
		{"one of two ACLs", "subnet S 10.0.2.0/24 of v, table private, acl x|y\n" + all + "acl y of v\n  in 9 allow all from 0.0.0.0/0\n  out 9 allow tcp to 0.0.0.0/0", [][2]string{
			{dns, open},
			{"a: tcp 8.8.8.8:53", delivered},
		}},
		{"two ACLs that deny", "subnet S 10.0.2.0/24 of v, table private, acl x|y\nacl x of v\nacl y of v", [][2]string{{dns, "forward " + noRule}}},
		{"any ACL", "subnet S 10.0.2.0/24 of v, table private, acl x|?\n" + all, [][2]string{{dns, open}}},

		{"a public address", "host a in N, groups open, public-ip ?", [][2]string{
			{dns, open},
			{"a: udp 10.9.9.9:53", "forward IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS table.public.0.0.0.0/0"},
			{"a: udp [2607::1]:53", "forward NO_ADDRESS_IN_FAMILY host.a"},
		}},
		{"what the subnet says", "subnet N 10.0.1.0/24 of v, table public, public-ips ?\nhost a in N, groups open\nhost b in N, groups open, public-ip", [][2]string{
			{dns, open},
			{"b: udp 8.8.8.8:53", delivered},
		}},
		{"an EIP of one of two", "host a in N, groups open, no-public-ip\nhost b in N, groups open\neip for a|b", [][2]string{
			{dns, open},
			{"b: udp 8.8.8.8:53", delivered},
		}},
		{"a NAT gateway, public or private", "nat n in N, private ?", [][2]string{{dns, open}}},
		{"an IPv6 address", "host a in S, groups open, six ?", [][2]string{
			{"a: udp [2607::1]:53", open},
			{"a: udp [fd00:ec2::253]:53", open},
			{"a: udp [7000::1]:53", "forward NO_POSSIBLE_DESTINATION table.private.::/0"},
		}},
		{"an attachment", "vpc w 10.9.0.0/16\nigw i of v|w\nhost p in N, groups open, no-public-ip", [][2]string{
			{dns, open},
			{"p: udp 8.8.8.8:53", "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS host.p"},
		}},
		{"an attachment to one of two others", "vpc w 10.9.0.0/16\nvpc u 10.8.0.0/16\nigw i of w|u", [][2]string{
			{dns, "forward BAD_STATE_ROUTE table.public.0.0.0.0/0"},
		}},
	})
}

// TestUnknownRoutes: a route that is not certain ends the walk, unless all that
// it may be leads to the same place.
func TestUnknownRoutes(t *testing.T) {
	checkBehaviours(t, wide, []behaviour{
		{"one of two targets", "table private of v\n  0.0.0.0/0 > n|i", [][2]string{{dns, open}}},
		{"any target", "table private of v\n  0.0.0.0/0 > ?", [][2]string{{dns, open}}},
		{"a route for unknown addresses", "table private of v\n  0.0.0.0/0 > n\n  ? > i", [][2]string{{dns, open}}},
		{"that leads to where the others lead", "table private of v\n  0.0.0.0/0 > n\n  ? > n", [][2]string{{dns, delivered}}},
		{"or nowhere, as without it", "table private of v\n  ? > blackhole", [][2]string{{dns, "forward NO_ROUTE_TO_DESTINATION table.private"}}},
		{"one of two tables", "subnet S 10.0.2.0/24 of v, table private|public", [][2]string{
			{dns, open},
			{"a: tcp 100.64.3.10:1", delivered},
		}},
		{"that agree", "subnet S 10.0.2.0/24 of v, table private|other\ntable other of v\n  0.0.0.0/0 > n\n  9.9.9.0/24 > blackhole", [][2]string{
			{dns, delivered},
			{"a: udp 9.9.9.9:53", open},
		}},
		{"that both drop", "subnet S 10.0.2.0/24 of v, table x|y\ntable x of v\ntable y of v\n  0.0.0.0/0 > blackhole", [][2]string{
			{dns, "forward NO_ROUTE_TO_DESTINATION table.x"},
		}},
		{"any table", "subnet S 10.0.2.0/24 of v, table private|?", [][2]string{{dns, open}}},
		{"the main table", "subnet S 10.0.2.0/24 of v\nmain of v is private|public", [][2]string{
			{dns, open},
			{"a: tcp 100.64.3.10:1", delivered},
		}},
		{"the main table of one of two VPCs", "vpc w 10.9.0.0/16\nsubnet S 10.0.2.0/24 of v\nmain of v|w is private", [][2]string{{dns, open}}},
		{"where a NAT gateway is", "nat n in N|D", [][2]string{
			{dns, open},
			{"a: 50 8.8.8.8", "forward PROTOCOL_RESTRICTION nat.n"},
		}},
		{"of which VPC a subnet is", "vpc w 10.9.0.0/16\nsubnet S 10.0.2.0/24 of v|w, table private", [][2]string{
			{dns, open},
			{"a: tcp 169.254.169.254:80", delivered},
			{"d: tcp 10.0.2.10:1", open},
			{"a: tcp [2607::1]:80", open},
		}},
		{"of which VPC the subnet of a NAT gateway is", "vpc w 10.9.0.0/16\nsubnet N 10.0.1.0/24 of v|w, table public", [][2]string{{dns, open}}},
	})
}

// TestUnknownPlaces: in which of its subnets something is matters only where the
// address does not tell.
func TestUnknownPlaces(t *testing.T) {
	checkBehaviours(t, wide, []behaviour{
		{"the address tells", `
group shut of v
host d 100.64.3.10 in D|S, groups shut
nat n 10.0.1.7 in N|S
`, [][2]string{
			{"a: tcp 100.64.3.10:1", "forward SG_HAS_NO_RULES group.shut"},
			{"a: tcp 10.0.1.7:1", "forward NO_POSSIBLE_DESTINATION nat.n"},
		}},
		{"two VPCs have it", `
vpc w 100.64.0.0/16
subnet W 100.64.3.0/24 of w
group shut of v
host d 100.64.3.10 in D|W, groups shut
host e 100.64.3.11 in D|W, groups open
nat n 100.64.3.7 in D|W
`, [][2]string{
			{"a: tcp 100.64.3.10:1", open},
			{"a: tcp 100.64.3.11:1", delivered},
			{"a: tcp 100.64.3.7:1", open},
		}},
		{"who has the address, if its subnet is not certain", `
vpc w 10.9.0.0/16
subnet D 100.64.3.0/24 of v|w, table private
group g of v
  out all to group open
host a in S, groups g
`, [][2]string{{"a: tcp 100.64.3.10:1", open}}},
		{"any subnet", `
group shut of v
host d 100.64.3.10 in ?, groups shut
host e 100.64.3.11 in S+..., groups shut
group g of v
  out all to group open
host a in S, groups g
host x 100.64.3.12 in ?, groups open
`, [][2]string{
			{"b: tcp 100.64.3.10:1", open},
			{"b: tcp 100.64.3.11:1", open},
			{"b: tcp 100.64.3.11:1 at e", "forward SG_HAS_NO_RULES group.shut"},
			{"a: tcp 100.64.3.12:1", open},
			{"a: tcp 100.64.3.13:1", "undecided"},
		}},
	})
}

// TestUnknownBlocks is about what text has no form for: blocks of subnets and
// VPCs, and rules, routes and associations of unknown owners.
func TestUnknownBlocks(t *testing.T) {
	why := unknown("a.b", "c")
	scene := func(text string, change func(s *Scene, n *reach.Network)) *Scene {
		s := MustParse(wide, text)
		change(s, s.Network)
		return s
	}
	for _, tt := range []struct {
		name  string
		scene *Scene
		shots [][2]string
	}{
		{"a destination's subnet", scene("", func(s *Scene, _ *reach.Network) {
			s.Subnet("D").CIDR = reach.Missing[netip.Prefix](why)
		}), [][2]string{{"a: tcp 100.64.3.10:1", open}, {dns, delivered}}},
		{"the sender's subnet", scene("default acl of v", func(s *Scene, _ *reach.Network) {
			s.Subnet("S").CIDR = reach.Missing[netip.Prefix](why)
		}), [][2]string{{"a: tcp 10.0.2.20:1", open}, {dns, "forward SUBNET_ACL_RESTRICTION default_acl.v"}}},
		{"a block of the VPC", scene("", func(_ *Scene, n *reach.Network) {
			n.Blocks[1].Prefix = reach.Missing[netip.Prefix](why)
		}), [][2]string{{dns, open}, {"a: tcp [2607::1]:1", delivered}, {"a: tcp 10.0.1.20:1", delivered}}},
		{"the VPC of a block", scene("vpc w 10.9.0.0/16 9.0.0.0/16", func(s *Scene, n *reach.Network) {
			n.Blocks[4].VPC = reach.OneOf(why, s.VPC("v"), s.VPC("w"))
		}), [][2]string{{dns, delivered}, {"a: tcp 9.0.0.1:1", open}}},
		{"the table of a route", scene("table private of v\n  8.0.0.0/8 > n\n  8.8.0.0/16 > i\n  9.0.0.0/8 > blackhole", func(s *Scene, n *reach.Network) {
			for _, i := range []int{3, 4} {
				n.Routes[i].Table = reach.Perhaps(why, n.Routes[i].Table.To...)
			}
		}), [][2]string{{dns, open}, {"a: tcp 8.1.1.1:1", delivered}, {"a: tcp 9.1.1.1:1", "forward NO_ROUTE_TO_DESTINATION table.private"}}},
		{"the subnet of a table", scene("table none of v", func(s *Scene, n *reach.Network) {
			n.TableAssociations[1].Subnet = reach.OneOf(why, s.Subnet("S"), s.Subnet("N"))
		}), [][2]string{{dns, open}, {"a: tcp 10.0.1.20:1", delivered}}},
		{"the subnet of an ACL", scene("acl x of v\n  out 1 allow tcp to 0.0.0.0/0\n  in 1 allow all from 0.0.0.0/0\nsubnet S 10.0.2.0/24 of v, table private, acl x", func(s *Scene, n *reach.Network) {
			n.ACLAssociations[0].Subnet = reach.OneOf(why, s.Subnet("S"), s.Subnet("N"))
		}), [][2]string{{dns, open}, {"a: tcp 8.8.8.8:1", delivered}}},
		{"the ACL of an entry", scene("default acl of v\n  out 1 allow udp to 0.0.0.0/0\n  out 2 allow all to 0.0.0.0/0\n  in 1 allow all from 0.0.0.0/0", func(s *Scene, n *reach.Network) {
			n.ACLEntries[1].ACL = reach.Perhaps(why, n.ACLEntries[1].ACL.To...)
		}), [][2]string{{dns, delivered}, {"a: tcp 8.8.8.8:1", open}}},
		{"the group of a rule", scene("group g of v\n  out udp to 0.0.0.0/0\n  out tcp to 0.0.0.0/0\nhost a in S, groups g", func(s *Scene, n *reach.Network) {
			n.SecurityGroupRules[3].Group = reach.OneOf(why, n.SecurityGroups[0], n.SecurityGroups[2])
		}), [][2]string{{dns, delivered}, {"a: tcp 8.8.8.8:1", open}}},
		{"the gateway of an attachment", scene("igw j", func(s *Scene, n *reach.Network) {
			n.Attachments[0].Gateway = reach.OneOf(why, n.InternetGateways...)
		}), [][2]string{{dns, open}}},
		{"the peers of a rule", scene("group g of v\n  out all to group open\nhost a in S, groups g", func(_ *Scene, n *reach.Network) {
			n.SecurityGroupRules[2].Peers.Why = why
		}), [][2]string{{dns, open}, {"a: tcp 100.64.3.10:1", delivered}}},
		{"a target that is not modelled", scene("", func(_ *Scene, n *reach.Network) {
			n.Routes[2].Target = reach.To[reach.Object](&reach.Unmodelled{Type: "aws_vpn_gateway"})
		}), [][2]string{{dns, open}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, x := range tt.shots {
				check(t, tt.scene, x[0], x[1])
			}
		})
	}
}

// TestOpenReasons: an undecided fate says what would have to be known.
func TestOpenReasons(t *testing.T) {
	s := MustParse(wide, `
group g of v
  out udp 53 to ?
host a in S, groups g
table private of v
  0.0.0.0/0 > beyond tgw-1
`)
	f := Simulate(s.Network, shot(t, s, dns))
	want := []*reach.Unknown{
		unknown("group.g", "out[0].cidr_blocks"),
		{Code: reach.UnknownBeyondPlan, Address: "tgw-1", Reason: "is not in the plan"},
	}
	if diff := cmp.Diff(want, f.Open); diff != "" {
		t.Error(diff)
	}
	const text = "arrived undecided, replied undecided; open group.g.out[0].cidr_blocks; open tgw-1"
	if f.String() != text {
		t.Errorf("got %s", f)
	}
}
