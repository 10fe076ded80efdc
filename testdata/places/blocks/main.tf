resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "eu-central-1a"
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_eip" "nat" {
  domain = "vpc"
}

resource "aws_nat_gateway" "main" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.main.id
  }
}

resource "aws_subnet" "private" {
  for_each          = { dynamic = 1, denies = 2, list = 3 }
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet("10.0.0.0/16", 8, each.value)
  availability_zone = "eu-central-1a"
}

resource "aws_route_table_association" "private" {
  for_each       = aws_subnet.private
  subnet_id      = each.value.id
  route_table_id = aws_route_table.private.id
}

locals {
  inbound = { 100 = 443, 200 = 8443 }
}

# A dynamic block is the place of what it makes.
resource "aws_network_acl" "dynamic" {
  vpc_id     = aws_vpc.main.id
  subnet_ids = [aws_subnet.private["dynamic"].id]
  egress {
    rule_no    = 100
    action     = "allow"
    protocol   = "-1"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }
  dynamic "ingress" {
    for_each = local.inbound
    content {
      rule_no    = ingress.key
      action     = "allow"
      protocol   = "tcp"
      cidr_block = "0.0.0.0/0"
      from_port  = ingress.value
      to_port    = ingress.value
    }
  }
}

# Of several blocks it is the one that denies, wherever the plan has it.
resource "aws_network_acl" "denies" {
  vpc_id     = aws_vpc.main.id
  subnet_ids = [aws_subnet.private["denies"].id]
  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "-1"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }
  dynamic "egress" {
    for_each = { 300 = 80, 200 = 443 }
    content {
      rule_no    = egress.key
      action     = "allow"
      protocol   = "tcp"
      cidr_block = "0.0.0.0/0"
      from_port  = egress.value
      to_port    = egress.value
    }
  }
  egress {
    rule_no    = 400
    action     = "allow"
    protocol   = "udp"
    cidr_block = "0.0.0.0/0"
    from_port  = 53
    to_port    = 53
  }
  egress {
    rule_no    = 100
    action     = "deny"
    protocol   = "tcp"
    cidr_block = "0.0.0.0/0"
    from_port  = 443
    to_port    = 443
  }
}

# Blocks as a list are an argument.
resource "aws_network_acl" "list" {
  vpc_id     = aws_vpc.main.id
  subnet_ids = [aws_subnet.private["list"].id]
  egress = [for port in [80, 443] : {
    rule_no         = port
    action          = "allow"
    protocol        = "tcp"
    cidr_block      = "0.0.0.0/0"
    from_port       = port
    to_port         = port
    icmp_code       = null
    icmp_type       = null
    ipv6_cidr_block = null
  }]
  ingress = [
    {
      rule_no         = 100
      action          = "allow"
      protocol        = "tcp"
      cidr_block      = "0.0.0.0/0"
      from_port       = 443
      to_port         = 443
      icmp_code       = null
      icmp_type       = null
      ipv6_cidr_block = null
    },
  ]
}
