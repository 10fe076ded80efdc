package aws

import (
	"cmp"
	"slices"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
)

// template is a launch template or a launch configuration: what it says of the
// interfaces of the instances that are made from it. One that could not be found
// has a reason instead.
type template struct {
	resource
	origin reach.Origin
	why    *reach.Unknown
}

// templateOf is the template that a launch_template block names; nil when there
// is no block.
func (b *builder) templateOf(r resource, list resolve.Attr, id, name string) *template {
	if list.Value().Kind == planjson.Unknown && b.unset(r, list.Path()) || list.Value().Kind == planjson.Absent {
		return nil
	}
	blocks, reason := list.Items()
	if reason != "" {
		return &template{why: r.unknown(list, reason)}
	}
	if len(blocks) == 0 {
		return nil
	}
	block := blocks[0]
	// The id of a template that is given by name is unknown; the provider writes
	// that as a word of its own.
	named := block.Get(id)
	if byName, _ := block.Get(name).Text(); named.IsEmpty() || byName != "" && (!named.IsKnown() || named.Value().Text == "unknown") {
		return b.templateByName(r, block, name)
	}
	t := ref(b, r, named, templateKind)
	found, ok := t.Exact()
	if !ok {
		if why := b.templateWhy(r, block, t); why != nil {
			return &template{why: why}
		}
		return nil
	}
	return b.version(r, block.Get("version"), found)
}

// templateWhy is why a template is not known, nil when none is named.
func (b *builder) templateWhy(r resource, block resolve.Attr, t reach.Ref[*template]) *reach.Unknown {
	if t.Why != nil {
		return t.Why
	}
	if t.IsNone() {
		return r.unknown(block, "names no launch template")
	}
	return nil
}

func (b *builder) templateByName(r resource, block resolve.Attr, name string) *template {
	text, ok := block.Get(name).Text()
	if !ok {
		return &template{why: r.unknown(block.Get(name), "")}
	}
	var perhaps *template
	for _, t := range b.of("aws_launch_template") {
		known, ok := t.Get("name").Text()
		if !ok || known != text || t.place.Apart(r.place) {
			continue
		}
		found, ok := b.objects[resolve.Symbol{Resource: t.String(), Attribute: "id"}].(*template)
		if ok && t.place.Same(r.place) {
			return b.version(r, block.Get("version"), found)
		}
		if ok && perhaps == nil {
			perhaps = found
		}
	}
	if perhaps != nil {
		// Each region of an account may have one of this name.
		return &template{why: r.unknown(block.Get(name), "whether "+perhaps.origin.Address+" is in the same region and account is not known")}
	}
	return &template{why: &reach.Unknown{Code: reach.UnknownBeyondPlan, Address: text, Reason: "a launch template that is not in this plan"}}
}

// version makes sure that the version asked for is the one that the plan shows:
// the latest. Of a new template there is no other.
func (b *builder) version(r resource, a resolve.Attr, t *template) *template {
	if t.origin.Beyond {
		return &template{why: &reach.Unknown{Code: reach.UnknownBeyondPlan, Address: t.origin.Address, Reason: "not in this plan: what the launch template says is unknown"}}
	}
	if t.why != nil || t.Resource == nil || t.isNew() {
		return t
	}
	text := a.Value().Text
	latest, def := t.Get("latest_version").Value(), t.Get("default_version").Value()
	updates, _ := t.Get("update_default_version").Value().Bool()
	switch {
	case text == "$Latest":
		return t
	case t.change == reach.NoChange && latest.Text != "" && (text == latest.Text || (text == "$Default" || a.IsEmpty()) && def.Text == latest.Text):
		return t
	case t.change == reach.Update && updates && (text == "$Default" || a.IsEmpty()):
		return t
	}
	return &template{why: r.unknown(a, "an older version of "+t.String()+" may be meant, which the plan does not show")}
}

// first is the primary interface block of a launch template; false when it has
// no such block. several is true when instances get more than one interface.
func (t *template) first() (block resolve.Attr, several, ok bool, why *reach.Unknown) {
	list := t.Get("network_interfaces")
	if list.Value().Kind == planjson.Absent {
		return resolve.Attr{}, false, false, nil
	}
	items, reason := list.Items()
	if reason != "" {
		return resolve.Attr{}, false, false, t.unknown(list, reason)
	}
	for _, i := range items {
		index := i.Get("device_index")
		if len(items) > 1 && !index.IsKnown() && index.Value().Kind != planjson.Absent {
			return resolve.Attr{}, false, false, t.unknown(index, "which of several interfaces is the primary one is not known")
		}
		if n, _ := index.Value().Int(); n == 0 {
			return i, len(items) > 1, true, nil
		}
	}
	return resolve.Attr{}, false, false, nil
}

