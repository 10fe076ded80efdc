package cli

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/policies/config"
	"github.com/tfreach/tfreach/policies/report"
)

const (
	// stepSummary is how many bytes a runner takes as the summary of a step; of more
	// it takes nothing at all.
	stepSummary = 1 << 20
	// summaryMost is how much of it we take: other tools write to it, too.
	summaryMost = 900 << 10
	// summaryLeast is what there has to be room for.
	summaryLeast = 4 << 10
)

// actions writes what GitHub Actions shows by itself: annotations on the change, and
// the summary of the job. Neither changes how the run ends: a summary that cannot be
// written is a warning.
func (a *app) actions(outputs []output, r report.Report, f outputFlags) error {
	if v, _ := a.env("GITHUB_ACTIONS"); v != "true" {
		return nil
	}
	if f.annotations && !slices.ContainsFunc(outputs, func(o output) bool { return o.name == "github" }) {
		if err := a.annotate(outputs, r); err != nil {
			return err
		}
	}
	path, _ := a.env("GITHUB_STEP_SUMMARY")
	asked := func(o output) bool { return o.path != "" && destination(o.path) == destination(path) }
	if f.summary && path != "" && !slices.ContainsFunc(outputs, asked) {
		if err := summarise(path, r); err != nil {
			a.say("warning: the summary of the job is not written: %v", reason(err))
		}
	}
	return nil
}

// annotate writes annotations to the stream that has no result.
func (a *app) annotate(outputs []output, r report.Report) error {
	format, err := report.Named("github")
	if err != nil {
		return err
	}
	w := a.Out
	if slices.ContainsFunc(outputs, func(o output) bool { return o.path == "" }) {
		w = a.Err
	}
	return format.Write(w, r)
}

// failed annotates in GitHub Actions why there is no result: a step that ends with 2 and
// says only in its log why sends people to look for it. Mistakes in policy files are
// annotated where they are, as many as a runner shows. Nothing is done about a stream
// that takes no more.
func (a *app) failed(err error) {
	if v, _ := a.env("GITHUB_ACTIONS"); v != "true" {
		return
	}
	var wrong config.Diagnostics
	if !errors.As(err, &wrong) {
		text := strings.TrimPrefix(message(err, false), "error: ")
		_ = report.Failure(a.Err, nil, strings.TrimSuffix(text, "\n"))
		return
	}
	wrong = slices.DeleteFunc(slices.Clone(wrong), func(d *config.Diagnostic) bool { return d.Severity != config.Error })
	for i, d := range wrong {
		if left := len(wrong) - i; i == report.AnnotationMost-1 && left > 1 {
			_ = report.Failure(a.Err, nil, fmt.Sprintf("and %d more; the log and tfreach validate show them", left))
			return
		}
		var at *policies.Location
		if d.File.Path != "" {
			from, to := d.Start(), d.End()
			at = &policies.Location{File: d.File.Path, Line: from.Line, EndLine: to.Line, Column: from.Column, EndColumn: to.Column}
		}
		_ = report.Failure(a.Err, at, report.Clean(strings.ReplaceAll(d.Summary+". "+d.Detail, "\n", " ")))
	}
}

// summarise appends to the summary of the job, in the room that is left.
func summarise(path string, r report.Report) error {
	format, err := report.Named("markdown")
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o666)
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		_ = f.Close()
		return err
	}
	has := int(min(info.Size(), stepSummary))
	// A blank line ends whatever stands there.
	separator := ""
	if has > 0 {
		separator = "\n\n"
	}
	r.Limit = min(summaryMost, stepSummary-has-len(separator)-1)
	if r.Limit < summaryLeast {
		_ = f.Close()
		return fmt.Errorf("%w: it has %d bytes already", errFull, info.Size())
	}
	var b bytes.Buffer
	b.WriteString(separator)
	if err := format.Write(&b, r); err != nil {
		_ = f.Close()
		return err
	}
	return filled(f, b.Bytes())
}

var errFull = errors.New("there is no room in it")
