resource "aws_instance" "nat" {
  ami               = var.nat_ami
  instance_type     = "t4g.nano"
  subnet_id         = aws_subnet.public.id
  source_dest_check = false
}

resource "aws_route" "private_default" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  network_interface_id   = aws_instance.nat.primary_network_interface_id
}
