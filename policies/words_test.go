package policies_test

import (
	"strings"
	"testing"
)

// TestACLWords: a finding about a network ACL says what it lacks from the ACL's own
// point of view: what comes in by where it comes from, and the ACL as the place for
// a rule even where a rule resource denies.
func TestACLWords(t *testing.T) {
	for _, c := range []struct{ edits, sentence, message, remedy string }{
		{`= aws_network_acl.private {"ingress": [` + allIn + `], "egress": [` + allIn + `]}`, "private subnets reach internet:25",
			"aws_network_acl.public has no inbound rule that allows tcp 0.0.0.0/0:25 from 10.142.13.0/24",
			"add to aws_network_acl.public, inbound: allow tcp 25 from 10.142.13.0/24"},
		{`= aws_network_acl_rule.no {"id": "n", "network_acl_id": "acl-127b104f", "rule_number": 10, "egress": true, "protocol": "6", "rule_action": "deny", "cidr_block": "0.0.0.0/0", "from_port": 443, "to_port": 443}`, "private subnets reach internet:443",
			"aws_network_acl_rule.no drops tcp 0.0.0.0/0:443, outbound: rule 10 deny tcp 443 to 0.0.0.0/0",
			"add to aws_network_acl.private, outbound: allow tcp 443 to 0.0.0.0/0, with a lower number than the rule that denies"},
	} {
		r := judge(t, read(t, c.edits, ""), c.sentence)
		if len(r.Findings) != 1 {
			t.Errorf("%s: %d findings", c.sentence, len(r.Findings))
			continue
		}
		if f := r.Findings[0]; strings.TrimSuffix(f.Message, ".") != c.message || f.Remedy != c.remedy {
			t.Errorf("%s:\n%s\n%s\nwant\n%s\n%s", c.sentence, f.Message, f.Remedy, c.message, c.remedy)
		}
	}
}

// TestRouteWords: what is wrong with a route is said in one sentence.
func TestRouteWords(t *testing.T) {
	const other = `= aws_vpc.two {"id": "vpc-2", "cidr_block": "10.9.0.0/16", "default_network_acl_id": "acl-2", "default_route_table_id": "rtb-22", "main_route_table_id": "rtb-22", "default_security_group_id": "sg-22"}
		`
	for _, c := range []struct{ edits, sentence, message string }{
		{other + `= aws_internet_gateway.main {"vpc_id": "vpc-2"}`, "public subnets reach internet:443",
			"aws_route.public_default takes tcp 0.0.0.0/0:443 nowhere: it leads to aws_internet_gateway.main, which is attached to another VPC"},
		{other + `= aws_vpn_gateway.two {"id": "vgw-2", "vpc_id": "vpc-2"}
			= aws_route.private_default {"nat_gateway_id": "", "gateway_id": "vgw-2"}`, "private subnets reach 192.168.0.1:443",
			"aws_route.private_default takes tcp 192.168.0.1:443 nowhere: it leads to aws_vpn_gateway.two, which is attached to another VPC"},
		{`= aws_internet_gateway.main {"vpc_id": ""}`, "public subnets reach internet:443",
			"aws_internet_gateway.main is attached to no VPC, so tcp 0.0.0.0/0:443 ends there"},
		{`/ aws_vpc.main {"tags": {}}
			= aws_ec2_transit_gateway.t {"id": "tgw-1"}
			= aws_route.private_default {"nat_gateway_id": "", "transit_gateway_id": "tgw-1"}`, "private subnets reach internet:443",
			"aws_ec2_transit_gateway.t does not take tcp 0.0.0.0/0:443: aws_vpc.main is not attached to it"},
		{`~ aws_route_table.private {"route": []}`, "private subnets reach internet:443",
			"this plan lets the route table take away aws_route.private_default, the route that took tcp 0.0.0.0/0:443"},
		{`- aws_nat_gateway.main`, "private subnets reach internet:443",
			"aws_route.private_default takes tcp 0.0.0.0/0:443 nowhere: it leads to aws_nat_gateway.main, which this plan deletes"},
	} {
		r := judge(t, read(t, c.edits, ""), c.sentence)
		if len(r.Findings) != 1 {
			t.Errorf("%s: %d findings", c.sentence, len(r.Findings))
			continue
		}
		if m := strings.TrimSuffix(r.Findings[0].Message, "."); m != c.message {
			t.Errorf("%s:\n%s\nwant\n%s", c.sentence, m, c.message)
		}
	}
}

// TestRouteRemedies: what a missing route is to be for, and where to, as far as the intent
// and the plan tell. A route cannot name a host.
func TestRouteRemedies(t *testing.T) {
	const (
		noRoute = `
			! aws_route.private_default
			= aws_route_table.private {"route": []}
`
		second = `= aws_nat_gateway.second {"id": "nat-2", "subnet_id": "subnet-5e791e5c", "allocation_id": "eipalloc-2", "connectivity_type": "public"}`
		end    = ", or associate the subnet with a table that has one"
	)
	for _, c := range []struct{ edits, sentence, remedy string }{
		{"", "private subnets reach internet:443 via nat", "add a route for 0.0.0.0/0 to aws_nat_gateway.main" + end},
		{"", "private subnets reach 8.8.8.8:443 via nat gateway", "add a route for 8.8.8.8 to aws_nat_gateway.main" + end},
		{second, "private subnets reach internet:443 via nat", "add a route for 0.0.0.0/0 to a NAT gateway" + end},
		{"", "private subnets reach internet:443", "add a route for 0.0.0.0/0" + end},
		{"", "private subnets reach internet:443 via nat or internet gateway", "add a route for 0.0.0.0/0" + end},
		{"", "private subnets reach example.com:443", "add a route for 0.0.0.0/0" + end},
		{"", "private subnets reach s3:443 via nat", "add a route for 0.0.0.0/0 to aws_nat_gateway.main" + end},
	} {
		r := judge(t, read(t, noRoute+c.edits, ""), c.sentence)
		if len(r.Findings) != 1 || r.Findings[0].Remedy != c.remedy {
			t.Errorf("%s:\n%+v\nwant %s", c.sentence, r.Findings, c.remedy)
		}
	}
}
