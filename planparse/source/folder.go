package source

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// Options say where a configuration in a folder may be read.
type Options struct {
	// Root: files are read only below it. When it is empty, below the git work tree
	// around the folder, or else the folder itself.
	Root string
	// DataDir is where terraform init put modules, relative to the folder or
	// absolute, as in TF_DATA_DIR; ".terraform" when it is empty.
	DataDir string
	// Folders are where the root module of a saved plan may be, the likeliest first.
	Folders []string
}

// Open reads the configuration at name: a folder, which is the root module, or
// a saved plan file.
func Open(name string, o Options) (*Config, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return openFolder(name, o)
	}
	return openSavedPlan(name, o.Folders)
}

// FromFS reads the configuration whose root module is the folder dir of a file
// system; name is what messages call it.
func FromFS(fsys fs.FS, dir, name string) (*Config, error) {
	return fromRoot(&tree{fsys: fsys, dir: dir}, name, "")
}

// fromRoot reads the configuration whose root module is the folder of a tree.
func fromRoot(from *tree, name, dataDir string) (*Config, error) {
	l := &loader{fsys: from.fsys, config: &Config{Name: name, Folder: true, Modules: map[string]*Module{}, words: map[string]bool{}, tree: from}}
	if found, err := l.files(from.dir); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	} else if len(found) == 0 {
		return nil, fmt.Errorf("%s has no .tf files: give the folder of the root module, or the saved plan file", name)
	}
	in := l.installed(from, dataDir)
	l.locate = func(call string, caller *Module, c *Call) location {
		switch {
		case c.Source == "":
			return location{missing: "its source is not written out"}
		case isLocal(c.Source):
			return besides(caller, c)
		}
		return in.locate(call, c)
	}
	if err := l.module("", location{dir: from.dir}, 0); err != nil {
		return nil, err
	}
	return l.config, nil
}

func openFolder(name string, o Options) (*Config, error) {
	dir, err := realPath(name)
	if err != nil {
		return nil, err
	}
	work := Repository(dir)
	root := cmp.Or(work, dir)
	if o.Root != "" {
		if root, err = realPath(o.Root); err != nil {
			return nil, err
		}
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
	c, err := fromRoot(&tree{fsys: r.FS(), dir: filepath.ToSlash(rel), root: root, closer: r}, name, o.DataDir)
	if err != nil {
		_ = r.Close()
		return nil, err
	}
	c.home = &folderHome{root: root, work: cmp.Or(work, root)}
	return c, nil
}

func realPath(name string) (string, error) {
	abs, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(abs)
}

// Repository is the root of the git work tree around a folder, without links; empty
// when there is none.
func Repository(dir string) string {
	real, err := realPath(dir)
	if err != nil {
		return ""
	}
	for at := real; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, ".git")); err == nil {
			return at
		}
		if at == filepath.Dir(at) {
			return ""
		}
	}
}

func isLocal(source string) bool {
	return strings.HasPrefix(source, "./") || strings.HasPrefix(source, "../")
}

// besides finds a local module relative to its caller.
func besides(caller *Module, c *Call) location {
	dir := path.Join(caller.Dir, c.Source)
	if !fs.ValidPath(dir) {
		return location{missing: fmt.Sprintf("its source %q lies outside the source root; --source-root sets another", c.Source)}
	}
	return location{dir: dir, installed: caller.Installed}
}
