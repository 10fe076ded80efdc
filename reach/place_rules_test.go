package reach_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
	"github.com/tfreach/tfreach/reach/reachtest"
)

// changed is a rule about what the text form has no words for: change puts it into the
// network.
type changed struct {
	name, base, delta string
	change            func(*reachtest.Scene)
	asks              [][]string
}

func testChanged(t *testing.T, rules []changed) {
	t.Helper()
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			scene := reachtest.MustParse(r.base, r.delta)
			r.change(scene)
			for _, a := range r.asks {
				got := ask(t, scene, a[0])
				if want := a[1:]; !slices.Equal(got, want) {
					t.Errorf("%s\ngot  %s\nwant %s", a[0], strings.Join(got, "\n     "), strings.Join(want, "\n     "))
				}
			}
		})
	}
}

// The places of the tests below: one configuration of which everything is known, and
// others of which it is not.
var (
	frankfurt = reach.Place{Provider: "aws", Region: "eu-central-1", Account: "1"}
	ireland   = reach.Place{Provider: "aws.ireland", Region: "eu-west-1", Account: "1"}
	another   = reach.Place{Provider: "aws.other", Region: "eu-central-1", Account: "2"}
	alias     = reach.Place{Provider: "aws.alias", Region: "eu-central-1", Account: "1"}
	noRegion  = reach.Place{Provider: "aws.env", Account: "1", Why: "the region is a variable"}
	noAccount = reach.Place{Provider: "aws.sso", Region: "eu-central-1"}
)

// TestWherePublicAccessIsBlocked: what is blocked is blocked in one region of one
// account (BPA-1).
func TestWherePublicAccessIsBlocked(t *testing.T) {
	const https, blocked = "a > tcp internet:443", "forward VPC_BLOCK_PUBLIC_ACCESS_ENABLED public_access.internet_gateway_block_mode"
	const open = "undecided UNKNOWN_VALUE public_access"
	var rules []changed
	for _, c := range []struct {
		name        string
		here, there *reach.Place
		want        string
	}{
		{"nobody tells of places", nil, nil, blocked},
		{"one place", &frankfurt, &frankfurt, blocked},
		{"another configuration of one account and region", &alias, &frankfurt, blocked},
		{"another region", &ireland, &frankfurt, "delivered"},
		{"another account", &another, &frankfurt, "delivered"},
		{"where the VPC is is not known", &frankfurt, nil, open},
		{"where it is blocked is not known", nil, &frankfurt, open},
		{"the region of the VPC is not known", &frankfurt, &noRegion, open},
		{"the region that blocks is not known", &noRegion, &frankfurt, open},
		{"the account of the VPC is not known", &frankfurt, &noAccount, open},
		{"the account that blocks is not known", &noAccount, &frankfurt, open},
		{"neither account is known, in one configuration", &noAccount, &noAccount, blocked},
	} {
		rules = append(rules, changed{c.name, reachtest.BaselinePublic, "block public access ingress", func(s *reachtest.Scene) {
			s.Network.PublicAccess[0].Place, s.VPC("v").Place = c.here, c.there
		}, [][]string{{https, c.want}}})
	}
	testChanged(t, rules)
}

