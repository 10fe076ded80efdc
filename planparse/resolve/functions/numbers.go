package functions

import (
	"math/big"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

var sum = function.New(&function.Spec{
	Params:       []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType}},
	Type:         function.StaticReturnType(cty.Number),
	RefineResult: notNull,
	Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
		if !isSequence(args[0].Type()) {
			return cty.NilVal, badArgument(0, "it must be a list, a set or a tuple of numbers")
		}
		if !args[0].IsWhollyKnown() {
			return cty.UnknownVal(ty), nil
		}
		if args[0].LengthInt() == 0 {
			return cty.NilVal, badArgument(0, "nothing cannot be summed up")
		}
		total := cty.Zero
		for it := args[0].ElementIterator(); it.Next(); {
			_, v := it.Element()
			n, err := convert.Convert(v, cty.Number)
			if err != nil || n.IsNull() {
				return cty.NilVal, badArgument(0, "it must be a list, a set or a tuple of numbers")
			}
			total = total.Add(n)
		}
		return total, nil
	},
})

// quantified looks for an element that decides; a null is false.
func quantified(decisive bool) function.Function {
	return function.New(&function.Spec{
		Params:       []function.Parameter{{Name: "list", Type: cty.List(cty.Bool)}},
		Type:         function.StaticReturnType(cty.Bool),
		RefineResult: notNull,
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			unknown := false
			for it := args[0].ElementIterator(); it.Next(); {
				_, v := it.Element()
				switch {
				case !v.IsKnown():
					unknown = true
				case (!v.IsNull() && v.True()) == decisive:
					return cty.BoolVal(decisive), nil
				}
			}
			if unknown {
				return cty.UnknownVal(ty), nil
			}
			return cty.BoolVal(!decisive), nil
		},
	})
}

// One false decides allTrue, one true anyTrue.
var (
	allTrue = quantified(false)
	anyTrue = quantified(true)
)

// signum knows whole numbers only: Terraform 1.11 refuses others, later versions
// do not.
var signum = function.New(&function.Spec{
	Params:       []function.Parameter{number("num")},
	Type:         function.StaticReturnType(cty.Number),
	RefineResult: notNull,
	Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
		if _, accuracy := args[0].AsBigFloat().Int64(); accuracy != big.Exact {
			return cty.UnknownVal(ty), nil
		}
		return stdlib.Signum(args[0])
	},
})
