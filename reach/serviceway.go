package reach

import "github.com/tfreach/tfreach/reach/packet"

// serve takes packets to a service through a gateway endpoint (W4).
func (w *walk) serve(f flight, p point, v *VPC, r *Route, g *GatewayEndpoint) {
	if f.leg == Reply {
		w.drop(f, NoDestination, r.At(), "leads answers to a service", nil)
		return
	}
	switch home, ok := g.VPC.Exact(); {
	case !ok:
		f = f.doubt(missing(g.VPC, g, "vpc_id"))
	case home != v:
		w.drop(f, BadStateRoute, r.At(), "leads to "+g.Address+", which is another VPC's", nil)
		return
	}
	at := Step{Kind: AtGatewayEndpoint, Object: g, Subnet: p.subnet}
	f = f.at(at)
	if f.origin != v {
		w.drop(f, EndpointSourceHere, r.At(), "leads to a gateway endpoint, which takes packets of its own VPC only", nil)
		return
	}
	passes := f.with(f.now.Intersect(endpointTraffic))
	w.drop(f.but(passes), EndpointProtocol, g.At(), "a gateway endpoint passes TCP and ICMP echo", nil)
	if passes.now.IsEmpty() {
		return
	}
	passes = passes.at(Step{Kind: AtService, Object: g})
	if f, ok := w.arrived(passes, nil); ok {
		w.backHome(f.at(at))
	}
}

// besideServices says of packets on the internet that none is for a service to which a
// table has a way of its own: which addresses that has no plan shows.
func (w *walk) besideServices(f flight, t *RouteTable) flight {
	for _, r := range w.services[t] {
		g, _ := r.endpoint()
		l, _ := r.List.Exact()
		if f.now.To(l.world()).IsEmpty() {
			continue
		}
		f = f.assume("no asked address is one of " + l.Service + ", which " + g.Address + " serves")
	}
	return f
}

// endpointTraffic is what a gateway endpoint passes (GWE-4).
var endpointTraffic = func() packet.Set {
	tcp := packet.AnyBox()
	tcp.Protocols = packet.ProtocolsOf(packet.TCP)
	return tcp.Set().Union(echo)
}()
