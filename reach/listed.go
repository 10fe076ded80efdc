package reach

import (
	"net/netip"

	"github.com/tfreach/tfreach/reach/packet"
)

// openAddrs is addresses that may belong to something.
type openAddrs struct {
	addrs packet.Addrs
	why   *Unknown
}

// listed is the addresses of a prefix list as a rule of a group names it (SG-13), for
// packets to a service, or to none: the ranges of a service are destinations of their
// own where its gateway endpoint serves it, and else somewhere on the internet.
func (x *index) listed(ref Ref[*PrefixList], r Object, g *SecurityGroup, service string) (packet.Addrs, []openAddrs) {
	l, ok := ref.Exact()
	if !ok {
		return packet.Addrs{}, []openAddrs{{packet.AnyAddr(), missing(ref, r, "prefix_list_ids")}}
	}
	if l.Service == "" {
		return x.listBlocks(l)
	}
	family := packet.IPv4()
	if l.Six {
		family = packet.IPv6()
	}
	switch {
	case service == l.Service:
		return family, nil
	case g != nil && x.servedIn(g.VPC, l.Service):
		return packet.Addrs{}, nil
	}
	return packet.Addrs{}, []openAddrs{{l.world(), serviceRanges(l)}}
}

// world is where the ranges of a list of AWS's own are: on the internet.
func (l *PrefixList) world() packet.Addrs {
	if l.Six {
		return ipv6Internet
	}
	return ipv4Internet
}

// serviceRanges is why it is open what a list of AWS's own holds.
func serviceRanges(l *PrefixList) *Unknown {
	return &Unknown{Code: UnknownValue, Address: l.Address, Reason: "AWS keeps the list of the ranges of " + l.Service + ", and no plan shows it"}
}

// servedIn reports whether a gateway endpoint of a VPC serves a service for certain.
func (x *index) servedIn(of Ref[*VPC], service string) bool {
	v, ok := of.Exact()
	if !ok {
		return false
	}
	for _, e := range x.GatewayEndpoints {
		if e.Service == service && e.VPC.Is(v) {
			return true
		}
	}
	return false
}

// listBlocks is the addresses of a customer's list, and those that it may have.
func (x *index) listBlocks(l *PrefixList) (packet.Addrs, []openAddrs) {
	family := packet.IPv4()
	if l.Six {
		family = packet.IPv6()
	}
	var sure []packet.Addrs
	var open []openAddrs
	if l.Beyond {
		open = append(open, openAddrs{packet.AnyAddr(), beyond(l, "its entries are unknown")})
	}
	if l.Why != nil {
		open = append(open, openAddrs{family, l.Why})
	}
	for _, e := range x.listEntries[l] {
		if e.Prefix.Why != nil {
			open = append(open, openAddrs{family, e.Prefix.Why})
			continue
		}
		sure = append(sure, packet.Prefix(e.Prefix.Value))
	}
	for _, e := range x.openListEntries {
		if e.List.May(l) {
			at := family
			if e.Prefix.Why == nil {
				at = packet.Prefix(e.Prefix.Value)
			}
			open = append(open, openAddrs{at, e.List.Why})
		}
	}
	return packet.UnionAddrs(sure...), open
}

// listPrefixes is the blocks of a list that a route names, each of them a route (RT-5).
func (x *index) listPrefixes(ref Ref[*PrefixList], r Object) []Fact[netip.Prefix] {
	l, ok := ref.Exact()
	if !ok {
		return []Fact[netip.Prefix]{{Why: missing(ref, r, "destination_prefix_list_id")}}
	}
	if l.Service != "" {
		return []Fact[netip.Prefix]{{Why: serviceRanges(l)}}
	}
	var out []Fact[netip.Prefix]
	_, open := x.listBlocks(l)
	for _, e := range x.listEntries[l] {
		if e.Prefix.Why == nil {
			out = append(out, e.Prefix)
		}
	}
	for _, o := range open {
		out = append(out, Fact[netip.Prefix]{Why: o.why})
	}
	return out
}
