resource "aws_subnet" "app" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}

# The first four addresses of a subnet and its last are those of AWS.
resource "aws_route53_record" "app" {
  zone_id = aws_route53_zone.internal.id
  name    = "app"
  type    = "A"
  ttl     = 60
  records = ["10.0.1.3"]
}