// further are the interfaces of an instance besides its primary one, which is in
// some subnets. They get public addresses only where they ask for them (PUB-2).
func (t *template) further(b *builder, r resource, subnets reach.Refs[*reach.Subnet]) reach.Refs[*reach.Interface] {
	var out reach.Refs[*reach.Interface]
	if t.why != nil || t.Type != "aws_launch_template" {
		return out
	}
	first, several, _, why := t.first()
	if why != nil || !several {
		out.Why = why
		return out
	}
	blocks, _ := t.Get("network_interfaces").Items()
	for _, block := range blocks {
		if block.Path() == first.Path() {
			continue
		}
		if a := block.Get("network_interface_id"); !a.IsEmpty() && a.Value().Kind != planjson.Absent {
			out.Items = append(out.Items, ref(b, t.resource, a, interfaceKind))
			continue
		}
		i := &reach.Interface{
			Origin: r.origin(), Subnets: subnets, SourceDestCheck: reach.Known(true), IPv6: t.sixOf(block), Public: reach.Known(reach.Refused),
			Groups: refs(b, t.resource, block.Get("security_groups"), groupKind),
		}
		i.NoGroups = i.Groups.Why == nil && len(i.Groups.Items) == 0
		if at := block.Get("subnet_id"); !at.IsEmpty() && at.Value().Kind != planjson.Absent {
			i.Subnets = reach.Refs[*reach.Subnet]{Items: []reach.Ref[*reach.Subnet]{ref(b, t.resource, at, subnetKind)}}
		}
		if asks := block.Get("associate_public_ip_address"); !asks.IsEmpty() && asks.Value().Kind != planjson.Absent {
			if i.Public = reach.Known(reach.Granted); !asks.IsKnown() {
				i.Public = reach.Missing[reach.Grant](t.unknown(asks, ""))
			} else if v, _ := asks.Value().Bool(); !v {
				i.Public = reach.Known(reach.Refused)
			}
		}
		b.net.Interfaces = append(b.net.Interfaces, i)
		out.Items = append(out.Items, reach.To(i))
	}
	return out
}

// subnets is where a template puts instances, when nothing else says.
func (t *template) subnets(b *builder) reach.Refs[*reach.Subnet] {
	if t.why != nil {
		return reach.Refs[*reach.Subnet]{Why: t.why}
	}
	block, _, ok, why := t.first()
	if why != nil {
		return reach.Refs[*reach.Subnet]{Why: why}
	}
	if ok {
		if s := ref(b, t.resource, block.Get("subnet_id"), subnetKind); !s.IsNone() {
			return reach.Refs[*reach.Subnet]{Items: []reach.Ref[*reach.Subnet]{s}}
		}
	}
	return reach.Refs[*reach.Subnet]{Why: t.unknown(t.Get("network_interfaces"), "no subnet is given, so AWS picks one of the default VPC")}
}

// groups is the security groups of a template: those of its primary interface
// block, where it has one (CMP-6).
func (t *template) groups(b *builder) (groups reach.Refs[*reach.SecurityGroup], none bool) {
	if t.why != nil {
		return reach.Refs[*reach.SecurityGroup]{Why: t.why}, false
	}
	var list resolve.Attr
	if t.Type == "aws_launch_configuration" {
		list = t.Get("security_groups")
		if list.Value().Kind == planjson.Unknown && b.unset(t.resource, "security_groups") {
			return groups, true
		}
	} else {
		block, _, ok, why := t.first()
		if why != nil {
			return reach.Refs[*reach.SecurityGroup]{Why: why}, false
		}
		list = t.Get("vpc_security_group_ids")
		if names := t.Get("security_group_names"); !names.IsEmpty() && names.Value().Kind != planjson.Absent {
			return reach.Refs[*reach.SecurityGroup]{Why: t.unknown(names, "security groups are given by name")}, false
		}
		if ok {
			list = block.Get("security_groups")
		}
	}
	groups = refs(b, t.resource, list, groupKind)
	return groups, groups.Why == nil && len(groups.Items) == 0
}

