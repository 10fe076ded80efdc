package aws

import (
	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/reach"
)

var dhcpAttrs = plus(planjson.Attrs{"dhcp_options_id": id, "domain_name_servers": whole})

// namesTypes are the resource types of what resolves names.
var namesTypes = map[string]resourceType{
	"aws_vpc_dhcp_options":             {modelled, dhcpAttrs, nil},
	"aws_default_vpc_dhcp_options":     {modelled, dhcpAttrs, nil},
	"aws_vpc_dhcp_options_association": {modelled, planjson.Attrs{"id": id, "vpc_id": id, "dhcp_options_id": id}, nil},

	"aws_route53_resolver_firewall_rule_group":  {modelled, plus(planjson.Attrs{"arn": id}), arnIDs},
	"aws_route53_resolver_firewall_domain_list": {modelled, plus(planjson.Attrs{"arn": id, "domains": whole}), arnIDs},
	"aws_route53_resolver_firewall_rule": {modelled, planjson.Attrs{
		"id": id, "firewall_rule_group_id": id, "firewall_domain_list_id": id, "priority": whole, "action": whole, "q_type": whole, "dns_threat_protection": whole,
	}, nil},
	"aws_route53_resolver_firewall_rule_group_association": {modelled, plus(planjson.Attrs{
		"firewall_rule_group_id": id, "vpc_id": id, "priority": whole,
	}), nil},
	// What happens to names while the firewall itself does not answer.
	"aws_route53_resolver_firewall_config": {role: harmless},

	"aws_route53_resolver_endpoint": {modelled, plus(planjson.Attrs{
		"direction": whole, "security_group_ids": id, "resolver_endpoint_type": whole, "resolver_endpoint_id": id,
		"ip_address": block(planjson.Attrs{"subnet_id": id, "ip": whole, "ipv6": whole}),
	}), nil},
	"aws_route53_resolver_rule": {modelled, plus(planjson.Attrs{
		"resolver_rule_id": id, "rule_type": whole, "domain_name": whole, "resolver_endpoint_id": id,
		"target_ip": block(planjson.Attrs{"ip": whole, "ipv6": whole, "port": whole}),
	}), nil},
	"aws_route53_resolver_rule_association": {modelled, planjson.Attrs{"id": id, "resolver_rule_id": id, "vpc_id": id}, nil},

	"aws_route53_zone":                          {modelled, plus(planjson.Attrs{"zone_id": id, "name": whole, "vpc": block(planjson.Attrs{"vpc_id": id}), "private_zone": whole}), []string{"id", "zone_id"}},
	"aws_route53_zone_association":              {modelled, planjson.Attrs{"id": id, "zone_id": id, "vpc_id": id}, nil},
	"aws_route53_vpc_association_authorization": {role: harmless},

	"aws_service_discovery_private_dns_namespace": {modelled, plus(planjson.Attrs{"name": whole, "vpc": id}), nil},
	"aws_route53profiles_association":             {modelled, plus(planjson.Attrs{"resource_id": id}), nil},
}

func notInPlan(o reach.Origin, what string) *reach.Unknown {
	return &reach.Unknown{Code: reach.UnknownBeyondPlan, Address: o.Address, Reason: "not in this plan: " + what}
}

// names makes what others name of all that resolves names.
func (b *builder) names() {
	b.dhcpOptions()
	b.dnsFirewalls()
	b.resolvers()
	b.zones()
}

func (b *builder) nameParts() {
	b.dhcpAssociations()
	b.dnsFirewallParts()
	b.resolverParts()
	b.zoneParts()
}
