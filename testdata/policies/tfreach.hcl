locals {
  https = "0.0.0.0/0:443"
}

intent "private-https" {
  description = "Private subnets call HTTPS APIs through NAT."
  expect      = "private subnets reach ${local.https} via nat"
}

intent "app-egress" {
  from         = ["workloads in private subnets"]
  reach        = [local.https]
  cannot_reach = ["internet:22", "10.99.0.0/16"]
  via          = ["nat"]
}

settings {
  client_ports = "linux"
}
