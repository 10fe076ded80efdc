package reach

import (
	"net/netip"

	"github.com/tfreach/tfreach/reach/packet"
)

// exit takes packets out through an internet gateway (W1 F9).
func (w *walk) exit(f flight, p point, v *VPC, r *Route, igw *InternetGateway) {
	at := Step{Kind: AtInternetGateway, Object: igw, Subnet: p.subnet}
	if f.leg == Reply {
		// The client is inside: its address is a private one, or one of the VPC's own
		// that the internet does not lead back to.
		f = w.routable(f.at(at), r)
		w.drop(f, NoDestination, r.At(), "leads answers out to the internet", nil)
		return
	}
	w.attached(f.at(at), v, r, igw, func(f flight) {
		if f.origin != v {
			w.drop(f, NoPublicAddress, r.At(), "the sender is in another VPC, and the gateway serves its own", nil)
			return
		}
		w.public(w.routable(f, r), func(f flight) {
			w.exposed(f, p, v, igw, func(f flight) {
				f = f.at(Step{Kind: AtInternet})
				if f, ok := w.arrived(f, nil); ok {
					w.comeBack(f.at(at), v, igw)
				}
			})
		})
	})
}

// attached stops what comes to a gateway that does not serve the VPC (IGW-1).
func (w *walk) attached(f flight, v *VPC, r *Route, igw *InternetGateway, next func(flight)) {
	var elsewhere bool
	var open *Unknown
	if igw.Beyond {
		open = beyond(igw, "whether it is attached to the VPC is unknown")
	}
	for _, a := range w.Attachments {
		switch {
		case a.Gateway.Is(igw) && a.VPC.Is(v):
			next(f)
			return
		case a.Gateway.Is(igw) && a.VPC.Why == nil && !a.VPC.IsNone():
			elsewhere = true
		case a.Gateway.May(igw) && a.VPC.May(v):
			if open = a.VPC.Why; open == nil {
				open = a.Gateway.Why
			}
		}
	}
	switch {
	case elsewhere:
		w.drop(f, BadStateRoute, r.At(), "leads to "+igw.Address+", which is attached to another VPC", next)
	case open != nil:
		f.doubts = f.doubts.add(Doubt{f.leg, open, f.steps.last})
		next(f)
	default:
		w.drop(f, BadStateAttachment, igw.At(), "attached to no VPC", next)
	}
}

// public stops packets whose source has no public address: in IPv4 one that is
// associated with it (IGW-2), in IPv6 its own, where that is a global one (IGW-4).
func (w *walk) public(f flight, next func(flight)) {
	six := f.with(f.now.To(packet.IPv6()))
	global := six.with(six.now.From(globalSix))
	w.drop(six.with(six.now.Minus(global.now)), NoPublicAddress, Self, "no public IPv6 address", next)
	if !global.now.IsEmpty() {
		next(global)
	}
	f = f.with(f.now.To(packet.IPv4()))
	if f.now.IsEmpty() {
		return
	}
	if f.nat == nil && w.from.Interface != nil && len(w.from.Interface.Private) > 1 && !w.from.Interface.Hyperplane {
		with, why := w.withPublic(w.from)
		public := f.with(f.now.From(with))
		if !public.now.IsEmpty() {
			next(public)
		}
		f = f.but(public)
		if why == nil {
			w.drop(f, NoPublicAddress, Self, "no public IPv4 address goes with this private one", next)
		} else if !f.now.IsEmpty() {
			next(f.doubt(why))
		}
		return
	}
	has, culprit := w.publicAddress(w.from), Self
	switch by := f.translator().(type) {
	case *NATGateway:
		has, culprit = Fact[bool]{Value: !by.Private.Value, Why: by.Private.Why}, by.At()
	case *Interface:
		has, culprit = w.publicAddress(Source{Interface: by, Subnet: f.nat.at.subnet}), by.At()
	}
	switch {
	case has.Why != nil:
		f.doubts = f.doubts.add(Doubt{f.leg, has.Why, f.steps.last})
		next(f)
	case !has.Value:
		w.drop(f, NoPublicAddress, culprit, "no public IPv4 address", next)
	default:
		next(f)
	}
}

// publicAddress says whether a source has a public IPv4 address (PUB-1 to PUB-3); of
// one with several private addresses, whether each that it sends from has.
func (e *Engine) publicAddress(src Source) Fact[bool] {
	i := src.Interface
	if i == nil {
		if src.AnyAddress {
			return Known(true)
		}
		return src.Subnet.MapPublicIP
	}
	if i.Hyperplane {
		return Known(false)
	}
	if len(i.Private) > 1 {
		with, why := e.withPublic(src)
		return Fact[bool]{Value: why == nil && with.Covers(e.addresses(src).addrs.Intersect(packet.IPv4())), Why: why}
	}
	if len(e.index.public[i]) > 0 {
		return Known(true)
	}
	return e.launchPublic(src)
}

