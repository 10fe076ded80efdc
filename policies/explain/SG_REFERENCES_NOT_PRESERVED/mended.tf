resource "aws_vpc_security_group_ingress_rule" "app" {
  security_group_id = aws_security_group.database.id
  ip_protocol       = "tcp"
  from_port         = 5432
  to_port           = 5432
  cidr_ipv4         = aws_subnet.app.cidr_block
}
