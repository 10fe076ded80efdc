package resolve

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/tfreach/tfreach/planparse/resolve/functions"
)

// inspect is an argument whose contents decide.
type inspect struct{ hclsyntax.Expression }

func (n *inspect) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := n.Expression.Value(ctx)
	return contents(v), diags
}

// call is a function call.
type call struct {
	*hclsyntax.FunctionCallExpr
	name string
}

// weighed is an argument: what a function takes grows with it.
type weighed struct{ hclsyntax.Expression }

func (n *weighed) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := n.Expression.Value(ctx)
	frameOf(ctx).run.count(weight(v))
	return v, diags
}

// The nodes that stand for names let functions see what they stand for.

// UnwrapExpression is what a function looks for.
func (n *weighed) UnwrapExpression() hcl.Expression { return n.Expression }

// UnwrapExpression is what a function looks for.
func (n *inspect) UnwrapExpression() hcl.Expression { return n.Expression }

// UnwrapExpression is what a function looks for.
func (n *lookup) UnwrapExpression() hcl.Expression { return n.Expression }

// UnwrapExpression is what a function looks for.
func (n *traverse) UnwrapExpression() hcl.Expression { return n.Expression }

// UnwrapExpression is what a function looks for.
func (n *index) UnwrapExpression() hcl.Expression { return n.Expression }

// role is what a function does with an argument.
type role int

const (
	// moves: the argument, or parts of it, become the result.
	moves role = iota
	// selects: it says which part of the others becomes the result.
	selects
	// inspects: its contents decide what the result is.
	inspects
	// compares: ids in it are compared with others.
	compares
)

// roles are those of the arguments of the functions that move ids about; the last
// one stands for all that follow. All others inspect their arguments.
var roles = map[string][]role{
	"base64decode": {moves}, "base64encode": {moves}, "chunklist": {moves, selects}, "coalesce": {moves}, "coalescelist": {moves},
	"compact": {moves}, "concat": {moves}, "contains": {compares}, "distinct": {compares}, "element": {moves, selects},
	"flatten": {moves}, "format": {inspects, moves}, "formatlist": {inspects, moves}, "index": {compares}, "join": {moves},
	"jsondecode": {moves}, "jsonencode": {moves}, "keys": {moves}, "length": {moves}, "list": {moves}, "lookup": {moves, selects, moves},
	"map": {moves}, "matchkeys": {moves, compares}, "merge": {moves}, "nonsensitive": {moves}, "one": {moves}, "reverse": {moves},
	"sensitive": {moves}, "setintersection": {compares}, "setproduct": {moves}, "setsubtract": {compares}, "setunion": {moves},
	"slice": {moves, selects}, "sort": {moves}, "split": {inspects, moves}, "tolist": {moves}, "tomap": {moves}, "toset": {moves},
	"tostring": {moves}, "transpose": {moves}, "trimspace": {moves}, "values": {moves}, "yamldecode": {moves}, "yamlencode": {moves},
	"zipmap": {selects, moves},
	// These have their own rules.
	"try": {moves}, "can": {moves},
	// Addresses of blocks that are not known yet are cut as those that are.
	"cidrhost": {moves, selects}, "cidrnetmask": {moves}, "cidrsubnet": {moves, selects}, "cidrsubnets": {moves, selects},
}

func newCall(e *hclsyntax.FunctionCallExpr) hclsyntax.Expression {
	name := e.Name
	if rest, ok := strings.CutPrefix(name, "core::"); ok {
		name = rest
	}
	e.Name = name
	as, known := roles[name]
	for i, a := range e.Args {
		how := inspects
		if known {
			how = as[min(i, len(as)-1)]
		}
		switch how {
		case selects:
			e.Args[i] = &selecting{a}
		case inspects:
			e.Args[i] = &inspect{a}
		case compares:
			e.Args[i] = &comparing{a}
		}
		if takesOrder[name] {
			e.Args[i] = &sequence{e.Args[i]}
		}
		if name != "try" && name != "can" {
			e.Args[i] = &weighed{e.Args[i]}
		}
	}
	return &call{e, name}
}

// takesOrder are functions that take a set for what is in an order.
var takesOrder = map[string]bool{
	"chunklist": true, "distinct": true, "flatten": true, "jsonencode": true, "reverse": true, "tolist": true, "yamlencode": true,
}

// selecting is an argument that selects: the function may then give any part of
// the others, or none.
type selecting struct{ hclsyntax.Expression }

func (n *selecting) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := n.Expression.Value(ctx)
	return unsure(judged(v)), diags
}

// comparing is an argument whose ids are compared: two of different names are
// different, but for those that may be the same under another name.
type comparing struct{ hclsyntax.Expression }

func (n *comparing) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := n.Expression.Value(ctx)
	for m := range deepMarks(v) {
		if m, ok := m.(means); ok && m.alias {
			return contents(v), diags
		}
	}
	return v, diags
}

// length is the number of elements of a collection.
func length(v cty.Value) int {
	v, _ = v.Unmark()
	if !v.IsKnown() || v.IsNull() || !v.CanIterateElements() {
		return 0
	}
	return v.LengthInt()
}

