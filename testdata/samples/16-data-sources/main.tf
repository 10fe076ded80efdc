# Data sources read when planning, whose values the plan has in its prior state, and read
# by apply, of which nothing is known: for those no answer may be claimed.

resource "terraform_data" "a" { input = "a" }
resource "terraform_data" "b" { input = "b" }

locals {
  ids = [terraform_data.a.id, terraform_data.b.id]
  ext = data.terraform_remote_state.ext.outputs
}

data "terraform_remote_state" "ext" {
  backend = "local"
  config  = { path = "ext/terraform.tfstate" }
}

# Put off, for it waits for a resource.
data "terraform_remote_state" "later" {
  backend    = "local"
  config     = { path = "ext/terraform.tfstate" }
  depends_on = [terraform_data.a]
}

# Put off, for its path is not known.
data "terraform_remote_state" "named" {
  backend = "local"
  config  = { path = "ext/${terraform_data.a.id == "" ? "none" : "terraform"}.tfstate" }
}

resource "terraform_data" "exact_beside" { input = [local.ext.vpc, terraform_data.a.id] }
resource "terraform_data" "exact_steered" { input = local.ext.vpc == "vpc-0123" ? terraform_data.a.id : terraform_data.b.id }
resource "terraform_data" "exact_index" { input = local.ids[length(local.ext.subnet_ids) - 1] }
resource "terraform_data" "exact_each" {
  for_each = toset(local.ext.names)
  input    = { a = terraform_data.b.id, b = terraform_data.a.id }[each.value]
}
resource "terraform_data" "exact_lookup" { input = lookup({ subnet-0aaa = terraform_data.a.id, subnet-0bbb = terraform_data.b.id }, local.ext.subnet_ids[1], "none") }

resource "terraform_data" "choice_later" { input = data.terraform_remote_state.later.outputs.vpc }
resource "terraform_data" "choice_later_beside" { input = [data.terraform_remote_state.later.outputs.vpc, terraform_data.a.id] }
resource "terraform_data" "choice_later_steered" { input = data.terraform_remote_state.later.outputs.vpc == "vpc-0123" ? terraform_data.a.id : terraform_data.b.id }
resource "terraform_data" "choice_named" { input = data.terraform_remote_state.named.outputs.subnet_ids[0] }
resource "terraform_data" "choice_named_index" { input = local.ids[length(data.terraform_remote_state.named.outputs.subnet_ids) - 1] }

module "reads" {
  source = "./reader"
  ids    = local.ids
}
resource "terraform_data" "exact_module" { input = module.reads.picked }

# The data source in it waits for all that the module waits for.
module "waits" {
  source     = "./reader"
  ids        = local.ids
  depends_on = [terraform_data.b]
}
resource "terraform_data" "choice_module" { input = module.waits.picked }
