package resolve

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// common is a part of an expression that is the same for every instance of a
// block: it is evaluated once for each instance of the module.
type common struct{ hclsyntax.Expression }

// together makes common what e was rewritten to, where nothing in e is of an
// instance.
func together(e, to hclsyntax.Expression) hclsyntax.Expression {
	for _, t := range e.Variables() {
		switch t.RootName() {
		case "count", "each", "self":
			return to
		}
	}
	return &common{to}
}

func (n *common) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	f := frameOf(ctx)
	// Names of a for expression or of a dynamic block are another each time. What is
	// asked for on the way to another value may meet that value, unfinished.
	if ctx != f.ctx || len(f.iter) > 0 || f.run.depth > 0 {
		return n.Expression.Value(ctx)
	}
	if known, ok := f.home.common[n]; ok {
		f.run.count(1)
		f.run.doubts += known.doubts
		return known.value, nil
	}
	doubts := f.run.doubts
	v, diags := n.Expression.Value(ctx)
	if !diags.HasErrors() {
		if f.home.common == nil {
			f.home.common = map[*common]found{}
		}
		f.run.keep(size(v, maxElements))
		f.home.common[n] = found{v, f.run.doubts - doubts}
	}
	return v, diags
}

// found is what a common expression gave, with how many doubts.
type found struct {
	value  cty.Value
	doubts int
}
