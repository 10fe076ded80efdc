package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	goldtext "github.com/yuin/goldmark/text"

	"github.com/tfreach/tfreach/policies"
)

func write(t testing.TB, name string, r Report) string {
	t.Helper()
	f, err := Named(name)
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	if err := f.Write(&buf, r); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return buf.String()
}

// hostile is what an author of a pull request may call things (ci-conventions 5a).
var hostile = []string{
	"\n::error::x", "\r\n::set-output name=x::y", " ##[add-mask]x", "##vso[task.setvariable variable=x]y", "##teamcity[message]",
	"]]>", "`", "``` \n```", "\\`", "a`b``c", "|", "\\|", "<script>alert(1)</script>", "<img src=x onerror=y>", "--> <b>", "</details>", "</summary>",
	"\x1b[31mred", "\u202egnp.exe", "\u2066x\u2069", "\u200b", "\x00\x0b\ufffe", "\xff\xfe", "\U000e0041",
	"@everyone", " @octocat ", "#123", "GH-1", "[a](http://example.com)", "![a](http://example.com/x.png)", "http://example.com", "www.example.com", "a@example.com",
	"%0A::error::x", "%25", "{0}", "${{ secrets.X }}", "$(id)", "\"'&<>", "-->", "--", "\n# heading\n", "\n- item", "\n***\n", "$$x$$", "~~x~~", "_x_", "**x**",
	"end\n  click n0 \"javascript:x\"", "\"]; click n0", "%%{init: {}}%%", "#quot;", "&quot;", "1 failure", "failures\": [", "FAIL", "\\u202e", "\n\n    code",
	strings.Repeat("`", 300), strings.Repeat("<", 500), "::", ":: error::x", "\u00a0::error::x",
}

// FuzzFormats: no name, tag or text of somebody else gets out as anything but text,
// in any format.
func FuzzFormats(f *testing.F) {
	f.Add("")
	for _, text := range hostile {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		// Long ones are slow, and tested below.
		checkFormats(t, text[:min(len(text), 1<<10)])
	})
}

// TestLongNames: names of 10 kB are text, too.
func TestLongNames(t *testing.T) {
	texts := []string{strings.Repeat("x", 10<<10), strings.Repeat("é ", 5<<10), strings.Repeat("`", 10<<10)}
	if testing.Short() {
		texts = texts[:1] // with the race detector, which sees the same in each
	}
	for _, text := range texts {
		checkFormats(t, text)
	}
}

var (
	// markup is what could be more than text, outside of code spans.
	markup = regexp.MustCompile("[@<>\\[\\]`*_~$#\\\\]|://|www\\.")
	// unescaped is what Mermaid could take for its own, drawn what we write of that.
	unescaped    = regexp.MustCompile("[`%&;<>\\\\]")
	drawn        = regexp.MustCompile(`<br/>|#[0-9]+;|-->|\.->`)
	atlantisLine = regexp.MustCompile(`^(FAIL|WARN) - |^[0-9]+ intents?, [0-9]+ failures?, [0-9]+ warnings?$`)
	sarifLink    = regexp.MustCompile(`"text": .*\]\(`)
	relative     = regexp.MustCompile(`^[A-Za-z0-9%/._~!$&'()*+,;=@-]+$`)
)

func checkFormats(t *testing.T, text string) {
	t.Helper()
	r := sample(text)
	for _, name := range Names() {
		out := write(t, name, r)
		if out != write(t, name, r) {
			t.Errorf("%s writes something else the second time", name)
		}
		if !utf8.ValidString(out) || strings.ContainsFunc(out, isHidden) {
			t.Errorf("%s for %.60q: characters that are not seen: %.300q", name, text, out)
		}
		if at := command.FindString(out); at != "" && name != "github" {
			t.Errorf("%s for %.60q: a command of a runner: %q", name, text, at)
		}
		switch name {
		case "json", "sarif", "gitlab", "rdjson":
			if !json.Valid([]byte(out)) {
				t.Errorf("%s for %.60q is no JSON", name, text)
			}
			if name == "sarif" && sarifLink.MatchString(out) {
				t.Errorf("sarif for %.60q: a link", text)
			}
		case "junit":
			checkXML(t, text, out)
		case "github":
			checkCommands(t, text, out)
		case "markdown":
			checkMarkdown(t, text, out)
		case "atlantis":
			for line := range strings.Lines(strings.TrimSuffix(out, "\n")) {
				if !atlantisLine.MatchString(line) {
					t.Errorf("atlantis for %.60q: the line %.200q", text, line)
				}
			}
		}
	}
}

