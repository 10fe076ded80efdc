package resolve

import (
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/tfreach/tfreach/planparse/address"
	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve/functions"
	"github.com/tfreach/tfreach/planparse/source"
)

// Types is what a resolver has to know of resource types.
type Types interface {
	// IDs are the attributes of a type that hold ids which its resources bring
	// into the world: of the object itself, as "id" does, or of one that AWS
	// makes with it, such as a VPC's main route table.
	IDs(resourceType string) []string
	// Shares reports whether an id of a type may also be the id of another resource:
	// of one that adopts what AWS made, or under another name.
	Shares(resourceType, attribute string) bool
	// Derived is how an attribute that nothing sets follows from others; nil where
	// the provider decides freely.
	Derived(resourceType, attribute string) func(View) cty.Value
	// Parts are the ids that a resource shows within its attributes, of what it brings
	// into the world that is no object of its own.
	Parts(*planjson.Resource) (before, after []Part)
}

// Part is an id within a resource.
type Part struct {
	// Name stands for it in a [Symbol].
	Name string
	ID   planjson.Value
}

// Resolver resolves the references of one plan.
type Resolver struct {
	plan  *planjson.Plan
	src   *source.Config
	types Types

	before   ids // before apply
	after    ids // after apply, as far as they are known
	byAddr   map[string]*planjson.Resource
	byConfig map[string][]*planjson.Resource // by module path and address in it
	managed  map[string][]*planjson.Resource // what apply leaves, by type
	modules  map[string]bool                 // instances that have resources, by address
	children map[string][]address.Module     // those of a call in a module instance; nil until one is asked for

	memo   map[question]Ref
	pairs  map[string]pairing // by block list
	agreed map[argument]bool
	sites  map[*planjson.Resource]*site
	places *places // nil until one is asked for
	// compared counts elements that were compared with blocks for positions.
	compared int

	// eval evaluates the configuration; nil without one.
	eval *evaluator
	// lacking is the reason for what only a configuration would tell.
	lacking string
	// read is what the plan was read with.
	read planjson.Schema
}

// New prepares a plan that was read with a schema. src is the configuration that
// the plan was made from, nil when it is not at hand.
func New(plan *planjson.Plan, src *source.Config, types Types, read planjson.Schema) *Resolver {
	r := &Resolver{
		plan: plan, src: src, types: types, read: read, lacking: needsSources,
		before:   newIDs(),
		after:    newIDs(),
		byAddr:   map[string]*planjson.Resource{},
		byConfig: map[string][]*planjson.Resource{},
		managed:  map[string][]*planjson.Resource{},
		modules:  map[string]bool{},
		memo:     map[question]Ref{},
		pairs:    map[string]pairing{},
		agreed:   map[argument]bool{},
		sites:    map[*planjson.Resource]*site{},
	}
	for _, list := range [][]*planjson.Resource{plan.Prior, plan.Resources} {
		for _, res := range list {
			r.index(res)
		}
	}
	if src != nil {
		r.eval = newEvaluator(r, functions.Table(files{src}))
	}
	return r
}

// Discard makes references say that there is a configuration, which is not used
// because it does not belong to the plan.
func (r *Resolver) Discard() { r.lacking = notThisPlan }

// complete reports whether every attribute of a type was read.
func (r *Resolver) complete(resourceType string) bool {
	attrs, read := r.read.Attributes(resourceType)
	return read && attrs == nil
}

func (r *Resolver) index(res *planjson.Resource) {
	addr := res.String()
	for _, name := range r.types.IDs(res.Type) {
		n := named{Symbol{addr, name}, res.Type, res.Data, rank(res, name)}
		r.before.note(res.Before.Get(name), n)
		r.after.note(res.Left().Get(name), n)
	}
	before, after := r.types.Parts(res)
	for _, p := range before {
		r.before.note(p.ID, named{Symbol{addr, p.Name}, res.Type, res.Data, rank(res, p.Name)})
	}
	for _, p := range after {
		r.after.note(p.ID, named{Symbol{addr, p.Name}, res.Type, res.Data, rank(res, p.Name)})
	}
	if res.Deposed != "" {
		return
	}
	if !res.Data && res.Left().Kind != planjson.Null {
		r.managed[res.Type] = append(r.managed[res.Type], res)
	}
	for m := res.Module; len(m) > 0 && !r.modules[m.String()]; m = m[:len(m)-1] {
		r.modules[m.String()] = true
	}
	r.byAddr[addr] = res
	key := configKey(res.Module.Config(), res.Resource)
	r.byConfig[key] = append(r.byConfig[key], res)
}

