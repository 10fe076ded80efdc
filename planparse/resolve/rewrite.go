package resolve

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/tfreach/tfreach/planparse/resolve/functions"
)

// HCL evaluates an expression node by node. Here the nodes where a choice is
// made, or where names are looked up, are replaced by our own: they look up
// lazily, and they tell what chose from what was chosen. All else, conversions
// and operators above all, stays HCL's.

// rewritten is an expression with our own nodes in it. Nodes of unknown kinds give
// unknown.
func rewritten(e hclsyntax.Expression) hclsyntax.Expression {
	switch e := e.(type) {
	case nil:
		return nil
	case *hclsyntax.LiteralValueExpr, *hclsyntax.AnonSymbolExpr:
		return e
	case *hclsyntax.ScopeTraversalExpr:
		return &lookup{e, e.Traversal}
	case *hclsyntax.RelativeTraversalExpr:
		return &traverse{e, rewritten(e.Source), e.Traversal}
	case *hclsyntax.IndexExpr:
		return &index{e, rewritten(e.Collection), rewritten(e.Key)}
	case *hclsyntax.ConditionalExpr:
		return &conditional{e, rewritten(e.Condition), rewritten(e.TrueResult), rewritten(e.FalseResult)}
	case *hclsyntax.FunctionCallExpr:
		c := *e
		c.Args = rewrittenAll(e.Args)
		return together(e, newCall(&c))
	case *hclsyntax.TupleConsExpr:
		c := *e
		c.Exprs = rewrittenAll(e.Exprs)
		return together(e, &c)
	case *hclsyntax.ObjectConsExpr:
		c := *e
		c.Items = make([]hclsyntax.ObjectConsItem, len(e.Items))
		for i, item := range e.Items {
			c.Items[i] = hclsyntax.ObjectConsItem{KeyExpr: objectKey(item.KeyExpr), ValueExpr: rewritten(item.ValueExpr)}
		}
		return &c
	case *hclsyntax.ForExpr:
		c := *e
		c.CollExpr, c.ValExpr = rewritten(e.CollExpr), &step{rewritten(e.ValExpr)}
		if e.KeyExpr != nil {
			c.KeyExpr = &judge{rewritten(e.KeyExpr)}
		}
		if e.CondExpr != nil {
			c.CondExpr = &judge{rewritten(e.CondExpr)}
		}
		if e.KeyExpr == nil {
			c.CollExpr = &sequence{c.CollExpr}
		}
		c.CollExpr = &elementwise{c.CollExpr, c.KeyVar != ""}
		return together(e, &loop{&c, c.CollExpr})
	case *hclsyntax.SplatExpr:
		// The item is a placeholder that its splat sets; both keep it.
		return together(e, &splat{&hclsyntax.SplatExpr{
			Source: &sequence{rewritten(e.Source)}, Each: rewritten(e.Each), Item: e.Item, SrcRange: e.SrcRange, MarkerRange: e.MarkerRange,
		}})
	case *hclsyntax.TemplateExpr:
		c := *e
		c.Parts = rewrittenAll(e.Parts)
		return &text{&c}
	case *hclsyntax.TemplateJoinExpr:
		return &text{&hclsyntax.TemplateJoinExpr{Tuple: rewritten(e.Tuple)}}
	case *hclsyntax.TemplateWrapExpr:
		return rewritten(e.Wrapped)
	case *hclsyntax.ParenthesesExpr:
		return rewritten(e.Expression)
	case *hclsyntax.BinaryOpExpr:
		if e.Op == hclsyntax.OpEqual || e.Op == hclsyntax.OpNotEqual {
			return &equality{e, rewritten(e.LHS), rewritten(e.RHS)}
		}
		c := *e
		c.LHS, c.RHS = rewritten(e.LHS), rewritten(e.RHS)
		if e.Op == hclsyntax.OpLogicalAnd || e.Op == hclsyntax.OpLogicalOr {
			return &logical{&c}
		}
		return &operation{&c}
	case *hclsyntax.UnaryOpExpr:
		c := *e
		c.Val = rewritten(e.Val)
		return &operation{&c}
	}
	return &hclsyntax.LiteralValueExpr{Val: unknownBecause("known after apply; its expression is of a kind that tfreach does not know"), SrcRange: e.Range()}
}

