package policies_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/policies"
)

// TestSelection: which sources a sentence means.
func TestSelection(t *testing.T) {
	p := read(t, `
		= aws_subnet.private {"tags": {"Tier": "app", "Name": "private a"}}
		= aws_subnet.db[0] {"id": "subnet-db0", "vpc_id": "vpc-eec8932f", "cidr_block": "10.142.20.0/24", "map_public_ip_on_launch": false, "tags": {"Tier": "db"}}
		= aws_subnet.db[1] {"id": "subnet-db1", "vpc_id": "vpc-eec8932f", "cidr_block": "10.142.21.0/24", "map_public_ip_on_launch": false, "tags": {"Tier": "db"}}
		= module.app["blue"].aws_instance.web {"id": "i-web", "subnet_id": "subnet-21c4b064", "vpc_security_group_ids": ["sg-b8111b9a35554e45e"], "private_ip": "10.142.13.20", "tags": {"Role": "web"}}
		= aws_instance.db {"id": "i-db", "subnet_id": "subnet-db0", "vpc_security_group_ids": ["sg-db"], "private_ip": "10.142.20.20", "tags": {"Role": "db"}}
		= aws_security_group.db {"id": "sg-db", "vpc_id": "vpc-eec8932f", "ingress": [], "egress": []}
		= aws_vpc.other {"id": "vpc-other", "cidr_block": "10.9.0.0/16", "ipv6_cidr_block": "", "main_route_table_id": "rtb-o", "default_route_table_id": "rtb-o", "default_network_acl_id": "acl-o", "default_security_group_id": "sg-o", "tags": {"Name": "other"}}
		= aws_subnet.other {"id": "subnet-o", "vpc_id": "vpc-other", "cidr_block": "10.9.1.0/24", "map_public_ip_on_launch": false, "tags": {}}`, "")
	for _, c := range []struct{ sources, want string }{
		{"subnets", "aws_subnet.db[0] aws_subnet.db[1] aws_subnet.other aws_subnet.private aws_subnet.public"},
		{"private subnets", "aws_subnet.db[0] aws_subnet.db[1] aws_subnet.other aws_subnet.private"},
		{"isolated subnets", "aws_subnet.db[0] aws_subnet.db[1] aws_subnet.other"},
		{"public subnets", "aws_subnet.public"},
		{"public and isolated subnets", "aws_subnet.db[0] aws_subnet.db[1] aws_subnet.other aws_subnet.public"},
		{"every private subnet tagged Tier=app", "aws_subnet.private"},
		{`subnets tagged "Name"="private a"`, "aws_subnet.private"},
		{"subnets tagged Tier", "aws_subnet.db[0] aws_subnet.db[1] aws_subnet.private aws_subnet.public"},
		{"subnets tagged Tier=db in aws_vpc.main", "aws_subnet.db[0] aws_subnet.db[1]"},
		{"subnets in aws_vpc.other", "aws_subnet.other"},
		{"subnets except public subnets and aws_subnet.other", "aws_subnet.db[0] aws_subnet.db[1] aws_subnet.private"},
		{"aws_subnet.db", "aws_subnet.db[0] aws_subnet.db[1]"},
		{"aws_subnet.db[1]", "aws_subnet.db[1]"},
		{"aws_subnet.*", "aws_subnet.db[0] aws_subnet.db[1] aws_subnet.other aws_subnet.private aws_subnet.public"},
		{"aws_vpc.other", "aws_subnet.other"},
		{"workloads", `aws_instance.app aws_instance.db module.app["blue"].aws_instance.web`},
		{"workloads tagged Role=db", "aws_instance.db"},
		{"workloads in subnets tagged Tier=app", `aws_instance.app module.app["blue"].aws_instance.web`},
		{"workloads in aws_subnet.db", "aws_instance.db"},
		{"workloads in module.app", `module.app["blue"].aws_instance.web`},
		{"workloads tagged Role=web in private subnets", `module.app["blue"].aws_instance.web`},
		{"module.app", `module.app["blue"].aws_instance.web`},
		{`module.app["blue"]`, `module.app["blue"].aws_instance.web`},
		{"aws_security_group.db", "aws_instance.db"},
		{"aws_instance.app and aws_instance.db", "aws_instance.app aws_instance.db"},
		{"**.aws_instance.*", `aws_instance.app aws_instance.db module.app["blue"].aws_instance.web`},
	} {
		r := judge(t, p, c.sources+" cannot reach 192.0.2.1:1")
		if got := strings.Join(r.Sources, " "); got != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.sources, got, c.want)
		}
	}
}

