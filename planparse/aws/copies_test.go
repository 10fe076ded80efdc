package aws_test

import (
	"strings"
	"testing"
)

// TestFoundAttachments: what a data source shows of an attachment to a transit gateway
// (TGW-15).
func TestFoundAttachments(t *testing.T) {
	found := func(values string) string {
		return `< data.aws_ec2_transit_gateway_attachment.a {"id": "tgw-attach-1", "transit_gateway_attachment_id": "tgw-attach-1", "transit_gateway_id": "tgw-1", ` + values + "}\n"
	}
	say(t, `= aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16"}
		= aws_vpn_connection.c {"id": "vpn-1", "vpn_gateway_id": "vgw-1", "transit_gateway_id": ""}
		`, []saying{
		{"of a VPC", found(`"resource_type": "vpc", "resource_id": "vpc-1", "state": "available"`), "", "data.aws_ec2_transit_gateway_attachment.a: Gateway=tgw-1 (beyond) VPC=aws_vpc.v Subnets={and ?data.aws_ec2_transit_gateway_attachment.a.resource_type} Active Appliance=?data.aws_ec2_transit_gateway_attachment.a.resource_type IPv6=?data.aws_ec2_transit_gateway_attachment.a.resource_type GroupReferences=?data.aws_ec2_transit_gateway_attachment.a.resource_type"},
		{"of a VPC, being changed", found(`"resource_type": "vpc", "resource_id": "vpc-1", "state": "modifying"`), "", "data.aws_ec2_transit_gateway_attachment.a: Gateway=tgw-1 (beyond) VPC=aws_vpc.v Subnets={and ?data.aws_ec2_transit_gateway_attachment.a.resource_type} Active Appliance=?data.aws_ec2_transit_gateway_attachment.a.resource_type IPv6=?data.aws_ec2_transit_gateway_attachment.a.resource_type GroupReferences=?data.aws_ec2_transit_gateway_attachment.a.resource_type"},
		{"not accepted", found(`"resource_type": "vpn", "resource_id": "vpn-1", "state": "pendingAcceptance"`), "", "data.aws_ec2_transit_gateway_attachment.a: Gateway=tgw-1 (beyond) VPN=aws_vpn_connection.c IPv6"},
		{"of a VPN", found(`"resource_type": "vpn", "resource_id": "vpn-1", "state": "available"`), "", "data.aws_ec2_transit_gateway_attachment.a: Gateway=tgw-1 (beyond) VPN=aws_vpn_connection.c Active IPv6"},
		{"of a gateway of Direct Connect", found(`"resource_type": "direct-connect-gateway", "resource_id": "dx-1", "state": "available"`), "", "data.aws_ec2_transit_gateway_attachment.a: Gateway=tgw-1 (beyond) Other=a Direct Connect gateway Active IPv6"},
		{"of another gateway", found(`"resource_type": "peering", "resource_id": "tgw-2", "state": "available"`), "", "data.aws_ec2_transit_gateway_attachment.a: Gateway=tgw-1 (beyond) VPC=[?data.aws_ec2_transit_gateway_attachment.a.resource_type] Subnets={and ?data.aws_ec2_transit_gateway_attachment.a.resource_type} Active Appliance=?data.aws_ec2_transit_gateway_attachment.a.resource_type IPv6=?data.aws_ec2_transit_gateway_attachment.a.resource_type GroupReferences=?data.aws_ec2_transit_gateway_attachment.a.resource_type"},
		{"of something else", found(`"resource_type": "network-function", "resource_id": "x", "state": "available"`), "", "data.aws_ec2_transit_gateway_attachment.a: Gateway=tgw-1 (beyond) Other=an attachment of type network-function Active IPv6"},
		{"of a VPC, read in two ways", found(`"resource_type": "vpc", "resource_id": "vpc-1", "state": "available"`) + `< data.aws_ec2_transit_gateway_vpc_attachment.b {"id": "tgw-attach-1", "transit_gateway_id": "tgw-1", "vpc_id": "vpc-1", "subnet_ids": ["subnet-1"], "appliance_mode_support": "disable", "ipv6_support": "disable", "security_group_referencing_support": "disable"}
			= aws_ec2_transit_gateway_route_table_association.x {"id": "x", "transit_gateway_attachment_id": "tgw-attach-1", "transit_gateway_route_table_id": "tgw-rtb-1"}`, "", "data.aws_ec2_transit_gateway_vpc_attachment.b: Gateway=tgw-1 (beyond) VPC=aws_vpc.v Subnets={subnet-1 (beyond)} Active=?tgw-1"},
		{"of a VPC, which this plan deletes", found(`"resource_type": "vpc", "resource_id": "vpc-1", "state": "available"`) + `- aws_ec2_transit_gateway_vpc_attachment.b {"id": "tgw-attach-1", "transit_gateway_id": "tgw-1", "vpc_id": "vpc-1", "subnet_ids": ["subnet-1"]}`, "", ""},
		{"of a VPC, which this plan replaces", found(`"resource_type": "vpc", "resource_id": "vpc-1", "state": "available"`) + `< data.aws_ec2_transit_gateway_vpc_attachment.c {"id": "tgw-attach-1", "transit_gateway_id": "tgw-1", "vpc_id": "vpc-1", "subnet_ids": ["subnet-1"]}
			/ aws_ec2_transit_gateway_vpc_attachment.b {"id": "tgw-attach-1", "transit_gateway_id": "tgw-1", "vpc_id": "vpc-1", "subnet_ids": ["subnet-1"]} {"transit_gateway_id": "tgw-1", "vpc_id": "vpc-1", "subnet_ids": ["subnet-1"], "appliance_mode_support": "disable", "ipv6_support": "disable", "security_group_referencing_support": "disable"}`, "", "aws_ec2_transit_gateway_vpc_attachment.b: Gateway=tgw-1 (beyond) VPC=aws_vpc.v Subnets={subnet-1 (beyond)} Active=?tgw-1"},
		{"of what is not shown", found(`"state": ""`), "", "data.aws_ec2_transit_gateway_attachment.a: Gateway=tgw-1 (beyond) VPC=[?data.aws_ec2_transit_gateway_attachment.a.resource_type] Subnets={and ?data.aws_ec2_transit_gateway_attachment.a.resource_type} Active=?data.aws_ec2_transit_gateway_attachment.a.state Appliance=?data.aws_ec2_transit_gateway_attachment.a.resource_type IPv6=?data.aws_ec2_transit_gateway_attachment.a.resource_type GroupReferences=?data.aws_ec2_transit_gateway_attachment.a.resource_type"},
		{"of a VPN of another gateway", `< data.aws_ec2_transit_gateway_vpn_attachment.a {"id": "tgw-attach-1", "vpn_connection_id": "vpn-9", "transit_gateway_id": "tgw-1"}`, "", "data.aws_ec2_transit_gateway_vpn_attachment.a: Gateway=tgw-1 (beyond) VPN=vpn-9 (beyond) Active IPv6"},
		{"of a connection of which nobody shows the gateway of Direct Connect", `= aws_ec2_transit_gateway.g {"id": "tgw-2"}
			+ aws_dx_gateway_association.d {"dx_gateway_id": "?", "associated_gateway_id": "tgw-2"}
			< data.aws_ec2_transit_gateway_dx_gateway_attachment.a {"id": "tgw-attach-1", "transit_gateway_id": "tgw-2"}`, "", `
			aws_dx_gateway_association.d: Gateway=aws_ec2_transit_gateway.g Other=a Direct Connect gateway Active IPv6
			data.aws_ec2_transit_gateway_dx_gateway_attachment.a: Gateway=aws_ec2_transit_gateway.g Other=a Direct Connect gateway Active IPv6`},
		{"of a VPN whose addresses inside the tunnel are not shown", `= aws_vpn_connection.d {"id": "vpn-2", "vpn_gateway_id": "", "transit_gateway_id": "tgw-1", "transit_gateway_attachment_id": "tgw-attach-2"}`, "", "aws_vpn_connection.d: Gateway=tgw-1 (beyond) VPN=aws_vpn_connection.d Active"},
		{"of a VPN with IPv6 inside", `= aws_vpn_connection.d {"id": "vpn-2", "vpn_gateway_id": "", "transit_gateway_id": "tgw-1", "transit_gateway_attachment_id": "tgw-attach-2", "tunnel_inside_ip_version": "ipv6"}`, "", "aws_vpn_connection.d: Gateway=tgw-1 (beyond) VPN=aws_vpn_connection.d Active IPv6"},
		{"of a VPN of which nobody says what is inside", `+ aws_vpn_connection.d {"vpn_gateway_id": null, "transit_gateway_id": "tgw-1", "transit_gateway_attachment_id": "?", "tunnel_inside_ip_version": "?"}`, "", "aws_vpn_connection.d: Gateway=tgw-1 (beyond) VPN=aws_vpn_connection.d Active IPv6=?aws_vpn_connection.d.tunnel_inside_ip_version"},
		{"accepted for another account", `= aws_ec2_transit_gateway_vpc_attachment_accepter.a {"id": "tgw-attach-1", "transit_gateway_attachment_id": "tgw-attach-1", "transit_gateway_id": "tgw-1", "vpc_id": "vpc-9", "subnet_ids": ["subnet-9"]}`, "", "aws_ec2_transit_gateway_vpc_attachment_accepter.a: Gateway=tgw-1 (beyond) VPC=[?aws_ec2_transit_gateway_vpc_attachment_accepter.a] Subnets={and ?aws_ec2_transit_gateway_vpc_attachment_accepter.a} Active Appliance=?aws_ec2_transit_gateway_vpc_attachment_accepter.a IPv6=?aws_ec2_transit_gateway_vpc_attachment_accepter.a GroupReferences=?aws_ec2_transit_gateway_vpc_attachment_accepter.a"},
	}, "TransitAttachments")
}

