package cli

import (
	"errors"
	"fmt"
	"io"

	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"

	"github.com/tfreach/tfreach/policies/config"
	"github.com/tfreach/tfreach/policies/report"
)

func (a *app) validate() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:   "validate [PATH...]",
		Short: "Check policy files, without a plan",
		Long: `validate checks policy files: files and folders that are named, or those that check would use for a plan in the working
folder. Whether what they name is there is for check to say, which has a plan. Exit code: 0 valid, 2 not.`,
		Example: `  tfreach validate
  tfreach validate policies/ --format json`,
		RunE: func(_ *cobra.Command, args []string) error {
			if format != "text" && format != "json" {
				return fmt.Errorf("--format takes text or json, not %q", format)
			}
			paths, err := a.policyPaths(args)
			if err != nil {
				return err
			}
			policy, err := readPolicy(paths, ".")
			if format == "json" {
				return a.validJSON(policy, err)
			}
			if err != nil {
				return err
			}
			if _, err := io.WriteString(a.Err, diagnosticText(policy.Warnings, a.color(a.Err))); err != nil {
				return err
			}
			_, err = fmt.Fprintf(a.Out, "%s, %s, %s: valid\n", count(len(paths), "file"), count(len(policy.Intents), "intent"), count(len(policy.Waivers), "waiver"))
			return err
		},
	}
	c.Flags().StringVar(&format, "format", "text", "how to write the mistakes: `text or json`")
	return c
}

// policyPaths are the policy files that a command about policy files is for.
func (a *app) policyPaths(args []string) ([]string, error) {
	if len(args) > 0 {
		return expand(args)
	}
	paths, err := a.findPolicy(".")
	if err == nil && len(paths) == 0 {
		err = errors.New("no policy file is here, nor above in the repository: write one called tfreach.hcl, or name one")
	}
	return paths, err
}

func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

// validation is the result of validate as other tools read it. It has the form of
// terraform validate -json.
type validation struct {
	FormatVersion string              `json:"format_version"`
	Valid         bool                `json:"valid"`
	Errors        int                 `json:"error_count"`
	Warnings      int                 `json:"warning_count"`
	Diagnostics   []diagnosticElement `json:"diagnostics"`
}

type diagnosticElement struct {
	Severity string        `json:"severity"`
	Summary  string        `json:"summary"`
	Detail   string        `json:"detail"`
	Range    rangeElement  `json:"range"`
	First    *rangeElement `json:"first,omitempty"`
}

type rangeElement struct {
	File  string     `json:"filename"`
	Start posElement `json:"start"`
	End   posElement `json:"end"`
}

type posElement struct {
	Line   int `json:"line"`
	Column int `json:"column"`
	Byte   int `json:"byte"`
}

// validJSON writes the result of validate as JSON. What are no mistakes in the files
// remains an error.
func (a *app) validJSON(policy *config.Policy, err error) error {
	var list config.Diagnostics
	switch {
	case err == nil:
		list = policy.Warnings
	case !errors.As(err, &list):
		return err
	}
	out := validation{FormatVersion: "1.0", Valid: err == nil, Diagnostics: []diagnosticElement{}}
	for _, d := range list {
		if d.Severity == config.Error {
			out.Errors++
		} else {
			out.Warnings++
		}
		e := diagnosticElement{Severity: string(d.Severity), Summary: d.Summary, Detail: d.Detail, Range: rangeOf(d.Place)}
		if d.First != nil {
			first := rangeOf(*d.First)
			e.First = &first
		}
		out.Diagnostics = append(out.Diagnostics, e)
	}
	if err := report.WriteJSON(a.Out, out); err != nil {
		return fmt.Errorf("write the result: %w", err)
	}
	if !out.Valid {
		return verdictError{exitError}
	}
	return nil
}

func rangeOf(p config.Place) rangeElement {
	pos := func(p hcl.Pos) posElement { return posElement{p.Line, p.Column, p.Byte} }
	return rangeElement{p.File.Name, pos(p.Start()), pos(p.End())}
}
