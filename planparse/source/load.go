package source

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// The bounds of what is read. Real configurations stay far below them.
const (
	maxFile    = 1 << 20
	maxTotal   = 16 << 20
	maxModules = 2000
	maxFiles   = 20000
	maxDepth   = 40
)

// loader reads modules from a file system, depth first.
type loader struct {
	fsys   fs.FS
	config *Config
	// exact: the files are those that the plan was made from.
	exact bool
	// locate finds the folder of a called module.
	locate func(path string, caller *Module, c *Call) location
	// sums are of the files that were read, where they are kept.
	sums   map[string]sum
	total  int64
	opened int
}

// location is the folder of a module, or why there is none.
type location struct {
	dir, missing string
	installed    bool
}

// module reads one module and those it calls.
func (l *loader) module(callPath string, in location, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("module %s: modules nest deeper than %d", callPath, maxDepth)
	}
	if len(l.config.Modules) >= maxModules {
		return fmt.Errorf("more than %d modules", maxModules)
	}
	dir := in.dir
	m := newContents(callPath, dir, l.config.words)
	m.Installed = in.installed
	l.config.Modules[callPath] = m.Module
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
		at := l.locate(child, m.Module, c)
		if at.missing != "" {
			l.config.Modules[child] = &Module{Path: child, Missing: at.missing, Installed: at.installed}
			continue
		}
		if err := l.module(child, at, depth+1); err != nil {
			return err
		}
	}
	return nil
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

// read reads a file of the configuration within the bounds.
func (l *loader) read(name string) ([]byte, error) {
	text, reason, err := readRegular(l.fsys, name)
	switch {
	case err != nil:
		return nil, err
	case reason != "":
		return nil, errors.New(name + " " + reason)
	}
	if l.total += int64(len(text)); l.total > maxTotal {
		return nil, fmt.Errorf("the configuration is larger than %d bytes", maxTotal)
	}
	if l.sums != nil {
		l.sums[name] = sumOf(text)
	}
	return text, nil
}

// readRegular reads a regular file within the bounds, or says why it does not.
// Opening what is no file, such as a pipe, may never end. The error is that there
// is none of that name.
func readRegular(fsys fs.FS, name string) (text []byte, reason string, err error) {
	switch info, err := fs.Stat(fsys, name); {
	case errors.Is(err, fs.ErrNotExist):
		return nil, "", err
	case escapes(err):
		return nil, "is a link that leads out of the source root; --source-root sets another", nil
	case err != nil:
		return nil, "cannot be read", nil
	case !info.Mode().IsRegular():
		return nil, "is not a regular file", nil
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, "cannot be read", nil
	}
	defer func() { _ = f.Close() }()
	text, err = io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, "cannot be read to its end", nil
	}
	if len(text) > maxFile {
		return nil, fmt.Sprintf("is larger than %d bytes", maxFile), nil
	}
	return text, "", nil
}

// escapes reports whether an [os.Root] refused to leave itself, which has no error
// of its own.
func escapes(err error) bool { return err != nil && strings.Contains(err.Error(), "escapes") }
