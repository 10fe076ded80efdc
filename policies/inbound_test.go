package policies_test

import (
	"slices"
	"testing"

	"github.com/tfreach/tfreach/reach/reachtest"
)

// TestInbound: IPv6 that leaves a private subnet through an internet gateway (T11).
func TestInbound(t *testing.T) {
	const six = `
vpc v 10.0.0.0/16 2001:db8:0:100::/56
subnet S 10.0.2.0/24 2001:db8:0:102::/64 of v, table private, assign-six
group app of v
  out all to 0.0.0.0/0, ::/0
host a in S, groups app, six
`
	const open = "INBOUND_OPEN aws_route_table.private: IPv6 leaves aws_subnet.S, a private subnet, through aws_internet_gateway.i: hosts on the internet can begin connections to it, and only security groups and network ACLs stand in their way"
	for _, c := range []struct {
		text, sentence string
		want           bool
	}{
		{"table private of v\n  0.0.0.0/0 > n\n  ::/0 > i", "aws_instance.a reaches [::/0]:443", true},
		{"table private of v\n  0.0.0.0/0 > n\n  ::/0 > i", "aws_subnet.S reaches internet:443", true},
		{"table private of v\n  0.0.0.0/0 > n\n  ::/0 > i", "aws_instance.a reaches 8.8.8.8:443", false},
		{"table private of v\n  0.0.0.0/0 > i\n  ::/0 > i", "aws_instance.a reaches [::/0]:443", false},
	} {
		r := judge(t, planFrom(t, nil, reachtest.BaselineNAT, six, c.text), c.sentence)
		if got := slices.Contains(notes(r), open); got != c.want {
			t.Errorf("%s; %s: %q, %s", c.text, c.sentence, notes(r), verdict(r))
		}
	}
}
