package aws

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// flag is a boolean attribute; unset says what it is when it is null or when the
// provider's version does not have it.
func (r resource) flag(a resolve.Attr, unset bool) reach.Fact[bool] {
	if v, ok := a.Value().Bool(); ok {
		return reach.Known(v)
	}
	if a.IsUnset() || a.Value().Kind == planjson.Absent {
		return reach.Known(unset)
	}
	return reach.Missing[bool](r.unknown(a, ""))
}

// prefix is a CIDR attribute; the zero prefix when there is none. What is cut from a
// block that AWS picks is the same part of the block that stands for it.
func (r resource) prefix(a resolve.Attr) reach.Fact[netip.Prefix] {
	if a.IsUnset() {
		return reach.Known(netip.Prefix{})
	}
	text, ok := a.Text()
	if !ok {
		if p, ok := r.cut(a); ok && !p.IsSingleIP() {
			return reach.Known(p)
		}
		return reach.Missing[netip.Prefix](r.unknown(a, ""))
	}
	p, err := parsePrefix(text)
	if err != nil {
		return reach.Missing[netip.Prefix](r.unknown(a, err.Error()))
	}
	return reach.Known(p)
}

// parsePrefix reads a CIDR block as AWS does: host bits are ignored (NACL-5),
// zones and IPv4-mapped addresses are no blocks.
func parsePrefix(text string) (netip.Prefix, error) {
	p, err := netip.ParsePrefix(text)
	if err != nil || p.Addr().Is4In6() {
		return netip.Prefix{}, fmt.Errorf("%q is not a CIDR block", text)
	}
	return p.Masked(), nil
}

// addr is an address attribute; the zero Addr when there is none or AWS picks
// one.
func (r resource) addr(a resolve.Attr) (netip.Addr, *reach.Unknown) {
	text, ok := a.Text()
	if !ok || text == "" {
		return netip.Addr{}, nil
	}
	ip, err := netip.ParseAddr(text)
	if err != nil {
		return netip.Addr{}, r.unknown(a, fmt.Sprintf("%q is not an IP address", text))
	}
	return ip, nil
}

// protocolNames are the names that the provider and AWS accept for protocol
// numbers.
var protocolNames = map[string]packet.Protocol{
	"icmp": packet.ICMP, "tcp": packet.TCP, "udp": packet.UDP, "icmpv6": packet.ICMPv6, "gre": 47, "esp": 50, "ah": 51, "ospf": 89, "sctp": 132,
	"igmp": 2, "ipip": 4, "ipv6": 41, "pim": 103, "vrrp": 112, "l2tp": 115,
}

// protocols reads a protocol attribute: a name, a number, -1 or all, in any
// case (SG-6, NACL-6).
func protocols(v planjson.Value) (packet.Protocols, error) {
	text := strings.ToLower(strings.TrimSpace(v.Text))
	if text == "-1" || text == "all" {
		return packet.AnyProtocol(), nil
	}
	if p, ok := protocolNames[text]; ok {
		return packet.ProtocolsOf(p), nil
	}
	if n, ok := (planjson.Value{Kind: planjson.Number, Text: text}).Int(); ok && n >= 0 && n <= 255 {
		return packet.ProtocolsOf(packet.Protocol(n)), nil
	}
	return packet.Protocols{}, fmt.Errorf("%q is not a protocol", v.Text)
}

// portRange reads a range of ports.
func portRange(from, to planjson.Value) (packet.Ports, error) {
	lo, err := port(from)
	if err != nil {
		return packet.Ports{}, err
	}
	hi, err := port(to)
	if err != nil {
		return packet.Ports{}, err
	}
	if hi < lo {
		return packet.Ports{}, fmt.Errorf("ports %d-%d are no range", lo, hi)
	}
	return packet.PortRange(lo, hi), nil
}

// port reads a port; unset is 0, as the provider sends it (NACL-12).
func port(v planjson.Value) (uint16, error) {
	if v.IsUnset() {
		return 0, nil
	}
	n, ok := v.Int()
	if !ok || n < 0 || n > 65535 {
		return 0, fmt.Errorf("%q is not a port", v.Text)
	}
	return uint16(n), nil
}

// icmpTypes reads a type and a code; -1 is any (SG-8, NACL-6).
func icmpTypes(typ, code planjson.Value) (packet.Ports, error) {
	t, c := 0, 0
	ok := true
	if !typ.IsUnset() {
		t, ok = typ.Int()
	}
	if !code.IsUnset() && ok {
		c, ok = code.Int()
	}
	switch {
	case !ok || t < -1 || t > 255 || c < -1 || c > 255:
		return packet.Ports{}, fmt.Errorf("ICMP type %q code %q do not exist", typ.Text, code.Text)
	case t == -1 && c > 0:
		return packet.Ports{}, fmt.Errorf("ICMP code %d without a type", c)
	case t == -1:
		return packet.AnyPort(), nil
	case c == -1:
		return packet.ICMPType(uint8(t)), nil
	}
	return packet.ICMPCode(uint8(t), uint8(c)), nil
}
