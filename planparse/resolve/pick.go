package resolve

import (
	"crypto/sha256"
	"net/netip"

	"github.com/zclconf/go-cty/cty"

	"github.com/tfreach/tfreach/planparse/planjson"
)

// A block of addresses that the provider picks is, like an id, a text of its own in
// each run, of which values tell by a mark that they rest on it. Unlike an id it may
// be cut: what [Cut] says of a part is the same whichever block it is. Functions that
// only hand blocks on or cut them keep that; to all others the text of a block is as
// unknown as it is before apply.

// Cut is a part of a block of addresses that apply picks: the whole block, a smaller
// one, or an address.
type Cut struct {
	// Of is the attribute that will hold the block.
	Of Symbol
	// whole is the block in some run, and part the part of it there.
	whole, part netip.Prefix
}

// In is the part of a block, were it that one; false for a block of another length.
func (c Cut) In(block netip.Prefix) (netip.Prefix, bool) {
	if block.Bits() != c.whole.Bits() || block.Addr().BitLen() != c.whole.Addr().BitLen() {
		return netip.Prefix{}, false
	}
	return moved(c.part, block), true
}

// moved is a part of a block as the same part of another one of its length.
func moved(part, to netip.Prefix) netip.Prefix {
	out, from := part.Addr().As16(), to.Addr().As16()
	for bit := range to.Bits() {
		mask := byte(0x80 >> (bit % 8))
		out[bit/8] = out[bit/8]&^mask | from[bit/8]&mask
	}
	return netip.PrefixFrom(netip.AddrFrom16(out), part.Bits())
}

// block is the block of IPv6 addresses of a length that a symbol stands for, in the
// run.
func (r *run) block(s Symbol, bits int) cty.Value {
	switch r.kind {
	case blind:
		return cty.UnknownVal(cty.String).RefineNotNull()
	case planned:
		return cty.UnknownVal(cty.String)
	}
	p, ok := r.blocks[s]
	if !ok {
		p = r.pick(s, bits)
		r.blocks[s], r.symbols[p.String()] = p, s
	}
	v := cty.StringVal(p.String())
	if r.kind == marked {
		// Whether two blocks are one, their texts do not tell.
		v = v.Mark(means{Symbol: s, alias: true, block: true})
	}
	return v
}

// pick makes a block: another one in each run, in another order.
func (r *run) pick(s Symbol, bits int) netip.Prefix {
	sum := sha256.Sum256(append([]byte{r.seed}, s.String()...))
	if r.nth > samples-2 {
		clear(sum[:2])
	}
	if r.flip {
		for i := range sum {
			sum[i] = ^sum[i]
		}
	}
	var addr [16]byte
	copy(addr[:], sum[:])
	addr[0] |= 0x20 // never among the addresses that stand for those of IPv4
	return netip.PrefixFrom(netip.AddrFrom16(addr), bits).Masked()
}

// restsOnBlocks reports whether marks say that a value depends on a block that is not
// picked yet.
func restsOnBlocks(marks cty.ValueMarks) bool {
	for m := range marks {
		if m, ok := m.(means); ok && m.block {
			return true
		}
	}
	return false
}

// spelled is a value that may look at how blocks are written: their texts decide what
// it is.
func spelled(v cty.Value) cty.Value {
	if !restsOnBlocks(deepMarks(v)) {
		return v
	}
	return contents(v)
}

// keepsBlocks reports whether what a function gives holds blocks as they are, or cuts
// them.
func keepsBlocks(function string) bool {
	switch function {
	case "cidrhost", "cidrsubnet", "cidrsubnets", "list", "map":
		return true
	}
	return keepsElements[function]
}

// partOf is the part of a block that a text is; a single address is a block of its own.
func partOf(v cty.Value, block netip.Prefix) (netip.Prefix, bool) {
	if !v.IsKnown() || v.IsNull() || v.Type() != cty.String {
		return netip.Prefix{}, false
	}
	p, err := netip.ParsePrefix(v.AsString())
	if err != nil {
		addr, err := netip.ParseAddr(v.AsString())
		if err != nil || addr.Zone() != "" {
			return netip.Prefix{}, false
		}
		p = netip.PrefixFrom(addr, addr.BitLen())
	}
	return p, p == p.Masked() && p.Bits() >= block.Bits() && block.Contains(p.Addr())
}

// cutOf reports whether a text is a part of a block that the run picked.
func (r *run) cutOf(v cty.Value) bool {
	for _, block := range r.blocks {
		if _, ok := partOf(v, block); ok {
			return true
		}
	}
	return false
}

// cut is what a value names that was made from a block: a part of it, the same one in
// every run.
func (a *asked) cut(bare cty.Value, marks cty.ValueMarks, part func(cty.Value) (cty.Value, bool)) Ref {
	const other = "known after apply; it is made from the text of an address block that apply picks"
	var of Symbol
	for m := range marks {
		if m, ok := m.(means); ok {
			if of != (Symbol{}) && of != m.Symbol || !m.block {
				return unknownFor(other)
			}
			of = m.Symbol
		}
	}
	whole, picked := a.e.marked.blocks[of]
	p, ok := partOf(bare, whole)
	if !picked || !ok || has[open](marks) {
		return unknownFor(other)
	}
	for i, s := range a.sampled() {
		v, ok := part(s)
		if !ok {
			return unknownFor(other)
		}
		block, picked := a.e.sampled[i].blocks[of]
		if q, ok := partOf(v, block); !picked || !ok || q != moved(p, block) {
			return unknownFor(other)
		}
	}
	cut := &Cut{of, whole, p}
	if p == whole {
		return Ref{State: Exact, Symbols: []Symbol{of}, How: BySource, Cut: cut}
	}
	return Ref{State: Unknown, Reason: "known after apply; it is cut from " + of.String(), Cut: cut}
}

// Cut is the part of a block of addresses that apply picks, which an attribute or an
// element of one will be; false where that is not certain.
func (a Attr) Cut() (Cut, bool) {
	if a.value.Kind != planjson.Unknown {
		return Cut{}, false
	}
	ref := a.Ref()
	if ref.Cut == nil {
		return Cut{}, false
	}
	return *ref.Cut, true
}
