package policies_test

import (
	"net/netip"
	"testing"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
	"github.com/tfreach/tfreach/reach/reachtest"
)

// endpoint makes host e an interface endpoint of VPC v for a service.
func endpoint(service string, privateDNS bool) func(*reachtest.Scene, *reach.Network) {
	return func(s *reachtest.Scene, n *reach.Network) {
		s.Host("e").Passive = true
		n.InterfaceEndpoints = append(n.InterfaceEndpoints, &reach.InterfaceEndpoint{
			Origin: origin("aws_vpc_endpoint.e"), VPC: reach.To(s.VPC("v")), Service: service, Interface: s.Host("e"), PrivateDNS: reach.Known(privateDNS),
		})
	}
}

// TestServices: what a service means for a source (DESIGN section 2, IFE-2, DNS-4).
func TestServices(t *testing.T) {
	const (
		ssm  = "com.amazonaws.eu-west-1.ssm"
		open = "group e of v\n in tcp 443 from 10.0.0.0/16\nhost e 10.0.2.20 in S, groups e\n"
		shut = "group e of v\nhost e in S, groups e\n"
		asks = "aws_instance.a reaches ssm:443"
	)
	mismatch := "violated: forward ENDPOINT_SG aws_security_group.e.ingress"
	public := func(sentence string) [2]string { return [2]string{sentence, "holds"} }
	testNetworks(t, reachtest.BaselineNAT, []netCase{
		{"over the internet", "", nil, [][2]string{
			public(asks), public("aws_instance.a reaches ssm:443 via nat"), public("aws_instance.a reaches ssm.eu-west-1.amazonaws.com:443"),
			{"aws_instance.a cannot reach s3:443", "violated: forward REACHABLE aws_route_table.private.0.0.0.0/0"},
			{"aws_instance.a cannot reach s3:80", "holds"},
			{"aws_instance.a reaches only s3:443", "violated: forward REACHABLE aws_route_table.private.0.0.0.0/0"},
		}},
		{"to some of its addresses", "group app of v\n out tcp 443 to 52.94.0.0/16", nil, [][2]string{
			{asks, "undecided: UNKNOWN_VALUE ssm.eu-west-1.amazonaws.com"},
			{"aws_instance.a reaches only ssm:443", "undecided: UNKNOWN_VALUE ssm.eu-west-1.amazonaws.com"},
		}},
		{"IFE-2 by private DNS", open + "group app of v\n out tcp 443 to 10.0.2.20/32", endpoint(ssm, true), [][2]string{
			public(asks), public("aws_instance.a reaches ssm:443 via endpoint"), public("aws_instance.a reaches ssm:443 via aws_vpc_endpoint.e"),
			public("aws_instance.a reaches ssm.eu-west-1.amazonaws.com:443"), public("aws_instance.a reaches aws_vpc_endpoint.e:443"),
			{"aws_instance.a reaches ssm:443 via nat", "violated: forward BYPASS aws_instance.a"},
			{"aws_instance.a reaches ssm.us-east-1.amazonaws.com:443", "violated: forward ENI_SG_RULES_MISMATCH aws_security_group.app.egress"},
			{"aws_instance.a reaches logs:443", "violated: forward ENI_SG_RULES_MISMATCH aws_security_group.app.egress"},
		}},
		{"M57, T28 which its groups shut, though NAT would get there", shut, endpoint(ssm, true), [][2]string{
			{asks, mismatch}, {"aws_instance.a reaches ssm.eu-west-1.amazonaws.com:443", mismatch},
			{"aws_instance.a cannot reach ssm:443", "holds"},
		}},
		{"without private DNS", shut, endpoint(ssm, false), [][2]string{
			public(asks), {"aws_instance.a reaches aws_vpc_endpoint.e:443", mismatch},
		}},
		{"T29 without hostnames in the VPC", shut, func(s *reachtest.Scene, n *reach.Network) {
			endpoint(ssm, true)(s, n)
			s.VPC("v").DNSHostnames = reach.Known(false)
		}, [][2]string{public(asks)}},
		{"a service that is unknown", shut, endpoint("", true), [][2]string{{asks, "undecided: UNKNOWN_VALUE aws_vpc_endpoint.e.service_name"}}},
		{"name servers of others", open + "group app of v\n out all to 0.0.0.0/0", func(s *reachtest.Scene, n *reach.Network) {
			endpoint(ssm, true)(s, n)
			options("8.8.8.8")(s, n)
		}, [][2]string{{asks, "undecided: UNKNOWN_BEYOND_PLAN aws_vpc_endpoint.e.private_dns_enabled"}}},
	})
}

// TestHostsOfAWS: the names of AWS's hosts, and whose they are.
func TestHostsOfAWS(t *testing.T) {
	gateway := func(s *reachtest.Scene, n *reach.Network) {
		n.GatewayEndpoints = append(n.GatewayEndpoints, &reach.GatewayEndpoint{Origin: origin("aws_vpc_endpoint.s3"), VPC: reach.To(s.VPC("v")), Service: "com.amazonaws.eu-west-1.s3"})
	}
	const nobody = "undecided: UNMODELLED_RESOURCE "
	cases := []netCase{{"none", "", gateway, nil}}
	for _, c := range [][2]string{
		{"ssm.eu-west-1.amazonaws.com", "holds"},
		{"api.ecr.eu-west-1.amazonaws.com", "holds"},
		{"123456789012.dkr.ecr.eu-west-1.amazonaws.com", "holds"},
		{"kinesis.eu-west-1.amazonaws.com", "holds"},
		{"streams.dynamodb.eu-west-1.amazonaws.com", "holds"},
		{"iam.amazonaws.com", "holds"},
		{"bucket.s3.eu-west-1.amazonaws.com", "holds"},
		{"my.bucket.s3.dualstack.eu-west-1.amazonaws.com", "holds"},
		{"bucket.s3.amazonaws.com", "undecided: UNKNOWN_VALUE bucket.s3.amazonaws.com"},
		// These may have private addresses.
		{"db.c0.eu-west-1.rds.amazonaws.com", nobody + "db.c0.eu-west-1.rds.amazonaws.com"},
		{"fs-1.fsx.eu-west-1.amazonaws.com", nobody + "fs-1.fsx.eu-west-1.amazonaws.com"},
		{"lb-1.elb.eu-west-1.amazonaws.com", nobody + "lb-1.elb.eu-west-1.amazonaws.com"},
		{"eu-west-1.amazonaws.com", nobody + "eu-west-1.amazonaws.com"},
	} {
		cases[0].want = append(cases[0].want, [2]string{"aws_instance.a reaches " + c[0] + ":443", c[1]})
	}
	testNetworks(t, reachtest.BaselineNAT, cases)
}

