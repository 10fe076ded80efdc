package packet

import (
	"encoding/binary"
	"math/bits"
	"net/netip"
	"strings"

	"go4.org/netipx"
)

// Addrs is a set of IP addresses, of both families. The zero value is empty.
// IPv4 addresses come before IPv6 addresses. An IPv4-mapped IPv6 address is an
// IPv6 address, as on the wire, and zones are ignored.
type Addrs struct{ s spans[addr] }

// addr is an IP address as a number in its family, without the pointer that a
// netip.Addr carries.
type addr struct {
	hi, lo uint64
	six    bool
}

func (a addr) before(b addr) bool {
	if a.six != b.six {
		return b.six
	}
	return a.hi < b.hi || a.hi == b.hi && a.lo < b.lo
}

// next of the last IPv4 address is not an address: nothing equals it.
func (a addr) next() addr {
	lo, carry := bits.Add64(a.lo, 1, 0)
	return addr{a.hi + carry, lo, a.six}
}

func (a addr) prev() addr {
	lo, borrow := bits.Sub64(a.lo, 1, 0)
	return addr{a.hi - borrow, lo, a.six}
}

func fromNetip(ip netip.Addr) addr {
	if ip.Is4() {
		b := ip.As4()
		return addr{0, uint64(binary.BigEndian.Uint32(b[:])), false}
	}
	b := ip.As16()
	return addr{binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:]), true}
}

func (a addr) netip() netip.Addr {
	if !a.six {
		var b [4]byte
		binary.BigEndian.PutUint32(b[:], uint32(a.lo))
		return netip.AddrFrom4(b)
	}
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], a.hi)
	binary.BigEndian.PutUint64(b[8:], a.lo)
	return netip.AddrFrom16(b)
}

var (
	ipv4 = Addrs{spans[addr]{{addr{}, addr{lo: 1<<32 - 1}}}}
	ipv6 = Addrs{spans[addr]{{addr{six: true}, addr{^uint64(0), ^uint64(0), true}}}}
	all  = ipv4.Union(ipv6)
)

// IPv4 is every IPv4 address.
func IPv4() Addrs { return ipv4 }

// IPv6 is every IPv6 address.
func IPv6() Addrs { return ipv6 }

// AnyAddr is every address of both families.
func AnyAddr() Addrs { return all }

// Addr is one address; empty for the zero netip.Addr.
func Addr(ip netip.Addr) Addrs { return AddrRange(ip, ip) }

// AddrRange is the addresses from lo to hi, both included; empty when hi comes
// before lo, when the families differ, or when one is the zero netip.Addr.
func AddrRange(lo, hi netip.Addr) Addrs {
	if !lo.IsValid() || !hi.IsValid() || lo.Is4() != hi.Is4() {
		return Addrs{}
	}
	s := span[addr]{fromNetip(lo), fromNetip(hi)}
	if s.hi.before(s.lo) {
		return Addrs{}
	}
	return Addrs{spans[addr]{s}}
}

// Prefix is the addresses of p, host bits ignored; empty for an invalid prefix.
func Prefix(p netip.Prefix) Addrs {
	if !p.IsValid() {
		return Addrs{}
	}
	r := netipx.RangeOfPrefix(p.Masked())
	return AddrRange(r.From(), r.To())
}

// Prefixes is the addresses of any of the prefixes.
func Prefixes(ps ...netip.Prefix) Addrs {
	if len(ps) == 1 {
		return Prefix(ps[0])
	}
	sets := make([]Addrs, len(ps))
	for i, p := range ps {
		sets[i] = Prefix(p)
	}
	return UnionAddrs(sets...)
}

// UnionAddrs is the addresses of any of the sets. It is faster than a Union for
// each of many.
func UnionAddrs(sets ...Addrs) Addrs {
	switch n := len(sets); n {
	case 0:
		return Addrs{}
	case 1:
		return sets[0]
	default:
		return UnionAddrs(sets[:n/2]...).Union(UnionAddrs(sets[n/2:]...))
	}
}

// Union is the addresses of a, of b, or of both.
func (a Addrs) Union(b Addrs) Addrs { return Addrs{a.s.union(b.s)} }

// Intersect is the addresses of both.
func (a Addrs) Intersect(b Addrs) Addrs { return Addrs{a.s.intersect(b.s)} }

// Minus is the addresses of a that b lacks.
func (a Addrs) Minus(b Addrs) Addrs { return Addrs{a.s.minus(b.s)} }

// IsEmpty reports whether there is no address in the set.
func (a Addrs) IsEmpty() bool { return len(a.s) == 0 }

// Equal reports whether both hold the same addresses.
func (a Addrs) Equal(b Addrs) bool { return a.s.equal(b.s) }

// Overlaps reports whether a and b have an address in common.
func (a Addrs) Overlaps(b Addrs) bool { return a.s.overlaps(b.s) }

// Covers reports whether every address of b is in a.
func (a Addrs) Covers(b Addrs) bool { return a.s.covers(b.s) }

// Contains reports whether ip is in the set.
func (a Addrs) Contains(ip netip.Addr) bool { return ip.IsValid() && a.s.contains(fromNetip(ip)) }

// First is the lowest address; false when the set is empty.
func (a Addrs) First() (netip.Addr, bool) {
	if len(a.s) == 0 {
		return netip.Addr{}, false
	}
	return a.s[0].lo.netip(), true
}

// Ranges calls yield with each maximal run of addresses, in ascending order.
func (a Addrs) Ranges(yield func(netipx.IPRange) bool) {
	for _, s := range a.s {
		if !yield(netipx.IPRangeFrom(s.lo.netip(), s.hi.netip())) {
			return
		}
	}
}

// Prefixes is the fewest prefixes that make up the set, in ascending order.
func (a Addrs) Prefixes() []netip.Prefix {
	var out []netip.Prefix
	for r := range a.Ranges {
		out = r.AppendPrefixes(out)
	}
	return out
}

func (a Addrs) is(b Addrs) bool { return a.s.is(b.s) }

func (a Addrs) firstBefore(b Addrs) bool { return a.s[0].lo.before(b.s[0].lo) }

// String is the addresses as the fewest prefixes, single addresses without a
// length: "10.0.0.0/8, 192.0.2.1"; "" for the empty set.
func (a Addrs) String() string {
	var parts []string
	for _, p := range a.Prefixes() {
		if p.IsSingleIP() {
			parts = append(parts, p.Addr().String())
		} else {
			parts = append(parts, p.String())
		}
	}
	return strings.Join(parts, ", ")
}
