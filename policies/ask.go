package policies

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/tfreach/tfreach/policies/intent"
	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// ask asks one sentence under one verb.
func (e *evaluator) ask(j *judgement, s Sentence, verb intent.Verb) {
	found := e.selection(s.Intent, verb != intent.Reach)
	if j.Builtin {
		found = found.own(e)
	}
	if j.only != nil {
		found = found.only(e, j.only)
	}
	j.selections = append(j.selections, found)
	turn := len(j.selections)
	j.notes = append(j.notes, found.notes...)
	hops := e.emptyHops(s.Via)
	if len(hops) > 0 {
		s.Via = nil
	}
	for _, text := range slices.Concat(found.empty, hops) {
		j.nothing(text)
	}
	if j.only != nil && !j.AllowEmpty {
		for _, why := range found.hollow {
			names := slices.Collect(maps.Keys(j.only))
			x := j.unknown(why, names...)
			j.harmsAll(x, topic{turn: turn, destination: anyDestination}, unknownText(why), names...)
		}
	}
	if len(hops) > 0 && verb == intent.CannotReach {
		// Nothing passes what is not there, whatever is asked.
		j.extents = append(j.extents, slices.Repeat([]extent{surelyAsked}, len(s.Destinations))...)
		return
	}
	for _, a := range found.askers {
		if a.why != nil {
			x := j.unknown(a.why, a.address())
			j.harmsAll(x, topic{turn: turn, destination: startsUnknown}, unknownText(a.why), a.address())
		}
	}
	a := &asking{Sentence: s, verb: verb, turn: turn, requests: map[requestKey][]request{}, rests: map[shape]rest{}, asked: make([]extent, len(s.Destinations))}
	for _, p := range found.parties {
		e.askParty(j, a, p)
	}
	if verb == intent.ReachOnly {
		return
	}
	for n, d := range s.Destinations {
		how := a.asked[n]
		if len(found.parties) == 0 {
			how = byNobody
		}
		j.extents = append(j.extents, how)
		if how == notAsked && j.only == nil && !j.emptied[d.String()] {
			j.nothing(fmt.Sprintf("%q leaves nothing to ask: no workload can have its addresses, or it is the source itself", d.String()))
		}
	}
}

// askParty asks for one party of sources.
func (e *evaluator) askParty(j *judgement, s *asking, p party) {
	if s.verb == intent.ReachOnly {
		e.askOnly(j, s, p)
		return
	}
	q := query{Question: reach.Question{From: p.Party}, via: s.Via, doubt: p.doubt, turn: s.turn}
	if s.verb == intent.CannotReach {
		q.claim = notReached
	}
	for n, d := range s.Destinations {
		q.destination = n
		for _, r := range e.requests(j, s, n, p.Party) {
			how := perhapsAsked
			switch {
			case r.why != nil:
				names := j.of(p.Party)
				x := j.unknown(r.why, names...)
				j.harmsAll(x, q.topicOf(""), unknownText(r.why), names...)
			case r.broken != nil:
				j.unresolved(q, d.String(), r.broken)
			case r.server != nil:
				e.askServer(j, q, r)
			default:
				q.To, q.Packets, q.unlisted, q.behind = r.at, r.packets, r.unlisted, r.behind
				if !e.put(j, q) {
					how = notAsked
				} else if p.doubt == nil {
					how = surelyAsked
				}
			}
			s.asked[n] = max(s.asked[n], how)
		}
		e.askOther(j, s.Destinations, d, s.verb, p.Party)
	}
}

// asking is a sentence under one verb while its questions are asked.
type asking struct {
	Sentence
	verb intent.Verb
	// turn counts what is asked for an intent.
	turn int
	// requests and rests are what sources of one shape ask for, by the place of
	// the destination: it is the same for many.
	requests map[requestKey][]request
	rests    map[shape]rest
	// asked is by whom something is asked of the destination at the place.
	asked []extent
}

// extent is by whom something is asked of a destination.
type extent int

const (
	// byNobody: there are no sources.
	byNobody extent = iota
	// notAsked: for none of them is anything left to ask.
	notAsked
	// perhapsAsked: by sources that the intent may not mean, or it is not known
	// what to ask.
	perhapsAsked
	surelyAsked
)

type requestKey struct {
	shape
	destination int
}

// shape is what a destination may depend on of the sources that ask for it.
type shape struct {
	subnet          *reach.Subnet
	vpc             *reach.VPC
	four, six, high bool
	// mayFour and maySix: it is not known that there are no addresses of the family.
	mayFour, maySix bool
}

