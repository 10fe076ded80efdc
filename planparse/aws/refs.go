package aws

import (
	"slices"
	"strings"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
)

// kind is a kind of model object that attributes refer to.
type kind[T comparable] struct {
	// types are the resource types whose ids an attribute of the kind takes;
	// they narrow what a mere mention may mean.
	types []string
	// what is the kind in words.
	what string
	// beyond makes the object that stands for an id outside the plan.
	beyond func(reach.Origin) T
}

var (
	vpcKind = kind[*reach.VPC]{
		[]string{"aws_vpc", "aws_default_vpc"}, "a VPC", beyondVPC,
	}
	subnetKind = kind[*reach.Subnet]{
		[]string{"aws_subnet", "aws_default_subnet"}, "a subnet", beyondSubnet,
	}
	tableKind = kind[*reach.RouteTable]{
		[]string{"aws_route_table", "aws_default_route_table"}, "a route table",
		func(o reach.Origin) *reach.RouteTable { return &reach.RouteTable{Origin: o} },
	}
	aclKind = kind[*reach.ACL]{
		[]string{"aws_network_acl", "aws_default_network_acl"}, "a network ACL",
		func(o reach.Origin) *reach.ACL { return &reach.ACL{Origin: o} },
	}
	groupKind = kind[*reach.SecurityGroup]{
		[]string{"aws_security_group", "aws_default_security_group"}, "a security group",
		func(o reach.Origin) *reach.SecurityGroup { return &reach.SecurityGroup{Origin: o} },
	}
	igwKind = kind[*reach.InternetGateway]{
		[]string{"aws_internet_gateway"}, "an internet gateway",
		func(o reach.Origin) *reach.InternetGateway { return &reach.InternetGateway{Origin: o} },
	}
	interfaceKind = kind[*reach.Interface]{
		[]string{"aws_network_interface", "aws_instance", "aws_spot_instance_request"}, "a network interface", beyondInterface,
	}
	targetKind = kind[reach.Object]{
		nil, "a target of routes",
		func(o reach.Origin) reach.Object { return &reach.Beyond{Origin: o} },
	}
	templateKind = kind[*template]{
		[]string{"aws_launch_template"}, "a launch template",
		func(o reach.Origin) *template { return &template{origin: o} },
	}
)

// beyondVPC is a VPC outside the plan.
func beyondVPC(o reach.Origin) *reach.VPC {
	why := notInPlan(o, "how names resolve in it is unknown")
	return &reach.VPC{Origin: o, DNSSupport: reach.Missing[bool](why), DNSHostnames: reach.Missing[bool](why)}
}

// beyondSubnet is a subnet outside the plan. Which VPC it is in is unknown like
// everything else about it.
func beyondSubnet(o reach.Origin) *reach.Subnet {
	why := &reach.Unknown{Code: reach.UnknownBeyondPlan, Address: o.Address, Reason: "not in this plan: its VPC is unknown"}
	return &reach.Subnet{Origin: o, VPC: reach.Perhaps[*reach.VPC](why).In(o.Place)}
}

func beyondInterface(o reach.Origin) *reach.Interface {
	why := &reach.Unknown{Code: reach.UnknownBeyondPlan, Address: o.Address, Reason: "not in this plan"}
	return &reach.Interface{Origin: o, Subnets: reach.Refs[*reach.Subnet]{Why: why}, Groups: reach.Refs[*reach.SecurityGroup]{Why: why}}
}

type beyondKey struct{ id, what string }

// ref is what an id attribute of a resource names: something in its own region,
// but for what routes lead to, of any type, which may be on the other side of a
// peering connection.
func ref[T comparable](b *builder, r resource, a resolve.Attr, k kind[T]) reach.Ref[T] {
	if k.types == nil {
		return anywhere(b, r, a, k)
	}
	return anywhere(b, r, a, k).In(r.place)
}

// needed is ref for an attribute that must name something: where a plan was cut down, it
// shows nothing.
func needed[T comparable](b *builder, r resource, a resolve.Attr, k kind[T]) reach.Ref[T] {
	if one := ref(b, r, a, k); !one.IsNone() {
		return one
	}
	return reach.Perhaps[T](r.unknown(a, "the plan does not show it")).In(r.place)
}