func (n *call) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	f := frameOf(ctx)
	f.run.count(4)
	switch {
	case n.name == "try" || n.name == "can":
		return n.attempt(ctx, f)
	case !f.run.knows(n.name):
		// A provider's, or one of a later Terraform.
		return unknownBecause("known after apply; tfreach does not know the function " + n.name), nil
	}
	v, diags := n.FunctionCallExpr.Value(ctx)
	if diags.HasErrors() {
		return v, diags
	}
	f.run.fits(v)
	f.run.count(length(v))
	marks := deepMarks(v)
	if has[partial](v.Marks()) && !passesObjects[n.name] {
		return unknownBecause("known after apply; " + n.name + " is given an object of which tfreach does not know all attributes"), nil
	}
	if !arranges[n.name] && restsOnIDs(marks) {
		v = v.Mark(computed{})
	}
	if restsOnBlocks(marks) && !keepsBlocks(n.name) {
		v = contents(v)
	}
	if !keepsElements[n.name] || !v.IsKnown() {
		v = unsure(v)
	}
	f.run.doubt(v)
	return v, nil
}

// keepsElements are functions whose result holds elements of their arguments as
// they are, and where each comes from does not depend on what they are: of
// elements that are null or empty only those that are chosen to be so are dropped.
var keepsElements = map[string]bool{
	"chunklist": true, "coalesce": true, "coalescelist": true, "compact": true, "concat": true, "element": true, "flatten": true, "lookup": true,
	"merge": true, "nonsensitive": true, "one": true, "reverse": true, "sensitive": true, "slice": true, "tolist": true, "tomap": true,
	"tostring": true, "values": true, "zipmap": true,
}

// arranges are functions that put values together, or pick them by a position or
// a key, without a look at what they are: with other ids they do the same with
// those, and samples tell nothing more. A set, whose order depends on ids, is
// marked as computed where it is made.
var arranges = map[string]bool{
	"concat": true, "element": true, "flatten": true, "lookup": true, "merge": true, "one": true, "reverse": true, "slice": true, "values": true,
}

// passesObjects are functions that may give an object back as they got it.
var passesObjects = map[string]bool{"coalesce": true, "element": true, "lookup": true, "one": true, "sensitive": true, "nonsensitive": true}

// attempt is try(...) or can(...). That an argument fails is certain where it
// fails whatever the ids are; else their contents decide.
func (n *call) attempt(ctx *hcl.EvalContext, f *frame) (cty.Value, hcl.Diagnostics) {
	var marks []cty.ValueMarks
	for i, a := range n.Args {
		if e, ok := a.(*inspect); ok {
			a = e.Expression
		}
		doubts := f.run.doubts
		v, diags := a.Value(ctx)
		f.run.count(1)
		mayFail := f.run.doubts > doubts
		f.run.doubts = doubts
		if undecided := functions.UndecidedIn(diags); undecided != nil {
			return unknownBecause("known after apply; " + undecided.Error()), nil
		}
		if diags.HasErrors() {
			if f.run.failsByIDs(a, ctx) {
				marks = append(marks, cty.NewValueMarks(chosen{}, open{}))
			}
			if n.name == "can" {
				return cty.False.WithMarks(marks...), nil
			}
			continue
		}
		its, known := deepMarks(v), v.IsWhollyKnown()
		if v.IsKnown() && isTraversal(a) && f.run.kind != planned {
			// Of what is behind a name, parts do not matter but to Terraform while it plans.
			its, known = v.Marks(), true
		}
		if !known || has[chosen](its) || mayFail {
			// What is known later, or what is chosen then, may still fail, and then
			// another is taken (as in ext/tryfunc).
			marks = append(marks, deepMarks(v))
			caught := n.name == "can"
			for _, other := range n.Args[i+1:] {
				o, diags := other.Value(ctx)
				if !diags.HasErrors() {
					marks = append(marks, deepMarks(o))
				}
				caught = caught || !diags.HasErrors() && f.run.doubts == doubts
				f.run.doubts = doubts
			}
			if !caught {
				// All may fail.
				f.run.doubts++
			}
			return cty.DynamicVal.WithMarks(append(marks, cty.NewValueMarks(chosen{}, open{}))...), nil
		}
		if n.name == "can" {
			v = cty.True.WithMarks(deepMarks(judged(v)))
		}
		return v.WithMarks(marks...), nil
	}
	return cty.DynamicVal, hcl.Diagnostics{{Severity: hcl.DiagError, Summary: "No argument of try succeeds", Subject: n.Range().Ptr()}}
}

// isTraversal reports whether an expression only follows names and constant keys:
// whether it fails does not depend on what an id is.
func isTraversal(e hclsyntax.Expression) bool {
	switch e := e.(type) {
	case *lookup:
		return true
	case *traverse:
		return isTraversal(e.source)
	case *index:
		_, constant := e.key.(*hclsyntax.LiteralValueExpr)
		return constant && isTraversal(e.collection)
	}
	return false
}
