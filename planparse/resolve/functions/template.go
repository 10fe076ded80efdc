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

// renderer renders templates.
type renderer struct {
	files Files
	// functions are those of templates. Terraform allows no template in another.
	functions map[string]function.Function
}

func newRenderer(files Files, base map[string]function.Function) renderer {
	r := renderer{files: files, functions: maps.Clone(base)}
	r.functions["templatefile"] = notInTemplates
	r.functions["templatestring"] = notInTemplates
	for name, f := range maps.Clone(r.functions) {
		r.functions["core::"+name] = f
	}
	return r
}

var notInTemplates = function.New(&function.Spec{
	VarParam: &function.Parameter{Name: "args", Type: customdecode.ExpressionClosureType},
	Type:     function.StaticReturnType(cty.DynamicPseudoType),
	Impl: func([]cty.Value, cty.Type) (cty.Value, error) {
		return cty.NilVal, fail("a template cannot render another")
	},
})

var templateVars = function.Parameter{Name: "vars", Type: cty.DynamicPseudoType, AllowMarked: true}

func (r renderer) templateFile() function.Function {
	return picks(function.New(&function.Spec{
		Params: []function.Parameter{text("path"), templateVars},
		Type:   function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			content, instead, err := readFile(r.files, args[0].AsString(), ty)
			if err != nil {
				return cty.NilVal, badArgument(0, "there is no such file")
			}
			if instead != cty.NilVal {
				return withMarks(instead, args[1]), nil
			}
			return r.render(0, content, args[1])
		},
	}))
}

// templateString takes its template by reference only.
func (r renderer) templateString() function.Function {
	return picks(function.New(&function.Spec{
		Params: []function.Parameter{{Name: "template", Type: customdecode.ExpressionClosureType}, templateVars},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			closure := customdecode.ExpressionClosureFromVal(args[0])
			if !isReference(closure.Expression) {
				return cty.NilVal, badArgument(0, "it must be a reference to a string")
			}
			v, diags := closure.Value()
			if undecided := UndecidedIn(diags); undecided != nil {
				return cty.NilVal, undecided
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
	switch e := hcl.UnwrapExpression(expr).(type) {
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
	if _, err := utf8Text(src); err != nil {
		return cty.NilVal, err
	}
	if err := source.CheckTemplate("the template", src); err != nil {
		return cty.NilVal, &Undecided{Reason: "the template nests too deep"}
	}
	expr, diags := hclsyntax.ParseTemplate(src, "template", hcl.InitialPos)
	if diags.HasErrors() {
		return cty.NilVal, badArgument(i, "it is no valid template")
	}
	if Unwritable(expr) {
		return cty.NilVal, &Undecided{Reason: "a number in the template has more digits than tfreach takes"}
	}
	scope, marks, err := templateScope(expr, vars)
	if err != nil {
		return cty.NilVal, err
	}
	m := &meter{marks: cty.ValueMarks{}}
	v, diags := m.attach(expr).Value(&hcl.EvalContext{Variables: scope, Functions: r.functions})
	if undecided := UndecidedIn(diags); undecided != nil {
		return cty.NilVal, undecided
	}
	if diags.HasErrors() {
		return cty.NilVal, fail("the template fails")
	}
	if v.IsNull() {
		return cty.NilVal, fail("the result of the template is null")
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
