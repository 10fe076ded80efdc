package resolve

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/tfreach/tfreach/planparse/resolve/functions"
)

// HCL evaluates an expression node by node. Here the nodes where a choice is
// made, or where names are looked up, are replaced by our own: they look up
// lazily, and they tell what chose from what was chosen. All else, conversions
// and operators above all, stays HCL's.

// rewritten is an expression with our own nodes in it. Nodes of unknown kinds give
// unknown.
func rewritten(e hclsyntax.Expression) hclsyntax.Expression {
	switch e := e.(type) {
	case nil:
		return nil
	case *hclsyntax.LiteralValueExpr:
		if e.Val.Type() == cty.Number {
			return literalNode(writable(e.Val), e.Range())
		}
		return e
	case *hclsyntax.AnonSymbolExpr:
		return e
	case *hclsyntax.ScopeTraversalExpr:
		if far := functions.UnwritableStep(e.Traversal); far != nil {
			return literalNode(writable(*far), e.Range())
		}
		return &lookup{e, e.Traversal}
	case *hclsyntax.RelativeTraversalExpr:
		if far := functions.UnwritableStep(e.Traversal); far != nil {
			return literalNode(writable(*far), e.Range())
		}
		return &traverse{e, rewritten(e.Source), e.Traversal}
	case *hclsyntax.IndexExpr:
		return &index{e, rewritten(e.Collection), operandOf(e.Key)}
	case *hclsyntax.ConditionalExpr:
		return &conditional{e, rewritten(e.Condition), rewritten(e.TrueResult), rewritten(e.FalseResult)}
	case *hclsyntax.FunctionCallExpr:
		c := *e
		c.Args = rewrittenAll(e.Args)
		return together(e, newCall(&c))
	case *hclsyntax.TupleConsExpr:
		c := *e
		c.Exprs = rewrittenAll(e.Exprs)
		return together(e, &c)
	case *hclsyntax.ObjectConsExpr:
		c := *e
		c.Items = make([]hclsyntax.ObjectConsItem, len(e.Items))
		for i, item := range e.Items {
			c.Items[i] = hclsyntax.ObjectConsItem{KeyExpr: objectKey(item.KeyExpr), ValueExpr: rewritten(item.ValueExpr)}
		}
		return &c
	case *hclsyntax.ForExpr:
		c := *e
		c.CollExpr, c.ValExpr = rewritten(e.CollExpr), &step{rewritten(e.ValExpr)}
		if e.KeyExpr != nil {
			c.KeyExpr = &judge{rewritten(e.KeyExpr), false}
		}
		if e.CondExpr != nil {
			c.CondExpr = &judge{rewritten(e.CondExpr), true}
		}
		if e.KeyExpr == nil {
			c.CollExpr = &sequence{c.CollExpr}
		}
		c.CollExpr = &elementwise{c.CollExpr, c.KeyVar != ""}
		return together(e, &loop{&c, c.CollExpr})
	case *hclsyntax.SplatExpr:
		// The item is a placeholder that its splat sets; both keep it.
		return together(e, &splat{&hclsyntax.SplatExpr{
			Source: &sequence{rewritten(e.Source)}, Each: rewritten(e.Each), Item: e.Item, SrcRange: e.SrcRange, MarkerRange: e.MarkerRange,
		}})
	case *hclsyntax.TemplateExpr:
		c := *e
		c.Parts = rewrittenAll(e.Parts)
		return &text{&c}
	case *hclsyntax.TemplateJoinExpr:
		return &text{&hclsyntax.TemplateJoinExpr{Tuple: rewritten(e.Tuple)}}
	case *hclsyntax.TemplateWrapExpr:
		return rewritten(e.Wrapped)
	case *hclsyntax.ParenthesesExpr:
		return rewritten(e.Expression)
	case *hclsyntax.BinaryOpExpr:
		if e.Op == hclsyntax.OpEqual || e.Op == hclsyntax.OpNotEqual {
			return &equality{e, rewritten(e.LHS), rewritten(e.RHS)}
		}
		c := *e
		if e.Op == hclsyntax.OpLogicalAnd || e.Op == hclsyntax.OpLogicalOr {
			c.LHS, c.RHS = rewritten(e.LHS), rewritten(e.RHS)
			return &logical{&c}
		}
		c.LHS, c.RHS = operandOf(e.LHS), operandOf(e.RHS)
		return &operation{&c}
	case *hclsyntax.UnaryOpExpr:
		c := *e
		c.Val = operandOf(e.Val)
		return &operation{&c}
	}
	return &hclsyntax.LiteralValueExpr{Val: unknownBecause("known after apply; its expression is of a kind that tfreach does not know"), SrcRange: e.Range()}
}

