package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tfreach/tfreach/cmd/cli"
	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/policies/config"
)

// block is a fenced block of the README: the lines between the fences.
type block struct {
	language    string
	first, last int // the lines of the file between the fences, last excluded
}

func blocksOf(t *testing.T, lines []string) []block {
	t.Helper()
	var out []block
	open := -1
	for i, line := range lines {
		switch {
		case !strings.HasPrefix(line, "```"):
		case open < 0:
			open = i
		default:
			out = append(out, block{strings.TrimPrefix(lines[open], "```"), open + 1, i})
			open = -1
		}
	}
	if open >= 0 {
		t.Fatalf("line %d: the block has no end", open+1)
	}
	return out
}

func readme(t *testing.T) []string {
	t.Helper()
	t.Chdir(filepath.Join("..", ".."))
	return document(t, "README.md")
}

// document is the lines of a file, from the root of the repository.
func document(t *testing.T, name string) []string {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(string(raw), "\n")
}

// TestREADMEOutputs runs the commands of the README's console blocks and compares
// what they print with what the README shows. With -update it writes what they
// print, except where "..." leaves lines out.
func TestREADMEOutputs(t *testing.T) {
	if commands := checkOutputs(t, "README.md", readme(t)); commands == 0 {
		t.Fatal("README.md shows no command with its output")
	}
}

// checkOutputs does that for a file, and returns how many commands it has.
func checkOutputs(t *testing.T, name string, lines []string) int {
	t.Helper()
	var written []string
	at, commands := 0, 0
	for _, b := range blocksOf(t, lines) {
		if b.language != "console" {
			continue
		}
		written = append(written, lines[at:b.first]...)
		at = b.last
		for i := b.first; i < b.last; {
			command, ok := strings.CutPrefix(lines[i], "$ ")
			if !ok {
				t.Fatalf("%s:%d: output without a command: %s", name, i+1, lines[i])
			}
			end := i + 1
			for end < b.last && !strings.HasPrefix(lines[end], "$ ") {
				end++
			}
			shown := lines[i+1 : end]
			got := runShown(t, i+1, command)
			commands++
			left := leftOut(shown)
			switch {
			case *update && !left:
				shown = got
			case left && !containsParts(got, shown):
				t.Errorf("%s:%d: the output shown is not part of that of %s:\n%s", name, i+1, command, strings.Join(got, "\n"))
			case !left:
				if diff := cmp.Diff(shown, got); diff != "" {
					t.Errorf("%s:%d: %s (-shown +got):\n%s", name, i+1, command, diff)
				}
			}
			written = append(append(written, lines[i]), shown...)
			i = end
		}
	}
	if *update {
		written = append(written, lines[at:]...)
		if err := os.WriteFile(name, []byte(strings.Join(written, "\n")), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return commands
}

// runShown runs a command line of the README and returns the lines that it prints,
// messages and results as they come.
func runShown(t *testing.T, line int, command string) []string {
	t.Helper()
	command, want := exitComment(t, line, command)
	args, ok := programOf(words(t, line, command))
	if !ok {
		t.Fatalf("line %d: only tfreach is run here: %s", line, command)
	}
	var out bytes.Buffer
	code := cli.Run(args, cli.Streams{In: strings.NewReader(""), Out: &out, Err: &out}, nothingSet)
	if code != want {
		t.Errorf("line %d: exit code %d, and the README says %d: %s", line, code, want, command)
	}
	return strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
}

func nothingSet(string) (string, bool) { return "", false }

var exitCode = regexp.MustCompile(`^(.*\S)\s+# exit code ([0-9]+)$`)

// exitComment splits "command # exit code N"; without a comment it is 0.
func exitComment(t *testing.T, line int, command string) (string, int) {
	t.Helper()
	m := exitCode.FindStringSubmatch(command)
	if m == nil {
		return command, 0
	}
	code, err := strconv.Atoi(m[2])
	if err != nil {
		t.Fatalf("line %d: %v", line, err)
	}
	return m[1], code
}

// programOf is the arguments after tfreach, or after go run ./cmd/tfreach.
func programOf(words []string) ([]string, bool) {
	switch {
	case len(words) > 0 && words[0] == "tfreach":
		return words[1:], true
	case len(words) > 2 && words[0] == "go" && words[1] == "run" && words[2] == "./cmd/tfreach":
		return words[3:], true
	}
	return nil, false
}

// words splits a command line as a shell does, as far as the README needs it:
// spaces, and quotes of both kinds.
func words(t *testing.T, line int, command string) []string {
	t.Helper()
	var out []string
	var word strings.Builder
	var quote rune
	inside := false
	for _, r := range command {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '"' || r == '\'':
			quote, inside = r, true
		case r == ' ':
			if inside {
				out = append(out, word.String())
			}
			word.Reset()
			inside = false
		default:
			word.WriteRune(r)
			inside = true
		}
	}
	if quote != 0 {
		t.Fatalf("line %d: a quote has no end: %s", line, command)
	}
	if inside {
		out = append(out, word.String())
	}
	return out
}

const gap = "..."

func leftOut(shown []string) bool {
	for _, line := range shown {
		if line == gap {
			return true
		}
	}
	return false
}

// containsParts reports whether got is what is shown, with any lines where a gap
// is. The first part begins the output and the last ends it, unless a gap does.
func containsParts(got, shown []string) bool {
	if len(shown) == 0 {
		return len(got) == 0
	}
	if shown[0] != gap {
		return len(got) > 0 && got[0] == shown[0] && containsParts(got[1:], shown[1:])
	}
	for skip := range len(got) + 1 {
		if containsParts(got[skip:], shown[1:]) {
			return true
		}
	}
	return false
}

// TestContainsParts makes sure that the comparison of outputs can fail.
func TestContainsParts(t *testing.T) {
	got := []string{"a", "b", "c", "d"}
	for shown, want := range map[string]bool{
		"a b c d": true, "... c d": true, "a ...": true, "a ... d": true, "... b c ...": true, "...": true,
		"a b c": false, "b c d": false, "... c": false, "... b d ...": false, "a ... x": false, "... d c ...": false,
	} {
		if containsParts(got, strings.Fields(shown)) != want {
			t.Errorf("%q shown of %q: got %v", shown, got, !want)
		}
	}
}

// TestREADMECommands runs the commands of the README's sh blocks as a user would,
// beside a plan and its configuration. They have no output to compare, but must
// be commands that exist and can judge.
func TestREADMECommands(t *testing.T) {
	lines := readme(t)
	plan, err := filepath.Abs(filepath.Join("testdata", "cases", "flat-good"))
	if err != nil {
		t.Fatal(err)
	}
	work := t.TempDir()
	if err := os.CopyFS(work, os.DirFS(plan)); err != nil {
		t.Fatal(err)
	}
	input, err := os.ReadFile(filepath.Join(plan, "plan.json"))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(work)
	standIn(t)
	for _, b := range blocksOf(t, lines) {
		// The README tells the reader to write it.
		if b.language == "hcl" {
			text := strings.Join(lines[b.first:b.last], "\n")
			if err := os.WriteFile("tfreach.hcl", []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
			break
		}
	}
	ran := 0
	run := func(line int, command string) {
		args, ok := programOf(words(t, line, command))
		if !ok {
			return
		}
		ran++
		var out, messages bytes.Buffer
		if code := cli.Run(args, cli.Streams{In: bytes.NewReader(input), Out: &out, Err: &messages}, nothingSet); code != 0 {
			t.Errorf("README.md:%d: %s: exit code %d\n%s%s", line, command, code, messages.String(), out.String())
		}
	}
	for _, b := range blocksOf(t, lines) {
		switch b.language {
		case "sh":
			for i := b.first; i < b.last; i++ {
				for command := range strings.SplitSeq(lines[i], " | ") {
					run(i+1, command)
				}
			}
		case "console":
		case "yaml": // TestCISnippetsUseTheAction
		case "terraform": // TestREADMEMend
		case "hcl":
			if _, err := config.Parse([]byte(strings.Join(lines[b.first:b.last], "\n")), "README.md"); err != nil {
				t.Errorf("README.md:%d: %v", b.first, err)
			}
		default:
			t.Errorf("README.md:%d: the block is neither sh, console, hcl, yaml nor terraform, so nothing runs it", b.first)
		}
	}
	inText := regexp.MustCompile("`(tfreach [^`]+)`")
	for i, line := range lines {
		for _, m := range inText.FindAllStringSubmatch(line, -1) {
			run(i+1, m[1])
		}
	}
	if ran < 5 {
		t.Errorf("only %d commands were run", ran)
	}
}

// TestREADMEMend: the policy that the README shows is the one that its commands are run
// with, and what mends the first plan is in the second.
func TestREADMEMend(t *testing.T) {
	lines := readme(t)
	blocks := map[string]string{}
	for _, b := range blocksOf(t, lines) {
		if blocks[b.language] == "" {
			blocks[b.language] = strings.Join(lines[b.first:b.last], "\n")
		}
	}
	text := func(name string) string { return strings.Join(document(t, name), "\n") }
	if diff := cmp.Diff(strings.TrimSpace(text("testdata/policies/first/tfreach.hcl")), blocks["hcl"]); diff != "" {
		t.Errorf("testdata/policies/first/tfreach.hcl and the README (-file +README):\n%s", diff)
	}
	broken, mend := text("testdata/cases/flat-no-default-route/main.tf"), blocks["terraform"]
	if mend == "" || strings.Contains(broken, mend) || !strings.Contains(text("testdata/cases/flat-good/main.tf"), mend) {
		t.Errorf("flat-no-default-route is not mended by\n%s\nas flat-good is", mend)
	}
}

// standIn puts a program on the PATH that prints the plan.json beside it in the
// place of terraform: the provider of AWS is not on the machines that test this.
func standIn(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the stand-in for terraform is a shell script")
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "terraform"), []byte("#!/bin/sh\nexec cat plan.json\n"), 0o777); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
}

