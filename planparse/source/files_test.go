package source

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// stack is a folder in a git work tree, with files in and about it.
func stack(t *testing.T) (top string, c *Config) {
	t.Helper()
	top, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	write(t, top, map[string]string{
		"secret.txt":           "secret",
		"repo/.git/x":          "",
		"repo/shared.txt":      "shared",
		"repo/stack/main.tf":   "locals {}",
		"repo/stack/a.txt":     "a",
		"repo/stack/d/b.txt":   "b",
		"repo/stack/large.txt": strings.Repeat("x", maxFile+1),
	})
	for name, to := range map[string]string{"in.txt": "d/b.txt", "out.txt": "../../secret.txt", "outside": "../..", "nowhere.txt": "none", "up": ".."} {
		if err := os.Symlink(to, filepath.Join(top, "repo/stack", name)); err != nil {
			t.Skipf("no links here: %v", err)
		}
	}
	c, err = Open(filepath.Join(top, "repo/stack"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return top, c
}

func TestReadFile(t *testing.T) {
	top, c := stack(t)
	for name, want := range map[string]string{
		"a.txt": "a", "./a.txt": "a", "d/b.txt": "b", "d/../a.txt": "a", "none/../a.txt": "a", "../shared.txt": "shared", "in.txt": "b",
		filepath.Join(top, "repo/shared.txt"): "shared", filepath.Join(top, "repo/stack/a.txt"): "a", "up/shared.txt": "shared",
		// Terraform cleans paths as text before it opens them.
		"up/../a.txt": "a",
	} {
		for range 2 {
			if got, err := c.ReadFile(name); err != nil || string(got) != want {
				t.Errorf("%s: %q, %v, want %q", name, got, err, want)
			}
		}
	}
	for name, want := range map[string]string{
		"../../secret.txt": "lies outside the source root; --source-root sets another", filepath.Join(top, "secret.txt"): "lies outside the source root; --source-root sets another",
		"/etc/passwd": "lies outside the source root", "~/x": "home folder", "out.txt": "link that leads out of the source root", "outside/secret.txt": "link that leads out",
		"d": "not a regular file", "": "not a regular file", ".": "not a regular file", "large.txt": "is larger than 1048576 bytes", "a.txt/x": "cannot be read", "a\x00": "cannot be read",
	} {
		var gone *Unavailable
		got, err := c.ReadFile(name)
		if !errors.As(err, &gone) || gone.Path != name || !strings.Contains(err.Error(), want) || got != nil {
			t.Errorf("%s: %q, %v, want %q", name, got, err, want)
		}
	}
	for _, name := range []string{"none.txt", "none/x", "nowhere.txt", "../none"} {
		if _, err := c.ReadFile(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	var gone *Unavailable
	if _, err := c.ReadFile("main.tf"); !errors.As(err, &gone) {
		t.Errorf("after Close: %v", err)
	}
}

// TestReadFileBounds: what functions read is bounded as a whole, and what was read
// before is read again.
func TestReadFileBounds(t *testing.T) {
	in := map[string]string{"main.tf": "locals {}"}
	for i := range maxReads + 1 {
		in[fmt.Sprintf("%d.txt", i)] = "x"
	}
	for i := range 17 {
		in[fmt.Sprintf("large%d.txt", i)] = strings.Repeat("x", maxFile)
	}
	for prefix, tt := range map[string]struct {
		n    int
		want string
	}{"large": {16, "larger than 16777216 bytes"}, "": {maxReads, "more than 2000 files"}} {
		c, err := FromFS(files(in), ".", "test")
		if err != nil {
			t.Fatal(err)
		}
		for i := range tt.n {
			if _, err := c.ReadFile(fmt.Sprintf("%s%d.txt", prefix, i)); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := c.ReadFile(fmt.Sprintf("%s%d.txt", prefix, tt.n)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("one more: %v, want %q", err, tt.want)
		}
		if _, err := c.ReadFile(prefix + "0.txt"); err != nil {
			t.Errorf("again: %v", err)
		}
	}
}

// TestGlob: what fileset() of Terraform 1.11 gives for the same files.
func TestGlob(t *testing.T) {
	dir := t.TempDir()
	in := map[string]string{"main.tf": "locals {}"}
	for _, name := range []string{"a.txt", "b.yaml", ".dot", "A.TXT", "e/c.yaml", "e/[x].txt", "e/f/d.yaml", ".hid/x.yaml"} {
		in["d/"+name] = ""
	}
	write(t, dir, in)
	for name, to := range map[string]string{"link": "e", "la.txt": "a.txt"} {
		if err := os.Symlink(to, filepath.Join(dir, "d", name)); err != nil {
			t.Skipf("no links here: %v", err)
		}
	}
	c, err := Open(dir, Options{Root: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	const all = ".dot .hid/x.yaml A.TXT a.txt b.yaml e/[x].txt e/c.yaml e/f/d.yaml la.txt link/[x].txt link/c.yaml link/f/d.yaml"
	const here = ".dot A.TXT a.txt b.yaml la.txt"
	for pattern, want := range map[string]string{
		"*": here, "**": all, "**/*": all, "***": "?", "./*": here, "/*": here, "e/../*": here, "**/": all, "*/": here,
		"**/*.yaml":    ".hid/x.yaml b.yaml e/c.yaml e/f/d.yaml link/c.yaml link/f/d.yaml",
		"*.{yaml,txt}": "a.txt b.yaml la.txt", "{a,b}.*": "a.txt b.yaml", "a.{t*,y}": "a.txt", "**/{c,d}.yaml": "e/c.yaml e/f/d.yaml link/c.yaml link/f/d.yaml",
		"e/**": "e/[x].txt e/c.yaml e/f/d.yaml", "e/**/": "e/[x].txt e/c.yaml e/f/d.yaml", "e/**/*.yaml": "e/c.yaml e/f/d.yaml", "e/*/../*": "e/[x].txt e/c.yaml",
		"?.txt": "a.txt", "[ab].txt": "a.txt", "[^a]*": ".dot A.TXT b.yaml la.txt", "[a-b].*": "a.txt b.yaml", "../d/*.txt": "a.txt la.txt", "../*/d.yaml": "",
		"**/f/*": "e/f/d.yaml link/f/d.yaml", "**/c.yaml": "e/c.yaml link/c.yaml", "*/*": ".hid/x.yaml e/[x].txt e/c.yaml link/[x].txt link/c.yaml",
		"link/*": "link/[x].txt link/c.yaml", "**/link/**": "link/[x].txt link/c.yaml link/f/d.yaml", "b.yaml": "b.yaml", "b.yaml/": "b.yaml",
		"A.txt": "", "e": "", "e/": "", "nope": "", "nope/*": "", "": "", ".": "",
		// Versions differ, or nothing but an error comes of it.
		"[!a].txt": "?", "**/**/*.yaml": "?", "e/**/**": "?", "{e/*,*.txt}": "?", "{,e/}*.yaml": "?", "{**/*.yaml,a.txt}": "?", "**.yaml": "?", "e**": "?", "d**/*": "?",
		`e/\[x].txt`: "?", `\a.txt`: "?", "[[:alpha:]].txt": "?", "[a-": "?", "{a,b": "?", "a,b}": "?", "{a,{b,c}}": "?",
		strings.Repeat("a", maxPattern+1): "?", strings.Repeat("{a,b}", 10): "?", "../../*": "?", "../../../../*": "?",
	} {
		got, err := c.Glob("d", pattern)
		if want == "?" {
			var gone *Unavailable
			if !errors.As(err, &gone) {
				t.Errorf("%s: %q, %v, want it to be unavailable", pattern, got, err)
			}
			continue
		}
		if err != nil || strings.Join(got, " ") != want {
			t.Errorf("%s: %q, %v, want %q", pattern, got, err, want)
		}
	}
	for dir, want := range map[string]string{".": "", "": "", "./d/": "a.txt la.txt", "d/e/..": "a.txt la.txt", "none": "", dir + "/d": "a.txt la.txt", "..": "?", "/etc": "?", "~": "?", "{d}": "?"} {
		got, err := c.Glob(dir, "*.txt")
		if (err != nil) != (want == "?") || err == nil && strings.Join(got, " ") != want {
			t.Errorf("in %s: %q, %v, want %q", dir, got, err, want)
		}
	}
}

// TestGlobBounds: links that lead out or about, and many files.
func TestGlobBounds(t *testing.T) {
	_, c := stack(t)
	for pattern, want := range map[string]string{"out.*": "leads out of the source root", "outside/*": "leads out of the source root", "**": "cannot be listed", "up/**": "", "d/*": ""} {
		got, err := c.Glob(".", pattern)
		if pattern == "d/*" {
			if err != nil || strings.Join(got, " ") != "d/b.txt" {
				t.Errorf("%s: %q, %v", pattern, got, err)
			}
			continue
		}
		if err == nil || want != "cannot be listed" && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %q, %v, want %q", pattern, got, err, want)
		}
	}
	in := map[string]string{"main.tf": "locals {}"}
	for i := range maxListed {
		in[fmt.Sprintf("many/%d", i)] = ""
	}
	c, err := FromFS(files(in), ".", "test")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := c.Glob(".", "**/5"); err == nil || !strings.Contains(err.Error(), "too many files") {
		t.Errorf("many files: %q, %v", got, err)
	}
}
