package policies

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/planparse/address"
	"github.com/tfreach/tfreach/policies/intent"
	"github.com/tfreach/tfreach/reach"
)

// catalog finds the objects of a network by their plan addresses.
type catalog struct {
	entries []entry
	byName  map[string][]entry // by resource type and name
}

// entry is an object with a plan address.
type entry struct {
	address.Resource
	object reach.Object
}

func newCatalog(n *reach.Network) *catalog {
	c := &catalog{byName: map[string][]entry{}}
	add(c, n.VPCs)
	add(c, n.Subnets)
	add(c, n.SecurityGroups)
	add(c, n.Workloads)
	add(c, n.RouteTables)
	add(c, n.ACLs)
	add(c, n.InternetGateways)
	add(c, n.NATGateways)
	add(c, n.Others)
	for _, e := range c.entries {
		k := e.Type + "." + e.Name
		c.byName[k] = append(c.byName[k], e)
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
		if r, err := address.Parse(at.Address); err == nil {
			c.entries = append(c.entries, entry{r, o})
		}
	}
}

// match lists the objects that a pattern names, in the order of the plan.
func (c *catalog) match(p address.Pattern) []entry {
	among := c.entries
	if typ, name, ok := p.Names(); ok {
		among = c.byName[typ+"."+name]
	}
	var out []entry
	for _, e := range among {
		if p.Match(e.Resource) {
			out = append(out, e)
		}
	}
	return out
}

// nearest is the end of a message about a pattern that names nothing: the
// addresses that look most like it.
func (c *catalog) nearest(text string) string {
	type scored struct {
		address string
		score   int
	}
	var all []scored
	seen := map[string]bool{}
	for _, e := range c.entries {
		a := e.Config()
		if seen[a] {
			continue
		}
		seen[a] = true
		all = append(all, scored{a, intent.Distance(text, a, len(text)+len(a))})
	}
	slices.SortFunc(all, func(a, b scored) int {
		return cmp.Or(cmp.Compare(a.score, b.score), strings.Compare(a.address, b.address))
	})
	var out []string
	for _, s := range all {
		if s.score > max(3, len(text)/2) || len(out) == 3 {
			break
		}
		out = append(out, s.address)
	}
	switch len(out) {
	case 0:
		return ""
	case 1:
		return "; near it is " + out[0]
	}
	return "; near it are " + strings.Join(out, ", ")
}
