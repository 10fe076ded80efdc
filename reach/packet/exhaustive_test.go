package packet

import (
	"net/netip"
	"testing"
)

// TestEverySubset runs every operation on every pair of subsets of an
// eight-point universe, against one bit per point. The points lie at both ends
// of the domain, where successors and predecessors stop existing.
func TestEverySubset(t *testing.T) {
	t.Run("ports", func(t *testing.T) {
		points := []uint16{0, 1, 2, 3, 65532, 65533, 65534, 65535}
		testEverySubset(t, func(i int) Ports { return Port(points[i]) }, func(p Ports, i int) bool { return p.Contains(points[i]) })
	})
	t.Run("addresses", func(t *testing.T) {
		// The last of IPv4 and the first of IPv6 are neighbours in the order,
		// but must not be joined.
		points := []netip.Addr{
			ip("0.0.0.0"), ip("0.0.0.1"), ip("255.255.255.254"), ip("255.255.255.255"),
			ip("::"), ip("::1"), ip("0:0:0:1::"), ip("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
		}
		testEverySubset(t, func(i int) Addrs { return Addr(points[i]) }, func(a Addrs, i int) bool { return a.Contains(points[i]) })
	})
	t.Run("protocols", func(t *testing.T) {
		points := []Protocol{0, 1, 63, 64, 127, 128, 254, 255}
		testEverySubset(t, func(i int) Protocols { return ProtocolsOf(points[i]) }, func(p Protocols, i int) bool { return p.Contains(points[i]) })
	})
	// Three dimensions of two values each, for each choice of three of the five.
	dims := [5][2]func(*Box){
		{func(b *Box) { b.Protocols = ProtocolsOf(TCP) }, func(b *Box) { b.Protocols = ProtocolsOf(UDP) }},
		{func(b *Box) { b.Dst = Addr(ip("10.0.0.5")) }, func(b *Box) { b.Dst = Addr(ip("10.0.0.6")) }},
		{func(b *Box) { b.DstPorts = PortRange(0, 442) }, func(b *Box) { b.DstPorts = PortRange(443, 65535) }},
		{func(b *Box) { b.Src = Addr(ip("10.0.0.7")) }, func(b *Box) { b.Src = Addr(ip("10.0.0.9")) }},
		{func(b *Box) { b.SrcPorts = PortRange(0, 1023) }, func(b *Box) { b.SrcPorts = PortRange(1024, 65535) }},
	}
	for i := range dims {
		for j := range i {
			for k := range j {
				point := func(n int) Set {
					b := Box{ProtocolsOf(TCP), Addr(ip("10.0.0.5")), AnyPort(), Addr(ip("10.0.0.7")), AnyPort()}
					dims[i][n&1](&b)
					dims[j][n>>1&1](&b)
					dims[k][n>>2](&b)
					return b.Set()
				}
				t.Run("sets", func(t *testing.T) {
					testEverySubset(t, point, func(s Set, n int) bool {
						p, _ := point(n).Witness(Taste{})
						return s.Contains(p)
					})
				})
			}
		}
	}
}

type algebra[S any] interface {
	Union(S) S
	Intersect(S) S
	Minus(S) S
	IsEmpty() bool
	Equal(S) bool
	Overlaps(S) bool
	Covers(S) bool
}

func testEverySubset[S algebra[S]](t *testing.T, point func(int) S, has func(S, int) bool) {
	var subset [256]S
	for bits := range subset {
		for i := range 8 {
			if bits>>i&1 == 1 {
				subset[bits] = subset[bits].Union(point(i))
			}
		}
		for i := range 8 {
			if has(subset[bits], i) != (bits>>i&1 == 1) {
				t.Fatalf("subset %08b, point %d: membership is wrong", bits, i)
			}
		}
	}
	for x, a := range subset {
		for y, b := range subset {
			switch {
			case !a.Union(b).Equal(subset[x|y]):
				t.Fatalf("%08b union %08b is %v", x, y, a.Union(b))
			case !a.Intersect(b).Equal(subset[x&y]):
				t.Fatalf("%08b intersect %08b is %v", x, y, a.Intersect(b))
			case !a.Minus(b).Equal(subset[x&^y]):
				t.Fatalf("%08b minus %08b is %v", x, y, a.Minus(b))
			case a.Equal(b) != (x == y):
				t.Fatalf("%08b equal %08b is %v", x, y, a.Equal(b))
			case a.Overlaps(b) != (x&y != 0):
				t.Fatalf("%08b overlaps %08b is %v", x, y, a.Overlaps(b))
			case a.Covers(b) != (y&^x == 0):
				t.Fatalf("%08b covers %08b is %v", x, y, a.Covers(b))
			case a.IsEmpty() != (x == 0):
				t.Fatalf("%08b is empty: %v", x, a.IsEmpty())
			}
		}
	}
}
