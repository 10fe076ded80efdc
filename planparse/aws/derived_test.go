package aws_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/tfreach/tfreach/planparse/aws"
	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/planparse/source"
)

// TestFirewallEndpoints: firewall_status is known from the subnets of the firewall,
// one endpoint for each, so that the usual expressions find theirs (NFW-1). What
// takes one by its place in the set is open.
func TestFirewallEndpoints(t *testing.T) {
	const status = `aws_networkfirewall_firewall.f.firewall_status`
	endpoint := func(zone string) string {
		return fmt.Sprintf(`aws_networkfirewall_firewall.f.endpoint[aws_subnet.s[%q]]`, zone)
	}
	for _, tt := range []struct{ name, expr, want string }{
		{"by zone", `{ for s in ` + status + `[0].sync_states : s.availability_zone => s.attachment[0].endpoint_id }["eu-1b"]`, endpoint("b")},
		{"by zone, of a set made a list", `{ for s in tolist(tolist(` + status + `)[0].sync_states) : s.availability_zone => s.attachment[0].endpoint_id }["eu-1a"]`, endpoint("a")},
		{"by subnet", `[for s in ` + status + `[0].sync_states : s.attachment[0].endpoint_id if s.attachment[0].subnet_id == aws_subnet.s["b"].id][0]`, endpoint("b")},
		{"by subnet, the only one", `one([for s in tolist(` + status + `[0].sync_states) : s.attachment[0].endpoint_id if s.availability_zone == aws_subnet.s["a"].availability_zone])`, endpoint("a")},
		{"by place", `tolist(` + status + `[0].sync_states)[0].attachment[0].endpoint_id`, "open"},
		{"by place, without a list", `element([for s in ` + status + `[0].sync_states : s.attachment[0].endpoint_id], 1)`, "open"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			const plan = `{"format_version":"1.2","complete":true,"resource_changes":[
				{"mode":"managed","type":"aws_vpc","name":"v","change":{"actions":["create"],"before":null,"after":{"cidr_block":"10.0.0.0/16"},"after_unknown":{"id":true}}},
				{"mode":"managed","type":"aws_subnet","name":"s","index":"a","change":{"actions":["create"],"before":null,"after":{"availability_zone":"eu-1a"},"after_unknown":{"id":true,"vpc_id":true}}},
				{"mode":"managed","type":"aws_subnet","name":"s","index":"b","change":{"actions":["create"],"before":null,"after":{"availability_zone":"eu-1b"},"after_unknown":{"id":true,"vpc_id":true}}},
				{"mode":"managed","type":"aws_route_table","name":"t","change":{"actions":["create"],"before":null,"after":{},"after_unknown":{"id":true,"vpc_id":true}}},
				{"mode":"managed","type":"aws_networkfirewall_firewall","name":"f","change":{"actions":["create"],"before":null,"after":{"subnet_mapping":[{},{}]},"after_unknown":{"id":true,"firewall_status":true,"subnet_mapping":[{"subnet_id":true},{"subnet_id":true}]}}},
				{"mode":"managed","type":"aws_route","name":"r","change":{"actions":["create"],"before":null,"after":{"destination_cidr_block":"0.0.0.0/0"},"after_unknown":{"id":true,"route_table_id":true,"vpc_endpoint_id":true}}}]}`
			src, err := source.FromFS(fstest.MapFS{"main.tf": {Data: []byte(`
resource "aws_vpc" "v" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "s" {
  for_each          = toset(["a", "b"])
  vpc_id            = aws_vpc.v.id
  availability_zone = "eu-1${each.key}"
}
resource "aws_route_table" "t" { vpc_id = aws_vpc.v.id }
resource "aws_networkfirewall_firewall" "f" {
  dynamic "subnet_mapping" {
    for_each = aws_subnet.s
    content { subnet_id = subnet_mapping.value.id }
  }
}
resource "aws_route" "r" {
  route_table_id         = aws_route_table.t.id
  destination_cidr_block = "0.0.0.0/0"
  vpc_endpoint_id        = ` + tt.expr + `
}`)}}, ".", "test")
			if err != nil {
				t.Fatal(err)
			}
			schema := resolve.Wide(aws.Schema{}, src)
			p, err := planjson.Read(strings.NewReader(plan), schema)
			if err != nil {
				t.Fatal(err)
			}
			r := resolve.New(p, src, aws.Schema{}, schema)
			if reason := r.Contradiction(aws.Schema{}); reason != "" {
				t.Fatal(reason)
			}
			route := p.Resources[len(p.Resources)-1]
			switch ref := r.After(route).Get("vpc_endpoint_id").Ref(); {
			case tt.want == "open":
				if ref.State != resolve.Candidates {
					t.Errorf("%+v, want it left open", ref)
				}
			case ref.State != resolve.Exact || ref.Symbols[0].String() != tt.want:
				t.Errorf("%+v, want %s", ref, tt.want)
			}
		})
	}
}
