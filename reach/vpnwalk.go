package reach

import (
	"net/netip"

	"github.com/tfreach/tfreach/reach/packet"
)

// uplink takes packets to a virtual private gateway, which forwards what its
// connections are known for (VGW-1).
func (w *walk) uplink(f flight, p point, v *VPC, r *Route, gw *VPNGateway) {
	if gw.Beyond {
		w.leavesPlan(f, gw, beyond(gw, "where it leads is unknown"), w.backTo(v))
		return
	}
	f, ok := w.vpnAttached(f, v, r, gw)
	if !ok {
		return
	}
	f = f.at(Step{Kind: AtVPNGateway, Object: gw})
	if f.leg == Forward && f.origin != nil && f.origin != v {
		// Nothing passes from one network outside the VPC to another (VGW-2).
		w.drop(f, BadStateRoute, r.At(), "leads to a virtual private gateway, and the sender is in another network", nil)
		return
	}
	var open *Unknown
	for _, c := range w.VPNConnections {
		if !c.Gateway.May(gw) {
			continue
		}
		if !c.Gateway.Is(gw) {
			open = c.Gateway.Why
			continue
		}
		w.known(c, func(p netip.Prefix) {
			hit := f.heading(packet.Prefix(p))
			w.leavesPlan(hit, c, beyondConnection(c), w.backHome)
			f = f.but(hit)
		}, func(p Fact[netip.Prefix], why *Unknown) { open = why })
	}
	if open == nil {
		open = w.unseenConnections(gw)
	}
	if open != nil {
		w.leavesPlan(f, gw, open, w.backHome)
		return
	}
	w.drop(f.assume(gw.noOthers()), NoRoute, gw.At(), "no connection of the gateway leads to the destination", nil)
}

// unseenConnections is why a gateway that exists may lead to more than the plan shows:
// another configuration may have connected it.
func (x *index) unseenConnections(gw *VPNGateway) *Unknown {
	if isNew(gw) {
		return nil
	}
	for _, c := range x.VPNConnections {
		if c.Gateway.Is(gw) {
			return nil // see noOthers
		}
	}
	return &Unknown{Code: UnknownBeyondPlan, Address: gw.Address, Reason: "exists already, and another configuration may have connected it to more than this plan shows"}
}

// noOthers is the assumption that a gateway that exists has no connections but those of
// the plan, where it has some there; empty for a new one.
func (gw *VPNGateway) noOthers() string {
	if isNew(gw) {
		return ""
	}
	return "the virtual private gateway " + gw.Address + " has no connections but those of this plan"
}

// vpnAttached stops what comes to a gateway that does not serve the VPC.
func (w *walk) vpnAttached(f flight, v *VPC, r *Route, gw *VPNGateway) (flight, bool) {
	elsewhere := false
	var open *Unknown
	for _, a := range w.VPNGatewayAttachments {
		switch {
		case a.Gateway.Is(gw) && a.VPC.Is(v):
			return f, true
		case a.Gateway.Is(gw) && a.VPC.Why == nil && !a.VPC.IsNone():
			elsewhere = true
		case a.Gateway.May(gw) && a.VPC.May(v):
			if open = a.VPC.Why; open == nil {
				open = a.Gateway.Why
			}
		}
	}
	switch {
	case elsewhere:
		w.drop(f, BadStateRoute, r.At(), "leads to "+gw.Address+", which is attached to another VPC", nil)
	case open != nil:
		return f.doubt(open), true
	default:
		w.drop(f, BadStateAttachment, gw.At(), "attached to no VPC", nil)
	}
	return f, false
}

// known calls sure for each block that a connection has a static route to, and
// perhaps for what it may lead to besides.
func (x *index) known(c *VPNConnection, sure func(netip.Prefix), perhaps func(Fact[netip.Prefix], *Unknown)) {
	for _, r := range x.VPNRoutes {
		switch {
		case !r.Connection.May(c):
		case !r.Connection.Is(c):
			perhaps(r.Destination, r.Connection.Why)
		case r.Destination.Why != nil:
			perhaps(r.Destination, r.Destination.Why)
		default:
			sure(r.Destination.Value.Masked())
		}
	}
	why := c.StaticOnly.Why
	switch {
	case c.Beyond:
		why = beyond(c, "its routes are unknown")
	case why == nil && !c.StaticOnly.Value:
		why = &Unknown{Code: UnknownBeyondPlan, Address: c.Address, Reason: "learns its routes by BGP, and no plan shows them"}
	}
	if why != nil {
		perhaps(Fact[netip.Prefix]{Why: why}, why)
	}
}

func beyondConnection(c *VPNConnection) *Unknown {
	return &Unknown{Code: UnknownBeyondPlan, Address: c.Address, Reason: "leads to a network that is not in this plan"}
}

// leavesPlan ends packets that leave the plan through an object: nobody knows what
// becomes of them, but for what is assumed. back brings answers in, nil when they
// cannot be followed.
func (w *walk) leavesPlan(f flight, at Object, why *Unknown, back func(flight)) {
	if f.now.IsEmpty() {
		return
	}
	if f.leg == Forward && f.stopped == nil {
		for _, a := range w.Assumed {
			if a.At != at.At().Address {
				continue
			}
			hit := f.with(f.now.Intersect(a.Delivers.FromAnywhere()))
			if hit.now.IsEmpty() {
				continue
			}
			f = f.but(hit)
			hit = hit.assume(a.Why).at(Step{Kind: AtBeyond, Object: at})
			if hit, ok := w.arrived(hit, nil); ok {
				if back == nil {
					w.undecided(hit, why)
				} else {
					back(hit)
				}
			}
		}
	}
	w.undecided(f, why)
}

// backTo is backHome for what a VPC's own senders sent. How answers to others get
// through the VPC nobody can follow from outside.
func (w *walk) backTo(v *VPC) func(flight) {
	return func(f flight) {
		home, ok := w.senderVPC(f)
		if !ok || home != v {
			w.undecided(f, &Unknown{Code: UnknownBeyondPlan, Address: v.Address, Reason: "where answers come in that are for another network is not in this plan"})
			return
		}
		w.backHome(f)
	}
}

// senderVPC is the VPC of what sent the packets last: of the gateway that translated
// them, else of the source.
func (w *walk) senderVPC(f flight) (*VPC, bool) {
	if f.nat != nil {
		return w.vpcAt(f.nat.at)
	}
	return w.from.Subnet.VPC.Exact()
}

// backHome brings answers from outside a VPC straight to where the packets were sent
// from: to the gateway that translated them last, else to the source.
func (w *walk) backHome(f flight) {
	switch {
	case f.nat == nil:
		w.enter(f, w.from.Subnet)
	case f.nat.at.regional != nil:
		w.received(f, nil)
	default:
		w.enter(f, f.nat.at.subnet)
	}
}
