package report

import (
	"fmt"
	"io"
	"net/url"
	"regexp"
	"strings"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/reach"
)

// sarif is SARIF 2.1.0 as GitHub's code scanning takes it (ci-conventions 2.3): a
// result per finding that nobody answers for. The structs are our own, since the
// library for it brings a client of HTTP into the program, which connects nowhere.
type sarif struct{}

// home is where the program comes from.
const home = "https://github.com/tfreach/tfreach"

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool        sarifTool         `json:"tool"`
	Automation  sarifAutomation   `json:"automationDetails"`
	Invocations []sarifInvocation `json:"invocations"`
	ColumnKind  string            `json:"columnKind"`
	Results     []sarifResult     `json:"results"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name            string      `json:"name"`
	Version         string      `json:"version,omitempty"`
	SemanticVersion string      `json:"semanticVersion,omitempty"`
	InformationURI  string      `json:"informationUri"`
	Rules           []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID         string         `json:"id"`
	Short      sarifText      `json:"shortDescription"`
	Full       sarifText      `json:"fullDescription"`
	Default    sarifDefault   `json:"defaultConfiguration"`
	Help       sarifHelp      `json:"help"`
	Properties map[string]any `json:"properties"`
}

type sarifDefault struct {
	Level policies.Severity `json:"level"`
}

type sarifHelp struct {
	Text     string `json:"text"`
	Markdown string `json:"markdown"`
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifAutomation struct {
	ID string `json:"id"`
}

type sarifInvocation struct {
	Successful    bool                `json:"executionSuccessful"`
	Notifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
}

type sarifNotification struct {
	Level   policies.Severity `json:"level"`
	Message sarifText         `json:"message"`
}

type sarifResult struct {
	RuleID       string            `json:"ruleId"`
	RuleIndex    int               `json:"ruleIndex"`
	Level        policies.Severity `json:"level"` // the same words
	Message      sarifText         `json:"message"`
	Locations    []sarifLocation   `json:"locations"`
	Related      []sarifLocation   `json:"relatedLocations,omitempty"`
	Flows        []sarifFlow       `json:"codeFlows,omitempty"`
	Fingerprints map[string]string `json:"partialFingerprints"`
	Properties   map[string]any    `json:"properties"`
}

type sarifLocation struct {
	ID       int           `json:"id,omitempty"`
	Physical sarifPhysical `json:"physicalLocation"`
	Logical  []sarifName   `json:"logicalLocations,omitempty"`
	Message  *sarifText    `json:"message,omitempty"`
}

type sarifPhysical struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   sarifRegion   `json:"region"`
}

type sarifArtifact struct {
	URI string `json:"uri"`
}

type sarifRegion struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn"`
	EndLine     int `json:"endLine"`
	EndColumn   int `json:"endColumn,omitempty"` // left out, it is the end of the line
}

type sarifName struct {
	FullyQualifiedName string `json:"fullyQualifiedName"`
	Kind               string `json:"kind"`
}

type sarifFlow struct {
	ThreadFlows []sarifThread `json:"threadFlows"`
}

type sarifThread struct {
	Locations []sarifStep `json:"locations"`
}

type sarifStep struct {
	Location sarifLocation `json:"location"`
}

func (sarif) Write(w io.Writer, r Report) error {
	run := sarifRun{
		Tool:        sarifTool{sarifDriver{Name: "tfreach", Version: r.Version, InformationURI: home, Rules: []sarifRule{}}},
		Automation:  sarifAutomation{r.automation()},
		Invocations: []sarifInvocation{{Successful: true}},
		// What HCL counts as a column is nearer to it than a byte is.
		ColumnKind: "unicodeCodePoints",
		Results:    []sarifResult{},
	}
	if semantic.MatchString(r.Version) {
		run.Tool.Driver.SemanticVersion = r.Version
	}
	for _, w := range r.Warnings {
		run.notify(policies.Warning, w.Message)
	}
	for _, n := range r.Notices {
		run.notify(policies.Note, n)
	}
	rules := map[reach.Code]int{}
	alerts := r.alerts()
	if n := len(alerts) - sarifMost; n > 0 {
		alerts = worstFirst(alerts)[:sarifMost]
		run.notify(policies.Warning, fmt.Sprintf("%s left out: code scanning shows %d at most", count(n, "more finding"), sarifMost))
	}
	read := newLines(r.Files)
	for _, a := range alerts {
		rule, have := rules[a.Code]
		if !have {
			rule = len(rules)
			rules[a.Code] = rule
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRuleOf(a.Code))
		}
		result := sarifResultOf(a, read)
		result.RuleIndex = rule
		run.Results = append(run.Results, result)
	}
	return WriteJSON(w, sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
}

// sarifMost is how many results code scanning keeps; it rejects a file with many
// more.
const sarifMost = 5000

func (r *sarifRun) notify(level policies.Severity, text string) {
	r.Invocations[0].Notifications = append(r.Invocations[0].Notifications, sarifNotification{level, sarifText{unlinked(text)}})
}

// semantic is a version that is a semantic one.
var semantic = regexp.MustCompile(`^[0-9]+\.[0-9]+\.[0-9]+(?:[-+][0-9A-Za-z.+-]+)?$`)

// automation is the category of the run, which ends with a slash. Runs that have
// the same one close each other's alerts.
func (r Report) automation() string {
	if r.Category == "" {
		return "tfreach/"
	}
	return "tfreach/" + Clean(strings.Trim(r.Category, "/")) + "/"
}

