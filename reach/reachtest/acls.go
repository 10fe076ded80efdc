package reachtest

import (
	"cmp"
	"slices"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// acl takes the packet through the network ACL of a subnet, out of it with
// egress, else into it.
func (w *walk) acl(s *reach.Subnet, egress bool, p packet.Packet) *stop {
	acls := w.aclOf(s)
	if acls.Open {
		return w.filter(undecided(acls.Why), nil)
	}
	var rulings []ruling
	var drop *stop
	for _, a := range acls.To {
		allowed, by := w.aclAllows(a, egress, p)
		if allowed.answer == No && drop == nil {
			drop = dropped(reach.ACLRestriction, by)
		}
		rulings = append(rulings, allowed)
	}
	if len(acls.To) == 1 {
		w.pass(acls.To[0])
	}
	return w.filter(allSame(acls.Why, rulings...), drop)
}

// aclOf: a subnet is under the ACL that is associated with it, else under the
// default ACL of its VPC (NACL-1).
func (w *walk) aclOf(s *reach.Subnet) reach.Ref[*reach.ACL] {
	acl := reach.Perhaps[*reach.ACL](s.VPC.Why)
	if v, ok := s.VPC.Exact(); ok {
		acl = v.DefaultACL
	}
	for _, a := range w.network.ACLAssociations {
		if a.Subnet.Is(s) {
			return a.ACL
		}
		if a.Subnet.May(s) {
			acl = alternative(acl, a.ACL, a.Subnet.Why)
		}
	}
	return acl
}

// alternative is a reference that names what r names or what other names,
// depending on something unknown.
func alternative[T comparable](r, other reach.Ref[T], why *reach.Unknown) reach.Ref[T] {
	return reach.Ref[T]{To: slices.Concat(r.To, other.To), Why: why, Open: r.Open || other.Open}
}

// aclAllows asks the entries in ascending order; the first that matches decides,
// and without one the packet is denied (NACL-2). The object is what decides.
//
// An entry that perhaps matches perhaps decides, and the next ones are asked
// too. One without a known number perhaps comes before all others.
func (w *walk) aclAllows(a *reach.ACL, egress bool, p packet.Packet) (ruling, reach.Object) {
	var numbered, anywhere []*reach.ACLEntry
	for _, e := range w.network.ACLEntries {
		switch {
		case e.Egress != egress || !e.ACL.May(a):
		case e.Order != nil:
			anywhere = append(anywhere, e)
		default:
			numbered = append(numbered, e)
		}
	}
	// AWS numbers decide, not the order of the plan.
	slices.SortStableFunc(numbered, func(x, y *reach.ACLEntry) int { return cmp.Compare(x.Number, y.Number) })

	var outcomes []ruling
	var why *reach.Unknown
	var by reach.Object = a
	decided := false
	for _, e := range anywhere {
		match := entryMatches(e, a, p)
		if match.answer == No {
			continue
		}
		outcomes = append(outcomes, certain(e.Allow))
		why = e.Order
		// Wherever it stands, the packet does not get past it.
		if match.answer == Yes {
			decided, by = true, e
		}
	}
	for _, e := range numbered {
		match := entryMatches(e, a, p)
		if match.answer == No {
			continue
		}
		outcomes = append(outcomes, certain(e.Allow))
		if match.answer == Yes {
			decided, by = true, e
			break
		}
		if why == nil {
			why = match.why
		}
	}
	if !decided {
		outcomes = append(outcomes, certain(false))
	}
	return allSame(why, outcomes...), by
}

// entryMatches looks at protocol, destination port or ICMP type, and at the
// remote side: the source on the way in, the destination on the way out
// (NACL-5). An entry of one family never matches the other (NACL-10).
func entryMatches(e *reach.ACLEntry, a *reach.ACL, p packet.Packet) ruling {
	remote := p.Src
	if e.Egress {
		remote = p.Dst
	}
	if !inEntryTraffic(e.Traffic, p) || e.Remote.IsValid() && !e.Remote.Contains(remote) {
		return ruling{answer: No}
	}
	match := ruling{answer: Yes}.doubt(e.Why)
	if !e.ACL.Is(a) {
		match = match.doubt(e.ACL.Why)
	}
	return match
}

// inEntryTraffic differs from what security groups do in one thing: ICMPv6 in an
// IPv4 packet has no types (NACL-6).
func inEntryTraffic(t reach.Traffic, p packet.Packet) bool {
	if p.Protocol == packet.ICMPv6 && p.Dst.Is4() {
		return hasProtocol(t, p.Protocol)
	}
	return inTraffic(t, p)
}
