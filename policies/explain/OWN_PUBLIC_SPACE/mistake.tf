resource "aws_vpc" "main" {
  cidr_block = "52.0.0.0/16"
}
