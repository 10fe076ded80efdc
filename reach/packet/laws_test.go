package packet

import (
	"math/big"
	"net/netip"
	"testing"

	"pgregory.net/rapid"
)

// genPrefix draws prefixes that nest and abut, as those of real networks do.
var genPrefix = rapid.Custom(func(t *rapid.T) netip.Prefix {
	if rapid.Bool().Draw(t, "v6") {
		b := [16]byte{0x20, 0x01, 0x0d, 0xb8}
		b[4], b[5], b[15] = rapid.Byte().Draw(t, "b4"), rapid.Byte().Draw(t, "b5"), rapid.Byte().Draw(t, "b15")
		return netip.PrefixFrom(netip.AddrFrom16(b), rapid.SampledFrom([]int{0, 3, 32, 40, 48, 64, 127, 128}).Draw(t, "len"))
	}
	b := [4]byte{10, rapid.ByteRange(0, 2).Draw(t, "b1"), rapid.Byte().Draw(t, "b2"), rapid.Byte().Draw(t, "b3")}
	return netip.PrefixFrom(netip.AddrFrom4(b), rapid.SampledFrom([]int{0, 8, 15, 16, 24, 25, 31, 32}).Draw(t, "len"))
})

var genAddrs = rapid.Custom(func(t *rapid.T) Addrs {
	return Prefixes(rapid.SliceOfN(genPrefix, 1, 3).Draw(t, "prefixes")...)
})

var genPorts = rapid.Custom(func(t *rapid.T) Ports {
	edges := rapid.SampledFrom([]uint16{0, 1, 443, 444, 1023, 1024, 2048, 2303, 32768, 65534, 65535})
	var p Ports
	for range rapid.IntRange(1, 3).Draw(t, "n") {
		lo, hi := edges.Draw(t, "lo"), edges.Draw(t, "hi")
		p = p.Union(PortRange(min(lo, hi), max(lo, hi)))
	}
	return p
})

var genProtocols = rapid.Custom(func(t *rapid.T) Protocols {
	return rapid.SampledFrom([]Protocols{
		ProtocolsOf(TCP), ProtocolsOf(UDP), ProtocolsOf(TCP, UDP), ProtocolsOf(ICMP), ProtocolsOf(ICMPv6),
		ProtocolsOf(50), ProtocolsOf(TCP, ICMP, 47), AnyProtocol(),
	}).Draw(t, "protocols")
})

var genSet = rapid.Custom(func(t *rapid.T) Set {
	var s Set
	for range rapid.IntRange(0, 4).Draw(t, "boxes") {
		b := Box{genProtocols.Draw(t, "protocols"), genAddrs.Draw(t, "dst"), genPorts.Draw(t, "dst ports"), genAddrs.Draw(t, "src"), genPorts.Draw(t, "src ports")}
		if rapid.Bool().Draw(t, "minus") {
			s = s.Minus(b.Set())
		} else {
			s = s.Union(b.Set())
		}
	}
	return s
})

// size is how many packets a set has: an independent measure, since it is not
// made of set operations.
func size(s Set) *big.Int {
	total := new(big.Int)
	for b := range s.Boxes {
		n := big.NewInt(0)
		for range b.Protocols.All() {
			n.Add(n, big.NewInt(1))
		}
		for _, a := range []Addrs{b.Dst, b.Src} {
			in := new(big.Int)
			for _, s := range a.s {
				lo, hi := s.lo.netip().As16(), s.hi.netip().As16()
				d := new(big.Int).Sub(new(big.Int).SetBytes(hi[:]), new(big.Int).SetBytes(lo[:]))
				in.Add(in, d.Add(d, big.NewInt(1)))
			}
			n.Mul(n, in)
		}
		for _, p := range []Ports{b.DstPorts, b.SrcPorts} {
			in := int64(0)
			for lo, hi := range p.Ranges {
				in += int64(hi) - int64(lo) + 1
			}
			n.Mul(n, big.NewInt(in))
		}
		total.Add(total, n)
	}
	return total
}

