output "security_group_id" {
  value = local.security_group_id
}

output "instance_ids" {
  value = { for k, v in aws_instance.this : k => v.id }
}

output "workload" {
  value = try(one(aws_lambda_function.this[*].arn), one(aws_autoscaling_group.this[*].arn), null)
}
