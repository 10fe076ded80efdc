package reach_test

import (
	"slices"
	"testing"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
	"github.com/tfreach/tfreach/reach/reachtest"
)

// TestParties: what is alike at every hop is one party; what differs, or is open, is
// not.
func TestParties(t *testing.T) {
	for _, c := range []struct {
		name, delta string
		want        int
	}{
		{"alike", "", 1},
		{"in another subnet", "host b 10.0.3.20 in D, groups open", 2},
		{"with other groups", "group x of v\nhost b 10.0.2.20 in S, groups x", 2},
		{"with the same groups, told otherwise", "group x of v\nhost a 10.0.2.10 in S, groups x+open\nhost b 10.0.2.20 in S, groups open+x", 1},
		{"with a public address", "host b 10.0.2.20 in S, groups open, public-ip", 2},
		{"with IPv6, too", "vpc v 10.0.0.0/16 2600:1f00::/56\nsubnet S 10.0.2.0/24 2600:1f00:0:2::/64 of v, table private\nhost b 10.0.2.20 2600:1f00:0:2::b in S, groups open", 2},
		{"perhaps with IPv6, both", "vpc v 10.0.0.0/16 2600:1f00::/56\nsubnet S 10.0.2.0/24 2600:1f00:0:2::/64 of v, table private\nhost a 10.0.2.10 in S, groups open, six ?\nhost b 10.0.2.20 in S, groups open, six ?", 2},
		{"perhaps with a public address, both", "host a 10.0.2.10 in S, groups open, public-ip ?\nhost b 10.0.2.20 in S, groups open, public-ip ?", 2},
		{"in a subnet that nobody knows, both", "host a 10.0.2.10 in ?, groups open\nhost b 10.0.2.20 in ?, groups open", 2},
		{"with a group of two, both", "group x of v\nhost a 10.0.2.10 in S, groups open|x\nhost b 10.0.2.20 in S, groups open|x", 2},
		{"with groups that nobody knows, both", "host a 10.0.2.10 in S, groups ?\nhost b 10.0.2.20 in S, groups ?", 2},
		{"with several addresses, both", "host a 10.0.2.10 10.0.2.11 in S, groups open\nhost b 10.0.2.20 10.0.2.21 in S, groups open", 2},
	} {
		scene := reachtest.MustParse(wide, c.delta)
		e := reach.NewEngine(scene.Network)
		for range 2 { // the second time counts like the first
			if got := e.Parties(sender(t, scene, "a"), sender(t, scene, "b"), sender(t, scene, "a")); len(got) != c.want {
				t.Errorf("%s: %d parties, want %d", c.name, len(got), c.want)
			}
		}
	}
}

// TestWhatAPartyHas: its VPC and its families, where they are known.
func TestWhatAPartyHas(t *testing.T) {
	scene := reachtest.MustParse(wide, `
vpc v 10.0.0.0/16 2600:1f00::/56
subnet S 10.0.2.0/24 2600:1f00:0:2::/64 of v, table private
host a 10.0.2.10 in S, groups open
host b 10.0.2.20 in S, groups open, six ?
host d 10.0.2.30 2600:1f00:0:2::d in S, groups open
host p 10.0.2.40 in ?, groups open`)
	e := reach.NewEngine(scene.Network)
	for _, c := range []struct {
		host                    string
		vpc, four, six, mayHave bool
	}{
		{"a", true, true, false, false},
		{"b", true, true, false, true},
		{"d", true, true, true, true},
		{"p", false, true, false, false},
	} {
		p := e.Parties(sender(t, scene, c.host))[0]
		if v, ok := p.VPC(); ok != c.vpc || ok && v != scene.VPC("v") {
			t.Errorf("%s: VPC %v, %v", c.host, v, ok)
		}
		if p.Has(packet.IPv4()) != c.four || p.Has(packet.IPv6()) != c.six || p.MayHave(packet.IPv6()) != c.mayHave {
			t.Errorf("%s: IPv4 %v, IPv6 %v, perhaps IPv6 %v", c.host, p.Has(packet.IPv4()), p.Has(packet.IPv6()), p.MayHave(packet.IPv6()))
		}
	}
}

// TestSources: an interface sends from each subnet that it is in, and from one more
// where it may be in others.
func TestSources(t *testing.T) {
	scene := reachtest.MustParse(wide, "host a in S+D, groups open\nhost b in S+..., groups open\nhost d in S+N|D, groups open")
	for host, want := range map[string][]string{"a": {"subnet.S", "subnet.D"}, "b": {"subnet.S", "?"}, "d": {"subnet.S", "?"}} {
		var got []string
		for _, s := range reach.Sources(scene.Host(host), nil) {
			switch {
			case s.Subnet != nil && s.Why == nil:
				got = append(got, s.Subnet.Address)
			case s.Subnet == nil && s.Why != nil:
				got = append(got, "?")
			}
		}
		if !slices.Equal(got, want) || len(got) != len(reach.Destinations(scene.Host(host))) {
			t.Errorf("%s: %v, want %v", host, got, want)
		}
	}
}

