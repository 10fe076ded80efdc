package reach_test

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/reachtest"
)

var oracleAll = flag.Bool("oracle.all", false, "go on after the first disagreement, and count them")

// TestOracleOnWays holds the engine against the simulator on networks that mix all
// ways out of a VPC. Where AWS picks a zone by itself, the parts of an answer are
// those of all picks.
func TestOracleOnWays(t *testing.T) {
	differ := map[string]int{}
	first := map[string]string{}
	careful := 0
	for n := range fewer(*oracleNets) {
		seed := *oracleSeed + uint64(n)
		rng := rand.New(rand.NewPCG(seed, 44))
		scene := reachtest.RandomWays(rng)
		for range shotsPerNetwork {
			shot := reachtest.RandomShot(rng, scene)
			why := disagreement(scene, shot)
			switch {
			case why == "":
				continue
			case tolerable(why):
				careful++
				continue
			case !*oracleAll:
				t.Fatalf("seed %d: %v\n%s\n%s", seed, shot, why, shrunk(scene, shot))
			case first[why] == "":
				first[why] = fmt.Sprintf("seed %d: %v\n%s", seed, shot, shrunk(scene, shot))
			}
			differ[why]++
		}
	}
	if most := fewer(*oracleNets) * shotsPerNetwork / 100; careful > most {
		t.Errorf("%d times another hop, or undecided, more than %d", careful, most)
	}
	for _, why := range slices.SortedFunc(maps.Keys(differ), func(a, b string) int { return differ[b] - differ[a] }) {
		t.Errorf("%d times: %s\n%s", differ[why], why, first[why])
	}
}

// tolerable: the engine may say that it does not know, and of two mistakes on one
// leg either may be named. Neither may happen often.
func tolerable(why string) bool {
	engine, simulator, _ := strings.Cut(strings.TrimPrefix(why, "engine "), ", simulator ")
	if strings.HasPrefix(engine, "0") || strings.HasPrefix(engine, "1 0") {
		return true
	}
	leg := func(s string) string {
		before, _, _ := strings.Cut(s, " leg")
		return before
	}
	for want := range strings.SplitSeq(strings.TrimPrefix(simulator, "also "), " or ") {
		for got := range strings.SplitSeq(engine, " and ") {
			if strings.Contains(got, " leg") && leg(got) == leg(want) {
				return true
			}
		}
	}
	return false
}

// disagreement is how the engine and the simulator differ about a shot, empty when
// they agree.
func disagreement(scene *reachtest.Scene, shot reachtest.Shot) string {
	e := reach.NewEngine(scene.Network)
	q := question(e, shot)
	q.To.Service = shot.Service
	a := e.Answer([]reach.Question{q})[0]
	if !covers(a, q.Packets) {
		return "packets are lost"
	}
	var parts []string
	for _, p := range a.Parts {
		got := onWays(describePart(p, q))
		parts = append(parts, got)
		for _, s := range shotsOf(shot, p) {
			if want := simulated(scene, s); !slices.Contains(want, got) {
				return fmt.Sprintf("engine %s, simulator %s", got, strings.Join(want, " or "))
			}
		}
	}
	for _, want := range simulated(scene, shot) {
		if !slices.Contains(parts, want) {
			return fmt.Sprintf("engine %s, simulator also %s", strings.Join(parts, " and "), want)
		}
	}
	return ""
}

func simulated(scene *reachtest.Scene, shot reachtest.Shot) []string {
	var out []string
	for _, f := range reachtest.Fates(scene.Network, shot) {
		out = append(out, onWays(describeFate(f)))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// shrunk is the text of a network without what a disagreement does not need.
func shrunk(scene *reachtest.Scene, shot reachtest.Shot) string {
	want := disagreement(scene, shot)
	lines := strings.Split(strings.TrimSpace(reachtest.Print(scene.Network)), "\n")
	differs := func(lines []string) (yes bool) {
		defer func() {
			if recover() != nil {
				yes = false
			}
		}()
		s, err := reachtest.Parse(strings.Join(lines, "\n"))
		return err == nil && disagreement(s, shot.In(s)) == want
	}
	for size := len(lines) / 2; size > 0; size /= 2 {
		for i := 0; i+size <= len(lines); {
			if less := slices.Delete(slices.Clone(lines), i, i+size); differs(less) {
				lines = less
			} else {
				i++
			}
		}
	}
	return strings.Join(lines, "\n")
}

// onWays is a description without what the engine tells more exactly: the
// attribute of an object that is to blame, the rule of a firewall, the table that
// makes two directions differ.
func onWays(s string) string {
	i := strings.LastIndex(s, ", ")
	if i < 0 {
		return s
	}
	before, culprit := s[:i], s[i+2:]
	kind, rest, _ := strings.Cut(culprit, ".")
	switch {
	case strings.Contains(before, string(reach.AsymmetricFirewall)), strings.Contains(before, string(reach.FirewallRestriction)), strings.Contains(before, string(reach.TransitBadRoute)):
		return before
	case slices.Contains([]string{"attachment", "host", "lambda", "public_access"}, kind):
		if kind == "public_access" {
			return before + ", " + kind
		}
		name, _, _ := strings.Cut(rest, ".")
		return before + ", " + kind + "." + name
	}
	return s
}

// TestOracleOnOpenWays is TestOracleOnOpenNetworks on networks with all ways out.
func TestOracleOnOpenWays(t *testing.T) {
	decided := 0
	for n := range fewer(*oracleNets) {
		seed := *oracleSeed + uint64(n)
		rng := rand.New(rand.NewPCG(seed, 45))
		scene, world := reachtest.RandomOpenWays(rng)
		e := reach.NewEngine(scene.Network)
		for range shotsPerNetwork {
			shot := reachtest.RandomShot(rng, world).In(scene)
			q := question(e, shot)
			q.To.Service = shot.Service
			if shot.To != nil && q.To.Interface == nil {
				shot.To = nil
			}
			for _, p := range e.Answer([]reach.Question{q})[0].Parts {
				if p.Arrives == reach.Open && p.Answered == reach.Open {
					continue
				}
				decided++
				for _, s := range shotsOf(shot, p) {
					if all := reachtest.Fates(world.Network, s.In(world)); !slices.ContainsFunc(all, func(f reachtest.Fate) bool {
						return !contradicts(p.Arrives, f.Arrived) && !contradicts(p.Answered, f.Replied)
					}) {
						t.Fatalf("seed %d: %v\nengine on the open network: %s\nin the world: %v\nopen network:\n%s",
							seed, s, describePart(p, q), all, reachtest.Print(scene.Network))
					}
				}
			}
		}
	}
	if decided < fewer(*oracleNets)*shotsPerNetwork/4 {
		t.Errorf("only %d were decided", decided)
	}
}
