package aws

// managedTypes are the resource types of services with interfaces in a VPC.
var managedTypes = map[string]resourceType{}

func (b *builder) managedWorkloads() {}
