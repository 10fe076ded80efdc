package resolve_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
)

// asked is what attributes of a resource name, in a plan of some VPCs and users whose
// sources end in others. What is asked is an attribute, or an element or a field of one:
// "ref", "route.0.ref".
func asked(t *testing.T, address, attribute, sources string) string {
	t.Helper()
	a := attributeOf(t, address, attribute, sources)
	return describe(a.Ref())
}

func attributeOf(t *testing.T, address, attribute, sources string) resolve.Attr {
	t.Helper()
	text := fmt.Sprintf(`{"format_version":"1.2","terraform_version":"1.11.4",
		"variables":{"x":{"value":"x"},"one":{"value":1},"text":{"value":"1"},"none":{"value":null},"yes":{"value":true},"no":{"value":false},"names":{"value":["x","y"]},"map":{"value":{"x":"y","y":"x"}},"object":{"value":{"a":"x"}},"set":{"value":["y","x","x"]}},
		"prior_state":{"values":{"root_module":{"resources":[{"address":"data.t_vpc.d","mode":"data","type":"t_vpc","name":"d","values":{"id":"vpc-d","cidr":"10.0.0.0/16"}}]}}},
		"resource_changes":[%s]}`, strings.Join([]string{
		create("t_vpc.a", `{"cidr":"10.0.0.0/16"}`, `{"id":true,"main_id":true}`), create("t_vpc.b", `{}`, `{"id":true}`),
		create("t_vpc.many[0]", `{}`, `{"id":true}`), create("t_vpc.many[1]", `{}`, `{"id":true}`),
		create(`t_vpc.keyed["x"]`, `{}`, `{"id":true}`), create(`t_vpc.keyed["y"]`, `{}`, `{"id":true}`),
		create("module.one.t_vpc.in", `{}`, `{"id":true}`),
		create("module.counted[0].t_vpc.in", `{}`, `{"id":true}`), create("module.counted[1].t_vpc.in", `{}`, `{"id":true}`),
		strings.Replace(create(`module.named.t_vpc.in`, `{}`, `{"id":true}`), `"module.named"`, `"module.named[\"x\"]"`, 1),
		strings.Replace(create(`module.named.t_vpc.in`, `{}`, `{"id":true}`), `"module.named"`, `"module.named[\"y\"]"`, 1),
		create("module.one.t_user.u", `{}`, `{"ref":true}`),
		create("t_user.u", `{"route":[{},{}]}`, `{"ref":true,"refs":true,"whole":true,"route":[{"ref":true},{"ref":true}]}`),
		create("t_holder.h", `{}`, `{"id":true,"refs":true}`),
		create("t_user.n[0]", `{}`, `{"ref":true}`), create("t_user.n[1]", `{}`, `{"ref":true}`),
		create(`t_user.k["x"]`, `{}`, `{"ref":true}`), create(`t_user.k["y"]`, `{}`, `{"ref":true}`),
	}, ","))
	module := `
resource "t_vpc" "in" {}
output "id" { value = t_vpc.in.id }
output "name" { value = var.name }
output "both" { value = [t_vpc.in.id, var.name] }
output "input" { value = var.input }
variable "name" {}
variable "input" {
  default  = "default"
  nullable = false
}
`
	if strings.HasPrefix(address, "module.one.") {
		module, sources = module+sources, ""
	}
	src := readSources(t, map[string]string{"main.tf": `
resource "t_vpc" "a" {}
resource "t_vpc" "b" {}
resource "t_vpc" "many" { count = 2 }
resource "t_vpc" "keyed" { for_each = toset(["x", "y"]) }
data "t_vpc" "d" {}
module "one" {
  source = "./m"
  name   = t_vpc.a.id
  input  = null
}
module "counted" {
  source = "./m"
  count  = 2
  name   = t_vpc.many[count.index].id
}
module "named" {
  source   = "./m"
  for_each = { x = "y", y = "x" }
  name     = t_vpc.keyed[each.value].id
}
module "far" { source = "a/b/c" }
variable "x" {}
variable "one" {}
variable "text" { type = number }
variable "none" { default = "x" }
variable "yes" {}
variable "no" {}
variable "names" { type = list(string) }
variable "map" { type = map(string) }
variable "set" { type = set(string) }
variable "object" { type = object({ a = string, b = optional(string, "y"), c = optional(string) }) }
variable "unset" { default = "x" }
variable "hidden" {}
` + sources, "m/main.tf": module})
	wide := resolve.Wide(kinds{}, src)
	p, err := planjson.Read(strings.NewReader(text), wide)
	if err != nil {
		t.Fatal(err)
	}
	a := resolve.New(p, src, kinds{}, wide).After(find(t, p, address))
	for _, step := range strings.Split(attribute, ".") {
		if step[0] < '0' || step[0] > '9' {
			a = a.Get(step)
			continue
		}
		items, reason := a.Items()
		n := int(step[0] - '0')
		if n >= len(items) {
			t.Fatalf("%s has %d elements (%s)", a.Path(), len(items), reason)
		}
		a = items[n]
	}
	return a
}

