package kerneltest

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"

	"github.com/tfreach/tfreach/reach"
)

// router is the router of a subnet, with the network ACL at its edge, or of a regional
// NAT gateway.
type router struct {
	subnet *reach.Subnet
	// regional is nil for that of a subnet.
	regional *reach.NATGateway
	vpc      *reach.VPC
	space    *space
	// up leads to the rest of the VPC.
	up *device
	// ports lead to what is in the subnet, transits to the interfaces that transit
	// gateways have in it.
	ports, transits []*device
	// inspected lead to the endpoints of firewalls in it.
	inspected []*device
	// place leads to the addresses that nothing planned has.
	place *device
	// void is where nothing leads.
	void  *device
	exits map[exitKey]*device
	// drops are what becomes of packets that are routed to what cannot take them.
	drops []string
	// remembers is what it remembers of connections, by marks.
	remembers []string
}

// The tables of a subnet's router: who is in the subnet, the AWS route table, the same
// one for what has been inspected in the subnet, and from then on one for each device
// by which others hand packets to something in it.
const (
	insideTable    = 1
	awsTable       = 2
	inspectedTable = 4
	handTable      = 1000
)

func (r *reading) subnet(s *reach.Subnet) {
	v := only(s.VPC)
	x := &router{subnet: s, vpc: v, space: r.space("%v", s), exits: map[exitKey]*device{}}
	r.subnets[s] = x
	var down *device
	x.up, down = r.wire(x.space, "u", r.vpcs[v].space, "s")
	r.vpcs[v].space.send(mainTable, down, cidrs(s)...)
	var place *end
	x.place, place = r.resident(x.space, "p", s, s)
	x.ports = append(x.ports, x.place)
	r.hosts[hostKey{nil, s}] = place
	x.void, _ = r.wire(x.space, "v", x.space, "w")
	x.space.send(insideTable, x.place, cidrs(s)...)
	x.fromInside(x.place)
	// NACL-4: what stays in the subnet meets neither ACL nor route.
	for _, p := range cidrs(s) {
		x.space.rules = append(x.space.rules, rule{priority: 10, table: insideTable, to: p})
	}
}

func (x *router) fromInside(d *device) { x.space.from(d, awsTable) }

// port joins what is in the subnet to its router.
func (r *reading) port(x *router, s *space, addrs ...netip.Addr) (atRouter, atPort *device) {
	atRouter, atPort = r.wire(x.space, "p", s, "up")
	x.ports = append(x.ports, atRouter)
	for _, a := range addrs {
		x.space.send(insideTable, atRouter, netip.PrefixFrom(a, a.BitLen()))
	}
	x.fromInside(atRouter)
	s.otherwise(mainTable, atPort)
	return atRouter, atPort
}

// hand has what comes in by a device handed to a port, whatever its destination.
func (x *router) hand(in, port *device) {
	table := uint32(handTable + in.index)
	x.space.rules = append(x.space.rules, rule{priority: 5, table: table, from: in})
	x.space.otherwise(table, port)
}

// tableOf: a subnet is under the table that is associated with it, else under the
// main table of its VPC (RT-1).
func (r *reading) tableOf(x *router) *reach.RouteTable {
	for _, a := range r.network.TableAssociations {
		if a.Subnet.Is(x.subnet) {
			return only(a.Table)
		}
	}
	for _, m := range r.network.MainTables {
		if m.VPC.Is(x.vpc) {
			return only(m.Table)
		}
	}
	return only(x.vpc.Main)
}

