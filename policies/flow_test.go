package policies

import (
	"net/netip"
	"testing"

	"pgregory.net/rapid"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// flowSets draws sets of packets as findings have them, from anywhere.
var flowSets = rapid.Custom(func(t *rapid.T) packet.Set {
	blocks := []netip.Prefix{
		netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("142.250.74.46/32"), netip.MustParsePrefix("52.94.0.0/15"),
		netip.MustParsePrefix("2600::/12"), netip.MustParsePrefix("2001:4860:4860::8888/128"), netip.MustParsePrefix("128.0.0.0/1"),
	}
	ports := rapid.Custom(func(t *rapid.T) packet.Ports {
		lo := rapid.SampledFrom([]uint16{0, 22, 443, 1024, 2048, 32768}).Draw(t, "low")
		return packet.PortRange(lo, rapid.SampledFrom([]uint16{lo, lo + 5, 65535}).Draw(t, "high"))
	})
	var out packet.Set
	for range rapid.IntRange(1, 4).Draw(t, "boxes") {
		b := packet.AnyBox()
		switch rapid.IntRange(0, 3).Draw(t, "protocols") {
		case 0:
			b.Protocols = packet.ProtocolsOf(packet.TCP)
		case 1:
			b.Protocols = packet.ProtocolsOf(packet.TCP, packet.UDP, packet.ICMP, packet.ICMPv6)
		case 2:
			b.Protocols = packet.ProtocolsOf(rapid.SliceOfN(rapid.Map(rapid.Uint8(), func(n uint8) packet.Protocol { return packet.Protocol(n) }), 1, 6).Draw(t, "numbers")...)
		}
		b.Dst = reach.IPv4Internet().Union(reach.IPv6Internet())
		switch rapid.IntRange(0, 2).Draw(t, "destinations") {
		case 0:
			b.Dst = packet.Prefixes(rapid.SliceOfN(rapid.SampledFrom(blocks), 1, 3).Draw(t, "blocks")...)
		case 1:
			b.Dst = b.Dst.Minus(packet.Prefixes(rapid.SliceOfN(rapid.SampledFrom(blocks), 1, 3).Draw(t, "without")...))
		}
		if rapid.Bool().Draw(t, "narrow") {
			b.DstPorts, b.SrcPorts = ports.Draw(t, "ports"), ports.Draw(t, "client ports")
		}
		out = out.Union(b.Set())
	}
	return out
})

// TestPacketsOfFlows: the packets of what is written of a set are that set, or a part of
// it where a text leaves something out.
func TestPacketsOfFlows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := flowSets.Draw(t, "packets")
		flows := (&evaluator{}).flows(s)
		got, left := packetsOf(flows)
		if !s.Covers(got) {
			t.Fatalf("%v has more than %v, by %v", got, s, flows)
		}
		if len(left) == 0 && !got.Equal(s) {
			t.Fatalf("%v has less than %v, by %v", got, s, flows)
		}
		for _, f := range left {
			if f.Protocol != "icmp" && f.Protocol != "icmpv6" {
				t.Fatalf("not understood: %+v", f)
			}
		}
	})
}

// TestFlowsCover: what a baseline has covers a finding just when it has all of its
// packets.
func TestFlowsCover(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := &evaluator{}
		had, has := flowSets.Draw(t, "had"), flowSets.Draw(t, "has")
		if rapid.Bool().Draw(t, "part") {
			has = had.Intersect(has)
		}
		a, b := e.flows(had), e.flows(has)
		if flowsCover(a, b) && !had.Covers(has) {
			t.Fatalf("%v is taken for a part of %v", b, a)
		}
		if _, left := packetsOf(append(a, b...)); len(left) == 0 && had.Covers(has) && !flowsCover(a, b) {
			t.Fatalf("%v is not taken for a part of %v", b, a)
		}
		if !flowsCover(a, a) {
			t.Fatalf("%v is not taken for itself", a)
		}
	})
}

// TestFlowTexts: texts that say less than all are no packets.
func TestFlowTexts(t *testing.T) {
	whole := Flow{Family: "ipv4", Protocol: "tcp", Destinations: []string{"0.0.0.0/0"}, Except: []string{"8.8.8.8"}, Ports: []string{"443", "1024-2048"}, ClientPorts: []string{"0-65535"}}
	if _, ok := whole.packets(); !ok {
		t.Fatalf("%+v is not understood", whole)
	}
	for name, change := range map[string]func(*Flow){
		"a name":                    func(f *Flow) { f.Destinations = []string{"s3"} },
		"a block in words":          func(f *Flow) { f.Destinations, f.Except = []string{"the IPv6 block of aws_subnet.a"}, nil },
		"another family":            func(f *Flow) { f.Destinations, f.Except = []string{"2600::/12"}, nil },
		"an exception of what":      func(f *Flow) { f.Destinations = []string{"10.0.0.0/8"} },
		"no family":                 func(f *Flow) { f.Family = "" },
		"no protocol":               func(f *Flow) { f.Protocol = "" },
		"an unknown protocol":       func(f *Flow) { f.Protocol = "sctp" },
		"a protocol that is padded": func(f *Flow) { f.Protocol = "protocol 050" },
		"no port":                   func(f *Flow) { f.Ports = []string{"https"} },
		"ports backwards":           func(f *Flow) { f.Ports = []string{"5-4"} },
		"too many ports":            func(f *Flow) { f.ClientPorts = make([]string, flowRoom+1) },
		"types that are cut":        func(f *Flow) { f.Protocol, f.Ports = "icmp", []string{"type 1, type 2, and 3 more"} },
		"ports as types":            func(f *Flow) { f.Protocol = "icmp" },
	} {
		f := whole
		change(&f)
		if s, ok := f.packets(); ok {
			t.Errorf("%s: %+v is %v", name, f, s)
		}
	}
}
