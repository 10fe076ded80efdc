package aws

import (
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
)

// derived are the computed attributes that the other attributes of a resource
// decide, by type and name.
var derived = map[string]map[string]func(resolve.View) cty.Value{
	"aws_vpc":                             {"ipv6_cidr_block": amazonBlock},
	"aws_vpc_ipv6_cidr_block_association": {"ipv6_cidr_block": amazonBlock},
	"aws_nat_gateway":                     {"public_ip": natPublicAddress},

	"aws_networkfirewall_firewall":                 {"firewall_status": firewallStatus("sync_states")},
	"aws_networkfirewall_vpc_endpoint_association": {"vpc_endpoint_association_status": firewallStatus("association_sync_states")},

	"aws_vpc_peering_connection_accepter":                 {"id": itsID("id")},
	"aws_vpc_peering_connection_options":                  {"id": itsID("id")},
	"aws_ec2_transit_gateway_vpc_attachment_accepter":     {"id": itsID("id")},
	"aws_ec2_transit_gateway_peering_attachment_accepter": {"id": itsID("id")},
	"aws_networkmanager_vpc_attachment":                   {"core_network_arn": itsID("core_network_arn")},
	"aws_eks_cluster":                                     {"vpc_config": clusterConfig},
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

// firewallStatus has one endpoint for each subnet that a firewall is mapped to, by the
// zone of the subnet (NFW-1), in a block of the given name. The states are a set: their
// order is nobody's business.
func firewallStatus(states string) func(resolve.View) cty.Value {
	return func(v resolve.View) cty.Value {
		blocks, ok := v.Blocks("subnet_mapping")
		// Without any, the firewall is attached to a transit gateway.
		if !ok || len(blocks) == 0 {
			return v.Unknown()
		}
		var ids, list []cty.Value
		for _, b := range blocks {
			id := b.Get("subnet_id")
			subnet, ok := v.Of(id)
			if !ok {
				return v.Unknown()
			}
			endpoint := v.ID(endpointIn(subnet.Address()))
			ids = append(ids, endpoint)
			list = append(list, cty.ObjectVal(map[string]cty.Value{
				"availability_zone": subnet.Get("availability_zone"),
				"attachment":        cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{"endpoint_id": endpoint, "subnet_id": id})}),
			}))
		}
		return cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{states: v.Unordered(ids, list)})})
	}
}

// endpointIn is the name that stands for the endpoint of a firewall in a subnet, by
// the address or the id of that.
func endpointIn(subnet string) string { return "endpoint[" + subnet + "]" }

// Parts are the ids that a firewall shows of its endpoints. Where a status is out of
// date, endpoints stay in the subnets that the firewall stays in.
func (Schema) Parts(r *planjson.Resource) (before, after []resolve.Part) {
	status, states := "firewall_status", "sync_states"
	switch r.Type {
	case "aws_networkfirewall_firewall":
	case "aws_networkfirewall_vpc_endpoint_association":
		status, states = "vpc_endpoint_association_status", "association_sync_states"
	default:
		return nil, nil
	}
	shown := func(v planjson.Value) (out []resolve.Part) {
		for _, s := range v.Get(status).Items {
			for _, state := range s.Get(states).Items {
				for _, at := range state.Get("attachment").Items {
					if subnet := at.Get("subnet_id").Text; subnet != "" {
						out = append(out, resolve.Part{Name: endpointIn(subnet), ID: at.Get("endpoint_id")})
					}
				}
			}
		}
		return out
	}
	before, after = shown(r.Before), shown(r.Left())
	if r.Left().Get(status).Kind != planjson.Unknown || r.Actions.Replace() {
		return before, after
	}
	stays := map[string]bool{}
	for _, m := range r.Left().Get("subnet_mapping").Items {
		if subnet := m.Get("subnet_id").Text; subnet != "" {
			stays[endpointIn(subnet)] = true
		}
	}
	return before, slices.DeleteFunc(slices.Clone(before), func(p resolve.Part) bool { return !stays[p.Name] })
}

// natPublicAddress is that of the Elastic IP (NAT-11).
func natPublicAddress(v resolve.View) cty.Value {
	if eip, ok := v.Of(v.Get("allocation_id")); ok {
		return eip.Get("public_ip")
	}
	return v.Unknown()
}

// itsID is another name for an id that what is named by another attribute has: which
// object that is, the builder knows.
func itsID(name string) func(resolve.View) cty.Value {
	return func(v resolve.View) cty.Value { return v.ID(name) }
}
