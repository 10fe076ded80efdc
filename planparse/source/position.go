package source

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// ArgumentRange is where an argument of a block stands, with its name; false when
// the block does not have it.
func ArgumentRange(body hcl.Body, name string) (hcl.Range, bool) {
	if b, ok := body.(*hclsyntax.Body); ok {
		a := b.Attributes[name]
		if a == nil {
			return hcl.Range{}, false
		}
		return a.SrcRange, true
	}
	if a := argument(body, name); a != nil {
		return a.Range, true
	}
	return hcl.Range{}, false
}

// Body is what the item's blocks are made of.
func (i Item) Body() hcl.Body {
	if i.Dynamic != nil {
		return i.Dynamic.Content
	}
	return i.Block.Body
}

// Native reports whether the item is written in the native syntax.
func (i Item) Native() bool {
	_, ok := i.written().Body.(*hclsyntax.Body)
	return ok
}

func (i Item) written() *hcl.Block {
	if i.Dynamic != nil {
		return i.Dynamic.block
	}
	return i.Block
}

// Range is where the item stands, from its header to its end. In JSON syntax,
// which does not tell where one of several begins, it is from its first argument.
func (i Item) Range() hcl.Range {
	b := i.written()
	if body, ok := b.Body.(*hclsyntax.Body); ok {
		return hcl.RangeBetween(b.DefRange, body.SrcRange)
	}
	out := b.Body.MissingItemRange()
	attrs, _ := b.Body.JustAttributes()
	for _, a := range attrs {
		if a.NameRange.Start.Byte < out.Start.Byte {
			out.Start = a.NameRange.Start
		}
	}
	return out
}
