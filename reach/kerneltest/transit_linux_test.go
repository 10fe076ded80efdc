package kerneltest

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"

	"github.com/tfreach/tfreach/reach"
)

// transitSpace is a transit gateway.
type transitSpace struct {
	gateway *reach.TransitGateway
	space   *space
	// interfaces are those that it has in VPCs.
	interfaces []transitInterface
	// peers lead to other transit gateways.
	peers map[*reach.TransitAttachment]*device
	// ways are statements that take packets to networks beyond the plan, and outside are
	// the devices by which their answers come in.
	ways    map[*reach.TransitAttachment]string
	outside map[*reach.TransitAttachment]*device
	// drops are what becomes of packets that are routed to what cannot take them.
	drops []string
}

// transitInterface is what an attachment has in one subnet.
type transitInterface struct {
	attachment *reach.TransitAttachment
	router     *router
	// port is the router's way to it, device the gateway's.
	port, device *device
}

func (r *reading) transitGateway(g *reach.TransitGateway) {
	x := &transitSpace{
		gateway: g, space: r.space("%v", g), peers: map[*reach.TransitAttachment]*device{},
		ways: map[*reach.TransitAttachment]string{}, outside: map[*reach.TransitAttachment]*device{},
	}
	r.transits[g] = x
	for _, a := range r.network.TransitAttachments {
		if a.Gateway.Is(g) && !a.VPC.IsNone() {
			for _, item := range a.Subnets.Items {
				to := r.subnets[only(item)]
				d, port := r.wire(x.space, "a", to.space, "t")
				to.transits = append(to.transits, port)
				to.fromInside(port)
				x.interfaces = append(x.interfaces, transitInterface{a, to, port, d})
			}
		}
		switch {
		case !a.Gateway.Is(g) || !a.VPC.IsNone() || !a.Peer.IsNone():
		case a.VPN.IsNone():
			x.ways[a], x.outside[a] = r.outside(x.space, a, g)
		default:
			x.ways[a], x.outside[a] = r.outside(x.space, only(a.VPN), a, g)
		}
		for _, other := range []reach.Ref[*reach.TransitGateway]{a.Gateway, a.Peer} {
			if a.Peer.IsNone() || other.IsNone() || other.Is(g) || !a.Gateway.Is(g) && !a.Peer.Is(g) {
				continue
			}
			if y := r.transits[only(other)]; y != nil {
				x.peers[a], y.peers[a] = r.wire(x.space, "p", y.space, "p")
			}
		}
	}
}

// finishTransit makes the tables of a transit gateway: what comes from an attachment
// is routed by the table that the attachment is associated with (TGW-1), and arrives
// in the zone that it came from where the attachment that it leads to has that zone
// (TGW-5).
func (r *reading) finishTransit(x *transitSpace) {
	s := x.space
	s.write("table inet hop {")
	s.silent()
	s.chain("circles", before, r.circles()...)
	s.chain("lose", "", remember(lostReference)...)
	var lines, references []string
	table := uint32(handTable)
	in := func(d *device, a *reach.TransitAttachment, zone string) {
		table++
		s.from(d, table)
		t := r.transitTable(x.gateway, a)
		references = append(references, r.references(x, d, a)...)
		if t == nil {
			lines = append(lines, fmt.Sprintf("iifname %q %s", d.name, r.drop(reach.TransitNoAssociation, a)))
			s.otherwise(table, d)
			return
		}
		r.transitRoutes(x, table, t, zone)
	}
	for _, i := range x.interfaces {
		in(i.device, i.attachment, i.router.subnet.Zone)
	}
	for _, a := range r.network.TransitAttachments {
		if d := x.peers[a]; d != nil {
			in(d, a, "")
		}
		if d := x.outside[a]; d != nil {
			in(d, a, "")
		}
	}
	s.chain("through", through, slices.Concat(lines, x.drops, references)...)
	s.write("}")
}

// references: no transit gateway preserves what outbound rules refer to, and what
// inbound ones do only where all agree (SG-11, TGW-13).
func (r *reading) references(x *transitSpace, in *device, from *reach.TransitAttachment) []string {
	out := all(remembers(needsReference, true), r.drop(reach.SGReferencesLost, nil))
	for _, i := range x.interfaces {
		if !x.gateway.GroupReferences.Value || !from.GroupReferences.Value || !i.attachment.GroupReferences.Value || !from.Peer.IsNone() {
			out = append(out, fmt.Sprintf("iifname %q oifname %q jump lose", in.name, i.device.name))
		}
	}
	for _, a := range r.network.TransitAttachments {
		if d := x.peers[a]; d != nil {
			out = append(out, fmt.Sprintf("iifname %q oifname %q jump lose", in.name, d.name))
		}
	}
	return out
}

