package reachtest

import (
	"strings"

	"github.com/tfreach/tfreach/reach"
)

var tableKind = kind{
	forms:   []string{"table NAME"},
	address: "table",
	rules:   true,
	declare: func(b *builder, s *statement) {
		t := &reach.RouteTable{Origin: s.origin()}
		b.network.RouteTables = append(b.network.RouteTables, t)
		b.declare(s, t)
	},
	link: func(b *builder, s *statement) {
		t := b.objects[s.address()].(*reach.RouteTable)
		t.VPC = b.of(s)
		b.linkRoutes(s, t)
	},
	print: func(p *printer) {
		for _, t := range p.network.RouteTables {
			if !ownedByVPC(p.network, t) {
				p.begin("table", name(t), "of", refText(t.VPC))
				p.end()
				p.routes(t)
			}
		}
	},
}

// mainKind is the main table that AWS made, adopted by a resource: it takes the
// place of the VPC in the table's origin.
var mainKind = kind{
	forms:   []string{"main of NAME"},
	address: mainAddress,
	rules:   true,
	declare: adopt[*reach.RouteTable],
	link: func(b *builder, s *statement) {
		b.linkRoutes(s, b.objects[s.address()].(*reach.RouteTable))
	},
	print: func(p *printer) {
		for _, t := range p.network.RouteTables {
			if ownedByVPC(p.network, t) && t.Attribute != ownTable {
				p.begin("main", "of", refText(t.VPC))
				p.end()
				p.routes(t)
			}
		}
	},
}

// mainAssociationKind makes another table the main one of a VPC.
var mainAssociationKind = kind{
	forms:   []string{"main of NAME is"},
	address: "main_association",
	declare: func(*builder, *statement) {},
	link: func(b *builder, s *statement) {
		b.network.MainTables = append(b.network.MainTables, &reach.MainTable{
			Origin: s.origin(),
			VPC:    refOf[*reach.VPC](b, s.words, s.name, unknown(s.address(), "vpc_id"), "vpc"),
			Table:  ref[*reach.RouteTable](b, s.words, unknown(s.address(), "route_table_id"), "table"),
		})
		s.words.end()
	},
	print: func(p *printer) {
		for _, m := range p.network.MainTables {
			p.begin("main", "of", refText(m.VPC), "is", refText(m.Table))
			p.end()
		}
	},
}

func ownedByVPC(n *reach.Network, t *reach.RouteTable) bool {
	for _, v := range n.VPCs {
		if v.Main.Is(t) {
			return true
		}
	}
	return false
}

// The words of route targets that are no objects of the text.
const (
	goneWord   = "blackhole"
	beyondWord = "beyond"
	localWord  = "local"
)

func (b *builder) linkRoutes(s *statement, t *reach.RouteTable) {
	b.linkRules(s, func(w *words) {
		deleted := w.accept("deleted")
		r := &reach.Route{Origin: created(s.address(), w.routeAttribute()), Table: reach.To(t)}
		r.Destination, r.List = b.destination(w, s.address(), r.Attribute)
		w.expect(">")
		r.Target = b.target(w, unknown(s.address(), r.Attribute+".target"))
		if deleted {
			r.Change = reach.Delete
			b.network.DeletedRoutes = append(b.network.DeletedRoutes, r)
		} else {
			b.network.Routes = append(b.network.Routes, r)
		}
	})
}

// routeAttribute is what a route is called inside its table.
func (w *words) routeAttribute() string {
	if w.peek() == listWord && len(w.rest) > 1 {
		return listWord + " " + w.rest[1]
	}
	return w.peek()
}

// targetKinds are the kinds of objects that routes lead to.
var targetKinds = []string{"igw", "nat", "host", "lambda", "eigw", "peering", "tgw", "vgw", "uplink", "endpoint", "gateway_endpoint"}

// target reads where a route leads.
func (b *builder) target(w *words, why *reach.Unknown) reach.Ref[reach.Object] {
	switch {
	case w.accept(goneWord):
		return reach.To[reach.Object](&reach.Gone{Origin: reach.Origin{Address: goneWord, Change: reach.Delete}})
	case w.accept(localWord):
		return reach.To(reach.Local)
	case w.accept(beyondWord):
		return reach.To[reach.Object](b.beyond(w.next("an id")))
	}
	return ref[reach.Object](b, w, why, targetKinds...)
}

// beyond is the object of an id; the same id is the same object.
func (b *builder) beyond(id string) *reach.Beyond {
	key := beyondWord + " " + id
	if o, ok := b.objects[key].(*reach.Beyond); ok {
		return o
	}
	o := &reach.Beyond{Origin: reach.Origin{Address: id, Beyond: true}}
	b.objects[key] = o
	return o
}

func (p *printer) routes(t *reach.RouteTable) {
	for _, list := range []struct {
		routes []*reach.Route
		first  []string
	}{{p.network.Routes, nil}, {p.network.DeletedRoutes, []string{"deleted"}}} {
		for _, r := range list.routes {
			if !r.Table.Is(t) || r.Attribute == "" {
				continue
			}
			p.rule(strings.Join(append(list.first, destinationText(r.Destination, r.List), ">", p.targetText(r.Target)), " "))
		}
	}
}

// targetText is the target of a route, with the kinds where a name alone would
// not tell.
func (p *printer) targetText(r reach.Ref[reach.Object]) string {
	o, _ := r.Exact()
	switch o := o.(type) {
	case *reach.Gone:
		return goneWord
	case *reach.Beyond:
		return beyondWord + " " + o.Address
	}
	if o == reach.Local {
		return localWord
	}
	var parts []string
	for _, o := range r.To {
		if p.targetsNamed(name(o)) > 1 {
			parts = append(parts, o.At().Address)
		} else {
			parts = append(parts, name(o))
		}
	}
	if r.Open {
		parts = append(parts, unknownWord)
	}
	return strings.Join(parts, "|")
}

// targetsNamed is how many objects of the name a route could lead to.
func (p *printer) targetsNamed(want string) int {
	return named(want, p.network.InternetGateways) + named(want, p.network.NATGateways) + named(want, p.network.Interfaces) +
		named(want, p.network.EgressOnlyGateways) + named(want, p.network.Peerings) + named(want, p.network.TransitGateways) +
		named(want, p.network.VPNGateways) + named(want, p.network.Uplinks) + named(want, p.network.FirewallEndpoints) +
		named(want, p.network.GatewayEndpoints)
}

func named[T reach.Object](want string, among []T) int {
	n := 0
	for _, o := range among {
		if name(o) == want {
			n++
		}
	}
	return n
}
