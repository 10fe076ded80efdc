package aws

import (
	"net/netip"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
)

// gateways makes internet and NAT gateways.
func (b *builder) gateways() {
	for _, r := range b.of("aws_internet_gateway") {
		attribute := "id"
		if r.Data {
			attribute = "internet_gateway_id"
		}
		if b.alias(r, attribute) {
			continue
		}
		g := &reach.InternetGateway{Origin: r.origin()}
		b.net.InternetGateways = append(b.net.InternetGateways, g)
		b.name(r, "id", g)
		b.name(r, "internet_gateway_id", g)
	}
	for _, r := range b.of("aws_nat_gateway") {
		if b.alias(r, "id") {
			continue
		}
		g := &reach.NATGateway{Origin: r.origin()}
		if mode := b.natMode(r); mode == otherNAT || mode == regionalNAT && !b.regionalGateway(r, g) {
			o := &reach.Unmodelled{Origin: r.origin(), Type: "an aws_nat_gateway of which it is not known where it is"}
			b.net.Others = append(b.net.Others, o)
			b.name(r, "id", o)
			continue
		}
		b.net.NATGateways = append(b.net.NATGateways, g)
		b.name(r, "id", g)
	}
}

// attachments connects internet gateways with VPCs (IGW-1).
func (b *builder) attachments() {
	add := func(r resource, gw reach.Ref[*reach.InternetGateway], v reach.Ref[*reach.VPC]) {
		if !v.IsNone() {
			b.net.Attachments = append(b.net.Attachments, &reach.Attachment{Origin: r.origin(), Gateway: gw, VPC: v})
		}
	}
	for _, r := range b.of("aws_internet_gateway") {
		g, ok := object[*reach.InternetGateway](b, r, "id")
		if !ok {
			continue
		}
		elsewhere := attachedElsewhere(b, g, igwKind, "internet_gateway_id", "aws_internet_gateway_attachment")
		if r.Data {
			items, reason := r.Get("attachments").Items()
			if reason != "" {
				add(r, reach.To(g), reach.Perhaps[*reach.VPC](r.unknown(r.Get("attachments"), reason)).In(r.place))
			}
			for _, i := range items {
				switch v := ref(b, r, i.Get("vpc_id"), vpcKind); elsewhere {
				case no:
					add(r, reach.To(g), v)
				case perhaps:
					add(r, reach.To(g), perhapsCopy(r, i.Get("vpc_id"), v))
				}
			}
			continue
		}
		add(r, reach.To(g), b.shownVPC(r, elsewhere))
	}
	for _, r := range b.of("aws_internet_gateway_attachment") {
		add(r, ref(b, r, r.Get("internet_gateway_id"), igwKind), ref(b, r, r.Get("vpc_id"), vpcKind))
	}
}

// shownVPC is the VPC that a gateway is attached to, as the gateway itself shows it.
// Where nobody sets vpc_id, it is unknown on a new gateway and on an old one a copy of
// what the attachment was; an attachment resource says better.
func (b *builder) shownVPC(r resource, elsewhere certainty) reach.Ref[*reach.VPC] {
	vpc := r.Get("vpc_id")
	set, certain := b.resolver.Set(r.Resource, "vpc_id")
	switch v := ref(b, r, vpc, vpcKind); {
	case certain && set || vpc.IsKnown() && elsewhere == no:
		return v
	case !v.IsNone() && (!certain || vpc.IsKnown() && elsewhere == perhaps):
		return perhapsCopy(r, vpc, v)
	}
	return reach.Ref[*reach.VPC]{}
}

// perhapsCopy is what a gateway shows of the VPC that it is attached to, where that
// may be a copy of an attachment that is no more.
func perhapsCopy(r resource, a resolve.Attr, v reach.Ref[*reach.VPC]) reach.Ref[*reach.VPC] {
	return reach.Perhaps(r.unknown(a, "an attachment of the gateway changes, and whether this is a copy of it is not known"), v.To...).In(r.place)
}

// certainty is how certain something is.
type certainty int

const (
	no certainty = iota
	perhaps
	yes
)

// attachedElsewhere says whether an attachment resource, kept or deleted, is about
// the gateway that one of its attributes names.
func attachedElsewhere[T comparable](b *builder, g T, k kind[T], attribute, attachment string) certainty {
	out := no
	for _, r := range append(b.former(attachment), b.of(attachment)...) {
		switch named := ref(b, r, r.Get(attribute), k); {
		case named.Is(g):
			return yes
		case named.May(g):
			out = perhaps
		}
	}
	return out
}

func (b *builder) natParts() {
	for _, r := range b.of("aws_nat_gateway") {
		g, ok := object[*reach.NATGateway](b, r, "id")
		if !ok {
			continue
		}
		if t, regional := g.Table.Exact(); regional {
			b.regionalParts(r, g, t)
			continue
		}
		g.Subnet = ref(b, r, r.Get("subnet_id"), subnetKind)
		if g.Address, _ = r.addr(r.Get("private_ip")); b.hasMoreAddresses(r) {
			g.Address = netip.Addr{} // it sends from any of them
		}
		kind := r.Get("connectivity_type")
		eip := r.Get("allocation_id")
		switch text, known := kind.Text(); {
		case !(known && text == "private") && eip.IsEmpty() && !r.Data:
			g.Private = reach.Missing[bool](r.unknown(eip, "a public NAT gateway has an Elastic IP, and none is given (NAT-11)"))
		case kind.IsEmpty() || kind.Value().Kind == planjson.Absent || known && text == "public":
			g.Private = reach.Known(false)
		case known && text == "private":
			g.Private = reach.Known(true)
		default:
			g.Private = reach.Missing[bool](r.unknown(kind, ""))
		}
	}
}

// hasMoreAddresses reports whether a NAT gateway has private addresses beside the first
// one, or may have (NAT-11).
func (b *builder) hasMoreAddresses(r resource) bool {
	for _, name := range []string{"secondary_private_ip_addresses", "secondary_private_ip_address_count", "secondary_allocation_ids"} {
		a := r.Get(name)
		n, counted := a.Value().Int()
		if counted && n > 0 || len(a.Value().Items) > 0 || b.mayBeSet(r, a) {
			return true
		}
	}
	return false
}
