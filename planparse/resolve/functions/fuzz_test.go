package functions_test

import (
	"errors"
	"maps"
	"slices"
	"testing"

	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/tfreach/tfreach/planparse/resolve/functions"
)

// breaks are functions that break down in Terraform, too: cty has no number for what is
// none, and merges nothing with null before it looks at what it merges.
var breaks = map[string]bool{"log": true, "merge": true}

// FuzzCall calls functions with arguments given as a list in JSON. No function
// panics, neither on known arguments nor if the last one is unknown.
func FuzzCall(f *testing.F) {
	for _, c := range consoleCalls(f) {
		args := cty.TupleVal(c.args)
		if raw, err := ctyjson.Marshal(args, args.Type()); err == nil {
			f.Add(c.name, string(raw))
		}
	}
	table := functions.Table(nil)
	names := slices.Sorted(maps.Keys(table))
	f.Fuzz(func(t *testing.T, name, raw string) {
		if _, ok := table[name]; !ok {
			name = names[len(name)%len(names)]
		}
		decoded, err := table["jsondecode"].Call([]cty.Value{cty.StringVal(raw)})
		if err != nil || !decoded.IsKnown() || !decoded.Type().IsTupleType() {
			return
		}
		args := decoded.AsValueSlice()
		call := func(args []cty.Value) cty.Value {
			v, err := invoke(table[name], args)
			if u := (*functions.Undecided)(nil); errors.As(err, &u) && u.Reason == "the function broke down" && !breaks[name] {
				t.Fatalf("%s%#v: %v", name, args, err)
			}
			return v
		}
		known := call(args)
		if len(args) == 0 {
			return
		}
		args[len(args)-1] = cty.UnknownVal(args[len(args)-1].Type()).Mark("mark")
		if got := call(args); known != cty.NilVal && got != cty.NilVal && !mayBecome(got, known) {
			t.Fatalf("%s: %#v cannot become %#v", name, got, known)
		}
	})
}
