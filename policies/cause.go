package policies

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/planparse/address"
	"github.com/tfreach/tfreach/policies/intent"
	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// causes gathers what goes wrong in an intent by its root causes.
type causes struct {
	byKey map[causeKey]*cause
	order []*cause
}

// causeKey tells root causes apart. The instances of one block are one cause.
type causeKey struct {
	verdict   Verdict
	code      reach.Code
	leg       reach.Leg
	culprit   string // without its instance key
	attribute string
}

// cause is one root cause, on its way to a finding.
type cause struct {
	causeKey
	culprits map[string]*reach.Origin
	sources  map[string]bool
	// taken is the packets of each part, here all of them, once it is asked for.
	taken []packet.Set
	here  packet.Set
	// nat: the client ports in here are those that a NAT gateway picks.
	nat bool
	// called is what the packets are for, where no plan lists its addresses; empty when
	// they are not all for it.
	called string
	// via is the way that the intent wants them to take, of the question asked first.
	via []intent.Hops
	// towards is what a missing IPv4 route should lead to, empty when that is open.
	towards string
	// part is the part that makes the best example of those that the cause has,
	// none for what never became a question; last is the one that was taken last.
	part, last *reach.Part
	also       []*reach.Stop
	// from are the subnets that the packets come from.
	from []*reach.Subnet
	// text is what there is to say beyond the code: a rule, a reason.
	text    string
	unknown *reach.Unknown
	// open is all of what an undecided cause hangs on.
	open []*reach.Unknown
	// message and remedy are given where no packet shows what is wrong.
	message, remedy string
	// harms are kept where it is told what is known.
	harms []*harm
	// trace is the way of the part where that is of another network than the
	// evaluator's.
	trace []reach.Hop
}

// at is the cause for a culprit, made when there is none yet.
func (c *causes) at(v Verdict, code reach.Code, leg reach.Leg, culprit *reach.Origin) *cause {
	if v == Undecided {
		// What is unknown is one cause, whichever legs hang on it.
		leg = reach.Forward
	}
	k := causeKey{v, code, leg, withoutKey(culprit.Address), culprit.Attribute}
	if c.byKey == nil {
		c.byKey = map[causeKey]*cause{}
	}
	x := c.byKey[k]
	if x == nil {
		x = &cause{causeKey: k, culprits: map[string]*reach.Origin{}, sources: map[string]bool{}}
		c.byKey[k] = x
		c.order = append(c.order, x)
	}
	x.culprits[culprit.Address] = culprit
	return x
}

// withoutKey is an address without the instance key of the resource itself.
func withoutKey(text string) string {
	if !strings.HasSuffix(text, "]") {
		return text
	}
	r, err := address.Parse(text)
	if err != nil {
		return text
	}
	return r.WithoutKey().String()
}

func (x *cause) affects(names ...string) {
	for _, n := range names {
		x.sources[n] = true
	}
}

// take adds the packets of a part.
func (x *cause) take(q query, p *reach.Part, here packet.Set, nat bool) {
	if x.last == p {
		return
	}
	if x.last == nil {
		x.called, x.via = q.unlisted, q.via
	} else if x.called != q.unlisted {
		x.called = ""
	}
	x.last = p
	if x.part == nil || telling(p) < telling(x.part) {
		x.part = p
		x.nat = nat
	}
	x.taken = append(x.taken, here)
	if s := p.Steps[0].Subnet; s != nil && !slices.Contains(x.from, s) {
		x.from = append(x.from, s)
	}
	if x.code == reach.DNSBlocked && p.Stop != nil {
		// What drops the packets to the name server.
		x.also = append(x.also, p.Stop)
	}
	for _, s := range p.Also {
		if !p.Lost(s).IsEmpty() {
			x.also = append(x.also, s)
		}
	}
}

// because says why; what was said first stays.
func (x *cause) because(text string, unknown *reach.Unknown) {
	if n := len(x.open); unknown != nil && (n == 0 || x.open[n-1] != unknown) {
		x.open = append(x.open, unknown)
	}
	if x.text == "" && x.unknown == nil {
		x.text, x.unknown = text, unknown
	}
}

