package source

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// TestJSONValues: an expression of the JSON syntax has the value that it has as
// native syntax.
func TestJSONValues(t *testing.T) {
	ctx := &hcl.EvalContext{Variables: map[string]cty.Value{"a": cty.ObjectVal(map[string]cty.Value{"b": cty.StringVal("v")})}}
	for text, want := range map[string]cty.Value{
		`"x"`: cty.StringVal("x"), `""`: cty.StringVal(""), `7`: cty.NumberIntVal(7), `1e3`: cty.NumberIntVal(1000), `true`: cty.True, `null`: cty.NullVal(cty.DynamicPseudoType),
		`"${a.b}"`: cty.StringVal("v"), `"-${a.b}"`: cty.StringVal("-v"), `"$${a.b}"`: cty.StringVal("${a.b}"), `"${true ? 1 : 2}"`: cty.NumberIntVal(1),
		`"%{ if true }x%{ endif }"`: cty.StringVal("x"),
		`[]`:                        cty.EmptyTupleVal, `["${a.b}", 1]`: cty.TupleVal([]cty.Value{cty.StringVal("v"), cty.NumberIntVal(1)}),
		`{}`: cty.EmptyObjectVal, `{"a": {"b": "${a.b}"}}`: cty.ObjectVal(map[string]cty.Value{"a": cty.ObjectVal(map[string]cty.Value{"b": cty.StringVal("v")})}),
		`{"${a.b}": 1, "a": 2, "a.b": 3}`: cty.ObjectVal(map[string]cty.Value{"v": cty.NumberIntVal(1), "a": cty.NumberIntVal(2), "a.b": cty.NumberIntVal(3)}),
		`"aws_vpc.x"`:                     cty.StringVal("aws_vpc.x"),
	} {
		e := root(t, map[string]string{"main.tf.json": `{"locals": {"x": ` + text + `}}`}).Locals["x"]
		if _, ok := e.(hclsyntax.Expression); !ok {
			t.Errorf("%s is a %T", text, e)
			continue
		}
		v, diags := e.Value(ctx)
		if diags.HasErrors() || !v.RawEquals(want) {
			t.Errorf("%s is %#v (%v), want %#v", text, v, diags, want)
		}
	}
	// Terraform refuses these, which nothing makes of them something else.
	for _, text := range []string{`"${"`, `["${"]`, `{"a": "${"}`, `{"a": 1, "a": 2}`} {
		e := root(t, map[string]string{"main.tf.json": `{"locals": {"x": ` + text + `}}`}).Locals["x"]
		if v, diags := e.Value(ctx); !diags.HasErrors() {
			t.Errorf("%s is %#v", text, v)
		}
	}
}

// TestBothSyntaxes: what Terraform reads as names is the same in either syntax,
// and between quotes.
func TestBothSyntaxes(t *testing.T) {
	describe := func(m *Module) string {
		r, call, v := m.Resources["x.y"], m.Calls["m"], m.Variables["v"]
		var depends []string
		for _, list := range [][]hcl.Traversal{r.DependsOn, call.DependsOn} {
			for _, d := range list {
				depends = append(depends, fmt.Sprintf("%s %d", d.RootName(), len(d)))
			}
		}
		typ, ok := v.Type.(*hclsyntax.FunctionCallExpr)
		if !ok || typ.Name != "list" {
			t.Errorf("type %T", v.Type)
		}
		var items []string
		for _, i := range Sequence(r.Body, "route") {
			switch {
			case i.Block != nil:
				items = append(items, literal(Attribute(i.Block.Body, "a")))
			default:
				items = append(items, fmt.Sprintf("%s %s", i.Dynamic.Iterator, Attribute(i.Dynamic.Content, "a").Variables()[0].RootName()))
			}
		}
		return fmt.Sprintln(r.Provider, r.IgnoreChanges, depends, call.Providers, call.Version, v.Sensitive, v.Nullable, items, m.RequiredProviders, m.Providers["aws.use1"] != nil)
	}
	const want = "aws.use1 [tags a] [x 2 module 3] map[aws:aws.use1 aws.b:aws] ~> 1.0 true false [1 it it 2 route route] map[aws:hashicorp/aws null:] true\n"
	for name, in := range map[string]map[string]string{
		"native": {"main.tf": `
terraform {
  required_providers {
    aws  = { source = "hashicorp/aws", configuration_aliases = [aws.b] }
    null = "1"
  }
}
provider "aws" { alias = "use1" }
resource "x" "y" {
  provider   = aws.use1
  depends_on = [x.z]
  lifecycle { ignore_changes = [tags["Name"], a.b] }
  route { a = "1" }
  dynamic "route" {
    for_each = var.v
    iterator = it
    content { a = it.value }
  }
  route { a = "2" }
  dynamic "route" {
    for_each = var.v
    content { a = route.value }
  }
}
module "m" {
  source     = "a/b/c"
  version    = "~> 1.0"
  providers  = { aws = aws.use1, aws.b = aws }
  depends_on = [module.n.o]
}
variable "v" {
  type      = list(string)
  sensitive = true
  nullable  = false
}`},
		"native with quotes": {"main.tf": `
terraform {
  required_providers {
    aws  = { "source" = "hashicorp/aws" }
    null = {}
  }
}
provider "aws" { alias = "use1" }
resource "x" "y" {
  provider   = "aws.use1"
  depends_on = ["x.z"]
  lifecycle { ignore_changes = ["tags", "a"] }
  route { a = "1" }
  dynamic "route" {
    for_each = var.v
    iterator = it
    content { a = it.value }
  }
  route { a = "2" }
  dynamic "route" {
    for_each = var.v
    content { a = route.value }
  }
}
module "m" {
  source     = "a/b/c"
  version    = "~> 1.0"
  providers  = { "aws" = "aws.use1", "aws.b" = "aws" }
  depends_on = ["module.n.o"]
}
variable "v" {
  type      = list(string)
  sensitive = "true"
  nullable  = false
}`},
		"JSON": {"main.tf.json": `{
"terraform": {"required_providers": {"aws": {"source": "hashicorp/aws", "configuration_aliases": ["aws.b"]}, "null": "1"}},
"provider": {"aws": [{"alias": "use1"}]},
"resource": {"x": {"y": {
  "provider": "aws.use1", "depends_on": ["x.z"], "lifecycle": {"ignore_changes": ["tags[\"Name\"]", "a.b"]},
  "//": "a comment",
  "route": {"a": "1"},
  "dynamic": {"route": {"for_each": "${var.v}", "iterator": "it", "content": {"a": "${it.value}"}}},
  "route": [{"a": "2"}],
  "dynamic": [{"route": [{"for_each": "${var.v}", "content": [{"a": "${route.value}"}]}]}]
}}},
"module": {"m": {"source": "a/b/c", "version": "~> 1.0", "providers": {"aws": "aws.use1", "aws.b": "aws"}, "depends_on": ["module.n.o"]}},
"variable": {"v": {"type": "list(string)", "sensitive": true, "nullable": "false"}}
}`},
	} {
		if got := describe(root(t, in)); got != want {
			t.Errorf("%s:\n%s, want\n%s", name, got, want)
		}
	}
}

