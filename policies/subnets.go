package policies

import (
	"fmt"

	"github.com/tfreach/tfreach/policies/intent"
	"github.com/tfreach/tfreach/reach"
)

// likeness is a subnet that a noun may mean.
type likeness struct {
	*reach.Subnet
	doubt *reach.Unknown
}

// subnetsLike selects subnets by class, tags and place. Subnets that the plan
// only names by their ids count where it has no others: nothing is known of
// them, but they are what the sentence must mean.
func (e *evaluator) subnetsLike(s intent.Source, notes *[]Remark) []likeness {
	var own, beyond []*reach.Subnet
	for _, n := range e.network.Subnets {
		if n.Beyond {
			beyond = append(beyond, n)
		} else {
			own = append(own, n)
		}
	}
	if len(own) == 0 {
		own = beyond
	}
	passes := e.filter(s.Filters)
	var out []likeness
	for _, n := range own {
		t := passes(n, n.Tags)
		if t.is != no {
			t = all(t, e.classed(n, s.Classes, notes))
		}
		if t.is != no {
			out = append(out, likeness{n, t.why})
		}
	}
	return out
}

// classOf translates the class of a sentence.
var classOf = map[intent.Class]reach.Class{intent.Public: reach.Public, intent.Private: reach.Private, intent.Isolated: reach.Isolated}

// classed says whether a subnet is of one of the classes, after apply or before:
// a subnet that changes its class is selected under both, with a note.
func (e *evaluator) classed(s *reach.Subnet, classes []intent.Class, notes *[]Remark) truth {
	if len(classes) == 0 {
		return known(true)
	}
	var ts []truth
	after, why := e.engine.Class(s)
	before := e.classBefore(s)
	for _, c := range classes {
		switch {
		case after.Is(classOf[c]):
			ts = append(ts, known(true))
		case after == reach.Unclassed && before.Is(classOf[c]):
			ts = append(ts, known(true))
		case after == reach.Unclassed || after == reach.Private && why != nil && c == intent.Isolated:
			ts = append(ts, open(why))
		case before.Is(classOf[c]):
			ts = append(ts, known(true))
			*notes = append(*notes, Remark{ClassChanged, s.Address, fmt.Sprintf("%s is %v now and %v after apply; it is asked as both", s.Address, before, after)})
		}
	}
	return some(ts...)
}

// classBefore is the class that a subnet had; undecided when it did not exist.
func (e *evaluator) classBefore(s *reach.Subnet) reach.Class {
	if e.prior || e.plan.Before() == e.plan.After {
		return reach.Unclassed
	}
	if e.before.engine == nil {
		e.before.engine = reach.NewEngine(e.plan.Before())
		e.before.subnets = map[string]*reach.Subnet{}
		for _, b := range e.plan.Before().Subnets {
			e.before.subnets[b.Address] = b
		}
	}
	b := e.before.subnets[s.Address]
	if b == nil {
		return reach.Unclassed
	}
	c, _ := e.before.engine.Class(b)
	return c
}

// beyondPlan is why nothing can be said of a subnet that the plan only names.
func beyondPlan(s *reach.Subnet) *reach.Unknown {
	return &reach.Unknown{Code: reach.UnknownBeyondPlan, Address: s.Address, Reason: "not in this plan: what kind of subnet it is, is unknown"}
}
