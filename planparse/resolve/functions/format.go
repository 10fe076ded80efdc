package functions

import (
	"slices"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

var (
	format     = nullFormat(stdlib.FormatFunc)
	formatList = nullFormat(inRounds)
)

// nullFormat is a function of formatting to which a null is unknown that has no
// type: so it is to Terraform 1.11, while later versions write "null" or fail.
func nullFormat(f function.Function) function.Function {
	variadic := marked(anything("args"))
	variadic.AllowMarked = false
	return function.New(&function.Spec{
		Params:   f.Params(),
		VarParam: &variadic,
		Type:     func(args []cty.Value) (cty.Type, error) { return f.ReturnTypeForValues(args) },
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			for _, arg := range args[1:] {
				if arg.IsNull() && arg.Type() == cty.DynamicPseudoType {
					return cty.UnknownVal(ty), nil
				}
			}
			return f.Call(args)
		},
	})
}

// inRounds differs from go-cty's formatlist in how it goes on after an unknown
// element: go-cty does not step forward in the lists that come after it, and pairs
// the wrong elements from then on.
var inRounds = function.New(&function.Spec{
	Params:       stdlib.FormatListFunc.Params(),
	VarParam:     stdlib.FormatListFunc.VarParam(),
	Type:         function.StaticReturnType(cty.List(cty.String)),
	RefineResult: notNull,
	Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
		if all(args, cty.Value.IsWhollyKnown) {
			return stdlib.FormatListFunc.Call(args)
		}
		rounds := -1
		lists := make([][]cty.Value, len(args)) // nil for what is the same in each round
		for i, arg := range args[1:] {
			switch {
			case !arg.IsKnown():
				return cty.UnknownVal(ty), nil
			case arg.IsNull() || !isSequence(arg.Type()):
				continue
			case !arg.Length().IsKnown():
				return cty.UnknownVal(ty), nil
			case rounds >= 0 && rounds != arg.LengthInt():
				return cty.NilVal, badArgument(i+1, "all lists must have the same length")
			}
			rounds = arg.LengthInt()
			lists[i+1] = arg.AsValueSlice()
		}
		if rounds < 0 {
			rounds = 1
		}
		made := make([]cty.Value, rounds)
		for round := range made {
			now := slices.Clone(args)
			for i, list := range lists {
				if list != nil {
					now[i] = list[round]
				}
			}
			var err error
			if made[round], err = stdlib.FormatFunc.Call(now); err != nil {
				return cty.NilVal, err
			}
		}
		return listOf(cty.String, made), nil
	},
})
