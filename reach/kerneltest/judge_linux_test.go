package kerneltest

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
	"github.com/tfreach/tfreach/reach/reachtest"
)

// verdict is what a judge says of a flow.
type verdict struct {
	fate fate
	// leg, code and culprit say where it is dropped. The culprit is empty where the
	// judge cannot tell.
	leg     reachtest.Leg
	code    reach.Code
	culprit string
	// later is the code for which a firewall drops what would follow, where the answer
	// is dropped on the way to it.
	later reach.Code
	// circle: the packet goes round until it has passed too many routers, wherever
	// that happens.
	circle bool
	// doubted: something before the drop may have dropped it too.
	doubted bool
	// by is who has taken the packet, empty where the judge does not tell.
	by string
	// groundless: it says nothing for certain, and has no reason that counts.
	groundless bool
}

type fate string

const (
	delivered fate = "delivered"
	oneWay    fate = "one-way"
	lost      fate = "dropped"
	undecided fate = "undecided"
)

func (v verdict) String() string {
	if v.code == "" {
		return string(v.fate)
	}
	culprit := v.culprit
	if culprit == "" {
		culprit = "somebody"
	}
	return fmt.Sprintf("%s: %s leg, %s, %s", v.fate, v.leg, v.code, culprit)
}

// whole is the verdict with who takes the packet.
func (v verdict) whole() string {
	if v.by == "" || v.fate != delivered && v.fate != oneWay {
		return v.String()
	}
	return fmt.Sprintf("%v, by %s", v, v.by)
}

// ofKernel is the verdict of the kernel.
func ofKernel(o outcome) verdict {
	switch {
	case o.returned:
		return verdict{fate: delivered, by: taker(o.at.object, o.at.subnet)}
	case o.arrived:
		v := stopped(oneWay, o)
		v.by = taker(o.at.object, o.at.subnet)
		return v
	}
	return stopped(lost, o)
}

// internet is who takes what leaves through a gateway.
const internet = "the internet"

// taker is who takes packets at an object, in a subnet or, for nil, outside. The engine
// has one interface of a subnet stand for those that are alike.
func taker(o reach.Object, in *reach.Subnet) string {
	switch o := o.(type) {
	case *reach.InternetGateway, *reach.EgressOnlyGateway:
		return internet
	case *reach.Interface:
		return "an interface in " + in.Address
	case *reach.Subnet, *reach.GatewayEndpoint:
		return o.At().Address
	}
	return ""
}

func stopped(f fate, o outcome) verdict {
	v := verdict{fate: f, leg: o.leg, code: o.why.code, circle: o.why.circle}
	if o.why.culprit != nil {
		v.culprit = at(o.why.culprit)
	}
	if o.later != nil {
		v.later = o.later.code
	}
	return v
}

// ofSimulator is what the simulator says of a shot, with each pick that AWS may make.
func ofSimulator(n *reach.Network, s reachtest.Shot) []verdict {
	var out []verdict
	for _, f := range reachtest.Fates(n, s) {
		v := verdict{fate: undecided}
		switch {
		case f.Arrived == reachtest.Yes && f.Replied == reachtest.Yes:
			v.fate = delivered
		case f.Arrived == reachtest.Yes && f.Replied == reachtest.No:
			v = verdict{fate: oneWay, leg: f.Leg, code: f.Code, culprit: at(f.Culprit)}
		case f.Arrived == reachtest.No:
			v = verdict{fate: lost, leg: f.Leg, code: f.Code, culprit: at(f.Culprit)}
		}
		out = append(out, v)
	}
	return out
}

// ofEngine is what a part of the engine's answer says.
func ofEngine(p *reach.Part, from *reach.Party) verdict {
	v := verdict{fate: undecided}
	for _, step := range p.Steps {
		switch {
		case step.Leg == reach.Reply:
		case step.Kind == reach.AtInternet:
			v.by = internet
		case step.Kind == reach.AtDestination && step.Subnet != nil, step.Kind == reach.AtService:
			v.by = taker(step.Object, step.Subnet)
		}
	}
	switch {
	case p.Arrives == reach.Yes && p.Answered == reach.Yes:
		v.fate = delivered
		return v
	case p.Arrives == reach.Yes && p.Answered == reach.No:
		v.fate = oneWay
	case p.Arrives == reach.No:
		v.fate = lost
	}
	if v.fate == undecided {
		v.groundless = len(p.Doubts) == 0 || slices.ContainsFunc(p.Doubts, groundless)
		return v
	}
	if p.Stop == nil {
		return v
	}
	culprit := p.Stop.Culprit
	if culprit == reach.Self {
		culprit = from.Members[0].Culprit()
	}
	v.doubted = len(p.Doubts) > 0
	v.leg, v.code, v.culprit = reachtest.Leg(p.Stop.Leg.String()), p.Stop.Code, at(culprit)
	return v
}