// configKey names a resource block: the same for all its instances.
func configKey(path string, r address.Resource) string {
	r.Module = nil
	return path + "|" + r.Config()
}

// callPath is a module's path as modules.json writes it.
func callPath(m address.Module) string {
	names := make([]string, len(m))
	for i, s := range m {
		names[i] = s.Name
	}
	return strings.Join(names, ".")
}

// Sources reports whether the resolver has the configuration itself.
func (r *Resolver) Sources() bool { return r.src != nil }

// configOf is the plan's view of a resource's configuration; nil when the plan
// does not show it.
func (r *Resolver) configOf(res *planjson.Resource) *planjson.ResourceConfig {
	return r.site(res).config
}

// site is where a resource is in the configuration.
type site struct {
	config *planjson.ResourceConfig
	block  *source.Resource
	scope  scope
}

func (r *Resolver) site(res *planjson.Resource) *site {
	p := r.sites[res]
	if p != nil {
		return p
	}
	bare := res.Resource
	bare.Module = nil
	name := bare.Config()
	p = &site{scope: scope{module: res.Module, block: name, key: res.Key}}
	p.scope.name = p.scope.text()
	if m := r.moduleOf(res.Module); m != nil {
		p.config = m.Resources[name]
	}
	if r.src != nil {
		if m := r.src.Modules[callPath(res.Module)]; m != nil {
			p.block = m.Resources[name]
		}
	}
	r.sites[res] = p
	return p
}

func (r *Resolver) moduleOf(path address.Module) *planjson.Module {
	m := r.plan.Config
	for _, s := range path {
		if m == nil {
			return nil
		}
		c := m.Calls[s.Name]
		if c == nil {
			return nil
		}
		m = c.Module
	}
	return m
}

// blockOf is a resource's block in the sources; nil without one.
func (r *Resolver) blockOf(res *planjson.Resource) *source.Resource {
	return r.site(res).block
}

// Configured reports whether the configuration of a resource sets an attribute
// or has a nested block of that name; certain is false when nobody can tell. The
// plan's JSON shows every attribute, but no dynamic blocks: where it shows
// nothing, only sources prove that there are none. Null sets nothing.
func (r *Resolver) Configured(res *planjson.Resource, name string) (set, certain bool) {
	c := r.configOf(res)
	want, shown := planjson.Expr{}, false
	if c != nil {
		want, shown = c.Arguments[name]
	}
	b := r.blockOf(res)
	if b == nil {
		return shown && !isNull(want), shown
	}
	if c != nil && !r.agrees(r.After(res).Get(name), b) {
		return shown, shown
	}
	if expr := source.Attribute(b.Body, name); expr != nil {
		v := r.eval.within(func() cty.Value { return r.eval.marked.kept(expr, r.site(res).scope) })
		bare, marks := v.Unmark()
		switch {
		case has[chosen](marks) || !bare.IsKnown():
			return true, r.eval.marked.only(v)
		case bare.IsNull():
			return false, true
		}
		return true, true
	}
	made, reason := made{body: b.Body, scope: r.site(res).scope}.blocks(r.eval, name)
	return len(made) > 0 || reason != "", reason == ""
}

// isNull reports whether an expression is the constant null.
func isNull(e planjson.Expr) bool {
	return e.Constant.Kind == planjson.Null && len(e.References) == 0 && len(e.Blocks) == 0
}

// Set reports whether the configuration sets a plain attribute, one that cannot
// be a block, to anything but null. Of that it is there, the plan's JSON is enough
// to tell; that it is null, only sources tell.
func (r *Resolver) Set(res *planjson.Resource, name string) (set, certain bool) {
	c := r.configOf(res)
	if c == nil {
		return r.Configured(res, name)
	}
	e, set := c.Arguments[name]
	if !set || isNull(e) {
		return false, true
	}
	if r.src == nil || r.blockOf(res) == nil {
		return true, true
	}
	if set, certain := r.Configured(res, name); certain {
		return set, true
	}
	return true, true
}
