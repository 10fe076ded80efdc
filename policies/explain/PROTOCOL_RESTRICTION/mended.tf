# A transit gateway takes every protocol.
resource "aws_route" "partner" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "198.18.7.0/24"
  transit_gateway_id     = aws_ec2_transit_gateway.main.id
}

resource "aws_vpc_security_group_egress_rule" "gre" {
  security_group_id = aws_security_group.tunnel.id
  ip_protocol       = "47"
  cidr_ipv4         = "198.18.7.0/24"
}
