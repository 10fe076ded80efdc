package resolve_test

import (
	"testing"
	"testing/fstest"
	"time"

	"github.com/tfreach/tfreach/internal/spent"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/planparse/source"
)

// FuzzEvaluate evaluates expressions of a configuration that may be anything: it
// must neither panic nor hang, and what it claims does not change from one time to
// the next.
func FuzzEvaluate(f *testing.F) {
	for _, seed := range []string{
		"t_vpc.a.id", "t_vpc.many[count.index].id", "element(t_vpc.many[*].id, 5)", "local.x ? t_vpc.a.id : t_vpc.b.id",
		"[for k, v in t_vpc.keyed : v.id if k != \"x\"][0]", "{ for v in t_vpc.many : v.id => v... }", "try(t_vpc.many[7].id, t_vpc.a.id)",
		"sort(t_vpc.many[*].id)[0]", "t_vpc.a.id == t_vpc.b.id ? 1 : 2", "\"${t_vpc.a.id}%{ for v in t_vpc.many }${v.id}%{ endfor }\"",
		"merge(t_vpc.keyed, { y = t_vpc.a })[\"y\"].id", "[for a in range(20) : [for b in range(20) : [for c in range(20) : c]]]",
		"one(toset([for v in t_vpc.many : v.main_id]))", "coalesce(null, \"\", t_vpc.a.id)", "format(\"%s-%100000d\", t_vpc.a.id, 1)", "local.loop",
		"templatestring(local.x, {})", "jsondecode(jsonencode(t_vpc.a)).id", "cidrsubnet(t_vpc.a.id, 8, 1)", "t_holder.h.ref", "module.m.out", "provider::x::y(1)",
	} {
		f.Add(seed, seed)
	}
	text := plan([]string{
		create("t_vpc.a", `{}`, `{"id":true,"main_id":true}`), create("t_vpc.b", `{}`, `{"id":true}`),
		create("t_vpc.many[0]", `{}`, `{"id":true}`), create("t_vpc.many[1]", `{}`, `{"id":true}`),
		create("t_holder.h", `{"refs":["x",null]}`, `{"ref":true,"refs":[false,true]}`), create("t_user.u", `{"whole":[{"cidr":"1"},{}]}`, `{"ref":true,"refs":true,"whole":[{"ref":true},{"ref":true}]}`),
	}, `{}`)
	f.Fuzz(func(t *testing.T, first, second string) {
		if len(first)+len(second) > 2000 {
			return
		}
		src, err := source.FromFS(fstest.MapFS{"main.tf": {Data: []byte(`
locals {
  x    = ` + second + `
  loop = [local.loop, local.x]
}
resource "t_vpc" "a" {}
resource "t_vpc" "b" {}
resource "t_vpc" "many" { count = 2 }
resource "t_vpc" "keyed" { for_each = toset(["x"]) }
resource "t_holder" "h" {
  ref  = ` + second + `
  refs = [` + second + `, ` + first + `]
}
resource "t_user" "u" {
  ref  = ` + first + `
  refs = [` + first + `, local.x]
  dynamic "whole" {
    for_each = ` + second + `
    content { ref = whole.value }
  }
}`)}}, ".", "fuzz")
		if err != nil {
			return
		}
		once := func() []string {
			schema := resolve.Wide(kinds{}, src)
			p := readPlan(t, text)
			p.Config = nil
			r := resolve.New(p, src, kinds{}, schema)
			out := []string{r.Contradiction(kinds{})}
			for _, res := range p.Resources {
				for _, name := range []string{"ref", "refs", "whole"} {
					a := r.After(res).Get(name)
					out = append(out, describe(a.Ref()))
					items, reason := a.Items()
					out = append(out, reason)
					for _, i := range items {
						out = append(out, describe(i.Ref()), describe(i.Get("ref").Ref()))
					}
				}
			}
			return out
		}
		var a, b []string
		spent.Memory(t, len(first)+len(second), 2<<30, 0, func() {
			began := time.Now()
			a = once()
			// What uses up all its steps is slow in a program that is fuzzed, which takes
			// ten seconds for a hang.
			if b = a; time.Since(began) < time.Second {
				b = once()
			}
		})
		for i := range a {
			if i >= len(b) || a[i] != b[i] {
				t.Fatalf("one time %q, another %q", a, b)
			}
		}
	})
}
