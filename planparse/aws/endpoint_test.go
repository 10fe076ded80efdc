package aws_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/reach"
)

// endpointText is the endpoints of a network and the routes to services, an object a
// line.
func endpointText(n *reach.Network) string {
	var out []string
	line := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	for _, g := range n.GatewayEndpoints {
		line("gateway endpoint %s: %s in %s", g, g.Service, one(g.VPC))
	}
	for _, r := range n.Routes {
		if !r.List.IsNone() {
			six := ""
			if l, ok := r.List.Exact(); ok && l.Six {
				six = " (IPv6)"
			}
			line("route %s in %s to %s%s by %s", r.At(), one(r.Table), one(r.List), six, one(r.Target))
		}
	}
	for _, e := range n.InterfaceEndpoints {
		i := e.Interface
		line("interface endpoint %s: %s in %s, private DNS %s, IPv6 %s", e, e.Service, one(e.VPC), fact(e.PrivateDNS), fact(i.IPv6))
		for _, s := range i.Subnets.Items {
			line("subnet of %s: %s", e, one(s))
		}
		if i.Subnets.Why != nil {
			line("subnets of %s: %s", e, why(i.Subnets.Why))
		}
		for _, g := range i.Groups.Items {
			line("group of %s: %s", e, one(g))
		}
		if i.NoGroups {
			line("group of %s: the default", e)
		}
		if i.Groups.Why != nil {
			line("groups of %s: %s", e, why(i.Groups.Why))
		}
		for _, a := range i.Private {
			line("address of %s: %s", e, a)
		}
	}
	for _, e := range n.FirewallEndpoints {
		line("firewall endpoint %s: in %s, of %s", e, one(e.Subnet), one(e.Firewall))
	}
	for _, o := range n.Others {
		line("other %s: %s", o, o.Type)
	}
	for _, g := range n.Gaps {
		line("gap %s", g)
	}
	return strings.Join(out, "\n")
}

const endpointVPC = `= aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16", "default_security_group_id": "sg-0"}
	= aws_subnet.a {"id": "subnet-a", "vpc_id": "vpc-1", "cidr_block": "10.0.1.0/24"}
	= aws_subnet.b {"id": "subnet-b", "vpc_id": "vpc-1", "cidr_block": "10.0.2.0/24"}
	= aws_route_table.t {"id": "rtb-1", "vpc_id": "vpc-1", "route": []}
	= aws_route_table.u {"id": "rtb-2", "vpc_id": "vpc-1", "route": []}
	= aws_security_group.g {"id": "sg-1", "vpc_id": "vpc-1", "ingress": [], "egress": []}
	`

