package functions

import (
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// lookup finds an element by its key. The other elements may be unknown, the keys
// not.
var lookup = function.New(&function.Spec{
	Params: []function.Parameter{
		collection("inputMap"),
		{Name: "key", Type: cty.String, AllowMarked: true},
	},
	VarParam: &function.Parameter{
		Name: "default", Type: cty.DynamicPseudoType, AllowUnknown: true, AllowDynamicType: true, AllowNull: true, AllowMarked: true,
	},
	Type: func(args []cty.Value) (cty.Type, error) {
		if len(args) > 3 {
			return cty.NilType, fail("lookup takes no more than three arguments")
		}
		ty := args[0].Type()
		switch {
		case ty.IsMapType():
			if len(args) == 3 {
				if _, err := convert.Convert(args[2], ty.ElementType()); err != nil {
					return cty.NilType, badArgument(2, "the default must have the type of the elements")
				}
			}
			return ty.ElementType(), nil
		case !ty.IsObjectType():
			return cty.NilType, badArgument(0, "it must be a map or an object")
		}
		key, _ := args[1].Unmark()
		switch {
		case !key.IsKnown():
			return cty.DynamicPseudoType, nil
		case ty.HasAttribute(key.AsString()):
			return ty.AttributeType(key.AsString()), nil
		case len(args) == 3:
			return args[2].Type(), nil
		}
		return cty.NilType, badArgument(0, "it has no such attribute, and no default is given")
	},
	Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
		in, marks := args[0].Unmark()
		key, its := args[1].Unmark()
		marks = cty.NewValueMarks(marks, its)
		switch {
		case in.Type().IsObjectType() && in.Type().HasAttribute(key.AsString()):
			return in.GetAttr(key.AsString()).WithMarks(marks), nil
		case in.Type().IsMapType() && in.HasIndex(key).True():
			return in.Index(key).WithMarks(marks), nil
		case len(args) < 3:
			return cty.NilVal, badArgument(0, "it has no such key, and no default is given")
		}
		v, err := convert.Convert(args[2], ty)
		if err != nil {
			return cty.NilVal, badArgument(2, "the default must have the type of the elements")
		}
		return v.WithMarks(marks), nil
	},
})

// index is where a list has a value first.
var index = function.New(&function.Spec{
	Params: []function.Parameter{
		{Name: "list", Type: cty.DynamicPseudoType},
		{Name: "value", Type: cty.DynamicPseudoType},
	},
	Type:         function.StaticReturnType(cty.Number),
	RefineResult: notNull,
	Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
		if !args[0].Type().IsListType() && !args[0].Type().IsTupleType() {
			return cty.NilVal, badArgument(0, "it must be a list or a tuple")
		}
		for it := args[0].ElementIterator(); it.Next(); {
			i, v := it.Element()
			same, err := stdlib.Equal(v, args[1])
			if err != nil {
				return cty.NilVal, err
			}
			if !same.IsKnown() {
				return cty.UnknownVal(ty), nil
			}
			if same.True() {
				return i, nil
			}
		}
		return cty.NilVal, badArgument(0, "it does not have the value")
	},
})

// matchKeys picks the values whose keys are in a set. Which values there are
// depends on all keys.
var matchKeys = function.New(&function.Spec{
	Params: []function.Parameter{
		{Name: "values", Type: cty.List(cty.DynamicPseudoType), AllowMarked: true},
		{Name: "keys", Type: cty.List(cty.DynamicPseudoType)},
		{Name: "searchset", Type: cty.List(cty.DynamicPseudoType)},
	},
	Type: func(args []cty.Value) (cty.Type, error) {
		if ty, _ := convert.UnifyUnsafe([]cty.Type{args[1].Type(), args[2].Type()}); ty == cty.NilType {
			return cty.NilType, fail("keys and searchset must be of the same type")
		}
		return args[0].Type(), nil
	},
	RefineResult: notNull,
	Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
		vals, marks := args[0].Unmark()
		if vals.LengthInt() != args[1].LengthInt() {
			return cty.NilVal, fail("values and keys must have the same length")
		}
		common, _ := convert.UnifyUnsafe([]cty.Type{args[1].Type(), args[2].Type()})
		keys, err := convert.Convert(args[1], common)
		if err != nil {
			return cty.NilVal, badArgument(1, "its elements are not of the type of those of searchset")
		}
		search, err := convert.Convert(args[2], common)
		if err != nil {
			return cty.NilVal, badArgument(2, "its elements are not of the type of those of keys")
		}
		if !keys.IsWhollyKnown() || !search.IsWhollyKnown() {
			return unknownWith(ty, args[0]), nil
		}
		wanted := cty.NewValueSet(common.ElementType())
		for it := search.ElementIterator(); it.Next(); {
			_, v := it.Element()
			wanted.Add(v)
		}
		var found []cty.Value
		for it := keys.ElementIterator(); it.Next(); {
			i, k := it.Element()
			if wanted.Has(k) {
				found = append(found, vals.Index(i))
			}
		}
		return listOf(ty.ElementType(), found).WithMarks(marks), nil
	},
})

// element differs from go-cty's in that it does not know what lies before a tuple:
// Terraform 1.11 refuses to say, later versions count from the end.
var element = function.New(&function.Spec{
	Params: []function.Parameter{collection("list"), number("index")},
	Type: func(args []cty.Value) (cty.Type, error) {
		if beforeTuple(args) {
			return cty.DynamicPseudoType, nil
		}
		return stdlib.ElementFunc.ReturnTypeForValues(args)
	},
	Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
		if beforeTuple(args) {
			return unknownWith(ty, args...), nil
		}
		return stdlib.Element(args[0], args[1])
	},
})

func beforeTuple(args []cty.Value) bool {
	return args[0].Type().IsTupleType() && args[1].IsKnown() && args[1].LessThan(cty.Zero).True()
}
