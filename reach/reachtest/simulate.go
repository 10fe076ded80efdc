package reachtest

import (
	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// Simulate says what becomes of a shot. It takes one packet through the walks of
// the semantics, check by check, and its answer the whole way back.
//
// What the network does not decide: a filter that may or may not let the packet
// pass leaves the fate open, and the walk goes on, because a certain drop later
// is a certain drop. A route that is not certain ends the walk. An open
// association, or a rule of which something is unknown, counts only where its
// outcomes differ.
//
// What AWS picks by itself decides nothing: a packet that some pick drops is
// dropped, whatever becomes of it with others. [Fates] has each of them.
func Simulate(n *reach.Network, s Shot) Fate {
	all := Fates(n, s)
	worst := all[0]
	for _, f := range all[1:] {
		if f.rank() < worst.rank() {
			worst = f
		}
	}
	return worst
}

// rank orders fates from the worst to the best.
func (f Fate) rank() int {
	order := map[Answer]int{No: 0, Undecided: 1, Yes: 2}
	return 3*order[f.Arrived] + order[f.Replied]
}

// Fates is what becomes of a shot with each pick that AWS may make: the zone that
// a transit gateway delivers in.
func Fates(n *reach.Network, s Shot) []Fate {
	var out []Fate
	var p picks
	for more := true; more; more = p.next() {
		w := &walk{network: n, shot: s, picks: &p}
		out = append(out, w.run())
	}
	return out
}

// picks goes through all sequences of picks.
type picks struct {
	// taken is what is picked, and from how many.
	taken []pickOne
	at    int
}

type pickOne struct{ which, of int }

// pick is one of so many.
func (p *picks) pick(of int) int {
	if p.at == len(p.taken) {
		p.taken = append(p.taken, pickOne{0, of})
	}
	which := p.taken[p.at].which
	p.at++
	return which
}

// next goes to the next sequence, and reports whether there is one.
func (p *picks) next() bool {
	p.at = 0
	for len(p.taken) > 0 {
		last := &p.taken[len(p.taken)-1]
		if last.which++; last.which < last.of {
			return true
		}
		p.taken = p.taken[:len(p.taken)-1]
	}
	return false
}

func (w *walk) run() Fate {
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

	if w.service || !hasAnswer(w.shot.Packet) {
		fate.Replied = fate.Arrived
		return fate
	}
	switch {
	case w.handshakeOpen != nil:
		fate.Replied, fate.Open = Undecided, append(w.open, w.handshakeOpen)
		return fate
	case w.handshake != nil:
		fate.Replied = No
		fate.Leg, fate.Code, fate.Culprit, fate.Open = Reply, reach.FirewallRestriction, w.handshake.At(), w.open
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
	picks   *picks
	// leg is the way that the packet is on, and vpc the VPC that it is in.
	leg Leg
	vpc *reach.VPC

	// p is the packet as it is now, at the router that it comes to next, and from
	// what a gateway takes for its sender.
	p    packet.Packet
	at   spot
	from leaver
	done bool

	// handshake is a firewall policy that lets the connection be made and then drops it,
	// and handshakeOpen why it may be another rule that decides.
	handshake     *reach.FirewallPolicy
	handshakeOpen *reach.Unknown

	passed []reach.Object
	// taken are the routes that it has taken on this leg, with what it was.
	taken   map[taken]bool
	visited map[visit]bool
	// open is the reasons for which the packet may not have got here.
	open []*reach.Unknown

	// exit is where the packet left the network, nil for one that arrived in it.
	exit *exit
	// nats are the translations that it went through, in order.
	nats []translation
	// service: it went to something that AWS runs and never filters (SG-20).
	service    bool
	references references
	inspections
	// zones is the subnet that a transit gateway has picked for a flow (TGW-10).
	zones map[flowAt]*reach.Subnet
}

// spot is where a router takes a packet from: a subnet, or a regional NAT gateway.
type spot struct {
	subnet *reach.Subnet
	nat    *reach.NATGateway
	// zone is that of the sender where there is no subnet.
	zone string
}

type taken struct {
	route *reach.Route
	p     packet.Packet
}

// exit is where a packet left the network.
type exit struct {
	// gateway is what it left through: an internet gateway, a virtual private
	// gateway, or something else that has no table for what comes in.
	gateway reach.Object
	// attachment is set when it left through a transit gateway.
	attachment *reach.TransitAttachment
	transit    *reach.TransitGateway
	// direct: the answer comes back to the sender's interface, wherever tables lead.
	direct bool
}

// translation is what a NAT gateway or a NAT instance did to the packet, and
// undoes to the answer (NAT-3).
type translation struct {
	at     spot
	vpc    *reach.VPC
	object reach.Object
	// before is the packet as it came in, after as it went on.
	before, after packet.Packet
	// peered: the packet went over a peering connection next (NAT-9).
	peered bool
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
	w.leg, w.p, w.at = Forward, w.shot.Packet, spot{subnet: w.shot.Subnet}
	w.taken, w.visited = map[taken]bool{}, map[visit]bool{}
	if end := w.hasAddress(); end != nil {
		return end
	}
	w.pass(w.sender())
	if isLinkLocalService(w.p.Dst) {
		w.service = true
		return nil
	}
	v, ok := w.shot.Subnet.VPC.Exact()
	if !ok {
		return lost(w.shot.Subnet.VPC.Why)
	}
	w.vpc = v
	if w.isResolver(w.p.Dst) || isRouter(w.shot.Subnet, w.p.Dst) {
		w.service = true
		return nil
	}
	// F1. A place has no security group.
	if from := w.shot.From; from != nil {
		if end := w.leaveInterface(from); end != nil {
			return end
		}
	}
	w.from = w.leaver()
	return w.travel()
}

// back takes the answer to the sender. Security groups let it pass (SG-3).
func (w *walk) back() *stop {
	w.leg, w.p, w.done = Reply, answer(w.p), false
	w.taken, w.visited = map[taken]bool{}, map[visit]bool{}
	if end := w.comeBack(); end != nil {
		return end
	}
	if end := w.travel(); end != nil {
		return end
	}
	w.pass(w.sender())
	return nil
}

// comeBack brings the answer from where the packet left to a router, if it left.
func (w *walk) comeBack() *stop {
	if w.exit == nil {
		return w.returnToSender()
	}
	if a := w.exit.attachment; a != nil {
		return w.fromAttachment(w.exit.transit, a, "")
	}
	if t := w.lastNAT(); t != nil && t.at.nat != nil {
		// NAT-13: it is in no subnet.
		if end := w.symmetric(); end != nil {
			return end
		}
		w.undo()
		return nil
	}
	if w.exit.direct {
		return w.local()
	}
	return w.ingress(w.exit.gateway)
}

// returnToSender: what a NAT gateway sent over a peering connection comes back to
// it, whatever the tables of the peer say (NAT-9).
func (w *walk) returnToSender() *stop {
	t := w.lastNAT()
	if t == nil || !t.peered {
		return nil
	}
	if end := w.acl(w.at.subnet, true, w.p); end != nil {
		return end
	}
	w.vpc = t.vpc
	return w.local()
}

func (w *walk) lastNAT() *translation {
	if len(w.nats) == 0 {
		return nil
	}
	return &w.nats[len(w.nats)-1]
}

// undo is the last translation undone: the answer is at what translated.
func (w *walk) undo() {
	t := w.lastNAT()
	w.nats = w.nats[:len(w.nats)-1]
	undone := answer(t.before)
	w.p, w.at = undone, t.at
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

// sender is what a walk begins and ends with.
func (w *walk) sender() reach.Object {
	if w.shot.From != nil {
		return w.shot.From
	}
	return w.shot.Subnet
}
