package aws

import (
	"cmp"

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

// more is why instances have other interfaces than the primary one; nil when
// they have none.
func (t *template) more() *reach.Unknown {
	list := t.Get("network_interfaces")
	items, reason := list.Items()
	switch {
	case reason != "":
		return t.unknown(list, reason)
	case len(items) < 2:
		return nil
	}
	why := t.unknown(list, "instances have further interfaces, which are not modelled yet")
	why.Code = reach.UnmodelledResource
	return why
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
// subnets, with what the template says (CMP-6).
func (b *builder) autoScaling(r resource) {
	w := &reach.Workload{Origin: r.origin(), Tags: b.groupTags(r)}
	b.net.Workloads = append(b.net.Workloads, w)
	t := b.autoScalingTemplate(r)
	i := &reach.Interface{Origin: r.origin(), SourceDestCheck: reach.Known(true), IPv6: t.six()}
	zones := r.Get("vpc_zone_identifier")
	switch {
	case zones.Value().Kind == planjson.Unknown && b.unset(r, "vpc_zone_identifier"), zones.IsEmpty():
		i.Subnets.Why = r.unknown(zones, "no subnets are given, so AWS picks those of the default VPC")
		if t.why == nil && t.Type == "aws_launch_template" {
			i.Subnets = t.subnets(b)
		}
	default:
		i.Subnets = refs(b, r, zones, subnetKind)
	}
	i.Groups, i.NoGroups = t.groups(b)
	i.Public = t.public(b)
	w.Interfaces = reach.RefsTo(i)
	if t.why == nil {
		w.Template = &t.origin
		if t.Type == "aws_launch_template" && t.Get("network_interfaces").Value().Kind != planjson.Absent {
			w.Interfaces.Why = t.more()
		}
		if block, _, ok, _ := t.first(); ok && t.Type == "aws_launch_template" {
			if !block.Get("network_interface_id").IsEmpty() {
				w.Interfaces = reach.Refs[*reach.Interface]{Why: t.unknown(block.Get("network_interface_id"), "instances are given interfaces that exist")}
			}
		}
	}
	b.net.Interfaces = append(b.net.Interfaces, i)
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

// autoScalingTemplate is what the instances of a group are made from. It is never
// nil.
func (b *builder) autoScalingTemplate(r resource) *template {
	if t := b.templateOf(r, r.Get("launch_template"), "id", "name"); t != nil {
		return t
	}
	policies, reason := b.blockList(r, r.Get("mixed_instances_policy"))
	if reason != "" && r.Get("mixed_instances_policy").Value().Kind != planjson.Absent {
		return &template{why: r.unknown(r.Get("mixed_instances_policy"), reason)}
	}
	if len(policies) > 0 {
		return b.mixedTemplate(r, policies[0])
	}
	if c := r.Get("launch_configuration"); !c.IsEmpty() && !(c.Value().Kind == planjson.Unknown && b.unset(r, "launch_configuration")) {
		t := ref(b, r, c, kind[*template]{[]string{"aws_launch_configuration"}, "a launch configuration", templateKind.beyond})
		found, ok := t.Exact()
		switch {
		case !ok:
			return &template{why: b.templateWhy(r, c, t)}
		case found.origin.Beyond:
			return &template{why: &reach.Unknown{Code: reach.UnknownBeyondPlan, Address: found.origin.Address, Reason: "not in this plan: what the launch configuration says is unknown"}}
		}
		return found
	}
	return &template{why: r.unknown(r.Get("launch_template"), "what its instances are launched from is not known")}
}

// mixedTemplate is the template of a mixed instances policy whose overrides name
// no other.
func (b *builder) mixedTemplate(r resource, policy resolve.Attr) *template {
	lts, reason := policy.Get("launch_template").Items()
	if reason != "" || len(lts) == 0 {
		return &template{why: r.unknown(policy, cmp.Or(reason, "names no launch template"))}
	}
	overrides, reason := lts[0].Get("override").Items()
	if reason != "" {
		return &template{why: r.unknown(lts[0].Get("override"), reason)}
	}
	for _, o := range overrides {
		if spec := o.Get("launch_template_specification"); !spec.IsEmpty() && spec.Value().Kind != planjson.Absent {
			why := r.unknown(spec, "several launch templates in one group are not modelled yet")
			why.Code = reach.UnmodelledResource
			return &template{why: why}
		}
	}
	if t := b.templateOf(r, lts[0].Get("launch_template_specification"), "launch_template_id", "launch_template_name"); t != nil {
		return t
	}
	return &template{why: r.unknown(lts[0], "names no launch template")}
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
