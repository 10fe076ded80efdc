package resolve

import (
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/tfreach/tfreach/planparse/address"
	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve/functions"
	"github.com/tfreach/tfreach/planparse/source"
)

// scope is where an expression stands: in a module instance, perhaps in an
// instance of a block, perhaps in blocks that dynamic blocks make.
type scope struct {
	module address.Module
	// block is the address of a resource or module block in the module, "" outside
	// of one; key is its instance.
	block string
	key   address.Key
	iter  []iteration
	// name is what text says; empty where nobody asked yet.
	name string
}

// iteration is one turn of a dynamic block.
type iteration struct {
	name    string
	forEach hcl.Expression
	turn    int
}

// frame is a scope in a run: where names are looked up.
type frame struct {
	scope
	run  *run
	path string // the module's call path
	at   string // the module's address
	src  *source.Module
	ctx  *hcl.EvalContext
	// home is the frame of the module itself.
	home   *frame
	common map[*common]found
	kept   []kept
}

var frameType = cty.Capsule("frame", reflect.TypeFor[frame]())

// frameOf is the frame that a context belongs to.
func frameOf(ctx *hcl.EvalContext) *frame {
	for ctx.Parent() != nil {
		ctx = ctx.Parent()
	}
	return ctx.Variables[""].EncapsulatedValue().(*frame)
}

func (s scope) text() string {
	var b strings.Builder
	b.WriteString(s.module.String())
	b.WriteByte('|')
	b.WriteString(s.block)
	b.WriteString(s.key.String())
	return b.String()
}

func (r *run) frame(s scope) *frame {
	name := s.name
	if len(s.iter) == 0 {
		if name == "" {
			name = s.text()
		}
		if f := r.frames[name]; f != nil {
			return f
		}
	}
	f := &frame{scope: s, run: r}
	if s.block == "" && len(s.iter) == 0 {
		f.home, f.path, f.at = f, callPath(s.module), s.module.String()
		f.src = r.src.Modules[f.path]
	} else {
		f.home = r.frame(scope{module: s.module})
		f.path, f.at, f.src = f.home.path, f.home.at, f.home.src
	}
	f.ctx = &hcl.EvalContext{Variables: map[string]cty.Value{"": cty.CapsuleVal(frameType, f)}, Functions: r.functions}
	if len(s.iter) == 0 {
		r.frames[name] = f
	}
	return f
}

func invalid(summary string, t hcl.Traversal) hcl.Diagnostics {
	return hcl.Diagnostics{{Severity: hcl.DiagError, Summary: summary, Subject: t.SourceRange().Ptr()}}
}

// name is what a traversal begins with, and what is left of it.
func (f *frame) name(t hcl.Traversal) (cty.Value, hcl.Traversal, hcl.Diagnostics) {
	for i := len(f.iter) - 1; i >= 0; i-- {
		if f.iter[i].name == t.RootName() {
			return f.turn(i), t[1:], nil
		}
	}
	steps := make([]string, 1, 3)
	steps[0] = t.RootName()
	if steps[0] == "resource" && len(t) > 1 {
		// The long form of an address.
		t = t[1:]
		if first, ok := t[0].(hcl.TraverseAttr); ok {
			steps[0] = first.Name
		}
	}
	for _, s := range t[1:min(len(t), 3)] {
		a, ok := s.(hcl.TraverseAttr)
		if !ok {
			break
		}
		steps = append(steps, a.Name)
	}
	need := 2
	if steps[0] == "data" || steps[0] == "ephemeral" {
		need = 3
	}
	if len(steps) < need {
		return cty.DynamicVal, nil, invalid("Invalid reference", t)
	}
	var v cty.Value
	switch name := steps[1]; steps[0] {
	case "var":
		v = f.variable(name)
	case "local":
		v = f.local(name)
	case "module":
		v, rest := f.call(name, t[2:])
		return v, rest, nil
	case "each":
		v = f.each(name)
	case "count":
		v = f.index()
	case "path":
		v = f.folder(name)
	case "data":
		v = f.resources(address.Resource{Module: f.module, Data: true, Type: name, Name: steps[2]})
	case "terraform", "tofu":
		v = unknownBecause("known after apply; the plan does not show terraform." + name)
	case "self", "ephemeral":
		v = unknownBecause("known after apply; it depends on " + steps[0] + "." + name)
	default:
		v = f.resources(address.Resource{Module: f.module, Type: steps[0], Name: name})
	}
	return v, t[need:], nil
}

