package aws

import (
	"slices"
	"strings"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
)

// endpointTypes are the resource types of VPC endpoints.
var endpointTypes = map[string]resourceType{
	"aws_vpc_endpoint": {modelled, plus(planjson.Attrs{
		"vpc_id": id, "vpc_endpoint_type": whole, "service_name": whole, "ip_address_type": whole, "prefix_list_id": id, "route_table_ids": id,
		"subnet_ids": id, "subnet_configuration": block(planjson.Attrs{"subnet_id": id, "ipv4": whole, "ipv6": whole}), "security_group_ids": id,
		"private_dns_enabled": whole, "dns_options": block(planjson.Attrs{"private_dns_only_for_inbound_resolver_endpoint": whole}),
	}), []string{"id", "prefix_list_id"}},
	"aws_vpc_endpoint_route_table_association": {modelled, planjson.Attrs{"id": id, "vpc_endpoint_id": id, "route_table_id": id}, nil},
	"aws_vpc_endpoint_subnet_association":      {modelled, planjson.Attrs{"id": id, "vpc_endpoint_id": id, "subnet_id": id}, nil},
	"aws_vpc_endpoint_security_group_association": {modelled, planjson.Attrs{
		"id": id, "vpc_endpoint_id": id, "security_group_id": id, "replace_default_association": whole,
	}, nil},
	"aws_vpc_endpoint_private_dns": {modelled, planjson.Attrs{"id": id, "vpc_endpoint_id": id, "private_dns_enabled": whole}, nil},
}

// endpointKind is a VPC endpoint of any type.
var endpointKind = kind[reach.Object]{
	[]string{"aws_vpc_endpoint"}, "a VPC endpoint",
	func(o reach.Origin) reach.Object { return &reach.Beyond{Origin: o} },
}

// endpoints makes the VPC endpoints, by their type.
func (b *builder) endpoints() {
	for _, r := range b.of("aws_vpc_endpoint") {
		if b.alias(r, "id") {
			continue
		}
		kind := r.Get("vpc_endpoint_type")
		text, known := kind.Text()
		// Gateway is the default of the provider, and all that its first versions have.
		gateway := kind.IsEmpty() || kind.Value().Kind == planjson.Absent || text == "Gateway"
		switch {
		case gateway:
			g := &reach.GatewayEndpoint{Origin: r.origin()}
			b.net.GatewayEndpoints = append(b.net.GatewayEndpoints, g)
			b.name(r, "id", g)
			if service, ok := r.Get("service_name").Text(); ok {
				b.name(r, "prefix_list_id", b.servicePrefixList(service, false))
			}
		case text == "Interface":
			i := &reach.Interface{Origin: r.origin(), Passive: true}
			e := &reach.InterfaceEndpoint{Origin: r.origin(), Interface: i}
			b.net.Interfaces = append(b.net.Interfaces, i)
			b.net.InterfaceEndpoints = append(b.net.InterfaceEndpoints, e)
			b.name(r, "id", e)
		case text == "GatewayLoadBalancer":
			e := &reach.FirewallEndpoint{Origin: r.origin()}
			b.net.FirewallEndpoints = append(b.net.FirewallEndpoints, e)
			b.name(r, "id", e)
		default:
			o := &reach.Unmodelled{Origin: r.origin(), Type: "an aws_vpc_endpoint for neither a service nor a load balancer"}
			b.net.Others = append(b.net.Others, o)
			b.name(r, "id", o)
			if !known {
				// It may be one that names and routes lead to.
				o.Type = "an aws_vpc_endpoint of unknown type"
				b.net.Gaps = append(b.net.Gaps, &reach.Gap{Origin: r.origin(), Type: o.Type})
			}
		}
	}
}

// endpointLink is what an association of its own gives an endpoint: a route table, a
// subnet, a security group.
type endpointLink struct {
	endpoint reach.Object
	to       any
}

// endpointReader fills the endpoints. What an endpoint shows of its tables, subnets and
// groups is also a copy of what associations made (PLAN-3).
type endpointReader struct {
	*builder
	// lost is what associations had given that this plan deletes or moves.
	lost map[endpointLink]bool
	// readded are the endpoints that get the default group back, because an association
	// that had replaced it is taken away.
	readded map[reach.Object]bool
	// routed is the tables that the endpoints themselves list.
	routed map[endpointLink]bool
	// six says which gateway endpoints serve IPv6 (GWE-6).
	six map[reach.Object]reach.Fact[bool]
}

