package reachtest

import (
	"strings"

	"github.com/tfreach/tfreach/reach"
)

var tgwKind = kind{
	forms:   []string{"tgw NAME"},
	address: "tgw",
	declare: func(b *builder, s *statement) {
		g := &reach.TransitGateway{Origin: s.origin(), GroupReferences: reach.Known(false)}
		b.network.TransitGateways = append(b.network.TransitGateways, g)
		b.declare(s, g)
	},
	link: func(b *builder, s *statement) {
		g := b.objects[s.address()].(*reach.TransitGateway)
		s.words.options("group-references", func(word string) bool {
			g.GroupReferences = s.flag("security_group_referencing_support")
			return word == "group-references"
		})
	},
	print: func(p *printer) {
		for _, g := range p.network.TransitGateways {
			p.begin("tgw", name(g))
			p.flag("group-references", g.GroupReferences)
			p.end()
		}
	},
}

var transitTableKind = kind{
	forms:   []string{"transit table NAME"},
	address: "transit_table",
	rules:   true,
	declare: func(b *builder, s *statement) {
		t := &reach.TransitTable{Origin: s.origin()}
		b.network.TransitTables = append(b.network.TransitTables, t)
		b.declare(s, t)
	},
	link: func(b *builder, s *statement) {
		t := b.objects[s.address()].(*reach.TransitTable)
		s.words.expect("of")
		t.Gateway = ref[*reach.TransitGateway](b, s.words, unknown(s.address(), "transit_gateway_id"), "tgw")
		b.linkRules(s, func(w *words) { b.linkTransitRoute(s, t, w) })
	},
	print: func(p *printer) {
		for _, t := range p.network.TransitTables {
			p.begin("transit", "table", name(t), "of", refText(t.Gateway))
			p.end()
			p.transitRoutes(t)
		}
	},
}

func (b *builder) linkTransitRoute(s *statement, t *reach.TransitTable, w *words) {
	r := &reach.TransitRoute{Origin: created(s.address(), w.routeAttribute()), Table: reach.To(t)}
	r.Destination, r.List = b.destination(w, s.address(), r.Attribute)
	w.expect(">")
	if !w.accept(goneWord) {
		r.Attachment = ref[*reach.TransitAttachment](b, w, unknown(s.address(), r.Attribute+".attachment"), "attachment")
	}
	b.network.TransitRoutes = append(b.network.TransitRoutes, r)
}

func (p *printer) transitRoutes(t *reach.TransitTable) {
	for _, r := range p.network.TransitRoutes {
		if !r.Table.Is(t) {
			continue
		}
		to := goneWord
		if !r.Attachment.IsNone() {
			to = refText(r.Attachment)
		}
		p.rule(destinationText(r.Destination, r.List) + " > " + to)
	}
}

// The forms of attachments.
const (
	vpcAttachment     = "attachment NAME of"
	peeringAttachment = "peering attachment NAME of"
	vpnAttachment     = "vpn attachment NAME of"
	otherAttachment   = "other attachment NAME of"
)

var attachmentKind = kind{
	forms:   []string{vpcAttachment, peeringAttachment, vpnAttachment, otherAttachment},
	address: "attachment",
	declare: func(b *builder, s *statement) {
		a := &reach.TransitAttachment{
			Origin: s.origin(), Active: reach.Known(true), Appliance: reach.Known(false),
			IPv6: reach.Known(s.form != vpcAttachment), GroupReferences: reach.Known(false),
		}
		b.network.TransitAttachments = append(b.network.TransitAttachments, a)
		b.declare(s, a)
	},
	link:  linkAttachment,
	print: printAttachments,
}

const attachmentOptions = "table, propagates, pending, appliance, six or group-references"

