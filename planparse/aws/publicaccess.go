package aws

// publicAccessTypes are the resource types of VPC Block Public Access.
var publicAccessTypes = map[string]resourceType{}

func (b *builder) publicAccessParts() {}
