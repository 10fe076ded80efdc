package kerneltest

import (
	"fmt"
	"slices"

	"github.com/tfreach/tfreach/reach"
)

// tellsInspected reports whether what has been inspected in a subnet has to be told
// from what has not: where public access is blocked, no exclusion of the subnet counts
// for it (BPA-4).
func (r *reading) tellsInspected(s *reach.Subnet) bool {
	return s != nil && len(r.network.PublicAccess) > 0 && slices.ContainsFunc(r.network.FirewallEndpoints, func(f *reach.FirewallEndpoint) bool {
		return f.Subnet.Is(s) && !f.Firewall.IsNone()
	})
}

// blocked drops what the account blocks at a gateway (BPA-1), of what a route brings.
func (r *reading) blocked(e entry, egressOnly bool) []string {
	if len(r.network.PublicAccess) == 0 {
		return nil
	}
	a := r.network.PublicAccess[0]
	x := access{reading: r, entry: e, drop: r.drop(reach.PublicAccessBlocked, a)}
	switch {
	case a.Mode.Value == reach.BlockIngress && !egressOnly:
		return x.ingress()
	case a.Mode.Value == reach.BlockBidirectional && egressOnly:
		return x.egressOnly()
	case a.Mode.Value == reach.BlockBidirectional:
		return x.both()
	}
	return nil
}

// access is what a block of public access says of one entry of a gateway.
type access struct {
	*reading
	entry entry
	drop  string
}

// undocumented is where the documentation of exclusions contradicts itself (BPA-3), or
// does not say which subnets count.
const undocumented = "an exclusion that is documented in contradictory ways"

// excluded: the VPC, or the subnet whose router leads to the gateway, is excluded in
// both directions (BPA-3, BPA-4).
func (x access) excluded() bool {
	return !x.entry.inspected && x.exclusion(func(e *reach.PublicAccessExclusion) bool {
		return e.Bidirectional.Value && (e.VPC.Is(x.entry.vpc) || x.entry.from.subnet != nil && e.Subnet.Is(x.entry.from.subnet))
	})
}

func (x access) exclusion(is func(*reach.PublicAccessExclusion) bool) bool {
	return slices.ContainsFunc(x.network.PublicAccessExclusions, is)
}

// vpcExcluded: the whole VPC is excluded, in both directions or for egress.
func (x access) vpcExcluded() bool {
	return x.exclusion(func(e *reach.PublicAccessExclusion) bool { return e.VPC.Is(x.entry.vpc) })
}

// inspected is what becomes of what comes from an endpoint of a firewall. What an
// exclusion of the whole VPC does for it is not documented (BPA-4).
func (x access) inspected() string {
	if x.vpcExcluded() {
		return x.leave(undocumented)
	}
	return x.drop
}

// ingress: only what NAT gateways send gets out (BPA-2).
func (x access) ingress() []string {
	if x.excluded() || x.entry.from.regional != nil {
		return nil
	}
	statement := x.drop
	if x.entry.inspected {
		statement = x.inspected()
	}
	match := fmt.Sprintf("iifname %q meta nfproto ipv4 ", x.entry.device.name)
	for _, g := range x.natsOf(x.entry.vpc) {
		match += fmt.Sprintf("ip saddr != %v ", g.Address)
	}
	return append([]string{match + statement}, fmt.Sprintf("iifname %q meta nfproto ipv6 %s", x.entry.device.name, statement))
}

// both: nothing gets out but what is excluded. An exclusion for egress counts for what
// a NAT gateway sends.
func (x access) both() []string {
	in := fmt.Sprintf("iifname %q ", x.entry.device.name)
	switch {
	case x.excluded():
		return nil
	case x.entry.inspected:
		return []string{in + x.inspected()}
	case x.entry.from.regional != nil && x.vpcExcluded():
		return nil
	}
	var out []string
	for _, g := range x.natsOf(x.entry.vpc) {
		statement := x.drop
		switch {
		case x.vpcExcluded():
			statement = "accept"
		case x.exclusion(func(e *reach.PublicAccessExclusion) bool { return e.Subnet.Is(only(g.Subnet)) }):
			// Whether that of the sender has to be excluded, too, is not documented.
			statement = x.leave(undocumented)
		}
		out = append(out, fmt.Sprintf("%sip saddr %v %s", in, g.Address, statement))
	}
	return append(out, in+x.drop)
}

// egressOnly: so it is at an egress-only gateway, where the sender's subnet counts.
func (x access) egressOnly() []string {
	in := fmt.Sprintf("iifname %q ", x.entry.device.name)
	if x.excluded() || !x.entry.inspected && x.vpcExcluded() {
		return nil
	}
	if x.entry.inspected {
		return []string{in + x.inspected()}
	}
	for _, s := range x.network.Subnets {
		if six := s.CIDR6.Value; six.IsValid() && x.exclusion(func(e *reach.PublicAccessExclusion) bool { return e.Subnet.Is(s) }) {
			in += fmt.Sprintf("ip6 saddr != %v ", six)
		}
	}
	return []string{in + x.drop}
}

// natsOf are the zonal NAT gateways of a VPC.
func (r *reading) natsOf(v *reach.VPC) []*reach.NATGateway {
	var out []*reach.NATGateway
	for _, g := range r.network.NATGateways {
		if g.VPC.IsNone() && only(only(g.Subnet).VPC) == v {
			out = append(out, g)
		}
	}
	return out
}
