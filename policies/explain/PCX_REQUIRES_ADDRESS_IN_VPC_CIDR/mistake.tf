# The internet by way of the peer's NAT gateway.
resource "aws_route" "app_default" {
  route_table_id            = aws_route_table.app.id
  destination_cidr_block    = "0.0.0.0/0"
  vpc_peering_connection_id = aws_vpc_peering_connection.shared.id
}
