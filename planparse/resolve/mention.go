package resolve

import (
	"slices"
	"strings"

	"github.com/tfreach/tfreach/planparse/address"
	"github.com/tfreach/tfreach/planparse/planjson"
)

// mentioned is what the plan's JSON says on its own: the objects that an
// expression mentions. They are candidates and never more, not even a single
// one: literals, functions and locals do not show (plan-json 3.3).
func (r *Resolver) mentioned(a Attr, types []string, reason string) Ref {
	ref := Ref{State: Unknown, Reason: reason, Open: true}
	c := r.configOf(a.res)
	if c == nil || a.parent == nil || a.parent.parent != nil {
		return ref
	}
	expr, ok := c.Arguments[a.name]
	if !ok {
		return ref
	}
	search := &closure{Resolver: r, types: types, seen: map[string]bool{}}
	search.follow(expr.References, a.res.Module, c.ForEach.References, 0)
	if ref.Symbols = search.found; len(ref.Symbols) > 0 {
		ref.State = Candidates
	}
	return ref
}

// closure gathers what an expression may name, through inputs, outputs and the
// collections that blocks go through. Locals end it: a plan does not show them
// (plan-json 1).
type closure struct {
	*Resolver
	types []string
	found []Symbol
	seen  map[string]bool
	// of is what alone is looked for, where an attribute of any kind counts, and no
	// other resource that has the same id.
	of *planjson.Resource
}

// maxMentions bounds how far it follows.
const maxMentions = 32

// follow takes the references of an expression in a module instance; each is what
// the block around it goes through.
func (c *closure) follow(references []string, module address.Module, each []string, depth int) {
	at := module.String() + "|" + strings.Join(references, " ") + "|" + strings.Join(each, " ")
	if depth > maxMentions || c.seen[at] {
		return
	}
	c.seen[at] = true
	for _, m := range mentions(references) {
		c.resource(m, module, depth)
	}
	through := false
	for _, text := range references {
		steps := strings.FieldsFunc(text, func(r rune) bool { return r == '.' || r == '[' })
		switch {
		case len(steps) < 2:
		case steps[0] == "each" && !through:
			through = true
			c.follow(each, module, nil, depth+1)
		case steps[0] == "var" && len(steps) == 2:
			c.input(steps[1], module, depth)
		case steps[0] == "module":
			c.outputs(text, module, references, depth)
		}
	}
}

// resource takes the instances of a resource that an expression mentions.
func (c *closure) resource(m mention, module address.Module, depth int) {
	for _, res := range c.byConfig[configKey(module.Config(), m.Resource)] {
		if !res.Module.Equal(module) || !m.Key.IsNone() && m.Key != res.Key && !converts(m.Key, res.Key) {
			continue
		}
		switch {
		case c.of == nil:
			c.note(c.candidates(res, m.attribute, c.types)...)
		case c.of == res:
			c.note(Symbol{res.String(), "id"})
		}
		own := c.configOf(res)
		if own == nil || m.attribute == "" || slices.Contains(c.Resolver.types.IDs(res.Type), m.attribute) {
			continue
		}
		// Another attribute has the value of its own expression.
		switch v := res.Left().Get(m.attribute); {
		case c.of != nil:
			c.follow(own.Arguments[m.attribute].References, res.Module, own.ForEach.References, depth+1)
		case v.Kind == planjson.String:
			if ref := c.After(res).Get(m.attribute).Ref(c.types...); ref.State == Exact {
				c.note(ref.Symbols...)
			}
		case v.Kind == planjson.Unknown:
			c.follow(own.Arguments[m.attribute].References, res.Module, own.ForEach.References, depth+1)
		}
	}
}

func (c *closure) note(symbols ...Symbol) {
	for _, s := range symbols {
		if !slices.Contains(c.found, s) {
			c.found = append(c.found, s)
		}
	}
}

// input follows var.NAME to the argument of the module call.
func (c *closure) input(name string, module address.Module, depth int) {
	if len(module) == 0 {
		return
	}
	outer, last := module[:len(module)-1], module[len(module)-1]
	if m := c.moduleOf(outer); m != nil && m.Calls[last.Name] != nil {
		call := m.Calls[last.Name]
		c.follow(call.Arguments[name].References, outer, call.ForEach.References, depth+1)
	}
}

