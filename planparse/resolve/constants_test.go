package resolve_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/planparse/source"
)

// TestConstantsOfBlocks: a plan has constants in blocks as the provider's schema makes
// them: a number may be a text, and a set has each element once.
func TestConstantsOfBlocks(t *testing.T) {
	for _, tt := range []struct {
		shown, written string
		same           bool
	}{
		{`"x"`, `"x"`, true}, {`"x"`, `"y"`, false}, {`null`, `null`, true}, {`"x"`, `null`, false}, {`null`, `"x"`, false},
		{`80`, `80`, true}, {`80`, `81`, false}, {`"80"`, `80`, true}, {`80`, `"80"`, true}, {`80`, `"81"`, false},
		{`true`, `true`, true}, {`false`, `true`, false}, {`true`, `false`, false}, {`false`, `false`, true}, {`"true"`, `true`, true},
		{`["a"]`, `["a"]`, true}, {`["a"]`, `["a", "a"]`, true}, {`["a","b"]`, `["a"]`, false},
		{`"x"`, `["x"]`, true}, {`["x"]`, `80`, true},
	} {
		p := readPlan(t, plan(nil, fmt.Sprintf(`{"resources":[{"address":"t_user.u","type":"t_user","expressions":{"route":{"constant_value":[{"cidr":%s}]}}}]}`, tt.shown)))
		src := readSources(t, map[string]string{"main.tf": "resource \"t_user\" \"u\" {\n route { cidr = " + tt.written + " }\n}"})
		if got := resolve.Mismatch(p, src, kinds{}); (got == "") != tt.same {
			t.Errorf("the plan has %s, the configuration %s: %q", tt.shown, tt.written, got)
		}
	}
}

// TestConstants: constants of arguments are those that are written.
func TestConstants(t *testing.T) {
	for _, tt := range []struct {
		shown, written string
		same           bool
	}{
		{`"x"`, `"x"`, true}, {`"x"`, `"y"`, false}, {`80`, `"80"`, false}, {`80`, `80`, true}, {`80`, `81`, false}, {`"80"`, `80`, false},
		{`true`, `true`, true}, {`false`, `true`, false}, {`"true"`, `true`, false}, {`null`, `null`, true}, {`"x"`, `null`, false}, {`null`, `"x"`, false},
		{`{"a":"x"}`, `{ a = "x" }`, true}, {`{"a":"x"}`, `{ a = "y" }`, false}, {`{"a":"x"}`, `{ b = "x" }`, false}, {`"x"`, `{ a = "x" }`, false},
		{`["a","b"]`, `["a", "b"]`, true}, {`["a","b"]`, `["b", "a"]`, false}, {`["a"]`, `["a", "b"]`, false}, {`{"a":"x"}`, `["x"]`, false},
		{`1e3`, `1000`, true}, {`-1`, `-1`, true}, {`0.5`, `0.5`, true},
	} {
		p := readPlan(t, plan(nil, fmt.Sprintf(`{"resources":[{"address":"t_user.u","type":"t_user","expressions":{"whole":{"constant_value":%s}}}]}`, tt.shown)))
		src := readSources(t, map[string]string{"main.tf": `resource "t_user" "u" { whole = ` + tt.written + ` }`})
		if got := resolve.Mismatch(p, src, kinds{}); (got == "") != tt.same {
			t.Errorf("the plan has %s, the configuration %s: %q", tt.shown, tt.written, got)
		}
	}
}

