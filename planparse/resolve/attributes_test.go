package resolve_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/planparse/source"
)

// TestValuesOfAttributes: what the plan itself says of an attribute.
func TestValuesOfAttributes(t *testing.T) {
	p := readPlan(t, `{"format_version":"1.2","resource_changes":[{"mode":"managed","type":"t_user","name":"u","change":{"actions":["create"],"before":null,
		"after":{"ref":"x","other":"","cidr":null,"vpc_id":"y","route":{"ref":"z"},"refs":["a"],"main_id":7},"after_unknown":{"id":true},"after_sensitive":{"vpc_id":true}}}]}`)
	root := resolve.New(p, nil, kinds{}, kinds{}).After(find(t, p, "t_user.u"))
	for _, tt := range []struct {
		name, text, reason, items string
		is, known, empty          bool
		ref                       string
	}{
		{"ref", "x", "", "not a list", true, true, false, "external x"},
		{"other", "", "", "not a list", true, true, true, "none"},
		{"cidr", "", "", "", false, true, true, "none"},
		{"vpc_id", "y", "marked as sensitive, and tfreach does not use what it may not show", "marked as sensitive, and tfreach does not use what it may not show", false, false, false, "external "},
		{"route", "", "", "", false, true, false, "unknown: not an id"},
		{"refs", "", "", "", false, true, false, "unknown: not an id"},
		{"main_id", "7", "", "not a list", false, true, false, "unknown: not an id"},
		{"id", "", "known after apply", "known after apply; the configuration decides it (--source)", false, false, false, "unknown: known after apply; the configuration decides it (--source)"},
		{"whole", "", "the plan does not show it", "the plan does not show it", false, false, false, "unknown: the plan does not show it"},
	} {
		a := root.Get(tt.name)
		text, is := a.Text()
		if text != tt.text || is != tt.is || a.Reason() != tt.reason || a.IsKnown() != tt.known || a.IsEmpty() != tt.empty {
			t.Errorf("%s: text %q %v, reason %q, known %v, empty %v", tt.name, text, is, a.Reason(), a.IsKnown(), a.IsEmpty())
		}
		if _, reason := a.Items(); reason != tt.items {
			t.Errorf("%s: items %q, want %q", tt.name, reason, tt.items)
		}
		if got := describe(a.Ref()); got != tt.ref {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.ref)
		}
	}
	if one, _ := root.Get("route").Items(); len(one) != 1 || one[0].Get("ref").Path() != "route.ref" {
		t.Error("a single block is no list of one")
	}
	if list, _ := root.Get("refs").Items(); len(list) != 1 || list[0].Path() != "refs[0]" {
		t.Error("no path to the first element")
	}
}

