package policies

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/planparse/address"
	"github.com/tfreach/tfreach/policies/intent"
	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// goal is one thing that packets of a party are to get to.
type goal struct {
	to packet.Addrs
	// at is the interface meant, when one is.
	at reach.Destination
	// why is set when what the sentence means is unknown, and to and at say
	// nothing.
	why *reach.Unknown
	// behind is why it is not known what becomes of packets that get there; nil when it
	// is.
	behind *reach.Unknown
	// assumptions and notes are what is to be said when this goal is asked.
	assumptions []string
	notes       []Remark
	// services are the gateway endpoints whose ranges it leaves out.
	services []*reach.GatewayEndpoint
	// unlisted names what is meant when no plan lists its addresses: to is all that
	// they may be among.
	unlisted string
	// broken is set when a name does not resolve, and the goal is nothing else.
	// server is set when it is a name server, which has to be reached first.
	broken *broken
	server *server
}

// goals are what a destination means for a party. The second result is what to
// say when it means nothing in this plan.
func (e *evaluator) goals(d intent.Destination, verb intent.Verb, p *reach.Party) ([]goal, string) {
	t := d.Target
	switch t.Kind {
	case intent.ToInternet:
		return e.internet(p, internetFamilies(verb, p)...), ""
	case intent.ToAny:
		to := everywhere(internetFamilies(verb, p)...).Minus(e.engine.Unfiltered(p.Members[0].Subnet))
		return []goal{{to: to.Minus(e.engine.Reserved(to)), at: filtered(verb)}}, ""
	case intent.ToPrefix:
		return e.block(t.Prefix, verb, p), ""
	case intent.ToAddress:
		return e.named(d, verb, p)
	case intent.ToService:
		return e.service(awsName{service: t.Name, host: t.Name}, verb, p), ""
	}
	if n, is := awsHost(t.Name); is {
		return e.service(n, verb, p), ""
	}
	return e.hostname(t.Name, verb, p), ""
}

// internetFamilies are the families that the word internet means: in reach, IPv4
// if the source has it or may have it, else IPv6; elsewhere both.
func internetFamilies(verb intent.Verb, p *reach.Party) []packet.Addrs {
	switch {
	case verb != intent.Reach && verb != intent.ReachExactly:
		return []packet.Addrs{packet.IPv4(), packet.IPv6()}
	case p.MayHave(packet.IPv4()) || !p.Has(packet.IPv6()):
		return []packet.Addrs{packet.IPv4()}
	}
	return []packet.Addrs{packet.IPv6()}
}

// internet is the globally reachable addresses of the families, less those of
// the source's own VPC.
func (e *evaluator) internet(p *reach.Party, families ...packet.Addrs) []goal {
	world := reach.IPv4Internet().Union(reach.IPv6Internet())
	var to packet.Addrs
	for _, f := range families {
		to = to.Union(world.Intersect(f))
	}
	// What has only IPv6 reaches IPv4 hosts through NAT64 (NAT-15); reach asks for
	// the IPv6 internet.
	subnet := p.Members[0].Subnet
	own, _ := e.engine.Blocks(subnet)
	if len(families) == 2 && !p.Has(packet.IPv4()) && p.Has(packet.IPv6()) {
		to = to.Union(natSix(own))
	}
	g := e.besideServices(goal{to: to.Minus(own), at: reach.Destination{Outside: true}}, subnet)
	if v, ok := p.VPC(); ok && to.Intersect(own).Overlaps(packet.IPv4()) {
		g.notes = append(g.notes, Remark{OwnPublicSpace, v.Address,
			fmt.Sprintf("%s uses globally reachable addresses as its own: who owns them on the internet is out of its reach", v.Address)})
	}
	return []goal{g}
}

// hostname is a name on the internet: all of the internet, since no plan shows its
// addresses, once it resolves (DNS-9). What has only IPv6 gets to IPv4 hosts where its
// subnet has DNS64 (DNS-7).
func (e *evaluator) hostname(name string, verb intent.Verb, p *reach.Party) []goal {
	r := e.resolves(name, p)
	out := r.lookups(name, verb)
	v, _ := p.VPC()
	if why := e.pulled(name, v, r.foreign); why != nil {
		return append(out, goal{why: why})
	}
	return append(out, e.unlistedOn(name, verb, p, func(g goal) goal { return e.besideServices(g, p.Members[0].Subnet) })...)
}

