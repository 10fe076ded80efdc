package reach_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
	"github.com/tfreach/tfreach/reach/reachtest"
)

// TestClass: public by a route of globally reachable addresses to an internet
// gateway, isolated without any way out (DESIGN section 2).
func TestClass(t *testing.T) {
	const base = `
vpc v 10.0.0.0/16
igw i of v
subnet N 10.0.1.0/24 of v, table public
table public of v
  0.0.0.0/0 > i
nat n in N
subnet S 10.0.2.0/24 of v, table t
`
	six := "vpc v 10.0.0.0/16 2600:1f00::/56\nsubnet S 2600:1f00:0:2::/64 of v, table t\n"
	for _, c := range []struct{ name, delta, want string }{
		{"internet gateway", "table t of v\n  0.0.0.0/0 > i", "public"},
		{"part of the internet", "table t of v\n  0.0.0.0/0 > n\n  8.8.8.8/32 > i", "public"},
		{"only a private block to the gateway", "table t of v\n  192.168.0.0/16 > i", "private"},
		{"NAT gateway", "table t of v\n  0.0.0.0/0 > n", "private"},
		{"a default route that longer ones cover", "table t of v\n  0.0.0.0/0 > i\n  0.0.0.0/1 > n\n  128.0.0.0/1 > n", "private"},
		{"blackholes are routes", "table t of v\n  0.0.0.0/0 > blackhole", "private"},
		{"a target outside the plan", "table t of v\n  10.1.0.0/16 > beyond pcx-1", "private"},
		{"nothing", "table t of v", "isolated"},
		{"a route inside the VPC is no way out", "table t of v\n  10.0.0.0/16 > blackhole", "isolated"},
		{"a deleted route is none", "table t of v\n  deleted 0.0.0.0/0 > i", "isolated"},
		{"the main table", "subnet S 10.0.2.0/24 of v\nmain of v\n  0.0.0.0/0 > i", "public"},
		{"IPv6 beside IPv4 does not make it public", "vpc v 10.0.0.0/16 2600:1f00::/56\nsubnet S 10.0.2.0/24 2600:1f00:0:2::/64 of v, table t\ntable t of v\n  ::/0 > i", "private"},
		{"IPv6 only", six + "table t of v\n  ::/0 > i", "public"},
		{"IPv6 only, IPv4 route", six + "table t of v\n  0.0.0.0/0 > i", "private"},
		{"unknown table", "subnet S 10.0.2.0/24 of v, table ?", "undecided"},
		{"unknown target", "table t of v\n  0.0.0.0/0 > ?", "undecided"},
		{"unknown target, and a gateway", "table t of v\n  8.0.0.0/8 > ?\n  0.0.0.0/0 > i", "public"},
		{"unknown destination", "table t of v\n  ? > n", "undecided"},
		{"unknown VPC", "vpc w 10.1.0.0/16\nsubnet S 10.0.2.0/24 of v|w, table t\ntable t of v", "undecided"},
	} {
		t.Run(c.name, func(t *testing.T) {
			scene := reachtest.MustParse(base, c.delta)
			got, why := reach.NewEngine(scene.Network).Class(scene.Subnet("S"))
			if got.String() != c.want {
				t.Errorf("got %v, want %s", got, c.want)
			}
			if (got == reach.Unclassed) != (why != nil) {
				t.Errorf("%v with reason %v", got, why)
			}
		})
	}
	if !reach.Isolated.Is(reach.Private) || reach.Private.Is(reach.Isolated) || reach.Public.Is(reach.Private) {
		t.Error("an isolated subnet is a private one, and nothing else is something else")
	}
}

func TestInternet(t *testing.T) {
	for _, c := range []struct {
		addr string
		want bool
	}{
		{"0.1.2.3", false}, {"1.0.0.0", true}, {"10.0.0.1", false}, {"100.64.0.1", false}, {"100.128.0.0", true},
		{"127.0.0.1", false}, {"169.254.1.1", false}, {"172.16.0.1", false}, {"172.32.0.1", true}, {"192.0.0.1", false},
		{"192.0.2.1", false}, {"192.88.99.1", true}, {"192.168.0.1", false}, {"198.18.0.1", false}, {"198.20.0.1", true},
		{"198.51.100.1", false}, {"203.0.113.1", false}, {"203.0.114.1", true}, {"224.0.0.1", false}, {"255.255.255.255", false},
		{"::1", false}, {"2001:1::1", false}, {"2001:db8::1", false}, {"2002::1", false}, {"2600::1", true},
		{"3fff::1", false}, {"3fff:1000::", true}, {"64:ff9b::1", false}, {"fd00::1", false}, {"fe80::1", false}, {"ff02::1", false},
	} {
		a := netip.MustParseAddr(c.addr)
		world := reach.IPv4Internet()
		if a.Is6() {
			world = reach.IPv6Internet()
		}
		if got := world.Overlaps(packet.Addr(a)); got != c.want {
			t.Errorf("%s in the internet: got %v", c.addr, got)
		}
	}
}

