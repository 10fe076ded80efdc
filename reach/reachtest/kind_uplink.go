package reachtest

import (
	"strings"

	"github.com/tfreach/tfreach/reach"
)

var eigwKind = kind{
	forms:   []string{"eigw NAME"},
	address: "eigw",
	declare: func(b *builder, s *statement) {
		g := &reach.EgressOnlyGateway{Origin: s.origin()}
		b.network.EgressOnlyGateways = append(b.network.EgressOnlyGateways, g)
		b.declare(s, g)
	},
	link: func(b *builder, s *statement) {
		b.objects[s.address()].(*reach.EgressOnlyGateway).VPC = b.of(s)
		s.words.end()
	},
	print: func(p *printer) {
		for _, g := range p.network.EgressOnlyGateways {
			p.begin("eigw", name(g), "of", refText(g.VPC))
			p.end()
		}
	},
}

var peeringKind = kind{
	forms:   []string{"peering NAME"},
	address: "peering",
	declare: func(b *builder, s *statement) {
		g := &reach.Peering{Origin: s.origin(), Active: reach.Known(true), SameRegion: reach.Known(true)}
		b.network.Peerings = append(b.network.Peerings, g)
		b.declare(s, g)
	},
	link: func(b *builder, s *statement) {
		g := b.objects[s.address()].(*reach.Peering)
		g.Requester = b.of(s)
		s.words.expect("with")
		g.Accepter = ref[*reach.VPC](b, s.words, unknown(s.address(), "peer_vpc_id"), "vpc")
		s.words.options("pending or other-region", func(word string) bool {
			switch word {
			case "pending":
				g.Active = not(s.flag("accept_status"))
			case "other-region":
				g.SameRegion = not(s.flag("peer_region"))
			default:
				return false
			}
			return true
		})
	},
	print: func(p *printer) {
		for _, g := range p.network.Peerings {
			p.begin("peering", name(g), "of", refText(g.Requester), "with", refText(g.Accepter))
			p.flag("pending", not(g.Active))
			p.flag("other-region", not(g.SameRegion))
			p.end()
		}
	},
}

// not is the opposite of a fact: "pending" says that something is not active.
func not(f reach.Fact[bool]) reach.Fact[bool] {
	f.Value = !f.Value && f.Why == nil
	return f
}

// uplinkKind is a gateway of the plan that leads where no plan shows.
var uplinkKind = kind{
	forms:   []string{"uplink NAME is"},
	address: "uplink",
	declare: func(b *builder, s *statement) {
		u := &reach.Uplink{Origin: s.origin()}
		b.network.Uplinks = append(b.network.Uplinks, u)
		b.declare(s, u)
	},
	link: func(b *builder, s *statement) {
		b.objects[s.address()].(*reach.Uplink).What = s.words.phrase()
	},
	print: func(p *printer) {
		for _, u := range p.network.Uplinks {
			p.begin("uplink", name(u), "is", u.What)
			p.end()
		}
	},
}

// phrase is the words up to the next comma or the end.
func (w *words) phrase() string {
	out := []string{w.next("words")}
	for !w.done() && w.peek() != "," {
		out = append(out, w.next("words"))
	}
	return strings.Join(out, " ")
}
