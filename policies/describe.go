package policies

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// flows is a set of packets as data, its sources left out.
func (e *evaluator) flows(s packet.Set) []Flow {
	var out []Flow
	for b := range s.ForgetSource().Boxes {
		family, world, name := "ipv4", reach.IPv4Internet(), "0.0.0.0/0"
		if b.Dst.Overlaps(packet.IPv6()) {
			family, world, name = "ipv6", reach.IPv6Internet(), "::/0"
		}
		f := Flow{Family: family, Destinations: e.prefixTexts(b.Dst.Prefixes())}
		if missing := world.Minus(b.Dst).Prefixes(); world.Covers(b.Dst) && len(missing) < len(f.Destinations) {
			f.Destinations, f.Except = []string{name}, e.prefixTexts(missing)
		}
		for _, p := range protocolNames(b.Protocols) {
			f := f
			f.Protocol = p.name
			if !b.DstPorts.IsAny() {
				f.Ports = portTexts(b.DstPorts, p.icmp)
			}
			if p.ports {
				f.ClientPorts = portTexts(b.SrcPorts, false)
			}
			out = append(out, f)
		}
	}
	return out
}

// calledFlows are flows to something by its name: its addresses are nobody knows
// which of those that were asked.
func calledFlows(in []Flow, name string) []Flow {
	var out []Flow
	for _, f := range in {
		f.Destinations, f.Except = []string{name}, nil
		same := func(o Flow) bool { return o.Family == f.Family && o.Protocol == f.Protocol && o.rest() == f.rest() }
		if !slices.ContainsFunc(out, same) {
			out = append(out, f)
		}
	}
	return out
}

// named is a protocol of a flow.
type named struct {
	name        string
	ports, icmp bool
}

// protocolNames are the protocols of a box, "all" for every one.
func protocolNames(ps packet.Protocols) []named {
	if ps.IsAny() {
		return []named{{name: "all"}}
	}
	var out []named
	for p := range ps.All() {
		if len(out) == 8 {
			return []named{{name: ps.String()}}
		}
		out = append(out, named{p.String(), p.HasPorts(), p.IsICMP()})
	}
	return out
}

// prefixTexts are blocks in words, those that AWS picks by what they are of.
func (e *evaluator) prefixTexts(ps []netip.Prefix) []string {
	var out []string
	for _, p := range ps {
		if e.masks && reach.StandIns.Contains(p.Addr()) {
			text := e.blockText(p)
			if p.IsSingleIP() && len(ps) > 1 {
				text = e.around(p.Addr(), "IPv6 addresses")
			}
			if !slices.Contains(out, text) {
				out = append(out, text)
			}
		} else if p.IsSingleIP() {
			out = append(out, p.Addr().String())
		} else {
			out = append(out, p.String())
		}
	}
	return out
}

func portTexts(p packet.Ports, icmp bool) []string {
	if icmp {
		return []string{packet.TypesString(p)}
	}
	return strings.Split(p.String(), ",")
}

// words are flows in words, "tcp,udp 0.0.0.0/0:443, client ports 32768-65535": the
// protocols that agree in all else together.
func words(flows []Flow) []string {
	var out, protocols []string
	for i, f := range flows {
		protocols = append(protocols, f.Protocol)
		rest := f.rest()
		if i+1 < len(flows) && flows[i+1].rest() == rest {
			continue
		}
		out = append(out, protocolText(protocols)+rest)
		protocols = nil
	}
	return out
}

// allBut begins the name of most protocols (packet.Protocols.String).
const allBut = "any protocol but "

// protocolText is some protocols of flows in words: "tcp,udp", and "all" for every
// one and for the rest of them together with the ones that it leaves out.
func protocolText(names []string) string {
	var missing []string
	most := false
	for _, n := range names {
		if n == "all" {
			return n
		}
		if left, is := strings.CutPrefix(n, allBut); is {
			missing, most = strings.Split(left, ","), true
		}
	}
	if !most {
		var out []string
		for _, n := range names {
			if !slices.Contains(out, n) {
				out = append(out, n)
			}
		}
		return strings.Join(out, ",")
	}
	missing = slices.DeleteFunc(missing, func(n string) bool { return slices.Contains(names, n) })
	if len(missing) == 0 {
		return "all"
	}
	return allBut + strings.Join(missing, ",")
}

func (f Flow) rest() string {
	var b strings.Builder
	to := few(f.Destinations)
	icmp := strings.HasPrefix(f.Protocol, "icmp")
	switch {
	case len(f.Ports) > 0 && icmp:
		fmt.Fprintf(&b, " %s %s", strings.Join(f.Ports, ","), to)
	case len(f.Ports) > 0 && f.Family == "ipv6" && strings.ContainsAny(to, ": "):
		fmt.Fprintf(&b, " [%s]:%s", to, strings.Join(f.Ports, ","))
	case len(f.Ports) > 0 && len(f.Destinations) > 1:
		fmt.Fprintf(&b, " {%s}:%s", to, strings.Join(f.Ports, ","))
	case len(f.Ports) > 0:
		fmt.Fprintf(&b, " %s:%s", to, strings.Join(f.Ports, ","))
	default:
		fmt.Fprintf(&b, " %s", to)
	}
	if len(f.Except) > 0 {
		fmt.Fprintf(&b, " except %s", few(f.Except))
	}
	if len(f.ClientPorts) > 0 && f.ClientPorts[0] != "0-65535" {
		fmt.Fprintf(&b, ", client ports %s", strings.Join(f.ClientPorts, ","))
	}
	return b.String()
}

// few is a list of addresses, cut where it grows too long to be read.
func few(list []string) string {
	if len(list) > 6 {
		return strings.Join(list[:5], ", ") + fmt.Sprintf(" and %d more", len(list)-5)
	}
	return strings.Join(list, ", ")
}
