package functions

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// maxEffort is how much may pass through the expressions of one template: bytes of
// text, each value counting as perValue.
const (
	maxEffort = 4 * maxText
	perValue  = 16
)

// meter bounds what a template does: loops within loops and variables written
// often make much of little. Each expression whose value others loop over, copy or
// compare goes through it.
type meter struct {
	effort   int
	exceeded *hcl.Diagnostic
	// marks are those of all that passed.
	marks cty.ValueMarks
}

// metered is an expression that a meter watches.
type metered struct {
	hclsyntax.Expression
	m *meter
	// variables are those of an argument of try or can.
	variables []hcl.Traversal
	// operand: an operator or an index may convert it to a number.
	operand bool
}

// Variables looks not into the expression, parts of which hide in others of its
// kind.
func (e *metered) Variables() []hcl.Traversal { return e.variables }

func (e *metered) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	if e.m.exceeded != nil {
		return cty.DynamicVal, hcl.Diagnostics{e.m.exceeded}
	}
	v, diags := e.Expression.Value(ctx)
	if !diags.HasErrors() && (!e.m.pass(v) || e.operand && !e.m.within(Writable(v))) {
		return cty.DynamicVal, hcl.Diagnostics{e.m.exceeded}
	}
	return v, diags
}

func (m *meter) pass(v cty.Value) bool {
	s, err := measure(v)
	m.effort += perValue*s.elements + s.text
	if err == nil {
		err = atMost(float64(m.effort), maxEffort, "bytes of text in a template's values")
	}
	if !m.within(err) {
		return false
	}
	_, marks := v.UnmarkDeep()
	for mark := range marks {
		m.marks[mark] = struct{}{}
	}
	return true
}

// within ends the evaluation where a bound is exceeded.
func (m *meter) within(err error) bool {
	if err != nil {
		m.exceeded = &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Bound exceeded", Detail: err.Error(), Extra: err}
	}
	return err == nil
}

// attach makes a meter watch a parsed template.
func (m *meter) attach(top hclsyntax.Expression) hclsyntax.Expression {
	var nodes []hclsyntax.Node
	variables := map[hclsyntax.Expression][]hcl.Traversal{}
	// A walk does not see through what it replaces, so it is over before.
	hclsyntax.VisitAll(top, func(n hclsyntax.Node) hcl.Diagnostics {
		nodes = append(nodes, n)
		if call, ok := n.(*hclsyntax.FunctionCallExpr); ok && attempts(call.Name) {
			for _, arg := range call.Args {
				variables[arg] = arg.Variables()
			}
		}
		return nil
	})
	watchAs := func(operand bool, exprs ...*hclsyntax.Expression) {
		for _, e := range exprs {
			if *e != nil {
				*e = &metered{Expression: *e, m: m, variables: variables[*e], operand: operand}
			}
		}
	}
	watch := func(exprs ...*hclsyntax.Expression) { watchAs(false, exprs...) }
	all := func(exprs []hclsyntax.Expression) {
		for i := range exprs {
			watch(&exprs[i])
		}
	}
	for _, n := range nodes {
		switch n := n.(type) {
		case *hclsyntax.TemplateExpr:
			all(n.Parts)
		case *hclsyntax.FunctionCallExpr:
			all(n.Args)
		case *hclsyntax.TupleConsExpr:
			all(n.Exprs)
		case *hclsyntax.ObjectConsExpr:
			for i := range n.Items {
				watch(&n.Items[i].ValueExpr)
			}
		case *hclsyntax.ForExpr:
			watch(&n.CollExpr, &n.KeyExpr, &n.ValExpr, &n.CondExpr)
		case *hclsyntax.SplatExpr:
			watch(&n.Source)
		case *hclsyntax.ConditionalExpr:
			watch(&n.TrueResult, &n.FalseResult)
		case *hclsyntax.BinaryOpExpr:
			watchAs(converts(n.Op), &n.LHS, &n.RHS)
		case *hclsyntax.UnaryOpExpr:
			watchAs(true, &n.Val)
		case *hclsyntax.IndexExpr:
			watchAs(true, &n.Key)
		}
	}
	watch(&top)
	return top
}

func attempts(name string) bool {
	name = strings.TrimPrefix(name, "core::")
	return name == "try" || name == "can"
}
