package aws

import (
	"net/netip"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
)

// transitTypes are the resource types of transit gateways. What accepts an
// attachment has the attachment's own id.
var transitTypes = map[string]resourceType{
	"aws_ec2_transit_gateway": {role: modelled, attrs: plus(planjson.Attrs{
		"default_route_table_association": whole, "default_route_table_propagation": whole, "security_group_referencing_support": whole,
		"auto_accept_shared_attachments": whole, "association_default_route_table_id": id, "propagation_default_route_table_id": id,
	}), ids: []string{"id", "association_default_route_table_id", "propagation_default_route_table_id"}},
	"aws_ec2_transit_gateway_route_table": {role: modelled, attrs: planjson.Attrs{"id": id, "transit_gateway_id": id}},
	"aws_ec2_transit_gateway_route": {role: modelled, attrs: planjson.Attrs{
		"id": id, "destination_cidr_block": whole, "blackhole": whole, "transit_gateway_attachment_id": id, "transit_gateway_route_table_id": id,
	}},
	"aws_ec2_transit_gateway_prefix_list_reference": {role: modelled, attrs: planjson.Attrs{
		"id": id, "prefix_list_id": id, "blackhole": whole, "transit_gateway_attachment_id": id, "transit_gateway_route_table_id": id,
	}},
	"aws_ec2_transit_gateway_route_table_association": {role: modelled, attrs: planjson.Attrs{
		"id": id, "transit_gateway_attachment_id": id, "transit_gateway_route_table_id": id, "replace_existing_association": whole,
	}},
	"aws_ec2_transit_gateway_route_table_propagation": {role: modelled, attrs: planjson.Attrs{
		"id": id, "transit_gateway_attachment_id": id, "transit_gateway_route_table_id": id,
	}},
	"aws_ec2_transit_gateway_default_route_table_association": {role: modelled, attrs: anotherDefault},
	"aws_ec2_transit_gateway_default_route_table_propagation": {role: modelled, attrs: anotherDefault},
	"aws_ec2_transit_gateway_policy_table_association":        {role: modelled, attrs: planjson.Attrs{"id": id, "transit_gateway_attachment_id": id}},

	"aws_ec2_transit_gateway_vpc_attachment": {role: modelled, attrs: planjson.Attrs{
		"id": id, "transit_gateway_id": id, "vpc_id": id, "subnet_ids": id, "appliance_mode_support": whole, "ipv6_support": whole,
		"security_group_referencing_support": whole, byAssociation.own: whole, byPropagation.own: whole,
	}},
	"aws_ec2_transit_gateway_vpc_attachment_accepter": {role: modelled, attrs: planjson.Attrs{
		"id": id, "transit_gateway_attachment_id": id, "transit_gateway_id": id, byAssociation.own: whole, byPropagation.own: whole,
	}, ids: []string{}},
	"aws_ec2_transit_gateway_peering_attachment": {role: modelled, attrs: planjson.Attrs{
		"id": id, "transit_gateway_id": id, "peer_transit_gateway_id": id, "peer_region": whole, "state": whole,
	}},
	"aws_ec2_transit_gateway_peering_attachment_accepter": {role: modelled, attrs: planjson.Attrs{
		"id": id, "transit_gateway_attachment_id": id, "transit_gateway_id": id, "peer_transit_gateway_id": id,
	}, ids: []string{}},
	"aws_ec2_transit_gateway_connect": {role: modelled, attrs: planjson.Attrs{
		"id": id, "transit_gateway_id": id, byAssociation.own: whole, byPropagation.own: whole,
	}},
	// Data sources:
	"aws_ec2_transit_gateway_dx_gateway_attachment": {role: modelled, attrs: planjson.Attrs{"id": id, "transit_gateway_id": id, "dx_gateway_id": id}},
	"aws_ec2_transit_gateway_vpn_attachment":        {role: modelled, attrs: planjson.Attrs{"id": id, "transit_gateway_id": id, "vpn_connection_id": id}},
	"aws_ec2_transit_gateway_attachment": {role: modelled, attrs: planjson.Attrs{
		"id": id, "transit_gateway_attachment_id": id, "transit_gateway_id": id, "resource_type": whole, "resource_id": id, "state": whole,
	}, ids: []string{"id", "transit_gateway_attachment_id"}},
}

