package policies_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
	"github.com/tfreach/tfreach/reach/reachtest"
)

// drawn is a network of two private subnets behind a NAT gateway, in which anything may
// be wrong. It is drawn before apply and after it, with a few differences.
type drawn struct{ picks []int }

// choices are the lines of the text, each one of some.
var choices = [][]string{
	{"subnet N 10.0.0.0/24 of v, table public, acl n", "subnet N 10.0.0.0/24 of v, table private, acl n"},
	{"table public of v\n  0.0.0.0/0 > i", "table public of v"},
	{"table private of v\n  0.0.0.0/0 > n", "table private of v", "table private of v\n  8.8.8.0/24 > n", "table private of v\n  0.0.0.0/0 > i"},
	{"table other of v\n  0.0.0.0/0 > n", "table other of v", "table other of v\n  8.8.8.0/24 > blackhole\n  0.0.0.0/0 > n"},
	{"subnet T 10.0.2.0/24 of v, table private, acl s", "subnet T 10.0.2.0/24 of v, table other, acl s", "subnet T 10.0.2.0/24 of v, table private, acl n", "# T"},
	{"acl s of v\n  in 1 allow all from 0.0.0.0/0", "acl s of v\n  in 1 allow tcp 1024-50000 from 0.0.0.0/0", "acl s of v\n  in 1 allow tcp 32768-65535 from 8.8.8.0/24", "acl s of v"},
	{"  out 1 allow all to 0.0.0.0/0", "  out 1 allow tcp 443 to 0.0.0.0/0", "  out 1 allow tcp 22-80 to 0.0.0.0/0\n  out 2 allow tcp 1024-65535 to 10.0.0.0/16", "# out"},
	{"acl n of v\n  in 1 allow all from 0.0.0.0/0\n  out 1 allow all to 0.0.0.0/0", "acl n of v\n  in 1 allow tcp 443 from 10.0.1.0/25\n  in 2 allow tcp 1024-65535 from 0.0.0.0/0\n  out 1 allow all to 0.0.0.0/0",
		"acl n of v\n  in 1 allow tcp 1-60000 from 0.0.0.0/0\n  out 1 allow all to 0.0.0.0/0", "acl n of v\n  in 1 allow tcp 1-50000 from 0.0.0.0/0\n  out 1 allow all to 0.0.0.0/0"},
	{"group app of v\n  out all to 0.0.0.0/0\n  in all from 0.0.0.0/0", "group app of v\n  out tcp 443 to 0.0.0.0/0", "group app of v\n  out tcp 1-65535 to 8.8.8.0/24\n  in tcp 443 from group app", "group app of v"},
	{"host a 10.0.1.10 in S, groups app", "host a 10.0.1.200 in S, groups app", "host a in S, groups app", "host a 10.0.2.10 in T, groups app", "# a"},
	{"host b 10.0.2.20 in T, groups app", "host b 10.0.1.20 in S, groups app", "host b 10.0.1.20 in S, groups other", "# b"},
	{"nat n 10.0.0.7 in N", "nat n 10.0.0.7 in N", "nat n 10.0.0.8 in N"},
}

const steady = `
vpc v 10.0.0.0/16
igw i of v
subnet S 10.0.1.0/24 of v, table private, acl s
group other of v
  out tcp 80 to 0.0.0.0/0
`

// text is the network, false where it cannot be.
func (d drawn) text() (string, bool) {
	var lines []string
	for n, pick := range d.picks {
		lines = append(lines, choices[n][pick])
	}
	text := steady + strings.Join(lines, "\n") + "\n"
	return text, strings.Contains(text, "subnet T ") || !strings.Contains(text, "in T,")
}

func draw(rng *rand.Rand) drawn {
	var d drawn
	for _, c := range choices {
		// Most of a network is in order.
		pick := 0
		if rng.IntN(3) == 0 {
			pick = rng.IntN(len(c))
		}
		d.picks = append(d.picks, pick)
	}
	return d
}

// other is the network with a few differences.
func (d drawn) other(rng *rand.Rand) drawn {
	out := drawn{slices.Clone(d.picks)}
	for range rng.IntN(4) {
		n := rng.IntN(len(choices))
		out.picks[n] = rng.IntN(len(choices[n]))
	}
	return out
}

// claim is a sentence and what it says of one packet.
type claimed struct {
	sentence string
	sources  []string // hosts in small letters, subnets in capital ones
	to       []string // addresses of packets, or hosts
	ports    []uint16
	bad      func(reachtest.Fate, packet.Packet) bool
	public   bool
}

func unreached(f reachtest.Fate, _ packet.Packet) bool {
	return f.Arrived != reachtest.Yes || f.Replied != reachtest.Yes
}

func reachedAtAll(f reachtest.Fate, _ packet.Packet) bool { return f.Arrived == reachtest.Yes }

