package resolve

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/tfreach/tfreach/planparse/address"
	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/source"
)

// The reasons for which a reference is not exact.
const (
	needsSources   = "known after apply; the configuration decides it (--source)"
	notEvaluated   = "known after apply; its expression is not evaluated yet"
	notConfigured  = "known after apply; nothing in the configuration sets it"
	notSameSources = "known after apply; the configuration given does not match the plan here"
)

// maxChain bounds how many references lead from one to the next.
const maxChain = 64

// unknown resolves an id that the plan does not know.
func (r *Resolver) unknown(a Attr, types []string) Ref {
	key := a.res.String() + "." + a.Path()
	if ref, ok := r.memo[key]; ok {
		return ref
	}
	// What refers to itself on the way is found here.
	r.memo[key] = Ref{State: Unknown, Reason: notEvaluated}
	ref := r.evidence(a, types)
	r.memo[key] = ref
	return ref
}

func (r *Resolver) evidence(a Attr, types []string) Ref {
	expr, reason := r.expression(a)
	if expr == nil {
		return r.mentioned(a, types, reason)
	}
	ref := r.follow(expr, scope{a.res.Module, callPath(a.res.Module)}, maxChain)
	if ref.State == Unknown {
		return r.mentioned(a, types, ref.Reason)
	}
	return ref
}

// list resolves a list or set that is unknown as a whole. Its expression tells
// the elements only when it is a list of references written out.
func (r *Resolver) list(a Attr) ([]Attr, string) {
	expr, reason := r.expression(a)
	if expr == nil {
		return nil, reason
	}
	refs, reason := r.followList(expr, scope{a.res.Module, callPath(a.res.Module)}, maxChain)
	if reason != "" {
		return nil, reason
	}
	out := make([]Attr, len(refs))
	for i := range refs {
		out[i] = Attr{r: r, res: a.res, parent: &a, index: i, value: planjson.Value{Kind: planjson.Unknown}, ref: &refs[i]}
	}
	return out, ""
}

// expression finds the expression of an attribute in the sources, provided that
// the plan's own view of the configuration does not contradict it.
func (r *Resolver) expression(a Attr) (hcl.Expression, string) {
	if r.src == nil {
		return nil, needsSources
	}
	m := r.src.Modules[callPath(a.res.Module)]
	if m == nil {
		return nil, notSameSources
	}
	if m.Missing != "" {
		return nil, "known after apply; the source of module " + a.res.Module.String() + " is not at hand: " + m.Missing
	}
	block := r.blockOf(a.res)
	switch {
	case block == nil:
		return nil, notSameSources
	case block.Overridden:
		return nil, notEvaluated
	}
	body, reason := r.body(a.parent, block.Body)
	if body == nil {
		return nil, reason
	}
	expr := source.Attribute(body, a.name)
	if expr == nil {
		return nil, notConfigured
	}
	if !r.agrees(a, expr) {
		return nil, notSameSources
	}
	return expr, ""
}

// body finds the block that the attributes below a belong to.
func (r *Resolver) body(a *Attr, root hcl.Body) (hcl.Body, string) {
	if a == nil || a.parent == nil {
		return root, ""
	}
	// Blocks are elements of a list: a is the element, its parent the list.
	list := a.parent
	if a.index < 0 {
		list = a
	}
	outer, reason := r.body(list.parent, root)
	if outer == nil {
		return nil, reason
	}
	blocks, dynamic := source.Blocks(outer, list.name)
	if dynamic || len(blocks) != len(list.value.Items) {
		return nil, notEvaluated
	}
	var match hcl.Body
	for _, b := range blocks {
		if !fits(b.Body, a.value) {
			continue
		}
		if match != nil {
			return nil, notEvaluated
		}
		match = b.Body
	}
	if match == nil {
		return nil, notEvaluated
	}
	return match, ""
}

