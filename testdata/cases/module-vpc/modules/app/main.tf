locals {
  instances = var.kind == "instances" ? zipmap(var.azs, slice(var.subnet_ids, 0, length(var.azs))) : {}

  # Every rule, to each of its ends.
  rules = merge(
    {
      for r in flatten([
        for name, rule in var.egress : [
          for port in rule.ports : {
            key         = "${name}-${port}"
            type        = "egress"
            port        = port
            cidr_blocks = rule.cidr_blocks
            peer        = null
          }
        ]
      ]) : r.key => r
    },
    {
      for pair in setproduct(keys(var.peer_security_group_ids), var.peer_ports) : "${pair[0]}-${pair[1]}" => {
        key         = "${pair[0]}-${pair[1]}"
        type        = "egress"
        port        = pair[1]
        cidr_blocks = null
        peer        = pair[0]
      }
    },
  )

  security_group_id = one(aws_security_group.this[*].id)
}

resource "aws_security_group" "this" {
  count = var.create_security_group ? 1 : 0

  name_prefix = "${var.name}-"
  description = coalesce(var.description, "Workloads of ${var.name}")
  vpc_id      = var.vpc_id

  tags = merge(var.tags, { Name = var.name })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "this" {
  for_each = { for k, v in local.rules : k => v if var.create_security_group }

  security_group_id = aws_security_group.this[0].id
  type              = each.value.type
  protocol          = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port

  cidr_blocks              = each.value.cidr_blocks
  source_security_group_id = each.value.peer != null ? lookup(var.peer_security_group_ids, each.value.peer, null) : null
}

resource "aws_instance" "this" {
  for_each = local.instances

  ami                    = var.ami
  instance_type          = try(var.instance_types[each.key], "t3.micro")
  subnet_id              = each.value
  vpc_security_group_ids = concat(compact([local.security_group_id]), var.security_group_ids)

  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })
}

resource "aws_launch_template" "this" {
  count = var.kind == "group" ? 1 : 0

  name_prefix            = "${var.name}-"
  image_id               = var.ami
  instance_type          = "t3.micro"
  vpc_security_group_ids = flatten([aws_security_group.this[*].id, var.security_group_ids])
}

locals {
  launch_template_id = try(aws_launch_template.this[0].id, null)
}

resource "aws_autoscaling_group" "this" {
  count = var.kind == "group" ? 1 : 0

  name                = var.name
  min_size            = length(var.subnet_ids)
  max_size            = 2 * length(var.subnet_ids)
  vpc_zone_identifier = var.subnet_ids

  dynamic "launch_template" {
    for_each = var.kind == "group" ? [1] : []

    content {
      id      = local.launch_template_id
      version = "$Latest"
    }
  }

  dynamic "tag" {
    for_each = merge(var.tags, { Name = var.name })

    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }
}

resource "aws_lambda_function" "this" {
  count = var.kind == "function" ? 1 : 0

  function_name = var.name
  role          = "arn:aws:iam::123456789012:role/${var.name}"
  handler       = "index.handler"
  runtime       = "nodejs18.x"
  s3_bucket     = "code"
  s3_key        = "${var.name}.zip"

  dynamic "vpc_config" {
    for_each = length(var.subnet_ids) > 0 ? [true] : []

    content {
      security_group_ids = concat(aws_security_group.this[*].id, var.security_group_ids)
      subnet_ids         = var.subnet_ids
    }
  }

  tags = var.tags
}
