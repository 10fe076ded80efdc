package address

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// SyntaxError says where a text stops being an address or a pattern.
type SyntaxError struct {
	// Text is what was to be parsed, Offset the byte in it where it goes wrong,
	// at most its length.
	Text   string
	Offset int
	// Expected is what could stand there, as a noun phrase.
	Expected string
	// Hint is the likely address that was meant, itself well formed; empty when
	// there is none.
	Hint string
}

// Error is the mistake in one sentence.
func (e *SyntaxError) Error() string {
	s := fmt.Sprintf("address %q, byte %d: expected %s, found %s", e.Text, e.Offset, e.Expected, e.Found())
	if e.Hint != "" {
		s += "; did you mean " + e.Hint + "?"
	}
	return s
}

// Found is what stands at the offset, for messages.
func (e *SyntaxError) Found() string {
	if e.Offset >= len(e.Text) {
		return "the end"
	}
	r, _ := utf8.DecodeRuneInString(e.Text[e.Offset:])
	return strconv.QuoteRune(r)
}

// Parse reads the address of a resource instance as Terraform prints it. Any
// error is a *[SyntaxError].
func Parse(s string) (Resource, error) {
	p, err := scanner{text: s}.parse()
	if err != nil {
		return Resource{}, err
	}
	if p.name.text == "" {
		return Resource{}, &SyntaxError{Text: s, Offset: len(s), Expected: `"." and a resource`}
	}
	return Resource{Module: p.module(), Data: p.data, Type: p.typ.text, Name: p.name.text, Key: p.key.key}, nil
}

// ParseModule reads the address of a module instance as Terraform prints it; ""
// is the root module. Any error is a *[SyntaxError].
func ParseModule(s string) (Module, error) {
	if s == "" {
		return nil, nil
	}
	p, err := scanner{text: s, moduleOnly: true}.parse()
	if err != nil {
		return nil, err
	}
	return p.module(), nil
}

// ParsePattern reads a pattern. Keys may be quoted with single quotes too, which
// spares a shell or an HCL string the escapes. Any error is a *[SyntaxError].
func ParsePattern(s string) (Pattern, error) { return scanner{text: s, wild: true}.parse() }

// module is the steps of a pattern that has no wildcards.
func (p Pattern) module() Module {
	if len(p.steps) == 0 {
		return nil
	}
	m := make(Module, len(p.steps))
	for i, s := range p.steps {
		m[i] = Step{s.name.text, s.key.key}
	}
	return m
}

// scanner reads addresses, and with wild set, patterns.
type scanner struct {
	text             string
	pos              int
	wild, moduleOnly bool
}

// parse reads all of the text and keeps only hints that are well formed.
func (s scanner) parse() (Pattern, error) {
	p, err := s.address()
	if err == nil {
		return p, nil
	}
	if err.Hint != "" {
		hint := scanner{text: err.Hint, wild: s.wild, moduleOnly: s.moduleOnly}
		if _, worse := hint.address(); worse != nil {
			err.Hint = ""
		}
	}
	return Pattern{}, err
}

// fail is the error at the current place.
func (s *scanner) fail(expected, hint string) *SyntaxError {
	return &SyntaxError{Text: s.text, Offset: s.pos, Expected: expected, Hint: hint}
}

func (s *scanner) rest() string { return s.text[s.pos:] }

func (s *scanner) atEnd() bool { return s.pos == len(s.text) }

// peek is the byte at the current place, 0 at the end.
func (s *scanner) peek() byte {
	if s.atEnd() {
		return 0
	}
	return s.text[s.pos]
}

func (s *scanner) skip(token string) bool {
	if !strings.HasPrefix(s.rest(), token) {
		return false
	}
	s.pos += len(token)
	return true
}

// address reads all of the text: module steps and, unless they end it, a
// resource.
func (s *scanner) address() (Pattern, *SyntaxError) {
	var p Pattern
	for {
		var err *SyntaxError
		switch {
		case s.wild && s.skip("**"):
			// Two in a row say no more than one.
			if n := len(p.steps); n == 0 || !p.steps[n-1].deep {
				p.steps = append(p.steps, step{deep: true})
			}
		case s.word() == "module":
			s.skip("module")
			var m step
			if m, err = s.moduleStep(); err == nil {
				p.steps = append(p.steps, m)
			}
		case s.moduleOnly:
			return p, s.fail(`"module"`, strings.TrimSuffix(s.text[:s.pos], "."))
		default:
			err = s.resource(&p)
			return p, err
		}
		if err != nil {
			return Pattern{}, err
		}
		if s.atEnd() {
			return p, nil
		}
		if !s.skip(".") {
			return Pattern{}, s.fail(`"." or the end`, "")
		}
	}
}

func (s *scanner) moduleStep() (step, *SyntaxError) {
	if !s.skip(".") {
		return step{}, s.fail(`"." and the name of a module`, "")
	}
	if at := s.pos; s.wild && s.skip("**") {
		s.pos = at
		return step{}, s.fail(`the name of a module; "**" takes the place of all of "module.NAME"`, s.text[:at-len("module.")]+s.text[at:])
	}
	name, err := s.label("the name of a module")
	if err != nil {
		return step{}, err
	}
	key, err := s.key()
	return step{name: name, key: key}, err
}

