package reach

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/tfreach/tfreach/reach/packet"
)

// rank orders routes to one and the same block: the least wins (RT-4, TGW-4).
type rank int

const (
	static rank = iota
	listed
	propagated
)

// ladder sorts routes so that the one that wins is found: by the length of their
// prefixes, then by rank.
type ladder[T any] struct {
	rungs []rung[T]
	open  []open
}

// rung is one route, or the addresses that it decides in the end.
type rung[T any] struct {
	prefix netip.Prefix
	rank   rank
	value  T

	addrs packet.Addrs
	doubt *Unknown
}

// open is a route that may be there, with its block where that is known.
type open struct {
	prefix Fact[netip.Prefix]
	why    *Unknown
}

func (l *ladder[T]) add(p netip.Prefix, r rank, value T) {
	l.rungs = append(l.rungs, rung[T]{prefix: p.Masked(), rank: r, value: value})
}

func (l *ladder[T]) perhaps(p Fact[netip.Prefix], why *Unknown) {
	l.open = append(l.open, open{p, why})
}

// cut is who decides for which addresses, the longest prefixes first, with one rung of
// the zero value for what no route takes. Of two of one rank for the same block it is
// open which one wins, unless they are the same.
func (l *ladder[T]) cut(same func(a, b T) bool, both func(a, b T) *Unknown) []rung[T] {
	rungs := slices.Clone(l.rungs)
	slices.SortStableFunc(rungs, func(a, b rung[T]) int {
		return cmp.Or(cmp.Compare(b.prefix.Bits(), a.prefix.Bits()), cmp.Compare(a.rank, b.rank))
	})
	left := packet.AnyAddr()
	var out []rung[T]
	first := map[netip.Prefix]int{}
	for _, r := range rungs {
		if i, twice := first[r.prefix]; twice {
			if i >= 0 && out[i].rank == r.rank && out[i].doubt == nil && !same(out[i].value, r.value) {
				out[i].doubt = both(out[i].value, r.value)
			}
			continue
		}
		first[r.prefix] = -1
		if r.addrs = packet.Prefix(r.prefix).Intersect(left); !r.addrs.IsEmpty() {
			first[r.prefix] = len(out)
			out = append(out, r)
			left = left.Minus(r.addrs)
		}
	}
	if !left.IsEmpty() {
		out = append(out, rung[T]{addrs: left, prefix: netip.Prefix{}})
	}
	for _, o := range l.open {
		at, bits := packet.AnyAddr(), 129
		if o.prefix.Why == nil && o.prefix.Value.IsValid() {
			at, bits = packet.Prefix(o.prefix.Value), o.prefix.Value.Bits()
		}
		var next []rung[T]
		for _, r := range out {
			hit := r.addrs.Intersect(at)
			length := -1
			if r.prefix.IsValid() {
				length = r.prefix.Bits()
			}
			if hit.IsEmpty() || r.doubt != nil || length > bits {
				next = append(next, r)
				continue
			}
			doubted := r
			doubted.addrs, doubted.doubt = hit, o.why
			if r.addrs = r.addrs.Minus(hit); !r.addrs.IsEmpty() {
				next = append(next, r)
			}
			next = append(next, doubted)
		}
		out = next
	}
	return out
}
