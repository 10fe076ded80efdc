package planjson

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"slices"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// InputError says that the input is not a plan that can be judged: what it is,
// and what makes one.
type InputError struct {
	// Found is what the input is, a clause: "the file is empty".
	Found string
	// Remedy is what to do, a sentence.
	Remedy string
	// SavedPlan is true for a saved plan file: its JSON can be had from it.
	SavedPlan bool
}

func (e *InputError) Error() string { return e.Found + ". " + e.Remedy }

// The command that makes what this package reads.
const makeJSON = "Make the plan's JSON with: terraform plan -out=tfplan && terraform show -json tfplan > plan.json"

// headSize is how much of the text is looked at to see what it is.
const headSize = 4096

// input is the text of a plan with what is needed for its sum and for messages.
type input struct {
	text io.Reader // UTF-8 without a byte order mark
	head []byte    // how the text begins
	sha  hash.Hash
	read int64 // bytes
	err  error // what reading the bytes failed with
	// wide: the bytes are UTF-16, two or four for a character.
	wide, ended bool
}

// source passes on the bytes of r and keeps its error apart from errors of syntax.
type source struct {
	r  io.Reader
	in *input
}

func (s source) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	s.in.sha.Write(p[:n])
	s.in.read += int64(n)
	switch {
	case errors.Is(err, io.EOF):
		s.in.ended = true
	case err != nil:
		s.in.err = err
	}
	return n, err
}

// open looks at how the bytes begin, removes the byte order mark, decodes
// UTF-16, and refuses what is no JSON.
func open(r io.Reader) (*input, error) {
	in := &input{sha: sha256.New()}
	raw := bufio.NewReaderSize(source{r, in}, 64<<10)
	begin, err := raw.Peek(512)
	if in.err != nil {
		return nil, in.err
	}
	if err != nil && len(begin) == 0 {
		return nil, &InputError{Found: "the input is empty", Remedy: "A shell redirection leaves an empty file when the command before it fails. " + makeJSON}
	}
	if e := binary(begin); e != nil {
		return nil, e
	}
	in.text = raw
	if order, mark, ok := byteOrder(begin); ok {
		// PowerShell writes it with >.
		in.wide = true
		in.text = transform.NewReader(raw, unicode.UTF16(order, mark).NewDecoder())
	} else if bytes.HasPrefix(begin, []byte("\xef\xbb\xbf")) {
		_, _ = raw.Discard(3)
	}
	text := bufio.NewReaderSize(in.text, 64<<10)
	in.text = text
	head, _ := text.Peek(headSize)
	if in.err != nil {
		return nil, in.err
	}
	in.head = slices.Clone(head)
	if e := foreign(in.head); e != nil {
		return nil, e
	}
	return in, nil
}

func (in *input) sum() string { return hex.EncodeToString(in.sha.Sum(nil)) }
