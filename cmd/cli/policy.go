package cli

import (
	"errors"
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/policies/config"
	"github.com/tfreach/tfreach/policies/intent"
)

// policyFlags name policy files, and say what lies beyond a plan.
type policyFlags struct {
	files   []string
	assumes []string
}

func (f *policyFlags) add(c *cobra.Command) {
	c.Flags().StringArrayVar(&f.files, "policy", nil, "a policy `file` with intent and assume blocks (repeatable)")
	c.Flags().StringArrayVar(&f.assumes, "assume", nil, "what lies beyond the plan: a `sentence`, such as \"tgw-0abc delivers 10.0.0.0/8:443\", about the id or address that packets leave it through (repeatable)")
}

// read is what the files say, and behind it what the flags do.
func (f *policyFlags) read() (*config.Policy, error) {
	out := &config.Policy{}
	for _, name := range f.files {
		p, err := config.Read(name)
		var diags hcl.Diagnostics
		switch {
		case errors.As(err, &diags):
			return nil, diags
		case err != nil:
			return nil, fmt.Errorf("--policy: %w", err)
		}
		out.Intents = append(out.Intents, p.Intents...)
		out.Assumptions = append(out.Assumptions, p.Assumptions...)
	}
	for _, text := range f.assumes {
		a, err := intent.ParseAssumption(text)
		if err != nil {
			return nil, err
		}
		out.Assumptions = append(out.Assumptions, policies.Assumption{Name: text, Assumption: a})
	}
	return out, nil
}
