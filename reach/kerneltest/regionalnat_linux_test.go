package kerneltest

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/tfreach/tfreach/reach"
)

// regionalSpace is a regional NAT gateway: a router of its own, in no subnet and behind
// no ACL, that translates (NAT-13).
type regionalSpace struct {
	gateway *reach.NATGateway
	router  *router
	in      []entry
}

// regionalAddress is the private address of a regional NAT gateway. AWS documents none;
// this one is in no network.
func regionalAddress(n *reach.Network, g *reach.NATGateway) netip.Addr {
	return netip.AddrFrom4([4]byte{192, 0, 2, byte(1 + slices.Index(n.NATGateways, g))})
}

func (r *reading) regionalNAT(g *reach.NATGateway) {
	v := only(g.VPC)
	x := &router{vpc: v, regional: g, space: r.space("%v", g), exits: map[exitKey]*device{}}
	x.up, _ = r.wire(x.space, "u", r.vpcs[v].space, "s")
	x.void, _ = r.wire(x.space, "v", x.space, "w")
	r.regionals[g] = &regionalSpace{gateway: g, router: x}
}

// toRegionalNAT is the way of a route to a regional NAT gateway.
func (r *reading) toRegionalNAT(x *router, g *reach.NATGateway, route *reach.Route) *device {
	to := r.regionals[g]
	if to.router.vpc != x.vpc {
		// NAT-8.
		return r.dead(x, r.drop(reach.NATWantsSourceHere, route))
	}
	d := r.enter(x, to.router.space, &to.in, route, false)
	to.router.fromInside(to.in[len(to.in)-1].device)
	return d
}

// finishRegionalNAT: it serves its zones, takes and translates what a zonal one does
// (NAT-2, NAT-3, NAT-4), and sends by its own table to the internet. Where else it
// sends, nobody knows by which address. Answers take that table, too.
func (r *reading) finishRegionalNAT(x *regionalSpace) {
	s, g := x.router.space, x.gateway
	address := regionalAddress(r.network, g)
	var out []*device
	for key, d := range x.router.exits {
		if _, gateway := only(key.Target).(*reach.InternetGateway); gateway {
			out = append(out, d)
			x.router.fromInside(d)
		}
	}
	slices.SortFunc(out, func(a, b *device) int { return a.index - b.index })
	unknown := "ct direction original "
	if len(out) > 0 {
		unknown += fmt.Sprintf("oifname != %s ", devices(out))
	}
	s.write("table inet hop {")
	s.silent()
	s.chain("circles", before, r.circles()...)
	s.chain("routes", "", append(slices.Clone(x.router.drops), unknown+r.leave("a regional NAT gateway that sends elsewhere than to the internet"))...)
	lines := []string{"ct state established jump routes", "ct state established accept"}
	for _, e := range x.in {
		if s := e.from.subnet; len(g.Zones) > 0 && s != nil && !slices.Contains(g.Zones, s.Zone) {
			lines = append(lines, fmt.Sprintf("iifname %q %s", e.device.name, r.drop(reach.RegionalNATZone, g)))
		}
	}
	lines = append(lines, fmt.Sprintf("ip6 daddr %v %s", embedded, r.leave("NAT64 by a regional NAT gateway")))
	lines = append(lines, r.takes(g, address)...)
	lines = append(lines, r.once(s, g)...)
	s.chain("through", through, append(lines, "jump routes")...)
	s.chain("translate", "nat hook postrouting priority srcnat", translates(address)...)
	s.write("}")
}
