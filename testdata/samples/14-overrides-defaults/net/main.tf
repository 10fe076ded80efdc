variable "id" { type = string }
variable "nothing" {
  type    = string
  default = "a"
}
variable "kept" {
  type     = string
  default  = "b"
  nullable = false
}
variable "ids" { type = map(string) }

resource "terraform_data" "in" { input = var.id }
# null is passed on to the one, the default stands for it in the other.
resource "terraform_data" "nothing" { input = var.ids[var.nothing == null ? "b" : var.nothing] }
resource "terraform_data" "kept" { input = var.ids[var.kept] }
resource "terraform_data" "typed" { input = coalesce(var.nothing, var.id) }

output "id" { value = var.id }
output "inner" { value = terraform_data.in.id }
