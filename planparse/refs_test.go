package planparse_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/tfreach/tfreach/planparse"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/planparse/source"
)

// TestReferences lists what is not known along with what is: blocks that are
// unknown as a whole are, unless nobody configures them.
func TestReferences(t *testing.T) {
	const plan = `{"format_version":"1.2","resource_changes":[
		{"mode":"managed","type":"aws_route_table","name":"t","change":{"actions":["create"],"before":null,"after":{},"after_unknown":{"id":true,"route":true,"vpc_id":true}}},
		{"mode":"managed","type":"aws_route_table","name":"plain","change":{"actions":["create"],"before":null,"after":{"vpc_id":"vpc-1"},"after_unknown":{"id":true,"route":true}}},
		{"mode":"managed","type":"aws_security_group","name":"g","change":{"actions":["create"],"before":null,"after":{"vpc_id":"vpc-1"},"after_unknown":{"id":true,"egress":true,"ingress":true}}},
		{"mode":"managed","type":"aws_launch_configuration","name":"l","change":{"actions":["no-op"],"before":{"id":"app","name":"app"},"after":{"id":"app","name":"app"}}},
		{"mode":"managed","type":"aws_db_instance","name":"d","change":{"actions":["no-op"],"before":{"id":"app"},"after":{"id":"app"}}},
		{"mode":"managed","type":"aws_autoscaling_group","name":"a","change":{"actions":["no-op"],"before":{"id":"app","launch_configuration":"app"},"after":{"id":"app","launch_configuration":"app"}}},
		{"mode":"managed","type":"aws_instance","name":"i","change":{"actions":["no-op"],"before":{"id":"i-1","security_groups":["app"]},"after":{"id":"i-1","security_groups":["app"]}}}],
		"configuration":{"provider_config":{"aws":{"name":"aws"}},"root_module":{"resources":[
		{"address":"aws_route_table.t","type":"aws_route_table","expressions":{"route":{"references":["local.x"]},"vpc_id":{"references":["local.x"]}}},
		{"address":"aws_route_table.plain","type":"aws_route_table","expressions":{"vpc_id":{"constant_value":"vpc-1"}}},
		{"address":"aws_security_group.g","type":"aws_security_group","expressions":{"vpc_id":{"constant_value":"vpc-1"}}},
		{"address":"aws_launch_configuration.l","type":"aws_launch_configuration","expressions":{"name":{"constant_value":"app"}}},
		{"address":"aws_db_instance.d","type":"aws_db_instance","expressions":{}},
		{"address":"aws_autoscaling_group.a","type":"aws_autoscaling_group","expressions":{"launch_configuration":{"constant_value":"app"}}},
		{"address":"aws_instance.i","type":"aws_instance","expressions":{"security_groups":{"constant_value":["app"]}}}]}}}`
	const sources = `
resource "aws_route_table" "t" {
  vpc_id = local.x
  route  = local.x
}
resource "aws_route_table" "plain" { vpc_id = "vpc-1" }
resource "aws_security_group" "g" {
  vpc_id = "vpc-1"
  dynamic "egress" {
    for_each = local.x
    content {}
  }
}
resource "aws_launch_configuration" "l" { name = "app" }
resource "aws_db_instance" "d" {}
resource "aws_autoscaling_group" "a" { launch_configuration = "app" }
resource "aws_instance" "i" { security_groups = ["app"] }`
	known := []string{
		"aws_autoscaling_group.a.launch_configuration aws_launch_configuration.l.id", "aws_instance.i.security_groups [app]",
		"aws_route_table.plain.vpc_id vpc-1", "aws_security_group.g.vpc_id vpc-1",
	}
	for _, tt := range []struct {
		name       string
		sources    bool
		unresolved []string
	}{
		{"with sources", true, []string{
			"aws_route_table.t.route: known after apply; there is no local.x",
			"aws_route_table.t.vpc_id: known after apply; there is no local.x",
			"aws_security_group.g.egress: known after apply; there is no local.x",
		}},
		{"from the JSON alone", false, []string{
			"aws_route_table.plain.route: known after apply; the configuration decides it (--source)",
			"aws_route_table.t.route: known after apply; the configuration decides it (--source)",
			"aws_route_table.t.vpc_id: known after apply; the configuration decides it (--source)",
			"aws_security_group.g.egress: known after apply; the configuration decides it (--source)",
			"aws_security_group.g.ingress: known after apply; the configuration decides it (--source)",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var src *source.Config
			if tt.sources {
				var err error
				if src, err = source.FromFS(fstest.MapFS{"main.tf": {Data: []byte(sources)}}, ".", "test"); err != nil {
					t.Fatal(err)
				}
			}
			p, err := planparse.Read(strings.NewReader(plan), src)
			if err != nil || p.SourceUnused != "" {
				t.Fatal(err, p.SourceUnused)
			}
			var resolved, unresolved []string
			for _, r := range p.References() {
				switch {
				case r.Resolved() && r.One != nil:
					resolved = append(resolved, r.Address+" "+named(*r.One))
				case r.Resolved():
					var names []string
					for _, m := range r.Many {
						names = append(names, named(m))
					}
					resolved = append(resolved, fmt.Sprintf("%s %v", r.Address, names))
				case r.One != nil:
					unresolved = append(unresolved, r.Address+": "+r.One.Reason)
				default:
					unresolved = append(unresolved, r.Address+": "+r.Reason)
				}
			}
			slices.Sort(resolved)
			slices.Sort(unresolved)
			if !slices.Equal(resolved, known) {
				t.Errorf("resolved\n%s\nwant\n%s", strings.Join(resolved, "\n"), strings.Join(known, "\n"))
			}
			if !slices.Equal(unresolved, tt.unresolved) {
				t.Errorf("unresolved\n%s\nwant\n%s", strings.Join(unresolved, "\n"), strings.Join(tt.unresolved, "\n"))
			}
		})
	}
}

