package source

import (
	"archive/zip"
	"bytes"
	"os"
	"testing"
	"testing/fstest"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/tfreach/tfreach/internal/spent"
)

// FuzzParse reads a file and one that overrides it: whatever they hold, reading
// and looking at it ends, and not in a panic.
func FuzzParse(f *testing.F) {
	for _, name := range []string{"../../testdata/cases/foreach-good/main.tf", "../../testdata/cases/foreach-good/network/main.tf", "../../testdata/cases/exits/main.tf"} {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text, []byte("locals { a = 1 }"))
	}
	f.Add([]byte("resource \"x\" \"y\" {\n count = 1\n route {}\n dynamic \"route\" {\n for_each = a\n iterator = b\n content {}\n }\n lifecycle { ignore_changes = [a] }\n}"),
		[]byte("resource \"x\" \"y\" {\n provider = aws.b\n dynamic \"route\" {\n for_each = a\n content {}\n }\n lifecycle { ignore_changes = all }\n}"))
	f.Add([]byte("variable \"v\" { type = list(string) }\nmodule \"m\" {\n source = \"./\"\n providers = { a.b = c }\n depends_on = [x]\n}"), []byte("variable \"v\" { nullable = false }"))
	f.Add([]byte("provider \"p\" { alias = \"a\" }\nterraform {\n required_providers {\n a = { source = \"b\" }\n }\n}"), []byte("provider \"p\" {}"))
	f.Fuzz(func(t *testing.T, main, override []byte) {
		spent.Memory(t, len(main)+len(override), 16<<20, 20_000, func() {
			look(fstest.MapFS{"main.tf": {Data: main}, "override.tf": {Data: override}})
		})
	})
}

// FuzzParseJSON is FuzzParse in JSON syntax; it wants native expressions, too.
func FuzzParseJSON(f *testing.F) {
	f.Add([]byte(`{"resource":{"x":{"y":{"a":"${b.c}","d":["x-${e}",{"${f}":null}],"route":[{"a":1}],"dynamic":{"route":{"for_each":[],"content":{}}},"lifecycle":{"ignore_changes":"all"}}}}}`),
		[]byte(`{"resource":{"x":{"y":[{"provider":"aws.b","lifecycle":[{"ignore_changes":["a[0]"]}]}]}}}`))
	f.Add([]byte(`{"variable":{"v":{"type":"list(string)","default":{}}},"locals":[{"a":"%{if b}c%{endif}"},{"d":"$${e}"}]}`), []byte(`{"locals":{"a":1e9}}`))
	f.Add([]byte(`{"module":{"m":{"source":"./","providers":{"a.b":"c"},"depends_on":["x"]}},"output":{"o":{"value":""}}}`), []byte(`{}`))
	f.Add([]byte(`{"provider":{"p":[{"alias":"a"},{}]},"terraform":{"required_providers":{"a":{"source":"b"},"c":"1"}}}`), []byte(`{"//":""}`))
	f.Fuzz(func(t *testing.T, main, override []byte) {
		spent.Memory(t, len(main)+len(override), 16<<20, 20_000, func() {
			look(fstest.MapFS{"main.tf.json": {Data: main}, "override.tf.json": {Data: override}})
		})
	})
}

// FuzzSavedPlan reads a zip file.
func FuzzSavedPlan(f *testing.F) {
	const modules = `[{"Key":"","Dir":"."},{"Key":"m","Source":"./m","Dir":"m"}]`
	f.Add(zipped(f, manifest(modules), mainFile(`module "m" { source = "./m" }`), entry{name: "tfconfig/m-m/main.tf.json", text: `{"locals":{"a":1}}`}))
	f.Add(zipped(f, manifest(modules), mainFile(`module "m" { source = "./m" }`), entry{name: "tfconfig/m-m/main.tf", text: "a", size: 7}))
	f.Add(zipped(f, manifest(modules), mainFile(""), entry{name: "tfconfig/m-/link.tf", text: "x", mode: os.ModeSymlink}))
	if plan, err := os.ReadFile("../../testdata/cases/foreach-good/tfplan"); err != nil {
		f.Fatal(err)
	} else {
		f.Add(plan)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
		if err != nil {
			return
		}
		// A byte of a zip file may be a thousand of text.
		spent.Memory(t, len(raw), 64<<20, 1_000_000, func() {
			if c, err := readSavedPlan(z, "fuzz", nil); err == nil {
				lookAt(c)
			}
		})
	})
}

func look(in fstest.MapFS) {
	if c, err := FromFS(in, ".", "fuzz"); err == nil {
		lookAt(c)
	}
}

// lookAt asks for everything in a configuration.
func lookAt(c *Config) {
	for _, path := range c.Paths() {
		m := c.Modules[path]
		for _, r := range m.Resources {
			lookInto(r.Body, 3)
			names(r.Count, r.ForEach)
		}
		for _, call := range m.Calls {
			lookInto(call.Body, 3)
			names(call.Count, call.ForEach)
		}
		for _, p := range m.Providers {
			lookInto(p.Body, 3)
		}
		for _, v := range m.Variables {
			names(v.Default, v.Type)
		}
		for _, exprs := range []map[string]hcl.Expression{m.Locals, m.Outputs} {
			for _, e := range exprs {
				names(e)
			}
		}
	}
}

func lookInto(body hcl.Body, depth int) {
	exprs, _ := Attributes(body)
	types := map[string]bool{"route": true, "lifecycle": true}
	for name, e := range exprs {
		names(e)
		types[name] = true // as JSON syntax has blocks
	}
	if depth == 0 {
		return
	}
	for typ := range types {
		for _, item := range Sequence(body, typ) {
			if item.Block != nil {
				lookInto(item.Block.Body, depth-1)
				continue
			}
			names(item.Dynamic.ForEach)
			lookInto(item.Dynamic.Content, depth-1)
		}
	}
}

func names(exprs ...hcl.Expression) {
	for _, e := range exprs {
		if e == nil {
			continue
		}
		e.Variables()
		if native, ok := e.(hclsyntax.Expression); ok {
			_ = hclsyntax.VisitAll(native, func(n hclsyntax.Node) hcl.Diagnostics { n.Range(); return nil })
		}
	}
}
