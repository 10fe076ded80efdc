package resolve_test

import (
	"strings"
	"testing"

	"github.com/tfreach/tfreach/planparse/resolve"
)

// TestJSONAlone: the objects that an expression may name, through inputs, outputs
// and what a block goes through (plan-json 3.3). They stay open: what a plan shows
// of expressions never proves a reference.
func TestJSONAlone(t *testing.T) {
	const configuration = `{
		"resources":[{"address":"t_holder.h","type":"t_holder"},{"address":"t_holder.far","type":"t_holder"},
			{"address":"t_holder.each","type":"t_holder","for_each_expression":{"references":["t_vpc.a"]},"expressions":{"ref":{"references":["each.value.id","each.value"]}}},
			{"address":"t_user.u","type":"t_user","for_each_expression":{"references":["t_vpc.many"]},"expressions":{"ref":{"references":[%REFS%]}}}],
		"module_calls":{
			"net":{"expressions":{"given":{"references":["t_vpc.a.id","t_vpc.a"]}},"module":{
				"outputs":{"id":{"expression":{"references":["t_vpc.in.id","t_vpc.in"]}},"hidden":{"expression":{"references":["local.x"]}}},
				"resources":[{"address":"t_user.u","type":"t_user","expressions":{"ref":{"references":["var.given"]}}}]}},
			"network":{"for_each_expression":{"references":["t_vpc.a"]},"expressions":{"given":{"references":["each.value.id","each.value"]}},"module":{
				"outputs":{"id":{"expression":{"references":["t_vpc.in.id","t_vpc.in"]}}},
				"resources":[{"address":"t_user.u","type":"t_user","expressions":{"ref":{"references":["var.given"]}}}]}}}}`
	for _, tt := range []struct{ name, refs, user, want string }{
		{"what for_each goes through", `"each.value.id","each.value"`, "t_user.u", "candidates t_vpc.many[0].id t_vpc.many[1].id open true"},
		{"an output", `"module.net.id","module.net"`, "t_user.u", "candidates module.net.t_vpc.in.id open true"},
		{"a module as a whole", `"module.net"`, "t_user.u", "candidates module.net.t_vpc.in.id open true"},
		{"an output with a local in it", `"module.net.hidden","module.net"`, "t_user.u", "unknown"},
		{"one instance of a module", `"module.network[\"a.b]\"].id","module.network[\"a.b]\"]"`, "t_user.u", `candidates module.network["a.b]"].t_vpc.in.id open true`},
		{"every instance of a module", `"module.network"`, "t_user.u", `candidates module.network["a.b]"].t_vpc.in.id module.network["c"].t_vpc.in.id open true`},
		{"an input", ``, "module.net.t_user.u", "candidates t_vpc.a.id open true"},
		{"an input that goes through a for_each", ``, `module.network["c"].t_user.u`, "candidates t_vpc.a.id open true"},
		{"a local", `"local.x","t_vpc.a.id","t_vpc.a"`, "t_user.u", "candidates t_vpc.a.id open true"},
		{"an instance by a key of another type", `"t_vpc.many[\"1\"].id","t_vpc.many[\"1\"]","t_vpc.many"`, "t_user.u", "candidates t_vpc.many[1].id open true"},
		{"an instance by a key that is another number", `"t_vpc.many[\"2\"].id","t_vpc.many[\"2\"]","t_vpc.many"`, "t_user.u", "unknown"},
		{"an attribute by an index", `"t_vpc.many[0][\"id\"]","t_vpc.many[0]","t_vpc.many"`, "t_user.u", "candidates t_vpc.many[0].id open true"},
		{"a part of an attribute", `"t_vpc.a.id.x","t_vpc.a.id","t_vpc.a"`, "t_user.u", "candidates t_vpc.a.id open true"},
		{"an attribute that is known", `"t_holder.h.ref","t_holder.h"`, "t_user.u", "candidates t_vpc.kept.id open true"},
		{"an attribute that is known, of nothing in the plan", `"t_holder.far.ref","t_holder.far"`, "t_user.u", "unknown"},
		{"what two blocks go through", `"each.value.id","each.value","t_holder.each.ref","t_holder.each"`, "t_user.u", "candidates t_vpc.a.id t_vpc.many[0].id t_vpc.many[1].id open true"},
		{"itself", `"each.value.ref","each.value","module.net.none","module.net"`, "t_user.u", "candidates t_vpc.many[0].id t_vpc.many[1].id open true"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			const id, ref = `{"id":true}`, `{"ref":true}`
			p := readPlan(t, plan([]string{
				`{"mode":"managed","type":"t_vpc","name":"kept","change":{"actions":["no-op"],"after":{"id":"vpc-1"}}}`,
				create("t_holder.h", `{"ref":"vpc-1"}`, id), create("t_holder.far", `{"ref":"vpc-2"}`, id), create("t_holder.each", `{}`, ref),
				create("t_vpc.a", `{}`, id), create("t_vpc.many[0]", `{}`, id), create("t_vpc.many[1]", `{}`, id),
				create("module.net.t_vpc.in", `{}`, id), create(`module.network["a.b]"].t_vpc.in`, `{}`, id), create(`module.network["c"].t_vpc.in`, `{}`, id),
				create("t_user.u", `{}`, ref), create("module.net.t_user.u", `{}`, ref), create(`module.network["c"].t_user.u`, `{}`, ref),
			}, strings.Replace(configuration, "%REFS%", tt.refs, 1)))
			got := resolve.New(p, nil, kinds{}, kinds{}).After(find(t, p, tt.user)).Get("ref").Ref()
			if text := describe(got); text != tt.want && (tt.want != "unknown" || got.State != resolve.Unknown) {
				t.Errorf("%s, want %s", text, tt.want)
			}
		})
	}
}
