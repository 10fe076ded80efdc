resource "aws_route" "default" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.main.id
}

resource "aws_route" "office" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "172.16.0.0/12"
  gateway_id             = aws_vpn_gateway.office.id
}
