package aws

// loadBalancerTypes are the resource types of load balancers.
var loadBalancerTypes = map[string]resourceType{}

func (b *builder) loadBalancers() {}