// TestPrefixListDestinations: a list is its entries.
func TestPrefixListDestinations(t *testing.T) {
	list := func(why *reach.Unknown, entries ...string) func(*reachtest.Scene, *reach.Network) {
		return func(_ *reachtest.Scene, n *reach.Network) {
			l := &reach.PrefixList{Origin: origin("aws_ec2_managed_prefix_list.l"), Why: why}
			n.PrefixLists = append(n.PrefixLists, l)
			for _, p := range entries {
				n.PrefixListEntries = append(n.PrefixListEntries, &reach.PrefixListEntry{Origin: l.Origin, List: reach.To(l), Prefix: reach.Known(netip.MustParsePrefix(p))})
			}
		}
	}
	unknown := &reach.Unknown{Code: reach.UnknownValue, Address: "aws_ec2_managed_prefix_list.l", Attribute: "entry", Reason: "known after apply"}
	const asks = "aws_instance.a reaches aws_ec2_managed_prefix_list.l:443"
	testNetworks(t, reachtest.BaselineNAT, []netCase{
		{"entries", "", list(nil, "8.8.8.0/24", "1.1.1.0/24"), [][2]string{{asks, "holds"}}},
		{"one of which is out of reach", "", list(nil, "8.8.8.0/24", "10.0.77.0/24"), [][2]string{{asks, "violated: forward VPC_CIDR_UNUSED aws_vpc.v"}}},
		{"and others that are unknown", "", list(unknown, "8.8.8.0/24"), [][2]string{{asks, "undecided: UNKNOWN_VALUE aws_ec2_managed_prefix_list.l.entry"}}},
	})
}

// TestListeners: a load balancer takes what it has listeners for (CMP-5).
func TestListeners(t *testing.T) {
	const inside = "group app of v\n out all to 10.0.0.0/16\ngroup lb of v\n in all from 10.0.0.0/16\nhost lb in S, groups lb"
	balancer := func(why *reach.Unknown, ports ...uint16) func(*reachtest.Scene, *reach.Network) {
		return func(s *reachtest.Scene, n *reach.Network) {
			at := origin("aws_lb.web")
			b := &reach.LoadBalancer{Origin: at, Interface: s.Host("lb"), Why: why}
			for _, w := range n.Workloads {
				if w.Interfaces.Items[0].Is(b.Interface) {
					w.Origin, b.Workload = at, w
				}
			}
			n.LoadBalancers = append(n.LoadBalancers, b)
			for _, p := range ports {
				n.Listeners = append(n.Listeners, &reach.Listener{Origin: origin("aws_lb_listener.l"), Balancer: reach.To(b),
					Fact: reach.Known(reach.Traffic{Protocols: packet.ProtocolsOf(packet.TCP), Ports: packet.PortRange(p, p)})})
			}
		}
	}
	unknown := &reach.Unknown{Code: reach.UnknownValue, Address: "aws_lb_listener.m", Attribute: "load_balancer_arn", Reason: "known after apply"}
	testNetworks(t, reachtest.BaselineNAT, []netCase{
		{"its listeners", inside, balancer(nil, 443, 8443), [][2]string{
			{"aws_instance.a reaches aws_lb.web", "holds"},
			{"aws_instance.a reaches aws_lb.web:443", "holds"},
			{"aws_instance.a reaches aws_lb.web:80,443", "violated: forward ELBV2_LISTENERS_MISMATCH aws_lb.web"},
			{"aws_instance.a cannot reach aws_lb.web:80", "holds"},
			{"aws_instance.a cannot reach aws_lb.web", "violated: forward REACHABLE aws_security_group.app.out[0]"},
		}},
		{"none", inside, balancer(nil), [][2]string{{"aws_instance.a reaches aws_lb.web", "violated: forward ELBV2_LISTENERS_MISMATCH aws_lb.web"}}},
		{"others that are unknown", inside, balancer(unknown, 443), [][2]string{
			{"aws_instance.a reaches aws_lb.web:443", "holds"},
			{"aws_instance.a reaches aws_lb.web:80", "undecided: UNKNOWN_VALUE aws_lb_listener.m.load_balancer_arn"},
			{"aws_instance.a cannot reach aws_lb.web:80", "undecided: UNKNOWN_VALUE aws_lb_listener.m.load_balancer_arn"},
		}},
		{"groups come first", "group app of v\n out tcp 80 to 10.0.0.0/16\ngroup lb of v\n in all from 10.0.0.0/16\nhost lb in S, groups lb", balancer(nil, 443), [][2]string{
			{"aws_instance.a reaches aws_lb.web:443", "violated: forward ENI_SG_RULES_MISMATCH aws_security_group.app.egress"},
		}},
	})
}
