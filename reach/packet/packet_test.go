package packet_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/reach/packet"
)

func box(protocols packet.Protocols, dst string, dstPorts packet.Ports) packet.Set {
	b := packet.AnyBox()
	b.Protocols, b.DstPorts = protocols, dstPorts
	b.Dst = packet.Prefix(netip.MustParsePrefix(dst))
	return b.Set()
}

var tcp, udp, icmp = packet.ProtocolsOf(packet.TCP), packet.ProtocolsOf(packet.UDP), packet.ProtocolsOf(packet.ICMP)

func Example() {
	// What a security group allows, less what a network ACL denies.
	group := box(tcp, "142.250.0.0/15", packet.Port(443)).Union(box(udp, "0.0.0.0/0", packet.Port(53)))
	acl := packet.All().Minus(box(packet.AnyProtocol(), "142.251.0.0/16", packet.AnyPort()))

	passes := group.Intersect(acl)
	fmt.Println(passes)

	asked := box(tcp, "142.250.74.46/32", packet.Port(443))
	fmt.Println(passes.Covers(asked))
	// Output:
	// tcp 142.250.0.0/16:443; udp {0.0.0.0/1, 128.0.0.0/5, 136.0.0.0/6, 140.0.0.0/7, 142.0.0.0/9, 142.128.0.0/10, 142.192.0.0/11, 142.224.0.0/12, 142.240.0.0/13, 142.248.0.0/15, 142.250.0.0/16, 142.252.0.0/14, 143.0.0.0/8, 144.0.0.0/4, 160.0.0.0/3, 192.0.0.0/2}:53
	// true
}

func ExampleSet_Reply() {
	ask := packet.Of(packet.Packet{
		Protocol: packet.TCP,
		Src:      netip.MustParseAddr("10.142.13.13"), SrcPort: 33996,
		Dst: netip.MustParseAddr("142.250.74.46"), DstPort: 443,
	})
	fmt.Println(ask.Reply())
	// Output: tcp 10.142.13.13:33996 from 142.250.74.46, client ports 443
}

func ExampleSet_WithSource() {
	ask := box(tcp, "142.250.74.46/32", packet.Port(443)).From(packet.IPv4())
	nat := packet.Addr(netip.MustParseAddr("10.142.0.7"))
	fmt.Println(ask.WithSource(nat, packet.PortRange(1024, 65535)))
	// Output: tcp 142.250.74.46:443 from 10.142.0.7, client ports 1024-65535
}

func ExampleSet_Witness() {
	s := box(tcp, "142.250.0.0/15", packet.PortRange(1, 1024))
	p, ok := s.Witness(packet.Taste{DstPorts: []uint16{443}, SrcPorts: []uint16{33996}})
	fmt.Println(p, ok)
	// Output: tcp 0.0.0.0:33996 > 142.250.0.0:443 true
}

func ExampleAddrs_Prefixes() {
	a := packet.Prefix(netip.MustParsePrefix("10.0.0.0/30")).Minus(packet.Addr(netip.MustParseAddr("10.0.0.1")))
	fmt.Println(a.Prefixes())
	// Output: [10.0.0.0/32 10.0.0.2/31]
}

func ExamplePorts() {
	fmt.Println(packet.PortRange(0, 1023).Minus(packet.Port(443)).Union(packet.Port(1024)))
	// Output: 0-442,444-1024
}

func ExampleProtocols() {
	fmt.Println(packet.ProtocolsOf(packet.TCP, packet.UDP, 50))
	fmt.Println(packet.AnyProtocol().Minus(packet.ProtocolsOf(packet.TCP)))
	// Output:
	// tcp,udp,protocol 50
	// any protocol but tcp
}

