package resolve

import (
	"maps"

	"github.com/zclconf/go-cty/cty"
)

// What an evaluated value rests on goes with it as marks:
//
//   - means: it is, or was made from, the id or the block of addresses that a symbol
//     stands for.
//   - chosen: which value it is was chosen by a condition, an index, a key, or the
//     contents of a text, that depends on such an id.
//   - open: the choice may also have been something that is no id of the marks.
//     Only what knows all that it chooses from leaves it out.
//   - computed: a function took part that may look at ids or at their order, so
//     that only samples tell whether it always gives the same.
//   - partial: an object of which not all attributes were read.
//   - because: it is unknown, for this reason.
type (
	means struct {
		Symbol
		// alias: another symbol may stand for the same object, so that two ids that
		// look different need not be.
		alias bool
		// block: the symbol stands for a block of addresses and not for an id.
		block bool
	}
	chosen   struct{}
	open     struct{}
	computed struct{}
	partial  struct{}
	because  string
)

// unknownBecause is a value of which nothing is known but the reason.
func unknownBecause(reason string) cty.Value { return cty.DynamicVal.Mark(because(reason)) }

// deepMarks are the marks anywhere in a value.
func deepMarks(v cty.Value) cty.ValueMarks {
	bare, marks := v.Unmark()
	if !bare.IsKnown() || bare.IsNull() || !bare.CanIterateElements() {
		return marks
	}
	for it := bare.ElementIterator(); it.Next(); {
		_, e := it.Element()
		if inner := deepMarks(e); marks == nil {
			marks = inner
		} else {
			maps.Copy(marks, inner)
		}
	}
	return marks
}

// restsOnIDs reports whether marks say that a value depends on an id that does
// not exist yet.
func restsOnIDs(marks cty.ValueMarks) bool {
	for m := range marks {
		switch m.(type) {
		case means, chosen:
			return true
		}
	}
	return false
}

func has[M comparable](marks cty.ValueMarks) bool {
	for m := range marks {
		if _, ok := m.(M); ok {
			return true
		}
	}
	return false
}

// without are the marks but those of one kind.
func without[M comparable](marks cty.ValueMarks) cty.ValueMarks {
	out := maps.Clone(marks)
	for m := range marks {
		if _, ok := m.(M); ok {
			delete(out, m)
		}
	}
	return out
}

// judged is a value that decides something: a condition, an index, a key. What
// it rests on is no longer what the result is, but what chose it.
func judged(v cty.Value) cty.Value {
	marks := deepMarks(v)
	if !restsOnIDs(marks) {
		return v
	}
	bare, _ := v.UnmarkDeep()
	marks = without[means](marks)
	marks[chosen{}] = struct{}{}
	return bare.WithMarks(marks)
}

// unsure is a value that may be something else than an id of its marks, where
// what it was made from was chosen.
func unsure(v cty.Value) cty.Value {
	if has[chosen](deepMarks(v)) {
		return v.Mark(open{})
	}
	return v
}

// contents is a value whose contents decide what a function makes of it.
func contents(v cty.Value) cty.Value {
	if !restsOnIDs(deepMarks(v)) {
		return v
	}
	return v.Mark(chosen{}).Mark(open{})
}

// something reports whether a value is neither null nor empty, in every run:
// whichever id a function gives, it is one.
func (r *run) something(v cty.Value) bool {
	bare, marks := v.Unmark()
	_, id := r.symbolOf(bare)
	return id && has[means](marks) && !has[chosen](marks) && !has[open](marks)
}

// restsOnOthers reports whether marks name ids other than one.
func restsOnOthers(marks cty.ValueMarks, one Symbol) bool {
	for m := range marks {
		if m, ok := m.(means); ok && m.Symbol != one {
			return true
		}
	}
	return false
}

// only reports whether a value can be nothing but one of the ids that its marks
// name.
func (r *run) only(v cty.Value) bool {
	bare, marks := v.Unmark()
	if !has[means](marks) || has[open](marks) {
		return false
	}
	if has[chosen](marks) {
		return true
	}
	_, id := r.symbolOf(bare)
	return id
}

// one is the symbol of a value that is its id and nothing else, in every run.
func (r *run) one(v cty.Value) (means, bool) {
	bare, marks := v.Unmark()
	s, ok := r.symbolOf(bare)
	// Of several ids a function may have given another.
	if !ok || has[chosen](marks) || has[open](marks) || has[computed](marks) && restsOnOthers(marks, s) {
		return means{}, false
	}
	for m := range marks {
		if m, ok := m.(means); ok && m.Symbol == s {
			return m, true
		}
	}
	return means{}, false
}
