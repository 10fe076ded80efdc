package config

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/tfreach/tfreach/planparse/source"
)

// Search finds the policy files for a folder: those of the first folder that has any, on
// the way from it to the root of its repository. Outside of repositories it looks in the
// folder alone: what lies above is nobody's, and may be another's. For a folder that is
// not there it finds none.
func Search(dir string) ([]string, error) {
	at, err := realPath(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	}
	for root := source.Repository(dir); ; at = filepath.Dir(at) {
		files, err := Folder(at)
		if err != nil || len(files) > 0 || at == root || root == "" {
			return files, err
		}
	}
}

func realPath(name string) (string, error) {
	abs, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(abs)
}

// below is a path relative to a folder, with slashes; empty when it is not in it.
func below(root, path string) string {
	if root == "" {
		return ""
	}
	root, err := realPath(root)
	if err != nil {
		return ""
	}
	real, err := realPath(path)
	if err != nil {
		return ""
	}
	rel, err := filepath.Rel(root, real)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return ""
	}
	return filepath.ToSlash(rel)
}
