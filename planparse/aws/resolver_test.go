package aws_test

import "testing"

// TestDHCP: which servers resolve names in a VPC (DNS-3).
func TestDHCP(t *testing.T) {
	const (
		vpc   = `= aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16", "dhcp_options_id": "dopt-1"}` + "\n"
		own   = `= aws_vpc_dhcp_options.o {"id": "dopt-1", "domain_name_servers": ["10.0.0.53"]}` + "\n"
		other = `= aws_vpc_dhcp_options.p {"id": "dopt-2", "domain_name_servers": ["10.0.0.54"]}` + "\n"
	)
	say(t, "", []saying{
		{"those that a VPC shows", vpc + own, "", `
			aws_vpc.v.dhcp_options_id: VPC=aws_vpc.v Options=aws_vpc_dhcp_options.o
			aws_vpc_dhcp_options.o: Servers={10.0.0.53}`},
		{"the VPC's own resolver, in any case, and another", `= aws_vpc_dhcp_options.o {"id": "dopt-1", "domain_name_servers": ["amazonprovideddns", "10.0.0.53"]}`, "", "aws_vpc_dhcp_options.o: Amazon Servers={10.0.0.53}"},
		{"the region's default", `= aws_default_vpc_dhcp_options.o {"id": "dopt-1", "domain_name_servers": "?"}`, "", "aws_default_vpc_dhcp_options.o: Amazon"},
		{"no servers", `= aws_vpc_dhcp_options.o {"id": "dopt-1", "domain_name_servers": []}`, "", "aws_vpc_dhcp_options.o:"},
		{"servers that are known after apply", `+ aws_vpc_dhcp_options.o {"domain_name_servers": "?"}`, "", "aws_vpc_dhcp_options.o: Why=?aws_vpc_dhcp_options.o.domain_name_servers"},
		{"a server that is known after apply", `+ aws_vpc_dhcp_options.o {"domain_name_servers": ["?", "10.0.0.53"]}`, "", "aws_vpc_dhcp_options.o: Servers={10.0.0.53} Why=?aws_vpc_dhcp_options.o.domain_name_servers[0]"},
		{"a server that is none", `= aws_vpc_dhcp_options.o {"id": "dopt-1", "domain_name_servers": ["ns.example.com", "10.0.0.53"]}`, "", "aws_vpc_dhcp_options.o: Servers={10.0.0.53} Why=?aws_vpc_dhcp_options.o.domain_name_servers"},
		{"an association", vpc + other + `= aws_vpc_dhcp_options_association.a {"id": "x", "vpc_id": "vpc-1", "dhcp_options_id": "dopt-2"}`, "", `
			aws_vpc_dhcp_options.p: Servers={10.0.0.54}
			aws_vpc_dhcp_options_association.a: VPC=aws_vpc.v Options=aws_vpc_dhcp_options.p`},
		{"an association with options beyond the plan", vpc + `= aws_vpc_dhcp_options_association.a {"id": "x", "vpc_id": "vpc-1", "dhcp_options_id": "dopt-9"}`, "", "aws_vpc_dhcp_options_association.a: VPC=aws_vpc.v Options=dopt-9 (beyond)"},
		{"an association with no options at all", vpc + `= aws_vpc_dhcp_options_association.a {"id": "x", "vpc_id": "vpc-1", "dhcp_options_id": "default"}`, "", `
			aws_vpc_dhcp_options_association.a.dhcp_options_id:
			aws_vpc_dhcp_options_association.a: VPC=aws_vpc.v Options=aws_vpc_dhcp_options_association.a.dhcp_options_id`},
		{"an association that the plan does not show", vpc + `= aws_vpc_dhcp_options_association.a {"id": "x"}`, "", "aws_vpc_dhcp_options_association.a: VPC=[?aws_vpc_dhcp_options_association.a.vpc_id] Options=[?aws_vpc_dhcp_options_association.a.dhcp_options_id]"},
		{"an association that is deleted: the region's default", vpc + own + `- aws_vpc_dhcp_options_association.a {"id": "x", "vpc_id": "vpc-1", "dhcp_options_id": "dopt-1"}`, "", "aws_vpc_dhcp_options.o: Servers={10.0.0.53}"},
		{"an association that may be of the VPC", vpc + own + other + `+ aws_vpc_dhcp_options_association.a {"vpc_id": "?", "dhcp_options_id": "dopt-2"}`, "", `
			aws_vpc_dhcp_options.o: Servers={10.0.0.53}
			aws_vpc_dhcp_options.p: Servers={10.0.0.54}
			aws_vpc_dhcp_options_association.a: VPC=[?aws_vpc_dhcp_options_association.a.vpc_id] Options=aws_vpc_dhcp_options.p`},
		{"an association of another VPC", vpc + own + other + `= aws_vpc_dhcp_options_association.a {"id": "x", "vpc_id": "vpc-9", "dhcp_options_id": "dopt-2"}`, "", `
			aws_vpc.v.dhcp_options_id: VPC=aws_vpc.v Options=aws_vpc_dhcp_options.o
			aws_vpc_dhcp_options.o: Servers={10.0.0.53}
			aws_vpc_dhcp_options.p: Servers={10.0.0.54}
			aws_vpc_dhcp_options_association.a: VPC=vpc-9 (beyond) Options=aws_vpc_dhcp_options.p`},
		{"options that this plan deletes: the region's default", vpc + `- aws_vpc_dhcp_options.o {"id": "dopt-1", "domain_name_servers": ["10.0.0.53"]}`, "", ""},
		{"options that the plan does not have are most likely the region's default", vpc, "", ""},
		{"a VPC that shows none", `= aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16", "dhcp_options_id": ""}
			` + own, "", "aws_vpc_dhcp_options.o: Servers={10.0.0.53}"},
		{"options that a data source reads", vpc + `< data.aws_vpc_dhcp_options.o {"id": "dopt-1", "dhcp_options_id": "dopt-1", "domain_name_servers": ["10.0.0.53"]}`, "", `
			aws_vpc.v.dhcp_options_id: VPC=aws_vpc.v Options=data.aws_vpc_dhcp_options.o
			data.aws_vpc_dhcp_options.o: Servers={10.0.0.53}`},
		{"options of the plan that a data source reads", own + `< data.aws_vpc_dhcp_options.o {"id": "dopt-1", "dhcp_options_id": "dopt-1", "domain_name_servers": ["10.0.0.99"]}
			= aws_vpc_dhcp_options_association.a {"id": "x", "vpc_id": "vpc-9", "dhcp_options_id": "dopt-1"}`, "", `
			aws_vpc_dhcp_options.o: Servers={10.0.0.53}
			aws_vpc_dhcp_options_association.a: VPC=vpc-9 (beyond) Options=aws_vpc_dhcp_options.o`},
	}, "DHCPOptions", "DHCPAssociations")
}

