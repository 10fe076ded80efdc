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
	asked  map[topic][]portion
	// fresh are the harms of the answer that is being judged.
	fresh []freshHarm
	texts map[reach.Source]string // see from
}

// portion is packets that are asked for, by where they start.
type portion struct {
	from    string
	packets packet.Set
	good    bool // they fare as they should
}

// from is fromText, made once.
func (k *keeper) from(s reach.Source) string {
	text, known := k.texts[s]
	if !known {
		text = fromText(s)
		k.texts[s] = text
	}
	return text
}

type freshHarm struct {
	*harm
	part *reach.Part
	wide bool // its packets are as if from any address
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

// senders tells which packets of a part its members send.
type senders struct {
	query
	part    *reach.Part
	members []reach.Member
	// same is what each of them sends, empty where that differs. It is wide, as if from
	// any address, where the addresses of several make no difference: so it is kept once
	// for all of them.
	same packet.Set
	wide bool
}

func (q query) sendersOf(p *reach.Part) senders {
	s := senders{query: q, part: p, members: affected(q, p)}
	if len(q.From.Members) == 1 || len(p.Steps) == 1 {
		s.same = p.Packets
		return s
	}
	addrs := make([]packet.Addrs, len(s.members))
	for i, m := range s.members {
		addrs[i] = m.Addrs
	}
	if all := p.Packets.ForgetSource(); all.From(packet.UnionAddrs(addrs...)).Equal(p.Packets) {
		s.same, s.wide = all, true
	}
	return s
}

// sent is the packets of one member.
func (s senders) sent(m reach.Member) packet.Set {
	if !s.same.IsEmpty() {
		return s.same
	}
	return s.part.Packets.From(m.Addrs)
}

// damage is what becomes of the packets of a part, to be laid to causes member by
// member.
type damage struct {
	senders
	*judgement
	here packet.Set
	nat  string
}

// damage is nil where nothing is kept. here is the packets where they fare badly, as nat
// made them; nat may be nil.
func (j *judgement) damage(q query, p *reach.Part, here packet.Set, nat reach.Object) *damage {
	if j.keeper == nil {
		return nil
	}
	d := &damage{senders: q.sendersOf(p), judgement: j, here: here.ForgetSource()}
	if nat != nil {
		d.nat = nat.At().Address
	}
	return d
}

// by keeps what a cause does to a member's packets.
func (d *damage) by(x *cause, m reach.Member) {
	switch {
	case d == nil:
		return
	case d.query.of != nil:
		d.subjectHarm(x, d.query.asked(), d.query.of.name)
		return
	}
	for _, n := range d.affects(d.query, m) {
		h := &harm{topic: d.topicOf(n), from: d.keeper.from(m.Source), packets: d.sent(m), here: d.here, nat: d.nat}
		x.harms = append(x.harms, h)
		d.keeper.fresh = append(d.keeper.fresh, freshHarm{h, d.part, d.wide})
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
	if well := packet.UnionSets(good...); !well.IsEmpty() {
		anyones := well.ForgetSource()
		for _, h := range k.fresh {
			if h.wide {
				h.unsteady = h.packets.Intersect(anyones)
			} else {
				h.unsteady = h.packets.Intersect(well)
			}
		}
	}
	k.fresh = k.fresh[:0]
	if k.wanted == nil {
		return
	}
	for _, p := range parts {
		by := q.sendersOf(p)
		for _, m := range by.members {
			for _, n := range j.affects(q, m) {
				t := q.topicOf(n)
				if !k.wanted[t] {
					continue
				}
				k.asked[t] = append(k.asked[t], portion{k.from(m.Source), by.sent(m), !bad[p]})
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
	asked    map[topic][]portion
	harms    map[topic][]suffered
	// empty are the operands that select nothing, by turn.
	empty map[int]map[string]bool
}

// suffered is a harm that was there before.
type suffered struct {
	*harm
	verdict Verdict
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
	s := &past{asked: j.keeper.asked, harms: map[topic][]suffered{}, empty: j.empties()}
	for _, x := range j.causes.order {
		s.violated = s.violated || x.verdict == Violated && x.code != EmptySelection
		for _, h := range x.harms {
			verdict := x.verdict
			if h.perhaps {
				verdict = Undecided
			}
			s.harms[h.topic] = append(s.harms[h.topic], suffered{h, verdict})
		}
	}
	return s
}

// fares is what becomes of the packets of a topic, by where they start.
func (s *past) fares(t topic) map[string]*fare {
	out := map[string]*fare{}
	at := func(from string) *fare {
		if out[from] == nil {
			out[from] = &fare{lost: map[string]packet.Set{}, reasons: map[string]Verdict{}}
		}
		return out[from]
	}
	for _, a := range s.asked[t] {
		f := at(a.from)
		f.asked = f.asked.Union(a.packets)
		if a.good {
			f.good = f.good.Union(a.packets)
		}
	}
	for _, h := range s.harms[t] {
		f := at(h.from)
		switch {
		case h.reason != "":
			f.reasons[h.reason] = f.reasons[h.reason].worse(h.verdict)
		case h.verdict == Violated:
			f.bad = f.bad.Union(h.packets)
			f.lost[h.nat] = f.lost[h.nat].Union(h.here)
		default:
			f.open = f.open.Union(h.packets)
		}
	}
	return out
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
	there := s.fares(h.topic)
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
	return unsteady.IsEmpty() && (steady.IsEmpty() || s.hadAnywhere(verdict, h.topic, there, steady))
}

// hadAnywhere reports whether packets fared badly wherever the source sent them from:
// its addresses, and where it is, may be others after apply.
func (s *past) hadAnywhere(verdict Verdict, t topic, there map[string]*fare, packets packet.Set) bool {
	if len(s.harms[topic{turn: t.turn, destination: startsUnknown, source: t.source}]) > 0 {
		return false
	}
	var bad, good packet.Set
	for _, f := range there {
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

// forgetHarms takes back the harms of some sources.
func (x *cause) forgetHarms(names []string) {
	x.harms = slices.DeleteFunc(x.harms, func(h *harm) bool { return slices.Contains(names, h.source) })
}

// judgesNew reports whether what is known before apply is to be told.
func (e *evaluator) judgesNew() bool {
	return e.settings.NewOnly && e.plan.Mode != planparse.Destroy
}
