package reach

import (
	"net/netip"

	"github.com/tfreach/tfreach/reach/packet"
)

// Source is where packets come from: an interface in one of its subnets, or a
// subnet as a place.
type Source struct {
	// Interface is nil for a place.
	Interface *Interface
	// Subnet is nil when the subnet of the interface is unknown; Why says so.
	Subnet *Subnet
	Why    *Unknown
	// Owner is what a missing address of the interface is laid to: the workload or
	// what it is launched from; nil for the interface itself.
	Owner *Origin
	// AnyAddress: a place is asked for whatever may be put there, a public
	// address and IPv6 included, and not for what is put there by default; an interface
	// for all its addresses, and not for its primary one.
	AnyAddress bool
}

// Sources is an interface in each of the subnets that it may be in.
func Sources(i *Interface, owner *Origin) []Source {
	var out []Source
	for _, r := range i.Subnets.Items {
		if s, ok := r.Exact(); ok {
			out = append(out, Source{Interface: i, Subnet: s, Owner: owner})
		} else if r.Why != nil {
			out = append(out, Source{Interface: i, Why: r.Why, Owner: owner})
		}
	}
	if i.Subnets.Why != nil {
		out = append(out, Source{Interface: i, Why: i.Subnets.Why, Owner: owner})
	}
	return out
}

func (s Source) object() Object {
	if s.Interface != nil {
		return s.Interface
	}
	return s.Subnet
}

// Culprit is what has to change when the source itself is to blame ([Self]).
func (s Source) Culprit() *Origin {
	if s.Owner != nil {
		return s.Owner
	}
	return s.object().At()
}

// Destination is where packets are meant to go. The zero value leaves it to
// their addresses.
type Destination struct {
	// Interface is what they are addressed to, by a private address of it in
	// Subnet.
	Interface *Interface
	// Subnet is nil when the subnet of the interface is unknown; Why says so.
	Subnet *Subnet
	Why    *Unknown
	// Place: the addresses are taken as places, whoever is known to have them.
	Place bool
	// Service, as AWS names it, is the service that has the addresses, of which no
	// plan knows which they are: the packets stand for all that may be addressed to it.
	// Of other packets it is taken that they go to no service that a gateway endpoint of
	// the source's VPC serves.
	Service string
	// Filtered: of packets to what AWS never filters (SG-20) it is not asked whether they
	// get there. Where it is not known what that is, they count as any others.
	Filtered bool
	// Outside: the packets go to no address of the source's VPC, whatever blocks
	// it has.
	Outside bool
}

// Self is the culprit of a stop for which the source itself is to blame. Parts
// are shared by all members of a party; whose culprit it is each member's
// [Source.Culprit] says.
var Self = &Origin{Address: "(the source)"}

// Destinations is an interface as a destination in each subnet that it may be
// in.
func Destinations(i *Interface) []Destination {
	var out []Destination
	for _, s := range Sources(i, nil) {
		out = append(out, Destination{Interface: s.Interface, Subnet: s.Subnet, Why: s.Why})
	}
	return out
}

// ownAddrs is the addresses that something may have.
type ownAddrs struct {
	addrs packet.Addrs
	// why is set when there are others that are not known.
	why *Unknown
}

// addresses is the addresses that packets from src may come from. An interface
// whose address AWS picks may have any of its subnet (PLAN-12).
func (e *Engine) addresses(src Source) ownAddrs {
	s, i := src.Subnet, src.Interface
	var own ownAddrs
	switch {
	case i != nil && i.Primary.IsValid() && !src.AnyAddress:
		own.addrs = packet.Addr(i.Primary)
	case i != nil && len(i.Private) > 0:
		own.addrs = addrSet(i.Private)
	case s == nil || s.Beyond:
		// The walk ends in the unknown subnet; which address it is does not
		// matter.
		own.addrs = packet.IPv4()
	case s.CIDR.Why != nil:
		own.why = s.CIDR.Why
	default:
		own.addrs = usable(s.CIDR.Value)
	}
	six, why := sixOf(src)
	if own.why == nil {
		own.why = why
	}
	own.addrs = own.addrs.Union(six)
	return own
}