// TestDNSFirewallRules: which names are not resolved (DNS-5).
func TestDNSFirewallRules(t *testing.T) {
	const (
		group = `= aws_route53_resolver_firewall_rule_group.g {"id": "rslvr-frg-1", "arn": "arn:g"}` + "\n"
		list  = `= aws_route53_resolver_firewall_domain_list.l {"id": "rslvr-fdl-1", "arn": "arn:l", "domains": ["example.com.", "*.example.com."]}` + "\n"
		both  = group + list
	)
	rule := func(values string) string {
		return `= aws_route53_resolver_firewall_rule.r {"id": "x", "firewall_rule_group_id": "rslvr-frg-1", "firewall_domain_list_id": "rslvr-fdl-1", ` + values + "}\n"
	}
	say(t, "", []saying{
		{"blocks", both + rule(`"priority": 1, "action": "BLOCK"`), "", "aws_route53_resolver_firewall_rule_group.g: Rules={(aws_route53_resolver_firewall_rule.r Priority=1 Block Domains={example.com. *.example.com.})}"},
		{"allows", both + rule(`"priority": 0, "action": "ALLOW"`), "", "aws_route53_resolver_firewall_rule_group.g: Rules={(aws_route53_resolver_firewall_rule.r Priority=0 Domains={example.com. *.example.com.})}"},
		{"alerts", both + rule(`"priority": 1, "action": "ALERT"`), "", "aws_route53_resolver_firewall_rule_group.g: Rules={(aws_route53_resolver_firewall_rule.r Priority=1 Domains={example.com. *.example.com.})}"},
		{"an action that is not known", both + `+ aws_route53_resolver_firewall_rule.r {"firewall_rule_group_id": "rslvr-frg-1", "firewall_domain_list_id": "rslvr-fdl-1", "priority": "?", "action": "?"}`, "", "aws_route53_resolver_firewall_rule_group.g: Rules={(aws_route53_resolver_firewall_rule.r Priority=?aws_route53_resolver_firewall_rule.r.priority Block=?aws_route53_resolver_firewall_rule.r.action Domains={example.com. *.example.com.})}"},
		{"a list that is not in the plan", group + rule(`"priority": 1, "action": "BLOCK"`), "", "aws_route53_resolver_firewall_rule_group.g: Rules={(aws_route53_resolver_firewall_rule.r Priority=1 Block Why=?rslvr-fdl-1)}"},
		{"a list that a data source reads", group + `< data.aws_route53_resolver_firewall_domain_list.l {"id": "rslvr-fdl-1", "arn": "arn:l"}
			` + rule(`"priority": 1, "action": "BLOCK"`), "", "aws_route53_resolver_firewall_rule_group.g: Rules={(aws_route53_resolver_firewall_rule.r Priority=1 Block Why=?data.aws_route53_resolver_firewall_domain_list.l)}"},
		{"a list that is not known", both + `+ aws_route53_resolver_firewall_rule.r {"firewall_rule_group_id": "rslvr-frg-1", "firewall_domain_list_id": "?", "priority": 1, "action": "BLOCK"}`, "", "aws_route53_resolver_firewall_rule_group.g: Rules={(aws_route53_resolver_firewall_rule.r Priority=1 Block Why=?aws_route53_resolver_firewall_rule.r.firewall_domain_list_id)}"},
		{"domains that are known after apply", group + `+ aws_route53_resolver_firewall_domain_list.l {"domains": ["example.com", "?"]}
			+ aws_route53_resolver_firewall_rule.r {"firewall_rule_group_id": "rslvr-frg-1", "firewall_domain_list_id": "?", "priority": 1, "action": "BLOCK"}`, `
			resource "aws_route53_resolver_firewall_domain_list" "l" {}
			resource "aws_route53_resolver_firewall_rule" "r" { firewall_domain_list_id = aws_route53_resolver_firewall_domain_list.l.id }`, "aws_route53_resolver_firewall_rule_group.g: Rules={(aws_route53_resolver_firewall_rule.r Priority=1 Block Domains={example.com} Why=?aws_route53_resolver_firewall_domain_list.l.domains[1])}"},
		{"a type of question decides as well", both + rule(`"priority": 1, "action": "BLOCK", "q_type": "MX"`), "", "aws_route53_resolver_firewall_rule_group.g: Rules={(aws_route53_resolver_firewall_rule.r Priority=1 Block Why=?aws_route53_resolver_firewall_rule.r.q_type)}"},
		{"a kind of threat decides as well", both + rule(`"priority": 1, "action": "BLOCK", "q_type": null, "dns_threat_protection": "DGA"`), "", "aws_route53_resolver_firewall_rule_group.g: Rules={(aws_route53_resolver_firewall_rule.r Priority=1 Block Why=?aws_route53_resolver_firewall_rule.r.dns_threat_protection)}"},
		{"a group that is not known", both + `+ aws_route53_resolver_firewall_rule.r {"firewall_rule_group_id": "?", "firewall_domain_list_id": "rslvr-fdl-1", "priority": 1, "action": "BLOCK"}`, "", "aws_route53_resolver_firewall_rule_group.g: Why=?aws_route53_resolver_firewall_rule.r.firewall_rule_group_id"},
		{"a group that is not in the plan", group + list + `= aws_route53_resolver_firewall_rule.r {"id": "x", "firewall_rule_group_id": "rslvr-frg-9", "firewall_domain_list_id": "rslvr-fdl-1", "priority": 1, "action": "BLOCK"}`, "", "aws_route53_resolver_firewall_rule_group.g:"},
		{"a group that a data source reads", `< data.aws_route53_resolver_firewall_rule_group.g {"id": "rslvr-frg-1", "arn": "arn:g"}
			= aws_route53_resolver_firewall_rule_group_association.a {"id": "x", "vpc_id": "vpc-1", "firewall_rule_group_id": "rslvr-frg-1", "priority": 101}`, "", `
			aws_route53_resolver_firewall_rule_group_association.a: VPC=vpc-1 (beyond) Group=data.aws_route53_resolver_firewall_rule_group.g Priority=101
			data.aws_route53_resolver_firewall_rule_group.g: Why=?data.aws_route53_resolver_firewall_rule_group.g`},
		{"a group of the plan that a data source reads", group + `< data.aws_route53_resolver_firewall_rule_group.g {"id": "rslvr-frg-1", "arn": "arn:g"}
			= aws_route53_resolver_firewall_rule_group_association.a {"id": "x", "vpc_id": "vpc-1", "firewall_rule_group_id": "rslvr-frg-1", "priority": 101}`, "", `
			aws_route53_resolver_firewall_rule_group.g:
			aws_route53_resolver_firewall_rule_group_association.a: VPC=vpc-1 (beyond) Group=aws_route53_resolver_firewall_rule_group.g Priority=101`},
		{"a group that is not in the plan, in front of a VPC", `+ aws_route53_resolver_firewall_rule_group_association.a {"vpc_id": "vpc-1", "firewall_rule_group_id": "rslvr-frg-9", "priority": "?"}`, "", "aws_route53_resolver_firewall_rule_group_association.a: VPC=vpc-1 (beyond) Group=rslvr-frg-9 (beyond) Priority=?aws_route53_resolver_firewall_rule_group_association.a.priority"},
	}, "DNSRuleGroups", "DNSFirewalls")
}

