package reachtest

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/tfreach/tfreach/reach"
)

var groupKind = kind{
	forms:   []string{"group NAME"},
	address: "group",
	rules:   true,
	declare: func(b *builder, s *statement) {
		g := &reach.SecurityGroup{Origin: s.origin()}
		b.network.SecurityGroups = append(b.network.SecurityGroups, g)
		b.declare(s, g)
	},
	link: func(b *builder, s *statement) {
		g := b.objects[s.address()].(*reach.SecurityGroup)
		g.VPC = b.of(s)
		b.linkGroupRules(s, g)
	},
	print: func(p *printer) {
		for _, g := range p.network.SecurityGroups {
			if !isDefaultGroup(p.network, g) {
				p.begin("group", name(g), "of", refText(g.VPC))
				p.end()
				p.groupRules(g)
			}
		}
	},
}

// defaultGroupKind is the default security group of a VPC, adopted by a
// resource. Adoption takes away all rules that AWS made (SG-15).
var defaultGroupKind = kind{
	forms:   []string{"default group of NAME"},
	address: defaultGroupAddress,
	rules:   true,
	declare: adopt[*reach.SecurityGroup],
	link: func(b *builder, s *statement) {
		b.linkGroupRules(s, b.objects[s.address()].(*reach.SecurityGroup))
	},
	print: func(p *printer) {
		for _, g := range p.network.SecurityGroups {
			if isDefaultGroup(p.network, g) && g.Attribute != ownGroup {
				p.begin("default", "group", "of", refText(g.VPC))
				p.end()
				p.groupRules(g)
			}
		}
	},
}

func isDefaultGroup(n *reach.Network, g *reach.SecurityGroup) bool {
	for _, v := range n.VPCs {
		if v.DefaultGroup.Is(g) {
			return true
		}
	}
	return false
}

func (b *builder) linkGroupRules(s *statement, g *reach.SecurityGroup) {
	count := map[bool]int{}
	b.linkRules(s, func(w *words) {
		r := &reach.SecurityGroupRule{Group: reach.To(g), Egress: w.direction()}
		attribute := fmt.Sprintf("%s[%d]", way(r.Egress), count[r.Egress])
		count[r.Egress]++
		r.Origin = created(s.address(), attribute)
		r.Traffic = w.traffic()
		w.towards(r.Egress)
		for first := true; first || w.accept(","); first = false {
			switch {
			case w.accept("self"):
				r.Peers.Items = append(r.Peers.Items, reach.To(g))
			case w.accept("group"):
				r.Peers.Items = append(r.Peers.Items,
					ref[*reach.SecurityGroup](b, w, unknown(s.address(), attribute+".security_groups"), "group"))
			case w.accept(listWord):
				r.Lists.Items = append(r.Lists.Items,
					ref[*reach.PrefixList](b, w, unknown(s.address(), attribute+".prefix_list_ids"), "list"))
			case w.accept(unknownWord):
				r.Why = unknown(s.address(), attribute+".cidr_blocks")
			default:
				r.Prefixes = append(r.Prefixes, w.prefix())
			}
		}
		b.network.SecurityGroupRules = append(b.network.SecurityGroupRules, r)
	})
}

// fillDefaultGroup: what AWS makes lets its members talk among themselves and
// lets everything out (SG-15).
func (b *builder) fillDefaultGroup(v *reach.VPC, g *reach.SecurityGroup) {
	in := &reach.SecurityGroupRule{Origin: g.Origin, Group: reach.To(g), Traffic: reach.AnyTraffic(), Peers: reach.RefsTo(g)}
	out := &reach.SecurityGroupRule{Origin: g.Origin, Group: reach.To(g), Egress: true, Traffic: reach.AnyTraffic()}
	out.Prefixes = append(out.Prefixes, netip.MustParsePrefix("0.0.0.0/0"))
	if b.hasSix(v) {
		out.Prefixes = append(out.Prefixes, netip.MustParsePrefix("::/0"))
	}
	b.network.SecurityGroupRules = append(b.network.SecurityGroupRules, in, out)
}

func (p *printer) groupRules(g *reach.SecurityGroup) {
	for _, r := range p.network.SecurityGroupRules {
		if !r.Group.Is(g) {
			continue
		}
		var remotes []string
		for _, prefix := range r.Prefixes {
			remotes = append(remotes, prefix.String())
		}
		for _, peer := range r.Peers.Items {
			if peer.Is(g) {
				remotes = append(remotes, "self")
			} else {
				remotes = append(remotes, "group "+refText(peer))
			}
		}
		for _, list := range r.Lists.Items {
			remotes = append(remotes, listWord+" "+refText(list))
		}
		if r.Why != nil {
			remotes = append(remotes, unknownWord)
		}
		p.rule(fmt.Sprintf("%s %s %s %s", way(r.Egress), trafficText(r.Traffic), preposition(r.Egress), strings.Join(remotes, ", ")))
	}
}
