package functions_test

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"pgregory.net/rapid"

	"github.com/tfreach/tfreach/planparse/resolve/functions"
)

// call is one that succeeds, with arguments of the types of the parameters.
type call struct {
	text string
	name string
	f    function.Function
	args []cty.Value
	want cty.Value
}

// part is a value within the arguments of a call.
type part struct {
	arg  int
	path cty.Path
}

func (p part) value(args []cty.Value) cty.Value {
	v, err := p.path.Apply(args[p.arg])
	if err != nil {
		panic(err)
	}
	return v
}

// with gives the arguments with one part changed.
func (p part) with(args []cty.Value, change func(cty.Value) cty.Value) []cty.Value {
	out := slices.Clone(args)
	var err error
	out[p.arg], err = cty.Transform(args[p.arg], func(path cty.Path, v cty.Value) (cty.Value, error) {
		if path.Equals(p.path) {
			return change(v), nil
		}
		return v, nil
	})
	if err != nil {
		panic(err)
	}
	return out
}

// consoleCalls are the calls of the console's expressions that succeed: arguments
// that mean something to each function.
func consoleCalls(t testing.TB) []call {
	t.Helper()
	var answers []answer
	raw, err := os.ReadFile(answersFile)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &answers); err != nil {
		t.Fatal(err)
	}
	ctx := consoleContext(t)
	var calls []call
	for _, a := range answers {
		expr, _ := hclsyntax.ParseExpression([]byte(a.Expression), "console", hcl.InitialPos)
		if e, ok := expr.(*hclsyntax.FunctionCallExpr); ok {
			if c, ok := succeeding(ctx, e); ok {
				c.text = a.Expression
				calls = append(calls, c)
			}
		}
	}
	return calls
}

func succeeding(ctx *hcl.EvalContext, e *hclsyntax.FunctionCallExpr) (call, bool) {
	c := call{name: e.Name, f: ctx.Functions[e.Name]}
	if e.ExpandFinal {
		return c, false
	}
	for _, arg := range e.Args {
		v, diags := arg.Value(ctx)
		if diags.HasErrors() {
			return c, false
		}
		c.args = append(c.args, v)
	}
	var err error
	c.want, err = invoke(c.f, c.args)
	return c, err == nil
}

// invoke converts arguments as HCL does, and calls.
func invoke(f function.Function, args []cty.Value) (cty.Value, error) {
	params := f.Params()
	args = slices.Clone(args)
	for i := range args {
		var p function.Parameter
		switch {
		case i < len(params):
			p = params[i]
		case f.VarParam() != nil:
			p = *f.VarParam()
		default:
			return cty.NilVal, errors.New("too many arguments")
		}
		if p.Type.IsCapsuleType() {
			return cty.NilVal, function.NewArgErrorf(i, "expressions are for other tests")
		}
		var err error
		if args[i], err = convert.Convert(args[i], p.Type); err != nil {
			return cty.NilVal, err
		}
	}
	return f.Call(args)
}

// checkEach draws a call of each function, many times.
func checkEach(t *testing.T, check func(*rapid.T, call)) {
	t.Helper()
	byName := map[string][]call{}
	for _, c := range consoleCalls(t) {
		byName[c.name] = append(byName[c.name], c)
	}
	names := slices.Sorted(maps.Keys(byName))
	rapid.Check(t, func(t *rapid.T) {
		for _, name := range names {
			check(t, byName[name][rapid.IntRange(0, len(byName[name])-1).Draw(t, name)])
		}
	})
}

func drawPart(t *rapid.T, args []cty.Value, label string) (part, bool) {
	if len(args) == 0 {
		return part{}, false
	}
	p := part{arg: rapid.IntRange(0, len(args)-1).Draw(t, label)}
	var paths []cty.Path
	_ = cty.Walk(args[p.arg], func(path cty.Path, v cty.Value) (bool, error) {
		paths = append(paths, path.Copy())
		// A set is changed as a whole.
		return !v.Type().IsSetType(), nil
	})
	p.path = rapid.SampledFrom(paths).Draw(t, label+" path")
	return p, true
}

