package reachtest

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// The addresses and ports that random rules and routes are about. They overlap,
// nest and abut.
var (
	outside4 = []string{
		"0.0.0.0/0", "0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "8.0.0.0/7", "8.8.8.0/24", "8.8.8.8/32",
		"142.250.0.0/15", "142.250.74.0/24", "203.0.113.0/24", "172.16.0.0/12", "10.0.0.0/8", "10.1.0.0/16",
		"100.64.0.0/10", "192.168.0.0/16", "169.254.0.0/16", "224.0.0.0/4",
	}
	outside6 = []string{"::/0", "::/0", "2000::/3", "2600::/16", "2607:f8b0::/32", "fd00::/8"}
	ports    = []string{"443", "443", "80", "80-443", "53", "22", "5432", "0", "0-65535", "1024-65535", "1024-65535", "32768-65535", "1024-40000", "444-1023"}
)

func (g *generator) tables() {
	for _, v := range g.vpc {
		for _, name := range v.tables {
			g.line("table %s of %s", name, v.name)
			g.routes(v, name)
		}
		if g.chance(60) {
			g.line("main of %s", v.name)
			g.routes(v, pick(g.dice, v.tables...))
		}
		if g.chance(12) {
			g.line("main of %s is %s", v.name, g.name(pick(g.dice, v.tables...), v.tables...))
		}
	}
}

// routes are those that a table of the name should have, sometimes without the
// default route or with a wrong one, and some more specific ones.
func (g *generator) routes(v *vpcDraft, name string) {
	way := "i"
	targets := append([]string{"i", goneWord}, v.nat...)
	if v.name == "w" {
		way, targets = "j", []string{"j", goneWord}
	} else if name == "private" {
		way = pick(g.dice, v.nat...)
	}
	have := map[string]bool{}
	route := func(destination, target string) {
		p := netip.MustParsePrefix(destination)
		inside := slices.ContainsFunc(v.blocks, func(b netip.Prefix) bool { return b.Overlaps(p) && b.Bits() <= p.Bits() })
		if have[destination] || inside {
			return
		}
		have[destination] = true
		if target != goneWord {
			target = g.name(target, slices.DeleteFunc(slices.Clone(targets), func(s string) bool { return s == goneWord })...)
		}
		g.line("  %s > %s", g.mark(unknownWord, destination), target)
	}
	switch {
	case g.chance(4):
		g.line("  deleted 0.0.0.0/0 > %s", way)
	case g.chance(93):
		route("0.0.0.0/0", way)
	default:
		route("0.0.0.0/0", pick(g.dice, targets...))
	}
	if v.six && g.chance(75) {
		route("::/0", "i")
	}
	for range g.IntN(3) {
		list := outside4
		if v.six && g.chance(25) {
			list = outside6
		}
		route(pick(g.dice, list...), pick(g.dice, targets...))
	}
	if g.chance(6) {
		route("8.8.4.0/24", "i")
		g.line("  8.4.0.0/16 > %s", g.mark(beyondWord+" tgw-1", goneWord))
	}
}

func (g *generator) acls() {
	for _, v := range g.vpc {
		for _, name := range v.acls {
			g.line("acl %s of %s", name, v.name)
			g.entries(v)
		}
		if g.chance(12) {
			g.line("default acl of %s", v.name)
			g.entries(v)
		}
	}
}