func (b *builder) endpointParts() {
	p := endpointReader{b, map[endpointLink]bool{}, map[reach.Object]bool{}, map[endpointLink]bool{}, map[reach.Object]reach.Fact[bool]{}}
	formerLinks(p, "aws_vpc_endpoint_route_table_association", "route_table_id", tableKind)
	formerLinks(p, "aws_vpc_endpoint_subnet_association", "subnet_id", subnetKind)
	for _, was := range formerLinks(p, "aws_vpc_endpoint_security_group_association", "security_group_id", groupKind) {
		if e, ok := ref(b, was, was.Get("vpc_endpoint_id"), endpointKind).Exact(); ok && was.flag(was.Get("replace_default_association"), false).Value {
			p.readded[e] = true
		}
	}
	for _, r := range b.of("aws_vpc_endpoint") {
		if g, ok := object[*reach.GatewayEndpoint](b, r, "id"); ok {
			p.gateway(r, g)
		}
		if e, ok := object[*reach.InterfaceEndpoint](b, r, "id"); ok {
			p.iface(r, e)
		}
		if e, ok := object[*reach.FirewallEndpoint](b, r, "id"); ok {
			e.Subnet = one(r, r.Get("subnet_ids"), p.subnets(r, e))
		}
	}
	p.routes()
	p.privateDNSResources()
}

// formerLinks notes what associations of a type gave that this plan deletes or moves.
func formerLinks[T comparable](p endpointReader, typ, attribute string, k kind[T]) []resource {
	former := p.former(typ)
	for _, was := range former {
		e, ok := ref(p.builder, was, was.Get("vpc_endpoint_id"), endpointKind).Exact()
		t, known := ref(p.builder, was, was.Get(attribute), k).Exact()
		if ok && known {
			p.lost[endpointLink{e, t}] = true
		}
	}
	return former
}

// linked is what an attribute of an endpoint lists, less what is lost with an
// association. The attribute is computed where nobody sets it.
func linked[T comparable](p endpointReader, r resource, e reach.Object, a resolve.Attr, k kind[T]) reach.Refs[T] {
	var out reach.Refs[T]
	if a.Value().Kind == planjson.Unknown && r.isNew() && p.unset(r, a.Path()) {
		return out
	}
	items, reason := a.Items()
	if reason != "" {
		out.Why = r.unknown(a, reason)
		return out
	}
	for _, i := range items {
		// The id of what this plan deletes is in a copy only.
		if i.Ref(k.types...).State == resolve.Gone {
			continue
		}
		named := ref(p.builder, r, i, k)
		if t, ok := named.Exact(); ok && p.lost[endpointLink{e, t}] {
			if r.change == reach.NoChange || r.Data || p.unset(r, a.Path()) {
				continue
			}
			named = reach.Perhaps(r.unknown(i, "an association with it is taken away by the same plan"), t).In(r.place)
		}
		if !named.IsNone() {
			out.Items = append(out.Items, named)
		}
	}
	return out
}

// one is the only item of a collection.
func one[T comparable](r resource, a resolve.Attr, all reach.Refs[T]) reach.Ref[T] {
	if len(all.Items) == 1 && all.Why == nil {
		return all.Items[0]
	}
	why := all.Why
	if why == nil {
		why = r.unknown(a, "one is needed, and the plan does not show one")
	}
	var candidates []T
	for _, i := range all.Items {
		candidates = append(candidates, i.To...)
	}
	return reach.Perhaps(why, candidates...).In(r.place)
}

// gateway fills a gateway endpoint and puts its route into the tables that it lists
// (GWE-1).
func (p endpointReader) gateway(r resource, g *reach.GatewayEndpoint) {
	g.VPC = needed(p.builder, r, r.Get("vpc_id"), vpcKind)
	g.Service, _ = r.Get("service_name").Text()
	has := p.addressType(r, r.Get("ip_address_type"), "ipv4")
	p.six[g] = reach.Fact[bool]{Value: has.Value.six, Why: has.Why}
	a := r.Get("route_table_ids")
	tables := linked(p, r, g, a, tableKind)
	if tables.Why != nil {
		tables.Items = append(tables.Items, reach.Perhaps[*reach.RouteTable](tables.Why).In(r.place))
	}
	for _, t := range tables.Items {
		if table, ok := t.Exact(); ok {
			p.routed[endpointLink{g, table}] = true
		}
		p.route(r, r.part(a), t, reach.To(reach.Object(g)))
	}
}

// routes makes the routes of associations with gateway endpoints. What the endpoint
// lists as well is one route.
func (p endpointReader) routes() {
	for _, r := range p.of("aws_vpc_endpoint_route_table_association") {
		t := needed(p.builder, r, r.Get("route_table_id"), tableKind)
		e := needed(p.builder, r, r.Get("vpc_endpoint_id"), endpointKind)
		table, _ := t.Exact()
		endpoint, _ := e.Exact()
		if !p.routed[endpointLink{endpoint, table}] {
			p.route(r, r.origin(), t, e)
		}
	}
}

