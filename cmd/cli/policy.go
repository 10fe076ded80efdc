package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tfreach/tfreach/planparse/source"
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
	// found: there are policy files.
	found bool
}

func (f *policyFlags) add(c *cobra.Command) {
	c.Flags().StringArrayVar(&f.files, "policy", nil, "a policy `file`, or a folder of them (repeatable; default: $TFREACH_POLICY, else the first tfreach.hcl or *.tfreach.hcl from the plan's folder up to the root of the repository, then from that of --source)")
	c.Flags().StringArrayVar(&f.assumes, "assume", nil, "what lies beyond the plan: a `sentence`, such as \"tgw-0abc delivers 10.0.0.0/8:443\", about the id or address that packets leave it through (repeatable)")
}

// policy is what the policy files for a plan say, and behind it what the flags do. An
// intent on the command line is asked alone: then only files that a flag names count.
func (a *app) policy(f *policyFlags, plan, source string, alone bool) (*config.Policy, error) {
	var paths []string
	var err error
	dirs := policyFolders(plan, source)
	switch {
	case len(f.files) > 0:
		if paths, err = expand(f.files); err != nil {
			return nil, fmt.Errorf("--policy: %w", err)
		}
	case !alone:
		if paths, err = a.findPolicy(dirs...); err != nil {
			return nil, err
		}
	}
	f.found = len(paths) > 0
	out, err := readPolicy(paths, dirs[0], dirs[1:]...)
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

// noIntent says why there is no intent for a plan.
func (f *policyFlags) noIntent(plan string) string {
	switch {
	case f.found:
		return "the policy has no intent"
	case plan == "-":
		return "no policy file (tfreach.hcl, NAME.tfreach.hcl) is here or above in the repository"
	}
	return "no policy file (tfreach.hcl, NAME.tfreach.hcl) is in the plan's folder or above it in the repository"
}

// policyFolders are where the search for policy files begins: where the plan is, and
// then where its configuration is. The JSON of a plan may lie anywhere, and must not be
// judged without the policy for that.
func policyFolders(plan, source string) []string {
	dirs := []string{"."}
	if plan != "-" {
		dirs[0] = filepath.Dir(plan)
	}
	if source == "" {
		return dirs
	}
	if info, err := os.Stat(source); err == nil && !info.IsDir() {
		source = filepath.Dir(source)
	}
	return append(dirs, source)
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
func (a *app) findPolicy(dirs ...string) ([]string, error) {
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
	for _, dir := range dirs {
		paths, err := config.Search(dir)
		if err != nil {
			return nil, fmt.Errorf("search for policy files: %w", err)
		}
		for i, p := range paths {
			paths[i] = fromHere(p)
		}
		if len(paths) > 0 {
			a.say("using the policy in %s", together(paths))
			return paths, nil
		}
	}
	return nil, nil
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
// plan's folder, or to that of the working folder; without any, to these folders; and
// what is in none of them likewise by the folder of the configuration.
func readPolicy(paths []string, dir string, others ...string) (*config.Policy, error) {
	roots := []string{source.Repository(dir), source.Repository(".")}
	if roots[0] == "" && roots[1] == "" {
		roots = []string{dir, "."}
	}
	for _, d := range others {
		roots = append(roots, source.Repository(d), d)
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
