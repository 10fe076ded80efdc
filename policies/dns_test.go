package policies_test

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/reachtest"
)

// options gives VPC v DHCP options with name servers.
func options(servers ...string) func(*reachtest.Scene, *reach.Network) {
	return func(s *reachtest.Scene, n *reach.Network) {
		o := &reach.DHCPOptions{Origin: origin("aws_vpc_dhcp_options.o")}
		for _, a := range servers {
			if a == "AmazonProvidedDNS" {
				o.Amazon = true
			} else {
				o.Servers = append(o.Servers, netip.MustParseAddr(a))
			}
		}
		n.DHCPOptions = append(n.DHCPOptions, o)
		n.DHCPAssociations = append(n.DHCPAssociations, &reach.DHCPAssociation{Origin: origin("aws_vpc_dhcp_options_association.o"), VPC: reach.To(s.VPC("v")), Options: reach.To(o)})
	}
}

// firewall puts rules of DNS Firewall in front of VPC v, each "allow 1 example.com" or
// "block 2 *.example.com"; "?" is a priority, or a list of domains, that is unknown.
func firewall(rules ...string) func(*reachtest.Scene, *reach.Network) {
	return func(s *reachtest.Scene, n *reach.Network) {
		g := &reach.DNSRuleGroup{Origin: origin("aws_route53_resolver_firewall_rule_group.g")}
		for i, text := range rules {
			w := strings.Fields(text)
			at := reach.Origin{Address: "aws_route53_resolver_firewall_rule.r", Attribute: "rule" + string(rune('0'+i))}
			unknown := &reach.Unknown{Code: reach.UnknownValue, Address: at.Address, Reason: "known after apply"}
			r := &reach.DNSRule{Origin: at, Block: reach.Known(w[0] == "block"), Priority: reach.Known(int(w[1][0] - '0')), Domains: w[2:]}
			if w[0] == "?" {
				r.Block = reach.Missing[bool](unknown)
			}
			if w[1] == "?" {
				r.Priority = reach.Missing[int](unknown)
			}
			if w[2] == "?" {
				r.Domains, r.Why = nil, unknown
			}
			g.Rules = append(g.Rules, r)
		}
		n.DNSRuleGroups = append(n.DNSRuleGroups, g)
		n.DNSFirewalls = append(n.DNSFirewalls, &reach.DNSFirewall{Origin: origin("aws_route53_resolver_firewall_rule_group_association.a"), VPC: reach.To(s.VPC("v")), Group: reach.To(g), Priority: reach.Known(101)})
	}
}

