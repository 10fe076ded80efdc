package policies

import (
	"fmt"

	"github.com/tfreach/tfreach/planparse/address"
	"github.com/tfreach/tfreach/reach/packet"
)

// kind is the resource type of the culprit; empty for what is no resource.
func (x *cause) kind() string {
	r, err := address.Parse(x.culprit)
	if err != nil {
		return ""
	}
	return r.Type
}

// publicWords is for packets that an internet gateway drops for want of a public
// address, and names the attribute that gives one: of a subnet as a place it
// decides what is put there.
func (x *cause) publicWords(traffic string) (message, remedy string) {
	at := x.holder()
	if x.here.Destinations().Overlaps(packet.IPv6()) {
		return fmt.Sprintf("the internet gateway drops %s: %s has no global IPv6 address", traffic, at), "give it an IPv6 address of a block that AWS announces"
	}
	message = fmt.Sprintf("the internet gateway drops %s: %s has no public IPv4 address", traffic, at)
	const other = ", or route through a NAT gateway"
	switch x.kind() {
	case "aws_subnet":
		return fmt.Sprintf("the internet gateway drops %s: what is put into %s gets no public IPv4 address", traffic, at), "set map_public_ip_on_launch = true on " + at + other
	case "aws_instance":
		return message, "set associate_public_ip_address = true on " + at + ", or give it an Elastic IP" + other
	case "aws_launch_template":
		return message, "set associate_public_ip_address = true in network_interfaces of " + at + other
	case "aws_nat_gateway":
		return message, `give ` + at + ` an Elastic IP (connectivity_type = "public" with allocation_id)`
	}
	return message, "give it a public address, such as an Elastic IP" + other
}

// addressInFamily is what gives the source an address of the family that it has
// none of.
func (x *cause) addressInFamily(f Finding) string {
	six := len(f.Flows) > 0 && f.Flows[0].Family == "ipv6"
	switch kind := x.kind(); {
	case six && kind == "aws_subnet":
		return "give " + x.holder() + " an ipv6_cidr_block and set assign_ipv6_address_on_creation = true"
	case six && kind == "aws_instance":
		return "give " + x.holder() + " an IPv6 address (ipv6_address_count), and its subnet a block"
	case six:
		return "give it an IPv6 address"
	}
	return "give it an IPv4 address"
}
