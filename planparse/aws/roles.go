package aws

import "github.com/tfreach/tfreach/planparse/planjson"

// The types of the AWS provider that are not modelled yet, by what that means
// for a verdict.

// workloads have network interfaces in a VPC.
var workloads = []string{
	"aws_emr_cluster", "aws_sagemaker_domain", "aws_directory_service_directory", "aws_workspaces_directory", "aws_cloud9_environment_ec2",
	"aws_lightsail_instance", "aws_imagebuilder_infrastructure_configuration", "aws_gamelift_fleet",
	"aws_apprunner_vpc_ingress_connection", "aws_bedrockagentcore_agent_runtime", "aws_bedrockagentcore_browser",
	"aws_bedrockagentcore_code_interpreter", "aws_cloudhsm_v2_cluster", "aws_cloudhsm_v2_hsm", "aws_datasync_agent",
	"aws_datasync_location_efs", "aws_ec2_client_vpn_endpoint", "aws_ec2_client_vpn_network_association", "aws_elastic_beanstalk_environment",
	"aws_emr_studio", "aws_evs_environment", "aws_glue_dev_endpoint", "aws_lambda_capacity_provider",
	"aws_neptunegraph_private_graph_endpoint", "aws_odb_cloud_autonomous_vm_cluster", "aws_odb_cloud_vm_cluster", "aws_opsworks_instance",
	"aws_pipes_pipe", "aws_s3outposts_endpoint", "aws_storagegateway_gateway", "aws_verifiedaccess_endpoint", "aws_workspaces_pool",
	"aws_workspaces_workspace", "aws_bedrockagentcore_harness", "aws_codeconnections_host", "aws_codestarconnections_host",
	"aws_datasync_location_fsx_lustre_file_system", "aws_datasync_location_fsx_ontap_file_system",
	"aws_datasync_location_fsx_openzfs_file_system", "aws_datasync_location_fsx_windows_file_system", "aws_directory_service_region",
	"aws_drs_replication_configuration_template", "aws_ecs_capacity_provider", "aws_ecs_express_gateway_service",
	"aws_gamelift_game_server_group", "aws_iot_topic_rule_destination", "aws_medialive_channel", "aws_medialive_input",
	"aws_networkmonitor_probe", "aws_prometheus_scraper", "aws_s3files_mount_target", "aws_sagemaker_data_quality_job_definition",
	"aws_sagemaker_hyper_parameter_tuning_job", "aws_sagemaker_labeling_job", "aws_sagemaker_monitoring_schedule",
	"aws_sagemaker_training_job", "aws_sagemaker_workforce", "aws_transfer_web_app", "aws_worklink_fleet",
}

// gaps change what others do.
var gaps = []string{
	"aws_vpc_encryption_control",
	"aws_vpc_security_group_rules_exclusive",
	// These attach groups, add ACL rules and lead routes through firewalls.
	"aws_fms_policy",
	// These may add routes to the tables of a transit gateway.
	"aws_vpn_concentrator", "aws_networkmanager_transit_gateway_route_table_attachment", "aws_finspace_kx_environment",
	// These make what a template or a document says, routes among it.
	"aws_cloudcontrolapi_resource", "aws_cloudformation_stack", "aws_cloudformation_stack_instances", "aws_cloudformation_stack_set_instance",
	"aws_serverlessapplicationrepository_cloudformation_stack", "aws_servicecatalog_provisioned_product",
}

