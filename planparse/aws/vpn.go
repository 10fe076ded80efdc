package aws

import (
	"maps"
	"net/netip"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
)

// vpnTypes are the resource types of virtual private gateways, of VPN connections
// and of Direct Connect. Of the latter only what joins a gateway says anything about
// a VPC.
var vpnTypes = map[string]resourceType{
	"aws_vpn_gateway":                   {role: modelled, attrs: planjson.Attrs{"id": id, "vpc_id": id, "attached_vpc_id": id}},
	"aws_vpn_gateway_attachment":        {role: modelled, attrs: planjson.Attrs{"id": id, "vpc_id": id, "vpn_gateway_id": id}},
	"aws_vpn_gateway_route_propagation": {role: modelled, attrs: planjson.Attrs{"id": id, "route_table_id": id, "vpn_gateway_id": id}},
	"aws_vpn_connection": {role: modelled, attrs: planjson.Attrs{
		"id": id, "vpn_gateway_id": id, "transit_gateway_id": id, "transit_gateway_attachment_id": id, "static_routes_only": whole,
		"tunnel_inside_ip_version": whole, "routes": block(planjson.Attrs{"destination_cidr_block": whole, "source": whole}),
	}, ids: []string{"id", "transit_gateway_attachment_id"}},
	"aws_vpn_connection_route": {role: modelled, attrs: planjson.Attrs{"id": id, "vpn_connection_id": id, "destination_cidr_block": whole}},
	"aws_dx_gateway_association": {role: modelled, attrs: planjson.Attrs{
		"id": id, "dx_gateway_id": id, "associated_gateway_id": id, "vpn_gateway_id": id, "transit_gateway_attachment_id": id,
	}, ids: []string{"id", "transit_gateway_attachment_id"}},

	"aws_customer_gateway": {role: harmless}, "aws_dx_gateway": {role: harmless}, "aws_dx_gateway_association_proposal": {role: harmless},
	"aws_dx_connection": {role: harmless}, "aws_dx_lag": {role: harmless}, "aws_dx_transit_virtual_interface": {role: harmless},
	"aws_dx_private_virtual_interface": {role: harmless}, "aws_dx_public_virtual_interface": {role: harmless},
}

var (
	vpnGatewayKind = kind[*reach.VPNGateway]{
		[]string{"aws_vpn_gateway"}, "a virtual private gateway",
		func(o reach.Origin) *reach.VPNGateway { return &reach.VPNGateway{Origin: o} },
	}
	connectionKind = kind[*reach.VPNConnection]{
		[]string{"aws_vpn_connection"}, "a VPN connection",
		func(o reach.Origin) *reach.VPNConnection { return &reach.VPNConnection{Origin: o} },
	}
	// associatedKind is what a Direct Connect gateway may be associated with.
	associatedKind = kind[reach.Object]{
		[]string{"aws_vpn_gateway", "aws_ec2_transit_gateway"}, "a gateway",
		func(o reach.Origin) reach.Object { return &reach.Beyond{Origin: o} },
	}
)

func (b *builder) vpnGateways() {
	for _, r := range b.of("aws_vpn_gateway") {
		if b.alias(r, "id") {
			continue
		}
		g := &reach.VPNGateway{Origin: r.origin()}
		b.net.VPNGateways = append(b.net.VPNGateways, g)
		b.name(r, "id", g)
	}
	for _, r := range b.of("aws_vpn_connection") {
		if b.alias(r, "id") {
			continue
		}
		c := &reach.VPNConnection{Origin: r.origin()}
		b.net.VPNConnections = append(b.net.VPNConnections, c)
		b.name(r, "id", c)
	}
}

func (b *builder) vpnParts() {
	b.vpnGatewayAttachments()
	b.propagations()
	for _, r := range b.of("aws_vpn_connection") {
		if c, ok := object[*reach.VPNConnection](b, r, "id"); ok {
			c.Gateway = b.vpnEnd(r)
			c.StaticOnly = b.staticOnly(r)
		}
	}
	for _, r := range b.of("aws_dx_gateway_association") {
		b.directConnect(r)
	}
	b.vpnRoutes()
	// What connects a gateway of somebody else is not the plan's to say.
	for _, g := range b.net.VPNGateways {
		if g.Change == reach.Read {
			why := &reach.Unknown{Code: reach.UnknownBeyondPlan, Address: g.Address, Reason: "not in this plan: which networks it is connected to is unknown"}
			b.net.VPNConnections = append(b.net.VPNConnections, &reach.VPNConnection{
				Origin: g.Origin, Gateway: reach.To[reach.Object](g), StaticOnly: reach.Missing[bool](why),
			})
		}
	}
}