func checkXML(t *testing.T, text, out string) {
	t.Helper()
	dec := xml.NewDecoder(strings.NewReader(out))
	allowed := []string{"testsuites", "testsuite", "testcase", "failure", "error", "skipped"}
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Errorf("junit for %.60q: %v", text, err)
			return
		}
		if e, ok := tok.(xml.StartElement); ok && !slices.Contains(allowed, e.Name.Local) {
			t.Errorf("junit for %.60q: the element %s", text, e.Name.Local)
		}
	}
}

// ghCommand is an annotation that a runner understands.
var ghCommand = regexp.MustCompile(`^::(error|warning|notice) ((file|line|endLine|col|endColumn|title)=[^:,\r\n]*,?)+::[^\r\n]*$`)

func checkCommands(t *testing.T, text, out string) {
	t.Helper()
	kinds := map[string]int{}
	for line := range strings.SplitSeq(strings.TrimSuffix(out, "\n"), "\n") {
		m := ghCommand.FindStringSubmatch(line)
		if m == nil {
			t.Errorf("github for %.60q: no annotation: %.300q", text, line)
			continue
		}
		if strings.Contains(line, "##[") {
			t.Errorf("github for %.60q: a command inside %.300q", text, line)
		}
		kinds[m[1]]++
	}
	if want := map[string]int{"error": 4, "warning": 2, "notice": 1}; !maps.Equal(kinds, want) {
		t.Errorf("github for %.60q: %v, want %v", text, kinds, want)
	}
}

// gfm reads Markdown as GitHub does, links that nobody marked up included.
var gfm = goldmark.New(goldmark.WithExtensions(extension.GFM))

// ownHTML is the HTML that we write ourselves.
var ownHTML = regexp.MustCompile(`^(?:<!-- tfreach:[A-Za-z0-9%/._~!$&'()*+,;=@-]* -->|<br>|</?details>|<summary>[A-Za-z, ]+(?: \([0-9]+\))?</summary>|\s)+$`)

