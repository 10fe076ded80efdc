package aws

// vpnTypes are the resource types of virtual private gateways and VPN connections.
var vpnTypes = map[string]resourceType{}

func (b *builder) vpnGateways() {}

func (b *builder) vpnParts() {}