func anywhere[T comparable](b *builder, r resource, a resolve.Attr, k kind[T]) reach.Ref[T] {
	found := a.Ref(k.types...)
	switch found.State {
	case resolve.None:
		return reach.Ref[T]{}
	case resolve.Exact:
		if one := as[T](b, found.Symbols[0]); !one.IsNone() {
			return one
		}
		return reach.Perhaps[T](r.unknown(a, "names "+found.Symbols[0].String()+", which is not known as "+k.what))
	case resolve.External:
		if candidates, who := nameless[T](b, r, k); len(candidates) > 0 {
			return reach.Perhaps(r.unknown(a, "names "+found.ID+", and the plan does not show the id of "+who), candidates...)
		}
		return reach.To(outside(b, r, a, found.ID, k))
	case resolve.Gone:
		return reach.Perhaps[T](r.unknown(a, "names "+found.Symbols[0].Resource+" as it was before this plan deletes or replaces it"))
	}
	var candidates []T
	// An id that several resources have is one object, of which each of them tells a
	// part: it is like none of them.
	open := found.State != resolve.Candidates || found.Open || found.ID != "" || a.Value().Kind == planjson.Sensitive
	for _, s := range found.Symbols {
		one := as[T](b, s)
		candidates = append(candidates, one.To...)
		if _, exact := one.Exact(); !exact {
			open = true
		}
	}
	if found.ID != "" && !found.Open {
		// Unless they were all made to one.
		if first := as[T](b, found.Symbols[0]); !slices.ContainsFunc(found.Symbols, func(s resolve.Symbol) bool {
			t, ok := as[T](b, s).Exact()
			return !ok || !first.Is(t)
		}) {
			return first
		}
	}
	why := r.unknown(a, found.Reason)
	if open {
		return reach.Perhaps(why, candidates...)
	}
	return reach.OneOf(b.once(why), candidates...)
}

// once is the reason of a reference with candidates: one object however often the
// attribute is read, so that it is one reference wherever it stands.
func (b *builder) once(why *reach.Unknown) *reach.Unknown {
	known, ok := b.choices[*why]
	if !ok {
		known = why
		b.choices[*why] = why
	}
	return known
}

// nameless is the objects of a kind that exist and whose ids the plan does not
// show, because somebody cut it down: an id that belongs to nothing else may be
// theirs where they are in its region. The id of what apply makes is no id that the plan could know.
func nameless[T comparable](b *builder, near resource, k kind[T]) (objects []T, who string) {
	known, ok := b.nameless[k.what]
	if !ok {
		for _, r := range b.of(k.types...) {
			if !r.Data && !r.isNew() && r.Get("id").Value().Text == "" {
				known = append(known, r)
			}
		}
		b.nameless[k.what] = known
	}
	for _, r := range known {
		if r.place.Elsewhere(near.place) {
			continue
		}
		if o, ok := b.objects[resolve.Symbol{Resource: r.String(), Attribute: "id"}].(T); ok {
			objects = append(objects, o)
			who = r.String()
		}
	}
	return objects, who
}

// as is what an id names, as an object of a kind: none for one of another kind.
// Where an interface is meant, an instance stands for its primary one.
func as[T comparable](b *builder, s resolve.Symbol) reach.Ref[T] {
	found := b.objects[s]
	if subnet, endpoint := strings.CutPrefix(s.Attribute, "endpoint["); endpoint {
		found = b.firewallEndpoint(s.Resource, strings.TrimSuffix(subnet, "]"))
	}
	var out reach.Ref[T]
	if target, any := any(&out).(*reach.Ref[reach.Object]); any {
		// A firewall is no hop, its endpoints are.
		if f, firewall := found.(*reach.Firewall); firewall {
			*target = b.endpointsOf(f)
			return out
		}
	}
	switch o := found.(type) {
	case T:
		return reach.To(o)
	case *instance:
		p := o.primary()
		for _, i := range p.To {
			t, ok := any(i).(T)
			if !ok {
				return reach.Ref[T]{}
			}
			out.To = append(out.To, t)
		}
		out.Why, out.Open = p.Why, p.Open
		return out
	}
	return reach.Ref[T]{}
}

