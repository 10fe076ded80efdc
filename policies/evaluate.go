package policies

import (
	"slices"

	"github.com/tfreach/tfreach/planparse"
	"github.com/tfreach/tfreach/policies/intent"
	"github.com/tfreach/tfreach/reach"
)

// Evaluate judges a plan by intents, in the order given.
func Evaluate(plan *planparse.Plan, intents []Intent, s Settings) *Result {
	strict := newEvaluator(plan, s)
	trusting := strict
	if slices.ContainsFunc(intents, func(in Intent) bool { return in.Check != nil }) {
		s.Assumed = slices.Concat(s.Assumed, delivering(plan.After))
		trusting = newEvaluator(plan, s)
	}
	all := make([]*judgement, len(intents))
	cases := map[*evaluator][]*judgement{}
	for i, in := range intents {
		e := strict
		if in.Check != nil {
			e = trusting
		}
		all[i] = e.open(in, nil)
		cases[e] = append(cases[e], all[i])
	}
	for e, cases := range cases {
		e.judge(cases)
		for _, c := range cases {
			c.conclude(e)
			e.decide(c)
		}
	}
	out := &Result{Notices: notices(plan)}
	var asked, idle []string
	for _, c := range all {
		e := strict
		if c.Check != nil {
			e = trusting
		}
		switch {
		case c.Builtin && c.isIdle(e):
			idle = append(idle, c.Name)
			continue
		case c.Builtin:
			asked = append(asked, c.Name)
		}
		out.Intents = append(out.Intents, c.close(e))
	}
	if n := builtinNotice(asked, idle); n != "" {
		out.Notices = append(out.Notices, n)
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

// evaluator is what judging one plan needs, in one of the worlds that it may turn
// out to be.
type evaluator struct {
	plan     *planparse.Plan
	settings Settings
	network  *reach.Network
	engine   *reach.Engine
	catalog  *catalog
	// masks: some addresses of the network stand for those that AWS picks.
	masks bool

	// What several intents select is selected once.
	selections map[string]*selection
	askers     map[askerKey]asker
	residences [2]*residence // of primary interfaces, of all

	before *past
	worlds *worlds // nil until something is undecided
}

// past is the network before apply, made when an intent needs it.
type past struct {
	engine  *reach.Engine
	subnets map[string]*reach.Subnet // by address
}

func newEvaluator(plan *planparse.Plan, s Settings) *evaluator {
	e := &evaluator{plan: plan, settings: s, before: &past{}}
	n := *plan.After
	n.Assumed = s.Assumed
	return e.of(&n, newCatalog(&n, nil))
}

// of is an evaluator of the same plan for another network.
func (e *evaluator) of(n *reach.Network, c *catalog) *evaluator {
	return &evaluator{
		plan: e.plan, settings: e.settings, network: n, engine: reach.NewEngine(n), catalog: c,
		masks: hasStandIns(n), selections: map[string]*selection{}, askers: map[askerKey]asker{}, before: e.before,
	}
}

// open selects what an intent means and asks its questions: those about some of its
// sources, when only names them.
func (e *evaluator) open(in Intent, only map[string]bool) *judgement {
	j := &judgement{Intent: in, only: only}
	if in.Check != nil {
		e.check(j)
	}
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
