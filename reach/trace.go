package reach

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/tfreach/tfreach/reach/packet"
)

// Hop is one hop of a journey, as people read it.
type Hop struct {
	Leg  Leg
	Kind StepKind
	// Origin is the object asked; nil for the internet.
	Origin *Origin
	// Subnet is where the packet is; nil beyond the VPC.
	Subnet *Origin
	// Egress says for a filter which of its directions is asked.
	Egress bool
	// Rule is the rule or route that decides for the packet, in words; empty
	// where there is none. Decider is where it stands.
	Rule    string
	Decider *Origin
	Verdict HopVerdict
	// Detail is a remark in words.
	Detail string
	// Packet is the packet as it comes to the hop.
	Packet packet.Packet
}

// HopVerdict is what a hop does to a packet.
type HopVerdict string

// The verdicts of hops, in the words of the result.
const (
	Allowed    HopVerdict = "allow"
	Denied     HopVerdict = "deny"
	Routed     HopVerdict = "route"
	Translated HopVerdict = "translate"
	Passed     HopVerdict = "pass"
	Delivered  HopVerdict = "deliver"
	Undecided  HopVerdict = "undecided"
)

// Journey is the way of one packet of a part, hop by hop, with the rules that
// decide for it. The same part and taste give the same journey.
func (e *Engine) Journey(p *Part, taste packet.Taste) []Hop {
	var out []Hop
	witness := map[Object]packet.Packet{}
	if p.Stop != nil {
		witness[p.Stop.NAT], _ = p.Lost(p.Stop).Witness(taste)
	}
	// Packets only get fewer along a way, so the last hop on each side of a
	// translation has the packets that came through all hops of that side.
	for i := len(p.Steps) - 1; i >= 0; i-- {
		s := p.Steps[i]
		if _, have := witness[s.NAT]; have {
			continue
		}
		here := s.Here
		if s.NAT == nil {
			here = here.Intersect(p.Packets)
		}
		if w, ok := here.Witness(taste); ok {
			witness[s.NAT] = w
		}
	}
	for i, s := range p.Steps {
		w := witness[s.NAT]
		h := e.hop(s, w, p)
		h.Packet = w
		if s.Leg == Reply {
			h.Packet = answerTo(w)
		}
		last := i == len(p.Steps)-1
		if last && p.Stop != nil {
			h.Verdict = Denied
			if filter := s.Kind == AtACL || s.Kind == AtGroups || s.Kind == AtFirewall; !filter && p.Stop.Rule != "" {
				h.Detail = p.Stop.Rule
			}
		}
		if last && p.Stop == nil && len(p.Doubts) > 0 && p.Doubts[len(p.Doubts)-1].At.same(s) {
			h.Verdict, h.Detail = Undecided, p.Doubts[len(p.Doubts)-1].Reason
		}
		out = append(out, h)
	}
	return out
}

func (s Step) same(t Step) bool {
	return s.Leg == t.Leg && s.Kind == t.Kind && s.Object == t.Object && s.Egress == t.Egress && s.NAT == t.NAT
}

// answerTo is the packet that answers p.
func answerTo(p packet.Packet) packet.Packet {
	one, _ := packet.Of(p).Reply().Witness(packet.Taste{SrcPorts: []uint16{p.DstPort}})
	return one
}

