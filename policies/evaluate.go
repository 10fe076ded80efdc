package policies

import (
	"github.com/tfreach/tfreach/planparse"
	"github.com/tfreach/tfreach/policies/intent"
	"github.com/tfreach/tfreach/reach"
)

// Evaluate judges a plan by intents, in the order given.
func Evaluate(plan *planparse.Plan, intents []Intent, s Settings) *Result {
	e := newEvaluator(plan, s)
	cases := make([]*judgement, len(intents))
	for i, in := range intents {
		cases[i] = e.open(in)
	}
	e.judge(cases)
	out := &Result{Notices: notices(plan)}
	for _, c := range cases {
		out.Intents = append(out.Intents, c.close(e))
	}
	return out
}

// notices are what is to be said of the plan as a whole.
func notices(plan *planparse.Plan) []string {
	var out []string
	switch {
	case plan.Mode == planparse.RefreshOnly:
		out = append(out, "the plan only refreshes; the state is judged as it is")
	case plan.Mode == planparse.Destroy && plan.Partial != "":
		out = append(out, "the plan destroys everything that it holds, and it does not hold everything: what remains is not known")
	case plan.Mode == planparse.Destroy:
		out = append(out, "the plan destroys everything; nothing remains to be judged")
	}
	return out
}

// evaluator is what judging one plan needs.
type evaluator struct {
	plan     *planparse.Plan
	settings Settings
	engine   *reach.Engine
	catalog  *catalog

	// What several intents select is selected once.
	selections map[string]*selection
	askers     map[askerKey]asker
	residences [2]*residence // of primary interfaces, of all

	// The network before apply, when an intent needs it.
	before        *reach.Engine
	subnetsBefore map[string]*reach.Subnet
}

func newEvaluator(plan *planparse.Plan, s Settings) *evaluator {
	return &evaluator{
		plan: plan, settings: s, engine: reach.NewEngine(plan.After), catalog: newCatalog(plan.After),
		selections: map[string]*selection{}, askers: map[askerKey]asker{},
	}
}

// open selects what an intent means and asks its questions.
func (e *evaluator) open(in Intent) *judgement {
	j := &judgement{Intent: in}
	for _, s := range in.Sentences {
		switch s.Verb {
		case intent.ReachExactly:
			e.ask(j, s, intent.Reach)
			e.ask(j, s, intent.ReachOnly)
		default:
			e.ask(j, s, s.Verb)
		}
	}
	return j
}
