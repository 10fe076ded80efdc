resource "terraform_data" "over" { input = terraform_data.t["b"].id }
locals { chosen = terraform_data.t["b"].id }
variable "replaced" { default = "b" }
resource "terraform_data" "over_count" {
  count = 2
  input = terraform_data.many[1 - count.index].id
}
resource "terraform_data" "over_twice" { input = terraform_data.t["edge"].id }
module "moved_on" {
  source = "./other"
  id     = terraform_data.t["b"].id
}
