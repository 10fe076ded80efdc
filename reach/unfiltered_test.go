package reach_test

import (
	"net/netip"
	"testing"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/reachtest"
)

// TestPerhapsUnfiltered: the router of a subnet has the first address after its base,
// the resolver of a VPC the second after its own, and no filter touches either (SG-20).
// Blocks have 16 addresses at least; where one is not known, every address that may be
// the base's neighbour is in doubt, and no other.
func TestPerhapsUnfiltered(t *testing.T) {
	const net = wide + `
group none of v
host a 10.0.2.10 in S, groups none
host d 10.0.3.10 in D, groups none
`
	const (
		shut   = "forward SG_HAS_NO_RULES group.none.egress"
		kept   = ", then forward NO_POSSIBLE_DESTINATION subnet."
		router = "undecided UNKNOWN_VALUE subnet.S.cidr_block"
		vpc    = "undecided UNKNOWN_VALUE vpc.v.cidr_block"
		beyond = "undecided UNKNOWN_BEYOND_PLAN vpc.v"
		in     = "undecided UNKNOWN_VALUE subnet.X.vpc_id"
		where  = "undecided UNKNOWN_VALUE host.a.subnet_id"
	)
	noBlock := func(s *reachtest.Scene) {
		s.Subnet("S").CIDR = reach.Missing[netip.Prefix](later("subnet.S", "cidr_block"))
	}
	noBlocks := func(s *reachtest.Scene) {
		s.Network.Blocks[0].Prefix = reach.Missing[netip.Prefix](later("vpc.v", "cidr_block"))
	}
	known := func(*reachtest.Scene) {}
	testChanged(t, []changed{
		{"a router and a resolver that are known", net, "", known, [][]string{
			{"a > tcp 10.0.2.1:22", "delivered"}, {"a > tcp 10.0.0.2:22", "delivered"},
			{"a > tcp 10.0.2.2:22", shut + kept + "S"}, {"a > tcp 10.0.3.1:22", shut + kept + "D"}, {"a > tcp 10.0.0.1:22", shut + ", then forward VPC_CIDR_UNUSED vpc.v"},
		}},
		{"a router", net, "", noBlock, [][]string{
			{"a > tcp 10.0.99.1:22", router}, {"a > tcp 10.0.99.17:22", router},
			{"a > tcp 10.0.99.2:22", shut}, {"a > tcp 10.0.99.16:22", shut},
			{"a > tcp 10.0.3.17:22", shut}, {"a > tcp 9.9.9.1:22", shut}, {"d > tcp 10.0.99.1:22", shut},
			{"a > tcp 10.0.0.2:22", "delivered"}, {"place S > all 10.0.99.1", router},
		}},
		{"some of a few addresses", net, "", noBlock, [][]string{
			{"a > tcp 10.0.99.0/27:22",
				shut + ": tcp {10.0.99.0, 10.0.99.2/31, 10.0.99.4/30, 10.0.99.8/29, 10.0.99.16, 10.0.99.18/31, 10.0.99.20/30, 10.0.99.24/29}:22",
				router + ": tcp {10.0.99.1, 10.0.99.17}:22"},
		}},
		{"all of many addresses", net, "", noBlock, [][]string{
			{"a > tcp 10.0.128.0/17:22", router},
		}},
		{"a router in blocks of the VPC that nobody knows", net, "", func(s *reachtest.Scene) {
			noBlock(s)
			s.Network.Blocks[0].Prefix = reach.Missing[netip.Prefix](later("vpc.v", "cidr_block"))
		}, [][]string{{"a > tcp 10.9.0.1:22", router}, {"a > tcp 10.9.0.2:22", vpc}, {"a > tcp 10.9.0.3:22", shut}}},
		{"a resolver", net, "", noBlocks, [][]string{
			{"a > tcp 10.0.99.2:22", vpc}, {"a > tcp 10.9.0.18:22", vpc}, {"a > tcp 10.0.3.2:22", vpc},
			{"a > tcp 10.0.99.3:22", shut}, {"a > tcp 10.0.99.1:22", shut}, {"a > tcp 10.0.3.50:22", shut},
			{"a > tcp 10.0.2.1:22", "delivered"},
		}},
		{"a resolver of a VPC that is not in the plan", net, "", func(s *reachtest.Scene) {
			s.VPC("v").Beyond, s.Network.Blocks = true, nil
		}, [][]string{{"a > tcp 10.9.0.2:22", beyond}, {"a > tcp 10.9.0.3:22", shut}}},
		{"the first block has the resolver, whatever others there are", net, "", func(s *reachtest.Scene) {
			b := *s.Network.Blocks[0]
			b.Prefix = reach.Missing[netip.Prefix](later("block", "cidr_block"))
			s.Network.Blocks = append(s.Network.Blocks, &b)
		}, [][]string{{"a > tcp 10.9.0.2:22", shut}, {"a > tcp 10.0.0.2:22", "delivered"}}},
		{"of one of two VPCs", net, "vpc w 10.9.0.0/16\nsubnet X 10.9.1.0/24 of v|w\nhost a 10.9.1.10 in X, groups none", known, [][]string{
			{"a > tcp 10.0.0.2:22", in}, {"a > tcp 10.9.0.2:22", in}, {"a > tcp 10.9.0.3:22", shut}, {"a > tcp 10.9.1.1:22", "delivered"},
		}},
		{"of one of two VPCs, one without a known block", net, "vpc w 10.9.0.0/16\nsubnet X 10.9.1.0/24 of v|w\nhost a 10.9.1.10 in X, groups none", noBlocks, [][]string{
			{"a > tcp 10.77.0.2:22", vpc}, {"a > tcp 10.77.0.3:22", shut},
		}},
		{"of any VPC", net, "subnet X 10.9.1.0/24 of ?\nhost a 10.9.1.10 in X, groups none", known, [][]string{
			{"a > tcp 10.77.0.2:22", in}, {"a > tcp 10.77.0.3:22", shut},
		}},
		{"in one of two subnets", net, "host a in S|D, groups none", known, [][]string{
			{"a > tcp 10.0.2.1:22", where}, {"a > tcp 10.0.3.1:22", where}, {"a > tcp 10.0.0.2:22", where},
			{"a > tcp 10.0.1.1:22", shut}, {"a > tcp 10.0.99.1:22", shut},
		}},
		{"in one of two subnets, one without a known block", net, "host a in S|D, groups none", noBlock, [][]string{
			{"a > tcp 10.0.99.1:22", where}, {"a > tcp 10.0.3.1:22", where}, {"a > tcp 10.0.99.2:22", shut},
		}},
		{"anywhere", net, "host a in ?, groups none", known, [][]string{
			{"a > tcp 10.0.99.1:22", where}, {"a > tcp 10.9.0.2:22", where}, {"a > tcp 10.9.0.3:22", shut},
		}},
		{"in a subnet that is not in the plan", net, "", func(s *reachtest.Scene) {
			n := s.Subnet("S")
			n.Beyond, n.CIDR, n.VPC = true, reach.Fact[netip.Prefix]{}, reach.Perhaps[*reach.VPC](later("subnet.S", "vpc_id"))
		}, [][]string{
			{"a > tcp 10.0.99.1:22", "undecided UNKNOWN_BEYOND_PLAN subnet.S"}, {"a > tcp 10.9.0.2:22", "undecided UNKNOWN_VALUE subnet.S.vpc_id"}, {"a > tcp 10.9.0.3:22", shut},
		}},
	})
}
