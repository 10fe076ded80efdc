package packet

import (
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"
)

// The slow oracle. Each dimension is cut into a few atoms; a cell is one atom
// per dimension, and a set is a list of the cells it holds. Operations on cells
// are one boolean each, so there is nothing to get wrong.

var (
	protocolAtoms = []Protocols{
		ProtocolsOf(TCP), ProtocolsOf(UDP), ProtocolsOf(ICMP), ProtocolsOf(ICMPv6), ProtocolsOf(50),
		portless.Minus(ProtocolsOf(50)),
	}
	addrAtoms = []Addrs{
		AddrRange(ip("0.0.0.0"), ip("10.0.0.4")),
		Addr(ip("10.0.0.5")),
		AddrRange(ip("10.0.0.6"), ip("255.255.255.255")),
		AddrRange(ip("::"), ip("2001:db8::ffff:ffff:ffff:ffff")),
		AddrRange(ip("2001:db8:0:1::"), ip("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")),
	}
	// One atom is all echo requests, one their answers: Reply must move whole
	// atoms of ICMP, so the cuts lie on types.
	portAtoms = []Ports{
		PortRange(0, 255),
		PortRange(256, 2047),
		PortRange(2048, 2303),
		PortRange(2304, 65535),
	}
)

func ip(s string) netip.Addr { return netip.MustParseAddr(s) }

// cell is an index into each list of atoms.
type cell struct{ protocol, dst, dstPort, src, srcPort int }

func (c cell) box() Box {
	return Box{protocolAtoms[c.protocol], addrAtoms[c.dst], portAtoms[c.dstPort], addrAtoms[c.src], portAtoms[c.srcPort]}
}

// fold joins the atoms that cannot be told apart for the cell's protocol, and
// reports whether the cell has packets at all.
func (c cell) fold() (cell, bool) {
	p := protocolAtoms[c.protocol]
	if !p.Overlaps(portful) {
		c.srcPort = 0
		if !p.Overlaps(icmpful) {
			c.dstPort = 0
		}
	}
	return c, (c.dst < 3) == (c.src < 3)
}

// cells is a set of folded cells.
type cells map[cell]bool

var everyCell = func() cells {
	out := cells{}
	for p := range protocolAtoms {
		for d := range addrAtoms {
			for dp := range portAtoms {
				for s := range addrAtoms {
					for sp := range portAtoms {
						if c, ok := (cell{p, d, dp, s, sp}).fold(); ok {
							out[c] = true
						}
					}
				}
			}
		}
	}
	return out
}()

func (a cells) combine(b cells, keep func(x, y bool) bool) cells {
	out := cells{}
	for c := range everyCell {
		if keep(a[c], b[c]) {
			out[c] = true
		}
	}
	return out
}

func union(x, y bool) bool     { return x || y }
func intersect(x, y bool) bool { return x && y }
func minus(x, y bool) bool     { return x && !y }

// set is the packets of the cells, added one cell at a time.
func (a cells) set() Set {
	var s Set
	for c := range a {
		s = s.Union(c.box().Set())
	}
	return s
}

// cellsOf reads a set back, cell by cell, through one packet of each.
func cellsOf(s Set) cells {
	out := cells{}
	for c := range everyCell {
		p, _ := c.box().Set().Witness(Taste{})
		if s.Contains(p) {
			out[c] = true
		}
	}
	return out
}

func (a cells) String() string {
	var parts []string
	for c := range a {
		parts = append(parts, c.box().String())
	}
	return strings.Join(parts, "\n")
}

// steps is a random box program: what the fuzzer and the random tests run on a
// Set and on cells side by side.
type steps struct {
	next func(n int) int // a number below n
	log  []string
}

func (p *steps) atoms(n int) []int {
	var out []int
	mask := 1 + p.next(1<<n-1)
	for i := range n {
		if mask>>i&1 == 1 {
			out = append(out, i)
		}
	}
	return out
}

func joined[T interface{ Union(T) T }](all []T, which []int) T {
	var out T
	for _, i := range which {
		out = out.Union(all[i])
	}
	return out
}

func (p *steps) box() (Set, cells) {
	pr, d, dp := p.atoms(len(protocolAtoms)), p.atoms(len(addrAtoms)), p.atoms(len(portAtoms))
	s, sp := p.atoms(len(addrAtoms)), p.atoms(len(portAtoms))
	b := Box{joined(protocolAtoms, pr), joined(addrAtoms, d), joined(portAtoms, dp), joined(addrAtoms, s), joined(portAtoms, sp)}
	out := cells{}
	for _, pr := range pr {
		for _, d := range d {
			for _, dp := range dp {
				for _, s := range s {
					for _, sp := range sp {
						if c, ok := (cell{pr, d, dp, s, sp}).fold(); ok {
							out[c] = true
						}
					}
				}
			}
		}
	}
	p.log = append(p.log, "box "+b.String())
	return b.Set(), out
}

