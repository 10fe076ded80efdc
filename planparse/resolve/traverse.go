package resolve

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// lookup is a name that something is looked up by.
type lookup struct {
	hclsyntax.Expression
	traversal hcl.Traversal
}

func (n *lookup) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	f := frameOf(ctx)
	f.run.count(1)
	for c := ctx; c != nil && c != f.ctx; c = c.Parent() {
		if v, ok := c.Variables[n.traversal.RootName()]; ok {
			return f.run.follow(v, n.traversal[1:])
		}
	}
	v, rest, diags := f.name(n.traversal)
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	return f.run.follow(v, rest)
}

// traverse goes on from a value.
type traverse struct {
	hclsyntax.Expression
	source    hclsyntax.Expression
	traversal hcl.Traversal
}

func (n *traverse) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := n.source.Value(ctx)
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	return frameOf(ctx).run.follow(v, n.traversal)
}

// follow takes the steps of a traversal.
func (r *run) follow(v cty.Value, steps hcl.Traversal) (cty.Value, hcl.Diagnostics) {
	for _, s := range steps {
		var diags hcl.Diagnostics
		r.doubtOnly(v)
		switch s := s.(type) {
		case hcl.TraverseAttr:
			v, diags = r.member(v, s.Name, s.SrcRange)
		case hcl.TraverseIndex:
			v, diags = r.at(v, s.Key, s.SrcRange)
		default:
			return unknownBecause("known after apply; its expression is of a kind that tfreach does not know"), nil
		}
		if diags.HasErrors() {
			return cty.DynamicVal, diags
		}
	}
	return v, nil
}

// member is an attribute of an object. Of an object that was read in part, one
// that is not there is unknown, and no mistake.
func (r *run) member(v cty.Value, name string, where hcl.Range) (cty.Value, hcl.Diagnostics) {
	bare, marks := v.Unmark()
	if bare.IsKnown() && !bare.IsNull() && bare.Type().IsObjectType() && has[partial](marks) {
		marks = without[partial](marks)
		if !bare.Type().HasAttribute(name) {
			r.doubts++
			return unknownBecause("known after apply; tfreach does not know the attribute " + name).WithMarks(marks), nil
		}
		return bare.GetAttr(name).WithMarks(marks), nil
	}
	return hcl.GetAttr(v, name, &where)
}

// at is an element of a collection, or an attribute by its name.
func (r *run) at(v, key cty.Value, where hcl.Range) (cty.Value, hcl.Diagnostics) {
	if k, _ := key.Unmark(); k.IsKnown() && !k.IsNull() && k.Type() == cty.String && v.Type().IsObjectType() {
		a, diags := r.member(v, k.AsString(), where)
		return a.WithSameMarks(key), diags
	}
	return hcl.Index(v, key, &where)
}
