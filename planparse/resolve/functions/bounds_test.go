package functions_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/tfreach/tfreach/planparse/resolve/functions"
)

// bomb is an expression that makes much of little.
type bomb struct{ name, expr string }

var bombs = []bomb{
	{"a number written out", `tostring(huge)`},
	{"a number in JSON", `jsonencode([huge])`},
	{"a number rounded", `ceil(huge)`},
	{"a number in text", `jsondecode("1e100000000")`},
	{"a number of many digits", `parseint(long, 10)`},
	{"a wide verb", `format("%999999999d", 1)`},
	{"a precise verb", `format("%.999999999f", 1)`},
	{"many wide verbs", `format(join("", [for i in range(1000): "%1$9999s"]), "x")`},
	{"a verb repeated", `format(join("", [for i in range(1000): "%[1]s"]), long)`},
	{"a wide verb beside what is unknown", `formatlist("%999999999s%s", ["a", "b"], [unknown, "x"])`},
	{"spaces", `indent(1000000000, "\n")`},
	{"spaces on many lines", `indent(100000, lines)`},
	{"long separators", `join(long, range(1000))`},
	{"long replacements", `replace(long, "x", long)`},
	{"long replacements everywhere", `replace(long, "", long)`},
	{"references to groups", `replace(long, "/(.*)/", join("", [for i in range(1000): "$1"]))`},
	{"parts", `split("", long)`},
	{"groups", `regexall(join("", [for i in range(1000): "()"]), lines)`},
	{"a long pattern", `regex(long, "x")`},
	{"products", `setproduct(range(1000), range(1000))`},
	{"products of unknowns", `setproduct([for i in range(1000): unknown], range(1000))`},
	{"products of products", `setproduct(setproduct(range(100), range(100)), range(100))`},
	{"nested JSON", `jsondecode(brackets)`},
	{"nested YAML", `yamldecode(brackets)`},
	{"nested YAML in a block", `yamldecode(dashes)`},
	{"aliases", `yamldecode(laughs)`},
	{"elements", `jsondecode("[${commas}0]")`},
	{"rows", `csvdecode(lines2)`},
	{"concatenation", `concat(many, many, many)`},
	{"flattening", `flatten([many, many, many])`},
	{"a template's loops", `templatestring(loops, { list = range(1000) })`},
	{"a template's text", `templatestring(repeats, { long = long })`},
	{"a template's calls", `templatestring(calls, { list = many })`},
	{"a template's brackets", `templatestring(deep, {})`},
}

func bombContext() *hcl.EvalContext {
	laughs := "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c < 'k'; c++ {
		laughs += fmt.Sprintf("%c: &%c [%s*%c]\n", c, c, strings.Repeat(fmt.Sprintf("*%c,", c-1), 9), c-1)
	}
	many := make([]cty.Value, 100_000)
	for i := range many {
		many[i] = cty.StringVal("x")
	}
	text := map[string]string{
		"long": strings.Repeat("1x", 1<<19), "lines": strings.Repeat("\n", 100_000), "lines2": "a\n" + strings.Repeat("1\n", 1<<19),
		"brackets": strings.Repeat("[", 1<<19), "dashes": strings.Repeat("- ", 1<<18), "laughs": laughs, "commas": strings.Repeat("0,", 1<<19),
		"loops":   "%{for a in list}%{for b in list}%{for c in list}x%{endfor}%{endfor}%{endfor}",
		"repeats": strings.Repeat("${long}", 1000),
		"calls":   "%{for a in list}${join(\",\", list) == a}%{endfor}",
		"deep":    "${" + strings.Repeat("(", 1<<18),
	}
	ctx := &hcl.EvalContext{Functions: functions.Table(nil), Variables: map[string]cty.Value{
		"huge": cty.MustParseNumberVal("1e100000000"), "unknown": cty.UnknownVal(cty.String), "many": cty.ListVal(many),
	}}
	for name, s := range text {
		ctx.Variables[name] = cty.StringVal(s)
	}
	return ctx
}

// TestBounds sets off bombs. They are no failures to try.
func TestBounds(t *testing.T) {
	t.Parallel()
	ctx := bombContext()
	for _, b := range bombs {
		if u := undecided(t, ctx, "try({}.x, ["+b.expr+"], 1)"); u == nil {
			t.Errorf("%s: %s is decided", b.name, b.expr)
		}
	}
	for _, form := range []string{"%s", "can(%s)", "try(%s, 1)", "can(try(%s, 1))", "can([for i in [1]: %s][0])"} {
		if undecided(t, ctx, fmt.Sprintf(form, "tostring(huge)")) == nil {
			t.Errorf("%s is decided", form)
		}
	}
}

// TestNumeral: a number of as many digits as there may be, and of one more.
func TestNumeral(t *testing.T) {
	t.Parallel()
	for digits, want := range map[int]string{4096: "", 4097: "more than 4096 digits of a number"} {
		ctx := &hcl.EvalContext{Functions: functions.Table(nil), Variables: map[string]cty.Value{"long": cty.StringVal(strings.Repeat("0", digits))}}
		got := ""
		if u := undecided(t, ctx, "parseint(long, 10)"); u != nil {
			got = u.Reason
		}
		if got != want {
			t.Errorf("%d digits: %q, want %q", digits, got, want)
		}
	}
}

// undecided evaluates, and gives the bound that stopped it.
func undecided(t *testing.T, ctx *hcl.EvalContext, src string) *functions.Undecided {
	t.Helper()
	expr, diags := hclsyntax.ParseExpression([]byte(src), "", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	_, diags = expr.Value(ctx)
	for _, d := range diags {
		if extra, ok := hcl.DiagnosticExtra[hclsyntax.FunctionCallDiagExtra](d); ok {
			if u := (*functions.Undecided)(nil); errors.As(extra.FunctionCallError(), &u) {
				return u
			}
		}
	}
	return nil
}