// TestVerbs: reach, cannot reach, reach only, reach exactly, via (DESIGN 3.3).
func TestVerbs(t *testing.T) {
	const (
		open = `= aws_security_group.app {"egress": [{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}]}
			= aws_network_acl.private {"egress": [` + allIn + `], "ingress": [` + allIn + `]}
			= aws_network_acl.public {"egress": [` + allIn + `], "ingress": [` + allIn + `]}`
		reachable = "violated: forward REACHABLE aws_route.private_default"
	)
	testPlans(t, []planCase{
		{"reach", ``, [][2]string{
			{"private subnets reach internet", "violated: forward SUBNET_ACL_RESTRICTION aws_network_acl.private.egress"},
			{"private subnets reach internet:443, 80", "violated: forward SUBNET_ACL_RESTRICTION aws_network_acl.private.egress"},
			{"private subnets reach 8.8.8.8:443 and 8.8.4.4:443", "holds"},
			{"private subnets reach any:443", "violated: forward IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS aws_route.public_default; forward IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS aws_route.public_default; forward SG_HAS_NO_RULES aws_security_group.app.ingress; forward VPC_CIDR_UNUSED aws_vpc.main"},
			{"private subnets must reach internet:443", "holds"},
		}},
		{"reach without ports is TCP, UDP and echo", open, [][2]string{{"private subnets reach internet", "holds"}, {"private subnets reach internet:icmp", "holds"}, {"private subnets reach internet:proto/47", "violated: forward PROTOCOL_RESTRICTION aws_nat_gateway.main"}}},
		{"cannot reach", ``, [][2]string{
			{"private subnets cannot reach internet:22", "holds"},
			{"private subnets cannot reach internet:443", reachable},
			{"private subnets cannot reach internet", reachable},
			{"private subnets must not reach 8.8.8.8", reachable},
			{"aws_instance.app cannot reach internet:80", "holds"},
			{"public subnets cannot reach internet:443", "violated: forward REACHABLE aws_route.public_default"},
		}},
		{"cannot reach means one way, too", `= aws_network_acl.private {"ingress": []}`, [][2]string{
			{"private subnets cannot reach internet:443", reachable},
			{sub, "violated: reply SUBNET_ACL_RESTRICTION aws_network_acl.private.ingress"},
		}},
		{"cannot reach asks for whatever may be put there", `= aws_subnet.public {"map_public_ip_on_launch": false}`, [][2]string{
			{"public subnets cannot reach internet:443", "violated: forward REACHABLE aws_route.public_default"},
			{"public subnets reach internet:443", "violated: forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS aws_subnet.public"},
		}},
		{"reach only", ``, [][2]string{
			{"private subnets reach only internet:443", "holds"},
			{"private subnets reach only internet:443 via nat", "holds"},
			{"private subnets reach only internet:443 via internet gateway", "holds"},
			{"private subnets reach only internet:443 via aws_vpc.main", "violated: forward BYPASS aws_route.private_default"},
			{"private subnets reach only internet:80", reachable},
			{"private subnets reach only 8.8.8.8:443", reachable},
			{"private subnets reach only internet:443 and internet:22", "holds"},
			{"aws_instance.app only reaches internet:443", "holds"},
		}},
		{"reach exactly", ``, [][2]string{
			{"private subnets reach exactly internet:443", "holds"},
			{"private subnets reach exactly internet:443 and internet:22", "violated: forward SUBNET_ACL_RESTRICTION aws_network_acl.private.egress"},
			{"private subnets reach exactly 8.8.8.8:443", reachable},
		}},
		{"via", ``, [][2]string{
			{sub + " via nat gateway then internet gateway", "holds"},
			{sub + " via internet gateway then nat", "violated: forward BYPASS aws_route.private_default"},
			{sub + " via aws_nat_gateway.main", "holds"},
			{sub + " via aws_nat_gateway.main or firewall", "holds"},
			{sub + " via firewall", "violated: forward EMPTY_SELECTION this plan has no firewall that a path could pass"},
			{sub + " via aws_internet_gateway.main", "holds"},
			{sub + " via aws_route_table.private", "holds"},
			{"private subnets cannot reach internet:443 via nat", reachable},
			{"private subnets cannot reach internet:443 via transit gateway", "violated: forward EMPTY_SELECTION this plan has no transit gateway that a path could pass"},
			{"public subnets reach internet:443 via nat", "violated: forward BYPASS aws_route.public_default"},
			{sub + " via aws_nat_gateway.mian", `violated: forward EMPTY_SELECTION "aws_nat_gateway.mian" selects nothing in this plan; near it is aws_nat_gateway.main`},
		}},
		{"an operand that selects nothing", ``, [][2]string{
			{"isolated subnets reach internet:443", `violated: forward EMPTY_SELECTION "isolated subnets" selects nothing in this plan; aws_subnet.private is private; aws_subnet.public is public, by aws_route.public_default`},
			{"aws_instance.ap reaches internet:443", `violated: forward EMPTY_SELECTION "aws_instance.ap" selects nothing in this plan; near it is aws_instance.app`},
			{"aws_instance.app and aws_instance.nope cannot reach internet:22", `violated: forward EMPTY_SELECTION "aws_instance.nope" selects nothing in this plan; near it is aws_instance.app`},
			{"aws_instance.app reaches aws_instance.nope", `violated: forward EMPTY_SELECTION "aws_instance.nope" selects nothing in this plan; near it is aws_instance.app`},
			{"subnets except subnets reach internet:443", "violated: forward EMPTY_SELECTION the exceptions leave no source"},
			{"aws_route_table.private reaches internet:443", `violated: forward EMPTY_SELECTION "aws_route_table.private" names aws_route_table.private, and packets come from subnets and workloads`},
			{"aws_instance.app reaches aws_nat_gateway.main", `violated: forward EMPTY_SELECTION "aws_nat_gateway.main" names aws_nat_gateway.main, which is nothing that packets are sent to`},
		}},
	})
}

