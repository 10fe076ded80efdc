package aws

// transitTypes are the resource types of transit gateways.
var transitTypes = map[string]resourceType{}

func (b *builder) transitGateways() {}

func (b *builder) transitParts() {}
