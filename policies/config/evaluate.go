package config

import (
	"fmt"

	"github.com/tfreach/tfreach/policies/intent"
)

// What evaluating a policy may take, so that a few lines that double a list again and
// again come to an end.
const (
	maxSteps = 50_000  // terms, items and parts of texts
	maxBytes = 8 << 20 // of texts that are put together
	maxDepth = 100     // locals that refer to each other
)

// scope is what expressions can refer to.
type scope struct {
	*mistakes
	locals map[string]*definition
	names  []string // of the locals, in their order

	steps, bytes int
	spent        bool
	depth        int
}

// definition is a local value.
type definition struct {
	nameAt Place
	term   term
	state  uint8
	value  value
}

const (
	untouched uint8 = iota
	begun
	done
)

// take counts steps and bytes. Once they are spent, everything is a mistake, which is
// put on record once.
func (s *scope) take(at Place, steps, bytes int) bool {
	s.steps, s.bytes = s.steps+steps, s.bytes+bytes
	if s.steps <= maxSteps && s.bytes <= maxBytes {
		return true
	}
	if !s.spent {
		s.spent = true
		s.wrong(at, "", "The policy is too large", "Its values have more than %d parts, or more than %d bytes: lists that are put together of lists grow fast.", maxSteps, maxBytes)
	}
	return false
}

// evaluate is what a term is worth. What is bad has been put on record.
func (s *scope) evaluate(t term, block string) value {
	nothing := value{at: t.at}
	if !s.take(t.at, 1, 0) {
		return nothing
	}
	switch t.op {
	case constantOp:
		return t.value
	case localOp:
		return s.local(t, block)
	case textOp:
		return s.text(t, block)
	}
	var items []value
	for _, part := range t.of {
		v := s.evaluate(part, block)
		if v.kind == bad {
			return nothing
		}
		items = append(items, v)
	}
	if t.op == listOp {
		return value{kind: listValue, list: items, at: t.at}
	}
	return s.call(t, items, block)
}

// local is the value of a local value, evaluated when it is first referred to.
func (s *scope) local(t term, block string) value {
	nothing := value{at: t.at}
	d := s.locals[t.name]
	switch {
	case d == nil && s.full():
		return nothing
	case d == nil && len(s.names) == 0:
		s.wrong(t.at, block, "There is no local value "+quoted(t.name), "Write it into a locals block: locals { %s = … }", t.name)
		return nothing
	case d == nil:
		s.wrong(t.at, block, "There is no local value "+quoted(t.name), "%s", didYouMean(t.name, s.names, "The local values are"))
		return nothing
	case d.state == begun:
		s.wrong(t.at, block, "A local value refers to itself", "The value of local.%s is needed to know it.", t.name)
		return nothing
	case s.depth == maxDepth:
		s.wrong(t.at, block, "Local values refer to each other too deeply", "At most %d in a row.", maxDepth)
		return nothing
	}
	s.define(d)
	if d.value.kind == bad || !s.take(t.at, size(d.value), 0) {
		return nothing
	}
	return d.value.through(t.at)
}

// define evaluates a local value once.
func (s *scope) define(d *definition) {
	if d.state != untouched {
		return
	}
	d.state = begun
	s.depth++
	d.value = s.evaluate(d.term, "locals")
	s.depth--
	d.state = done
}

// size is how many values and pieces a value is made of.
func size(v value) int {
	n := 1 + len(v.pieces)
	for _, item := range v.list {
		n += size(item)
	}
	return n
}

// text puts the parts of a text together.
func (s *scope) text(t term, block string) value {
	out := value{kind: textValue, at: t.at}
	for _, part := range t.of {
		v := s.evaluate(part, block)
		if v.kind == bad || !s.put(&out, v, part.at, block) {
			return value{at: t.at}
		}
	}
	return out
}

// put puts a value behind a text.
func (s *scope) put(to *value, v value, at Place, block string) bool {
	switch v.kind {
	case textValue, numberValue:
	default:
		s.wrong(at, block, "No part of a text", "It is %s: only texts and numbers can be put into a text%s.", v.kind, joinHint(v))
		return false
	}
	if len(to.text)+len(v.text) > intent.MaxLength {
		s.wrong(to.at, block, "The text is too long", "A text has at most %d bytes.", intent.MaxLength)
		return false
	}
	if !s.take(at, 1+len(v.pieces), len(v.text)) {
		return false
	}
	to.text += v.text
	to.pieces = append(to.pieces, v.pieces...)
	return true
}

func joinHint(v value) string {
	if v.kind == listValue {
		return `; join(" and ", LIST) makes one of a list`
	}
	return ""
}

// function is one of those that policies can call.
type function struct {
	name string
	call func(s *scope, t term, args []value, block string) (value, bool)
}

var functions []function

func init() {
	// Calls of functions lead to evaluate, and from there to the table.
	functions = []function{
		{"concat", (*scope).concat},
		{"format", (*scope).format},
		{"formatlist", (*scope).formatlist},
		{"join", (*scope).join},
	}
}

func functionNames() []string {
	var out []string
	for _, f := range functions {
		out = append(out, f.name)
	}
	return out
}

func (s *scope) call(t term, args []value, block string) value {
	for _, f := range functions {
		if f.name != t.name {
			continue
		}
		if v, ok := f.call(s, t, args, block); ok {
			v.at = t.at
			return v
		}
		return value{at: t.at}
	}
	s.wrong(t.nameAt, block, "There is no function "+quoted(t.name), "%s", didYouMean(t.name, functionNames(), "The functions of policies are"))
	return value{at: t.at}
}

