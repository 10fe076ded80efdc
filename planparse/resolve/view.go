package resolve

import (
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/tfreach/tfreach/planparse/planjson"
)

// View is a resource as it will be after apply, in one evaluation: for what a
// provider makes of a resource's other attributes.
type View struct {
	r   *run
	res *planjson.Resource
	of  made
}

// Get is an attribute: unknown where it is not known, null where it is not set.
func (v View) Get(name string) cty.Value {
	if v.of.body == nil && v.of.object == nil {
		return v.r.attribute(v.res, name)
	}
	q, ok := v.of.ask(v.r.evaluator, name)
	if !ok {
		return cty.NullVal(cty.DynamicPseudoType)
	}
	return q.value(v.r)
}

// Blocks are the nested blocks of a type, as the configuration has them; false
// where it is not known how many there are.
func (v View) Blocks(name string) ([]View, bool) {
	origins, reason := v.r.origins(nil, v.res)
	if reason != "" || len(origins) != 1 {
		return nil, false
	}
	list, reason := origins[0].blocks(v.r.evaluator, name)
	if reason != "" {
		return nil, false
	}
	out := make([]View, len(list))
	for i, m := range list {
		out[i] = View{v.r, v.res, m}
	}
	return out, true
}

// Of is the resource that an id names; false where that is not certain.
func (v View) Of(id cty.Value) (View, bool) {
	bare, marks := id.Unmark()
	if s, ok := v.r.symbolOf(bare); ok && !has[chosen](marks) {
		if res := v.r.byAddr[s.Resource]; res != nil {
			return View{r: v.r, res: res}, true
		}
	}
	if !bare.IsKnown() || bare.IsNull() || bare.Type() != cty.String || restsOnIDs(marks) {
		return View{}, false
	}
	if s, ok := v.r.Known(bare.AsString()); ok {
		return View{r: v.r, res: v.r.byAddr[s.Resource]}, true
	}
	return View{}, false
}

// Address is the resource's address.
func (v View) Address() string { return v.res.String() }

// ID is an id that the provider brings into the world with the resource, under a
// name of its own.
func (v View) ID(name string) cty.Value {
	return v.r.id(Symbol{v.res.String(), name}, "", true)
}

// Block is a block of IPv6 addresses of a length, under the name of an attribute, that
// nobody knows before apply.
func (v View) Block(name string, bits int) cty.Value {
	return v.r.block(Symbol{v.res.String(), name}, bits)
}

// Unordered is a list of which nobody knows the order: that of the ids, which the
// runs give different ones.
func (v View) Unordered(ids, items []cty.Value) cty.Value {
	type pair struct {
		id   string
		item cty.Value
	}
	pairs := make([]pair, len(items))
	for i, item := range items {
		bare, _ := ids[i].Unmark()
		if bare.IsKnown() {
			pairs[i].id = bare.AsString()
		}
		pairs[i].item = item
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return strings.Compare(a.id, b.id) })
	sorted := make([]cty.Value, len(items))
	for i, p := range pairs {
		sorted[i] = p.item
	}
	return cty.TupleVal(sorted).Mark(computed{})
}

// Unknown is a value of which nothing is known.
func (v View) Unknown() cty.Value {
	return unknownBecause("known after apply; the provider computes it")
}
