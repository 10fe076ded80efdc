intent "isolated-egress" {
  description = "Subnets that are called isolated or intra have no way out to the internet."

  from = [
    "subnets tagged Tier=isolated", "subnets tagged Tier=intra",
    "subnets tagged Type=isolated", "subnets tagged Type=intra",
    "**.aws_subnet.isolated", "**.aws_subnet.isolated_*", "**.aws_subnet.*_isolated",
    "**.aws_subnet.intra", "**.aws_subnet.intra_*", "**.aws_subnet.*_intra",
  ]
  cannot_reach = ["internet"]

  severity    = "warning"
  allow_empty = true
}
