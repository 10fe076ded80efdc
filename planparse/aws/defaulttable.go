package aws

import (
	"net/netip"
	"slices"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
)

// byDefault is one of the two things that AWS and the provider do with a new
// attachment: to associate it with a table of the gateway, and to make it propagate
// into one (TGW-3).
type byDefault struct {
	// setting is the attribute of the gateway that says whether, and table the one that
	// names the table.
	setting, table string
	// own is the attribute of the attachment that says otherwise.
	own string
	// other is the type of resources that make another table the default.
	other string
	// made is what the table is called that AWS makes.
	made string
}

var (
	byAssociation = byDefault{
		"default_route_table_association", "association_default_route_table_id", "transit_gateway_default_route_table_association",
		"aws_ec2_transit_gateway_default_route_table_association", "association_default_route_table",
	}
	byPropagation = byDefault{
		"default_route_table_propagation", "propagation_default_route_table_id", "transit_gateway_default_route_table_propagation",
		"aws_ec2_transit_gateway_default_route_table_propagation", "propagation_default_route_table",
	}
)

// never reports whether a new gateway has no table for a default: it is told not to.
func (r resource) never(d byDefault) bool {
	text, _ := r.Get(d.setting).Text()
	return text == "disable"
}

// defaultsOf are the default tables of a gateway: the one that attachments which
// exist may have, and those that the ones which this plan makes may get.
func (b *builder) defaultsOf(gw resource, d byDefault) (now, next reach.Ref[*reach.TransitTable]) {
	if t, ok := b.objects[resolve.Symbol{Resource: gw.String(), Attribute: d.table}].(*reach.TransitTable); ok {
		now = reach.To(t)
	}
	next = now
	g, _ := b.objects[resolve.Symbol{Resource: gw.String(), Attribute: "id"}].(*reach.TransitGateway)
	for _, r := range b.of(d.other) {
		named := ref(b, r, r.Get("transit_gateway_id"), transitKind)
		if !named.May(g) {
			continue
		}
		a := r.Get("transit_gateway_route_table_id")
		if a.Value().Kind == planjson.Absent {
			a = r.Get("route_table_id")
		}
		t := ref(b, r, a, transitTableKind)
		switch {
		case !named.Is(g):
			now = reach.Perhaps(named.Why, append(slices.Clone(now.To), t.To...)...)
			next = now
		case b.side == Before || !r.change.Changes():
			now, next = t, t
		default:
			why := b.once(r.unknown(a, "whether the table becomes the default one before attachments are made or after is not decided"))
			next = reach.OneOf(why, append(slices.Clone(now.To), t.To...)...)
			if t.Why != nil || now.Why != nil {
				next = reach.Perhaps(why, next.To...)
			}
		}
	}
	for _, was := range b.former(d.other) {
		if was.change == reach.Delete && ref(b, was, was.Get("transit_gateway_id"), transitKind).May(g) {
			next = reach.Perhaps(was.unknown(was.Get("id"), "which table is the default one when it is deleted is not known"), now.To...).In(was.place)
		}
	}
	return now, next
}

// joinDefaults makes the associations and propagations that nobody writes.
func (b *builder) joinDefaults(explicit []plannedAssociation) {
	for _, r := range b.of(attachmentTypes...) {
		a, ok := object[*reach.TransitAttachment](b, r, idOfAttachment(r.Type))
		if !ok {
			continue
		}
		for _, side := range []reach.Ref[*reach.TransitGateway]{a.Gateway, a.Peer} {
			if side.IsNone() {
				continue
			}
			o := r.origin()
			o.Attribute = byAssociation.own
			if t := b.besides(b.byDefault(r, a, side, byAssociation).Ref, a, side, explicit); !t.IsNone() {
				b.net.TransitAssociations = append(b.net.TransitAssociations, &reach.TransitAssociation{Origin: o, Attachment: reach.To(a), Table: t})
			}
			// Peering attachments have static routes alone (TGW-11).
			if a.Peer.IsNone() {
				o.Attribute = byPropagation.own
				b.propagatesTo(o, a, b.byDefault(r, a, side, byPropagation))
			}
		}
	}
}

// propagatesTo makes the propagation of an attachment into the default table. Where it
// is not known whether it propagates, just that table is in doubt, and no other.
func (b *builder) propagatesTo(o reach.Origin, a *reach.TransitAttachment, t joined) {
	switch {
	case t.IsNone():
	case t.Why == nil || !t.Open || !t.only:
		b.net.TransitPropagations = append(b.net.TransitPropagations, &reach.TransitPropagation{Origin: o, Attachment: reach.To(a), Table: t.Ref})
	default:
		for _, table := range t.To {
			b.net.TransitRoutes = append(b.net.TransitRoutes, &reach.TransitRoute{
				Origin: o, Table: reach.To(table), Destination: reach.Missing[netip.Prefix](t.Why), Attachment: reach.To(a),
			})
		}
	}
}

// joined is the table that an attachment joins without anybody saying so.
type joined struct {
	reach.Ref[*reach.TransitTable]
	// only: it is one of those named, or none.
	only bool
}

// byDefault is the table that an attachment joins by default on the side of one
// gateway; none where it joins none.
func (b *builder) byDefault(r resource, a *reach.TransitAttachment, side reach.Ref[*reach.TransitGateway], d byDefault) joined {
	if side.Why == nil {
		return b.ofGateway(r, a, side.To[0], d)
	}
	out := joined{reach.Perhaps[*reach.TransitTable](side.Why).In(r.place), !side.Open}
	for _, g := range side.To {
		t := b.ofGateway(r, a, g, d)
		out.To = append(out.To, t.To...)
		out.only = out.only && t.only
	}
	return out
}

