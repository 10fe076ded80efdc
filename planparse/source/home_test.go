package source

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// link makes a symbolic link, where the machine lets everybody make one.
func link(t *testing.T, old, name string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("links need a right on Windows")
	}
	if err := os.Symlink(old, name); err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, name string, o Options) *Config {
	t.Helper()
	c, err := Open(name, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// inRepository is where the block of a resource is in the repository, "" for
// nowhere.
func inRepository(c *Config, module, resource string) string {
	at, ok := c.InRepository(c.Modules[module].Resources[resource].Range.Filename)
	if !ok {
		return ""
	}
	return at
}

// TestInRepository: files are named from the root of the work tree, whatever folder
// bounds what is read, and behind links.
func TestInRepository(t *testing.T) {
	top := t.TempDir()
	write(t, top, map[string]string{
		"repo/.git/HEAD":                "",
		"repo/stacks/a/main.tf":         "module \"m\" { source = \"../../shared/linked\" }\nresource \"x\" \"root\" {}",
		"repo/shared/real/main.tf":      `resource "x" "m" {}`,
		"plain/stacks/a/main.tf":        "module \"m\" { source = \"./m\" }\nresource \"x\" \"root\" {}",
		"plain/stacks/a/m/main.tf":      `resource "x" "m" {}`,
		"both/repo/.git/HEAD":           "",
		"both/repo/main.tf":             "module \"m\" { source = \"../beside\" }\nresource \"x\" \"root\" {}",
		"both/beside/main.tf":           `resource "x" "m" {}`,
		"linked/.git/HEAD":              "",
		"linked/stacks/common/main.tf":  `resource "x" "root" {}`,
		"linked/stacks/a/other.tf":      "module \"m\" { source = \"./m\" }",
		"linked/stacks/a/m/main.tf":     `resource "x" "m" {}`,
		"worktree/.git":                 "gitdir: elsewhere",
		"worktree/stacks/a/main.tf":     "module \"m\" { source = \"./m\" }\nresource \"x\" \"root\" {}",
		"worktree/stacks/a/m/nested.tf": `resource "x" "m" {}`,
	})
	link(t, "real", filepath.Join(top, "repo/shared/linked"))
	link(t, filepath.Join(top, "repo/stacks"), filepath.Join(top, "elsewhere"))
	link(t, "../common/main.tf", filepath.Join(top, "linked/stacks/a/main.tf"))
	for _, tt := range []struct{ name, dir, root, main, module string }{
		{"a work tree", "repo/stacks/a", "", "stacks/a/main.tf", "shared/real/main.tf"},
		{"by a link", "elsewhere/a", "", "stacks/a/main.tf", "shared/real/main.tf"},
		{"another source root", "repo/stacks/a", "repo", "stacks/a/main.tf", "shared/real/main.tf"},
		{"a source root around the work tree", "repo/stacks/a", ".", "stacks/a/main.tf", "shared/real/main.tf"},
		{"a file that is a link", "linked/stacks/a", "", "stacks/common/main.tf", "stacks/a/m/main.tf"},
		{"a source root in the work tree", "worktree/stacks/a", "worktree/stacks", "stacks/a/main.tf", "stacks/a/m/nested.tf"},
		{"a file .git", "worktree/stacks/a", "", "stacks/a/main.tf", "stacks/a/m/nested.tf"},
		{"no work tree", "plain/stacks/a", "", "main.tf", "m/main.tf"},
		{"no work tree, but a source root", "plain/stacks/a", "plain", "stacks/a/main.tf", "stacks/a/m/main.tf"},
		{"a module outside", "both/repo", "both", "main.tf", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := Options{}
			if tt.root != "" {
				o.Root = filepath.Join(top, tt.root)
			}
			c := open(t, filepath.Join(top, tt.dir), o)
			if got := inRepository(c, "", "x.root"); got != tt.main {
				t.Errorf("the root module is in %q, want %q", got, tt.main)
			}
			if got := inRepository(c, "m", "x.m"); got != tt.module {
				t.Errorf("the module is in %q, want %q", got, tt.module)
			}
			if got := c.Owns(c.Modules["m"]); got != (tt.module != "") {
				t.Errorf("the module is part of the repository: %v", got)
			}
		})
	}
}

// TestInstalled: what terraform init fetched is not part of the repository, nor are
// the modules that come with it.
func TestInstalled(t *testing.T) {
	c, err := Open("../../testdata/places/remote-module", Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	saved, err := Open("../../testdata/places/remote-module/tfplan", Options{})
	if err != nil {
		t.Fatal(err)
	}
	for module, want := range map[string]bool{"": true, "site": true, "site.network": false, "site.network.acl": false} {
		for _, c := range []*Config{c, saved} {
			if got := c.Owns(c.Modules[module]); got != want {
				t.Errorf("%s: %q is part of the repository: %v", c.Name, module, got)
			}
		}
	}
}

// TestChanged: the files of a saved plan that are not as it has them, where they were.
func TestChanged(t *testing.T) {
	const main, net = `resource "x" "root" {}`, `resource "x" "net" {}`
	plan := filepath.Join(t.TempDir(), "tfplan")
	if err := os.WriteFile(plan, zipped(t, manifest(`[{"Dir": "."}]`), mainFile(main), entry{name: "tfconfig/m-/net.tf", text: net}), 0o644); err != nil {
		t.Fatal(err)
	}
	top := t.TempDir()
	write(t, top, map[string]string{
		"repo/.git/HEAD":    "",
		"repo/same/main.tf": main, "repo/same/net.tf": net,
		"repo/size/main.tf": main + " ", "repo/size/net.tf": net,
		"repo/text/main.tf": main, "repo/text/net.tf": strings.ToUpper(net),
		"repo/both/main.tf": "# a", "repo/both/net.tf": "# b",
		"repo/gone/main.tf": main,
		"repo/none/x.tf":    main,
	})
	for _, c := range []struct {
		folders []string
		want    string
	}{
		{[]string{"same"}, ""},
		{[]string{"size"}, "size/main.tf"},
		{[]string{"text"}, "text/net.tf"},
		{[]string{"both"}, "both/main.tf both/net.tf"},
		{[]string{"gone"}, ""},
		{[]string{"none", "nosuch"}, ""},
		// Where it is known which folder it was, others of these names are not meant.
		{[]string{"both", "same"}, ""},
		{[]string{"both", "text"}, "text/net.tf"},
		{[]string{"none", "both"}, ""},
	} {
		var o Options
		for _, f := range c.folders {
			o.Folders = append(o.Folders, filepath.Join(top, "repo", f))
		}
		if got := strings.Join(open(t, plan, o).Changed(), " "); got != c.want {
			t.Errorf("%v: got %q, want %q", c.folders, got, c.want)
		}
	}
	if got := open(t, filepath.Join(top, "repo", "both"), Options{}).Changed(); got != nil {
		t.Errorf("a folder: %q", got)
	}
}

// TestSavedPlanInRepository: a file of a saved plan is where one of the same bytes
// is.
func TestSavedPlanInRepository(t *testing.T) {
	const (
		main    = "module \"m\" { source = \"../modules/m\" }\nresource \"x\" \"root\" {}"
		module  = `resource "x" "m" {}`
		outside = "../../outside"
	)
	plan := func(t *testing.T, dir string) string {
		raw, err := json.Marshal([]record{{Dir: "."}, {Key: "m", Source: "../modules/m", Dir: dir}})
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "tfplan")
		if err := os.WriteFile(path, zipped(t, manifest(string(raw)), mainFile(main), entry{name: "tfconfig/m-m/m.tf", text: module}), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	top := t.TempDir()
	write(t, top, map[string]string{
		"repo/.git/HEAD":         "",
		"repo/a/main.tf":         main,
		"repo/b/main.tf":         main + "\n",
		"repo/c/main.tf":         main,
		"repo/modules/m/m.tf":    module,
		"other/.git/HEAD":        "",
		"other/a/main.tf":        main,
		"other/modules/m/m.tf":   module + " ",
		"outside/m.tf":           module,
		"plain/a/main.tf":        main,
		"plain/modules/m/m.tf":   module,
		"repo/d/main.tf/main.tf": main,
	})
	for _, tt := range []struct {
		name, dir    string
		folders      []string
		main, module string
	}{
		{"in the folder", "../modules/m", []string{"repo/a"}, "a/main.tf", "modules/m/m.tf"},
		{"in the next folder", "../modules/m", []string{"none", "outside", "repo/a"}, "a/main.tf", "modules/m/m.tf"},
		{"in the first of two", "../modules/m", []string{"repo/c", "repo/a"}, "c/main.tf", "modules/m/m.tf"},
		{"in the one that has more", "../modules/m", []string{"other/a", "repo/a"}, "a/main.tf", "modules/m/m.tf"},
		{"with another root module", "../modules/m", []string{"repo/b"}, "", "modules/m/m.tf"},
		{"with another module", "../modules/m", []string{"other/a"}, "a/main.tf", ""},
		{"made on Windows", `..\modules\m`, []string{"repo/a"}, "a/main.tf", "modules/m/m.tf"},
		{"a module outside of the work tree", outside, []string{"repo/a"}, "a/main.tf", ""},
		{"an absolute folder", filepath.ToSlash(filepath.Join(top, "outside")), []string{"repo/a"}, "a/main.tf", ""},
		{"no work tree", "../modules/m", []string{"plain/a"}, "main.tf", ""},
		{"a folder where a file was", "../modules/m", []string{"repo/d"}, "", "modules/m/m.tf"},
		{"nowhere", "../modules/m", nil, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var o Options
			for _, f := range tt.folders {
				o.Folders = append(o.Folders, filepath.Join(top, f))
			}
			c := open(t, plan(t, tt.dir), o)
			if got := inRepository(c, "", "x.root"); got != tt.main {
				t.Errorf("the root module is in %q, want %q", got, tt.main)
			}
			if got := inRepository(c, "m", "x.m"); got != tt.module {
				t.Errorf("the module is in %q, want %q", got, tt.module)
			}
		})
	}
}
