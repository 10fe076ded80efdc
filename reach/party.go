package reach

import (
	"encoding/binary"
	"slices"

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
	class class
}

// Member is one source of a party.
type Member struct {
	Source
	// Addrs is the addresses that its packets may come from.
	Addrs packet.Addrs
}

// Parties gathers sources into parties, in the order in which they are first
// met. A source that is given twice counts once.
func (e *Engine) Parties(sources ...Source) []*Party {
	var out []*Party
	byClass := map[class]*Party{}
	addrs := map[*Party][]packet.Addrs{}
	e.round++
	for _, s := range sources {
		m := e.member(s)
		if m.round == e.round {
			continue
		}
		m.round = e.round
		p := byClass[m.class]
		if p == nil {
			p = &Party{class: m.class, why: m.why}
			byClass[m.class] = p
			out = append(out, p)
		}
		p.Members = append(p.Members, Member{s, m.addrs})
		addrs[p] = append(addrs[p], m.addrs)
	}
	for _, p := range out {
		p.addrs = packet.UnionAddrs(addrs[p]...)
	}
	return out
}

// from is any of the members: what the walk asks of them is the same for all.
func (p *Party) from() Source { return p.Members[0].Source }

// membership is what a source brings into a party.
type membership struct {
	ownAddrs
	class class
	// round is the last call of Parties that met the source.
	round int
}

func (e *Engine) member(s Source) *membership {
	m := e.members[s]
	if m == nil {
		m = &membership{ownAddrs: e.addresses(s)}
		m.class = e.class(s, m.ownAddrs)
		e.members[s] = m
	}
	return m
}

// class is equal for sources of one party. A source with something open has a
// class of its own, since what is open has its own reasons.
type class struct {
	subnet *Subnet
	// iface is set for a source with a class of its own.
	iface *Interface
	// anyAddress is about places, what follows about interfaces.
	anyAddress                    bool
	public, four, six, hyperplane bool
	groups                        groupsKey
	highPorts                     bool
	assumed                       string
}

func (e *Engine) class(src Source, own ownAddrs) class {
	if src.Interface == nil {
		return class{subnet: src.Subnet, anyAddress: src.AnyAddress}
	}
	l := e.groupsOf(src.Interface, src.Subnet)
	public := e.publicAddress(src)
	if src.Subnet == nil || own.why != nil || public.Why != nil || l.isOpen() || len(src.Interface.Private) > 1 || e.single(src.Interface) {
		return class{subnet: src.Subnet, iface: src.Interface, anyAddress: src.AnyAddress}
	}
	return class{
		subnet: src.Subnet, public: public.Value, four: own.addrs.Overlaps(packet.IPv4()), six: own.addrs.Overlaps(packet.IPv6()),
		hyperplane: src.Interface.Hyperplane, groups: e.keyOf(&l), highPorts: src.Interface.HighPorts, assumed: src.Interface.Assumed,
	}
}

// single reports whether an interface is like no other one: what happens to its packets
// does not follow from its groups.
func (x *index) single(i *Interface) bool {
	return i.Passive || i.Unfiltered || x.balancers[i] != nil
}

// isOpen reports whether the interface may have other groups than those known.
func (l *groupList) isOpen() bool { return l != nil && (len(l.choices) > 0 || len(l.open) > 0) }

// groupsKey is equal for equal group lists with nothing open.
type groupsKey string

func (e *Engine) keyOf(l *groupList) groupsKey {
	switch {
	case l == nil:
		return "-"
	case l.anyone:
		return "?"
	}
	numbers := make([]uint32, len(l.groups))
	for i, g := range l.groups {
		n, known := e.groupNumbers[g]
		if !known {
			n = uint32(len(e.groupNumbers))
			e.groupNumbers[g] = n
		}
		numbers[i] = n
	}
	slices.Sort(numbers)
	var key []byte
	for _, n := range slices.Compact(numbers) {
		key = binary.LittleEndian.AppendUint32(key, n)
	}
	return groupsKey(key)
}

// VPC is the one that the members are in, when that is certain.
func (p *Party) VPC() (*VPC, bool) {
	if s := p.from().Subnet; s != nil {
		return s.VPC.Exact()
	}
	return nil, false
}

// MayHave reports whether some member has addresses of a family, or may have.
func (p *Party) MayHave(family packet.Addrs) bool { return p.why != nil || p.Has(family) }

// Has reports whether the members are known to have addresses of a family.
func (p *Party) Has(family packet.Addrs) bool { return p.addrs.Overlaps(family) }
