package functions_test

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/tfreach/tfreach/planparse/resolve/functions"
)

// elsewhere has no files but knows of some.
type elsewhere struct{}

func (elsewhere) ReadFile(name string) ([]byte, error) {
	switch name {
	case "gone":
		return nil, fs.ErrNotExist
	case "broken":
		return nil, errors.New("some error")
	case "template":
		return []byte(`${a}%{ for x in [1] }${file("far")}%{ endfor }`), nil
	case "plain":
		return []byte(`${a}`), nil
	case "try":
		return []byte(`-${try(upper(tonumber(a)), [for x in [1] : b][0])}`), nil
	case "can":
		return []byte(`%{ if can(tonumber(a)) }x%{ endif }`), nil
	case "large":
		return bytes.Repeat([]byte("x"), 4<<20), nil
	case "larger":
		return bytes.Repeat([]byte("x"), 4<<20+1), nil
	case "loop":
		return []byte(`%{ for x in list }${x}%{ endfor }`), nil
	}
	return nil, &functions.Unavailable{Path: name, Reason: "far away"}
}

func (elsewhere) Glob(dir, _ string) ([]string, error) {
	switch dir {
	case "gone":
		return nil, fs.ErrNotExist
	case "bad":
		return nil, path.ErrBadPattern
	case "broken":
		return nil, errors.New("some error")
	}
	return nil, &functions.Unavailable{Path: dir, Reason: "far away"}
}

func TestUnavailable(t *testing.T) {
	t.Parallel()
	ctx := &hcl.EvalContext{Functions: functions.Table(elsewhere{}), Variables: map[string]cty.Value{
		"a": cty.StringVal("a").Mark("a"), "b": cty.StringVal("b").Mark("b"), "u": cty.UnknownVal(cty.String).Mark("u"),
		"list": cty.UnknownVal(cty.List(cty.String)).Mark("list"),
	}}
	far := functions.Unavailable{Path: "far", Reason: "far away"}
	for _, tt := range []struct {
		expr  string
		ty    cty.Type
		marks []any
	}{
		{`file("far")`, cty.String, []any{far}},
		{`filebase64("far")`, cty.String, []any{far}},
		{`filemd5("far")`, cty.String, []any{far}},
		{`fileexists("far")`, cty.Bool, []any{far}},
		{`fileset("far", "*")`, cty.Set(cty.String), []any{far}},
		{`templatefile("far", { x = a })`, cty.DynamicPseudoType, []any{far, "a"}},
		{`templatefile("template", { a = a })`, cty.String, []any{far, "a"}},
		{`templatefile("plain", { a = u, b = b })`, cty.String, []any{"u", "b"}},
		{`templatefile("loop", { list = list })`, cty.String, []any{"list"}},
		{`templatefile("plain", u)`, cty.DynamicPseudoType, []any{"u"}},
		{`jsondecode(file("far"))`, cty.DynamicPseudoType, []any{far}},
		{`flatten([jsondecode(file("far"))])`, cty.DynamicPseudoType, []any{far}},
		{`try(jsondecode(file("far")).x, "y")`, cty.DynamicPseudoType, []any{far}},
		{`file("~/x")`, cty.String, []any{functions.Unavailable{Path: "~/x", Reason: "it lies in a home folder"}}},
		{`fileset("~", "*")`, cty.Set(cty.String), []any{functions.Unavailable{Path: "~", Reason: "it lies in a home folder"}}},
		{`file("broken")`, cty.String, []any{functions.Unavailable{Path: "broken", Reason: "it cannot be read"}}},
		{`file("larger")`, cty.String, []any{functions.Unavailable{Path: "larger", Reason: "it is too large"}}},
		{`templatefile("can", { a = u })`, cty.String, []any{"u"}},
		{`fileset("broken", "*")`, cty.Set(cty.String), []any{functions.Unavailable{Path: "broken", Reason: "it cannot be read"}}},
		{`file(u)`, cty.String, []any{"u"}},
	} {
		t.Run(tt.expr, func(t *testing.T) {
			got, diags := evaluate(t, ctx, tt.expr)
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			bare, marks := got.UnmarkDeep()
			if bare.IsKnown() || !bare.Type().Equals(tt.ty) {
				t.Errorf("%#v is no unknown %s", got, tt.ty.FriendlyName())
			}
			if want := cty.NewValueMarks(tt.marks...); !marks.Equal(want) {
				t.Errorf("marks %#v, want %#v", marks, want)
			}
		})
	}
	for expr, want := range map[string]cty.Value{
		`fileexists("gone")`:                               cty.False,
		`fileset("gone", "*")`:                             cty.SetValEmpty(cty.String),
		`can(fileset("bad", "*"))`:                         cty.False,
		`fileexists("plain")`:                              cty.True,
		`startswith(file("large"), "")`:                    cty.True,
		`can(file("gone"))`:                                cty.False,
		`try(file("gone"), "y")`:                           cty.StringVal("y"),
		`templatefile("plain", { a = a, b = b })`:          cty.StringVal("a").Mark("a"),
		`templatefile("loop", { list = [a, b] })`:          cty.StringVal("ab").WithMarks(cty.NewValueMarks("a", "b")),
		`templatefile("try", { a = a, b = b })`:            cty.StringVal("-b").WithMarks(cty.NewValueMarks("a", "b")),
		`templatefile("plain", { a = [a, b] })[1]`:         cty.StringVal("b").Mark("b"),
		`formatlist("%s-%d", ["x", u], [1, 2])[0]`:         cty.StringVal("x-1").Mark("u"),
		`formatlist("%s-%d", [u, "x", "y"], [1, 2, 3])[2]`: cty.StringVal("y-3").Mark("u"),
	} {
		if got, diags := evaluate(t, ctx, expr); diags.HasErrors() || !got.RawEquals(want) {
			t.Errorf("%s: %#v, want %#v; %v", expr, got, want, diags)
		}
	}
}

