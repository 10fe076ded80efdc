package reachtest

import (
	"fmt"

	"github.com/tfreach/tfreach/reach"
)

var vpcKind = kind{
	forms:   []string{"vpc NAME"},
	address: "vpc",
	declare: declareVPC,
	link:    linkVPC,
	print:   printVPCs,
}

// The attributes under which a VPC names what AWS makes for it (PLAN-8).
const (
	ownTable = "main_route_table"
	ownACL   = "default_network_acl"
	ownGroup = "default_security_group"
)

// The kinds of statements that adopt it.
const (
	mainAddress         = "main"
	defaultACLAddress   = "default_acl"
	defaultGroupAddress = "default_group"
)

func declareVPC(b *builder, s *statement) {
	v := &reach.VPC{Origin: s.origin()}
	main := &reach.RouteTable{Origin: created(s.address(), ownTable), VPC: reach.To(v)}
	acl := &reach.ACL{Origin: created(s.address(), ownACL), VPC: reach.To(v)}
	group := &reach.SecurityGroup{Origin: created(s.address(), ownGroup), VPC: reach.To(v)}
	v.Main, v.DefaultACL, v.DefaultGroup = reach.To(main), reach.To(acl), reach.To(group)

	b.network.VPCs = append(b.network.VPCs, v)
	b.network.RouteTables = append(b.network.RouteTables, main)
	b.network.ACLs = append(b.network.ACLs, acl)
	b.network.SecurityGroups = append(b.network.SecurityGroups, group)
	b.declare(s, v)
	b.objects[mainAddress+"."+s.name] = main
	b.objects[defaultACLAddress+"."+s.name] = acl
	b.objects[defaultGroupAddress+"."+s.name] = group
}

func linkVPC(b *builder, s *statement) {
	v := b.objects[s.address()].(*reach.VPC)
	for i := 0; i == 0 || !s.words.done(); i++ {
		p := s.words.prefix()
		b.network.Blocks = append(b.network.Blocks, &reach.CIDRBlock{
			Origin: created(s.address(), fmt.Sprintf("cidr_block[%d]", i)),
			VPC:    reach.To(v),
			Prefix: reach.Known(p),
			Six:    p.Addr().Is6(),
			// Nothing else lies there.
			StandIn: reach.StandIns.Overlaps(p) && p.Bits() >= reach.StandIns.Bits(),
		})
	}
}

// fillDefaults gives a VPC the rules that AWS makes, where no resource adopted
// the default ACL or the default group.
func (b *builder) fillDefaults(v *reach.VPC) {
	if acl, _ := v.DefaultACL.Exact(); acl.Attribute == ownACL {
		b.fillDefaultACL(v, acl)
	}
	if group, _ := v.DefaultGroup.Exact(); group.Attribute == ownGroup {
		b.fillDefaultGroup(v, group)
	}
}

func (b *builder) hasSix(v *reach.VPC) bool {
	for _, block := range b.network.Blocks {
		if block.VPC.Is(v) && block.Six {
			return true
		}
	}
	return false
}

func printVPCs(p *printer) {
	for _, v := range p.network.VPCs {
		p.begin("vpc", name(v))
		for _, block := range p.network.Blocks {
			if block.VPC.Is(v) {
				p.add(block.Prefix.Value.String())
			}
		}
		p.end()
	}
}
