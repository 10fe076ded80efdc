package aws_test

import "testing"

// place is a VPC with two subnets and a group, which exist.
const place = `
	= aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16"}
	= aws_subnet.a {"id": "subnet-a", "vpc_id": "vpc-1", "cidr_block": "10.0.0.0/24", "ipv6_cidr_block": ""}
	= aws_subnet.b {"id": "subnet-b", "vpc_id": "vpc-1", "cidr_block": "10.0.1.0/24", "ipv6_cidr_block": ""}
	= aws_subnet.six {"id": "subnet-six", "vpc_id": "vpc-1", "cidr_block": "10.0.2.0/24", "ipv6_cidr_block": "2600::/64"}
	= aws_security_group.g {"id": "sg-1", "vpc_id": "vpc-1"}
	= aws_security_group.h {"id": "sg-2", "vpc_id": "vpc-1"}
	= aws_db_subnet_group.d {"id": "d", "name": "d", "subnet_ids": ["subnet-a", "subnet-b"]}
	`

// TestManaged: where services have their interfaces (CMP-4, CMP-7).
func TestManaged(t *testing.T) {
	for _, tt := range []struct{ name, plan, of, want string }{
		{"database", `+ aws_db_instance.x {"db_subnet_group_name": "d", "vpc_security_group_ids": ["sg-1"], "publicly_accessible": true, "network_type": "IPV4"}`,
			"aws_db_instance.x", "in aws_subnet.a aws_subnet.b, groups aws_security_group.g, public yes, IPv6 perhaps by subnet"},
		{"database with IPv6", `+ aws_db_instance.x {"db_subnet_group_name": "d", "vpc_security_group_ids": [], "publicly_accessible": false, "network_type": "DUAL"}`,
			"aws_db_instance.x", "in aws_subnet.a aws_subnet.b, default group, public no, IPv6 yes"},
		{"database of which nothing is known", `+ aws_db_instance.x {"db_subnet_group_name": "?", "vpc_security_group_ids": "?", "publicly_accessible": "?", "network_type": "?"}`,
			"aws_db_instance.x", "in ?aws_db_instance.x.db_subnet_group_name, groups ?aws_db_instance.x.vpc_security_group_ids, public ?aws_db_instance.x.publicly_accessible, IPv6 ?aws_db_instance.x.network_type"},
		{"database in a group beyond the plan", `+ aws_db_instance.x {"db_subnet_group_name": "other", "vpc_security_group_ids": ["sg-9"], "publicly_accessible": false, "network_type": null}`,
			"aws_db_instance.x", "in ?other, groups sg-9, public no, IPv6 perhaps by subnet"},
		{"database without a group", `+ aws_db_instance.x {"db_subnet_group_name": null, "vpc_security_group_ids": null, "publicly_accessible": false}`,
			"aws_db_instance.x", "in ?aws_db_instance.x.db_subnet_group_name, default group, public no, IPv6 perhaps by subnet"},
		{"database in a group with an unknown subnet", `+ aws_db_subnet_group.n {"name": "n", "subnet_ids": ["subnet-a", "?"]}
			+ aws_db_instance.x {"db_subnet_group_name": "n", "vpc_security_group_ids": ["sg-1"], "publicly_accessible": false}`,
			"aws_db_instance.x", "in aws_subnet.a ?aws_db_subnet_group.n.subnet_ids[1], groups aws_security_group.g, public no, IPv6 perhaps by subnet"},
		{"a group that a data source reads", `< data.aws_db_subnet_group.n {"id": "n", "name": "n", "subnet_ids": ["subnet-b"]}
			+ aws_db_instance.x {"db_subnet_group_name": "n", "vpc_security_group_ids": ["sg-1"], "publicly_accessible": false}`,
			"aws_db_instance.x", "in aws_subnet.b, groups aws_security_group.g, public no, IPv6 perhaps by subnet"},
		{"names are chosen type by type", `= aws_redshift_subnet_group.d {"id": "d", "name": "d", "subnet_ids": ["subnet-six"]}
			+ aws_redshift_cluster.x {"cluster_subnet_group_name": "d", "vpc_security_group_ids": ["sg-1"], "publicly_accessible": true, "enhanced_vpc_routing": true}`,
			"aws_redshift_cluster.x", "in aws_subnet.six, groups aws_security_group.g, public yes, IPv6 perhaps by subnet"},
		{"warehouse that copies past its VPC", `= aws_redshift_subnet_group.d {"id": "d", "name": "d", "subnet_ids": ["subnet-six"]}
			+ aws_redshift_cluster.x {"cluster_subnet_group_name": "d", "vpc_security_group_ids": ["sg-1"], "publicly_accessible": "?", "enhanced_vpc_routing": false}`,
			"aws_redshift_cluster.x", "in aws_subnet.six, groups aws_security_group.g, public ?aws_redshift_cluster.x.publicly_accessible, IPv6 perhaps by subnet, assumed"},
		{"instance of a cluster", `+ aws_rds_cluster_instance.x {"cluster_identifier": "c", "db_subnet_group_name": "", "publicly_accessible": true, "network_type": null}
			= aws_rds_cluster.c {"id": "c", "cluster_identifier": "c", "db_subnet_group_name": "d", "vpc_security_group_ids": ["sg-2"], "db_cluster_instance_class": ""}`,
			"aws_rds_cluster_instance.x", "in aws_subnet.a aws_subnet.b, groups aws_security_group.h, public yes, IPv6 perhaps by subnet"},
		{"cluster", `= aws_rds_cluster.c {"id": "c", "cluster_identifier": "c", "db_subnet_group_name": "d", "vpc_security_group_ids": ["sg-2"], "db_cluster_instance_class": ""}`,
			"aws_rds_cluster.c", "in aws_subnet.a aws_subnet.b, groups aws_security_group.h, public no, IPv6 perhaps by subnet, passive"},
		{"cluster with instances of its own", `= aws_rds_cluster.c {"id": "c", "cluster_identifier": "c", "db_subnet_group_name": "d", "vpc_security_group_ids": ["sg-2"], "db_cluster_instance_class": "db.m5"}`,
			"aws_rds_cluster.c", "in aws_subnet.a aws_subnet.b, groups aws_security_group.h, public ?aws_rds_cluster.c.db_cluster_instance_class, IPv6 perhaps by subnet"},
		{"instance of no cluster", `+ aws_rds_cluster_instance.x {"cluster_identifier": null, "db_subnet_group_name": "d", "publicly_accessible": false}`,
			"aws_rds_cluster_instance.x", "in aws_subnet.a aws_subnet.b, groups ?aws_rds_cluster_instance.x.cluster_identifier, public no, IPv6 perhaps by subnet"},
		{"instance of a cluster beyond the plan", `+ aws_docdb_cluster_instance.x {"cluster_identifier": "other"}`,
			"aws_docdb_cluster_instance.x", "in ?other, groups ?other, public no, IPv6 perhaps by subnet"},
		{"cache that stands by itself", `= aws_elasticache_subnet_group.e {"id": "e", "name": "e", "subnet_ids": ["subnet-b"]}
			+ aws_elasticache_cluster.x {"subnet_group_name": "e", "security_group_ids": ["sg-1"], "replication_group_id": null, "network_type": "ipv4"}`,
			"aws_elasticache_cluster.x", "in aws_subnet.b, groups aws_security_group.g, public no, IPv6 perhaps by subnet"},
		{"cache of a group", `= aws_elasticache_subnet_group.e {"id": "e", "name": "e", "subnet_ids": ["subnet-b"]}
			= aws_elasticache_replication_group.r {"id": "r", "subnet_group_name": "e", "security_group_ids": ["sg-1"]}
			+ aws_elasticache_cluster.x {"subnet_group_name": null, "security_group_ids": null, "replication_group_id": "r"}`,
			"aws_elasticache_cluster.x", "in aws_subnet.b, groups aws_security_group.g, public no, IPv6 perhaps by subnet"},
		{"one subnet", `+ aws_efs_mount_target.x {"subnet_id": "subnet-a", "security_groups": ["sg-1"]}`,
			"aws_efs_mount_target.x", "in aws_subnet.a, groups aws_security_group.g, public no, IPv6 perhaps by subnet, passive"},
		{"in a block", `+ aws_codebuild_project.x {"vpc_config": [{"vpc_id": "vpc-1", "subnets": ["subnet-a"], "security_group_ids": ["sg-1"]}]}`,
			"aws_codebuild_project.x", "in aws_subnet.a, groups aws_security_group.g, public no, IPv6 perhaps by subnet"},
		{"outside a VPC", `+ aws_codebuild_project.x {"vpc_config": []}`, "aws_codebuild_project.x", "interfaces ?aws_codebuild_project.x.vpc_config"},
		{"perhaps outside a VPC", `+ aws_codebuild_project.x {"vpc_config": "?"}`, "aws_codebuild_project.x", "interfaces ?aws_codebuild_project.x.vpc_config"},
		{"assumed to have no public address", `+ aws_mwaa_environment.x {"network_configuration": [{"subnet_ids": ["subnet-a"], "security_group_ids": ["sg-1"]}]}`,
			"aws_mwaa_environment.x", "in aws_subnet.a, groups aws_security_group.g, public no, IPv6 perhaps by subnet, assumed"},
		{"nothing in a VPC", `+ aws_glue_connection.x {"physical_connection_requirements": []}`, "aws_glue_connection.x", ""},
		{"perhaps something in a VPC", `+ aws_glue_connection.x {"physical_connection_requirements": "?"}`, "aws_glue_connection.x", "interfaces ?aws_glue_connection.x.physical_connection_requirements"},
		{"one block in a VPC, and one of which nobody knows", `+ aws_msk_replicator.x {"kafka_cluster": [
			{"vpc_config": [{"subnet_ids": ["subnet-a"], "security_groups_ids": ["sg-1"]}]}, {"vpc_config": "?"}]}`,
			"aws_msk_replicator.x", "interfaces ?aws_msk_replicator.x.kafka_cluster[1].vpc_config"},
		{"no groups, which is not documented", `+ aws_glue_connection.x {"physical_connection_requirements": [{"subnet_id": "subnet-a", "security_group_id_list": []}]}`,
			"aws_glue_connection.x", "in aws_subnet.a, groups ?aws_glue_connection.x.physical_connection_requirements[0].security_group_id_list, public no, IPv6 perhaps by subnet"},
		{"a block in a block", `+ aws_mskconnect_connector.x {"kafka_cluster": [{"apache_kafka_cluster": [{"vpc": [{"subnets": ["subnet-a"], "security_groups": ["sg-1"]}]}]}]}`,
			"aws_mskconnect_connector.x", "in aws_subnet.a, groups aws_security_group.g, public no, IPv6 perhaps by subnet, assumed"},
		{"two blocks that agree", `+ aws_msk_replicator.x {"kafka_cluster": [
			{"vpc_config": [{"subnet_ids": ["subnet-a"], "security_groups_ids": ["sg-1"]}]}, {"vpc_config": [{"subnet_ids": ["subnet-b", "subnet-a"], "security_groups_ids": ["sg-1"]}]}]}`,
			"aws_msk_replicator.x", "in aws_subnet.a aws_subnet.b, groups aws_security_group.g, public no, IPv6 perhaps by subnet, assumed"},
		{"two blocks that differ", `+ aws_msk_replicator.x {"kafka_cluster": [
			{"vpc_config": [{"subnet_ids": ["subnet-a"], "security_groups_ids": ["sg-1"]}]}, {"vpc_config": [{"subnet_ids": ["subnet-a"], "security_groups_ids": ["sg-2"]}]}]}`,
			"aws_msk_replicator.x", "in aws_subnet.a, groups ?aws_msk_replicator.x, public no, IPv6 perhaps by subnet, assumed"},
		{"brokers with Elastic IPs", `+ aws_msk_cluster.x {"broker_node_group_info": [{"client_subnets": ["subnet-a"], "security_groups": ["sg-1"], "connectivity_info": [{"public_access": [{"type": "SERVICE_PROVIDED_EIPS"}]}]}]}`,
			"aws_msk_cluster.x", "in aws_subnet.a, groups aws_security_group.g, public yes, IPv6 perhaps by subnet"},
		{"brokers of which that is not known", `+ aws_msk_cluster.x {"broker_node_group_info": [{"client_subnets": ["subnet-a"], "security_groups": ["sg-1"], "connectivity_info": "?"}]}`,
			"aws_msk_cluster.x", "in aws_subnet.a, groups aws_security_group.g, public ?aws_msk_cluster.x.broker_node_group_info[0].connectivity_info, IPv6 perhaps by subnet"},
		{"notebook", `+ aws_sagemaker_notebook_instance.x {"subnet_id": "subnet-a", "security_groups": ["sg-1"], "direct_internet_access": "Disabled"}`,
			"aws_sagemaker_notebook_instance.x", "in aws_subnet.a, groups aws_security_group.g, public no, IPv6 perhaps by subnet"},
		{"notebook with a way of its own", `+ aws_sagemaker_notebook_instance.x {"subnet_id": "subnet-a", "security_groups": ["sg-1"], "direct_internet_access": "Enabled"}`,
			"aws_sagemaker_notebook_instance.x", "interfaces ?aws_sagemaker_notebook_instance.x.direct_internet_access"},
		{"canary", `+ aws_synthetics_canary.x {"vpc_config": [{"subnet_ids": ["subnet-a"], "security_group_ids": ["sg-1"]}]}`,
			"aws_synthetics_canary.x", "in aws_subnet.a, groups aws_security_group.g, public no, IPv6 perhaps by subnet, hyperplane"},
		{"what a data source reads", `< data.aws_db_instance.x {"id": "x", "publicly_accessible": false}`, "aws_db_instance.x", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			net, _ := build(t, place+tt.plan, "")
			if got := workload(net, tt.of); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestManagedBySource: what nobody sets is unknown in a plan like what somebody
// does; the configuration tells them apart.
func TestManagedBySource(t *testing.T) {
	for _, tt := range []struct{ name, plan, tf, of, want string }{
		{"nothing but names", `
			+ aws_db_subnet_group.n {"name": "?", "subnet_ids": "?"}
			+ aws_db_instance.x {"db_subnet_group_name": "?", "vpc_security_group_ids": "?", "publicly_accessible": false, "network_type": "?"}`, `
			resource "aws_db_subnet_group" "n" { subnet_ids = [aws_subnet.n.id] }
			resource "aws_db_instance" "x" { db_subnet_group_name = aws_db_subnet_group.n.name }`,
			"aws_db_instance.x", "in aws_subnet.n, default group, public no, IPv6 perhaps by subnet"},
		{"by the id of the group", `
			+ aws_elasticache_subnet_group.n {"name": "n", "subnet_ids": "?"}
			+ aws_elasticache_replication_group.x {"subnet_group_name": "?", "security_group_ids": "?", "network_type": "?"}`, `
			resource "aws_elasticache_subnet_group" "n" {
				name       = "n"
				subnet_ids = [aws_subnet.n.id]
			}
			resource "aws_elasticache_replication_group" "x" {
				subnet_group_name  = aws_elasticache_subnet_group.n.id
				security_group_ids = [aws_security_group.n.id]
			}`,
			"aws_elasticache_replication_group.x", "in aws_subnet.n, groups aws_security_group.n, public no, IPv6 perhaps by subnet"},
		{"part of a cluster", `
			+ aws_db_subnet_group.n {"name": "?", "subnet_ids": "?"}
			+ aws_rds_cluster.c {"cluster_identifier": "?", "db_subnet_group_name": "?", "vpc_security_group_ids": "?", "db_cluster_instance_class": null}
			+ aws_rds_cluster_instance.x {"cluster_identifier": "?", "db_subnet_group_name": "?", "publicly_accessible": "?", "network_type": "?"}`, `
			resource "aws_db_subnet_group" "n" { subnet_ids = [aws_subnet.n.id] }
			resource "aws_rds_cluster" "c" {
				db_subnet_group_name   = aws_db_subnet_group.n.name
				vpc_security_group_ids = [aws_security_group.n.id]
			}
			resource "aws_rds_cluster_instance" "x" { cluster_identifier = aws_rds_cluster.c.id }`,
			"aws_rds_cluster_instance.x", "in aws_subnet.n, groups aws_security_group.n, public no, IPv6 perhaps by subnet"},
		{"in a block", `+ aws_opensearch_domain.x {"ip_address_type": "?", "vpc_options": [{"subnet_ids": "?", "security_group_ids": []}]}`, `
			resource "aws_opensearch_domain" "x" {
				vpc_options { subnet_ids = [aws_subnet.n.id] }
			}`,
			"aws_opensearch_domain.x", "in aws_subnet.n, default group, public no, IPv6 perhaps by subnet, assumed"},
		{"left to AWS", `+ aws_mq_broker.x {"subnet_ids": "?", "security_groups": null, "publicly_accessible": false}`, `
			resource "aws_mq_broker" "x" { publicly_accessible = false }`,
			"aws_mq_broker.x", "in ?aws_mq_broker.x.subnet_ids, default group, public no, IPv6 perhaps by subnet"},
		{"blocks that nobody writes and that are there", `= aws_cloudwatch_event_target.x {"id": "x", "ecs_target": [{"launch_type": "FARGATE", "network_configuration": [{"subnets": ["subnet-9"], "security_groups": [], "assign_public_ip": false}]}]}`,
			"\nresource \"aws_cloudwatch_event_target\" \"x\" {}",
			"aws_cloudwatch_event_target.x", "in subnet-9, default group, public no, IPv6 by subnet"},
		{"blocks that nobody writes and that the plan does not show", `= aws_cloudwatch_event_target.x {"id": "x"}`, "\nresource \"aws_cloudwatch_event_target\" \"x\" {}", "aws_cloudwatch_event_target.x", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			const base = `
				+ aws_vpc.n {"cidr_block": "10.0.0.0/16"}
				+ aws_subnet.n {"vpc_id": "?", "cidr_block": "10.0.0.0/24"}
				+ aws_security_group.n {"vpc_id": "?"}
				`
			const tf = `
				resource "aws_vpc" "n" { cidr_block = "10.0.0.0/16" }
				resource "aws_subnet" "n" {
					vpc_id     = aws_vpc.n.id
					cidr_block = "10.0.0.0/24"
				}
				resource "aws_security_group" "n" { vpc_id = aws_vpc.n.id }`
			net, _ := build(t, base+tt.plan, tf+tt.tf)
			if got := workload(net, tt.of); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}