// TestChanges: what apply does, and what it leaves as it is.
func TestChanges(t *testing.T) {
	for c, want := range map[reach.Change]bool{
		reach.Create: true, reach.Update: true, reach.Replace: true, reach.Delete: true,
		reach.Forget: false, reach.Read: false, reach.NoChange: false,
	} {
		if c.Changes() != want {
			t.Errorf("%s changes: %v", c, c.Changes())
		}
	}
}

// TestLoadBalancers: they take what a listener is for (CMP-5); a listener that nobody
// knows may be for anything.
func TestLoadBalancers(t *testing.T) {
	const net = wide + "balancer x 10.0.1.9 in N, groups open\n  tcp 443\nbalancer y 10.0.1.8 in N, groups open\n  tcp 80\n"
	const mismatch = "forward ELBV2_LISTENERS_MISMATCH balancer.x"
	testRules(t, []rule{
		{"of its own", net, "", [][]string{{"a > tcp 10.0.1.9:443", "delivered"}, {"a > tcp 10.0.1.9:80", mismatch}, {"a > tcp 10.0.1.8:80", "delivered"}}},
		{"none", net, "balancer x 10.0.1.9 in N, groups open", [][]string{{"a > tcp 10.0.1.9:443", mismatch}}},
		{"one that nobody knows", net, "balancer x 10.0.1.9 in N, groups open\n  tcp 443\n  ?", [][]string{
			{"a > tcp 10.0.1.9:443", "delivered"}, {"a > tcp 10.0.1.9:80", "undecided UNKNOWN_VALUE balancer.x.listener ?"}}},
		{"others that nobody knows", net, "balancer x 10.0.1.9 in N, groups open\n  tcp 443\n  ...", [][]string{
			{"a > tcp 10.0.1.9:443", "delivered"}, {"a > tcp 10.0.1.9:80", "undecided UNKNOWN_VALUE balancer.x.listener"}}},
	})
	testChanged(t, []changed{{"one of either", net, "", func(s *reachtest.Scene) {
		l := s.Network.Listeners[0]
		l.Balancer = reach.OneOf(&reach.Unknown{Code: reach.UnknownValue, Address: "aws_lb_listener.l", Attribute: "load_balancer_arn"},
			s.Object("balancer", "x").(*reach.LoadBalancer), s.Object("balancer", "y").(*reach.LoadBalancer))
	}, [][]string{
		{"a > tcp 10.0.1.9:443", "undecided UNKNOWN_VALUE aws_lb_listener.l.load_balancer_arn"},
		{"a > tcp 10.0.1.8:80", "delivered"},
	}}})
}

// TestInterfaceEndpoints: no ping, and no reference from another VPC (IFE-3, SG-11).
func TestInterfaceEndpoints(t *testing.T) {
	const net = `
vpc v 10.0.0.0/16
vpc w 10.9.0.0/16
subnet S 10.0.1.0/24 of v, table s
subnet D 10.9.1.0/24 of w, table d
table s of v
  10.9.0.0/16 > p
table d of w
  10.0.0.0/16 > p
peering p of v with w
group app of v
  out all to 0.0.0.0/0
group near of v
  in all from group app
group far of w
  in tcp 443 from group app
  in icmp from 10.0.0.0/8
host a 10.0.1.10 in S, groups app
interface endpoint x of v for com.amazonaws.eu-west-1.ssm 10.0.1.9 in S, groups near
interface endpoint y of w for com.amazonaws.eu-west-1.ssm 10.9.1.9 in D, groups far
`
	testRules(t, []rule{
		{"SG-10 a reference from the same VPC", net, "", [][]string{{"a > tcp 10.0.1.9:443", "delivered"}}},
		{"SG-11 none from another one", net, "", [][]string{{"a > tcp 10.9.1.9:443", "forward SG_REFERENCES_NOT_PRESERVED group.far.ingress"}}},
		{"SG-11 an interface, as it happens, takes one", net, "host d 10.9.1.20 in D, groups far", [][]string{{"a > tcp d:443", "delivered"}}},
		{"IFE-3 no ping", net, "", [][]string{
			{"a > icmp 8 10.0.1.9", "forward NO_POSSIBLE_DESTINATION interface_endpoint.x"},
			{"a > icmp 3 10.9.1.9", "delivered"},
		}},
	})
}
