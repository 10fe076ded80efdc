package reach_test

import (
	"strings"
	"testing"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/reachtest"
)

// TestDefaultRoute: what sends everything else, in one family; a list that holds every
// address is none, and what may be one leaves it open.
func TestDefaultRoute(t *testing.T) {
	const base = `
vpc v 10.0.0.0/16 2600:1f00::/56
igw i of v
eigw e of v
subnet N 10.0.1.0/24 of v
nat n in N
subnet S 10.0.2.0/24 of v, table t
`
	for _, c := range []struct{ name, delta, four, six string }{
		{"one of each", "table t of v\n  ::/0 > e\n  0.0.0.0/0 > n", "nat.n", "eigw.e"},
		{"longer ones are none", "table t of v\n  0.0.0.0/1 > n\n  2000::/3 > e", "none", "none"},
		{"of another table", "table t of v\ntable u of v\n  0.0.0.0/0 > n", "none", "none"},
		{"by a list", "list l 0.0.0.0/0\ntable t of v\n  list l > n", "none", "none"},
		{"where to is open", "table t of v\n  0.0.0.0/0 > ?", "?", "none"},
		{"to where is open", "table t of v\n  ? > n", "open", "open"},
		{"to where is open, beside it", "table t of v\n  ? > n\n  0.0.0.0/0 > i", "igw.i", "open"},
		{"a route that may be another table's", "table t of v\ntable u of v\nroute r in t|u 0.0.0.0/0 > n", "open", "none"},
		{"a longer one that may be another table's", "table t of v\ntable u of v\nroute r in t|u 8.8.8.0/24 > n", "none", "none"},
		{"an open one that may be another table's", "table t of v\ntable u of v\nroute r in t|u ? > n", "open", "open"},
		{"by a list in one that may be another table's", "list l 0.0.0.0/0\ntable t of v\ntable u of v\nroute r in t|u list l > n", "none", "none"},
		{"certain, and one that may be another table's", "table t of v\n  0.0.0.0/0 > i\ntable u of v\nroute r in t|u 0.0.0.0/0 > n", "igw.i", "none"},
		{"the table is open", "subnet S 10.0.2.0/24 of v, table ?", "open", "open"},
	} {
		t.Run(c.name, func(t *testing.T) {
			scene := reachtest.MustParse(base, c.delta)
			e := reach.NewEngine(scene.Network)
			for six, want := range map[bool]string{false: c.four, true: c.six} {
				r, why := e.DefaultRoute(scene.Subnet("S"), six)
				got := "none"
				switch {
				case r != nil && why == nil:
					got = "?"
					if to, ok := r.Target.Exact(); ok {
						got = to.At().Address
					}
				case why != nil && r == nil:
					got = "open"
				}
				if got != want {
					t.Errorf("IPv6 %v: got %s, want %s", six, got, want)
				}
			}
		})
	}
	t.Run("a table of another plan", func(t *testing.T) {
		scene := reachtest.MustParse(base, "table t of v")
		scene.Object("table", "t").(*reach.RouteTable).Beyond = true
		if r, why := reach.NewEngine(scene.Network).DefaultRoute(scene.Subnet("S"), false); r != nil || why == nil {
			t.Errorf("got %v, %v, want open", r, why)
		}
	})
}

// TestServing: the gateway endpoints that the table of a subnet leads to, and none
// where the table is not known.
func TestServing(t *testing.T) {
	const base = `
vpc v 10.0.0.0/16
service list s3 com.amazonaws.eu-west-1.s3
service list dynamodb com.amazonaws.eu-west-1.dynamodb
gateway endpoint s of v for com.amazonaws.eu-west-1.s3
gateway endpoint d of v for com.amazonaws.eu-west-1.dynamodb
subnet S 10.0.1.0/24 of v, table t
`
	for _, c := range []struct{ name, delta, want string }{
		{"one of two", "table t of v\n  list s3 > s", "gateway_endpoint.s"},
		{"both", "table t of v\n  list s3 > s\n  list dynamodb > d", "gateway_endpoint.s gateway_endpoint.d"},
		{"none", "table t of v\n  10.9.0.0/16 > blackhole", ""},
		{"nobody knows the table", "subnet S 10.0.1.0/24 of v, table t|u\ntable t of v\n  list s3 > s\ntable u of v", ""},
	} {
		scene := reachtest.MustParse(base, c.delta)
		var names []string
		for _, g := range reach.NewEngine(scene.Network).Serving(scene.Subnet("S")) {
			names = append(names, g.Address)
		}
		if got := strings.Join(names, " "); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}
