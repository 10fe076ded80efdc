resource "aws_security_group" "database" {
  vpc_id = aws_vpc.main.id

  egress {
    protocol         = "-1"
    from_port        = 0
    to_port          = 0
    cidr_blocks      = ["10.0.0.0/16"]
    ipv6_cidr_blocks = [aws_vpc.main.ipv6_cidr_block]
  }
}
