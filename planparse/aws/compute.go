package aws

import (
	"slices"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
)

// computeParts fills interfaces and makes the workloads.
func (b *builder) computeParts() {
	attached := b.given()
	b.detached()
	for _, in := range b.instances {
		b.instanceWorkload(in)
	}
	b.interfaceParts()
	b.interfaceWorkloads(attached)
	for _, r := range b.of("aws_lambda_function") {
		b.lambda(r)
	}
	for _, r := range b.of("aws_autoscaling_group") {
		b.autoScaling(r)
	}
	for _, r := range b.of("aws_network_interface_sg_attachment") {
		b.net.GroupAdditions = append(b.net.GroupAdditions, &reach.GroupAddition{
			Origin:    r.origin(),
			Interface: ref(b, r, r.Get("network_interface_id"), interfaceKind),
			Group:     ref(b, r, r.Get("security_group_id"), groupKind),
		})
	}
}

// given finds the interfaces that instances are given, by the instance's blocks
// and by attachments of their own, and says whose each interface is.
func (b *builder) given() map[*reach.Interface]*instance {
	whose := map[*reach.Interface]*instance{}
	add := func(in *instance, i reach.Ref[*reach.Interface], primary bool) {
		if primary {
			in.given = append([]reach.Ref[*reach.Interface]{i}, in.given...)
		} else {
			in.given = append(in.given, i)
		}
		if t, ok := i.Exact(); ok {
			whose[t] = in
		}
	}
	for _, in := range b.instances {
		if in.own != nil {
			continue
		}
		for _, name := range givenBlocks {
			items, reason := in.Get(name).Items()
			if reason != "" && b.mayHold(in.resource, in.Get(name)) && in.more == nil {
				in.more = in.unknown(in.Get(name), reason)
			}
			for _, i := range items {
				index := i.Get("device_index")
				if !index.IsKnown() && index.Value().Kind != planjson.Absent {
					in.unsure = in.unknown(index, "which of its interfaces is the primary one is not known")
				}
				n, _ := index.Value().Int()
				add(in, ref(b, in.resource, i.Get("network_interface_id"), interfaceKind), n == 0)
			}
		}
	}
	// instanceOf is the instance that an attribute names. Where that is not
	// certain, any of those that it may name may have another interface.
	instanceOf := func(r resource, a resolve.Attr) *instance {
		found := a.Ref("aws_instance", "aws_spot_instance_request")
		if found.State == resolve.Exact {
			in, _ := b.objects[found.Symbols[0]].(*instance)
			return in
		}
		for _, in := range b.instances {
			named := slices.ContainsFunc(found.Symbols, func(s resolve.Symbol) bool { return b.objects[s] == any(in) })
			if named || (found.State == resolve.Unknown || found.Open) && !in.place.Elsewhere(r.place) {
				in.more = r.unknown(a, found.Reason)
			}
		}
		return nil
	}
	for _, r := range b.of("aws_network_interface_attachment") {
		if in := instanceOf(r, r.Get("instance_id")); in != nil {
			add(in, ref(b, r, r.Get("network_interface_id"), interfaceKind), false)
		}
	}
	for _, r := range b.of("aws_network_interface") {
		i, ok := object[*reach.Interface](b, r, "id")
		if !ok || whose[i] != nil {
			continue
		}
		blocks, reason := r.Get("attachment").Items()
		if reason != "" && b.mayBeBlock(r, "attachment") {
			for _, in := range b.instances {
				if in.more == nil && !in.place.Elsewhere(r.place) {
					in.more = r.unknown(r.Get("attachment"), reason)
				}
			}
		}
		for _, a := range blocks {
			if in := instanceOf(r, a.Get("instance")); in != nil {
				add(in, reach.To(i), false)
			}
		}
	}
	return whose
}

// instanceWorkload fills an instance's own interface and makes its workload.
func (b *builder) instanceWorkload(in *instance) {
	r, w := in.resource, in.workload
	b.net.Workloads = append(b.net.Workloads, w)
	if in.own != nil {
		b.ownInterface(in)
		w.Interfaces.Items = append(w.Interfaces.Items, reach.To(in.own))
	}
	w.Interfaces.Items = append(w.Interfaces.Items, in.given...)
	w.Interfaces.Why = in.more
	if in.unsure != nil {
		w.Interfaces = reach.Refs[*reach.Interface]{Why: in.unsure}
	}
	if t := b.templateOf(r, r.Get("launch_template"), "id", "name"); in.own != nil && t != nil && w.Interfaces.Why == nil {
		more := t.further(b, r, in.own.Subnets)
		w.Interfaces.Items = append(w.Interfaces.Items, more.Items...)
		if w.Interfaces.Why = t.why; t.why == nil {
			w.Interfaces.Why = more.Why
		}
	}
	if len(w.Interfaces.Items) == 0 {
		w.Interfaces.Why = r.unknown(r.Get("network_interface"), "which interfaces it has is not known")
	}
}

