package kerneltest

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/reach"
	"github.com/tfreach/tfreach/reach/packet"
)

// natGateway is a zonal NAT gateway in its subnet. It takes new connections of TCP,
// UDP and ICMP over IPv4 (NAT-2), gives them its own address and a port that the flow
// asks for (NAT-3), and lets in nothing else (NAT-4).
func (r *reading) natGateway(g *reach.NATGateway) {
	subnet := only(g.Subnet)
	x := r.subnets[subnet]
	s := r.space("%v", g)
	port, up := r.port(x, s, g.Address)
	r.nats[g] = port
	six := &sixToFour{gateway: g, device: up, flows: map[answerKey]packet.Packet{}}
	answers, questions := r.handsOut(g, six)
	s.write("table inet hop {")
	s.chain("silent", first, fmt.Sprintf("meta mark != %d drop", sentMark))
	s.chain("remembers", outward, fmt.Sprintf("ct mark set %d", translatedMark))
	s.chain("circles", before, r.circles()...)
	needs := all(remembers(needsReference, true), r.drop(reach.SGReferencesLost, nil))
	once := r.once(s, g)
	s.chain("six", "", slices.Concat(needs, once, []string{r.tell(reason{six: six}) + " drop"})...)
	lines := append([]string{answers, "ct state established accept"}, questions...)
	lines = append(append(lines, r.takes(g, g.Address)...), once...)
	s.chain("through", through, lines...)
	s.chain("translate", "nat hook postrouting priority srcnat", translates(g.Address)...)
	s.write("}")
}

// takes drops what a NAT gateway does not take.
func (r *reading) takes(g *reach.NATGateway, address netip.Addr) []string {
	lines := []string{
		fmt.Sprintf("ip daddr %v %s", address, r.drop(reach.NoDestination, g)),
		"meta nfproto ipv6 " + r.drop(reach.ProtocolRefused, g),
		"meta l4proto != { 1, 6, 17 } " + r.drop(reach.ProtocolRefused, g),
		// An answer to somebody else, or an ICMP message that is no query.
		"meta l4proto 1 ct state invalid " + r.leave("ICMP messages without a connection through NAT"),
		"ct state invalid " + r.drop(reach.NoDestination, nil),
	}
	return append(lines, all(remembers(needsReference, true), r.drop(reach.SGReferencesLost, nil))...)
}

func translates(address netip.Addr) []string {
	return []string{
		fmt.Sprintf("meta mark != %d meta l4proto { tcp, udp } snat ip to %v:ip id", sentMark, address),
		fmt.Sprintf("meta mark != %d meta l4proto icmp snat ip to %v", sentMark, address),
	}
}

// gatewaySpace is a gateway between a VPC and the world.
type gatewaySpace struct {
	object reach.Object
	// vpc is nil for one that is attached to nothing.
	vpc   *reach.VPC
	space *space
	// home leads to the VPC, out to the world.
	home, out *device
	// in are the devices by which routes lead to it.
	in []entry
	// refusals are on what comes in from outside.
	refusals []string
}

// entry is where a route of a VPC comes in.
type entry struct {
	device *device
	route  *reach.Route
	vpc    *reach.VPC
	// from is the router that it comes from, nil for what comes from outside.
	from *router
	// inspected: it comes from an endpoint of a firewall in that router's subnet.
	inspected bool
}

// backTable is for what comes in from outside.
const backTable = 3

func (r *reading) gateway(o reach.Object, v *reach.VPC) *gatewaySpace {
	g := &gatewaySpace{object: o, vpc: v, space: r.space("%v", o)}
	g.out, _ = r.resident(g.space, "w", o, nil)
	g.space.otherwise(mainTable, g.out)
	if v != nil {
		g.home, _ = r.wire(g.space, "h", r.vpcs[v].space, "g")
		g.space.from(g.out, backTable)
		r.inbound(g)
	}
	return g
}

