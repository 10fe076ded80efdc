# Subnets that are called isolated or intra have no way out to the internet.
intent "isolated-egress" {
  expect = "subnets tagged Tier=isolated and subnets tagged Tier=intra and subnets tagged Type=isolated and subnets tagged Type=intra and **.aws_subnet.isolated and **.aws_subnet.isolated_* and **.aws_subnet.*_isolated and **.aws_subnet.intra and **.aws_subnet.intra_* and **.aws_subnet.*_intra cannot reach internet"
}
