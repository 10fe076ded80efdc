package reach

import "net/netip"

// RouteTable is a route table of a VPC. Its local routes are not listed: they
// follow from the VPC's blocks (RT-6).
type RouteTable struct {
	Origin
	VPC Ref[*VPC]
	// Assumed is set when nothing in the plan shows the routes of the table and
	// they are taken to be those that AWS makes. It is the assumption in words.
	Assumed string
}

// Route is one entry of a route table.
type Route struct {
	Origin
	Table       Ref[*RouteTable]
	Destination Fact[netip.Prefix]
	// Target is where the route leads: an *InternetGateway, a *NATGateway, an
	// *Interface, [Local], *Gone, *Beyond or *Unmodelled. An exact reference to
	// none is impossible: AWS has no route without a target.
	Target Ref[Object]
}

// Local is the target of a route that stays in the VPC.
var Local Object = &local{Origin{Address: "local"}}

type local struct{ Origin }

// TableAssociation puts a subnet, or the inbound side of a gateway, under a
// route table (RT-1, RT-13). One of Subnet and Gateway is none.
type TableAssociation struct {
	Origin
	Subnet  Ref[*Subnet]
	Gateway Ref[Object]
	Table   Ref[*RouteTable]
}

// MainTable makes a table the main one of a VPC (RT-1).
type MainTable struct {
	Origin
	VPC   Ref[*VPC]
	Table Ref[*RouteTable]
}

// InternetGateway is the way between a VPC and the internet. It serves the VPC
// it is attached to and no other (IGW-1).
type InternetGateway struct{ Origin }

// Attachment attaches an internet gateway to a VPC.
type Attachment struct {
	Origin
	Gateway Ref[*InternetGateway]
	VPC     Ref[*VPC]
}

// NATGateway is a zonal NAT gateway.
type NATGateway struct {
	Origin
	Subnet Ref[*Subnet]
	// Private: it has no Elastic IP and cannot reach the internet (NAT-11). A
	// public one always has one; AWS does not make it otherwise.
	Private Fact[bool]
	// Address is its private IPv4 address, the zero Addr when AWS picks one.
	Address netip.Addr
}

// GatewayEndpoint gives a VPC a way of its own to a service (GWE-1). The ranges
// of the service, which no plan lists, are destinations of their own and no part
// of the internet.
type GatewayEndpoint struct {
	Origin
	VPC Ref[*VPC]
	// Service is its name as AWS writes it, "com.amazonaws.eu-west-1.s3"; empty
	// when it is not known.
	Service string
}
