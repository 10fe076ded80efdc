package config_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"

	"github.com/tfreach/tfreach/policies/config"
)

func TestParse(t *testing.T) {
	p, err := config.Parse([]byte(`
intent "private-https" {
  expect = "private subnets reach 0.0.0.0/0:443 via nat"
}
assume "egress" {
  at       = "tgw-0abc"
  delivers = ["internet:443", "10.0.0.0/8 and 192.168.0.0/16"]
}
`), "tfreach.hcl")
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Intents) != 1 || p.Intents[0].Name != "private-https" || p.Intents[0].Sentences[0].Text != "private subnets reach 0.0.0.0/0:443 via nat" {
		t.Errorf("intents: %+v", p.Intents)
	}
	if len(p.Assumptions) != 1 || p.Assumptions[0].Name != "egress" || p.Assumptions[0].String() != "tgw-0abc delivers internet:443 and 10.0.0.0/8 and 192.168.0.0/16" {
		t.Errorf("assumptions: %+v", p.Assumptions)
	}
}

// TestMistakes: each names its line, and what is wrong.
func TestMistakes(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"no HCL", "intent {", "p.hcl:1"},
		{"another block", "\nwaiver \"x\" {}", "p.hcl:2,1-7: Unsupported block type"},
		{"no name", "intent {}", "p.hcl:1,8-9: Missing name for intent"},
		{"another attribute", "intent \"a\" {\n expect = \"subnets reach internet\"\n expects = 1\n}", "p.hcl:3,2-9: Unsupported argument"},
		{"no sentence", "intent \"a\" {}", "Missing required argument"},
		{"a sentence that is none", "intent \"a\" {\n expect = \"subnets rech internet\"\n}", "p.hcl:2,11-34: The sentence is not understood; In \"subnets rech internet\", at byte 8"},
		{"a sentence that is a number", "intent \"a\" {\n expect = 1\n}", "p.hcl:2,11-12: A text is expected"},
		{"a reference", "intent \"a\" {\n expect = var.x\n}", "p.hcl:2,11-16: A text is expected"},
		{"something to evaluate", "intent \"a\" {\n expect = \"${[for x in [1] : x]}\"\n}", "p.hcl:2,11-34: A text is expected"},
		{"a name twice", "intent \"a\" {\n expect = \"subnets reach internet\"\n}\nintent \"a\" {\n expect = \"subnets reach internet\"\n}", "p.hcl:4,8-11: The name is used twice"},
		{"nothing delivered", "assume \"a\" {\n at = \"tgw-1\"\n delivers = []\n}", "p.hcl:3,13-15: A list of texts is expected"},
		{"a text delivered", "assume \"a\" {\n at = \"tgw-1\"\n delivers = \"internet\"\n}", "p.hcl:3,13-23: A list of texts is expected"},
		{"a destination that is none", "assume \"a\" {\n at = \"tgw-1\"\n delivers = [\"10.0.0.1/8\"]\n}", "p.hcl:3,13-27: The destination is not understood"},
		{"nothing at all", "assume \"a\" {\n at = null\n delivers = [\"internet\"]\n}", "p.hcl:2,7-11: A text is expected"},
	} {
		_, err := config.Parse([]byte(c.text), "p.hcl")
		var diags hcl.Diagnostics
		if !errors.As(err, &diags) || !strings.Contains(diags[0].Error(), c.want) {
			t.Errorf("%s\ngot  %v\nwant %s", c.name, err, c.want)
		}
	}
	if _, err := config.Parse([]byte(strings.Repeat("(", 1<<16)), "p.hcl"); err == nil {
		t.Error("no bound on nesting")
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("intent \"a\" {\n expect = \"subnets reach internet\"\n}"))
	f.Add([]byte("assume \"a\" {\n at = \"tgw-1\"\n delivers = [\"internet\", null, 1]\n}"))
	f.Add([]byte("assume \"a\" {\n at = upper(\"x\")\n delivers = [for x in [1] : x]\n}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := config.Parse(text, "p.hcl")
		if (p == nil) == (err == nil) {
			t.Errorf("%v, %v", p, err)
		}
	})
}
