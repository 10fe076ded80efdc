package intent

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxLength is how many bytes a sentence may have.
const MaxLength = 4096

// SyntaxError says where a text stops being an intent, or a part of one.
type SyntaxError struct {
	// Sentence is the text that was to be parsed.
	Sentence string
	// Offset and Length are the bytes of Sentence that are wrong. Where
	// something is missing, Length is 0.
	Offset, Length int
	// Message says what is wrong, as a clause.
	Message string
	// Expected is what could stand there, as a noun phrase; it may be empty.
	Expected string
	// Hint is the likely form: the whole text in its canonical form when mending
	// makes one, else the part that is likely meant. It is empty when nothing is
	// likely.
	Hint string

	// edits turn the sentence into the likely one. They do not overlap and are in
	// ascending order.
	edits []edit
}

// edit replaces a part of a text.
type edit struct {
	from, to int
	text     string
}

// Error is the mistake in one sentence.
func (e *SyntaxError) Error() string {
	s := fmt.Sprintf("at byte %d, %s", e.Offset, e.Message)
	if e.Expected != "" {
		s += ": expected " + e.Expected
	}
	if e.Hint != "" {
		s += "; did you mean: " + e.Hint
	}
	return s
}

// Detail is the mistake for people, in several lines: what is wrong, the
// sentence with a caret under the place, what was expected, and the likely form.
func (e *SyntaxError) Detail() string {
	lines := []string{e.Message, indent(e.Caret())}
	if e.Expected != "" {
		lines = append(lines, "expected "+e.Expected)
	}
	if e.Hint != "" {
		lines = append(lines, "did you mean: "+e.Hint)
	}
	return strings.Join(lines, "\n")
}

func indent(s string) string { return "  " + strings.ReplaceAll(s, "\n", "\n  ") }

// window is how many columns of a sentence Caret shows at most: a line that the
// terminal wraps would put the caret under something else.
const window = 100

// Caret is two lines: the sentence, and under the place that is wrong a caret
// for each of its columns. Characters that do not print are shown as "?", and of
// a long sentence only the part around the place is shown.
func (e *SyntaxError) Caret() string {
	type cell struct {
		text  string
		width int
		wrong bool
	}
	var cells []cell
	total, caretAt := 0, -1
	for i, r := range e.Sentence {
		c := cell{string(r), Columns(r), e.Offset <= i && i < e.Offset+e.Length}
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			c.text, c.width = "?", 1
		}
		if caretAt < 0 && i >= e.Offset {
			caretAt = len(cells)
		}
		cells = append(cells, c)
		total += c.width
	}
	if caretAt < 0 {
		caretAt = len(cells)
	}
	// What is missing has a caret of its own, under the next character or behind
	// the last.
	if e.Length == 0 || caretAt == len(cells) {
		if caretAt == len(cells) {
			cells = append(cells, cell{" ", 1, true})
		}
		cells[caretAt].wrong = true
	}
	from, to := 0, len(cells)
	if total > window {
		from, to = max(0, caretAt-window/2), min(len(cells), caretAt+window/2)
	}
	var sentence, caret strings.Builder
	if from > 0 {
		sentence.WriteString("…")
		caret.WriteString(" ")
	}
	for _, c := range cells[from:to] {
		sentence.WriteString(c.text)
		mark := " "
		if c.wrong {
			mark = "^"
		}
		caret.WriteString(strings.Repeat(mark, c.width))
	}
	if to < len(cells) {
		sentence.WriteString("…")
	}
	return strings.TrimRight(sentence.String(), " ") + "\n" + strings.TrimRight(caret.String(), " ")
}

// wide holds the characters that fill two columns of a terminal, as ranges.
var wide = [][2]rune{
	{0x1100, 0x115f}, {0x2e80, 0x303e}, {0x3041, 0xa4cf}, {0xac00, 0xd7a3}, {0xf900, 0xfaff}, {0xfe30, 0xfe6f},
	{0xff00, 0xff60}, {0xffe0, 0xffe6}, {0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd},
}

// Columns is how many columns of a terminal a character fills.
func Columns(r rune) int {
	if unicode.In(r, unicode.Mn, unicode.Me) {
		return 0
	}
	for _, w := range wide {
		if w[0] <= r && r <= w[1] {
			return 2
		}
	}
	return 1
}

// mendRounds is how many mistakes of one sentence are mended for a hint.
const mendRounds = 8

// mend is the text with its likely mistakes mended, one after the other, in the
// canonical form. When that does not come to an end it is the one word that is
// likely meant, if any.
func mend(e *SyntaxError, r rule) string {
	text, next := e.Sentence, e
	for range mendRounds {
		if next.edits == nil {
			break
		}
		text = apply(text, next.edits)
		in, err := parse(text, r)
		if err == nil {
			return r.print(in)
		}
		next = err
	}
	if len(e.edits) == 1 && e.edits[0].from == e.Offset && e.edits[0].to == e.Offset+e.Length {
		return strings.TrimSpace(e.edits[0].text)
	}
	return ""
}

func apply(text string, edits []edit) string {
	var b strings.Builder
	at := 0
	for _, e := range edits {
		b.WriteString(text[at:e.from])
		b.WriteString(e.text)
		at = e.to
	}
	b.WriteString(text[at:])
	return b.String()
}
