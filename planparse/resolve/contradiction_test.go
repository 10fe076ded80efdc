package resolve_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
)

// texts is kinds where tags and lists are passed on as they are written.
type texts struct{ kinds }

func (texts) Attributes(name string) (planjson.Attrs, bool) {
	attrs, read := kinds{}.Attributes(name)
	attrs["tags"] = planjson.Attr{Verbatim: true}
	attrs["list"] = planjson.Attr{Verbatim: true}
	return attrs, read
}

// TestContradictions: sources of which a value, or how often a block is there, is another
// one than in the plan are not those of the plan, however that came about; what nobody can
// know before apply contradicts nothing.
func TestContradictions(t *testing.T) {
	const (
		vpc   = `{"id":true}`
		other = "has another value in the configuration than in the plan"
	)
	user := func(after string) string { return create("t_user.u", after, `{}`) }
	open := func(after, unknown string) string { return create("t_user.u", after, unknown) }
	sources := func(body string) string { return "resource \"t_user\" \"u\" {\n" + body + "\n}\n" }
	const base = `
resource "t_vpc" "a" {}
resource "t_vpc" "b" {}
locals {
  cidr = cidrsubnet("10.0.0.0/8", 8, 1)
  none = null
  many = 2
}
`
	for _, tt := range []struct{ name, changes, sources, want string }{
		{"the same text", user(`{"cidr":"10.1.0.0/16"}`), sources("cidr = local.cidr"), ""},
		{"another address", user(`{"cidr":"10.2.0.0/16"}`), sources("cidr = local.cidr"), "t_user.u.cidr " + other},
		{"an address in other words", user(`{"cidr":"10.1.0.0/16"}`), sources(`cidr = join("/", ["10.1.2.3", "16"])`), ""},
		{"another word", user(`{"cidr":"tcp"}`), sources(`cidr = upper("udp")`), "t_user.u.cidr " + other},
		{"a word in another case", user(`{"cidr":"tcp"}`), sources(`cidr = upper("tcp")`), ""},
		{"a number for a word, as a provider may write it", user(`{"cidr":"tcp"}`), sources(`cidr = tostring(local.many + 4)`), ""},
		{"an address for a word", user(`{"cidr":"tcp"}`), sources("cidr = local.cidr"), ""},
		{"nothing in the plan", user(`{"cidr":""}`), sources("cidr = local.cidr"), "t_user.u.cidr " + other},
		{"another id", user(`{"ref":"vpc-1"}`), sources(`ref = lower("VPC-2")`), "t_user.u.ref " + other},
		{"the same id", user(`{"ref":"vpc-1"}`), sources(`ref = lower("VPC-1")`), ""},
		{"an id that is empty", user(`{"ref":"vpc-1"}`), sources(`ref = lower("")`), ""},
		{"null is the provider's business", user(`{"ref":"vpc-1"}`), sources(`ref = local.none`), ""},
		{"a number", user(`{"whole":2}`), sources(`whole = local.many + 1`), "t_user.u.whole " + other},
		{"the same number", user(`{"whole":3}`), sources(`whole = local.many + 1`), ""},
		{"another number as a text", user(`{"whole":"4"}`), sources(`whole = local.many + 1`), "t_user.u.whole " + other},
		{"another word of the first and the last letters", user(`{"cidr":"tcp"}`), sources(`cidr = join("", ["z", "A", "Z"])`), "t_user.u.cidr " + other},
		{"a word for what is none", user(`{"cidr":"tcp"}`), sources(`cidr = join("", ["z", "A", "{"])`), ""},
		{"a number as a text", user(`{"whole":"3"}`), sources(`whole = local.many + 1`), ""},
		{"true that is false", user(`{"whole":false}`), sources(`whole = local.many == 2`), "t_user.u.whole " + other},
		{"false, which a provider may take for nothing", user(`{"whole":true}`), sources(`whole = local.many == 3`), ""},
		{"zero, which a provider may take for nothing", user(`{"whole":7}`), sources(`whole = local.many - 2`), ""},
		{"no elements, which a provider may take for nothing", user(`{"whole":[7]}`), sources(`whole = slice([7], 0, 0)`), ""},
		{"an element that the plan does not have", user(`{"whole":[]}`), sources(`whole = slice([7], 0, 1)`), "t_user.u.whole " + other},
		{"a number for what is none", user(`{"whole":"x"}`), sources(`whole = local.many + 1`), ""},
		{"a boolean for what is none", user(`{"whole":"x"}`), sources(`whole = local.many == 2`), ""},
		{"addresses in any order", user(`{"whole":["10.2.0.0/16","10.1.0.0/16"]}`), sources(`whole = [local.cidr, "10.2.3.4/16"]`), ""},
		{"other addresses", user(`{"whole":["10.2.0.0/16","10.3.0.0/16"]}`), sources(`whole = [local.cidr, "10.2.3.4/16"]`), "t_user.u.whole " + other},
		{"an address less", user(`{"whole":["10.1.0.0/16"]}`), sources(`whole = [local.cidr, "10.2.3.4/16"]`), "t_user.u.whole " + other},
		{"addresses and other texts", user(`{"whole":["10.1.0.0/16"]}`), sources(`whole = [local.cidr, "x"]`), ""},
		{"addresses for other texts", user(`{"whole":["x","y"]}`), sources(`whole = [local.cidr, "10.2.3.4/16"]`), ""},
		{"an address for a number", user(`{"whole":[1]}`), sources(`whole = [local.cidr]`), ""},
		{"a list for what is none", user(`{"whole":"x"}`), sources(`whole = [local.cidr]`), ""},
		{"an id that apply makes", user(`{"ref":"vpc-1"}`), sources("ref = t_vpc.a.id"), "t_user.u.ref " + other},
		{"an id that apply makes, in a list", user(`{"refs":["vpc-1"]}`), sources("refs = [t_vpc.a.id]"), ""},
		{"what an id decides", user(`{"ref":"vpc-1"}`), sources(`ref = length(t_vpc.a.id) == 20 ? "vpc-1" : "vpc-2"`), ""},
		{"a time", user(`{"ref":"vpc-1"}`), sources(`ref = timestamp()`), ""},
		{"known after apply, though nothing of apply is in it", open(`{}`, `{"ref":true}`), sources(`ref = lower("VPC-1")`), "t_user.u.ref " + other},
		{"known after apply, as is what it is made of", open(`{}`, `{"ref":true}`), sources(`ref = t_vpc.a.id`), ""},
		{"known after apply, though it is null", open(`{}`, `{"ref":true}`), sources(`ref = local.none`), ""},
		{"known after apply, though it is empty", open(`{}`, `{"ref":true}`), sources(`ref = lower("")`), ""},
		{"known after apply, and no id", open(`{}`, `{"cidr":true}`), sources(`cidr = local.cidr`), ""},
		{"marked as sensitive", strings.Replace(user(`{"ref":"vpc-1"}`), `"after_unknown":{}`, `"after_unknown":{},"after_sensitive":{"ref":true}`, 1), sources(`ref = lower("VPC-2")`), ""},
		{"not shown", user(`{}`), sources(`ref = lower("VPC-2")`), ""},
		{"changes that Terraform ignores", user(`{"ref":"vpc-1"}`), sources("ref = lower(\"VPC-2\")\n lifecycle { ignore_changes = [ref] }"), ""},
		{"changes of something else that Terraform ignores", user(`{"ref":"vpc-1"}`), sources("ref = lower(\"VPC-2\")\n lifecycle { ignore_changes = [cidr] }"), "t_user.u.ref " + other},
		{"all changes that Terraform ignores", user(`{"ref":"vpc-1"}`), sources("ref = lower(\"VPC-2\")\n lifecycle { ignore_changes = all }"), ""},
		{"what the plan forgets", `{"mode":"managed","type":"t_user","name":"u","change":{"actions":["forget"],"before":{"ref":"vpc-1"},"after":null}}`, "", ""},
		{"an attribute that is not read", user(`{"unread":"x"}`), sources(`unread = lower("Y")`), ""},

		{"tags", user(`{"tags":{"a":"x","b":"y"}}`), sources(`tags = { a = "x", b = lower("Y") }`), ""},
		{"another tag", user(`{"tags":{"a":"x","b":"z"}}`), sources(`tags = { a = "x", b = lower("Y") }`), "t_user.u.tags " + other},
		{"a tag of an id that apply makes", user(`{"tags":{"a":"x","b":"z"}}`), sources(`tags = { a = "x", b = t_vpc.a.id }`), "t_user.u.tags " + other},
		{"a tag that is known after apply", open(`{"tags":{"a":"x"}}`, `{"tags":{"b":true}}`), sources(`tags = { a = "x", b = t_vpc.a.id }`), ""},
		{"a tag more", user(`{"tags":{"a":"x"}}`), sources(`tags = { a = "x", b = lower("Y") }`), ""},
		{"texts in order", user(`{"list":["x","y"]}`), sources(`list = ["x", lower("Y")]`), ""},
		{"texts in another order", user(`{"list":["y","x"]}`), sources(`list = ["x", lower("Y")]`), "t_user.u.list " + other},
		{"a text less", user(`{"list":["x","y"]}`), sources(`list = [lower("X")]`), "t_user.u.list " + other},
		{"a list of a time", user(`{"list":["x","y"]}`), sources(`list = ["x", timestamp()]`), ""},
		{"a list of numbers", user(`{"whole":[1,2]}`), sources(`whole = [1, local.many + 1]`), ""},
		{"a list with an id that apply makes", user(`{"whole":[1,3]}`), sources(`whole = [t_vpc.a.id, local.many]`), ""},

		{"blocks", user(`{"route":[{"cidr":"10.1.0.0/16"}]}`), sources("route { cidr = local.cidr }"), ""},
		{"another block", user(`{"route":[{"cidr":"10.2.0.0/16"}]}`), sources("route { cidr = local.cidr }"), "the blocks route of t_user.u are others"},
		{"a block more than there are", user(`{"route":[{"cidr":"10.1.0.0/16"},{"cidr":"10.2.0.0/16"}]}`), sources("route { cidr = local.cidr }\n route { cidr = local.cidr }"), "the blocks route of t_user.u are others"},
		{"blocks that nobody writes", user(`{"route":[{"cidr":"10.1.0.0/16"}]}`), sources(""), ""},
		{"blocks of which nobody knows how many there are", user(`{"route":[{"cidr":"10.1.0.0/16"}]}`), sources("dynamic \"route\" {\n for_each = timestamp()\n content { cidr = \"x\" }\n}"), ""},
		{"no blocks in the plan", user(`{"route":[]}`), sources("route { cidr = local.cidr }"), ""},

		{"instances by number", create("t_user.n[0]", `{}`, `{}`) + "," + create("t_user.n[1]", `{}`, `{}`), `resource "t_user" "n" { count = local.many }`, ""},
		{"an instance less", create("t_user.n[0]", `{}`, `{}`), `resource "t_user" "n" { count = local.many }`, "t_user.n has other instances"},
		{"an instance more", create("t_user.n[0]", `{}`, `{}`) + "," + create("t_user.n[1]", `{}`, `{}`) + "," + create("t_user.n[2]", `{}`, `{}`), `resource "t_user" "n" { count = local.many }`, "t_user.n has other instances"},
		{"instances by key", create(`t_user.k["x"]`, `{}`, `{}`), `resource "t_user" "k" { for_each = toset(["x"]) }`, ""},
		{"instances by another key", create(`t_user.k["x"]`, `{}`, `{}`), `resource "t_user" "k" { for_each = toset(["y"]) }`, "t_user.k has other instances"},
		{"one instance for several", create(`t_user.k["x"]`, `{}`, `{}`), `resource "t_user" "k" {}`, "t_user.k has other instances"},
		{"a resource that is not in the plan", "", sources(""), "t_user.u has other instances"},
		{"none by count", "", `resource "t_user" "u" { count = 0 }`, ""},
		{"as many as an id says", create("t_user.n[0]", `{}`, `{}`), `resource "t_user" "n" { count = length(t_vpc.a.id) }`, ""},
		{"a resource of a type that is not read", "", `resource "other" "u" {}`, ""},
		{"a data source that is not in the plan", "", `data "t_user" "u" {}`, ""},
		{"what is deleted is no instance", create("t_user.n[0]", `{}`, `{}`) + `,{"mode":"managed","type":"t_user","name":"n","index":1,"change":{"actions":["delete"],"before":{},"after":null}}`, `resource "t_user" "n" { count = local.many }`, "t_user.n has other instances"},
		{"what is left over of a replacement is no instance", create("t_user.n[0]", `{}`, `{}`) + `,{"mode":"managed","type":"t_user","name":"n","index":1,"deposed":"abcd","change":{"actions":["delete"],"before":{},"after":null}}`, `resource "t_user" "n" { count = 1 }`, ""},

		{"a resource of a module", create("module.m.t_user.u", `{"ref":"vpc-1"}`, `{}`), "module \"m\" {\n source = \"./m\"\n id = \"vpc-1\"\n}", ""},
		{"another value in a module", create("module.m.t_user.u", `{"ref":"vpc-1"}`, `{}`), "module \"m\" {\n source = \"./m\"\n id = \"vpc-2\"\n}", "module.m.t_user.u.ref " + other},
		{"instances of a module", create("module.m[0].t_user.u", `{"ref":"vpc-1"}`, `{}`), "module \"m\" {\n source = \"./m\"\n count = 2\n id = \"vpc-1\"\n}", "module.m[1].t_user.u has other instances"},
		{"a module that is not there", "", "module \"m\" {\n source = \"./m\"\n count = 0\n id = \"vpc-1\"\n}", ""},
		{"as many modules as an id says", "", "module \"m\" {\n source = \"./m\"\n count = length(t_vpc.a.id)\n id = \"vpc-1\"\n}", ""},
		{"a module whose source is not at hand", "", "module \"m\" { source = \"a/b/c\" }", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			changes := create("t_vpc.a", `{}`, vpc) + "," + create("t_vpc.b", `{}`, vpc)
			if tt.changes != "" {
				changes += "," + tt.changes
			}
			for _, way := range []struct {
				complete string
				want     string
			}{{"", tt.want}, {`"complete":true,`, tt.want}, {`"complete":false,`, tt.want}} {
				if way.complete == `"complete":false,` && strings.Contains(tt.want, "instances") {
					way.want = "" // a part of a plan lacks some
				}
				src := readSources(t, map[string]string{"main.tf": base + tt.sources, "m/main.tf": "variable \"id\" {}\nresource \"t_user\" \"u\" { ref = lower(var.id) }"})
				p, err := planjson.Read(strings.NewReader(fmt.Sprintf(`{"format_version":"1.2",%s"resource_changes":[%s]}`, way.complete, changes)), resolve.Wide(texts{}, src))
				if err != nil {
					t.Fatal(err)
				}
				got := resolve.New(p, src, kinds{}, resolve.Wide(texts{}, src)).Contradiction(texts{})
				if (got == "") != (way.want == "") || !strings.HasPrefix(got, way.want) {
					t.Errorf("%s: %q, want %q", way.complete, got, way.want)
				}
			}
		})
	}
}

