package source

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Some arguments are no values: Terraform reads names from them, and keywords,
// and does not evaluate them. In JSON syntax those are the text of strings, and
// the native syntax takes them between quotes as well.

// traversal reads a name: aws.use1, tags["x"].
func traversal(expr hcl.Expression) (hcl.Traversal, hcl.Diagnostics) {
	if text := literal(expr); text != "" {
		return hclsyntax.ParseTraversalAbs([]byte(text), expr.Range().Filename, inQuotes(expr))
	}
	return hcl.AbsTraversalForExpr(expr)
}

// traversals reads a list of names.
func traversals(body hcl.Body, argumentName string) ([]hcl.Traversal, hcl.Diagnostics) {
	a := argument(body, argumentName)
	if a == nil {
		return nil, nil
	}
	items, diags := hcl.ExprList(a.Expr)
	if diags.HasErrors() {
		return nil, diags
	}
	out := make([]hcl.Traversal, 0, len(items))
	for _, i := range items {
		t, diags := traversal(i)
		if diags.HasErrors() {
			return nil, diags
		}
		out = append(out, t)
	}
	return out, nil
}

// providerName reads what names a provider configuration: aws, aws.use1. OpenTofu
// lets a key follow, by which instances differ: of that, brackets are left.
func providerName(expr hcl.Expression) (string, hcl.Diagnostics) {
	if i, ok := expr.(*hclsyntax.IndexExpr); ok {
		name, diags := providerName(i.Collection)
		return name + "[]", diags
	}
	t, diags := traversal(expr)
	if diags.HasErrors() {
		return "", diags
	}
	name, rest := t.RootName(), t[1:]
	if len(rest) > 0 {
		if alias, ok := rest[0].(hcl.TraverseAttr); ok {
			name, rest = name+"."+alias.Name, rest[1:]
		}
	}
	if len(rest) == 1 {
		if _, ok := rest[0].(hcl.TraverseIndex); ok {
			return name + "[]", nil
		}
	}
	if len(rest) > 0 {
		return "", mistake(expr.Range(), "Not a provider configuration", "The name of a provider is wanted, or its name, a dot and an alias.")
	}
	return name, nil
}

// ignoreChanges reads lifecycle.ignore_changes.
func ignoreChanges(body hcl.Body) ([]string, hcl.Diagnostics) {
	blocks, _ := Blocks(body, "lifecycle")
	if len(blocks) != 1 {
		return nil, nil
	}
	a := argument(blocks[0].Body, "ignore_changes")
	if a == nil {
		return nil, nil
	}
	if hcl.ExprAsKeyword(a.Expr) == "all" {
		return []string{"*"}, nil
	}
	items, diags := hcl.ExprList(a.Expr)
	if diags.HasErrors() {
		return nil, diags
	}
	out := make([]string, 0, len(items))
	for _, i := range items {
		if literal(native(i)) == "*" {
			return []string{"*"}, nil
		}
		t, diags := traversal(i)
		if diags.HasErrors() {
			return nil, diags
		}
		out = append(out, t.RootName())
	}
	return out, nil
}

// typeConstraint reads the type of a variable, which JSON syntax has in a string.
func typeConstraint(expr hcl.Expression) (hcl.Expression, hcl.Diagnostics) {
	if _, ok := expr.(hclsyntax.Expression); ok {
		return expr, nil
	}
	text := literal(native(expr))
	tokens, diags := hclsyntax.LexExpression([]byte(text), expr.Range().Filename, inQuotes(expr))
	if diags.HasErrors() {
		return nil, diags
	}
	if err := checkTokens(expr.Range().Filename, tokens); err != nil {
		return nil, mistake(expr.Range(), "Not a type", err.Error())
	}
	return hclsyntax.ParseExpression([]byte(text), expr.Range().Filename, inQuotes(expr))
}

// mistake is a mistake in a configuration, with its place.
func mistake(at hcl.Range, summary, detail string) hcl.Diagnostics {
	return hcl.Diagnostics{{Severity: hcl.DiagError, Summary: summary, Detail: detail, Subject: &at}}
}
