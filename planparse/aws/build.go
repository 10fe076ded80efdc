package aws

import (
	"net/netip"
	"slices"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
)

// Side is a point in time: the network after apply, or before.
type Side int

// The sides.
const (
	After Side = iota
	Before
)

// Build makes the network of a plan on one side of apply.
func Build(plan *planjson.Plan, r *resolve.Resolver, side Side) *reach.Network {
	b := &builder{
		resolver: r, side: side, net: &reach.Network{},
		resources: map[string][]resource{},
		objects:   map[resolve.Symbol]any{},
		beyond:    map[beyondKey]any{},
		tables:    map[*reach.RouteTable]*tableRoutes{},
		blocksOf:  map[vpcBlock]bool{},
		nameless:  map[string][]resource{},
		services:  map[serviceRanges]*reach.PrefixList{},
		standIns:  map[resolve.Symbol]netip.Prefix{},
		choices:   map[reach.Unknown]*reach.Unknown{},
		tagged:    providerTags(plan),
	}
	for _, res := range plan.Prior {
		b.add(res)
	}
	for _, res := range plan.Resources {
		b.add(res)
	}
	// Objects first, so that references find them in any direction; then what
	// refers to them.
	b.vpcs()
	b.subnets()
	b.routeTables()
	b.gateways()
	b.prefixLists()
	b.egressOnlyGateways()
	b.peerings()
	b.vpnGateways()
	b.transitGateways()
	b.uplinks()
	// An endpoint that a data source reads may be a firewall's.
	b.firewalls()
	b.endpoints()
	b.names()
	b.acls()
	b.groups()
	b.interfaces()
	b.subnetGroups()
	b.clusters()
	b.others()

	b.blocks()
	b.subnetParts()
	b.routes()
	b.tableAssociations()
	b.attachments()
	b.natParts()
	b.entries()
	b.aclAssociations()
	b.rules()
	b.computeParts()
	b.prefixListParts()
	b.egressOnlyParts()
	b.peeringParts()
	b.vpnParts()
	b.transitParts()
	b.endpointParts()
	b.firewallParts()
	b.publicAccessParts()
	b.nameParts()
	b.managedWorkloads()
	b.loadBalancers()
	b.publicAddresses()
	b.publicHosts()
	b.gaps()
	b.remarks()
	return b.net
}

// builder makes one network.
type builder struct {
	resolver *resolve.Resolver
	side     Side
	net      *reach.Network
	// resources are those that exist on this side, by type. A deleted resource
	// is in gone.
	resources map[string][]resource
	all       []resource
	gone      []resource
	// objects are the model objects by what names them.
	objects map[resolve.Symbol]any
	beyond  map[beyondKey]any
	tables  map[*reach.RouteTable]*tableRoutes
	touched []*reach.RouteTable // the keys of tables, in the order of the plan
	tagged  tagRule
	// nameless are existing resources without an id, by their kind.
	nameless map[string][]resource
	// services are the prefix lists of AWS's own.
	services map[serviceRanges]*reach.PrefixList
	// standIns are the blocks that stand for those which AWS picks, by what names them.
	standIns map[resolve.Symbol]netip.Prefix
	// choices are the reasons of references with candidates, see once.
	choices map[reach.Unknown]*reach.Unknown
	// blocksOf are the address blocks so far.
	blocksOf map[vpcBlock]bool

	instances  []*instance
	elasticIPs map[string]string                 // see elastic
	lostGroups map[bearing]bool                  // see detached
	adopted    map[*reach.SecurityGroup]clearing // see adoptedGroups
}

// resource is a resource instance on the builder's side of apply.
type resource struct {
	resolve.Attr
	*planjson.Resource
	change reach.Change
	place  *reach.Place
	// standIns are those of the builder.
	standIns map[resolve.Symbol]netip.Prefix
}

// add takes a resource that exists on this side of apply. One whose values the
// plan does not show exists all the same, with everything about it unknown.
func (b *builder) add(res *planjson.Resource) {
	r := resource{Resource: res, change: changeOf(res), standIns: b.standIns}
	exists := res.Deposed == ""
	if b.side == Before {
		r.Attr = b.resolver.Before(res)
		exists = exists && r.change != reach.Create && res.Before.Kind != planjson.Null
		if !res.Data {
			// What the plan does to it is yet to come: its attributes agree with those of
			// others, and it is not new.
			r.change = reach.NoChange
		}
	} else {
		r.Attr = b.resolver.After(res)
		if r.change == reach.Delete {
			r.place = r.Place()
			b.gone = append(b.gone, r)
			return
		}
	}
	if !exists {
		return
	}
	r.place = r.Place()
	b.resources[res.Type] = append(b.resources[res.Type], r)
	b.all = append(b.all, r)
}

