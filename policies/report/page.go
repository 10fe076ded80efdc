package report

import (
	"fmt"
	"strings"
)

// page is text for a terminal. Whatever is put on it as a string is cleaned, so
// that a name in a plan cannot drive the terminal or the runner that keeps the
// log; only styles are not.
type page struct {
	strings.Builder
	color bool
}

// styled is text that is clean and has its style already.
type styled string

func (p *page) line(format string, args ...any) {
	for i, a := range args {
		if s, ok := a.(string); ok {
			args[i] = Clean(s)
		}
	}
	_, _ = p.WriteString(unled(fmt.Sprintf(format, args...)) + "\n")
}

// field is a labelled line of a finding.
func (p *page) field(label, value string) {
	p.line("    %s %s", p.dim(pad(label, 8)), value)
}

func (p *page) style(code, s string) styled {
	if !p.color {
		return styled(Clean(s))
	}
	return styled("\x1b[" + code + "m" + Clean(s) + "\x1b[0m")
}

func (p *page) bold(s string) styled   { return p.style("1", s) }
func (p *page) dim(s string) styled    { return p.style("2", s) }
func (p *page) red(s string) styled    { return p.style("31", s) }
func (p *page) green(s string) styled  { return p.style("32", s) }
func (p *page) yellow(s string) styled { return p.style("33", s) }
