package reachtest

import (
	"net/netip"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// references is what becomes of references of security groups to each other on a
// way (SG-11).
type references struct {
	// needs is set when the sender's groups let the packet out only because they
	// refer to what has the address: what becomes of it where that is not seen.
	needs *stop
	// lost: the receiver's groups do not see who sends.
	lost reach.Fact[bool]
}

// loseReferences: a hop does not preserve references of outbound rules, or of
// inbound ones.
func (w *walk) loseReferences(outbound, inbound reach.Fact[bool]) *stop {
	if w.leg == Reply {
		return nil
	}
	if inbound.Why == nil && inbound.Value || w.references.lost.Why == nil && !w.references.lost.Value {
		w.references.lost = inbound
	}
	if w.references.needs == nil {
		return nil
	}
	return w.filter(fact(not(outbound)), w.references.needs)
}

// leaveInterface asks the groups of an interface that sends (F1).
func (w *walk) leaveInterface(i *reach.Interface) *stop {
	peer := w.bearerAnywhere(w.p.Dst)
	allowed, drop := w.groupsAllow(i, true, w.p, w.p.Dst, peer)
	plain, _ := w.groupsAllow(i, true, w.p, w.p.Dst, bearer{nobody: true})
	if allowed.answer == Yes && plain.answer == No && drop != nil {
		w.references.needs = &stop{code: reach.SGReferencesLost, culprit: drop.culprit}
	}
	return w.filter(allowed, drop)
}

// enterInterface asks the groups of an interface that takes the packet.
func (w *walk) enterInterface(to bearer) *stop {
	if to.i.Hyperplane {
		// CMP-1: nobody connects to a function.
		if to.why != nil {
			w.open = append(w.open, to.why)
			return nil
		}
		return dropped(reach.NoDestination, to.i)
	}
	from := w.client()
	allowed, drop := w.groupsAllow(to.i, false, w.p, w.p.Src, from)
	blind, _ := w.groupsAllow(to.i, false, w.p, w.p.Src, bearer{nobody: true})
	lost := w.references.lost
	if to.i.Passive && !w.shot.Subnet.VPC.Is(w.vpc) {
		// An endpoint sees no groups of other VPCs.
		lost = reach.Known(true)
	}
	switch {
	case blind.answer == allowed.answer:
	case lost.Why != nil:
		allowed = allSame(lost.Why, allowed, blind)
	case lost.Value:
		if allowed.answer == Yes && drop != nil {
			drop = &stop{code: reach.SGReferencesLost, culprit: drop.culprit}
		}
		allowed = blind
	}
	if to.i.Passive && drop != nil && drop.code != reach.SGReferencesLost {
		drop.code = reach.EndpointGroups
	}
	if to.why != nil && allowed.answer == No {
		allowed = undecided(to.why)
	}
	w.pass(to.i)
	if end := w.filter(allowed, drop); end != nil {
		return end
	}
	return w.listener(to)
}

// client is who sends, as the receiver's groups see it. Behind a NAT gateway
// nobody knows the sender's groups any more (SG-10).
func (w *walk) client() bearer {
	if t := w.lastNAT(); t != nil {
		if i, ok := t.object.(*reach.Interface); ok {
			return bearer{i: i}
		}
		return bearer{nobody: true}
	}
	return bearer{i: w.shot.From}
}

// listener: a load balancer takes packets for its listeners only (CMP-5).
func (w *walk) listener(to bearer) *stop {
	for _, e := range w.network.InterfaceEndpoints {
		// IFE-3.
		echo := w.p.Protocol == packet.ICMP && w.p.Dst.Is4() && w.p.DstPort>>8 == 8 || w.p.Protocol == packet.ICMPv6 && w.p.Dst.Is6() && w.p.DstPort>>8 == 128
		if e.Interface != to.i || !echo {
			continue
		}
		if to.why != nil {
			w.open = append(w.open, to.why)
			return nil
		}
		return dropped(reach.NoDestination, e)
	}
	for _, l := range w.network.LoadBalancers {
		if l.Interface != to.i {
			continue
		}
		listens := ruling{answer: No}
		if l.Why != nil {
			listens = undecided(l.Why)
		}
		for _, x := range w.network.Listeners {
			switch {
			case !x.Balancer.May(l):
			case x.Why != nil:
				listens = anyOf(listens, undecided(x.Why))
			case inTraffic(x.Value, w.p):
				match := ruling{answer: Yes}
				if !x.Balancer.Is(l) {
					match = undecided(x.Balancer.Why)
				}
				listens = anyOf(listens, match)
			}
		}
		if to.why != nil && listens.answer == No {
			listens = undecided(to.why)
		}
		return w.filter(listens, dropped(reach.ListenersMismatch, l))
	}
	return nil
}

// bearerAnywhere is the bearer of an address as the sender's groups see it, in the
// sender's VPC or in another one.
func (w *walk) bearerAnywhere(a netip.Addr) bearer {
	here := w.bearerAt(a)
	if w.isIn(w.vpc, a).answer != No {
		return here
	}
	home := w.vpc
	defer func() { w.vpc = home }()
	for _, v := range w.network.VPCs {
		w.vpc = v
		// Whether the way leads to somebody else who has the address the groups do
		// not say.
		if found := w.bearerAt(a); v != home && found.i != nil && found.i == w.shot.To {
			return found
		}
	}
	return here
}
