package aws

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/tfreach/tfreach/planparse/resolve"
)

// derived are the computed attributes that the other attributes of a resource
// decide, by type and name.
var derived = map[string]map[string]func(resolve.View) cty.Value{
	"aws_vpc":                             {"ipv6_cidr_block": amazonBlock},
	"aws_vpc_ipv6_cidr_block_association": {"ipv6_cidr_block": amazonBlock},
	"aws_networkfirewall_firewall":        {"firewall_status": firewallStatus},
	"aws_nat_gateway":                     {"public_ip": natPublicAddress},
}

// Derived is how a computed attribute follows from the others; nil where it does
// not.
func (Schema) Derived(resourceType, attribute string) func(resolve.View) cty.Value {
	return derived[resourceType][attribute]
}

// amazonBits is the length of the IPv6 blocks that Amazon provides.
const amazonBits = 56

// amazonBlock is the IPv6 block that Amazon provides for a VPC that asks for one.
// Blocks of IPAM pools are left unknown: they may be private ones, which no gateway
// to the internet takes (IGW-4).
func amazonBlock(v resolve.View) cty.Value {
	asked, _ := v.Get("assign_generated_ipv6_cidr_block").Unmark()
	if asked.Type() != cty.Bool || !asked.IsKnown() || asked.IsNull() || asked.False() {
		return v.Unknown()
	}
	return v.Block("ipv6_cidr_block", amazonBits)
}

// firewallStatus has one endpoint for each subnet that the firewall is mapped to,
// by the zone of the subnet (NFW-1). The states are a set: their order is nobody's
// business.
func firewallStatus(v resolve.View) cty.Value {
	blocks, ok := v.Blocks("subnet_mapping")
	if !ok {
		return v.Unknown()
	}
	var ids, states []cty.Value
	for _, b := range blocks {
		id := b.Get("subnet_id")
		subnet, ok := v.Of(id)
		if !ok {
			return v.Unknown()
		}
		endpoint := v.ID("endpoint[" + subnet.Address() + "]")
		ids = append(ids, endpoint)
		states = append(states, cty.ObjectVal(map[string]cty.Value{
			"availability_zone": subnet.Get("availability_zone"),
			"attachment":        cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{"endpoint_id": endpoint, "subnet_id": id})}),
		}))
	}
	return cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{"sync_states": v.Unordered(ids, states)})})
}

// natPublicAddress is that of the Elastic IP (NAT-11).
func natPublicAddress(v resolve.View) cty.Value {
	if eip, ok := v.Of(v.Get("allocation_id")); ok {
		return eip.Get("public_ip")
	}
	return v.Unknown()
}
