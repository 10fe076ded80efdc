package report

import (
	"net/netip"
	"testing"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/reach/packet"
)

func TestExampleText(t *testing.T) {
	a, b := netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("2001:db8::1")
	for _, c := range []struct {
		packet   packet.Packet
		from, to string
		want     string
	}{
		{packet.Packet{Protocol: packet.TCP, Src: a, Dst: a, SrcPort: 33996, DstPort: 443}, "", "", "tcp 10.0.0.1:33996 > 10.0.0.1:443"},
		{packet.Packet{Protocol: packet.TCP, Dst: a, SrcPort: 33996, DstPort: 443}, "", "", "tcp > 10.0.0.1:443"},
		{packet.Packet{Protocol: packet.UDP, Dst: b, SrcPort: 33996, DstPort: 53}, "", "", "udp > [2001:db8::1]:53"},
		{packet.Packet{Protocol: packet.ICMP, Src: a, Dst: a, DstPort: 8 << 8}, "", "", "icmp type 8 code 0 10.0.0.1 > 10.0.0.1"},
		{packet.Packet{Protocol: packet.ICMP, Dst: a, DstPort: 8 << 8}, "", "", "icmp type 8 code 0 > 10.0.0.1"},
		{packet.Packet{Protocol: 47, Dst: b}, "", "", packet.Protocol(47).String() + " > 2001:db8::1"},
		{packet.Packet{Protocol: packet.TCP, Src: a, SrcPort: 33996, DstPort: 443}, "", "s3", "tcp 10.0.0.1:33996 > s3:443"},
		{packet.Packet{Protocol: packet.ICMPv6, Dst: b, DstPort: 128 << 8}, "an IPv6 address of aws_subnet.x", "", "icmpv6 type 128 code 0 an IPv6 address of aws_subnet.x > 2001:db8::1"},
	} {
		if got := exampleText(policies.Example{Packet: c.packet, From: c.from, To: c.to}); got != c.want {
			t.Errorf("%+v\ngot  %s\nwant %s", c.packet, got, c.want)
		}
	}
}