// fits reports whether a block may be the one that a value was made from: its
// literal attributes are the value's. Sets have no order, so this, and not the
// position, tells blocks apart.
func fits(body hcl.Body, v planjson.Value) bool {
	for _, f := range v.Fields {
		expr := source.Attribute(body, f.Name)
		if expr == nil {
			if f.Value.IsKnown() && !f.Value.IsEmpty() && f.Value.Kind != planjson.Bool && f.Value.Kind != planjson.Number {
				return false
			}
			continue
		}
		if lit, ok := literal(expr); ok && f.Value.IsKnown() && !sameLiteral(lit, f.Value) {
			return false
		}
	}
	return true
}

// literal is the value of an expression without names and functions.
func literal(expr hcl.Expression) (cty.Value, bool) {
	if len(expr.Variables()) > 0 {
		return cty.NilVal, false
	}
	v, diags := expr.Value(nil)
	if diags.HasErrors() || !v.IsKnown() {
		return cty.NilVal, false
	}
	return v, true
}

func sameLiteral(lit cty.Value, v planjson.Value) bool {
	if lit.IsNull() {
		return v.IsEmpty()
	}
	switch lit.Type() {
	case cty.String:
		return lit.AsString() == v.Text || lit.AsString() == "" && v.IsEmpty()
	case cty.Bool:
		return (v.Text == "true") == lit.True()
	case cty.Number:
		return lit.AsBigFloat().Text('f', -1) == v.Text
	}
	// Collections are not compared here.
	return true
}

// agrees reports whether an expression mentions what the plan says that it
// mentions: sources that were edited since say something else. A plan without a
// configuration cannot contradict.
func (r *Resolver) agrees(a Attr, expr hcl.Expression) bool {
	if r.plan.Config == nil {
		return true
	}
	c := r.configOf(a.res)
	if c == nil {
		return false
	}
	top := a
	for top.parent.parent != nil {
		top = *top.parent
	}
	mentioned := c.Arguments[top.name].Mentions(nil)
	for _, t := range expr.Variables() {
		if name := traversalText(t); name != "" && !slices.Contains(mentioned, name) {
			return false
		}
	}
	return a.parent.parent != nil || len(mentioned) == 0 == (len(expr.Variables()) == 0)
}

// traversalText is a traversal as plans print it; empty for one with a splat or
// a computed index.
func traversalText(t hcl.Traversal) string {
	var b strings.Builder
	for _, step := range t {
		switch s := step.(type) {
		case hcl.TraverseRoot:
			b.WriteString(s.Name)
		case hcl.TraverseAttr:
			b.WriteString("." + s.Name)
		case hcl.TraverseIndex:
			k, ok := indexKey(s.Key)
			if !ok {
				return ""
			}
			b.WriteString(k.String())
		default:
			return ""
		}
	}
	return b.String()
}

func indexKey(v cty.Value) (address.Key, bool) {
	if !v.IsKnown() || v.IsNull() {
		return address.Key{}, false
	}
	switch v.Type() {
	case cty.String:
		return address.StringKey(v.AsString()), true
	case cty.Number:
		if i, acc := v.AsBigFloat().Int64(); acc == 0 && i >= 0 {
			return address.IntKey(int(i)), true
		}
	}
	return address.Key{}, false
}

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
// a module's input, a module's output.
func (r *Resolver) follow(expr hcl.Expression, s scope, left int) Ref {
	t, ok := bare(expr)
	if !ok || left == 0 {
		return Ref{State: Unknown, Reason: notEvaluated}
	}
	name, _ := t[0].(hcl.TraverseRoot)
	rest := t[1:]
	switch name.Name {
	case "var":
		return r.input(rest, s, left)
	case "module":
		return r.output(rest, s, left)
	case "local", "each", "count", "path", "terraform", "self":
		return Ref{State: Unknown, Reason: notEvaluated}
	case "data":
		if len(rest) < 2 {
			return Ref{State: Unknown, Reason: notEvaluated}
		}
		typ, ok := rest[0].(hcl.TraverseAttr)
		if !ok {
			return Ref{State: Unknown, Reason: notEvaluated}
		}
		return r.resource(address.Resource{Module: s.module, Data: true, Type: typ.Name}, rest[1:], left)
	}
	return r.resource(address.Resource{Module: s.module, Type: name.Name}, rest, left)
}

