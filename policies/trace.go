package policies

import (
	"fmt"
	"slices"

	"github.com/tfreach/tfreach/planparse"
	"github.com/tfreach/tfreach/policies/intent"
	"github.com/tfreach/tfreach/reach"
)

// Tracing is the journey of one packet.
type Tracing struct {
	// Source is the address that the packet comes from.
	Source string
	// Verdict is Holds when the packet is delivered and answered.
	Verdict Verdict
	Hops    []reach.Hop
	// Example is the packet; zero when none is followed.
	Example Example
	// Finding is why it is not delivered, nil when it is.
	Finding *Finding
	// Others is true when other packets of those asked fare differently.
	Others bool
	// Sources is how many sources were meant.
	Sources     int
	Assumptions []string
	Unknowns    []reach.Unknown
}

// Trace follows one packet from a source to a destination, both in the words of
// sentences. Where packets fare differently it follows one that fares worst. An
// error is an *intent.SyntaxError, or says what selects nothing.
func Trace(plan *planparse.Plan, from, to string, s Settings) (*Tracing, error) {
	sources, except, err := intent.ParseSources(from)
	if err != nil {
		return nil, err
	}
	destinations, err := intent.ParseDestinations(to)
	if err != nil {
		return nil, err
	}
	e := newEvaluator(plan, plan.After, s)
	in := Intent{Name: from + " > " + to, Severity: Error, Sentences: []Sentence{{
		Text: from + " reaches " + to, Intent: intent.Intent{Sources: sources, Except: except, Destinations: destinations},
	}}}
	j := e.open(in, nil)
	for _, c := range j.causes.order {
		if c.code == EmptySelection {
			return nil, fmt.Errorf("%s", c.text)
		}
	}
	return e.follow(j)
}

// follow picks the packet and follows it.
func (e *evaluator) follow(j *judgement) (*Tracing, error) {
	t := &Tracing{Verdict: Holds, Sources: len(j.sources(e))}
	var questions []reach.Question
	j.questions = slices.DeleteFunc(j.questions, func(q query) bool { return q.claim == otherShut || q.claim == otherOpen })
	for _, q := range j.questions {
		questions = append(questions, q.Question)
	}
	var worst *reach.Part
	var worstOf query
	fates := map[Verdict]bool{}
	for n, a := range e.engine.Answer(questions) {
		for _, p := range a.Parts {
			v := fate(p)
			fates[v] = true
			if worst == nil || v != t.Verdict && v == v.worse(t.Verdict) {
				worst, worstOf, t.Verdict = p, j.questions[n], v
			}
		}
	}
	if worst == nil {
		r := j.close(e)
		t.Verdict, t.Unknowns = Undecided, r.Unknowns
		if len(r.Findings) > 0 {
			t.Finding = &r.Findings[0]
		}
		return t, nil
	}
	t.Others = len(fates) > 1
	t.Hops = e.journey(worst)
	t.Example = e.example(t.Hops, worstOf.unlisted)
	e.unmaskHops(t.Hops)
	t.Source = j.names(affected(worstOf, worst)[0].Source)[0]
	alone := &judgement{Intent: j.Intent, selections: j.selections}
	alone.judge(e, worstOf, &reach.Answer{Parts: []*reach.Part{worst}})
	r := alone.close(e)
	t.Assumptions, t.Unknowns = r.Assumptions, r.Unknowns
	// What is unknown of the plan as a whole counts, too.
	t.Verdict = t.Verdict.worse(r.Verdict)
	if len(r.Findings) > 0 {
		t.Finding = &r.Findings[0]
	}
	return t, nil
}

// fate is a part's verdict in reach.
func fate(p *reach.Part) Verdict {
	switch {
	case p.Arrives == reach.No || p.Answered == reach.No:
		return Violated
	case p.Arrives == reach.Open || p.Answered == reach.Open:
		return Undecided
	}
	return Holds
}
