package resolve

import (
	"net/netip"
	"testing"

	"github.com/tfreach/tfreach/planparse/planjson"
)

func TestCutIn(t *testing.T) {
	cut := Cut{whole: netip.MustParsePrefix("2600:1f18:ab:cd00::/56"), part: netip.MustParsePrefix("2600:1f18:ab:cd0a::/64")}
	for _, tt := range []struct{ block, want string }{
		{"2a05:d014:1:2300::/56", "2a05:d014:1:230a::/64"},
		{"2600:1f18:ab:cd00::/56", "2600:1f18:ab:cd0a::/64"},
		{"2a05:d014:1:2300::/60", ""},
		{"10.0.0.0/8", ""},
	} {
		got, ok := cut.In(netip.MustParsePrefix(tt.block))
		if ok != (tt.want != "") || ok && got.String() != tt.want {
			t.Errorf("in %s: %v %v, want %q", tt.block, got, ok, tt.want)
		}
	}
}

// TestPicks: the blocks of two symbols stand in both orders, and in no run is one an
// address of IPv4 in other words.
func TestPicks(t *testing.T) {
	e := newEvaluator(&Resolver{plan: &planjson.Plan{}}, nil)
	a, b := Symbol{"aws_vpc.a", "ipv6_cidr_block"}, Symbol{"aws_vpc.b", "ipv6_cidr_block"}
	orders := map[bool]bool{}
	for _, r := range append([]*run{e.marked}, e.sampled[:]...) {
		p, q := r.pick(a, 56), r.pick(b, 56)
		orders[p.Addr().Less(q.Addr())] = true
		if p == q || p.Bits() != 56 || p != p.Masked() || p.Addr().Is4In6() {
			t.Errorf("%v and %v", p, q)
		}
	}
	if len(orders) != 2 {
		t.Errorf("one order in all runs")
	}
}
