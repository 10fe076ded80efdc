package source

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// write makes files below a folder.
func write(t *testing.T, dir string, in map[string]string) {
	t.Helper()
	for name, text := range in {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func modulesJSON(t *testing.T, records ...record) string {
	t.Helper()
	raw, err := json.Marshal(map[string][]record{"Modules": append([]record{{Dir: "."}}, records...)})
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// TestInstalledModules: what is installed is read where modules.json says that it
// lies, and only when it is what the call wants.
func TestInstalledModules(t *testing.T) {
	const dir = ".terraform/modules/vpc"
	vpc := record{"vpc", "registry.terraform.io/terraform-aws-modules/vpc/aws", "5.5.1", dir}
	call := `module "vpc" { 
  source  = "terraform-aws-modules/vpc/aws"
  version = "~> 5.0"
}`
	module := map[string]string{
		dir + "/main.tf":               "resource \"x\" \"vpc\" {}\nmodule \"inner\" { source = \"./modules/inner\" }",
		dir + "/modules/inner/main.tf": `resource "x" "inner" {}`,
	}
	with := func(manifest string) map[string]string {
		out := maps.Clone(module)
		out["main.tf"] = call
		out[".terraform/modules/modules.json"] = manifest
		return out
	}
	changed := func(by func(*record)) map[string]string {
		r := vpc
		by(&r)
		return with(modulesJSON(t, r))
	}
	none := with("")
	delete(none, ".terraform/modules/modules.json")
	for _, tt := range []struct {
		name string
		in   map[string]string
		want string // "" when it is read
	}{
		{"installed", with(modulesJSON(t, vpc)), ""},
		{"more than is called", with(modulesJSON(t, vpc, record{"other", "x/y/z", "1.0.0", ".terraform/modules/other"})), ""},
		{"never initialised", none, "there is no .terraform/modules/modules.json; run terraform init"},
		{"initialised before the call", with(modulesJSON(t)), "it is not installed; run terraform init"},
		{"another source", changed(func(r *record) { r.Source = "registry.terraform.io/acme/vpc/aws" }), "from another source; run terraform init"},
		{"another version", changed(func(r *record) { r.Version = "4.9.0" }), "of another version; run terraform init"},
		{"no version", changed(func(r *record) { r.Version = "" }), "of another version; run terraform init"},
		{"outside", changed(func(r *record) { r.Dir = "../vpc" }), "outside the source root; --source-root"},
		{"absolute", changed(func(r *record) { r.Dir = "/" + dir }), "outside the source root; --source-root"},
		{"removed", changed(func(r *record) { r.Dir += "x" }), "its folder .terraform/modules/vpcx cannot be read"},
		{"broken", with("{"), "modules.json is not what terraform init writes; run terraform init"},
		{"a key twice", with(modulesJSON(t, vpc, vpc)), `modules.json has two modules "vpc"; run terraform init`},
		{"strange keys", with(modulesJSON(t, vpc, record{Key: "a/b"})), `modules.json names a module "a/b"; run terraform init`},
		{"too large", with(modulesJSON(t, vpc) + strings.Repeat(" ", maxFile)), "larger than 1048576 bytes; run terraform init"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := FromFS(files(tt.in), ".", "test")
			if err != nil {
				t.Fatal(err)
			}
			m := c.Modules["vpc"]
			if tt.want == "" {
				if m.Resources["x.vpc"] == nil || c.Modules["vpc.inner"].Resources["x.inner"] == nil {
					t.Errorf("modules are missing: %q, %q", m.Missing, c.Modules["vpc.inner"].Missing)
				}
				return
			}
			if !strings.Contains(m.Missing, tt.want) || len(m.Resources) > 0 {
				t.Errorf("missing because %q, want %q", m.Missing, tt.want)
			}
		})
	}
}

// TestDataDir: TF_DATA_DIR may be elsewhere, but nothing is read outside the
// source root.
func TestDataDir(t *testing.T) {
	top, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	source := record{Key: "m", Source: "registry.terraform.io/a/b/c", Version: "1.0.0"}
	at := func(dir string) string { r := source; r.Dir = dir; return modulesJSON(t, r) }
	write(t, top, map[string]string{
		"repo/.git/x":        "",
		"repo/stack/main.tf": `module "m" { source = "a/b/c" }`,
		"repo/stack/.terraform/modules/modules.json": at(".terraform/modules/m"),
		"repo/stack/.terraform/modules/m/main.tf":    `resource "x" "usual" {}`,
		"repo/stack/data/modules/modules.json":       at("data/modules/m"),
		"repo/stack/data/modules/m/main.tf":          `resource "x" "named" {}`,
		"repo/data/modules/modules.json":             at("../data/modules/m"),
		"repo/data/modules/m/main.tf":                `resource "x" "above" {}`,
		"repo/abs/modules/modules.json":              at(filepath.Join(top, "repo/abs/modules/m")),
		"repo/abs/modules/m/main.tf":                 `resource "x" "absolute" {}`,
		"out/modules/modules.json":                   at("../../out/modules/m"),
		"out/modules/m/main.tf":                      `resource "x" "out" {}`,
	})
	for dataDir, want := range map[string]string{
		"": "x.usual", "data": "x.named", "./data/": "x.named", "../data": "x.above", filepath.Join(top, "repo/abs"): "x.absolute",
		"none": "there is no stack/none/modules/modules.json", "../../out": "the data directory lies outside the source root", filepath.Join(top, "out"): "the data directory lies outside the source root",
	} {
		c, err := Open(filepath.Join(top, "repo/stack"), Options{DataDir: dataDir})
		if err != nil {
			t.Fatal(err)
		}
		m := c.Modules["m"]
		if m.Resources[want] == nil && !strings.Contains(m.Missing, want) {
			t.Errorf("%q: missing %q, %v, want %s", dataDir, m.Missing, m.Resources, want)
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestModuleAddresses: how terraform init records sources, as Terraform 1.11 does
// and as those before 1.1 did.
func TestModuleAddresses(t *testing.T) {
	for _, tt := range []struct {
		written, recorded string
		want              bool
	}{
		{"terraform-aws-modules/vpc/aws", "registry.terraform.io/terraform-aws-modules/vpc/aws", true},
		{"terraform-aws-modules/vpc/aws", "registry.opentofu.org/terraform-aws-modules/vpc/aws", true},
		{"terraform-aws-modules/vpc/aws", "terraform-aws-modules/vpc/aws", true},
		{"terraform-aws-modules/vpc/aws//modules/vpc-endpoints", "registry.terraform.io/terraform-aws-modules/vpc/aws//modules/vpc-endpoints", true},
		{"terraform-aws-modules/vpc/aws//modules/vpc-endpoints", "registry.terraform.io/terraform-aws-modules/vpc/aws", false},
		{"app.terraform.io/acme/vpc/aws", "app.terraform.io/acme/vpc/aws", true},
		{"acme/vpc/aws", "app.terraform.io/acme/vpc/aws", false},
		{"github.com/acme/vpc", "git::https://github.com/acme/vpc.git", true},
		{"github.com/acme/vpc.git", "git::https://github.com/acme/vpc.git", true},
		{"github.com/acme/vpc?ref=v1", "git::https://github.com/acme/vpc.git?ref=v1", true},
		{"github.com/acme/vpc?ref=v1", "git::https://github.com/acme/vpc.git?ref=v2", false},
		{"github.com/acme/vpc//sub?ref=v1", "git::https://github.com/acme/vpc.git//sub?ref=v1", true},
		{"github.com/acme/vpc/sub", "git::https://github.com/acme/vpc.git//sub", true},
		{"bitbucket.org/acme/vpc", "git::https://bitbucket.org/acme/vpc.git", true},
		{"git@github.com:acme/vpc.git", "git::ssh://git@github.com/acme/vpc.git", true},
		{"git@github.com:acme/vpc.git//sub?ref=v1", "git::ssh://git@github.com/acme/vpc.git//sub?ref=v1", true},
		{"git::https://example.com/vpc.git?ref=v1", "git::https://example.com/vpc.git?ref=v1", true},
		{"git::https://example.com/vpc.git", "git::https://example.org/vpc.git", false},
		{"https://example.com/vpc.zip", "https://example.com/vpc.zip", true},
		{"s3-eu-west-1.amazonaws.com/bucket/vpc.zip", "s3::https://s3-eu-west-1.amazonaws.com/bucket/vpc.zip", true},
		{"www.googleapis.com/storage/v1/bucket/vpc.zip", "gcs::https://www.googleapis.com/storage/v1/bucket/vpc.zip", true},
		{"a/b/c", "./c", false},
		{"a/b/c", "", false},
	} {
		if got := sameAddress(tt.written, tt.recorded); got != tt.want {
			t.Errorf("%s recorded as %s: %v, want %v", tt.written, tt.recorded, got, tt.want)
		}
	}
}
