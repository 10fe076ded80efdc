package kerneltest

import (
	"fmt"
	"net/netip"

	"github.com/tfreach/tfreach/reach"
)

// inbound is where what comes in through a gateway goes: by its edge route table, if it
// has one (RT-13), and else to the VPC.
func (r *reading) inbound(g *gatewaySpace) {
	taken := map[netip.Prefix]bool{}
	send := func(p netip.Prefix, d *device) {
		if p = p.Masked(); !taken[p] {
			taken[p] = true
			g.space.send(backTable, d, p)
		}
	}
	for _, a := range r.network.TableAssociations {
		if !a.Gateway.Is(g.object) {
			continue
		}
		for _, route := range r.network.Routes {
			if route.Table.Is(only(a.Table)) && route.List.IsNone() {
				send(route.Destination.Value, r.redirect(g, route))
			}
		}
	}
	for _, p := range r.blocks(g.vpc) {
		send(p, g.home)
	}
}

// redirect is where a route of an edge table leads.
func (r *reading) redirect(g *gatewaySpace, route *reach.Route) *device {
	refused := r.leave("an edge route to what may not be the target of one")
	switch f := only(route.Target).(type) {
	case *reach.Gone:
		refused = r.drop(reach.BadStateRoute, route)
	case *reach.Interface:
		refused = r.leave("an instance that answers come to")
	case *reach.FirewallEndpoint:
		i := r.inspectors[f]
		if i.router.vpc != g.vpc {
			refused = r.drop(reach.BadStateRoute, route)
			break
		}
		d, in := r.wire(g.space, "r", i.router.space, "i")
		port, there := r.wire(i.router.space, "f", i.space, "in")
		i.router.inspected = append(i.router.inspected, port)
		i.router.hand(in, port)
		i.redirected = append(i.redirected, entry{device: there, route: route, vpc: g.vpc})
		return d
	default:
		if only(route.Target) == reach.Local {
			return g.home
		}
	}
	d, _ := r.wire(g.space, "d", g.space, "x")
	g.refusals = append(g.refusals, fmt.Sprintf("oifname %q %s", d.name, refused))
	return d
}
