package config

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// The bounds of a policy.
const (
	// MaxSize is how many bytes a policy file may have.
	MaxSize = 1 << 20
	// MaxFiles is how many files a policy may have.
	MaxFiles = 100
)

// File is a policy file.
type File struct {
	// Name is how messages call it. One that ends in .json is in JSON syntax.
	Name string
	// Path is relative to the root of the repository, with slashes; empty for a file
	// that is not in it.
	Path string
	Text []byte

	lines []int // the bytes at which lines begin; made when a line is asked for
}

// IsJSON: the file is in JSON syntax.
func (f *File) IsJSON() bool { return strings.HasSuffix(f.Name, ".json") }

// line is the line of a byte, from 1, and the byte at which that line begins.
func (f *File) line(at int) (number, begin int) {
	if f.lines == nil {
		f.lines = []int{0}
		for i, c := range f.Text {
			if c == '\n' {
				f.lines = append(f.lines, i+1)
			}
		}
	}
	n := sort.SearchInts(f.lines, at+1)
	return n, f.lines[n-1]
}

// Place is a range of bytes of a file.
type Place struct {
	File *File
	// From and To are bytes of the text; equal where something is missing.
	From, To int
}

func (f *File) place(r hcl.Range) Place { return Place{f, r.Start.Byte, r.End.Byte}.bounded() }

// bounded is the place as far as it lies in the text: what is missing at the end of a
// file may be said to lie behind it.
func (p Place) bounded() Place {
	p.To = min(max(p.To, 0), len(p.File.Text))
	p.From = min(max(p.From, 0), p.To)
	return p
}

// over is the place from the beginning of one to the end of another of the same file.
func (p Place) over(q Place) Place { return Place{p.File, min(p.From, q.From), max(p.To, q.To)} }

// Line is the line in which the place begins, from 1.
func (p Place) Line() int {
	n, _ := p.File.line(p.From)
	return n
}

// Start and End are the place as editors count: lines and characters from 1.
func (p Place) Start() hcl.Pos { return p.File.pos(p.From) }

// End is as for [Place.Start].
func (p Place) End() hcl.Pos { return p.File.pos(p.To) }

// pos counts characters as HCL does, in the fragment that is the line.
func (f *File) pos(at int) hcl.Pos {
	n, begin := f.line(at)
	pos := hcl.Pos{Line: n, Column: 1}
	all := func(data []byte, _ bool) (int, []byte, error) { return len(data), data, nil }
	// The scanner takes a carriage return for a line break.
	text := bytes.ReplaceAll(f.Text[begin:at], []byte("\r"), []byte(" "))
	if s := hcl.NewRangeScannerFragment(text, f.Name, pos, all); s.Scan() {
		pos = s.Range().End
	}
	pos.Byte = at
	return pos
}

// String is the file and the line.
func (p Place) String() string { return fmt.Sprintf("%s:%d", p.File.Name, p.Line()) }

// fileNames are the names that policy files of a folder have, or end with. A file of
// the name tfreach.json is more likely to be a result.
var fileNames = []string{"tfreach.hcl", "tfreach.hcl.json"}

// isPolicyFile reports whether a file of a folder is a policy file by its name. Editors
// leave files such as .#tfreach.hcl behind.
func isPolicyFile(name string) bool {
	for _, n := range fileNames {
		if name == n || strings.HasSuffix(name, "."+n) && !strings.HasPrefix(name, ".#") {
			return true
		}
	}
	return false
}

// Folder lists the policy files of a folder, in the order of their names.
func Folder(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, e := range entries {
		if !isPolicyFile(e.Name()) {
			continue
		}
		path := filepath.Join(dir, e.Name())
		// What leads nowhere is an error, and not a policy that nobody misses.
		info, err := os.Stat(path)
		switch {
		case err != nil:
			return nil, err
		case info.IsDir():
		case !info.Mode().IsRegular():
			return nil, fmt.Errorf("%s is no regular file", path)
		default:
			out = append(out, path)
		}
	}
	return out, nil
}

// Below lists the policy files of a folder and of those below it, by their folders.
// Folders whose names begin with a dot hold what tools keep, and links are not followed.
func Below(dir string) ([][]string, error) {
	var out [][]string
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case !e.IsDir():
			return nil
		case path != dir && strings.HasPrefix(e.Name(), "."):
			return fs.SkipDir
		}
		files, err := Folder(path)
		if len(files) > 0 {
			out = append(out, files)
		}
		return err
	})
	return out, err
}

// Expand makes of files and folders the files that they mean.
func Expand(paths []string) ([]string, error) {
	var out []string
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			out = append(out, path)
			continue
		}
		files, err := Folder(path)
		if err != nil {
			return nil, err
		}
		if len(files) == 0 {
			return nil, fmt.Errorf("no policy file is in %s: one is called tfreach.hcl, or NAME.tfreach.hcl", path)
		}
		out = append(out, files...)
	}
	return out, nil
}

// Load reads files, each once. Their paths are relative to the first of the roots that
// they are below.
func Load(paths []string, roots ...string) ([]*File, error) {
	var out []*File
	var seen []os.FileInfo
	for _, path := range paths {
		file, info, err := load(path)
		if err != nil {
			return nil, err
		}
		again := false
		for _, i := range seen {
			again = again || os.SameFile(i, info)
		}
		if again {
			continue
		}
		if len(out) == MaxFiles {
			return nil, fmt.Errorf("a policy has at most %d files", MaxFiles)
		}
		for _, root := range roots {
			if file.Path = below(root, path); file.Path != "" {
				break
			}
		}
		seen, out = append(seen, info), append(out, file)
	}
	return out, nil
}

func load(path string) (*File, os.FileInfo, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return nil, nil, err
	}
	file, err := ReadFile(f, path)
	if err != nil {
		return nil, nil, err
	}
	return file, info, nil
}

// ReadFile reads a policy file.
func ReadFile(in io.Reader, name string) (*File, error) {
	text, err := io.ReadAll(io.LimitReader(in, MaxSize+1))
	if err != nil {
		return nil, err
	}
	if len(text) > MaxSize {
		return nil, fmt.Errorf("%s: a policy file has at most %d bytes", name, MaxSize)
	}
	return &File{Name: name, Text: text}, nil
}
