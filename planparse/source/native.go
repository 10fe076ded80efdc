package source

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// native is an expression of the JSON syntax in the native one: strings are
// templates there, those that name members of objects too, and "${a.b.id}" is the
// bare traversal a.b.id as it is between quotes. What Terraform would refuse, such
// as a template that does not parse, stays as it is, and so does all around it.
func native(expr hcl.Expression) hcl.Expression {
	if e, ok := translate(expr); ok {
		return e
	}
	return expr
}

func translate(expr hcl.Expression) (hclsyntax.Expression, bool) {
	if e, ok := expr.(hclsyntax.Expression); ok {
		return e, true
	}
	if items, diags := hcl.ExprList(expr); !diags.HasErrors() {
		return translateList(items, expr)
	}
	if members, diags := hcl.ExprMap(expr); !diags.HasErrors() {
		return translateObject(members, expr)
	}
	// Without a context the JSON syntax gives strings verbatim.
	v, diags := expr.Value(nil)
	if diags.HasErrors() || !v.IsKnown() {
		return nil, false
	}
	if v.IsNull() || v.Type() == cty.Number || v.Type() == cty.Bool {
		return &hclsyntax.LiteralValueExpr{Val: v, SrcRange: expr.Range()}, true
	}
	if v.Type() != cty.String {
		return nil, false
	}
	template, diags := hclsyntax.ParseTemplate([]byte(v.AsString()), expr.Range().Filename, inQuotes(expr))
	return template, !diags.HasErrors()
}

func translateList(items []hcl.Expression, expr hcl.Expression) (hclsyntax.Expression, bool) {
	list := &hclsyntax.TupleConsExpr{SrcRange: expr.Range(), OpenRange: expr.StartRange()}
	for _, i := range items {
		item, ok := translate(i)
		if !ok {
			return nil, false
		}
		list.Exprs = append(list.Exprs, item)
	}
	return list, true
}

func translateObject(members []hcl.KeyValuePair, expr hcl.Expression) (hclsyntax.Expression, bool) {
	object := &hclsyntax.ObjectConsExpr{SrcRange: expr.Range(), OpenRange: expr.StartRange()}
	seen := map[string]bool{}
	for _, m := range members {
		key, ok1 := translate(m.Key)
		value, ok2 := translate(m.Value)
		name := literal(key)
		// The native syntax takes the last of members that have one name, JSON none.
		if !ok1 || !ok2 || name != "" && seen[name] {
			return nil, false
		}
		seen[name] = true
		object.Items = append(object.Items, hclsyntax.ObjectConsItem{
			KeyExpr:   &hclsyntax.ObjectConsKeyExpr{Wrapped: key, ForceNonLiteral: true},
			ValueExpr: value,
		})
	}
	return object, true
}

// inQuotes is where the text of a JSON string begins.
func inQuotes(expr hcl.Expression) hcl.Pos {
	at := expr.Range().Start
	at.Column++
	at.Byte++
	return at
}

// literal is the text of a string literal, "" for anything else. What has to be
// evaluated, even without any name in it, may take forever.
func literal(e hcl.Expression) string {
	v := literalValue(e)
	if v.IsNull() || v.Type() != cty.String {
		return ""
	}
	return v.AsString()
}

// literalValue is the value of a literal, null for anything else.
func literalValue(e hcl.Expression) cty.Value {
	switch e := e.(type) {
	case *hclsyntax.LiteralValueExpr:
		return e.Val
	case *hclsyntax.ParenthesesExpr:
		return literalValue(e.Expression)
	case *hclsyntax.ObjectConsKeyExpr:
		return literalValue(e.Wrapped)
	case *hclsyntax.TemplateExpr:
		// Escapes part a literal.
		text := ""
		for _, p := range e.Parts {
			part, ok := p.(*hclsyntax.LiteralValueExpr)
			if !ok || part.Val.Type() != cty.String {
				return cty.NullVal(cty.String)
			}
			text += part.Val.AsString()
		}
		return cty.StringVal(text)
	}
	return cty.NullVal(cty.DynamicPseudoType)
}