// table makes the route table of a subnet, or of a regional NAT gateway. The kernel
// takes the longest prefix (RT-2); to one prefix what is written comes before what is
// local, and that before the blocks of prefix lists (RT-4, RT-7).
func (r *reading) table(x *router, t *reach.RouteTable) {
	r.routes(x, t, awsTable, false)
	if r.tellsInspected(x.subnet) {
		r.routes(x, t, inspectedTable, true)
	}
	// What this plan deletes explains why there is no route.
	deleted := slices.DeleteFunc(slices.Clone(r.network.DeletedRoutes), func(d *reach.Route) bool { return !d.Table.Is(t) })
	slices.SortStableFunc(deleted, func(a, b *reach.Route) int {
		return cmp.Compare(b.Destination.Value.Bits(), a.Destination.Value.Bits())
	})
	for _, d := range deleted {
		x.refuse(x.void, matchRemote("daddr", d.Destination.Value), r.drop(reach.NoRoute, d))
	}
	x.refuse(x.void, "", r.drop(reach.NoRoute, t))
}

// routes makes one table of the kernel.
func (r *reading) routes(x *router, t *reach.RouteTable, table uint32, inspected bool) {
	taken := map[netip.Prefix]bool{}
	send := func(p netip.Prefix, d func() *device) {
		if p = p.Masked(); !taken[p] {
			taken[p] = true
			x.space.send(table, d(), p)
		}
	}
	for _, route := range r.network.Routes {
		if route.Table.Is(t) && route.List.IsNone() {
			send(route.Destination.Value, func() *device { return r.exit(x, route, inspected) })
		}
	}
	for _, p := range r.blocks(x.vpc) {
		send(p, func() *device { return x.up })
	}
	for _, route := range r.network.Routes {
		if route.Table.Is(t) && !route.List.IsNone() {
			for _, p := range r.listed(only(route.List)) {
				send(p, func() *device { return r.exit(x, route, inspected) })
			}
		}
	}
	// Propagated routes come last, and never before local ones (RT-4, RT-8).
	for _, g := range r.network.Propagations {
		for _, c := range r.network.VPNConnections {
			for _, v := range r.network.VPNRoutes {
				p := v.Destination.Value
				if g.Table.Is(t) && c.Gateway.Is(only(g.Gateway)) && v.Connection.Is(c) && !inAny(r.blocks(x.vpc), p.Addr()) {
					send(p, func() *device { return r.vpnGateway(x, only(g.Gateway), g) })
				}
			}
		}
	}
	x.space.otherwise(table, x.void)
}

// refuse drops what is routed to a device.
func (x *router) refuse(d *device, match, statement string) {
	x.drops = append(x.drops, fmt.Sprintf("oifname %q %s %s", d.name, match, statement))
}

// listed is the blocks of a prefix list. Which a service of AWS has no plan says: it
// has those that the harness gives it.
func (r *reading) listed(l *reach.PrefixList) []netip.Prefix {
	if l.Service != "" {
		return serviceBlocks(r.network, l)
	}
	var out []netip.Prefix
	for _, e := range r.network.PrefixListEntries {
		if e.List.Is(l) {
			out = append(out, e.Prefix.Value)
		}
	}
	return out
}

// serviceBlocks are the blocks that a service of AWS has here.
func serviceBlocks(n *reach.Network, l *reach.PrefixList) []netip.Prefix {
	if l.Six {
		return nil
	}
	var names []string
	for _, x := range n.PrefixLists {
		if x.Service != "" && !slices.Contains(names, x.Service) {
			names = append(names, x.Service)
		}
	}
	return []netip.Prefix{netip.PrefixFrom(netip.AddrFrom4([4]byte{52, 92, byte(slices.Index(names, l.Service)), 0}), 24)}
}

