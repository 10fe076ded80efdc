package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/policies/builtin"
	"github.com/tfreach/tfreach/policies/config"
	"github.com/tfreach/tfreach/policies/intent"
)

// policyVariable names policy files where no flag does.
const policyVariable = "TFREACH_POLICY"

// policyFlags name policy files, and say what lies beyond a plan.
type policyFlags struct {
	files   []string
	assumes []string
}

func (f *policyFlags) add(c *cobra.Command) {
	c.Flags().StringArrayVar(&f.files, "policy", nil, "a policy `file`, or a folder of them (repeatable; default: $TFREACH_POLICY, else the first tfreach.hcl or *.tfreach.hcl from the plan's folder up to the root of the repository)")
	c.Flags().StringArrayVar(&f.assumes, "assume", nil, "what lies beyond the plan: a `sentence`, such as \"tgw-0abc delivers 10.0.0.0/8:443\", about the id or address that packets leave it through (repeatable)")
}

// policy is what the policy files for a plan say, and behind it what the flags do. An
// intent on the command line is asked alone: then only files that a flag names count.
func (a *app) policy(f *policyFlags, plan string, alone bool) (*config.Policy, error) {
	dir := "."
	if plan != "-" {
		dir = filepath.Dir(plan)
	}
	var paths []string
	var err error
	switch {
	case len(f.files) > 0:
		if paths, err = expand(f.files); err != nil {
			return nil, fmt.Errorf("--policy: %w", err)
		}
	case !alone:
		if paths, err = a.findPolicy(dir); err != nil {
			return nil, err
		}
	}
	out, err := readPolicy(paths, dir)
	if err != nil {
		return nil, err
	}
	for _, text := range f.assumes {
		x, err := intent.ParseAssumption(text)
		if err != nil {
			return nil, err
		}
		out.Assumptions = append(out.Assumptions, policies.Assumption{Name: text, Assumption: x})
	}
	return out, nil
}

// settle applies what a policy sets for all intents; a flag is stronger.
func settle(to *policies.Settings, from config.Settings, undecided bool) {
	if from.ClientPorts != nil {
		to.ClientPorts = *from.ClientPorts
	}
	if from.Undecided != "" && !undecided {
		to.UndecidedWarns = from.Undecided == "warn"
	}
}

func expand(paths []string) ([]string, error) {
	for _, p := range paths {
		if p == "" {
			return nil, errors.New("the name is empty: give a policy file, or a folder of them")
		}
	}
	return config.Expand(paths)
}

// findPolicy finds the policy files that no flag names, and says which they are.
func (a *app) findPolicy(dir string) ([]string, error) {
	if v, _ := a.env(policyVariable); v != "" {
		var named []string
		for _, p := range filepath.SplitList(v) {
			if p != "" {
				named = append(named, p)
			}
		}
		paths, err := config.Expand(named)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", policyVariable, err)
		}
		if len(paths) > 0 {
			a.say("using the policy in %s, named by %s", together(paths), policyVariable)
		}
		return paths, nil
	}
	paths, err := config.Search(dir)
	if err != nil {
		return nil, fmt.Errorf("search for policy files: %w", err)
	}
	for i, p := range paths {
		paths[i] = fromHere(p)
	}
	if len(paths) > 0 {
		a.say("using the policy in %s", together(paths))
	}
	return paths, nil
}

// together are the names of files in a line.
func together(paths []string) string {
	if len(paths) > 3 {
		return fmt.Sprintf("%d files of %s", len(paths), filepath.Dir(paths[0]))
	}
	return strings.Join(paths, ", ")
}

// fromHere is a path relative to the working folder, where that is shorter.
func fromHere(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	if real, err := filepath.EvalSymlinks(here); err == nil {
		here = real
	}
	rel, err := filepath.Rel(here, path)
	if err != nil || len(rel) > len(path) {
		return path
	}
	return rel
}

// readPolicy reads policy files. Results name them relative to the repository of the
// plan's folder, or to that of the working folder; without any, to these folders.
func readPolicy(paths []string, dir string) (*config.Policy, error) {
	roots := []string{config.Repository(dir), config.Repository(".")}
	if roots[0] == "" && roots[1] == "" {
		roots = []string{dir, "."}
	}
	files, err := config.Load(paths, roots...)
	if err != nil {
		return nil, err
	}
	options := config.Options{Version: toolVersion(), Builtin: builtin.Names()}
	for _, name := range options.Builtin {
		options.Intents = append(options.Intents, policies.BuiltinPrefix+name)
	}
	return config.Merge(files, options)
}
