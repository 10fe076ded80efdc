package cli

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/tfreach/tfreach/planparse"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/policies/report"
)

func (a *app) refs() *cobra.Command {
	var f planFlags
	var format string
	var unresolved bool
	c := &cobra.Command{
		Use:   "refs PLAN",
		Short: "Show how references were resolved, known after apply or not",
		Long: `refs prints what each attribute that refers to something was found to name: exactly, as one of several
candidates, or not at all, with the reason. Where none of the candidates may be what is named, "something else" is
one of them.`,
		Example: `  tfreach refs plan.json --source .
  tfreach refs plan.json --source . --unresolved
  tfreach refs plan.json --source tfplan --format json
  tfreach refs plan.json --source . --all`,
		Args: planArgs,
		RunE: func(_ *cobra.Command, args []string) error {
			if format != "text" && format != "json" {
				return fmt.Errorf("--format takes text or json, not %q", format)
			}
			plan, err := a.load(args[0], f)
			if err != nil {
				return err
			}
			refs := plan.References()
			if unresolved {
				refs = slices.DeleteFunc(refs, planparse.Reference.Resolved)
			}
			if len(refs) == 0 && unresolved {
				a.say("%s has no reference that is not known", planName(args[0]))
			} else if len(refs) == 0 {
				a.say("%s has no attribute that refers to a network object", planName(args[0]))
			}
			if format == "json" {
				return a.refsJSON(refs)
			}
			return a.refsText(refs)
		},
	}
	f.add(c)
	c.Flags().StringVar(&format, "format", "text", "`text or json`")
	c.Flags().BoolVar(&f.all, "all", false, "show what is known after apply of every resource type, not only of those that are modelled")
	c.Flags().BoolVar(&unresolved, "unresolved", false, "show only what is not known")
	return c
}

// refsJSON prints an object: the attribute's address, and a value whose leaves
// are "<address.id>", {"literal": true} for an id outside the plan,
// {"candidates": [...]} or {"unknown": "reason"}. Candidates that are open, so that
// something else may be named as well, have the member "open": true.
func (a *app) refsJSON(refs []planparse.Reference) error {
	out := map[string]any{}
	for _, r := range refs {
		switch {
		case r.Answer != nil:
			out[r.Address] = tree(*r.Answer)
		case r.Reason != "":
			out[r.Address] = map[string]any{"unknown": r.Reason}
		case r.One != nil:
			out[r.Address] = leaf(*r.One)
		default:
			list := []any{}
			for _, m := range r.Many {
				list = append(list, leaf(m))
			}
			out[r.Address] = list
		}
	}
	return report.WriteJSON(a.Out, out)
}

func tree(found resolve.Answer) any {
	switch {
	case found.IsList:
		list := []any{}
		for _, e := range found.List {
			list = append(list, tree(e))
		}
		return list
	case found.Fields != nil:
		fields := map[string]any{}
		for name, e := range found.Fields {
			fields[name] = tree(e)
		}
		return fields
	}
	return leaf(found.Ref)
}

func treeText(found resolve.Answer) string {
	var texts []string
	switch {
	case found.IsList:
		for _, e := range found.List {
			texts = append(texts, treeText(e))
		}
		return "[" + strings.Join(texts, ", ") + "]"
	case found.Fields != nil:
		for _, name := range slices.Sorted(maps.Keys(found.Fields)) {
			texts = append(texts, name+" = "+treeText(found.Fields[name]))
		}
		return "{" + strings.Join(texts, ", ") + "}"
	case found.Ref.State == resolve.External:
		// It may be anything that the configuration holds.
		return "(a value of the configuration)"
	}
	return leafText(found.Ref)
}

func leaf(r resolve.Ref) any {
	switch r.State {
	case resolve.Exact:
		return symbolText(r.Symbols[0])
	case resolve.External:
		return map[string]any{"literal": true}
	case resolve.Gone:
		return map[string]any{"unknown": "names " + r.Symbols[0].Resource + ", which this plan deletes or replaces"}
	case resolve.Candidates:
		texts := []string{}
		for _, s := range r.Symbols {
			texts = append(texts, symbolText(s))
		}
		if r.Open {
			return map[string]any{"candidates": texts, "open": true}
		}
		return map[string]any{"candidates": texts}
	case resolve.Unknown:
		return map[string]any{"unknown": r.Reason}
	}
	return nil
}

func symbolText(s resolve.Symbol) string { return "<" + s.String() + ">" }

func (a *app) refsText(refs []planparse.Reference) error {
	w := tabwriter.NewWriter(a.Out, 0, 0, 2, ' ', 0)
	for _, r := range refs {
		value := "unknown: " + r.Reason
		switch {
		case r.Answer != nil:
			value = treeText(*r.Answer)
		case r.Reason != "":
		case r.One != nil:
			value = leafText(*r.One)
		default:
			var texts []string
			for _, m := range r.Many {
				texts = append(texts, leafText(m))
			}
			value = "[" + strings.Join(texts, ", ") + "]"
		}
		if _, err := fmt.Fprintf(w, "%s\t%s\n", report.Clean(r.Address), report.Clean(value)); err != nil {
			return err
		}
	}
	return w.Flush()
}

func leafText(r resolve.Ref) string {
	switch r.State {
	case resolve.Exact:
		return r.Symbols[0].String()
	case resolve.External:
		if r.ID == "" {
			return "(sensitive id, outside the plan)"
		}
		return r.ID + " (outside the plan)"
	case resolve.Gone:
		return r.Symbols[0].Resource + " (deleted or replaced by this plan)"
	case resolve.Candidates:
		var texts []string
		for _, s := range r.Symbols {
			texts = append(texts, s.String())
		}
		if r.Open {
			texts = append(texts, "something else")
		}
		return "perhaps " + alternatives(texts) + ": " + r.Reason
	case resolve.Unknown:
		return "unknown: " + r.Reason
	}
	return "nothing"
}

// alternatives joins texts as "a, b or c".
func alternatives(texts []string) string {
	last := len(texts) - 1
	if last == 0 {
		return texts[0]
	}
	return strings.Join(texts[:last], ", ") + " or " + texts[last]
}
