package report

import (
	"fmt"
	"strings"
	"unicode"
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

// isUnsafe reports whether a character is not simply seen: controls, format
// characters such as bidirectional overrides, line separators.
func isUnsafe(r rune) bool {
	return unicode.Is(unicode.C, r) || r == '\u2028' || r == '\u2029' || r == unicode.ReplacementChar
}
