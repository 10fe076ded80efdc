package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/reach"
)

// text is for people at a terminal: a line for what holds, and for the rest what
// fails, where, and what would mend it.
type text struct{}

func (text) Write(w io.Writer, r Report) error {
	p := &page{color: r.Color}
	for _, n := range r.Notices {
		p.line("%s %s", p.dim("note"), n)
	}
	for _, w := range r.Warnings {
		at := ""
		if w.At != nil {
			at = fmt.Sprintf(" (%s:%d)", w.At.File, w.At.Line)
		}
		p.line("%s %s%s", p.yellow("warning"), w.Message, at)
	}
	if len(r.Warnings) > 0 {
		p.line("")
	}
	for i, in := range r.Intents {
		if i > 0 && (!short(in) || !short(r.Intents[i-1])) {
			p.line("")
		}
		p.intent(in)
	}
	p.line("")
	p.summary(r)
	_, err := io.WriteString(w, p.String())
	return err
}

// short reports whether an intent takes a single line.
func short(i policies.IntentResult) bool {
	return i.Verdict == policies.Holds && len(i.Assumptions)+len(i.Notes)+len(i.Selected) == 0
}

// intent writes the verdict of one intent and what it rests on.
func (p *page) intent(i policies.IntentResult) {
	mark := p.green("✓")
	switch i.Verdict {
	case policies.Violated:
		mark = p.red("✗")
	case policies.Undecided:
		mark = p.yellow("?")
	}
	about := count(len(i.Sources), "source")
	if i.Severity != policies.Error {
		about += ", severity " + string(i.Severity)
	}
	title := p.bold(i.Text)
	if i.Name != i.Text {
		title = p.bold(i.Name) + ": " + styled(visible(i.Text))
	}
	p.line("%s %s  %s", mark, title, p.dim(about))
	if i.Description != "" && (i.Verdict != policies.Holds || len(i.Selected) > 0) {
		p.line("  %s", p.dim(i.Description))
	}
	p.proof(i)
	for _, f := range i.Findings {
		p.line("")
		if f.Excused() && len(i.Selected) == 0 {
			p.excused(f)
		} else {
			p.finding(f, true)
		}
	}
	if len(i.Findings) > 0 && len(i.Assumptions)+len(i.Notes) > 0 {
		p.line("")
	}
	for _, a := range together(i.Assumptions) {
		p.line("    %s %s", p.dim("assuming"), a)
	}
	var notes []string
	for _, n := range i.Notes {
		notes = append(notes, fmt.Sprintf("%s (%s)", n.Message, n.Code))
	}
	for _, n := range together(notes) {
		p.line("    %s %s", p.dim("note"), n)
	}
}

// finding writes one root cause, with an example and its way unless these are
// shown already.
func (p *page) finding(f policies.Finding, example bool) {
	head, message := heading(f)
	color := p.red
	if f.Verdict == policies.Undecided {
		color = p.yellow
	}
	p.line("  %s  %s", color(head+where(f)), p.dim(string(f.Code)))
	p.excuses(f)
	p.line("    %s.", message)
	if f.Location != nil {
		p.field("at", placeText(f))
	}
	if len(f.Sources) > 0 {
		p.field("for", some(f.Sources))
	}
	if example && f.Verdict == policies.Violated && len(f.Trace) > 0 {
		p.field("example", exampleText(f.Example))
		p.field("way", way(f.Trace, f.Leg))
	}
	if len(f.Addresses) > 0 {
		p.field("each of", some(f.Addresses))
	}
	label := "mend"
	if f.Verdict == policies.Undecided {
		label = "settle"
	}
	p.field(label, f.Remedy)
	also, more := nexts(f)
	for _, n := range also {
		p.field("next", fmt.Sprintf("%s at %s%s", n.Code, n.Address, onTheWayBack(n.Leg)))
	}
	if more > 0 {
		p.field("next", moreNext(more))
	}
}

// heading is what happens to the packets of a finding, before the culprit is named, and
// its message without what the heading says already.
func heading(f policies.Finding) (head, message string) {
	head, message = "dropped at ", f.Message
	switch {
	case f.Code == policies.PartialPlan:
		head = "undecided: the plan as a whole"
	case f.Verdict == policies.Undecided:
		head = "undecided"
		if at := where(f); at != "" {
			head += ": "
			// The heading has named it.
			message = strings.TrimPrefix(message, at+": ")
		}
	case f.Code == policies.Reachable:
		head = "gets through by "
	case f.Code == reach.InboundOpen:
		head = "let in by "
	case f.Code == reach.WiderThanWritten:
		head = "wider than written: "
	case f.Code == policies.Bypass:
		head = "led past by "
	case f.Code == policies.EmptySelection:
		head = "nothing selected"
	}
	if f.Leg == reach.Reply {
		head = "reply " + head
	}
	return head, message
}