// anotherDefault are the attributes of what makes another table the default one.
// Versions of the provider name the table differently.
var anotherDefault = planjson.Attrs{"id": id, "transit_gateway_id": id, "transit_gateway_route_table_id": id, "route_table_id": id}

var (
	transitKind = kind[*reach.TransitGateway]{
		[]string{"aws_ec2_transit_gateway"}, "a transit gateway",
		func(o reach.Origin) *reach.TransitGateway { return &reach.TransitGateway{Origin: o} },
	}
	// A gateway names its default tables.
	transitTableKind = kind[*reach.TransitTable]{
		[]string{"aws_ec2_transit_gateway_route_table", "aws_ec2_transit_gateway"}, "a transit gateway route table",
		func(o reach.Origin) *reach.TransitTable {
			why := &reach.Unknown{Code: reach.UnknownBeyondPlan, Address: o.Address, Reason: "not in this plan: its transit gateway is unknown"}
			return &reach.TransitTable{Origin: o, Gateway: reach.Perhaps[*reach.TransitGateway](why).In(o.Place)}
		},
	}
)

// transitGateways makes the gateways, their route tables and their attachments.
// Tables go first, and those of the plan before what data sources read: a default
// table may be one of them.
func (b *builder) transitGateways() {
	tables, gateways := b.of("aws_ec2_transit_gateway_route_table"), b.of("aws_ec2_transit_gateway")
	for _, data := range []bool{false, true} {
		for _, r := range tables {
			if r.Data == data && !b.alias(r, "id") {
				t := &reach.TransitTable{Origin: r.origin(), Assumed: onlyPlanned(r, r.String())}
				b.net.TransitTables = append(b.net.TransitTables, t)
				b.name(r, "id", t)
			}
		}
		for _, r := range gateways {
			if r.Data != data {
				continue
			}
			if !b.alias(r, "id") {
				g := &reach.TransitGateway{Origin: r.origin(), Tags: b.tags(r)}
				b.net.TransitGateways = append(b.net.TransitGateways, g)
				b.name(r, "id", g)
			}
			b.defaultTables(r)
		}
	}
	b.transitAttachments()
}

// onlyPlanned is the assumption on a route table that exists already.
func onlyPlanned(r resource, table string) string {
	if r.Data || r.isNew() {
		return ""
	}
	return "the transit gateway route table " + table + " has no routes and no associations but those of this plan"
}

// defaultTables makes the tables that a gateway has by itself: one for new
// attachments to be associated with and to propagate to, unless somebody made
// another one the default.
func (b *builder) defaultTables(r resource) {
	var one *reach.TransitTable
	for _, d := range []byDefault{byAssociation, byPropagation} {
		a := r.Get(d.table)
		if a.IsEmpty() || b.made(r) && a.Value().Kind == planjson.Unknown && r.never(d) {
			continue
		}
		if found := a.Ref(transitTableKind.types...); found.State == resolve.Exact && found.Symbols[0].Resource != r.String() {
			if t, ok := b.objects[found.Symbols[0]].(*reach.TransitTable); ok {
				b.name(r, d.table, t)
				continue
			}
		}
		id, known := a.Text()
		first, shown := r.Get(byAssociation.table).Text()
		switch {
		case one != nil && known != shown:
			// AWS makes one for both.
			if one.Assumed != "" {
				one.Assumed += ", and is the default one for both associations and propagations"
			}
		case one == nil || id != first:
			one = &reach.TransitTable{Origin: r.origin()}
			one.Attribute = d.made
			one.Assumed = onlyPlanned(r, one.String())
			b.net.TransitTables = append(b.net.TransitTables, one)
			if g, ok := b.objects[resolve.Symbol{Resource: r.String(), Attribute: "id"}].(*reach.TransitGateway); ok {
				one.Gateway = reach.To(g)
			}
		}
		b.name(r, d.table, one)
	}
}

func (b *builder) transitParts() {
	for _, r := range b.of("aws_ec2_transit_gateway") {
		if g, ok := object[*reach.TransitGateway](b, r, "id"); ok {
			g.GroupReferences = b.enabled(r, "security_group_referencing_support", false)
		}
	}
	for _, r := range b.of("aws_ec2_transit_gateway_route_table") {
		if t, ok := object[*reach.TransitTable](b, r, "id"); ok {
			t.Gateway = ref(b, r, r.Get("transit_gateway_id"), transitKind)
		}
	}
	b.transitAttachmentParts()
	explicit := b.transitAssociations()
	for _, r := range b.of("aws_ec2_transit_gateway_route_table_propagation") {
		if b.joins(r) {
			b.net.TransitPropagations = append(b.net.TransitPropagations, &reach.TransitPropagation{
				Origin: r.origin(), Attachment: b.attachmentOf(r), Table: b.transitTableOf(r),
			})
		}
	}
	b.joinDefaults(explicit)
	b.transitRoutes()
}

