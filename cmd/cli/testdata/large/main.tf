# The network of the benchmark, for any number of VPCs and instances.
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {
  region = "eu-central-1"
}

variable "vpcs" {
  type = number
}

variable "instances" {
  type = number
}

locals {
  networks = { for i in range(var.vpcs) : format("vpc-%02d", i) => cidrsubnet("10.0.0.0/8", 8, i) }
}

module "net" {
  source   = "./net"
  for_each = local.networks

  name      = each.key
  cidr      = each.value
  instances = var.instances
}

output "subnets" {
  value = { for name, net in module.net : name => net.private_subnet_ids }
}
