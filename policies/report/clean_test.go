package report_test

import (
	"encoding/json"
	"testing"

	"github.com/tfreach/tfreach/policies/report"
)

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		`aws_subnet.a["b"]`:      `aws_subnet.a["b"]`,
		"größer ✓ 2001:db8::1":   "größer ✓ 2001:db8::1",
		"a\x1b[31m\nb\tc":        `a\u001b[31m\u000ab\u0009c`,
		"\u202ereversed\u2066":   `\u202ereversed\u2066`,
		"\u009b2J and \u2028":    `\u009b2J and \u2028`,
		"\xff":                   `\ufffd`,
		"in a line ##[error]yes": "in a line # #[error]yes",
	} {
		if got := report.Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestLine(t *testing.T) {
	for in, want := range map[string]string{
		"::error::x":         `\u003a:error::x`,
		"    ::error::x":     `    \u003a:error::x`,
		"\u3000::error::x":   "\u3000" + `\u003a:error::x`,
		"\n::error::x":       `\u000a::error::x`,
		"to ::error::x":      "to ::error::x",
		"2001:db8::/32 is":   "2001:db8::/32 is",
		"aws_vpc.main":       "aws_vpc.main",
		"##[error]::error::": "# #[error]::error::",
	} {
		if got := report.Line(in); got != want {
			t.Errorf("Line(%q) = %q, want %q", in, got, want)
		}
	}
}

// What is escaped in a document must say what it said before.
func TestCleanJSON(t *testing.T) {
	for in, want := range map[string]string{
		"{\n  \"a\": \"b\"\n}\n":     "{\n  \"a\": \"b\"\n}\n",
		`"größer"`:                   `"größer"`,
		"\"\u202e\u009b\u007f\ufffd": `"\u202e\u009b\u007f\ufffd`,
		"\"\U000E0041\"":             `"\udb40\udc41"`,
		`"###[##[x]"`:                `"##\u0023[#\u0023[x]"`,
		`"\\##[x]"`:                  `"\\#\u0023[x]"`,
	} {
		if got := string(report.CleanJSON([]byte(in))); got != want {
			t.Errorf("CleanJSON(%s) = %s, want %s", in, got, want)
		}
	}
	text := "##[error] \u202e \u009b \x7f \U000E0041 \u2028 \" \\ ###[ \n"
	doc, err := json.Marshal(text)
	if err != nil {
		t.Fatal(err)
	}
	var back string
	if err := json.Unmarshal(report.CleanJSON(doc), &back); err != nil || back != text {
		t.Errorf("%q became %q: %v", text, back, err)
	}
}
