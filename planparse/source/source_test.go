package source

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

func files(m map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for name, text := range m {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

func TestBlocks(t *testing.T) {
	c, err := FromFS(files(map[string]string{
		"main.tf": `
resource "aws_vpc" "a" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "s" {
  count  = 2
  vpc_id = aws_vpc.a.id
}
data "aws_vpc" "d" { default = true }
module "net" {
  source = "./net"
  id     = aws_vpc.a.id
}
module "many" {
  source   = "./net/deep"
  for_each = toset(["x"])
}
module "remote" { source = "terraform-aws-modules/vpc/aws" }
module "outside" { source = "../elsewhere" }
variable "v" { default = 1 }
output "o" { value = aws_vpc.a.id }
`,
		"more.tf.json":     `{"resource":{"aws_eip":{"e":{"domain":"vpc"}}}}`,
		"x_override.tf":    `resource "aws_vpc" "a" { cidr_block = "10.1.0.0/16" }`,
		"notes.txt":        "resource",
		"backup.tf~":       "{{{",
		"net/main.tf":      "variable \"id\" {}\nresource \"aws_route_table\" \"t\" { vpc_id = var.id }\nmodule \"deep\" { source = \"./deep\" }",
		"net/deep/main.tf": `output "x" { value = 1 }`,
	}), ".", "test")
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(c.Paths(), " "); got != " many net net.deep outside remote" {
		t.Errorf("modules %q", got)
	}
	root := c.Modules[""]
	for address, want := range map[string]Resource{
		"aws_vpc.a": {}, "aws_subnet.s": {Repeats: true}, "data.aws_vpc.d": {}, "aws_eip.e": {},
	} {
		r := root.Resources[address]
		if r == nil || r.Repeats != want.Repeats {
			t.Errorf("%s: %+v", address, r)
		}
	}
	if !root.Calls["many"].Repeats || root.Calls["net"].Repeats || root.Calls["net"].Source != "./net" {
		t.Errorf("calls %+v", root.Calls)
	}
	if r := root.Resources["aws_subnet.s"].Range; r.Filename != "main.tf" || r.Start.Line != 3 {
		t.Errorf("range %v", r)
	}
	for path, want := range map[string]string{"remote": "run terraform init", "outside": "outside the source root"} {
		if got := c.Modules[path].Missing; !strings.Contains(got, want) {
			t.Errorf("module %s is missing because %q, want %q", path, got, want)
		}
	}
	if root.Outputs["o"] == nil || root.Variables["v"].Default == nil || c.Modules["net"].Variables["id"].Default != nil {
		t.Error("outputs or variables")
	}
}

func TestNestedBlocks(t *testing.T) {
	c, err := FromFS(files(map[string]string{"main.tf": `
resource "x" "y" {
  route { cidr_block = "0.0.0.0/0" }
  route { cidr_block = "10.0.0.0/8" }
  dynamic "egress" {
    for_each = []
    content {}
  }
}`}), ".", "test")
	if err != nil {
		t.Fatal(err)
	}
	body := c.Modules[""].Resources["x.y"].Body
	for typ, want := range map[string]struct {
		n       int
		dynamic bool
	}{"route": {2, false}, "egress": {0, true}, "ingress": {0, false}} {
		blocks, dynamic := Blocks(body, typ)
		if len(blocks) != want.n || dynamic != want.dynamic {
			t.Errorf("%s: %d blocks, dynamic %v; want %d, %v", typ, len(blocks), dynamic, want.n, want.dynamic)
		}
	}
}

func TestFolderOfTheSamePlan(t *testing.T) {
	c, err := Open("../../testdata/cases/foreach-good", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(c.Paths(), " "); got != " db network service" {
		t.Errorf("modules %q", got)
	}
}

func TestWrongSources(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write("empty/readme.md", "x")
	write("broken/main.tf", "resource \"x\" {\n")
	write("deep/main.tf", "locals { x = "+strings.Repeat("(", 100000)+" }")
	write("loop/main.tf", `module "a" { source = "./" }`)
	for _, tt := range []struct{ name, path, root, want string }{
		{"missing", filepath.Join(dir, "nowhere"), "", "no such file"},
		{"a file that is no plan", write("notes.txt", "hello"), "", "neither a folder nor a saved plan"},
		{"no configuration in the folder", filepath.Join(dir, "empty"), "", "has no .tf files"},
		{"broken", filepath.Join(dir, "broken"), "", "main.tf:1,14-15"},
		{"nested too deep", filepath.Join(dir, "deep"), "", "nest deeper"},
		{"calls itself", filepath.Join(dir, "loop"), "", "modules nest deeper"},
		{"outside the root", dir, filepath.Join(dir, "empty"), "not below the source root"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Open(tt.path, Options{Root: tt.root})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want it to say %q", err, tt.want)
			}
		})
	}
}

// TestLinksDoNotLeaveTheRoot: a pull request's author controls the files.
func TestLinksDoNotLeaveTheRoot(t *testing.T) {
	dir := t.TempDir()
	root := filepath.Join(dir, "repo")
	for path, text := range map[string]string{
		filepath.Join(dir, "secret", "main.tf"): `resource "aws_vpc" "secret" {}`,
		filepath.Join(root, "main.tf"):          `module "m" { source = "./link" }`,
	} {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(dir, "secret"), filepath.Join(root, "link")); err != nil {
		t.Skip("no symbolic links here")
	}
	c, err := Open(root, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if m := c.Modules["m"]; m.Missing == "" || len(m.Resources) > 0 {
		t.Errorf("a link led out of the source root: %+v", m)
	}
}

// TestNoFiles: what only looks like a file of a configuration is not opened.
func TestNoFiles(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "folder"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("folder", filepath.Join(dir, "x.tf")); err != nil {
		t.Skipf("no links here: %v", err)
	}
	if _, err := Open(dir, Options{Root: dir}); err == nil || !strings.Contains(err.Error(), "x.tf is not a regular file") {
		t.Errorf("got %v", err)
	}
}