// TestResolverRules: which names are asked of others, and through what (DNS-8).
func TestResolverRules(t *testing.T) {
	const (
		endpoint = `= aws_route53_resolver_endpoint.out {"id": "rslvr-out-1", "direction": "OUTBOUND", "security_group_ids": ["sg-1"], "resolver_endpoint_type": "IPV4", "ip_address": [{"subnet_id": "subnet-1"}, {"subnet_id": "subnet-2"}]}` + "\n"
		given    = `= aws_route53_resolver_rule_association.a {"id": "x", "vpc_id": "vpc-1", "resolver_rule_id": "rslvr-rr-1"}` + "\n"
	)
	rule := func(values string) string {
		return endpoint + `= aws_route53_resolver_rule.r {"id": "rslvr-rr-1", "domain_name": "corp.example.com", "resolver_endpoint_id": "rslvr-out-1", ` + values + "}\n" + given
	}
	say(t, "", []saying{
		{"forwards", rule(`"rule_type": "FORWARD", "target_ip": [{"ip": "192.0.2.1", "port": 5353}, {"ip": "", "ipv6": "2600::53", "port": 0}]`), "", "aws_route53_resolver_rule_association.a: VPC=vpc-1 (beyond) Domain=corp.example.com Interface=aws_route53_resolver_endpoint.out Targets={192.0.2.1:5353} Why=?aws_route53_resolver_rule.r.target_ip[1].port"},
		{"a port that nobody sets is 53", rule(`"rule_type": "FORWARD", "target_ip": [{"ip": "192.0.2.1", "port": null}, {"ip": "192.0.2.2"}]`), "", "aws_route53_resolver_rule_association.a: VPC=vpc-1 (beyond) Domain=corp.example.com Interface=aws_route53_resolver_endpoint.out Targets={192.0.2.1:53 192.0.2.2:53}"},
		{"the highest and the lowest port", rule(`"rule_type": "FORWARD", "target_ip": [{"ip": "192.0.2.1", "port": 65535}, {"ip": "192.0.2.2", "port": 1}]`), "", "aws_route53_resolver_rule_association.a: VPC=vpc-1 (beyond) Domain=corp.example.com Interface=aws_route53_resolver_endpoint.out Targets={192.0.2.1:65535 192.0.2.2:1}"},
		{"a port that is none", rule(`"rule_type": "FORWARD", "target_ip": [{"ip": "192.0.2.1", "port": 65536}, {"ip": "192.0.2.2", "port": 53}]`), "", "aws_route53_resolver_rule_association.a: VPC=vpc-1 (beyond) Domain=corp.example.com Interface=aws_route53_resolver_endpoint.out Targets={192.0.2.2:53} Why=?aws_route53_resolver_rule.r.target_ip[0].port"},
		{"a target without an address", rule(`"rule_type": "FORWARD", "target_ip": [{"ip": "ns", "ipv6": "", "port": 53}]`), "", "aws_route53_resolver_rule_association.a: VPC=vpc-1 (beyond) Domain=corp.example.com Interface=aws_route53_resolver_endpoint.out Why=?aws_route53_resolver_rule.r.target_ip[0]"},
		{"targets that are not known", rule(`"rule_type": "FORWARD", "target_ip": "?"`), "", "aws_route53_resolver_rule_association.a: VPC=vpc-1 (beyond) Domain=corp.example.com Interface=aws_route53_resolver_endpoint.out Why=?aws_route53_resolver_rule.r.target_ip"},
		{"leaves names to the VPC's resolver", rule(`"rule_type": "SYSTEM", "target_ip": []`), "", "aws_route53_resolver_rule_association.a: VPC=vpc-1 (beyond) Domain=corp.example.com"},
		{"leaves names to the VPC's resolver, as AWS says it", rule(`"rule_type": "RECURSIVE", "target_ip": []`), "", "aws_route53_resolver_rule_association.a: VPC=vpc-1 (beyond) Domain=corp.example.com"},
		{"a type that is not known", endpoint + `+ aws_route53_resolver_rule.r {"domain_name": "?", "rule_type": "?", "resolver_endpoint_id": "rslvr-out-1", "target_ip": []}
			+ aws_route53_resolver_rule_association.a {"vpc_id": "vpc-1", "resolver_rule_id": "?"}`, `
			resource "aws_route53_resolver_rule" "r" {}
			resource "aws_route53_resolver_rule_association" "a" { resolver_rule_id = aws_route53_resolver_rule.r.id }`, "aws_route53_resolver_rule_association.a: VPC=vpc-1 (beyond) Domain=?aws_route53_resolver_rule.r.domain_name Interface=aws_route53_resolver_endpoint.out Why=?aws_route53_resolver_rule.r.rule_type"},
		{"an endpoint that is not in the plan", `= aws_route53_resolver_rule.r {"id": "rslvr-rr-1", "domain_name": "corp.example.com", "resolver_endpoint_id": "rslvr-out-9", "rule_type": "FORWARD", "target_ip": [{"ip": "192.0.2.1", "port": 53}]}
			` + given, "", "aws_route53_resolver_rule_association.a: VPC=vpc-1 (beyond) Domain=corp.example.com Interface=rslvr-out-9 (beyond) Targets={192.0.2.1:53}"},
		{"a rule that is not in the plan", given, "", "aws_route53_resolver_rule_association.a: VPC=vpc-1 (beyond) Domain=?rslvr-rr-1 Interface=[?rslvr-rr-1] Why=?rslvr-rr-1"},
		{"a rule that is not known", `+ aws_route53_resolver_rule_association.a {"vpc_id": "vpc-1", "resolver_rule_id": "?"}`, "", "aws_route53_resolver_rule_association.a: VPC=vpc-1 (beyond) Domain=?aws_route53_resolver_rule_association.a.resolver_rule_id Interface=[?aws_route53_resolver_rule_association.a.resolver_rule_id] Why=?aws_route53_resolver_rule_association.a.resolver_rule_id"},
		{"a rule that a data source reads", `< data.aws_route53_resolver_rule.r {"id": "rslvr-rr-1", "resolver_rule_id": "rslvr-rr-1", "domain_name": "corp.example.com", "resolver_endpoint_id": "rslvr-out-9", "rule_type": "FORWARD"}
			` + given, "", "aws_route53_resolver_rule_association.a: VPC=vpc-1 (beyond) Domain=corp.example.com Interface=rslvr-out-9 (beyond) Why=?data.aws_route53_resolver_rule.r.target_ip"},
		{"a rule of the plan that a data source reads", rule(`"rule_type": "SYSTEM", "target_ip": []`) + `< data.aws_route53_resolver_rule.r {"id": "rslvr-rr-1", "resolver_rule_id": "rslvr-rr-1", "domain_name": "other.example.com", "rule_type": "SYSTEM"}`, "", "aws_route53_resolver_rule_association.a: VPC=vpc-1 (beyond) Domain=corp.example.com"},
	}, "ResolverRules")
}