// TestSharedAttachments: who has to accept an attachment (TGW-15).
func TestSharedAttachments(t *testing.T) {
	const (
		vpc      = `"vpc_id": "vpc-1", "subnet_ids": ["subnet-1"], "appliance_mode_support": "disable", "ipv6_support": "disable", "security_group_referencing_support": "disable"`
		gateway  = `= aws_ec2_transit_gateway.g {"id": "tgw-1", "auto_accept_shared_attachments": "disable"}` + "\n"
		attached = `= aws_ec2_transit_gateway_vpc_attachment.a {"id": "tgw-attach-1", "transit_gateway_id": "tgw-1", ` + vpc + "}\n"
	)
	say(t, "", []saying{
		{"the gateway's own", gateway + attached, "", "aws_ec2_transit_gateway_vpc_attachment.a: Gateway=aws_ec2_transit_gateway.g VPC=vpc-1 (beyond) Subnets={subnet-1 (beyond)} Active"},
		{"with a gateway that is not in the plan", attached, "", "aws_ec2_transit_gateway_vpc_attachment.a: Gateway=tgw-1 (beyond) VPC=vpc-1 (beyond) Subnets={subnet-1 (beyond)} Active=?tgw-1"},
		{"with a gateway that accepts all, read from elsewhere", `< data.aws_ec2_transit_gateway.g {"id": "tgw-1", "auto_accept_shared_attachments": "enable"}
			` + attached, "", "aws_ec2_transit_gateway_vpc_attachment.a: Gateway=data.aws_ec2_transit_gateway.g VPC=vpc-1 (beyond) Subnets={subnet-1 (beyond)} Active"},
		{"with a gateway that a data source reads", `< data.aws_ec2_transit_gateway.g {"id": "tgw-1", "auto_accept_shared_attachments": "disable"}
			` + attached, "", "aws_ec2_transit_gateway_vpc_attachment.a: Gateway=data.aws_ec2_transit_gateway.g VPC=vpc-1 (beyond) Subnets={subnet-1 (beyond)} Active=?data.aws_ec2_transit_gateway.g"},
		{"accepted", `< data.aws_ec2_transit_gateway.g {"id": "tgw-1", "auto_accept_shared_attachments": "disable"}
			` + attached + `= aws_ec2_transit_gateway_vpc_attachment_accepter.x {"id": "tgw-attach-1", "transit_gateway_attachment_id": "tgw-attach-1"}`, "", "aws_ec2_transit_gateway_vpc_attachment.a: Gateway=data.aws_ec2_transit_gateway.g VPC=vpc-1 (beyond) Subnets={subnet-1 (beyond)} Active"},
		{"perhaps accepted", `< data.aws_ec2_transit_gateway.g {"id": "tgw-1", "auto_accept_shared_attachments": "disable"}
			` + attached + `+ aws_ec2_transit_gateway_vpc_attachment_accepter.x {"transit_gateway_attachment_id": "?"}`, "", "aws_ec2_transit_gateway_vpc_attachment.a: Gateway=data.aws_ec2_transit_gateway.g VPC=vpc-1 (beyond) Subnets={subnet-1 (beyond)} Active=?aws_ec2_transit_gateway_vpc_attachment_accepter.x.transit_gateway_attachment_id"},
		{"perhaps accepted, and not in another region", `< data.aws_ec2_transit_gateway.g {"id": "tgw-1", "auto_accept_shared_attachments": "disable"}
			` + attached + `+ aws_ec2_transit_gateway_vpc_attachment_accepter.x {"region": "us-east-1", "transit_gateway_attachment_id": "?"}`, "", "aws_ec2_transit_gateway_vpc_attachment.a: Gateway=data.aws_ec2_transit_gateway.g VPC=vpc-1 (beyond) Subnets={subnet-1 (beyond)} Active=?data.aws_ec2_transit_gateway.g"},
		{"not accepted any more", gateway + attached + `- aws_ec2_transit_gateway_vpc_attachment_accepter.x {"id": "tgw-attach-1", "transit_gateway_attachment_id": "tgw-attach-1"}`, "", "aws_ec2_transit_gateway_vpc_attachment.a: Gateway=aws_ec2_transit_gateway.g VPC=vpc-1 (beyond) Subnets={subnet-1 (beyond)}"},
		{"a new one in another region, which AWS refuses", strings.Replace(gateway, `"id"`, `"region": "us-east-1", "id"`, 1) + strings.Replace(attached, "=", "+", 1), "", "aws_ec2_transit_gateway_vpc_attachment.a: Gateway=aws_ec2_transit_gateway.g VPC=vpc-1 (beyond) Subnets={subnet-1 (beyond)}"},
		{"a new one in another region, whose gateway may accept all", `~ aws_ec2_transit_gateway.g {"id": "tgw-1"} {"id": "tgw-1", "region": "us-east-1", "auto_accept_shared_attachments": "?"}
			` + strings.Replace(attached, "=", "+", 1), "", "aws_ec2_transit_gateway_vpc_attachment.a: Gateway=aws_ec2_transit_gateway.g VPC=vpc-1 (beyond) Subnets={subnet-1 (beyond)} Active=?aws_ec2_transit_gateway_vpc_attachment.a.transit_gateway_id"},
		{"what a new one leaves open", gateway + `+ aws_ec2_transit_gateway_vpc_attachment.a {"transit_gateway_id": "tgw-1", "vpc_id": "vpc-1", "subnet_ids": "?", "appliance_mode_support": "?", "ipv6_support": null}`, "", "aws_ec2_transit_gateway_vpc_attachment.a: Gateway=aws_ec2_transit_gateway.g VPC=vpc-1 (beyond) Subnets={and ?aws_ec2_transit_gateway_vpc_attachment.a.subnet_ids} Active Appliance=?aws_ec2_transit_gateway_vpc_attachment.a.appliance_mode_support GroupReferences"},
		{"what nobody sets of a new one", gateway + `+ aws_ec2_transit_gateway_vpc_attachment.a {"transit_gateway_id": "tgw-1", "vpc_id": "vpc-1", "subnet_ids": ["subnet-1"], "appliance_mode_support": "?", "ipv6_support": "?"}`, `resource "aws_ec2_transit_gateway_vpc_attachment" "a" {}`, "aws_ec2_transit_gateway_vpc_attachment.a: Gateway=aws_ec2_transit_gateway.g VPC=vpc-1 (beyond) Subnets={subnet-1 (beyond)} Active GroupReferences"},
	}, "TransitAttachments")
}

// TestElasticIPs: with which interface an Elastic IP goes (PUB-3), and which public
// addresses are known.
func TestElasticIPs(t *testing.T) {
	const (
		two = `= aws_network_interface.n {"id": "eni-1", "subnet_id": "subnet-1", "private_ip": "10.0.0.5", "private_ips": ["10.0.0.5"]}
			= aws_network_interface.m {"id": "eni-2", "subnet_id": "subnet-1", "private_ip": "10.0.0.6", "private_ips": ["10.0.0.6"]}
			= aws_instance.i {"id": "i-1", "subnet_id": "subnet-1", "private_ip": "10.0.0.7", "public_ip": ""}
			`
		either = `+ aws_network_interface.p {"subnet_id": "subnet-1", "private_ip": "10.0.0.8", "private_ips": ["10.0.0.8"]}
			+ aws_network_interface.q {"subnet_id": "subnet-1", "private_ip": "10.0.0.9", "private_ips": ["10.0.0.9"]}
			`
		eip = `"id": "eipalloc-1", "public_ip": "3.64.1.1", "associate_with_private_ip": null`
	)
	say(t, two, []saying{
		{"with an interface", `= aws_eip.e {` + eip + `, "network_interface": "eni-1", "instance": ""}`, "", `
			aws_eip.e: Addr=3.64.1.1
			aws_eip.e: Interface=aws_network_interface.n`},
		{"with an instance", `= aws_eip.e {` + eip + `, "network_interface": "", "instance": "i-1"}`, "", `
			aws_eip.e: Addr=3.64.1.1
			aws_eip.e: Interface=aws_instance.i`},
		{"with nothing", `= aws_eip.e {` + eip + `, "network_interface": "", "instance": ""}`, "", "aws_eip.e: Addr=3.64.1.1"},
		{"with two that are not one", `= aws_eip.e {` + eip + `, "network_interface": "eni-1", "instance": "i-1"}`, "", `
			aws_eip.e: Addr=3.64.1.1
			aws_eip.e: Interface=[aws_network_interface.n | aws_instance.i | ?aws_eip.e.network_interface]`},
		{"by an association, of which the Elastic IP shows a copy", `= aws_eip.e {` + eip + `, "network_interface": "eni-1", "instance": ""}
			= aws_eip_association.a {"id": "x", "allocation_id": "eipalloc-1", "network_interface_id": "eni-2", "instance_id": "", "private_ip_address": "10.0.0.6", "public_ip": "3.64.1.1"}`, "", `
			aws_eip.e: Addr=3.64.1.1
			aws_eip_association.a: Interface=aws_network_interface.m`},
		{"PLAN-3 of an association that is deleted the Elastic IP shows a copy", `= aws_eip.e {` + eip + `, "network_interface": "eni-1", "instance": ""}
			- aws_eip_association.a {"id": "x", "allocation_id": "eipalloc-1", "network_interface_id": "eni-1"}`, "", "aws_eip.e: Addr=3.64.1.1"},
		{"PLAN-3 of an association that moves", `= aws_eip.e {` + eip + `, "network_interface": "eni-1", "instance": ""}
			/ aws_eip_association.a {"id": "x", "allocation_id": "eipalloc-1", "network_interface_id": "eni-1"} {"allocation_id": "eipalloc-9", "network_interface_id": "eni-1"}`, "", `
			aws_eip.e: Addr=3.64.1.1
			aws_eip_association.a: Interface=aws_network_interface.n`},
		{"of an Elastic IP that is replaced", `/ aws_eip.e {` + eip + `, "network_interface": "eni-1", "instance": ""} {"public_ip": "?", "associate_with_private_ip": null, "network_interface": "eni-2", "instance": null}
			/ aws_eip_association.a {"id": "x", "allocation_id": "eipalloc-1", "network_interface_id": "eni-1"} {"allocation_id": "eipalloc-9", "network_interface_id": "eni-1"}`, "", `
			aws_eip.e: Interface=aws_network_interface.m
			aws_eip_association.a: Interface=aws_network_interface.n`},
		{"of an Elastic IP that is replaced and shows nothing else", `/ aws_eip.e {` + eip + `, "network_interface": "eni-1", "instance": ""} {"public_ip": "?", "associate_with_private_ip": null, "network_interface": "?", "instance": "?"}
			- aws_eip_association.a {"id": "x", "allocation_id": "eipalloc-1", "network_interface_id": "eni-1"}`, `resource "aws_eip" "e" {}`, ""},
		{"of an Elastic IP that is replaced and gets what is known after apply", `/ aws_eip.e {` + eip + `, "network_interface": "eni-1", "instance": ""} {"public_ip": "?", "associate_with_private_ip": null, "network_interface": "?", "instance": "?"}
			- aws_eip_association.a {"id": "x", "allocation_id": "eipalloc-1", "network_interface_id": "eni-1"}`, `resource "aws_eip" "e" { network_interface = terraform_data.x.output }`, "aws_eip.e: Interface=[?aws_eip.e.network_interface]"},
		{"of an association that is deleted while the Elastic IP itself moves on", `~ aws_eip.e {` + eip + `, "network_interface": "eni-1", "instance": ""} {` + eip + `, "network_interface": "eni-2", "instance": ""}
			- aws_eip_association.a {"id": "x", "allocation_id": "eipalloc-1", "network_interface_id": "eni-1"}`, "", `
			aws_eip.e: Addr=3.64.1.1
			aws_eip.e: Interface=aws_network_interface.m`},
		{"of an association that is deleted while the Elastic IP changes otherwise", `~ aws_eip.e {` + eip + `, "network_interface": "eni-1", "instance": ""} {` + eip + `, "network_interface": "eni-1", "instance": "", "tags": {}}
			- aws_eip_association.a {"id": "x", "allocation_id": "eipalloc-1", "network_interface_id": "eni-1"}`, "", "aws_eip.e: Addr=3.64.1.1"},
		{"taken from an instance", `~ aws_eip.e {` + eip + `, "network_interface": "eni-1", "instance": "i-1"} {` + eip + `, "network_interface": "eni-1", "instance": ""}`, "", `
			aws_eip.e: Addr=3.64.1.1
			aws_eip.e: Interface=[aws_network_interface.n | ?aws_eip.e.network_interface]`},
		{"taken from an instance to what is known after apply", `~ aws_eip.e {` + eip + `, "network_interface": "eni-1", "instance": "i-1"} {` + eip + `, "network_interface": "eni-1", "instance": "?"}`, "", `
			aws_eip.e: Addr=3.64.1.1
			aws_eip.e: Interface=[aws_network_interface.n | ?aws_eip.e.network_interface]`},
		{"moved to another instance that nobody knows", `~ aws_eip.e {` + eip + `, "network_interface": "", "instance": "i-1"} {` + eip + `, "network_interface": "", "instance": "?"}`, "", `
			aws_eip.e: Addr=3.64.1.1
			aws_eip.e: Interface=[?aws_eip.e.instance]`},
		{"of a data source", `< data.aws_eip.e {` + eip + `, "network_interface_id": "eni-1", "instance_id": ""}`, "", "data.aws_eip.e: Addr=3.64.1.1"},
		{"taken from an instance to what nobody sets", `~ aws_eip.e {` + eip + `, "network_interface": "eni-1", "instance": "i-1"} {` + eip + `, "network_interface": "eni-1", "instance": "?"}`, `resource "aws_eip" "e" {}`, `
			aws_eip.e: Addr=3.64.1.1
			aws_eip.e: Interface=[aws_network_interface.n | ?aws_eip.e.network_interface]`},
		{"with one of two", either + `~ aws_eip.e {` + eip + `, "network_interface": "eni-9", "instance": ""} {` + eip + `, "network_interface": "?", "instance": ""}`, `
			resource "aws_network_interface" "p" { subnet_id = "subnet-1" }
			resource "aws_network_interface" "q" { subnet_id = "subnet-1" }
			resource "aws_eip" "e" {
				network_interface = terraform_data.x.output == "p" ? aws_network_interface.p.id : aws_network_interface.q.id
				
			}`, `
			aws_eip.e: Addr=3.64.1.1
			aws_eip.e: Interface=[aws_network_interface.p | aws_network_interface.q | ?aws_eip.e.network_interface | no other]`},
		{"with one of two, and with an instance", either + `~ aws_eip.e {` + eip + `, "network_interface": "eni-9", "instance": "i-1"} {` + eip + `, "network_interface": "?", "instance": "i-1"}`, `
			resource "aws_network_interface" "p" { subnet_id = "subnet-1" }
			resource "aws_network_interface" "q" { subnet_id = "subnet-1" }
			resource "aws_eip" "e" {
				network_interface = terraform_data.x.output == "p" ? aws_network_interface.p.id : aws_network_interface.q.id
				instance = "i-1"
			}`, `
			aws_eip.e: Addr=3.64.1.1
			aws_eip.e: Interface=[aws_network_interface.p | aws_network_interface.q | ?aws_eip.e.network_interface]`},
		{"with one of two, and taken from an instance", either + `~ aws_eip.e {` + eip + `, "network_interface": "eni-9", "instance": "i-1"} {` + eip + `, "network_interface": "?", "instance": ""}`, `
			resource "aws_network_interface" "p" { subnet_id = "subnet-1" }
			resource "aws_network_interface" "q" { subnet_id = "subnet-1" }
			resource "aws_eip" "e" {
				network_interface = terraform_data.x.output == "p" ? aws_network_interface.p.id : aws_network_interface.q.id
				
			}`, `
			aws_eip.e: Addr=3.64.1.1
			aws_eip.e: Interface=[aws_network_interface.p | aws_network_interface.q | ?aws_eip.e.network_interface]`},
		{"by an association with what nobody names of an interface", `= aws_eip.e {` + eip + `, "network_interface": "", "instance": ""}
			+ aws_eip_association.a {"allocation_id": "eipalloc-1", "network_interface_id": "eni-2", "instance_id": null, "private_ip_address": "?", "public_ip": "?"}`, `resource "aws_eip_association" "a" { network_interface_id = "eni-2" }`, `
			aws_eip.e: Addr=3.64.1.1
			aws_eip_association.a: Interface=aws_network_interface.m`},
		{"one address of two resources is one host", `= aws_eip.e {` + eip + `, "network_interface": "", "instance": ""}
			= aws_eip.f {"id": "eipalloc-2", "public_ip": "3.64.1.1", "network_interface": "", "instance": ""}
			= aws_eip.g {"id": "eipalloc-3", "public_ip": "3.64.1.3", "network_interface": "", "instance": ""}
			= aws_eip.h {"id": "eipalloc-4", "public_ip": "none", "network_interface": "", "instance": ""}`, "", `
			aws_eip.e: Addr=3.64.1.1
			aws_eip.g: Addr=3.64.1.3`},
	}, "PublicAddresses", "PublicHosts")
}

