package reachtest

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// SyntaxError is a line of a text that is not a network.
type SyntaxError struct {
	// Line counts from one.
	Line int
	// Text is the line without indentation and comment.
	Text string
	// Expected is what should stand where Found stands.
	Expected, Found string
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("line %d, %q: expected %s, found %s", e.Line, e.Text, e.Expected, e.Found)
}

// line is a line of a text.
type line struct {
	number int
	text   string
}

// words reads a line from left to right. The first thing that is not as expected
// is kept as the error, and nothing is read after it: what reads a line need not
// look for errors on the way.
type words struct {
	line line
	rest []string
	err  *SyntaxError
}

// read begins to read a line. A comma at the end of a word is a word of its own;
// one within a word belongs to it, as in "53,443".
func read(l line) *words {
	w := &words{line: l}
	for _, field := range strings.Fields(l.text) {
		word := strings.TrimSuffix(field, ",")
		if word != "" {
			w.rest = append(w.rest, word)
		}
		if word != field {
			w.rest = append(w.rest, ",")
		}
	}
	return w
}

func (w *words) reject(found, expected string) {
	if w.err == nil {
		w.err = &SyntaxError{w.line.number, w.line.text, expected, found}
	}
	w.rest = nil
}

// fail rejects the next word.
func (w *words) fail(expected string) {
	if len(w.rest) == 0 {
		w.reject("the end", expected)
		return
	}
	w.reject(strconv.Quote(w.rest[0]), expected)
}

func (w *words) done() bool { return len(w.rest) == 0 }

func (w *words) peek() string {
	if w.done() {
		return ""
	}
	return w.rest[0]
}

// next is the next word, which must not be a comma.
func (w *words) next(expected string) string {
	if w.done() || w.rest[0] == "," {
		w.fail(expected)
		return ""
	}
	word := w.rest[0]
	w.rest = w.rest[1:]
	return word
}

// accept takes the next word if it is the given one.
func (w *words) accept(word string) bool {
	if w.peek() != word {
		return false
	}
	w.rest = w.rest[1:]
	return true
}

func (w *words) expect(word string) {
	if !w.accept(word) {
		w.fail(strconv.Quote(word))
	}
}

func (w *words) end() {
	if !w.done() {
		w.fail("the end of the line")
	}
}

// options calls option with the first word of each part between commas, up to
// the end of the line.
func (w *words) options(known string, option func(word string) bool) {
	seen := map[string]bool{}
	for w.accept(",") {
		word := w.next(known)
		switch {
		case w.err != nil:
		case seen[word]:
			w.reject(strconv.Quote(word), "each option once")
		case !option(word):
			w.reject(strconv.Quote(word), known)
		}
		seen[word] = true
	}
	w.end()
}

// prefix is a CIDR. Host bits are an error: they are more often a slip than
// meant, and AWS ignores them (NACL-5).
func (w *words) prefix() netip.Prefix {
	word := w.next("a CIDR")
	if w.err != nil {
		return netip.Prefix{}
	}
	p, err := netip.ParsePrefix(word)
	if err != nil || p != p.Masked() {
		w.reject(strconv.Quote(word), "a CIDR without host bits")
	}
	return p
}

// address takes the next word if it is an IP address.
func (w *words) address() (netip.Addr, bool) {
	a, err := netip.ParseAddr(w.peek())
	if err != nil {
		return netip.Addr{}, false
	}
	w.rest = w.rest[1:]
	return a, true
}

// direction is the first word of a rule.
func (w *words) direction() (egress bool) {
	switch w.peek() {
	case "in", "out":
		return w.next("") == "out"
	}
	w.fail(`"in" or "out"`)
	return false
}

// towards is the word before the remote side of a rule.
func (w *words) towards(egress bool) { w.expect(preposition(egress)) }

func preposition(egress bool) string {
	if egress {
		return "to"
	}
	return "from"
}

func way(egress bool) string {
	if egress {
		return "out"
	}
	return "in"
}