// TestResolverEndpoints: the interfaces through which names are asked of others, and
// others ask for them.
func TestResolverEndpoints(t *testing.T) {
	endpoint := func(values string) string {
		return `= aws_route53_resolver_endpoint.e {"id": "rslvr-1", ` + values + "}\n"
	}
	say(t, "", []saying{
		{"outbound", endpoint(`"direction": "OUTBOUND", "security_group_ids": ["sg-1"], "resolver_endpoint_type": "IPV4", "ip_address": [{"subnet_id": "subnet-1"}, {"subnet_id": "subnet-1"}, {"subnet_id": "subnet-2"}]`), "", `
			aws_route53_resolver_endpoint.e: Interfaces={aws_route53_resolver_endpoint.e}
			aws_route53_resolver_endpoint.e: Subnets={subnet-1 (beyond) subnet-2 (beyond)} Groups={sg-1 (beyond)} IPv6=refused Public=refused SourceDestCheck HighPorts`},
		{"inbound: only answers", endpoint(`"direction": "INBOUND", "security_group_ids": [], "resolver_endpoint_type": "IPV4", "ip_address": [{"subnet_id": "subnet-1"}]`), "", "aws_route53_resolver_endpoint.e: Subnets={subnet-1 (beyond)} NoGroups IPv6=refused Public=refused SourceDestCheck HighPorts Passive"},
		{"both families", endpoint(`"direction": "OUTBOUND", "security_group_ids": ["sg-1"], "resolver_endpoint_type": "DUALSTACK", "ip_address": [{"subnet_id": "subnet-1"}]`), "", `
			aws_route53_resolver_endpoint.e: Interfaces={aws_route53_resolver_endpoint.e}
			aws_route53_resolver_endpoint.e: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=granted Public=refused SourceDestCheck HighPorts`},
		{"IPv6 alone", endpoint(`"direction": "OUTBOUND", "security_group_ids": ["sg-1"], "resolver_endpoint_type": "IPV6", "ip_address": [{"subnet_id": "subnet-1"}]`), "", `
			aws_route53_resolver_endpoint.e: Interfaces={aws_route53_resolver_endpoint.e}
			aws_route53_resolver_endpoint.e: Subnets={subnet-1 (beyond) and ?aws_route53_resolver_endpoint.e.resolver_endpoint_type} Groups={sg-1 (beyond)} IPv6=refused Public=refused SourceDestCheck HighPorts`},
		{"a type that is none", endpoint(`"direction": "OUTBOUND", "security_group_ids": ["sg-1"], "resolver_endpoint_type": "IPV7", "ip_address": [{"subnet_id": "subnet-1"}]`), "", `
			aws_route53_resolver_endpoint.e: Interfaces={aws_route53_resolver_endpoint.e}
			aws_route53_resolver_endpoint.e: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=?aws_route53_resolver_endpoint.e.resolver_endpoint_type Public=refused SourceDestCheck HighPorts`},
		{"IPv4 where nobody says anything", endpoint(`"direction": "OUTBOUND", "security_group_ids": ["sg-1"], "resolver_endpoint_type": null, "ip_address": [{"subnet_id": "subnet-1"}]`), "", `
			aws_route53_resolver_endpoint.e: Interfaces={aws_route53_resolver_endpoint.e}
			aws_route53_resolver_endpoint.e: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=refused Public=refused SourceDestCheck HighPorts`},
		{"what is known after apply", `+ aws_route53_resolver_endpoint.e {"direction": "OUTBOUND", "security_group_ids": "?", "resolver_endpoint_type": "?", "ip_address": "?"}`, "", `
			aws_route53_resolver_endpoint.e: Interfaces={aws_route53_resolver_endpoint.e}
			aws_route53_resolver_endpoint.e: Subnets={and ?aws_route53_resolver_endpoint.e.ip_address} Groups={and ?aws_route53_resolver_endpoint.e.security_group_ids} IPv6=?aws_route53_resolver_endpoint.e.resolver_endpoint_type Public=refused SourceDestCheck HighPorts`},
		{"one that a data source reads is beyond the plan", `< data.aws_route53_resolver_endpoint.e {"id": "rslvr-1", "direction": "OUTBOUND"}`, "", ""},
		{"one of the plan that a data source reads", endpoint(`"direction": "OUTBOUND", "security_group_ids": ["sg-1"], "resolver_endpoint_type": "IPV4", "ip_address": [{"subnet_id": "subnet-1"}]`) + `< data.aws_route53_resolver_endpoint.e {"id": "rslvr-1", "direction": "INBOUND"}`, "", `
			aws_route53_resolver_endpoint.e: Interfaces={aws_route53_resolver_endpoint.e}
			aws_route53_resolver_endpoint.e: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=refused Public=refused SourceDestCheck HighPorts`},
	}, "Workloads", "Interfaces")
}

