package resolve_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/planparse/resolve"
)

// TestStaleSources edits one thing in sources that are those of the plan.
func TestStaleSources(t *testing.T) {
	p := readPlan(t, plan(nil, `{
		"resources":[
			{"address":"t_vpc.a","type":"t_vpc","expressions":{"cidr":{"constant_value":"10.0.0.0/16"}}},
			{"address":"t_user.u","type":"t_user","expressions":{
				"ref":{"references":["t_vpc.a.id","t_vpc.a"]},
				"other":{"references":["var.q","t_vpc.a.id","t_vpc.a","t_vpc.b[0].id","t_vpc.b[0]","t_vpc.b"]},
				"refs":{"references":["t_vpc.a.id","t_vpc.a","module.m[\"k\"].id","module.m[\"k\"]"]},
				"main_id":{"references":["local.x[\"k\"].id","local.x[\"k\"]","local.x","provider::p::f"]},
				"vpc_id":{"constant_value":"${t_vpc.a.id}","references":["t_vpc.a.id","t_vpc.a"]},
				"route":{"references":["var.q","t_vpc.a.id","t_vpc.a","t_vpc.b[0].id","t_vpc.b[0]","t_vpc.b"]}}},
			{"address":"t_user.blocks","type":"t_user","expressions":{"route":[
				{"cidr":{"constant_value":"10.0.0.0/8"},"ref":{"references":["t_vpc.a.id","t_vpc.a"]}},{"cidr":{}}]}},
			{"address":"t_user.constants","type":"t_user","expressions":{"route":{"constant_value":[{"cidr":"10.0.0.0/8","ref":null},{"cidr":"11.0.0.0/8","ref":null}]}}},
			{"address":"t_user.values","type":"t_user","expressions":{"whole":{"constant_value":[{"n":-1,"s":null,"b":true,"l":["x"]}]}}}],
		"outputs":{"o":{"expression":{"references":["t_vpc.a.id","t_vpc.a"]}},"changed":{"expression":{"references":["t_vpc.b"]}}},
		"module_calls":{
			"m":{"source":"./m","for_each_expression":{"references":["var.q"]},"expressions":{"vpc":{"references":["t_vpc.a.id","t_vpc.a"]},"n":{"constant_value":1}},
				"module":{"outputs":{"id":{"expression":{"references":["var.vpc"]}}}}},
			"far":{"source":"registry.terraform.io/a/b/c","module":{}},
			"over":{"source":"./m","expressions":{"vpc":{"references":["t_vpc.b"]}},"module":{"outputs":{"id":{"expression":{"references":["var.vpc"]}}}}}}}`))
	const user = `resource "t_user" "u" {
  ref     = t_vpc.a.id
  other   = var.q ? t_vpc.a.id : t_vpc.b[0].id
  refs    = [t_vpc.a.id, module.m["k"].id]
  main_id = local.x["k"].id
  vpc_id  = t_vpc.a.id
  route {
    ref  = t_vpc.a.id
    cidr = var.q
  }
  route { ref = t_vpc.b[0].id }
}
`
	same := map[string]string{
		"main.tf": user + `
resource "t_vpc" "a" { cidr = "10.0.0.0/16" }
resource "t_user" "blocks" {
  route {
    cidr = "10.0.0.0/8"
    ref  = t_vpc.a.id
  }
  route { cidr = cidrsubnet("10.0.0.0/8", 8, 1) }
  dynamic "route" {
    for_each = []
    content {}
  }
}
resource "t_user" "constants" {
  route { cidr = "10.0.0.0/8" }
  route { cidr = "11.0.0.0/8" }
}
resource "t_user" "values" { whole = [{ n = -1, s = null, b = true, l = ["x"] }] }
output "o" { value = t_vpc.a.id }
output "changed" { value = t_vpc.a.id }
module "m" {
  source   = "./m"
  for_each = var.q
  vpc      = t_vpc.a.id
  n        = 1
}
module "far" { source = "a/b/c" }
module "over" {
  source = "./other"
  vpc    = t_vpc.a.id
}`,
		"override.tf": "module \"over\" {\n source = \"./m\"\n vpc = t_vpc.b\n}\noutput \"changed\" { value = t_vpc.b }",
		"m/main.tf":   `output "id" { value = var.vpc }`,
	}
	if got := resolve.Mismatch(p, readSources(t, same), kinds{}); got != "" {
		t.Fatalf("the same sources: %s", got)
	}
	for _, tt := range []struct{ name, file, old, new, want string }{
		{"another traversal", "main.tf", "ref     = t_vpc.a.id", "ref = t_vpc.b.id", "t_user.u.ref of"},
		{"a longer one", "main.tf", "ref     = t_vpc.a.id", "ref = t_vpc.a.id.x", "t_user.u.ref of"},
		{"a bare one for a condition", "main.tf", "var.q ? t_vpc.a.id : t_vpc.b[0].id", "t_vpc.b[0].id", "t_user.u.other of"},
		{"a condition the other way", "main.tf", "var.q ? t_vpc.a.id : t_vpc.b[0].id", "var.q ? t_vpc.b[0].id : t_vpc.a.id", "t_user.u.other of"},
		{"a shorter list", "main.tf", `[t_vpc.a.id, module.m["k"].id]`, `[t_vpc.a.id]`, "t_user.u.refs of"},
		{"another order", "main.tf", `[t_vpc.a.id, module.m["k"].id]`, `[module.m["k"].id, t_vpc.a.id]`, "t_user.u.refs of"},
		{"an argument less", "main.tf", "vpc_id  = t_vpc.a.id", "", "t_user.u.vpc_id of"},
		{"an argument more", "main.tf", `{ cidr = "10.0.0.0/16" }`, "{\n ref = null\n cidr = \"10.0.0.0/16\"\n}", "t_vpc.a.ref of"},
		{"targets of blocks swapped", "main.tf", user, strings.NewReplacer("ref  = t_vpc.a.id", "ref  = t_vpc.b[0].id", "{ ref = t_vpc.b[0].id", "{ ref = t_vpc.a.id").Replace(user), "t_user.u.route of"},
		{"a block less", "main.tf", `  route { ref = t_vpc.b[0].id }`, "", "t_user.u.route of"},
		{"no blocks", "main.tf", `  route { cidr = cidrsubnet("10.0.0.0/8", 8, 1) }`, "", "t_user.blocks.route of"},
		{"a literal in a block", "main.tf", "    cidr = \"10.0.0.0/8\"\n    ref", "    cidr = \"10.1.0.0/16\"\n    ref", "t_user.blocks.route of"},
		{"constants of blocks", "main.tf", `route { cidr = "11.0.0.0/8" }`, `route { cidr = "0.0.0.0/0" }`, "t_user.constants.route of"},
		{"a constant within another", "main.tf", `n = -1`, `n = 1`, "t_user.values.whole of"},
		{"argument of a module", "main.tf", "vpc      = t_vpc.a.id", "vpc = t_vpc.b.id", "argument vpc of module m of the root module"},
		{"constant for a module", "main.tf", "n        = 1", "n = 2", "argument n of module m of"},
		{"argument of a module removed", "main.tf", "n        = 1", "", "argument n of module m of"},
		{"argument of a module added", "main.tf", "n        = 1", "n = 1\n z = 1", "argument z of module m of"},
		{"source of a module", "main.tf", "  source   = \"./m\"", "source = \"./k\"", "the source of module m of"},
		{"source of an override", "override.tf", "./m", "./other", "the source of module over of"},
		{"argument of an override", "override.tf", "vpc = t_vpc.b", "", "argument vpc of module over of"},
		{"output of an override", "override.tf", "{ value = t_vpc.b }", "{}", "output changed of the root module"},
		{"no for_each", "main.tf", "  for_each = var.q", "", "count or for_each of module m of"},
		{"module added", "main.tf", "output \"o\"", "module \"more\" { source = \"./m\" }\noutput \"o\"", "module more of the root module is in the configuration"},
		{"module removed", "main.tf", `module "far" { source = "a/b/c" }`, "", "module far of the root module is in the plan"},
		{"output", "main.tf", `output "o" { value = t_vpc.a.id }`, `output "o" { value = t_vpc.b.id }`, "output o of the root module"},
		{"output removed", "main.tf", `output "o" { value = t_vpc.a.id }`, "", "output o of the root module"},
		{"output of a module", "m/main.tf", "var.vpc", "var.n", "output id of module.m is not"},
		{"output added", "m/main.tf", "output", "output \"more\" { value = 1 }\noutput", "output more of module.m is in the configuration"},
		{"files for OpenTofu", "main.tofu", "", " ", "it has main.tofu"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files := maps.Clone(same)
			if tt.old != "" && !strings.Contains(files[tt.file], tt.old) {
				t.Fatalf("%q is not in %s", tt.old, tt.file)
			}
			files[tt.file] = strings.Replace(files[tt.file], tt.old, tt.new, 1)
			if got := resolve.Mismatch(p, readSources(t, files), kinds{}); !strings.HasPrefix(got, tt.want) {
				t.Errorf("mismatch %q, want %q", got, tt.want)
			}
		})
	}
}

