package functions

import (
	"slices"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

func isSequence(ty cty.Type) bool {
	return ty.IsListType() || ty.IsSetType() || ty.IsTupleType()
}

// collection is a parameter of any type that takes elements with their marks.
func collection(name string) function.Parameter {
	return function.Parameter{Name: name, Type: cty.DynamicPseudoType, AllowMarked: true}
}

// listOf makes a list, empty ones included.
func listOf(ty cty.Type, vals []cty.Value) cty.Value {
	if len(vals) == 0 {
		return cty.ListValEmpty(ty)
	}
	return cty.ListVal(vals)
}

// length counts the characters of text as graphemes.
var length = function.New(&function.Spec{
	Params: []function.Parameter{{
		Name: "value", Type: cty.DynamicPseudoType, AllowDynamicType: true, AllowUnknown: true, AllowMarked: true,
	}},
	Type: func(args []cty.Value) (cty.Type, error) {
		ty := args[0].Type()
		if ty == cty.String || ty == cty.DynamicPseudoType || ty.IsTupleType() || ty.IsObjectType() || ty.IsCollectionType() {
			return cty.Number, nil
		}
		return cty.NilType, badArgument(0, "it must be a string, a collection or a structure")
	},
	RefineResult: notNull,
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		v, marks := args[0].Unmark()
		n := cty.UnknownVal(cty.Number)
		switch ty := v.Type(); {
		case ty == cty.DynamicPseudoType:
		case ty == cty.String:
			var err error
			if n, err = stdlib.Strlen(v); err != nil {
				return cty.NilVal, err
			}
		case ty.IsTupleType():
			n = cty.NumberIntVal(int64(len(ty.TupleElementTypes())))
		case ty.IsObjectType():
			n = cty.NumberIntVal(int64(len(ty.AttributeTypes())))
		default:
			n = v.Length()
		}
		return n.WithMarks(marks), nil
	},
})

// one is the only element of a collection, or null when there is none.
var one = function.New(&function.Spec{
	Params: []function.Parameter{collection("list")},
	Type: func(args []cty.Value) (cty.Type, error) {
		ty := args[0].Type()
		switch {
		case ty.IsListType() || ty.IsSetType():
			return ty.ElementType(), nil
		case ty.IsTupleType() && ty.Length() == 0:
			return cty.DynamicPseudoType, nil
		case ty.IsTupleType() && ty.Length() == 1:
			return ty.TupleElementType(0), nil
		}
		return cty.NilType, badArgument(0, "it must be a list, a set or a tuple with no more than one element")
	},
	Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
		v, marks := args[0].Unmark()
		if !v.Length().IsKnown() {
			return unknownWith(ty, args...), nil
		}
		switch v.LengthInt() {
		case 0:
			return cty.NullVal(ty).WithMarks(marks), nil
		case 1:
			for it := v.ElementIterator(); it.Next(); {
				_, e := it.Element()
				return e.WithMarks(marks), nil
			}
		}
		return cty.NilVal, badArgument(0, "it must not have more than one element")
	},
})

// unknownWith is an unknown value that may depend on all that the arguments hold.
func unknownWith(ty cty.Type, args ...cty.Value) cty.Value {
	return withMarks(cty.UnknownVal(ty), args...)
}

// neverEmpty reports whether an unknown value can turn out neither null nor, if it
// is a string, empty.
func neverEmpty(v cty.Value) bool {
	r := v.Range()
	return r.DefinitelyNotNull() && (r.TypeConstraint() != cty.String || r.StringPrefix() != "")
}

// coalesce is the first argument that is neither null nor, among strings, empty.
var coalesce = function.New(&function.Spec{
	VarParam: &function.Parameter{
		Name: "vals", Type: cty.DynamicPseudoType, AllowUnknown: true, AllowDynamicType: true, AllowNull: true, AllowMarked: true,
	},
	Type: func(args []cty.Value) (cty.Type, error) {
		types := make([]cty.Type, len(args))
		for i, arg := range args {
			if holdsAnything(arg) {
				return cty.DynamicPseudoType, nil
			}
			types[i] = arg.Type()
		}
		ty, _ := convert.UnifyUnsafe(types)
		if ty == cty.NilType {
			return cty.NilType, fail("all arguments must have the same type")
		}
		return ty, nil
	},
	RefineResult: notNull,
	Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
		if slices.ContainsFunc(args, holdsAnything) {
			// Its type is also that of the result, whichever argument that is.
			return unknownWith(ty, args...), nil
		}
		skipped := cty.NewValueMarks()
		for i, arg := range args {
			v, err := convert.Convert(arg, ty)
			if err != nil {
				return cty.NilVal, badArgument(i, "it is not of the type of the others")
			}
			plain, marks := v.Unmark()
			switch {
			case !plain.IsKnown() && !neverEmpty(plain):
				return unknownWith(ty, args[i:]...).WithMarks(skipped), nil
			case !plain.IsKnown():
				return v.WithMarks(skipped), nil
			case plain.IsNull() || ty == cty.String && plain.AsString() == "":
				skipped = cty.NewValueMarks(skipped, marks)
			default:
				return v.WithMarks(skipped), nil
			}
		}
		return cty.NilVal, fail("all arguments are null or empty")
	},
})

