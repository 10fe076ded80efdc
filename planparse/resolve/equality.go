package resolve

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// equality is A == B or A != B. An id is never null or empty, and ids of two
// resources are never the same: that is known before they are.
type equality struct {
	*hclsyntax.BinaryOpExpr
	left, right hclsyntax.Expression
}

func (n *equality) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	r := frameOf(ctx).run
	r.count(1)
	a, diags := n.left.Value(ctx)
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	b, diags := n.right.Value(ctx)
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	if equal, known := r.same(a, b); known {
		return cty.BoolVal(equal == (n.Op == hclsyntax.OpEqual)), nil
	}
	e := &hclsyntax.BinaryOpExpr{LHS: literalNode(a, n.left.Range()), Op: n.Op, RHS: literalNode(b, n.right.Range()), SrcRange: n.Range()}
	v, diags := e.Value(nil)
	return unsure(v), diags
}

func (r *run) same(a, b cty.Value) (equal, known bool) {
	one, first := r.one(a)
	other, second := r.one(b)
	switch {
	case first && second && one.Symbol == other.Symbol:
		return true, true
	case first && second:
		return false, !one.alias && !other.alias
	case r.something(a) && isNothing(b), r.something(b) && isNothing(a):
		return false, true
	case isNothing(b) && b.IsNull():
		return false, isObject(a)
	case isNothing(a) && a.IsNull():
		return false, isObject(b)
	}
	return false, false
}

// isObject reports whether a value is an object for certain, whatever it holds.
func isObject(v cty.Value) bool {
	bare, marks := v.Unmark()
	return bare.IsKnown() && !bare.IsNull() && !has[chosen](marks)
}

// isNothing reports whether a value is known to be null or the empty string.
func isNothing(v cty.Value) bool {
	if v.IsMarked() || !v.IsKnown() {
		return false
	}
	return v.IsNull() || v.Type() == cty.String && v.AsString() == ""
}
