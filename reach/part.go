package reach

import "github.com/tfreach/tfreach/reach/packet"

// Leg is a direction of a conversation.
type Leg int

// The legs.
const (
	// Forward is from the source to the destination.
	Forward Leg = iota
	// Reply is the answer, back to the port that the client chose.
	Reply
)

func (l Leg) String() string {
	if l == Reply {
		return "reply"
	}
	return "forward"
}

// Fate is what becomes of packets.
type Fate int

// The fates.
const (
	// Open: it hangs on something unknown.
	Open Fate = iota
	// Yes: every one of them gets through.
	Yes
	// No: none of them does.
	No
)

// Part is packets that share one fate.
type Part struct {
	// Packets is them as they left the source.
	Packets packet.Set
	// Arrives: they get to the destination.
	Arrives Fate
	// Answered: the answers come back. No for what does not arrive, Yes for what
	// arrives and has no answer (ICMP messages that are no queries).
	Answered Fate
	// Stop is the first hop that drops them, nil when none is known to.
	Stop *Stop
	// Also is what would drop some of them next, were each stop before it mended;
	// a part that is less than what was walked may have none that a stop drops.
	Also []*Stop
	// Doubts is what their fate hangs on. It is set whenever one of the fates is
	// open, and may be set when neither is: what is dropped later is dropped,
	// whatever the doubt.
	Doubts []Doubt
	// Assumptions is what the fate rests on and the plan does not show.
	Assumptions []string
	// Steps is the way they took, both legs.
	Steps []Step

	// to is the interface that they are addressed to, nil for none.
	to *Source
	// service is what the packets are sent to, empty for no service.
	service string
}

// At is the packets of the part as they are at a hop of their way, in the
// direction of the forward leg.
func (p *Part) At(s Step) packet.Set { return p.among(s.Here, s.NAT, s.extracted) }

// Lost is the packets of the part that a stop drops, as they are at the hop, in
// the direction of the forward leg.
func (p *Part) Lost(s *Stop) packet.Set { return p.among(s.Here, s.NAT, s.At.extracted) }

func (p *Part) among(here packet.Set, nat Object, extracted bool) packet.Set {
	switch {
	case extracted:
		return here.Intersect(p.Packets.Extract(packet.AnyAddr(), packet.AnyPort()))
	case nat != nil:
		return here.Intersect(p.Packets.FromAnywhere())
	}
	return here.Intersect(p.Packets)
}

// Stop is a hop that drops packets.
type Stop struct {
	Leg  Leg
	Code Code
	// Culprit is what has to change (DESIGN: culprit), or [Self].
	Culprit *Origin
	// Here is the packets that are dropped at the hop, as they are there, in the
	// direction of the forward leg: behind a NAT gateway with its address and its
	// ports. Packets of other parts may be among them; see [Part.Lost].
	Here packet.Set
	// NAT is what translated Here last, nil before any translation.
	NAT Object
	// Rule is the rule that drops them, empty when nothing allows them.
	Rule string
	// At is the hop.
	At Step
}

// Doubt is a hop that cannot be decided.
type Doubt struct {
	Leg Leg
	*Unknown
	At Step
}

// StepKind is the kind of a hop.
type StepKind string

// The kinds, in the words of the result.
const (
	AtSource            StepKind = "source"
	AtGroups            StepKind = "security group"
	AtACL               StepKind = "network acl"
	AtTable             StepKind = "route table"
	AtNAT               StepKind = "nat gateway"
	AtInternetGateway   StepKind = "internet gateway"
	AtInternet          StepKind = "internet"
	AtNATInstance       StepKind = "nat instance"
	AtEgressOnlyGateway StepKind = "egress-only gateway"
	AtPeering           StepKind = "peering connection"
	AtTransitGateway    StepKind = "transit gateway"
	AtTransitTable      StepKind = "transit gateway route table"
	AtVPNGateway        StepKind = "vpn gateway"
	AtFirewall          StepKind = "firewall"
	AtGatewayEndpoint   StepKind = "gateway endpoint"
	AtDestination       StepKind = "destination"
	// AtService is what AWS answers by itself and no filter touches (SG-20).
	AtService StepKind = "aws service"
	// AtBeyond is something outside the plan that an assumption says delivers.
	AtBeyond StepKind = "beyond the plan"
)

// Step is one hop of a way.
type Step struct {
	Leg  Leg
	Kind StepKind
	// Object is the hop itself: the network ACL, the NAT gateway, the interface
	// whose groups are asked. It is nil for the internet.
	Object Object
	// Subnet is where the packets are.
	Subnet *Subnet
	// Egress says for a filter which of its directions is asked.
	Egress bool
	// Route is the route taken at a route table, nil for a local one.
	Route *Route
	// Transit is the route taken at a table of a transit gateway, nil for what is
	// propagated.
	Transit *TransitRoute
	// Here is the packets that went on from here, in the direction of the
	// forward leg.
	Here packet.Set
	// NAT is what translated Here last, nil before any translation.
	NAT Object
	// extracted: Here is the IPv4 form of packets over IPv6 (NAT-15).
	extracted bool
}

// Answer is what becomes of the packets of a question. Its parts cover them
// all. They are disjoint but for packets whose fate hangs on the port that a NAT
// gateway picks: those are in every part that some port leads to.
type Answer struct{ Parts []*Part }

// Delivered is the packets that may get there and be answered.
func (a *Answer) Delivered() packet.Set {
	return a.where(func(p *Part) bool { return p.Arrives == Yes && p.Answered == Yes })
}

// OneWay is the packets that may arrive without an answer that is known to come
// back.
func (a *Answer) OneWay() packet.Set {
	return a.where(func(p *Part) bool { return p.Arrives == Yes && p.Answered != Yes })
}

// Dropped is the packets that may not arrive.
func (a *Answer) Dropped() packet.Set {
	return a.where(func(p *Part) bool { return p.Arrives == No })
}

// Undecided is the packets of which the plan does not say whether they arrive.
func (a *Answer) Undecided() packet.Set {
	return a.where(func(p *Part) bool { return p.Arrives == Open })
}

func (a *Answer) where(is func(*Part) bool) packet.Set {
	var s packet.Set
	for _, p := range a.Parts {
		if is(p) {
			s = s.Union(p.Packets)
		}
	}
	return s
}
