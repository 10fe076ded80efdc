package aws

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// acls makes the network ACLs. One that adopts the default ACL of a VPC takes
// its place, without what AWS put there (NACL-8, PLAN-7).
func (b *builder) acls() {
	for _, r := range b.of("aws_network_acl") {
		if b.alias(r, "id") {
			continue
		}
		a := &reach.ACL{Origin: r.origin()}
		b.net.ACLs = append(b.net.ACLs, a)
		b.name(r, "id", a)
	}
	for _, r := range b.of("aws_default_network_acl") {
		a := &reach.ACL{Origin: r.origin()}
		b.net.ACLs = append(b.net.ACLs, a)
		b.name(r, "id", a)
		adopt(b, r, r.Get("default_network_acl_id"), aclKind, a, func(v *reach.VPC) *reach.Ref[*reach.ACL] { return &v.DefaultACL },
			"default_network_acl_id")
	}
}

// place is where an entry stands: an ACL has one entry per direction and number.
type place struct {
	acl    *reach.ACL
	egress bool
	number int
}

// entries makes the entries of network ACLs. What an ACL shows may be an old
// copy of an aws_network_acl_rule (PLAN-3):
//
//   - The rule goes before, and what a deleted rule left behind is gone.
//   - What the ACL itself takes away or writes anew in this plan is as the ACL says,
//     even if a rule that nothing changes holds it, until the next plan. A default ACL
//     that is adopted says it of all, and perhaps of what this plan makes (cleared).
func (b *builder) entries() {
	taken := b.takenEntries()
	adopted := map[*reach.ACL]resource{}
	for _, r := range b.of("aws_default_network_acl") {
		if a, ok := object[*reach.ACL](b, r, "id"); ok && r.adopts() {
			adopted[a] = r
		}
	}
	separate := map[place]bool{}
	var rules []*reach.ACLEntry
	for _, r := range b.of("aws_network_acl_rule") {
		directions := b.ruleEntries(r)
		for _, e := range directions {
			a, ok := e.ACL.Exact()
			if by, is := adopted[a]; ok && is {
				if r.change == reach.NoChange {
					continue
				}
				if why := r.cleared(r.Get("network_acl_id"), by); why != nil {
					e.ACL, ok = reach.Perhaps(why, a).In(r.place), false
				}
			}
			if ok && e.Order == nil && len(directions) == 1 {
				at := place{a, e.Egress, e.Number}
				if taken[at] && r.change == reach.NoChange {
					continue
				}
				separate[at] = true
			}
			rules = append(rules, either(e, r.Get("rule_action"))...)
		}
	}
	deleted := map[place]bool{}
	for _, was := range b.former("aws_network_acl_rule") {
		if a, ok := ref(b, was, was.Get("network_acl_id"), aclKind).Exact(); ok {
			number, _ := was.Value().Get("rule_number").Int()
			egress, _ := was.Value().Get("egress").Bool()
			deleted[place{a, egress, number}] = true
		}
	}
	for _, r := range b.of("aws_network_acl", "aws_default_network_acl") {
		a, ok := object[*reach.ACL](b, r, "id")
		if !ok {
			continue
		}
		a.VPC = ref(b, r, r.Get("vpc_id"), vpcKind)
		for _, egress := range []bool{false, true} {
			name := "ingress"
			if egress {
				name = "egress"
			}
			before := map[int]bool{}
			for _, v := range r.Before.Get(name).Items {
				n, _ := v.Get("rule_no").Int()
				before[n] = true
			}
			items, reason := b.blockList(r, r.Get(name))
			if reason != "" {
				b.net.ACLEntries = append(b.net.ACLEntries, b.anyEntry(r, r.Get(name), a, egress, reason)...)
			}
			for _, i := range items {
				e := b.entry(r, i, "rule_no", "action", egress)
				e.ACL = reach.To(a)
				at := place{a, egress, e.Number}
				if e.Order == nil && (separate[at] || deleted[at] && before[e.Number]) {
					continue
				}
				b.net.ACLEntries = append(b.net.ACLEntries, either(e, i.Get("action"))...)
			}
		}
	}
	b.net.ACLEntries = append(b.net.ACLEntries, rules...)
}

