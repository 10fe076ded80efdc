resource "aws_security_group_rule" "https" {
  security_group_id = aws_security_group.app.id
  type              = "egress"
  protocol          = "-1" # all ports are open
  from_port         = 443
  to_port           = 443
  cidr_blocks       = ["0.0.0.0/0"]
}