func (r *reading) transitTable(g *reach.TransitGateway, a *reach.TransitAttachment) *reach.TransitTable {
	for _, x := range r.network.TransitAssociations {
		if x.Attachment.Is(a) && only(x.Table).Gateway.Is(g) {
			return only(x.Table)
		}
	}
	return nil
}

// transitRoutes makes one table: of routes to one block, what is written comes first,
// then what is written for a list, then what is propagated (TGW-4).
func (r *reading) transitRoutes(x *transitSpace, table uint32, t *reach.TransitTable, zone string) {
	type target struct {
		prefix  netip.Prefix
		order   int
		written *reach.TransitRoute
		to      *reach.TransitAttachment
	}
	var all []target
	for _, route := range r.network.TransitRoutes {
		if !route.Table.Is(t) {
			continue
		}
		var to *reach.TransitAttachment
		if !route.Attachment.IsNone() {
			to = only(route.Attachment)
		}
		if route.List.IsNone() {
			all = append(all, target{route.Destination.Value.Masked(), 0, route, to})
			continue
		}
		for _, p := range r.listed(only(route.List)) {
			all = append(all, target{p, 1, route, to})
		}
	}
	for _, p := range r.network.TransitPropagations {
		a := only(p.Attachment)
		switch {
		case !p.Table.Is(t) || !a.Active.Value || !a.Peer.IsNone():
			// TGW-11: peering attachments propagate nothing.
			continue
		case a.VPC.IsNone():
			for _, v := range r.network.VPNRoutes {
				if !a.VPN.IsNone() && v.Connection.Is(only(a.VPN)) {
					all = append(all, target{v.Destination.Value, 3, nil, a})
				}
			}
			continue
		}
		for _, b := range r.blocks(only(a.VPC)) {
			if !b.Addr().Is6() || a.IPv6.Value {
				all = append(all, target{b, 2, nil, a})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b target) int { return cmp.Compare(a.order, b.order) })
	taken := map[netip.Prefix]bool{}
	for _, y := range all {
		if taken[y.prefix] {
			continue
		}
		taken[y.prefix] = true
		x.space.send(table, r.transitExit(x, y.written, y.to, zone), y.prefix)
	}
	x.space.otherwise(table, r.transitDead(x, r.drop(reach.TransitNoRoute, t)))
}

func (r *reading) transitDead(x *transitSpace, statement string) *device {
	d, _ := r.wire(x.space, "d", x.space, "x")
	x.drops = append(x.drops, fmt.Sprintf("oifname %q %s", d.name, statement))
	return d
}

// crowded: AWS takes one subnet of each zone (TGW-5).
func (r *reading) crowded(a *reach.TransitAttachment) bool {
	zones := map[string]bool{}
	for _, item := range a.Subnets.Items {
		zone := only(item).Zone
		if zones[zone] {
			return true
		}
		zones[zone] = true
	}
	return false
}

// transitExit is where a route of a transit gateway leads.
func (r *reading) transitExit(x *transitSpace, written *reach.TransitRoute, to *reach.TransitAttachment, zone string) *device {
	switch {
	case to == nil || written != nil && !to.Active.Value:
		return r.transitDead(x, r.drop(reach.TransitBadRoute, written))
	case !to.Peer.IsNone():
		if d := x.peers[to]; d != nil {
			return d
		}
	case !to.VPC.IsNone() && r.crowded(to):
		return r.transitDead(x, r.leave("an attachment that AWS refuses"))
	case !to.VPC.IsNone():
		var d *device
		for _, i := range x.interfaces {
			if i.attachment == to && (d == nil || i.router.subnet.Zone == zone && !to.Appliance.Value) {
				d = i.device
			}
		}
		switch {
		case d == nil:
			return r.transitDead(x, r.drop(reach.BadStateAttachment, to))
		case !to.IPv6.Value:
			x.drops = append(x.drops, fmt.Sprintf("oifname %q meta nfproto ipv6 %s", d.name, r.drop(reach.TransitBadRoute, to)))
		}
		return d
	}
	if way, known := x.ways[to]; known {
		return r.transitDead(x, way)
	}
	return r.transitDead(x, r.leave(beyondPlan))
}
