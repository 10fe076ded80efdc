intent "private-https" {
  description = "Private subnets call HTTPS APIs through NAT."
  expect      = "private subnets reach 0.0.0.0/0:443 via nat"
}

intent "no-ssh-out" {
  expect = "workloads cannot reach internet:22"
}
