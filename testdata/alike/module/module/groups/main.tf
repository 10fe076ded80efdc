variable "vpc_id" {
  type = string
}

resource "aws_security_group" "app" {
  vpc_id = var.vpc_id
  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "db" {
  vpc_id = var.vpc_id
}

resource "aws_security_group" "edge" {
  vpc_id = var.vpc_id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

output "app" {
  value = aws_security_group.app.id
}

output "db" {
  value = aws_security_group.db.id
}

output "edge" {
  value = aws_security_group.edge.id
}
