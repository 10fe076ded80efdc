package reach

import "net/netip"

// TransitGateway connects VPCs, and networks beyond the plan. What enters through
// an attachment is routed by the table that the attachment is associated with
// (TGW-1).
type TransitGateway struct {
	Origin
	Tags Tags
	// GroupReferences: inbound security group rules may name groups of other VPCs,
	// where the attachments allow it, too (SG-11, TGW-13).
	GroupReferences Fact[bool]
}

// TransitTable is a route table of a transit gateway. The default one, which AWS
// makes, has the gateway's address and the attribute
// "association_default_route_table".
type TransitTable struct {
	Origin
	Gateway Ref[*TransitGateway]
	// Assumed is set when the table exists already and is taken to have no other
	// routes and associations than those of the network. It is the assumption in
	// words.
	Assumed string
}

// TransitAttachment is what a transit gateway is connected to: a VPC, another
// transit gateway, or something beyond the plan.
type TransitAttachment struct {
	Origin
	Gateway Ref[*TransitGateway]
	// VPC and Subnets are of a VPC attachment: its interfaces are in these subnets,
	// one in each zone (TGW-5). VPC is none for every other attachment.
	VPC     Ref[*VPC]
	Subnets Refs[*Subnet]
	// Peer is the transit gateway on the other side of a peering attachment, none
	// for others. Gateway is the one that asked for it. Both sides' tables name the
	// same attachment.
	Peer Ref[*TransitGateway]
	// VPN is the connection of a VPN attachment, none for others.
	VPN Ref[*VPNConnection]
	// Other says in words what the attachment leads to when it is none of these:
	// "a Direct Connect gateway". What lies there is beyond the plan.
	Other string
	// Active is false for an attachment that nobody accepts.
	Active Fact[bool]
	// Appliance: the zone that packets are delivered in is picked by the flow, the
	// same for both directions, and not by where they come from (TGW-10).
	Appliance Fact[bool]
	// IPv6 says whether IPv6 passes (TGW-12).
	IPv6 Fact[bool]
	// GroupReferences: see [TransitGateway].
	GroupReferences Fact[bool]
}

// TransitAssociation gives an attachment the table that routes what comes from it
// (TGW-1). Associations that AWS makes by default are listed like others (TGW-3).
type TransitAssociation struct {
	Origin
	Attachment Ref[*TransitAttachment]
	Table      Ref[*TransitTable]
}

// TransitPropagation puts the blocks of the attached VPC, or what a VPN learns,
// into a table (TGW-2). Those that AWS makes by default are listed like others.
type TransitPropagation struct {
	Origin
	Attachment Ref[*TransitAttachment]
	Table      Ref[*TransitTable]
}

// TransitRoute is a static route of a transit gateway's table, or a reference to a
// prefix list. One of Destination and List says where to.
type TransitRoute struct {
	Origin
	Table       Ref[*TransitTable]
	Destination Fact[netip.Prefix]
	List        Ref[*PrefixList]
	// Attachment is none for a blackhole, which drops what it matches (TGW-4).
	Attachment Ref[*TransitAttachment]
}
