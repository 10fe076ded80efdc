package aws_test

import (
	"strings"
	"testing"
)

// TestFleets: what launches instances by templates and specifications (CMP-6).
func TestFleets(t *testing.T) {
	const (
		templates = `
			= aws_launch_template.t {"id": "lt-1", "name": "t", "latest_version": 1, "default_version": 1, "vpc_security_group_ids": ["sg-1"], "network_interfaces": []}
			= aws_launch_template.same {"id": "lt-2", "name": "same", "latest_version": 1, "default_version": 1, "vpc_security_group_ids": ["sg-1"], "network_interfaces": []}
			= aws_launch_template.other {"id": "lt-3", "name": "other", "latest_version": 1, "default_version": 1, "vpc_security_group_ids": [], "network_interfaces": [
				{"device_index": 0, "network_interface_id": "", "associate_public_ip_address": "false", "subnet_id": "", "security_groups": ["sg-2"]}]}
			= aws_launch_template.two {"id": "lt-4", "name": "two", "latest_version": 1, "default_version": 1, "vpc_security_group_ids": [], "network_interfaces": [
				{"device_index": 1, "network_interface_id": "", "associate_public_ip_address": "", "subnet_id": "", "security_groups": []},
				{"device_index": 0, "network_interface_id": "", "associate_public_ip_address": "", "subnet_id": "", "security_groups": ["sg-2"]}]}
			= aws_launch_template.six {"id": "lt-6", "name": "six", "latest_version": 1, "default_version": 1, "vpc_security_group_ids": [], "network_interfaces": [
				{"device_index": 0, "network_interface_id": "", "associate_public_ip_address": "", "ipv6_address_count": 1, "subnet_id": "", "security_groups": ["sg-1"]}]}
			= aws_launch_template.given {"id": "lt-5", "name": "given", "latest_version": 1, "default_version": 1, "vpc_security_group_ids": [], "network_interfaces": [
				{"device_index": 0, "network_interface_id": "eni-1", "associate_public_ip_address": "", "subnet_id": "", "security_groups": []}]}
			`
		mixed = `= aws_autoscaling_group.x {"id": "x", "tag": [], "launch_template": [], "vpc_zone_identifier": ["subnet-a"], "mixed_instances_policy": [{"launch_template": [
			{"launch_template_specification": [{"launch_template_id": "lt-1", "launch_template_name": "t", "version": "1"}], "override": [`
		plain = "in aws_subnet.a, groups aws_security_group.g, public by subnet, IPv6 by subnet"
	)
	override := func(id, name string) string {
		return `{"launch_template_specification": [{"launch_template_id": "` + id + `", "launch_template_name": "` + name + `", "version": "1"}]}`
	}
	for _, tt := range []struct{ name, plan, of, want string }{
		{"overrides that name no template", mixed + `{"launch_template_specification": []}]}]}]}`, "aws_autoscaling_group.x", plain},
		{"overrides with a template that says the same", mixed + override("lt-2", "same") + `]}]}]}`, "aws_autoscaling_group.x", plain},
		{"overrides with a template that says something else", mixed + override("lt-3", "other") + `]}]}]}`, "aws_autoscaling_group.x",
			"in aws_subnet.a, groups ?aws_autoscaling_group.x, public ?aws_autoscaling_group.x, IPv6 by subnet"},
		{"overrides with a template that gives addresses of IPv6", mixed + override("lt-6", "six") + `]}]}]}`, "aws_autoscaling_group.x",
			"in aws_subnet.a, groups aws_security_group.g, public by subnet, IPv6 ?aws_autoscaling_group.x"},
		{"overrides with a template that is not in the plan", mixed + override("lt-9", "nine") + `]}]}]}`, "aws_autoscaling_group.x",
			"in aws_subnet.a, groups ?lt-9, public ?lt-9, IPv6 ?lt-9"},
		{"no overrides", mixed + `]}]}]}`, "aws_autoscaling_group.x", plain},
		{"PUB-2 two interfaces", `= aws_autoscaling_group.x {"id": "x", "tag": [], "vpc_zone_identifier": ["subnet-a"], "launch_template": [{"id": "lt-4", "name": "two", "version": "1"}]}`, "aws_autoscaling_group.x",
			"in aws_subnet.a, groups aws_security_group.h, public no, IPv6 by subnet; and in aws_subnet.a, default group, public no, IPv6 by subnet"},
		{"an interface that is given", `= aws_autoscaling_group.x {"id": "x", "tag": [], "vpc_zone_identifier": ["subnet-a"], "launch_template": [{"id": "lt-5", "name": "given", "version": "1"}]}`, "aws_autoscaling_group.x",
			"interfaces ?aws_launch_template.given.network_interfaces[0].network_interface_id"},
		{"a launch configuration", `= aws_launch_configuration.c {"id": "c", "name": "c", "security_groups": ["sg-2"], "associate_public_ip_address": true}
			= aws_autoscaling_group.x {"id": "x", "tag": [], "vpc_zone_identifier": ["subnet-a"], "launch_template": [], "mixed_instances_policy": [], "launch_configuration": "c"}`, "aws_autoscaling_group.x",
			"in aws_subnet.a, groups aws_security_group.h, public yes, IPv6 by subnet"},
		{"spot instance", `+ aws_spot_instance_request.x {"subnet_id": "subnet-a", "vpc_security_group_ids": ["sg-1"], "associate_public_ip_address": true, "source_dest_check": true, "launch_template": [], "network_interface": [], "ipv6_address_count": 0, "ipv6_addresses": []}`,
			"aws_spot_instance_request.x", "in aws_subnet.a, groups aws_security_group.g, public yes, IPv6 no"},
		{"spot fleet by specifications", `+ aws_spot_fleet_request.x {"launch_specification": [
			{"subnet_id": "subnet-a", "vpc_security_group_ids": ["sg-1"], "associate_public_ip_address": true}, {"subnet_id": "subnet-b", "vpc_security_group_ids": ["sg-1"], "associate_public_ip_address": true}], "launch_template_config": []}`,
			"aws_spot_fleet_request.x", "in aws_subnet.a aws_subnet.b, groups aws_security_group.g, public yes, IPv6 by subnet"},
		{"spot fleet that does not ask for addresses", `+ aws_spot_fleet_request.x {"launch_specification": [{"subnet_id": "subnet-a, subnet-b", "vpc_security_group_ids": [], "associate_public_ip_address": false}]}`,
			"aws_spot_fleet_request.x", "in ?aws_spot_fleet_request.x.launch_specification[0].subnet_id, default group, public perhaps by subnet, IPv6 by subnet"},
		{"spot fleet by templates", `+ aws_spot_fleet_request.x {"launch_specification": [], "launch_template_config": [
			{"launch_template_specification": [{"id": "lt-1", "name": "", "version": "1"}], "overrides": [{"subnet_id": "subnet-a"}]}, {"launch_template_specification": [{"id": "lt-2", "name": "", "version": "1"}], "overrides": [{"subnet_id": "subnet-b"}]}]}`,
			"aws_spot_fleet_request.x", "in aws_subnet.a aws_subnet.b, groups aws_security_group.g, public by subnet, IPv6 by subnet"},
		{"fleet", `+ aws_ec2_fleet.x {"launch_template_config": [{"launch_template_specification": [{"launch_template_id": "", "launch_template_name": "t", "version": "1"}], "override": [{"subnet_id": "subnet-a"}, {"subnet_id": ""}]}]}`,
			"aws_ec2_fleet.x", "in aws_subnet.a ?aws_ec2_fleet.x.launch_template_config[0].override[1], groups aws_security_group.g, public by subnet, IPv6 by subnet"},
		{"fleet without overrides", `+ aws_ec2_fleet.x {"launch_template_config": [{"launch_template_specification": [{"launch_template_id": "lt-1", "launch_template_name": "", "version": "1"}], "override": []}]}`,
			"aws_ec2_fleet.x", "in ?aws_launch_template.t.network_interfaces, groups aws_security_group.g, public by subnet, IPv6 by subnet"},
		{"fleet by two templates, one with interfaces that are known after apply", `+ aws_launch_template.open {"name": "open", "vpc_security_group_ids": ["sg-1"], "network_interfaces": "?"}
			+ aws_ec2_fleet.x {"launch_template_config": [
			{"launch_template_specification": [{"launch_template_id": "", "launch_template_name": "open", "version": "$Latest"}], "override": [{"subnet_id": "subnet-a"}]},
			{"launch_template_specification": [{"launch_template_id": "lt-1", "launch_template_name": "", "version": "1"}], "override": [{"subnet_id": "subnet-a"}]}]}`,
			"aws_ec2_fleet.x", "in aws_subnet.a, groups ?aws_launch_template.open.network_interfaces, public ?aws_launch_template.open.network_interfaces, IPv6 ?aws_launch_template.open.network_interfaces; and interfaces ?aws_launch_template.open.network_interfaces"},
		{"fleet by the name of a template that may be in another region", `+ aws_launch_template.open {"name": "open", "region": "?", "vpc_security_group_ids": ["sg-1"], "network_interfaces": []}
			+ aws_ec2_fleet.x {"launch_template_config": [{"launch_template_specification": [{"launch_template_id": "", "launch_template_name": "open", "version": "$Latest"}], "override": [{"subnet_id": "subnet-a"}]}]}`,
			"aws_ec2_fleet.x", "in aws_subnet.a, groups ?aws_ec2_fleet.x.launch_template_config[0].launch_template_specification[0].launch_template_name, public ?aws_ec2_fleet.x.launch_template_config[0].launch_template_specification[0].launch_template_name, IPv6 ?aws_ec2_fleet.x.launch_template_config[0].launch_template_specification[0].launch_template_name"},
		{"fleet that launches nothing that the plan shows", `+ aws_ec2_fleet.x {"launch_template_config": []}`, "aws_ec2_fleet.x", "interfaces ?aws_ec2_fleet.x.launch_template_config"},
		{"batch on instances", `+ aws_batch_compute_environment.x {"compute_resources": [{"type": "SPOT", "subnets": ["subnet-a"], "security_group_ids": ["sg-1"], "launch_template": []}]}`,
			"aws_batch_compute_environment.x", plain},
		{"batch by a template", `+ aws_batch_compute_environment.x {"compute_resources": [{"type": "EC2", "subnets": ["subnet-a"], "security_group_ids": [], "launch_template": [{"launch_template_id": "lt-3", "launch_template_name": "", "version": "1"}]}]}`,
			"aws_batch_compute_environment.x", "in aws_subnet.a, groups aws_security_group.h, public no, IPv6 by subnet"},
		{"batch with groups of both", `+ aws_batch_compute_environment.x {"compute_resources": [{"type": "EC2", "subnets": ["subnet-a"], "security_group_ids": ["sg-1"], "launch_template": [{"launch_template_id": "lt-3", "launch_template_name": "", "version": "1"}]}]}`,
			"aws_batch_compute_environment.x", "in aws_subnet.a, groups ?aws_batch_compute_environment.x.compute_resources[0].security_group_ids, public no, IPv6 by subnet"},
		{"batch on Fargate", `+ aws_batch_compute_environment.x {"compute_resources": [{"type": "FARGATE", "subnets": ["subnet-a"], "security_group_ids": ["sg-1"], "launch_template": []}]}`,
			"aws_batch_compute_environment.x", "in aws_subnet.a, groups aws_security_group.g, public ?aws_batch_compute_environment.x.compute_resources[0].type, IPv6 no"},
		{"batch that somebody else manages", `+ aws_batch_compute_environment.x {"compute_resources": []}`, "aws_batch_compute_environment.x", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			net, _ := build(t, place+templates+tt.plan, "")
			if got := workload(net, tt.of); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestOverridesBySource: overrides that nobody writes are unknown in a plan like
// those of which nobody knows how many there are.
func TestOverridesBySource(t *testing.T) {
	const tf = `
		resource "aws_autoscaling_group" "x" {
			vpc_zone_identifier = ["subnet-a"]
			mixed_instances_policy {
				launch_template {
					launch_template_specification {
						launch_template_id = "lt-1"
						version            = "1"
					}
					MORE
				}
			}
		}`
	for _, tt := range []struct{ name, more, want string }{
		{"none", ``, "in aws_subnet.a, groups aws_security_group.g, public by subnet, IPv6 by subnet"},
		{"some", `dynamic "override" {
			for_each = data.aws_instances.x.ids
			content {
				launch_template_specification { launch_template_id = override.value }
			}
			}`, "in aws_subnet.a, groups ?aws_autoscaling_group.x.mixed_instances_policy[0].launch_template[0].override, " +
			"public ?aws_autoscaling_group.x.mixed_instances_policy[0].launch_template[0].override, IPv6 ?aws_autoscaling_group.x.mixed_instances_policy[0].launch_template[0].override"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			net, _ := build(t, place+`
				= aws_launch_template.t {"id": "lt-1", "name": "t", "latest_version": 1, "default_version": 1, "vpc_security_group_ids": ["sg-1"], "network_interfaces": []}
				+ aws_autoscaling_group.x {"tag": [], "vpc_zone_identifier": ["subnet-a"], "launch_template": [], "launch_configuration": null, "mixed_instances_policy": [{"launch_template": [
					{"launch_template_specification": [{"launch_template_id": "lt-1", "launch_template_name": "?", "version": "1"}], "override": "?"}]}]}`, strings.Replace(tf, "MORE", tt.more, 1))
			if got := workload(net, "aws_autoscaling_group.x"); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}
