package resolve_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
)

// regional is a schema of resources that may have a region of their own.
type regional struct{ kinds }

func (regional) Attributes(name string) (planjson.Attrs, bool) {
	return planjson.Attrs{"id": {ID: true}, "region": {}}, strings.HasPrefix(name, "aws_")
}

const placesPlan = `{"format_version":"1.2",
	"variables":{"region":{"value":"eu-west-1"},"none":{"value":null},"account":{"value":"333333333333"}},
	"resource_changes":[%s],
	"configuration":{"provider_config":{
	 "aws":{"name":"aws","full_name":"registry.terraform.io/hashicorp/aws","expressions":{"region":{"constant_value":"eu-central-1"}}},
	 "aws.var":{"name":"aws","alias":"var","expressions":{"region":{"references":["var.region"]},"assume_role":[{"role_arn":{"references":["var.account"]}}]}},
	 "aws.none":{"name":"aws","alias":"none","expressions":{"region":{"references":["var.none"]}}},
	 "aws.local":{"name":"aws","alias":"local","expressions":{"region":{"references":["local.region"]}}},
	 "aws.data":{"name":"aws","alias":"data","expressions":{"region":{"references":["data.aws_region.here.id","data.aws_region.here"]}}},
	 "aws.new":{"name":"aws","alias":"new","expressions":{"region":{"references":["aws_vpc.new.id","aws_vpc.new"]}}},
	 "aws.edited":{"name":"aws","alias":"edited","expressions":{"region":{"references":["var.other"]}}},
	 "aws.template":{"name":"aws","alias":"template","expressions":{"region":{"constant_value":"${var.region}"}}},
	 "aws.short":{"name":"aws","alias":"short","expressions":{"region":{"constant_value":"eu-west-1"},"assume_role":[{"role_arn":{"references":["var.account"]}}]}},
	 "aws.null":{"name":"aws","alias":"null","expressions":{"region":{"constant_value":null}}},
	 "aws.env":{"name":"aws","alias":"env","expressions":{"allowed_account_ids":{"constant_value":["111111111111"]}}},
	 "aws.each":{"name":"aws","alias":"each","expressions":{"region":{"references":["each.value"]}}},
	 "other":{"name":"other","full_name":"registry.example.org/x/other","expressions":{"region":{"constant_value":"eu-central-1"}}},
	 "module.m:aws.own":{"name":"aws","alias":"own","module_address":"module.m","expressions":{"region":{"references":["var.where"]}}}},
	 "root_module":{"resources":[%s],"module_calls":{"m":{"module":{"resources":[
	  {"address":"aws_vpc.inherited","type":"aws_vpc","provider_config_key":"aws"},
	  {"address":"aws_vpc.passed","type":"aws_vpc","provider_config_key":"aws.local"},
	  {"address":"aws_vpc.own","type":"aws_vpc","provider_config_key":"module.m:aws.own"},
	  {"address":"aws_vpc.old","type":"aws_vpc","provider_config_key":"m:aws"}]}}}}}}`

const placesSources = `
variable "region" {}
variable "none" {}
variable "account" {}
locals { region = join("-", ["us", "east", 1]) }
data "aws_region" "here" {}
resource "aws_vpc" "new" {}
provider "aws" { region = "eu-central-1" }
provider "aws" {
  alias  = "var"
  region = var.region
  assume_role { role_arn = "arn:aws:iam::${var.account}:role/apply" }
}
provider "aws" {
  alias  = "short"
  region = "eu-west-1"
  assume_role { role_arn = "arn:aws:iam::${var.account}" }
}
provider "aws" {
  alias  = "none"
  region = var.none
}
provider "aws" {
  alias  = "local"
  region = local.region
}
provider "aws" {
  alias  = "data"
  region = data.aws_region.here.id
}
provider "aws" {
  alias  = "new"
  region = aws_vpc.new.id
}
provider "aws" {
  alias  = "edited"
  region = var.region
}
module "m" {
  source = "./m"
  where  = var.region
}
`

