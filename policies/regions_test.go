package policies_test

import (
	"os"
	"strings"
	"testing"
)

// twoRegions is a VPC of another provider configuration beside the plan's, with
// the same blocks.
const twoRegions = `
	p aws.use1 {"region": "us-east-1"}
	= aws_vpc.two {"id": "vpc-2", "cidr_block": "10.142.0.0/16", "default_network_acl_id": "acl-2", "default_route_table_id": "rtb-22", "main_route_table_id": "rtb-22", "default_security_group_id": "sg-22"}
	@ aws_vpc.two {"provider": "aws.use1"}
	= aws_subnet.two {"id": "subnet-2", "vpc_id": "vpc-2", "cidr_block": "10.142.13.0/24", "map_public_ip_on_launch": false, "assign_ipv6_address_on_creation": false, "ipv6_cidr_block": ""}
	@ aws_subnet.two {"provider": "aws.use1"}
	= aws_instance.two {"id": "i-2", "subnet_id": "subnet-2", "vpc_security_group_ids": [], "private_ip": "10.142.13.77", "public_ip": ""}
	@ aws_instance.two {"provider": "aws.use1"}
	`

// TestRegions: what applies to a whole region, and what may name any object of one,
// is nothing to objects of another.
func TestRegions(t *testing.T) {
	const (
		block   = `+ aws_vpc_block_public_access_options.x {"internet_gateway_block_mode": "block-bidirectional"}`
		blocked = "violated: forward VPC_BLOCK_PUBLIC_ACCESS_ENABLED aws_vpc_block_public_access_options.x.internet_gateway_block_mode"
		unsure  = "undecided: UNKNOWN_VALUE aws_vpc_block_public_access_options.x"
	)
	in := func(provider, resource string) string {
		return "\n@ " + resource + ` {"provider": "` + provider + `"}` + "\n"
	}
	const options = "aws_vpc_block_public_access_options.x"
	testPlans(t, []planCase{
		{"two regions, one block", twoRegions, [][2]string{
			{app, "holds"}, {sub, "violated: forward NO_ROUTE_TO_DESTINATION aws_vpc.two.main_route_table"},
			{"aws_instance.app cannot reach aws_instance.two", "holds"},
			{"aws_instance.two cannot reach aws_instance.app", "holds"},
		}},
		{"BPA-1 in the same region", twoRegions + block + in("aws", options), [][2]string{{app, blocked}}},
		{"BPA-1 in another region", twoRegions + block + in("aws.use1", options), [][2]string{{app, "holds"}}},
		{"BPA-1 with a provider that is not known", twoRegions + block, [][2]string{{app, unsure}}},
		{"BPA-1 with one provider alone", block, [][2]string{{app, blocked}}},
		{"BPA-1 in the region of the environment", twoRegions + "p aws.env {}\n" + block + in("aws.env", options), [][2]string{{app, unsure}}},
		{"BPA-1 in a region that the configuration decides", twoRegions + `p aws.env {"region": "? var.region"}` + "\n" + block + in("aws.env", options), [][2]string{{app, unsure}}},
		{"BPA-1 in the region of another provider", twoRegions + `p aws.more {"region": "eu-central-1"}` + "\n" + block + in("aws.more", options), [][2]string{{app, unsure}}},
		{"BPA-1 in that region of another account", twoRegions + `
			p aws {"region": "eu-central-1", "allowed_account_ids": ["111111111111"]}
			p aws.more {"region": "eu-central-1", "allowed_account_ids": ["222222222222"]}
			` + block + in("aws.more", options), [][2]string{{app, "holds"}}},
		{"BPA-1 in one of several accounts", twoRegions + `
			p aws {"region": "eu-central-1", "allowed_account_ids": ["111111111111"]}
			p aws.more {"region": "eu-central-1", "allowed_account_ids": ["222222222222", "111111111111"]}
			` + block + in("aws.more", options), [][2]string{{app, unsure}}},
		{"BPA-1 in a region of its own", block + `
			~ ` + options + ` {"region": "us-west-2"}`, [][2]string{{app, "holds"}}},
		{"BPA-1 in a region of its own that is not known", `
			+ ` + options + ` {"region": "?"}`, [][2]string{{app, unsure}}},
		{"BPA-1 whose provider is several", block + in("aws.each", options) + `
			p aws.each {"region": "? each.value", "x": 1}`, [][2]string{{app, unsure}}},
		{"a type that nobody knows in another region", twoRegions + `+ aws_vpc_quantum_link.x {"a": "b"}` + in("aws.use1", "aws_vpc_quantum_link.x"), [][2]string{{app, "holds"}}},
		{"a route table of something, in another region", twoRegions + `
			+ aws_route_table_association.x {"subnet_id": "?", "route_table_id": "rtb-22"}
			! aws_route_table_association.private` + in("aws.use1", "aws_route_table_association.x"), [][2]string{
			{app, "violated: forward NO_ROUTE_TO_DESTINATION aws_vpc.main.main_route_table"},
		}},
		{"a route table of something, in the same region", twoRegions + `
			+ aws_route_table_association.x {"subnet_id": "?", "route_table_id": "rtb-22"}
			! aws_route_table_association.private` + in("aws", "aws_route_table_association.x"), [][2]string{
			{app, "undecided: UNKNOWN_VALUE aws_route_table_association.x.subnet_id"},
		}},
		{"rules of something, in another region", twoRegions + `
			+ aws_network_acl_rule.x {"network_acl_id": "?", "rule_number": 1, "egress": true, "rule_action": "deny", "protocol": "-1", "cidr_block": "0.0.0.0/0"}` + in("aws.use1", "aws_network_acl_rule.x"), [][2]string{{app, "holds"}}},
		{"rules of something, in a region that is not known", twoRegions + `
			p aws.env {}
			+ aws_network_acl_rule.x {"network_acl_id": "?", "rule_number": 1, "egress": true, "rule_action": "deny", "protocol": "-1", "cidr_block": "0.0.0.0/0"}` + in("aws.env", "aws_network_acl_rule.x"), [][2]string{
			{app, "undecided: UNKNOWN_VALUE aws_network_acl_rule.x.network_acl_id"},
		}},
		{"an interface somewhere in another region has the address", twoRegions + `
			+ aws_network_interface.x {"subnet_id": "?", "private_ips": ["10.142.13.9"], "security_groups": []}` + in("aws.use1", "aws_network_interface.x"), [][2]string{
			{"aws_instance.app cannot reach 10.142.13.9:443", "violated: forward REACHABLE aws_security_group.app.egress[0]"},
		}},
		{"interfaces attached in another region", twoRegions + `
			+ aws_network_interface_attachment.x {"instance_id": "?", "network_interface_id": "eni-7"}` + in("aws.use1", "aws_network_interface_attachment.x"), [][2]string{
			{"aws_instance.app cannot reach internet:22", "holds"},
		}},
		{"an address of something in another region", twoRegions + `
			= aws_route_table_association.private {"route_table_id": "rtb-e2ebf7b4"}
			+ aws_eip_association.x {"instance_id": "?", "allocation_id": "eipalloc-9"}` + in("aws.use1", "aws_eip_association.x"), [][2]string{
			{app, "violated: forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS aws_instance.app"},
		}},
	})
}

