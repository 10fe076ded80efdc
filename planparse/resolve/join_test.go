package resolve_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/planparse/resolve"
)

// TestNamesOfDifferentTypes: names that people choose are unique in their type,
// ids that AWS gives out everywhere.
func TestNamesOfDifferentTypes(t *testing.T) {
	kept := func(typ, name, id string) string {
		return fmt.Sprintf(`{"mode":"managed","type":%q,"name":%q,"change":{"actions":["no-op"],"after":{"id":%q}}}`, typ, name, id)
	}
	p := readPlan(t, plan([]string{
		kept("t_config", "a", "app"),
		kept("t_database", "a", "app"),
		kept("t_cluster", "a", "vpc-named"),
		kept("t_vpc", "a", "vpc-1"),
		kept("t_vpc", "twice", "vpc-2"),
		kept("t_default_vpc", "twice", "vpc-2"),
		kept("t_group", "a", "sg-1"),
		`{"mode":"data","type":"t_vpc","name":"d","change":{"actions":["no-op"],"after":{"id":"vpc-3"}}}`,
		`{"mode":"managed","type":"t_vpc","name":"two","change":{"actions":["no-op"],"after":{"id":"vpc-4","main_id":"vpc-3"}}}`,
		`{"mode":"managed","type":"t_vpc","name":"forgotten","change":{"actions":["forget"],"before":{"id":"vpc-5"},"after":null}}`,
		kept("t_vpc", "imported", "vpc-5"),
		kept("t_database", "arn", "arn:aws:rds:x"),
		kept("t_database", "web", "web"),
		`{"mode":"data","type":"t_config","name":"web","change":{"actions":["no-op"],"after":{"id":"web"}}}`,
		kept("t_group", "web", "web"),
		create("t_user.u", `{"refs":["app","vpc-1","vpc-2","vpc-named","sg-1","arn:aws:rds:x","none","vpc-3","vpc-5","web","-x"]}`, `{}`),
	}, `{"resources":[
		{"address":"t_config.a","type":"t_config","provider_config_key":"t"},
		{"address":"t_group.a","type":"t_group","provider_config_key":"t"},
		{"address":"t_user.u","type":"t_user","provider_config_key":"t"}]}`))
	const both = "candidates t_vpc.twice.id t_default_vpc.twice.id open false"
	for _, tt := range []struct {
		types []string
		want  []string
	}{
		{nil, []string{
			"candidates t_config.a.id t_database.a.id open true", "exact t_vpc.a.id", both, "candidates t_cluster.a.id open true",
			"candidates t_group.a.id open true", "exact t_database.arn.id", "external none",
			"exact t_vpc.two.main_id", "exact t_vpc.imported.id",
			"candidates t_database.web.id data.t_config.web.id t_group.web.id open true", "external -x",
		}},
		{[]string{"t_config"}, []string{"exact t_config.a.id", "exact t_vpc.a.id", both, "external vpc-named", "external sg-1", "exact t_database.arn.id", "external none", "exact t_vpc.two.main_id", "exact t_vpc.imported.id", "candidates data.t_config.web.id open true", "external -x"}},
		{[]string{"t_group"}, []string{"external app", "exact t_vpc.a.id", both, "external vpc-named", "exact t_group.a.id", "exact t_database.arn.id", "external none", "exact t_vpc.two.main_id", "exact t_vpc.imported.id", "candidates t_group.web.id open true", "external -x"}},
	} {
		items, _ := resolve.New(p, nil, kinds{}, kinds{}).After(find(t, p, "t_user.u")).Get("refs").Items()
		for i, item := range items {
			if got := describe(item.Ref(tt.types...)); got != tt.want[i] {
				t.Errorf("types %v, %s: %s, want %s", tt.types, item.Value().Text, got, tt.want[i])
			}
		}
	}
}

