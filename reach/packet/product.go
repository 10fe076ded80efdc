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
	slices.SortFunc(out, func(a, b edge[K, C]) int {
		if a.key.firstBefore(b.key) {
			return -1
		}
		return 1
	})
	return product[K, C]{slices.Clip(out)}
}

func (a product[K, C]) Union(b product[K, C]) product[K, C] {
	if a.IsEmpty() || b.IsEmpty() {
		if a.IsEmpty() {
			return b
		}
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
	var edges []edge[K, C]
	for _, x := range a.edges {
		for _, y := range b.edges {
			if !x.key.Overlaps(y.key) {
				continue
			}
			edges = append(edges, edge[K, C]{x.key.Intersect(y.key), x.child.Intersect(y.child)})
		}
	}
	return gather(edges)
}

func (a product[K, C]) Minus(b product[K, C]) product[K, C] {
	if b.IsEmpty() {
		return a
	}
	var edges []edge[K, C]
	for _, x := range a.edges {
		only := x.key
		for _, y := range b.edges {
			if !x.key.Overlaps(y.key) {
				continue
			}
			edges = append(edges, edge[K, C]{x.key.Intersect(y.key), x.child.Minus(y.child)})
			only = only.Minus(y.key)
		}
		if !only.IsEmpty() {
			edges = append(edges, edge[K, C]{only, x.child})
		}
	}
	return gather(edges)
}

func (a product[K, C]) IsEmpty() bool { return len(a.edges) == 0 }

func (a product[K, C]) Equal(b product[K, C]) bool {
	return slices.EqualFunc(a.edges, b.edges, func(x, y edge[K, C]) bool {
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
	edges := make([]edge[K, C], 0, len(a.edges))
	for _, e := range a.edges {
		edges = append(edges, edge[K, C]{e.key, f(e.child)})
	}
	return gather(edges)
}
