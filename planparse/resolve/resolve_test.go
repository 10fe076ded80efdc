package resolve_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/zclconf/go-cty/cty"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/planparse/source"
)

// kinds is a schema for tests: every attribute may be an id, blocks are nested.
type kinds struct{}

func (kinds) Attributes(name string) (planjson.Attrs, bool) {
	id := planjson.Attr{ID: true}
	return planjson.Attrs{
		"id": id, "main_id": id, "ref": id, "refs": id, "other": id, "cidr": {},
		"route": {Nested: planjson.Attrs{"cidr": {}, "ref": id}}, "vpc_id": id, "whole": {},
	}, strings.HasPrefix(name, "t_")
}

func (kinds) Shares(name, attribute string) bool { return attribute != "id" }

func (kinds) Derived(name, attribute string) func(resolve.View) cty.Value { return nil }

func (kinds) Parts(*planjson.Resource) (before, after []resolve.Part) { return nil, nil }

func (kinds) IDs(name string) []string {
	if name == "t_vpc" {
		return []string{"id", "main_id"}
	}
	return []string{"id"}
}

// plan makes the JSON of a plan of resource changes and a configuration.
func plan(changes []string, configuration string) string {
	return fmt.Sprintf(`{"format_version":"1.2","resource_changes":[%s],"configuration":{"root_module":%s}}`, strings.Join(changes, ","), configuration)
}

// create is the change of a new resource.
func create(address, after, unknown string) string {
	module, rest := "", address
	if i := strings.LastIndex(address, ".t_"); i >= 0 {
		module, rest = address[:i], address[i+1:]
	}
	typ, name, _ := strings.Cut(rest, ".")
	index := ""
	if i := strings.IndexByte(name, '['); i >= 0 {
		index = fmt.Sprintf(`"index":%s,`, strings.Trim(name[i:], "[]"))
		name = name[:i]
	}
	if module != "" {
		index += fmt.Sprintf(`"module_address":%q,`, module)
	}
	return fmt.Sprintf(`{%s"mode":"managed","type":%q,"name":%q,"change":{"actions":["create"],"before":null,"after":%s,"after_unknown":%s}}`, index, typ, name, after, unknown)
}

func describe(r resolve.Ref) string {
	switch r.State {
	case resolve.None:
		return "none"
	case resolve.Exact:
		return "exact " + r.Symbols[0].String()
	case resolve.External:
		return "external " + r.ID
	case resolve.Gone:
		return "gone " + r.Symbols[0].String()
	case resolve.Candidates:
		var names []string
		for _, s := range r.Symbols {
			names = append(names, s.String())
		}
		return fmt.Sprintf("candidates %s open %v", strings.Join(names, " "), r.Open)
	}
	return "unknown: " + r.Reason
}

