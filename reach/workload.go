package reach

import "net/netip"

// Interface is a network interface, or several alike: an auto-scaling group or
// a Lambda function has one Interface that may be in any of its subnets.
type Interface struct {
	Origin
	// Subnets is where it is; with several, every one of them (PLAN-12).
	Subnets Refs[*Subnet]
	// Groups are its security groups. With NoGroups, none is given and it has
	// the default group of its VPC (SG-14).
	Groups   Refs[*SecurityGroup]
	NoGroups bool
	// Private is its private IPv4 addresses. When empty, AWS picks one in the
	// subnet.
	Private []netip.Addr
	// Primary is the one of Private that it sends from unless its system says
	// otherwise, and that a public address goes with by default (PUB-1, PUB-3). It is
	// the zero Addr where AWS picks it, or which of several it is is not known.
	Primary netip.Addr
	// Six is its IPv6 addresses as far as they are known, and IPv6 says whether it
	// has any.
	Six  []netip.Addr
	IPv6 Fact[Grant]
	// Public says whether it has a public IPv4 address by itself. An entry of
	// Network.PublicAddresses gives it one in any case (PUB-3).
	Public Fact[Grant]
	// SourceDestCheck: it takes only packets addressed to it, and sends only its
	// own (NI-1).
	SourceDestCheck Fact[bool]
	// Hyperplane: the interface is shared and managed by AWS. Its client ports
	// are 1024-65535 (NACL-7), and it never has a public address (CMP-1).
	Hyperplane bool
	// HighPorts: its client ports are 1024-65535, as those of load balancers
	// (NACL-7).
	HighPorts bool
	// Passive: it takes packets and sends none of its own, only answers: the
	// interface of an endpoint (IFE-3).
	Passive bool
	// Loose is set when no instance of the plan is known to have the interface: what
	// happens to packets that are routed to it nobody knows.
	Loose *Unknown
	// Unfiltered: no security group filters it, as a network load balancer that
	// was made without one (SG-21). Groups is empty then.
	Unfiltered bool
	// Assumed is set when what is said of the interface as a source rests on more
	// than the plan. It is the assumption in words.
	Assumed string
}

// Grant says how an interface comes by an address that it need not have: a
// public IPv4 address, or an IPv6 address.
type Grant int

// The ways.
const (
	// SubnetDecides: it gets one where the subnet gives them (PUB-1).
	SubnetDecides Grant = iota
	// SubnetMay: it gets none where the subnet gives none; where the subnet gives
	// them it is not documented (PUB-2).
	SubnetMay
	// Granted: it has or gets one wherever it is.
	Granted
	// Refused: it never gets one.
	Refused
)

// GroupAddition adds a security group to an interface that another resource
// declares.
type GroupAddition struct {
	Origin
	Interface Ref[*Interface]
	Group     Ref[*SecurityGroup]
}

// PublicAddress associates an Elastic IP with an interface (PUB-3).
type PublicAddress struct {
	Origin
	Interface Ref[*Interface]
	// Private is the one of the interface's private addresses that it goes with; the
	// zero Addr for the primary one.
	Private netip.Addr
}

// PublicHost is a public address that something of the network has.
type PublicHost struct {
	Origin
	Addr netip.Addr
}

// Workload is something that sends packets: an instance, an interface of its
// own, a Lambda function, an auto-scaling group.
type Workload struct {
	Origin
	Tags Tags
	// Interfaces has the primary one first.
	Interfaces Refs[*Interface]
	// Template is what decides how the workload is launched, where that is another
	// resource: the launch template of an auto-scaling group.
	Template *Origin
	// Parent is the workload whose interface this is, none for one that stands
	// by itself.
	Parent Ref[*Workload]
}
