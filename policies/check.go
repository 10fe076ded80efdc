package policies

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// Check asks of a network what sentences have no words for: that some packets of a
// subject fare well, whichever. It is called for each network that a plan may turn out
// to be, and must not keep anything of one for another.
type Check func(*reach.Engine, Settings) []Subject

// Subject is one thing of which something is claimed.
type Subject struct {
	// Object is what it is called by.
	reach.Object
	// Asks are the ways in which it may fare well: one packet of one of them is enough.
	// Where none does, findings are about the first that asks anything.
	Asks []Ask
	// Why is set when it is not known whether there is anything to ask.
	Why *reach.Unknown
	// Fault is what is wrong with it, whatever packets do; nil for nothing.
	Fault *Fault
	// Group is what it has in common with other subjects, such as a route; nil for
	// nothing. One whose own network ACL lets nothing out is taken to be closed on
	// purpose, where another of its group fares well.
	Group any
	// Quiet: it is called what nobody wants on the internet, so that an ACL that lets
	// no answers in is no mistake either.
	Quiet bool
	// Led: only packets count that a default route of a transit gateway leads on. Where
	// there are none, nothing is asked.
	Led bool
}

// Ask is packets of which one has to fare well.
type Ask struct {
	From    reach.Source
	To      reach.Destination
	Packets packet.Set
	// Unlisted names what the packets are for, when no plan lists its addresses.
	Unlisted string
	// Over is the route that they take first; nil for any. Packets that take another one
	// do not count.
	Over *reach.Route
}

// Fault is something wrong that shows without a packet.
type Fault struct {
	Code    reach.Code
	Culprit *reach.Origin
	// Message says what is wrong in one sentence, Remedy what would mend it.
	Message, Remedy string
}

// standing is how a subject fares.
type standing struct {
	Subject
	name string
	// mute: it is asked for the sake of its group only.
	mute bool
	// well is one that fares well, far one that gets as far as the plan goes.
	well, far *fared
	open, ill []fared
}

// fared is what became of packets of an ask.
type fared struct {
	query
	part *reach.Part
}

// check asks a check.
func (e *evaluator) check(j *judgement) {
	all := j.Check(e.engine, e.settings)
	groups := map[any]bool{}
	for _, s := range all {
		if s.Group != nil && j.only[s.At().Address] {
			groups[s.Group] = true
		}
	}
	found := &selection{}
	seen := map[string]bool{}
	for _, s := range all {
		st := &standing{Subject: s, name: s.At().Address}
		st.mute = j.only != nil && !j.only[st.name]
		switch {
		case st.mute && (s.Group == nil || !groups[s.Group]):
			continue
		case !st.mute && s.Why != nil && lacking(s.Why):
			continue
		case !st.mute && !seen[st.name]:
			seen[st.name] = true
			found.askers = append(found.askers, asker{object: s.Object})
		}
		j.standings = append(j.standings, st)
		for n, a := range s.Asks {
			if a.Packets.IsEmpty() {
				continue
			}
			for _, p := range e.engine.Parties(a.From) {
				q := query{claim: anyReached, of: st, ask: n, over: a.Over, unlisted: a.Unlisted}
				q.From, q.To, q.Packets = p, a.To, a.Packets
				j.questions = append(j.questions, q)
			}
		}
	}
	j.selections = append(j.selections, found)
}

// lacking reports whether something is unknown because the plan does not hold it, or
// tfreach does not model it: nothing that is wrong with the plan.
func lacking(why *reach.Unknown) bool {
	return why.Code == reach.UnknownBeyondPlan || why.Code == reach.UnmodelledResource
}

// add takes the answer to one of the asks.
func (s *standing) add(q query, a *reach.Answer) {
	for _, p := range a.Parts {
		if q.over != nil && !takes(p, q.over) || s.Led && !isLed(p) {
			continue
		}
		switch fate := fateOf(p); {
		case s.well != nil:
		case fate == reach.Yes:
			s.well, s.open, s.ill = &fared{q, p}, nil, nil
		case fate == reach.Open && !slices.ContainsFunc(p.Doubts, func(d reach.Doubt) bool { return !lacking(d.Unknown) }):
			s.far = &fared{q, p}
		case fate == reach.Open:
			s.open = append(s.open, fared{q, p})
		default:
			s.ill = append(s.ill, fared{q, p})
		}
	}
}

// takes reports whether a part takes a route where it leaves its subnet; what never
// gets to the table counts.
func takes(p *reach.Part, r *reach.Route) bool {
	for _, s := range p.Steps {
		if s.Leg == reach.Forward && s.Kind == reach.AtTable {
			return s.Route == r
		}
	}
	return true
}