// at is a culprit without the attribute that is named where something is missing.
func at(o *reach.Origin) string {
	if o == nil {
		return ""
	}
	kind, _, _ := strings.Cut(o.Address, ".")
	switch o.Attribute {
	case "ingress", "egress", "subnet_ids", "ipv6_support", "source_dest_check":
		return o.Address
	}
	switch kind {
	case "attachment", "host", "lambda":
		return o.Address
	}
	return o.String()
}

// agreement says how far two verdicts are the same, in words for the summary.
type agreement string

const (
	differs   agreement = ""
	sameHop   agreement = "the same verdict, and the same code and hop where it is a drop"
	oneOfTwo  agreement = "the same code, at one of the things that could be changed"
	someHop   agreement = "the same code, and the kernel cannot tell the hop"
	inCircles agreement = "a drop in a circle, wherever it ends"
	laterDrop agreement = "a drop, and something before it may drop the packet too"
	astray    agreement = "a drop of an answer that is routed as nobody's, whoever drops it"
	twiceLost agreement = "a drop of the first answer, or by a firewall that drops all that would follow"
	isWaiting agreement = "a drop at a table that lacks only what an attachment would propagate that nobody accepts (TGW-4)"
	uncertain agreement = "nothing said for certain"
)

// agreements, the closest first.
var agreements = []agreement{sameHop, oneOfTwo, someHop, inCircles, laterDrop, astray, twiceLost, isWaiting, uncertain}

// with says how far the kernel's verdict is another judge's too.
func (v verdict) with(o verdict) agreement {
	switch {
	case o.fate == undecided && o.groundless:
		return differs
	case o.fate == undecided:
		return uncertain
	case v.fate != o.fate || v.leg != o.leg:
		return differs
	case v.by != "" && o.by != "" && v.by != o.by && v.fate != lost:
		return differs
	case v.code == o.code && v.culprit == o.culprit && !v.circle:
		return sameHop
	case o.doubted:
		return laterDrop
	case o.strays():
		return astray
	case v.later != "" && v.later == o.code:
		return twiceLost
	case v.code == reach.TransitNoRoute && o.code == reach.TransitBadRoute && strings.HasPrefix(o.culprit, "attachment."):
		return isWaiting
	case v.code == reach.ACLRestriction && o.code == reach.NATSelfLoop:
		// The circle is blamed where it begins, and an ACL on it may drop the packet.
		return inCircles
	case v.circle:
		if slices.Contains([]reach.Code{reach.NATSelfLoop, reach.BadStateRoute, reach.TransitBadRoute}, o.code) {
			return inCircles
		}
		return differs
	case v.code != o.code:
		return differs
	case slices.Contains(shared, v.code):
		return oneOfTwo
	case v.culprit == "":
		return someHop
	}
	return differs
}

// grounds are why nothing may be said for certain of a network of which everything is
// known, by words of the reasons: what only AWS or somebody beyond the plan knows, and
// what is not documented or not modelled.
var grounds = []string{
	"bears this group is not known", // of what nobody plans, at a place
	"AWS keeps the list", "learns its routes by BGP", "not in this plan", "AWS picks one",
	"not documented", "is not modelled",
}

// groundless reports whether a doubt has none of [grounds].
func groundless(d reach.Doubt) bool {
	return !slices.ContainsFunc(grounds, func(g string) bool { return strings.Contains(d.Reason, g) })
}

// shared are the codes for which more than one thing could be changed.
var shared = []reach.Code{
	reach.TransitBadRoute, reach.PublicAccessBlocked, reach.AsymmetricFirewall, reach.IngressRedirected, reach.FirewallRestriction,
}