// TestZones: names that a VPC has for itself (DNS-2).
func TestZones(t *testing.T) {
	say(t, "", []saying{
		{"private", `= aws_route53_zone.z {"id": "Z1", "zone_id": "Z1", "name": "corp.example.com.", "vpc": [{"vpc_id": "vpc-1"}, {"vpc_id": "vpc-2"}]}`, "", `
			aws_route53_zone.z: VPC=vpc-1 (beyond) Name=corp.example.com
			aws_route53_zone.z: VPC=vpc-2 (beyond) Name=corp.example.com`},
		{"public", `= aws_route53_zone.z {"id": "Z1", "zone_id": "Z1", "name": "example.com", "vpc": []}`, "", ""},
		{"public, of a provider that shows none", `= aws_route53_zone.z {"id": "Z1", "zone_id": "Z1", "name": "example.com"}`, "", ""},
		{"VPCs that are known after apply", `+ aws_route53_zone.z {"name": "?", "vpc": "?"}`, "", "aws_route53_zone.z: VPC=[?aws_route53_zone.z.vpc] Name=?aws_route53_zone.z.name"},
		{"an association", `= aws_route53_zone.z {"id": "Z1", "zone_id": "Z1", "name": "corp.example.com", "vpc": []}
			= aws_route53_zone_association.a {"id": "x", "zone_id": "Z1", "vpc_id": "vpc-1"}`, "", "aws_route53_zone_association.a: VPC=vpc-1 (beyond) Name=corp.example.com"},
		{"an association with a zone beyond the plan", `= aws_route53_zone_association.a {"id": "x", "zone_id": "Z9", "vpc_id": "vpc-1"}`, "", "aws_route53_zone_association.a: VPC=vpc-1 (beyond) Name=?Z9"},
		{"an association with a zone that is not known", `+ aws_route53_zone_association.a {"zone_id": "?", "vpc_id": "vpc-1"}`, "", "aws_route53_zone_association.a: VPC=vpc-1 (beyond) Name=?aws_route53_zone_association.a.zone_id"},
		{"one that a data source reads", `< data.aws_route53_zone.z {"id": "Z1", "zone_id": "Z1", "name": "corp.example.com", "private_zone": true}`, "", "data.aws_route53_zone.z: VPC=[?data.aws_route53_zone.z] Name=corp.example.com"},
		{"a public one that a data source reads", `< data.aws_route53_zone.z {"id": "Z1", "zone_id": "Z1", "name": "example.com", "private_zone": false}`, "", ""},
		{"one that a data source reads and that may be private", `< data.aws_route53_zone.z {"id": "Z1", "zone_id": "Z1", "name": "example.com", "private_zone": "?"}`, "", "data.aws_route53_zone.z: VPC=[?data.aws_route53_zone.z] Name=example.com"},
		{"one of the plan that a data source reads", `= aws_route53_zone.z {"id": "Z1", "zone_id": "Z1", "name": "corp.example.com", "vpc": [{"vpc_id": "vpc-1"}]}
			< data.aws_route53_zone.z {"id": "Z1", "zone_id": "Z1", "name": "corp.example.com", "private_zone": true}`, "", "aws_route53_zone.z: VPC=vpc-1 (beyond) Name=corp.example.com"},
		{"a namespace", `= aws_service_discovery_private_dns_namespace.n {"id": "ns-1", "name": "svc.local", "vpc": "vpc-1"}`, "", "aws_service_discovery_private_dns_namespace.n: VPC=vpc-1 (beyond) Name=svc.local"},
		{"a profile may bring any", `= aws_route53profiles_association.p {"id": "x", "resource_id": "vpc-1"}`, "", "aws_route53profiles_association.p: VPC=vpc-1 (beyond) Name=?aws_route53profiles_association.p"},
	}, "PrivateZones", "ResolverRules")
}

