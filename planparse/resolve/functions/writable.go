package functions

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// Writable is an [Undecided] for a number with more digits than functions take, also where
// a text would be converted to it. Operators, indexes and conversions to text, which are
// HCL's, would write it out.
func Writable(v cty.Value) error {
	v, _ = v.Unmark()
	if v.IsNull() || !v.IsKnown() {
		return nil
	}
	switch v.Type() {
	case cty.String:
		if !strings.ContainsAny(v.AsString(), "eEpP") {
			return nil
		}
		n, err := cty.ParseNumberVal(v.AsString())
		if err != nil {
			return nil
		}
		v = n
	case cty.Number:
	default:
		return nil
	}
	_, err := digitsOf(v)
	return err
}

// Fits is an [Undecided] for a value that functions do not take as an argument.
func Fits(v cty.Value) error {
	_, err := measure(v)
	return err
}

// Unwritable reports whether a number that is not [Writable] is written in an expression,
// or a text that an operator or an index there would convert to one.
func Unwritable(e hcl.Expression) bool {
	node, ok := e.(hclsyntax.Node)
	return ok && unwritable(node, false)
}

func unwritable(top hclsyntax.Node, texts bool) bool {
	found := false
	operands := func(list ...hclsyntax.Expression) {
		for _, e := range list {
			found = found || !texts && unwritable(e, true)
		}
	}
	_ = hclsyntax.VisitAll(top, func(n hclsyntax.Node) hcl.Diagnostics {
		switch n := n.(type) {
		case *hclsyntax.LiteralValueExpr:
			found = found || (texts || n.Val.Type() == cty.Number) && Writable(n.Val) != nil
		case *hclsyntax.ScopeTraversalExpr:
			found = found || UnwritableStep(n.Traversal) != nil
		case *hclsyntax.RelativeTraversalExpr:
			found = found || UnwritableStep(n.Traversal) != nil
		case *hclsyntax.BinaryOpExpr:
			if converts(n.Op) {
				operands(n.LHS, n.RHS)
			}
		case *hclsyntax.UnaryOpExpr:
			operands(n.Val)
		case *hclsyntax.IndexExpr:
			operands(n.Key)
		}
		return nil
	})
	return found
}

// converts reports whether an operator makes numbers of its operands.
func converts(op *hclsyntax.Operation) bool {
	return op != hclsyntax.OpEqual && op != hclsyntax.OpNotEqual
}

// UnwritableStep is the index in a path that is not [Writable]; nil without one.
func UnwritableStep(t hcl.Traversal) *cty.Value {
	for _, step := range t {
		if i, ok := step.(hcl.TraverseIndex); ok && Writable(i.Key) != nil {
			return &i.Key
		}
	}
	return nil
}
