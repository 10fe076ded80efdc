package reach

import "slices"

// Unknown is a value that a plan does not decide, and why. It is what a person
// has to look at, or to supply, to get a verdict.
type Unknown struct {
	// Code says what kind of gap it is: UnknownValue, UnknownBeyondPlan or
	// UnmodelledResource.
	Code Code
	// Address is the object that holds the value, or that is not modelled; for
	// what lies beyond the plan, its id.
	Address string
	// Attribute is the path of the value inside the object, empty when the
	// object as a whole is in question.
	Attribute string
	// Reason is a clause for people, such as "known after apply".
	Reason string
}

// Fact is a value that may be unknown.
type Fact[T any] struct {
	// Value is the zero value when Why is set.
	Value T
	// Why is nil when the value is known.
	Why *Unknown
}

// Known is a fact.
func Known[T any](v T) Fact[T] { return Fact[T]{Value: v} }

// Missing is a fact that the plan does not hold.
func Missing[T any](why *Unknown) Fact[T] { return Fact[T]{Why: why} }

// Ref is a reference from one object to another. It has three values, and a
// fourth for none at all:
//
//	none        the zero Ref: nothing is named
//	exact       To has one object, Why is nil
//	candidates  To has the objects that it may name, Why says what decides
//	unknown     To is empty, Why says what is missing
type Ref[T comparable] struct {
	To []T
	// Why is one object wherever one reference is read: what is open with the same
	// reason and the same candidates names the same of them.
	Why *Unknown
	// Open is true when the reference may also name something that To does not
	// list, or nothing. It is true for every unknown reference.
	Open bool
	// Near is where what an open reference names is; nil when that is anywhere.
	Near *Place
}

// To is an exact reference.
func To[T comparable](t T) Ref[T] { return Ref[T]{To: []T{t}} }

// OneOf is a reference to one of the candidates and to nothing else.
func OneOf[T comparable](why *Unknown, candidates ...T) Ref[T] {
	return Ref[T]{To: candidates, Why: why}
}

// Perhaps is a reference to one of the candidates, to something else or to
// nothing. Without candidates it is unknown.
func Perhaps[T comparable](why *Unknown, candidates ...T) Ref[T] {
	return Ref[T]{To: candidates, Why: why, Open: true}
}

// IsNone reports whether nothing is named.
func (r Ref[T]) IsNone() bool { return len(r.To) == 0 && r.Why == nil }

// Exact is the object of an exact reference.
func (r Ref[T]) Exact() (T, bool) {
	if len(r.To) == 1 && r.Why == nil {
		return r.To[0], true
	}
	var none T
	return none, false
}

// Is reports whether the reference names t and nothing else.
func (r Ref[T]) Is(t T) bool { return r.Why == nil && len(r.To) == 1 && r.To[0] == t }

// May reports whether the reference names t or might.
func (r Ref[T]) May(t T) bool { return r.Open && !r.elsewhere(t) || slices.Contains(r.To, t) }

// Refs is a collection of references: the subnets of an auto-scaling group, the
// groups of an interface.
type Refs[T comparable] struct {
	Items []Ref[T]
	// Why is set when the collection as a whole is unknown: there may be other
	// items than those listed.
	Why *Unknown
}

// RefsTo is a collection of exact references.
func RefsTo[T comparable](ts ...T) Refs[T] {
	var r Refs[T]
	for _, t := range ts {
		r.Items = append(r.Items, To(t))
	}
	return r
}

// Open is the first reason for which the collection is not exact, nil when it
// is.
func (r Refs[T]) Open() *Unknown {
	if r.Why != nil {
		return r.Why
	}
	for _, i := range r.Items {
		if i.Why != nil {
			return i.Why
		}
	}
	return nil
}

// Exact is the objects named, and whether these are all.
func (r Refs[T]) Exact() ([]T, bool) {
	var out []T
	for _, i := range r.Items {
		if t, ok := i.Exact(); ok {
			out = append(out, t)
		}
	}
	return out, r.Open() == nil
}

// missing is why a reference of o is not exact; it is never nil.
func missing[T comparable](r Ref[T], o Object, attribute string) *Unknown {
	if r.Why != nil {
		return r.Why
	}
	return &Unknown{Code: UnknownValue, Address: o.At().Address, Attribute: attribute, Reason: "names nothing, and something must be named here"}
}