// TestPublicAccessBlocks: what an account blocks at its gateways (BPA-1 to BPA-3).
func TestPublicAccessBlocks(t *testing.T) {
	const blocks = `= aws_vpc_block_public_access_options.o {"id": "o", "internet_gateway_block_mode": "block-ingress"}` + "\n"
	say(t, "", []saying{
		{"ingress", blocks, "", "aws_vpc_block_public_access_options.o: Mode=block ingress"},
		{"everything", `= aws_vpc_block_public_access_options.o {"id": "o", "internet_gateway_block_mode": "block-bidirectional"}`, "", "aws_vpc_block_public_access_options.o: Mode=block bidirectional"},
		{"nothing", `= aws_vpc_block_public_access_options.o {"id": "o", "internet_gateway_block_mode": "off"}`, "", "aws_vpc_block_public_access_options.o: Mode=off"},
		{"known after apply", `+ aws_vpc_block_public_access_options.o {"internet_gateway_block_mode": "?"}`, "", "aws_vpc_block_public_access_options.o: Mode=?aws_vpc_block_public_access_options.o.internet_gateway_block_mode"},
		{"two that agree are one", blocks + `= aws_vpc_block_public_access_options.p {"id": "p", "internet_gateway_block_mode": "block-ingress"}`, "", "aws_vpc_block_public_access_options.o: Mode=block ingress"},
		{"two that do not agree", blocks + `= aws_vpc_block_public_access_options.p {"id": "p", "internet_gateway_block_mode": "off"}`, "", "aws_vpc_block_public_access_options.o: Mode=?aws_vpc_block_public_access_options.o.internet_gateway_block_mode"},
		{"three that do not agree", blocks + `= aws_vpc_block_public_access_options.p {"id": "p", "internet_gateway_block_mode": "off"}
			= aws_vpc_block_public_access_options.q {"id": "q", "internet_gateway_block_mode": "block-bidirectional"}`, "", "aws_vpc_block_public_access_options.o: Mode=?aws_vpc_block_public_access_options.o.internet_gateway_block_mode"},
		{"an exclusion of a VPC", `= aws_vpc_block_public_access_exclusion.e {"id": "e", "vpc_id": "vpc-1", "internet_gateway_exclusion_mode": "allow-bidirectional"}`, "", "aws_vpc_block_public_access_exclusion.e: VPC=vpc-1 (beyond) Bidirectional"},
		{"an exclusion of a subnet", `= aws_vpc_block_public_access_exclusion.e {"id": "e", "subnet_id": "subnet-1", "internet_gateway_exclusion_mode": "allow-egress"}`, "", "aws_vpc_block_public_access_exclusion.e: Subnet=subnet-1 (beyond)"},
		{"an exclusion that is known after apply", `+ aws_vpc_block_public_access_exclusion.e {"subnet_id": "subnet-1", "internet_gateway_exclusion_mode": "?"}`, "", "aws_vpc_block_public_access_exclusion.e: Subnet=subnet-1 (beyond) Bidirectional=?aws_vpc_block_public_access_exclusion.e.internet_gateway_exclusion_mode"},
		{"an exclusion of what the plan does not show", `= aws_vpc_block_public_access_exclusion.e {"id": "e", "internet_gateway_exclusion_mode": "allow-egress"}`, "", "aws_vpc_block_public_access_exclusion.e: VPC=[?aws_vpc_block_public_access_exclusion.e.vpc_id]"},
	}, "PublicAccess", "PublicAccessExclusions")
}

