package policies

import (
	"github.com/tfreach/tfreach/policies/intent"
	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// balancer is the load balancer that an interface is of, nil for none.
func (e *evaluator) balancer(i *reach.Interface) *reach.LoadBalancer {
	if i == nil {
		return nil
	}
	for _, b := range e.network.LoadBalancers {
		if b.Interface == i {
			return b
		}
	}
	return nil
}

// heard is the packets that a load balancer has listeners for, and why it may have
// others.
func (e *evaluator) heard(b *reach.LoadBalancer) (packet.Set, *reach.Unknown) {
	why := b.Why
	var sets []packet.Set
	for _, l := range e.network.Listeners {
		switch {
		case !l.Balancer.May(b):
		case !l.Balancer.Is(b):
			why = refWhy(l.Balancer, l, "load_balancer_arn")
		case l.Why != nil:
			why = l.Why
		default:
			x := packet.AnyBox()
			x.Protocols, x.DstPorts = l.Value.Protocols, l.Value.Ports
			sets = append(sets, x.Set())
		}
	}
	return packet.UnionSets(sets...), why
}

// listening are the ports that reach means of a load balancer when none are asked:
// those of its listeners.
func (e *evaluator) listening(g goal, ports []intent.Port, verb intent.Verb, asked packet.Set) packet.Set {
	b := e.balancer(g.at.Interface)
	if b == nil || verb != intent.Reach || len(ports) > 0 {
		return asked
	}
	if heard, _ := e.heard(b); !heard.IsEmpty() {
		return asked.Intersect(heard)
	}
	return asked
}

// listen is an answer about packets to a load balancer: what it has no listener for
// ends there, whatever got there.
func (e *evaluator) listen(q query, a *reach.Answer) *reach.Answer {
	b := e.balancer(q.To.Interface)
	if b == nil {
		return a
	}
	heard, why := e.heard(b)
	out := &reach.Answer{}
	for _, p := range a.Parts {
		deaf := p.Packets.Minus(heard)
		at := arrival(p)
		if at < 0 || deaf.IsEmpty() {
			out.Parts = append(out.Parts, p)
			continue
		}
		lost := *p
		lost.Packets, lost.Steps = deaf, p.Steps[:at+1]
		step := p.Steps[at]
		if why != nil {
			lost.Arrives, lost.Answered, lost.Stop, lost.Also = reach.Open, reach.Open, nil, nil
			lost.Doubts = append(p.Doubts[:len(p.Doubts):len(p.Doubts)], reach.Doubt{Leg: reach.Forward, Unknown: why, At: step})
		} else {
			lost.Arrives, lost.Answered, lost.Also = reach.No, reach.No, nil
			lost.Stop = &reach.Stop{
				Leg: reach.Forward, Code: reach.ListenersMismatch, Culprit: b.At(), Here: step.Here.Minus(heard), NAT: step.NAT,
				Rule: "no listener takes it", At: step,
			}
		}
		out.Parts = append(out.Parts, &lost)
		if rest := p.Packets.Intersect(heard); !rest.IsEmpty() {
			kept := *p
			kept.Packets = rest
			out.Parts = append(out.Parts, &kept)
		}
	}
	return out
}

// arrival is the place of the step at which a part gets to its destination, negative
// when it does not or may not.
func arrival(p *reach.Part) int {
	for i, s := range p.Steps {
		if s.Leg == reach.Forward && s.Kind == reach.AtDestination && p.Arrives != reach.No {
			return i
		}
	}
	return -1
}
