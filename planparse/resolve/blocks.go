package resolve

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/source"
)

// made is what one element of a list of blocks was made from: a block, written
// out or of a dynamic block, or an object in a list that is an argument.
type made struct {
	body  hcl.Body
	scope scope
	// object is the element's value in a run, where body is nil.
	object func(*run) cty.Value
}

// ask is the question what an argument gives; false when there is none.
func (m made) ask(e *evaluator, name string) (*asked, bool) {
	if m.body != nil {
		expr := source.Attribute(m.body, name)
		if expr == nil {
			return nil, false
		}
		return e.ask(expr, m.scope), true
	}
	v := e.within(func() cty.Value { return m.object(e.marked) })
	if bare, _ := v.Unmark(); bare.IsKnown() && !bare.IsNull() && bare.Type().IsObjectType() && !bare.Type().HasAttribute(name) {
		return nil, false
	}
	return &asked{e: e, value: func(r *run) cty.Value {
		return e.within(func() cty.Value {
			v, diags := r.member(m.object(r), name, hcl.Range{})
			if diags.HasErrors() {
				return unknownBecause(notEvaluated)
			}
			return v
		})
	}}, true
}

// blocks are what the elements of a list of blocks are made from, in the order of
// the configuration; reason says why that is not known.
func (m made) blocks(e *evaluator, name string) (list []made, reason string) {
	if m.body == nil {
		q, ok := m.ask(e, name)
		if !ok {
			return nil, ""
		}
		return elements(q)
	}
	for _, item := range source.Sequence(m.body, name) {
		if item.Dynamic == nil {
			list = append(list, made{body: item.Block.Body, scope: m.scope})
			continue
		}
		n, reason := e.turns(item.Dynamic, m.scope)
		if reason != "" {
			return nil, reason
		}
		for i := range n {
			inner := m.scope
			inner.iter = append(slices.Clone(inner.iter), iteration{item.Dynamic.Iterator, item.Dynamic.ForEach, i})
			list = append(list, made{body: item.Dynamic.Content, scope: inner})
		}
	}
	if len(list) == 0 {
		if expr := source.Attribute(m.body, name); expr != nil {
			return elements(e.ask(expr, m.scope))
		}
	}
	return list, ""
}

// turns is how many blocks a dynamic block makes.
func (e *evaluator) turns(d *source.Dynamic, s scope) (int, string) {
	v := e.within(func() cty.Value { return e.marked.value(d.ForEach, e.marked.frame(s)) })
	bare, marks := v.Unmark()
	switch {
	case has[chosen](marks):
		return 0, chosenByID
	case bare.IsKnown() && !bare.IsNull() && bare.CanIterateElements():
		return bare.LengthInt(), ""
	}
	if reason := reasonOf(v); reason != "" {
		return 0, reason
	}
	return 0, "known after apply; how often a dynamic block is there is not known"
}

// elements are those of a list of objects.
func elements(q *asked) ([]made, string) {
	v := q.value(q.e.marked)
	bare, marks := v.Unmark()
	switch {
	case has[chosen](marks):
		return nil, chosenByID
	case bare.IsKnown() && bare.IsNull():
		return nil, ""
	case !bare.IsKnown() || !bare.CanIterateElements() || bare.Type().IsObjectType() || bare.Type().IsMapType():
		if reason := reasonOf(v); reason != "" {
			return nil, reason
		}
		return nil, notEvaluated
	}
	list := make([]made, bare.LengthInt())
	for i := range list {
		list[i] = made{object: func(r *run) cty.Value {
			v, marks := q.value(r).Unmark()
			e, ok := elementOf(v, i)
			if !ok {
				return unknownBecause(notEvaluated)
			}
			return e.WithMarks(marks)
		}}
	}
	return list, ""
}

// origins are what the attributes below a may be made from: the resource's block
// itself, or those blocks in it that the element may come from.
func (r *Resolver) origins(a *Attr, res *planjson.Resource) ([]made, string) {
	if a == nil || a.parent == nil {
		b := r.blockOf(res)
		if b == nil {
			return nil, notSameSources
		}
		return []made{{body: b.Body, scope: r.site(res).scope}}, ""
	}
	// Blocks are elements of a list: a is the element, its parent the list. A
	// single block stands for a list of one.
	list, index := a.parent, a.index
	if index < 0 {
		list, index = a, 0
	}
	outer, reason := r.origins(list.parent, res)
	if reason != "" {
		return nil, reason
	}
	if len(outer) != 1 {
		return nil, severalBlocks
	}
	pairs := r.pair(list, outer[0])
	if pairs.reason != "" {
		return nil, pairs.reason
	}
	return pairs.of[index], ""
}

