data "aws_subnet" "app" {
  id = var.subnet_id
}

data "aws_route_table" "app" {
  subnet_id = var.subnet_id
}

resource "aws_instance" "app" {
  ami           = var.ami
  instance_type = "t3.small"
  subnet_id     = data.aws_subnet.app.id
}