// TestTemplatesInJSON: of a template without names a plan shows the text.
func TestTemplatesInJSON(t *testing.T) {
	p := readPlan(t, plan(nil, `{"resources":[{"address":"t_vpc.a","type":"t_vpc","expressions":{
		"cidr":{"constant_value":"${\"10.0.0.0/16\"}"},"ref":{"constant_value":"${lower(\"X\")}"},"refs":{"constant_value":["a","${1+1}"]},"other":{"constant_value":"b"}}}]}`))
	for other, want := range map[string]string{"b": "", "c": "t_vpc.a.other of"} {
		src := readSources(t, map[string]string{"main.tf.json": `{"resource":{"t_vpc":{"a":{
			"cidr":"${\"10.0.0.0/16\"}","ref":"${lower(\"X\")}","refs":["a","${1+1}"],"other":"` + other + `"}}}}`})
		if got := resolve.Mismatch(p, src, kinds{}); (got == "") != (want == "") || !strings.HasPrefix(got, want) {
			t.Errorf("%s: mismatch %q, want %q", other, got, want)
		}
	}
}

// TestBlocksInJSON: what may be an argument or a block, plans tell.
func TestBlocksInJSON(t *testing.T) {
	for _, tt := range []struct{ shown, written, want string }{
		{`{"constant_value":{"a":"x"}}`, `{"a":"x"}`, ""},
		{`{"constant_value":{"a":"x"}}`, `{"a":"y"}`, "t_user.u.whole of"},
		{`[{"cidr":{"constant_value":"x"}}]`, `[{"cidr":"x"}]`, ""},
		{`[{"cidr":{"constant_value":"x"}}]`, `[{"cidr":"y"}]`, "t_user.u.whole of"},
		{`[{"cidr":{"constant_value":"x"}}]`, `[]`, "t_user.u.whole of"},
		{`{"references":["t_vpc.a.id","t_vpc.a"]}`, `["${t_vpc.a.id}"]`, ""},
		{`{"references":["t_vpc.a.id","t_vpc.a"]}`, `["${t_vpc.b.id}"]`, "t_user.u.whole of"},
	} {
		p := readPlan(t, plan(nil, `{"resources":[{"address":"t_user.u","type":"t_user","expressions":{"whole":`+tt.shown+`}}]}`))
		src := readSources(t, map[string]string{"main.tf.json": `{"resource":{"t_user":{"u":{"whole":` + tt.written + `}}}}`})
		if got := resolve.Mismatch(p, src, kinds{}); (got == "") != (tt.want == "") || !strings.HasPrefix(got, tt.want) {
			t.Errorf("the plan shows %s, the configuration %s: %q, want %q", tt.shown, tt.written, got, tt.want)
		}
	}
}

