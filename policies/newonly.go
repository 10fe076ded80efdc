package policies

import (
	"fmt"
	"slices"

	"github.com/tfreach/tfreach/planparse"
	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// What this plan breaks is what fared better before it. The intents are judged over the
// network that apply finds, too, and what is found to be wrong is held against that,
// source by source and packet by packet: for each cause its harms are kept, which are
// what becomes of the packets of one source, whatever they are laid to. A finding is
// known when all its harms were there before; where that is not certain it is new.

// topic is what harms are compared in: the packets of one source, for one destination
// of one sentence.
type topic struct {
	// turn counts the sentences of an intent, each under each of its verbs;
	// destination is the place in the sentence, or one of the constants below.
	turn, destination int
	claim             claim
	unlisted          string
	to                string // the interface that the packets are addressed to
	source            string // what the intent calls the source
}

// What harms are about that are about no destination.
const (
	anyDestination = -1 - iota
	// startsUnknown: it is not known where packets of the source start.
	startsUnknown
	// selectsNothing: an operand of the sentence does not.
	selectsNothing
)

// harm is something that does not fare as an intent says.
type harm struct {
	topic
	from string // see fromText
	// packets are those that fare badly, as they left the source; some of them fare well
	// with other ports that a NAT gateway picks (unsteady), and badly with those in here,
	// as nat made them.
	packets, unsteady packet.Set
	here              packet.Set
	nat               string
	// reason is set for what is not about packets: all of the topic fares badly for it.
	reason string
	// perhaps: it is so in some worlds.
	perhaps bool
}

// keeper keeps what harms are compared with.
type keeper struct {
	// wanted are the topics to be kept, nil for none but the harms themselves.
	wanted map[topic]bool
	// asked and good are the packets of a topic, and those that fare as they should,
	// by where they start.
	asked, good map[topic]map[string]packet.Set
	// fresh are the harms of the answer that is being judged.
	fresh []freshHarm
}

type freshHarm struct {
	*harm
	part *reach.Part
}

// topicOf is the topic of a question for a source.
func (q query) topicOf(source string) topic {
	to := ""
	if i := q.To.Interface; i != nil {
		to = fromText(reach.Source{Interface: i, Subnet: q.To.Subnet})
	}
	return topic{q.turn, q.destination, q.claim, q.unlisted, to, source}
}

// fromText is the interface and the subnet of a source, in any network.
func fromText(s reach.Source) string {
	out := ""
	if s.Interface != nil {
		out = s.Interface.At().String()
	}
	if s.Subnet != nil {
		return out + " in " + s.Subnet.At().String()
	}
	return out
}

// sentBy is the packets of a part that a member sends.
func (q query) sentBy(m reach.Member, p *reach.Part) packet.Set {
	if len(q.From.Members) == 1 || len(p.Steps) == 1 {
		return p.Packets
	}
	return p.Packets.From(m.Addrs)
}

// harms keeps what a cause does to a member's packets. here is them where they fare
// badly, as nat made them; nat may be nil.
func (j *judgement) harms(x *cause, q query, m reach.Member, p *reach.Part, here packet.Set, nat reach.Object) {
	if j.keeper == nil {
		return
	}
	if q.of != nil {
		j.subjectHarm(x, q.asked(), q.of.name)
		return
	}
	name := ""
	if nat != nil {
		name = nat.At().Address
	}
	for _, n := range j.affects(q, m) {
		h := &harm{topic: q.topicOf(n), from: fromText(m.Source), packets: q.sentBy(m, p), here: here.ForgetSource(), nat: name}
		x.harms = append(x.harms, h)
		j.keeper.fresh = append(j.keeper.fresh, freshHarm{h, p})
	}
}

// asked tells apart what a check asks of one subject: the family, what for, and from
// where.
func (q query) asked() string {
	text := "no packet fares well"
	for _, f := range []packet.Addrs{packet.IPv4(), packet.IPv6()} {
		if q.Packets.Destinations().Overlaps(f) {
			text += " to " + f.String()
		}
	}
	if q.of.Led {
		text += " where it is led on"
	}
	for _, m := range q.From.Members {
		text += " from " + fromText(m.Source)
	}
	return text + " for " + q.unlisted
}

// harmsAll keeps that a cause is about all of a topic.
func (j *judgement) harmsAll(x *cause, t topic, reason string, names ...string) {
	if j.keeper == nil {
		return
	}
	for _, n := range names {
		t.source = n
		x.harms = append(x.harms, &harm{topic: t, reason: reason})
	}
}

// subjectHarm keeps what a cause does to a subject of a check: what becomes of single
// packets of it does not matter.
func (j *judgement) subjectHarm(x *cause, reason, name string) {
	j.harmsAll(x, topic{destination: anyDestination, claim: anyReached}, reason, name)
}

// keep ends an answer: harms of packets that fare well as well are told apart, and what
// is wanted is kept.
func (j *judgement) keep(q query, parts []*reach.Part) {
	k := j.keeper
	if k == nil || k.wanted == nil && len(k.fresh) == 0 {
		return
	}
	bad := map[*reach.Part]bool{}
	for _, h := range k.fresh {
		bad[h.part] = true
	}
	var good []packet.Set
	for _, p := range parts {
		if !bad[p] {
			good = append(good, p.Packets)
		}
	}
	if steady := packet.UnionSets(good...); !steady.IsEmpty() {
		for _, h := range k.fresh {
			h.unsteady = h.packets.Intersect(steady)
		}
	}
	k.fresh = k.fresh[:0]
	if k.wanted == nil {
		return
	}
	for _, p := range parts {
		for _, m := range affected(q, p) {
			for _, n := range j.affects(q, m) {
				t := q.topicOf(n)
				if !k.wanted[t] {
					continue
				}
				sent, from := q.sentBy(m, p), fromText(m.Source)
				addPackets(k.asked, t, from, sent)
				if !bad[p] {
					addPackets(k.good, t, from, sent)
				}
			}
		}
	}
}

var standIns = packet.Prefix(reach.StandIns)

// past is how an intent fares before apply.
type past struct {
	// same: the network is the one after apply.
	same bool
	// masks: some addresses stand for those that AWS picks, which are others after apply.
	masks    bool
	violated bool
	topics   map[topic]map[string]*fare
	// empty are the operands that select nothing, by turn.
	empty map[int]map[string]bool
}

// fare is what becomes of the packets that start at one place.
type fare struct {
	bad, open, asked, good packet.Set
	// lost are the bad ones where they fare badly, by what translated them.
	lost map[string]packet.Set
	// reasons are those for which all of the topic fares badly.
	reasons map[string]Verdict
}

// lookBack judges the intents over the network before apply, for what is wrong in the
// cases after it. Where all is new it only says so.
func (after judges) lookBack(prior *reach.Network, intents []Intent, cases []*judgement) (notices []string) {
	plan := after.strict.plan
	switch {
	case prior == plan.After:
		for _, c := range cases {
			c.before = &past{same: true}
		}
		return nil
	case len(prior.Subnets)+len(prior.Workloads) == 0:
		return []string{"no subnet and no workload exists before this plan: all that fails is new"}
	}
	wanted := map[topic]bool{}
	for _, c := range cases {
		for _, x := range c.causes.order {
			for _, h := range x.harms {
				wanted[h.topic] = true
			}
		}
	}
	settings := after.strict.settings
	settings.Proofs = false
	before := newJudges(plan, prior, intents, settings)
	for _, e := range []*evaluator{before.strict, before.trusting} {
		e.prior, e.wanted = true, wanted
	}
	for i, j := range before.judge(intents) {
		if j.Builtin {
			j.tolerate()
		}
		cases[i].before = j.past()
		cases[i].before.masks = after.strict.masks || before.strict.masks
	}
	return nil
}

// past is what a judgement over the network before apply comes to.
func (j *judgement) past() *past {
	s := &past{topics: map[topic]map[string]*fare{}, empty: j.empties()}
	for t, byFrom := range j.keeper.asked {
		for from, asked := range byFrom {
			f := s.at(t, from)
			f.asked, f.good = asked, j.keeper.good[t][from]
		}
	}
	for _, x := range j.causes.order {
		s.violated = s.violated || x.verdict == Violated && x.code != EmptySelection
		for _, h := range x.harms {
			f := s.at(h.topic, h.from)
			verdict := x.verdict
			if h.perhaps {
				verdict = Undecided
			}
			switch {
			case h.reason != "":
				f.reasons[h.reason] = f.reasons[h.reason].worse(verdict)
			case verdict == Violated:
				f.bad = f.bad.Union(h.packets)
				f.lost[h.nat] = f.lost[h.nat].Union(h.here)
			default:
				f.open = f.open.Union(h.packets)
			}
		}
	}
	return s
}

func (s *past) at(t topic, from string) *fare {
	if s.topics[t] == nil {
		s.topics[t] = map[string]*fare{}
	}
	f := s.topics[t][from]
	if f == nil {
		f = &fare{lost: map[string]packet.Set{}, reasons: map[string]Verdict{}}
		s.topics[t][from] = f
	}
	return f
}

// empties are the operands that select nothing, by turn.
func (j *judgement) empties() map[int]map[string]bool {
	out := map[int]map[string]bool{}
	for _, x := range j.causes.order {
		for _, h := range x.harms {
			if h.destination != selectsNothing {
				continue
			}
			if out[h.turn] == nil {
				out[h.turn] = map[string]bool{}
			}
			out[h.turn][h.reason] = true
		}
	}
	return out
}

// knows reports whether all that a cause does was so before. A sentence of which an
// operand selected nothing then, and does now, meant something else.
func (s *past) knows(j *judgement, x *cause) bool {
	switch {
	case s == nil || x.code == PartialPlan:
		return false
	case s.same:
		return true
	}
	now := j.empties()
	for _, h := range x.harms {
		for operand := range s.empty[h.turn] {
			if !now[h.turn][operand] {
				return false
			}
		}
		if !s.had(x.verdict, h) {
			return false
		}
	}
	return len(x.harms) > 0
}

// had reports whether a harm was there before, and as bad.
func (s *past) had(verdict Verdict, h *harm) bool {
	there := s.topics[h.topic]
	if h.reason != "" {
		f := there[h.from]
		return f != nil && f.reasons[h.reason] != "" && f.reasons[h.reason].worse(verdict) == f.reasons[h.reason]
	}
	if s.masks && (h.packets.Destinations().Overlaps(standIns) || h.packets.Sources().Overlaps(standIns)) {
		return false
	}
	steady, unsteady := h.packets.Minus(h.unsteady), h.unsteady
	if f := there[h.from]; f != nil {
		sure := f.worse(verdict).Minus(f.good)
		steady, unsteady = steady.Minus(sure), unsteady.Minus(sure)
		if f.worse(verdict).Covers(unsteady) && f.lost[h.nat].Covers(h.here) {
			unsteady = packet.Set{}
		}
	}
	return unsteady.IsEmpty() && s.hadAnywhere(verdict, h.topic, steady)
}

// hadAnywhere reports whether packets fared badly wherever the source sent them from:
// its addresses, and where it is, may be others after apply.
func (s *past) hadAnywhere(verdict Verdict, t topic, packets packet.Set) bool {
	if packets.IsEmpty() {
		return true
	}
	if s.topics[topic{turn: t.turn, destination: startsUnknown, source: t.source}] != nil {
		return false
	}
	var bad, good packet.Set
	for _, f := range s.topics[t] {
		if len(f.reasons) > 0 {
			return false
		}
		bad = bad.Union(f.worse(verdict).ForgetSource())
		good = good.Union(f.asked.Minus(f.worse(verdict)).Union(f.good).ForgetSource())
	}
	packets = packets.ForgetSource()
	return bad.Covers(packets) && !good.Overlaps(packets)
}

// worse is the packets that fare at least as badly as a verdict says.
func (f *fare) worse(than Verdict) packet.Set {
	if than == Violated {
		return f.bad
	}
	return f.bad.Union(f.open)
}

// mendedNotice tells of intents that are violated before apply and hold after it; empty
// for none.
func mendedNotice(names []string) string {
	switch len(names) {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf("this plan mends an intent that is violated now: %s", names[0])
	}
	return fmt.Sprintf("this plan mends %d intents that are violated now: %s", len(names), few(names))
}

// addPackets adds packets to those of a topic.
func addPackets(to map[topic]map[string]packet.Set, t topic, from string, s packet.Set) {
	if to[t] == nil {
		to[t] = map[string]packet.Set{}
	}
	to[t][from] = to[t][from].Union(s)
}

// forgetHarms takes back the harms of some sources.
func (x *cause) forgetHarms(names []string) {
	x.harms = slices.DeleteFunc(x.harms, func(h *harm) bool { return slices.Contains(names, h.source) })
}

// judgesNew reports whether what is known before apply is to be told.
func (e *evaluator) judgesNew() bool {
	return e.settings.NewOnly && e.plan.Mode != planparse.Destroy
}
