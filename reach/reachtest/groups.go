package reachtest

import (
	"net/netip"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// groupsAllow asks the security groups of an interface about a new connection:
// with egress about one that it opens, else about one that it is asked for
// (SG-1). remote and peer are the other side. The stop is what becomes of the
// packet when the groups do not let it pass.
func (w *walk) groupsAllow(i *reach.Interface, egress bool, p packet.Packet, remote netip.Addr, peer bearer) (ruling, *stop) {
	if i.Unfiltered {
		// SG-21.
		return ruling{answer: Yes}, nil
	}
	items, more := w.groupsOf(i)
	allowed := ruling{answer: No}
	if more != nil {
		allowed = undecided(more)
	}
	for _, item := range items {
		allowed = anyOf(allowed, w.oneOf(item, func(g *reach.SecurityGroup) ruling {
			return w.groupAllows(g, egress, p, remote, peer)
		}))
	}
	return allowed, w.refusal(items, egress)
}

// oneOf is what the group says that a reference names, whichever it is.
func (w *walk) oneOf(r reach.Ref[*reach.SecurityGroup], ask func(*reach.SecurityGroup) ruling) ruling {
	if r.Open {
		return undecided(r.Why)
	}
	var rulings []ruling
	for _, g := range r.To {
		rulings = append(rulings, ask(g))
	}
	if len(rulings) == 0 {
		return ruling{answer: No}
	}
	return allSame(r.Why, rulings...)
}

// refusal: the culprit is the first group that has any rule in the direction,
// else the first group.
func (w *walk) refusal(items []reach.Ref[*reach.SecurityGroup], egress bool) *stop {
	var first *reach.SecurityGroup
	for _, item := range items {
		for _, g := range item.To {
			if first == nil {
				first = g
			}
			for _, r := range w.network.SecurityGroupRules {
				if r.Egress == egress && r.Group.Is(g) {
					return dropped(reach.SGRulesMismatch, g)
				}
			}
		}
	}
	if first == nil {
		return nil
	}
	return dropped(reach.SGHasNoRules, first)
}

// groupAllows: a group allows what one of its rules allows, and nothing without
// a rule (SG-1, SG-2).
func (w *walk) groupAllows(g *reach.SecurityGroup, egress bool, p packet.Packet, remote netip.Addr, peer bearer) ruling {
	allowed := ruling{answer: No}
	for _, r := range w.network.SecurityGroupRules {
		if r.Egress != egress || !r.Group.May(g) {
			continue
		}
		match := w.ruleMatches(r, g, p, remote, peer)
		if !r.Group.Is(g) {
			match = match.doubt(r.Group.Why)
		}
		allowed = anyOf(allowed, match)
	}
	return allowed
}

func (w *walk) ruleMatches(r *reach.SecurityGroupRule, g *reach.SecurityGroup, p packet.Packet, remote netip.Addr, peer bearer) ruling {
	if !inTraffic(r.Traffic, p) {
		return ruling{answer: No}
	}
	for _, prefix := range r.Prefixes {
		if prefix.Contains(remote) {
			return ruling{answer: Yes}.doubt(r.TrafficWhy)
		}
	}
	match := ruling{answer: No}
	// SG-10, SG-12: the private addresses of the interfaces that bear the group.
	for _, item := range r.Peers.Items {
		match = anyOf(match, w.oneOf(item, func(g *reach.SecurityGroup) ruling { return w.bears(peer, remote, g) }))
	}
	// SG-13.
	for _, item := range r.Lists.Items {
		match = anyOf(match, w.inList(item, g.VPC, remote))
	}
	if r.Lists.Why != nil {
		match = anyOf(match, undecided(r.Lists.Why))
	}
	if r.Peers.Why != nil {
		match = anyOf(match, undecided(r.Peers.Why))
	}
	if r.Why != nil {
		match = anyOf(match, undecided(r.Why))
	}
	return match.doubt(r.TrafficWhy)
}

// inTraffic: destination ports of TCP and UDP, types and codes of ICMP; other
// protocols have nothing to look at (SG-6 to SG-8).
func inTraffic(t reach.Traffic, p packet.Packet) bool {
	return hasProtocol(t, p.Protocol) && (!p.Protocol.HasPorts() && !p.Protocol.IsICMP() || hasPort(t, p.DstPort))
}

func hasProtocol(t reach.Traffic, want packet.Protocol) bool {
	for p := range t.Protocols.All() {
		if p == want {
			return true
		}
	}
	return false
}

func hasPort(t reach.Traffic, want uint16) bool {
	for lo, hi := range t.Ports.Ranges {
		if lo <= want && want <= hi {
			return true
		}
	}
	return false
}

// groupsOf is the groups of an interface, and the reason for which there may be
// more. Without any it has the default group of its VPC (SG-14).
func (w *walk) groupsOf(i *reach.Interface) (items []reach.Ref[*reach.SecurityGroup], more *reach.Unknown) {
	if i.Unfiltered {
		return nil, nil
	}
	items, more = i.Groups.Items, i.Groups.Why
	if i.NoGroups || len(items) == 0 && more == nil {
		items, more = []reach.Ref[*reach.SecurityGroup]{w.homeOf(i).DefaultGroup}, nil
	}
	for _, a := range w.network.GroupAdditions {
		switch {
		case a.Interface.Is(i):
			items = append(items[:len(items):len(items)], a.Group)
		case a.Interface.May(i):
			more = a.Interface.Why
		}
	}
	return items, more
}

// homeOf is the VPC of an interface.
func (w *walk) homeOf(i *reach.Interface) *reach.VPC {
	for _, item := range i.Subnets.Items {
		for _, s := range item.To {
			if v, ok := s.VPC.Exact(); ok {
				return v
			}
		}
	}
	return w.vpc
}

// someone is why nobody can tell whether a group is referred to: of all that is
// in the network, only who has an address that no interface shows is unknown.
var someone = &reach.Unknown{Code: reach.UnknownValue, Reason: "who has the address is not known"}

// bears: the other side has the group.
func (w *walk) bears(peer bearer, remote netip.Addr, g *reach.SecurityGroup) ruling {
	switch {
	case peer.i != nil:
	case peer.why != nil:
		return undecided(peer.why)
	case !peer.nobody && w.mayBeSomeone(remote):
		return undecided(someone)
	default:
		return ruling{answer: No}
	}
	items, more := w.groupsOf(peer.i)
	bears := ruling{answer: No}
	if more != nil {
		bears = undecided(more)
	}
	for _, item := range items {
		bears = anyOf(bears, w.oneOf(item, func(other *reach.SecurityGroup) ruling { return certain(other == g) }))
	}
	return bears.doubt(peer.why)
}
