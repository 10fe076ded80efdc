package aws

import (
	"maps"
	"net/netip"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
)

// tableRoutes is what a plan says of the routes of one table: the blocks that
// the table itself shows, which for a table that exists are also copies of what
// aws_route resources manage, and those resources.
type tableRoutes struct {
	blocks []*reach.Route
	// were are the destinations that the table showed before apply.
	were     map[destination]bool
	separate []separateRoute
	// deleted are the destinations whose aws_route this plan deletes or moves.
	deleted map[destination]*reach.Route
	// adopted is the resource that adopts the table; see adopts.
	adopted *resource
	// rewritten are the destinations whose route this plan lets the table write itself.
	rewritten map[destination]bool
}

// destination is where to a route leads: a table has each one once.
type destination struct {
	block netip.Prefix
	list  *reach.PrefixList
}

// compare orders destinations: lists by address, then blocks.
func (d destination) compare(e destination) int {
	if d.list != nil && e.list != nil {
		return strings.Compare(d.list.String(), e.list.String())
	}
	return d.block.Compare(e.block)
}

// destinationOf is the destination of a route; false when it is not known.
func destinationOf(r *reach.Route) (destination, bool) {
	if !r.List.IsNone() {
		l, ok := r.List.Exact()
		return destination{list: l}, ok
	}
	return destination{block: r.Destination.Value}, r.Destination.Why == nil
}

type separateRoute struct {
	*reach.Route
	of resource
	// cleared is set where what adopts the table may take the route away.
	cleared *reach.Unknown
}

// routeTables makes the route tables. One that adopts the main table of a VPC
// takes its place (PLAN-7).
func (b *builder) routeTables() {
	for _, r := range b.of("aws_route_table") {
		attribute := "id"
		if r.Data {
			attribute = "route_table_id"
		}
		if b.alias(r, attribute) {
			continue
		}
		t := &reach.RouteTable{Origin: r.origin()}
		b.net.RouteTables = append(b.net.RouteTables, t)
		b.name(r, "id", t)
		b.name(r, "route_table_id", t)
	}
	for _, r := range b.of("aws_default_route_table") {
		t := &reach.RouteTable{Origin: r.origin()}
		b.net.RouteTables = append(b.net.RouteTables, t)
		b.name(r, "id", t)
		adopt(b, r, r.Get("default_route_table_id"), tableKind, t, func(v *reach.VPC) *reach.Ref[*reach.RouteTable] { return &v.Main },
			"default_route_table_id", "main_route_table_id")
	}
	b.knownMains()
}

// adopt puts an object in the place of the one that AWS made for a VPC and that
// an attribute names. names are the attributes of the VPC that name it, the one
// that never changes first.
func adopt[T interface {
	comparable
	reach.Object
}](b *builder, r resource, a resolve.Attr, k kind[T], t T, of func(*reach.VPC) *reach.Ref[T], names ...string) {
	made := ref(b, r, a, k)
	home := ref(b, r, r.Get("vpc_id"), vpcKind)
	id, _ := a.Text()
	for _, vpc := range b.of("aws_vpc", "aws_default_vpc") {
		v, ok := object[*reach.VPC](b, vpc, "id")
		if !ok {
			continue
		}
		slot := of(v)
		current, ok := slot.Exact()
		if !ok {
			// Of a VPC that a data source reads, only what adopts it tells of its
			// default; that a table is the default does not make it the main one.
			if _, table := any(t).(*reach.RouteTable); vpc.Data && slot.IsNone() && !table && home.Is(v) {
				*slot = reach.To(t)
			}
			continue
		}
		// Once it is applied, the resource has the id that the VPC names.
		same, _ := vpc.Get(names[0]).Text()
		switch {
		case made.Is(current) || id != "" && same == id:
			*slot = reach.To(t)
			for _, n := range names {
				b.objects[resolve.Symbol{Resource: v.Address, Attribute: n}] = t
			}
		// No more is certain than that it may be: what else names the default by the
		// attribute of the VPC means the one or the other as well.
		case made.Why != nil && made.May(current):
			*slot = reach.Perhaps(made.Why, current, t)
		case !vpc.Get(names[0]).IsKnown() && !vpc.isNew() && home.May(v):
			*slot = reach.Perhaps(vpc.unknown(vpc.Get(names[0]), ""), current, t)
		}
	}
}

