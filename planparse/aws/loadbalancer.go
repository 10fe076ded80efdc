package aws

import (
	"cmp"
	"strings"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

var balancerAttrs = plus(planjson.Attrs{
	"arn": id, "internal": whole, "load_balancer_type": whole, "ip_address_type": whole, "security_groups": id, "subnets": id,
	"subnet_mapping": block(planjson.Attrs{"subnet_id": id}),
})

var listenerAttrs = planjson.Attrs{"id": id, "load_balancer_arn": id, "port": whole, "protocol": whole}

// loadBalancerTypes are the resource types of load balancers.
var loadBalancerTypes = map[string]resourceType{
	"aws_lb":           {modelled, balancerAttrs, []string{"id", "arn"}},
	"aws_alb":          {modelled, balancerAttrs, []string{"id", "arn"}},
	"aws_lb_listener":  {modelled, listenerAttrs, nil},
	"aws_alb_listener": {modelled, listenerAttrs, nil},
	"aws_elb": {modelled, plus(planjson.Attrs{
		"internal": whole, "security_groups": id, "subnets": id, "listener": block(planjson.Attrs{"lb_port": whole, "lb_protocol": whole}),
	}), nil},
}

var balancerKind = kind[*reach.LoadBalancer]{[]string{"aws_lb", "aws_alb"}, "a load balancer", func(o reach.Origin) *reach.LoadBalancer {
	return &reach.LoadBalancer{Origin: o, Why: &reach.Unknown{Code: reach.UnknownBeyondPlan, Address: o.Address, Reason: "a load balancer that is not in this plan"}}
}}

// loadBalancers makes the load balancers with their listeners (CMP-5). Where they
// send what they take does not matter to what sends it.
func (b *builder) loadBalancers() {
	for _, r := range b.of("aws_lb", "aws_alb") {
		if b.alias(r, "id") {
			b.alias(r, "arn")
			continue
		}
		lb := b.balancer(r)
		b.name(r, "id", lb)
		b.name(r, "arn", lb)
		kind := r.balancerKind()
		i := lb.Interface
		i.Subnets = b.balancerSubnets(r)
		b.managedGroups(r, i, r.Get("security_groups"), false)
		switch {
		case !i.NoGroups:
		case kind.Why != nil:
			i.NoGroups, i.Groups.Why = false, kind.Why
		case kind.Value != application:
			// It filters nothing unless it was made with a group (SG-21).
			i.NoGroups, i.Unfiltered = false, true
		}
		i.Public, i.IPv6 = b.balancerFamilies(r)
		switch {
		case kind.Why != nil:
			lb.Why = kind.Why
		case kind.Value == gateway:
			i.Public, i.IPv6 = reach.Known(reach.Refused), reach.Known(reach.SubnetMay)
			lb.Why = r.unknown(r.Get("load_balancer_type"), "a gateway load balancer takes packets of its endpoints only")
			lb.Why.Code = reach.UnmodelledResource
		case r.Data:
			lb.Why = &reach.Unknown{Code: reach.UnknownBeyondPlan, Address: r.String(), Reason: "its listeners are not in this plan"}
		case !r.isNew():
			lb.Assumed = "the load balancer " + r.String() + " has no listeners but those of this plan"
		}
	}
	for _, r := range b.of("aws_lb_listener", "aws_alb_listener") {
		b.listener(r)
	}
	for _, r := range b.of("aws_elb") {
		if !b.alias(r, "id") {
			b.classic(r)
		}
	}
}

// balancer makes a load balancer. One that a data source reads is no workload of
// this plan.
func (b *builder) balancer(r resource) *reach.LoadBalancer {
	i := &reach.Interface{Origin: r.origin(), HighPorts: true, SourceDestCheck: reach.Known(true)}
	w := &reach.Workload{Origin: r.origin(), Tags: b.tags(r), Interfaces: reach.RefsTo(i)}
	lb := &reach.LoadBalancer{Origin: r.origin(), Workload: w, Interface: i}
	b.net.Interfaces = append(b.net.Interfaces, i)
	b.net.LoadBalancers = append(b.net.LoadBalancers, lb)
	if !r.Data {
		b.net.Workloads = append(b.net.Workloads, w)
	}
	return lb
}

// balancing is a kind of load balancer.
type balancing int

const (
	application balancing = iota
	network
	gateway
)

func (r resource) balancerKind() reach.Fact[balancing] {
	a := r.Get("load_balancer_type")
	switch text, ok := a.Text(); {
	case a.IsEmpty(), a.Value().Kind == planjson.Absent, ok && text == "application":
		return reach.Known(application)
	case ok && text == "network":
		return reach.Known(network)
	case ok && text == "gateway":
		return reach.Known(gateway)
	}
	return reach.Missing[balancing](r.unknown(a, ""))
}

// balancerSubnets reads the two attributes for subnets. Of a load balancer that
// exists each is a copy of the other, out of date where the other changes.
func (b *builder) balancerSubnets(r resource) reach.Refs[*reach.Subnet] {
	list, blocks := r.Get("subnets"), r.Get("subnet_mapping")
	plain := func() reach.Refs[*reach.Subnet] { return b.subnetsAt(r, list) }
	mapped := func() reach.Refs[*reach.Subnet] {
		items, reason := blocks.Items()
		if reason != "" {
			return reach.Refs[*reach.Subnet]{Why: r.unknown(blocks, reason)}
		}
		var out reach.Refs[*reach.Subnet]
		for _, m := range items {
			if s := ref(b, r, m.Get("subnet_id"), subnetKind); !s.IsNone() {
				out.Items = append(out.Items, s)
			}
		}
		return out
	}
	noList := list.IsEmpty() || list.Value().Kind == planjson.Absent || b.left(r, list)
	noBlocks := blocks.IsEmpty() || blocks.Value().Kind == planjson.Absent
	set, certain := b.resolver.Configured(r.Resource, "subnet_mapping")
	switch {
	case noBlocks || certain && !set:
		return plain()
	case noList || certain:
		return mapped()
	case !blocks.IsKnown():
		return plain()
	}
	one, other := plain(), mapped()
	if r.change == reach.Update && (!list.Value().Equal(r.Before.Get("subnets")) || !blocks.Value().Equal(r.Before.Get("subnet_mapping"))) {
		one.Why = cmp.Or(one.Why, other.Why, r.unknown(list, "the subnets of the load balancer change, and whether this is a copy of what they were is not known"))
	}
	return one
}

// balancerFamilies says whether a load balancer has public and IPv6 addresses.
func (b *builder) balancerFamilies(r resource) (public, six reach.Fact[reach.Grant]) {
	internal := r.Get("internal")
	switch v, ok := internal.Value().Bool(); {
	case ok && v:
		public = reach.Known(reach.Refused)
	case ok || internal.IsEmpty() || b.left(r, internal):
		public = reach.Known(reach.Granted)
	default:
		public = reach.Missing[reach.Grant](r.unknown(internal, ""))
	}
	a := r.Get("ip_address_type")
	if text, _ := a.Text(); text == "dualstack-without-public-ipv4" {
		public = reach.Known(reach.Refused)
	} else if !a.IsKnown() && a.Value().Kind != planjson.Absent && !b.left(r, a) && public.Why == nil && public.Value == reach.Granted {
		public = reach.Missing[reach.Grant](r.unknown(a, ""))
	}
	return public, b.stack(r, "ip_address_type")
}

// listener makes a listener of a load balancer of the newer kinds.
func (b *builder) listener(r resource) {
	lb := ref(b, r, r.Get("load_balancer_arn"), balancerKind)
	if lb.IsNone() {
		lb = reach.Perhaps[*reach.LoadBalancer](r.unknown(r.Get("load_balancer_arn"), "names no load balancer")).In(r.place)
	}
	protocol := r.Get("protocol")
	traffic := b.listens(r, protocol, r.Get("port"))
	if traffic.Why != nil && (protocol.IsEmpty() || b.left(r, protocol)) {
		// Only listeners of application load balancers need not say it.
		traffic = b.onPort(r, r.Get("port"), packet.TCP)
	}
	b.net.Listeners = append(b.net.Listeners, &reach.Listener{Origin: r.origin(), Balancer: lb, Fact: traffic})
}

// listenerProtocols are the protocols of packets by those of listeners.
var listenerProtocols = map[string][]packet.Protocol{
	"HTTP": {packet.TCP}, "HTTPS": {packet.TCP}, "TCP": {packet.TCP}, "TLS": {packet.TCP}, "SSL": {packet.TCP},
	"UDP": {packet.UDP}, "TCP_UDP": {packet.TCP, packet.UDP}, "QUIC": {packet.UDP}, "TCP_QUIC": {packet.TCP, packet.UDP},
}

// listens is the traffic that a listener takes.
func (b *builder) listens(r resource, protocol, port resolve.Attr) reach.Fact[reach.Traffic] {
	text, ok := protocol.Text()
	over, known := listenerProtocols[strings.ToUpper(text)]
	if !ok || !known {
		reason := ""
		if ok {
			reason = "not a protocol of listeners that is known"
		}
		return reach.Missing[reach.Traffic](r.unknown(protocol, reason))
	}
	return b.onPort(r, port, over...)
}

func (b *builder) onPort(r resource, a resolve.Attr, over ...packet.Protocol) reach.Fact[reach.Traffic] {
	n, ok := a.Value().Int()
	if !ok || n < 1 || n > 65535 {
		return reach.Missing[reach.Traffic](r.unknown(a, cmp.Or(a.Reason(), "not a port")))
	}
	return reach.Known(reach.Traffic{Protocols: packet.ProtocolsOf(over...), Ports: packet.PortRange(uint16(n), uint16(n))})
}

// classic makes a load balancer of the first kind, which has its listeners within.
func (b *builder) classic(r resource) {
	lb := b.balancer(r)
	b.name(r, "id", lb)
	i := lb.Interface
	i.Subnets = b.subnetsAt(r, r.Get("subnets"))
	b.managedGroups(r, i, r.Get("security_groups"), false)
	i.Public, _ = b.balancerFamilies(r)
	i.IPv6 = reach.Known(reach.Refused)
	list := r.Get("listener")
	blocks, reason := b.blockList(r, list)
	if reason != "" {
		lb.Why = r.unknown(list, reason)
	}
	for _, l := range blocks {
		b.net.Listeners = append(b.net.Listeners, &reach.Listener{
			Origin: r.part(l), Balancer: reach.To(lb), Fact: b.listens(r, l.Get("lb_protocol"), l.Get("lb_port")),
		})
	}
}
