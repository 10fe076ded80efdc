package aws

import (
	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
)

// uplinkTypes are the resource types of gateways that lead beyond every plan.
var uplinkTypes = map[string]resourceType{
	"aws_ec2_carrier_gateway":         {role: modelled, attrs: planjson.Attrs{"id": id}},
	"aws_ec2_local_gateway":           {role: modelled, attrs: planjson.Attrs{"id": id}},
	"aws_networkmanager_core_network": {role: modelled, attrs: planjson.Attrs{"id": id, "arn": id}, ids: []string{"id", "arn"}},
	// It brings a VPC into a core network, and is the usual name for that network.
	"aws_networkmanager_vpc_attachment": {role: modelled, attrs: planjson.Attrs{"id": id, "core_network_id": id, "core_network_arn": id}},
	"aws_odb_network":                   {role: modelled, attrs: planjson.Attrs{"id": id, "arn": id}, ids: []string{"id", "arn"}},
}

// uplinks makes the gateways of which no plan shows where they lead (CWAN-1).
func (b *builder) uplinks() {
	for _, kind := range []struct{ typ, what, attribute string }{
		{"aws_ec2_carrier_gateway", "a carrier gateway", "id"},
		{"aws_ec2_local_gateway", "a local gateway", "id"},
		{"aws_networkmanager_core_network", "a Cloud WAN core network", "arn"},
		{"aws_odb_network", "an Oracle Database@AWS network", "arn"},
	} {
		for _, r := range b.of(kind.typ) {
			if b.alias(r, kind.attribute) {
				continue
			}
			u := &reach.Uplink{Origin: r.origin(), What: kind.what}
			b.net.Uplinks = append(b.net.Uplinks, u)
			b.name(r, "id", u)
			b.name(r, kind.attribute, u)
		}
	}
	for _, r := range b.of("aws_networkmanager_vpc_attachment") {
		switch found := r.Get("core_network_id").Ref("aws_networkmanager_core_network"); found.State {
		case resolve.Exact:
			b.name(r, "core_network_arn", b.objects[found.Symbols[0]])
		case resolve.External:
			u := &reach.Uplink{Origin: r.origin(), What: "a Cloud WAN core network"}
			b.net.Uplinks = append(b.net.Uplinks, u)
			b.name(r, "core_network_arn", u)
		}
	}
}
