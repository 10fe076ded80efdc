package report

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/tfreach/tfreach/policies"
)

// exampleText is a packet as "tcp 10.0.0.1:33996 > 192.0.2.1:443", without a
// source of which nothing is known.
func exampleText(x policies.Example) string {
	kind := x.Protocol.String()
	if x.Protocol.IsICMP() {
		kind += fmt.Sprintf(" type %d code %d", x.DstPort>>8, x.DstPort&0xff)
	}
	if from := sourceText(x); from != "" {
		kind += " " + from
	}
	return kind + " > " + destinationText(x)
}

func sourceText(x policies.Example) string { return endpoint(x, x.Src, x.From, x.SrcPort) }

func destinationText(x policies.Example) string { return endpoint(x, x.Dst, x.To, x.DstPort) }

// endpoint is one side of a packet: its address, or words that stand for one; empty
// without either.
func endpoint(x policies.Example, ip netip.Addr, words string, port uint16) string {
	switch ports := x.Protocol.HasPorts(); {
	case !ip.IsValid() && words != "" && ports && !strings.Contains(words, " "):
		return fmt.Sprintf("%s:%d", words, port)
	case !ip.IsValid() && words != "" && ports:
		return fmt.Sprintf("%s, port %d", words, port)
	case !ip.IsValid():
		return words
	case ports:
		return netip.AddrPortFrom(ip, port).String()
	}
	return ip.String()
}
