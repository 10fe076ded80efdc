package resolve

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// judge is an expression that decides what else there is.
type judge struct {
	hclsyntax.Expression
	// tried: HCL tries it with names that are unknown, before it evaluates it.
	tried bool
}

func (n *judge) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	r := frameOf(ctx).run
	r.count(1)
	v, diags := n.Expression.Value(ctx)
	v = unsure(judged(v))
	if v.IsKnown() || !n.tried {
		r.doubt(v)
	}
	return v, diags
}

// index is COLLECTION[KEY].
type index struct {
	hclsyntax.Expression
	collection, key hclsyntax.Expression
}

func (n *index) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	r := frameOf(ctx).run
	r.count(1)
	c, diags := n.collection.Value(ctx)
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	k, diags := n.key.Value(ctx)
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	k = judged(k)
	bare, marks := k.Unmark()
	if bare.IsKnown() && !has[chosen](marks) {
		r.doubtOnly(c)
		return r.at(c, k, n.Range())
	}
	// Any element may be meant, or none.
	r.doubts++
	whole, above := c.Unmark()
	if !whole.IsKnown() || whole.IsNull() || !whole.CanIterateElements() || has[partial](above) || has[open](above) {
		return cty.DynamicVal.WithMarks(deepMarks(c), without[open](marks), cty.NewValueMarks(chosen{}, open{})), nil
	}
	var values []cty.Value
	taken := -1
	for it := whole.ElementIterator(); it.Next(); {
		i, e := it.Element()
		if bare.IsKnown() && sameKey(i, bare) {
			taken = len(values)
		}
		values = append(values, e.WithMarks(above))
	}
	if len(values) == 0 {
		return cty.DynamicVal.WithMarks(marks, cty.NewValueMarks(chosen{}, open{})), nil
	}
	return r.choice(values, taken, marks), nil
}

// sameKey reports whether a key is that of an element.
func sameKey(element, key cty.Value) bool {
	converted, err := convert.Convert(key, element.Type())
	return err == nil && converted.IsKnown() && !converted.IsNull() && converted.RawEquals(element)
}

// conditional is CONDITION ? A : B. HCL lays the marks of both branches on the
// result; here only those of the branch that is taken, where that is certain.
type conditional struct {
	hclsyntax.Expression
	condition, yes, no hclsyntax.Expression
}

func (n *conditional) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	r := frameOf(ctx).run
	r.count(1)
	c, diags := n.condition.Value(ctx)
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	c = judged(c)
	r.doubt(c)
	doubts := r.doubts
	yes, yesDiags := n.yes.Value(ctx)
	ofYes := r.doubts - doubts
	no, noDiags := n.no.Value(ctx)
	ofNo := r.doubts - doubts - ofYes
	bare, marks := c.Unmark()
	if bare.IsKnown() && !has[chosen](marks) {
		// The branch that is not taken only lends its type, unless it fails. Of what is
		// chosen among ids, that is always the same.
		r.doubts = doubts + ofNo
		other, its, itsDiags := n.yes, yes, yesDiags
		if isTrue(bare) {
			r.doubts = doubts + ofYes
			other, its, itsDiags = n.no, no, noDiags
		}
		if inner := deepMarks(its); has[chosen](inner) && has[open](inner) || itsDiags.HasErrors() && r.failsByIDs(other, ctx) {
			r.doubts++
		}
		if bare.Type() == cty.Bool && !bare.IsNull() && !yesDiags.HasErrors() && !noDiags.HasErrors() && sameType(yes, no) {
			if bare.True() {
				return yes.WithMarks(marks), nil
			}
			return no.WithMarks(marks), nil
		}
		if isTrue(bare) {
			no, diags = unmarked(no), yesDiags
		} else {
			yes, diags = unmarked(yes), noDiags
		}
		if diags.HasErrors() {
			return cty.DynamicVal, diags
		}
		return hclConditional(c, yes, no, n.Range())
	}
	if yesDiags.HasErrors() || noDiags.HasErrors() {
		r.doubts++
	}
	taken := -1
	if bare.IsKnown() {
		taken = 1
		if isTrue(bare) {
			taken = 0
		}
	}
	if !yesDiags.HasErrors() && !noDiags.HasErrors() && sameType(yes, no) {
		return r.choice([]cty.Value{yes, no}, taken, marks), nil
	}
	v := cty.DynamicVal
	if taken >= 0 {
		if converted, diags := hclConditional(bare, unmarked(yes), unmarked(no), n.Range()); !diags.HasErrors() {
			v = converted
		}
	}
	return v.WithMarks(deepMarks(yes), deepMarks(no), without[open](marks), cty.NewValueMarks(chosen{}, open{})), nil
}

// sameType reports whether values are of one type, and no conversion is needed.
func sameType(a, b cty.Value) bool {
	t := a.Type()
	return t != cty.DynamicPseudoType && t.Equals(b.Type())
}

func isTrue(v cty.Value) bool {
	b, err := convert.Convert(v, cty.Bool)
	return err == nil && !b.IsNull() && b.True()
}

// unmarked is a value without its marks. Some that fail have a type nonetheless.
func unmarked(v cty.Value) cty.Value {
	bare, _ := v.UnmarkDeep()
	return bare
}

func hclConditional(c, yes, no cty.Value, where hcl.Range) (cty.Value, hcl.Diagnostics) {
	e := &hclsyntax.ConditionalExpr{Condition: literalNode(c, where), TrueResult: literalNode(yes, where), FalseResult: literalNode(no, where), SrcRange: where}
	return e.Value(nil)
}
