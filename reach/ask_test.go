package reach_test

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
	"github.com/tfreach/tfreach/reach/reachtest"
)

// ask asks the engine a line such as
//
//	a > tcp 8.8.8.0/24:443
//	a > tcp 8.8.8.8:443 from 32768-60999
//	place S > icmp 8 internet
//	public place S > 50 1.2.3.4
//	a > tcp b:5432
//	every a > tcp 8.8.8.8:443                     (from all its addresses)
//	a > tcp internet:443 outside                  (whatever blocks the VPC has)
//	a > tcp com.amazonaws.eu-west-1.s3:443        (wherever that is)
//	a > tcp com.amazonaws.eu-west-1.s3@52.0.0.0/8:443
//
// and puts the answer into lines, sorted: what becomes of packets, and of which
// where there is more than one fate.
func ask(t *testing.T, scene *reachtest.Scene, line string) []string {
	t.Helper()
	e := reach.NewEngine(scene.Network)
	from, rest, ok := strings.Cut(line, " > ")
	if !ok {
		t.Fatalf("no question: %s", line)
	}
	q := reach.Question{}
	src := sender(t, scene, from)
	b := packet.AnyBox()
	b.SrcPorts = packet.PortRange(32768, 65535)
	if main, ports, ok := strings.Cut(rest, " from "); ok {
		rest, b.SrcPorts = main, portsOf(t, ports)
	}
	rest, q.To.Outside = strings.CutSuffix(rest, " outside")
	words := strings.Fields(rest)
	b.Protocols = protocolOf(t, words[0])
	target := words[len(words)-1]
	if len(words) == 3 {
		n, err := strconv.Atoi(words[1])
		if err != nil {
			t.Fatal(err)
		}
		b.DstPorts = packet.ICMPCode(uint8(n), 0)
	}
	if i := strings.LastIndexByte(target, ':'); i >= 0 && !strings.HasSuffix(target, "]") && strings.Count(target, ":") != 2 {
		target, b.DstPorts = target[:i], portsOf(t, target[i+1:])
	}
	target = strings.Trim(target, "[]")
	switch {
	case target == "internet":
		b.Dst = reach.IPv4Internet()
	case target == "internet6":
		b.Dst = reach.IPv6Internet()
	case strings.HasPrefix(target, "com."):
		service, at, some := strings.Cut(target, "@")
		b.Dst, q.To.Service = reach.IPv4Internet(), service
		if some {
			b.Dst = packet.Prefix(netip.MustParsePrefix(at))
		}
	case strings.Contains(target, "/"):
		b.Dst = packet.Prefix(netip.MustParsePrefix(target))
	case strings.ContainsAny(target, ".:"):
		b.Dst = packet.Addr(netip.MustParseAddr(target))
	default:
		q.To = reach.Destinations(scene.Host(target))[0]
	}
	q.From, q.Packets = e.Parties(src)[0], b.Set()
	answer := e.Answer([]reach.Question{q})[0]
	var out []string
	for _, p := range answer.Parts {
		text := partText(p, src)
		if len(answer.Parts) > 1 {
			text += ": " + trafficText(p)
		}
		out = append(out, text)
	}
	slices.Sort(out)
	return out
}

func sender(t *testing.T, scene *reachtest.Scene, text string) reach.Source {
	t.Helper()
	text, public := strings.CutPrefix(text, "public ")
	if name, ok := strings.CutPrefix(text, "place "); ok {
		return reach.Source{Subnet: scene.Subnet(name), AnyAddress: public}
	}
	text, every := strings.CutPrefix(text, "every ")
	kind, name := "host", text
	if n, ok := strings.CutPrefix(text, "lambda "); ok {
		kind, name = "lambda", n
	}
	src := reach.Sources(scene.Object(kind, name).(*reach.Interface), nil)[0]
	src.AnyAddress = every
	return src
}

func protocolOf(t *testing.T, name string) packet.Protocols {
	t.Helper()
	switch name {
	case "all":
		return packet.AnyProtocol()
	case "tcp":
		return packet.ProtocolsOf(packet.TCP)
	case "udp":
		return packet.ProtocolsOf(packet.UDP)
	case "icmp":
		return packet.ProtocolsOf(packet.ICMP)
	case "icmpv6":
		return packet.ProtocolsOf(packet.ICMPv6)
	}
	n, err := strconv.ParseUint(name, 10, 8)
	if err != nil {
		t.Fatal(err)
	}
	return packet.ProtocolsOf(packet.Protocol(n))
}

func portsOf(t *testing.T, text string) packet.Ports {
	t.Helper()
	lo, hi, ok := strings.Cut(text, "-")
	if !ok {
		hi = lo
	}
	a, err := strconv.ParseUint(lo, 10, 16)
	if err != nil {
		t.Fatal(err)
	}
	b, err := strconv.ParseUint(hi, 10, 16)
	if err != nil {
		t.Fatal(err)
	}
	return packet.PortRange(uint16(a), uint16(b))
}

func partText(p *reach.Part, src reach.Source) string {
	also := ""
	for _, s := range p.Also {
		also += fmt.Sprintf(", then %s %s %s", s.Leg, s.Code, culpritText(s, src))
	}
	switch {
	case p.Stop != nil:
		open := ""
		if p.Arrives == reach.Open {
			open = " (if it arrives)"
		}
		return fmt.Sprintf("%s %s %s%s%s", p.Stop.Leg, p.Stop.Code, culpritText(p.Stop, src), open, also)
	case p.Arrives == reach.Yes && p.Answered == reach.Yes:
		return "delivered"
	}
	last := p.Doubts[len(p.Doubts)-1]
	at := last.Address
	if last.Attribute != "" {
		at += "." + last.Attribute
	}
	what := "undecided"
	if p.Arrives == reach.Yes {
		what = "one-way, undecided"
	}
	return fmt.Sprintf("%s %s %s", what, last.Code, at)
}

func culpritText(s *reach.Stop, src reach.Source) string {
	if s.Culprit == reach.Self {
		return src.Culprit().String()
	}
	return s.Culprit.String()
}

// trafficText is the packets of a part without their sources; of what is dropped
// behind a NAT gateway, with its ports.
func trafficText(p *reach.Part) string {
	s := p.Packets
	if p.Stop != nil {
		s = p.Lost(p.Stop)
	}
	text := s.ForgetSource().String()
	return strings.TrimSuffix(text, ", client ports 32768-65535")
}

// rule is a behaviour that a rule of AWS demands: a network, and what becomes of
// the packets that are asked.
type rule struct {
	name  string
	base  string
	delta string
	asks  [][]string // a question and the lines of its answer
}

func testRules(t *testing.T, rules []rule) {
	t.Helper()
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			scene := reachtest.MustParse(r.base, r.delta)
			for _, a := range r.asks {
				got := ask(t, scene, a[0])
				if want := a[1:]; !slices.Equal(got, want) {
					t.Errorf("%s\ngot  %s\nwant %s", a[0], strings.Join(got, "\n     "), strings.Join(want, "\n     "))
				}
			}
		})
	}
}