func TestString(t *testing.T) {
	mixed := packet.AnyBox()
	mixed.Dst = packet.Prefixes(netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"))
	mixed.Protocols, mixed.SrcPorts = tcp, packet.PortRange(32768, 65535)
	for _, tt := range []struct {
		name string
		set  packet.Set
		want string
	}{
		{"empty", packet.Set{}, "none"},
		{"full", packet.All(), "any"},
		{"one service", box(tcp, "142.250.0.0/15", packet.Port(443)), "tcp 142.250.0.0/15:443"},
		{"several protocols, one address", box(tcp.Union(udp), "192.0.2.1/32", packet.Port(53)), "tcp,udp 192.0.2.1:53"},
		{"IPv6 is bracketed before ports", box(tcp, "2000::/3", packet.Port(443)), "tcp [2000::/3]:443"},
		{"no ports, no brackets", box(tcp, "2000::/3", packet.AnyPort()), "tcp 2000::/3"},
		{"ICMP by type", box(icmp, "0.0.0.0/0", packet.ICMPType(8)), "icmp type 8 0.0.0.0/0"},
		{"ICMP by type and code", box(icmp, "0.0.0.0/0", packet.ICMPCode(3, 4)), "icmp type 3 code 4 0.0.0.0/0"},
		{"ICMP codes", box(icmp, "10.0.0.0/8", packet.PortRange(3<<8, 3<<8|4)), "icmp type 3 codes 0-4 10.0.0.0/8"},
		{"several prefixes, client ports", mixed.Set(), "tcp {10.0.0.0/8, 172.16.0.0/12}, client ports 32768-65535"},
		{"both families", packet.Box{Protocols: tcp, Dst: packet.AnyAddr(), DstPorts: packet.AnyPort(), Src: packet.AnyAddr(), SrcPorts: packet.AnyPort()}.Set(), "tcp 0.0.0.0/0; tcp ::/0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.name == "several prefixes, client ports" {
				tt.set = tt.set.From(packet.IPv4())
			}
			if got := tt.set.String(); got != tt.want {
				t.Errorf("String() = %q, want %q", got, tt.want)
			}
		})
	}
}

// TestStringOfManyProtocols: the shorter of two lists is written.
func TestStringOfManyProtocols(t *testing.T) {
	first := func(n int) packet.Protocols {
		var s packet.Protocols
		for p := range n {
			s = s.Union(packet.ProtocolsOf(packet.Protocol(p)))
		}
		return s
	}
	for _, tt := range []struct {
		name   string
		set    packet.Protocols
		begins string
	}{
		{"half of all are listed", first(128), "protocol 0,icmp,protocol 2,"},
		{"of one more the others", first(129), "any protocol but protocol 129,protocol 130,"},
		{"all", first(256), "any protocol"},
	} {
		if got := tt.set.String(); !strings.HasPrefix(got, tt.begins) {
			t.Errorf("%s: %s, want %s...", tt.name, got, tt.begins)
		}
	}
}

// TestTypesString: many types are cut short, when that saves more than one.
func TestTypesString(t *testing.T) {
	types := func(n uint8) (p packet.Ports) {
		for i := range n {
			p = p.Union(packet.ICMPType(i))
		}
		return p
	}
	for n, want := range map[uint8]string{
		0: "",
		2: "type 0, type 1",
		8: "type 0, type 1, type 2, type 3, type 4, type 5, type 6, type 7",
		9: "type 0, type 1, type 2, type 3, type 4, type 5, type 6, and 2 more",
	} {
		if got := packet.TypesString(types(n)); got != want {
			t.Errorf("%d types: %q, want %q", n, got, want)
		}
	}
}

// TestBoxesAreInOrder: equal sets read the same, least protocols and ports first.
func TestBoxesAreInOrder(t *testing.T) {
	web := box(tcp, "10.0.0.0/8", packet.Port(443))
	ssh := box(tcp, "10.0.0.0/8", packet.Port(22)).From(packet.Prefix(netip.MustParsePrefix("10.9.0.0/16")))
	dns := box(udp, "10.0.0.0/8", packet.Port(53))
	const want = "tcp 10.0.0.0/8:22 from 10.9.0.0/16; tcp 10.0.0.0/8:443; udp 10.0.0.0/8:53"
	for _, sets := range [][]packet.Set{{web, ssh, dns}, {dns, ssh, web}, {ssh, dns, web}} {
		if got := packet.UnionSets(sets...).String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// TestPortsWithoutMeaning holds SG-6 and NACL-6: what a rule writes as ports of
// a protocol that has none says nothing, so ESP "on port 443" is all of ESP.
func TestPortsWithoutMeaning(t *testing.T) {
	esp := box(packet.ProtocolsOf(50), "0.0.0.0/0", packet.Port(443))
	if want := box(packet.ProtocolsOf(50), "0.0.0.0/0", packet.AnyPort()); !esp.Equal(want) {
		t.Errorf("ESP to port 443 = %v, want %v", esp, want)
	}
	echo := packet.AnyBox()
	echo.Protocols, echo.DstPorts, echo.SrcPorts = icmp, packet.ICMPType(8), packet.Port(7)
	want := packet.AnyBox()
	want.Protocols, want.DstPorts = icmp, packet.ICMPType(8)
	if !echo.Set().Equal(want.Set()) {
		t.Errorf("ICMP echo from port 7 = %v, want %v", echo.Set(), want.Set())
	}
}

func TestReplyOfICMP(t *testing.T) {
	for _, tt := range []struct {
		name      string
		protocol  packet.Protocol
		dst       string
		ask, want uint8
	}{
		{"echo", packet.ICMP, "192.0.2.1", 8, 0},
		{"timestamp", packet.ICMP, "192.0.2.1", 13, 14},
		{"unreachable has no answer and stays", packet.ICMP, "192.0.2.1", 3, 3},
		{"echo over IPv6", packet.ICMPv6, "2001:db8::1", 128, 129},
		{"type 8 of ICMPv6 is no query", packet.ICMPv6, "2001:db8::1", 8, 8},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := netip.MustParseAddr(tt.dst)
			ask := packet.Box{Protocols: packet.ProtocolsOf(tt.protocol), Dst: packet.Addr(a), DstPorts: packet.ICMPType(tt.ask), Src: packet.Addr(a.Next()), SrcPorts: packet.AnyPort()}
			want := packet.Box{Protocols: ask.Protocols, Dst: ask.Src, DstPorts: packet.ICMPType(tt.want), Src: ask.Dst, SrcPorts: packet.AnyPort()}
			if got := ask.Set().Reply(); !got.Equal(want.Set()) {
				t.Errorf("Reply() = %v, want %v", got, want.Set())
			}
			if got := packet.Unanswered().Covers(ask.Set()); got != (tt.ask == tt.want) {
				t.Errorf("unanswered: %v", got)
			}
		})
	}
}

