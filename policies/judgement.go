package policies

import (
	"slices"
	"strings"

	"github.com/tfreach/tfreach/planparse"
	"github.com/tfreach/tfreach/policies/intent"
	"github.com/tfreach/tfreach/reach"
)

// claim is what is claimed of the packets of a question.
type claim int

const (
	// reached: every packet gets there, is answered, and passes the hops.
	reached claim = iota
	// notReached: none gets there, or none through the hops.
	notReached
	// onTheWay: what gets there passes the hops.
	onTheWay
	// resolved: as reached, of packets to a name server; without it a name does not
	// resolve.
	resolved
	// otherShut and otherOpen claim nothing: they look at the address family that
	// a destination leaves out, and note what is surprising there.
	otherShut
	otherOpen
	// anyReached: one packet of all that are asked for a subject gets there and is
	// answered; see [Check].
	anyReached
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
	// unlisted names what the packets are for, when no plan lists its addresses: they
	// are then sent to all that these may be among.
	unlisted string
	// behind is why it is not known what becomes of packets that get there.
	behind *reach.Unknown
	// server is what is asked for with resolved; behalf is for whom it is asked, nil
	// for who asks.
	server *server
	behalf *reach.Party
	// turn and destination tell what is asked apart from what else the intent asks.
	turn, destination int
	// luck is what hangs on addresses that nobody knows.
	luck luck
	// of is the subject that it is asked for, ask the place of the [Ask] in it and over
	// its route.
	of   *standing
	ask  int
	over *reach.Route
}

// judgement is an intent on its way to a verdict.
type judgement struct {
	Intent
	// only are the sources that are judged, nil for all.
	only       map[string]bool
	selections []*selection
	questions  []query
	causes     causes
	// emptied are the destinations that select nothing.
	emptied map[string]bool
	// extents are by whom the destinations are asked, of all sentences in turn.
	extents []extent
	// standings are how the subjects of a check fare.
	standings []*standing
	notes     []Remark
	assumed   []string
	// keeper keeps what makes a cause known; nil where nothing is. before is how the
	// intent fares before apply.
	keeper *keeper
	before *past
	// proof is nil unless the settings want one.
	proof *proof
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

// affects are the names of those who suffer from what becomes of a member's packets.
func (j *judgement) affects(q query, m reach.Member) []string {
	switch {
	case q.of != nil:
		return []string{q.of.name}
	case q.behalf != nil:
		return j.of(q.behalf)
	}
	return j.names(m.Source)
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
	if q.of != nil {
		q.of.add(q, a)
		return
	}
	if q.doubt != nil {
		who := q.From
		if q.behalf != nil {
			who = q.behalf
		}
		names := j.of(who)
		x := j.unknown(q.doubt, names...)
		j.harmsAll(x, q.topicOf(""), unknownText(q.doubt), names...)
	}
	q.luck = e.lucky(q, a.Parts)
	for _, p := range a.Parts {
		if q.claim == otherShut || q.claim == otherOpen {
			j.other(q, p)
			j.inbound(e, p)
			continue
		}
		j.assumed = append(j.assumed, p.Assumptions...)
		if q.behind != nil && p.Arrives != reach.No {
			x := j.unknown(q.behind, j.of(q.From)...)
			harm := j.damage(q, p, p.Packets, nil)
			for _, m := range affected(q, p) {
				harm.by(x, m)
			}
			continue
		}
		switch q.claim {
		case reached, resolved:
			j.mustReach(e, q, p)
		case notReached:
			j.mustNotReach(e, q, p)
		case onTheWay:
			j.mustPass(e, q, p)
		}
		j.remarks(e, p)
		j.inbound(e, p)
	}
	j.wider(e, q)
	j.keep(q, a.Parts)
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
	default:
		j.fares(e, q, p)
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
	default:
		j.fares(e, q, p)
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
	r := IntentResult{Name: j.Name, Description: j.Description, Verdict: Holds, Severity: j.Severity, Defined: j.Defined}
	var texts []string
	for _, s := range j.Sentences {
		texts = append(texts, s.Text)
	}
	if r.Text = j.Text; r.Text == "" {
		r.Text = strings.Join(texts, "; ")
	}
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
		return IntentResult{Name: r.Name, Description: r.Description, Text: r.Text, Severity: r.Severity, Defined: r.Defined, Verdict: Holds}
	}
	if j.Builtin {
		j.tolerate()
	}
	if e.plan.Partial != "" {
		if e.plan.Mode == planparse.Destroy || j.Builtin {
			// That nothing is selected, or that something is missing, says nothing of what
			// the plan leaves out.
			j.causes = causes{}
		}
		j.unknown(&reach.Unknown{Code: PartialPlan, Reason: e.plan.Partial}, r.Sources...)
	}
	r.Findings, r.Unknowns = j.causes.findings(e, j)
	for _, f := range r.Findings {
		r.Verdict = r.Verdict.worse(f.Verdict)
	}
	r.Assumptions = append(j.assumed, e.plan.Assumptions...)
	e.unmaskAll(r.Assumptions)
	r.Assumptions = sortedTexts(r.Assumptions)
	for i := range j.notes {
		j.notes[i].Message = e.unmasked(j.notes[i].Message)
	}
	for i := range r.Unknowns {
		r.Unknowns[i].Reason = e.unmasked(r.Unknowns[i].Reason)
	}
	r.Notes = sortedRemarks(j.notes)
	if e.settings.Proofs {
		r.Selected = e.matched(j.Intent)
		if r.Verdict == Holds {
			r.Proof = j.shown(e)
		}
	}
	return r
}
