package resolve

import (
	"math/big"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve/functions"
	"github.com/tfreach/tfreach/planparse/source"
)

// literal is the value of an expression without names and functions.
func literal(expr hcl.Expression) (cty.Value, bool) {
	if len(expr.Variables()) > 0 || loops(expr) || functions.Unwritable(expr) {
		return cty.NilVal, false
	}
	v, diags := expr.Value(nil)
	if diags.HasErrors() || !v.IsWhollyKnown() {
		return cty.NilVal, false
	}
	return v, true
}

// loops reports whether an expression goes through collections: only what counts
// its steps evaluates that.
func loops(expr hcl.Expression) bool {
	native, ok := expr.(hclsyntax.Expression)
	found := false
	if ok {
		_ = hclsyntax.VisitAll(native, func(n hclsyntax.Node) hcl.Diagnostics {
			if _, loop := n.(*hclsyntax.ForExpr); loop {
				found = true
			}
			return nil
		})
	}
	return found
}

// sameExpr reports whether an expression is one of which the plan shows this:
// the same names in the same order, or the same constant. Expressions that differ
// in operators and functions alone look the same in a plan.
func sameExpr(want planjson.Expr, expr hcl.Expression) bool {
	found, ok := names(expr)
	if !ok || !inOrder(listed(want.References), found) {
		return false
	}
	if len(found) > 0 || loops(expr) {
		return true
	}
	lit, ok := literal(expr)
	return ok && sameConstant(want.Constant, lit) || !ok && want.Constant.Kind == planjson.Absent || isTemplate(want.Constant)
}

// isTemplate reports whether a constant holds text that may be a template: of
// JSON syntax, plans show the text of a template without names, and not its
// value.
func isTemplate(v planjson.Value) bool {
	return strings.Contains(v.Text, "${") || strings.Contains(v.Text, "%{") || slices.ContainsFunc(v.Items, isTemplate) ||
		slices.ContainsFunc(v.Fields, func(f planjson.Field) bool { return isTemplate(f.Value) })
}

// sameConstant compares a constant of the plan, as far as it was read, with one
// of the sources.
func sameConstant(want planjson.Value, lit cty.Value) bool {
	if lit.IsNull() {
		return want.Kind == planjson.Null
	}
	switch t := lit.Type(); {
	case t == cty.String:
		return want.Kind == planjson.String && want.Text == lit.AsString()
	case t == cty.Bool:
		return want.Kind == planjson.Bool && (want.Text == "true") == lit.True()
	case t == cty.Number:
		return want.Kind == planjson.Number && sameNumber(want.Text, lit.AsBigFloat())
	case t.IsObjectType() || t.IsMapType():
		if want.Kind != planjson.Object {
			return false
		}
		members := lit.AsValueMap()
		return !slices.ContainsFunc(want.Fields, func(f planjson.Field) bool {
			m, has := members[f.Name]
			return !has || !sameConstant(f.Value, m)
		})
	}
	items := lit.AsValueSlice()
	return want.Kind == planjson.List && slices.EqualFunc(want.Items, items, sameConstant)
}

func sameNumber(text string, n *big.Float) bool {
	f, _, err := big.ParseFloat(text, 10, 512, big.ToNearestEven)
	return err == nil && f.Cmp(n) == 0
}

// sameArgument reports whether a block has an argument, or blocks of that name,
// of which the plan shows this; shown is false when the plan shows nothing.
// Dynamic blocks are nothing that a plan shows. attrs are what was read of nested
// blocks, nil where that is not known.
func sameArgument(want planjson.Expr, shown bool, body hcl.Body, name string, attrs planjson.Attrs) bool {
	expr := source.Attribute(body, name)
	var blocks []*hcl.Block
	// In JSON syntax an argument looks like a block.
	if expr == nil || attrs != nil || want.Blocks != nil {
		blocks, _ = source.Blocks(body, name)
	}
	switch {
	case len(blocks) > 0 && !shown:
		return false
	case len(blocks) > 0 && want.Blocks != nil:
		return slices.EqualFunc(want.Blocks, blocks, func(shown map[string]planjson.Expr, b *hcl.Block) bool {
			return differs(shown, b.Body, attrs) == ""
		})
	case len(blocks) > 0:
		return sameFlat(want, blocks)
	case expr != nil:
		return shown && sameExpr(want, expr)
	}
	return !shown
}

// sameFlat compares blocks that the plan shows as one expression, because the
// provider declares them as an attribute. The names of each block stand together,
// in no order of its arguments, and those of blocks within it are left out.
func sameFlat(want planjson.Expr, blocks []*hcl.Block) bool {
	list := listed(want.References)
	for _, b := range blocks {
		var found []printed
		exprs, _ := source.Attributes(b.Body)
		for _, argument := range sorted(exprs) {
			more, ok := names(exprs[argument])
			if !ok {
				return false
			}
			found = append(found, more...)
		}
		var ok bool
		if list, ok = inAnyOrder(list, found); !ok {
			return false
		}
	}
	return len(list) == 0 && (want.Constant.Kind != planjson.List || len(want.References) > 0 || sameFlatConstants(want.Constant.Items, blocks))
}

// sameFlatConstants compares blocks that hold constants alone. The plan has them
// converted to the types of the provider's schema, unset ones as null.
func sameFlatConstants(want []planjson.Value, blocks []*hcl.Block) bool {
	return slices.EqualFunc(want, blocks, func(v planjson.Value, b *hcl.Block) bool {
		return !slices.ContainsFunc(v.Fields, func(f planjson.Field) bool {
			expr := source.Attribute(b.Body, f.Name)
			if expr == nil {
				return f.Value.Kind != planjson.Null
			}
			lit, ok := literal(expr)
			return ok && !sameConverted(f.Value, lit)
		})
	})
}

func sameConverted(want planjson.Value, lit cty.Value) bool {
	switch {
	case lit.IsNull():
		return want.Kind == planjson.Null
	case lit.Type() == cty.String:
		return want.Text == lit.AsString()
	case lit.Type() == cty.Number && want.Kind == planjson.Number:
		return sameNumber(want.Text, lit.AsBigFloat())
	case lit.Type() == cty.Bool:
		return (want.Text == "true") == lit.True()
	case want.Kind == planjson.List && lit.CanIterateElements():
		return lit.LengthInt() >= len(want.Items)
	}
	return true
}

// differs is the name of the first argument that is not as the plan shows it.
func differs(shown map[string]planjson.Expr, body hcl.Body, attrs planjson.Attrs) string {
	arguments := sorted(attrs)
	if attrs == nil {
		arguments = sorted(shown)
	}
	for _, name := range arguments {
		want, has := shown[name]
		if !sameArgument(want, has, body, name, attrs[name].Nested) {
			return name
		}
	}
	return ""
}
