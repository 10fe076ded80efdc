package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/reach"
)

// TestNexts: a finding has its page however many sources it has, each with what would
// block it next.
func TestNexts(t *testing.T) {
	r := sample("")
	f := &r.Intents[1].Findings[0]
	f.Also = nil
	for i := range 1000 {
		f.Also = append(f.Also, policies.Next{Code: reach.NoRoute, Address: fmt.Sprintf("aws_route_table.a[%d]", i)})
	}
	for i := range 20 {
		f.Also = append(f.Also, policies.Next{Code: reach.ACLRestriction, Address: fmt.Sprintf("aws_network_acl.a%d", i), Leg: reach.Reply})
	}
	r.Intents = r.Intents[1:2]
	for format, want := range map[string][]string{
		"text": {
			"next     NO_ROUTE_TO_DESTINATION at aws_route_table.a[0], [1] and 998 more\n",
			"next     SUBNET_ACL_RESTRICTION at aws_network_acl.a2, on the way back\n",
			"next     17 more, which --format json has\n",
		},
		"markdown": {
			"### ❌ `SUBNET_ACL_RESTRICTION` at `aws_network_acl.a.ingress`\n",
			"- **Next in the way:** `NO_ROUTE_TO_DESTINATION` at `aws_route_table.a[0], [1] and 998 more`\n",
			"- **Next in the way:** `SUBNET_ACL_RESTRICTION` at `aws_network_acl.a2`, on the way back\n",
			"- **Next in the way:** 17 more, which `--format` json has\n",
		},
	} {
		out := write(t, format, r)
		for _, w := range want {
			if !strings.Contains(out, w) {
				t.Errorf("%s lacks %q:\n%.3000s", format, w, out)
			}
		}
	}
}