// TestErrors: which argument of a function is wrong, and that it is, and not that nobody
// knows.
func TestErrors(t *testing.T) {
	t.Parallel()
	ctx := &hcl.EvalContext{Functions: functions.Table(nil), Variables: map[string]cty.Value{"u": cty.UnknownVal(cty.String), "one": cty.NumberIntVal(1)}}
	const argument, whole = "Invalid function argument", "Error in function call"
	for _, tt := range []struct{ expr, summary, detail string }{
		{`cidrhost("10.0.0.0", 1)`, argument, `"prefix"`},
		{`cidrhost("10.0.0.0/8", 1.5)`, argument, `"hostnum"`},
		{`cidrsubnet("10.0.0.0/30", 8, 1)`, whole, "the prefix has no subnet of this number"},
		{`cidrsubnet("2001:db8::/32", 15, 18446744073709551616)`, whole, "the prefix has no subnet of this number"},
		{`cidrsubnets("10.0.0.0/8", 1.5)`, argument, `"newbits" parameter: it must be a whole number`},
		{`cidrsubnets("10.0.0.0/8", 1, 0)`, argument, `"newbits" parameter: the prefix cannot be made longer by this many bits`},
		{`cidrsubnets("2000::/16", 33)`, argument, `"newbits" parameter: the prefix cannot be made longer by this many bits`},
		{`cidrsubnets("10.0.0.0/30", 3)`, argument, `"newbits" parameter: the prefix cannot be made longer by this many bits`},
		{`cidrsubnets("10.0.0.0/30", 1, 1, 1)`, argument, `"newbits" parameter: not enough address space is left for it`},
		{`formatlist("%s-%s", [u, "x"], ["y"])`, argument, `"args" parameter: all lists must have the same length`},
		{`formatlist("%s%s%s", [], ["x"], [u])`, argument, `"args" parameter: all lists must have the same length`},
		{`templatestring(one, {})`, argument, "it must be a reference to a string"},
	} {
		_, diags := evaluate(t, ctx, tt.expr)
		if len(diags) != 1 || diags[0].Summary != tt.summary || !strings.Contains(diags[0].Detail, tt.detail) {
			t.Errorf("%s: %v, want %s: %s", tt.expr, diags, tt.summary, tt.detail)
		}
	}
	for _, expr := range []string{`templatestring(big, {})`, `templatestring(number, {})`} {
		ctx.Variables["big"], ctx.Variables["number"] = cty.StringVal("${4e444440444}"), cty.StringVal("${x[1e-444440444]}")
		_, diags := evaluate(t, ctx, expr)
		if u := functions.UndecidedIn(diags); u == nil || u.Reason != "a number in the template has more digits than tfreach takes" {
			t.Errorf("%s: %v", expr, diags)
		}
	}
	for expr, want := range map[string]string{
		`cidrsubnets("10.0.0.0/31", 1)[0]`:              "10.0.0.0/32",
		`cidrsubnets("2000::/16", 32)[0]`:               "2000::/48",
		`jsonencode(formatlist("%s%s", [], { a = u }))`: "[]",
	} {
		if got, diags := evaluate(t, ctx, expr); diags.HasErrors() || !got.RawEquals(cty.StringVal(want)) {
			t.Errorf("%s: %#v, want %s; %v", expr, got, want, diags)
		}
	}
}

func TestWithoutFiles(t *testing.T) {
	t.Parallel()
	got, diags := evaluate(t, &hcl.EvalContext{Functions: functions.Table(nil)}, `[file("x"), fileset(".", "*")]`)
	want := functions.Unavailable{Path: "x", Reason: "no files are given"}
	if _, marks := got.UnmarkDeep(); diags.HasErrors() || got.IsWhollyKnown() || !hasUnavailable(marks, want) {
		t.Errorf("%#v, %v", got, diags)
	}
	if text := want.Error(); text != "the file x is not at hand: no files are given" {
		t.Error(text)
	}
}

func hasUnavailable(marks cty.ValueMarks, want functions.Unavailable) bool {
	_, ok := marks[want]
	return ok
}

func evaluate(t *testing.T, ctx *hcl.EvalContext, src string) (cty.Value, hcl.Diagnostics) {
	t.Helper()
	expr, diags := hclsyntax.ParseExpression([]byte(src), "", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return expr.Value(ctx)
}
