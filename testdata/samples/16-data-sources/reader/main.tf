variable "ids" { type = list(string) }

data "terraform_remote_state" "ext" {
  backend = "local"
  config  = { path = "${path.root}/ext/terraform.tfstate" }
}

output "picked" { value = var.ids[length(data.terraform_remote_state.ext.outputs.names) - 1] }
