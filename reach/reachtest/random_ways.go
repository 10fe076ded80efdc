package reachtest

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
)

// RandomWays is a small network of several VPCs with every way out of one that the
// text form has: a spoke whose subnets leave through transit gateways, NAT, egress-
// only gateways, firewalls, endpoints, a peering or a VPN, with the mistakes that
// people make in each. Nothing in it is unknown but what lies beyond it.
func RandomWays(rng *rand.Rand) *Scene {
	_, closed := randomWays(rng, 0)
	return closed
}

// RandomOpenWays is such a network in which some values are unknown, and a world
// that it may turn out to be; see [RandomOpen].
func RandomOpenWays(rng *rand.Rand) (open, world *Scene) { return randomWays(rng, 4) }

func randomWays(rng *rand.Rand, openness int) (open, world *Scene) {
	g := &waysGenerator{generator: generator{dice: dice{rng}, openness: openness}}
	g.network()
	return MustParse(resolve(g.text.String(), true)), MustParse(resolve(g.text.String(), false))
}

// waysGenerator draws the parts of a network first, so that tables lead to what
// there is.
type waysGenerator struct {
	generator
	spoke, hub, peer *vpcDraft
	// regional, instance, gwlb: there is such a thing in the spoke.
	regional, instance, gwlb bool
	// farPeer: the peer is behind a second transit gateway.
	farPeer bool
	vpn     bool
	// inspected: the way of the spoke's hosts through an endpoint, "" for none.
	inspected string
	// inspects: the hub has a firewall between its attachment and its NAT gateway.
	inspects bool
}

const (
	spokeBlock, hubBlock, peerBlock = "10.1.0.0/16", "10.0.0.0/16", "10.2.0.0/16"
	hostBlock                       = "10.1.1.0/24"
)

func (g *waysGenerator) network() {
	g.lists = []string{"l", "m", "s3"}
	for _, a := range []string{"10.0.4.7", "10.1.4.7", "10.1.4.20"} {
		g.taken = append(g.taken, netip.MustParseAddr(a))
	}
	g.spoke = g.addVPC("s", spokeBlock, "2600:1f01:0:100::/56")
	g.hub = g.addVPC("e", hubBlock, "2600:1f02:0:100::/56")
	g.peer = g.addVPC("d", peerBlock, "2001:10:0:100::/56")
	g.regional, g.instance, g.gwlb = g.chance(15), g.chance(45), g.chance(20)
	g.farPeer, g.vpn, g.inspects = g.chance(20), g.chance(40), g.chance(30)
	g.line("list l 203.0.113.0/24 198.51.100.0/24 %s", pick(g.dice, "", "8.8.0.0/16", "10.2.0.0/16", g.mark(moreWord, "")))
	g.line("list m 8.8.8.0/24 %s", pick(g.dice, "", "203.0.113.0/25", "142.250.0.0/15"))
	g.line("service list s3 com.amazonaws.eu-west-1.s3")
	g.spokeSubnets()
	g.hubSubnets()
	g.peerSubnets()
	g.transits()
	g.firewalls()
	g.aside()
	g.acls()
	g.openGroups()
	g.residents()
}

func (g *waysGenerator) addVPC(name, block, six string) *vpcDraft {
	v := &vpcDraft{name: name, blocks: []netip.Prefix{netip.MustParsePrefix(block)}, acls: []string{"x" + name}, groups: []string{"app" + name, "db" + name}}
	if g.chance(50) {
		v.six = true
		v.blocks = append(v.blocks, netip.MustParsePrefix(six))
	}
	g.vpc = append(g.vpc, v)
	if v.six {
		g.line("vpc %s %s %s", name, block, six)
	} else {
		g.line("vpc %s %s", name, block)
	}
	return v
}