func (s *scanner) resource(p *Pattern) (err *SyntaxError) {
	if s.word() == "data" {
		s.skip("data")
		p.data = true
		if !s.skip(".") {
			return s.fail(`"." and the type of a data source`, "")
		}
	}
	if p.typ, err = s.label("a resource"); err != nil {
		return err
	}
	if !s.skip(".") {
		hint := ""
		if s.wild && s.atEnd() {
			hint = s.text + ".*"
		}
		return s.fail(`"." and the name of a resource`, hint)
	}
	if p.name, err = s.label("the name of a resource"); err != nil {
		return err
	}
	if p.key, err = s.key(); err != nil {
		return err
	}
	if s.atEnd() {
		return nil
	}
	// What follows is an attribute, or an index in the syntax of old.
	hint := s.text[:s.pos]
	if n := s.rest(); n[0] == '.' && isNumber(n[1:]) {
		hint += "[" + n[1:] + "]"
	}
	expected := "the end, since a resource ends an address"
	if p.key.kind == everyInstance {
		expected = `"[" or ` + expected
	}
	return s.fail(expected, hint)
}

// word is the run of label characters at the current place.
func (s *scanner) word() string {
	for i, r := range s.rest() {
		if !isLabelRune(r) && !(s.wild && r == '*') {
			return s.rest()[:i]
		}
	}
	return s.rest()
}

func (s *scanner) label(what string) (label, *SyntaxError) {
	w := s.word()
	if w == "" {
		return label{}, s.fail(what, "")
	}
	if r, _ := utf8.DecodeRuneInString(w); r != '*' && r != '_' && !unicode.In(r, unicode.L, unicode.Nl, unicode.Other_ID_Start) {
		return label{}, s.fail(what+", which begins with a letter", "")
	}
	if i := strings.Index(w, "**"); i >= 0 {
		s.pos += i
		return label{}, s.fail(`"*"; "**" takes the place of whole modules`, s.text[:s.pos]+s.text[s.pos+1:])
	}
	s.pos += len(w)
	return label{text: w, wild: strings.Contains(w, "*")}, nil
}

// isLabelRune follows the identifiers of HCL.
func isLabelRune(r rune) bool {
	if r < utf8.RuneSelf {
		return r == '_' || r == '-' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
	}
	return unicode.In(r, unicode.L, unicode.Nl, unicode.Mn, unicode.Mc, unicode.Nd, unicode.Pc, unicode.Other_ID_Start, unicode.Other_ID_Continue)
}

// key reads an instance key, when there is one.
func (s *scanner) key() (keyPattern, *SyntaxError) {
	if !s.skip("[") {
		return keyPattern{}, nil
	}
	var k keyPattern
	switch c := s.peek(); {
	case s.wild && s.skip("*"):
		k.kind = anyKey
	case c == '"' || s.wild && c == '\'':
		text, err := s.quoted()
		if err != nil {
			return k, err
		}
		k = keyPattern{exactKey, StringKey(text)}
	case '0' <= c && c <= '9':
		n, err := s.number()
		if err != nil {
			return k, err
		}
		k = keyPattern{exactKey, IntKey(n)}
	default:
		expected := "a number or a quoted key"
		if s.wild {
			expected = `a number, a quoted key or "*"`
		}
		// Shells take quotes away, and other tools write single ones.
		hint := ""
		if bare, after, ok := strings.Cut(s.rest(), "]"); ok && bare != "" {
			hint = s.text[:s.pos] + string(appendQuoted(nil, strings.Trim(bare, "'"))) + "]" + after
		}
		return k, s.fail(expected, hint)
	}
	if !s.skip("]") {
		return k, s.fail(`"]"`, s.text[:s.pos]+"]"+s.rest())
	}
	return k, nil
}

func (s *scanner) number() (int, *SyntaxError) {
	digits := s.rest()[:len(s.rest())-len(strings.TrimLeft(s.rest(), "0123456789"))]
	n, err := strconv.Atoi(digits)
	if err != nil || len(digits) > 1 && digits[0] == '0' {
		return 0, s.fail("a number as Terraform prints it", "")
	}
	s.pos += len(digits)
	return n, nil
}

// quoted reads a quoted key. Escapes of templates are undone; a bare "${", which
// Terraform does not print, is taken as it stands, since an HCL string may have
// undone the escape before.
func (s *scanner) quoted() (string, *SyntaxError) {
	start, quote := s.pos, s.peek()
	s.pos++
	var b strings.Builder
	for !s.atEnd() {
		switch c := s.peek(); c {
		case quote:
			s.pos++
			return b.String(), nil
		case '\\':
			next := strings.TrimPrefix(s.rest(), `\`)
			if next == "" || next[0] != quote && !strings.ContainsRune(`nrt\uU`, rune(next[0])) {
				return "", s.fail(`an escape (\n, \r, \t, \\, \`+string(quote)+`, \uNNNN or \UNNNNNNNN)`, "")
			}
			r, _, tail, err := strconv.UnquoteChar(s.rest(), quote)
			if err != nil {
				return "", s.fail(`the hexadecimal digits of a character after \u or \U`, "")
			}
			b.WriteRune(r)
			s.pos = len(s.text) - len(tail)
		case '$', '%':
			n := len(s.rest()) - len(strings.TrimLeft(s.rest(), string(c)))
			run := s.rest()[:n]
			s.pos += n
			if n > 1 && s.peek() == '{' {
				run = run[1:]
			}
			b.WriteString(run)
		default:
			r, size := utf8.DecodeRuneInString(s.rest())
			if r == utf8.RuneError && size == 1 {
				return "", s.fail("UTF-8", "")
			}
			b.WriteRune(r)
			s.pos += size
		}
	}
	s.pos = start
	return "", s.fail("a quoted key that ends with a quote", "")
}

func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
