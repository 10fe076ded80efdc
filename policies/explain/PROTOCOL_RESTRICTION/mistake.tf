# GRE, to a partner who is reached through a NAT gateway.
resource "aws_route" "partner" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "198.18.7.0/24"
  nat_gateway_id         = aws_nat_gateway.main.id
}

resource "aws_vpc_security_group_egress_rule" "gre" {
  security_group_id = aws_security_group.tunnel.id
  ip_protocol       = "47"
  cidr_ipv4         = "198.18.7.0/24"
}
