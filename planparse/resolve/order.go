package resolve

import (
	"strings"

	"github.com/tfreach/tfreach/planparse/address"
	"github.com/tfreach/tfreach/planparse/planjson"
)

// Follows reports whether Terraform surely makes what an attribute belongs to after it
// has made or changed another resource: the attribute will have an id of it, an
// argument mentions it, or depends_on does. Names behind locals are not seen but by
// the first.
func (a Attr) Follows(other *planjson.Resource) bool {
	if ref := a.Ref(other.Type); a.value.Kind == planjson.Unknown && ref.State == Exact && ref.Symbols[0].Resource == other.String() {
		return true
	}
	if a.r.ordered(a.res, other) {
		return true
	}
	c := a.r.configOf(a.res)
	if c == nil {
		return false
	}
	var references []string
	for _, name := range sorted(c.Arguments) {
		references = c.Arguments[name].Mentions(references)
	}
	search := &closure{Resolver: a.r, of: other, seen: map[string]bool{}}
	search.follow(references, a.res.Module, c.ForEach.References, 0)
	return len(search.found) > 0
}

// ordered reports whether depends_on of a resource, or of a call that it is in, names
// another resource or a module that holds it.
func (r *Resolver) ordered(res, other *planjson.Resource) bool {
	if c := r.configOf(res); c != nil && dependsOn(c.DependsOn, res.Module, other) {
		return true
	}
	for i := range res.Module {
		outer := r.moduleOf(res.Module[:i])
		if outer == nil {
			return false
		}
		if call := outer.Calls[res.Module[i].Name]; call != nil && dependsOn(call.DependsOn, res.Module[:i], other) {
			return true
		}
	}
	return false
}

// dependsOn reports whether entries of depends_on in a module name a resource.
func dependsOn(entries []string, in address.Module, res *planjson.Resource) bool {
	for _, text := range entries {
		if name, ok := strings.CutPrefix(text, "module."); ok {
			if len(res.Module) > len(in) && res.Module[:len(in)].Equal(in) && res.Module[len(in)].Name == name {
				return true
			}
			continue
		}
		// With a key it is that instance alone.
		if at, err := address.Parse(text); err == nil && res.Module.Equal(in) && configKey("", at) == configKey("", res.Resource) &&
			(at.Key.IsNone() || at.Key == res.Key) {
			return true
		}
	}
	return false
}