func rewrittenAll(list []hclsyntax.Expression) []hclsyntax.Expression {
	out := make([]hclsyntax.Expression, len(list))
	for i, e := range list {
		out[i] = rewritten(e)
	}
	return out
}

// objectKey is the key of an object: a word stands for itself.
func objectKey(e hclsyntax.Expression) hclsyntax.Expression {
	if k, ok := e.(*hclsyntax.ObjectConsKeyExpr); ok {
		if !k.ForceNonLiteral && hcl.ExprAsKeyword(k.Wrapped) != "" {
			return k
		}
		e = k.Wrapped
	}
	return &judge{rewritten(e)}
}

func literalNode(v cty.Value, at hcl.Range) hclsyntax.Expression {
	return &hclsyntax.LiteralValueExpr{Val: v, SrcRange: at}
}

// step counts.
type step struct{ hclsyntax.Expression }

func (n *step) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	frameOf(ctx).run.count(1)
	return n.Expression.Value(ctx)
}

// operation is an operator: what it gives is no id.
type operation struct{ hclsyntax.Expression }

func (n *operation) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	frameOf(ctx).run.count(1)
	v, diags := n.Expression.Value(ctx)
	return unsure(v), diags
}

// logical is A && B or A || B. Where one fails that the other makes needless,
// Terraform 1.12 goes on, and those before it fail.
type logical struct{ *hclsyntax.BinaryOpExpr }

func (n *logical) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	r := frameOf(ctx).run
	r.count(1)
	a, aDiags := n.LHS.Value(ctx)
	b, bDiags := n.RHS.Value(ctx)
	e := *n.BinaryOpExpr
	e.LHS, e.RHS = &evaluated{n.LHS, a, aDiags}, &evaluated{n.RHS, b, bDiags}
	v, diags := e.Value(ctx)
	if !diags.HasErrors() && (aDiags.HasErrors() || bDiags.HasErrors()) && !r.goesOn {
		return unknownBecause("known after apply; one operand of && or || fails, and whether both do then depends on the version of Terraform"), nil
	}
	return unsure(v), diags
}

// evaluated is an expression whose value is known already.
type evaluated struct {
	hclsyntax.Expression
	value cty.Value
	diags hcl.Diagnostics
}

func (n *evaluated) Value(*hcl.EvalContext) (cty.Value, hcl.Diagnostics) { return n.value, n.diags }

// judge is an expression that decides what else there is.
type judge struct{ hclsyntax.Expression }

func (n *judge) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	frameOf(ctx).run.count(1)
	v, diags := n.Expression.Value(ctx)
	return unsure(judged(v)), diags
}

// inspect is an argument whose contents decide.
type inspect struct{ hclsyntax.Expression }

func (n *inspect) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := n.Expression.Value(ctx)
	return contents(v), diags
}

// text is a template: its size is bounded, and ids in it are a part of it.
type text struct{ hclsyntax.Expression }

func (n *text) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := n.Expression.Value(ctx)
	frameOf(ctx).run.fits(v)
	return unsure(v), diags
}

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
			return follow(v, n.traversal[1:])
		}
	}
	v, rest, diags := f.name(n.traversal)
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	return follow(v, rest)
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
	return follow(v, n.traversal)
}

// follow takes the steps of a traversal.
func follow(v cty.Value, steps hcl.Traversal) (cty.Value, hcl.Diagnostics) {
	for _, s := range steps {
		var diags hcl.Diagnostics
		switch s := s.(type) {
		case hcl.TraverseAttr:
			v, diags = attribute(v, s.Name, s.SrcRange)
		case hcl.TraverseIndex:
			v, diags = at(v, s.Key, s.SrcRange)
		default:
			return unknownBecause("known after apply; its expression is of a kind that tfreach does not know"), nil
		}
		if diags.HasErrors() {
			return cty.DynamicVal, diags
		}
	}
	return v, nil
}

