package reach

import (
	"net/netip"

	"github.com/tfreach/tfreach/reach/packet"
)

// Class is what a subnet is by its routes.
type Class int

// The classes. An isolated subnet is a private one, too.
const (
	// Unclassed: the plan does not say.
	Unclassed Class = iota
	// Public: globally reachable addresses are sent to an internet gateway. IPv4
	// decides, or IPv6 in an IPv6-only subnet.
	Public
	// Private: anything else.
	Private
	// Isolated: private, and no route leaves the VPC. Blackholes are routes.
	Isolated
)

func (c Class) String() string {
	switch c {
	case Public:
		return "public"
	case Private:
		return "private"
	case Isolated:
		return "isolated"
	}
	return "undecided"
}

// Is reports whether a subnet of class c is also of class d.
func (c Class) Is(d Class) bool { return c == d || c == Isolated && d == Private }

// Class is the class of a subnet, with the reason when it is undecided. A
// private subnet has a reason when it may be isolated.
func (e *Engine) Class(s *Subnet) (Class, *Unknown) {
	t, _, why := e.tableOf(s)
	if why != nil {
		return Unclassed, why
	}
	v, ok := s.VPC.Exact()
	if !ok {
		return Unclassed, missing(s.VPC, s, "vpc_id")
	}
	world := IPv4Internet()
	if s.CIDR.Why == nil && !s.CIDR.Value.IsValid() {
		world = IPv6Internet()
	}
	own, _ := e.Blocks(s)
	leaves := false
	var publicOpen, isolatedOpen *Unknown
	for _, g := range e.regions(t, v, "") {
		toWorld := g.addrs.Overlaps(world)
		switch {
		case g.doubt != nil && toWorld && !g.mayBeLocal:
			publicOpen = g.doubt
		case g.doubt != nil && !g.mayBeLocal:
			isolatedOpen = g.doubt
		case g.local || g.route == nil || own.Covers(g.addrs):
		case toWorld && !isExact(g.route.Target):
			publicOpen = missing(g.route.Target, g.route, "")
		case toWorld && isInternetGateway(g.route):
			return Public, nil
		default:
			leaves = true
		}
	}
	switch {
	case publicOpen != nil:
		return Unclassed, publicOpen
	case leaves:
		return Private, nil
	case isolatedOpen != nil:
		return Private, isolatedOpen
	}
	return Isolated, nil
}

func isExact[T comparable](r Ref[T]) bool {
	_, ok := r.Exact()
	return ok
}

func isInternetGateway(r *Route) bool {
	_, is := r.Target.To[0].(*InternetGateway)
	return is
}

var (
	ipv4Internet = packet.IPv4().Minus(parsePrefixes(
		"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
		"192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3"))
	ipv6Internet = parsePrefixes("2000::/3").Minus(parsePrefixes("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
)

// IPv4Internet is the globally reachable IPv4 addresses (DESIGN section 2).
func IPv4Internet() packet.Addrs { return ipv4Internet }

// IPv6Internet is the globally reachable IPv6 addresses.
func IPv6Internet() packet.Addrs { return ipv6Internet }

func parsePrefixes(texts ...string) packet.Addrs {
	var out packet.Addrs
	for _, t := range texts {
		out = out.Union(packet.Prefix(netip.MustParsePrefix(t)))
	}
	return out
}

// Blocks is the addresses of the VPC that a subnet is in, as far as they are
// known, those of its subnets among them; the reason is set when there may be
// others.
func (e *Engine) Blocks(s *Subnet) (packet.Addrs, *Unknown) {
	if s == nil {
		return packet.Addrs{}, nil
	}
	v, ok := s.VPC.Exact()
	if !ok {
		return packet.Prefixes(s.CIDR.Value, s.CIDR6.Value), missing(s.VPC, s, "vpc_id")
	}
	return e.blocksOf(v)
}

// blocksOf is the addresses of a VPC as far as they are known; the reason is set when
// there may be others.
func (x *index) blocksOf(v *VPC) (packet.Addrs, *Unknown) {
	var out packet.Addrs
	var why *Unknown
	for _, b := range x.blocks[v] {
		out = out.Union(packet.Prefix(b.Prefix.Value))
		if b.Prefix.Why != nil {
			why = b.Prefix.Why
		}
	}
	for _, b := range x.openBlocks {
		if b.VPC.May(v) {
			why = b.VPC.Why
		}
	}
	if v.Beyond {
		why = beyond(v, "its address blocks are unknown")
	}
	if why != nil {
		for _, t := range x.subnets[v] {
			out = out.Union(packet.Prefixes(t.CIDR.Value, t.CIDR6.Value))
		}
	}
	return out, why
}

// offInternet is the addresses that something may have that a subnet can reach
// otherwise than over the internet: all that are not routed globally, those of the
// VPC, and those that its route table leads elsewhere. outside says that those of
// the VPC are not asked for.
func (e *Engine) offInternet(s *Subnet, outside bool) packet.Addrs {
	k := privateKey{s, outside}
	if known, ok := e.private[k]; ok {
		return known
	}
	out := packet.AnyAddr().Minus(ipv4Internet).Minus(ipv6Internet)
	if !outside {
		own, why := e.Blocks(s)
		if why != nil || s == nil {
			own = packet.AnyAddr()
		}
		out = out.Union(own)
	}
	if s != nil {
		v, ok := s.VPC.Exact()
		if t, _, why := e.tableOf(s); ok && why == nil {
			for _, g := range e.regions(t, v, "") {
				if g.route == nil || g.bits == 0 {
					continue
				}
				target, _ := g.route.Target.Exact()
				switch target.(type) {
				case *InternetGateway, *NATGateway, *EgressOnlyGateway, *Gone:
				default:
					out = out.Union(g.addrs)
				}
			}
		}
	}
	e.private[k] = out
	return out
}

// Served lists the gateway endpoints that the VPC of a subnet has or may have.
func (e *Engine) Served(s *Subnet) []*GatewayEndpoint {
	var out []*GatewayEndpoint
	for _, g := range e.GatewayEndpoints {
		v, exact := g.VPC.Exact()
		if s == nil || exact && s.VPC.May(v) || !exact && mayServe(g, s) {
			out = append(out, g)
		}
	}
	return out
}

// mayServe reports whether an endpoint whose VPC is not certain may be in that of
// a subnet.
func mayServe(g *GatewayEndpoint, s *Subnet) bool {
	v, exact := s.VPC.Exact()
	return g.VPC.Why != nil && (!exact || g.VPC.May(v))
}
