package reachtest

import (
	"regexp"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/reach"
)

// A mark is what the text of an open network says, and what it says in the world
// that the network turns out to be. One text with marks makes both, so that they
// cannot differ in anything else.
var mark = regexp.MustCompile(`\{([^~}]*)~([^}]*)\}`)

func marked(open, closed string) string { return "{" + open + "~" + closed + "}" }

// resolve is the text of the open network, or that of the world.
func resolve(text string, open bool) string {
	if open {
		return mark.ReplaceAllString(text, "$1")
	}
	return mark.ReplaceAllString(text, "$2")
}

// assignments is the text of each world in which every choice of a text is made: of
// candidates, "a|b", one stays. It is nil where there are more than a number.
func assignments(text string, most int) []string {
	at := choice.FindStringIndex(text)
	if at == nil {
		return []string{text}
	}
	var out []string
	for _, name := range strings.Split(text[at[0]:at[1]], "|") {
		rest := assignments(text[:at[0]]+name+text[at[1]:], most)
		if out = append(out, rest...); rest == nil || len(out) > most {
			return nil
		}
	}
	return out
}

var choice = regexp.MustCompile(`[\w.]+(\|[\w.]+)+`)

// refuses reports whether AWS refuses what a world of an open network holds: a second
// route table for a subnet, or a second route to a destination. Both lists have the
// order of the text.
func refuses(open, world *reach.Network) bool {
	for i, a := range world.TableAssociations {
		for j, b := range world.TableAssociations[:i] {
			chosen := open.TableAssociations[i].Subnet.Why != nil || open.TableAssociations[j].Subnet.Why != nil
			if chosen && a.Subnet.To[0] == b.Subnet.To[0] && a.Table.To[0] != b.Table.To[0] {
				return true
			}
		}
	}
	for i, a := range world.Routes {
		for j, b := range world.Routes[:i] {
			chosen := open.Routes[i].Table.Why != nil || open.Routes[j].Table.Why != nil
			if chosen && a.Table.To[0] == b.Table.To[0] && a.Destination == b.Destination && a.Target.To[0] != b.Target.To[0] {
				return true
			}
		}
	}
	return false
}

// mark leaves something open now and then.
func (g *generator) mark(open, closed string) string {
	if g.choices || !g.chance(g.openness) {
		return closed
	}
	return marked(open, closed)
}

// name is a name, now and then with candidates or unknown.
func (g *generator) name(name string, all ...string) string {
	others := slices.DeleteFunc(slices.Clone(all), func(s string) bool { return s == name })
	form := g.IntN(4)
	if g.choices {
		form = g.IntN(2)
	}
	if len(others) == 0 {
		if g.choices {
			return name
		}
		form = 3
	}
	var open string
	switch form {
	case 0:
		open = name + "|" + pick(g.dice, others...)
	case 1:
		open = pick(g.dice, others...) + "|" + name
	case 2:
		open = pick(g.dice, others...) + "|" + unknownWord
	default:
		open = unknownWord
	}
	if g.choices {
		if !g.chance(g.openness) {
			return name
		}
		return open
	}
	return g.mark(open, name)
}

// rarely is a name of which much depends: where it is open, little is decided.
func (g *generator) rarely(name string, all ...string) string {
	if g.chance(75) {
		return name
	}
	return g.name(name, all...)
}
