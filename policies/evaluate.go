package policies

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/planparse"
	"github.com/tfreach/tfreach/policies/intent"
	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
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

// claim is what is claimed of the packets of a question.
type claim int

const (
	// reached: every packet gets there, is answered, and passes the hops.
	reached claim = iota
	// notReached: none gets there, or none through the hops.
	notReached
	// onTheWay: what gets there passes the hops.
	onTheWay
	// otherShut and otherOpen claim nothing: they look at the address family that
	// a destination leaves out, and note what is surprising there.
	otherShut
	otherOpen
)

// query is a question of an intent.
type query struct {
	reach.Question
	claim claim
	via   []intent.Hops
	// doubt is set when it is not certain that the intent means these sources: no
	// verdict on them is better than undecided.
	doubt *reach.Unknown
	// slack is set when packets that get there may be among those that the intent
	// allows: a violation is then none for certain.
	slack *reach.Unknown
	// special: the packets go to addresses that are no part of the internet. What
	// an internet gateway lets out of them gets nowhere.
	special bool
}

// judgement is an intent on its way to a verdict.
type judgement struct {
	Intent
	selections []*selection
	questions  []query
	causes     causes
	// emptied are the destinations that select nothing.
	emptied map[string]bool
	notes   []Remark
	assumed []string
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

// ask asks one sentence under one verb.
func (e *evaluator) ask(j *judgement, s Sentence, verb intent.Verb) {
	found := e.selection(s.Intent, verb != intent.Reach)
	j.selections = append(j.selections, found)
	j.notes = append(j.notes, found.notes...)
	hops := e.emptyHops(s.Via)
	if len(hops) > 0 {
		s.Via = nil
	}
	for _, text := range slices.Concat(found.empty, hops) {
		j.nothing(text)
	}
	if len(hops) > 0 && verb == intent.CannotReach {
		return
	}
	for _, a := range found.askers {
		if a.why != nil {
			j.unknown(a.why, a.address())
		}
	}
	a := &asking{Sentence: s, verb: verb, requests: map[requestKey][]request{}, rests: map[shape]rest{}, asked: make([]bool, len(s.Destinations))}
	for _, p := range found.parties {
		e.askParty(j, a, p)
	}
	if verb == intent.ReachOnly || len(found.parties) == 0 {
		return
	}
	for n, d := range s.Destinations {
		if !a.asked[n] && !j.emptied[d.String()] {
			j.nothing(fmt.Sprintf("%q leaves nothing to ask: no workload can have its addresses, or it is the source itself", d.String()))
		}
	}
}

// askParty asks for one party of sources.
func (e *evaluator) askParty(j *judgement, s *asking, p party) {
	if s.verb == intent.ReachOnly {
		e.askOnly(j, s, p)
		return
	}
	q := query{Question: reach.Question{From: p.Party}, via: s.Via, doubt: p.doubt}
	if s.verb == intent.CannotReach {
		q.claim = notReached
	}
	for n, d := range s.Destinations {
		for _, r := range e.requests(j, s, n, p.Party) {
			if r.why != nil {
				s.asked[n] = true
				j.unknown(r.why, j.of(p.Party)...)
				continue
			}
			q.To, q.Packets = r.at, r.packets
			s.asked[n] = e.put(j, q) || s.asked[n]
		}
		e.askOther(j, s.Destinations, d, s.verb, p.Party)
	}
}

// asking is a sentence under one verb while its questions are asked.
type asking struct {
	Sentence
	verb intent.Verb
	// requests and rests are what sources of one shape ask for, by the place of
	// the destination: it is the same for many.
	requests map[requestKey][]request
	rests    map[shape]rest
	// asked: something is asked, or unknown, of the destination at the place.
	asked []bool
}

type requestKey struct {
	shape
	destination int
}

// shape is what a destination may depend on of the sources that ask for it.
type shape struct {
	subnet                *reach.Subnet
	vpc                   *reach.VPC
	four, six, hyperplane bool
}

func shapeOf(p *reach.Party) shape {
	first := p.Members[0]
	return shape{
		subnet: first.Subnet, four: p.Has(packet.IPv4()), six: p.Has(packet.IPv6()),
		hyperplane: first.Interface != nil && first.Interface.Hyperplane,
	}
}

// request is a goal with the packets that are sent to it.
type request struct {
	goal
	packets packet.Set
}

// requests are what a party asks for at a destination of the sentence.
func (e *evaluator) requests(j *judgement, s *asking, destination int, p *reach.Party) []request {
	d := s.Destinations[destination]
	k := requestKey{shapeOf(p), destination}
	if v, ok := p.VPC(); ok && d.Target.Kind == intent.ToInternet {
		// The internet is the same for all subnets of a VPC.
		k.subnet, k.vpc = nil, v
	}
	out, known := s.requests[k]
	if known {
		return out
	}
	for _, g := range e.goalsOf(j, d, s.verb, p) {
		r := request{goal: g}
		if g.why == nil {
			r.packets = e.packets(g, d.Ports, s.verb, p)
		}
		out = append(out, r)
	}
	s.requests[k] = out
	return out
}

// askOther asks about the address family that a destination on the internet
// leaves out, for a note.
func (e *evaluator) askOther(j *judgement, all []intent.Destination, d intent.Destination, verb intent.Verb, p *reach.Party) {
	var family packet.Addrs
	q := query{Question: reach.Question{From: p}}
	switch t := d.Target; {
	case verb == intent.Reach && t.Kind == intent.ToInternet && p.Has(packet.IPv4()):
		family, q.claim = packet.IPv6(), otherShut
	case verb == intent.CannotReach && t.Kind == intent.ToPrefix && t.Prefix.Bits() == 0:
		family, q.claim = packet.IPv6(), otherOpen
		if t.Prefix.Addr().Is6() {
			family = packet.IPv4()
		}
		for _, other := range all {
			o := other.Target
			if o.Kind == intent.ToInternet || o.Kind == intent.ToAny || o.Kind == intent.ToPrefix && o.Prefix.Bits() == 0 && o.Prefix.Addr().Is4() != t.Prefix.Addr().Is4() {
				return
			}
		}
	default:
		return
	}
	if !p.Has(family) {
		return
	}
	for _, g := range e.internet(p, family) {
		q.To, q.Packets = g.at, e.packets(g, d.Ports, verb, p)
		e.put(j, q)
	}
}

// askOnly asks that nothing outside the source's VPC is reached but what is
// listed, and that what is listed is reached through the hops, if at all.
func (e *evaluator) askOnly(j *judgement, s *asking, p party) {
	k := shapeOf(p.Party)
	r, known := s.rests[k]
	if !known {
		r = e.restOf(j, s, p.Party)
		s.rests[k] = r
	}
	q := query{claim: notReached, doubt: p.doubt, slack: r.slack}
	q.Question = reach.Question{From: p.Party, To: reach.Destination{Outside: true}, Packets: r.world}
	e.put(j, q)
	q.Packets, q.special = r.special, true
	e.put(j, q)
	if len(s.Via) > 0 {
		e.put(j, query{Question: reach.Question{From: p.Party, Packets: r.listed}, claim: onTheWay, via: s.Via, doubt: p.doubt})
	}
}

// rest is what a list of destinations leaves out.
type rest struct {
	listed packet.Set
	// world and special are all other packets that leave the VPC: to the internet,
	// and to addresses that are no part of it.
	world, special packet.Set
	// slack is set when it is not certain what the list means.
	slack *reach.Unknown
}

func (e *evaluator) restOf(j *judgement, s *asking, p *reach.Party) rest {
	var out rest
	for n := range s.Destinations {
		for _, r := range e.requests(j, s, n, p) {
			switch {
			case r.why != nil:
				out.slack = r.why
			case r.at.Interface == nil:
				out.listed = out.listed.Union(r.packets)
			}
		}
	}
	from := p.Members[0].Subnet
	for _, endpoint := range e.engine.Served(from) {
		j.notes = append(j.notes, serviceOpen(endpoint))
	}
	own, _ := e.engine.Blocks(from)
	others := packet.AnyAddr().Minus(own).Minus(e.engine.Unfiltered(from))
	outside := e.packets(goal{to: others}, nil, intent.ReachOnly, p).Minus(out.listed)
	out.world = outside.To(reach.IPv4Internet().Union(reach.IPv6Internet()))
	out.special = outside.Minus(out.world)
	return out
}

// goalsOf is goals, with an operand that means nothing put on record.
func (e *evaluator) goalsOf(j *judgement, d intent.Destination, verb intent.Verb, p *reach.Party) []goal {
	goals, empty := e.goals(d, verb, p)
	if empty != "" {
		if j.emptied == nil {
			j.emptied = map[string]bool{}
		}
		j.emptied[d.String()] = true
		j.nothing(empty)
	}
	for _, g := range goals {
		j.assumed = append(j.assumed, g.assumptions...)
		j.notes = append(j.notes, g.notes...)
		if verb != intent.Reach {
			for _, s := range g.services {
				j.notes = append(j.notes, serviceOpen(s))
			}
		}
	}
	return goals
}

// serviceOpen notes that an endpoint may keep its service within reach.
func serviceOpen(s *reach.GatewayEndpoint) Remark {
	return Remark{ServiceOpen, s.Address, fmt.Sprintf("%s may keep %s within reach, which is not part of the internet", s.Address, cmp.Or(s.Service, "its service"))}
}

// put adds a question. A source that is its own destination is left out. It is
// false when nothing is left to ask.
func (e *evaluator) put(j *judgement, q query) bool {
	if q.Packets.IsEmpty() {
		return false
	}
	parties := []*reach.Party{q.From}
	if to := q.To.Interface; to != nil {
		var others []reach.Source
		for _, m := range q.From.Members {
			if m.Interface != to {
				others = append(others, m.Source)
			}
		}
		if len(others) < len(q.From.Members) {
			parties = e.engine.Parties(others...)
		}
	}
	for _, p := range parties {
		q.From = p
		j.questions = append(j.questions, q)
	}
	return len(parties) > 0
}

// names are what the intent calls a source by: the addresses of what it selects
// that packets start from there.
func (j *judgement) names(s reach.Source) []string {
	if len(j.selections) == 1 {
		return j.selections[0].names(s)
	}
	var out []string
	for _, found := range j.selections {
		for _, n := range found.names(s) {
			if !slices.Contains(out, n) {
				out = append(out, n)
			}
		}
	}
	return out
}

// sources are the addresses of all that the intent selects.
func (j *judgement) sources(e *evaluator) []string {
	if len(j.selections) == 1 {
		return j.selections[0].addresses(e)
	}
	var out []string
	for _, found := range j.selections {
		out = append(out, found.addresses(e)...)
	}
	return e.catalog.sorted(out)
}

// of are the names of a party's members.
func (j *judgement) of(p *reach.Party) []string {
	var out []string
	for _, m := range p.Members {
		out = append(out, j.names(m.Source)...)
	}
	return out
}

// judge holds an answer against what the intent claims.
func (j *judgement) judge(e *evaluator, q query, a *reach.Answer) {
	if q.doubt != nil {
		j.unknown(q.doubt, j.of(q.From)...)
	}
	for _, p := range a.Parts {
		if q.claim == otherShut || q.claim == otherOpen {
			j.other(q, p)
			continue
		}
		j.assumed = append(j.assumed, p.Assumptions...)
		switch q.claim {
		case reached:
			j.mustReach(e, q, p)
		case notReached:
			j.mustNotReach(e, q, p)
		case onTheWay:
			j.mustPass(e, q, p)
		}
		j.remarks(e, p)
	}
	j.wider(e, q)
}

// mustReach: what is dropped or not answered violates, and so does what gets
// there on another way than the one asked for.
func (j *judgement) mustReach(e *evaluator, q query, p *reach.Part) {
	switch {
	case p.Arrives == reach.No || p.Answered == reach.No:
		j.stopped(q, p)
	case p.Arrives == reach.Open || p.Answered == reach.Open:
		j.doubted(q, p, true)
	case !e.passes(p, q.via):
		j.bypassed(q, p)
	}
}

// mustNotReach: what arrives violates, answered or not.
func (j *judgement) mustNotReach(e *evaluator, q query, p *reach.Part) {
	if q.special && slices.ContainsFunc(p.Steps, func(s reach.Step) bool { return s.Kind == reach.AtInternet }) {
		return
	}
	switch {
	case p.Arrives == reach.Yes && e.passes(p, q.via):
		j.arrived(e, q, p)
	case p.Arrives == reach.Open:
		j.doubted(q, p, false)
	}
}

// mustPass: what arrives on another way violates.
func (j *judgement) mustPass(e *evaluator, q query, p *reach.Part) {
	switch {
	case p.Arrives == reach.Yes && !e.passes(p, q.via):
		j.bypassed(q, p)
	case p.Arrives == reach.Open:
		j.doubted(q, p, false)
	}
}

// other notes what becomes of the family that the intent does not speak of.
func (j *judgement) other(q query, p *reach.Part) {
	name := j.of(q.From)[0]
	switch {
	case q.claim == otherShut && (p.Arrives == reach.No || p.Answered == reach.No):
		j.notes = append(j.notes, Remark{OneFamily, name, name + " gets out with IPv4, and not everywhere with IPv6"})
	case q.claim == otherOpen && p.Arrives == reach.Yes:
		j.notes = append(j.notes, Remark{OtherFamily, name, name + " gets out with the address family that the intent does not speak of"})
	}
}

// close is the verdict with everything it rests on.
func (j *judgement) close(e *evaluator) IntentResult {
	r := IntentResult{Name: j.Name, Verdict: Holds, Severity: j.Severity}
	var texts []string
	for _, s := range j.Sentences {
		texts = append(texts, s.Text)
	}
	r.Text = strings.Join(texts, "; ")
	r.Sources = j.sources(e)
	places := map[reach.Object]bool{}
	for _, found := range j.selections {
		for _, a := range found.askers {
			if _, is := a.object.(*reach.Subnet); is {
				places[a.object] = true
			}
		}
	}
	r.Places = len(places)
	if e.plan.Mode == planparse.Destroy && e.plan.Partial == "" {
		return IntentResult{Name: r.Name, Text: r.Text, Severity: r.Severity, Verdict: Holds}
	}
	if e.plan.Partial != "" {
		if e.plan.Mode == planparse.Destroy {
			// That nothing is selected says nothing of what the plan leaves out.
			j.causes = causes{}
		}
		j.unknown(&reach.Unknown{Code: PartialPlan, Reason: e.plan.Partial}, r.Sources...)
	}
	r.Findings, r.Unknowns = j.causes.findings(e, j)
	for _, f := range r.Findings {
		r.Verdict = r.Verdict.worse(f.Verdict)
	}
	r.Assumptions = sortedTexts(append(j.assumed, e.plan.Assumptions...))
	r.Notes = sortedRemarks(j.notes)
	return r
}
