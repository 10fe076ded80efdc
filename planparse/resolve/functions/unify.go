package functions

import (
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
)

// unifiable reports whether the elements of a value can get a common type already.
// One of which not even the type is known may turn others into strings, or objects
// into maps, once it is known; only strings stay what they are. Go-cty leaves the
// unknown type out of account.
func unifiable(v cty.Value) bool {
	if !holdsAnything(v) {
		return true
	}
	v, _ = v.Unmark()
	if ty := v.Type(); !ty.IsTupleType() && !ty.IsObjectType() {
		return isAnything(v)
	}
	for it := v.ElementIterator(); it.Next(); {
		_, e := it.Element()
		if ty := e.Type(); ty != cty.String && ty != cty.DynamicPseudoType {
			return false
		}
	}
	return true
}

// isAnything reports whether not even the type of a value is known.
func isAnything(v cty.Value) bool { return v.Type() == cty.DynamicPseudoType && !v.IsKnown() }

// holdsAnything reports whether a value is, or holds, one of unknown type.
func holdsAnything(v cty.Value) bool {
	if v, _ = v.Unmark(); !v.IsKnown() || v.IsNull() || !v.CanIterateElements() {
		return isAnything(v)
	}
	for it := v.ElementIterator(); it.Next(); {
		if _, e := it.Element(); holdsAnything(e) {
			return true
		}
	}
	return false
}

// unifies is a type of parameters whose elements get a common type on the way in.
func unifies(ty cty.Type) bool {
	return (ty.IsListType() || ty.IsSetType()) && ty.ElementType() == cty.DynamicPseudoType
}

// unified converts the arguments to the parameters that unify. If that cannot be
// done before more is known, neither can the call.
func unified(f function.Function, args []cty.Value) (converted []cty.Value, now bool, err error) {
	params := f.Params()
	converted = make([]cty.Value, len(args))
	for i, arg := range args {
		converted[i] = arg
		ty := parameterOf(f, params, i).Type
		if !unifies(ty) {
			continue
		}
		// How many elements a set has depends on their types, too.
		if !unifiable(arg) || ty.IsSetType() && holdsAnything(arg) {
			return nil, false, nil
		}
		if converted[i], err = convert.Convert(arg, ty); err != nil {
			return nil, false, badArgument(i, "it cannot be converted to "+ty.FriendlyNameForConstraint())
		}
	}
	return converted, true, nil
}

func parameterOf(f function.Function, params []function.Parameter, i int) function.Parameter {
	if i < len(params) {
		return params[i]
	}
	return *f.VarParam()
}
