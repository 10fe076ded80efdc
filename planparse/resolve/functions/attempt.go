package functions

import (
	"errors"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/customdecode"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// try is the first of its expressions that does not fail. It differs from HCL's
// in that it evaluates each once, not twice for each try around it; keeps the
// marks of what is unknown; and does not take a bound for a failure.
var try = function.New(&function.Spec{
	VarParam: &function.Parameter{Name: "expressions", Type: customdecode.ExpressionClosureType},
	Type:     function.StaticReturnType(cty.DynamicPseudoType),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		for _, arg := range args {
			v, failed, err := attempt(arg)
			switch {
			case err != nil:
				return cty.NilVal, err
			case failed:
				continue
			case !v.IsWhollyKnown():
				// Once known, it may fail after all.
				return unknownWith(cty.DynamicPseudoType, v), nil
			}
			return v, nil
		}
		return cty.NilVal, fail("no expression succeeds")
	},
})

var can = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "expression", Type: customdecode.ExpressionClosureType}},
	Type:   function.StaticReturnType(cty.Bool),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		v, failed, err := attempt(args[0])
		switch {
		case err != nil:
			return cty.NilVal, err
		case failed:
			return cty.False, nil
		case !v.IsWhollyKnown():
			return unknownWith(cty.Bool, v), nil
		}
		_, marks := v.UnmarkDeep()
		return cty.True.WithMarks(marks), nil
	},
})

// attempt evaluates an expression, which may fail. The error is that of a bound:
// whether the expression fails is not known then.
func attempt(closure cty.Value) (v cty.Value, failed bool, err error) {
	v, diags := customdecode.ExpressionClosureFromVal(closure).Value()
	if exceeded := exceededIn(diags); exceeded != nil {
		return cty.NilVal, false, exceeded
	}
	return v, diags.HasErrors(), nil
}

// exceededIn finds the bound among the causes of diagnostics.
func exceededIn(diags hcl.Diagnostics) *Exceeded {
	for _, d := range diags {
		if extra, ok := hcl.DiagnosticExtra[hclsyntax.FunctionCallDiagExtra](d); ok {
			if exceeded := (*Exceeded)(nil); errors.As(extra.FunctionCallError(), &exceeded) {
				return exceeded
			}
		}
		if exceeded, ok := hcl.DiagnosticExtra[*Exceeded](d); ok {
			return exceeded
		}
	}
	return nil
}
