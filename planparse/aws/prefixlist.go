package aws

import "github.com/tfreach/tfreach/reach"

// prefixListTypes are the resource types of prefix lists.
var prefixListTypes = map[string]resourceType{}

func (b *builder) prefixLists() {}

func (b *builder) prefixListParts() {}

var listKind = kind[*reach.PrefixList]{
	[]string{"aws_ec2_managed_prefix_list", "aws_prefix_list", "aws_vpc_endpoint"}, "a prefix list",
	func(o reach.Origin) *reach.PrefixList {
		return &reach.PrefixList{Origin: o, Why: &reach.Unknown{Code: reach.UnknownBeyondPlan, Address: o.Address, Reason: "not in this plan: its entries are unknown"}}
	},
}