// TestReferences resolves the attribute ref of t_user.u, with the sources and
// from the JSON alone.
func TestReferences(t *testing.T) {
	const (
		vpc = `{"id":true,"main_id":true}`
	)
	base := []string{
		create("t_vpc.a", `{}`, vpc),
		create("t_vpc.b", `{}`, vpc),
		create("t_vpc.many[0]", `{}`, vpc),
		create("t_vpc.many[1]", `{}`, vpc),
		create(`t_vpc.keyed["x.y"]`, `{}`, vpc),
		create("t_holder.h", `{}`, `{"id":true,"ref":true}`),
		create("module.net.t_vpc.in", `{}`, vpc),
		create("module.net.t_user.u", `{}`, `{"ref":true}`),
		create("module.deep[0].module.net.t_vpc.in", `{}`, vpc),
	}
	for _, tt := range []struct {
		name string
		// expr is the source expression of ref, refs what the plan shows of it.
		expr string
		refs string
		with string
		json string
	}{
		{"bare id", "t_vpc.a.id", `"t_vpc.a.id","t_vpc.a"`, "exact t_vpc.a.id", "candidates t_vpc.a.id open true"},
		{"in parentheses", "(t_vpc.a.id)", `"t_vpc.a.id","t_vpc.a"`, "exact t_vpc.a.id", "candidates t_vpc.a.id open true"},
		{"in a template", `"${t_vpc.a.id}"`, `"t_vpc.a.id","t_vpc.a"`, "exact t_vpc.a.id", "candidates t_vpc.a.id open true"},
		{"number", "t_vpc.many[1].id", `"t_vpc.many[1].id","t_vpc.many[1]","t_vpc.many"`, "exact t_vpc.many[1].id", "candidates t_vpc.many[1].id open true"},
		{"key with a dot", `t_vpc.keyed["x.y"].id`, `"t_vpc.keyed[\"x.y\"].id","t_vpc.keyed[\"x.y\"]","t_vpc.keyed"`, `exact t_vpc.keyed["x.y"].id`, `candidates t_vpc.keyed["x.y"].id open true`},
		{"an id that AWS makes with it", "t_vpc.a.main_id", `"t_vpc.a.main_id","t_vpc.a"`, "exact t_vpc.a.main_id", "candidates t_vpc.a.main_id open true"},
		{"what another attribute names", "t_holder.h.ref", `"t_holder.h.ref","t_holder.h"`, "exact t_vpc.b.id", "candidates t_vpc.b.id open true"},
		{"output of a module", "module.net.out", `"module.net.out","module.net"`, "exact module.net.t_vpc.in.id", "candidates module.net.t_vpc.in.id open true"},
		{"input of a module, out again", "module.net.back", `"module.net.back","module.net"`, "exact t_vpc.a.id", "candidates t_vpc.a.id open true"},
		{"output of a module in a counted one", "module.deep[0].out", `"module.deep[0].out","module.deep[0]","module.deep"`, "exact module.deep[0].module.net.t_vpc.in.id", "candidates module.deep[0].module.net.t_vpc.in.id open true"},
		{"counted module without its index", "module.deep.out", `"module.deep.out","module.deep"`, "candidates module.deep[0].module.net.t_vpc.in.id open true", "candidates module.deep[0].module.net.t_vpc.in.id open true"},
		{"module that is not there", "module.none.out", `"module.none.out","module.none"`, "unknown: known after apply; there is no module.none", "unknown: known after apply; the configuration"},
		{"function", "element(t_vpc.many[*].id, 1)", `"t_vpc.many"`, "exact t_vpc.many[1].id", "candidates t_vpc.many[0].id t_vpc.many[1].id open true"},
		{"more than the id", `"x-${t_vpc.a.id}"`, `"t_vpc.a.id","t_vpc.a"`, "candidates t_vpc.a.id open true", "candidates t_vpc.a.id open true"},
		{"condition", "true ? t_vpc.a.id : t_vpc.b.id", `"t_vpc.a.id","t_vpc.a","t_vpc.b.id","t_vpc.b"`, "exact t_vpc.a.id", "candidates t_vpc.a.id t_vpc.b.id open true"},
		{"local", "local.x", `"local.x"`, "unknown: known after apply; there is no local.x", "unknown: known after apply; the configuration"},
		{"counted resource without its index", "t_vpc.many.id", `"t_vpc.many.id","t_vpc.many"`, "candidates t_vpc.many[0].id t_vpc.many[1].id open true", "candidates t_vpc.many[0].id t_vpc.many[1].id open true"},
		{"instance that is not there", "t_vpc.many[7].id", `"t_vpc.many[7].id","t_vpc.many[7]","t_vpc.many"`, "unknown: known after apply; main.tf line 7 cannot be evaluated: invalid index", "unknown: known after apply; the configuration"},
		{"instance that is not there, on a line of its own", "[\n  \"x\",\n  t_vpc.many[7].id\n][1]", `"t_vpc.many[7].id","t_vpc.many[7]","t_vpc.many"`, "unknown: known after apply; main.tf line 9 cannot be evaluated: invalid index", "unknown: known after apply; the configuration"},
		{"another attribute that is no id", "t_vpc.a.tags", `"t_vpc.a.tags","t_vpc.a"`, "unknown: known after apply; tfreach does not know the attribute tags", "unknown: known after apply; the configuration"},
		{"itself", "t_user.u.ref", `"t_user.u.ref","t_user.u"`, "unknown: known after apply; its expression", "unknown: known after apply; the configuration"},
		{"sources edited since the plan was made", "t_vpc.b.id", `"t_vpc.a.id","t_vpc.a"`, "candidates t_vpc.a.id open true", "candidates t_vpc.a.id open true"},
		{"sources edited, near name", "t_vpc.a.id", `"t_vpc.ab.id","t_vpc.ab"`, "unknown: known after apply; the configuration given does not match", "unknown: known after apply; the configuration"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			configuration := fmt.Sprintf(`{"resources":[
				{"address":"t_user.u","mode":"managed","type":"t_user","name":"u","expressions":{"ref":{"references":[%s]}}},
				{"address":"t_holder.h","mode":"managed","type":"t_holder","name":"h","expressions":{"ref":{"references":["t_vpc.b.id","t_vpc.b"]}}}],
				"module_calls":{
					"net":{"source":"./net","expressions":{"given":{"references":["t_vpc.a.id","t_vpc.a"]}},"module":{"outputs":{
						"out":{"expression":{"references":["t_vpc.in.id","t_vpc.in"]}},"back":{"expression":{"references":["var.given"]}}}}},
					"deep":{"source":"./deep","module":{"outputs":{"out":{"expression":{"references":["module.net.out","module.net"]}}},
						"module_calls":{"net":{"module":{"outputs":{"out":{"expression":{"references":["t_vpc.in.id","t_vpc.in"]}}}}}}}}}}`, tt.refs)
			text := plan(append(base[:len(base):len(base)], create("t_user.u", `{}`, `{"ref":true}`)), configuration)
			p, err := planjson.Read(strings.NewReader(text), kinds{})
			if err != nil {
				t.Fatal(err)
			}
			src, err := source.FromFS(fstest.MapFS{
				"main.tf": {Data: []byte(`
resource "t_vpc" "a" {}
resource "t_vpc" "b" {}
resource "t_vpc" "many" { count = 2 }
resource "t_vpc" "keyed" { for_each = toset(["x.y"]) }
resource "t_holder" "h" { ref = t_vpc.b.id }
resource "t_user" "u" { ref = ` + tt.expr + ` }
module "net" {
  source = "./net"
  given  = t_vpc.a.id
}
module "deep" {
  source = "./deep"
  count  = 1
}`)},
				"net/main.tf": {Data: []byte(`
variable "given" { default = null }
resource "t_vpc" "in" {}
resource "t_user" "u" { ref = var.given }
output "out" { value = t_vpc.in.id }
output "back" { value = var.given }`)},
				"deep/main.tf": {Data: []byte("module \"net\" { source = \"../net\" }\noutput \"out\" { value = module.net.out }")},
			}, ".", "test")
			if err != nil {
				t.Fatal(err)
			}
			var user *planjson.Resource
			for _, r := range p.Resources {
				if r.String() == "t_user.u" {
					user = r
				}
			}
			for _, way := range []struct {
				src  *source.Config
				want string
			}{{src, tt.with}, {nil, tt.json}} {
				r := resolve.New(p, way.src, kinds{}, kinds{})
				if got := describe(r.After(user).Get("ref").Ref()); !strings.HasPrefix(got, way.want) {
					t.Errorf("sources %v: %s, want %s", way.src != nil, got, way.want)
				}
			}
		})
	}
}