// outside is the object that stands for an id which no object of the plan has.
func outside[T comparable](b *builder, r resource, a resolve.Attr, id string, k kind[T]) T {
	if id == "" {
		id = "(sensitive) " + r.String() + "." + a.Path()
	}
	key := beyondKey{id, k.what}
	if t, ok := b.beyond[key].(T); ok {
		return t
	}
	o := reach.Origin{Address: id, Beyond: true}
	if k.types != nil {
		o.Place = shared(r.place)
	}
	t := k.beyond(o)
	b.beyond[key] = t
	// What may hold other objects is part of the network.
	switch t := any(t).(type) {
	case *reach.Subnet:
		b.net.Subnets = append(b.net.Subnets, t)
	case *reach.PrefixList:
		b.net.PrefixLists = append(b.net.PrefixLists, t)
	}
	return t
}

// shared is the place of what may be another account's, which shares it.
func shared(p *reach.Place) *reach.Place {
	if p == nil || p.Account == "" {
		return p
	}
	q := *p
	q.Account = ""
	return &q
}

// isGone reports whether an attribute names what this plan deletes or replaces: what
// connects it with others goes with it.
func isGone[T comparable](a resolve.Attr, k kind[T]) bool {
	return a.Ref(k.types...).State == resolve.Gone
}

// widened is a reference to objects of one kind as one to objects of any kind.
func widened[T interface {
	comparable
	reach.Object
}](r reach.Ref[T]) reach.Ref[reach.Object] {
	out := reach.Ref[reach.Object]{Why: r.Why, Open: r.Open, Near: r.Near}
	for _, t := range r.To {
		out.To = append(out.To, t)
	}
	return out
}

// refs is what a list of ids names.
func refs[T comparable](b *builder, r resource, a resolve.Attr, k kind[T]) reach.Refs[T] {
	var out reach.Refs[T]
	items, reason := a.Items()
	if reason != "" {
		out.Why = r.unknown(a, reason)
		return out
	}
	for _, i := range items {
		if one := ref(b, r, i, k); !one.IsNone() {
			out.Items = append(out.Items, one)
		}
	}
	return out
}

// target is where a route block or a route resource leads: the one target
// attribute that is set. Which attribute it is does not matter, what it names
// does (RT-11).
func (b *builder) target(r resource, route resolve.Attr) reach.Ref[reach.Object] {
	var open []resolve.Attr
	for _, name := range routeTargets {
		a := route.Get(name)
		switch {
		case a.Value().Kind == planjson.Absent || a.IsEmpty():
		case a.Value().Text == "local":
			return reach.To(reach.Local)
		case a.IsKnown() || a.Value().Text != "":
			return b.targetRef(r, a)
		case route.Path() == "" && b.unset(r, name):
			// Attributes that nobody sets and AWS computes are unknown as well.
		default:
			open = append(open, a)
		}
	}
	switch len(open) {
	case 0:
		return reach.Perhaps[reach.Object](r.unknown(route, "the plan shows no target"))
	case 1:
		return b.targetRef(r, open[0])
	}
	return reach.Perhaps[reach.Object](r.unknown(open[0], "several targets are known only after apply"))
}

// unset reports whether the configuration of a resource certainly leaves a plain
// attribute out.
func (b *builder) unset(r resource, attribute string) bool {
	set, certain := b.resolver.Set(r.Resource, attribute)
	return certain && !set
}

// mayHold reports whether an attribute that only some resources set holds
// something, or may: unknown where the configuration does not surely leave it
// out.
func (b *builder) mayHold(r resource, a resolve.Attr) bool {
	switch a.Value().Kind {
	case planjson.Absent:
		return false
	case planjson.Unknown:
		return !b.unset(r, a.Path())
	}
	return !a.IsEmpty()
}

func (b *builder) targetRef(r resource, a resolve.Attr) reach.Ref[reach.Object] {
	if found := a.Ref(); found.State == resolve.Gone {
		return reach.To(reach.Object(&reach.Gone{Origin: reach.Origin{Address: found.Symbols[0].Resource, Change: reach.Delete}}))
	}
	return ref(b, r, a, targetKind)
}
