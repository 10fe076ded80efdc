package policies

import (
	"cmp"
	"slices"

	"github.com/tfreach/tfreach/planparse/address"
	"github.com/tfreach/tfreach/policies/intent"
	"github.com/tfreach/tfreach/reach"
)

// Selected is what an operand of an intent matched.
type Selected struct {
	// Operand is the part of the sentence.
	Operand string
	// Addresses are in their natural order.
	Addresses []string
}

// Proof is the way of one packet that decides a verdict that holds: how it gets there
// and back, or where it ends.
type Proof struct {
	Source  string
	Example Example
	Hops    []reach.Hop
}

// proof is the part that shows best why an intent holds, with the question that it is
// a part of.
type proof struct {
	query
	part *reach.Part
}

// fares keeps a part that fares as the intent says. Of those packets of TCP show it
// best, and of these what comes furthest.
func (j *judgement) fares(e *evaluator, q query, p *reach.Part) {
	if !e.settings.Proofs || q.claim == resolved {
		return
	}
	if best := j.proof; best == nil || cmp.Or(cmp.Compare(telling(p), telling(best.part)), -cmp.Compare(len(p.Steps), len(best.part.Steps))) < 0 {
		j.proof = &proof{q, p}
	}
}

// shown is the proof as it is shown; nil without one.
func (j *judgement) shown(e *evaluator) *Proof {
	if j.proof == nil {
		return nil
	}
	p := j.proof.part
	out := &Proof{Hops: e.journey(p)}
	if from := affected(j.proof.query, p); len(from) > 0 {
		if names := j.affects(j.proof.query, from[0]); len(names) > 0 {
			out.Source = names[0]
		}
	}
	out.Example = e.example(out.Hops, j.proof.unlisted)
	e.unmaskHops(out.Hops)
	return out
}

// matched is what each operand of an intent matched, in the order of its sentences.
func (e *evaluator) matched(in Intent) []Selected {
	var out []Selected
	add := func(operand string, objects []reach.Object) {
		if slices.ContainsFunc(out, func(s Selected) bool { return s.Operand == operand }) {
			return
		}
		var addresses []string
		for _, o := range objects {
			addresses = append(addresses, o.At().Address)
		}
		out = append(out, Selected{operand, slices.Compact(e.catalog.sorted(addresses))})
	}
	matching := func(p address.Pattern) []reach.Object {
		var objects []reach.Object
		for _, m := range e.catalog.match(p) {
			objects = append(objects, m.object)
		}
		return objects
	}
	for _, s := range in.Sentences {
		for _, operand := range slices.Concat(s.Sources, s.Except) {
			var notes []Remark
			var objects []reach.Object
			for _, a := range e.source(operand, s.Verb != intent.Reach, &notes) {
				objects = append(objects, a.object)
			}
			add(operand.String(), objects)
		}
		for _, d := range s.Destinations {
			if d.Target.Kind == intent.ToAddress {
				add(d.Target.Address.String(), matching(d.Target.Address))
			}
		}
		for _, hops := range s.Via {
			for _, h := range hops {
				if h.Kind == intent.ViaAddress {
					add("via "+h.String(), matching(h.Address))
				}
			}
		}
	}
	return out
}
