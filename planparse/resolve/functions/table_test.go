package functions_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/tfreach/tfreach/planparse/resolve/functions"
)

// signature is what Terraform says of a function.
type signature struct {
	Parameters []parameter `json:"parameters"`
	Variadic   *parameter  `json:"variadic_parameter"`
}

type parameter struct {
	Type     json.RawMessage `json:"type"`
	Nullable bool            `json:"is_nullable"`
}

// TestTable compares names and parameters with those of Terraform.
func TestTable(t *testing.T) {
	t.Parallel()
	var want struct {
		Signatures map[string]signature `json:"function_signatures"`
	}
	raw, err := os.ReadFile("testdata/signatures.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	table := functions.Table(nil)
	for name := range table {
		if _, ok := want.Signatures[name]; !ok {
			t.Errorf("Terraform has no %s", name)
		}
	}
	for name, s := range want.Signatures {
		f, ok := table[name]
		if !ok {
			t.Errorf("there is no %s", name)
			continue
		}
		params := f.Params()
		if len(params) != len(s.Parameters) || (f.VarParam() == nil) != (s.Variadic == nil) {
			t.Errorf("%s takes %d parameters and %v, Terraform's %d and %v", name, len(params), f.VarParam(), len(s.Parameters), s.Variadic)
			continue
		}
		for i, p := range params {
			sameParameter(t, name, p, s.Parameters[i])
		}
		if s.Variadic != nil {
			sameParameter(t, name, *f.VarParam(), *s.Variadic)
		}
	}
}

func sameParameter(t *testing.T, name string, got function.Parameter, want parameter) {
	t.Helper()
	if got.Type.IsCapsuleType() {
		return // Expressions, of which Terraform tells something else.
	}
	var ty cty.Type
	if err := json.Unmarshal(want.Type, &ty); err != nil {
		t.Fatal(err)
	}
	// Elements get a common type within the function, not on the way in.
	unifies := (ty.IsListType() || ty.IsSetType()) && ty.ElementType() == cty.DynamicPseudoType
	if !got.Type.Equals(ty) && !(unifies && got.Type == cty.DynamicPseudoType) {
		t.Errorf("%s: %s is %#v, Terraform's %#v", name, got.Name, got.Type, ty)
	}
	// contains takes a null as later versions do, and format all that is dynamic.
	if got.AllowNull != want.Nullable && name != "contains" {
		t.Errorf("%s: %s may be null: %v, Terraform's: %v", name, got.Name, got.AllowNull, want.Nullable)
	}
}
