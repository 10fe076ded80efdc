package aws

import (
	"net/netip"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/reach"
)

// Where a NAT gateway is.
const (
	zonalNAT = iota
	regionalNAT
	otherNAT // it is not known, or of a kind that is not modelled
)

// natMode is where a NAT gateway is: in a subnet, unless it says otherwise (NAT-13).
func (b *builder) natMode(r resource) int {
	mode := r.Get("availability_mode")
	text, known := mode.Text()
	switch {
	case mode.IsEmpty(), mode.Value().Kind == planjson.Absent, text == "zonal":
		return zonalNAT
	case mode.Value().Kind == planjson.Unknown && b.unset(r, "availability_mode"):
		return zonalNAT
	case known && text == "regional":
		return regionalNAT
	}
	return otherNAT
}

// regionalGateway makes a regional NAT gateway with the route table that AWS makes for
// it (NAT-13); false when it is not known which zones it serves.
func (b *builder) regionalGateway(r resource, g *reach.NATGateway) bool {
	zones, ok := b.natZones(r)
	if !ok {
		return false
	}
	g.Zones = zones
	t := &reach.RouteTable{Origin: r.origin()}
	t.Attribute = "route_table"
	if !r.isNew() {
		t.Assumed = "the route table of " + r.String() + " has only the routes of this plan, and the one to the internet gateway that AWS made"
	}
	g.Table = reach.To(t)
	b.net.RouteTables = append(b.net.RouteTables, t)
	b.name(r, "route_table_id", t)
	return true
}

// natZones are the zones that a regional NAT gateway is told to serve; none for one
// that serves all in which the VPC has something.
func (b *builder) natZones(r resource) ([]string, bool) {
	list := r.Get("availability_zone_address")
	// What AWS provides by itself is shown as well.
	if text, _ := r.Get("auto_provision_zones").Text(); text == "enabled" {
		return nil, true
	}
	if list.Value().Kind == planjson.Absent || list.IsEmpty() {
		return nil, true
	}
	items, reason := b.blockList(r, list)
	if reason != "" {
		return nil, false
	}
	var zones []string
	for _, i := range items {
		zone, ok := i.Get("availability_zone").Text()
		if !ok || zone == "" {
			return nil, false
		}
		zones = append(zones, zone)
	}
	return zones, true
}

// regionalParts fills a regional NAT gateway. It is public, and its table has a route
// to the internet gateway of the VPC unless the plan has another one in its place.
func (b *builder) regionalParts(r resource, g *reach.NATGateway, t *reach.RouteTable) {
	g.Private = reach.Known(false)
	g.VPC = ref(b, r, r.Get("vpc_id"), vpcKind)
	t.VPC = g.VPC
	everywhere := netip.MustParsePrefix("0.0.0.0/0")
	for _, other := range b.net.Routes {
		if other.Table.Is(t) && other.Destination == reach.Known(everywhere) && other.List.IsNone() {
			return
		}
	}
	b.net.Routes = append(b.net.Routes, &reach.Route{
		Origin: t.Origin, Table: reach.To(t), Destination: reach.Known(everywhere), Target: b.internetGatewayOf(r, g.VPC),
	})
}

// internetGatewayOf is the internet gateway that is attached to a VPC.
func (b *builder) internetGatewayOf(r resource, of reach.Ref[*reach.VPC]) reach.Ref[reach.Object] {
	v, ok := of.Exact()
	var candidates []reach.Object
	for _, a := range b.net.Attachments {
		gw, known := a.Gateway.Exact()
		if ok && known && a.VPC.Is(v) {
			// A VPC has one.
			return reach.To(reach.Object(gw))
		}
		if !ok || a.VPC.May(v) {
			for _, gw := range a.Gateway.To {
				candidates = append(candidates, gw)
			}
		}
	}
	return reach.Perhaps(r.unknown(r.Get("vpc_id"), "the internet gateway of its VPC is not known"), candidates...).In(r.place)
}
