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

// hopTypes are the resource types that are hops of a kind and not modelled yet.
var hopTypes = map[intent.HopKind][]string{
	intent.ViaNAT:               {"a regional aws_nat_gateway"},
	intent.ViaNATGateway:        {"a regional aws_nat_gateway"},
	intent.ViaEgressOnlyGateway: {"aws_egress_only_internet_gateway"},
	intent.ViaFirewall:          {"aws_networkfirewall_firewall", "aws_vpc_endpoint"},
	intent.ViaTransitGateway:    {"aws_ec2_transit_gateway"},
	intent.ViaPeering:           {"aws_vpc_peering_connection"},
	intent.ViaVPN:               {"aws_vpn_gateway"},
	intent.ViaEndpoint:          {"aws_vpc_endpoint"},
}

// mayHaveHop is false when it is certain that no route of the plan leads to a hop
// of the kind. Routes that lead beyond the plan, and subnets whose routes the plan
// does not show, may lead to any.
func (e *evaluator) mayHaveHop(k intent.HopKind) bool {
	n := e.network
	switch {
	case k == intent.ViaInternetGateway && len(n.InternetGateways) > 0:
		return true
	case (k == intent.ViaNAT || k == intent.ViaNATGateway) && len(n.NATGateways) > 0:
		return true
	}
	for _, o := range n.Others {
		if slices.Contains(hopTypes[k], o.Type) {
			return true
		}
	}
	for _, s := range n.Subnets {
		if s.Beyond || s.Change == reach.Read {
			return true
		}
	}
	for _, r := range n.Routes {
		switch target, _ := r.Target.Exact(); target.(type) {
		case nil, *reach.Beyond:
			return true
		case *reach.Interface:
			if k == intent.ViaNAT {
				return true
			}
		}
	}
	return false
}
