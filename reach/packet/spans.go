package packet

import "slices"

// ordinal is a finite, totally ordered kind of number: ports and addresses.
type ordinal[T any] interface {
	comparable
	before(T) bool
	// next and prev are the neighbours. That of the last or the first number (a
	// port, an address of a family) is none that comes after or before it.
	next() T
	prev() T
}

// span is the closed interval from lo to hi.
type span[T ordinal[T]] struct{ lo, hi T }

// spans is a set of ordinals: sorted, and neither overlapping nor adjacent, so
// that equal sets are equal slices. It is never changed once made.
type spans[T ordinal[T]] []span[T]

// adjoins reports whether no number lies between a and b, for a before b.
func adjoins[T ordinal[T]](a, b T) bool { return a.next() == b }

func (a spans[T]) union(b spans[T]) spans[T] {
	switch {
	case a.covers(b):
		return a
	case b.covers(a):
		return b
	}
	out := make(spans[T], 0, len(a)+len(b))
	for len(a) > 0 || len(b) > 0 {
		var s span[T]
		if len(b) == 0 || len(a) > 0 && a[0].lo.before(b[0].lo) {
			s, a = a[0], a[1:]
		} else {
			s, b = b[0], b[1:]
		}
		if n := len(out); n > 0 && (!out[n-1].hi.before(s.lo) || adjoins(out[n-1].hi, s.lo)) {
			if out[n-1].hi.before(s.hi) {
				out[n-1].hi = s.hi
			}
			continue
		}
		out = append(out, s)
	}
	return out
}

func (a spans[T]) intersect(b spans[T]) spans[T] {
	switch {
	case b.covers(a):
		return a
	case a.covers(b):
		return b
	case !a.overlaps(b):
		return nil
	}
	out := make(spans[T], 0, max(len(a), len(b)))
	for len(a) > 0 && len(b) > 0 {
		lo, hi := a[0].lo, a[0].hi
		if lo.before(b[0].lo) {
			lo = b[0].lo
		}
		if b[0].hi.before(hi) {
			hi = b[0].hi
		}
		if !hi.before(lo) {
			out = append(out, span[T]{lo, hi})
		}
		// The span that ends first can meet nothing further on.
		if a[0].hi.before(b[0].hi) {
			a = a[1:]
		} else {
			b = b[1:]
		}
	}
	return out
}

func (a spans[T]) minus(b spans[T]) spans[T] {
	switch {
	case !a.overlaps(b):
		return a
	case b.covers(a):
		return nil
	}
	out := make(spans[T], 0, len(a)+len(b))
	for _, s := range a {
		for len(b) > 0 && b[0].hi.before(s.lo) {
			b = b[1:]
		}
		rest, left := s, true
		for _, cut := range b {
			if rest.hi.before(cut.lo) {
				break
			}
			if rest.lo.before(cut.lo) {
				// cut begins inside rest, so its predecessor exists.
				out = append(out, span[T]{rest.lo, cut.lo.prev()})
			}
			if !cut.hi.before(rest.hi) {
				left = false
				break
			}
			// cut ends inside rest, so its successor exists.
			rest.lo = cut.hi.next()
		}
		if left {
			out = append(out, rest)
		}
	}
	return out
}

// is reports that both are the same slice.
func (a spans[T]) is(b spans[T]) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

func (a spans[T]) equal(b spans[T]) bool { return a.is(b) || slices.Equal(a, b) }

func (a spans[T]) overlaps(b spans[T]) bool {
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].hi.before(b[0].lo):
			a = a[1:]
		case b[0].hi.before(a[0].lo):
			b = b[1:]
		default:
			return true
		}
	}
	return false
}

// covers reports whether every number of b is in a.
func (a spans[T]) covers(b spans[T]) bool {
	for _, s := range b {
		for len(a) > 0 && a[0].hi.before(s.lo) {
			a = a[1:]
		}
		if len(a) == 0 || s.lo.before(a[0].lo) || a[0].hi.before(s.hi) {
			return false
		}
	}
	return true
}

func (a spans[T]) contains(n T) bool {
	_, found := slices.BinarySearchFunc(a, n, func(s span[T], n T) int {
		switch {
		case s.hi.before(n):
			return -1
		case n.before(s.lo):
			return 1
		}
		return 0
	})
	return found
}