// enter is the device by which a route leads to a gateway.
func (r *reading) enter(x *router, to *space, in *[]entry, route *reach.Route, inspected bool) *device {
	d, there := r.wire(x.space, "r", to, "i")
	*in = append(*in, entry{there, route, x.vpc, x, inspected})
	return d
}

// elsewhere drops what comes in from VPCs that the gateway does not serve.
func (g *gatewaySpace) elsewhere(r *reading) []string {
	var out []string
	for _, e := range g.in {
		culprit, code := reach.Object(e.route), reach.BadStateRoute
		if _, igw := g.object.(*reach.InternetGateway); igw && g.vpc == nil {
			// IGW-1: the gateway is at fault.
			culprit, code = g.object, reach.BadStateAttachment
		}
		if e.vpc != g.vpc {
			out = append(out, fmt.Sprintf("iifname %q %s", e.device.name, r.drop(code, culprit)))
		}
	}
	return out
}

func (r *reading) internetGateway(g *reach.InternetGateway) {
	var v *reach.VPC
	for _, a := range r.network.Attachments {
		if a.Gateway.Is(g) {
			v = only(a.VPC)
		}
	}
	r.igws[g] = r.gateway(g, v)
}

// finishInternetGateway: private addresses are exchanged for their public ones, one
// to one and without any memory of connections (IGW-5); what has none is dropped
// (IGW-2), and so is what is sent to a private address (IGW-3).
func (r *reading) finishInternetGateway(g *gatewaySpace) {
	s := g.space
	s.write("table inet hop {")
	s.silent()
	var out, back []string
	lines := append(g.elsewhere(r), g.refusals...)
	if g.vpc != nil {
		public := r.publicAddresses(g.vpc)
		for k, e := range g.in {
			if n := e.from.regional; n != nil && !slices.ContainsFunc(g.in[:k], func(x entry) bool { return x.from == e.from }) {
				a := regionalAddress(r.network, n)
				s.send(backTable, e.device, netip.PrefixFrom(a, a.BitLen()))
			}
			in := fmt.Sprintf("iifname %q", e.device.name)
			if e.from.regional == nil {
				// What comes from another VPC has no address that the gateway knows.
				for _, match := range notIn("saddr", r.blocks(g.vpc)) {
					lines = append(lines, fmt.Sprintf("%s %s %s", in, match, r.drop(reach.NoPublicAddress, e.route)))
				}
			}
			for _, u := range unroutable {
				lines = append(lines, fmt.Sprintf("%s %s %s", in, matchRemote("daddr", u.prefix), r.drop(u.code, e.route)))
			}
			lines = append(lines, fmt.Sprintf("%s ip6 daddr != 2000::/3 %s", in, r.drop(reach.NoDestination, e.route)))
		}
		lines = append(lines, r.withoutPublic(g.vpc)...)
		for _, e := range g.in {
			if e.vpc == g.vpc {
				lines = append(lines, r.blocked(e, false)...)
			}
		}
		var there, here []string
		for private, p := range public {
			there = append(there, fmt.Sprintf("%v : %v", private, p))
			here = append(here, fmt.Sprintf("%v : %v", p, private))
		}
		if len(there) > 0 {
			slices.Sort(there)
			slices.Sort(here)
			out = []string{fmt.Sprintf("oifname %q ip saddr set ip saddr map { %s }", g.out.name, strings.Join(there, ", "))}
			back = []string{fmt.Sprintf("iifname %q ip daddr set ip daddr map { %s }", g.out.name, strings.Join(here, ", "))}
		}
	}
	s.chain("back", before, append(r.circles(), back...)...)
	s.chain("through", through, lines...)
	s.chain("out", after, out...)
	s.write("}")
}

