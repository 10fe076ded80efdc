locals {
  len_public   = length(var.public_subnets)
  len_private  = length(var.private_subnets)
  len_database = length(var.database_subnets)
  most         = max(local.len_private, local.len_public, local.len_database)

  nat_gateway_count = var.single_nat_gateway ? 1 : var.one_nat_gateway_per_az ? length(var.azs) : local.most
  nat_gateway_ips   = var.reuse_nat_ips ? var.external_nat_ip_ids : terraform_data.eip[*].id

  # Through the association, so that subnets wait for the further ranges.
  vpc_id     = try(terraform_data.range[0].input.vpc_id, terraform_data.vpc[0].id, "")
  create_vpc = var.create_vpc

  create_database_tables = local.create_vpc && var.create_database_subnet_route_table && local.len_database > 0
}

resource "terraform_data" "vpc" {
  count = local.create_vpc ? 1 : 0
  input = { cidr_block = var.cidr, tags = merge({ Name = var.name }, {}) }
}

resource "terraform_data" "range" {
  count = local.create_vpc && length(var.secondary_cidr_blocks) > 0 ? length(var.secondary_cidr_blocks) : 0
  # Not local.vpc_id, which waits for this.
  input = { vpc_id = terraform_data.vpc[0].id, cidr_block = element(var.secondary_cidr_blocks, count.index) }
}

resource "terraform_data" "igw" {
  count = local.create_vpc && var.create_igw && local.len_public > 0 ? 1 : 0
  input = { vpc_id = local.vpc_id }
}

resource "terraform_data" "public" {
  count = local.create_vpc && local.len_public > 0 && (!var.one_nat_gateway_per_az || local.len_public >= length(var.azs)) ? local.len_public : 0
  input = {
    vpc_id                  = local.vpc_id
    cidr_block              = element(concat(var.public_subnets, [""]), count.index)
    availability_zone       = length(regexall("^[a-z]{2}-", element(var.azs, count.index))) > 0 ? element(var.azs, count.index) : null
    map_public_ip_on_launch = false
    tags                    = { Name = try(var.azs[10], format("${var.name}-${var.public_subnet_suffix}-%s", element(var.azs, count.index))) }
  }
}

resource "terraform_data" "private" {
  count = local.create_vpc && local.len_private > 0 ? local.len_private : 0
  input = { vpc_id = local.vpc_id, cidr_block = var.private_subnets[count.index], availability_zone = element(var.azs, count.index) }
}

resource "terraform_data" "database" {
  count = local.create_vpc && local.len_database > 0 ? local.len_database : 0
  input = { vpc_id = local.vpc_id, cidr_block = element(concat(var.database_subnets, [""]), count.index) }
}

resource "terraform_data" "intra" {
  count = local.create_vpc && length(var.intra_subnets) > 0 ? length(var.intra_subnets) : 0
  input = { vpc_id = local.vpc_id, cidr_block = var.intra_subnets[count.index] }
}

resource "terraform_data" "subnet_group" {
  count = local.create_vpc && local.len_database > 0 ? 1 : 0
  input = { name = lower(var.name), subnet_ids = terraform_data.database[*].id }
}

resource "terraform_data" "eip" {
  count = local.create_vpc && var.enable_nat_gateway && !var.reuse_nat_ips ? local.nat_gateway_count : 0
  input = { domain = "vpc" }
}

resource "terraform_data" "nat" {
  count = local.create_vpc && var.enable_nat_gateway ? local.nat_gateway_count : 0
  input = {
    allocation_id = element(local.nat_gateway_ips, var.single_nat_gateway ? 0 : count.index)
    subnet_id     = element(terraform_data.public[*].id, var.single_nat_gateway ? 0 : count.index)
  }
  depends_on = [terraform_data.igw]
}