// where is the culprit with its attribute.
func where(f policies.Finding) string {
	if f.Attribute == "" {
		return f.Address
	}
	return f.Address + "." + f.Attribute
}

// way is the hops of one leg, up to the one that drops.
func way(hops []reach.Hop, leg reach.Leg) string {
	var names []string
	if leg == reach.Reply && len(hops) > 0 {
		names = append(names, "back from the destination")
	}
	for _, h := range hops {
		if h.Leg != leg {
			continue
		}
		name := string(h.Kind)
		if h.Origin != nil {
			name = h.Origin.String()
		}
		if h.Verdict == reach.Denied {
			name += " ✗"
		}
		if n := len(names); n > 0 && names[n-1] == name {
			continue
		}
		names = append(names, name)
	}
	return strings.Join(names, " > ")
}

// some is a list of addresses, cut where it grows too long.
func some(list []string) string { return first(list, 5) }

// first is a list of addresses, with most of them when they are more than n.
func first(list []string, n int) string {
	if len(list) > n {
		return strings.Join(list[:n-1], ", ") + fmt.Sprintf(" and %d more", len(list)-n+1)
	}
	return strings.Join(list, ", ")
}

func (p *page) summary(r Report) {
	sources := map[string]bool{}
	places := false
	for _, i := range r.Intents {
		for _, s := range i.Sources {
			sources[s] = true
		}
		places = places || i.Places > 0
	}
	holds := r.Count(policies.Holds)
	verb := "hold"
	if holds == 1 {
		verb = "holds"
	}
	line := fmt.Sprintf("%s: %d %s, %s, %s; checked %s", count(len(r.Intents), "intent"), holds, verb, tally(r, policies.Violated), tally(r, policies.Undecided), count(len(sources), "source"))
	p.line("%s", p.bold(line))
	if places {
		p.line("%s", p.dim("Subnets are asked as places: security groups do not count there. To ask what runs in them: workloads in ... subnets"))
	}
}

func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

// journey writes the way of one packet, there and back, hop by hop.
func (p *page) journey(hops []reach.Hop) {
	leg := reach.Leg(-1)
	for _, h := range hops {
		if h.Leg != leg {
			if leg >= 0 {
				p.line("")
			}
			leg = h.Leg
			p.line("%s", p.bold(leg.String()))
		}
		p.hop(h)
	}
}

// hop writes one hop: what it is, what it does, by which rule.
func (p *page) hop(h reach.Hop) {
	width := 9
	if h.Origin == nil {
		width = 0
	}
	verdict := p.green(pad(string(h.Verdict), width))
	switch h.Verdict {
	case reach.Denied:
		verdict = p.red(pad(string(h.Verdict), width))
	case reach.Undecided:
		verdict = p.yellow(pad(string(h.Verdict), width))
	}
	head := []any{pad(kindText(h), 20), verdict}
	format := "  %s %s"
	if h.Origin != nil {
		head, format = append(head, h.Origin.String()), format+" %s"
	}
	if filter := h.Kind == reach.AtACL || h.Kind == reach.AtTable; filter && h.Subnet != nil && h.Subnet.Address != "" {
		head, format = append(head, p.dim("of "+h.Subnet.Address)), format+" %s"
	}
	var said []string
	if h.Rule != "" {
		said = append(said, h.Rule)
	}
	if h.Decider != nil && (h.Origin == nil || h.Decider.Address != h.Origin.Address) {
		said = append(said, "by "+h.Decider.String())
	}
	if h.Detail != "" {
		said = append(said, h.Detail)
	}
	p.line(format, head...)
	for _, s := range said {
		p.line("  %s %s", pad("", 30), p.dim(s))
	}
}

// kindText is the kind of a hop, with the side of a network ACL or group.
func kindText(h reach.Hop) string {
	switch {
	case h.Kind == reach.AtACL && h.Egress:
		return "network acl, out"
	case h.Kind == reach.AtACL:
		return "network acl, in"
	case h.Kind == reach.AtGroups && h.Egress:
		return "security group, out"
	case h.Kind == reach.AtGroups:
		return "security group, in"
	case h.Kind == reach.AtTransitTable:
		return "tgw route table"
	}
	return string(h.Kind)
}

// pad fills up to a width; the texts are ours and plain.
func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-len(s)))
}
