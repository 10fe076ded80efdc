package reachtest

import (
	"net/netip"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// transit takes the packet from a subnet to a transit gateway: W6 F3 to F5.
func (w *walk) transit(g *reach.TransitGateway) *stop {
	w.pass(g)
	a, end := w.attachmentOf(g)
	if end != nil {
		return end
	}
	if end := w.filter(fact(a.Active), dropped(reach.BadStateAttachment, a)); end != nil {
		return end
	}
	// TGW-12.
	if w.p.Dst.Is6() {
		if end := w.filter(fact(a.IPv6), dropped(reach.BadStateAttachment, a)); end != nil {
			return end
		}
	}
	// TGW-5.
	zone := w.at.zone
	if w.at.subnet != nil {
		zone = w.at.subnet.Zone
	}
	in, end := w.inZone(a, zone)
	switch {
	case end != nil:
		return end
	case in == nil:
		return dropped(reach.TransitZone, a)
	}
	// TGW-9.
	if end := w.acl(in, false, w.p); end != nil {
		return end
	}
	return w.fromAttachment(g, a, zone)
}

// attachmentOf is the attachment of the VPC to the gateway.
func (w *walk) attachmentOf(g *reach.TransitGateway) (*reach.TransitAttachment, *stop) {
	for _, a := range w.network.TransitAttachments {
		if a.Gateway.Is(g) && a.VPC.Is(w.vpc) {
			return a, nil
		}
	}
	for _, a := range w.network.TransitAttachments {
		switch {
		case a.VPC.IsNone() || !a.Gateway.May(g) || !a.VPC.May(w.vpc):
		case a.Gateway.Why != nil:
			return nil, lost(a.Gateway.Why)
		default:
			return nil, lost(a.VPC.Why)
		}
	}
	return nil, dropped(reach.BadStateAttachment, g)
}

// inZone is the subnet of an attachment that is in a zone, nil for none.
func (w *walk) inZone(a *reach.TransitAttachment, zone string) (*reach.Subnet, *stop) {
	subnets, all := a.Subnets.Exact()
	for _, s := range subnets {
		if s == w.at.subnet || zone != "" && s.Zone == zone {
			return s, nil
		}
	}
	if !all {
		return nil, lost(a.Subnets.Open())
	}
	for _, s := range subnets {
		if s.Zone == "" || zone == "" {
			return nil, lost(zoneUnknown(a))
		}
	}
	return nil, nil
}

func zoneUnknown(a *reach.TransitAttachment) *reach.Unknown {
	return &reach.Unknown{Code: reach.UnknownValue, Address: a.Address, Attribute: "subnet_ids", Reason: "is in a zone that is not known"}
}

// fromAttachment routes what comes from an attachment by the table that it is
// associated with (TGW-1), W6 F5 and F6.
func (w *walk) fromAttachment(g *reach.TransitGateway, in *reach.TransitAttachment, zone string) *stop {
	table, end := w.transitTable(g, in)
	if end != nil {
		return end
	}
	if table == nil {
		return dropped(reach.TransitNoAssociation, in)
	}
	if w.visited[visit{table, w.p}] {
		return dropped(reach.TransitBadRoute, table)
	}
	w.visited[visit{table, w.p}] = true
	out, end := w.transitLookUp(table)
	if end != nil {
		return end
	}
	// TGW-13. What a group refers to is seen on the way in only.
	seen := allOf(fact(g.GroupReferences), fact(in.GroupReferences), fact(out.GroupReferences))
	if !out.Peer.IsNone() || !in.Peer.IsNone() {
		seen = ruling{answer: No}
	}
	if end := w.loseReferences(reach.Known(true), lacking(seen)); end != nil {
		return end
	}
	switch {
	case !out.Peer.IsNone():
		return w.toPeer(g, out)
	case !out.VPN.IsNone():
		c, ok := out.VPN.Exact()
		if !ok {
			return lost(out.VPN.Why)
		}
		return w.beyondTransit(g, out, c)
	case out.Other != "":
		return w.beyondTransit(g, out, nil)
	}
	return w.deliver(out, zone)
}

// visit is a packet in a transit gateway's table. It is sent the same way each time.
type visit struct {
	table *reach.TransitTable
	p     packet.Packet
}

// allOf is yes when all are.
func allOf(rs ...ruling) ruling {
	out := ruling{answer: Yes}
	for _, r := range rs {
		if r.answer == No {
			return r
		}
		if out.answer == Yes {
			out = r
		}
	}
	return out
}

// lacking is the fact that something is not so.
func lacking(r ruling) reach.Fact[bool] {
	if r.answer == Undecided {
		return reach.Missing[bool](r.why)
	}
	return reach.Known(r.answer == No)
}

// beyondTransit: what leads out of a transit gateway and beyond the plan.
func (w *walk) beyondTransit(g *reach.TransitGateway, a *reach.TransitAttachment, c *reach.VPNConnection) *stop {
	var o reach.Object = a
	if c != nil {
		o = c
	}
	if w.leg == Forward && w.assumed(o, a, g) {
		w.done, w.exit = true, &exit{gateway: o, attachment: a, transit: g}
		return nil
	}
	return lost(&reach.Unknown{Code: reach.UnknownBeyondPlan, Address: o.At().Address, Reason: "leads beyond the plan"})
}

// toPeer goes on in the transit gateway on the other side of a peering attachment
// (TGW-11).
func (w *walk) toPeer(g *reach.TransitGateway, a *reach.TransitAttachment) *stop {
	asked, ok := a.Gateway.Exact()
	if !ok {
		return lost(a.Gateway.Why)
	}
	other, ok := a.Peer.Exact()
	if !ok {
		return lost(a.Peer.Why)
	}
	if other == g {
		other = asked
	}
	w.pass(a)
	return w.fromAttachment(other, a, "")
}

// deliver hands the packet to the attachment's interface in the VPC: in the
// sender's zone where there is one, else in any (TGW-5, TGW-10). From there the
// subnet's own table counts (TGW-6).
func (w *walk) deliver(a *reach.TransitAttachment, zone string) *stop {
	if w.p.Dst.Is6() {
		if end := w.filter(fact(a.IPv6), dropped(reach.TransitBadRoute, a)); end != nil {
			return end
		}
	}
	v, ok := a.VPC.Exact()
	if !ok {
		return lost(a.VPC.Why)
	}
	subnets, all := a.Subnets.Exact()
	if !all {
		return lost(a.Subnets.Open())
	}
	if len(subnets) == 0 {
		return dropped(reach.BadStateAttachment, a)
	}
	if a.Appliance.Why != nil && len(subnets) > 1 {
		return lost(a.Appliance.Why)
	}
	w.pass(a)
	w.vpc, w.at = v, spot{subnet: w.delivery(a, subnets, zone)}
	return nil
}

// flowAt is a flow, after so many translations, at an attachment.
type flowAt struct {
	*reach.TransitAttachment
	translations int
}

func (w *walk) delivery(a *reach.TransitAttachment, subnets []*reach.Subnet, zone string) *reach.Subnet {
	if a.Appliance.Value {
		// One zone for both directions of a flow; what is translated is another one.
		if w.zones == nil {
			w.zones = map[flowAt]*reach.Subnet{}
		}
		at := flowAt{a, len(w.nats)}
		if w.zones[at] == nil {
			w.zones[at] = subnets[w.picks.pick(len(subnets))]
		}
		return w.zones[at]
	}
	for _, s := range subnets {
		if zone != "" && s.Zone == zone {
			return s
		}
	}
	return subnets[w.picks.pick(len(subnets))]
}

// transitTable is the table that an attachment is associated with at a gateway,
// nil for none. A peering attachment may have one on each side.
func (w *walk) transitTable(g *reach.TransitGateway, in *reach.TransitAttachment) (*reach.TransitTable, *stop) {
	var found *reach.TransitTable
	for _, x := range w.network.TransitAssociations {
		if !x.Attachment.May(in) {
			continue
		}
		table, ok := x.Table.Exact()
		switch {
		case !ok:
			return nil, lost(x.Table.Why)
		case !table.Gateway.May(g):
		case !table.Gateway.Is(g):
			return nil, lost(table.Gateway.Why)
		case !x.Attachment.Is(in):
			return nil, lost(x.Attachment.Why)
		default:
			found = table
		}
	}
	return found, nil
}

// transitRoute is a route of a transit gateway's table, written or propagated.
type transitRoute struct {
	prefix netip.Prefix
	// written is nil for what is propagated.
	written *reach.TransitRoute
	to      *reach.TransitAttachment
	// order is that of routes to the same block: the lower first (TGW-4).
	order int
	why   *reach.Unknown
}

// transitLookUp finds the route with the longest prefix (TGW-4).
func (w *walk) transitLookUp(t *reach.TransitTable) (*reach.TransitAttachment, *stop) {
	var best *transitRoute
	routes := w.transitRoutes(t)
	for i, r := range routes {
		if r.why != nil || !r.prefix.Contains(w.p.Dst) {
			continue
		}
		if best == nil || r.prefix.Bits() > best.prefix.Bits() || r.prefix.Bits() == best.prefix.Bits() && r.order < best.order {
			best = &routes[i]
		}
	}
	for _, r := range routes {
		switch {
		case r.why != nil && best != nil && best.prefix.IsSingleIP() && best.order < r.order:
		case r.why != nil && (best == nil || best.to != r.to || best.to == nil && best.written == nil):
			return nil, lost(r.why)
		case best != nil && r.why == nil && r.prefix == best.prefix && r.order == best.order && r.to != best.to:
			// Which of two VPCs with the same block is not documented.
			return nil, lost(&reach.Unknown{Code: reach.UnknownValue, Address: t.Address, Reason: "has two routes to one block"})
		}
	}
	if best == nil {
		return nil, dropped(reach.TransitNoRoute, t)
	}
	if best.written != nil {
		w.pass(best.written)
		if best.to == nil {
			return nil, dropped(reach.TransitBadRoute, best.written)
		}
		if end := w.filter(fact(best.to.Active), dropped(reach.TransitBadRoute, best.written)); end != nil {
			return nil, end
		}
	}
	return best.to, nil
}

// transitRoutes are all routes of a table. Those of which something is unknown
// have a reason and no prefix.
func (w *walk) transitRoutes(t *reach.TransitTable) []transitRoute {
	const static, list, fromVPC, fromVPN = 0, 1, 2, 3
	var out []transitRoute
	for _, r := range w.network.TransitRoutes {
		if !r.Table.May(t) {
			continue
		}
		to, ok := r.Attachment.Exact()
		x := transitRoute{written: r, to: to, order: static}
		switch {
		case !r.Table.Is(t):
			x.why = r.Table.Why
		case !ok && !r.Attachment.IsNone():
			x.why = r.Attachment.Why
			if r.Destination.Why == nil && r.List.IsNone() && !r.Destination.Value.Contains(w.p.Dst) {
				continue
			}
		case r.Destination.Why != nil:
			x.why = r.Destination.Why
		case r.List.IsNone():
			x.prefix = r.Destination.Value
		default:
			prefixes, why := w.listed(r.List)
			for _, p := range prefixes {
				out = append(out, transitRoute{prefix: p, written: r, to: to, order: list})
			}
			if why == nil {
				continue
			}
			x.why, x.order = why, list
		}
		out = append(out, x)
	}
	for _, x := range w.network.TransitPropagations {
		a, ok := x.Attachment.Exact()
		switch {
		case !x.Table.May(t):
		case !x.Table.Is(t):
			out = append(out, transitRoute{order: fromVPC, why: x.Table.Why})
		case !ok:
			out = append(out, transitRoute{order: fromVPC, why: x.Attachment.Why})
		case a.Active.Why != nil:
			out = append(out, transitRoute{to: a, order: fromVPC, why: a.Active.Why})
		case !a.Active.Value || !a.Peer.IsNone():
			// TGW-11: a peering attachment propagates nothing.
		case !a.VPC.IsNone():
			out = append(out, w.blocksOf(a, fromVPC)...)
		default:
			out = append(out, w.learned(a, fromVPN)...)
		}
	}
	return out
}

// blocksOf are the blocks that a VPC's attachment propagates (TGW-2).
func (w *walk) blocksOf(a *reach.TransitAttachment, order int) []transitRoute {
	// TGW-12.
	if w.p.Dst.Is6() && a.IPv6.Why == nil && !a.IPv6.Value {
		return nil
	}
	v, ok := a.VPC.Exact()
	if !ok {
		return []transitRoute{{to: a, order: order, why: a.VPC.Why}}
	}
	var out []transitRoute
	for _, b := range w.network.Blocks {
		switch {
		case !b.VPC.May(v):
		case !b.VPC.Is(v):
			out = append(out, transitRoute{to: a, order: order, why: b.VPC.Why})
		case b.Prefix.Why != nil:
			if b.Six == w.p.Dst.Is6() {
				out = append(out, transitRoute{to: a, order: order, why: b.Prefix.Why})
			}
		default:
			out = append(out, transitRoute{prefix: b.Prefix.Value, to: a, order: order})
		}
	}
	return out
}

// learned is what an attachment propagates that leads beyond the plan.
func (w *walk) learned(a *reach.TransitAttachment, order int) []transitRoute {
	unknowable := []transitRoute{{to: a, order: order, why: &reach.Unknown{
		Code: reach.UnknownBeyondPlan, Address: a.Address, Reason: "propagates routes that no plan shows",
	}}}
	c, ok := a.VPN.Exact()
	if !ok || c.StaticOnly.Why != nil || !c.StaticOnly.Value {
		return unknowable
	}
	var out []transitRoute
	for _, r := range w.network.VPNRoutes {
		switch {
		case !r.Connection.May(c):
		case !r.Connection.Is(c):
			out = append(out, transitRoute{to: a, order: order, why: r.Connection.Why})
		case r.Destination.Why != nil:
			out = append(out, transitRoute{to: a, order: order, why: r.Destination.Why})
		default:
			out = append(out, transitRoute{prefix: r.Destination.Value, to: a, order: order})
		}
	}
	return out
}
