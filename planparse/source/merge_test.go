package source

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
)

// dump writes a module in one form, with the text of each expression from where
// it says that it stands.
func dump(m *Module, in map[string]string) string {
	var b strings.Builder
	text := func(e hcl.Expression) string {
		if e == nil {
			return "none"
		}
		return strings.Join(strings.Fields(string(e.Range().SliceBytes([]byte(in[e.Range().Filename])))), " ")
	}
	var body func(hcl.Body)
	body = func(of hcl.Body) {
		exprs, _ := Attributes(of)
		for _, name := range slices.Sorted(maps.Keys(exprs)) {
			fmt.Fprintf(&b, " %s=%s", name, text(exprs[name]))
		}
		for _, typ := range []string{"route", "egress", "lifecycle", "precondition"} {
			for _, item := range Sequence(of, typ) {
				if item.Block != nil {
					fmt.Fprintf(&b, " %s{", typ)
					body(item.Block.Body)
				} else {
					fmt.Fprintf(&b, " dynamic %s as %s in %s{", typ, item.Dynamic.Iterator, text(item.Dynamic.ForEach))
					body(item.Dynamic.Content)
				}
				b.WriteString(" }")
			}
		}
	}
	for _, a := range slices.Sorted(maps.Keys(m.Resources)) {
		r := m.Resources[a]
		fmt.Fprintf(&b, "%s count %s for_each %s provider %q ignores %q:", a, text(r.Count), text(r.ForEach), r.Provider, r.IgnoreChanges)
		body(r.Body)
		b.WriteByte('\n')
	}
	for _, name := range slices.Sorted(maps.Keys(m.Calls)) {
		c := m.Calls[name]
		fmt.Fprintf(&b, "module %s count %s for_each %s source %q providers %v:", name, text(c.Count), text(c.ForEach), c.Source, c.Providers)
		body(c.Body)
		b.WriteByte('\n')
	}
	for _, name := range slices.Sorted(maps.Keys(m.Variables)) {
		v := m.Variables[name]
		fmt.Fprintf(&b, "variable %s default %s type %s %v %v %v\n", name, text(v.Default), text(v.Type), v.Nullable, v.Sensitive, v.Ephemeral)
	}
	for _, exprs := range []map[string]hcl.Expression{m.Locals, m.Outputs} {
		for _, name := range slices.Sorted(maps.Keys(exprs)) {
			fmt.Fprintf(&b, "%s = %s\n", name, text(exprs[name]))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(m.Providers)) {
		fmt.Fprintf(&b, "provider %s:", name)
		body(m.Providers[name].Body)
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "required %v\n", m.RequiredProviders)
	return b.String()
}

func root(t *testing.T, in map[string]string) *Module {
	t.Helper()
	c, err := FromFS(files(in), ".", "test")
	if err != nil {
		t.Fatal(err)
	}
	return c.Modules[""]
}

// TestOverrides: files with an override are one file in which somebody wrote what
// is meant. What Terraform 1.11 plans of these was looked at, but for nested
// blocks.
func TestOverrides(t *testing.T) {
	for _, tt := range []struct{ name, base, override, want string }{
		{"arguments", "resource \"x\" \"y\" {\n a = 1\n b = 2\n}", "resource \"x\" \"y\" {\n b = 3\n c = 4\n}", "resource \"x\" \"y\" {\n a = 1\n b = 3\n c = 4\n}"},
		{"data", "data \"x\" \"y\" { a = 1 }", "data \"x\" \"y\" { a = 2 }", "data \"x\" \"y\" { a = 2 }"},
		{
			"blocks of a type",
			"resource \"x\" \"y\" {\n route { a = 1 }\n egress { b = 1 }\n route { a = 2 }\n}",
			"resource \"x\" \"y\" {\n route { a = 3 }\n}",
			"resource \"x\" \"y\" {\n egress { b = 1 }\n route { a = 3 }\n}",
		},
		{
			"dynamic for blocks",
			"resource \"x\" \"y\" {\n route { a = 1 }\n egress { b = 1 }\n}",
			"resource \"x\" \"y\" {\n dynamic \"route\" {\n for_each = var.v\n iterator = i\n content { a = i.value }\n }\n}",
			"resource \"x\" \"y\" {\n egress { b = 1 }\n dynamic \"route\" {\n for_each = var.v\n iterator = i\n content { a = i.value }\n }\n}",
		},
		{
			"blocks for dynamic",
			"resource \"x\" \"y\" {\n dynamic \"route\" {\n for_each = var.v\n content { a = route.value }\n }\n}",
			"resource \"x\" \"y\" {\n route { a = 3 }\n}",
			"resource \"x\" \"y\" {\n route { a = 3 }\n}",
		},
		{
			"an argument for blocks",
			"resource \"x\" \"y\" {\n route { a = 1 }\n dynamic \"route\" {\n for_each = var.v\n content {}\n }\n}",
			"resource \"x\" \"y\" { route = [] }",
			"resource \"x\" \"y\" { route = [] }",
		},
		{"count for for_each", "resource \"x\" \"y\" { for_each = var.v }", "resource \"x\" \"y\" { count = 1 }", "resource \"x\" \"y\" {\n count = 1\n for_each = var.v\n}"},
		{"for_each for count", "resource \"x\" \"y\" { count = 1 }", "resource \"x\" \"y\" { for_each = var.v }", "resource \"x\" \"y\" {\n count = 1\n for_each = var.v\n}"},
		{"provider", "resource \"x\" \"y\" { provider = aws }", "resource \"x\" \"y\" { provider = aws.use1 }", "resource \"x\" \"y\" { provider = aws.use1 }"},
		{
			"lifecycle",
			"resource \"x\" \"y\" {\n lifecycle {\n ignore_changes = [a, b[0].c]\n prevent_destroy = true\n precondition { condition = 1 }\n }\n}",
			"resource \"x\" \"y\" {\n lifecycle {\n ignore_changes = [d]\n }\n}",
			"resource \"x\" \"y\" {\n lifecycle {\n ignore_changes = [d]\n prevent_destroy = true\n precondition { condition = 1 }\n }\n}",
		},
		{
			"a lifecycle more",
			"resource \"x\" \"y\" { a = 1 }", "resource \"x\" \"y\" {\n lifecycle {\n ignore_changes = all\n }\n}",
			"resource \"x\" \"y\" {\n a = 1\n lifecycle {\n ignore_changes = all\n }\n}",
		},
		{"locals", "locals {\n a = 1\n b = 2\n}", "locals { b = 3 }", "locals {\n a = 1\n b = 3\n}"},
		{
			"variable", "variable \"v\" {\n type = string\n default = \"x\"\n sensitive = true\n}", "variable \"v\" {\n default = null\n nullable = false\n}",
			"variable \"v\" {\n type = string\n default = null\n sensitive = true\n nullable = false\n}",
		},
		{"flag taken back", "variable \"v\" { sensitive = true }", "variable \"v\" {\n sensitive = false\n ephemeral = true\n}", "variable \"v\" { ephemeral = true }"},
		{"output", "output \"o\" { value = 1 }", "output \"o\" { value = 2 }", "output \"o\" { value = 2 }"},
		{"output without a value", "output \"o\" { value = 1 }", "output \"o\" { sensitive = true }", "output \"o\" { value = 1 }"},
		{
			"module", "module \"m\" {\n source = \"./a\"\n count = 1\n b = 1\n providers = { aws = aws.a }\n}", "module \"m\" {\n source = \"./b\"\n c = 2\n providers = { aws = aws.b }\n}",
			"module \"m\" {\n source = \"./b\"\n count = 1\n b = 1\n c = 2\n providers = { aws = aws.b }\n}",
		},
		{"provider block", "provider \"aws\" {\n a = 1\n b = 1\n}", "provider \"aws\" { b = 2 }", "provider \"aws\" {\n a = 1\n b = 2\n}"},
		{"aliased provider block", "provider \"aws\" {\n alias = \"x\"\n b = 1\n}\nprovider \"aws\" { b = 5 }", "provider \"aws\" {\n alias = \"x\"\n b = 2\n}", "provider \"aws\" {\n alias = \"x\"\n b = 2\n}\nprovider \"aws\" { b = 5 }"},
		{"default provider without a block", "locals {}", "provider \"aws\" { b = 2 }", "provider \"aws\" { b = 2 }"},
		{
			"required providers",
			"terraform {\n required_providers {\n aws = { source = \"hashicorp/aws\" }\n null = \"1.0\"\n }\n}",
			"terraform {\n required_providers {\n aws = { source = \"acme/aws\" }\n }\n}\nterraform {\n required_providers {\n a = { version = \"1\" }\n }\n}",
			"terraform {\n required_providers {\n aws = { \"source\" = \"acme/aws\" }\n null = \"1.0\"\n a = { version = \"1\" }\n }\n}",
		},
		{"twice in one file", "locals { a = 1 }", "locals { a = 2 }\nlocals { a = 3 }", "locals { a = 3 }"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in := map[string]string{"main.tf": tt.base, "x_override.tf": tt.override}
			want := map[string]string{"main.tf": tt.want}
			if got, want := dump(root(t, in), in), dump(root(t, want), want); got != want {
				t.Errorf("merged:\n%swant:\n%s", got, want)
			}
		})
	}
}

