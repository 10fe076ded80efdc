package reach

import "net/netip"

// EgressOnlyGateway is the way out of a VPC for IPv6; nothing comes in that did
// not go out (EIGW-1).
type EgressOnlyGateway struct {
	Origin
	VPC Ref[*VPC]
}

// Peering connects two VPCs. Only what goes from one of them to the other passes
// (PCX-3).
type Peering struct {
	Origin
	Requester, Accepter Ref[*VPC]
	// Active is false for a connection that nobody accepts: routes to it are
	// blackholes (PCX-1).
	Active Fact[bool]
	// SameRegion: both VPCs are in one region, so that security group rules may name
	// groups of the other (SG-11).
	SameRegion Fact[bool]
}

// VPNGateway is a virtual private gateway: the VPC's end of VPN connections and of
// Direct Connect.
type VPNGateway struct{ Origin }

// VPNGatewayAttachment attaches a virtual private gateway to a VPC.
type VPNGatewayAttachment struct {
	Origin
	Gateway Ref[*VPNGateway]
	VPC     Ref[*VPC]
}

// VPNConnection leads from a virtual private gateway, or a transit gateway, to a
// network beyond the plan. An association with a Direct Connect gateway is one whose
// routes are not static.
type VPNConnection struct {
	Origin
	// Gateway is a *VPNGateway or a *TransitGateway.
	Gateway Ref[Object]
	// StaticOnly: its routes are the VPNRoutes of the network and no others. Without
	// it, BGP brings routes that no plan shows (VGW-4).
	StaticOnly Fact[bool]
}

// VPNRoute is a static route of a VPN connection.
type VPNRoute struct {
	Origin
	Connection  Ref[*VPNConnection]
	Destination Fact[netip.Prefix]
}

// Propagation puts what a virtual private gateway knows into a route table (VGW-4).
// Such a route loses against the VPC's local routes wherever they overlap (RT-8),
// and against a static one for the same block (RT-4).
type Propagation struct {
	Origin
	Table   Ref[*RouteTable]
	Gateway Ref[*VPNGateway]
}

// Uplink is a gateway of the plan that leads beyond it in a way that no plan shows:
// a carrier gateway, a local gateway, a Cloud WAN core network.
type Uplink struct {
	Origin
	// What it is in words: "a carrier gateway".
	What string
}
