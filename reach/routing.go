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
	Table Ref[*RouteTable]
	// Destination is the block of the route. A route to a prefix list has a List
	// instead, and leads to every block of it (RT-5).
	Destination Fact[netip.Prefix]
	List        Ref[*PrefixList]
	// Target is where the route leads: an *InternetGateway, *EgressOnlyGateway,
	// *NATGateway, *Interface, *Peering, *TransitGateway, *VPNGateway,
	// *FirewallEndpoint, *GatewayEndpoint, *Uplink, [Local], *Gone, *Beyond or
	// *Unmodelled. An exact reference to none is impossible: AWS has no route without
	// a target.
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

// NATGateway is a NAT gateway. A zonal one is in a subnet, a regional one in a VPC,
// with a route table of its own (NAT-13).
type NATGateway struct {
	Origin
	// Subnet is none for a regional gateway, which has VPC and Table instead.
	Subnet Ref[*Subnet]
	VPC    Ref[*VPC]
	Table  Ref[*RouteTable]
	// Zones are the names of the zones that a regional gateway serves, where it is
	// told which; empty for one that serves all.
	Zones []string
	// Private: it has no Elastic IP and cannot reach the internet (NAT-11). A
	// public one always has one; AWS does not make it otherwise.
	Private Fact[bool]
	// Address is its private IPv4 address, the zero Addr when AWS picks one.
	Address netip.Addr
}

// GatewayEndpoint gives a VPC a way of its own to a service (GWE-1). Each table that
// it is in has a route to the service's prefix list that leads to it. The ranges of
// the service, which no plan lists, are destinations of their own and no part of the
// internet.
type GatewayEndpoint struct {
	Origin
	VPC Ref[*VPC]
	// Service is its name as AWS writes it, "com.amazonaws.eu-west-1.s3"; empty
	// when it is not known.
	Service string
}
