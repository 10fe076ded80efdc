package metamorphic_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/planparse/aws"
	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/reach/packet"
)

// TestSourcesTakenAway: without the configuration less is known, and nothing else.
func TestSourcesTakenAway(t *testing.T) {
	n := tally{}
	for _, s := range cases(t) {
		less := base(t, s.without())
		if why := turned(base(t, s), less); why != "" {
			t.Errorf("%s: without sources %s", s.name, why)
		}
		n.add(less)
	}
	if n[policies.Undecided] == 0 || n[policies.Violated]+n[policies.Holds] < 20 {
		t.Errorf("judged without sources: %v", n)
	}
	t.Logf("intents without sources: %d hold, %d are violated, %d undecided", n[policies.Holds], n[policies.Violated], n[policies.Undecided])
}

// TestValuesTakenAway: where the plan does not tell a value, and its configuration
// neither, a verdict may be open that was none before; it is never the opposite.
func TestValuesTakenAway(t *testing.T) {
	hidden, opened := 0, 0
	for i, s := range cases(t) {
		all := []subject{s.without()}
		if !picked[s.name] {
			all = append(all, applied(t, s))
		}
		for _, less := range all {
			truth := base(t, s)
			if strings.HasSuffix(less.name, "applied") {
				truth = base(t, less)
			}
			rng := rand.New(rand.NewPCG(*seed, uint64(i)))
			for _, what := range hidings(rng, less.plan) {
				is := hide(less, what).judge(t)
				hidden++
				if why := turned(truth, is); why != "" {
					what = smallest(what, func(what []value) bool { return turned(truth, hide(less, what).judge(t)) != "" })
					t.Errorf("%s: with %v hidden, %s", less.name, what, turned(truth, hide(less, what).judge(t)))
				}
				if moreOpen(base(t, less), is) {
					opened++
				}
			}
		}
	}
	t.Logf("values taken away: %d times, %d times a verdict became open", hidden, opened)
	if opened < hidden/20 {
		t.Errorf("%d times values were taken away, and only %d times that made a difference", hidden, opened)
	}
}

// turned says what has turned into its opposite; it is empty where nothing has. Of the
// addresses that something is known to have nothing is said: where that is hidden, an
// address is a place, by an assumption that verdicts state (DESIGN 2).
func turned(was, is standing) string {
	for i, r := range is.results {
		before := was.results[i].Verdict
		if before != policies.Undecided && r.Verdict != policies.Undecided && r.Verdict != before {
			return fmt.Sprintf("%q is %s, and it %s", r.Text, r.Verdict, before)
		}
	}
	return turnedFates(was.fates, is.fates, was.hosts)
}

// turnedFates is turned of packets, those to some addresses left out.
func turnedFates(was, is map[string]fates, but packet.Addrs) string {
	for _, at := range slices.Sorted(maps.Keys(is)) {
		is := is[at]
		for _, before := range formerly(was, at) {
			was := was[before].beside(but)
			for _, pair := range []struct {
				what string
				both packet.Set
			}{
				{"are not delivered that were", was.delivered.Intersect(is.unanswered)}, {"are delivered that were not", was.unanswered.Intersect(is.delivered)},
				{"do not arrive that did", was.arriving.Intersect(is.dropped)}, {"arrive that did not", was.dropped.Intersect(is.arriving)},
			} {
				if !pair.both.IsEmpty() {
					return fmt.Sprintf("packets from %s %s: %s", at, pair.what, sample(pair.both))
				}
			}
		}
	}
	return ""
}

// formerly are what a source was called when more was known of it.
func formerly(was map[string]fates, at string) []string {
	if _, has := was[at]; has {
		return []string{at}
	}
	var out []string
	if name, lost := strings.CutSuffix(at, somewhere); lost {
		for at := range was {
			if strings.HasPrefix(at, name+" in ") {
				out = append(out, at)
			}
		}
	}
	return out
}

// moreOpen reports whether some verdict is open that was none.
func moreOpen(was, is standing) bool {
	for i, r := range is.results {
		if r.Verdict == policies.Undecided && was.results[i].Verdict != policies.Undecided {
			return true
		}
	}
	return false
}

// A value is one that a plan tells of a resource: an attribute, or a part of it.
type value struct {
	address string
	path    []any
}