// routes makes the routes of all tables.
func (b *builder) routes() {
	for _, r := range b.of("aws_route_table", "aws_default_route_table") {
		t, ok := object[*reach.RouteTable](b, r, "id")
		if !ok {
			continue
		}
		t.VPC = ref(b, r, r.Get("vpc_id"), vpcKind)
		b.blockRoutes(r, t)
	}
	for _, r := range b.of("aws_route") {
		b.separateRoute(r)
	}
	for _, r := range b.of("aws_vpc_route_server_propagation") {
		b.learned(r, ref(b, r, r.Get("route_table_id"), tableKind), r.Get("id"))
	}
	for _, was := range b.former("aws_route") {
		b.formerRoute(was)
	}
	b.settleRoutes()
}

// learned is the routes that a route server adds to a table at run time: which ones
// no plan shows (RT-17).
func (b *builder) learned(r resource, t reach.Ref[*reach.RouteTable], a resolve.Attr) {
	why := &reach.Unknown{Code: reach.UnmodelledResource, Address: r.String(), Attribute: a.Path(), Reason: "the routes that a route server propagates are learned at run time"}
	b.net.Routes = append(b.net.Routes, &reach.Route{
		Origin: r.part(a), Table: t, Destination: reach.Missing[netip.Prefix](why), Target: reach.Perhaps[reach.Object](why),
	})
}

func (b *builder) routesOf(t *reach.RouteTable) *tableRoutes {
	tr := b.tables[t]
	if tr == nil {
		tr = &tableRoutes{were: map[destination]bool{}, deleted: map[destination]*reach.Route{}, rewritten: map[destination]bool{}}
		b.tables[t] = tr
		b.touched = append(b.touched, t)
	}
	return tr
}

// blockRoutes reads the routes that a table shows.
func (b *builder) blockRoutes(r resource, t *reach.RouteTable) {
	tr := b.routesOf(t)
	if r.adopts() {
		tr.adopted = &r
	}
	list := r.Get("route")
	if r.Data {
		list = r.Get("routes")
	}
	was := r
	was.Attr = b.resolver.Before(r.Resource)
	were := was.Get("route")
	if r.Data {
		were = list
	}
	shown := map[destination]planjson.Value{}
	if known, reason := were.Items(); reason == "" {
		for _, i := range known {
			for _, d := range b.destinations(was, i, "cidr_block", "ipv6_cidr_block") {
				tr.were[d], shown[d] = true, i.Value()
			}
		}
	}
	items, reason := b.blockList(r, list)
	if reason != "" {
		why := r.unknown(list, reason)
		tr.blocks = append(tr.blocks, &reach.Route{
			Origin: r.part(list), Table: reach.To(t), Destination: reach.Missing[netip.Prefix](why), Target: reach.Perhaps[reach.Object](why),
		})
		return
	}
	for _, i := range items {
		route := b.route(r, i, "cidr_block", "ipv6_cidr_block")
		route.Table = reach.To(t)
		tr.blocks = append(tr.blocks, route)
		if d, known := destinationOf(route); known {
			tr.rewritten[d] = tr.adopted != nil || tr.were[d] && r.change == reach.Update && !sameTarget(shown[d], i.Value())
		}
	}
}

// sameTarget reports whether two blocks lead to the same.
func sameTarget(one, other planjson.Value) bool {
	return !slices.ContainsFunc(routeTargets, func(name string) bool {
		a, b := one.Get(name), other.Get(name)
		return a.Text != b.Text || a.Kind == planjson.Unknown || b.Kind == planjson.Unknown
	})
}

// blockList is the elements of blocks that a resource shows. Blocks that nobody
// writes and that AWS computes are unknown in the plan of a new resource, and
// are none: the provider makes none (PLAN-2). That nobody writes them, dynamic
// ones included, only the sources prove.
func (b *builder) blockList(r resource, list resolve.Attr) ([]resolve.Attr, string) {
	switch list.Value().Kind {
	case planjson.Absent:
		return nil, list.Reason()
	case planjson.Unknown:
		if set, certain := b.resolver.Configured(r.Resource, list.Path()); certain && !set && r.isNew() {
			return nil, ""
		}
	}
	items, reason := list.Items()
	for _, i := range items {
		if k := i.Value().Kind; k != planjson.Object && k != planjson.Unknown && k != planjson.Sensitive {
			return nil, "holds something that is no block"
		}
	}
	return items, reason
}

// destinations are those that a route had, as far as they are known.
func (b *builder) destinations(was resource, route resolve.Attr, blocks ...string) []destination {
	var out []destination
	for _, name := range blocks {
		if p, err := parsePrefix(route.Get(name).Value().Text); err == nil {
			out = append(out, destination{block: p})
		}
	}
	if l, ok := ref(b, was, route.Get(destinationList), listKind).Exact(); ok {
		out = append(out, destination{list: l})
	}
	return out
}

// destinationList is the attribute for the list that a route leads to.
const destinationList = "destination_prefix_list_id"

