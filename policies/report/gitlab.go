package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/tfreach/tfreach/policies"
)

// gitlab is a Code Quality report: an array of findings (ci-conventions 2.4). It
// takes none without a path, so what stands nowhere stands at the plan.
type gitlab struct{}

type gitlabEntry struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
	End   int `json:"end"`
}

func (gitlab) Write(w io.Writer, r Report) error {
	out := []gitlabEntry{}
	seen := map[string]int{}
	for _, a := range r.alerts() {
		at := a.anyPlace()
		entry := gitlabEntry{
			Description: Clean(a.intent.Name) + ": " + strings.Join(a.explanation(), " "),
			CheckName:   string(a.Code), Fingerprint: a.ID, Severity: gitlabSeverity(a),
			Location: gitlabLocation{at.File, gitlabLines{max(1, at.Line), max(1, at.Line, at.EndLine)}},
		}
		// The same intent twice has the same findings; one fingerprint is one entry.
		if seen[a.ID]++; seen[a.ID] > 1 {
			entry.Fingerprint = fmt.Sprintf("%s-%d", a.ID, seen[a.ID])
		}
		out = append(out, entry)
	}
	return WriteJSON(w, out)
}

func gitlabSeverity(a alert) string {
	switch {
	case a.level == policies.Error && a.Verdict == policies.Violated:
		return "critical"
	case a.level == policies.Error:
		return "major"
	case a.level == policies.Warning:
		return "minor"
	}
	return "info"
}