// another is a value of the same type.
func another(t *rapid.T, v cty.Value) cty.Value {
	ty := v.Type()
	switch {
	case ty == cty.String:
		return cty.StringVal(rapid.SampledFrom([]string{"", "a", "b", "x", "10.9.0.0/16", "1", "true"}).Draw(t, "string"))
	case ty == cty.Number:
		return cty.NumberIntVal(rapid.Int64Range(-2, 4).Draw(t, "number"))
	case ty == cty.Bool:
		return cty.BoolVal(rapid.Bool().Draw(t, "bool"))
	case ty.IsListType():
		return cty.ListValEmpty(ty.ElementType())
	case ty.IsMapType():
		return cty.MapValEmpty(ty.ElementType())
	case ty.IsSetType():
		return cty.SetValEmpty(ty.ElementType())
	}
	return cty.NullVal(ty)
}

// unknownOf is an unknown value for a part. The elements of a collection have the
// type that the collection says.
func unknownOf(t *rapid.T, p part, args []cty.Value) cty.Value {
	v, element := p.value(args), false
	if n := len(p.path); n > 0 {
		around, _ := p.path[:n-1].Apply(args[p.arg])
		element = around.Type().IsCollectionType()
	}
	switch u := cty.UnknownVal(v.Type()); {
	case !element && rapid.Bool().Draw(t, "not even its type is known"):
		return cty.DynamicVal
	case !v.IsNull() && rapid.Bool().Draw(t, "not null"):
		return u.RefineNotNull()
	default:
		return u
	}
}

func hasMark(v cty.Value, mark string) bool {
	_, marks := v.UnmarkDeep()
	_, ok := marks[mark]
	return ok
}

func plain(v cty.Value) cty.Value {
	v, _ = v.UnmarkDeep()
	return v
}

// mayBecome reports whether a value, once known, can be the one given.
func mayBecome(v, known cty.Value) bool {
	if v, known = plain(v), plain(known); !v.IsKnown() {
		// Go-cty takes no number for infinite.
		infinite := known.RawEquals(cty.PositiveInfinity) || known.RawEquals(cty.NegativeInfinity)
		return known.Type().TestConformance(v.Type()) == nil && (!known.IsKnown() || infinite || v.Range().Includes(known) != cty.False)
	}
	if !known.IsKnown() {
		return false
	}
	if v.IsNull() || known.IsNull() {
		return v.IsNull() && known.IsNull()
	}
	ty := v.Type()
	switch {
	case ty.IsPrimitiveType() || ty.IsCapsuleType():
		return v.RawEquals(known)
	case ty.IsSetType():
		return known.Type().IsSetType() && (!v.IsWhollyKnown() || v.RawEquals(known))
	case ty.IsTupleType() != known.Type().IsTupleType(), ty.IsListType() != known.Type().IsListType(),
		ty.IsMapType() != known.Type().IsMapType(), ty.IsObjectType() != known.Type().IsObjectType(), v.LengthInt() != known.LengthInt():
		return false
	}
	other := known.ElementIterator()
	for it := v.ElementIterator(); it.Next(); {
		other.Next()
		k1, e1 := it.Element()
		k2, e2 := other.Element()
		if !k1.RawEquals(k2) || !mayBecome(e1, e2) {
			return false
		}
	}
	return true
}

// TestUnknown replaces a part of the arguments by an unknown value: the result must
// be able to become the one that it has when all is known.
func TestUnknown(t *testing.T) {
	t.Parallel()
	checkEach(t, func(t *rapid.T, c call) {
		p, ok := drawPart(t, c.args, "unknown")
		if !ok {
			return
		}
		u := unknownOf(t, p, c.args)
		const mark = "unknown"
		got, err := invoke(c.f, p.with(c.args, func(cty.Value) cty.Value { return u.Mark(mark) }))
		if err != nil {
			t.Fatalf("%s: argument %d at %#v is unknown: %v", c.text, p.arg, p.path, err)
		}
		if !mayBecome(got, c.want) {
			t.Fatalf("%s: argument %d at %#v is unknown: %#v cannot become %#v", c.text, p.arg, p.path, got, c.want)
		}
		if !got.IsWhollyKnown() && c.want.IsWhollyKnown() && !hasMark(got, mark) {
			t.Fatalf("%s: argument %d at %#v is unknown: %#v lost its mark", c.text, p.arg, p.path, got)
		}
	})
}

