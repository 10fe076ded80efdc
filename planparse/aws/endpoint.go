package aws

// endpointTypes are the resource types of VPC endpoints.
var endpointTypes = map[string]resourceType{}

func (b *builder) endpoints() {}

func (b *builder) endpointParts() {}
