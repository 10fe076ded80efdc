package report

import (
	"bytes"
	"encoding/json"
	"io"
)

// WriteJSON writes a value as indented JSON that is fit for a terminal and a log,
// as Clean makes text: the same value for whoever parses it, with escapes for
// what is not simply seen and for the markers of commands to CI runners. Logs show
// results, too: tfreach check --format json is often the last line of a job.
func WriteJSON(w io.Writer, v any) error {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	// Addresses in angle brackets and ways with > are there to be read.
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := w.Write(harmlessJSON(buf.Bytes()))
	return err
}

// harmlessJSON is the document with escapes. Outside strings it holds nothing to
// escape but line breaks, which are its own: those in strings are escaped already.
func harmlessJSON(doc []byte) []byte {
	doc = inside.ReplaceAll(doc, []byte(`\u0023#$1`))
	if !bytes.ContainsFunc(doc, isHidden) {
		return doc
	}
	var b bytes.Buffer
	for _, r := range string(doc) {
		if isHidden(r) {
			b.WriteString(escape(r))
		} else {
			b.WriteRune(r)
		}
	}
	return b.Bytes()
}

// isHidden is isUnsafe without what ends the lines of a document.
func isHidden(r rune) bool { return r != '\n' && isUnsafe(r) }