// TestAdopted: what this plan begins to manage of what AWS made with a VPC, it clears
// first, also of what resources of their own hold (PLAN-7).
func TestAdopted(t *testing.T) {
	const (
		vpc = `= aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16", "default_security_group_id": "sg-1", "default_network_acl_id": "acl-1", "default_route_table_id": "rtb-1", "main_route_table_id": "rtb-1"}
			= aws_vpn_gateway.g {"id": "vgw-1", "vpc_id": "vpc-1"}
			`
		values = `"network_acl_id": "acl-1", "rule_number": 90, "egress": false, "rule_action": "deny", "protocol": "6", "cidr_block": "10.0.0.0/8", "from_port": 443, "to_port": 443`
		rule   = `"security_group_id": "sg-1", "ip_protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_ipv4": "10.0.0.0/8"`
		route  = `"route_table_id": "rtb-1", "destination_cidr_block": "0.0.0.0/0", "gateway_id": "vgw-1"`
		held   = `= aws_vpc_security_group_egress_rule.r {"id": "sgr-1", ` + rule + `}
			= aws_network_acl_rule.n {"id": "nacl-1", ` + values + `}
			= aws_route.x {"id": "r-1", ` + route + `}
			= aws_vpn_gateway_route_propagation.p {"id": "p", "route_table_id": "rtb-1", "vpn_gateway_id": "vgw-1"}
			`
		adopted = `+ aws_default_security_group.d {"vpc_id": "vpc-1", "ingress": [], "egress": []}
			+ aws_default_network_acl.d {"default_network_acl_id": "acl-1", "vpc_id": "?", "subnet_ids": [], "ingress": [], "egress": []}
			+ aws_default_route_table.d {"default_route_table_id": "rtb-1", "vpc_id": "?", "route": [], "propagating_vgws": []}
			`
		fresh = `+ aws_vpc_security_group_egress_rule.r {` + rule + `}
			+ aws_network_acl_rule.n {` + values + `}
			+ aws_route.x {` + route + `}
			+ aws_vpn_gateway_route_propagation.p {"route_table_id": "rtb-1", "vpn_gateway_id": "vgw-1"}`
	)
	say(t, vpc, []saying{
		{"at once", held + adopted, "", "no more aws_route.x: Table=aws_default_route_table.d Destination=0.0.0.0/0 Target=aws_vpn_gateway.g"},
		{"before", held + strings.NewReplacer(`+ aws_default_security_group.d {`, `= aws_default_security_group.d {"id": "sg-1", `, `+ aws_default_network_acl.d {`, `= aws_default_network_acl.d {"id": "acl-1", `,
			`+ aws_default_route_table.d {`, `= aws_default_route_table.d {"id": "rtb-1", `, `"?"`, `"vpc-1"`).Replace(adopted), "", `
			aws_route.x: Table=aws_default_route_table.d Destination=0.0.0.0/0 Target=aws_vpn_gateway.g
			aws_vpn_gateway_route_propagation.p: Table=aws_default_route_table.d Gateway=aws_vpn_gateway.g
			aws_network_acl_rule.n: ACL=aws_default_network_acl.d Number=90 Traffic=tcp 443 Remote=10.0.0.0/8
			aws_vpc_security_group_egress_rule.r: Group=aws_default_security_group.d Egress Traffic=tcp 443 Prefixes={10.0.0.0/8}`},
		{"with something of its own", held + `+ aws_default_route_table.d {"default_route_table_id": "rtb-1", "vpc_id": "?", "route": [{"cidr_block": "0.0.0.0/0", "gateway_id": "igw-9"}], "propagating_vgws": ["vgw-1"]}
			+ aws_default_network_acl.d {"default_network_acl_id": "acl-1", "vpc_id": "?", "subnet_ids": [], "ingress": [` + aclEntry("90", "allow", "6", "10.0.0.0/8", ports80) + `], "egress": []}
			+ aws_default_security_group.d {"vpc_id": "vpc-1", "ingress": [], "egress": [{"protocol": "tcp", "from_port": 80, "to_port": 80, "cidr_blocks": ["10.0.0.0/8"]}]}`, "", `
			aws_default_route_table.d.route[0]: Table=aws_default_route_table.d Destination=0.0.0.0/0 Target=igw-9 (beyond)
			aws_default_route_table.d.propagating_vgws: Table=aws_default_route_table.d Gateway=aws_vpn_gateway.g
			aws_default_network_acl.d.ingress[0]: ACL=aws_default_network_acl.d Number=90 Allow Traffic=tcp 80 Remote=10.0.0.0/8
			aws_default_security_group.d.egress[0]: Group=aws_default_security_group.d Egress Traffic=tcp 80 Prefixes={10.0.0.0/8}`},
		{"what this plan makes may come before", adopted + fresh, "", `
			aws_route.x: Table=[aws_default_route_table.d | ?aws_route.x.route_table_id] Destination=0.0.0.0/0 Target=aws_vpn_gateway.g
			aws_vpn_gateway_route_propagation.p: Table=[aws_default_route_table.d | ?aws_vpn_gateway_route_propagation.p.route_table_id] Gateway=aws_vpn_gateway.g
			aws_network_acl_rule.n: ACL=[aws_default_network_acl.d | ?aws_network_acl_rule.n.network_acl_id] Number=90 Traffic=tcp 443 Remote=10.0.0.0/8
			aws_vpc_security_group_egress_rule.r: Group=[aws_default_security_group.d | ?aws_vpc_security_group_egress_rule.r.security_group_id] Egress Traffic=tcp 443 Prefixes={10.0.0.0/8}`},
		{"and after what it depends on", adopted + fresh + `
			> aws_route.x aws_default_route_table.d
			> aws_vpn_gateway_route_propagation.p aws_default_route_table.d
			> aws_network_acl_rule.n aws_default_network_acl.d
			> aws_vpc_security_group_egress_rule.r aws_default_security_group.d`, "", `
			aws_route.x: Table=aws_default_route_table.d Destination=0.0.0.0/0 Target=aws_vpn_gateway.g
			aws_vpn_gateway_route_propagation.p: Table=aws_default_route_table.d Gateway=aws_vpn_gateway.g
			aws_network_acl_rule.n: ACL=aws_default_network_acl.d Number=90 Traffic=tcp 443 Remote=10.0.0.0/8
			aws_vpc_security_group_egress_rule.r: Group=aws_default_security_group.d Egress Traffic=tcp 443 Prefixes={10.0.0.0/8}`},
		{"what is written in both ways: the table and the ACL say it in the end", `+ aws_default_route_table.d {"default_route_table_id": "rtb-1", "vpc_id": "?", "route": [{"cidr_block": "0.0.0.0/0", "gateway_id": "igw-9"}], "propagating_vgws": ["vgw-1"]}
			+ aws_default_network_acl.d {"default_network_acl_id": "acl-1", "vpc_id": "?", "subnet_ids": [], "ingress": [` + aclEntry("90", "allow", "6", "10.0.0.0/8", ports80) + `], "egress": []}
			` + fresh, "", `
			aws_default_route_table.d.route[0]: Table=aws_default_route_table.d Destination=0.0.0.0/0 Target=igw-9 (beyond)
			aws_default_route_table.d.propagating_vgws: Table=aws_default_route_table.d Gateway=aws_vpn_gateway.g
			aws_default_network_acl.d.ingress[0]: ACL=aws_default_network_acl.d Number=90 Allow Traffic=tcp 80 Remote=10.0.0.0/8
			aws_network_acl_rule.n: ACL=[aws_default_network_acl.d | ?aws_network_acl_rule.n.network_acl_id] Number=90 Traffic=tcp 443 Remote=10.0.0.0/8
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Egress Traffic=all Prefixes={0.0.0.0/0}
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Traffic=all Peers={aws_vpc.v.default_security_group}
			aws_vpc_security_group_egress_rule.r: Group=aws_vpc.v.default_security_group Egress Traffic=tcp 443 Prefixes={10.0.0.0/8}`},
	}, "Routes", "DeletedRoutes", "Propagations", "ACLEntries", "SecurityGroupRules")
}

// TestAdoptedAtFirst: likewise where no id is known yet (PLAN-7, T46).
func TestAdoptedAtFirst(t *testing.T) {
	say(t, "", []saying{
		{"by the id of the VPC and by that of the one that adopts", `+ aws_vpc.new {"cidr_block": "10.1.0.0/16", "default_route_table_id": "?", "main_route_table_id": "?"}
			+ aws_default_route_table.n {"default_route_table_id": "?", "vpc_id": "?", "route": [], "propagating_vgws": []}
			+ aws_route.one {"route_table_id": "?", "destination_cidr_block": "0.0.0.0/0", "gateway_id": "igw-9"}
			+ aws_route.other {"route_table_id": "?", "destination_cidr_block": "10.9.0.0/16", "gateway_id": "igw-9"}`, `
			resource "aws_vpc" "new" { cidr_block = "10.1.0.0/16" }
			resource "aws_default_route_table" "n" { default_route_table_id = aws_vpc.new.default_route_table_id }
			resource "aws_route" "one" {
				route_table_id         = aws_vpc.new.main_route_table_id
				destination_cidr_block = "0.0.0.0/0"
				gateway_id             = "igw-9"
			}
			resource "aws_route" "other" {
				route_table_id         = aws_default_route_table.n.id
				destination_cidr_block = "10.9.0.0/16"
				gateway_id             = "igw-9"
			}`, `
			aws_route.one: Table=[aws_default_route_table.n | ?aws_route.one.route_table_id] Destination=0.0.0.0/0 Target=igw-9 (beyond)
			aws_route.other: Table=aws_default_route_table.n Destination=10.9.0.0/16 Target=igw-9 (beyond)`},
	}, "Routes")
}

