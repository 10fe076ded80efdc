package builtin

import (
	"net/netip"
	"slices"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// family is an address family.
type family struct {
	six   bool
	addrs packet.Addrs
	// hosts are the addresses that something outside a VPC may have, internet those of
	// them that are reached from everywhere.
	hosts, internet packet.Addrs
}

var (
	four = family{false, packet.IPv4(), packet.IPv4().Minus(blocks("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3")), reach.IPv4Internet()}
	six  = family{true, packet.IPv6(), blocks("2000::/3", "fc00::/8"), reach.IPv6Internet()}
)

func blocks(texts ...string) packet.Addrs {
	var out packet.Addrs
	for _, t := range texts {
		out = out.Union(packet.Prefix(netip.MustParsePrefix(t)))
	}
	return out
}

// block is the block of a subnet in the family.
func (f family) block(s *reach.Subnet) reach.Fact[netip.Prefix] {
	if f.six {
		return s.CIDR6
	}
	return s.CIDR
}

// none reports whether a subnet certainly has no addresses of the family.
func (f family) none(s *reach.Subnet) bool {
	b := f.block(s)
	return b.Why == nil && !b.Value.IsValid()
}

// hasDefault reports whether some table has, or may have, a default route.
func (f family) hasDefault(e *reach.Engine) bool {
	return slices.ContainsFunc(e.Routes, func(r *reach.Route) bool {
		p := r.Destination.Value
		return r.List.IsNone() && (r.Destination.Why != nil || p.Bits() == 0 && p.Addr().Is6() == f.six)
	})
}

// out is TCP and UDP from a subnet, as a place for whatever may be put there, to
// addresses outside its VPC.
func (f family) out(e *reach.Engine, s *reach.Subnet, to packet.Addrs, from packet.Ports) policies.Ask {
	own, _ := e.Blocks(s)
	b := packet.Box{
		Protocols: packet.ProtocolsOf(packet.TCP, packet.UDP), Dst: to.Minus(own), DstPorts: packet.AnyPort(),
		Src: f.addrs, SrcPorts: from,
	}
	return policies.Ask{From: anything(s), To: reach.Destination{Outside: true}, Packets: b.Set()}
}

// anything is whatever may be put into a subnet.
func anything(s *reach.Subnet) reach.Source { return reach.Source{Subnet: s, AnyAddress: true} }

// own reports whether an object is the plan's own: neither read nor only named.
func own(o reach.Object) bool {
	return !o.At().Beyond && o.At().Change != reach.Read && o.At().Attribute == ""
}