// vpnGatewayAttachments connects virtual private gateways with VPCs.
func (b *builder) vpnGatewayAttachments() {
	const attachment = "aws_vpn_gateway_attachment"
	add := func(r resource, g reach.Ref[*reach.VPNGateway], v reach.Ref[*reach.VPC]) {
		if !v.IsNone() {
			b.net.VPNGatewayAttachments = append(b.net.VPNGatewayAttachments, &reach.VPNGatewayAttachment{Origin: r.origin(), Gateway: g, VPC: v})
		}
	}
	for _, r := range b.of("aws_vpn_gateway") {
		g, ok := object[*reach.VPNGateway](b, r, "id")
		if !ok {
			continue
		}
		elsewhere := attachedElsewhere(b, g, vpnGatewayKind, "vpn_gateway_id", attachment)
		if !r.Data {
			add(r, reach.To(g), b.shownVPC(r, elsewhere))
			continue
		}
		vpc := r.Get("attached_vpc_id")
		switch v := ref(b, r, vpc, vpcKind); {
		case elsewhere == no:
			add(r, reach.To(g), v)
		case elsewhere == perhaps && !v.IsNone():
			add(r, reach.To(g), perhapsCopy(r, vpc, v))
		}
	}
	for _, r := range b.of(attachment) {
		if !isGone(r.Get("vpn_gateway_id"), vpnGatewayKind) && !isGone(r.Get("vpc_id"), vpcKind) {
			add(r, ref(b, r, r.Get("vpn_gateway_id"), vpnGatewayKind), ref(b, r, r.Get("vpc_id"), vpcKind))
		}
	}
}

// propagating is a route table and a gateway that propagates into it.
type propagating struct {
	*reach.RouteTable
	*reach.VPNGateway
}

// propagations makes what puts the routes of gateways into route tables (VGW-4).
// What a table shows of them is a copy where an aws_vpn_gateway_route_propagation
// makes it (PLAN-3): one of a deleted propagation is out of date, unless the table
// says itself that it has it, and one that a changed table shows before and no more
// after is taken away by the table, and so are all by one that is adopted, perhaps
// even one that this plan makes (cleared).
func (b *builder) propagations() {
	const separate = "aws_vpn_gateway_route_propagation"
	pair := func(r resource) (propagating, bool) {
		t, ok := ref(b, r, r.Get("route_table_id"), tableKind).Exact()
		g, too := ref(b, r, r.Get("vpn_gateway_id"), vpnGatewayKind).Exact()
		return propagating{t, g}, ok && too
	}
	lost, taken, own := map[propagating]bool{}, map[propagating]bool{}, map[propagating]bool{}
	adopted := map[*reach.RouteTable]resource{}
	for _, was := range b.former(separate) {
		if p, ok := pair(was); ok {
			lost[p] = true
		}
	}
	tables := []string{"aws_route_table", "aws_default_route_table"}
	for _, was := range b.former(tables...) {
		t, ok := b.objects[resolve.Symbol{Resource: was.String(), Attribute: "id"}].(*reach.RouteTable)
		if !ok || was.change != reach.Update {
			continue
		}
		gateways, _ := refs(b, was, was.Get("propagating_vgws"), vpnGatewayKind).Exact()
		for _, g := range gateways {
			taken[propagating{t, g}] = true
		}
	}
	for _, r := range b.of(tables...) {
		t, ok := object[*reach.RouteTable](b, r, "id")
		a := r.Get("propagating_vgws")
		if ok && r.adopts() {
			adopted[t] = r
		}
		if ok && !a.IsKnown() {
			maps.DeleteFunc(taken, func(p propagating, _ bool) bool { return p.RouteTable == t })
		}
		if !ok || !b.mayHold(r, a) {
			continue
		}
		set, certain := b.resolver.Set(r.Resource, a.Path())
		list := refs(b, r, a, vpnGatewayKind)
		if list.Why != nil {
			list.Items = append(list.Items, reach.Perhaps[*reach.VPNGateway](list.Why).In(r.place))
		}
		for _, one := range list.Items {
			if g, ok := one.Exact(); ok {
				p := propagating{t, g}
				delete(taken, p)
				switch {
				case !lost[p] || certain && set:
				case certain:
					continue
				default:
					one = reach.Perhaps(r.unknown(a, "a propagation is taken away by the same plan, and whether this is a copy of it is not known"), g).In(r.place)
				}
				own[p] = one.Why == nil
			}
			b.net.Propagations = append(b.net.Propagations, &reach.Propagation{Origin: r.part(a), Table: reach.To(t), Gateway: one})
		}
	}
	for _, r := range b.of(separate) {
		at := r.Get("route_table_id")
		table := ref(b, r, at, tableKind)
		p, exact := pair(r)
		by, clears := adopted[p.RouteTable]
		if isGone(at, tableKind) || isGone(r.Get("vpn_gateway_id"), vpnGatewayKind) ||
			exact && (own[p] || (taken[p] || clears) && r.change == reach.NoChange) {
			continue
		}
		if clears {
			if why := r.cleared(at, by); why != nil {
				table = reach.Perhaps(why, p.RouteTable).In(r.place)
			}
		}
		b.net.Propagations = append(b.net.Propagations, &reach.Propagation{
			Origin: r.origin(), Table: table, Gateway: ref(b, r, r.Get("vpn_gateway_id"), vpnGatewayKind),
		})
	}
}