// TestRemarks: what is written in two ways at once (SG-18, RT-12), and what nobody writes
// any more (SG-17, RT-12).
func TestRemarks(t *testing.T) {
	const (
		entry  = `{"rule_no": 100, "action": "allow", "protocol": "-1", "cidr_block": "0.0.0.0/0", "ipv6_cidr_block": "", "from_port": 0, "to_port": 0, "icmp_type": 0, "icmp_code": 0}`
		rule   = `{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"], "self": false}`
		route  = `{"cidr_block": "0.0.0.0/0", "gateway_id": "igw-1"}`
		group  = `= aws_security_group.g {"id": "sg-1", "ingress": [], "egress": [` + rule + `]}` + "\n"
		single = `= aws_security_group_rule.r {"id": "x", "security_group_id": "sg-1", "type": "egress", "protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.0.0.0/8"], "self": false}` + "\n"
		table  = `= aws_route_table.t {"id": "rtb-1", "vpc_id": "vpc-1", "route": [` + route + `]}` + "\n"
	)
	egress := "resource \"aws_security_group\" \"g\" {\n  egress {\n    protocol    = \"-1\"\n    from_port   = 0\n    to_port     = 0\n    cidr_blocks = [\"0.0.0.0/0\"]\n  }\n}\n"
	say(t, "", []saying{
		{"a group that has what it writes", group, egress, ""},
		{"SG-18 a group with blocks and rules", group + single, egress, "aws_security_group.g: About=aws_security_group.g Code=MIXED_RULES Text=aws_security_group.g has egress blocks and rules of its own resources, such as aws_security_group_rule.r: each apply undoes the other"},
		{"SG-17 a group that keeps what nobody writes", group, `resource "aws_security_group" "g" {}`, "aws_security_group.g: About=aws_security_group.g Code=KEPT_RULES Text=aws_security_group.g keeps egress blocks that its configuration does not write: they stay until it says egress = []"},
		{"what a group shows are the rules of others", group + single, `resource "aws_security_group" "g" {}`, ""},
		{"rules of the other direction", group + `= aws_security_group_rule.r {"id": "x", "security_group_id": "sg-1", "type": "ingress", "protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.0.0.0/8"], "self": false}`, egress, ""},
		{"SG-18 a group that says it has no rules, and rules", `= aws_security_group.g {"id": "sg-1", "ingress": [], "egress": []}` + "\n" + single, "resource \"aws_security_group\" \"g\" {\n  egress = []\n}\n", "aws_security_group.g: About=aws_security_group.g Code=MIXED_RULES Text=aws_security_group.g has egress blocks and rules of its own resources, such as aws_security_group_rule.r: each apply undoes the other"},
		{"of which no sources tell", group + single, "", ""},
		{"a new group", `+ aws_security_group.g {"ingress": "?", "egress": [` + rule + `]}`, egress, ""},
		{"a group that a data source reads", `< data.aws_security_group.g {"id": "sg-1"}
			` + single, "", ""},
		{"an ACL with blocks and rules", `= aws_network_acl.a {"id": "acl-1", "ingress": [` + entry + `], "egress": []}
			= aws_network_acl_rule.r {"id": "x", "network_acl_id": "acl-1", "rule_number": 200, "egress": false, "rule_action": "allow", "protocol": "-1", "cidr_block": "0.0.0.0/0"}`,
			"resource \"aws_network_acl\" \"a\" {\n  ingress {\n    rule_no    = 100\n    action     = \"allow\"\n    protocol   = \"-1\"\n    cidr_block = \"0.0.0.0/0\"\n    from_port  = 0\n    to_port    = 0\n  }\n}\n", "aws_network_acl.a: About=aws_network_acl.a Code=MIXED_RULES Text=aws_network_acl.a has ingress blocks and rules of its own resources, such as aws_network_acl_rule.r: each apply undoes the other"},
		{"an ACL that keeps what nobody writes", `= aws_network_acl.a {"id": "acl-1", "ingress": [` + entry + `], "egress": []}`, `resource "aws_network_acl" "a" {}`, "aws_network_acl.a: About=aws_network_acl.a Code=KEPT_RULES Text=aws_network_acl.a keeps ingress blocks that its configuration does not write: they stay until it says ingress = []"},
		{"RT-12 a table with blocks and routes", table + `= aws_route.r {"id": "x", "route_table_id": "rtb-1", "destination_cidr_block": "172.16.0.0/12", "gateway_id": "igw-1"}`,
			"resource \"aws_route_table\" \"t\" {\n  route {\n    cidr_block = \"0.0.0.0/0\"\n    gateway_id = \"igw-1\"\n  }\n}\n", "aws_route_table.t: About=aws_route_table.t Code=MIXED_RULES Text=aws_route_table.t has route blocks and rules of its own resources, such as aws_route.r: each apply undoes the other"},
		{"RT-12 a table that keeps what nobody writes", table, `resource "aws_route_table" "t" {}`, "aws_route_table.t: About=aws_route_table.t Code=KEPT_RULES Text=aws_route_table.t keeps route blocks that its configuration does not write: they stay until it says route = []"},
		{"RT-12 a table that keeps what nobody writes, next to a route", table + `= aws_route.r {"id": "x", "route_table_id": "rtb-1", "destination_cidr_block": "172.16.0.0/12", "gateway_id": "igw-1"}`, `resource "aws_route_table" "t" {}`, "aws_route_table.t: About=aws_route_table.t Code=KEPT_RULES Text=aws_route_table.t keeps route blocks that its configuration does not write: they stay until it says route = []"},
		{"routes of endpoints are no business of a table's blocks", table + `= aws_vpc_endpoint.e {"id": "vpce-1", "vpc_id": "vpc-1", "vpc_endpoint_type": "Gateway", "service_name": "com.amazonaws.eu-west-1.s3", "route_table_ids": ["rtb-1"]}`,
			"resource \"aws_route_table\" \"t\" {\n  route {\n    cidr_block = \"0.0.0.0/0\"\n    gateway_id = \"igw-1\"\n  }\n}\n", ""},
	}, "Remarks")
}

// TestOtherRegions: what an id names is in the region of who names it, but for what
// connects regions (PCX-1, TGW-11).
func TestOtherRegions(t *testing.T) {
	const vpcs = `= aws_vpc.here {"id": "vpc-1", "cidr_block": "10.0.0.0/16"}
		= aws_vpc.there {"id": "vpc-2", "cidr_block": "10.1.0.0/16", "region": "us-east-1"}
		`
	say(t, vpcs, []saying{
		{"peering with another region", `= aws_vpc_peering_connection.p {"id": "pcx-1", "vpc_id": "vpc-1", "peer_vpc_id": "vpc-2", "peer_region": "us-east-1", "accept_status": "active"}`, "", "aws_vpc_peering_connection.p: Requester=aws_vpc.here Accepter=aws_vpc.there Active"},
		{"peering with the same region", `= aws_vpc_peering_connection.p {"id": "pcx-1", "vpc_id": "vpc-1", "peer_vpc_id": "vpc-1", "peer_region": "eu-west-1", "accept_status": "active"}`, "", "aws_vpc_peering_connection.p: Requester=aws_vpc.here Accepter=aws_vpc.here Active SameRegion"},
		{"peering without a region", `= aws_vpc_peering_connection.p {"id": "pcx-1", "vpc_id": "vpc-1", "peer_vpc_id": "vpc-9", "peer_region": null, "accept_status": "active"}`, "", "aws_vpc_peering_connection.p: Requester=aws_vpc.here Accepter=vpc-9 (beyond) Active SameRegion"},
		{"peering with a VPC beyond the plan", `= aws_vpc_peering_connection.p {"id": "pcx-1", "vpc_id": "vpc-1", "peer_vpc_id": "vpc-9", "peer_region": "us-east-1", "accept_status": "pending-acceptance"}`, "", "aws_vpc_peering_connection.p: Requester=aws_vpc.here Accepter=vpc-9 (beyond)"},
		{"an accepter of one beyond the plan", `= aws_vpc_peering_connection_accepter.a {"id": "pcx-1", "vpc_peering_connection_id": "pcx-1", "vpc_id": "vpc-1", "peer_vpc_id": "vpc-2", "accept_status": "active"}`, "", "aws_vpc_peering_connection_accepter.a: Requester=aws_vpc.here Accepter=aws_vpc.there Active"},
		{"an accepter of a VPC beyond the plan, and of one elsewhere", `= aws_vpc_peering_connection_accepter.a {"id": "pcx-1", "vpc_peering_connection_id": "pcx-1", "vpc_id": "vpc-9", "peer_vpc_id": "vpc-2", "accept_status": "active"}`, "", "aws_vpc_peering_connection_accepter.a: Requester=vpc-9 (beyond) Accepter=aws_vpc.there Active"},
		{"a VPC beyond the plan that is the other side of a peering is in the other region", `= aws_vpc_peering_connection.p {"id": "pcx-1", "vpc_id": "vpc-1", "peer_vpc_id": "vpc-9", "peer_region": "us-east-1", "accept_status": "active"}
			= aws_vpc_peering_connection_accepter.a {"id": "pcx-2", "vpc_peering_connection_id": "pcx-2", "vpc_id": "vpc-1", "peer_vpc_id": "vpc-9", "accept_status": "active"}`, "", `
			aws_vpc_peering_connection.p: Requester=aws_vpc.here Accepter=vpc-9 (beyond) Active
			aws_vpc_peering_connection_accepter.a: Requester=aws_vpc.here Accepter=vpc-9 (beyond) Active`},
		{"PCX-1 rejected", `= aws_vpc_peering_connection.p {"id": "pcx-1", "vpc_id": "vpc-1", "peer_vpc_id": "vpc-2", "accept_status": "rejected"}`, "", "aws_vpc_peering_connection.p: Requester=aws_vpc.here Accepter=aws_vpc.there"},
		{"PCX-1 accepts itself", `+ aws_vpc_peering_connection.p {"vpc_id": "vpc-1", "peer_vpc_id": "vpc-1", "auto_accept": true, "accept_status": "?"}`, `resource "aws_vpc_peering_connection" "p" {}`, "aws_vpc_peering_connection.p: Requester=aws_vpc.here Accepter=aws_vpc.here Active SameRegion"},
		{"PCX-1 cannot accept itself in another region", `+ aws_vpc_peering_connection.p {"vpc_id": "vpc-1", "peer_vpc_id": "vpc-2", "peer_region": "us-east-1", "auto_accept": true, "accept_status": "?"}`, "", "aws_vpc_peering_connection.p: Requester=aws_vpc.here Accepter=aws_vpc.there Active=?aws_vpc_peering_connection.p.auto_accept"},
		{"PCX-1 accepts itself or not", `+ aws_vpc_peering_connection.p {"vpc_id": "vpc-1", "peer_vpc_id": "vpc-1", "auto_accept": "?", "accept_status": "?"}`, `resource "aws_vpc_peering_connection" "p" { auto_accept = terraform_data.x.output }`, "aws_vpc_peering_connection.p: Requester=aws_vpc.here Accepter=aws_vpc.here Active=?aws_vpc_peering_connection.p.auto_accept SameRegion"},
		{"PCX-1 nobody accepts it", `+ aws_vpc_peering_connection.p {"vpc_id": "vpc-1", "peer_vpc_id": "vpc-9", "auto_accept": false, "accept_status": "?"}`, `resource "aws_vpc_peering_connection" "p" {}`, "aws_vpc_peering_connection.p: Requester=aws_vpc.here Accepter=vpc-9 (beyond) SameRegion=?aws_vpc_peering_connection.p.peer_region"},
		{"PCX-1 accepts itself or not, and its accepter does not", `= aws_vpc_peering_connection_accepter.a {"id": "pcx-1", "vpc_peering_connection_id": "pcx-1", "auto_accept": true}
			~ aws_vpc_peering_connection.p {"id": "pcx-1", "vpc_id": "vpc-1", "peer_vpc_id": "vpc-1", "accept_status": "pending-acceptance"} {"id": "pcx-1", "vpc_id": "vpc-1", "peer_vpc_id": "vpc-1", "auto_accept": "?", "accept_status": "pending-acceptance", "peer_region": null}`, "", "aws_vpc_peering_connection.p: Requester=aws_vpc.here Accepter=aws_vpc.here Active=?aws_vpc_peering_connection.p.auto_accept SameRegion"},
		{"PCX-1 accepts itself, whatever its accepter does", `+ aws_vpc_peering_connection_accepter.a {"vpc_peering_connection_id": "pcx-1", "auto_accept": "?"}
			~ aws_vpc_peering_connection.p {"id": "pcx-1", "vpc_id": "vpc-1", "peer_vpc_id": "vpc-1", "accept_status": "pending-acceptance"} {"id": "pcx-1", "vpc_id": "vpc-1", "peer_vpc_id": "vpc-1", "auto_accept": true, "accept_status": "pending-acceptance", "peer_region": null}`, "", "aws_vpc_peering_connection.p: Requester=aws_vpc.here Accepter=aws_vpc.here Active SameRegion"},
		{"PCX-1 cannot accept itself in another region, whatever VPC is there", `+ aws_vpc_peering_connection.p {"vpc_id": "vpc-1", "peer_vpc_id": "?", "peer_region": "us-east-1", "auto_accept": true, "accept_status": "?"}`, "", "aws_vpc_peering_connection.p: Requester=aws_vpc.here Accepter=[?aws_vpc_peering_connection.p.peer_vpc_id] Active=?aws_vpc_peering_connection.p.auto_accept"},
		{"PCX-1 accepts itself, and whether it is in one region is not known", `+ aws_vpc_peering_connection.p {"vpc_id": "vpc-1", "peer_vpc_id": "?", "peer_region": "?", "auto_accept": true, "accept_status": "?"}`, "", "aws_vpc_peering_connection.p: Requester=aws_vpc.here Accepter=[?aws_vpc_peering_connection.p.peer_vpc_id] Active SameRegion=?aws_vpc_peering_connection.p.peer_region"},
		{"PCX-1 an accepter may be for it", `= aws_vpc_peering_connection.p {"id": "pcx-1", "vpc_id": "vpc-1", "peer_vpc_id": "vpc-9", "accept_status": "pending-acceptance"}
			+ aws_vpc_peering_connection_accepter.a {"vpc_peering_connection_id": "?", "auto_accept": true}`, "", "aws_vpc_peering_connection.p: Requester=aws_vpc.here Accepter=vpc-9 (beyond) Active=?aws_vpc_peering_connection_accepter.a.vpc_peering_connection_id SameRegion=?aws_vpc_peering_connection.p.peer_region"},
		{"PCX-1 another one is accepted", `= aws_vpc_peering_connection.p {"id": "pcx-1", "vpc_id": "vpc-1", "peer_vpc_id": "vpc-9", "accept_status": "pending-acceptance"}
			+ aws_vpc_peering_connection_accepter.a {"vpc_peering_connection_id": "pcx-9", "auto_accept": true}`, "", `
			aws_vpc_peering_connection.p: Requester=aws_vpc.here Accepter=vpc-9 (beyond) SameRegion=?aws_vpc_peering_connection.p.peer_region
			aws_vpc_peering_connection_accepter.a: Requester=[?aws_vpc_peering_connection_accepter.a.vpc_id] Accepter=[?aws_vpc_peering_connection_accepter.a.peer_vpc_id] Active SameRegion=?aws_vpc_peering_connection_accepter.a.peer_region`},
		{"a subnet of one of two VPCs, and nobody knows which", `+ aws_vpc.one {"cidr_block": "10.2.0.0/16"}
			+ aws_vpc.other {"cidr_block": "10.2.0.0/16"}
			+ aws_subnet.s {"vpc_id": "?", "cidr_block": "10.2.0.0/24"}`, `
			resource "aws_vpc" "one" { cidr_block = "10.2.0.0/16" }
			resource "aws_vpc" "other" { cidr_block = "10.2.0.0/16" }
			resource "aws_subnet" "s" {
				vpc_id     = terraform_data.x.output == "one" ? aws_vpc.one.id : aws_vpc.other.id
				cidr_block = "10.2.0.0/24"
			}`, "aws_subnet.s: VPC=[aws_vpc.one | aws_vpc.other | ?aws_subnet.s.vpc_id | no other]"},
		{"what two data sources read is one VPC", `< data.aws_vpc.one {"id": "vpc-7", "cidr_block": "10.7.0.0/16"}
			< data.aws_vpc.other {"id": "vpc-7", "cidr_block": "10.7.0.0/16"}
			= aws_subnet.s {"id": "subnet-1", "vpc_id": "vpc-7", "cidr_block": "10.7.0.0/24"}`, "", "aws_subnet.s: VPC=data.aws_vpc.one"},
		{"a subnet of another region's VPC", `+ aws_subnet.s {"vpc_id": "?", "cidr_block": "10.1.0.0/24", "region": "us-east-1"}`, "", "aws_subnet.s: VPC=[?aws_subnet.s.vpc_id]"},
	}, "Peerings", "Subnets:VPC")
}

