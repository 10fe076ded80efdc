package resolve

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// loop is a for expression. HCL forgets the marks of a collection that is
// unknown.
type loop struct {
	*hclsyntax.ForExpr
	collection hclsyntax.Expression
}

func (n *loop) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := n.ForExpr.Value(ctx)
	switch {
	case diags.HasErrors():
	case has[partial](v.Marks()):
		return unknownBecause("known after apply; it takes every attribute of an object of which tfreach does not know all"), nil
	case !v.IsKnown() && !v.IsMarked():
		c, _ := n.collection.Value(ctx)
		v = v.WithMarks(deepMarks(c))
	}
	frameOf(ctx).run.doubtOnly(v)
	return v, diags
}

// sequence is a collection whose order counts. That of a set that holds ids rests
// on them, of objects in no way that a few runs tell: so each run has another
// one, in which another element comes first.
type sequence struct{ hclsyntax.Expression }

func (n *sequence) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := n.Expression.Value(ctx)
	bare, marks := v.Unmark()
	if diags.HasErrors() || !bare.Type().IsSetType() || !bare.IsKnown() || bare.IsNull() || bare.LengthInt() < 2 {
		return v, diags
	}
	r := frameOf(ctx).run
	switch {
	case !bare.IsWhollyKnown():
		return unknownBecause("known after apply; it is in the order of a set of which not all is known").WithMarks(marks), nil
	case bare.Type().ElementType().IsPrimitiveType() || r.kind == marked && !restsOnIDs(marks) || r.kind != marked && !r.holdsID(bare):
		return v, nil
	}
	each := bare.AsValueSlice()
	if len(each) > samples || !r.holdsID(bare) {
		// More than there are runs, or texts made of ids, which have no one order.
		return cty.TupleVal(each).WithMarks(marks).Mark(chosen{}).Mark(open{}), nil
	}
	// From one order that is the same in all runs: that of a set is another in each.
	slices.SortFunc(each, func(a, b cty.Value) int { return strings.Compare(r.named(a), r.named(b)) })
	if r.nth > samples/2 && len(each) <= samples/2 {
		slices.Reverse(each)
	}
	first := r.nth % len(each)
	return cty.TupleVal(slices.Concat(each[first:], each[:first])).WithMarks(marks).Mark(computed{}), nil
}

// named is a value without marks as a text in which ids are the names that they
// stand for.
func (r *run) named(v cty.Value) string {
	out, _ := cty.Transform(v, func(_ cty.Path, v cty.Value) (cty.Value, error) {
		if s, id := r.symbolOf(v); id {
			return cty.StringVal(s.String()), nil
		}
		return v, nil
	})
	return out.GoString()
}

// holdsID reports whether a value without marks has the id of a symbol in it.
func (r *run) holdsID(v cty.Value) bool {
	found := false
	_ = cty.Walk(v, func(_ cty.Path, v cty.Value) (bool, error) {
		if !v.IsKnown() || v.IsNull() || v.Type() != cty.String {
			return !found, nil
		}
		_, id := r.symbols[v.AsString()]
		found = found || id || r.cutOf(v)
		return !found, nil
	})
	return found
}

// elementwise is a collection that is looped over. What marks it marks each
// element as well: the order and the contents of a set or of a sorted list rest on
// all ids in it.
type elementwise struct {
	hclsyntax.Expression
	// keyed: the keys are used, too.
	keyed bool
}

func (n *elementwise) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := n.Expression.Value(ctx)
	bare, marks := v.Unmark()
	if diags.HasErrors() || !restsOnIDs(marks) || !bare.IsKnown() || bare.IsNull() || !bare.CanIterateElements() {
		return v, diags
	}
	inner := without[partial](marks)
	switch t := bare.Type(); {
	case t.IsObjectType() || t.IsMapType():
		each := bare.AsValueMap()
		for k, e := range each {
			each[k] = e.WithMarks(inner)
		}
		return cty.ObjectVal(each).WithMarks(marks), nil
	case t.IsSetType() && n.keyed:
		// Keys cannot be marked, and those of a set are its elements.
		return v.Mark(chosen{}).Mark(open{}), nil
	}
	each := bare.AsValueSlice()
	for i, e := range each {
		each[i] = e.WithMarks(inner)
	}
	return cty.TupleVal(each).WithMarks(marks), nil
}

// splat is SOURCE[*]. It takes objects as a whole.
type splat struct{ *hclsyntax.SplatExpr }

func (n *splat) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := n.SplatExpr.Value(ctx)
	bare, marks := v.Unmark()
	return bare.WithMarks(without[partial](marks)), diags
}