func rewrittenAll(list []hclsyntax.Expression) []hclsyntax.Expression {
	out := make([]hclsyntax.Expression, len(list))
	for i, e := range list {
		out[i] = rewritten(e)
	}
	return out
}

// objectKey is the key of an object: a word stands for itself.
func objectKey(e hclsyntax.Expression) hclsyntax.Expression {
	if k, ok := e.(*hclsyntax.ObjectConsKeyExpr); ok {
		if !k.ForceNonLiteral && hcl.ExprAsKeyword(k.Wrapped) != "" {
			return k
		}
		e = k.Wrapped
	}
	return &judge{rewritten(e), false}
}

func literalNode(v cty.Value, at hcl.Range) hclsyntax.Expression {
	return &hclsyntax.LiteralValueExpr{Val: v, SrcRange: at}
}

// step counts.
type step struct{ hclsyntax.Expression }

func (n *step) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	frameOf(ctx).run.count(1)
	return n.Expression.Value(ctx)
}

// operation is an operator: what it gives is no id.
type operation struct{ hclsyntax.Expression }

func (n *operation) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	r := frameOf(ctx).run
	r.count(1)
	v, diags := n.Expression.Value(ctx)
	v = writable(v)
	r.doubt(v)
	return unsure(v), diags
}

// operand is what an operator or an index takes, which may be converted to a number.
type operand struct{ hclsyntax.Expression }

// operandOf is an operand, rewritten; a literal stays one that can be told.
func operandOf(e hclsyntax.Expression) hclsyntax.Expression {
	own := rewritten(e)
	if _, literal := own.(*hclsyntax.LiteralValueExpr); literal {
		return own
	}
	return &operand{own}
}

func (n *operand) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := n.Expression.Value(ctx)
	return writable(v), diags
}

// writable is a value that HCL can write out: "1e100000000" is short, and takes a hundred
// megabytes, or hours, to add to another number or to make a text of.
func writable(v cty.Value) cty.Value {
	if err := functions.Writable(v); err != nil {
		return unknownBecause("known after apply; " + err.Error()).WithMarks(v.Marks())
	}
	return v
}

// logical is A && B or A || B. Where one fails that the other makes needless,
// Terraform 1.12 goes on, and those before it fail.
type logical struct{ *hclsyntax.BinaryOpExpr }

func (n *logical) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	r := frameOf(ctx).run
	r.count(1)
	a, aDiags := n.LHS.Value(ctx)
	b, bDiags := n.RHS.Value(ctx)
	if r.kind == planned && !aDiags.HasErrors() && !bDiags.HasErrors() && (!a.IsKnown() || !b.IsKnown()) {
		// Terraform before 1.12 does not look at the other.
		return cty.UnknownVal(cty.Bool), nil
	}
	e := *n.BinaryOpExpr
	e.LHS, e.RHS = &evaluated{n.LHS, a, aDiags}, &evaluated{n.RHS, b, bDiags}
	v, diags := e.Value(ctx)
	if !diags.HasErrors() && (aDiags.HasErrors() || bDiags.HasErrors()) && !r.goesOn {
		return unknownBecause("known after apply; one operand of && or || fails, and whether both do then depends on the version of Terraform"), nil
	}
	r.doubt(v)
	return unsure(v), diags
}

// evaluated is an expression whose value is known already.
type evaluated struct {
	hclsyntax.Expression
	value cty.Value
	diags hcl.Diagnostics
}

func (n *evaluated) Value(*hcl.EvalContext) (cty.Value, hcl.Diagnostics) { return n.value, n.diags }

// text is a template: its size is bounded, and ids in it are a part of it.
type text struct{ hclsyntax.Expression }

func (n *text) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	r := frameOf(ctx).run
	v, diags := n.Expression.Value(ctx)
	r.fits(v)
	v = spelled(v)
	r.doubt(v)
	return unsure(v), diags
}
