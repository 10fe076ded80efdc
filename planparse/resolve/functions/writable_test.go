package functions_test

import (
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/tfreach/tfreach/internal/spent"
	"github.com/tfreach/tfreach/planparse/resolve/functions"
)

// TestTextsAsNumbers: a text that is a number of very many digits is not calculated with
// in a template, and is a text like any other where nothing makes a number of it.
func TestTextsAsNumbers(t *testing.T) {
	ctx := &hcl.EvalContext{Functions: functions.Table(nil), Variables: map[string]cty.Value{}}
	for _, of := range []string{"x + 1", "x % 8", "-x", "[1][x]"} {
		ctx.Variables["of"] = cty.StringVal("${" + of + "}")
		spent.Memory(t, len(of), 16<<20, 0, func() {
			_, diags := evaluate(t, ctx, `templatestring(of, { x = "4e444440444" })`)
			if u := functions.UndecidedIn(diags); u == nil || u.Reason != "more than 4096 digits of a number" {
				t.Errorf("%s: %v", of, diags)
			}
		})
	}
	ctx.Variables["of"] = cty.StringVal(`${x == "4e444440444"} 4e444440444${"4e444440444"}`)
	if got, diags := evaluate(t, ctx, `templatestring(of, { x = "4e444440444" })`); diags.HasErrors() || !got.RawEquals(cty.StringVal("true 4e4444404444e444440444")) {
		t.Errorf("compared and written: %#v, %v", got, diags)
	}
}