// attachmentOf and transitTableOf are what a part of a route table is about.
func (b *builder) attachmentOf(r resource) reach.Ref[*reach.TransitAttachment] {
	return ref(b, r, r.Get("transit_gateway_attachment_id"), attachmentKind)
}

func (b *builder) transitTableOf(r resource) reach.Ref[*reach.TransitTable] {
	return ref(b, r, r.Get("transit_gateway_route_table_id"), transitTableKind)
}

// joins reports whether both the attachment and the table that a resource joins are
// there after apply.
func (b *builder) joins(r resource) bool {
	return !isGone(r.Get("transit_gateway_attachment_id"), attachmentKind) && !isGone(r.Get("transit_gateway_route_table_id"), transitTableKind)
}

// transitRoutes makes the static routes of route tables. What is in a table that a
// data source finds, other states and accounts decide as well (TGW-15).
func (b *builder) transitRoutes() {
	for _, r := range b.of("aws_ec2_transit_gateway_route", "aws_ec2_transit_gateway_prefix_list_reference") {
		if isGone(r.Get("transit_gateway_route_table_id"), transitTableKind) {
			continue
		}
		route := &reach.TransitRoute{Origin: r.origin(), Table: b.transitTableOf(r), Attachment: b.leadsTo(r)}
		if r.Type == "aws_ec2_transit_gateway_route" {
			route.Destination = r.prefix(r.Get("destination_cidr_block"))
		} else if route.List = ref(b, r, r.Get("prefix_list_id"), listKind); route.List.IsNone() {
			route.List = reach.Perhaps[*reach.PrefixList](r.unknown(r.Get("prefix_list_id"), "the plan shows no prefix list")).In(r.place)
		}
		b.net.TransitRoutes = append(b.net.TransitRoutes, route)
	}
	for _, t := range b.net.TransitTables {
		if t.Change == reach.Read {
			why := &reach.Unknown{Code: reach.UnknownBeyondPlan, Address: t.Address, Attribute: t.Attribute, Reason: "not in this plan: its routes are unknown"}
			b.net.TransitRoutes = append(b.net.TransitRoutes, &reach.TransitRoute{
				Origin: t.Origin, Table: reach.To(t), Destination: reach.Missing[netip.Prefix](why), Attachment: reach.Perhaps[*reach.TransitAttachment](why),
			})
		}
	}
}

// leadsTo is the attachment of a route, none for a blackhole (TGW-4): what leads to
// an attachment that is deleted is one, too.
func (b *builder) leadsTo(r resource) reach.Ref[*reach.TransitAttachment] {
	a := r.Get("transit_gateway_attachment_id")
	switch blackhole := r.flag(r.Get("blackhole"), false); {
	case blackhole.Why != nil:
		return reach.Perhaps(blackhole.Why, b.attachmentOf(r).To...).In(r.place)
	case blackhole.Value || isGone(a, attachmentKind):
		return reach.Ref[*reach.TransitAttachment]{}
	}
	if one := b.attachmentOf(r); !one.IsNone() {
		return one
	}
	return reach.Perhaps[*reach.TransitAttachment](r.unknown(a, "the plan shows no attachment and no blackhole")).In(r.place)
}

// enabled is an attribute that is "enable" or "disable"; unset says what it is where
// nobody sets it. What an old provider does not show may be set on what exists.
func (b *builder) enabled(r resource, attribute string, unset bool) reach.Fact[bool] {
	a := r.Get(attribute)
	text, _ := a.Text()
	switch {
	case text == "enable" || text == "disable":
		return reach.Known(text == "enable")
	case a.IsEmpty(), b.made(r) && (a.Value().Kind == planjson.Absent || a.Value().Kind == planjson.Unknown && b.unset(r, attribute)):
		return reach.Known(unset)
	}
	return reach.Missing[bool](r.unknown(a, ""))
}