// route adds the route to the ranges of the service that an endpoint is for. There is
// one for each family that the endpoint has.
func (p endpointReader) route(r resource, at reach.Origin, t reach.Ref[*reach.RouteTable], e reach.Ref[reach.Object]) {
	add := func(t reach.Ref[*reach.RouteTable], six bool) {
		p.net.Routes = append(p.net.Routes, &reach.Route{Origin: at, Table: t, List: p.serviceList(r, e, six), Target: e})
	}
	add(t, false)
	for _, o := range e.To {
		if has := p.six[o]; has.Why != nil {
			add(reach.Perhaps(has.Why, t.To...).In(r.place), true)
			return
		} else if has.Value {
			add(t, true)
			return
		}
	}
}

// serviceList is the list of the service that an endpoint is for.
func (p endpointReader) serviceList(r resource, e reach.Ref[reach.Object], six bool) reach.Ref[*reach.PrefixList] {
	out := reach.Ref[*reach.PrefixList]{Why: e.Why, Open: e.Open}
	for _, o := range e.To {
		if g, ok := o.(*reach.GatewayEndpoint); ok && g.Service != "" {
			out.To = append(out.To, p.servicePrefixList(g.Service, six))
			continue
		}
		why := &reach.Unknown{Code: reach.UnknownValue, Address: o.At().Address, Attribute: "service_name", Reason: "the service that it is for is not known"}
		if o.At().Beyond {
			why.Code, why.Attribute = reach.UnknownBeyondPlan, ""
		}
		return reach.Perhaps[*reach.PrefixList](why)
	}
	return out
}

// addressFamilies are the families of addresses that something has.
type addressFamilies struct{ four, six bool }

// addressType reads which families an endpoint has; AWS picks unset where nobody says
// which.
func (b *builder) addressType(r resource, a resolve.Attr, unset string) reach.Fact[addressFamilies] {
	text, ok := a.Text()
	if a.IsEmpty() || a.Value().Kind == planjson.Absent || a.Value().Kind == planjson.Unknown && r.isNew() && b.unset(r, a.Path()) {
		text, ok = unset, true
	}
	if !ok {
		return reach.Missing[addressFamilies](r.unknown(a, ""))
	}
	switch strings.ToLower(text) {
	case "ipv4":
		return reach.Known(addressFamilies{four: true})
	case "ipv6":
		return reach.Known(addressFamilies{six: true})
	case "dualstack":
		return reach.Known(addressFamilies{true, true})
	}
	return reach.Missing[addressFamilies](r.unknown(a, "not a type of addresses"))
}

// iface fills an interface endpoint (IFE-1).
func (p endpointReader) iface(r resource, e *reach.InterfaceEndpoint) {
	e.VPC = needed(p.builder, r, r.Get("vpc_id"), vpcKind)
	e.Service, _ = r.Get("service_name").Text()
	e.PrivateDNS = p.privateDNS(r, e.Service)
	i := e.Interface
	i.Subnets = p.subnets(r, e)
	p.groups(r, e)
	i.SourceDestCheck = reach.Known(true)
	i.Public = reach.Known(reach.Refused)
	i.IPv6 = reach.Known(reach.Refused)
	switch has := p.addressType(r, r.Get("ip_address_type"), "ipv4"); {
	case has.Why != nil:
		i.IPv6 = reach.Missing[reach.Grant](has.Why)
	case !has.Value.four && i.Subnets.Why == nil:
		i.Subnets.Why = r.unknown(r.Get("ip_address_type"), "an endpoint without IPv4 addresses is not modelled")
		i.Subnets.Why.Code = reach.UnmodelledResource
	case has.Value.six:
		i.IPv6 = reach.Known(reach.Granted)
	}
	// Of several subnets nobody could tell which address is in which.
	if configurations, reason := r.Get("subnet_configuration").Items(); reason == "" && len(configurations) == 1 && len(i.Subnets.Items) == 1 {
		i.Private = addresses(configurations[0].Get("ipv4"))
		i.Six = addresses(configurations[0].Get("ipv6"))
	}
}

// subnets are the subnets of an endpoint: those that it lists, those of its
// configurations, and those that associations add.
func (p endpointReader) subnets(r resource, e reach.Object) reach.Refs[*reach.Subnet] {
	out := linked(p, r, e, r.Get("subnet_ids"), subnetKind)
	if out.Why == nil && len(out.Items) == 0 {
		// Blocks that nobody writes are computed, and follow subnet_ids.
		configurations, _ := p.blockList(r, r.Get("subnet_configuration"))
		for _, c := range configurations {
			if s := ref(p.builder, r, c.Get("subnet_id"), subnetKind); !s.IsNone() {
				out.Items = append(out.Items, s)
			}
		}
	}
	addLinks(p, &out, e, "aws_vpc_endpoint_subnet_association", "subnet_id", subnetKind)
	return out
}

