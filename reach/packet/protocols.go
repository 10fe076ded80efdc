package packet

import (
	"fmt"
	"iter"
	"math/bits"
	"strings"
)

// Protocol is an IP protocol number as IANA assigns it.
type Protocol uint8

// The protocols that have ports, or types and codes.
const (
	ICMP   Protocol = 1
	TCP    Protocol = 6
	UDP    Protocol = 17
	ICMPv6 Protocol = 58
)

// HasPorts reports whether packets of the protocol have a source and a
// destination port. (SCTP and DCCP do too, but no AWS filter reads them:
// rules SG-6 and NACL-6.)
func (p Protocol) HasPorts() bool { return p == TCP || p == UDP }

// IsICMP reports whether packets of the protocol have a type and a code.
func (p Protocol) IsICMP() bool { return p == ICMP || p == ICMPv6 }

func (p Protocol) String() string {
	switch p {
	case ICMP:
		return "icmp"
	case TCP:
		return "tcp"
	case UDP:
		return "udp"
	case ICMPv6:
		return "icmpv6"
	}
	return fmt.Sprintf("protocol %d", uint8(p))
}

// Protocols is a set of IP protocol numbers. The zero value is empty.
type Protocols struct{ bit [4]uint64 }

// AnyProtocol is every protocol number from 0 to 255.
func AnyProtocol() Protocols {
	return Protocols{[4]uint64{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)}}
}

// ProtocolsOf is the set of the given protocols.
func ProtocolsOf(ps ...Protocol) Protocols {
	var s Protocols
	for _, p := range ps {
		s.bit[p>>6] |= 1 << (p & 63)
	}
	return s
}

// The three kinds of protocol, by what their two numbers mean.
var (
	portful  = ProtocolsOf(TCP, UDP)
	icmpful  = ProtocolsOf(ICMP, ICMPv6)
	portless = AnyProtocol().Minus(portful).Minus(icmpful)
)

// Union is the protocols of a, of b, or of both.
func (a Protocols) Union(b Protocols) Protocols {
	for i := range a.bit {
		a.bit[i] |= b.bit[i]
	}
	return a
}

// Intersect is the protocols of both.
func (a Protocols) Intersect(b Protocols) Protocols {
	for i := range a.bit {
		a.bit[i] &= b.bit[i]
	}
	return a
}

// Minus is the protocols of a that b lacks.
func (a Protocols) Minus(b Protocols) Protocols {
	for i := range a.bit {
		a.bit[i] &^= b.bit[i]
	}
	return a
}

// IsEmpty reports whether there is no protocol in the set.
func (a Protocols) IsEmpty() bool { return a == Protocols{} }

// IsAny reports whether the set is [AnyProtocol].
func (a Protocols) IsAny() bool { return a == AnyProtocol() }

// Equal reports whether both hold the same protocols.
func (a Protocols) Equal(b Protocols) bool { return a == b }

// Overlaps reports whether a and b have a protocol in common.
func (a Protocols) Overlaps(b Protocols) bool { return !a.Intersect(b).IsEmpty() }

// Covers reports whether every protocol of b is in a.
func (a Protocols) Covers(b Protocols) bool { return b.Minus(a).IsEmpty() }

// Contains reports whether p is in the set.
func (a Protocols) Contains(p Protocol) bool { return a.bit[p>>6]&(1<<(p&63)) != 0 }

// First is the lowest protocol number; false when the set is empty.
func (a Protocols) First() (Protocol, bool) {
	for i, w := range a.bit {
		if w != 0 {
			return Protocol(i<<6 + bits.TrailingZeros64(w)), true
		}
	}
	return 0, false
}

// All yields the protocols in ascending order.
func (a Protocols) All() iter.Seq[Protocol] {
	return func(yield func(Protocol) bool) {
		for i, w := range a.bit {
			for ; w != 0; w &= w - 1 {
				if !yield(Protocol(i<<6 + bits.TrailingZeros64(w))) {
					return
				}
			}
		}
	}
}

func (a Protocols) is(b Protocols) bool { return a == b }

func (a Protocols) firstBefore(b Protocols) bool {
	p, _ := a.First()
	q, _ := b.First()
	return p < q
}

// String is the protocols by name, "tcp,udp"; "any protocol" for all of them,
// "" for none.
func (a Protocols) String() string {
	if a.IsAny() {
		return "any protocol"
	}
	// More than half of all: naming the missing ones is shorter.
	if rest := AnyProtocol().Minus(a); bits.OnesCount64(rest.bit[0])+bits.OnesCount64(rest.bit[1])+
		bits.OnesCount64(rest.bit[2])+bits.OnesCount64(rest.bit[3]) < 128 {
		return "any protocol but " + rest.String()
	}
	var names []string
	for p := range a.All() {
		names = append(names, p.String())
	}
	return strings.Join(names, ",")
}