func (v value) String() string {
	text := v.address
	for _, p := range v.path {
		if i, ok := p.(int); ok {
			text += fmt.Sprintf("[%d]", i)
		} else {
			text += "." + p.(string)
		}
	}
	return text
}

// valuesOf are the values of a plan that are known and that somebody reads.
func valuesOf(plan object) []value {
	var out []value
	for _, c := range resources(plan) {
		at := c["address"].(string)
		after, _ := c["change"].(object)["after"].(object)
		read, _ := (aws.Schema{}).Attributes(c["type"].(string))
		for _, name := range slices.Sorted(maps.Keys(after)) {
			if _, ok := read[name]; ok && name != "id" {
				out = partsOf(out, value{at, []any{name}}, after[name])
			}
		}
	}
	return out
}

// partsOf adds a value and whatever it is made of.
func partsOf(out []value, at value, v any) []value {
	out = append(out, at)
	down := func(key any) value { return value{at.address, append(slices.Clone(at.path), key)} }
	switch v := v.(type) {
	case object:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			out = partsOf(out, down(name), v[name])
		}
	case []any:
		for i, e := range v {
			out = partsOf(out, down(i), e)
		}
	}
	return out
}

// hidings are sets of values to hide: each by itself, and some together. In one round
// some of them are drawn.
func hidings(rng *rand.Rand, plan object) [][]value {
	const single, together = 1, 1
	all := valuesOf(plan)
	var out [][]value
	for range together * *rounds {
		var some []value
		for range 2 + rng.IntN(5) {
			some = append(some, all[rng.IntN(len(all))])
		}
		out = append(out, some)
	}
	shuffle(rng, all)
	for _, v := range all[:min(len(all), single**rounds)] {
		out = append(out, []value{v})
	}
	return out
}

// smallest is as few of the values as still do it.
func smallest(what []value, does func([]value) bool) []value {
	for i := 0; i < len(what); {
		less := slices.Delete(slices.Clone(what), i, i+1)
		if len(less) > 0 && does(less) {
			what = less
		} else {
			i++
		}
	}
	return what
}

// hide is a subject whose plan does not tell values until apply, and whose
// configuration says nothing of them but a local value, of which a plan tells nothing.
func hide(s subject, what []value) subject {
	s = s.clone()
	for _, v := range what {
		for _, c := range resources(s.plan) {
			if c["address"] == v.address {
				hideIn(c, v.path)
				hideExpression(configured(s.plan, c), v.path)
			}
		}
	}
	return s
}

func hideIn(resource object, path []any) {
	change := resource["change"].(object)
	unknown, _ := change["after_unknown"].(object)
	if unknown == nil {
		unknown = object{}
	}
	change["after_unknown"] = unknown
	if slices.Equal(list(change["actions"]), []any{"no-op"}) {
		change["actions"] = []any{"update"}
	}
	after, _ := change["after"].(object)
	change["after"], change["after_unknown"] = without(after, unknown, path)
}

// without is a value without a part of it, and the mask of what is unknown in it.
func without(v, unknown any, path []any) (any, any) {
	if len(path) == 0 {
		return nil, true
	}
	if unknown == true {
		return v, unknown
	}
	switch key := path[0].(type) {
	case string:
		o, ok := v.(object)
		if !ok {
			return v, unknown // A part that holds it is hidden already.
		}
		mask, _ := unknown.(object)
		if mask == nil {
			mask = object{}
		}
		if rest := path[1:]; len(rest) == 0 {
			delete(o, key)
			mask[key] = true
		} else if _, has := o[key]; has {
			o[key], mask[key] = without(o[key], mask[key], rest)
		}
		return o, mask
	case int:
		l, ok := v.([]any)
		if !ok {
			return v, unknown
		}
		mask, _ := unknown.([]any)
		for len(mask) < len(l) {
			mask = append(mask, false)
		}
		l[key], mask[key] = without(l[key], mask[key], path[1:])
		return l, mask
	}
	panic("a path of names and numbers")
}

// hideExpression hides what the configuration says of a value: of blocks, the argument
// in all of them, since which block made which is not told.
func hideExpression(expressions object, path []any) {
	if expressions == nil {
		return
	}
	name := path[0].(string)
	blocks, ok := expressions[name].([]any)
	if !ok || len(path) < 3 {
		expressions[name] = object{"references": []any{"local.hidden"}}
		return
	}
	for _, b := range blocks {
		hideExpression(b.(object), path[2:])
	}
}
