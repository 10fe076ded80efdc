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
			if s.Object != nil && s.Kind != reach.AtSource && s.Kind != reach.AtGroups && e.addressMatches(h.Address, s.Object) {
				return true
			}
		}
	}
	return false
}

func (e *evaluator) addressMatches(p address.Pattern, o reach.Object) bool {
	r, err := address.Parse(o.At().Address)
	return err == nil && o.At().Attribute == "" && p.Match(r)
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
