package reach

// copier makes the copy of a network that a world is. An object is copied with
// whatever it refers to, so that copies refer to copies only.
type copier struct {
	copies map[Object]Object
	// pick says which candidate a reference with candidates names; negative for
	// none.
	pick func(*Unknown, []Object) int
}

// copyNetwork is the network with the references that pick settles.
func copyNetwork(n *Network, pick func(*Unknown, []Object) int) *Network {
	c := &copier{make(map[Object]Object, n.Size()), pick}
	out := *n
	out.VPCs = copyEach(c, n.VPCs)
	out.Blocks = copyEach(c, n.Blocks)
	out.Subnets = copyEach(c, n.Subnets)
	out.RouteTables = copyEach(c, n.RouteTables)
	out.Routes = copyEach(c, n.Routes)
	out.TableAssociations = copyEach(c, n.TableAssociations)
	out.MainTables = copyEach(c, n.MainTables)
	out.DeletedRoutes = copyEach(c, n.DeletedRoutes)
	out.Attachments = copyEach(c, n.Attachments)
	out.NATGateways = copyEach(c, n.NATGateways)
	out.ACLs = copyEach(c, n.ACLs)
	out.ACLEntries = copyEach(c, n.ACLEntries)
	out.ACLAssociations = copyEach(c, n.ACLAssociations)
	out.SecurityGroups = copyEach(c, n.SecurityGroups)
	out.SecurityGroupRules = copyEach(c, n.SecurityGroupRules)
	out.Interfaces = copyEach(c, n.Interfaces)
	out.GroupAdditions = copyEach(c, n.GroupAdditions)
	out.PublicAddresses = copyEach(c, n.PublicAddresses)
	out.Workloads = copyEach(c, n.Workloads)
	out.GatewayEndpoints = copyEach(c, n.GatewayEndpoints)
	out.InterfaceEndpoints = copyEach(c, n.InterfaceEndpoints)
	out.LoadBalancers = copyEach(c, n.LoadBalancers)
	out.Listeners = copyEach(c, n.Listeners)
	out.PrefixListEntries = copyEach(c, n.PrefixListEntries)
	out.EgressOnlyGateways = copyEach(c, n.EgressOnlyGateways)
	out.Peerings = copyEach(c, n.Peerings)
	out.VPNGatewayAttachments = copyEach(c, n.VPNGatewayAttachments)
	out.VPNConnections = copyEach(c, n.VPNConnections)
	out.VPNRoutes = copyEach(c, n.VPNRoutes)
	out.Propagations = copyEach(c, n.Propagations)
	out.TransitTables = copyEach(c, n.TransitTables)
	out.TransitAttachments = copyEach(c, n.TransitAttachments)
	out.TransitAssociations = copyEach(c, n.TransitAssociations)
	out.TransitPropagations = copyEach(c, n.TransitPropagations)
	out.TransitRoutes = copyEach(c, n.TransitRoutes)
	out.FirewallEndpoints = copyEach(c, n.FirewallEndpoints)
	out.Firewalls = copyEach(c, n.Firewalls)
	out.FirewallPolicies = copyEach(c, n.FirewallPolicies)
	out.PublicAccessExclusions = copyEach(c, n.PublicAccessExclusions)
	out.DHCPAssociations = copyEach(c, n.DHCPAssociations)
	out.DNSFirewalls = copyEach(c, n.DNSFirewalls)
	out.ResolverRules = copyEach(c, n.ResolverRules)
	out.PrivateZones = copyEach(c, n.PrivateZones)
	out.Remarks = copyEach(c, n.Remarks)
	return &out
}

// Size is how many objects a copy of the network has.
func (n *Network) Size() int {
	return len(n.VPCs) + len(n.Blocks) + len(n.Subnets) + len(n.RouteTables) + len(n.Routes) + len(n.TableAssociations) +
		len(n.MainTables) + len(n.DeletedRoutes) + len(n.Attachments) + len(n.NATGateways) + len(n.ACLs) + len(n.ACLEntries) +
		len(n.ACLAssociations) + len(n.SecurityGroups) + len(n.SecurityGroupRules) + len(n.Interfaces) + len(n.GroupAdditions) +
		len(n.PublicAddresses) + len(n.Workloads) + len(n.Remarks) +
		len(n.GatewayEndpoints) + len(n.InterfaceEndpoints) + len(n.LoadBalancers) + len(n.Listeners) + len(n.PrefixListEntries) + len(n.EgressOnlyGateways) + len(n.Peerings) + len(n.VPNGatewayAttachments) + len(n.VPNConnections) + len(n.VPNRoutes) + len(n.Propagations) + len(n.TransitTables) + len(n.TransitAttachments) + len(n.TransitAssociations) + len(n.TransitPropagations) + len(n.TransitRoutes) + len(n.FirewallEndpoints) + len(n.Firewalls) + len(n.FirewallPolicies) + len(n.PublicAccessExclusions) + len(n.DHCPAssociations) + len(n.DNSFirewalls) + len(n.ResolverRules) + len(n.PrivateZones)
}

