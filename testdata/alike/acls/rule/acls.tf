resource "aws_network_acl" "private" {
  vpc_id = aws_vpc.main.id
}

resource "aws_network_acl_association" "private" {
  network_acl_id = aws_network_acl.private.id
  subnet_id      = aws_subnet.private.id
}

resource "aws_network_acl_rule" "out_deny" {
  network_acl_id = aws_network_acl.private.id
  egress         = true
  rule_number    = 90
  rule_action    = "deny"
  protocol       = "tcp"
  cidr_block     = "8.8.4.0/24"
  from_port      = 443
  to_port        = 443
}

resource "aws_network_acl_rule" "out" {
  network_acl_id = aws_network_acl.private.id
  egress         = true
  rule_number    = 100
  rule_action    = "allow"
  protocol       = "6"
  cidr_block     = "0.0.0.0/0"
  from_port      = 0
  to_port        = 1023
}

resource "aws_network_acl_rule" "out_six" {
  network_acl_id  = aws_network_acl.private.id
  egress          = true
  rule_number     = 110
  rule_action     = "allow"
  protocol        = "all"
  ipv6_cidr_block = "::/0"
}

resource "aws_network_acl_rule" "out_ping" {
  network_acl_id = aws_network_acl.private.id
  egress         = true
  rule_number    = 120
  rule_action    = "allow"
  protocol       = "icmp"
  cidr_block     = "0.0.0.0/0"
  icmp_type      = 8
  icmp_code      = -1
}

resource "aws_network_acl_rule" "in" {
  network_acl_id = aws_network_acl.private.id
  rule_number    = 100
  rule_action    = "allow"
  protocol       = "tcp"
  cidr_block     = "0.0.0.0/0"
  from_port      = 1024
  to_port        = 65535
}

resource "aws_network_acl_rule" "in_deny" {
  network_acl_id = aws_network_acl.private.id
  rule_number    = 110
  rule_action    = "deny"
  protocol       = "-1"
  cidr_block     = "10.70.0.0/24"
}

resource "aws_network_acl_rule" "in_ping" {
  network_acl_id = aws_network_acl.private.id
  rule_number    = 120
  rule_action    = "allow"
  protocol       = "icmp"
  cidr_block     = "0.0.0.0/0"
  icmp_type      = 0
  icmp_code      = -1
}