// takenEntries are the places of which an ACL shows an entry before apply, and not the
// same one after.
func (b *builder) takenEntries() map[place]bool {
	taken := map[place]bool{}
	for _, r := range b.of("aws_network_acl", "aws_default_network_acl") {
		a, ok := object[*reach.ACL](b, r, "id")
		if !ok || r.change != reach.Update {
			continue
		}
		for _, name := range []string{"ingress", "egress"} {
			list := r.Get(name)
			if _, reason := list.Items(); reason != "" {
				continue // anyEntry stands for them
			}
			for _, was := range r.Before.Get(name).Items {
				if !slices.ContainsFunc(list.Value().Items, was.Equal) {
					n, _ := was.Get("rule_no").Int()
					taken[place{a, name == "egress", n}] = true
				}
			}
		}
	}
	return taken
}

// anyEntry stands for entries that the plan does not know: there may be any.
func (b *builder) anyEntry(r resource, list resolve.Attr, a *reach.ACL, egress bool, reason string) []*reach.ACLEntry {
	why := r.unknown(list, reason)
	var out []*reach.ACLEntry
	for _, allow := range []bool{true, false} {
		out = append(out, &reach.ACLEntry{
			Origin: r.part(list), ACL: reach.To(a), Egress: egress, Allow: allow, Traffic: reach.AnyTraffic(), Why: why, Order: why,
		})
	}
	return out
}

// ruleEntries reads an aws_network_acl_rule: one entry, or one in doubt for each
// direction where that is not known.
func (b *builder) ruleEntries(r resource) []*reach.ACLEntry {
	direction := r.flag(r.Get("egress"), false)
	in := func(egress bool) *reach.ACLEntry {
		e := b.entry(r, r.Attr, "rule_number", "rule_action", egress)
		e.ACL = ref(b, r, r.Get("network_acl_id"), aclKind)
		if direction.Why != nil {
			e.Why = direction.Why
		}
		return e
	}
	if direction.Why != nil {
		return []*reach.ACLEntry{in(false), in(true)}
	}
	return []*reach.ACLEntry{in(direction.Value)}
}

// either is an entry, and the same one that allows where it is not known whether
// it allows or denies.
func either(e *reach.ACLEntry, action resolve.Attr) []*reach.ACLEntry {
	if _, ok := allows(action); ok {
		return []*reach.ACLEntry{e}
	}
	other := *e
	other.Allow = true
	return []*reach.ACLEntry{e, &other}
}

// allows is what the action of an entry says; false when it says nothing.
func allows(action resolve.Attr) (allow, ok bool) {
	text, _ := action.Text()
	switch strings.ToLower(text) {
	case "allow":
		return true, true
	case "deny":
		return false, true
	}
	return false, false
}

// entry reads one entry. What cannot be read makes it match an unknown part of
// what it may match.
func (b *builder) entry(r resource, a resolve.Attr, number, action string, egress bool) *reach.ACLEntry {
	e := &reach.ACLEntry{Origin: r.part(a), Egress: egress}
	fail := func(at resolve.Attr, reason string) {
		if e.Why == nil {
			e.Why = r.unknown(at, reason)
		}
	}
	if n, ok := a.Get(number).Value().Int(); ok {
		e.Number = n
	} else {
		e.Order = r.unknown(a.Get(number), "")
		if e.Order.Reason == "" {
			e.Order.Reason = fmt.Sprintf("%q is not a rule number", a.Get(number).Value().Text)
		}
	}
	var ok bool
	if e.Allow, ok = allows(a.Get(action)); !ok {
		fail(a.Get(action), cmp.Or(a.Get(action).Reason(), fmt.Sprintf("%q is not allow or deny", a.Get(action).Value().Text)))
	}
	e.Remote = b.entryBlock(r, a, fail)
	e.Traffic = b.entryTraffic(r, a, e.Remote, fail)
	return e
}