// affected are the members of a party whose packets are in a part, all of them
// for packets that never left.
func affected(q query, p *reach.Part) []reach.Member {
	if len(q.From.Members) == 1 || len(p.Steps) == 1 {
		return q.From.Members
	}
	from := p.Packets.Sources()
	var out []reach.Member
	for _, m := range q.From.Members {
		if m.Addrs.Overlaps(from) {
			out = append(out, m)
		}
	}
	return out
}

// violation is the verdict of something wrong: none for certain when it is not
// certain that the intent means it.
func (q query) violation() Verdict {
	if q.doubt != nil || q.slack != nil {
		return Undecided
	}
	return Violated
}

// stopped puts a drop on record.
func (j *judgement) stopped(q query, p *reach.Part) {
	s := p.Stop
	code, text := s.Code, s.Rule
	if q.claim == resolved {
		code, text = reach.DNSBlocked, fmt.Sprintf("%v, which %v names", q.server.at, q.server.by)
	}
	j.lay(q, p, code, s.Leg, s.Culprit, text, p.Lost(s), s.NAT != nil)
}

// unresolved puts a name that does not resolve on record.
func (j *judgement) unresolved(q query, name string, b *broken) {
	x := j.causes.at(q.violation(), b.code, reach.Forward, b.culprit)
	x.affects(j.of(q.From)...)
	x.because(fmt.Sprintf("%s, so that %s does not resolve", b.text, name), q.openness())
	j.harmsAll(x, q.topicOf(""), "does not resolve", j.of(q.From)...)
}

// lay lays what becomes of a part to a culprit: to each of the sources where that
// is the source itself.
func (j *judgement) lay(q query, p *reach.Part, code reach.Code, leg reach.Leg, culprit *reach.Origin, text string, here packet.Set, nat bool) {
	var translator reach.Object
	if nat {
		translator = p.Stop.NAT
	}
	harm := j.damage(q, p, here, translator)
	var same *cause // of those for whom the culprit is the same
	for _, m := range affected(q, p) {
		at := culprit
		if at == nil || at == reach.Self {
			at = m.Culprit()
		}
		if why := q.luck.hangs(m, p); why != nil && q.openness() == nil {
			x := j.causes.at(Undecided, why.Code, leg, &reach.Origin{Address: why.Address, Attribute: why.Attribute})
			x.affects(j.affects(q, m)...)
			x.take(q, p, here, nat)
			x.because(why.Reason, why)
			harm.by(x, m)
			continue
		}
		x := same
		if x == nil || at != culprit {
			x = j.causes.at(q.violation(), code, leg, at)
			x.take(q, p, here, nat)
			x.because(text, q.openness())
		}
		if at == culprit {
			same = x
		}
		x.affects(j.affects(q, m)...)
		harm.by(x, m)
	}
}

// openness is why a violation is none for certain; nil when it is one.
func (q query) openness() *reach.Unknown {
	if q.doubt != nil {
		return q.doubt
	}
	return q.slack
}

// doubted puts what a part's fate hangs on on record; of the reply leg only
// where the answer matters.
func (j *judgement) doubted(q query, p *reach.Part, replies bool) {
	for _, d := range p.Doubts {
		if d.Leg == reach.Reply && !replies {
			continue
		}
		x := j.causes.at(Undecided, d.Code, d.Leg, &reach.Origin{Address: d.Address, Attribute: d.Attribute})
		harm := j.damage(q, p, p.At(d.At), d.At.NAT)
		for _, m := range affected(q, p) {
			x.affects(j.affects(q, m)...)
			harm.by(x, m)
		}
		x.take(q, p, p.At(d.At), d.At.NAT != nil)
		x.because(d.Reason, d.Unknown)
	}
}

// unknown puts on record what cannot even be asked.
func (j *judgement) unknown(why *reach.Unknown, names ...string) *cause {
	x := j.causes.at(Undecided, why.Code, reach.Forward, &reach.Origin{Address: why.Address, Attribute: why.Attribute})
	x.affects(names...)
	x.because(why.Reason, why)
	return x
}