// run starts with a box and applies n operations with further boxes.
func (p *steps) run(n int) (Set, cells) {
	s, want := p.box()
	for range n {
		t, other := p.box()
		switch op := p.next(4); op {
		case 0, 1:
			p.log = append(p.log, "union")
			s, want = s.Union(t), want.combine(other, union)
		case 2:
			p.log = append(p.log, "intersect")
			s, want = s.Intersect(t), want.combine(other, intersect)
		default:
			p.log = append(p.log, "minus")
			s, want = s.Minus(t), want.combine(other, minus)
		}
	}
	return s, want
}

func (p *steps) String() string { return strings.Join(p.log, "\n") }

// checkCanonical fails if the tree breaks an invariant that Equal relies on.
func checkCanonical(t testing.TB, s Set) {
	t.Helper()
	checkEdges(t, s.p, func(d byDst) {
		checkEdges(t, d, func(dp byDstPort) {
			checkEdges(t, dp, func(src bySrc) {
				checkEdges(t, src, func(p Ports) { checkSpans(t, p.s) })
			})
		})
	})
	for b := range s.Boxes {
		if b.Protocols.Minus(portful).IsEmpty() {
			continue
		}
		if !b.SrcPorts.IsAny() {
			t.Fatalf("source ports without a meaning are told apart: %v", b)
		}
		if b.Protocols.Overlaps(portless) && !b.DstPorts.IsAny() {
			t.Fatalf("destination ports without a meaning are told apart: %v", b)
		}
		if b.Src.Overlaps(ipv4) == b.Src.Overlaps(ipv6) || b.Src.Overlaps(ipv4) != b.Dst.Overlaps(ipv4) || b.Src.Overlaps(ipv6) != b.Dst.Overlaps(ipv6) {
			t.Fatalf("families mixed: %v", b)
		}
	}
}

func checkEdges[K factor[K], C factor[C]](t testing.TB, p product[K, C], child func(C)) {
	t.Helper()
	for i, e := range p.edges {
		if e.key.IsEmpty() || e.child.IsEmpty() {
			t.Fatalf("edge %d has an empty side", i)
		}
		if i > 0 && !p.edges[i-1].key.firstBefore(e.key) {
			t.Fatalf("edge %d is out of order", i)
		}
		for j := range i {
			if p.edges[j].key.Overlaps(e.key) {
				t.Fatalf("keys %d and %d overlap", j, i)
			}
			if p.edges[j].child.Equal(e.child) {
				t.Fatalf("children %d and %d are equal", j, i)
			}
		}
		child(e.child)
		switch k := any(e.key).(type) {
		case Addrs:
			checkSpans(t, k.s)
		case Ports:
			checkSpans(t, k.s)
		}
	}
}

func checkSpans[T ordinal[T]](t testing.TB, s spans[T]) {
	t.Helper()
	for i, x := range s {
		if x.hi.before(x.lo) {
			t.Fatalf("span %d is reversed", i)
		}
		if i > 0 && (!s[i-1].hi.before(x.lo) || adjoins(s[i-1].hi, x.lo)) {
			t.Fatalf("spans %d and %d touch", i-1, i)
		}
	}
}

// TestRandomPrograms compares with the oracle over boxes of every shape, and
// prints the program that fails.
func TestRandomPrograms(t *testing.T) {
	rng := rand.New(rand.NewPCG(42, 42))
	for i := range 300 {
		p := &steps{next: rng.IntN}
		s, want := p.run(1 + rng.IntN(6))
		checkCanonical(t, s)
		if got := cellsOf(s); !got.equal(want) {
			t.Fatalf("program %d:\n%v\ngot %v", i, p, s)
		}
		if other := want.set(); !s.Equal(other) {
			t.Fatalf("program %d:\n%v\n%v\nis not equal to the same cells added one by one\n%v", i, p, s, other)
		}
	}
}

func (a cells) equal(b cells) bool {
	if len(a) != len(b) {
		return false
	}
	for c := range a {
		if !b[c] {
			return false
		}
	}
	return true
}

func FuzzPrograms(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
	f.Fuzz(func(t *testing.T, data []byte) {
		p := &steps{next: func(n int) int {
			if len(data) == 0 {
				return 0
			}
			v := int(data[0]) % n
			data = data[1:]
			return v
		}}
		s, want := p.run(min(4, 1+len(data)/8))
		checkCanonical(t, s)
		if got := cellsOf(s); !got.equal(want) {
			t.Fatalf("program:\n%v\ngot  %v", p, s)
		}
		if !s.Reply().Reply().Equal(s) {
			t.Fatalf("program:\n%v\nReply twice is not the set", p)
		}
	})
}
