package reachtest

import (
	"strconv"

	"github.com/tfreach/tfreach/reach"
)

// publicAccessKind is what the account blocks at internet gateways.
var publicAccessKind = kind{
	forms:   []string{"block public access"},
	address: "public_access",
	declare: func(*builder, *statement) {},
	link: func(b *builder, s *statement) {
		a := &reach.PublicAccess{Origin: s.origin()}
		if s.words.accept(unknownWord) {
			a.Mode.Why = unknown(s.address(), "internet_gateway_block_mode")
		} else {
			word := s.words.next("a mode")
			mode, ok := publicAccessModes[word]
			if !ok {
				s.words.reject(strconv.Quote(word), "off, ingress or bidirectional")
			}
			a.Mode = reach.Known(mode)
		}
		s.words.end()
		b.network.PublicAccess = append(b.network.PublicAccess, a)
	},
	print: func(p *printer) {
		for _, a := range p.network.PublicAccess {
			text := unknownWord
			for word, mode := range publicAccessModes {
				if a.Mode.Why == nil && mode == a.Mode.Value {
					text = word
				}
			}
			p.begin("block", "public", "access", text)
			p.end()
		}
	},
}

var publicAccessModes = map[string]reach.PublicAccessMode{
	"off": reach.BlockNothing, "ingress": reach.BlockIngress, "bidirectional": reach.BlockBidirectional,
}

// exclusionKind takes a VPC or a subnet out of what is blocked.
var exclusionKind = kind{
	forms:   []string{"exclusion NAME of", "exclusion NAME of subnet"},
	address: "exclusion",
	declare: func(*builder, *statement) {},
	link: func(b *builder, s *statement) {
		e := &reach.PublicAccessExclusion{Origin: s.origin(), Bidirectional: reach.Known(true)}
		if s.form == "exclusion NAME of" {
			e.VPC = ref[*reach.VPC](b, s.words, unknown(s.address(), "vpc_id"), "vpc")
		} else {
			e.Subnet = ref[*reach.Subnet](b, s.words, unknown(s.address(), "subnet_id"), "subnet")
		}
		s.words.options("egress-only", func(word string) bool {
			e.Bidirectional = not(s.flag("internet_gateway_exclusion_mode"))
			return word == "egress-only"
		})
		b.network.PublicAccessExclusions = append(b.network.PublicAccessExclusions, e)
	},
	print: func(p *printer) {
		for _, e := range p.network.PublicAccessExclusions {
			p.begin("exclusion", name(e), "of")
			if e.Subnet.IsNone() {
				p.add(refText(e.VPC))
			} else {
				p.add("subnet", refText(e.Subnet))
			}
			p.flag("egress-only", not(e.Bidirectional))
			p.end()
		}
	},
}