func TestKnownIDs(t *testing.T) {
	text := `{"format_version":"1.2","resource_changes":[
	 {"mode":"managed","type":"t_vpc","name":"kept","change":{"actions":["no-op"],"after":{"id":"vpc-kept","main_id":"vpc-main"}}},
	 {"mode":"managed","type":"t_vpc","name":"replaced","change":{"actions":["delete","create"],"before":{"id":"vpc-old"},"after":{},"after_unknown":{"id":true}}},
	 {"mode":"managed","type":"t_vpc","name":"deleted","change":{"actions":["delete"],"before":{"id":"vpc-deleted"},"after":null}},
	 {"mode":"managed","type":"t_vpc","name":"forgotten","change":{"actions":["forget"],"before":{"id":"vpc-forgotten"},"after":null}},
	 {"mode":"managed","type":"t_user","name":"u","change":{"actions":["no-op"],"after":{
	   "refs":["vpc-kept","vpc-main","vpc-old","vpc-deleted","vpc-forgotten","vpc-data","vpc-nowhere","",null,7]},"after_sensitive":{"refs":[false,false,false,false,false,false,true]}}}],
	 "prior_state":{"values":{"root_module":{"resources":[
	   {"address":"data.t_vpc.d","mode":"data","type":"t_vpc","name":"d","values":{"id":"vpc-data"}},
	   {"address":"data.t_vpc.same","mode":"data","type":"t_vpc","name":"same","values":{"id":"vpc-kept","main_id":"vpc-main"}}]}}}}`
	p, err := planjson.Read(strings.NewReader(text), kinds{})
	if err != nil {
		t.Fatal(err)
	}
	r := resolve.New(p, nil, kinds{}, kinds{})
	user := p.Resources[len(p.Resources)-1]
	for _, side := range []struct {
		name string
		root resolve.Attr
		want []string
	}{
		{"after", r.After(user), []string{
			"exact t_vpc.kept.id", "exact t_vpc.kept.main_id", "gone t_vpc.replaced.id", "gone t_vpc.deleted.id", "exact t_vpc.forgotten.id",
			"exact data.t_vpc.d.id", "external ", "none", "none", "unknown: not an id",
		}},
		{"before", r.Before(user), []string{
			"exact t_vpc.kept.id", "exact t_vpc.kept.main_id", "exact t_vpc.replaced.id", "exact t_vpc.deleted.id", "exact t_vpc.forgotten.id",
			"exact data.t_vpc.d.id", "external ", "none", "none", "unknown: not an id",
		}},
	} {
		items, reason := side.root.Get("refs").Items()
		if reason != "" || len(items) != len(side.want) {
			t.Fatalf("%s: %d items, %q", side.name, len(items), reason)
		}
		for i, item := range items {
			if got := describe(item.Ref()); got != side.want[i] {
				t.Errorf("%s: refs[%d] is %s, want %s", side.name, i, got, side.want[i])
			}
		}
	}
	if path := func() string { items, _ := r.After(user).Get("refs").Items(); return items[3].Path() }(); path != "refs[3]" {
		t.Errorf("path %s", path)
	}
}

