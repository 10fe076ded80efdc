package reachtest

import (
	"fmt"
	"net/netip"
	"strconv"

	"github.com/tfreach/tfreach/reach"
)

var aclKind = kind{
	forms:   []string{"acl NAME"},
	address: "acl",
	rules:   true,
	declare: func(b *builder, s *statement) {
		a := &reach.ACL{Origin: s.origin()}
		b.network.ACLs = append(b.network.ACLs, a)
		b.declare(s, a)
	},
	link: func(b *builder, s *statement) {
		a := b.objects[s.address()].(*reach.ACL)
		a.VPC = b.of(s)
		b.linkEntries(s, a)
	},
	print: func(p *printer) {
		for _, a := range p.network.ACLs {
			if !isDefaultACL(p.network, a) {
				p.begin("acl", name(a), "of", refText(a.VPC))
				p.end()
				p.entries(a)
			}
		}
	},
}

// defaultACLKind is the default ACL of a VPC, adopted by a resource. Adoption
// takes away all entries that AWS made (NACL-8).
var defaultACLKind = kind{
	forms:   []string{"default acl of NAME"},
	address: defaultACLAddress,
	rules:   true,
	declare: adopt[*reach.ACL],
	link: func(b *builder, s *statement) {
		b.linkEntries(s, b.objects[s.address()].(*reach.ACL))
	},
	print: func(p *printer) {
		for _, a := range p.network.ACLs {
			if isDefaultACL(p.network, a) && a.Attribute != ownACL {
				p.begin("default", "acl", "of", refText(a.VPC))
				p.end()
				p.entries(a)
			}
		}
	},
}

func isDefaultACL(n *reach.Network, a *reach.ACL) bool {
	for _, v := range n.VPCs {
		if v.DefaultACL.Is(a) {
			return true
		}
	}
	return false
}

func (b *builder) linkEntries(s *statement, a *reach.ACL) {
	b.linkRules(s, func(w *words) {
		e := &reach.ACLEntry{ACL: reach.To(a), Egress: w.direction()}
		attribute := way(e.Egress) + " " + w.peek()
		e.Origin = created(s.address(), attribute)
		if w.accept(unknownWord) {
			e.Order = unknown(s.address(), attribute+".rule_number")
		} else {
			e.Number = w.entryNumber()
		}
		switch {
		case w.accept("allow"):
			e.Allow = true
		case w.accept("deny"):
		default:
			w.fail(`"allow" or "deny"`)
		}
		e.Traffic = w.traffic()
		w.towards(e.Egress)
		if w.accept(unknownWord) {
			e.Why = unknown(s.address(), attribute+".cidr_block")
		} else {
			e.Remote = w.prefix()
		}
		b.network.ACLEntries = append(b.network.ACLEntries, e)
	})
}

// entryNumber is a number that AWS takes for an entry (NACL-2).
func (w *words) entryNumber() int {
	word := w.next("a rule number")
	n, err := strconv.Atoi(word)
	if w.err == nil && (err != nil || n < 1 || n > 32766) {
		w.reject(strconv.Quote(word), "a rule number from 1 to 32766")
	}
	return n
}

// fillDefaultACL: what AWS makes allows everything (NACL-8).
func (b *builder) fillDefaultACL(v *reach.VPC, a *reach.ACL) {
	families := []string{"0.0.0.0/0"}
	if b.hasSix(v) {
		families = append(families, "::/0")
	}
	for i, cidr := range families {
		for _, egress := range []bool{false, true} {
			b.network.ACLEntries = append(b.network.ACLEntries, &reach.ACLEntry{
				Origin:  a.Origin,
				ACL:     reach.To(a),
				Egress:  egress,
				Number:  100 + i,
				Allow:   true,
				Traffic: reach.AnyTraffic(),
				Remote:  netip.MustParsePrefix(cidr),
			})
		}
	}
}

func (p *printer) entries(a *reach.ACL) {
	for _, e := range p.network.ACLEntries {
		if !e.ACL.Is(a) {
			continue
		}
		number, remote, verb := strconv.Itoa(e.Number), e.Remote.String(), "deny"
		if e.Order != nil {
			number = unknownWord
		}
		if e.Why != nil {
			remote = unknownWord
		}
		if e.Allow {
			verb = "allow"
		}
		p.rule(fmt.Sprintf("%s %s %s %s %s %s", way(e.Egress), number, verb, trafficText(e.Traffic), preposition(e.Egress), remote))
	}
}