// launchPublic is whether a source has a public address without an Elastic IP that is
// known to be its own.
func (e *Engine) launchPublic(src Source) Fact[bool] {
	i := src.Interface
	launch := decide(i.Public, src, func(s *Subnet) Fact[bool] { return s.MapPublicIP }, "whether it maps public addresses is unknown",
		"whether AWS gives a public address to an interface that is made before its instance is not documented; associate an Elastic IP")
	if launch.Why == nil && launch.Value {
		return launch
	}
	for _, a := range e.openPublic {
		if a.Interface.May(i) {
			return Missing[bool](a.Interface.Why)
		}
	}
	return launch
}

// withPublic is those of several private addresses of a source that a public one goes
// with: by an Elastic IP the one that it names, else the primary one (PUB-3).
func (e *Engine) withPublic(src Source) (packet.Addrs, *Unknown) {
	i := src.Interface
	var out packet.Addrs
	which := &Unknown{Code: UnknownValue, Address: src.Culprit().Address, Reason: "which of its private addresses is the primary one is not known"}
	add := func(a netip.Addr) bool {
		if !a.IsValid() {
			a = i.Primary
		}
		out = out.Union(packet.Addr(a))
		return a.IsValid()
	}
	for _, a := range e.index.public[i] {
		if !add(a.Private) {
			return out, which
		}
	}
	if out.Contains(i.Primary) {
		return out, nil
	}
	switch launch := e.launchPublic(src); {
	case launch.Why != nil:
		return out, launch.Why
	case launch.Value && !add(netip.Addr{}):
		return out, which
	}
	return out, nil
}

var (
	rfc1918 = parsePrefixes("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
	rfc6598 = parsePrefixes("100.64.0.0/10")
	// nowhere is addresses that no router of the internet forwards to.
	nowhere = parsePrefixes("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3").Union(packet.IPv6().Minus(globalSix))
	// globalSix is the addresses of IPv6 that are routed globally.
	globalSix = parsePrefixes("2000::/3")
)

// routable stops destinations that an internet gateway does not send to (IGW-3).
func (w *walk) routable(f flight, r *Route) flight {
	for _, c := range []struct {
		addrs packet.Addrs
		code  Code
		why   string
	}{
		{rfc1918, PrivateDestination, "an internet gateway drops private destinations"},
		{rfc6598, SharedDestination, "an internet gateway drops shared address space"},
		{nowhere, NoDestination, "no host of the internet has the address"},
	} {
		hit := f.heading(c.addrs)
		w.drop(hit, c.code, r.At(), c.why, nil)
		f = f.with(f.now.Minus(hit.now))
	}
	return f
}

// comeBack brings answers in through the internet gateway: straight to the client
// (W1 R1, R2; W2), or where a route table at the gateway's edge leads (RT-13).
func (w *walk) comeBack(f flight, v *VPC, igw *InternetGateway) {
	var edge *RouteTable
	for _, a := range w.TableAssociations {
		if a.Gateway.IsNone() || !a.Gateway.May(igw) {
			continue
		}
		t, ok := a.Table.Exact()
		switch {
		case !a.Gateway.Is(igw):
			w.undecided(f, a.Gateway.Why)
			return
		case !ok:
			w.undecided(f, missing(a.Table, a, "route_table_id"))
			return
		}
		edge = t
	}
	if edge == nil {
		f.entrance = igw.At()
		w.backHome(f)
		return
	}
	f.edge, f.entrance = edge, edge.At()
	at := Step{Kind: AtTable, Object: edge}
	for _, g := range w.regions(edge, v, "") {
		f := f.heading(g.addrs)
		if f.now.IsEmpty() {
			continue
		}
		at := at
		at.Route = g.route
		f = f.at(at)
		switch {
		case g.doubt != nil:
			w.undecided(f, g.doubt)
		case g.local:
			w.backHome(f)
		case g.route == nil:
			w.drop(f, NoRoute, edge.At(), "", nil)
		default:
			target, ok := g.route.Target.Exact()
			if !ok {
				w.undecided(f, missing(g.route.Target, g.route, ""))
				continue
			}
			w.follow(f, point{}, v, g.route, target)
		}
	}
}
