resource "aws_subnet" "app" {
  count             = 3
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet(aws_vpc.main.cidr_block, 8, count.index)
  availability_zone = data.aws_availability_zones.all.names[count.index]
}

resource "aws_route_table_association" "app" {
  count          = 2 # the third subnet is left with the main route table
  subnet_id      = aws_subnet.app[count.index].id
  route_table_id = aws_route_table.app.id
}
