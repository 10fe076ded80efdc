package reach

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/tfreach/tfreach/reach/packet"
)

// region is a set of destinations that one route of a table decides.
type region struct {
	addrs packet.Addrs
	// route is nil for the local routes of the VPC, and where there is no route.
	route *Route
	local bool
	// bits is the length of the prefix that won, -1 without a route, and rank which
	// kind of route has it.
	bits int
	rank rank
	// doubt is set when another route may win instead.
	doubt *Unknown
	// mayBeLocal: all the doubt is whether the addresses are in a block of the VPC
	// that is not known.
	mayBeLocal bool
}

// forwarding cuts all destinations into the regions of a table as a VPC uses
// it: the longest prefix that matches wins, whatever kind of route has it, and
// a blackhole wins like any other (RT-2, RT-10). Of routes to one block a static one
// wins, then one of a prefix list, then what is propagated (RT-4). Families do not mix
// (RT-3). Regions are disjoint and leave nothing out. service is what the packets go
// to, empty for none.
func (x *index) forwarding(t *RouteTable, v *VPC, service string) []region {
	if t.Beyond {
		return []region{{addrs: packet.AnyAddr(), doubt: beyond(t, "its routes are unknown")}}
	}
	var sure []region
	var rest []*Route // routes that may be here, or lead anywhere
	seen := map[netip.Prefix]int{}
	add := func(p netip.Prefix, r *Route, by rank) {
		i, twice := seen[p]
		switch {
		case !twice || sure[i].rank > by:
			g := region{addrs: packet.Prefix(p), route: r, bits: p.Bits(), rank: by, local: r.Target.Is(Local)}
			if twice {
				sure[i] = g
				return
			}
			seen[p] = len(sure)
			sure = append(sure, g)
		case sure[i].rank == by && sure[i].route != r && sure[i].doubt == nil:
			if why := secondRoute(t, sure[i].route, r); why != nil {
				if by == listed {
					why = randomRoute(t, sure[i].route, r)
				}
				sure[i].doubt = why
			}
		}
	}
	var lists []*Route
	for _, r := range x.routes[t] {
		switch {
		case !r.List.IsNone():
			lists = append(lists, r)
		case r.Destination.Why != nil:
			rest = append(rest, r)
		default:
			add(r.Destination.Value.Masked(), r, static)
		}
	}
	var toService []*Route
	var ranges []*PrefixList // that routes lead somewhere, and nobody knows
	of := map[*Route]packet.Addrs{}
	for _, r := range lists {
		if l, ok := r.List.Exact(); ok && l.Service != "" {
			_, endpoint := r.endpoint()
			switch {
			case service == l.Service:
				toService = append(toService, r)
			case endpoint:
				// What is asked is not the service's.
			default:
				ranges = append(ranges, l)
			}
			continue
		}
		for _, p := range x.listPrefixes(r.List, r) {
			if p.Why != nil {
				rest = append(rest, &Route{Origin: r.Origin, Table: r.Table, Destination: p, Target: r.Target})
				continue
			}
			of[r] = of[r].Union(packet.Prefix(p.Value))
			add(p.Value.Masked(), r, listed)
		}
	}
	local, _ := x.blocksOf(v)
	for _, p := range x.propagations[t] {
		gw, ok := p.Gateway.Exact()
		if !ok {
			rest = append(rest, &Route{Origin: p.Origin, Table: p.Table, Destination: Missing[netip.Prefix](missing(p.Gateway, p, "vpn_gateway_id"))})
			continue
		}
		for _, r := range x.propagatedRoutes(p, gw) {
			if r.Destination.Why != nil {
				rest = append(rest, r)
				continue
			}
			// A local route wins wherever they overlap, even against a longer prefix (RT-8).
			if free := packet.Prefix(r.Destination.Value).Minus(local); !free.IsEmpty() {
				add(r.Destination.Value.Masked(), r, propagated)
			}
		}
	}
	var openLocal []*CIDRBlock
	for _, b := range x.blocks[v] {
		p := b.Prefix.Value.Masked()
		if b.Prefix.Why != nil {
			openLocal = append(openLocal, b)
			continue
		}
		// A route to exactly this block is the local route with its target
		// replaced (RT-7).
		i, replaced := seen[p]
		if replaced && sure[i].rank == propagated {
			sure[i] = region{addrs: packet.Prefix(p), local: true, bits: p.Bits()}
		} else if !replaced {
			seen[p] = len(sure)
			sure = append(sure, region{addrs: packet.Prefix(p), local: true, bits: p.Bits()})
		}
	}
	for i := range sure {
		if sure[i].rank == propagated {
			sure[i].addrs = sure[i].addrs.Minus(local)
		}
	}
	slices.SortStableFunc(sure, func(a, b region) int { return cmp.Compare(b.bits, a.bits) })

	left := packet.AnyAddr()
	var out []region
	for _, r := range sure {
		if r.addrs = r.addrs.Intersect(left); !r.addrs.IsEmpty() {
			out = append(out, r)
			left = left.Minus(r.addrs)
		}
	}
	if !left.IsEmpty() {
		out = append(out, region{addrs: left, bits: -1})
	}

	for i, r := range lists {
		for _, other := range lists[:i] {
			if both := of[r].Intersect(of[other]); !both.IsEmpty() && secondRoute(t, r, other) != nil {
				out = putInDoubt(out, both, randomRoute(t, r, other), only(func(g region) bool { return g.rank == listed }))
			}
		}
	}
	for _, r := range toService {
		out = x.serviceRegion(out, r)
	}
	for _, l := range ranges {
		out = putInDoubt(out, l.world(), serviceRanges(l), only(func(g region) bool { return !g.local }))
	}
	for _, r := range x.openRoutes {
		if r.Table.May(t) {
			rest = append(rest, x.perhapsHere(r, service)...)
		}
	}
	for _, p := range x.openPropagations {
		if p.Table.May(t) {
			rest = append(rest, &Route{Origin: p.Origin, Table: p.Table, Destination: Missing[netip.Prefix](p.Table.Why)})
		}
	}
	if v.Beyond || len(openLocal) > 0 {
		out = x.surelyLocal(out, v)
	}
	for _, r := range rest {
		out = doubtRoute(out, r)
	}
	if v.Beyond {
		out = putInDoubt(out, packet.AnyAddr(), beyond(v, "its address blocks are unknown"), region.mayBeVPC)
	}
	for _, b := range append(openLocal, x.openBlocks...) {
		if !b.VPC.May(v) {
			continue
		}
		why := b.Prefix.Why
		if why == nil {
			why = b.VPC.Why
		}
		// The block is not part of another's, so only what is not local hangs
		// on it.
		at := packet.IPv4()
		if b.Six {
			at = packet.IPv6()
		}
		if b.Prefix.Why == nil {
			at = packet.Prefix(b.Prefix.Value)
		}
		out = putInDoubt(out, at, why, region.mayBeVPC)
	}
	return out
}

