package resolve

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/tfreach/tfreach/planparse/resolve/functions"
)

// Answer is what an expression was found to give: a reference, or a value that
// holds others.
type Answer struct {
	// Ref is what a single value names; set where neither of the others is.
	Ref Ref
	// List is the elements of a list or a set. The order of those that depends on
	// ids, as of a set, is that of their names.
	List   []Answer
	IsList bool
	// Unordered: the order of List says nothing.
	Unordered bool
	// Fields are the attributes of an object or a map.
	Fields map[string]Answer
}

// literalRef is a value that names nothing of the plan.
func literalRef(v cty.Value) Ref {
	if v.IsNull() {
		return Ref{State: None}
	}
	ref := Ref{State: External}
	if v.Type() == cty.String {
		ref.ID = v.AsString()
		if ref.ID == "" {
			ref.State = None
		}
	}
	return ref
}

// asked is an expression in a scope, evaluated in every run that it takes.
type asked struct {
	e     *evaluator
	value func(*run) cty.Value
	// samples are the values of the other runs; nil until one is needed.
	samples []cty.Value
}

func (e *evaluator) ask(expr hcl.Expression, s scope) *asked {
	return &asked{e: e, value: func(r *run) cty.Value {
		return e.within(func() cty.Value { return r.kept(expr, s) })
	}}
}

// answer is what the expression gives.
func (a *asked) answer() Answer {
	v := a.value(a.e.marked)
	return a.tree(v, nil, func(v cty.Value) (cty.Value, bool) { return v, true })
}

// sampled are the values of the other runs.
func (a *asked) sampled() []cty.Value {
	if a.samples == nil {
		for _, r := range a.e.sampled {
			v, _ := a.value(r).UnmarkDeep()
			a.samples = append(a.samples, v)
		}
	}
	return a.samples
}

// tree is the answer for a part of the value; above are the marks of what it is
// in, and part finds it in the value of another run.
func (a *asked) tree(v cty.Value, above cty.ValueMarks, part func(cty.Value) (cty.Value, bool)) Answer {
	bare, marks := v.Unmark()
	marks = cty.NewValueMarks(above, marks)
	switch t := bare.Type(); {
	case !bare.IsKnown(), bare.IsNull(), !bare.CanIterateElements():
		return Answer{Ref: a.leaf(bare, marks, part)}
	case t.IsObjectType() || t.IsMapType():
		if has[partial](marks) {
			return Answer{Ref: unknownFor("known after apply; it is an object of which tfreach does not read all attributes")}
		}
		if why := a.shaky(bare, marks, part); why != "" {
			return Answer{Ref: a.parts(v, marks, why)}
		}
		fields := map[string]Answer{}
		for it := bare.ElementIterator(); it.Next(); {
			k, e := it.Element()
			name := k.AsString()
			fields[name] = a.tree(e, marks, func(v cty.Value) (cty.Value, bool) {
				v, ok := part(v)
				if !ok || !v.CanIterateElements() {
					return cty.NilVal, false
				}
				e, ok := v.AsValueMap()[name]
				return e, ok
			})
		}
		return Answer{Fields: fields}
	}
	if has[chosen](marks) {
		return Answer{Ref: a.parts(v, marks, chosenByID)}
	}
	if bare.Type().IsSetType() {
		if list, ok := a.unordered(bare); ok {
			return list
		}
		if !bare.IsWhollyKnown() || restsOnIDs(marks) {
			return Answer{Ref: a.parts(v, marks, "known after apply; which one it is depends on the order or the contents of ids")}
		}
	}
	if why := a.shaky(bare, marks, part); why != "" {
		return Answer{Ref: a.parts(v, marks, why)}
	}
	list := Answer{IsList: true}
	i := 0
	for it := bare.ElementIterator(); it.Next(); i++ {
		_, e := it.Element()
		n := i
		list.List = append(list.List, a.tree(e, marks, func(v cty.Value) (cty.Value, bool) {
			v, ok := part(v)
			if !ok {
				return cty.NilVal, false
			}
			return elementOf(v, n)
		}))
	}
	if slices.ContainsFunc(list.List, func(e Answer) bool { return !e.IsList && e.Fields == nil && !e.Ref.known() }) {
		if list, ok := a.unordered(bare); ok {
			return list
		}
	}
	return list
}

// shaky says why a collection is not the same in all runs: of one size, with the
// same keys.
func (a *asked) shaky(bare cty.Value, marks cty.ValueMarks, part func(cty.Value) (cty.Value, bool)) string {
	if !has[computed](marks) && !has[chosen](marks) {
		return ""
	}
	if has[chosen](marks) {
		return chosenByID
	}
	want := shape(bare)
	for _, s := range a.sampled() {
		v, ok := part(s)
		if !ok || shape(v) != want {
			return "known after apply; what it is made of depends on the ids themselves"
		}
	}
	return ""
}

// elementOf is an element of a collection without marks, where it is there in a run.
func elementOf(v cty.Value, i int) (cty.Value, bool) {
	if !v.IsKnown() || v.IsNull() || !v.CanIterateElements() || v.LengthInt() <= i {
		return cty.NilVal, false
	}
	return v.AsValueSlice()[i], true
}

// shape is the size of a collection and its keys.
func shape(v cty.Value) string {
	v, _ = v.Unmark()
	if !v.IsKnown() || v.IsNull() || !v.CanIterateElements() {
		return "?"
	}
	if t := v.Type(); !t.IsObjectType() && !t.IsMapType() {
		return strings.Repeat(".", v.LengthInt())
	}
	var keys []string
	for it := v.ElementIterator(); it.Next(); {
		k, _ := it.Element()
		keys = append(keys, k.AsString())
	}
	slices.Sort(keys)
	return strings.Join(keys, "\x00")
}

