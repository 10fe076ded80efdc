package policies

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/tfreach/tfreach/planparse/address"
	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// words says what is wrong in one sentence, and what would mend it.
func (x *cause) words(f Finding) (message, remedy string) {
	at := x.holder()
	traffic := x.traffic(f)
	switch f.Code {
	case reach.NoAddressInFamily:
		return fmt.Sprintf("%s has no address of the family that %s needs", at, traffic), x.addressInFamily(f) + ", or ask for the other family"
	case reach.SGHasNoRules:
		return fmt.Sprintf("%s has no %s rule at all, so %s does not get %s", at, x.way(), traffic, outOrIn(x.way())),
			fmt.Sprintf("add an %s rule for %s to %s", x.way(), traffic, at)
	case reach.SGRulesMismatch:
		return fmt.Sprintf("no %s rule of %s allows %s", x.way(), at, traffic),
			fmt.Sprintf("add an %s rule for %s to %s, or widen one", x.way(), traffic, at)
	case reach.ACLRestriction:
		return x.aclWords(f, traffic)
	case reach.NoRoute:
		if f.Change == reach.Delete {
			return fmt.Sprintf("this plan deletes %s, the route that took %s", at, traffic), "keep the route, or add another that leads there"
		}
		if x.kind() == "aws_route" {
			return fmt.Sprintf("this plan lets the route table take away %s, the route that took %s", at, traffic), "have all routes of the table in blocks of its own, or all in resources of their own"
		}
		return fmt.Sprintf("%s has no route for %s", x.object(), traffic), fmt.Sprintf("add a route for %s, or associate the subnet with a table that has one", x.missingRoute(f))
	case reach.BadStateRoute:
		return fmt.Sprintf("%s takes %s nowhere: it %s", x.object(), traffic, x.text), "point the route at a target that exists and serves this VPC"
	case reach.BadStateAttachment:
		return x.attachmentWords(traffic)
	case reach.NoPublicAddress:
		return x.publicWords(traffic)
	case reach.PrivateDestination, reach.SharedDestination:
		return fmt.Sprintf("%s sends %s to an internet gateway, which drops private destinations", x.object(), traffic),
			"add a more specific route for the destination, to what leads there"
	case reach.NATSelfLoop:
		return fmt.Sprintf("%s %s, so %s goes in a circle", x.object(), x.text, traffic),
			"put the NAT gateway into a public subnet, whose table leads to an internet gateway"
	case reach.NATWantsSourceHere:
		return fmt.Sprintf("%s %s, which does not take %s", x.object(), x.text, traffic), "route to a NAT gateway of the same VPC"
	case reach.ProtocolRefused:
		return fmt.Sprintf("%s does not pass %s: a NAT gateway takes TCP, UDP and ICMP over IPv4", at, traffic),
			"ask for these protocols only, or send the others by another way"
	case reach.VPCCIDRUnused:
		return fmt.Sprintf("%s goes to addresses of %s that are in none of its subnets", traffic, at), "ask for addresses of a subnet"
	case reach.NoDestination:
		return fmt.Sprintf("nothing takes %s: %s", traffic, x.text), "ask for an address of a workload"
	case reach.DNSDisabled, reach.DNSBlocked:
		return x.nameWords(f, traffic)
	case Reachable:
		if x.text != "" {
			return fmt.Sprintf("%s gets there, by %s (%s)", traffic, x.object(), x.text), "take the route away, or narrow the rules on the path"
		}
		return fmt.Sprintf("%s gets there from %s", traffic, x.object()), "narrow the rules on the path"
	case Bypass:
		return fmt.Sprintf("%s gets there, but not via %s: %s leads past", traffic, x.text, x.object()), "change the route, or the intent"
	case EmptySelection:
		return x.text, "correct the intent, or the configuration if it should have some; a gate that looks at nothing proves nothing"
	}
	if x.verdict == Violated {
		if message, remedy, ok := x.gatewayWords(f, traffic); ok {
			return message, remedy
		}
	}
	return x.unknownWords(f)
}

