package aws

import (
	"strings"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
)

// taskRunners are the types that run ECS tasks, with the path of the block that
// says how.
var taskRunners = map[string]string{
	"aws_ecs_service": "", "aws_ecs_task_set": "", "aws_cloudwatch_event_target": "ecs_target", "aws_scheduler_schedule": "target.ecs_parameters",
}

var taskAttrs = planjson.Attrs{
	"launch_type": whole, "capacity_provider_strategy": block(planjson.Attrs{"capacity_provider": whole}),
	"network_configuration": block(planjson.Attrs{"subnets": id, "security_groups": id, "assign_public_ip": whole}),
}

// taskTypes are their entries in the table of resource types.
var taskTypes = func() map[string]resourceType {
	out := map[string]resourceType{}
	for name, path := range taskRunners {
		attrs := taskAttrs
		for path != "" {
			i := strings.LastIndexByte(path, '.')
			attrs = planjson.Attrs{path[i+1:]: block(attrs)}
			path = path[:max(i, 0)]
		}
		out[name] = resourceType{modelled, plus(attrs), nil}
	}
	return out
}()

// tasks makes what runs ECS tasks (CMP-2).
func (b *builder) tasks() {
	for _, r := range b.all {
		path, is := taskRunners[r.Type]
		if !is || r.Data {
			continue
		}
		at := r.Attr
		var why *reach.Unknown
		if path != "" {
			blocks, reason, open := b.blocksAt(r, path)
			if reason != "" {
				why = r.unknown(open, reason)
			} else if len(blocks) == 0 {
				continue
			} else {
				at = blocks[0]
			}
		}
		w := &reach.Workload{Origin: r.origin(), Tags: b.tags(r)}
		b.net.Workloads = append(b.net.Workloads, w)
		if why != nil {
			w.Interfaces.Why = why
			continue
		}
		i, why := b.task(r, at)
		if why != nil {
			w.Interfaces.Why = why
			continue
		}
		b.net.Interfaces = append(b.net.Interfaces, i)
		w.Interfaces = reach.RefsTo(i)
	}
}

// task is the interface of each task. Without a network configuration, tasks use
// that of the instance that they run on.
func (b *builder) task(r resource, at resolve.Attr) (*reach.Interface, *reach.Unknown) {
	list := at.Get("network_configuration")
	configs, reason := b.innerBlocks(r, list)
	if reason != "" {
		return nil, r.unknown(list, reason)
	}
	on := b.platform(r, at)
	switch {
	case on.Why == nil && on.Value == external:
		why := r.unknown(at.Get("launch_type"), "its tasks run outside AWS")
		why.Code = reach.UnmodelledResource
		return nil, why
	case len(configs) == 0:
		why := r.unknown(list, "without it, tasks use the network interfaces of the instances that they run on, which is not modelled yet")
		why.Code = reach.UnmodelledResource
		return nil, why
	}
	c := configs[0]
	i := &reach.Interface{
		Origin: r.origin(), Subnets: b.subnetsAt(r, c.Get("subnets")), SourceDestCheck: reach.Known(true), Public: b.taskPublic(r, c.Get("assign_public_ip"), on),
	}
	b.managedGroups(r, i, c.Get("security_groups"), false)
	i.IPv6 = b.taskSix(r, i.Subnets)
	return i, nil
}

// innerBlocks is blockList for a block of any depth.
func (b *builder) innerBlocks(r resource, list resolve.Attr) ([]resolve.Attr, string) {
	switch {
	case !strings.Contains(list.Path(), "."):
		return b.blockList(r, list)
	case b.leftBlocks(r, list):
		return nil, ""
	}
	return list.Items()
}

// platform is what tasks run on.
type platform int

const (
	onInstances platform = iota
	fargate
	external
)

// platform reads the launch type and the capacity providers. Where neither is
// given, the cluster's own strategy decides.
func (b *builder) platform(r resource, at resolve.Attr) reach.Fact[platform] {
	kind := at.Get("launch_type")
	text, known := kind.Text()
	switch {
	case known && text == "FARGATE":
		return reach.Known(fargate)
	case known && text == "EXTERNAL":
		return reach.Known(external)
	case known && text != "":
		return reach.Known(onInstances)
	}
	list := at.Get("capacity_provider_strategy")
	providers, reason := b.innerBlocks(r, list)
	if reason != "" {
		return reach.Missing[platform](r.unknown(list, reason))
	}
	var found []platform
	for _, p := range providers {
		text, known := p.Get("capacity_provider").Text()
		switch {
		case !known:
			return reach.Missing[platform](r.unknown(p.Get("capacity_provider"), ""))
		case text == "FARGATE" || text == "FARGATE_SPOT":
			found = append(found, fargate)
		default:
			found = append(found, onInstances)
		}
		if found[0] != found[len(found)-1] {
			return reach.Missing[platform](r.unknown(list, "some tasks run on Fargate and some on instances"))
		}
	}
	if len(found) > 0 {
		return reach.Known(found[0])
	}
	return reach.Missing[platform](r.unknown(kind, "whether tasks run on Fargate is not known; the default of their cluster decides"))
}

// taskPublic says whether tasks get public addresses: on Fargate where they ask
// for them, on instances never.
func (b *builder) taskPublic(r resource, a resolve.Attr, on reach.Fact[platform]) reach.Fact[reach.Grant] {
	asked, ok := a.Value().Bool()
	if text, is := a.Text(); is && !ok && (text == "ENABLED" || text == "DISABLED") {
		asked, ok = text == "ENABLED", true
	}
	switch {
	case on.Why == nil && on.Value == onInstances, ok && !asked, a.IsEmpty(), b.left(r, a):
		return reach.Known(reach.Refused)
	case !ok:
		return reach.Missing[reach.Grant](r.unknown(a, ""))
	case on.Why != nil:
		return reach.Missing[reach.Grant](on.Why)
	}
	return reach.Known(reach.Granted)
}

// taskSix says whether tasks have IPv6 addresses: in a subnet with an IPv6 block, a
// setting of the account decides.
func (b *builder) taskSix(r resource, subnets reach.Refs[*reach.Subnet]) reach.Fact[reach.Grant] {
	if why := subnets.Open(); why != nil {
		return reach.Missing[reach.Grant](why)
	}
	for _, item := range subnets.Items {
		s, _ := item.Exact()
		switch {
		case s.Beyond:
			return reach.Known(reach.SubnetDecides)
		case s.CIDR6.Why != nil:
			return reach.Missing[reach.Grant](s.CIDR6.Why)
		case s.CIDR6.Value.IsValid():
			return reach.Missing[reach.Grant](&reach.Unknown{
				Code: reach.UnknownValue, Address: r.String(), Reason: "whether tasks have IPv6 addresses is a setting of the account",
			})
		}
	}
	return reach.Known(reach.Refused)
}
