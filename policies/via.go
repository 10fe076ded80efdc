package policies

import (
	"github.com/tfreach/tfreach/planparse/address"
	"github.com/tfreach/tfreach/policies/intent"
	"github.com/tfreach/tfreach/reach"
)

// passes says whether the forward path of a part passes the hops, each one of
// them in their order.
func (e *evaluator) passes(p *reach.Part, via []intent.Hops) bool {
	next := 0
	for _, s := range p.Steps {
		if next == len(via) || s.Leg == reach.Reply {
			break
		}
		if e.isHop(s, via[next]) {
			next++
		}
	}
	return next == len(via)
}

// isHop reports whether a step is one of the hops. A NAT gateway is written by
// its kind or by its address, like every other object.
func (e *evaluator) isHop(s reach.Step, hops intent.Hops) bool {
	for _, h := range hops {
		switch h.Kind {
		case intent.ViaNAT, intent.ViaNATGateway:
			if s.Kind == reach.AtNAT {
				return true
			}
		case intent.ViaInternetGateway:
			if s.Kind == reach.AtInternetGateway {
				return true
			}
		case intent.ViaAddress:
			if between(s) && e.addressMatches(h.Address, s.Object) {
				return true
			}
		}
	}
	return false
}

// between reports whether a step is an object between the ends: neither of them
// is on the way, nor is what stands at their doors.
func between(s reach.Step) bool {
	switch s.Kind {
	case reach.AtSource, reach.AtGroups, reach.AtDestination:
		return false
	}
	return s.Object != nil
}

func (e *evaluator) addressMatches(p address.Pattern, o reach.Object) bool {
	at := e.catalog.of[o]
	return at != nil && p.Match(at.Resource)
}

// emptyHops are the hops written as addresses that name nothing in the plan.
func (e *evaluator) emptyHops(via []intent.Hops) []string {
	var out []string
	for _, hops := range via {
		for _, h := range hops {
			if h.Kind == intent.ViaAddress && len(e.catalog.match(h.Address)) == 0 {
				out = append(out, e.nothing(h.Address.String(), intent.Source{Noun: intent.Addressed, Address: h.Address}))
			}
		}
	}
	return out
}
