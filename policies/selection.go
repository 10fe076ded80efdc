package policies

import (
	"fmt"
	"slices"

	"github.com/tfreach/tfreach/policies/intent"
	"github.com/tfreach/tfreach/reach"
)

// selection is the sources of a sentence.
type selection struct {
	askers []asker
	// empty are the operands that select nothing, with what to say of each.
	empty []string
	notes []Remark
	// hollow is why some operands may select nothing: all that they select they may
	// not mean.
	hollow []*reach.Unknown

	parties []party
	bySelf  map[reach.Source][]string // see names
	sorted  []string                  // see addresses
}

// party is sources that are asked together.
type party struct {
	*reach.Party
	// doubt is set when it is not certain that the sentence means them.
	doubt *reach.Unknown
}

// selection selects what a sentence names before its verb; what is selected
// again is not selected anew.
func (e *evaluator) selection(in intent.Intent, every bool) *selection {
	key := intent.Intent{Sources: in.Sources, Except: in.Except}.String() + fmt.Sprint(every)
	found := e.selections[key]
	if found != nil {
		return found
	}
	s := e.sources(in, every)
	found = &s
	e.selections[key] = found
	found.gather(e)
	return found
}

// gather makes the parties. Sources that the sentence may not mean are asked apart
// from the others.
func (s *selection) gather(e *evaluator) {
	var sure []reach.Source
	for _, a := range s.askers {
		if a.doubt == nil {
			sure = append(sure, a.from...)
			continue
		}
		for _, p := range e.engine.Parties(a.from...) {
			s.parties = append(s.parties, party{p, a.doubt})
		}
	}
	for _, p := range e.engine.Parties(sure...) {
		s.parties = append(s.parties, party{p, nil})
	}
}

// only is the selection with some of its sources.
func (s *selection) only(e *evaluator, names map[string]bool) *selection {
	out := &selection{empty: s.empty, notes: s.notes, hollow: s.hollow}
	for _, a := range s.askers {
		if names[a.address()] {
			out.askers = append(out.askers, a)
		}
	}
	out.gather(e)
	return out
}

// own is the selection without subnets that the plan only reads or refers to.
func (s *selection) own(e *evaluator) *selection {
	out := &selection{empty: s.empty, notes: s.notes, hollow: s.hollow}
	for _, a := range s.askers {
		if at := a.object.At(); !at.Beyond && at.Change != reach.Read {
			out.askers = append(out.askers, a)
		}
	}
	out.gather(e)
	return out
}

// names are the addresses of what packets of a source are asked for.
func (s *selection) names(from reach.Source) []string {
	if s.bySelf == nil {
		s.bySelf = map[reach.Source][]string{}
		for _, a := range s.askers {
			for _, f := range a.from {
				if !slices.Contains(s.bySelf[f], a.address()) {
					s.bySelf[f] = append(s.bySelf[f], a.address())
				}
			}
		}
	}
	return s.bySelf[from]
}

// addresses are those of all that is selected, in their natural order.
func (s *selection) addresses(e *evaluator) []string {
	if s.sorted == nil && len(s.askers) > 0 {
		texts := make([]string, len(s.askers))
		for i, a := range s.askers {
			texts[i] = a.address()
		}
		s.sorted = e.catalog.sorted(texts)
	}
	return s.sorted
}

// sources selects what a sentence names before its verb. every asks all
// interfaces of a workload, and places for whatever may be put there.
func (e *evaluator) sources(in intent.Intent, every bool) selection {
	var out selection
	var except []asker
	for _, s := range in.Except {
		found := e.source(s, every, &out.notes)
		if len(found) == 0 {
			out.empty = append(out.empty, e.nothing(s.String(), s))
		}
		out.mayBeHollow(found)
		except = append(except, found...)
	}
	chosen := newChooser()
	for _, s := range in.Sources {
		found := e.source(s, every, &out.notes)
		if len(found) == 0 {
			out.empty = append(out.empty, e.nothing(s.String(), s))
		}
		out.mayBeHollow(found)
		for _, a := range found {
			if len(except) == 0 {
				chosen.add(a)
				continue
			}
			for _, part := range a.without(except) {
				chosen.add(part)
			}
		}
	}
	out.askers = chosen.result()
	if len(out.askers) == 0 && len(out.empty) == 0 {
		out.empty = append(out.empty, "the exceptions leave no source")
	}
	out.mayBeHollow(out.askers)
	return out
}

// mayBeHollow notes why what was found may be nothing after all.
func (s *selection) mayBeHollow(found []asker) {
	for _, a := range found {
		if a.doubt == nil {
			return
		}
	}
	for _, a := range found {
		s.hollow = append(s.hollow, a.doubt)
	}
}