// misused is for a function that is given what it does not take.
func (s *scope) misused(at Place, t term, block, wanted string) (value, bool) {
	s.wrong(at, block, fmt.Sprintf("%s cannot take this", t.name), "%s.", wanted)
	return value{}, false
}

// concat is one list of all items of lists.
func (s *scope) concat(t term, args []value, block string) (value, bool) {
	out := value{kind: listValue}
	for _, a := range args {
		if a.kind != listValue {
			return s.misused(a.at, t, block, "concat(LIST, …) makes one list of several; this is "+a.kind.String())
		}
		if !s.take(a.at, size(a), 0) {
			return value{}, false
		}
		out.list = append(out.list, a.list...)
	}
	return out, true
}

// join is one text of all items of a list, with another between them.
func (s *scope) join(t term, args []value, block string) (value, bool) {
	if len(args) != 2 || args[0].kind != textValue || args[1].kind != listValue {
		return s.misused(t.at, t, block, "join(TEXT, LIST) puts the items of a list together, with the text between them")
	}
	out := value{kind: textValue, at: t.at}
	for i, item := range args[1].list {
		if i > 0 && !s.put(&out, args[0], t.at, block) {
			return value{}, false
		}
		if !s.put(&out, item, item.at, block) {
			return value{}, false
		}
	}
	return out, true
}

// format is a text with values in the place of %s and %d.
func (s *scope) format(t term, args []value, block string) (value, bool) {
	if len(args) == 0 || args[0].kind != textValue {
		return s.misused(t.at, t, block, `format(TEXT, VALUE, …) puts values in the place of %s, such as format("internet:%s", local.port)`)
	}
	return s.formatted(t, args[0], args[1:], block)
}

func (s *scope) formatted(t term, pattern value, args []value, block string) (value, bool) {
	out := value{kind: textValue, at: t.at}
	used, begin := 0, 0
	literal := func(to int) bool {
		part := value{kind: textValue, text: pattern.text[begin:to]}
		if begin < to {
			part.pieces = pattern.cut(begin, to)
		}
		return s.put(&out, part, pattern.at, block)
	}
	for i := 0; i < len(pattern.text); i++ {
		if pattern.text[i] != '%' {
			continue
		}
		verb := byte(0)
		if i+1 < len(pattern.text) {
			verb = pattern.text[i+1]
		}
		at, _ := pattern.place(i, min(i+2, len(pattern.text)))
		switch {
		case verb == '%':
			if !literal(i + 1) {
				return value{}, false
			}
			i++
			begin = i + 1
			continue
		case verb != 's' && verb != 'd':
			return s.misused(at, t, block, `behind "%" stands s for a text or a number, d for a number, or another "%"`)
		case used == len(args):
			return s.misused(at, t, block, fmt.Sprintf("the text has more places than the %d values that follow it", len(args)))
		case verb == 'd' && args[used].kind != numberValue:
			return s.misused(args[used].at, t, block, "%d takes a number; %s takes texts, too")
		}
		if !literal(i) || !s.put(&out, args[used], args[used].at, block) {
			return value{}, false
		}
		used++
		i++
		begin = i + 1
	}
	if used < len(args) {
		return s.misused(args[used].at, t, block, fmt.Sprintf("the text has %d places, and %d values follow it", used, len(args)))
	}
	return out, literal(len(pattern.text))
}

// formatlist is a text for each item of the lists that it is given; what is no list is
// the same in each.
func (s *scope) formatlist(t term, args []value, block string) (value, bool) {
	if len(args) == 0 || args[0].kind != textValue {
		return s.misused(t.at, t, block, `formatlist(TEXT, LIST, …) makes a text for each item, such as formatlist("%s:443", local.networks)`)
	}
	n := -1
	for _, a := range args[1:] {
		switch {
		case a.kind != listValue:
		case n >= 0 && len(a.list) != n:
			return s.misused(a.at, t, block, fmt.Sprintf("the lists have different lengths, %d and %d", n, len(a.list)))
		default:
			n = len(a.list)
		}
	}
	if n < 0 {
		return s.misused(t.at, t, block, "one of the values is a list; without any, use format")
	}
	out := value{kind: listValue}
	for i := range n {
		var row []value
		for _, a := range args[1:] {
			if a.kind == listValue {
				a = a.list[i]
			}
			row = append(row, a)
		}
		v, ok := s.formatted(t, args[0], row, block)
		if !ok || !s.take(t.at, 1, 0) {
			return value{}, false
		}
		v.at = t.at
		out.list = append(out.list, v)
	}
	return out, true
}

// cut are the pieces of some bytes of a text.
func (v value) cut(from, to int) []piece {
	var out []piece
	start := 0
	for _, p := range v.pieces {
		lo, hi := max(from-start, 0), min(to-start, p.n)
		if lo < hi {
			q := piece{n: hi - lo, at: p.part(lo, hi), via: p.via}
			if p.letters != nil {
				q.letters = p.letters[lo : hi+1]
			}
			out = append(out, q)
		}
		start += p.n
	}
	return out
}

// quoted is a name in a message, not too long.
func quoted(name string) string {
	if len(name) > 60 {
		name = name[:60] + "…"
	}
	return fmt.Sprintf("%q", name)
}
