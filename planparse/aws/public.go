package aws

import (
	"net/netip"
	"slices"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
)

// publicAddresses makes the associations of Elastic IPs with interfaces (PUB-3).
// What an Elastic IP shows of its association is a copy where an
// aws_eip_association makes it, and out of date when that is deleted, unless this
// plan writes it anew.
func (b *builder) publicAddresses() {
	elsewhere := map[string]bool{}
	for _, r := range b.of("aws_eip_association") {
		if found := r.Get("allocation_id").Ref("aws_eip"); found.State == resolve.Exact {
			elsewhere[found.Symbols[0].Resource] = true
		}
		b.publicAddress(r, r.Get("private_ip_address"), r.Get("network_interface_id"), r.Get("instance_id"))
	}
	left := map[string]bool{}
	for _, was := range b.former("aws_eip_association") {
		if found := was.Get("allocation_id").Ref("aws_eip"); found.State == resolve.Exact || found.State == resolve.Gone {
			left[found.Symbols[0].Resource] = true
		}
	}
	for _, r := range b.of("aws_eip") {
		iface, inst := r.Get("network_interface"), r.Get("instance")
		if r.Data || elsewhere[r.String()] || left[r.String()] && !b.writtenAnew(r, iface) && !b.writtenAnew(r, inst) {
			continue
		}
		b.publicAddress(r, r.Get("associate_with_private_ip"), iface, inst)
	}
}

// writtenAnew reports whether this plan gives an attribute a value, or may, so that it is
// no copy of what it was.
func (b *builder) writtenAnew(r resource, a resolve.Attr) bool {
	if r.isNew() {
		set, _ := b.resolver.Set(r.Resource, a.Path())
		return set || a.IsKnown() && !a.IsEmpty()
	}
	return r.change == reach.Update && !a.Value().Equal(r.Before.Get(a.Path()))
}

// elastic is what has or had an address as an Elastic IP, by the address: also
// what this plan deletes, and associations of Elastic IPs beyond the plan.
func (b *builder) elastic() map[string]string {
	if b.elasticIPs != nil {
		return b.elasticIPs
	}
	b.elasticIPs = map[string]string{}
	for _, list := range [][]resource{b.gone, b.of("aws_eip_association"), b.of("aws_eip")} {
		for _, r := range list {
			if r.Type != "aws_eip" && r.Type != "aws_eip_association" {
				continue
			}
			for _, v := range []planjson.Value{r.Before.Get("public_ip"), r.Get("public_ip").Value()} {
				if v.Text != "" {
					b.elasticIPs[v.Text] = r.String()
				}
			}
		}
	}
	return b.elasticIPs
}

// publicHosts notes the public addresses that things of the plan are known to
// have. Packets to them come in from the internet.
func (b *builder) publicHosts() {
	seen := map[netip.Addr]bool{}
	for _, r := range b.of("aws_instance", "aws_spot_instance_request", "aws_eip", "aws_eip_association") {
		if ip, why := r.addr(r.Get("public_ip")); why == nil && ip.IsValid() && !seen[ip] {
			seen[ip] = true
			b.net.PublicHosts = append(b.net.PublicHosts, &reach.PublicHost{Origin: r.origin(), Addr: ip})
		}
	}
}

// publicAddress is one association: with an interface or an instance, and with
// one private address of it.
func (b *builder) publicAddress(r resource, private, iface, inst resolve.Attr) {
	var named []reach.Ref[*reach.Interface]
	for _, a := range []resolve.Attr{iface, inst} {
		if !b.mayHold(r, a) {
			continue
		}
		if i := ref(b, r, a, interfaceKind); !i.IsNone() {
			named = append(named, i)
		}
	}
	if len(named) == 0 {
		return
	}
	i := named[0]
	// One of the two attributes is what somebody set, the other a copy: out of
	// date when they name two interfaces, or when this plan takes away what was
	// set and the copy stays.
	moved := r.change == reach.Update && !inst.Value().Equal(r.Before.Get(inst.Path()))
	if t, ok := i.Exact(); ok && (len(named) == 2 && !named[1].Is(t) || len(named) == 1 && moved && !inst.IsKnown() || len(named) == 1 && moved && inst.IsEmpty()) {
		candidates := []*reach.Interface{t}
		for _, other := range named[1:] {
			candidates = append(candidates, other.To...)
		}
		i = reach.Perhaps(r.unknown(iface, "and "+inst.Path()+" do not name the same interface"), candidates...).In(r.place)
	}
	// What holds for one interface holds for each that it may be.
	if i.Why != nil && (len(named) == 2 || moved) {
		i.Open = true
	}
	var with netip.Addr
	notFirst := func(t *reach.Interface) bool { return !b.firstAddress(r, private, t) }
	switch addr, known := b.namedAddress(private, i); {
	case known:
		with = addr
	case !i.Open && slices.ContainsFunc(i.To, notFirst):
		i = reach.Perhaps(r.unknown(private, "it goes with one private address; whether that is the one that packets come from is not known"), i.To...).In(r.place)
	}
	b.net.PublicAddresses = append(b.net.PublicAddresses, &reach.PublicAddress{Origin: r.origin(), Interface: i, Private: with})
}

// namedAddress is the private address that an association names, where its interface
// is known to have that one among others.
func (b *builder) namedAddress(private resolve.Attr, of reach.Ref[*reach.Interface]) (netip.Addr, bool) {
	i, ok := of.Exact()
	text, known := private.Text()
	addr, err := netip.ParseAddr(text)
	if !ok || !known || err != nil || len(i.Private) < 2 || !slices.Contains(i.Private, addr) {
		return netip.Addr{}, false
	}
	return addr, true
}

// firstAddress reports whether an association is with the address that the
// interface sends from: no other one is named.
func (b *builder) firstAddress(r resource, private resolve.Attr, i *reach.Interface) bool {
	if private.IsEmpty() || private.Value().Kind == planjson.Absent || private.Value().Kind == planjson.Unknown && b.unset(r, private.Path()) {
		return true
	}
	text, _ := private.Text()
	return len(i.Private) == 1 && i.Private[0].String() == text
}