// attribute is an attribute of an object. Of an object that was read in part, one
// that is not there is unknown, and no mistake.
func attribute(v cty.Value, name string, where hcl.Range) (cty.Value, hcl.Diagnostics) {
	bare, marks := v.Unmark()
	if bare.IsKnown() && !bare.IsNull() && bare.Type().IsObjectType() && has[partial](marks) {
		marks = without[partial](marks)
		if !bare.Type().HasAttribute(name) {
			return unknownBecause("known after apply; tfreach does not know the attribute " + name).WithMarks(marks), nil
		}
		return bare.GetAttr(name).WithMarks(marks), nil
	}
	return hcl.GetAttr(v, name, &where)
}

// at is an element of a collection, or an attribute by its name.
func at(v, key cty.Value, where hcl.Range) (cty.Value, hcl.Diagnostics) {
	if k, _ := key.Unmark(); k.IsKnown() && !k.IsNull() && k.Type() == cty.String && v.Type().IsObjectType() {
		a, diags := attribute(v, k.AsString(), where)
		return a.WithSameMarks(key), diags
	}
	return hcl.Index(v, key, &where)
}

// index is COLLECTION[KEY].
type index struct {
	hclsyntax.Expression
	collection, key hclsyntax.Expression
}

func (n *index) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	r := frameOf(ctx).run
	r.count(1)
	c, diags := n.collection.Value(ctx)
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	k, diags := n.key.Value(ctx)
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	k = judged(k)
	bare, marks := k.Unmark()
	if bare.IsKnown() && !has[chosen](marks) {
		return at(c, k, n.Range())
	}
	// Any element may be meant.
	whole, above := c.Unmark()
	if !whole.IsKnown() || whole.IsNull() || !whole.CanIterateElements() || has[partial](above) || has[open](above) {
		return cty.DynamicVal.WithMarks(deepMarks(c), without[open](marks), cty.NewValueMarks(chosen{}, open{})), nil
	}
	var values []cty.Value
	taken := -1
	for it := whole.ElementIterator(); it.Next(); {
		i, e := it.Element()
		if bare.IsKnown() && sameKey(i, bare) {
			taken = len(values)
		}
		values = append(values, e.WithMarks(above))
	}
	if len(values) == 0 {
		return cty.DynamicVal.WithMarks(marks, cty.NewValueMarks(chosen{}, open{})), nil
	}
	return r.choice(values, taken, marks), nil
}

// sameKey reports whether a key is that of an element.
func sameKey(element, key cty.Value) bool {
	converted, err := convert.Convert(key, element.Type())
	return err == nil && converted.IsKnown() && !converted.IsNull() && converted.RawEquals(element)
}

// conditional is CONDITION ? A : B. HCL lays the marks of both branches on the
// result; here only those of the branch that is taken, where that is certain.
type conditional struct {
	hclsyntax.Expression
	condition, yes, no hclsyntax.Expression
}

func (n *conditional) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	r := frameOf(ctx).run
	r.count(1)
	c, diags := n.condition.Value(ctx)
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	c = judged(c)
	yes, yesDiags := n.yes.Value(ctx)
	no, noDiags := n.no.Value(ctx)
	bare, marks := c.Unmark()
	if bare.IsKnown() && !has[chosen](marks) {
		// The branch that is not taken only lends its type.
		if bare.Type() == cty.Bool && !bare.IsNull() && !yesDiags.HasErrors() && !noDiags.HasErrors() && sameType(yes, no) {
			if bare.True() {
				return yes.WithMarks(marks), nil
			}
			return no.WithMarks(marks), nil
		}
		if isTrue(bare) {
			no, diags = typeOf(no, noDiags), yesDiags
		} else {
			yes, diags = typeOf(yes, yesDiags), noDiags
		}
		if diags.HasErrors() {
			return cty.DynamicVal, diags
		}
		return hclConditional(c, yes, no, n.Range())
	}
	taken := -1
	if bare.IsKnown() {
		taken = 1
		if isTrue(bare) {
			taken = 0
		}
	}
	if !yesDiags.HasErrors() && !noDiags.HasErrors() && sameType(yes, no) {
		return r.choice([]cty.Value{yes, no}, taken, marks), nil
	}
	v := cty.DynamicVal
	if taken >= 0 {
		if converted, diags := hclConditional(bare, typeOf(yes, yesDiags), typeOf(no, noDiags), n.Range()); !diags.HasErrors() {
			v = converted
		}
	}
	return v.WithMarks(deepMarks(yes), deepMarks(no), without[open](marks), cty.NewValueMarks(chosen{}, open{})), nil
}