func TestInvalidIsEmpty(t *testing.T) {
	four, six := netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("2001:db8::1")
	for name, a := range map[string]packet.Addrs{
		"zero address":     packet.Addr(netip.Addr{}),
		"zero prefix":      packet.Prefix(netip.Prefix{}),
		"reversed range":   packet.AddrRange(four.Next(), four),
		"mixed families":   packet.AddrRange(four, six),
		"half of a range":  packet.AddrRange(netip.Addr{}, four),
		"no prefix at all": packet.Prefixes(),
	} {
		if !a.IsEmpty() {
			t.Errorf("%s: %v, want empty", name, a)
		}
	}
	if p := packet.PortRange(2, 1); !p.IsEmpty() {
		t.Errorf("reversed ports: %v, want empty", p)
	}
	if s := packet.Of(packet.Packet{Protocol: packet.TCP, Src: four, Dst: six}); !s.IsEmpty() {
		t.Errorf("packet of two families: %v, want empty", s)
	}
	if packet.All().Contains(packet.Packet{Protocol: packet.TCP, Src: four, Dst: six}) {
		t.Error("All contains a packet of two families")
	}
	for _, b := range []packet.Box{{}, {Protocols: tcp, Dst: packet.IPv4(), Src: packet.IPv4(), SrcPorts: packet.AnyPort()}} {
		if !b.Set().IsEmpty() {
			t.Errorf("box with an empty dimension: %v, want empty", b.Set())
		}
	}
	if p, ok := (packet.Set{}).Witness(packet.Taste{}); ok {
		t.Errorf("empty set has a witness: %v", p)
	}
}

func TestPrefixIgnoresHostBits(t *testing.T) {
	// NACL-5: 100.68.0.18/18 is 100.68.0.0/18.
	if got := packet.Prefix(netip.MustParsePrefix("100.68.0.18/18")).String(); got != "100.68.0.0/18" {
		t.Errorf("got %s", got)
	}
}

// BenchmarkSplit is what one filter does to the packets of an intent: the part
// that passes and the part that does not.
func BenchmarkSplit(b *testing.B) {
	internet := packet.AnyBox()
	internet.Protocols, internet.DstPorts = tcp, packet.Port(443)
	internet.Dst = packet.IPv4()
	for _, p := range []string{"10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/3"} {
		internet.Dst = internet.Dst.Minus(packet.Prefix(netip.MustParsePrefix(p)))
	}
	internet.Src = packet.Prefix(netip.MustParsePrefix("10.142.13.0/24"))
	asked := internet.Set()
	filter := box(tcp, "142.250.0.0/15", packet.Port(443)).Union(box(udp, "0.0.0.0/0", packet.Port(53))).Union(box(icmp, "0.0.0.0/0", packet.AnyPort()))
	b.Run("part", func(b *testing.B) {
		for b.Loop() {
			_, _ = asked.Intersect(filter), asked.Minus(filter)
		}
	})
	b.Run("covers", func(b *testing.B) {
		for b.Loop() {
			_ = packet.All().Covers(asked)
		}
	})
	b.Run("reply", func(b *testing.B) {
		for b.Loop() {
			_ = asked.Reply()
		}
	})
}