// changeOf is what the plan does to a resource.
func changeOf(r *planjson.Resource) reach.Change {
	a := r.Actions
	switch {
	case a == nil && r.Data:
		return reach.Read
	case a == nil || a.NoOp():
		return reach.NoChange
	case a.Replace():
		return reach.Replace
	case a.Create():
		return reach.Create
	case a.Update():
		return reach.Update
	case a.Delete():
		return reach.Delete
	case a.Forget():
		return reach.Forget
	case a.Read():
		return reach.Read
	}
	return reach.NoChange
}

// origin is where an object made of the resource comes from.
func (r resource) origin() reach.Origin {
	return reach.Origin{Address: r.String(), Change: r.change, Place: r.place}
}

// part is the origin of an object that an attribute of the resource makes.
func (r resource) part(a resolve.Attr) reach.Origin {
	o := r.origin()
	o.Attribute = a.Path()
	return o
}

// String is the resource's address; of the two embedded types, both have one.
func (r resource) String() string { return r.Resource.String() }

// isNew reports whether the resource does not exist yet, so that nothing
// outside the plan has touched it.
func (r resource) isNew() bool { return r.change == reach.Create || r.change == reach.Replace }

// made reports whether apply makes the resource, as far as the builder's side of
// apply knows.
func (b *builder) made(r resource) bool { return b.side == After && r.isNew() }

// unknown is the reason for which an attribute is not known.
func (r resource) unknown(a resolve.Attr, reason string) *reach.Unknown {
	if reason == "" {
		reason = a.Reason()
	}
	return &reach.Unknown{Code: reach.UnknownValue, Address: r.String(), Attribute: a.Path(), Reason: reason}
}

// of lists the resources of some types in the order of the plan, managed ones
// first: a data source may read what a resource is.
func (b *builder) of(types ...string) []resource {
	var managed, data []resource
	for _, t := range types {
		for _, r := range b.resources[t] {
			if r.Data {
				data = append(data, r)
			} else {
				managed = append(managed, r)
			}
		}
	}
	return append(managed, data...)
}

// former lists resources of some types as they were before apply, where apply
// deletes, replaces or updates them: what they made then is only there still if
// something makes it anew. Attributes of others that copy it are out of date
// (PLAN-3, PLAN-4). On the side before apply there are none.
func (b *builder) former(types ...string) []resource {
	if b.side == Before {
		return nil
	}
	was := func(r resource) resource {
		r.Attr = b.resolver.Before(r.Resource)
		return r
	}
	var out []resource
	for _, r := range b.gone {
		if slices.Contains(types, r.Type) {
			out = append(out, was(r))
		}
	}
	for _, r := range b.of(types...) {
		if r.change == reach.Update || r.change == reach.Replace {
			out = append(out, was(r))
		}
	}
	return out
}

// object is what a resource was made to under one of its ids; false when it was
// made to nothing, or only reads what another resource is.
func object[T reach.Object](b *builder, r resource, attribute string) (T, bool) {
	t, ok := b.objects[resolve.Symbol{Resource: r.String(), Attribute: attribute}].(T)
	if !ok || t.At().Address != r.String() {
		var none T
		return none, false
	}
	return t, true
}

// name enters an object under a resource's id.
func (b *builder) name(r resource, attribute string, object any) {
	b.objects[resolve.Symbol{Resource: r.String(), Attribute: attribute}] = object
}

// alias reports whether a data source reads an object that the plan has as a
// resource of its own, and enters that object under the data source's name.
func (b *builder) alias(r resource, attribute string) bool {
	if !r.Data {
		return false
	}
	ref := r.Get(attribute).Ref(r.Type)
	if ref.State != resolve.Exact || ref.Symbols[0].Resource == r.String() {
		return false
	}
	object, ok := b.objects[ref.Symbols[0]]
	if ok {
		b.name(r, attribute, object)
	}
	return ok
}
