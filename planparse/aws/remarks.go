package aws

import (
	"fmt"

	"github.com/tfreach/tfreach/reach"
)

// remarks notes objects whose rules or routes are written in two ways at once:
// as blocks and as resources of their own. Each apply undoes what the other way
// made (SG-18, RT-12). It also notes those that keep what nobody writes any more
// (SG-17, RT-12).
func (b *builder) remarks() {
	separate, inline := map[reach.Object]map[bool]*reach.Origin{}, map[reach.Object]map[bool]*reach.Origin{}
	note := func(o reach.Object, egress bool, rule *reach.Origin) {
		in := separate
		if o.At().Address == rule.Address {
			in = inline
		}
		if in[o] == nil {
			in[o] = map[bool]*reach.Origin{}
		}
		if in[o][egress] == nil {
			in[o][egress] = rule
		}
	}
	for _, r := range b.net.SecurityGroupRules {
		if g, ok := r.Group.Exact(); ok {
			note(g, r.Egress, r.At())
		}
	}
	for _, e := range b.net.ACLEntries {
		if a, ok := e.ACL.Exact(); ok {
			note(a, e.Egress, e.At())
		}
	}
	for _, r := range b.net.Routes {
		// The routes of gateway endpoints are no business of the table's blocks.
		to, _ := r.Target.Exact()
		if _, endpoint := to.(*reach.GatewayEndpoint); endpoint {
			continue
		}
		if t, ok := r.Table.Exact(); ok {
			note(t, true, r.At())
		}
	}
	for _, e := range b.net.PrefixListEntries {
		if l, ok := e.List.Exact(); ok {
			note(l, true, e.At())
		}
	}
	for _, kind := range []struct {
		blocks []string // ingress before egress
		types  []string
	}{
		{[]string{"ingress", "egress"}, []string{"aws_security_group", "aws_default_security_group", "aws_network_acl", "aws_default_network_acl"}},
		{[]string{"", "route"}, []string{"aws_route_table", "aws_default_route_table"}},
		{[]string{"", "entry"}, []string{"aws_ec2_managed_prefix_list"}},
	} {
		for _, r := range b.of(kind.types...) {
			o, ok := object[reach.Object](b, r, "id")
			if !ok || r.Data {
				continue
			}
			for n, block := range kind.blocks {
				rule, kept := separate[o][n == 1], inline[o][n == 1]
				if rule == nil && kept == nil {
					continue
				}
				switch set, certain := b.resolver.Configured(r.Resource, block); {
				case !certain:
				case !set && r.change != reach.Create && kept != nil && (rule == nil || block == "route"):
					// Among the rules that a group shows are those of rule resources; routes of
					// aws_routes are left out before.
					b.net.Remarks = append(b.net.Remarks, &reach.Remark{
						Origin: r.origin(), About: o, Code: reach.KeptRules,
						Text: fmt.Sprintf("%s keeps %s blocks that its configuration does not write: they stay until it says %s = []", r, block, block),
					})
				case set && rule != nil:
					b.net.Remarks = append(b.net.Remarks, &reach.Remark{
						Origin: r.origin(), About: o, Code: reach.MixedRules,
						Text: fmt.Sprintf("%s has %s blocks and rules of its own resources, such as %s: each apply undoes the other", r, block, rule.Address),
					})
				}
			}
		}
	}
}
