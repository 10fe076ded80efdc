package kerneltest

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/planparse"
	"github.com/tfreach/tfreach/planparse/source"
	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
	"github.com/tfreach/tfreach/reach/reachtest"
)

// notPlayed are the intents of the cases that the kernel does not play, and why.
var notPlayed = map[string]string{
	"exits: aws_instance.app reaches 10.42.1.0/24:22 via transit gateway":   "where packets pass, other than by whose address",
	"exits: aws_instance.legacy reaches 172.31.5.5:22":                      "what lies beyond the plan",
	"exits: aws_autoscaling_group.guarded reaches 8.8.8.8:443 via firewall": "where packets pass, other than by whose address",
	"exits: aws_instance.legacy reaches internet:443 via aws_instance.nat":  "where packets pass, other than by whose address",
}

// TestCases plays the plans of testdata/cases: what becomes of packets in them must be
// what expect.json says. The module-* cases leave out of the plan which VPC some of
// their resources are of, so that there is nothing to build.
func TestCases(t *testing.T) {
	needsKernel(t)
	files, err := filepath.Glob("../../testdata/cases/*/expect.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		name := filepath.Base(filepath.Dir(file))
		if strings.HasPrefix(name, "module-") {
			continue
		}
		t.Run(name, func(t *testing.T) {
			said := make(chan []string)
			go func() {
				if err := leaveMachine(); err != nil {
					said <- []string{err.Error()}
					return
				}
				said <- playCase(name, filepath.Dir(file))
			}()
			for _, problem := range <-said {
				t.Error(problem)
			}
		})
	}
}

// expectation is what a case expects of an intent. Culprit lists the addresses that may
// be to blame; null is any.
type expectation struct {
	Intent, Verdict, Leg string
	Culprit              []string
}

func playCase(name, dir string) (problems []string) {
	defer func() {
		if why := recover(); why != nil {
			problems = append(problems, fmt.Sprintf("it cannot be built: %v", why))
		}
	}()
	n, want, err := readCase(dir)
	if err != nil {
		return []string{err.Error()}
	}
	r := read(n)
	x, err := r.run()
	if err != nil {
		return []string{err.Error()}
	}
	defer x.close()
	for _, e := range want {
		s, err := sentenceOf(r, e.Intent)
		if err == nil {
			err = x.check(r, s, e)
		}
		switch why, not := notPlayed[name+": "+e.Intent]; {
		case not && (err == nil || !strings.Contains(err.Error(), why)):
			problems = append(problems, fmt.Sprintf("%s is played, or not for the reason that is named: %v", e.Intent, err))
		case !not && err != nil:
			problems = append(problems, fmt.Sprintf("%s: %v", e.Intent, err))
		}
	}
	return problems
}

func readCase(dir string) (*reach.Network, []expectation, error) {
	raw, err := os.ReadFile(filepath.Join(dir, "expect.json"))
	if err != nil {
		return nil, nil, err
	}
	var want []expectation
	if err := json.Unmarshal(raw, &want); err != nil {
		return nil, nil, err
	}
	config, err := source.Open(dir, source.Options{})
	if err != nil {
		return nil, nil, err
	}
	f, err := os.Open(filepath.Join(dir, "plan.json"))
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	plan, err := planparse.Read(f, config)
	if err != nil {
		return nil, nil, err
	}
	address(plan.After)
	return plan.After, want, nil
}

// address gives everything addresses that the plan leaves to AWS.
func address(n *reach.Network) {
	for _, i := range n.Interfaces {
		for _, item := range i.Subnets.Items {
			s := only(item)
			has := func(six bool) bool {
				return slices.ContainsFunc(addresses(i, s), func(a netip.Addr) bool { return a.Is6() == six })
			}
			if four := s.CIDR.Value; four.IsValid() && !has(false) {
				i.Private = append(i.Private, freeAddress(n, four))
			}
			if six := s.CIDR6.Value; six.IsValid() && i.IPv6.Value == reach.Granted && !has(true) {
				i.Six = append(i.Six, freeAddress(n, six))
			}
		}
	}
	for _, g := range n.NATGateways {
		if g.VPC.IsNone() && !g.Address.IsValid() {
			g.Address = freeAddress(n, only(g.Subnet).CIDR.Value)
		}
	}
}