// ownInterface is the interface that AWS makes for an instance, from the
// instance's attributes or those of its launch template.
func (b *builder) ownInterface(in *instance) {
	r, i := in.resource, in.own
	t := b.templateOf(r, r.Get("launch_template"), "id", "name")
	subnet := r.Get("subnet_id")
	switch {
	case !subnet.IsEmpty() && !(subnet.Value().Kind == planjson.Unknown && b.unset(r, "subnet_id")):
		i.Subnets.Items = []reach.Ref[*reach.Subnet]{ref(b, r, subnet, subnetKind)}
	case b.mayBeGiven(r):
		i.Subnets.Why = r.unknown(r.Get("network_interface"), "which interfaces it is given is not known")
	case t != nil:
		i.Subnets = t.subnets(b)
	default:
		i.Subnets.Why = r.unknown(subnet, "no subnet is given, so AWS picks one of the default VPC")
	}
	groups := r.Get("vpc_security_group_ids")
	if groups.Value().Kind == planjson.Unknown && b.unset(r, "vpc_security_group_ids") {
		groups = r.Get("security_groups")
	}
	b.interfaceGroups(r, i, groups)
	if t != nil && i.NoGroups {
		i.Groups, i.NoGroups = t.groups(b)
	}
	i.SourceDestCheck = r.flag(r.Get("source_dest_check"), true)
	i.Private = addresses(r.Get("private_ip"), r.Get("secondary_private_ips"))
	i.Primary = primaryAddress(i.Private, r.Get("private_ip"))
	if !i.Primary.IsValid() {
		i.Private = nil // AWS picks one besides those that are secondary
	}
	b.interfaceSix(r, i)
	if t != nil && r.isNew() && i.IPv6.Why == nil && i.IPv6.Value == reach.SubnetDecides {
		i.IPv6 = t.six()
	}
	switch {
	case !r.isNew():
		i.Public = b.shownPublic(r)
	default:
		i.Public = b.launchPublic(r, r.Get("associate_public_ip_address"))
		if t != nil && i.Public.Why == nil && i.Public.Value == reach.SubnetDecides {
			i.Public = t.public(b)
		}
	}
}

// launchPublic is PUB-1: what the launch says of a public address.
func (b *builder) launchPublic(r resource, a resolve.Attr) reach.Fact[reach.Grant] {
	if v, ok := a.Value().Bool(); ok {
		if v {
			return reach.Known(reach.Granted)
		}
		return reach.Known(reach.Refused)
	}
	if a.IsEmpty() || a.Value().Kind == planjson.Unknown && b.unset(r, a.Path()) {
		return reach.Known(reach.SubnetDecides)
	}
	return reach.Missing[reach.Grant](r.unknown(a, ""))
}

// shownPublic is what an instance that exists shows: its public address, unless
// that is an Elastic IP, whose association says better whether it stays.
func (b *builder) shownPublic(r resource) reach.Fact[reach.Grant] {
	a := r.Get("public_ip")
	text, ok := a.Text()
	switch {
	case a.IsEmpty():
		return reach.Known(reach.Refused)
	case !ok:
		return reach.Missing[reach.Grant](r.unknown(a, ""))
	}
	if eip, is := b.elastic()[text]; is {
		return reach.Missing[reach.Grant](r.unknown(a, "it is that of "+eip+"; whether AWS gives another when that is taken away is not known"))
	}
	return reach.Known(reach.Granted)
}

// interfaceWorkloads makes a workload of each interface that is a resource.
func (b *builder) interfaceWorkloads(whose map[*reach.Interface]*instance) {
	for _, r := range b.of("aws_network_interface") {
		i, ok := object[*reach.Interface](b, r, "id")
		if !ok {
			continue
		}
		w := &reach.Workload{Origin: r.origin(), Tags: b.tags(r), Interfaces: reach.RefsTo(i)}
		if in := whose[i]; in != nil {
			w.Parent = reach.To(in.workload)
		} else {
			// An auto-scaling group may take it at run time (NATI-1).
			i.Loose = &reach.Unknown{Code: reach.UnknownBeyondPlan, Address: r.String(), Reason: "no instance of this plan has the interface: what forwards packets there is not known"}
		}
		b.net.Workloads = append(b.net.Workloads, w)
	}
}

// lambda makes a function in a VPC: an interface that AWS shares, in each of its
// subnets, never with a public address (CMP-1).
func (b *builder) lambda(r resource) {
	w := &reach.Workload{Origin: r.origin(), Tags: b.tags(r)}
	b.net.Workloads = append(b.net.Workloads, w)
	list := r.Get("vpc_config")
	configs, reason := b.blockList(r, list)
	if reason != "" {
		w.Interfaces.Why = r.unknown(list, reason)
		return
	}
	if len(configs) == 0 || configs[0].Get("subnet_ids").IsEmpty() {
		why := r.unknown(list, "a function outside a VPC uses AWS's own network, which is not modelled yet")
		why.Code = reach.UnmodelledResource
		w.Interfaces.Why = why
		return
	}
	c := configs[0]
	i := &reach.Interface{
		Origin:          r.origin(),
		Subnets:         refs(b, r, c.Get("subnet_ids"), subnetKind),
		Groups:          refs(b, r, c.Get("security_group_ids"), groupKind),
		IPv6:            reach.Known(reach.Refused),
		Public:          reach.Known(reach.Refused),
		SourceDestCheck: reach.Known(true),
		Hyperplane:      true,
	}
	i.NoGroups = i.Groups.Why == nil && len(i.Groups.Items) == 0
	switch six := r.flag(c.Get("ipv6_allowed_for_dual_stack"), false); {
	case six.Why != nil:
		i.IPv6 = reach.Missing[reach.Grant](six.Why)
	case six.Value:
		i.IPv6 = reach.Known(reach.Granted)
	}
	b.net.Interfaces = append(b.net.Interfaces, i)
	w.Interfaces = reach.RefsTo(i)
}
