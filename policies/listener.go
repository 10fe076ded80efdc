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