// TestExpressions: what names in expressions stand for, as in Terraform.
func TestExpressions(t *testing.T) {
	const unknown = "unknown: known after apply; "
	for _, tt := range []struct{ name, expr, want string }{
		{"the long form of an address", "resource.t_vpc.a.id", "exact t_vpc.a.id"},
		{"a data source", "data.t_vpc.d.id", unknown + "the configuration given does not match the plan here"},
		{"a data source decides", `data.t_vpc.d.cidr == "10.0.0.0/16" ? t_vpc.a.id : t_vpc.b.id`, "exact t_vpc.a.id"},
		{"an attribute that the plan knows", `t_vpc.a.cidr == "10.0.0.0/16" ? t_vpc.a.id : t_vpc.b.id`, "exact t_vpc.a.id"},
		{"a name of one part", "t_vpc", "unknown"},
		{"the long form of nothing", "resource", "unknown"},
		{"a data source without a name", "data.t_vpc", "unknown"},
		{"an input", `t_vpc.keyed[var.x].id`, `exact t_vpc.keyed["x"].id`},
		{"an input that is a number", `t_vpc.many[var.one].id`, "exact t_vpc.many[1].id"},
		{"an input that its type makes a number", `var.text == 1 ? t_vpc.a.id : t_vpc.b.id`, "exact t_vpc.a.id"},
		{"an input that is null", "var.none == null ? t_vpc.a.id : t_vpc.b.id", "exact t_vpc.a.id"},
		{"an input that is true", "var.yes ? t_vpc.a.id : t_vpc.b.id", "exact t_vpc.a.id"},
		{"an input that is false", "var.no ? t_vpc.a.id : t_vpc.b.id", "exact t_vpc.b.id"},
		{"an input with a default", `t_vpc.keyed[var.unset].id`, `exact t_vpc.keyed["x"].id`},
		{"an input that the plan does not show", "var.hidden", unknown + "the plan does not show var.hidden"},
		{"an input that there is not", "var.nothing", unknown + "there is no var.nothing"},
		{"an element of an input", "t_vpc.keyed[var.names[1]].id", `exact t_vpc.keyed["y"].id`},
		{"an element of a map", `t_vpc.keyed[var.map["x"]].id`, `exact t_vpc.keyed["y"].id`},
		{"an attribute of an object", "t_vpc.keyed[var.object.a].id", `exact t_vpc.keyed["x"].id`},
		{"a default within a type", "t_vpc.keyed[var.object.b].id", `exact t_vpc.keyed["y"].id`},
		{"an attribute that is optional", "var.object.c == null ? t_vpc.a.id : t_vpc.b.id", "exact t_vpc.a.id"},
		{"a set has each element once", "length(var.set) == 2 ? t_vpc.a.id : t_vpc.b.id", "exact t_vpc.a.id"},
		{"a local value", "local.vpc", "exact t_vpc.a.id"},
		{"a local value that rests on another", "local.deep.list[0]", "exact t_vpc.a.id"},
		{"a local value that there is not", "local.nothing", unknown + "there is no local.nothing"},
		{"a local value that rests on itself", "local.loop", unknown + "its expression cannot be evaluated"},
		{"the folder", `path.root == "." && path.module == "." ? t_vpc.a.id : t_vpc.b.id`, "exact t_vpc.a.id"},
		{"the working folder", "path.cwd", unknown + "the plan does not show path.cwd"},
		{"the workspace", "terraform.workspace", unknown + "the plan does not show terraform.workspace"},
		{"the workspace of OpenTofu", "tofu.workspace", unknown + "the plan does not show terraform.workspace"},
		{"itself", "self.id", unknown + "it depends on self.id"},
		{"what is not kept", "ephemeral.t_vpc.e.id", unknown + "it depends on ephemeral.t_vpc"},
		{"count without count", "t_vpc.many[count.index].id", "candidates t_vpc.many[0].id t_vpc.many[1].id open"},
		{"each without for_each", "t_vpc.keyed[each.key].id", `candidates t_vpc.keyed["x"].id t_vpc.keyed["y"].id open`},

		{"an output of a module", "module.one.id", "exact module.one.t_vpc.in.id"},
		{"an input of a module, out again", "module.one.name", "exact t_vpc.a.id"},
		{"an input that may not be null has its default", `module.one.input == "default" ? t_vpc.a.id : t_vpc.b.id`, "exact t_vpc.a.id"},
		{"an element of an output", "module.one.both[1]", "exact t_vpc.a.id"},
		{"all outputs of a module", `module.one["name"]`, "exact t_vpc.a.id"},
		{"an output that there is not", "module.one.nothing", "unknown"},
		{"an instance of a module by its number", "module.counted[1].name", "exact t_vpc.many[1].id"},
		{"an instance of a module by a text", `module.counted["1"].id`, "exact module.counted[1].t_vpc.in.id"},
		{"an instance of a module by its key", `module.named["x"].name`, `exact t_vpc.keyed["y"].id`},
		{"an instance of a module by an input", `module.named[var.x].id`, `exact module.named["x"].t_vpc.in.id`},
		{"all outputs of an instance", `module.named["x"]["name"]`, `exact t_vpc.keyed["y"].id`},
		{"an instance of a module that there is not", `try(module.named["z"].id, t_vpc.a.id)`, "exact t_vpc.a.id"},
		{"all instances of a module", "(module.counted[*].id)[1]", "exact module.counted[1].t_vpc.in.id"},
		{"all instances of a module by key", `{ for k, m in module.named : k => m.name }["y"]`, `exact t_vpc.keyed["x"].id`},
		{"values of a module by key", "values(module.named)[1].id", `exact module.named["y"].t_vpc.in.id`},
		{"a module whose source is not at hand", "module.far.id", unknown + "the source of module.far is not at hand"},
		{"a module that there is not", "module.nothing.id", unknown + "there is no module.nothing"},

		{"a function by its long name", "core::element([t_vpc.a.id, t_vpc.b.id], 1)", "exact t_vpc.b.id"},
		{"a function of a provider", "provider::p::f(t_vpc.a.id)", unknown + "tfreach does not know the function provider::p::f"},
		{"a function that there is not", "nothing(t_vpc.a.id)", unknown + "tfreach does not know the function nothing"},
		{"a file that is not there", `file("nothing.txt")`, unknown},
		{"a sign", "t_vpc.many[-(-1)].id", "exact t_vpc.many[1].id"},
		{"not", "!false ? t_vpc.a.id : t_vpc.b.id", "exact t_vpc.a.id"},
		{"a sum", "t_vpc.many[2 - 1].id", "exact t_vpc.many[1].id"},
		{"null is nothing", "null", unknown + "nothing in the configuration sets it"},
		{"an empty text is nothing", `""`, unknown + "nothing in the configuration sets it"},
		{"a literal", `"vpc-1"`, unknown + "the configuration given does not match the plan here"},
		{"a number", "7", unknown + "the configuration given does not match the plan here"},
		{"a list is no id", "[t_vpc.a.id]", "unknown"},
		{"an object is no id", "t_vpc.a", "unknown"},
		{"a key of an object", `{ x = t_vpc.a.id, y = t_vpc.b.id }[var.x]`, "exact t_vpc.a.id"},
		{"a key in parentheses", `{ (var.x) = t_vpc.a.id }.x`, "exact t_vpc.a.id"},
		{"a splat over one", "(t_vpc.a[*].id)[0]", "exact t_vpc.a.id"},
		{"an old splat", "(t_vpc.many.*.id)[1]", "exact t_vpc.many[1].id"},
		{"an old index", "t_vpc.many.1.id", "exact t_vpc.many[1].id"},
		{"a loop with a filter", "[for i, v in t_vpc.many : v.id if i == 1][0]", "exact t_vpc.many[1].id"},
		{"a loop over an object", `[for k, v in t_vpc.keyed : v.id if k == "y"][0]`, `exact t_vpc.keyed["y"].id`},
		{"a loop that groups", `{ for v in t_vpc.many : "k" => v.id... }["k"][1]`, "exact t_vpc.many[1].id"},
		{"a template of one part", `"${t_vpc.a.id}"`, "exact t_vpc.a.id"},
		{"a heredoc", "join(\"\", [<<E\n${t_vpc.a.id}\nE\n])", unknown + "it is made from the text of an id"},
		{"a template with a condition", `"%{if var.x == "x"}vpc-1%{else}vpc-2%{endif}"`, unknown + "the configuration given does not match the plan here"},

		{"try of the first that works", "try(local.deep.none, t_vpc.a.id)", "exact t_vpc.a.id"},
		{"try of an object of which a part is not known", "try(local.part, {}).a", "exact t_vpc.a.id"},
		{"try of an index", "try(t_vpc.many[2].id, t_vpc.many[1].id)", "exact t_vpc.many[1].id"},
		{"try of a resource", "try(t_vpc.many[1], t_vpc.many[0]).id", "exact t_vpc.many[1].id"},
		{"try of a resource by an index in parentheses", "try(t_vpc.many[(1)], t_vpc.many[0]).id", "exact t_vpc.many[1].id"},
		{"a text that would be a number, as a text", "[\"7e99999999\", t_vpc.many[1].id][\"7e99999999\" == \"x\" ? 0 : 1]", "exact t_vpc.many[1].id"},
		{"try without any", "try(t_vpc.many[2].id)", "unknown"},
		{"can of an id, which Terraform does not know either", "can(t_vpc.many[1].id) ? t_vpc.a.id : t_vpc.b.id", "candidates t_vpc.a.id t_vpc.b.id open false"},
		{"can of what does not", "can(t_vpc.many[2].id) ? t_vpc.a.id : t_vpc.b.id", "exact t_vpc.b.id"},
		{"can of the text of an id", `can(regex("^z", t_vpc.b.id)) ? t_vpc.a.id : t_vpc.b.id`, "candidates t_vpc.a.id t_vpc.b.id open false"},
		{"lookup", `lookup({ x = t_vpc.a.id }, "z", t_vpc.b.id)`, "exact t_vpc.b.id"},
		{"coalesce", `coalesce("", null, t_vpc.b.id)`, "exact t_vpc.b.id"},
		{"one", "one([t_vpc.b.id])", "exact t_vpc.b.id"},
		{"one of none", "one([])", unknown + "nothing in the configuration sets it"},
		{"an id is not null", "t_vpc.a.id != null ? t_vpc.a.id : t_vpc.b.id", "exact t_vpc.a.id"},
		{"null is null", "null == null ? t_vpc.a.id : t_vpc.b.id", "exact t_vpc.a.id"},
		{"an object is not null", "t_vpc.a == null ? t_vpc.a.id : t_vpc.b.id", "exact t_vpc.b.id"},
		{"null is no object", "null != t_vpc.a ? t_vpc.a.id : t_vpc.b.id", "exact t_vpc.a.id"},
		{"a list of what is not known, compared", "t_vpc.many == [] ? t_vpc.a.id : t_vpc.b.id", "candidates t_vpc.a.id t_vpc.b.id open false"},
		{"the length", "length(t_vpc.many) == 2 ? t_vpc.a.id : t_vpc.b.id", "exact t_vpc.a.id"},
		{"an id under another name", "t_vpc.a.main_id == t_vpc.a.id ? t_vpc.a.id : t_vpc.b.id", "candidates t_vpc.a.id t_vpc.b.id open false"},
		{"whichever a function gives of one id", "compact([t_vpc.a.id])[0] == t_vpc.a.id ? t_vpc.b.id : t_vpc.a.id", "exact t_vpc.b.id"},
		{"a condition that is a text", `"true" ? t_vpc.a.id : t_vpc.b.id`, "exact t_vpc.a.id"},
		{"two conditions", "true && !false ? t_vpc.a.id : t_vpc.b.id", "exact t_vpc.a.id"},
		{"one of two conditions", "false || true ? t_vpc.a.id : t_vpc.b.id", "exact t_vpc.a.id"},
		{"a condition that the time decides", `timestamp() == "" ? t_vpc.a.id : t_vpc.b.id`, "candidates t_vpc.a.id t_vpc.b.id open"},
		{"a condition of two unknown halves", `timestamp() == "" && timestamp() == "x" ? t_vpc.a.id : t_vpc.b.id`, "candidates t_vpc.a.id t_vpc.b.id open"},
		{"objects that a condition chooses from", `(timestamp() == "" ? { v = t_vpc.a.id } : { v = t_vpc.b.id }).v`, "candidates t_vpc.a.id t_vpc.b.id open"},
		{"lists that a condition chooses from", `(timestamp() == "" ? [t_vpc.a.id, "x"] : [t_vpc.b.id, "x"])[0]`, "candidates t_vpc.a.id t_vpc.b.id open"},
		{"lists that a condition chooses from, of one element alike", `(timestamp() == "" ? [t_vpc.a.id, t_vpc.b.id] : [t_vpc.b.id, t_vpc.b.id])[1]`, "candidates t_vpc.b.id open false"},
		{"lists of different lengths that a condition chooses from", `(timestamp() == "" ? [t_vpc.a.id] : [t_vpc.b.id, t_vpc.b.id])[0]`, "candidates t_vpc.a.id t_vpc.b.id open"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := asked(t, "t_user.u", "ref", `
resource "t_user" "u" { ref = `+tt.expr+` }
locals {
  vpc  = t_vpc.a.id
  deep = { list = [local.vpc] }
  loop = [local.loop]
  part = { a = t_vpc.a.id, b = timestamp() }
}`)
			if !strings.HasPrefix(got, tt.want) {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

// TestInstancesOf: what count.index, each.key and each.value are.
func TestInstancesOf(t *testing.T) {
	for _, tt := range []struct{ name, of, repeats, expr, want string }{
		{"count", "t_user.n[1]", "count = 2", "t_vpc.many[count.index].id", "exact t_vpc.many[1].id"},
		{"count, backwards", "t_user.n[1]", "count = 2", "t_vpc.many[1 - count.index].id", "exact t_vpc.many[0].id"},
		{"keys of a set", `t_user.k["y"]`, `for_each = toset(["x", "y"])`, "t_vpc.keyed[each.key].id", `exact t_vpc.keyed["y"].id`},
		{"values of a set", `t_user.k["y"]`, `for_each = toset(["x", "y"])`, "t_vpc.keyed[each.value].id", `exact t_vpc.keyed["y"].id`},
		{"values of an object", `t_user.k["y"]`, `for_each = { x = "y", y = "x" }`, "t_vpc.keyed[each.value].id", `exact t_vpc.keyed["x"].id`},
		{"values of a map", `t_user.k["x"]`, `for_each = var.map`, "t_vpc.keyed[each.value].id", `exact t_vpc.keyed["y"].id`},
		{"values that are objects", `t_user.k["x"]`, `for_each = { x = { v = t_vpc.a }, y = { v = t_vpc.b } }`, "each.value.v.id", "exact t_vpc.a.id"},
		{"values that are resources", `t_user.k["x"]`, `for_each = t_vpc.keyed`, "each.value.id", `exact t_vpc.keyed["x"].id`},
		{"values that are ids", `t_user.k["x"]`, `for_each = { x = t_vpc.a.id, y = t_vpc.b.id }`, "each.value", "exact t_vpc.a.id"},
		{"a key that for_each does not have", `t_user.k["x"]`, `for_each = { y = "x" }`, "each.value", "unknown: known after apply; for_each of t_user.k has no such key"},
		{"a key that a map does not have", `t_user.k["x"]`, `for_each = tomap({ y = "x" })`, "each.value", "unknown: known after apply; for_each of t_user.k has no such key"},
		{"for_each that is not known", `t_user.k["x"]`, `for_each = var.hidden`, "each.value", "unknown: known after apply; the plan does not show var.hidden"},
		{"a number for a key", "t_user.n[0]", "count = 2", "each.key", "unknown: known after apply; each.key stands outside"},
		{"a key for a number", `t_user.k["x"]`, `for_each = toset(["x", "y"])`, "count.index", "unknown: known after apply; count.index stands outside"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			name, _, _ := strings.Cut(strings.TrimPrefix(tt.of, "t_user."), "[")
			got := asked(t, tt.of, "ref", fmt.Sprintf("resource \"t_user\" %q {\n  %s\n  ref = %s\n}", name, tt.repeats, tt.expr))
			if !strings.HasPrefix(got, tt.want) {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

// TestInModules: names within a module are those of its instance.
func TestInModules(t *testing.T) {
	for _, tt := range []struct{ name, expr, want string }{
		{"its own resource", "t_vpc.in.id", "exact module.one.t_vpc.in.id"},
		{"its input", "var.name", "exact t_vpc.a.id"},
		{"a resource of its parent", "t_vpc.a.id", "unknown"},
		{"its folder", `path.module == "m" ? t_vpc.in.id : var.name`, "exact module.one.t_vpc.in.id"},
		{"the folder of the whole", `path.root == "." ? t_vpc.in.id : var.name`, "exact module.one.t_vpc.in.id"},
		{"the working folder", `path.cwd`, "unknown: known after apply; the plan does not show path.cwd"},
		{"a local value of its parent", "local.vpc", "unknown: known after apply; there is no local.vpc"},
	} {
		if got := asked(t, "module.one.t_user.u", "ref", `resource "t_user" "u" { ref = `+tt.expr+` }`); !strings.HasPrefix(got, tt.want) {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// TestDynamicBlocks: blocks that for_each makes stand where Terraform puts them.
func TestDynamicBlocks(t *testing.T) {
	dynamic := func(rest string) string {
		return "resource \"t_user\" \"u\" {\n  dynamic \"route\" {\n" + rest + "\n  }\n}"
	}
	for _, tt := range []struct{ name, sources, first, second string }{
		{"of a list", dynamic("for_each = [t_vpc.a.id, t_vpc.b.id]\n content { ref = route.value }"), "exact t_vpc.a.id", "exact t_vpc.b.id"},
		{"by position", dynamic("for_each = [t_vpc.b.id, t_vpc.a.id]\n content { ref = t_vpc.many[route.key].id }"), "exact t_vpc.many[0].id", "exact t_vpc.many[1].id"},
		{"of a map, by key", dynamic(`for_each = { y = "x", x = "y" }` + "\n content { ref = t_vpc.keyed[route.key].id }"), `exact t_vpc.keyed["x"].id`, `exact t_vpc.keyed["y"].id`},
		{"of a map, by value", dynamic(`for_each = { y = "x", x = "y" }` + "\n content { ref = t_vpc.keyed[route.value].id }"), `exact t_vpc.keyed["y"].id`, `exact t_vpc.keyed["x"].id`},
		{"of a set, by key", dynamic(`for_each = toset(["y", "x"])` + "\n content { ref = t_vpc.keyed[route.key].id }"), `exact t_vpc.keyed["x"].id`, `exact t_vpc.keyed["y"].id`},
		{"with a name for the element", dynamic("for_each = [t_vpc.a.id, t_vpc.b.id]\n iterator = it\n content { ref = it.value }"), "exact t_vpc.a.id", "exact t_vpc.b.id"},
		{"through a function", dynamic("for_each = [t_vpc.a.id, t_vpc.b.id]\n content { ref = one([route.value]) }"), "exact t_vpc.a.id", "exact t_vpc.b.id"},
		{"behind a block", "resource \"t_user\" \"u\" {\n  route { ref = t_vpc.b.id }\n  dynamic \"route\" {\n    for_each = [1]\n    content { ref = t_vpc.a.id }\n  }\n}", "exact t_vpc.b.id", "exact t_vpc.a.id"},
		{"of what is not known", dynamic("for_each = var.hidden\n content { ref = t_vpc.a.id }"), "unknown: known after apply", "unknown: known after apply"},
		{"of null", dynamic("for_each = null\n content { ref = t_vpc.a.id }"), "unknown: known after apply", "unknown: known after apply"},
		{"of objects in a list", `resource "t_user" "u" { route = [{ ref = t_vpc.a.id }, { ref = t_vpc.b.id }] }`, "exact t_vpc.a.id", "exact t_vpc.b.id"},
		{"of objects in a list of which one has no such attribute", `resource "t_user" "u" { route = [{ ref = t_vpc.a.id }, {}] }`, "exact t_vpc.a.id", "unknown: known after apply; nothing in the configuration sets it"},
		{"of objects by a loop", `resource "t_user" "u" { route = [for v in t_vpc.many : { ref = v.id }] }`, "exact t_vpc.many[0].id", "exact t_vpc.many[1].id"},
		{"of objects that an id decides", `resource "t_user" "u" { route = [for v in [t_vpc.a.id, t_vpc.b.id] : { ref = v } if can(regex("^v", v))] }`, "unknown: known after apply; an id that is not known either", "unknown: known after apply; an id that is not known either"},
		{"of objects in an order that ids decide", `resource "t_user" "u" { route = [for v in sort([t_vpc.b.id, t_vpc.a.id]) : { ref = v }] }`, "candidates t_vpc.a.id t_vpc.b.id open true", "candidates t_vpc.a.id t_vpc.b.id open true"},
		{"of objects that are not known", `resource "t_user" "u" { route = var.hidden }`, "unknown: known after apply; the plan does not show var.hidden", "unknown: known after apply; the plan does not show var.hidden"},
		{"of no list", `resource "t_user" "u" { route = { ref = t_vpc.a.id } }`, "unknown: known after apply; its expression cannot be evaluated", "unknown: known after apply; its expression"},
		{"of one element less", dynamic("for_each = [t_vpc.a.id]\n content { ref = route.value }"), "unknown: known after apply", "unknown: known after apply"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			blocks, _ := attributeOf(t, "t_user.u", "route", tt.sources).Items()
			for i, want := range []string{tt.first, tt.second} {
				if got := describe(blocks[i].Get("ref").Ref()); !strings.HasPrefix(got, want) {
					t.Errorf("route[%d]: %s, want %s", i, got, want)
				}
			}
		})
	}
}

// TestIteratorsHideNames: in the blocks that it makes an iterator stands for what it goes
// through, and its name for what it always is outside of them and in long.
func TestIteratorsHideNames(t *testing.T) {
	p := readPlan(t, fmt.Sprintf(`{"format_version":"1.2","resource_changes":[%s]}`, strings.Join([]string{
		create("t_vpc.a", `{}`, `{"id":true}`), create("t_vpc.value", `{}`, `{"id":true}`),
		create("t_user.u", `{"route":[{}]}`, `{"ref":true,"route":[{"cidr":true,"ref":true}]}`),
	}, ",")))
	src := readSources(t, map[string]string{"main.tf": `
resource "t_vpc" "a" {}
resource "t_vpc" "value" {}
resource "t_user" "u" {
  ref = t_vpc.value.id
  dynamic "route" {
    for_each = [t_vpc.a]
    iterator = t_vpc
    content {
      cidr = resource.t_vpc.value.id
      ref  = t_vpc.value.id
    }
  }
}`})
	r := resolve.New(p, src, kinds{}, kinds{})
	user := r.After(find(t, p, "t_user.u"))
	blocks, _ := user.Get("route").Items()
	for _, tt := range []struct {
		a    resolve.Attr
		want string
	}{{blocks[0].Get("ref"), "exact t_vpc.a.id"}, {blocks[0].Get("cidr"), "exact t_vpc.value.id"}, {user.Get("ref"), "exact t_vpc.value.id"}} {
		if got := describe(tt.a.Ref()); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.a.Path(), got, tt.want)
		}
	}
}

// answer is an answer in words.
func answer(a resolve.Answer) string {
	switch {
	case a.IsList:
		var out []string
		for _, e := range a.List {
			out = append(out, answer(e))
		}
		open := "["
		if a.Unordered {
			open = "some ["
		}
		return open + strings.Join(out, ", ") + "]"
	case a.Fields != nil:
		var out []string
		for _, name := range slices.Sorted(maps.Keys(a.Fields)) {
			out = append(out, name+" "+answer(a.Fields[name]))
		}
		return "{" + strings.Join(out, ", ") + "}"
	}
	return describe(a.Ref)
}

// TestAnswers: values of any shape, with what is named within them.
func TestAnswers(t *testing.T) {
	for _, tt := range []struct {
		name, expr, want string
		resolved         bool
	}{
		{"an id", "t_vpc.a.id", "exact t_vpc.a.id", true},
		{"a list", `[t_vpc.a.id, "x", null]`, "[exact t_vpc.a.id, external x, none]", true},
		{"an empty list", "[]", "[]", true},
		{"a list with what a function gives of one id", "[compact([t_vpc.a.id])[0], t_vpc.b.id]", "[exact t_vpc.a.id, exact t_vpc.b.id]", true},
		{"an object with what a function gives of one id", "{ a = compact([t_vpc.a.id])[0] }", "{a exact t_vpc.a.id}", true},
		{"a loop over a set", `[for x in toset([t_vpc.b.id, t_vpc.a.id]) : x]`, "some [exact t_vpc.a.id, exact t_vpc.b.id]", true},
		{"a loop over a set of objects", `[for x in toset([{ k = "x", v = t_vpc.b.id }, { k = "y", v = t_vpc.a.id }]) : x.v]`, "some [exact t_vpc.a.id, exact t_vpc.b.id]", true},
		{"a loop over a set of as many objects as there are runs", `[for x in toset([for i in range(8) : { k = i, v = t_vpc.a.id }]) : x.v]`, "[" + strings.Repeat("exact t_vpc.a.id, ", 7) + "exact t_vpc.a.id]", true},
		{"a loop over a set of more objects", `[for x in toset([for i in range(9) : { k = i, v = t_vpc.a.id }]) : x.v]`, "candidates t_vpc.a.id open true", false},
		{"an object", `{ a = t_vpc.a.id, b = [t_vpc.b.id] }`, "{a exact t_vpc.a.id, b [exact t_vpc.b.id]}", true},
		{"an object of which a part is not known", `{ a = t_vpc.a.id, b = var.hidden }`, "{a exact t_vpc.a.id, b unknown: known after apply; the plan does not show var.hidden}", false},
		{"a list of which a part is not known", `[t_vpc.a.id, var.hidden]`, "[exact t_vpc.a.id, unknown: known after apply; the plan does not show var.hidden]", false},
		{"a set", `toset([t_vpc.b.id, "x", t_vpc.a.id])`, "some [exact t_vpc.a.id, exact t_vpc.b.id, external x]", true},
		{"a list of a set", `tolist(toset([t_vpc.b.id, t_vpc.a.id]))`, "some [exact t_vpc.a.id, exact t_vpc.b.id]", true},
		{"a sorted list", `sort(["x", t_vpc.a.id])`, "some [exact t_vpc.a.id, external x]", true},
		{"a set of one", `toset([t_vpc.a.id])`, "some [exact t_vpc.a.id]", true},
		{"a set of literals", `toset(["b", "a"])`, "some [external a, external b]", true},
		{"texts of ids in a set", `toset(["p-${t_vpc.a.id}", "x"])`, "candidates t_vpc.a.id open true", false},
		{"as many as an id says", `[for i in range(length(t_vpc.a.id)) : "x"]`, "candidates t_vpc.a.id open true", false},
		{"keys that are ids", `{ (t_vpc.a.id) = "x" }`, "unknown: known after apply; an id that is not known either decides which one it is", false},
		{"values by key", `{ for k, v in t_vpc.keyed : k => v.id }`, `{x exact t_vpc.keyed["x"].id, y exact t_vpc.keyed["y"].id}`, true},
		{"a whole resource", "t_vpc.a", "unknown: known after apply; it is an object of which tfreach does not read all attributes", false},
		{"nothing", "null", "none", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := attributeOf(t, "t_user.u", "whole", `resource "t_user" "u" { whole = `+tt.expr+` }`).Answer()
			if got := answer(a); got != tt.want || a.Resolved() != tt.resolved {
				t.Errorf("%s (resolved %v), want %s", got, a.Resolved(), tt.want)
			}
		})
	}
}

// TestListsOfIDs: lists that are unknown as a whole.
func TestListsOfIDs(t *testing.T) {
	for _, tt := range []struct{ name, expr, want string }{
		{"written out", `[t_vpc.a.id, "vpc-1", t_vpc.b.id]`, "exact t_vpc.a.id, external vpc-1, exact t_vpc.b.id"},
		{"a set", `toset([t_vpc.b.id, t_vpc.a.id])`, "exact t_vpc.a.id, exact t_vpc.b.id"},
		{"by a loop", "[for v in t_vpc.many : v.id]", "exact t_vpc.many[0].id, exact t_vpc.many[1].id"},
		{"with a number", `[t_vpc.a.id, 7]`, "exact t_vpc.a.id, external "},
		{"a list that a provider may take as a set", "t_holder.h.refs", "exact t_vpc.a.id, exact t_vpc.b.id"},
		{"a list of lists", "[[t_vpc.a.id]]", "unknown: known after apply; its expression cannot be evaluated"},
		{"an object", "{ a = t_vpc.a.id }", "unknown: known after apply; its expression cannot be evaluated"},
		{"no list", "t_vpc.a.id", "unknown: known after apply; its expression cannot be evaluated"},
		{"null", "null", "unknown: known after apply; nothing in the configuration sets it"},
		{"not known", "var.hidden", "unknown: known after apply; the plan does not show var.hidden"},
	} {
		if got := describeAll(attributeOf(t, "t_user.u", "refs", "resource \"t_user\" \"u\" { refs = "+tt.expr+" }\nresource \"t_holder\" \"h\" { refs = [t_vpc.b.id, t_vpc.a.id] }")); !strings.HasPrefix(got, tt.want) {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
	if got := describeAll(attributeOf(t, "t_user.u", "whole", "resource \"t_user\" \"u\" {\n dynamic \"whole\" {\n for_each = var.hidden\n content {}\n }\n}")); got != "unknown: known after apply; the plan does not show var.hidden" {
		t.Errorf("blocks that nobody can count: %s", got)
	}
	items, _ := attributeOf(t, "t_user.u", "refs", `resource "t_user" "u" { refs = [t_vpc.a.id, "vpc-1"] }`).Items()
	if text, known := items[1].Text(); !known || text != "vpc-1" || items[0].IsKnown() {
		t.Errorf("a literal in a list is %q, %v", text, known)
	}
}

// TestEvaluationBounds: what is too much to evaluate is not known, and what is just enough is.
func TestEvaluationBounds(t *testing.T) {
	chain := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "  l%d = local.l%d\n", i, i+1)
		}
		return fmt.Sprintf("locals {\n%s  l%d = t_vpc.a.id\n}\nresource \"t_user\" \"u\" { ref = local.l0 }", b.String(), n)
	}
	text := func(n int) string {
		return fmt.Sprintf("locals {\n k = %q\n t = join(\"\", [for i in range(1024) : i == 0 ? %q : local.k])\n}\nresource \"t_user\" \"u\" { ref = length(local.t) == %d ? t_vpc.a.id : t_vpc.b.id }",
			strings.Repeat("x", 1024), strings.Repeat("x", n), 1023*1024+n)
	}
	beside := func(n int) string {
		var locals, list strings.Builder
		for i := range n {
			fmt.Fprintf(&locals, "  l%d = %d\n", i, i)
			fmt.Fprintf(&list, "local.l%d, ", i)
		}
		return fmt.Sprintf("locals {\n%s}\nresource \"t_user\" \"u\" { ref = length([%s]) == %d ? t_vpc.a.id : t_vpc.b.id }", &locals, &list, n)
	}
	looks := func(at string, times int) string {
		return fmt.Sprintf("locals { big = range(1000) }\nresource \"t_user\" \"u\" { ref = [for i in range(%d) : [for j in range(100) : %s == null ? 1 : 2][0]][0] == 2 ? t_vpc.a.id : t_vpc.b.id }", times/100, at)
	}
	for _, tt := range []struct{ name, sources, want string }{
		{"a chain of names", chain(997), "exact t_vpc.a.id"},
		{"a longer chain of names", chain(998), "unknown: known after apply; evaluating it takes longer chains of names than tfreach follows"},
		{"a long text", text(1024), "exact t_vpc.a.id"},
		{"a longer text", text(1025), "unknown: known after apply"},
		{"many names beside each other", beside(1100), "exact t_vpc.a.id"},
		{"many looks at a value", looks("one(slice(local.big, 0, 1))", 100), "exact t_vpc.a.id"},
		{"many looks at a large value by a function", looks("length(local.big)", 400), "unknown: known after apply; evaluating it takes more steps than tfreach takes"},
		{"many looks at a large value by its name", looks("local.big", 2000), "exact t_vpc.a.id"},
		{"more looks at a large value by its name", looks("local.big", 5000), "unknown: known after apply; evaluating it takes more steps than tfreach takes"},
		{"many steps", `resource "t_user" "u" { ref = [for i in range(1000) : [for j in range(1000) : t_vpc.a.id][0]][0] }`, "unknown: known after apply"},
	} {
		if got := asked(t, "t_user.u", "ref", tt.sources); !strings.HasPrefix(got, tt.want) {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}
