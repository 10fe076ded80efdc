package reachtest

import (
	"net/netip"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// leaver is what a packet comes from as an internet gateway sees it: the sender,
// or the NAT gateway that translated it last.
type leaver struct {
	// public: it has a public IPv4 address.
	public ruling
	object reach.Object
}

func (w *walk) leaver() leaver {
	if w.shot.From == nil {
		if w.shot.Public {
			return leaver{certain(true), w.shot.Subnet}
		}
		return leaver{fact(w.shot.Subnet.MapPublicIP), w.shot.Subnet}
	}
	return leaver{w.hasPublicAddress(w.shot.From, w.shot.Subnet), w.shot.From}
}

// hasPublicAddress: an Elastic IP in any case (PUB-3), else as the launch and
// the subnet say (PUB-1). A Hyperplane interface never has one (CMP-1).
func (w *walk) hasPublicAddress(i *reach.Interface, s *reach.Subnet) ruling {
	if i.Hyperplane {
		return ruling{answer: No}
	}
	has := ruling{answer: No}
	switch {
	case i.Public.Why != nil:
		has = undecided(i.Public.Why)
	case i.Public.Value == reach.Granted:
		has = ruling{answer: Yes}
	case i.Public.Value == reach.SubnetDecides && s.MapPublicIP.Why != nil:
		has = undecided(s.MapPublicIP.Why)
	case i.Public.Value == reach.SubnetDecides:
		has = certain(s.MapPublicIP.Value)
	}
	for _, a := range w.network.PublicAddresses {
		if a.Interface.Is(i) {
			has = ruling{answer: Yes}
		} else if a.Interface.May(i) {
			has = anyOf(has, undecided(a.Interface.Why))
		}
	}
	return has
}

// internetGateway lets the packet out to the internet: F9.
func (w *walk) internetGateway(g *reach.InternetGateway, r *reach.Route, p packet.Packet, from leaver) *stop {
	w.pass(g)
	if end := w.attached(g, r); end != nil {
		return end
	}
	public := from.public
	if p.Dst.Is6() {
		// IGW-4: a global address is public.
		public = certain(globalSix.Contains(p.Src))
	}
	if end := w.filter(public, dropped(reach.NoPublicAddress, from.object)); end != nil {
		return end
	}
	if code, bad := unroutable(p.Dst); bad {
		return dropped(code, r)
	}
	return nil
}

// attached: an internet gateway serves the VPC that it is attached to (IGW-1).
// Without any VPC the gateway is at fault, with another one the route is.
func (w *walk) attached(g *reach.InternetGateway, r *reach.Route) *stop {
	here := ruling{answer: No}
	drop := dropped(reach.BadStateAttachment, g)
	for _, a := range w.network.Attachments {
		if !a.Gateway.May(g) {
			continue
		}
		drop = dropped(reach.BadStateRoute, r)
		switch {
		case a.Gateway.Is(g) && a.VPC.Is(w.vpc):
			here = ruling{answer: Yes}
		case a.VPC.May(w.vpc) && a.VPC.Why != nil:
			here = anyOf(here, undecided(a.VPC.Why))
		case a.VPC.May(w.vpc):
			here = anyOf(here, undecided(a.Gateway.Why))
		}
	}
	return w.filter(here, drop)
}

var (
	globalSix = netip.MustParsePrefix("2000::/3")

	unroutables = []struct {
		prefix netip.Prefix
		code   reach.Code
	}{
		{netip.MustParsePrefix("10.0.0.0/8"), reach.PrivateDestination},
		{netip.MustParsePrefix("172.16.0.0/12"), reach.PrivateDestination},
		{netip.MustParsePrefix("192.168.0.0/16"), reach.PrivateDestination},
		{netip.MustParsePrefix("100.64.0.0/10"), reach.SharedDestination},
		{netip.MustParsePrefix("0.0.0.0/8"), reach.NoDestination},
		{netip.MustParsePrefix("127.0.0.0/8"), reach.NoDestination},
		{netip.MustParsePrefix("169.254.0.0/16"), reach.NoDestination},
		{netip.MustParsePrefix("224.0.0.0/3"), reach.NoDestination},
	}
)

// unroutable: destinations that an internet gateway does not send to (IGW-3),
// and those that the internet does not have.
func unroutable(dst netip.Addr) (reach.Code, bool) {
	if dst.Is6() {
		return reach.NoDestination, !globalSix.Contains(dst)
	}
	for _, u := range unroutables {
		if u.prefix.Contains(dst) {
			return u.code, true
		}
	}
	return "", false
}

// natSix is where IPv4 hosts are for what has only IPv6.
var natSix = netip.MustParsePrefix("64:ff9b::/96")

// natGateway takes the packet into a NAT gateway, F5 and F6, and is the subnet
// from which it goes on.
func (w *walk) natGateway(g *reach.NATGateway, r *reach.Route, from *reach.Subnet, p packet.Packet) (*reach.Subnet, *stop) {
	// NAT-2.
	if natSix.Contains(p.Dst) {
		// NAT-15.
		return nil, lost(&reach.Unknown{Code: reach.UnmodelledResource, Address: g.At().Address, Reason: "is not simulated"})
	}
	refused := p.Dst.Is6() || p.Protocol != packet.TCP && p.Protocol != packet.UDP && p.Protocol != packet.ICMP

	subnet, ok := g.Subnet.Exact()
	if !ok {
		// Wherever it is, it refuses what it refuses.
		w.pass(g)
		if refused {
			return nil, dropped(reach.ProtocolRefused, g)
		}
		return nil, lost(g.Subnet.Why)
	}
	// NAT-8: no router of another VPC leads to it.
	if !subnet.VPC.Is(w.vpc) {
		if subnet.VPC.Why != nil {
			return nil, lost(subnet.VPC.Why)
		}
		return nil, dropped(reach.NATWantsSourceHere, r)
	}
	// NAT-10, and NAT-5 where it is its own table that leads back.
	if subnet == from || w.passedNAT(g) {
		return nil, dropped(reach.NATSelfLoop, r)
	}
	if end := w.acl(subnet, false, p); end != nil {
		return nil, end
	}
	w.pass(g)
	if refused {
		return nil, dropped(reach.ProtocolRefused, g)
	}
	return subnet, nil
}

func (w *walk) passedNAT(g *reach.NATGateway) bool {
	for _, o := range w.passed {
		if o == reach.Object(g) {
			return true
		}
	}
	return false
}