// subnetOf makes a subnet with a table of its own, whose routes follow.
func (g *waysGenerator) subnetOf(v *vpcDraft, name string, third int, zone, options string) *subnetDraft {
	block := v.blocks[0].Addr().As4()
	block[2] = byte(third)
	s := &subnetDraft{name: name, vpc: v, zone: zone, cidr: netip.PrefixFrom(netip.AddrFrom4(block), 24), six: v.six && g.chance(75)}
	g.subnets = append(g.subnets, s)
	text := fmt.Sprintf("subnet %s %s", name, s.cidr)
	if s.six {
		text += " " + s.sixOf().String()
		options += ", assign-six"
	}
	if g.chance(6) {
		options += ", acl " + g.name(pick(g.dice, v.acls...), v.acls...)
	}
	g.line("%s of %s, table t%s, zone %s%s", text, v.name, name, zone, options)
	g.line("table t%s of %s", name, v.name)
	return s
}

// sixOf is the subnet's part of its VPC's IPv6 block.
func (s *subnetDraft) sixOf() netip.Prefix {
	b := s.vpc.blocks[1].Addr().As16()
	b[7] = s.cidr.Addr().As4()[2]
	return netip.PrefixFrom(netip.AddrFrom16(b), 64)
}

// to is a route of the table before, in so many of a hundred cases.
func (g *waysGenerator) to(percent int, destination, target string) {
	if g.chance(percent) {
		g.line("  %s > %s", destination, target)
	}
}

// mostly is the first, or now and then one of the others.
func (g *waysGenerator) mostly(first string, others ...string) string {
	if g.chance(85) {
		return first
	}
	return pick(g.dice, others...)
}

func (g *waysGenerator) spokeSubnets() {
	v := g.spoke
	ways := []string{"t", "t", "t", "m", "m", "fs", "j"}
	if g.regional {
		ways = append(ways, "r", "r")
	}
	if g.instance {
		ways = append(ways, "box", "box")
	}
	if g.gwlb {
		ways = append(ways, "gs", "gs")
	}
	if g.chance(10) {
		ways = append(ways, "u", "g", goneWord, "beyond pcx-9")
	}
	way := pick(g.dice, ways...)
	if way == "fs" || way == "gs" {
		g.inspected = way
	}

	g.line("igw j of s")
	g.line("eigw eo of s")
	g.line("uplink u is a carrier gateway")
	g.line("vgw g of s")
	g.subnetOf(v, "S", 1, pick(g.dice, "a", "a", "a", "b"), pick(g.dice, "", "", ", public-ips"))
	if !strings.HasPrefix(way, goneWord) && !strings.HasPrefix(way, beyondWord) {
		way = g.name(way, "t", "m", "j")
	}
	g.to(95, "0.0.0.0/0", way)
	if v.six {
		g.to(80, "::/0", pick(g.dice, "eo", "eo", "j", "t"))
		g.to(60, "64:ff9b::/96", "m")
	}
	g.to(70, peerBlock, pick(g.dice, "p", "p", "t"))
	g.to(30, hubBlock, "t")
	g.to(40, "list s3", g.mostly("es", "m", "t"))
	g.to(20, "list l", pick(g.dice, "m", "t", "j"))
	g.to(15, "list m", pick(g.dice, "m", "t", "j"))
	g.to(15, "203.0.113.0/24", pick(g.dice, "m", goneWord, "t"))
	if g.vpn {
		g.to(60, "172.31.0.0/16", "g")
	}
	g.to(10, "10.1.3.0/24", "fs")
	g.to(8, spokeBlock, "fs")

	inner := pick(g.dice, "m", "m", "t", "j")
	for i, name := range []string{"T", "W", "M"} {
		zone := pick(g.dice, "a", "a", "a", "a", "a", "b")
		options := ""
		switch name {
		case "T":
			// An attachment in T and T2 has them in two zones (TGW-5).
			zone = "a"
		case "M":
			options = ", public-ips"
		}
		g.subnetOf(v, name, 2+i, zone, options)
		switch name {
		case "T":
			g.to(70, "0.0.0.0/0", pick(g.dice, "m", "t"))
			g.to(60, peerBlock, "p")
		case "W":
			g.to(95, "0.0.0.0/0", inner)
			g.to(60, peerBlock, "p")
		case "M":
			g.to(93, "0.0.0.0/0", g.mostly("j", "m", "t"))
			if g.inspected != "" {
				g.to(85, hostBlock, g.inspected)
			} else {
				g.to(5, hostBlock, "fs")
			}
			g.to(40, peerBlock, "p")
			g.to(20, "list s3", "es")
		}
	}
	if g.chance(50) {
		g.subnetOf(v, "T2", 5, "b", "")
		g.to(80, "0.0.0.0/0", "m")
	}
}

