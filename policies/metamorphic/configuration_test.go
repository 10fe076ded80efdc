package metamorphic_test

import (
	"regexp"
	"strings"
)

// The parts of a plan's configuration.

func root(plan object) object { return plan["configuration"].(object)["root_module"].(object) }

func list(v any) []any {
	l, _ := v.([]any)
	return l
}

func calls(module object) object {
	c, _ := module["module_calls"].(object)
	return c
}

// configured are the expressions that the configuration of a resource has; nil where
// there is no configuration of it.
func configured(plan, resource object) object {
	m := root(plan)
	if in, ok := resource["module_address"].(string); ok {
		for _, label := range strings.Split(keyOf.ReplaceAllString(in, ""), ".") {
			if label == "module" {
				continue
			}
			call, _ := calls(m)[label].(object)
			if m, _ = call["module"].(object); m == nil {
				return nil
			}
		}
	}
	for _, r := range list(m["resources"]) {
		r := r.(object)
		if r["type"] == resource["type"] && r["name"] == resource["name"] && r["mode"] == resource["mode"] {
			expressions, _ := r["expressions"].(object)
			return expressions
		}
	}
	return nil
}

// keyOf is the key of an instance of a module.
var keyOf = regexp.MustCompile(`\[("[^"]*"|\d+)\]`)

// visitModules calls f for a module and for those that it calls, callers first.
func visitModules(module object, f func(object)) {
	f(module)
	for _, c := range calls(module) {
		if m, ok := c.(object)["module"].(object); ok {
			visitModules(m, f)
		}
	}
}

// eachAddress puts another text in the place of each address of a plan, and of each
// name that its configuration mentions.
func eachAddress(plan object, f func(string) string) {
	for _, r := range append(resources(plan), stateParts(plan)...) {
		for _, key := range []string{"address", "module_address", "previous_address"} {
			if at, ok := r[key].(string); ok {
				r[key] = f(at)
			}
		}
	}
	mentioned(plan["configuration"], f)
}

// stateParts are the resources and the modules of what apply finds.
func stateParts(plan object) []object {
	var out []object
	for _, m := range stateModules(plan) {
		for _, r := range list(m["resources"]) {
			out = append(out, r.(object))
		}
		for _, c := range list(m["child_modules"]) {
			out = append(out, c.(object))
		}
	}
	return out
}

// stateModules are the modules of what apply finds, the root module first.
func stateModules(plan object) []object {
	prior, _ := plan["prior_state"].(object)
	values, _ := prior["values"].(object)
	top, _ := values["root_module"].(object)
	if top == nil {
		return nil
	}
	out := []object{top}
	for i := 0; i < len(out); i++ {
		for _, c := range list(out[i]["child_modules"]) {
			out = append(out, c.(object))
		}
	}
	return out
}

// mentioned does eachAddress in a configuration: whatever is an address, or a list of
// what is referred to.
func mentioned(v any, f func(string) string) {
	switch v := v.(type) {
	case object:
		for key, e := range v {
			switch key {
			case "constant_value":
			case "address", "provider_config_key":
				if text, ok := e.(string); ok {
					v[key] = f(text)
					continue
				}
				mentioned(e, f)
			case "references", "depends_on":
				if texts, ok := e.([]any); ok {
					for i, text := range texts {
						if text, ok := text.(string); ok {
							texts[i] = f(text)
						}
					}
					continue
				}
				mentioned(e, f)
			default:
				mentioned(e, f)
			}
		}
	case []any:
		for _, e := range v {
			mentioned(e, f)
		}
	}
}