// TestNodes: what clusters of Kubernetes make (CMP-3).
func TestNodes(t *testing.T) {
	const (
		subnets = `= aws_vpc.v {"id": "vpc-1", "cidr_block": "10.0.0.0/16"}
			= aws_subnet.a {"id": "subnet-a", "vpc_id": "vpc-1", "cidr_block": "10.0.0.0/24"}
			`
		config = `"vpc_config": [{"subnet_ids": ["subnet-a"], "security_group_ids": ["sg-1"], "cluster_security_group_id": "?"}], "compute_config": []`
	)
	say(t, subnets, []saying{
		{"a cluster", `+ aws_eks_cluster.c {"name": "c", ` + config + `, "kubernetes_network_config": []}`, "", `
			aws_eks_cluster.c.cluster_security_group: Group=aws_eks_cluster.c.cluster_security_group Egress Traffic=all Prefixes={0.0.0.0/0}
			aws_eks_cluster.c.cluster_security_group: Group=aws_eks_cluster.c.cluster_security_group Traffic=all Peers={aws_eks_cluster.c.cluster_security_group}
			aws_eks_cluster.c.cluster_security_group: VPC=aws_vpc.v
			aws_eks_cluster.c: Interfaces={aws_eks_cluster.c}
			aws_eks_cluster.c: Subnets={aws_subnet.a} Groups={sg-1 (beyond) aws_eks_cluster.c.cluster_security_group} IPv6=subnet may Public=refused SourceDestCheck Assumed
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Egress Traffic=all Prefixes={0.0.0.0/0}
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Traffic=all Peers={aws_vpc.v.default_security_group}
			aws_vpc.v.default_security_group: VPC=aws_vpc.v`},
		{"a cluster with IPv6", `+ aws_eks_cluster.c {"name": "c", ` + config + `, "kubernetes_network_config": [{"ip_family": "ipv6"}]}`, "", `
			aws_eks_cluster.c.cluster_security_group: Group=aws_eks_cluster.c.cluster_security_group Egress Traffic=all Prefixes={0.0.0.0/0 ::/0}
			aws_eks_cluster.c.cluster_security_group: Group=aws_eks_cluster.c.cluster_security_group Traffic=all Peers={aws_eks_cluster.c.cluster_security_group}
			aws_eks_cluster.c.cluster_security_group: VPC=aws_vpc.v
			aws_eks_cluster.c: Interfaces={aws_eks_cluster.c}
			aws_eks_cluster.c: Subnets={aws_subnet.a} Groups={sg-1 (beyond) aws_eks_cluster.c.cluster_security_group} IPv6=subnet may Public=refused SourceDestCheck Assumed
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Egress Traffic=all Prefixes={0.0.0.0/0}
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Traffic=all Peers={aws_vpc.v.default_security_group}
			aws_vpc.v.default_security_group: VPC=aws_vpc.v`},
		{"a cluster with IPv4", `+ aws_eks_cluster.c {"name": "c", ` + config + `, "kubernetes_network_config": [{"ip_family": "ipv4"}]}`, "", `
			aws_eks_cluster.c.cluster_security_group: Group=aws_eks_cluster.c.cluster_security_group Egress Traffic=all Prefixes={0.0.0.0/0}
			aws_eks_cluster.c.cluster_security_group: Group=aws_eks_cluster.c.cluster_security_group Traffic=all Peers={aws_eks_cluster.c.cluster_security_group}
			aws_eks_cluster.c.cluster_security_group: VPC=aws_vpc.v
			aws_eks_cluster.c: Interfaces={aws_eks_cluster.c}
			aws_eks_cluster.c: Subnets={aws_subnet.a} Groups={sg-1 (beyond) aws_eks_cluster.c.cluster_security_group} IPv6=subnet may Public=refused SourceDestCheck Assumed
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Egress Traffic=all Prefixes={0.0.0.0/0}
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Traffic=all Peers={aws_vpc.v.default_security_group}
			aws_vpc.v.default_security_group: VPC=aws_vpc.v`},
		{"a cluster whose family is known after apply", `+ aws_eks_cluster.c {"name": "c", ` + config + `, "kubernetes_network_config": [{"ip_family": "?"}]}`, "", `
			aws_eks_cluster.c.cluster_security_group: Group=aws_eks_cluster.c.cluster_security_group Egress Traffic=all Prefixes={0.0.0.0/0} Why=?aws_eks_cluster.c.kubernetes_network_config[0].ip_family
			aws_eks_cluster.c.cluster_security_group: Group=aws_eks_cluster.c.cluster_security_group Traffic=all Peers={aws_eks_cluster.c.cluster_security_group}
			aws_eks_cluster.c.cluster_security_group: VPC=aws_vpc.v
			aws_eks_cluster.c: Interfaces={aws_eks_cluster.c}
			aws_eks_cluster.c: Subnets={aws_subnet.a} Groups={sg-1 (beyond) aws_eks_cluster.c.cluster_security_group} IPv6=subnet may Public=refused SourceDestCheck Assumed
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Egress Traffic=all Prefixes={0.0.0.0/0}
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Traffic=all Peers={aws_vpc.v.default_security_group}
			aws_vpc.v.default_security_group: VPC=aws_vpc.v`},
		{"a cluster whose network is known after apply", `+ aws_eks_cluster.c {"name": "c", ` + config + `, "kubernetes_network_config": "?"}`, "", `
			aws_eks_cluster.c.cluster_security_group: Group=aws_eks_cluster.c.cluster_security_group Egress Traffic=all Prefixes={0.0.0.0/0} Why=?aws_eks_cluster.c.kubernetes_network_config
			aws_eks_cluster.c.cluster_security_group: Group=aws_eks_cluster.c.cluster_security_group Traffic=all Peers={aws_eks_cluster.c.cluster_security_group}
			aws_eks_cluster.c.cluster_security_group: VPC=aws_vpc.v
			aws_eks_cluster.c: Interfaces={aws_eks_cluster.c}
			aws_eks_cluster.c: Subnets={aws_subnet.a} Groups={sg-1 (beyond) aws_eks_cluster.c.cluster_security_group} IPv6=subnet may Public=refused SourceDestCheck Assumed
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Egress Traffic=all Prefixes={0.0.0.0/0}
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Traffic=all Peers={aws_vpc.v.default_security_group}
			aws_vpc.v.default_security_group: VPC=aws_vpc.v`},
		{"a cluster without subnets", `+ aws_eks_cluster.c {"name": "c", "vpc_config": [{"subnet_ids": [], "security_group_ids": []}], "compute_config": [], "kubernetes_network_config": []}`, "", `
			aws_eks_cluster.c.cluster_security_group: Group=aws_eks_cluster.c.cluster_security_group Egress Traffic=all Prefixes={0.0.0.0/0}
			aws_eks_cluster.c.cluster_security_group: Group=aws_eks_cluster.c.cluster_security_group Traffic=all Peers={aws_eks_cluster.c.cluster_security_group}
			aws_eks_cluster.c.cluster_security_group: VPC=[?aws_eks_cluster.c.vpc_config[0].subnet_ids]
			aws_eks_cluster.c: Interfaces={aws_eks_cluster.c}
			aws_eks_cluster.c: Subnets={and ?aws_eks_cluster.c.vpc_config[0].subnet_ids} Groups={aws_eks_cluster.c.cluster_security_group} IPv6=subnet may Public=refused SourceDestCheck Assumed
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Egress Traffic=all Prefixes={0.0.0.0/0}
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Traffic=all Peers={aws_vpc.v.default_security_group}
			aws_vpc.v.default_security_group: VPC=aws_vpc.v`},
		{"a cluster that is known after apply", `+ aws_eks_cluster.c {"name": "c", "vpc_config": "?", "compute_config": [], "kubernetes_network_config": []}`, "", `
			aws_eks_cluster.c.cluster_security_group: Group=aws_eks_cluster.c.cluster_security_group Egress Traffic=all Prefixes={0.0.0.0/0}
			aws_eks_cluster.c.cluster_security_group: Group=aws_eks_cluster.c.cluster_security_group Traffic=all Peers={aws_eks_cluster.c.cluster_security_group}
			aws_eks_cluster.c.cluster_security_group: VPC=[?aws_eks_cluster.c.vpc_config]
			aws_eks_cluster.c: Interfaces={aws_eks_cluster.c}
			aws_eks_cluster.c: Subnets={and ?aws_eks_cluster.c.vpc_config} Groups={aws_eks_cluster.c.cluster_security_group and ?aws_eks_cluster.c.vpc_config} IPv6=subnet may Public=refused SourceDestCheck Assumed
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Egress Traffic=all Prefixes={0.0.0.0/0}
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Traffic=all Peers={aws_vpc.v.default_security_group}
			aws_vpc.v.default_security_group: VPC=aws_vpc.v`},
		{"a cluster that makes its nodes", `+ aws_eks_cluster.c {"name": "c", "vpc_config": [{"subnet_ids": ["subnet-a"], "security_group_ids": []}], "compute_config": [{"enabled": true}], "kubernetes_network_config": []}`, "", `
			aws_eks_cluster.c.cluster_security_group: Group=aws_eks_cluster.c.cluster_security_group Egress Traffic=all Prefixes={0.0.0.0/0}
			aws_eks_cluster.c.cluster_security_group: Group=aws_eks_cluster.c.cluster_security_group Traffic=all Peers={aws_eks_cluster.c.cluster_security_group}
			aws_eks_cluster.c.cluster_security_group: VPC=aws_vpc.v
			aws_eks_cluster.c: Interfaces={aws_eks_cluster.c and ?aws_eks_cluster.c.compute_config[0].enabled}
			aws_eks_cluster.c: Subnets={aws_subnet.a} Groups={aws_eks_cluster.c.cluster_security_group} IPv6=subnet may Public=refused SourceDestCheck Assumed
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Egress Traffic=all Prefixes={0.0.0.0/0}
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Traffic=all Peers={aws_vpc.v.default_security_group}
			aws_vpc.v.default_security_group: VPC=aws_vpc.v`},
		{"a cluster that makes no nodes", `+ aws_eks_cluster.c {"name": "c", "vpc_config": [{"subnet_ids": ["subnet-a"], "security_group_ids": []}], "compute_config": [{"enabled": false}], "kubernetes_network_config": []}`, "", `
			aws_eks_cluster.c.cluster_security_group: Group=aws_eks_cluster.c.cluster_security_group Egress Traffic=all Prefixes={0.0.0.0/0}
			aws_eks_cluster.c.cluster_security_group: Group=aws_eks_cluster.c.cluster_security_group Traffic=all Peers={aws_eks_cluster.c.cluster_security_group}
			aws_eks_cluster.c.cluster_security_group: VPC=aws_vpc.v
			aws_eks_cluster.c: Interfaces={aws_eks_cluster.c}
			aws_eks_cluster.c: Subnets={aws_subnet.a} Groups={aws_eks_cluster.c.cluster_security_group} IPv6=subnet may Public=refused SourceDestCheck Assumed
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Egress Traffic=all Prefixes={0.0.0.0/0}
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Traffic=all Peers={aws_vpc.v.default_security_group}
			aws_vpc.v.default_security_group: VPC=aws_vpc.v`},
		{"a cluster that may make nodes", `+ aws_eks_cluster.c {"name": "c", "vpc_config": [{"subnet_ids": ["subnet-a"], "security_group_ids": []}], "compute_config": "?", "kubernetes_network_config": []}`, "", `
			aws_eks_cluster.c.cluster_security_group: Group=aws_eks_cluster.c.cluster_security_group Egress Traffic=all Prefixes={0.0.0.0/0}
			aws_eks_cluster.c.cluster_security_group: Group=aws_eks_cluster.c.cluster_security_group Traffic=all Peers={aws_eks_cluster.c.cluster_security_group}
			aws_eks_cluster.c.cluster_security_group: VPC=aws_vpc.v
			aws_eks_cluster.c: Interfaces={aws_eks_cluster.c and ?aws_eks_cluster.c.compute_config}
			aws_eks_cluster.c: Subnets={aws_subnet.a} Groups={aws_eks_cluster.c.cluster_security_group} IPv6=subnet may Public=refused SourceDestCheck Assumed
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Egress Traffic=all Prefixes={0.0.0.0/0}
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Traffic=all Peers={aws_vpc.v.default_security_group}
			aws_vpc.v.default_security_group: VPC=aws_vpc.v`},
		{"nodes of no cluster", `+ aws_eks_node_group.n {"cluster_name": null, "subnet_ids": ["subnet-a"], "launch_template": [], "remote_access": []}`, "", `
			aws_eks_node_group.n: Interfaces={aws_eks_node_group.n}
			aws_eks_node_group.n: Subnets={aws_subnet.a} Groups={and ?aws_eks_node_group.n.cluster_name} IPv6=subnet decides Public=subnet decides SourceDestCheck
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Egress Traffic=all Prefixes={0.0.0.0/0}
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Traffic=all Peers={aws_vpc.v.default_security_group}
			aws_vpc.v.default_security_group: VPC=aws_vpc.v`},
		{"nodes of a cluster that is known after apply", `+ aws_eks_node_group.n {"cluster_name": "?", "subnet_ids": ["subnet-a"], "launch_template": [], "remote_access": []}`, "", `
			aws_eks_node_group.n: Interfaces={aws_eks_node_group.n}
			aws_eks_node_group.n: Subnets={aws_subnet.a} Groups={and ?aws_eks_node_group.n.cluster_name} IPv6=subnet decides Public=subnet decides SourceDestCheck
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Egress Traffic=all Prefixes={0.0.0.0/0}
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Traffic=all Peers={aws_vpc.v.default_security_group}
			aws_vpc.v.default_security_group: VPC=aws_vpc.v`},
		{"nodes that people log in to", `+ aws_eks_node_group.n {"cluster_name": null, "subnet_ids": ["subnet-a"], "launch_template": [], "remote_access": [{"ec2_ssh_key": "k"}]}`, "", `
			aws_eks_node_group.n: Interfaces={aws_eks_node_group.n}
			aws_eks_node_group.n: Subnets={aws_subnet.a} Groups={and ?aws_eks_node_group.n.remote_access} IPv6=subnet decides Public=subnet decides SourceDestCheck
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Egress Traffic=all Prefixes={0.0.0.0/0}
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Traffic=all Peers={aws_vpc.v.default_security_group}
			aws_vpc.v.default_security_group: VPC=aws_vpc.v`},
		{"nodes that people may log in to", `+ aws_eks_node_group.n {"cluster_name": "c", "subnet_ids": ["subnet-a"], "launch_template": [], "remote_access": "?"}`, "", `
			aws_eks_node_group.n: Interfaces={aws_eks_node_group.n}
			aws_eks_node_group.n: Subnets={aws_subnet.a} Groups={[?c] and ?aws_eks_node_group.n.remote_access} IPv6=subnet decides Public=subnet decides SourceDestCheck
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Egress Traffic=all Prefixes={0.0.0.0/0}
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Traffic=all Peers={aws_vpc.v.default_security_group}
			aws_vpc.v.default_security_group: VPC=aws_vpc.v`},
		{"nodes from a template", `= aws_launch_template.t {"id": "lt-1", "name": "t", "latest_version": 1, "default_version": 1, "vpc_security_group_ids": ["sg-1"], "network_interfaces": []}
			+ aws_eks_node_group.n {"cluster_name": "c", "subnet_ids": ["subnet-a"], "launch_template": [{"id": "lt-1", "name": "t", "version": "1"}], "remote_access": []}`, "", `
			aws_eks_node_group.n: Interfaces={aws_eks_node_group.n} Template=aws_launch_template.t
			aws_eks_node_group.n: Subnets={aws_subnet.a} Groups={sg-1 (beyond)} IPv6=subnet decides Public=subnet decides SourceDestCheck
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Egress Traffic=all Prefixes={0.0.0.0/0}
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Traffic=all Peers={aws_vpc.v.default_security_group}
			aws_vpc.v.default_security_group: VPC=aws_vpc.v`},
		{"nodes from a template that is not in the plan", `+ aws_eks_node_group.n {"cluster_name": "c", "subnet_ids": ["subnet-a"], "launch_template": [{"id": "lt-9", "name": "", "version": "1"}], "remote_access": []}`, "", `
			aws_eks_node_group.n: Interfaces={aws_eks_node_group.n}
			aws_eks_node_group.n: Subnets={aws_subnet.a} Groups={and ?lt-9} IPv6=?lt-9 Public=?lt-9 SourceDestCheck
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Egress Traffic=all Prefixes={0.0.0.0/0}
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Traffic=all Peers={aws_vpc.v.default_security_group}
			aws_vpc.v.default_security_group: VPC=aws_vpc.v`},
		{"nodes from a template of interfaces that are given", `= aws_launch_template.t {"id": "lt-1", "name": "t", "latest_version": 1, "default_version": 1, "vpc_security_group_ids": [], "network_interfaces": [{"device_index": 0, "network_interface_id": "eni-1", "subnet_id": "", "security_groups": []}]}
			+ aws_eks_node_group.n {"cluster_name": "c", "subnet_ids": ["subnet-a"], "launch_template": [{"id": "lt-1", "name": "t", "version": "1"}], "remote_access": []}`, "", `
			aws_eks_node_group.n: Interfaces={and ?aws_launch_template.t.network_interfaces[0].network_interface_id}
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Egress Traffic=all Prefixes={0.0.0.0/0}
			aws_vpc.v.default_security_group: Group=aws_vpc.v.default_security_group Traffic=all Peers={aws_vpc.v.default_security_group}
			aws_vpc.v.default_security_group: VPC=aws_vpc.v`},
	}, "Workloads", "Interfaces", "SecurityGroups:VPC", "SecurityGroupRules")
}

