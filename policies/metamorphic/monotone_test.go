package metamorphic_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
	"github.com/tfreach/tfreach/reach/reachtest"
)

// TestMonotone: a rule more that allows never shrinks what is reached, and one that
// denies never grows it. That is said of packet sets and of each source: what is
// certain to get there, and what is certain not to.
func TestMonotone(t *testing.T) {
	done := map[string]int{}
	try := func(name string, rng *rand.Rand, n *reach.Network, times int) {
		was := fatesOf(n)
		for range times {
			c := randomChange(rng, n)
			if c.network == nil {
				continue
			}
			is := fatesOf(c.network)
			less, more := was, is
			if !c.allows {
				less, more = is, was
			}
			for at := range was {
				if why := more[at].lacks(less[at]); why != "" {
					t.Errorf("%s: %s: packets from %s %s", name, c.what, at, why)
				}
			}
			if !slices.ContainsFunc(slices.Collect(keys(was)), func(at string) bool { return !was[at].equal(is[at]) }) {
				done["that changed nothing"]++
			}
			done[c.kind]++
		}
	}
	for i, s := range cases(t) {
		rng := rand.New(rand.NewPCG(*seed, uint64(i)))
		try(s.name, rng, s.read(t).After, 2**rounds)
	}
	for i := range 3 * *rounds {
		number := *seed + uint64(i)
		for name, draw := range map[string]func(*rand.Rand) *reachtest.Scene{
			"Random": reachtest.Random, "RandomWays": reachtest.RandomWays,
			"RandomOpen":     func(rng *rand.Rand) *reachtest.Scene { open, _ := reachtest.RandomOpen(rng); return open },
			"RandomOpenWays": func(rng *rand.Rand) *reachtest.Scene { open, _ := reachtest.RandomOpenWays(rng); return open },
		} {
			rng := rand.New(rand.NewPCG(number, 61))
			try(fmt.Sprintf("network %d of reachtest.%s", number, name), rng, draw(rng).Network, 3)
		}
	}
	t.Log(done)
	for _, kind := range []string{"a rule more", "a rule less", "an entry more that allows", "an entry less that allows", "an entry more that denies", "an entry less that denies"} {
		if done[kind] < 2 {
			t.Errorf("%s: %d times", kind, done[kind])
		}
	}
}

func keys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// lacks says what these fates have less of than those of a source that is allowed less.
func (f fates) lacks(less fates) string {
	switch {
	case !f.delivered.Covers(less.delivered):
		return fmt.Sprintf("are not delivered: %v", sample(less.delivered.Minus(f.delivered)))
	case !f.arriving.Covers(less.arriving):
		return fmt.Sprintf("do not arrive: %v", sample(less.arriving.Minus(f.arriving)))
	case !less.dropped.Covers(f.dropped):
		return fmt.Sprintf("are dropped: %v", sample(f.dropped.Minus(less.dropped)))
	case !less.unanswered.Covers(f.unanswered):
		return fmt.Sprintf("are not answered: %v", sample(f.unanswered.Minus(less.unanswered)))
	}
	return ""
}

// sample is one of the boxes of a set.
func sample(s packet.Set) string {
	for b := range s.Boxes {
		return b.Set().String()
	}
	return ""
}

// A change makes a network that allows more, or less.
type change struct {
	kind, what string
	allows     bool
	network    *reach.Network // nil where nothing can be changed
}

