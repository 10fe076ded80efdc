package resolve

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/tfreach/tfreach/planparse/address"
	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/source"
)

// maxChain bounds how many references lead from one to the next.
const maxChain = 64

// scope is a module instance: where names in expressions are looked up.
type scope struct {
	module address.Module
	path   string // the module's call path
}

func scopeOf(res *planjson.Resource) scope { return scope{res.Module, callPath(res.Module)} }

func unknownFor(reason string) Ref { return Ref{State: Unknown, Reason: reason} }

// bare is the traversal of an expression that is one and nothing else.
func bare(expr hcl.Expression) (hcl.Traversal, bool) {
	switch e := expr.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		return e.Traversal, true
	case *hclsyntax.ParenthesesExpr:
		return bare(e.Expression)
	case *hclsyntax.TemplateWrapExpr:
		return bare(e.Wrapped)
	}
	return nil, false
}

// follow resolves an expression that names one thing: a resource's attribute,
// a module's input, a module's output. types are those whose ids are wanted.
func (r *Resolver) follow(expr hcl.Expression, s scope, types []string, left int) Ref {
	t, ok := bare(expr)
	if !ok || left == 0 {
		return unknownFor(notEvaluated)
	}
	root, _ := t[0].(hcl.TraverseRoot)
	name, t := root.Name, t[1:]
	if name == "resource" && len(t) > 0 {
		first, _ := t[0].(hcl.TraverseAttr)
		name, t = first.Name, t[1:]
	}
	switch name {
	case "var":
		expr, outer, reason := r.argument(t, s)
		if expr == nil {
			return unknownFor(reason)
		}
		return r.follow(expr, outer, types, left-1)
	case "module":
		expr, inner, reason := r.result(t, s)
		if expr == nil {
			return unknownFor(reason)
		}
		return r.follow(expr, inner, types, left-1)
	case "local", "each", "count", "path", "terraform", "tofu", "self", "ephemeral":
		return unknownFor(notEvaluated)
	case "data":
		if len(t) == 0 {
			return unknownFor(notEvaluated)
		}
		typ, _ := t[0].(hcl.TraverseAttr)
		return r.resource(address.Resource{Module: s.module, Data: true, Type: typ.Name}, t[1:], types)
	}
	return r.resource(address.Resource{Module: s.module, Type: name}, t, types)
}

// steps splits NAME[KEY].ATTRIBUTE.
func steps(t hcl.Traversal) (name string, key address.Key, attribute string, ok bool) {
	if len(t) < 2 || len(t) > 3 {
		return "", key, "", false
	}
	first, ok1 := t[0].(hcl.TraverseAttr)
	last, ok2 := t[len(t)-1].(hcl.TraverseAttr)
	ok = ok1 && ok2
	if len(t) == 3 {
		i, ok3 := t[1].(hcl.TraverseIndex)
		if !ok3 {
			return "", key, "", false
		}
		var ok4 bool
		key, ok4 = indexKey(i.Key)
		ok = ok && ok4
	}
	return first.Name, key, last.Name, ok
}

// resource resolves NAME[KEY].ATTRIBUTE of a resource type.
func (r *Resolver) resource(at address.Resource, t hcl.Traversal, types []string) Ref {
	name, key, attribute, ok := steps(t)
	if !ok {
		return unknownFor(notEvaluated)
	}
	at.Name, at.Key = name, key
	res := r.instance(at)
	if res == nil {
		return unknownFor(notEvaluated)
	}
	v := res.After.Get(attribute)
	isID := slices.Contains(r.types.IDs(res.Type), attribute)
	switch {
	case v.Kind == planjson.String && v.Text != "" && isID && !res.Data:
		return Ref{State: Exact, Symbols: []Symbol{{res.String(), attribute}}, ID: v.Text, How: ByValue}
	case v.Kind == planjson.String && v.Text != "":
		if isID {
			types = append([]string{res.Type}, types...)
		}
		return r.value(v, false, types)
	case v.Kind != planjson.Unknown:
		return unknownFor(notEvaluated)
	case isID && !res.Data:
		return Ref{State: Exact, Symbols: []Symbol{{res.String(), attribute}}, How: BySource}
	case isID:
		return r.deferred(res, attribute, types)
	}
	// Another attribute has the value of its own expression.
	return r.After(res).Get(attribute).Ref(types...)
}

