package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"

	"github.com/tfreach/tfreach/policies/config"
	"github.com/tfreach/tfreach/policies/report"
)

// validateFlags are the flags of validate.
type validateFlags struct {
	format    string
	recursive bool
}

func (a *app) validate() *cobra.Command {
	var f validateFlags
	c := &cobra.Command{
		Use:   "validate [PATH...]",
		Short: "Check policy files, without a plan",
		Long: `validate checks policy files: files and folders that are named, all as one policy, or those that check would use for a
plan in the working folder. Whether what they name is there is for check to say, which has a plan. Exit code: 0 valid,
2 not.`,
		Example: `  tfreach validate
  tfreach validate --recursive
  tfreach validate policies/ --format json`,
		RunE: func(_ *cobra.Command, args []string) error {
			if f.format != "text" && f.format != "json" {
				return fmt.Errorf("--format takes text or json, not %q", f.format)
			}
			return a.runValidate(args, f)
		},
	}
	c.Flags().StringVar(&f.format, "format", "text", "how to write the mistakes: `text or json`")
	c.Flags().BoolVar(&f.recursive, "recursive", false, "check all folders below, each as a policy of its own")
	return c
}

// valid is what validate found out.
type valid struct {
	files, intents, waivers int
	config.Diagnostics
}

func (a *app) runValidate(args []string, f validateFlags) error {
	groups, err := a.validated(args, f)
	if err != nil {
		return err
	}
	var v valid
	for _, paths := range groups {
		if err := v.add(paths); err != nil {
			return err
		}
	}
	if f.format == "json" {
		return a.validJSON(v)
	}
	if v.HasErrors() {
		return v.Diagnostics
	}
	if _, err := io.WriteString(a.Err, diagnosticText(v.Diagnostics, a.color(a.Err))); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.Out, "%s, %s, %s: valid\n", count(v.files, "file"), count(v.intents, "intent"), count(v.waivers, "waiver"))
	return err
}

// validated are the files of each policy that is to be checked.
func (a *app) validated(args []string, f validateFlags) ([][]string, error) {
	if !f.recursive {
		paths, err := a.policyPaths(args)
		return [][]string{paths}, err
	}
	if len(args) == 0 {
		args = []string{"."}
	}
	var out [][]string
	for _, dir := range args {
		groups, err := config.Below(dir)
		if err != nil {
			return nil, err
		}
		out = append(out, groups...)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("no policy file is in %s, nor below: one is called tfreach.hcl, or NAME.tfreach.hcl", strings.Join(args, ", "))
	}
	return out, nil
}

// add checks the files of one policy.
func (v *valid) add(paths []string) error {
	v.files += len(paths)
	policy, err := readPolicy(paths, ".")
	var wrong config.Diagnostics
	switch {
	case err == nil:
		v.intents, v.waivers = v.intents+len(policy.Intents), v.waivers+len(policy.Waivers)
		v.Diagnostics = append(v.Diagnostics, policy.Warnings...)
	case errors.As(err, &wrong):
		v.Diagnostics = append(v.Diagnostics, wrong...)
	default:
		return err
	}
	return nil
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

// validJSON writes the result of validate as JSON.
func (a *app) validJSON(v valid) error {
	out := validation{FormatVersion: "1.0", Valid: !v.HasErrors(), Diagnostics: []diagnosticElement{}}
	for _, d := range v.Diagnostics {
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
