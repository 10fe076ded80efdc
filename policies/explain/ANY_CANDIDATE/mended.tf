resource "aws_instance" "app" {
  ami           = var.ami
  instance_type = "t3.small"
  subnet_id     = aws_subnet.private[0].id
}
