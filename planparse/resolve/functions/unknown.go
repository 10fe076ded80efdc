package functions

import (
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// unknown is a function whose result only the one who planned knows: it depends
// on the machine, the clock, chance or a secret.
func unknown(result cty.Type, params ...function.Parameter) function.Function {
	return function.New(&function.Spec{
		Params:       params,
		Type:         function.StaticReturnType(result),
		RefineResult: notNull,
		Impl: func([]cty.Value, cty.Type) (cty.Value, error) {
			return cty.UnknownVal(result), nil
		},
	})
}

func text(name string) function.Parameter {
	return function.Parameter{Name: name, Type: cty.String}
}

func number(name string) function.Parameter {
	return function.Parameter{Name: name, Type: cty.Number}
}

// bcrypt salts what it hashes.
var bcrypt = function.New(&function.Spec{
	Params:       []function.Parameter{text("str")},
	VarParam:     &function.Parameter{Name: "cost", Type: cty.Number},
	Type:         function.StaticReturnType(cty.String),
	RefineResult: notNull,
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		if len(args) > 2 {
			return cty.NilVal, fail("bcrypt takes no more than two arguments")
		}
		return cty.UnknownVal(cty.String), nil
	},
})

// pathExpand knows the paths that do not begin with somebody's home folder.
var pathExpand = function.New(&function.Spec{
	Params:       []function.Parameter{text("path")},
	Type:         function.StaticReturnType(cty.String),
	RefineResult: notNull,
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		if atHome(args[0].AsString()) {
			return cty.UnknownVal(cty.String), nil
		}
		return args[0], nil
	},
})

// atHome reports whether a path begins with a home folder.
func atHome(path string) bool { return strings.HasPrefix(path, "~") }

// any takes whatever value there is.
func anything(name string) function.Parameter {
	return function.Parameter{Name: name, Type: cty.DynamicPseudoType, AllowNull: true, AllowDynamicType: true}
}

// isSensitive is unknown because sensitivity is not tracked here.
var isSensitive = unknown(cty.Bool, anything("value"))

// same gives its argument back: sensitivity is not tracked here.
var same = function.New(&function.Spec{
	Params: []function.Parameter{marked(anything("value"))},
	Type:   func(args []cty.Value) (cty.Type, error) { return args[0].Type(), nil },
	Impl:   func(args []cty.Value, _ cty.Type) (cty.Value, error) { return args[0], nil },
})

// marked lets a parameter take values that are unknown or bear marks.
func marked(p function.Parameter) function.Parameter {
	p.AllowUnknown, p.AllowMarked = true, true
	return p
}

// ephemeralAsNull knows the type alone: which values are ephemeral is not tracked
// here, and within a value any part may be.
var ephemeralAsNull = function.New(&function.Spec{
	Params: []function.Parameter{marked(anything("value"))},
	Type:   func(args []cty.Value) (cty.Type, error) { return args[0].Type(), nil },
	Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
		plain, marks := args[0].UnmarkDeep()
		if plain.IsNull() {
			return args[0], nil
		}
		return cty.UnknownVal(ty).WithMarks(marks), nil
	},
})