// pairing is what the elements of a list may be made from.
type pairing struct {
	of     [][]made
	reason string
	// other: the blocks of the configuration are not those of the plan.
	other bool
}

// pair says what each element of a list may be made from. Each block makes one
// element; sets have no order, so their contents tell elements apart, and not
// the position.
func (r *Resolver) pair(list *Attr, outer made) pairing {
	key := list.key()
	if known, ok := r.pairs[key]; ok {
		return known
	}
	items := list.value.Items
	if list.value.Kind == planjson.Object {
		items = []planjson.Value{list.value}
	}
	// What refers to itself on the way is found here.
	r.pairs[key] = pairing{reason: notEvaluated}
	p := r.paired(list.name, items, outer)
	r.pairs[key] = p
	return p
}

// key names a list in the plan.
func (a *Attr) key() string { return a.res.String() + "." + a.Path() }

func (r *Resolver) paired(name string, items []planjson.Value, outer made) pairing {
	blocks, reason := outer.blocks(r.eval, name)
	switch {
	case reason != "":
		return pairing{reason: reason}
	case r.eval.steps > maxSteps:
		return pairing{reason: tooManySteps}
	case len(blocks) < len(items):
		return pairing{reason: "known after apply; the configuration has fewer blocks " + name + " than the plan", other: true}
	}
	// may says which blocks an element may be made from.
	may := make([]map[int]bool, len(items))
	for i, item := range items {
		may[i] = map[int]bool{}
		for j, b := range blocks {
			if !r.excluded(b, item) {
				may[i][j] = true
			}
		}
		if len(may[i]) == 0 {
			return pairing{reason: "known after apply; no block " + name + " of the configuration is like it", other: true}
		}
	}
	// Of as many blocks as elements each makes one, so what is taken is taken. Where
	// there are more, a set has folded some into one.
	if len(blocks) == len(items) {
		narrow(may, len(blocks))
		alikeInOrder(may, items)
	}
	if !covers(may, len(blocks)) {
		return pairing{reason: severalBlocks, other: true}
	}
	p := pairing{of: make([][]made, len(items))}
	for i := range items {
		for j := range blocks {
			if may[i][j] {
				p.of[i] = append(p.of[i], blocks[j])
			}
		}
	}
	return p
}

// alikeInOrder gives elements that look alike the blocks that they may be made
// from in the order of the configuration: of a list that is their order, and in a
// set they have none, so that it does not matter which is which.
func alikeInOrder(may []map[int]bool, items []planjson.Value) {
	for i := range items {
		var alike []int
		for k := i; k < len(items); k++ {
			if maps.Equal(may[k], may[i]) && items[k].Equal(items[i]) {
				alike = append(alike, k)
			}
		}
		if len(alike) < 2 || len(alike) != len(may[i]) {
			continue
		}
		for n, j := range slices.Sorted(maps.Keys(may[i])) {
			may[alike[n]] = map[int]bool{j: true}
		}
	}
}

// covers reports whether there is a block for every element, and an element for
// every block.
func covers(may []map[int]bool, blocks int) bool {
	made := map[int]bool{}
	for _, m := range may {
		if len(m) == 0 {
			return false
		}
		for j := range m {
			made[j] = true
		}
	}
	return len(made) == blocks
}

// narrow takes away what cannot be: a block that is an element's only one is no
// other's, and an element that is a block's only one has no other.
func narrow(may []map[int]bool, blocks int) {
	for changed := true; changed; {
		changed = false
		for j := range blocks {
			var only, n int
			for i := range may {
				if may[i][j] {
					only = i
					n++
				}
			}
			if n == 1 && len(may[only]) > 1 {
				may[only] = map[int]bool{j: true}
				changed = true
			}
		}
		for i := range may {
			if len(may[i]) != 1 {
				continue
			}
			for j := range may[i] {
				for k := range may {
					if k != i && may[k][j] {
						delete(may[k], j)
						changed = true
					}
				}
			}
		}
	}
}

// excluded reports whether a value was certainly not made from a block: some
// argument has another value. What providers write in another form than the
// configuration proves nothing; nor does what the block leaves out.
func (r *Resolver) excluded(b made, v planjson.Value) bool {
	for _, f := range v.Fields {
		if !f.Value.IsKnown() {
			continue
		}
		q, ok := b.ask(r.eval, f.Name)
		if !ok {
			continue
		}
		value := q.value(r.eval.marked)
		marks := deepMarks(value)
		switch {
		case !restsOnIDs(marks) && value.IsWhollyKnown():
			bare, _ := value.UnmarkDeep()
			if otherValue(bare, f.Value) {
				return true
			}
		case r.eval.marked.only(value) && !has[chosen](marks):
			// An id that apply makes cannot be known in the plan.
			return true
		}
	}
	return false
}
