package reachtest

import (
	"net/netip"

	"github.com/tfreach/tfreach/reach"
)

// hop is where a route table sends a packet. One of target and end is set.
type hop struct {
	// route is nil for the local routes that every table has, and where there is
	// no route.
	route  *reach.Route
	target reach.Object
	end    *stop
}

// leadsTo reports whether both hops certainly go to the same place, or certainly
// nowhere.
func (h hop) leadsTo(other hop) bool {
	if h.end != nil || other.end != nil {
		return h.end != nil && other.end != nil && h.end.lost == nil && other.end.lost == nil
	}
	return h.target == other.target
}

// nextHop asks the route table of a subnet. With several tables that it may be,
// all must agree.
func (w *walk) nextHop(s *reach.Subnet, dst netip.Addr) hop {
	tables := w.tableOf(s)
	if tables.Open {
		return hop{end: lost(tables.Why)}
	}
	first := w.lookUp(tables.To[0], dst)
	for _, t := range tables.To[1:] {
		if !w.lookUp(t, dst).leadsTo(first) {
			return hop{end: lost(tables.Why)}
		}
	}
	return first
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

// lookUp finds the route with the longest prefix (RT-2). The VPC's own blocks are
// routes of every table (RT-6); a route of the same length has taken the place of
// the local one.
func (w *walk) lookUp(t *reach.RouteTable, dst netip.Addr) hop {
	best, length := w.noRoute(t, dst), -1
	for _, b := range w.network.Blocks {
		if b.VPC.Is(w.vpc) && b.Prefix.Value.Contains(dst) && b.Prefix.Value.Bits() > length {
			best, length = hop{target: reach.Local}, b.Prefix.Value.Bits()
		}
	}
	explicit := false
	for _, r := range w.network.Routes {
		if !r.Table.Is(t) || !r.Destination.Value.Contains(dst) {
			continue
		}
		bits := r.Destination.Value.Bits()
		if bits > length || bits == length && !explicit {
			best, length, explicit = follow(r), bits, true
		}
	}
	if why := w.otherwise(t, dst, best, length); why != nil {
		return hop{end: lost(why)}
	}
	return best
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
		if r.Destination.Why != nil {
			return r.Destination.Why
		}
		if !r.Table.Is(t) && r.Destination.Value.Contains(dst) && r.Destination.Value.Bits() >= length {
			return r.Table.Why
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
	switch o := target.(type) {
	case *reach.Gone:
		return hop{route: r, end: dropped(reach.BadStateRoute, r)}
	case *reach.Beyond:
		return hop{route: r, end: lost(&reach.Unknown{Code: reach.UnknownBeyondPlan, Address: o.Address, Reason: "is not in the plan"})}
	case *reach.Unmodelled:
		return hop{route: r, end: lost(&reach.Unknown{Code: reach.UnmodelledResource, Address: o.Address, Reason: "is not simulated"})}
	}
	return hop{route: r, target: target}
}
