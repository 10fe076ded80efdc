package source

import (
	"cmp"
	"crypto/sha256"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// InRepository is where a file of the configuration is in the repository that the
// configuration is a part of: relative to the root of its git work tree, with
// slashes, behind links. Without a work tree it is relative to the source root.
// It is false for a file outside of it, and for one of a saved plan that is not
// there as the plan has it. It is not for concurrent use.
func (c *Config) InRepository(file string) (string, bool) {
	if c.home == nil {
		return file, fs.ValidPath(file)
	}
	return c.home.file(file)
}

// Changed are the files of a saved plan that the repository has by now with another
// text: the plan is older than they are. Where its root module was is taken from what
// it has in common with a folder, else from where the plan lies.
func (c *Config) Changed() []string {
	h, saved := c.home.(*savedHome)
	if !saved {
		return nil
	}
	h.search()
	return slices.Sorted(slices.Values(h.changed))
}

// Owns reports whether a module is a part of the repository: neither installed, nor
// in a folder outside of it, nor one that is not at hand.
func (c *Config) Owns(m *Module) bool {
	if m.Installed || m.Missing != "" {
		return false
	}
	if h, folder := c.home.(*folderHome); folder {
		_, inside := h.file(m.Dir)
		return inside
	}
	return true
}

// home tells where files of a configuration are in the repository.
type home interface {
	file(name string) (string, bool)
}

// folderHome is that of a folder, whose files are named as they lie below root.
type folderHome struct {
	root, work string // real paths
	known      map[string]string
}

func (h *folderHome) file(name string) (string, bool) {
	at, known := h.known[name]
	if !known {
		at, _ = below(h.work, filepath.Join(h.root, filepath.FromSlash(name)))
		if h.known == nil {
			h.known = map[string]string{}
		}
		h.known[name] = at
	}
	return at, at != ""
}

// below is a path behind links, relative to a folder and with slashes; false where
// it leads out of the folder. The folder is a real path.
func below(dir, name string) (string, bool) {
	name, err := filepath.EvalSymlinks(name)
	if err != nil {
		return "", false
	}
	rel, err := filepath.Rel(dir, name)
	if err != nil || !filepath.IsLocal(rel) {
		return "", false
	}
	return filepath.ToSlash(rel), true
}

// sum tells files apart.
type sum struct {
	size int
	hash [sha256.Size]byte
}

func sumOf(text []byte) sum { return sum{len(text), sha256.Sum256(text)} }

// savedHome is that of a saved plan, which has a copy of each file and does not say
// where the root module was.
type savedHome struct {
	folders []string // where it may have been
	modules map[string]record
	config  *Config
	sums    map[string]sum
	found   map[string]string // nil until somebody asks
	changed []string
}

func (h *savedHome) file(name string) (string, bool) {
	h.search()
	at, ok := h.found[name]
	return at, ok
}

// search finds the files in the folder that has most of them: copies of one file
// may lie in several, such as one for each environment. Of two alike the first is
// taken.
func (h *savedHome) search() {
	if h.found != nil {
		return
	}
	h.found = map[string]string{}
	var tried []string
	for n, f := range h.folders {
		dir, err := realPath(f)
		if err != nil || slices.Contains(tried, dir) {
			continue
		}
		tried = append(tried, dir)
		if found, changed := h.in(dir); len(found) > len(h.found) || n == 0 {
			h.found, h.changed = found, changed
		}
	}
}

// in are the files that a root module in dir has as the plan has them, and those that
// it has otherwise. Nothing outside of the work tree is read.
func (h *savedHome) in(dir string) (found map[string]string, changed []string) {
	found = map[string]string{}
	work := cmp.Or(Repository(dir), dir)
	root, err := os.OpenRoot(work)
	if err != nil {
		return found, nil
	}
	defer func() { _ = root.Close() }()
	for name, want := range h.sums {
		folder, base := path.Split(name)
		call := strings.TrimPrefix(path.Clean(folder), planFolder(""))
		if m := h.config.Modules[call]; m == nil || m.Installed {
			continue
		}
		// Plans that were made on Windows have its slashes.
		moduleDir := strings.ReplaceAll(h.modules[call].Dir, `\`, "/")
		at, ok := below(work, filepath.Join(dir, filepath.FromSlash(moduleDir), base))
		if !ok {
			continue
		}
		info, err := root.Stat(filepath.FromSlash(at))
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		if info.Size() != int64(want.size) {
			changed = append(changed, at)
			continue
		}
		switch text, reason, err := readRegular(root.FS(), at); {
		case err != nil || reason != "":
		case sumOf(text) == want:
			found[name] = at
		default:
			changed = append(changed, at)
		}
	}
	return found, changed
}
