package aws

// egressOnlyTypes are the resource types of egress-only internet gateways.
var egressOnlyTypes = map[string]resourceType{}

func (b *builder) egressOnlyGateways() {}

func (b *builder) egressOnlyParts() {}