// sameType reports whether values are of one type, and no conversion is needed.
func sameType(a, b cty.Value) bool {
	t := a.Type()
	return t != cty.DynamicPseudoType && t.Equals(b.Type())
}

func isTrue(v cty.Value) bool {
	b, err := convert.Convert(v, cty.Bool)
	return err == nil && !b.IsNull() && b.True()
}

// typeOf is a value without its marks, or an unknown one where there is none.
func typeOf(v cty.Value, diags hcl.Diagnostics) cty.Value {
	if diags.HasErrors() {
		return cty.DynamicVal
	}
	bare, _ := v.UnmarkDeep()
	return bare
}

func hclConditional(c, yes, no cty.Value, where hcl.Range) (cty.Value, hcl.Diagnostics) {
	e := &hclsyntax.ConditionalExpr{Condition: literalNode(c, where), TrueResult: literalNode(yes, where), FalseResult: literalNode(no, where), SrcRange: where}
	return e.Value(nil)
}

// equality is A == B or A != B. An id is never null or empty, and ids of two
// resources are never the same: that is known before they are.
type equality struct {
	*hclsyntax.BinaryOpExpr
	left, right hclsyntax.Expression
}

func (n *equality) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	r := frameOf(ctx).run
	r.count(1)
	a, diags := n.left.Value(ctx)
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	b, diags := n.right.Value(ctx)
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	if equal, known := r.same(a, b); known {
		return cty.BoolVal(equal == (n.Op == hclsyntax.OpEqual)), nil
	}
	e := &hclsyntax.BinaryOpExpr{LHS: literalNode(a, n.left.Range()), Op: n.Op, RHS: literalNode(b, n.right.Range()), SrcRange: n.Range()}
	v, diags := e.Value(nil)
	return unsure(v), diags
}

func (r *run) same(a, b cty.Value) (equal, known bool) {
	one, first := r.one(a)
	other, second := r.one(b)
	switch {
	case first && second && one.Symbol == other.Symbol:
		return true, true
	case first && second:
		return false, !one.alias && !other.alias
	case r.something(a) && isNothing(b), r.something(b) && isNothing(a):
		return false, true
	case isNothing(b) && b.IsNull():
		return false, isObject(a)
	case isNothing(a) && a.IsNull():
		return false, isObject(b)
	}
	return false, false
}

// isObject reports whether a value is an object for certain, whatever it holds.
func isObject(v cty.Value) bool {
	bare, marks := v.Unmark()
	return bare.IsKnown() && !bare.IsNull() && !has[chosen](marks)
}

// isNothing reports whether a value is known to be null or the empty string.
func isNothing(v cty.Value) bool {
	if v.IsMarked() || !v.IsKnown() {
		return false
	}
	return v.IsNull() || v.Type() == cty.String && v.AsString() == ""
}

// loop is a for expression. HCL forgets the marks of a collection that is
// unknown.
type loop struct {
	*hclsyntax.ForExpr
	collection hclsyntax.Expression
}

func (n *loop) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := n.ForExpr.Value(ctx)
	switch {
	case diags.HasErrors():
	case has[partial](v.Marks()):
		return unknownBecause("known after apply; it takes every attribute of an object of which tfreach does not know all"), nil
	case !v.IsKnown() && !v.IsMarked():
		c, _ := n.collection.Value(ctx)
		v = v.WithMarks(deepMarks(c))
	}
	return v, diags
}

// sequence is a collection whose order counts. That of a set that holds ids rests
// on them, of objects in no way that a few runs tell: so each run has another
// one, in which another element comes first.
type sequence struct{ hclsyntax.Expression }

