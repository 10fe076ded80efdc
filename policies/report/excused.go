package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/tfreach/tfreach/policies"
)

// excused writes a finding that does not gate in short: what it is, and why it is
// excused.
func (p *page) excused(f policies.Finding) {
	head, _ := heading(f)
	p.line("  %s  %s", p.dim(head+where(f)), p.dim(string(f.Code)))
	p.excuses(f)
}

// excuses are the reasons for which a finding does not gate.
func (p *page) excuses(f policies.Finding) {
	for _, text := range excuses(f) {
		p.line("    %s", p.dim(text))
	}
}

func excuses(f policies.Finding) []string {
	var out []string
	if w := f.Waived; w != nil {
		out = append(out, fmt.Sprintf("waived until %s by %s: %s", w.Expires.Format(time.DateOnly), w.Owner, w.Reason))
	}
	switch {
	case f.Recorded:
		out = append(out, "known: the baseline has it")
	case f.Known && f.Verdict == policies.Undecided:
		out = append(out, "not new: it is no better before this plan")
	case f.Known:
		out = append(out, "not new: it fails before this plan, too")
	}
	return out
}

// tally is how many intents have a verdict, and how many of them do not gate: "3
// violated (1 of them waived)".
func tally(r Report, v policies.Verdict) string {
	n := r.Count(v)
	waived, known := r.Excused(v)
	lesser := map[policies.Severity]int{}
	for _, i := range r.Intents {
		if i.Verdict == v && i.Gating() != policies.Holds {
			lesser[i.Severity]++
		}
	}
	var parts []string
	for _, x := range []struct {
		n    int
		what string
	}{{waived, "waived"}, {known, "known"}, {lesser[policies.Warning], "only warned of"}, {lesser[policies.Note], "only noted"}} {
		if x.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", x.n, x.what))
		}
	}
	out := fmt.Sprintf("%d %s", n, v)
	if len(parts) > 0 {
		parts[0] = strings.Replace(parts[0], " ", " of them ", 1)
		out += " (" + strings.Join(parts, ", ") + ")"
	}
	return out
}

// jsonWaiver is the waiver of an intent or a finding.
type jsonWaiver struct {
	Name    string `json:"name"`
	Reason  string `json:"reason"`
	Owner   string `json:"owner"`
	Expires string `json:"expires"`
}

// jsonWaiverOf is nil for none.
func jsonWaiverOf(w *policies.Waiver) *jsonWaiver {
	if w == nil {
		return nil
	}
	return &jsonWaiver{w.Name, w.Reason, w.Owner, w.Expires.Format(time.DateOnly)}
}

type jsonWarning struct {
	Message  string        `json:"message"`
	Location *jsonLocation `json:"location,omitempty"`
}