// entryBlock is the block of an entry: an IPv4 or an IPv6 one.
func (b *builder) entryBlock(r resource, a resolve.Attr, fail func(resolve.Attr, string)) netip.Prefix {
	for _, name := range []string{"cidr_block", "ipv6_cidr_block"} {
		at := a.Get(name)
		if at.IsEmpty() || at.Value().Kind == planjson.Absent {
			continue
		}
		p := r.prefix(at)
		if p.Why != nil {
			fail(at, p.Why.Reason)
		}
		return p.Value
	}
	fail(a, "the plan shows no block of addresses")
	return netip.Prefix{}
}

// entryTraffic is the protocol and the ports of an entry. Ports and types that
// nobody sets are 0 (NACL-12).
func (b *builder) entryTraffic(r resource, a resolve.Attr, remote netip.Prefix, fail func(resolve.Attr, string)) reach.Traffic {
	at := a.Get("protocol")
	if !at.IsKnown() {
		fail(at, at.Reason())
		return reach.AnyTraffic()
	}
	ps, err := protocols(at.Value())
	if err != nil {
		fail(at, err.Error())
		return reach.AnyTraffic()
	}
	t := reach.Traffic{Protocols: ps, Ports: packet.AnyPort()}
	p, _ := ps.First()
	var names [2]string
	read := portRange
	switch {
	case ps.IsAny():
		return t
	case p.HasPorts():
		names = [2]string{"from_port", "to_port"}
	case p == packet.ICMP || p == packet.ICMPv6 && (!remote.IsValid() || remote.Addr().Is6()):
		names, read = [2]string{"icmp_type", "icmp_code"}, icmpTypes
	default:
		return t
	}
	for _, n := range names {
		if v := a.Get(n); !v.IsKnown() && v.Value().Kind != planjson.Absent {
			fail(v, v.Reason())
			return t
		}
	}
	if t.Ports, err = read(a.Get(names[0]).Value(), a.Get(names[1]).Value()); err != nil {
		fail(a.Get(names[0]), err.Error())
		t.Ports = packet.AnyPort()
	}
	return t
}

// aclAssociations makes what puts subnets under ACLs (NACL-1, NACL-14). A subnet that an
// ACL takes out of its own in this plan goes to the default ACL, even if an
// aws_network_acl_association that nothing changes holds it.
func (b *builder) aclAssociations() {
	claimed := map[*reach.Subnet]bool{}
	var settled, copies []*reach.ACLAssociation
	add := func(a *reach.ACLAssociation, fresh bool) {
		if s, ok := a.Subnet.Exact(); ok && fresh {
			claimed[s] = true
		}
		if fresh {
			settled = append(settled, a)
		} else {
			copies = append(copies, a)
		}
	}
	taken := b.takenSubnets()
	for _, r := range b.of("aws_network_acl_association") {
		one := &reach.ACLAssociation{
			Origin: r.origin(),
			Subnet: ref(b, r, r.Get("subnet_id"), subnetKind),
			ACL:    ref(b, r, r.Get("network_acl_id"), aclKind),
		}
		s, _ := one.Subnet.Exact()
		a, _ := one.ACL.Exact()
		switch why, is := taken[membership{s, a}]; {
		case r.change != reach.NoChange:
			one.ACL = b.contested(r, r.Get("network_acl_id"), one.Subnet, one.ACL, taken)
		case !is:
		case why == nil:
			continue
		default:
			one.Subnet = reach.Perhaps(why, s).In(r.place)
		}
		add(one, true)
	}
	for _, r := range b.of("aws_network_acl", "aws_default_network_acl") {
		a, ok := object[*reach.ACL](b, r, "id")
		if !ok || a.Attribute != "" {
			continue
		}
		list := r.Get("subnet_ids")
		if list.Value().Kind != planjson.Absent && !list.IsKnown() && b.unset(r, "subnet_ids") {
			continue
		}
		before := map[string]bool{}
		for _, v := range r.Before.Get("subnet_ids").Items {
			before[v.Text] = true
		}
		items, reason := list.Items()
		if reason != "" {
			add(&reach.ACLAssociation{Origin: r.part(list), Subnet: reach.Perhaps[*reach.Subnet](r.unknown(list, reason)).In(r.place), ACL: reach.To(a)}, true)
		}
		for _, i := range items {
			// A subnet that an ACL already had may have moved to another since.
			old := i.IsKnown() && before[i.Value().Text]
			one := &reach.ACLAssociation{Origin: r.part(list), Subnet: ref(b, r, i, subnetKind), ACL: reach.To(a)}
			if !old {
				one.ACL = b.contested(r, list, one.Subnet, one.ACL, taken)
			}
			add(one, !old)
		}
	}
	for _, a := range copies {
		s, ok := a.Subnet.Exact()
		if !ok {
			settled = append(settled, a)
			continue
		}
		if claimed[s] {
			continue
		}
		for _, other := range settled {
			if other.Subnet.Why != nil && other.Subnet.May(s) {
				a.Subnet = reach.Perhaps(other.Subnet.Why, s).In(s.Place)
				break
			}
		}
		settled = append(settled, a)
	}
	b.net.ACLAssociations = b.dropMoved(settled)
}

