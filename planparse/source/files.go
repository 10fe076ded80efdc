package source

import (
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
)

// The bounds of what the functions of a configuration read, apart from the
// configuration itself.
const (
	maxReads  = 2000
	maxListed = 20000 // entries of folders
)

// Unavailable is the error for a file that cannot be read here, although Terraform
// may have read it. The reason is a sentence about it.
type Unavailable struct{ Path, Reason string }

// Error implements error.
func (u *Unavailable) Error() string { return u.Path + ": " + u.Reason }

// tree is what lies below the source root, for the functions of a configuration to
// read. Each file is read once: the values of many instances ask for the same.
type tree struct {
	fsys fs.FS
	dir  string // the root module's folder
	// root is the source root's own path, "" when it has none.
	root   string
	closer io.Closer // nil when there is nothing to close

	read   map[string]content
	total  int // bytes of what was read
	listed int // entries of folders that were listed
}

// content is a file, or the reason for which it is not read, or that it is not
// there.
type content struct {
	text   []byte
	reason string
	err    error
}

// ReadFile reads a file for a function such as file(): the path is absolute, or
// relative to the root module's folder. The error is an [*Unavailable] when
// nobody can tell what the file holds, and [fs.ErrNotExist] when there is none.
// It is not for concurrent use.
func (c *Config) ReadFile(name string) ([]byte, error) {
	t := c.tree
	at, err := t.locate(name)
	if err != nil {
		return nil, err
	}
	file, known := t.read[at]
	if !known {
		file = t.load(at)
	}
	if file.reason != "" {
		return nil, &Unavailable{name, "it " + file.reason}
	}
	return file.text, file.err
}

// load reads a file that was not read before.
func (t *tree) load(at string) content {
	if len(t.read) >= maxReads {
		return content{reason: fmt.Sprintf("is not read: the configuration reads more than %d files", maxReads)}
	}
	var file content
	file.text, file.reason, file.err = readRegular(t.fsys, at)
	if t.total += len(file.text); t.total > maxTotal {
		file = content{reason: fmt.Sprintf("is not read: the files that the configuration reads are larger than %d bytes", maxTotal)}
	}
	if t.read == nil {
		t.read = map[string]content{}
	}
	t.read[at] = file
	return file
}

// locate is where a path as written lies below the source root. Terraform cleans
// paths before it opens them: what ".." follows may be a link.
func (t *tree) locate(name string) (string, error) {
	switch {
	case t == nil:
		return "", &Unavailable{name, "the saved plan does not hold files that file() reads; --source with the folder would give it"}
	case strings.HasPrefix(name, "~"):
		return "", &Unavailable{name, "it lies in a home folder"}
	}
	at := path.Join(t.dir, filepath.ToSlash(name))
	if filepath.IsAbs(name) {
		rel, err := filepath.Rel(t.root, name)
		if t.root == "" || err != nil {
			rel = ".."
		}
		at = filepath.ToSlash(rel)
	}
	if !fs.ValidPath(at) {
		return "", &Unavailable{name, "it lies outside the source root; --source-root sets another"}
	}
	return at, nil
}

// Close ends the reading of files.
func (c *Config) Close() error {
	if c.tree == nil || c.tree.closer == nil {
		return nil
	}
	return c.tree.closer.Close()
}