// TestEndpoints: VPC endpoints of each type, with what associations of their own give
// them and take away (GWE-1, IFE-1, IFE-5, GWLB-1, PLAN-3).
func TestEndpoints(t *testing.T) {
	const (
		s3     = `"id": "vpce-1", "vpc_id": "vpc-1", "vpc_endpoint_type": "Gateway", "service_name": "com.amazonaws.eu-west-1.s3"`
		is     = "gateway endpoint aws_vpc_endpoint.e: com.amazonaws.eu-west-1.s3 in aws_vpc.v\n"
		toList = " to com.amazonaws.eu-west-1.s3 (beyond) by aws_vpc_endpoint.e\n"
		ssm    = `"id": "vpce-1", "vpc_id": "vpc-1", "vpc_endpoint_type": "Interface", "service_name": "com.amazonaws.eu-west-1.ssm"`
		iface  = "interface endpoint aws_vpc_endpoint.e: com.amazonaws.eu-west-1.ssm in aws_vpc.v, private DNS false, IPv6 3\n"
	)
	for _, tt := range []struct{ name, plan, want string }{
		{"a gateway, with its tables", `= aws_vpc_endpoint.e {` + s3 + `, "route_table_ids": ["rtb-1", "rtb-2"]}`,
			is + "route aws_vpc_endpoint.e.route_table_ids in aws_route_table.t" + toList + "route aws_vpc_endpoint.e.route_table_ids in aws_route_table.u" + toList},
		{"a gateway by default", `= aws_vpc_endpoint.e {"id": "vpce-1", "vpc_id": "vpc-1", "service_name": "com.amazonaws.eu-west-1.s3", "route_table_ids": []}`, is},
		{"a gateway for both families", `= aws_vpc_endpoint.e {` + s3 + `, "ip_address_type": "dualstack", "route_table_ids": ["rtb-1"]}`,
			is + "route aws_vpc_endpoint.e.route_table_ids in aws_route_table.t" + toList +
				"route aws_vpc_endpoint.e.route_table_ids in aws_route_table.t to com.amazonaws.eu-west-1.s3.ipv6 (beyond) (IPv6) by aws_vpc_endpoint.e"},
		{"a table is associated, and the endpoint shows it", `= aws_vpc_endpoint.e {` + s3 + `, "route_table_ids": ["rtb-1"]}
			= aws_vpc_endpoint_route_table_association.a {"id": "a", "vpc_endpoint_id": "vpce-1", "route_table_id": "rtb-1"}`,
			is + "route aws_vpc_endpoint.e.route_table_ids in aws_route_table.t" + toList},
		{"a table is associated anew", `= aws_vpc_endpoint.e {` + s3 + `, "route_table_ids": ["rtb-1"]}
			+ aws_vpc_endpoint_route_table_association.a {"vpc_endpoint_id": "vpce-1", "route_table_id": "rtb-2"}`,
			is + "route aws_vpc_endpoint.e.route_table_ids in aws_route_table.t" + toList + "route aws_vpc_endpoint_route_table_association.a in aws_route_table.u" + toList},
		{"an association is deleted", `= aws_vpc_endpoint.e {` + s3 + `, "route_table_ids": ["rtb-1"]}
			- aws_vpc_endpoint_route_table_association.a {"id": "a", "vpc_endpoint_id": "vpce-1", "route_table_id": "rtb-1"}`, is},
		{"tables that are not known", `~ aws_vpc_endpoint.e {` + s3 + `, "route_table_ids": ["rtb-1"]} {` + s3 + `, "route_table_ids": "?"}`,
			is + "route aws_vpc_endpoint.e.route_table_ids in [...: UNKNOWN_VALUE aws_vpc_endpoint.e.route_table_ids known after apply; the configuration decides it (--source)]" + toList},
		{"an endpoint beyond the plan", `+ aws_vpc_endpoint_route_table_association.a {"vpc_endpoint_id": "vpce-9", "route_table_id": "rtb-2"}`,
			"route aws_vpc_endpoint_route_table_association.a in aws_route_table.u to [...: UNKNOWN_BEYOND_PLAN vpce-9 the service that it is for is not known] by vpce-9 (beyond)"},
		{"a data source", `< data.aws_vpc_endpoint.e {` + s3 + `, "route_table_ids": ["rtb-1"]}`,
			strings.ReplaceAll(is+"route aws_vpc_endpoint.e.route_table_ids in aws_route_table.t"+toList, "aws_vpc_endpoint.e", "data.aws_vpc_endpoint.e")},
		{"a data source of an endpoint in the plan", `= aws_vpc_endpoint.e {` + s3 + `, "route_table_ids": []}
			< data.aws_vpc_endpoint.e {` + s3 + `, "route_table_ids": ["rtb-1"]}`, is},

		{"an interface endpoint", `= aws_vpc_endpoint.e {` + ssm + `, "subnet_ids": ["subnet-a", "subnet-b"], "security_group_ids": ["sg-1"], "private_dns_enabled": true}`,
			strings.Replace(iface, "DNS false", "DNS true", 1) + `subnet of aws_vpc_endpoint.e: aws_subnet.a
			subnet of aws_vpc_endpoint.e: aws_subnet.b
			group of aws_vpc_endpoint.e: aws_security_group.g`},
		{"without groups", `= aws_vpc_endpoint.e {` + ssm + `, "subnet_ids": ["subnet-a"], "security_group_ids": []}`,
			iface + "subnet of aws_vpc_endpoint.e: aws_subnet.a\ngroup of aws_vpc_endpoint.e: the default"},
		{"a group is associated next to the default one", `= aws_vpc_endpoint.e {` + ssm + `, "subnet_ids": [], "security_group_ids": []}
			+ aws_vpc_endpoint_security_group_association.a {"vpc_endpoint_id": "vpce-1", "security_group_id": "sg-1", "replace_default_association": false}`,
			iface + "group of aws_vpc_endpoint.e: aws_security_group.g\ngroup of aws_vpc_endpoint.e: aws_vpc.v.default_security_group"},
		{"a group replaces the default one", `= aws_vpc_endpoint.e {` + ssm + `, "subnet_ids": [], "security_group_ids": ["sg-0"]}
			+ aws_vpc_endpoint_security_group_association.a {"vpc_endpoint_id": "vpce-1", "security_group_id": "sg-1", "replace_default_association": true}`,
			iface + "group of aws_vpc_endpoint.e: aws_security_group.g"},
		{"the default one comes back", `= aws_vpc_endpoint.e {` + ssm + `, "subnet_ids": [], "security_group_ids": ["sg-1"]}
			- aws_vpc_endpoint_security_group_association.a {"id": "a", "vpc_endpoint_id": "vpce-1", "security_group_id": "sg-1", "replace_default_association": true}`,
			iface + "group of aws_vpc_endpoint.e: the default"},
		{"subnets by associations, one of them deleted", `= aws_vpc_endpoint.e {` + ssm + `, "subnet_ids": ["subnet-a"], "security_group_ids": ["sg-1"]}
			- aws_vpc_endpoint_subnet_association.a {"id": "a", "vpc_endpoint_id": "vpce-1", "subnet_id": "subnet-a"}
			+ aws_vpc_endpoint_subnet_association.b {"vpc_endpoint_id": "vpce-1", "subnet_id": "subnet-b"}`,
			iface + "subnet of aws_vpc_endpoint.e: aws_subnet.b\ngroup of aws_vpc_endpoint.e: aws_security_group.g"},
		{"its address", `= aws_vpc_endpoint.e {` + ssm + `, "subnet_ids": ["subnet-a"], "security_group_ids": ["sg-1"], "subnet_configuration": [{"subnet_id": "subnet-a", "ipv4": "10.0.1.9"}]}`,
			iface + "subnet of aws_vpc_endpoint.e: aws_subnet.a\ngroup of aws_vpc_endpoint.e: aws_security_group.g\naddress of aws_vpc_endpoint.e: 10.0.1.9"},
		{"private DNS by a resource of its own", `= aws_vpc_endpoint.e {` + ssm + `, "subnet_ids": [], "security_group_ids": ["sg-1"], "private_dns_enabled": false}
			+ aws_vpc_endpoint_private_dns.d {"vpc_endpoint_id": "vpce-1", "private_dns_enabled": true}`,
			strings.Replace(iface, "DNS false", "DNS true", 1) + "group of aws_vpc_endpoint.e: aws_security_group.g"},
		{"IPv6 alone", `= aws_vpc_endpoint.e {` + ssm + `, "subnet_ids": ["subnet-a"], "security_group_ids": ["sg-1"], "ip_address_type": "ipv6"}`,
			iface + "subnet of aws_vpc_endpoint.e: aws_subnet.a\ngroup of aws_vpc_endpoint.e: aws_security_group.g\n" +
				"subnets of aws_vpc_endpoint.e: UNMODELLED_RESOURCE aws_vpc_endpoint.e.ip_address_type an endpoint without IPv4 addresses is not modelled"},
		{"S3 in the VPC means the gateway, perhaps", `= aws_vpc_endpoint.e {"id": "vpce-1", "vpc_id": "vpc-1", "vpc_endpoint_type": "Interface", "service_name": "com.amazonaws.eu-west-1.s3", "subnet_ids": [], "security_group_ids": ["sg-1"], "private_dns_enabled": true}`,
			"interface endpoint aws_vpc_endpoint.e: com.amazonaws.eu-west-1.s3 in aws_vpc.v, private DNS [UNKNOWN_VALUE aws_vpc_endpoint.e.dns_options whether the name means it in the VPC, too, is not known], IPv6 3\ngroup of aws_vpc_endpoint.e: aws_security_group.g"},

		{"of a load balancer", `= aws_vpc_endpoint.e {"id": "vpce-1", "vpc_id": "vpc-1", "vpc_endpoint_type": "GatewayLoadBalancer", "service_name": "com.amazonaws.vpce.eu-west-1.vpce-svc-1", "subnet_ids": ["subnet-a"]}`,
			"firewall endpoint aws_vpc_endpoint.e: in aws_subnet.a, of none"},
		{"of a service network", `= aws_vpc_endpoint.e {"id": "vpce-1", "vpc_id": "vpc-1", "vpc_endpoint_type": "ServiceNetwork"}`,
			"other aws_vpc_endpoint.e: an aws_vpc_endpoint for neither a service nor a load balancer"},
		{"of unknown type", `~ aws_vpc_endpoint.e {` + ssm + `} {"id": "vpce-1", "vpc_id": "vpc-1", "vpc_endpoint_type": "?"}`,
			"other aws_vpc_endpoint.e: an aws_vpc_endpoint of unknown type\ngap aws_vpc_endpoint.e"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			after, _ := build(t, endpointVPC+tt.plan, "")
			compare(t, endpointText(after), tt.want)
		})
	}
}

