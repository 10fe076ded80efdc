package report

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/reach"
)

// The size of a picture. Mermaid draws 50,000 characters and 500 edges; long before
// that nobody sees anything.
const (
	pictureHops = 40
	// wide is how many nodes fit beside each other, and wideText how many characters.
	wide         = 6
	wideText     = 130
	pictureBytes = 8000
)

// picture is the leg of a finding's example that fails, or that should, as a Mermaid
// flowchart: stays in a subnet as boxes, in the order of the way; empty for a way
// that is too long, or that there is none of.
func picture(f policies.Finding) string {
	if len(f.Trace) < 2 || len(f.Trace) > pictureHops {
		return ""
	}
	d := &drawing{}
	arrow := " --> "
	if f.Leg == reach.Reply {
		arrow = " -. answer .-> "
		if out := f.Trace[0].Origin; out != nil {
			d.node("(%s)", out.String())
		}
		last := f.Trace[0]
		for _, h := range f.Trace {
			if h.Leg != reach.Reply {
				last = h
			}
		}
		d.follow(" -- gets there --> ")
		d.node("(%s)", hopName(last))
		d.follow(arrow)
	}
	var stay []string // what passes in the same subnet, or between two of them
	box := ""
	leave := func() {
		if len(stay) > 0 {
			shape := "(%s)"
			if box != "" {
				shape = "[%s]"
			}
			d.node(shape, stay...)
			d.follow(arrow)
			stay = nil
		}
	}
	for _, h := range f.Trace {
		if h.Leg != f.Leg {
			continue
		}
		in := ""
		if h.Subnet != nil && boxed(h.Kind) {
			in = h.Subnet.String()
		}
		if in != box {
			leave()
			d.box(in)
			box = in
		}
		class := ""
		switch {
		case h.Verdict == reach.Denied, h.Verdict == reach.Delivered && f.Code == policies.Reachable:
			class = "bad"
		case h.Verdict == reach.Undecided:
			class = "open"
		case h.Verdict != reach.Delivered:
			if name := hopName(h); len(stay) == 0 || stay[len(stay)-1] != name {
				stay = append(stay, name)
			}
			continue
		}
		leave()
		rows := []string{hopName(h)}
		if class != "" && h.Origin != nil {
			rows = append(rows, kindText(h), h.Rule)
		}
		d.node("(%s)", rows...)
		d.mark(class)
		d.follow(arrow)
	}
	leave()
	d.box("")
	if d.Len() > pictureBytes {
		return ""
	}
	// Whatever is wide is made to fit, and nobody can read it then.
	direction := "LR"
	if d.nodes > wide || d.width > wideText {
		direction = "TB"
	}
	return "```mermaid\nflowchart " + direction + "\n" + d.String() + strings.Join(d.edges, "") + d.classes() + "```\n"
}

// drawing is a picture in the making: nodes, each joined to the one before.
type drawing struct {
	strings.Builder
	nodes, boxes int
	width        int  // of the nodes beside each other, in characters
	open         bool // a box is
	arrow        string
	edges        []string
	marked       map[string][]string // nodes by class
}

func (d *drawing) node(shape string, rows ...string) {
	fmt.Fprintf(d, "  n%d"+shape+"\n", d.nodes, label(rows...))
	width := 0
	for _, row := range rows {
		width = max(width, utf8.RuneCountInString(cutName(Clean(row))))
	}
	d.width += width
	if d.arrow != "" {
		d.edges = append(d.edges, fmt.Sprintf("  n%d%sn%d\n", d.nodes-1, d.arrow, d.nodes))
		d.arrow = ""
	}
	d.nodes++
}

// follow joins the next node to the last one.
func (d *drawing) follow(arrow string) { d.arrow = arrow }

// box ends the box that is open and begins one with a title, if there is a title.
func (d *drawing) box(title string) {
	if d.open {
		d.WriteString("  end\n")
	}
	if d.open = title != ""; d.open {
		fmt.Fprintf(d, "  subgraph s%d[%s]\n", d.boxes, label(title))
		d.boxes++
	}
}

// mark gives the last node a class.
func (d *drawing) mark(class string) {
	if d.marked == nil {
		d.marked = map[string][]string{}
	}
	if class != "" {
		d.marked[class] = append(d.marked[class], fmt.Sprintf("n%d", d.nodes-1))
	}
}

func (d *drawing) classes() string {
	out := ""
	for _, c := range []struct{ name, style string }{
		{"bad", "fill:#ffebe9,stroke:#cf222e,stroke-width:3px,color:#82071e"},
		{"open", "fill:#fff8c5,stroke:#9a6700,stroke-width:3px,color:#4d2d00"},
	} {
		if nodes := d.marked[c.name]; len(nodes) > 0 {
			out += "  classDef " + c.name + " " + c.style + "\n  class " + strings.Join(nodes, ",") + " " + c.name + "\n"
		}
	}
	return out
}

// hopName is the object asked; a subnet that is asked as a place is no object in
// itself.
func hopName(h reach.Hop) string {
	switch {
	case h.Origin == nil:
		return string(h.Kind)
	case h.Kind == reach.AtSource && h.Subnet != nil && h.Origin.Address == h.Subnet.Address:
		return "any address"
	}
	return h.Origin.String()
}

// boxed reports whether a hop is something in a subnet, or of it.
func boxed(kind reach.StepKind) bool {
	switch kind {
	case reach.AtInternetGateway, reach.AtInternet, reach.AtEgressOnlyGateway, reach.AtPeering, reach.AtTransitGateway,
		reach.AtTransitTable, reach.AtVPNGateway, reach.AtGatewayEndpoint, reach.AtService, reach.AtBeyond:
		return false
	}
	return true
}

// label is the lines of a node's text. Whatever is neither letter nor digit nor plain
// punctuation becomes a character reference, in Mermaid's own form.
func label(rows ...string) string {
	var out []string
	for _, row := range rows {
		if row == "" {
			continue
		}
		var b strings.Builder
		for _, r := range cutName(Clean(row)) {
			switch {
			case r == ' ', r == '_', r == '.', r == '-', r == '/', r == ',', 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r > 0x7f:
				b.WriteRune(r)
			default:
				fmt.Fprintf(&b, "#%d;", r)
			}
		}
		out = append(out, b.String())
	}
	return `"` + strings.Join(out, "<br/>") + `"`
}

// cutName is a name that fits into a node. Addresses begin with what contains the object
// and end with what it is.
func cutName(name string) string {
	const head, tail = 20, 40
	if r := []rune(name); len(r) > head+tail {
		return string(r[:head]) + "…" + string(r[len(r)-tail:])
	}
	return name
}
