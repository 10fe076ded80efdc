package resolve

import (
	"strconv"

	"github.com/tfreach/tfreach/planparse/planjson"
)

// Attr is an attribute of a resource, or a part of one, with what is known of
// it.
type Attr struct {
	r      *Resolver
	res    *planjson.Resource
	parent *Attr
	name   string
	index  int // element of a list, -1 for a named attribute
	value  planjson.Value
	// before: ids are those before apply.
	before bool
	// ref is set when the attribute was resolved rather than read.
	ref *Ref
	// here is the attribute itself where it is kept, so that its parts can point at
	// it; nil until one does.
	here *Attr
}

// kept is the attribute in a place of its own.
func (a Attr) kept() *Attr {
	if a.here != nil {
		return a.here
	}
	own := a
	own.here = &own
	return &own
}

// After is the root of a resource's values after apply.
func (r *Resolver) After(res *planjson.Resource) Attr {
	return *Attr{r: r, res: res, value: res.Left()}.kept()
}

// Before is the root of a resource's values before apply.
func (r *Resolver) Before(res *planjson.Resource) Attr {
	return *Attr{r: r, res: res, value: res.Before, before: true}.kept()
}

// Get is a named attribute.
func (a Attr) Get(name string) Attr {
	return Attr{r: a.r, res: a.res, parent: a.kept(), name: name, index: -1, value: a.value.Get(name), before: a.before}
}

// Path is the attribute's path in the resource, "route[0].nat_gateway_id".
func (a Attr) Path() string {
	if a.parent == nil {
		return ""
	}
	if a.index >= 0 {
		return a.parent.Path() + "[" + strconv.Itoa(a.index) + "]"
	}
	if p := a.parent.Path(); p != "" {
		return p + "." + a.name
	}
	return a.name
}

// Value is the value as the plan has it.
func (a Attr) Value() planjson.Value { return a.value }

// Reason says why the value is not known; empty when it is.
func (a Attr) Reason() string {
	switch a.value.Kind {
	case planjson.Absent:
		return "the plan does not show it"
	case planjson.Unknown:
		return "known after apply"
	case planjson.Sensitive:
		return "marked as sensitive, and tfreach does not use what it may not show"
	}
	return ""
}

// IsEmpty reports whether the value is known to hold nothing.
func (a Attr) IsEmpty() bool { return a.value.IsEmpty() }

// IsUnset is IsEmpty for what is no list.
func (a Attr) IsUnset() bool { return a.value.IsUnset() }

// IsKnown reports whether the value itself is known.
func (a Attr) IsKnown() bool { return a.value.IsKnown() }

// Text is a known string; false when it is unknown, null or no string.
func (a Attr) Text() (string, bool) { return a.value.Text, a.value.Kind == planjson.String }

// Items are the elements of a list, set, or block list. The second result says
// why there may be others; it is empty when these are all.
func (a Attr) Items() ([]Attr, string) {
	switch a.value.Kind {
	case planjson.Null:
		return nil, ""
	case planjson.List:
		out := make([]Attr, len(a.value.Items))
		list := a.kept()
		for i, v := range a.value.Items {
			out[i] = Attr{r: a.r, res: a.res, parent: list, index: i, value: v, before: a.before, here: &out[i]}
		}
		return out, ""
	case planjson.Object:
		// A single block, which some representations do not wrap in a list.
		return []Attr{a}, ""
	case planjson.Unknown:
		return a.r.list(a)
	}
	if reason := a.Reason(); reason != "" {
		return nil, reason
	}
	return nil, "not a list"
}

// Ref is what an id attribute names. types are the resource types whose ids it
// takes; without any, an id that does not show its own type joins nothing.
func (a Attr) Ref(types ...string) Ref {
	if a.ref != nil {
		return *a.ref
	}
	switch a.value.Kind {
	case planjson.Null:
		return Ref{}
	case planjson.String, planjson.Sensitive:
		if a.value.Text == "" {
			if a.value.Kind == planjson.Sensitive {
				return Ref{State: Unknown, Reason: a.Reason()}
			}
			return Ref{}
		}
		return a.r.value(a, types)
	case planjson.Unknown:
		return a.r.unknown(a, types)
	case planjson.Absent:
		return Ref{State: Unknown, Reason: a.Reason()}
	}
	return Ref{State: Unknown, Reason: "not an id"}
}
