package source

import (
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// merged is a block with what a block of an override file changes. Arguments are
// replaced one by one. Nested blocks are not matched with each other: those of a
// type that the override has in any form replace all of that type. Only lifecycle
// is merged argument by argument, too. Everything keeps its own position.
type merged struct{ base, by hcl.Body }

// merge merges two blocks. Terraform knows from the provider's schema whether a
// name is that of an argument or of nested blocks, and drops what is written in
// the other form: where that could be either side, nobody can tell without the
// schema, and the blocks are refused.
func merge(base, by hcl.Body) (hcl.Body, hcl.Diagnostics) {
	if diags := labelled(by); diags.HasErrors() {
		return nil, diags
	}
	for _, b := range certainBlocks(by) {
		typ := b.Type
		if typ == "dynamic" {
			typ = b.Labels[0]
		}
		if !slices.Contains(coreBlocks, typ) && argument(base, typ) != nil {
			return nil, mistake(b.DefRange, "Override in another form", fmt.Sprintf("This changes %s, which is an argument or in JSON syntax where it is first defined. Write both alike.", typ))
		}
	}
	return merged{base, by}, nil
}

// coreBlocks are nested blocks of Terraform's own.
var coreBlocks = []string{"lifecycle", "connection", "provisioner"}

// certainBlocks are the nested blocks that cannot be taken for arguments, of one
// that stands in a file.
func certainBlocks(body hcl.Body) []*hcl.Block {
	if b, ok := body.(*hclsyntax.Body); ok {
		out := make([]*hcl.Block, len(b.Blocks))
		for i, nested := range b.Blocks {
			out[i] = nested.AsHCLBlock()
		}
		return out
	}
	content, _, _ := body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{dynamicHeader}})
	if content == nil {
		return nil
	}
	return content.Blocks
}

// PartialContent is part of [hcl.Body].
func (m merged) PartialContent(schema *hcl.BodySchema) (*hcl.BodyContent, hcl.Body, hcl.Diagnostics) {
	// What is required may be on either side.
	optional := &hcl.BodySchema{Blocks: schema.Blocks}
	for _, a := range schema.Attributes {
		optional.Attributes = append(optional.Attributes, hcl.AttributeSchema{Name: a.Name})
	}
	base, baseRest, diags := m.base.PartialContent(optional)
	by, byRest, more := m.by.PartialContent(optional)
	diags = append(diags, more...)
	out := &hcl.BodyContent{Attributes: hcl.Attributes{}, MissingItemRange: m.MissingItemRange()}
	for _, side := range []*hcl.BodyContent{base, by} {
		for name, a := range side.Attributes {
			out.Attributes[name] = a
		}
	}
	for _, a := range schema.Attributes {
		if a.Required && out.Attributes[a.Name] == nil {
			diags = append(diags, mistake(m.MissingItemRange(), "Missing argument", fmt.Sprintf("The argument %s is required.", a.Name))...)
		}
	}
	out.Blocks = m.blocks(base.Blocks, by.Blocks)
	return out, merged{baseRest, byRest}, diags
}

func (m merged) blocks(base, by hcl.Blocks) hcl.Blocks {
	var out hcl.Blocks
	for _, b := range base {
		switch i := slices.IndexFunc(by, func(o *hcl.Block) bool { return o.Type == "lifecycle" }); {
		case b.Type == "lifecycle" && i >= 0:
			both := *b
			both.Body = merged{b.Body, by[i].Body}
			out = append(out, &both)
			by = slices.Delete(slices.Clone(by), i, i+1)
		case !m.replaced(b):
			out = append(out, b)
		}
	}
	return append(out, by...)
}

// replaced reports whether the override has something for the type of a block.
func (m merged) replaced(b *hcl.Block) bool {
	typ := b.Type
	if typ == "dynamic" {
		typ = b.Labels[0]
	}
	return argument(m.by, typ) != nil || len(Sequence(m.by, typ)) > 0
}

// Content is part of [hcl.Body].
func (m merged) Content(schema *hcl.BodySchema) (*hcl.BodyContent, hcl.Diagnostics) {
	out, rest, diags := m.PartialContent(schema)
	for _, side := range []hcl.Body{rest.(merged).base, rest.(merged).by} {
		_, more := side.Content(&hcl.BodySchema{})
		diags = append(diags, more...)
	}
	return out, diags
}

// JustAttributes is part of [hcl.Body].
func (m merged) JustAttributes() (hcl.Attributes, hcl.Diagnostics) {
	out, diags := m.base.JustAttributes()
	by, more := m.by.JustAttributes()
	if out == nil {
		out = hcl.Attributes{}
	}
	for name, a := range by {
		out[name] = a
	}
	return out, append(diags, more...)
}

// MissingItemRange is part of [hcl.Body].
func (m merged) MissingItemRange() hcl.Range { return m.base.MissingItemRange() }
