package reach

import "github.com/tfreach/tfreach/reach/packet"

// exitSix takes packets out through an egress-only internet gateway (W3).
func (w *walk) exitSix(f flight, p point, v *VPC, r *Route, gw *EgressOnlyGateway) {
	at := Step{Kind: AtEgressOnlyGateway, Object: gw, Subnet: p.subnet}
	if f.leg == Reply {
		w.drop(f, NoDestination, r.At(), "leads answers out of the VPC", nil)
		return
	}
	switch home, ok := gw.VPC.Exact(); {
	case !ok:
		f = f.doubt(missing(gw.VPC, gw, "vpc_id"))
	case home != v:
		w.drop(f, BadStateRoute, r.At(), "leads to "+gw.Address+", which is another VPC's", nil)
		return
	}
	f = f.at(at)
	four := f.heading(packet.IPv4())
	w.drop(four, ProtocolRefused, gw.At(), "an egress-only internet gateway passes IPv6", nil)
	f = f.but(four)
	if f.origin != v {
		w.drop(f, NoPublicAddress, r.At(), "the sender is in another VPC, and the gateway serves its own", nil)
		return
	}
	global := f.with(f.now.From(globalSix))
	w.drop(f.but(global), NoPublicAddress, Self, "no public IPv6 address", nil)
	w.exposed(w.routable(global, r), p, v, gw, func(f flight) {
		f = f.at(Step{Kind: AtInternet})
		if f, ok := w.arrived(f, nil); ok {
			// Nothing intercepts what comes back.
			w.backHome(f.at(at))
		}
	})
}