// TestNewGatewayEndpoints: nobody but the sources knows the tables of new endpoints.
func TestNewGatewayEndpoints(t *testing.T) {
	n := after(t, `+ aws_vpc.v {"cidr_block": "10.0.0.0/16"}
		+ aws_route_table.t {"vpc_id": "?", "route": "?"}
		+ aws_vpc_endpoint.e {"vpc_endpoint_type": "Gateway", "service_name": "com.amazonaws.eu-west-1.s3", "vpc_id": "?", "route_table_ids": "?", "ip_address_type": "?"}
		+ aws_vpc_endpoint.f {"vpc_endpoint_type": "Gateway", "service_name": "com.amazonaws.eu-west-1.s3", "vpc_id": "?", "route_table_ids": "?", "ip_address_type": "?"}`, `
resource "aws_vpc" "v" { cidr_block = "10.0.0.0/16" }
resource "aws_route_table" "t" { vpc_id = aws_vpc.v.id }
resource "aws_vpc_endpoint" "e" {
  vpc_id          = aws_vpc.v.id
  service_name    = "com.amazonaws.eu-west-1.s3"
  route_table_ids = [aws_route_table.t.id]
}
resource "aws_vpc_endpoint" "f" {
  vpc_id       = aws_vpc.v.id
  service_name = "com.amazonaws.eu-west-1.s3"
}`)
	compare(t, endpointText(n), `gateway endpoint aws_vpc_endpoint.e: com.amazonaws.eu-west-1.s3 in aws_vpc.v
		gateway endpoint aws_vpc_endpoint.f: com.amazonaws.eu-west-1.s3 in aws_vpc.v
		route aws_vpc_endpoint.e.route_table_ids in aws_route_table.t to com.amazonaws.eu-west-1.s3 (beyond) by aws_vpc_endpoint.e`)
}

// TestEndpointListOnce: an endpoint's prefix_list_id names the list that its route is
// to, and those of two endpoints for one service name one list.
func TestEndpointListOnce(t *testing.T) {
	after, before := build(t, endpointVPC+`= aws_vpc_endpoint.e {"id": "vpce-1", "vpc_id": "vpc-1", "service_name": "com.amazonaws.eu-west-1.s3", "prefix_list_id": "pl-1", "route_table_ids": ["rtb-1"]}
		= aws_vpc_endpoint.f {"id": "vpce-2", "vpc_id": "vpc-2", "service_name": "com.amazonaws.eu-west-1.s3", "prefix_list_id": "pl-1", "route_table_ids": []}
		= aws_vpc_security_group_egress_rule.r {"id": "sgr-1", "security_group_id": "sg-1", "ip_protocol": "-1", "prefix_list_id": "pl-1"}`, "")
	for _, n := range []*reach.Network{after, before} {
		rules := n.SecurityGroupRules
		if got := one(rules[len(rules)-1].Lists.Items[0]); got != "com.amazonaws.eu-west-1.s3 (beyond)" || len(n.PrefixLists) != 1 {
			t.Errorf("%s, %d lists", got, len(n.PrefixLists))
		}
	}
}
