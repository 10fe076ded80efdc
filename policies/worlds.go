package policies

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/reach"
)

// An intent that hangs on references with candidates is judged in each world that
// they allow. Sources are judged in worlds of their own, so that what one of them
// hangs on does not multiply the worlds of the others: each of them holds, or one is
// violated, in every world. Only where neither is so are they judged together: a
// violation that is another source's in another world is one all the same.

// worlds are those of a network, with their evaluators.
type worlds struct {
	*reach.Worlds
	known map[string]*evaluator
	room  int // for further evaluators, in objects
}

// evaluatorRoom bounds the objects of all evaluators that are kept.
const evaluatorRoom = 1 << 18

// in is the evaluator of a world.
func (e *evaluator) in(w *reach.World) *evaluator {
	key := w.Key()
	if key == "" {
		return e
	}
	known, ok := e.worlds.known[key]
	if !ok {
		n := w.Network()
		if e.worlds.room -= n.Size(); e.worlds.room < 0 {
			e.worlds.known, e.worlds.room = map[string]*evaluator{}, evaluatorRoom-n.Size()
		}
		known = e.of(n, newCatalog(n, e.catalog.parsed))
		e.worlds.known[key] = known
	}
	return known
}

// decide settles what the candidates of references leave undecided in a judgement.
func (e *evaluator) decide(j *judgement) {
	if !slices.ContainsFunc(j.causes.order, func(x *cause) bool { return x.verdict == Undecided }) {
		return
	}
	if e.worlds == nil {
		e.worlds = &worlds{Worlds: reach.NewWorlds(e.network), known: map[string]*evaluator{}, room: evaluatorRoom}
	}
	if !e.worlds.Any() {
		return
	}
	groups := j.undecided(e)
	var differing []*trial
	var together []string
	settled := Holds
	for len(groups) > 0 {
		names := groups[0]
		groups = groups[1:]
		if !e.hangsOnChoice(j, names) {
			continue
		}
		t := e.try(j, names)
		switch {
		case t == nil && len(names) > 1:
			for _, n := range names {
				groups = append(groups, []string{n})
			}
		case t == nil:
		case t.verdict == Undecided:
			differing = append(differing, t)
			together = append(together, names...)
		default:
			settled = settled.worse(t.verdict)
			j.adopt(t)
		}
	}
	if len(differing) > 1 && settled != Violated && j.verdict() != Violated {
		if t := e.try(j, together); t != nil && t.verdict == Violated {
			j.adopt(t)
			return
		}
	}
	for _, t := range differing {
		j.adopt(t)
	}
}

// verdict is the worst of the causes.
func (j *judgement) verdict() Verdict {
	v := Holds
	for _, x := range j.causes.order {
		v = v.worse(x.verdict)
	}
	return v
}

// undecided are the sources that are undecided and not violated. Those of which the
// same is undecided are most likely alike.
func (j *judgement) undecided(e *evaluator) [][]string {
	why := map[string][]byte{}
	violated := map[string]bool{}
	for n, x := range j.causes.order {
		for s := range x.sources {
			if x.verdict == Violated {
				violated[s] = true
			} else {
				why[s] = fmt.Appendf(why[s], "%d ", n)
			}
		}
	}
	var names []string
	for s := range why {
		if !violated[s] {
			names = append(names, s)
		}
	}
	var out [][]string
	place := map[string]int{}
	for _, s := range e.catalog.sorted(names) {
		n, seen := place[string(why[s])]
		if !seen {
			n = len(out)
			place[string(why[s])] = n
			out = append(out, nil)
		}
		out[n] = append(out[n], s)
	}
	return out
}

// hangsOnChoice reports whether something that is undecided of a source hangs on a
// reference with candidates.
func (e *evaluator) hangsOnChoice(j *judgement, names []string) bool {
	for _, x := range j.causes.order {
		if x.verdict == Undecided && x.sources[names[0]] && slices.ContainsFunc(x.open, e.worlds.IsChoice) {
			return true
		}
	}
	return false
}

// outcome is what becomes of some sources in a world.
type outcome struct {
	verdict Verdict
	hangs   []*reach.Unknown
	assumed []string
	notes   []Remark
	harms   []*harm
}

// trial is what becomes of some sources in all worlds.
type trial struct {
	names   []string
	verdict Verdict
	causes  []*cause
	// choices are those that were made, whichever way.
	choices []*reach.Choice
	assumed []string
	notes   []Remark
}

// try judges some sources in every world; nil where that takes too long, or nothing
// can be said.
func (e *evaluator) try(j *judgement, names []string) *trial {
	only := map[string]bool{}
	for _, n := range names {
		only[n] = true
	}
	// met are the causes by what they hang on, violated those of the first world in
	// which there is a violation.
	met := map[*reach.Unknown]*cause{}
	var violated []*cause
	var first *judgement
	leaves, ok := reach.Explore(e.worlds.Worlds, func(w *reach.World) (*outcome, []*reach.Unknown) {
		x := e.in(w)
		there, hops := x.judgeOnly(j.Intent, only)
		w.Spend(hops)
		if first == nil {
			first = there
		}
		o := &outcome{verdict: there.verdict(), assumed: there.assumed, notes: there.notes}
		if o.verdict == Holds && asksLess(there.extents, first.extents, j.extents) {
			// What all sources together ask for decides whether the intent asks for
			// anything.
			there = x.open(j.Intent, nil)
			o.verdict = there.emptiness()
		}
		for _, c := range there.causes.order {
			o.harms = append(o.harms, c.harms...)
		}
		if o.verdict == Violated && violated == nil {
			violated = there.causes.detached(x, func(c *cause) bool { return c.verdict == Violated })
		}
		if o.verdict != Undecided {
			return o, nil
		}
		for _, c := range there.causes.order {
			for _, why := range c.open {
				if c.verdict == Undecided && met[why] == nil {
					c.detach(x)
					met[why] = c
				}
				o.hangs = append(o.hangs, why)
			}
		}
		return o, o.hangs
	})
	if !ok || len(leaves) == 0 {
		return nil
	}
	t := &trial{names: names, verdict: leaves[0].Verdict.verdict}
	for _, l := range leaves {
		if l.Verdict.verdict != t.verdict {
			t.verdict = Undecided
		}
	}
	switch t.verdict {
	case Undecided:
		t.hangsOn(leaves, met)
		t.harmsOf(leaves)
		if len(t.causes) == 0 {
			return nil
		}
		return t
	case Violated:
		t.causes = violated
		t.harmsOf(leaves)
	}
	t.rests(leaves)
	return t
}

