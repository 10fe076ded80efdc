package resolve_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/planparse/resolve"
)

// TestDeferredDataSources: a data source that is read during apply finds an
// object of the plan or one outside. It is no object of its own.
func TestDeferredDataSources(t *testing.T) {
	for _, tt := range []struct {
		name, data, json, expr, refs string
		types                        []string
		want                         string
	}{
		{
			"looked for by something else", "other = t_vpc.a.id", `"other":{"references":["t_vpc.a.id","t_vpc.a"]}`,
			"data.t_vpc.d.id", `"data.t_vpc.d.id","data.t_vpc.d"`, nil,
			"candidates t_vpc.a.id t_vpc.b.id open true: a data source that is read during apply",
		},
		{
			"looked for by its id", "id = t_vpc.a.id", `"id":{"references":["t_vpc.a.id","t_vpc.a"]}`,
			"data.t_vpc.d.id", `"data.t_vpc.d.id","data.t_vpc.d"`, nil, "exact t_vpc.a.id",
		},
		{
			"looked for by another name of its id", "vpc_id = t_vpc.a.id", `"vpc_id":{"references":["t_vpc.a.id","t_vpc.a"]}`,
			"data.t_vpc.d.id", `"data.t_vpc.d.id","data.t_vpc.d"`, nil, "exact t_vpc.a.id",
		},
		{
			"looked for by what another finds", "id = data.t_vpc.e.id", `"id":{"references":["data.t_vpc.e.id","data.t_vpc.e"]}`,
			"data.t_vpc.d.id", `"data.t_vpc.d.id","data.t_vpc.d"`, nil, "candidates t_vpc.a.id t_vpc.b.id open true",
		},
		{
			"an id that AWS makes with what it finds", "", "",
			"data.t_vpc.d.main_id", `"data.t_vpc.d.main_id","data.t_vpc.d"`, nil, "candidates t_vpc.a.main_id t_vpc.b.main_id open true",
		},
		{
			"an id that AWS makes with it, or another object's", "", "",
			"data.t_vpc.d.main_id", `"data.t_vpc.d.main_id","data.t_vpc.d"`, []string{"t_vpc", "t_net"}, "candidates t_net.n.id t_vpc.a.main_id t_vpc.b.main_id open true",
		},
		{
			"looked for by a known id of the plan", `vpc_id = "vpc-old"`, `"vpc_id":{"constant_value":"vpc-old"}`,
			"data.t_vpc.d.id", `"data.t_vpc.d.id","data.t_vpc.d"`, nil, "exact t_vpc.old.id",
		},
		{
			"looked for by a known id beyond the plan", `vpc_id = "vpc-beyond"`, `"vpc_id":{"constant_value":"vpc-beyond"}`,
			"data.t_vpc.d.id", `"data.t_vpc.d.id","data.t_vpc.d"`, nil, "external vpc-beyond",
		},
		{
			"either what one finds for certain, or another", "id = t_vpc.b.id", `"id":{"references":["t_vpc.b.id","t_vpc.b"]}`,
			"length(t_vpc.a.id) == 36 ? data.t_vpc.d.id : t_vpc.a.id", `"t_vpc.a.id","t_vpc.a","data.t_vpc.d.id","data.t_vpc.d","t_vpc.a.id","t_vpc.a"`, nil, "candidates t_vpc.a.id t_vpc.b.id open false",
		},
		{
			"either what one may find, or another", "", "",
			"length(t_vpc.a.id) == 36 ? data.t_vpc.d.main_id : t_vpc.a.id", `"t_vpc.a.id","t_vpc.a","data.t_vpc.d.main_id","data.t_vpc.d","t_vpc.a.id","t_vpc.a"`, nil, "candidates t_vpc.a.id t_vpc.a.main_id t_vpc.b.main_id open true",
		},
		{
			"something else of what it finds", "", "",
			"data.t_vpc.d.ref", `"data.t_vpc.d.ref","data.t_vpc.d"`, []string{"t_net"}, "candidates t_net.n.id open true",
		},
		{
			"through an attribute of a resource", "", "",
			"t_holder.h.ref", `"t_holder.h.ref","t_holder.h"`, nil, "candidates t_vpc.a.id t_vpc.b.id open true",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			read := func(name string) string {
				return fmt.Sprintf(`{"mode":"data","type":"t_vpc","name":%q,"change":{"actions":["read"],"before":null,"after":{},"after_unknown":{"id":true,"main_id":true,"vpc_id":true,"other":true,"ref":true}}}`, name)
			}
			changes := []string{
				create("t_vpc.a", `{}`, `{"id":true,"main_id":true}`),
				create("t_vpc.b", `{}`, `{"id":true,"main_id":true}`),
				create("t_net.n", `{}`, `{"id":true}`),
				create("t_holder.h", `{}`, `{"id":true,"ref":true}`),
				create("t_user.u", `{}`, `{"id":true,"ref":true}`),
				read("d"), read("e"),
			}
			if _, known, is := strings.Cut(tt.json, `"constant_value":`); is {
				// What it looks for is known, and what it finds is not.
				changes[5] = strings.NewReplacer(`"after":{}`, `"after":{"vpc_id":`+known, `"vpc_id":true,`, "").Replace(changes[5])
				changes = append(changes, `{"mode":"managed","type":"t_vpc","name":"old","change":{"actions":["no-op"],"after":{"id":"vpc-old"}}}`)
			}
			p := readPlan(t, plan(changes, fmt.Sprintf(`{"resources":[
				{"address":"t_user.u","type":"t_user","expressions":{"ref":{"references":[%s]}}},
				{"address":"t_holder.h","type":"t_holder","expressions":{"ref":{"references":["data.t_vpc.d.id","data.t_vpc.d"]}}},
				{"address":"data.t_vpc.e","type":"t_vpc","expressions":{}},
				{"address":"data.t_vpc.d","type":"t_vpc","expressions":{%s}}]}`, tt.refs, tt.json)))
			src := readSources(t, map[string]string{"main.tf": fmt.Sprintf(`
resource "t_vpc" "a" {}
resource "t_vpc" "b" {}
resource "t_net" "n" {}
data "t_vpc" "e" {}
data "t_vpc" "d" {
  %s
}
resource "t_holder" "h" { ref = data.t_vpc.d.id }
resource "t_user" "u" { ref = %s }`, tt.data, tt.expr)})
			ref := resolve.New(p, src, kinds{}, kinds{}).After(find(t, p, "t_user.u")).Get("ref").Ref(tt.types...)
			if got := describe(ref) + ": " + ref.Reason; !strings.HasPrefix(got, tt.want) {
				t.Errorf("%s, want %s", got, tt.want)
			}
			ref = resolve.New(p, nil, kinds{}, kinds{}).After(find(t, p, "t_user.u")).Get("ref").Ref(tt.types...)
			for _, s := range ref.Symbols {
				if strings.HasPrefix(s.Resource, "data.") {
					t.Errorf("without sources: %s is an object of its own", s)
				}
			}
		})
	}
}

