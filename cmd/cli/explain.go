package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/mitchellh/go-wordwrap"
	"github.com/spf13/cobra"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/reach"
)

// pageWidth is how wide the pages of explain are: a terminal as it opens.
const pageWidth = 80

func (a *app) explain() *cobra.Command {
	c := &cobra.Command{
		Use:   "explain CODE",
		Short: "Say what a code means and how to mend it",
		Long:  "explain says what a code of a result means and how to mend it, with an example in Terraform.\nWithout a code it lists them all.",
		Example: `  tfreach explain SUBNET_ACL_RESTRICTION
  tfreach explain`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return fmt.Errorf("one code at a time: %q is one too many", args[1])
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return a.listCodes()
			}
			code := reach.Code(strings.ToUpper(args[0]))
			e, ok := policies.Explain(code)
			if !ok {
				return fmt.Errorf("there is no code %q%s", args[0], didYouMean(string(code)))
			}
			from := "a code of tfreach"
			if e.AWS {
				from = "a code of the AWS Reachability Analyzer, too"
			}
			text := fmt.Sprintf("%s (%s)\n\n%s\n\n%s\n", e.Code, from,
				wordwrap.WrapString(e.Meaning, pageWidth), wordwrap.WrapString("To mend it: "+e.Remedy, pageWidth))
			if mistake := e.Mistake(); mistake != "" {
				text += fmt.Sprintf("\nFor example:\n\n%s\nMended:\n\n%s", mistake, e.Mended())
			}
			_, err := io.WriteString(a.Out, text)
			return err
		},
	}
	for _, e := range policies.Codes {
		c.ValidArgs = append(c.ValidArgs, string(e.Code))
	}
	return c
}

func (a *app) listCodes() error {
	for _, e := range policies.Codes {
		first, _, _ := strings.Cut(e.Meaning, ". ")
		if _, err := fmt.Fprintf(a.Out, "%-46s %s\n", e.Code, strings.TrimSuffix(first, ".")); err != nil {
			return err
		}
	}
	return nil
}

// didYouMean is the end of a message about a code that there is none of.
func didYouMean(code string) string {
	var codes []string
	for _, e := range policies.Codes {
		codes = append(codes, string(e.Code))
	}
	if like := likely(code, codes); like != "" {
		return fmt.Sprintf("; did you mean %s?", like)
	}
	return "; tfreach explain lists them"
}
