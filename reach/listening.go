package reach

import "github.com/tfreach/tfreach/reach/packet"

// listening is the packets that what has an interface takes: a load balancer those for
// its listeners, an endpoint all but echo, anything else all of them (CMP-5).
func (w *walk) listening(f flight, i *Interface) []flight {
	if w.endpoints[i] != nil {
		// An interface endpoint is not to be pinged (IFE-3).
		pings := f.with(f.now.Intersect(echo))
		w.drop(pings, NoDestination, w.endpoints[i].At(), "the interfaces of an endpoint do not answer echo", nil)
		return []flight{f.but(pings)}
	}
	b := w.balancers[i]
	if b == nil {
		return []flight{f}
	}
	if f.now.IsEmpty() {
		return nil
	}
	var takes packet.Set
	var perhaps []doubt
	for _, l := range w.Listeners {
		switch {
		case !l.Balancer.May(b):
		case !l.Balancer.Is(b):
			perhaps = append(perhaps, doubt{packet.All(), l.Balancer.Why})
		case l.Fact.Why != nil:
			perhaps = append(perhaps, doubt{packet.All(), l.Fact.Why})
		default:
			takes = takes.Union(l.Value.set(packet.AnyAddr(), true))
		}
	}
	if b.Why != nil {
		perhaps = append(perhaps, doubt{packet.All(), b.Why})
	}
	f = f.assume(b.Assumed)
	out := []flight{f.with(f.now.Intersect(takes))}
	rest := f.but(out[0])
	for _, d := range perhaps {
		hit := rest.with(rest.now.Intersect(d.set))
		rest = rest.but(hit)
		if !hit.now.IsEmpty() {
			out = append(out, hit.doubt(d.why))
		}
	}
	w.drop(rest.at(Step{Kind: AtDestination, Object: i}), ListenersMismatch, b.At(), "no listener takes the packets", nil)
	return out
}

// echo is the queries of ping.
var echo = func() packet.Set {
	four, six := packet.AnyBox(), packet.AnyBox()
	four.Protocols, four.DstPorts, four.Dst = packet.ProtocolsOf(packet.ICMP), packet.ICMPType(8), packet.IPv4()
	six.Protocols, six.DstPorts, six.Dst = packet.ProtocolsOf(packet.ICMPv6), packet.ICMPType(128), packet.IPv6()
	return four.Set().Union(six.Set())
}()
