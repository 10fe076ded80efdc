package packet

import (
	"net/netip"
)

// embedded is the addresses under which hosts of IPv4 are reached from IPv6 (RFC
// 6052).
var embedded = netip.MustParsePrefix("64:ff9b::/96")

// Embedded is the IPv6 addresses that stand for IPv4 hosts, 64:ff9b::/96.
func Embedded() Addrs { return Prefix(embedded) }

// Extract is the IPv4 addresses that embedded ones stand for; others are left out.
func (a Addrs) Extract() Addrs {
	var out Addrs
	for r := range a.Intersect(Embedded()).Ranges {
		out = out.Union(AddrRange(extract(r.From()), extract(r.To())))
	}
	return out
}

// Embed is the IPv6 addresses that stand for those of IPv4; others are left out.
func (a Addrs) Embed() Addrs {
	var out Addrs
	for r := range a.Intersect(ipv4).Ranges {
		out = out.Union(AddrRange(embed(r.From()), embed(r.To())))
	}
	return out
}

func extract(a netip.Addr) netip.Addr {
	b := a.As16()
	return netip.AddrFrom4([4]byte(b[12:]))
}

func embed(a netip.Addr) netip.Addr {
	b := embedded.Addr().As16()
	four := a.As4()
	copy(b[12:], four[:])
	return netip.AddrFrom16(b)
}

// Extract is the packets of s to embedded addresses as NAT64 sends them on over
// IPv4: from any of the addresses of src, TCP and UDP from any of the ports, with
// queries of ICMPv6 as those of ICMP. What has no such form is left out (RFC 7915).
func (s Set) Extract(src Addrs, ports Ports) Set {
	var out Set
	for b := range s.To(Embedded()).Boxes {
		dst := b.Dst.Extract()
		out = out.Union(Box{b.Protocols.Intersect(portful), dst, b.DstPorts, src, ports}.Set())
		if b.Protocols.Contains(ICMPv6) {
			types := retype(b.DstPorts, 128, 8).Union(retype(b.DstPorts, 129, 0))
			out = out.Union(Box{ProtocolsOf(ICMP), dst, types, src, anyPort}.Set())
		}
	}
	return out
}

// Embed is the packets over IPv6, from anywhere, that [Set.Extract] makes to
// packets that agree with one of s in all but the source.
func (s Set) Embed() Set {
	var out Set
	for b := range s.To(ipv4).Boxes {
		dst := b.Dst.Embed()
		out = out.Union(Box{b.Protocols.Intersect(portful), dst, b.DstPorts, ipv6, anyPort}.Set())
		if b.Protocols.Contains(ICMP) {
			types := retype(b.DstPorts, 8, 128).Union(retype(b.DstPorts, 0, 129))
			out = out.Union(Box{ProtocolsOf(ICMPv6), dst, types, ipv6, anyPort}.Set())
		}
	}
	return out
}

// retype is the numbers of one ICMP type as those of another, with their codes.
func retype(in Ports, from, to uint8) Ports {
	var out Ports
	for lo, hi := range in.Intersect(ICMPType(from)).Ranges {
		out = out.Union(PortRange(uint16(to)<<8|lo&0xff, uint16(to)<<8|hi&0xff))
	}
	return out
}
