package policies_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tfreach/tfreach/planparse"
	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/policies/builtin"
)

// newOnly judges sentences, and tells of each finding whether it is new, and then the
// notices.
func newOnly(t *testing.T, p *planparse.Plan, allowEmpty bool, sentences ...string) []string {
	t.Helper()
	var intents []policies.Intent
	for _, s := range sentences {
		in, err := policies.Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		in.AllowEmpty = allowEmpty
		intents = append(intents, in)
	}
	return newOf(t, p, intents)
}

// newOf is newOnly for intents.
func newOf(t *testing.T, p *planparse.Plan, intents []policies.Intent) []string {
	t.Helper()
	s := policies.DefaultSettings()
	s.NewOnly = true
	r := policies.Evaluate(p, intents, s)
	plain := policies.Evaluate(p, intents, policies.DefaultSettings())
	var out []string
	for i, in := range r.Intents {
		if a, b := verdict(plain.Intents[i]), verdict(in); a != b {
			t.Errorf("the verdict hangs on what is new:\n%s\n%s", a, b)
		}
		for _, f := range in.Findings {
			how := "new"
			if f.Known {
				how = "known"
			}
			out = append(out, how+": "+string(f.Verdict)+" "+string(f.Code)+" "+f.Address)
		}
	}
	return append(out, r.Notices...)
}

const (
	deaf     = `"ingress": []`
	deafNow  = `= aws_network_acl.private {` + deaf + `}` + "\n"
	someTags = `~ aws_vpc.main {"tags": {"Name": "other"}, "tags_all": {"Name": "other"}}` + "\n"
	// A second private subnet, under the table and the ACL of the first.
	second = `aws_subnet.more {"id": "subnet-2", "vpc_id": "vpc-eec8932f", "cidr_block": "10.142.14.0/24", "map_public_ip_on_launch": false, "tags": {"Tier": "private"}}
		`
	secondParts = `= aws_route_table_association.more {"id": "x", "subnet_id": "subnet-2", "route_table_id": "rtb-d7bc275d"}
		= aws_network_acl.private {"subnet_ids": ["subnet-21c4b064", "subnet-2"]}
		`
	aclKnown = "known: violated SUBNET_ACL_RESTRICTION aws_network_acl.private"
	aclNew   = "new: violated SUBNET_ACL_RESTRICTION aws_network_acl.private"
	out443   = `{"rule_no": 100, "action": "allow", "protocol": "6", "cidr_block": "0.0.0.0/0", "from_port": 443, "to_port": 443}`
	outWeb   = `{"rule_no": 100, "action": "allow", "protocol": "6", "cidr_block": "0.0.0.0/0", "from_port": 80, "to_port": 443}`
	portsIn  = `{"rule_no": 100, "action": "allow", "protocol": "6", "cidr_block": "0.0.0.0/0", "from_port": 1024, "to_port": %}`
)