// strays reports whether an answer is routed to a gateway, as nobody's answer. What the
// gateway does with it, and who drops it then, no judge but the kernel looks at.
func (v verdict) strays() bool {
	gone := v.code == reach.NoDestination || v.code == reach.PrivateDestination || v.code == reach.SharedDestination
	kind, _, _ := strings.Cut(v.culprit, ".")
	return v.leg == reachtest.Reply && gone && slices.Contains([]string{"table", "route", "main", "vpc"}, kind)
}

// flow is a shot with what the engine says of it. Where AWS picks a zone by itself, the
// engine has more than one thing to say.
type flow struct {
	shot   reachtest.Shot
	engine []verdict
}

// flowsOf are the flows of a shot. Where something translates the packet, they are those
// with the ports at the edges of what the engine's parts are about, with the first and
// the last port, and with the shot's own, of which the engine must know, too.
func flowsOf(e *reach.Engine, s reachtest.Shot) []flow {
	from := e.Parties(reach.Source{Interface: s.From, Subnet: s.Subnet, AnyAddress: s.From == nil && s.Public})[0]
	q := reach.Question{From: from, To: reach.Destination{Service: s.Service}, Packets: packet.Of(s.Packet)}
	if s.To != nil {
		q.To.Interface, q.To.Subnet = s.To, only(s.To.Subnets.Items[0])
	}
	parts := e.Answer([]reach.Question{q})[0].Parts
	ports := []uint16{s.NATPort}
	for _, p := range parts {
		if s.Packet.Protocol.HasPorts() && len(behind(p)) > 0 {
			ports = append(ports, firstNATPort, 65535)
			for lo, hi := range natPorts(p).Ranges {
				ports = append(ports, max(lo, firstNATPort), hi)
			}
		}
	}
	slices.Sort(ports)
	var out []flow
	for _, port := range slices.Compact(ports) {
		f := flow{shot: s}
		f.shot.NATPort = port
		for _, p := range parts {
			if !s.Packet.Protocol.HasPorts() || natPorts(p).Contains(port) {
				f.engine = append(f.engine, ofEngine(p, from))
			}
		}
		out = append(out, f)
	}
	return out
}

// firstNATPort is the first of the ports that NAT gateways use (NAT-7).
const firstNATPort = 1024

// behind is the packets of a part as those send them on that translate them.
func behind(p *reach.Part) map[reach.Object]packet.Set {
	out := map[reach.Object]packet.Set{}
	for _, step := range p.Steps {
		if step.NAT != nil {
			out[step.NAT] = step.Here
		}
	}
	if p.Stop != nil && p.Stop.NAT != nil {
		out[p.Stop.NAT] = p.Lost(p.Stop)
	}
	return out
}

// natPorts are the ports that a part is about, of all that translate its packets: a flow
// has one port for all of them.
func natPorts(p *reach.Part) packet.Ports {
	ports := packet.AnyPort()
	for _, here := range behind(p) {
		ports = ports.Intersect(here.SourcePorts())
	}
	return ports
}

// difference is a flow on which the judges do not agree.
type difference struct {
	shot                      reachtest.Shot
	engine, kernel, simulator string
	// failure is set when the kernel could not be asked.
	failure error
}

func (d *difference) String() string {
	if d.failure != nil {
		return fmt.Sprintf("%v\nkernel    %v", d.shot, d.failure)
	}
	return fmt.Sprintf("%v\nengine    %s\nkernel    %s\nsimulator %s", d.shot, d.engine, d.kernel, d.simulator)
}

// kind is what stays the same when the network gets smaller.
func (d *difference) kind() string {
	if d.failure != nil {
		return d.failure.Error()
	}
	return strings.Join([]string{d.engine, d.kernel, d.simulator}, "|")
}

