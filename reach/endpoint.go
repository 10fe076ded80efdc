package reach

// InterfaceEndpoint is a service with interfaces of its own in a VPC (IFE-1).
type InterfaceEndpoint struct {
	Origin
	VPC Ref[*VPC]
	// Service is its name as AWS writes it, "com.amazonaws.eu-west-1.ssm"; empty
	// when it is not known.
	Service string
	// Interface is in each of the endpoint's subnets. It sends nothing by itself.
	Interface *Interface
	// PrivateDNS: in the VPC, the service's own name means the endpoint (IFE-2).
	PrivateDNS Fact[bool]
}

// LoadBalancer takes packets for its listeners and sends packets of its own to its
// targets (CMP-5). Its interface is that of its workload.
type LoadBalancer struct {
	Origin
	Workload  *Workload
	Interface *Interface
	// Why is set when it may have other listeners than those of the network.
	Why *Unknown
	// Assumed is set when it is taken to have no other listeners. It is the
	// assumption in words.
	Assumed string
}

// Listener is a port on which a load balancer takes packets.
type Listener struct {
	Origin
	Balancer Ref[*LoadBalancer]
	Fact[Traffic]
}
