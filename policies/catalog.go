package policies

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/planparse/address"
	"github.com/tfreach/tfreach/reach"
)

// catalog finds the objects of a network by their plan addresses.
type catalog struct {
	entries []*entry
	modules []*shelf
	of      map[reach.Object]*entry
	// parsed are addresses of the plan, by their text.
	parsed map[string]address.Resource
	// matched and scopes are what patterns were found to name, by their text.
	matched map[string][]*entry
	scopes  map[string]map[*shelf]bool
}

// entry is an object with a plan address.
type entry struct {
	address.Resource
	object reach.Object
	in     *shelf
	place  int // in the order of the catalog
}

// shelf is the objects of one module instance.
type shelf struct {
	path   address.Module
	byName map[string][]*entry // by resource type and name
	all    []*entry
}

// newCatalog lists the objects of a network. parsed are addresses that are parsed
// already.
func newCatalog(n *reach.Network, parsed map[string]address.Resource) *catalog {
	if parsed == nil {
		parsed = map[string]address.Resource{}
	}
	c := &catalog{
		of: map[reach.Object]*entry{}, parsed: parsed,
		matched: map[string][]*entry{}, scopes: map[string]map[*shelf]bool{},
	}
	add(c, n.VPCs)
	add(c, n.Subnets)
	add(c, n.SecurityGroups)
	add(c, n.Workloads)
	add(c, n.RouteTables)
	add(c, n.ACLs)
	add(c, n.InternetGateways)
	add(c, n.NATGateways)
	add(c, n.EgressOnlyGateways)
	add(c, n.Peerings)
	add(c, n.TransitGateways)
	add(c, n.TransitTables)
	add(c, n.TransitAttachments)
	add(c, n.VPNGateways)
	add(c, n.VPNConnections)
	add(c, n.Uplinks)
	add(c, n.Firewalls)
	add(c, n.FirewallEndpoints)
	add(c, n.GatewayEndpoints)
	add(c, n.InterfaceEndpoints)
	add(c, n.PrefixLists)
	add(c, n.Others)
	shelves := map[string]*shelf{}
	for i, e := range c.entries {
		path := e.Module.String()
		s := shelves[path]
		if s == nil {
			s = &shelf{path: e.Module, byName: map[string][]*entry{}}
			shelves[path] = s
			c.modules = append(c.modules, s)
		}
		e.in, e.place = s, i
		s.all = append(s.all, e)
		k := e.Type + "." + e.Name
		s.byName[k] = append(s.byName[k], e)
	}
	return c
}

// add enters objects that are resources: not what AWS makes by itself, nor what
// lies beyond the plan.
func add[T reach.Object](c *catalog, objects []T) {
	for _, o := range objects {
		at := o.At()
		if at.Attribute != "" {
			continue
		}
		if r, ok := c.parse(at.Address); ok {
			e := &entry{Resource: r, object: o}
			c.entries = append(c.entries, e)
			c.of[o] = e
			c.parsed[at.Address] = r
		}
	}
}

// parse is address.Parse for what is mostly an address of the plan.
func (c *catalog) parse(text string) (address.Resource, bool) {
	r, ok := c.parsed[text]
	if !ok {
		var err error
		r, err = address.Parse(text)
		ok = err == nil
	}
	return r, ok
}

// match lists the objects that a pattern names, in the order of the plan.
func (c *catalog) match(p address.Pattern) []*entry {
	text := p.String()
	out, known := c.matched[text]
	if known {
		return out
	}
	typ, name, plain := p.Names()
	for _, s := range c.modules {
		if !p.MatchIn(s.path) {
			continue
		}
		among := s.all
		if plain {
			among = s.byName[typ+"."+name]
		}
		for _, e := range among {
			if p.Match(e.Resource) {
				out = append(out, e)
			}
		}
	}
	slices.SortFunc(out, func(a, b *entry) int { return cmp.Compare(a.place, b.place) })
	c.matched[text] = out
	return out
}

// scope is the modules that a pattern of modules names.
func (c *catalog) scope(p address.Pattern) map[*shelf]bool {
	text := p.String()
	out, known := c.scopes[text]
	if !known {
		out = map[*shelf]bool{}
		for _, s := range c.modules {
			if p.MatchModule(s.path) {
				out[s] = true
			}
		}
		c.scopes[text] = out
	}
	return out
}

// sorted are addresses in their natural order, each once. What is no address,
// such as an id, comes first.
func (c *catalog) sorted(in []string) []string {
	if len(in) < 2 {
		return in
	}
	type parsed struct {
		address.Resource
		text string
		ok   bool
	}
	all := make([]parsed, len(in))
	for i, t := range in {
		r, ok := c.parse(t)
		all[i] = parsed{r, t, ok}
	}
	slices.SortFunc(all, func(a, b parsed) int {
		if a.ok && b.ok {
			return cmp.Or(a.Resource.Compare(b.Resource), strings.Compare(a.text, b.text))
		}
		if a.ok != b.ok {
			if b.ok {
				return -1
			}
			return 1
		}
		return strings.Compare(a.text, b.text)
	})
	var out []string
	for _, p := range all {
		if len(out) == 0 || out[len(out)-1] != p.text {
			out = append(out, p.text)
		}
	}
	return out
}
