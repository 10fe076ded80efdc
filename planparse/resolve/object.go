package resolve

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/tfreach/tfreach/planparse/address"
	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/source"
)

// resources is the value of a resource block: an object, or as many as there
// are instances. Which ones there are, the plan says.
func (f *frame) resources(block address.Resource) cty.Value {
	bare := block
	bare.Module = nil
	name := bare.Config()
	return f.run.once(key{f.at, "resource", name}, func() cty.Value {
		if f.src == nil || f.src.Missing != "" {
			return unknownBecause(f.run.missing(f.module))
		}
		if f.src.Resources[name] == nil {
			return unknownBecause("known after apply; there is no " + name)
		}
		count, forEach := f.run.repetition(f.module, name)
		var keys []address.Key
		var objects []cty.Value
		for _, res := range f.run.byConfig[configKey(f.module.Config(), bare)] {
			if !res.Module.Equal(f.module) || res.Left().Kind == planjson.Null {
				continue
			}
			if res.Key.IsNone() != (count == nil && forEach == nil) {
				continue
			}
			keys = append(keys, res.Key)
			objects = append(objects, f.run.object(res))
		}
		switch {
		case count == nil && forEach == nil && len(objects) == 1:
			return objects[0]
		case count == nil && forEach == nil:
			return unknownBecause("known after apply; the plan does not show " + name)
		}
		want, _, reason := f.run.instances(f.module, name)
		if reason == "" && len(want) != len(keys) {
			return unknownBecause("known after apply; the plan does not show every instance of " + name)
		}
		if reason != "" && len(keys) == 0 {
			return unknownBecause(reason)
		}
		if count != nil {
			ordered := make([]cty.Value, len(keys))
			for i, k := range keys {
				n, ok := k.Int()
				if !ok || n >= len(ordered) || ordered[n] != cty.NilVal {
					return unknownBecause("known after apply; the plan does not show every instance of " + name)
				}
				ordered[n] = objects[i]
			}
			objects = ordered
		}
		return collection(keys, objects, count != nil)
	})
}

// object is the value of one resource instance, as far as names in the
// configuration may ask for it: not all attributes of a resource are read.
func (r *run) object(res *planjson.Resource) cty.Value {
	return r.once(key{res.String(), "object", ""}, func() cty.Value {
		// Of what was read in part, names that nothing asks for are left out too.
		v := res.Left()
		attrs := make(map[string]cty.Value, len(v.Fields))
		for _, f := range v.Fields {
			if r.complete(res.Type) || r.src.Mentions(f.Name) {
				attrs[f.Name] = r.attribute(res, f.Name)
			}
		}
		if r.complete(res.Type) {
			return cty.ObjectVal(attrs)
		}
		return cty.ObjectVal(attrs).Mark(partial{})
	})
}

// attribute is the value of an attribute after apply: as the plan has it, else as
// the configuration gives it, else an id of its own.
func (r *run) attribute(res *planjson.Resource, name string) cty.Value {
	v := res.Left().Get(name)
	id := slices.Contains(r.types.IDs(res.Type), name)
	switch {
	case v.Kind == planjson.Sensitive && v.Text != "" && id:
		return cty.StringVal(v.Text)
	case v.Kind == planjson.Unknown && id:
		s := Symbol{res.String(), name}
		return r.id(s, res.Type, r.types.Shares(res.Type, name) || res.Data)
	case !holdsUnknown(v):
		return read(v)
	case v.Kind == planjson.Unknown && res.Data && r.configured(res, name) == nil:
		s := Symbol{res.String(), name}
		return cty.DynamicVal.WithMarks(cty.NewValueMarks(means{Symbol: s, alias: true}, because(readDuringApply)))
	}
	if r.kind == planned {
		return read(v)
	}
	return r.once(key{res.String(), "attribute", name}, func() cty.Value {
		if expr := r.configured(res, name); expr != nil {
			out := r.value(expr, r.frame(r.site(res).scope))
			if bare, _ := out.Unmark(); !bare.IsKnown() || !bare.IsNull() {
				if res.Type != "terraform_data" {
					return r.anyOrder(out)
				}
				return out
			} else if has[chosen](out.Marks()) {
				return read(v)
			}
		} else if res.Type == "terraform_data" && name == "output" {
			return r.attribute(res, "input")
		}
		if f := r.types.Derived(res.Type, name); f != nil {
			return f(View{r: r, res: res})
		}
		return read(v)
	})
}

// anyOrder is a list that a provider may take as a set, of which the schema would
// tell: it is in the order of the ids, which each run has another one of.
func (r *run) anyOrder(v cty.Value) cty.Value {
	bare, _ := v.Unmark()
	marks := deepMarks(v)
	t := bare.Type()
	if !restsOnIDs(marks) && r.kind == marked || !bare.IsKnown() || bare.IsNull() || !t.IsTupleType() && !t.IsListType() || bare.LengthInt() < 2 {
		return v
	}
	if restsOnBlocks(marks) {
		return spelled(v)
	}
	texts := map[string]bool{}
	for _, e := range bare.AsValueSlice() {
		e, _ = e.Unmark()
		if !e.IsKnown() || e.IsNull() || e.Type() != cty.String || texts[e.AsString()] {
			return unknownBecause("known after apply; it may be a set, of which tfreach does not know the order").WithMarks(marks)
		}
		texts[e.AsString()] = true
	}
	sorted := bare.AsValueSlice()
	slices.SortFunc(sorted, func(a, b cty.Value) int {
		a, _ = a.Unmark()
		b, _ = b.Unmark()
		return strings.Compare(a.AsString(), b.AsString())
	})
	return cty.TupleVal(sorted).WithMarks(marks).Mark(computed{})
}

// configured is the expression that a block has for an argument.
func (e *evaluator) configured(res *planjson.Resource, name string) hcl.Expression {
	b := e.blockOf(res)
	if b == nil {
		return nil
	}
	return source.Attribute(b.Body, name)
}

func holdsUnknown(v planjson.Value) bool {
	switch v.Kind {
	case planjson.Unknown:
		return true
	case planjson.List:
		return slices.ContainsFunc(v.Items, holdsUnknown)
	case planjson.Object:
		return slices.ContainsFunc(v.Fields, func(f planjson.Field) bool { return holdsUnknown(f.Value) })
	}
	return false
}

// read is a value of a resource. Of blocks in it not all attributes are read.
func read(v planjson.Value) cty.Value {
	switch v.Kind {
	case planjson.Unknown:
		return unknownBecause("known after apply; the provider computes it")
	case planjson.List:
		items := make([]cty.Value, len(v.Items))
		for i, item := range v.Items {
			items[i] = read(item)
		}
		return cty.TupleVal(items)
	case planjson.Object:
		fields := make(map[string]cty.Value, len(v.Fields))
		for _, f := range v.Fields {
			fields[f.Name] = read(f.Value)
		}
		return cty.ObjectVal(fields).Mark(partial{})
	}
	return toCty(v)
}