// TestExclusions: which subnets and VPCs are taken out of what is blocked (BPA-3).
func TestExclusions(t *testing.T) {
	const (
		https, six = "a > tcp internet:443", "a > tcp [2a00::/16]:443"
		blocked    = "forward VPC_BLOCK_PUBLIC_ACCESS_ENABLED public_access.internet_gateway_block_mode"
		ingress    = "block public access ingress\n"
		both       = "block public access bidirectional\n"
		nat        = reachtest.BaselineNAT
		public     = reachtest.BaselinePublic
		// twice sends packets through a private NAT gateway before the public one.
		twice = nat + `
subnet M 10.0.3.0/24 of v, table middle, zone a
private nat m in M
table private of v
  0.0.0.0/0 > m
table middle of v
  0.0.0.0/0 > n
`
	)
	undecided := func(at string) [][]string { return [][]string{{https, "undecided UNKNOWN_VALUE " + at}} }
	becomes := func(what string) [][]string { return [][]string{{https, what}} }
	testRules(t, []rule{
		{"nothing is blocked", public, "block public access off", becomes("delivered")},
		{"a public subnet", public, ingress + "exclusion x of subnet P", becomes("delivered")},
		{"a public subnet, both ways blocked", public, both + "exclusion x of subnet P", becomes("delivered")},
		{"the VPC of a public subnet", public, ingress + "exclusion x of v", becomes("delivered")},
		{"the VPC, for egress only", public, ingress + "exclusion x of v, egress-only", becomes(blocked)},
		{"a public subnet, for egress only", public, ingress + "exclusion x of subnet P, egress-only", becomes(blocked)},
		{"another subnet", public, ingress + "subnet Q 10.0.9.0/24 of v\nexclusion x of subnet Q", becomes(blocked)},
		{"another VPC", public, ingress + "vpc w 10.9.0.0/16\nexclusion x of w", becomes(blocked)},
		{"perhaps the VPC", public, ingress + "exclusion x of ?", undecided("exclusion.x.vpc_id")},
		{"perhaps the subnet", public, ingress + "exclusion x of subnet ?", undecided("exclusion.x.subnet_id")},
		{"perhaps for egress only", public, ingress + "exclusion x of subnet P, egress-only ?", undecided("exclusion.x.internet_gateway_exclusion_mode")},
		{"the mode is not known", public, "block public access ?", undecided("public_access.internet_gateway_block_mode")},
		{"the NAT gateway's subnet and the sender's", nat, both + "exclusion x of subnet N\nexclusion y of subnet S", becomes("delivered")},
		{"for egress only", nat, both + "exclusion x of subnet N, egress-only\nexclusion y of subnet S, egress-only", becomes("delivered")},
		{"the NAT gateway's subnet", nat, both + "exclusion x of subnet N", undecided("subnet.N")},
		{"the sender's subnet", nat, both + "exclusion y of subnet S", becomes(blocked)},
		{"the NAT gateway's subnet and perhaps the sender's", nat, both + "exclusion x of subnet N\nexclusion y of subnet S|M\nsubnet M 10.0.9.0/24 of v", undecided("subnet.N")},
		{"behind two gateways", twice, both + "exclusion x of subnet N\nexclusion y of subnet S\nexclusion z of subnet M", undecided("subnet.N")},
		{"behind two gateways, nothing that comes in is blocked", twice, ingress, becomes("delivered")},
		{"IPv6", sixWay, both, [][]string{{six, blocked}}},
		{"IPv6, only what comes in", sixWay, ingress, [][]string{{six, "delivered"}}},
		{"IPv6 out of an excluded subnet", sixWay, both + "exclusion x of subnet S", [][]string{{six, "delivered"}}},
		{"IPv6 out of one that is excluded for egress", sixWay, both + "exclusion x of subnet S, egress-only", [][]string{{six, "delivered"}}},
		{"IPv6 out of a VPC that is excluded for egress", sixWay, both + "exclusion x of v, egress-only", [][]string{{six, "delivered"}}},
	})
}

// TestWhyExclusionsDoNotHelp: a drop in spite of an exclusion says why.
func TestWhyExclusionsDoNotHelp(t *testing.T) {
	const nothing = "source becomes the public address"
	for _, c := range []struct{ name, base, delta, want string }{
		{"none", reachtest.BaselinePublic, "block public access ingress", nothing},
		{"of another VPC", reachtest.BaselinePublic, "block public access ingress\nvpc w 10.9.0.0/16\nexclusion x of w", nothing},
		{"for egress only, and ingress is blocked", reachtest.BaselinePublic, "block public access ingress\nexclusion x of subnet P, egress-only", "in this mode AWS ignores"},
		{"of the VPC, for egress only", reachtest.BaselinePublic, "block public access ingress\nexclusion x of v, egress-only", "in this mode AWS ignores"},
		{"for egress only", reachtest.BaselinePublic, "block public access bidirectional\nexclusion x of subnet P, egress-only", "AWS's pages contradict each other"},
		{"behind a firewall", inspectedPublic, "block public access ingress\nexclusion x of subnet W", "it holds for what a Network Firewall inspects"},
	} {
		got := journeys(t, reachtest.MustParse(c.base, c.delta), "a", "142.250.74.46/32", 443)
		got = got[strings.LastIndexByte(got, '\n')+1:]
		if !strings.HasPrefix(got, "  internet gateway igw.i in ") || !strings.Contains(got, ": deny ("+c.want) {
			t.Errorf("%s: %s, want %q", c.name, got, c.want)
		}
	}
}