// TestNewOnly: what fared as badly before the plan is known, and nothing else.
func TestNewOnly(t *testing.T) {
	half, less := strings.ReplaceAll(portsIn, "%", "50000"), strings.ReplaceAll(portsIn, "%", "40000")
	for _, c := range []struct {
		name, edits, sentence string
		want                  []string
	}{
		{"nothing changes", deafNow, sub, []string{aclKnown}},
		{"something else changes", deafNow + someTags, sub, []string{aclKnown}},
		{"a route elsewhere changes", deafNow + `= aws_route_table.x {"id": "rtb-x", "vpc_id": "vpc-eec8932f", "route": []}
			- aws_route_table.x`, sub, []string{aclKnown}},
		{"the plan breaks it", `~ aws_network_acl.private {` + deaf + `}`, sub, []string{aclNew}},
		{"it fails in another way", `~ aws_network_acl.private {` + deaf + `}
			= aws_security_group.app {"egress": []}`, "aws_instance.app reaches internet:443",
			[]string{"known: violated SG_HAS_NO_RULES aws_security_group.app"}},
		{"it failed in another way", deafNow + `~ aws_network_acl.private {"ingress": [` + half + `], "egress": []}`, sub, []string{aclKnown}},
		{"a part of it failed", `= aws_network_acl.private {"egress": [` + out443 + `]}
			~ aws_network_acl.private {"egress": []}`, "private subnets reach internet:80,443", []string{aclNew}},
		{"it fails in part now", `= aws_network_acl.private {"egress": []}
			~ aws_network_acl.private {"egress": [` + out443 + `]}`, "private subnets reach internet:80,443", []string{aclKnown}},
		{"another part failed", `= aws_network_acl.private {"egress": [` + out443 + `]}
			~ aws_network_acl.private {"egress": [` + strings.ReplaceAll(outWeb, "443", "80") + `]}`, "private subnets reach internet:80,443", []string{
			aclNew, "known: violated SUBNET_ACL_RESTRICTION aws_network_acl.public"}},
		{"answers to some ports were dropped", `= aws_network_acl.private {"ingress": [` + half + `]}` + "\n" + someTags, sub, []string{aclKnown}},
		{"answers to more ports are dropped", `= aws_network_acl.private {"ingress": [` + half + `]}
			~ aws_network_acl.private {"ingress": [` + less + `]}`, sub, []string{aclNew}},
		{"answers to fewer ports are dropped", `= aws_network_acl.private {"ingress": [` + less + `]}
			~ aws_network_acl.private {"ingress": [` + half + `]}`, sub, []string{aclKnown}},
		{"a source that is new", deafNow + "+ " + strings.Replace(second, `"id": "subnet-2", `, "", 1), "private subnets reach 0.0.0.0/0:443", []string{
			"new: violated NO_ROUTE_TO_DESTINATION aws_vpc.main", aclKnown}},
		{"one source of two failed", `= ` + second + secondParts + `
			= aws_network_acl.deaf {"id": "acl-2", "vpc_id": "vpc-eec8932f", "subnet_ids": ["subnet-2"], "ingress": [], "egress": []}
			= aws_network_acl.private {"subnet_ids": ["subnet-21c4b064"]}
			~ aws_network_acl.private {` + deaf + `}`, "private subnets reach 0.0.0.0/0:443", []string{
			"known: violated SUBNET_ACL_RESTRICTION aws_network_acl.deaf", aclNew}},
		{"one source of one cause failed", `= ` + second + secondParts + `
			= aws_route_table.none {"id": "rtb-none", "vpc_id": "vpc-eec8932f", "route": []}
			= aws_route_table_association.more {"route_table_id": "rtb-none"}
			~ aws_route_table_association.more {"route_table_id": "rtb-d7bc275d"}
			~ aws_network_acl.private {` + deaf + `}`, "private subnets reach 0.0.0.0/0:443", []string{aclNew}},
		{"both sources of one cause failed", `= ` + second + secondParts + deafNow + someTags, "private subnets reach 0.0.0.0/0:443", []string{aclKnown}},
		{"what the sentence means is tagged by the plan", deafNow +
			`~ aws_subnet.private {"tags": {"Tier": "app"}, "tags_all": {"Tier": "app"}}`, "subnets tagged Tier=app reach 0.0.0.0/0:443", []string{aclNew}},
		{"a subnet that becomes private", `= aws_route_table_association.public {"route_table_id": "rtb-e2ebf7b4"}
			- aws_route.public_default`, "private subnets reach 0.0.0.0/0:443", []string{
			"new: violated NO_ROUTE_TO_DESTINATION aws_route.public_default"}},
		{"nothing selected", someTags, "subnets tagged Tier=none reach internet:443", []string{"known: violated EMPTY_SELECTION "}},
		{"nothing selected any more", `~ aws_subnet.private {"tags": {}, "tags_all": {}}`, "subnets tagged Tier=private reach internet:443",
			[]string{"new: violated EMPTY_SELECTION "}},
		{"nothing selected before", deafNow + `+ aws_instance.two {"subnet_id": "subnet-21c4b064", "vpc_security_group_ids": ["` + appSG + `"]}`,
			"aws_instance.app and aws_instance.two reach internet:443", []string{aclNew}},
		{"the same is not selected", deafNow + someTags, "aws_instance.app and aws_instance.two reach internet:443",
			[]string{"known: violated EMPTY_SELECTION ", aclKnown}},
		{"a workload that is replaced", deafNow + `/ aws_instance.app {"private_ip": "?", "id": "?"}`, "aws_instance.app reaches internet:443", []string{aclKnown}},
		{"a workload that moves into another subnet", `= ` + second + secondParts + deafNow + `/ aws_instance.app {"subnet_id": "subnet-2", "private_ip": "?", "id": "?"}`,
			"aws_instance.app reaches internet:443", []string{aclKnown}},
		{"a workload that moves out of reach", `/ aws_instance.app {"subnet_id": "subnet-5e791e5c", "private_ip": "?", "id": "?"}`,
			"aws_instance.app reaches internet:443", []string{"new: violated IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS aws_instance.app"}},
		{"what got out gets out", someTags, "private subnets cannot reach internet:443", []string{"known: violated REACHABLE aws_route.private_default"}},
		{"what got out gets out by another route", `~ aws_route.private_default {"destination_cidr_block": "0.0.0.0/0", "nat_gateway_id": "nat-000949800dab32d56", "timeouts": null}
			= aws_route.more {"id": "r", "route_table_id": "rtb-d7bc275d", "destination_cidr_block": "8.0.0.0/8", "nat_gateway_id": "nat-000949800dab32d56"}
			- aws_route.more`, "private subnets cannot reach internet:443", []string{"known: violated REACHABLE aws_route.private_default"}},
		{"more gets out", `~ aws_network_acl.private {"egress": [` + outWeb + `]}
			~ aws_network_acl.public {"ingress": [` + allIn + `], "egress": [` + allIn + `]}`, "private subnets cannot reach internet:22,80,443",
			[]string{"new: violated REACHABLE aws_network_acl.private"}},
		{"reach only", someTags, "private subnets reach only 8.8.8.8:443", []string{"known: violated REACHABLE aws_route.private_default"}},
		{"less is listed, by the same sentence", `~ aws_network_acl.private {"egress": [` + outWeb + `]}
			~ aws_network_acl.public {"ingress": [` + allIn + `], "egress": [` + allIn + `]}`, "private subnets reach only internet:443", []string{
			"new: violated REACHABLE aws_network_acl.private"}},
		{"a way past that was there", someTags, "private subnets reach 0.0.0.0/0:443 via firewall", []string{"known: violated EMPTY_SELECTION "}},
		{"another hop was passed", `= aws_nat_gateway.two {"id": "nat-2", "subnet_id": "subnet-5e791e5c", "allocation_id": "eipalloc-2", "private_ip": "10.142.0.8"}
			` + someTags, "private subnets reach 0.0.0.0/0:443 via aws_nat_gateway.two", []string{"known: violated BYPASS aws_route.private_default"}},
		{"the hop is new", `+ aws_nat_gateway.two {"subnet_id": "subnet-5e791e5c", "allocation_id": "eipalloc-2", "private_ip": "10.142.0.8"}`,
			"private subnets reach 0.0.0.0/0:443 via aws_nat_gateway.two", []string{"new: violated BYPASS aws_route.private_default"}},
		{"undecided, and was", `= aws_subnet.private {"tags": {"Tier": "private"}}` + "\n" + someTags, "private subnets reach db.c0.eu-west-1.rds.amazonaws.com:5432",
			[]string{"known: undecided UNMODELLED_RESOURCE db.c0.eu-west-1.rds.amazonaws.com"}},
		{"undecided, and failed", deafNow + `~ aws_network_acl.private {"ingress": "??"}`, sub, []string{"known: undecided UNKNOWN_VALUE aws_network_acl.private"}},
		{"undecided, and was not", `~ aws_network_acl.private {"ingress": "??"}`, sub, []string{"new: undecided UNKNOWN_VALUE aws_network_acl.private"}},
		{"a plan that is not complete", deafNow + `plan {"complete": false}` + "\n" + someTags, sub, []string{aclKnown, "new: undecided PARTIAL_PLAN "}},
		{"what the plan mends", deafNow + `~ aws_network_acl.private {"ingress": [` + strings.ReplaceAll(portsIn, "%", "65535") + `]}`, sub,
			[]string{"this plan mends an intent that is violated now: " + sub}},
		{"what a name needs was dropped for another name", `= aws_vpc.main {"enable_dns_support": false}` + "\n" + someTags,
			"private subnets reach api.example.com:443", []string{"known: violated DNS_DISABLED aws_vpc.main"}},
		{"names do not resolve any more", `~ aws_vpc.main {"enable_dns_support": false}`,
			"private subnets reach api.example.com:443", []string{"new: violated DNS_DISABLED aws_vpc.main"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := newOnly(t, readPlan(t, planOf(t, c.edits), ""), false, c.sentence)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.sentence, diff)
			}
		})
	}
}