func (n *sequence) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := n.Expression.Value(ctx)
	bare, marks := v.Unmark()
	if diags.HasErrors() || !bare.Type().IsSetType() || !bare.IsKnown() || bare.IsNull() || bare.LengthInt() < 2 {
		return v, diags
	}
	r := frameOf(ctx).run
	switch {
	case !bare.IsWhollyKnown():
		return unknownBecause("known after apply; it is in the order of a set of which not all is known").WithMarks(marks), nil
	case bare.Type().ElementType().IsPrimitiveType() || r.kind == marked && !restsOnIDs(marks) || r.kind != marked && !r.holdsID(bare):
		return v, nil
	}
	each := bare.AsValueSlice()
	if len(each) > samples {
		return cty.TupleVal(each).WithMarks(marks).Mark(chosen{}).Mark(open{}), nil
	}
	first := r.nth % len(each)
	return cty.TupleVal(slices.Concat(each[first:], each[:first])).WithMarks(marks).Mark(computed{}), nil
}

// holdsID reports whether a value without marks has the id of a symbol in it.
func (r *run) holdsID(v cty.Value) bool {
	found := false
	_ = cty.Walk(v, func(_ cty.Path, v cty.Value) (bool, error) {
		if !v.IsKnown() || v.IsNull() || v.Type() != cty.String {
			return !found, nil
		}
		_, id := r.symbols[v.AsString()]
		found = found || id
		return !found, nil
	})
	return found
}

// elementwise is a collection that is looped over. What marks it marks each
// element as well: the order and the contents of a set or of a sorted list rest on
// all ids in it.
type elementwise struct {
	hclsyntax.Expression
	// keyed: the keys are used, too.
	keyed bool
}

func (n *elementwise) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := n.Expression.Value(ctx)
	bare, marks := v.Unmark()
	if diags.HasErrors() || !restsOnIDs(marks) || !bare.IsKnown() || bare.IsNull() || !bare.CanIterateElements() {
		return v, diags
	}
	inner := without[partial](marks)
	switch t := bare.Type(); {
	case t.IsObjectType() || t.IsMapType():
		each := bare.AsValueMap()
		for k, e := range each {
			each[k] = e.WithMarks(inner)
		}
		return cty.ObjectVal(each).WithMarks(marks), nil
	case t.IsSetType() && n.keyed:
		// Keys cannot be marked, and those of a set are its elements.
		return v.Mark(chosen{}).Mark(open{}), nil
	}
	each := bare.AsValueSlice()
	for i, e := range each {
		each[i] = e.WithMarks(inner)
	}
	return cty.TupleVal(each).WithMarks(marks), nil
}

// splat is SOURCE[*]. It takes objects as a whole.
type splat struct{ *hclsyntax.SplatExpr }

func (n *splat) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := n.SplatExpr.Value(ctx)
	bare, marks := v.Unmark()
	return bare.WithMarks(without[partial](marks)), diags
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
	if rest, ok := cutPrefix(name, "core::"); ok {
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
var takesOrder = map[string]bool{"flatten": true, "reverse": true, "tolist": true}

func cutPrefix(s, prefix string) (string, bool) {
	if len(s) > len(prefix) && s[:len(prefix)] == prefix {
		return s[len(prefix):], true
	}
	return s, false
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
	if !keepsElements[n.name] || !v.IsKnown() {
		v = unsure(v)
	}
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
		v, diags := a.Value(ctx)
		f.run.count(1)
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
		its := deepMarks(v)
		if v.IsKnown() && isTraversal(a) {
			// Of what is behind a name, parts do not matter.
			its = v.Marks()
		}
		if !v.IsWhollyKnown() && !(v.IsKnown() && isTraversal(a)) || has[chosen](its) {
			// What is known later, or what is chosen then, may still fail, and then
			// another is taken (as in ext/tryfunc).
			marks = append(marks, deepMarks(v))
			for _, other := range n.Args[i+1:] {
				if o, diags := other.Value(ctx); !diags.HasErrors() {
					marks = append(marks, deepMarks(o))
				}
			}
			return cty.DynamicVal.WithMarks(append(marks, cty.NewValueMarks(chosen{}, open{}))...), nil
		}
		if n.name == "can" {
			v = cty.True.WithMarks(deepMarks(judged(v)))
		}
		return v.WithMarks(marks...), nil
	}
	if n.name == "can" {
		return cty.False.WithMarks(marks...), nil
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
