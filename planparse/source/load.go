package source

import (
	"archive/zip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// The bounds of what is read. Real configurations stay far below them.
const (
	maxFile    = 1 << 20
	maxTotal   = 16 << 20
	maxModules = 2000
	maxFiles   = 20000
	maxDepth   = 40
)

// Open reads the configuration at name: a folder, which is the root module, or
// a saved plan file. Files of a folder are read only below root; when root is
// empty, below the git work tree around the folder, or else the folder itself.
func Open(name, root string) (*Config, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return openFolder(name, root)
	}
	return openSavedPlan(name)
}

// FromFS reads the configuration whose root module is the folder dir of a file
// system; name is what messages call it.
func FromFS(fsys fs.FS, dir, name string) (*Config, error) {
	l := &loader{fsys: fsys, config: &Config{Name: name, Modules: map[string]*Module{}, words: map[string]bool{}}}
	l.locate = l.besides
	if files, err := l.files(dir); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	} else if len(files) == 0 {
		return nil, fmt.Errorf("%s has no .tf files: give the folder of the root module, or the saved plan file", name)
	}
	if err := l.module("", dir, 0); err != nil {
		return nil, err
	}
	return l.config, nil
}

func openFolder(name, root string) (*Config, error) {
	dir, err := realPath(name)
	if err != nil {
		return nil, err
	}
	if root == "" {
		root = workTree(dir)
	} else if root, err = realPath(root); err != nil {
		return nil, err
	}
	rel, err := filepath.Rel(root, dir)
	if err != nil || !filepath.IsLocal(rel) {
		return nil, fmt.Errorf("%s is not below the source root %s", name, root)
	}
	// An os.Root opens nothing outside itself, whatever links say.
	r, err := os.OpenRoot(root)
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	return FromFS(r.FS(), filepath.ToSlash(rel), name)
}

func realPath(name string) (string, error) {
	abs, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(abs)
}

// workTree is the git work tree around dir, or dir itself.
func workTree(dir string) string {
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, ".git")); err == nil {
			return at
		}
		if at == filepath.Dir(at) {
			return dir
		}
	}
}

