variable "id" { type = string }
variable "ids" { type = map(string) }

resource "terraform_data" "other" { input = var.id }

output "id" { value = [terraform_data.other.id, var.ids["a"], var.id][0] }