// TestPrintedReferences: plans print each name with what it goes on from, in the order of
// the expression.
func TestPrintedReferences(t *testing.T) {
	for _, tt := range []struct {
		refs, expr string
		same       bool
	}{
		{`"t_vpc.a.id","t_vpc.a"`, `t_vpc.a.id`, true},
		{`"t_vpc.a"`, `t_vpc.a`, true},
		{`"t_vpc.a"`, `t_vpc.a.id`, false},
		{`"t_vpc.a[0].id","t_vpc.a[0]","t_vpc.a"`, `t_vpc.a[0].id`, true},
		{`"t_vpc.a[0].id","t_vpc.a[0]","t_vpc.a"`, `t_vpc.a[1].id`, false},
		{`"t_vpc.a[\"k\"].id","t_vpc.a[\"k\"]","t_vpc.a"`, `t_vpc.a["k"].id`, true},
		{`"t_vpc.a[\"x$${y\"].list[\"x${y\"]","t_vpc.a[\"x$${y\"].list","t_vpc.a[\"x$${y\"]","t_vpc.a"`, `t_vpc.a["x$${y"].list["x$${y"]`, true},
		{`"t_vpc.a[\"x${y\"].id","t_vpc.a[\"x${y\"]","t_vpc.a"`, `t_vpc.a["x$${y"].id`, false},
		{`"t_vpc.a[0][\"x${y\"]","t_vpc.a[0]","t_vpc.a"`, `t_vpc.a[0]["x$${y"]`, true},
		{`"t_vpc.a.id","t_vpc.a"`, `resource.t_vpc.a.id`, true},
		{`"resource"`, `resource`, false},
		{`"t_vpc.a.list[1.5]","t_vpc.a.list","t_vpc.a"`, `t_vpc.a.list[1.5]`, true},
		{`"t_vpc.a.list[\"k\"]","t_vpc.a.list","t_vpc.a"`, `t_vpc.a.list["k"]`, true},
		{`"data.t_vpc.a.id","data.t_vpc.a"`, `data.t_vpc.a.id`, true},
		{`"data.t_vpc.a[0].id","data.t_vpc.a[0]","data.t_vpc.a"`, `data.t_vpc.a[0].id`, true},
		{`"module.m.out","module.m"`, `module.m.out`, true},
		{`"module.m[0].out","module.m[0]","module.m"`, `module.m[0].out`, true},
		{`"module.m[0].out","module.m[0]"`, `module.m[0].out`, true},
		{`"module.m[0].out.x","module.m[0].out","module.m[0]","module.m"`, `module.m[0].out.x`, true},
		{`"module.m"`, `module.m`, true},
		{`"var.x"`, `var.x`, true}, {`"var.x.y","var.x"`, `var.x.y`, true}, {`"var.x"`, `var.y`, false},
		{`"local.x"`, `local.x`, true}, {`"each.value.id","each.value"`, `each.value.id`, true}, {`"count.index"`, `count.index`, true},
		{`"path.module"`, `path.module`, true}, {`"terraform.workspace"`, `terraform.workspace`, true},
		{`"var.x","t_vpc.a.id","t_vpc.a"`, `var.x ? t_vpc.a.id : null`, true},
		{`"t_vpc.a.id","t_vpc.a","var.x"`, `var.x ? t_vpc.a.id : null`, false},
		{`"var.x","var.x"`, `[var.x, var.x]`, true}, {`"var.x"`, `[var.x, var.x]`, false},
		{`"t_vpc.a"`, `t_vpc.a[*].id`, true}, {`"t_vpc.a"`, `[for v in t_vpc.a : v.id]`, true},
		{`"provider::p::f","var.x"`, `var.x`, true},
		{`"module.m[0].out","module.m[0]","module.m","module.m"`, `[module.m[0].out, module.m]`, true},
		{`"module.m[0].out","module.m[0]","module.m"`, `[module.m[0].out, module.m]`, true},
		{`"module.m[0].out","module.m[0]","module.m","module.m","module.m"`, `[module.m[0].out, module.m]`, false},
		{`"module.m[0].out","module.m[0]","var.x"`, `[module.m[0].out, var.x]`, true},
		{`"module.m[0].out","module.m[0]"`, `[module.m[0].out, var.x]`, false},
		{`"module.m[0].out","module.m[0]","module.m"`, `[module.m[0].out, var.x]`, false},
		{`"module.m[0].out","module.m[0]","module.m","var.x"`, `[module.m[0].out, var.x]`, true},
		{`"module.m[0].out","module.m[0]","module.n","var.x"`, `[module.m[0].out, var.x]`, false},
		{`"var.x","module.m","var.y"`, `[var.x, var.y]`, false},
	} {
		for _, block := range []string{"", "route "} {
			written, name := `ref = `+tt.expr, "ref"
			if block != "" {
				written, name = "route {\n ref = "+tt.expr+"\n}", "route"
			}
			p := readPlan(t, plan(nil, fmt.Sprintf(`{"resources":[{"address":"t_user.u","type":"t_user","expressions":{%q:{"references":[%s]}}}],
				"module_calls":{"m":{"source":"a/b/c","module":{}}}}`, name, tt.refs)))
			src := readSources(t, map[string]string{"main.tf": "module \"m\" { source = \"a/b/c\" }\nresource \"t_user\" \"u\" {\n" + written + "\n}"})
			if got := resolve.Mismatch(p, src, kinds{}); (got == "") != tt.same && (block == "" || !strings.Contains(tt.expr, "var.x ?")) {
				t.Errorf("%sthe plan prints %s, the configuration has %s: %q", block, tt.refs, tt.expr, got)
			}
		}
	}
}

