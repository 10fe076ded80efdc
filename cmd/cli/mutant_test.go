package cli_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// planText is the JSON text of a plan, and where its values stand in it.
type planText struct {
	text string
	root *spot
	// sections are the members that are read, network the changes of what networks
	// are made of: mutations elsewhere mostly change nothing.
	sections, network []*spot
}

// spot is a value in a text, with its name in front where it is a member.
type spot struct {
	parent *spot
	name   string
	index  int
	// from is where the name begins, or the value where there is none.
	from, start, end int
	kind             jsontext.Kind
	children         []*spot
}

// networkTypes are the resource types that most mutations are for.
var networkTypes = regexp.MustCompile(`^"aws_(vpc|subnet|route|security_group|network|nat_|internet_|egress_|default_|instance|eip|lb|ec2_|vpn|lambda|ecs|eks|launch|autoscaling|db_|main_)`)

// planTextOf reads where the values of a text stand; nil when it is no JSON object.
func planTextOf(text string) *planText {
	d := jsontext.NewDecoder(strings.NewReader(text), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	root, err := spotOf(d, nil)
	if err != nil || root.kind != '{' {
		return nil
	}
	p := &planText{text: text, root: root}
	for _, name := range []string{"resource_changes", "configuration", "prior_state", "variables", "complete", "errored", "format_version"} {
		if s := root.child(name); s != nil {
			p.sections = append(p.sections, s)
		}
	}
	if changes := root.child("resource_changes"); changes != nil {
		for _, c := range changes.children {
			if typ := c.child("type"); typ != nil && networkTypes.MatchString(p.of(typ)) {
				p.network = append(p.network, c)
			}
		}
	}
	return p
}

// spotOf reads the value that comes next.
func spotOf(d *jsontext.Decoder, parent *spot) (*spot, error) {
	s := &spot{parent: parent, kind: d.PeekKind()}
	if s.kind != '{' && s.kind != '[' {
		raw, err := d.ReadValue()
		s.end = int(d.InputOffset())
		s.start = s.end - len(raw)
		s.from = s.start
		return s, err
	}
	if _, err := d.ReadToken(); err != nil {
		return nil, err
	}
	s.start = int(d.InputOffset()) - 1
	s.from = s.start
	for d.PeekKind() != '}' && d.PeekKind() != ']' {
		var name jsontext.Value
		from := -1
		if s.kind == '{' {
			var err error
			if name, err = d.ReadValue(); err != nil {
				return nil, err
			}
			from = int(d.InputOffset()) - len(name)
			name = slices.Clone(name)
		}
		c, err := spotOf(d, s)
		if err != nil {
			return nil, err
		}
		c.name, c.index = strings.Trim(string(name), `"`), len(s.children)
		if from >= 0 {
			c.from = from
		}
		s.children = append(s.children, c)
	}
	_, err := d.ReadToken()
	s.end = int(d.InputOffset())
	return s, err
}

// of is the text of a value.
func (p *planText) of(s *spot) string { return p.text[s.start:s.end] }

// path is where a spot is, as a pointer.
func (s *spot) path() string {
	switch {
	case s.parent == nil:
		return ""
	case s.parent.kind == '{':
		return s.parent.path() + "/" + s.name
	}
	return fmt.Sprintf("%s/%d", s.parent.path(), s.index)
}

// child is a member of an object, nil when there is none.
func (s *spot) child(name string) *spot {
	for _, c := range s.children {
		if c.name == name {
			return c
		}
	}
	return nil
}

// within reports whether a spot is another, or in it.
func (s *spot) within(outer *spot) bool {
	for ; s != nil; s = s.parent {
		if s == outer {
			return true
		}
	}
	return false
}

// chooser picks one of n things: at random, or as a fuzzer wants.
type chooser func(n int) int

// choosing picks by bytes, and the first thing when they are used up.
func choosing(data []byte) chooser {
	return func(n int) int {
		v := 0
		for m := n - 1; m > 0 && len(data) > 0; m >>= 8 {
			v = v<<8 | int(data[0])
			data = data[1:]
		}
		return v % n
	}
}

// spot picks a value: mostly one that is read.
func (p *planText) spot(next chooser) *spot {
	at := p.root
	switch n := next(10); {
	case n < 6 && len(p.network) > 0:
		at = p.network[next(len(p.network))]
		if change := at.child("change"); change != nil && n < 4 {
			at = change
		}
	case n < 9 && len(p.sections) > 0:
		at = p.sections[next(len(p.sections))]
	}
	for len(at.children) > 0 && (at == p.root || next(6) > 0) {
		at = at.children[next(len(at.children))]
	}
	return at
}

// The kinds of mutations.
const (
	dropping  = "drop"
	nulling   = "null"
	retyping  = "retype"
	doubling  = "twice"
	nesting   = "nest"
	breaking  = "break"
	swapping  = "swap"
	repeating = "repeat"
)

// mutation is a change to the text of a plan.
type mutation struct {
	kind string
	at   *spot
	// from and to are what the text takes the place of.
	from, to int
	text     string
}

func (m mutation) String() string {
	text := m.text
	if len(text) > 60 {
		text = text[:60] + "..."
	}
	return fmt.Sprintf("%s %s %q", m.kind, m.at.path(), text)
}

// The harm that a mutation does, from least to worst.
const (
	// harmless: it says nothing new, or is refused.
	harmless = iota
	// ignorance: it takes knowledge away.
	ignorance
	// difference: it may well be another plan.
	difference
)

// attributes are the values of resources: null is a value there, and what is not there
// an older provider does not have.
var attributes = regexp.MustCompile(`^/resource_changes/[0-9]+/change/(before|after)/|^/prior_state/.*/values/|^/variables/`)

func (m mutation) harm() int {
	switch {
	case m.kind == doubling:
		return harmless
	case m.kind == retyping || m.kind == nesting:
		return ignorance
	case (m.kind == dropping || m.kind == nulling) && m.at.parent.kind == '{' && !attributes.MatchString(m.at.path()):
		return ignorance
	}
	return difference
}

// mutate is one mutation.
func (p *planText) mutate(next chooser) mutation {
	kinds := []string{dropping, dropping, nulling, nulling, retyping, retyping, retyping, doubling, nesting, breaking, swapping, repeating}
	m := mutation{kind: kinds[next(len(kinds))], at: p.spot(next)}
	m.from, m.to = m.at.start, m.at.end
	siblings := []*spot{m.at}
	if m.at.parent != nil {
		siblings = m.at.parent.children
	}
	switch m.kind {
	case dropping:
		m.from, m.to = p.extent(m.at)
	case nulling:
		m.text = "null"
	case retyping:
		values := otherwise(m.at.kind)
		m.text = values[next(len(values))]
	case doubling, repeating:
		m.kind = repeating
		if m.at.from < m.at.start {
			m.kind = doubling
		}
		values := append(otherwise(m.at.kind), p.of(m.at))
		m.text = "," + p.text[m.at.from:m.at.start] + values[next(len(values))]
		m.from = m.at.end
	case nesting:
		n := []int{1, 2, 30, 1000, 9990, 20_000}[next(6)]
		ends := [][2]string{{"[", "]"}, {`{"a":`, "}"}}[next(2)]
		m.text = strings.Repeat(ends[0], n) + p.of(m.at) + strings.Repeat(ends[1], n)
	case breaking:
		m.text = wrongs[next(len(wrongs))]
	case swapping:
		m.text = p.of(siblings[next(len(siblings))])
	}
	return m
}

// singles is each mutation that takes one value away or makes it one of another kind.
func (p *planText) singles() []mutation {
	var out []mutation
	var walk func(at *spot)
	walk = func(at *spot) {
		from, to := p.extent(at)
		out = append(out, mutation{dropping, at, from, to, ""}, mutation{nulling, at, at.start, at.end, "null"})
		for _, text := range otherwise(at.kind) {
			out = append(out, mutation{retyping, at, at.start, at.end, text})
		}
		for _, c := range at.children {
			walk(c)
		}
	}
	for _, s := range p.sections {
		walk(s)
	}
	return out
}

// extent is a value with its name and one of the commas around it.
func (p *planText) extent(s *spot) (from, to int) {
	if s.parent == nil {
		return s.start, s.end
	}
	switch siblings := s.parent.children; {
	case s.index+1 < len(siblings):
		return s.from, siblings[s.index+1].from
	case s.index > 0:
		return siblings[s.index-1].end, s.end
	}
	return s.from, s.end
}

// otherwise is values that cannot be meant where one of a kind is.
func otherwise(kind jsontext.Kind) []string {
	switch kind {
	case '"':
		return []string{"7.5", "true", "{}", "[]", `["x"]`, `{"x":"y"}`}
	case '0':
		return []string{`"seven"`, "true", "{}", "[]", `[7]`, `{"x":7}`}
	case 't', 'f':
		return []string{`"perhaps"`, "7", "{}", "[]", `[true]`, `{"x":true}`}
	case '[':
		return []string{`"x"`, "7", "true", "{}", `{"x":"y"}`, `[[[]]]`}
	case '{':
		return []string{`"x"`, "7", "true", "[]", `["x"]`, `[{}]`}
	}
	return []string{"7", "true", "{}", `{"x":"y"}`, `["x"]`, `"x"`}
}

// wrongs are values that programs stumble over.
var wrongs = []string{
	"\"\xff\xfe\"", `"\ud800"`, `"` + strings.Repeat("x", 5000) + `"`, `"` + strings.Repeat("10.0.0.0/8,", 300) + `"`, "1e999", "-1", "99999999999999999999999",
	"0." + strings.Repeat("3", 400), "4294967296", "-0", `""`, `"\u0000\n::error::x"`, `"${a.b}"`, "{}", "[]", "nul", "+1", `"a`, "}", "\x00",
}

// apply is the text with those of some mutations that do not touch one before.
func (p *planText) apply(mutations ...mutation) (string, []mutation) {
	var done []mutation
	for _, m := range mutations {
		if !slices.ContainsFunc(done, func(d mutation) bool {
			return m.from <= d.to && d.from <= m.to || m.at.within(d.at) || d.at.within(m.at)
		}) {
			done = append(done, m)
		}
	}
	slices.SortFunc(done, func(a, b mutation) int { return a.from - b.from })
	var b strings.Builder
	at := 0
	for _, m := range done {
		b.WriteString(p.text[at:m.from])
		b.WriteString(m.text)
		at = m.to
	}
	b.WriteString(p.text[at:])
	return b.String(), done
}
