package policies_test

import (
	"strings"
	"testing"

	"github.com/tfreach/tfreach/planparse"
	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/reachtest"
)

// resourceTypes are the types of the resources that the statements of package
// reachtest stand for.
var resourceTypes = map[string]string{
	"vpc": "aws_vpc", "subnet": "aws_subnet", "table": "aws_route_table", "host": "aws_instance", "lambda": "aws_lambda_function",
	"group": "aws_security_group", "igw": "aws_internet_gateway", "nat": "aws_nat_gateway", "acl": "aws_network_acl",
}

// planFrom is a plan whose network is made from text as in package reachtest, with
// addresses as plans have them, and then changed.
func planFrom(t *testing.T, change func(*reachtest.Scene, *reach.Network), texts ...string) *planparse.Plan {
	t.Helper()
	scene := reachtest.MustParse(texts...)
	n := scene.Network
	seen := map[*reach.Origin]bool{}
	named := func(o reach.Object) {
		if o == nil || seen[o.At()] {
			return
		}
		seen[o.At()] = true
		kind, name, _ := strings.Cut(o.At().Address, ".")
		if typ := resourceTypes[kind]; typ != "" {
			o.At().Address = typ + "." + name
		}
	}
	all(n.VPCs, named)
	all(n.Subnets, named)
	all(n.RouteTables, named)
	all(n.Routes, named)
	all(n.SecurityGroups, named)
	all(n.SecurityGroupRules, named)
	all(n.InternetGateways, named)
	all(n.NATGateways, named)
	all(n.ACLs, named)
	all(n.Interfaces, named)
	all(n.Workloads, named)
	for _, v := range n.VPCs {
		v.DNSSupport, v.DNSHostnames, v.Change = reach.Known(true), reach.Known(true), reach.Create
		v.Place = &reach.Place{Region: "eu-west-1"}
	}
	if change != nil {
		change(scene, n)
	}
	return &planparse.Plan{After: n, HasNetwork: true}
}

func all[T reach.Object](in []T, f func(reach.Object)) {
	for _, o := range in {
		f(o)
	}
}

// a netCase is a network and what becomes of sentences on it.
type netCase struct {
	name   string
	text   string
	change func(*reachtest.Scene, *reach.Network)
	want   [][2]string // sentence, verdict
}

func testNetworks(t *testing.T, base string, cases []netCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := planFrom(t, c.change, base, c.text)
			for _, w := range c.want {
				if got := verdict(judge(t, p, w[0])); got != w[1] {
					t.Errorf("%s\ngot  %s\nwant %s", w[0], got, w[1])
				}
			}
		})
	}
}

// origin is the origin of something of a test.
func origin(text string) reach.Origin { return reach.Origin{Address: text} }

// notes are the notes of a result, as "CODE address: message".
func notes(r policies.IntentResult) []string {
	var out []string
	for _, n := range r.Notes {
		out = append(out, string(n.Code)+" "+n.Address+": "+n.Message)
	}
	return out
}