// TestMarks marks parts of the arguments. That changes nothing but marks, and if
// another value of the part makes another result, the result bears the mark: also
// if another part is unknown.
func TestMarks(t *testing.T) {
	t.Parallel()
	checkEach(t, func(t *rapid.T, c call) {
		p, ok := drawPart(t, c.args, "marked")
		if !ok {
			return
		}
		const mark = "mark"
		marked := p.with(c.args, func(v cty.Value) cty.Value { return v.Mark(mark) })
		got, err := invoke(c.f, marked)
		if err != nil {
			t.Fatalf("%s: argument %d at %#v is marked: %v", c.text, p.arg, p.path, err)
		}
		if !plain(got).RawEquals(c.want) {
			t.Fatalf("%s: argument %d at %#v is marked: %#v, else %#v", c.text, p.arg, p.path, got, c.want)
		}
		other, err := invoke(c.f, p.with(c.args, func(v cty.Value) cty.Value { return another(t, v) }))
		if err != nil || other.RawEquals(c.want) {
			return
		}
		if !hasMark(got, mark) {
			t.Fatalf("%s: argument %d at %#v: %#v lost its mark", c.text, p.arg, p.path, got)
		}
		q, _ := drawPart(t, c.args, "unknown")
		if q.arg == p.arg && (p.path.HasPrefix(q.path) || q.path.HasPrefix(p.path)) {
			return
		}
		got, err = invoke(c.f, q.with(marked, func(v cty.Value) cty.Value { return cty.UnknownVal(v.Type()) }))
		if err == nil && !got.IsKnown() && !hasMark(got, mark) {
			t.Fatalf("%s: argument %d at %#v, while %d at %#v is unknown: %#v lost its mark", c.text, p.arg, p.path, q.arg, q.path, got)
		}
	})
}

// TestErrorsQuoteNothing puts a secret wherever there is a string.
func TestErrorsQuoteNothing(t *testing.T) {
	t.Parallel()
	const secret = "secret"
	refused := 0
	for _, c := range consoleCalls(t) {
		for i, arg := range c.args {
			_ = cty.Walk(arg, func(path cty.Path, v cty.Value) (bool, error) {
				if v.Type() == cty.String {
					p := part{arg: i, path: path.Copy()}
					_, err := invoke(c.f, p.with(c.args, func(cty.Value) cty.Value { return cty.StringVal(secret) }))
					if err != nil {
						refused++
						if strings.Contains(err.Error(), secret) {
							t.Errorf("%s: %v", c.text, err)
						}
					}
				}
				return !v.Type().IsSetType(), nil
			})
		}
	}
	if refused < 50 {
		t.Errorf("only %d calls fail", refused)
	}
}

// TestMarkedDeeply marks all that there is: each result bears marks, but for those
// that depend on no value.
func TestMarkedDeeply(t *testing.T) {
	t.Parallel()
	for _, c := range consoleCalls(t) {
		if len(c.args) == 0 {
			continue
		}
		args := make([]cty.Value, len(c.args))
		for i, arg := range c.args {
			args[i], _ = cty.Transform(arg, func(_ cty.Path, v cty.Value) (cty.Value, error) { return v.Mark("mark"), nil })
		}
		if got, err := invoke(c.f, args); err != nil || !hasMark(got, "mark") {
			t.Errorf("%s: %#v, %v", c.text, got, err)
		}
	}
}