// attachmentWords is for a gateway that is not attached to the VPC that it would have to
// be attached to.
func (x *cause) attachmentWords(traffic string) (message, remedy string) {
	at := x.holder()
	kind := ""
	if r, err := address.Parse(at); err == nil {
		kind = r.Type
	}
	switch kind {
	case "aws_internet_gateway":
		remedy = "set vpc_id on the gateway, or add an aws_internet_gateway_attachment"
	case "aws_vpn_gateway":
		remedy = "set vpc_id on the gateway, or add an aws_vpn_gateway_attachment"
	case "aws_ec2_transit_gateway":
		return fmt.Sprintf("%s does not take %s: %s", at, traffic, x.text), "add an aws_ec2_transit_gateway_vpc_attachment for the VPC"
	default:
		return fmt.Sprintf("%s does not take %s: %s", at, traffic, x.text), "attach the gateway to the VPC, and have the attachment accepted"
	}
	return fmt.Sprintf("%s is attached to no VPC, so %s ends there", at, traffic), remedy
}

// nameWords is for a name that does not resolve: something switches that off or
// blocks it, or drops what goes to a name server.
func (x *cause) nameWords(f Finding, traffic string) (message, remedy string) {
	switch {
	case x.part != nil:
		return fmt.Sprintf("names do not resolve: %s drops %s, and the name server is %s", x.object(), traffic, x.text),
			fmt.Sprintf("let %s pass at %s", traffic, x.holder())
	case f.Code == reach.DNSBlocked:
		return fmt.Sprintf("%s %s", x.object(), x.text), "allow the name in a rule with a lower priority number, or take it out of the domain list"
	case x.attribute == "enable_dns_support":
		return fmt.Sprintf("%s %s", x.object(), x.text), "set enable_dns_support = true on " + x.address()
	}
	return fmt.Sprintf("%s %s", x.object(), x.text), "give " + x.address() + ` a server in domain_name_servers, such as "AmazonProvidedDNS"`
}

// aclWords is for a network ACL: which of its directions drops the packets, and
// the rule that would let them through.
func (x *cause) aclWords(f Finding, traffic string) (message, remedy string) {
	side := "inbound"
	if x.part.Stop.At.Egress {
		side = "outbound"
	}
	at := x.holder()
	// A rule of its own is where the packets are dropped; the ACL takes another.
	acl := x.part.Stop.At.Object.At().Address
	if len(f.Addresses) > 1 {
		acl = at
	}
	missing := fmt.Sprintf("to %s, %s: %s", acl, side, x.missingEntry(f))
	if x.text != "" {
		return fmt.Sprintf("%s drops %s, %s: %s", at, traffic, side, x.text), "add " + missing + ", with a lower number than the rule that denies"
	}
	if x.nat && f.Leg == reach.Reply {
		missing += " (a NAT gateway picks its ports from all of 1024-65535)"
	}
	if side == "inbound" && f.Leg == reach.Forward {
		// What comes in is told by where it comes from.
		traffic += " from " + few(sortedTexts(x.senders()))
	}
	return fmt.Sprintf("%s has no %s rule that allows %s", at, side, traffic), "add " + missing
}

// missingEntry is the entry that a network ACL lacks, in words. It is about the
// address beyond the subnet and the port that the packets go to: in answers, the
// client's (NACL-5, NACL-7).
func (x *cause) missingEntry(f Finding) string {
	egress := x.part.Stop.At.Egress
	var entries, remote []string
	protocols := map[string][]string{} // by their ports
	for _, flow := range f.Flows {
		ports := flow.Ports
		if f.Leg == reach.Reply {
			ports = flow.ClientPorts
		}
		key := strings.Join(ports, ",")
		if protocols[key] == nil {
			entries = append(entries, key)
		}
		protocols[key] = append(protocols[key], flow.Protocol)
		to := flow.Destinations
		if x.called != "" {
			// An ACL cannot name it.
			to = []string{anywhere[flow.Family]}
		}
		remote = append(remote, to...)
	}
	for i, ports := range entries {
		entries[i] = strings.TrimSpace(protocolText(sortedTexts(protocols[ports])) + " " + ports)
	}
	if egress == (f.Leg == reach.Reply) {
		remote = x.senders()
	}
	way := " from "
	if egress {
		way = " to "
	}
	return "allow " + strings.Join(entries, " and ") + way + few(sortedTexts(remote))
}

