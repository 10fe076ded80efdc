package aws

import (
	"slices"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
)

var attachmentKind = kind[*reach.TransitAttachment]{
	[]string{
		"aws_ec2_transit_gateway_vpc_attachment", "aws_ec2_transit_gateway_peering_attachment", "aws_ec2_transit_gateway_connect",
		"aws_vpn_connection", "aws_dx_gateway_association", "aws_ec2_transit_gateway_dx_gateway_attachment",
		"aws_ec2_transit_gateway_vpn_attachment", "aws_ec2_transit_gateway_attachment",
	},
	"a transit gateway attachment",
	func(o reach.Origin) *reach.TransitAttachment {
		why := &reach.Unknown{Code: reach.UnknownBeyondPlan, Address: o.Address, Reason: "not in this plan"}
		return &reach.TransitAttachment{
			Origin: o, Gateway: reach.Perhaps[*reach.TransitGateway](why).In(o.Place), VPC: reach.Perhaps[*reach.VPC](why).In(o.Place),
			Active: reach.Missing[bool](why), Appliance: reach.Missing[bool](why), IPv6: reach.Missing[bool](why), GroupReferences: reach.Missing[bool](why),
		}
	},
}

// The types of what accepts an attachment.
const (
	vpcAccepter  = "aws_ec2_transit_gateway_vpc_attachment_accepter"
	peerAccepter = "aws_ec2_transit_gateway_peering_attachment_accepter"
)

// attachmentTypes are the types that attachments are made of: an accepter stands for
// one that somebody else makes.
var attachmentTypes = slices.Concat(attachmentKind.types, []string{vpcAccepter, peerAccepter})

// idOfAttachment is the attribute by which a type names its attachment.
func idOfAttachment(resourceType string) string {
	switch resourceType {
	case "aws_vpn_connection", "aws_dx_gateway_association", "aws_ec2_transit_gateway_attachment":
		return "transit_gateway_attachment_id"
	}
	return "id"
}

// transitAttachments makes the attachments of transit gateways, those of the plan
// before what data sources read. Several of these may read one attachment, or one that
// this plan deletes or replaces.
func (b *builder) transitAttachments() {
	read := map[string]*reach.TransitAttachment{}
	for _, r := range b.of(attachmentTypes...) {
		name := idOfAttachment(r.Type)
		id, _ := r.Get(name).Text()
		switch {
		case b.alias(r, name), b.readsAttachment(r):
		case r.Data && isGone(r.Get(name), attachmentKind):
		case r.Data && read[id] != nil:
			b.name(r, name, read[id])
		case r.Type == "aws_vpn_connection" && !b.mayHold(r, r.Get("transit_gateway_id")):
		case r.Type == "aws_dx_gateway_association" && !b.joinsTransit(r):
		case (r.Type == vpcAccepter || r.Type == peerAccepter) && !b.acceptsBeyond(r):
		default:
			a := &reach.TransitAttachment{Origin: r.origin()}
			b.net.TransitAttachments = append(b.net.TransitAttachments, a)
			b.name(r, name, a)
			if r.Data && id != "" {
				read[id] = a
			}
			if r.Type == "aws_ec2_transit_gateway_attachment" {
				b.name(r, "id", a)
			}
			if found := r.Get("transit_gateway_attachment_id").Ref(attachmentKind.types...); found.State == resolve.External {
				b.beyond[beyondKey{found.ID, attachmentKind.what}] = a
			}
		}
	}
}

// acceptsBeyond reports whether an accepter is for an attachment beyond the plan.
// Another is a name for the attachment that it accepts.
func (b *builder) acceptsBeyond(r resource) bool {
	found := r.Get("transit_gateway_attachment_id").Ref(attachmentKind.types...)
	if found.State == resolve.Exact {
		b.name(r, "id", b.objects[found.Symbols[0]])
	}
	return found.State == resolve.External && found.ID != ""
}

