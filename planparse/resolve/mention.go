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
	for _, m := range mentions(expr.References) {
		for _, res := range r.byConfig[configKey(a.res.Module.Config(), m.Resource)] {
			if !res.Module.Equal(a.res.Module) || !m.Key.IsNone() && m.Key != res.Key && !converts(m.Key, res.Key) {
				continue
			}
			for _, s := range r.candidates(res, m.attribute, types) {
				if !slices.Contains(ref.Symbols, s) {
					ref.Symbols = append(ref.Symbols, s)
				}
			}
		}
	}
	if len(ref.Symbols) > 0 {
		ref.State = Candidates
	}
	return ref
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
