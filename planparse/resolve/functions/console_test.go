package functions_test

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/json"
	"errors"
	"flag"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/tfreach/tfreach/planparse/resolve/functions"
)

var update = flag.Bool("update", false, "ask terraform, and write testdata/console.json")

const answersFile = "testdata/console.json"

// answer is what Terraform says of an expression.
type answer struct {
	Expression string          `json:"expression"`
	Fails      bool            `json:"fails,omitempty"`
	Unknown    bool            `json:"unknown,omitempty"` // It is unknown here, whatever it says.
	Type       string          `json:"type,omitempty"`
	Value      json.RawMessage `json:"value,omitempty"`
}

func TestConsole(t *testing.T) {
	t.Parallel()
	if *update {
		writeAnswers(t)
	}
	var answers []answer
	raw, err := os.ReadFile(answersFile)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &answers); err != nil {
		t.Fatal(err)
	}
	listed := expressions(t)
	if len(listed) != len(answers) {
		t.Errorf("%d expressions, %d answers: -update is due", len(listed), len(answers))
	}
	ctx := consoleContext(t)
	asked := map[string]bool{}
	for _, a := range answers {
		t.Run(a.Expression, func(t *testing.T) {
			expr, diags := hclsyntax.ParseExpression([]byte(a.Expression), "console", hcl.InitialPos)
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			for _, name := range called(expr) {
				asked[name] = true
			}
			got, diags := expr.Value(ctx)
			fails := diags.HasErrors() || isInfinite(got) // which JSON cannot tell
			switch {
			case fails != a.Fails:
				t.Errorf("fails: %v, Terraform: %v\n%v", fails, a.Fails, diags)
			case a.Fails:
			case a.Unknown:
				if got.IsKnown() {
					t.Errorf("%#v is known", got)
				}
			default:
				sameAnswer(t, got, a)
			}
		})
	}
	for name := range functions.Table(nil) {
		if !asked[name] {
			t.Errorf("no expression calls %s", name)
		}
	}
}

func isInfinite(v cty.Value) bool {
	_, infinite := ctyjson.Marshal(v, v.Type())
	return v.IsWhollyKnown() && infinite != nil
}

func sameAnswer(t *testing.T, got cty.Value, want answer) {
	t.Helper()
	if !got.IsWhollyKnown() {
		t.Fatalf("%#v is not known", got)
	}
	commas := strings.NewReplacer(",)", ")", ",]", "]", ",}", "}")
	if ty, want := commas.Replace(typeText(got.Type())), commas.Replace(want.Type); ty != want {
		t.Errorf("type %s, Terraform: %s", ty, want)
	}
	raw := []byte("null")
	if !got.IsNull() {
		var err error
		if raw, err = ctyjson.Marshal(got, got.Type()); err != nil {
			t.Fatal(err)
		}
	}
	if g, w := compactJSON(t, raw), compactJSON(t, want.Value); g != w {
		t.Errorf("got %s, Terraform: %s", g, w)
	}
}