var claims = []claimed{
	{"aws_instance.a reaches internet:80,443", []string{"a"}, []string{"8.8.8.8", "1.1.1.1"}, []uint16{80, 443}, unreached, false},
	{"aws_instance.a and aws_instance.b reach internet:443", []string{"a", "b"}, []string{"8.8.8.8", "1.1.1.1"}, []uint16{443}, unreached, false},
	{"aws_subnet.S and aws_subnet.T reach internet:22,443", []string{"S", "T"}, []string{"8.8.8.8", "1.1.1.1"}, []uint16{22, 443}, unreached, false},
	{"aws_subnet.S reaches internet:443 via nat", []string{"S"}, []string{"8.8.8.8", "1.1.1.1"}, []uint16{443}, func(f reachtest.Fate, p packet.Packet) bool {
		return unreached(f, p) || !slices.ContainsFunc(f.There, func(o reach.Object) bool { _, is := o.(*reach.NATGateway); return is })
	}, false},
	{"aws_instance.a and aws_instance.b cannot reach internet:80,443", []string{"a", "b"}, []string{"8.8.8.8", "1.1.1.1"}, []uint16{80, 443}, reachedAtAll, true},
	{"aws_subnet.S and aws_subnet.T cannot reach internet:443", []string{"S", "T"}, []string{"8.8.8.8", "1.1.1.1"}, []uint16{443}, reachedAtAll, true},
	{"aws_instance.a reaches only 8.8.8.0/24:443", []string{"a"}, []string{"8.8.8.8", "1.1.1.1"}, []uint16{80, 443}, func(f reachtest.Fate, p packet.Packet) bool {
		return reachedAtAll(f, p) && (p.DstPort != 443 || p.Dst != netip.MustParseAddr("8.8.8.8"))
	}, true},
	{"aws_instance.a reaches aws_instance.b:443", []string{"a"}, []string{"b"}, []uint16{443}, unreached, false},
}

// broken is a packet that a network breaks that fared well in the other, nil for none.
func (c claimed) broken(before, after *reachtest.Scene) *reachtest.Shot {
	for _, source := range c.sources {
		for _, to := range c.to {
			for _, port := range c.ports {
				for _, client := range []uint16{32768, 50001, 60001, 65535} {
					for _, nat := range []uint16{1024, 50001, 60001, 65535} {
						for last := range 2 {
							shot := func(s *reachtest.Scene) (reachtest.Shot, bool) { return c.shot(s, source, to, port, client, nat, last) }
							x, is := shot(after)
							if !is || !c.bad(reachtest.Simulate(after.Network, x), x.Packet) {
								continue
							}
							y, was := shot(before)
							if !was || !c.bad(reachtest.Simulate(before.Network, y), y.Packet) {
								return &x
							}
						}
					}
				}
			}
		}
	}
	return nil
}

// shot is one packet, false where there is nobody to send or take it. The last bit of
// which says which of its addresses a subnet has.
func (c claimed) shot(s *reachtest.Scene, source, to string, port, client, nat uint16, which int) (reachtest.Shot, bool) {
	x := reachtest.Shot{NATPort: nat, NATAddress: netip.MustParseAddr("10.0.0.7"), Public: c.public}
	for _, n := range s.Network.Subnets {
		if n.Address == "aws_subnet."+source {
			x.Subnet = n
			base := n.CIDR.Value.Addr().As4()
			base[3] = byte(100 + 100*which)
			x.Packet.Src = netip.AddrFrom4(base)
		}
	}
	for _, i := range s.Network.Interfaces {
		if i.Address == "aws_instance."+source {
			x.From = i
			x.Subnet, _ = i.Subnets.Items[0].Exact()
			x.Packet.Src = x.Subnet.CIDR.Value.Addr().Next().Next().Next().Next().Next()
			if len(i.Private) > 0 {
				x.Packet.Src = i.Private[0]
			}
		}
		if i.Address == "aws_instance."+to {
			x.To = i
			if len(i.Private) == 0 {
				return x, false
			}
			x.Packet.Dst = i.Private[0]
		}
	}
	if a, err := netip.ParseAddr(to); err == nil {
		x.Packet.Dst = a
	}
	x.Packet.Protocol, x.Packet.DstPort, x.Packet.SrcPort = packet.TCP, port, client
	return x, x.Subnet != nil && x.Packet.Dst.IsValid()
}

// TestNewOnlyNeverHides: where everything is known, no packet fares badly that fared well
// before apply, as the simulator of one packet at a time says. Two networks that are the
// same break nothing.
func TestNewOnlyNeverHides(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 42))
	settings := policies.DefaultSettings()
	settings.NewOnly = true
	intents := make([]policies.Intent, len(claims))
	for i, c := range claims {
		in, err := policies.Parse(c.sentence)
		if err != nil {
			t.Fatal(err)
		}
		intents[i] = in
	}
	known, fresh, wary := 0, 0, 0
	rounds := 400
	if testing.Short() {
		rounds = 80
	}
	for range rounds {
		first := draw(rng)
		second := first.other(rng)
		was, ok1 := first.text()
		is, ok2 := second.text()
		if !ok1 || !ok2 {
			continue
		}
		var before, after *reachtest.Scene
		from := planFrom(t, func(s *reachtest.Scene, _ *reach.Network) { before = s }, was)
		plan := planFrom(t, func(s *reachtest.Scene, _ *reach.Network) { after = s }, is)
		result := policies.EvaluateFrom(from.After, plan, intents, settings)
		for i, in := range result.Intents {
			if in.Verdict != policies.Violated {
				continue
			}
			how := fmt.Sprintf("%s\nbefore:\n%s\nafter:\n%s\n%s", in.Name, was, is, verdict(in))
			x := claims[i].broken(before, after)
			switch {
			case in.Gating() != policies.Violated && x != nil:
				t.Fatalf("%v is new, and excused: %s", x, how)
			case in.Gating() != policies.Violated:
				known++
			case was == is:
				t.Fatalf("nothing changes, and it is new: %s", how)
			case x != nil:
				fresh++
			default:
				wary++
			}
		}
	}
	t.Logf("%d known, %d new, %d new though no packet of the test shows it", known, fresh, wary)
	if known < rounds || fresh < rounds/2 || wary > fresh/2 {
		t.Error("the networks say too little")
	}
}