// hop puts one step into words, for the packet w in the direction of the
// forward leg.
func (e *Engine) hop(s Step, w packet.Packet, p *Part) Hop {
	h := Hop{Leg: s.Leg, Kind: s.Kind, Egress: s.Egress, Verdict: Passed}
	if s.Object != nil {
		h.Origin = s.Object.At()
	}
	if i, ok := s.Object.(*Interface); ok && (s.Kind == AtDestination || s.Kind == AtGroups && !s.Egress) {
		h.Origin = e.meant(i, s.Subnet, w.Dst).At()
	}
	if s.Subnet != nil {
		h.Subnet = s.Subnet.At()
	}
	for _, d := range p.Doubts {
		if d.At.same(s) {
			h.Verdict, h.Detail = Undecided, d.Reason
			return h
		}
	}
	switch s.Kind {
	case AtGroups:
		e.groupHop(&h, s, w, p)
	case AtACL:
		e.aclHop(&h, s, w)
	case AtTable:
		h.Verdict = Routed
		switch {
		case s.Route != nil:
			h.Rule, h.Decider = s.Route.String(), s.Route.At()
		default:
			h.Rule = e.localRule(s, w)
		}
		if h.Rule == "" {
			h.Detail = "no route"
		}
	case AtNAT, AtNATInstance:
		h.Verdict = Translated
		h.Detail = "source becomes " + natAddress(s) + ", with a port of 1024-65535"
		if s.Leg == Reply {
			h.Detail = "destination becomes the client's address and port again"
		}
	case AtTransitTable:
		h.Verdict = Routed
		switch {
		case s.Transit != nil:
			h.Rule, h.Decider = s.Transit.String(), s.Transit.At()
		default:
			h.Rule = e.propagatedRule(s, w)
		}
		if h.Rule == "" {
			h.Detail = "no route"
		}
	case AtFirewall:
		e.firewallHop(&h, s, w)
	case AtInternetGateway:
		h.Detail = throughGateway(s, w)
	case AtDestination, AtInternet, AtService, AtBeyond:
		h.Verdict = Delivered
	case AtSource:
		i, _ := s.Object.(*Interface)
		switch {
		case s.Leg == Reply && i != nil:
			h.Verdict, h.Detail = Delivered, "security groups let every answer in"
		case s.Leg == Reply:
			h.Verdict = Delivered
		case s.Subnet != nil && (i == nil || len(i.Private) == 0 && w.Src.Is4() || len(i.Six) == 0 && w.Src.Is6()):
			h.Detail = "with any address of " + s.Subnet.Address
		}
	}
	return h
}

// natAddress is the private address that a translation gives packets, in words.
func natAddress(s Step) string {
	switch by := s.Object.(type) {
	case *NATGateway:
		if by.Address.IsValid() {
			return by.Address.String()
		}
	case *Interface:
		if len(by.Private) == 1 {
			return by.Private[0].String()
		}
	}
	if s.Subnet == nil {
		return "an address that AWS picks"
	}
	return fmt.Sprintf("an address of %v that AWS picks", s.Subnet.CIDR.Value)
}

// throughGateway is what an internet gateway does to a packet: it exchanges the
// private address for the public one and back (IGW-5). IPv6 passes as it is.
func throughGateway(s Step, w packet.Packet) string {
	switch {
	case w.Src.Is6():
		return ""
	case s.Leg == Reply:
		return "destination becomes the private address again"
	case s.NAT != nil:
		if _, gateway := s.NAT.(*NATGateway); gateway {
			return "source becomes the Elastic IP of " + s.NAT.At().Address
		}
		return "source becomes the public address of " + s.NAT.At().Address
	}
	return "source becomes the public address"
}

func (e *Engine) groupHop(h *Hop, s Step, w packet.Packet, p *Part) {
	i := s.Object.(*Interface)
	own := e.groupsOf(i, s.Subnet)
	var peer *groupList
	if other := e.otherSide(s, p); other != nil {
		l := e.groupsOf(other.Interface, other.Subnet)
		peer = &l
	}
	allowing := func(g *SecurityGroup) *SecurityGroupRule {
		for _, r := range e.rulesOf(g, s.Egress) {
			if r.Group.Is(g) && e.allows(r, g, w, peer, p.service) {
				return r
			}
		}
		return nil
	}
	var names []string
	for _, g := range own.groups {
		names = append(names, g.String())
		if r := allowing(g); r != nil {
			h.Origin, h.Rule, h.Decider, h.Verdict = g.At(), r.String(), r.At(), Allowed
			return
		}
	}
	for _, c := range own.choices {
		var each []string
		for _, g := range c.To {
			if allowing(g) != nil {
				each = append(each, g.String())
			}
		}
		if !c.Open && len(each) == len(c.To) {
			h.Verdict, h.Detail = Allowed, "it has one of "+strings.Join(each, ", ")+", and each allows it"
			return
		}
	}
	h.Verdict, h.Detail = Denied, "no rule allows it"
	if len(own.groups) > 0 {
		h.Origin = own.groups[0].At()
		if len(names) > 1 {
			h.Detail = "no rule of " + strings.Join(names, ", ") + " allows it"
		}
	}
}

// otherSide is the interface on the other side of security groups, nil when
// there is none or when it does not show its own address.
func (e *Engine) otherSide(s Step, p *Part) *Source {
	first := p.Steps[0]
	if !s.Egress {
		if i, ok := first.Object.(*Interface); ok && s.NAT == nil {
			return &Source{Interface: i, Subnet: first.Subnet}
		}
		return nil
	}
	return p.to
}