// TestDestinations: what is inside the planned VPC (DESIGN section 2).
func TestDestinations(t *testing.T) {
	const db = `
		= aws_subnet.db {"id": "subnet-db", "vpc_id": "vpc-eec8932f", "cidr_block": "10.142.20.0/24", "map_public_ip_on_launch": false, "assign_ipv6_address_on_creation": false, "ipv6_cidr_block": "", "tags": {}}
		= aws_instance.db {"id": "i-db", "subnet_id": "subnet-db", "vpc_security_group_ids": ["sg-db"], "private_ip": "10.142.20.20", "source_dest_check": true, "ipv6_addresses": [], "tags": {}}
		= aws_security_group.db {"id": "sg-db", "vpc_id": "vpc-eec8932f", "egress": [], "ingress": [{"protocol": "tcp", "from_port": 5432, "to_port": 5432, "cidr_blocks": [], "security_groups": ["sg-b8111b9a35554e45e"]}]}
		= aws_security_group.app {"egress": [{"protocol": "tcp", "from_port": 1, "to_port": 65535, "cidr_blocks": ["10.142.0.0/16"]}]}
		= aws_network_acl.private {"egress": [` + allIn + `], "ingress": [` + allIn + `]}
		`
	const denied = "violated: forward ENI_SG_RULES_MISMATCH aws_security_group.db.ingress"
	testPlans(t, []planCase{
		{"an instance, by its name and by its address", db, [][2]string{
			{"aws_instance.app reaches aws_instance.db:5432", "holds"},
			{"aws_instance.app reaches 10.142.20.20:5432", "holds"},
			{"aws_instance.app reaches aws_instance.db:22", denied},
			{"aws_instance.app reaches 10.142.20.0/24:22", denied},
			{"aws_instance.app cannot reach aws_instance.db:22", "holds"},
			{"workloads reach aws_instance.db:5432", "holds"},
			{"aws_instance.app reaches aws_security_group.db:5432", "holds"},
			{"aws_instance.db cannot reach aws_instance.app", "holds"},
		}},
		{"a subnet and a VPC are places", db, [][2]string{
			{"aws_instance.app reaches aws_subnet.db:22", "holds"},
			{"aws_instance.app reaches aws_subnet.db:22 and aws_instance.db:5432", "holds"},
			{"private subnets reach aws_vpc.main:22", "violated: forward SUBNET_ACL_RESTRICTION aws_network_acl.public.ingress"},
		}},
		{"an instance whose address AWS picks", db + `! aws_instance.db
			+ aws_instance.db {"subnet_id": "subnet-db", "vpc_security_group_ids": ["sg-db"], "private_ip": "??", "ipv6_addresses": "??", "ipv6_address_count": "??"}`, [][2]string{
			{"aws_instance.app reaches aws_instance.db:5432", "holds"},
			{"aws_instance.app reaches aws_instance.db:22", denied},
		}},
		{"a module", db + `= module.m.aws_instance.x {"id": "i-x", "subnet_id": "subnet-db", "vpc_security_group_ids": ["sg-db"], "private_ip": "10.142.20.30", "ipv6_addresses": []}`, [][2]string{
			{"aws_instance.app reaches module.m:5432", "holds"},
			{"module.m cannot reach internet", "holds"},
		}},
		{"reserved addresses are left out of a block", db, [][2]string{
			{"aws_instance.app reaches 10.142.20.0:22", "violated: forward NO_POSSIBLE_DESTINATION aws_subnet.db"},
		}},
	})
}

