# Applied beforehand: what another team's state has.
output "vpc" { value = "vpc-0123" }
output "subnet_ids" { value = ["subnet-0aaa", "subnet-0bbb"] }
output "names" { value = ["a", "b"] }
