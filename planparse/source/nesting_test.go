package source

import (
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// TestNesting: every construct of which a parser or a walk of its tree makes a
// call per piece is refused before it is parsed; what configurations have is not.
func TestNesting(t *testing.T) {
	const n = 10_000
	many := func(s string) string { return strings.Repeat(s, n) }
	for _, tt := range []struct {
		name, file, text string
		refused          bool
	}{
		{"parentheses", "a.tf", "locals { x = " + many("(") + "1" + many(")") + " }", true},
		{"lists", "a.tf", "locals { x = " + many("[") + many("]") + " }", true},
		{"blocks", "a.tf", many("a {\n") + many("}\n"), true},
		{"not", "a.tf", "locals { x = " + many("!") + "true }", true},
		{"minus", "a.tf", "locals { x = " + many("- ") + "1 }", true},
		{"conditions", "a.tf", "locals { x = " + many("a ? b : ") + "c }", true},
		{"conditions in brackets, one a line", "a.tf", "locals { x = (" + many("a ?\n b : ") + "c) }", true},
		{"a long sum", "a.tf", "locals { x = 1" + many("+1") + " }", true},
		{"indexes", "a.tf", "locals { x = a" + many("[b]") + " }", true},
		{"splats", "a.tf", "locals { x = a" + many("[*]") + " }", true},
		{"attributes", "a.tf", "locals { x = a" + many(".b") + " }", true},
		{"templates within templates", "a.tf", "locals { x = " + many(`"${`) + "1" + many(`}"`) + " }", true},
		{"directives", "a.tf", "locals { x = \"" + many("%{ if a }") + "\" }", true},
		{"in a heredoc", "a.tf", "locals {\n x = <<E\n${" + many("!") + "true}\nE\n}", true},
		{"in a string of JSON", "a.tf.json", `{"locals": {"x": "${` + many("!") + `true}"}}`, true},
		{"in a name of JSON", "a.tf.json", `{"locals": {"${` + many("!") + `true}": 1}}`, true},
		{"lists of JSON", "a.tf.json", `{"locals": {"x": ` + many("[") + many("]") + `}}`, true},
		{"broken JSON", "a.tf.json", `{"locals": {"x": [}`, true},

		{"many items", "a.tf", "locals { x = [" + many("!a ? b[0] : c,\n") + "] }", false},
		{"many arguments", "a.tf", "locals {\n" + many("x = a.b + 1\n") + "}", false},
		{"many items of an object", "a.tf", "locals { x = {\n" + many("\"a\" = -1\n") + "} }", false},
		{"brackets in text", "a.tf", "locals {\n x = \"" + many("([{") + "\" # " + many("([{") + "\n}", false},
		{"a long script", "a.tf", "locals {\n x = <<E\n" + many("if (a) { ! ? - }\n") + "E\n}", false},
		{"brackets in strings of JSON", "a.tf.json", `{"locals": {"x": "` + many("([{!?") + `"}}`, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := CheckNesting(tt.file, []byte(tt.text)); (err != nil) != tt.refused {
				t.Errorf("error %v, want one: %v", err, tt.refused)
			}
		})
	}
}

// TestDeepestThatPasses: what the bounds let through is parsed and walked.
func TestDeepestThatPasses(t *testing.T) {
	many := func(s string, n int) string { return strings.Repeat(s, n) }
	for name, text := range map[string]string{
		"parentheses": many("(", maxNesting-5) + "a.b" + many(")", maxNesting-5),
		"not":         many("!", maxChain-5) + "a.b",
		"conditions":  many("x ? y : ", maxChain/2-5) + "a.b",
		"a sum":       "a.b" + many("+1", maxChain-5),
		"templates":   many(`"${`, maxNesting-5) + "a.b" + many(`}"`, maxNesting-5),
	} {
		c, err := FromFS(files(map[string]string{"main.tf": "output \"x\" {\n  value = " + text + "\n}"}), ".", "test")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		vars := c.Modules[""].Outputs["x"].Variables()
		if len(vars) == 0 {
			t.Errorf("%s: no names", name)
		}
	}
}

// TestJSONExpressions: a string in JSON syntax is the same expression as between
// quotes in the native one.
func TestJSONExpressions(t *testing.T) {
	c, err := FromFS(files(map[string]string{"main.tf.json": `{"resource": {"x": {"y": {
		"bare": "${a.b.id}", "text": "b-${a.b.id}", "plain": "a.b.id", "list": ["${a.b.id}", "c"], "number": 7}}}}`}), ".", "test")
	if err != nil {
		t.Fatal(err)
	}
	body := c.Modules[""].Resources["x.y"].Body
	for name, want := range map[string]func(any) bool{
		"bare":   func(e any) bool { _, ok := e.(*hclsyntax.TemplateWrapExpr); return ok },
		"text":   func(e any) bool { t, ok := e.(*hclsyntax.TemplateExpr); return ok && len(t.Parts) == 2 },
		"plain":  func(e any) bool { t, ok := e.(*hclsyntax.TemplateExpr); return ok && t.IsStringLiteral() },
		"list":   func(e any) bool { l, ok := e.(*hclsyntax.TupleConsExpr); return ok && len(l.Exprs) == 2 },
		"number": func(e any) bool { _, ok := e.(*hclsyntax.LiteralValueExpr); return ok },
	} {
		if e := Attribute(body, name); !want(e) {
			t.Errorf("%s is a %T", name, e)
		}
	}
}

// TestOverriddenSource: the folder that an override names is read, and not the
// one that it replaces.
func TestOverriddenSource(t *testing.T) {
	c, err := FromFS(files(map[string]string{
		"main.tf":     `module "m" { source = "./p" }`,
		"override.tf": `module "m" { source = "./q" }`,
		"p/main.tf":   `resource "x" "p" {}`,
		"q/main.tf":   `resource "x" "q" {}`,
	}), ".", "test")
	if err != nil {
		t.Fatal(err)
	}
	if m := c.Modules["m"]; m.Resources["x.q"] == nil || m.Resources["x.p"] != nil {
		t.Errorf("module m has %v", m.Resources)
	}
}

// TestFilesForOpenTofu: a folder that has them does not say what a plan was made
// from.
func TestFilesForOpenTofu(t *testing.T) {
	c, err := FromFS(files(map[string]string{
		"main.tf":       `module "m" { source = "./m" }`,
		"m/main.tf":     `resource "x" "a" {}`,
		"m/other.tofu":  `resource "x" "b" {}`,
		"m/readme.tofx": ``,
	}), ".", "test")
	if err != nil {
		t.Fatal(err)
	}
	if m := c.Modules["m"]; !strings.Contains(m.Missing, "other.tofu") || len(m.Resources) > 0 {
		t.Errorf("module m: missing %q, %v", m.Missing, m.Resources)
	}
}
