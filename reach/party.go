package reach

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/reach/packet"
)

// Party is sources whose packets meet the same fate at every hop: they are in
// the same subnet, with the same security groups and the same kinds of
// addresses. They differ in nothing but their addresses and their names, so the
// ways of all of them are walked as one.
type Party struct {
	Members []Member

	addrs packet.Addrs
	why   *Unknown
	class string
}

// Member is one source of a party.
type Member struct {
	Source
	// Addrs is the addresses that its packets may come from.
	Addrs packet.Addrs
}

// Parties gathers sources into parties, in the order in which they are first
// met.
func (e *Engine) Parties(sources ...Source) []*Party {
	var out []*Party
	byClass := map[string]*Party{}
	for _, s := range sources {
		m := e.member(s)
		p := byClass[m.class]
		if p == nil {
			p = &Party{class: m.class, why: m.why}
			byClass[m.class] = p
			out = append(out, p)
		}
		p.Members = append(p.Members, Member{s, m.addrs})
		p.addrs = p.addrs.Union(m.addrs)
	}
	return out
}

// from is any of the members: what the walk asks of them is the same for all.
func (p *Party) from() Source { return p.Members[0].Source }

// membership is what a source brings into a party.
type membership struct {
	ownAddrs
	class string
}

func (e *Engine) member(s Source) membership {
	m, ok := e.members[s]
	if !ok {
		m.ownAddrs = e.addresses(s)
		m.class = e.class(s, m.ownAddrs)
		e.members[s] = m
	}
	return m
}

// class is equal for sources of one party. A source with something open has a
// class of its own, since what is open has its own reasons.
func (e *Engine) class(src Source, own ownAddrs) string {
	families := fmt.Sprint(own.addrs.Overlaps(packet.IPv4()), own.addrs.Overlaps(packet.IPv6()))
	if src.Interface == nil {
		return fmt.Sprintf("place %p %t", src.Subnet, src.AnyAddress)
	}
	l := e.groupsOf(src.Interface, src.Subnet)
	public := e.publicAddress(src)
	if src.Subnet == nil || own.why != nil || public.Why != nil || l.isOpen() {
		return fmt.Sprintf("interface %p %p", src.Interface, src.Subnet)
	}
	return fmt.Sprintf("workloads %p %t %s %s", src.Subnet, public.Value, families, l.key())
}

// isOpen reports whether the interface may have other groups than those known.
func (l *groupList) isOpen() bool { return l != nil && (len(l.choices) > 0 || len(l.open) > 0) }

// key is equal for equal group lists with nothing open.
func (l *groupList) key() string {
	if l == nil {
		return "none"
	}
	ids := make([]string, len(l.groups))
	for i, g := range l.groups {
		ids[i] = fmt.Sprintf("%p", g)
	}
	slices.Sort(ids)
	return strings.Join(slices.Compact(ids), " ")
}

// Has reports whether the members are known to have addresses of a family.
func (p *Party) Has(family packet.Addrs) bool { return p.addrs.Overlaps(family) }
