package planjson

import (
	"fmt"
	"io"
)

// Bounds on what one input may hold. A plan of 10,000 resources has strings of
// kilobytes and some 100,000 values that are read, so they leave room for plans a
// hundred times as large; without them a file of some megabytes, which anybody can
// write, would take all memory.
const (
	// maxPending is the longest value or name that is buffered, also where it is
	// skipped: a string is only known to end when its end is read.
	maxPending = 64 << 20
	// maxName is the longest name of a member.
	maxName = 1 << 20
	// maxElements is how many elements or members one list or object may have.
	maxElements = 1_000_000
	// maxValues is how many elements and members may be read altogether.
	maxValues = 5_000_000
)

// The remedy of what is out of bounds: no plan is.
const tooMuch = "No plan that Terraform makes is like that; write the file again. " + makeJSON

// bounded passes on what a decoder reads, as long as the decoder does not have to
// keep more of it than maxPending.
type bounded struct {
	r io.Reader
	// consumed is how far the decoder is.
	consumed func() int64
	passed   int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if at := b.consumed(); b.passed-at > maxPending {
		return 0, &InputError{Found: fmt.Sprintf("the input holds a value or a name longer than %d MiB, at byte %d", maxPending>>20, at), Remedy: tooMuch}
	}
	n, err := b.r.Read(p)
	b.passed += int64(n)
	return n, err
}

// fitting refuses names that are too long.
func (d *decoder) fitting(name string) error {
	if len(name) <= maxName {
		return nil
	}
	return &InputError{Found: fmt.Sprintf("the input holds a name longer than %d MiB, %s, before byte %d", maxName>>20, quote([]byte(name)), d.InputOffset()), Remedy: tooMuch}
}

// room counts an element or member, of which its list or object then has n.
func (d *decoder) room(n int) error {
	d.values++
	switch {
	case n > maxElements:
		return &InputError{Found: fmt.Sprintf("the input holds a list or object with more than %d elements, at %s", maxElements, pointerText(d.StackPointer())), Remedy: tooMuch}
	case d.values > maxValues:
		return &InputError{Found: fmt.Sprintf("the input holds more than %d values, at %s", maxValues, pointerText(d.StackPointer())), Remedy: tooMuch}
	}
	return nil
}
