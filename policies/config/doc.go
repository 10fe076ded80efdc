// Package config reads policy files: what a team says of the egress of its network, in
// HCL or in the JSON syntax of HCL.
//
//	locals {
//	  https = "0.0.0.0/0:443"
//	}
//
//	intent "private-https" {
//	  description = "Private subnets call HTTPS APIs through NAT."
//	  expect      = "private subnets reach ${local.https} via nat"
//	}
//
//	intent "app-egress" {
//	  from         = ["workloads in subnets tagged Tier=app"]
//	  reach        = [local.https, "internet:53/udp"]
//	  cannot_reach = ["internet:22"]
//	}
//
//	assume "egress" {
//	  at       = "tgw-0abc"
//	  delivers = ["internet:443"]
//	}
//
//	waiver "legacy" {
//	  intent  = "app-*"
//	  reason  = "the old network goes away"
//	  owner   = "network team"
//	  expires = "2027-01-31"
//	}
//
// [Search] finds the files, [Load] reads them, [Merge] makes one [Policy] of all.
// Mistakes are [Diagnostics]: all of them, each with the bytes of the file that are
// wrong, also within a sentence.
//
// A file runs nothing and reads nothing. Its values are texts, numbers and lists of
// them, values of locals blocks, and what four functions make of these: concat, format,
// formatlist and join. What a file may hold, and what evaluating it may take, is bounded.
package config
