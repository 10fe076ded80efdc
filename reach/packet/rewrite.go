package packet

// WithSource is the packets of s after source translation: each leaves with any
// of the addresses of src, and TCP and UDP with any of the given source ports.
// Packets of a family that src has no address of are gone.
func (s Set) WithSource(src Addrs, ports Ports) Set {
	if src.IsEmpty() || ports.IsEmpty() {
		return Set{}
	}
	edges := make([]edge[Protocols, byDst], 0, len(s.p.edges)+1)
	for _, e := range s.p.edges {
		for _, kind := range [...]struct {
			protocols Protocols
			ports     Ports
		}{{portful, ports}, {AnyProtocol().Minus(portful), anyPort}} {
			k := e.key.Intersect(kind.protocols)
			if k.IsEmpty() {
				continue
			}
			edges = append(edges, edge[Protocols, byDst]{k, replaceSources(e.child, src, kind.ports)})
		}
	}
	return Set{gather(edges)}
}

// FromAnywhere is the packets that agree with one of s in all but the source:
// protocol, destination and destination port, for every source of the family.
func (s Set) FromAnywhere() Set { return s.WithSource(all, anyPort) }

// ForgetSource is the packets that agree with one of s in all but the source
// address: like FromAnywhere, with the source ports kept.
func (s Set) ForgetSource() Set {
	return s.mapSources(func(c bySrc) bySrc {
		var out bySrc
		for _, family := range [...]Addrs{ipv4, ipv6} {
			var ports Ports
			for _, e := range c.edges {
				if e.key.Overlaps(family) {
					ports = ports.Union(e.child)
				}
			}
			out = out.Union(cross(family, ports))
		}
		return out
	})
}

// ToAnywhere is the packets that agree with one of s in all but the destination
// address: protocol, ports and source, for every destination of the family.
func (s Set) ToAnywhere() Set {
	return Set{s.p.mapChildren(func(d byDst) byDst {
		var out byDst
		for _, family := range [...]Addrs{ipv4, ipv6} {
			var rest byDstPort
			for _, e := range d.edges {
				if e.key.Overlaps(family) {
					rest = rest.Union(e.child.mapChildren(func(c bySrc) bySrc { return c.within(family) }))
				}
			}
			out = out.Union(cross(family, rest))
		}
		return out
	})}
}

// replaceSources gives every destination the sources src, of its own family.
func replaceSources(d byDst, src Addrs, ports Ports) byDst {
	var out byDst
	for _, family := range [...]Addrs{ipv4, ipv6} {
		from := cross(src.Intersect(family), ports)
		edges := make([]edge[Addrs, byDstPort], 0, len(d.edges))
		for _, e := range d.edges {
			if k := e.key.Intersect(family); !k.IsEmpty() {
				edges = append(edges, edge[Addrs, byDstPort]{k, e.child.mapChildren(func(bySrc) bySrc { return from })})
			}
		}
		out = out.Union(gather(edges))
	}
	return out
}

// answers pairs each ICMP query type with the type of its answer. Every other
// type is a message that nobody answers.
var answers = map[Protocol][][2]uint8{
	ICMP:   {{8, 0}, {13, 14}, {15, 16}, {17, 18}},
	ICMPv6: {{128, 129}},
}

var (
	queryTypes = map[Protocol]Ports{}
	unanswered Set
)

func init() {
	for p, pairs := range answers {
		var queries Ports
		for _, pair := range pairs {
			queries = queries.Union(ICMPType(pair[0]))
		}
		queryTypes[p] = queries
		b := AnyBox()
		b.Protocols, b.DstPorts = ProtocolsOf(p), anyPort.Minus(queries)
		unanswered = unanswered.Union(b.Set())
	}
}

// Unanswered is the packets that nobody answers: ICMP of every type that is not
// a query. All others have a reply, and only with it are they delivered.
func Unanswered() Set { return unanswered }

// Reply is the packets that answer those of s: source and destination change
// places, the ports too, and an ICMP query becomes its answer of the same code.
// An ICMP answer becomes its query, other ICMP types stay, so that
// s.Reply().Reply() is s.
func (s Set) Reply() Set {
	var out Set
	for b := range s.Boxes {
		// What has no ports of its own has all of them on both sides.
		out = out.Union(Box{b.Protocols.Minus(icmpful), b.Src, b.SrcPorts, b.Dst, b.DstPorts}.Set())
		for p := range b.Protocols.Intersect(icmpful).All() {
			out = out.Union(Box{ProtocolsOf(p), b.Src, swapTypes(p, b.DstPorts), b.Dst, anyPort}.Set())
		}
	}
	return out
}

// swapTypes exchanges query and answer types.
func swapTypes(p Protocol, in Ports) Ports {
	out := in
	for _, pair := range answers[p] {
		for _, way := range [...][2]uint8{pair, {pair[1], pair[0]}} {
			from, to := ICMPType(way[0]), way[1]
			out = out.Minus(ICMPType(to))
			for lo, hi := range in.Intersect(from).Ranges {
				out = out.Union(PortRange(uint16(to)<<8|lo&0xff, uint16(to)<<8|hi&0xff))
			}
		}
	}
	return out
}
