package reachtest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/netip"
	"reflect"
	"slices"
	"testing"

	"github.com/tfreach/tfreach/reach"
)

const shotsPer = 50

// fewer is so many random networks, and an eighth of them with -short: for the race
// detector, which says nothing more after the thousandth.
func fewer(n int) int {
	if testing.Short() {
		return n / 8
	}
	return n
}

// eachShot shoots into random networks, always the same ones.
func eachShot(t *testing.T, seed uint64, each func(*Scene, *rand.Rand, Shot)) {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 42))
	for range fewer(250) {
		s := Random(rng)
		for range shotsPer {
			each(s, rng, RandomShot(rng, s))
		}
	}
}

func TestRandomRoundTrip(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 42))
	for range fewer(80) {
		checkRoundTrip(t, Random(rng))
		open, world := RandomOpen(rng)
		checkRoundTrip(t, open)
		checkRoundTrip(t, world)
	}
}

// TestRandomShares: random shots have every fate, and often enough. A code that
// never comes up is one that random tests cannot judge.
func TestRandomShares(t *testing.T) {
	total, arrived, replied := 0, 0, 0
	codes := map[string]int{}
	eachShot(t, 2, func(s *Scene, _ *rand.Rand, x Shot) {
		f := Simulate(s.Network, x)
		checkFate(t, x, f)
		total++
		if f.Arrived == Yes {
			arrived++
		}
		if f.Replied == Yes {
			replied++
		}
		if f.Arrived == Undecided && !slices.Contains(f.Open, someone) || f.Arrived != Undecided && f.Replied == Undecided {
			t.Fatalf("%s\n%v\n%v: nothing is unknown", s.Text, x, f)
		}
		if f.Code != "" {
			codes[fmt.Sprintf("%s %s", f.Leg, f.Code)]++
		}
	})
	for name, n := range map[string]int{"arrived": arrived, "replied": replied} {
		if share := 100 * n / total; share < 20 || share > 80 {
			t.Errorf("%s: %d of 100, want 20 to 80", name, share)
		}
	}
	for _, code := range []string{
		"forward SG_HAS_NO_RULES", "forward ENI_SG_RULES_MISMATCH", "forward SUBNET_ACL_RESTRICTION",
		"forward NO_ROUTE_TO_DESTINATION", "forward BAD_STATE_ROUTE", "forward BAD_STATE_ATTACHMENT",
		"forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS", "forward IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS",
		"forward IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS", "forward PROTOCOL_RESTRICTION",
		"forward NO_POSSIBLE_DESTINATION", "forward VPC_CIDR_UNUSED", "forward NO_ADDRESS_IN_FAMILY",
		"forward NAT_SELF_LOOP", "reply SUBNET_ACL_RESTRICTION",
	} {
		if codes[code] < max(fewer(5), 1) {
			t.Errorf("%s came up %d times in %d", code, codes[code], total)
		}
	}
	t.Logf("arrived %d, replied %d of %d", arrived, replied, total)
	for _, code := range slices.Sorted(maps.Keys(codes)) {
		t.Logf("%6d %s", codes[code], code)
	}
}

// TestDecidedIsSo: what is decided in an open network is decided in the same way
// in the world that it turns out to be.
func TestDecidedIsSo(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 42))
	var count [3]int
	undecidedArrivals := map[Answer]int{}
	for range fewer(1000) {
		open, world := RandomOpen(rng)
		for range shotsPer {
			x := RandomShot(rng, world)
			f, in := Simulate(open.Network, x.In(open)), Simulate(world.Network, x)
			checkFate(t, x, f)
			count[f.Arrived]++
			if f.Arrived == Undecided {
				undecidedArrivals[in.Arrived]++
			}
			if f.Arrived != Undecided && f.Arrived != in.Arrived || f.Replied != Undecided && f.Replied != in.Replied {
				t.Fatalf("%v\n%s\nopen:  %v\nworld: %v\n%s", x, open.Text, f, in, world.Text)
			}
		}
	}
	for a, n := range count {
		if n < fewer(1000) {
			t.Errorf("arrived %v: %d times, too few to say anything", Answer(a), n)
		}
	}
	// If the undecided all turned out alike, they were not undecided.
	for _, a := range []Answer{No, Yes} {
		if undecidedArrivals[a] < fewer(500) {
			t.Errorf("undecided turned out as %v %d times", a, undecidedArrivals[a])
		}
	}
	t.Logf("no, yes, undecided: %v; undecided turn out as %v", count, undecidedArrivals)
}