// resource resolves NAME[KEY].ATTRIBUTE of a resource type.
func (r *Resolver) resource(at address.Resource, t hcl.Traversal, left int) Ref {
	fail := Ref{State: Unknown, Reason: notEvaluated}
	if len(t) < 2 || len(t) > 3 {
		return fail
	}
	name, ok := t[0].(hcl.TraverseAttr)
	if !ok {
		return fail
	}
	at.Name = name.Name
	if len(t) == 3 {
		i, ok := t[1].(hcl.TraverseIndex)
		if !ok {
			return fail
		}
		if at.Key, ok = indexKey(i.Key); !ok {
			return fail
		}
	}
	attr, ok := t[len(t)-1].(hcl.TraverseAttr)
	if !ok {
		return fail
	}
	res := r.byAddr[at.String()]
	if res == nil {
		return fail
	}
	v := res.After.Get(attr.Name)
	switch {
	case v.Kind == planjson.String && v.Text != "":
		return r.value(v, false)
	case v.Kind != planjson.Unknown:
		return fail
	case slices.Contains(r.types.IDs(res.Type), attr.Name):
		return Ref{State: Exact, Symbols: []Symbol{{at.String(), attr.Name}}, How: BySource}
	}
	// Another attribute has the value of its own expression.
	if ref := r.After(res).Get(attr.Name).Ref(); ref.State == Exact || ref.State == External {
		return ref
	}
	return fail
}

// input resolves var.NAME: the argument of the module call, where it stands.
func (r *Resolver) input(t hcl.Traversal, s scope, left int) Ref {
	expr, outer, ok := r.argument(t, s)
	if !ok {
		return Ref{State: Unknown, Reason: notEvaluated}
	}
	return r.follow(expr, outer, left-1)
}

func (r *Resolver) argument(t hcl.Traversal, s scope) (hcl.Expression, scope, bool) {
	if len(t) != 1 || len(s.module) == 0 {
		return nil, scope{}, false
	}
	name, ok := t[0].(hcl.TraverseAttr)
	if !ok {
		return nil, scope{}, false
	}
	outer := s.module[:len(s.module)-1]
	path := callPath(outer)
	m := r.src.Modules[path]
	if m == nil {
		return nil, scope{}, false
	}
	call := m.Calls[s.module[len(s.module)-1].Name]
	if call == nil || call.Overridden {
		return nil, scope{}, false
	}
	expr := source.Attribute(call.Body, name.Name)
	return expr, scope{outer, path}, expr != nil
}

// output resolves module.NAME[KEY].OUTPUT: the output's expression, inside.
func (r *Resolver) output(t hcl.Traversal, s scope, left int) Ref {
	expr, inner, ok := r.result(t, s)
	if !ok {
		return Ref{State: Unknown, Reason: notEvaluated}
	}
	return r.follow(expr, inner, left-1)
}

func (r *Resolver) result(t hcl.Traversal, s scope) (hcl.Expression, scope, bool) {
	if len(t) < 2 || len(t) > 3 {
		return nil, scope{}, false
	}
	name, ok := t[0].(hcl.TraverseAttr)
	if !ok {
		return nil, scope{}, false
	}
	step := address.Step{Name: name.Name}
	if len(t) == 3 {
		i, ok := t[1].(hcl.TraverseIndex)
		if !ok {
			return nil, scope{}, false
		}
		if step.Key, ok = indexKey(i.Key); !ok {
			return nil, scope{}, false
		}
	}
	out, ok := t[len(t)-1].(hcl.TraverseAttr)
	if !ok {
		return nil, scope{}, false
	}
	outer := r.src.Modules[s.path]
	if outer == nil {
		return nil, scope{}, false
	}
	call := outer.Calls[name.Name]
	if call == nil || call.Overridden || call.Repeats != (len(t) == 3) {
		return nil, scope{}, false
	}
	inner := append(slices.Clone(s.module), step)
	m := r.src.Modules[callPath(inner)]
	if m == nil {
		return nil, scope{}, false
	}
	expr := m.Outputs[out.Name]
	return expr, scope{inner, callPath(inner)}, expr != nil
}

