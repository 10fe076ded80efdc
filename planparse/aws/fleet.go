package aws

import (
	"strings"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
)

// fleetTypes are the resource types that launch instances by themselves.
var fleetTypes = map[string]resourceType{
	"aws_spot_fleet_request": {modelled, plus(planjson.Attrs{
		"launch_specification": block(planjson.Attrs{"subnet_id": id, "vpc_security_group_ids": id, "associate_public_ip_address": whole}),
		"launch_template_config": block(planjson.Attrs{
			"launch_template_specification": block(templateRef), "overrides": block(planjson.Attrs{"subnet_id": id}),
		}),
	}), nil},
	"aws_ec2_fleet": {modelled, plus(planjson.Attrs{
		"launch_template_config": block(planjson.Attrs{
			"launch_template_specification": block(mixedRef), "override": block(planjson.Attrs{"subnet_id": id}),
		}),
	}), nil},
	"aws_batch_compute_environment": {modelled, plus(planjson.Attrs{
		"compute_resources": block(planjson.Attrs{"type": whole, "subnets": id, "security_group_ids": id, "launch_template": block(mixedRef)}),
	}), nil},
}

// fleets makes what launches instances by itself (CMP-6).
func (b *builder) fleets() {
	for _, r := range b.of("aws_spot_fleet_request", "aws_ec2_fleet", "aws_batch_compute_environment") {
		if r.Data {
			continue
		}
		w := &reach.Workload{Origin: r.origin(), Tags: b.tags(r)}
		switch r.Type {
		case "aws_spot_fleet_request":
			b.net.Workloads = append(b.net.Workloads, w)
			b.fleet(r, w, "overrides", "id", "name")
		case "aws_ec2_fleet":
			b.net.Workloads = append(b.net.Workloads, w)
			b.fleet(r, w, "override", "launch_template_id", "launch_template_name")
		default:
			b.batch(r, w)
		}
	}
}

// fleet launches instances by any of its specifications, or of its templates into
// the subnets of their overrides.
func (b *builder) fleet(r resource, w *reach.Workload, overrides, id, name string) {
	if list := r.Get("launch_specification"); b.mayHoldBlocks(r, list) {
		specs, reason := list.Items()
		if reason != "" {
			w.Interfaces.Why = r.unknown(list, reason)
			return
		}
		if len(specs) > 0 {
			var ways []*reach.Interface
			for _, s := range specs {
				ways = append(ways, b.specified(r, s))
			}
			b.launch(w, b.merged(r, ways), reach.Refs[*reach.Interface]{})
			return
		}
	}
	list := r.Get("launch_template_config")
	configs, reason := b.blockList(r, list)
	if reason != "" || len(configs) == 0 {
		if reason == "" {
			reason = "what its instances are launched from is not known"
		}
		w.Interfaces.Why = r.unknown(list, reason)
		return
	}
	var ways []way
	for _, c := range configs {
		t := b.templateOf(r, c.Get("launch_template_specification"), id, name)
		if t == nil {
			t = &template{why: r.unknown(c, "names no launch template")}
		}
		ways = append(ways, way{t, b.overriddenSubnets(r, c.Get(overrides))})
	}
	b.launchAny(r, w, ways)
}

// mayHoldBlocks reports whether a resource has blocks, or may have some.
func (b *builder) mayHoldBlocks(r resource, list resolve.Attr) bool {
	if list.Value().Kind == planjson.Absent || list.IsEmpty() {
		return false
	}
	return list.IsKnown() || b.mayBeBlock(r, list.Path())
}

// overriddenSubnets are the subnets of overrides; none where one of them leaves
// the subnet to the template.
func (b *builder) overriddenSubnets(r resource, list resolve.Attr) reach.Refs[*reach.Subnet] {
	var out reach.Refs[*reach.Subnet]
	if list.Value().Kind == planjson.Absent {
		return out
	}
	items, reason := list.Items()
	if reason != "" {
		out.Why = r.unknown(list, reason)
	}
	for _, o := range items {
		s := b.oneSubnet(r, o.Get("subnet_id"))
		if s.IsNone() {
			out.Why = r.unknown(o, "no subnet is given, so the launch template or AWS picks one")
			continue
		}
		out.Items = append(out.Items, s)
	}
	return out
}

// oneSubnet is what an attribute names that may hold several ids in one text.
func (b *builder) oneSubnet(r resource, a resolve.Attr) reach.Ref[*reach.Subnet] {
	switch text, _ := a.Text(); {
	case b.left(r, a) || a.Value().Kind == planjson.Absent:
		return reach.Ref[*reach.Subnet]{}
	case strings.Contains(text, ","):
		return reach.Perhaps[*reach.Subnet](r.unknown(a, "names several subnets in one text")).In(r.place)
	}
	return ref(b, r, a, subnetKind)
}

// specified is the interface of an instance that a specification describes.
func (b *builder) specified(r resource, s resolve.Attr) *reach.Interface {
	i := &reach.Interface{Origin: r.origin(), SourceDestCheck: reach.Known(true)}
	if at := b.oneSubnet(r, s.Get("subnet_id")); at.IsNone() {
		i.Subnets.Why = r.unknown(s.Get("subnet_id"), "no subnet is given, so AWS picks one of the default VPC")
	} else {
		i.Subnets.Items = []reach.Ref[*reach.Subnet]{at}
	}
	b.managedGroups(r, i, s.Get("vpc_security_group_ids"), false)
	i.Public = b.launchPublic(r, s.Get("associate_public_ip_address"))
	// The provider sends nothing for false, which then leaves it to the subnet.
	if i.Public.Why == nil && i.Public.Value == reach.Refused {
		i.Public = reach.Known(reach.SubnetMay)
	}
	return i
}

// batch makes a compute environment: instances, or Fargate tasks, whose jobs say
// whether they have public addresses. One that somebody else manages has none.
func (b *builder) batch(r resource, w *reach.Workload) {
	list := r.Get("compute_resources")
	blocks, reason := b.blockList(r, list)
	if reason == "" && len(blocks) == 0 {
		return
	}
	b.net.Workloads = append(b.net.Workloads, w)
	if reason != "" {
		w.Interfaces.Why = r.unknown(list, reason)
		return
	}
	c := blocks[0]
	kind := c.Get("type")
	text, known := kind.Text()
	subnets := b.subnetsAt(r, c.Get("subnets"))
	own := &reach.Interface{Origin: r.origin(), Subnets: subnets, SourceDestCheck: reach.Known(true)}
	b.managedGroups(r, own, c.Get("security_group_ids"), false)
	switch {
	case !known:
		w.Interfaces.Why = r.unknown(kind, "")
		return
	case strings.HasPrefix(text, "FARGATE"):
		own.Public = reach.Missing[reach.Grant](r.unknown(kind, "whether Fargate jobs have public addresses is said by each job definition"))
		own.IPv6 = b.taskSix(r, subnets)
		b.launch(w, own, reach.Refs[*reach.Interface]{})
		return
	}
	t := b.templateOf(r, c.Get("launch_template"), "launch_template_id", "launch_template_name")
	if t == nil {
		b.launch(w, own, reach.Refs[*reach.Interface]{})
		return
	}
	i, more := b.launched(r, t, subnets)
	if i == nil {
		w.Interfaces = more
		return
	}
	switch {
	case i.NoGroups:
		i.Groups, i.NoGroups = own.Groups, own.NoGroups
	case !own.NoGroups:
		i.Groups = reach.Refs[*reach.SecurityGroup]{Why: r.unknown(c.Get("security_group_ids"), "its launch template gives security groups as well")}
	}
	b.launch(w, i, more)
}