// judgeOnly judges an intent for some of its sources. The second result is how many
// hops were walked.
func (e *evaluator) judgeOnly(in Intent, only map[string]bool) (j *judgement, hops int) {
	j = e.open(in, only)
	for _, r := range e.rounds([]*judgement{j}) {
		for i, a := range e.engine.Answer(r.questions) {
			j.judge(e, r.asked[i], a)
			for _, p := range a.Parts {
				hops += len(p.Steps)
			}
		}
	}
	j.conclude(e)
	return j, hops
}

// asksLess reports whether sources are asked for less in a world than before any
// choice is made; where the sources are none that the intent means, whether that is
// so of something that it is not certain that others ask for.
func asksLess(there, before, all []extent) bool {
	for n, how := range there {
		if how == byNobody && all[n] < surelyAsked || how == notAsked && before[n] > notAsked {
			return true
		}
	}
	return false
}

// emptiness is whether some operand or destination is about nothing.
func (j *judgement) emptiness() Verdict {
	v := Holds
	for _, x := range j.causes.order {
		if x.code == EmptySelection {
			v = v.worse(x.verdict)
		}
	}
	for _, how := range j.extents {
		if how < surelyAsked {
			v = v.worse(Undecided)
		}
	}
	return v
}

// hangsOn is what makes the difference between worlds, and what is undecided in some
// of them all the same.
func (t *trial) hangsOn(leaves []reach.Leaf[*outcome], met map[*reach.Unknown]*cause) {
	add := func(why *reach.Unknown) {
		if c := met[why]; c != nil && !slices.Contains(t.causes, c) {
			t.causes = append(t.causes, c)
		}
	}
	for _, c := range reach.Deciding(leaves, func(a, b *outcome) bool { return a.verdict == b.verdict }) {
		more := "; it names " + candidates(c) + ", and the verdict hangs on which"
		if x := met[c.Why]; x != nil && !strings.HasSuffix(x.text, more) {
			x.text += more
		}
		add(c.Why)
	}
	for _, l := range leaves {
		for _, why := range l.Verdict.hangs {
			add(why)
		}
	}
}

// harmsOf lays to each cause what is harmed in any of the worlds: which one it will be
// nobody knows.
func (t *trial) harmsOf(leaves []reach.Leaf[*outcome]) {
	var all []*harm
	for _, l := range leaves {
		for _, h := range l.Verdict.harms {
			perhaps := *h
			perhaps.perhaps = true
			all = append(all, &perhaps)
		}
	}
	for _, c := range t.causes {
		c.harms = slices.Clone(all)
	}
}

// rests gathers what a verdict that is the same in all worlds rests on: what it
// assumes in any of them, and what is to be noted in all.
func (t *trial) rests(leaves []reach.Leaf[*outcome]) {
	noted := map[Remark]int{}
	for _, l := range leaves {
		t.assumed = sortedTexts(append(t.assumed, l.Verdict.assumed...))
		for _, n := range sortedRemarks(l.Verdict.notes) {
			noted[n]++
		}
		for _, c := range l.Choices() {
			if !slices.Contains(t.choices, c) {
				t.choices = append(t.choices, c)
			}
		}
	}
	for n, times := range noted {
		if times == len(leaves) {
			t.notes = append(t.notes, n)
		}
	}
}

// adopt takes over what a trial found, in the place of what the judgement says of its
// sources.
func (j *judgement) adopt(t *trial) {
	j.causes.forget(t.names)
	for _, c := range t.causes {
		j.causes.join(c)
	}
	j.assumed = append(j.assumed, t.assumed...)
	j.notes = append(j.notes, t.notes...)
	for _, c := range t.choices {
		j.notes = append(j.notes, anyCandidate(c))
	}
}

// anyCandidate notes that a verdict does not hang on a reference that is not known.
func anyCandidate(c *reach.Choice) Remark {
	at := reach.Origin{Address: c.Why.Address, Attribute: c.Why.Attribute}
	return Remark{AnyCandidate, c.Why.Address, fmt.Sprintf("%v is not known, and the verdict is the same whether it names %s", &at, candidates(c))}
}

// candidates are those of a choice in words.
func candidates(c *reach.Choice) string {
	names := make([]string, len(c.Candidates))
	for i, o := range c.Candidates {
		names[i] = o.At().String()
	}
	last := len(names) - 1
	if last == 0 {
		return names[0]
	}
	return few(names[:last]) + " or " + names[last]
}