func compactJSON(t *testing.T, raw []byte) string {
	t.Helper()
	var b bytes.Buffer
	if err := json.Compact(&b, raw); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// called are the functions that an expression calls.
func called(expr hclsyntax.Expression) []string {
	var names []string
	hclsyntax.VisitAll(expr, func(n hclsyntax.Node) hcl.Diagnostics {
		if call, ok := n.(*hclsyntax.FunctionCallExpr); ok {
			names = append(names, call.Name)
		}
		return nil
	})
	return names
}

// consoleContext is what the console of testdata/config knows.
func consoleContext(t testing.TB) *hcl.EvalContext {
	t.Helper()
	ctx := &hcl.EvalContext{
		Functions: namespaced(functions.Table(folder{os.DirFS("testdata/config")})),
		Variables: map[string]cty.Value{"path": cty.ObjectVal(map[string]cty.Value{"module": cty.StringVal(".")})},
	}
	src, err := os.ReadFile("testdata/config/main.tf")
	if err != nil {
		t.Fatal(err)
	}
	f, diags := hclsyntax.ParseConfig(src, "main.tf", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	locals := map[string]cty.Value{}
	for name, a := range f.Body.(*hclsyntax.Body).Blocks[0].Body.Attributes {
		if locals[name], diags = a.Expr.Value(nil); diags.HasErrors() {
			t.Fatal(diags)
		}
	}
	ctx.Variables["local"] = cty.ObjectVal(locals)
	return ctx
}

func namespaced(table map[string]function.Function) map[string]function.Function {
	both := maps.Clone(table)
	for name, f := range table {
		both["core::"+name] = f
	}
	return both
}

// folder is the files of a folder, and the patterns of fileset in regular
// expressions.
type folder struct{ fsys fs.FS }

func (f folder) ReadFile(name string) ([]byte, error) { return fs.ReadFile(f.fsys, path.Clean(name)) }

func (f folder) Glob(dir, pattern string) ([]string, error) {
	var re strings.Builder
	for _, part := range regexp.MustCompile(`\*\*/|\*\*|\*|\?|\{|\}|,|\[[^]]*\]|.`).FindAllString(path.Join(dir, pattern), -1) {
		re.WriteString(cmp.Or(map[string]string{
			"**/": "(.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]", "{": "(", "}": ")", ",": "|",
		}[part], part))
	}
	whole := regexp.MustCompile("^(" + re.String() + ")$")
	var names []string
	err := fs.WalkDir(f.fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && whole.MatchString(name) {
			names = append(names, relative(path.Clean(dir), name))
		}
		return err
	})
	slices.Sort(names)
	return names, err
}

func relative(dir, name string) string {
	if dir == "." {
		return name
	}
	if rest, ok := strings.CutPrefix(name, dir+"/"); ok {
		return rest
	}
	return "../" + relative(path.Dir(dir), name)
}

// typeText writes a type as the console does, without white space and the commas
// at the ends of some lines.
func typeText(ty cty.Type) string {
	switch {
	case ty == cty.DynamicPseudoType:
		return "dynamic"
	case ty.IsPrimitiveType():
		return ty.FriendlyName()
	case ty.IsListType():
		return "list(" + typeText(ty.ElementType()) + ")"
	case ty.IsSetType():
		return "set(" + typeText(ty.ElementType()) + ")"
	case ty.IsMapType():
		return "map(" + typeText(ty.ElementType()) + ")"
	case ty.IsTupleType():
		parts := ""
		for _, e := range ty.TupleElementTypes() {
			parts += typeText(e) + ","
		}
		return "tuple([" + parts + "])"
	}
	parts := ""
	for _, name := range slices.Sorted(maps.Keys(ty.AttributeTypes())) {
		parts += name + ":" + typeText(ty.AttributeType(name)) + ","
	}
	return "object({" + parts + "})"
}

func expressions(t *testing.T) []string {
	t.Helper()
	raw, err := os.ReadFile("testdata/expressions.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for line := range strings.Lines(string(raw)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, line)
		}
	}
	return out
}

func writeAnswers(t *testing.T) {
	t.Helper()
	var answers []string
	for _, line := range expressions(t) {
		expr, unknown := strings.CutPrefix(line, "?")
		a := answer{Expression: expr, Unknown: unknown}
		if !unknown {
			encoded, ok := console(t, "nonsensitive(base64encode(jsonencode("+expr+")))")
			if a.Fails = !ok; ok {
				value, err := base64.StdEncoding.DecodeString(strings.Trim(encoded, "\"\n"))
				if err != nil {
					t.Fatalf("%s: %s", expr, encoded)
				}
				a.Value = value
				ty, _ := console(t, "type("+expr+")")
				a.Type = regexp.MustCompile(`\s`).ReplaceAllString(ty, "")
			}
		}
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		if err := e.Encode(a); err != nil {
			t.Fatal(err)
		}
		answers = append(answers, "  "+strings.TrimSpace(b.String()))
	}
	if err := os.WriteFile(answersFile, []byte("[\n"+strings.Join(answers, ",\n")+"\n]\n"), 0o666); err != nil {
		t.Fatal(err)
	}
}

// console asks Terraform.
func console(t *testing.T, expr string) (output string, ok bool) {
	t.Helper()
	c := exec.Command("terraform", "console", "-no-color")
	c.Dir = "testdata/config"
	c.Stdin = strings.NewReader(expr + "\n")
	out, err := c.Output()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return string(out), err == nil
}