// judge asks all three of one flow. It is nil when they agree, or when one of them
// says nothing.
func (x *live) judge(r *reading, n *reach.Network, f flow, c *count) *difference {
	o, err := x.play(r, f.shot)
	if err != nil {
		return &difference{shot: f.shot, failure: err}
	}
	if o.beyond != "" {
		c.unplayed[o.beyond]++
		return nil
	}
	kernel, simulator := ofKernel(o), ofSimulator(n, f.shot)
	for i := range simulator {
		// The simulator does not say what is doubtful before a drop.
		simulator[i].doubted = slices.ContainsFunc(f.engine, func(v verdict) bool { return v.doubted || v.fate == undecided })
	}
	engine, other := kernel.withAny(f.engine), kernel.withAny(simulator)
	if c.flow(kernel, engine, other, n, f.shot); engine != differs && other != differs {
		return nil
	}
	return &difference{shot: f.shot, engine: words(f.engine, verdict.whole), kernel: kernel.whole(), simulator: words(simulator, verdict.whole)}
}

// withAny says how far one of another judge's verdicts is the kernel's: that which is
// closest.
func (v verdict) withAny(others []verdict) agreement {
	for _, a := range agreements {
		if slices.ContainsFunc(others, func(o verdict) bool { return v.with(o) == a }) {
			return a
		}
	}
	return differs
}

func words(vs []verdict, say func(verdict) string) string {
	var said []string
	for _, v := range vs {
		said = append(said, say(v))
	}
	slices.Sort(said)
	return strings.Join(slices.Compact(said), " or ")
}

// differ plays a network and asks the judges about shots. It is the first difference.
func differ(n *reach.Network, shots []reachtest.Shot, c *count) (*difference, error) {
	r := read(n)
	x, err := r.run()
	if err != nil {
		return nil, err
	}
	defer x.close()
	e := reach.NewEngine(n)
	c.networks++
	for _, s := range shots {
		s, err := settle(n, s)
		if err != nil {
			c.unplayed[unplayable(err)]++
			continue
		}
		for _, f := range flowsOf(e, s) {
			if d := x.judge(r, n, f, c); d != nil {
				return d, nil
			}
		}
	}
	return nil, nil
}

// settled is a scene in which everything has an address, as a text that says so. What
// may be in several subnets is in the first of them.
func settled(s *reachtest.Scene) *reachtest.Scene {
	n := s.Network
	for _, i := range n.Interfaces {
		i.Subnets.Items = i.Subnets.Items[:1]
		subnet := only(i.Subnets.Items[0])
		if len(i.Private) == 0 && subnet.CIDR.Value.IsValid() {
			i.Private = []netip.Addr{freeAddress(n, subnet.CIDR.Value)}
		}
		if len(i.Six) == 0 && i.IPv6.Value == reach.Granted && subnet.CIDR6.Value.IsValid() {
			i.Six = []netip.Addr{freeAddress(n, subnet.CIDR6.Value)}
		}
	}
	for _, g := range n.NATGateways {
		if g.VPC.IsNone() && !g.Address.IsValid() {
			g.Address = freeAddress(n, only(g.Subnet).CIDR.Value)
		}
	}
	return reachtest.MustParse(reachtest.Print(n))
}

func freeAddress(n *reach.Network, p netip.Prefix) netip.Addr {
	taken := slices.Concat(knownAddresses(n), reservedOf(p))
	a := p.Masked().Addr()
	for slices.Contains(taken, a) {
		a = a.Next()
	}
	return a
}

// shrunk is the text of a network without what a difference does not need. At most so
// many smaller networks are played.
func shrunk(scene *reachtest.Scene, d *difference, most int) string {
	lines := strings.Split(strings.TrimSpace(reachtest.Print(scene.Network)), "\n")
	differs := func(lines []string) (yes bool) {
		defer func() {
			if recover() != nil {
				yes = false
			}
		}()
		s, err := reachtest.Parse(strings.Join(lines, "\n"))
		if err != nil {
			return false
		}
		shot := d.shot.In(s)
		most--
		again, err := differ(s.Network, []reachtest.Shot{shot}, newCount())
		return err == nil && again != nil && again.kind() == d.kind()
	}
	// What is named stands before what names it for the most part, so that it is taken
	// away from the end.
	for size, before := len(lines)/2, 0; most > 0 && (size > 1 || before != len(lines)); size = max(size/2, 1) {
		before = len(lines)
		for end := len(lines); end >= size && most > 0; end-- {
			if less := slices.Delete(slices.Clone(lines), end-size, end); differs(less) {
				lines = less
				end -= size - 1
			}
		}
	}
	return strings.Join(lines, "\n")
}