// unroutable are the destinations that an internet gateway does not send to (IGW-3)
// and that the internet does not have.
var unroutable = []struct {
	prefix netip.Prefix
	code   reach.Code
}{
	{netip.MustParsePrefix("10.0.0.0/8"), reach.PrivateDestination},
	{netip.MustParsePrefix("172.16.0.0/12"), reach.PrivateDestination},
	{netip.MustParsePrefix("192.168.0.0/16"), reach.PrivateDestination},
	{netip.MustParsePrefix("100.64.0.0/10"), reach.SharedDestination},
	{netip.MustParsePrefix("169.254.0.0/16"), reach.NoDestination},
}

// hasPublic: an Elastic IP in any case (PUB-3), else as the launch and the subnet say
// (PUB-1); what AWS manages never (CMP-1).
func (r *reading) hasPublic(i *reach.Interface, s *reach.Subnet) bool {
	if i.Hyperplane {
		return false
	}
	for _, a := range r.network.PublicAddresses {
		if a.Interface.Is(i) {
			return true
		}
	}
	return i.Public.Value == reach.Granted || i.Public.Value == reach.SubnetDecides && s.MapPublicIP.Value
}

// publicAddresses are those of a VPC's private addresses.
func (r *reading) publicAddresses(v *reach.VPC) map[netip.Addr]netip.Addr {
	out := map[netip.Addr]netip.Addr{}
	next := netip.MustParseAddr("54.0.0.0")
	give := func(a netip.Addr) {
		if a.IsValid() && a.Is4() {
			next = next.Next()
			out[a] = next
		}
	}
	for _, s := range r.network.Subnets {
		if !s.VPC.Is(v) {
			continue
		}
		for _, i := range r.network.Interfaces {
			if i.Subnets.Items[0].Is(s) && r.hasPublic(i, s) {
				for _, a := range addresses(i, s) {
					give(a)
				}
			}
		}
		if s.MapPublicIP.Value {
			give(placeAddress(r.network, s, false, false))
		}
		give(placeAddress(r.network, s, true, false))
	}
	for _, g := range r.network.NATGateways {
		switch {
		case g.VPC.Is(v):
			give(regionalAddress(r.network, g))
		case g.VPC.IsNone() && only(only(g.Subnet).VPC) == v && !g.Private.Value:
			give(g.Address)
		}
	}
	return out
}

// withoutPublic drops what has no public address. To blame is whoever has none.
func (r *reading) withoutPublic(v *reach.VPC) []string {
	var out []string
	public := r.publicAddresses(v)
	drop := func(a netip.Addr, o reach.Object) {
		if _, has := public[a]; a.IsValid() && a.Is4() && !has {
			out = append(out, fmt.Sprintf("ip saddr %v %s", a, r.drop(reach.NoPublicAddress, o)))
		}
	}
	for _, s := range r.network.Subnets {
		if !s.VPC.Is(v) {
			continue
		}
		for _, i := range r.network.Interfaces {
			if i.Subnets.Items[0].Is(s) {
				for _, a := range addresses(i, s) {
					drop(a, i)
				}
			}
		}
		drop(placeAddress(r.network, s, false, false), s)
	}
	for _, g := range r.network.NATGateways {
		if g.VPC.IsNone() && only(only(g.Subnet).VPC) == v {
			drop(g.Address, g)
		}
	}
	return out
}

func (r *reading) egressOnlyGateway(g *reach.EgressOnlyGateway) {
	r.eigws[g] = r.gateway(g, only(g.VPC))
}

// finishEgressOnlyGateway: IPv6 only, and nothing comes in that was not asked for
// (EIGW-1).
func (r *reading) finishEgressOnlyGateway(g *gatewaySpace) {
	lines := g.elsewhere(r)
	for _, e := range g.in {
		in := fmt.Sprintf("iifname %q", e.device.name)
		lines = append(lines, fmt.Sprintf("%s meta nfproto ipv4 %s", in, r.drop(reach.ProtocolRefused, g.object)))
		lines = append(lines, fmt.Sprintf("%s %s %s", in, notIn("saddr", r.blocks(g.vpc))[1], r.drop(reach.NoPublicAddress, e.route)))
		lines = append(lines, fmt.Sprintf("%s ip6 daddr != 2000::/3 %s", in, r.drop(reach.NoDestination, e.route)))
	}
	lines = append(lines, fmt.Sprintf("iifname %q ct state != established %s", g.out.name, r.drop(reach.NoDestination, g.object)))
	for _, e := range g.in {
		lines = append(lines, r.blocked(e, true)...)
	}
	s := g.space
	s.write("table inet hop {")
	s.silent()
	s.chain("circles", before, r.circles()...)
	s.chain("through", through, lines...)
	s.write("}")
}

