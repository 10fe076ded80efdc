package policies

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// flowRoom bounds the flows that packets are made of, and the destinations of each:
// sets of too many boxes take long. Findings have a few.
const flowRoom = 1 << 10

// packetsOf is the packets of flows, from anywhere, and the flows whose packets cannot
// be told by their texts.
func packetsOf(flows []Flow) (packet.Set, []Flow) {
	var left []Flow
	var sets []packet.Set
	for _, f := range flows {
		if s, ok := f.packets(); ok && len(sets) < flowRoom {
			sets = append(sets, s)
		} else {
			left = append(left, f)
		}
	}
	return packet.UnionSets(sets...), left
}

// packets is the reverse of [evaluator.flows]; false when the texts do not say all.
func (f Flow) packets() (packet.Set, bool) {
	family, world, all := packet.IPv4(), reach.IPv4Internet(), "0.0.0.0/0"
	switch f.Family {
	case "ipv4":
	case "ipv6":
		family, world, all = packet.IPv6(), reach.IPv6Internet(), "::/0"
	default:
		return packet.Set{}, false
	}
	b := packet.AnyBox()
	var ok bool
	if b.Protocols, ok = parseProtocols(f.Protocol); !ok {
		return packet.Set{}, false
	}
	switch except, known := parseAddrs(f.Except, family); {
	case !known:
		return packet.Set{}, false
	case slices.Equal(f.Destinations, []string{all}):
		b.Dst = world.Minus(except)
	case len(f.Except) > 0:
		return packet.Set{}, false
	default:
		if b.Dst, ok = parseAddrs(f.Destinations, family); !ok {
			return packet.Set{}, false
		}
	}
	if len(f.Ports) > 0 {
		parse := parsePorts
		if strings.HasPrefix(f.Protocol, "icmp") {
			parse = parseTypes
		}
		if b.DstPorts, ok = parse(f.Ports); !ok {
			return packet.Set{}, false
		}
	}
	if len(f.ClientPorts) > 0 {
		if b.SrcPorts, ok = parsePorts(f.ClientPorts); !ok {
			return packet.Set{}, false
		}
	}
	return b.Set(), true
}

// parseAddrs reads what prefixTexts writes of addresses that are known.
func parseAddrs(texts []string, family packet.Addrs) (packet.Addrs, bool) {
	if len(texts) > flowRoom {
		return packet.Addrs{}, false
	}
	var prefixes []netip.Prefix
	for _, t := range texts {
		p, err := netip.ParsePrefix(t)
		if err != nil {
			a, err := netip.ParseAddr(t)
			if err != nil || a.Zone() != "" {
				return packet.Addrs{}, false
			}
			p = netip.PrefixFrom(a, a.BitLen())
		}
		prefixes = append(prefixes, p)
	}
	out := packet.Prefixes(prefixes...)
	return out, family.Covers(out)
}

// parsePorts reads ports, "443" or "1024-65535".
func parsePorts(texts []string) (packet.Ports, bool) {
	if len(texts) > flowRoom {
		return packet.Ports{}, false
	}
	var out packet.Ports
	for _, t := range texts {
		first, last, is := strings.Cut(t, "-")
		if !is {
			last = first
		}
		lo, err := strconv.ParseUint(first, 10, 16)
		hi, err2 := strconv.ParseUint(last, 10, 16)
		if err != nil || err2 != nil || hi < lo {
			return packet.Ports{}, false
		}
		out = out.Union(packet.PortRange(uint16(lo), uint16(hi)))
	}
	return out, true
}

// parseTypes reads what [packet.TypesString] writes, unless it leaves some out.
func parseTypes(texts []string) (packet.Ports, bool) {
	if len(texts) != 1 {
		return packet.Ports{}, false
	}
	var out packet.Ports
	for part := range strings.SplitSeq(texts[0], ", ") {
		typ, codes, _ := strings.Cut(strings.TrimPrefix(part, "type "), " code")
		n, err := strconv.ParseUint(typ, 10, 8)
		if err != nil || part == typ {
			return packet.Ports{}, false
		}
		these := packet.ICMPType(uint8(n))
		if codes != "" {
			numbers, ok := parsePorts([]string{strings.TrimLeft(codes, "s ")})
			if !ok {
				return packet.Ports{}, false
			}
			var some packet.Ports
			for lo, hi := range numbers.Ranges {
				some = some.Union(packet.PortRange(uint16(n)<<8|lo, uint16(n)<<8|min(hi, 0xff)))
			}
			these = these.Intersect(some)
		}
		out = out.Union(these)
	}
	return out, !out.IsEmpty()
}

// parseProtocols reads what protocolNames writes.
func parseProtocols(text string) (packet.Protocols, bool) {
	if text == "all" {
		return packet.AnyProtocol(), true
	}
	list, most := strings.CutPrefix(text, allBut)
	var out packet.Protocols
	for name := range strings.SplitSeq(list, ",") {
		p, ok := protocolNamed(name)
		if !ok {
			return packet.Protocols{}, false
		}
		out = out.Union(packet.ProtocolsOf(p))
	}
	if most {
		out = packet.AnyProtocol().Minus(out)
	}
	return out, true
}

// protocolNamed is the protocol that calls itself by a name.
func protocolNamed(name string) (packet.Protocol, bool) {
	var n uint8
	if _, err := fmt.Sscanf(name, "protocol %d", &n); err == nil {
		return packet.Protocol(n), packet.Protocol(n).String() == name
	}
	for _, p := range []packet.Protocol{packet.TCP, packet.UDP, packet.ICMP, packet.ICMPv6} {
		if p.String() == name {
			return p, true
		}
	}
	return 0, false
}