// senders are the blocks of the subnets that the packets come from.
func (x *cause) senders() []string {
	var out []string
	for _, s := range x.from {
		for _, p := range []netip.Prefix{s.CIDR.Value, s.CIDR6.Value} {
			if p.IsValid() && x.here.Sources().Overlaps(packet.Prefix(p)) || p.IsValid() && x.nat {
				out = append(out, p.String())
			}
		}
	}
	if len(out) == 0 {
		return []string{"the sources"}
	}
	return out
}

// traffic is the packets in words: on the way back, the answers to them.
func (x *cause) traffic(f Finding) string {
	if len(f.Flows) == 0 {
		return "the traffic"
	}
	flows := f.Flows
	if f.Leg == reach.Forward {
		flows = make([]Flow, len(f.Flows))
		copy(flows, f.Flows)
		for i := range flows {
			flows[i].ClientPorts = nil
		}
	}
	text := atMost3(words(flows))
	if f.Leg == reach.Reply {
		return "answers to " + text
	}
	return text
}

// atMost3 joins descriptions of traffic, cut where they grow too many to be read.
func atMost3(list []string) string {
	if len(list) > 3 {
		return strings.Join(list[:3], "; ") + fmt.Sprintf(" and %d more", len(list)-3)
	}
	return strings.Join(list, "; ")
}

// way is egress or ingress, as the attribute of a group's culprit says.
func (x *cause) way() string {
	if x.part != nil && x.part.Stop != nil && !x.part.Stop.At.Egress {
		return "ingress"
	}
	return "egress"
}

func outOrIn(way string) string {
	if way == "ingress" {
		return "in"
	}
	return "out"
}

// object is the culprit in words: what AWS made by itself is named by its VPC.
func (x *cause) object() string {
	switch x.attribute {
	case "":
		return x.address()
	case "main_route_table":
		return "the main route table of " + x.address()
	case "default_network_acl":
		return "the default network ACL of " + x.address()
	case "default_security_group":
		return "the default security group of " + x.address()
	case "association_default_route_table":
		return "the default route table of " + x.address()
	}
	return x.address() + "." + x.attribute
}

// holder is the culprit without the part of it that lacks or has the rule.
func (x *cause) holder() string {
	switch x.attribute {
	case "main_route_table", "default_network_acl", "default_security_group", "association_default_route_table":
		return x.object()
	}
	return x.address()
}

// address is the culprit's address, without its key where it has several
// instances.
func (x *cause) address() string {
	if len(x.culprits) == 1 {
		for a := range x.culprits {
			return a
		}
	}
	return x.culprit
}

func destinations(f Finding) string {
	if len(f.Flows) == 0 {
		return "the destination"
	}
	return few(f.Flows[0].Destinations)
}

// anywhere is every address of a family, for what names no hosts.
var anywhere = map[string]string{"ipv4": "0.0.0.0/0", "ipv6": "::/0"}

// missingRoute is the route that a table lacks, in words.
func (x *cause) missingRoute(f Finding) string {
	to := destinations(f)
	if x.called != "" && len(f.Flows) > 0 {
		// A route cannot name it.
		to = anywhere[f.Flows[0].Family]
	}
	if x.towards != "" && f.Flows[0].Family == "ipv4" {
		to += " to " + x.towards
	}
	return to
}
