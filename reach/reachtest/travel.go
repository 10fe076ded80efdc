package reachtest

import (
	"net/netip"

	"github.com/tfreach/tfreach/reach"
)

// travel takes the packet from router to router until it is where it is meant to
// be.
func (w *walk) travel() *stop {
	for !w.done {
		if end := w.step(); end != nil {
			return end
		}
	}
	return nil
}

// step is one router: that of the subnet where the packet is, or of a regional NAT
// gateway.
func (w *walk) step() *stop {
	s := w.at.subnet
	if s != nil {
		// NACL-4: within a subnet there is neither ACL nor route.
		if contains(s, w.p.Dst) {
			return w.arrive(s)
		}
		if why := blockFor(s, w.p.Dst).Why; why != nil && w.inVPC(w.p.Dst) {
			return lost(why)
		}
		// F3, F7.
		if end := w.acl(s, true, w.p); end != nil {
			return end
		}
	}
	// F4, F8.
	hop := w.nextHop()
	if r := hop.route; r != nil {
		w.pass(r)
		if w.taken[taken{r, w.p}] {
			// It goes in circles.
			return dropped(reach.BadStateRoute, r)
		}
		w.taken[taken{r, w.p}] = true
	}
	if hop.end != nil {
		return hop.end
	}
	return w.follow(hop)
}

// follow hands the packet to the target of a route.
func (w *walk) follow(h hop) *stop {
	if w.at.nat != nil && w.leg == Forward {
		if _, out := h.target.(*reach.InternetGateway); !out {
			// Its private address is not documented (NAT-13).
			return lost(&reach.Unknown{Code: reach.UnmodelledResource, Address: w.at.nat.Origin.Address, Reason: "has a private address that nobody knows"})
		}
	}
	if h.target == reach.Local {
		return w.local()
	}
	switch g := h.target.(type) {
	case *reach.Peering:
		return w.peering(g, h.route)
	case *reach.TransitGateway:
		return w.transit(g)
	case *reach.FirewallEndpoint:
		return w.inspect(g, h.route)
	case *reach.VPNGateway:
		var by reach.Object = h.propagation
		if h.route != nil {
			by = h.route
		}
		return w.vpnGateway(g, by)
	case *reach.Uplink:
		return w.beyond(reach.UnknownBeyondPlan, g)
	case *reach.Beyond:
		return w.beyond(reach.UnknownBeyondPlan, g)
	case *reach.Unmodelled:
		return w.beyond(reach.UnmodelledResource, g)
	}
	if w.leg == Reply {
		return w.strayed(h)
	}
	switch g := h.target.(type) {
	case *reach.InternetGateway:
		return w.internetGateway(g, h.route)
	case *reach.EgressOnlyGateway:
		return w.egressOnlyGateway(g, h.route)
	case *reach.NATGateway:
		return w.natGateway(g, h.route)
	case *reach.Interface:
		return w.natInstance(g, h.route)
	case *reach.GatewayEndpoint:
		return w.gatewayEndpoint(g, h.route)
	}
	return lost(&reach.Unknown{Code: reach.UnmodelledResource, Address: h.target.At().Address, Reason: "is not simulated"})
}

// strayed: an answer that is routed to a gateway goes elsewhere, or as a new
// connection.
func (w *walk) strayed(h hop) *stop {
	switch g := h.target.(type) {
	case *reach.Interface:
		return lost(&reach.Unknown{Code: reach.UnmodelledResource, Address: g.Address, Reason: "does with answers what no plan shows"})
	case *reach.InternetGateway:
		if code, bad := unroutable(w.p.Dst); bad {
			return dropped(code, h.route)
		}
	}
	return dropped(reach.NoDestination, h.route)
}

// local takes a packet from a router of the VPC to another subnet of it (RT-6).
func (w *walk) local() *stop {
	d, open := w.subnetOf(w.p.Dst)
	if s := w.awaited(); s != nil && s.VPC.Is(w.vpc) && contains(s, w.p.Dst) {
		d, open = s, nil
	}
	switch {
	case open != nil:
		return lost(open)
	case d == nil:
		return dropped(reach.VPCCIDRUnused, w.vpc)
	}
	if end := w.acl(d, false, w.p); end != nil {
		return end
	}
	return w.arrive(d)
}

// awaited is the subnet that an answer has to come to next.
func (w *walk) awaited() *reach.Subnet {
	if w.leg == Forward {
		return nil
	}
	if t := w.lastNAT(); t != nil {
		return t.at.subnet
	}
	return w.shot.Subnet
}

// arrive hands the packet to what has the destination address in the subnet.
func (w *walk) arrive(d *reach.Subnet) *stop {
	if w.leg == Reply {
		return w.received(d)
	}
	w.done, w.at = true, spot{subnet: d}
	if isReserved(d, w.p.Dst) {
		return dropped(reach.NoDestination, d)
	}
	// NAT-4: a NAT gateway takes nothing that it did not ask for.
	for _, g := range w.network.NATGateways {
		if !g.Address.IsValid() || g.Address != w.p.Dst {
			continue
		}
		switch here := isAt(g.Subnet, d, w.p.Dst); here.answer {
		case Yes:
			return dropped(reach.NoDestination, g)
		case Undecided:
			w.open = append(w.open, here.why)
		}
	}
	to := w.bearerIn(d, w.p.Dst)
	if to.i == nil {
		w.pass(d)
		return nil
	}
	return w.enterInterface(to)
}

