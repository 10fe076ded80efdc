package policies

import (
	"net/netip"
	"regexp"

	"github.com/tfreach/tfreach/reach"
)

// What AWS picks at apply has addresses that stand for those it picks
// ([reach.StandIns]). None of them is shown: nobody has it.

// standIn is a text that begins like an address among [reach.StandIns].
var standIn = regexp.MustCompile(`\b2001:1[0-9a-f]:[0-9a-f:]*(/[0-9]+)?`)

// hasStandIns reports whether some block stands for one that AWS picks.
func hasStandIns(n *reach.Network) bool {
	for _, b := range n.Blocks {
		if b.StandIn {
			return true
		}
	}
	return false
}

// unmasked is a text with what stands for blocks and addresses in words.
func (e *evaluator) unmasked(text string) string {
	if !e.masks {
		return text
	}
	return standIn.ReplaceAllStringFunc(text, func(found string) string {
		if p, err := netip.ParsePrefix(found); err == nil && reach.StandIns.Contains(p.Addr()) {
			return e.blockText(p)
		}
		if a, err := netip.ParseAddr(found); err == nil && reach.StandIns.Contains(a) {
			return e.addressText(a)
		}
		return found
	})
}

func (e *evaluator) unmaskAll(texts []string) {
	for i := range texts {
		texts[i] = e.unmasked(texts[i])
	}
}

// blockText is a block that AWS picks, or a part of one, in words.
func (e *evaluator) blockText(p netip.Prefix) string {
	for _, s := range e.network.Subnets {
		if s.CIDR6.Value == p {
			return "the IPv6 block of " + s.Address
		}
	}
	for _, b := range e.network.Blocks {
		if b.Prefix.Value == p {
			return "the IPv6 block of " + owner(b)
		}
	}
	if p.IsSingleIP() {
		return e.addressText(p.Addr())
	}
	return e.around(p.Addr(), "IPv6 addresses")
}

// addressText is an address of a block that AWS picks in words.
func (e *evaluator) addressText(a netip.Addr) string { return e.around(a, "an IPv6 address") }

// around says whose something is by the block that it lies in.
func (e *evaluator) around(a netip.Addr, what string) string {
	for _, s := range e.network.Subnets {
		if s.CIDR6.Value.IsValid() && s.CIDR6.Value.Contains(a) {
			return what + " of " + s.Address
		}
	}
	for _, b := range e.network.Blocks {
		if b.Prefix.Value.IsValid() && b.Prefix.Value.Contains(a) {
			return what + " of " + owner(b)
		}
	}
	return what + " that AWS picks"
}

// owner is the VPC of a block, or what gives it the block.
func owner(b *reach.CIDRBlock) string {
	if v, ok := b.VPC.Exact(); ok {
		return v.Address
	}
	return b.Address
}

// unmask takes what stands for addresses out of the texts of a finding.
func (e *evaluator) unmask(f *Finding) {
	if !e.masks {
		return
	}
	f.Message, f.Remedy = e.unmasked(f.Message), e.unmasked(f.Remedy)
	e.unmaskHops(f.Trace)
}

func (e *evaluator) unmaskHops(hops []reach.Hop) {
	for i := range hops {
		hops[i].Rule, hops[i].Detail = e.unmasked(hops[i].Rule), e.unmasked(hops[i].Detail)
	}
}
