variable "ids" { type = list(string) }
variable "salt" { type = string }
variable "offset" { type = number }

locals {
  at = (parseint(substr(md5(var.salt), 0, 8), 16) + var.offset) % length(var.ids)
}

output "chosen" { value = var.ids[local.at] }
output "plain" { value = var.ids[var.offset] }