// perhapsHere is a route that is perhaps in a table, as routes to blocks: one for each
// that its list has, or may have.
func (x *index) perhapsHere(r *Route, service string) []*Route {
	if r.List.IsNone() {
		return []*Route{r}
	}
	to := func(d Fact[netip.Prefix]) *Route {
		return &Route{Origin: r.Origin, Table: r.Table, Destination: d, Target: r.Target}
	}
	if l, ok := r.List.Exact(); ok && l.Service != "" {
		if _, endpoint := r.endpoint(); endpoint && service != l.Service {
			// What is asked is not the service's.
			return nil
		}
		return []*Route{to(Missing[netip.Prefix](r.Table.Why))}
	}
	var out []*Route
	for _, p := range x.listPrefixes(r.List, r) {
		out = append(out, to(p))
	}
	return out
}

// endpoint is the gateway endpoint that a route leads to.
func (r *Route) endpoint() (*GatewayEndpoint, bool) {
	o, _ := r.Target.Exact()
	g, ok := o.(*GatewayEndpoint)
	return g, ok
}

// propagatedRoutes is what a virtual private gateway knows, as routes to it (VGW-4).
func (x *index) propagatedRoutes(p *Propagation, gw *VPNGateway) []*Route {
	var out []*Route
	add := func(d Fact[netip.Prefix]) {
		out = append(out, &Route{Origin: p.Origin, Table: p.Table, Destination: d, Target: To[Object](gw)})
	}
	if gw.Beyond {
		add(Missing[netip.Prefix](beyond(gw, "what it propagates is unknown")))
	}
	if why := x.unseenConnections(gw); why != nil && !gw.Beyond {
		add(Missing[netip.Prefix](why))
	}
	for _, c := range x.VPNConnections {
		switch {
		case c.Gateway.Is(gw):
			x.known(c, func(p netip.Prefix) { add(Known(p)) }, func(_ Fact[netip.Prefix], why *Unknown) { add(Missing[netip.Prefix](why)) })
		case c.Gateway.May(gw):
			add(Missing[netip.Prefix](c.Gateway.Why))
		}
	}
	return out
}

// randomRoute is why it is open which of two routes to prefix lists wins (RT-5).
func randomRoute(t *RouteTable, a, b *Route) *Unknown {
	return &Unknown{Code: RandomRoute, Address: a.Address, Attribute: a.Attribute,
		Reason: "its prefix list overlaps that of " + b.String() + " in " + t.String() + ", and AWS picks one of the two"}
}

