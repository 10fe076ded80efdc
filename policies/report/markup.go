package report

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// code is text of a plan as a code span, in which nothing is markup, a link or a
// mention. The fence is longer than any in the text. A vertical bar would end the
// cell of a table even there.
func code(text string) string {
	text = strings.ReplaceAll(shorten(Clean(text)), "|", `\u007c`)
	if text == "" {
		return ""
	}
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	pad := ""
	if text[0] == '`' || text[len(text)-1] == '`' || text[0] == ' ' && text[len(text)-1] == ' ' {
		pad = " "
	}
	return fence + pad + text + pad + fence
}

// longest is how many characters of a name are shown: names are somebody else's.
const longest = 300

func shorten(text string) string {
	if utf8.RuneCountInString(text) <= longest {
		return text
	}
	return string([]rune(text)[:longest]) + "…"
}

// codes are texts one after the other, as some lists them.
func codes(list []string) string {
	more := ""
	if len(list) > 5 {
		more = fmt.Sprintf(" and %d more", len(list)-4)
		list = list[:4]
	}
	out := make([]string, len(list))
	for i, t := range list {
		out[i] = code(t)
	}
	return strings.Join(out, ", ") + more
}

// word is what may stand in Markdown as it is: a word, or numbers. A commit's hash
// would become a link.
var (
	word = regexp.MustCompile(`^(?:\pL+(?:['-]\pL+)*|[0-9]+(?:-[0-9]+)?)$`)
	hash = regexp.MustCompile(`^[0-9a-f]{7,40}$`)
)

// prose is a sentence of ours that quotes a plan: words stay as they are, the rest
// becomes code, neighbours together.
func prose(text string) string {
	var out, quoted []string
	before := "" // what stands before the code in the making
	flush := func(after string) {
		if len(quoted) > 0 {
			out = append(out, before+code(strings.Join(quoted, " "))+after)
			quoted = nil
		}
	}
	for _, w := range strings.FieldsFunc(visible(text), unicode.IsSpace) {
		core := strings.TrimLeft(w, "(")
		open := w[:len(w)-len(core)]
		bare := strings.TrimRight(core, ".,;:")
		if strings.Count(bare, ")") > strings.Count(bare, "(") {
			bare = strings.TrimRight(bare, ".,;:)")
		}
		end := core[len(bare):]
		if word.MatchString(bare) && !hash.MatchString(bare) {
			flush("")
			out = append(out, w)
			continue
		}
		if open != "" {
			flush("")
		}
		if len(quoted) == 0 {
			before = open
		}
		if bare == "" {
			bare, end = core, ""
		}
		quoted = append(quoted, bare)
		if end != "" {
			flush(end)
		}
	}
	flush("")
	return strings.Join(out, " ")
}
