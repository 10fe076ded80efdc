package report

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/tfreach/tfreach/policies"
)

// github is annotations as commands to a GitHub runner (ci-conventions 2.1). What
// holds says nothing, and neither do notices: a run without fault annotates nothing.
type github struct{}

const (
	// AnnotationMost is how many of a kind a runner takes of one step; it drops the
	// others and says nothing.
	AnnotationMost = 10
	// annotationLength is where it cuts a message.
	annotationLength = 4096
	titleLength      = 200
)

// annotation is one command.
type annotation struct {
	at             *policies.Location
	title, message string
}

func (github) Write(w io.Writer, r Report) error {
	byKind := map[string][]annotation{}
	for _, a := range worstFirst(r.alerts()) {
		kind := annotationKinds[a.level]
		byKind[kind] = append(byKind[kind], annotation{a.place(), string(a.Code) + " " + a.intent.Name, strings.Join(a.explanation(), "\n")})
	}
	for _, w := range r.Warnings {
		byKind["warning"] = append(byKind["warning"], annotation{w.At, "tfreach", Clean(w.Message)})
	}
	var b strings.Builder
	for _, kind := range []string{"error", "warning", "notice"} {
		list := byKind[kind]
		if n := len(list) - (AnnotationMost - 1); n > 1 {
			list = append(list[:AnnotationMost-1:AnnotationMost-1], annotation{nil, "tfreach", fmt.Sprintf("and %d more; --format text and --format json have them all", n)})
		}
		for _, a := range list {
			b.WriteString(a.command(kind))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Failure annotates what kept a plan from being judged; at may be nil.
func Failure(w io.Writer, at *policies.Location, message string) error {
	_, err := io.WriteString(w, annotation{at, "tfreach", message}.command("error"))
	return err
}

// annotationKinds are the commands for levels.
var annotationKinds = map[policies.Severity]string{policies.Error: "error", policies.Warning: "warning", policies.Note: "notice"}

func (a annotation) command(kind string) string {
	var properties []string
	add := func(name, value string) { properties = append(properties, name+"="+propertyEscapes.Replace(value)) }
	if a.at != nil {
		line, end := max(1, a.at.Line), max(1, a.at.Line, a.at.EndLine)
		add("file", Clean(a.at.File))
		add("line", fmt.Sprint(line))
		add("endLine", fmt.Sprint(end))
		// A runner drops columns of several lines.
		if line == end && a.at.Column > 0 {
			add("col", fmt.Sprint(a.at.Column))
			if a.at.EndColumn > a.at.Column {
				add("endColumn", fmt.Sprint(a.at.EndColumn))
			}
		}
	}
	add("title", cut(Clean(a.title), titleLength))
	return fmt.Sprintf("::%s %s::%s\n", kind, strings.Join(properties, ","), dataEscapes.Replace(cut(a.message, annotationLength)))
}

// cut is at most n bytes of a text, which end with a whole character.
func cut(text string, n int) string {
	if len(text) <= n {
		return text
	}
	n -= len("…")
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n] + "…"
}

// The escapes of a message, and of a value among others.
var (
	dataEscapes     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
