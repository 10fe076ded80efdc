resource "aws_subnet" "app" {
  vpc_id                          = aws_vpc.main.id
  cidr_block                      = "10.0.1.0/24"
  ipv6_cidr_block                 = var.app_ipv6_cidr_block
  assign_ipv6_address_on_creation = true
}
