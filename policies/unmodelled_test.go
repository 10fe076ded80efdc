package policies_test

import "testing"

// TestNotModelled: what may change the way of packets and is not modelled leaves
// no verdict; what cannot, and what is only read, changes none.
func TestNotModelled(t *testing.T) {
	testPlans(t, []planCase{
		{"a stack may make routes", `+ aws_cloudformation_stack.x {"name": "x"}`, [][2]string{{sub, "undecided: UNMODELLED_RESOURCE aws_cloudformation_stack.x"}}},
		{"a stack that is only read", `< data.aws_cloudformation_stack.x {"id": "x", "name": "x"}`, [][2]string{{sub, "holds"}}},
		{"a policy of Firewall Manager", `+ aws_fms_policy.x {"name": "x"}`, [][2]string{{sub, "undecided: UNMODELLED_RESOURCE aws_fms_policy.x"}}},
		{"a type that nobody knows yet", `+ aws_vpc_tomorrow.x {"name": "x"}`, [][2]string{{sub, "undecided: UNMODELLED_RESOURCE aws_vpc_tomorrow.x"}}},
		{"RT-17 a route server adds nothing without a propagation", `+ aws_vpc_route_server.x {"amazon_side_asn": 65000}`, [][2]string{{sub, "holds"}}},
		{"RT-17 a propagation", `
			+ aws_vpc_route_server.x {"amazon_side_asn": 65000}
			+ aws_vpc_route_server_propagation.x {"route_table_id": "rtb-d7bc275d", "route_server_id": "?"}`, [][2]string{{sub, "undecided: UNMODELLED_RESOURCE aws_vpc_route_server_propagation.x.id"}}},
		{"names of a profile", `+ aws_route53profiles_association.x {"resource_id": "vpc-eec8932f", "profile_id": "rp-1"}`, [][2]string{
			{"private subnets reach api.example.com:443", "undecided: UNMODELLED_RESOURCE aws_route53profiles_association.x"},
			{sub, "holds"},
		}},
		{"names of Cloud Map", `+ aws_service_discovery_private_dns_namespace.x {"vpc": "vpc-eec8932f", "name": "example.com"}`, [][2]string{
			{"private subnets reach api.example.com:443", "undecided: UNMODELLED_RESOURCE aws_service_discovery_private_dns_namespace.x"},
			{"private subnets reach api.example.org:443", "holds"},
		}},
		{"measuring changes nothing", `+ aws_flow_log.x {"traffic_type": "ALL"}`, [][2]string{{sub, "holds"}}},
	})
}
