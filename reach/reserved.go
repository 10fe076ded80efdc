package reach

import "github.com/tfreach/tfreach/reach/packet"

// Reserved is those of the addresses that AWS keeps for itself in planned
// subnets, or that NAT gateways are known to have: no workload has them.
func (e *Engine) Reserved(among packet.Addrs) packet.Addrs {
	var out packet.Addrs
	for _, s := range e.Subnets {
		block := packet.Prefixes(s.CIDR.Value, s.CIDR6.Value)
		if block.Overlaps(among) {
			out = out.Union(reserved(s.CIDR.Value)).Union(reserved(s.CIDR6.Value))
		}
	}
	for _, g := range e.NATGateways {
		out = out.Union(packet.Addr(g.Address))
	}
	return out.Intersect(among)
}
