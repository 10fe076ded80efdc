resource "aws_route" "default" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.main.id
}

resource "aws_route" "pods" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "100.64.0.0/16"
  transit_gateway_id     = aws_ec2_transit_gateway.main.id
}
