package reach

import (
	"slices"

	"github.com/tfreach/tfreach/reach/packet"
)

// sieve is a filter of one direction, compiled to sets: what it lets through,
// what it stops and by which rule, and what cannot be decided. Packets in none
// of them are stopped by no rule in particular: nothing allows them.
type sieve struct {
	pass   packet.Set
	denied []denial
	doubts []doubt
}

// denial is what one rule stops.
type denial struct {
	set  packet.Set
	rule *ACLEntry
}

// doubt is packets whose fate hangs on something unknown.
type doubt struct {
	set packet.Set
	why *Unknown
}

// undecided is the sieve of a filter of which nothing is known.
func undecided(why *Unknown) *sieve {
	return &sieve{doubts: []doubt{{packet.All(), why}}}
}

// reply is the sieve as the packets see it that its packets answer: a packet is
// in a set of the reply when its answer is in the set of the sieve.
func (s *sieve) reply() *sieve {
	out := &sieve{pass: s.pass.Reply()}
	for _, d := range s.denied {
		out.denied = append(out.denied, denial{d.set.Reply(), d.rule})
	}
	for _, d := range s.doubts {
		out.doubts = append(out.doubts, doubt{d.set.Reply(), d.why})
	}
	return out
}

// doubtful is every packet in doubt.
func (s *sieve) doubtful() packet.Set {
	var out packet.Set
	for _, d := range s.doubts {
		out = out.Union(d.set)
	}
	return out
}

// addDoubt puts packets that do not pass in doubt.
func (s *sieve) addDoubt(set packet.Set, why *Unknown) {
	set = set.Minus(s.pass)
	for _, d := range s.doubts {
		set = set.Minus(d.set)
	}
	if !set.IsEmpty() {
		s.doubts = append(s.doubts, doubt{set, why})
	}
}

// set is the packets of the traffic to (or from) remote addresses.
func (t Traffic) set(remote packet.Addrs, egress bool) packet.Set {
	b := packet.AnyBox()
	b.Protocols, b.DstPorts = t.Protocols, t.Ports
	if egress {
		b.Dst = remote
	} else {
		b.Src = remote
	}
	return b.Set()
}

// set is the packets that an entry matches, or may match at most.
func (e *ACLEntry) set() packet.Set {
	remote := packet.Prefix(e.Remote)
	if !e.Remote.IsValid() {
		remote = packet.AnyAddr()
	}
	t := e.Traffic
	if e.Remote.IsValid() && e.Remote.Addr().Is4() && t.Protocols.Contains(packet.ICMPv6) && !t.Protocols.IsAny() {
		// Protocol 58 with an IPv4 block is all types and codes (NACL-6).
		t.Ports = packet.AnyPort()
	}
	return t.set(remote, e.Egress)
}

// aclSieve compiles one direction of a network ACL. Entries are asked in order
// and the first match decides, so they are laid over each other from the last
// to the first; below all lies the final deny (NACL-2, NACL-9).
func (x *index) aclSieve(a *ACL, egress bool) *sieve {
	if a.Beyond {
		return undecided(beyond(a, "its entries are unknown"))
	}
	s := &sieve{}
	lay := func(e *ACLEntry) {
		switch {
		case e.Why != nil:
			s.layMaybe(e, e.set(), e.Why)
		case !e.ACL.Is(a):
			s.layMaybe(e, e.set(), e.ACL.Why)
		default:
			s.lay(e, e.set())
		}
	}
	entries := x.entriesOf(a, egress)
	// An entry at an unknown place decides for certain only what no other entry
	// decides. Anywhere else it may come first: what it would change at the very
	// top is in doubt.
	for _, e := range entries {
		if e.Order != nil {
			lay(e)
		}
	}
	for _, e := range slices.Backward(entries) {
		if e.Order == nil {
			lay(e)
		}
	}
	for _, e := range entries {
		if e.Order != nil {
			s.layMaybe(e, e.set(), e.Order)
		}
	}
	return s
}

// lay puts an entry on top.
func (s *sieve) lay(e *ACLEntry, set packet.Set) {
	s.pass = s.pass.Minus(set)
	s.cut(set)
	if e.Allow {
		s.pass = s.pass.Union(set)
	} else {
		s.denied = append(s.denied, denial{set, e})
	}
}

