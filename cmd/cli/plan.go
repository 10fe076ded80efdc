package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tfreach/tfreach/planparse"
	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/source"
	"github.com/tfreach/tfreach/policies/report"
)

// planFlags say where a plan and its configuration are.
type planFlags struct {
	source, root string
	// all: every attribute of every resource is read.
	all   bool
	given func(flag string) bool
}

func (f *planFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.source, "source", "", "the configuration of the plan: the root module's `folder`, or the saved plan file")
	c.Flags().StringVar(&f.root, "source-root", "", "read configuration, of --source or beside the plan, only below this `folder` (default: the git work tree around it)")
	f.given = c.Flags().Changed
}

// load reads the plan at name, "-" for standard input, with its configuration.
func (a *app) load(name string, f planFlags) (*planparse.Plan, error) {
	src, guessed, err := a.sources(name, f)
	if err != nil {
		return nil, err
	}
	plan, err := a.read(name, f, src)
	if err != nil {
		return nil, err
	}
	if src != nil {
		if changed := src.Changed(); len(changed) > 0 {
			a.say("%s as when the plan was made, so findings there have no line: plan anew if what has changed since should count", notAs(changed))
		}
	}
	switch {
	case src == nil:
	case plan.SourceUnused == "" && guessed:
		a.say("using the configuration in %s, beside the plan", src.Name)
	case plan.SourceUnused != "" && guessed:
		a.say("the configuration in %s, beside the plan, is not used: %s", src.Name, plan.SourceUnused)
	case plan.SourceUnused != "":
		a.say("warning: the configuration in %s does not belong to this plan and is not used: %s", src.Name, plan.SourceUnused)
	}
	return plan, nil
}

// notAs begins a sentence about files that are not as something has them.
func notAs(files []string) string {
	switch len(files) {
	case 1:
		return files[0] + " is not"
	case 2, 3:
		return strings.Join(files, ", ") + " are not"
	}
	return fmt.Sprintf("%s and %d other files are not", files[0], len(files)-1)
}

// read reads the plan itself: JSON, or what a saved plan is printed as.
func (a *app) read(name string, f planFlags, src *source.Config) (*planparse.Plan, error) {
	if name != "-" && isSavedPlan(name) {
		return readSavedPlan(name, f.initialised(name), src, f.parse())
	}
	in, err := a.openPlan(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = in.Close() }()
	plan, err := f.parse()(in, src)
	var input *planjson.InputError
	if errors.As(err, &input) {
		return nil, fmt.Errorf("%s: %w", planName(name), input)
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", planName(name), err)
	}
	return plan, nil
}

func (f *planFlags) parse() parser {
	if f.all {
		return planparse.ReadAll
	}
	return planparse.Read
}

// initialised is the folder in which the providers of a saved plan are likely to
// be: that of the configuration, where it is given, or the plan's own.
func (f *planFlags) initialised(plan string) string {
	if info, err := os.Stat(f.source); err == nil && info.IsDir() {
		return f.source
	}
	own := filepath.Dir(plan)
	if _, err := os.Stat(filepath.Join(own, ".terraform")); err == nil || hasConfiguration(own) {
		return own
	}
	return "."
}

func (a *app) openPlan(name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(a.In), nil
	}
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no file %q: terraform plan -out=tfplan makes a plan", name)
	}
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		_ = f.Close()
		return nil, fmt.Errorf("%s is a folder: give the file of the plan that terraform plan -out=tfplan makes there, or its JSON", name)
	}
	return f, nil
}

func planName(name string) string {
	if name == "-" {
		return "standard input"
	}
	return name
}

// sources finds the configuration: what --source names, else the plan's own
// folder, where a configuration that cannot be read is no error.
func (a *app) sources(plan string, f planFlags) (src *source.Config, guessed bool, err error) {
	for _, flag := range []struct{ name, value string }{{"source", f.source}, {"source-root", f.root}} {
		if flag.value == "" && f.given(flag.name) {
			return nil, false, fmt.Errorf("--%s names nothing; leave it out, or give it a name", flag.name)
		}
	}
	if f.source != "" {
		src, err = a.open(f.source, plan, f.root)
		if err != nil {
			return nil, false, fmt.Errorf("--source: %w", err)
		}
		return src, false, nil
	}
	if plan != "-" && isSavedPlan(plan) {
		// It holds the very configuration that it was made from.
		src, err = a.open(plan, plan, f.root)
		if err != nil {
			return nil, false, fmt.Errorf("the configuration in %s: %w", plan, err)
		}
		return src, false, nil
	}
	dir := filepath.Dir(plan)
	if plan == "-" || !hasConfiguration(dir) {
		if f.root != "" {
			return nil, false, errors.New("--source-root bounds what is read of a configuration, and there is none beside the plan: name it with --source")
		}
		return nil, false, nil
	}
	src, err = a.open(dir, plan, f.root)
	if err != nil {
		a.say("the configuration in %s, beside the plan, is not used: %v", dir, err)
		return nil, false, nil
	}
	return src, true, nil
}

// open opens the configuration of a plan, which is closed when the run ends. A saved
// plan is most likely where its configuration is, or the JSON of the plan is.
func (a *app) open(name, plan, root string) (*source.Config, error) {
	data, _ := a.env("TF_DATA_DIR")
	folders := []string{filepath.Dir(name), filepath.Dir(plan), "."}
	src, err := source.Open(name, source.Options{Root: root, DataDir: data, Folders: folders})
	if err == nil {
		a.opened = append(a.opened, src)
	}
	return src, err
}

// hasConfiguration reports whether a folder holds Terraform files.
func hasConfiguration(dir string) bool {
	entries, err := os.ReadDir(dir)
	return err == nil && slices.ContainsFunc(entries, func(e os.DirEntry) bool {
		return !e.IsDir() && (strings.HasSuffix(e.Name(), ".tf") || strings.HasSuffix(e.Name(), ".tf.json"))
	})
}

// say writes a message for people, apart from results.
func (a *app) say(format string, args ...any) {
	_, _ = fmt.Fprintln(a.Err, report.Clean(fmt.Sprintf(format, args...)))
}

// planArgs wants exactly one plan and says so in words.
func planArgs(c *cobra.Command, args []string) error {
	switch {
	case len(args) == 0:
		return errors.New("name the plan: a saved plan file, the file of terraform show -json, or - for standard input")
	case len(args) == 1 && args[0] == "":
		return errors.New("the name of the plan is empty: give a saved plan file, the file of terraform show -json, or - for standard input")
	case len(args) == 1:
		return nil
	}
	if c.Flags().Changed("intent") {
		return fmt.Errorf("one plan at a time: %q is one too many; a sentence stands in quotes: --intent \"private subnets reach internet:443\"", args[1])
	}
	return fmt.Errorf("one plan at a time: %q is one too many", args[1])
}