func TestBlocks(t *testing.T) {
	scene := reachtest.MustParse("vpc v 10.0.0.0/16 100.64.0.0/16\nvpc w 10.2.0.0/16\nsubnet S 10.0.1.0/24 of v\nsubnet T 10.1.1.0/24 of v|w\nsubnet U 10.2.0.0/24 of w")
	e := reach.NewEngine(scene.Network)
	got, why := e.Blocks(scene.Subnet("S"))
	if want := "10.0.0.0/16, 100.64.0.0/16"; got.String() != want || why != nil {
		t.Errorf("S: got %v, %v, want %s", got, why, want)
	}
	scene.Object("vpc", "w").(*reach.VPC).Beyond = true
	for _, name := range []string{"T", "U"} {
		if _, why := e.Blocks(scene.Subnet(name)); why == nil {
			t.Errorf("%s: the blocks are known", name)
		}
	}
	if got, why := e.Blocks(nil); !got.IsEmpty() || why != nil {
		t.Errorf("no subnet: got %v, %v", got, why)
	}
}

// TestBlocksThatAreUnknown: of a VPC with a block that nobody knows, the subnets are
// what is known of it.
func TestBlocksThatAreUnknown(t *testing.T) {
	why := &reach.Unknown{Code: reach.UnknownValue, Address: "vpc.v", Attribute: "ipv4_netmask_length"}
	scene := reachtest.MustParse("vpc v 10.0.0.0/16\nsubnet S 10.0.1.0/24 of v\nsubnet T 10.1.1.0/24 of v")
	block := scene.Network.Blocks[0]
	got, open := reach.NewEngine(scene.Network).Blocks(scene.Subnet("S"))
	if want := "10.0.0.0/16"; got.String() != want || open != nil {
		t.Errorf("all known: got %v, %v, want %s", got, open, want)
	}
	block.Prefix = reach.Missing[netip.Prefix](why)
	got, open = reach.NewEngine(scene.Network).Blocks(scene.Subnet("S"))
	if want := "10.0.1.0/24, 10.1.1.0/24"; got.String() != want || open != why {
		t.Errorf("the block is unknown: got %v, %v, want %s", got, open, want)
	}
	block.Prefix = reach.Known(netip.MustParsePrefix("10.0.0.0/16"))
	block.VPC = reach.Perhaps(why, scene.Object("vpc", "v").(*reach.VPC))
	got, open = reach.NewEngine(scene.Network).Blocks(scene.Subnet("S"))
	if want := "10.0.1.0/24, 10.1.1.0/24"; got.String() != want || open != why {
		t.Errorf("whose block it is is unknown: got %v, %v, want %s", got, open, want)
	}
}

// TestServed: the gateway endpoints of the VPC that a subnet is in, and those that may
// be; all of them for no subnet.
func TestServed(t *testing.T) {
	scene := reachtest.MustParse(`
vpc v 10.0.0.0/16
vpc w 10.1.0.0/16
vpc x 10.2.0.0/16
subnet S 10.0.1.0/24 of v
subnet T 10.1.1.0/24 of v|w
gateway endpoint ofv of v for com.amazonaws.eu-west-1.s3
gateway endpoint ofw of w for com.amazonaws.eu-west-1.s3
gateway endpoint ofx of x for com.amazonaws.eu-west-1.s3
gateway endpoint either of v|w for com.amazonaws.eu-west-1.s3
gateway endpoint third of w|x for com.amazonaws.eu-west-1.s3
gateway endpoint nobody of ? for com.amazonaws.eu-west-1.s3`)
	e := reach.NewEngine(scene.Network)
	for _, c := range []struct {
		name   string
		subnet *reach.Subnet
		want   string
	}{
		{"S", scene.Subnet("S"), "ofv either nobody"},
		{"T", scene.Subnet("T"), "ofv ofw either third nobody"},
		{"none", nil, "ofv ofw ofx either third nobody"},
	} {
		var names []string
		for _, g := range e.Served(c.subnet) {
			names = append(names, strings.TrimPrefix(g.Address, "gateway_endpoint."))
		}
		if got := strings.Join(names, " "); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestBears(t *testing.T) {
	scene := reachtest.MustParse(wide, "group x of v\n  out tcp 1 to 0.0.0.0/0\ngroup y of v\nhost a 10.0.2.10 in S, groups x\nhost b 10.0.2.20 in S, groups x+...\nhost d 10.0.3.10 in D, groups x|y")
	e := reach.NewEngine(scene.Network)
	group := func(name string) *reach.SecurityGroup { return scene.Object("group", name).(*reach.SecurityGroup) }
	for _, c := range []struct{ host, group, want string }{
		{"a", "x", "yes"}, {"a", "y", "no"}, {"b", "x", "yes"}, {"b", "y", "perhaps"}, {"d", "x", "perhaps"}, {"d", "open", "no"},
	} {
		src := reach.Sources(scene.Host(c.host), nil)[0]
		got := "no"
		yes, maybe := e.Bears(src, group(c.group))
		if yes {
			got = "yes"
		} else if maybe != nil {
			got = "perhaps"
		}
		if got != c.want {
			t.Errorf("%s bears %s: got %s, want %s", c.host, c.group, got, c.want)
		}
	}
	src := reach.Sources(scene.Host("a"), nil)[0]
	if rules := e.Rules(src, true); len(rules) != 1 || len(e.Rules(src, false)) != 0 {
		t.Errorf("rules of a: %v", rules)
	}
	place := reach.Source{Subnet: scene.Subnet("S")}
	if yes, maybe := e.Bears(place, group("x")); yes || maybe != nil || e.Rules(place, true) != nil {
		t.Error("a place has groups")
	}
}
