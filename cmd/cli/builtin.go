package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/mitchellh/go-wordwrap"
	"github.com/spf13/cobra"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/policies/builtin"
)

// builtinFlags say which of the built-in policies are asked.
type builtinFlags struct{ list string }

func (f *builtinFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.list, "builtin", "", "the `list` of built-in policies to ask: all, none, names, or -name for all but that one (default: all where no intent is given)")
}

// intents are the built-in policies that the flag names, else those that a policy file
// does; all of them where nothing else is asked.
func (f *builtinFlags) intents(configured []string, alone bool) ([]policies.Intent, error) {
	list := configured
	switch {
	case f.list != "":
		list = strings.Split(f.list, ",")
	case list == nil && alone:
		list = []string{"all"}
	}
	for i := range list {
		list[i] = strings.TrimSpace(list[i])
	}
	chosen, err := builtin.Select(list)
	var unknown *builtin.UnknownError
	if errors.As(err, &unknown) {
		return nil, fmt.Errorf("%w%s", err, likeBuiltin(unknown.Name))
	}
	if err != nil {
		return nil, err
	}
	return builtin.Intents(chosen), nil
}

// likeBuiltin is the end of a message about a built-in policy that there is none of.
func likeBuiltin(name string) string {
	if like := likely(name, append(builtin.Names(), "all", "none")); like != "" {
		return fmt.Sprintf("; did you mean %s?", like)
	}
	return "; tfreach builtin lists them"
}

func (a *app) builtin() *cobra.Command {
	return &cobra.Command{
		Use:   "builtin [NAME]",
		Short: "List the built-in policies, or say what one asks",
		Long:  "builtin lists the policies that check asks where no other is given, or says what one of them asks,\nwith a mistake that it finds. check --builtin switches them on and off.",
		Example: `  tfreach builtin
  tfreach builtin default-route
  tfreach check plan.json --builtin all,-rules-as-written --policy tfreach.hcl`,
		ValidArgs: builtin.Names(),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return fmt.Errorf("one policy at a time: %q is one too many", args[1])
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return a.listBuiltin()
			}
			p, ok := builtin.Named(strings.ToLower(args[0]))
			if !ok {
				return fmt.Errorf("there is no built-in policy %q%s", args[0], likeBuiltin(args[0]))
			}
			text := fmt.Sprintf("%s (%s)\n\n%s\n", p.Name, p.Severity, wordwrap.WrapString(p.About, pageWidth))
			if hcl := p.HCL(); hcl != "" {
				text += "\nAs a policy file:\n\n" + hcl
			}
			text += "\nA mistake that it finds:\n\n" + p.Example()
			_, err := io.WriteString(a.Out, text)
			return err
		},
	}
}

func (a *app) listBuiltin() error {
	for _, p := range builtin.Policies {
		if _, err := fmt.Fprintf(a.Out, "%-18s %-8s %s\n", p.Name, p.Severity, p.Claim); err != nil {
			return err
		}
	}
	return nil
}
