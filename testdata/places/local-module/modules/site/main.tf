# A module that calls another one beside it.
module "network" {
  source = "../network"
}
