package reachtest

import (
	"net/netip"
	"slices"

	"github.com/tfreach/tfreach/reach"
)

// hasAddress: the sender has an address in the family of the destination. What is
// put into a place has an IPv6 address where the subnet gives them; asked for
// whatever may be put there, wherever the subnet has a block.
func (w *walk) hasAddress() *stop {
	var has ruling
	six := w.shot.Packet.Dst.Is6()
	switch {
	case six && w.shot.From != nil:
		has = granted(w.shot.From.IPv6)
	case six && !w.shot.Public:
		has = fact(w.shot.Subnet.AssignIPv6)
	default:
		block := blockFor(w.shot.Subnet, w.shot.Packet.Dst)
		has = certain(block.Value.IsValid())
		if block.Why != nil {
			has = undecided(block.Why)
		}
	}
	return w.filter(has, dropped(reach.NoAddressInFamily, w.sender()))
}

func granted(f reach.Fact[reach.Grant]) ruling {
	if f.Why != nil {
		return undecided(f.Why)
	}
	return certain(f.Value == reach.Granted)
}

func fact(f reach.Fact[bool]) ruling {
	if f.Why != nil {
		return undecided(f.Why)
	}
	return certain(f.Value)
}

// linkLocalServices are those of SG-20: resolver, metadata, time, ECS tasks, and
// the two of Windows activation.
var linkLocalServices = []netip.Addr{
	netip.MustParseAddr("169.254.169.253"), netip.MustParseAddr("fd00:ec2::253"),
	netip.MustParseAddr("169.254.169.254"), netip.MustParseAddr("fd00:ec2::254"),
	netip.MustParseAddr("169.254.169.123"), netip.MustParseAddr("fd00:ec2::123"),
	netip.MustParseAddr("169.254.170.2"),
	netip.MustParseAddr("169.254.169.250"), netip.MustParseAddr("169.254.169.251"),
}

func isLinkLocalService(a netip.Addr) bool { return slices.Contains(linkLocalServices, a) }

// isResolver: the first IPv4 block of the VPC plus two (SG-20).
func (w *walk) isResolver(a netip.Addr) bool {
	for _, b := range w.network.Blocks {
		if b.VPC.Is(w.vpc) && !b.Six {
			return a == nth(b.Prefix.Value, 2)
		}
	}
	return false
}

// isRouter: the first IPv4 address of the sender's subnet after its base (SG-20).
func isRouter(s *reach.Subnet, a netip.Addr) bool {
	return a == nth(s.CIDR.Value, 1)
}

// reservedFirst is how many addresses AWS keeps at the start of a subnet; it
// keeps the last one too.
const reservedFirst = 4

func isReserved(s *reach.Subnet, a netip.Addr) bool {
	block := blockFor(s, a).Value
	for i := range reservedFirst {
		if a == nth(block, i) {
			return true
		}
	}
	return !block.Contains(a.Next())
}

// nth is an address of a block, counted from its base; the zero Addr of no
// block.
func nth(p netip.Prefix, n int) netip.Addr {
	if !p.IsValid() {
		return netip.Addr{}
	}
	a := p.Addr()
	for range n {
		a = a.Next()
	}
	return a
}

func contains(s *reach.Subnet, a netip.Addr) bool {
	return s.CIDR.Value.Contains(a) || s.CIDR6.Value.Contains(a)
}

// blockFor is the block of the subnet in the family of the address.
func blockFor(s *reach.Subnet, a netip.Addr) reach.Fact[netip.Prefix] {
	if a.Is6() {
		return s.CIDR6
	}
	return s.CIDR
}

// inVPC reports whether the address may be in a block of the VPC.
func (w *walk) inVPC(a netip.Addr) bool {
	for _, b := range w.network.Blocks {
		if b.VPC.May(w.vpc) && (b.Prefix.Value.Contains(a) || b.Prefix.Why != nil && b.Six == a.Is6()) {
			return true
		}
	}
	return false
}

