package aws

import (
	"net/netip"

	"github.com/zclconf/go-cty/cty"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
)

// clusterGroup is the attribute by which the security group goes that EKS makes for
// a cluster and its nodes.
const clusterGroup = "cluster_security_group_id"

// kubernetesTypes are the resource types of EKS.
var kubernetesTypes = map[string]resourceType{
	"aws_eks_cluster": {modelled, plus(planjson.Attrs{
		"name": whole, "vpc_config": block(planjson.Attrs{"subnet_ids": id, "security_group_ids": id, clusterGroup: id, "vpc_id": id}),
		"compute_config":            block(planjson.Attrs{"enabled": whole}),
		"kubernetes_network_config": block(planjson.Attrs{"ip_family": whole}),
	}), []string{"id", "name"}},
	"aws_eks_node_group": {modelled, plus(planjson.Attrs{
		"cluster_name": id, "subnet_ids": id, "launch_template": block(templateRef), "remote_access": block(planjson.Attrs{"source_security_group_ids": id}),
	}), nil},
	"aws_eks_fargate_profile": {modelled, plus(planjson.Attrs{"cluster_name": id, "subnet_ids": id}), nil},
}

// clusterConfig is the network of a cluster with the security group that EKS makes.
func clusterConfig(v resolve.View) cty.Value {
	blocks, ok := v.Blocks("vpc_config")
	if !ok || len(blocks) != 1 {
		return v.Unknown()
	}
	return cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{
		clusterGroup: v.ID(clusterGroup), "subnet_ids": blocks[0].Get("subnet_ids"), "security_group_ids": blocks[0].Get("security_group_ids"),
		"vpc_id": v.Unknown(),
	})})
}

// cluster is a Kubernetes cluster and the security group that its nodes bear.
type cluster struct {
	resource
	origin reach.Origin
	group  reach.Ref[*reach.SecurityGroup]
	// made is the group where nothing of the plan manages it.
	made *reach.SecurityGroup
}

var clusterKind = kind[*cluster]{[]string{"aws_eks_cluster"}, "an EKS cluster", func(o reach.Origin) *cluster {
	why := &reach.Unknown{Code: reach.UnknownBeyondPlan, Address: o.Address, Reason: "a cluster that is not in this plan: its security group is unknown"}
	return &cluster{origin: o, group: reach.Perhaps[*reach.SecurityGroup](why)}
}}

// clusters makes the EKS clusters with their security groups.
func (b *builder) clusters() {
	for _, r := range b.of("aws_eks_cluster") {
		if b.alias(r, "id") {
			continue
		}
		c := &cluster{resource: r, origin: r.origin()}
		b.name(r, "id", c)
		b.name(r, "name", c)
		b.clusterGroup(c)
	}
}

// clusterGroup finds the security group of a cluster, or makes it as EKS does.
func (b *builder) clusterGroup(c *cluster) {
	r := c.resource
	config := r.Get("vpc_config")
	if len(config.Value().Items) == 1 {
		items, _ := config.Items()
		config = items[0]
	}
	shown := config.Get(clusterGroup)
	text, known := shown.Text()
	if known && text != "" {
		if found := shown.Ref(groupKind.types...); found.State != resolve.External {
			c.group = ref(b, r, shown, groupKind)
			return
		}
	} else if !r.isNew() {
		c.group = reach.Perhaps[*reach.SecurityGroup](r.unknown(shown, "")).In(r.place)
		return
	}
	g := &reach.SecurityGroup{Origin: r.origin()}
	g.Attribute = "cluster_security_group"
	if !r.isNew() {
		g.Assumed = "the cluster security group of " + r.String() + ", which no resource of the plan manages, has the rules that AWS made"
		b.beyond[beyondKey{text, groupKind.what}] = g
	}
	b.net.SecurityGroups = append(b.net.SecurityGroups, g)
	b.name(r, clusterGroup, g)
	c.group, c.made = reach.To(g), g
}

// kubernetes makes the interfaces of control planes, nodes and pods (CMP-3).
func (b *builder) kubernetes() {
	for _, r := range b.of("aws_eks_cluster") {
		if c, ok := b.objects[resolve.Symbol{Resource: r.String(), Attribute: "id"}].(*cluster); ok && c.resource.Resource == r.Resource {
			b.controlPlane(c)
		}
	}
	for _, r := range b.of("aws_eks_node_group") {
		if !r.Data {
			b.nodes(r)
		}
	}
	for _, r := range b.of("aws_eks_fargate_profile") {
		w := &reach.Workload{Origin: r.origin(), Tags: b.tags(r)}
		b.net.Workloads = append(b.net.Workloads, w)
		i := &reach.Interface{
			Origin: r.origin(), Subnets: b.subnetsAt(r, r.Get("subnet_ids")), Groups: b.nodeGroups(r),
			Public: reach.Known(reach.Refused), IPv6: reach.Known(reach.SubnetMay), SourceDestCheck: reach.Known(true),
		}
		b.net.Interfaces = append(b.net.Interfaces, i)
		w.Interfaces = reach.RefsTo(i)
	}
}