// TestListsAndBlocks: lists that are unknown as a whole are resolved when the
// sources write them out, and blocks are told apart by their literals, not by
// their position in a set.
func TestListsAndBlocks(t *testing.T) {
	text := plan([]string{
		create("t_vpc.a", `{}`, `{"id":true}`),
		create("t_vpc.b", `{}`, `{"id":true}`),
		create("t_user.u", `{"route":[{"cidr":"10.0.0.0/8"},{"cidr":"0.0.0.0/0"}]}`, `{"refs":true,"route":[{"ref":true},{"ref":true}]}`),
		create("t_user.computed", `{"refs":null}`, `{"other":true}`),
		create("t_user.dynamic", `{"route":[{"cidr":"0.0.0.0/0"}]}`, `{"route":[{"ref":true}]}`),
	}, `{"resources":[
		{"address":"t_user.u","type":"t_user","name":"u","expressions":{"refs":{"references":["t_vpc.a.id","t_vpc.a","t_vpc.b.id","t_vpc.b"]},"route":{"references":["t_vpc.a.id","t_vpc.a","t_vpc.b.id","t_vpc.b"]}}},
		{"address":"t_user.computed","type":"t_user","name":"computed","expressions":{}},
		{"address":"t_user.dynamic","type":"t_user","name":"dynamic","expressions":{}}]}`)
	p, err := planjson.Read(strings.NewReader(text), kinds{})
	if err != nil {
		t.Fatal(err)
	}
	src, err := source.FromFS(fstest.MapFS{"main.tf": {Data: []byte(`
resource "t_vpc" "a" {}
resource "t_vpc" "b" {}
resource "t_user" "u" {
  refs = ["vpc-literal", t_vpc.a.id, t_vpc.b.id]
  route {
    cidr = "0.0.0.0/0"
    ref  = t_vpc.a.id
  }
  route {
    cidr = "10.0.0.0/8"
    ref  = t_vpc.b.id
  }
}
resource "t_user" "computed" {}
resource "t_user" "dynamic" {
  dynamic "route" {
    for_each = ["0.0.0.0/0"]
    content {
      cidr = route.value
      ref  = t_vpc.a.id
    }
  }
}`)}}, ".", "test")
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]*planjson.Resource{}
	for _, r := range p.Resources {
		byName[r.String()] = r
	}
	r := resolve.New(p, src, kinds{}, kinds{})
	u := r.After(byName["t_user.u"])
	items, reason := u.Get("refs").Items()
	var got []string
	for _, i := range items {
		got = append(got, describe(i.Ref()))
	}
	if want := "external vpc-literal, exact t_vpc.a.id, exact t_vpc.b.id"; strings.Join(got, ", ") != want || reason != "" {
		t.Errorf("refs: %s (%s), want %s", strings.Join(got, ", "), reason, want)
	}
	routes, _ := u.Get("route").Items()
	for i, want := range []string{"exact t_vpc.b.id", "exact t_vpc.a.id"} {
		if got := describe(routes[i].Get("ref").Ref()); got != want {
			t.Errorf("route[%d].ref: %s, want %s", i, got, want)
		}
	}
	dynamic, _ := r.After(byName["t_user.dynamic"]).Get("route").Items()
	if got := describe(dynamic[0].Get("ref").Ref()); got != "exact t_vpc.a.id" {
		t.Errorf("a dynamic block: %s, want exact t_vpc.a.id", got)
	}
	for _, tt := range []struct {
		resource, name string
		src            *source.Config
		set, certain   bool
	}{
		{"t_user.u", "refs", src, true, true},
		{"t_user.u", "route", src, true, true},
		{"t_user.computed", "route", src, false, true},
		{"t_user.dynamic", "route", src, true, true},
		// The JSON shows no dynamic blocks: nothing seen proves nothing.
		{"t_user.dynamic", "route", nil, false, false},
		{"t_user.computed", "route", nil, false, false},
		{"t_user.u", "refs", nil, true, true},
	} {
		set, certain := resolve.New(p, tt.src, kinds{}, kinds{}).Configured(byName[tt.resource], tt.name)
		if set != tt.set || certain != tt.certain {
			t.Errorf("%s.%s, sources %v: set %v certain %v, want %v %v", tt.resource, tt.name, tt.src != nil, set, certain, tt.set, tt.certain)
		}
	}
}

