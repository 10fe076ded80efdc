package cli_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/tfreach/tfreach/cmd/cli"
)

// What pipelines are given: the snippets of docs/ci.md, the workflows, the hooks. All
// are read as the systems read them, and held against the action and the commands.

const ciDoc = "../../docs/ci.md"

// snippets are the blocks of a language in a Markdown file.
func snippets(t *testing.T, file, language string) []string {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	lines := strings.Split(string(raw), "\n")
	for _, b := range blocksOf(t, lines) {
		if b.language == language {
			out = append(out, strings.Join(lines[b.first:b.last], "\n"))
		}
	}
	if len(out) == 0 {
		t.Fatalf("%s has no block of %s", file, language)
	}
	return out
}

// mappings are all mappings in a YAML document, at any depth.
func mappings(t *testing.T, text string) []map[string]any {
	t.Helper()
	var root any
	if err := yaml.Unmarshal([]byte(text), &root); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	var out []map[string]any
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			out = append(out, v)
			for _, inner := range v {
				walk(inner)
			}
		case []any:
			for _, inner := range v {
				walk(inner)
			}
		}
	}
	walk(root)
	return out
}

func workflows(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../../.github/workflows/*.yml")
	if err != nil || len(files) < 3 {
		t.Fatalf("workflows: %q, %v", files, err)
	}
	return files
}

func TestCISnippetsUseTheAction(t *testing.T) {
	t.Parallel()
	file := readAction(t, actionFolder(t))
	used := 0
	for _, snippet := range slices.Concat(snippets(t, ciDoc, "yaml"), snippets(t, "../../README.md", "yaml")) {
		for _, m := range mappings(t, snippet) {
			uses, _ := m["uses"].(string)
			if !strings.HasPrefix(uses, "tfreach/tfreach@") {
				continue
			}
			used++
			with, _ := m["with"].(map[string]any)
			if with["plan"] == nil {
				t.Errorf("a snippet gives no plan: %v", with)
			}
			for name := range with {
				if _, ok := file.Inputs[name]; !ok {
					t.Errorf("a snippet gives the input %q, which the action does not have", name)
				}
			}
		}
	}
	if used < 4 {
		t.Errorf("only %d snippets use the action", used)
	}
}

func TestOutputsThatAreReadExist(t *testing.T) {
	t.Parallel()
	file := readAction(t, actionFolder(t))
	read := regexp.MustCompile(`steps\.(tfreach|good|broken|missing)\.outputs\.([a-z-]+)`)
	for _, name := range append(workflows(t), ciDoc) {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range read.FindAllSubmatch(raw, -1) {
			if _, ok := file.Outputs[string(m[2])]; !ok {
				t.Errorf("%s reads the output %q, which the action does not have", name, m[2])
			}
		}
	}
}

// An action of others is named by a commit, which nobody can move.
func TestActionsArePinned(t *testing.T) {
	t.Parallel()
	pinned := regexp.MustCompile(`^[\w-]+/[\w./-]+@[0-9a-f]{40}$`)
	check := func(name, text string) {
		for _, m := range mappings(t, text) {
			uses, ok := m["uses"].(string)
			if ok && uses != "./" && uses != "tfreach/tfreach@COMMIT" && !pinned.MatchString(uses) {
				t.Errorf("%s uses %s, not a commit", name, uses)
			}
		}
	}
	for _, name := range workflows(t) {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		check(name, string(raw))
	}
	for _, snippet := range snippets(t, ciDoc, "yaml") {
		check(ciDoc, snippet)
	}
}

// An input that no step is handed does nothing, and nobody says so.
func TestActionInputsAreHandedOver(t *testing.T) {
	t.Parallel()
	file := readAction(t, actionFolder(t))
	handed := map[string]bool{}
	for _, step := range file.Runs.Steps {
		for _, value := range step.Env {
			if m := regexp.MustCompile(`^\$\{\{ inputs\.([a-z-]+) \}\}$`).FindStringSubmatch(value); m != nil {
				handed[m[1]] = true
			}
		}
	}
	for name, in := range file.Inputs {
		if !handed[name] {
			t.Errorf("no step is handed the input %s", name)
		}
		if in.Description == "" {
			t.Errorf("the input %s has no description", name)
		}
	}
}

// flagsOf are the flags that the help of a command lists.
func flagsOf(t *testing.T, command string) string {
	t.Helper()
	var out, problems bytes.Buffer
	code := cli.Run([]string{command, "--help"}, cli.Streams{In: strings.NewReader(""), Out: &out, Err: &problems}, func(string) (string, bool) { return "", false })
	if code != 0 || !strings.Contains(out.String(), "tfreach "+command) {
		t.Errorf("there is no command %s: exit code %d\n%s", command, code, problems.String())
	}
	return out.String()
}

func TestCommandsInPipelinesExist(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(ciDoc)
	if err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile("../../.github/action/check.sh")
	if err != nil {
		t.Fatal(err)
	}
	help := flagsOf(t, "check")
	flag := regexp.MustCompile(`(?:^|[\s("])(--[a-z-]+)`)
	texts := regexp.MustCompile(`tfreach check [^|\x60\n]*`).FindAllString(string(raw), -1)
	for _, line := range strings.Split(string(script), "\n") {
		if strings.Contains(line, "arguments") || strings.HasPrefix(line, "values") {
			texts = append(texts, line)
		}
	}
	for _, snippet := range slices.Concat(snippets(t, ciDoc, "yaml"), snippets(t, "../../README.md", "yaml")) {
		for _, m := range mappings(t, snippet) {
			if args, ok := m["args"].(string); ok && strings.Contains(args, "--") {
				texts = append(texts, args)
			}
		}
	}
	found := 0
	for _, text := range texts {
		for _, m := range flag.FindAllStringSubmatch(text, -1) {
			found++
			if !regexp.MustCompile(regexp.QuoteMeta(m[1]) + `\b`).MatchString(help) {
				t.Errorf("tfreach check has no flag %s: %s", m[1], text)
			}
		}
	}
	if found < 15 {
		t.Errorf("only %d flags were found", found)
	}
	formats := regexp.MustCompile(`--format[= ]([a-z]+)`)
	for _, text := range texts {
		for _, m := range formats.FindAllStringSubmatch(text, -1) {
			if !strings.Contains(help, m[1]) {
				t.Errorf("there is no format %s: %s", m[1], text)
			}
		}
	}
}

func TestPreCommitHooks(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../.pre-commit-hooks.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var hooks []struct {
		ID, Language, Entry, Files string
	}
	if err := yaml.Unmarshal(raw, &hooks); err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, h := range hooks {
		ids[h.ID] = true
		if h.Language != "golang" {
			t.Errorf("%s has language %s", h.ID, h.Language)
		}
		command := strings.Fields(h.Entry)
		if len(command) < 2 || command[0] != "tfreach" {
			t.Errorf("%s runs %q", h.ID, h.Entry)
			continue
		}
		help := flagsOf(t, command[1])
		for _, flag := range command[2:] {
			if !strings.Contains(help, flag) {
				t.Errorf("%s: tfreach %s has no %s", h.ID, command[1], flag)
			}
		}
		if h.Files == "" {
			continue
		}
		files := regexp.MustCompile(h.Files)
		for name, want := range map[string]bool{
			"tfreach.hcl": true, "infra/tfreach.hcl": true, "net.tfreach.hcl": true, "infra/net.tfreach.hcl": true,
			"nottfreach.hcl": false, "tfreach.hcl.bak": false, "tfreach.hcl/main.tf": false, "main.tf": false,
		} {
			if files.MatchString(name) != want {
				t.Errorf("%s: files %s on %s: want %v", h.ID, h.Files, name, want)
			}
		}
	}
	for _, snippet := range slices.Concat(snippets(t, ciDoc, "yaml"), snippets(t, "../../README.md", "yaml")) {
		for _, m := range mappings(t, snippet) {
			if repo, _ := m["repo"].(string); repo == "" {
				continue
			}
			for _, h := range m["hooks"].([]any) {
				if id := h.(map[string]any)["id"].(string); !ids[id] {
					t.Errorf("docs/ci.md names the hook %s, which there is not", id)
				}
			}
		}
	}
}

func TestReleaseNotes(t *testing.T) {
	t.Parallel()
	shell := bash(t)
	notes := func(version string) (string, error) {
		out, err := exec.Command(shell, "../../.github/release-notes.sh", version).Output()
		return string(out), err
	}
	text, err := notes("Unreleased")
	if err != nil || !strings.Contains(text, "### Added") || strings.Contains(text, "\n## ") || strings.Contains(text, "]: http") {
		t.Errorf("the notes should be one section of CHANGELOG.md (%v):\n%s", err, text)
	}
	for _, version := range []string{"v999.0.0", "", "nreleased", ".*"} {
		if text, err := notes(version); err == nil {
			t.Errorf("%q is in no changelog, and has notes:\n%s", version, text)
		}
	}
}
