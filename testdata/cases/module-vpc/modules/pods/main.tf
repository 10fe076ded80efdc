variable "vpc_id" {
  type = string
}

variable "name" {
  type = string
}

variable "subnets" {
  description = "The zone of each subnet and its block."
  type        = map(string)
}

variable "nat_gateway_ids" {
  description = "By zone."
  type        = map(string)
}

variable "routes" {
  type = list(object({
    cidr_block                = string
    gateway_id                = optional(string)
    vpc_peering_connection_id = optional(string)
  }))
  default = []
}

locals {
  routes = {
    for az, _ in var.subnets : az => concat(
      [{ cidr_block = "0.0.0.0/0", nat_gateway_id = var.nat_gateway_ids[az], vpc_peering_connection_id = null }],
      [for r in var.routes : { cidr_block = r.cidr_block, nat_gateway_id = null, vpc_peering_connection_id = r.vpc_peering_connection_id }],
    )
  }
}

resource "aws_subnet" "this" {
  for_each = var.subnets

  vpc_id            = var.vpc_id
  availability_zone = each.key
  cidr_block        = each.value

  tags = { Name = "${var.name}-pods-${each.key}", Tier = "pods" }
}

resource "aws_route_table" "this" {
  for_each = aws_subnet.this

  vpc_id = each.value.vpc_id

  dynamic "route" {
    for_each = local.routes[each.key]
    iterator = to

    content {
      cidr_block                = to.value.cidr_block
      nat_gateway_id            = to.value.nat_gateway_id
      vpc_peering_connection_id = lookup(to.value, "vpc_peering_connection_id", null)
    }
  }

  tags = { Name = "${var.name}-pods-${each.key}" }
}

resource "aws_route_table_association" "this" {
  for_each = aws_route_table.this

  subnet_id      = aws_subnet.this[each.key].id
  route_table_id = each.value.id
}

output "subnets" {
  value = values(aws_subnet.this)[*].id
}
