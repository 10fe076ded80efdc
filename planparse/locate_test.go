package planparse_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/tfreach/tfreach/planparse"
	"github.com/tfreach/tfreach/planparse/source"
)

// placeText is a place in one line: where it is, and the calls that lead there.
func placeText(p planparse.Place, ok bool) string {
	if !ok {
		return "none"
	}
	at := func(r *planparse.Range) string {
		if r == nil {
			return "?"
		}
		return fmt.Sprintf("%s:%d-%d", r.File, r.Line, r.EndLine)
	}
	out := at(p.At)
	for _, c := range p.Calls {
		out += " < " + c.Module + " " + at(c.At)
	}
	return out
}

// TestLocate: in modules of the repository it is the block itself, in others the
// call of the outermost of them.
func TestLocate(t *testing.T) {
	modules := `{"Modules":[{"Key":"","Source":"","Dir":"."},{"Key":"far","Source":"registry.terraform.io/a/b/c","Version":"1.0.0","Dir":".terraform/modules/far"},
		{"Key":"far.in","Source":"./in","Dir":".terraform/modules/far/in"}]}`
	files := map[string]string{
		"main.tf": `module "near" {
  source = "./near"
  count  = 1
}
module "far" {
  source = "a/b/c"
}
module "gone" {
  source = "x/y/z"
}
resource "aws_subnet" "s" {
  cidr_block = "10.0.0.0/24"
}`,
		"near/near.tf": `
resource "x_vpc" "v" {
  cidr_block = "10.0.0.0/16"
}
data "x_subnet" "d" { id = "subnet-1" }
module "deeper" {
  source = "../deeper"
}`,
		"deeper/main.tf":                     `resource "x_subnet" "s" { for_each = {} }`,
		".terraform/modules/modules.json":    modules,
		".terraform/modules/far/main.tf":     "resource \"x_vpc\" \"v\" {}\nmodule \"in\" { source = \"./in\" }",
		".terraform/modules/far/in/main.tf":  `resource "x_subnet" "s" {}`,
		".terraform/modules/gone/ignored.tf": ``,
	}
	const plan = `{"format_version":"1.2","resource_changes":[{"address":"aws_subnet.s","mode":"managed","type":"aws_subnet","name":"s","change":{"actions":["create"],"before":null,"after":{"cidr_block":"10.0.0.0/24"},"after_unknown":{}}}],
		"configuration":{"root_module":{"resources":[{"address":"aws_subnet.s","mode":"managed","type":"aws_subnet","name":"s","expressions":{"cidr_block":{"constant_value":"10.0.0.0/24"}}}],
		"module_calls":{"near":{"source":"./near","count_expression":{"constant_value":1}},"far":{"source":"a/b/c"},"gone":{"source":"x/y/z"}}}}}`
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	src, err := source.FromFS(fsys, ".", "test")
	if err != nil {
		t.Fatal(err)
	}
	p, err := planparse.Read(strings.NewReader(plan), src)
	if err != nil {
		t.Fatal(err)
	}
	if p.SourceUnused != "" {
		t.Fatal(p.SourceUnused)
	}
	const (
		near = " < module.near[0] main.tf:1-1"
		far  = "main.tf:5-5 < module.far main.tf:5-5"
	)
	for _, tt := range []struct{ address, attribute, want string }{
		{"aws_subnet.s", "", "main.tf:11-11"},
		{"aws_subnet.s", "cidr_block", "main.tf:12-12"},
		{"aws_subnet.s[0]", "cidr_block", "main.tf:12-12"},
		{"x_subnet.other", "", "none"},
		{"subnet-0123", "", "none"},
		{"", "", "none"},
		{"10.0.0.0/8", "", "none"},
		{"module.near[0].x_vpc.v", "", "near/near.tf:2-2" + near},
		{"module.near[0].x_vpc.v", "main_route_table", "near/near.tf:2-2" + near},
		{"module.near[0].x_vpc.v", "cidr_block", "near/near.tf:3-3" + near},
		{"module.near[0].data.x_subnet.d", "", "near/near.tf:5-5" + near},
		{"module.near[0].x_vpc.gone", "", "none"},
		{"module.near[0]", "", "main.tf:1-1" + near},
		{`module.near[0].module.deeper.x_subnet.s["a.b"]`, "", "deeper/main.tf:1-1" + near + " < module.near[0].module.deeper near/near.tf:6-6"},
		{"module.far", "", far},
		{"module.far.x_vpc.v", "cidr_block", far},
		{"module.far.module.in.x_subnet.s", "", far + " < module.far.module.in ?"},
		{"module.far.x_vpc.deleted", "", far},
		{"module.gone.x_vpc.v", "", "main.tf:8-8 < module.gone main.tf:8-8"},
		{"module.gone.module.x[1].x_vpc.v", "", "main.tf:8-8 < module.gone main.tf:8-8 < module.gone.module.x[1] ?"},
		{"module.deleted.x_vpc.v", "", "none"},
		{"module.near[0].module.deleted.x_vpc.v", "", "none"},
	} {
		if got := placeText(p.Locate(tt.address, tt.attribute)); got != tt.want {
			t.Errorf("%s %s: %s, want %s", tt.address, tt.attribute, got, tt.want)
		}
	}
}

// TestLocateWithout: no place is named without the configuration, nor by one of
// another plan.
func TestLocateWithout(t *testing.T) {
	raw, err := os.ReadFile("../testdata/cases/flat-good/plan.json")
	if err != nil {
		t.Fatal(err)
	}
	other, err := source.Open("../testdata/cases/count-good", source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Close() }()
	for _, src := range []*source.Config{nil, other} {
		p, err := planparse.Read(strings.NewReader(string(raw)), src)
		if err != nil {
			t.Fatal(err)
		}
		if got := placeText(p.Locate("aws_vpc.main", "")); got != "none" {
			t.Errorf("%s, want none", got)
		}
	}
}
