resource "aws_ec2_managed_prefix_list" "partners" {
  name           = "partners"
  address_family = "IPv4"
  max_entries    = 10

  # And no longer 10.8.0.0/16, which the offices have.
  entry {
    cidr = "10.9.0.0/16"
  }
}
