package resolve

import (
	"fmt"
	"slices"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/source"
)

// Mismatch says where a configuration contradicts what the plan shows of its
// own, in words; it is empty when nothing does. Blocks that one has and the
// other lacks, and literals that differ, are contradictions. A plan without a
// configuration section cannot be compared and matches nothing.
func Mismatch(plan *planjson.Plan, src *source.Config, schema planjson.Schema) string {
	if plan.Config == nil {
		return "the plan has no configuration section to compare it with"
	}
	return mismatch(plan.Config, "", src, schema)
}

func mismatch(m *planjson.Module, path string, src *source.Config, schema planjson.Schema) string {
	in := "the root module"
	if path != "" {
		in = "module " + path
	}
	files := src.Modules[path]
	switch {
	case files == nil:
		return fmt.Sprintf("%s is in the plan and not in the configuration", in)
	case files.Missing != "":
		// Nothing is taken from a module that is not at hand.
		return ""
	}
	for _, address := range sorted(m.Resources) {
		block := files.Resources[address]
		if block == nil {
			return fmt.Sprintf("%s of %s is in the plan and not in the configuration", address, in)
		}
		if block.Overridden {
			continue
		}
		if name := differs(m.Resources[address], block); name != "" {
			return fmt.Sprintf("%s.%s of %s is not what the plan was made from", address, name, in)
		}
	}
	for _, address := range sorted(files.Resources) {
		if _, listed := schema.Attributes(files.Resources[address].Type); listed && m.Resources[address] == nil {
			return fmt.Sprintf("%s of %s is in the configuration and not in the plan", address, in)
		}
	}
	for _, name := range sorted(m.Calls) {
		child := name
		if path != "" {
			child = path + "." + name
		}
		if m.Calls[name].Module == nil {
			continue
		}
		if reason := mismatch(m.Calls[name].Module, child, src, schema); reason != "" {
			return reason
		}
	}
	return ""
}

// differs is the name of an argument whose literal is another one in the plan.
func differs(c *planjson.ResourceConfig, block *source.Resource) string {
	for _, name := range sorted(c.Arguments) {
		want := c.Arguments[name]
		expr := source.Attribute(block.Body, name)
		if expr == nil {
			if want.Constant.IsKnown() && want.Constant.Kind != planjson.Null && want.Constant.Kind != planjson.List && want.Constant.Kind != planjson.Object {
				return name
			}
			continue
		}
		lit, ok := literal(expr)
		switch {
		case len(want.References) > 0 && ok:
			return name
		case len(want.References) > 0 || want.Constant.Kind == planjson.Absent:
		case !ok || !sameLiteral(lit, want.Constant):
			if len(expr.Variables()) > 0 || ok {
				return name
			}
		}
	}
	return ""
}

func sorted[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
