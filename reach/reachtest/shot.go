package reachtest

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// Shot is one packet that is sent, with everything about it that a network
// leaves to chance.
type Shot struct {
	// From is the interface that sends. It is nil for a place: what is put into
	// Subnet has no security group.
	From *reach.Interface
	// Subnet is where the sender is; of an interface that may be in several, the
	// one that it is in.
	Subnet *reach.Subnet
	// Public: what is put into the place has a public IPv4 address, and an IPv6
	// address where the subnet has a block. Otherwise the subnet decides; of an
	// interface the network says what it has.
	Public bool
	// To is the interface that has the destination address, if it can have it.
	// An address that another planned interface of the VPC is known to have means
	// that one; what neither has is a place.
	To *reach.Interface
	// Packet is what is sent. Its source is an address of the sender; it is not
	// looked at when the sender has no address in the family of the destination.
	Packet packet.Packet
	// Service is the service that has the destination address, as AWS names it;
	// empty for what no service has.
	Service string
	// NATAddress is the private address of the NAT gateways that the packet
	// passes. It counts for a gateway whose address is not known and whose subnet
	// has it; others have their own, or the first free one of their subnet.
	NATAddress netip.Addr
	// NATPort is the port from 1024 to 65535 that NAT gateways send from; 0 is
	// the first of them.
	NATPort uint16
}

// In is the same shot in another scene: the objects of the same addresses stand
// for those of the shot.
func (s Shot) In(other *Scene) Shot {
	s.Subnet = other.objects[s.Subnet.Address].(*reach.Subnet)
	if s.From != nil {
		s.From = other.interfaceOf(s.From)
	}
	if s.To != nil {
		s.To = other.interfaceOf(s.To)
	}
	return s
}

// interfaceOf is the interface of the same address.
func (s *Scene) interfaceOf(i *reach.Interface) *reach.Interface {
	for _, x := range s.Network.Interfaces {
		if x.Address == i.Address {
			return x
		}
	}
	panic("reachtest: the network has no " + i.Address)
}

// String is the shot in a line, for messages of tests.
func (s Shot) String() string {
	var out strings.Builder
	if s.From != nil {
		fmt.Fprintf(&out, "%v in ", s.From)
	}
	fmt.Fprint(&out, s.Subnet)
	if s.Public {
		out.WriteString(" (public)")
	}
	fmt.Fprintf(&out, ": %v", s.Packet)
	if s.To != nil {
		fmt.Fprintf(&out, " at %v", s.To)
	}
	if s.Service != "" {
		fmt.Fprintf(&out, " of %s", s.Service)
	}
	return fmt.Sprintf("%s, NAT %v:%d", out.String(), s.NATAddress, s.NATPort)
}

// Answer is a verdict on one question.
type Answer int

// The answers.
const (
	No Answer = iota
	Yes
	// Undecided: the network does not hold what decides.
	Undecided
)

func (a Answer) String() string { return [...]string{"no", "yes", "undecided"}[a] }

// Leg is one of the two ways of a connection.
type Leg string

// The legs, in the words of the result.
const (
	Forward Leg = "forward"
	Reply   Leg = "reply"
)

// Fate is what becomes of a shot.
type Fate struct {
	// Arrived: the packet gets to its destination.
	Arrived Answer
	// Replied: the answer gets back to the sender. What nobody answers counts as
	// answered when it arrives.
	Replied Answer

	// Leg, Code and Culprit say where the packet or its answer is certainly
	// dropped, and by what. They are empty when neither is.
	Leg     Leg
	Code    reach.Code
	Culprit *reach.Origin

	// There and Back are the objects that the packet and its answer passed, in
	// order: interfaces (a subnet for a place), network ACLs, routes, gateways.
	// Local routes are not objects, and an ACL that is not certain is left out.
	There, Back []reach.Object
	// Open is what would have to be known, where the fate is undecided.
	Open []*reach.Unknown
}

// String is the fate in a line, for messages of tests.
func (f Fate) String() string {
	out := fmt.Sprintf("arrived %v, replied %v", f.Arrived, f.Replied)
	if f.Code != "" {
		out += fmt.Sprintf(": %s leg, %s, %v", f.Leg, f.Code, f.Culprit)
	}
	for _, u := range f.Open {
		at := reach.Origin{Address: u.Address, Attribute: u.Attribute}
		out += fmt.Sprintf("; open %v", &at)
	}
	return out
}
