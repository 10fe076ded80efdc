package kerneltest

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
	"github.com/tfreach/tfreach/reach/reachtest"
)

// outcome is what became of a flow in the kernel.
type outcome struct {
	// beyond names what the kernel does not play; the rest is empty then.
	beyond            string
	arrived, returned bool
	// leg and why say where it was dropped, if it was.
	leg reachtest.Leg
	why *reason
	// later is what a firewall says of the packets that would follow, where the first
	// answer has not come that far.
	later *reason
	// at is who took the packet, if anybody did, and source who that one takes for its
	// sender.
	at     *end
	source netip.Addr
}

// play sends the packets of a shot: of TCP a handshake with a byte both ways, of UDP
// and of what ICMP asks a packet and its answer, twice where something inspects them.
func (x *live) play(r *reading, s reachtest.Shot) (outcome, error) {
	from, inspects := r.hosts[hostKey{s.From, s.Subnet}], len(r.network.FirewallEndpoints) > 0
	x.echo++
	sent := segment{Packet: s.Packet, id: s.NATPort, echo: x.echo}
	if s.Packet.Protocol == packet.TCP {
		sent.flags, sent.seq = syn, 1000
	}
	if err := x.forget(connections(r, s)...); err != nil {
		return outcome{}, err
	}
	why, seen, err := x.send(from, sent)
	switch {
	case err != nil:
		return outcome{}, err
	case why.beyond != "":
		return outcome{beyond: why.beyond}, nil
	case why.end == nil:
		return outcome{leg: reachtest.Forward, why: why}, nil
	}
	out := outcome{arrived: true, at: why.end, source: seen.Src}
	if !answered(s.Packet) {
		out.returned = true
		return out, nil
	}
	reply := seen.answer()
	if s.Packet.Protocol == packet.TCP {
		reply.flags, reply.seq, reply.ack = syn|ack, 5000, seen.seq+1
	}
	why, back, err := x.send(out.at, reply)
	switch {
	case err != nil:
		return outcome{}, fmt.Errorf("answer: %w", err)
	case why.beyond != "":
		return outcome{beyond: why.beyond}, nil
	case why.end != from, back.Packet != sent.answer().Packet:
		out.leg, out.why = reachtest.Reply, why
		if why.end != nil {
			// It went to somebody who has not asked, or something has translated it: it
			// is nobody's answer any more.
			out.why = &reason{code: reach.NoDestination}
		}
		if inspects {
			// Whoever gets no answer asks again.
			sent.turn = secondQuestion
			why, _, err := x.send(from, sent)
			if err != nil {
				return outcome{}, fmt.Errorf("again: %w", err)
			}
			out.later = why.inspected()
		}
		return out, nil
	case s.Packet.Protocol != packet.TCP && !inspects:
		out.returned = true
		return out, nil
	}
	why, err = x.converse(from, out.at, sent, seen, back)
	if out.returned = why == nil; !out.returned {
		out.leg, out.why = reachtest.Reply, why
	}
	return out, err
}

// inspected is the reason where it is a firewall's.
func (r *reason) inspected() *reason {
	if r.code == reach.AsymmetricFirewall || r.code == reach.FirewallRestriction {
		return r
	}
	return nil
}

// converse sends a packet each way, with a byte of TCP, of a flow that has been asked
// for and answered. Nothing may stop it any more but a firewall, which may look at both
// directions before it makes up its mind (NFW-4, NFW-8).
func (x *live) converse(from, to *end, sent, seen, granted segment) (*reason, error) {
	sent.turn = secondQuestion
	if sent.Protocol == packet.TCP {
		sent.flags, sent.seq, sent.ack, sent.data = ack|psh, sent.seq+1, granted.seq+1, []byte("?")
	}
	why, asked, err := x.send(from, sent)
	switch {
	case err != nil:
		return nil, fmt.Errorf("second question: %w", err)
	case why.inspected() != nil:
		return why, nil
	case why.end != to || string(asked.data) != string(sent.data) || asked.Packet != seen.Packet:
		return nil, fmt.Errorf("second question: %v did not follow its flow", asked.Packet)
	}
	reply := asked.answer()
	if sent.Protocol == packet.TCP {
		reply.flags, reply.seq, reply.ack, reply.data = ack|psh, asked.ack, asked.seq+1, []byte("!")
	}
	why, back, err := x.send(to, reply)
	switch {
	case err != nil:
		return nil, fmt.Errorf("second answer: %w", err)
	case why.end != from || string(back.data) != string(reply.data):
		return nil, fmt.Errorf("second answer: %v did not follow its flow", back.Packet)
	}
	return nil, nil
}

