package aws

import (
	"net/netip"
	"strings"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/reach"
)

var resolverEndpointKind = kind[*reach.Interface]{
	[]string{"aws_route53_resolver_endpoint"}, "a resolver endpoint", beyondInterface,
}

var resolverRuleKind = kind[*resolverRule]{
	[]string{"aws_route53_resolver_rule"}, "a resolver rule",
	func(o reach.Origin) *resolverRule {
		why := notInPlan(o, "what it forwards is unknown")
		return &resolverRule{reach.ResolverRule{Origin: o, Domain: reach.Missing[string](why), Interface: reach.Perhaps[*reach.Interface](why).In(o.Place), Why: why}}
	},
}

// resolverRule is a rule before it is associated with any VPC.
type resolverRule struct{ reach.ResolverRule }

// resolvers makes the resolver endpoints, and the rules that send names through them.
func (b *builder) resolvers() {
	for _, r := range b.of("aws_route53_resolver_endpoint") {
		b.resolverEndpoint(r)
	}
	for _, r := range b.of("aws_route53_resolver_rule") {
		if b.alias(r, "id") {
			continue
		}
		rule := &resolverRule{reach.ResolverRule{Origin: r.origin()}}
		b.resolverRule(r, rule)
		b.name(r, "id", rule)
	}
}

// resolverEndpoint makes the interface of a resolver endpoint. One that is for names of
// the VPC from elsewhere sends only answers.
func (b *builder) resolverEndpoint(r resource) {
	if b.alias(r, "id") {
		return
	}
	i := &reach.Interface{Origin: r.origin(), HighPorts: true}
	if r.Data {
		*i = *beyondInterface(r.origin())
		b.name(r, "id", i)
		return
	}
	direction, _ := r.Get("direction").Text()
	i.Passive = strings.HasPrefix(direction, "INBOUND")
	b.net.Interfaces = append(b.net.Interfaces, i)
	b.name(r, "id", i)
}

// resolverParts fills the endpoints, and gives VPCs the rules.
func (b *builder) resolverParts() {
	for _, r := range b.of("aws_route53_resolver_endpoint") {
		if i, ok := object[*reach.Interface](b, r, "id"); ok && !r.Data {
			b.resolverEndpointParts(r, i)
		}
	}
	b.resolverRules()
}

// resolverEndpointParts fills the interface of a resolver endpoint.
func (b *builder) resolverEndpointParts(r resource, i *reach.Interface) {
	i.SourceDestCheck = reach.Known(true)
	i.Public = reach.Known(reach.Refused)
	i.Groups = refs(b, r, r.Get("security_group_ids"), groupKind)
	i.NoGroups = i.Groups.Why == nil && len(i.Groups.Items) == 0
	blocks, reason := r.Get("ip_address").Items()
	if reason != "" {
		i.Subnets.Why = r.unknown(r.Get("ip_address"), reason)
	}
	seen := map[*reach.Subnet]bool{}
	for _, a := range blocks {
		s := ref(b, r, a.Get("subnet_id"), subnetKind)
		if t, ok := s.Exact(); ok && seen[t] {
			continue
		} else if ok {
			seen[t] = true
		}
		if !s.IsNone() {
			i.Subnets.Items = append(i.Subnets.Items, s)
		}
	}
	i.IPv6 = reach.Known(reach.Refused)
	has := b.addressType(r, r.Get("resolver_endpoint_type"), "ipv4")
	switch {
	case has.Why != nil:
		i.IPv6 = reach.Missing[reach.Grant](has.Why)
	case !has.Value.four && i.Subnets.Why == nil:
		i.Subnets.Why = r.unknown(r.Get("resolver_endpoint_type"), "a resolver endpoint without IPv4 addresses is not modelled")
		i.Subnets.Why.Code = reach.UnmodelledResource
	case has.Value.six:
		i.IPv6 = reach.Known(reach.Granted)
	}
	if !i.Passive {
		b.net.Workloads = append(b.net.Workloads, &reach.Workload{Origin: r.origin(), Tags: b.tags(r), Interfaces: reach.RefsTo(i)})
	}
}

// resolverRule reads what names a rule is about, and where it sends them (DNS-8).
func (b *builder) resolverRule(r resource, rule *resolverRule) {
	domain := r.Get("domain_name")
	if text, known := domain.Text(); known {
		rule.Domain = reach.Known(text)
	} else {
		rule.Domain = reach.Missing[string](r.unknown(domain, domain.Reason()))
	}
	kind := r.Get("rule_type")
	switch text, _ := kind.Text(); {
	case text == "SYSTEM" || text == "RECURSIVE":
		return
	case text != "FORWARD":
		fail(&rule.Why, r, kind, kind.Reason())
	}
	rule.Interface = needed(b, r, r.Get("resolver_endpoint_id"), resolverEndpointKind)
	targets, reason := r.Get("target_ip").Items()
	if r.Data || reason != "" {
		fail(&rule.Why, r, r.Get("target_ip"), "the plan does not show its targets")
	}
	for _, t := range targets {
		port := uint16(53)
		if n, ok := t.Get("port").Value().Int(); ok && n > 0 && n <= 65535 {
			port = uint16(n)
		} else if !t.Get("port").IsEmpty() && t.Get("port").Value().Kind != planjson.Absent {
			fail(&rule.Why, r, t.Get("port"), t.Get("port").Reason())
			continue
		}
		found := false
		for _, name := range []string{"ip", "ipv6"} {
			if ip, why := r.addr(t.Get(name)); why == nil && ip.IsValid() {
				rule.Targets, found = append(rule.Targets, netip.AddrPortFrom(ip, port)), true
			}
		}
		if !found {
			fail(&rule.Why, r, t, "the plan does not show its address")
		}
	}
}

// resolverRules gives VPCs the rules that are associated with them.
func (b *builder) resolverRules() {
	for _, r := range b.of("aws_route53_resolver_rule_association") {
		vpc := needed(b, r, r.Get("vpc_id"), vpcKind)
		named := needed(b, r, r.Get("resolver_rule_id"), resolverRuleKind)
		rule := reach.ResolverRule{Domain: reach.Missing[string](named.Why), Interface: reach.Perhaps[*reach.Interface](named.Why).In(r.place), Why: named.Why}
		if one, ok := named.Exact(); ok {
			rule = one.ResolverRule
		}
		rule.Origin, rule.VPC = r.origin(), vpc
		b.net.ResolverRules = append(b.net.ResolverRules, &rule)
	}
}