// TestProviderNames: OpenTofu lets instances have provider configurations of their
// own, which is none of those that have a name.
func TestProviderNames(t *testing.T) {
	for text, want := range map[string]string{
		"aws": "aws", "aws.use1": "aws.use1", `"aws.use1"`: "aws.use1", "aws.by[each.key]": "aws.by[]", `aws.by["x"]`: "aws.by[]",
	} {
		m := root(t, map[string]string{"main.tf": "resource \"x\" \"y\" { provider = " + text + " }\nmodule \"m\" {\n source = \"./m\"\n providers = { aws = " + text + " }\n}"})
		if got := m.Resources["x.y"].Provider; got != want || m.Calls["m"].Providers["aws"] != want {
			t.Errorf("%s: %q and %v, want %s", text, got, m.Calls["m"].Providers, want)
		}
	}
}

// TestWhatIsNoName: mistakes have a message with their place.
func TestWhatIsNoName(t *testing.T) {
	for text, want := range map[string]string{
		`resource "x" "y" { provider = a.b.c }`:                                    "Not a provider configuration",
		`resource "x" "y" { provider = 1 }`:                                        "main.tf:1,",
		`resource "x" "y" { depends_on = a }`:                                      "main.tf:1,",
		`resource "x" "y" { depends_on = [1 + 1] }`:                                "main.tf:1,",
		"resource \"x\" \"y\" {\n lifecycle {\n ignore_changes = [1 + 1]\n }\n}":   "main.tf:3,",
		"resource \"x\" \"y\" {\n lifecycle {\n ignore_changes = \"some\"\n }\n}":  "main.tf:3,",
		"module \"m\" {\n source = \"./m\"\n providers = [aws]\n}":                 "main.tf:3,",
		"module \"m\" {\n source = \"./m\"\n providers = { aws = \"a b\" }\n}":     "main.tf:3,",
		`variable "v" { sensitive = var.w }`:                                       "Neither true nor false",
		`variable "v" { nullable = null }`:                                         "Neither true nor false",
		`{"variable": {"v": {"type": "list("}}}`:                                   "main.tf.json:1,",
		`{"variable": {"v": {"type": 1}}}`:                                         "main.tf.json:1,",
		`{"variable": {"v": {"type": "` + strings.Repeat("list(", 10_000) + `"}}}`: "nest deeper",
	} {
		name := "main.tf"
		if strings.HasPrefix(text, "{") {
			name = "main.tf.json"
		}
		if _, err := FromFS(files(map[string]string{name: text}), ".", "test"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.80s: %v, want %q", text, err, want)
		}
	}
}

// TestBrokenDynamicBlocks: what Terraform refuses makes an unknown number of
// blocks, and not none.
func TestBrokenDynamicBlocks(t *testing.T) {
	for _, text := range []string{
		"content {}", "for_each = []", "for_each = []\n content {}\n content {}", "for_each = []\n iterator = a.b\n content {}",
		"for_each = []\n labels = [var.x]\n content {}",
	} {
		body := root(t, map[string]string{"main.tf": "resource \"x\" \"y\" {\n dynamic \"route\" {\n" + text + "\n }\n}"}).Resources["x.y"].Body
		if d := DynamicBlocks(body, "route"); len(d) != 1 || d[0].ForEach != nil || d[0].Content == nil {
			t.Errorf("%q: %+v", text, d)
		}
	}
	body := root(t, map[string]string{"main.tf": "resource \"x\" \"y\" {\n dynamic \"route\" {\n for_each = []\n labels = [\"l\"]\n content {}\n }\n}"}).Resources["x.y"].Body
	if d := DynamicBlocks(body, "route"); d[0].Labels[0] != "l" || d[0].ForEach == nil || d[0].Range.Start.Line != 2 {
		t.Errorf("%+v", d[0])
	}
}