// received: the answer is in a subnet. It is the sender's, or that of the last
// translation, which is undone; anyone else has not asked.
func (w *walk) received(d *reach.Subnet) *stop {
	if d != w.awaited() {
		return dropped(reach.NoDestination, d)
	}
	if end := w.symmetric(); end != nil {
		return end
	}
	if len(w.nats) > 0 {
		w.undo()
		return nil
	}
	w.done = true
	return nil
}

// beyond: the packet leaves the plan. What lies there is not known unless somebody
// says so.
func (w *walk) beyond(code reach.Code, o reach.Object) *stop {
	if w.leg == Forward && w.assumed(o) {
		w.done, w.exit = true, &exit{gateway: o, direct: true}
		return nil
	}
	return lost(&reach.Unknown{Code: code, Address: o.At().Address, Reason: "is not in the plan"})
}

// assumed: somebody says that one of the objects takes the packet to where it is
// sent.
func (w *walk) assumed(os ...reach.Object) bool {
	for _, a := range w.network.Assumed {
		for _, o := range os {
			if a.At == o.At().Address && a.Delivers.Contains(w.p) {
				w.pass(o)
				return true
			}
		}
	}
	return false
}

// peering takes the packet to the VPC on the other side. Only what is sent from
// the one to the other passes (PCX-3).
func (w *walk) peering(g *reach.Peering, r *reach.Route) *stop {
	w.pass(g)
	// PCX-1.
	if end := w.filter(fact(g.Active), dropped(reach.BadStateRoute, r)); end != nil {
		return end
	}
	requester, ok := g.Requester.Exact()
	if !ok {
		return lost(g.Requester.Why)
	}
	accepter, ok := g.Accepter.Exact()
	if !ok {
		return lost(g.Accepter.Why)
	}
	other := accepter
	switch w.vpc {
	case requester:
	case accepter:
		other = requester
	default:
		return dropped(reach.BadStateRoute, r)
	}
	for _, in := range []ruling{w.isIn(w.vpc, w.p.Src), w.isIn(other, w.p.Dst)} {
		if end := w.filter(in, dropped(reach.PeeringTransit, r)); end != nil {
			return end
		}
	}
	// SG-11.
	if end := w.loseReferences(not(g.SameRegion), not(g.SameRegion)); end != nil {
		return end
	}
	if t := w.lastNAT(); t != nil && w.leg == Forward {
		if _, gateway := t.object.(*reach.NATGateway); gateway {
			t.peered = true
		}
	}
	w.vpc = other
	return w.local()
}

// isIn: an address is one of a VPC's.
func (w *walk) isIn(v *reach.VPC, a netip.Addr) ruling {
	in := ruling{answer: No}
	for _, b := range w.network.Blocks {
		switch {
		case !b.VPC.May(v):
		case b.Prefix.Why != nil && b.Six == a.Is6():
			in = anyOf(in, undecided(b.Prefix.Why))
		case !b.Prefix.Value.Contains(a):
		case b.VPC.Is(v):
			return ruling{answer: Yes}
		default:
			in = anyOf(in, undecided(b.VPC.Why))
		}
	}
	return in
}

// vpnGateway takes the packet to a VPN connection (VGW-1).
func (w *walk) vpnGateway(g *reach.VPNGateway, r reach.Object) *stop {
	w.pass(g)
	here := ruling{answer: No}
	drop := dropped(reach.BadStateAttachment, g)
	for _, a := range w.network.VPNGatewayAttachments {
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
	if end := w.filter(here, drop); end != nil {
		return end
	}
	// VGW-2.
	if end := w.filter(w.isIn(w.vpc, w.p.Src), dropped(reach.NoDestination, r)); end != nil {
		return end
	}
	var perhaps *reach.VPNConnection
	best, length := (*reach.VPNConnection)(nil), -1
	for _, c := range w.network.VPNConnections {
		if !c.Gateway.May(g) {
			continue
		}
		if !c.Gateway.Is(g) || c.StaticOnly.Why != nil || !c.StaticOnly.Value {
			perhaps = c
		}
		for _, x := range w.network.VPNRoutes {
			switch {
			case !x.Connection.May(c):
			case !x.Connection.Is(c) || x.Destination.Why != nil:
				perhaps = c
			case x.Destination.Value.Contains(w.p.Dst) && x.Destination.Value.Bits() > length:
				best, length = c, x.Destination.Value.Bits()
			}
		}
	}
	if w.leg == Forward && (best != nil && w.assumed(best, g) || perhaps != nil && w.assumed(perhaps, g)) {
		w.done, w.exit = true, &exit{gateway: g}
		return nil
	}
	switch {
	case best != nil:
		return lost(&reach.Unknown{Code: reach.UnknownBeyondPlan, Address: best.Address, Reason: "leads beyond the plan"})
	case perhaps != nil:
		return lost(&reach.Unknown{Code: reach.UnknownBeyondPlan, Address: perhaps.Address, Reason: "learns routes that no plan shows"})
	}
	return dropped(reach.NoRoute, g)
}
