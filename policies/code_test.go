package policies_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tfreach/tfreach/policies"
)

// TestCodes: every code that a result can hold is in the table, once and in full,
// and the table has no others.
func TestCodes(t *testing.T) {
	declared := map[string]bool{}
	for _, path := range []string{"code.go", "../reach/code.go"} {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || spec.Type == nil {
				return true
			}
			for _, v := range spec.Values {
				if lit, ok := v.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					code, _ := strconv.Unquote(lit.Value)
					declared[code] = true
				}
			}
			return true
		})
	}
	if len(declared) < 25 {
		t.Fatalf("found only %d codes in the sources", len(declared))
	}
	var listed []string
	for _, c := range policies.Codes {
		listed = append(listed, string(c.Code))
		if c.Meaning == "" || c.Remedy == "" {
			t.Errorf("%s is not explained", c.Code)
		}
	}
	slices.Sort(listed)
	if diff := cmp.Diff(slices.Sorted(maps.Keys(declared)), listed); diff != "" {
		t.Errorf("codes (-declared +listed):\n%s", diff)
	}
}
