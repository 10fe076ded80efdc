package reach

import "net/netip"

// VPC is a virtual private cloud, with what AWS makes for each of them
// (PLAN-8): a main route table with the local routes, a default network ACL and
// a default security group. These are objects like others, held here so that
// they are found.
type VPC struct {
	Origin
	Tags Tags
	// Partial: the VPC is not the plan's own, and may have subnets and blocks
	// that the network does not.
	Partial bool
	// Assumed is set when the VPC is taken to have no other subnets. It is the
	// assumption in words.
	Assumed string

	// Main is the main route table as AWS made it or as a resource adopted it.
	// An entry of Network.MainTables takes precedence.
	Main Ref[*RouteTable]
	// DefaultACL filters every subnet without an association (NACL-1).
	DefaultACL Ref[*ACL]
	// DefaultGroup is the group of every interface without one (SG-14).
	DefaultGroup Ref[*SecurityGroup]

	// DNSSupport: the VPC's own resolver answers (DNS-1).
	DNSSupport Fact[bool]
	// DNSHostnames: with DNSSupport, private DNS of endpoints works (DNS-4).
	DNSHostnames Fact[bool]
}

// CIDRBlock is an address block of a VPC. Each is a local route of all its
// tables (RT-6).
type CIDRBlock struct {
	Origin
	VPC    Ref[*VPC]
	Prefix Fact[netip.Prefix]
	// Six is true for an IPv6 block. It is known when the prefix is not.
	Six bool
	// StandIn: AWS picks the block at apply, and Prefix stands for it. It lies in
	// [StandIns], and so does the block of every subnet that is cut from it.
	StandIn bool
}

// StandIns is where blocks lie that stand for those which AWS picks. Nobody uses it:
// it was taken back from its first use in 2014 and not given to anyone since (RFC
// 4843, RFC 7343).
var StandIns = netip.MustParsePrefix("2001:10::/28")

// Subnet is a subnet of a VPC.
type Subnet struct {
	Origin
	Tags Tags
	VPC  Ref[*VPC]
	// CIDR is the IPv4 block, the zero prefix for an IPv6-only subnet.
	CIDR Fact[netip.Prefix]
	// CIDR6 is the IPv6 block, the zero prefix when there is none.
	CIDR6 Fact[netip.Prefix]
	// Zone is the name of the availability zone, empty when unknown.
	Zone string
	// MapPublicIP: interfaces that are launched here get a public IPv4 address
	// unless they say otherwise (PUB-1).
	MapPublicIP Fact[bool]
	// AssignIPv6: interfaces that are created here get an IPv6 address.
	AssignIPv6 Fact[bool]
	// DNS64: names of IPv4 hosts resolve to addresses for NAT64 (NAT-15).
	DNS64 Fact[bool]
}
