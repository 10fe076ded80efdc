package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tfreach/tfreach/policies/config"
	"github.com/tfreach/tfreach/policies/report"
)

// schemas are the JSON Schemas of what tfreach reads and writes.
var schemas = []struct {
	name string
	text []byte
}{
	{"policy", config.Schema},
	{"result", report.ResultSchema},
}

func (a *app) schema() *cobra.Command {
	var names []string
	for _, s := range schemas {
		names = append(names, s.name)
	}
	return &cobra.Command{
		Use:       "schema " + strings.Join(names, "|"),
		Short:     "Print the JSON Schema of policy files, for editors, or of results",
		Long:      "schema prints a JSON Schema, draft 2020-12: policy is that of policy files in JSON syntax,\nresult that of what check --format json writes.",
		Example:   "  tfreach schema policy > policy.schema.json",
		ValidArgs: names,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fmt.Errorf("name one schema: %s", strings.Join(names, ", "))
			}
			for _, s := range schemas {
				if s.name == args[0] {
					_, err := a.Out.Write(s.text)
					return err
				}
			}
			return fmt.Errorf("there is no schema %q: name one of %s", args[0], strings.Join(names, ", "))
		},
	}
}
