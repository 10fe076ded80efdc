package report

import (
	"fmt"
	"io/fs"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// lineHashes are the fingerprints that GitHub's upload-sarif gives to lines, and
// warns of when a file has others: for each line the hash of the characters that
// begin with it (modulo 2^64, in powers of 37; of hashWindow characters without
// blanks and tabs, with every end of line as "\n", an end mark behind the last, and
// zeros behind that), in hexadecimal, and how often the hash was seen so far. See
// src/fingerprints.ts of github/codeql-action.
func lineHashes(text string) []string {
	const (
		window = 100
		base   = 37
		end    = 0xffff
	)
	var units, starts []int
	begin, cr := true, false
	add := func(u int) {
		if begin {
			starts = append(starts, len(units))
		}
		begin = u == '\n'
		units = append(units, u)
	}
	for _, u := range utf16.Encode([]rune(text)) {
		switch {
		case u == ' ' || u == '\t' || cr && u == '\n':
			cr = false
			continue
		case u == '\r':
			cr, u = true, '\n'
		default:
			cr = false
		}
		add(int(u))
	}
	add(end)
	units = append(units, make([]int, window)...)

	out := make([]string, 0, len(starts))
	seen := map[uint64]int{}
	for _, at := range starts {
		var hash uint64
		for _, u := range units[at : at+window] {
			hash = hash*base + uint64(u)
		}
		seen[hash]++
		out = append(out, fmt.Sprintf("%x:%d", hash, seen[hash]))
	}
	return out
}

// maxFile is how large a file of the repository may be to be looked at.
const maxFile = 4 << 20

// lines knows the lines of files, each of which it reads once.
type lines struct {
	files fs.FS
	known map[string]*lined
}

// lined is a file that was read: fingerprints and text of its lines.
type lined struct {
	hashes, text []string
}

func newLines(files fs.FS) *lines { return &lines{files, map[string]*lined{}} }

// at is the fingerprint of a line and how many characters it has; false when the
// file is not at hand, or has no such line.
func (l *lines) at(file string, line int) (hash string, width int, ok bool) {
	if l.files == nil {
		return "", 0, false
	}
	f := l.known[file]
	if f == nil {
		f = &lined{}
		if text, err := readBounded(l.files, file); err == nil {
			f.hashes, f.text = lineHashes(text), strings.Split(text, "\n")
		}
		l.known[file] = f
	}
	if line < 1 || line > min(len(f.hashes), len(f.text)) {
		return "", 0, false
	}
	return f.hashes[line-1], utf8.RuneCountInString(strings.TrimSuffix(f.text[line-1], "\r")), true
}

func readBounded(files fs.FS, name string) (string, error) {
	info, err := fs.Stat(files, name)
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() || info.Size() > maxFile {
		return "", fs.ErrInvalid
	}
	text, err := fs.ReadFile(files, name)
	return string(text), err
}