// TestNames: a hostname as a destination resolves, or the intent is violated (DNS-1 to
// DNS-9).
func TestNames(t *testing.T) {
	const name = "aws_instance.a reaches api.example.com:443"
	blocked := "violated: forward DNS_BLOCKED aws_route53_resolver_firewall_rule.r."
	resolverRule := func(domain string, targets ...string) func(*reachtest.Scene, *reach.Network) {
		return func(s *reachtest.Scene, n *reach.Network) {
			r := &reach.ResolverRule{Origin: origin("aws_route53_resolver_rule.corp"), VPC: reach.To(s.VPC("v")), Domain: reach.Known(domain)}
			if len(targets) > 0 {
				r.Interface = reach.To(s.Host("resolver"))
			}
			for _, a := range targets {
				r.Targets = append(r.Targets, netip.MustParseAddrPort(a))
			}
			n.ResolverRules = append(n.ResolverRules, r)
		}
	}
	testNetworks(t, reachtest.BaselineNAT, []netCase{
		{"it resolves", "", nil, [][2]string{
			{name, "holds"},
			{"aws_instance.a cannot reach api.example.com:22", "holds"},
			{"aws_instance.a cannot reach api.example.com:443", "violated: forward REACHABLE aws_route_table.private.0.0.0.0/0"},
			{"aws_instance.a reaches only api.example.com:443", "violated: forward REACHABLE aws_route_table.private.0.0.0.0/0"},
		}},
		{"which addresses it has decides", "group app of v\n out tcp 443 to 8.8.8.0/24", nil, [][2]string{
			{name, "undecided: UNKNOWN_VALUE api.example.com"},
			{"aws_instance.a cannot reach api.example.com:443", "undecided: UNKNOWN_VALUE api.example.com"},
			{"aws_instance.a reaches only api.example.com:443", "undecided: UNKNOWN_VALUE api.example.com"},
			{"aws_instance.a reaches api.example.com:80", "violated: forward ENI_SG_RULES_MISMATCH aws_security_group.app.egress"},
		}},
		{"a list allows other ports than those of a name", "group app of v\n out tcp 80 to 8.8.8.0/24", nil, [][2]string{
			{"aws_instance.a reaches only api.example.com:443", "violated: forward REACHABLE aws_route_table.private.0.0.0.0/0"},
		}},
		{"M59 the resolver is off: DNS-1", "", func(s *reachtest.Scene, _ *reach.Network) { s.VPC("v").DNSSupport = reach.Known(false) }, [][2]string{
			{name, "violated: forward DNS_DISABLED aws_vpc.v.enable_dns_support"},
			{"aws_instance.a cannot reach api.example.com:443", "violated: forward REACHABLE aws_route_table.private.0.0.0.0/0"},
			{"aws_instance.a reaches 8.8.8.8:443", "holds"},
		}},
		{"no server at all: DNS-3", "", options(), [][2]string{{name, "violated: forward DNS_DISABLED aws_vpc_dhcp_options.o"}}},
		{"M60, T52 a server of one's own that the group does not let through: DNS-3", "", options("8.8.8.8"), [][2]string{
			{name, "violated: forward DNS_BLOCKED aws_security_group.app.egress"},
			{"aws_instance.a cannot reach api.example.com:80", "holds"},
		}},
		{"over one protocol only", "group app of v\n out udp 53 to 8.8.8.8/32\n out tcp 443 to 0.0.0.0/0", options("8.8.8.8"), [][2]string{
			{name, "violated: forward DNS_BLOCKED aws_security_group.app.egress"},
		}},
		{"over both", "group app of v\n out tcp,udp 53 to 8.8.8.8/32\n out tcp 443 to 0.0.0.0/0", options("8.8.8.8"), [][2]string{{name, "holds"}}},
		{"SG-20 the VPC's own resolver by its address", "", options("10.0.0.2"), [][2]string{{name, "holds"}}},
		{"both, and the other one is out of reach", "", options("AmazonProvidedDNS", "8.8.8.8"), [][2]string{
			{name, "violated: forward DNS_BLOCKED aws_security_group.app.egress"},
		}},
		{"DNS-5 blocked", "", firewall("block 1 *.example.com"), [][2]string{{name, blocked + "rule0"}}},
		{"a wildcard is what is below", "", firewall("block 1 *.api.example.com example.com"), [][2]string{{name, "holds"}}},
		{"allowed first", "", firewall("block 2 *", "allow 1 api.example.com."), [][2]string{{name, "holds"}}},
		{"allowed too late", "", firewall("block 1 *", "allow 2 api.example.com"), [][2]string{{name, blocked + "rule0"}}},
		{"in an order that is unknown", "", firewall("block ? *", "allow 2 api.example.com"), [][2]string{{name, "undecided: UNKNOWN_VALUE aws_route53_resolver_firewall_rule.r"}}},
		{"whose order does not matter", "", firewall("block ? *", "block ? api.example.com"), [][2]string{{name, blocked + "rule0"}}},
		{"domains that are unknown", "", firewall("block 1 ?"), [][2]string{{name, "undecided: UNKNOWN_VALUE aws_route53_resolver_firewall_rule.r"}}},
		{"which say nothing new", "", firewall("allow 1 ?", "allow 2 *"), [][2]string{{name, "holds"}}},
		{"blocked whatever they are", "", firewall("block 1 ?", "block 2 *"), [][2]string{{name, blocked + "rule1"}}},
		{"an action that is unknown", "", firewall("? 1 *"), [][2]string{{name, "undecided: UNKNOWN_VALUE aws_route53_resolver_firewall_rule.r"}}},
		{"an action that is unknown, before a block", "", firewall("? 1 *", "block 2 *"), [][2]string{{name, "undecided: UNKNOWN_VALUE aws_route53_resolver_firewall_rule.r"}}},
		{"a server of one's own asks no firewall", "group app of v\n out all to 0.0.0.0/0", func(s *reachtest.Scene, n *reach.Network) {
			options("8.8.8.8")(s, n)
			firewall("block 1 *")(s, n)
		}, [][2]string{{name, "holds"}}},
		{"DNS-8 a resolver rule", "group out of v\n out tcp,udp 5353 to 0.0.0.0/0\nhost resolver in S, groups out", resolverRule("example.com.", "8.8.8.8:5353"), [][2]string{{name, "holds"}}},
		{"DNS-8 whose endpoint does not get there", "group out of v\n out tcp,udp 53 to 0.0.0.0/0\nhost resolver in S, groups out", resolverRule("example.com", "8.8.8.8:5353"), [][2]string{
			{name, "violated: forward DNS_BLOCKED aws_security_group.out.egress"},
			{"aws_instance.a reaches other.example:443", "holds"},
		}},
		{"a more specific rule leaves it to the VPC", "group out of v\nhost resolver in S, groups out", func(s *reachtest.Scene, n *reach.Network) {
			resolverRule(".", "8.8.8.8:53")(s, n)
			resolverRule("api.example.com")(s, n)
		}, [][2]string{{name, "holds"}}},
		{"a private zone", "", func(s *reachtest.Scene, n *reach.Network) {
			n.PrivateZones = append(n.PrivateZones, &reach.PrivateZone{Origin: origin("aws_route53_zone.z"), VPC: reach.To(s.VPC("v")), Name: reach.Known("example.com")})
		}, [][2]string{
			{name, "undecided: UNMODELLED_RESOURCE aws_route53_zone.z"},
			{"aws_instance.a cannot reach api.example.com:80", "undecided: UNMODELLED_RESOURCE aws_route53_zone.z"},
			{"aws_instance.a reaches other.example:443", "holds"},
		}},
		{"an endpoint for a name that others chose", "host e in S", func(s *reachtest.Scene, n *reach.Network) {
			n.InterfaceEndpoints = append(n.InterfaceEndpoints, &reach.InterfaceEndpoint{Origin: origin("aws_vpc_endpoint.vendor"), VPC: reach.To(s.VPC("v")),
				Service: "com.amazonaws.vpce.eu-west-1.vpce-svc-0", Interface: s.Host("e"), PrivateDNS: reach.Known(true)})
		}, [][2]string{{name, "undecided: UNKNOWN_VALUE aws_vpc_endpoint.vendor.private_dns_enabled"}}},
	})
}

