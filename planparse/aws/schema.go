package aws

import (
	"strings"

	"github.com/tfreach/tfreach/planparse/planjson"
)

// role says how a resource type takes part in the model.
type role int

const (
	// modelled: it becomes model objects.
	modelled role = iota + 1
	// workload: it has network interfaces that are not modelled yet.
	workload
	// gap: it may change the fate of packets elsewhere, and is not modelled.
	gap
	// harmless: it moves no packets on a path.
	harmless
)

// resourceType is what is known of a resource type.
type resourceType struct {
	role  role
	attrs planjson.Attrs
	// ids are the attributes that hold ids of objects that the resource brings
	// into the world.
	ids []string
}

// Schema is the table of resource types: what is read of each, and what takes
// part in the model. It implements planjson.Schema and resolve.Types.
type Schema struct{}

// Attributes lists what to read of a type.
func (Schema) Attributes(resourceType string) (planjson.Attrs, bool) {
	t, ok := typeOf(resourceType)
	if !ok || t.role == harmless {
		return nil, false
	}
	if t.attrs == nil {
		return planjson.Attrs{"id": id, "region": whole}, true
	}
	return t.attrs, true
}

// IDs lists the attributes of a type that bring ids into the world.
func (Schema) IDs(resourceType string) []string {
	if t, ok := typeOf(resourceType); ok && t.ids != nil {
		return t.ids
	}
	return onlyID
}

// Shares reports whether an id may also be the id of another resource: what
// adopts an object has the id that the VPC shows, and an Elastic IP has two names
// for its own (PLAN-7).
func (Schema) Shares(resourceType, attribute string) bool {
	return attribute != "id" || strings.HasPrefix(resourceType, "aws_default_") || resourceType == "aws_eip" || resourceType == "aws_route_table" ||
		resourceType == "aws_internet_gateway"
}

var onlyID = []string{"id"}

// Outlives reports whether the object of a resource stays as it is when
// Terraform deletes the resource: the provider only stops managing what AWS made
// by itself (PLAN-7).
func (Schema) Outlives(r *planjson.Resource) bool {
	switch r.Type {
	case "aws_default_network_acl", "aws_default_security_group", "aws_default_route_table":
		return true
	case "aws_default_vpc", "aws_default_subnet":
		forced, _ := r.Before.Get("force_destroy").Bool()
		return !forced
	}
	return false
}

// IsNetwork reports whether resources of the type say something about a
// network.
func (Schema) IsNetwork(resourceType string) bool {
	t, ok := typeOf(resourceType)
	return ok && t.role != harmless
}

// typeOf is the entry of a type. Types of the network services that the table
// does not know are gaps: a new kind of route must not go unseen.
func typeOf(name string) (resourceType, bool) {
	if t, ok := types[name]; ok {
		return t, true
	}
	for _, p := range networkPrefixes {
		if strings.HasPrefix(name, p) {
			return resourceType{role: gap}, true
		}
	}
	return resourceType{}, false
}

// networkPrefixes begin the names of types that may touch a path.
var networkPrefixes = []string{
	"aws_vpc_", "aws_subnet", "aws_route_", "aws_network_", "aws_nat_", "aws_internet_gateway",
	"aws_egress_only_", "aws_security_group", "aws_eip", "aws_main_route_", "aws_default_", "aws_ec2_transit_", "aws_ec2_local_gateway",
	"awscc_ec2_",
}

// Shorthands for attributes.
var (
	whole = planjson.Attr{}
	id    = planjson.Attr{ID: true}
	// verbatim is passed on as it is written.
	verbatim = planjson.Attr{Verbatim: true}
)

func block(attrs planjson.Attrs) planjson.Attr { return planjson.Attr{Nested: attrs} }

// plus is attrs with id and tags.
func plus(attrs planjson.Attrs) planjson.Attrs {
	out := planjson.Attrs{"id": id, "tags": verbatim, "tags_all": whole}
	for k, v := range attrs {
		out[k] = v
	}
	return out
}

// routeTargets are the attributes that name where a route leads.
var routeTargets = []string{
	"gateway_id", "nat_gateway_id", "network_interface_id", "instance_id", "transit_gateway_id", "vpc_peering_connection_id",
	"vpc_endpoint_id", "egress_only_gateway_id", "carrier_gateway_id", "local_gateway_id", "core_network_arn", "odb_network_arn",
}

// routeAttrs are the attributes of a route block with the given names of its
// destinations that are blocks.
func routeAttrs(destinations ...string) planjson.Attrs {
	out := planjson.Attrs{}
	for _, t := range routeTargets {
		out[t] = id
	}
	for _, d := range destinations {
		out[d] = whole
	}
	out["destination_prefix_list_id"] = id
	return out
}

var inlineRoute = routeAttrs("cidr_block", "ipv6_cidr_block")

var aclEntry = planjson.Attrs{
	"rule_no": whole, "action": whole, "protocol": whole, "cidr_block": whole, "ipv6_cidr_block": whole,
	"from_port": whole, "to_port": whole, "icmp_type": whole, "icmp_code": whole,
}

