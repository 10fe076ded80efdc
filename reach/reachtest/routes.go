package reachtest

import (
	"net/netip"

	"github.com/tfreach/tfreach/reach"
)

// hop is where a route table sends a packet. One of target and end is set.
type hop struct {
	// route is nil for the local routes that every table has, and where there is
	// no route.
	route *reach.Route
	// propagation is set for a route that is propagated.
	propagation *reach.Propagation
	target      reach.Object
	end         *stop
}

// leadsTo reports whether both hops certainly go to the same place, or certainly
// nowhere.
func (h hop) leadsTo(other hop) bool {
	if h.end != nil || other.end != nil {
		return h.end != nil && other.end != nil && h.end.lost == nil && other.end.lost == nil
	}
	return h.target == other.target
}

// nextHop asks the route table of where the packet is. With several tables that it
// may be, all must agree.
func (w *walk) nextHop() hop {
	var tables reach.Ref[*reach.RouteTable]
	if g := w.at.nat; g != nil {
		tables = g.Table
	} else {
		tables = w.tableOf(w.at.subnet)
	}
	return w.lookUpAll(tables)
}

func (w *walk) lookUpAll(tables reach.Ref[*reach.RouteTable]) hop {
	if tables.Open {
		return hop{end: lost(tables.Why)}
	}
	first := w.lookUp(tables.To[0], w.p.Dst)
	for _, t := range tables.To[1:] {
		if !w.lookUp(t, w.p.Dst).leadsTo(first) {
			return hop{end: lost(tables.Why)}
		}
	}
	return first
}

// ingress brings an answer in through a gateway, by its edge table where it has
// one (RT-13).
func (w *walk) ingress(g reach.Object) *stop {
	var tables reach.Ref[*reach.RouteTable]
	for _, a := range w.network.TableAssociations {
		switch {
		case a.Gateway.Is(g):
			tables = a.Table
		case !a.Gateway.IsNone() && a.Gateway.May(g) && tables.IsNone():
			return lost(a.Gateway.Why)
		}
	}
	if tables.IsNone() {
		return w.local()
	}
	h := w.lookUpAll(tables)
	if h.route != nil {
		w.pass(h.route)
	}
	switch {
	case h.end != nil:
		return h.end
	case h.target == reach.Local:
		return w.local()
	}
	w.redirect = h.route
	end := w.follow(h)
	w.redirect = nil
	return end
}

// tableOf: a subnet is under the table that is associated with it, else under
// the main table of its VPC (RT-1).
func (w *walk) tableOf(s *reach.Subnet) reach.Ref[*reach.RouteTable] {
	table := w.vpc.Main
	for _, m := range w.network.MainTables {
		if m.VPC.Is(w.vpc) {
			table = m.Table
		} else if m.VPC.May(w.vpc) {
			table = alternative(table, m.Table, m.VPC.Why)
		}
	}
	for _, a := range w.network.TableAssociations {
		if a.Subnet.Is(s) {
			return a.Table
		}
		if a.Subnet.May(s) {
			table = alternative(table, a.Table, a.Subnet.Why)
		}
	}
	return table
}

// The order of routes to the same block (RT-4): the lower first.
const (
	written = iota
	localRoute
	fromList
	propagated
)

// candidate is a route of a table that is about a destination.
type candidate struct {
	hop
	bits, order int
	list        *reach.PrefixList
}

func (c candidate) before(d candidate) bool {
	return c.bits > d.bits || c.bits == d.bits && c.order < d.order
}

