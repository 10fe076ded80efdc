# The intent says: subnets tagged Tier=db
resource "aws_subnet" "database" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.2.0/24"
  tags       = { tier = "db" }
}
