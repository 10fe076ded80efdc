package report

import (
	"io"
	"strings"

	"github.com/tfreach/tfreach/policies"
)

// rdjson is reviewdog's diagnostics (ci-conventions 2.4).
type rdjson struct{}

type rdResult struct {
	Source      rdSource       `json:"source"`
	Severity    string         `json:"severity"`
	Diagnostics []rdDiagnostic `json:"diagnostics"`
}

type rdSource struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

type rdDiagnostic struct {
	Message  string      `json:"message"`
	Location rdLocation  `json:"location"`
	Severity string      `json:"severity"`
	Code     rdCode      `json:"code"`
	Related  []rdRelated `json:"related_locations,omitempty"`
}

type rdCode struct {
	Value string `json:"value"`
}

type rdLocation struct {
	Path  string  `json:"path"`
	Range rdRange `json:"range"`
}

type rdRange struct {
	Start rdPosition  `json:"start"`
	End   *rdPosition `json:"end,omitempty"`
}

type rdPosition struct {
	Line   int `json:"line"`
	Column int `json:"column,omitempty"`
}

type rdRelated struct {
	Message  string     `json:"message"`
	Location rdLocation `json:"location"`
}

var rdSeverities = map[policies.Severity]string{policies.Error: "ERROR", policies.Warning: "WARNING", policies.Note: "INFO"}

func (rdjson) Write(w io.Writer, r Report) error {
	out := rdResult{Source: rdSource{"tfreach", home}, Severity: "ERROR", Diagnostics: []rdDiagnostic{}}
	for _, a := range r.alerts() {
		d := rdDiagnostic{
			Message:  Clean(a.intent.Name) + "\n" + strings.Join(a.explanation(), "\n"),
			Location: rdLocationOf(a.anyPlace()), Severity: rdSeverities[a.level], Code: rdCode{string(a.Code)},
		}
		for _, c := range a.ownCalls() {
			d.Related = append(d.Related, rdRelated{Clean("the call of " + c.Module), rdLocationOf(c.Location)})
		}
		if at := a.intent.Defined; at != nil {
			d.Related = append(d.Related, rdRelated{Clean("the intent " + a.intent.Name), rdLocationOf(*at)})
		}
		out.Diagnostics = append(out.Diagnostics, d)
	}
	return WriteJSON(w, out)
}

func rdLocationOf(at policies.Location) rdLocation {
	out := rdLocation{at.File, rdRange{Start: rdPosition{max(1, at.Line), at.Column}}}
	if at.EndLine >= at.Line && at.EndLine > 0 {
		out.Range.End = &rdPosition{at.EndLine, at.EndColumn}
	}
	return out
}
