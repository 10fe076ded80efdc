package aws

import (
	"strings"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
)

// syncStates is how a firewall shows its endpoints, by zone.
var syncStates = planjson.Attrs{"availability_zone": whole, "attachment": block(planjson.Attrs{"endpoint_id": id, "subnet_id": id})}

var subnetMapping = block(planjson.Attrs{"subnet_id": id})

// firewallTypes are the resource types of network firewalls.
var firewallTypes = map[string]resourceType{
	"aws_networkfirewall_firewall": {modelled, plus(planjson.Attrs{
		"arn": id, "vpc_id": id, "firewall_policy_arn": id, "transit_gateway_id": id, "subnet_mapping": subnetMapping,
		"firewall_status": block(planjson.Attrs{"sync_states": block(syncStates)}),
	}), arnIDs},
	"aws_networkfirewall_vpc_endpoint_association": {modelled, plus(planjson.Attrs{
		"firewall_arn": id, "vpc_id": id, "subnet_mapping": subnetMapping, "vpc_endpoint_association_arn": id,
		"vpc_endpoint_association_status": block(planjson.Attrs{"association_sync_states": block(syncStates)}),
	}), []string{"vpc_endpoint_association_arn"}},
	"aws_networkfirewall_firewall_policy": {modelled, plus(planjson.Attrs{"arn": id, "firewall_policy": block(firewallPolicyAttrs)}), arnIDs},
	"aws_networkfirewall_rule_group": {modelled, plus(planjson.Attrs{
		"arn": id, "type": whole, "rules": whole, "rule_group": block(ruleGroupAttrs),
	}), arnIDs},
}

// arnIDs are the ids of what others name by its ARN, which is its id as well.
var arnIDs = []string{"id", "arn"}

var (
	firewallKind = kind[*reach.Firewall]{
		[]string{"aws_networkfirewall_firewall"}, "a firewall",
		func(o reach.Origin) *reach.Firewall {
			why := &reach.Unknown{Code: reach.UnknownBeyondPlan, Address: o.Address, Reason: "not in this plan"}
			return &reach.Firewall{Origin: o, VPC: reach.Perhaps[*reach.VPC](why).In(o.Place), Policy: reach.Perhaps[*reach.FirewallPolicy](why)}
		},
	}
	firewallPolicyKind = kind[*reach.FirewallPolicy]{
		[]string{"aws_networkfirewall_firewall_policy"}, "a firewall policy",
		func(o reach.Origin) *reach.FirewallPolicy {
			return undecidedPolicy(o, &reach.Unknown{Code: reach.UnknownBeyondPlan, Address: o.Address, Reason: "not in this plan: its rules are unknown"})
		},
	}
	ruleGroupKind = kind[*reach.FirewallRuleGroup]{
		[]string{"aws_networkfirewall_rule_group"}, "a rule group",
		func(o reach.Origin) *reach.FirewallRuleGroup {
			reason := "not in this plan: its rules are unknown"
			if strings.Contains(o.Address, ":aws-managed:") {
				reason = "a rule group of AWS's own, of which no plan shows the rules"
			}
			return &reach.FirewallRuleGroup{Origin: o, Why: &reach.Unknown{Code: reach.UnknownBeyondPlan, Address: o.Address, Reason: reason}}
		},
	}
)

