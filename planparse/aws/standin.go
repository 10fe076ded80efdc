package aws

import (
	"encoding/binary"
	"net/netip"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
)

// amazonBlock adds the IPv6 block that Amazon provides during apply, with a block that
// stands for it (PLAN-10); false where there is none, or it is known already.
func (b *builder) amazonBlock(r resource, v reach.Ref[*reach.VPC]) bool {
	a := r.Get("ipv6_cidr_block")
	asked, _ := r.Get("assign_generated_ipv6_cidr_block").Value().Bool()
	if !asked || a.Value().Kind != planjson.Unknown || r.Data || b.mayHold(r, a) {
		return false
	}
	p := standIn(len(b.standIns))
	if !reach.StandIns.Contains(p.Addr()) {
		return false
	}
	b.standIns[resolve.Symbol{Resource: r.String(), Attribute: a.Path()}] = p
	b.net.Blocks = append(b.net.Blocks, &reach.CIDRBlock{Origin: r.part(a), VPC: v, Prefix: reach.Known(p), Six: true, StandIn: true})
	return true
}

// standIn is one of the blocks of [reach.StandIns] by its number.
func standIn(n int) netip.Prefix {
	addr := reach.StandIns.Addr().As16()
	// The first one is left out: it looks like the whole range.
	binary.BigEndian.PutUint64(addr[:8], binary.BigEndian.Uint64(addr[:8])+uint64(n+1)<<(64-amazonBits))
	return netip.PrefixFrom(netip.AddrFrom16(addr), amazonBits)
}

// cut is what an attribute will be as a part of a block that AWS picks, were that the
// one which stands for it. A single address is a block of its own.
func (r resource) cut(a resolve.Attr) (netip.Prefix, bool) {
	c, ok := a.Cut()
	if !ok {
		return netip.Prefix{}, false
	}
	block, ok := r.standIns[c.Of]
	if !ok {
		return netip.Prefix{}, false
	}
	return c.In(block)
}