// outputs follows module.NAME.OUTPUT, or module.NAME where the output is not seen.
func (c *closure) outputs(text string, module address.Module, references []string, depth int) {
	for name, call := range c.callsIn(module) {
		rest, ok := strings.CutPrefix(text, "module."+name)
		if !ok || call.Module == nil {
			continue
		}
		key := ""
		if strings.HasPrefix(rest, "[") {
			end := strings.Index(rest, "]")
			if strings.HasPrefix(rest, `["`) {
				end = strings.Index(rest, `"]`) + 1
			}
			if end <= 0 {
				continue
			}
			key, rest = rest[:end+1], rest[end+1:]
		}
		output, named := strings.CutPrefix(rest, ".")
		output, _, _ = strings.Cut(output, ".")
		output, _, _ = strings.Cut(output, "[")
		if rest != "" && !named {
			continue
		}
		for _, inner := range c.instancesOf(module, name, key) {
			switch {
			case named:
				c.follow(call.Module.Outputs[output].References, inner, nil, depth+1)
			case !slices.ContainsFunc(references, func(other string) bool { return strings.HasPrefix(other, text+".") }):
				for _, o := range sorted(call.Module.Outputs) {
					c.follow(call.Module.Outputs[o].References, inner, nil, depth+1)
				}
			}
		}
	}
}

func (c *closure) callsIn(module address.Module) map[string]*planjson.Call {
	if m := c.moduleOf(module); m != nil {
		return m.Calls
	}
	return nil
}

// instancesOf are the instances of a module that have resources, or the one of a
// key.
func (c *closure) instancesOf(module address.Module, name, key string) []address.Module {
	if c.children == nil {
		c.children = map[string][]address.Module{}
		for _, at := range sorted(c.modules) {
			if m, err := address.ParseModule(at); err == nil {
				above := m[:len(m)-1].String() + "|" + m[len(m)-1].Name
				c.children[above] = append(c.children[above], m)
			}
		}
	}
	all := c.children[module.String()+"|"+name]
	return slices.DeleteFunc(slices.Clone(all), func(m address.Module) bool { return key != "" && m[len(m)-1].Key.String() != key })
}

// candidates are the objects that a mention of a resource may name, through an
// attribute that is empty where none is seen.
func (r *Resolver) candidates(res *planjson.Resource, attribute string, types []string) []Symbol {
	if attribute == "" {
		attribute = "id"
	}
	if len(types) > 0 && !slices.Contains(types, res.Type) || !slices.Contains(r.types.IDs(res.Type), attribute) {
		return nil
	}
	if res.Data && res.After.Get(attribute).Kind == planjson.Unknown {
		return r.deferred(res, attribute, types).Symbols
	}
	return []Symbol{{res.String(), attribute}}
}

func converts(k, to address.Key) bool {
	other, ok := otherKey(k)
	return ok && other == to
}

// mention is a resource that an expression mentions: every instance when it has
// no key, and any attribute when none is seen.
type mention struct {
	address.Resource
	attribute string
}

// mentions are the resources in a list of references. Each reference is followed
// by its prefixes, of which the longest that is an address names the resource.
func mentions(references []string) []mention {
	var out []mention
	for i := 0; i < len(references); {
		whole, at := references[i], i
		for i++; i < len(references) && isPrefix(references[i], references[i-1]); i++ {
		}
		for _, text := range references[at:i] {
			found, err := address.Parse(text)
			if err != nil {
				continue
			}
			attribute := strings.TrimPrefix(strings.TrimPrefix(whole, text), ".")
			if end := strings.IndexAny(attribute, ".["); end >= 0 {
				attribute = attribute[:end]
			}
			out = append(out, mention{found, attribute})
			break
		}
	}
	return out
}

// isPrefix reports whether a name is one that another goes on from.
func isPrefix(short, long string) bool {
	rest, ok := strings.CutPrefix(long, short)
	return ok && rest != "" && (rest[0] == '.' || rest[0] == '[')
}
