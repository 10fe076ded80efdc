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
	first, last := e.sampled[samples-2].pick(a, 56), e.sampled[samples-1].pick(a, 56)
	if !first.Addr().Less(netip.MustParseAddr("2001::")) || !netip.MustParseAddr("fe00::").Less(last.Addr()) {
		t.Errorf("in the last two runs it is %v and %v, not before and behind all others", first, last)
	}
	for _, r := range e.sampled[:samples-2] {
		if p := r.pick(a, 56); !first.Addr().Less(p.Addr()) || !p.Addr().Less(last.Addr()) {
			t.Errorf("%v is not between %v and %v", p, first, last)
		}
	}
}

// TestTexts: ids have another text in each run, each second run has the order of the one
// before it reversed, and in the last two runs they come before all other texts and behind
// them.
func TestTexts(t *testing.T) {
	e := newEvaluator(&Resolver{plan: &planjson.Plan{}}, nil)
	for _, tt := range []struct{ typ, before, behind string }{
		{"aws_vpc", "vpc-0000000000001", "vpc-0fffffffffffe"}, {"terraform_data", "00000000-0001", "ffffffff-fffe"}, {"aws_something", "\"", "}"},
	} {
		a, b := Symbol{"a", "id"}, Symbol{"b", "id"}
		seen := map[string]bool{e.marked.text(a, tt.typ): true}
		for i, r := range e.sampled {
			text := r.text(a, tt.typ)
			if seen[text] {
				t.Errorf("%s: %s in two runs", tt.typ, text)
			}
			seen[text] = true
			switch {
			case i == samples-2 && text >= tt.before:
				t.Errorf("%s: %s is not before all others", tt.typ, text)
			case i == samples-1 && text <= tt.behind:
				t.Errorf("%s: %s is not behind all others", tt.typ, text)
			case i < samples-2 && (text <= tt.before || text >= tt.behind):
				t.Errorf("%s: %s is not among others", tt.typ, text)
			}
			if i%2 == 1 && (text < r.text(b, tt.typ)) == (e.sampled[i-1].text(a, tt.typ) < e.sampled[i-1].text(b, tt.typ)) {
				t.Errorf("%s: one order in runs %d and %d", tt.typ, i-1, i)
			}
		}
	}
}
