package aws

import (
	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/reach"
)

// egressOnlyTypes are the resource types of egress-only internet gateways.
var egressOnlyTypes = map[string]resourceType{
	"aws_egress_only_internet_gateway": {modelled, plus(planjson.Attrs{"vpc_id": id}), nil},
}

func (b *builder) egressOnlyGateways() {
	for _, r := range b.of("aws_egress_only_internet_gateway") {
		g := &reach.EgressOnlyGateway{Origin: r.origin()}
		b.net.EgressOnlyGateways = append(b.net.EgressOnlyGateways, g)
		b.name(r, "id", g)
	}
}

func (b *builder) egressOnlyParts() {
	for _, r := range b.of("aws_egress_only_internet_gateway") {
		if g, ok := object[*reach.EgressOnlyGateway](b, r, "id"); ok {
			g.VPC = ref(b, r, r.Get("vpc_id"), vpcKind)
		}
	}
}
