resource "aws_subnet" "vault" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.9.0/24"
  tags       = { Tier = "isolated" }
}

resource "aws_route_table_association" "vault" {
  subnet_id      = aws_subnet.vault.id
  route_table_id = aws_route_table.private.id # with a route to a NAT gateway
}