// TestGaps: what is not modelled puts the VPCs of its own place in doubt, on the way
// out and where packets come to, and says where nobody knows whether that is one.
func TestGaps(t *testing.T) {
	const (
		https    = "a > tcp internet:443"
		unknown  = "undecided UNKNOWN_VALUE aws_thing.x"
		unmodels = "undecided UNMODELLED_RESOURCE aws_thing.x"
		peered   = `
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
group db of w
  in all from 10.0.0.0/16
host a 10.0.1.10 in S, groups app
host d 10.9.1.10 in D, groups db
`
	)
	gap := func(at *reach.Place) *reach.Gap {
		return &reach.Gap{Origin: reach.Origin{Address: "aws_thing.x", Place: at}, Type: "aws_thing"}
	}
	var rules []changed
	for _, c := range []struct {
		name        string
		here, there *reach.Place
		want        string
	}{
		{"nobody tells of places", nil, nil, unmodels},
		{"its own place", &frankfurt, &frankfurt, unmodels},
		{"another region", &ireland, &frankfurt, "delivered"},
		{"another account", &another, &frankfurt, "delivered"},
		{"its place is not known", nil, &frankfurt, unmodels},
		{"that of the VPC is not known", &frankfurt, nil, unmodels},
		{"its region is not known", &noRegion, &frankfurt, unknown},
		{"the region of the VPC is not known", &frankfurt, &noRegion, unknown},
		{"no region, and one configuration", &noRegion, &noRegion, unmodels},
		{"its account is not known", &noAccount, &frankfurt, unmodels},
	} {
		rules = append(rules, changed{c.name, reachtest.BaselinePublic, "", func(s *reachtest.Scene) {
			s.Network.Gaps, s.VPC("v").Place = []*reach.Gap{gap(c.here)}, c.there
		}, [][]string{{https, c.want}}})
	}
	for _, c := range []struct {
		name             string
		here, from, into *reach.Place
		want             string
	}{
		{"where packets come to", &ireland, &frankfurt, &ireland, unmodels},
		{"where they come from", &frankfurt, &frankfurt, &ireland, unmodels},
		{"elsewhere", &another, &frankfurt, &ireland, "delivered"},
		{"both in one place", &frankfurt, &frankfurt, &frankfurt, unmodels},
	} {
		rules = append(rules, changed{c.name, peered, "", func(s *reachtest.Scene) {
			s.Network.Gaps, s.VPC("v").Place, s.VPC("w").Place = []*reach.Gap{gap(c.here)}, c.from, c.into
		}, [][]string{{"a > tcp d:443", c.want}}})
	}
	testChanged(t, rules)

	scene := reachtest.MustParse(reachtest.BaselinePublic)
	for _, places := range [][2]*reach.Place{{&noRegion, &frankfurt}, {&frankfurt, &noRegion}} {
		scene.Network.Gaps, scene.VPC("v").Place = []*reach.Gap{gap(places[0])}, places[1]
		e := reach.NewEngine(scene.Network)
		q := reach.Question{From: e.Parties(sender(t, scene, "a"))[0], Packets: packet.All().To(reach.IPv4Internet())}
		for _, p := range e.Answer([]reach.Question{q})[0].Parts {
			if got := p.Doubts[0].Reason; !strings.HasSuffix(got, ": the region is a variable") {
				t.Errorf("the reason is %q", got)
			}
		}
	}
}