// TestREADMESentences parses the sentences of the README's table, each of which
// is the last cell of its row.
func TestREADMESentences(t *testing.T) {
	sentences := 0
	for i, line := range readme(t) {
		cells := strings.Split(line, "|")
		if len(cells) != 5 || !strings.Contains(cells[3], " reach") {
			continue
		}
		sentence := strings.Trim(strings.TrimSpace(cells[3]), "`")
		sentences++
		if _, err := policies.Parse(sentence); err != nil {
			t.Errorf("README.md:%d: %v", i+1, err)
		}
	}
	if sentences < 10 {
		t.Errorf("found only %d sentences", sentences)
	}
}

// TestREADMELinks wants every link to a file to lead to one.
func TestREADMELinks(t *testing.T) {
	if links := checkLinks(t, "README.md", readme(t)); links == 0 {
		t.Error("no links")
	}
}

var fileLink = regexp.MustCompile(`\]\(([^)#:]+)\)`)

// checkLinks does that for a file, and returns how many links it has.
func checkLinks(t *testing.T, name string, lines []string) int {
	t.Helper()
	links := 0
	for i, line := range lines {
		for _, m := range fileLink.FindAllStringSubmatch(line, -1) {
			links++
			if _, err := os.Stat(filepath.Join(filepath.Dir(name), filepath.FromSlash(m[1]))); err != nil {
				t.Errorf("%s:%d: %v", name, i+1, err)
			}
		}
	}
	return links
}
