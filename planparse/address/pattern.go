package address

import "slices"

// Pattern names one or many addresses; see the package comment for its forms.
// The zero value matches nothing.
type Pattern struct {
	steps []step
	// name is empty in a pattern of modules, and then the fields below are not
	// used.
	typ, name label
	data      bool
	key       keyPattern
}

// step matches one module call; a deep one, "**", any number of them.
type step struct {
	deep bool
	name label
	key  keyPattern
}

func (s step) matches(m Step) bool { return s.name.matches(m.Name) && s.key.matches(m.Key) }

// Names is the resource type and name that every match has; false when the
// pattern leaves one of them open or is one of modules.
func (p Pattern) Names() (typ, name string, ok bool) {
	if p.IsModule() || p.typ.wild || p.name.wild {
		return "", "", false
	}
	return p.typ.text, p.name.text, p.name.text != ""
}

// keyPattern is what a pattern says of a key. The zero value, nothing written,
// matches every instance.
type keyPattern struct {
	kind keyMatch
	key  Key
}

type keyMatch uint8

const (
	everyInstance keyMatch = iota
	anyKey
	exactKey
)

func (k keyPattern) matches(key Key) bool {
	switch k.kind {
	case anyKey:
		return !key.IsNone()
	case exactKey:
		return key == k.key
	}
	return true
}

func (k keyPattern) appendTo(b []byte) []byte {
	if k.kind == anyKey {
		return append(b, "[*]"...)
	}
	return k.key.appendTo(b)
}

// label is a name in which "*" is any run of characters. Stars are single and
// wild says whether there are any, so that a plain name is compared as one.
type label struct {
	text string
	wild bool
}

func (l label) matches(s string) bool {
	if !l.wild {
		return l.text == s
	}
	return wildcards{
		pattern: len(l.text), star: func(i int) bool { return l.text[i] == '*' },
		things: len(s), same: func(i, j int) bool { return l.text[i] == s[j] },
	}.match(false)
}

// wildcards holds a pattern, in which a star stands for any run of things, against
// a sequence of things. No two stars stand side by side.
type wildcards struct {
	pattern, things int // how many there are
	star            func(i int) bool
	same            func(i, j int) bool
}

// match walks both; below says that the pattern may match the beginning only. On a
// mismatch the last star takes one more; earlier stars need not be tried again.
func (w wildcards) match(below bool) bool {
	i, j, star, mark := 0, 0, -1, 0
	for j < w.things {
		switch {
		case i == w.pattern && below:
			return true
		case i < w.pattern && w.star(i):
			star, mark = i, j
			i++
		case i < w.pattern && w.same(i, j):
			i++
			j++
		case star >= 0:
			mark++
			i, j = star+1, mark
		default:
			return false
		}
	}
	return i == w.pattern || i == w.pattern-1 && w.star(i)
}

// IsZero reports whether p is the zero Pattern.
func (p Pattern) IsZero() bool { return len(p.steps) == 0 && p.name.text == "" }

// IsModule reports whether p names modules and with them all that they hold.
func (p Pattern) IsModule() bool { return len(p.steps) > 0 && p.name.text == "" }

// Match reports whether p names r. A pattern of modules names every resource in
// them and in their children.
func (p Pattern) Match(r Resource) bool {
	if p.name.text == "" {
		return p.MatchModule(r.Module)
	}
	return p.data == r.Data && p.name.matches(r.Name) && p.typ.matches(r.Type) &&
		p.key.matches(r.Key) && p.matchSteps(r.Module, false)
}

// MatchIn reports whether p may name a resource of the module m.
func (p Pattern) MatchIn(m Module) bool {
	if p.IsModule() {
		return p.MatchModule(m)
	}
	return p.matchSteps(m, false)
}

// MatchModule reports whether p is a pattern of modules and names m or a module
// that m lies in. Only "**" names the root module.
func (p Pattern) MatchModule(m Module) bool { return p.IsModule() && p.matchSteps(m, true) }

// matchSteps matches the module steps; below says that they may match the
// beginning of m only.
func (p Pattern) matchSteps(m Module, below bool) bool {
	return wildcards{
		pattern: len(p.steps), star: func(i int) bool { return p.steps[i].deep },
		things: len(m), same: func(i, j int) bool { return p.steps[i].matches(m[j]) },
	}.match(below)
}

// Equal reports whether both are written the same, up to the way keys are
// quoted. Two patterns that are not Equal may still match the same addresses.
func (p Pattern) Equal(o Pattern) bool {
	return slices.Equal(p.steps, o.steps) && p.typ == o.typ && p.name == o.name && p.data == o.data && p.key == o.key
}

// String is the pattern in its canonical form, "" for the zero Pattern.
func (p Pattern) String() string {
	var b []byte
	for i, s := range p.steps {
		if i > 0 {
			b = append(b, '.')
		}
		if s.deep {
			b = append(b, "**"...)
			continue
		}
		b = append(b, "module."...)
		b = append(b, s.name.text...)
		b = s.key.appendTo(b)
	}
	if p.name.text == "" {
		return string(b)
	}
	if len(b) > 0 {
		b = append(b, '.')
	}
	if p.data {
		b = append(b, "data."...)
	}
	b = append(b, p.typ.text...)
	b = append(b, '.')
	b = append(b, p.name.text...)
	return string(p.key.appendTo(b))
}
