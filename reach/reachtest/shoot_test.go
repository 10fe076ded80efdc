package reachtest

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// shot makes a shot from a line such as
//
//	a: tcp 142.250.74.46:443
//	a: icmp 8/0 10.0.1.10 at b
//	f in N: 50 192.0.2.1
//	place S: tcp [2001:db8::1]:443, port 1024, nat 5000
//	public place S: ...
//
// The sender has its known address, or the eleventh of its subnet; its port is
// 33996.
func shot(t *testing.T, s *Scene, text string) Shot {
	t.Helper()
	from, what, _ := strings.Cut(text, ": ")
	var out Shot
	out.NATPort = 40000
	out.Packet.SrcPort = 33996
	from, out.Public = strings.CutPrefix(from, "public ")
	if name, isPlace := strings.CutPrefix(from, "place "); isPlace {
		out.Subnet = s.Subnet(name)
	} else {
		name, subnet, _ := strings.Cut(from, " in ")
		kind := "host"
		if s.objects["host."+name] == nil {
			kind = "lambda"
		}
		out.From = s.Object(kind, name).(*reach.Interface)
		if subnet != "" {
			out.Subnet = s.Subnet(subnet)
		} else {
			out.Subnet = out.From.Subnets.Items[0].To[0]
		}
	}
	parts := strings.Split(what, ", ")
	for _, option := range parts[1:] {
		name, value, _ := strings.Cut(option, " ")
		port, err := strconv.ParseUint(value, 10, 16)
		if err != nil {
			t.Fatal(err)
		}
		if name == "nat" {
			out.NATPort = uint16(port)
		} else {
			out.Packet.SrcPort = uint16(port)
		}
	}
	main, to, directed := strings.Cut(parts[0], " at ")
	if directed {
		out.To = s.Host(to)
	}
	out.Packet = header(t, main, out.Packet)
	out.Packet.Src = addressFor(out)
	return out
}

func header(t *testing.T, text string, p packet.Packet) packet.Packet {
	t.Helper()
	fields := strings.Fields(text)
	w := &words{rest: fields[:1]}
	p.Protocol, _ = w.protocols().First()
	last := fields[len(fields)-1]
	if p.Protocol.HasPorts() {
		ap := netip.MustParseAddrPort(last)
		p.Dst, p.DstPort = ap.Addr(), ap.Port()
		return p
	}
	p.SrcPort = 0
	p.Dst = netip.MustParseAddr(last)
	if p.Protocol.IsICMP() {
		var kind, code uint16
		if _, err := fmt.Sscanf(fields[1], "%d/%d", &kind, &code); err != nil {
			t.Fatal(err)
		}
		p.DstPort = kind<<8 | code
	}
	return p
}

// addressFor is the sender's known address in the family of the destination,
// else the eleventh of its subnet.
func addressFor(s Shot) netip.Addr {
	block := blockFor(s.Subnet, s.Packet.Dst).Value
	if s.From != nil {
		known := s.From.Private
		if s.Packet.Dst.Is6() {
			known = s.From.Six
		}
		for _, a := range known {
			if block.Contains(a) {
				return a
			}
		}
	}
	if !block.IsValid() {
		return netip.IPv6Unspecified()
	}
	return nth(block, 11)
}

// wanted is a fate in a line: "delivered", "undecided", or the leg, the code and
// the culprit of a drop; "open" before a reply leg when the packet perhaps does
// not even arrive.
func wanted(f Fate) string {
	switch {
	case f.Arrived == Yes && f.Replied == Yes:
		return "delivered"
	case f.Code != "":
		out := fmt.Sprintf("%s %s %v", f.Leg, f.Code, f.Culprit)
		if f.Leg == Reply && f.Arrived == Undecided {
			out = "open " + out
		}
		return out
	case f.Arrived == Yes:
		return "one way, reply undecided"
	}
	return "undecided"
}

func check(t *testing.T, s *Scene, line, want string) {
	t.Helper()
	x := shot(t, s, line)
	f := Simulate(s.Network, x)
	if got := wanted(f); got != want {
		t.Errorf("%s\ngot  %s\nwant %s", line, got, want)
	}
	checkFate(t, x, f)
}

// checkFate fails if the parts of a fate contradict each other.
func checkFate(t *testing.T, s Shot, f Fate) {
	t.Helper()
	dropped := f.Arrived == No || f.Replied == No
	open := f.Arrived == Undecided || f.Arrived == Yes && f.Replied == Undecided
	switch {
	case dropped != (f.Code != "") || dropped != (f.Culprit != nil) || dropped != (f.Leg != ""):
		t.Errorf("%v\n%v: a drop has a leg, a code and a culprit", s, f)
	case f.Arrived == No && (f.Replied != No || f.Leg != Forward):
		t.Errorf("%v\n%v: what does not arrive is not answered", s, f)
	case f.Replied == Yes && f.Arrived != Yes:
		t.Errorf("%v\n%v: only what arrives is answered", s, f)
	case open != (len(f.Open) > 0):
		t.Errorf("%v\n%v: what is open has a reason", s, f)
	}
	for _, u := range f.Open {
		if u == nil {
			t.Errorf("%v\n%v: a reason is nil", s, f)
		}
	}
}

// path is the addresses of objects, for comparing with a list in a test.
func path(os []reach.Object) string {
	var out []string
	for _, o := range os {
		out = append(out, o.At().String())
	}
	return strings.Join(out, " ")
}