// instance finds a resource by its address, whose key may be of the other type.
func (r *Resolver) instance(at address.Resource) *planjson.Resource {
	res := r.byAddr[at.String()]
	if res != nil && res.After.Kind != planjson.Null {
		return res
	}
	if k, ok := otherKey(at.Key); ok {
		at.Key = k
		if other := r.byAddr[at.String()]; other != nil {
			return other
		}
	}
	return res
}

// argument finds the expression of var.NAME: the argument of the module call, in
// the module that calls.
func (r *Resolver) argument(t hcl.Traversal, s scope) (hcl.Expression, scope, string) {
	if len(t) != 1 || len(s.module) == 0 {
		return nil, scope{}, notEvaluated
	}
	name, ok := t[0].(hcl.TraverseAttr)
	if !ok {
		return nil, scope{}, notEvaluated
	}
	outer := scope{s.module[:len(s.module)-1], callPath(s.module[:len(s.module)-1])}
	called := s.module[len(s.module)-1].Name
	files := r.src.Modules[outer.path]
	if files == nil || files.Calls[called] == nil {
		return nil, scope{}, notEvaluated
	}
	expr := source.Attribute(files.Calls[called].Body, name.Name)
	if expr == nil {
		return nil, scope{}, notEvaluated
	}
	if m := r.moduleOf(outer.module); m != nil && m.Calls[called] != nil {
		if shown, has := m.Calls[called].Arguments[name.Name]; !has || !sameExpr(shown, expr) {
			return nil, scope{}, notSameSources
		}
	}
	return expr, outer, ""
}

// result finds the expression of module.NAME[KEY].OUTPUT, inside the module.
func (r *Resolver) result(t hcl.Traversal, s scope) (hcl.Expression, scope, string) {
	name, key, output, ok := steps(t)
	if !ok {
		return nil, scope{}, notEvaluated
	}
	outer := r.src.Modules[s.path]
	if outer == nil || outer.Calls[name] == nil || outer.Calls[name].Repeats == key.IsNone() {
		return nil, scope{}, notEvaluated
	}
	inner := append(slices.Clone(s.module), address.Step{Name: name, Key: key})
	if other, ok := otherKey(key); ok && !r.modules[inner.String()] {
		inner[len(inner)-1].Key = other
		if !r.modules[inner.String()] {
			inner[len(inner)-1].Key = key
		}
	}
	path := callPath(inner)
	m := r.src.Modules[path]
	switch {
	case m == nil:
		return nil, scope{}, notEvaluated
	case m.Missing != "":
		return nil, scope{}, notAtHand(inner.String(), m)
	}
	expr := m.Outputs[output]
	if expr == nil {
		return nil, scope{}, notEvaluated
	}
	if shown := r.moduleOf(inner); shown != nil {
		if want, has := shown.Outputs[output]; !has || !sameExpr(want, expr) {
			return nil, scope{}, notSameSources
		}
	}
	return expr, scope{inner, path}, ""
}

// followList resolves an expression that is a list written out, through inputs
// and outputs. Elements may be unknown; the reason is set when the list is.
func (r *Resolver) followList(expr hcl.Expression, s scope, types []string, left int) ([]Ref, string) {
	if left == 0 {
		return nil, notEvaluated
	}
	switch e := expr.(type) {
	case *hclsyntax.ParenthesesExpr:
		return r.followList(e.Expression, s, types, left-1)
	case *hclsyntax.TupleConsExpr:
		refs := make([]Ref, len(e.Exprs))
		for i, item := range e.Exprs {
			if lit, ok := literal(item); ok && lit.Type() == cty.String && !lit.IsNull() {
				refs[i] = r.value(planjson.Value{Kind: planjson.String, Text: lit.AsString()}, false, types)
				continue
			}
			refs[i] = r.follow(item, s, types, left-1)
		}
		return refs, ""
	}
	t, ok := bare(expr)
	if !ok {
		return nil, notEvaluated
	}
	var next hcl.Expression
	var at scope
	reason := notEvaluated
	switch root, _ := t[0].(hcl.TraverseRoot); root.Name {
	case "var":
		next, at, reason = r.argument(t[1:], s)
	case "module":
		next, at, reason = r.result(t[1:], s)
	}
	if next == nil {
		return nil, reason
	}
	return r.followList(next, at, types, left-1)
}
