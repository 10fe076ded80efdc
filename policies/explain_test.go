package policies_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/reach"
)

// noExample are the codes that no configuration leads to.
var noExample = map[reach.Code]string{
	reach.UnmodelledResource: "nothing in the configuration is wrong",
	policies.PartialPlan:     "the command that makes the plan leaves something out",
}

// TestExplainExamples: every code has Terraform that leads to it and the same
// mended, as terraform fmt writes it and short enough for a terminal.
func TestExplainExamples(t *testing.T) {
	provider, err := os.ReadFile("../planparse/aws/testdata/provider-types.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range policies.Codes {
		if why, none := noExample[e.Code]; none {
			if e.Mistake()+e.Mended() != "" {
				t.Errorf("%s has an example, and should have none: %s", e.Code, why)
			}
			continue
		}
		mistake, mended := e.Mistake(), e.Mended()
		if mistake == mended {
			t.Errorf("%s: the mended form is that of the mistake, or there is none", e.Code)
		}
		for name, text := range map[string]string{"mistake.tf": mistake, "mended.tf": mended} {
			name = string(e.Code) + "/" + name
			file, diags := hclsyntax.ParseConfig([]byte(text), name, hcl.InitialPos)
			if diags.HasErrors() {
				t.Errorf("%s: %v", name, diags)
				continue
			}
			if len(file.Body.(*hclsyntax.Body).Blocks) == 0 {
				t.Errorf("%s has no block", name)
			}
			for _, b := range file.Body.(*hclsyntax.Body).Blocks {
				if len(b.Labels) != 2 || !slices.Contains([]string{"resource", "data"}, b.Type) {
					t.Errorf("%s: %s %q is neither a resource nor a data source", name, b.Type, b.Labels)
				} else if !bytes.Contains(provider, []byte("\n"+b.Labels[0]+" ")) {
					t.Errorf("%s: the provider has no %s", name, b.Labels[0])
				}
			}
			if string(hclwrite.Format([]byte(text))) != text {
				t.Errorf("%s is not as terraform fmt writes it", name)
			}
			lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
			if len(lines) > 24 || slices.ContainsFunc(lines, func(l string) bool { return len(l) > 80 }) {
				t.Errorf("%s is longer than 24 lines, or wider than 80 columns", name)
			}
		}
	}
	folders, err := os.ReadDir("explain")
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range folders {
		if _, ok := policies.Explain(reach.Code(d.Name())); !ok {
			t.Errorf("%s is no code", filepath.Join("explain", d.Name()))
		}
		files, err := filepath.Glob(filepath.Join("explain", d.Name(), "*"))
		if err != nil {
			t.Fatal(err)
		}
		if len(files) != 2 {
			t.Errorf("%s has %q, want mended.tf and mistake.tf", d.Name(), files)
		}
	}
}