// readsAttachment reports whether a data source looks for the attachment of a
// connection of the plan, and enters it under the data source's name.
func (b *builder) readsAttachment(r resource) bool {
	var found any
	switch r.Type {
	case "aws_ec2_transit_gateway_vpn_attachment":
		if c := r.Get("vpn_connection_id").Ref(connectionKind.types...); c.State == resolve.Exact {
			found = b.objects[resolve.Symbol{Resource: c.Symbols[0].Resource, Attribute: "transit_gateway_attachment_id"}]
		}
	case "aws_ec2_transit_gateway_dx_gateway_attachment":
		named := func(r resource, attribute string) (resolve.Symbol, string) {
			if f := r.Get(attribute).Ref(); f.State == resolve.Exact {
				return f.Symbols[0], ""
			} else if f.State == resolve.External {
				return resolve.Symbol{}, f.ID
			}
			return resolve.Symbol{}, ""
		}
		for _, by := range b.of("aws_dx_gateway_association") {
			g, id := named(by, "dx_gateway_id")
			other, otherID := named(r, "dx_gateway_id")
			one, ok := b.associated(by).Exact()
			t, too := ref(b, r, r.Get("transit_gateway_id"), transitKind).Exact()
			if ok && too && one == reach.Object(t) && g == other && id == otherID && (g.Resource != "" || id != "") {
				found = b.objects[resolve.Symbol{Resource: by.String(), Attribute: "transit_gateway_attachment_id"}]
			}
		}
	}
	if found == nil {
		return false
	}
	b.name(r, "id", found)
	return true
}

// joinsTransit reports whether a Direct Connect gateway is associated with a transit
// gateway. One of which that is not known is taken for the connection of a virtual
// private gateway: either way it leads beyond the plan.
func (b *builder) joinsTransit(r resource) bool {
	g, _ := b.associated(r).Exact()
	_, transit := g.(*reach.TransitGateway)
	return transit
}

func (b *builder) transitAttachmentParts() {
	for _, r := range b.of(attachmentTypes...) {
		a, ok := object[*reach.TransitAttachment](b, r, idOfAttachment(r.Type))
		if !ok {
			continue
		}
		a.Gateway = ref(b, r, r.Get("transit_gateway_id"), transitKind)
		a.Active, a.IPv6 = reach.Known(true), reach.Known(true)
		switch r.Type {
		case "aws_ec2_transit_gateway_vpc_attachment":
			a.VPC = ref(b, r, r.Get("vpc_id"), vpcKind)
			a.Subnets = refs(b, r, r.Get("subnet_ids"), subnetKind)
			a.Appliance = b.enabled(r, "appliance_mode_support", false)
			a.IPv6 = b.enabled(r, "ipv6_support", false)
			a.GroupReferences = b.enabled(r, "security_group_referencing_support", true)
			a.Active = b.sharedActive(r, a)
		case vpcAccepter:
			why := beyondAttachment(r, "the VPC is another account's")
			a.VPC, a.Subnets.Why = reach.Perhaps[*reach.VPC](why).In(r.place), why
			a.Appliance, a.IPv6, a.GroupReferences = reach.Missing[bool](why), reach.Missing[bool](why), reach.Missing[bool](why)
		case peerAccepter:
			a.Gateway, a.Peer = anywhere(b, r, r.Get("peer_transit_gateway_id"), transitKind), a.Gateway
		case "aws_ec2_transit_gateway_peering_attachment":
			a.Peer = b.peerGateway(r)
			a.Active = b.peerActive(r, a)
		case "aws_ec2_transit_gateway_connect":
			a.Other = "a Connect attachment"
		case "aws_vpn_connection":
			if c, ok := b.objects[resolve.Symbol{Resource: r.String(), Attribute: "id"}].(*reach.VPNConnection); ok {
				a.VPN = reach.To(c)
			}
			version := r.Get("tunnel_inside_ip_version")
			if text, known := version.Text(); known || version.IsEmpty() || b.unset(r, version.Path()) || version.Value().Kind == planjson.Absent {
				a.IPv6 = reach.Known(text == "ipv6")
			} else {
				a.IPv6 = reach.Missing[bool](r.unknown(version, ""))
			}
		case "aws_dx_gateway_association":
			a.Gateway = ref(b, r, r.Get("associated_gateway_id"), transitKind)
			a.Other = "a Direct Connect gateway"
		case "aws_ec2_transit_gateway_dx_gateway_attachment":
			a.Other = "a Direct Connect gateway"
		case "aws_ec2_transit_gateway_vpn_attachment":
			a.VPN = ref(b, r, r.Get("vpn_connection_id"), connectionKind)
		default:
			b.anyAttachment(r, a)
		}
	}
}

// anyAttachment reads the data source that finds attachments of every type.
func (b *builder) anyAttachment(r resource, a *reach.TransitAttachment) {
	what := r.Get("resource_type")
	text, known := what.Text()
	a.Active = attachmentState(r)
	switch {
	case !known || text == "vpc" || text == "peering":
		why := r.unknown(what, "the data source does not show what the attachment leads to")
		a.VPC = reach.Perhaps[*reach.VPC](why).In(r.place)
		if text == "vpc" {
			a.VPC = ref(b, r, r.Get("resource_id"), vpcKind)
		}
		a.Subnets.Why = why
		a.Appliance, a.IPv6, a.GroupReferences = reach.Missing[bool](why), reach.Missing[bool](why), reach.Missing[bool](why)
	case text == "vpn":
		a.VPN = ref(b, r, r.Get("resource_id"), connectionKind)
	case text == "direct-connect-gateway":
		a.Other = "a Direct Connect gateway"
	default:
		a.Other = "an attachment of type " + text
	}
}

