package functions

import (
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
)

// to converts to a type. Elements keep their marks.
func to(want cty.Type) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{marked(anything("v"))},
		Type: func(args []cty.Value) (cty.Type, error) {
			have := args[0].Type()
			if want.IsCollectionType() && !unifiable(args[0]) {
				return want, nil
			}
			if !have.Equals(want) && convert.GetConversionUnsafe(have, want) == nil {
				return cty.NilType, badArgument(0, "it cannot be converted to "+want.FriendlyNameForConstraint())
			}
			return want, nil
		},
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			if want.IsCollectionType() && !unifiable(args[0]) {
				return unknownWith(ty, args...), nil
			}
			v, err := convert.Convert(args[0], ty)
			if err != nil {
				return cty.NilVal, badArgument(0, "it cannot be converted to "+want.FriendlyNameForConstraint())
			}
			return v, nil
		},
	})
}

func asString(v cty.Value) (cty.Value, error) {
	s, err := convert.Convert(v, cty.String)
	if err != nil {
		return cty.NilVal, fail("the result is no string")
	}
	return s, nil
}