// TestTemplatesOfRegions: each region may have a launch template of the same name.
func TestTemplatesOfRegions(t *testing.T) {
	group := func(provider string) string {
		return twoRegions + `
			= aws_launch_template.one {"id": "lt-1", "name": "app", "vpc_security_group_ids": [], "network_interfaces": [], "latest_version": 1, "default_version": 1}
			@ aws_launch_template.one {"provider": "aws.use1"}
			= aws_launch_template.two {"id": "lt-2", "name": "app", "vpc_security_group_ids": ["` + appSG + `"], "network_interfaces": [], "latest_version": 1, "default_version": 1}
			@ aws_launch_template.two {"provider": "aws"}
			p aws.env {}
			= aws_autoscaling_group.g {"id": "g", "tag": [], "vpc_zone_identifier": ["subnet-21c4b064"], "launch_template": [{"id": "", "name": "app", "version": "$Latest"}]}
			@ aws_autoscaling_group.g {"provider": "` + provider + `"}`
	}
	testPlans(t, []planCase{
		{"that of its own region", group("aws"), [][2]string{{"aws_autoscaling_group.g reaches internet:443", "holds"}}},
		{"a region that is not known", group("aws.env"), [][2]string{
			{"aws_autoscaling_group.g reaches internet:443", "undecided: UNKNOWN_VALUE aws_autoscaling_group.g.launch_template[0].name"},
		}},
	})
}

// TestRegionIsNamed: who has to say where something is, the verdict says.
func TestRegionIsNamed(t *testing.T) {
	const block = "+ aws_vpc_quantum_link.x {}\n@ aws_vpc_quantum_link.x {\"provider\": \"aws.env\"}\n"
	for _, tt := range []struct{ provider, want string }{
		{`p aws.env {}`, "whether that is the one of aws_vpc.main is not known: provider aws.env has none in the configuration, so the environment gives it"},
		{`p aws.env {"region": "? var.region"}`, "that of provider aws.env is known after apply; the configuration decides it (--source)"},
	} {
		r := judge(t, read(t, twoRegions+tt.provider+"\n"+block, ""), app)
		if len(r.Findings) != 1 || !strings.Contains(r.Findings[0].Message, tt.want) {
			t.Errorf("%s: %+v", tt.provider, r.Findings)
		}
	}
}

// TestRegionBySources: the sources give the region that the plan does not show.
func TestRegionBySources(t *testing.T) {
	raw, err := os.ReadFile("../testdata/cases/flat-good/main.tf")
	if err != nil {
		t.Fatal(err)
	}
	const more = `
resource "aws_vpc_block_public_access_options" "x" {
  provider                    = aws.more
  internet_gateway_block_mode = "block-bidirectional"
}
`
	for _, tt := range []struct{ name, provider, refs, want string }{
		{"another", `region = local.second`, "local.second", "holds"},
		// It may be another account.
		{"the same", `region = local.first`, "local.first", "undecided: UNKNOWN_VALUE aws_vpc_block_public_access_options.x"},
		{"not the plan's", `region = local.second`, "local.first", "undecided: UNKNOWN_VALUE aws_vpc_block_public_access_options.x"},
		{"nothing", `region = local.third`, "local.third", "undecided: UNKNOWN_VALUE aws_vpc_block_public_access_options.x"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := read(t, `
				+ aws_vpc_block_public_access_options.x {"internet_gateway_block_mode": "block-bidirectional"}
				@ aws_vpc_block_public_access_options.x {"provider": "aws.more"}
				p aws.more {"region": "? `+tt.refs+`"}`, string(raw)+more+`
locals {
  first  = "eu-central-1"
  second = "eu-west-${2 - 1}"
}
provider "aws" {
  alias = "more"
  `+tt.provider+`
}`)
			if p.SourceUnused != "" {
				t.Fatal(p.SourceUnused)
			}
			if got := verdict(judge(t, p, app)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}