func shapeOf(p *reach.Party) shape {
	first := p.Members[0]
	return shape{
		subnet: first.Subnet, four: p.Has(packet.IPv4()), six: p.Has(packet.IPv6()),
		mayFour: p.MayHave(packet.IPv4()), maySix: p.MayHave(packet.IPv6()),
		high: first.Interface != nil && (first.Interface.Hyperplane || first.Interface.HighPorts),
	}
}

// request is a goal with the packets that are sent to it.
type request struct {
	goal
	packets packet.Set
}

// requests are what a party asks for at a destination of the sentence.
func (e *evaluator) requests(j *judgement, s *asking, destination int, p *reach.Party) []request {
	d := s.Destinations[destination]
	k := requestKey{shapeOf(p), destination}
	if v, ok := p.VPC(); ok && d.Target.Kind == intent.ToInternet {
		// The internet is the same for all subnets of a VPC.
		k.subnet, k.vpc = nil, v
	}
	out, known := s.requests[k]
	if known {
		return out
	}
	for _, g := range e.goalsOf(j, d, s.verb, p) {
		r := request{goal: g}
		switch {
		case g.server != nil:
			r.packets = e.packets(g, portsOf(g.server.at.Port()), s.verb, p)
		case g.why == nil && g.broken == nil:
			r.packets = e.listening(g, d.Ports, s.verb, e.packets(g, d.Ports, s.verb, p))
		}
		out = append(out, r)
	}
	s.requests[k] = out
	return out
}

// portsOf is a port of a name server, over both protocols (DNS-3).
func portsOf(n uint16) []intent.Port {
	return []intent.Port{{Protocol: intent.UDP, Lo: n, Hi: n}, {Protocol: intent.TCP, Lo: n, Hi: n}}
}

// askServer asks whether a name server is reached, by the source or, through a
// resolver rule, by the interfaces of an endpoint.
func (e *evaluator) askServer(j *judgement, q query, r request) {
	q.claim, q.via, q.server = resolved, nil, r.server
	q.To, q.Packets = r.at, r.packets
	if r.server.from == nil {
		e.put(j, q)
		return
	}
	q.behalf = q.From
	for _, p := range e.engine.Parties(r.server.from...) {
		q.From, q.Packets = p, e.packets(r.goal, portsOf(r.server.at.Port()), intent.Reach, p)
		e.put(j, q)
	}
}

// askOther asks about the address family that a destination on the internet
// leaves out, for a note.
func (e *evaluator) askOther(j *judgement, all []intent.Destination, d intent.Destination, verb intent.Verb, p *reach.Party) {
	var family packet.Addrs
	q := query{Question: reach.Question{From: p}}
	switch t := d.Target; {
	case verb == intent.Reach && t.Kind == intent.ToInternet && p.Has(packet.IPv4()):
		family, q.claim = packet.IPv6(), otherShut
	case verb == intent.CannotReach && t.Kind == intent.ToPrefix && t.Prefix.Bits() == 0:
		family, q.claim = packet.IPv6(), otherOpen
		if t.Prefix.Addr().Is6() {
			family = packet.IPv4()
		}
		for _, other := range all {
			o := other.Target
			if o.Kind == intent.ToInternet || o.Kind == intent.ToAny || o.Kind == intent.ToPrefix && o.Prefix.Bits() == 0 && o.Prefix.Addr().Is4() != t.Prefix.Addr().Is4() {
				return
			}
		}
	default:
		return
	}
	if !p.Has(family) {
		return
	}
	for _, g := range e.internet(p, family) {
		q.To, q.Packets = g.at, e.packets(g, d.Ports, verb, p)
		e.put(j, q)
	}
}

// askOnly asks that nothing outside the source's VPC is reached but what is
// listed, and that what is listed is reached through the hops, if at all.
func (e *evaluator) askOnly(j *judgement, s *asking, p party) {
	k := shapeOf(p.Party)
	r, known := s.rests[k]
	if !known {
		r = e.restOf(j, s, p.Party)
		s.rests[k] = r
	}
	q := query{claim: notReached, doubt: p.doubt, slack: r.slack, turn: s.turn, destination: anyDestination}
	q.From, q.To = p.Party, reach.Destination{Outside: true}
	world, special := r.world, r.special
	for _, u := range r.unlisted {
		// Where only some addresses are reached, they may be those that are listed.
		q := q
		q.Packets, q.unlisted, world = world.Intersect(u.packets), u.unlisted, world.Minus(u.packets)
		e.put(j, q)
	}
	for _, u := range r.perhaps {
		q := q
		if q.slack == nil {
			q.slack = &reach.Unknown{Code: reach.UnknownValue, Address: u.at.Interface.Address, Attribute: "private_ip", Reason: "AWS picks the address, so that which one of its subnet may be reached is not known"}
		}
		q.Packets, world = world.Intersect(u.packets), world.Minus(u.packets)
		e.put(j, q)
		q.Packets, q.special, special = special.Intersect(u.packets), true, special.Minus(u.packets)
		e.put(j, q)
	}
	q.Packets = world
	e.put(j, q)
	q.Packets, q.special = special, true
	e.put(j, q)
	if len(s.Via) == 0 {
		return
	}
	via := query{claim: onTheWay, via: s.Via, doubt: p.doubt, turn: s.turn, destination: anyDestination}
	via.From = p.Party
	via.Packets = r.listed
	e.put(j, via)
	for _, u := range slices.Concat(r.unlisted, r.apart) {
		via.To, via.Packets, via.unlisted = u.at, u.packets, u.unlisted
		e.put(j, via)
	}
}

