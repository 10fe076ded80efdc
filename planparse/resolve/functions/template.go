package functions

import (
	"maps"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/customdecode"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/tfreach/tfreach/planparse/source"
)

// maxTemplates is how deep templates may render each other. Terraform's own bound
// is 1024.
const maxTemplates = 64

// renderer renders templates.
type renderer struct {
	files Files
	base  map[string]function.Function // all but those that render
	// within is set inside a template.
	within *meter
	depth  int
}

var templateVars = function.Parameter{Name: "vars", Type: cty.DynamicPseudoType, AllowMarked: true}

func (r renderer) templateFile() function.Function {
	return moves(function.New(&function.Spec{
		Params: []function.Parameter{text("path"), templateVars},
		Type:   function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			content, instead, err := readFile(r.files, args[0].AsString(), ty)
			if err != nil {
				return cty.NilVal, badArgument(0, "there is no such file")
			}
			if instead != cty.NilVal {
				return instead, nil
			}
			return r.render(0, content, args[1])
		},
	}))
}

// templateString takes its template by reference only. Terraform allows it in no
// template.
func (r renderer) templateString() function.Function {
	return moves(function.New(&function.Spec{
		Params: []function.Parameter{{Name: "template", Type: customdecode.ExpressionClosureType}, templateVars},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			if r.within != nil {
				return cty.NilVal, fail("templatestring cannot be used in a template")
			}
			closure := customdecode.ExpressionClosureFromVal(args[0])
			if !isReference(closure.Expression) {
				return cty.NilVal, badArgument(0, "it must be a reference to a string")
			}
			v, diags := closure.Value()
			if exceeded := exceededIn(diags); exceeded != nil {
				return cty.NilVal, exceeded
			}
			if diags.HasErrors() {
				return cty.NilVal, badArgument(0, "the reference is not valid")
			}
			plain, marks := v.Unmark()
			switch {
			case plain.Type() != cty.String && plain.Type() != cty.DynamicPseudoType, plain.IsNull():
				return cty.NilVal, badArgument(0, "it must be a reference to a string")
			case !plain.IsKnown():
				return unknownWith(ty, v, args[1]), nil
			}
			rendered, err := r.render(0, []byte(plain.AsString()), args[1])
			if err != nil {
				return cty.NilVal, err
			}
			if rendered, err = asString(rendered); err != nil {
				return cty.NilVal, err
			}
			return rendered.WithMarks(marks), nil
		},
	}))
}

// isReference reports whether an expression only names something, or a part of it.
func isReference(expr hcl.Expression) bool {
	switch e := expr.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		return true
	case *hclsyntax.RelativeTraversalExpr:
		return isReference(e.Source)
	case *hclsyntax.IndexExpr:
		return isReference(e.Collection)
	case *hclsyntax.SplatExpr:
		return isReference(e.Source)
	}
	return false
}

// render renders a template that argument i gives.
func (r renderer) render(i int, src []byte, vars cty.Value) (cty.Value, error) {
	if r.depth >= maxTemplates {
		return cty.NilVal, atMost(float64(r.depth+1), maxTemplates, "templates within each other")
	}
	if _, err := utf8Text(src); err != nil {
		return cty.NilVal, err
	}
	if err := source.CheckTemplate("the template", src); err != nil {
		return cty.NilVal, &Exceeded{What: "the brackets within each other that are read here"}
	}
	expr, diags := hclsyntax.ParseTemplate(src, "template", hcl.InitialPos)
	if diags.HasErrors() {
		return cty.NilVal, badArgument(i, "it is no valid template")
	}
	scope, marks, err := templateScope(expr, vars)
	if err != nil {
		return cty.NilVal, err
	}
	m := r.within
	if m == nil {
		m = &meter{marks: cty.NewValueMarks()}
	}
	top := m.attach(expr)
	v, diags := top.Value(&hcl.EvalContext{Variables: scope, Functions: r.functions(m)})
	if exceeded := exceededIn(diags); exceeded != nil {
		return cty.NilVal, exceeded
	}
	if diags.HasErrors() {
		return cty.NilVal, fail("the template fails")
	}
	if !v.IsWhollyKnown() {
		// HCL drops marks where what it loops over or joins is unknown.
		_, all := vars.UnmarkDeep()
		v = v.WithMarks(all, m.marks)
	}
	return v.WithMarks(marks), nil
}

// templateScope is the variables of a template. All that it mentions must be
// there, even where it is not evaluated.
func templateScope(expr hclsyntax.Expression, vars cty.Value) (map[string]cty.Value, cty.ValueMarks, error) {
	plain, marks := vars.Unmark()
	if ty := plain.Type(); !ty.IsMapType() && !ty.IsObjectType() {
		return nil, nil, badArgument(1, "it must be a map or an object")
	}
	scope := plain.AsValueMap()
	for name := range scope {
		if !hclsyntax.ValidIdentifier(name) {
			return nil, nil, badArgument(1, "its keys must be names")
		}
	}
	for _, t := range expr.Variables() {
		if _, ok := scope[t.RootName()]; !ok {
			return nil, nil, badArgument(1, "it lacks a variable of the template")
		}
	}
	return scope, marks, nil
}

// functions are those of a template, which may render others within the same
// bounds.
func (r renderer) functions(m *meter) map[string]function.Function {
	inner := renderer{files: r.files, base: r.base, within: m, depth: r.depth + 1}
	table := maps.Clone(r.base)
	table["templatefile"] = inner.templateFile()
	table["templatestring"] = inner.templateString()
	for name, f := range maps.Clone(table) {
		table["core::"+name] = f
	}
	return table
}