// openSavedPlan reads the configuration that terraform plan -out put into the
// plan file.
func openSavedPlan(name string) (*Config, error) {
	z, err := zip.OpenReader(name)
	if errors.Is(err, zip.ErrFormat) {
		return nil, fmt.Errorf("%s is neither a folder nor a saved plan: give the root module's folder, or the file of terraform plan -out", name)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	defer func() { _ = z.Close() }()
	l := &loader{fsys: &z.Reader, exact: true, config: &Config{Name: name, Modules: map[string]*Module{}, words: map[string]bool{}}}
	raw, err := l.read("tfconfig/modules.json")
	if err != nil {
		return nil, fmt.Errorf("%s is a zip file without a configuration in it: give the root module's folder, or the file of terraform plan -out", name)
	}
	var entries []struct{ Key, Dir string }
	if err := json.Unmarshal(raw, &entries); err != nil {
		return nil, fmt.Errorf("%s: tfconfig/modules.json: %w", name, err)
	}
	if len(entries) > maxModules {
		return nil, fmt.Errorf("%s: more than %d modules", name, maxModules)
	}
	dirs := map[string]string{}
	for _, e := range entries {
		dir := "tfconfig/m-" + e.Key
		if !fs.ValidPath(dir) {
			return nil, fmt.Errorf("%s: tfconfig/modules.json names a module %q", name, e.Key)
		}
		dirs[e.Key] = dir
	}
	l.locate = func(call string, _ *Module, _ *Call) (string, string) {
		if dir, ok := dirs[call]; ok {
			return dir, ""
		}
		return "", "the saved plan does not hold it"
	}
	if err := l.module("", dirs[""], 0); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return l.config, nil
}

// loader reads modules from a file system, depth first.
type loader struct {
	fsys   fs.FS
	config *Config
	// exact: the files are those that the plan was made from.
	exact bool
	// locate finds the folder of a called module, or says why there is none.
	locate func(path string, caller *Module, c *Call) (dir, missing string)
	total  int64
	opened int
}

// module reads one module and those it calls.
func (l *loader) module(callPath, dir string, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("module %s: modules nest deeper than %d", callPath, maxDepth)
	}
	if len(l.config.Modules) >= maxModules {
		return fmt.Errorf("more than %d modules", maxModules)
	}
	m := &Module{
		Path: callPath, Dir: dir, Resources: map[string]*Resource{}, Calls: map[string]*Call{}, Outputs: map[string]hcl.Expression{},
		Variables: map[string]*Variable{}, Locals: map[string]hcl.Expression{}, Providers: map[string]*Provider{}, words: l.config.words,
	}
	l.config.Modules[callPath] = m
	files, err := l.files(dir)
	if err != nil {
		m.Missing = "its folder " + dir + " cannot be read"
		return nil
	}
	if files, m.Missing = l.choose(files); m.Missing != "" {
		return nil
	}
	for _, f := range files {
		text, err := l.read(path.Join(dir, f))
		if err != nil {
			return err
		}
		if err := m.parse(path.Join(dir, f), text); err != nil {
			return err
		}
	}
	names := make([]string, 0, len(m.Calls))
	for name := range m.Calls {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		c := m.Calls[name]
		child := name
		if callPath != "" {
			child = callPath + "." + name
		}
		at, missing := l.locate(child, m, c)
		if missing != "" {
			l.config.Modules[child] = &Module{Path: child, Missing: missing}
			continue
		}
		if err := l.module(child, at, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// besides finds a local module relative to its caller.
func (l *loader) besides(_ string, caller *Module, c *Call) (dir, missing string) {
	if !strings.HasPrefix(c.Source, "./") && !strings.HasPrefix(c.Source, "../") {
		return "", fmt.Sprintf("its source %q is no local folder", c.Source)
	}
	dir = path.Join(caller.Dir, c.Source)
	if !fs.ValidPath(dir) {
		return "", fmt.Sprintf("its source %q lies outside the source root", c.Source)
	}
	return dir, ""
}

// files are the configuration files of a folder in the order in which Terraform
// reads them: override files last, each group by name.
func (l *loader) files(dir string) ([]string, error) {
	entries, err := fs.ReadDir(l.fsys, dir)
	if err != nil {
		return nil, err
	}
	var plain, overrides []string
	for _, e := range entries {
		name := e.Name()
		base, ok := configurationFile(name)
		if !ok || e.IsDir() || strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") {
			continue
		}
		if isOverride(base) {
			overrides = append(overrides, name)
		} else {
			plain = append(plain, name)
		}
	}
	if l.opened += len(plain) + len(overrides); l.opened > maxFiles {
		return nil, fmt.Errorf("more than %d files", maxFiles)
	}
	return append(plain, overrides...), nil
}

// choose says which files of a folder count. Terraform reads none that are for
// OpenTofu, and OpenTofu reads them in place of those for Terraform: a folder
// that has them does not say what the plan was made from. A saved plan holds
// just what was read.
func (l *loader) choose(files []string) (chosen []string, missing string) {
	if l.exact {
		return files, ""
	}
	for _, f := range files {
		if isTofu(f) {
			return nil, "it has " + f + ", which OpenTofu reads and Terraform does not; the saved plan would tell (--source)"
		}
	}
	return files, ""
}

// configurationFile is a file's name without the extension of a configuration;
// false for other files.
func configurationFile(name string) (base string, ok bool) {
	for _, extension := range []string{".tf", ".tf.json", ".tofu", ".tofu.json"} {
		if base, ok := strings.CutSuffix(name, extension); ok {
			return base, true
		}
	}
	return "", false
}

func isTofu(name string) bool {
	return strings.HasSuffix(name, ".tofu") || strings.HasSuffix(name, ".tofu.json")
}

func isOverride(base string) bool {
	return base == "override" || strings.HasSuffix(base, "_override")
}

// read reads a file within the bounds. Opening what is no file, such as a pipe,
// may never end.
func (l *loader) read(name string) ([]byte, error) {
	switch info, err := fs.Stat(l.fsys, name); {
	case err != nil && strings.Contains(err.Error(), "escapes"):
		return nil, fmt.Errorf("%s is a link that leads out of the source root; --source-root sets another", name)
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is not a regular file", name)
	}
	f, err := l.fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	text, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(text) > maxFile {
		return nil, fmt.Errorf("%s is larger than %d bytes", name, maxFile)
	}
	if l.total += int64(len(text)); l.total > maxTotal {
		return nil, fmt.Errorf("the configuration is larger than %d bytes", maxTotal)
	}
	return text, nil
}