// coalesceList is the first list that is not empty.
var coalesceList = function.New(&function.Spec{
	VarParam: &function.Parameter{
		Name: "vals", Type: cty.DynamicPseudoType, AllowUnknown: true, AllowDynamicType: true, AllowNull: true, AllowMarked: true,
	},
	Type: func(args []cty.Value) (cty.Type, error) {
		plain := make([]cty.Value, len(args))
		for i, arg := range args {
			plain[i], _ = arg.UnmarkDeep()
		}
		return stdlib.CoalesceListFunc.ReturnTypeForValues(plain)
	},
	RefineResult: notNull,
	Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
		skipped := cty.NewValueMarks()
		for i, arg := range args {
			plain, marks := arg.Unmark()
			switch {
			case !plain.IsKnown():
				return unknownWith(ty, args[i:]...).WithMarks(skipped), nil
			case !plain.IsNull() && plain.LengthInt() > 0:
				return arg.WithMarks(skipped), nil
			}
			skipped = cty.NewValueMarks(skipped, marks)
		}
		return cty.NilVal, fail("all arguments are null or empty")
	},
})

// compact drops what is null or empty. What is unknown stays if it can be
// neither; if it can, nobody knows how long the result is.
var compact = function.New(&function.Spec{
	Params:       []function.Parameter{{Name: "list", Type: cty.List(cty.String), AllowMarked: true}},
	Type:         function.StaticReturnType(cty.List(cty.String)),
	RefineResult: notNull,
	Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
		list, marks := args[0].Unmark()
		var kept []cty.Value
		for it := list.ElementIterator(); it.Next(); {
			_, v := it.Element()
			plain, its := v.Unmark()
			switch {
			case !plain.IsKnown():
				if !neverEmpty(plain) {
					return unknownWith(ty, args...), nil
				}
			case plain.IsNull() || plain.AsString() == "":
				// Which elements there are depends on what was dropped.
				marks = cty.NewValueMarks(marks, its)
				continue
			}
			kept = append(kept, v)
		}
		return listOf(cty.String, kept).WithMarks(marks), nil
	},
})

// contains does not know whether there is a null: Terraform 1.11 refuses to look
// for one, later versions do not.
var contains = function.New(&function.Spec{
	Params: []function.Parameter{
		{Name: "list", Type: cty.DynamicPseudoType},
		{Name: "value", Type: cty.DynamicPseudoType, AllowNull: true, AllowDynamicType: true},
	},
	Type:         function.StaticReturnType(cty.Bool),
	RefineResult: notNull,
	Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
		if args[1].IsNull() {
			return cty.UnknownVal(ty), nil
		}
		return stdlib.Contains(args[0], args[1])
	},
})

// distinct compares each element with a set of those before it, go-cty's with
// each of them.
var distinct = function.New(&function.Spec{
	Params:       []function.Parameter{{Name: "list", Type: cty.List(cty.DynamicPseudoType)}},
	Type:         func(args []cty.Value) (cty.Type, error) { return args[0].Type(), nil },
	RefineResult: notNull,
	Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
		if !args[0].IsWhollyKnown() {
			return cty.UnknownVal(ty), nil
		}
		seen := cty.NewValueSet(ty.ElementType())
		var kept []cty.Value
		for it := args[0].ElementIterator(); it.Next(); {
			_, v := it.Element()
			if !seen.Has(v) {
				seen.Add(v)
				kept = append(kept, v)
			}
		}
		return listOf(ty.ElementType(), kept), nil
	},
})

