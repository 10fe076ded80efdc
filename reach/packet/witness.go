package packet

import "net/netip"

// Taste says which packets make good examples: in each dimension the first
// preferred value that the set has, given the choices before it, is taken, else
// the least.
type Taste struct {
	Protocols          []Protocol
	Dst, Src           []netip.Addr
	DstPorts, SrcPorts []uint16
}

// Witness is one packet of the set; false when the set is empty. Equal sets
// have equal witnesses.
func (s Set) Witness(t Taste) (Packet, bool) {
	if s.IsEmpty() {
		return Packet{}, false
	}
	var p Packet
	d := choose(s.p.edges, t.Protocols, Protocols.Contains)
	p.Protocol = pick(d.key, t.Protocols, Protocols.Contains, Protocols.First)
	dp := choose(d.child.edges, t.Dst, Addrs.Contains)
	p.Dst = pick(dp.key, t.Dst, Addrs.Contains, Addrs.First)
	src := choose(dp.child.edges, t.DstPorts, Ports.Contains)
	p.DstPort = pick(src.key, t.DstPorts, Ports.Contains, Ports.First)
	sp := choose(src.child.edges, t.Src, Addrs.Contains)
	p.Src = pick(sp.key, t.Src, Addrs.Contains, Addrs.First)
	p.SrcPort = pick(sp.child, t.SrcPorts, Ports.Contains, Ports.First)
	// What says nothing has one value in an example.
	if !p.Protocol.HasPorts() {
		p.SrcPort = 0
		if !p.Protocol.IsICMP() {
			p.DstPort = 0
		}
	}
	return p, true
}

// choose is the edge that has the first possible preference, else the first.
func choose[K factor[K], C factor[C], V any](edges []edge[K, C], prefer []V, has func(K, V) bool) edge[K, C] {
	for _, v := range prefer {
		for _, e := range edges {
			if has(e.key, v) {
				return e
			}
		}
	}
	return edges[0]
}

func pick[K, V any](k K, prefer []V, has func(K, V) bool, first func(K) (V, bool)) V {
	for _, v := range prefer {
		if has(k, v) {
			return v
		}
	}
	v, _ := first(k)
	return v
}
