package reach

// Worlds is what a network may turn out to be, once each reference with candidates
// names one of them. It is not safe for concurrent use.
type Worlds struct {
	network *Network
	choices map[*Unknown][]*Choice
	steps   int // that are left for all questions

	// openSubnets: the subnet of some association is a choice, openTables: the table
	// of some route. conflicts is the steps that it takes to look for two that get into
	// each other's way.
	openSubnets, openTables bool
	conflicts               int
}

const (
	// maxWorlds bounds the worlds of one question.
	maxWorlds = 1024
	// maxSteps bounds the work on all questions together, a few seconds of it: to copy
	// an object is one step, to judge a world judgeSteps and what [World.Spend] adds.
	maxSteps   = 1 << 21
	judgeSteps = 128
)

// NewWorlds finds the choices of a network, which must not change afterwards.
func NewWorlds(n *Network) *Worlds {
	w := &Worlds{network: n, choices: map[*Unknown][]*Choice{}, steps: maxSteps}
	count := 0
	copyNetwork(n, func(why *Unknown, to []Object) int {
		if w.choice(why, to) == nil {
			w.choices[why] = append(w.choices[why], &Choice{why, to, count})
			count++
		}
		return -1
	})
	for _, a := range n.TableAssociations {
		w.openSubnets = w.openSubnets || a.Subnet.isChoice()
	}
	for _, r := range n.Routes {
		w.openTables = w.openTables || r.Table.isChoice()
	}
	if w.openSubnets {
		w.conflicts += len(n.TableAssociations)
	}
	if w.openTables {
		w.conflicts += len(n.Routes)
	}
	return w
}

// Any reports whether there is a choice at all.
func (w *Worlds) Any() bool { return len(w.choices) > 0 }

// IsChoice reports whether an unknown is the reason of a choice.
func (w *Worlds) IsChoice(why *Unknown) bool { return len(w.choices[why]) > 0 }

func (w *Worlds) choice(why *Unknown, to []Object) *Choice {
	for _, c := range w.choices[why] {
		if c.is(why, to) {
			return c
		}
	}
	return nil
}

// Leaf is a world in which a judgement hangs on no choice any more, whether it is
// decided there or not.
type Leaf[V any] struct {
	*World
	Verdict V
}

// Explore judges a network and, where that hangs on choices, the worlds in which
// they are made, one choice after the other and only those that judging meets. judge
// says what the verdict is and what it hangs on, nothing where it is decided: what is
// decided in a world must be so in every world in which further choices are made.
// The leaves are in a fixed order. There are none where apply fails in every world.
// It reports false where there are too many worlds, or too much was judged before.
func Explore[V any](w *Worlds, judge func(*World) (V, []*Unknown)) (leaves []Leaf[V], ok bool) {
	worlds := 0
	var visit func(*World) bool
	visit = func(at *World) bool {
		if at.impossible() {
			worlds++
			return worlds <= maxWorlds
		}
		if w.steps -= judgeSteps; w.steps < 0 {
			return false
		}
		verdict, hangs := judge(at)
		if next := at.next(hangs); next != nil {
			for n := range next.Candidates {
				if !visit(at.with(next, n)) {
					return false
				}
			}
			return true
		}
		worlds++
		leaves = append(leaves, Leaf[V]{at, verdict})
		return worlds <= maxWorlds
	}
	if !visit(&World{of: w, network: w.network}) {
		return nil, false
	}
	return leaves, true
}

// next is the first choice among what a judgement hangs on that is not made yet.
func (w *World) next(hangs []*Unknown) *Choice {
	for _, why := range hangs {
		for _, c := range w.of.choices[why] {
			if w.names(c) < 0 {
				return c
			}
		}
	}
	return nil
}

// Deciding are the choices that make the difference between leaves with different
// verdicts: those that alone tell two of them apart. Where no two worlds differ in one
// choice only, it is all in which they differ.
func Deciding[V any](leaves []Leaf[V], same func(a, b V) bool) []*Choice {
	var alone, all []*Choice
	add := func(to *[]*Choice, c *Choice) {
		for _, have := range *to {
			if have == c {
				return
			}
		}
		*to = append(*to, c)
	}
	for i, a := range leaves {
		for _, b := range leaves[:i] {
			if same(a.Verdict, b.Verdict) {
				continue
			}
			differ := a.differs(b.World)
			for _, c := range differ {
				add(&all, c)
			}
			if len(differ) == 1 {
				add(&alone, differ[0])
			}
		}
	}
	if len(alone) > 0 {
		return alone
	}
	return all
}

// differs lists the choices that two worlds make differently.
func (w *World) differs(from *World) []*Choice {
	var out []*Choice
	for _, p := range w.picks {
		if n := from.names(p.Choice); n >= 0 && n != p.names {
			out = append(out, p.Choice)
		}
	}
	return out
}
