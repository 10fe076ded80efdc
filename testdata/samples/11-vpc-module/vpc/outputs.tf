output "vpc_id" { value = try(terraform_data.vpc[0].id, null) }
output "igw_id" { value = try(terraform_data.igw[0].id, null) }
output "public_subnets" { value = terraform_data.public[*].id }
output "private_subnets" { value = terraform_data.private[*].id }
output "database_subnets" { value = terraform_data.database[*].id }
output "natgw_ids" { value = terraform_data.nat[*].id }
output "public_route_table_ids" { value = terraform_data.public_table[*].id }
output "private_route_table_ids" { value = terraform_data.private_table[*].id }
output "intra_route_table_ids" { value = terraform_data.intra_table[*].id }
output "database_route_table_ids" {
  value = coalescelist(terraform_data.database_table[*].id, terraform_data.private_table[*].id, [""])
}
