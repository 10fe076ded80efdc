package cli

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/tfreach/tfreach/policies/config"
	"github.com/tfreach/tfreach/policies/intent"
	"github.com/tfreach/tfreach/policies/report"
)

// shownDiagnostics is how many mistakes are shown: who makes more begins with these.
const shownDiagnostics = 20

// diagnosticText is mistakes in policy files as people read them: what is wrong, the
// line, and what is wrong in it underlined.
func diagnosticText(list config.Diagnostics, color bool) string {
	var b strings.Builder
	for i, d := range list {
		if i > 0 {
			b.WriteByte('\n')
		}
		if i == shownDiagnostics {
			fmt.Fprintf(&b, "and %d more\n", len(list)-i)
			break
		}
		writeDiagnostic(&b, d, color)
	}
	return b.String()
}

func writeDiagnostic(b *strings.Builder, d *config.Diagnostic, color bool) {
	style := func(code, text string) string {
		if !color {
			return text
		}
		return "\x1b[" + code + "m" + text + "\x1b[0m"
	}
	severity, code := "error", "1;31"
	if d.Severity == config.Warning {
		severity, code = "warning", "1;33"
	}
	at := d.File.Name
	if len(d.File.Text) > 0 {
		at = fmt.Sprintf("%s:%d:%d", d.File.Name, d.Line(), d.Start().Column)
	}
	if d.Block != "" {
		at += ", in " + d.Block
	}
	// The line begins with the severity, so that nothing behind it is a command.
	head := report.Clean(severity + ": " + at + ": " + d.Summary)
	b.WriteString(style(code, head[:len(severity)]) + head[len(severity):] + "\n")
	writeSnippet(b, d.Place, func(s string) string { return style(code, s) })
	if d.First != nil {
		b.WriteString(report.Clean(fmt.Sprintf("  The other one is at %s:", d.First)) + "\n")
		writeSnippet(b, *d.First, func(s string) string { return style("2", s) })
	}
	for line := range strings.SplitSeq(d.Detail, "\n") {
		if line != "" {
			b.WriteString(report.Clean("  "+line) + "\n")
		}
	}
}

// snippetWidth is how many columns of a line are shown at most: one that the terminal
// wraps would put the caret under something else.
const snippetWidth = 100

// writeSnippet writes the line of a place with what is wrong in it underlined. Of what
// goes over several lines that is the first.
func writeSnippet(b *strings.Builder, p config.Place, mark func(string) string) {
	if len(p.File.Text) == 0 {
		return
	}
	line, from, to := lineAround(p)
	cells, first, last := cellsOf(line, from, to)
	begin, end := window(cells, first)
	gutter := fmt.Sprintf("%5d", p.Line())
	text, under := gutter+" | ", ""
	if begin > 0 {
		text, under = text+"…", " "
	}
	for i := begin; i < end; i++ {
		text += cells[i].text
		c := " "
		if first <= i && i < last {
			c = "^"
		}
		under += strings.Repeat(c, cells[i].columns)
	}
	if end < len(cells) {
		text += "…"
	}
	b.WriteString(report.Clean(strings.TrimRight(text, " ")) + "\n")
	under = strings.TrimRight(under, " ")
	blank := len(under) - len(strings.TrimLeft(under, " "))
	b.WriteString(strings.Repeat(" ", len(gutter)) + " | " + under[:blank] + mark(under[blank:]) + "\n")
}

// around is how many bytes of a line on each side of a place are looked at: JSON may be
// one long line.
const around = 4 * snippetWidth

// lineAround is the line in which a place begins, as far as it is of interest, and what
// of it the place is.
func lineAround(p config.Place) (line []byte, from, to int) {
	text := p.File.Text
	begin := bytes.LastIndexByte(text[:p.From], '\n') + 1
	end := len(text)
	if i := bytes.IndexByte(text[p.From:], '\n'); i >= 0 {
		end = p.From + i
	}
	to = min(max(p.To, p.From), end)
	begin, end = max(begin, p.From-around), min(end, p.From+around)
	line = bytes.TrimSuffix(text[begin:end], []byte("\r"))
	return line, min(p.From-begin, len(line)), min(to-begin, len(line))
}

// cell is a character as it is shown.
type cell struct {
	text    string
	columns int
}

// cellsOf makes the characters of a line fit to be shown, and says which of them some
// bytes are. What is missing is shown at the next character, or behind the last.
func cellsOf(line []byte, from, to int) (cells []cell, first, last int) {
	rest := strings.ToValidUTF8(string(line), "\uFFFD")
	if len(rest) != len(line) {
		// Nothing is shown of a line whose bytes cannot be told apart.
		return []cell{{"(no text)", 9}}, 0, 9
	}
	first, last = -1, -1
	for i, r := range rest {
		if first < 0 && i >= from {
			first = len(cells)
		}
		if last < 0 && i >= to {
			last = len(cells)
		}
		cells = append(cells, shown(r, rest[i:]))
	}
	if first < 0 {
		first = len(cells)
	}
	if last < 0 {
		last = len(cells)
	}
	if last <= first {
		if last = first + 1; last > len(cells) {
			cells = append(cells, cell{" ", 1})
		}
	}
	return cells, first, last
}

// shown is a character as it is shown where a line goes on with rest.
func shown(r rune, rest string) cell {
	if r == '\t' {
		return cell{"  ", 2}
	}
	text := report.Clean("x" + string(r))[1:]
	if text != string(r) {
		// An escape, which is plain.
		return cell{text, len(text)}
	}
	// What would be a command to a runner gets a space, which shifts what follows.
	if strings.HasPrefix(rest, "##") && strings.HasPrefix(report.Clean("x"+rest), "x# #") {
		return cell{"# ", 2}
	}
	return cell{text, intent.Columns(r)}
}

// window is the part of a line that is shown: all of it, or what is around a place.
func window(cells []cell, at int) (begin, end int) {
	total := 0
	for _, c := range cells {
		total += c.columns
	}
	if total <= snippetWidth {
		return 0, len(cells)
	}
	begin, end = at, at
	for left := snippetWidth / 3; begin > 0 && left >= cells[begin-1].columns; begin-- {
		left -= cells[begin-1].columns
	}
	used := 0
	for _, c := range cells[begin:at] {
		used += c.columns
	}
	for ; end < len(cells) && used+cells[end].columns <= snippetWidth; end++ {
		used += cells[end].columns
	}
	return begin, end
}
