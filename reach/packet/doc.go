// Package packet is the algebra of packet sets: exact sets of IP packets over
// address family, protocol, addresses, ports, and ICMP type and code.
//
// A [Set] is what a security group lets through, what a route table sends to a
// gateway, what an intent asks for. Sets are immutable values: every operation
// returns a new one, the zero value is the empty set, and they may be shared
// between goroutines. Nothing is sampled and nothing is rounded: Union,
// Intersect and Minus obey the laws of sets, and two sets are Equal exactly
// when they hold the same packets, however they were made.
//
// # What a packet is
//
// A [Packet] has a protocol, a source and a destination address of one family,
// and two 16-bit numbers:
//
//   - TCP and UDP: the source and the destination port;
//   - ICMP and ICMPv6: DstPort holds type and code ([ICMPType]), SrcPort says
//     nothing;
//   - every other protocol: neither says anything.
//
// A number that says nothing is never told apart: a set holds all of its 65,536
// values or none. Constructors see to that, and no operation can break it. It
// is also how AWS reads its rules: a port range on a protocol without ports
// means all traffic of that protocol (rules SG-6 and NACL-6).
//
// # Representation and cost
//
// A set is a product of factors, nested in one fixed order: protocols, then
// destinations, destination ports, sources, source ports. At each level the
// keys are disjoint, the children differ from each other and none is empty. A
// function from keys to children has only one such form, so the form is
// canonical and equality is a walk over two trees. The sets of real filters
// have a few dozen nodes; operations are quadratic in the number of nodes of a
// level and allocate only what is new.
package packet