// TestBalancers: load balancers of each kind (CMP-5).
func TestBalancers(t *testing.T) {
	lb := func(op, values string) string {
		return op + ` aws_lb.l {` + values + `, "load_balancer_type": "application", "security_groups": ["sg-1"]}` + "\n"
	}
	const arn = `"id": "arn:l", "arn": "arn:l"`
	listener := func(values string) string {
		return lb("=", arn+`, "internal": true, "ip_address_type": "ipv4", "subnets": ["subnet-1"], "subnet_mapping": []`) + `= aws_lb_listener.x {"id": "arn:x", "load_balancer_arn": "arn:l", ` + values + `}`
	}
	say(t, "", []saying{
		{"internal", lb("=", arn+`, "internal": true, "ip_address_type": "ipv4", "subnets": ["subnet-1", "subnet-2"], "subnet_mapping": []`), "", `
			aws_lb.l:
			aws_lb.l: Subnets={subnet-1 (beyond) subnet-2 (beyond)} Groups={sg-1 (beyond)} IPv6=subnet may Public=refused SourceDestCheck HighPorts`},
		{"facing the internet, both families", lb("=", arn+`, "internal": false, "ip_address_type": "dualstack", "subnets": ["subnet-1"], "subnet_mapping": []`), "", `
			aws_lb.l:
			aws_lb.l: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=granted Public=granted SourceDestCheck HighPorts`},
		{"without public addresses of IPv4", lb("=", arn+`, "internal": false, "ip_address_type": "dualstack-without-public-ipv4", "subnets": ["subnet-1"], "subnet_mapping": []`), "", `
			aws_lb.l:
			aws_lb.l: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=granted Public=refused SourceDestCheck HighPorts`},
		{"known after apply", lb("+", `"internal": "?", "ip_address_type": "?", "subnets": ["subnet-1"], "subnet_mapping": []`), "", `
			aws_lb.l:
			aws_lb.l: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=?aws_lb.l.ip_address_type Public=?aws_lb.l.internal SourceDestCheck HighPorts`},
		{"facing the internet, perhaps without addresses of IPv4", lb("+", `"internal": false, "ip_address_type": "?", "subnets": ["subnet-1"], "subnet_mapping": []`), "", `
			aws_lb.l:
			aws_lb.l: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=?aws_lb.l.ip_address_type Public=?aws_lb.l.ip_address_type SourceDestCheck HighPorts`},
		{"subnets by mapping", lb("+", `"internal": true, "ip_address_type": "ipv4", "subnets": null, "subnet_mapping": [{"subnet_id": "subnet-1"}, {"subnet_id": ""}]`), "", `
			aws_lb.l:
			aws_lb.l: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=subnet may Public=refused SourceDestCheck HighPorts`},
		{"subnets by mapping that is known after apply", lb("+", `"internal": true, "ip_address_type": "ipv4", "subnets": null, "subnet_mapping": "?"`), "", `
			aws_lb.l:
			aws_lb.l: Subnets={and ?aws_lb.l.subnet_mapping} Groups={sg-1 (beyond)} IPv6=subnet may Public=refused SourceDestCheck HighPorts`},
		{"copies of each other", lb("=", arn+`, "internal": true, "ip_address_type": "ipv4", "subnets": ["subnet-1"], "subnet_mapping": [{"subnet_id": "subnet-1"}]`), "", `
			aws_lb.l:
			aws_lb.l: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=subnet may Public=refused SourceDestCheck HighPorts`},
		{"copies of which one changes", `~ aws_lb.l {` + arn + `, "subnets": ["subnet-1"], "subnet_mapping": [{"subnet_id": "subnet-1"}]} {` + arn + `, "internal": true, "ip_address_type": "ipv4", "subnets": ["subnet-2"], "subnet_mapping": [{"subnet_id": "subnet-1"}], "load_balancer_type": "application", "security_groups": ["sg-1"]}`, "", `
			aws_lb.l:
			aws_lb.l: Subnets={subnet-2 (beyond) and ?aws_lb.l.subnets} Groups={sg-1 (beyond)} IPv6=subnet may Public=refused SourceDestCheck HighPorts`},
		{"copies that stay while something else changes", `~ aws_lb.l {` + arn + `, "subnets": ["subnet-1"], "subnet_mapping": [{"subnet_id": "subnet-1"}]} {` + arn + `, "internal": true, "ip_address_type": "ipv4", "subnets": ["subnet-1"], "subnet_mapping": [{"subnet_id": "subnet-1"}], "load_balancer_type": "application", "security_groups": ["sg-1"]}`, "", `
			aws_lb.l:
			aws_lb.l: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=subnet may Public=refused SourceDestCheck HighPorts`},
		{"the highest port", listener(`"protocol": "HTTPS", "port": 65535`), "", `
			aws_lb.l:
			aws_lb.l: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=subnet may Public=refused SourceDestCheck HighPorts
			aws_lb_listener.x: Balancer=aws_lb.l Fact=tcp 65535`},
		{"the lowest port", listener(`"protocol": "UDP", "port": 1`), "", `
			aws_lb.l:
			aws_lb.l: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=subnet may Public=refused SourceDestCheck HighPorts
			aws_lb_listener.x: Balancer=aws_lb.l Fact=udp 1`},
		{"port 0", listener(`"protocol": "TCP", "port": 0`), "", `
			aws_lb.l:
			aws_lb.l: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=subnet may Public=refused SourceDestCheck HighPorts
			aws_lb_listener.x: Balancer=aws_lb.l Fact=?aws_lb_listener.x.port`},
		{"a port too high", listener(`"protocol": "TCP_UDP", "port": 65536`), "", `
			aws_lb.l:
			aws_lb.l: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=subnet may Public=refused SourceDestCheck HighPorts
			aws_lb_listener.x: Balancer=aws_lb.l Fact=?aws_lb_listener.x.port`},
		{"a protocol that nobody writes", listener(`"protocol": null, "port": 80`), "", `
			aws_lb.l:
			aws_lb.l: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=subnet may Public=refused SourceDestCheck HighPorts
			aws_lb_listener.x: Balancer=aws_lb.l Fact=tcp 80`},
		{"a protocol that is none", listener(`"protocol": "GOPHER", "port": 70`), "", `
			aws_lb.l:
			aws_lb.l: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=subnet may Public=refused SourceDestCheck HighPorts
			aws_lb_listener.x: Balancer=aws_lb.l Fact=?aws_lb_listener.x.protocol`},
		{"a listener of no load balancer", `= aws_lb_listener.x {"id": "arn:x", "load_balancer_arn": null, "protocol": "TCP", "port": 80}`, "", "aws_lb_listener.x: Balancer=[?aws_lb_listener.x.load_balancer_arn] Fact=tcp 80"},
		{"the first kind, known after apply", `+ aws_elb.l {"name": "l", "internal": true, "subnets": ["subnet-1"], "security_groups": ["sg-1"], "listener": "?"}`, "", `
			aws_elb.l: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=refused Public=refused SourceDestCheck HighPorts
			aws_elb.l: Why=?aws_elb.l.listener`},
	}, "Interfaces", "Listeners", "LoadBalancers:Why")
}

