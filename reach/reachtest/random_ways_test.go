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
	for range networks {
		s := RandomWays(rng)
		if total < shotsPer*networks/3 {
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
	t.Log(total, count)
	for _, code := range slices.Sorted(maps.Keys(codes)) {
		t.Logf("%6d %s", codes[code], code)
	}
}