// route reads one route.
func (b *builder) route(r resource, a resolve.Attr, four, six string) *reach.Route {
	out := &reach.Route{Origin: r.part(a)}
	out.Target = b.target(r, a)
	var open *reach.Unknown
	for _, name := range []string{four, six} {
		at := a.Get(name)
		if at.IsEmpty() || at.Value().Kind == planjson.Absent {
			continue
		}
		p := r.prefix(at)
		if p.Why == nil {
			out.Destination = p
			return out
		}
		if a.Path() != "" || !b.unset(r, name) {
			open = p.Why
		}
	}
	if at := a.Get(destinationList); !at.IsEmpty() && at.Value().Kind != planjson.Absent && (a.Path() != "" || at.IsKnown() || !b.unset(r, destinationList)) {
		list := ref(b, r, at, listKind)
		// Of several that are not known one is null in the end.
		if _, exact := list.Exact(); exact || open == nil && !list.IsNone() {
			out.List, out.Destination.Why = list, list.Why
			return out
		}
		if open == nil {
			open = r.unknown(at, "")
		}
	}
	if open == nil {
		open = r.unknown(a, "the plan shows no destination")
	}
	out.Destination = reach.Missing[netip.Prefix](open)
	return out
}

// separateRoute reads an aws_route.
func (b *builder) separateRoute(r resource) {
	route := b.route(r, r.Attr, "destination_cidr_block", "destination_ipv6_cidr_block")
	route.Table = ref(b, r, r.Get("route_table_id"), tableKind)
	t, ok := route.Table.Exact()
	if _, known := destinationOf(route); !ok || !known {
		b.net.Routes = append(b.net.Routes, route)
		return
	}
	tr := b.routesOf(t)
	tr.separate = append(tr.separate, separateRoute{Route: route, of: r})
}

// formerRoute notes where an aws_route led that this plan deletes or moves: the
// table's own copy of it is out of date. A deleted one explains what the table
// lacks.
func (b *builder) formerRoute(was resource) {
	t, ok := ref(b, was, was.Get("route_table_id"), tableKind).Exact()
	if !ok {
		return
	}
	for _, d := range b.destinations(was, was.Attr, "destination_cidr_block", "destination_ipv6_cidr_block") {
		var gone *reach.Route
		if was.change == reach.Delete {
			gone = &reach.Route{Origin: was.origin(), Table: reach.To(t), Destination: reach.Known(d.block)}
			if d.list != nil {
				gone.List = reach.To(d.list)
			}
		}
		b.routesOf(t).deleted[d] = gone
	}
}

// settleRoutes decides between what tables show and what aws_route resources
// say (PLAN-3, RT-12):
//
//   - A block to the destination of an aws_route is a copy of it, perhaps an old
//     one; the aws_route goes before, unless nothing changes it and the table writes
//     the route itself.
//   - A block whose aws_route is deleted is out of date, unless this plan adds the
//     block.
//   - An aws_route that nothing changes, and whose route the table shows before
//     and not after, is taken away by the table. One that is adopted takes away all
//     that it does not show after, and perhaps what this plan makes (cleared).
func (b *builder) settleRoutes() {
	for _, t := range b.touched {
		tr := b.tables[t]
		own := map[destination]bool{}
		for i := range tr.separate {
			s := &tr.separate[i]
			changes := s.of.change != reach.NoChange
			if changes && tr.adopted != nil {
				s.cleared = s.of.cleared(s.of.Get("route_table_id"), *tr.adopted)
			}
			d, _ := destinationOf(s.Route)
			own[d] = own[d] || changes && s.cleared == nil || !tr.rewritten[d]
		}
		shown := map[destination]bool{}
		open := false
		for _, r := range tr.blocks {
			d, known := destinationOf(r)
			if !known {
				open = true
				b.net.Routes = append(b.net.Routes, r)
				continue
			}
			shown[d] = true
			gone, deleted := tr.deleted[d]
			switch {
			case own[d]:
			case deleted && tr.were[d]:
				if gone != nil {
					b.net.DeletedRoutes = append(b.net.DeletedRoutes, gone)
				}
			default:
				b.net.Routes = append(b.net.Routes, r)
			}
		}
		for _, d := range slices.SortedFunc(maps.Keys(tr.deleted), destination.compare) {
			if gone := tr.deleted[d]; gone != nil && !shown[d] && !own[d] {
				b.net.DeletedRoutes = append(b.net.DeletedRoutes, gone)
			}
		}
		for _, s := range tr.separate {
			d, _ := destinationOf(s.Route)
			takes := tr.adopted != nil || tr.were[d] && !open && t.Change == reach.Update
			switch {
			case !own[d]:
			case s.of.change == reach.NoChange && takes && !shown[d]:
				b.net.DeletedRoutes = append(b.net.DeletedRoutes, s.Route)
			case s.cleared != nil:
				s.Table = reach.Perhaps(s.cleared, t).In(s.of.place)
				b.net.Routes = append(b.net.Routes, s.Route)
			default:
				b.net.Routes = append(b.net.Routes, s.Route)
			}
		}
	}
}

