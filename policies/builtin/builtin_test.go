package builtin_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/policies/builtin"
)

func TestSelect(t *testing.T) {
	all := strings.Join(builtin.Names(), ",")
	but := func(name string) string {
		return strings.Join(slices.DeleteFunc(builtin.Names(), func(n string) bool { return n == name }), ",")
	}
	for list, want := range map[string]string{
		"all":                            all,
		"none":                           "",
		"endpoint,default-route":         "default-route,endpoint",
		"-endpoint":                      but("endpoint"),
		"all,-endpoint":                  but("endpoint"),
		"endpoint,-endpoint":             "",
		"default-route,-endpoint":        "default-route",
		"all,none,endpoint":              "endpoint",
		"-endpoint,endpoint":             all,
		"nat-gateway,nat-gateway":        "nat-gateway",
		"default-route,-default-route":   "",
		"none,private-ipv6,-nat-gateway": "private-ipv6",
	} {
		got, err := builtin.Select(strings.Split(list, ","))
		if err != nil {
			t.Errorf("%s: %v", list, err)
		}
		var names []string
		for _, p := range got {
			names = append(names, p.Name)
		}
		if text := strings.Join(names, ","); text != want {
			t.Errorf("%s: got %s, want %s", list, text, want)
		}
	}
	for _, list := range []string{"endpont", "-endpont", "", "All", "all,"} {
		var unknown *builtin.UnknownError
		if _, err := builtin.Select(strings.Split(list, ",")); !errors.As(err, &unknown) {
			t.Errorf("%q: got %v", list, err)
		}
	}
}

// TestPolicies: each has what tfreach builtin shows, and its intent is of no severity
// that it does not say.
func TestPolicies(t *testing.T) {
	seen := map[string]bool{}
	intents := builtin.Intents(builtin.Policies)
	for i, p := range builtin.Policies {
		if seen[p.Name] || p.Claim == "" || !strings.HasSuffix(p.About, ".") || strings.Contains(p.About, "|") {
			t.Errorf("%+v", p)
		}
		seen[p.Name] = true
		in := intents[i]
		if in.Name != policies.BuiltinPrefix+p.Name || in.Severity != p.Severity || !in.Builtin || !in.AllowEmpty || in.Text != p.Claim {
			t.Errorf("%s: %+v", p.Name, in)
		}
		if (in.Check == nil) == (p.HCL() == "") || (in.Check == nil) == (len(in.Sentences) == 0) {
			t.Errorf("%s is neither a check nor a file, or both", p.Name)
		}
		text := p.Example()
		file, diags := hclsyntax.ParseConfig([]byte(text), p.Name+".tf", hcl.InitialPos)
		if diags.HasErrors() || len(file.Body.(*hclsyntax.Body).Blocks) == 0 {
			t.Errorf("%s: the example is no configuration: %v", p.Name, diags)
		}
		for _, text := range []string{text, p.HCL()} {
			if string(hclwrite.Format([]byte(text))) != text {
				t.Errorf("%s: the example or the policy is not as terraform fmt writes it", p.Name)
			}
		}
	}
}
