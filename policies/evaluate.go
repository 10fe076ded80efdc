package policies

import (
	"slices"

	"github.com/tfreach/tfreach/planparse"
	"github.com/tfreach/tfreach/policies/intent"
	"github.com/tfreach/tfreach/reach"
)

// Evaluate judges a plan by intents, in the order given.
func Evaluate(plan *planparse.Plan, intents []Intent, s Settings) *Result {
	return evaluate(plan, plan.Prior, intents, s)
}

// evaluate is Evaluate where apply finds the network prior.
func evaluate(plan *planparse.Plan, prior func() *reach.Network, intents []Intent, s Settings) *Result {
	after := newJudges(plan, plan.After, intents, s)
	all := after.judge(intents)
	out := &Result{Notices: notices(plan)}
	if after.strict.judgesNew() {
		out.Notices = append(out.Notices, after.lookBack(prior(), intents, all)...)
	}
	var asked, idle, mended []string
	for _, c := range all {
		e := after.of(c.Intent)
		switch {
		case c.Builtin && c.isIdle(e):
			idle = append(idle, c.Name)
			continue
		case c.Builtin:
			asked = append(asked, c.Name)
		}
		r := c.close(e)
		if r.Verdict == Holds && c.before != nil && c.before.violated {
			mended = append(mended, c.Name)
		}
		out.Intents = append(out.Intents, r)
	}
	for _, n := range []string{builtinNotice(asked, idle), mendedNotice(mended)} {
		if n != "" {
			out.Notices = append(out.Notices, n)
		}
	}
	return out
}

// judges are the evaluators of one network: for intents that are declared, and for
// checks, which trust what lies beyond the plan.
type judges struct{ strict, trusting *evaluator }

func newJudges(plan *planparse.Plan, n *reach.Network, intents []Intent, s Settings) judges {
	strict := newEvaluator(plan, n, s)
	if !slices.ContainsFunc(intents, func(in Intent) bool { return in.Check != nil }) {
		return judges{strict, strict}
	}
	s.Assumed = slices.Concat(s.Assumed, delivering(n))
	return judges{strict, newEvaluator(plan, n, s)}
}

// of is the evaluator for an intent.
func (j judges) of(in Intent) *evaluator {
	if in.Check != nil {
		return j.trusting
	}
	return j.strict
}

// judge judges all intents.
func (j judges) judge(intents []Intent) []*judgement {
	all := make([]*judgement, len(intents))
	cases := map[*evaluator][]*judgement{}
	for i, in := range intents {
		e := j.of(in)
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
	return all
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

	before *former
	worlds *worlds // nil until something is undecided

	// prior: the network is the one before apply. wanted is what is kept of it.
	prior  bool
	wanted map[topic]bool
}

// former is the network before apply, made when an intent needs it.
type former struct {
	engine  *reach.Engine
	subnets map[string]*reach.Subnet // by address
}

func newEvaluator(plan *planparse.Plan, of *reach.Network, s Settings) *evaluator {
	e := &evaluator{plan: plan, settings: s, before: &former{}}
	n := *of
	n.Assumed = s.Assumed
	return e.of(&n, newCatalog(&n, nil))
}

// of is an evaluator of the same plan for another network.
func (e *evaluator) of(n *reach.Network, c *catalog) *evaluator {
	return &evaluator{
		plan: e.plan, settings: e.settings, network: n, engine: reach.NewEngine(n), catalog: c,
		masks: hasStandIns(n), selections: map[string]*selection{}, askers: map[askerKey]asker{}, before: e.before,
		prior: e.prior, wanted: e.wanted,
	}
}

// open selects what an intent means and asks its questions: those about some of its
// sources, when only names them.
func (e *evaluator) open(in Intent, only map[string]bool) *judgement {
	j := &judgement{Intent: in, only: only}
	if e.judgesNew() {
		j.keeper = &keeper{wanted: e.wanted, asked: map[topic][]portion{}, texts: map[reach.Source]string{}}
	}
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