// TestSet: whether a configuration sets an attribute. That it is null, only sources tell.
func TestSet(t *testing.T) {
	const configuration = `{"resources":[{"address":"t_user.u","type":"t_user","expressions":{"ref":{"references":["var.x"]},"other":{"constant_value":null},"cidr":{"constant_value":"x"},"vpc_id":{"references":["local.none"]}}}]}`
	changes := []string{create("t_user.u", `{}`, `{"ref":true,"other":true,"refs":true,"vpc_id":true,"route":true,"cidr":true}`), create("t_user.bare", `{}`, `{"ref":true}`)}
	with := readPlan(t, plan(changes, configuration))
	without := readPlan(t, fmt.Sprintf(`{"format_version":"1.2","resource_changes":[%s]}`, strings.Join(changes, ",")))
	src := readSources(t, map[string]string{"main.tf": `
resource "t_user" "u" {
  ref    = var.x
  other  = null
  cidr   = "x"
  vpc_id = local.none
}
resource "t_user" "bare" {}
locals { none = null }
variable "x" {}`})
	for _, tt := range []struct {
		name                string
		p                   *planjson.Plan
		src                 *source.Config
		resource, attribute string
		set, certain, unset bool
	}{
		{"the plan shows it", with, nil, "t_user.u", "ref", true, true, false},
		{"the plan shows that it is null", with, nil, "t_user.u", "other", false, true, false},
		{"the plan shows that it is not there", with, nil, "t_user.u", "refs", false, true, false},
		{"the plan shows it, and the sources that it is null", with, src, "t_user.u", "vpc_id", false, true, false},
		{"the plan shows it, and the sources do not tell what it is", with, src, "t_user.u", "ref", true, true, false},
		{"both show it", with, src, "t_user.u", "cidr", true, true, false},
		{"both show that it is not there", with, src, "t_user.u", "refs", false, true, true},
		{"both show that there are no blocks", with, src, "t_user.u", "route", false, true, true},
		{"the plan shows nothing", without, nil, "t_user.u", "ref", false, false, false},
		{"the plan shows nothing, and the sources do", without, src, "t_user.u", "cidr", true, true, false},
		{"the plan shows nothing, and the sources that it is not there", without, src, "t_user.bare", "ref", false, true, true},
		{"the plan shows nothing, and the sources do not tell what it is", without, src, "t_user.u", "ref", true, false, false},
		{"a resource that the plan's configuration does not have", with, nil, "t_user.bare", "ref", false, false, false},
	} {
		r := resolve.New(tt.p, tt.src, kinds{}, kinds{})
		r.Rest() // also without sources
		res := find(t, tt.p, tt.resource)
		if set, certain := r.Set(res, tt.attribute); set != tt.set || certain != tt.certain {
			t.Errorf("%s: set %v, certain %v", tt.name, set, certain)
		}
		if r.Sources() != (tt.src != nil) {
			t.Errorf("%s: sources %v", tt.name, r.Sources())
		}
		if got := r.After(res).Get(tt.attribute).Unset(); got != tt.unset {
			t.Errorf("%s: unset %v", tt.name, got)
		}
	}
}

// TestUnset: what the configuration leaves out for certain, in blocks as well.
func TestUnset(t *testing.T) {
	for _, tt := range []struct {
		name, body, attribute string
		want                  bool
	}{
		{"left out", "", "ref", true},
		{"set", "ref = t_vpc.a.id", "ref", false},
		{"null", "ref = null", "ref", false},
		{"blocks", "whole { cidr = \"x\" }", "whole", false},
		{"blocks that nobody can count", "dynamic \"whole\" {\n for_each = timestamp()\n content {}\n}", "whole", false},
		{"no blocks", "dynamic \"whole\" {\n for_each = []\n content {}\n}", "whole", true},
		{"left out of a block", "route {}\n route {}", "route.0.ref", true},
		{"left out of one of two blocks", "route { ref = t_vpc.a.id }\n route {}", "route.0.ref", false},
		{"an element", "refs = [t_vpc.a.id]", "refs.0", false},
	} {
		if got := attributeOf(t, "t_user.u", tt.attribute, "resource \"t_user\" \"u\" {\n"+tt.body+"\n}").Unset(); got != tt.want {
			t.Errorf("%s: unset %v", tt.name, got)
		}
	}
}