// tableAssociations makes what puts subnets and gateways under tables.
func (b *builder) tableAssociations() {
	for _, r := range b.of("aws_route_table_association") {
		a := &reach.TableAssociation{
			Origin: r.origin(),
			Subnet: ref(b, r, r.Get("subnet_id"), subnetKind),
			Table:  ref(b, r, r.Get("route_table_id"), tableKind),
		}
		// Old providers have no gateway_id: the association is one of a subnet.
		if gw := r.Get("gateway_id"); b.mayHold(r, gw) {
			a.Gateway = ref(b, r, gw, targetKind).In(r.place)
		}
		if !a.Gateway.IsNone() && b.unset(r, "subnet_id") {
			a.Subnet = reach.Ref[*reach.Subnet]{}
		}
		b.net.TableAssociations = append(b.net.TableAssociations, a)
	}
	for _, r := range b.of("aws_main_route_table_association") {
		b.net.MainTables = append(b.net.MainTables, &reach.MainTable{
			Origin: r.origin(),
			VPC:    ref(b, r, r.Get("vpc_id"), vpcKind),
			Table:  ref(b, r, r.Get("route_table_id"), tableKind),
		})
	}
	b.formerMains()
	b.listedAssociations()
}

// formerMains takes back what an aws_main_route_table_association made that this
// plan deletes or moves: the provider puts the table in its place that it had
// replaced. What the VPC shows is out of date.
func (b *builder) formerMains() {
	for _, was := range b.former("aws_main_route_table_association") {
		v, ok := ref(b, was, was.Get("vpc_id"), vpcKind).Exact()
		if !ok {
			continue
		}
		original := was.Get("original_route_table_id")
		if original.IsEmpty() || !original.IsKnown() {
			v.Main = reach.Perhaps[*reach.RouteTable](was.unknown(original, "the main route table that it had replaced is not known")).In(was.place)
			continue
		}
		v.Main = ref(b, was, original, tableKind)
	}
}

// knownMains takes over what a VPC that exists says of its main table: somebody
// may have put another in the place of the one that AWS made.
func (b *builder) knownMains() {
	for _, r := range b.of("aws_vpc", "aws_default_vpc") {
		v, ok := object[*reach.VPC](b, r, "id")
		if !ok {
			continue
		}
		main, first := r.Get("main_route_table_id"), r.Get("default_route_table_id")
		id, ok := main.Text()
		if !ok || id == "" || id == first.Value().Text {
			continue
		}
		m := ref(b, r, main, tableKind)
		if t, ok := m.Exact(); ok && t.Address == v.Address {
			// Only the VPC itself has the id: the table is not in the plan.
			t = outside(b, r, main, id, tableKind)
			b.name(r, "main_route_table_id", t)
			m = reach.To(t)
		}
		v.Main = m
	}
}

// listedAssociations are those that the data source of a route table shows, as
// far as this plan does not change them.
func (b *builder) listedAssociations() {
	planned := b.net.TableAssociations
	type pair struct {
		subnet *reach.Subnet
		table  *reach.RouteTable
	}
	gone := map[pair]bool{}
	for _, was := range b.former("aws_route_table_association") {
		s, ok := ref(b, was, was.Get("subnet_id"), subnetKind).Exact()
		t, known := ref(b, was, was.Get("route_table_id"), tableKind).Exact()
		if ok && known {
			gone[pair{s, t}] = true
		}
	}
	for _, r := range b.of("aws_route_table") {
		t, ok := object[*reach.RouteTable](b, r, "id")
		if !ok || !r.Data {
			continue
		}
		items, _ := r.Get("associations").Items()
	next:
		for _, i := range items {
			s, ok := ref(b, r, i.Get("subnet_id"), subnetKind).Exact()
			if !ok || gone[pair{s, t}] {
				continue
			}
			a := &reach.TableAssociation{Origin: r.part(i), Subnet: reach.To(s), Table: reach.To(t)}
			for _, p := range planned {
				if p.Subnet.Is(s) {
					continue next
				}
				if p.Subnet.Why != nil && p.Subnet.May(s) {
					a.Subnet = reach.Perhaps(p.Subnet.Why, s).In(r.place)
				}
			}
			b.net.TableAssociations = append(b.net.TableAssociations, a)
		}
	}
}
