package policies

import "github.com/tfreach/tfreach/reach"

// The codes that judging adds to those of the engine.
const (
	Reachable      reach.Code = "REACHABLE"
	Bypass         reach.Code = "BYPASS"
	EmptySelection reach.Code = "EMPTY_SELECTION"
	PartialPlan    reach.Code = "PARTIAL_PLAN"
	ClassChanged   reach.Code = "CLASS_CHANGED"
	ServiceOpen    reach.Code = "SERVICE_OPEN"
	OwnPublicSpace reach.Code = "OWN_PUBLIC_SPACE"
	OtherFamily    reach.Code = "OTHER_FAMILY_OPEN"
	OneFamily      reach.Code = "OTHER_FAMILY_CLOSED"
	AnyCandidate   reach.Code = "ANY_CANDIDATE"
)

// Explanation is what a code means to a user.
type Explanation struct {
	Code reach.Code
	// AWS is true for codes of the AWS Reachability Analyzer.
	AWS bool
	// Meaning says what happens to the packets, Remedy what to change.
	Meaning, Remedy string
}

// Codes is the table of all codes that results can hold, in the order in which
// packets meet them.
var Codes = []Explanation{
	{reach.NoAddressInFamily, false,
		"The source has no address of the family that is asked: packets to IPv6 destinations need an IPv6 address, packets to IPv4 destinations an IPv4 address.",
		"Give the subnet a block of the family and the workload an address in it, or ask for the other family."},
	{reach.SGHasNoRules, true,
		"The security group has no rule at all in this direction, so nothing passes. Terraform takes away the rule that lets everything out when it creates a group: a group without egress rules has no way out.",
		"Add a rule for the traffic, as a block of the group or as an aws_vpc_security_group_egress_rule (for what comes in: ingress)."},
	{reach.SGRulesMismatch, true,
		"The security groups have rules, but none allows this traffic. Rules only allow; what none of them allows is dropped.",
		"Widen a rule, or add one, for the protocol, the ports and the addresses that are dropped."},
	{reach.ACLRestriction, true,
		"A network ACL drops the packets. Its rules are asked in the order of their numbers and the first that matches decides; what no rule matches is dropped. ACLs keep no state: answers need rules of their own, for the ports that clients choose.",
		"Add an allow rule with a lower number than the one that denies. For answers, allow 1024-65535 from where the answers come."},
	{reach.NoRoute, true,
		"The route table has no route to the destination. A subnet without an association uses the VPC's main table, which as AWS makes it has only the local routes.",
		"Add the route, or associate the subnet with the table that has it."},
	{reach.BadStateRoute, true,
		"The route that matches leads to something that is gone or does not take the packets: it is a blackhole. A shorter route does not step in for it.",
		"Point the route at a target that exists and is attached, or remove it."},
	{reach.VPCCIDRUnused, false,
		"The destination lies in the VPC's own block, but in none of its subnets. Such packets never leave the VPC.",
		"Ask for an address that some subnet has, or create the subnet."},
	{reach.NoDestination, true,
		"Nothing can have the destination address, or what has it takes no packets of its own: addresses that AWS keeps in each subnet, NAT gateways, and addresses that no router forwards to.",
		"Ask for an address of a workload."},
	{reach.NATSelfLoop, false,
		"The route leads to the NAT gateway whose own subnet uses it. A NAT gateway does not serve its own subnet, and sends what it translates by its own subnet's table: the packets go in a circle.",
		"Put the NAT gateway into a public subnet, whose table has its default route to an internet gateway."},
	{reach.NATWantsSourceHere, true,
		"A NAT gateway takes packets only from its own VPC, or through a transit gateway. What comes to it over a peering connection or a VPN is dropped, and no other VPC's table can name it.",
		"Route to a NAT gateway of the same VPC, or lead the packets through a transit gateway into the VPC that has it."},
	{reach.ProtocolRefused, true,
		"The gateway does not take this protocol. A NAT gateway passes TCP, UDP and ICMP over IPv4, since it must tell connections apart by their ports.",
		"Send the other protocols by a way without a NAT gateway, or ask for these only."},
	{reach.BadStateAttachment, true,
		"The route leads to a gateway that is not attached: an internet gateway or a virtual private gateway to no VPC, a transit gateway not to this one.",
		"Set vpc_id on the gateway, or add an aws_internet_gateway_attachment, aws_vpn_gateway_attachment or aws_ec2_transit_gateway_vpc_attachment."},
	{reach.NoPublicAddress, true,
		"The internet gateway drops packets of sources without a public IPv4 address. A private NAT gateway has none either.",
		"Route the subnet through a NAT gateway, or give the source a public address (associate_public_ip_address, map_public_ip_on_launch, an Elastic IP)."},
	{reach.PrivateDestination, true,
		"The internet gateway drops packets to private addresses (10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16).",
		"Add a more specific route for the private destination, to the peering connection, transit gateway or VPN that leads there."},
	{reach.SharedDestination, true,
		"The internet gateway drops packets to shared address space (100.64.0.0/10).",
		"Add a more specific route for the destination, to what leads there."},
	{reach.SGReferencesLost, true,
		"A security group rule names another group, and on this way AWS does not know whose packets they are: through a NAT gateway, a firewall, a transit gateway (unless it is set to keep references) or a peering connection between regions the group is lost. An outbound rule may name groups of the same VPC and of peered VPCs only.",
		"Write the rule with the addresses of the other side (cidr_ipv4, cidr_ipv6), or with a prefix list of them."},
	{reach.SourceDestCheck, true,
		"The route leads to a network interface that takes only packets addressed to itself, and drops what it should forward. That is how every interface is made; a NAT instance or another appliance needs it switched off.",
		"Set source_dest_check = false on the instance, or on the aws_network_interface that the route names."},
	{reach.PeeringTransit, true,
		"A peering connection takes only packets from one VPC's addresses to the other's. The peer's internet gateway, NAT gateway, VPN, further peerings and gateway endpoints cannot be used through it.",
		"Route to a gateway of the VPC itself, or connect the VPCs with a transit gateway."},
	{reach.TransitZone, true,
		"The attachment of the transit gateway has no subnet in the zone of the sender. An attachment serves only the zones of its subnets; packets of other zones are dropped, although their subnets' tables have the route.",
		"Add a subnet of each zone that has workloads to subnet_ids of the aws_ec2_transit_gateway_vpc_attachment."},
	{reach.TransitNoAssociation, true,
		"The attachment is associated with no route table of the transit gateway, so nothing that comes from it is routed. AWS makes the association by itself only where the gateway's default_route_table_association, and that of the attachment, is on.",
		"Add an aws_ec2_transit_gateway_route_table_association, or switch the default association on."},
	{reach.TransitNoRoute, true,
		"The route table that the sender's attachment is associated with has no route to the destination. Propagation brings in the blocks of attached VPCs, and never a default route. Answers are routed by the table of the attachment that they come from, which is often another one.",
		"Add an aws_ec2_transit_gateway_route, or propagate the other attachment into the table."},
	{reach.TransitBadRoute, true,
		"The route of the transit gateway that matches is a blackhole, or leads to an attachment that is not accepted. A shorter route does not step in for it.",
		"Remove the blackhole, lead the route to an attachment, or accept the attachment."},
	{reach.EndpointProtocol, true,
		"A gateway endpoint passes TCP and ICMP echo only. Its route takes all packets to the service, those of other protocols too, and these are dropped.",
		"Use TCP, and ask for it."},
	{reach.EndpointSourceHere, false,
		"A gateway endpoint takes packets of its own VPC only, not what comes in through a transit gateway, a peering connection or a VPN.",
		"Make a gateway endpoint in the VPC of the sender: it costs nothing. An interface endpoint can be shared."},
	{reach.EndpointGroups, false,
		"The security groups of the VPC endpoint do not let the packets in. With private DNS the service's own name leads to the endpoint in the whole VPC, so that the service is lost even where a NAT gateway would reach it.",
		"Allow TCP 443 from the clients in a security group of the endpoint."},
	{reach.FirewallRestriction, true,
		"The network firewall drops the packets: a rule of its policy, or what the policy does with what no rule matches. Stateless rules come first; only what they forward (aws:forward_to_sfe) gets to the stateful ones.",
		"Add a pass rule before the one that drops, or change the default action."},
	{reach.AsymmetricFirewall, false,
		"The packets go through a firewall endpoint in one direction only, or through that of another zone on the way back. A firewall keeps connections, and drops what belongs to none that it saw begin.",
		"Route the answers through the same endpoint: the table where they come in (of the NAT gateway's subnet, the internet gateway or the transit gateway's attachment) needs a route for the sender's subnet to it. Where a transit gateway leads to the firewall, set appliance_mode_support = \"enable\" on the attachment of the firewall's VPC."},
	{reach.IngressRedirected, true,
		"The route table of the internet gateway sends what is for this subnet to a firewall, and the subnet sends straight to the gateway. The firewall drops the answers.",
		"Route the subnet through the same firewall endpoint."},
	{reach.PublicAccessBlocked, true,
		"VPC Block Public Access is on in the region: it lets nothing through internet gateways, or only what NAT gateways and egress-only gateways send.",
		"Add an exclusion for the VPC or the subnet, or send the traffic through a NAT gateway."},
	{reach.RegionalNATZone, true,
		"The regional NAT gateway does not serve the zone of the sender. One that is given its addresses serves the zones that have some.",
		"Add the zone to the gateway (availability_zone_address), or give none, so that AWS follows the workloads."},
	{reach.ListenersMismatch, true,
		"The load balancer has no listener for the protocol and port. It takes nothing else, whatever its security groups allow.",
		"Add an aws_lb_listener, or ask for a port that has one."},
	{reach.DNSDisabled, false,
		"The VPC's resolver is switched off (enable_dns_support), or its DHCP options name no server: names do not resolve.",
		"Set enable_dns_support = true, or give the VPC options with a server that it reaches."},
	{reach.DNSBlocked, false,
		"A rule of DNS Firewall blocks the name, or the server that should resolve it cannot be reached. Packets could get to the addresses, but nobody learns them.",
		"Allow the name in a rule with a lower priority number than the one that blocks it, or open port 53 to the server."},
	{reach.RandomRoute, false,
		"Two routes to prefix lists overlap and lead to different targets. AWS picks one of them at random and keeps to it, so that no plan tells which.",
		"Make the lists disjoint, or lead both routes to one target."},
	{Bypass, false,
		"Packets get where they should, but not on the way that the intent asks for with via.",
		"Change the route that leads past, or the intent."},
	{Reachable, false,
		"Packets get where the intent says that none may.",
		"Take away the route, or narrow the rule, that lets them through."},
	{EmptySelection, false,
		"An operand of the intent selects nothing in this plan, so the intent says nothing about it.",
		"Correct the address, tag or class; or allow it with allow_empty in the policy."},
	{reach.UnknownValue, false,
		"The verdict hangs on a value that the plan does not hold.",
		"Give the configuration with --source (the root module's folder or the saved plan), or set the value."},
	{reach.UnknownBeyondPlan, false,
		"The path leads to something that the plan names by its id but does not hold: it belongs to another configuration, or to none.",
		"Judge the plan that holds it, or read it with a data source."},
	{reach.UnmodelledResource, false,
		"The path meets a resource that tfreach recognises but does not model yet, so it does not guess what the resource does.",
		"Nothing in the plan needs mending: the verdict stays undecided until this kind of resource is modelled. docs/resource-types.md lists the types and what is made of each."},
	{PartialPlan, false,
		"The plan does not cover the whole configuration: it was made with -target, or Terraform deferred changes. What it leaves out may decide.",
		"Plan without -target."},
	{ClassChanged, false,
		"Note: the subnet is public in one of the states before and after apply and private in the other. It is asked under both.",
		"Make sure that the change is meant."},
	{reach.WiderThanWritten, false,
		"Note: the rule admits more than it says. Ports written with a protocol that has none, such as -1, are not looked at: all ports are open.",
		"Name the protocol: tcp with the ports that are meant."},
	{reach.MixedRules, false,
		"Note: inline rules or routes and resources of their own are mixed on one object. Each apply undoes what the other kind made.",
		"Keep to one of the two."},
	{reach.KeptRules, false,
		"Note: the object has rules or routes that its configuration does not write. Taking the blocks out of the configuration does not take them away: Terraform shows no change, and they stay.",
		"Write an empty list (egress = [], ingress = [], route = []) to take them away, or write the blocks that are meant to stay."},
	{reach.InboundOpen, false,
		"Note: IPv6 leaves through an internet gateway, so that hosts on the internet can begin connections to the source; only its security groups stand in the way.",
		"Route ::/0 to an egress-only internet gateway."},
	{ServiceOpen, false,
		"Note: a gateway endpoint may keep its service within reach. The addresses of S3 and DynamoDB are destinations of their own, which no plan lists, and no part of the internet.",
		"Take the endpoint away, or narrow its policy, if the service must be out of reach, too."},
	{OwnPublicSpace, false,
		"Note: a block of the VPC is globally reachable address space. The VPC keeps packets to it for itself, so whoever has these addresses on the internet is out of reach.",
		"Use private blocks (10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10)."},
	{OtherFamily, false,
		"Note: what the intent forbids for one address family gets through with the other.",
		"Ask for internet, which means both families, or close the other one."},
	{OneFamily, false,
		"Note: the sources have IPv4 and IPv6 addresses, and only IPv4, which decides, gets out. Programs that try IPv6 first have to fall back.",
		"Add an IPv6 route and IPv6 rules, or ask for ::/0 to have it judged."},
	{AnyCandidate, false,
		"Note: it is not known which of some objects a value will name. The intent was judged for each of them, and the verdict is the same.",
		"Nothing needs mending: the verdict does not hang on it. To have it exact, name the object itself."},
}

// Explain is the entry of a code; false when there is none.
func Explain(code reach.Code) (Explanation, bool) {
	for _, e := range Codes {
		if e.Code == code {
			return e, true
		}
	}
	return Explanation{}, false
}
