package policies

import (
	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// Verdict is what becomes of an intent.
type Verdict string

// The verdicts, from good to bad. Undecided is better than violated only in
// that somebody may still settle it.
const (
	Holds     Verdict = "holds"
	Undecided Verdict = "undecided"
	Violated  Verdict = "violated"
)

// worse is the worse of two verdicts.
func (v Verdict) worse(w Verdict) Verdict {
	if v == Violated || w == Violated {
		return Violated
	}
	if v == Undecided || w == Undecided {
		return Undecided
	}
	return Holds
}

// Result is what a plan is worth by its intents.
type Result struct {
	Intents []IntentResult
	// Notices are remarks on the plan as a whole, such as that it destroys
	// everything.
	Notices []string
	// Warnings are what somebody should do something about: not in the plan, but in
	// what surrounds its verdict, such as a waiver that expires.
	Warnings []Caution
}

// Caution is a warning, with where what it is about is written; nil when that is not
// known.
type Caution struct {
	Message string
	At      *Location
}

// Verdict is the worst verdict of the intents that gate, less what is excused in
// them.
func (r *Result) Verdict() Verdict {
	v := Holds
	for i := range r.Intents {
		if r.Intents[i].Severity == Error {
			v = v.worse(r.Intents[i].Gating())
		}
	}
	return v
}

// Count is how many intents have a verdict.
func (r *Result) Count(v Verdict) int {
	n := 0
	for _, i := range r.Intents {
		if i.Verdict == v {
			n++
		}
	}
	return n
}

// Excused is how many intents with a verdict gate no more because all their findings are
// excused: by waivers, or, of some at least, because they are known.
func (r *Result) Excused(v Verdict) (waived, known int) {
	for n := range r.Intents {
		switch i := &r.Intents[n]; {
		case i.Verdict != v:
		case i.Waived() != nil:
			waived++
		case i.Known():
			known++
		}
	}
	return waived, known
}

// IntentResult is the verdict of one intent and what it rests on.
type IntentResult struct {
	Name string
	// Description is what the policy says of it; may be empty.
	Description string
	// Text is the sentences, joined by "; ".
	Text     string
	Verdict  Verdict
	Severity Severity
	// Defined is where the intent is written; nil for one of the command line.
	Defined *Location
	// Sources are the addresses that were asked, sorted.
	Sources []string
	// Places is how many of them are subnets, asked as places: security groups
	// do not count there.
	Places   int
	Findings []Finding
	// Unknowns is what an undecided verdict hangs on; never empty then.
	Unknowns []reach.Unknown
	// Assumptions is what the verdict rests on and the plan does not show.
	Assumptions []string
	Notes       []Remark
	// Selected and Proof are kept where the settings want proofs; Proof is nil for what
	// does not hold, and where nothing was asked.
	Selected []Selected
	Proof    *Proof
}

// Gating is the verdict as far as it gates: what is waived or known is left out. The
// verdict itself, and all counts, stay as they are.
func (i *IntentResult) Gating() Verdict {
	if len(i.Findings) == 0 {
		return i.Verdict
	}
	v := Holds
	for _, f := range i.Findings {
		if !f.Excused() {
			v = v.worse(f.Verdict)
		}
	}
	return v
}

// Waived is the waiver that excuses an intent, of several the one that expires first;
// nil where some finding has none.
func (i *IntentResult) Waived() *Waiver {
	var out *Waiver
	for _, f := range i.Findings {
		if f.Waived == nil {
			return nil
		}
		if out == nil || f.Waived.Expires.Before(out.Expires) {
			out = f.Waived
		}
	}
	return out
}

// Known reports whether nothing in an intent gates because this plan does not break
// it, waived findings aside.
func (i *IntentResult) Known() bool {
	return len(i.Findings) > 0 && i.Waived() == nil && i.Gating() == Holds
}

// Remark is a note on a verdict that does not change it.
type Remark struct {
	Code    reach.Code
	Address string
	Message string
}

// Finding is one root cause: why some packets of some sources do not fare as the
// intent says.
type Finding struct {
	// ID is stable across runs, and across changes to anything else.
	ID      string
	Verdict Verdict // Violated or Undecided
	// Sources are the addresses that are affected, sorted.
	Sources []string
	// Subnets are those that their packets start in, sorted; empty for what is not about
	// packets.
	Subnets []string
	Leg     reach.Leg
	Code    reach.Code
	// Address is the culprit; Addresses its instances when there are several,
	// and Address then has no instance key.
	Address   string
	Addresses []string
	Attribute string
	Change    reach.Change
	// Traffic is the packets in words, Flows as data.
	Traffic []string
	Flows   []Flow
	// Example is one of the packets; zero without one.
	Example Example
	// Message says what is wrong in one sentence, Remedy what would mend it.
	Message, Remedy string
	// Also is what would block next.
	Also []Next
	// Trace is the way of the example.
	Trace []reach.Hop

	// Location is where the culprit stands in the configuration, or the call of a
	// module that is not part of the repository; for what is deleted, the object that
	// loses it, and for what is wrong with the intent, the intent. It is nil when that
	// is not known.
	Location *Location
	// Calls lead from the root module to what Location is about.
	Calls []Call
	// Places are where the hops of Trace stand, by their index; nil without any, and
	// an entry is nil for a hop without one.
	Places []*Location

	// Waived is the waiver that covers it; nil without one.
	Waived *Waiver
	// Known: it is not this plan that breaks it, so that it does not gate. The network
	// before the plan fares as badly, or an earlier result has it.
	Known bool
	// Recorded: an earlier result has it, and it is known by that alone.
	Recorded bool
}

// Excused: somebody answers for it, or it is not this plan's doing.
func (f *Finding) Excused() bool { return f.Waived != nil || f.Known }

// Example is one packet of those that something is told of, as it leaves its source.
type Example struct {
	// Packet has no address where none is known that would not be made up.
	packet.Packet
	// From and To stand in words for addresses that the packet does not have; they may
	// be empty.
	From, To string
}

// Next is something that would drop packets once the finding is mended.
type Next struct {
	Code    reach.Code
	Address string
	Leg     reach.Leg
}

// Flow is a box of packets as data.
type Flow struct {
	Family   string // ipv4 or ipv6
	Protocol string
	// Destinations are CIDRs. 0.0.0.0/0 and ::/0 mean the internet, less Except.
	Destinations []string
	Except       []string
	// Ports are destination ports, or ICMP types with codes; empty for any.
	Ports []string
	// ClientPorts are those that the answer goes to at the hop that drops it.
	ClientPorts []string
}
