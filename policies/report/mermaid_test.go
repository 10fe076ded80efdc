package report

import (
	"strings"
	"testing"

	"github.com/tfreach/tfreach/reach"
)

// TestPictureWidth: a picture that is wide is shrunk until nobody can read it, so long
// names go below each other, and end with what they are.
func TestPictureWidth(t *testing.T) {
	for _, tt := range []struct{ module, direction, last string }{
		{"", "LR", `("aws_network_acl.a`},
		{"module.network.", "TB", `("module.network.aws_network_acl.a`},
		{"module.production.module.networks.module.subnets.", "TB", `("module.production.mo…`},
	} {
		f := sample("").Intents[1].Findings[0]
		f.Trace = nil
		for i, kind := range []reach.StepKind{reach.AtACL, reach.AtInternetGateway, reach.AtPeering, reach.AtVPNGateway, reach.AtTransitGateway} {
			name := []string{"aws_network_acl.a", "aws_internet_gateway.a", "aws_peering.a", "aws_vpn_gateway.a", "aws_network_acl.a"}[i]
			f.Trace = append(f.Trace, reach.Hop{Kind: kind, Origin: &reach.Origin{Address: tt.module + name}, Verdict: reach.Denied})
		}
		f.Leg = reach.Forward
		p := picture(f)
		if !strings.Contains(p, "flowchart "+tt.direction+"\n") || !strings.Contains(p, tt.last) || !strings.Contains(p, "aws_network_acl.a<br/>") {
			t.Errorf("%q: want %s, with %s and its end:\n%s", tt.module, tt.direction, tt.last, p)
		}
	}
}
