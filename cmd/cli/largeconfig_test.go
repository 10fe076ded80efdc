package cli_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// largeFolder is the configuration of the large plan.
const largeFolder = "testdata/large"

// largeConfig is the configuration of the large plan, as far as making the plan's
// JSON takes it.
type largeConfig struct {
	root, net *hclsyntax.Body
}

func readLargeConfig() (largeConfig, error) {
	root, err := readBody(largeFolder)
	if err != nil {
		return largeConfig{}, err
	}
	net, err := readBody(filepath.Join(largeFolder, "net"))
	return largeConfig{root, net}, err
}

// readBody is what the files of a module say together.
func readBody(dir string) (*hclsyntax.Body, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.tf"))
	if err != nil {
		return nil, err
	}
	module := &hclsyntax.Body{}
	parser := hclparse.NewParser()
	for _, name := range files {
		file, diags := parser.ParseHCLFile(name)
		if diags.HasErrors() {
			return nil, diags
		}
		module.Blocks = append(module.Blocks, file.Body.(*hclsyntax.Body).Blocks...)
	}
	return module, nil
}

// section is the configuration section of the plan.
func (c largeConfig) section() map[string]any {
	net := moduleSection(c.net)
	root := moduleSection(c.root)
	for _, b := range c.root.Blocks {
		if b.Type == "module" {
			call := map[string]any{"source": "./net", "module": net}
			arguments(call, b.Body, "source")
			root["module_calls"] = map[string]any{b.Labels[0]: call}
		}
	}
	return map[string]any{
		"provider_config": map[string]any{"aws": map[string]any{
			"name": "aws", "full_name": "registry.terraform.io/hashicorp/aws", "expressions": map[string]any{"region": map[string]any{"constant_value": "eu-central-1"}},
		}},
		"root_module": root,
	}
}

func moduleSection(body *hclsyntax.Body) map[string]any {
	var resources []any
	outputs, variables := map[string]any{}, map[string]any{}
	for _, b := range body.Blocks {
		switch b.Type {
		case "resource":
			r := map[string]any{
				"address": strings.Join(b.Labels, "."), "mode": "managed", "type": b.Labels[0], "name": b.Labels[1], "provider_config_key": "aws", "schema_version": 1,
			}
			arguments(r, b.Body)
			resources = append(resources, r)
		case "output":
			outputs[b.Labels[0]] = map[string]any{"expression": printedAs(b.Body.Attributes["value"].Expr)}
		case "variable":
			variables[b.Labels[0]] = map[string]any{}
		}
	}
	section := map[string]any{"outputs": outputs, "variables": variables}
	if resources != nil {
		section["resources"] = resources
	}
	return section
}

// arguments puts the arguments of a resource or of a module call into its entry.
// The blocks here are all of attributes, which a plan shows as one expression;
// dynamic ones it does not show.
func arguments(into map[string]any, body *hclsyntax.Body, but ...string) {
	expressions := map[string]any{}
	for name, a := range body.Attributes {
		switch {
		case name == "count" || name == "for_each":
			into[name+"_expression"] = printedAs(a.Expr)
		case !slices.Contains(but, name):
			expressions[name] = printedAs(a.Expr)
		}
	}
	blocks := map[string][]hclsyntax.Expression{}
	constants := map[string][]any{}
	for _, b := range body.Blocks {
		if b.Type == "dynamic" {
			continue
		}
		fields := map[string]any{}
		for _, name := range slices.Sorted(maps.Keys(b.Body.Attributes)) {
			expr := b.Body.Attributes[name].Expr
			blocks[b.Type] = append(blocks[b.Type], expr)
			fields[name] = printedAs(expr)["constant_value"]
		}
		constants[b.Type] = append(constants[b.Type], fields)
	}
	for name, list := range blocks {
		expressions[name] = printedAs(list...)
		if _, names := printedAs(list...)["references"]; !names {
			expressions[name] = map[string]any{"constant_value": constants[name]}
		}
	}
	into["expressions"] = expressions
}