// public is what a template says of public addresses. More than one interface
// means none (PUB-2).
func (t *template) public(b *builder) reach.Fact[reach.Grant] {
	if t.why != nil {
		return reach.Missing[reach.Grant](t.why)
	}
	if t.Type == "aws_launch_configuration" {
		return b.launchPublic(t.resource, t.Get("associate_public_ip_address"))
	}
	block, several, ok, why := t.first()
	switch {
	case why != nil:
		return reach.Missing[reach.Grant](why)
	case !ok:
		return reach.Known(reach.SubnetDecides)
	case several && block.Get("associate_public_ip_address").IsEmpty():
		return reach.Known(reach.Refused)
	case !block.Get("network_interface_id").IsEmpty():
		return reach.Known(reach.SubnetMay)
	}
	a := block.Get("associate_public_ip_address")
	if v, ok := a.Value().Bool(); ok {
		if v {
			return reach.Known(reach.Granted)
		}
		return reach.Known(reach.Refused)
	}
	if a.IsEmpty() {
		return reach.Known(reach.SubnetDecides)
	}
	return reach.Missing[reach.Grant](t.unknown(a, ""))
}

// autoScaling makes an auto-scaling group: its instances may be in any of its
// subnets, with what one of its templates says (CMP-6).
func (b *builder) autoScaling(r resource) {
	w := &reach.Workload{Origin: r.origin(), Tags: b.groupTags(r)}
	b.net.Workloads = append(b.net.Workloads, w)
	var subnets reach.Refs[*reach.Subnet]
	if zones := r.Get("vpc_zone_identifier"); !zones.IsEmpty() && !b.left(r, zones) {
		subnets = refs(b, r, zones, subnetKind)
	}
	templates := b.autoScalingTemplates(r)
	var ways []way
	for _, t := range templates {
		ways = append(ways, way{t, subnets})
	}
	b.launchAny(r, w, ways)
	if len(templates) == 1 && templates[0].why == nil {
		w.Template = &templates[0].origin
	}
}

// way is one of several ways in which instances may be launched: from a template,
// into subnets unless the template says.
type way struct {
	*template
	in reach.Refs[*reach.Subnet]
}

// launchAny gives a workload the interfaces of instances that are launched in one
// of several ways.
func (b *builder) launchAny(r resource, w *reach.Workload, ways []way) {
	var primary []*reach.Interface
	var others reach.Refs[*reach.Interface]
	for _, way := range ways {
		i, more := b.launched(r, way.template, way.in)
		if i == nil {
			w.Interfaces = more
			return
		}
		primary = append(primary, i)
		others.Items = append(others.Items, more.Items...)
		if others.Why == nil {
			others.Why = more.Why
		}
	}
	b.launch(w, b.merged(r, primary), others)
}

// launch gives a workload its interfaces.
func (b *builder) launch(w *reach.Workload, primary *reach.Interface, others reach.Refs[*reach.Interface]) {
	b.net.Interfaces = append(b.net.Interfaces, primary)
	w.Interfaces = reach.RefsTo(primary)
	w.Interfaces.Items = append(w.Interfaces.Items, others.Items...)
	w.Interfaces.Why = others.Why
}

// launched is the primary interface of instances that are launched from a template,
// and their others. It is nil when they are given one that exists.
func (b *builder) launched(r resource, t *template, in reach.Refs[*reach.Subnet]) (primary *reach.Interface, others reach.Refs[*reach.Interface]) {
	i := &reach.Interface{Origin: r.origin(), Subnets: in, SourceDestCheck: reach.Known(true), IPv6: t.six(), Public: t.public(b)}
	if len(in.Items) == 0 && in.Why == nil {
		i.Subnets = t.subnets(b)
	}
	i.Groups, i.NoGroups = t.groups(b)
	if t.why == nil && t.Type == "aws_launch_template" {
		if block, _, ok, _ := t.first(); ok && !block.Get("network_interface_id").IsEmpty() {
			return nil, reach.Refs[*reach.Interface]{Why: t.unknown(block.Get("network_interface_id"), "instances are given interfaces that exist")}
		}
	}
	return i, t.further(b, r, i.Subnets)
}

