package aws

import (
	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
)

// peeringTypes are the resource types of VPC peering connections. What accepts a
// connection, or sets its options, has the connection's own id.
var peeringTypes = map[string]resourceType{
	"aws_vpc_peering_connection": {role: modelled, attrs: planjson.Attrs{
		"id": id, "vpc_id": id, "peer_vpc_id": id, "peer_region": whole, "auto_accept": whole, "accept_status": whole,
		// Of the data source:
		"status": whole,
	}},
	"aws_vpc_peering_connection_accepter": {role: modelled, attrs: planjson.Attrs{
		"id": id, "vpc_peering_connection_id": id, "vpc_id": id, "peer_vpc_id": id, "peer_region": whole, "auto_accept": whole, "accept_status": whole,
	}, ids: []string{}},
	"aws_vpc_peering_connection_options": {role: modelled, attrs: planjson.Attrs{"id": id, "vpc_peering_connection_id": id}, ids: []string{}},
}

var peeringKind = kind[*reach.Peering]{
	[]string{"aws_vpc_peering_connection"}, "a VPC peering connection",
	func(o reach.Origin) *reach.Peering { return &reach.Peering{Origin: o} },
}

// peerings makes the peering connections. One that the plan only accepts is made
// by somebody else, and its accepter is all that the plan has of it.
func (b *builder) peerings() {
	for _, r := range b.of("aws_vpc_peering_connection") {
		if b.alias(r, "id") {
			continue
		}
		b.peering(r)
	}
	for _, r := range b.of("aws_vpc_peering_connection_accepter") {
		found := r.Get("vpc_peering_connection_id").Ref(peeringKind.types...)
		switch {
		case found.State == resolve.Exact:
			b.name(r, "id", b.objects[found.Symbols[0]])
		case found.State == resolve.External && found.ID != "":
			p := b.peering(r)
			b.beyond[beyondKey{found.ID, peeringKind.what}] = p
			b.beyond[beyondKey{found.ID, targetKind.what}] = p
		}
	}
	for _, r := range b.of("aws_vpc_peering_connection_options") {
		if p, ok := ref(b, r, r.Get("vpc_peering_connection_id"), peeringKind).Exact(); ok {
			b.name(r, "id", p)
		}
	}
}

func (b *builder) peering(r resource) *reach.Peering {
	p := &reach.Peering{Origin: r.origin()}
	b.net.Peerings = append(b.net.Peerings, p)
	b.name(r, "id", p)
	return p
}

func (b *builder) peeringParts() {
	for _, r := range b.of("aws_vpc_peering_connection", "aws_vpc_peering_connection_accepter") {
		p, ok := object[*reach.Peering](b, r, "id")
		if !ok {
			continue
		}
		p.Requester = ref(b, r, r.Get("vpc_id"), vpcKind)
		p.Accepter = b.peer(r)
		p.SameRegion = b.sameRegion(r, p)
		p.Active = b.peeringActive(r, p)
	}
}

// peer is the VPC on the other side, which may be in another region.
func (b *builder) peer(r resource) reach.Ref[*reach.VPC] {
	k := vpcKind
	if region := r.Get("peer_region"); !region.IsEmpty() && region.Value().Kind != planjson.Absent && !b.unset(r, "peer_region") {
		name, _ := region.Text()
		k.beyond = func(o reach.Origin) *reach.VPC {
			o.Place = &reach.Place{Region: name}
			return beyondVPC(o)
		}
	}
	return anywhere(b, r, r.Get("peer_vpc_id"), k)
}

// sameRegion says whether both VPCs are in one region: without peer_region they
// are.
func (b *builder) sameRegion(r resource, p *reach.Peering) reach.Fact[bool] {
	a := r.Get("peer_region")
	name, known := a.Text()
	switch {
	case known && name != "" && r.place != nil && r.place.Region != "":
		return reach.Known(name == r.place.Region)
	case r.Type == "aws_vpc_peering_connection" && !r.Data && (a.IsEmpty() || a.Value().Kind == planjson.Unknown && b.unset(r, "peer_region")):
		return reach.Known(true)
	}
	one, ok := p.Requester.Exact()
	other, too := p.Accepter.Exact()
	switch {
	case ok && too && !one.Beyond && !other.Beyond && one.Place.Same(other.Place):
		return reach.Known(true)
	case ok && too && one.Place.Elsewhere(other.Place):
		return reach.Known(false)
	}
	return reach.Missing[bool](r.unknown(a, "whether both VPCs are in one region is not known"))
}

// peeringActive says whether somebody accepts a connection (PCX-1). Until then
// its routes are blackholes.
func (b *builder) peeringActive(r resource, p *reach.Peering) reach.Fact[bool] {
	status := r.Get("accept_status")
	if r.Data {
		status = r.Get("status")
	}
	text, shown := status.Text()
	shown = shown && text != "" && !b.made(r)
	switch {
	case shown && text == "active":
		return reach.Known(true)
	case shown && text != "pending-acceptance" && text != "initiating-request" && text != "provisioning":
		return reach.Known(false)
	}
	accepts := b.accepts(r, p)
	for _, by := range b.of("aws_vpc_peering_connection_accepter") {
		named := ref(b, by, by.Get("vpc_peering_connection_id"), peeringKind)
		switch does := b.accepts(by, p); {
		case !named.May(p) || does.Why == nil && !does.Value || accepts.Why == nil && accepts.Value:
		case does.Why == nil && named.Why != nil:
			accepts = reach.Missing[bool](named.Why)
		default:
			accepts = does
		}
	}
	if accepts.Why != nil || accepts.Value || b.made(r) || shown && text == "pending-acceptance" {
		return accepts
	}
	return reach.Missing[bool](r.unknown(status, "whether the connection is accepted is not shown"))
}

// accepts says whether a resource accepts a connection when it is applied: one
// that nothing changes does nothing. A connection accepts itself only where its
// own account and region may.
func (b *builder) accepts(r resource, p *reach.Peering) reach.Fact[bool] {
	a := r.Get("auto_accept")
	will := r.flag(a, false)
	if b.side == Before || !r.change.Changes() {
		return reach.Known(false)
	}
	if r.Type != "aws_vpc_peering_connection" || will.Why == nil && !will.Value {
		return will
	}
	one, ok := p.Requester.Exact()
	other, too := p.Accepter.Exact()
	if p.SameRegion.Why == nil && !p.SameRegion.Value || ok && too && one.Place.Apart(other.Place) {
		return reach.Missing[bool](r.unknown(a, "AWS lets only the account and the region of the other VPC accept the connection"))
	}
	return will
}
