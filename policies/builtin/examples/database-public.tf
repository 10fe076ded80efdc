resource "aws_db_subnet_group" "orders" {
  subnet_ids = aws_subnet.public[*].id
}

resource "aws_db_instance" "orders" {
  engine               = "postgres"
  instance_class       = "db.t4g.micro"
  db_subnet_group_name = aws_db_subnet_group.orders.name
  publicly_accessible  = false
}