// TestDeferredWithin: what data sources find is found in values of any shape, and asked of
// the data source itself.
func TestDeferredWithin(t *testing.T) {
	p := readPlan(t, plan([]string{
		create("t_vpc.a", `{}`, `{"id":true}`), create("t_user.u", `{}`, `{"whole":true}`),
		`{"mode":"data","type":"t_vpc","name":"d","change":{"actions":["read"],"before":null,"after":{},"after_unknown":{"id":true}}}`,
	}, `{}`))
	p.Config = nil
	src := readSources(t, map[string]string{"main.tf": `
resource "t_vpc" "a" {}
data "t_vpc" "d" {}
resource "t_user" "u" { whole = { x = data.t_vpc.d.id, y = [data.t_vpc.d.id, t_vpc.a.id] } }`})
	r := resolve.New(p, src, kinds{}, kinds{})
	const found = "candidates t_vpc.a.id open true"
	if got, want := answer(r.After(find(t, p, "t_user.u")).Get("whole").Answer()), "{x "+found+", y ["+found+", exact t_vpc.a.id]}"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got := describe(r.After(find(t, p, "data.t_vpc.d")).Get("id").Ref()); got != found {
		t.Errorf("the data source itself: %s, want %s", got, found)
	}
}

// TestDeferredAmongMany: where there are too many objects to list, a data source finds what
// nobody knows.
func TestDeferredAmongMany(t *testing.T) {
	for _, tt := range []struct {
		vpcs, want int
		state      resolve.State
	}{{1000, 1000, resolve.Candidates}, {1001, 0, resolve.Unknown}} {
		changes := []string{
			create("t_user.u", `{}`, `{"ref":true}`),
			`{"mode":"data","type":"t_vpc","name":"d","change":{"actions":["read"],"before":null,"after":{},"after_unknown":{"id":true}}}`,
		}
		for i := range tt.vpcs {
			changes = append(changes, create(fmt.Sprintf("t_vpc.v[%d]", i), `{}`, `{"id":true}`))
		}
		p := readPlan(t, plan(changes, `{"resources":[{"address":"t_user.u","type":"t_user","expressions":{"ref":{"references":["data.t_vpc.d.id","data.t_vpc.d"]}}},{"address":"data.t_vpc.d","type":"t_vpc"}]}`))
		ref := resolve.New(p, nil, kinds{}, kinds{}).After(find(t, p, "t_user.u")).Get("ref").Ref()
		if ref.State != tt.state || len(ref.Symbols) != tt.want || ref.State == resolve.Candidates && !ref.Open {
			t.Errorf("of %d: %d candidates, state %v, open %v", tt.vpcs, len(ref.Symbols), ref.State, ref.Open)
		}
	}
}