func (g *waysGenerator) hubSubnets() {
	v := g.hub
	g.line("igw i of e")
	for i, name := range []string{"U", "U2"} {
		g.subnetOf(v, name, 1+i, string("ab"[i]), "")
		way := "n"
		if g.inspects {
			way = pick(g.dice, "fe", "fe", "n")
		}
		g.to(95, "0.0.0.0/0", g.mostly(way, "i", "t", "n"))
		g.to(5, hubBlock, "fe")
		if v.six {
			g.to(50, "::/0", pick(g.dice, "i", "i", "n"))
		}
	}
	g.subnetOf(v, "F", 3, "a", "")
	g.to(95, "0.0.0.0/0", g.mostly("n", "i"))
	g.to(90, spokeBlock, "t")
	g.subnetOf(v, "N", 4, "a", ", public-ips")
	g.to(95, "0.0.0.0/0", g.mostly("i", "n", "t", "fe"))
	back := "t"
	if g.inspects && g.chance(85) {
		back = "fe"
	}
	g.to(90, spokeBlock, g.mostly(back, "t", "fe"))
	g.to(40, peerBlock, "t")
	if v.six {
		g.to(50, "2600:1f01:0:100::/56", "t")
	}
}

func (g *waysGenerator) peerSubnets() {
	v := g.peer
	tgw := "t"
	if g.farPeer {
		tgw = "t2"
	}
	g.line("igw k of d")
	for i, name := range []string{"D", "E"} {
		g.subnetOf(v, name, 1+i, string("ab"[i]), "")
		g.to(90, spokeBlock, pick(g.dice, "p", "p", tgw))
		g.to(90, hubBlock, tgw)
		g.to(85, "0.0.0.0/0", pick(g.dice, tgw, "k"))
		if v.six && g.spoke.six {
			g.to(60, "2600:1f01:0:100::/56", "p")
		}
	}
}

func (g *waysGenerator) transits() {
	refers := func() string { return pick(g.dice, "", ", group-references") }
	six := func(v *vpcDraft) string {
		if v.six && g.chance(80) {
			return g.mark(", six ?", ", six")
		}
		return ""
	}
	where := func(first, second string) string {
		switch {
		case strings.Contains(g.text.String(), "subnet "+second+" ") && g.chance(85):
			return first + "+" + second
		case g.chance(85):
			return first
		}
		return second
	}
	if !strings.Contains(g.text.String(), "subnet T2 ") {
		g.line("attachment spoke of t to s in %s, table spokes, propagates back%s%s", g.name("T", "S", "W"), six(g.spoke), refers())
	} else {
		beside := "S+T2"
		if g.zoneOf("S") == g.zoneOf("T2") {
			beside = "S"
		}
		g.line("attachment spoke of t to s in %s%s%s%s%s", pick(g.dice, "T+T2", "T+T2", "T+T2", "T", beside, "T2"),
			g.chanceText(97, ", table "+g.name("spokes", "back")), g.chanceText(93, ", propagates back+spokes"), six(g.spoke), refers())
	}
	appliance := g.chanceText(30, g.mark(", appliance ?", ", appliance"))
	pending := g.chanceText(3, g.mark(", pending ?", ", pending"))
	g.line("attachment hub of t to %s in %s, table %s, propagates spokes%s%s%s%s", g.rarely("e", "d"), where("U", "U2"), g.rarely("back", "spokes"), six(g.hub), appliance, pending, refers())
	g.line("tgw t%s", refers())
	g.line("transit table spokes of t")
	g.to(93, "0.0.0.0/0", g.rarely("hub", "spoke"))
	if g.hub.six {
		g.to(70, "::/0", "hub")
	}
	g.to(10, "10.0.0.0/8", goneWord)
	g.to(15, "8.8.8.0/24", goneWord)
	g.to(15, "list l", pick(g.dice, "hub", goneWord))
	if g.farPeer {
		g.to(90, peerBlock, "far")
	}
	g.line("transit table back of t")
	g.to(10, spokeBlock, pick(g.dice, "spoke", "spoke", goneWord))
	g.to(70, "0.0.0.0/0", "hub")
	if g.farPeer {
		g.to(90, peerBlock, "far")
		g.line("tgw t2")
		g.line("transit table farside of t2")
		g.to(95, spokeBlock, "far")
		g.to(80, hubBlock, "far")
		g.to(60, "0.0.0.0/0", "far")
		g.line("peering attachment far of t with t2, table back+farside%s", g.chanceText(5, ", pending"))
		g.line("attachment peer of t2 to d in %s, table farside, propagates farside%s", where("D", "E"), six(g.peer))
	} else {
		g.line("attachment peer of t to d in %s, table back, propagates spokes+back%s%s", where("D", "E"), six(g.peer), refers())
	}
	if g.vpn && g.chance(50) {
		g.line("vpn branch of t to 172.30.0.0/16, static")
		g.line("vpn attachment site of t to branch, table back%s", g.chanceText(80, ", propagates spokes"))
		if g.chance(50) {
			g.line("assume vpn.branch delivers tcp to 172.30.0.0/16")
		}
	}
}