func (r *reading) gatewayEndpoint(g *reach.GatewayEndpoint) {
	r.services[g] = r.gateway(g, only(g.VPC))
}

// finishGatewayEndpoint: packets of its own VPC (GWE-5), TCP and pings (GWE-4).
func (r *reading) finishGatewayEndpoint(g *gatewaySpace) {
	lines := g.elsewhere(r)
	for _, e := range g.in {
		in := fmt.Sprintf("iifname %q", e.device.name)
		for _, match := range notIn("saddr", r.blocks(g.vpc)) {
			lines = append(lines, fmt.Sprintf("%s %s %s", in, match, r.drop(reach.EndpointSourceHere, e.route)))
		}
		lines = append(lines, in+" meta nfproto ipv4 meta l4proto 1 @th,0,8 8 accept", in+" meta nfproto ipv6 meta l4proto 58 @th,0,8 128 accept")
		lines = append(lines, in+" meta l4proto != 6 "+r.drop(reach.EndpointProtocol, g.object))
	}
	s := g.space
	s.write("table inet hop {")
	s.silent()
	s.chain("circles", before, r.circles()...)
	s.chain("through", through, lines...)
	s.write("}")
}

// peeringSpace is a peering connection.
type peeringSpace struct {
	peering *reach.Peering
	space   *space
	// ends are the two VPCs, and the devices that lead to them.
	ends    [2]*reach.VPC
	devices [2]*device
	in      []entry
	// marks are on what comes back whatever the tables say.
	marks []string
}

func (r *reading) peering(p *reach.Peering) {
	x := &peeringSpace{peering: p, space: r.space("%v", p), ends: [2]*reach.VPC{only(p.Requester), only(p.Accepter)}}
	for k, v := range x.ends {
		x.devices[k], _ = r.wire(x.space, "h", r.vpcs[v].space, "p")
	}
	r.peerings[p] = x
}

// finishPeering: what is sent from the one VPC to the other passes, and nothing else
// (PCX-3).
func (r *reading) finishPeering(x *peeringSpace) {
	s := x.space
	s.write("table inet hop {")
	s.silent()
	s.chain("circles", before, r.circles()...)
	var lines []string
	for _, e := range x.in {
		in := fmt.Sprintf("iifname %q ", e.device.name)
		k := slices.Index(x.ends[:], e.vpc)
		if !x.peering.Active.Value || k < 0 {
			// PCX-1.
			lines = append(lines, in+r.drop(reach.BadStateRoute, e.route))
			s.from(e.device, handTable)
			continue
		}
		other := x.ends[1-k]
		table := uint32(handTable + 1 + k)
		s.from(e.device, table)
		for _, match := range append(notIn("saddr", r.blocks(e.vpc)), notIn("daddr", r.blocks(other))...) {
			lines = append(lines, in+match+" "+r.drop(reach.PeeringTransit, e.route))
		}
		if !x.peering.SameRegion.Value {
			// SG-11.
			lines = append(lines, all(remembers(needsReference, true), r.drop(reach.SGReferencesLost, nil))...)
			lines = append(lines, in+"jump lose")
		}
	}
	s.otherwise(handTable, x.devices[0])
	for k := range x.ends {
		s.otherwise(uint32(handTable+1+k), x.devices[1-k])
	}
	s.chain("marks", looked, x.marks...)
	s.chain("lose", "", remember(lostReference)...)
	s.chain("through", through, lines...)
	s.write("}")
}