// TestOverrideFiles: override files are read in the order of their names, in
// either syntax; each argument says where it stands.
func TestOverrideFiles(t *testing.T) {
	in := map[string]string{
		"z.tf":                "resource \"x\" \"y\" {\n a = 1\n b = 1\n c = 1\n d = 1\n}",
		"a_override.tf":       "resource \"x\" \"y\" {\n b = 2\n c = 2\n d = 2\n}",
		"b_override.tf.json":  `{"resource": {"x": {"y": {"c": 3, "d": 3}}}}`,
		"override.tf":         "resource \"x\" \"y\" { d = 4 }",
		"not_an_overrider.tf": "locals { a = 1 }",
	}
	r := root(t, in).Resources["x.y"]
	for name, want := range map[string]string{"a": "z.tf:2", "b": "a_override.tf:2", "c": "b_override.tf.json:1", "d": "override.tf:1"} {
		at := Attribute(r.Body, name).Range()
		if got := fmt.Sprintf("%s:%d", at.Filename, at.Start.Line); got != want {
			t.Errorf("%s stands at %s, want %s", name, got, want)
		}
	}
	if r.Range.Filename != "z.tf" {
		t.Errorf("the header is in %s", r.Range.Filename)
	}
}

// TestMergedBody: a merged body answers as hcl.Body does.
func TestMergedBody(t *testing.T) {
	body := root(t, map[string]string{
		"main.tf":     "resource \"x\" \"y\" {\n a = 1\n route { a = 1 }\n}",
		"override.tf": "resource \"x\" \"y\" { b = 2 }",
	}).Resources["x.y"].Body
	schema := func(names ...string) *hcl.BodySchema {
		s := &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "route"}}}
		for _, n := range names {
			s.Attributes = append(s.Attributes, hcl.AttributeSchema{Name: n, Required: true})
		}
		return s
	}
	for names, want := range map[string]string{"a b": "", "a": "Unsupported argument", "a b c": "Missing argument"} {
		content, diags := body.Content(schema(strings.Fields(names)...))
		if got := diags.Error(); (want == "") != !diags.HasErrors() || !strings.Contains(got, want) {
			t.Errorf("%s: %s, want %q", names, got, want)
		}
		if len(content.Blocks) != 1 {
			t.Errorf("%s: %d blocks", names, len(content.Blocks))
		}
	}
	_, rest, _ := body.PartialContent(schema("a"))
	if attrs, _ := rest.JustAttributes(); len(attrs) != 1 || attrs["b"] == nil {
		t.Errorf("what is left: %v", attrs)
	}
	if at := body.MissingItemRange(); at.Filename != "main.tf" {
		t.Errorf("what is missing, is missing in %s", at.Filename)
	}
}