// addLinks adds what associations of a type give an endpoint, or may, and lists
// them.
func addLinks[T comparable](p endpointReader, to *reach.Refs[T], e reach.Object, typ, attribute string, k kind[T]) (from []resource) {
	for _, r := range p.of(typ) {
		named := needed(p.builder, r, r.Get("vpc_endpoint_id"), endpointKind)
		if !named.May(e) {
			continue
		}
		from = append(from, r)
		t := ref(p.builder, r, r.Get(attribute), k)
		if !named.Is(e) && t.Why == nil {
			t = reach.Perhaps(named.Why, t.To...).In(r.place)
		}
		if exact, ok := t.Exact(); !ok || !slices.ContainsFunc(to.Items, func(i reach.Ref[T]) bool { return i.Is(exact) }) {
			to.Items = append(to.Items, t)
		}
	}
	return from
}

// groups reads the security groups of an endpoint. Without any it has the
// default group of its VPC (SG-14), also next to those that associations add, unless
// one of them replaces it.
func (p endpointReader) groups(r resource, e *reach.InterfaceEndpoint) {
	i := e.Interface
	i.Groups = linked(p, r, e, r.Get("security_group_ids"), groupKind)
	var own reach.Ref[*reach.SecurityGroup]
	if v, ok := e.VPC.Exact(); ok {
		own = v.DefaultGroup
	}
	isDefault := func(g reach.Ref[*reach.SecurityGroup]) bool {
		t, ok := own.Exact()
		return ok && g.Is(t)
	}
	none := i.Groups.Why == nil && len(i.Groups.Items) == 0
	listed := len(i.Groups.Items)
	associations := addLinks(p, &i.Groups, e, "aws_vpc_endpoint_security_group_association", "security_group_id", groupKind)
	replaced := reach.Known(false)
	for _, a := range associations {
		switch replaces := a.flag(a.Get("replace_default_association"), false); {
		case replaces.Why == nil && !replaces.Value:
		case replaces.Why != nil || !ref(p.builder, a, a.Get("vpc_endpoint_id"), endpointKind).Is(e):
			replaced.Why = a.unknown(a.Get("replace_default_association"), "whether it replaces the default group is not known")
		default:
			replaced = reach.Known(true)
		}
	}
	if len(associations) == 0 && none {
		i.NoGroups = true
		return
	}
	switch {
	case replaced.Why != nil:
		i.Groups.Why = replaced.Why
	case replaced.Value:
		i.Groups.Items = append(slices.DeleteFunc(slices.Clone(i.Groups.Items[:listed]), isDefault), i.Groups.Items[listed:]...)
	case (none || p.readded[e]) && !slices.ContainsFunc(i.Groups.Items, isDefault):
		if own.IsNone() {
			own = reach.Perhaps[*reach.SecurityGroup](r.unknown(r.Get("vpc_id"), "the default group of its VPC is not known")).In(r.place)
		}
		i.Groups.Items = append(i.Groups.Items, own)
	}
}

// privateDNS reads whether the service's own name means the endpoint in its VPC
// (IFE-2). Of a service that has endpoints of both kinds it may be so for what asks
// from outside the VPC only.
func (p endpointReader) privateDNS(r resource, service string) reach.Fact[bool] {
	a := r.Get("private_dns_enabled")
	if a.Value().Kind == planjson.Unknown && r.isNew() && p.unset(r, a.Path()) {
		return reach.Known(false)
	}
	enabled := r.flag(a, false)
	both := strings.HasSuffix(service, ".s3") || strings.HasSuffix(service, ".dynamodb")
	if enabled.Why != nil || !enabled.Value || !both {
		return enabled
	}
	options, reason := r.Get("dns_options").Items()
	if reason == "" && len(options) == 1 {
		inbound := options[0].Get("private_dns_only_for_inbound_resolver_endpoint")
		if only := r.flag(inbound, false); only.Why == nil {
			return reach.Known(!only.Value)
		}
	}
	return reach.Missing[bool](r.unknown(r.Get("dns_options"), "whether the name means it in the VPC, too, is not known"))
}

// privateDNSResources lets resources of their own decide on private DNS.
func (p endpointReader) privateDNSResources() {
	for _, r := range p.of("aws_vpc_endpoint_private_dns") {
		named := needed(p.builder, r, r.Get("vpc_endpoint_id"), endpointKind)
		enabled := r.flag(r.Get("private_dns_enabled"), false)
		for _, e := range p.net.InterfaceEndpoints {
			switch {
			case named.Is(e):
				e.PrivateDNS = enabled
			case named.May(e):
				e.PrivateDNS = reach.Missing[bool](named.Why)
			}
		}
	}
}
