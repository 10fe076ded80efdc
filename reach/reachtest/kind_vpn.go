package reachtest

import (
	"github.com/tfreach/tfreach/reach"
)

var vgwKind = kind{
	forms:   []string{"vgw NAME"},
	address: "vgw",
	declare: func(b *builder, s *statement) {
		g := &reach.VPNGateway{Origin: s.origin()}
		b.network.VPNGateways = append(b.network.VPNGateways, g)
		b.declare(s, g)
	},
	link: func(b *builder, s *statement) {
		if s.words.done() {
			return
		}
		b.network.VPNGatewayAttachments = append(b.network.VPNGatewayAttachments, &reach.VPNGatewayAttachment{
			Origin:  created(s.address(), "vpc_id"),
			Gateway: reach.To(b.objects[s.address()].(*reach.VPNGateway)),
			VPC:     b.of(s),
		})
		s.words.end()
	},
	print: func(p *printer) {
		for _, g := range p.network.VPNGateways {
			p.begin("vgw", name(g))
			for _, a := range p.network.VPNGatewayAttachments {
				if a.Gateway.Is(g) {
					p.add("of", refText(a.VPC))
				}
			}
			p.end()
		}
	},
}

// vpnKind is a VPN connection. BGP brings it routes unless it is static.
var vpnKind = kind{
	forms:   []string{"vpn NAME"},
	address: "vpn",
	declare: func(b *builder, s *statement) {
		c := &reach.VPNConnection{Origin: s.origin(), StaticOnly: reach.Known(false)}
		b.network.VPNConnections = append(b.network.VPNConnections, c)
		b.declare(s, c)
	},
	link: linkVPN,
	print: func(p *printer) {
		for _, c := range p.network.VPNConnections {
			p.begin("vpn", name(c), "of", p.targetText(c.Gateway))
			for _, r := range p.network.VPNRoutes {
				if r.Connection.Is(c) {
					p.add("to", prefixText(r.Destination))
				}
			}
			p.flag("static", c.StaticOnly)
			p.end()
		}
	},
}

func linkVPN(b *builder, s *statement) {
	c := b.objects[s.address()].(*reach.VPNConnection)
	s.words.expect("of")
	c.Gateway = ref[reach.Object](b, s.words, unknown(s.address(), "vpn_gateway_id"), "vgw", "tgw")
	for s.words.accept("to") {
		attribute := s.words.peek()
		r := &reach.VPNRoute{Origin: created(s.address(), attribute), Connection: reach.To(c)}
		if s.words.accept(unknownWord) {
			r.Destination.Why = unknown(s.address(), attribute+".destination_cidr_block")
		} else {
			r.Destination = reach.Known(s.words.prefix())
		}
		b.network.VPNRoutes = append(b.network.VPNRoutes, r)
	}
	s.words.options("static", func(word string) bool {
		c.StaticOnly = s.flag("static_routes_only")
		return word == "static"
	})
}

// propagationKind puts what a virtual private gateway knows into a table.
var propagationKind = kind{
	forms:   []string{"propagation NAME of"},
	address: "propagation",
	declare: func(*builder, *statement) {},
	link: func(b *builder, s *statement) {
		g := &reach.Propagation{Origin: s.origin()}
		g.Gateway = ref[*reach.VPNGateway](b, s.words, unknown(s.address(), "vpn_gateway_id"), "vgw")
		s.words.expect("in")
		g.Table = ref[*reach.RouteTable](b, s.words, unknown(s.address(), "route_table_id"), "table")
		s.words.end()
		b.network.Propagations = append(b.network.Propagations, g)
	},
	print: func(p *printer) {
		for _, g := range p.network.Propagations {
			p.begin("propagation", name(g), "of", refText(g.Gateway), "in", refText(g.Table))
			p.end()
		}
	},
}