// TestRefusedDefinitions: Terraform refuses these, but for the last ones, of which
// it drops one side without a word.
func TestRefusedDefinitions(t *testing.T) {
	const both = `resource "x" "y" {}
data "x" "y" {}
module "m" { source = "./m" }
output "o" { value = 1 }
locals { l = 1 }
variable "v" {}
provider "p" {}
provider "p" { alias = "a" }
terraform { 
  required_providers {}
}
`
	for what, block := range map[string]string{
		"x.y": `resource "x" "y" {}`, "data.x.y": `data "x" "y" {}`, "module m": `module "m" {}`, "output o": `output "o" {}`,
		"local.l": `locals { l = 2 }`, "variable v": `variable "v" {}`, "provider p": `provider "p" {}`, "provider p.a": `provider "p" { alias = "a" }`,
		"required_providers": "terraform {\n required_providers {}\n}",
	} {
		_, err := FromFS(files(map[string]string{"a.tf": both, "b.tf": block}), ".", "test")
		if err == nil || !strings.Contains(err.Error(), "b.tf:") || !strings.Contains(err.Error(), "another "+what+" at a.tf:") {
			t.Errorf("%s twice: %v", what, err)
		}
		if _, err := FromFS(files(map[string]string{"a.tf": both, "b_override.tf": block}), ".", "test"); err != nil {
			t.Errorf("%s overridden: %v", what, err)
		}
		_, err = FromFS(files(map[string]string{"a.tf": "", "b_override.tf": block}), ".", "test")
		if fine := what == "provider p" || what == "required_providers"; (err == nil) != fine || !fine && !strings.Contains(err.Error(), "changes "+what+", which no other file defines") {
			t.Errorf("%s overridden and not there: %v", what, err)
		}
	}
	for name, in := range map[string]map[string]string{
		"a block for an argument":  {"a.tf": "resource \"x\" \"y\" { route = [] }", "override.tf": "resource \"x\" \"y\" {\n route {}\n}"},
		"a block for JSON":         {"a.tf.json": `{"resource":{"x":{"y":{"route":[{}]}}}}`, "override.tf": "resource \"x\" \"y\" {\n route {}\n}"},
		"dynamic JSON for JSON":    {"a.tf.json": `{"resource":{"x":{"y":{"route":[{}]}}}}`, "override.tf.json": `{"resource":{"x":{"y":{"dynamic":{"route":{"for_each":[],"content":{}}}}}}}`},
		"a block for an overrider": {"a.tf": "resource \"x\" \"y\" {}", "a_override.tf": "resource \"x\" \"y\" { route = [] }", "override.tf": "resource \"x\" \"y\" {\n route {}\n}"},
	} {
		if _, err := FromFS(files(in), ".", "test"); err == nil || !strings.Contains(err.Error(), "Override in another form") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestDynamicWithoutType: a dynamic block says for which one type it is, as Terraform
// wants it, wherever it stands.
func TestDynamicWithoutType(t *testing.T) {
	for name, in := range map[string]map[string]string{
		"in a resource":             {"a.tf": "resource \"x\" \"y\" {\n dynamic {\n for_each = []\n content {}\n }\n}"},
		"with two types":            {"a.tf": "resource \"x\" \"y\" {\n dynamic \"a\" \"b\" {\n for_each = []\n content {}\n }\n}"},
		"in what another one makes": {"a.tf": "resource \"x\" \"y\" {\n dynamic \"a\" {\n for_each = []\n content {\n dynamic {\n for_each = []\n content {}\n }\n }\n }\n}"},
		"in an override":            {"a.tf": "resource \"x\" \"y\" {}", "override.tf": "resource \"x\" \"y\" {\n dynamic {}\n}"},
		"in a provider":             {"a.tf": "provider \"x\" {}", "override.tf": "provider \"x\" {\n dynamic {}\n}"},
		"in a module":               {"a.tf": "module \"x\" {\n source = \"./m\"\n}", "override.tf": "module \"x\" {\n dynamic {}\n}", "m/a.tf": ""},
	} {
		if _, err := FromFS(files(in), ".", "test"); err == nil || !strings.Contains(err.Error(), "Dynamic block without one type") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
