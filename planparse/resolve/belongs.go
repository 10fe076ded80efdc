package resolve

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/tfreach/tfreach/planparse/address"
	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/source"
)

// Contradiction says, in words, where the configuration gives another value than
// the plan has: Terraform plans what is configured. It is empty where nothing does.
// Instances, ids, addresses, numbers and booleans are compared, wherever they can
// be evaluated; texts that providers rewrite are not.
func (r *Resolver) Contradiction(schema planjson.Schema) (reason string) {
	defer func() {
		if p := recover(); p != nil {
			if _, ok := p.(exhausted); !ok {
				panic(p)
			}
			r.eval.calm()
			reason = "comparing it with the plan takes more steps than tfreach takes"
		}
	}()
	c := &check{r, schema, map[string]map[address.Key]bool{}}
	for _, res := range r.plan.Resources {
		if res.Deposed == "" && res.Left().Kind != planjson.Null {
			at := res.Module.String() + "|" + configKey("", res.Resource)
			if c.planned[at] == nil {
				c.planned[at] = map[address.Key]bool{}
			}
			c.planned[at][res.Key] = true
		}
	}
	if reason := c.instances(nil); reason != "" {
		return reason
	}
	for _, res := range r.plan.Resources {
		if res.Actions.Forget() || res.Deposed != "" || res.After.Kind != planjson.Object {
			continue
		}
		if reason := c.values(res); reason != "" {
			return reason
		}
	}
	return ""
}

type check struct {
	*Resolver
	schema planjson.Schema
	// planned are the keys of the instances by their block.
	planned map[string]map[address.Key]bool
}

// instances compares which instances there are in a module, and in those that it
// calls. A plan that is not complete lacks some.
func (c *check) instances(module address.Module) string {
	m := c.src.Modules[callPath(module)]
	partial := c.plan.Complete != nil && !*c.plan.Complete
	// A plan that only reads shows no instances, one that destroys none that stay.
	if m == nil || m.Missing != "" || partial || c.plan.Managed == c.plan.Deleted {
		return ""
	}
	for _, name := range sorted(m.Resources) {
		block := m.Resources[name]
		if _, read := c.schema.Attributes(block.Type); !read || strings.HasPrefix(name, "data.") {
			continue
		}
		keys, single, reason := c.eval.instances(module, name)
		if reason != "" {
			continue
		}
		if single {
			keys = []address.Key{{}}
		}
		planned := c.planned[module.String()+"|"+"|"+name]
		if len(planned) != len(keys) || slices.ContainsFunc(keys, func(k address.Key) bool { return !planned[k] }) {
			return fmt.Sprintf("%s has other instances in the configuration than in the plan", strings.TrimPrefix(module.String()+"."+name, "."))
		}
	}
	for _, name := range sorted(m.Calls) {
		keys, single, reason := c.eval.instances(module, "module."+name)
		if reason != "" {
			continue
		}
		if single {
			keys = []address.Key{{}}
		}
		for _, k := range keys {
			inner := append(module[:len(module):len(module)], address.Step{Name: name, Key: k})
			if reason := c.instances(inner); reason != "" {
				return reason
			}
		}
	}
	return ""
}

// values compares the arguments of a resource with their values in the plan.
func (c *check) values(res *planjson.Resource) string {
	block := c.blockOf(res)
	attrs, read := c.schema.Attributes(res.Type)
	if block == nil || !read || slices.Contains(block.IgnoreChanges, "*") {
		return ""
	}
	for _, f := range res.After.Fields {
		name, v := f.Name, f.Value
		attr, listed := attrs[name]
		if attrs != nil && !listed || slices.Contains(block.IgnoreChanges, name) {
			continue
		}
		expr := source.Attribute(block.Body, name)
		switch {
		case expr == nil && v.Kind == planjson.List && attr.Nested != nil:
			if reason := c.blocks(res, name); reason != "" {
				return reason
			}
			continue
		case expr == nil:
			continue
		}
		if c.eval.constant(expr) {
			// The plan's own view of the configuration was compared already.
			continue
		}
		in := func(r *run) cty.Value {
			return c.eval.within(func() cty.Value {
				if v.Kind == planjson.Unknown {
					// It is asked for again.
					return r.kept(expr, c.site(res).scope)
				}
				return r.value(expr, r.frame(c.site(res).scope))
			})
		}
		planned := cty.DynamicVal
		if holdsUnknown(v) {
			planned = in(c.eval.planned)
		}
		if c.contradicts(in(c.eval.marked), planned, v, attr, attrs == nil || attr.Verbatim) {
			return fmt.Sprintf("%s.%s has another value in the configuration than in the plan", res, name)
		}
	}
	return ""
}

// contradicts reports whether the plan cannot have a value that the configuration
// gives; planned is what Terraform knows of that while it plans. Of what is
// verbatim, texts are compared too, and objects field by field.
func (c *check) contradicts(value, planned cty.Value, v planjson.Value, attr planjson.Attr, verbatim bool) bool {
	bare, marks := value.Unmark()
	rests := restsOnIDs(marks)
	switch {
	case v.Kind == planjson.Sensitive || v.Kind == planjson.Absent || !bare.IsKnown() || has[chosen](marks):
		return false
	case v.Kind == planjson.Unknown:
		// What is configured and known is known in the plan. More may be known here:
		// that two ids are not the same, for one.
		return attr.ID && planned.IsWhollyKnown() && !isNothing(bare)
	case rests && bare.Type() == cty.String:
		// An id that apply makes cannot be known in the plan.
		return c.eval.marked.only(value)
	case bare.IsNull():
		return false
	case verbatim && (bare.Type().IsObjectType() || bare.Type().IsMapType()) && v.Kind == planjson.Object:
		for name, e := range bare.AsValueMap() {
			if c.contradicts(e, within(planned, cty.StringVal(name)), v.Get(name), attr, true) {
				return true
			}
		}
		return false
	case verbatim && (bare.Type().IsTupleType() || bare.Type().IsListType()) && v.Kind == planjson.List && attr.Nested == nil && !attr.ID:
		items := bare.AsValueSlice()
		if len(items) != len(v.Items) {
			return true
		}
		for i, e := range items {
			if c.contradicts(e, within(planned, cty.NumberIntVal(int64(i))), v.Items[i], attr, true) {
				return true
			}
		}
		return false
	case !value.IsWhollyKnown() || restsOnIDs(deepMarks(value)):
		return false
	}
	if text, _ := value.UnmarkDeep(); text.Type() == cty.String && v.Kind == planjson.String && text.AsString() != "" && (attr.ID || verbatim) {
		return text.AsString() != v.Text
	}
	plain, _ := value.UnmarkDeep()
	return otherValue(plain, v)
}

// within is an element or an attribute, unknown where it is not known to be there.
func within(v, key cty.Value) cty.Value {
	v, _ = v.Unmark()
	e, diags := hcl.Index(v, key, nil)
	if !v.IsKnown() || diags.HasErrors() {
		return cty.DynamicVal
	}
	return e
}

// blocks compares blocks: each element was made from one of the configuration.
func (c *check) blocks(res *planjson.Resource, name string) string {
	list := c.After(res).Get(name)
	root, reason := c.origins(nil, res)
	if reason != "" || len(list.value.Items) == 0 {
		return ""
	}
	made, reason := root[0].blocks(c.eval, name)
	if reason != "" || len(made) == 0 {
		return ""
	}
	if p := c.pair(list.kept(), root[0]); p.other {
		return fmt.Sprintf("the blocks %s of %s are others in the configuration than in the plan", name, res)
	}
	return ""
}
