package reach

import (
	"cmp"
	"net/netip"
	"slices"
	"strconv"
)

// Choice is a reference that names one of its candidates and nothing else, and of
// which the plan does not say which one. Wherever it is read in the network it is
// the same choice.
type Choice struct {
	Why        *Unknown
	Candidates []Object

	place int // among the choices of the network
}

// is reports whether a reference is the choice: two with the same reason and the
// same candidates are one that is read twice. To take one for two makes worlds
// that cannot be, and loses none.
func (c *Choice) is(why *Unknown, to []Object) bool {
	return c.Why == why && slices.Equal(c.Candidates, to)
}

// World is a network as it is where some of its choices are made.
type World struct {
	of *Worlds
	// picks are the choices in the order in which they were made.
	picks   []pick
	network *Network
}

type pick struct {
	*Choice
	names int // among the candidates
}

// Network is the network of the world. It is one like any other: what is asked in
// it is walked as everywhere.
func (w *World) Network() *Network {
	if w.network == nil {
		w.of.steps -= w.of.network.Size()
		w.network = copyNetwork(w.of.network, func(why *Unknown, to []Object) int {
			return w.names(w.of.choice(why, to))
		})
	}
	return w.network
}

// Spend counts work that judging the world took: a step for each hop that was
// walked.
func (w *World) Spend(steps int) { w.of.steps -= steps }

// Key is equal for worlds of one network in which the same choices are made in the
// same way, empty where none is.
func (w *World) Key() string {
	picks := slices.Clone(w.picks)
	slices.SortFunc(picks, func(a, b pick) int { return cmp.Compare(a.place, b.place) })
	var key []byte
	for _, p := range picks {
		key = strconv.AppendInt(key, int64(p.place), 10)
		key = append(key, '=')
		key = strconv.AppendInt(key, int64(p.names), 10)
		key = append(key, ' ')
	}
	return string(key)
}

// Choices are those that are made in the world.
func (w *World) Choices() []*Choice {
	out := make([]*Choice, len(w.picks))
	for i, p := range w.picks {
		out[i] = p.Choice
	}
	return out
}

// names is which of its candidates a choice names in the world, negative where it
// is not made.
func (w *World) names(c *Choice) int {
	for _, p := range w.picks {
		if p.Choice == c {
			return p.names
		}
	}
	return -1
}

// with is the world in which one more choice is made.
func (w *World) with(c *Choice, names int) *World {
	return &World{of: w.of, picks: append(slices.Clone(w.picks), pick{c, names})}
}

// inWorld is a reference as it is in a world, and whether a choice made it so. It
// names an object of the network that the world is one of.
func inWorld[T comparable](w *World, r Ref[T]) (ref Ref[T], chosen bool) {
	if !r.isChoice() {
		return r, false
	}
	if n := w.names(w.of.choice(r.Why, objectsOf(r))); n >= 0 {
		return To(r.To[n]), true
	}
	return r, false
}

// impossible reports whether apply certainly fails on the way to the world, so
// that nothing that it leaves behind is like it. It is for what AWS refuses for
// certain; where two resources get into each other's way without an error, a world
// is possible.
func (w *World) impossible() bool {
	if len(w.picks) == 0 {
		return false
	}
	w.of.steps -= w.of.conflicts
	return w.twoTables() || w.twoRoutes()
}

// twoTables: two associations give one subnet different route tables. A subnet has
// one (RT-1): whichever is made last, AWS refuses. What was not known before apply
// is made by it.
func (w *World) twoTables() bool {
	if !w.of.openSubnets {
		return false
	}
	type one struct {
		table  *RouteTable
		chosen bool
	}
	seen := map[*Subnet]one{}
	for _, a := range w.of.network.TableAssociations {
		subnet, chosen := inWorld(w, a.Subnet)
		s, ok := subnet.Exact()
		table, _ := inWorld(w, a.Table)
		t, known := table.Exact()
		if !ok || !known || a.Change == Read {
			continue
		}
		other, twice := seen[s]
		if twice && other.table != t && (chosen || other.chosen) {
			return true
		}
		seen[s] = one{t, chosen || other.chosen}
	}
	return false
}

// twoRoutes: two routes of their own put the same destination into one table, to
// different targets. A table has one route to a destination: AWS refuses the second
// (RouteAlreadyExists). Routes that a table shows are left out: those may be copies
// of the others (RT-12).
func (w *World) twoRoutes() bool {
	if !w.of.openTables {
		return false
	}
	type place struct {
		table *RouteTable
		to    netip.Prefix
	}
	type one struct {
		target Object
		chosen bool
	}
	seen := map[place]one{}
	for _, r := range w.of.network.Routes {
		table, chosen := inWorld(w, r.Table)
		t, ok := table.Exact()
		target, _ := inWorld(w, r.Target)
		o, known := target.Exact()
		if !ok || !known || r.Destination.Why != nil || !r.List.IsNone() || r.Attribute != "" || r.Change == Read {
			continue
		}
		at := place{t, r.Destination.Value.Masked()}
		other, twice := seen[at]
		if twice && other.target != o && (chosen || other.chosen) {
			return true
		}
		seen[at] = one{o, chosen || other.chosen}
	}
	return false
}
