package metamorphic_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// TestMovedIntoModule: a configuration may as well be a module that another one calls.
func TestMovedIntoModule(t *testing.T) {
	n := tally{}
	for _, s := range cases(t) {
		for _, s := range []subject{s, s.without()} {
			is := moved(t, s)
			same(t, is.name, base(t, s), is.judge(t), culprits, into)
			n.add(base(t, s))
		}
	}
	n.enough(t)
}

// home is the module that everything is moved into.
const home = "module.all"

// into puts the addresses of a line into the module, those in other modules too.
func into(text string) string {
	at := func(r rune) bool { return strings.ContainsRune(` |,;"()`, r) }
	var out strings.Builder
	for text != "" {
		end := strings.IndexFunc(text, at)
		if end < 0 {
			end = len(text)
		}
		word := text[:end]
		if strings.HasPrefix(word, "aws_") || strings.HasPrefix(word, "module.") {
			word = home + "." + word
		}
		out.WriteString(word)
		if end < len(text) {
			out.WriteByte(text[end])
			end++
		}
		// The key of an instance holds quotes.
		text = text[end:]
	}
	return out.String()
}

// moved is a subject in which everything is in a module.
func moved(t *testing.T, s subject) subject {
	t.Helper()
	s = s.clone()
	s.name += ", in a module"
	for _, r := range append(resources(s.plan), stateParts(s.plan)...) {
		for _, key := range []string{"address", "previous_address"} {
			if at, ok := r[key].(string); ok {
				r[key] = home + "." + at
			}
		}
	}
	for _, c := range resources(s.plan) {
		if in, ok := c["module_address"].(string); ok {
			c["module_address"] = home + "." + in
		} else {
			c["module_address"] = home
		}
	}
	if prior, ok := s.plan["prior_state"].(object); ok {
		values := prior["values"].(object)
		all := values["root_module"].(object)
		all["address"] = home
		values["root_module"] = object{"child_modules": []any{all}}
	}
	all := root(s.plan)
	given := object{}
	top := object{"module_calls": object{"all": object{"source": "./all", "expressions": given, "module": all}}}
	if variables, ok := all["variables"].(object); ok {
		top["variables"] = clone(variables)
		for name := range variables {
			given[name] = object{"references": []any{"var." + name}}
		}
	}
	s.plan["configuration"].(object)["root_module"] = top
	visitModules(all, func(m object) {
		for _, r := range list(m["resources"]) {
			r := r.(object)
			if key, ok := r["provider_config_key"].(string); ok && strings.HasPrefix(key, "module.") {
				r["provider_config_key"] = home + "." + key
			}
		}
	})
	s.sentences = each(s.sentences, into)
	s.files = movedFiles(t, s.files)
	return s
}

// movedFiles leaves in the root module what only a root module can have.
func movedFiles(t *testing.T, files fstest.MapFS) fstest.MapFS {
	t.Helper()
	if files == nil {
		return nil
	}
	out := fstest.MapFS{}
	var top strings.Builder
	given := ""
	for name, f := range files {
		if folder(name) != "" {
			out["all/"+name] = f
			continue
		}
		rest := ""
		for _, b := range blocksOf(t, name, f.Data) {
			switch kind, after, _ := strings.Cut(b, " "); kind {
			case "terraform", "provider":
				top.WriteString(b + "\n")
			case "variable":
				variable := strings.Trim(strings.Fields(after)[0], `"`)
				given += fmt.Sprintf("  %s = var.%s\n", variable, variable)
				top.WriteString(b + "\n")
				rest += b + "\n"
			default:
				rest += b + "\n"
			}
		}
		out["all/"+name] = &fstest.MapFile{Data: []byte(rest)}
	}
	fmt.Fprintf(&top, "module \"all\" {\n  source = \"./all\"\n%s}\n", given)
	out["main.tf"] = &fstest.MapFile{Data: []byte(top.String())}
	return out
}
