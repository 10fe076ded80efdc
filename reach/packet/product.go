package packet

import "slices"

// factor is a canonical set that can be one dimension of a product.
type factor[S any] interface {
	Union(S) S
	Intersect(S) S
	Minus(S) S
	IsEmpty() bool
	Equal(S) bool
	Overlaps(S) bool
	Covers(S) bool
	// is reports, without looking at members, that both are the same value. Where
	// it is false they may be equal all the same.
	is(S) bool
	// firstBefore orders disjoint non-empty sets by their least element.
	firstBefore(S) bool
}

// product is a set of pairs (k, c). Its edges are the function from k to the
// set of its c, gathered by equal values:
//
//   - keys are disjoint and not empty,
//   - children are not empty, and no two are equal,
//   - edges are sorted by the least element of their keys.
//
// So a set of pairs has exactly one form, and Equal may compare edge by edge.
// A product is a factor itself, which is how dimensions nest.
type product[K factor[K], C factor[C]] struct{ edges []edge[K, C] }

type edge[K factor[K], C factor[C]] struct {
	key   K
	child C
}

// cross is every pair of a member of k with a member of c.
func cross[K factor[K], C factor[C]](k K, c C) product[K, C] {
	if k.IsEmpty() || c.IsEmpty() {
		return product[K, C]{}
	}
	return product[K, C]{[]edge[K, C]{{k, c}}}
}

// gather makes edges with disjoint, non-empty keys canonical. It takes
// ownership of edges.
func gather[K factor[K], C factor[C]](edges []edge[K, C]) product[K, C] {
	if len(edges) == 1 && !edges[0].child.IsEmpty() {
		return product[K, C]{edges}
	}
	out := edges[:0]
next:
	for _, e := range edges {
		if e.child.IsEmpty() {
			continue
		}
		for i := range out {
			if out[i].child.Equal(e.child) {
				out[i].key = out[i].key.Union(e.key)
				continue next
			}
		}
		out = append(out, e)
	}
	if len(out) == 0 {
		return product[K, C]{}
	}
	slices.SortFunc(out, func(a, b edge[K, C]) int {
		if a.key.firstBefore(b.key) {
			return -1
		}
		return 1
	})
	return product[K, C]{out}
}

func (a product[K, C]) Union(b product[K, C]) product[K, C] {
	switch {
	case a.IsEmpty():
		return b
	case b.IsEmpty() || a.is(b):
		return a
	}
	edges := make([]edge[K, C], 0, len(a.edges)+len(b.edges))
	for _, x := range a.edges {
		only := x.key
		for _, y := range b.edges {
			if !x.key.Overlaps(y.key) {
				continue
			}
			edges = append(edges, edge[K, C]{x.key.Intersect(y.key), x.child.Union(y.child)})
			only = only.Minus(y.key)
		}
		if !only.IsEmpty() {
			edges = append(edges, edge[K, C]{only, x.child})
		}
	}
	for _, y := range b.edges {
		only := y.key
		for _, x := range a.edges {
			only = only.Minus(x.key)
		}
		if !only.IsEmpty() {
			edges = append(edges, edge[K, C]{only, y.child})
		}
	}
	return gather(edges)
}

func (a product[K, C]) Intersect(b product[K, C]) product[K, C] {
	if a.is(b) {
		return a
	}
	r := rewriting[K, C]{from: a}
	for _, x := range a.edges {
		for _, y := range b.edges {
			if x.key.Overlaps(y.key) {
				r.put(x.key.Intersect(y.key), x.child.Intersect(y.child))
			}
		}
		r.next()
	}
	return r.result()
}

func (a product[K, C]) Minus(b product[K, C]) product[K, C] {
	switch {
	case b.IsEmpty():
		return a
	case a.is(b):
		return product[K, C]{}
	}
	r := rewriting[K, C]{from: a}
	for _, x := range a.edges {
		only := x.key
		for _, y := range b.edges {
			if !x.key.Overlaps(y.key) {
				continue
			}
			r.put(x.key.Intersect(y.key), x.child.Minus(y.child))
			only = only.Minus(y.key)
		}
		if !only.IsEmpty() {
			r.put(only, x.child)
		}
		r.next()
	}
	return r.result()
}

