package kerneltest

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/tfreach/tfreach/reach"
)

// reading makes a lab of a network. It reads the model as the semantics have it.
// Nothing in the network is unknown but what lies beyond it.
type reading struct {
	*lab
	network *reach.Network
	// world is the namespace of all ends that no rules of their own filter.
	world *space
	// arrivals are the world's rules, one for each of its devices.
	arrivals []string

	vpcs    map[*reach.VPC]*vpcSpace
	subnets map[*reach.Subnet]*router
	hosts   map[hostKey]*end
	// ports are the routers' ways to interfaces that are route targets.
	ports      map[hostKey]*device
	nats       map[*reach.NATGateway]*device
	regionals  map[*reach.NATGateway]*regionalSpace
	igws       map[*reach.InternetGateway]*gatewaySpace
	eigws      map[*reach.EgressOnlyGateway]*gatewaySpace
	services   map[*reach.GatewayEndpoint]*gatewaySpace
	peerings   map[*reach.Peering]*peeringSpace
	transits   map[*reach.TransitGateway]*transitSpace
	inspectors map[*reach.FirewallEndpoint]*inspector
	// public are the public addresses of private ones, by VPC.
	public map[*reach.VPC]map[netip.Addr]netip.Addr
}

type hostKey struct {
	*reach.Interface
	*reach.Subnet
}

// read makes the lab of a network.
func read(n *reach.Network) *reading {
	r := &reading{
		lab: &lab{}, network: n,
		vpcs: map[*reach.VPC]*vpcSpace{}, subnets: map[*reach.Subnet]*router{},
		hosts: map[hostKey]*end{}, ports: map[hostKey]*device{}, nats: map[*reach.NATGateway]*device{}, regionals: map[*reach.NATGateway]*regionalSpace{},
		igws: map[*reach.InternetGateway]*gatewaySpace{}, eigws: map[*reach.EgressOnlyGateway]*gatewaySpace{},
		services: map[*reach.GatewayEndpoint]*gatewaySpace{}, peerings: map[*reach.Peering]*peeringSpace{},
		transits: map[*reach.TransitGateway]*transitSpace{}, inspectors: map[*reach.FirewallEndpoint]*inspector{}, public: map[*reach.VPC]map[netip.Addr]netip.Addr{},
	}
	r.world = r.space("world")
	for _, v := range n.VPCs {
		r.vpc(v)
	}
	for _, s := range n.Subnets {
		r.subnet(s)
	}
	for _, i := range n.Interfaces {
		for _, item := range i.Subnets.Items {
			r.host(i, only(item))
		}
	}
	for _, g := range n.NATGateways {
		if g.VPC.IsNone() {
			r.natGateway(g)
		} else {
			r.regionalNAT(g)
		}
	}
	for _, f := range n.FirewallEndpoints {
		r.firewallEndpoint(f)
	}
	for _, g := range n.InternetGateways {
		r.internetGateway(g)
	}
	for _, g := range n.EgressOnlyGateways {
		r.egressOnlyGateway(g)
	}
	for _, g := range n.GatewayEndpoints {
		r.gatewayEndpoint(g)
	}
	for _, p := range n.Peerings {
		r.peering(p)
	}
	for _, g := range n.TransitGateways {
		r.transitGateway(g)
	}
	for _, s := range n.Subnets {
		r.table(r.subnets[s], r.tableOf(r.subnets[s]))
	}
	for _, g := range n.NATGateways {
		if x := r.regionals[g]; x != nil {
			r.table(x.router, only(g.Table))
		}
	}
	for _, p := range n.Peerings {
		r.returnToSender(r.peerings[p])
	}
	r.finish()
	return r
}

