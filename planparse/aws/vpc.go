package aws

import (
	"net/netip"
	"slices"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
)

// vpcs makes the VPCs with what AWS makes for each (PLAN-8).
func (b *builder) vpcs() {
	for _, r := range b.of("aws_vpc", "aws_default_vpc") {
		if b.alias(r, "id") {
			continue
		}
		v := &reach.VPC{
			Origin: r.origin(), Tags: b.tags(r),
			DNSSupport: b.dns(r, "enable_dns_support", true), DNSHostnames: b.dns(r, "enable_dns_hostnames", r.Type == "aws_default_vpc"),
		}
		b.net.VPCs = append(b.net.VPCs, v)
		b.name(r, "id", v)
		if r.Data {
			// Of a VPC that somebody else manages nothing is known but its blocks; it may
			// be another account's, which shares it.
			v.Partial, v.Place = true, shared(r.place)
			continue
		}
		b.byItself(r, v)
	}
}

// dns is a setting of a VPC; unset is what it is where nobody sets it.
func (b *builder) dns(r resource, name string, unset bool) reach.Fact[bool] {
	a := r.Get(name)
	switch {
	case r.isNew() && a.Value().Kind == planjson.Unknown && b.unset(r, name):
		return reach.Known(unset)
	case !r.isNew() && a.Value().Kind == planjson.Absent:
		// The provider shows it of every VPC that exists.
		return reach.Missing[bool](r.unknown(a, ""))
	}
	return r.flag(a, unset)
}

// byItself makes the main route table, the default network ACL and the default
// security group of a VPC. The plan does not show what they hold: for a new VPC
// it is what AWS puts there, for one that exists that is an assumption.
func (b *builder) byItself(r resource, v *reach.VPC) {
	origin := func(attribute string) reach.Origin {
		return reach.Origin{Address: v.Address, Attribute: attribute, Change: r.change, Place: r.place}
	}
	assume := func(what string) string {
		if r.isNew() {
			return ""
		}
		return what
	}
	main := &reach.RouteTable{Origin: origin("main_route_table"), VPC: reach.To(v),
		Assumed: assume("the main route table of " + v.Address + ", which no resource of the plan manages, has only the local routes")}
	acl := &reach.ACL{Origin: origin("default_network_acl"), VPC: reach.To(v),
		Assumed: assume("the default network ACL of " + v.Address + ", which no resource of the plan manages, allows everything as AWS made it")}
	group := &reach.SecurityGroup{Origin: origin("default_security_group"), VPC: reach.To(v),
		Assumed: assume("the default security group of " + v.Address + ", which no resource of the plan manages, has the rules that AWS made")}
	b.net.RouteTables = append(b.net.RouteTables, main)
	b.net.ACLs = append(b.net.ACLs, acl)
	b.net.SecurityGroups = append(b.net.SecurityGroups, group)

	v.Main, v.DefaultACL, v.DefaultGroup = reach.To(main), reach.To(acl), reach.To(group)
	b.name(r, "main_route_table_id", main)
	b.name(r, "default_route_table_id", main)
	b.name(r, "default_network_acl_id", acl)
	b.name(r, "default_security_group_id", group)
	if !r.isNew() {
		v.Assumed = "the VPC " + v.Address + " has no subnets but those of this plan"
	}
}

// blocks makes the address blocks of VPCs, the first one of each VPC first, and
// fills what AWS made for it by default. A default ACL or group has rules for
// IPv6 only when the VPC has an IPv6 block (SG-15, NACL-8).
func (b *builder) blocks() {
	for _, r := range b.of("aws_vpc", "aws_default_vpc") {
		if v, ok := object[*reach.VPC](b, r, "id"); ok {
			b.vpcBlocks(r, v)
		}
	}
	for _, r := range b.of("aws_vpc_ipv4_cidr_block_association") {
		b.block(r, ref(b, r, r.Get("vpc_id"), vpcKind), r.Get("cidr_block"), false)
	}
	for _, r := range b.of("aws_vpc_ipv6_cidr_block_association") {
		if v := ref(b, r, r.Get("vpc_id"), vpcKind); !b.amazonBlock(r, v) {
			b.block(r, v, r.Get("ipv6_cidr_block"), true)
		}
	}
	six := map[*reach.VPC]bool{}
	perhaps := []*reach.CIDRBlock{}
	for _, block := range b.net.Blocks {
		if v, ok := block.VPC.Exact(); ok && block.Six {
			six[v] = true
		} else if block.Six {
			perhaps = append(perhaps, block)
		}
	}
	for _, r := range b.of("aws_vpc", "aws_default_vpc") {
		v, ok := object[*reach.VPC](b, r, "id")
		if !ok || r.Data {
			continue
		}
		may := func(block *reach.CIDRBlock) bool { return block.VPC.May(v) }
		b.defaults(r, six[v] || slices.ContainsFunc(perhaps, may))
	}
}