// TestKeysOfTheOtherType: Terraform converts an index to what the instances have.
func TestKeysOfTheOtherType(t *testing.T) {
	for _, tt := range []struct{ expr, refs, want string }{
		{`t_vpc.many["1"].id`, `"t_vpc.many[\"1\"].id","t_vpc.many[\"1\"]","t_vpc.many"`, "exact t_vpc.many[1].id"},
		{`t_vpc.keyed[0].id`, `"t_vpc.keyed[0].id","t_vpc.keyed[0]","t_vpc.keyed"`, `exact t_vpc.keyed["0"].id`},
		{`t_vpc.many["01"].id`, `"t_vpc.many[\"01\"].id","t_vpc.many[\"01\"]","t_vpc.many"`, "exact t_vpc.many[1].id"},
		{`module.m["1"].id`, `"module.m[\"1\"].id","module.m[\"1\"]"`, "exact module.m[1].t_vpc.in.id"},
		{`[t_vpc.many["1"].id, "x"][0]`, `"t_vpc.many[\"1\"].id","t_vpc.many[\"1\"]","t_vpc.many"`, "exact t_vpc.many[1].id"},
	} {
		p := readPlan(t, plan([]string{
			create("t_vpc.many[0]", `{}`, `{"id":true}`),
			create("t_vpc.many[1]", `{}`, `{"id":true}`),
			create(`t_vpc.keyed["0"]`, `{}`, `{"id":true}`),
			create("module.m[1].t_vpc.in", `{}`, `{"id":true}`),
			create("t_user.u", `{}`, `{"ref":true}`),
		}, fmt.Sprintf(`{"resources":[{"address":"t_user.u","type":"t_user","expressions":{"ref":{"references":[%s]}}}],
			"module_calls":{"m":{"module":{"outputs":{"id":{"expression":{"references":["t_vpc.in.id","t_vpc.in"]}}}}}}}`, tt.refs)))
		src := readSources(t, map[string]string{
			"main.tf": `
resource "t_vpc" "many" { count = 2 }
resource "t_vpc" "keyed" { for_each = toset(["0"]) }
resource "t_user" "u" { ref = ` + tt.expr + ` }
module "m" {
  source = "./m"
  count  = 2
}`,
			"m/main.tf": "resource \"t_vpc\" \"in\" {}\noutput \"id\" { value = t_vpc.in.id }",
		})
		if got := describe(resolve.New(p, src, kinds{}, kinds{}).After(find(t, p, "t_user.u")).Get("ref").Ref()); !strings.HasPrefix(got, tt.want) {
			t.Errorf("%s: %s, want %s", tt.expr, got, tt.want)
		}
	}
}

// TestNamesInRegions: each region of an account may have a name of its own.
func TestNamesInRegions(t *testing.T) {
	kept := func(name, id string) string {
		return fmt.Sprintf(`{"mode":"managed","type":"t_config","name":%q,"change":{"actions":["no-op"],"after":{"id":%q}}}`, name, id)
	}
	const configs = `"provider_config":{"aws":{"name":"aws","expressions":{"region":{"constant_value":"eu-west-1"}}},
		"aws.same":{"name":"aws","alias":"same","expressions":{"region":{"constant_value":"eu-west-1"}}},
		"aws.use1":{"name":"aws","alias":"use1","expressions":{"region":{"constant_value":"us-east-1"}}},"aws.env":{"name":"aws","alias":"env"}},`
	const perhaps = "candidates t_config.one.id open true"
	for _, tt := range []struct{ one, two, user, want string }{
		{"aws", "aws.use1", "aws", "exact t_config.one.id"},
		{"aws", "aws.use1", "aws.use1", "exact t_config.two.id"},
		{"aws", "aws.env", "aws", "exact t_config.one.id"},
		{"aws", "aws.use1", "aws.same", perhaps},
		{"aws.env", "aws.use1", "aws", perhaps},
		{"aws.use1", "aws.use1", "aws", "external app"},
		{"aws.env", "aws.use1", "aws.env", "exact t_config.one.id"},
		{"aws", "aws", "aws", "candidates t_config.one.id t_config.two.id open false"},
	} {
		text := plan([]string{kept("one", "app"), kept("two", "app"), create("t_user.u", `{"ref":"app"}`, `{}`)}, fmt.Sprintf(`{"resources":[
			{"address":"t_config.one","type":"t_config","provider_config_key":%q},
			{"address":"t_config.two","type":"t_config","provider_config_key":%q},
			{"address":"t_user.u","type":"t_user","provider_config_key":%q}]}`, tt.one, tt.two, tt.user))
		p := readPlan(t, strings.Replace(text, `"configuration":{`, `"configuration":{`+configs, 1))
		if got := describe(resolve.New(p, nil, kinds{}, kinds{}).After(find(t, p, "t_user.u")).Get("ref").Ref("t_config")); got != tt.want {
			t.Errorf("%s and %s, named by one of %s: %s, want %s", tt.one, tt.two, tt.user, got, tt.want)
		}
	}
}