// lookUp finds the route with the longest prefix (RT-2). The VPC's own blocks are
// routes of every table (RT-6); a route of the same length has taken the place of
// the local one.
func (w *walk) lookUp(t *reach.RouteTable, dst netip.Addr) hop {
	routes := w.candidates(t, dst)
	best := candidate{hop: w.noRoute(t, dst), bits: -1}
	for _, c := range routes {
		if c.before(best) {
			best = c
		}
	}
	if why := w.otherwise(t, dst, best.hop, best.bits); why != nil {
		return hop{end: lost(why)}
	}
	if h, ok := w.toService(t, best); ok {
		return h
	}
	// RT-5: of two lists that overlap, AWS picks one.
	written := candidate{bits: -1, order: propagated}
	for _, c := range routes {
		if c.list == nil && c.before(written) {
			written = c
		}
	}
	for _, c := range routes {
		if best.list != nil && c.list != nil && c.list != best.list && c.before(written) && !c.leadsTo(best.hop) {
			return hop{end: lost(&reach.Unknown{Code: reach.RandomRoute, Address: t.Address, Attribute: t.Attribute, Reason: "AWS picks one of two routes at random"})}
		}
	}
	return best.hop
}

// toService is where a route to the list of a service leads what is sent to it. Its
// ranges are longer than /8; against a longer route nobody knows (GWE-2).
func (w *walk) toService(t *reach.RouteTable, best candidate) (hop, bool) {
	if best.target == reach.Local {
		return hop{}, false
	}
	for _, r := range w.network.Routes {
		l, ok := ofService(r.List)
		switch {
		case !ok || !r.Table.Is(t) || !w.isService(l):
		case best.bits > 8 && !best.leadsTo(follow(r)):
			_, why := w.listed(r.List)
			return hop{end: lost(why)}, true
		default:
			return follow(r), true
		}
	}
	return hop{}, false
}

// candidates are the routes of a table that are certainly about a destination.
func (w *walk) candidates(t *reach.RouteTable, dst netip.Addr) []candidate {
	var out []candidate
	inside := false
	for _, b := range w.network.Blocks {
		if b.VPC.Is(w.vpc) && b.Prefix.Value.Contains(dst) {
			inside = true
			out = append(out, candidate{hop{target: reach.Local}, b.Prefix.Value.Bits(), localRoute, nil})
		}
	}
	for _, r := range w.network.Routes {
		if !r.Table.Is(t) {
			continue
		}
		if r.List.IsNone() {
			if r.Destination.Value.Contains(dst) {
				out = append(out, candidate{follow(r), r.Destination.Value.Bits(), written, nil})
			}
			continue
		}
		prefixes, _ := w.listed(r.List)
		for _, p := range prefixes {
			if p.Contains(dst) {
				out = append(out, candidate{follow(r), p.Bits(), fromList, r.List.To[0]})
			}
		}
	}
	// RT-8: what is propagated never comes before what is local.
	if inside {
		return out
	}
	for _, p := range w.network.Propagations {
		g, ok := p.Gateway.Exact()
		if !ok || !p.Table.Is(t) {
			continue
		}
		prefixes, _ := w.vpnRoutes(g)
		for _, prefix := range prefixes {
			if prefix.Contains(dst) {
				out = append(out, candidate{hop{propagation: p, target: g}, prefix.Bits(), propagated, nil})
			}
		}
	}
	return out
}

// vpnRoutes is what a virtual private gateway knows, and the reason for which
// there may be more (VGW-4).
func (w *walk) vpnRoutes(g *reach.VPNGateway) (known []netip.Prefix, more *reach.Unknown) {
	for _, c := range w.network.VPNConnections {
		switch {
		case !c.Gateway.May(g):
			continue
		case !c.Gateway.Is(g):
			more = c.Gateway.Why
			continue
		case c.StaticOnly.Why != nil:
			more = c.StaticOnly.Why
		case !c.StaticOnly.Value:
			more = &reach.Unknown{Code: reach.UnknownBeyondPlan, Address: c.Address, Reason: "learns routes that no plan shows"}
		}
		for _, r := range w.network.VPNRoutes {
			switch {
			case !r.Connection.May(c):
			case !r.Connection.Is(c):
				more = r.Connection.Why
			case r.Destination.Why != nil:
				more = r.Destination.Why
			default:
				known = append(known, r.Destination.Value)
			}
		}
	}
	return known, more
}