// layMaybe puts an entry on top that may be there or not, and may match all of
// set or a part of it. Where what lies below agrees with it, nothing hangs on
// it.
func (s *sieve) layMaybe(e *ACLEntry, set packet.Set, why *Unknown) {
	var open packet.Set
	if e.Allow {
		open = set.Minus(s.pass)
		s.cut(open)
	} else {
		open = set.Intersect(s.pass.Union(s.doubtful()))
		s.pass = s.pass.Minus(open)
		s.cut(open)
	}
	if !open.IsEmpty() {
		s.doubts = append(s.doubts, doubt{open, why})
	}
}

// cut takes packets out of what is denied or in doubt.
func (s *sieve) cut(set packet.Set) {
	denied := s.denied[:0]
	for _, d := range s.denied {
		if d.set = d.set.Minus(set); !d.set.IsEmpty() {
			denied = append(denied, d)
		}
	}
	s.denied = denied
	doubts := s.doubts[:0]
	for _, d := range s.doubts {
		if d.set = d.set.Minus(set); !d.set.IsEmpty() {
			doubts = append(doubts, d)
		}
	}
	s.doubts = doubts
}

// groupList is the security groups of an interface.
type groupList struct {
	groups []*SecurityGroup
	// choices are groups of which the interface has one.
	choices []Ref[*SecurityGroup]
	// open are the reasons for which it may have others.
	open []*Unknown
	// anyone: nothing is known of what it is about, which may bear any group.
	anyone bool
}

// anyone is whatever may be at a place.
var anyone = &groupList{anyone: true}

// groupsOf is the security groups of an interface in a subnet (SG-1, SG-14).
func (x *index) groupsOf(i *Interface, s *Subnet) groupList {
	var l groupList
	add := func(r Ref[*SecurityGroup]) {
		if g, ok := r.Exact(); ok {
			l.groups = append(l.groups, g)
			return
		}
		if r.Open {
			l.open = append(l.open, r.Why)
		}
		if len(r.To) > 0 {
			l.choices = append(l.choices, r)
		}
	}
	switch {
	case !i.NoGroups:
		for _, r := range i.Groups.Items {
			add(r)
		}
		if i.Groups.Why != nil {
			l.open = append(l.open, i.Groups.Why)
		}
	case s == nil || s.Beyond:
		at := i.Address
		if s != nil {
			at = s.Address
		}
		l.open = append(l.open, &Unknown{Code: UnknownBeyondPlan, Address: at, Reason: "no security group is given, and the default group of its VPC is not in this plan"})
	default:
		v, ok := s.VPC.Exact()
		switch {
		case !ok:
			l.open = append(l.open, missing(s.VPC, s, "vpc_id"))
		case v.DefaultGroup.IsNone():
			l.open = append(l.open, beyond(v, "its default security group is unknown"))
		default:
			add(v.DefaultGroup)
		}
	}
	for _, a := range x.additions[i] {
		add(a.Group)
	}
	for _, a := range x.openAdditions {
		if a.Interface.May(i) {
			l.open = append(l.open, a.Interface.Why)
		}
	}
	return l
}

// membership says whether an interface bears a group.
func (l groupList) membership(r Ref[*SecurityGroup]) (yes bool, maybe *Unknown) {
	g, ok := r.Exact()
	if ok && l.anyone {
		return false, &Unknown{Code: UnknownValue, Address: g.Address, Reason: "whether what has the address bears this group is not known"}
	}
	if ok {
		for _, have := range l.groups {
			if have == g {
				return true, nil
			}
		}
		for _, c := range l.choices {
			if c.May(g) {
				return false, c.Why
			}
		}
		if len(l.open) > 0 {
			return false, l.open[0]
		}
		return false, nil
	}
	if r.Why == nil {
		return false, nil
	}
	if r.Open {
		return false, r.Why
	}
	for _, c := range r.To {
		if yes, maybe := l.membership(To(c)); yes || maybe != nil {
			return false, r.Why
		}
	}
	return false, nil
}

