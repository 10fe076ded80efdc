package reach

import (
	"net/netip"
	"slices"
)

// DefaultRoute is the route by which the table of a subnet sends what no other route
// takes, in IPv4 or in IPv6; nil when it has none. The reason is set when that is not
// known.
func (e *Engine) DefaultRoute(s *Subnet, six bool) (*Route, *Unknown) {
	t, _, why := e.tableOf(s)
	if why != nil {
		return nil, why
	}
	all := netip.PrefixFrom(netip.IPv4Unspecified(), 0)
	if six {
		all = netip.PrefixFrom(netip.IPv6Unspecified(), 0)
	}
	var open *Unknown
	for _, r := range e.routes[t] {
		switch {
		case !r.List.IsNone():
		case r.Destination.Why != nil:
			open = r.Destination.Why
		case r.Destination.Value == all:
			return r, nil
		}
	}
	for _, r := range e.openRoutes {
		if r.Table.May(t) && r.List.IsNone() && (r.Destination.Why != nil || r.Destination.Value == all) {
			open = r.Table.Why
		}
	}
	if t.Beyond {
		open = beyond(t, "its routes are unknown")
	}
	return nil, open
}

// Table is the route table that decides for what leaves a subnet. The reason is set
// when that is not known.
func (e *Engine) Table(s *Subnet) (*RouteTable, *Unknown) {
	t, _, why := e.tableOf(s)
	return t, why
}

// Serving are the gateway endpoints that the table of a subnet has routes to.
func (e *Engine) Serving(s *Subnet) []*GatewayEndpoint {
	t, _, why := e.tableOf(s)
	if why != nil {
		return nil
	}
	var out []*GatewayEndpoint
	for _, r := range e.routes[t] {
		if g, ok := r.endpoint(); ok {
			out = append(out, g)
		}
	}
	return out
}

// Shut is the security groups of an interface in a subnet where none of their rules in
// one direction is one of those that are asked for. It is nil where there is one, and
// where groups or rules may be others than those that are known.
func (e *Engine) Shut(i *Interface, s *Subnet, egress bool, which func(*SecurityGroupRule) bool) []*SecurityGroup {
	l := e.groupsOf(i, s)
	if i.Unfiltered || l.isOpen() {
		return nil
	}
	for _, g := range l.groups {
		if g.Beyond || slices.ContainsFunc(e.rulesOf(g, egress), which) {
			return nil
		}
	}
	return l.groups
}
