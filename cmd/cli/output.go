package cli

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/policies/report"
)

// output is one format on its way to one place; path is empty for standard
// output.
type output struct {
	name   string
	format report.Format
	path   string
}

// The paths that mean the streams that the run has already: opened anew they
// would have a position of their own.
var (
	ownOut = []string{"/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"}
	ownErr = []string{"/dev/stderr", "/dev/fd/2", "/proc/self/fd/2"}
)

// parseOutputs reads values of --format. Whatever goes to standard output comes
// last: a file that cannot be written ends the run, and then nobody must see a
// result.
func parseOutputs(flags []string) ([]output, error) {
	var out []output
	to := map[string]string{}
	for _, f := range flags {
		name, path, assigned := strings.Cut(f, "=")
		format, err := report.Named(name)
		switch {
		case err != nil:
			return nil, fmt.Errorf("--format: %w", err)
		case assigned && path == "":
			return nil, fmt.Errorf("--format: %q names no file; write %s=PATH, or %s for standard output", f, name, name)
		case path == "-" || slices.Contains(ownOut, path):
			path = ""
		}
		place := ""
		if path != "" {
			place = destination(path)
		}
		if other, taken := to[place]; taken {
			if path == "" {
				return nil, fmt.Errorf("--format: %s and %s both go to standard output; give one of them a file: %s=PATH", other, name, name)
			}
			return nil, fmt.Errorf("--format: %s and %s both go to %s; give each its own file", other, name, path)
		}
		to[place] = name
		out = append(out, output{name, format, path})
	}
	slices.SortStableFunc(out, func(a, b output) int { return cmp.Compare(last(a), last(b)) })
	return out, nil
}

// apart refuses a result in the place of a file that the run reads, as a slip of the
// pen has it: the plan would be lost.
func apart(outputs []output, inputs []string) error {
	for _, o := range outputs {
		for _, in := range inputs {
			if o.path == "" || in == "" || in == "-" || destination(o.path) != destination(in) {
				continue
			}
			if info, err := os.Stat(in); err == nil && info.Mode().IsRegular() {
				return fmt.Errorf("--format: %s would overwrite %s, which this run reads; give it another file", o.name, in)
			}
		}
	}
	return nil
}

// last is 1 for what goes to standard output.
func last(o output) int {
	if o.path == "" {
		return 1
	}
	return 0
}

// destination is the file that a path means, behind links: links are followed,
// not replaced. A link to nothing yet names the file that it will be.
func destination(path string) string {
	for range 40 {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			return absolute(real)
		}
		next, err := os.Readlink(path)
		if err != nil {
			break
		}
		if !filepath.IsAbs(next) {
			next = filepath.Join(filepath.Dir(path), next)
		}
		path = next
	}
	if dir, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		path = filepath.Join(dir, filepath.Base(path))
	}
	return absolute(path)
}

func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return filepath.Clean(path)
}

// write writes all outputs. Each is made whole before a byte of it is written, so
// that a file is never half a result.
func (a *app) write(outputs []output, r report.Report) error {
	for _, o := range outputs {
		r.Color = o.path == "" && a.color(a.Out)
		var buf bytes.Buffer
		if err := o.format.Write(&buf, r); err != nil {
			return err
		}
		var err error
		place := o.path
		switch {
		case o.path == "":
			place = "the result"
			_, err = buf.WriteTo(a.Out)
		case slices.Contains(ownErr, o.path):
			_, err = buf.WriteTo(a.Err)
		default:
			err = writeFile(o.path, buf.Bytes())
		}
		if err != nil {
			return fmt.Errorf("write %s: %w", place, reason(err))
		}
	}
	return nil
}

// reason is an error without the path, which may be that of a file of ours.
func reason(err error) error {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	var link *os.LinkError
	if errors.As(err, &link) {
		return link.Err
	}
	return err
}

// writeFile puts data at a path. A regular file is exchanged at once, behind links
// and with the mode that it has. What is no regular file, such as a named pipe, is
// written to, and so is a file in a folder that takes no new ones.
func writeFile(path string, data []byte) error {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		// What the umask leaves of this is what every program gives a new file.
		return exchange(destination(path), data, 0o666, false)
	}
	if err != nil {
		return err
	}
	// Exchanging a file asks for no right to write it; whoever took that right away
	// meant it.
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return filled(f, data)
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := exchange(destination(path), data, info.Mode().Perm(), true); !errors.Is(err, os.ErrPermission) {
		return err
	}
	if f, err = os.OpenFile(path, os.O_WRONLY|os.O_TRUNC, 0); err != nil {
		return err
	}
	return filled(f, data)
}

// exchange makes a file of a new one, which nobody sees before it is whole. exact
// gives it the mode whatever the umask is.
func exchange(path string, data []byte, mode os.FileMode, exact bool) error {
	tmp, err := temporary(filepath.Dir(path), mode)
	if err != nil {
		return err
	}
	err = filled(tmp, data)
	if err == nil && exact {
		err = os.Chmod(tmp.Name(), mode)
	}
	if err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		_ = os.Remove(tmp.Name())
	}
	return err
}

// temporary is a new file, as os.CreateTemp makes it, but with the mode that
// files have: that of os.CreateTemp is for its owner alone.
func temporary(dir string, mode os.FileMode) (*os.File, error) {
	for n := 0; ; n++ {
		name := filepath.Join(dir, fmt.Sprintf(".tfreach-%d-%d", os.Getpid(), n))
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if !errors.Is(err, os.ErrExist) || n == 1000 {
			return f, err
		}
	}
}

// filled writes a file and closes it.
func filled(f *os.File, data []byte) error {
	_, err := f.Write(data)
	if closing := f.Close(); err == nil {
		err = closing
	}
	return err
}
