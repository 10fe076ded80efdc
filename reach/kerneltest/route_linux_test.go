package kerneltest

import (
	"github.com/tfreach/tfreach/reach"
)

// exitKey is a route as what comes to a router takes it, from an endpoint of a
// firewall or from elsewhere.
type exitKey struct {
	*reach.Route
	inspected bool
}

// exit is the device by which a subnet's router sends what takes a route. What the
// target cannot take is dropped there, or by the target.
func (r *reading) exit(x *router, route *reach.Route, inspected bool) *device {
	_, gateway := only(route.Target).(*reach.InternetGateway)
	key := exitKey{route, inspected && gateway}
	if d := x.exits[key]; d != nil {
		return d
	}
	d := r.lead(x, route, key.inspected)
	x.exits[key] = d
	return d
}

func (r *reading) lead(x *router, route *reach.Route, inspected bool) *device {
	switch g := only(route.Target).(type) {
	case *reach.Gone:
		// RT-10.
		return r.dead(x, r.drop(reach.BadStateRoute, route))
	case *reach.InternetGateway:
		return r.enter(x, r.igws[g].space, &r.igws[g].in, route, inspected)
	case *reach.EgressOnlyGateway:
		return r.enter(x, r.eigws[g].space, &r.eigws[g].in, route, inspected)
	case *reach.GatewayEndpoint:
		return r.enter(x, r.services[g].space, &r.services[g].in, route, inspected)
	case *reach.Peering:
		return r.enter(x, r.peerings[g].space, &r.peerings[g].in, route, inspected)
	case *reach.TransitGateway:
		return r.toTransit(x, g)
	case *reach.NATGateway:
		switch {
		case !g.VPC.IsNone():
			return r.toRegionalNAT(x, g, route)
		case !only(g.Subnet).VPC.Is(x.vpc):
			// NAT-8.
			return r.dead(x, r.drop(reach.NATWantsSourceHere, route))
		case g.Subnet.Is(x.subnet):
			// NAT-10.
			return r.dead(x, r.drop(reach.NATSelfLoop, route))
		}
		return r.handOver(x, r.subnets[only(g.Subnet)], r.nats[g])
	case *reach.Interface:
		at := only(g.Subnets.Items[0])
		switch {
		case !at.VPC.Is(x.vpc):
			return r.dead(x, r.drop(reach.BadStateRoute, route))
		case at == x.subnet:
			return r.dead(x, r.drop(reach.NATSelfLoop, route))
		}
		return r.handOver(x, r.subnets[at], r.ports[hostKey{g, at}])
	case *reach.VPNGateway:
		return r.vpnGateway(x, g, route)
	case *reach.FirewallEndpoint:
		return r.toInspector(x, g, route)
	}
	to := only(route.Target)
	if to == reach.Local {
		return x.up
	}
	return r.uplink(x, to)
}

// dead is a device for what is dropped when it is routed there.
func (r *reading) dead(x *router, statement string) *device {
	d, _ := r.wire(x.space, "d", x.space, "x")
	x.refuse(d, "", statement)
	return d
}

// handOver is the way to something in another subnet, through that subnet's ACL.
func (r *reading) handOver(x, there *router, port *device) *device {
	d, in := r.wire(x.space, "r", there.space, "i")
	there.hand(in, port)
	return d
}

// toTransit is the way to a transit gateway: by the interface that it has in the
// sender's zone (TGW-5), through the ACL of that interface's subnet (TGW-9).
func (r *reading) toTransit(x *router, g *reach.TransitGateway) *device {
	if x.subnet == nil {
		return r.dead(x, r.leave("a transit gateway behind a regional NAT gateway"))
	}
	var a *reach.TransitAttachment
	for _, y := range r.network.TransitAttachments {
		if y.Gateway.Is(g) && y.VPC.Is(x.vpc) {
			a = y
		}
	}
	switch {
	case a == nil:
		return r.dead(x, r.drop(reach.BadStateAttachment, g))
	case !a.Active.Value:
		return r.dead(x, r.drop(reach.BadStateAttachment, a))
	case r.crowded(a):
		return r.dead(x, r.leave("an attachment that AWS refuses"))
	}
	var to *router
	var port *device
	for _, y := range r.transits[g].interfaces {
		if y.attachment == a && (y.router == x || y.router.subnet.Zone == x.subnet.Zone && (to == nil || to != x)) {
			to, port = y.router, y.port
		}
	}
	six := "meta nfproto ipv6 " + r.drop(reach.BadStateAttachment, a)
	var d *device
	switch {
	case to == nil:
		d, _ = r.wire(x.space, "d", x.space, "x")
		if !a.IPv6.Value {
			x.refuse(d, "", six)
		}
		x.refuse(d, "", r.drop(reach.TransitZone, a))
		return d
	case to == x:
		d = port
	default:
		d = r.handOver(x, to, port)
	}
	if !a.IPv6.Value {
		// TGW-12.
		x.refuse(d, "", six)
	}
	return d
}
