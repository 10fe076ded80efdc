package reach

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/tfreach/tfreach/reach/packet"
)

// index answers "what belongs to this object", which the network, like a plan,
// only says the other way round. Lookups that depend on references that are not
// exact give the reason instead of an answer.
type index struct {
	*Network

	blocks      map[*VPC][]*CIDRBlock
	openBlocks  []*CIDRBlock
	subnets     map[*VPC][]*Subnet
	openSubnets []*Subnet

	routes     map[*RouteTable][]*Route
	openRoutes []*Route
	deleted    map[*RouteTable][]*Route
	tables     map[*Subnet][]*TableAssociation
	openTables []*TableAssociation

	// services are the routes of a table that lead to gateway endpoints.
	services map[*RouteTable][]*Route

	listEntries     map[*PrefixList][]*PrefixListEntry
	openListEntries []*PrefixListEntry

	propagations     map[*RouteTable][]*Propagation
	openPropagations []*Propagation

	entries     map[*ACL][]*ACLEntry
	openEntries []*ACLEntry
	acls        map[*Subnet][]*ACLAssociation
	openACLs    []*ACLAssociation

	rules     map[*SecurityGroup][]*SecurityGroupRule
	openRules []*SecurityGroupRule

	additions     map[*Interface][]*GroupAddition
	openAdditions []*GroupAddition
	public        map[*Interface][]*PublicAddress
	openPublic    []*PublicAddress
	byAddr        map[*VPC][]owner
	balancers     map[*Interface]*LoadBalancer
	endpoints     map[*Interface]*InterfaceEndpoint
	// standIns are the VPCs with a block that AWS picks.
	standIns map[*VPC]bool
}

// owner is an interface with an address that it is known to have.
type owner struct {
	addr  netip.Addr
	iface *Interface
	// subnet is where it is, nil when that is not certain.
	subnet *Subnet
	// why is set when it is not certain that it is in the subnet, or that this is in
	// the VPC.
	why *Unknown
	// inside: it is in the VPC for certain.
	inside bool
}

func newIndex(n *Network) *index {
	x := &index{Network: n}
	x.blocks, x.openBlocks = by(n.Blocks, func(b *CIDRBlock) Ref[*VPC] { return b.VPC })
	x.subnets, x.openSubnets = by(n.Subnets, func(s *Subnet) Ref[*VPC] { return s.VPC })
	x.routes, x.openRoutes = by(n.Routes, func(r *Route) Ref[*RouteTable] { return r.Table })
	x.listEntries, x.openListEntries = by(n.PrefixListEntries, func(e *PrefixListEntry) Ref[*PrefixList] { return e.List })
	x.propagations, x.openPropagations = by(n.Propagations, func(p *Propagation) Ref[*RouteTable] { return p.Table })
	x.services = map[*RouteTable][]*Route{}
	for t, routes := range x.routes {
		for _, r := range routes {
			if l, ok := r.List.Exact(); ok && l.Service != "" {
				if _, ok := r.endpoint(); ok {
					x.services[t] = append(x.services[t], r)
				}
			}
		}
	}
	x.deleted, _ = by(n.DeletedRoutes, func(r *Route) Ref[*RouteTable] { return r.Table })
	x.tables, x.openTables = by(n.TableAssociations, func(a *TableAssociation) Ref[*Subnet] { return a.Subnet })
	x.entries, x.openEntries = by(n.ACLEntries, func(e *ACLEntry) Ref[*ACL] { return e.ACL })
	x.acls, x.openACLs = by(n.ACLAssociations, func(a *ACLAssociation) Ref[*Subnet] { return a.Subnet })
	x.rules, x.openRules = by(n.SecurityGroupRules, func(r *SecurityGroupRule) Ref[*SecurityGroup] { return r.Group })
	x.additions, x.openAdditions = by(n.GroupAdditions, func(a *GroupAddition) Ref[*Interface] { return a.Interface })

	x.public, x.openPublic = by(n.PublicAddresses, func(a *PublicAddress) Ref[*Interface] { return a.Interface })

	x.balancers = map[*Interface]*LoadBalancer{}
	for _, b := range n.LoadBalancers {
		if b.Interface != nil {
			x.balancers[b.Interface] = b
		}
	}

	x.endpoints = map[*Interface]*InterfaceEndpoint{}
	for _, e := range n.InterfaceEndpoints {
		if e.Interface != nil {
			x.endpoints[e.Interface] = e
		}
	}

	x.standIns = map[*VPC]bool{}
	for v, blocks := range x.blocks {
		for _, b := range blocks {
			x.standIns[v] = x.standIns[v] || b.StandIn
		}
	}

	x.byAddr = map[*VPC][]owner{}
	for _, i := range n.Interfaces {
		known := slices.Concat(i.Private, i.Six)
		if len(known) == 0 {
			continue
		}
		for _, ref := range i.Subnets.Items {
			x.own(i, known, ref)
		}
		if i.Subnets.Why != nil {
			x.own(i, known, Perhaps[*Subnet](i.Subnets.Why).In(i.Place))
		}
	}
	for _, owners := range x.byAddr {
		slices.SortStableFunc(owners, func(a, b owner) int { return a.addr.Compare(b.addr) })
	}
	return x
}

