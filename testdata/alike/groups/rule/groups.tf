resource "aws_ec2_managed_prefix_list" "partners" {
  name           = "partners"
  address_family = "IPv4"
  max_entries    = 2
  entry {
    cidr = "203.0.114.0/24"
  }
}

resource "aws_security_group" "app" {
  name   = "app"
  vpc_id = aws_vpc.main.id
}

resource "aws_security_group_rule" "app_https" {
  security_group_id = aws_security_group.app.id
  type              = "egress"
  from_port         = 443
  to_port           = 443
  protocol          = "tcp"
  cidr_blocks       = ["0.0.0.0/0"]
}

resource "aws_security_group_rule" "app_db" {
  security_group_id        = aws_security_group.app.id
  type                     = "egress"
  from_port                = 5432
  to_port                  = 5432
  protocol                 = "tcp"
  source_security_group_id = aws_security_group.db.id
}

resource "aws_security_group_rule" "app_partners" {
  security_group_id = aws_security_group.app.id
  type              = "egress"
  from_port         = 8000
  to_port           = 8010
  protocol          = "tcp"
  prefix_list_ids   = [aws_ec2_managed_prefix_list.partners.id]
}

resource "aws_security_group_rule" "app_ping" {
  security_group_id = aws_security_group.app.id
  type              = "egress"
  from_port         = 8
  to_port           = 0
  protocol          = "icmp"
  cidr_blocks       = ["8.8.8.0/24"]
}

resource "aws_security_group_rule" "app_self" {
  security_group_id = aws_security_group.app.id
  type              = "ingress"
  from_port         = 0
  to_port           = 0
  protocol          = "-1"
  self              = true
}

resource "aws_security_group" "db" {
  name   = "db"
  vpc_id = aws_vpc.main.id
}

resource "aws_security_group_rule" "db" {
  security_group_id = aws_security_group.db.id
  type              = "ingress"
  from_port         = 5432
  to_port           = 5432
  protocol          = "tcp"
  cidr_blocks       = ["10.70.1.0/24"]
}

resource "aws_security_group" "edge" {
  name   = "edge"
  vpc_id = aws_vpc.main.id
}

resource "aws_security_group_rule" "edge" {
  security_group_id = aws_security_group.edge.id
  type              = "egress"
  from_port         = 0
  to_port           = 0
  protocol          = "all"
  cidr_blocks       = ["0.0.0.0/0"]
  ipv6_cidr_blocks  = ["::/0"]
}
