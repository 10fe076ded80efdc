package reach_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
	"github.com/tfreach/tfreach/reach/reachtest"
)

var (
	oracleSeed = flag.Uint64("oracle.seed", 1, "first seed of the random networks")
	oracleNets = flag.Int("oracle.networks", 400, "how many random networks the engine is compared on")
)

const shotsPerNetwork = 60

// fewer is so many random networks, and an eighth of them with -short: for the race
// detector, which says nothing more after the thousandth.
func fewer(n int) int {
	if testing.Short() {
		return n / 8
	}
	return n
}

// TestOracle holds the engine against the simulator, which was written apart from
// it, on random networks and packets. Of each part of an answer one packet is
// simulated with the port of a NAT gateway that the part is about.
func TestOracle(t *testing.T) {
	fates := map[string]int{}
	for n := range fewer(*oracleNets) {
		seed := *oracleSeed + uint64(n)
		rng := rand.New(rand.NewPCG(seed, 42))
		scene := reachtest.Random(rng)
		e := reach.NewEngine(scene.Network)
		for range shotsPerNetwork {
			shot := reachtest.RandomShot(rng, scene)
			q := question(e, shot)
			a := e.Answer([]reach.Question{q})[0]
			if !covers(a, q.Packets) {
				t.Fatalf("seed %d: packets are lost: asked %v\n%s", seed, shot, reachtest.Print(scene.Network))
			}
			matched := false
			for _, p := range a.Parts {
				got := describePart(p, q)
				fates[got]++
				for _, s := range shotsOf(shot, p) {
					if want := describeFate(reachtest.Simulate(scene.Network, s)); got != want {
						t.Fatalf("seed %d: %v\nengine    %s\nsimulator %s\n%s", seed, s, got, want, reachtest.Print(scene.Network))
					}
				}
				matched = matched || got == describeFate(reachtest.Simulate(scene.Network, shot))
			}
			if !matched {
				t.Fatalf("seed %d: %v\nno part has the simulator's fate %v\n%s", seed, shot, reachtest.Simulate(scene.Network, shot), reachtest.Print(scene.Network))
			}
		}
	}
	if len(fates) < 100 {
		t.Errorf("only %d kinds of fates were met", len(fates))
	}
}

// TestOracleOnOpenNetworks: what the engine decides of a network with unknown
// parts must be true in a world that the network may turn out to be.
func TestOracleOnOpenNetworks(t *testing.T) {
	decided, open := 0, 0
	for n := range fewer(*oracleNets) {
		seed := *oracleSeed + uint64(n)
		rng := rand.New(rand.NewPCG(seed, 43))
		scene, world := reachtest.RandomOpen(rng)
		e := reach.NewEngine(scene.Network)
		for range shotsPerNetwork {
			shot := reachtest.RandomShot(rng, world).In(scene)
			q := question(e, shot)
			if shot.To != nil && q.To.Interface == nil {
				// Nobody is known to have the address: it is a place, in the world too.
				shot.To = nil
			}
			for _, p := range e.Answer([]reach.Question{q})[0].Parts {
				if p.Arrives == reach.Open && p.Answered == reach.Open {
					open++
					if len(p.Doubts) == 0 {
						t.Fatalf("seed %d: %v: undecided without a reason", seed, shot)
					}
					continue
				}
				decided++
				for _, s := range shotsOf(shot, p) {
					fate := reachtest.Simulate(world.Network, s.In(world))
					if contradicts(p.Arrives, fate.Arrived) || contradicts(p.Answered, fate.Replied) {
						t.Fatalf("seed %d: %v\nengine on the open network: %s\nin the world: %v\nopen network:\n%s\nworld:\n%s",
							seed, s, describePart(p, q), fate, reachtest.Print(scene.Network), reachtest.Print(world.Network))
					}
				}
			}
		}
	}
	if decided < open/4 || open < decided/20 {
		t.Errorf("%d decided and %d open: too few of one kind to say much", decided, open)
	}
}

func contradicts(f reach.Fate, a reachtest.Answer) bool {
	return f == reach.Yes && a != reachtest.Yes || f == reach.No && a != reachtest.No
}

// question is what the engine is asked about a shot.
func question(e *reach.Engine, s reachtest.Shot) reach.Question {
	src := reach.Source{Interface: s.From, Subnet: s.Subnet, AnyAddress: s.From == nil && s.Public}
	return reach.Question{From: e.Parties(src)[0], To: destination(e, s), Packets: packet.Of(s.Packet)}
}