// turn is the iterator of a dynamic block.
func (f *frame) turn(i int) cty.Value {
	it := f.iter[i]
	outer := f.scope
	outer.iter = f.iter[:i]
	coll := f.run.value(it.forEach, f.run.frame(outer))
	bare, marks := coll.Unmark()
	if !bare.IsKnown() || bare.IsNull() || !bare.CanIterateElements() {
		return unknownBecause("known after apply; how often a dynamic block is there is not known")
	}
	n := 0
	for e := bare.ElementIterator(); e.Next(); n++ {
		if n == it.turn {
			k, v := e.Element()
			if bare.Type().IsSetType() {
				k = v
			}
			return cty.ObjectVal(map[string]cty.Value{"key": k.WithMarks(marks), "value": v.WithMarks(marks)})
		}
	}
	return unknownBecause("known after apply; a dynamic block is not always there")
}

// index is count.index.
func (f *frame) index() cty.Value {
	if n, ok := f.key.Int(); ok {
		return cty.NumberIntVal(int64(n))
	}
	return unknownBecause("known after apply; count.index stands outside of a block with count")
}

// each is each.key or each.value.
func (f *frame) each(name string) cty.Value {
	k, ok := f.key.Str()
	if !ok {
		return unknownBecause("known after apply; each." + name + " stands outside of a block with for_each")
	}
	if name == "key" {
		return cty.StringVal(k)
	}
	coll := f.run.forEach(f.module, f.block)
	bare, marks := coll.Unmark()
	switch t := bare.Type(); {
	case !bare.IsKnown() || bare.IsNull():
		return cty.DynamicVal.WithMarks(marks)
	case t.IsSetType() || t.IsListType() || t.IsTupleType():
		return cty.StringVal(k)
	case t.IsObjectType() && t.HasAttribute(k):
		return bare.GetAttr(k).WithMarks(marks)
	case t.IsMapType() && bare.HasIndex(cty.StringVal(k)).True():
		return bare.Index(cty.StringVal(k)).WithMarks(marks)
	}
	return unknownBecause("known after apply; for_each of " + f.block + " has no such key")
}

// forEach is what a block's for_each is.
func (r *run) forEach(module address.Module, block string) cty.Value {
	return r.once(key{module.String(), "for_each", block}, func() cty.Value {
		_, expr := r.repetition(module, block)
		if expr == nil {
			return unknownBecause("known after apply; " + block + " has no for_each")
		}
		return r.value(expr, r.frame(scope{module: module}))
	})
}

// repetition is the count and the for_each of a resource or a module block.
func (e *evaluator) repetition(module address.Module, block string) (count, forEach hcl.Expression) {
	m := e.src.Modules[callPath(module)]
	if m == nil {
		return nil, nil
	}
	if name, ok := strings.CutPrefix(block, "module."); ok {
		if c := m.Calls[name]; c != nil {
			return c.Count, c.ForEach
		}
		return nil, nil
	}
	if b := m.Resources[block]; b != nil {
		return b.Count, b.ForEach
	}
	return nil, nil
}

// folder is path.module or path.root.
func (f *frame) folder(name string) cty.Value {
	switch {
	case name == "root" || name == "module" && f.path == "":
		return cty.StringVal(".")
	case name == "module" && f.src != nil && f.src.Dir != "" && f.run.src.Folder:
		rel, err := filepath.Rel(f.run.src.Modules[""].Dir, f.src.Dir)
		if err == nil {
			return cty.StringVal(path.Clean(filepath.ToSlash(rel)))
		}
	}
	return unknownBecause("known after apply; the plan does not show path." + name)
}

// local is a local value.
func (f *frame) local(name string) cty.Value {
	return f.run.once(key{f.at, "local", name}, func() cty.Value {
		if f.src == nil || f.src.Missing != "" {
			return unknownBecause(f.run.missing(f.module))
		}
		expr := f.src.Locals[name]
		if expr == nil {
			return unknownBecause("known after apply; there is no local." + name)
		}
		return f.run.value(expr, f.run.frame(scope{module: f.module}))
	})
}

func (e *evaluator) missing(module address.Module) string {
	m := e.src.Modules[callPath(module)]
	if m == nil {
		return notSameSources
	}
	return notAtHand(module.String(), m)
}

// variable is an input: of the root module as the plan has it, else as the call
// gives it.
func (f *frame) variable(name string) cty.Value {
	return f.run.once(key{f.at, "var", name}, func() cty.Value {
		if f.src == nil || f.src.Missing != "" {
			return unknownBecause(f.run.missing(f.module))
		}
		decl := f.src.Variables[name]
		if decl == nil {
			return unknownBecause("known after apply; there is no var." + name)
		}
		v, given := f.given(name)
		if given {
			if bare, _ := v.Unmark(); bare.IsNull() && bare.IsKnown() && !decl.Nullable {
				given = false
			}
		}
		if !given {
			if decl.Default == nil {
				return unknownBecause("known after apply; the plan does not show var." + name)
			}
			v = f.run.value(decl.Default, f.run.frame(scope{module: f.module}))
		}
		return converted(v, decl.Type, name)
	})
}

