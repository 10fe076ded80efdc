package kerneltest

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
	"github.com/tfreach/tfreach/reach/reachtest"
)

// random is a random network and what is sent in it: every other one with all ways out
// of a VPC, and of these half with mistakes that are rare otherwise.
func random(seed uint64) (*reachtest.Scene, []reachtest.Shot) {
	rng := rand.New(rand.NewPCG(seed, 46))
	var scene *reachtest.Scene
	if seed%2 == 1 {
		scene = settled(reachtest.Random(rng))
	} else {
		scene = settled(reachtest.RandomWays(rng))
		if seed%4 == 0 {
			scene = misled(rng, scene)
		}
	}
	var shots []reachtest.Shot
	for range shotsPerNetwork {
		if seed%2 == 0 && rng.IntN(3) == 0 {
			shots = append(shots, farShot(rng, scene, seed%4 == 0))
		} else {
			shots = append(shots, reachtest.RandomShot(rng, scene))
		}
	}
	return scene, shots
}

func oneOf[T any](rng *rand.Rand, from ...T) T { return from[rng.IntN(len(from))] }

// misled makes mistakes that are rare otherwise in a network of [reachtest.RandomWays]:
// routes to what does not take their packets, rules that refer to groups of other VPCs,
// and others.
func misled(rng *rand.Rand, s *reachtest.Scene) *reachtest.Scene {
	n := s.Network
	group := func(name string) *reach.SecurityGroup { return s.Object("group", name).(*reach.SecurityGroup) }
	refer := func(of, to string, egress bool) {
		n.SecurityGroupRules = append(n.SecurityGroupRules, &reach.SecurityGroupRule{
			Group: reach.To(group("db" + of)), Egress: egress, Traffic: reach.AnyTraffic(),
			Peers: reach.RefsTo(group("app"+to), group("db"+to)),
		})
	}
	refer("s", oneOf(rng, "d", "e"), true)
	refer("d", oneOf(rng, "s", "e"), true)
	refer("d", "s", false)
	refer("s", oneOf(rng, "d", "e"), false)
	for _, i := range n.Interfaces {
		// What bears only the narrow groups needs their references.
		if rng.IntN(3) == 0 && !i.Unfiltered && len(i.Groups.Items) > 0 {
			if home := only(only(i.Subnets.Items[0]).VPC); home.Address == "vpc.s" || home.Address == "vpc.d" {
				i.Groups = reach.RefsTo(group("db" + strings.TrimPrefix(home.Address, "vpc.")))
			}
		}
	}
	// An attachment that no table routes for, and an instance that takes nothing for
	// others.
	if k := rng.IntN(4 * len(n.TransitAssociations)); k < len(n.TransitAssociations) {
		n.TransitAssociations = slices.Delete(n.TransitAssociations, k, k+1)
	}
	for _, i := range n.Interfaces {
		if i.Address == "host.box" && rng.IntN(3) > 0 {
			i.SourceDestCheck = reach.Known(true)
		}
	}
	var zoned string // a route to a regional gateway that is not in the zone of its senders
	for _, g := range n.NATGateways {
		if !g.VPC.IsNone() && rng.IntN(4) > 0 {
			g.Zones = []string{"b"}
			zoned = "route kz in tS 8.8.8.8/32 > r\n"
		}
	}
	// What comes to the spoke from other VPCs, for its endpoint.
	const service = abroad + "/24"
	if rng.IntN(2) == 0 {
		for _, name := range []string{"back", "spokes"} {
			n.TransitRoutes = append(n.TransitRoutes, &reach.TransitRoute{
				Table:       reach.To(s.Object("transit_table", name).(*reach.TransitTable)),
				Destination: reach.Known(netip.MustParsePrefix(service)),
				Attachment:  reach.To(s.Object("attachment", "spoke").(*reach.TransitAttachment)),
			})
		}
	}
	text := reachtest.Print(n) + zoned
	for k, route := range []string{
		"in tS 198.51.100.0/24 > p", "in tS 203.0.113.9/32 > n", "in tS 100.64.0.0/10 > i", "in tD 142.250.0.0/15 > m",
		"in tD 203.0.113.0/24 > p", "in tT " + service + " > es", "in tS " + service + " > es", "in tU " + service + " > t",
		"in tD " + service + " > t", "in tE " + service + " > t", "in tU 8.8.8.0/24 > es", "in tS 100.100.0.0/16 > j",
	} {
		if rng.IntN(2) == 0 || strings.Contains(route, service) && rng.IntN(2) == 0 {
			text += fmt.Sprintf("route k%d %s\n", k, route)
		}
	}
	return reachtest.MustParse(text)
}

// abroad is a network that routes of [misled] lead to an endpoint.
const abroad = "93.184.216.0"

// farShot is from a host to something that the ways out of a VPC are about; for
// networks of [misled] more often to what its routes are about.
func farShot(rng *rand.Rand, s *reachtest.Scene, misled bool) reachtest.Shot {
	n := s.Network
	var shot reachtest.Shot
	for shot.From == nil || shot.From.Passive {
		shot.From = oneOf(rng, n.Interfaces...)
	}
	shot.Subnet = only(shot.From.Subnets.Items[0])
	shot.NATPort = uint16(firstNATPort + rng.IntN(65536-firstNATPort))
	p := &shot.Packet
	p.Protocol, p.SrcPort, p.DstPort = packet.TCP, uint16(32768+rng.IntN(32768)), oneOf(rng, uint16(443), 443, 80, 22)
	if rng.IntN(4) == 0 {
		p.Protocol = packet.UDP
	}
	if misled && rng.IntN(4) == 0 {
		p.Dst = netip.MustParseAddr(abroad).Next()
		return shot
	}
	switch rng.IntN(8) {
	case 0, 1:
		to := oneOf(rng, n.Interfaces...)
		p.Dst = oneOf(rng, append(to.Private, to.Six...)...)
	case 2, 3, 4:
		p.Dst = netip.MustParseAddr(oneOf(rng, "2600:9000::1", "2a00::1", "2607:f8b0::5"))
		if len(shot.From.Six) > 0 {
			break
		}
		fallthrough
	case 5:
		p.Dst = netip.MustParseAddr(oneOf(rng, "100.64.3.1", "100.100.0.1", "198.51.100.7", "203.0.113.9", "142.250.0.1", "93.184.216.1", "8.8.8.1"))
	default:
		p.Dst = netip.MustParseAddr("192.0.2.1")
		for _, l := range n.PrefixLists {
			if l.Service != "" {
				shot.Service = l.Service
			}
		}
	}
	if !p.Dst.IsValid() {
		p.Dst = netip.MustParseAddr("8.8.8.8")
	}
	return shot
}
