package reachtest

import (
	"strings"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// assumeKind is what somebody says of what lies beyond the plan. It is named by
// what packets are handed to: the address of an object, or the id of what is
// outside.
var assumeKind = kind{
	forms:   []string{"assume NAME delivers"},
	address: "assume",
	declare: func(*builder, *statement) {},
	link: func(b *builder, s *statement) {
		a := &reach.Assumed{At: s.name}
		var parts []string
		for first := true; first || s.words.accept(","); first = false {
			t := s.words.traffic()
			s.words.expect("to")
			to := s.words.prefix()
			a.Delivers = a.Delivers.Union(packet.Box{
				Protocols: t.Protocols, Src: packet.AnyAddr(), SrcPorts: packet.AnyPort(),
				Dst: packet.Prefix(to), DstPorts: t.Ports,
			}.Set())
			parts = append(parts, trafficText(t)+" to "+to.String())
		}
		a.Why = strings.Join(parts, ", ")
		s.words.end()
		b.network.Assumed = append(b.network.Assumed, a)
	},
	print: func(p *printer) {
		for _, a := range p.network.Assumed {
			p.begin("assume", a.At, "delivers", a.Why)
			p.end()
		}
	},
}