// peerGateway is the transit gateway on the other side of a peering attachment,
// which may be in another region.
func (b *builder) peerGateway(r resource) reach.Ref[*reach.TransitGateway] {
	k := transitKind
	region, _ := r.Get("peer_region").Text()
	k.beyond = func(o reach.Origin) *reach.TransitGateway {
		o.Place = &reach.Place{Region: region}
		return &reach.TransitGateway{Origin: o}
	}
	return anywhere(b, r, r.Get("peer_transit_gateway_id"), k)
}

// attachmentState is what an attachment shows of its state.
func attachmentState(r resource) reach.Fact[bool] {
	state := r.Get("state")
	switch text, _ := state.Text(); text {
	case "available", "modifying":
		return reach.Known(true)
	case "":
		return reach.Missing[bool](r.unknown(state, "whether the attachment is accepted is not shown"))
	}
	return reach.Known(false)
}

// accepters are the resources of a type that accept an attachment, those of which
// that is not certain, and one that this plan deletes: the attachment goes with it.
func (b *builder) accepters(accepter string, a *reach.TransitAttachment) (by []resource, perhaps *reach.Unknown, deleted bool) {
	for _, r := range b.of(accepter) {
		switch named := b.attachmentOf(r); {
		case named.Is(a):
			by = append(by, r)
		case named.May(a):
			perhaps = named.Why
		}
	}
	deleted = slices.ContainsFunc(b.former(accepter), func(was resource) bool {
		return was.change == reach.Delete && b.attachmentOf(was).Is(a)
	})
	return by, perhaps, deleted
}

// sharedActive says whether the attachment of a VPC is accepted: those of the
// gateway's own account are at once, others where the gateway accepts everything, or
// by an accepter (TGW-15).
func (b *builder) sharedActive(r resource, a *reach.TransitAttachment) reach.Fact[bool] {
	by, perhaps, deleted := b.accepters(vpcAccepter, a)
	g, exact := a.Gateway.Exact()
	gw, known := b.gatewayOf(g)
	ours := known && !gw.Data && !r.Data
	automatic := reach.Known(false)
	if known {
		automatic = b.enabled(gw, "auto_accept_shared_attachments", false)
	}
	switch {
	case deleted:
		return reach.Known(false)
	case ours && g.Place.Same(r.place), len(by) > 0, automatic.Why == nil && automatic.Value:
		return reach.Known(true)
	case perhaps != nil:
		return reach.Missing[bool](perhaps)
	case ours && automatic.Why == nil && g.Place.Apart(r.place) && b.made(r):
		return reach.Known(false)
	}
	why := r.unknown(r.Get("transit_gateway_id"), "whether the transit gateway's account has to accept the attachment, and does, is not known")
	if exact && (g.Beyond || g.Change == reach.Read) {
		why = beyondGateway(g, "whether it accepts the attachment is unknown")
	}
	return reach.Missing[bool](why)
}

// peerActive says whether a peering attachment is accepted, which only an accepter
// does (TGW-11).
func (b *builder) peerActive(r resource, a *reach.TransitAttachment) reach.Fact[bool] {
	by, perhaps, deleted := b.accepters(peerAccepter, a)
	switch {
	case deleted:
		return reach.Known(false)
	case len(by) > 0:
		return reach.Known(true)
	case perhaps != nil:
		return reach.Missing[bool](perhaps)
	case b.made(r):
		return reach.Known(false)
	}
	return attachmentState(r)
}

// gatewayOf is the resource of a transit gateway.
func (b *builder) gatewayOf(g *reach.TransitGateway) (resource, bool) {
	for _, r := range b.of("aws_ec2_transit_gateway") {
		if g != nil && r.String() == g.Address {
			return r, true
		}
	}
	return resource{}, false
}

// beyondGateway is why something about a gateway is not known that the plan does not
// manage.
func beyondGateway(g *reach.TransitGateway, reason string) *reach.Unknown {
	return &reach.Unknown{Code: reach.UnknownBeyondPlan, Address: g.Address, Reason: "not in this plan: " + reason}
}

// beyondAttachment is why something about an attachment is not known that another
// state or another account manages.
func beyondAttachment(r resource, reason string) *reach.Unknown {
	return &reach.Unknown{Code: reach.UnknownBeyondPlan, Address: r.String(), Reason: "not in this plan: " + reason}
}
