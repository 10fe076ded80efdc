package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/tfreach/tfreach/policies/intent"
)

// Severity says whether a policy with a mistake can be used.
type Severity string

// The severities.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Diagnostic is a mistake in a policy file.
type Diagnostic struct {
	Severity Severity
	// Summary says what is wrong in few words; Detail what was expected and what to
	// write, in lines; it may be empty.
	Summary, Detail string
	// Block is the block that it is in, such as: intent "private-https". It may be
	// empty.
	Block string
	Place
	// First is where the other one is, of two that cannot both be; nil without one.
	First *Place
}

// Diagnostics are mistakes in the order of their places.
type Diagnostics []*Diagnostic

// HasErrors reports whether there is one that makes a policy useless.
func (d Diagnostics) HasErrors() bool {
	return slices.ContainsFunc(d, func(d *Diagnostic) bool { return d.Severity == Error })
}

// Error is the first mistake in one line.
func (d Diagnostics) Error() string {
	if len(d) == 0 {
		return "no mistake"
	}
	return d[0].String()
}

// String is the mistake in one line.
func (d *Diagnostic) String() string {
	s := d.Place.String() + ": " + d.Summary
	if d.Detail != "" {
		s += ": " + strings.ReplaceAll(d.Detail, "\n", " ")
	}
	return s
}

// maxDiagnostics is how many mistakes are kept: who makes more begins with these.
const maxDiagnostics = 1000

// mistakes collects what is wrong with a policy.
type mistakes struct {
	list Diagnostics
	seen map[string]bool
}

// full: no more mistakes are kept.
func (m *mistakes) full() bool { return len(m.list) >= maxDiagnostics }

// add puts a mistake on record, once.
func (m *mistakes) add(d Diagnostic) {
	d.Place = d.bounded()
	key := fmt.Sprintf("%p %d %d %s", d.File, d.From, d.To, d.Summary)
	if m.seen[key] || m.full() {
		return
	}
	if m.seen == nil {
		m.seen = map[string]bool{}
	}
	m.seen[key] = true
	m.list = append(m.list, &d)
}

func (m *mistakes) wrong(at Place, block, summary, format string, args ...any) {
	m.add(Diagnostic{Severity: Error, Summary: summary, Detail: fmt.Sprintf(format, args...), Block: block, Place: at})
}

// once puts a mistake on record for the first place that a file has it at.
func (m *mistakes) once(at Place, summary, format string, args ...any) {
	if !slices.ContainsFunc(m.list, func(d *Diagnostic) bool { return d.File == at.File && d.Summary == summary }) {
		m.wrong(at, "", summary, format, args...)
	}
}

// fromHCL takes over what the parsers of HCL found. Where translates their ranges.
func (m *mistakes) fromHCL(f *File, diags hcl.Diagnostics, block string, where func(hcl.Range) Place) {
	for _, d := range diags {
		at := Place{File: f}
		if d.Subject != nil {
			at = where(*d.Subject)
		}
		severity := Error
		if d.Severity == hcl.DiagWarning {
			severity = Warning
		}
		detail := strings.Join(strings.Fields(d.Detail), " ")
		if d.Summary == "Missing newline after argument" {
			detail += " A sentence stands in quotes."
		}
		m.add(Diagnostic{Severity: severity, Summary: d.Summary, Detail: detail, Block: block, Place: at})
	}
}

// sorted are the mistakes in the order of the files and places.
func (m *mistakes) sorted(files []*File) Diagnostics {
	order := map[*File]int{}
	for i, f := range files {
		order[f] = i
	}
	slices.SortStableFunc(m.list, func(a, b *Diagnostic) int {
		return cmp.Or(cmp.Compare(order[a.File], order[b.File]), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	return m.list
}

// didYouMean is a question behind a sentence about a name that there is none of; what
// there is, when no name is like it.
func didYouMean(name string, among []string, there string) string {
	if like := intent.Nearest(strings.ToLower(name), among); like != "" {
		return fmt.Sprintf("Did you mean %q?", like)
	}
	return fmt.Sprintf("%s: %s.", there, listed(among))
}

// listed are names in a sentence, not too many.
func listed(names []string) string {
	const most = 12
	if len(names) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	return strings.Join(names, ", ")
}