// own enters the addresses of an interface under the VPC that it is in, or under
// each that it may be in.
func (x *index) own(i *Interface, known []netip.Addr, at Ref[*Subnet]) {
	s, _ := at.Exact()
	if s != nil {
		if v, ok := s.VPC.Exact(); ok {
			for _, a := range known {
				x.byAddr[v] = append(x.byAddr[v], owner{a, i, s, nil, true})
			}
			return
		}
	}
	for _, v := range x.VPCs {
		var why *Unknown
		switch {
		case s != nil && s.VPC.May(v):
			why = s.VPC.Why
		case s == nil && mayBeIn(at, v):
			why = at.Why
		default:
			continue
		}
		for _, a := range known {
			x.byAddr[v] = append(x.byAddr[v], owner{a, i, s, why, isIn(at, v)})
		}
	}
}

// isIn reports whether each subnet that is perhaps named is in the VPC.
func isIn(at Ref[*Subnet], v *VPC) bool {
	return !at.Open && !slices.ContainsFunc(at.To, func(s *Subnet) bool { return !s.VPC.Is(v) })
}

func mayBeIn(at Ref[*Subnet], v *VPC) bool {
	for _, s := range at.To {
		if s.VPC.May(v) {
			return true
		}
	}
	return at.Open && !at.Near.Elsewhere(v.Place)
}

// by gathers objects under what they refer to, and apart those whose reference
// is not exact. Objects that refer to nothing belong nowhere.
func by[T any, K comparable](all []T, ref func(T) Ref[K]) (map[K][]T, []T) {
	m := map[K][]T{}
	var open []T
	for _, t := range all {
		switch r := ref(t); {
		case r.Why != nil:
			open = append(open, t)
		case len(r.To) == 1:
			m[r.To[0]] = append(m[r.To[0]], t)
		}
	}
	return m, open
}

// beyond is the reason for which nothing is known of an object outside the
// plan.
func beyond(o Object, what string) *Unknown {
	return &Unknown{Code: UnknownBeyondPlan, Address: o.At().Address, Reason: "not in this plan: " + what}
}

// tableOf is the route table that decides for packets leaving the subnet
// (RT-1). A subnet has one table: where one association is certain, another
// that might name the subnet names something else, or apply would fail.
func (x *index) tableOf(s *Subnet) (t *RouteTable, assumed string, why *Unknown) {
	if as := x.tables[s]; len(as) > 0 {
		for _, a := range as {
			of, ok := a.Table.Exact()
			switch {
			case !ok:
				return nil, "", missing(a.Table, a, "route_table_id")
			case t != nil && of != t:
				return nil, "", &Unknown{Code: UnknownValue, Address: a.Address, Reason: "two associations give " + s.Address + " a route table; AWS accepts one"}
			}
			t = of
		}
		return t, "", nil
	}
	for _, a := range x.openTables {
		if a.Subnet.May(s) {
			return nil, "", a.Subnet.Why
		}
	}
	if s.Beyond || s.Change == Read {
		return nil, "", beyond(s, "its route table is unknown")
	}
	v, ok := s.VPC.Exact()
	if !ok {
		return nil, "", missing(s.VPC, s, "vpc_id")
	}
	t, why = x.mainOf(v)
	return t, s.assume("route table"), why
}

