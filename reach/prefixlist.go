package reach

import "net/netip"

// PrefixList is a named list of address blocks, for routes and for security group
// rules (SG-13, RT-5). A list of AWS's own has a service and no entries: no plan
// shows what it holds.
type PrefixList struct {
	Origin
	Tags Tags
	// Service is what the list of AWS's own holds the ranges of, as AWS names it:
	// "com.amazonaws.eu-west-1.s3". It is empty for a list of a customer.
	Service string
	// Six is true for a list of IPv6 blocks. It is known when the entries are not, but
	// for lists Beyond the plan that are not of a service: such a list may be of either
	// family.
	Six bool
	// Why is set when the list has other entries than those of the network, which
	// are unknown.
	Why *Unknown
}

// PrefixListEntry is one block of a customer's prefix list.
type PrefixListEntry struct {
	Origin
	List   Ref[*PrefixList]
	Prefix Fact[netip.Prefix]
}
