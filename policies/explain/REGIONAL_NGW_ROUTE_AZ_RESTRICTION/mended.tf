resource "aws_nat_gateway" "main" {
  vpc_id            = aws_vpc.main.id
  availability_mode = "regional"

  availability_zone_address {
    availability_zone = "eu-west-1a"
    allocation_ids    = [aws_eip.a.id]
  }

  availability_zone_address {
    availability_zone = "eu-west-1b"
    allocation_ids    = [aws_eip.b.id]
  }
}
