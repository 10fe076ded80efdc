package aws_test

import "testing"

// TestVPN: what virtual private gateways are attached to, what they know, and which
// tables that goes into (VGW-1, VGW-4).
func TestVPN(t *testing.T) {
	const (
		gateway = `= aws_vpn_gateway.g {"id": "vgw-1", "vpc_id": "vpc-a"}
		`
		ours = `vpn gateway aws_vpn_gateway.g
		attached by aws_vpn_gateway.g: aws_vpn_gateway.g to aws_vpc.a
		`
		table = `= aws_route_table.t {"id": "rtb-1", "vpc_id": "vpc-a", "route": [], "propagating_vgws": `
	)
	for _, tt := range []struct{ name, plan, tf, want string }{
		{"new", `
			+ aws_vpn_gateway.g {"vpc_id": "vpc-a"}
			+ aws_vpn_connection.c {"vpn_gateway_id": "?", "transit_gateway_id": null, "static_routes_only": "?", "transit_gateway_attachment_id": "?", "routes": "?"}
			+ aws_vpn_connection_route.r {"vpn_connection_id": "?", "destination_cidr_block": "172.31.0.0/16"}
			+ aws_route_table.t {"vpc_id": "vpc-a", "route": [], "propagating_vgws": "?"}
			+ aws_route_table.u {"vpc_id": "vpc-a", "route": [], "propagating_vgws": "?"}`, `
			resource "aws_vpn_gateway" "g" {
				vpc_id = "vpc-a"
			}
			resource "aws_vpn_connection" "c" {
				vpn_gateway_id = aws_vpn_gateway.g.id
			}
			resource "aws_vpn_connection_route" "r" {
				vpn_connection_id      = aws_vpn_connection.c.id
				destination_cidr_block = "172.31.0.0/16"
			}
			resource "aws_route_table" "t" {
				vpc_id           = "vpc-a"
				propagating_vgws = [aws_vpn_gateway.g.id]
			}
			resource "aws_route_table" "u" {
				vpc_id = "vpc-a"
			}`, ours + `
			vpn aws_vpn_connection.c: of aws_vpn_gateway.g, static false
			vpn route aws_vpn_connection_route.r: 172.31.0.0/16 over aws_vpn_connection.c
			propagation aws_route_table.t.propagating_vgws: aws_vpn_gateway.g into aws_route_table.t`},
		{"attached by a resource", `
			+ aws_vpn_gateway.g {"vpc_id": "?"}
			+ aws_vpn_gateway_attachment.g {"vpc_id": "vpc-b", "vpn_gateway_id": "?"}
			+ aws_vpn_gateway_route_propagation.g {"route_table_id": "rtb-1", "vpn_gateway_id": "?"}
			` + table + `[]}`, `
			resource "aws_vpn_gateway" "g" {}
			resource "aws_vpn_gateway_attachment" "g" {
				vpc_id         = "vpc-b"
				vpn_gateway_id = aws_vpn_gateway.g.id
			}
			resource "aws_vpn_gateway_route_propagation" "g" {
				route_table_id = "rtb-1"
				vpn_gateway_id = aws_vpn_gateway_attachment.g.vpn_gateway_id
			}
			resource "aws_route_table" "t" {
				vpc_id = "vpc-a"
			}`, `
			vpn gateway aws_vpn_gateway.g
			attached by aws_vpn_gateway_attachment.g: aws_vpn_gateway.g to aws_vpc.b
			propagation aws_vpn_gateway_route_propagation.g: aws_vpn_gateway.g into aws_route_table.t`},
		{"attached by a resource that this plan deletes: what the gateway shows is out of date", `
			= aws_vpn_gateway.g {"id": "vgw-1", "vpc_id": "vpc-a"}
			- aws_vpn_gateway_attachment.g {"id": "x", "vpc_id": "vpc-a", "vpn_gateway_id": "vgw-1"}`, "",
			`vpn gateway aws_vpn_gateway.g
			attached by aws_vpn_gateway.g: aws_vpn_gateway.g to [aws_vpc.a | ...: UNKNOWN_VALUE aws_vpn_gateway.g.vpc_id an attachment of the gateway changes, and whether this is a copy of it is not known]`},
		{"static routes, of the plan and of others", gateway + `
			= aws_vpn_connection.c {"id": "vpn-1", "vpn_gateway_id": "vgw-1", "transit_gateway_id": "", "static_routes_only": true, "routes": [
				{"destination_cidr_block": "172.16.0.0/16", "source": "Static"}, {"destination_cidr_block": "172.17.0.0/16", "source": "Static"}, {"destination_cidr_block": "172.18.0.0/16", "source": "Static"}]}
			= aws_vpn_connection_route.r {"id": "r", "vpn_connection_id": "vpn-1", "destination_cidr_block": "172.16.0.0/16"}
			- aws_vpn_connection_route.gone {"id": "s", "vpn_connection_id": "vpn-1", "destination_cidr_block": "172.17.0.0/16"}`, "", ours + `
			vpn aws_vpn_connection.c: of aws_vpn_gateway.g, static true
			vpn route aws_vpn_connection_route.r: 172.16.0.0/16 over aws_vpn_connection.c
			vpn route aws_vpn_connection.c.routes[2]: 172.18.0.0/16 over aws_vpn_connection.c`},
		{"a connection that is deleted takes its routes with it", gateway + `
			- aws_vpn_connection.c {"id": "vpn-1", "vpn_gateway_id": "vgw-1", "transit_gateway_id": "", "static_routes_only": true}
			= aws_vpn_connection_route.r {"id": "r", "vpn_connection_id": "vpn-1", "destination_cidr_block": "172.16.0.0/16"}`, "", ours},
		{"Direct Connect", gateway + `
			= aws_dx_gateway_association.d {"id": "ga-1", "dx_gateway_id": "dx-1", "associated_gateway_id": "vgw-1"}`, "", ours + `
			vpn aws_dx_gateway_association.d: of aws_vpn_gateway.g, static false`},
		{"Direct Connect of an old provider", gateway + `
			= aws_dx_gateway_association.d {"id": "ga-1", "dx_gateway_id": "dx-1", "vpn_gateway_id": "vgw-1"}`, "", ours + `
			vpn aws_dx_gateway_association.d: of aws_vpn_gateway.g, static false`},
		{"a propagation that a table shows as well", gateway + table + `["vgw-1"]}
			= aws_vpn_gateway_route_propagation.g {"id": "vgw-1_rtb-1", "route_table_id": "rtb-1", "vpn_gateway_id": "vgw-1"}`, "", ours + `
			propagation aws_route_table.t.propagating_vgws: aws_vpn_gateway.g into aws_route_table.t`},
		{"a propagation that is deleted: whether the table has a copy of it is not known", gateway + table + `["vgw-1"]}
			- aws_vpn_gateway_route_propagation.g {"id": "vgw-1_rtb-1", "route_table_id": "rtb-1", "vpn_gateway_id": "vgw-1"}`, "", ours + `
			propagation aws_route_table.t.propagating_vgws: [aws_vpn_gateway.g | ...: UNKNOWN_VALUE aws_route_table.t.propagating_vgws a propagation is taken away by the same plan, and whether this is a copy of it is not known] into aws_route_table.t`},
		{"a propagation that is deleted: the table has a copy of it", gateway + table + `["vgw-1"]}
			- aws_vpn_gateway_route_propagation.g {"id": "vgw-1_rtb-1", "route_table_id": "rtb-1", "vpn_gateway_id": "vgw-1"}`, `
			resource "aws_vpn_gateway" "g" {
				vpc_id = "vpc-a"
			}
			resource "aws_route_table" "t" {
				vpc_id = "vpc-a"
			}`, ours},
		{"a propagation that the table takes away", gateway + `
			~ aws_route_table.t {"id": "rtb-1", "vpc_id": "vpc-a", "route": [], "propagating_vgws": ["vgw-1"]} {"id": "rtb-1", "vpc_id": "vpc-a", "route": [], "propagating_vgws": []}
			= aws_vpn_gateway_route_propagation.g {"id": "vgw-1_rtb-1", "route_table_id": "rtb-1", "vpn_gateway_id": "vgw-1"}`, "", ours},
		{"a propagation of a table that may take it away", gateway + `
			~ aws_route_table.t {"id": "rtb-1", "vpc_id": "vpc-a", "route": [], "propagating_vgws": ["vgw-1"]} {"id": "rtb-1", "vpc_id": "vpc-a", "route": [], "propagating_vgws": "?"}
			= aws_vpn_gateway_route_propagation.g {"id": "vgw-1_rtb-1", "route_table_id": "rtb-1", "vpn_gateway_id": "vgw-1"}`, "", ours + `
			propagation aws_route_table.t.propagating_vgws: [...: UNKNOWN_VALUE aws_route_table.t.propagating_vgws known after apply; the configuration decides it (--source)] into aws_route_table.t
			propagation aws_vpn_gateway_route_propagation.g: aws_vpn_gateway.g into aws_route_table.t`},
		{"what this plan sets of static routes", gateway + `
			+ aws_vpn_connection.c {"vpn_gateway_id": "vgw-1", "transit_gateway_id": null, "static_routes_only": "?", "transit_gateway_attachment_id": "?"}`, `
			resource "aws_vpn_gateway" "g" {
				vpc_id = "vpc-a"
			}
			resource "aws_vpn_connection" "c" {
				vpn_gateway_id     = "vgw-1"
				static_routes_only = terraform_data.x.output
			}`, ours + `
			vpn aws_vpn_connection.c: of aws_vpn_gateway.g, static [UNKNOWN_VALUE aws_vpn_connection.c.static_routes_only known after apply]`},
		{"a connection that is read, of a provider that shows no static routes", gateway + `
			< data.aws_vpn_connection.c {"id": "vpn-1", "vpn_gateway_id": "vgw-1", "transit_gateway_id": ""}`, "", ours + `
			vpn data.aws_vpn_connection.c: of aws_vpn_gateway.g, static [UNKNOWN_VALUE data.aws_vpn_connection.c.static_routes_only the plan does not show it]`},
		{"a data source: which networks it connects is not the plan's to say", `
			< data.aws_vpn_gateway.g {"id": "vgw-7", "attached_vpc_id": "vpc-a"}`, "", `
			vpn gateway data.aws_vpn_gateway.g
			attached by data.aws_vpn_gateway.g: data.aws_vpn_gateway.g to aws_vpc.a
			vpn data.aws_vpn_gateway.g: of data.aws_vpn_gateway.g, static [UNKNOWN_BEYOND_PLAN data.aws_vpn_gateway.g not in this plan: which networks it is connected to is unknown]`},
		{"a data source of a gateway that this plan perhaps attaches", `
			< data.aws_vpn_gateway.g {"id": "vgw-7", "attached_vpc_id": "vpc-a"}
			+ aws_vpn_gateway_attachment.x {"vpc_id": "vpc-b", "vpn_gateway_id": "?"}`, "", `
			vpn gateway data.aws_vpn_gateway.g
			attached by aws_vpn_gateway_attachment.x: [...: UNKNOWN_VALUE aws_vpn_gateway_attachment.x.vpn_gateway_id known after apply; the configuration decides it (--source)] to aws_vpc.b
			attached by data.aws_vpn_gateway.g: data.aws_vpn_gateway.g to [aws_vpc.a | ...: UNKNOWN_VALUE data.aws_vpn_gateway.g.attached_vpc_id an attachment of the gateway changes, and whether this is a copy of it is not known]
			vpn data.aws_vpn_gateway.g: of data.aws_vpn_gateway.g, static [UNKNOWN_BEYOND_PLAN data.aws_vpn_gateway.g not in this plan: which networks it is connected to is unknown]`},
		{"tables of which it is not known what propagates into them", gateway + `
			+ aws_route_table.t {"vpc_id": "vpc-a", "route": [], "propagating_vgws": "?"}`, "", ours + `
			propagation aws_route_table.t.propagating_vgws: [...: UNKNOWN_VALUE aws_route_table.t.propagating_vgws known after apply; the configuration decides it (--source)] into aws_route_table.t`},
		{"a connection of which it is not known what it ends at", gateway + `
			+ aws_vpn_connection.c {"vpn_gateway_id": "?", "transit_gateway_id": null, "static_routes_only": true, "transit_gateway_attachment_id": "?"}`, "", ours + `
			vpn aws_vpn_connection.c: of [...: UNKNOWN_VALUE aws_vpn_connection.c.vpn_gateway_id known after apply; the configuration decides it (--source)], static true`},
		{"gateways that lead beyond every plan", `
			+ aws_ec2_carrier_gateway.c {"vpc_id": "vpc-a"}
			< data.aws_ec2_local_gateway.l {"id": "lgw-1"}
			= aws_networkmanager_core_network.n {"id": "core-network-1", "arn": "arn:aws:networkmanager::123456789012:core-network/core-network-1"}
			+ aws_networkmanager_vpc_attachment.n {"core_network_id": "core-network-1", "core_network_arn": "?"}
			= aws_odb_network.o {"id": "odbnet-1", "arn": "arn:aws:odb:eu-west-1:123456789012:odb-network/odbnet-1"}
			+ aws_route_table.t {"vpc_id": "vpc-a", "route": []}
			+ aws_route.core {"route_table_id": "?", "destination_cidr_block": "10.0.0.0/8", "core_network_arn": "?"}
			+ aws_route.odb {"route_table_id": "?", "destination_cidr_block": "11.0.0.0/8", "odb_network_arn": "arn:aws:odb:eu-west-1:123456789012:odb-network/odbnet-1"}
			+ aws_route.carrier {"route_table_id": "?", "destination_cidr_block": "12.0.0.0/8", "carrier_gateway_id": "?"}`, `
			resource "aws_ec2_carrier_gateway" "c" {
				vpc_id = "vpc-a"
			}
			resource "aws_networkmanager_core_network" "n" {}
			resource "aws_networkmanager_vpc_attachment" "n" {
				core_network_id = aws_networkmanager_core_network.n.id
			}
			resource "aws_odb_network" "o" {}
			resource "aws_route_table" "t" {
				vpc_id = "vpc-a"
			}
			resource "aws_route" "core" {
				route_table_id         = aws_route_table.t.id
				destination_cidr_block = "10.0.0.0/8"
				core_network_arn       = aws_networkmanager_vpc_attachment.n.core_network_arn
			}
			resource "aws_route" "odb" {
				route_table_id         = aws_route_table.t.id
				destination_cidr_block = "11.0.0.0/8"
				odb_network_arn        = aws_odb_network.o.arn
			}
			resource "aws_route" "carrier" {
				route_table_id         = aws_route_table.t.id
				destination_cidr_block = "12.0.0.0/8"
				carrier_gateway_id     = aws_ec2_carrier_gateway.c.id
			}`, `
			uplink aws_ec2_carrier_gateway.c: a carrier gateway
			uplink data.aws_ec2_local_gateway.l: a local gateway
			uplink aws_networkmanager_core_network.n: a Cloud WAN core network
			uplink aws_odb_network.o: an Oracle Database@AWS network
			route aws_route.core to aws_networkmanager_core_network.n
			route aws_route.odb to aws_odb_network.o
			route aws_route.carrier to aws_ec2_carrier_gateway.c`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			after, _ := build(t, peered+tt.plan, withVPCs(tt.tf))
			compare(t, exits(after)+"\n"+routes(after), tt.want)
		})
	}
}