// given is the value that an input is given; false when it is given none.
func (f *frame) given(name string) (cty.Value, bool) {
	if len(f.module) == 0 {
		v, ok := f.run.plan.Variables[name]
		if !ok {
			return cty.NilVal, false
		}
		return toCty(v), true
	}
	last := f.module[len(f.module)-1]
	outer := f.module[:len(f.module)-1]
	m := f.run.src.Modules[callPath(outer)]
	if m == nil || m.Calls[last.Name] == nil {
		return unknownBecause(notSameSources), true
	}
	expr := source.Attribute(m.Calls[last.Name].Body, name)
	if expr == nil {
		return cty.NilVal, false
	}
	return f.run.value(expr, f.run.frame(scope{module: outer, block: "module." + last.Name, key: last.Key})), true
}

// converted is a value as the type of a variable makes it.
func converted(v cty.Value, typ hcl.Expression, name string) cty.Value {
	if typ == nil {
		return v
	}
	if functions.Unwritable(typ) {
		return unknownBecause("known after apply; the type of var." + name + " has a default with more digits than tfreach takes")
	}
	t, defaults, diags := typeexpr.TypeConstraintWithDefaults(typ)
	if diags.HasErrors() {
		return unknownBecause("known after apply; the type of var." + name + " is not one that tfreach knows")
	}
	if defaults != nil {
		v = defaults.Apply(v)
	}
	out, err := convert.Convert(v, t)
	if err != nil {
		return unknownBecause("known after apply; the value of var." + name + " does not have its type")
	}
	if err := functions.Fits(out); err != nil {
		return unknownBecause("known after apply; var." + name + " has " + err.Error())
	}
	if holdsSet(t) && restsOnIDs(deepMarks(out)) {
		// In what order a set is gone through depends on the ids in it.
		out = spelled(out.Mark(computed{}))
	}
	return out
}

func holdsSet(t cty.Type) bool {
	switch {
	case t.IsCollectionType():
		return t.IsSetType() || holdsSet(t.ElementType())
	case t.IsTupleType():
		return slices.ContainsFunc(t.TupleElementTypes(), holdsSet)
	case t.IsObjectType():
		for _, inner := range t.AttributeTypes() {
			if holdsSet(inner) {
				return true
			}
		}
	}
	return false
}

// call is what is behind module.NAME.
func (f *frame) call(name string, rest hcl.Traversal) (cty.Value, hcl.Traversal) {
	if f.src == nil || f.src.Calls[name] == nil {
		return unknownBecause("known after apply; there is no module." + name), nil
	}
	keys, single, reason := f.run.instances(f.module, "module."+name)
	if reason != "" {
		return unknownBecause(reason), nil
	}
	child := func(k address.Key) address.Module {
		return append(f.module[:len(f.module):len(f.module)], address.Step{Name: name, Key: k})
	}
	// An output that is not there is an error, which try catches.
	inside := f.run.src.Modules[callPath(child(address.Key{}))]
	declared := func(output string) bool {
		if inside == nil || inside.Missing != "" {
			return true
		}
		_, has := inside.Outputs[output]
		return has
	}
	if single {
		if a, ok := next[hcl.TraverseAttr](rest); ok && declared(a.Name) {
			return f.run.output(child(address.Key{}), a.Name), rest[1:]
		}
		return f.run.outputs(child(address.Key{})), rest
	}
	// One instance, without a look at the others.
	if i, ok := next[hcl.TraverseIndex](rest); ok {
		if k, ok := indexKey(i.Key); ok {
			other, _ := otherKey(k)
			for _, has := range keys {
				if has != k && has != other {
					continue
				}
				if a, ok := next[hcl.TraverseAttr](rest[1:]); ok && declared(a.Name) {
					return f.run.output(child(has), a.Name), rest[2:]
				}
				return f.run.outputs(child(has)), rest[1:]
			}
		}
	}
	objects := make([]cty.Value, len(keys))
	for i, k := range keys {
		objects[i] = f.run.outputs(child(k))
	}
	return collection(keys, objects, f.run.counted(f.module, "module."+name)), rest
}

func next[T hcl.Traverser](t hcl.Traversal) (T, bool) {
	var none T
	if len(t) == 0 {
		return none, false
	}
	s, ok := t[0].(T)
	return s, ok
}

func (e *evaluator) counted(module address.Module, block string) bool {
	count, _ := e.repetition(module, block)
	return count != nil
}

