resource "aws_ec2_transit_gateway_route" "hub" {
  destination_cidr_block         = "10.8.0.0/16"
  blackhole                      = true
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.spokes.id
}
