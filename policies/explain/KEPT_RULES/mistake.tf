# The egress block that was here is gone; the rule that it made is not.
resource "aws_security_group" "app" {
  vpc_id = aws_vpc.main.id
}