// sentence is an intent as the flows that it is about.
type sentence struct {
	shots []reachtest.Shot
	// cannot: none of them may arrive.
	cannot bool
	// via are the public addresses that they may come from, nil for any.
	via []netip.Addr
}

var intentForm = regexp.MustCompile(`^(.+?) (reaches|reach|cannot reach) (\S+?)(?::(\d+)(/udp)?)?(?: via (.+))?$`)

func sentenceOf(r *reading, intent string) (*sentence, error) {
	part := intentForm.FindStringSubmatch(intent)
	if part == nil {
		return nil, fmt.Errorf("not a sentence that is read here")
	}
	out := &sentence{cannot: part[2] == "cannot reach"}
	p := packet.Packet{Protocol: packet.TCP, DstPort: 443}
	if part[4] != "" {
		port, err := strconv.ParseUint(part[4], 10, 16)
		if err != nil {
			return nil, err
		}
		p.DstPort = uint16(port)
	}
	if part[5] != "" {
		p.Protocol = packet.UDP
	}
	var err error
	if out.via, err = r.publicOf(part[6]); err != nil {
		return nil, err
	}
	from := r.senders(part[1])
	for _, s := range from {
		for _, to := range r.destinations(strings.Trim(part[3], "[]")) {
			s.Packet, s.Service = p, to.service
			s.Packet.Dst = to.address
			// The edges of what clients pick, and of what NAT gateways do (NAT-7).
			for k, port := range []uint16{32768, 60999} {
				s.Packet.SrcPort, s.NATPort = port, []uint16{firstNATPort, 65535}[k]
				out.shots = append(out.shots, s)
			}
		}
	}
	if len(out.shots) == 0 {
		return nil, fmt.Errorf("no flow is found for it")
	}
	return out, nil
}

// senders are those that a sentence begins with.
func (r *reading) senders(who string) []reachtest.Shot {
	var out []reachtest.Shot
	place := func(s *reach.Subnet) { out = append(out, reachtest.Shot{Subnet: s}) }
	tag, value, tagged := strings.Cut(strings.TrimPrefix(who, "subnets tagged "), "=")
	for _, s := range r.network.Subnets {
		switch {
		case who == "private subnets" && !r.isPublic(s), who == "public subnets" && r.isPublic(s), instanceOf(s.Address, who):
			place(s)
		case tagged && s.Tags.Values[tag].Value == value:
			place(s)
		}
	}
	for _, i := range r.interfacesOf(who) {
		for _, item := range i.Subnets.Items {
			out = append(out, reachtest.Shot{From: i, Subnet: only(item)})
		}
	}
	return out
}

// isPublic: a subnet whose table leads to an internet gateway.
func (r *reading) isPublic(s *reach.Subnet) bool {
	return slices.ContainsFunc(r.network.Routes, func(route *reach.Route) bool {
		_, out := only(route.Target).(*reach.InternetGateway)
		return out && route.Table.Is(r.tableOf(r.subnets[s]))
	})
}

// interfacesOf are those of a workload.
func (r *reading) interfacesOf(address string) []*reach.Interface {
	var out []*reach.Interface
	for _, w := range r.network.Workloads {
		if !instanceOf(w.Address, address) {
			continue
		}
		for _, item := range w.Interfaces.Items {
			out = append(out, only(item))
		}
	}
	return out
}

// instanceOf reports whether an address is that of a resource, or of one of its
// instances.
func instanceOf(address, resource string) bool {
	return address == resource || strings.HasPrefix(address, resource+"[")
}

type destination struct {
	address netip.Addr
	service string
}

// destinations are addresses that a sentence is about: a few hosts of the internet, and
// the edges of what the rules and routes of the network are about.
func (r *reading) destinations(where string) []destination {
	var out []destination
	add := func(as ...netip.Addr) {
		for _, a := range as {
			if !slices.Contains(out, destination{address: a}) {
				out = append(out, destination{address: a})
			}
		}
	}
	for _, i := range r.interfacesOf(where) {
		add(i.Private...)
	}
	for _, l := range r.network.PrefixLists {
		if strings.HasSuffix(l.Service, "."+where) {
			return []destination{{address: hosts[0], service: l.Service}}
		}
	}
	if len(out) > 0 {
		return out
	}
	if where == "internet" {
		where = "0.0.0.0/0"
	}
	if a, err := netip.ParseAddr(where); err == nil {
		return []destination{{address: a}}
	}
	asked, err := netip.ParsePrefix(where)
	if err != nil {
		return nil
	}
	points := slices.Clone(hosts)
	for _, p := range append(r.spokenOf(), asked) {
		points = append(points, p.Masked().Addr(), lastOf(p), p.Masked().Addr().Prev(), lastOf(p).Next())
	}
	for _, a := range points {
		public := a.IsValid() && a.IsGlobalUnicast() && !a.IsPrivate() && !inAny(noHosts, a) && !embedded.Contains(a) &&
			!slices.ContainsFunc(unroutable, func(u struct {
				prefix netip.Prefix
				code   reach.Code
			}) bool {
				return u.prefix.Contains(a)
			})
		if asked.Contains(a) && (public || asked.Bits() > 0) && !r.own(a) {
			add(a)
		}
	}
	return out
}

