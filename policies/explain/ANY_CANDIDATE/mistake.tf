# Which subnet comes first depends on ids that are known after apply.
resource "aws_instance" "app" {
  ami           = var.ami
  instance_type = "t3.small"
  subnet_id     = sort(aws_subnet.private[*].id)[0]
}
