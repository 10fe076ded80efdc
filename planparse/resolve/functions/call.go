package functions

import (
	"errors"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// failure is an error that quotes no argument.
type failure struct {
	why string
	arg int // the argument whose fault it is; whole for the call as a whole
}

const whole = -1

func (f *failure) Error() string { return f.why }

func fail(why string) error { return &failure{why: why, arg: whole} }

func badArgument(i int, why string) error { return &failure{why: why, arg: i} }

// limit bounds what a call makes, before it is made. Its arguments are known,
// what is within them need not be, and bear no marks.
type limit func(args []cty.Value) error

// makes wraps a function that makes a value of what its arguments hold.
func makes(f function.Function, limits ...limit) function.Function {
	return guarded(f, markUnknown, limits)
}

// markUnknown puts all marks on a result that is unknown: go-cty drops some from
// it.
func markUnknown(_ function.Function, args []cty.Value, v cty.Value) cty.Value {
	if v.IsKnown() {
		return v
	}
	return withMarks(v, args...)
}

// picks wraps a function that gives a part of its arguments, with the marks of
// that part, even if it is unknown.
func picks(f function.Function, limits ...limit) function.Function {
	return guarded(f, markUnasked, limits)
}

// markUnasked puts all marks on a result that go-cty gives without asking the
// function, because of an argument that is unknown.
func markUnasked(f function.Function, args []cty.Value, v cty.Value) cty.Value {
	if asked(f, args) {
		return v
	}
	return withMarks(v, args...)
}

// asked reports whether go-cty leaves a call to the function.
func asked(f function.Function, args []cty.Value) bool {
	params := f.Params()
	for i, arg := range args {
		p := parameterOf(f, params, i)
		if !arg.IsKnown() && !p.AllowUnknown || arg.Type() == cty.DynamicPseudoType && !p.AllowDynamicType {
			return false
		}
	}
	return true
}

// withMarks puts all marks of the arguments on a value.
func withMarks(v cty.Value, args ...cty.Value) cty.Value {
	for _, arg := range args {
		_, marks := arg.UnmarkDeep()
		v = v.WithMarks(marks)
	}
	return v
}

// guarded wraps a function so that its arguments and its result are bounded and
// its errors quote nothing. The result is marked at last.
func guarded(f function.Function, mark func(function.Function, []cty.Value, cty.Value) cty.Value, limits []limit) function.Function {
	pass := func(p function.Parameter) function.Parameter {
		p.AllowUnknown, p.AllowDynamicType, p.AllowMarked = true, true, true
		if unifies(p.Type) {
			p.Type = cty.DynamicPseudoType
		}
		return p
	}
	spec := &function.Spec{
		// The type is that of the value. Asking the function for both would
		// double the work, and that again for each function in its arguments.
		Type: function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(given []cty.Value, _ cty.Type) (v cty.Value, err error) {
			defer func() {
				if recover() != nil {
					v, err = cty.NilVal, brokeDown
				}
			}()
			if _, err := measure(given...); err != nil {
				return cty.NilVal, err
			}
			args, now, err := unified(f, given)
			if err != nil {
				return cty.NilVal, unquoted(err)
			}
			if !now {
				return unknownWith(cty.DynamicPseudoType, given...), nil
			}
			if err := within(limits, args); err != nil {
				return cty.NilVal, err
			}
			v, err = f.Call(args)
			if err != nil {
				return cty.NilVal, unquoted(err)
			}
			v = mark(f, args, v)
			if _, err := measure(v); err != nil {
				return cty.NilVal, err
			}
			return v, nil
		},
	}
	for _, p := range f.Params() {
		spec.Params = append(spec.Params, pass(p))
	}
	if p := f.VarParam(); p != nil {
		variadic := pass(*p)
		spec.VarParam = &variadic
	}
	return function.New(spec)
}

func within(limits []limit, args []cty.Value) error {
	if len(limits) == 0 {
		return nil
	}
	plain := make([]cty.Value, len(args))
	for i, arg := range args {
		plain[i], _ = arg.UnmarkDeep()
		if !plain[i].IsKnown() {
			return nil // So is the result.
		}
	}
	for _, l := range limits {
		if err := l(plain); err != nil {
			return err
		}
	}
	return nil
}

// brokeDown tells of a panic, but not what it says: that quotes values.
var brokeDown = &Undecided{Reason: "the function broke down"}

// unquoted drops the texts of errors that are not made here: they may quote
// arguments.
func unquoted(err error) error {
	var (
		undecided *Undecided
		own       *failure
		arg       function.ArgError
		broken    function.PanicError
	)
	switch {
	case errors.As(err, &undecided):
		return undecided
	case errors.As(err, &broken):
		return brokeDown
	case errors.As(err, &own) && own.arg == whole:
		return own
	case own != nil:
		return function.NewArgError(own.arg, own)
	case errors.As(err, &arg):
		return function.NewArgErrorf(arg.Index, "the function does not take this argument")
	}
	return fail("the function does not take these arguments")
}
