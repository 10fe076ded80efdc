package report

import (
	"fmt"
	"net/netip"

	"github.com/tfreach/tfreach/reach/packet"
)

// exampleText is a packet as "tcp 10.0.0.1:33996 > 192.0.2.1:443", without a
// source whose address is not known.
func exampleText(p packet.Packet) string {
	kind := p.Protocol.String()
	if p.Protocol.IsICMP() {
		kind += fmt.Sprintf(" type %d code %d", p.DstPort>>8, p.DstPort&0xff)
	}
	if from := endpoint(p, p.Src, p.SrcPort); from != "" {
		kind += " " + from
	}
	return kind + " > " + endpoint(p, p.Dst, p.DstPort)
}

// endpoint is one side of a packet; empty for an address that is not known.
func endpoint(p packet.Packet, ip netip.Addr, port uint16) string {
	switch {
	case !ip.IsValid():
		return ""
	case p.Protocol.HasPorts():
		return netip.AddrPortFrom(ip, port).String()
	}
	return ip.String()
}
