waiver "second-zone" {
  intent  = "private-https"
  sources = ["aws_subnet.private[1]"]
  code    = "NO_ROUTE_TO_DESTINATION"
  reason  = "the second zone gets its NAT gateway with NET-212"
  owner   = "network team"
  expires = "2027-01-31"
}
