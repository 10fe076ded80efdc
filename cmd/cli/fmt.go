package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/spf13/cobra"

	"github.com/tfreach/tfreach/policies/config"
	"github.com/tfreach/tfreach/policies/report"
)

// fmtFlags are the flags of fmt.
type fmtFlags struct{ check, diff bool }

func (a *app) fmt() *cobra.Command {
	var f fmtFlags
	c := &cobra.Command{
		Use:   "fmt [PATH...]",
		Short: "Write policy files in the canonical style",
		Long: `fmt writes policy files in the canonical style of HCL, and prints the names of those that it changed: files and folders
that are named, - for standard input, or the files that check would use for a plan in the working folder. Files in JSON
syntax are left alone. Exit code: 0 done, 1 with --check when a file is not in the style, 2 for what is no HCL.`,
		Example: `  tfreach fmt
  tfreach fmt --check --diff policies/`,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 && args[0] == "-" {
				return a.formatInput(f)
			}
			return a.formatFiles(f, args)
		},
	}
	c.Flags().BoolVar(&f.check, "check", false, "write nothing; exit 1 when a file is not in the style")
	c.Flags().BoolVar(&f.diff, "diff", false, "show what changes")
	return c
}

// errNotFormatted ends fmt --check.
var errNotFormatted = verdictError{exitViolated}

// formatInput formats standard input.
func (a *app) formatInput(f fmtFlags) error {
	file, err := config.ReadFile(a.In, "standard input")
	if err != nil {
		return fmt.Errorf("read standard input: %w", reason(err))
	}
	text, err := config.Format(file)
	if err != nil {
		return err
	}
	changed := !bytes.Equal(text, file.Text)
	switch {
	case f.diff:
		err = a.showDiff(file, text)
	case !f.check:
		_, err = a.Out.Write(text)
	}
	if err == nil && f.check && changed {
		return errNotFormatted
	}
	return err
}

// formatFiles formats files. Nothing is written where one of them is no HCL.
func (a *app) formatFiles(f fmtFlags, args []string) error {
	paths, err := a.policyPaths(args)
	if err != nil {
		return err
	}
	files, err := config.Load(paths)
	if err != nil {
		return err
	}
	var wrong config.Diagnostics
	formatted := make([][]byte, len(files))
	for i, file := range files {
		text, err := config.Format(file)
		var diags config.Diagnostics
		if errors.As(err, &diags) {
			wrong = append(wrong, diags...)
		}
		formatted[i] = text
	}
	if len(wrong) > 0 {
		return wrong
	}
	changed := false
	for i, file := range files {
		if bytes.Equal(formatted[i], file.Text) {
			continue
		}
		changed = true
		if err := a.formatFile(f, file, formatted[i]); err != nil {
			return err
		}
	}
	if f.check && changed {
		return errNotFormatted
	}
	return nil
}

func (a *app) formatFile(f fmtFlags, file *config.File, text []byte) error {
	if !f.check {
		if err := writeFile(file.Name, text); err != nil {
			return fmt.Errorf("write %s: %w", file.Name, reason(err))
		}
	}
	if _, err := fmt.Fprintln(a.Out, report.Clean(file.Name)); err != nil {
		return err
	}
	if f.diff {
		return a.showDiff(file, text)
	}
	return nil
}

// showDiff shows what formatting changes.
func (a *app) showDiff(file *config.File, text []byte) error {
	var b strings.Builder
	for line := range strings.Lines(string(diff.Diff(file.Name+" (as it is)", file.Text, file.Name+" (formatted)", text))) {
		// Tabs are what most of it is about.
		line = strings.ReplaceAll(strings.TrimRight(line, "\r\n"), "\t", "        ")
		b.WriteString(report.Clean(line) + "\n")
	}
	_, err := io.WriteString(a.Out, b.String())
	return err
}