// pulled is why a name may lead to something in the VPC instead of the internet; nil
// when it does not. v may be nil.
func (e *evaluator) pulled(name string, v *reach.VPC, foreign bool) *reach.Unknown {
	if v == nil || foreign {
		return nil
	}
	for _, x := range e.network.InterfaceEndpoints {
		// Others than AWS choose the names of their services themselves.
		if x.VPC.May(v) && (x.Service == "" || strings.Contains(x.Service, ".vpce.")) {
			if x.PrivateDNS.Why != nil || x.PrivateDNS.Value {
				return &reach.Unknown{Code: reach.UnknownValue, Address: x.Address, Attribute: "private_dns_enabled", Reason: "which name it takes over in the VPC is not in the plan, and it may be " + name}
			}
		}
	}
	return e.privateZone(name, v)
}

// unlistedOn is something on the internet whose addresses no plan lists.
func (e *evaluator) unlistedOn(name string, verb intent.Verb, p *reach.Party, with func(goal) goal) []goal {
	families := internetFamilies(verb, p)
	var out []goal
	var assumed []string
	subnet := p.Members[0].Subnet
	if verb == intent.Reach && !p.MayHave(packet.IPv4()) && p.Has(packet.IPv6()) && subnet != nil {
		switch {
		case subnet.DNS64.Why != nil:
			return []goal{{why: subnet.DNS64.Why}}
		case subnet.DNS64.Value:
			own, _ := e.engine.Blocks(subnet)
			out = []goal{{to: natSix(own), at: reach.Destination{Outside: true}}}
			assumed = []string{fmt.Sprintf("%s has no IPv6 addresses, so that DNS64 of %s makes some", name, subnet.Address)}
		default:
			assumed = []string{fmt.Sprintf("%s has IPv6 addresses, since %s has no DNS64 to make some", name, subnet.Address)}
		}
	}
	if out == nil {
		out = e.internet(p, families...)
	}
	for i := range out {
		out[i].unlisted, out[i].assumptions, out[i].services = name, slices.Clone(assumed), nil
		out[i] = with(out[i])
	}
	return out
}

// natSix is the addresses under which hosts of the IPv4 internet are reached through
// NAT64 (NAT-15), less those of a VPC's own blocks.
func natSix(own packet.Addrs) packet.Addrs { return reach.IPv4Internet().Minus(own).Embed() }

// besideServices says of a goal on the internet that the ranges of services with
// a gateway endpoint are not among it.
func (e *evaluator) besideServices(g goal, s *reach.Subnet) goal {
	for _, endpoint := range e.engine.Served(s) {
		g.assumptions = append(g.assumptions, fmt.Sprintf("no asked address is one of %s, which %s serves", cmp.Or(endpoint.Service, "the service"), endpoint.Address))
		g.services = append(g.services, endpoint)
	}
	return g
}

// everywhere is every address that a host may have, private ones included.
func everywhere(families ...packet.Addrs) packet.Addrs {
	hosts := packet.IPv4().Minus(prefixes("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3")).Union(prefixes("2000::/3", "fc00::/7", "64:ff9b::/96"))
	var out packet.Addrs
	for _, f := range families {
		out = out.Union(hosts.Intersect(f))
	}
	return out
}

func prefixes(texts ...string) packet.Addrs {
	var out packet.Addrs
	for _, t := range texts {
		out = out.Union(packet.Prefix(netip.MustParsePrefix(t)))
	}
	return out
}