// TestNewOnlyBuiltin: what checks find is known where the same subject failed the same
// check before, by whatever packets.
func TestNewOnlyBuiltin(t *testing.T) {
	const closed = `"ingress": [], "egress": []`
	for _, c := range []struct {
		name, edits string
		want        map[string]bool // known, by intent
	}{
		{"it failed", `= aws_network_acl.public {` + closed + `}` + "\n" + someTags, map[string]bool{"default-route": true}},
		{"it failed by something else", `= aws_network_acl.public {` + closed + `}
			= aws_internet_gateway.main {"vpc_id": "vpc-other"}
			~ aws_network_acl.public {"ingress": [` + allIn + `], "egress": [` + allIn + `]}`, map[string]bool{"default-route": true}},
		{"the plan breaks it", `~ aws_network_acl.public {` + closed + `}`, map[string]bool{"default-route": false}},
		{"a route that is new", `= aws_network_acl.public {` + closed + `}
			- aws_route.private_default
			= aws_route_table.public {"route": []}
			+ aws_route.more {"route_table_id": "rtb-d7bc275d", "destination_ipv6_cidr_block": "::/0", "gateway_id": "igw-ab621a84"}`,
			map[string]bool{"default-route": true, "nat-gateway-used": false}},
		{"no rules, and had none", `= aws_security_group.app {"egress": []}` + "\n" + someTags, map[string]bool{"workload-egress": true}},
		{"no rules any more", `~ aws_security_group.app {"egress": []}`, map[string]bool{"workload-egress": false}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := policies.DefaultSettings()
			s.NewOnly = true
			r := policies.Evaluate(readPlan(t, planOf(t, c.edits), ""), builtin.Intents(builtin.Policies), s)
			got := map[string]bool{}
			for _, in := range r.Intents {
				for _, f := range in.Findings {
					name := strings.TrimPrefix(in.Name, policies.BuiltinPrefix)
					if known, again := got[name]; again {
						got[name] = known && f.Known
					} else {
						got[name] = f.Known
					}
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("known (-want +got):\n%s", diff)
			}
		})
	}
}