// finish writes the rules of what had to be complete first.
func (r *reading) finish() {
	for _, v := range r.network.VPCs {
		r.finishVPC(r.vpcs[v])
	}
	for _, s := range r.network.Subnets {
		r.finishSubnet(r.subnets[s])
	}
	for _, g := range r.network.NATGateways {
		if x := r.regionals[g]; x != nil {
			r.finishRegionalNAT(x)
		}
	}
	for _, f := range r.network.FirewallEndpoints {
		r.finishInspector(r.inspectors[f])
	}
	for _, g := range r.network.InternetGateways {
		r.finishInternetGateway(r.igws[g])
	}
	for _, g := range r.network.EgressOnlyGateways {
		r.finishEgressOnlyGateway(r.eigws[g])
	}
	for _, g := range r.network.GatewayEndpoints {
		r.finishGatewayEndpoint(r.services[g])
	}
	for _, p := range r.network.Peerings {
		r.finishPeering(r.peerings[p])
	}
	for _, g := range r.network.TransitGateways {
		r.finishTransit(r.transits[g])
	}
	w := r.world
	w.write("table inet world {")
	w.chain("silent", first, fmt.Sprintf("meta mark != %d drop", sentMark))
	w.chain("arrive", before, append(r.arrivals, "drop")...)
	w.write("}")
}

// only is what a reference names.
func only[T comparable](ref reach.Ref[T]) T {
	t, ok := ref.Exact()
	if !ok {
		panic("kerneltest: a reference is not exact")
	}
	return t
}

// resident makes an end of the world at the other side of a device.
func (r *reading) resident(s *space, name string, o reach.Object, subnet *reach.Subnet) (at *device, e *end) {
	at, d := r.wire(s, name, r.world, "e")
	e = &end{object: o, subnet: subnet, device: d}
	r.arrivals = append(r.arrivals, fmt.Sprintf("iifname %q %s drop", d.name, r.tell(reason{end: e})))
	r.world.otherwise(mainTable, d)
	return at, e
}

// blocks are the CIDR blocks of a VPC.
func (r *reading) blocks(v *reach.VPC) []netip.Prefix {
	var out []netip.Prefix
	for _, b := range r.network.Blocks {
		if b.VPC.Is(v) {
			out = append(out, b.Prefix.Value)
		}
	}
	return out
}

// cidrs are the blocks of a subnet.
func cidrs(s *reach.Subnet) []netip.Prefix {
	return slices.DeleteFunc([]netip.Prefix{s.CIDR.Value, s.CIDR6.Value}, func(p netip.Prefix) bool { return !p.IsValid() })
}

func inAny(ps []netip.Prefix, a netip.Addr) bool {
	return slices.ContainsFunc(ps, func(p netip.Prefix) bool { return p.Contains(a) })
}

// addresses are those of an interface in one of its subnets.
func addresses(i *reach.Interface, s *reach.Subnet) []netip.Addr {
	return slices.DeleteFunc(slices.Concat(i.Private, i.Six), func(a netip.Addr) bool { return !inAny(cidrs(s), a) })
}

// notIn matches what has none of some prefixes on one side, for each family that
// there is: what is of a family without any is not in them either.
func notIn(side string, ps []netip.Prefix) []string {
	var out []string
	for _, six := range []bool{false, true} {
		match := "meta nfproto ipv4"
		if six {
			match = "meta nfproto ipv6"
		}
		for _, p := range ps {
			if p.Addr().Is6() != six {
				continue
			}
			family := "ip"
			if six {
				family = "ip6"
			}
			match += fmt.Sprintf(" %s %s != %v", family, side, p)
		}
		out = append(out, match)
	}
	return out
}

// vpcSpace is the router that all subnets of a VPC have in common: its local routes
// (RT-6).
type vpcSpace struct {
	vpc   *reach.VPC
	space *space
}

func (r *reading) vpc(v *reach.VPC) {
	r.vpcs[v] = &vpcSpace{v, r.space("%v", v)}
}

// finishVPC: an address of the VPC that no subnet has is dropped, and sent nowhere
// else.
func (r *reading) finishVPC(v *vpcSpace) {
	s := v.space
	if len(s.devices) == 0 {
		s.write("table inet hop {")
		s.silent()
		s.write("}")
		return
	}
	// What no subnet has goes back out of where there is anything, and is dropped on
	// the way.
	s.otherwise(mainTable, s.devices[0])
	var subnets []netip.Prefix
	for _, x := range r.network.Subnets {
		if x.VPC.Is(v.vpc) {
			subnets = append(subnets, cidrs(x)...)
		}
	}
	s.write("table inet hop {")
	s.silent()
	s.chain("circles", before, r.circles()...)
	s.chain("through", through, all(notIn("daddr", subnets), r.drop(reach.VPCCIDRUnused, v.vpc))...)
	s.write("}")
}