// TestNameWords: what is said of names.
func TestNameWords(t *testing.T) {
	off := func(s *reachtest.Scene, _ *reach.Network) { s.VPC("v").DNSSupport = reach.Known(false) }
	r := judge(t, planFrom(t, off, reachtest.BaselineNAT), "aws_instance.a cannot reach api.example.com:80")
	want := "DNS_DISABLED aws_vpc.v: api.example.com does not resolve, since aws_vpc.v.enable_dns_support switches the resolver of the VPC off; its addresses are judged all the same"
	if !slices.Contains(notes(r), want) {
		t.Errorf("notes: %q", notes(r))
	}
	for _, c := range []struct {
		change          func(*reachtest.Scene, *reach.Network)
		message, remedy string
	}{
		{off, "aws_vpc.v.enable_dns_support switches the resolver of the VPC off, so that api.example.com:443 does not resolve", "set enable_dns_support = true on aws_vpc.v"},
		{options(), "aws_vpc_dhcp_options.o names no name server, so that api.example.com:443 does not resolve", `give aws_vpc_dhcp_options.o a server in domain_name_servers, such as "AmazonProvidedDNS"`},
		{firewall("block 1 *"), "aws_route53_resolver_firewall_rule.r.rule0 blocks the name, so that api.example.com:443 does not resolve", "allow the name in a rule with a lower priority number, or take it out of the domain list"},
		{options("8.8.8.8"), "names do not resolve: aws_security_group.app.egress drops tcp,udp 8.8.8.8:53, and the name server is 8.8.8.8:53, which aws_vpc_dhcp_options.o names", "let tcp,udp 8.8.8.8:53 pass at aws_security_group.app"},
	} {
		r := judge(t, planFrom(t, c.change, reachtest.BaselineNAT), "aws_instance.a reaches api.example.com:443")
		if len(r.Findings) != 1 || r.Findings[0].Message != c.message || r.Findings[0].Remedy != c.remedy {
			t.Errorf("got  %+v\nwant %q, %q", r.Findings, c.message, c.remedy)
		}
	}
}