// serviceRegion lets a route to the prefix list of a service take what is sent to the
// service: its ranges are longer than /8, so that only longer routes may win (GWE-2).
func (x *index) serviceRegion(in []region, r *Route) []region {
	l, _ := r.List.Exact()
	world := l.world()
	var out []region
	for _, g := range in {
		hit := g.addrs.Intersect(world)
		if hit.IsEmpty() || g.local {
			out = append(out, g)
			continue
		}
		taken := region{addrs: hit, route: r, bits: 9, rank: listed, doubt: g.doubt}
		if g.bits > 8 && g.doubt == nil {
			taken.doubt = serviceRanges(l)
		}
		if g.addrs = g.addrs.Minus(hit); !g.addrs.IsEmpty() {
			out = append(out, g)
		}
		out = append(out, taken)
	}
	return out
}

// secondRoute is why it is open where a table leads that has two routes to one
// destination; nil where both lead to the same.
func secondRoute(t *RouteTable, one, other *Route) *Unknown {
	a, ok := one.Target.Exact()
	b, known := other.Target.Exact()
	switch {
	case !ok:
		return missing(one.Target, one, "")
	case !known:
		return missing(other.Target, other, "")
	case a != b:
		return &Unknown{Code: UnknownValue, Address: other.Address, Reason: "a second route to " + other.Destination.Value.Masked().String() + " in " + t.String() + "; AWS accepts one"}
	}
	return nil
}

// mayBeVPC marks a region as one that a block of the VPC may take.
func (g region) mayBeVPC() (region, bool) {
	if g.local {
		return g, false
	}
	g.mayBeLocal = true
	return g, true
}

// surelyLocal makes the subnets of a VPC whose blocks are not known local: they
// lie in one of the blocks, and no block is larger than /16, or /44 for IPv6, so
// that shorter routes never win against it.
func (x *index) surelyLocal(in []region, v *VPC) []region {
	var four, six packet.Addrs
	for _, s := range x.subnets[v] {
		four = four.Union(packet.Prefixes(s.CIDR.Value))
		six = six.Union(packet.Prefixes(s.CIDR6.Value))
	}
	var out []region
	for _, g := range in {
		at := packet.Addrs{}
		if g.bits < 16 {
			at = four
		}
		if g.bits < 44 {
			at = at.Union(six)
		}
		if hit := g.addrs.Intersect(at); !g.local && !hit.IsEmpty() {
			out = append(out, region{addrs: hit, local: true, bits: g.bits})
			g.addrs = g.addrs.Minus(hit)
		}
		if !g.addrs.IsEmpty() {
			out = append(out, g)
		}
	}
	return out
}

// doubtRoute puts in doubt what a route would take if it is in the table, or if
// it has the destination that it may have.
func doubtRoute(in []region, r *Route) []region {
	if r.Destination.Why != nil {
		middlebox := mayBeMiddlebox(r.Target)
		return putInDoubt(in, packet.AnyAddr(), r.Destination.Why, only(func(g region) bool { return !g.local || middlebox }))
	}
	// A table has one route to a destination: where it has one for certain, this
	// one belongs to another table. Those of lists, what is propagated and the local
	// one give way, or may (RT-4, RT-5, RT-7).
	bits, middlebox := r.Destination.Value.Bits(), mayBeMiddlebox(r.Target)
	return putInDoubt(in, packet.Prefix(r.Destination.Value), r.Table.Why, only(func(g region) bool {
		return g.bits < bits || g.bits == bits && (g.rank != static || g.local && middlebox)
	}))
}

// mayBeMiddlebox reports whether something may be the target of a route inside the VPC
// (RT-7).
func mayBeMiddlebox(target Ref[Object]) bool {
	o, ok := target.Exact()
	if !ok {
		return true
	}
	switch o.(type) {
	case *NATGateway, *Interface, *FirewallEndpoint, *Beyond, *Unmodelled:
		return true
	}
	return false
}

// only marks the regions that have a property.
func only(is func(region) bool) func(region) (region, bool) {
	return func(g region) (region, bool) { return g, is(g) }
}

// putInDoubt marks the part of each region that lies in at.
func putInDoubt(in []region, at packet.Addrs, why *Unknown, which func(region) (region, bool)) []region {
	var out []region
	for _, g := range in {
		hit := g.addrs.Intersect(at)
		marked, yes := which(g)
		if g.doubt != nil || hit.IsEmpty() || !yes {
			out = append(out, g)
			continue
		}
		if miss := g.addrs.Minus(at); !miss.IsEmpty() {
			keep := g
			keep.addrs = miss
			out = append(out, keep)
		}
		marked.addrs, marked.doubt = hit, why
		out = append(out, marked)
	}
	return out
}
