# The address is known after apply.
resource "aws_vpc_security_group_egress_rule" "proxy" {
  security_group_id = aws_security_group.app.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "${aws_instance.proxy.private_ip}/32"
}