// sarifRuleOf is the rule of a code. No text of a rule may be empty.
func sarifRuleOf(code reach.Code) sarifRule {
	e, ok := policies.Explain(code)
	if !ok {
		e = policies.Explanation{Code: code, Meaning: string(code), Remedy: "See tfreach explain."}
	}
	short, _, _ := strings.Cut(e.Meaning, ". ")
	help := "To mend it: " + e.Remedy
	page := e.Meaning + "\n\n**To mend it:** " + e.Remedy + "\n"
	if mistake := e.Mistake(); mistake != "" {
		page += "\nFor example:\n\n```hcl\n" + mistake + "```\n\nMended:\n\n```hcl\n" + e.Mended() + "```\n"
	}
	rule := sarifRule{
		ID: string(code), Short: sarifText{sentence(short)}, Full: sarifText{e.Meaning}, Default: sarifDefault{policies.Error},
		Help:       sarifHelp{e.Meaning + "\n\n" + help, page},
		Properties: map[string]any{"precision": "very-high", "problem.severity": "error", "tags": []string{"terraform", "aws", "network"}},
	}
	switch code {
	case policies.Reachable:
		// The one that lets somebody out, or in. 7.0 is the lowest that is high.
		rule.Properties["security-severity"] = "7.0"
		rule.Properties["tags"] = []string{"security", "terraform", "aws", "network"}
	case reach.UnknownValue, reach.UnknownBeyondPlan, reach.UnmodelledResource, policies.PartialPlan:
		rule.Default.Level = policies.Warning
		rule.Properties["problem.severity"] = "warning"
		rule.Properties["precision"] = "high"
	}
	return rule
}

func sarifResultOf(a alert, read *lines) sarifResult {
	out := sarifResult{
		RuleID: string(a.Code), Level: a.level,
		Message:      sarifText{unlinked(strings.Join(a.explanation(), "\n"))},
		Fingerprints: map[string]string{"tfreachFindingId/v1": a.ID},
		Properties:   map[string]any{"intent": Clean(a.intent.Name), "verdict": a.Verdict},
	}
	at := a.anyPlace()
	if a.place() == nil {
		read = newLines(nil) // the line of a plan is of no use to anybody
	}
	main := read.sarif(at, "")
	if a.Address != "" {
		main.Logical = []sarifName{{Clean(where(a.Finding)), "resource"}}
	}
	out.Locations = []sarifLocation{main}
	if a.place() == nil {
		// All such findings share one line, and would be one alert.
		out.Fingerprints["primaryLocationLineHash"] = a.ID + ":1"
	} else if hash, _, ok := read.at(at.File, at.Line); ok {
		out.Fingerprints["primaryLocationLineHash"] = hash
	}
	for _, c := range a.ownCalls() {
		out.Related = append(out.Related, read.sarif(c.Location, "The call of "+c.Module))
	}
	if d := a.intent.Defined; d != nil {
		out.Related = append(out.Related, read.sarif(*d, "The intent "+a.intent.Name))
	}
	for i := range out.Related {
		out.Related[i].ID = i + 1
	}
	if steps := read.steps(a.Finding); len(steps) > 0 {
		out.Flows = []sarifFlow{{[]sarifThread{{steps}}}}
	}
	return out
}

// steps are the hops that stand somewhere in the repository.
func (l *lines) steps(f policies.Finding) []sarifStep {
	var out []sarifStep
	for i, h := range f.Trace {
		if i >= len(f.Places) || f.Places[i] == nil {
			continue
		}
		out = append(out, sarifStep{l.sarif(*f.Places[i], hopText(h))})
	}
	return out
}

// hopText is a hop in one line.
func hopText(h reach.Hop) string {
	text := h.Leg.String() + ": " + kindText(h)
	if h.Origin != nil {
		text += " " + h.Origin.String()
	}
	text += ": " + string(h.Verdict)
	if h.Rule != "" {
		text += ", " + h.Rule
	}
	if h.Detail != "" {
		text += ", " + h.Detail
	}
	return text
}

// sarif is the first line of a place: pull requests show an alert only where all
// its lines are part of the change.
func (l *lines) sarif(at policies.Location, text string) sarifLocation {
	region := sarifRegion{StartLine: max(1, at.Line), StartColumn: max(1, at.Column)}
	region.EndLine = region.StartLine
	if at.EndLine == at.Line && at.EndColumn > at.Column {
		region.EndColumn = at.EndColumn
	} else if _, width, ok := l.at(at.File, at.Line); ok && width >= region.StartColumn {
		region.EndColumn = width + 1
	}
	out := sarifLocation{Physical: sarifPhysical{sarifArtifact{relativeURI(at.File)}, region}}
	if text != "" {
		out.Message = &sarifText{unlinked(text)}
	}
	return out
}

// relativeURI is a path as a relative reference: a colon in its first part would
// make a scheme of that.
func relativeURI(file string) string {
	parts := strings.Split(file, "/")
	for i, p := range parts {
		parts[i] = strings.ReplaceAll(url.PathEscape(p), ":", "%3A")
	}
	return strings.Join(parts, "/")
}

// unlinked is text in which nothing is a link: SARIF has [text](target) in plain
// text, too.
func unlinked(text string) string {
	out := strings.Split(text, "\n")
	for i := range out {
		out[i] = Clean(strings.ReplaceAll(out[i], "](", "] ("))
	}
	return strings.Join(out, "\n")
}