func copyEach[T Object](c *copier, in []T) []T {
	if in == nil {
		return nil
	}
	out := make([]T, len(in))
	for i, t := range in {
		out[i] = c.object(t).(T)
	}
	return out
}

// object is the copy of an object. What refers to nothing is its own copy.
func (c *copier) object(o Object) Object {
	if known, ok := c.copies[o]; ok {
		return known
	}
	switch o := o.(type) {
	case *VPC:
		n := begin(c, o)
		n.Main, n.DefaultACL, n.DefaultGroup = copyRef(c, o.Main), copyRef(c, o.DefaultACL), copyRef(c, o.DefaultGroup)
		return n
	case *CIDRBlock:
		n := begin(c, o)
		n.VPC = copyRef(c, o.VPC)
		return n
	case *Subnet:
		n := begin(c, o)
		n.VPC = copyRef(c, o.VPC)
		return n
	case *RouteTable:
		n := begin(c, o)
		n.VPC = copyRef(c, o.VPC)
		return n
	case *Route:
		n := begin(c, o)
		n.Table, n.Target, n.List = copyRef(c, o.Table), copyRef(c, o.Target), copyRef(c, o.List)
		return n
	case *TableAssociation:
		n := begin(c, o)
		n.Subnet, n.Gateway, n.Table = copyRef(c, o.Subnet), copyRef(c, o.Gateway), copyRef(c, o.Table)
		return n
	case *MainTable:
		n := begin(c, o)
		n.VPC, n.Table = copyRef(c, o.VPC), copyRef(c, o.Table)
		return n
	case *Attachment:
		n := begin(c, o)
		n.Gateway, n.VPC = copyRef(c, o.Gateway), copyRef(c, o.VPC)
		return n
	case *NATGateway:
		n := begin(c, o)
		n.Subnet, n.VPC, n.Table = copyRef(c, o.Subnet), copyRef(c, o.VPC), copyRef(c, o.Table)
		return n
	case *ACL:
		n := begin(c, o)
		n.VPC = copyRef(c, o.VPC)
		return n
	case *ACLEntry:
		n := begin(c, o)
		n.ACL = copyRef(c, o.ACL)
		return n
	case *ACLAssociation:
		n := begin(c, o)
		n.Subnet, n.ACL = copyRef(c, o.Subnet), copyRef(c, o.ACL)
		return n
	case *SecurityGroup:
		n := begin(c, o)
		n.VPC = copyRef(c, o.VPC)
		return n
	case *SecurityGroupRule:
		n := begin(c, o)
		n.Group, n.Peers, n.Lists = copyRef(c, o.Group), copyRefs(c, o.Peers), copyRefs(c, o.Lists)
		return n
	case *Interface:
		n := begin(c, o)
		n.Subnets, n.Groups = copyRefs(c, o.Subnets), copyRefs(c, o.Groups)
		return n
	case *GroupAddition:
		n := begin(c, o)
		n.Interface, n.Group = copyRef(c, o.Interface), copyRef(c, o.Group)
		return n
	case *PublicAddress:
		n := begin(c, o)
		n.Interface = copyRef(c, o.Interface)
		return n
	case *Workload:
		n := begin(c, o)
		n.Interfaces, n.Parent = copyRefs(c, o.Interfaces), copyRef(c, o.Parent)
		return n
	case *GatewayEndpoint:
		n := begin(c, o)
		n.VPC = copyRef(c, o.VPC)
		return n
	case *InterfaceEndpoint:
		n := begin(c, o)
		n.VPC = copyRef(c, o.VPC)
		if o.Interface != nil {
			n.Interface = c.object(o.Interface).(*Interface)
		}
		return n
	case *LoadBalancer:
		n := begin(c, o)
		if o.Workload != nil {
			n.Workload = c.object(o.Workload).(*Workload)
		}
		if o.Interface != nil {
			n.Interface = c.object(o.Interface).(*Interface)
		}
		return n
	case *Listener:
		n := begin(c, o)
		n.Balancer = copyRef(c, o.Balancer)
		return n
	case *PrefixListEntry:
		n := begin(c, o)
		n.List = copyRef(c, o.List)
		return n
	case *EgressOnlyGateway:
		n := begin(c, o)
		n.VPC = copyRef(c, o.VPC)
		return n
	case *Peering:
		n := begin(c, o)
		n.Requester, n.Accepter = copyRef(c, o.Requester), copyRef(c, o.Accepter)
		return n
	case *VPNGatewayAttachment:
		n := begin(c, o)
		n.Gateway, n.VPC = copyRef(c, o.Gateway), copyRef(c, o.VPC)
		return n
	case *VPNConnection:
		n := begin(c, o)
		n.Gateway = copyRef(c, o.Gateway)
		return n
	case *VPNRoute:
		n := begin(c, o)
		n.Connection = copyRef(c, o.Connection)
		return n
	case *Propagation:
		n := begin(c, o)
		n.Table, n.Gateway = copyRef(c, o.Table), copyRef(c, o.Gateway)
		return n
	case *TransitTable:
		n := begin(c, o)
		n.Gateway = copyRef(c, o.Gateway)
		return n
	case *TransitAttachment:
		n := begin(c, o)
		n.Gateway, n.VPC, n.Subnets, n.Peer, n.VPN = copyRef(c, o.Gateway), copyRef(c, o.VPC), copyRefs(c, o.Subnets), copyRef(c, o.Peer), copyRef(c, o.VPN)
		return n
	case *TransitAssociation:
		n := begin(c, o)
		n.Attachment, n.Table = copyRef(c, o.Attachment), copyRef(c, o.Table)
		return n
	case *TransitPropagation:
		n := begin(c, o)
		n.Attachment, n.Table = copyRef(c, o.Attachment), copyRef(c, o.Table)
		return n
	case *TransitRoute:
		n := begin(c, o)
		n.Table, n.List, n.Attachment = copyRef(c, o.Table), copyRef(c, o.List), copyRef(c, o.Attachment)
		return n
	case *FirewallEndpoint:
		n := begin(c, o)
		n.Subnet, n.Firewall = copyRef(c, o.Subnet), copyRef(c, o.Firewall)
		return n
	case *Firewall:
		n := begin(c, o)
		n.VPC, n.Policy = copyRef(c, o.VPC), copyRef(c, o.Policy)
		return n
	case *PublicAccessExclusion:
		n := begin(c, o)
		n.VPC, n.Subnet = copyRef(c, o.VPC), copyRef(c, o.Subnet)
		return n
	case *DHCPAssociation:
		n := begin(c, o)
		n.VPC, n.Options = copyRef(c, o.VPC), copyRef(c, o.Options)
		return n
	case *DNSFirewall:
		n := begin(c, o)
		n.VPC, n.Group = copyRef(c, o.VPC), copyRef(c, o.Group)
		return n
	case *PrivateZone:
		n := begin(c, o)
		n.VPC = copyRef(c, o.VPC)
		return n
	case *ResolverRule:
		n := begin(c, o)
		n.VPC, n.Interface = copyRef(c, o.VPC), copyRef(c, o.Interface)
		return n
	case *FirewallPolicy:
		n := begin(c, o)
		n.Stateless, n.Stateful = copyUses(c, o.Stateless), copyUses(c, o.Stateful)
		return n
	case *Remark:
		n := begin(c, o)
		if o.About != nil {
			n.About = c.object(o.About)
		}
		return n
	}
	return o
}

