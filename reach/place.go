package reach

// Place is where in AWS an object is: in a region of an account. What is made
// for a region as a whole, or is found there by its name, is nothing to objects
// elsewhere. A nil Place is not known.
type Place struct {
	// Region is the name of the region, empty when it is not known.
	Region string
	// Account tells accounts apart, empty when it is not known.
	Account string
	// Provider is the provider configuration that the object is managed with: what
	// one configuration manages is in one account, and in one region where nothing
	// says otherwise. It is empty where that is not so or not known.
	Provider string
	// Why says in words why the region is not known; empty when it is.
	Why string
}

// Same reports whether both places are certainly one.
func (p *Place) Same(q *Place) bool {
	return p != nil && q != nil && p.Provider != "" && *p == *q
}

// Apart reports whether the places are certainly two: in other regions, or of
// other accounts.
func (p *Place) Apart(q *Place) bool {
	return p.Elsewhere(q) || p != nil && q != nil && p.Account != "" && q.Account != "" && p.Account != q.Account
}

// Elsewhere reports whether the places are certainly in other regions. Accounts
// do not matter: a subnet may be shared with another one.
func (p *Place) Elsewhere(q *Place) bool {
	return p != q && p != nil && q != nil && p.Region != "" && q.Region != "" && p.Region != q.Region
}

// In is an open reference that certainly names nothing in other regions than that
// of a place.
func (r Ref[T]) In(p *Place) Ref[T] {
	if r.Open && p != nil && p.Region != "" {
		r.Near = p
	}
	return r
}

// elsewhere reports whether an object is certainly in another region than what a
// reference names.
func (r Ref[T]) elsewhere(t T) bool {
	if r.Near == nil {
		return false
	}
	o, ok := any(t).(Object)
	return ok && r.Near.Elsewhere(o.At().Place)
}
