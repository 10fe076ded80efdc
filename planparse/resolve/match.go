package resolve

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/source"
)

// Mismatch says where a configuration contradicts what the plan shows of its
// own, in words; it is empty when nothing does. Blocks, arguments and outputs that
// one has and the other lacks, other names in an expression, and other constants
// are contradictions. A plan without a configuration section cannot be compared
// and matches nothing.
func Mismatch(plan *planjson.Plan, src *source.Config, schema planjson.Schema) string {
	if plan.Config == nil {
		return "the plan has no configuration section to compare it with"
	}
	if root := src.Modules[""]; root != nil && root.Missing != "" {
		return root.Missing
	}
	return comparison{src, schema}.module(plan.Config, "")
}

type comparison struct {
	src    *source.Config
	schema planjson.Schema
}

func (c comparison) module(m *planjson.Module, at string) string {
	files := c.src.Modules[at]
	switch {
	case files == nil:
		return fmt.Sprintf("%s is in the plan and not in the configuration", moduleName(at))
	case files.Missing != "":
		// Nothing is taken from a module that is not at hand.
		return ""
	}
	for _, part := range []func(*planjson.Module, *source.Module, string) string{c.resources, c.outputs, c.calls} {
		if reason := part(m, files, moduleName(at)); reason != "" {
			return reason
		}
	}
	for _, name := range sorted(m.Calls) {
		if m.Calls[name].Module == nil {
			continue
		}
		if reason := c.module(m.Calls[name].Module, strings.TrimPrefix(at+"."+name, ".")); reason != "" {
			return reason
		}
	}
	return ""
}

func moduleName(at string) string {
	if at == "" {
		return "the root module"
	}
	return "module." + strings.ReplaceAll(at, ".", ".module.")
}

func (c comparison) resources(m *planjson.Module, files *source.Module, in string) string {
	for _, address := range sorted(m.Resources) {
		block := files.Resources[address]
		if block == nil {
			return fmt.Sprintf("%s of %s is in the plan and not in the configuration", address, in)
		}
		attrs, _ := c.schema.Attributes(block.Type)
		if name := differs(m.Resources[address].Arguments, block.Body, attrs); name != "" {
			return changed(address+"."+name, in)
		}
	}
	for _, address := range sorted(files.Resources) {
		if _, read := c.schema.Attributes(files.Resources[address].Type); read && m.Resources[address] == nil {
			return fmt.Sprintf("%s of %s is in the configuration and not in the plan", address, in)
		}
	}
	return ""
}

func changed(what, in string) string {
	return fmt.Sprintf("%s of %s is not what the plan was made from", what, in)
}

func (c comparison) outputs(m *planjson.Module, files *source.Module, in string) string {
	for _, name := range sorted(m.Outputs) {
		expr, has := files.Outputs[name]
		if !has || expr == nil || !sameExpr(m.Outputs[name], expr) {
			return changed("output "+name, in)
		}
	}
	for _, name := range sorted(files.Outputs) {
		if _, has := m.Outputs[name]; !has {
			return fmt.Sprintf("output %s of %s is in the configuration and not in the plan", name, in)
		}
	}
	return ""
}

// ofModules are the arguments that Terraform itself takes from a module call.
var ofModules = []string{"source", "version", "count", "for_each", "providers", "depends_on"}

func (c comparison) calls(m *planjson.Module, files *source.Module, in string) string {
	for _, name := range sorted(m.Calls) {
		want, call := m.Calls[name], files.Calls[name]
		if call == nil {
			return fmt.Sprintf("module %s of %s is in the plan and not in the configuration", name, in)
		}
		if !sameSource(want.Source, call.Source) {
			return changed("the source of module "+name, in)
		}
		if want.Repeats && !call.Repeats {
			return changed("count or for_each of module "+name, in)
		}
		arguments, _ := source.Attributes(call.Body)
		for _, a := range sorted(arguments) {
			shown, has := want.Arguments[a]
			if !slices.Contains(ofModules, a) && (!has || !sameExpr(shown, arguments[a])) {
				return changed(fmt.Sprintf("argument %s of module %s", a, name), in)
			}
		}
		for _, a := range sorted(want.Arguments) {
			if arguments[a] == nil {
				return changed(fmt.Sprintf("argument %s of module %s", a, name), in)
			}
		}
	}
	for _, name := range sorted(files.Calls) {
		if m.Calls[name] == nil {
			return fmt.Sprintf("module %s of %s is in the configuration and not in the plan", name, in)
		}
	}
	return ""
}

// sameSource compares the sources of a module. Those of registries are written in
// several ways, and no folder is read for them.
func sameSource(plan, files string) bool {
	local := func(s string) bool { return strings.HasPrefix(s, "./") || strings.HasPrefix(s, "../") }
	if plan == "" || files == "" || !local(plan) && !local(files) {
		return true
	}
	return local(plan) == local(files) && path.Clean(plan) == path.Clean(files)
}

func sorted[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
