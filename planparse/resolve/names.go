package resolve

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/tfreach/tfreach/planparse/address"
)

// printed is one name that an expression mentions, as the configuration section
// of a plan prints it: the whole traversal, then its prefixes down to the object
// that it begins with, then what that is an instance or an output of.
type printed struct {
	texts []string
	// after is printed behind texts by some versions and not by others.
	after string
}

// names are the names in an expression, in the order in which a plan prints
// them; false when they cannot be told.
func names(expr hcl.Expression) ([]printed, bool) {
	traversals := expr.Variables()
	out := make([]printed, 0, len(traversals))
	for _, t := range traversals {
		p, ok := traversal(t)
		if !ok {
			return nil, false
		}
		out = append(out, p)
	}
	return out, true
}

func traversal(t hcl.Traversal) (printed, bool) {
	root, ok := t[0].(hcl.TraverseRoot)
	if !ok {
		return printed{}, false
	}
	name := root.Name
	if name == "resource" && len(t) > 1 {
		// The long form of an address, which plans print short.
		first, ok := t[1].(hcl.TraverseAttr)
		if !ok {
			return printed{}, false
		}
		name, t = first.Name, t[1:]
	}
	// labels is the number of steps that name an object; an index of it follows.
	labels, indexed := 2, true
	switch name {
	case "count", "each", "local", "path", "terraform", "tofu", "var":
		indexed = false
	case "data", "ephemeral":
		labels = 3
	}
	if len(t) < labels {
		return printed{}, false
	}
	subject, key := labels, false
	if indexed && len(t) > labels {
		if _, key = t[labels].(hcl.TraverseIndex); key {
			subject++
		}
	}
	output := false
	if name == "module" && len(t) > subject {
		if _, output = t[subject].(hcl.TraverseAttr); output {
			subject++
		}
	}
	var p printed
	steps := make([]string, len(t))
	steps[0] = name
	for i := 1; i < len(t); i++ {
		if steps[i], ok = stepText(t[i], i < subject); !ok {
			return printed{}, false
		}
	}
	for n := len(t); n >= subject; n-- {
		p.texts = append(p.texts, strings.Join(steps[:n], ""))
	}
	switch object := strings.Join(steps[:labels], ""); {
	case output:
		p.texts = append(p.texts, strings.Join(steps[:subject-1], ""))
		if key {
			p.after = object
		}
	case key:
		p.texts = append(p.texts, object)
	}
	return p, true
}

// stepText is a step behind the first as a plan prints it: keys of instances are
// quoted by the rules of HCL, those of values by the rules of Go.
func stepText(step hcl.Traverser, instance bool) (string, bool) {
	switch s := step.(type) {
	case hcl.TraverseAttr:
		return "." + s.Name, true
	case hcl.TraverseIndex:
		if k, ok := indexKey(s.Key); ok && instance {
			return k.String(), true
		}
		switch {
		case !s.Key.IsKnown() || s.Key.IsNull():
		case s.Key.Type() == cty.String:
			return "[" + strconv.Quote(s.Key.AsString()) + "]", true
		case s.Key.Type() == cty.Number:
			return "[" + s.Key.AsBigFloat().Text('g', 10) + "]", true
		}
	}
	return "", false
}

// cut takes a name off the front of a plan's list.
func (p printed) cut(list []string) (rest []string, ok bool) {
	if len(list) < len(p.texts) || !slices.Equal(list[:len(p.texts)], p.texts) {
		return list, false
	}
	return list[len(p.texts):], true
}

// listed is what a plan lists of an expression, without the functions of
// providers, which some versions list as well.
func listed(references []string) []string {
	function := func(s string) bool { return strings.HasPrefix(s, "provider::") }
	if !slices.ContainsFunc(references, function) {
		return references
	}
	return slices.DeleteFunc(slices.Clone(references), function)
}

// inOrder reports whether a plan lists these names, in this order, and no other.
func inOrder(list []string, want []printed) bool {
	after := ""
	for _, p := range want {
		rest, ok := p.cut(list)
		if !ok && after != "" && len(list) > 0 && list[0] == after {
			rest, ok = p.cut(list[1:])
			after = ""
		}
		if !ok {
			return false
		}
		list = rest
		// What may be printed behind a name is also how its module alone is printed.
		if !p.is(after) {
			after = p.after
		}
	}
	return len(list) == 0 || len(list) == 1 && list[0] == after && after != ""
}

// is reports whether a name is printed as one text, and this one.
func (p printed) is(text string) bool { return len(p.texts) == 1 && p.texts[0] == text }

// inAnyOrder takes these names off the front of a plan's list, in whatever order
// they stand there.
func inAnyOrder(list []string, want []printed) (rest []string, ok bool) {
	want = slices.Clone(want)
	after := ""
	skip := func() bool {
		if after == "" || len(list) == 0 || list[0] != after {
			return false
		}
		list, after = list[1:], ""
		return true
	}
	for len(want) > 0 {
		i := slices.IndexFunc(want, func(p printed) bool { _, ok := p.cut(list); return ok })
		if i < 0 {
			if !skip() {
				return list, false
			}
			continue
		}
		list, _ = want[i].cut(list)
		if !want[i].is(after) {
			after = want[i].after
		}
		want = slices.Delete(want, i, i+1)
	}
	skip()
	return list, true
}

// indexKey is an index as an instance key.
func indexKey(v cty.Value) (address.Key, bool) {
	if !v.IsKnown() || v.IsNull() {
		return address.Key{}, false
	}
	switch v.Type() {
	case cty.String:
		return address.StringKey(v.AsString()), true
	case cty.Number:
		if i, acc := v.AsBigFloat().Int64(); acc == big.Exact {
			return address.IntKey(int(i)), true
		}
	}
	return address.Key{}, false
}

// otherKey is the same index as the other type of key: Terraform converts an
// index to the type that the collection of instances has.
func otherKey(k address.Key) (address.Key, bool) {
	if i, ok := k.Int(); ok {
		return address.StringKey(strconv.Itoa(i)), true
	}
	if s, ok := k.Str(); ok {
		if n, err := cty.ParseNumberVal(s); err == nil {
			return indexKey(n)
		}
	}
	return address.Key{}, false
}