var inlineRule = planjson.Attrs{
	"protocol": whole, "from_port": whole, "to_port": whole, "cidr_blocks": whole, "ipv6_cidr_blocks": whole,
	"prefix_list_ids": id, "security_groups": id, "self": whole,
}

var separateRule = planjson.Attrs{
	"id": id, "security_group_id": id, "ip_protocol": whole, "from_port": whole, "to_port": whole, "cidr_ipv4": whole, "cidr_ipv6": whole,
	"prefix_list_id": id, "referenced_security_group_id": id,
}

var vpcAttrs = plus(planjson.Attrs{
	"cidr_block": whole, "ipv6_cidr_block": whole, "force_destroy": whole, "assign_generated_ipv6_cidr_block": whole, "ipv6_ipam_pool_id": whole,
	"enable_dns_support": whole, "enable_dns_hostnames": whole, "dhcp_options_id": id,
	"main_route_table_id": id, "default_route_table_id": id, "default_network_acl_id": id, "default_security_group_id": id,
	"cidr_block_associations": block(planjson.Attrs{"cidr_block": whole, "state": whole}),
})

var vpcIDs = []string{"id", "default_route_table_id", "main_route_table_id", "default_network_acl_id", "default_security_group_id"}

var subnetAttrs = plus(planjson.Attrs{
	"vpc_id": id, "cidr_block": whole, "ipv6_cidr_block": whole, "ipv6_native": whole, "availability_zone": verbatim,
	"map_public_ip_on_launch": whole, "assign_ipv6_address_on_creation": whole, "enable_dns64": whole, "force_destroy": whole,
})

var tableAttrs = plus(planjson.Attrs{
	"vpc_id": id, "route": block(inlineRoute), "propagating_vgws": id, "default_route_table_id": id,
	// Of the data source:
	"route_table_id": id, "routes": block(inlineRoute),
	"associations": block(planjson.Attrs{"subnet_id": id, "gateway_id": id, "main": whole}),
})

var aclAttrs = plus(planjson.Attrs{
	"vpc_id": id, "subnet_ids": id, "ingress": block(aclEntry), "egress": block(aclEntry), "default_network_acl_id": id,
})

var groupAttrs = plus(planjson.Attrs{
	"name": verbatim, "vpc_id": id, "ingress": block(inlineRule), "egress": block(inlineRule),
})

var interfaceBlock = planjson.Attrs{"device_index": whole, "network_interface_id": id, "network_card_index": whole}

var templateInterface = planjson.Attrs{
	"device_index": whole, "network_interface_id": id, "subnet_id": id, "security_groups": id, "associate_public_ip_address": whole,
	"ipv6_address_count": whole, "ipv6_addresses": whole, "ipv6_prefix_count": whole, "ipv6_prefixes": whole,
	"private_ip_address": whole, "network_card_index": whole,
}

var templateRef = planjson.Attrs{"id": id, "name": whole, "version": whole}

var mixedRef = planjson.Attrs{"launch_template_id": id, "launch_template_name": whole, "version": whole}

// spot_instance_id is of a request for a spot instance.
var instanceAttrs = plus(planjson.Attrs{
	"subnet_id": id, "private_ip": whole, "secondary_private_ips": whole, "vpc_security_group_ids": id, "security_groups": id,
	"associate_public_ip_address": whole, "public_ip": whole, "source_dest_check": whole, "ipv6_addresses": whole, "ipv6_address_count": whole,
	"network_interface": block(interfaceBlock), "primary_network_interface": block(planjson.Attrs{"network_interface_id": id}),
	"primary_network_interface_id": id, "spot_instance_id": id, "launch_template": block(templateRef),
})