// TestSharedIDs: of what has one id, the managed object itself is meant, then one that
// Terraform forgets, then what a data source read.
func TestSharedIDs(t *testing.T) {
	const (
		vpc    = `{"mode":"managed","type":"t_vpc","name":%q,"change":{"actions":[%q],"before":{"id":%q,"main_id":%q},"after":%s}}`
		user   = `{"mode":"managed","type":"t_user","name":"u","change":{"actions":["no-op"],"before":{},"after":{"ref":"vpc-1"}}}`
		reader = `{"address":"data.t_vpc.%s","mode":"data","type":"t_vpc","name":%q,"values":{"id":"vpc-1"}}`
	)
	keep := func(name, id, main string) string {
		return fmt.Sprintf(vpc, name, "no-op", id, main, fmt.Sprintf(`{"id":%q,"main_id":%q}`, id, main))
	}
	forget := func(name, id string) string { return fmt.Sprintf(vpc, name, "forget", id, "", "null") }
	for _, tt := range []struct {
		name, changes, prior, want string
	}{
		{"one", keep("a", "vpc-1", "x"), "", "exact t_vpc.a.id"},
		{"another name of one object", keep("a", "vpc-2", "vpc-1"), "", "exact t_vpc.a.main_id"},
		{"both names of one object", keep("a", "vpc-1", "vpc-1"), "", "exact t_vpc.a.id"},
		{"the object itself before one that mentions it", keep("a", "vpc-2", "vpc-1") + "," + keep("b", "vpc-1", "x"), "", "exact t_vpc.b.id"},
		{"two that mention it", keep("a", "vpc-2", "vpc-1") + "," + keep("b", "vpc-3", "vpc-1"), "", "candidates t_vpc.a.main_id t_vpc.b.main_id open false"},
		{"two with the same id", keep("a", "vpc-1", "x") + "," + keep("b", "vpc-1", "y"), "", "candidates t_vpc.a.id t_vpc.b.id open false"},
		{"one that is kept before one that is forgotten", forget("a", "vpc-1") + "," + keep("b", "vpc-1", "x"), "", "exact t_vpc.b.id"},
		{"one that mentions it before one that is forgotten", forget("a", "vpc-1") + "," + keep("b", "vpc-2", "vpc-1"), "", "exact t_vpc.b.main_id"},
		{"one that is forgotten before what is read", forget("a", "vpc-1"), fmt.Sprintf(reader, "d", "d"), "exact t_vpc.a.id"},
		{"what is read", "", fmt.Sprintf(reader, "d", "d"), "exact data.t_vpc.d.id"},
		{"what is read twice", "", fmt.Sprintf(reader, "d", "d") + "," + fmt.Sprintf(reader, "e", "e"), "exact data.t_vpc.d.id"},
		{"one whose id is sensitive", strings.Replace(keep("a", "vpc-1", "x"), `"after":`, `"after_sensitive":{"id":true},"after":`, 1), "", "exact t_vpc.a.id"},
		{"no one", keep("a", "vpc-2", "x"), "", "external vpc-1"},
	} {
		changes := user
		if tt.changes != "" {
			changes += "," + tt.changes
		}
		p := readPlan(t, fmt.Sprintf(`{"format_version":"1.2","resource_changes":[%s],"prior_state":{"values":{"root_module":{"resources":[%s]}}}}`, changes, tt.prior))
		if got := describe(resolve.New(p, nil, kinds{}, kinds{}).After(find(t, p, "t_user.u")).Get("ref").Ref("t_vpc")); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// TestMentionedThroughOthers: what an expression may name without sources, through outputs
// of outputs and attributes of attributes, as far as that is followed.
func TestMentionedThroughOthers(t *testing.T) {
	outputs := func(n int, references func(depth int) string) *planjson.Plan {
		inner := `"resources":[{"address":"t_vpc.in","type":"t_vpc"}],"outputs":{"out":{"expression":{"references":["t_vpc.in.id","t_vpc.in"]}}}`
		path := strings.Repeat("module.m.", n)
		for i := range n - 1 {
			inner = fmt.Sprintf(`"module_calls":{"m":{"module":{%s}}},"outputs":{"out":{"expression":{"references":[%s]}}}`, inner, references(i))
		}
		return readPlan(t, plan([]string{create(path+"t_vpc.in", `{}`, `{"id":true}`), create("t_user.u", `{}`, `{"ref":true}`)},
			fmt.Sprintf(`{"resources":[{"address":"t_user.u","type":"t_user","expressions":{"ref":{"references":[%s]}}}],"module_calls":{"m":{"module":{%s}}}}`, references(n), inner)))
	}
	attributes := func(n int) *planjson.Plan {
		changes, configs := []string{create("t_vpc.in", `{}`, `{"id":true}`), create("t_user.u", `{}`, `{"ref":true}`)}, []string{`{"address":"t_user.u","type":"t_user","expressions":{"ref":{"references":["t_user.h0.ref","t_user.h0"]}}}`}
		for i := range n {
			refs := fmt.Sprintf(`"t_user.h%d.ref","t_user.h%d"`, i+1, i+1)
			if i == n-1 {
				refs = `"t_vpc.in.id","t_vpc.in"`
			}
			changes = append(changes, create(fmt.Sprintf("t_user.h%d", i), `{}`, `{"ref":true}`))
			configs = append(configs, fmt.Sprintf(`{"address":"t_user.h%d","type":"t_user","expressions":{"ref":{"references":[%s]}}}`, i, refs))
		}
		return readPlan(t, plan(changes, `{"resources":[`+strings.Join(configs, ",")+`]}`))
	}
	loops := func(n int) *planjson.Plan {
		changes, configs := []string{create("t_vpc.in", `{}`, `{"id":true}`), create("t_user.u", `{}`, `{"ref":true}`)}, []string{`{"address":"t_user.u","type":"t_user","for_each_expression":{"references":["t_user.h0.ref","t_user.h0"]},"expressions":{"ref":{"references":["each.value"]}}}`}
		for i := range n {
			refs := fmt.Sprintf(`"t_user.h%d.ref","t_user.h%d"`, i+1, i+1)
			if i == n-1 {
				refs = `"t_vpc.in.id","t_vpc.in"`
			}
			changes = append(changes, create(fmt.Sprintf("t_user.h%d", i), `{}`, `{"ref":true}`))
			configs = append(configs, fmt.Sprintf(`{"address":"t_user.h%d","type":"t_user","for_each_expression":{"references":[%s]},"expressions":{"ref":{"references":["each.value"]}}}`, i, refs))
		}
		return readPlan(t, plan(changes, `{"resources":[`+strings.Join(configs, ",")+`]}`))
	}
	named := func(int) string { return `"module.m.out","module.m"` }
	whole := func(int) string { return `"module.m"` }
	for _, tt := range []struct {
		name string
		p    *planjson.Plan
		far  bool
	}{
		{"outputs", outputs(32, named), false}, {"more outputs", outputs(33, named), true},
		{"modules as a whole", outputs(32, whole), false}, {"more modules as a whole", outputs(33, whole), true},
		{"attributes", attributes(32), false}, {"more attributes", attributes(33), true},
		{"what attributes go through", loops(15), false}, {"more of what attributes go through", loops(16), true},
	} {
		ref := resolve.New(tt.p, nil, kinds{}, kinds{}).After(find(t, tt.p, "t_user.u")).Get("ref").Ref()
		if far := ref.State == resolve.Unknown; far != tt.far || !far && (len(ref.Symbols) != 1 || !ref.Open) {
			t.Errorf("%s: %s", tt.name, describe(ref))
		}
	}
}

// TestMentionedThroughModules: what an expression may name without sources, as deep as
// names go (plan-json 3.3).
func TestMentionedThroughModules(t *testing.T) {
	// A chain of modules, each of which hands its input to the next one.
	chain := func(depth int) (*planjson.Plan, string) {
		inner := `"resources":[{"address":"t_user.u","type":"t_user","expressions":{"ref":{"references":["var.v"]}}}]`
		path := ""
		for range depth {
			inner = fmt.Sprintf(`"module_calls":{"m":{"expressions":{"v":{"references":["var.v"]}},"module":{%s}}}`, inner)
			path += "module.m."
		}
		inner = strings.TrimPrefix(inner, `"module_calls":{"m":{"expressions":{"v":{"references":["var.v"]}}`)
		p := readPlan(t, plan([]string{create("t_vpc.a", `{}`, `{"id":true}`), create(path+"t_user.u", `{}`, `{"ref":true}`)},
			`{"module_calls":{"m":{"expressions":{"v":{"references":["t_vpc.a.id","t_vpc.a"]}}`+inner+`}`))
		return p, path + "t_user.u"
	}
	for _, tt := range []struct {
		depth int
		want  string
	}{{1, "candidates t_vpc.a.id open true"}, {10, "candidates t_vpc.a.id open true"}, {32, "candidates t_vpc.a.id open true"}, {33, "unknown: known after apply; the configuration decides it (--source)"}} {
		p, user := chain(tt.depth)
		var none *source.Config
		if got := describe(resolve.New(p, none, kinds{}, kinds{}).After(find(t, p, user)).Get("ref").Ref()); got != tt.want {
			t.Errorf("%d deep: %s, want %s", tt.depth, got, tt.want)
		}
	}
}
