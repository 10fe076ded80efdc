package kerneltest

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// outside is a network beyond the plan. It takes what somebody says that it delivers;
// what becomes of the rest nobody knows.
type outside struct {
	end      *end
	delivers []packet.Set
}

// takes reports whether a packet is one of those that are delivered.
func (o *outside) takes(p packet.Packet) bool {
	return slices.ContainsFunc(o.delivers, func(s packet.Set) bool { return s.Contains(p) })
}

const beyondPlan = "what lies beyond the plan"

// outside makes the network behind some objects, and is a statement that takes packets
// there. What is said of any of the objects counts. Its answers come in by the device,
// which is nil where nothing is said.
func (r *reading) outside(by *space, of ...reach.Object) (statement string, at *device) {
	o := &outside{}
	for _, a := range r.network.Assumed {
		if slices.ContainsFunc(of, func(x reach.Object) bool { return x.At().Address == a.At }) {
			o.delivers = append(o.delivers, a.Delivers)
		}
	}
	if len(o.delivers) == 0 {
		return r.leave(beyondPlan), nil
	}
	at, o.end = r.resident(by, "b", of[0], nil)
	return r.tell(reason{beyond: beyondPlan, outside: o}) + " drop", at
}

// uplink is the way of a route to what the plan only names.
func (r *reading) uplink(x *router, to reach.Object) *device {
	statement, _ := r.outside(r.vpcs[x.vpc].space, to)
	return r.dead(x, statement)
}

// vpnGateway is the way of a route, written or propagated, to a virtual private gateway:
// of its own VPC and with an address of it (VGW-2), to the longest prefix of its VPN
// connections (VGW-1).
func (r *reading) vpnGateway(x *router, g *reach.VPNGateway, by reach.Object) *device {
	attached, here := false, false
	for _, a := range r.network.VPNGatewayAttachments {
		if a.Gateway.Is(g) {
			attached = true
			here = here || a.VPC.Is(x.vpc)
		}
	}
	switch {
	case !attached:
		return r.dead(x, r.drop(reach.BadStateAttachment, g))
	case !here:
		return r.dead(x, r.drop(reach.BadStateRoute, by))
	}
	d, _ := r.wire(x.space, "d", x.space, "x")
	for _, match := range notIn("saddr", r.blocks(x.vpc)) {
		x.refuse(d, match, r.drop(reach.NoDestination, by))
	}
	type way struct {
		prefix netip.Prefix
		to     *reach.VPNConnection
	}
	var ways []way
	var learns *reach.VPNConnection
	for _, c := range r.network.VPNConnections {
		if !c.Gateway.Is(g) {
			continue
		}
		if !c.StaticOnly.Value {
			learns = c
		}
		for _, v := range r.network.VPNRoutes {
			if v.Connection.Is(c) {
				ways = append(ways, way{v.Destination.Value, c})
			}
		}
	}
	slices.SortStableFunc(ways, func(a, b way) int { return cmp.Compare(b.prefix.Bits(), a.prefix.Bits()) })
	home := r.vpcs[x.vpc].space
	to := func(of ...reach.Object) string {
		if slices.ContainsFunc(r.network.TableAssociations, func(a *reach.TableAssociation) bool { return a.Gateway.Is(g) }) {
			return r.leave("an edge route table of a VPN gateway")
		}
		statement, _ := r.outside(home, of...)
		return statement
	}
	for _, w := range ways {
		of := []reach.Object{w.to, g}
		if learns != nil {
			of = append(of, learns)
		}
		x.refuse(d, matchRemote("daddr", w.prefix), to(of...))
	}
	if learns != nil {
		x.refuse(d, "", to(learns, g))
	}
	x.refuse(d, "", r.drop(reach.NoRoute, g))
	return d
}
