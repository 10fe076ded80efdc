# How a large module for VPCs is written and called: terraform_data stands for the resources
# of AWS, its input for their arguments.

locals {
  name = "shop"
  azs  = ["eu-central-1a", "eu-central-1b", "eu-central-1c"]
}

module "vpc" {
  source = "./vpc"

  name = local.name
  cidr = "10.60.0.0/16"
  azs  = local.azs

  secondary_cidr_blocks = ["100.64.0.0/16"]
  public_subnets        = [for i, _ in local.azs : cidrsubnet("10.60.0.0/16", 8, i)]
  private_subnets       = [for i, _ in local.azs : cidrsubnet("10.60.0.0/16", 8, i + 10)]
  database_subnets      = [for i, _ in slice(local.azs, 0, 2) : cidrsubnet("10.60.0.0/16", 8, i + 20)]
  intra_subnets         = ["100.64.0.0/24"]

  enable_nat_gateway = true
  single_nat_gateway = true

  manage_default_network_acl = true
  public_dedicated_acl       = true
}

# One NAT gateway for each zone, and tables of its own for the databases.
module "wide" {
  source = "./vpc"
  count  = 2

  name = "wide-${count.index}"
  cidr = cidrsubnet("10.64.0.0/12", 4, count.index)
  azs  = slice(local.azs, 0, 2)

  public_subnets   = [for i in range(2) : cidrsubnet(cidrsubnet("10.64.0.0/12", 4, count.index), 8, i)]
  private_subnets  = [for i in range(4) : cidrsubnet(cidrsubnet("10.64.0.0/12", 4, count.index), 8, i + 10)]
  database_subnets = [for i in range(2) : cidrsubnet(cidrsubnet("10.64.0.0/12", 4, count.index), 8, i + 20)]

  enable_nat_gateway                 = true
  one_nat_gateway_per_az             = true
  create_database_subnet_route_table = true
  create_database_nat_gateway_route  = true
}

# Switched off: all that it has are empty outputs.
module "none" {
  source = "./vpc"

  create_vpc      = false
  name            = "none"
  cidr            = "10.99.0.0/16"
  azs             = local.azs
  public_subnets  = ["10.99.0.0/24"]
  private_subnets = ["10.99.1.0/24"]
}

module "endpoints" {
  source = "./endpoints"

  vpc_id             = module.vpc.vpc_id
  security_group_ids = [terraform_data.endpoint_group.id]

  endpoints = {
    s3 = {
      service         = "s3"
      service_type    = "Gateway"
      route_table_ids = flatten([module.vpc.intra_route_table_ids, module.vpc.private_route_table_ids, module.vpc.public_route_table_ids])
    }
    ssm = {
      service             = "ssm"
      private_dns_enabled = true
      subnet_ids          = module.vpc.private_subnets
    }
    ecr = {
      service            = "ecr.api"
      subnet_ids         = slice(module.vpc.private_subnets, 0, 1)
      security_group_ids = [terraform_data.app_group.id]
    }
    unused = {
      create  = false
      service = "kms"
    }
  }
}

resource "terraform_data" "endpoint_group" {
  input = { vpc_id = module.vpc.vpc_id, name = "endpoints" }
}

resource "terraform_data" "app_group" {
  input = { vpc_id = coalesce(module.none.vpc_id, module.vpc.vpc_id), name = "app" }
}

resource "terraform_data" "instance" {
  count = 4
  input = { subnet_id = element(module.vpc.private_subnets, count.index), groups = compact([terraform_data.app_group.id, ""]) }
}

resource "terraform_data" "bastion" { input = module.vpc.public_subnets[0] }
resource "terraform_data" "fleet" { input = module.vpc.private_subnets }
resource "terraform_data" "nat_of_all" { input = one(module.vpc.natgw_ids) }
resource "terraform_data" "nats" { input = flatten(module.wide[*].natgw_ids) }
resource "terraform_data" "igw" { input = module.vpc.igw_id }
resource "terraform_data" "first_of_none" { input = try(element(concat(module.none.private_subnets, module.vpc.private_subnets), 0), null) }
resource "terraform_data" "by_zone" { input = zipmap(local.azs, module.vpc.private_subnets) }
resource "terraform_data" "of_a_zone" { input = lookup(zipmap(local.azs, module.vpc.public_subnets), "eu-central-1b", "none") }
resource "terraform_data" "peering" { input = { requester = module.vpc.vpc_id, accepter = module.wide[1].vpc_id } }
resource "terraform_data" "peer_route" {
  for_each = { for pair in setproduct(["vpc", "wide"], ["0", "1"]) : join("-", pair) => pair[0] == "vpc" ? module.vpc.private_route_table_ids[0] : module.wide[1].private_route_table_ids[tonumber(pair[1])] }
  input    = each.value
}
resource "terraform_data" "every_vpc" { input = concat([module.vpc.vpc_id], module.wide[*].vpc_id) }

output "private_subnets" { value = module.vpc.private_subnets }