func (b *builder) vpcBlocks(r resource, v *reach.VPC) {
	b.block(r, reach.To(v), r.Get("cidr_block"), false)
	first, _ := r.Get("cidr_block").Text()
	if r.Data {
		// A data source lists all blocks; a resource only its own.
		items, reason := r.Get("cidr_block_associations").Items()
		if reason != "" {
			b.net.Blocks = append(b.net.Blocks, &reach.CIDRBlock{
				Origin: r.origin(), VPC: reach.To(v), Prefix: reach.Missing[netip.Prefix](r.unknown(r.Get("cidr_block_associations"), reason)),
			})
		}
		for _, i := range items {
			if text, ok := i.Get("cidr_block").Text(); !ok || text != first {
				b.block(r, reach.To(v), i.Get("cidr_block"), false)
			}
		}
	}
	six := r.Get("ipv6_cidr_block")
	asked := !r.Get("assign_generated_ipv6_cidr_block").IsEmpty() && r.Get("assign_generated_ipv6_cidr_block").Value().Text != "false"
	pool := r.Get("ipv6_ipam_pool_id")
	switch {
	case six.IsEmpty() || six.Value().Kind == planjson.Absent:
	case b.amazonBlock(r, reach.To(v)):
	case six.IsKnown():
		b.block(r, reach.To(v), six, true)
	case asked || !pool.IsEmpty() || !b.unset(r, "ipv6_cidr_block"):
		b.block(r, reach.To(v), six, true)
	}
}

// vpcBlock is an address block that is known, of a VPC that is.
type vpcBlock struct {
	*reach.VPC
	netip.Prefix
}

// block adds one address block. A block that is also listed by another resource
// is the same block.
func (b *builder) block(r resource, v reach.Ref[*reach.VPC], a resolve.Attr, six bool) {
	p := r.prefix(a)
	if p.Why == nil && !p.Value.IsValid() {
		if six {
			return
		}
		p = reach.Missing[netip.Prefix](r.unknown(a, "the plan does not show it"))
	}
	if w, ok := v.Exact(); ok && p.Why == nil {
		k := vpcBlock{w, p.Value}
		if b.blocksOf[k] {
			return
		}
		b.blocksOf[k] = true
	}
	b.net.Blocks = append(b.net.Blocks, &reach.CIDRBlock{Origin: r.part(a), VPC: v, Prefix: p, Six: six})
}

// defaults fills the default ACL and group of a VPC as AWS makes them. What a
// resource adopts was replaced already and is not touched here (PLAN-7).
func (b *builder) defaults(r resource, six bool) {
	acl := b.objects[resolve.Symbol{Resource: r.String(), Attribute: "default_network_acl_id"}].(*reach.ACL)
	group := b.objects[resolve.Symbol{Resource: r.String(), Attribute: "default_security_group_id"}].(*reach.SecurityGroup)
	anywhere := []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0")}
	if six {
		anywhere = append(anywhere, netip.MustParsePrefix("::/0"))
	}
	if acl.Attribute == "default_network_acl" {
		for i, p := range anywhere {
			for _, egress := range []bool{false, true} {
				b.net.ACLEntries = append(b.net.ACLEntries, &reach.ACLEntry{
					Origin: acl.Origin, ACL: reach.To(acl), Egress: egress, Number: 100 + i, Allow: true, Traffic: reach.AnyTraffic(), Remote: p,
				})
			}
		}
	}
	if group.Attribute == "default_security_group" {
		b.net.SecurityGroupRules = append(b.net.SecurityGroupRules,
			&reach.SecurityGroupRule{Origin: group.Origin, Group: reach.To(group), Traffic: reach.AnyTraffic(), Peers: reach.RefsTo(group)},
			&reach.SecurityGroupRule{Origin: group.Origin, Group: reach.To(group), Egress: true, Traffic: reach.AnyTraffic(), Prefixes: anywhere})
	}
}
