package resolve

import (
	"slices"
	"strings"

	"github.com/tfreach/tfreach/planparse/planjson"
)

const readDuringApply = "a data source that is read during apply; which object it finds is not known"

// maxCandidates bounds the objects that one data source may find. Candidates of a
// set that is open anyway only narrow what others say of it.
const maxCandidates = 1000

// own are the attributes that hold the id of a resource's own object, in a data
// source also those by which it looks for one: an aws_route_table has its id as
// "id" and as "route_table_id".
func own(resourceType string) []string {
	_, name, _ := strings.Cut(resourceType, "_")
	return []string{"id", name + "_id"}
}

// deferred is what an attribute of a data source names that Terraform reads
// during apply. It finds an object that exists by then: one of this plan or one
// outside. Which one is known only where the configuration looks for an id.
func (r *Resolver) deferred(res *planjson.Resource, attribute string, types []string) Ref {
	looked := []string{attribute}
	if slices.Contains(own(res.Type), attribute) {
		looked = own(res.Type)
	}
	for _, name := range looked {
		a := r.After(res).Get(name)
		if expr, _ := r.expression(a); expr == nil && a.value.Kind == planjson.Unknown {
			continue
		}
		if ref := a.Ref(types...); ref.State == Exact || ref.State == External {
			return ref
		}
	}
	ref := Ref{State: Unknown, Open: true, Reason: readDuringApply}
	isID := slices.Contains(r.types.IDs(res.Type), attribute)
	for _, t := range append([]string{res.Type}, types...) {
		for _, found := range r.managed[t] {
			s := Symbol{found.String(), "id"}
			switch {
			case t == res.Type && isID:
				s.Attribute = attribute
			case !slices.Contains(types, t):
				continue
			}
			if !slices.Contains(ref.Symbols, s) {
				ref.Symbols = append(ref.Symbols, s)
			}
			if len(ref.Symbols) > maxCandidates {
				ref.Symbols = nil
				return ref
			}
		}
	}
	if len(ref.Symbols) > 0 {
		ref.State = Candidates
	}
	return ref
}