// randomChange adds a rule of a security group or an entry of a network ACL, or takes
// one away.
func randomChange(rng *rand.Rand, n *reach.Network) change {
	out := *n
	switch rng.IntN(5) {
	case 0, 1:
		if len(n.SecurityGroups) == 0 {
			return change{}
		}
		r := &reach.SecurityGroupRule{
			Origin: reach.Origin{Address: "aws_security_group_rule.more", Change: reach.Create}, Group: reach.To(n.SecurityGroups[rng.IntN(len(n.SecurityGroups))]),
			Egress: rng.IntN(3) > 0, Traffic: randomTraffic(rng),
		}
		if rng.IntN(4) == 0 {
			r.Peers = reach.RefsTo(n.SecurityGroups[rng.IntN(len(n.SecurityGroups))])
		} else {
			r.Prefixes = []netip.Prefix{randomRemote(rng, n)}
		}
		out.SecurityGroupRules = append(slices.Clip(n.SecurityGroupRules), r)
		return change{"a rule more", fmt.Sprintf("a rule more of %s, %v", r.Group.To[0].At(), r), true, &out}
	case 2:
		if len(n.SecurityGroupRules) == 0 {
			return change{}
		}
		i := rng.IntN(len(n.SecurityGroupRules))
		r := n.SecurityGroupRules[i]
		out.SecurityGroupRules = slices.Delete(slices.Clone(n.SecurityGroupRules), i, i+1)
		return change{"a rule less", fmt.Sprintf("a rule less, %v %v", r.At(), r), false, &out}
	case 3:
		if len(n.ACLs) == 0 {
			return change{}
		}
		e := &reach.ACLEntry{
			Origin: reach.Origin{Address: "aws_network_acl_rule.more", Change: reach.Create}, ACL: reach.To(n.ACLs[rng.IntN(len(n.ACLs))]),
			Egress: rng.IntN(2) == 0, Allow: rng.IntN(2) == 0, Traffic: randomTraffic(rng), Remote: randomRemote(rng, n), Number: 1 + rng.IntN(300),
		}
		taken := func(o *reach.ACLEntry) bool { return o.Number == e.Number }
		for slices.ContainsFunc(n.ACLEntries, taken) {
			e.Number++
		}
		out.ACLEntries = append(slices.Clip(n.ACLEntries), e)
		kind := "an entry more that denies"
		if e.Allow {
			kind = "an entry more that allows"
		}
		return change{kind, fmt.Sprintf("an entry more of %s, %v", e.ACL.To[0].At(), e), e.Allow, &out}
	}
	// Entries that deny are few.
	var some []*reach.ACLEntry
	denies := rng.IntN(2) == 0
	for _, e := range n.ACLEntries {
		if e.Allow != denies {
			some = append(some, e)
		}
	}
	if len(some) == 0 {
		return change{}
	}
	e := some[rng.IntN(len(some))]
	i := slices.Index(n.ACLEntries, e)
	out.ACLEntries = slices.Delete(slices.Clone(n.ACLEntries), i, i+1)
	kind := "an entry less that denies"
	if e.Allow {
		kind = "an entry less that allows"
	}
	return change{kind, fmt.Sprintf("an entry less, %v %v", e.At(), e), !e.Allow, &out}
}

func randomTraffic(rng *rand.Rand) reach.Traffic {
	switch rng.IntN(5) {
	case 0:
		return reach.AnyTraffic()
	case 1:
		return reach.Traffic{Protocols: packet.ProtocolsOf(packet.ICMP), Ports: packet.AnyPort()}
	case 2:
		return reach.Traffic{Protocols: packet.ProtocolsOf(packet.UDP), Ports: packet.Port(53)}
	}
	from := []uint16{0, 22, 80, 443, 1024, 32768, 40000}[rng.IntN(7)]
	to := []uint16{22, 80, 443, 1023, 5432, 60999, 65535}[rng.IntN(7)]
	return reach.Traffic{Protocols: packet.ProtocolsOf(packet.TCP), Ports: packet.PortRange(min(from, to), max(from, to))}
}

// randomRemote is the block of a subnet, or something outside.
func randomRemote(rng *rand.Rand, n *reach.Network) netip.Prefix {
	if i := rng.IntN(2 * len(n.Subnets)); i < len(n.Subnets) && n.Subnets[i].CIDR.Value.IsValid() {
		return n.Subnets[i].CIDR.Value
	}
	all := []string{"0.0.0.0/0", "0.0.0.0/0", "::/0", "8.0.0.0/7", "142.250.0.0/15", "10.0.0.0/8", "203.0.113.0/24", "128.0.0.0/1"}
	return netip.MustParsePrefix(all[rng.IntN(len(all))])
}
