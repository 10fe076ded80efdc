package reachtest

import (
	"net/netip"

	"github.com/tfreach/tfreach/reach"
)

// listKind is a prefix list: a customer's with its blocks, or AWS's own of a
// service, of whose blocks nothing is known.
var listKind = kind{
	forms:   []string{"list NAME", "service list NAME"},
	address: "list",
	declare: func(b *builder, s *statement) {
		l := &reach.PrefixList{Origin: s.origin()}
		b.network.PrefixLists = append(b.network.PrefixLists, l)
		b.declare(s, l)
	},
	link:  linkList,
	print: printLists,
}

func linkList(b *builder, s *statement) {
	l := b.objects[s.address()].(*reach.PrefixList)
	if s.form == "service list NAME" {
		l.Service = s.words.next("the name of a service")
		s.words.options("six", func(word string) bool {
			l.Six = true
			return word == "six"
		})
		return
	}
	for !s.words.done() {
		block := s.words.peek()
		if s.words.accept(moreWord) {
			l.Why = unknown(s.address(), "entry")
			continue
		}
		e := &reach.PrefixListEntry{Origin: created(s.address(), block), List: reach.To(l)}
		if s.words.accept(unknownWord) {
			e.Prefix.Why = unknown(s.address(), block+".cidr")
		} else {
			e.Prefix = reach.Known(s.words.prefix())
			l.Six = e.Prefix.Value.Addr().Is6()
		}
		b.network.PrefixListEntries = append(b.network.PrefixListEntries, e)
	}
}

func printLists(p *printer) {
	for _, l := range p.network.PrefixLists {
		if l.Service != "" {
			p.begin("service", "list", name(l), l.Service)
			p.flag("six", reach.Known(l.Six))
			p.end()
			continue
		}
		p.begin("list", name(l))
		for _, e := range p.network.PrefixListEntries {
			if e.List.Is(l) {
				p.add(prefixText(e.Prefix))
			}
		}
		if l.Why != nil {
			p.add(moreWord)
		}
		p.end()
	}
}

// prefixText is a block that may be unknown.
func prefixText(f reach.Fact[netip.Prefix]) string {
	if f.Why != nil {
		return unknownWord
	}
	return f.Value.String()
}

// listWord stands before the name of a prefix list where a block could be.
const listWord = "list"

// destination reads where a route leads to: a block, "?", or "list l".
func (b *builder) destination(w *words, address, attribute string) (reach.Fact[netip.Prefix], reach.Ref[*reach.PrefixList]) {
	switch {
	case w.accept(listWord):
		return reach.Fact[netip.Prefix]{}, ref[*reach.PrefixList](b, w, unknown(address, attribute+".prefix_list_id"), "list")
	case w.accept(unknownWord):
		return reach.Missing[netip.Prefix](unknown(address, attribute+".destination")), reach.Ref[*reach.PrefixList]{}
	}
	return reach.Known(w.prefix()), reach.Ref[*reach.PrefixList]{}
}

func destinationText(f reach.Fact[netip.Prefix], l reach.Ref[*reach.PrefixList]) string {
	if !l.IsNone() {
		return listWord + " " + refText(l)
	}
	return prefixText(f)
}
