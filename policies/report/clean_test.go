package report

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

func TestClean(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain", "aws_subnet.a to ::/0", "aws_subnet.a to ::/0"},
		{"letters of all scripts", "Größe 日本", "Größe 日本"},
		{"escape", "a\x1b[31mb", `a\u001b[31mb`},
		{"line break", "a\n::error::b", `a\u000a::error::b`},
		{"carriage return", "a\r::error::b", `a\u000d::error::b`},
		{"bidirectional override", "a\u202eb", `a\u202eb`},
		{"beyond 16 bits", "a\U000e0001b", `a\udb40\udc01b`},
		{"invalid UTF-8", "a\xffb", `a\ufffdb`},
		{"marker inside", "a ##[error]b", "a # #[error]b"},
		{"marker of Azure", "a##vso[task.setvariable]b", "a# #vso[task.setvariable]b"},
		{"colons first", "::error::b", ": :error::b"},
		{"colons after blanks", " \u00a0::error::b", " \u00a0: :error::b"},
		{"every IPv6 address", "::/0 to igw", "::/0 to igw"},
		{"colons inside", "a ::error::b", "a ::error::b"},
	} {
		if got := Clean(c.in); got != c.want {
			t.Errorf("%s: Clean(%q) = %q, want %q", c.name, c.in, got, c.want)
		}
	}
}

// command is what runners take for a command: two colons first on a line, also
// behind a style, or the marker anywhere.
var command = regexp.MustCompile(`(?m)^(\s|\x1b\[[0-9]+m)*::|##[A-Za-z]*\[`)

// TestPageLines: no line of a page is a command, wherever plan text stands in it.
func TestPageLines(t *testing.T) {
	for _, color := range []bool{false, true} {
		p := &page{color: color}
		for _, text := range []string{"::error::x", " ::error::x", "##[error]x", "[error]x", "a\n::error::x"} {
			p.line("%s", text)
			p.line("  %s %s", pad("", 30), p.dim(text))
			p.line("  %s%s", "##", text)
			p.line("%s%s", ":", ":error::x")
			p.field("", text)
		}
		if at := command.FindString(p.String()); at != "" {
			t.Errorf("color %v: the page has %q:\n%q", color, at, p.String())
		}
	}
}

// TestWriteJSON: the same value for whoever parses it, and nothing for whoever
// shows it.
func TestWriteJSON(t *testing.T) {
	in := map[string]any{
		"##[error]\u202e": "a\u200b ##[group]b ###[x \\##[y <c> \U000e0001 \x7f\u0085\u2028\n::error::d",
		"plain":           "Größe 日本",
	}
	var buf bytes.Buffer
	if err := WriteJSON(&buf, in); err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(buf.Bytes(), &out); err != nil {
		t.Fatal(err)
	}
	for k, v := range in {
		if out[k] != v {
			t.Errorf("%q became %q", v, out[k])
		}
	}
	if at := command.FindString(buf.String()); at != "" {
		t.Errorf("the document has %q:\n%s", at, buf.String())
	}
	if strings.ContainsFunc(buf.String(), isHidden) {
		t.Errorf("the document has characters that are not seen:\n%q", buf.String())
	}
	if !strings.Contains(buf.String(), "Größe 日本") || !strings.Contains(buf.String(), "<c>") {
		t.Errorf("what is simply seen was escaped:\n%s", buf.String())
	}
}
