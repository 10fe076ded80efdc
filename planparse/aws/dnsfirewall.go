package aws

import (
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
)

var dnsGroupKind = kind[*reach.DNSRuleGroup]{
	[]string{"aws_route53_resolver_firewall_rule_group"}, "a DNS Firewall rule group",
	func(o reach.Origin) *reach.DNSRuleGroup {
		return &reach.DNSRuleGroup{Origin: o, Why: notInPlan(o, "its rules are unknown")}
	},
}

var domainListKind = kind[*domainList]{
	[]string{"aws_route53_resolver_firewall_domain_list"}, "a list of domains",
	func(o reach.Origin) *domainList {
		return &domainList{origin: o, why: notInPlan(o, "its domains are unknown")}
	},
}

// domainList is a list of domains of a DNS Firewall.
type domainList struct {
	origin  reach.Origin
	domains []string
	why     *reach.Unknown
}

// dnsFirewalls makes the rule groups and the lists of DNS Firewalls.
func (b *builder) dnsFirewalls() {
	for _, r := range b.of("aws_route53_resolver_firewall_rule_group") {
		if b.alias(r, "arn") {
			b.name(r, "id", b.objects[resolve.Symbol{Resource: r.String(), Attribute: "arn"}])
			continue
		}
		g := &reach.DNSRuleGroup{Origin: r.origin()}
		if r.Data {
			g.Why = notInPlan(g.Origin, "its rules are unknown")
		}
		b.net.DNSRuleGroups = append(b.net.DNSRuleGroups, g)
		b.name(r, "id", g)
		b.name(r, "arn", g)
	}
	for _, r := range b.of("aws_route53_resolver_firewall_domain_list") {
		l := &domainList{origin: r.origin()}
		if r.Data {
			l.why = notInPlan(l.origin, "its domains are unknown")
		} else {
			l.domains, l.why = r.texts(r.Get("domains"))
		}
		b.name(r, "id", l)
		b.name(r, "arn", l)
	}
}

// dnsFirewallParts makes the rules of the groups, and gives them to VPCs.
func (b *builder) dnsFirewallParts() {
	for _, r := range b.of("aws_route53_resolver_firewall_rule") {
		b.dnsRule(r)
	}
	for _, r := range b.of("aws_route53_resolver_firewall_rule_group_association") {
		b.net.DNSFirewalls = append(b.net.DNSFirewalls, &reach.DNSFirewall{
			Origin: r.origin(), VPC: needed(b, r, r.Get("vpc_id"), vpcKind), Group: needed(b, r, r.Get("firewall_rule_group_id"), dnsGroupKind),
			Priority: r.number(r.Get("priority")),
		})
	}
}

// dnsRule adds a rule of a DNS Firewall to its group (DNS-5).
func (b *builder) dnsRule(r resource) {
	rule := &reach.DNSRule{Origin: r.origin(), Priority: r.number(r.Get("priority"))}
	action := r.Get("action")
	switch text, _ := action.Text(); text {
	case "BLOCK":
		rule.Block = reach.Known(true)
	case "ALLOW", "ALERT":
		rule.Block = reach.Known(false)
	default:
		rule.Block = reach.Missing[bool](r.unknown(action, action.Reason()))
	}
	list := ref(b, r, r.Get("firewall_domain_list_id"), domainListKind)
	if l, ok := list.Exact(); ok {
		rule.Domains, rule.Why = l.domains, l.why
	} else {
		fail(&rule.Why, r, r.Get("firewall_domain_list_id"), "which names it matches is not known")
	}
	for _, name := range []string{"q_type", "dns_threat_protection"} {
		if a := r.Get(name); b.mayHold(r, a) {
			// It matches some of the names only.
			rule.Domains = nil
			fail(&rule.Why, r, a, "more than the name decides whether it matches")
		}
	}
	group := needed(b, r, r.Get("firewall_rule_group_id"), dnsGroupKind)
	if g, ok := group.Exact(); ok {
		g.Rules = append(g.Rules, rule)
		return
	}
	for _, g := range b.net.DNSRuleGroups {
		if group.May(g) && g.Why == nil {
			g.Why = group.Why
		}
	}
}

// number is a whole number that must be there.
func (r resource) number(a resolve.Attr) reach.Fact[int] {
	if n, ok := a.Value().Int(); ok {
		return reach.Known(n)
	}
	return reach.Missing[int](r.unknown(a, a.Reason()))
}