func named(r resolve.Ref) string {
	if r.State == resolve.Exact {
		return r.Symbols[0].String()
	}
	return r.ID
}

// TestReferencesToBlocks: a block of addresses that AWS will pick is named by its
// attribute, and what is cut from it by none; what stands for it is never shown.
func TestReferencesToBlocks(t *testing.T) {
	const plan = `{"format_version":"1.2","resource_changes":[
		{"mode":"managed","type":"aws_vpc","name":"v","change":{"actions":["create"],"before":null,"after":{"assign_generated_ipv6_cidr_block":true},"after_unknown":{"id":true,"ipv6_cidr_block":true}}},
		{"mode":"managed","type":"terraform_data","name":"whole","change":{"actions":["create"],"before":null,"after":{},"after_unknown":{"id":true,"input":true}}},
		{"mode":"managed","type":"terraform_data","name":"cut","change":{"actions":["create"],"before":null,"after":{},"after_unknown":{"id":true,"input":true}}}],
		"configuration":{"provider_config":{"aws":{"name":"aws"}},"root_module":{"resources":[
		{"address":"aws_vpc.v","mode":"managed","type":"aws_vpc","name":"v","expressions":{"assign_generated_ipv6_cidr_block":{"constant_value":true}}},
		{"address":"terraform_data.whole","mode":"managed","type":"terraform_data","name":"whole","expressions":{"input":{"references":["aws_vpc.v.ipv6_cidr_block","aws_vpc.v"]}}},
		{"address":"terraform_data.cut","mode":"managed","type":"terraform_data","name":"cut","expressions":{"input":{"references":["aws_vpc.v.ipv6_cidr_block","aws_vpc.v"]}}}]}}}`
	src, err := source.FromFS(fstest.MapFS{"main.tf": {Data: []byte(`
resource "aws_vpc" "v" { assign_generated_ipv6_cidr_block = true }
resource "terraform_data" "whole" { input = aws_vpc.v.ipv6_cidr_block }
resource "terraform_data" "cut" { input = cidrsubnet(aws_vpc.v.ipv6_cidr_block, 8, 1) }`)}}, ".", "test")
	if err != nil {
		t.Fatal(err)
	}
	p, err := planparse.ReadAll(strings.NewReader(plan), src)
	if err != nil {
		t.Fatal(err)
	}
	if p.SourceUnused != "" {
		t.Fatal(p.SourceUnused)
	}
	var got []string
	for _, r := range p.References() {
		if r.Answer != nil {
			got = append(got, fmt.Sprintf("%s %v %v %s", r.Address, r.Answer.Resolved(), r.Answer.Ref.Symbols, r.Answer.Ref.Reason))
		}
	}
	want := []string{
		"terraform_data.whole.input true [aws_vpc.v.ipv6_cidr_block] ",
		"terraform_data.cut.input false [] known after apply; it is cut from aws_vpc.v.ipv6_cidr_block",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
}
