package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/policies"
)

// atlantis is text as Atlantis judges it: by its words, not by an exit code. It
// looks for "FAIL" in the beginning and for a number before "failure", and older
// ones for "fail" anywhere, so that nothing of a plan may stand in the text of a
// success. It asks for approval by lines, which have to be the same for the same
// finding (ci-conventions 2.6).
type atlantis struct{}

func (atlantis) Write(w io.Writer, r Report) error {
	var failures, warnings []string
	for _, a := range r.alerts() {
		what := strings.Join(nonEmpty(string(a.Code), where(a.Finding)), " ")
		line := fmt.Sprintf("%s - %s - %s", a.intent.Name, what, sentence(a.Message))
		if at := a.place(); at != nil {
			line += " (" + at.File + ")"
		}
		if a.level == policies.Error {
			failures = append(failures, Clean("FAIL - "+line))
		} else {
			warnings = append(warnings, Clean("WARN - "+line))
		}
	}
	n := len(r.Intents)
	if len(failures) == 0 {
		text := fmt.Sprintf("PASS - %s: %d hold, %d violated, %d undecided; %s\n", count(n, "intent"), r.Count(policies.Holds), r.Count(policies.Violated), r.Count(policies.Undecided), count(len(warnings), "warning"))
		_, err := io.WriteString(w, text)
		return err
	}
	slices.Sort(failures)
	slices.Sort(warnings)
	lines := append(failures, warnings...)
	lines = append(lines, fmt.Sprintf("%s, %s, %s", count(n, "intent"), count(len(failures), "failure"), count(len(warnings), "warning")))
	_, err := io.WriteString(w, strings.Join(lines, "\n")+"\n")
	return err
}
