# The subnet belongs to another configuration.
resource "aws_instance" "app" {
  ami           = var.ami
  instance_type = "t3.small"
  subnet_id     = var.subnet_id
}