// TestContradictionsOfTerraform: all arguments of Terraform's own resource are compared.
func TestContradictionsOfTerraform(t *testing.T) {
	for _, tt := range []struct{ name, input, want string }{
		{"the same", `lower("VPC-1")`, ""},
		{"another", `lower("VPC-2")`, "terraform_data.d.input has another value in the configuration than in the plan"},
	} {
		src := readSources(t, map[string]string{"main.tf": `resource "terraform_data" "d" { input = ` + tt.input + ` }`})
		p, err := planjson.Read(strings.NewReader(`{"format_version":"1.2","resource_changes":[{"mode":"managed","type":"terraform_data","name":"d","change":{"actions":["create"],"before":null,"after":{"input":"vpc-1"},"after_unknown":{"id":true,"output":true}}}]}`), handing{})
		if err != nil {
			t.Fatal(err)
		}
		if got := resolve.New(p, src, kinds{}, handing{}).Contradiction(handing{}); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestContradictionsOfNothing: a plan that destroys all, or only reads, shows no
// instances, and one that is too much to compare contradicts.
func TestContradictionsOfNothing(t *testing.T) {
	for _, tt := range []struct{ name, changes, sources, want string }{
		{"all is destroyed", `{"mode":"managed","type":"t_user","name":"u","change":{"actions":["delete"],"before":{},"after":null}}`, `resource "t_user" "u" {}`, ""},
		{"nothing is there", "", `resource "t_user" "u" {}`, ""},
		{"too many steps", create("t_user.u", `{"ref":"vpc-1"}`, `{}`), `resource "t_user" "u" { ref = [for i in range(1000) : [for j in range(1000) : "vpc-1"][0]][0] }`, ""},
	} {
		src := readSources(t, map[string]string{"main.tf": tt.sources})
		p, err := planjson.Read(strings.NewReader(`{"format_version":"1.2","resource_changes":[`+tt.changes+`]}`), kinds{})
		if err != nil {
			t.Fatal(err)
		}
		if got := resolve.New(p, src, kinds{}, kinds{}).Contradiction(kinds{}); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
