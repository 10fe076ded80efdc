package reachtest

import (
	"net/netip"
	"slices"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// leaver is what a packet comes from as a gateway sees it: the sender, or what
// translated it last.
type leaver struct {
	// public: it has a public IPv4 address.
	public ruling
	object reach.Object
	// vpc is the one in which it has it.
	vpc *reach.VPC
	// nat: it is a NAT gateway (BPA-2).
	nat bool
}

func (w *walk) leaver() leaver {
	if w.shot.From == nil {
		if w.shot.Public {
			return leaver{certain(true), w.shot.Subnet, w.vpc, false}
		}
		return leaver{fact(w.shot.Subnet.MapPublicIP), w.shot.Subnet, w.vpc, false}
	}
	return leaver{w.hasPublicAddress(w.shot.From, w.shot.Subnet), w.shot.From, w.vpc, false}
}

// isPublic: what the packet comes from has a public address that a gateway of the
// VPC knows: its own interfaces' (IGW-2), or a global IPv6 address (IGW-4).
func (w *walk) isPublic() ruling {
	if w.p.Dst.Is6() {
		return allOf(certain(globalSix.Contains(w.p.Src)), w.isIn(w.vpc, w.p.Src))
	}
	if w.from.vpc != w.vpc {
		return ruling{answer: No}
	}
	return w.from.public
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
func (w *walk) internetGateway(g *reach.InternetGateway, r *reach.Route) *stop {
	w.pass(g)
	if end := w.attached(g, r); end != nil {
		return end
	}
	return w.toInternet(g, r, w.from.nat)
}

// toInternet is what internet gateways and egress-only gateways have in common.
// stateful: nothing comes in that did not go out.
func (w *walk) toInternet(g reach.Object, r *reach.Route, stateful bool) *stop {
	var unknown reach.Object = w.from.object
	if w.from.vpc != w.vpc {
		unknown = r
	}
	// Another network's sender never gets out; of its own, what is sent to a private
	// address is sent wrongly, whoever sends it.
	if code, bad := unroutable(w.p.Dst); bad && w.from.vpc == w.vpc {
		return dropped(code, r)
	}
	if end := w.filter(w.isPublic(), dropped(reach.NoPublicAddress, unknown)); end != nil {
		return end
	}
	if end := w.publicAccess(stateful); end != nil {
		return end
	}
	w.done, w.exit = true, &exit{gateway: g}
	return nil
}

// egressOnlyGateway lets IPv6 packets out: W3.
func (w *walk) egressOnlyGateway(g *reach.EgressOnlyGateway, r *reach.Route) *stop {
	w.pass(g)
	here := ruling{answer: No}
	switch {
	case g.VPC.Is(w.vpc):
		here = ruling{answer: Yes}
	case g.VPC.May(w.vpc):
		here = undecided(g.VPC.Why)
	}
	if end := w.filter(here, dropped(reach.BadStateRoute, r)); end != nil {
		return end
	}
	if !w.p.Dst.Is6() {
		return dropped(reach.ProtocolRefused, g)
	}
	return w.toInternet(g, r, true)
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

// natGateway takes the packet into a NAT gateway, F5 and F6, from which it goes
// on.
func (w *walk) natGateway(g *reach.NATGateway, r *reach.Route) *stop {
	next, translates, refused := translated(w.p)
	if !translates {
		next = w.p
	}
	if !g.VPC.IsNone() {
		return w.regionalNAT(g, r, next, refused)
	}
	subnet, ok := g.Subnet.Exact()
	if !ok {
		// Wherever it is, it refuses what it refuses.
		w.pass(g)
		if refused {
			return dropped(reach.ProtocolRefused, g)
		}
		return lost(g.Subnet.Why)
	}
	// NAT-8: no router of another VPC leads to it.
	if !subnet.VPC.Is(w.vpc) {
		if subnet.VPC.Why != nil {
			return lost(subnet.VPC.Why)
		}
		return dropped(reach.NATWantsSourceHere, r)
	}
	// NAT-10, and NAT-5 where it is its own table that leads back.
	if subnet == w.at.subnet || w.hasPassed(g) {
		return dropped(reach.NATSelfLoop, r)
	}
	if end := w.acl(subnet, false, w.p); end != nil {
		return end
	}
	w.pass(g)
	if refused {
		return dropped(reach.ProtocolRefused, g)
	}
	if end := w.loseReferences(reach.Known(true), reach.Known(true)); end != nil {
		return end
	}
	next.Src = g.Address
	if !next.Src.IsValid() {
		next.Src = w.picked(subnet)
	}
	public := certain(!g.Private.Value)
	if g.Private.Why != nil {
		public = undecided(g.Private.Why)
	}
	w.translate(g, spot{subnet: subnet}, next)
	w.from = leaver{public, g, w.vpc, true}
	return nil
}

// regionalNAT is a gateway in no subnet. No ACL is documented for it (NAT-13).
func (w *walk) regionalNAT(g *reach.NATGateway, r *reach.Route, next packet.Packet, refused bool) *stop {
	here := ruling{answer: No}
	switch {
	case g.VPC.Is(w.vpc):
		here = ruling{answer: Yes}
	case g.VPC.May(w.vpc):
		here = undecided(g.VPC.Why)
	}
	if end := w.filter(here, dropped(reach.NATWantsSourceHere, r)); end != nil {
		return end
	}
	if w.hasPassed(g) {
		return dropped(reach.NATSelfLoop, r)
	}
	w.pass(g)
	zone := w.at.zone
	if w.at.subnet != nil {
		zone = w.at.subnet.Zone
	}
	if len(g.Zones) > 0 && !slices.Contains(g.Zones, zone) {
		served := ruling{answer: No}
		if zone == "" {
			served = undecided(&reach.Unknown{Code: reach.UnknownValue, Address: g.Origin.Address, Reason: "serves zones, and that of the sender is not known"})
		}
		if end := w.filter(served, dropped(reach.RegionalNATZone, g)); end != nil {
			return end
		}
	}
	if refused {
		return dropped(reach.ProtocolRefused, g)
	}
	if end := w.loseReferences(reach.Known(true), reach.Known(true)); end != nil {
		return end
	}
	next.Src = netip.AddrFrom4([4]byte{192, 0, 2, 1})
	w.translate(g, spot{nat: g, zone: zone}, next)
	w.from = leaver{certain(true), g, w.vpc, true}
	return nil
}

// translated is the packet as a NAT gateway sends it, but for its source. IPv6 is
// made IPv4 where the destination says so (NAT-15). refused: it takes no such
// packets (NAT-2).
func translated(p packet.Packet) (next packet.Packet, translates, refused bool) {
	if !p.Dst.Is6() {
		return p, true, p.Protocol != packet.TCP && p.Protocol != packet.UDP && p.Protocol != packet.ICMP
	}
	if !natSix.Contains(p.Dst) {
		return p, false, true
	}
	b := p.Dst.As16()
	next = p
	next.Dst = netip.AddrFrom4([4]byte(b[12:]))
	switch p.Protocol {
	case packet.TCP, packet.UDP:
	case packet.ICMPv6:
		next.Protocol = packet.ICMP
		types := map[uint16]uint16{128: 8, 129: 0}
		t, known := types[p.DstPort>>8]
		next.DstPort = t<<8 | p.DstPort&0xff
		return next, true, !known
	default:
		return next, true, true
	}
	return next, true, false
}

// picked is the private address of a gateway whose address AWS picks.
func (w *walk) picked(subnet *reach.Subnet) netip.Addr {
	if a := w.shot.NATAddress; contains(subnet, a) {
		return a
	}
	return nth(subnet.CIDR.Value, reservedFirst)
}

// translate is what NAT-3 does to the source. The packet goes on from a spot.
func (w *walk) translate(o reach.Object, at spot, next packet.Packet) {
	if next.Protocol.HasPorts() {
		next.SrcPort = max(w.shot.NATPort, firstNATPort)
	}
	w.nats = append(w.nats, translation{at: at, vpc: w.vpc, object: o, before: w.p, after: next})
	w.p, w.at = next, at
}

// firstNATPort is the first of the ports that NAT gateways use (NAT-7).
const firstNATPort = 1024

func (w *walk) hasPassed(o reach.Object) bool { return slices.Contains(w.passed, o) }

// natInstance takes the packet to an interface that is no gateway of AWS. What it
// does is not in the plan: it is taken to forward and to translate (NATI-1).
func (w *walk) natInstance(i *reach.Interface, r *reach.Route) *stop {
	if i.Subnets.Why != nil || len(i.Subnets.Items) != 1 {
		return lost(whereIs(i))
	}
	subnet, ok := i.Subnets.Items[0].Exact()
	if !ok {
		return lost(i.Subnets.Items[0].Why)
	}
	if !subnet.VPC.Is(w.vpc) {
		if subnet.VPC.Why != nil {
			return lost(subnet.VPC.Why)
		}
		return dropped(reach.BadStateRoute, r)
	}
	if subnet == w.at.subnet || w.hasPassed(i) {
		return dropped(reach.NATSelfLoop, r)
	}
	if end := w.acl(subnet, false, w.p); end != nil {
		return end
	}
	w.pass(i)
	in, refused := w.groupsAllow(i, false, w.p, w.p.Src, w.client())
	if end := w.filter(in, refused); end != nil {
		return end
	}
	// NI-1.
	if end := w.filter(fact(not(i.SourceDestCheck)), dropped(reach.SourceDestCheck, i)); end != nil {
		return end
	}
	if w.p.Dst.Is6() {
		return lost(&reach.Unknown{Code: reach.UnmodelledResource, Address: i.Address, Reason: "forwards IPv6 in a way that no plan shows"})
	}
	if end := w.loseReferences(reach.Known(true), reach.Known(true)); end != nil {
		return end
	}
	next := w.p
	if len(i.Private) > 0 {
		next.Src = i.Private[0]
	} else {
		next.Src = w.picked(subnet)
	}
	w.translate(i, spot{subnet: subnet}, next)
	w.from = leaver{w.hasPublicAddress(i, subnet), i, w.vpc, false}
	// SG-10, SG-11: what it sends comes from its own address, but whether rules with
	// groups see that AWS does not say.
	why := &reach.Unknown{Code: reach.UnmodelledResource, Address: i.Address, Reason: "forwards, and whether rules see its groups nobody says"}
	w.references = references{lost: reach.Fact[bool]{Why: why}}
	allowed, drop := w.groupsAllow(i, true, w.p, w.p.Dst, w.bearerAnywhere(w.p.Dst))
	blind, _ := w.groupsAllow(i, true, w.p, w.p.Dst, bearer{nobody: true})
	return w.filter(allSame(why, allowed, blind), drop)
}

func whereIs(i *reach.Interface) *reach.Unknown {
	if why := i.Subnets.Open(); why != nil {
		return why
	}
	return &reach.Unknown{Code: reach.UnknownValue, Address: i.Address, Reason: "is in several subnets"}
}

// gatewayEndpoint takes the packet to its service: W4.
func (w *walk) gatewayEndpoint(g *reach.GatewayEndpoint, r *reach.Route) *stop {
	w.pass(g)
	here := ruling{answer: No}
	switch {
	case g.VPC.Is(w.vpc):
		here = ruling{answer: Yes}
	case g.VPC.May(w.vpc):
		here = undecided(g.VPC.Why)
	}
	if end := w.filter(here, dropped(reach.BadStateRoute, r)); end != nil {
		return end
	}
	// GWE-5.
	if end := w.filter(w.isIn(w.vpc, w.p.Src), dropped(reach.EndpointSourceHere, r)); end != nil {
		return end
	}
	// GWE-4.
	echo := w.p.Protocol == packet.ICMP && w.p.Dst.Is4() && w.p.DstPort>>8 == 8 || w.p.Protocol == packet.ICMPv6 && w.p.Dst.Is6() && w.p.DstPort>>8 == 128
	if w.p.Protocol != packet.TCP && !echo {
		return dropped(reach.EndpointProtocol, g)
	}
	w.done, w.exit = true, &exit{gateway: g, direct: true}
	return nil
}
