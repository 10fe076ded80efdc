package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/reach"
)

// alert is a finding that somebody has to look at: nobody answers for it, and it
// is this plan that brings it.
type alert struct {
	policies.Finding
	intent *policies.IntentResult
	// level is how bad it is for the run: what is undecided is an error only where
	// that gates.
	level policies.Severity
	// plan is the plan's file, for what has no place of its own.
	plan string
}

// alerts are in the order of the intents.
func (r Report) alerts() []alert {
	var out []alert
	for i := range r.Intents {
		in := &r.Intents[i]
		for _, f := range in.Findings {
			if f.Excused() {
				continue
			}
			level := in.Severity
			if level == policies.Error && f.Verdict == policies.Undecided && r.UndecidedWarns {
				level = policies.Warning
			}
			out = append(out, alert{f, in, level, r.Plan.File})
		}
	}
	return out
}

// worstFirst is for readers that see the first few only: what gates, what is sure,
// what hits many.
func worstFirst(alerts []alert) []alert {
	rank := map[policies.Severity]int{policies.Error: 0, policies.Warning: 1, policies.Note: 2}
	out := slices.Clone(alerts)
	slices.SortStableFunc(out, func(a, b alert) int {
		return cmp.Or(
			cmp.Compare(rank[a.level], rank[b.level]),
			-cmp.Compare(a.Verdict, b.Verdict), // violated, undecided
			-cmp.Compare(len(a.Sources), len(b.Sources)),
		)
	})
	return out
}

// place is where to show it: the culprit, the call that leads to its module, the
// intent; nil when none of them is known.
func (a alert) place() *policies.Location {
	if a.Location != nil {
		return a.Location
	}
	if own := a.ownCalls(); len(own) > 0 {
		return &own[len(own)-1].Location
	}
	return a.intent.Defined
}

// ownCalls are the calls that stand in the repository: those in modules that it does
// not hold have no file.
func (a alert) ownCalls() []policies.Call {
	return slices.DeleteFunc(slices.Clone(a.Calls), func(c policies.Call) bool { return c.File == "" })
}

// anyPlace is place for formats that take nothing without one: in the end the
// first line of the plan.
func (a alert) anyPlace() policies.Location {
	if at := a.place(); at != nil {
		return *at
	}
	return policies.Location{File: cmp.Or(a.plan, "plan.json"), Line: 1, EndLine: 1}
}

// explanation is what a reviewer needs to know of it, in lines that are clean.
func (a alert) explanation() []string {
	lines := []string{sentence(a.Message)}
	if a.intent.Text != a.intent.Name {
		lines = append(lines, "Intent: "+a.intent.Text)
	}
	if len(a.Sources) > 0 {
		lines = append(lines, "Affected: "+some(a.Sources))
	}
	if len(a.Addresses) > 0 {
		lines = append(lines, "Each of: "+some(a.Addresses))
	}
	if a.Verdict == policies.Violated && a.Example != (policies.Example{}) {
		lines = append(lines, "Example: "+exampleText(a.Example)+a.fate())
	}
	if a.Remedy != "" {
		lines = append(lines, a.mending()+": "+a.Remedy)
	}
	if chain := calls(a.Calls); chain != "" {
		lines = append(lines, "Called by: "+chain)
	}
	for i := range lines {
		lines[i] = Clean(lines[i])
	}
	return lines
}

// fate is what becomes of the example.
func (a alert) fate() string {
	switch {
	case a.Code == policies.Reachable:
		return ", which gets there"
	case a.Code == policies.Bypass:
		return ", which gets there another way"
	case a.Leg == reach.Reply:
		return ", whose answer is dropped"
	}
	return ", which is dropped"
}

// mending is what to call the remedy.
func (a alert) mending() string {
	if a.Verdict == policies.Undecided {
		return "To settle it"
	}
	return "To mend it"
}

// sentence ends a message as one.
func sentence(message string) string {
	if message == "" || strings.HasSuffix(message, ".") {
		return message
	}
	return message + "."
}

// calls is the chain of module calls, from the root.
func calls(chain []policies.Call) string {
	var out []string
	for _, c := range chain {
		if c.File == "" {
			out = append(out, c.Module)
			continue
		}
		out = append(out, fmt.Sprintf("%s (%s)", c.Module, fileLine(c.Location)))
	}
	return strings.Join(out, " > ")
}

// fileLine is a place as compilers write it.
func fileLine(at policies.Location) string { return fmt.Sprintf("%s:%d", at.File, at.Line) }
