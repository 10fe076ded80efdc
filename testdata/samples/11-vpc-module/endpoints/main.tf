variable "vpc_id" {
  type    = string
  default = null
}
variable "endpoints" {
  type    = any
  default = {}
}
variable "security_group_ids" {
  type    = list(string)
  default = []
}
variable "subnet_ids" {
  type    = list(string)
  default = []
}

locals {
  endpoints = { for k, v in var.endpoints : k => v if try(v.create, true) }
}

resource "terraform_data" "this" {
  for_each = local.endpoints
  input = {
    vpc_id             = var.vpc_id
    service_name       = try(each.value.service_endpoint, "com.amazonaws.eu-central-1.${each.value.service}")
    vpc_endpoint_type  = try(each.value.service_type, "Interface")
    security_group_ids = try(each.value.service_type, "Interface") == "Interface" ? distinct(concat(var.security_group_ids, lookup(each.value, "security_group_ids", []))) : null
    subnet_ids         = try(each.value.service_type, "Interface") == "Interface" ? distinct(concat(var.subnet_ids, lookup(each.value, "subnet_ids", []))) : null
    route_table_ids    = try(each.value.service_type, "Interface") == "Gateway" ? lookup(each.value, "route_table_ids", null) : null
  }
}

# Whether there are any is asked of ids that are not known.
resource "terraform_data" "groups" {
  for_each = { for k, v in local.endpoints : k => v if try(v.service_type, "Interface") == "Interface" }
  input    = length(distinct(concat(var.security_group_ids, lookup(each.value, "security_group_ids", [])))) > 0 ? distinct(concat(var.security_group_ids, lookup(each.value, "security_group_ids", []))) : null
}
