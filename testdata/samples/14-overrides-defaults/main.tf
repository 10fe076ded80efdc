# What the last word is: override files, .tf.json with templates, defaults, null arguments,
# keys that need quotes.

variable "names" {
  type = map(object({
    table  = optional(string, "private")
    public = optional(bool, false)
    deep   = optional(object({ pick = optional(number, 1) }), {})
  }))
  default = {
    plain  = {}
    "a.b"  = { public = true }
    "c[0]" = { table = "edge", deep = { pick = 0 } }
    "q\"z" = { deep = {} }
    "é $"  = { table = null }
  }
}
variable "nothing" {
  type     = string
  default  = "a"
  nullable = true
}
variable "kept" {
  type     = string
  default  = "b"
  nullable = false
}
variable "replaced" { default = "a" }

resource "terraform_data" "t" {
  for_each = toset(["a", "b", "private", "edge"])
  input    = each.key
}
resource "terraform_data" "many" {
  count = 2
  input = count.index
}

locals {
  chosen = terraform_data.t["a"].id
}

# Overridden: input, and not the rest.
resource "terraform_data" "over" {
  input            = terraform_data.t["a"].id
  triggers_replace = terraform_data.t["b"].id
}
resource "terraform_data" "over_local" { input = local.chosen }
resource "terraform_data" "over_default" { input = terraform_data.t[var.replaced].id }
resource "terraform_data" "over_count" {
  count = 1
  input = terraform_data.many[count.index].id
}
resource "terraform_data" "over_twice" { input = terraform_data.t["a"].id }

# The plan's JSON has neither the for_each nor the count: they refer to nothing.
resource "terraform_data" "constant_set" {
  for_each = toset(["a", "b"])
  input    = terraform_data.t[each.value].id
}
resource "terraform_data" "constant_count" {
  count = length(["x", "y"])
  input = terraform_data.many[1 - count.index].id
}

resource "terraform_data" "optional" {
  for_each = var.names
  input    = { table = terraform_data.t[each.value.table].id, pick = terraform_data.many[each.value.deep.pick].id }
}
resource "terraform_data" "optional_public" {
  for_each = { for k, v in var.names : k => v if v.public }
  input    = terraform_data.many[each.value.deep.pick].id
}

module "net" {
  source   = "./net"
  for_each = var.names
  id       = terraform_data.t[each.value.table].id
  nothing  = null
  kept     = null
  ids      = { a = terraform_data.t["a"].id, b = terraform_data.t["b"].id }
}
resource "terraform_data" "odd_key" { input = module.net["a.b"].id }
resource "terraform_data" "odd_keys" { input = { for k, m in module.net : k => m.inner } }
resource "terraform_data" "odd_bracket" { input = module.net["c[0]"].inner }
resource "terraform_data" "odd_quote" { input = module.net["q\"z"].inner }

module "moved_on" {
  source = "./net"
  id     = terraform_data.t["a"].id
  ids    = { a = terraform_data.t["a"].id, b = terraform_data.t["b"].id }
}
resource "terraform_data" "of_other" { input = module.moved_on.id }
