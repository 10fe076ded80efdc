package reachtest

import (
	"math/rand/v2"
	"net/netip"
	"slices"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// RandomShot is a shot that a network may well treat in a way of its own: its
// addresses and ports are mostly those at the edges of what the network's rules
// and routes are about, or the ones next to them.
func RandomShot(rng *rand.Rand, s *Scene) Shot {
	a := &aim{dice: dice{rng}, network: s.Network}
	a.sender()
	a.destination()
	a.protocol()
	a.shot.Packet.Src = a.source()
	// Nobody is their own destination.
	if p := &a.shot.Packet; p.Src == p.Dst {
		p.Dst, a.shot.To = p.Dst.Next(), nil
	}
	a.nat()
	return a.shot
}

// aim makes a shot step by step.
type aim struct {
	dice
	network *reach.Network
	shot    Shot
	// rule is a rule of the sender's groups that the shot keeps to, or nil.
	rule *reach.SecurityGroupRule
}

func (a *aim) sender() {
	if a.chance(20) {
		a.shot.Subnet = pick(a.dice, a.network.Subnets...)
		a.shot.Public = a.chance(50)
		return
	}
	// What is passive sends nothing.
	i := pick(a.dice, slices.DeleteFunc(slices.Clone(a.network.Interfaces), func(i *reach.Interface) bool { return i.Passive })...)
	a.shot.From = i
	a.shot.Subnet = a.placeOf(i)
	if rules := a.rulesOf(i); len(rules) > 0 && a.chance(85) {
		a.rule = pick(a.dice, rules...)
	}
}

// placeOf is a subnet that the interface may be in.
func (a *aim) placeOf(i *reach.Interface) *reach.Subnet {
	var places []*reach.Subnet
	for _, item := range i.Subnets.Items {
		places = append(places, item.To...)
	}
	if i.Subnets.Open() != nil && len(places) == 0 {
		places = a.network.Subnets
	}
	for _, s := range places {
		if slices.ContainsFunc(i.Private, func(ip netip.Addr) bool { return contains(s, ip) }) {
			return s
		}
	}
	return pick(a.dice, places...)
}

// rulesOf is the rules by which an interface may send.
func (a *aim) rulesOf(i *reach.Interface) []*reach.SecurityGroupRule {
	var out []*reach.SecurityGroupRule
	for _, r := range a.network.SecurityGroupRules {
		for _, item := range i.Groups.Items {
			if g, ok := r.Group.Exact(); ok && r.Egress && slices.Contains(item.To, g) {
				out = append(out, r)
			}
		}
	}
	return out
}

// destination is inside the VPC, outside, or one that AWS treats by itself.
func (a *aim) destination() {
	switch n := a.IntN(100); {
	case a.far() && n < 14:
		a.shot.Packet.Dst = a.beyond()
	case n < 22 || a.far() && n < 40:
		a.shot.Packet.Dst = a.inside()
	case n < 88:
		a.shot.Packet.Dst = a.outside()
	case n < 92:
		a.shot.Packet.Dst = a.special()
	default:
		a.shot.Packet.Dst = a.edge(a.prefixes())
	}
}

// far: the network has ways to other VPCs, and beyond.
func (a *aim) far() bool { return len(a.network.TransitGateways) > 0 }

// beyond is an address that some ways are about.
func (a *aim) beyond() netip.Addr {
	if services := slices.DeleteFunc(slices.Clone(a.network.PrefixLists), func(l *reach.PrefixList) bool { return l.Service == "" }); a.chance(40) && len(services) > 0 {
		l := pick(a.dice, services...)
		a.shot.Service = l.Service
		return netip.MustParseAddr(pick(a.dice, "142.250.74.46", "93.184.216.34", "8.8.8.8"))
	}
	if a.sendsSix() && a.chance(50) {
		return netip.MustParseAddr(pick(a.dice, "64:ff9b::808:808", "64:ff9b::cb00:7109", "64:ff9b::a02:105", "2a00::1"))
	}
	return netip.MustParseAddr(pick(a.dice, "172.31.1.1", "172.31.1.1", "172.30.0.9", "203.0.113.9", "198.51.100.1"))
}

// inside is an address in a subnet, mostly of the sender's VPC. Now and then it
// is that of a host whose address nobody knows.
func (a *aim) inside() netip.Addr {
	var near []*reach.Subnet
	for _, s := range a.network.Subnets {
		if v, ok := s.VPC.Exact(); ok && a.shot.Subnet.VPC.Is(v) {
			near = append(near, s)
		}
	}
	if len(near) == 0 || a.chance(5) || a.far() && a.chance(45) {
		near = a.network.Subnets
	}
	if i := pick(a.dice, a.network.Interfaces...); !i.Hyperplane && i != a.shot.From && a.chance(60) {
		if len(i.Private) > 0 {
			return i.Private[0]
		}
		a.shot.To = i
		near = []*reach.Subnet{a.placeOf(i)}
	}
	s := pick(a.dice, near...)
	block := s.CIDR.Value
	if !block.IsValid() || s.CIDR6.Value.IsValid() && a.sendsSix() && a.chance(40) {
		block = s.CIDR6.Value
	}
	if a.shot.To == nil && a.chance(25) {
		return a.edge([]netip.Prefix{block})
	}
	return a.freeAddress(block, a.known())
}

func (a *aim) outside() netip.Addr {
	if a.rule != nil && len(a.rule.Prefixes) > 0 && a.chance(50) {
		p := pick(a.dice, a.rule.Prefixes...)
		if p.Bits() > 0 {
			return a.edge([]netip.Prefix{p})
		}
		if p.Addr().Is6() {
			return netip.MustParseAddr("2607:f8b0::5")
		}
	}
	four := []string{"142.250.74.46", "8.8.8.8", "8.8.4.4", "203.0.113.9", "93.184.216.34", "198.51.100.1"}
	six := []string{"2607:f8b0::5", "2600:9000::1", "2a00::1", "fd00::7"}
	if a.far() && !a.sendsSix() {
		six = four
	}
	if a.sendsSix() && a.chance(35) || a.chance(2) {
		return netip.MustParseAddr(pick(a.dice, six...))
	}
	return netip.MustParseAddr(pick(a.dice, four...))
}

// sendsSix: the sender may have an IPv6 address.
func (a *aim) sendsSix() bool {
	if from := a.shot.From; from != nil {
		return from.IPv6.Value == reach.Granted || from.IPv6.Why != nil
	}
	return a.shot.Subnet.CIDR6.Value.IsValid()
}

// special is what AWS keeps, serves by itself, or nobody has.
func (a *aim) special() netip.Addr {
	out := []netip.Addr{
		netip.MustParseAddr("169.254.169.253"), netip.MustParseAddr("169.254.169.254"), netip.MustParseAddr("169.254.7.7"),
		netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("0.0.0.1"), netip.MustParseAddr("224.0.0.1"),
		netip.MustParseAddr("10.99.0.1"), netip.MustParseAddr("100.100.0.1"),
	}
	if a.sendsSix() {
		out = append(out, netip.MustParseAddr("fd00:ec2::253"), nth(a.shot.Subnet.CIDR6.Value, 1), nth(a.shot.Subnet.CIDR6.Value, 2))
	}
	for _, b := range a.network.Blocks {
		out = append(out, nth(b.Prefix.Value, 2))
	}
	for _, g := range a.network.NATGateways {
		if g.Address.IsValid() {
			out = append(out, g.Address)
		}
	}
	for _, s := range a.network.Subnets {
		if s.CIDR.Value.IsValid() {
			out = append(out, nth(s.CIDR.Value, a.IntN(5)))
		}
	}
	return pick(a.dice, out...)
}

// prefixes are all that the network speaks of.
func (a *aim) prefixes() []netip.Prefix {
	var out []netip.Prefix
	for _, b := range a.network.Blocks {
		out = append(out, b.Prefix.Value)
	}
	for _, s := range a.network.Subnets {
		out = append(out, s.CIDR.Value, s.CIDR6.Value)
	}
	for _, r := range a.network.Routes {
		out = append(out, r.Destination.Value)
	}
	for _, e := range a.network.ACLEntries {
		out = append(out, e.Remote)
	}
	for _, r := range a.network.SecurityGroupRules {
		out = append(out, r.Prefixes...)
	}
	return slices.DeleteFunc(out, func(p netip.Prefix) bool { return !p.IsValid() })
}

// edge is the first or the last address of a prefix, or one beside it.
func (a *aim) edge(of []netip.Prefix) netip.Addr {
	p := pick(a.dice, of...)
	first, last := p.Addr(), lastOf(p)
	out := pick(a.dice, first, last, first.Next(), last.Prev(), first.Prev(), last.Next())
	if !out.IsValid() {
		return first
	}
	return out
}

func lastOf(p netip.Prefix) netip.Addr {
	b := p.Addr().AsSlice()
	for bit := p.Bits(); bit < len(b)*8; bit++ {
		b[bit/8] |= 0x80 >> (bit % 8)
	}
	last, _ := netip.AddrFromSlice(b)
	return last
}

func (a *aim) protocol() {
	p := &a.shot.Packet
	p.Protocol = pick(a.dice, packet.TCP, packet.TCP, packet.TCP, packet.TCP, packet.UDP, packet.ICMP, packet.Protocol(50))
	if p.Protocol == packet.ICMP && (p.Dst.Is6() != a.chance(3)) {
		p.Protocol = packet.ICMPv6
	}
	if p.Protocol == 50 && a.chance(30) {
		p.Protocol = pick(a.dice, packet.Protocol(47), packet.Protocol(132), packet.Protocol(0), packet.Protocol(255))
	}
	if a.rule != nil && !a.rule.Protocols.IsAny() && a.chance(80) {
		p.Protocol, _ = a.rule.Protocols.First()
	}
	switch {
	case p.Protocol.HasPorts():
		p.DstPort, p.SrcPort = a.port(true), a.clientPort()
	case p.Protocol == packet.ICMP:
		p.DstPort = a.icmp(8, 8, 8, 0, 3, 13, 14, 15, 17)
	case p.Protocol == packet.ICMPv6:
		p.DstPort = a.icmp(128, 128, 128, 129, 2)
	}
}

func (a *aim) icmp(types ...uint8) uint16 {
	if a.rule != nil && !a.rule.Ports.IsAny() && a.chance(60) {
		first, _ := a.rule.Ports.First()
		return first
	}
	return uint16(pick(a.dice, types...))<<8 | uint16(pick(a.dice, 0, 0, 0, 1, 4))
}

// port is a port at the edge of one that a rule names, or a usual one.
func (a *aim) port(ofRule bool) uint16 {
	if ofRule && a.rule != nil && !a.rule.Ports.IsAny() && a.chance(80) {
		return a.portEdge(a.rule.Traffic)
	}
	if a.chance(40) {
		return pick(a.dice, uint16(443), 443, 80, 53, 22)
	}
	var traffic []reach.Traffic
	for _, e := range a.network.ACLEntries {
		traffic = append(traffic, e.Traffic)
	}
	for _, r := range a.network.SecurityGroupRules {
		traffic = append(traffic, r.Traffic)
	}
	return a.portEdge(pick(a.dice, traffic...))
}

func (a *aim) portEdge(t reach.Traffic) uint16 {
	var lo, hi uint16
	for first, last := range t.Ports.Ranges {
		lo, hi = first, last
	}
	return pick(a.dice, lo, lo, hi, hi, lo-1, hi+1)
}

// clientPort is a port as a client picks one, often at the edge of a rule.
func (a *aim) clientPort() uint16 {
	if a.far() && a.chance(60) {
		return uint16(32768 + a.IntN(65536-32768))
	}
	if p := a.port(false); p >= firstNATPort && a.chance(50) {
		return p
	}
	return uint16(32768 + a.IntN(65536-32768))
}

// source is the sender's known address, or one of its subnet that nothing else
// is known to have.
func (a *aim) source() netip.Addr {
	dst, s := a.shot.Packet.Dst, a.shot.Subnet
	block := blockFor(s, dst).Value
	switch {
	// No address in the family of the destination. These are nobody's.
	case !block.IsValid() && dst.Is6():
		return netip.MustParseAddr("2001:db8::1")
	case !block.IsValid():
		return netip.MustParseAddr("192.0.2.1")
	}
	if from := a.shot.From; from != nil {
		for _, ip := range slices.Concat(from.Private, from.Six) {
			if block.Contains(ip) {
				return ip
			}
		}
	}
	return a.freeAddress(block, append(a.known(), dst))
}

// known are the addresses that something in the network is known to have.
func (a *aim) known() []netip.Addr {
	var out []netip.Addr
	for _, i := range a.network.Interfaces {
		out = slices.Concat(out, i.Private, i.Six)
	}
	for _, g := range a.network.NATGateways {
		out = append(out, g.Address)
	}
	return out
}

// nat picks what a NAT gateway sends from.
func (a *aim) nat() {
	a.shot.NATPort = max(a.clientPort(), firstNATPort)
	if a.chance(20) {
		a.shot.NATPort = pick(a.dice, uint16(firstNATPort), 32767, 32768, 65535)
	}
	if len(a.network.NATGateways) == 0 {
		return
	}
	g := pick(a.dice, a.network.NATGateways...)
	if a.shot.NATAddress = g.Address; g.Address.IsValid() {
		return
	}
	for _, s := range g.Subnet.To {
		if s.CIDR.Value.IsValid() {
			a.shot.NATAddress = a.freeAddress(s.CIDR.Value, append(a.known(), a.shot.Packet.Src, a.shot.Packet.Dst))
		}
	}
}
