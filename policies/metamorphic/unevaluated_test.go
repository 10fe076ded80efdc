package metamorphic_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// TestArgumentsTakenAway is TestValuesTakenAway with the configuration at hand, in which
// the argument is what another resource will tell: everything else is evaluated.
func TestArgumentsTakenAway(t *testing.T) {
	hidden, opened := 0, 0
	for i, s := range cases(t) {
		rng := rand.New(rand.NewPCG(*seed, uint64(i)))
		all := argumentsOf(t, s)
		shuffle(rng, all)
		for _, a := range all[:min(len(all), 2**rounds)] {
			is := a.hide(t, s).judge(t)
			hidden++
			if why := turned(base(t, s), is); why != "" {
				t.Errorf("%s: with %s hidden in the configuration, %s", s.name, a, why)
			}
			if moreOpen(base(t, s), is) {
				opened++
			}
		}
	}
	t.Logf("arguments taken away: %d times, %d times a verdict became open", hidden, opened)
	if opened < hidden/20 {
		t.Errorf("%d times arguments were taken away, and only %d times that made a difference", hidden, opened)
	}
}

// later is what an argument is in the place of its expression, and what makes it.
const (
	later = "terraform_data.hidden.output"
	maker = `resource "terraform_data" "hidden" { input = timestamp() }`
)

// An argument is one of a resource, or of the blocks in it.
type argument struct {
	module   string // the call that the resource is in, "module.net."; "" in the root module
	resource string // type and name
	path     []string
	file     string
	ranges   []hcl.Range // its expressions
}

// argumentsOf are the arguments that a plan has values of.
func argumentsOf(t *testing.T, s subject) []argument {
	t.Helper()
	values := map[string]bool{}
	for _, v := range valuesOf(s.plan) {
		path := []string{}
		for _, p := range v.path {
			if name, ok := p.(string); ok {
				path = append(path, name)
			}
		}
		values[keyOf.ReplaceAllString(v.address, "")+" "+strings.Join(path, ".")] = true
	}
	var out []argument
	called := map[string][]string{"": {""}}
	for name, c := range calls(root(s.plan)) {
		dir := strings.TrimPrefix(c.(object)["source"].(string), "./") + "/"
		called[dir] = append(called[dir], "module."+name+".")
	}
	texts := map[string]string{}
	for name, f := range s.files {
		texts[folder(name)] += string(f.Data)
	}
	for name, f := range s.files {
		// What two calls share is the same for both.
		if len(called[folder(name)]) != 1 {
			continue
		}
		module := called[folder(name)][0]
		parsed, diags := hclsyntax.ParseConfig(f.Data, name, hcl.InitialPos)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		for _, b := range parsed.Body.(*hclsyntax.Body).Blocks {
			if b.Type != "resource" {
				continue
			}
			resource := strings.Join(b.Labels, ".")
			found := map[string]*argument{}
			shown := expressionsOf(moduleOf(s.plan, module), resource)
			add := func(path []string, e hclsyntax.Expression) {
				key := strings.Join(path, ".")
				if !values[module+resource+" "+key] {
					return
				}
				if found[key] == nil {
					found[key] = &argument{module: module, resource: resource, path: path, file: name}
				}
				found[key].ranges = append(found[key].ranges, e.Range())
			}
			for _, a := range b.Body.Attributes {
				add([]string{a.Name}, a.Expr)
			}
			for _, inner := range b.Body.Blocks {
				if list(shown[inner.Type]) == nil {
					continue // A plan shows all blocks as one list of names.
				}
				for _, a := range inner.Body.Attributes {
					add([]string{inner.Type, a.Name}, a.Expr)
				}
			}
			for _, a := range found {
				// What others copy, the plan would still show.
				if !strings.Contains(texts[folder(name)], resource+"."+a.path[0]) {
					out = append(out, *a)
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b argument) int {
		return strings.Compare(a.String(), b.String())
	})
	return out
}

func (a argument) String() string { return a.module + a.resource + "." + strings.Join(a.path, ".") }

// hide is a subject in whose configuration the argument is what a resource will tell, in
// every instance.
func (a argument) hide(t *testing.T, s subject) subject {
	t.Helper()
	s = s.clone()
	files := fstest.MapFS{folder(a.file) + "hidden.tf": {Data: []byte(maker)}}
	for name, f := range s.files {
		files[name] = f
	}
	text := string(files[a.file].Data)
	slices.SortFunc(a.ranges, func(a, b hcl.Range) int { return b.Start.Byte - a.Start.Byte })
	for _, r := range a.ranges {
		text = text[:r.Start.Byte] + later + text[r.End.Byte:]
	}
	files[a.file] = &fstest.MapFile{Data: []byte(text)}
	s.files = files
	for _, v := range valuesOf(s.plan) {
		if keyOf.ReplaceAllString(v.address, "") != a.module+a.resource || !a.names(v) {
			continue
		}
		for _, c := range resources(s.plan) {
			if c["address"] == v.address {
				hideIn(c, v.path)
			}
		}
	}
	reference := object{"references": []any{later, "terraform_data.hidden"}}
	m := moduleOf(s.plan, a.module)
	expressions := expressionsOf(m, a.resource)
	if len(a.path) == 1 {
		expressions[a.path[0]] = reference
	}
	for _, b := range list(expressions[a.path[0]]) {
		if b := b.(object); b[a.path[1]] != nil {
			b[a.path[1]] = reference
		}
	}
	m["resources"] = append(list(m["resources"]), object{
		"address": "terraform_data.hidden", "mode": "managed", "type": "terraform_data", "name": "hidden", "provider_config_key": "terraform",
		"expressions": object{"input": object{}}, "schema_version": 0,
	})
	made := map[string]bool{}
	for _, r := range resources(s.plan) {
		in, _ := r["module_address"].(string)
		if made[in] || in == "" != (a.module == "") || in != "" && keyOf.ReplaceAllString(in, "")+"." != a.module {
			continue
		}
		made[in] = true
		c := object{
			"address": "terraform_data.hidden", "mode": "managed", "type": "terraform_data", "name": "hidden",
			"provider_name": "terraform.io/builtin/terraform",
			"change":        object{"actions": []any{"create"}, "before": nil, "after": object{"triggers_replace": nil}, "after_unknown": object{"id": true, "input": true, "output": true}},
		}
		if in != "" {
			c["address"], c["module_address"] = in+".terraform_data.hidden", in
		}
		s.plan["resource_changes"] = append(list(s.plan["resource_changes"]), c)
	}
	return s
}

// moduleOf is the configuration of the root module or of one that it calls.
func moduleOf(plan object, module string) object {
	if module == "" {
		return root(plan)
	}
	call := calls(root(plan))[strings.TrimSuffix(strings.TrimPrefix(module, "module."), ".")]
	return call.(object)["module"].(object)
}

// expressionsOf are those of a resource of a module.
func expressionsOf(module object, address string) object {
	for _, r := range list(module["resources"]) {
		if r := r.(object); r["address"] == address {
			expressions, _ := r["expressions"].(object)
			return expressions
		}
	}
	return nil
}

// names reports whether a value is that of the argument in one of its blocks.
func (a argument) names(v value) bool {
	switch len(a.path) {
	case 1:
		return len(v.path) == 1 && v.path[0] == a.path[0]
	default:
		return len(v.path) == 3 && v.path[0] == a.path[0] && v.path[2] == a.path[1]
	}
}