// TestOthers: what is not modelled is named (RT-11), and what leads beyond the plan.
func TestOthers(t *testing.T) {
	say(t, "", []saying{
		{"a carrier gateway", `= aws_ec2_carrier_gateway.c {"id": "cagw-1"}
			= aws_route_table.t {"id": "rtb-1", "route": [{"cidr_block": "0.0.0.0/0", "carrier_gateway_id": "cagw-1"}]}`, "", `
			aws_ec2_carrier_gateway.c: What=a carrier gateway
			aws_route_table.t.route[0]: Target=aws_ec2_carrier_gateway.c`},
		{"a local gateway that a data source reads", `< data.aws_ec2_local_gateway.l {"id": "lgw-1"}
			= aws_route_table.t {"id": "rtb-1", "route": [{"cidr_block": "0.0.0.0/0", "local_gateway_id": "lgw-1"}]}`, "", `
			aws_route_table.t.route[0]: Target=data.aws_ec2_local_gateway.l
			data.aws_ec2_local_gateway.l: What=a local gateway`},
		{"a core network", `= aws_networkmanager_core_network.n {"id": "core-network-1", "arn": "arn:n"}
			= aws_route_table.t {"id": "rtb-1", "route": [{"cidr_block": "0.0.0.0/0", "core_network_arn": "arn:n"}]}`, "", `
			aws_networkmanager_core_network.n: What=a Cloud WAN core network
			aws_route_table.t.route[0]: Target=aws_networkmanager_core_network.n`},
		{"a core network by an attachment to it", `= aws_networkmanager_core_network.n {"id": "core-network-1", "arn": "arn:n"}
			+ aws_networkmanager_vpc_attachment.a {"core_network_id": "core-network-1", "core_network_arn": "?"}
			+ aws_route_table.t {"route": [{"cidr_block": "0.0.0.0/0", "core_network_arn": "?"}]}`, `
			resource "aws_networkmanager_vpc_attachment" "a" { core_network_id = "core-network-1" }
			resource "aws_route_table" "t" {
				route {
					cidr_block       = "0.0.0.0/0"
					core_network_arn = aws_networkmanager_vpc_attachment.a.core_network_arn
				}
			}`, `
			aws_networkmanager_core_network.n: What=a Cloud WAN core network
			aws_route_table.t.route[0]: Target=aws_networkmanager_core_network.n`},
		{"a core network beyond the plan by an attachment to it", `+ aws_networkmanager_vpc_attachment.a {"core_network_id": "core-network-9", "core_network_arn": "?"}
			+ aws_route_table.t {"route": [{"cidr_block": "0.0.0.0/0", "core_network_arn": "?"}]}`, `
			resource "aws_networkmanager_vpc_attachment" "a" { core_network_id = "core-network-9" }
			resource "aws_route_table" "t" {
				route {
					cidr_block       = "0.0.0.0/0"
					core_network_arn = aws_networkmanager_vpc_attachment.a.core_network_arn
				}
			}`, `
			aws_networkmanager_vpc_attachment.a: What=a Cloud WAN core network
			aws_route_table.t.route[0]: Target=aws_networkmanager_vpc_attachment.a`},
		{"a gateway of the plan that a data source reads", `= aws_ec2_carrier_gateway.c {"id": "cagw-1"}
			< data.aws_ec2_carrier_gateway.c {"id": "cagw-1"}`, "", "aws_ec2_carrier_gateway.c: What=a carrier gateway"},
		{"a type that may touch a path", `= aws_vpc_something_new.x {"id": "x"}
			< data.aws_vpc_something_new.y {"id": "y"}`, "", "aws_vpc_something_new.x: Type=aws_vpc_something_new"},
		{"a workload whose interfaces are not modelled", `+ aws_appstream_fleet.x {}
			< data.aws_appstream_fleet.y {"id": "y"}`, "", "aws_appstream_fleet.x: Interfaces={and ?aws_appstream_fleet.x.vpc_config}"},
	}, "Uplinks", "Routes:Target", "Gaps", "Workloads")
}
