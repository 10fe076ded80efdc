locals {
  ssh = "0.0.0.0/0:222222"
}

intent "private-https" {
  expect   = "private subnets rech 0.0.0.0/0:443"
  severty  = "warning"
}

intent "no-ssh" {
  from         = "workloads"
  cannot_reach = ["10.0.0.0/8:22", local.ssh]
}
