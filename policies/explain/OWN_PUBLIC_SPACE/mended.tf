resource "aws_vpc" "main" {
  cidr_block = "10.52.0.0/16"
}
