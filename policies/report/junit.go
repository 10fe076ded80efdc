package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/policies"
)

// junit is test results: a suite for each policy file, a case for each source of
// each intent, those that hold, too (ci-conventions 2.4). A violation that gates is
// a failure and an undecided one an error; what does not gate is skipped, with why.
type junit struct{}

// casesMost is how many sources of an intent have cases of their own. The others
// share one, which is as bad as the worst of them.
const casesMost = 500

type junitSuites struct {
	XMLName xml.Name `xml:"testsuites"`
	Name    string   `xml:"name,attr"`
	junitCounts
	Suites []*junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name string `xml:"name,attr"`
	junitCounts
	Cases []junitCase `xml:"testcase"`
}

type junitCounts struct {
	Tests    int `xml:"tests,attr"`
	Failures int `xml:"failures,attr"`
	Errors   int `xml:"errors,attr"`
	Skipped  int `xml:"skipped,attr"`
	// Time is part of the format; results have no times.
	Time int `xml:"time,attr"`
}

type junitCase struct {
	ClassName string      `xml:"classname,attr"`
	Name      string      `xml:"name,attr"`
	Time      int         `xml:"time,attr"`
	File      string      `xml:"file,attr,omitempty"`
	Line      int         `xml:"line,attr,omitempty"`
	Skipped   *junitFault `xml:"skipped"`
	Error     *junitFault `xml:"error"`
	Failure   *junitFault `xml:"failure"`
}

type junitFault struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",chardata"`
}

func (junit) Write(w io.Writer, r Report) error {
	out := junitSuites{Name: "tfreach"}
	for i := range r.Intents {
		in := &r.Intents[i]
		name := "command line"
		switch {
		case in.Defined != nil:
			name = Clean(in.Defined.File)
		case in.Name != in.Text:
			name = "policy" // one that is not in the repository
		}
		at := slices.IndexFunc(out.Suites, func(s *junitSuite) bool { return s.Name == name })
		if at < 0 {
			at = len(out.Suites)
			out.Suites = append(out.Suites, &junitSuite{Name: name})
		}
		suite := out.Suites[at]
		for _, c := range r.cases(in) {
			suite.Cases = append(suite.Cases, c)
			suite.add(c)
			out.add(c)
		}
	}
	text, err := xml.MarshalIndent(out, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s%s\n", xml.Header, text)
	return err
}

func (n *junitCounts) add(c junitCase) {
	n.Tests++
	switch {
	case c.Failure != nil:
		n.Failures++
	case c.Error != nil:
		n.Errors++
	case c.Skipped != nil:
		n.Skipped++
	}
}

// cases are those of one intent. What is the matter with no source in particular is
// a case of the intent itself.
func (r Report) cases(in *policies.IntentResult) []junitCase {
	of := map[string][]policies.Finding{}
	var own []policies.Finding
	for _, f := range in.Findings {
		if len(f.Sources) == 0 {
			own = append(own, f)
		}
		for _, s := range f.Sources {
			of[s] = append(of[s], f)
		}
	}
	var out []junitCase
	if len(own) > 0 || len(in.Sources) == 0 {
		out = append(out, r.testCase(in, in.Name, own))
	}
	shown := in.Sources
	if len(shown) > casesMost {
		shown = shown[:casesMost]
	}
	for _, s := range shown {
		out = append(out, r.testCase(in, in.Name+" / "+s, of[s]))
		delete(of, s)
	}
	if n := len(in.Sources) - len(shown); n > 0 {
		var rest []policies.Finding
		for _, f := range in.Findings {
			if slices.ContainsFunc(f.Sources, func(s string) bool { return of[s] != nil }) {
				rest = append(rest, f)
			}
		}
		out = append(out, r.testCase(in, in.Name+" / "+count(n, "more source"), rest))
	}
	return out
}

// testCase is as bad as the worst of its findings, and tells of all of them.
func (r Report) testCase(in *policies.IntentResult, name string, findings []policies.Finding) junitCase {
	out := junitCase{ClassName: Clean(in.Name), Name: Clean(name)}
	if len(findings) == 0 {
		return out
	}
	var fault junitFault
	worst := 0
	var texts []string
	for _, f := range findings {
		a := alert{f, in, in.Severity, r.Plan.File}
		bad, note := r.gates(a)
		texts = append(texts, strings.Join(a.explanation(), "\n"))
		if bad <= worst && fault.Message != "" {
			continue
		}
		worst = bad
		fault = junitFault{Message: Clean(note + a.Message), Type: string(f.Code)}
		if at := a.place(); at != nil {
			out.File, out.Line = Clean(at.File), at.Line
		}
	}
	fault.Text = strings.Join(texts, "\n\n")
	switch worst {
	case 2:
		out.Failure = &fault
	case 1:
		out.Error = &fault
	default:
		fault.Type = "" // a skipped test has none
		out.Skipped = &fault
	}
	return out
}

// gates is 2 for a violation that gates, 1 for what is undecided and gates, and 0
// with the reason for what does not.
func (r Report) gates(a alert) (int, string) {
	switch {
	case a.Waived != nil:
		return 0, "waived: "
	case a.Known:
		return 0, "not new: "
	case a.intent.Severity != policies.Error:
		return 0, string(a.intent.Severity) + ": "
	case a.Verdict == policies.Violated:
		return 2, ""
	case r.UndecidedWarns:
		return 0, "undecided: "
	}
	return 1, "undecided: "
}
