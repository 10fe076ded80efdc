package report

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// Clean makes text that comes from a plan, or from a command line, fit for a
// terminal and for a log: control characters, which drive terminals, and
// characters that reorder or hide what is shown become visible escapes, and what
// a CI runner would take for a command no longer is one. What is returned is one
// line.
func Clean(s string) string { return defuse(visible(s)) }

// visible writes characters that are not simply seen as escapes.
func visible(s string) string {
	if !strings.ContainsFunc(s, isUnsafe) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if isUnsafe(r) {
			b.WriteString(escape(r))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// escape is a character as JSON and Go both write it.
func escape(r rune) string {
	if r > 0xffff {
		r -= 0x10000
		return fmt.Sprintf("\\u%04x\\u%04x", 0xd800+r>>10, 0xdc00+r&0x3ff)
	}
	return fmt.Sprintf("\\u%04x", r)
}

// isUnsafe reports whether a character is not simply seen: controls, format
// characters such as bidirectional overrides, line separators.
func isUnsafe(r rune) bool {
	return unicode.Is(unicode.C, r) || r == '\u2028' || r == '\u2029' || r == unicode.ReplacementChar
}

// inside is how commands to CI runners begin anywhere in a line: ##[group],
// ##vso[task.logissue], ##teamcity[message].
var inside = regexp.MustCompile(`##([A-Za-z]*\[)`)

// defuse changes what makes a line a command to a CI runner: the marker inside
// it, and two colons as the first thing that is not blank (ci-conventions 2.1).
// It is for whole lines: what is put together can be what no part of it is.
func defuse(line string) string {
	if strings.Contains(line, "##") {
		line = inside.ReplaceAllString(line, "# #$1")
	}
	blank := len(line) - len(strings.TrimLeftFunc(line, unicode.IsSpace))
	// The names of commands are words; "::/0" is none.
	if rest := line[blank:]; strings.HasPrefix(rest, "::") && !strings.HasPrefix(rest, "::/") {
		line = line[:blank] + ": " + line[blank+1:]
	}
	return line
}
