package aws

// namesTypes are the resource types of what resolves names.
var namesTypes = map[string]resourceType{}

func (b *builder) dhcpOptions() {}

func (b *builder) nameParts() {}
