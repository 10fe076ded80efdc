package source

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

func (c *contents) addResource(b *hcl.Block, override bool) hcl.Diagnostics {
	address := b.Labels[0] + "." + b.Labels[1]
	if b.Type == "data" {
		address = "data." + address
	}
	if diags := c.define(address, b.DefRange, override); diags.HasErrors() {
		return diags
	}
	r, diags := newResource(b.Labels, b.Body, b.DefRange)
	if old := c.Resources[address]; old != nil && !diags.HasErrors() {
		r, diags = old.override(r)
	}
	c.Resources[address] = r
	return diags
}

func newResource(labels []string, body hcl.Body, at hcl.Range) (*Resource, hcl.Diagnostics) {
	r := &Resource{
		Type: labels[0], Name: labels[1], Body: body, Range: at,
		Count: Attribute(body, "count"), ForEach: Attribute(body, "for_each"),
	}
	r.Repeats, r.ForEach = repeats(r.Count, r.ForEach)
	var diags hcl.Diagnostics
	if a := argument(body, "provider"); a != nil {
		if r.Provider, diags = providerName(a.Expr); diags.HasErrors() {
			return r, diags
		}
	}
	if r.DependsOn, diags = traversals(body, "depends_on"); diags.HasErrors() {
		return r, diags
	}
	if r.IgnoreChanges, diags = ignoreChanges(body); diags.HasErrors() {
		return r, diags
	}
	return r, labelled(body)
}

// repeats reports whether a block has either argument. An override file can bring
// it to have both, and count goes before.
func repeats(count, forEach hcl.Expression) (bool, hcl.Expression) {
	if count != nil {
		return true, nil
	}
	return forEach != nil, forEach
}

// override is the resource with what another block changes.
func (r *Resource) override(by *Resource) (*Resource, hcl.Diagnostics) {
	body, diags := merge(r.Body, by.Body)
	if diags.HasErrors() {
		return r, diags
	}
	out, diags := newResource([]string{r.Type, r.Name}, body, r.Range)
	// An override may add to what is ignored and replace it, but not take back all
	// of it.
	if out.IgnoreChanges = by.IgnoreChanges; len(by.IgnoreChanges) == 0 || slices.Contains(r.IgnoreChanges, "*") {
		out.IgnoreChanges = r.IgnoreChanges
	}
	return out, diags
}

func (c *contents) addCall(b *hcl.Block, override bool) hcl.Diagnostics {
	name := b.Labels[0]
	if diags := c.define("module "+name, b.DefRange, override); diags.HasErrors() {
		return diags
	}
	body, at := b.Body, b.DefRange
	if old := c.Calls[name]; old != nil {
		merged, diags := merge(old.Body, b.Body)
		if diags.HasErrors() {
			return diags
		}
		body, at = merged, old.Range
	}
	call, diags := newCall(name, body, at)
	c.Calls[name] = call
	return diags
}

func newCall(name string, body hcl.Body, at hcl.Range) (*Call, hcl.Diagnostics) {
	call := &Call{
		Name: name, Body: body, Range: at,
		Count: Attribute(body, "count"), ForEach: Attribute(body, "for_each"),
		Source: literal(Attribute(body, "source")), Version: literal(Attribute(body, "version")),
	}
	call.Repeats, call.ForEach = repeats(call.Count, call.ForEach)
	var diags hcl.Diagnostics
	if call.DependsOn, diags = traversals(body, "depends_on"); diags.HasErrors() {
		return call, diags
	}
	a := argument(body, "providers")
	if a == nil {
		return call, nil
	}
	pairs, diags := hcl.ExprMap(a.Expr)
	if diags.HasErrors() {
		return call, diags
	}
	call.Providers = make(map[string]string, len(pairs))
	for _, p := range pairs {
		there, diags := providerName(p.Key)
		if diags.HasErrors() {
			return call, diags
		}
		here, diags := providerName(p.Value)
		if diags.HasErrors() {
			return call, diags
		}
		call.Providers[there] = here
	}
	return call, nil
}