// TestAmbiguousBlocks: of an element that may be from one of two blocks, what both say of
// it is certain, and what only one says is not.
func TestAmbiguousBlocks(t *testing.T) {
	for _, tt := range []struct{ name, first, second, want string }{
		{"both the same", "ref = t_vpc.a.id", "ref = t_vpc.a.id", "exact t_vpc.a.id"},
		{"one or the other", "ref = t_vpc.b.id", "ref = t_vpc.a.id", "candidates t_vpc.a.id t_vpc.b.id open false"},
		{"one, or what is known", "ref = t_vpc.b.id", `ref = "vpc-1"`, "candidates t_vpc.b.id open true"},
		{"one, or nothing", "ref = t_vpc.b.id", `ref = null`, "candidates t_vpc.b.id open true"},
		{"one, or what nobody knows", "ref = t_vpc.b.id", `ref = timestamp()`, "candidates t_vpc.b.id open true"},
		{"known, or something else known", `ref = "vpc-1"`, `ref = "vpc-2"`, "unknown: known after apply; which block of the configuration it is from is not known"},
		{"one of two, or one", `ref = length(t_vpc.a.id) == 20 ? t_vpc.a.id : t_vpc.b.id`, "ref = t_vpc.b.id", "candidates t_vpc.a.id t_vpc.b.id open false"},
		{"one, or one of two", "ref = t_vpc.b.id", `ref = length(t_vpc.a.id) == 20 ? t_vpc.a.id : t_vpc.b.id`, "candidates t_vpc.a.id t_vpc.b.id open false"},
		{"only one says anything", "ref = t_vpc.b.id", "", "unknown: known after apply; which block of the configuration it is from is not known"},
	} {
		// The first block may be either element, the second one as well.
		p := readPlan(t, fmt.Sprintf(`{"format_version":"1.2","resource_changes":[%s]}`, strings.Join([]string{
			create("t_vpc.a", `{}`, `{"id":true}`), create("t_vpc.b", `{}`, `{"id":true}`),
			create("t_user.u", `{"whole":[{"cidr":"0.0.0.0/0"},{"cidr":"10.0.0.0/8"}]}`, `{"whole":[{"ref":true},{"ref":true}]}`),
		}, ",")))
		src := readSources(t, map[string]string{"main.tf": "resource \"t_vpc\" \"a\" {}\nresource \"t_vpc\" \"b\" {}\nresource \"t_user\" \"u\" {\n whole {\n" + tt.first + "\n}\n whole {\n" + tt.second + "\n cidr = var.x\n}\n}"})
		items, _ := resolve.New(p, src, kinds{}, kinds{}).After(find(t, p, "t_user.u")).Get("whole").Items()
		if got := describe(items[0].Get("ref").Ref()); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// TestKeysOfInstances: an index is converted to the type of the keys, as Terraform does
// it, and to nothing else.
func TestKeysOfInstances(t *testing.T) {
	for _, tt := range []struct{ expr, want string }{
		{`t_vpc.many["1"].id`, "exact t_vpc.many[1].id"},
		{`module.counted["1"].id`, "exact module.counted[1].t_vpc.in.id"},
		{`module.counted["0"].id`, "exact module.counted[0].t_vpc.in.id"},
		{`module.counted["01"].id`, "exact module.counted[1].t_vpc.in.id"},
		{`module.counted["1.0"].id`, "exact module.counted[1].t_vpc.in.id"},
		{`module.counted[0].id`, "exact module.counted[0].t_vpc.in.id"},
		{`try(module.counted[-1].id, t_vpc.a.id)`, "exact t_vpc.a.id"},
		{`try(module.counted[0.5].id, t_vpc.a.id)`, "exact t_vpc.a.id"},
		{`try(module.counted["-1"].id, t_vpc.a.id)`, "exact t_vpc.a.id"},
		{`try(module.counted["x"].id, t_vpc.a.id)`, "exact t_vpc.a.id"},
		{`try(module.named[0].id, t_vpc.a.id)`, "exact t_vpc.a.id"},
		{`try(module.counted[2].id, t_vpc.a.id)`, "exact t_vpc.a.id"},
	} {
		if got := asked(t, "t_user.u", "ref", `resource "t_user" "u" { ref = `+tt.expr+` }`); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.expr, got, tt.want)
		}
	}
}

// TestLaterTerraform: from 1.12 on, an operand of && or || that does not count does not
// fail either.
func TestLaterTerraform(t *testing.T) {
	for _, tt := range []struct{ version, want string }{
		{"1.11.4", "candidates t_vpc.a.id t_vpc.b.id open false"}, {"1.12.0", "exact t_vpc.b.id"}, {"1.13.1", "exact t_vpc.b.id"}, {"2.0.0", "exact t_vpc.b.id"},
		{"0.15.5", "candidates t_vpc.a.id t_vpc.b.id open false"}, {"", "candidates t_vpc.a.id t_vpc.b.id open false"},
	} {
		p := readPlan(t, fmt.Sprintf(`{"format_version":"1.2","terraform_version":%q,"variables":{"none":{"value":null}},"resource_changes":[%s]}`, tt.version, strings.Join([]string{
			create("t_vpc.a", `{}`, `{"id":true}`), create("t_vpc.b", `{}`, `{"id":true}`), create("t_user.u", `{}`, `{"ref":true}`),
		}, ",")))
		for _, condition := range []string{"try(false && var.none.x, true)", "!try(true || var.none.x, false)"} {
			src := readSources(t, map[string]string{"main.tf": `
resource "t_vpc" "a" {}
resource "t_vpc" "b" {}
resource "t_user" "u" { ref = ` + condition + ` ? t_vpc.a.id : t_vpc.b.id }
variable "none" { default = null }`})
			if got := describe(resolve.New(p, src, kinds{}, resolve.Wide(kinds{}, src)).After(find(t, p, "t_user.u")).Get("ref").Ref()); got != tt.want {
				t.Errorf("%s, %s: %s, want %s", tt.version, condition, got, tt.want)
			}
		}
	}
}