// vpnEnd is the gateway that a VPN connection ends at; none for one to a core
// network.
func (b *builder) vpnEnd(r resource) reach.Ref[reach.Object] {
	virtual, transit := r.Get("vpn_gateway_id"), r.Get("transit_gateway_id")
	switch v, t := b.mayHold(r, virtual), b.mayHold(r, transit); {
	case v && t:
		why := r.unknown(virtual, "which gateway the connection ends at is not known")
		one, other := widened(ref(b, r, virtual, vpnGatewayKind)), widened(ref(b, r, transit, transitKind))
		return reach.Perhaps(why, append(one.To, other.To...)...)
	case v:
		return widened(ref(b, r, virtual, vpnGatewayKind))
	case t:
		return widened(ref(b, r, transit, transitKind))
	case r.Data:
		return reach.Perhaps[reach.Object](r.unknown(virtual, "which gateway the connection ends at is not shown"))
	}
	return reach.Ref[reach.Object]{}
}

// staticOnly says whether the connection has static routes and nothing else, which
// it has not where nobody says so.
func (b *builder) staticOnly(r resource) reach.Fact[bool] {
	a := r.Get("static_routes_only")
	switch {
	case r.Data && a.Value().Kind == planjson.Absent:
		return reach.Missing[bool](r.unknown(a, ""))
	case a.Value().Kind == planjson.Unknown && b.unset(r, a.Path()):
		return reach.Known(false)
	}
	return r.flag(a, false)
}

// directConnect makes the connection of a virtual private gateway with Direct
// Connect, whose routes BGP brings. That of a transit gateway is an attachment.
func (b *builder) directConnect(r resource) {
	g := b.associated(r)
	if one, ok := g.Exact(); ok {
		if _, transit := one.(*reach.TransitGateway); transit {
			return
		}
	}
	c := &reach.VPNConnection{Origin: r.origin(), Gateway: g, StaticOnly: reach.Known(false)}
	b.net.VPNConnections = append(b.net.VPNConnections, c)
}

// associated is the gateway that a Direct Connect gateway is associated with.
func (b *builder) associated(r resource) reach.Ref[reach.Object] {
	a := r.Get("associated_gateway_id")
	// Old providers have virtual private gateways alone.
	if old := r.Get("vpn_gateway_id"); b.mayHold(r, old) && !old.IsEmpty() {
		a = old
	}
	return ref(b, r, a, associatedKind)
}

// vpnRoutes makes the static routes of VPN connections: those of the plan, and those
// that a connection shows and that are no copies of these.
func (b *builder) vpnRoutes() {
	type route struct {
		*reach.VPNConnection
		netip.Prefix
	}
	planned := map[route]bool{}
	note := func(r resource) {
		c, ok := ref(b, r, r.Get("vpn_connection_id"), connectionKind).Exact()
		if p := r.prefix(r.Get("destination_cidr_block")); ok && p.Why == nil {
			planned[route{c, p.Value}] = true
		}
	}
	for _, was := range b.former("aws_vpn_connection_route") {
		note(was)
	}
	for _, r := range b.of("aws_vpn_connection_route") {
		a := r.Get("vpn_connection_id")
		if isGone(a, connectionKind) {
			continue
		}
		note(r)
		b.net.VPNRoutes = append(b.net.VPNRoutes, &reach.VPNRoute{
			Origin: r.origin(), Connection: ref(b, r, a, connectionKind), Destination: r.prefix(r.Get("destination_cidr_block")),
		})
	}
	for _, r := range b.of("aws_vpn_connection") {
		c, ok := object[*reach.VPNConnection](b, r, "id")
		if !ok || b.made(r) {
			continue
		}
		items, _ := r.Get("routes").Items()
		for _, i := range items {
			p := r.prefix(i.Get("destination_cidr_block"))
			if source, _ := i.Get("source").Text(); source != "Static" || p.Why == nil && planned[route{c, p.Value}] {
				continue
			}
			b.net.VPNRoutes = append(b.net.VPNRoutes, &reach.VPNRoute{Origin: r.part(i), Connection: reach.To(c), Destination: p})
		}
	}
}
