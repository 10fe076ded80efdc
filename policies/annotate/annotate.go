// Package annotate places findings on the configuration that a plan was made from:
// each on what a person would look at to mend it, as far as that is in the
// repository.
package annotate

import (
	"strings"

	"github.com/tfreach/tfreach/planparse"
	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/reach"
)

// Locator tells where the configuration writes an attribute of a resource; false
// where nobody can tell. [planparse.Plan] does.
type Locator interface {
	Locate(address, attribute string) (planparse.Place, bool)
}

// Place places the findings of a result and the hops of their ways.
func Place(result *policies.Result, by Locator) {
	a := annotator{by: by, known: map[spot]*planparse.Place{}}
	for i := range result.Intents {
		in := &result.Intents[i]
		for j := range in.Findings {
			a.finding(&in.Findings[j], in.Defined)
		}
	}
}

// annotator asks for each place once: findings of many intents name the same.
type annotator struct {
	by    Locator
	known map[spot]*planparse.Place // nil where there is none
}

type spot struct{ address, attribute string }

func (a *annotator) locate(address, attribute string) *planparse.Place {
	s := spot{address, attribute}
	place, known := a.known[s]
	if !known {
		if found, ok := a.by.Locate(address, attribute); ok {
			place = &found
		}
		a.known[s] = place
	}
	return place
}

// finding places one finding. What is wrong with the intent, or takes away what the
// configuration has no more, is wrong where the intent is written.
func (a *annotator) finding(f *policies.Finding, defined *policies.Location) {
	place := a.culprit(f)
	if place == nil && f.Change == reach.Delete {
		place = a.loser(f)
	}
	switch {
	case place != nil:
		f.Location = location(place.At)
		for _, c := range place.Calls {
			call := policies.Call{Module: c.Module}
			if c.At != nil {
				call.Location = *location(c.At)
			}
			f.Calls = append(f.Calls, call)
		}
	case f.Address == "" || f.Change == reach.Delete:
		f.Location = defined
	}
	for i, h := range f.Trace {
		at := h.Origin
		if h.Decider != nil {
			at = h.Decider
		}
		if at == nil {
			continue
		}
		if place := a.locate(at.Address, at.Attribute); place != nil {
			if f.Places == nil {
				f.Places = make([]*policies.Location, len(f.Trace))
			}
			f.Places[i] = location(place.At)
		}
	}
}

// maxInstances bounds the instances of a culprit that are looked at.
const maxInstances = 100

// culprit is where the culprit is written; nil where that is not known. Instances
// share a block, but the elements of a list may come from different blocks in it.
func (a *annotator) culprit(f *policies.Finding) *planparse.Place {
	if len(f.Addresses) == 0 || !strings.Contains(f.Attribute, "[") {
		return a.locate(f.Address, f.Attribute)
	}
	if len(f.Addresses) > maxInstances {
		return a.locate(f.Address, "")
	}
	var first *planparse.Place
	for i, address := range f.Addresses {
		place := a.locate(address, f.Attribute)
		switch {
		case place == nil:
			return a.locate(f.Address, "")
		case i == 0:
			first = place
		case *place.At != *first.At:
			return a.locate(f.Address, "")
		}
	}
	return first
}

// loser is where the object is written that loses what a plan deletes: the one that
// drops the packets for the lack of it. It is nil where that is not known.
func (a *annotator) loser(f *policies.Finding) *planparse.Place {
	for i := len(f.Trace) - 1; i >= 0; i-- {
		if h := f.Trace[i]; h.Leg == f.Leg && h.Verdict == reach.Denied && h.Origin != nil {
			return a.locate(h.Origin.Address, h.Origin.Attribute)
		}
	}
	return nil
}

func location(r *planparse.Range) *policies.Location {
	return &policies.Location{File: r.File, Line: r.Line, EndLine: r.EndLine, Column: r.Column, EndColumn: r.EndColumn}
}