// connections are those that namespaces may remember of a shot: as its sender has
// it, and as what translates it does.
func connections(r *reading, s reachtest.Shot) []connection {
	p := s.Packet
	if !p.Protocol.HasPorts() {
		// ICMP has an identifier of its own for each, and of other protocols the
		// addresses are all, in both directions.
		p.SrcPort, p.DstPort = uint16(p.Protocol), uint16(p.Protocol)
		if p.Protocol.IsICMP() {
			return nil
		}
	}
	dst := netip.AddrPortFrom(p.Dst, p.DstPort)
	port := s.NATPort
	if !p.Protocol.HasPorts() {
		port = uint16(p.Protocol)
	}
	// All that translate send from the same port to the same destination.
	by := netip.AddrPortFrom(netip.IPv4Unspecified(), port)
	out := []connection{{netip.AddrPortFrom(p.Src, p.SrcPort), dst}, {by, dst}}
	if four, is := inFour(p.Dst); is {
		out = append(out, connection{by, netip.AddrPortFrom(four, p.DstPort)})
	}
	return out
}

// placeAddress is where a place in a subnet sends from: an address that nothing has.
// What has a public address and what the subnet decides about have different ones.
func placeAddress(n *reach.Network, s *reach.Subnet, public, six bool) netip.Addr {
	block := s.CIDR.Value
	if six {
		block = s.CIDR6.Value
	}
	if !block.IsValid() {
		return netip.Addr{}
	}
	skip := 0
	if public {
		skip = 1
	}
	taken := knownAddresses(n)
	for a := lastOf(block).Prev(); ; a = a.Prev() {
		if slices.Contains(taken, a) {
			continue
		}
		if skip == 0 {
			return a
		}
		skip--
	}
}

// knownAddresses are those that something in the network has.
func knownAddresses(n *reach.Network) []netip.Addr {
	var out []netip.Addr
	for _, i := range n.Interfaces {
		out = slices.Concat(out, i.Private, i.Six)
	}
	for _, g := range n.NATGateways {
		out = append(out, g.Address)
	}
	return out
}

// settle makes of a shot one that the kernel can play: it gives the sender the
// address that it has there, and a service those of its blocks here.
func settle(n *reach.Network, s reachtest.Shot) (reachtest.Shot, error) {
	p := &s.Packet
	s.To = elsewhere(n, s)
	if s.Service != "" {
		for _, l := range n.PrefixLists {
			if l.Service == s.Service {
				for _, b := range serviceBlocks(n, l) {
					p.Dst = b.Addr().Next()
				}
			}
		}
	}
	switch {
	case s.From == nil:
		p.Src = placeAddress(n, s.Subnet, s.Public, p.Dst.Is6())
	default:
		p.Src = netip.Addr{}
		for _, a := range addresses(s.From, s.Subnet) {
			if a.Is6() == p.Dst.Is6() && !p.Src.IsValid() {
				p.Src = a
			}
		}
	}
	s.NATPort = max(s.NATPort, firstNATPort)
	return s, playable(n, s)
}

// elsewhere is the interface of another VPC that has the destination address, nil
// where none or several have it. Only who is asked about it knows that it is meant.
func elsewhere(n *reach.Network, s reachtest.Shot) *reach.Interface {
	var found *reach.Interface
	for _, b := range n.Blocks {
		if b.VPC.Is(only(s.Subnet.VPC)) && b.Prefix.Value.Contains(s.Packet.Dst) {
			return nil
		}
	}
	for _, i := range n.Interfaces {
		if slices.Contains(slices.Concat(i.Private, i.Six), s.Packet.Dst) {
			if found != nil {
				return nil
			}
			found = i
		}
	}
	return found
}

