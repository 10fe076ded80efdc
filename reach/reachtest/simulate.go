package reachtest

import (
	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// Simulate says what becomes of a shot. It takes one packet through walk W1 or
// W2 of the semantics, check by check, and its answer the whole way back.
//
// What the network does not decide: a filter that may or may not let the packet
// pass leaves the fate open, and the walk goes on, because a certain drop later
// is a certain drop. A route that is not certain ends the walk. An open
// association, or a rule of which something is unknown, counts only where its
// outcomes differ.
func Simulate(n *reach.Network, s Shot) Fate {
	w := &walk{network: n, shot: s}
	end := w.forward()
	fate := Fate{There: w.passed, Open: w.open}
	switch {
	case end == nil && len(w.open) == 0:
		fate.Arrived = Yes
	case end == nil:
		fate.Arrived = Undecided
	case end.lost != nil:
		fate.Arrived, fate.Replied = Undecided, Undecided
		fate.Open = append(fate.Open, end.lost)
		return fate
	default:
		fate.Leg, fate.Code, fate.Culprit, fate.Open = Forward, end.code, end.culprit, nil
		return fate
	}

	if w.service || !hasAnswer(s.Packet) {
		fate.Replied = fate.Arrived
		return fate
	}
	w.passed = nil
	end = w.back()
	fate.Back = w.passed
	switch {
	case end == nil && len(w.open) == 0:
		fate.Replied = Yes
	case end == nil:
		fate.Replied, fate.Open = Undecided, w.open
	case end.lost != nil:
		fate.Replied, fate.Open = Undecided, append(w.open, end.lost)
	default:
		fate.Replied = No
		fate.Leg, fate.Code, fate.Culprit = Reply, end.code, end.culprit
	}
	return fate
}

// walk is a packet on its way.
type walk struct {
	network *reach.Network
	shot    Shot
	vpc     *reach.VPC

	passed []reach.Object
	// open is the reasons for which the packet may not have got here.
	open []*reach.Unknown

	// last is the packet as it arrives, after all translation, and at the subnet
	// where it arrives, nil for the internet. An answer starts there.
	last packet.Packet
	at   *reach.Subnet
	// nats are the NAT gateways that it passed, in order.
	nats []translation
	// service: it went to something that AWS runs and never filters (SG-20).
	service bool
}

// translation is what a NAT gateway did to the packet, and undoes to the answer
// (NAT-3).
type translation struct {
	subnet *reach.Subnet
	// before is the packet as it came in.
	before packet.Packet
}

func (w *walk) pass(os ...reach.Object) { w.passed = append(w.passed, os...) }

// filter goes on past a filter, unless it certainly drops.
func (w *walk) filter(r ruling, drop *stop) *stop {
	switch r.answer {
	case No:
		return drop
	case Undecided:
		w.open = append(w.open, r.why)
	}
	return nil
}

// forward takes the packet to its destination.
func (w *walk) forward() *stop {
	p := w.shot.Packet
	if end := w.hasAddress(); end != nil {
		return end
	}
	w.pass(w.sender())
	if isLinkLocalService(p.Dst) {
		w.service = true
		return nil
	}
	v, ok := w.shot.Subnet.VPC.Exact()
	if !ok {
		return lost(w.shot.Subnet.VPC.Why)
	}
	w.vpc = v
	if w.isResolver(p.Dst) || isRouter(w.shot.Subnet, p.Dst) {
		w.service = true
		return nil
	}
	// F1. A place has no security group.
	if from := w.shot.From; from != nil {
		if end := w.filter(w.groupsAllow(from, true, p, p.Dst, w.bearerAt(p.Dst))); end != nil {
			return end
		}
	}
	return w.onward(p)
}

// onward takes the packet from subnet to subnet. Each turn of the loop is one
// router: that of the sender's subnet, then those of NAT gateways.
func (w *walk) onward(p packet.Packet) *stop {
	subnet, sender := w.shot.Subnet, w.leaver()
	for {
		// NACL-4: within a subnet there is neither ACL nor route.
		if contains(subnet, p.Dst) {
			return w.arrive(subnet, p)
		}
		if why := blockFor(subnet, p.Dst).Why; why != nil && w.inVPC(p.Dst) {
			return lost(why)
		}
		// F3, F7.
		if end := w.acl(subnet, true, p); end != nil {
			return end
		}
		// F4, F8.
		hop := w.nextHop(subnet, p.Dst)
		if hop.route != nil {
			w.pass(hop.route)
		}
		if hop.end != nil {
			return hop.end
		}
		if hop.target == reach.Local {
			return w.local(p)
		}
		switch g := hop.target.(type) {
		case *reach.InternetGateway:
			if end := w.internetGateway(g, hop.route, p, sender); end != nil {
				return end
			}
			w.last, w.at = p, nil
			return nil
		case *reach.NATGateway:
			next, end := w.natGateway(g, hop.route, subnet, p)
			if end != nil {
				return end
			}
			w.nats = append(w.nats, translation{next, p})
			p = w.translate(g, next, p)
			subnet, sender = next, leaver{certain(!g.Private.Value), g}
			if g.Private.Why != nil {
				sender.public = undecided(g.Private.Why)
			}
		default:
			// An interface that forwards, and what later kinds of targets bring.
			return lost(&reach.Unknown{Code: reach.UnmodelledResource, Address: hop.target.At().Address, Reason: "is not simulated"})
		}
	}
}

// local takes a packet from the router of one subnet to another subnet of the
// VPC (RT-6).
func (w *walk) local(p packet.Packet) *stop {
	d, open := w.subnetOf(p.Dst)
	switch {
	case open != nil:
		return lost(open)
	case d == nil:
		return dropped(reach.VPCCIDRUnused, w.vpc)
	}
	if end := w.acl(d, false, p); end != nil {
		return end
	}
	return w.arrive(d, p)
}

// arrive hands the packet to what has the destination address in the subnet.
func (w *walk) arrive(d *reach.Subnet, p packet.Packet) *stop {
	w.last, w.at = p, d
	if isReserved(d, p.Dst) {
		return dropped(reach.NoDestination, d)
	}
	// NAT-4: a NAT gateway takes nothing that it did not ask for.
	for _, g := range w.network.NATGateways {
		if g.Address != p.Dst {
			continue
		}
		switch here := isAt(g.Subnet, d, p.Dst); here.answer {
		case Yes:
			return dropped(reach.NoDestination, g)
		case Undecided:
			w.open = append(w.open, here.why)
		}
	}
	to := w.bearerIn(d, p.Dst)
	if to.i == nil {
		w.pass(d)
		return nil
	}
	// SG-10: behind a NAT gateway nobody knows the sender's groups any more.
	from := bearer{nobody: true}
	if len(w.nats) == 0 {
		from = bearer{i: w.shot.From}
	}
	allowed, drop := w.groupsAllow(to.i, false, p, p.Src, from)
	if to.why != nil && allowed.answer == No {
		allowed = undecided(to.why)
	}
	w.pass(to.i)
	return w.filter(allowed, drop)
}

// back takes the answer to the sender. Security groups let it pass (SG-3).
func (w *walk) back() *stop {
	p := answer(w.last)
	at := w.at
	// Each NAT gateway on the way, the last one first: R1 to R3.
	for i := len(w.nats) - 1; i >= 0; i-- {
		t := w.nats[i]
		if end := w.cross(at, t.subnet, p); end != nil {
			return end
		}
		undone := answer(t.before)
		p.Dst, p.DstPort = undone.Dst, undone.DstPort
		at = t.subnet
	}
	if end := w.cross(at, w.shot.Subnet, p); end != nil {
		return end
	}
	w.pass(w.sender())
	return nil
}

// cross takes an answer from one subnet to another, or from the internet, which
// is nil. R4 to R6 of W1, with the ACL before the route as on every hop.
func (w *walk) cross(from, to *reach.Subnet, p packet.Packet) *stop {
	if from == to {
		return nil
	}
	if from != nil {
		if end := w.acl(from, true, p); end != nil {
			return end
		}
		hop := w.nextHop(from, p.Dst)
		if hop.route != nil {
			w.pass(hop.route)
		}
		if hop.end != nil {
			return hop.end
		}
		// A gateway would send the answer elsewhere, or as a new connection.
		if hop.target != reach.Local {
			return dropped(reach.NoDestination, hop.route)
		}
	}
	return w.acl(to, false, p)
}

// answers is the ICMP query types with those of their answers.
var answers = map[packet.Protocol]map[uint16]uint16{
	packet.ICMP:   {8: 0, 13: 14, 15: 16, 17: 18},
	packet.ICMPv6: {128: 129},
}

// hasAnswer is false for the ICMP messages that nobody answers.
func hasAnswer(p packet.Packet) bool {
	if !p.Protocol.IsICMP() {
		return true
	}
	_, query := answers[p.Protocol][p.DstPort>>8]
	return query
}

// answer is the header of the packet that answers p.
func answer(p packet.Packet) packet.Packet {
	p.Src, p.Dst = p.Dst, p.Src
	switch {
	case p.Protocol.HasPorts():
		p.SrcPort, p.DstPort = p.DstPort, p.SrcPort
	case p.Protocol.IsICMP():
		p.DstPort = answers[p.Protocol][p.DstPort>>8]<<8 | p.DstPort&0xff
	}
	return p
}

// translate is what NAT-3 does to the source.
func (w *walk) translate(g *reach.NATGateway, subnet *reach.Subnet, p packet.Packet) packet.Packet {
	p.Src = g.Address
	if !p.Src.IsValid() {
		p.Src = w.shot.NATAddress
		if !contains(subnet, p.Src) {
			p.Src = nth(subnet.CIDR.Value, reservedFirst)
		}
	}
	if p.Protocol.HasPorts() {
		p.SrcPort = max(w.shot.NATPort, firstNATPort)
	}
	return p
}

// firstNATPort is the first of the ports that NAT gateways use (NAT-7).
const firstNATPort = 1024

// sender is what a walk begins and ends with.
func (w *walk) sender() reach.Object {
	if w.shot.From != nil {
		return w.shot.From
	}
	return w.shot.Subnet
}