// entries are some narrow ones in front and mostly a wide one behind them.
func (g *generator) entries(v *vpcDraft) {
	for _, egress := range []bool{false, true} {
		numbers := g.Perm(40)
		for range g.IntN(3) {
			number := 80 + numbers[0]
			numbers = numbers[1:]
			verb := pick(g.dice, "allow", "allow", "deny")
			g.line("  %s %s %s %s %s %s", way(egress), g.mark(unknownWord, strconv.Itoa(number)), verb,
				g.traffic(verb == "deny"), preposition(egress), g.mark(unknownWord, g.remote(v)))
		}
		families := []string{"0.0.0.0/0"}
		if v.six {
			families = append(families, "::/0")
		}
		for i, family := range families {
			// The way in often thinks of answers only, and not of all of them.
			wide := []string{"all", "all", "all", "all", "all", "all", "tcp", "tcp,udp 443-65535", ""}
			if !egress {
				wide = []string{"all", "all", "all", "all", "tcp", "tcp 1024-65535", "tcp,udp 32768-65535", "tcp 1024-40000", "tcp 443-50000"}
			}
			if traffic := pick(g.dice, wide...); traffic != "" {
				g.line("  %s %d allow %s %s %s", way(egress), 200+i, traffic, preposition(egress), family)
			}
		}
		if g.chance(50) {
			g.line("  %s 190 allow all %s %s", way(egress), preposition(egress), v.blocks[0])
		}
	}
}

// traffic is a random protocol with ports; narrow keeps to few packets.
func (g *generator) traffic(narrow bool) string {
	switch n := g.IntN(20); {
	case n < 6 && !narrow:
		return "all"
	case n < 12:
		return "tcp " + pick(g.dice, ports...)
	case n < 14:
		return pick(g.dice, "udp", "tcp,udp") + " " + pick(g.dice, ports...)
	case n < 15 && !narrow:
		return pick(g.dice, "tcp", "udp")
	case n < 18:
		return "icmp" + pick(g.dice, "", " 8", " 8/0", " 0/0", " 3/4", " 13,14")
	case n < 19:
		return "icmpv6" + pick(g.dice, "", " 128", " 129/0", " 2/0")
	}
	return pick(g.dice, "50", "47", "50 443")
}

// remote is the other side of a rule: a part of the VPC, or something outside.
func (g *generator) remote(v *vpcDraft) string {
	switch {
	case v.six && g.chance(20):
		return pick(g.dice, outside6...)
	case g.chance(25):
		return pick(g.dice, v.blocks...).String()
	case g.chance(25):
		s := pick(g.dice, g.subnets...)
		return s.cidr.String()
	}
	return pick(g.dice, outside4...)
}

func (g *generator) groups() {
	for _, v := range g.vpc {
		for i, name := range v.groups {
			g.line("group %s of %s", name, v.name)
			if i == 0 && g.chance(80) {
				g.line("  out all to 0.0.0.0/0%s", map[bool]string{true: ", ::/0"}[v.six])
			}
			if g.chance(35) {
				g.line("  in %s from %s%s", pick(g.dice, "all", "tcp 1-6000"), v.blocks[0], map[bool]string{true: ", ::/0"}[v.six])
			}
			g.rules(v)
		}
		if g.chance(12) {
			g.line("default group of %s", v.name)
			g.rules(v)
		}
	}
}

func (g *generator) rules(v *vpcDraft) {
	for _, egress := range []bool{true, false} {
		for range g.IntN(4) {
			var remotes []string
			for range 1 + g.IntN(2) {
				remotes = append(remotes, g.groupRemote(v))
			}
			g.line("  %s %s %s %s", way(egress), g.traffic(false), preposition(egress), strings.Join(remotes, ", "))
		}
	}
}

func (g *generator) groupRemote(v *vpcDraft) string {
	switch {
	case g.chance(15):
		return "self"
	case len(g.lists) > 0 && g.chance(25):
		return listWord + " " + g.name(pick(g.dice, g.lists...), g.lists...)
	case len(g.lists) > 0 && g.chance(15):
		// A group of any VPC.
		return "group " + pick(g.dice, pick(g.dice, g.vpc...).groups...)
	case g.chance(20):
		return fmt.Sprintf("group %s", g.name(pick(g.dice, v.groups...), v.groups...))
	case g.chance(40):
		return g.mark(unknownWord, v.blocks[0].String())
	}
	return g.mark(unknownWord, g.remote(v))
}