// begin enters the copy of an object before its references are copied: they may
// lead back to it.
func begin[T any, P interface {
	*T
	Object
}](c *copier, o P) P {
	n := *o
	c.copies[o] = P(&n)
	return &n
}

func copyRef[T comparable](c *copier, r Ref[T]) Ref[T] {
	if len(r.To) == 0 {
		return r
	}
	at := -1
	if r.isChoice() {
		at = c.pick(r.Why, objectsOf(r))
	}
	to := make([]T, len(r.To))
	for i, t := range r.To {
		to[i] = c.object(any(t).(Object)).(T)
	}
	if at >= 0 {
		return To(to[at])
	}
	r.To = to
	return r
}

func copyRefs[T comparable](c *copier, r Refs[T]) Refs[T] {
	if r.Items == nil {
		return r
	}
	items := make([]Ref[T], len(r.Items))
	for i, item := range r.Items {
		items[i] = copyRef(c, item)
	}
	r.Items = items
	return r
}

// isChoice reports whether the reference names one of its candidates and nothing
// else.
func (r Ref[T]) isChoice() bool { return r.Why != nil && !r.Open }

func objectsOf[T comparable](r Ref[T]) []Object {
	out := make([]Object, len(r.To))
	for i, t := range r.To {
		out[i] = any(t).(Object)
	}
	return out
}

func copyUses(c *copier, in []RuleGroupUse) []RuleGroupUse {
	var out []RuleGroupUse
	for _, u := range in {
		u.Group = copyRef(c, u.Group)
		out = append(out, u)
	}
	return out
}
