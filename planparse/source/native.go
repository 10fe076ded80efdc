package source

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// native is an expression of the JSON syntax in the native one, as far as it can
// be: strings are templates there, and "${a.b.id}" is the bare traversal a.b.id
// as it is between quotes. Objects stay as they are.
func native(expr hcl.Expression) hcl.Expression {
	if _, ok := expr.(hclsyntax.Expression); ok {
		return expr
	}
	if items, diags := hcl.ExprList(expr); !diags.HasErrors() {
		list := &hclsyntax.TupleConsExpr{SrcRange: expr.Range(), OpenRange: expr.StartRange()}
		for _, i := range items {
			item, ok := native(i).(hclsyntax.Expression)
			if !ok {
				return expr
			}
			list.Exprs = append(list.Exprs, item)
		}
		return list
	}
	// Without a context the JSON syntax gives strings verbatim.
	v, diags := expr.Value(nil)
	if diags.HasErrors() || v.IsNull() || !v.IsKnown() {
		return expr
	}
	switch v.Type() {
	case cty.String:
		template, diags := hclsyntax.ParseTemplate([]byte(v.AsString()), expr.Range().Filename, expr.Range().Start)
		if diags.HasErrors() {
			return expr
		}
		return template
	case cty.Number, cty.Bool:
		return &hclsyntax.LiteralValueExpr{Val: v, SrcRange: expr.Range()}
	}
	return expr
}
