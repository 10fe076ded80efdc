package reach_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
	"github.com/tfreach/tfreach/reach/reachtest"
)

// TestTogetherAndAlone: packets fare the same whether they are asked with all
// others of all sources at once, as parties, or alone.
func TestTogetherAndAlone(t *testing.T) {
	for seed := range uint64(fewer(150)) {
		rng := rand.New(rand.NewPCG(seed, 44))
		scene := reachtest.Random(rng)
		together := reach.NewEngine(scene.Network)
		var sources []reach.Source
		for _, i := range scene.Network.Interfaces {
			sources = append(sources, reach.Sources(i, nil)...)
		}
		for _, s := range scene.Network.Subnets {
			sources = append(sources, reach.Source{Subnet: s}, reach.Source{Subnet: s, AnyAddress: true})
		}
		parties := together.Parties(sources...)
		var questions []reach.Question
		for _, p := range parties {
			questions = append(questions, reach.Question{From: p, Packets: packet.All()}, reach.Question{From: p, Packets: narrow()})
		}
		answers := together.Answer(questions)
		for n, q := range questions {
			// A source is never its own destination.
			others := packet.IPv4()
			for _, m := range q.From.Members {
				if m.Interface != nil && len(m.Interface.Private) > 0 {
					others = others.Minus(m.Addrs)
				}
			}
			if !covers(answers[n], q.Packets.To(others).From(q.From.Members[0].Addrs)) {
				t.Fatalf("seed %d: packets of question %d are lost\n%s", seed, n, reachtest.Print(scene.Network))
			}
		}
		for range 40 {
			shot := reachtest.RandomShot(rng, scene)
			shot.To = nil
			src := reach.Source{Interface: shot.From, Subnet: shot.Subnet, AnyAddress: shot.From == nil && shot.Public}
			one := packet.Of(shot.Packet)
			alone := reach.NewEngine(scene.Network)
			want := fates(alone.Answer([]reach.Question{{From: alone.Parties(src)[0], Packets: one}})[0], one, src)
			for n, q := range questions {
				if !slices.ContainsFunc(q.From.Members, func(m reach.Member) bool { return m.Source == src }) || !q.Packets.Covers(one) {
					continue
				}
				if got := fates(answers[n], one, src); got != want {
					t.Fatalf("seed %d: %v\ntogether %s\nalone    %s\n%s", seed, shot, got, want, reachtest.Print(scene.Network))
				}
			}
		}
	}
}

// narrow is a question that overlaps the other one.
func narrow() packet.Set {
	b := packet.AnyBox()
	b.Protocols, b.DstPorts = packet.ProtocolsOf(packet.TCP, packet.UDP), packet.PortRange(0, 1024)
	return b.Set()
}

// fates are the fates of one packet in an answer, sorted.
func fates(a *reach.Answer, one packet.Set, src reach.Source) string {
	var out []string
	for _, p := range a.Parts {
		if !p.Packets.Overlaps(one) {
			continue
		}
		text := fmt.Sprint(p.Arrives, p.Answered)
		if p.Stop != nil {
			culprit := p.Stop.Culprit
			if culprit == reach.Self {
				culprit = src.Culprit()
			}
			text += fmt.Sprint(p.Stop.Leg, p.Stop.Code, culprit)
		}
		if !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}

// TestOrderOfThePlan: the order of objects and rules in a plan means nothing.
func TestOrderOfThePlan(t *testing.T) {
	for seed := range uint64(fewer(100)) {
		rng := rand.New(rand.NewPCG(seed, 45))
		scene := reachtest.Random(rng)
		shuffled := *scene.Network
		for _, shuffle := range []func(){
			shuffler(rng, &shuffled.Routes), shuffler(rng, &shuffled.ACLEntries), shuffler(rng, &shuffled.SecurityGroupRules),
			shuffler(rng, &shuffled.Subnets), shuffler(rng, &shuffled.TableAssociations), shuffler(rng, &shuffled.ACLAssociations),
			shuffler(rng, &shuffled.Interfaces), shuffler(rng, &shuffled.Attachments), shuffler(rng, &shuffled.NATGateways),
		} {
			shuffle()
		}
		a, b := reach.NewEngine(scene.Network), reach.NewEngine(&shuffled)
		for range 40 {
			shot := reachtest.RandomShot(rng, scene)
			src := reach.Source{Interface: shot.From, Subnet: shot.Subnet}
			one := packet.Of(shot.Packet)
			x := fates(a.Answer([]reach.Question{{From: a.Parties(src)[0], Packets: one}})[0], one, src)
			y := fates(b.Answer([]reach.Question{{From: b.Parties(src)[0], Packets: one}})[0], one, src)
			if x != y {
				t.Fatalf("seed %d: %v\n%s\nshuffled %s\n%s", seed, shot, x, y, reachtest.Print(scene.Network))
			}
		}
	}
}

func shuffler[T any](rng *rand.Rand, list *[]T) func() {
	return func() {
		*list = slices.Clone(*list)
		rng.Shuffle(len(*list), func(i, j int) { (*list)[i], (*list)[j] = (*list)[j], (*list)[i] })
	}
}
