package source

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Attribute is the expression of an argument of a block; nil when the block does
// not have it.
func Attribute(body hcl.Body, name string) hcl.Expression {
	if b, ok := body.(*hclsyntax.Body); ok {
		// As PartialContent does, which copies what it leaves.
		if a := b.Attributes[name]; a != nil {
			return a.Expr
		}
		return nil
	}
	if a := argument(body, name); a != nil {
		return native(a.Expr)
	}
	return nil
}

// argument is an argument of a block as its syntax has it; nil when the block
// does not have it.
func argument(body hcl.Body, name string) *hcl.Attribute {
	content, _, _ := body.PartialContent(&hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: name}}})
	if content == nil {
		return nil
	}
	return content.Attributes[name]
}

// Attributes are the expressions of all arguments of a block. Nested says whether
// the block has blocks of its own, whose arguments are not among them.
func Attributes(body hcl.Body) (exprs map[string]hcl.Expression, nested bool) {
	// The diagnostics are that there are blocks as well, and nothing else in what
	// was parsed without errors.
	attrs, diags := body.JustAttributes()
	exprs = make(map[string]hcl.Expression, len(attrs))
	for name, a := range attrs {
		exprs[name] = native(a.Expr)
	}
	return exprs, diags.HasErrors()
}

// Item is a nested block that is written out, or a dynamic block that makes any
// number of them: one of the two is nil.
type Item struct {
	Block   *hcl.Block
	Dynamic *Dynamic
}

// Dynamic is a dynamic block.
type Dynamic struct {
	// Labels are for the blocks that it makes; blocks of resources have none.
	Labels []string
	// ForEach is nil when the block is not one that Terraform accepts: what it
	// makes is not known then, and not nothing.
	ForEach hcl.Expression
	// Iterator is the name of what Content sees of the element.
	Iterator string
	Content  hcl.Body
	// Range is the header of the block.
	Range hcl.Range

	block *hcl.Block // the dynamic block itself
}

// Sequence is what makes the nested blocks of a type, in the order in which
// Terraform expands it.
func Sequence(body hcl.Body, typ string) []Item {
	content, _, _ := body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: typ}, dynamicHeader}})
	if content == nil {
		return nil
	}
	var out []Item
	for _, b := range content.Blocks {
		switch {
		case b.Type == typ:
			out = append(out, Item{Block: b})
		case b.Labels[0] == typ:
			out = append(out, Item{Dynamic: newDynamic(b)})
		}
	}
	return out
}

// Blocks are the nested blocks of a type that are written out. Dynamic reports
// whether a dynamic block makes more of them.
func Blocks(body hcl.Body, typ string) (blocks []*hcl.Block, dynamic bool) {
	for _, item := range Sequence(body, typ) {
		if item.Block != nil {
			blocks = append(blocks, item.Block)
		} else {
			dynamic = true
		}
	}
	return blocks, dynamic
}

// DynamicBlocks are the dynamic blocks for a type of nested blocks.
func DynamicBlocks(body hcl.Body, typ string) []*Dynamic {
	var out []*Dynamic
	for _, item := range Sequence(body, typ) {
		if item.Dynamic != nil {
			out = append(out, item.Dynamic)
		}
	}
	return out
}

var dynamicHeader = hcl.BlockHeaderSchema{Type: "dynamic", LabelNames: []string{"type"}}

// labelled refuses dynamic blocks, at any depth, that do not say for blocks of which one
// type they are: looking for the blocks of a type would pass them over.
func labelled(body hcl.Body) hcl.Diagnostics {
	b, ok := body.(*hclsyntax.Body)
	if !ok {
		return nil
	}
	for _, nested := range b.Blocks {
		if nested.Type == "dynamic" && len(nested.Labels) != 1 {
			return mistake(nested.DefRange(), "Dynamic block without one type", `A dynamic block names the type of the blocks that it makes: dynamic "ingress" { ... }.`)
		}
		if diags := labelled(nested.Body); diags.HasErrors() {
			return diags
		}
	}
	return nil
}

func newDynamic(b *hcl.Block) *Dynamic {
	d := &Dynamic{Iterator: b.Labels[0], Content: hcl.EmptyBody(), Range: b.DefRange, block: b}
	if a := argument(b.Body, "iterator"); a != nil {
		d.Iterator = hcl.ExprAsKeyword(a.Expr)
	}
	valid := d.Iterator != ""
	if a := argument(b.Body, "labels"); a != nil {
		labels, diags := hcl.ExprList(a.Expr)
		valid = valid && !diags.HasErrors()
		for _, l := range labels {
			text := literal(native(l))
			valid = valid && text != ""
			d.Labels = append(d.Labels, text)
		}
	}
	if content, _ := Blocks(b.Body, "content"); len(content) == 1 {
		d.Content = content[0].Body
	} else {
		valid = false
	}
	if valid {
		d.ForEach = Attribute(b.Body, "for_each")
	}
	return d
}
