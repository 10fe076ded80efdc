package reachtest

import (
	"strconv"
	"strings"

	"github.com/tfreach/tfreach/reach"
)

var igwKind = kind{
	forms:   []string{"igw NAME"},
	address: "igw",
	declare: func(b *builder, s *statement) {
		g := &reach.InternetGateway{Origin: s.origin()}
		b.network.InternetGateways = append(b.network.InternetGateways, g)
		b.declare(s, g)
	},
	link:  linkIGW,
	print: printIGWs,
}

func linkIGW(b *builder, s *statement) {
	if s.words.done() {
		return
	}
	g := b.objects[s.address()].(*reach.InternetGateway)
	b.network.Attachments = append(b.network.Attachments, &reach.Attachment{
		Origin:  created(s.address(), "vpc_id"),
		Gateway: reach.To(g),
		VPC:     b.of(s),
	})
	s.words.end()
}

func printIGWs(p *printer) {
	for _, g := range p.network.InternetGateways {
		p.begin("igw", name(g))
		for _, a := range p.network.Attachments {
			if a.Gateway.Is(g) {
				p.add("of", refText(a.VPC))
			}
		}
		p.end()
	}
}

const regionalNAT = "regional nat NAME"

var natKind = kind{
	forms:   []string{"nat NAME", "private nat NAME", regionalNAT},
	address: "nat",
	declare: func(b *builder, s *statement) {
		g := &reach.NATGateway{Origin: s.origin(), Private: reach.Known(s.form == "private nat NAME")}
		b.network.NATGateways = append(b.network.NATGateways, g)
		b.declare(s, g)
	},
	link:  linkNAT,
	print: printNATs,
}

func linkNAT(b *builder, s *statement) {
	g := b.objects[s.address()].(*reach.NATGateway)
	if s.form == regionalNAT {
		b.linkRegionalNAT(s, g)
		return
	}
	g.Address, _ = s.words.address()
	if g.Address.Is6() {
		s.words.reject(strconv.Quote(g.Address.String()), "an IPv4 address")
	}
	s.words.expect("in")
	g.Subnet = ref[*reach.Subnet](b, s.words, unknown(s.address(), "subnet_id"), "subnet")
	s.words.options("private ?", func(word string) bool {
		g.Private = reach.Missing[bool](unknown(s.address(), "connectivity_type"))
		return word == "private" && s.words.accept(unknownWord)
	})
}

// linkRegionalNAT reads a gateway that is in a VPC and has a table of its own.
func (b *builder) linkRegionalNAT(s *statement, g *reach.NATGateway) {
	g.VPC = b.of(s)
	s.words.expect("with")
	g.Table = ref[*reach.RouteTable](b, s.words, unknown(s.address(), "route_table_id"), "table")
	s.words.options("zones", func(word string) bool {
		g.Zones = strings.Split(s.words.next("zones"), "+")
		return word == "zones"
	})
}

func printNATs(p *printer) {
	for _, g := range p.network.NATGateways {
		if !g.VPC.IsNone() {
			p.begin("regional", "nat", name(g), "of", refText(g.VPC), "with", refText(g.Table))
			if len(g.Zones) > 0 {
				p.option("zones", strings.Join(g.Zones, "+"))
			}
			p.end()
			continue
		}
		if g.Private.Value {
			p.begin("private", "nat", name(g))
		} else {
			p.begin("nat", name(g))
		}
		if g.Address.IsValid() {
			p.add(g.Address.String())
		}
		p.add("in", refText(g.Subnet))
		if g.Private.Why != nil {
			p.option("private", unknownWord)
		}
		p.end()
	}
}
