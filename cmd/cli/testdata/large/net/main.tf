resource "aws_vpc" "this" {
  cidr_block           = var.cidr
  enable_dns_hostnames = true
  tags                 = { Name = var.name }
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_subnet" "public" {
  count                   = length(local.zones)
  vpc_id                  = aws_vpc.this.id
  cidr_block              = local.publics[count.index]
  availability_zone       = local.zones[count.index]
  map_public_ip_on_launch = true
  tags                    = { Name = "public", Tier = "web" }
}

resource "aws_subnet" "private" {
  count             = length(local.zones)
  vpc_id            = aws_vpc.this.id
  cidr_block        = local.privates[count.index]
  availability_zone = local.zones[count.index]
  tags              = { Name = "private", Tier = "app" }
}

resource "aws_eip" "nat" {
  count  = length(local.zones)
  domain = "vpc"
}

resource "aws_nat_gateway" "this" {
  count         = length(local.zones)
  allocation_id = element(aws_eip.nat[*].id, count.index)
  subnet_id     = element(aws_subnet.public[*].id, count.index)
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.this.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.this.id
  }
}

resource "aws_route_table" "private" {
  count  = length(local.zones)
  vpc_id = aws_vpc.this.id
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = element(local.nat_ids, count.index)
  }
}

resource "aws_route_table_association" "public" {
  count          = length(local.zones)
  subnet_id      = element(aws_subnet.public[*].id, count.index)
  route_table_id = aws_route_table.public.id
}

resource "aws_route_table_association" "private" {
  count          = length(local.zones)
  subnet_id      = element(aws_subnet.private[*].id, count.index)
  route_table_id = element(aws_route_table.private[*].id, count.index)
}

resource "aws_network_acl" "this" {
  vpc_id     = aws_vpc.this.id
  subnet_ids = concat(aws_subnet.public[*].id, aws_subnet.private[*].id)
  egress {
    rule_no    = 100
    action     = "allow"
    protocol   = "-1"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }
  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "6"
    cidr_block = "0.0.0.0/0"
    from_port  = 443
    to_port    = 443
  }
  ingress {
    rule_no    = 110
    action     = "allow"
    protocol   = "6"
    cidr_block = "0.0.0.0/0"
    from_port  = 1024
    to_port    = 65535
  }
  ingress {
    rule_no    = 120
    action     = "allow"
    protocol   = "17"
    cidr_block = "0.0.0.0/0"
    from_port  = 1024
    to_port    = 65535
  }
  ingress {
    rule_no    = 130
    action     = "allow"
    protocol   = "-1"
    cidr_block = var.cidr
    from_port  = 0
    to_port    = 0
  }
}

resource "aws_security_group" "web" {
  name   = "web"
  vpc_id = aws_vpc.this.id
  dynamic "egress" {
    for_each = local.outside
    content {
      protocol    = egress.value.protocol
      from_port   = egress.value.port
      to_port     = egress.value.port
      cidr_blocks = ["0.0.0.0/0"]
    }
  }
  ingress {
    protocol    = "tcp"
    from_port   = 5432
    to_port     = 5432
    cidr_blocks = [var.cidr]
  }
  ingress {
    protocol    = "tcp"
    from_port   = 8000
    to_port     = 9000
    cidr_blocks = [var.cidr]
  }
}

resource "aws_security_group" "app" {
  name   = "app"
  vpc_id = aws_vpc.this.id
  dynamic "egress" {
    for_each = local.outside
    content {
      protocol    = egress.value.protocol
      from_port   = egress.value.port
      to_port     = egress.value.port
      cidr_blocks = ["0.0.0.0/0"]
    }
  }
  egress {
    protocol    = "tcp"
    from_port   = 5432
    to_port     = 5432
    cidr_blocks = [var.cidr]
  }
  ingress {
    protocol    = "tcp"
    from_port   = 5432
    to_port     = 5432
    cidr_blocks = [var.cidr]
  }
  ingress {
    protocol    = "tcp"
    from_port   = 8000
    to_port     = 9000
    cidr_blocks = [var.cidr]
  }
}

resource "aws_security_group" "batch" {
  name   = "batch"
  vpc_id = aws_vpc.this.id
  dynamic "egress" {
    for_each = local.outside
    content {
      protocol    = egress.value.protocol
      from_port   = egress.value.port
      to_port     = egress.value.port
      cidr_blocks = ["0.0.0.0/0"]
    }
  }
  ingress {
    protocol    = "tcp"
    from_port   = 5432
    to_port     = 5432
    cidr_blocks = [var.cidr]
  }
  ingress {
    protocol    = "tcp"
    from_port   = 8000
    to_port     = 9000
    cidr_blocks = [var.cidr]
  }
}

resource "aws_security_group" "db" {
  name   = "db"
  vpc_id = aws_vpc.this.id
  dynamic "egress" {
    for_each = local.outside
    content {
      protocol    = egress.value.protocol
      from_port   = egress.value.port
      to_port     = egress.value.port
      cidr_blocks = ["0.0.0.0/0"]
    }
  }
  ingress {
    protocol    = "tcp"
    from_port   = 5432
    to_port     = 5432
    cidr_blocks = [var.cidr]
  }
  ingress {
    protocol    = "tcp"
    from_port   = 8000
    to_port     = 9000
    cidr_blocks = [var.cidr]
  }
}

# Two after another stand in one zone, in a public and in a private subnet.
resource "aws_instance" "node" {
  count                  = var.instances
  ami                    = "ami-03cf127a"
  instance_type          = "t3.micro"
  subnet_id              = element(count.index % 2 == 0 ? aws_subnet.public[*].id : aws_subnet.private[*].id, floor(count.index / 2))
  vpc_security_group_ids = [element(local.groups, floor(count.index / 6))]
  tags                   = { Name = "node-${count.index}", Role = element(local.roles, floor(count.index / 6)) }
}