// printedAs is what a plan shows of expressions: the names in them, each followed by
// what it is an attribute of, else the value.
func printedAs(list ...hclsyntax.Expression) map[string]any {
	var references []string
	for _, expr := range list {
		for _, t := range expr.Variables() {
			for n := len(t); n >= min(2, len(t)); n-- {
				var steps []string
				for _, s := range t[:n] {
					switch s := s.(type) {
					case hcl.TraverseRoot:
						steps = append(steps, s.Name)
					case hcl.TraverseAttr:
						steps = append(steps, s.Name)
					default:
						panic("the configuration of the large plan has an index that is constant")
					}
				}
				references = append(references, strings.Join(steps, "."))
			}
		}
	}
	if references != nil {
		return map[string]any{"references": references}
	}
	v, diags := list[0].Value(nil)
	if diags.HasErrors() {
		return map[string]any{}
	}
	return map[string]any{"constant_value": ctyjson.SimpleJSONValue{Value: v}}
}

// largeRecord is what the provider plans for a resource that is made.
type largeRecord struct {
	After     map[string]any `json:"after"`
	Unknown   map[string]any `json:"after_unknown"`
	Sensitive map[string]any `json:"after_sensitive"`
}

// largeRecords are records of the types of resources, from a plan that the
// provider made.
func largeRecords() (map[string]largeRecord, error) {
	raw, err := os.ReadFile("../../testdata/cases/module-vpc/plan.json")
	if err != nil {
		return nil, err
	}
	var plan struct {
		Changes []struct {
			Type   string
			Change json.RawMessage
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal(raw, &plan); err != nil {
		return nil, err
	}
	records := map[string]largeRecord{}
	for _, c := range plan.Changes {
		if _, has := records[c.Type]; has || !strings.HasPrefix(c.Type, "aws_") {
			continue
		}
		var r largeRecord
		if err := json.Unmarshal(c.Change, &r); err != nil {
			return nil, err
		}
		records[c.Type] = r
	}
	return records, nil
}

// made is the record of a resource before its first apply: what is configured has
// these values, where they are not ids, and all else is as the provider plans it.
func (p *largePlan) made(resourceType, name string, values map[string]any) (largeRecord, error) {
	like, ok := p.records[resourceType]
	if !ok {
		return largeRecord{}, fmt.Errorf("no plan shows an %s", resourceType)
	}
	r := largeRecord{maps.Clone(like.After), maps.Clone(like.Unknown), maps.Clone(like.Sensitive)}
	set := func(name string, value any) {
		delete(r.After, name)
		delete(r.Unknown, name)
		known, mask := p.split(value)
		if known != nil {
			r.After[name] = known
		}
		if mask != nil {
			r.Unknown[name] = mask
		}
	}
	if _, tagged := r.After["tags"]; tagged {
		r.After["tags"] = nil
		delete(r.After, "tags_all")
		delete(r.Unknown, "tags")
		r.Unknown["tags_all"] = true
	}
	for _, b := range p.config.net.Blocks {
		if b.Type != "resource" || b.Labels[0] != resourceType || b.Labels[1] != name {
			continue
		}
		for argument := range b.Body.Attributes {
			if argument != "count" {
				set(argument, values[argument])
			}
			if argument == "tags" {
				set("tags_all", values["tags"])
			}
		}
		for _, block := range b.Body.Blocks {
			argument := block.Type
			if argument == "dynamic" {
				argument = block.Labels[0]
			}
			set(argument, values[argument])
		}
	}
	return r, nil
}

// split is what of a value is known before its ids are, and the mask of the rest.
func (p *largePlan) split(value any) (known, mask any) {
	switch v := value.(type) {
	case string:
		if p.ids[v] {
			return nil, true
		}
	case []string:
		if slices.ContainsFunc(v, func(s string) bool { return p.ids[s] }) {
			return nil, true
		}
	case []any:
		var items, masks []any
		for _, item := range v {
			fields, isObject := item.(map[string]any)
			if !isObject {
				if _, mask := p.split(item); mask != nil {
					// A set that holds something unknown is unknown as a whole.
					return nil, true
				}
				return v, nil
			}
			some, unknown := map[string]any{}, map[string]any{}
			for name, field := range fields {
				known, mask := p.split(field)
				if mask != nil {
					unknown[name] = mask
				} else {
					some[name] = known
				}
			}
			items, masks = append(items, some), append(masks, unknown)
		}
		return items, masks
	}
	return value, nil
}
