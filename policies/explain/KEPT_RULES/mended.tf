resource "aws_security_group" "app" {
  vpc_id = aws_vpc.main.id
  egress = []
}
