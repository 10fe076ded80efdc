// Package config reads policy files: HCL with the intents of a team, and what it says
// of what lies beyond its plans.
//
//	intent "private-https" {
//	  expect = "private subnets reach 0.0.0.0/0:443 via nat"
//	}
//
//	assume "egress" {
//	  at       = "tgw-0abc"
//	  delivers = ["internet:443"]
//	}
//
// Mistakes are HCL diagnostics, with the file and the line. A file runs nothing: its
// values are written as they are, without references and functions.
package config
