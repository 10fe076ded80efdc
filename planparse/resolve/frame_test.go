package resolve_test

import (
	"strings"
	"testing"

	"github.com/tfreach/tfreach/planparse/resolve"
)

// TestOrderOfASet asks for what comes second in a set that the type of a variable
// made: that depends on what the ids are.
func TestOrderOfASet(t *testing.T) {
	for _, tt := range []struct{ typ, expr, names, want string }{
		{"set(string)", "[for id in var.ids : id][1]", `"var.ids"`, "candidates t_vpc.a.id open true"},
		{"object({ all = set(string) })", "element([for id in var.ids.all : id], 1)", `"var.ids.all","var.ids"`, "candidates t_vpc.a.id open true"},
		{"set(string)", "element([for id in var.ids : id], 1)", `"var.ids"`, "candidates t_vpc.a.id open true"},
		{"list(string)", "[for id in var.ids : id][1]", `"var.ids"`, "exact t_vpc.a.id"},
	} {
		p := readPlan(t, plan([]string{
			create("t_vpc.a", `{}`, `{"id":true}`),
			create("module.m.t_user.u", `{}`, `{"ref":true}`),
		}, `{"resources":[{"address":"t_vpc.a","type":"t_vpc","name":"a","expressions":{}}],
			"module_calls":{"m":{"source":"./m","expressions":{"ids":{"references":["t_vpc.a.id","t_vpc.a"]}},"module":{"resources":[
			{"address":"t_user.u","type":"t_user","name":"u","expressions":{"ref":{"references":[`+tt.names+`]}}}],"variables":{"ids":{}}}}}}`))
		value := `["8", t_vpc.a.id]`
		if strings.HasPrefix(tt.typ, "object") {
			value = "{ all = " + value + " }"
		}
		src := readSources(t, map[string]string{
			"main.tf": `resource "t_vpc" "a" {}
				module "m" {
				  source = "./m"
				  ids    = ` + value + `
				}`,
			"m/main.tf": `variable "ids" { type = ` + tt.typ + ` }
				resource "t_user" "u" { ref = ` + tt.expr + ` }`,
		})
		if reason := resolve.Mismatch(p, src, kinds{}); reason != "" {
			t.Fatal(reason)
		}
		r := resolve.New(p, src, kinds{}, kinds{})
		if got := describe(r.After(find(t, p, "module.m.t_user.u")).Get("ref").Ref()); got != tt.want {
			t.Errorf("%s of a %s is %s, want %s", tt.expr, tt.typ, got, tt.want)
		}
	}
}
