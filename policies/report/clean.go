package report

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
)

// Clean makes text that comes from a plan fit for a terminal and for a log:
// control characters, which drive terminals, and characters that reorder or hide
// what is shown become visible escapes. So does the marker by which CI runners
// recognise commands inside a line.
func Clean(s string) string {
	if !strings.ContainsFunc(s, isUnsafe) && !strings.Contains(s, "##[") {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if isUnsafe(r) {
			fmt.Fprintf(&b, "\\u%04x", r)
		} else {
			b.WriteRune(r)
		}
	}
	return strings.ReplaceAll(b.String(), "##[", "# #[")
}

// Line is Clean for a whole line of output. A line that begins like a command of
// a CI runner, ::error::, does not any more: runners look behind leading space,
// so that an id in a plan could give commands from where a message begins.
func Line(s string) string { return unled(Clean(s)) }

func unled(line string) string {
	rest := strings.TrimLeftFunc(line, unicode.IsSpace)
	if !strings.HasPrefix(rest, "::") {
		return line
	}
	return line[:len(line)-len(rest)] + `\u003a` + rest[1:]
}

// CleanJSON does for a JSON document what Clean does for text, and leaves what
// the document says as it is: only inside strings can there be anything to
// escape.
func CleanJSON(doc []byte) []byte {
	var b bytes.Buffer
	for _, r := range string(doc) {
		switch {
		case r == '\n' || !isUnsafe(r):
			b.WriteRune(r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return bytes.ReplaceAll(b.Bytes(), []byte("##["), []byte(`#\u0023[`))
}

// isUnsafe reports whether a character is not simply seen: controls, format
// characters such as bidirectional overrides, line separators.
func isUnsafe(r rune) bool {
	return unicode.Is(unicode.C, r) || r == '\u2028' || r == '\u2029' || r == unicode.ReplacementChar
}
