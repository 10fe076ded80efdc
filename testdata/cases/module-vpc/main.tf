# Two VPCs from one module, written the way the large public modules are, and what runs in them: shop has a NAT gateway in
# each of three zones and database subnets of its own; data has one NAT gateway on an address of its own, and database
# subnets that share the tables of the private ones.

data "aws_availability_zones" "available" {
  state = "available"
}

locals {
  azs = slice(data.aws_availability_zones.available.names, 0, 3)

  vpcs = {
    shop = {
      cidr                   = "10.60.0.0/16"
      secondary_cidr_blocks  = ["100.64.0.0/16"]
      single_nat_gateway     = false
      own_database_tables    = true
      dedicated_network_acls = true
    }
    data = {
      cidr                   = "10.61.0.0/16"
      secondary_cidr_blocks  = []
      single_nat_gateway     = true
      own_database_tables    = false
      dedicated_network_acls = false
    }
  }

  ephemeral = { rule_action = "allow", from_port = 1024, to_port = 65535, protocol = "tcp", cidr_block = "0.0.0.0/0" }
  https     = { rule_action = "allow", from_port = 443, to_port = 443, protocol = "tcp", cidr_block = "0.0.0.0/0" }

  network_acls = {
    default_inbound = [
      merge(local.ephemeral, { rule_number = 900 }),
    ]
    default_outbound = [
      merge(local.ephemeral, { rule_number = 900 }),
    ]
    public_inbound = [
      merge(local.https, { rule_number = 100 }),
    ]
    public_outbound = [
      merge(local.https, { rule_number = 100 }),
    ]
    private_outbound = [
      merge(local.https, { rule_number = 100 }),
      { rule_number = 110, rule_action = "allow", from_port = 5432, to_port = 5432, protocol = "tcp", cidr_block = "10.60.0.0/16" },
    ]
  }

  services = flatten([
    for vpc, _ in local.vpcs : [
      for name, s in lookup(var.services, vpc, {}) : merge(s, { vpc = vpc, name = name })
    ]
  ])

  subnets = {
    for k, v in module.vpc : k => {
      public  = v.public_subnets
      private = v.private_subnets
      intra   = v.intra_subnets
    }
  }
}

variable "services" {
  type = map(map(object({
    kind  = string
    tier  = optional(string, "private")
    ports = optional(list(number), [443])
    db    = optional(bool, false)
  })))
  default = {
    shop = {
      web    = { kind = "instances", tier = "public" }
      orders = { kind = "group", db = true }
      mailer = { kind = "function" }
    }
    data = {
      reports = { kind = "instances", ports = [80, 443] }
      vault   = { kind = "instances", tier = "intra" }
    }
  }
}

resource "aws_eip" "data" {
  count = 1

  domain = "vpc"
  tags   = { Name = "data" }
}

module "vpc" {
  source   = "./modules/vpc"
  for_each = local.vpcs

  name                  = each.key
  cidr                  = each.value.cidr
  secondary_cidr_blocks = each.value.secondary_cidr_blocks
  azs                   = local.azs

  public_subnets   = [for i, _ in local.azs : cidrsubnet(each.value.cidr, 8, i)]
  private_subnets  = [for i, _ in local.azs : cidrsubnet(each.value.cidr, 8, 10 + i)]
  database_subnets = [for i, _ in local.azs : cidrsubnet(each.value.cidr, 8, 20 + i)]
  intra_subnets    = [for i, _ in local.azs : cidrsubnet(each.value.cidr, 8, 30 + i)]

  public_subnet_tags   = { Tier = "public" }
  private_subnet_tags  = { Tier = "private" }
  database_subnet_tags = { Tier = "database" }
  intra_subnet_tags    = { Tier = "intra" }

  public_subnet_tags_per_az = {
    (local.azs[0]) = { Bastion = "yes" }
  }
  map_public_ip_on_launch             = true
  create_multiple_public_route_tables = each.value.single_nat_gateway

  enable_nat_gateway     = true
  single_nat_gateway     = each.value.single_nat_gateway
  one_nat_gateway_per_az = !each.value.single_nat_gateway
  reuse_nat_ips          = each.value.single_nat_gateway
  external_nat_ip_ids    = aws_eip.data[*].id

  create_database_subnet_route_table = each.value.own_database_tables
  create_multiple_intra_route_tables = !each.value.single_nat_gateway

  public_dedicated_network_acl  = each.value.dedicated_network_acls
  public_inbound_acl_rules      = concat(local.network_acls["default_inbound"], local.network_acls["public_inbound"])
  public_outbound_acl_rules     = concat(local.network_acls["default_outbound"], local.network_acls["public_outbound"])
  private_dedicated_network_acl = each.value.dedicated_network_acls
  private_inbound_acl_rules     = local.network_acls["default_inbound"]
  private_outbound_acl_rules    = concat(local.network_acls["default_outbound"], local.network_acls["private_outbound"])