func TestMismatch(t *testing.T) {
	text := plan([]string{create("t_vpc.a", `{"cidr":"10.0.0.0/16"}`, `{"id":true}`)}, `{"resources":[
		{"address":"t_vpc.a","type":"t_vpc","name":"a","expressions":{"cidr":{"constant_value":"10.0.0.0/16"},"ref":{"references":["var.x"]}}}],
		"module_calls":{"net":{"module":{"resources":[{"address":"t_vpc.n","type":"t_vpc","name":"n","expressions":{}}]}}}}`)
	const net = `resource "t_vpc" "n" {}`
	for _, tt := range []struct{ name, main, net, want string }{
		{"the same", `cidr = "10.0.0.0/16"` + "\n ref = var.x", net, ""},
		{"another literal", `cidr = "10.1.0.0/16"` + "\n ref = var.x", net, "t_vpc.a.cidr of the root module is not what"},
		{"a literal for a reference", `cidr = "10.0.0.0/16"` + "\n ref = \"x\"", net, "t_vpc.a.ref of the root module is not what"},
		{"a reference for a literal", `cidr = var.x` + "\n ref = var.x", net, "t_vpc.a.cidr of the root module is not what"},
		{"argument removed", `ref = var.x`, net, "t_vpc.a.cidr of the root module is not what"},
		{"resource removed", `cidr = "10.0.0.0/16"` + "\n ref = var.x", "", "t_vpc.n of module.net is in the plan and not in the configuration"},
		{"resource added", `cidr = "10.0.0.0/16"` + "\n ref = var.x", net + "\n" + `resource "t_vpc" "m" {}`, "t_vpc.m of module.net is in the configuration and not in the plan"},
		{"other resources do not count", `cidr = "10.0.0.0/16"` + "\n ref = var.x", net + "\n" + `resource "other" "m" {}`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, err := planjson.Read(strings.NewReader(text), kinds{})
			if err != nil {
				t.Fatal(err)
			}
			src, err := source.FromFS(fstest.MapFS{
				"main.tf":     {Data: []byte("variable \"x\" {}\nresource \"t_vpc\" \"a\" {\n" + tt.main + "\n}\nmodule \"net\" { source = \"./net\" }")},
				"net/main.tf": {Data: []byte(tt.net)},
			}, ".", "test")
			if err != nil {
				t.Fatal(err)
			}
			got := resolve.Mismatch(p, src, kinds{})
			if (got == "") != (tt.want == "") || !strings.HasPrefix(got, tt.want) {
				t.Errorf("mismatch %q, want %q", got, tt.want)
			}
		})
	}
}
