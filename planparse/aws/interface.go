package aws

import (
	"net/netip"
	"slices"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
)

// interfaces makes the interfaces that are resources, and the instances, whose
// own interfaces are named by their ids.
func (b *builder) interfaces() {
	for _, r := range b.of("aws_network_interface") {
		if b.alias(r, "id") {
			continue
		}
		i := &reach.Interface{Origin: r.origin()}
		b.net.Interfaces = append(b.net.Interfaces, i)
		b.name(r, "id", i)
	}
	for _, r := range b.of("aws_instance", "aws_spot_instance_request") {
		if b.alias(r, "id") {
			continue
		}
		in := &instance{resource: r, workload: &reach.Workload{Origin: r.origin(), Tags: b.tags(r)}}
		if !b.hasOwnInterfaces(r) {
			in.own = &reach.Interface{Origin: r.origin()}
			b.net.Interfaces = append(b.net.Interfaces, in.own)
			b.name(r, "primary_network_interface_id", in.own)
		} else {
			b.name(r, "primary_network_interface_id", in)
		}
		b.instances = append(b.instances, in)
		b.name(r, "id", in)
		b.name(r, "spot_instance_id", in)
	}
	for _, r := range b.of("aws_launch_template", "aws_launch_configuration") {
		t := &template{resource: r, origin: r.origin()}
		b.name(r, "id", t)
		b.name(r, "name", t)
	}
}

// givenBlocks are the blocks that give an instance interfaces.
var givenBlocks = []string{"network_interface", "primary_network_interface"}

// hasOwnInterfaces reports whether an instance is given interfaces that are
// resources of their own, rather than having AWS make one. On an instance that
// exists the blocks are copies of what is attached.
func (b *builder) hasOwnInterfaces(r resource) bool {
	for _, name := range givenBlocks {
		if blocks := r.Get(name); len(blocks.Value().Items) > 0 {
			set, certain := b.resolver.Configured(r.Resource, name)
			if set || !certain && b.namesPlanned(blocks) {
				return true
			}
			if certain {
				continue
			}
		}
	}
	return false
}

// mayBeGiven reports whether blocks of which nobody knows how many there are may give
// interfaces to an instance that seems to have one of its own. Only one without a subnet
// of its own may have such blocks.
func (b *builder) mayBeGiven(r resource) bool {
	return slices.ContainsFunc(givenBlocks, func(name string) bool {
		return r.Get(name).Value().Kind == planjson.Unknown && b.mayBeBlock(r, name)
	})
}

// namesPlanned reports whether interface blocks name an interface of the plan.
func (b *builder) namesPlanned(blocks resolve.Attr) bool {
	items, _ := blocks.Items()
	for _, i := range items {
		found := i.Get("network_interface_id").Ref("aws_network_interface")
		if found.State == resolve.Unknown || found.State == resolve.Candidates {
			return true
		}
		if found.State == resolve.Exact {
			if _, ok := b.objects[found.Symbols[0]].(*reach.Interface); ok {
				return true
			}
		}
	}
	return false
}

// instance is an instance and how it comes by its interfaces.
type instance struct {
	resource
	workload *reach.Workload
	// own is the interface that AWS makes, nil when interfaces are given.
	own *reach.Interface
	// given are the interfaces that it is given, the primary one first.
	given []reach.Ref[*reach.Interface]
	// more is why it may have others, unsure why it is not known which of them is
	// the primary one.
	more, unsure *reach.Unknown
}

// primary is the instance's primary interface.
func (i *instance) primary() reach.Ref[*reach.Interface] {
	switch {
	case i.own != nil:
		return reach.To(i.own)
	case len(i.given) > 0:
		return i.given[0]
	}
	return reach.Perhaps[*reach.Interface](i.unknown(i.Get("network_interface"), "which interface is the primary one is not known")).In(i.place)
}

// interfaceParts fills the interfaces that are resources.
func (b *builder) interfaceParts() {
	primary := map[*reach.Interface]*instance{}
	for _, in := range b.instances {
		if in.own == nil && !in.isNew() {
			if i, ok := in.primary().Exact(); ok && primary[i] == nil {
				primary[i] = in
			}
		}
	}
	for _, r := range b.of("aws_network_interface") {
		i, ok := object[*reach.Interface](b, r, "id")
		if !ok {
			continue
		}
		if s := ref(b, r, r.Get("subnet_id"), subnetKind); !s.IsNone() {
			i.Subnets.Items = []reach.Ref[*reach.Subnet]{s}
		} else {
			i.Subnets.Why = r.unknown(r.Get("subnet_id"), "the plan shows no subnet")
		}
		b.interfaceGroups(r, i, r.Get("security_groups"))
		i.SourceDestCheck = r.flag(r.Get("source_dest_check"), true)
		i.Private = addresses(r.Get("private_ip"), r.Get("private_ips"), r.Get("private_ip_list"))
		if len(r.Get("ipv4_prefixes").Value().Items) > 0 {
			i.Private = nil // it has more than these, any of its subnet's
		}
		first := []resolve.Attr{r.Get("private_ip"), r.Get("private_ip_list")}
		if set := r.Get("private_ips"); len(set.Value().Items) == 1 {
			first = append(first, set)
		}
		i.Primary = primaryAddress(i.Private, first...)
		b.interfaceSix(r, i)
		// Whether an interface that is made before its instance gets a public
		// address at launch was not verified; an Elastic IP decides (PUB-2). An
		// instance that has the interface says of its own what it is.
		i.Public = reach.Known(reach.SubnetMay)
		if in := primary[i]; in != nil {
			i.Public = b.shownPublic(in.resource)
		}
	}
}