// isLed reports whether a default route of a transit gateway leads a part on: not one
// that is a blackhole, which says that nothing is to get there.
func isLed(p *reach.Part) bool {
	return slices.ContainsFunc(p.Steps, func(s reach.Step) bool {
		if s.Leg != reach.Forward || s.Kind != reach.AtTransitTable || s.Transit == nil || s.Transit.Attachment.IsNone() {
			return false
		}
		to := s.Transit.Destination
		return to.Why == nil && to.Value.IsValid() && to.Value.Bits() == 0
	})
}

// fateOf is whether packets get there and are answered.
func fateOf(p *reach.Part) reach.Fate {
	switch {
	case p.Arrives == reach.No || p.Answered == reach.No:
		return reach.No
	case p.Arrives == reach.Yes && p.Answered == reach.Yes:
		return reach.Yes
	}
	return reach.Open
}

// conclude puts on record how the subjects fare, once all answers are in.
func (j *judgement) conclude(e *evaluator) {
	well := map[any]bool{}
	for _, s := range j.standings {
		if s.Group != nil && (s.well != nil || s.far != nil) {
			well[s.Group] = true
		}
	}
	for _, s := range j.standings {
		if !s.mute {
			j.settle(e, s, s.Group != nil && well[s.Group])
		}
	}
	j.standings = nil
}

// settle puts one subject on record.
func (j *judgement) settle(e *evaluator, s *standing, othersWell bool) {
	switch {
	case s.Fault != nil:
		x := j.causes.at(Violated, s.Fault.Code, reach.Forward, s.Fault.Culprit)
		x.affects(s.name)
		if x.message == "" {
			x.message, x.remedy = s.Fault.Message, s.Fault.Remedy
		}
		j.subjectHarm(x, fmt.Sprintf("%s at %v: %s", s.Fault.Code, s.Fault.Culprit, s.Fault.Message), s.name)
	case s.Why != nil:
		x := j.unknown(s.Why, s.name)
		j.subjectHarm(x, unknownText(s.Why), s.name)
	case s.well != nil:
		j.assumed = append(j.assumed, s.well.part.Assumptions...)
		j.remarks(e, s.well.part)
		j.fares(e, s.well.query, s.well.part)
	case s.far != nil:
		j.assumed = append(j.assumed, s.far.part.Assumptions...)
		for _, d := range s.far.part.Doubts {
			j.assumed = append(j.assumed, inOrder(d.Unknown))
		}
	case len(s.open) > 0:
		for _, f := range s.open {
			j.doubted(f.query, f.part, true)
		}
	case len(s.ill) > 0:
		best := s.nearest()
		if othersWell && s.closed(best.part) {
			j.assumed = append(j.assumed, fmt.Sprintf("%s closes %s on purpose: others that share its way get through", best.part.Stop.At.Object.At(), s.name))
			return
		}
		for _, f := range s.ill {
			if a, b := f.part.Stop, best.part.Stop; f.ask == best.ask && a.Code == b.Code && a.Leg == b.Leg && a.Culprit == b.Culprit {
				j.stopped(f.query, f.part)
			}
		}
	}
}

// inOrder is an assumption about what is not known.
func inOrder(why *reach.Unknown) string {
	at := reach.Origin{Address: why.Address, Attribute: why.Attribute}
	return fmt.Sprintf("%v is in order (%s)", &at, why.Reason)
}

// nearest is the part that needs the least to fare well: it has the fewest hops that
// drop it, and gets farthest. What it meets is what has to be mended first.
func (s *standing) nearest() fared {
	return slices.MinFunc(s.ill, func(a, b fared) int {
		return cmp.Or(
			cmp.Compare(a.ask, b.ask), cmp.Compare(obstacles(a.part), obstacles(b.part)),
			-cmp.Compare(a.part.Stop.Leg, b.part.Stop.Leg), -cmp.Compare(len(a.part.Steps), len(b.part.Steps)),
		)
	})
}

// obstacles is how many hops drop a part.
func obstacles(p *reach.Part) int {
	n := 1
	for _, s := range p.Also {
		if !p.Lost(s).IsEmpty() {
			n++
		}
	}
	return n
}

// closed reports whether it is the network ACL of the subject's own subnet that drops a
// part, and whether that may be meant: what is not let out, and what is not let in to a
// quiet subject.
func (s *standing) closed(p *reach.Part) bool {
	stop := p.Stop
	return stop.Code == reach.ACLRestriction && stop.NAT == nil && stop.At.Subnet == p.Steps[0].Subnet && (stop.Leg == reach.Forward || s.Quiet)
}