// hosts are some of the internet.
var hosts = []netip.Addr{
	netip.MustParseAddr("93.184.216.34"), netip.MustParseAddr("8.8.8.8"), netip.MustParseAddr("223.255.255.254"), netip.MustParseAddr("1.0.0.1"),
	netip.MustParseAddr("2a00::1"), netip.MustParseAddr("2600:9000::1"),
}

// spokenOf are the blocks that rules and routes are about.
func (r *reading) spokenOf() []netip.Prefix {
	var out []netip.Prefix
	for _, e := range r.network.ACLEntries {
		out = append(out, e.Remote)
	}
	for _, g := range r.network.SecurityGroupRules {
		out = append(out, g.Prefixes...)
	}
	for _, route := range r.network.Routes {
		out = append(out, route.Destination.Value)
	}
	return slices.DeleteFunc(out, func(p netip.Prefix) bool { return !p.IsValid() || p.Bits() == 0 })
}

// own: an address of one of the VPCs.
func (r *reading) own(a netip.Addr) bool {
	return slices.ContainsFunc(r.network.Blocks, func(b *reach.CIDRBlock) bool { return b.Prefix.Value.Contains(a) })
}

// publicOf are the public addresses of what packets have to go by.
func (r *reading) publicOf(via string) ([]netip.Addr, error) {
	if via == "" {
		return nil, nil
	}
	var out []netip.Addr
	for _, g := range r.network.NATGateways {
		if via == "nat" || g.Origin.Address == via {
			out = append(out, r.publicAddresses(only(only(g.Subnet).VPC))[g.Address])
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("where packets pass, other than by whose address, is not looked at")
	}
	return out, nil
}

// check plays the flows of a sentence, and holds what becomes of them against what is
// expected.
func (x *live) check(r *reading, s *sentence, want expectation) error {
	var drops []*outcome
	held, played := 0, 0
	leg := want.Leg == ""
	for _, shot := range s.shots {
		shot, err := settle(r.network, shot)
		if unplayable(err) != "" {
			continue
		}
		o, err := x.play(r, shot)
		switch {
		case err != nil:
			return fmt.Errorf("%v: %w", shot, err)
		case o.beyond != "":
			return fmt.Errorf("%v: %s", shot, o.beyond)
		}
		played++
		switch {
		case s.cannot && !o.arrived, !s.cannot && o.returned && (s.via == nil || slices.Contains(s.via, o.source)):
			held++
		case o.why == nil:
			// It arrives, and should not, or not so.
			continue
		default:
			drops = append(drops, &o)
			leg = leg || string(o.leg) == want.Leg
		}
	}
	got := "violated"
	if held == played {
		got = "holds"
	}
	switch {
	case played == 0:
		return fmt.Errorf("none of its flows can be played")
	case got != want.Verdict:
		return fmt.Errorf("%s in the kernel, want %s%s", got, want.Verdict, describe(drops))
	case got == "violated" && !leg:
		return fmt.Errorf("nothing is lost on the %s leg%s", want.Leg, describe(drops))
	}
	for _, o := range drops {
		if c := o.why.culprit; want.Culprit != nil && c != nil && !slices.ContainsFunc(want.Culprit, func(w string) bool {
			return instanceOf(w, c.Address)
		}) {
			return fmt.Errorf("the kernel blames %s, want one of %v", c, want.Culprit)
		}
	}
	return nil
}

func describe(drops []*outcome) string {
	if len(drops) == 0 {
		return ""
	}
	return fmt.Sprintf("; %d flows are lost, the first: %v", len(drops), ofKernel(*drops[0]))
}