// sixOf is the IPv6 addresses of a source.
func sixOf(src Source) (packet.Addrs, *Unknown) {
	s, i := src.Subnet, src.Interface
	var has Fact[bool]
	switch {
	case i != nil && len(i.Six) > 0:
		return addrSet(i.Six), nil
	case i != nil:
		has = decide(i.IPv6, src, func(s *Subnet) Fact[bool] { return s.AssignIPv6 }, "whether it gives IPv6 addresses is unknown",
			"whether it has an IPv6 address is not known")
	case src.AnyAddress:
		has = Known(true)
	default:
		has = s.AssignIPv6
	}
	switch {
	case has.Why != nil:
		return packet.Addrs{}, has.Why
	case !has.Value:
		return packet.Addrs{}, nil
	case s == nil || s.Beyond:
		return packet.IPv6(), nil
	case s.CIDR6.Why != nil:
		return packet.Addrs{}, s.CIDR6.Why
	}
	return usable(s.CIDR6.Value), nil
}

// decide says whether a source has an address that it need not have, where of
// says what its subnet gives.
func decide(g Fact[Grant], src Source, of func(*Subnet) Fact[bool], beyondReason, mayReason string) Fact[bool] {
	switch {
	case g.Why != nil:
		return Missing[bool](g.Why)
	case g.Value == Granted:
		return Known(true)
	case g.Value == Refused:
		return Known(false)
	case src.Subnet == nil:
		return Missing[bool](src.Why)
	case src.Subnet.Beyond:
		return Missing[bool](beyond(src.Subnet, beyondReason))
	}
	given := of(src.Subnet)
	if g.Value == SubnetMay && given.Why == nil && given.Value {
		return Missing[bool](&Unknown{Code: UnknownValue, Address: src.Culprit().Address, Reason: mayReason})
	}
	return given
}

func addrSet(as []netip.Addr) packet.Addrs {
	var out packet.Addrs
	for _, a := range as {
		out = out.Union(packet.Addr(a))
	}
	return out
}

// linkLocal is what AWS answers by itself at addresses of its own: the
// resolver, the time service, instance and task metadata, Windows activation
// (SG-20).
var linkLocal = addrSet([]netip.Addr{
	netip.MustParseAddr("169.254.169.253"), netip.MustParseAddr("169.254.169.254"),
	netip.MustParseAddr("169.254.169.123"), netip.MustParseAddr("169.254.170.2"),
	netip.MustParseAddr("169.254.169.250"), netip.MustParseAddr("169.254.169.251"),
	netip.MustParseAddr("fd00:ec2::253"), netip.MustParseAddr("fd00:ec2::254"), netip.MustParseAddr("fd00:ec2::123"),
})

// Unfiltered is the addresses that neither security groups nor network ACLs
// filter for what is in the subnet (SG-20, NACL-11): the link-local services,
// the resolver at the base of the VPC's first block plus two, and the subnet's
// own router. s may be nil.
func (e *Engine) Unfiltered(s *Subnet) packet.Addrs {
	out := linkLocal
	if s == nil {
		return out
	}
	if p := s.CIDR.Value; p.IsValid() {
		out = out.Union(packet.Addr(p.Masked().Addr().Next()))
	}
	if v, ok := s.VPC.Exact(); ok {
		out = out.Union(e.resolver(v))
	}
	return out
}

// resolver is the address of a VPC's resolver, none where its first block is unknown.
func (e *Engine) resolver(v *VPC) packet.Addrs {
	if b := e.primary(v); b != nil && b.Prefix.Value.IsValid() {
		return packet.Addr(b.Prefix.Value.Masked().Addr().Next().Next())
	}
	return packet.Addrs{}
}

// primary is the first IPv4 block of a VPC, nil where nothing tells of it.
func (e *Engine) primary(v *VPC) *CIDRBlock {
	for _, b := range e.blocks[v] {
		if !b.Six {
			return b
		}
	}
	return nil
}