// flatten differs from go-cty's in that an unknown value that bears marks counts
// as one that may turn out to be a list.
var flatten = function.New(&function.Spec{
	Params: []function.Parameter{collection("list")},
	Type: func(args []cty.Value) (cty.Type, error) {
		if !isSequence(args[0].Type()) {
			return cty.NilType, badArgument(0, "it must be a list, a set or a tuple")
		}
		return cty.DynamicPseudoType, nil
	},
	Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
		var flat []cty.Value
		marks := cty.NewValueMarks()
		var add func(v cty.Value) bool
		add = func(v cty.Value) bool {
			plain, its := v.Unmark()
			marks = cty.NewValueMarks(marks, its)
			if !plain.IsKnown() || !plain.Length().IsKnown() {
				return false
			}
			for it := plain.ElementIterator(); it.Next(); {
				_, e := it.Element()
				bare, _ := e.Unmark()
				switch {
				case isAnything(bare):
					return false
				case bare.IsNull() || !isSequence(bare.Type()):
					flat = append(flat, e)
				case !add(e):
					return false
				}
			}
			return true
		}
		if !add(args[0]) {
			return unknownWith(ty, args...), nil
		}
		return cty.TupleVal(flat).WithMarks(marks), nil
	},
})

// reverse differs from go-cty's in that a set with unknown elements may have
// fewer, and another order.
var reverse = function.New(&function.Spec{
	Params: []function.Parameter{collection("list")},
	Type:   func(args []cty.Value) (cty.Type, error) { return stdlib.ReverseListFunc.ReturnTypeForValues(args) },
	Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
		if plain, _ := args[0].UnmarkDeep(); plain.Type().IsSetType() && !plain.IsWhollyKnown() {
			return unknownWith(ty, args...), nil
		}
		return stdlib.ReverseList(args[0])
	},
})

// setProduct differs from go-cty's in that tuples wait for the types of their
// elements.
var setProduct = waiting(stdlib.SetProductFunc, func(args []cty.Value) bool { return all(args, unifiable) })

// concat differs from go-cty's in that lists wait for the types of the elements of
// others.
var concat = waiting(stdlib.ConcatFunc, func(args []cty.Value) bool {
	return all(args, func(v cty.Value) bool { return !v.Type().IsListType() || !holdsAnything(v) }) || all(args, stayTheSame)
})

// stayTheSame reports whether a list's elements have a type that no other one
// changes.
func stayTheSame(v cty.Value) bool {
	ty := v.Type()
	return ty.IsListType() && (ty.ElementType() == cty.String || ty.ElementType() == cty.DynamicPseudoType)
}

// waiting is a variadic function whose result is unknown until ready.
func waiting(f function.Function, ready func(args []cty.Value) bool) function.Function {
	return function.New(&function.Spec{
		VarParam: f.VarParam(),
		Type: func(args []cty.Value) (cty.Type, error) {
			if !ready(args) {
				return cty.DynamicPseudoType, nil
			}
			return f.ReturnTypeForValues(args)
		},
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			if !ready(args) {
				return unknownWith(ty, args...), nil
			}
			return f.Call(args)
		},
	})
}

func all(args []cty.Value, are func(cty.Value) bool) bool {
	return !slices.ContainsFunc(args, func(v cty.Value) bool { return !are(v) })
}

// merge keeps the marks of arguments that are null, and so add nothing.
var merge = function.New(&function.Spec{
	VarParam: &function.Parameter{
		Name: "maps", Type: cty.DynamicPseudoType, AllowUnknown: true, AllowDynamicType: true, AllowNull: true, AllowMarked: true,
	},
	Type: func(args []cty.Value) (cty.Type, error) { return stdlib.MergeFunc.ReturnTypeForValues(args) },
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		v, err := stdlib.Merge(args...)
		if err != nil {
			return cty.NilVal, err
		}
		for _, arg := range args {
			if arg.IsNull() {
				v = withMarks(v, arg)
			}
		}
		return v, nil
	},
})

var transpose = function.New(&function.Spec{
	Params:       []function.Parameter{{Name: "values", Type: cty.Map(cty.List(cty.String))}},
	Type:         function.StaticReturnType(cty.Map(cty.List(cty.String))),
	RefineResult: notNull,
	Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
		if !args[0].IsWhollyKnown() {
			return cty.UnknownVal(ty), nil
		}
		keys := map[string][]cty.Value{}
		// A map is walked in the order of its keys, so each list is sorted.
		for it := args[0].ElementIterator(); it.Next(); {
			k, list := it.Element()
			if list.IsNull() {
				return cty.NilVal, badArgument(0, "its lists must not be null")
			}
			for each := list.ElementIterator(); each.Next(); {
				_, v := each.Element()
				if v.IsNull() {
					return cty.NilVal, badArgument(0, "the strings in its lists must not be null")
				}
				keys[v.AsString()] = append(keys[v.AsString()], k)
			}
		}
		if len(keys) == 0 {
			return cty.MapValEmpty(cty.List(cty.String)), nil
		}
		lists := make(map[string]cty.Value, len(keys))
		for k, list := range keys {
			lists[k] = cty.ListVal(list)
		}
		return cty.MapVal(lists), nil
	},
})
