package reachtest

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
)

// Random is a small network with everything that the text form has, and with the
// mistakes that people make: NAT gateways in the wrong subnet, detached gateways,
// denying entries before allowing ones, rules that forget the answers. Nothing in
// it is unknown.
func Random(rng *rand.Rand) *Scene {
	_, closed := random(rng, 0)
	return closed
}

// RandomOpen is such a network in which some values are unknown and some names
// are candidates, and a world that it may turn out to be: the same network with
// these values known. What is decided in the open network is so in the world.
func RandomOpen(rng *rand.Rand) (open, world *Scene) { return random(rng, 6) }

// RandomChoices is such a network in which some names are candidates and nothing else
// is unknown, with every network that it may turn out to be, and how many others the
// candidates allow that AWS refuses: no more of them together than most.
func RandomChoices(rng *rand.Rand, most int) (open *Scene, worlds []*Scene, refused int) {
	for {
		g := &generator{dice: dice{rng}, openness: 8, choices: true}
		g.network()
		g.separate()
		text := resolve(g.text.String(), false)
		texts := assignments(text, most)
		if len(texts) < 2 {
			continue
		}
		open, worlds, refused = MustParse(text), nil, 0
		for _, t := range texts {
			if w := MustParse(t); refuses(open.Network, w.Network) {
				refused++
			} else {
				worlds = append(worlds, w)
			}
		}
		if len(worlds) > 0 {
			return open, worlds, refused
		}
	}
}

func random(rng *rand.Rand, openness int) (open, world *Scene) {
	g := &generator{dice: dice{rng}, openness: openness}
	g.network()
	return MustParse(resolve(g.text.String(), true)), MustParse(resolve(g.text.String(), false))
}

func (g *generator) network() {
	g.vpcs()
	g.placement()
	g.tables()
	g.gateways()
	g.acls()
	g.groups()
	g.hosts()
}

// dice makes choices.
type dice struct{ *rand.Rand }

// chance is true in so many of a hundred cases.
func (d dice) chance(percent int) bool { return d.IntN(100) < percent }

func pick[T any](d dice, from ...T) T { return from[d.IntN(len(from))] }

// generator writes the text of a network, with what is open as marks.
type generator struct {
	dice
	// openness is the chance of a mark wherever one is possible.
	openness int
	// choices: nothing is open but names, which have candidates.
	choices bool
	text    strings.Builder

	vpc     []*vpcDraft
	subnets []*subnetDraft
	// lists are the prefix lists that rules may name.
	lists []string
	// taken are the addresses that interfaces and NAT gateways are known to have.
	taken []netip.Addr
}

type vpcDraft struct {
	name                      string
	blocks                    []netip.Prefix
	six                       bool
	tables, acls, groups, nat []string
}

type subnetDraft struct {
	name      string
	vpc       *vpcDraft
	zone      string
	cidr      netip.Prefix
	six       bool
	onlySix   bool
	publicIPs bool
}

func (g *generator) line(format string, args ...any) {
	fmt.Fprintf(&g.text, format+"\n", args...)
}

func (g *generator) vpcs() {
	v := &vpcDraft{name: "v", tables: []string{"public", "private"}, acls: []string{"x"}, groups: []string{"app", "db"}, nat: []string{"n"}}
	v.blocks = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/16")}
	if g.chance(30) {
		// Shared, private, or public space: the latter two shadow what is outside.
		second := pick(g.dice, "100.64.0.0/16", "192.168.0.0/20", "8.8.0.0/16")
		v.blocks = append(v.blocks, netip.MustParsePrefix(second))
	}
	if g.chance(40) {
		v.six = true
		v.blocks = append(v.blocks, netip.MustParsePrefix("2600:1f00:0:100::/56"))
	}
	if g.chance(30) {
		v.tables = append(v.tables, "odd")
	}
	if g.chance(30) {
		v.nat = append(v.nat, "m")
	}
	if g.chance(40) {
		v.acls = append(v.acls, "y")
	}
	if g.chance(40) {
		v.groups = append(v.groups, "web")
	}
	g.vpc = append(g.vpc, v)
	if g.chance(35) {
		block := pick(g.dice, "10.1.0.0/16", "10.1.0.0/16", "10.0.0.0/16")
		g.vpc = append(g.vpc, &vpcDraft{
			name:   "w",
			blocks: []netip.Prefix{netip.MustParsePrefix(block)},
			tables: []string{"wt"}, acls: []string{"wx"}, groups: []string{"wg"},
		})
	}
	for _, v := range g.vpc {
		var blocks []string
		for _, b := range v.blocks {
			blocks = append(blocks, b.String())
		}
		g.line("vpc %s %s", v.name, strings.Join(blocks, " "))
	}
}

