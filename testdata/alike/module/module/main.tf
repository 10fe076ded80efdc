module "network" {
  source = "./network"
}

module "groups" {
  source = "./groups"
  vpc_id = module.network.vpc_id
}

resource "aws_instance" "app" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = module.network.subnet_ids["private"]
  vpc_security_group_ids = [module.groups.app]
}

resource "aws_instance" "db" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = module.network.subnet_ids["private"]
  vpc_security_group_ids = [module.groups.db]
}

resource "aws_instance" "edge" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = module.network.subnet_ids["public"]
  vpc_security_group_ids = [module.groups.edge]
}