func (x *index) mainOf(v *VPC) (*RouteTable, *Unknown) {
	for _, m := range x.MainTables {
		switch {
		case m.VPC.Is(v):
			if t, ok := m.Table.Exact(); ok {
				return t, nil
			}
			return nil, missing(m.Table, m, "route_table_id")
		case m.VPC.May(v):
			return nil, m.VPC.Why
		}
	}
	if t, ok := v.Main.Exact(); ok {
		return t, nil
	}
	if v.Main.Why != nil {
		return nil, v.Main.Why
	}
	return nil, beyond(v, "its main route table is unknown")
}

// aclOf is the network ACL of the subnet (NACL-1).
func (x *index) aclOf(s *Subnet) (acl *ACL, assumed string, why *Unknown) {
	if as := x.acls[s]; len(as) > 0 {
		if a, ok := as[0].ACL.Exact(); ok && len(as) == 1 {
			return a, "", nil
		} else if ok {
			return nil, "", &Unknown{Code: UnknownValue, Address: as[1].Address, Reason: "two network ACLs claim " + s.Address + "; AWS accepts one"}
		}
		return nil, "", missing(as[0].ACL, as[0], "network_acl_id")
	}
	for _, a := range x.openACLs {
		if a.Subnet.May(s) {
			return nil, "", a.Subnet.Why
		}
	}
	if s.Beyond || s.Change == Read {
		return nil, "", beyond(s, "its network ACL is unknown")
	}
	v, ok := s.VPC.Exact()
	if !ok {
		return nil, "", missing(s.VPC, s, "vpc_id")
	}
	if a, ok := v.DefaultACL.Exact(); ok {
		return a, s.assume("network ACL"), nil
	}
	if v.DefaultACL.Why != nil {
		return nil, "", v.DefaultACL.Why
	}
	return nil, "", beyond(v, "its default network ACL is unknown")
}

// assume is the assumption that a subnet which exists already has no association
// that the plan does not show; empty for a new subnet.
func (s *Subnet) assume(what string) string {
	if s.Change == Create || s.Change == Replace {
		return ""
	}
	return "nothing outside this plan associates " + s.Address + " with a " + what
}

// entriesOf is the entries of the ACL in one direction, in the order in which
// AWS asks them: by number, not by their order in the plan (NACL-2).
func (x *index) entriesOf(a *ACL, egress bool) []*ACLEntry {
	var out []*ACLEntry
	for _, e := range x.entries[a] {
		if e.Egress == egress {
			out = append(out, e)
		}
	}
	for _, e := range x.openEntries {
		if e.Egress == egress && e.ACL.May(a) {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b *ACLEntry) int { return cmp.Compare(a.Number, b.Number) })
	return out
}

// addrsOf is all addresses of the subnet, those that AWS reserves included.
// The second result is the first of its blocks that is not known.
func addrsOf(s *Subnet) (packet.Addrs, *Unknown) {
	why := s.CIDR.Why
	if why == nil {
		why = s.CIDR6.Why
	}
	if s.Beyond {
		why = beyond(s, "its address block is unknown")
	}
	return packet.Prefixes(s.CIDR.Value, s.CIDR6.Value), why
}

// usable is the addresses of a subnet's block that interfaces can have.
func usable(p netip.Prefix) packet.Addrs {
	return packet.Prefix(p).Minus(reserved(p))
}

// reserved is the addresses of a subnet's block that AWS keeps: the first four
// and the last.
func reserved(p netip.Prefix) packet.Addrs {
	var out packet.Addrs
	for r := range packet.Prefix(p).Ranges {
		out = packet.AddrRange(r.From(), r.From().Next().Next().Next()).Union(packet.Addr(r.To()))
	}
	return out
}
