package report

import (
	"fmt"
	"io"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/reach"
)

// Trace writes the journey of one packet and how it ends.
func Trace(w io.Writer, t *policies.Tracing, color bool) error {
	p := &page{color: color}
	if len(t.Hops) > 0 {
		p.line("%s  %s", p.bold(exampleText(t.Example)), p.dim("from "+t.Source))
		p.line("")
		p.journey(t.Hops)
		p.line("")
	}
	switch t.Verdict {
	case policies.Holds:
		p.line("%s", p.green("delivered, and the answer comes back"))
	case policies.Violated:
		end := "dropped on the way"
		if t.Finding != nil && t.Finding.Leg == reach.Reply {
			end = "it gets there, and the answer is dropped on the way back"
		}
		p.line("%s", p.red(end))
	default:
		p.line("%s", p.yellow("undecided"))
	}
	if t.Finding != nil {
		p.line("")
		p.finding(*t.Finding, false)
	}
	for _, a := range together(t.Assumptions) {
		p.line("%s %s", p.dim("assuming"), a)
	}
	if t.Sources > 1 {
		p.line("%s", p.dim(fmt.Sprintf("This is one of %d sources that are meant; name one to follow it.", t.Sources)))
	}
	if t.Others {
		p.line("%s", p.dim("Other packets of those asked fare differently; narrow --from or --to to follow one of them."))
	}
	_, err := io.WriteString(w, p.String())
	return err
}
