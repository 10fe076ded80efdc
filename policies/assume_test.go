package policies_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/policies/intent"
	"github.com/tfreach/tfreach/reach/reachtest"
)

// TestAssume: what is said of what lies beyond the plan decides what leaves it there,
// and is listed.
func TestAssume(t *testing.T) {
	p := planFrom(t, nil, reachtest.BaselineNAT, "table private of v\n  0.0.0.0/0 > n\n  10.99.0.0/16 > beyond tgw-0abc\ngroup app of v\n  out all to 0.0.0.0/0")
	for _, c := range []struct{ assume, sentence, want string }{
		{"", "aws_instance.a reaches 10.99.0.0/16:443", "undecided: UNKNOWN_BEYOND_PLAN tgw-0abc"},
		{"tgw-0abc delivers 10.99.0.0/16:443", "aws_instance.a reaches 10.99.0.0/16:443", "holds"},
		{"tgw-0abc delivers 10.99.0.0/16:443", "aws_instance.a reaches 10.99.0.0/16:22", "undecided: UNKNOWN_BEYOND_PLAN tgw-0abc"},
		{"tgw-0abc delivers 10.99.0.0/24:443", "aws_instance.a reaches 10.99.0.0/16:443", "undecided: UNKNOWN_BEYOND_PLAN tgw-0abc"},
		{"tgw-0abc delivers any", "aws_instance.a reaches 10.99.7.7:icmp", "holds"},
		{"tgw-0abc delivers internet", "aws_instance.a reaches 10.99.7.7:443", "undecided: UNKNOWN_BEYOND_PLAN tgw-0abc"},
		{"tgw-0abc delivers any", "aws_instance.a cannot reach 10.99.7.7:443", "violated: forward REACHABLE aws_route_table.private.10.99.0.0/16"},
	} {
		s := policies.DefaultSettings()
		if c.assume != "" {
			a, err := intent.ParseAssumption(c.assume)
			if err != nil {
				t.Fatal(err)
			}
			if s.Assumed, err = policies.Assume(p, []policies.Assumption{{Name: "corp", Assumption: a}}); err != nil {
				t.Fatal(err)
			}
		}
		in, err := policies.Parse(c.sentence)
		if err != nil {
			t.Fatal(err)
		}
		r := policies.Evaluate(p, []policies.Intent{in}, s).Intents[0]
		if got := verdict(r); got != c.want {
			t.Errorf("%s; %s\ngot  %s\nwant %s", c.assume, c.sentence, got, c.want)
		}
		if said := c.assume + `, and the answers come back (assume "corp")`; c.want == "holds" && !slices.Contains(r.Assumptions, said) {
			t.Errorf("%s; %s: assumptions %q", c.assume, c.sentence, r.Assumptions)
		}
	}
}

// TestAssumeNothing: an assumption about nothing that packets leave the plan through,
// or about destinations of the plan, is an error.
func TestAssumeNothing(t *testing.T) {
	p := planFrom(t, nil, reachtest.BaselineNAT, "table private of v\n  10.99.0.0/16 > beyond tgw-0abc")
	for _, c := range [][2]string{
		{"tgw-0abd delivers any", `assume "corp": "tgw-0abd" names nothing that leads out of this plan; near it is tgw-0abc`},
		{"aws_instance.a delivers any", `assume "corp": no packet leaves the plan through aws_instance.a`},
		{"tgw-0abc delivers s3", `assume "corp": "s3" is no destination beyond a plan`},
		{"tgw-0abc delivers aws_subnet.S", `assume "corp": "aws_subnet.S" is no destination beyond a plan`},
	} {
		a, err := intent.ParseAssumption(c[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := policies.Assume(p, []policies.Assumption{{Name: "corp", Assumption: a}}); err == nil || !strings.HasPrefix(err.Error(), c[1]) {
			t.Errorf("%s: %v", c[0], err)
		}
	}
}
