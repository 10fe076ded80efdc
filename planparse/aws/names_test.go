package aws_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/reach"
)

// namesText is what resolves names in a network, an object a line.
func namesText(n *reach.Network) string {
	var out []string
	line := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	perhaps := func(u *reach.Unknown) string {
		if u == nil {
			return ""
		}
		return ", perhaps others: " + u.Reason
	}
	for _, a := range n.DHCPAssociations {
		text := one(a.Options)
		if o, ok := a.Options.Exact(); ok {
			text = fmt.Sprintf("%v, Amazon %v%s", o.Servers, o.Amazon, perhaps(o.Why))
		}
		line("options of %s: %s", one(a.VPC), text)
	}
	for _, f := range n.DNSFirewalls {
		line("DNS firewall of %s: %s, %s", one(f.VPC), fact(f.Priority), one(f.Group))
	}
	for _, g := range n.DNSRuleGroups {
		line("group %s%s", g, perhaps(g.Why))
		for _, r := range g.Rules {
			line("rule of %s: %s, block %s, %v%s", g, fact(r.Priority), fact(r.Block), r.Domains, perhaps(r.Why))
		}
	}
	for _, r := range n.ResolverRules {
		line("rule of %s: %s by %s to %v%s", one(r.VPC), fact(r.Domain), one(r.Interface), r.Targets, perhaps(r.Why))
	}
	for _, z := range n.PrivateZones {
		line("zone of %s: %s", one(z.VPC), fact(z.Name))
	}
	for _, w := range n.Workloads {
		line("workload %s", w)
	}
	for _, i := range n.Interfaces {
		line("interface %s: passive %v, %d subnets", i, i.Passive, len(i.Subnets.Items))
	}
	return strings.Join(out, "\n")
}

// TestNames: DHCP options, DNS Firewalls, resolver rules and private zones (DNS-3,
// DNS-5, DNS-8).
func TestNames(t *testing.T) {
	const vpc = `= aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16", "dhcp_options_id": "dopt-0"}
		= aws_subnet.a {"id": "subnet-a", "vpc_id": "vpc-1", "cidr_block": "10.0.1.0/24"}
		= aws_security_group.g {"id": "sg-1", "vpc_id": "vpc-1", "ingress": [], "egress": []}
		`
	const group = `= aws_route53_resolver_firewall_rule_group.g {"id": "rslvr-frg-1", "arn": "arn:g"}
		= aws_route53_resolver_firewall_domain_list.l {"id": "rslvr-fdl-1", "domains": ["example.com", "*.example.net"]}
		`
	const endpoint = `"id": "rslvr-out-1", "security_group_ids": ["sg-1"], "ip_address": [{"subnet_id": "subnet-a", "ip": "10.0.1.9"}, {"subnet_id": "subnet-a"}]`
	for _, tt := range []struct{ name, plan, want string }{
		{"nothing", "", ""},
		{"servers", `= aws_vpc_dhcp_options.o {"id": "dopt-1", "domain_name_servers": ["10.9.0.2", "AmazonProvidedDNS"]}
			+ aws_vpc_dhcp_options_association.a {"vpc_id": "vpc-1", "dhcp_options_id": "dopt-1"}`, "options of aws_vpc.v: [10.9.0.2], Amazon true"},
		{"no servers", `= aws_vpc_dhcp_options.o {"id": "dopt-1", "domain_name": "x"}
			= aws_vpc_dhcp_options_association.a {"id": "a", "vpc_id": "vpc-1", "dhcp_options_id": "default"}`, "options of aws_vpc.v: [], Amazon false"},
		{"servers that are not known", `~ aws_vpc_dhcp_options.o {"id": "dopt-1", "domain_name_servers": []} {"id": "dopt-1", "domain_name_servers": "?"}
			= aws_vpc_dhcp_options_association.a {"id": "a", "vpc_id": "vpc-1", "dhcp_options_id": "dopt-1"}`,
			"options of aws_vpc.v: [], Amazon false, perhaps others: known after apply; the configuration decides it (--source)"},
		{"options beyond the plan", `= aws_vpc_dhcp_options_association.a {"id": "a", "vpc_id": "vpc-1", "dhcp_options_id": "dopt-9"}`,
			"options of aws_vpc.v: [], Amazon false, perhaps others: not in this plan: its servers are unknown"},
		{"as the VPC shows", `= aws_vpc_dhcp_options.o {"id": "dopt-0", "domain_name_servers": ["10.9.0.2"]}`, "options of aws_vpc.v: [10.9.0.2], Amazon false"},
		{"an association is deleted", `= aws_vpc_dhcp_options.o {"id": "dopt-0", "domain_name_servers": ["10.9.0.2"]}
			- aws_vpc_dhcp_options_association.a {"id": "a", "vpc_id": "vpc-1", "dhcp_options_id": "dopt-0"}`, ""},
		{"options are deleted", `- aws_vpc_dhcp_options.o {"id": "dopt-0", "domain_name_servers": ["10.9.0.2"]}`, ""},

		{"a DNS firewall", group + `= aws_route53_resolver_firewall_rule.r {"id": "r", "firewall_rule_group_id": "rslvr-frg-1", "firewall_domain_list_id": "rslvr-fdl-1", "priority": 10, "action": "BLOCK"}
			= aws_route53_resolver_firewall_rule_group_association.a {"id": "a", "firewall_rule_group_id": "rslvr-frg-1", "vpc_id": "vpc-1", "priority": 200}`,
			`DNS firewall of aws_vpc.v: 200, aws_route53_resolver_firewall_rule_group.g
			group aws_route53_resolver_firewall_rule_group.g
			rule of aws_route53_resolver_firewall_rule_group.g: 10, block true, [example.com *.example.net]`},
		{"a list of AWS's own, and a kind of record", group + `= aws_route53_resolver_firewall_rule.r {"id": "r", "firewall_rule_group_id": "rslvr-frg-1", "firewall_domain_list_id": "rslvr-fdl-9", "priority": 1, "action": "ALLOW"}
			= aws_route53_resolver_firewall_rule.s {"id": "s", "firewall_rule_group_id": "rslvr-frg-1", "firewall_domain_list_id": "rslvr-fdl-1", "priority": 2, "action": "BLOCK", "q_type": "TXT"}`,
			`group aws_route53_resolver_firewall_rule_group.g
			rule of aws_route53_resolver_firewall_rule_group.g: 1, block false, [], perhaps others: not in this plan: its domains are unknown
			rule of aws_route53_resolver_firewall_rule_group.g: 2, block true, [], perhaps others: more than the name decides whether it matches`},

		{"names that are forwarded", `= aws_route53_resolver_endpoint.o {"direction": "OUTBOUND", ` + endpoint + `}
			= aws_route53_resolver_rule.r {"id": "rslvr-rr-1", "rule_type": "FORWARD", "domain_name": "corp.example", "resolver_endpoint_id": "rslvr-out-1", "target_ip": [{"ip": "10.9.0.2", "port": 53}, {"ip": "10.9.0.3"}]}
			= aws_route53_resolver_rule_association.a {"id": "a", "resolver_rule_id": "rslvr-rr-1", "vpc_id": "vpc-1"}`,
			`rule of aws_vpc.v: corp.example by aws_route53_resolver_endpoint.o to [10.9.0.2:53 10.9.0.3:53]
			workload aws_route53_resolver_endpoint.o
			interface aws_route53_resolver_endpoint.o: passive false, 1 subnets`},
		{"names from elsewhere", `= aws_route53_resolver_endpoint.o {"direction": "INBOUND", ` + endpoint + `}`, "interface aws_route53_resolver_endpoint.o: passive true, 1 subnets"},
		{"names that are not", `= aws_route53_resolver_rule.r {"id": "rslvr-rr-1", "rule_type": "SYSTEM", "domain_name": "corp.example"}
			= aws_route53_resolver_rule_association.a {"id": "a", "resolver_rule_id": "rslvr-rr-1", "vpc_id": "vpc-1"}`, "rule of aws_vpc.v: corp.example by none to []"},

		{"a private zone", `= aws_route53_zone.z {"id": "Z1", "zone_id": "Z1", "name": "corp.example.", "vpc": [{"vpc_id": "vpc-1"}]}`, "zone of aws_vpc.v: corp.example"},
		{"a public zone", `= aws_route53_zone.z {"id": "Z1", "zone_id": "Z1", "name": "example.com", "vpc": []}
			< data.aws_route53_zone.y {"id": "Z2", "zone_id": "Z2", "name": "example.org", "private_zone": false}`, ""},
		{"a zone that another account shares", `+ aws_route53_zone_association.a {"zone_id": "Z9", "vpc_id": "vpc-1"}`, "zone of aws_vpc.v: [UNKNOWN_BEYOND_PLAN Z9 not in this plan: its name is unknown]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			after, _ := build(t, vpc+tt.plan, "")
			compare(t, namesText(after), tt.want)
		})
	}
}

