package report

import (
	"fmt"
	"regexp"
	"strings"
)

// page is text for a terminal and for the log of a CI run. Whatever is put on it
// as a string is made visible, so that a name in a plan cannot drive the terminal,
// and no line of it is a command to a runner.
type page struct {
	strings.Builder
	color bool
}

// styled is text that is clean and has its style already.
type styled string

func (p *page) line(format string, args ...any) {
	for i, a := range args {
		if s, ok := a.(string); ok {
			args[i] = visible(s)
		}
	}
	p.WriteString(harmless(fmt.Sprintf(format, args...)))
	p.WriteByte('\n')
}

// begin is the styles and blanks that a line begins with.
var begin = regexp.MustCompile(`^(?:\s|\x1b\[[0-9]+m)*`)

// harmless is a line that no runner takes for a command, whether or not it looks
// through the styles that the line begins with.
func harmless(line string) string {
	n := len(begin.FindString(line))
	return defuse(line[:n] + defuse(line[n:]))
}

// field is a labelled line of a finding.
func (p *page) field(label, value string) {
	p.line("    %s %s", p.dim(pad(label, 8)), value)
}

func (p *page) style(code, s string) styled {
	if !p.color {
		return styled(visible(s))
	}
	return styled("\x1b[" + code + "m" + visible(s) + "\x1b[0m")
}

func (p *page) bold(s string) styled   { return p.style("1", s) }
func (p *page) dim(s string) styled    { return p.style("2", s) }
func (p *page) red(s string) styled    { return p.style("31", s) }
func (p *page) green(s string) styled  { return p.style("32", s) }
func (p *page) yellow(s string) styled { return p.style("33", s) }