// TestMarksStay moves elements about that bear marks of their own.
func TestMarksStay(t *testing.T) {
	t.Parallel()
	ctx := &hcl.EvalContext{Functions: functions.Table(nil), Variables: map[string]cty.Value{
		"a": cty.StringVal("a").Mark("a"), "b": cty.StringVal("b").Mark("b"),
		"u": cty.UnknownVal(cty.String).Mark("u"), "id": cty.UnknownVal(cty.String).Refine().NotNull().StringPrefixFull("id-").NewValue().Mark("id"),
		"any": cty.DynamicVal.Mark("any"), "object": cty.ObjectVal(map[string]cty.Value{"x": cty.StringVal("x").Mark("x")}).Mark("object"),
	}}
	for _, tt := range []struct{ expr, want string }{
		{`lookup({ x = a, y = b }, "x")`, "a"},
		{`lookup({ x = u, y = b }, "x")`, "u"},
		{`lookup({ x = u, y = b }, "y")`, "b"},
		{`lookup(tomap({ x = u, y = b }), "x")`, "u"},
		{`lookup({ x = a }, "z", b)`, "b"},
		{`lookup({ x = a }, "x", u)`, "a"},
		{`lookup({ x = a, y = b }, u)`, "a b u"},
		{`element([a, b], 1)`, "b"},
		{`element([u, b], 2)`, "u"},
		{`element(tolist([a, u]), 0)`, "a"},
		{`element([a, b], -1)`, "a b"},
		{`one([u])`, "u"},
		{`concat([a], [u])[0]`, "a"},
		{`concat([a], [u])[1]`, "u"},
		{`flatten([[a], [[u]]])[1]`, "u"},
		{`flatten([[a], any])`, "a any"},
		{`merge({ x = a }, { x = b }).x`, "b"},
		{`merge({ x = u }, { y = b }).x`, "u"},
		{`values({ x = a, y = u })[1]`, "u"},
		{`zipmap(["x", "y"], [a, u]).y`, "u"},
		{`zipmap([u, "y"], [a, b])`, "a b u"},
		{`keys({ x = a })[0]`, ""},
		{`slice([a, b, u], 1, 2)[0]`, "b"},
		{`reverse([a, u])[0]`, "u"},
		{`chunklist([a, b], 1)[1][0]`, "b"},
		{`matchkeys([a, u], ["x", "y"], ["y"])[0]`, "u"},
		{`setproduct([a], [u])[0][1]`, "u"},
		{`coalesce(a, b)`, "a"},
		{`coalesce(id, b)`, "id"},
		{`coalesce(u, b)`, "b u"},
		{`coalesce("", id)`, "id"},
		{`coalesce(a, any)`, "a any"},
		{`coalescelist([], [u])[0]`, "u"},
		{`compact([id, "", a])[0]`, "id"},
		{`compact([id, "", a])[1]`, "a"},
		{`compact([u, a])`, "a u"},
		{`tolist([a, u])[0]`, "a"},
		{`tomap({ x = a, y = u }).y`, "u"},
		{`toset([a, b])`, "a b"},
		{`length([a, u])`, ""},
		{`distinct([a, b])[0]`, "a b"},
		{`join(",", [a, b])`, "a b"},
		{`try(u, a)`, "u"},
		{`try({}.x, [a, b])[1]`, "b"},
		{`try(tonumber(a), b)`, "a b"},
		{`try(object.z, b)`, "b object"},
		{`try([tonumber(object.x)], b)`, "b object x"},
		{`try(null.x, nothing, object.x)`, "object x"},
		{`can(tonumber(a))`, "a"},
		{`can(a)`, "a"},
		{`can(u)`, "u"},
		{`sensitive(a)`, "a"},
		{`nonsensitive([a, u])[1]`, "u"},
		{`ephemeralasnull(a)`, "a"},
	} {
		t.Run(tt.expr, func(t *testing.T) {
			expr, diags := hclsyntax.ParseExpression([]byte(tt.expr), "", hcl.InitialPos)
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			got, diags := expr.Value(ctx)
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			_, marks := got.UnmarkDeep()
			names := ""
			for i, m := range slices.SortedFunc(maps.Keys(marks), func(a, b any) int { return slices.Compare([]byte(a.(string)), []byte(b.(string))) }) {
				if i > 0 {
					names += " "
				}
				names += m.(string)
			}
			if names != tt.want {
				t.Errorf("%#v bears %q, want %q", got, names, tt.want)
			}
		})
	}
}
