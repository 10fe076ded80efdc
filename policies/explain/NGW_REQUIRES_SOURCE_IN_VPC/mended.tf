resource "aws_nat_gateway" "app" {
  subnet_id     = aws_subnet.app_public.id
  allocation_id = aws_eip.app_nat.id
}

resource "aws_route" "app_default" {
  route_table_id         = aws_route_table.app.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.app.id
}
