variable "name" {
  type = string
}

variable "cidr" {
  type = string
}

variable "instances" {
  type    = number
  default = 0
}

locals {
  zones    = ["eu-central-1a", "eu-central-1b", "eu-central-1c"]
  publics  = [for i, _ in local.zones : cidrsubnet(var.cidr, 8, i)]
  privates = [for i, _ in local.zones : cidrsubnet(var.cidr, 8, 100 + i)]
  nat_ids  = aws_nat_gateway.this[*].id
  roles    = ["web", "app", "batch", "db"]
  groups   = [aws_security_group.web.id, aws_security_group.app.id, aws_security_group.batch.id, aws_security_group.db.id]
  outside = [
    { protocol = "tcp", port = 443 },
    { protocol = "tcp", port = 80 },
    { protocol = "udp", port = 53 },
  ]
}