// TestNewOnlyWays: what a built-in policy asks of one thing in several ways is known
// by each of them.
func TestNewOnlyWays(t *testing.T) {
	const (
		dual = `
			= aws_vpc.main {"ipv6_cidr_block": "2600:1f13::/56"}
			= aws_subnet.private {"ipv6_cidr_block": "2600:1f13:0:1::/64", "assign_ipv6_address_on_creation": true}
			= aws_egress_only_internet_gateway.e {"id": "eigw-1", "vpc_id": "vpc-eec8932f"}
			= aws_route.six {"id": "r-six", "route_table_id": "rtb-d7bc275d", "destination_ipv6_cidr_block": "::/0", "egress_only_gateway_id": "eigw-1"}
			`
		noSix = "known: violated SUBNET_ACL_RESTRICTION aws_network_acl.private"
		// a load balancer with public addresses in two subnets, one of which has no way out
		front = `
			= ` + second + `= aws_route_table.none {"id": "rtb-none", "vpc_id": "vpc-eec8932f", "route": []}
			= aws_route_table_association.more {"id": "x", "subnet_id": "subnet-2", "route_table_id": "rtb-none"}
			= aws_route_table.front {"id": "rtb-front", "vpc_id": "vpc-eec8932f", "route": [{"cidr_block": "8.0.0.0/8", "gateway_id": "igw-ab621a84"}]}
			= aws_subnet.front {"id": "subnet-3", "vpc_id": "vpc-eec8932f", "cidr_block": "10.142.15.0/24", "map_public_ip_on_launch": false, "tags": {}}
			= aws_route_table_association.front {"id": "y", "subnet_id": "subnet-3", "route_table_id": "rtb-front"}
			= aws_lb.front {"id": "lb", "arn": "lb", "name": "front", "load_balancer_type": "application", "internal": false, "security_groups": ["` + appSG + `"], "subnets": ["subnet-2", "subnet-3"]}
			`
		s3 = `aws_vpc_endpoint.s3 {"id": "vpce-s3", "vpc_id": "vpc-eec8932f", "service_name": "com.amazonaws.eu-central-1.s3", "vpc_endpoint_type": "Gateway", "route_table_ids": ["rtb-d7bc275d"], "prefix_list_id": "pl-s3"}
			`
	)
	dynamo := strings.NewReplacer("s3", "dynamodb").Replace(s3)
	for _, c := range []struct {
		name, edits, policy string
		want                []string
	}{
		{"IPv6 did not get out", dual + someTags, "default-route", []string{noSix}},
		{"IPv6 did not get out, and now IPv4 does not", dual + `~ aws_network_acl.private {` + deaf + `}`, "default-route", []string{noSix, aclNew}},
		{"one subnet of a load balancer had no way out", front + someTags, "public-address", []string{
			"known: violated NO_ROUTE_TO_DESTINATION aws_route_table.none"}},
		{"one subnet of a load balancer had no way out, and now the other has none", front + `~ aws_route_table.front {"route": []}`, "public-address", []string{
			"new: violated NO_ROUTE_TO_DESTINATION aws_route_table.front", "known: violated NO_ROUTE_TO_DESTINATION aws_route_table.none"}},
		{"an endpoint was of no use", "= " + s3 + deafNow + someTags, "endpoint", []string{aclKnown}},
		{"an endpoint was of no use, and there is another", "= " + s3 + deafNow + "+ " + dynamo, "endpoint", []string{aclNew}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, ok := builtin.Named(c.policy)
			if !ok {
				t.Fatal(c.policy)
			}
			got := newOf(t, readPlan(t, planOf(t, c.edits), ""), builtin.Intents([]builtin.Policy{p}))
			got = slices.DeleteFunc(got, func(line string) bool { return strings.HasPrefix(line, "built-in policies") })
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