// controlPlane makes the interfaces of a cluster's control plane, and the rules of
// its security group.
func (b *builder) controlPlane(c *cluster) {
	r := c.resource
	blocks, reason := b.blockList(r, r.Get("vpc_config"))
	var subnets reach.Refs[*reach.Subnet]
	var groups reach.Refs[*reach.SecurityGroup]
	switch {
	case reason != "" || len(blocks) == 0:
		subnets.Why = r.unknown(r.Get("vpc_config"), reason)
		groups.Why = subnets.Why
	default:
		subnets = b.subnetsAt(r, blocks[0].Get("subnet_ids"))
		if a := blocks[0].Get("security_group_ids"); !b.left(r, a) {
			groups = refs(b, r, a, groupKind)
		}
	}
	groups.Items = append(groups.Items, c.group)
	if c.made != nil {
		for _, item := range subnets.Items {
			if s, ok := item.Exact(); ok && c.made.VPC.IsNone() {
				c.made.VPC = s.VPC
			}
		}
		if c.made.VPC.IsNone() {
			why := subnets.Open()
			if why == nil {
				why = r.unknown(r.Get("vpc_config"), "the plan shows no subnet")
			}
			c.made.VPC = reach.Perhaps[*reach.VPC](why).In(r.place)
		}
		b.clusterRules(c)
	}
	if r.Data {
		return
	}
	i := &reach.Interface{
		Origin: r.origin(), Subnets: subnets, Groups: groups, SourceDestCheck: reach.Known(true),
		Public: reach.Known(reach.Refused), IPv6: reach.Known(reach.SubnetMay),
		Assumed: "AWS gives the network interfaces of " + r.Type + " no public addresses",
	}
	b.net.Interfaces = append(b.net.Interfaces, i)
	w := &reach.Workload{Origin: r.origin(), Tags: b.tags(r), Interfaces: reach.RefsTo(i)}
	w.Interfaces.Why = b.autoNodes(r)
	b.net.Workloads = append(b.net.Workloads, w)
}

// autoNodes is why a cluster may have nodes that EKS makes by itself; nil when it
// has none.
func (b *builder) autoNodes(r resource) *reach.Unknown {
	list := r.Get("compute_config")
	blocks, reason := b.blockList(r, list)
	if reason != "" && (list.Value().Kind == planjson.Absent || b.leftBlocks(r, list)) {
		// Nobody asks for nodes, or the provider cannot make them.
		return nil
	}
	if reason != "" {
		return r.unknown(list, reason)
	}
	for _, c := range blocks {
		if on, ok := c.Get("enabled").Value().Bool(); ok && !on || c.Get("enabled").IsEmpty() || b.left(r, c.Get("enabled")) {
			continue
		}
		why := r.unknown(c.Get("enabled"), "the nodes that EKS makes by itself are not modelled yet")
		why.Code = reach.UnmodelledResource
		return why
	}
	return nil
}

// clusterRules are those of the security group that EKS makes: everything from
// itself, and everything out in the families of the cluster.
func (b *builder) clusterRules(c *cluster) {
	g := c.made
	out := &reach.SecurityGroupRule{
		Origin: g.Origin, Group: reach.To(g), Egress: true, Traffic: reach.AnyTraffic(), Prefixes: []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0")},
	}
	list := c.Get("kubernetes_network_config")
	blocks, reason := b.blockList(c.resource, list)
	if reason != "" && list.Value().Kind != planjson.Absent && !b.leftBlocks(c.resource, list) {
		out.Why = c.unknown(list, reason)
	}
	for _, block := range blocks {
		family := block.Get("ip_family")
		switch text, ok := family.Text(); {
		case ok && text == "ipv6":
			out.Prefixes = append(out.Prefixes, netip.MustParsePrefix("::/0"))
		case !ok && !family.IsEmpty() && family.Value().Kind != planjson.Absent && !b.left(c.resource, family):
			out.Why = c.unknown(family, "")
		}
	}
	b.net.SecurityGroupRules = append(b.net.SecurityGroupRules,
		&reach.SecurityGroupRule{Origin: g.Origin, Group: reach.To(g), Traffic: reach.AnyTraffic(), Peers: reach.RefsTo(g)}, out)
}

// nodeGroups is the security group that a cluster gives to its nodes and pods.
func (b *builder) nodeGroups(r resource) reach.Refs[*reach.SecurityGroup] {
	named := ref(b, r, r.Get("cluster_name"), clusterKind)
	c, ok := named.Exact()
	switch {
	case ok:
		return reach.Refs[*reach.SecurityGroup]{Items: []reach.Ref[*reach.SecurityGroup]{c.group}}
	case named.Why != nil:
		return reach.Refs[*reach.SecurityGroup]{Why: named.Why}
	}
	return reach.Refs[*reach.SecurityGroup]{Why: r.unknown(r.Get("cluster_name"), "names no cluster")}
}

// nodes makes a node group: instances that bear the cluster's security group unless
// their launch template gives them others.
func (b *builder) nodes(r resource) {
	w := &reach.Workload{Origin: r.origin(), Tags: b.tags(r)}
	b.net.Workloads = append(b.net.Workloads, w)
	subnets := b.subnetsAt(r, r.Get("subnet_ids"))
	if t := b.templateOf(r, r.Get("launch_template"), "id", "name"); t != nil {
		i, more := b.launched(r, t, subnets)
		if i == nil {
			w.Interfaces = more
			return
		}
		if i.NoGroups {
			i.NoGroups, i.Groups = false, b.nodeGroups(r)
		}
		b.launch(w, i, more)
		if t.why == nil {
			w.Template = &t.origin
		}
		return
	}
	i := &reach.Interface{Origin: r.origin(), Subnets: subnets, Groups: b.nodeGroups(r), SourceDestCheck: reach.Known(true)}
	list := r.Get("remote_access")
	switch blocks, reason := b.blockList(r, list); {
	case reason != "" && list.Value().Kind != planjson.Absent:
		i.Groups.Why = r.unknown(list, reason)
	case len(blocks) > 0:
		why := r.unknown(list, "the security group that EKS makes for remote access is not modelled yet")
		why.Code = reach.UnmodelledResource
		i.Groups.Why = why
	}
	b.launch(w, i, reach.Refs[*reach.Interface]{})
}