  enable_dhcp_options      = each.value.single_nat_gateway
  dhcp_options_domain_name = "${each.key}.internal"
  flow_log_destination_arn = each.value.single_nat_gateway ? "" : "arn:aws:s3:::flow-logs-of-${each.key}"

  tags = { Vpc = each.key, Terraform = "true" }
}

# --- between the VPCs ---------------------------------------------------------------------------------

resource "aws_vpc_peering_connection" "this" {
  vpc_id      = module.vpc["shop"].vpc_id
  peer_vpc_id = module.vpc["data"].vpc_id
  auto_accept = true
}

resource "aws_route" "peering" {
  for_each = merge([
    for here, there in { shop = "data", data = "shop" } : {
      for i, id in module.vpc[here].private_route_table_ids : "${here}-${i}" => { table = id, cidr = local.vpcs[there].cidr }
    }
  ]...)

  route_table_id            = each.value.table
  destination_cidr_block    = each.value.cidr
  vpc_peering_connection_id = aws_vpc_peering_connection.this.id
}

# --- what runs there ----------------------------------------------------------------------------------

module "pods" {
  source   = "./modules/pods"
  for_each = { for k, v in local.vpcs : k => v if length(v.secondary_cidr_blocks) > 0 }

  name            = each.key
  vpc_id          = module.vpc[each.key].vpc_id
  subnets         = { for i, az in local.azs : az => cidrsubnet(each.value.secondary_cidr_blocks[0], 4, i) }
  nat_gateway_ids = zipmap(local.azs, module.vpc[each.key].natgw_ids)
  routes          = [{ cidr_block = local.vpcs["data"].cidr, vpc_peering_connection_id = aws_vpc_peering_connection.this.id }]

  depends_on = [module.vpc]
}

module "app" {
  source   = "./modules/app"
  for_each = { for s in local.services : "${s.vpc}-${s.name}" => s }

  name       = each.key
  kind       = each.value.kind
  azs        = module.vpc[each.value.vpc].azs
  vpc_id     = module.vpc[each.value.vpc].vpc_id
  subnet_ids = local.subnets[each.value.vpc][each.value.tier]

  security_group_ids      = each.value.kind == "instances" ? [module.vpc[each.value.vpc].default_security_group_id] : []
  egress                  = { https = { ports = each.value.ports } }
  peer_security_group_ids = each.value.db ? { database = aws_security_group.database.id } : {}
  peer_ports              = [5432]

  tags = { App = each.value.name }
}

resource "aws_security_group" "database" {
  name        = "database"
  description = "Databases of shop"
  vpc_id      = module.vpc["shop"].vpc_id
}

resource "aws_security_group_rule" "database" {
  for_each = { for s in local.services : "${s.vpc}-${s.name}" => s if s.db }

  security_group_id        = aws_security_group.database.id
  type                     = "ingress"
  protocol                 = "tcp"
  from_port                = 5432
  to_port                  = 5432
  source_security_group_id = module.app[each.key].security_group_id
}

resource "aws_security_group" "endpoints" {
  name        = "endpoints"
  description = "Interface endpoints of data"
  vpc_id      = module.vpc["data"].vpc_id

  dynamic "ingress" {
    for_each = { for s in local.services : s.name => "${s.vpc}-${s.name}" if s.vpc == "data" }

    content {
      description     = ingress.key
      from_port       = 443
      to_port         = 443
      protocol        = "tcp"
      security_groups = [module.app[ingress.value].security_group_id]
    }
  }
}

module "endpoints" {
  source = "./modules/endpoints"

  vpc_id             = module.vpc["data"].vpc_id
  security_group_ids = [aws_security_group.endpoints.id]

  endpoints = {
    s3 = {
      service         = "s3"
      service_type    = "Gateway"
      route_table_ids = flatten([module.vpc["data"].intra_route_table_ids])
      tags            = { Name = "s3" }
    }
    ssm = {
      service             = "ssm"
      private_dns_enabled = true
      subnet_ids          = module.vpc["data"].intra_subnets
    }
  }

  tags = { Vpc = "data" }
}

# An ACL made outside the module, for subnets that it hands out as objects.
resource "aws_network_acl" "bare" {
  vpc_id     = module.vpc["data"].private_subnet_objects[0].vpc_id
  subnet_ids = [for s in module.vpc["data"].private_subnet_objects : s.id if endswith(s.availability_zone, "c")]

  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "-1"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }

  egress {
    rule_no    = 100
    action     = "allow"
    protocol   = "-1"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }
}

output "vpc_ids" {
  value = { for k, v in module.vpc : k => v.vpc_id }
}

output "private_subnets" {
  value = flatten(values(module.vpc)[*].private_subnets)
}

output "instances" {
  value = { for k, v in module.app : k => v.instance_ids if length(v.instance_ids) > 0 }
}

output "pods" {
  value = one([for k, v in module.pods : v.subnets])
}