// TestPlanOfFewer: what the plan does not show of a block's instances is not known, and
// what it keeps or forgets is.
func TestPlanOfFewer(t *testing.T) {
	for _, tt := range []struct{ name, changes, block, expr, want string }{
		{"an instance less", create("t_vpc.v[0]", `{}`, `{"id":true}`), `resource "t_vpc" "v" { count = 2 }`, "t_vpc.v[0].id", "unknown: known after apply; the plan does not show every instance of t_vpc.v"},
		{"other numbers", create("t_vpc.v[0]", `{}`, `{"id":true}`) + "," + create("t_vpc.v[2]", `{}`, `{"id":true}`), `resource "t_vpc" "v" { count = 2 }`, "t_vpc.v[0].id", "unknown: known after apply; the plan does not show every instance of t_vpc.v"},
		{"keys for numbers", create(`t_vpc.v["x"]`, `{}`, `{"id":true}`) + "," + create(`t_vpc.v["y"]`, `{}`, `{"id":true}`), `resource "t_vpc" "v" { count = 2 }`, "t_vpc.v[0].id", "unknown: known after apply; the plan does not show every instance of t_vpc.v"},
		{"one for several", create("t_vpc.v", `{}`, `{"id":true}`), `resource "t_vpc" "v" { count = 1 }`, "t_vpc.v[0].id", "unknown: known after apply; the plan does not show every instance of t_vpc.v"},
		{"several for one", create("t_vpc.v[0]", `{}`, `{"id":true}`), `resource "t_vpc" "v" {}`, "t_vpc.v.id", "unknown: known after apply; the plan does not show t_vpc.v"},
		{"as many as nobody knows", create("t_vpc.v[0]", `{}`, `{"id":true}`) + "," + create("t_vpc.v[1]", `{}`, `{"id":true}`), `resource "t_vpc" "v" { count = timestamp() == "" ? 2 : 3 }`, "t_vpc.v[1].id", "exact t_vpc.v[1].id"},
		{"none of as many as nobody knows", "", `resource "t_vpc" "v" { count = timestamp() == "" ? 2 : 3 }`, "t_vpc.v[0].id", "unknown: known after apply; how often t_vpc.v is there is not known"},
		{"none, as everybody knows", create("t_vpc.v", `{}`, `{"id":true}`), "resource \"t_vpc\" \"v\" {}\nresource \"t_vpc\" \"none\" { count = 0 }", "length(t_vpc.none) == 0 ? t_vpc.v.id : null", "exact t_vpc.v.id"},
		{"none of a module", create("t_vpc.v", `{}`, `{"id":true}`), "resource \"t_vpc\" \"v\" {}\nmodule \"none\" {\n source = \"./none\"\n count = 0\n}", "length(module.none) == 0 ? t_vpc.v.id : null", "exact t_vpc.v.id"},
		{"one whose id is sensitive", `{"mode":"managed","type":"t_vpc","name":"v","change":{"actions":["no-op"],"after":{"id":"vpc-1"},"after_sensitive":{"id":true}}},` + create("t_vpc.a", `{}`, `{"id":true}`), "resource \"t_vpc\" \"v\" {}\nresource \"t_vpc\" \"a\" {}", `t_vpc.v.id == "vpc-1" ? t_vpc.a.id : null`, "exact t_vpc.a.id"},
		{"one that is deleted", `{"mode":"managed","type":"t_vpc","name":"v","change":{"actions":["delete"],"before":{"id":"vpc-1"},"after":null}}`, `resource "t_vpc" "v" {}`, "t_vpc.v.id", "unknown: known after apply; the plan does not show t_vpc.v"},
	} {
		changes := create("t_user.u", `{}`, `{"ref":true}`)
		if tt.changes != "" {
			changes += "," + tt.changes
		}
		p := readPlan(t, `{"format_version":"1.2","resource_changes":[`+changes+`]}`)
		src := readSources(t, map[string]string{"main.tf": tt.block + "\nresource \"t_user\" \"u\" { ref = " + tt.expr + " }"})
		if got := describe(resolve.New(p, src, kinds{}, resolve.Wide(kinds{}, src)).After(find(t, p, "t_user.u")).Get("ref").Ref()); !strings.HasPrefix(got, tt.want) {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// handing is kinds with all attributes of terraform_data.
type handing struct{ kinds }

func (handing) Attributes(name string) (planjson.Attrs, bool) {
	if name == "terraform_data" {
		return nil, true
	}
	return kinds{}.Attributes(name)
}

// TestHandedOn: attributes of resources that have the value of another, or none.
func TestHandedOn(t *testing.T) {
	const data = `{"mode":"managed","type":"terraform_data","name":"d","change":{"actions":["create"],"before":null,"after":{},"after_unknown":{"id":true,"input":true,"output":true}}}`
	for _, tt := range []struct{ name, sources, expr, want string }{
		{"an output is the input", `resource "terraform_data" "d" { input = t_vpc.a.id }`, "terraform_data.d.output", "exact t_vpc.a.id"},
		{"a part of an output", `resource "terraform_data" "d" { input = [t_vpc.a.id, t_vpc.b.id] }`, "terraform_data.d.output[1]", "exact t_vpc.b.id"},
		{"an object in an output", `resource "terraform_data" "d" { input = { x = t_vpc.b.id } }`, "terraform_data.d.output.x", "exact t_vpc.b.id"},
		{"a list of a provider's resource may be a set", `resource "t_holder" "h" { refs = [t_vpc.b.id, t_vpc.a.id] }`, "t_holder.h.refs[0]", "candidates t_vpc.a.id t_vpc.b.id open true"},
		{"a list of one", `resource "t_holder" "h" { refs = [t_vpc.b.id] }`, "t_holder.h.refs[0]", "exact t_vpc.b.id"},
		{"a list that has one twice", `resource "t_holder" "h" { refs = [t_vpc.b.id, t_vpc.b.id] }`, "t_holder.h.refs[0]", "candidates t_vpc.b.id open true"},
		{"null is the provider's business", `resource "t_holder" "h" { ref = null }`, "t_holder.h.ref", "unknown: known after apply"},
		{"what nothing sets", `resource "t_holder" "h" {}`, "t_holder.h.ref", "unknown: known after apply"},
	} {
		src := readSources(t, map[string]string{"main.tf": "resource \"t_vpc\" \"a\" {}\nresource \"t_vpc\" \"b\" {}\n" + tt.sources + "\nresource \"t_user\" \"u\" { ref = " + tt.expr + " }"})
		wide := resolve.Wide(handing{}, src)
		p, err := planjson.Read(strings.NewReader(fmt.Sprintf(`{"format_version":"1.2","resource_changes":[%s]}`, strings.Join([]string{
			create("t_vpc.a", `{}`, `{"id":true}`), create("t_vpc.b", `{}`, `{"id":true}`), create("t_user.u", `{}`, `{"ref":true}`),
			create("t_holder.h", `{}`, `{"id":true,"ref":true,"refs":true}`), data,
		}, ","))), wide)
		if err != nil {
			t.Fatal(err)
		}
		r := resolve.New(p, src, kinds{}, wide)
		ref := r.After(find(t, p, "t_user.u")).Get("ref")
		if got := describe(ref.Ref()); !strings.HasPrefix(got, tt.want) {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
		r.Rest()
		if got := describe(r.After(find(t, p, "t_user.u")).Get("ref").Answer().Ref); !strings.HasPrefix(got, tt.want) {
			t.Errorf("%s, asked again: %s, want %s", tt.name, got, tt.want)
		}
	}
}