// separate makes routes and associations that are resources of their own, now and
// then in each other's way.
func (g *generator) separate() {
	v := g.vpc[0]
	for i := range g.IntN(3) {
		tables := v.tables
		g.line("route r%d in %s %s > %s", i, g.often(pick(g.dice, tables...), tables...), pick(g.dice, "8.0.0.0/7", "9.9.9.0/24", "9.9.9.0/24"), pick(g.dice, append([]string{"i"}, v.nat...)...))
	}
	names := g.subnetNames(v)
	for i := range g.IntN(3) {
		g.line("association a%d of %s with %s", i, g.often(pick(g.dice, names...), names...), g.name(pick(g.dice, v.tables...), v.tables...))
	}
}

// often is a name that has candidates in two of three cases.
func (g *generator) often(name string, all ...string) string {
	usual := g.openness
	g.openness = 66
	defer func() { g.openness = usual }()
	return g.name(name, all...)
}

// placement makes the subnets: N is meant to be public, S private, and the
// others lie anywhere.
func (g *generator) placement() {
	for i := range 2 + g.IntN(4) {
		v := g.vpc[0]
		if i >= 2 {
			v = pick(g.dice, g.vpc...)
		}
		block := v.blocks[0]
		if len(v.blocks) > 1 && v.blocks[1].Addr().Is4() && g.chance(30) {
			block = v.blocks[1]
		}
		base := block.Addr().As4()
		base[2] = byte(i + 1)
		s := &subnetDraft{
			name: string("NSABC"[i]),
			vpc:  v,
			cidr: netip.PrefixFrom(netip.AddrFrom4(base), pick(g.dice, 24, 24, 28)),
			six:  v.six && g.chance(60),
		}
		s.onlySix = s.six && i >= 2 && g.chance(15)
		s.publicIPs = g.chance(map[bool]int{true: 80, false: 30}[i == 0])
		g.subnets = append(g.subnets, s)
		g.subnet(i, s)
	}
}

func (g *generator) subnet(i int, s *subnetDraft) {
	v := s.vpc
	var cidrs []string
	if !s.onlySix {
		cidrs = append(cidrs, s.cidr.String())
	}
	if s.six {
		cidrs = append(cidrs, s.cidr6().String())
	}
	text := fmt.Sprintf("subnet %s %s of %s", s.name, strings.Join(cidrs, " "), g.rarely(v.name, g.vpcNames()...))
	if i < 2 && g.chance(85) {
		text += ", table " + g.name(v.tables[i], v.tables...)
	} else if g.chance(70) {
		text += ", table " + g.name(pick(g.dice, v.tables...), v.tables...)
	}
	if g.chance(35) {
		text += ", acl " + g.name(pick(g.dice, v.acls...), v.acls...)
	}
	if s.publicIPs {
		text += g.mark(", public-ips ?", ", public-ips")
	} else {
		text += g.mark(", public-ips ?", "")
	}
	g.line("%s, zone %s", text, pick(g.dice, "a", "b"))
}

func (s *subnetDraft) cidr6() netip.Prefix {
	b := netip.MustParseAddr("2600:1f00:0:100::").As16()
	b[7] = s.cidr.Addr().As4()[2]
	return netip.PrefixFrom(netip.AddrFrom16(b), 64)
}

func (g *generator) vpcNames() []string {
	var out []string
	for _, v := range g.vpc {
		out = append(out, v.name)
	}
	return out
}

// address is an address of the subnet that nothing is known to have, often one
// at the edge of what AWS leaves.
func (g *generator) address(s *subnetDraft) netip.Addr {
	return g.freeAddress(s.cidr, g.taken)
}