func (e *Engine) aclHop(h *Hop, s Step, w packet.Packet) {
	a, ok := s.Object.(*ACL)
	if !ok {
		return
	}
	if s.Leg == Reply {
		w = answerTo(w)
	}
	for _, entry := range e.entriesOf(a, s.Egress) {
		if entry.Why == nil && entry.Order == nil && entry.ACL.Is(a) && entry.matches(w) {
			h.Rule, h.Decider, h.Verdict = entry.String(), entry.At(), Allowed
			if !entry.Allow {
				h.Verdict = Denied
			}
			return
		}
	}
	h.Verdict, h.Rule = Denied, "rule * deny all"
	h.Detail = "no entry allows it"
}

// localRule is the VPC's own route that takes the packet, empty when none does.
func (e *Engine) localRule(s Step, w packet.Packet) string {
	t, ok := s.Object.(*RouteTable)
	if !ok {
		return ""
	}
	v, ok := t.VPC.Exact()
	if s.Subnet != nil {
		v, ok = s.Subnet.VPC.Exact()
	}
	if !ok {
		return ""
	}
	at := w.Dst
	if s.Leg == Reply {
		at = w.Src
	}
	for _, b := range e.blocks[v] {
		if b.Prefix.Value.IsValid() && b.Prefix.Value.Contains(at) {
			return fmt.Sprintf("%v local", b.Prefix.Value.Masked())
		}
	}
	return ""
}

// String is the route as AWS lists it: "0.0.0.0/0 to aws_nat_gateway.main".
func (r *Route) String() string {
	dst := destinationText(r.Destination, r.List)
	target := "an unknown target"
	if o, ok := r.Target.Exact(); ok {
		target = o.At().String()
	}
	return dst + " to " + target
}

// destinationText is where a route leads in words: a block, or a prefix list.
func destinationText(d Fact[netip.Prefix], l Ref[*PrefixList]) string {
	if list, ok := l.Exact(); ok {
		return list.String()
	}
	if d.Why != nil || !l.IsNone() {
		return "an unknown destination"
	}
	return d.Value.String()
}

// String is the route as AWS lists it.
func (r *TransitRoute) String() string {
	dst := destinationText(r.Destination, r.List)
	switch a, ok := r.Attachment.Exact(); {
	case ok:
		return dst + " to " + a.String()
	case r.Attachment.IsNone():
		return dst + " blackhole"
	}
	return dst + " to an unknown attachment"
}

// propagatedRule is the block of an attached VPC, or of a connection, that takes the
// packet, empty when none does.
func (e *Engine) propagatedRule(s Step, w packet.Packet) string {
	at := w.Dst
	if s.Leg == Reply {
		at = w.Src
	}
	t, ok := s.Object.(*TransitTable)
	if !ok {
		return ""
	}
	for _, g := range e.transitRegions(t) {
		if g.to != nil && g.addrs.Contains(at) {
			return fmt.Sprintf("%v propagated from %v", g.addrs, g.to)
		}
	}
	return ""
}

// firewallHop says which rule decides about a packet, or why none is asked.
func (e *Engine) firewallHop(h *Hop, s Step, w packet.Packet) {
	endpoint, _ := s.Object.(*FirewallEndpoint)
	if endpoint.Firewall.IsNone() {
		h.Detail = "what stands behind it is taken to let the packets pass"
		return
	}
	f, ok := endpoint.Firewall.Exact()
	if !ok {
		return
	}
	p, ok := f.Policy.Exact()
	if !ok {
		return
	}
	rules := e.compiledPolicy(p)
	stateless := rules.stateless
	if s.Leg == Reply {
		stateless = rules.answers
	}
	decider := func(parts []firewallPart) *firewallPart {
		for i := range parts {
			if parts[i].set.Contains(w) {
				return &parts[i]
			}
		}
		return nil
	}
	part := decider(stateless)
	if part != nil && part.why == nil && part.action == FirewallForward {
		if s.Leg == Reply {
			h.Detail = "answers of a connection that it knows pass"
			return
		}
		part = decider(rules.stateful)
	}
	if part != nil && part.rule != nil {
		h.Rule, h.Decider = part.rule.text, part.rule.culprit
	}
}