// TestServiceEndpoints: what is not certain of endpoints (GWE-1, GWE-6, IFE-1, IFE-2).
func TestServiceEndpoints(t *testing.T) {
	const (
		gateway = `"vpc_id": "vpc-1", "vpc_endpoint_type": "Gateway", "service_name": "com.amazonaws.eu-west-1.s3", "route_table_ids": ["rtb-1"]`
		iface   = `"vpc_id": "vpc-1", "vpc_endpoint_type": "Interface", "service_name": "com.amazonaws.eu-west-1.s3", "security_group_ids": ["sg-1"]`
		kms     = `"vpc_id": "vpc-1", "vpc_endpoint_type": "Interface", "service_name": "com.amazonaws.eu-west-1.kms", "security_group_ids": ["sg-1"], "subnet_ids": ["subnet-1"], "ip_address_type": "ipv4"`
	)
	say(t, "", []saying{
		{"families that are known after apply", `+ aws_vpc_endpoint.e {` + gateway + `, "ip_address_type": "?"}`, "", `
			aws_vpc_endpoint.e.route_table_ids: Table=[rtb-1 (beyond) | ?aws_vpc_endpoint.e.ip_address_type] List=com.amazonaws.eu-west-1.s3.ipv6 (beyond) Target=aws_vpc_endpoint.e
			aws_vpc_endpoint.e.route_table_ids: Table=rtb-1 (beyond) List=com.amazonaws.eu-west-1.s3 (beyond) Target=aws_vpc_endpoint.e`},
		{"families that nobody sets", `+ aws_vpc_endpoint.e {` + gateway + `, "ip_address_type": "?"}`, `resource "aws_vpc_endpoint" "e" {}`, "aws_vpc_endpoint.e.route_table_ids: Table=rtb-1 (beyond) List=com.amazonaws.eu-west-1.s3 (beyond) Target=aws_vpc_endpoint.e"},
		{"families that are none", `= aws_vpc_endpoint.e {"id": "vpce-1", ` + gateway + `, "ip_address_type": "ipx"}`, "", `
			aws_vpc_endpoint.e.route_table_ids: Table=[rtb-1 (beyond) | ?aws_vpc_endpoint.e.ip_address_type] List=com.amazonaws.eu-west-1.s3.ipv6 (beyond) Target=aws_vpc_endpoint.e
			aws_vpc_endpoint.e.route_table_ids: Table=rtb-1 (beyond) List=com.amazonaws.eu-west-1.s3 (beyond) Target=aws_vpc_endpoint.e`},
		{"both families of an interface", `= aws_vpc_endpoint.e {"id": "vpce-1", ` + iface + `, "ip_address_type": "dualstack", "subnet_ids": ["subnet-1"], "private_dns_enabled": false}`, "", `
			aws_vpc_endpoint.e: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=granted Public=refused SourceDestCheck Passive
			aws_vpc_endpoint.e: VPC=vpc-1 (beyond) Service=com.amazonaws.eu-west-1.s3 Interface=aws_vpc_endpoint.e`},
		{"families of an interface that are known after apply", `+ aws_vpc_endpoint.e {` + iface + `, "ip_address_type": "?", "subnet_ids": ["subnet-1"], "private_dns_enabled": false}`, "", `
			aws_vpc_endpoint.e: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=?aws_vpc_endpoint.e.ip_address_type Public=refused SourceDestCheck Passive
			aws_vpc_endpoint.e: VPC=vpc-1 (beyond) Service=com.amazonaws.eu-west-1.s3 Interface=aws_vpc_endpoint.e`},
		{"S3 for what asks from outside alone", `= aws_vpc_endpoint.e {"id": "vpce-1", ` + iface + `, "ip_address_type": "ipv4", "subnet_ids": ["subnet-1"], "private_dns_enabled": true, "dns_options": [{"private_dns_only_for_inbound_resolver_endpoint": true}]}`, "", `
			aws_vpc_endpoint.e: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=refused Public=refused SourceDestCheck Passive
			aws_vpc_endpoint.e: VPC=vpc-1 (beyond) Service=com.amazonaws.eu-west-1.s3 Interface=aws_vpc_endpoint.e`},
		{"S3 for all who ask", `= aws_vpc_endpoint.e {"id": "vpce-1", ` + iface + `, "ip_address_type": "ipv4", "subnet_ids": ["subnet-1"], "private_dns_enabled": true, "dns_options": [{"private_dns_only_for_inbound_resolver_endpoint": false}]}`, "", `
			aws_vpc_endpoint.e: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=refused Public=refused SourceDestCheck Passive
			aws_vpc_endpoint.e: VPC=vpc-1 (beyond) Service=com.amazonaws.eu-west-1.s3 Interface=aws_vpc_endpoint.e PrivateDNS`},
		{"S3 for whom nobody knows", `+ aws_vpc_endpoint.e {` + iface + `, "ip_address_type": "ipv4", "subnet_ids": ["subnet-1"], "private_dns_enabled": true, "dns_options": [{"private_dns_only_for_inbound_resolver_endpoint": "?"}]}`, "", `
			aws_vpc_endpoint.e: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=refused Public=refused SourceDestCheck Passive
			aws_vpc_endpoint.e: VPC=vpc-1 (beyond) Service=com.amazonaws.eu-west-1.s3 Interface=aws_vpc_endpoint.e PrivateDNS=?aws_vpc_endpoint.e.dns_options`},
		{"private DNS that nobody sets", `+ aws_vpc_endpoint.e {` + kms + `, "private_dns_enabled": "?"}`, `resource "aws_vpc_endpoint" "e" {}`, `
			aws_vpc_endpoint.e: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=refused Public=refused SourceDestCheck Passive
			aws_vpc_endpoint.e: VPC=vpc-1 (beyond) Service=com.amazonaws.eu-west-1.kms Interface=aws_vpc_endpoint.e`},
		{"private DNS that is known after apply", `+ aws_vpc_endpoint.e {` + kms + `, "private_dns_enabled": "?"}`, "", `
			aws_vpc_endpoint.e: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=refused Public=refused SourceDestCheck Passive
			aws_vpc_endpoint.e: VPC=vpc-1 (beyond) Service=com.amazonaws.eu-west-1.kms Interface=aws_vpc_endpoint.e PrivateDNS=?aws_vpc_endpoint.e.private_dns_enabled`},
		{"private DNS that a resource may set", `= aws_vpc_endpoint.e {"id": "vpce-1", ` + kms + `, "private_dns_enabled": false}
			+ aws_vpc_endpoint_private_dns.d {"vpc_endpoint_id": "?", "private_dns_enabled": true}`, "", `
			aws_vpc_endpoint.e: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} IPv6=refused Public=refused SourceDestCheck Passive
			aws_vpc_endpoint.e: VPC=vpc-1 (beyond) Service=com.amazonaws.eu-west-1.kms Interface=aws_vpc_endpoint.e PrivateDNS=?aws_vpc_endpoint_private_dns.d.vpc_endpoint_id`},
		{"subnets by configurations", `= aws_vpc_endpoint.e {"id": "vpce-1", ` + iface + `, "ip_address_type": "ipv4", "subnet_ids": [], "subnet_configuration": [{"subnet_id": "subnet-1", "ipv4": "10.0.0.9", "ipv6": "2600::9"}], "private_dns_enabled": false}`, "", `
			aws_vpc_endpoint.e: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond)} Private={10.0.0.9} Six={2600::9} IPv6=refused Public=refused SourceDestCheck Passive
			aws_vpc_endpoint.e: VPC=vpc-1 (beyond) Service=com.amazonaws.eu-west-1.s3 Interface=aws_vpc_endpoint.e`},
		{"subnets that an association may add", `= aws_vpc_endpoint.e {"id": "vpce-1", ` + kms + `, "private_dns_enabled": false}
			+ aws_vpc_endpoint_subnet_association.s {"vpc_endpoint_id": "?", "subnet_id": "subnet-2"}`, "", `
			aws_vpc_endpoint.e: Subnets={subnet-1 (beyond) [subnet-2 (beyond) | ?aws_vpc_endpoint_subnet_association.s.vpc_endpoint_id]} Groups={sg-1 (beyond)} IPv6=refused Public=refused SourceDestCheck Passive
			aws_vpc_endpoint.e: VPC=vpc-1 (beyond) Service=com.amazonaws.eu-west-1.kms Interface=aws_vpc_endpoint.e`},
		{"groups that an association may replace", `= aws_vpc_endpoint.e {"id": "vpce-1", ` + kms + `, "private_dns_enabled": false}
			+ aws_vpc_endpoint_security_group_association.s {"vpc_endpoint_id": "vpce-1", "security_group_id": "sg-2", "replace_default_association": "?"}`, "", `
			aws_vpc_endpoint.e: Subnets={subnet-1 (beyond)} Groups={sg-1 (beyond) sg-2 (beyond) and ?aws_vpc_endpoint_security_group_association.s.replace_default_association} IPv6=refused Public=refused SourceDestCheck Passive
			aws_vpc_endpoint.e: VPC=vpc-1 (beyond) Service=com.amazonaws.eu-west-1.kms Interface=aws_vpc_endpoint.e`},
		{"an endpoint of a load balancer in two subnets", `= aws_vpc_endpoint.e {"id": "vpce-1", "vpc_id": "vpc-1", "vpc_endpoint_type": "GatewayLoadBalancer", "subnet_ids": ["subnet-1", "subnet-2"]}`, "", "aws_vpc_endpoint.e: Subnet=[subnet-1 (beyond) | subnet-2 (beyond) | ?aws_vpc_endpoint.e.subnet_ids]"},
		{"an endpoint of a load balancer in none", `= aws_vpc_endpoint.e {"id": "vpce-1", "vpc_id": "vpc-1", "vpc_endpoint_type": "GatewayLoadBalancer", "subnet_ids": []}`, "", "aws_vpc_endpoint.e: Subnet=[?aws_vpc_endpoint.e.subnet_ids]"},
	}, "Routes", "InterfaceEndpoints", "Interfaces", "FirewallEndpoints")
}

