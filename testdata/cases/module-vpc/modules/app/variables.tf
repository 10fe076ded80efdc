variable "name" {
  type = string
}

variable "kind" {
  type    = string
  default = "instances"

  validation {
    condition     = contains(["instances", "group", "function"], var.kind)
    error_message = "One of instances, group, function."
  }
}

variable "description" {
  type    = string
  default = ""
}

variable "vpc_id" {
  type = string
}

variable "azs" {
  type = list(string)
}

variable "subnet_ids" {
  type    = list(string)
  default = []
}

variable "ami" {
  type    = string
  default = "ami-0123456789abcdef0"
}

variable "instance_types" {
  type    = map(string)
  default = {}
}

variable "create_security_group" {
  type    = bool
  default = true
}

variable "security_group_ids" {
  type    = list(string)
  default = []
}

variable "egress" {
  type = map(object({
    ports       = list(number)
    cidr_blocks = optional(list(string), ["0.0.0.0/0"])
  }))
  default = {}
}

variable "peer_security_group_ids" {
  type    = map(string)
  default = {}
}

variable "peer_ports" {
  type    = list(number)
  default = []
}

variable "tags" {
  type    = map(string)
  default = {}
}
