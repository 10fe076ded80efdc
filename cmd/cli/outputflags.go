package cli

import (
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/tfreach/tfreach/planparse/source"
	"github.com/tfreach/tfreach/policies/report"
)

// outputFlags say how results are written, and where to.
type outputFlags struct {
	formats  []string
	category string
	// annotations and summary are what GitHub Actions gets by itself.
	annotations, summary bool
}

func (f *outputFlags) add(c *cobra.Command) {
	c.Flags().StringArrayVar(&f.formats, "format", []string{"text"}, "how to write the result: `F[=PATH]`, "+alternatives(report.Names())+" (repeatable)")
	c.Flags().StringVar(&f.category, "category", "", "what tells this result from others of the repository, in SARIF and in the marker of a comment: `text` (default: the plan's folder in the repository)")
	c.Flags().BoolVar(&f.annotations, "annotations", true, "in GitHub Actions: annotate the change by itself")
	c.Flags().BoolVar(&f.summary, "summary", true, "in GitHub Actions: write the summary of the job by itself")
}

// placed tells a report where the plan is in the repository. The repository is that
// around the configuration, or else around the plan.
func (a *app) placed(r *report.Report, plan string, p planFlags, f outputFlags) {
	home := p.source
	if info, err := os.Stat(home); err == nil && !info.IsDir() {
		home = filepath.Dir(home)
	}
	folder := filepath.Dir(plan)
	if plan == "-" {
		folder = "."
	}
	root := ""
	for _, dir := range []string{home, folder} {
		if dir != "" && root == "" {
			root = source.Repository(dir)
		}
	}
	r.Plan.File, r.Category = filepath.Base(plan), f.category
	if plan == "-" {
		r.Plan.File = "stdin"
	}
	if root == "" {
		return
	}
	r.Files = &repositoryFiles{root}
	if plan != "-" {
		if file, ok := within(root, plan); ok {
			r.Plan.File = file
		}
	}
	for _, dir := range []string{folder, home} {
		if in, ok := within(root, dir); ok && dir != "" && r.Category == "" && in != "." {
			r.Category = in
		}
	}
}

// repositoryFiles are the files below a folder. An os.Root opens nothing outside
// itself, whatever links say; it is open only as long as a file is.
type repositoryFiles struct{ root string }

func (r *repositoryFiles) Open(name string) (fs.File, error) {
	root, err := os.OpenRoot(r.root)
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }()
	return root.FS().Open(name)
}

// within is a path relative to a folder that it is in, with slashes; false when it
// is in none.
func within(dir, name string) (string, bool) {
	abs, err := filepath.Abs(name)
	if err != nil {
		return "", false
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		abs = real
	}
	rel, err := filepath.Rel(dir, abs)
	if err != nil || !filepath.IsLocal(rel) {
		return "", false
	}
	return filepath.ToSlash(rel), true
}
