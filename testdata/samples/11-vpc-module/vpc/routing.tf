resource "terraform_data" "public_table" {
  count = local.create_vpc && local.len_public > 0 ? 1 : 0
  input = { vpc_id = local.vpc_id, tags = { Name = "${var.name}-public" } }
}

resource "terraform_data" "public_route" {
  count = local.create_vpc && var.create_igw && local.len_public > 0 ? 1 : 0
  input = { route_table_id = terraform_data.public_table[0].id, destination = "0.0.0.0/0", gateway_id = terraform_data.igw[0].id }
}

# As many as NAT gateways.
resource "terraform_data" "private_table" {
  count = local.create_vpc && local.most > 0 ? local.nat_gateway_count : 0
  input = { vpc_id = local.vpc_id }
}

resource "terraform_data" "private_route" {
  count = local.create_vpc && var.enable_nat_gateway ? local.nat_gateway_count : 0
  input = {
    route_table_id = element(terraform_data.private_table[*].id, count.index)
    destination    = "0.0.0.0/0"
    nat_gateway_id = element(terraform_data.nat[*].id, count.index)
  }
}

resource "terraform_data" "database_table" {
  count = local.create_database_tables ? var.single_nat_gateway ? 1 : local.len_database : 0
  input = { vpc_id = local.vpc_id }
}

resource "terraform_data" "database_route" {
  count = local.create_database_tables && var.create_database_nat_gateway_route && var.enable_nat_gateway ? var.single_nat_gateway ? 1 : local.len_database : 0
  input = {
    route_table_id = element(terraform_data.database_table[*].id, count.index)
    nat_gateway_id = element(terraform_data.nat[*].id, count.index)
  }
}

resource "terraform_data" "intra_table" {
  count = local.create_vpc && length(var.intra_subnets) > 0 ? 1 : 0
  input = { vpc_id = local.vpc_id }
}

resource "terraform_data" "public_association" {
  count = local.create_vpc && local.len_public > 0 ? local.len_public : 0
  input = { subnet_id = element(terraform_data.public[*].id, count.index), route_table_id = terraform_data.public_table[0].id }
}

resource "terraform_data" "private_association" {
  count = local.create_vpc && local.len_private > 0 ? local.len_private : 0
  input = {
    subnet_id      = element(terraform_data.private[*].id, count.index)
    route_table_id = element(terraform_data.private_table[*].id, var.single_nat_gateway ? 0 : count.index)
  }
}

# The tables of the databases, or else those of the private subnets.
resource "terraform_data" "database_association" {
  count = local.create_vpc && local.len_database > 0 ? local.len_database : 0
  input = {
    subnet_id = element(terraform_data.database[*].id, count.index)
    route_table_id = element(
      coalescelist(terraform_data.database_table[*].id, terraform_data.private_table[*].id),
      var.create_database_subnet_route_table ? var.single_nat_gateway ? 0 : count.index : count.index,
    )
  }
}

resource "terraform_data" "intra_association" {
  count = local.create_vpc && length(var.intra_subnets) > 0 ? length(var.intra_subnets) : 0
  input = { subnet_id = element(terraform_data.intra.*.id, count.index), route_table_id = element(terraform_data.intra_table.*.id, 0) }
}

resource "terraform_data" "default_acl" {
  count = local.create_vpc && var.manage_default_network_acl ? 1 : 0
  input = { vpc_id = terraform_data.vpc[0].id, subnet_ids = null }
}

resource "terraform_data" "public_acl" {
  count = local.create_vpc && var.public_dedicated_acl && local.len_public > 0 ? 1 : 0
  input = { vpc_id = local.vpc_id, subnet_ids = terraform_data.public[*].id }
}

resource "terraform_data" "public_acl_rule" {
  count = local.create_vpc && var.public_dedicated_acl && local.len_public > 0 ? length(var.public_inbound_acl_rules) : 0
  input = {
    network_acl_id  = terraform_data.public_acl[0].id
    rule_number     = var.public_inbound_acl_rules[count.index]["rule_number"]
    from_port       = lookup(var.public_inbound_acl_rules[count.index], "from_port", null)
    cidr_block      = lookup(var.public_inbound_acl_rules[count.index], "cidr_block", null)
    ipv6_cidr_block = lookup(var.public_inbound_acl_rules[count.index], "ipv6_cidr_block", null)
  }
}