// TestPlaces: where resources are, from the JSON alone and with the sources.
func TestPlaces(t *testing.T) {
	rows := []struct{ address, provider, region, json, with string }{
		{"aws_vpc.constant", "aws", "", "aws eu-central-1", "aws eu-central-1"},
		{"aws_vpc.variable", "aws.var", "", "aws.var ?--source", "aws.var eu-west-1 in 333333333333"},
		{"aws_vpc.short", "aws.short", "", "aws.short eu-west-1", "aws.short eu-west-1"}, // no ARN of a role
		{"aws_vpc.nothing", "aws.none", "", "aws.none ?--source", "aws.none ?cannot be evaluated"},
		{"aws_vpc.local", "aws.local", "", "aws.local ?--source", "aws.local us-east-1"},
		{"aws_vpc.data", "aws.data", "", "aws.data ?--source", "aws.data sa-east-1"},
		{"aws_vpc.new", "aws.new", "", "aws.new ?--source", "aws.new ?cannot be evaluated"},
		{"aws_vpc.edited", "aws.edited", "", "aws.edited ?--source", "aws.edited ?does not match the plan"},
		{"aws_vpc.template", "aws.template", "", "aws.template ?--source", "aws.template ?does not match the plan"},
		{"aws_vpc.null", "aws.null", "", "aws.null ?the environment", "aws.null ?the environment"},
		{"aws_vpc.environment", "aws.env", "", "aws.env ?the environment in 111111111111", "aws.env ?the environment in 111111111111"},
		{"aws_vpc.several", "aws.each", "", " ?--source", " ?does not match the plan"},
		{"aws_vpc.undeclared", "aws.gone", "", "aws.gone ?the environment", "aws.gone ?the environment"},
		{"aws_vpc.other", "other", "", "other ?none for AWS", "other ?none for AWS"},
		{"aws_vpc.nowhere", "", "", " ?which provider configuration", " ?which provider configuration"},
		{"aws_vpc.six", "aws.env", `"ap-south-1"`, "aws.env ap-south-1 in 111111111111", "aws.env ap-south-1 in 111111111111"},
		{"aws_vpc.same", "aws", `"eu-central-1"`, "aws eu-central-1", "aws eu-central-1"},
		{"aws_vpc.empty", "aws", `null`, "aws eu-central-1", "aws eu-central-1"},
		{"aws_vpc.later", "aws", `"?"`, " ?not known before apply", " ?not known before apply"},
		{"module.m.aws_vpc.inherited", "", "", "aws eu-central-1", "aws eu-central-1"},
		{"module.m.aws_vpc.passed", "", "", "aws.local ?--source", "aws.local us-east-1"},
		{"module.m.aws_vpc.own", "", "", "module.m:aws.own ?--source", "module.m:aws.own eu-west-1"},
		{"module.m.aws_vpc.old", "", "", " ?which provider configuration", " ?which provider configuration"},
	}
	var changes, configs []string
	for _, r := range rows {
		module, name := "", strings.TrimPrefix(r.address, "aws_vpc.")
		if m, rest, ok := strings.Cut(r.address, ".aws_vpc."); ok {
			module, name = fmt.Sprintf(`"module_address":%q,`, m), rest
		}
		after, unknown := `{}`, `{"id":true}`
		switch r.region {
		case "":
		case `"?"`:
			unknown = `{"id":true,"region":true}`
		default:
			after = `{"region":` + r.region + `}`
		}
		changes = append(changes, fmt.Sprintf(`{%s"mode":"managed","type":"aws_vpc","name":%q,"change":{"actions":["create"],"before":null,"after":%s,"after_unknown":%s}}`, module, name, after, unknown))
		if r.provider != "" {
			configs = append(configs, fmt.Sprintf(`{"address":%q,"type":"aws_vpc","provider_config_key":%q}`, r.address, r.provider))
		}
	}
	changes = append(changes, `{"mode":"data","type":"aws_region","name":"here","change":{"actions":["no-op"],"after":{"id":"sa-east-1"}}}`)
	text := fmt.Sprintf(placesPlan, strings.Join(changes, ","), strings.Join(configs, ","))
	src := readSources(t, map[string]string{"main.tf": placesSources, "m/main.tf": `
variable "where" {}
provider "aws" {
  alias  = "own"
  region = var.where
}`})
	schema := resolve.Wide(regional{}, src)
	p, err := planjson.Read(strings.NewReader(text), schema)
	if err != nil {
		t.Fatal(err)
	}
	alone, with := resolve.New(p, nil, regional{}, regional{}), resolve.New(p, src, regional{}, schema)
	for _, r := range rows {
		res := find(t, p, r.address)
		for _, c := range []struct {
			name string
			*resolve.Resolver
			want string
		}{{"alone", alone, r.json}, {"with sources", with, r.with}} {
			at := c.After(res).Place()
			what, account, _ := strings.Cut(c.want, " in ")
			provider, region, _ := strings.Cut(what, " ")
			why, open := strings.CutPrefix(region, "?")
			if open {
				region = ""
			} else {
				why = ""
			}
			if at.Provider != provider || at.Region != region || at.Account != account || open != (at.Why != "") || !strings.Contains(at.Why, why) {
				t.Errorf("%s, %s: %+v, want %s", r.address, c.name, *at, c.want)
			}
		}
	}
}

// TestOneProvider: where there is one provider configuration, it is that of every
// resource of AWS, also of those that the configuration does not show.
func TestOneProvider(t *testing.T) {
	const change = `{"mode":"managed","type":"aws_vpc","name":"v","change":{"actions":["no-op"],"after":{"id":"vpc-1"}}}`
	for _, tt := range []struct{ configuration, want string }{
		{`{"provider_config":{"aws":{"name":"aws","expressions":{"region":{"constant_value":"eu-west-1"}}},"random":{"name":"random"}},"root_module":{}}`, "aws"},
		{`{"root_module":{"resources":[{"address":"aws_subnet.s","type":"aws_subnet","provider_config_key":"aws"}]}}`, "aws"},
		{`{"provider_config":{"aws":{"name":"aws"},"aws.b":{"name":"aws","alias":"b"}},"root_module":{}}`, ""},
		{`{"provider_config":{"aws":{"name":"aws"}},"root_module":{"resources":[{"address":"aws_subnet.s","type":"aws_subnet","provider_config_key":"aws.b"}]}}`, ""},
		{`{"provider_config":{"aws":{"name":"aws","expressions":{"region":{"references":["each.value"]}}}},"root_module":{}}`, ""},
		{`{"root_module":{}}`, ""},
	} {
		p, err := planjson.Read(strings.NewReader(fmt.Sprintf(`{"format_version":"1.2","resource_changes":[%s],"configuration":%s}`, change, tt.configuration)), regional{})
		if err != nil {
			t.Fatal(err)
		}
		if got := resolve.New(p, nil, regional{}, regional{}).After(p.Resources[0]).Place().Provider; got != tt.want {
			t.Errorf("%s: %q, want %q", tt.configuration, got, tt.want)
		}
	}
}