func (g *waysGenerator) zoneOf(name string) string {
	return g.subnets[slices.IndexFunc(g.subnets, func(s *subnetDraft) bool { return s.name == name })].zone
}

func (g *waysGenerator) chanceText(percent int, text string) string {
	if g.chance(percent) {
		return text
	}
	return ""
}

func (g *waysGenerator) firewalls() {
	g.line("firewall fw of s with fp")
	g.line("firewall fh of e with %s", pick(g.dice, "fp", "fq"))
	g.line("firewall endpoint fs in %s of fw", g.mostly("W", "S"))
	g.line("firewall endpoint fe in F of fh")
	g.line("gwlb endpoint gs in W")
	for _, name := range []string{"fp", "fq"} {
		g.line("firewall policy %s", name)
		if g.chance(30) {
			g.line("  stateless %s less", g.mark(unknownWord, "5"))
			g.line("%s", "  stateless otherwise "+pick(g.dice, "forward", "pass", "drop", "forward"))
		}
		if g.chance(70) {
			g.line("  stateful 10 full")
		}
		if g.chance(30) {
			g.line("  stateful 5 other")
		}
		if g.chance(40) {
			g.line("  strict")
			g.line("  stateful otherwise %s", pick(g.dice, "pass", "pass", "drop", "drop-established"))
		}
	}
	for _, name := range []string{"less", "full", "other"} {
		kind, actions := "stateful", []string{"pass", "pass", "drop", "alert"}
		if name == "less" {
			kind, actions = "stateless", []string{"pass", "forward", "forward", "drop"}
		}
		g.line("%s rules %s", kind, name)
		for range g.IntN(3) {
			both := ""
			if kind == "stateful" {
				both = ", both-ways"
			}
			extra := pick(g.dice, "", "", "", both, ", source-ports 1024-65535", g.mark(", ?", ""))
			g.line("  %s %s from %s to %s%s", pick(g.dice, actions...), g.traffic(true), g.firewallSide(), g.firewallSide(), extra)
		}
		if kind == "stateful" && g.chance(50) {
			g.line("  pass tcp from any to any")
		}
		if g.chance(g.openness) {
			g.line("%s", marked("  "+moreWord, ""))
		}
	}
}

func (g *waysGenerator) firewallSide() string {
	return pick(g.dice, "any", "any", spokeBlock, hubBlock, "10.0.0.0/8+172.16.0.0/12", "8.8.8.0/24", "0.0.0.0/1", "142.250.0.0/15")
}