// errUnplayable is a flow that the kernel does not play. Its text names why.
type errUnplayable string

func (e errUnplayable) Error() string { return string(e) }

var (
	// neverFiltered is what AWS serves by itself (SG-20).
	neverFiltered = []netip.Addr{
		netip.MustParseAddr("169.254.169.253"), netip.MustParseAddr("169.254.169.254"), netip.MustParseAddr("169.254.169.123"),
		netip.MustParseAddr("169.254.170.2"), netip.MustParseAddr("169.254.169.250"), netip.MustParseAddr("169.254.169.251"),
		netip.MustParseAddr("fd00:ec2::253"), netip.MustParseAddr("fd00:ec2::254"), netip.MustParseAddr("fd00:ec2::123"),
	}
	// noHosts are destinations that Linux routes nowhere.
	noHosts = []netip.Prefix{
		netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("224.0.0.0/3"),
		netip.MustParsePrefix("::/16"), netip.MustParsePrefix("fe80::/10"), netip.MustParsePrefix("ff00::/8"),
	}
)

func playable(n *reach.Network, s reachtest.Shot) error {
	p := s.Packet
	own := slices.Contains(knownAddresses(n), p.Dst)
	four, isFour := inFour(p.Dst)
	switch {
	case !p.Src.IsValid() || s.From == nil && p.Dst.Is6() && !s.Public && !s.Subnet.AssignIPv6.Value:
		return errUnplayable("no address in the family")
	case p.Src == p.Dst:
		return errUnplayable("its own destination")
	case slices.Contains(neverFiltered, p.Dst) || isResolver(n, s.Subnet, p.Dst) || isRouter(s.Subnet, p.Dst):
		return errUnplayable("never filtered (SG-20)")
	case inAny(noHosts, p.Dst):
		return errUnplayable("no host in Linux")
	case isFour && (inAny(noHosts, four) || isService(n, four) || slices.Contains(knownAddresses(n), four)):
		return errUnplayable("NAT64 to no host of the internet")
	case !own && isService(n, p.Dst) != (s.Service != ""):
		return errUnplayable("the stand-in of a service")
	}
	switch p.Protocol {
	case 0, 43, 44, 51, 59, 60, 135, 139, 140:
		if p.Dst.Is6() {
			return errUnplayable("extension headers")
		}
	}
	if slices.Contains([]packet.Protocol{33, 132, 136}, p.Protocol) {
		return errUnplayable("protocols with connections of their own")
	}
	if p.Protocol == packet.ICMPv6 && p.Dst.Is4() || p.Protocol == packet.ICMP && p.Dst.Is6() {
		// Linux takes neither for a connection.
		return errUnplayable("ICMP of the other family")
	}
	if p.Protocol == packet.ICMPv6 && p.DstPort>>8 >= 130 && p.DstPort>>8 <= 137 {
		return errUnplayable("neighbour discovery")
	}
	return nil
}

func isService(n *reach.Network, a netip.Addr) bool {
	for _, l := range n.PrefixLists {
		if l.Service != "" && inAny(serviceBlocks(n, l), a) {
			return true
		}
	}
	return false
}

// isResolver: the first IPv4 block of the VPC plus two.
func isResolver(n *reach.Network, s *reach.Subnet, a netip.Addr) bool {
	for _, b := range n.Blocks {
		if b.VPC.Is(only(s.VPC)) && !b.Six {
			return b.Prefix.Value.Masked().Addr().Next().Next() == a
		}
	}
	return false
}

// isRouter: the address of the sender's own router.
func isRouter(s *reach.Subnet, a netip.Addr) bool {
	return s.CIDR.Value.IsValid() && s.CIDR.Value.Masked().Addr().Next() == a
}

// unplayable is why a shot is not played, empty when the error is another one.
func unplayable(err error) string {
	var u errUnplayable
	if errors.As(err, &u) {
		return string(u)
	}
	return ""
}
