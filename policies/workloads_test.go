package policies_test

import "testing"

// TestWorkloads: how instances, interfaces, functions and groups come by their
// subnets, groups and addresses (PUB-1 to PUB-3, CMP-6, SG-14).
func TestWorkloads(t *testing.T) {
	const (
		public  = `"subnet-5e791e5c"`
		private = `"subnet-21c4b064"`
		group   = `"` + appSG + `"`
		noIP    = "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS "
	)
	// eni is an interface in the public subnet.
	eni := `= aws_network_interface.n {"id": "eni-1", "subnet_id": ` + public + `, "private_ip": "10.142.0.60", "private_ips": ["10.142.0.60"], "security_groups": [` + group + `], "source_dest_check": true, "ipv6_addresses": [], "attachment": [], "tags": {}}
		`
	lt := func(values string) string {
		return `= aws_launch_template.t {"id": "lt-1", "name": "web", "default_version": 1, "latest_version": 1, "vpc_security_group_ids": [], "security_group_names": [], "tags": {}, ` + values + `}
		`
	}
	asg := func(subnets, more string) string {
		return `+ aws_autoscaling_group.g {"vpc_zone_identifier": [` + subnets + `], "availability_zones": null, "tag": [], ` + more + `}
		`
	}
	const named = `"launch_configuration": null, "mixed_instances_policy": [], "launch_template": [{"id": "lt-1", "version": "$Latest", "name": "web"}]`
	testPlans(t, []planCase{
		{"PUB-1 the subnet gives public addresses", `! aws_instance.app
			+ aws_instance.app {"subnet_id": ` + public + `, "vpc_security_group_ids": [` + group + `], "associate_public_ip_address": "??"}`, [][2]string{{app, "holds"}}},
		{"PUB-1 the launch asks for one", `! aws_instance.app
			= aws_subnet.public {"map_public_ip_on_launch": false}
			+ aws_instance.app {"subnet_id": ` + public + `, "vpc_security_group_ids": [` + group + `], "associate_public_ip_address": true}`, [][2]string{{app, "holds"}}},
		{"PUB-1 neither does", `! aws_instance.app
			= aws_subnet.public {"map_public_ip_on_launch": false}
			+ aws_instance.app {"subnet_id": ` + public + `, "vpc_security_group_ids": [` + group + `], "associate_public_ip_address": "??"}`, [][2]string{{app, "violated: " + noIP + "aws_instance.app"}}},
		{"PUB-1 an unknown wish", `! aws_instance.app
			+ aws_instance.app {"subnet_id": ` + public + `, "vpc_security_group_ids": [` + group + `], "associate_public_ip_address": "?"}`, [][2]string{{app, "undecided: UNKNOWN_VALUE aws_instance.app.associate_public_ip_address"}}},
		{"PUB-1 what exists shows its address", `= aws_instance.app {"subnet_id": ` + public + `, "private_ip": "10.142.0.50", "public_ip": "3.3.3.3"}`, [][2]string{{app, "holds"}}},
		{"PUB-2 an interface of its own", eni, [][2]string{
			{"aws_network_interface.n reaches internet:443", "undecided: UNKNOWN_VALUE aws_network_interface.n"},
			{"workloads in public subnets cannot reach internet:80", "holds"},
		}},
		{"PUB-2 in a subnet that gives none", eni + `= aws_subnet.public {"map_public_ip_on_launch": false}`, [][2]string{{"aws_network_interface.n reaches internet:443", "violated: " + noIP + "aws_network_interface.n"}}},
		{"PUB-3 an Elastic IP for an interface", eni + `= aws_eip.n {"id": "eipalloc-1", "allocation_id": "eipalloc-1", "network_interface": "eni-1", "instance": "", "public_ip": "3.3.3.3"}`, [][2]string{{"aws_network_interface.n reaches internet:443", "holds"}}},
		{"PUB-3 an association", eni + `= aws_eip.n {"id": "eipalloc-1", "allocation_id": "eipalloc-1", "network_interface": "", "instance": "", "public_ip": "3.3.3.3"}
			+ aws_eip_association.n {"allocation_id": "eipalloc-1", "network_interface_id": "eni-1"}`, [][2]string{{"aws_network_interface.n reaches internet:443", "holds"}}},
		{"PUB-3 a deleted association that the Elastic IP still shows", eni + `= aws_eip.n {"id": "eipalloc-1", "allocation_id": "eipalloc-1", "network_interface": "eni-1", "instance": "", "public_ip": "3.3.3.3"}
			= aws_eip_association.n {"id": "eipassoc-1", "allocation_id": "eipalloc-1", "network_interface_id": "eni-1"}
			= aws_subnet.public {"map_public_ip_on_launch": false}
			- aws_eip_association.n`, [][2]string{{"aws_network_interface.n reaches internet:443", "violated: " + noIP + "aws_network_interface.n"}}},
		{"PUB-3 for one of several private addresses", eni + `= aws_network_interface.n {"private_ips": ["10.142.0.60", "10.142.0.61"]}
			= aws_eip.n {"id": "eipalloc-1", "allocation_id": "eipalloc-1", "network_interface": "eni-1", "instance": "", "public_ip": "3.3.3.3", "associate_with_private_ip": "10.142.0.61"}`, [][2]string{
			{"aws_network_interface.n reaches internet:443", "undecided: UNMODELLED_RESOURCE aws_network_interface.n"},
		}},
		{"PUB-3 the Elastic IP of an instance is deleted", `
			= aws_instance.app {"subnet_id": ` + public + `, "private_ip": "10.142.0.50", "public_ip": "3.3.3.3"}
			= aws_eip.app {"id": "eipalloc-1", "allocation_id": "eipalloc-1", "network_interface": "", "instance": "i-8c82f3aba102aedbe", "public_ip": "3.3.3.3"}
			- aws_eip.app`, [][2]string{{app, "undecided: UNKNOWN_VALUE aws_instance.app.public_ip"}}},
		{"an instance on an interface of its own", eni + `! aws_instance.app
			+ aws_instance.app {"network_interface": [{"device_index": 0, "network_interface_id": "eni-1"}], "subnet_id": "?", "vpc_security_group_ids": "?"}
			= aws_eip.n {"id": "eipalloc-1", "allocation_id": "eipalloc-1", "network_interface": "eni-1", "instance": "", "public_ip": "3.3.3.3"}`, [][2]string{
			{app, "holds"},
			{"aws_instance.app reaches internet:80", "violated: forward ENI_SG_RULES_MISMATCH aws_security_group.app.egress"},
		}},
		{"an interface that may be another's, too", eni + `
			+ aws_network_interface_attachment.x {"instance_id": "?", "network_interface_id": "eni-1", "device_index": 1}`, [][2]string{
			{app, "holds"},
			{"aws_instance.app cannot reach internet:80", "undecided: UNKNOWN_VALUE aws_network_interface_attachment.x.instance_id"},
		}},
		{"SG-14 without groups, the default one of the VPC", `! aws_instance.app
			+ aws_instance.app {"subnet_id": ` + private + `, "vpc_security_group_ids": []}`, [][2]string{{app, "holds"}}},
		{"a group that another resource adds", `= aws_security_group.app {"egress": []}
			= aws_security_group.more {"id": "sg-2", "vpc_id": "vpc-eec8932f", "ingress": [], "egress": [{` + httpsA + `}]}
			= aws_network_interface.n {"id": "eni-1", "subnet_id": ` + private + `, "private_ip": "10.142.13.60", "private_ips": ["10.142.13.60"], "security_groups": [` + group + `], "source_dest_check": true, "ipv6_addresses": [], "attachment": []}
			+ aws_network_interface_sg_attachment.more {"network_interface_id": "eni-1", "security_group_id": "sg-2"}`, [][2]string{{"aws_network_interface.n reaches internet:443", "holds"}}},
		{"CMP-1 a function outside any VPC", `+ aws_lambda_function.f {"vpc_config": []}`, [][2]string{{"aws_lambda_function.f reaches internet:443", "undecided: UNMODELLED_RESOURCE aws_lambda_function.f.vpc_config"}}},
		{"CMP-6 a template's own groups", lt(`"vpc_security_group_ids": [`+group+`], "network_interfaces": []`) + asg(private, named), [][2]string{
			{"aws_autoscaling_group.g reaches internet:443", "holds"},
			{"aws_autoscaling_group.g reaches internet:80", "violated: forward ENI_SG_RULES_MISMATCH aws_security_group.app.egress"},
		}},
		{"CMP-6 those of its interface", lt(`"network_interfaces": [{"security_groups": [`+group+`], "associate_public_ip_address": "true", "subnet_id": "", "network_interface_id": "", "device_index": 0}]`) +
			`= aws_subnet.public {"map_public_ip_on_launch": false}
			` + asg(public, named), [][2]string{{"aws_autoscaling_group.g reaches internet:443", "holds"}}},
		{"CMP-6 an interface that refuses a public address", lt(`"network_interfaces": [{"security_groups": [`+group+`], "associate_public_ip_address": "false", "subnet_id": "", "network_interface_id": "", "device_index": 0}]`) + asg(public, named), [][2]string{
			{"aws_autoscaling_group.g reaches internet:443", "violated: " + noIP + "aws_launch_template.t"},
		}},
		{"M34 two interfaces, no public address: PUB-2", lt(`"network_interfaces": [{"security_groups": [`+group+`], "associate_public_ip_address": "", "subnet_id": "", "network_interface_id": "", "device_index": 0}, {"security_groups": [`+group+`], "device_index": 1}]`) + asg(public, named), [][2]string{
			{"aws_autoscaling_group.g reaches internet:443", "violated: " + noIP + "aws_launch_template.t"},
		}},
		{"a template outside the plan", asg(private, named), [][2]string{{"aws_autoscaling_group.g reaches internet:443", "undecided: UNKNOWN_BEYOND_PLAN lt-1"}}},
		{"a fixed version of a template that changes", lt(`"vpc_security_group_ids": [`+group+`], "network_interfaces": []`) + `~ aws_launch_template.t {"latest_version": "?"}
			` + asg(private, `"launch_configuration": null, "mixed_instances_policy": [], "launch_template": [{"id": "lt-1", "version": "1", "name": "web"}]`), [][2]string{
			{"aws_autoscaling_group.g reaches internet:443", "undecided: UNKNOWN_VALUE aws_autoscaling_group.g.launch_template[0].version"},
		}},
		{"a launch configuration", `= aws_launch_configuration.c {"id": "lc", "name": "lc", "security_groups": [` + group + `], "associate_public_ip_address": false}
			` + asg(public, `"launch_configuration": "lc", "mixed_instances_policy": [], "launch_template": []`), [][2]string{{"aws_autoscaling_group.g reaches internet:443", "violated: " + noIP + "aws_launch_configuration.c"}}},
		{"a mixed instances policy", lt(`"vpc_security_group_ids": [`+group+`], "network_interfaces": []`) + asg(private, `"launch_configuration": null, "launch_template": [], "mixed_instances_policy": [{"launch_template": [{"launch_template_specification": [{"launch_template_id": "lt-1", "launch_template_name": "web", "version": "$Default"}], "override": [{"launch_template_specification": []}]}]}]`), [][2]string{
			{"aws_autoscaling_group.g reaches internet:443", "holds"},
		}},
		{"a workload that is not modelled", `+ aws_emr_cluster.s {"name": "s"}`, [][2]string{
			{"aws_emr_cluster.s reaches internet:443", "undecided: UNMODELLED_RESOURCE aws_emr_cluster.s"},
			{"workloads reach internet:443", "undecided: UNMODELLED_RESOURCE aws_emr_cluster.s"},
			{"workloads reach internet:80", "violated: forward ENI_SG_RULES_MISMATCH aws_security_group.app.egress; undecided UNMODELLED_RESOURCE aws_emr_cluster.s"},
		}},
	})
}
