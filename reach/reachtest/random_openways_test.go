package reachtest

import (
	"math/rand/v2"
	"testing"
)

// TestDecidedWaysAreSo is TestDecidedIsSo for networks with every way out.
func TestDecidedWaysAreSo(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 42))
	decided, undecided := 0, 0
	for range fewer(250) {
		open, world := RandomOpenWays(rng)
		checkRoundTrip(t, open)
		for range shotsPer {
			x := RandomShot(rng, world)
			f, in := Simulate(open.Network, x.In(open)), Simulate(world.Network, x)
			checkFate(t, x, f)
			if f.Arrived == Undecided {
				undecided++
			} else {
				decided++
			}
			if f.Arrived != Undecided && f.Arrived != in.Arrived || f.Replied != Undecided && f.Replied != in.Replied {
				t.Fatalf("%v\n%s\nopen:  %v\nworld: %v\n%s", x, open.Text, f, in, world.Text)
			}
		}
	}
	if undecided < fewer(200) || decided < fewer(2000) {
		t.Errorf("%d decided and %d not", decided, undecided)
	}
}
