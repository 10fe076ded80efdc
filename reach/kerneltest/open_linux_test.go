package kerneltest

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/reachtest"
)

var kernelOpen = flag.Int("kernel.open", 10, "how many random networks of which something is unknown are held against a world that they may turn out to be")

// TestKernelOpen plays worlds that networks with unknown values may turn out to be: what
// the engine is certain of without knowing them, must become of the packets.
func TestKernelOpen(t *testing.T) {
	needsKernel(t)
	todo, results := make(chan uint64), make(chan openRun)
	go func() {
		defer close(todo)
		for n := range *kernelOpen {
			todo <- *kernelSeed + uint64(n)
		}
	}()
	var workers sync.WaitGroup
	for range *kernelWorkers {
		workers.Go(func() {
			err := leaveMachine()
			for seed := range todo {
				run := openRun{seed: seed, problem: err}
				if err == nil {
					run.play()
				}
				results <- run
			}
		})
	}
	go func() {
		workers.Wait()
		close(results)
	}()
	decided, open := 0, 0
	for r := range results {
		if decided, open = decided+r.decided, open+r.open; r.problem != nil {
			t.Errorf("seed %d: %v", r.seed, r.problem)
		}
	}
	if *kernelOpen > 0 && decided == 0 {
		t.Error("the engine is certain of nothing")
	}
	t.Logf("seeds from %d: %d networks, %d flows of which the engine is certain, and %d of which it is not", *kernelSeed, *kernelOpen, decided, open)
}

// openRun is what has become of one network.
type openRun struct {
	seed          uint64
	decided, open int
	problem       error
}

func (o *openRun) play() {
	rng := rand.New(rand.NewPCG(o.seed, 47))
	generate := reachtest.RandomOpenWays
	if o.seed%3 == 0 {
		generate = reachtest.RandomOpen
	}
	open, world := generate(rng)
	world = settled(world)
	r := read(world.Network)
	x, err := r.run()
	if err != nil {
		o.problem = err
		return
	}
	defer x.close()
	e := reach.NewEngine(open.Network)
	for range shotsPerNetwork {
		shot, err := settle(world.Network, reachtest.RandomShot(rng, world))
		if err != nil || r.own(shot.Packet.Dst) {
			// Who has an address inside, the open network may not say.
			continue
		}
		for _, f := range flowsOf(e, shot.In(open)) {
			shot.NATPort = f.shot.NATPort
			if o.problem = o.hold(x, r, shot, f.engine); o.problem != nil {
				o.problem = fmt.Errorf("%v: %w\nopen:\n%s\nworld:\n%s", shot, o.problem, open.Text, world.Text)
				return
			}
		}
	}
}

// hold holds the engine's verdicts on the open network against the kernel's on the
// world. Where a packet is dropped may depend on what is unknown, its fate may not.
func (o *openRun) hold(x *live, r *reading, s reachtest.Shot, engine []verdict) error {
	if slices.ContainsFunc(engine, func(v verdict) bool { return v.fate == undecided }) {
		o.open++
		return nil
	}
	out, err := x.play(r, s)
	if err != nil || out.beyond != "" {
		return err
	}
	kernel := ofKernel(out)
	o.decided++
	if !slices.ContainsFunc(engine, func(v verdict) bool { return v.fate == kernel.fate }) {
		return fmt.Errorf("the engine says %s, the kernel %v", words(engine, verdict.String), kernel)
	}
	return nil
}
