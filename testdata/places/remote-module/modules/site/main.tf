# The module is from a registry, and its own module comes with it.
module "network" {
  source  = "acme/network/aws"
  version = "~> 1.2"
}