// block is a CIDR: exactly itself, less the addresses that no workload can have
// and that AWS never filters; 0.0.0.0/0 and ::/0 are the internet. An address is
// asked as it is.
func (e *evaluator) block(p netip.Prefix, verb intent.Verb, party *reach.Party) []goal {
	switch {
	case p.Bits() == 0 && p.Addr().Is4():
		return e.internet(party, packet.IPv4())
	case p.Bits() == 0:
		return e.internet(party, packet.IPv6())
	}
	g := goal{to: packet.Prefix(p)}
	if g.to.Equal(packet.Embedded()) {
		// The IPv4 internet through NAT64, as 0.0.0.0/0 is without.
		g.to = reach.IPv4Internet().Embed()
	}
	var own []goal
	for _, h := range e.network.PublicHosts {
		if p.Contains(h.Addr) {
			own = append(own, goal{to: packet.Addr(h.Addr), behind: &reach.Unknown{Code: reach.UnmodelledResource, Address: h.Address,
				Reason: fmt.Sprintf("has the public address %v, and packets that come in from the internet are not modelled yet", h.Addr)}})
			g.to = g.to.Minus(packet.Addr(h.Addr))
		}
	}
	subnet := party.Members[0].Subnet
	if g.to.Overlaps(reach.IPv4Internet().Union(reach.IPv6Internet())) {
		g = e.besideServices(g, subnet)
	}
	if !p.IsSingleIP() {
		g.to, g.at = g.to.Minus(e.engine.Unfiltered(subnet)), filtered(verb)
		g.to = g.to.Minus(e.engine.Reserved(g.to))
	}
	return append(own, g)
}

// filtered is a destination without what AWS never filters, as far as that is known. Of
// the rest, an intent that lets nothing through asks as if it were filtered: what is
// dropped then does not get there, or is not asked for.
func filtered(verb intent.Verb) reach.Destination {
	return reach.Destination{Filtered: verb != intent.Reach}
}

// named is what an address means as a destination.
func (e *evaluator) named(d intent.Destination, verb intent.Verb, p *reach.Party) ([]goal, string) {
	pattern := d.Target.Address
	var out []goal
	found := e.catalog.match(pattern)
	for _, m := range found {
		out = append(out, e.means(m, pattern, verb, p)...)
	}
	if len(out) > 0 {
		return out, ""
	}
	text := pattern.String()
	if len(found) > 0 && !pattern.IsModule() {
		return nil, fmt.Sprintf("%q names %s, which is nothing that packets are sent to", text, found[0].object.At().Address)
	}
	msg := fmt.Sprintf("%q selects nothing in this plan", text)
	return nil, msg + e.catalog.nearest(text)
}

// means is what an object stands for as a destination: a subnet or a VPC for its
// addresses as places, a workload for its interfaces, a security group for the
// interfaces that bear it. A module is the workloads in it.
func (e *evaluator) means(m *entry, p address.Pattern, verb intent.Verb, from *reach.Party) []goal {
	every := verb != intent.Reach && verb != intent.ReachExactly
	switch o := m.object.(type) {
	case *reach.Workload:
		if p.IsModule() && !o.Parent.IsNone() {
			return nil
		}
		return e.interfacesOf(e.workload(o, every, nil))
	case *reach.InterfaceEndpoint:
		if !p.IsModule() {
			return endpointGoals(o)
		}
	case *reach.GatewayEndpoint:
		if !p.IsModule() {
			return []goal{e.gatewayGoal(o, verb, from)}
		}
	case *reach.PrefixList:
		if !p.IsModule() {
			return e.listGoals(o, verb, from)
		}
	case *reach.Subnet:
		if !p.IsModule() {
			return e.subnetGoals(o, from)
		}
	case *reach.VPC:
		if p.IsModule() {
			return nil
		}
		var out []goal
		for _, s := range e.network.Subnets {
			if s.VPC.May(o) && (s.VPC.Is(o) || !s.Beyond) {
				out = append(out, e.subnetGoals(s, from)...)
			}
		}
		return out
	case *reach.SecurityGroup:
		if p.IsModule() {
			return nil
		}
		var out []goal
		for _, a := range e.bearers(o, every) {
			if a.doubt != nil {
				out = append(out, goal{why: a.doubt})
				continue
			}
			out = append(out, e.interfacesOf(a)...)
		}
		return out
	case *reach.Unmodelled:
		if !p.IsModule() {
			return []goal{{why: &reach.Unknown{Code: reach.UnmodelledResource, Address: o.Address, Reason: o.Type + " as a destination is not modelled yet"}}}
		}
	}
	return nil
}

