package aws

// firewallTypes are the resource types of network firewalls.
var firewallTypes = map[string]resourceType{}

func (b *builder) firewalls() {}

func (b *builder) firewallParts() {}