// checkMarkdown parses it: the text has to be that of a code span, or words.
func checkMarkdown(t *testing.T, text, out string) {
	t.Helper()
	if marker, _, _ := strings.Cut(out, " -->\n"); !strings.HasPrefix(marker, "<!-- tfreach:") || strings.Count(marker, "--") != 1 {
		t.Errorf("markdown for %.60q: the comment %.200q", text, marker)
	}
	src := []byte(out)
	err := ast.Walk(gfm.Parser().Parse(goldtext.NewReader(src)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.CodeSpan:
			return ast.WalkSkipChildren, nil
		case *ast.FencedCodeBlock:
			if lang := string(n.Language(src)); lang != "mermaid" {
				t.Errorf("markdown for %.60q: a block of %q", text, lang)
			}
			checkMermaid(t, text, string(n.Lines().Value(src)))
		case *ast.HTMLBlock:
			html := string(n.Lines().Value(src))
			if n.HasClosure() {
				html += string(n.ClosureLine.Value(src))
			}
			if !ownHTML.MatchString(html) {
				t.Errorf("markdown for %.60q: the HTML %.200q", text, html)
			}
		case *ast.RawHTML:
			if html := string(n.Segments.Value(src)); !ownHTML.MatchString(html) {
				t.Errorf("markdown for %.60q: the HTML %.200q", text, html)
			}
		case *ast.Text:
			if at := markup.FindString(string(n.Value(src))); at != "" {
				t.Errorf("markdown for %.60q: %q in the text %.200q", text, at, n.Value(src))
			}
		case *ast.Document, *ast.Heading, *ast.Paragraph, *ast.TextBlock, *ast.List, *ast.ListItem, *ast.Emphasis, *ast.Blockquote,
			*extast.Table, *extast.TableHeader, *extast.TableRow, *extast.TableCell:
		default:
			t.Errorf("markdown for %.60q: a %s", text, n.Kind())
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// mermaidLine is all that a picture consists of.
var mermaidLine = regexp.MustCompile(`^(?:flowchart (?:LR|TB)|  subgraph s[0-9]+\["[^"]*"\]|  end|  n[0-9]+(?:\("[^"]*"\)|\["[^"]*"\])|  n[0-9]+ (?:-->|-\. answer \.->|-- gets there -->) n[0-9]+|  classDef (?:bad|open) [a-z0-9:#,-]+|  class n[0-9]+(?:,n[0-9]+)* (?:bad|open))$`)

func checkMermaid(t *testing.T, text, picture string) {
	t.Helper()
	for line := range strings.SplitSeq(strings.TrimSuffix(picture, "\n"), "\n") {
		if !mermaidLine.MatchString(line) {
			t.Errorf("markdown for %.60q: a picture with the line %.200q", text, line)
		}
		for label := range strings.SplitSeq(line, `"`) {
			if !strings.Contains(line, "classDef") && unescaped.MatchString(drawn.ReplaceAllString(label, "")) {
				t.Errorf("markdown for %.60q: a picture with the text %.200q", text, label)
			}
		}
	}
}

// TestBudgets: a thousand findings fit where results go (ci-conventions 5d).
func TestBudgets(t *testing.T) {
	r := manyFindings(1000)
	lines := strings.Split(strings.TrimSuffix(write(t, "github", r), "\n"), "\n")
	errs := slices.DeleteFunc(slices.Clone(lines), func(l string) bool { return !strings.HasPrefix(l, "::error ") })
	if len(errs) != 10 {
		t.Errorf("%d annotations of a kind, want 10", len(errs))
	}
	if last := errs[len(errs)-1]; !strings.HasSuffix(last, "::and 991 more; --format text and --format json have them all") {
		t.Errorf("the last annotation is %q", last)
	}
	comment := write(t, "markdown", r)
	if len(comment) > 60_000 || len(comment) < 40_000 {
		t.Errorf("a comment of %d bytes, want up to 60,000", len(comment))
	}
	if !strings.Contains(comment, " more findings\n") {
		t.Error("the comment does not say that findings are left out")
	}
	r.Limit = 900 << 10
	summary := write(t, "markdown", r)
	if len(summary) > 900<<10 || len(summary) < 10*len(comment) {
		t.Errorf("a summary of %d bytes, want up to 921,600", len(summary))
	}
	for _, text := range []string{comment, summary} {
		for _, p := range regexp.MustCompile("(?s)```mermaid\n.*?```").FindAllString(text, -1) {
			if len(p) > 50_000 || strings.Count(p, "->") > 500 {
				t.Errorf("a picture of %d bytes", len(p))
			}
		}
		if n := strings.Count(text, "```mermaid"); n == 0 || n > pictures {
			t.Errorf("%d pictures, want 1 to %d", n, pictures)
		}
		if open, shut := strings.Count(text, "<details>"), strings.Count(text, "</details>"); open != shut {
			t.Errorf("%d details open, %d shut", open, shut)
		}
	}
	for _, limit := range []int{4 << 10, 5000, 8000, 20000} {
		r := sample("")
		r.Limit = limit
		if n := len(write(t, "markdown", r)); n > limit {
			t.Errorf("%d bytes, with room for %d", n, limit)
		}
	}
	if n := len(write(t, "sarif", r)); n > 10<<20 {
		t.Errorf("SARIF of %d bytes", n)
	}
	var log sarifLog
	if err := json.Unmarshal([]byte(write(t, "sarif", manyFindings(sarifMost+1))), &log); err != nil || len(log.Runs[0].Results) != sarifMost {
		t.Errorf("%d results, %v", len(log.Runs[0].Results), err)
	}
	if n := log.Runs[0].Invocations[0].Notifications; len(n) != 3 {
		t.Errorf("%d notifications, want the warning, the notice and that a finding is left out", len(n))
	}
}

// TestLongMessages: a message is cut at the border of a character.
func TestLongMessages(t *testing.T) {
	r := sample(strings.Repeat("é", 3000))
	for line := range strings.Lines(write(t, "github", r)) {
		_, message, _ := strings.Cut(strings.TrimPrefix(line, "::"), "::")
		if len(message) > annotationLength+1 || !utf8.ValidString(message) {
			t.Errorf("a message of %d bytes", len(message))
		}
	}
	for _, c := range []struct {
		text string
		n    int
		want string
	}{{"abc", 3, "abc"}, {"abcdef", 5, "ab…"}, {"éééé", 7, "éé…"}, {"éééé", 6, "é…"}} {
		if got := cut(c.text, c.n); got != c.want {
			t.Errorf("cut(%q, %d) = %q, want %q", c.text, c.n, got, c.want)
		}
	}
}

// TestGithub: worst first, places, levels.
func TestGithub(t *testing.T) {
	r := sample("")
	got := write(t, "github", r)
	want := []string{
		"::error file=network/main.tf,line=4,endLine=6,title=SUBNET_ACL_RESTRICTION violated::",
		"::error file=network/main.tf,line=1,endLine=3,title=REACHABLE violated::",
		"::error title=NO_ROUTE_TO_DESTINATION nowhere::",
		"::error file=network/main.tf,line=4,endLine=6,title=UNKNOWN_VALUE undecided::",
		"::warning file=network/main.tf,line=4,endLine=6,title=NO_ROUTE_TO_DESTINATION warning::",
		"::warning file=network/main.tf,line=2,endLine=4,title=tfreach::the waiver old is of no use",
		"::notice file=network/main.tf,line=4,endLine=6,title=UNKNOWN_VALUE note::",
	}
	lines := strings.Split(strings.TrimSuffix(got, "\n"), "\n")
	if len(lines) != len(want) {
		t.Fatalf("%d annotations, want %d:\n%s", len(lines), len(want), got)
	}
	for i := range want {
		if !strings.HasPrefix(lines[i], want[i]) {
			t.Errorf("annotation %d is\n%s\nwant\n%s", i, lines[i], want[i])
		}
	}
	r.UndecidedWarns = true
	if got := write(t, "github", r); !strings.Contains(got, "::warning file=network/main.tf,line=4,endLine=6,title=UNKNOWN_VALUE undecided::") {
		t.Errorf("what is undecided is no warning where it does not gate:\n%s", got)
	}
	one := sample("")
	one.Intents[1].Findings[0].Location.EndLine = 4
	if got := write(t, "github", one); !strings.HasPrefix(got, "::error file=network/main.tf,line=4,endLine=4,col=3,endColumn=9,title=") {
		t.Errorf("no columns in a single line:\n%s", got)
	}
}

// TestAtlantis: what Atlantis makes of the text (ci-conventions 5e; its own regular
// expression, and the rule of older versions for successes).
func TestAtlantis(t *testing.T) {
	failed := regexp.MustCompile(`([1-9][0-9]* failure|failures": \[)`)
	fails := func(text string) bool {
		return text == "" || failed.MatchString(text) || strings.HasPrefix(text, "FAIL")
	}
	for _, text := range append([]string{"failover", "fail"}, hostile...) {
		r := sample(text)
		if got := write(t, "atlantis", r); !fails(got) || !strings.HasPrefix(got, "FAIL - ") {
			t.Errorf("a violation passes: %q", got)
		}
		for _, keep := range [][]int{{0}, {3, 4, 5}, {0, 3, 4, 5}} {
			var passing []policies.IntentResult
			for _, i := range keep {
				passing = append(passing, r.Intents[i])
			}
			ok := r
			ok.Result = &policies.Result{Intents: passing, Notices: r.Notices}
			if got := write(t, "atlantis", ok); fails(got) || strings.Contains(strings.ToLower(got), "fail") {
				t.Errorf("a success fails: %q", got)
			}
		}
	}
	r := sample("")
	r.Intents[1].Findings[0].Address, r.Intents[1].Findings[0].Attribute = "", ""
	if got := write(t, "atlantis", r); strings.Contains(got, "  ") {
		t.Errorf("a gap where nothing is named: %q", got)
	}
	before := write(t, "atlantis", r)
	slices.Reverse(r.Intents)
	if after := write(t, "atlantis", r); after != before {
		t.Errorf("the order of intents changes the lines:\n%s\n%s", before, after)
	}
	r.Intents[5].Findings[0].Location.Line++
	if after := write(t, "atlantis", r); after != before {
		t.Error("a moved line changes the lines that approvals are for")
	}
}

// TestSARIF: the schema of the standard, and what GitHub wants beyond it
// (ci-conventions 2.3).
func TestSARIF(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("testdata/sarif/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	nothing := sample("")
	nothing.Result = &policies.Result{}
	for name, r := range map[string]Report{"sample": sample(""), "hostile": sample("\"\n<x> [a](b) %41 ü"), "nothing": nothing, "many": manyFindings(200)} {
		t.Run(name, func(t *testing.T) { checkSARIF(t, schema, write(t, "sarif", r)) })
	}
	var log sarifLog
	if err := json.Unmarshal([]byte(write(t, "sarif", sample(""))), &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	if run.Automation.ID != "tfreach/network/" {
		t.Errorf("the category is %q", run.Automation.ID)
	}
	var got []string
	for _, r := range run.Results {
		at := r.Locations[0].Physical
		got = append(got, fmt.Sprintf("%s %s %s:%d %s", r.Fingerprints["tfreachFindingId/v1"], r.Level, at.Artifact.URI, at.Region.StartLine, r.Fingerprints["primaryLocationLineHash"]))
		if r.Fingerprints["tfreachFindingId/v1"] == "01" {
			if len(r.Flows) != 1 || len(r.Flows[0].ThreadFlows[0].Locations) != 3 || len(r.Related) != 2 {
				t.Errorf("the way has %v, related are %v", r.Flows, r.Related)
			}
		}
	}
	hashes := lineHashes("a\nb\nc\nresource {\n")
	want := []string{
		"01 error network/main.tf:4 " + hashes[3], "02 error network/main.tf:1 " + hashes[0], "03 error network/main.tf:4 " + hashes[3],
		"04 warning network/main.tf:4 " + hashes[3], "05 note network/main.tf:4 " + hashes[3], "08 error network/plan.json:1 08:1",
	}
	if !slices.Equal(got, want) {
		t.Errorf("results are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, r := range run.Tool.Driver.Rules {
		if _, security := r.Properties["security-severity"]; security != (r.ID == "REACHABLE") {
			t.Errorf("%s is a security rule: %v", r.ID, security)
		}
	}
	bare := sample("")
	bare.Files = fstest.MapFS{}
	if strings.Contains(write(t, "sarif", bare), hashes[3]) {
		t.Error("a fingerprint of a file that is not at hand")
	}
}

func checkSARIF(t *testing.T, schema *jsonschema.Schema, text string) {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(doc); err != nil {
		t.Error(err)
	}
	var log sarifLog
	if err := json.Unmarshal([]byte(text), &log); err != nil {
		t.Fatal(err)
	}
	if log.Schema == "" || log.Version != "2.1.0" || len(log.Runs) != 1 {
		t.Fatalf("%s, %s, %d runs", log.Schema, log.Version, len(log.Runs))
	}
	run := log.Runs[0]
	ids := map[string]bool{}
	for _, r := range run.Tool.Driver.Rules {
		for what, text := range map[string]string{"short": r.Short.Text, "full": r.Full.Text, "help": r.Help.Text, "markdown": r.Help.Markdown, "id": r.ID} {
			if text == "" || what != "help" && what != "markdown" && utf8.RuneCountInString(text) > 1024 {
				t.Errorf("the rule %s has a %s text of %d characters", r.ID, what, len(text))
			}
		}
		if tags, _ := r.Properties["tags"].([]any); ids[r.ID] || len(tags) > 10 {
			t.Errorf("the rule %s twice, or with many tags", r.ID)
		}
		ids[r.ID] = true
	}
	if !strings.HasPrefix(run.Automation.ID, "tfreach/") || !strings.HasSuffix(run.Automation.ID, "/") {
		t.Errorf("the category is %q", run.Automation.ID)
	}
	used := map[string]bool{}
	for _, r := range run.Results {
		if used[r.RuleID] = true; run.Tool.Driver.Rules[r.RuleIndex].ID != r.RuleID || r.Message.Text == "" || len(r.Locations) != 1 || len(r.Fingerprints) == 0 {
			t.Errorf("the result %+v", r)
		}
		all := slices.Concat(r.Locations, r.Related)
		for _, f := range r.Flows {
			for _, s := range f.ThreadFlows[0].Locations {
				all = append(all, s.Location)
			}
		}
		for _, l := range all {
			uri, region := l.Physical.Artifact.URI, l.Physical.Region
			if uri == "" || !relative.MatchString(uri) || strings.HasPrefix(uri, "/") || strings.HasPrefix(uri, "./") || strings.Contains(uri, ":") {
				t.Errorf("the path %q", uri)
			}
			if region.StartLine < 1 || region.EndLine != region.StartLine || region.StartColumn < 1 || region.EndColumn != 0 && region.EndColumn <= region.StartColumn {
				t.Errorf("the region %+v", region)
			}
			if l.Message != nil && l.Message.Text == "" {
				t.Error("an empty message")
			}
		}
	}
	if !maps.Equal(ids, used) {
		t.Errorf("rules %v for results of %v", ids, used)
	}
	if strings.Contains(text, "snippet") {
		t.Error("text of files in the result")
	}
}

// TestRules: every code makes a rule that GitHub takes.
func TestRules(t *testing.T) {
	for _, e := range policies.Codes {
		r := sarifRuleOf(e.Code)
		if r.Short.Text == "" || r.Help.Text == "" || utf8.RuneCountInString(r.Full.Text) > 1024 || utf8.RuneCountInString(r.Short.Text) > 1024 {
			t.Errorf("%s: %+v", e.Code, r)
		}
	}
}

// TestJUnit: a case for each source, and what becomes of it.
func TestJUnit(t *testing.T) {
	var got junitSuites
	if err := xml.Unmarshal([]byte(write(t, "junit", sample(""))), &got); err != nil {
		t.Fatal(err)
	}
	outcome := map[string]string{}
	for _, s := range got.Suites {
		for _, c := range s.Cases {
			what := "passes"
			switch {
			case c.Failure != nil:
				what = "fails"
			case c.Error != nil:
				what = "error"
			case c.Skipped != nil:
				what, _, _ = strings.Cut("skipped, "+c.Skipped.Message, ":")
			}
			outcome[s.Name+": "+c.Name] = what
		}
	}
	want := map[string]string{"command line: nowhere": "fails"}
	for intent, what := range map[string]string{"holds": "passes", "violated": "fails", "undecided": "error", "warning": "skipped, warning", "note": "skipped, note", "excused": "skipped, waived"} {
		for _, s := range []string{"a", "b"} {
			want["network/main.tf: "+intent+" / aws_subnet."+s] = what
		}
		want["network/main.tf: "+intent+" / aws_subnet.c"] = "passes"
	}
	if !maps.Equal(outcome, want) {
		t.Errorf("got\n%v\nwant\n%v", outcome, want)
	}
	if n := got.junitCounts; n != (junitCounts{Tests: 19, Failures: 3, Errors: 2, Skipped: 6}) {
		t.Errorf("counts are %+v", n)
	}
	warns := sample("")
	warns.UndecidedWarns = true
	if text := write(t, "junit", warns); !strings.Contains(text, `<skipped message="undecided: `) || strings.Contains(text, "<error") {
		t.Error("what is undecided is no skipped test where it does not gate")
	}
}

// TestManyCases: sources beyond those that are shown are as bad as the worst of them.
func TestManyCases(t *testing.T) {
	r := sample("")
	in := &r.Intents[1]
	in.Sources, in.Findings = nil, in.Findings[:1]
	for i := range 3 * casesMost {
		in.Sources = append(in.Sources, fmt.Sprintf("aws_instance.a[%d]", i))
	}
	in.Findings[0].Sources = in.Sources[2*casesMost:]
	r.Intents = r.Intents[1:2]
	var got junitSuites
	if err := xml.Unmarshal([]byte(write(t, "junit", r)), &got); err != nil {
		t.Fatal(err)
	}
	cases := got.Suites[0].Cases
	last := cases[len(cases)-1]
	if len(cases) != casesMost+1 || last.Failure == nil || last.Name != "violated / 1000 more sources" || got.Failures != 1 {
		t.Errorf("%d cases, the last is %+v", len(cases), last)
	}
}

// TestGitlab: unique fingerprints, places for all.
func TestGitlab(t *testing.T) {
	r := sample("")
	r.Intents = append(r.Intents, r.Intents[1])
	var got []gitlabEntry
	if err := json.Unmarshal([]byte(write(t, "gitlab", r)), &got); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, e := range got {
		if seen[e.Fingerprint] || e.Location.Path == "" || e.Location.Lines.Begin < 1 || e.Description == "" || e.CheckName == "" {
			t.Errorf("the entry %+v", e)
		}
		seen[e.Fingerprint] = true
	}
	if len(got) != 8 {
		t.Errorf("%d entries, want 8", len(got))
	}
	nothing := sample("")
	nothing.Result = &policies.Result{}
	if got := write(t, "gitlab", nothing); got != "[]\n" {
		t.Errorf("nothing is %q", got)
	}
}

// TestLineHashes: the values are those that github/codeql-action expects of its own
// (src/fingerprints.test.ts).
func TestLineHashes(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"", []string{"c129715d7a2bc9a3:1"}},
		{" a\nb\n  \t\tc\n d", []string{"271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"}},
		{" hello; \t\r\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n", []string{"e9496ae3ebfced30:1", "fb7c023a8b9ccb3f:1", "ce8ba1a563dcdaca:1", "e20e36e16fcb0cc8:1", "b3edc88f2938467e:1", "c8e28b0b4002a3a0:1", "c129715d7a2bc9a3:1"}},
		{strings.Repeat("Lorem ipsum dolor sit amet.\n", 10), []string{"a7f2ff13bc495cf2:1", "a7f2ff13bc495cf2:2", "a7f2ff13bc495cf2:3", "a7f2ff13bc495cf2:4", "a7f2ff13bc495cf2:5", "a7f2ff13bc495cf2:6", "a7f2ff1481e87703:1", "a9cf91f7bbf1862b:1", "55ec222b86bcae53:1", "cc97dc7b1d7d8f7b:1", "c129715d7a2bc9a3:1"}},
	} {
		if got := lineHashes(c.text); !slices.Equal(got, c.want) {
			t.Errorf("%.30q: got %v, want %v", c.text, got, c.want)
		}
	}
}

func TestProse(t *testing.T) {
	for in, want := range map[string]string{
		"aws_network_acl.a has no rule for tcp 0.0.0.0/0:443, client ports 32768-65535.": "`aws_network_acl.a` has no rule for tcp `0.0.0.0/0:443`, client ports 32768-65535.",
		"gets there, by aws_route.a (0.0.0.0/0 to aws_nat_gateway.main).":                "gets there, by `aws_route.a` (`0.0.0.0/0` to `aws_nat_gateway.main`).",
		"the client's port (which is AWS's choice)":                                      "the client's port (which is AWS's choice)",
		`aws_subnet.a["x y"] and b`:                                                      "`aws_subnet.a[\"x y\"]` and b",
		"deadbee deadbeef01 @a":                                                          "`deadbee deadbeef01 @a`",
		"a | b":                                                                          `a ` + "`" + `\u007c` + "`" + ` b`,
	} {
		if got := prose(in); got != want {
			t.Errorf("prose(%q)\ngot  %s\nwant %s", in, got, want)
		}
	}
}

func TestCommonFolder(t *testing.T) {
	for _, c := range []struct {
		files []string
		want  string
	}{
		{nil, ""}, {[]string{"", "a/b/main.tf", "a/b/x.tf"}, "a/b/"}, {[]string{"a/b/main.tf", "a/bc/main.tf", ""}, "a/"},
		{[]string{"a/main.tf", "main.tf"}, ""}, {[]string{"a/b/c/x.tf", "a/y.tf"}, "a/"},
	} {
		var places []*policies.Location
		for _, f := range c.files {
			if f == "" {
				places = append(places, nil)
				continue
			}
			places = append(places, &policies.Location{File: f})
		}
		if got := commonFolder(places); got != c.want {
			t.Errorf("%v: %q, want %q", c.files, got, c.want)
		}
	}
}
