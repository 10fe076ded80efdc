# The intent says: subnets tagged Tier=db cannot reach internet
resource "aws_route_table_association" "database" {
  subnet_id      = aws_subnet.database.id
  route_table_id = aws_route_table.private_with_nat.id
}
