package policies

import (
	"fmt"

	"github.com/tfreach/tfreach/reach"
)

// gatewayWords is for packets that end at what leads out of a VPC. It is false for a
// code that says something else.
func (x *cause) gatewayWords(f Finding, traffic string) (message, remedy string, ok bool) {
	at := x.holder()
	why := ""
	if x.text != "" {
		why = " (" + x.text + ")"
	}
	switch f.Code {
	case reach.SGReferencesLost:
		message = fmt.Sprintf("a rule of %s names a security group, and on this way AWS does not know that %s comes from one%s", at, traffic, why)
		remedy = "write the rule with the addresses of the other side (cidr_ipv4)"
	case reach.SourceDestCheck:
		message = fmt.Sprintf("%s takes only packets that are addressed to it, and %s is not%s", at, traffic, why)
		remedy = "set source_dest_check = false on " + at
	case reach.PeeringTransit:
		message = fmt.Sprintf("%s sends %s to a peering connection, which takes only what goes from one of its VPCs to the other%s", x.object(), traffic, why)
		remedy = "route to a gateway of the VPC itself, or connect the VPCs with a transit gateway"
	case reach.TransitZone:
		message = fmt.Sprintf("%s has no subnet in the zone of the sender, so it does not take %s%s", at, traffic, why)
		remedy = "add a subnet of the zone to subnet_ids of " + at
	case reach.TransitNoAssociation:
		message = fmt.Sprintf("%s is associated with no route table of the transit gateway, so %s ends there%s", at, traffic, why)
		remedy = "add an aws_ec2_transit_gateway_route_table_association for " + at
	case reach.TransitNoRoute:
		message = fmt.Sprintf("%s has no route for %s%s", x.object(), traffic, why)
		remedy = fmt.Sprintf("add an aws_ec2_transit_gateway_route for %s, or propagate the attachment that leads there into the table", destinations(f))
	case reach.TransitBadRoute:
		message = fmt.Sprintf("%s drops %s%s", x.object(), traffic, why)
		remedy = "remove the blackhole, or have the attachment accepted that the route leads to"
	case reach.EndpointProtocol:
		message = fmt.Sprintf("%s does not pass %s: a gateway endpoint takes TCP and ICMP echo", at, traffic)
		remedy = "ask for TCP only; what uses UDP (HTTP/3) needs another way"
	case reach.EndpointSourceHere:
		message = fmt.Sprintf("%s does not take %s: a gateway endpoint serves its own VPC only", at, traffic)
		remedy = "make an endpoint in the VPC of the sender"
	case reach.EndpointGroups:
		message = fmt.Sprintf("no ingress rule of %s, which guards the endpoint, allows %s", at, traffic)
		remedy = fmt.Sprintf("add an ingress rule for %s from the sources to %s", traffic, at)
	case reach.FirewallRestriction:
		message = fmt.Sprintf("%s drops %s%s", x.object(), traffic, why)
		remedy = "add a rule that passes " + traffic + ", or change what drops it"
	case reach.AsymmetricFirewall:
		message = fmt.Sprintf("a firewall that sees one direction only drops %s%s: the other direction is led past it by %s", traffic, why, x.object())
		remedy = "route both directions through the same firewall endpoint"
	case reach.IngressRedirected:
		message = fmt.Sprintf("%s sends %s, as they come in, to a firewall that has not seen the connection begin", x.object(), traffic)
		remedy = "route the subnet out through the same firewall endpoint"
	case reach.PublicAccessBlocked:
		message = fmt.Sprintf("VPC Block Public Access, which %s switches on, drops %s%s", at, traffic, why)
		remedy = "add an aws_vpc_block_public_access_exclusion that allows both directions for the VPC or the subnet, or send the traffic through a NAT gateway"
	case reach.RegionalNATZone:
		message = fmt.Sprintf("%s does not serve the zone of the sender, so %s ends there%s", at, traffic, why)
		remedy = "add the zone to " + at
	case reach.ListenersMismatch:
		message = fmt.Sprintf("%s has no listener for %s", at, traffic)
		remedy = "add an aws_lb_listener, or ask for a port that has one"
	case reach.RandomRoute:
		message = fmt.Sprintf("%s and another route to a prefix list overlap, and AWS picks one of them for %s%s", x.object(), traffic, why)
		remedy = "make the lists disjoint, or lead both routes to one target"
	}
	return message, remedy, message != ""
}
