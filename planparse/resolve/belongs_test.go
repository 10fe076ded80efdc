package resolve_test

import (
	"testing"

	"github.com/tfreach/tfreach/planparse/resolve"
)

// TestRightSources: what the plan was made from is never taken for something else.
func TestRightSources(t *testing.T) {
	for _, tt := range []struct{ name, expr, refs string }{
		// Plans print the module alone behind an output of it, and where it is named
		// alone.
		{"a module behind its output", `[module.net["x"].some, [for k, m in module.net : m.some]]`,
			`"module.net[\"x\"].some","module.net[\"x\"]","module.net","module.net"`},
		{"a module behind its output, not printed there", `[module.net["x"].some, [for k, m in module.net : m.some]]`,
			`"module.net[\"x\"].some","module.net[\"x\"]","module.net"`},
		// More is known here than Terraform knows while it plans.
		{"ids that are not the same", `t_vpc.a.id == t_vpc.b.id ? "vpc-1" : "vpc-2"`, `"t_vpc.a.id","t_vpc.a","t_vpc.b.id","t_vpc.b"`},
		{"an id that is not null", `t_vpc.a.id == null ? "vpc-1" : "vpc-2"`, `"t_vpc.a.id","t_vpc.a"`},
		{"whichever is chosen is the same", `length(t_vpc.a.id) == 36 ? "vpc-1" : "vpc-1"`, `"t_vpc.a.id","t_vpc.a"`},
		{"an id that is not null, behind a name", "local.compared", `"local.compared"`},
		{"an operand that decides alone", `false && t_vpc.a.id != "" ? t_vpc.a.id : "vpc-1"`, `"t_vpc.a.id","t_vpc.a","t_vpc.a.id","t_vpc.a"`},
		{"try of an object of which a part is not known", `try(local.both, {}).y`, `"local.both"`},
		{"an element beside one that is not known", `flatten(["vpc-1", jsondecode(jsonencode([t_vpc.a.id]))])[0]`, `"t_vpc.a.id","t_vpc.a"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := readPlan(t, plan([]string{
				create("t_vpc.a", `{}`, `{"id":true}`), create("t_vpc.b", `{}`, `{"id":true}`), create("t_user.u", `{}`, `{"ref":true}`),
			}, `{"resources":[{"address":"t_vpc.a","type":"t_vpc"},{"address":"t_vpc.b","type":"t_vpc"},
				{"address":"t_user.u","type":"t_user","expressions":{"ref":{"references":[`+tt.refs+`]}}}],
				"module_calls":{"net":{"source":"./net","for_each_expression":{},"module":{"outputs":{"some":{"expression":{}}}}}}}`))
			src := readSources(t, map[string]string{"main.tf": `
resource "t_vpc" "a" {}
resource "t_vpc" "b" {}
resource "t_user" "u" { ref = ` + tt.expr + ` }
module "net" {
  source   = "./net"
  for_each = toset(["x"])
}
locals {
  both     = { x = t_vpc.a.id, y = "vpc-1" }
  compared = t_vpc.a.id == null ? "vpc-1" : "vpc-2"
}`, "net/main.tf": `output "some" { value = timestamp() }`})
			if got := resolve.Mismatch(p, src, kinds{}); got != "" {
				t.Error(got)
			}
			if got := resolve.New(p, src, kinds{}, resolve.Wide(kinds{}, src)).Contradiction(kinds{}); got != "" {
				t.Error(got)
			}
		})
	}
}
