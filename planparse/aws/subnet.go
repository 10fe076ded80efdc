package aws

import (
	"net/netip"
	"slices"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/reach"
)

func (b *builder) subnets() {
	for _, r := range b.of("aws_subnet", "aws_default_subnet") {
		if b.alias(r, "id") {
			continue
		}
		s := &reach.Subnet{Origin: r.origin(), Tags: b.tags(r)}
		b.net.Subnets = append(b.net.Subnets, s)
		b.name(r, "id", s)
	}
}

func (b *builder) subnetParts() {
	for _, r := range b.of("aws_subnet", "aws_default_subnet") {
		s, ok := object[*reach.Subnet](b, r, "id")
		if !ok {
			continue
		}
		s.VPC = ref(b, r, r.Get("vpc_id"), vpcKind)
		native, _ := r.Get("ipv6_native").Value().Bool()
		if four := r.Get("cidr_block"); !native || b.mayHold(r, four) {
			s.CIDR = r.prefix(four)
		}
		s.CIDR6 = b.ipv6Block(r, s.VPC)
		s.Zone, _ = r.Get("availability_zone").Text()
		// AWS makes default subnets map public addresses (PUB-1).
		s.MapPublicIP = r.flag(r.Get("map_public_ip_on_launch"), r.Type == "aws_default_subnet")
		s.AssignIPv6 = r.flag(r.Get("assign_ipv6_address_on_creation"), false)
		if native {
			s.AssignIPv6 = reach.Known(true)
		}
		s.DNS64 = r.flag(r.Get("enable_dns64"), false)
	}
}

// ipv6Block is the IPv6 block of a subnet. It is computed only when it is set.
func (b *builder) ipv6Block(r resource, v reach.Ref[*reach.VPC]) reach.Fact[netip.Prefix] {
	a := r.Get("ipv6_cidr_block")
	if a.Value().Kind == planjson.Absent || a.Value().Kind == planjson.Unknown && b.unset(r, "ipv6_cidr_block") {
		return reach.Fact[netip.Prefix]{}
	}
	p := r.prefix(a)
	if a.IsKnown() || p.Why != nil {
		return p
	}
	within := func(block *reach.CIDRBlock) bool {
		of, ok := block.VPC.Exact()
		return ok && v.Is(of) && block.StandIn && block.Prefix.Value.Contains(p.Value.Addr())
	}
	if !slices.ContainsFunc(b.net.Blocks, within) {
		return reach.Missing[netip.Prefix](r.unknown(a, "it is no part of a block that its VPC is known to have"))
	}
	return p
}