// rest is what a list of destinations leaves out.
type rest struct {
	listed packet.Set
	// unlisted is what is listed by names whose addresses no plan shows, apart the
	// interfaces that are, and perhaps those of them with an address that AWS picks.
	unlisted, apart, perhaps []request
	// world and special are all other packets that leave the VPC: to the internet,
	// and to addresses that are no part of it.
	world, special packet.Set
	// slack is set when it is not certain what the list means.
	slack *reach.Unknown
}

func (e *evaluator) restOf(j *judgement, s *asking, p *reach.Party) rest {
	var out rest
	var named packet.Set
	for n := range s.Destinations {
		for _, r := range e.requests(j, s, n, p) {
			to := r.at.Interface
			switch {
			case r.why != nil:
				out.slack = r.why
			case r.unlisted != "":
				out.unlisted = append(out.unlisted, r)
			case to == nil:
				out.listed = out.listed.Union(r.packets)
			default:
				out.apart = append(out.apart, r)
				addrs := e.engine.Parties(reach.Source{Interface: to, Subnet: r.at.Subnet, Why: r.at.Why})[0].Members[0].Addrs
				r.packets = r.packets.To(addrs)
				if picks(to, addrs) {
					out.perhaps = append(out.perhaps, r)
				} else {
					named = named.Union(r.packets)
				}
			}
		}
	}
	from := p.Members[0].Subnet
	for _, endpoint := range e.engine.Served(from) {
		j.notes = append(j.notes, serviceOpen(endpoint))
	}
	own, _ := e.engine.Blocks(from)
	others := packet.AnyAddr().Minus(own.Union(own.Embed())).Minus(e.engine.Unfiltered(from))
	outside := e.packets(goal{to: others}, nil, intent.ReachOnly, p).Minus(out.listed).Minus(named)
	out.world = outside.To(reach.IPv4Internet().Union(reach.IPv6Internet()))
	out.special = outside.Minus(out.world)
	return out
}

// goalsOf is goals, with an operand that means nothing put on record.
func (e *evaluator) goalsOf(j *judgement, d intent.Destination, verb intent.Verb, p *reach.Party) []goal {
	goals, empty := e.goals(d, verb, p)
	if empty != "" {
		if j.emptied == nil {
			j.emptied = map[string]bool{}
		}
		j.emptied[d.String()] = true
		j.nothing(empty)
	}
	for _, g := range goals {
		j.assumed = append(j.assumed, g.assumptions...)
		j.notes = append(j.notes, g.notes...)
		if verb != intent.Reach {
			for _, s := range g.services {
				j.notes = append(j.notes, serviceOpen(s))
			}
		}
	}
	return goals
}

// serviceOpen notes that an endpoint may keep its service within reach.
func serviceOpen(s *reach.GatewayEndpoint) Remark {
	return Remark{ServiceOpen, s.Address, fmt.Sprintf("%s may keep %s within reach, which is not part of the internet", s.Address, cmp.Or(s.Service, "its service"))}
}

// put adds a question. A source that is its own destination is left out. It is
// false when nothing is left to ask.
func (e *evaluator) put(j *judgement, q query) bool {
	if q.Packets.IsEmpty() {
		return false
	}
	parties := []*reach.Party{q.From}
	if to := q.To.Interface; to != nil {
		var others []reach.Source
		for _, m := range q.From.Members {
			if m.Interface != to {
				others = append(others, m.Source)
			}
		}
		if len(others) < len(q.From.Members) {
			parties = e.engine.Parties(others...)
		}
	}
	for _, p := range parties {
		q.From = p
		j.questions = append(j.questions, q)
	}
	return len(parties) > 0
}