// TestPublicAccess: what accounts block, and what they take out of it (BPA-1, BPA-3).
func TestPublicAccess(t *testing.T) {
	const options = "aws_vpc_block_public_access_options"
	for _, tt := range []struct{ name, plan, want string }{
		{"off", `= ` + options + `.o {"id": "1", "internet_gateway_block_mode": "off"}`, "0 by aws_vpc_block_public_access_options.o"},
		{"ingress", `= ` + options + `.o {"id": "1", "internet_gateway_block_mode": "block-ingress"}`, "1 by aws_vpc_block_public_access_options.o"},
		{"both ways", `+ ` + options + `.o {"internet_gateway_block_mode": "block-bidirectional"}`, "2 by aws_vpc_block_public_access_options.o"},
		{"not known", `+ ` + options + `.o {"internet_gateway_block_mode": "?"}`,
			"[UNKNOWN_VALUE aws_vpc_block_public_access_options.o.internet_gateway_block_mode known after apply] by aws_vpc_block_public_access_options.o"},
		{"deleted", `- ` + options + `.o {"id": "1", "internet_gateway_block_mode": "block-ingress"}`, "0 by aws_vpc_block_public_access_options.o"},
		{"exclusions", `= aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16"}
			= aws_vpc_block_public_access_exclusion.e {"id": "e", "vpc_id": "vpc-1", "subnet_id": null, "internet_gateway_exclusion_mode": "allow-egress"}
			= aws_vpc_block_public_access_exclusion.f {"id": "f", "vpc_id": null, "subnet_id": "subnet-9", "internet_gateway_exclusion_mode": "allow-bidirectional"}`,
			"without aws_vpc.v, none, bidirectional false\nwithout none, subnet-9 (beyond), bidirectional true"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			after, _ := build(t, tt.plan, "")
			var got []string
			for _, p := range after.PublicAccess {
				got = append(got, fmt.Sprintf("%s by %s", fact(p.Mode), p))
			}
			for _, e := range after.PublicAccessExclusions {
				got = append(got, fmt.Sprintf("without %s, %s, bidirectional %s", one(e.VPC), one(e.Subnet), fact(e.Bidirectional)))
			}
			compare(t, strings.Join(got, "\n"), tt.want)
		})
	}
}
