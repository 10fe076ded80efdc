# A VPC in three zones whose routes to the NAT gateways are written outside the module, by somebody who had two.

locals {
  region = "eu-central-1"
  azs    = formatlist("${local.region}%s", ["a", "b", "c"])
  cidr   = "10.62.0.0/16"
}

module "vpc" {
  source = "./modules/vpc"

  name = "mail"
  cidr = local.cidr
  azs  = local.azs

  public_subnets   = [for i, _ in local.azs : cidrsubnet(local.cidr, 8, i)]
  private_subnets  = [for i, _ in local.azs : cidrsubnet(local.cidr, 8, 10 + i)]
  database_subnets = [for i, _ in local.azs : cidrsubnet(local.cidr, 8, 20 + i)]

  private_subnet_tags  = { Tier = "private" }
  database_subnet_tags = { Tier = "database" }

  enable_nat_gateway                 = true
  one_nat_gateway_per_az             = true
  create_private_nat_gateway_route   = false
  create_database_subnet_route_table = true
}

resource "aws_route" "private_default" {
  for_each = { a = 0, b = 1 }

  route_table_id         = module.vpc.private_route_table_ids[each.value]
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = element(module.vpc.natgw_ids, each.value)
}

module "app" {
  source = "./modules/app"

  name       = "mail"
  kind       = "group"
  azs        = module.vpc.azs
  vpc_id     = module.vpc.vpc_id
  subnet_ids = module.vpc.private_subnets
  egress     = { https = { ports = [443] } }
}
