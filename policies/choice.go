package policies

import (
	"slices"

	"github.com/tfreach/tfreach/reach"
)

// without is what exceptions leave of an asker: nothing, the asker, or two parts
// of it where it is not certain that an exception means the one. Exceptions are
// about placements, as sources are: a group in two subnets may be excepted in one.
func (a asker) without(except []asker) []asker {
	var doubtful []reach.Source
	var doubt *reach.Unknown
	cut := func(sources []reach.Source) {
		a.some = true
		a.from = minus(a.from, sources)
	}
	for _, x := range except {
		switch {
		case x.object != a.object:
		case x.doubt != nil:
			doubt = x.doubt
			hit := a.from
			if x.some {
				hit = minus(a.from, minus(a.from, x.from))
			}
			doubtful = append(doubtful, hit...)
			cut(hit)
		case x.some:
			cut(x.from)
			doubtful = minus(doubtful, x.from)
		default:
			return nil
		}
	}
	var out []asker
	if len(a.from) > 0 || a.why != nil {
		out = append(out, a)
	}
	if len(doubtful) > 0 {
		d := a
		d.from, d.some = doubtful, true
		if d.doubt == nil {
			d.doubt = doubt
		}
		out = append(out, d)
	}
	return out
}

func minus(from, sources []reach.Source) []reach.Source {
	var out []reach.Source
	for _, s := range from {
		if !slices.Contains(sources, s) {
			out = append(out, s)
		}
	}
	return out
}

// chooser gathers askers: each source once, for certain where one of the operands
// means it for certain.
type chooser struct {
	askers []asker
	// first is the place of the first asker of an object; others has further ones,
	// which few objects have.
	first  map[reach.Object]int
	others map[reach.Object][]int
}

func newChooser() *chooser {
	return &chooser{first: map[reach.Object]int{}, others: map[reach.Object][]int{}}
}

// of are the places of the askers of an object.
func (c *chooser) of(o reach.Object) []int {
	n, seen := c.first[o]
	if !seen {
		return nil
	}
	return append([]int{n}, c.others[o]...)
}

func (c *chooser) add(a asker) {
	places := c.of(a.object)
	if places == nil {
		c.first[a.object] = len(c.askers)
		c.askers = append(c.askers, a)
		return
	}
	for _, n := range places {
		old := &c.askers[n]
		if old.doubt != nil && a.doubt == nil {
			old.from = minus(old.from, a.from)
		} else {
			a.from = minus(a.from, old.from)
		}
	}
	for _, n := range places {
		if old := &c.askers[n]; old.doubt == a.doubt {
			old.from = slices.Concat(old.from, a.from)
			if old.why == nil {
				old.why = a.why
			}
			old.some = old.some && a.some
			return
		}
	}
	if len(a.from) > 0 {
		c.others[a.object] = append(c.others[a.object], len(c.askers))
		c.askers = append(c.askers, a)
	}
}

// result is the askers that are left with something to ask.
func (c *chooser) result() []asker {
	return slices.DeleteFunc(c.askers, func(a asker) bool {
		return len(a.from) == 0 && a.why == nil && len(c.others[a.object]) > 0
	})
}