// firewalls makes the firewalls with their endpoints, the policies and the rule
// groups. Endpoints are named by their subnets (see firewallStatus).
func (b *builder) firewalls() {
	for _, r := range b.of("aws_networkfirewall_firewall") {
		if b.alias(r, "arn") {
			b.name(r, "id", b.objects[resolve.Symbol{Resource: r.String(), Attribute: "arn"}])
			continue
		}
		if gateway := r.Get("transit_gateway_id"); b.mayHold(r, gateway) {
			// AWS makes its endpoints in a VPC of its own (TGW-14).
			o := &reach.Unmodelled{Origin: r.origin(), Type: "an aws_networkfirewall_firewall that is attached to a transit gateway"}
			b.net.Others = append(b.net.Others, o)
			b.name(r, "id", o)
			b.name(r, "arn", o)
			continue
		}
		f := &reach.Firewall{Origin: r.origin()}
		b.net.Firewalls = append(b.net.Firewalls, f)
		b.name(r, "id", f)
		b.name(r, "arn", f)
		b.firewallEndpoints(r, reach.To(f))
	}
	for _, r := range b.of("aws_networkfirewall_vpc_endpoint_association") {
		b.firewallEndpoints(r, needed(b, r, r.Get("firewall_arn"), firewallKind))
	}
	for _, r := range b.of("aws_networkfirewall_firewall_policy") {
		if b.alias(r, "arn") {
			b.name(r, "id", b.objects[resolve.Symbol{Resource: r.String(), Attribute: "arn"}])
			continue
		}
		p := &reach.FirewallPolicy{Origin: r.origin()}
		b.net.FirewallPolicies = append(b.net.FirewallPolicies, p)
		b.name(r, "id", p)
		b.name(r, "arn", p)
	}
	for _, r := range b.of("aws_networkfirewall_rule_group") {
		g := &reach.FirewallRuleGroup{Origin: r.origin()}
		b.net.FirewallRuleGroups = append(b.net.FirewallRuleGroups, g)
		b.name(r, "id", g)
		b.name(r, "arn", g)
	}
}

// firewallEndpoints makes one endpoint for each subnet that a resource maps a firewall
// to (NFW-1).
func (b *builder) firewallEndpoints(r resource, f reach.Ref[*reach.Firewall]) {
	mappings, _ := r.Get("subnet_mapping").Items()
	for _, m := range mappings {
		b.net.FirewallEndpoints = append(b.net.FirewallEndpoints, &reach.FirewallEndpoint{
			Origin: r.part(m), Subnet: needed(b, r, m.Get("subnet_id"), subnetKind), Firewall: f,
		})
	}
}

// firewallEndpoint is the endpoint that a resource has in a subnet, by the subnet's
// address or id; nil when there is none for certain.
func (b *builder) firewallEndpoint(firewall, subnet string) any {
	in, ok := b.objects[resolve.Symbol{Resource: subnet, Attribute: "id"}].(*reach.Subnet)
	if s, known := b.resolver.Known(subnet); !ok && known {
		in, ok = b.objects[s].(*reach.Subnet)
	}
	if !ok {
		in, ok = b.beyond[beyondKey{subnet, subnetKind.what}].(*reach.Subnet)
	}
	for _, e := range b.net.FirewallEndpoints {
		if ok && e.Address == firewall && e.Subnet.Is(in) {
			return e
		}
	}
	return nil
}

// endpointsOf is the endpoints of a firewall, where one of them is meant and nothing
// says which.
func (b *builder) endpointsOf(f *reach.Firewall) reach.Ref[reach.Object] {
	why := b.once(&reach.Unknown{Code: reach.UnknownValue, Address: f.Address, Attribute: "firewall_status", Reason: "which of the firewall's endpoints is meant is not known"})
	var all []reach.Object
	for _, e := range b.net.FirewallEndpoints {
		if e.Firewall.Is(f) {
			all = append(all, e)
		}
	}
	return reach.Perhaps(why, all...)
}

func (b *builder) firewallParts() {
	for _, r := range b.of("aws_networkfirewall_firewall") {
		if f, ok := object[*reach.Firewall](b, r, "id"); ok {
			f.VPC = needed(b, r, r.Get("vpc_id"), vpcKind)
			f.Policy = needed(b, r, r.Get("firewall_policy_arn"), firewallPolicyKind)
		}
	}
	homes := homeNetworks{}
	for _, r := range b.of("aws_networkfirewall_firewall_policy") {
		if p, ok := object[*reach.FirewallPolicy](b, r, "id"); ok {
			b.firewallPolicy(r, p)
			b.noteHome(r, p, homes)
		}
	}
	for _, r := range b.of("aws_networkfirewall_rule_group") {
		if g, ok := object[*reach.FirewallRuleGroup](b, r, "id"); ok {
			b.ruleGroup(r, g, homes.of(g))
		}
	}
	for _, r := range b.of("aws_networkfirewall_firewall_policy") {
		if p, ok := object[*reach.FirewallPolicy](b, r, "id"); ok {
			b.overrideDrops(r, p)
		}
	}
}
