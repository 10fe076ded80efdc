resource "aws_route_table_association" "edge" {
  gateway_id     = aws_internet_gateway.main.id
  route_table_id = aws_route_table.edge.id
}

resource "aws_route" "edge_to_web" {
  route_table_id         = aws_route_table.edge.id
  destination_cidr_block = aws_subnet.web.cidr_block
  vpc_endpoint_id        = local.firewall_endpoint
}

resource "aws_route" "web_default" {
  route_table_id         = aws_route_table.web.id
  destination_cidr_block = "0.0.0.0/0"
  vpc_endpoint_id        = local.firewall_endpoint
}