// interfaceGroups reads security groups. An interface without any has the
// default group of its VPC (SG-14).
func (b *builder) interfaceGroups(r resource, i *reach.Interface, a resolve.Attr) {
	switch {
	case a.Value().Kind == planjson.Absent:
		i.Groups.Why = r.unknown(a, "")
	case a.Value().Kind == planjson.Unknown && b.unset(r, a.Path()):
		i.NoGroups = true
	default:
		i.Groups = refs(b, r, a, groupKind)
		b.dropDetached(r, i, a)
		i.NoGroups = i.Groups.Why == nil && len(i.Groups.Items) == 0
	}
}

// bearing is an interface that bears a group.
type bearing struct {
	*reach.Interface
	*reach.SecurityGroup
}

// detached notes the groups that an aws_network_interface_sg_attachment gave
// and that this plan takes away: what interfaces and instances list may be copies
// of them (PLAN-3).
func (b *builder) detached() {
	b.lostGroups = map[bearing]bool{}
	for _, was := range b.former("aws_network_interface_sg_attachment") {
		i, ok := ref(b, was, was.Get("network_interface_id"), interfaceKind).Exact()
		g, known := ref(b, was, was.Get("security_group_id"), groupKind).Exact()
		if ok && known {
			b.lostGroups[bearing{i, g}] = true
		}
	}
}

// dropDetached takes groups out of a list that a lost attachment gave. A list
// that this plan writes anew may give them again, before or after.
func (b *builder) dropDetached(r resource, i *reach.Interface, a resolve.Attr) {
	var keep []reach.Ref[*reach.SecurityGroup]
	for _, item := range i.Groups.Items {
		g, ok := item.Exact()
		switch {
		case !ok || !b.lostGroups[bearing{i, g}]:
			keep = append(keep, item)
		case r.change != reach.NoChange:
			i.Groups.Why = r.unknown(a, "an attachment of "+g.Address+" is taken away by the same plan")
		}
	}
	i.Groups.Items = keep
}

// sixAttributes are the attributes that give an interface IPv6 addresses: lists
// of them, and their number.
var sixAttributes = []string{"ipv6_addresses", "ipv6_address_list", "ipv6_prefixes", "ipv6_address_count", "ipv6_prefix_count"}

// interfaceSix reads IPv6 addresses; without any the subnet decides.
func (b *builder) interfaceSix(r resource, i *reach.Interface) {
	list, count := r.Get("ipv6_addresses"), r.Get("ipv6_address_count")
	i.Six = addresses(list, r.Get("ipv6_address_list"))
	var open *reach.Unknown
	has := false
	if !list.IsKnown() && b.mayBeSet(r, list) {
		items, _ := list.Items()
		for _, item := range items {
			if p, ok := r.cut(item); ok && p.IsSingleIP() {
				i.Six, has = append(i.Six, p.Addr()), true
			}
		}
	}
	for _, name := range sixAttributes {
		a := r.Get(name)
		n, counted := a.Value().Int()
		has = has || counted && n > 0 || len(a.Value().Items) > 0
		if b.mayBeSet(r, a) && open == nil {
			open = r.unknown(a, "")
		}
	}
	// Prefixes have more addresses than are listed.
	if len(r.Get("ipv6_prefixes").Value().Items) > 0 {
		i.Six = nil
	}
	n, counted := count.Value().Int()
	switch {
	case has:
		i.IPv6 = reach.Known(reach.Granted)
	case !r.isNew() && list.IsKnown() && open == nil:
		i.IPv6 = reach.Known(reach.Refused)
	case list.Value().Kind == planjson.Absent && count.Value().Kind == planjson.Absent:
		i.IPv6 = reach.Missing[reach.Grant](r.unknown(list, ""))
	case open != nil:
		i.IPv6 = reach.Missing[reach.Grant](open)
	case counted && n == 0:
		i.IPv6 = reach.Known(reach.Refused)
	default:
		i.IPv6 = reach.Known(reach.SubnetDecides)
	}
}

// mayBeBlock reports whether a resource may have blocks of a kind: unless the
// sources prove that it has none.
func (b *builder) mayBeBlock(r resource, name string) bool {
	set, certain := b.resolver.Configured(r.Resource, name)
	return set || !certain
}

// mayBeSet reports whether an attribute that is not known may be set to
// something.
func (b *builder) mayBeSet(r resource, a resolve.Attr) bool {
	return !a.IsKnown() && a.Value().Kind != planjson.Absent && !b.unset(r, a.Path())
}

// primaryAddress is the primary one of the addresses of an interface: the one that the
// first known attribute has, which has a single one or has them in order.
func primaryAddress(all []netip.Addr, attrs ...resolve.Attr) netip.Addr {
	for _, a := range attrs {
		v := a.Value()
		if len(v.Items) > 0 {
			v = v.Items[0]
		}
		if ip, err := netip.ParseAddr(v.Text); err == nil && slices.Contains(all, ip) {
			return ip
		}
	}
	return netip.Addr{}
}

// addresses are the addresses of attributes that hold one or a list of them.
func addresses(attrs ...resolve.Attr) []netip.Addr {
	var out []netip.Addr
	seen := map[netip.Addr]bool{}
	add := func(v planjson.Value) {
		if ip, err := netip.ParseAddr(v.Text); err == nil && v.Kind == planjson.String && !seen[ip] {
			seen[ip] = true
			out = append(out, ip)
		}
	}
	for _, a := range attrs {
		add(a.Value())
		for _, i := range a.Value().Items {
			add(i)
		}
	}
	return out
}
