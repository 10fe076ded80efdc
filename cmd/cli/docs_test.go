package cli_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/policies/config"
)

// TestDocs holds docs/*.md as the README is held: what their console blocks show is
// what is printed, links lead somewhere, and blocks of HCL are policy files.
func TestDocs(t *testing.T) {
	t.Chdir(filepath.Join("..", ".."))
	files, err := filepath.Glob("docs/*.md")
	if err != nil || len(files) == 0 {
		t.Fatalf("%q, %v", files, err)
	}
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			lines := document(t, name)
			checkOutputs(t, name, lines)
			checkLinks(t, name, lines)
			for _, b := range blocksOf(t, lines) {
				if b.language == "hcl" {
					checkPolicy(t, name, "docs.hcl", lines, b)
				}
			}
		})
	}
}

// checkPolicy wants a block to be a policy without a mistake, in the canonical style.
func checkPolicy(t *testing.T, name, syntax string, lines []string, b block) {
	t.Helper()
	text := []byte(strings.Join(lines[b.first:b.last], "\n"))
	p, err := config.Parse(text, syntax)
	if err != nil {
		t.Errorf("%s:%d: %v", name, b.first, err)
		return
	}
	if len(p.Warnings) > 0 {
		t.Errorf("%s:%d: %v", name, b.first, p.Warnings)
	}
	if formatted, err := config.Format(&config.File{Name: syntax, Text: text}); err != nil || string(formatted) != string(text) {
		t.Errorf("%s:%d: the canonical style is, %v\n%s", name, b.first, err, formatted)
	}
}

// TestProofDoc: the tests that docs/proof.md names are there, and so are their flags.
func TestProofDoc(t *testing.T) {
	t.Chdir(filepath.Join("..", ".."))
	const name = "docs/proof.md"
	text := strings.Join(document(t, name), "\n")
	var code strings.Builder
	err := filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, "_test.go") {
			raw, err := os.ReadFile(path)
			code.Write(raw)
			return err
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range regexp.MustCompile(`\b(?:Test|Fuzz)\w+`).FindAllString(text, -1) {
		if !strings.Contains(code.String(), "func "+test+"(") {
			t.Errorf("%s names %s, and there is no such test", name, test)
		}
	}
	flags := regexp.MustCompile(` -([a-z]+\.[a-z.]+|mutants)\b`).FindAllStringSubmatch(text, -1)
	if len(flags) == 0 {
		t.Errorf("%s shows no command", name)
	}
	for _, f := range flags {
		if !regexp.MustCompile(`flag\.\w+\("` + regexp.QuoteMeta(f[1]) + `",`).MatchString(code.String()) {
			t.Errorf("%s names the flag -%s, and there is no such flag", name, f[1])
		}
	}
}

// TestPolicyDoc: docs/policy.md has all arguments there are, and its JSON is a policy.
func TestPolicyDoc(t *testing.T) {
	t.Chdir(filepath.Join("..", ".."))
	const name = "docs/policy.md"
	lines := document(t, name)
	blocks := 0
	for _, b := range blocksOf(t, lines) {
		if b.language == "json" {
			blocks++
			checkPolicy(t, name, "docs.json", lines, b)
		}
	}
	if blocks == 0 {
		t.Errorf("%s shows no JSON", name)
	}
	text := strings.Join(lines, "\n")
	for _, argument := range config.Arguments() {
		if !strings.Contains(text, argument) {
			t.Errorf("%s does not tell of %s", name, argument)
		}
	}
	for _, b := range blocksOf(t, lines) {
		if b.language != "hcl" {
			continue
		}
		// The first is the file that its commands are run with.
		if shown, file := strings.Join(lines[b.first:b.last], "\n"), strings.Join(document(t, "testdata/policies/tfreach.hcl"), "\n"); strings.TrimSpace(shown) != strings.TrimSpace(file) {
			t.Errorf("%s:%d: testdata/policies/tfreach.hcl is another", name, b.first)
		}
		break
	}
}