// membership is a subnet and the ACL that it is under.
type membership struct {
	*reach.Subnet
	*reach.ACL
}

// takenSubnets are those that an ACL shows before apply, and not after; with a reason
// where it may show them still.
func (b *builder) takenSubnets() map[membership]*reach.Unknown {
	taken := map[membership]*reach.Unknown{}
	for _, was := range b.former("aws_network_acl", "aws_default_network_acl") {
		a, ok := b.objects[resolve.Symbol{Resource: was.String(), Attribute: "id"}].(*reach.ACL)
		if !ok || was.change != reach.Update {
			continue
		}
		now := refs(b, was, b.resolver.After(was.Resource).Get("subnet_ids"), subnetKind)
		had, _ := refs(b, was, was.Get("subnet_ids"), subnetKind).Exact()
		for _, s := range had {
			if !slices.ContainsFunc(now.Items, func(r reach.Ref[*reach.Subnet]) bool { return r.Is(s) }) {
				taken[membership{s, a}] = now.Open()
			}
		}
	}
	return taken
}

// contested is the ACL that a resource of this plan puts a subnet under, perhaps no more
// than for a time: an ACL that the plan takes the subnet out of puts it under the default
// ACL, whichever it is under by then, and the order is certain only where the one follows
// the other. The default ACL takes none out, and one that puts it there agrees.
func (b *builder) contested(r resource, a resolve.Attr, subnet reach.Ref[*reach.Subnet], acl reach.Ref[*reach.ACL], taken map[membership]*reach.Unknown) reach.Ref[*reach.ACL] {
	s, ok := subnet.Exact()
	if !ok || len(taken) == 0 || r.Type == "aws_default_network_acl" {
		return acl
	}
	v, inPlan := s.VPC.Exact()
	if to, ok := acl.Exact(); ok && inPlan && v.DefaultACL.Is(to) {
		return acl
	}
	for _, other := range b.of("aws_network_acl") {
		from, ok := object[*reach.ACL](b, other, "id")
		if _, is := taken[membership{s, from}]; !ok || !is || other.Resource == r.Resource || a.Follows(other.Resource) {
			continue
		}
		why := r.unknown(a, other.String()+" gives "+s.String()+" to the default ACL, in no fixed order with this")
		if inPlan && acl.Why == nil && v.DefaultACL.Why == nil && !v.DefaultACL.IsNone() {
			return reach.OneOf(why, append(slices.Clone(acl.To), v.DefaultACL.To...)...)
		}
		return reach.Perhaps(why, acl.To...).In(r.place)
	}
	return acl
}

// dropMoved leaves out what an aws_network_acl_association had put under an ACL
// that this plan deletes or moves: the copy that the ACL shows is out of date.
func (b *builder) dropMoved(all []*reach.ACLAssociation) []*reach.ACLAssociation {
	moved := map[*reach.Subnet]*reach.ACL{}
	for _, was := range b.former("aws_network_acl_association") {
		s, ok := ref(b, was, was.Get("subnet_id"), subnetKind).Exact()
		a, known := ref(b, was, was.Get("network_acl_id"), aclKind).Exact()
		if ok && known {
			moved[s] = a
		}
	}
	var out []*reach.ACLAssociation
	for _, a := range all {
		if s, ok := a.Subnet.Exact(); ok && a.Attribute != "" && moved[s] != nil && a.ACL.Is(moved[s]) {
			continue
		}
		out = append(out, a)
	}
	return out
}