// collection is the value of a block that is there several times: a tuple by
// count, an object by for_each.
func collection(keys []address.Key, objects []cty.Value, counted bool) cty.Value {
	if counted {
		return cty.TupleVal(objects)
	}
	byKey := make(map[string]cty.Value, len(keys))
	for i, k := range keys {
		if s, ok := k.Str(); ok {
			byKey[s] = objects[i]
		}
	}
	return cty.ObjectVal(byKey)
}

// output is an output of a module instance.
func (r *run) output(module address.Module, name string) cty.Value {
	return r.once(key{module.String(), "output", name}, func() cty.Value {
		f := r.frame(scope{module: module})
		if f.src == nil || f.src.Missing != "" {
			return unknownBecause(r.missing(module))
		}
		expr := f.src.Outputs[name]
		if expr == nil {
			return unknownBecause("known after apply; " + module.String() + " has no output " + name)
		}
		return r.value(expr, f)
	})
}

// outputs are all outputs of a module instance.
func (r *run) outputs(module address.Module) cty.Value {
	return r.once(key{module.String(), "outputs", ""}, func() cty.Value {
		f := r.frame(scope{module: module})
		if f.src == nil || f.src.Missing != "" {
			return unknownBecause(r.missing(module))
		}
		all := map[string]cty.Value{}
		for name := range f.src.Outputs {
			all[name] = r.output(module, name)
		}
		return cty.ObjectVal(all)
	})
}

// instances are the keys of a module's or a resource's instances, as count or
// for_each say; single without either.
func (e *evaluator) instances(module address.Module, block string) (keys []address.Key, single bool, reason string) {
	count, forEach := e.repetition(module, block)
	if count == nil && forEach == nil {
		return nil, true, ""
	}
	name := module.String() + "|" + block
	if x, ok := e.extents[name]; ok {
		return x.keys, false, x.reason
	}
	x := extent{reason: "known after apply; how often " + block + " is there is not known"}
	var v cty.Value
	if count != nil {
		v = e.marked.value(count, e.marked.frame(scope{module: module}))
	} else {
		v = e.marked.forEach(module, block)
	}
	if bare, marks := v.Unmark(); bare.IsKnown() && !restsOnIDs(marks) && !bare.IsNull() {
		if keys, ok := keysOf(bare, count != nil); ok {
			x = extent{keys: keys}
		}
	} else if why := reasonOf(v); why != "" {
		x.reason = why
	}
	e.extents[name] = x
	return x.keys, false, x.reason
}

// extent is how often a block is there; reason says why that is not known.
type extent struct {
	keys   []address.Key
	reason string
}

func keysOf(v cty.Value, counted bool) ([]address.Key, bool) {
	if counted {
		n, err := convert.Convert(v, cty.Number)
		if err != nil || n.IsNull() {
			return nil, false
		}
		i, exact := n.AsBigFloat().Int64()
		if exact != 0 || i < 0 || i > maxElements {
			return nil, false
		}
		keys := make([]address.Key, i)
		for k := range keys {
			keys[k] = address.IntKey(k)
		}
		return keys, true
	}
	if !v.CanIterateElements() {
		return nil, false
	}
	var keys []address.Key
	for it := v.ElementIterator(); it.Next(); {
		k, e := it.Element()
		if v.Type().IsSetType() {
			k = e
		}
		k, _ = k.Unmark()
		if !k.IsKnown() || k.IsNull() || k.Type() != cty.String {
			return nil, false
		}
		keys = append(keys, address.StringKey(k.AsString()))
	}
	return keys, true
}

// toCty is a value of the plan as one of the configuration. Lists, sets and maps
// look alike in a plan: they become tuples and objects.
func toCty(v planjson.Value) cty.Value {
	switch v.Kind {
	case planjson.Null:
		return cty.NullVal(cty.DynamicPseudoType)
	case planjson.Bool:
		return cty.BoolVal(v.Text == "true")
	case planjson.Number:
		if n, err := cty.ParseNumberVal(v.Text); err == nil {
			return writable(n)
		}
	case planjson.String:
		return cty.StringVal(v.Text)
	case planjson.List:
		items := make([]cty.Value, len(v.Items))
		for i, item := range v.Items {
			items[i] = toCty(item)
		}
		return cty.TupleVal(items)
	case planjson.Object:
		fields := make(map[string]cty.Value, len(v.Fields))
		for _, f := range v.Fields {
			fields[f.Name] = toCty(f.Value)
		}
		return cty.ObjectVal(fields)
	case planjson.Sensitive:
		return unknownBecause("known after apply; it depends on a value that is marked as sensitive, and tfreach does not use what it may not show")
	}
	return unknownBecause("known after apply; it depends on a value that the plan does not show")
}
