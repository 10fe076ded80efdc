package source

import (
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// The bounds of a pattern: matching tries each alternative of each brace.
const (
	maxPattern      = 512
	maxAlternatives = 64
)

// Glob lists the regular files in a folder that match a pattern, as fileset()
// does: relative to the folder, and sorted. The folder is as for ReadFile, and so
// is the error; a folder that is not there has no files.
func (c *Config) Glob(dir, pattern string) ([]string, error) {
	in, err := c.tree.locate(dir)
	if err != nil {
		return nil, err
	}
	shown := path.Join(dir, pattern)
	// Terraform joins the two: the folder is a part of the pattern.
	pattern = path.Join(".", pattern)
	if strings.ContainsAny(dir, `*?[]{}\`) || differs(pattern) {
		return nil, &Unavailable{shown, "it is a pattern that not every version of Terraform reads alike"}
	}
	from := in
	for strings.HasPrefix(pattern, "../") && from != "." {
		from, pattern = path.Dir(from), strings.TrimPrefix(pattern, "../")
	}
	if pattern == ".." || strings.HasPrefix(pattern, "../") {
		return nil, &Unavailable{shown, "it lies outside the source root; --source-root sets another"}
	}
	all := listing{c.tree, from}
	found, err := doublestar.Glob(all, pattern, doublestar.WithFilesOnly(), doublestar.WithFailOnIOErrors())
	var out []string
	for _, name := range found {
		info, statErr := all.Stat(name)
		if statErr != nil {
			err = statErr
			break
		}
		rel, relErr := filepath.Rel(filepath.FromSlash(in), filepath.FromSlash(path.Join(from, name)))
		if relErr == nil && info.Mode().IsRegular() {
			out = append(out, filepath.ToSlash(rel))
		}
	}
	switch {
	case errors.Is(err, errListed):
		return nil, &Unavailable{shown, "it is not listed: there are too many files"}
	case escapes(err):
		return nil, &Unavailable{shown, "it meets a link that leads out of the source root; --source-root sets another"}
	case err != nil:
		return nil, &Unavailable{shown, "it cannot be listed"}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// differs reports whether a pattern is one that versions of Terraform, and of the
// library that matches, do not read alike: "[!a]" has a or an exclamation mark in
// it or all but a, "**/**" is at least one folder or none, braces hold slashes or
// do not. It is also what takes long to match.
func differs(pattern string) bool {
	if len(pattern) > maxPattern || strings.ContainsAny(pattern, "\\\x00") || strings.Contains(pattern, "[!") || strings.Contains(pattern, "[[") {
		return true
	}
	before, alternatives := "", 1
	for segment := range strings.SplitSeq(pattern, "/") {
		if strings.Contains(segment, "**") && (segment != "**" || before == "**") {
			return true
		}
		before = segment
		plain, rest, opened := strings.Cut(segment, "{")
		for opened {
			inside, after, closed := strings.Cut(rest, "}")
			if alternatives *= strings.Count(inside, ",") + 1; !closed || alternatives > maxAlternatives || strings.Contains(inside, "{") {
				return true
			}
			var more string
			more, rest, opened = strings.Cut(after, "{")
			plain += more
		}
		if strings.Contains(plain, "}") {
			return true
		}
	}
	return false
}

var errListed = errors.New("more is listed than is read")

// listing is a folder as far as it is listed.
type listing struct {
	tree *tree
	at   string
}

// Open is part of [fs.FS]; only what ReadDir and Stat tell is wanted.
func (l listing) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: errors.ErrUnsupported}
}

// ReadDir is part of [fs.ReadDirFS].
func (l listing) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(l.tree.fsys, path.Join(l.at, name))
	if l.tree.listed += len(entries) + 1; l.tree.listed > maxListed {
		return nil, errListed
	}
	return entries, err
}

// Stat is part of [fs.StatFS].
func (l listing) Stat(name string) (fs.FileInfo, error) {
	if l.tree.listed++; l.tree.listed > maxListed {
		return nil, errListed
	}
	return fs.Stat(l.tree.fsys, path.Join(l.at, name))
}
