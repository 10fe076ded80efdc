package functions

import (
	"errors"
	"maps"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/customdecode"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// try is the first of its expressions that does not fail. It differs from HCL's
// in that it evaluates each once, not twice for each try around it; keeps the
// marks of what is unknown, and of what failed; and does not take a bound for a
// failure.
var try = function.New(&function.Spec{
	VarParam: &function.Parameter{Name: "expressions", Type: customdecode.ExpressionClosureType},
	Type:     function.StaticReturnType(cty.DynamicPseudoType),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		failures := cty.ValueMarks{}
		for _, arg := range args {
			v, ok, err := attempt(arg, failures)
			switch {
			case err != nil:
				return cty.NilVal, err
			case !ok:
				continue
			case !v.IsWhollyKnown():
				// Once known, it may fail after all.
				v = unknownWith(cty.DynamicPseudoType, v)
			}
			return v.WithMarks(failures), nil
		}
		return cty.NilVal, fail("no expression succeeds")
	},
})

var can = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "expression", Type: customdecode.ExpressionClosureType}},
	Type:   function.StaticReturnType(cty.Bool),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		failures := cty.ValueMarks{}
		v, ok, err := attempt(args[0], failures)
		switch {
		case err != nil:
			return cty.NilVal, err
		case !ok:
			return cty.False.WithMarks(failures), nil
		case !v.IsWhollyKnown():
			return unknownWith(cty.Bool, v), nil
		}
		return withMarks(cty.True, v), nil
	},
})

// attempt evaluates an expression, which may fail; then the marks of what it
// depends on join failures. The error is that of a bound: whether the expression
// fails is not known then.
func attempt(arg cty.Value, failures cty.ValueMarks) (v cty.Value, ok bool, err error) {
	closure := customdecode.ExpressionClosureFromVal(arg)
	v, diags := closure.Value()
	if undecided := UndecidedIn(diags); undecided != nil {
		return cty.NilVal, false, undecided
	}
	if !diags.HasErrors() {
		return v, true, nil
	}
	for _, t := range closure.Expression.Variables() {
		maps.Copy(failures, marksAlong(t, closure.EvalContext))
	}
	return cty.NilVal, false, nil
}

// marksAlong are the marks that a reference may have failed for: those of all that
// it names, or if it names nothing, of what it went through.
func marksAlong(t hcl.Traversal, ctx *hcl.EvalContext) cty.ValueMarks {
	for ; ctx != nil; ctx = ctx.Parent() {
		v, ok := ctx.Variables[t.RootName()]
		if !ok {
			continue
		}
		for _, step := range t[1:] {
			next, diags := step.TraversalStep(v)
			if diags.HasErrors() {
				return v.Marks()
			}
			v = next
		}
		_, marks := v.UnmarkDeep()
		return marks
	}
	return nil
}

// UndecidedIn finds the bound among the causes of diagnostics.
func UndecidedIn(diags hcl.Diagnostics) *Undecided {
	for _, d := range diags {
		if extra, ok := hcl.DiagnosticExtra[hclsyntax.FunctionCallDiagExtra](d); ok {
			if undecided := (*Undecided)(nil); errors.As(extra.FunctionCallError(), &undecided) {
				return undecided
			}
		}
		if undecided, ok := hcl.DiagnosticExtra[*Undecided](d); ok {
			return undecided
		}
	}
	return nil
}
