package kerneltest

import (
	"flag"
	"fmt"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/tfreach/tfreach/reach/reachtest"
)

var (
	kernelSeed     = flag.Uint64("kernel.seed", 1, "first seed of the random networks")
	kernelNetworks = flag.Int("kernel.networks", 60, "how many random networks are played")
	kernelWorkers  = flag.Int("kernel.workers", 2, "how many networks are played at a time")
	kernelScript   = flag.Bool("kernel.script", false, "show what is built in the kernel for a network on which the judges differ")
	kernelLeast    = flag.Int("kernel.least", 0, "fail unless each code that can be played is seen so many times, and 30 to 70 % of the flows are delivered")
	kernelRequired = flag.Bool("kernel.required", false, "fail where the kernel judge cannot run, and do not skip")
	kernelAll      = flag.Bool("kernel.all", false, "go on after the first disagreement, and count them")
)

const shotsPerNetwork = 40

// needsKernel skips a test where no network can be played, and says why.
func needsKernel(t *testing.T) {
	t.Helper()
	why := missing()
	if why != "" && *kernelRequired {
		t.Fatal("the kernel judge cannot run here: " + why)
	}
	if why != "" {
		t.Skip("the kernel judge cannot run here: " + why)
	}
}

var missing = sync.OnceValue(func() string {
	if _, err := exec.LookPath("nft"); err != nil {
		return "there is no nft (package nftables)"
	}
	said := make(chan string)
	go func() {
		if err := leaveMachine(); err != nil {
			said <- fmt.Sprintf("no network namespace can be made: %v", err)
			return
		}
		scene := settled(reachtest.MustParse(reachtest.BaselineNAT))
		x, err := read(scene.Network).run()
		if err != nil {
			said <- fmt.Sprintf("the kernel lacks something: %v", err)
			return
		}
		x.close()
		said <- ""
	}()
	return <-said
})

// played is what has become of a random network.
type played struct {
	seed  uint64
	count *count
	diff  *difference
	text  string
	err   error
}

// TestKernel plays random networks and holds the engine and the simulator against
// what becomes of packets in them.
func TestKernel(t *testing.T) {
	needsKernel(t)
	start := time.Now()
	total := newCount()
	kinds := map[string]int{}
	networks := *kernelNetworks
	if testing.Short() {
		networks /= 6
	}
	for p := range playAll(*kernelSeed, networks) {
		total.add(p.count)
		switch {
		case p.err != nil:
			t.Errorf("seed %d: %v", p.seed, p.err)
		case p.diff != nil && kinds[p.diff.kind()] == 0:
			kinds[p.diff.kind()]++
			t.Errorf("seed %d: %v\n%s", p.seed, p.diff, p.text)
		case p.diff != nil:
			kinds[p.diff.kind()]++
		}
		if t.Failed() && !*kernelAll {
			break
		}
	}
	for kind, n := range kinds {
		if n > 1 {
			t.Logf("%d times: %s", n, kind)
		}
	}
	if total.flows == 0 && networks > 0 {
		t.Error("no flow was played")
	}
	if *kernelLeast > 0 {
		for _, problem := range total.lacks(*kernelLeast) {
			t.Error(problem)
		}
	}
	t.Logf("seeds from %d: %v\nin %v", *kernelSeed, total, time.Since(start).Round(time.Second))
}

// playAll plays so many networks, several at a time, each on a thread that has left
// the machine's network.
func playAll(seed uint64, networks int) func(yield func(played) bool) {
	return func(yield func(played) bool) {
		seeds, out, stop := make(chan uint64), make(chan played), make(chan struct{})
		var workers sync.WaitGroup
		for range *kernelWorkers {
			workers.Add(1)
			go func() {
				defer workers.Done()
				err := leaveMachine()
				for seed := range seeds {
					p := played{seed: seed, count: newCount(), err: err}
					if err == nil {
						p.play()
					}
					out <- p
				}
			}()
		}
		go func() {
			defer close(seeds)
			for n := range networks {
				select {
				case seeds <- seed + uint64(n):
				case <-stop:
					return
				}
			}
		}()
		go func() {
			workers.Wait()
			close(out)
		}()
		going := true
		for p := range out {
			if going && !yield(p) {
				going = false
				close(stop)
			}
		}
	}
}

// play plays the network of the seed.
func (p *played) play() {
	scene, shots := random(p.seed)
	if p.diff, p.err = differ(scene.Network, shots, p.count); p.diff == nil {
		return
	}
	p.text = shrunk(scene, p.diff, 400)
	if *kernelScript {
		p.text += "\n" + read(reachtest.MustParse(p.text).Network).script()
	}
}