// unordered is a list of ids and literals whose members are the same in every run,
// in whatever order.
func (a *asked) unordered(bare cty.Value) (Answer, bool) {
	members := func(r *run, v cty.Value) ([]member, bool) {
		if !v.IsKnown() || v.IsNull() || !v.CanIterateElements() {
			return nil, false
		}
		var out []member
		for it := v.ElementIterator(); it.Next(); {
			_, e := it.Element()
			e, marks := e.Unmark()
			if !e.IsKnown() || e.IsNull() || e.Type() != cty.String || has[chosen](marks) || has[partial](marks) {
				return nil, false
			}
			if s, ok := r.symbolOf(e); ok {
				out = append(out, member{s, ""})
			} else {
				out = append(out, member{literal: e.AsString()})
			}
		}
		slices.SortFunc(out, member.compare)
		return out, true
	}
	all := a.value(a.e.marked)
	top, _ := all.Unmark()
	if !top.IsKnown() || top.IsNull() || !top.RawEquals(bare) {
		return Answer{}, false
	}
	want, ok := members(a.e.marked, bare)
	if !ok {
		return Answer{}, false
	}
	for i, s := range a.sampled() {
		got, ok := members(a.e.sampled[i], s)
		if !ok || !slices.Equal(got, want) {
			return Answer{}, false
		}
	}
	list := Answer{IsList: true, Unordered: true}
	for _, m := range want {
		ref := Ref{State: Exact, Symbols: []Symbol{m.Symbol}, How: BySource}
		if m.Symbol == (Symbol{}) {
			ref = literalRef(cty.StringVal(m.literal))
		}
		list.List = append(list.List, Answer{Ref: ref})
	}
	return list, true
}

type member struct {
	Symbol
	literal string
}

func (m member) compare(n member) int {
	// Ids first, as they are what is asked for.
	switch {
	case m.Symbol == n.Symbol:
		return strings.Compare(m.literal, n.literal)
	case m.Symbol == (Symbol{}):
		return 1
	case n.Symbol == (Symbol{}):
		return -1
	}
	return strings.Compare(m.String(), n.String())
}

// leaf is what a single value names. It is exact when every run agrees, and
// nothing that depends on an id took part in the choice.
func (a *asked) leaf(bare cty.Value, marks cty.ValueMarks, part func(cty.Value) (cty.Value, bool)) Ref {
	switch {
	case !bare.IsKnown():
		reason := reasonIn(marks)
		if has[chosen](marks) && reason == "" {
			reason = chosenByID
		}
		return a.candidates(marks, marks, reason)
	case has[chosen](marks):
		ref := a.candidates(marks, marks, chosenByID)
		if _, id := a.e.marked.symbolOf(bare); !id {
			// It is something else in one run at least.
			ref.Open = true
		}
		// Whatever is chosen, it is the same.
		if ref.State == Candidates && !ref.Open && len(ref.Symbols) == 1 {
			return Ref{State: Exact, Symbols: ref.Symbols, How: BySource}
		}
		return ref
	case has[partial](marks):
		return unknownFor("known after apply; it is made from an object of which tfreach does not know all attributes")
	case restsOnBlocks(marks):
		return a.cut(bare, marks, part)
	}
	symbol, id := a.e.marked.symbolOf(bare)
	if has[computed](marks) || restsOnOthers(marks, symbol) {
		for i, s := range a.sampled() {
			v, ok := part(s)
			other, is := Symbol{}, false
			if ok {
				other, is = a.e.sampled[i].symbolOf(v)
			}
			switch {
			case !ok || is != id || other != symbol:
				return a.candidates(marks, marks, "known after apply; which one it is depends on the order or the contents of ids")
			case !id && !v.RawEquals(bare):
				return unknownFor("known after apply; it is made from the text of an id")
			}
		}
	}
	if id {
		return Ref{State: Exact, Symbols: []Symbol{symbol}, How: BySource}
	}
	return literalRef(bare)
}

// known reports whether a reference is what it will be.
func (r Ref) known() bool { return r.State == None || r.State == Exact || r.State == External }

const chosenByID = "known after apply; an id that is not known either decides which one it is"

// parts are the ids in a collection of which nobody knows what it is made of.
func (a *asked) parts(v cty.Value, marks cty.ValueMarks, reason string) Ref {
	ref := a.candidates(deepMarks(v), marks, reason)
	ref.Open = true
	return ref
}

// candidates are the ids that marks name.
func (a *asked) candidates(from, marks cty.ValueMarks, reason string) Ref {
	ref := Ref{State: Unknown, Reason: reason, Open: true}
	for m := range from {
		if m, ok := m.(means); ok {
			ref.Symbols = append(ref.Symbols, m.Symbol)
		}
	}
	if len(ref.Symbols) == 0 {
		if ref.Reason == "" {
			ref.Reason = notEvaluated
		}
		return ref
	}
	slices.SortFunc(ref.Symbols, func(a, b Symbol) int { return strings.Compare(a.String(), b.String()) })
	ref.State = Candidates
	all := cty.NewValueMarks(from, marks)
	ref.Open = has[open](all) || !has[chosen](all)
	return ref
}

// reasonIn is why something is unknown; of several reasons the first by name, so
// that it is always the same.
func reasonIn(marks cty.ValueMarks) string {
	var reasons []string
	for m := range marks {
		switch m := m.(type) {
		case because:
			reasons = append(reasons, string(m))
		case functions.Unavailable:
			reasons = append(reasons, "known after apply; "+m.Error())
		}
	}
	if len(reasons) == 0 {
		return ""
	}
	return slices.Min(reasons)
}

func reasonOf(v cty.Value) string { return reasonIn(deepMarks(v)) }