// destination names the interface that the shot is meant for, where no other is
// known to have the address, and it can have it.
func destination(e *reach.Engine, s reachtest.Shot) reach.Destination {
	to := s.To
	if to == nil || to == s.From {
		return reach.Destination{}
	}
	dst := s.Packet.Dst
	for _, i := range e.Interfaces {
		if slices.Contains(i.Private, dst) || slices.Contains(i.Six, dst) {
			return reach.Destination{}
		}
	}
	for _, d := range reach.Destinations(to) {
		if d.Subnet == nil {
			continue
		}
		if v, _ := d.Subnet.VPC.Exact(); v == nil {
			continue
		}
		four, six := d.Subnet.CIDR.Value.Contains(dst), d.Subnet.CIDR6.Value.Contains(dst)
		if four && len(to.Private) == 0 || six && to.IPv6.Why == nil && to.IPv6.Value == reach.Granted && len(to.Six) == 0 {
			if !e.Reserved(packet.Addr(dst)).IsEmpty() {
				return reach.Destination{}
			}
			return d
		}
	}
	return reach.Destination{}
}

func covers(a *reach.Answer, asked packet.Set) bool {
	var all packet.Set
	for _, p := range a.Parts {
		all = all.Union(p.Packets)
	}
	return all.FromAnywhere().Covers(asked)
}

// shotsOf are shots with the addresses and ports of NAT gateways at the edges of
// what the part is about. A shot has one port for all gateways, so where a way
// passes several, only ports that suit each of them will do.
func shotsOf(s reachtest.Shot, p *reach.Part) []reachtest.Shot {
	behind := map[reach.Object]packet.Set{}
	for _, step := range p.Steps {
		if step.NAT != nil {
			behind[step.NAT] = step.Here
		}
	}
	if p.Stop != nil && p.Stop.NAT != nil {
		behind[p.Stop.NAT] = p.Lost(p.Stop)
	}
	if len(behind) == 0 {
		return []reachtest.Shot{s}
	}
	ports := packet.AnyPort()
	var addrs packet.Addrs
	for _, here := range behind {
		if s.Packet.Protocol.HasPorts() {
			ports = ports.Intersect(here.SourcePorts())
		}
		addrs = addrs.Union(here.Sources())
	}
	var out []reachtest.Shot
	for r := range addrs.Ranges {
		for _, addr := range []netip.Addr{r.From(), r.To()} {
			for lo, hi := range ports.Ranges {
				for _, port := range []uint16{lo, hi} {
					s.NATAddress, s.NATPort = addr, max(port, 1024)
					out = append(out, s)
				}
			}
		}
	}
	return out
}

func describePart(p *reach.Part, q reach.Question) string {
	if p.Stop != nil {
		culprit := p.Stop.Culprit
		if culprit == reach.Self {
			culprit = q.From.Members[0].Culprit()
		}
		return fmt.Sprintf("%v %v %s leg, %s", p.Arrives, p.Answered, p.Stop.Leg, blame(p.Stop.Code, culprit))
	}
	return fmt.Sprintf("%v %v", p.Arrives, p.Answered)
}

func describeFate(f reachtest.Fate) string {
	fate := map[reachtest.Answer]reach.Fate{reachtest.No: reach.No, reachtest.Yes: reach.Yes, reachtest.Undecided: reach.Open}
	if f.Code != "" {
		return fmt.Sprintf("%v %v %s leg, %s", fate[f.Arrived], fate[f.Replied], f.Leg, blame(f.Code, f.Culprit))
	}
	return fmt.Sprintf("%v %v", fate[f.Arrived], fate[f.Replied])
}

// blame is a code with its culprit; without, where more than one thing could be
// changed and the two judges name different ones.
func blame(code reach.Code, culprit *reach.Origin) string {
	switch code {
	case reach.AsymmetricFirewall, reach.IngressRedirected, reach.PublicAccessBlocked:
		return string(code)
	}
	return fmt.Sprintf("%s, %s", code, place(culprit))
}

// place is a culprit without the attribute that the engine adds where something is
// missing there.
func place(o *reach.Origin) string {
	switch o.Attribute {
	case "ingress", "egress", "subnet_ids", "ipv6_support", "source_dest_check", "stateful_default_actions", "stateless_default_actions":
		return o.Address
	}
	return o.String()
}
