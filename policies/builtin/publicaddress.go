package builtin

import (
	"fmt"
	"slices"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/reach"
)

// publicAddress asks what has public addresses, and the subnets that give them.
func publicAddress(asked with) policies.Check {
	return func(e *reach.Engine, s policies.Settings) []policies.Subject {
		var out []policies.Subject
		add := func(o reach.Object, at *reach.Subnet, named bool) {
			if x, ok := usesAddress(e, o, at, named, asked, s); ok {
				out = append(out, x)
			}
		}
		balancers := map[*reach.Interface]bool{}
		for _, b := range e.LoadBalancers {
			balancers[b.Interface] = true
		}
		elastic := map[*reach.Interface]bool{}
		for _, a := range e.PublicAddresses {
			if i, ok := a.Interface.Exact(); ok {
				elastic[i] = true
			}
		}
		for _, w := range e.Workloads {
			if !own(w) {
				continue
			}
			for _, r := range w.Interfaces.Items {
				i, ok := r.Exact()
				if !ok || !elastic[i] && (i.Public.Why != nil || i.Public.Value != reach.Granted) {
					continue
				}
				for _, at := range reach.Sources(i, nil) {
					add(w, at.Subnet, elastic[i] || balancers[i])
				}
			}
		}
		for _, subnet := range e.Subnets {
			if subnet.MapPublicIP.Why == nil && subnet.MapPublicIP.Value {
				add(subnet, subnet, false)
			}
		}
		return out
	}
}

// isHome reports whether a public NAT gateway is in a subnet.
func isHome(e *reach.Engine, s *reach.Subnet) bool {
	return slices.ContainsFunc(e.NATGateways, func(gw *reach.NATGateway) bool {
		return own(gw) && gw.Subnet.Is(s) && gw.Private.Why == nil && !gw.Private.Value
	})
}

// usesAddress asks for something with a public address in a subnet. Others know a
// named one, so that it is of no use behind another. It is false where the subnet is
// asked elsewhere, or cannot be asked.
func usesAddress(e *reach.Engine, o reach.Object, s *reach.Subnet, named bool, asked with, with policies.Settings) (policies.Subject, bool) {
	if s == nil || !own(s) || four.none(s) {
		return policies.Subject{}, false
	}
	r, why := e.DefaultRoute(s, false)
	if why != nil {
		return policies.Subject{Object: o, Why: why}, !asked["default-route"]
	}
	if r != nil && named {
		target, _ := r.Target.Exact()
		if gw, is := target.(*reach.NATGateway); is {
			return policies.Subject{Object: o, Fault: &policies.Fault{
				Code: policies.Bypass, Culprit: r.At(),
				Message: fmt.Sprintf("nothing reaches the public addresses in %s: %s sends the internet to %s, and not to an internet gateway", s.Address, r.At(), gw.At().Address),
				Remedy:  "put what has them into a subnet whose default route leads to an internet gateway, or take the public addresses away",
			}}, true
		}
	}
	if r != nil && asked["default-route"] || isHome(e, s) && asked["nat-gateway"] {
		return policies.Subject{}, false
	}
	return policies.Subject{Object: o, Asks: []policies.Ask{four.out(e, s, four.internet, with.ClientPorts)}}, true
}