// nothing puts an operand that selects nothing on record.
func (j *judgement) nothing(text string) {
	if j.AllowEmpty {
		return
	}
	x := j.causes.at(Violated, EmptySelection, reach.Forward, &reach.Origin{Attribute: text})
	x.because(text, nil)
	j.harmsAll(x, topic{turn: len(j.selections), destination: selectsNothing}, operand(text), "")
}

// bypassed puts packets that get there on another way on record: the culprit is
// the route that leads past.
func (j *judgement) bypassed(q query, p *reach.Part) {
	var culprit *reach.Origin
	for _, s := range p.Steps {
		if s.Leg == reach.Forward && s.Kind == reach.AtTable && s.Route != nil {
			culprit = s.Route.At()
			break
		}
	}
	j.lay(q, p, Bypass, reach.Forward, culprit, pathText(q.via), p.Packets, false)
}

func pathText(via []intent.Hops) string {
	var steps []string
	for _, hops := range via {
		var names []string
		for _, h := range hops {
			names = append(names, h.String())
		}
		steps = append(steps, strings.Join(names, " or "))
	}
	return strings.Join(steps, " then ")
}

// arrived puts packets that get where they must not on record. The culprit is
// the rule or route on their way that this plan changes, else the route that
// leads out.
func (j *judgement) arrived(e *evaluator, q query, p *reach.Part) {
	culprit, rule := opening(e.journey(p))
	j.lay(q, p, Reachable, reach.Forward, culprit, rule, p.Packets, false)
}

// opening is what lets packets through on a way: of what this plan changes the
// first route, else the first rule; of what it leaves the first route.
func opening(way []reach.Hop) (*reach.Origin, string) {
	var best reach.Hop
	rank := 0
	for _, h := range way {
		if h.Leg == reach.Reply || h.Decider == nil {
			continue
		}
		r := 1
		switch route := h.Kind == reach.AtTable; {
		case route && h.Decider.Change.Changes():
			r = 4
		case h.Decider.Change.Changes():
			r = 3
		case route:
			r = 2
		}
		if r > rank {
			best, rank = h, r
		}
	}
	return best.Decider, best.Rule
}

// remarks puts what is to be said of the objects on a way on record.
func (j *judgement) remarks(e *evaluator, p *reach.Part) {
	if len(e.network.Remarks) == 0 {
		return
	}
	passed := map[reach.Object]bool{}
	for _, s := range p.Steps {
		if s.Object != nil {
			passed[s.Object] = true
		}
		if i, ok := s.Object.(*reach.Interface); ok {
			for _, g := range e.engine.Groups(i, s.Subnet) {
				passed[g] = true
			}
		}
	}
	for _, r := range e.network.Remarks {
		if passed[r.About] {
			j.notes = append(j.notes, Remark{r.Code, r.Address, r.Text})
		}
	}
}

// wider notes rules of the sources that admit more than they say (SG-6).
func (j *judgement) wider(e *evaluator, q query) {
	for _, m := range q.From.Members[:1] {
		for _, r := range e.engine.Rules(m.Source, true) {
			if r.Wider != "" {
				j.notes = append(j.notes, Remark{reach.WiderThanWritten, r.Address, r.Wider})
			}
		}
	}
}

// detach keeps of a cause what its own evaluator says, so that another one can tell
// of it.
func (x *cause) detach(e *evaluator) {
	if x.part != nil && x.trace == nil {
		x.trace = e.journey(x.part)
	}
}

// detached are some of the causes, detached.
func (c *causes) detached(e *evaluator, which func(*cause) bool) []*cause {
	var out []*cause
	for _, x := range c.order {
		if which(x) {
			x.detach(e)
			out = append(out, x)
		}
	}
	return out
}