func TestLaws(t *testing.T) {
	laws := map[string]func(a, b, c Set) bool{
		"union is commutative":            func(a, b, _ Set) bool { return a.Union(b).Equal(b.Union(a)) },
		"union is associative":            func(a, b, c Set) bool { return a.Union(b).Union(c).Equal(a.Union(b.Union(c))) },
		"union of many":                   func(a, b, c Set) bool { return UnionSets(a, b, c).Equal(a.Union(b).Union(c)) },
		"union is idempotent":             func(a, _, _ Set) bool { return a.Union(a).Equal(a) },
		"intersection is commutative":     func(a, b, _ Set) bool { return a.Intersect(b).Equal(b.Intersect(a)) },
		"intersection is associative":     func(a, b, c Set) bool { return a.Intersect(b).Intersect(c).Equal(a.Intersect(b.Intersect(c))) },
		"intersection is idempotent":      func(a, _, _ Set) bool { return a.Intersect(a).Equal(a) },
		"intersection distributes":        func(a, b, c Set) bool { return a.Intersect(b.Union(c)).Equal(a.Intersect(b).Union(a.Intersect(c))) },
		"union distributes":               func(a, b, c Set) bool { return a.Union(b.Intersect(c)).Equal(a.Union(b).Intersect(a.Union(c))) },
		"absorption":                      func(a, b, _ Set) bool { return a.Union(a.Intersect(b)).Equal(a) && a.Intersect(a.Union(b)).Equal(a) },
		"De Morgan":                       func(a, b, c Set) bool { return c.Minus(a.Union(b)).Equal(c.Minus(a).Intersect(c.Minus(b))) },
		"De Morgan, dual":                 func(a, b, c Set) bool { return c.Minus(a.Intersect(b)).Equal(c.Minus(a).Union(c.Minus(b))) },
		"minus is meeting the complement": func(a, b, _ Set) bool { return a.Minus(b).Equal(a.Intersect(All().Minus(b))) },
		"complement twice":                func(a, _, _ Set) bool { return All().Minus(All().Minus(a)).Equal(a) },
		"the empty set is neutral": func(a, _, _ Set) bool {
			return a.Union(Set{}).Equal(a) && a.Intersect(Set{}).IsEmpty() && a.Minus(Set{}).Equal(a)
		},
		"minus and intersection partition": func(a, b, _ Set) bool {
			return a.Minus(b).Union(a.Intersect(b)).Equal(a) && !a.Minus(b).Overlaps(a.Intersect(b))
		},
		"covers is minus being empty": func(a, b, _ Set) bool { return a.Covers(b) == b.Minus(a).IsEmpty() },
		"overlaps is meeting":         func(a, b, _ Set) bool { return a.Overlaps(b) == !a.Intersect(b).IsEmpty() },
		"equal is covering both ways": func(a, b, _ Set) bool { return a.Equal(b) == (a.Covers(b) && b.Covers(a)) },
		"sizes add up": func(a, b, _ Set) bool {
			sum := new(big.Int).Add(size(a.Union(b)), size(a.Intersect(b)))
			return sum.Cmp(new(big.Int).Add(size(a), size(b))) == 0
		},
		"To and From are intersections": func(a, b, _ Set) bool {
			d, s := b.Destinations(), b.Sources()
			to, from := AnyBox(), AnyBox()
			to.Dst, from.Src = d, s
			return a.To(d).Equal(a.Intersect(to.Set())) && a.From(s).Equal(a.Intersect(from.Set()))
		},
		"a reply's reply is the packet": func(a, _, _ Set) bool { return a.Reply().Reply().Equal(a) },
		"replies keep sizes":            func(a, _, _ Set) bool { return size(a.Reply()).Cmp(size(a)) == 0 },
		"reply distributes": func(a, b, _ Set) bool {
			return a.Union(b).Reply().Equal(a.Reply().Union(b.Reply())) && a.Minus(b).Reply().Equal(a.Reply().Minus(b.Reply()))
		},
		"ToAnywhere is a closure": func(a, b, _ Set) bool {
			f := a.ToAnywhere()
			return f.Covers(a) && f.ToAnywhere().Equal(f) && f.Sources().Equal(a.Sources()) && a.Union(b).ToAnywhere().Equal(f.Union(b.ToAnywhere()))
		},
		"ToAnywhere mirrors ForgetSource": func(a, _, _ Set) bool {
			// Seen from the answers, destinations are sources. ICMP keeps its type there.
			a = Set{a.p.within(AnyProtocol().Minus(icmpful))}
			return a.ToAnywhere().Equal(a.Reply().ForgetSource().Reply())
		},
		"FromAnywhere is a closure": func(a, b, _ Set) bool {
			f := a.FromAnywhere()
			return f.Covers(a) && f.FromAnywhere().Equal(f) && f.Destinations().Equal(a.Destinations()) && a.Union(b).FromAnywhere().Equal(f.Union(b.FromAnywhere()))
		},
		"translation keeps destinations of its family": func(a, _, _ Set) bool {
			x := a.WithSource(Prefix(netip.MustParsePrefix("10.9.9.0/28")), PortRange(1024, 65535))
			return x.FromAnywhere().Equal(a.To(IPv4()).FromAnywhere())
		},
		"a witness is a member": func(a, b, _ Set) bool {
			p, ok := a.Witness(Taste{Protocols: []Protocol{UDP}, DstPorts: []uint16{443}, SrcPorts: []uint16{33996}})
			return ok == !a.IsEmpty() && (!ok || a.Contains(p))
		},
	}
	for name, law := range laws {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				a, b, c := genSet.Draw(t, "a"), genSet.Draw(t, "b"), genSet.Draw(t, "c")
				if !law(a, b, c) {
					t.Fatalf("does not hold for\na = %v\nb = %v\nc = %v", a, b, c)
				}
			})
		})
	}
}

func TestPrefixesAreTheSet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := genAddrs.Draw(t, "a").Minus(genAddrs.Draw(t, "b"))
		ps := a.Prefixes()
		if got := Prefixes(ps...); !got.Equal(a) {
			t.Fatalf("prefixes %v make %v, not %v", ps, got, a)
		}
		for i := 1; i < len(ps); i++ {
			if ps[i-1].Overlaps(ps[i]) {
				t.Fatalf("%v and %v overlap", ps[i-1], ps[i])
			}
		}
	})
}
