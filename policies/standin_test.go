package policies_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/reachtest"
)

// TestStandIns: no address that stands for one that AWS picks is shown, in whatever a
// result says.
func TestStandIns(t *testing.T) {
	const text = `
vpc v 10.0.0.0/16 2001:10:0:100::/56
subnet S 10.0.2.0/24 2001:10:0:101::/64 of v, table private, assign-six, acl s
subnet T 10.0.3.0/24 2001:10:0:102::/64 of v, table private, assign-six
acl s of v
  in 100 allow all from 2001:10:0:100::/56
  out 100 allow all to 2001:10:0:100::/56
group app of v
  out tcp 443 to 2001:10:0:102::/64
host a in S, groups app, six
host b in T, groups app, six
`
	standIns := func(_ *reachtest.Scene, n *reach.Network) {
		for _, b := range n.Blocks {
			b.StandIn = b.Six
		}
	}
	p := planFrom(t, standIns, reachtest.BaselineNAT, text)
	said := func(what string, r any) {
		if text := fmt.Sprintf("%+v", r); strings.Contains(text, "2001:10:") {
			t.Errorf("%s: %s", what, text)
		}
	}
	for sentence, want := range map[string]string{
		"aws_instance.a reaches aws_subnet.T:80":           "; tcp [IPv6 addresses of aws_subnet.T]:80",
		"aws_instance.a reaches aws_instance.b:443":        "",
		"aws_instance.b reaches aws_instance.a:443":        "",
		"aws_instance.a cannot reach aws_vpc.v:443":        "",
		"aws_subnet.S reaches [2001:4860::/32]:443":        "",
		"aws_subnet.T reaches aws_subnet.S:443":            "",
		"aws_instance.a reaches only aws_instance.b:443":   "",
		"aws_subnet.S cannot reach [2001:4860::8888]:icmp": "",
	} {
		r := judge(t, p, sentence)
		found := want == ""
		for _, f := range r.Findings {
			found = found || strings.Contains(f.Message, want)
			for i := range f.Trace {
				// What a hop has for others to look at is no text.
				f.Trace[i].Packet.Src, f.Trace[i].Packet.Dst = netip.Addr{}, netip.Addr{}
			}
			said(sentence, f)
		}
		if !found {
			t.Errorf("%s: no finding says %q: %+v", sentence, want, r.Findings)
		}
		said(sentence, r.Notes)
		said(sentence, r.Assumptions)
		said(sentence, r.Unknowns)
	}
	tr, err := policies.Trace(p, "aws_subnet.S", "aws_subnet.T:443", policies.DefaultSettings())
	if err != nil {
		t.Fatal(err)
	}
	said("the example of a trace", tr.Example)
	for _, h := range tr.Hops {
		said("a hop", h.Rule+h.Detail)
	}
}
