package policies

import (
	"cmp"
	"runtime"
	"slices"
	"sync"

	"github.com/tfreach/tfreach/reach"
)

// round is the questions of all intents about the sources of one subnet. They
// are answered together, so that what several intents ask of one source is
// walked once, and forgotten together, so that only a few answers are ever held.
type round struct {
	place     int // of the subnet in the network
	questions []reach.Question
	asked     []query
	by        []*judgement
	answers   []*reach.Answer
	done      sync.WaitGroup
}

// rounds gathers the questions in the order of the plan's subnets: the order in
// which an intent's questions are judged does not depend on the other intents.
func (e *evaluator) rounds(cases []*judgement) []*round {
	place := map[*reach.Subnet]int{nil: -1}
	for i, s := range e.network.Subnets {
		place[s] = i
	}
	bySubnet := map[*reach.Subnet]*round{}
	var out []*round
	for _, c := range cases {
		for _, q := range c.questions {
			at := q.From.Members[0].Subnet
			r := bySubnet[at]
			if r == nil {
				r = &round{place: place[at]}
				bySubnet[at] = r
				out = append(out, r)
			}
			r.questions, r.asked, r.by = append(r.questions, q.Question), append(r.asked, q), append(r.by, c)
		}
		c.questions = nil
	}
	slices.SortStableFunc(out, func(a, b *round) int { return cmp.Compare(a.place, b.place) })
	return out
}

// judge answers all questions and holds the answers against the claims. Rounds
// are walked side by side and judged one after the other.
func (e *evaluator) judge(cases []*judgement) {
	rounds := e.rounds(cases)
	work := make(chan *round)
	for range min(runtime.GOMAXPROCS(0), len(rounds)) {
		go func(engine *reach.Engine) {
			for r := range work {
				r.answers = engine.Answer(r.questions)
				r.done.Done()
			}
		}(e.engine.Fork())
	}
	// A few rounds ahead keep the walkers busy.
	ahead := 2 * runtime.GOMAXPROCS(0)
	ready := make(chan *round, ahead)
	go func() {
		for _, r := range rounds {
			r.done.Add(1)
			ready <- r
			work <- r
		}
		close(ready)
		close(work)
	}()
	for r := range ready {
		r.done.Wait()
		for i, a := range r.answers {
			r.by[i].judge(e, r.asked[i], a)
		}
		*r = round{}
	}
}
