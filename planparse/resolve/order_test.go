package resolve_test

import (
	"strings"
	"testing"

	"github.com/tfreach/tfreach/planparse/resolve"
)

// TestFollows: whether Terraform makes one resource after another shows in what its
// arguments mention and in depends_on, and never in an id that both have.
func TestFollows(t *testing.T) {
	const configuration = `{
		"resources":[
			{"address":"t_user.u","type":"t_user",%U%},
			{"address":"t_user.late","type":"t_user","depends_on":["t_vpc.a","t_vpc.many[0]"]},
			{"address":"t_holder.same","type":"t_holder","expressions":{"ref":{"constant_value":"vpc-1"}}},
			{"address":"t_holder.h","type":"t_holder","expressions":{"ref":{"references":["t_vpc.a.id","t_vpc.a"]}}}],
		"module_calls":{
			"net":{"expressions":{"given":{"references":["t_vpc.a.id","t_vpc.a"]}},"depends_on":["t_vpc.other"],"module":{
				"outputs":{"id":{"expression":{"references":["t_vpc.in.id","t_vpc.in"]}}},
				"resources":[
					{"address":"t_user.u","type":"t_user","expressions":{"ref":{"references":["var.given"]}}},
					{"address":"t_user.late","type":"t_user","depends_on":["t_vpc.in","module.deep"]}],
				"module_calls":{"deep":{"module":{"resources":[{"address":"t_user.u","type":"t_user"}]}}}}}}}`
	const refs = `"expressions":{"ref":{"references":[%]}}`
	for _, tt := range []struct {
		name, user, config, other string
		want                      bool
	}{
		{"nothing is mentioned", "t_user.u", `"expressions":{"ref":{"constant_value":"vpc-1"}}`, "t_vpc.a", false},
		{"an id", "t_user.u", strings.Replace(refs, "%", `"t_vpc.a.id","t_vpc.a"`, 1), "t_vpc.a", true},
		{"what is no id of it", "t_user.u", strings.Replace(refs, "%", `"t_vpc.a.cidr","t_vpc.a"`, 1), "t_vpc.a", true},
		{"the id of one instance", "t_user.u", strings.Replace(refs, "%", `"t_vpc.many[0].id","t_vpc.many[0]","t_vpc.many"`, 1), `t_vpc.many[0]`, true},
		{"the id of another instance", "t_user.u", strings.Replace(refs, "%", `"t_vpc.many[0].id","t_vpc.many[0]","t_vpc.many"`, 1), `t_vpc.many[1]`, false},
		{"the ids of all instances", "t_user.u", strings.Replace(refs, "%", `"t_vpc.many"`, 1), `t_vpc.many[1]`, true},
		{"the id of another", "t_user.u", strings.Replace(refs, "%", `"t_vpc.a.id","t_vpc.a"`, 1), "t_vpc.other", false},
		{"another argument", "t_user.u", `"expressions":{"ref":{"constant_value":"vpc-1"},"refs":{"references":["t_vpc.a.id","t_vpc.a"]}}`, "t_vpc.a", true},
		{"what for_each goes through", "t_user.u", `"for_each_expression":{"references":["t_vpc.a"]},` + strings.Replace(refs, "%", `"each.value.id","each.value"`, 1), "t_vpc.a", true},
		{"through an output", "t_user.u", strings.Replace(refs, "%", `"module.net.id","module.net"`, 1), "module.net.t_vpc.in", true},
		{"through an input", "module.net.t_user.u", `"expressions":{}`, "t_vpc.a", true},
		{"through another resource", "t_user.u", strings.Replace(refs, "%", `"t_holder.h.ref","t_holder.h"`, 1), "t_vpc.a", true},
		{"another resource that has the same id", "t_user.u", strings.Replace(refs, "%", `"t_holder.same.ref","t_holder.same"`, 1), "t_vpc.a", false},
		{"depends_on", "t_user.late", `"expressions":{}`, "t_vpc.a", true},
		{"depends_on one instance", "t_user.late", `"expressions":{}`, `t_vpc.many[0]`, true},
		{"depends_on another instance", "t_user.late", `"expressions":{}`, `t_vpc.many[1]`, false},
		{"depends_on another", "t_user.late", `"expressions":{}`, "t_vpc.other", false},
		{"depends_on a resource of another module", "t_user.late", `"expressions":{}`, "module.net.t_vpc.a", false},
		{"depends_on in a module", "module.net.t_user.late", `"expressions":{}`, "module.net.t_vpc.in", true},
		{"depends_on a module", "module.net.t_user.late", `"expressions":{}`, "module.net.module.deep.t_vpc.a", true},
		{"depends_on a module of that name elsewhere", "module.net.t_user.late", `"expressions":{}`, "module.deep.t_vpc.a", false},
		{"depends_on a module, and not what it is in", "module.net.t_user.late", `"expressions":{}`, "t_vpc.a", false},
		{"depends_on a module, and not what is beside it", "module.net.t_user.late", `"expressions":{}`, "module.net.t_vpc.other", false},
		{"depends_on of the call", "module.net.t_user.u", `"expressions":{}`, "t_vpc.other", true},
		{"depends_on of the call of the call", "module.net.module.deep.t_user.u", `"expressions":{}`, "t_vpc.other", true},
		{"depends_on of the call, and not in the module", "module.net.t_user.u", `"expressions":{}`, "module.net.t_vpc.other", false},
		{"a module that no configuration shows", "module.far.module.deep.t_user.u", `"expressions":{}`, "t_vpc.other", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			same := func(at string) string {
				id := at
				if at == "t_vpc.a" {
					id = "vpc-1"
				}
				return strings.Replace(create(at, `{"id":"`+id+`","ref":"vpc-1"}`, `{}`), `"create"`, `"no-op"`, 1)
			}
			p := readPlan(t, plan([]string{
				same("t_vpc.a"), same("t_vpc.other"), same(`t_vpc.many[0]`), same(`t_vpc.many[1]`), same("module.net.t_vpc.a"), same("module.net.t_vpc.in"), same("module.net.t_vpc.other"), same("module.net.module.deep.t_vpc.a"), same("module.deep.t_vpc.a"),
				same("t_holder.same"), same("t_holder.h"),
				create("t_user.u", `{"ref":"vpc-1"}`, `{}`), create("t_user.late", `{"ref":"vpc-1"}`, `{}`), create("module.net.t_user.u", `{"ref":"vpc-1"}`, `{}`), create("module.net.t_user.late", `{"ref":"vpc-1"}`, `{}`),
				create("module.net.module.deep.t_user.u", `{"ref":"vpc-1"}`, `{}`), create("module.far.module.deep.t_user.u", `{"ref":"vpc-1"}`, `{}`),
			}, strings.Replace(configuration, "%U%", tt.config, 1)))
			r := resolve.New(p, nil, kinds{}, kinds{})
			if got := r.After(find(t, p, tt.user)).Get("ref").Follows(find(t, p, tt.other)); got != tt.want {
				t.Errorf("%v, want %v", got, tt.want)
			}
		})
	}
}