// groupSieve compiles one direction of the security groups of an interface,
// towards a peer with the groups of peer: nil when the other side is no
// interface of the network, or does not show its own address (SG-10, SG-11).
func (x *index) groupSieve(l groupList, egress bool, peer *groupList, service string) *sieve {
	s := &sieve{}
	for _, g := range l.groups {
		own := x.oneGroup(g, egress, peer, service)
		s.pass = s.pass.Union(own.pass)
		s.doubts = append(s.doubts, own.doubts...)
	}
	for _, c := range l.choices {
		// What every candidate allows passes; what some allow hangs on the choice.
		sure := packet.All()
		var perhaps packet.Set
		for _, g := range c.To {
			own := x.oneGroup(g, egress, peer, service)
			sure = sure.Intersect(own.pass)
			perhaps = perhaps.Union(own.pass).Union(own.doubtful())
		}
		if !c.Open {
			s.pass = s.pass.Union(sure)
		}
		s.doubts = append(s.doubts, doubt{perhaps, c.Why})
	}
	for _, why := range l.open {
		s.doubts = append(s.doubts, doubt{packet.All(), why})
	}
	// A packet that one rule allows for certain is allowed (SG-1).
	doubts := s.doubts
	s.doubts = nil
	for _, d := range doubts {
		s.addDoubt(d.set, d.why)
	}
	return s
}

func (x *index) oneGroup(g *SecurityGroup, egress bool, peer *groupList, service string) *sieve {
	s := &sieve{}
	var allowed []packet.Set
	for _, r := range x.rulesOf(g, egress) {
		sure, doubts := x.allowed(r, g, peer, service)
		if !r.Group.Is(g) {
			doubts = append(doubts, doubt{sure, r.Group.Why})
			sure = packet.Set{}
		}
		allowed = append(allowed, sure)
		s.doubts = append(s.doubts, doubts...)
	}
	s.pass = packet.UnionSets(allowed...)
	if g.Beyond {
		s.addDoubt(packet.All(), beyond(g, "its rules are unknown"))
	}
	return s
}

// rulesOf is the rules of a group in one direction, those included that may be
// another's.
func (x *index) rulesOf(g *SecurityGroup, egress bool) []*SecurityGroupRule {
	var out []*SecurityGroupRule
	for _, r := range x.rules[g] {
		if r.Egress == egress {
			out = append(out, r)
		}
	}
	for _, r := range x.openRules {
		if r.Egress == egress && r.Group.May(g) {
			out = append(out, r)
		}
	}
	return out
}

// refer reports whether outbound rules of the groups name other groups.
func (x *index) refer(l *groupList) bool {
	groups := l.groups
	for _, c := range l.choices {
		groups = append(groups[:len(groups):len(groups)], c.To...)
	}
	for _, g := range groups {
		for _, r := range x.rulesOf(g, true) {
			if len(r.Peers.Items) > 0 || r.Peers.Why != nil {
				return true
			}
		}
	}
	return false
}

// allowed is what a rule of a group allows for certain, and what it may allow, of
// packets to a service, or to none.
func (x *index) allowed(r *SecurityGroupRule, g *SecurityGroup, peer *groupList, service string) (packet.Set, []doubt) {
	sure := r.Traffic.set(packet.Prefixes(r.Prefixes...), r.Egress)
	var doubts []doubt
	if peer != nil {
		// The packets are addressed to (or come from) a private address of the
		// peer, so a reference matches all of them or none (SG-10).
		for _, ref := range r.Peers.Items {
			yes, maybe := peer.membership(ref)
			if yes {
				sure = sure.Union(r.Traffic.set(packet.AnyAddr(), r.Egress))
			} else if maybe != nil {
				doubts = append(doubts, doubt{r.Traffic.set(packet.AnyAddr(), r.Egress), maybe})
			}
		}
		if r.Peers.Why != nil {
			doubts = append(doubts, doubt{r.Traffic.set(packet.AnyAddr(), r.Egress), r.Peers.Why})
		}
	}
	if !r.Egress {
		// Who sends to a service is not the service.
		service = ""
	}
	for _, ref := range r.Lists.Items {
		in, open := x.listed(ref, r, g, service)
		sure = sure.Union(r.Traffic.set(in, r.Egress))
		for _, o := range open {
			doubts = append(doubts, doubt{r.Traffic.set(o.addrs, r.Egress), o.why})
		}
	}
	for _, why := range []*Unknown{r.Lists.Why, r.Why} {
		if why != nil {
			doubts = append(doubts, doubt{r.Traffic.set(packet.AnyAddr(), r.Egress), why})
		}
	}
	if r.TrafficWhy != nil {
		doubts = append(doubts, doubt{sure, r.TrafficWhy})
		sure = packet.Set{}
	}
	return sure, doubts
}