func (b *builder) ofGateway(r resource, a *reach.TransitAttachment, g *reach.TransitGateway, d byDefault) joined {
	gw, ok := b.gatewayOf(g)
	if !ok {
		// The walk knows that nothing is known of it.
		return joined{only: true}
	}
	now, next := b.defaultsOf(gw, d)
	perhaps := func(why *reach.Unknown, tables reach.Ref[*reach.TransitTable]) joined {
		return joined{reach.Perhaps(why, tables.To...).In(r.place), !tables.Open}
	}
	if gw.Data {
		// Of another account, or of another state: who manages it may have moved the
		// attachment (TGW-15).
		return perhaps(beyondGateway(g, "which of its route tables an attachment joins is unknown"), now)
	}
	by, _, _ := b.accepters(vpcAccepter, a)
	says := r
	if len(by) > 0 {
		says = by[0]
	}
	own := says.Get(d.own)
	joins, shown := own.Value().Bool()
	switch before, _ := says.Before.Get(d.own).Bool(); {
	case r.Data:
		return perhaps(beyondAttachment(r, "which route table it joins is unknown"), now)
	case b.made(r) || b.made(says):
	case !shown:
		return perhaps(r.unknown(own, "which route table the attachment joins is not shown"), now)
	case !joins:
		return joined{only: true}
	case b.side == After && !before:
		// The provider lets it join.
	case now.IsNone() || len(by) == 0 && !g.Place.Same(r.place):
		// The attachment of another account always shows that it has the default one.
		return perhaps(r.unknown(own, "which route table the attachment joins is not shown"), now)
	default:
		return joined{now, !now.Open}
	}
	setting := b.enabled(gw, d.setting, true)
	foreign := len(by) == 0 && !g.Place.Same(r.place)
	switch {
	case shown && !joins && !foreign:
		return joined{only: true}
	case setting.Why == nil && !setting.Value && (next.IsNone() || own.Value().Kind == planjson.Absent):
		// Of the attachments without an attribute of their own the provider says nothing.
		return joined{only: true}
	case setting.Why != nil:
		return perhaps(setting.Why, next)
	case !setting.Value:
		return perhaps(gw.unknown(gw.Get(d.setting), "the gateway takes no attachments into its default table and has one all the same"), next)
	case shown && !joins && !g.Place.Apart(r.place):
		return perhaps(r.unknown(own, "counts only where the transit gateway is of the same account, which is not known"), next)
	case !shown && b.mayBeSet(says, own):
		return perhaps(says.unknown(own, ""), next)
	}
	return joined{next, !next.Open}
}

// besides is what is left of a default association next to those that the plan
// writes: an attachment has one.
func (b *builder) besides(
	t reach.Ref[*reach.TransitTable], a *reach.TransitAttachment, side reach.Ref[*reach.TransitGateway], explicit []plannedAssociation,
) reach.Ref[*reach.TransitTable] {
	for _, e := range explicit {
		if !e.Attachment.May(a) || t.IsNone() || onOtherSide(e, side) {
			continue
		}
		one, _ := t.Exact()
		switch {
		case !e.Attachment.Is(a):
			t = reach.Perhaps(e.Attachment.Why, t.To...)
		case one == nil || e.Table.Is(one) || e.replaces():
			return reach.Ref[*reach.TransitTable]{}
		default:
			// Apply fails, unless something else takes the default one away.
			why := b.once(e.by.unknown(e.by.Get("replace_existing_association"), "AWS refuses a second route table for "+a.Address+", which joins the default one"))
			e.Table = reach.Perhaps(why, append(slices.Clone(e.Table.To), one)...)
			return reach.Ref[*reach.TransitTable]{}
		}
	}
	return t
}

// onOtherSide reports whether an association is certainly with a table of another
// gateway than that of one side of a peering attachment.
func onOtherSide(e plannedAssociation, side reach.Ref[*reach.TransitGateway]) bool {
	t, ok := e.Table.Exact()
	if !ok || t.Beyond {
		return false
	}
	of, ok := t.Gateway.Exact()
	return ok && !side.May(of)
}

// plannedAssociation is an association that the plan writes.
type plannedAssociation struct {
	*reach.TransitAssociation
	by resource
}

// replaces reports whether it takes the place of the one that is there.
func (e plannedAssociation) replaces() bool {
	does, _ := e.by.Get("replace_existing_association").Value().Bool()
	return does || e.by.Type != "aws_ec2_transit_gateway_route_table_association"
}

// transitAssociations makes the associations that the plan writes. What a policy
// table routes, no plan shows.
func (b *builder) transitAssociations() []plannedAssociation {
	var out []plannedAssociation
	add := func(r resource, t reach.Ref[*reach.TransitTable]) {
		e := &reach.TransitAssociation{Origin: r.origin(), Attachment: b.attachmentOf(r), Table: t}
		b.net.TransitAssociations = append(b.net.TransitAssociations, e)
		out = append(out, plannedAssociation{e, r})
	}
	for _, r := range b.of("aws_ec2_transit_gateway_route_table_association") {
		if b.joins(r) {
			add(r, b.transitTableOf(r))
		}
	}
	for _, r := range b.of("aws_ec2_transit_gateway_policy_table_association") {
		why := &reach.Unknown{Code: reach.UnmodelledResource, Address: r.String(), Reason: "what a policy table routes is not modelled"}
		add(r, reach.Perhaps[*reach.TransitTable](why))
	}
	return out
}