// TestFamilies: IPv4 and IPv6 (DESIGN section 2, internet).
func TestFamilies(t *testing.T) {
	const six = `
		= aws_vpc.main {"ipv6_cidr_block": "2600:1f00::/56", "assign_generated_ipv6_cidr_block": true}
		= aws_subnet.private {"ipv6_cidr_block": "2600:1f00:0:1::/64", "assign_ipv6_address_on_creation": true}
		= aws_network_acl.private {"egress": [` + allIn + `, {"rule_no": 2, "action": "allow", "protocol": "-1", "cidr_block": "", "ipv6_cidr_block": "::/0", "from_port": 0, "to_port": 0}], "ingress": [` + allIn + `, {"rule_no": 2, "action": "allow", "protocol": "-1", "cidr_block": "", "ipv6_cidr_block": "::/0", "from_port": 0, "to_port": 0}]}
		`
	const way = `= aws_route.six {"id": "r-6", "route_table_id": "rtb-d7bc275d", "destination_cidr_block": "", "destination_ipv6_cidr_block": "::/0", "gateway_id": "igw-ab621a84"}`
	testPlans(t, []planCase{
		{"dual stack with a way out", six + way, [][2]string{
			{sub, "holds"},
			{"private subnets reach [::/0]:443", "holds"},
			{"private subnets reach 2001:4860:4860::8888", "holds"},
		}},
		{"dual stack without", six, [][2]string{
			{sub, "holds"},
			{"private subnets reach [::/0]:443", "violated: forward NO_ROUTE_TO_DESTINATION aws_route_table.private"},
		}},
		{"cannot reach means both", six + way, [][2]string{
			{"private subnets cannot reach internet:22", "violated: forward REACHABLE aws_route.six"},
			{"private subnets cannot reach 0.0.0.0/0:22", "holds"},
			{"private subnets reach only 0.0.0.0/0:443", "violated: forward REACHABLE aws_route.six"},
		}},
	})
	notes := func(p, sentence string) string {
		var codes []string
		for _, n := range judge(t, read(t, p, ""), sentence).Notes {
			codes = append(codes, string(n.Code))
		}
		slices.Sort(codes)
		return strings.Join(slices.Compact(codes), " ")
	}
	for _, c := range []struct{ name, plan, sentence, want string }{
		{"only IPv4 gets out", six, sub, string(policies.OneFamily)},
		{"both get out", six + way, sub, "INBOUND_OPEN"},
		{"IPv6 is not forbidden", six + way, "private subnets cannot reach 0.0.0.0/0:22", "INBOUND_OPEN " + string(policies.OtherFamily)},
		{"both are", six + way, "private subnets cannot reach 0.0.0.0/0:22 and [::/0]:22", "INBOUND_OPEN"},
	} {
		if got := notes(c.plan, c.sentence); got != c.want {
			t.Errorf("%s: got notes %q, want %q", c.name, got, c.want)
		}
	}
}
