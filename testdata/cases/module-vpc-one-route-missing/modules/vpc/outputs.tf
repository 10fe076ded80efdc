output "vpc_id" {
  description = "The VPC"
  value       = try(aws_vpc.this[0].id, null)
}

output "vpc_cidr_block" {
  description = "Its first block"
  value       = try(aws_vpc.this[0].cidr_block, null)
}

output "vpc_secondary_cidr_blocks" {
  description = "Its other blocks"
  value       = compact(aws_vpc_ipv4_cidr_block_association.this[*].cidr_block)
}

output "default_security_group_id" {
  description = "The security group that AWS makes with the VPC"
  value       = try(aws_vpc.this[0].default_security_group_id, null)
}

output "default_route_table_id" {
  description = "The route table that AWS makes with the VPC"
  value       = try(aws_vpc.this[0].default_route_table_id, null)
}

output "igw_id" {
  description = "The internet gateway"
  value       = try(aws_internet_gateway.this[0].id, null)
}

output "azs" {
  description = "The zones"
  value       = var.azs
}

output "public_subnets" {
  description = "The public subnets"
  value       = aws_subnet.public[*].id
}

output "private_subnets" {
  description = "The private subnets"
  value       = aws_subnet.private[*].id
}

output "private_subnets_cidr_blocks" {
  description = "The blocks of the private subnets"
  value       = compact(aws_subnet.private[*].cidr_block)
}

output "private_subnet_objects" {
  description = "The private subnets with all that is known of them"
  value       = aws_subnet.private
}

output "database_subnets" {
  description = "The database subnets"
  value       = aws_subnet.database[*].id
}

output "database_subnet_group" {
  description = "The database subnet group"
  value       = try(aws_db_subnet_group.database[0].id, null)
}

output "intra_subnets" {
  description = "The intra subnets"
  value       = aws_subnet.intra[*].id
}

output "public_route_table_ids" {
  description = "The route tables of the public subnets"
  value       = aws_route_table.public[*].id
}

output "private_route_table_ids" {
  description = "The route tables of the private subnets"
  value       = aws_route_table.private[*].id
}

output "database_route_table_ids" {
  description = "The route tables of the database subnets"
  value       = try(coalescelist(aws_route_table.database[*].id, aws_route_table.private[*].id), [])
}

output "intra_route_table_ids" {
  description = "The route tables of the intra subnets"
  value       = aws_route_table.intra[*].id
}

output "nat_ids" {
  description = "The addresses of the NAT gateways, by allocation"
  value       = local.nat_gateway_ips
}

output "natgw_ids" {
  description = "The NAT gateways"
  value       = aws_nat_gateway.this[*].id
}

output "egress_only_internet_gateway_id" {
  description = "The egress-only internet gateway"
  value       = try(aws_egress_only_internet_gateway.this[0].id, null)
}

output "vgw_id" {
  description = "The VPN gateway"
  value       = try(aws_vpn_gateway.this[0].id, aws_vpn_gateway_attachment.this[0].vpn_gateway_id, null)
}

output "cgw_ids" {
  description = "The customer gateways"
  value       = [for k, v in aws_customer_gateway.this : v.id]
}