func (c *contents) addVariable(b *hcl.Block, override bool) hcl.Diagnostics {
	name := b.Labels[0]
	if diags := c.define("variable "+name, b.DefRange, override); diags.HasErrors() {
		return diags
	}
	v := c.Variables[name]
	if v == nil {
		v = &Variable{Nullable: true, Range: b.DefRange}
		c.Variables[name] = v
	}
	if value := Attribute(b.Body, "default"); value != nil {
		v.Default = value
	}
	if a := argument(b.Body, "type"); a != nil {
		typ, diags := typeConstraint(a.Expr)
		if diags.HasErrors() {
			return diags
		}
		v.Type = typ
	}
	return slices.Concat(flag(b.Body, "nullable", &v.Nullable), flag(b.Body, "sensitive", &v.Sensitive), flag(b.Body, "ephemeral", &v.Ephemeral))
}

// flag reads an argument that is true or false; without it, to stays as it is.
func flag(body hcl.Body, name string, to *bool) hcl.Diagnostics {
	expr := Attribute(body, name)
	if expr == nil {
		return nil
	}
	is, err := convert.Convert(literalValue(expr), cty.Bool)
	if err != nil || is.IsNull() {
		return mistake(expr.Range(), "Neither true nor false", "The argument "+name+" takes one of them, written out.")
	}
	*to = is.True()
	return nil
}

func (c *contents) addOutput(b *hcl.Block, override bool) hcl.Diagnostics {
	name := b.Labels[0]
	if diags := c.define("output "+name, b.DefRange, override); diags.HasErrors() {
		return diags
	}
	if value := Attribute(b.Body, "value"); value != nil || !override {
		c.Outputs[name] = value
	}
	return nil
}

func (c *contents) addLocals(b *hcl.Block, override bool) hcl.Diagnostics {
	attrs, diags := b.Body.JustAttributes()
	if diags.HasErrors() {
		return diags
	}
	for _, name := range slices.Sorted(maps.Keys(attrs)) {
		a := attrs[name]
		if diags := c.define("local."+name, a.NameRange, override); diags.HasErrors() {
			return diags
		}
		c.Locals[name] = native(a.Expr)
	}
	return nil
}

func (c *contents) addProvider(b *hcl.Block, override bool) hcl.Diagnostics {
	p := &Provider{Name: b.Labels[0], Alias: literal(Attribute(b.Body, "alias")), Body: b.Body, Range: b.DefRange}
	key := p.Name
	if p.Alias != "" {
		key += "." + p.Alias
	}
	// Every provider has a default configuration, if only an empty one.
	old := c.Providers[key]
	if diags := c.define("provider "+key, b.DefRange, override && (old != nil || p.Alias != "")); diags.HasErrors() {
		return diags
	}
	if old != nil {
		merged, diags := merge(old.Body, b.Body)
		if diags.HasErrors() {
			return diags
		}
		p.Body, p.Range = merged, old.Range
	}
	c.Providers[key] = p
	return nil
}

// addRequirements reads required_providers of a terraform block.
func (c *contents) addRequirements(b *hcl.Block, override bool) hcl.Diagnostics {
	blocks, _ := Blocks(b.Body, "required_providers")
	for _, required := range blocks {
		if !override {
			if diags := c.define("required_providers", required.DefRange, false); diags.HasErrors() {
				return diags
			}
		}
		attrs, diags := required.Body.JustAttributes()
		if diags.HasErrors() {
			return diags
		}
		for name, a := range attrs {
			c.RequiredProviders[name] = requiredSource(a.Expr)
		}
	}
	return nil
}

// requiredSource is the source of an entry of required_providers, which may also
// be a version and nothing else.
func requiredSource(expr hcl.Expression) string {
	members, diags := hcl.ExprMap(expr)
	if diags.HasErrors() {
		return ""
	}
	for _, m := range members {
		key := native(m.Key)
		if hcl.ExprAsKeyword(key) == "source" || literal(key) == "source" {
			return literal(native(m.Value))
		}
	}
	return ""
}
