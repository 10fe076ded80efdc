package reachtest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestRandomWays: the networks that mix all ways out of a VPC print and read as
// the same ones, and shots in them have every fate.
func TestRandomWays(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 42))
	total, count, codes := 0, map[string]int{}, map[string]int{}
	for range fewer(250) {
		s := RandomWays(rng)
		if total < shotsPer*fewer(80) {
			checkRoundTrip(t, s)
		}
		for range shotsPer {
			x := RandomShot(rng, s)
			f := Simulate(s.Network, x)
			checkFate(t, x, f)
			total++
			count[fmt.Sprintf("%v %v", f.Arrived, f.Replied)]++
			if f.Code != "" {
				codes[fmt.Sprintf("%s %s", f.Leg, f.Code)]++
			}
		}
	}
	if share := 100 * count["yes yes"] / total; share < 25 || share > 70 {
		t.Errorf("%d of 100 are delivered, want 25 to 70", share)
	}
	for _, code := range []string{
		"forward ENI_SOURCE_DEST_CHECK_RESTRICTION", "forward ENDPOINT_SG", "forward FIREWALL_RULES_RESTRICTION",
		"forward TGW_ROUTE_AZ_RESTRICTION", "forward TGW_RTB_BAD_STATE_ROUTE", "forward TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT",
		"forward VPCE_GATEWAY_PROTOCOL_RESTRICTION", "forward VPC_BLOCK_PUBLIC_ACCESS_ENABLED", "reply ASYMMETRIC_FIREWALL",
		"reply INGRESS_RTB_TRAFFIC_REDIRECTION", "reply TGW_ROUTE_AZ_RESTRICTION",
	} {
		if !testing.Short() && codes[code] < 3 {
			t.Errorf("%s came up %d times in %d", code, codes[code], total)
		}
	}
	t.Log(total, count)
	for _, code := range slices.Sorted(maps.Keys(codes)) {
		t.Logf("%6d %s", codes[code], code)
	}
}
