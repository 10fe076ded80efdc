package policies

import (
	"fmt"

	"github.com/tfreach/tfreach/reach"
)

// inbound notes a source in a private subnet whose IPv6 packets leave through an
// internet gateway: what gets out there lets others in, unlike the gateways that
// private subnets have for IPv4 (EIGW-1).
func (j *judgement) inbound(e *evaluator, p *reach.Part) {
	home := p.Steps[0].Subnet
	route, gateway := exitRoute(p)
	if home == nil || route == nil || p.Packets.To(reach.IPv6Internet()).IsEmpty() {
		return
	}
	if c, _ := e.engine.Class(home); c.Is(reach.Private) {
		j.notes = append(j.notes, Remark{reach.InboundOpen, route.Address, fmt.Sprintf(
			"IPv6 leaves %s, a private subnet, through %s: hosts on the internet can begin connections to it, and only security groups and network ACLs stand in their way",
			home.Address, gateway.At().Address)})
	}
}

// exitRoute is the internet gateway that a part leaves through as it was sent, with
// the route that leads there; nil when there is none.
func exitRoute(p *reach.Part) (*reach.Route, reach.Object) {
	var route *reach.Route
	for _, s := range p.Steps {
		switch {
		case s.Leg == reach.Reply || s.NAT != nil:
			return nil, nil
		case s.Kind == reach.AtTable:
			route = s.Route
		case s.Kind == reach.AtInternetGateway:
			return route, s.Object
		}
	}
	return nil, nil
}