// otherwise is a reason for which another route than the best one may count, and
// lead elsewhere.
func (w *walk) otherwise(t *reach.RouteTable, dst netip.Addr, best hop, length int) *reach.Unknown {
	for _, b := range w.network.Blocks {
		mayHold := b.Prefix.Why != nil && b.Six == dst.Is6() || b.Prefix.Value.Contains(dst) && b.Prefix.Value.Bits() > length
		if !b.VPC.May(w.vpc) || !mayHold || best.leadsTo(hop{target: reach.Local}) {
			continue
		}
		if b.Prefix.Why != nil {
			return b.Prefix.Why
		}
		return b.VPC.Why
	}
	for _, r := range w.network.Routes {
		if !r.Table.May(t) || follow(r).leadsTo(best) {
			continue
		}
		if l, ok := ofService(r.List); ok && (w.isService(l) || !w.mayTake(r, l, best)) {
			continue
		}
		if !r.List.IsNone() {
			prefixes, why := w.listed(r.List)
			if why != nil {
				if length < dst.BitLen() {
					return why
				}
				continue
			}
			for _, p := range prefixes {
				if !r.Table.Is(t) && p.Contains(dst) && p.Bits() >= length {
					return r.Table.Why
				}
			}
			continue
		}
		if r.Destination.Why != nil {
			return r.Destination.Why
		}
		if !r.Table.Is(t) && r.Destination.Value.Contains(dst) && r.Destination.Value.Bits() >= length {
			return r.Table.Why
		}
	}
	return w.perhapsPropagated(t, dst, best, length)
}

// mayTake: a route to the list of a service may take what is not sent to it. One to
// its endpoint takes nothing else.
func (w *walk) mayTake(r *reach.Route, l *reach.PrefixList, best hop) bool {
	target, ok := r.Target.Exact()
	_, endpoint := target.(*reach.GatewayEndpoint)
	return !(ok && endpoint) && best.target != reach.Local && w.mayBeService(l, w.shot.Subnet.VPC, w.p.Dst)
}

// perhapsPropagated is a reason for which a propagated route may count. None does
// where the destination is local (RT-8).
func (w *walk) perhapsPropagated(t *reach.RouteTable, dst netip.Addr, best hop, length int) *reach.Unknown {
	if w.isIn(w.vpc, dst).answer == Yes || length >= dst.BitLen() {
		return nil
	}
	for _, p := range w.network.Propagations {
		g, ok := p.Gateway.Exact()
		switch {
		case !p.Table.May(t):
			continue
		case !ok:
			return p.Gateway.Why
		case best.leadsTo(hop{target: g}):
			continue
		}
		known, more := w.vpnRoutes(g)
		if more != nil {
			return more
		}
		for _, prefix := range known {
			if !p.Table.Is(t) && prefix.Contains(dst) && prefix.Bits() > length {
				return p.Table.Why
			}
		}
	}
	return nil
}

// noRoute: the culprit is the table, or the route that this plan deletes.
func (w *walk) noRoute(t *reach.RouteTable, dst netip.Addr) hop {
	var culprit reach.Object = t
	length := -1
	for _, r := range w.network.DeletedRoutes {
		if r.Table.Is(t) && r.Destination.Value.Contains(dst) && r.Destination.Value.Bits() > length {
			culprit, length = r, r.Destination.Value.Bits()
		}
	}
	return hop{end: dropped(reach.NoRoute, culprit)}
}

// follow is where a route leads. A route to something that is gone is a
// blackhole, and takes its packets all the same (RT-10).
func follow(r *reach.Route) hop {
	target, ok := r.Target.Exact()
	if !ok {
		return hop{route: r, end: lost(r.Target.Why)}
	}
	if _, gone := target.(*reach.Gone); gone {
		return hop{route: r, end: dropped(reach.BadStateRoute, r)}
	}
	return hop{route: r, target: target}
}
