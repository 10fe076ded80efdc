package reachtest

import "github.com/tfreach/tfreach/reach"

// routeKind is a route that is a resource of its own, so that its table may be
// open.
var routeKind = kind{
	forms:   []string{"route NAME in"},
	address: "route",
	declare: func(*builder, *statement) {},
	link: func(b *builder, s *statement) {
		r := &reach.Route{Origin: s.origin()}
		r.Table = ref[*reach.RouteTable](b, s.words, unknown(s.address(), "route_table_id"), "table")
		r.Destination, r.List = b.destination(s.words, s.address(), "route")
		s.words.expect(">")
		r.Target = b.target(s.words, unknown(s.address(), "target"))
		s.words.end()
		b.network.Routes = append(b.network.Routes, r)
	},
	print: func(p *printer) {
		for _, r := range p.network.Routes {
			if r.Attribute == "" {
				p.begin("route", name(r), "in", refText(r.Table), destinationText(r.Destination, r.List), ">", p.targetText(r.Target))
				p.end()
			}
		}
	},
}

// associationKind is an association of its own, so that its subnet may be open.
var associationKind = kind{
	forms:   []string{"association NAME of"},
	address: "association",
	declare: func(*builder, *statement) {},
	link: func(b *builder, s *statement) {
		a := &reach.TableAssociation{Origin: s.origin()}
		a.Subnet = ref[*reach.Subnet](b, s.words, unknown(s.address(), "subnet_id"), "subnet")
		s.words.expect("with")
		a.Table = ref[*reach.RouteTable](b, s.words, unknown(s.address(), "route_table_id"), "table")
		s.words.end()
		b.network.TableAssociations = append(b.network.TableAssociations, a)
	},
	print: func(p *printer) {
		for _, a := range p.network.TableAssociations {
			if a.Attribute == "" && a.Gateway.IsNone() {
				p.begin("association", name(a), "of", refText(a.Subnet), "with", refText(a.Table))
				p.end()
			}
		}
	},
}

// edgeKind puts what comes in through a gateway under a table.
var edgeKind = kind{
	forms:   []string{"edge of NAME is"},
	address: "edge_association",
	declare: func(*builder, *statement) {},
	link: func(b *builder, s *statement) {
		b.network.TableAssociations = append(b.network.TableAssociations, &reach.TableAssociation{
			Origin:  s.origin(),
			Gateway: refOf[reach.Object](b, s.words, s.name, unknown(s.address(), "gateway_id"), "igw", "vgw"),
			Table:   ref[*reach.RouteTable](b, s.words, unknown(s.address(), "route_table_id"), "table"),
		})
		s.words.end()
	},
	print: func(p *printer) {
		for _, a := range p.network.TableAssociations {
			if !a.Gateway.IsNone() {
				p.begin("edge", "of", name(a), "is", refText(a.Table))
				p.end()
			}
		}
	},
}