// forget takes back what is undecided of some sources.
func (c *causes) forget(names []string) {
	c.order = slices.DeleteFunc(c.order, func(x *cause) bool {
		if x.verdict != Undecided {
			return false
		}
		before := len(x.sources)
		for _, n := range names {
			delete(x.sources, n)
		}
		x.forgetHarms(names)
		gone := before > 0 && len(x.sources) == 0
		if gone {
			delete(c.byKey, x.causeKey)
		}
		return gone
	})
}

// join adds a detached cause to the one with the same root.
func (c *causes) join(x *cause) {
	if c.byKey == nil {
		c.byKey = map[causeKey]*cause{}
	}
	y := c.byKey[x.causeKey]
	if y == nil {
		c.byKey[x.causeKey] = x
		c.order = append(c.order, x)
		return
	}
	maps.Copy(y.culprits, x.culprits)
	maps.Copy(y.sources, x.sources)
	if x.part != nil && (y.part == nil || telling(x.part) < telling(y.part)) {
		y.part, y.nat, y.trace = x.part, x.nat, x.trace
	}
	if y.called != x.called {
		y.called = ""
	}
	y.taken = append(y.taken, x.taken...)
	y.also = append(y.also, x.also...)
	y.harms = append(y.harms, x.harms...)
	y.from = append(y.from, x.from...)
	y.because(x.text, x.unknown)
}

// findings are the causes as findings, and what is unknown.
func (c *causes) findings(e *evaluator, j *judgement) ([]Finding, []reach.Unknown) {
	out := make([]Finding, 0, len(c.order))
	var unknowns []reach.Unknown
	for _, x := range c.order {
		f := x.finding(e)
		f.ID = identity(j.Name, f)
		f.Known = j.before.knows(j, x)
		out = append(out, f)
		if x.unknown != nil {
			unknowns = append(unknowns, *x.unknown)
		}
	}
	slices.SortStableFunc(out, compareFindings)
	return out, sortedUnknowns(unknowns)
}

// identity is stable across runs and across changes to anything but the cause.
func identity(name string, f Finding) string {
	at := f.Attribute
	if f.Code == EmptySelection {
		// It has no culprit: what tells two of an intent apart is what selects nothing.
		at = operand(f.Message)
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%v\x00%s\x00%s", name, f.Code, f.Leg, withoutKey(f.Address), at))
	return hex.EncodeToString(sum[:6])
}

func (x *cause) finding(e *evaluator) Finding {
	f := Finding{Verdict: x.verdict, Leg: x.leg, Code: x.code, Attribute: x.attribute, Address: x.culprit}
	for s := range x.sources {
		f.Sources = append(f.Sources, s)
	}
	f.Sources = e.catalog.sorted(f.Sources)
	var instances []string
	for a, o := range x.culprits {
		instances = append(instances, a)
		f.Change = o.Change
	}
	if instances = e.catalog.sorted(instances); len(instances) == 1 {
		f.Address = instances[0]
	} else {
		f.Addresses = instances
	}
	if x.code == EmptySelection {
		f.Attribute = ""
	}
	if x.part != nil {
		x.here = packet.UnionSets(x.taken...)
		for _, s := range x.from {
			f.Subnets = append(f.Subnets, s.Address)
		}
		f.Subnets = slices.Compact(e.catalog.sorted(f.Subnets))
		f.Flows = e.flows(x.here)
		if x.called != "" {
			f.Flows = calledFlows(f.Flows, x.called)
		}
		f.Traffic = words(f.Flows)
		if f.Trace = x.trace; f.Trace == nil {
			f.Trace = e.journey(x.part)
		}
		f.Example = e.example(f.Trace, x.called)
		for _, s := range x.also {
			n := Next{s.Code, s.Culprit.Address, s.Leg}
			if s.Culprit == reach.Self {
				n.Address = x.culprit
			}
			if !slices.Contains(f.Also, n) {
				f.Also = append(f.Also, n)
			}
		}
	}
	if f.Message, f.Remedy = x.message, x.remedy; f.Message == "" {
		x.towards = e.towards(x)
		f.Message, f.Remedy = x.words(f)
	}
	e.unmask(&f)
	return f
}
