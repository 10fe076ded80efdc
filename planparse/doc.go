// Package planparse turns a Terraform plan into networks: how they will be after
// apply, and how they were before.
//
// It is the one way in. The JSON is read by planjson, the configuration by
// source, references are resolved by resolve, and aws makes model objects of
// resources. What a plan as a whole does not decide, such as a partial one, is
// said in [Plan] beside the networks.
package planparse
