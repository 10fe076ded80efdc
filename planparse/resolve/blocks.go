package resolve

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/source"
)

// body finds the block that the attributes below a belong to.
func (r *Resolver) body(a *Attr, root hcl.Body) (hcl.Body, string) {
	if a == nil || a.parent == nil {
		return root, ""
	}
	// Blocks are elements of a list: a is the element, its parent the list. A
	// single block stands for a list of one.
	list, index := a.parent, a.index
	if index < 0 {
		list, index = a, 0
	}
	outer, reason := r.body(list.parent, root)
	if outer == nil {
		return nil, reason
	}
	if b := r.pair(list, outer)[index]; b != nil {
		return b, ""
	}
	return nil, "known after apply; which block of the configuration it is from is not known"
}

// pair says which block each element of a list was made from, nil where that is
// not certain. Each block makes one element; sets have no order, so their
// contents tell elements apart, and not the position. An element belongs to a
// block when it cannot belong to any other, and when no other element lays claim
// to the block.
func (r *Resolver) pair(list *Attr, outer hcl.Body) []hcl.Body {
	key := list.res.String() + "." + list.Path()
	if known, ok := r.pairs[key]; ok {
		return known
	}
	items := list.value.Items
	if list.value.Kind == planjson.Object {
		items = []planjson.Value{list.value}
	}
	out := make([]hcl.Body, len(items))
	r.pairs[key] = out // what refers to itself on the way is found here
	blocks, dynamic := source.Blocks(outer, list.name)
	if dynamic || len(blocks) != len(items) {
		return out
	}
	s := scope{list.res.Module, callPath(list.res.Module)}
	claims := make([]int, len(blocks))
	chosen := make([]int, len(items))
	for i, item := range items {
		chosen[i] = -1
		for j, b := range blocks {
			switch {
			case r.excluded(b.Body, item, s):
			case chosen[i] == -1:
				chosen[i] = j
			default:
				chosen[i] = -2
			}
		}
		if chosen[i] >= 0 {
			claims[chosen[i]]++
		}
	}
	for i, j := range chosen {
		if j >= 0 && claims[j] == 1 {
			out[i] = blocks[j].Body
		}
	}
	return out
}

// excluded reports whether a value was certainly not made from a block: some
// argument has another value. What providers write in another form than the
// configuration proves nothing; nor does what the block leaves out.
func (r *Resolver) excluded(body hcl.Body, v planjson.Value, s scope) bool {
	for _, f := range v.Fields {
		if !f.Value.IsKnown() {
			continue
		}
		expr := source.Attribute(body, f.Name)
		if expr == nil {
			continue
		}
		if lit, ok := literal(expr); ok {
			if otherValue(lit, f.Value) {
				return true
			}
			continue
		}
		// An id that apply makes cannot be known in the plan.
		if ref := r.follow(expr, s, nil, maxChain); ref.State == Exact && ref.How == BySource {
			return true
		}
	}
	return false
}

// otherValue reports whether a known value cannot come from a literal, however a
// provider writes it. Null, zero and empty are one and the same to providers, and
// may stand for a default.
func otherValue(lit cty.Value, v planjson.Value) bool {
	if emptyLiteral(lit) {
		return false
	}
	if v.IsEmpty() {
		return true
	}
	switch t := lit.Type(); {
	case t == cty.Number:
		if v.Kind == planjson.Number || v.Kind == planjson.String {
			n := lit.AsBigFloat()
			return isNumber(v.Text) && !sameNumber(v.Text, n)
		}
	case t == cty.Bool:
		return v.Kind == planjson.Bool && v.Text != "true"
	case t == cty.String:
		return v.Kind == planjson.String && otherText(lit.AsString(), v.Text)
	case lit.CanIterateElements() && (t.IsTupleType() || t.IsListType() || t.IsSetType()):
		return v.Kind == planjson.List && otherPrefixes(lit.AsValueSlice(), v.Items)
	}
	return false
}

func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789.-") == "" }

func emptyLiteral(lit cty.Value) bool {
	switch t := lit.Type(); {
	case lit.IsNull():
		return true
	case t == cty.String:
		return lit.AsString() == ""
	case t == cty.Bool:
		return lit.False()
	case t == cty.Number:
		return lit.AsBigFloat().Sign() == 0
	}
	return lit.CanIterateElements() && lit.LengthInt() == 0
}

// otherText reports whether two strings mean different things in any form: CIDR
// blocks with host bits cleared, and words of letters in any case. Anything else,
// such as the protocol 6, may be another way to write the same.
func otherText(a, b string) bool {
	p, err1 := netip.ParsePrefix(a)
	q, err2 := netip.ParsePrefix(b)
	if err1 == nil && err2 == nil {
		return p.Masked() != q.Masked()
	}
	return isWord(a) && isWord(b) && !strings.EqualFold(a, b)
}

func isWord(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(c rune) bool { return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') })
}

// otherPrefixes reports whether two lists of CIDR blocks have other members.
func otherPrefixes(lit []cty.Value, items []planjson.Value) bool {
	a, b := map[netip.Prefix]bool{}, map[netip.Prefix]bool{}
	for _, l := range lit {
		if l.IsNull() || l.Type() != cty.String || !addPrefix(a, l.AsString()) {
			return false
		}
	}
	if slices.ContainsFunc(items, func(v planjson.Value) bool { return v.Kind != planjson.String || !addPrefix(b, v.Text) }) {
		return false
	}
	if len(a) != len(b) {
		return true
	}
	for p := range a {
		if !b[p] {
			return true
		}
	}
	return false
}

func addPrefix(to map[netip.Prefix]bool, text string) bool {
	p, err := netip.ParsePrefix(text)
	if err != nil {
		return false
	}
	to[p.Masked()] = true
	return true
}
