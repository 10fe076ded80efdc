package reach

import "github.com/tfreach/tfreach/reach/packet"

// Network is everything that decides where packets go, as it will be after
// apply (or as it was before). It is plain data in the order of the plan; an
// [Engine] makes the indexes it needs.
type Network struct {
	VPCs    []*VPC
	Blocks  []*CIDRBlock
	Subnets []*Subnet

	RouteTables       []*RouteTable
	Routes            []*Route
	TableAssociations []*TableAssociation
	MainTables        []*MainTable
	// DeletedRoutes are the routes that this plan takes away. No packet follows
	// them; they explain why a table lacks a route.
	DeletedRoutes []*Route

	InternetGateways []*InternetGateway
	Attachments      []*Attachment
	NATGateways      []*NATGateway

	ACLs            []*ACL
	ACLEntries      []*ACLEntry
	ACLAssociations []*ACLAssociation

	SecurityGroups     []*SecurityGroup
	SecurityGroupRules []*SecurityGroupRule

	Interfaces      []*Interface
	GroupAdditions  []*GroupAddition
	PublicAddresses []*PublicAddress
	// PublicHosts are the public addresses that are known to belong to something
	// of the network.
	PublicHosts []*PublicHost
	Workloads   []*Workload

	GatewayEndpoints   []*GatewayEndpoint
	InterfaceEndpoints []*InterfaceEndpoint
	LoadBalancers      []*LoadBalancer
	Listeners          []*Listener

	PrefixLists       []*PrefixList
	PrefixListEntries []*PrefixListEntry

	EgressOnlyGateways []*EgressOnlyGateway
	Peerings           []*Peering
	Uplinks            []*Uplink

	VPNGateways           []*VPNGateway
	VPNGatewayAttachments []*VPNGatewayAttachment
	VPNConnections        []*VPNConnection
	VPNRoutes             []*VPNRoute
	Propagations          []*Propagation

	TransitGateways     []*TransitGateway
	TransitTables       []*TransitTable
	TransitAttachments  []*TransitAttachment
	TransitAssociations []*TransitAssociation
	TransitPropagations []*TransitPropagation
	TransitRoutes       []*TransitRoute

	FirewallEndpoints  []*FirewallEndpoint
	Firewalls          []*Firewall
	FirewallPolicies   []*FirewallPolicy
	FirewallRuleGroups []*FirewallRuleGroup

	// PublicAccess has at most one entry for each region of each account.
	PublicAccess           []*PublicAccess
	PublicAccessExclusions []*PublicAccessExclusion

	DHCPOptions      []*DHCPOptions
	DHCPAssociations []*DHCPAssociation
	DNSFirewalls     []*DNSFirewall
	DNSRuleGroups    []*DNSRuleGroup
	ResolverRules    []*ResolverRule
	PrivateZones     []*PrivateZone

	// Assumed is what somebody says of what lies beyond the plan.
	Assumed []*Assumed

	// Others are resources that packets may be routed to and that are not
	// modelled.
	Others []*Unmodelled

	// Remarks are notes on objects, for verdicts on paths that pass them.
	Remarks []*Remark

	// Gaps are resources of the plan that may change the fate of packets and
	// that are not modelled.
	Gaps []*Gap
}

// Change is what the plan does to an object, in the words of the result.
type Change string

// The changes. NoChange is what most objects of a steady plan have.
const (
	Create   Change = "create"
	Update   Change = "update"
	Replace  Change = "replace"
	Delete   Change = "delete"
	Forget   Change = "forget"
	Read     Change = "read"
	NoChange Change = "no-op"
)

// Changes reports whether apply alters the object, rather than leaving or
// reading it.
func (c Change) Changes() bool { return c == Create || c == Update || c == Replace || c == Delete }

// Origin says where a model object comes from.
type Origin struct {
	// Address is the plan address of the resource instance. Of what AWS makes
	// by itself it is the VPC's address, and of what lies beyond the plan the
	// id by which the plan names it.
	Address string
	// Attribute is the path inside the resource when the object is a part of
	// it: "route[0]", or "main_route_table" for what AWS makes.
	Attribute string
	// Change is what the plan does to the resource; empty beyond the plan.
	Change Change
	// Beyond is true for an object that the plan names but does not hold.
	// Nothing is known of it but its id.
	Beyond bool
	// Place is where the object is; nil when nothing is known of that.
	Place *Place
}

// At is the origin itself. Every model object embeds an Origin, so every
// pointer to one is an [Object].
func (o *Origin) At() *Origin { return o }

// String is the address, with the attribute where there is one.
func (o *Origin) String() string {
	if o.Attribute == "" {
		return o.Address
	}
	return o.Address + "." + o.Attribute
}

// direction is the origin of what a filter lacks in one direction. What AWS
// makes keeps its own name.
func (o *Origin) direction(egress bool) *Origin {
	if o.Attribute != "" || o.Beyond {
		return o
	}
	at := *o
	at.Attribute = "ingress"
	if egress {
		at.Attribute = "egress"
	}
	return &at
}

// Object is any object of a network. Objects are compared as pointers.
type Object interface{ At() *Origin }

// Beyond is something that a plan names and does not hold, where its kind does
// not matter or is not known: the target of a route in another state.
type Beyond struct{ Origin }

// Unmodelled is a resource of the plan that packets may go through and that
// tfreach does not model.
type Unmodelled struct {
	Origin
	// Type is the resource type, "aws_ec2_transit_gateway".
	Type string
}

// Gone is a resource that this plan deletes. A route to it is a blackhole
// (RT-10).
type Gone struct{ Origin }

// Remark is something a person should know of an object; it changes no verdict.
type Remark struct {
	Origin
	// About is the object: a route table, a network ACL, a security group.
	About Object
	Code  Code
	Text  string
}

// Gap is a resource that may change the fate of packets without being on their
// path, and that is not modelled. It is nothing to VPCs of other places.
type Gap struct {
	Origin
	Type string
}

// Tags are the tags of an object. A tag whose value is unknown is a tag; when
// the keys are unknown, Why says so.
type Tags struct {
	Values map[string]Fact[string]
	Why    *Unknown
	// Hidden are the names of those whose values results do not show: a plan does not
	// tell whether they are secret.
	Hidden map[string]bool
}

// Assumed is packets of which somebody says that they get where they are sent, and
// are answered, once they have left the plan at a point.
type Assumed struct {
	// At is the id or the address of what the packets are handed to there: a resource
	// of the plan that leads beyond it, or an id that the plan names and does not hold.
	At string
	// Delivers is the packets. Their sources do not count.
	Delivers packet.Set
	// Why is the assumption in words.
	Why string
}
