package aws

// peeringTypes are the resource types of VPC peering connections.
var peeringTypes = map[string]resourceType{}

func (b *builder) peerings() {}

func (b *builder) peeringParts() {}