// TestDeferredInRegions: a data source finds nothing in other regions.
func TestDeferredInRegions(t *testing.T) {
	const providers = `"provider_config":{"aws":{"name":"aws","expressions":{"region":{"constant_value":"eu-west-1"}}},
		"aws.use1":{"name":"aws","alias":"use1","expressions":{"region":{"constant_value":"us-east-1"}}},"aws.env":{"name":"aws","alias":"env"}}`
	for _, tt := range []struct{ a, b, data, want string }{
		{"aws", "aws", "aws", "candidates t_vpc.a.id t_vpc.b.id open true"},
		{"aws", "aws.use1", "aws", "candidates t_vpc.a.id open true"},
		{"aws", "aws.use1", "aws.env", "candidates t_vpc.a.id t_vpc.b.id open true"},
		{"aws", "aws.env", "aws.use1", "candidates t_vpc.b.id open true"},
		{"aws", "aws", "aws.use1", "unknown: a data source that is read during apply; which object it finds is not known"},
	} {
		text := plan([]string{
			create("t_vpc.a", `{}`, `{"id":true}`), create("t_vpc.b", `{}`, `{"id":true}`), create("t_user.u", `{}`, `{"ref":true}`),
			`{"mode":"data","type":"t_vpc","name":"d","change":{"actions":["read"],"before":null,"after":{},"after_unknown":{"id":true}}}`,
		}, fmt.Sprintf(`{"resources":[
			{"address":"t_user.u","type":"t_user","provider_config_key":"aws","expressions":{"ref":{"references":["data.t_vpc.d.id","data.t_vpc.d"]}}},
			{"address":"data.t_vpc.d","type":"t_vpc","provider_config_key":%q,"expressions":{}},
			{"address":"t_vpc.a","type":"t_vpc","provider_config_key":%q,"expressions":{}},
			{"address":"t_vpc.b","type":"t_vpc","provider_config_key":%q,"expressions":{}}]}`, tt.data, tt.a, tt.b))
		p := readPlan(t, strings.Replace(text, `"configuration":{`, `"configuration":{`+providers+`,`, 1))
		src := readSources(t, map[string]string{"main.tf": "resource \"t_vpc\" \"a\" {}\nresource \"t_vpc\" \"b\" {}\ndata \"t_vpc\" \"d\" {}\nresource \"t_user\" \"u\" { ref = data.t_vpc.d.id }"})
		if got := describe(resolve.New(p, src, kinds{}, kinds{}).After(find(t, p, "t_user.u")).Get("ref").Ref()); got != tt.want {
			t.Errorf("%s, %s, found by one of %s: %s, want %s", tt.a, tt.b, tt.data, got, tt.want)
		}
	}
}
