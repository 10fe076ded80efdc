resource "aws_eip" "web" {
  instance = aws_instance.web.id
}

resource "aws_instance" "web" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  subnet_id     = aws_subnet.private.id # its default route leads to a NAT gateway
}