func (a product[K, C]) is(b product[K, C]) bool {
	return len(a.edges) == len(b.edges) && (len(a.edges) == 0 || &a.edges[0] == &b.edges[0])
}

func (a product[K, C]) IsEmpty() bool { return len(a.edges) == 0 }

func (a product[K, C]) Equal(b product[K, C]) bool {
	return a.is(b) || slices.EqualFunc(a.edges, b.edges, func(x, y edge[K, C]) bool {
		return x.key.Equal(y.key) && x.child.Equal(y.child)
	})
}

func (a product[K, C]) Overlaps(b product[K, C]) bool {
	for _, x := range a.edges {
		for _, y := range b.edges {
			if x.key.Overlaps(y.key) && x.child.Overlaps(y.child) {
				return true
			}
		}
	}
	return false
}

func (a product[K, C]) Covers(b product[K, C]) bool {
	if a.is(b) {
		return true
	}
	for _, y := range b.edges {
		left := y.key
		for _, x := range a.edges {
			if !x.key.Overlaps(left) {
				continue
			}
			if !x.child.Covers(y.child) {
				return false
			}
			left = left.Minus(x.key)
		}
		if !left.IsEmpty() {
			return false
		}
	}
	return true
}

func (a product[K, C]) firstBefore(b product[K, C]) bool {
	x, y := a.edges[0], b.edges[0]
	if x.key.firstBefore(y.key) {
		return true
	}
	return !y.key.firstBefore(x.key) && x.child.firstBefore(y.child)
}

// mapChildren replaces every child; f may return an empty set.
func (a product[K, C]) mapChildren(f func(C) C) product[K, C] {
	r := rewriting[K, C]{from: a}
	for _, x := range a.edges {
		r.put(x.key, f(x.child))
		r.next()
	}
	return r.result()
}

// within is the pairs whose first member is in k.
func (a product[K, C]) within(k K) product[K, C] {
	r := rewriting[K, C]{from: a}
	for _, x := range a.edges {
		if x.key.Overlaps(k) {
			r.put(x.key.Intersect(k), x.child)
		}
		r.next()
	}
	return r.result()
}

// rewriting puts other edges in the place of each edge of a product, one edge
// after the other. Most operations leave most edges as they are, so nothing is
// copied before something changes.
type rewriting[K factor[K], C factor[C]] struct {
	from product[K, C]
	at   int        // the edge that is being replaced
	put1 edge[K, C] // what has been put in its place, when that is one edge
	puts int
	// out is the edges so far, once they differ from those of from.
	out     []edge[K, C]
	changed bool
}

// put puts an edge in the place of the current one. Its key lies in that edge's
// and is disjoint from what has been put before.
func (r *rewriting[K, C]) put(k K, c C) {
	r.puts++
	if r.puts == 1 {
		r.put1 = edge[K, C]{k, c}
		return
	}
	if r.puts == 2 {
		r.change()
		r.out = append(r.out, r.put1)
	}
	r.out = append(r.out, edge[K, C]{k, c})
}

// next is called when all has been put in the place of the current edge.
func (r *rewriting[K, C]) next() {
	x := r.from.edges[r.at]
	if r.puts == 0 || r.puts == 1 && (r.changed || !r.put1.key.is(x.key) || !r.put1.child.is(x.child)) {
		r.change()
		if r.puts == 1 {
			r.out = append(r.out, r.put1)
		}
	}
	r.at++
	r.puts = 0
}

func (r *rewriting[K, C]) change() {
	if !r.changed {
		r.changed = true
		r.out = append(make([]edge[K, C], 0, len(r.from.edges)), r.from.edges[:r.at]...)
	}
}

func (r *rewriting[K, C]) result() product[K, C] {
	if !r.changed {
		return r.from
	}
	return gather(r.out)
}