func linkAttachment(b *builder, s *statement) {
	a := b.objects[s.address()].(*reach.TransitAttachment)
	a.Gateway = ref[*reach.TransitGateway](b, s.words, unknown(s.address(), "transit_gateway_id"), "tgw")
	switch s.form {
	case vpcAttachment:
		s.words.expect("to")
		a.VPC = ref[*reach.VPC](b, s.words, unknown(s.address(), "vpc_id"), "vpc")
		s.words.expect("in")
		a.Subnets = refs[*reach.Subnet](b, s.words, unknown(s.address(), "subnet_ids"), "subnet")
	case peeringAttachment:
		s.words.expect("with")
		a.Peer = ref[*reach.TransitGateway](b, s.words, unknown(s.address(), "peer_transit_gateway_id"), "tgw")
	case vpnAttachment:
		s.words.expect("to")
		a.VPN = ref[*reach.VPNConnection](b, s.words, unknown(s.address(), "vpn_connection_id"), "vpn")
	case otherAttachment:
		s.words.expect("to")
		a.Other = s.words.phrase()
	}
	s.words.options(attachmentOptions, func(word string) bool {
		switch word {
		case "table":
			for _, t := range refs[*reach.TransitTable](b, s.words, unknown(s.address(), "association"), "transit_table").Items {
				b.network.TransitAssociations = append(b.network.TransitAssociations, &reach.TransitAssociation{
					Origin: created(s.address(), "table"), Attachment: reach.To(a), Table: t,
				})
			}
		case "propagates":
			for _, t := range refs[*reach.TransitTable](b, s.words, unknown(s.address(), "propagation"), "transit_table").Items {
				b.network.TransitPropagations = append(b.network.TransitPropagations, &reach.TransitPropagation{
					Origin: created(s.address(), "propagates"), Attachment: reach.To(a), Table: t,
				})
			}
		case "pending":
			a.Active = not(s.flag("state"))
		case "appliance":
			a.Appliance = s.flag("appliance_mode_support")
		case "six":
			a.IPv6 = s.flag("ipv6_support")
		case "group-references":
			a.GroupReferences = s.flag("security_group_referencing_support")
		default:
			return false
		}
		return true
	})
}

func printAttachments(p *printer) {
	for _, a := range p.network.TransitAttachments {
		switch {
		case !a.Peer.IsNone():
			p.begin("peering", "attachment", name(a), "of", refText(a.Gateway), "with", refText(a.Peer))
		case !a.VPN.IsNone():
			p.begin("vpn", "attachment", name(a), "of", refText(a.Gateway), "to", refText(a.VPN))
		case a.Other != "":
			p.begin("other", "attachment", name(a), "of", refText(a.Gateway), "to", a.Other)
		default:
			p.begin("attachment", name(a), "of", refText(a.Gateway), "to", refText(a.VPC), "in", refsText(a.Subnets))
		}
		var tables, propagates []string
		for _, t := range p.network.TransitAssociations {
			if t.Attachment.Is(a) && t.Attribute != "" {
				tables = append(tables, refText(t.Table))
			}
		}
		for _, t := range p.network.TransitPropagations {
			if t.Attachment.Is(a) && t.Attribute != "" {
				propagates = append(propagates, refText(t.Table))
			}
		}
		if tables != nil {
			p.option("table", strings.Join(tables, "+"))
		}
		if propagates != nil {
			p.option("propagates", strings.Join(propagates, "+"))
		}
		p.flag("pending", not(a.Active))
		p.flag("appliance", a.Appliance)
		if a.IPv6.Why != nil || !a.VPC.IsNone() {
			p.flag("six", a.IPv6)
		}
		p.flag("group-references", a.GroupReferences)
		p.end()
	}
}

// transitAssociationKind and transitPropagationKind are resources of their own,
// so that their attachment may be open.
var transitAssociationKind = kind{
	forms:   []string{"transit association NAME of"},
	address: "transit_association",
	declare: func(*builder, *statement) {},
	link: func(b *builder, s *statement) {
		a := &reach.TransitAssociation{Origin: s.origin()}
		a.Attachment, a.Table = b.linkTransitPair(s, "with")
		b.network.TransitAssociations = append(b.network.TransitAssociations, a)
	},
	print: func(p *printer) {
		for _, a := range p.network.TransitAssociations {
			if a.Attribute == "" {
				p.begin("transit", "association", name(a), "of", refText(a.Attachment), "with", refText(a.Table))
				p.end()
			}
		}
	},
}

var transitPropagationKind = kind{
	forms:   []string{"transit propagation NAME of"},
	address: "transit_propagation",
	declare: func(*builder, *statement) {},
	link: func(b *builder, s *statement) {
		a := &reach.TransitPropagation{Origin: s.origin()}
		a.Attachment, a.Table = b.linkTransitPair(s, "to")
		b.network.TransitPropagations = append(b.network.TransitPropagations, a)
	},
	print: func(p *printer) {
		for _, a := range p.network.TransitPropagations {
			if a.Attribute == "" {
				p.begin("transit", "propagation", name(a), "of", refText(a.Attachment), "to", refText(a.Table))
				p.end()
			}
		}
	},
}

func (b *builder) linkTransitPair(s *statement, joined string) (reach.Ref[*reach.TransitAttachment], reach.Ref[*reach.TransitTable]) {
	a := ref[*reach.TransitAttachment](b, s.words, unknown(s.address(), "transit_gateway_attachment_id"), "attachment")
	s.words.expect(joined)
	t := ref[*reach.TransitTable](b, s.words, unknown(s.address(), "transit_gateway_route_table_id"), "transit_table")
	s.words.end()
	return a, t
}
