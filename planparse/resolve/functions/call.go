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

// limit bounds what a call makes, before it is made. Its arguments are wholly
// known and without marks.
type limit func(args []cty.Value) error

// smears wraps a function that takes arguments without marks, and puts those of
// all arguments on its result.
func smears(f function.Function, limits ...limit) function.Function {
	return guarded(f, false, limits)
}

// moves wraps a function that takes arguments with their marks, and leaves them
// on the elements that it moves about.
func moves(f function.Function, limits ...limit) function.Function {
	return guarded(f, true, limits)
}

// guarded wraps a function so that its arguments and its result are bounded, its
// errors quote nothing, and no mark gets lost.
func guarded(f function.Function, moving bool, limits []limit) function.Function {
	pass := func(p function.Parameter) function.Parameter {
		p.AllowUnknown, p.AllowDynamicType, p.AllowMarked = true, true, true
		return p
	}
	spec := &function.Spec{
		// The type is that of the value. Asking the function for both would
		// double the work, and that again for each function in its arguments.
		Type: function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			if _, err := measure(args...); err != nil {
				return cty.NilVal, err
			}
			if err := within(limits, args); err != nil {
				return cty.NilVal, err
			}
			v, err := f.Call(args)
			if err != nil {
				return cty.NilVal, unquoted(err)
			}
			if moving {
				v = keepMarks(args, v)
			}
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
		if !plain[i].IsWhollyKnown() {
			return nil
		}
	}
	for _, l := range limits {
		if err := l(plain); err != nil {
			return err
		}
	}
	return nil
}

// unquoted drops the texts of errors that are not made here: they may quote
// arguments.
func unquoted(err error) error {
	var (
		exceeded *Exceeded
		own      *failure
		arg      function.ArgError
	)
	switch {
	case errors.As(err, &exceeded):
		return exceeded
	case errors.As(err, &own) && own.arg == whole:
		return own
	case own != nil:
		return function.NewArgError(own.arg, own)
	case errors.As(err, &arg):
		return function.NewArgErrorf(arg.Index, "the function does not take this argument")
	}
	return fail("the function does not take these arguments")
}

// keepMarks puts onto the result of a function that moves its arguments what
// go-cty drops: the marks of all arguments when one that is unknown makes the
// result unknown as a whole, and those of null arguments, which add nothing
// themselves.
func keepMarks(args []cty.Value, v cty.Value) cty.Value {
	unknown := false
	for _, arg := range args {
		plain, marks := arg.Unmark()
		unknown = unknown || !plain.IsKnown()
		if plain.IsNull() {
			v = v.WithMarks(marks)
		}
	}
	if !unknown || v.IsKnown() {
		return v
	}
	for _, arg := range args {
		_, marks := arg.UnmarkDeep()
		v = v.WithMarks(marks)
	}
	return v
}