// followList resolves an expression that is a list written out, through inputs
// and outputs.
func (r *Resolver) followList(expr hcl.Expression, s scope, left int) ([]Ref, string) {
	if left == 0 {
		return nil, notEvaluated
	}
	switch e := expr.(type) {
	case *hclsyntax.ParenthesesExpr:
		return r.followList(e.Expression, s, left-1)
	case *hclsyntax.TupleConsExpr:
		refs := make([]Ref, len(e.Exprs))
		for i, item := range e.Exprs {
			if lit, ok := literal(item); ok && lit.Type() == cty.String && !lit.IsNull() {
				refs[i] = r.value(planjson.Value{Kind: planjson.String, Text: lit.AsString()}, false)
				continue
			}
			refs[i] = r.follow(item, s, left-1)
			if refs[i].State == Unknown {
				return nil, refs[i].Reason
			}
		}
		return refs, ""
	}
	t, ok := bare(expr)
	if !ok {
		return nil, notEvaluated
	}
	root, _ := t[0].(hcl.TraverseRoot)
	var next hcl.Expression
	var at scope
	switch root.Name {
	case "var":
		next, at, ok = r.argument(t[1:], s)
	case "module":
		next, at, ok = r.result(t[1:], s)
	default:
		return nil, notEvaluated
	}
	if !ok {
		return nil, notEvaluated
	}
	return r.followList(next, at, left-1)
}

// mentioned is what the plan's JSON says on its own: the objects that an
// expression mentions. They are candidates and never more, not even a single
// one: literals, functions and locals do not show (plan-json 3.3).
func (r *Resolver) mentioned(a Attr, types []string, reason string) Ref {
	ref := Ref{State: Unknown, Reason: reason, Open: true}
	c := r.configOf(a.res)
	if c == nil || a.parent == nil || a.parent.parent != nil {
		return ref
	}
	expr, ok := c.Arguments[a.name]
	if !ok {
		return ref
	}
	for _, m := range mentions(expr.References) {
		if len(types) > 0 && !slices.Contains(types, m.Type) || m.attribute != "" && !slices.Contains(r.types.IDs(m.Type), m.attribute) {
			continue
		}
		for _, res := range r.byConfig[configKey(a.res.Module.Config(), m.Resource)] {
			s := Symbol{res.String(), orID(m.attribute)}
			if res.Module.Equal(a.res.Module) && (m.Key.IsNone() || m.Key == res.Key) && !slices.Contains(ref.Symbols, s) {
				ref.Symbols = append(ref.Symbols, s)
			}
		}
	}
	if len(ref.Symbols) > 0 {
		ref.State = Candidates
	}
	return ref
}

// mention is a resource that an expression mentions: every instance when it has
// no key, and any attribute when none is seen.
type mention struct {
	address.Resource
	attribute string
}

// mentions are the resources in a list of references. Each reference is followed
// by its prefixes, which say nothing more.
func mentions(references []string) []mention {
	var out []mention
	for _, text := range references {
		at, err := address.Parse(text)
		if err != nil {
			continue
		}
		m := mention{Resource: at}
		prefix := false
		for _, longer := range references {
			rest, ok := strings.CutPrefix(longer, text)
			switch {
			case !ok || rest == "":
			case rest[0] == '[':
				prefix = true
			case rest[0] == '.':
				m.attribute, _, _ = strings.Cut(rest[1:], ".")
				m.attribute, _, _ = strings.Cut(m.attribute, "[")
			}
		}
		if !prefix {
			out = append(out, m)
		}
	}
	return out
}

func orID(attribute string) string {
	if attribute == "" {
		return "id"
	}
	return attribute
}