// harmlessTypes have names like those of the network and move no packets: they
// describe, measure, name, or act only through types listed elsewhere.
var harmlessTypes = []string{
	"aws_default_tags",
	"aws_vpc_endpoint_connection_accepter", "aws_vpc_endpoint_connection_notification", "aws_vpc_endpoint_policy",
	"aws_vpc_endpoint_service", "aws_vpc_endpoint_service_allowed_principal", "aws_vpc_endpoint_service_private_dns_verification",
	"aws_vpc_endpoint_associations",
	"aws_vpc_ipam", "aws_vpc_ipam_organization_admin_account", "aws_vpc_ipam_pool", "aws_vpc_ipam_pool_cidr", "aws_vpc_ipam_pool_cidr_allocation",
	"aws_vpc_ipam_pool_cidrs", "aws_vpc_ipam_pools", "aws_vpc_ipam_preview_next_cidr", "aws_vpc_ipam_resource_discovery", "aws_vpc_ipam_resource_discovery_association",
	"aws_vpc_ipam_scope", "aws_vpc_ipams", "aws_vpc_network_performance_metric_subscription",
	"aws_vpc_peering_connections", "aws_vpc_security_group_vpc_association", "aws_vpcs",
	"aws_vpc_security_group_rule", "aws_vpc_security_group_rules",
	"aws_subnets", "aws_subnet_ids", "aws_route_tables", "aws_security_groups", "aws_network_acls", "aws_network_interfaces", "aws_eips", "aws_nat_gateways",
	"aws_network_interface_permission", "aws_eip_domain_name",
	"aws_ec2_transit_gateway_attachments", "aws_ec2_transit_gateway_connect_peer",
	"aws_ec2_transit_gateway_multicast_domain", "aws_ec2_transit_gateway_multicast_domain_association", "aws_ec2_transit_gateway_multicast_group_member",
	"aws_ec2_transit_gateway_multicast_group_source", "aws_ec2_transit_gateway_peering_attachments",
	"aws_ec2_transit_gateway_policy_table",
	"aws_ec2_transit_gateway_route_tables",
	"aws_ec2_transit_gateway_route_table_associations",
	"aws_ec2_transit_gateway_route_table_propagations", "aws_ec2_transit_gateway_route_table_routes",
	"aws_ec2_transit_gateway_vpc_attachments",
	"aws_ec2_local_gateway_route", "aws_ec2_local_gateway_route_table", "aws_ec2_local_gateway_route_tables", "aws_ec2_local_gateway_route_table_vpc_association",
	"aws_ec2_local_gateway_virtual_interface", "aws_ec2_local_gateway_virtual_interface_group", "aws_ec2_local_gateway_virtual_interface_groups", "aws_ec2_local_gateways",
	"aws_ec2_local_gateway_route_table_virtual_interface_group_association",
	"aws_ec2_transit_gateway_metering_policy", "aws_ec2_transit_gateway_metering_policy_entry",
	// Their routes reach only the tables that a propagation names (RT-17).
	"aws_vpc_route_server", "aws_vpc_route_server_vpc_association", "aws_vpc_route_server_endpoint", "aws_vpc_route_server_peer",
}

// families are the tables of what is modelled, one for each file of a family.
var families = []map[string]resourceType{
	prefixListTypes, egressOnlyTypes, peeringTypes, vpnTypes, transitTypes, uplinkTypes, endpointTypes, firewallTypes, publicAccessTypes,
	namesTypes, managedTypes, taskTypes, kubernetesTypes, fleetTypes, loadBalancerTypes,
}

func init() {
	for role, names := range map[role][]string{workload: workloads, gap: gaps, harmless: harmlessTypes} {
		for _, n := range names {
			t := resourceType{role: role}
			if role == workload {
				t.attrs = planjson.Attrs{"id": id, "tags": whole, "tags_all": whole}
			}
			types[n] = t
		}
	}
	// What a route server adds to a route table is learned at run time (RT-17).
	types["aws_vpc_route_server_propagation"] = resourceType{role: modelled, attrs: planjson.Attrs{"id": id, "route_table_id": id}}
	// Tables and NAT gateways shared by several settings of one gateway.
	types["aws_nat_gateway_eip_association"] = resourceType{role: harmless}
	for _, family := range families {
		for n, t := range family {
			types[n] = t
		}
	}
	// Since version 6 of the provider every resource has a region of its own.
	for _, t := range types {
		if t.attrs != nil {
			t.attrs["region"] = whole
		}
	}
}