// types is the table.
var types = map[string]resourceType{
	"aws_vpc":                             {modelled, vpcAttrs, vpcIDs},
	"aws_default_vpc":                     {modelled, vpcAttrs, vpcIDs},
	"aws_vpc_ipv4_cidr_block_association": {modelled, planjson.Attrs{"id": id, "vpc_id": id, "cidr_block": whole}, nil},
	"aws_vpc_ipv6_cidr_block_association": {modelled, planjson.Attrs{
		"id": id, "vpc_id": id, "ipv6_cidr_block": whole, "assign_generated_ipv6_cidr_block": whole,
	}, nil},
	"aws_subnet":         {modelled, subnetAttrs, nil},
	"aws_default_subnet": {modelled, subnetAttrs, nil},

	"aws_route_table":         {modelled, tableAttrs, []string{"id", "route_table_id"}},
	"aws_default_route_table": {modelled, tableAttrs, nil},
	"aws_route": {modelled, func() planjson.Attrs {
		a := routeAttrs("destination_cidr_block", "destination_ipv6_cidr_block")
		a["id"], a["route_table_id"] = id, id
		return a
	}(), nil},
	"aws_route_table_association":      {modelled, planjson.Attrs{"id": id, "subnet_id": id, "gateway_id": id, "route_table_id": id}, nil},
	"aws_main_route_table_association": {modelled, planjson.Attrs{"id": id, "vpc_id": id, "route_table_id": id, "original_route_table_id": id}, nil},

	"aws_internet_gateway": {modelled, plus(planjson.Attrs{
		"vpc_id": id, "internet_gateway_id": id, "attachments": block(planjson.Attrs{"vpc_id": id, "state": whole}),
	}), []string{"id", "internet_gateway_id"}},
	"aws_internet_gateway_attachment": {modelled, planjson.Attrs{"id": id, "internet_gateway_id": id, "vpc_id": id}, nil},
	"aws_nat_gateway": {modelled, plus(planjson.Attrs{
		"subnet_id": id, "connectivity_type": verbatim, "private_ip": whole, "availability_mode": whole, "vpc_id": id, "allocation_id": id,
		"route_table_id": id, "auto_provision_zones": whole,
		"secondary_private_ip_addresses": whole, "secondary_private_ip_address_count": whole, "secondary_allocation_ids": whole,
		"availability_zone_address": block(planjson.Attrs{"availability_zone": verbatim}),
	}), []string{"id", "route_table_id"}},
	"aws_eip": {modelled, planjson.Attrs{
		"id": id, "allocation_id": id, "instance": id, "network_interface": id, "public_ip": whole, "associate_with_private_ip": whole,
	}, []string{"id", "allocation_id"}},
	"aws_eip_association": {modelled, planjson.Attrs{
		"id": id, "allocation_id": id, "instance_id": id, "network_interface_id": id, "public_ip": whole, "private_ip_address": whole,
	}, nil},

	"aws_network_acl":         {modelled, aclAttrs, nil},
	"aws_default_network_acl": {modelled, aclAttrs, nil},
	"aws_network_acl_rule": {modelled, planjson.Attrs{
		"id": id, "network_acl_id": id, "rule_number": whole, "egress": whole, "protocol": whole, "rule_action": whole, "cidr_block": whole,
		"ipv6_cidr_block": whole, "from_port": whole, "to_port": whole, "icmp_type": whole, "icmp_code": whole,
	}, nil},
	"aws_network_acl_association": {modelled, planjson.Attrs{"id": id, "network_acl_id": id, "subnet_id": id}, nil},

	"aws_security_group":         {modelled, groupAttrs, nil},
	"aws_default_security_group": {modelled, groupAttrs, nil},
	"aws_security_group_rule": {modelled, planjson.Attrs{
		"id": id, "type": whole, "security_group_id": id, "protocol": whole, "from_port": whole, "to_port": whole, "cidr_blocks": whole,
		"ipv6_cidr_blocks": whole, "prefix_list_ids": id, "source_security_group_id": id, "self": whole,
	}, nil},
	"aws_vpc_security_group_egress_rule":  {modelled, separateRule, nil},
	"aws_vpc_security_group_ingress_rule": {modelled, separateRule, nil},

	"aws_network_interface": {modelled, plus(planjson.Attrs{
		"subnet_id": id, "private_ip": whole, "private_ips": whole, "security_groups": id, "source_dest_check": whole,
		"ipv6_addresses": whole, "ipv6_address_count": whole, "ipv6_address_list": whole, "ipv6_prefixes": whole, "ipv6_prefix_count": whole,
		"private_ip_list": whole, "ipv4_prefixes": whole, "ipv4_prefix_count": whole,
		"attachment": block(planjson.Attrs{"instance": id, "device_index": whole}),
	}), nil},
	"aws_network_interface_attachment":    {modelled, planjson.Attrs{"id": id, "instance_id": id, "network_interface_id": id, "device_index": whole}, nil},
	"aws_network_interface_sg_attachment": {modelled, planjson.Attrs{"id": id, "security_group_id": id, "network_interface_id": id}, nil},
	"aws_instance":                        {modelled, instanceAttrs, []string{"id", "primary_network_interface_id"}},
	"aws_spot_instance_request":           {modelled, instanceAttrs, []string{"id", "spot_instance_id", "primary_network_interface_id"}},
	"aws_lambda_function": {modelled, plus(planjson.Attrs{
		"vpc_config": block(planjson.Attrs{"subnet_ids": id, "security_group_ids": id, "ipv6_allowed_for_dual_stack": whole, "vpc_id": id}),
	}), nil},
	"aws_launch_template": {modelled, plus(planjson.Attrs{
		"name": whole, "vpc_security_group_ids": id, "security_group_names": whole, "network_interfaces": block(templateInterface),
		"default_version": whole, "latest_version": whole, "update_default_version": whole,
	}), nil},
	"aws_launch_configuration": {modelled, planjson.Attrs{"id": id, "name": whole, "security_groups": id, "associate_public_ip_address": whole}, []string{"id", "name"}},
	"aws_autoscaling_group": {modelled, planjson.Attrs{
		"id": id, "tag": block(planjson.Attrs{"key": whole, "value": whole}), "vpc_zone_identifier": id, "availability_zones": whole,
		"launch_configuration": id, "launch_template": block(templateRef),
		"mixed_instances_policy": block(planjson.Attrs{"launch_template": block(planjson.Attrs{
			"launch_template_specification": block(mixedRef),
			"override":                      block(planjson.Attrs{"launch_template_specification": block(mixedRef)}),
		})}),
	}, nil},
}
