package builtin

import (
	"fmt"
	"slices"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// natPorts are the ports that a NAT gateway sends from (NAT-7).
var natPorts = packet.PortRange(1024, 65535)

// natGateway asks the public NAT gateways of the plan that no default route asks.
func natGateway(asked with) policies.Check {
	return func(e *reach.Engine, _ policies.Settings) []policies.Subject {
		var out []policies.Subject
		for _, gw := range e.NATGateways {
			s, ok := gw.Subnet.Exact()
			if !own(gw) || !ok || !own(s) || gw.Private.Why != nil || gw.Private.Value {
				continue
			}
			if asked["default-route"] && (hasDefaultRoute(e, s) || isDefault(e, gw)) {
				continue
			}
			out = append(out, policies.Subject{Object: gw, Asks: []policies.Ask{four.out(e, s, four.internet, natPorts)}})
		}
		return out
	}
}

// isDefault reports whether the default route of one of the plan's own subnets leads to
// a NAT gateway.
func isDefault(e *reach.Engine, gw *reach.NATGateway) bool {
	return slices.ContainsFunc(e.Subnets, func(s *reach.Subnet) bool {
		if !own(s) || four.none(s) {
			return false
		}
		r, _ := e.DefaultRoute(s, false)
		return r != nil && r.Target.Is(gw)
	})
}

// natGatewayUsed looks for NAT gateways that no route leads to.
func natGatewayUsed(with) policies.Check {
	return func(e *reach.Engine, _ policies.Settings) []policies.Subject {
		var out []policies.Subject
		for _, gw := range e.NATGateways {
			private, why := clients(e, gw)
			if !own(gw) || len(private) == 0 && why == nil {
				continue
			}
			x := policies.Subject{Object: gw}
			switch used, open := leadsTo(e, gw); {
			case used:
			case open != nil:
				x.Why = open
			case why != nil:
				x.Why = why
			default:
				x.Fault = unused(e, gw, private)
			}
			out = append(out, x)
		}
		return out
	}
}

// clients are the private subnets of the plan that could use a NAT gateway: those of its
// VPC that have a route table of this plan. The reason is set when it is not known
// whether there are any.
func clients(e *reach.Engine, gw *reach.NATGateway) ([]*reach.Subnet, *reach.Unknown) {
	home, _ := gw.Subnet.Exact()
	of := gw.VPC
	if home != nil {
		of = home.VPC
	}
	v, ok := of.Exact()
	if !ok || v.Beyond {
		return nil, nil
	}
	var out []*reach.Subnet
	var open *reach.Unknown
	for _, s := range e.Subnets {
		if s == home || !own(s) || !s.VPC.Is(v) || four.none(s) {
			continue
		}
		t, why := e.Table(s)
		if why != nil {
			open = why
			continue
		}
		if t.Beyond || t.Change == reach.Read {
			continue
		}
		if c, _ := e.Class(s); c.Is(reach.Private) {
			out = append(out, s)
		}
	}
	return out, open
}

// leadsTo reports whether some route leads to a gateway, or why one may.
func leadsTo(e *reach.Engine, gw reach.Object) (bool, *reach.Unknown) {
	var open *reach.Unknown
	for _, r := range e.Routes {
		switch {
		case r.Target.Is(gw):
			return true, nil
		case r.Target.May(gw):
			open = r.Target.Why
		}
	}
	return false, open
}

// unused is a NAT gateway that no route leads to. What has to change are the tables of
// the private subnets that have no default route, where it can those of the gateway's
// own zone; where this plan deletes the default route of one, that.
func unused(e *reach.Engine, gw *reach.NATGateway, private []*reach.Subnet) *policies.Fault {
	home, _ := gw.Subnet.Exact()
	var near, all []*reach.RouteTable
	for _, s := range private {
		if r, why := e.DefaultRoute(s, false); r != nil || why != nil || called(s, closedWords) {
			continue
		}
		t, _ := e.Table(s)
		all = append(all, t)
		if home != nil && home.Zone != "" && home.Zone == s.Zone {
			near = append(near, t)
		}
	}
	if len(near) == 0 {
		near = all
	}
	f := &policies.Fault{
		Code: reach.NoRoute, Culprit: gw.At(),
		Message: fmt.Sprintf("no route of this plan leads to %s", gw.At().Address),
		Remedy:  "add a route to it to the table of the subnets that are to use it, or leave the NAT gateway out",
	}
	if len(near) == 0 {
		return f
	}
	f.Culprit = near[0].At()
	f.Message = fmt.Sprintf("no route of this plan leads to %s, and %s has no default route", gw.At().Address, f.Culprit)
	f.Remedy = fmt.Sprintf("add a route for 0.0.0.0/0 to %s, or leave the NAT gateway out", gw.At().Address)
	if r := deletedDefault(e, near[0]); r != nil {
		f.Culprit = r.At()
		f.Message = fmt.Sprintf("this plan deletes %s, the default route of %s, and no route leads to %s", r.At(), near[0].At(), gw.At().Address)
		f.Remedy = "keep the route, or delete the NAT gateway, too"
	}
	return f
}
