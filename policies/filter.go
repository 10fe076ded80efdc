package policies

import (
	"github.com/tfreach/tfreach/planparse/address"
	"github.com/tfreach/tfreach/policies/intent"
	"github.com/tfreach/tfreach/reach"
)

// filter makes the test of whether an object passes all filters.
func (e *evaluator) filter(filters []intent.Filter) func(reach.Object, reach.Tags) truth {
	var tests []func(reach.Object, reach.Tags) truth
	for _, f := range filters {
		if f.Key != "" {
			tests = append(tests, func(_ reach.Object, tags reach.Tags) truth { return tagged(tags, f) })
			continue
		}
		inside := e.inside(f.In)
		tests = append(tests, func(o reach.Object, _ reach.Tags) truth { return inside(o) })
	}
	return func(o reach.Object, tags reach.Tags) truth {
		out := known(true)
		for _, test := range tests {
			out = all(out, test(o, tags))
		}
		return out
	}
}

func tagged(tags reach.Tags, f intent.Filter) truth {
	v, has := tags.Values[f.Key]
	switch {
	case has && !f.HasValue:
		return known(true)
	case has && v.Why != nil:
		return open(v.Why)
	case has:
		return known(v.Value == f.Value)
	case tags.Why != nil:
		return open(tags.Why)
	}
	return known(false)
}

// inside makes the test of whether an object is in a module, or a subnet in the
// VPC that an address names, or is the subnet that it names. Where workloads are
// [area] says.
func (e *evaluator) inside(p address.Pattern) func(reach.Object) truth {
	if p.IsModule() {
		scope := e.catalog.scope(p)
		return func(o reach.Object) truth {
			at := e.catalog.of[o]
			return known(at != nil && scope[at.in])
		}
	}
	named := e.catalog.match(p)
	return func(o reach.Object) truth {
		out := known(false)
		for _, m := range named {
			switch in := m.object.(type) {
			case *reach.VPC:
				if s, ok := o.(*reach.Subnet); ok {
					out = some(out, refers(s.VPC, in))
				}
			case *reach.Subnet:
				out = some(out, known(o == reach.Object(in)))
			}
		}
		return out
	}
}