// TestConfiguredAsThePlanSays: sources that lack what the plan shows prove
// nothing.
func TestConfiguredAsThePlanSays(t *testing.T) {
	p := readPlan(t, plan([]string{create("t_user.u", `{}`, `{"route":true,"refs":true,"ref":true,"other":true}`)},
		`{"resources":[{"address":"t_user.u","type":"t_user","expressions":{"route":{"references":["t_vpc.a"]},"ref":{"constant_value":null},"other":{"references":["t_vpc.a"]}}}]}`))
	src := readSources(t, map[string]string{"main.tf": "resource \"t_user\" \"u\" {\n ref = null\n refs = [t_vpc.a.id]\n other = t_vpc.a\n}"})
	for _, tt := range []struct {
		name         string
		set, certain bool
	}{
		{"route", true, true},   // the plan shows it
		{"refs", false, false},  // the sources only
		{"ref", false, true},    // null sets nothing
		{"other", true, false},  // both, and nobody knows whether it is null
		{"vpc_id", false, true}, // neither
	} {
		if set, certain := resolve.New(p, src, kinds{}, kinds{}).Configured(p.Resources[0], tt.name); set != tt.set || certain != tt.certain {
			t.Errorf("%s: set %v certain %v, want %v %v", tt.name, set, certain, tt.set, tt.certain)
		}
	}
}

// TestModulesThatAreNotAtHand: the reason names the module.
func TestModulesThatAreNotAtHand(t *testing.T) {
	p := readPlan(t, plan([]string{create("t_user.u", `{}`, `{"ref":true}`), create("module.m.t_user.u", `{}`, `{"ref":true}`)},
		`{"resources":[{"address":"t_user.u","type":"t_user","expressions":{"ref":{"references":["module.m.id","module.m"]}}}],"module_calls":{"m":{"module":{}}}}`))
	src := readSources(t, map[string]string{"main.tf": "resource \"t_user\" \"u\" { ref = module.m.id }\nmodule \"m\" { source = \"a/b/c\" }"})
	const want = `unknown: known after apply; the source of module.m is not at hand: it is not installed: there is no .terraform/modules/modules.json; run terraform init in the root module's folder, or give the saved plan (--source)`
	for _, res := range p.Resources {
		if got := describe(resolve.New(p, src, kinds{}, kinds{}).After(res).Get("ref").Ref()); got != want {
			t.Errorf("%s: %s, want %s", res, got, want)
		}
	}
}
