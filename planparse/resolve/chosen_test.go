package resolve_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/planparse/resolve"
)

// TestChosen: what the contents or the order of ids that do not exist yet decide is
// never exact, however far from the decision it is looked at, and others than the
// ids that it was made from are possible wherever it may be no id.
func TestChosen(t *testing.T) {
	const (
		open    = " open true"
		first   = "sort([t_vpc.a.id, t_vpc.b.id])[0]"
		rare    = `can(regex("^00", t_vpc.b.id))`
		either  = "(length(t_vpc.c.id) == 36 ? t_vpc.a.id : t_vpc.b.id)"
		unknown = "unknown: known after apply; "
	)
	for _, tt := range []struct{ name, expr, want string }{
		{"order compared with an id", first + ` == t_vpc.a.id ? "x" : t_vpc.c.id`, "candidates t_vpc.c.id" + open},
		{"order in a template", `"${` + first + `}" == t_vpc.a.id ? "x" : t_vpc.c.id`, "candidates t_vpc.c.id" + open},
		{"order of a set", "tolist(toset([t_vpc.a.id, t_vpc.b.id]))[0] == t_vpc.a.id ? t_vpc.b.id : t_vpc.c.id", "candidates t_vpc.b.id t_vpc.c.id open false"},
		{"order as a filter", "one([for x in [t_vpc.a.id] : x if x == " + first + "])", unknown},
		{"position of what order gives", "[for i, x in [t_vpc.a.id, t_vpc.b.id] : i if x == " + first + `][0] == 0 ? "x" : t_vpc.c.id`, "candidates t_vpc.c.id" + open},
		{"null is no id, in whatever order", first + " == null ? t_vpc.b.id : t_vpc.c.id", "exact t_vpc.c.id"},
		{"empty is no id, in whatever order", `[for x in distinct([t_vpc.a.id, t_vpc.b.id]) : x if x != ""][0]`, "exact t_vpc.a.id"},
		{"one function of one id", "reverse([t_vpc.a.id])[0] == t_vpc.a.id ? t_vpc.b.id : t_vpc.c.id", "exact t_vpc.b.id"},

		{"chosen, in a template", `"p-${length(t_vpc.c.id) == 36 ? t_vpc.a.id : t_vpc.a.id}"`, "candidates t_vpc.a.id" + open},
		{"chosen, joined", `join(",", [` + either + `, "x"])`, "candidates t_vpc.a.id t_vpc.b.id" + open},
		{"chosen, sorted with others", "sort([" + either + `, "5"])[0]`, "candidates t_vpc.a.id t_vpc.b.id" + open},
		{"chosen, one of several that may be the same", "distinct([" + either + `, t_vpc.a.id, "x"])[1]`, "candidates t_vpc.a.id t_vpc.b.id" + open},
		{"chosen, and moved whole", "concat([" + either + `], ["x"])[0]`, "candidates t_vpc.a.id t_vpc.b.id open false"},
		{"chosen, in what is unknown", "coalesce(timestamp(), " + either + ")", "candidates t_vpc.a.id t_vpc.b.id" + open},
		{"chosen, and whichever it is the same", "[t_vpc.c.id, t_vpc.c.id][length(t_vpc.a.id) == 36 ? 0 : 1]", "exact t_vpc.c.id"},

		{"try of an element that may not be there", "try([t_vpc.a.id][" + first + " == t_vpc.a.id ? 0 : 1], t_vpc.c.id)", "candidates t_vpc.a.id t_vpc.c.id" + open},
		{"try of a key that may not be there", `try({ x = "y" }[` + either + `], t_vpc.c.id)`, "candidates t_vpc.c.id" + open},
		{"try of what is thrown away", `try(length([[t_vpc.a.id][` + first + ` == t_vpc.a.id ? 0 : 1]]), 0) == 1 ? t_vpc.a.id : t_vpc.c.id`, "candidates t_vpc.a.id t_vpc.c.id open false"},
		{"try of a branch that is not taken", `try(true ? t_vpc.a.id : [t_vpc.b.id][` + first + ` == t_vpc.a.id ? 0 : 1], t_vpc.c.id)`, "exact t_vpc.a.id"},
		{"try of a branch that is not taken, beside a doubt", "[upper(t_vpc.b.id), try(true ? t_vpc.a.id : t_vpc.b.id, t_vpc.c.id)][1]", "exact t_vpc.a.id"},
		{"try of the other branch that is not taken, beside a doubt", "[upper(t_vpc.b.id), try(false ? t_vpc.a.id : t_vpc.b.id, t_vpc.c.id)][1]", "exact t_vpc.b.id"},
		{"try of the other branch that is not taken", `try(false ? [t_vpc.b.id][` + first + ` == t_vpc.a.id ? 0 : 1] : t_vpc.a.id, t_vpc.c.id)`, "exact t_vpc.a.id"},
		{"try of what is thrown away, in a branch", `try(true ? length([[t_vpc.a.id][` + first + ` == t_vpc.a.id ? 0 : 1]]) : 1, 0) == 1 ? t_vpc.a.id : t_vpc.c.id`, "candidates t_vpc.a.id t_vpc.c.id open false"},
		{"try of what is thrown away, in the other branch", `try(false ? 1 : length([[t_vpc.a.id][` + first + ` == t_vpc.a.id ? 0 : 1]]), 0) == 1 ? t_vpc.a.id : t_vpc.c.id`, "candidates t_vpc.a.id t_vpc.c.id open false"},
		{"try of a branch that fails", `try([t_vpc.a.id, ` + rare + ` ? var.none.x : 1][0], t_vpc.c.id)`, "candidates t_vpc.a.id t_vpc.c.id" + open},
		{"try of a loop that fails, whatever the ids are", `try([for x in [t_vpc.a.id] : x == null ? 1 : var.none.x][0], t_vpc.c.id)`, "exact t_vpc.c.id"},
		{"try within a loop, which fails whatever the ids are", `[for x in [t_vpc.a.id] : try(x == null ? 1 : var.none.x, t_vpc.c.id)][0]`, "exact t_vpc.c.id"},
		{"try of an operator", `try([t_vpc.a.id, (` + rare + ` ? "x" : "1") + 1][0], t_vpc.c.id)`, "candidates t_vpc.a.id t_vpc.c.id" + open},
		{"try of a template of null", `try([t_vpc.a.id, "${` + rare + ` ? null : "x"}y"][0], t_vpc.c.id)`, "candidates t_vpc.a.id t_vpc.c.id" + open},
		{"try of a condition that is null", `try([t_vpc.a.id, (` + rare + ` ? null : true) ? 1 : 2][0], t_vpc.c.id)`, "candidates t_vpc.a.id t_vpc.c.id" + open},
		{"try of a loop over null", `try([t_vpc.a.id, [for x in (` + rare + ` ? null : ["x"]) : 1]][0], t_vpc.c.id)`, "candidates t_vpc.a.id t_vpc.c.id" + open},
		{"try of a key that there is twice", `try([t_vpc.a.id, { for x in ["x", (` + rare + ` ? "x" : "y")] : x => 1 }][0], t_vpc.c.id)`, "candidates t_vpc.a.id t_vpc.c.id" + open},
		{"try of a key that is null", `try([t_vpc.a.id, { (` + rare + ` ? null : "k") = 1 }][0], t_vpc.c.id)`, "candidates t_vpc.a.id t_vpc.c.id" + open},
		{"try of a list that may be empty", `try([t_vpc.a.id, (` + rare + ` ? [] : ["x"])[local.zero]][0], t_vpc.c.id)`, "candidates t_vpc.a.id t_vpc.c.id" + open},
		{"try of an attribute of what may have none", `try([t_vpc.a.id, local.deep.a.b][0], t_vpc.c.id)`, "candidates t_vpc.a.id t_vpc.c.id" + open},
		{"try of a branch that may be of another type", `try([t_vpc.a.id, true ? "x" : local.deep.list][0], t_vpc.c.id)`, "candidates t_vpc.a.id t_vpc.c.id" + open},
		{"try of a branch that may fail, and has another type", `try([t_vpc.a.id, true ? "x" : [for x in (can(regex("^00", t_vpc.b.id)) ? [] : null) : x]][0], t_vpc.c.id)`, "candidates t_vpc.a.id t_vpc.c.id" + open},
		{"try of a branch that fails, and has another type", `try(true ? t_vpc.a.id : [t_vpc.b][*].id[0], t_vpc.c.id)`, "exact t_vpc.c.id"},
		{"try of a branch that fails, and has none", `try(true ? t_vpc.a.id : jsondecode("{"), t_vpc.c.id)`, "exact t_vpc.a.id"},
		{"try of a try that may fail", `try([t_vpc.a.id, try(["x"][` + rare + ` ? 1 : 0])][0], t_vpc.c.id)`, "candidates t_vpc.a.id t_vpc.c.id" + open},
		{"try of a try that does not fail", `try([t_vpc.a.id, try(["x"][` + rare + ` ? 1 : 0], "y")][0], t_vpc.c.id)`, "exact t_vpc.a.id"},
		{"try of an attribute that is not read", `try([for o in [t_vpc.a] : [o.id, o.none]][0][0], t_vpc.c.id)`, "candidates t_vpc.a.id t_vpc.c.id" + open},
		{"try of a filter by another", `try([for v in [t_vpc.a, t_vpc.b] : v.id if v.id != t_vpc.a.id][0], null)`, "exact t_vpc.b.id"},
		{"try of a filter that may be null", `try([t_vpc.a.id, [for x in ["x"] : 1 if (` + rare + ` ? null : true)]][0], t_vpc.c.id)`, "candidates t_vpc.a.id t_vpc.c.id" + open},
		{"try of a filter", `try([for v in [t_vpc.a] : v.id if v.id != null][0], null)`, "exact t_vpc.a.id"},
		{"try of a list that may be shorter", `try(local.odd[1], "none")`, unknown},
		{"can of a list that may be shorter", `can(local.odd[1]) ? "x" : t_vpc.c.id`, "candidates t_vpc.c.id" + open},
		{"groups by what a list holds", "values({ for x in distinct([t_vpc.a.id, t_vpc.b.id]) : x => x... })[0][0]", "candidates t_vpc.a.id t_vpc.b.id" + open},
		{"rare texts of a set's elements", `[for x in toset([t_vpc.a.id, t_vpc.b.id]) : length(regexall("^00", x)) > 0 ? "x" : t_vpc.c.id][0]`, "candidates t_vpc.a.id t_vpc.b.id t_vpc.c.id" + open},
		{"elements of a set by themselves", "{ for k, x in toset([t_vpc.a.id, t_vpc.b.id]) : x => k }[t_vpc.a.id]", "candidates t_vpc.a.id t_vpc.b.id" + open},

		{"a list that a provider may take as a set", "tolist(t_holder.h.refs)[0]", "candidates t_vpc.a.id t_vpc.b.id" + open},
		{"its members", "length(t_holder.h.refs) == 2 ? t_vpc.a.id : t_vpc.b.id", "candidates t_vpc.a.id t_vpc.b.id open false"},

		{"a template that a name stands for", `try(templatestring(local.template, { x = t_vpc.a.id }), t_vpc.b.id)`, "candidates t_vpc.a.id t_vpc.b.id" + open},
		{"where a literal stands among ids", `sort([t_vpc.a.id, "0f"])[0]`, "candidates t_vpc.a.id" + open},
		{"where an object of a set stands", `[for o in toset([{ k = "a", v = t_vpc.a.id }, { k = "b", v = t_vpc.b.id }, { k = "c", v = t_vpc.b.id }]) : o.v][1]`, "candidates t_vpc.a.id t_vpc.b.id" + open},
		{"the order of objects in a set of two", `tolist(toset([{ v = t_vpc.a.id }, { v = t_vpc.b.id }]))[0].v`, "candidates t_vpc.a.id t_vpc.b.id" + open},
		{"the order of objects in a set, most of them without", `tolist(toset([{ i = t_vpc.a.id, v = null }, { i = t_vpc.b.id, v = null }, { i = "x", v = t_vpc.c.id }, { i = "y", v = null }]))[0].v`, "candidates t_vpc.a.id t_vpc.b.id t_vpc.c.id" + open},
		{"the order of objects in a set, of texts made of ids", `tolist(toset([{ k = "x", v = "p-${t_vpc.a.id}" }, { k = "y", v = "p-${t_vpc.b.id}" }]))[0].k == "x" ? t_vpc.a.id : t_vpc.c.id`, "candidates t_vpc.a.id t_vpc.c.id open false"},
		{"the order of objects in a set, encoded", `jsondecode(jsonencode(toset([{ v = t_vpc.a.id }, { v = t_vpc.b.id }])))[1].v`, "candidates t_vpc.a.id t_vpc.b.id" + open},
		{"an output that is not there", "try(module.net.none, t_vpc.a.id)", "exact t_vpc.a.id"},
		{"an operand that fails needlessly", "try(false && var.none.x, true) ? t_vpc.a.id : t_vpc.b.id", "candidates t_vpc.a.id t_vpc.b.id open false"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := readPlan(t, fmt.Sprintf(`{"format_version":"1.2","terraform_version":"1.11.4","variables":{"none":{"value":null}},"resource_changes":[%s]}`, strings.Join([]string{
				create("t_vpc.a", `{}`, `{"id":true}`), create("t_vpc.b", `{}`, `{"id":true}`), create("t_vpc.c", `{}`, `{"id":true}`),
				create("t_holder.h", `{}`, `{"id":true,"refs":true}`), create("t_user.u", `{}`, `{"ref":true}`),
			}, ",")))
			src := readSources(t, map[string]string{"main.tf": `
resource "t_vpc" "a" {}
resource "t_vpc" "b" {}
resource "t_vpc" "c" {}
resource "t_holder" "h" { refs = [t_vpc.b.id, t_vpc.a.id] }
resource "t_user" "u" { ref = ` + tt.expr + ` }
variable "none" { default = null }
module "net" { source = "./net" }
locals { zero = 0 }
locals { deep = { a = [{ b = 1 }, {}][` + rare + ` ? 1 : 0], list = ["x", ["y"]][` + rare + ` ? 1 : 0] } }
locals { template = "$${x}" }
locals { odd = [for x in [t_vpc.a.id, t_vpc.b.id] : x if can(regex("^[0-7]", x))] }`, "net/main.tf": `output "some" { value = 1 }`})
			r := resolve.New(p, src, kinds{}, resolve.Wide(kinds{}, src))
			if got := describe(r.After(find(t, p, "t_user.u")).Get("ref").Ref()); !strings.HasPrefix(got, tt.want) {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

// TestReasons: why a reference is not exact, where several things are not known.
func TestReasons(t *testing.T) {
	const byID = "known after apply; an id that is not known either decides which one it is"
	for _, tt := range []struct{ expr, want string }{
		{`length(t_vpc.a.id) == 36 ? t_vpc.a.id : t_vpc.b.id`, byID},
		{`[t_vpc.a.id, t_vpc.b.id][length(t_vpc.a.id)]`, byID},
		{`nothing() ? t_vpc.a.id : t_vpc.b.id`, "known after apply; tfreach does not know the function nothing"},
		{`other(1) ? nothing() : t_vpc.b.id`, "known after apply; tfreach does not know the function nothing"},
		{`sort([t_vpc.a.id, t_vpc.b.id])[0]`, "known after apply; which one it is depends on the order or the contents of ids"},
		{`"x-${t_vpc.a.id}"`, "known after apply; it is made from the text of an id"},
	} {
		if got := attributeOf(t, "t_user.u", "ref", `resource "t_user" "u" { ref = `+tt.expr+` }`).Ref().Reason; got != tt.want {
			t.Errorf("%s: %s, want %s", tt.expr, got, tt.want)
		}
	}
}

// TestInstancesAlike: what is the same for every instance of a block is evaluated once, and
// means the same for each.
func TestInstancesAlike(t *testing.T) {
	changes := []string{create("t_vpc.a", `{}`, `{"id":true}`), create("t_vpc.b", `{}`, `{"id":true}`)}
	for i := range 3 {
		changes = append(changes, create(fmt.Sprintf("t_user.u[%d]", i), `{}`, `{"ref":true}`))
	}
	for _, tt := range []struct{ expr, want string }{
		{`[upper(t_vpc.b.id), try(element([t_vpc.a.id], 0), count.index)][1]`, "exact t_vpc.a.id"},
		{`try(element([t_vpc.a.id], length(t_vpc.b.id)), [t_vpc.b.id, count.index][0])`, "candidates t_vpc.a.id t_vpc.b.id open true"},
		// Each question may take as much as another.
		{`length([for i in range(300) : [for j in range(100) : count.index]]) == 300 ? t_vpc.a.id : t_vpc.b.id`, "exact t_vpc.a.id"},
	} {
		p := readPlan(t, fmt.Sprintf(`{"format_version":"1.2","resource_changes":[%s]}`, strings.Join(changes, ",")))
		src := readSources(t, map[string]string{"main.tf": "resource \"t_vpc\" \"a\" {}\nresource \"t_vpc\" \"b\" {}\nresource \"t_user\" \"u\" {\n count = 3\n ref = " + tt.expr + "\n}"})
		r := resolve.New(p, src, kinds{}, kinds{})
		for _, res := range p.Resources[2:] {
			if got := describe(r.After(res).Get("ref").Ref()); got != tt.want {
				t.Errorf("%s of %s: %s, want %s", tt.expr, res, got, tt.want)
			}
		}
	}
}

// TestChosenCollections: of a collection that ids decide about, nobody knows
// whether it holds anything else.
func TestChosenCollections(t *testing.T) {
	for _, expr := range []string{
		`[for x in ["x", t_vpc.a.id] : x if x == "x" || length(t_vpc.b.id) == 36]`,
		`{ for x in ["x", t_vpc.a.id] : x => x if x == "x" || length(t_vpc.b.id) == 36 }`,
		`{ (t_vpc.a.id) = "x", k = t_vpc.a.id }`,
	} {
		p := readPlan(t, plan([]string{
			create("t_vpc.a", `{}`, `{"id":true}`), create("t_vpc.b", `{}`, `{"id":true}`), create("t_user.u", `{}`, `{"whole":true}`),
		}, `{"resources":[{"address":"t_user.u","type":"t_user","expressions":{"whole":{"references":["t_vpc.a.id","t_vpc.a","t_vpc.b.id","t_vpc.b"]}}}]}`))
		p.Config = nil
		src := readSources(t, map[string]string{"main.tf": "resource \"t_vpc\" \"a\" {}\nresource \"t_vpc\" \"b\" {}\nresource \"t_user\" \"u\" { whole = " + expr + " }"})
		found := resolve.New(p, src, kinds{}, kinds{}).After(find(t, p, "t_user.u")).Get("whole").Answer()
		if got := describe(found.Ref); found.IsList || found.Fields != nil || got != "candidates t_vpc.a.id open true" {
			t.Errorf("%s: %s", expr, got)
		}
	}
}
