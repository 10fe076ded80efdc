package resolve

import (
	"strings"

	"github.com/tfreach/tfreach/planparse/address"
	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/source"
)

// Types is what a resolver has to know of resource types.
type Types interface {
	// IDs are the attributes of a type that hold ids which its resources bring
	// into the world: of the object itself, as "id" does, or of one that AWS
	// makes with it, such as a VPC's main route table.
	IDs(resourceType string) []string
}

// Resolver resolves the references of one plan.
type Resolver struct {
	plan  *planjson.Plan
	src   *source.Config
	types Types

	before   map[string]named // ids before apply
	after    map[string]named // ids after apply, as far as they are known
	byAddr   map[string]*planjson.Resource
	byConfig map[string][]*planjson.Resource // by module path and address in it
	memo     map[string]Ref
}

// New prepares a plan. src is the configuration that the plan was made from, nil
// when it is not at hand.
func New(plan *planjson.Plan, src *source.Config, types Types) *Resolver {
	r := &Resolver{
		plan: plan, src: src, types: types,
		before:   map[string]named{},
		after:    map[string]named{},
		byAddr:   map[string]*planjson.Resource{},
		byConfig: map[string][]*planjson.Resource{},
		memo:     map[string]Ref{},
	}
	for _, list := range [][]*planjson.Resource{plan.Prior, plan.Resources} {
		for _, res := range list {
			r.index(res)
		}
	}
	return r
}

func (r *Resolver) index(res *planjson.Resource) {
	addr := res.String()
	for _, name := range r.types.IDs(res.Type) {
		n := named{Symbol{addr, name}, rank(res, name)}
		note(r.before, res.Before.Get(name), n)
		note(r.after, res.Left().Get(name), n)
	}
	if res.Deposed == "" {
		r.byAddr[addr] = res
		key := configKey(res.Module.Config(), res.Resource)
		r.byConfig[key] = append(r.byConfig[key], res)
	}
}

// named is what an id belongs to.
type named struct {
	Symbol
	rank int
}

// rank orders those that have one id: the managed object itself goes before one
// that only mentions it, such as the VPC of a route table, and both before what
// a data source read.
func rank(res *planjson.Resource, attribute string) int {
	r := 0
	if !res.Data {
		r = 2
	}
	if attribute == "id" {
		r++
	}
	return r
}

// note enters a known id.
func note(ids map[string]named, v planjson.Value, n named) {
	if v.Text == "" || v.Kind != planjson.String && v.Kind != planjson.Sensitive {
		return
	}
	if old, taken := ids[v.Text]; !taken || old.rank < n.rank {
		ids[v.Text] = n
	}
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
	m := r.moduleOf(res.Module)
	if m == nil {
		return nil
	}
	bare := res.Resource
	bare.Module = nil
	return m.Resources[bare.Config()]
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
	if r.src == nil {
		return nil
	}
	m := r.src.Modules[callPath(res.Module)]
	if m == nil {
		return nil
	}
	bare := res.Resource
	bare.Module = nil
	return m.Resources[bare.Config()]
}

// Configured reports whether the configuration of a resource sets an attribute
// or has a nested block of that name; certain is false when nobody can tell. The
// plan's JSON shows every attribute, but no dynamic blocks: where it shows
// nothing, only sources prove that there are none.
func (r *Resolver) Configured(res *planjson.Resource, name string) (set, certain bool) {
	if b := r.blockOf(res); b != nil && !b.Overridden {
		if source.Attribute(b.Body, name) != nil {
			return true, true
		}
		blocks, dynamic := source.Blocks(b.Body, name)
		return len(blocks) > 0 || dynamic, true
	}
	if c := r.configOf(res); c != nil {
		if _, set := c.Arguments[name]; set {
			return true, true
		}
		return false, false
	}
	return false, false
}

// Set reports whether the configuration sets a plain attribute, one that cannot
// be a block. The plan's JSON is enough to tell.
func (r *Resolver) Set(res *planjson.Resource, name string) (set, certain bool) {
	if c := r.configOf(res); c != nil {
		_, set := c.Arguments[name]
		return set, true
	}
	return r.Configured(res, name)
}

// Known is what has an id after apply.
func (r *Resolver) Known(id string) (Symbol, bool) {
	n, ok := r.after[id]
	return n.Symbol, ok
}