// TestListEntries: which blocks a prefix list has (SG-13, PLAN-3).
func TestListEntries(t *testing.T) {
	const (
		ten   = `{"cidr": "10.0.0.0/8"}`
		other = `{"cidr": "172.16.0.0/12"}`
		entry = `= aws_ec2_managed_prefix_list_entry.e {"id": "x", "prefix_list_id": "pl-1", "cidr": "10.0.0.0/8"}`
	)
	list := func(entries string) string {
		return `= aws_ec2_managed_prefix_list.l {"id": "pl-1", "address_family": "IPv4", "entry": [` + entries + "]}\n"
	}
	becomes := func(before, after string) string {
		return `~ aws_ec2_managed_prefix_list.l {"id": "pl-1", "address_family": "IPv4", "entry": [` + before + `]} {"id": "pl-1", "address_family": "IPv4", "entry": ` + after + "}\n"
	}
	say(t, "", []saying{
		{"entries of the list", list(ten + "," + other), "", `
			aws_ec2_managed_prefix_list.l.entry[0]: List=aws_ec2_managed_prefix_list.l Prefix=10.0.0.0/8
			aws_ec2_managed_prefix_list.l.entry[1]: List=aws_ec2_managed_prefix_list.l Prefix=172.16.0.0/12
			aws_ec2_managed_prefix_list.l:`},
		{"an entry of its own, of which the list shows a copy", list(ten) + entry, "", `
			aws_ec2_managed_prefix_list.l:
			aws_ec2_managed_prefix_list_entry.e: List=aws_ec2_managed_prefix_list.l Prefix=10.0.0.0/8`},
		{"a deleted entry of which the list shows a copy", list(ten+","+other) + "-" + entry[1:], "", `
			aws_ec2_managed_prefix_list.l.entry[1]: List=aws_ec2_managed_prefix_list.l Prefix=172.16.0.0/12
			aws_ec2_managed_prefix_list.l:`},
		{"a deleted entry that the list gets in this plan", becomes("", "["+ten+"]") + "-" + entry[1:], "", `
			aws_ec2_managed_prefix_list.l.entry[0]: List=aws_ec2_managed_prefix_list.l Prefix=10.0.0.0/8
			aws_ec2_managed_prefix_list.l:`},
		{"an entry that the list takes away", becomes(ten, "["+other+"]") + entry, "", `
			aws_ec2_managed_prefix_list.l.entry[0]: List=aws_ec2_managed_prefix_list.l Prefix=172.16.0.0/12
			aws_ec2_managed_prefix_list.l:`},
		{"an entry that the list keeps", becomes(ten, "["+ten+","+other+"]") + entry, "", `
			aws_ec2_managed_prefix_list.l.entry[1]: List=aws_ec2_managed_prefix_list.l Prefix=172.16.0.0/12
			aws_ec2_managed_prefix_list.l:
			aws_ec2_managed_prefix_list_entry.e: List=aws_ec2_managed_prefix_list.l Prefix=10.0.0.0/8`},
		{"an entry that the list may take away", becomes(ten, `"?"`) + entry, "", `
			aws_ec2_managed_prefix_list.l: Why=?aws_ec2_managed_prefix_list.l.entry
			aws_ec2_managed_prefix_list_entry.e: List=[aws_ec2_managed_prefix_list.l | ?aws_ec2_managed_prefix_list.l.entry] Prefix=10.0.0.0/8`},
		{"an entry that the list never showed", becomes(other, `"?"`) + entry, "", `
			aws_ec2_managed_prefix_list.l: Why=?aws_ec2_managed_prefix_list.l.entry
			aws_ec2_managed_prefix_list_entry.e: List=aws_ec2_managed_prefix_list.l Prefix=10.0.0.0/8`},
		{"an entry that this plan makes comes after", becomes(ten, "["+other+"]") + `+ aws_ec2_managed_prefix_list_entry.e {"prefix_list_id": "pl-1", "cidr": "10.0.0.0/8"}`, "", `
			aws_ec2_managed_prefix_list.l.entry[0]: List=aws_ec2_managed_prefix_list.l Prefix=172.16.0.0/12
			aws_ec2_managed_prefix_list.l:
			aws_ec2_managed_prefix_list_entry.e: List=aws_ec2_managed_prefix_list.l Prefix=10.0.0.0/8`},
		{"an entry that is not shown", list(`{"cidr": ""}`), "", `
			aws_ec2_managed_prefix_list.l.entry[0]: List=aws_ec2_managed_prefix_list.l Prefix=?aws_ec2_managed_prefix_list.l.entry[0].cidr
			aws_ec2_managed_prefix_list.l:`},
		{"a new list that nobody gives entries", `+ aws_ec2_managed_prefix_list.l {"address_family": "IPv4", "entry": "?"}`, `resource "aws_ec2_managed_prefix_list" "l" {}`, "aws_ec2_managed_prefix_list.l:"},
		{"a list that a data source reads", `< data.aws_ec2_managed_prefix_list.l {"id": "pl-1", "address_family": "IPv4", "entries": [` + ten + `]}`, "", `
			data.aws_ec2_managed_prefix_list.l.entries[0]: List=data.aws_ec2_managed_prefix_list.l Prefix=10.0.0.0/8
			data.aws_ec2_managed_prefix_list.l:`},
		{"a list that a data source reads, of which an entry is deleted", `< data.aws_ec2_managed_prefix_list.l {"id": "pl-1", "address_family": "IPv4", "entries": [` + ten + "," + other + `]}
			-` + entry[1:], "", `
			data.aws_ec2_managed_prefix_list.l.entries[1]: List=data.aws_ec2_managed_prefix_list.l Prefix=172.16.0.0/12
			data.aws_ec2_managed_prefix_list.l:`},
	}, "PrefixLists:Why", "PrefixListEntries")
}

// TestDefaultSubnets: AWS makes them map public addresses (PUB-1).
func TestDefaultSubnets(t *testing.T) {
	say(t, "", []saying{
		{"a default one", `= aws_default_subnet.s {"id": "subnet-1", "cidr_block": "172.31.0.0/20"}`, "", "aws_default_subnet.s: VPC=[?aws_default_subnet.s.vpc_id] CIDR=172.31.0.0/20 MapPublicIP"},
		{"another one", `= aws_subnet.s {"id": "subnet-1", "cidr_block": "172.31.0.0/20"}`, "", "aws_subnet.s: VPC=[?aws_subnet.s.vpc_id] CIDR=172.31.0.0/20"},
		{"one that says so", `= aws_subnet.s {"id": "subnet-1", "cidr_block": "172.31.0.0/20", "map_public_ip_on_launch": true, "assign_ipv6_address_on_creation": true}`, "", "aws_subnet.s: VPC=[?aws_subnet.s.vpc_id] CIDR=172.31.0.0/20 MapPublicIP AssignIPv6"},
		{"one without IPv6", `= aws_subnet.s {"id": "subnet-1", "cidr_block": "172.31.0.0/20", "ipv6_cidr_block": "", "availability_zone": "eu-west-1a"}`, "", "aws_subnet.s: VPC=[?aws_subnet.s.vpc_id] CIDR=172.31.0.0/20 Zone=eu-west-1a"},
		{"a new one that nobody gives IPv6", `+ aws_subnet.s {"cidr_block": "172.31.0.0/20", "ipv6_cidr_block": "?"}`, `resource "aws_subnet" "s" {}`, "aws_subnet.s: VPC=[?aws_subnet.s.vpc_id] CIDR=172.31.0.0/20"},
		{"a new one that may have IPv6", `+ aws_subnet.s {"cidr_block": "172.31.0.0/20", "ipv6_cidr_block": "?"}`, "", "aws_subnet.s: VPC=[?aws_subnet.s.vpc_id] CIDR=172.31.0.0/20 CIDR6=?aws_subnet.s.ipv6_cidr_block"},
	}, "Subnets")
}

// TestRoutesToInstances: a route to an instance leads to its primary interface (RT-11).
func TestRoutesToInstances(t *testing.T) {
	const route = `= aws_route_table.t {"id": "rtb-1", "route": [{"cidr_block": "0.0.0.0/0", "gateway_id": "", "instance_id": "i-1"}]}` + "\n"
	say(t, route, []saying{
		{"that AWS made", `= aws_instance.i {"id": "i-1", "subnet_id": "subnet-1", "network_interface": []}`, "", "aws_route_table.t.route[0]: Target=aws_instance.i"},
		{"that it is given", `= aws_network_interface.n {"id": "eni-1", "subnet_id": "subnet-1", "attachment": []}
			= aws_instance.i {"id": "i-1", "network_interface": [{"device_index": 0, "network_interface_id": "eni-1"}]}`, "", "aws_route_table.t.route[0]: Target=[?aws_instance.i.network_interface]"},
		{"that it is given, known after apply", `= aws_instance.i {"id": "i-1", "network_interface": [{"device_index": 0, "network_interface_id": "?"}]}`, "", "aws_route_table.t.route[0]: Target=aws_instance.i"},
		{"of which nobody knows which one it is", `~ aws_instance.i {"id": "i-1"} {"id": "i-1", "network_interface": [{"device_index": "?", "network_interface_id": "?"}]}`, "", "aws_route_table.t.route[0]: Target=[?aws_instance.i.network_interface]"},
	}, "Routes:Target")
}

// TestSensitiveIDs: an id that is marked as sensitive joins what has it, and is not told.
func TestSensitiveIDs(t *testing.T) {
	say(t, "", []saying{
		{"several resources with one id, made to one object", `= aws_internet_gateway.i {"id": "igw-1", "vpc_id": ""}
			< data.aws_internet_gateway.i {"id": "igw-1", "internet_gateway_id": "igw-1", "attachments": []}
			= aws_route_table.t {"id": "rtb-1", "route": [{"cidr_block": "0.0.0.0/0", "gateway_id": "igw-1"}]}`, "", "aws_route_table.t.route[0]: Target=aws_internet_gateway.i"},
		{"several resources with one id", `= aws_internet_gateway.i {"id": "igw-1", "vpc_id": ""}
			= aws_internet_gateway.j {"id": "igw-1", "vpc_id": ""}
			= aws_route_table.t {"id": "rtb-1", "route": [{"cidr_block": "0.0.0.0/0", "gateway_id": "igw-1"}]}`, "", "aws_route_table.t.route[0]: Target=[aws_internet_gateway.i | aws_internet_gateway.j | ?aws_route_table.t.route[0].gateway_id]"},
		{"a resource that exists and does not show its id", `= aws_vpc_peering_connection.p {"vpc_id": "vpc-1", "peer_vpc_id": "vpc-2"}
			= aws_vpn_gateway.v {"vpc_id": ""}
			= aws_vpn_gateway_route_propagation.x {"id": "x", "route_table_id": "rtb-1", "vpn_gateway_id": "vgw-1"}`, "", "aws_vpn_gateway_route_propagation.x: Table=rtb-1 (beyond) Gateway=[aws_vpn_gateway.v | ?aws_vpn_gateway_route_propagation.x.vpn_gateway_id]"},
	}, "Routes:Target", "Propagations")
}

// TestGroupTags: the tags of auto-scaling groups are written as blocks.
func TestGroupTags(t *testing.T) {
	for _, tt := range []struct{ tags, want string }{
		{`[{"key": "a", "value": "x"}, {"key": "b", "value": "?"}]`, "a=x b=?"}, {`[{"key": "?", "value": "x"}]`, " and others"}, {`"?"`, " and others"}, {`[]`, ""},
	} {
		n := after(t, `+ aws_autoscaling_group.x {"launch_template": [], "mixed_instances_policy": [], "vpc_zone_identifier": ["subnet-1"], "tag": `+tt.tags+`}`, "")
		var got []string
		tags := n.Workloads[0].Tags
		for _, key := range []string{"a", "b"} {
			if v, has := tags.Values[key]; has && v.Why != nil {
				got = append(got, key+"=?")
			} else if has {
				got = append(got, key+"="+v.Value)
			}
		}
		text := strings.Join(got, " ")
		if tags.Why != nil {
			text += " and others"
		}
		if text != tt.want {
			t.Errorf("%s: %q, want %q", tt.tags, text, tt.want)
		}
	}
}
