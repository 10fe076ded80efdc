package reach

import (
	"github.com/tfreach/tfreach/reach/packet"
)

// Question asks what becomes of packets. Of the sources of Packets only the
// family counts: each member of From sends them from all its addresses. Of
// their destinations likewise, when To names an interface.
type Question struct {
	From    *Party
	To      Destination
	Packets packet.Set
}

// errand is all that is asked from one party's class to one destination.
type errand struct {
	from  Source
	to    Destination
	asked packet.Set
	parts []*Part
}

type errandKey struct {
	from class
	to   Destination
}

// share is one question's part of an errand.
type share struct {
	*errand
	asked packet.Set
}

// Answer answers questions, each exactly and in the order given. What is asked
// from one class of sources to one destination is walked once, for all questions
// together.
func (e *Engine) Answer(questions []Question) []*Answer {
	errands := map[errandKey]*errand{}
	shares := make([][]share, len(questions))
	out := make([]*Answer, len(questions))
	for n, q := range questions {
		sent, homeless := e.dispatch(q)
		out[n] = &Answer{Parts: homeless}
		for _, sub := range e.deliveries(q, sent) {
			k := errandKey{q.From.class, sub.to}
			x := errands[k]
			if x == nil {
				x = &errand{from: q.From.from(), to: sub.to}
				errands[k] = x
			}
			x.asked = x.asked.Union(sub.packets)
			shares[n] = append(shares[n], share{x, sub.packets})
		}
	}
	for n := range questions {
		for _, s := range shares[n] {
			if s.parts == nil {
				s.parts = e.walk(s.errand)
			}
			if s.asked.Equal(s.errand.asked) {
				out[n].Parts = append(out[n].Parts, s.parts...)
				continue
			}
			for _, p := range s.parts {
				if mine := p.only(s.asked); mine != nil {
					out[n].Parts = append(out[n].Parts, mine)
				}
			}
		}
	}
	return out
}

// dispatch gives the packets of a question the addresses of those who send them,
// and of the interface that they are addressed to. What is asked in a family in
// which an end has no address never leaves; towards an interface that goes for
// the question as a whole, since the ends need but one family in common.
func (e *Engine) dispatch(q Question) (packet.Set, []*Part) {
	var parts []*Part
	homeless := func(lost packet.Set, why *Unknown) {
		if lost.IsEmpty() {
			return
		}
		start := Step{Kind: AtSource, Object: q.From.from().object(), Subnet: q.From.from().Subnet, Here: lost}
		part := &Part{Packets: lost, Steps: []Step{start}}
		if why != nil {
			part.Doubts = []Doubt{{Forward, why, start}}
		} else {
			part.Arrives, part.Answered = No, No
			part.Stop = &Stop{Code: NoAddressInFamily, Culprit: Self, Here: lost, At: start}
		}
		parts = append(parts, part)
	}
	from := ownAddrs{q.From.addrs, q.From.why}
	to := ownAddrs{addrs: packet.AnyAddr()}
	if q.To.Interface != nil {
		to = e.addresses(Source{Interface: q.To.Interface, Subnet: q.To.Subnet, Why: q.To.Why, AnyAddress: true})
	}
	sent := q.Packets.To(to.addrs).From(from.addrs)
	for _, family := range []packet.Addrs{packet.IPv4(), packet.IPv6()} {
		asked := q.Packets.To(family)
		switch sends, takes := from.addrs.Overlaps(family), to.addrs.Overlaps(family); {
		case sends && takes:
		case !sends && from.why != nil && (takes || to.why != nil):
			homeless(asked, from.why)
		case !takes && to.why != nil && sends:
			homeless(asked, to.why)
		case q.To.Interface == nil:
			homeless(asked, nil)
		}
	}
	if sent.IsEmpty() && len(parts) == 0 {
		homeless(q.Packets.To(to.addrs), nil)
	}
	return sent, parts
}

// delivery is packets to one destination.
type delivery struct {
	to      Destination
	packets packet.Set
}

// deliveries splits what is sent by the interfaces that it is addressed to: an
// address that one is known to have means that interface, with its groups. A
// source is never its own destination.
func (e *Engine) deliveries(q Question, sent packet.Set) []delivery {
	if q.To.Interface != nil {
		if sent.IsEmpty() {
			return nil
		}
		return []delivery{{q.To, sent}}
	}
	if q.To.Outside {
		return []delivery{{q.To, sent}}
	}
	var out []delivery
	for _, r := range e.residentsAround(q.From.from().Subnet) {
		hit := sent.To(r.addrs)
		if hit.IsEmpty() {
			continue
		}
		for _, m := range q.From.Members {
			if own, here := r.of[m.Interface]; here {
				self := hit.To(own).From(m.Addrs)
				hit, sent = hit.Minus(self), sent.Minus(self)
			}
		}
		if q.To.Place || hit.IsEmpty() {
			continue
		}
		sent = sent.Minus(hit)
		out = append(out, delivery{r.to, hit})
	}
	if !sent.IsEmpty() {
		out = append(out, delivery{q.To, sent})
	}
	return out
}

// walk does an errand.
func (e *Engine) walk(x *errand) []*Part {
	w := &walk{Engine: e, from: x.from, to: x.to, parts: []*Part{}}
	if x.from.Interface != nil {
		l := e.groupsOf(x.from.Interface, x.from.Subnet)
		w.groups = &l
	}
	if x.to.Interface != nil {
		l := e.groupsOf(x.to.Interface, x.to.Subnet)
		w.peers = &l
	}
	w.send(x.asked)
	return w.parts
}

// only is the part for one of the questions that it was walked for, nil when
// none of its packets is that question's.
func (p *Part) only(asked packet.Set) *Part {
	mine := p.Packets.Intersect(asked)
	if mine.IsEmpty() {
		return nil
	}
	q := *p
	q.Packets = mine
	return &q
}