// TestOrderOfLists: the order in which a plan lists things means nothing. Only
// the blocks of a VPC have a first one.
func TestOrderOfLists(t *testing.T) {
	eachShot(t, 4, func(s *Scene, _ *rand.Rand, x Shot) {
		want := Simulate(s.Network, x)
		other := *s.Network
		other.Subnets = reversed(other.Subnets)
		other.Routes = reversed(other.Routes)
		other.TableAssociations = reversed(other.TableAssociations)
		other.NATGateways = reversed(other.NATGateways)
		other.ACLs = reversed(other.ACLs)
		other.ACLEntries = reversed(other.ACLEntries)
		other.ACLAssociations = reversed(other.ACLAssociations)
		other.SecurityGroups = reversed(other.SecurityGroups)
		other.SecurityGroupRules = reversed(other.SecurityGroupRules)
		other.Interfaces = reversed(other.Interfaces)
		if got := Simulate(&other, x); !reflect.DeepEqual(got, want) {
			t.Fatalf("%v\n%s\ngot  %v\nwant %v", x, s.Text, got, want)
		}
	})
}

func reversed[T any](in []T) []T {
	out := slices.Clone(in)
	slices.Reverse(out)
	return out
}

// TestAllowingMore: security groups only allow (SG-1), so that a rule more never
// keeps a packet from arriving, and replies do not depend on them (SG-3).
func TestAllowingMore(t *testing.T) {
	helped := 0
	eachShot(t, 5, func(s *Scene, rng *rand.Rand, x Shot) {
		before := Simulate(s.Network, x)
		more := *s.Network
		more.SecurityGroupRules = slices.Clone(more.SecurityGroupRules)
		for _, g := range more.SecurityGroups {
			more.SecurityGroupRules = append(more.SecurityGroupRules, &reach.SecurityGroupRule{
				Group: reach.To(g), Egress: rng.IntN(2) == 0, Traffic: reach.AnyTraffic(),
				Prefixes: []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0"), netip.MustParsePrefix("::/0")},
			})
		}
		after := Simulate(&more, x)
		switch {
		case before.Arrived == Yes && !reflect.DeepEqual(before, after):
			t.Fatalf("%v\n%s\nbefore %v\nafter  %v", x, s.Text, before, after)
		case before.Arrived == No && after.Arrived == Yes:
			helped++
		}
	})
	if helped < fewer(500) {
		t.Errorf("the rules let %d packets pass, too few to say anything", helped)
	}
}

// TestForgottenACLs: without any ACL but those of AWS, what arrives is answered.
func TestForgottenACLs(t *testing.T) {
	eachShot(t, 6, func(s *Scene, _ *rand.Rand, x Shot) {
		free := *s.Network
		free.ACLEntries = nil
		for _, a := range free.ACLs {
			for _, egress := range []bool{false, true} {
				free.ACLEntries = append(free.ACLEntries, &reach.ACLEntry{ACL: reach.To(a), Egress: egress, Number: 1, Allow: true, Traffic: reach.AnyTraffic()})
			}
		}
		f := Simulate(&free, x)
		if f.Arrived != f.Replied || f.Code == reach.ACLRestriction {
			t.Fatalf("%v\n%s\n%v", x, s.Text, f)
		}
	})
}

// TestShots: a random shot is one that could be sent.
func TestShots(t *testing.T) {
	eachShot(t, 7, func(s *Scene, _ *rand.Rand, x Shot) {
		p := x.Packet
		hasSource := blockFor(x.Subnet, p.Dst).Value.IsValid()
		known := (&aim{network: s.Network}).known()
		switch {
		case p.Src.Is4() != p.Dst.Is4() || !p.Dst.IsValid() || p.Src == p.Dst:
			t.Fatalf("%v: addresses", x)
		case hasSource && (!contains(x.Subnet, p.Src) || isReserved(x.Subnet, p.Src)):
			t.Fatalf("%v: not from its subnet", x)
		case slices.Contains(known, p.Src) && (x.From == nil || !slices.Contains(slices.Concat(x.From.Private, x.From.Six), p.Src)):
			t.Fatalf("%v: from an address of something else", x)
		case x.NATPort < firstNATPort:
			t.Fatalf("%v: NAT port", x)
		case x.In(s) != x:
			t.Fatalf("%v: is not the same shot in its own scene", x)
		}
	})
}