// freeAddress is an address of a block that AWS leaves and that is not taken.
func (d dice) freeAddress(block netip.Prefix, taken []netip.Addr) netip.Addr {
	size := 256
	if host := block.Addr().BitLen() - block.Bits(); host < 8 {
		size = 1 << host
	}
	for {
		n := reservedFirst + d.IntN(size-reservedFirst-1)
		if d.chance(30) {
			n = pick(d, reservedFirst, size-2)
		}
		if a := nth(block, n); !slices.Contains(taken, a) {
			return a
		}
	}
}

func (g *generator) gateways() {
	for i, v := range g.vpc {
		name := string("ij"[i])
		switch {
		case g.chance(6):
			g.line("igw %s%s", name, g.mark(" of ?", ""))
		case g.chance(6):
			g.line("igw %s of %s", name, pick(g.dice, g.vpcNames()...))
		default:
			g.line("igw %s of %s", name, g.rarely(v.name, g.vpcNames()...))
		}
	}
	for _, name := range g.vpc[0].nat {
		g.nat(name)
	}
}

func (g *generator) nat(name string) {
	var homes []*subnetDraft
	for _, s := range g.subnets {
		if s.vpc == g.vpc[0] && !s.onlySix {
			homes = append(homes, s)
		}
	}
	home := homes[0]
	if g.chance(12) {
		home = pick(g.dice, homes...)
	}
	kind, suffix := "nat", g.mark(", private ?", "")
	if g.chance(8) {
		kind, suffix = "private nat", ""
		if g.openness > 0 && g.chance(50) {
			kind, suffix = marked("nat", "private nat"), marked(", private ?", "")
		}
	}
	address, where := "", g.rarely(home.name, g.subnetNames(home.vpc)...)
	if g.chance(50) {
		a := g.address(home)
		g.taken = append(g.taken, a)
		address = a.String() + " "
	}
	g.line("%s %s %sin %s%s", kind, name, address, where, suffix)
}

func (g *generator) subnetNames(v *vpcDraft) []string {
	var out []string
	for _, s := range g.subnets {
		if s.vpc == v {
			out = append(out, s.name)
		}
	}
	return out
}

func (g *generator) hosts() {
	for i := range 2 + g.IntN(4) {
		s := pick(g.dice, g.subnets...)
		if i < 2 {
			s = g.subnets[1-i]
		}
		g.host(string("abcdefg"[i]), s)
	}
	if g.chance(30) {
		s, other := g.subnets[1], g.subnets[0]
		g.line("lambda l in %s+%s%s", s.name, other.name, g.groupsOption(s.vpc))
	}
}

func (g *generator) host(name string, s *subnetDraft) {
	where := s.name
	address := ""
	if !s.onlySix && g.chance(60) {
		a := g.address(s)
		g.taken = append(g.taken, a)
		address = a.String() + " "
	} else {
		where = g.name(s.name, g.subnetNames(s.vpc)...)
	}
	text := fmt.Sprintf("host %s %sin %s%s", name, address, where, g.groupsOption(s.vpc))
	switch {
	case g.chance(15):
		text += g.mark(", public-ip ?", ", public-ip")
	case g.chance(15):
		text += g.mark(", public-ip ?", ", no-public-ip")
	default:
		text += g.mark(", public-ip ?", "")
	}
	if s.six && (s.onlySix || g.chance(70)) {
		text += g.mark(", six ?", ", six")
	}
	g.line("%s", text)
	if g.chance(15) {
		g.line("eip for %s", name)
	}
}

func (g *generator) groupsOption(v *vpcDraft) string {
	if g.chance(15) {
		return ""
	}
	var names []string
	for _, name := range v.groups {
		if g.chance(map[bool]int{true: 80, false: 35}[name == v.groups[0]]) {
			names = append(names, g.name(name, v.groups...))
		}
	}
	if len(names) == 0 {
		names = append(names, g.name(v.groups[0], v.groups...))
	}
	out := ", groups " + strings.Join(names, "+")
	if g.chance(g.openness) {
		out += marked("+"+moreWord, pick(g.dice, "", "+"+pick(g.dice, v.groups...)))
	}
	return out
}
