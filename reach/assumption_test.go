package reach_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
	"github.com/tfreach/tfreach/reach/reachtest"
)

// assumptions is what the way of TCP packets on port 443 to the internet, or to a
// service there, rests on.
func assumptions(t *testing.T, scene *reachtest.Scene, from, service string) []string {
	t.Helper()
	e := reach.NewEngine(scene.Network)
	b := packet.AnyBox()
	b.Protocols, b.DstPorts, b.Dst = packet.ProtocolsOf(packet.TCP), packet.Port(443), reach.IPv4Internet()
	q := reach.Question{From: e.Parties(sender(t, scene, from))[0], Packets: b.Set()}
	q.To.Service = service
	var out []string
	for _, p := range e.Answer([]reach.Question{q})[0].Parts {
		out = append(out, p.Assumptions...)
	}
	return out
}

// TestAssumptions: what the plan does not show is assumed in words, once, and nothing
// where the plan shows it.
func TestAssumptions(t *testing.T) {
	const (
		s3      = "com.amazonaws.eu-west-1.s3"
		noBlock = "VPC Block Public Access is off where vpc.v is"
		plain   = wide + "subnet N 10.0.1.0/24 of v, public-ips\nmain of v is public\n"
		served  = wide + "service list s3 " + s3 + "\ngateway endpoint e of v for " + s3 + "\n"
	)
	others := func(what ...string) []string {
		var out []string
		for _, w := range what {
			out = append(out, "nothing outside this plan associates subnet.N with a "+w)
		}
		return append(out, noBlock)
	}
	nothing := func(*reachtest.Scene) {}
	change := func(c reach.Change) func(*reachtest.Scene) {
		return func(s *reachtest.Scene) { s.Subnet("N").Change = c }
	}
	for _, c := range []struct {
		name, base, delta, service string
		change                     func(*reachtest.Scene)
		want                       []string
	}{
		{"a subnet that exists", plain, "", "", change(reach.NoChange), others("network ACL", "route table")},
		{"a subnet that is updated", plain, "", "", change(reach.Update), others("network ACL", "route table")},
		{"a new subnet", plain, "", "", change(reach.Create), []string{noBlock}},
		{"a subnet that is replaced", plain, "", "", change(reach.Replace), []string{noBlock}},
		{"a subnet with a table and an ACL", wide, "acl x of v\n  in 1 allow all from 0.0.0.0/0\n  out 1 allow all to 0.0.0.0/0\nsubnet N 10.0.1.0/24 of v, table public, public-ips, acl x", "", nothing, []string{noBlock}},
		{"what is blocked is in the plan", plain, "block public access off", "", change(reach.Create), nil},
		{"the way of a service", served, "acl x of v\n  in 1 allow all from 0.0.0.0/0\n  out 1 allow all to 0.0.0.0/0\nsubnet N 10.0.1.0/24 of v, table public, public-ips, acl x\ntable public of v\n  0.0.0.0/0 > i\n  list s3 > e", "", nothing,
			[]string{"no asked address is one of " + s3 + ", which gateway_endpoint.e serves", noBlock}},
		{"the way of a service, which is asked for", served, "acl x of v\n  in 1 allow all from 0.0.0.0/0\n  out 1 allow all to 0.0.0.0/0\nsubnet N 10.0.1.0/24 of v, table public, public-ips, acl x\ntable public of v\n  0.0.0.0/0 > i\n  list s3 > e", s3, nothing, nil},
		{"a service that the table has no way to", served, "acl x of v\n  in 1 allow all from 0.0.0.0/0\n  out 1 allow all to 0.0.0.0/0\nsubnet N 10.0.1.0/24 of v, table public, public-ips, acl x", "", nothing, []string{noBlock}},
	} {
		scene := reachtest.MustParse(c.base, c.delta)
		c.change(scene)
		if got := assumptions(t, scene, "p", c.service); !slices.Equal(got, c.want) {
			t.Errorf("%s:\ngot  %s\nwant %s", c.name, strings.Join(got, "\n     "), strings.Join(c.want, "\n     "))
		}
	}
}
