package reach

import "github.com/tfreach/tfreach/reach/packet"

// translate takes packets through a NAT gateway (W1 F5 to F7).
func (w *walk) translate(f flight, p point, v *VPC, r *Route, gw *NATGateway) {
	if f.leg == Reply {
		// To the gateway an answer is a packet that nobody asked for (NAT-4).
		w.drop(f, NoDestination, r.At(), "leads answers to a NAT gateway, which takes none but its own", nil)
		return
	}
	for t := f.nat; t != nil; t = t.outer {
		if t.by == Object(gw) {
			w.drop(f, NATSelfLoop, r.At(), "leads back to the NAT gateway that the packets come from", nil)
			return
		}
	}
	if gw.Subnet.IsNone() && !gw.VPC.IsNone() {
		w.translateRegional(f, p, v, r, gw)
		return
	}
	s, ok := gw.Subnet.Exact()
	if !ok {
		w.undecided(f, missing(gw.Subnet, gw, "subnet_id"))
		return
	}
	if s == p.subnet {
		// A NAT gateway does not serve its own subnet (NAT-10).
		w.drop(f, NATSelfLoop, r.At(), "leads to the NAT gateway of the same subnet", nil)
		return
	}
	home, ok := s.VPC.Exact()
	if ok && home != v {
		w.drop(f, NATWantsSourceHere, r.At(), "leads to a NAT gateway of another VPC", nil)
		return
	}
	addrs := usable(s.CIDR.Value)
	if gw.Address.IsValid() {
		addrs = packet.Addr(gw.Address)
	}
	if addrs.IsEmpty() {
		why := s.CIDR.Why
		if why == nil {
			why = beyond(s, "its address block is unknown")
		}
		w.undecided(f, why)
		return
	}
	at := point{subnet: s}
	w.acl(f, s, false, func(f flight) {
		w.throughNAT(f, gw, at, v, addrs, func(f flight) {
			w.leave(f.at(Step{Kind: AtNAT, Object: gw, Subnet: s}), s)
		})
	})
}

// translateRegional takes packets through a regional NAT gateway (NAT-13). No ACL is
// documented to filter at it.
func (w *walk) translateRegional(f flight, p point, v *VPC, r *Route, gw *NATGateway) {
	home, ok := gw.VPC.Exact()
	switch {
	case !ok:
		w.undecided(f, missing(gw.VPC, gw, "vpc_id"))
		return
	case home != v:
		w.drop(f, NATWantsSourceHere, r.At(), "leads to a NAT gateway of another VPC", nil)
		return
	}
	if len(gw.Zones) > 0 && p.subnet != nil {
		switch in, known := inZones(p.subnet, gw.Zones); {
		case !known:
			f = f.doubt(zoneUnknown(p.subnet))
		case !in:
			w.drop(f, RegionalNATZone, gw.At(), "does not serve the zone "+p.subnet.Zone, nil)
			return
		}
	}
	f = f.assume("no network ACL filters at the regional NAT gateway " + gw.Origin.Address)
	at := point{regional: gw}
	// It has addresses of its own, and nothing that is filtered by them.
	addrs := packet.Addrs{}
	for _, b := range w.blocks[v] {
		if !b.Six {
			addrs = addrs.Union(packet.Prefix(b.Prefix.Value))
		}
	}
	// No subnet has them.
	free := addrs
	for _, s := range w.subnets[v] {
		free = free.Minus(packet.Prefixes(s.CIDR.Value))
	}
	if !free.IsEmpty() {
		addrs = free
	}
	if addrs.IsEmpty() {
		w.undecided(f, beyond(v, "its address blocks are unknown"))
		return
	}
	w.throughNAT(f, gw, at, v, addrs, func(f flight) {
		w.route(f.at(Step{Kind: AtNAT, Object: gw}), at)
	})
}

func inZones(s *Subnet, zones []string) (in, known bool) {
	if s.Zone == "" {
		return false, false
	}
	for _, z := range zones {
		if z == s.Zone {
			return true, true
		}
	}
	return false, true
}

// zoneUnknown is why it is open in which zone a subnet is.
func zoneUnknown(s *Subnet) *Unknown {
	return &Unknown{Code: UnknownValue, Address: s.Address, Attribute: "availability_zone", Reason: "the zone of the subnet is not known"}
}

// throughNAT translates TCP, UDP and ICMP over IPv4 (NAT-2), and what IPv6 sends to
// hosts of IPv4 (NAT-15).
func (w *walk) throughNAT(f flight, gw *NATGateway, at point, v *VPC, addrs packet.Addrs, next func(flight)) {
	six := f.heading(packet.Embedded())
	f = f.but(six)
	passes := six.with(six.now.Intersect(natSixTraffic))
	w.drop(six.but(passes), ProtocolRefused, gw.At(), "NAT64 passes TCP, UDP and ICMP", nil)
	if !passes.now.IsEmpty() {
		next(w.rename(passes).extracted(gw, at, v, addrs))
	}
	passes = f.with(f.now.Intersect(natTraffic))
	w.drop(f.but(passes), ProtocolRefused, gw.At(), "a NAT gateway passes TCP, UDP and ICMP over IPv4", nil)
	if !passes.now.IsEmpty() {
		next(w.rename(passes).translated(gw, at, v, addrs, natPorts))
	}
}

var natTraffic = packet.Box{
	Protocols: packet.ProtocolsOf(packet.TCP, packet.UDP, packet.ICMP),
	Dst:       packet.IPv4(), DstPorts: packet.AnyPort(), Src: packet.IPv4(), SrcPorts: packet.AnyPort(),
}.Set()

// natSixTraffic is what has a form in IPv4: TCP, UDP, and echo.
var natSixTraffic = func() packet.Set {
	b := packet.Box{
		Protocols: packet.ProtocolsOf(packet.TCP, packet.UDP), Dst: packet.Embedded(), DstPorts: packet.AnyPort(),
		Src: packet.IPv6(), SrcPorts: packet.AnyPort(),
	}
	out := b.Set()
	b.Protocols, b.DstPorts = packet.ProtocolsOf(packet.ICMPv6), packet.ICMPType(128).Union(packet.ICMPType(129))
	return out.Union(b.Set())
}()