// subnetOf is the subnet of the VPC that has the address, nil if none has; or
// the reason for which that is not certain.
func (w *walk) subnetOf(a netip.Addr) (*reach.Subnet, *reach.Unknown) {
	for _, s := range w.network.Subnets {
		if s.VPC.Is(w.vpc) && contains(s, a) {
			return s, nil
		}
	}
	for _, s := range w.network.Subnets {
		block := blockFor(s, a)
		switch {
		case !s.VPC.May(w.vpc):
		case block.Why != nil:
			return nil, block.Why
		case contains(s, a):
			return nil, s.VPC.Why
		}
	}
	return nil, nil
}

// bearer is what has an address of the VPC.
type bearer struct {
	// i is nil for a place, and for what is not in the VPC.
	i *reach.Interface
	// why is set when it is not certain that i has the address, or that nothing
	// has it.
	why *reach.Unknown
	// nobody: it is certain that nothing with security groups has it.
	nobody bool
}

// mayBeSomeone: what has an address that no interface is known to have may bear
// any group, unless it is a host of the internet and not of a peer.
func (w *walk) mayBeSomeone(a netip.Addr) bool {
	if w.inVPC(a) || !isGlobal(a) {
		return true
	}
	for _, p := range w.network.Peerings {
		for _, b := range w.network.Blocks {
			v, _ := b.VPC.Exact()
			between := p.Requester.May(w.vpc) && p.Accepter.May(v) || p.Accepter.May(w.vpc) && p.Requester.May(v)
			if between && b.Prefix.Value.Contains(a) {
				return true
			}
		}
	}
	return false
}

// isGlobal: the address is one of the internet's (DESIGN section 2).
func isGlobal(a netip.Addr) bool {
	return reach.IPv4Internet().Contains(a) || reach.IPv6Internet().Contains(a)
}

// bearerAt is the bearer of an address as the sender's groups see it.
func (w *walk) bearerAt(a netip.Addr) bearer {
	d, open := w.subnetOf(a)
	if d == nil {
		return bearer{why: open}
	}
	return w.bearerIn(d, a)
}

// bearerIn is the bearer of an address of the subnet.
func (w *walk) bearerIn(d *reach.Subnet, a netip.Addr) bearer {
	var perhaps bearer
	for _, i := range w.network.Interfaces {
		if !slices.Contains(i.Private, a) && !slices.Contains(i.Six, a) {
			continue
		}
		switch here := isAmong(i.Subnets, d, a); here.answer {
		case Yes:
			return bearer{i: i}
		case Undecided:
			perhaps = bearer{i: i, why: here.why}
		}
	}
	if to := w.shot.To; to != nil && mayHave(to, a) && isAmong(to.Subnets, d, a).answer != No {
		return bearer{i: to}
	}
	return perhaps
}

// mayHave: nothing speaks against the interface having the address. All IPv4
// addresses are known or none is; of IPv6 ones there may be more.
func mayHave(i *reach.Interface, a netip.Addr) bool {
	if a.Is6() {
		return i.IPv6.Value == reach.Granted || i.IPv6.Why != nil
	}
	return len(i.Private) == 0 || slices.Contains(i.Private, a)
}

// isAmong: something is in the subnet d, given that it has an address that lies
// in d.
func isAmong(where reach.Refs[*reach.Subnet], d *reach.Subnet, a netip.Addr) ruling {
	here := ruling{answer: No}
	if where.Why != nil {
		here = undecided(where.Why)
	}
	for _, item := range where.Items {
		here = anyOf(here, isAt(item, d, a))
	}
	return here
}

// isAt: where something is has to have its address, so that of several
// candidates only those count that have it.
func isAt(where reach.Ref[*reach.Subnet], d *reach.Subnet, a netip.Addr) ruling {
	here := ruling{answer: No}
	others := where.Open
	for _, s := range where.To {
		if s == d {
			here = ruling{answer: Yes}
		} else if contains(s, a) || s.CIDR.Why != nil || s.CIDR6.Why != nil {
			others = true
		}
	}
	switch {
	case where.Open:
		return undecided(where.Why)
	case others:
		return here.doubt(where.Why)
	}
	return here
}