// six is what a template says of IPv6 addresses.
func (t *template) six() reach.Fact[reach.Grant] {
	if t.why != nil {
		return reach.Missing[reach.Grant](t.why)
	}
	if t.Type == "aws_launch_configuration" {
		return reach.Known(reach.SubnetDecides)
	}
	block, _, ok, why := t.first()
	switch {
	case why != nil:
		return reach.Missing[reach.Grant](why)
	case !ok:
		return reach.Known(reach.SubnetDecides)
	}
	return t.sixOf(block)
}

// sixOf is what an interface block says of IPv6 addresses.
func (t *template) sixOf(block resolve.Attr) reach.Fact[reach.Grant] {
	for _, name := range sixAttributes {
		a := block.Get(name)
		switch n, counted := a.Value().Int(); {
		case counted && n > 0 || len(a.Value().Items) > 0:
			return reach.Known(reach.Granted)
		case !a.IsKnown() && a.Value().Kind != planjson.Absent:
			return reach.Missing[reach.Grant](t.unknown(a, ""))
		}
	}
	return reach.Known(reach.SubnetDecides)
}

// autoScalingTemplates are what the instances of a group may be made from. There is
// at least one.
func (b *builder) autoScalingTemplates(r resource) []*template {
	if t := b.templateOf(r, r.Get("launch_template"), "id", "name"); t != nil {
		return []*template{t}
	}
	policies, reason := b.blockList(r, r.Get("mixed_instances_policy"))
	if reason != "" && r.Get("mixed_instances_policy").Value().Kind != planjson.Absent {
		return []*template{{why: r.unknown(r.Get("mixed_instances_policy"), reason)}}
	}
	if len(policies) > 0 {
		return b.mixedTemplates(r, policies[0])
	}
	if c := r.Get("launch_configuration"); !c.IsEmpty() && !b.left(r, c) {
		t := ref(b, r, c, kind[*template]{[]string{"aws_launch_configuration"}, "a launch configuration", templateKind.beyond})
		found, ok := t.Exact()
		switch {
		case !ok:
			return []*template{{why: b.templateWhy(r, c, t)}}
		case found.origin.Beyond:
			return []*template{{why: &reach.Unknown{Code: reach.UnknownBeyondPlan, Address: found.origin.Address, Reason: "not in this plan: what the launch configuration says is unknown"}}}
		}
		return []*template{found}
	}
	return []*template{{why: r.unknown(r.Get("launch_template"), "what its instances are launched from is not known")}}
}

// mixedTemplates are those of a mixed instances policy: its own one for the
// overrides that name none, and those that overrides name.
func (b *builder) mixedTemplates(r resource, policy resolve.Attr) []*template {
	open := func(a resolve.Attr, reason string) []*template { return []*template{{why: r.unknown(a, reason)}} }
	lts, reason := policy.Get("launch_template").Items()
	if reason != "" || len(lts) == 0 {
		return open(policy, cmp.Or(reason, "names no launch template"))
	}
	named := func(block resolve.Attr) *template {
		return b.templateOf(r, block.Get("launch_template_specification"), "launch_template_id", "launch_template_name")
	}
	list := lts[0].Get("override")
	overrides, reason := list.Items()
	if reason != "" && !b.leftBlocks(r, list) {
		return open(list, reason)
	}
	own := named(lts[0])
	if own == nil {
		return open(lts[0], "names no launch template")
	}
	out := []*template{own}
	for _, o := range overrides {
		if t := named(o); t != nil && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

// groupTags are the tags of an auto-scaling group, which are written as blocks.
func (b *builder) groupTags(r resource) reach.Tags {
	out := reach.Tags{Values: map[string]reach.Fact[string]{}}
	items, reason := b.blockList(r, r.Get("tag"))
	if reason != "" && r.Get("tag").Value().Kind != planjson.Absent {
		out.Why = r.unknown(r.Get("tag"), reason)
	}
	for _, i := range items {
		key, ok := i.Get("key").Text()
		if !ok {
			out.Why = r.unknown(i.Get("key"), "")
			continue
		}
		if v, ok := i.Get("value").Text(); ok {
			out.Values[key] = reach.Known(v)
		} else {
			out.Values[key] = reach.Missing[string](r.unknown(i.Get("value"), ""))
		}
	}
	return out
}
