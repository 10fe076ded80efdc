package reachtest

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

var protocolNames = map[string]packet.Protocol{
	"tcp": packet.TCP, "udp": packet.UDP, "icmp": packet.ICMP, "icmpv6": packet.ICMPv6,
}

// traffic reads protocols and ports, up to "from" or "to". Ports may stand with
// any protocol but all: AWS takes them and does not look at them (SG-6, NACL-6).
func (w *words) traffic() reach.Traffic {
	t := reach.Traffic{Protocols: w.protocols(), Ports: packet.AnyPort()}
	if w.done() || w.peek() == "from" || w.peek() == "to" {
		return t
	}
	if t.Protocols.IsAny() {
		w.fail(`"from" or "to", since all has no ports`)
		return t
	}
	t.Ports = packet.Ports{}
	for part := range strings.SplitSeq(w.next("ports"), ",") {
		var p packet.Ports
		var ok bool
		if onlyICMP(t.Protocols) {
			p, ok = parseType(part)
		} else {
			p, ok = parsePorts(part)
		}
		if !ok {
			w.reject(strconv.Quote(part), "ports such as 443 or 80-443, or an ICMP type and code such as 8/0")
		}
		t.Ports = t.Ports.Union(p)
	}
	return t
}

func (w *words) protocols() packet.Protocols {
	word := w.next("a protocol")
	if word == "all" {
		return packet.AnyProtocol()
	}
	var out packet.Protocols
	for part := range strings.SplitSeq(word, ",") {
		p, ok := protocolNames[part]
		if !ok {
			n, err := strconv.ParseUint(part, 10, 8)
			if err != nil {
				w.reject(strconv.Quote(part), "all, tcp, udp, icmp, icmpv6 or a protocol number")
			}
			p = packet.Protocol(n)
		}
		out = out.Union(packet.ProtocolsOf(p))
	}
	return out
}

func parsePorts(s string) (packet.Ports, bool) {
	first, last, ranged := strings.Cut(s, "-")
	if !ranged {
		last = first
	}
	lo, err1 := strconv.ParseUint(first, 10, 16)
	hi, err2 := strconv.ParseUint(last, 10, 16)
	return packet.PortRange(uint16(lo), uint16(hi)), err1 == nil && err2 == nil && lo <= hi
}

func parseType(s string) (packet.Ports, bool) {
	first, second, coded := strings.Cut(s, "/")
	t, err := strconv.ParseUint(first, 10, 8)
	if !coded {
		return packet.ICMPType(uint8(t)), err == nil
	}
	code, err2 := strconv.ParseUint(second, 10, 8)
	return packet.ICMPCode(uint8(t), uint8(code)), err == nil && err2 == nil
}

func onlyICMP(ps packet.Protocols) bool {
	for p := range ps.All() {
		if !p.IsICMP() {
			return false
		}
	}
	return true
}

// trafficText is the traffic as [words.traffic] reads it.
func trafficText(t reach.Traffic) string {
	out := protocolsText(t.Protocols)
	switch {
	case t.Ports.IsAny():
	case onlyICMP(t.Protocols):
		out += " " + typesText(t.Ports)
	default:
		out += " " + t.Ports.String()
	}
	return out
}

func protocolsText(ps packet.Protocols) string {
	if ps.IsAny() {
		return "all"
	}
	var names []string
	for p := range ps.All() {
		name := strconv.Itoa(int(p))
		for n, known := range protocolNames {
			if p == known {
				name = n
			}
		}
		names = append(names, name)
	}
	return strings.Join(names, ",")
}

func typesText(ports packet.Ports) string {
	var parts []string
	for t := range 256 {
		if ports.Covers(packet.ICMPType(uint8(t))) {
			parts = append(parts, strconv.Itoa(t))
			continue
		}
		for code := range 256 {
			if ports.Contains(uint16(t<<8 | code)) {
				parts = append(parts, fmt.Sprintf("%d/%d", t, code))
			}
		}
	}
	return strings.Join(parts, ",")
}
