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
	key := question{res, attribute, strings.Join(types, " "), true}
	if ref, ok := r.memo[key]; ok {
		return ref
	}
	// Data sources that look for each other are found here.
	r.memo[key] = Ref{State: Unknown, Open: true, Reason: readDuringApply}
	ref := r.looksFor(res, attribute, types)
	if ref.State == Unknown {
		ref = Ref{State: Unknown, Open: true, Reason: readDuringApply, Symbols: r.mayFind(res, attribute, types)}
		if len(ref.Symbols) > 0 {
			ref.State = Candidates
		}
	}
	r.memo[key] = ref
	return ref
}

// looksFor is the object whose id the configuration of a data source gives.
func (r *Resolver) looksFor(res *planjson.Resource, attribute string, types []string) Ref {
	names := []string{attribute}
	if slices.Contains(own(res.Type), attribute) {
		names = own(res.Type)
	}
	for _, name := range names {
		a := r.After(res).Get(name)
		if _, reason := r.questions(a); reason != "" && a.value.Kind == planjson.Unknown {
			continue
		}
		if ref := a.Ref(types...); ref.State == Exact || ref.State == External {
			return ref
		}
	}
	return Ref{State: Unknown}
}

// mayFind are the objects of the plan that an attribute of a data source may
// name: those of its region, and none where they are too many to list.
func (r *Resolver) mayFind(res *planjson.Resource, attribute string, types []string) []Symbol {
	var out []Symbol
	isID := slices.Contains(r.types.IDs(res.Type), attribute)
	at := r.place(res, false)
	add := func(found *planjson.Resource, attribute string) {
		if !at.Elsewhere(r.place(found, false)) {
			out = append(out, Symbol{found.String(), attribute})
		}
	}
	if isID {
		for _, found := range r.managed[res.Type] {
			add(found, attribute)
		}
	}
	for _, t := range types {
		if isID && t == res.Type {
			continue
		}
		for _, found := range r.managed[t] {
			add(found, "id")
		}
	}
	if len(out) > maxCandidates {
		return nil
	}
	return out
}
