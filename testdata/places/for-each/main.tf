locals {
  # The answers of one subnet have no way back.
  sites = {
    blue  = { a = 1024, b = 1024 }
    green = { a = 1024, b = 443 }
  }
}

module "network" {
  for_each = local.sites
  source   = "./network"
  answers  = each.value
}
