resource "aws_vpc_block_public_access_options" "this" {
  internet_gateway_block_mode = "block-bidirectional"
}

resource "aws_vpc_block_public_access_exclusion" "egress" {
  vpc_id                          = aws_vpc.egress.id
  internet_gateway_exclusion_mode = "allow-egress"
}