// finishSubnet writes the rules of a subnet's router: the ACL of the way out, what
// becomes of what is routed nowhere, the ACL of the way in.
func (r *reading) finishSubnet(x *router) {
	s := x.space
	a := r.aclOf(x.subnet)
	// Towards a transit gateway (TGW-9) or an endpoint (GWLB-3) in the subnet both
	// directions count, from it into the subnet none.
	beside := slices.Concat(x.transits, x.inspected)
	inside := devices(slices.Concat(x.ports, beside))
	lines := []string{fmt.Sprintf("iifname %s oifname != %s jump out", inside, inside)}
	if len(beside) > 0 {
		to := fmt.Sprintf("iifname %s oifname %s ", inside, devices(beside))
		lines = append(lines, to+"jump out", to+"jump in")
	}
	lines = append(lines, x.drops...)
	lines = append(lines, fmt.Sprintf("iifname != %s oifname %s jump in", inside, inside))
	lines = append(lines, all(all([]string{fmt.Sprintf("oifname %q", x.place.name)}, matchReserved(x.subnet)), r.drop(reach.NoDestination, x.subnet))...)
	if six := x.subnet.CIDR6.Value; six.IsValid() {
		reserved := matchAddrs("daddr", reservedOf(six))[0]
		lines = append(lines, fmt.Sprintf("oifname %q %s %s", x.place.name, reserved, r.drop(reach.NoDestination, x.subnet)))
	}
	s.write("table inet hop {")
	s.silent()
	s.chain("circles", before, r.circles()...)
	if len(x.remembers) > 0 {
		s.chain("remembers", looked, x.remembers...)
	}
	s.chain("out", "", r.entries(a, true)...)
	s.chain("in", "", r.entries(a, false)...)
	s.chain("through", through, lines...)
	s.write("}")
}

func matchReserved(s *reach.Subnet) string {
	four := s.CIDR.Value
	if !four.IsValid() {
		return "meta nfproto ipv4"
	}
	return matchAddrs("daddr", reservedOf(four))[0]
}

// reservedOf are the addresses that AWS keeps of a block: the first four and the last.
func reservedOf(p netip.Prefix) []netip.Addr {
	var out []netip.Addr
	a := p.Masked().Addr()
	for range 4 {
		out = append(out, a)
		a = a.Next()
	}
	return append(out, lastOf(p))
}

func lastOf(p netip.Prefix) netip.Addr {
	b := p.Addr().AsSlice()
	for bit := p.Bits(); bit < len(b)*8; bit++ {
		b[bit/8] |= 0x80 >> (bit % 8)
	}
	last, _ := netip.AddrFromSlice(b)
	return last
}

// aclOf: a subnet is under the ACL that is associated with it, else under the
// default ACL of its VPC (NACL-1).
func (r *reading) aclOf(s *reach.Subnet) *reach.ACL {
	for _, a := range r.network.ACLAssociations {
		if a.Subnet.Is(s) {
			return only(a.ACL)
		}
	}
	return only(only(s.VPC).DefaultACL)
}

// entries are the rules of an ACL in one direction: the lowest number that matches
// decides, and without any the packet is dropped (NACL-2). What is matched is the
// remote side and the destination port (NACL-5), of one family (NACL-10).
func (r *reading) entries(a *reach.ACL, egress bool) []string {
	var es []*reach.ACLEntry
	for _, e := range r.network.ACLEntries {
		if e.ACL.Is(a) && e.Egress == egress {
			es = append(es, e)
		}
	}
	slices.SortStableFunc(es, func(a, b *reach.ACLEntry) int { return cmp.Compare(a.Number, b.Number) })
	side := "saddr"
	if egress {
		side = "daddr"
	}
	var out []string
	for _, e := range es {
		statement := "return"
		if !e.Allow {
			statement = r.drop(reach.ACLRestriction, e)
		}
		remote := matchRemote(side, e.Remote)
		for p := range e.Protocols.All() {
			if e.Protocols.IsAny() {
				out = append(out, remote+" "+statement)
				break
			}
			t := reach.Traffic{Protocols: protocol(p), Ports: e.Ports}
			if isSix(p) && !e.Remote.Addr().Is6() {
				// NACL-6: ICMPv6 in IPv4 has no types.
				out = append(out, fmt.Sprintf("%s meta l4proto %d %s", remote, p, statement))
				continue
			}
			out = append(out, remote+" "+matchTraffic(t)[0]+" "+statement)
		}
	}
	return append(out, r.drop(reach.ACLRestriction, a))
}
