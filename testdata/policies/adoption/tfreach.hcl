intent "private-https" {
  expect = "private subnets reach 0.0.0.0/0:443"
}

intent "app-http" {
  expect   = "workloads reach internet:80"
  severity = "warning"
}
