package packet

import (
	"fmt"
	"strings"
)

// Ports is a set of 16-bit numbers: TCP or UDP ports, or ICMP types with codes
// as [ICMPType] and [ICMPCode] make them. The zero value is empty.
type Ports struct{ s spans[port] }

type port uint16

func (p port) before(q port) bool { return p < q }
func (p port) next() port         { return p + 1 }
func (p port) prev() port         { return p - 1 }

// anyPort is shared: most sets of ports are all of them.
var anyPort = PortRange(0, 65535)

// AnyPort is every number from 0 to 65535.
func AnyPort() Ports { return anyPort }

// Port is one number.
func Port(n uint16) Ports { return PortRange(n, n) }

// PortRange is the numbers from lo to hi, both included; empty when hi < lo.
func PortRange(lo, hi uint16) Ports {
	if hi < lo {
		return Ports{}
	}
	return Ports{spans[port]{{port(lo), port(hi)}}}
}

// ICMPType is an ICMP type with every code, as a number of [Packet.DstPort].
func ICMPType(t uint8) Ports {
	return PortRange(uint16(t)<<8, uint16(t)<<8|0xff)
}

// ICMPCode is one ICMP type with one code, as a number of [Packet.DstPort].
func ICMPCode(t, code uint8) Ports { return Port(uint16(t)<<8 | uint16(code)) }

// Union is the ports of a, of b, or of both.
func (a Ports) Union(b Ports) Ports { return Ports{a.s.union(b.s)} }

// Intersect is the ports of both.
func (a Ports) Intersect(b Ports) Ports { return Ports{a.s.intersect(b.s)} }

// Minus is the ports of a that b lacks.
func (a Ports) Minus(b Ports) Ports { return Ports{a.s.minus(b.s)} }

// IsEmpty reports whether there is no port in the set.
func (a Ports) IsEmpty() bool { return len(a.s) == 0 }

// IsAny reports whether the set is [AnyPort].
func (a Ports) IsAny() bool { return a.Equal(anyPort) }

// Equal reports whether both hold the same ports.
func (a Ports) Equal(b Ports) bool { return a.s.equal(b.s) }

// Overlaps reports whether a and b have a port in common.
func (a Ports) Overlaps(b Ports) bool { return a.s.overlaps(b.s) }

// Covers reports whether every port of b is in a.
func (a Ports) Covers(b Ports) bool { return a.s.covers(b.s) }

// Contains reports whether n is in the set.
func (a Ports) Contains(n uint16) bool { return a.s.contains(port(n)) }

// First is the lowest port; false when the set is empty.
func (a Ports) First() (uint16, bool) {
	if len(a.s) == 0 {
		return 0, false
	}
	return uint16(a.s[0].lo), true
}

// Ranges calls yield with each maximal run of ports, in ascending order.
func (a Ports) Ranges(yield func(lo, hi uint16) bool) {
	for _, s := range a.s {
		if !yield(uint16(s.lo), uint16(s.hi)) {
			return
		}
	}
}

func (a Ports) is(b Ports) bool { return a.s.is(b.s) }

func (a Ports) firstBefore(b Ports) bool { return a.s[0].lo.before(b.s[0].lo) }

// String is the ports as people write them: "22,80-443"; "" for the empty set.
func (a Ports) String() string {
	var b strings.Builder
	for lo, hi := range a.Ranges {
		if b.Len() > 0 {
			b.WriteByte(',')
		}
		fmt.Fprint(&b, lo)
		if hi != lo {
			fmt.Fprintf(&b, "-%d", hi)
		}
	}
	return b.String()
}
