# Both lists hold 10.8.0.0/16.
resource "aws_route" "offices" {
  route_table_id             = aws_route_table.private.id
  destination_prefix_list_id = aws_ec2_managed_prefix_list.offices.id
  transit_gateway_id         = aws_ec2_transit_gateway.main.id
}

resource "aws_route" "partners" {
  route_table_id             = aws_route_table.private.id
  destination_prefix_list_id = aws_ec2_managed_prefix_list.partners.id
  gateway_id                 = aws_vpn_gateway.partners.id
}