// aside is what is in no subnet, or comes to it from the side.
func (g *waysGenerator) aside() {
	g.line("nat n%s in %s", g.chanceText(50, " 10.0.4.7"), g.rarely("N", "F"))
	g.line("%snat m%s in M", g.chanceText(5, "private "), g.chanceText(50, " 10.1.4.7"))
	if g.regional {
		g.line("table tr of s")
		g.to(95, "0.0.0.0/0", "j")
		g.line("regional nat r of s with tr%s", pick(g.dice, "", "", ", zones a", ", zones a+b"))
	}
	g.line("peering p of s with d%s%s", g.chanceText(6, ", pending"), g.chanceText(25, ", other-region"))
	g.line("gateway endpoint es of s for com.amazonaws.eu-west-1.s3")
	if g.vpn {
		static := g.chanceText(80, ", static")
		g.line("vpn office of g to 172.31.0.0/16 to 10.1.3.0/25%s", static)
		if g.chance(50) {
			g.line("propagation pg of g in %s", g.rarely("tS", "tM"))
		}
		if static != "" && g.chance(60) {
			g.line("assume vpn.office delivers all to 172.31.0.0/16")
		}
	}
	if g.chance(20) {
		gateway, block, target := "i", "10.0.4.0/24", "fe"
		if !g.regional && g.chance(50) {
			gateway, block, target = "j", "10.1.4.0/24", "fs"
		}
		g.line("table edge of %s", map[string]string{"i": "e", "j": "s"}[gateway])
		g.to(80, block, target)
		g.line("edge of %s is edge", gateway)
	}
	if g.chance(20) {
		g.line("block public access %s", g.mark(unknownWord, pick(g.dice, "ingress", "ingress", "bidirectional", "off")))
		if g.chance(60) {
			g.line("exclusion o of %s%s", pick(g.dice, "s", "e", "subnet S", "subnet N", "subnet M"), g.chanceText(40, ", egress-only"))
		}
	}
	g.line("%s", g.chanceText(30, "assume uplink.u delivers tcp to 0.0.0.0/0"))
}

// openGroups lets most packets pass, so that ways are taken to their end, and has
// narrower groups beside.
func (g *waysGenerator) openGroups() {
	for _, v := range g.vpc {
		for i, name := range v.groups {
			g.line("group %s of %s", name, v.name)
			if i == 0 && g.chance(94) {
				g.line("  out all to 0.0.0.0/0, ::/0")
			}
			if i == 0 && g.chance(88) {
				g.line("  in all from %s, ::/0", pick(g.dice, "0.0.0.0/0", "0.0.0.0/0", "10.0.0.0/8"))
			}
			g.rules(v)
		}
	}
}

func (g *waysGenerator) residents() {
	byName := map[string]*subnetDraft{}
	for _, s := range g.subnets {
		byName[s.name] = s
	}
	for i, name := range []string{"S", "S", pick(g.dice, "S", "D"), pick(g.dice, "T", "W", "M", "N", "E", "U"), pick(g.dice, "S", "D", "T")} {
		g.host(string("abcfh"[i]), byName[name])
	}
	g.line("host box 10.1.4.20 in M, groups %s, %s%s", pick(g.dice, "apps", "apps+dbs"), g.mostly("public-ip", "no-public-ip"), g.chanceText(75, g.mark(", no-source-dest-check ?", ", no-source-dest-check")))
	if g.chance(40) {
		g.line("lambda fn in S, groups apps")
	}
	if g.chance(60) {
		s := pick(g.dice, "S", "D", "T")
		g.line("interface endpoint ssm of %s for com.amazonaws.eu-west-1.ssm in %s%s", byName[s].vpc.name, s, g.groupsOption(byName[s].vpc))
	}
	if g.chance(60) {
		s := pick(g.dice, "D", "N", "M")
		g.line("group front of %s", byName[s].vpc.name)
		g.line("  out all to 0.0.0.0/0, ::/0")
		g.line("  in %s from %s", pick(g.dice, "all", "tcp 443", "tcp 80-6000"), pick(g.dice, "0.0.0.0/0", "10.0.0.0/8", "group apps"))
		g.line("balancer lb %s in %s, %s", g.address(byName[s]), s, pick(g.dice, "unfiltered", "groups front", "groups front"))
		g.line("  tcp 443")
		g.line("  tcp 80-6000")
		if g.chance(g.openness) {
			g.line("%s", marked("  ...", ""))
		}
	}
}
