package policies

import (
	"fmt"
	"slices"
	"strings"

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

// towards is where a route that is missing should lead: to the NAT gateway of the VPC
// when the intent wants the packets to pass one next. A route to anything else would
// only be the next mistake. Empty when the intent leaves that open.
func (e *evaluator) towards(x *cause) string {
	if x.code != reach.NoRoute || x.part == nil || x.part.Stop == nil {
		return ""
	}
	at := x.part.Stop.At
	if at.Kind != reach.AtTable || at.Leg != reach.Forward || at.Subnet == nil {
		return ""
	}
	next := x.via
	for _, s := range x.part.Steps {
		if len(next) > 0 && s.Leg == reach.Forward && e.isHop(s, next[0]) {
			next = next[1:]
		}
	}
	if len(next) == 0 || slices.ContainsFunc(next[0], func(h intent.Hop) bool { return h.Kind != intent.ViaNAT && h.Kind != intent.ViaNATGateway }) {
		return ""
	}
	vpc, ok := at.Subnet.VPC.Exact()
	if !ok {
		return ""
	}
	var found []string
	for _, gw := range e.network.NATGateways {
		home, _ := gw.Subnet.Exact()
		here := gw.VPC.Is(vpc) || home != nil && home != at.Subnet && home.VPC.Is(vpc)
		if private := gw.Private; here && private.Why == nil && !private.Value {
			found = append(found, gw.At().Address)
		}
	}
	switch len(found) {
	case 0:
		return ""
	case 1:
		return found[0]
	}
	return "a NAT gateway"
}

// kindsOf are the kinds of steps that are hops of a kind. A VPC endpoint is also the
// destination itself.
var kindsOf = map[intent.HopKind][]reach.StepKind{
	intent.ViaNAT:               {reach.AtNAT, reach.AtNATInstance},
	intent.ViaNATGateway:        {reach.AtNAT},
	intent.ViaInternetGateway:   {reach.AtInternetGateway},
	intent.ViaEgressOnlyGateway: {reach.AtEgressOnlyGateway},
	intent.ViaFirewall:          {reach.AtFirewall},
	intent.ViaTransitGateway:    {reach.AtTransitGateway, reach.AtTransitTable},
	intent.ViaPeering:           {reach.AtPeering},
	intent.ViaVPN:               {reach.AtVPNGateway},
	intent.ViaEndpoint:          {reach.AtGatewayEndpoint},
}

// isHop reports whether a step is one of the hops.
func (e *evaluator) isHop(s reach.Step, hops intent.Hops) bool {
	return slices.ContainsFunc(hops, func(h intent.Hop) bool {
		switch endpoint := e.endpointOf(s); {
		case h.Kind == intent.ViaAddress && endpoint != nil:
			return e.addressMatches(h.Address, endpoint)
		case h.Kind == intent.ViaAddress:
			return between(s) && e.addressMatches(h.Address, s.Object)
		case h.Kind == intent.ViaEndpoint && endpoint != nil:
			return true
		}
		return slices.Contains(kindsOf[h.Kind], s.Kind)
	})
}

// endpointOf is the interface endpoint that packets arrive at with a step, nil for
// anything else.
func (e *evaluator) endpointOf(s reach.Step) reach.Object {
	if s.Kind != reach.AtDestination || len(e.network.InterfaceEndpoints) == 0 {
		return nil
	}
	for _, x := range e.network.InterfaceEndpoints {
		if s.Object == reach.Object(x.Interface) {
			return x
		}
	}
	return nil
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

// addressMatches reports whether a pattern names an object on the way, or what it is a
// part of: a firewall is its endpoints, an instance its interfaces, a transit gateway
// the table that it has from the start.
func (e *evaluator) addressMatches(p address.Pattern, o reach.Object) bool {
	named := func(o reach.Object) bool {
		r, ok := e.catalog.parse(o.At().Address)
		return ok && p.Match(r)
	}
	switch o := o.(type) {
	case *reach.Interface:
		return named(o) || slices.ContainsFunc(e.network.Workloads, func(w *reach.Workload) bool {
			return named(w) && slices.ContainsFunc(w.Interfaces.Items, func(i reach.Ref[*reach.Interface]) bool { return i.Is(o) })
		})
	case *reach.FirewallEndpoint:
		f, ok := o.Firewall.Exact()
		return named(o) || ok && named(f)
	case *reach.TransitTable:
		return named(o)
	}
	return o.At().Attribute == "" && named(o)
}

// emptyHops are the hops that name nothing in the plan: every address, and every
// choice between kinds of which the plan has none.
func (e *evaluator) emptyHops(via []intent.Hops) []string {
	var out []string
	for _, hops := range via {
		var missing []string
		for _, h := range hops {
			switch {
			case h.Kind == intent.ViaAddress && len(e.catalog.match(h.Address)) == 0:
				out = append(out, e.nothing(h.Address.String(), intent.Source{Noun: intent.Addressed, Address: h.Address}))
			case h.Kind != intent.ViaAddress && !e.mayHaveHop(h.Kind):
				missing = append(missing, hopNames[h.Kind])
			}
		}
		if len(missing) == len(hops) {
			out = append(out, fmt.Sprintf("this plan has no %s that a path could pass", strings.Join(missing, " or ")))
		}
	}
	return out
}

// hopNames are the kinds of hops in words.
var hopNames = map[intent.HopKind]string{
	intent.ViaNAT: "NAT gateway or NAT instance", intent.ViaNATGateway: "NAT gateway", intent.ViaInternetGateway: "internet gateway",
	intent.ViaEgressOnlyGateway: "egress-only internet gateway", intent.ViaFirewall: "firewall", intent.ViaTransitGateway: "transit gateway",
	intent.ViaPeering: "peering connection", intent.ViaVPN: "VPN gateway", intent.ViaEndpoint: "VPC endpoint",
}

// mayHaveHop is false when it is certain that no route of the plan leads to a hop
// of the kind. Routes that lead beyond the plan or to what is not modelled, and
// subnets whose routes the plan does not show, may lead to any.
func (e *evaluator) mayHaveHop(k intent.HopKind) bool {
	n := e.network
	has := map[intent.HopKind]bool{
		intent.ViaNAT:               len(n.NATGateways) > 0,
		intent.ViaNATGateway:        len(n.NATGateways) > 0,
		intent.ViaInternetGateway:   len(n.InternetGateways) > 0,
		intent.ViaEgressOnlyGateway: len(n.EgressOnlyGateways) > 0,
		intent.ViaFirewall:          len(n.FirewallEndpoints) > 0,
		intent.ViaTransitGateway:    len(n.TransitGateways) > 0,
		intent.ViaPeering:           len(n.Peerings) > 0,
		intent.ViaVPN:               len(n.VPNGateways) > 0,
		intent.ViaEndpoint:          len(n.GatewayEndpoints) > 0 || len(n.InterfaceEndpoints) > 0,
	}
	if has[k] {
		return true
	}
	for _, s := range n.Subnets {
		if s.Beyond || s.Change == reach.Read {
			return true
		}
	}
	for _, r := range n.Routes {
		switch target, _ := r.Target.Exact(); target.(type) {
		case nil, *reach.Beyond, *reach.Unmodelled:
			return true
		case *reach.Interface:
			if k == intent.ViaNAT {
				return true
			}
		}
	}
	return false
}
