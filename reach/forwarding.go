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
	// bits is the length of the prefix that won, -1 without a route.
	bits int
	// doubt is set when another route may win instead.
	doubt *Unknown
	// mayBeLocal: all the doubt is whether the addresses are in a block of the VPC
	// that is not known.
	mayBeLocal bool
}

// forwarding cuts all destinations into the regions of a table as a VPC uses
// it: the longest prefix that matches wins, whatever kind of route has it, and
// a blackhole wins like any other (RT-2, RT-10). Families do not mix (RT-3).
// Regions are disjoint and leave nothing out.
func (x *index) forwarding(t *RouteTable, v *VPC) []region {
	if t.Beyond {
		return []region{{addrs: packet.AnyAddr(), bits: -1, doubt: beyond(t, "its routes are unknown")}}
	}
	var sure []region
	var rest []*Route // routes that may be here, or lead anywhere
	seen := map[netip.Prefix]int{}
	for _, r := range x.routes[t] {
		p := r.Destination.Value.Masked()
		if r.Destination.Why != nil {
			rest = append(rest, r)
			continue
		}
		if i, twice := seen[p]; twice {
			if why := secondRoute(t, sure[i].route, r); why != nil {
				sure[i].doubt = why
			}
			continue
		}
		seen[p] = len(sure)
		isLocal := r.Target.Is(Local)
		sure = append(sure, region{addrs: packet.Prefix(p), route: r, bits: p.Bits(), local: isLocal})
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
		if _, replaced := seen[p]; !replaced {
			seen[p] = len(sure)
			sure = append(sure, region{addrs: packet.Prefix(p), local: true, bits: p.Bits()})
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

	for _, r := range x.openRoutes {
		if r.Table.May(t) {
			rest = append(rest, r)
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
		// Only a middlebox may be the target of a route inside the VPC (RT-7).
		gateway, _ := r.Target.Exact()
		_, internet := gateway.(*InternetGateway)
		return putInDoubt(in, packet.AnyAddr(), r.Destination.Why, only(func(g region) bool { return !g.local || !internet }))
	}
	// A table has one route to a destination: where it has one for certain, this
	// one belongs to another table.
	bits := r.Destination.Value.Bits()
	return putInDoubt(in, packet.Prefix(r.Destination.Value), r.Table.Why, only(func(g region) bool { return g.bits < bits }))
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