// TestNamesOfPlans: names in plans of Terraform.
func TestNamesOfPlans(t *testing.T) {
	const api = "aws_instance.app reaches api.example.com:443"
	testPlans(t, []planCase{
		{"M59 DNS-1", `= aws_vpc.main {"enable_dns_support": false}`, [][2]string{{api, "violated: forward DNS_DISABLED aws_vpc.main.enable_dns_support"}}},
		{"on", `= aws_vpc.main {"enable_dns_support": true}`, [][2]string{{api, "holds"}}},
		{"T52 DNS-3", `
			= aws_vpc.main {"enable_dns_support": true}
			= aws_vpc_dhcp_options.o {"id": "dopt-1", "domain_name_servers": ["10.142.0.53"]}
			= aws_vpc_dhcp_options_association.o {"id": "a-1", "vpc_id": "vpc-eec8932f", "dhcp_options_id": "dopt-1"}`, [][2]string{
			{api, "violated: forward DNS_BLOCKED aws_security_group.app.egress"},
		}},
		{"DNS-5", `
			= aws_vpc.main {"enable_dns_support": true}
			= aws_route53_resolver_firewall_domain_list.l {"id": "dl-1", "domains": ["*.example.com"]}
			= aws_route53_resolver_firewall_rule_group.g {"id": "rg-1"}
			= aws_route53_resolver_firewall_rule.r {"id": "r-1", "firewall_rule_group_id": "rg-1", "firewall_domain_list_id": "dl-1", "priority": 100, "action": "BLOCK"}
			= aws_route53_resolver_firewall_rule_group_association.a {"id": "as-1", "firewall_rule_group_id": "rg-1", "vpc_id": "vpc-eec8932f", "priority": 101}`, [][2]string{
			{api, "violated: forward DNS_BLOCKED aws_route53_resolver_firewall_rule.r"},
			{"aws_instance.app reaches other.example:443", "holds"},
		}},
		{"a private zone", `
			= aws_vpc.main {"enable_dns_support": true}
			= aws_route53_zone.z {"id": "Z1", "zone_id": "Z1", "name": "example.com", "vpc": [{"vpc_id": "vpc-eec8932f"}]}`, [][2]string{
			{api, "undecided: UNMODELLED_RESOURCE aws_route53_zone.z"},
		}},
		{"M56, M57 IFE-2", `
			= aws_vpc.main {"enable_dns_support": true, "enable_dns_hostnames": true}
			= aws_security_group.e {"id": "sg-e", "vpc_id": "vpc-eec8932f", "ingress": [], "egress": []}
			= aws_vpc_endpoint.ssm {"id": "vpce-1", "vpc_id": "vpc-eec8932f", "vpc_endpoint_type": "Interface", "service_name": "com.amazonaws.eu-central-1.ssm", "private_dns_enabled": true, "subnet_ids": ["subnet-21c4b064"], "security_group_ids": ["sg-e"]}`, [][2]string{
			{"aws_instance.app reaches ssm:443", "violated: forward ENDPOINT_SG aws_security_group.e.ingress"},
			{"aws_instance.app reaches logs:443", "holds"},
		}},
		{"M54, T57 GWE-4", `
			= aws_vpc.main {"enable_dns_support": true, "enable_dns_hostnames": true}
			= aws_vpc_endpoint.s3 {"id": "vpce-2", "vpc_id": "vpc-eec8932f", "vpc_endpoint_type": "Gateway", "service_name": "com.amazonaws.eu-central-1.s3", "route_table_ids": ["rtb-d7bc275d"]}`, [][2]string{
			{"aws_instance.app reaches s3:443", "holds"},
			{"aws_instance.app reaches s3:443 via endpoint", "holds"},
			{"aws_instance.app reaches s3:443 via aws_vpc_endpoint.s3", "holds"},
			{"aws_instance.app reaches s3:443 via nat", "violated: forward BYPASS aws_vpc_endpoint.s3.route_table_ids"},
			{"aws_instance.app reaches only s3:443", "violated: forward REACHABLE aws_route.private_default"},
		}},
	})
}