// interfacesOf is a workload as a destination: in every subnet that it may be
// in.
func (e *evaluator) interfacesOf(a asker) []goal {
	var out []goal
	for _, s := range a.from {
		at := reach.Destination{Interface: s.Interface, Subnet: s.Subnet, Why: s.Why}
		out = append(out, goal{to: packet.AnyAddr(), at: at})
	}
	if a.why != nil {
		out = append(out, goal{why: a.why})
	}
	return out
}

// subnetGoals are a subnet as a place. Addresses that it may have in a family that
// the source has none in do not matter.
func (e *evaluator) subnetGoals(s *reach.Subnet, from *reach.Party) []goal {
	switch {
	case s.CIDR.Why != nil:
		return []goal{{why: s.CIDR.Why}}
	case s.Beyond:
		return []goal{{why: beyondPlan(s)}}
	}
	var out []goal
	if s.CIDR6.Why != nil && from.MayHave(packet.IPv6()) {
		out = append(out, goal{why: s.CIDR6.Why})
	}
	block := packet.Prefixes(s.CIDR.Value, s.CIDR6.Value)
	return append(out, goal{to: block.Minus(e.engine.Reserved(block)), at: reach.Destination{Subnet: s, Place: true}})
}

// packets are what an intent asks to be sent to a goal.
func (e *evaluator) packets(g goal, ports []intent.Port, verb intent.Verb, p *reach.Party) packet.Set {
	var out packet.Set
	client := e.settings.ClientPorts
	if i := p.Members[0].Interface; i != nil && (i.Hyperplane || i.HighPorts) {
		client = highPorts
	}
	for _, family := range []packet.Addrs{packet.IPv4(), packet.IPv6()} {
		to := g.to.Intersect(family)
		if to.IsEmpty() {
			continue
		}
		six := !to.Overlaps(packet.IPv4())
		for _, t := range traffic(ports, verb, six) {
			b := packet.Box{Protocols: t.Protocols, Dst: to, DstPorts: t.Ports, Src: family, SrcPorts: client}
			out = out.Union(b.Set())
		}
	}
	return out
}

// traffic is the protocols and ports that a destination asks for. Without ports,
// reach means TCP, UDP and echo, everything else means every protocol.
func traffic(ports []intent.Port, verb intent.Verb, six bool) []reach.Traffic {
	icmp, echo := packet.ICMP, packet.ICMPCode(8, 0)
	if six {
		icmp, echo = packet.ICMPv6, packet.ICMPCode(128, 0)
	}
	reaches := verb == intent.Reach
	if len(ports) == 0 {
		if !reaches {
			return []reach.Traffic{reach.AnyTraffic()}
		}
		return []reach.Traffic{
			{Protocols: packet.ProtocolsOf(packet.TCP, packet.UDP), Ports: packet.AnyPort()},
			{Protocols: packet.ProtocolsOf(icmp), Ports: echo},
		}
	}
	var out []reach.Traffic
	for _, p := range ports {
		switch p.Protocol {
		case intent.TCP:
			out = append(out, reach.Traffic{Protocols: packet.ProtocolsOf(packet.TCP), Ports: packet.PortRange(p.Lo, p.Hi)})
		case intent.UDP:
			out = append(out, reach.Traffic{Protocols: packet.ProtocolsOf(packet.UDP), Ports: packet.PortRange(p.Lo, p.Hi)})
		case intent.Numbered:
			out = append(out, reach.Traffic{Protocols: packet.ProtocolsOf(packet.Protocol(p.Number)), Ports: packet.AnyPort()})
		case intent.ICMP:
			types := packet.AnyPort()
			switch {
			case p.HasType:
				types = packet.ICMPType(p.Number)
			case reaches:
				types = echo
			}
			out = append(out, reach.Traffic{Protocols: packet.ProtocolsOf(icmp), Ports: types})
		}
	}
	return out
}
